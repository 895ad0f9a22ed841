//! Bridges that the one in this workspace does not play: forks, and the hand of chance at the worst moment.

use std::sync::{Arc, Mutex};

use bridgekeeper_core::bridge::Dialect;
use bridgekeeper_core::error::Code;
use bridgekeeper_core::key::{KeyEdit, KeyId, NewKey};
use serde_json::{Value, json};

use super::code;
use super::script::{Asked, Script, answer, data, json, no_route};

/// A key as dialect D lists it.
pub fn key(id: i64) -> Value {
    json!({
        "id": id, "name": format!("k{id}"), "status": 1, "key": "A".repeat(48), "remain_quota": 0,
        "unlimited_quota": true, "expired_time": -1, "created_time": 5, "accessed_time": 5, "used_quota": 0,
        "group": "", "allow_ips": null, "model_limits_enabled": false, "model_limits": "",
    })
}

/// A number out of a query.
pub fn number(asked: &Asked, name: &str) -> Option<usize> {
    let query = asked.line.split_once('?')?.1;
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')?.parse().ok())
}

/// A page of these ids as dialect D lists it.
pub fn page(ids: &[i64], asked: &Asked) -> Vec<u8> {
    let number = number(asked, "p").unwrap_or(0).max(1);
    let items: Vec<_> =
        ids.chunks(100).nth(number - 1).unwrap_or_default().iter().map(|id| key(*id)).collect();
    data(json!({"items": items, "total": ids.len(), "page": number, "page_size": 100}))
}

#[tokio::test]
async fn a_list_that_never_holds_still_says_so() {
    let mut ids: Vec<i64> = (1..=250).rev().collect();
    let script = Script::start(move |asked| {
        ids.insert(0, ids[0] + 1);
        page(&ids, asked)
    })
    .await;
    let list = script.client().keys().await.unwrap();
    assert!(!list.complete && list.keys.len() >= 250);
    assert!(script.lines().len() <= 12, "{}", script.lines().len());
}

#[tokio::test]
async fn a_total_that_lies_is_not_believed() {
    for total in [json!(0), json!(3), json!(7), json!(u64::MAX), json!(-1), json!("many"), json!(null)] {
        let shown = total.clone();
        let script = Script::start(move |asked| {
            let items =
                if number(asked, "p").unwrap_or(0) <= 1 { json!([key(2), key(1)]) } else { json!([]) };
            data(json!({"items": items, "total": shown}))
        })
        .await;
        let list = script.client().keys().await.unwrap();
        assert_eq!(list.keys.len(), 2);
        assert_eq!(list.complete, list.total.is_none(), "{total}");
        assert!(script.lines().len() <= 12, "{total}: {}", script.lines().len());
    }
}

#[tokio::test]
async fn a_bridge_that_knows_no_pages_is_not_read_for_ever() {
    let all = |count: i64| Value::from((1..=count).rev().map(key).collect::<Vec<_>>());
    for answer in [all(100), json!({"items": all(100), "total": 100_000_000})] {
        let script = Script::start(move |_| data(answer.clone())).await;
        let list = script.client().keys().await.unwrap();
        assert!(!list.complete && list.keys.len() == 100);
        assert!(script.lines().len() < 15, "{}", script.lines().len());
        assert_eq!(script.client().find_created("nobody", KeyId(0)).await.unwrap(), None);
        assert!(script.lines().len() < 30, "{}", script.lines().len());
    }
}

#[tokio::test]
async fn an_account_without_keys_may_say_null() {
    for nothing in [json!(null), json!([]), json!({"items": null, "total": 0})] {
        let script = Script::start(move |_| data(nothing.clone())).await;
        let list = script.client().keys().await.unwrap();
        assert!(list.complete && list.keys.is_empty());
        assert_eq!(script.client().newest_id().await.unwrap(), KeyId(0));
    }
}

