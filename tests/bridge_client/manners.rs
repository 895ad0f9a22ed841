//! The client never locks its user out: it stays below the bridge's limits, and where it was asked to wait it
//! waits.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bridgekeeper_bridge::{self as server, Dialect as Speaks, Fault, FaultKind, Running};
use bridgekeeper_core::bridge::{Bridge, Ledger, ListProgress, LogQuery, Origin};
use bridgekeeper_core::error::Code;
use bridgekeeper_core::key::{KeyId, KeyStatus};
use bridgekeeper_core::secret::Secret;
use serde_json::json;

use super::script::{Script, data};
use super::scripted::{key, number};
use super::time::{SharedTime, with};
use super::{TOKEN, account, all_of, client_with, code, start_with};

/// A bridge with the limits it has in the field.
fn strict(dialect: Speaks, bulk_keys: usize) -> Arc<Running> {
    let limits = server::Limits::standard(dialect);
    Arc::new(start_with(server::Options { dialect, bulk_keys, limits, ..Default::default() }))
}

fn asked(bridge: &Running) -> usize {
    bridge.requests().len()
}

#[tokio::test]
async fn ten_thousand_keys_are_read_within_the_limit() {
    for speaks in Speaks::ALL {
        let bridge = strict(speaks, 10_000);
        let time = SharedTime::of(&bridge);
        let told = Mutex::new(vec![]);
        let client = client_with(&bridge, with(time.clone()));
        let list = client.keys_with(&|progress| told.lock().unwrap().push(progress)).await.unwrap();
        assert!(list.complete && list.keys.len() == 10_000, "{speaks:?}: {:?}", list.because);
        assert!(
            bridge.requests().iter().all(|request| request.status == Some(200)),
            "nobody was turned away"
        );
        assert_eq!(
            asked(&bridge),
            if speaks == Speaks::A { 101 } else { 100 },
            "A shows its end by an empty page"
        );
        assert!(time.passed() < Duration::from_secs(180), "{speaks:?}: {:?}", time.passed());
        let told = told.into_inner().unwrap();
        let first_wait = told.iter().find(|told| told.waiting.is_some()).unwrap();
        assert!(first_wait.read >= 5_000, "the first pages go without a pause: {first_wait:?}");
        let total = (speaks > Speaks::A).then_some(10_000);
        let end = ListProgress { read: 10_000, of: total, waiting: None };
        assert_eq!(told.iter().rfind(|told| told.waiting.is_none()), Some(&end));
        assert!(told.windows(2).all(|two| two[0].read <= two[1].read));
    }
}

#[tokio::test]
async fn ten_thousand_keys_by_tens_are_read_within_the_limit() {
    // one-api: ten keys per page, whatever is asked.
    let time = Arc::new(SharedTime::default());
    let (clock, sent) = (time.clone(), Arc::<Mutex<Vec<i64>>>::default());
    let times = sent.clone();
    let script = Script::start(move |asked| {
        times.lock().unwrap().push(clock.now().as_millisecond());
        let first = 10_000 - 10 * number(asked, "p").unwrap_or(0) as i64;
        data(json!((1..=first).rev().take(10).map(key).collect::<Vec<_>>()))
    })
    .await;
    let list = script.client_with(with(time)).keys().await.unwrap();
    assert!(list.complete && list.keys.len() == 10_000, "{:?}", list.because);
    let sent = sent.lock().unwrap();
    assert!(sent.windows(151).all(|some| some[150] - some[0] >= 180_000), "150 in any 3 minutes");
    assert_eq!(sent[59], 0);
}

#[tokio::test]
async fn reveals_leave_room_for_a_sign_in() {
    for speaks in [Speaks::C, Speaks::D] {
        let bridge = strict(speaks, 30);
        let time = SharedTime::of(&bridge);
        let client = client_with(&bridge, with(time.clone()));
        client.newest_id().await.unwrap();
        for id in 1..=16 {
            client.reveal(KeyId(id)).await.unwrap();
            time.pass(Duration::from_secs(1));
        }
        let before = asked(&bridge);
        let error = client.reveal(KeyId(17)).await.map(drop).unwrap_err();
        assert_eq!(error.wait_for(), Some(Duration::from_secs(1184)), "until the first is forgotten");
        assert!(error.next_step().unwrap().contains("20 min"), "{error:?}");
        assert_eq!(code::<()>(Err(error)), Code::RateLimited);
        assert_eq!(asked(&bridge), before, "nothing was sent");
        client.keys().await.unwrap();
        time.pass(Duration::from_secs(1184));
        client.reveal(KeyId(17)).await.unwrap();
        let limited = bridge.requests().iter().filter(|request| request.status == Some(429)).count();
        assert_eq!(limited, 0, "{speaks:?}");
    }
}

