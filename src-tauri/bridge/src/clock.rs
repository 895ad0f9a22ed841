//! The bridge's clock: the machine's, plus what tests have advanced it by.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

/// Seconds since 1970, movable.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    advanced_s: AtomicI64,
}

impl Clock {
    /// Now, in whole seconds.
    pub(crate) fn now(&self) -> i64 {
        Timestamp::now().as_second().saturating_add(self.advanced_s.load(Ordering::SeqCst))
    }

    /// Moves the clock and returns the new time. Negative goes back.
    pub(crate) fn advance(&self, seconds: i64) -> i64 {
        self.advanced_s.fetch_add(seconds, Ordering::SeqCst);
        self.now()
    }
}
