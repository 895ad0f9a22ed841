//! Why the relay does not answer (new-api middleware/utils.go abortWithOpenAiMessage, types/error.go).

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{bridge::Bridge, front::Caller, say::Say};

/// A refusal: shaped as OpenAI does, but for billing errors where the caller speaks Anthropic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: StatusCode,
    message: Message,
    code: &'static str,
    billing: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Message {
    Say(Say),
    Raw(String),
}

impl Refusal {
    fn new(status: StatusCode, message: String, code: &'static str) -> Self {
        Self { status, message: Message::Raw(message), code, billing: false }
    }

    /// The key is not good, for this reason. Newer dialects do not tell it.
    pub(super) fn key(bridge: &Bridge, reason: Say) -> Self {
        let say = if bridge.dialect.hides_reason() { Say::KeyInvalid } else { reason };
        Self { status: StatusCode::UNAUTHORIZED, message: Message::Say(say), code: "", billing: false }
    }

    /// The caller's address is not in the key's list.
    pub(super) fn ip(bridge: &Bridge) -> Self {
        let code = if bridge.dialect.names_ip_refusal() { "access_denied" } else { "" };
        Self::new(StatusCode::FORBIDDEN, "您的 IP 不在令牌允许访问的列表中".to_owned(), code)
    }

    /// The key's owner is banned.
    pub(super) fn banned() -> Self {
        let message = Message::Say(Say::UserBanned);
        Self { status: StatusCode::FORBIDDEN, message, code: "", billing: false }
    }

    /// The key's group is not for its owner.
    pub(super) fn group(name: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, format!("无权访问 {name} 分组"), "")
    }

    /// The key's group is no more.
    pub(super) fn group_retired(name: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, format!("分组 {name} 已被弃用"), "")
    }

    /// A key with a channel behind it, from somebody who is not an administrator.
    pub(super) fn channel() -> Self {
        Self::new(StatusCode::FORBIDDEN, "普通用户不支持指定渠道".to_owned(), "")
    }

    /// The key's model list does not have the model.
    pub(super) fn model_not_listed(model: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, format!("This token has no access to model {model}"), "")
    }

    /// The key's model list is empty.
    pub(super) fn no_model_listed() -> Self {
        Self::new(StatusCode::FORBIDDEN, "This token has no access to any models".to_owned(), "")
    }

    /// Nobody serves the model in this group.
    pub(super) fn no_channel(model: &str, group: &str) -> Self {
        let message = format!("No available channel for model {model} under group {group} (distributor)");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, message, "model_not_found")
    }

    /// The key has less left than the question alone costs.
    pub(super) fn key_quota(left: i64, needed: i64) -> Self {
        let message = format!("token quota is not enough, token remain quota: {left}, need quota: {needed}");
        let code = "pre_consume_token_quota_failed";
        Self { billing: true, ..Self::new(StatusCode::FORBIDDEN, message, code) }
    }

    /// The wallet has less left than the question alone costs.
    pub(super) fn wallet(left: i64, needed: i64) -> Self {
        let message = format!("用户额度不足, 剩余额度: {left}, 需要预扣费额度: {needed}");
        Self { billing: true, ..Self::new(StatusCode::FORBIDDEN, message, "insufficient_user_quota") }
    }

    /// The body is no JSON.
    pub(super) fn bad_body(error: &serde_json::Error) -> Self {
        Self::new(StatusCode::BAD_REQUEST, format!("无效的请求, {error}"), "")
    }

    /// The body names no model.
    pub(super) fn no_model() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "未指定模型名称，模型名称不能为空".to_owned(), "")
    }

    /// The answer. `anthropic` is the shape of billing errors only.
    pub(crate) fn answer(&self, bridge: &Bridge, caller: &Caller, anthropic: bool) -> Response {
        let text = match &self.message {
            Message::Say(say) => say.text(caller.lang),
            Message::Raw(text) => text.clone(),
        };
        let message = format!("{text} (request id: {})", caller.request_id);
        let body = if anthropic && self.billing {
            json!({"type": "error", "error": {"type": "new_api_error", "message": message}})
        } else if bridge.dialect.relay_errors_have_codes() {
            json!({"error": {"message": message, "type": "new_api_error", "code": self.code}})
        } else {
            json!({"error": {"message": message, "type": "new_api_error"}})
        };
        (self.status, Json(body)).into_response()
    }
}
