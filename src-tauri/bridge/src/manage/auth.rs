//! Who is signed in (new-api middleware/auth.go authHelper).

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts},
    middleware::Next,
    response::Response,
};

use crate::{
    bridge::{Bridge, Shared},
    reply,
    say::{Lang, Say},
    session::SessionError,
};

/// The user a call is made for. In the request's extensions behind [`require_user`].
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    pub(crate) id: i64,
    /// By a password session; an access token cannot manage sessions.
    pub(crate) by_session: bool,
}

/// Guard of calls that need a user.
pub(crate) async fn require_user(State(bridge): State<Shared>, mut request: Request, next: Next) -> Response {
    let user = match identify(&bridge, request.headers()) {
        Ok(user) => user,
        Err(refusal) => return refusal.answer(&bridge, Lang::of(bridge.dialect, request.headers())),
    };
    request.extensions_mut().insert(user);
    let mut response = next.run(request).await;
    if bridge.dialect.tells_auth_version() {
        let version = HeaderValue::from_static("864b7076dbcd0a3c01b5520316720ebf");
        response.headers_mut().insert(HeaderName::from_static("auth-version"), version);
    }
    response
}

/// The answer to a wrong access token.
pub(crate) fn not_signed_in(bridge: &Bridge, parts: &Parts) -> Response {
    Refusal::BadAccessToken.answer(bridge, Lang::of(bridge.dialect, &parts.headers))
}

/// Why a call is not made for anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    NoCredentials,
    BadAccessToken,
    UserHeaderMissing,
    UserHeaderFormat,
    UserHeaderMismatch,
    Banned,
    SessionExpired,
    SessionRevoked,
}

impl Refusal {
    fn answer(self, bridge: &Bridge, lang: Lang) -> Response {
        let say = match self {
            Self::NoCredentials | Self::SessionExpired | Self::SessionRevoked => Say::NotSignedIn,
            Self::BadAccessToken => Say::BadAccessToken,
            Self::UserHeaderMissing => Say::UserHeaderMissing,
            Self::UserHeaderFormat => Say::UserHeaderFormat,
            Self::UserHeaderMismatch => Say::UserHeaderMismatch,
            Self::Banned => Say::UserBanned,
        };
        let text = say.text(lang);
        if !bridge.dialect.auth_errors_have_codes() {
            // A wrong token and a ban are told with HTTP 200.
            let quiet = matches!(self, Self::BadAccessToken | Self::Banned);
            let status = if quiet { StatusCode::OK } else { StatusCode::UNAUTHORIZED };
            return reply::refused(status, text);
        }
        let code = match self {
            Self::Banned => "AUTH_USER_DISABLED",
            Self::SessionExpired => "AUTH_TOKEN_EXPIRED",
            Self::SessionRevoked => "AUTH_SESSION_REVOKED",
            _ => "AUTH_UNAUTHORIZED",
        };
        reply::coded(StatusCode::UNAUTHORIZED, code, text)
    }
}

fn identify(bridge: &Bridge, headers: &HeaderMap) -> Result<SignedIn, Refusal> {
    let user = if bridge.dialect.signed_sessions() {
        by_bearer(bridge, headers)
    } else {
        by_cookie(bridge, headers).map_or_else(|| by_plain_token(bridge, headers), Ok)
    }?;
    if bridge.dialect.needs_user_header() {
        check_user_header(headers, user.id)?;
    }
    if bridge.look(|state| state.user(user.id).is_none_or(|user| user.banned)) {
        return Err(Refusal::Banned);
    }
    Ok(user)
}

/// D: a signed session or an access token; `Bearer` in any case, or left out.
fn by_bearer(bridge: &Bridge, headers: &HeaderMap) -> Result<SignedIn, Refusal> {
    let words: Vec<_> = authorization(headers).split_whitespace().collect();
    let token = match *words.as_slice() {
        [bearer, token] if bearer.eq_ignore_ascii_case("bearer") => token,
        [token] => token,
        _ => return Err(Refusal::NoCredentials),
    };
    match bridge.sessions().by_access_token(token, bridge.now()) {
        Some(Ok(session)) => Ok(SignedIn { id: session.user_id, by_session: true }),
        Some(Err(SessionError::Expired)) => Err(Refusal::SessionExpired),
        Some(Err(_)) => Err(Refusal::SessionRevoked),
        None => by_access_token(bridge, token),
    }
}

/// A to C: an access token behind the literal `Bearer `, or bare.
fn by_plain_token(bridge: &Bridge, headers: &HeaderMap) -> Result<SignedIn, Refusal> {
    match authorization(headers) {
        "" => Err(Refusal::NoCredentials),
        value => by_access_token(bridge, value.strip_prefix("Bearer ").unwrap_or(value)),
    }
}

fn by_access_token(bridge: &Bridge, token: &str) -> Result<SignedIn, Refusal> {
    let holds = |held: &Option<String>| held.as_deref() == Some(token);
    bridge
        .look(|state| state.users.iter().find(|user| holds(&user.access_token)).map(|user| user.id))
        .map(|id| SignedIn { id, by_session: false })
        .ok_or(Refusal::BadAccessToken)
}

fn by_cookie(bridge: &Bridge, headers: &HeaderMap) -> Option<SignedIn> {
    let cookie = cookie(headers, "session")?;
    let sessions = bridge.sessions();
    let session = sessions.by_cookie(cookie, bridge.now())?;
    Some(SignedIn { id: session.user_id, by_session: true })
}

fn check_user_header(headers: &HeaderMap, id: i64) -> Result<(), Refusal> {
    match headers.get("new-api-user").map(|value| value.to_str().unwrap_or_default()) {
        None | Some("") => Err(Refusal::UserHeaderMissing),
        Some(value) => match value.parse::<i64>() {
            Err(_) => Err(Refusal::UserHeaderFormat),
            Ok(named) if named != id => Err(Refusal::UserHeaderMismatch),
            Ok(_) => Ok(()),
        },
    }
}

fn authorization(headers: &HeaderMap) -> &str {
    headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The value of a cookie.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}
