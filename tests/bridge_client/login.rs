//! Signing in with a password, and the token that comes of it.

use std::time::Duration;

use bridgekeeper_bridge::{self as server, Dialect as Speaks, Fault, FaultKind, Running, Server};
use bridgekeeper_core::bridge::{Account, Bridge, Login, Options, Origin};
use bridgekeeper_core::error::{Code, Error};
use bridgekeeper_core::secret::Secret;
use serde_json::json;

use super::script::{Script, answer, data, json as json_answer, no_route};
use super::{TOKEN, all_of, client, code, count, hasty, options, start};

const PASSWORD: &str = "canary Pass  word!7";
const OTP: &str = "canary123456";

fn strict(dialect: Speaks, otp: bool) -> Running {
    start_with(
        server::Options { dialect, limits: server::Limits::standard(dialect), ..Default::default() },
        otp,
    )
}

fn start_with(options: server::Options, otp: bool) -> Running {
    let user = server::UserSeed {
        access_token: Some(TOKEN.into()),
        password: Some(PASSWORD.into()),
        otp: otp.then(|| OTP.into()),
        ..Default::default()
    };
    Server::start(server::Options { users: vec![user], ..options }).unwrap()
}

fn login(password: &str, otp: Option<&str>) -> Login {
    let secret = |text: &str| Secret::new(text.into());
    Login { username: "robin".into(), password: secret(password), otp: otp.map(secret) }
}

async fn sign_in(bridge: &Running, login: &Login) -> Result<Account, Error> {
    sign_in_with(bridge, login, options()).await
}

async fn sign_in_with(bridge: &Running, login: &Login, options: Options) -> Result<Account, Error> {
    Bridge::mint_by_password(&Origin::parse(&bridge.url, false).unwrap(), login, options).await
}

fn token(bridge: &Running) -> String {
    bridge.user().unwrap().access_token.unwrap()
}

#[tokio::test]
async fn a_password_becomes_an_account_in_every_dialect() {
    for speaks in Speaks::ALL {
        for otp in [false, true] {
            let bridge = strict(speaks, otp);
            let minted = sign_in(&bridge, &login(PASSWORD, Some(OTP))).await.unwrap();
            assert_eq!(minted.user_id, Some(bridge.user_id), "{speaks:?}");
            assert_eq!(minted.token.expose(), token(&bridge));
            assert_ne!(token(&bridge), TOKEN, "it replaces the earlier one");
            let origin = Origin::parse(&bridge.url, false).unwrap();
            let me = Bridge::with_options(origin, Some(minted), options()).unwrap().me().await.unwrap();
            assert_eq!(me.username, "robin");
            assert_eq!(code(client(&bridge).me().await), Code::NotSignedIn, "the earlier one is dead");
            assert_eq!(count(&bridge, "GET", "/api/user/token"), 1);
            let seconds = count(&bridge, "POST", "/api/user/login/2fa");
            assert_eq!(seconds, usize::from(otp && speaks > Speaks::A), "A knows no second factor");
        }
    }
}

#[tokio::test]
async fn the_session_is_signed_out_again() {
    for speaks in Speaks::ALL {
        for lost in [false, true] {
            let bridge = strict(speaks, false);
            if lost {
                bridge.fault(Fault::on("GET", "/api/user/token", FaultKind::DropAfterApply));
            }
            assert_eq!(sign_in(&bridge, &login(PASSWORD, None)).await.is_err(), lost);
            let requests = bridge.requests();
            let last = requests.last().unwrap();
            let (method, path, cookie) = match speaks {
                Speaks::D => ("POST", "/api/user/auth/logout", "new_api_refresh="),
                _ => ("GET", "/api/user/logout", "session="),
            };
            assert_eq!((last.method.as_str(), last.path.as_str(), last.status), (method, path, Some(200)));
            assert!(last.headers["cookie"].starts_with(cookie), "{speaks:?}: {:?}", last.headers);
            let mint = requests.iter().find(|request| request.path == "/api/user/token").unwrap();
            if speaks == Speaks::D {
                assert!(
                    !mint.headers.contains_key("cookie"),
                    "a refresh cookie belongs to the refresh alone"
                );
            }
            assert!(requests.iter().all(|request| !format!("{:?}", request.headers).contains(TOKEN)));
        }
    }
}

