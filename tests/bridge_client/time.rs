//! Ledgers for tests: one whose time passes only when somebody waits, one that never counts.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bridgekeeper_bridge::Running;
use bridgekeeper_core::bridge::{Bucket, Ledger, Options, Origin, Tally};
use futures::future::BoxFuture;
use jiff::Timestamp;

use super::options;

/// The time of a frozen bridge and of its client, together: waiting moves both.
#[derive(Default)]
pub struct SharedTime {
    bridge: Option<Arc<Running>>,
    millis: Arc<AtomicI64>,
    tallies: Mutex<HashMap<(Origin, Bucket), Tally>>,
}

impl SharedTime {
    /// Stops the bridge's clock; from now on it goes by this one.
    pub fn of(bridge: &Arc<Running>) -> Arc<Self> {
        bridge.freeze();
        Arc::new(Self { bridge: Some(bridge.clone()), ..Self::default() })
    }

    /// Lets time pass.
    pub fn pass(&self, time: Duration) {
        pass(&self.millis, self.bridge.as_deref(), time);
    }

    /// How much has passed.
    pub fn passed(&self) -> Duration {
        Duration::from_millis(self.millis.load(Ordering::SeqCst).unsigned_abs())
    }
}

fn pass(millis: &AtomicI64, bridge: Option<&Running>, time: Duration) {
    let more = i64::try_from(time.as_millis()).unwrap();
    let before = millis.fetch_add(more, Ordering::SeqCst);
    let seconds = (before + more) / 1000 - before / 1000;
    if let Some(bridge) = bridge.filter(|_| seconds > 0) {
        bridge.advance(seconds);
    }
}

impl Ledger for SharedTime {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.millis.load(Ordering::SeqCst)).unwrap()
    }

    fn change(&self, origin: &Origin, bucket: Bucket, change: &mut dyn FnMut(&mut Tally)) {
        change(self.tallies.lock().unwrap().entry((origin.clone(), bucket)).or_default());
    }

    fn pause(&self, time: Duration) -> BoxFuture<'static, ()> {
        let (millis, bridge) = (self.millis.clone(), self.bridge.clone());
        Box::pin(async move { pass(&millis, bridge.as_deref(), time) })
    }
}

/// Remembers nothing, so nothing is ever held back.
pub struct Careless;

impl Ledger for Careless {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }

    fn change(&self, _: &Origin, _: Bucket, change: &mut dyn FnMut(&mut Tally)) {
        change(&mut Tally::default());
    }
}

/// [`options`] with that ledger.
pub fn with(ledger: Arc<dyn Ledger>) -> Options {
    Options { ledger, ..options() }
}
