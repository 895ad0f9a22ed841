//! The relay under `/v1` and `/v1beta` (new-api router/relay-router.go): what tools call with a key.
//!
//! Each way to call has one file that reads its question and writes its answer (a [`Wire`]); what is
//! between, admission, price and log, is the same for all.

mod admit;
mod billing;
mod call;
mod chat;
mod gemini;
mod messages;
mod meter;
mod models;
mod refusal;
mod responses;

use axum::{
    Json, Router,
    body::{Body, Bytes},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use futures::{StreamExt, stream};
use serde_json::Value;
use tokio::task::yield_now;

pub(crate) use admit::{admit, secret};
pub(crate) use refusal::Refusal;

use crate::{
    bridge::{Bridge, Shared},
    random,
    route::At,
};
use call::Call;

/// All routes of the relay.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .at("/v1/models", get(models::list))
        .at("/v1/models/{model}", get(models::get))
        .at("/v1/chat/completions", post(chat::completions))
        .at("/v1/messages", post(messages::messages))
        .at("/v1/messages/count_tokens", post(messages::count_tokens))
        .at("/v1/responses", post(responses::responses))
        .at("/v1beta/models", get(models::list_gemini))
        .route("/v1beta/models/{*call}", post(gemini::generate))
        .at("/v1/dashboard/billing/subscription", get(billing::subscription))
        .at("/v1/dashboard/billing/usage", get(billing::usage))
        .at("/dashboard/billing/subscription", get(billing::subscription))
        .at("/dashboard/billing/usage", get(billing::usage))
}

/// A question to a model, whichever way it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ask {
    model: String,
    stream: bool,
}

/// What the model answered.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// Random part of ids.
    id: String,
    model: String,
    text: String,
    created: i64,
    prompt_tokens: i64,
    completion_tokens: i64,
}

impl Answer {
    fn new(bridge: &Bridge, model: &str, prompt_tokens: i64) -> Self {
        let text = format!("Hello, this is {model} by way of {}. Your key works.", bridge.site.name);
        Self {
            id: random::alphanumeric(24),
            model: model.to_owned(),
            created: bridge.now(),
            prompt_tokens,
            completion_tokens: tokens(text.len()),
            text,
        }
    }

    /// The text in the pieces it is streamed in.
    fn pieces(&self) -> impl Iterator<Item = &str> {
        self.text.split_inclusive(' ')
    }
}

/// About how many tokens so many bytes are.
fn tokens(bytes: usize) -> i64 {
    i64::try_from(bytes / 4).unwrap_or(i64::MAX).max(1)
}

/// One way to call a model: how a question is read and an answer written.
trait Wire {
    /// Errors after admission are shaped as Anthropic does.
    const ANTHROPIC_ERRORS: bool = false;

    /// Reads the question; `None` if no model is named.
    fn ask(&self, body: &Value) -> Option<Ask>;

    /// The answer in one piece.
    fn whole(&self, answer: &Answer) -> Value;

    /// The answer as a stream of frames.
    fn frames(&self, answer: &Answer) -> Vec<String>;

    /// Content type of the stream.
    fn stream_type(&self) -> &'static str {
        "text/event-stream"
    }
}

/// Answers a question: admits the key, finds the model, takes the price, writes the log.
fn relay<W: Wire>(bridge: &Bridge, call: &Call, wire: &W) -> Response {
    try_relay(bridge, call, wire)
        .unwrap_or_else(|refusal| refusal.answer(bridge, &call.caller, W::ANTHROPIC_ERRORS))
}

fn try_relay(bridge: &Bridge, call: &Call, wire: &impl Wire) -> Result<Response, Refusal> {
    let admitted = admit(bridge, &call.caller, call.credential(bridge.dialect), true)?;
    let body: Value = serde_json::from_slice(&call.body).map_err(|error| Refusal::bad_body(&error))?;
    let ask = wire.ask(&body).ok_or_else(Refusal::no_model)?;
    let offer = admitted.offer(bridge, &ask.model)?;
    let answer = Answer::new(bridge, &ask.model, tokens(call.body.len()));
    meter::charge(bridge, &call.caller, &admitted, &offer, &answer, ask.stream)?;
    if !ask.stream {
        return Ok(Json(wire.whole(&answer)).into_response());
    }
    // Yielding lets each frame leave on its own, as a real stream's do.
    let frames = stream::iter(wire.frames(&answer)).then(|frame| async {
        yield_now().await;
        std::io::Result::Ok(Bytes::from(frame))
    });
    let mut response = Response::new(Body::from_stream(frames));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(wire.stream_type()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

/// One server-sent event without a name.
fn data(json: &Value) -> String {
    format!("data: {json}\n\n")
}

/// One server-sent event named as its `type`.
fn event(json: &Value) -> String {
    let name = json.get("type").and_then(Value::as_str).unwrap_or_default();
    format!("event: {name}\ndata: {json}\n\n")
}

/// The usual question: `model` and `stream` in the body.
fn ask_in_body(body: &Value) -> Option<Ask> {
    let model = body.get("model").and_then(Value::as_str).filter(|model| !model.is_empty())?;
    let stream = body.get("stream").and_then(Value::as_bool).unwrap_or(false);
    Some(Ask { model: model.to_owned(), stream })
}
