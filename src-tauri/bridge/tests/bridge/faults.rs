//! Faults: each kind does what it says, to the requests it is for, as often as it says.

use std::time::{Duration, Instant};

use bridgekeeper_bridge::{Dialect, Fault, FaultKind};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::case::{Case, Reply, named};

const KEYS: &str = "/api/token/";

fn create(case: &Case) -> reqwest::RequestBuilder {
    case.signed(Method::POST, KEYS).json(&json!({"name": "new", "unlimited_quota": true}))
}

/// Creates a key under a fault: the answer, `None` if the connection or the body broke, and how many
/// keys there are then.
async fn created_under(kind: FaultKind) -> (Option<Reply>, usize) {
    let case = Case::new(Dialect::D);
    case.bridge.fault(Fault::on("POST", KEYS, kind));
    let reply = match create(&case).send().await {
        Err(_) => None,
        Ok(response) => {
            let (status, headers) = (response.status(), response.headers().clone());
            response.text().await.ok().map(|text| Reply { status, headers, text })
        }
    };
    (reply, case.bridge.keys().len())
}

#[tokio::test]
async fn a_dropped_connection_has_or_has_not_been_applied() {
    let (reply, keys) = created_under(FaultKind::DropBefore).await;
    assert!(reply.is_none());
    assert_eq!(keys, 0);
    let (reply, keys) = created_under(FaultKind::DropAfterApply).await;
    assert!(reply.is_none());
    assert_eq!(keys, 1);
}

#[tokio::test]
async fn wrong_answers_have_or_have_not_been_applied() {
    for after_apply in [false, true] {
        let status = FaultKind::Status { status: 500, body: None, after_apply };
        let (reply, keys) = created_under(status).await;
        let reply = reply.expect("an answer");
        assert_eq!((reply.status.as_u16(), reply.text.as_str()), (500, ""));
        assert_eq!(keys, usize::from(after_apply));

        let (reply, keys) = created_under(FaultKind::Html { status: 200, after_apply }).await;
        let reply = reply.expect("an answer");
        assert!(reply.header("content-type").is_some_and(|value| value.starts_with("text/html")));
        assert_eq!((reply.status.as_u16(), keys), (200, usize::from(after_apply)));

        let message = "no".to_owned();
        let (reply, keys) = created_under(FaultKind::SuccessFalse { message, after_apply }).await;
        assert_eq!(reply.expect("an answer").failure(), "no");
        assert_eq!(keys, usize::from(after_apply));
    }
    let (reply, keys) = created_under(FaultKind::Ignored).await;
    assert_eq!(reply.expect("an answer").json(), json!({"success": true, "message": ""}));
    assert_eq!(keys, 0);
}

#[tokio::test]
async fn a_status_can_have_a_body() {
    for (body, text, json) in [(json!("plain"), "plain", false), (json!({"a": 1}), "{\"a\":1}", true)] {
        let kind = FaultKind::Status { status: 503, body: Some(body), after_apply: false };
        let reply = created_under(kind).await.0.expect("an answer");
        assert_eq!(reply.text, text);
        assert_eq!(reply.header("content-type").is_some_and(|value| value.contains("json")), json);
    }
}

#[tokio::test]
async fn a_delay_outlasts_a_client_that_waits_less() {
    for (after_apply, keys) in [(false, 0), (true, 1)] {
        let case = Case::new(Dialect::D);
        case.bridge.fault(Fault::on("POST", KEYS, FaultKind::Delay { ms: 600_000, after_apply }));
        let impatient = create(&case).timeout(Duration::from_millis(300)).send().await;
        assert!(impatient.expect_err("too slow").is_timeout());
        assert_eq!(case.bridge.keys().len(), keys);
        let short = Duration::from_millis(50);
        case.bridge.fault(Fault::on("POST", KEYS, FaultKind::Delay { ms: 50, after_apply }));
        let start = Instant::now();
        Reply::of(create(&case)).await.data();
        assert!(start.elapsed() >= short);
    }
}

#[tokio::test]
async fn a_body_arrives_cut_off_or_slowly() {
    let case = Case::new(Dialect::D);
    case.bridge.add_bulk_keys(20);
    let whole = case.get(KEYS).await.text.len();
    for (bytes, arrived) in [(None, whole / 2), (Some(7), 7), (Some(0), 0)] {
        case.bridge.fault(Fault::on("GET", KEYS, FaultKind::Truncate { bytes }));
        let mut response = case.signed(Method::GET, KEYS).send().await.expect("a head");
        assert_eq!(response.status(), StatusCode::OK);
        let mut read = 0;
        let cut = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => read += chunk.len(),
                Ok(None) => break false,
                Err(_) => break true,
            }
        };
        assert_eq!((read, cut), (arrived, true));
    }
    case.bridge.fault(Fault::on("GET", KEYS, FaultKind::SlowBody { chunk: whole / 4, ms: 20 }));
    let start = Instant::now();
    assert_eq!(case.get(KEYS).await.text.len(), whole);
    assert!(start.elapsed() >= Duration::from_millis(80));
}

