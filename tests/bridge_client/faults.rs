//! The bridge misbehaves: nothing is lost, nothing is doubled, and the error says what to do.

use bridgekeeper_bridge::{Dialect as Speaks, Fault, FaultKind};
use bridgekeeper_core::bridge::{Bridge, LogQuery, Login, Options, Origin, Posted};
use bridgekeeper_core::error::Code;
use bridgekeeper_core::key::{KeyEdit, KeyId, KeyStatus, NewKey};
use bridgekeeper_core::secret::Secret;
use jiff::Timestamp;
use serde_json::json;

use super::{TOKEN, account, all_of, client, client_with, code, count, hasty, options, start, start_with};

fn status(status: u16, after_apply: bool) -> FaultKind {
    FaultKind::Status { status, body: None, after_apply }
}

fn refusal(status: u16) -> FaultKind {
    let body = json!({"success": false, "message": "not like this"});
    FaultKind::Status { status, body: Some(body), after_apply: false }
}

fn html(after_apply: bool) -> FaultKind {
    FaultKind::Html { status: 200, after_apply }
}

fn no(after_apply: bool) -> FaultKind {
    FaultKind::SuccessFalse {
        message: format!("\u{1b}[31m no,\r\n {TOKEN} sk-canary12345678 {}", "canary".repeat(9)),
        after_apply,
    }
}

fn slow(after_apply: bool) -> FaultKind {
    FaultKind::Delay { ms: 60_000, after_apply }
}

#[tokio::test]
async fn a_create_is_never_lost_and_never_doubled() {
    // What happens to the one POST, whether the bridge made the key, and what the wallet must say if not.
    let cases = [
        (status(500, false), Err(Code::BridgeUnreachable)),
        (status(500, true), Ok(())),
        (status(502, true), Ok(())),
        (status(504, true), Ok(())),
        (status(400, false), Err(Code::BridgeNonsense)),
        (refusal(400), Err(Code::BridgeRefused)),
        (html(false), Err(Code::BridgeNonsense)),
        (html(true), Ok(())),
        (no(false), Err(Code::BridgeRefused)),
        (no(true), Ok(())),
        (FaultKind::DropBefore, Err(Code::BridgeUnreachable)),
        (FaultKind::DropAfterApply, Ok(())),
        (FaultKind::Truncate { bytes: None }, Ok(())),
        (FaultKind::Truncate { bytes: Some(0) }, Ok(())),
        (FaultKind::WrongType { pointer: "/success".into() }, Ok(())),
        (FaultKind::ContentType { value: "text/plain".into() }, Ok(())),
        (FaultKind::Garbage { bytes: 1000 }, Err(Code::BridgeNonsense)),
        (FaultKind::Huge { bytes: 100 << 20 }, Err(Code::BridgeNonsense)),
        (FaultKind::RateLimit { retry_after: None }, Err(Code::RateLimited)),
        (FaultKind::RateLimit { retry_after: Some(1) }, Err(Code::RateLimited)),
        (FaultKind::Unauthorized, Err(Code::NotSignedIn)),
        (FaultKind::Ignored, Err(Code::CreateUnknown)),
        (FaultKind::Redirect { location: "/elsewhere".into(), status: 307 }, Err(Code::BridgeNonsense)),
        (status(504, false), Err(Code::CreateUnknown)),
    ];
    for speaks in Speaks::ALL {
        for (kind, wanted) in &cases {
            let bridge = start(speaks);
            let client = client(&bridge);
            client.create(&NewKey::named("other")).await.unwrap();
            bridge.clear_requests();
            bridge.fault(Fault::on("POST", "/api/token/", kind.clone()));
            let met = client.create(&NewKey::named("mine")).await;
            let made = met.as_ref().map(|made| made.key.id.0).ok();
            match wanted {
                Ok(()) => assert!(met.is_ok(), "{speaks:?} {kind:?}: {:?}", met.err()),
                // Before D a wrong token and any other no look alike, and the account is fine when asked.
                Err(Code::NotSignedIn) if speaks < Speaks::D => assert_eq!(code(met), Code::BridgeRefused),
                Err(wanted) => assert_eq!(code(met), *wanted, "{speaks:?} {kind:?}"),
            }
            let there: Vec<_> =
                bridge.keys().iter().filter(|key| key.name == "mine").map(|key| key.id).collect();
            assert_eq!(there, Vec::from_iter(made), "{speaks:?} {kind:?}");
            assert_eq!(count(&bridge, "POST", "/api/token/"), 1, "{speaks:?} {kind:?}: asked once");
        }
    }
}

