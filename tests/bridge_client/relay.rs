//! What a key can do, found out with the key itself.

use bridgekeeper_bridge::{self as server, Dialect as Speaks, Fault, FaultKind};
use bridgekeeper_core::bridge::{Bridge, Door, Origin, Verdict};
use bridgekeeper_core::error::Code;
use bridgekeeper_core::key::{KeyId, NewKey};
use bridgekeeper_core::secret::Secret;
use serde_json::json;

use super::{TOKEN, client, code, options, start};

const DOORS: [Door; 4] = [Door::OpenAi, Door::Responses, Door::Anthropic, Door::Gemini];

#[tokio::test]
async fn a_good_key_is_accepted_at_every_door() {
    for speaks in Speaks::ALL {
        let bridge = start(speaks);
        let client = client(&bridge);
        let made = client.create(&NewKey::named("k")).await.unwrap();
        let secret = client.reveal(made.key.id).await.unwrap();
        bridge.clear_requests();
        let keyless = Origin::parse(&bridge.url, false).unwrap();
        let keyless = Bridge::with_options(keyless, None, options()).unwrap();
        for door in DOORS {
            let tried = keyless.try_key(&secret, door).await.unwrap();
            assert_eq!((tried.verdict, tried.status, &tried.message), (Verdict::Accepted, 200, &None));
            let models = tried.models.unwrap();
            assert!(models.len() > 1, "{speaks:?} {door:?}");
            let asked = client.ask(&secret, door, &models[0]).await.unwrap();
            assert_eq!(asked.verdict, Verdict::Accepted, "{speaks:?} {door:?} {asked:?}");
        }
        let requests = bridge.requests();
        let paths: Vec<_> = requests.iter().map(|r| format!("{} {}", r.method, r.path)).collect();
        let asked =
            ["/v1/chat/completions", "/v1/responses", "/v1/messages"].map(|path| format!("POST {path}"));
        assert_eq!(
            paths.iter().skip(1).step_by(2).take(3).collect::<Vec<_>>(),
            asked.iter().collect::<Vec<_>>()
        );
        let gemini = &paths[7];
        assert!(
            gemini.starts_with("POST /v1beta/models/") && gemini.ends_with(":generateContent"),
            "{gemini}"
        );
        assert!(paths.iter().step_by(2).all(|path| path == "GET /v1/models"), "{paths:?}");
        for (request, door) in requests.iter().zip(DOORS.into_iter().flat_map(|door| [door, door])) {
            let headers = format!("{:?}", request.headers);
            assert!(!headers.contains(TOKEN), "the account is nobody's business at the relay");
            assert!(!headers.contains("new-api-user"), "{headers}");
            assert_eq!(request.headers["authorization"], format!("Bearer {}", secret.expose()));
            let extra = request.headers.get("x-api-key").map(String::as_str);
            assert_eq!(extra, (door == Door::Anthropic).then(|| secret.expose()));
            let extra = request.headers.get("x-goog-api-key").map(String::as_str);
            let wanted = door == Door::Gemini && request.method == "POST";
            assert_eq!(extra, wanted.then(|| secret.expose()));
        }
        assert!(bridge.key(made.key.id.0).unwrap().used_quota > 0, "it was a real request");
    }
}

#[tokio::test]
async fn a_dead_key_is_rejected() {
    for speaks in Speaks::ALL {
        let bridge = start(speaks);
        let client = client(&bridge);
        let key = |key| bridge.add_key(key);
        let disabled = key(server::Key { status: 2, ..Default::default() });
        let expired = key(server::Key { expired_time: bridge.now() - 5, ..Default::default() });
        let dry = key(server::Key { unlimited_quota: false, ..Default::default() });
        let deleted = key(server::Key::default());
        client.delete(KeyId(deleted.id)).await.unwrap();
        let unknown = server::Key { secret: "x".repeat(48), ..Default::default() };
        for dead in [disabled, expired, dry, deleted, unknown] {
            let secret = Secret::api_key(&dead.sk()).unwrap();
            for door in DOORS {
                for tried in [
                    client.try_key(&secret, door).await.unwrap(),
                    client.ask(&secret, door, &bridge.state().models[0].name).await.unwrap(),
                ] {
                    assert_eq!(
                        (tried.verdict, tried.status),
                        (Verdict::Rejected, 401),
                        "{speaks:?} {dead:?}"
                    );
                    assert!(tried.message.is_some_and(|text| !text.contains(&dead.secret)));
                }
            }
        }
    }
}

