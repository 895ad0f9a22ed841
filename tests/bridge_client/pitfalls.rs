//! The pitfalls of the family's API, one test each, in the order in which the facts about it count them. Each says
//! which guard it watches.

use bridgekeeper_bridge::{self as server, Dialect as Speaks, Fault, FaultKind};
use bridgekeeper_core::bridge::{Bridge, Door, LogQuery, Login, Origin};
use bridgekeeper_core::error::Code;
use bridgekeeper_core::key::{KeyEdit, KeyId, KeyStatus, NewKey, Quota, QuotaEdit};
use bridgekeeper_core::secret::Secret;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::script::{Script, data};
use super::scripted::{key, page, spender};
use super::{TOKEN, account, client, client_with, code, count, options, start, start_with};

fn at(second: i64) -> Option<Timestamp> {
    Some(Timestamp::from_second(second).unwrap())
}

fn rename() -> KeyEdit {
    KeyEdit { name: Some("n".into()), ..KeyEdit::default() }
}

/// An update replaces every field: what is left out is reset. Guard: `Bridge::edit` writes back the key as the
/// bridge wrote it.
#[tokio::test]
async fn pitfall_01_an_update_replaces_every_field() {
    for speaks in Speaks::ALL {
        let bridge = start(speaks);
        let before = bridge.add_key(server::Key {
            name: "k".into(),
            expired_time: bridge.now() + 3600,
            allow_ips: Some("10.0.0.1\n10.0.0.2".into()),
            group: "cc".into(),
            model_limits_enabled: true,
            model_limits: "m1,m2".into(),
            unlimited_quota: false,
            remain_quota: 700,
            ..Default::default()
        });
        client(&bridge).edit(KeyId(before.id), &rename()).await.unwrap();
        let after = bridge.key(before.id).unwrap();
        assert_eq!(after, server::Key { name: "n".into(), ..before }, "{speaks:?}");
    }
}

/// An update writes the quota it is given, also what was spent since it was read. Guard: `Bridge::edit` looks again
/// and takes that off.
#[tokio::test]
async fn pitfall_02_an_update_gives_spent_quota_back() {
    let add = |more| KeyEdit { quota: Some(QuotaEdit::Add(more)), ..KeyEdit::default() };
    let set = |left| KeyEdit { quota: Some(QuotaEdit::Set(Quota(left))), ..KeyEdit::default() };
    let rename = KeyEdit { name: Some("n".into()), ..KeyEdit::default() };
    for (edit, costs, left) in [
        (rename.clone(), vec![], 1000),
        (rename.clone(), vec![30], 970),
        (rename, vec![30, 7, 1], 962),
        (add(500), vec![30], 1470),
        (add(-500), vec![30], 470),
        (set(50), vec![30], 20),
        (set(20), vec![30], 0),
    ] {
        let (row, say) = spender(costs.clone());
        let script = Script::start(say).await;
        let after = script.client().edit(KeyId(1), &edit).await.unwrap();
        assert_eq!(row.lock().unwrap()["remain_quota"], json!(left), "{edit:?} {costs:?}");
        assert_eq!(after.remain, Quota(left));
    }
}

/// A refilled or extended key keeps the status it had, and one that is past its end may still be called enabled.
/// Guards: `Bridge::edit` enables it by a request of its own; `Key::status` looks at the clock.
#[tokio::test]
async fn pitfall_03_a_refilled_key_stays_dead() {
    for speaks in Speaks::ALL {
        let bridge = start(speaks);
        let client = client(&bridge);
        let dry = bridge.add_key(server::Key {
            name: "dry".into(),
            unlimited_quota: false,
            remain_quota: -3,
            status: 4,
            ..Default::default()
        });
        assert_eq!(code(client.set_enabled(KeyId(dry.id), true).await), Code::BridgeRefused, "{speaks:?}");
        let refill = KeyEdit { quota: Some(QuotaEdit::Add(1000)), ..KeyEdit::default() };
        let wet = client.edit(KeyId(dry.id), &refill).await.unwrap();
        assert_eq!((wet.stored_status, wet.remain), (KeyStatus::Enabled, Quota(997)), "{speaks:?}");

        let past = bridge.add_key(server::Key {
            name: "past".into(),
            expired_time: bridge.now() - 10,
            status: 3,
            ..Default::default()
        });
        let refused = client.set_enabled(KeyId(past.id), true).await;
        assert!(
            refused
                .as_ref()
                .is_err_and(|error| error.next_step().is_some_and(|hint| hint.contains("expiry")))
        );
        assert_eq!(code(refused), Code::BridgeRefused);
        let called_enabled = client.edit(KeyId(past.id), &rename()).await.unwrap();
        assert_eq!(called_enabled.stored_status, KeyStatus::Expired, "a rename revives nothing");
        bridge.edit(|state| state.key_mut(past.id).unwrap().status = 1);
        let called_enabled = client.key(KeyId(past.id)).await.unwrap();
        let now = Timestamp::from_second(bridge.now()).unwrap();
        assert_eq!(called_enabled.status(now), KeyStatus::Expired);
        bridge.edit(|state| state.key_mut(past.id).unwrap().status = 3);
        let extend = KeyEdit { expires: Some(at(bridge.now() + 60)), ..KeyEdit::default() };
        assert_eq!(client.edit(KeyId(past.id), &extend).await.unwrap().stored_status, KeyStatus::Enabled);
    }
}