#[tokio::test]
async fn a_create_that_timed_out_is_found() {
    for speaks in Speaks::ALL {
        let bridge = start(speaks);
        let client = client_with(&bridge, hasty());
        bridge.fault(Fault::on("POST", "/api/token/", slow(true)));
        let made = client.create(&NewKey::named("mine")).await.unwrap();
        assert_eq!(bridge.keys().len(), 1);
        assert_eq!(bridge.key(made.key.id.0).unwrap().name, "mine");
        assert_eq!(count(&bridge, "POST", "/api/token/"), 1);
    }
}

#[tokio::test]
async fn a_create_that_may_yet_happen_is_not_called_failed() {
    let bridge = start(Speaks::D);
    let client = client_with(&bridge, hasty());
    bridge.fault(Fault::on("POST", "/api/token/", slow(false)));
    let error = client.create(&NewKey::named("mine")).await.unwrap_err();
    assert!(error.next_step().unwrap().contains("\"mine\""), "{error:?}");
    assert_eq!(code::<()>(Err(error)), Code::CreateUnknown);
    assert_eq!(count(&bridge, "POST", "/api/token/"), 1);
}

#[tokio::test]
async fn a_create_is_unknown_while_the_list_cannot_be_read() {
    for speaks in Speaks::ALL {
        for (spoil, blind) in [
            (FaultKind::DropAfterApply, status(500, false)),
            (status(500, true), html(false)),
            (no(true), FaultKind::DropBefore),
            (slow(true), FaultKind::RateLimit { retry_after: None }),
        ] {
            let bridge = start(speaks);
            let client = client_with(&bridge, hasty());
            let after = client.newest_id().await.unwrap();
            bridge.fault(Fault::on("POST", "/api/token/", spoil.clone()));
            bridge.fault(Fault::on("GET", "/api/token/", blind).times(0));
            let new = NewKey::named("mine");
            let posted = client.post_key(&new).await;
            let error = client.settle(&new, after, posted).await.unwrap_err();
            assert!(error.next_step().unwrap().contains("\"mine\""), "{error:?}");
            assert_eq!(code::<()>(Err(error)), Code::CreateUnknown);
            bridge.clear_faults();
            // A fresh client: this one may have been asked to wait.
            let client = client_with(&bridge, hasty());
            let found = client.find_created("mine", after).await.unwrap().unwrap();
            assert_eq!(bridge.keys().iter().map(|key| key.id).collect::<Vec<_>>(), [found.id.0]);
        }
    }
}

#[tokio::test]
async fn one_blind_look_is_not_the_last() {
    let bridge = start(Speaks::D);
    let client = client(&bridge);
    bridge.fault(Fault::on("POST", "/api/token/", FaultKind::DropAfterApply));
    bridge.fault(Fault::on("GET", "/api/token/", html(false)).skip(1).times(2));
    client.create(&NewKey::named("mine")).await.unwrap();
    assert_eq!(bridge.keys().len(), 1);
}

#[tokio::test]
async fn without_a_connection_nothing_is_asked() {
    let bridge = start(Speaks::D);
    let client = client(&bridge);
    drop(bridge);
    assert_eq!(code(client.create(&NewKey::named("mine")).await), Code::BridgeUnreachable);
    assert_eq!(code(client.keys().await), Code::BridgeUnreachable);
}

