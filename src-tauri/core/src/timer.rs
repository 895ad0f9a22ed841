//! Time that only goes forward, whatever is done to the machine's clock: what a proof goes by.

use std::time::Duration;

use futures::future::BoxFuture;
use tokio::time::Instant;

/// Tells how much time has passed, and lets some pass.
pub trait Timer: Send + Sync {
    /// Time since any start, always the same one.
    fn now(&self) -> Duration;

    /// Lets that much time pass.
    fn pause(&self, time: Duration) -> BoxFuture<'static, ()>;
}

/// The machine's own.
pub struct RealTimer(Instant);

impl Default for RealTimer {
    fn default() -> Self {
        Self(Instant::now())
    }
}

impl Timer for RealTimer {
    fn now(&self) -> Duration {
        self.0.elapsed()
    }

    fn pause(&self, time: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}
