//! OpenAI chat completions: what Cline, opencode and Cursor call.

use axum::{extract::State, response::Response};
use serde_json::{Value, json};

use super::{Answer, Ask, Wire, ask_in_body, call::Call, data, relay};
use crate::bridge::Shared;

/// `POST /v1/chat/completions`
pub(super) async fn completions(State(bridge): State<Shared>, call: Call) -> Response {
    let body: Value = serde_json::from_slice(&call.body).unwrap_or_default();
    let usage = body.pointer("/stream_options/include_usage").and_then(Value::as_bool).unwrap_or(false);
    relay(&bridge, &call, &Chat { usage_in_stream: usage })
}

struct Chat {
    usage_in_stream: bool,
}

impl Wire for Chat {
    fn ask(&self, body: &Value) -> Option<Ask> {
        ask_in_body(body)
    }

    fn whole(&self, answer: &Answer) -> Value {
        json!({
            "id": id(answer),
            "object": "chat.completion",
            "created": answer.created,
            "model": answer.model,
            "choices": [{
                "index": 0,
                "message": {"role": "assistant", "content": answer.text},
                "finish_reason": "stop",
            }],
            "usage": usage(answer),
        })
    }

    fn frames(&self, answer: &Answer) -> Vec<String> {
        let chunk = |delta: Value, finish: Option<&str>| {
            json!({
                "id": id(answer),
                "object": "chat.completion.chunk",
                "created": answer.created,
                "model": answer.model,
                "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
            })
        };
        let mut chunks = vec![chunk(json!({"role": "assistant", "content": ""}), None)];
        chunks.extend(answer.pieces().map(|piece| chunk(json!({"content": piece}), None)));
        chunks.push(chunk(json!({}), Some("stop")));
        if self.usage_in_stream {
            let mut last = chunk(json!({}), None);
            last["choices"] = json!([]);
            last["usage"] = usage(answer);
            chunks.push(last);
        }
        chunks.iter().map(data).chain(["data: [DONE]\n\n".to_owned()]).collect()
    }
}

fn id(answer: &Answer) -> String {
    format!("chatcmpl-{}", answer.id)
}

fn usage(answer: &Answer) -> Value {
    json!({
        "prompt_tokens": answer.prompt_tokens,
        "completion_tokens": answer.completion_tokens,
        "total_tokens": answer.prompt_tokens + answer.completion_tokens,
        "prompt_tokens_details": {"cached_tokens": 0},
    })
}