#[tokio::test]
async fn a_list_in_one_hubs_shape_is_read() {
    let script = Script::start(|asked| {
        if asked.line.starts_with("GET /api/user/self") {
            return json(&json!({"success": false, "message": "no"}));
        }
        let number = number(asked, "page").unwrap_or(1);
        let ids: Vec<i64> = (1..=130).rev().collect();
        let keys: Vec<_> =
            ids.chunks(100).nth(number - 1).unwrap_or_default().iter().map(|id| key(*id)).collect();
        data(json!({"data": keys, "page": number, "size": 100, "total_count": 130}))
    })
    .await;
    let client = script.client();
    let list = client.keys().await.unwrap();
    assert!(list.complete && list.keys.len() == 130);
    assert_eq!(client.dialect().await.unwrap(), Some(Dialect::B));
}

/// one-api: ten keys per page whatever is asked, no groups, lists under names of its own.
fn one_api(keys: Arc<Mutex<Vec<Value>>>) -> impl FnMut(&Asked) -> Vec<u8> + Send {
    move |asked| {
        let mut keys = keys.lock().unwrap();
        let (method, path) = asked.line.split_once(' ').unwrap();
        let path = path.split('?').next().unwrap();
        match (method, path) {
            ("GET", "/api/token/") => {
                let newest: Vec<_> = keys.iter().rev().cloned().collect();
                data(json!(newest.chunks(10).nth(number(asked, "p").unwrap_or(0)).unwrap_or_default()))
            }
            ("POST", "/api/token/") => {
                let id = keys.len() + 1;
                let field = |name: &str| asked.body[name].clone();
                keys.push(json!({
                    "id": id, "user_id": 1, "key": "b".repeat(32), "status": 1, "name": field("name"),
                    "created_time": 5, "accessed_time": 5, "expired_time": field("expired_time"),
                    "remain_quota": field("remain_quota"), "unlimited_quota": field("unlimited_quota"),
                    "used_quota": 0, "models": field("models"), "subnet": field("subnet"),
                }));
                json(&json!({"success": true, "message": ""}))
            }
            ("PUT", "/api/token/") => {
                let id = asked.body["id"].as_u64().unwrap() as usize;
                let key = &mut keys[id - 1];
                for name in ["name", "expired_time", "remain_quota", "unlimited_quota", "models", "subnet"] {
                    key[name] = asked.body[name].clone();
                }
                data(key.clone())
            }
            ("GET", "/api/user/available_models") => data(json!(["m1", "m2"])),
            ("GET", path) if path.starts_with("/api/token/") => {
                let id: usize = path.rsplit('/').next().unwrap().parse().unwrap();
                data(keys[id - 1].clone())
            }
            _ => no_route(),
        }
    }
}

#[tokio::test]
async fn one_api_is_spoken_too() {
    let keys = Arc::<Mutex<Vec<Value>>>::default();
    let script = Script::start(one_api(keys.clone())).await;
    let client = script.client();
    for number in 0..25 {
        client.create(&NewKey::named(format!("k{number}"))).await.unwrap();
    }
    let list = client.keys().await.unwrap();
    assert!(list.complete && list.keys.len() == 25);
    assert_eq!(client.groups().await.unwrap(), []);
    assert_eq!(client.models(None).await.unwrap(), ["m1", "m2"]);
    assert_eq!(client.reveal(KeyId(3)).await.unwrap().expose(), format!("sk-{}", "b".repeat(32)));

    let new = NewKey {
        group: "vip".into(),
        models: Some(vec!["m1".into(), "m2".into()]),
        allow_ips: vec!["10.0.0.0/8".into(), "192.0.2.1".into()],
        ..NewKey::named("full")
    };
    let made = client.create(&new).await.unwrap();
    assert_eq!(made.ignored, ["group"], "it knows no groups");
    assert_eq!((&made.key.models, &made.key.allow_ips), (&new.models, &new.allow_ips));
    let shut = NewKey { models: Some(vec![]), ..NewKey::named("shut") };
    assert_eq!(client.create(&shut).await.unwrap().ignored, ["models"], "it cannot forbid every model");

    let edit = KeyEdit { models: Some(None), ..KeyEdit::default() };
    let edited = client.edit(made.key.id, &edit).await.unwrap();
    assert_eq!((edited.models, edited.allow_ips), (None, new.allow_ips), "what was not named stays");
    let edit = KeyEdit { allow_ips: Some(vec![]), ..KeyEdit::default() };
    assert!(client.edit(made.key.id, &edit).await.unwrap().allow_ips.is_empty());
}