#[tokio::test]
async fn a_lost_answer_to_a_write_is_looked_up() {
    for speaks in Speaks::ALL {
        let lost = [status(500, true), html(true), FaultKind::DropAfterApply, slow(true), status(504, true)];
        for kind in lost {
            // Waiting is the same in every dialect and takes its time.
            if matches!(kind, FaultKind::Delay { .. }) && speaks != Speaks::D {
                continue;
            }
            let bridge = start_with(bridgekeeper_bridge::Options {
                dialect: speaks,
                bulk_keys: 1,
                ..Default::default()
            });
            let client = client_with(&bridge, hasty());
            let spoil = |method: &str, path: &str| bridge.fault(Fault::on(method, path, kind.clone()));
            spoil("PUT", "/api/token/");
            let off = client.set_enabled(KeyId(1), false).await.unwrap();
            assert_eq!(off.stored_status, KeyStatus::Disabled);
            spoil("PUT", "/api/token/");
            let edit = KeyEdit { name: Some("new".into()), ..KeyEdit::default() };
            assert_eq!(client.edit(KeyId(1), &edit).await.unwrap().name, "new", "{speaks:?} {kind:?}");
            spoil("DELETE", "/api/token/1");
            client.delete(KeyId(1)).await.unwrap();
            assert!(bridge.keys().is_empty());
            let writes = bridge.requests().iter().filter(|request| request.method != "GET").count();
            assert_eq!(writes, 3, "{speaks:?} {kind:?}: each sent once");
        }
    }
}

#[tokio::test]
async fn a_write_that_did_not_happen_is_an_error() {
    let kinds = [
        (status(500, false), Code::BridgeUnreachable),
        (html(false), Code::BridgeNonsense),
        (FaultKind::DropBefore, Code::BridgeUnreachable),
        (no(false), Code::BridgeRefused),
        (FaultKind::RateLimit { retry_after: None }, Code::RateLimited),
    ];
    for speaks in Speaks::ALL {
        for (kind, wanted) in &kinds {
            let bridge = start_with(bridgekeeper_bridge::Options {
                dialect: speaks,
                bulk_keys: 1,
                ..Default::default()
            });
            let client = client(&bridge);
            let before = bridge.keys();
            bridge.fault(Fault::on("PUT", "/api/token/", kind.clone()));
            assert_eq!(code(client.set_enabled(KeyId(1), false).await), *wanted, "{speaks:?} {kind:?}");
            bridge.fault(Fault::on("PUT", "/api/token/", kind.clone()));
            let edit = KeyEdit { name: Some("new".into()), ..KeyEdit::default() };
            assert_eq!(code(client.edit(KeyId(1), &edit).await), *wanted, "{speaks:?} {kind:?}");
            bridge.fault(Fault::on("DELETE", "/api/token/1", kind.clone()));
            let gone = code(client.delete(KeyId(1)).await);
            // A no about one key reads as "not there".
            assert!(gone == *wanted || *wanted == Code::BridgeRefused && gone == Code::NotFound);
            assert_eq!(bridge.keys(), before);
            let writes = bridge.requests().iter().filter(|request| request.method != "GET").count();
            // D says for how long, and who is told asks no more.
            let told = *wanted == Code::RateLimited && speaks == Speaks::D;
            assert_eq!(writes, if told { 1 } else { 3 });
        }
    }
}