#[tokio::test]
async fn a_sign_out_that_fails_costs_nobody_the_token() {
    for speaks in Speaks::ALL {
        for kind in [
            FaultKind::Status { status: 500, body: None, after_apply: false },
            FaultKind::DropBefore,
            FaultKind::RateLimit { retry_after: None },
            FaultKind::Delay { ms: 60_000, after_apply: false },
        ] {
            let bridge = strict(speaks, false);
            let path = if speaks == Speaks::D { "/api/user/auth/logout" } else { "/api/user/logout" };
            bridge.fault(Fault { path: path.into(), times: 0, ..Fault::on_any(kind) });
            let minted = sign_in_with(&bridge, &login(PASSWORD, None), hasty()).await.unwrap();
            assert_eq!(minted.token.expose(), token(&bridge));
        }
    }
}

#[tokio::test]
async fn a_missing_code_is_asked_for() {
    for speaks in [Speaks::B, Speaks::C, Speaks::D] {
        let bridge = strict(speaks, true);
        let error = sign_in(&bridge, &login(PASSWORD, None)).await.map(drop).unwrap_err();
        assert!(error.next_step().unwrap().contains("code"), "{error:?}");
        assert_eq!(code::<()>(Err(error)), Code::SecondFactor, "{speaks:?}");
        assert_eq!(token(&bridge), TOKEN, "nothing was made");
    }
}

#[tokio::test]
async fn what_is_wrong_is_refused_in_the_bridges_words() {
    for speaks in Speaks::ALL {
        let bridge = strict(speaks, true);
        let met =
            [("wrong canary password", Some(OTP), "password"), (PASSWORD, Some("canary654321"), "code")];
        for (password, otp, hint) in met {
            if speaks == Speaks::A && hint == "code" {
                continue;
            }
            let error = sign_in(&bridge, &login(password, otp)).await.map(drop).unwrap_err();
            assert!(error.message().contains("did not sign in: "), "{error}");
            assert!(error.next_step().unwrap().contains(hint), "{error:?}");
            assert_eq!(code::<()>(Err(error)), Code::NotSignedIn, "{speaks:?}");
        }
        bridge.edit(|state| state.users[0].banned = true);
        assert_eq!(code(sign_in(&bridge, &login(PASSWORD, Some(OTP))).await.map(drop)), Code::NotSignedIn);
        assert_eq!(token(&bridge), TOKEN);
    }
}

#[tokio::test]
async fn nothing_secret_comes_back_in_an_error() {
    for speaks in Speaks::ALL {
        for (path, skip) in [("/api/user/login", 0), ("/api/user/login/2fa", 0), ("/api/user/token", 0)] {
            if speaks == Speaks::A && path.ends_with("2fa") {
                continue;
            }
            for (status, words) in [(200, PASSWORD), (500, PASSWORD), (403, OTP), (200, OTP), (429, PASSWORD)]
            {
                let bridge = strict(speaks, true);
                let body = json!({"success": false, "message": format!("no: {words}!")});
                let kind = FaultKind::Status { status, body: Some(body), after_apply: false };
                bridge.fault(Fault {
                    path: path.into(),
                    method: None,
                    query: None,
                    holds: None,
                    times: 0,
                    skip,
                    kind,
                });
                let error = sign_in(&bridge, &login(PASSWORD, Some(OTP))).await.map(drop).unwrap_err();
                let text = all_of(&error);
                assert!(
                    !text.contains("word!7") && !text.contains(OTP),
                    "{speaks:?} {path} {status}: {text}"
                );
                code::<()>(Err(error));
            }
        }
    }
}