/// Pages shift when keys come and go. Guard: `Bridge::keys` takes each key once, compares with the total and starts
/// again where it changed.
#[tokio::test]
async fn pitfall_04_pages_shift_when_keys_come_and_go() {
    for made in [false, true] {
        let mut ids: Vec<i64> = (1..=250).rev().collect();
        let mut reads = 0;
        let script = Script::start(move |asked| {
            reads += 1;
            if reads == 2 {
                // After the first page somebody deletes a key that was on it, or makes a new one.
                if made { ids.insert(0, 251) } else { ids.retain(|id| *id != 200) }
            }
            page(&ids, asked)
        })
        .await;
        let list = script.client().keys().await.unwrap();
        assert!(list.complete);
        assert_eq!(list.keys.len(), if made { 251 } else { 249 });
    }
}

/// A value with `*` is a mask, and `sk-` comes only once before a key. Guard: `Secret::api_key`.
#[tokio::test]
async fn pitfall_05_a_masked_key_is_no_key() {
    let bridge = start_with(bridgekeeper_bridge::Options { bulk_keys: 1, ..Default::default() });
    let client = client(&bridge);
    for value in [json!("canary**********abcd"), json!(""), json!("two canary words"), json!(7), json!(null)]
    {
        let kind = FaultKind::Replace { pointer: "/data/key".into(), value: value.clone() };
        bridge.fault(Fault::on("POST", "/api/token/1/key", kind));
        assert_eq!(code(client.reveal(KeyId(1)).await.map(drop)), Code::BridgeNonsense, "{value}");
        let kind = FaultKind::Replace { pointer: "/data/keys/1".into(), value };
        bridge.fault(Fault::on("POST", "/api/token/batch/keys", kind));
        assert_eq!(code(client.reveal_many(&[KeyId(1)]).await.map(drop)), Code::BridgeNonsense);
    }
    for value in ["canary4567", "sk-canary4567"] {
        let kind = FaultKind::Replace { pointer: "/data/key".into(), value: json!(value) };
        bridge.fault(Fault::on("POST", "/api/token/1/key", kind));
        assert_eq!(client.reveal(KeyId(1)).await.unwrap().expose(), "sk-canary4567");
    }
}

/// Names are counted in bytes: 50 of them are 16 Chinese characters. Guard: `check` in `keys.rs` counts bytes.
#[tokio::test]
async fn pitfall_06_names_are_counted_in_bytes() {
    for speaks in Speaks::ALL {
        let bridge = start(speaks);
        let client = client(&bridge);
        let fits = if speaks < Speaks::C { 10 } else { 16 };
        let made = client.create(&NewKey::named("键".repeat(fits))).await.unwrap().key;
        assert_eq!(bridge.key(made.id.0).unwrap().name, "键".repeat(fits), "{speaks:?}");
        assert_eq!(code(client.create(&NewKey::named("键".repeat(17))).await), Code::Invalid);
        let edit = KeyEdit { name: Some("键".repeat(17)), ..KeyEdit::default() };
        assert_eq!(code(client.edit(made.id, &edit).await), Code::Invalid);
        assert_eq!((count(&bridge, "POST", "/api/token/"), count(&bridge, "PUT", "/api/token/")), (1, 0));
    }
}