/// One key that is spent from whenever somebody is about to write it.
pub fn spender(costs: Vec<i64>) -> (Arc<Mutex<Value>>, impl FnMut(&Asked) -> Vec<u8> + Send) {
    let mut row = key(1);
    (row["unlimited_quota"], row["remain_quota"]) = (json!(false), json!(1000));
    let row = Arc::new(Mutex::new(row));
    let (shared, mut costs) = (row.clone(), costs.into_iter());
    let say = move |asked: &Asked| {
        let mut row = row.lock().unwrap();
        if asked.line.starts_with("PUT") {
            let cost = costs.next().unwrap_or(0);
            row["used_quota"] = json!(row["used_quota"].as_i64().unwrap() + cost);
            row["name"] = asked.body["name"].clone();
            row["remain_quota"] = asked.body["remain_quota"].clone();
            row["unlimited_quota"] = asked.body["unlimited_quota"].clone();
        }
        data(row.clone())
    };
    (shared, say)
}

#[tokio::test]
async fn a_key_spent_faster_than_it_can_be_written_is_not_chased_for_ever() {
    let (_, say) = spender(vec![1; 1000]);
    let script = Script::start(say).await;
    let edit = KeyEdit { name: Some("n".into()), ..KeyEdit::default() };
    assert_eq!(code(script.client().edit(KeyId(1), &edit).await), Code::NotProven);
    assert!(script.lines().len() < 15);
}

/// `letters` times "a" inside a JSON string, as gzip: one block of the fixed code, where each thirteen bits
/// repeat the last letter 258 times (RFC 1951).
fn bomb(letters: usize) -> Vec<u8> {
    let (mut bytes, mut bits, mut filled) = (vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff], 0u32, 0);
    let mut put = |value: u32, width: u32, reverse: bool| {
        for at in 0..width {
            let bit = if reverse { value >> (width - 1 - at) } else { value >> at } & 1;
            bits |= bit << filled;
            filled += 1;
            if filled == 8 {
                bytes.push(bits as u8);
                (bits, filled) = (0, 0);
            }
        }
    };
    put(1, 1, false);
    put(1, 2, false);
    for letter in [b'"', b'a'] {
        put(0x30 + u32::from(letter), 8, true);
    }
    for _ in 0..letters / 258 {
        put(0xc5, 8, true);
        put(0, 5, true);
    }
    put(0x30 + u32::from(b'"'), 8, true);
    put(0, 7, true);
    put(0, 7, false);
    bytes.extend([0; 8]);
    bytes
}

#[tokio::test]
async fn a_small_answer_that_unpacks_to_a_gigabyte_is_left() {
    let bomb = bomb(1 << 30);
    assert!(bomb.len() < 8 << 20, "small enough to pass as it comes: {}", bomb.len());
    let gzip = ["Content-Type: application/json", "Content-Encoding: gzip"];
    let script = Script::start(move |_| answer(200, &gzip, &bomb)).await;
    let start = std::time::Instant::now();
    let error = script.client().me().await.unwrap_err();
    assert!(error.message().contains("more than 8192 KiB"), "{error:?}");
    assert_eq!(code::<()>(Err(error)), Code::BridgeNonsense);
    assert!(start.elapsed().as_secs() < 4);
}

#[tokio::test]
async fn ill_formed_http_is_an_error() {
    let answers: [&[u8]; 7] = [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"success\":true",
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd",
        b"HTTP/1.1 999999 ?\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: \xff\xfe\r\nContent-Length: 2\r\n\r\n{}",
    ];
    for bytes in answers {
        let script = Script::start(|_| bytes.to_vec()).await;
        let met = code(script.client().me().await);
        assert!(matches!(met, Code::BridgeUnreachable | Code::BridgeNonsense), "{met:?}");
        assert!(script.lines().len() <= 3);
    }
}
