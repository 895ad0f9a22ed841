//! What a key may ask about itself, without an account.

use bridgekeeper_bridge::{self as server, Dialect as Speaks, Fault, FaultKind, Running};
use bridgekeeper_core::bridge::{Bridge, Door, Origin};
use bridgekeeper_core::error::Code;
use bridgekeeper_core::key::Quota;
use bridgekeeper_core::secret::Secret;
use serde_json::json;

use super::{TOKEN, all_of, code, count, options, start};

fn keyless(bridge: &Running) -> Bridge {
    Bridge::with_options(Origin::parse(&bridge.url, false).unwrap(), None, options()).unwrap()
}

fn secret(key: &server::Key) -> Secret {
    Secret::api_key(&key.sk()).unwrap()
}

#[tokio::test]
async fn a_key_tells_what_it_has_used() {
    for speaks in [Speaks::B, Speaks::C, Speaks::D] {
        let bridge = start(speaks);
        let end = bridge.now() + 3600;
        let limited = bridge.add_key(server::Key {
            name: "limited".into(),
            unlimited_quota: false,
            remain_quota: 700,
            used_quota: 300,
            expired_time: end,
            model_limits_enabled: true,
            model_limits: "m1,m2".into(),
            ..Default::default()
        });
        let usage = keyless(&bridge).key_usage(&secret(&limited)).await.unwrap();
        assert_eq!((usage.name.as_str(), usage.unlimited), ("limited", false), "{speaks:?}");
        assert_eq!((usage.granted, usage.used, usage.available), (Quota(1000), Quota(300), Quota(700)));
        assert_eq!(usage.models, Some(vec!["m1".to_owned(), "m2".to_owned()]));
        assert_eq!(usage.expires.map(jiff::Timestamp::as_second), Some(end));
        let plain = bridge.add_key(server::Key { remain_quota: -5, ..Default::default() });
        let usage = keyless(&bridge).key_usage(&secret(&plain)).await.unwrap();
        assert_eq!((usage.unlimited, usage.expires, usage.models), (true, None, None));
        assert_eq!(usage.available, Quota(-5), "means nothing for an unlimited key");
        let sent = bridge.requests().pop().unwrap();
        assert_eq!(sent.headers["authorization"], format!("Bearer {}", plain.sk()), "exactly one space");
        assert!(!format!("{:?}", sent.headers).contains("new-api-user"));
    }
    let bridge = start(Speaks::A);
    let key = bridge.add_key(server::Key::default());
    let error = keyless(&bridge).key_usage(&secret(&key)).await.unwrap_err();
    assert!(error.message().ends_with("does not tell what a key has used"), "{error}");
    assert_eq!(code::<()>(Err(error)), Code::BridgeRefused);
}

#[tokio::test]
async fn a_key_tells_its_models() {
    for speaks in Speaks::ALL {
        let bridge = start(speaks);
        let key = bridge.add_key(server::Key { group: "google".into(), ..Default::default() });
        let models = keyless(&bridge).key_models(&secret(&key)).await.unwrap();
        assert_eq!(models, ["gemini-3-pro", "gemini-3-flash"], "{speaks:?}");
        assert_eq!(count(&bridge, "GET", "/v1/models"), 1);
    }
}

#[tokio::test]
async fn a_key_shows_its_own_log() {
    for speaks in Speaks::ALL {
        let bridge = start(speaks);
        let (mine, other) = (bridge.add_key(server::Key::default()), bridge.add_key(server::Key::default()));
        let client = keyless(&bridge);
        let model = bridge.state().models[0].name.clone();
        for key in [&mine, &other, &mine] {
            client.ask(&secret(key), Door::OpenAi, &model).await.unwrap();
        }
        bridge.clear_requests();
        let log = client.key_log(&secret(&mine)).await.unwrap();
        assert!(log.complete && log.because.is_none());
        assert_eq!(log.entries.len(), 2, "{speaks:?}");
        let truth = bridge.state().logs.last().cloned().unwrap();
        let newest = &log.entries[0];
        assert_eq!((newest.quota, &newest.model), (Quota(truth.quota), &truth.model));
        assert_eq!(newest.key_id.map(|id| id.0), Some(mine.id));
        let priced = bridge.state().models[0].clone();
        assert_eq!((newest.model_ratio, newest.group_ratio), (Some(priced.ratio), Some(1.0)));
        assert_eq!(newest.completion_ratio, Some(priced.completion_ratio));
        for request in bridge.requests() {
            let in_address = request.query.contains(&mine.secret);
            assert!(!in_address || speaks < Speaks::C, "the address is no place for a key: {request:?}");
        }
        // A thousand entries are all it shows.
        bridge.edit(|state| state.logs = vec![truth; 1200]);
        let log = client.key_log(&secret(&mine)).await.unwrap();
        assert!(!log.complete && log.entries.len() == 1000);
        assert!(log.because.unwrap().message().contains("1000"));
    }
}

#[tokio::test]
async fn a_key_that_is_not_accepted_hears_it() {
    for speaks in Speaks::ALL {
        let bridge = start(speaks);
        let client = keyless(&bridge);
        let disabled = bridge.add_key(server::Key { status: 2, ..Default::default() });
        let unknown = server::Key { secret: "canaryUnknown".into(), ..Default::default() };
        for key in [disabled, unknown] {
            let key = secret(&key);
            for met in [client.key_usage(&key).await.map(drop), client.key_models(&key).await.map(drop)] {
                let error = met.unwrap_err();
                assert!(!all_of(&error).contains(&key.expose()[3..]), "{error:?}");
                assert_eq!(code::<()>(Err(error)), Code::BridgeRefused, "{speaks:?}");
            }
        }
        let unknown = Secret::new("sk-canaryUnknown".into());
        assert_eq!(code(client.key_log(&unknown).await.map(drop)), Code::BridgeRefused, "{speaks:?}");
    }
}

#[tokio::test]
async fn a_key_in_the_bridges_words_is_not_shown() {
    let bridge = start(Speaks::D);
    // It looks like a word: only who sent it knows it for a key.
    let wordy = server::Key { secret: "canaryWithoutDigits".into(), ..Default::default() };
    let key = secret(&bridge.add_key(wordy));
    let client = keyless(&bridge);
    let words = format!("who is {} or {}? {TOKEN}", key.expose(), &key.expose()[3..]);
    for (path, status) in [("/api/usage/token/", 200), ("/api/usage/token/", 401), ("/api/log/token", 500)] {
        let body = json!({"success": false, "message": words});
        bridge.fault(Fault::on(
            "GET",
            path,
            FaultKind::Status { status, body: Some(body), after_apply: false },
        ));
    }
    for met in [
        client.key_usage(&key).await.map(drop),
        client.key_usage(&key).await.map(drop),
        client.key_log(&key).await.map(drop),
    ] {
        let error = met.unwrap_err();
        assert!(all_of(&error).contains("who is ····"), "{error:?}");
        assert!(!all_of(&error).contains("canaryWithout"), "{error:?}");
    }
}
