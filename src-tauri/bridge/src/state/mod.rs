//! What a bridge remembers: users, keys, logs, and the catalogue of groups and models.
//!
//! Plain data with the questions and changes both APIs share. It knows no HTTP.

mod catalog;
mod key;
mod log;
mod user;

use serde::{Deserialize, Serialize};

pub(crate) use catalog::AUTO;
pub use catalog::{Group, Model};
pub use key::{Key, KeyStatus};
pub use log::{LogEntry, LogKind};
pub use user::User;

use crate::random;

/// Everything the bridge remembers. Public so that a test can look at the truth and bend it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Who can sign in.
    pub users: Vec<User>,
    /// All keys ever made, ascending by id; deleted ones are marked, as the family deletes softly.
    pub keys: Vec<Key>,
    /// All log entries, oldest first.
    pub logs: Vec<LogEntry>,
    /// An administrator has swept the log of what is older than this, in Unix seconds. Statistics still have it.
    #[serde(default)]
    pub swept_until: i64,
    /// Groups of this bridge.
    pub groups: Vec<Group>,
    /// Models of this bridge.
    pub models: Vec<Model>,
}

impl State {
    /// The user with this id.
    #[must_use]
    pub fn user(&self, id: i64) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    /// The user with this id, to change.
    pub fn user_mut(&mut self, id: i64) -> Option<&mut User> {
        self.users.iter_mut().find(|user| user.id == id)
    }

    /// The user with this name or e-mail address.
    #[must_use]
    pub fn user_named(&self, name: &str) -> Option<&User> {
        self.users.iter().find(|user| user.username == name || user.email == name)
    }

    /// A user's keys that are not deleted, newest first.
    pub fn keys_of(&self, user_id: i64) -> impl Iterator<Item = &Key> {
        self.keys.iter().rev().filter(move |key| key.user_id == user_id && key.is_there())
    }

    /// One of a user's keys.
    #[must_use]
    pub fn key_of(&self, user_id: i64, id: i64) -> Option<&Key> {
        self.key(id).filter(|key| key.user_id == user_id)
    }

    /// One of a user's keys, to change.
    pub fn key_of_mut(&mut self, user_id: i64, id: i64) -> Option<&mut Key> {
        self.key_mut(id).filter(|key| key.user_id == user_id)
    }

    /// The key with this id, unless deleted.
    #[must_use]
    pub fn key(&self, id: i64) -> Option<&Key> {
        let at = self.keys.binary_search_by_key(&id, |key| key.id).ok()?;
        self.keys.get(at).filter(|key| key.is_there())
    }

    /// The key with this id, to change, unless deleted.
    pub fn key_mut(&mut self, id: i64) -> Option<&mut Key> {
        let at = self.keys.binary_search_by_key(&id, |key| key.id).ok()?;
        self.keys.get_mut(at).filter(|key| key.is_there())
    }

    /// The key with this secret (without `sk-`), unless deleted.
    #[must_use]
    pub fn key_by_secret(&self, secret: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.secret == secret && key.is_there())
    }

    /// Adds a key under the next id with a fresh secret, and returns its id.
    pub fn add_key(&mut self, mut key: Key) -> i64 {
        key.id = self.keys.last().map_or(1, |last| last.id + 1);
        if key.secret.is_empty() {
            key.secret = random::alphanumeric(Key::SECRET_LEN);
        }
        let id = key.id;
        self.keys.push(key);
        id
    }

    /// Takes what a request cost off the key and the wallet.
    pub fn charge(&mut self, key_id: i64, quota: i64, now: i64) {
        let Some(key) = self.key_mut(key_id) else { return };
        key.used_quota += quota;
        key.accessed_time = now;
        if !key.unlimited_quota {
            key.remain_quota -= quota;
        }
        let owner = key.user_id;
        if let Some(user) = self.user_mut(owner) {
            user.quota -= quota;
            user.used_quota += quota;
            user.request_count += 1;
        }
    }
}
