//! What the bridge says in words, in the two languages of the family.

use axum::http::{HeaderMap, header};

use crate::Dialect;

/// Language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lang {
    En,
    Zh,
}

impl Lang {
    /// Older servers speak Chinese only; newer ones follow `Accept-Language`.
    pub(crate) fn of(dialect: Dialect, headers: &HeaderMap) -> Self {
        let wants_chinese = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.trim_start().to_ascii_lowercase().starts_with("zh"));
        if dialect.translates() && !wants_chinese { Self::En } else { Self::Zh }
    }
}

/// A message of the management API or a refusal of the relay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Say {
    NotSignedIn,
    BadAccessToken,
    UserHeaderMissing,
    UserHeaderFormat,
    UserHeaderMismatch,
    UserBanned,
    SessionRequired,
    InvalidParams,
    WrongPassword,
    PasswordLoginOff,
    TurnstileEmpty,
    TwoFactorNotPending,
    TwoFactorWrong,
    TwoFactorLocked,
    NameTooLong,
    QuotaNegative,
    QuotaTooLarge(i64),
    TooManyKeys(usize),
    TooManyIds(usize),
    ExpiredCannotEnable,
    ExhaustedCannotEnable,
    AutoGroupsTooMany(usize),
    AutoGroupUnknown(String),
    BadSearchPattern,
    SpanTooLong,
    Retired,
    KeyMissing,
    KeyInvalid,
    KeyDisabled,
    KeyExpired,
    KeyExhausted,
}

impl Say {
    /// The message in `lang`.
    pub(crate) fn text(&self, lang: Lang) -> String {
        let (en, zh) = self.both();
        match lang {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }

    fn both(&self) -> (String, String) {
        let pair = |en: &str, zh: &str| (en.to_owned(), zh.to_owned());
        match self {
            Self::NotSignedIn => pair(
                "Unauthorized, not logged in and no access token provided",
                "无权进行此操作，未登录且未提供 access token",
            ),
            Self::BadAccessToken => {
                pair("Unauthorized, invalid access token", "无权进行此操作，access token 无效")
            }
            Self::UserHeaderMissing => {
                pair("Unauthorized, New-Api-User not provided", "无权进行此操作，未提供 New-Api-User")
            }
            Self::UserHeaderFormat => {
                pair("Unauthorized, New-Api-User format error", "无权进行此操作，New-Api-User 格式错误")
            }
            Self::UserHeaderMismatch => pair(
                "Unauthorized, New-Api-User does not match logged in user",
                "无权进行此操作，New-Api-User 与登录用户不匹配，请重新登录",
            ),
            Self::UserBanned => pair("User has been banned", "用户已被封禁"),
            Self::SessionRequired => pair("A login session is required", "需要登录会话"),
            Self::InvalidParams => pair("Invalid parameters", "无效的参数"),
            Self::WrongPassword => pair(
                "Username or password is incorrect, or user has been banned",
                "用户名或密码错误，或用户已被封禁",
            ),
            Self::PasswordLoginOff => {
                pair("Password login has been disabled by administrator", "管理员关闭了密码登录")
            }
            Self::TurnstileEmpty => pair("Turnstile token is empty", "Turnstile token 为空"),
            Self::TwoFactorNotPending => {
                pair("Session expired, please login again", "会话已过期，请重新登录")
            }
            Self::TwoFactorWrong => {
                pair("Verification code or backup code is incorrect", "验证码或备用码错误")
            }
            Self::TwoFactorLocked => {
                pair("Too many failures, try again later", "失败次数过多，账户已被锁定，请稍后再试")
            }
            Self::NameTooLong => pair("Token name is too long", "令牌名称过长"),
            Self::QuotaNegative => pair("Quota value cannot be negative", "额度值不能为负数"),
            Self::QuotaTooLarge(max) => (
                format!("Quota value exceeds valid range, maximum is {max}"),
                format!("额度值超出有效范围，最大值为 {max}"),
            ),
            // Never translated.
            Self::TooManyKeys(max) => {
                let text = format!("已达到最大令牌数量限制 ({max})");
                (text.clone(), text)
            }
            Self::TooManyIds(max) => (format!("At most {max} ids per call"), format!("一次最多 {max} 个")),
            Self::ExpiredCannotEnable => pair(
                "Token has expired and cannot be enabled, modify its expiration time first or set it to never expire",
                "令牌已过期，无法启用，请先修改令牌过期时间，或者设置为永不过期",
            ),
            Self::ExhaustedCannotEnable => pair(
                "Token quota is exhausted and cannot be enabled, modify its remaining quota first or set it to unlimited",
                "令牌可用额度已用尽，无法启用，请先修改令牌剩余额度，或者设置为无限额度",
            ),
            Self::AutoGroupsTooMany(max) => {
                (format!("At most {max} auto groups"), format!("自动分组最多 {max} 个"))
            }
            Self::AutoGroupUnknown(group) => {
                (format!("Group {group} is not available"), format!("分组 {group} 不可用"))
            }
            Self::BadSearchPattern => pair("Invalid search pattern", "搜索模式无效"),
            Self::SpanTooLong => pair("Time span cannot exceed 1 month", "时间跨度不能超过 1 个月"),
            Self::Retired => pair("This endpoint has been retired", "该接口已废弃"),
            Self::KeyMissing => pair("Token not provided", "未提供令牌"),
            Self::KeyInvalid => pair("Invalid token", "无效的令牌"),
            Self::KeyDisabled => pair("Token status is unavailable", "该令牌状态不可用"),
            Self::KeyExpired => pair("Token has expired", "该令牌已过期"),
            Self::KeyExhausted => pair("Token quota is exhausted", "该令牌额度已用尽"),
        }
    }
}