#[tokio::test]
async fn a_lost_token_is_said_plainly_and_never_asked_for_twice() {
    let lost = [
        FaultKind::DropAfterApply,
        FaultKind::Status { status: 502, body: None, after_apply: true },
        FaultKind::Html { status: 200, after_apply: true },
        FaultKind::Truncate { bytes: Some(20) },
        FaultKind::WrongType { pointer: "/data".into() },
        FaultKind::Replace { pointer: "/data".into(), value: json!("") },
        FaultKind::Delay { ms: 60_000, after_apply: true },
    ];
    for speaks in Speaks::ALL {
        for kind in &lost {
            // Waiting is the same in every dialect and takes its time.
            if matches!(kind, FaultKind::Delay { .. }) && speaks != Speaks::D {
                continue;
            }
            let bridge = strict(speaks, false);
            let fault = || Fault::on("GET", "/api/user/token", kind.clone()).times(0);
            bridge.fault(fault());
            let error = sign_in_with(&bridge, &login(PASSWORD, None), hasty()).await.map(drop).unwrap_err();
            assert!(error.message().contains("the earlier one is dead"), "{error}");
            assert!(error.next_step().unwrap().contains("sign in again"), "{error:?}");
            assert!(matches!(code::<()>(Err(error)), Code::BridgeUnreachable | Code::BridgeNonsense));
            assert_eq!(count(&bridge, "GET", "/api/user/token"), 1, "{speaks:?} {kind:?}");
            assert_ne!(token(&bridge), TOKEN);
            bridge.clear_faults();
            let again = sign_in(&bridge, &login(PASSWORD, None)).await.unwrap();
            assert_eq!(again.token.expose(), token(&bridge));
        }
    }
}

#[tokio::test]
async fn a_password_that_no_program_may_use_is_not_sent() {
    for speaks in Speaks::ALL {
        for (turnstile, password_login) in [(true, true), (true, false), (false, false)] {
            // A and B do not say that passwords are off.
            if !turnstile && speaks < Speaks::C {
                continue;
            }
            let site = server::Site { turnstile, password_login, ..Default::default() };
            let bridge = start_with(server::Options { dialect: speaks, site, ..Default::default() }, false);
            let error = sign_in(&bridge, &login(PASSWORD, None)).await.map(drop).unwrap_err();
            assert!(error.next_step().unwrap().contains("system access token"), "{error:?}");
            assert_eq!(code::<()>(Err(error)), Code::BridgeRefused);
            assert_eq!(bridge.requests().len(), 1, "{speaks:?}: only its status was asked for");
        }
        let site = server::Site { password_login: false, ..Default::default() };
        let bridge = start_with(server::Options { dialect: speaks, site, ..Default::default() }, false);
        sign_in(&bridge, &login(PASSWORD, None)).await.map(drop).unwrap_err();
    }
}

#[tokio::test]
async fn a_full_strict_bucket_is_said_and_remembered() {
    for speaks in Speaks::ALL {
        let bridge = strict(speaks, false);
        bridge.fault(Fault::on("POST", "/api/user/login", FaultKind::RateLimit { retry_after: Some(175) }));
        let options = options();
        for _ in 0..3 {
            let met = sign_in_with(&bridge, &login(PASSWORD, None), options.clone()).await.map(drop);
            let error = met.unwrap_err();
            assert!(error.wait_for().is_some_and(|wait| wait > Duration::from_secs(170)), "{error:?}");
            assert_eq!(code::<()>(Err(error)), Code::RateLimited);
        }
        assert_eq!(count(&bridge, "POST", "/api/user/login"), 1, "{speaks:?}");
    }
}

