//! Time that passes faster, so that a test of the window need not wait for the minute after which a key counts as
//! dead. Not in a release build: there nothing can hurry a proof.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bridgekeeper_core::timer::{RealTimer, Timer};

/// The variable that says how many times faster.
const VARIABLE: &str = "BRIDGEKEEPER_TEST_HASTE";

struct Hasty {
    real: RealTimer,
    times: u32,
}

impl Timer for Hasty {
    fn now(&self) -> Duration {
        self.real.now() * self.times
    }

    fn pause(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        self.real.pause(time / self.times)
    }
}

/// The timer that a test asked for.
pub fn timer() -> Option<Arc<dyn Timer>> {
    let times = std::env::var(VARIABLE).ok()?.parse().ok().filter(|times| *times > 0)?;
    Some(Arc::new(Hasty { real: RealTimer::default(), times }))
}
