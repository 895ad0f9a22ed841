//! Gemini content: what Gemini CLI calls.

use axum::{
    Json,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{Answer, Ask, Wire, admit::admit, call::Call, data, relay, tokens};
use crate::{bridge::Shared, reply, route::text};

/// `POST /v1beta/models/{model}:{action}`
pub(super) async fn generate(State(bridge): State<Shared>, Path(path): Path<String>, call: Call) -> Response {
    let (model, action) = path.rsplit_once(':').unwrap_or((&path, ""));
    let stream = match action {
        "generateContent" => false,
        "streamGenerateContent" => true,
        "countTokens" => {
            return match admit(&bridge, &call.caller, call.credential(bridge.dialect), true) {
                Ok(_) => Json(json!({"totalTokens": tokens(call.body.len())})).into_response(),
                Err(refusal) => refusal.answer(&bridge, &call.caller, false),
            };
        }
        _ => return reply::unknown(axum::http::Method::POST, call.uri).await,
    };
    let sse = text(&call.params, "alt") == "sse";
    relay(&bridge, &call, &Gemini { model, stream, sse })
}

struct Gemini<'a> {
    model: &'a str,
    stream: bool,
    sse: bool,
}

impl Wire for Gemini<'_> {
    fn ask(&self, _body: &Value) -> Option<Ask> {
        let named = !self.model.is_empty();
        named.then(|| Ask { model: self.model.to_owned(), stream: self.stream })
    }

    fn whole(&self, answer: &Answer) -> Value {
        content(answer, &answer.text, true)
    }

    /// Server-sent events, or without `alt=sse` the elements of one JSON array.
    fn frames(&self, answer: &Answer) -> Vec<String> {
        let mut chunks: Vec<_> = answer.pieces().map(|piece| content(answer, piece, false)).collect();
        chunks.push(content(answer, "", true));
        if self.sse {
            return chunks.iter().map(data).collect();
        }
        let opened = |at| if at == 0 { "[" } else { ",\r\n" };
        let mut frames: Vec<_> =
            chunks.iter().enumerate().map(|(at, chunk)| format!("{}{chunk}", opened(at))).collect();
        frames.push("]".to_owned());
        frames
    }

    fn stream_type(&self) -> &'static str {
        if self.sse { "text/event-stream" } else { "application/json" }
    }
}

fn content(answer: &Answer, text: &str, last: bool) -> Value {
    let mut candidate = json!({"content": {"parts": [{"text": text}], "role": "model"}, "index": 0});
    if last {
        candidate["finishReason"] = json!("STOP");
    }
    json!({
        "candidates": [candidate],
        "usageMetadata": {
            "promptTokenCount": answer.prompt_tokens,
            "candidatesTokenCount": answer.completion_tokens,
            "totalTokenCount": answer.prompt_tokens + answer.completion_tokens,
        },
        "modelVersion": answer.model,
        "responseId": answer.id,
    })
}
