//! The relay's key cache, when it lags behind (new-api model/token_cache.go; asynchronous with Redis).
//!
//! Without a fault the relay sees every change at once. The fault `stale_cache` leaves copies of the
//! keys a request changed, and the relay goes on with them for a while.

use std::collections::HashMap;

use crate::{Key, State};

/// Copies of keys as they were.
#[derive(Debug, Default)]
pub(crate) struct StaleCache {
    copies: HashMap<String, Remembered>,
}

#[derive(Debug)]
struct Remembered {
    key: Key,
    until: i64,
    fresh_first: u32,
}

impl StaleCache {
    /// Keeps what differs between `before` and `after` as it was, until the time `until`. The first
    /// `fresh_first` looks still see the truth: a race in which a dead key comes back to life.
    pub(crate) fn keep(&mut self, before: &[Key], after: &State, until: i64, fresh_first: u32) {
        for key in before.iter().filter(|key| key.is_there() && after.key(key.id) != Some(key)) {
            self.copies.insert(key.secret.clone(), Remembered { key: key.clone(), until, fresh_first });
        }
    }

    /// The copy the relay would use for this secret, if it still has one.
    pub(crate) fn look(&mut self, secret: &str, now: i64) -> Option<Key> {
        let copy = self.copies.get_mut(secret)?;
        if now >= copy.until {
            self.copies.remove(secret);
            return None;
        }
        if copy.fresh_first > 0 {
            copy.fresh_first -= 1;
            return None;
        }
        Some(copy.key.clone())
    }

    /// Forgets all copies.
    pub(crate) fn clear(&mut self) {
        self.copies.clear();
    }
}
