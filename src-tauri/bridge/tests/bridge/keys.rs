//! Keys: shapes, pages, masks, and what a change does and does not do.

use bridgekeeper_bridge::{Dialect, Key, KeyStatus, Options, UserSeed};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::case::{Case, Reply, named};

fn full(name: &str) -> Value {
    json!({
        "name": name,
        "remain_quota": 500_000,
        "unlimited_quota": false,
        "expired_time": -1,
        "model_limits_enabled": false,
        "model_limits": "",
        "allow_ips": "",
        "group": "",
        "cross_group_retry": false,
    })
}

fn ids(items: &Value) -> Vec<i64> {
    items.as_array().expect("a list").iter().filter_map(|key| key["id"].as_i64()).collect()
}

#[tokio::test]
async fn a_lists_arrays_from_page_zero_without_a_total() {
    let case = Case::new(Dialect::A);
    case.bridge.add_bulk_keys(25);
    let all: Vec<i64> = (1..=25).rev().collect();
    assert_eq!(ids(&case.get("/api/token/").await.data()), all[..10]);
    assert_eq!(ids(&case.get("/api/token/?p=0&size=20").await.data()), all[..20]);
    assert_eq!(ids(&case.get("/api/token/?p=1&size=20").await.data()), all[20..]);
    let only_size = case.get("/api/token/?p=1&page_size=20").await.data();
    assert_eq!(ids(&only_size), all[10..20], "page_size means nothing to A");
}

#[tokio::test]
async fn later_dialects_list_objects_from_page_one() {
    for dialect in [Dialect::B, Dialect::C, Dialect::D] {
        let case = Case::new(dialect);
        case.bridge.add_bulk_keys(125);
        let all: Vec<i64> = (1..=125).rev().collect();
        for (query, number, size, expected) in [
            ("", 1, 10, &all[..10]),
            ("?p=0&page_size=100&size=100", 1, 100, &all[..100]),
            ("?p=2&page_size=100", 2, 100, &all[100..]),
            ("?p=2&ps=50", 2, 50, &all[50..100]),
            ("?p=1&size=20", 1, 20, &all[..20]),
            ("?p=1&page_size=5000", 1, 100, &all[..100]),
            ("?p=9&page_size=100", 9, 100, &[][..]),
            ("?p=1&page_size=-1", 1, -1, &all[..]),
        ] {
            let page = case.get(&format!("/api/token/{query}")).await.data();
            assert_eq!(ids(&page["items"]), expected, "{dialect:?} {query}");
            assert_eq!((&page["page"], &page["page_size"]), (&json!(number), &json!(size)), "{query}");
            assert_eq!(page["total"], 125);
        }
    }
}

#[tokio::test]
async fn keys_are_masked_from_c_on_and_revealed_on_request() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        let key = case.key(named("laptop"));
        let shown = case.get(&format!("/api/token/{}", key.id)).await.data()["key"].clone();
        let reveal = case.post(&format!("/api/token/{}/key", key.id), json!(null)).await;
        let batch = case.post("/api/token/batch/keys", json!({"ids": [key.id, 999]})).await;
        if dialect >= Dialect::C {
            let (first, last) = (&key.secret[..4], &key.secret[44..]);
            assert_eq!(shown, format!("{first}**********{last}"));
            assert_eq!(reveal.data()["key"], key.secret);
            assert!(reveal.header("cache-control").is_some_and(|value| value.contains("no-store")));
            assert_eq!(batch.data()["keys"], json!({key.id.to_string(): key.secret}));
        } else {
            assert_eq!(shown, key.secret);
            assert_eq!(reveal.status, StatusCode::NOT_FOUND);
            assert_eq!(batch.status, StatusCode::NOT_FOUND);
        }
    }
}

#[tokio::test]
async fn a_create_answers_without_id_and_key_and_ignores_what_is_not_the_clients() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        let mut body = full("laptop");
        for (name, value) in [("id", 77), ("status", 2), ("used_quota", 5), ("user_id", 1)] {
            body[name] = json!(value);
        }
        body["key"] = json!("chosen");
        let reply = case.post("/api/token/", body).await;
        assert_eq!(reply.json(), json!({"success": true, "message": ""}), "{dialect:?}");
        let keys = case.bridge.keys();
        let [key] = keys.as_slice() else { panic!("one key, not {keys:?}") };
        assert_eq!((key.id, key.status, key.used_quota, key.user_id), (1, 1, 0, case.bridge.user_id));
        assert_eq!((key.secret.len(), key.remain_quota), (48, 500_000));
    }
}

