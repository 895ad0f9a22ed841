//! Anthropic messages: what Claude Code calls.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{Answer, Ask, Wire, admit::admit, ask_in_body, call::Call, event, relay, tokens};
use crate::bridge::Shared;

/// `POST /v1/messages`
pub(super) async fn messages(State(bridge): State<Shared>, call: Call) -> Response {
    relay(&bridge, &call, &Messages)
}

/// `POST /v1/messages/count_tokens`, free of charge.
pub(super) async fn count_tokens(State(bridge): State<Shared>, call: Call) -> Response {
    match admit(&bridge, &call.caller, call.credential(bridge.dialect), true) {
        Ok(_) => Json(json!({"input_tokens": tokens(call.body.len())})).into_response(),
        Err(refusal) => refusal.answer(&bridge, &call.caller, true),
    }
}

struct Messages;

impl Wire for Messages {
    const ANTHROPIC_ERRORS: bool = true;

    fn ask(&self, body: &Value) -> Option<Ask> {
        ask_in_body(body)
    }

    fn whole(&self, answer: &Answer) -> Value {
        let content = json!([{"type": "text", "text": answer.text}]);
        message(answer, content, Some("end_turn"), answer.completion_tokens)
    }

    fn frames(&self, answer: &Answer) -> Vec<String> {
        let delta = |piece| json!({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": piece}});
        let block = json!({"type": "text", "text": ""});
        let mut events = vec![
            json!({"type": "message_start", "message": message(answer, json!([]), None, 1)}),
            json!({"type": "content_block_start", "index": 0, "content_block": block}),
            json!({"type": "ping"}),
        ];
        events.extend(answer.pieces().map(delta));
        events.extend([
            json!({"type": "content_block_stop", "index": 0}),
            json!({
                "type": "message_delta",
                "delta": {"stop_reason": "end_turn", "stop_sequence": null},
                "usage": usage(answer, answer.completion_tokens),
            }),
            json!({"type": "message_stop"}),
        ]);
        events.iter().map(event).collect()
    }
}

fn message(answer: &Answer, content: Value, stop_reason: Option<&str>, output_tokens: i64) -> Value {
    json!({
        "id": format!("msg_{}", answer.id),
        "type": "message",
        "role": "assistant",
        "model": answer.model,
        "content": content,
        "stop_reason": stop_reason,
        "stop_sequence": null,
        "usage": usage(answer, output_tokens),
    })
}

fn usage(answer: &Answer, output_tokens: i64) -> Value {
    json!({
        "input_tokens": answer.prompt_tokens,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 0,
        "output_tokens": output_tokens,
    })
}
