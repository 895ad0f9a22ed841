//! Signing in with a password (new-api controller/user.go, controller/twofa.go, controller/auth.go).

use axum::{
    Extension, Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{SignedIn, auth::cookie};
use crate::{
    User,
    bridge::{Bridge, Shared},
    front::Caller,
    gojson::zero,
    reply,
    route::{At, Guards, Params, text},
    say::Say,
    session::{FLOW_S, SESSION_S, Session, SessionError},
};

/// Wrong codes before the second step is locked, and for how many seconds.
const MAX_OTP_FAILURES: u32 = 5;
const OTP_LOCK_S: i64 = 300;

pub(super) fn routes(bridge: &Shared) -> Router<Shared> {
    let dialect = bridge.dialect;
    let guard = Guards(bridge);
    Router::new()
        .at("/api/user/login", guard.critical(post(login)))
        .at_if(dialect.two_factor(), "/api/user/login/2fa", guard.critical(post(second_step)))
        .at_if(dialect.signed_sessions(), "/api/user/auth/refresh", post(refresh))
        .at_if(dialect.signed_sessions(), "/api/user/auth/logout", post(logout))
        .at_if(dialect.signed_sessions(), "/api/user/auth/sessions", guard.user(get(sessions)))
        .at_if(!dialect.signed_sessions(), "/api/user/logout", get(logout))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Credentials {
    #[serde(deserialize_with = "zero")]
    username: String,
    #[serde(deserialize_with = "zero")]
    password: String,
}

/// `POST /api/user/login?turnstile=…`. Every failure is HTTP 200.
async fn login(
    State(bridge): State<Shared>,
    Extension(caller): Extension<Caller>,
    params: Params,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match check_password(&bridge, &params, &body) {
        Err(say) => reply::failed(say.text(caller.lang)),
        Ok(user) if bridge.dialect.two_factor() && user.otp.is_some() => ask_for_code(&bridge, &user),
        Ok(user) => start_session(&bridge, &caller, &headers, &user),
    }
}

fn check_password(bridge: &Bridge, params: &Params, body: &[u8]) -> Result<User, Say> {
    if bridge.site.turnstile && text(params, "turnstile").is_empty() {
        return Err(Say::TurnstileEmpty);
    }
    if !bridge.site.password_login {
        return Err(Say::PasswordLoginOff);
    }
    let Ok(given) = serde_json::from_slice::<Credentials>(body) else { return Err(Say::InvalidParams) };
    if given.username.is_empty() || given.password.is_empty() {
        return Err(Say::InvalidParams);
    }
    bridge
        .look(|state| state.user_named(&given.username).cloned())
        .filter(|user| user.password == given.password && !user.banned)
        .ok_or(Say::WrongPassword)
}

/// The first step was right; the second is remembered by a token (D) or a cookie (B, C).
fn ask_for_code(bridge: &Bridge, user: &User) -> Response {
    let flow = bridge.sessions().start_flow(user.id, bridge.now());
    if bridge.dialect.signed_sessions() {
        let expires_at = bridge.now() + FLOW_S;
        return reply::ok(json!({"require_2fa": true, "flow_token": flow, "expires_at": expires_at}));
    }
    with_cookie(reply::ok(json!({"require_2fa": true})), &session_cookie(&flow))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Code {
    #[serde(deserialize_with = "zero")]
    code: String,
    #[serde(deserialize_with = "zero")]
    flow_token: String,
}

/// `POST /api/user/login/2fa`
async fn second_step(
    State(bridge): State<Shared>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match check_code(&bridge, &headers, &body) {
        Err(say) => reply::failed(say.text(caller.lang)),
        Ok(user) => start_session(&bridge, &caller, &headers, &user),
    }
}

fn check_code(bridge: &Bridge, headers: &HeaderMap, body: &[u8]) -> Result<User, Say> {
    let Ok(given) = serde_json::from_slice::<Code>(body) else { return Err(Say::InvalidParams) };
    let flow = if bridge.dialect.signed_sessions() {
        given.flow_token
    } else {
        cookie(headers, "session").unwrap_or_default().to_owned()
    };
    let now = bridge.now();
    let user_id = bridge.sessions().flow(&flow, now).ok_or(Say::TwoFactorNotPending)?;
    let user = bridge.change(|state| {
        let user = state.user_mut(user_id).ok_or(Say::TwoFactorNotPending)?;
        if now < user.otp_locked_until {
            return Err(Say::TwoFactorLocked);
        }
        if user.otp.as_deref() != Some(given.code.as_str()) {
            user.otp_failures += 1;
            if user.otp_failures >= MAX_OTP_FAILURES {
                user.otp_failures = 0;
                user.otp_locked_until = now + OTP_LOCK_S;
            }
            return Err(Say::TwoFactorWrong);
        }
        user.otp_failures = 0;
        Ok(user.clone())
    })?;
    bridge.sessions().end_flow(&flow);
    Ok(user)
}

fn start_session(bridge: &Bridge, caller: &Caller, headers: &HeaderMap, user: &User) -> Response {
    let session = match bridge.sessions().start(user.id, bridge.now()) {
        Ok(session) => session,
        Err(error) => return session_refused(error, caller),
    };
    if bridge.dialect.signed_sessions() {
        return signed(&session, user, caller, headers);
    }
    let mut data = public_user(user);
    if bridge.dialect.login_shows_whole_user() {
        EMPTY_TEXTS.iter().for_each(|name| data[name] = json!(""));
        EMPTY_NUMBERS.iter().for_each(|name| data[name] = json!(0));
    }
    with_cookie(reply::ok(data), &session_cookie(&session.cookie))
}

/// The six fields of a user that sign-in shows.
fn public_user(user: &User) -> Value {
    json!({
        "id": user.id,
        "username": user.username,
        "display_name": user.display_name,
        "role": User::ROLE,
        "status": user.status(),
        "group": user.group,
    })
}

/// Fields of a whole user row that a sign-in leaves empty: texts, then numbers.
const EMPTY_TEXTS: [&str; 5] = ["password", "email", "github_id", "aff_code", "setting"];
const EMPTY_NUMBERS: [&str; 5] = ["quota", "used_quota", "request_count", "aff_count", "inviter_id"];

/// The answer to a sign-in or a refresh with signed sessions.
fn signed(session: &Session, user: &User, caller: &Caller, headers: &HeaderMap) -> Response {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let data = json!({
        "access_token": session.access_token,
        "token_type": "Bearer",
        "access_expires_at": session.access_expires_at,
        "session": {
            "sid": session.sid,
            "current": true,
            "login_method": "password",
            "ip": caller.ip.to_string(),
            "user_agent": agent,
            "created_at": session.created_at,
            "last_active_at": session.created_at,
            "expires_at": session.expires_at,
        },
        "user": public_user(user),
    });
    with_cookie(reply::ok(data), &refresh_cookie(&session.cookie, SESSION_S))
}

/// `POST /api/user/auth/refresh`
async fn refresh(
    State(bridge): State<Shared>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
) -> Response {
    let cookie = cookie(&headers, REFRESH_COOKIE).unwrap_or_default();
    let sid = headers.get("x-auth-session").and_then(|value| value.to_str().ok());
    let refreshed = bridge.sessions().refresh(cookie, sid, bridge.now());
    match refreshed {
        Err(error) => session_refused(error, &caller),
        Ok(session) => match bridge.look(|state| state.user(session.user_id).cloned()) {
            Some(user) if !user.banned => signed(&session, &user, &caller, &headers),
            _ => session_refused(SessionError::Revoked, &caller),
        },
    }
}

fn session_refused(error: SessionError, caller: &Caller) -> Response {
    let (status, code) = match error {
        SessionError::Expired => (StatusCode::UNAUTHORIZED, "AUTH_TOKEN_EXPIRED"),
        SessionError::Revoked => (StatusCode::UNAUTHORIZED, "AUTH_SESSION_REVOKED"),
        SessionError::Mismatch => (StatusCode::CONFLICT, "AUTH_SESSION_MISMATCH"),
        SessionError::Race => (StatusCode::CONFLICT, "AUTH_REFRESH_RACE"),
        SessionError::TooMany => (StatusCode::CONFLICT, "AUTH_SESSION_LIMIT"),
        SessionError::TooOften => (StatusCode::TOO_MANY_REQUESTS, "AUTH_SESSION_ISSUANCE_LIMIT"),
    };
    reply::coded(status, code, Say::NotSignedIn.text(caller.lang))
}

/// `POST /api/user/auth/logout` (D) or `GET /api/user/logout`
async fn logout(State(bridge): State<Shared>, headers: HeaderMap) -> Response {
    let signed = bridge.dialect.signed_sessions();
    let name = if signed { REFRESH_COOKIE } else { "session" };
    if let Some(cookie) = cookie(&headers, name) {
        bridge.sessions().end(cookie);
    }
    let gone =
        if signed { refresh_cookie("", 0) } else { "session=; Path=/; Max-Age=0; HttpOnly".to_owned() };
    with_cookie(reply::done(), &gone)
}

/// `GET /api/user/auth/sessions`; an access token cannot see them.
async fn sessions(
    State(bridge): State<Shared>,
    Extension(user): Extension<SignedIn>,
    Extension(caller): Extension<Caller>,
) -> Response {
    if !user.by_session {
        let text = Say::SessionRequired.text(caller.lang);
        return reply::coded(StatusCode::FORBIDDEN, "AUTH_SESSION_REQUIRED", text);
    }
    let now = bridge.now();
    let sids = bridge.sessions().active(user.id, now);
    reply::ok(sids.into_iter().map(|sid| json!({"sid": sid})).collect::<Vec<_>>())
}

const REFRESH_COOKIE: &str = "new_api_refresh";

fn session_cookie(value: &str) -> String {
    format!("session={value}; Path=/; Max-Age={SESSION_S}; HttpOnly; SameSite=Strict")
}

fn refresh_cookie(value: &str, max_age: i64) -> String {
    format!("{REFRESH_COOKIE}={value}; Path=/api/user/auth; Max-Age={max_age}; HttpOnly; SameSite=Strict")
}

fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}
