//! Signing in: with an access token, with a password, and not.

use bridgekeeper_bridge::{Dialect, Options, Site, UserSeed};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::case::{Case, Reply};

const SELF: &str = "/api/user/self";

fn verdict(reply: &Reply) -> (u16, Value, Value) {
    let json = reply.json();
    (reply.status.as_u16(), json["success"].clone(), json["code"].clone())
}

fn refused(status: u16, code: Option<&str>) -> (u16, Value, Value) {
    (status, json!(false), json!(code))
}

#[tokio::test]
async fn each_dialect_refuses_in_its_own_way() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        let d = dialect == Dialect::D;
        let get = || case.bare(Method::GET, SELF);
        let none = Reply::of(get()).await;
        assert_eq!(verdict(&none), refused(401, d.then_some("AUTH_UNAUTHORIZED")), "{dialect:?}");
        let wrong = Reply::of(get().bearer_auth("wrong").header("New-Api-User", case.bridge.user_id)).await;
        let (status, code) = if d { (401, Some("AUTH_UNAUTHORIZED")) } else { (200, None) };
        assert_eq!(verdict(&wrong), refused(status, code), "{dialect:?}");
        for header in [None, Some("many"), Some("7")] {
            let mut request = get().bearer_auth(&case.bridge.access_token);
            if let Some(value) = header {
                request = request.header("New-Api-User", value);
            }
            let reply = Reply::of(request).await;
            if d {
                assert_eq!(reply.data()["id"], case.bridge.user_id, "D ignores the header");
            } else {
                assert_eq!(verdict(&reply), refused(401, None), "{dialect:?} {header:?}");
            }
        }
        let bare = get().header("Authorization", &case.bridge.access_token);
        Reply::of(bare.header("New-Api-User", case.bridge.user_id)).await.data();
        let lower = get().header("Authorization", format!("bearer {}", case.bridge.access_token));
        let lower = Reply::of(lower.header("New-Api-User", case.bridge.user_id)).await;
        assert_eq!(lower.json()["success"], d, "only D takes any case of Bearer");
        case.bridge.edit(|state| state.users[0].banned = true);
        let code = if d { Some("AUTH_USER_DISABLED") } else { None };
        assert_eq!(verdict(&case.get(SELF).await), refused(status, code), "{dialect:?}: banned");
    }
}

#[tokio::test]
async fn a_new_access_token_kills_the_old_one() {
    for dialect in Dialect::ALL {
        let case = Case::new(dialect);
        let token = case.get("/api/user/token").await.data();
        let token = token.as_str().expect("a token");
        assert_ne!(token, case.bridge.access_token);
        assert_eq!(case.get(SELF).await.json()["success"], false, "the old one is dead");
        let fresh = case.bare(Method::GET, SELF).bearer_auth(token);
        Reply::of(fresh.header("New-Api-User", case.bridge.user_id)).await.data();
    }
}

