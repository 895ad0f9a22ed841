//! What a client sends to create or change a key, read as Go reads it: absent and null are zero.

use serde::{Deserialize, Deserializer};

use super::list::MAX_AUTO_GROUPS;
use crate::{Dialect, Key, State, gojson::zero, reply::Failure, say::Say, state::AUTO};

/// The body of a create or an update.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct KeyInput {
    #[serde(deserialize_with = "zero")]
    pub(super) id: i64,
    #[serde(deserialize_with = "zero")]
    pub(super) status: i64,
    #[serde(deserialize_with = "zero")]
    name: String,
    #[serde(deserialize_with = "zero")]
    expired_time: i64,
    #[serde(deserialize_with = "zero")]
    remain_quota: i64,
    #[serde(deserialize_with = "zero")]
    unlimited_quota: bool,
    #[serde(deserialize_with = "zero")]
    model_limits_enabled: bool,
    #[serde(deserialize_with = "zero")]
    model_limits: String,
    allow_ips: Option<String>,
    #[serde(deserialize_with = "zero")]
    group: String,
    #[serde(deserialize_with = "zero")]
    cross_group_retry: bool,
    /// Absent leaves them alone, null clears them.
    #[serde(deserialize_with = "present")]
    auto_groups: Option<Vec<String>>,
}

fn present<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Vec<String>>, D::Error> {
    zero(input).map(Some)
}

impl KeyInput {
    /// Reads a body.
    pub(super) fn read(body: &[u8]) -> Result<Self, Failure> {
        Ok(serde_json::from_slice(body)?)
    }

    /// What is checked before anything is looked up, in a status-only update too.
    pub(super) fn check(&self, dialect: Dialect) -> Result<(), Failure> {
        if self.name.len() > dialect.name_limit() {
            return Err(Say::NameTooLong.into());
        }
        let Some(max) = dialect.max_quota().filter(|_| !self.unlimited_quota) else { return Ok(()) };
        if self.remain_quota < 0 {
            return Err(Say::QuotaNegative.into());
        }
        if self.remain_quota > max {
            return Err(Say::QuotaTooLarge(max).into());
        }
        Ok(())
    }

    /// Checks the groups `auto` should pick from.
    pub(super) fn check_auto_groups(&self, state: &State) -> Result<(), Failure> {
        let Some(groups) = self.auto_groups.as_ref().filter(|_| self.group == AUTO) else { return Ok(()) };
        if groups.len() > MAX_AUTO_GROUPS {
            return Err(Say::AutoGroupsTooMany(MAX_AUTO_GROUPS).into());
        }
        let usable = state.auto_groups();
        match groups.iter().find(|group| !usable.contains(&group.as_str())) {
            Some(unknown) => Err(Say::AutoGroupUnknown(unknown.clone()).into()),
            None => Ok(()),
        }
    }

    /// A new key. Here, and only here, an expiry of 0 is never, and an absent IP list is empty.
    pub(super) fn into_key(self, user_id: i64, now: i64) -> Key {
        let mut key = Key { user_id, created_time: now, accessed_time: now, ..Key::default() };
        self.write_to(&mut key);
        if key.expired_time == 0 {
            key.expired_time = Key::NEVER;
        }
        key.allow_ips.get_or_insert_default();
        key
    }

    /// Replaces every field a client can set but the status.
    pub(super) fn write_to(self, key: &mut Key) {
        key.name = self.name;
        key.expired_time = self.expired_time;
        key.remain_quota = self.remain_quota;
        key.unlimited_quota = self.unlimited_quota;
        key.model_limits_enabled = self.model_limits_enabled;
        key.model_limits = self.model_limits;
        key.allow_ips = self.allow_ips;
        key.group = self.group;
        let auto = key.group == AUTO;
        key.cross_group_retry = self.cross_group_retry && auto;
        if !auto {
            key.auto_groups = None;
        } else if let Some(groups) = self.auto_groups {
            key.auto_groups = Some(groups).filter(|groups| !groups.is_empty());
        }
    }
}
