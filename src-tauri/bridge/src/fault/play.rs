//! What each kind of fault does to a request.

use std::{io, time::Duration};

use axum::{
    Json,
    body::{Body, Bytes, to_bytes},
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use futures::{StreamExt, stream};
use serde_json::Value;
use tokio::{task::yield_now, time::sleep};

use super::FaultKind;
use crate::{front::Exchange, limits, manage, reply};

/// Answers a request in the given wrong way; `None` closes the connection instead.
pub(crate) async fn play(kind: FaultKind, exchange: Exchange<'_>) -> Option<Response> {
    let bridge = exchange.bridge.clone();
    Some(match kind {
        FaultKind::DropBefore => return None,
        FaultKind::DropAfterApply => {
            exchange.answer().await;
            return None;
        }
        FaultKind::Status { status, body, after_apply } => {
            spoiled(exchange, after_apply, with_status(status, body)).await
        }
        FaultKind::Html { status, after_apply } => {
            let page = (code(status), Html(reply::PAGE)).into_response();
            spoiled(exchange, after_apply, page).await
        }
        FaultKind::SuccessFalse { message, after_apply } => {
            spoiled(exchange, after_apply, reply::failed(message)).await
        }
        FaultKind::Delay { ms, after_apply: false } => {
            sleep(Duration::from_millis(ms)).await;
            exchange.answer().await
        }
        FaultKind::Delay { ms, after_apply: true } => {
            let response = exchange.answer().await;
            sleep(Duration::from_millis(ms)).await;
            response
        }
        FaultKind::Ignored => reply::done(),
        FaultKind::RateLimit { retry_after } => {
            let usual = bridge.dialect.tells_retry_after().then_some(180);
            limits::refusal(retry_after.map(i64::from).or(usual))
        }
        FaultKind::Unauthorized => manage::not_signed_in(&bridge, &exchange.parts),
        FaultKind::Truncate { bytes } => truncated(exchange.answer().await, bytes).await,
        FaultKind::SlowBody { chunk, ms } => slow(exchange.answer().await, chunk, ms).await,
        FaultKind::StaleCache { seconds, fresh_first } => {
            let before = bridge.look(|state| state.keys.clone());
            let response = exchange.answer().await;
            let until = bridge.now() + i64::from(seconds);
            bridge.look(|state| bridge.stale().keep(&before, state, until, fresh_first));
            response
        }
        FaultKind::WrongType { pointer } => {
            edited(exchange.answer().await, |json| json.pointer_mut(&pointer).map(mistype)).await
        }
        FaultKind::Missing { pointer } => {
            edited(exchange.answer().await, |json| remove(json, &pointer)).await
        }
        FaultKind::Replace { pointer, value } => {
            edited(exchange.answer().await, |json| json.pointer_mut(&pointer).map(|at| *at = value)).await
        }
        FaultKind::ContentType { value } => {
            let mut response = exchange.answer().await;
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(header::CONTENT_TYPE, value);
            }
            response
        }
        FaultKind::Redirect { location, status } => {
            (code(status), [(header::LOCATION, location)]).into_response()
        }
        FaultKind::Huge { bytes } => huge(bytes),
        FaultKind::Nested { depth } => as_json("[".repeat(depth) + &"]".repeat(depth)),
        FaultKind::Garbage { bytes } => as_json((0..=255_u8).rev().cycle().take(bytes).collect::<Vec<_>>()),
    })
}

async fn spoiled(exchange: Exchange<'_>, after_apply: bool, answer: Response) -> Response {
    if after_apply {
        exchange.answer().await;
    }
    answer
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn with_status(status: u16, body: Option<Value>) -> Response {
    match body {
        None => code(status).into_response(),
        Some(Value::String(text)) => (code(status), text).into_response(),
        Some(json) => (code(status), Json(json)).into_response(),
    }
}

fn as_json(body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    let json = HeaderValue::from_static("application/json; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

fn huge(bytes: u64) -> Response {
    const PIECE: u64 = 64 << 10;
    let letters = Bytes::from(vec![b'a'; PIECE as usize]);
    let body = stream::unfold(bytes, move |left| {
        let piece = usize::try_from(left.min(PIECE)).unwrap_or_default();
        let letters = letters.slice(..piece);
        async move { (left > 0).then(|| (letters, left - piece as u64)) }
    });
    let quote = || stream::iter([Bytes::from_static(b"\"")]);
    as_json(Body::from_stream(quote().chain(body).chain(quote()).map(io::Result::Ok)))
}

/// The body of an answer in one piece; what is left of the answer has none.
async fn taken(mut response: Response) -> (Response, Bytes) {
    let body = std::mem::take(response.body_mut());
    // A body made here is in memory and cannot fail.
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    (response, body)
}

async fn truncated(response: Response, keep: Option<usize>) -> Response {
    let (mut response, body) = taken(response).await;
    let arrives = body.slice(..keep.unwrap_or(body.len() / 2).min(body.len()));
    // Yielding between the two lets the first part reach the client before the connection closes.
    let lost = stream::once(async {
        yield_now().await;
        Err(io::Error::from(io::ErrorKind::BrokenPipe))
    });
    *response.body_mut() = Body::from_stream(stream::iter([Ok(arrives)]).chain(lost));
    response
}

async fn slow(response: Response, chunk: usize, ms: u64) -> Response {
    let (mut response, body) = taken(response).await;
    let pieces: Vec<_> = body.chunks(chunk.max(1)).map(Bytes::copy_from_slice).collect();
    let body = stream::iter(pieces).then(move |piece| async move {
        sleep(Duration::from_millis(ms)).await;
        io::Result::Ok(piece)
    });
    *response.body_mut() = Body::from_stream(body);
    response
}

/// The answer with its JSON changed. If there is nothing to change, the fault was set up wrong and the
/// answer says so.
async fn edited(response: Response, edit: impl FnOnce(&mut Value) -> Option<()>) -> Response {
    let (mut response, body) = taken(response).await;
    let changed = serde_json::from_slice(&body).ok().and_then(|mut json| edit(&mut json).map(|()| json));
    let Some(json) = changed else {
        return reply::refused(StatusCode::NOT_IMPLEMENTED, "the answer has nothing at the fault's pointer");
    };
    response.headers_mut().remove(header::CONTENT_LENGTH);
    *response.body_mut() = Body::from(json.to_string());
    response
}

/// Gives a value another type.
fn mistype(value: &mut Value) {
    *value = match value {
        Value::Null => Value::from(7),
        Value::Bool(_) => Value::from("yes"),
        Value::Number(_) => Value::from("many"),
        Value::String(_) => Value::from(42),
        Value::Array(_) => Value::Object(serde_json::Map::new()),
        Value::Object(_) => Value::Array(Vec::new()),
    };
}

fn remove(json: &mut Value, pointer: &str) -> Option<()> {
    let (parent, name) = pointer.rsplit_once('/')?;
    match json.pointer_mut(parent)? {
        Value::Object(fields) => fields.shift_remove(name).map(drop),
        Value::Array(items) => {
            let at = name.parse::<usize>().ok().filter(|at| *at < items.len())?;
            items.remove(at);
            Some(())
        }
        _ => None,
    }
}