#[tokio::test]
async fn who_is_asked_to_wait_sends_nothing_until_then() {
    for speaks in Speaks::ALL {
        for told in [None, Some(77)] {
            let bridge = strict(speaks, 3);
            let time = SharedTime::of(&bridge);
            let client = client_with(&bridge, with(time.clone()));
            let kind = FaultKind::RateLimit { retry_after: told };
            bridge.fault(Fault::on("GET", "/api/user/self", kind));
            // D says how long by itself.
            let wait = Duration::from_secs(told.unwrap_or(180).into());
            assert_eq!(client.me().await.unwrap_err().wait_for(), Some(wait), "{speaks:?}");
            if told.is_none() && speaks != Speaks::D {
                client.me().await.expect("who is not told for how long may try again");
                continue;
            }
            let before = asked(&bridge);
            time.pass(wait - Duration::from_secs(10));
            for met in [
                client.me().await.map(drop),
                client.site().await.map(drop),
                client.keys().await.map(drop),
                client.reveal(KeyId(1)).await.map(drop),
                client.create(&bridgekeeper_core::key::NewKey::named("k")).await.map(drop),
            ] {
                let error = met.unwrap_err();
                assert_eq!(error.wait_for(), Some(Duration::from_secs(10)));
                assert!(error.next_step().unwrap().contains("10 s"), "{}", all_of(&error));
                assert_eq!(code::<()>(Err(error)), Code::RateLimited);
            }
            assert_eq!(asked(&bridge), before, "{speaks:?} {told:?}");
            time.pass(Duration::from_secs(10));
            client.me().await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_full_strict_bucket_shuts_nothing_else() {
    for speaks in [Speaks::C, Speaks::D] {
        let bridge = strict(speaks, 3);
        let time = SharedTime::of(&bridge);
        let client = client_with(&bridge, with(time.clone()));
        client.newest_id().await.unwrap();
        let kind = FaultKind::RateLimit { retry_after: Some(900) };
        bridge.fault(Fault::on("POST", "*", kind));
        let wait = Duration::from_secs(900);
        assert_eq!(client.reveal(KeyId(1)).await.map(drop).unwrap_err().wait_for(), Some(wait));
        let before = asked(&bridge);
        for met in [
            client.reveal(KeyId(2)).await.map(drop),
            client.reveal_many(&[KeyId(2)]).await.map(drop),
            client.key_usage(&Secret::new("sk-canary".into())).await.map(drop),
            client.key_log(&Secret::new("sk-canary".into())).await.map(drop),
            client.renew_token().await.map(drop),
        ] {
            assert_eq!(code(met), Code::RateLimited);
        }
        assert_eq!(asked(&bridge), before);
        client.me().await.unwrap();
        client.keys().await.unwrap();
        time.pass(wait);
        client.reveal(KeyId(1)).await.unwrap();
    }
}

#[tokio::test]
async fn turning_off_a_key_is_tried_all_the_same() {
    let bridge = strict(Speaks::C, 1);
    let client = client_with(&bridge, with(SharedTime::of(&bridge)));
    bridge.fault(Fault::on("GET", "/api/user/self", FaultKind::RateLimit { retry_after: Some(600) }));
    assert_eq!(code(client.me().await), Code::RateLimited);
    let off = client.set_enabled(KeyId(1), false).await.unwrap();
    assert_eq!(off.stored_status, KeyStatus::Disabled);
    assert_eq!(code(client.set_enabled(KeyId(1), true).await), Code::RateLimited, "that can wait");
}

#[tokio::test]
async fn programs_with_one_ledger_count_together_and_bridges_apart() {
    let (bridge, other) = (strict(Speaks::D, 20), strict(Speaks::D, 20));
    let time = SharedTime::of(&bridge);
    for id in 1..=16 {
        // A new program each time.
        let client = client_with(&bridge, with(time.clone()));
        client.reveal(KeyId(id)).await.unwrap();
    }
    let client = client_with(&bridge, with(time.clone()));
    assert_eq!(code(client.reveal(KeyId(17)).await.map(drop)), Code::RateLimited);
    client_with(&other, with(time)).reveal(KeyId(17)).await.unwrap();
}

#[tokio::test]
async fn a_long_list_waits_for_what_was_sent_before() {
    let bridge = strict(Speaks::B, 300);
    let time = SharedTime::of(&bridge);
    let client = client_with(&bridge, with(time.clone()));
    for _ in 0..150 {
        client.newest_id().await.unwrap();
    }
    client.logs(&LogQuery::default()).await.unwrap();
    assert_eq!(time.passed(), Duration::ZERO, "neither single requests nor short lists are held back");
    let list = client.keys().await.unwrap();
    assert!(list.complete);
    assert!(time.passed() >= Duration::from_secs(180), "{:?}", time.passed());
    assert!(bridge.requests().iter().all(|request| request.status == Some(200)));
}

#[tokio::test]
async fn the_relay_is_not_counted() {
    let bridge = strict(Speaks::D, 1);
    let client = client_with(&bridge, with(SharedTime::of(&bridge)));
    bridge.fault(Fault::on("GET", "/api/user/self", FaultKind::RateLimit { retry_after: Some(600) }));
    client.me().await.unwrap_err();
    let key = Secret::api_key(&bridge.key(1).unwrap().sk()).unwrap();
    client.try_key(&key, bridgekeeper_core::bridge::Door::OpenAi).await.unwrap();
    client.key_models(&key).await.unwrap();
}

#[tokio::test]
async fn another_kind_of_limit_shuts_nothing() {
    // D may refuse one more session with a 429 that has a body.
    let bridge = strict(Speaks::D, 1);
    let origin = Origin::parse(&bridge.url, false).unwrap();
    let body =
        json!({"success": false, "code": "AUTH_SESSION_ISSUANCE_LIMIT", "message": "too many sessions"});
    let kind = FaultKind::Status { status: 429, body: Some(body), after_apply: false };
    bridge.fault(Fault::on("GET", "/api/user/self", kind));
    let time = SharedTime::of(&bridge);
    let client = Bridge::with_options(origin, account(None, TOKEN), with(time)).unwrap();
    let error = client.me().await.unwrap_err();
    assert!(error.message().contains("too many sessions"), "{error}");
    assert_eq!(code::<()>(Err(error)), Code::RateLimited);
    client.me().await.unwrap();
}