#[tokio::test]
async fn a_password_gives_a_session_cookie_before_d() {
    for (dialect, fields) in [(Dialect::A, 6), (Dialect::B, 16), (Dialect::C, 6)] {
        let case = Case::new(dialect);
        let credentials = json!({"username": case.bridge.username, "password": case.bridge.password});
        let login = case.post("/api/user/login?turnstile=", credentials).await;
        let user = login.data();
        assert_eq!(user["id"], case.bridge.user_id);
        assert_eq!(user.as_object().map(serde_json::Map::len), Some(fields), "{dialect:?}");
        let cookie = format!("session={}", Case::cookie(&login, "session").expect("a session cookie"));
        let with = |path| case.bare(Method::GET, path).header("Cookie", &cookie);
        assert_eq!(Reply::of(with(SELF)).await.status, StatusCode::UNAUTHORIZED, "and the header too");
        let signed = || with(SELF).header("New-Api-User", case.bridge.user_id);
        Reply::of(signed()).await.data();
        Reply::of(with("/api/user/logout")).await.json();
        assert_eq!(Reply::of(signed()).await.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn a_password_gives_a_signed_session_in_d() {
    let case = Case::new(Dialect::D);
    let credentials = json!({"username": "robin@example.com", "password": case.bridge.password});
    let login = case.post("/api/user/login", credentials).await;
    let session = login.data();
    assert_eq!(session["token_type"], "Bearer");
    assert_eq!(session["user"]["id"], case.bridge.user_id);
    let token = |session: &Value| session["access_token"].as_str().expect("a token").to_owned();
    let with = |token: String, path| case.bare(Method::GET, path).bearer_auth(token);
    Reply::of(with(token(&session), SELF)).await.data();
    Reply::of(with(token(&session), "/api/user/auth/sessions")).await.data();
    let by_pat = case.get("/api/user/auth/sessions").await;
    assert_eq!(verdict(&by_pat), refused(403, Some("AUTH_SESSION_REQUIRED")));

    case.bridge.advance(15 * 60);
    let late = Reply::of(with(token(&session), SELF)).await;
    assert_eq!(verdict(&late), refused(401, Some("AUTH_TOKEN_EXPIRED")));

    let refresh = |cookie: &str| {
        let request = case.bare(Method::POST, "/api/user/auth/refresh");
        request.header("Cookie", format!("new_api_refresh={cookie}"))
    };
    let first = Case::cookie(&login, "new_api_refresh").expect("a refresh cookie");
    let other = Reply::of(refresh(&first).header("X-Auth-Session", "other")).await;
    assert_eq!(verdict(&other), refused(409, Some("AUTH_SESSION_MISMATCH")));
    let refreshed = Reply::of(refresh(&first)).await;
    Reply::of(with(token(&refreshed.data()), SELF)).await.data();
    let race = Reply::of(refresh(&first)).await;
    assert_eq!(verdict(&race), refused(409, Some("AUTH_REFRESH_RACE")));

    let second = Case::cookie(&refreshed, "new_api_refresh").expect("a new refresh cookie");
    let logout = case.bare(Method::POST, "/api/user/auth/logout");
    Reply::of(logout.header("Cookie", format!("new_api_refresh={second}"))).await.json();
    let gone = Reply::of(with(token(&refreshed.data()), SELF)).await;
    assert_eq!(verdict(&gone), refused(401, Some("AUTH_SESSION_REVOKED")));
}

#[tokio::test]
async fn sign_in_failures_are_quiet() {
    for dialect in Dialect::ALL {
        let site = |change: fn(&mut Site)| {
            let mut site = Site::default();
            change(&mut site);
            Case::with(Options { dialect, site, ..Options::default() })
        };
        let sign_in = async |case: &Case, password: &str| {
            let body = json!({"username": case.bridge.username, "password": password});
            case.post("/api/user/login", body).await.failure()
        };
        let plain = Case::new(dialect);
        sign_in(&plain, "wrong").await;
        sign_in(&plain, "").await;
        let captcha = site(|site| site.turnstile = true);
        sign_in(&captcha, &captcha.bridge.password).await;
        let off = site(|site| site.password_login = false);
        sign_in(&off, &off.bridge.password).await;
        plain.bridge.edit(|state| state.users[0].banned = true);
        sign_in(&plain, &plain.bridge.password).await;
    }
}

/// A bridge whose user has a second factor, and the two steps of signing in at it.
struct TwoSteps(Case);

impl TwoSteps {
    fn new(dialect: Dialect) -> Self {
        let user = UserSeed { otp: Some("123456".to_owned()), ..UserSeed::default() };
        Self(Case::with(Options { dialect, users: vec![user], ..Options::default() }))
    }

    async fn first(&self) -> Reply {
        let bridge = &self.0.bridge;
        let credentials = json!({"username": bridge.username, "password": bridge.password});
        self.0.post("/api/user/login", credentials).await
    }

    async fn second(&self, first: &Reply, code: &str) -> Reply {
        let pending = Case::cookie(first, "session").unwrap_or_default();
        let request = self.0.bare(Method::POST, "/api/user/login/2fa");
        let request = request.header("Cookie", format!("session={pending}"));
        let body = json!({"code": code, "flow_token": first.data()["flow_token"]});
        Reply::of(request.json(&body)).await
    }
}

#[tokio::test]
async fn the_first_step_alone_is_no_sign_in() {
    for dialect in [Dialect::B, Dialect::C, Dialect::D] {
        let steps = TwoSteps::new(dialect);
        let first = steps.first().await;
        assert_eq!(first.data()["require_2fa"], true);
        assert_eq!(first.data()["flow_token"].is_string(), dialect == Dialect::D);
        let pending = Case::cookie(&first, "session").unwrap_or_default();
        let request = steps.0.bare(Method::GET, SELF).header("Cookie", format!("session={pending}"));
        let half = Reply::of(request.header("New-Api-User", steps.0.bridge.user_id)).await;
        assert_eq!(half.status, StatusCode::UNAUTHORIZED, "{dialect:?}");
    }
}

#[tokio::test]
async fn five_wrong_codes_lock_the_second_step_for_five_minutes() {
    for dialect in [Dialect::B, Dialect::C, Dialect::D] {
        let steps = TwoSteps::new(dialect);
        let first = steps.first().await;
        for _ in 0..5 {
            steps.second(&first, "000000").await.failure();
        }
        steps.second(&first, "123456").await.failure();
        steps.0.bridge.advance(300);
        steps.second(&steps.first().await, "123456").await.data();
    }
}

#[tokio::test]
async fn the_right_second_factor_signs_in_once_and_in_time() {
    for dialect in [Dialect::B, Dialect::C, Dialect::D] {
        let steps = TwoSteps::new(dialect);
        let first = steps.first().await;
        steps.second(&first, "000000").await.failure();
        steps.second(&first, "123456").await.data();
        steps.second(&first, "123456").await.failure();
        let slow = steps.first().await;
        steps.0.bridge.advance(5 * 60);
        steps.second(&slow, "123456").await.failure();
    }
}

#[tokio::test]
async fn a_has_no_second_factor() {
    let user = UserSeed { otp: Some("123456".to_owned()), ..UserSeed::default() };
    let case = Case::with(Options { dialect: Dialect::A, users: vec![user], ..Options::default() });
    let credentials = json!({"username": case.bridge.username, "password": case.bridge.password});
    assert_eq!(case.post("/api/user/login", credentials).await.data()["id"], case.bridge.user_id);
    let second = case.post("/api/user/login/2fa", json!({"code": "123456"})).await;
    assert_eq!(second.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_thief_of_a_refresh_cookie_ends_the_session() {
    let case = Case::new(Dialect::D);
    let credentials = json!({"username": case.bridge.username, "password": case.bridge.password});
    let login = case.post("/api/user/login", credentials).await;
    let cookie = Case::cookie(&login, "new_api_refresh").expect("a refresh cookie");
    let refresh = async |cookie: &str| {
        let request = case.bare(Method::POST, "/api/user/auth/refresh");
        Reply::of(request.header("Cookie", format!("new_api_refresh={cookie}"))).await
    };
    let owner = refresh(&cookie).await;
    case.bridge.advance(31);
    assert_eq!(verdict(&refresh(&cookie).await), refused(401, Some("AUTH_SESSION_REVOKED")));
    let fresh = Case::cookie(&owner, "new_api_refresh").expect("a new refresh cookie");
    assert_eq!(verdict(&refresh(&fresh).await), refused(401, Some("AUTH_SESSION_REVOKED")));
}
