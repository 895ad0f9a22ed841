//! What a key alone may read (new-api controller/token.go GetTokenUsage, controller/log.go GetLogByKey).

use axum::{
    Extension, Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::{Map, Value, json};

use super::logs;
use crate::{
    Key, KeyStatus,
    bridge::{Bridge, Shared},
    front::Caller,
    relay,
    reply::{self, Failure},
    route::{At, Guards, Params, text},
    say::Say,
};

/// Newest log entries of a key that are shown.
const MAX_LOGS: usize = 1000;

pub(super) fn routes(bridge: &Shared) -> Router<Shared> {
    let (dialect, guard) = (bridge.dialect, Guards(bridge));
    let logs =
        if dialect.key_logs_by_query() { get(logs_by_query) } else { guard.critical(get(logs_by_bearer)) };
    Router::new()
        .at_if(dialect.key_usage(), "/api/usage/token/", guard.critical(get(usage)))
        .at("/api/log/token", logs)
}

/// `GET /api/usage/token/`. `code`, not `success`, says that it worked.
async fn usage(
    State(bridge): State<Shared>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
) -> Response {
    let key = match bearer_key(&bridge, &caller, &headers) {
        Ok(key) => key,
        Err(unread) => return unread.answer(&bridge, &caller),
    };
    let limits: Map<String, Value> = key
        .model_limits
        .split(',')
        .filter(|name| !name.is_empty())
        .map(|name| (name.to_owned(), json!(true)))
        .collect();
    let data = json!({
        "object": "token_usage",
        "name": key.name,
        "total_granted": key.remain_quota + key.used_quota,
        "total_used": key.used_quota,
        "total_available": key.remain_quota,
        "unlimited_quota": key.unlimited_quota,
        "model_limits": limits,
        "model_limits_enabled": key.model_limits_enabled,
        "expires_at": key.expired_time.max(0),
    });
    Json(json!({"code": true, "message": "ok", "data": data})).into_response()
}

/// Why a key may not even read.
enum Unread {
    /// As the relay refuses it.
    Relay(relay::Refusal),
    /// In the management API's own shape.
    Say(StatusCode, Say),
}

impl Unread {
    fn key(say: Say) -> Self {
        Self::Say(StatusCode::UNAUTHORIZED, say)
    }

    fn answer(&self, bridge: &Bridge, caller: &Caller) -> Response {
        match self {
            Self::Relay(refusal) => refusal.answer(bridge, caller, false),
            Self::Say(status, say) => reply::refused(*status, say.text(caller.lang)),
        }
    }
}

/// The key of a read-only call. Exactly one space stands between `Bearer` and it.
fn bearer_key(bridge: &Bridge, caller: &Caller, headers: &HeaderMap) -> Result<Key, Unread> {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if bridge.dialect.key_reads_are_strict() {
        let presented = value.strip_prefix("Bearer ").unwrap_or(value);
        return relay::admit(bridge, caller, presented, true)
            .map(|admitted| admitted.key)
            .map_err(Unread::Relay);
    }
    let presented = match value.split_once(' ') {
        _ if value.is_empty() => return Err(Unread::key(Say::KeyMissing)),
        Some((bearer, key)) if bearer.eq_ignore_ascii_case("bearer") && !key.contains(' ') => key,
        _ => return Err(Unread::key(Say::KeyInvalid)),
    };
    bridge.look(|state| {
        let key = state.key_by_secret(relay::secret(presented)).ok_or(Unread::key(Say::KeyInvalid))?;
        if key.status == KeyStatus::Disabled.code() {
            return Err(Unread::key(Say::KeyDisabled));
        }
        if state.user(key.user_id).is_none_or(|user| user.banned) {
            return Err(Unread::Say(StatusCode::FORBIDDEN, Say::UserBanned));
        }
        Ok(key.clone())
    })
}

/// `GET /api/log/token` with the key as Bearer.
async fn logs_by_bearer(
    State(bridge): State<Shared>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
) -> Response {
    match bearer_key(&bridge, &caller, &headers) {
        Ok(key) => logs_of(&bridge, &key),
        Err(unread) => unread.answer(&bridge, &caller),
    }
}

/// `GET /api/log/token?key=sk-…`
async fn logs_by_query(
    State(bridge): State<Shared>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Response {
    let secret = relay::secret(text(&params, "key"));
    match bridge.look(|state| state.key_by_secret(secret).cloned()) {
        Some(key) => logs_of(&bridge, &key),
        None => reply::ok_or(&caller, Err::<(), _>(Failure::no_record())),
    }
}

fn logs_of(bridge: &Bridge, key: &Key) -> Response {
    reply::ok(bridge.look(|state| {
        let entries = state.logs.iter().rev().filter(|entry| entry.key_id == key.id).take(MAX_LOGS);
        entries.enumerate().map(|(at, entry)| logs::wire(state, entry, at + 1, "")).collect::<Vec<_>>()
    }))
}
