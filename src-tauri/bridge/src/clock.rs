//! The bridge's clock: the machine's, plus what tests have advanced it by.

use std::sync::{
    OnceLock,
    atomic::{AtomicI64, Ordering},
};

use jiff::Timestamp;

/// Seconds since 1970, movable.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    advanced_s: AtomicI64,
    frozen_at: OnceLock<i64>,
}

impl Clock {
    /// Now, in whole seconds.
    pub(crate) fn now(&self) -> i64 {
        let machine = self.frozen_at.get().copied().unwrap_or_else(|| Timestamp::now().as_second());
        machine.saturating_add(self.advanced_s.load(Ordering::SeqCst))
    }

    /// Moves the clock and returns the new time. Negative goes back.
    pub(crate) fn advance(&self, seconds: i64) -> i64 {
        self.advanced_s.fetch_add(seconds, Ordering::SeqCst);
        self.now()
    }

    /// From now on only [`Clock::advance`] moves the clock.
    pub(crate) fn freeze(&self) {
        self.frozen_at.get_or_init(|| Timestamp::now().as_second());
    }
}
