//! Rate limits: who shares which bucket, and what a refusal looks like.

use bridgekeeper_bridge::{Dialect, Limits, Options, Rate};
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::case::{Case, Reply, named};

fn limited(dialect: Dialect, limits: Limits) -> Case {
    Case::with(Options { dialect, limits, ..Options::default() })
}

#[tokio::test]
async fn the_standard_limits_are_those_of_the_dialect() {
    for (dialect, global) in [(Dialect::A, 180), (Dialect::B, 180), (Dialect::C, 360), (Dialect::D, 360)] {
        let limits = Limits::standard(dialect);
        assert_eq!(limits.global, Some(Rate { calls: global, per_s: 180 }));
        assert_eq!(limits.critical, Some(Rate { calls: 20, per_s: 1200 }));
        assert_eq!(limits.search.is_some(), dialect >= Dialect::C);
    }
}

#[tokio::test]
async fn a_refusal_has_no_body_and_only_d_says_how_long() {
    for dialect in Dialect::ALL {
        let rate = Rate { calls: 2, per_s: 180 };
        let case = limited(dialect, Limits { global: Some(rate), ..Limits::off() });
        case.bridge.freeze();
        let key = case.key(named("one"));
        case.get("/api/user/self").await.data();
        case.bridge.advance(100);
        case.get("/api/user/self").await.data();
        let refused = case.get("/api/status").await;
        assert_eq!((refused.status, refused.text.as_str()), (StatusCode::TOO_MANY_REQUESTS, ""));
        assert_eq!(refused.header("retry-after"), (dialect == Dialect::D).then_some("80"));
        assert_eq!(case.models(&key).await.status, StatusCode::OK, "the relay is not limited");
        case.bridge.advance(79);
        assert_eq!(case.get("/api/status").await.status, StatusCode::TOO_MANY_REQUESTS);
        case.bridge.advance(1);
        assert_eq!(case.get("/api/status").await.status, StatusCode::OK, "a new window");
    }
}

#[tokio::test]
async fn sign_in_reveal_and_usage_by_key_share_one_bucket() {
    let rate = Rate { calls: 4, per_s: 1200 };
    let case = limited(Dialect::D, Limits { critical: Some(rate), ..Limits::off() });
    let key = case.key(named("one"));
    let usage = || case.bare(Method::GET, "/api/usage/token/").bearer_auth(key.sk());
    Reply::of(usage()).await.json();
    case.post("/api/token/1/key", json!(null)).await.data();
    case.post("/api/token/batch/keys", json!({"ids": [1]})).await.data();
    case.post("/api/user/login", json!({"username": "robin", "password": "wrong"})).await.failure();
    for refused in [
        Reply::of(usage()).await,
        case.post("/api/token/1/key", json!(null)).await,
        case.post("/api/user/login", json!({"username": "robin", "password": "wrong"})).await,
        case.get("/api/user/token").await,
    ] {
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    }
    case.get("/api/token/").await.data();
    let unsigned = case.bare(Method::POST, "/api/token/1/key");
    assert_eq!(Reply::of(unsigned).await.status, StatusCode::UNAUTHORIZED, "who you are comes first");
    case.bridge.clear_limits();
    case.post("/api/token/1/key", json!(null)).await.data();
}

#[tokio::test]
async fn search_has_a_bucket_from_c_on() {
    for dialect in Dialect::ALL {
        let case = limited(dialect, Limits { global: None, ..Limits::standard(dialect) });
        for _ in 0..10 {
            case.get("/api/token/search?keyword=x").await.data();
        }
        let eleventh = case.get("/api/token/search?keyword=x").await.status;
        let limited = eleventh == StatusCode::TOO_MANY_REQUESTS;
        assert_eq!(limited, dialect >= Dialect::C, "{dialect:?}");
    }
}