#[tokio::test]
async fn a_cut_stream_ends_without_its_end() {
    let case = Case::new(Dialect::D);
    let key = case.key(named("tool"));
    case.bridge.fault(Fault::on("POST", "/v1/messages", FaultKind::Truncate { bytes: None }));
    let request = case.bare(Method::POST, "/v1/messages").bearer_auth(key.sk());
    let body = json!({"model": "claude-haiku-5", "stream": true});
    let response = request.json(&body).send().await.expect("a head");
    assert!(response.text().await.is_err(), "the connection breaks before the stream ends");
    assert!(case.bridge.key(key.id).is_some_and(|key| key.used_quota > 0), "and it costs");
}

#[tokio::test]
async fn rate_limits_and_lost_sign_ins_look_as_the_dialect_has_them() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        let d = dialect == Dialect::D;
        case.bridge.fault(Fault::on_any(FaultKind::RateLimit { retry_after: None }));
        let limited = case.get(KEYS).await;
        assert_eq!((limited.status.as_u16(), limited.header("retry-after").is_some()), (429, d));
        case.bridge.fault(Fault::on_any(FaultKind::RateLimit { retry_after: Some(3) }));
        assert_eq!(case.get(KEYS).await.header("retry-after"), Some("3"));
        case.bridge.fault(Fault::on_any(FaultKind::Unauthorized));
        let lost = case.get(KEYS).await;
        assert_eq!(
            (lost.status.as_u16(), &lost.json()["success"]),
            (if d { 401 } else { 200 }, &json!(false))
        );
        case.get(KEYS).await.data();
    }
}

#[tokio::test]
async fn answers_can_be_bent() {
    let case = Case::new(Dialect::D);
    case.bridge.add_bulk_keys(2);
    let bent = async |kind: FaultKind| {
        case.bridge.fault(Fault::on("GET", KEYS, kind));
        case.get(KEYS).await.json()
    };
    let pointer = |text: &str| text.to_owned();
    let data = bent(FaultKind::WrongType { pointer: pointer("/data") }).await;
    assert_eq!(data["data"], json!([]));
    let id = bent(FaultKind::WrongType { pointer: pointer("/data/items/1/id") }).await;
    assert_eq!((&id["data"]["items"][1]["id"], &id["data"]["items"][0]["id"]), (&json!("many"), &json!(2)));
    let gone = bent(FaultKind::Missing { pointer: pointer("/data/items/0/key") }).await;
    assert_eq!((gone["data"]["items"][0].get("key"), &gone["data"]["total"]), (None, &json!(2)));
    let shorter = bent(FaultKind::Missing { pointer: pointer("/data/items/0") }).await;
    assert_eq!(shorter["data"]["items"].as_array().map(Vec::len), Some(1));
    let value = json!(1e300);
    let huge = bent(FaultKind::Replace { pointer: pointer("/data/total"), value: value.clone() }).await;
    assert_eq!(huge["data"]["total"], value);
    case.bridge.fault(Fault::on("GET", KEYS, FaultKind::Missing { pointer: pointer("/data/nothing") }));
    assert_eq!(case.get(KEYS).await.status, StatusCode::NOT_IMPLEMENTED, "a wrong fault is not silent");
}

#[tokio::test]
async fn answers_can_be_something_else() {
    let case = Case::new(Dialect::D);
    let get = async |kind: FaultKind| {
        case.bridge.fault(Fault::on("GET", KEYS, kind));
        let response = case.signed(Method::GET, KEYS).send().await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        (status, headers, response.bytes().await.expect("a whole body"))
    };
    let (_, headers, body) = get(FaultKind::ContentType { value: "text/plain".to_owned() }).await;
    assert_eq!(headers["content-type"], "text/plain");
    assert!(serde_json::from_slice::<Value>(&body).is_ok());
    let location = "http://127.0.0.2:9/api/token/".to_owned();
    let (status, headers, _) = get(FaultKind::Redirect { location: location.clone(), status: 302 }).await;
    assert_eq!((status.as_u16(), headers["location"].to_str().ok()), (302, Some(location.as_str())));
    let (_, _, body) = get(FaultKind::Huge { bytes: 1_000_000 }).await;
    assert_eq!((body.len(), body.first(), body.last()), (1_000_002, Some(&b'"'), Some(&b'"')));
    let (_, _, body) = get(FaultKind::Nested { depth: 5 }).await;
    assert_eq!(&body[..], b"[[[[[]]]]]");
    let (_, _, body) = get(FaultKind::Garbage { bytes: 300 }).await;
    assert!(body.len() == 300 && std::str::from_utf8(&body).is_err());
}