/// Twenty looks at a key's usage lock its owner out of sign-in and reveal. Guard: the budget in `manners.rs`.
#[tokio::test]
async fn pitfall_07_asking_for_usage_locks_the_user_out() {
    for speaks in [Speaks::B, Speaks::C, Speaks::D] {
        let limits = server::Limits::standard(speaks);
        let user = server::UserSeed { password: Some("canaryPassword".into()), ..Default::default() };
        let options_of_it =
            server::Options { dialect: speaks, limits, users: vec![user], ..Default::default() };
        let bridge = server::Server::start(options_of_it).unwrap();
        let key = Secret::api_key(&bridge.add_key(server::Key::default()).sk()).unwrap();
        let client = client_with(&bridge, options());
        let mut met = vec![];
        for _ in 0..30 {
            met.push(client.key_usage(&key).await.map_err(|error| error.code()).is_ok());
        }
        assert!(met[0] && !met[29], "{speaks:?}");
        let login = Login {
            username: bridge.username.clone(),
            password: Secret::new("canaryPassword".into()),
            otp: None,
        };
        // Another program, as the web page is one: it does not know what we asked.
        Bridge::mint_by_password(client.origin(), &login, options()).await.unwrap();
    }
}

/// A multiplier may be a word, `data` may be null, numbers may be negative. Guard: `loose` in `wire.rs`, and
/// `Option` around whatever is a list.
#[tokio::test]
async fn pitfall_08_numbers_may_be_words_and_lists_null() {
    let row = |ratio: Value| json!({"g": {"ratio": ratio, "desc": "d"}});
    for (ratio, read) in
        [(json!("自动"), None), (json!("2.5"), Some(2.5)), (json!(null), None), (json!(2), Some(2.0))]
    {
        let groups = row(ratio);
        let script = Script::start(move |_| data(groups.clone())).await;
        assert_eq!(script.client().groups().await.unwrap()[0].ratio, read);
    }
    let script = Script::start(|_| data(Value::Null)).await;
    let nothing = script.client();
    assert!(nothing.keys().await.unwrap().keys.is_empty());
    assert!(nothing.groups().await.unwrap().is_empty());
    assert!(nothing.models(None).await.unwrap().is_empty());
    assert!(nothing.logs(&LogQuery::default()).await.unwrap().entries.is_empty());
    let day = |day: i64| Timestamp::from_second(day * 86_400).unwrap();
    assert!(nothing.usage_by_hour(day(1), day(2)).await.unwrap().is_empty());
    assert!(nothing.usage_by_key(day(1), day(2)).await.unwrap().is_empty());
    for speaks in Speaks::ALL {
        let bridge = start(speaks);
        let limited = server::Key { unlimited_quota: false, remain_quota: -40, ..Default::default() };
        let key = bridge.add_key(limited);
        bridge.edit(|state| state.users[0].quota = -7);
        let client = client(&bridge);
        assert_eq!(client.key(KeyId(key.id)).await.unwrap().remain, Quota(-40), "{speaks:?}");
        assert_eq!(client.me().await.unwrap().balance, Quota(-7));
    }
}

/// What happened is told by status, `success` and `code`, never by wording: it is translated, and dialects A to C
/// refuse a wrong token in the same form as anything else. Guard: `Bridge::explain` asks whose account it is.
#[tokio::test]
async fn pitfall_09_words_say_nothing() {
    for speaks in Speaks::ALL {
        let bridge = start_with(server::Options { dialect: speaks, bulk_keys: 1, ..Default::default() });
        let origin = Origin::parse(&bridge.url, false).unwrap();
        let stranger = account(Some(bridge.user_id), "canaryWrongTokenWrongTokenWrong");
        let stranger = Bridge::with_options(origin, stranger, options()).unwrap();
        assert_eq!(code(stranger.models(None).await), Code::NotSignedIn, "{speaks:?}");

        let client = client(&bridge);
        for message in ["success", "record not found", "无权进行此操作，access token 无效", "Unauthorized"]
        {
            let no = FaultKind::SuccessFalse { message: message.into(), after_apply: false };
            bridge.fault(Fault::on("GET", "/api/user/models", no));
            assert_eq!(code(client.models(None).await), Code::BridgeRefused, "{message}");
            let yes = FaultKind::Replace { pointer: "/message".into(), value: json!(message) };
            bridge.fault(Fault::on("GET", "/api/user/models", yes));
            client.models(None).await.unwrap();
        }
    }
}