#[tokio::test]
async fn a_live_key_may_be_forbidden_something() {
    for speaks in Speaks::ALL {
        let bridge = start(speaks);
        let client = client(&bridge);
        let elsewhere =
            bridge.add_key(server::Key { allow_ips: Some("192.0.2.1".into()), ..Default::default() });
        let secret = Secret::api_key(&elsewhere.sk()).unwrap();
        let model = bridge.state().models[0].name.clone();
        for door in DOORS {
            let tried = client.ask(&secret, door, &model).await.unwrap();
            assert_eq!((tried.verdict, tried.status), (Verdict::Forbidden, 403), "{speaks:?}");
            let tried = client.try_key(&secret, door).await.unwrap();
            // A does not look at the address list here.
            let wanted = if speaks == Speaks::A { Verdict::Accepted } else { Verdict::Forbidden };
            assert_eq!(tried.verdict, wanted, "{speaks:?}");
        }
        let narrow = bridge.add_key(server::Key {
            model_limits_enabled: true,
            model_limits: "another".into(),
            ..Default::default()
        });
        let secret = Secret::api_key(&narrow.sk()).unwrap();
        let tried = client.ask(&secret, Door::OpenAi, &model).await.unwrap();
        assert_eq!(tried.verdict, Verdict::Forbidden);
        assert!(tried.message.is_some_and(|text| text.contains(&model)));
        let wide = Secret::api_key(&bridge.add_key(server::Key::default()).sk()).unwrap();
        let tried = client.ask(&wide, Door::OpenAi, "no-such-model").await.unwrap();
        assert_eq!((tried.verdict, tried.status), (Verdict::Unknown, 503), "says nothing about the key");
    }
}

#[tokio::test]
async fn trouble_says_nothing_about_a_key() {
    let bridge = start(Speaks::D);
    let client = client(&bridge);
    // It looks like a word: only who sent it knows it for a key.
    let wordy = server::Key { secret: "canaryWithoutDigits".into(), ..Default::default() };
    let secret = Secret::api_key(&bridge.add_key(wordy).sk()).unwrap();
    let echo =
        json!({"error": {"message": format!("{} {}", secret.expose(), &secret.expose()[3..]), "code": ""}});
    let status = |status, body| FaultKind::Status { status, body, after_apply: false };
    let html = |status| FaultKind::Html { status, after_apply: false };
    for (kind, wanted) in [
        (html(401), Verdict::Unknown),
        (html(403), Verdict::Unknown),
        (html(200), Verdict::Unknown),
        (status(401, None), Verdict::Unknown),
        (status(401, Some(json!("no"))), Verdict::Unknown),
        (status(401, Some(json!({"message": "no"}))), Verdict::Unknown),
        (status(200, Some(json!({"error": {"message": "no"}}))), Verdict::Unknown),
        (status(200, Some(json!({"data": 7}))), Verdict::Unknown),
        (status(500, Some(echo.clone())), Verdict::Unknown),
        (status(401, Some(echo.clone())), Verdict::Rejected),
        (status(403, Some(echo)), Verdict::Forbidden),
        (FaultKind::RateLimit { retry_after: None }, Verdict::Unknown),
        (FaultKind::Redirect { location: "https://other.example".into(), status: 302 }, Verdict::Unknown),
        (FaultKind::Garbage { bytes: 50 }, Verdict::Unknown),
        (FaultKind::Nested { depth: 10_000 }, Verdict::Unknown),
    ] {
        for door in DOORS {
            bridge.clear_requests();
            bridge.fault(Fault::on_any(kind.clone()).times(2));
            let tried = client.try_key(&secret, door).await.unwrap();
            let asked = client.ask(&secret, door, "m").await.unwrap();
            assert_eq!((tried.verdict, asked.verdict), (wanted, wanted), "{kind:?}");
            for message in [tried.message, asked.message].into_iter().flatten() {
                assert!(!message.contains(&secret.expose()[3..]), "{message}");
            }
            assert_eq!(bridge.requests().len(), 2, "{kind:?}: each sent once");
        }
    }
    for kind in [FaultKind::DropBefore, FaultKind::Truncate { bytes: None }] {
        bridge.fault(Fault::on_any(kind.clone()));
        let met = client.try_key(&secret, Door::OpenAi).await;
        assert!(matches!(code(met.map(drop)), Code::BridgeUnreachable | Code::BridgeNonsense), "{kind:?}");
    }
    bridge.fault(Fault::on_any(FaultKind::Huge { bytes: 100 << 20 }));
    assert_eq!(code(client.try_key(&secret, Door::OpenAi).await.map(drop)), Code::BridgeNonsense);
    drop(bridge);
    assert_eq!(code(client.try_key(&secret, Door::OpenAi).await.map(drop)), Code::BridgeUnreachable);
}
