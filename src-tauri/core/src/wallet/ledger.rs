//! What was asked of bridges, remembered in the database: window and command line share it, as the bridge
//! counts them together.

use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use jiff::Timestamp;

use crate::bridge::{Bucket, Ledger, Options, Origin, Tally};
use crate::machine::Machine;
use crate::store::Store;
use crate::timer::Timer;

struct Shared {
    store: Arc<Store>,
    machine: Machine,
    timer: Arc<dyn Timer>,
}

/// A client's usual limits, with the memory that all copies of the wallet share.
pub(super) fn options(store: &Arc<Store>, machine: &Machine, timer: &Arc<dyn Timer>) -> Options {
    let shared = Shared { store: store.clone(), machine: machine.clone(), timer: timer.clone() };
    Options { ledger: Arc::new(shared), ..Options::default() }
}

impl Ledger for Shared {
    fn now(&self) -> Timestamp {
        self.machine.now()
    }

    fn change(&self, origin: &Origin, bucket: Bucket, change: &mut dyn FnMut(&mut Tally)) {
        let name = format!("asked/{bucket}/{origin}");
        let mut changed = false;
        let kept = self.store.change_passing(&name, |text| {
            let mut tally = text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
            change(&mut tally);
            changed = true;
            serde_json::to_string(&tally).expect("points in time serialise")
        });
        if kept.is_err() && !changed {
            change(&mut Tally::default());
        }
    }

    fn pause(&self, time: Duration) -> BoxFuture<'static, ()> {
        self.timer.pause(time)
    }
}
