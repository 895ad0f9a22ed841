//! OpenAI responses: what Codex calls.

use axum::{extract::State, response::Response};
use serde_json::{Value, json};

use super::{Answer, Ask, Wire, ask_in_body, call::Call, event, relay};
use crate::bridge::Shared;

/// `POST /v1/responses`
pub(super) async fn responses(State(bridge): State<Shared>, call: Call) -> Response {
    relay(&bridge, &call, &Responses)
}

struct Responses;

impl Wire for Responses {
    fn ask(&self, body: &Value) -> Option<Ask> {
        ask_in_body(body)
    }

    fn whole(&self, answer: &Answer) -> Value {
        response(answer, true)
    }

    fn frames(&self, answer: &Answer) -> Vec<String> {
        let at = json!({"item_id": item_id(answer), "output_index": 0, "content_index": 0});
        let mut events = vec![
            json!({"type": "response.created", "response": response(answer, false)}),
            json!({"type": "response.in_progress", "response": response(answer, false)}),
            json!({"type": "response.output_item.added", "output_index": 0, "item": item(answer, false)}),
            with(&at, json!({"type": "response.content_part.added", "part": part("")})),
        ];
        events.extend(
            answer
                .pieces()
                .map(|piece| with(&at, json!({"type": "response.output_text.delta", "delta": piece}))),
        );
        events.extend([
            with(&at, json!({"type": "response.output_text.done", "text": answer.text})),
            with(&at, json!({"type": "response.content_part.done", "part": part(&answer.text)})),
            json!({"type": "response.output_item.done", "output_index": 0, "item": item(answer, true)}),
            json!({"type": "response.completed", "response": response(answer, true)}),
        ]);
        let numbered = events.into_iter().enumerate();
        numbered.map(|(number, json)| event(&with(&json, json!({"sequence_number": number})))).collect()
    }
}

/// Two objects in one.
fn with(first: &Value, second: Value) -> Value {
    let mut both = second;
    if let (Some(both), Some(first)) = (both.as_object_mut(), first.as_object()) {
        both.extend(first.clone());
    }
    both
}

fn item_id(answer: &Answer) -> String {
    format!("msg_{}", answer.id)
}

fn part(text: &str) -> Value {
    json!({"type": "output_text", "text": text, "annotations": []})
}

fn item(answer: &Answer, done: bool) -> Value {
    json!({
        "id": item_id(answer),
        "type": "message",
        "status": if done { "completed" } else { "in_progress" },
        "role": "assistant",
        "content": if done { json!([part(&answer.text)]) } else { json!([]) },
    })
}

fn response(answer: &Answer, done: bool) -> Value {
    let usage = json!({
        "input_tokens": answer.prompt_tokens,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": answer.completion_tokens,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": answer.prompt_tokens + answer.completion_tokens,
    });
    json!({
        "id": format!("resp_{}", answer.id),
        "object": "response",
        "created_at": answer.created,
        "status": if done { "completed" } else { "in_progress" },
        "error": null,
        "incomplete_details": null,
        "instructions": null,
        "metadata": {},
        "model": answer.model,
        "output": if done { json!([item(answer, true)]) } else { json!([]) },
        "parallel_tool_calls": true,
        "previous_response_id": null,
        "store": false,
        "text": {"format": {"type": "text"}},
        "tool_choice": "auto",
        "tools": [],
        "usage": if done { usage } else { Value::Null },
    })
}