/// With `enable_batch_update` what was spent comes off some seconds later, also after an update. Guards:
/// `Site::quota_lags` says so; `Bridge::edit` takes what it reads afterwards for spent and does not write again.
#[tokio::test]
async fn pitfall_10_quota_lags() {
    for speaks in Speaks::ALL {
        let bridge = start(speaks);
        assert!(!client(&bridge).site().await.unwrap().quota_lags);
        let lags = FaultKind::Replace { pointer: "/data/enable_batch_update".into(), value: json!(true) };
        bridge.fault(Fault::on("GET", "/api/status", lags));
        assert!(client(&bridge).site().await.unwrap().quota_lags, "{speaks:?}");
    }
    let mut row = key(1);
    (row["unlimited_quota"], row["remain_quota"]) = (json!(false), json!(1000));
    let mut late = 30;
    let script = Script::start(move |asked| {
        if asked.line.starts_with("PUT") {
            (row["name"], row["remain_quota"]) =
                (asked.body["name"].clone(), asked.body["remain_quota"].clone());
            let answer = data(row.clone());
            row["remain_quota"] = json!(row["remain_quota"].as_i64().unwrap() - late);
            row["used_quota"] = json!(row["used_quota"].as_i64().unwrap() + late);
            late = 0;
            return answer;
        }
        data(row.clone())
    })
    .await;
    let after = script.client().edit(KeyId(1), &rename()).await.unwrap();
    assert_eq!((after.remain, after.used), (Quota(970), Quota(30)));
    assert_eq!(script.lines().iter().filter(|line| line.starts_with("PUT")).count(), 1);
}

/// Bridges take any address list and any model, and fail when the key is used; a wrong network is ignored. Guard:
/// `check` in `keys.rs`. (Groups are checked by the wallet, which knows them.)
#[tokio::test]
async fn pitfall_11_bridges_check_neither_addresses_nor_models() {
    let bridge = start(Speaks::D);
    let client = client(&bridge);
    let base = NewKey::named("k");
    for bad in [
        NewKey::named(""),
        NewKey::named("x".repeat(51)),
        NewKey::named("two\nlines"),
        NewKey { quota: Some(Quota(-1)), ..base.clone() },
        NewKey { quota: Some(Quota(2_147_483_648)), ..base.clone() },
        NewKey { expires: at(0), ..base.clone() },
        NewKey { allow_ips: vec!["10.0.0.1/33".into()], ..base.clone() },
        NewKey { allow_ips: vec!["my-host".into()], ..base.clone() },
        NewKey { models: Some(vec!["a,b".into()]), ..base.clone() },
        NewKey { models: Some(vec!["a b".into()]), ..base.clone() },
    ] {
        assert_eq!(code(client.create(&bad).await), Code::Invalid, "{bad:?}");
    }
    assert_eq!(count(&bridge, "POST", "/api/token/"), 0);
}

/// A log goes by the key's name, so a rename splits its history. Guard: `LogQuery::key` goes by the key's number.
#[tokio::test]
async fn pitfall_12_a_rename_splits_a_keys_history() {
    for speaks in Speaks::ALL {
        let bridge = start_with(server::Options { dialect: speaks, bulk_keys: 2, ..Default::default() });
        let client = client(&bridge);
        let model = bridge.state().models[0].name.clone();
        let spend = async |id| {
            let secret = client.reveal(id).await.unwrap();
            client.ask(&secret, Door::OpenAi, &model).await.unwrap();
        };
        spend(KeyId(1)).await;
        spend(KeyId(2)).await;
        client.edit(KeyId(1), &rename()).await.unwrap();
        spend(KeyId(1)).await;
        let by_name = LogQuery { key_name: Some("n".into()), ..LogQuery::default() };
        assert_eq!(client.logs(&by_name).await.unwrap().entries.len(), 1, "{speaks:?}");
        let by_number = LogQuery { key: Some(KeyId(1)), ..LogQuery::default() };
        let log = client.logs(&by_number).await.unwrap();
        let names: Vec<_> = log.entries.iter().map(|entry| entry.key_name.as_str()).collect();
        assert_eq!(names, ["n", "bulk-00001"], "{speaks:?}");
        assert!(log.complete);
    }
}

/// People paste the address of a page or of the API. Guard: `Origin::parse` keeps the origin alone.
#[tokio::test]
async fn pitfall_13_a_pasted_address_has_a_path() {
    let bridge = start(Speaks::D);
    for path in ["", "/", "/v1", "/v1/", "/api", "/v1/chat/completions", "/console/token?p=2#top", "/login"] {
        let origin = Origin::parse(&format!("{}{path}", bridge.url), false).unwrap();
        assert_eq!(origin.openai_base(), format!("{}/v1", bridge.url));
        let client = Bridge::with_options(origin, account(Some(bridge.user_id), TOKEN), options()).unwrap();
        client.site().await.unwrap();
        client.me().await.unwrap();
    }
}