/// Every operation once, and what it gave: the code, or `None` where it worked.
async fn every_operation(client: &Bridge) -> Vec<Option<Code>> {
    fn met<T>(result: Result<T, bridgekeeper_core::error::Error>) -> Option<Code> {
        result.is_err().then(|| code(result))
    }
    let id = KeyId(1);
    let edit = KeyEdit { name: Some("new".into()), ..KeyEdit::default() };
    let key = Secret::new("sk-canarycanarycanarycanary".into());
    let login = Login {
        username: "robin".into(),
        password: Secret::new("canaryPassword".into()),
        otp: Some(Secret::new("canary123456".into())),
    };
    let (from, to) = (Timestamp::UNIX_EPOCH, Timestamp::from_second(5).unwrap());
    let query = LogQuery::default();
    vec![
        met(client.site().await),
        met(client.me().await),
        met(client.groups().await),
        met(client.models(None).await),
        met(client.keys().await),
        met(client.key(id).await),
        met(client.create(&NewKey::named("mine")).await),
        met(client.reveal(id).await),
        met(client.reveal_many(&[id]).await),
        met(client.set_enabled(id, false).await),
        met(client.edit(id, &edit).await),
        met(client.delete(id).await),
        met(client.delete_many(&[id]).await),
        met(client.dialect().await),
        met(client.logs(&query).await),
        met(client.log_sum(&query).await),
        met(client.usage_by_hour(from, to).await),
        met(client.usage_by_key(from, to).await),
        met(client.prices().await),
        met(client.key_usage(&key).await.map(drop)),
        met(client.key_models(&key).await.map(drop)),
        met(client.key_log(&key).await.map(drop)),
        met(client.renew_token().await.map(drop)),
        met(Bridge::mint_by_password(client.origin(), &login, options()).await.map(drop)),
    ]
}

/// Where in [`every_operation`] those stand that a key asks for.
const BY_KEY: std::ops::Range<usize> = 19..22;

#[tokio::test]
async fn what_is_not_the_api_is_an_error_everywhere() {
    let kinds = [
        (status(500, false), Code::BridgeUnreachable),
        (status(503, false), Code::BridgeUnreachable),
        (FaultKind::Html { status: 502, after_apply: false }, Code::BridgeUnreachable),
        (FaultKind::Html { status: 403, after_apply: false }, Code::BridgeNonsense),
        (html(false), Code::BridgeNonsense),
        (status(200, false), Code::BridgeNonsense),
        (FaultKind::Garbage { bytes: 300 }, Code::BridgeNonsense),
        (FaultKind::Nested { depth: 100_000 }, Code::BridgeNonsense),
        (FaultKind::Huge { bytes: 100 << 20 }, Code::BridgeNonsense),
        (FaultKind::ContentType { value: "text/html".into() }, Code::BridgeNonsense),
        (FaultKind::DropBefore, Code::BridgeUnreachable),
        (FaultKind::RateLimit { retry_after: None }, Code::RateLimited),
        (FaultKind::RateLimit { retry_after: Some(600) }, Code::RateLimited),
        (
            FaultKind::Redirect { location: "https://other.example/".into(), status: 301 },
            Code::BridgeNonsense,
        ),
        (FaultKind::Redirect { location: "/login".into(), status: 302 }, Code::BridgeNonsense),
        (FaultKind::Missing { pointer: "/success".into() }, Code::BridgeNonsense),
        (FaultKind::WrongType { pointer: "/success".into() }, Code::BridgeNonsense),
    ];
    for speaks in [Speaks::A, Speaks::D] {
        for (kind, wanted) in &kinds {
            let spoils = matches!(kind, FaultKind::Missing { .. } | FaultKind::WrongType { .. });
            // A has routes missing, whose answers have no `success` to spoil.
            if speaks == Speaks::A && spoils {
                continue;
            }
            let bridge = start_with(bridgekeeper_bridge::Options {
                dialect: speaks,
                bulk_keys: 1,
                ..Default::default()
            });
            bridge.fault(Fault::on_any(kind.clone()).times(0));
            let small = Options { largest: 256 << 10, ..options() };
            let mut met = every_operation(&client_with(&bridge, small)).await;
            if spoils {
                // What a key asks is answered, and refused, in other forms.
                met.drain(BY_KEY);
            }
            assert_eq!(met, vec![Some(*wanted); met.len()], "{speaks:?} {kind:?}");
        }
    }
}