#[tokio::test]
async fn absent_fields_of_a_create_and_of_an_update_mean_different_things() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        case.post("/api/token/", json!({"name": "laptop"})).await.data();
        let key = case.bridge.key(1).expect("created");
        assert_eq!((key.expired_time, key.allow_ips.as_deref()), (Key::NEVER, Some("")));
        case.bridge.edit(|state| {
            let key = state.key_mut(1).expect("there");
            key.allow_ips = Some("10.0.0.1".to_owned());
            key.model_limits_enabled = true;
            key.group = "cc".to_owned();
            key.remain_quota = 5;
        });
        let shown = case.put("/api/token/", json!({"id": 1, "name": "laptop", "status": 2})).await.data();
        assert_eq!(shown["allow_ips"], Value::Null, "the answer shows the IP list gone");
        let key = case.bridge.key(1).expect("there");
        assert_eq!(key.expired_time, 0, "{dialect:?}: an update without expiry makes a dead key");
        assert_eq!((key.allow_ips, key.model_limits_enabled), (None, false));
        assert_eq!((key.group.as_str(), key.remain_quota), ("", 0));
        assert_eq!(key.status, 1, "a full update does not set the status");
    }
}

#[tokio::test]
async fn the_status_only_call_sets_any_status_and_nothing_else() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        let before = case.key(Key { group: "cc".to_owned(), ..named("laptop") });
        for status in [2, 0, 99, 1] {
            let body = json!({"id": 1, "status": status, "group": "openai"});
            assert_eq!(case.put("/api/token/?status_only=true", body).await.data()["status"], status);
        }
        assert_eq!(case.bridge.key(1), Some(before), "{dialect:?}");
    }
}

#[tokio::test]
async fn an_ended_key_is_enabled_only_after_what_ended_it_is_gone() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        let past = case.bridge.now() - 1;
        let expired =
            case.key(Key { status: KeyStatus::Expired.code(), expired_time: past, ..named("expired") });
        let spent =
            case.key(Key { status: KeyStatus::Exhausted.code(), unlimited_quota: false, ..named("spent") });
        for key in [&expired, &spent] {
            let enable = json!({"id": key.id, "status": 1});
            case.put("/api/token/?status_only=true", enable.clone()).await.failure();
            let mut whole = full(&key.name);
            whole["id"] = json!(key.id);
            case.put("/api/token/", whole).await.data();
            assert_eq!(case.bridge.key(key.id).map(|key| key.status), Some(key.status), "still ended");
            case.put("/api/token/?status_only=true", enable).await.data();
            assert_eq!(case.bridge.key(key.id).map(|key| key.status), Some(1), "{dialect:?}");
        }
    }
}

#[tokio::test]
async fn unknown_and_foreign_keys_are_no_records() {
    for dialect in Dialect::ALL {
        let users =
            ["robin", "wren"].map(|name| UserSeed { username: name.to_owned(), ..UserSeed::default() });
        let case = Case::with(Options { dialect, users: users.into(), ..Options::default() });
        let foreign = case.bridge.edit(|state| {
            let user_id = state.users[1].id;
            state.add_key(Key { user_id, ..named("of another") })
        });
        for id in [foreign, 999] {
            assert_eq!(case.get(&format!("/api/token/{id}")).await.failure(), "record not found");
            assert_eq!(case.delete(&format!("/api/token/{id}")).await.failure(), "record not found");
            let status = json!({"id": id, "status": 2});
            case.put("/api/token/?status_only=true", status).await.failure();
        }
        assert_eq!(case.get("/api/token/0").await.failure(), "id 或 userId 为空！");
        assert!(case.get("/api/token/many").await.failure().contains("invalid syntax"));
        let truth = case.bridge.state();
        assert_eq!(truth.key(foreign).map(|key| key.status), Some(1), "{dialect:?}: untouched");
    }
}

#[tokio::test]
async fn deleting_twice_fails_and_deleting_many_counts() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        case.bridge.add_bulk_keys(4);
        assert_eq!(case.delete("/api/token/1").await.json(), json!({"success": true, "message": ""}));
        case.delete("/api/token/1").await.failure();
        let batch = case.post("/api/token/batch", json!({"ids": [1, 2, 3, 999]})).await;
        if dialect == Dialect::A {
            assert_eq!(batch.status, StatusCode::NOT_FOUND);
            continue;
        }
        assert_eq!(batch.data(), 2);
        case.post("/api/token/batch", json!({"ids": []})).await.failure();
        assert_eq!(case.bridge.keys().iter().map(|key| key.id).collect::<Vec<_>>(), [4]);
    }
}