#[tokio::test]
async fn a_stale_cache_keeps_a_dead_key_alive_until_the_clock_says_so() {
    let case = Case::new(Dialect::D);
    case.bridge.freeze();
    let (disabled, deleted, other) = (case.key(named("a")), case.key(named("b")), case.key(named("c")));
    let stale = FaultKind::StaleCache { seconds: 60, fresh_first: 0 };
    case.bridge.fault(Fault::on("PUT", KEYS, stale.clone()).query("status_only"));
    case.bridge.fault(Fault::on("DELETE", "/api/token/*", stale));
    let body = json!({"id": disabled.id, "status": 2});
    assert_eq!(case.put("/api/token/?status_only=true", body).await.data()["status"], 2);
    case.delete(&format!("/api/token/{}", deleted.id)).await.json();
    for key in [&disabled, &deleted, &other] {
        assert_eq!(case.models(key).await.status, StatusCode::OK, "{}", key.name);
    }
    case.bridge.advance(59);
    assert_eq!(case.models(&disabled).await.status, StatusCode::OK);
    case.bridge.advance(1);
    assert_eq!(case.models(&disabled).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(case.models(&deleted).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(case.models(&other).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_dead_key_can_come_back_to_life_once() {
    let case = Case::new(Dialect::D);
    let key = case.key(named("a"));
    case.bridge.fault(Fault::on("PUT", KEYS, FaultKind::StaleCache { seconds: 60, fresh_first: 1 }));
    case.put("/api/token/?status_only=true", json!({"id": key.id, "status": 2})).await.data();
    assert_eq!(case.models(&key).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(case.models(&key).await.status, StatusCode::OK);
    case.bridge.clear_faults();
    assert_eq!(case.models(&key).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn faults_pick_their_requests() {
    let case = Case::new(Dialect::D);
    let status = |status| FaultKind::Status { status, body: None, after_apply: false };
    case.bridge.fault(Fault::on("GET", KEYS, status(501)).skip(1).times(2));
    case.bridge.fault(Fault::on("GET", "/api/user/*", status(502)).times(0));
    case.bridge.fault(Fault::on("PUT", KEYS, status(503)).query("status_only=true"));
    let get = async |path: &str| case.get(path).await.status.as_u16();
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(get(KEYS).await);
    }
    assert_eq!(seen, [200, 501, 501, 200]);
    assert_eq!([get("/api/user/self").await, get("/api/user/models").await], [502, 502]);
    assert_eq!(case.put(KEYS, json!({"id": 9})).await.status, StatusCode::OK);
    assert_eq!(case.put("/api/token/?status_only=true", json!({"id": 9})).await.status.as_u16(), 503);
    assert_eq!(case.bridge.faults().len(), 1, "only the one without an end is left");
    case.bridge.clear_faults();
    assert_eq!(get("/api/user/self").await, 200);
}

#[tokio::test]
async fn faults_are_set_over_http_and_misspelt_ones_are_refused() {
    let case = Case::new(Dialect::D);
    let set =
        async |fault: Value| Reply::of(case.bare(Method::POST, "/_fault").json(&fault)).await.status.as_u16();
    let fault = json!({"path": KEYS, "method": "POST", "times": 1, "kind": "drop_after_apply"});
    assert_eq!(set(fault).await, 200);
    assert!(create(&case).send().await.is_err());
    assert_eq!(case.bridge.keys().len(), 1);
    for wrong in [
        json!({"kind": "explode"}),
        json!({"kind": "delay"}),
        json!({"kind": "delay", "ms": 5, "after_aply": true}),
        json!({"kind": "drop_before", "tims": 2}),
        json!([]),
    ] {
        assert_eq!(set(wrong.clone()).await, 400, "{wrong}");
    }
    for kind in [
        json!({"kind": "status", "status": 500, "after_apply": true, "skip": 3, "query": "p=1"}),
        json!({"kind": "html"}),
        json!({"kind": "success_false", "message": "no"}),
        json!({"kind": "ignored"}),
        json!({"kind": "rate_limit", "retry_after": 2}),
        json!({"kind": "unauthorized"}),
        json!({"kind": "truncate"}),
        json!({"kind": "slow_body", "chunk": 1, "ms": 1}),
        json!({"kind": "stale_cache", "seconds": 60}),
        json!({"kind": "wrong_type"}),
        json!({"kind": "replace", "pointer": "/data", "value": null}),
        json!({"kind": "nested", "depth": 10_000}),
    ] {
        assert_eq!(set(kind.clone()).await, 200, "{kind}");
    }
    let left = Reply::of(case.bare(Method::GET, "/_fault")).await.json();
    assert_eq!(left["faults"].as_array().map(Vec::len), Some(12));
    Reply::of(case.bare(Method::DELETE, "/_fault")).await.json();
    assert!(case.bridge.faults().is_empty());
}
