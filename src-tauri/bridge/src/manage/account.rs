//! The signed-in user's account, groups and models (new-api controller/user.go, controller/group.go).

use axum::{
    Extension, Router,
    body::Bytes,
    extract::State,
    response::Response,
    routing::{get, put},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::SignedIn;
use crate::{
    User,
    bridge::{Bridge, Shared},
    front::Caller,
    random,
    reply::{self, Failure},
    route::{At, Guards, Params, text},
    say::Say,
    state::AUTO,
};

pub(super) fn routes(bridge: &Shared) -> Router<Shared> {
    let guard = Guards(bridge);
    let token = get(new_access_token);
    let token = if bridge.dialect.limits_access_token() { guard.critical(token) } else { token };
    Router::new()
        .at("/api/user/self", guard.user(get(user_self)))
        .at("/api/user/token", guard.user(token))
        .at("/api/user/self/groups", guard.user(get(groups)))
        .at("/api/user/groups", get(groups))
        .at("/api/user/models", guard.user(get(models)))
        .at("/api/user/setting", guard.user(put(change_setting)))
}

/// `GET /api/user/self`
async fn user_self(
    State(bridge): State<Shared>,
    Extension(user): Extension<SignedIn>,
    Extension(caller): Extension<Caller>,
) -> Response {
    let raw = bridge.dialect.self_is_raw_row();
    let wire = bridge.look(|state| state.user(user.id).map(|user| wire(user, raw)));
    reply::ok_or(&caller, wire.ok_or_else(Failure::no_record))
}

fn wire(user: &User, raw: bool) -> Value {
    let mut wire = json!({
        "id": user.id,
        "username": user.username,
        "display_name": user.display_name,
        "role": User::ROLE,
        "status": user.status(),
        "email": user.email,
        "group": user.group,
        "quota": user.quota,
        "used_quota": user.used_quota,
        "request_count": user.request_count,
        "aff_code": "",
        "aff_count": 0,
        "aff_quota": 0,
        "aff_history_quota": 0,
        "inviter_id": 0,
        "github_id": "",
        "oidc_id": "",
        "wechat_id": "",
        "telegram_id": "",
        "linux_do_id": "",
        "setting": Value::Object(user.setting.clone()).to_string(),
    });
    let more = if raw {
        json!({"password": "", "original_password": "", "verification_code": "",
               "access_token": user.access_token, "DeletedAt": null})
    } else {
        json!({"discord_id": "", "stripe_customer": "", "sidebar_modules": "",
               "permissions": {"sidebar_settings": true}})
    };
    if let (Some(wire), Value::Object(more)) = (wire.as_object_mut(), more) {
        wire.extend(more);
    }
    wire
}

/// The body of `PUT /api/user/setting`, read as Go reads it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct SettingInput {
    notify_type: String,
    quota_warning_threshold: f64,
    webhook_url: String,
    webhook_secret: String,
    notification_email: String,
    accept_unset_model_ratio_model: bool,
    record_ip_log: bool,
}

/// `PUT /api/user/setting` replaces the settings; what the form does not have is lost, but for D, which keeps it.
async fn change_setting(
    State(bridge): State<Shared>,
    Extension(user): Extension<SignedIn>,
    Extension(caller): Extension<Caller>,
    body: Bytes,
) -> Response {
    reply::done_or(&caller, try_change_setting(&bridge, user.id, &body))
}

fn try_change_setting(bridge: &Bridge, user_id: i64, body: &[u8]) -> Result<(), Failure> {
    let input: SettingInput = serde_json::from_slice(body)?;
    let known = ["email", "webhook", "bark", "gotify"].contains(&&*input.notify_type);
    let complete = input.notify_type != "webhook" || !input.webhook_url.is_empty();
    if !known || !complete || input.quota_warning_threshold <= 0.0 {
        return Err(Say::InvalidParams.into());
    }
    bridge.change(|state| {
        let user = state.user_mut(user_id).ok_or_else(Failure::no_record)?;
        if !bridge.dialect.keeps_other_settings() {
            user.setting.clear();
        }
        let mut set = |name: &str, value: Value| user.setting.insert(name.to_owned(), value);
        set("notify_type", json!(input.notify_type));
        set("quota_warning_threshold", json!(input.quota_warning_threshold));
        for (name, text) in [
            ("webhook_url", input.webhook_url),
            ("webhook_secret", input.webhook_secret),
            ("notification_email", input.notification_email),
        ] {
            if !text.is_empty() {
                set(name, json!(text));
            }
        }
        set("accept_unset_model_ratio_model", json!(input.accept_unset_model_ratio_model));
        if bridge.dialect.logs_addresses() {
            set("record_ip_log", json!(input.record_ip_log));
        }
        Ok(())
    })
}

/// `GET /api/user/token` replaces the user's one access token, also the one it is called with.
async fn new_access_token(
    State(bridge): State<Shared>,
    Extension(user): Extension<SignedIn>,
    Extension(caller): Extension<Caller>,
) -> Response {
    let token = bridge.change(|state| {
        let user = state.user_mut(user.id)?;
        user.access_token = Some(random::alphanumeric(User::ACCESS_TOKEN_LEN));
        user.access_token.clone()
    });
    reply::ok_or(&caller, token.ok_or_else(Failure::no_record))
}

/// `GET /api/user/self/groups`, and the public `GET /api/user/groups`
async fn groups(State(bridge): State<Shared>) -> Response {
    let mut groups: Map<String, Value> = bridge.look(|state| {
        let wire = state
            .usable_groups()
            .map(|group| (group.name.clone(), json!({"ratio": group.ratio, "desc": group.desc})));
        wire.collect()
    });
    if bridge.dialect.auto_group() {
        groups.insert(AUTO.to_owned(), json!({"ratio": "自动", "desc": "Picks a group by itself"}));
    }
    reply::ok(groups)
}

/// `GET /api/user/models?group=…`
async fn models(State(bridge): State<Shared>, params: Params) -> Response {
    reply::ok(bridge.look(|state| {
        let group = Some(text(&params, "group")).filter(|group| !group.is_empty()).unwrap_or(AUTO);
        state.models_in(group).map(|model| model.name.clone()).collect::<Vec<_>>()
    }))
}