#[tokio::test]
async fn a_bridge_that_keeps_silent_is_left_in_time() {
    let bridge = start(Speaks::D);
    let options = Options { total: std::time::Duration::from_millis(60), ..options() };
    let quiet = FaultKind::SlowBody { chunk: 1, ms: 50 };
    for kind in [slow(false), quiet] {
        bridge.fault(Fault::on_any(kind).times(0));
        let met = every_operation(&client_with(&bridge, options.clone())).await;
        assert_eq!(met, vec![Some(Code::BridgeUnreachable); met.len()]);
        bridge.clear_faults();
    }
}

#[tokio::test]
async fn a_refusal_is_shown_in_clean_words() {
    let bridge = start_with(bridgekeeper_bridge::Options { bulk_keys: 1, ..Default::default() });
    let client = client(&bridge);
    bridge.fault(Fault::on("POST", "/api/token/", no(false)));
    let error = client.create(&NewKey::named("mine")).await.unwrap_err();
    assert!(error.message().contains("no, ···· ···· ····"), "{error}");
    for message in [format!("a{TOKEN}b"), "x".repeat(100_000), "\u{202e}evil".into(), "a\u{0}b".into()] {
        let kind = FaultKind::SuccessFalse { message: message.clone(), after_apply: false };
        bridge.fault(Fault::on("PUT", "/api/token/", kind));
        let error = client.set_enabled(KeyId(1), true).await.unwrap_err();
        let text = all_of(&error);
        assert!(!text.contains(TOKEN) && !text.contains(['\u{202e}', '\u{0}']), "{text:?}");
        assert!(text.len() < 1200, "{}", text.len());
    }
    // A token that looks like a word is known all the same.
    let plain = "canaryTokenWithoutDigitsInIt";
    let user = bridgekeeper_bridge::UserSeed { access_token: Some(plain.into()), ..Default::default() };
    let wordy = bridgekeeper_bridge::Server::start(bridgekeeper_bridge::Options {
        users: vec![user],
        ..Default::default()
    })
    .unwrap();
    let origin = Origin::parse(&wordy.url, false).unwrap();
    let client_of_it = Bridge::with_options(origin, account(None, plain), options()).unwrap();
    let kind = FaultKind::SuccessFalse { message: format!("who is {plain}?"), after_apply: false };
    wordy.fault(Fault::on("GET", "/api/user/models", kind));
    let error = client_of_it.models(None).await.unwrap_err();
    assert!(error.message().ends_with("who is ····?"), "{error}");
    code::<()>(Err(error));
    // The same in a server error, and in the relay's form.
    for body in [
        json!({"success": false, "message": format!("panic with {TOKEN}")}),
        json!({"error": {"message": format!("panic with {TOKEN} and sk-canary123456"), "type": "new_api_panic"}}),
    ] {
        for status in [500, 404, 403, 401, 400] {
            let kind = FaultKind::Status { status, body: Some(body.clone()), after_apply: false };
            bridge.fault(Fault::on("GET", "/api/user/self", kind));
            let error = client.me().await.unwrap_err();
            assert!(all_of(&error).contains("panic with ····"), "{error:?}");
            code::<()>(Err(error));
        }
    }
}

#[tokio::test]
async fn reads_are_tried_again_and_no_more_than_that() {
    let bridge = start(Speaks::D);
    let client = client(&bridge);
    for kind in [status(502, false), status(503, false), status(504, false), FaultKind::DropBefore] {
        bridge.clear_requests();
        bridge.fault(Fault::on("GET", "/api/user/self", kind.clone()).times(2));
        client.me().await.unwrap();
        assert_eq!(bridge.requests().len(), 3, "{kind:?}");
        bridge.clear_requests();
        bridge.fault(Fault::on("GET", "/api/user/self", kind.clone()).times(3));
        assert_eq!(code(client.me().await), Code::BridgeUnreachable);
        assert_eq!(bridge.requests().len(), 3, "{kind:?}");
    }
    for kind in [status(500, false), html(false), FaultKind::RateLimit { retry_after: None }] {
        bridge.clear_requests();
        bridge.fault(Fault::on("GET", "/api/user/self", kind.clone()).times(3));
        client.me().await.unwrap_err();
        assert_eq!(bridge.requests().len(), 1, "{kind:?}");
        bridge.clear_faults();
    }
}