#[tokio::test]
async fn twenty_tries_of_other_programs_lock_the_address_and_that_is_said() {
    for speaks in Speaks::ALL {
        let bridge = strict(speaks, false);
        for _ in 0..20 {
            let met = sign_in(&bridge, &login("wrong canary password", None)).await.map(drop);
            assert_eq!(code(met), Code::NotSignedIn);
        }
        let error = sign_in(&bridge, &login(PASSWORD, None)).await.map(drop).unwrap_err();
        assert!(error.wait_for().is_some_and(|wait| wait > Duration::from_secs(1100)), "{error:?}");
        assert_eq!(code::<()>(Err(error)), Code::RateLimited, "{speaks:?}");
        bridge.advance(1200);
        sign_in(&bridge, &login(PASSWORD, None)).await.unwrap();
    }
}

#[tokio::test]
async fn a_limit_met_half_way_says_how_long_it_lasts() {
    for speaks in Speaks::ALL {
        let bridge = strict(speaks, false);
        let kind = FaultKind::RateLimit { retry_after: Some(900) };
        bridge.fault(Fault::on("GET", "/api/user/token", kind));
        let error = sign_in(&bridge, &login(PASSWORD, None)).await.map(drop).unwrap_err();
        assert!(error.next_step().unwrap().contains("15 min"), "{error:?}");
        assert_eq!(code::<()>(Err(error)), Code::RateLimited);
        assert_eq!(token(&bridge), TOKEN, "nothing was made");
        assert!(bridge.requests().last().unwrap().path.ends_with("/logout"), "{speaks:?}");
    }
}

#[tokio::test]
async fn the_present_token_is_renewed_once() {
    for speaks in Speaks::ALL {
        let bridge = start(speaks);
        let fresh = client(&bridge).renew_token().await.unwrap();
        assert_eq!(fresh.expose(), token(&bridge), "{speaks:?}");
        assert_eq!(
            code(client(&bridge).renew_token().await.map(drop)),
            Code::NotSignedIn,
            "the old one is dead"
        );
        let bridge = start(speaks);
        bridge.fault(Fault::on("GET", "/api/user/token", FaultKind::DropAfterApply).times(0));
        let error = client(&bridge).renew_token().await.map(drop).unwrap_err();
        assert!(error.message().contains("the earlier one is dead"), "{error}");
        assert_eq!(code::<()>(Err(error)), Code::BridgeUnreachable);
        assert_eq!(count(&bridge, "GET", "/api/user/token"), 1);
    }
}

#[tokio::test]
async fn what_is_not_the_api_is_an_error_at_each_step() {
    for speaks in Speaks::ALL {
        for path in ["/api/status", "/api/user/login", "/api/user/login/2fa", "/api/user/token"] {
            if speaks == Speaks::A && path.ends_with("2fa") {
                continue;
            }
            for (kind, wanted) in [
                (FaultKind::Huge { bytes: 100 << 20 }, Code::BridgeNonsense),
                (FaultKind::Nested { depth: 100_000 }, Code::BridgeNonsense),
                (FaultKind::Garbage { bytes: 300 }, Code::BridgeNonsense),
                (FaultKind::Html { status: 200, after_apply: false }, Code::BridgeNonsense),
                (FaultKind::Html { status: 403, after_apply: false }, Code::BridgeNonsense),
                (FaultKind::Missing { pointer: "/data".into() }, Code::BridgeNonsense),
                (FaultKind::WrongType { pointer: "/success".into() }, Code::BridgeNonsense),
                (FaultKind::DropBefore, Code::BridgeUnreachable),
                (FaultKind::Status { status: 500, body: None, after_apply: false }, Code::BridgeUnreachable),
            ] {
                let bridge = strict(speaks, true);
                bridge.fault(Fault { path: path.into(), times: 0, ..Fault::on_any(kind.clone()) });
                let small = Options { largest: 256 << 10, ..options() };
                let met = sign_in_with(&bridge, &login(PASSWORD, Some(OTP)), small).await.map(drop);
                assert_eq!(code(met), wanted, "{speaks:?} {path} {kind:?}");
                assert!(count(&bridge, "POST", "/api/user/login") <= 1, "a password is sent once");
            }
        }
    }
}