#[tokio::test]
async fn input_is_checked_as_the_dialect_does() {
    for (dialect, longest, too_much) in [
        (Dialect::A, 30, None),
        (Dialect::B, 30, None),
        (Dialect::C, 50, Some(500_000_000_000_001_i64)),
        (Dialect::D, 50, Some(2_147_483_648)),
    ] {
        let case = Case::new(dialect);
        case.post("/api/token/", full(&"x".repeat(longest))).await.data();
        case.post("/api/token/", full(&"x".repeat(longest + 1))).await.failure();
        case.post("/api/token/", full(&"名".repeat(longest / 3 + 1))).await.failure();
        let mut body = full("much");
        body["remain_quota"] = json!(too_much.unwrap_or(i64::MAX));
        let reply = case.post("/api/token/", body.clone()).await;
        assert_eq!(reply.json()["success"], too_much.is_none(), "{dialect:?}");
        body["unlimited_quota"] = json!(true);
        case.post("/api/token/", body.clone()).await.data();
        body["remain_quota"] = json!(1.5);
        case.post("/api/token/", body).await.failure();
        let broken = case.signed(Method::POST, "/api/token/").body("{\"name\":");
        Reply::of(broken).await.failure();
        let names = case.bridge.keys().iter().map(|key| key.name.len()).max();
        assert_eq!(names, Some(longest));
    }
}

#[tokio::test]
async fn newer_dialects_limit_the_number_of_keys() {
    for dialect in Dialect::ALL {
        let case = Case::with(Options { dialect, max_keys: 2, bulk_keys: 2, ..Options::default() });
        let reply = case.post("/api/token/", full("third")).await;
        if dialect >= Dialect::C {
            assert_eq!(reply.failure(), "已达到最大令牌数量限制 (2)", "not even translated");
        } else {
            reply.data();
        }
    }
}

#[tokio::test]
async fn search_is_loose_before_c_and_exact_after() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        let laptop = case.key(named("laptop-claude"));
        case.key(named("laptop"));
        let found = async |query: &str| {
            let data = case.get(&format!("/api/token/search?{query}")).await.data();
            ids(if data.is_array() { &data } else { &data["items"] })
        };
        let by_secret = format!("token=sk-{}", laptop.secret);
        assert_eq!(found("keyword=&token=").await, [2, 1]);
        if dialect >= Dialect::C {
            assert_eq!(found("keyword=laptop").await, [2]);
            assert_eq!(found("keyword=laptop%25").await, [2, 1]);
            assert_eq!(found(&by_secret).await, [1]);
            case.get("/api/token/search?keyword=%25%25").await.failure();
        } else {
            assert_eq!(found("keyword=laptop").await, [2, 1]);
            // Loses every s, k and dash at its ends; what is left is still a part of the secret.
            assert_eq!(found(&by_secret).await, [1]);
        }
    }
}

#[tokio::test]
async fn only_d_keeps_the_groups_that_auto_picks_from() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        let reply = case.get("/api/token/auto-groups").await;
        let mut body = full("auto");
        body["group"] = json!("auto");
        body["cross_group_retry"] = json!(true);
        body["auto_groups"] = json!(["cc", "openai"]);
        case.post("/api/token/", body.clone()).await.data();
        let shown = case.get("/api/token/1").await.data();
        assert_eq!(shown.get("cross_group_retry").is_some(), dialect >= Dialect::C);
        assert_eq!(shown.get("auto_groups").is_some(), dialect == Dialect::D);
        if dialect < Dialect::D {
            assert!(reply.failure().contains("auto-groups"), "taken for an id");
            continue;
        }
        assert_eq!(reply.data()["max_count"], 5);
        assert_eq!(shown["auto_groups"], json!(["cc", "openai"]));
        body["id"] = json!(1);
        body.as_object_mut().expect("an object").remove("auto_groups");
        assert_eq!(case.put("/api/token/", body.clone()).await.data()["auto_groups"], shown["auto_groups"]);
        body["auto_groups"] = json!(["internal"]);
        case.put("/api/token/", body.clone()).await.failure();
        body["group"] = json!("cc");
        let shown = case.put("/api/token/", body).await.data();
        assert_eq!((&shown["auto_groups"], &shown["cross_group_retry"]), (&Value::Null, &json!(false)));
    }
}
