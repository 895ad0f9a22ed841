//! Usage: logs, statistics, and what a key alone may read.

use bridgekeeper_bridge::{Dialect, Key, KeyStatus, Options};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::case::{Case, Reply, named};

fn items(reply: &Reply) -> Vec<Value> {
    reply.data()["items"].as_array().expect("items").clone()
}

#[tokio::test]
async fn logs_are_pages_of_newest_first_and_can_be_filtered() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        let keys = ["one", "two"].map(|name| case.key(named(name)));
        for key in &keys {
            case.chat(key, "claude-haiku-5").await.json();
            case.chat(key, "gpt-5.5").await.json();
            case.bridge.advance(100);
        }
        let all = items(&case.get("/api/log/self?p=1&page_size=100").await);
        let ids: Vec<_> = all.iter().map(|entry| entry["id"].clone()).collect();
        assert_eq!(ids, [1, 2, 3, 4], "{dialect:?}: a place in the list, not an id");
        assert_eq!((&all[0]["token_name"], &all[0]["model_name"]), (&json!("two"), &json!("gpt-5.5")));
        assert!(all[0]["other"].is_string(), "JSON in a string");
        let second = case.get("/api/log/self?p=2&page_size=3").await.data();
        assert_eq!((&second["total"], &second["items"][0]["id"]), (&json!(4), &json!(4)));
        let id = all[3]["request_id"].as_str().expect("an id");
        let by_id = if dialect >= Dialect::C { 1 } else { 4 };
        let middle = case.bridge.now() - 150;
        for (query, count) in [
            ("type=2".to_owned(), 4),
            ("type=1".to_owned(), 0),
            ("token_name=one".to_owned(), 2),
            ("model_name=gpt-5.5".to_owned(), 2),
            ("token_name=one&model_name=gpt-5.5".to_owned(), 1),
            ("group=cc".to_owned(), 0),
            (format!("start_timestamp={middle}"), 2),
            (format!("end_timestamp={middle}"), 2),
            (format!("request_id={id}"), by_id),
        ] {
            let found = items(&case.get(&format!("/api/log/self?p=1&page_size=100&{query}")).await);
            assert_eq!(found.len(), count, "{dialect:?} {query}");
        }
        case.get("/api/log/self/search?keyword=one").await.failure();
    }
}

#[tokio::test]
async fn statistics_add_up() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        let key = case.key(named("one"));
        case.chat(&key, "claude-haiku-5").await.json();
        case.bridge.advance(7200);
        case.chat(&key, "claude-haiku-5").await.json();
        let used = case.bridge.key(key.id).expect("there").used_quota;
        let stat = case.get("/api/log/self/stat?type=2").await.data();
        assert_eq!((&stat["quota"], &stat["rpm"]), (&json!(used), &json!(1)), "{dialect:?}");
        assert!(stat["tpm"].as_i64().is_some_and(|tokens| tokens > 0));

        let hours = case.get("/api/data/self").await.data();
        let hours = hours.as_array().expect("rows");
        assert_eq!(hours.len(), 2);
        assert!(hours.iter().all(|row| row["created_at"].as_i64().is_some_and(|at| at % 3600 == 0)));
        assert_eq!(hours.iter().filter_map(|row| row["quota"].as_i64()).sum::<i64>(), used);
        let none = case.get("/api/data/self?start_timestamp=1&end_timestamp=2").await.data();
        assert_eq!(none, Value::Null, "nothing is null, not an empty list");
        case.get("/api/data/self?start_timestamp=1&end_timestamp=2592002").await.failure();

        let flow = case.get("/api/data/flow/self").await;
        if dialect >= Dialect::C {
            assert_eq!((&flow.data()[0]["token_id"], &flow.data()[0]["count"]), (&json!(key.id), &json!(2)));
        } else {
            assert_eq!(flow.status, StatusCode::NOT_FOUND);
        }
    }
}

