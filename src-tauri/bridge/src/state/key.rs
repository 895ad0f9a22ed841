//! Keys as rows (new-api model/token.go).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::Dialect;

/// An API key. The fields are those of the family's table; `secret` is called `key` on the wire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Key {
    /// Row id, never used twice.
    pub id: i64,
    /// Owner.
    pub user_id: i64,
    /// 48 letters and digits, without `sk-`.
    pub secret: String,
    /// As stored: [`KeyStatus`] or any other number a client has put.
    pub status: i64,
    /// Name, not unique.
    pub name: String,
    /// Unix seconds.
    pub created_time: i64,
    /// Unix seconds; moves when quota is used.
    pub accessed_time: i64,
    /// Unix seconds; -1 never.
    pub expired_time: i64,
    /// Quota left; can be negative.
    pub remain_quota: i64,
    /// Limited by the wallet only.
    pub unlimited_quota: bool,
    /// Quota used.
    pub used_quota: i64,
    /// Whether `model_limits` counts.
    pub model_limits_enabled: bool,
    /// Comma-separated model names.
    pub model_limits: String,
    /// One address or range per line.
    pub allow_ips: Option<String>,
    /// A group, `auto`, or empty for the user's own.
    pub group: String,
    /// Tries the next group; only with `auto`.
    pub cross_group_retry: bool,
    /// Groups `auto` picks from.
    pub auto_groups: Option<Vec<String>>,
    /// When it was deleted.
    pub deleted_at: Option<i64>,
}

/// Statuses the family gives a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyStatus {
    /// 1
    Enabled,
    /// 2
    Disabled,
    /// 3, stored when an expired key is used
    Expired,
    /// 4, stored when a key without quota is used
    Exhausted,
}

impl KeyStatus {
    /// The number on the wire.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Enabled => 1,
            Self::Disabled => 2,
            Self::Expired => 3,
            Self::Exhausted => 4,
        }
    }
}

impl KeyStatus {
    /// The status a number stands for, if any.
    #[must_use]
    pub fn of(code: i64) -> Option<Self> {
        [Self::Enabled, Self::Disabled, Self::Expired, Self::Exhausted]
            .into_iter()
            .find(|status| status.code() == code)
    }
}

impl Default for Key {
    /// An enabled, unlimited key without an id, a secret or an owner.
    fn default() -> Self {
        Self {
            id: 0,
            user_id: 0,
            secret: String::new(),
            status: KeyStatus::Enabled.code(),
            name: String::new(),
            created_time: 0,
            accessed_time: 0,
            expired_time: Self::NEVER,
            remain_quota: 0,
            unlimited_quota: true,
            used_quota: 0,
            model_limits_enabled: false,
            model_limits: String::new(),
            allow_ips: Some(String::new()),
            group: String::new(),
            cross_group_retry: false,
            auto_groups: None,
            deleted_at: None,
        }
    }
}

impl Key {
    /// Length of a secret.
    pub const SECRET_LEN: usize = 48;
    /// `expired_time` of a key that does not expire.
    pub const NEVER: i64 = -1;

    /// Not deleted.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.deleted_at.is_none()
    }

    /// The secret as tools send it.
    #[must_use]
    pub fn sk(&self) -> String {
        format!("sk-{}", self.secret)
    }

    /// Past its expiry, whatever the stored status.
    #[must_use]
    pub fn is_expired(&self, now: i64) -> bool {
        self.expired_time != Self::NEVER && self.expired_time <= now
    }

    /// Without quota, whatever the stored status.
    #[must_use]
    pub fn is_exhausted(&self) -> bool {
        !self.unlimited_quota && self.remain_quota <= 0
    }

    /// Models the key is limited to, or `None` if it is not.
    #[must_use]
    pub fn models(&self) -> Option<Vec<&str>> {
        self.model_limits_enabled
            .then(|| self.model_limits.split(',').filter(|name| !name.is_empty()).collect())
    }

    /// The secret with its middle hidden (model/token.go MaskTokenKey).
    #[must_use]
    pub fn masked(&self) -> String {
        let secret = self.secret.as_str();
        let ends = |keep: usize, stars: &str| match (secret.get(..keep), secret.get(secret.len() - keep..)) {
            (Some(first), Some(last)) => format!("{first}{stars}{last}"),
            _ => "*".repeat(secret.len()),
        };
        match secret.len() {
            0..=4 => "*".repeat(secret.len()),
            5..=8 => ends(2, "****"),
            _ => ends(4, "**********"),
        }
    }

    /// The key as `dialect` shows it to its owner.
    pub(crate) fn wire(&self, dialect: Dialect) -> Value {
        let mut wire = json!({
            "id": self.id,
            "user_id": self.user_id,
            "key": if dialect.masks_keys() { self.masked() } else { self.secret.clone() },
            "status": self.status,
            "name": self.name,
            "created_time": self.created_time,
            "accessed_time": self.accessed_time,
            "expired_time": self.expired_time,
            "remain_quota": self.remain_quota,
            "unlimited_quota": self.unlimited_quota,
            "model_limits_enabled": self.model_limits_enabled,
            "model_limits": self.model_limits,
            "allow_ips": self.allow_ips,
            "used_quota": self.used_quota,
            "group": self.group,
            "DeletedAt": null,
        });
        if dialect.cross_group_retry() {
            wire["cross_group_retry"] = json!(self.cross_group_retry);
        }
        if dialect.auto_groups() {
            wire["auto_groups"] = json!(self.auto_groups);
        }
        wire
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_keep_only_the_ends() {
        let masked = |secret: &str| Key { secret: secret.to_owned(), ..Key::default() }.masked();
        assert_eq!(masked(""), "");
        assert_eq!(masked("abcd"), "****");
        assert_eq!(masked("abcdefgh"), "ab****gh");
        assert_eq!(masked("abcdefghi"), "abcd**********fghi");
    }

    #[test]
    fn an_enabled_but_empty_model_list_allows_nothing() {
        let key = Key { model_limits_enabled: true, ..Key::default() };
        assert_eq!(key.models(), Some(vec![]));
        assert_eq!(Key { model_limits: "a,b".to_owned(), ..Key::default() }.models(), None);
    }
}
