//! The four ways to ask a model, whole and streamed, in the order and shape tools parse.

use bridgekeeper_bridge::{Dialect, Key};
use reqwest::Method;
use serde_json::{Value, json};

use crate::case::{Case, Reply, named};

/// A bridge with a key.
fn ready() -> (Case, Key) {
    let case = Case::new(Dialect::D);
    let key = case.key(named("tool"));
    (case, key)
}

async fn ask(case: &Case, key: &Key, path: &str, body: Value) -> Reply {
    let request = case.bare(Method::POST, path).bearer_auth(key.sk());
    let reply = Reply::of(request.json(&body)).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply
}

/// The events of a stream: name and data.
fn events(reply: &Reply) -> Vec<(String, Value)> {
    assert_eq!(reply.header("content-type"), Some("text/event-stream"));
    let blocks = reply.text.strip_suffix("\n\n").expect("ends with an event").split("\n\n");
    blocks
        .map(|block| {
            let line = |name: &str| block.lines().find_map(|line| line.strip_prefix(name));
            let data = line("data: ").expect("data");
            let data = serde_json::from_str(data).unwrap_or_else(|_| json!(data));
            (line("event: ").unwrap_or_default().to_owned(), data)
        })
        .collect()
}

fn joined<'a>(pieces: impl Iterator<Item = &'a Value>) -> String {
    pieces.map(|piece| piece.as_str().unwrap_or_default()).collect()
}

#[tokio::test]
async fn chat_completions() {
    let (case, key) = ready();
    let path = "/v1/chat/completions";
    let whole = ask(&case, &key, path, json!({"model": "gpt-5.5"})).await.json();
    let text = whole["choices"][0]["message"]["content"].as_str().expect("text");
    assert!(text.contains("gpt-5.5"));
    assert_eq!(whole["choices"][0]["finish_reason"], "stop");
    for usage in [false, true] {
        let body = json!({"model": "gpt-5.5", "stream": true, "stream_options": {"include_usage": usage}});
        let events = events(&ask(&case, &key, path, body).await);
        let (done, chunks) = events.split_last().expect("events");
        assert_eq!(done.1, json!("[DONE]"));
        let streamed = joined(chunks.iter().map(|(_, chunk)| &chunk["choices"][0]["delta"]["content"]));
        assert_eq!(streamed, text);
        let last = &chunks.last().expect("chunks").1;
        assert_eq!(last.get("usage").is_some(), usage);
    }
}

#[tokio::test]
async fn messages() {
    let (case, key) = ready();
    let path = "/v1/messages?beta=true";
    let body = json!({"model": "claude-opus-5-5", "max_tokens": 100, "messages": []});
    let whole = ask(&case, &key, path, body.clone()).await.json();
    assert_eq!((&whole["type"], &whole["stop_reason"]), (&json!("message"), &json!("end_turn")));
    let text = whole["content"][0]["text"].as_str().expect("text");
    assert!(text.contains("claude-opus-5-5"));
    let mut body = body;
    body["stream"] = json!(true);
    let events = events(&ask(&case, &key, path, body).await);
    assert!(events.iter().all(|(name, data)| data["type"] == *name), "events are named as their type");
    let names: Vec<_> = events.iter().map(|(name, _)| name.as_str()).collect();
    let deltas = names.iter().filter(|name| **name == "content_block_delta").count();
    assert_eq!(names[..3], ["message_start", "content_block_start", "ping"]);
    assert_eq!(names[3 + deltas..], ["content_block_stop", "message_delta", "message_stop"]);
    assert_eq!(joined(events.iter().map(|(_, data)| &data["delta"]["text"])), text);
    let start = &events[0].1["message"];
    assert_eq!((&start["content"], &start["stop_reason"]), (&json!([]), &Value::Null));
    let end = &events[events.len() - 2].1;
    assert_eq!(end["delta"]["stop_reason"], "end_turn");
    assert!(end["usage"]["output_tokens"].as_i64().is_some_and(|count| count > 1));
    let count = ask(&case, &key, "/v1/messages/count_tokens?beta=true", json!({"messages": []})).await;
    assert!(count.json()["input_tokens"].as_i64().is_some_and(|count| count > 0));
}

#[tokio::test]
async fn responses() {
    let (case, key) = ready();
    let body = json!({"model": "gpt-5.5-codex", "input": "hi"});
    let whole = ask(&case, &key, "/v1/responses", body.clone()).await.json();
    assert_eq!((&whole["object"], &whole["status"]), (&json!("response"), &json!("completed")));
    let text = whole["output"][0]["content"][0]["text"].as_str().expect("text");
    let mut body = body;
    body["stream"] = json!(true);
    let events = events(&ask(&case, &key, "/v1/responses", body).await);
    assert!(events.iter().all(|(name, data)| data["type"] == *name));
    let numbers: Vec<_> = events.iter().filter_map(|(_, data)| data["sequence_number"].as_u64()).collect();
    assert_eq!(numbers, (0..events.len() as u64).collect::<Vec<_>>());
    assert_eq!(joined(events.iter().map(|(_, data)| &data["delta"])), text);
    let (name, last) = events.last().expect("events");
    assert_eq!(name, "response.completed");
    assert_eq!(last["response"]["output"][0]["content"][0]["text"], text);
    assert!(last["response"]["usage"]["total_tokens"].is_i64());
}

#[tokio::test]
async fn gemini() {
    let (case, key) = ready();
    let path = |action: &str| format!("/v1beta/models/gemini-3-pro:{action}");
    let whole = ask(&case, &key, &path("generateContent"), json!({})).await.json();
    let piece = |chunk: &Value| chunk["candidates"][0]["content"]["parts"][0]["text"].clone();
    let text = piece(&whole);
    assert_eq!(whole["candidates"][0]["finishReason"], "STOP");
    let sse = events(&ask(&case, &key, &path("streamGenerateContent?alt=sse"), json!({})).await);
    let pieces: Vec<_> = sse.iter().map(|(_, chunk)| piece(chunk)).collect();
    assert_eq!(json!(joined(pieces.iter())), text);
    assert_eq!(sse.last().expect("chunks").1["candidates"][0]["finishReason"], "STOP");
    let array = ask(&case, &key, &path("streamGenerateContent"), json!({})).await.json();
    let pieces: Vec<_> = array.as_array().expect("one array").iter().map(piece).collect();
    assert_eq!(json!(joined(pieces.iter())), text);
    let count = ask(&case, &key, &path("countTokens"), json!({})).await.json();
    assert!(count["totalTokens"].is_i64());
    let odd = case.bare(Method::POST, &path("paint")).bearer_auth(key.sk()).json(&json!({}));
    assert_eq!(Reply::of(odd).await.status, 404);
}

#[tokio::test]
async fn questions_without_sense_are_400() {
    let (case, key) = ready();
    for path in ["/v1/chat/completions", "/v1/messages", "/v1/responses"] {
        for body in ["", "{", "{}", "{\"model\":\"\"}"] {
            let request = case.bare(Method::POST, path).bearer_auth(key.sk()).body(body);
            assert_eq!(Reply::of(request).await.refusal().0, 400, "{path} {body:?}");
        }
    }
    assert!(case.bridge.state().logs.is_empty(), "and cost nothing");
}