#[tokio::test]
async fn a_key_reads_its_own_usage() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        let key = case.key(Key {
            unlimited_quota: false,
            remain_quota: 1000,
            used_quota: 24,
            model_limits: "gpt-5.5".to_owned(),
            ..named("one")
        });
        let read = async |sk: &str| {
            let request = case.bare(Method::GET, "/api/usage/token/");
            Reply::of(request.header("Authorization", sk)).await
        };
        let usage = read(&format!("Bearer {}", key.sk())).await;
        if dialect == Dialect::A {
            assert_eq!(usage.status, StatusCode::NOT_FOUND);
            continue;
        }
        let usage = usage.json();
        assert_eq!(usage["code"], true, "not success");
        let data = &usage["data"];
        assert_eq!((&data["total_granted"], &data["total_used"]), (&json!(1024), &json!(24)));
        assert_eq!((&data["expires_at"], &data["model_limits"]), (&json!(0), &json!({"gpt-5.5": true})));
        let unknown = read("Bearer sk-unknown").await;
        assert_eq!(unknown.status, StatusCode::UNAUTHORIZED);
        assert_eq!(unknown.json().get("error").is_some(), dialect == Dialect::B, "{dialect:?}");
        let spent = case.key(Key { unlimited_quota: false, ..named("spent") });
        let spent = read(&format!("Bearer {}", spent.sk())).await.status;
        assert_eq!(spent == StatusCode::OK, dialect >= Dialect::C, "only B is strict");
        let disabled = case.key(Key { status: KeyStatus::Disabled.code(), ..named("disabled") });
        assert_eq!(read(&format!("Bearer {}", disabled.sk())).await.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn a_key_reads_its_own_logs() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        let keys = ["one", "two"].map(|name| case.key(named(name)));
        for key in &keys {
            case.chat(key, "gpt-5.5").await.json();
        }
        let query = format!("/api/log/token?key={}", keys[0].sk());
        let by_query = Reply::of(case.bare(Method::GET, &query)).await;
        let bearer = case.bare(Method::GET, "/api/log/token").bearer_auth(keys[0].sk());
        let by_bearer = Reply::of(bearer).await;
        let (right, wrong) =
            if dialect <= Dialect::B { (by_query, by_bearer) } else { (by_bearer, by_query) };
        let logs = right.data();
        assert_eq!((logs.as_array().map(Vec::len), &logs[0]["token_name"]), (Some(1), &json!("one")));
        assert_eq!(wrong.json()["success"], false, "{dialect:?}");
    }
}

#[tokio::test]
async fn billing_is_in_dollars_and_cents() {
    let case = Case::new(Dialect::D);
    let key =
        |unlimited_quota| Key { unlimited_quota, remain_quota: 750_000, used_quota: 250_000, ..named("one") };
    for (key, limit) in [(key(false), 2.0), (key(true), 100_000_000.0)] {
        let key = case.key(key);
        for prefix in ["", "/v1"] {
            let get = |what: &str| {
                let path = format!("{prefix}/dashboard/billing/{what}");
                case.bare(Method::GET, &path).bearer_auth(key.sk())
            };
            assert_eq!(Reply::of(get("subscription")).await.json()["hard_limit_usd"], limit);
            assert_eq!(Reply::of(get("usage")).await.json()["total_usage"], 50.0);
        }
    }
}

#[tokio::test]
async fn the_sample_account_has_weeks_of_use_that_add_up() {
    let case = Case::with(Options { sample: true, ..Options::default() });
    let state = case.bridge.state();
    let user = case.bridge.user().expect("a user");
    assert!(state.logs.len() > 300 && state.keys.len() >= 6);
    assert!(state.logs.is_sorted_by_key(|entry| entry.created_at));
    assert_eq!(state.logs.iter().map(|entry| entry.quota).sum::<i64>(), user.used_quota);
    let (first, last) = (&state.logs[0], &state.logs[state.logs.len() - 1]);
    assert!(last.created_at <= case.bridge.now());
    assert!(last.created_at - first.created_at > 60 * 24 * 3600);
    let of_last_month = state.logs.iter().filter(|entry| last.created_at - entry.created_at < 30 * 24 * 3600);
    let keys: std::collections::BTreeSet<_> = of_last_month.map(|entry| entry.key_id).collect();
    assert_eq!(keys.len(), 5, "several keys are in use");
    for entry in &state.logs {
        let key = state.key(entry.key_id).expect("a key");
        assert!(entry.created_at >= key.created_time, "used before it was made");
    }
}