#[tokio::test]
async fn no_password_follows_a_redirect() {
    let elsewhere = start(Speaks::D);
    for path in ["/api/user/login", "/api/user/login/2fa", "/api/user/token", "/api/user/auth/logout"] {
        for status in [301, 302, 303, 307, 308] {
            let bridge = strict(Speaks::D, true);
            let location = format!("{}{path}", elsewhere.url);
            let kind = FaultKind::Redirect { location, status };
            bridge.fault(Fault {
                path: path.into(),
                method: None,
                query: None,
                holds: None,
                times: 0,
                skip: 0,
                kind,
            });
            let met = sign_in(&bridge, &login(PASSWORD, Some(OTP))).await.map(drop);
            if path.ends_with("logout") {
                met.unwrap();
            } else {
                assert_eq!(code(met), Code::BridgeNonsense);
            }
        }
    }
    assert!(elsewhere.requests().is_empty(), "{:?}", elsewhere.requests());
}

#[tokio::test]
async fn a_password_goes_in_clear_only_to_this_machine() {
    // Whoever signs in needs an origin, and that is refused before there is anything to send.
    assert_eq!(code(Origin::parse("http://bridge.example", false)), Code::Invalid);
    assert!(Origin::parse("http://127.0.0.1:9", false).is_ok());
}

#[tokio::test]
async fn an_empty_name_or_password_is_not_sent() {
    let bridge = start(Speaks::D);
    for (username, password) in [("", PASSWORD), ("robin", "")] {
        let login = Login { username: username.into(), ..login(password, None) };
        assert_eq!(code(sign_in(&bridge, &login).await.map(drop)), Code::Invalid);
    }
    assert_eq!(count(&bridge, "POST", "/api/user/login"), 0);
}

#[tokio::test]
async fn sign_ins_that_make_no_sense_are_nonsense() {
    let status = json!({"system_name": "n", "quota_per_unit": 500_000});
    for (step, cookie) in [
        (json!(null), false),
        (json!(7), false),
        (json!({}), true),
        (json!({"id": 5}), false),
        (json!({"id": 0}), true),
        (json!({"id": -5}), true),
        (json!({"access_token": "canaryjwt"}), false),
        (json!({"access_token": "canary\u{1}jwt", "user": {"id": 5}}), false),
        (json!({"user": 7, "id": 5}), true),
    ] {
        let (status, shown) = (status.clone(), step.clone());
        let script = Script::start(move |asked| {
            if asked.line.starts_with("GET /api/status") {
                return data(status.clone());
            }
            if !asked.line.starts_with("POST /api/user/login?") {
                return no_route();
            }
            let cookie = if cookie { "Set-Cookie: session=canarycookie; Path=/" } else { "X: y" };
            let body = json!({"success": true, "data": shown}).to_string();
            answer(200, &["Content-Type: application/json", cookie], body.as_bytes())
        })
        .await;
        let met = Bridge::mint_by_password(&script.origin, &login(PASSWORD, None), options()).await.map(drop);
        assert!(matches!(code(met), Code::BridgeNonsense | Code::Invalid), "{step}");
        assert!(!script.lines().iter().any(|line| line.contains("/api/user/token")), "{step}");
    }
    // Cookies without measure are not carried along.
    let huge = format!("Set-Cookie: session={}", "c".repeat(100_000));
    let script = Script::start(move |asked| match &asked.line {
        line if line.starts_with("GET /api/status") => data(json!({"system_name": "n", "quota_per_unit": 1})),
        line if line.starts_with("POST /api/user/login?") => {
            answer(200, &["Content-Type: application/json", &huge], br#"{"success":true,"data":{"id":5}}"#)
        }
        _ => json_answer(&json!({"success": false})),
    })
    .await;
    let met = Bridge::mint_by_password(&script.origin, &login(PASSWORD, None), options()).await.map(drop);
    assert_eq!(code(met), Code::BridgeNonsense);
}