#[tokio::test]
async fn a_short_wait_is_waited_and_a_long_one_reported() {
    for speaks in Speaks::ALL {
        let bridge = start(speaks);
        let client = client(&bridge);
        let limit = |retry_after| {
            bridge.fault(Fault::on("GET", "/api/user/self", FaultKind::RateLimit { retry_after }));
        };
        limit(Some(0));
        client.me().await.unwrap();
        limit(Some(600));
        let error = client.me().await.unwrap_err();
        assert_eq!(error.wait_for().map(|wait| wait.as_secs()), Some(600));
        assert!(error.next_step().unwrap().contains("10 min"), "{error:?}");
        assert_eq!(code::<()>(Err(error)), Code::RateLimited);
        let kind = FaultKind::Status { status: 429, body: None, after_apply: false };
        bridge.fault(Fault::on("GET", "/api/user/self", kind));
        let error = client_with(&bridge, options()).me().await.unwrap_err();
        assert_eq!(error.wait_for().map(|wait| wait.as_secs()), Some(180), "the bridge's whole window");
        assert_eq!(code::<()>(Err(error)), Code::RateLimited);
    }
}

#[tokio::test]
async fn no_credential_follows_a_redirect() {
    let elsewhere = start(Speaks::D);
    for status in [301, 302, 303, 307, 308] {
        for location in [format!("{}/api/user/self", elsewhere.url), "//127.0.0.2:9/".into()] {
            let bridge = start_with(bridgekeeper_bridge::Options { bulk_keys: 1, ..Default::default() });
            bridge.fault(Fault::on_any(FaultKind::Redirect { location, status }).times(0));
            let client = client(&bridge);
            let met = every_operation(&client).await;
            assert_eq!(met, vec![Some(Code::BridgeNonsense); met.len()]);
        }
    }
    assert!(elsewhere.requests().is_empty(), "{:?}", elsewhere.requests());
    let bridge = start(Speaks::D);
    let location = format!("{}/api/user/self?token={TOKEN}", elsewhere.url);
    bridge.fault(Fault::on_any(FaultKind::Redirect { location, status: 301 }));
    let error = client(&bridge).me().await.unwrap_err();
    assert!(error.next_step().unwrap().contains(&elsewhere.url), "it says where: {error:?}");
    code::<()>(Err(error));
}

#[tokio::test]
async fn an_unusable_token_is_refused_before_anything_is_sent() {
    for token in ["canary\nX-Evil: 1", "canary\u{0}", "canary\u{7f}"] {
        let origin = Origin::parse("http://127.0.0.1:9", false).unwrap();
        assert_eq!(code(Bridge::new(origin, account(None, token)).map(drop)), Code::Invalid);
    }
}

#[tokio::test]
async fn reads_queue_and_a_write_goes_ahead() {
    let bridge = start(Speaks::D);
    let client = client_with(&bridge, Options { at_once: 3, ..options() });
    bridge.fault(Fault::on("GET", "/api/token/", slow(false)).times(0));
    let reads: Vec<_> = (0..8)
        .map(|_| {
            tokio::spawn({
                let client = client.clone();
                async move { client.keys().await.map(drop) }
            })
        })
        .collect();
    while count(&bridge, "GET", "/api/token/") < 3 {
        tokio::task::yield_now().await;
    }
    assert!(matches!(client.post_key(&NewKey::named("urgent")).await, Posted::Made));
    assert_eq!(count(&bridge, "GET", "/api/token/"), 3, "the others wait for their turn");
    reads.iter().for_each(tokio::task::JoinHandle::abort);
}
