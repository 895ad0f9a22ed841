//! A deadline around calls that have none.
//!
//! The keychain libraries wait as long as it takes: for a daemon that was stopped, for a prompt nobody
//! sees. A blocked call cannot be cancelled, so it runs on a plain thread of its own, and whoever waits too
//! long leaves the thread behind.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Instant;

use super::fault::Fault;
use crate::words::say;

/// Threads there may be at one time. More would only pile up behind whatever holds the others.
const MOST: usize = 4;

/// The threads of one keychain.
#[derive(Clone, Default)]
pub(super) struct Threads(Arc<AtomicUsize>);

impl Threads {
    /// Runs `job` on a thread and waits for its answer until `until`. An answer that comes later is
    /// dropped, and a secret in it wiped.
    ///
    /// # Errors
    /// [`Fault::Hung`] when the time is over, or at once when too many threads are stuck already.
    pub(super) fn run<T: Send + 'static>(
        &self,
        until: Instant,
        job: impl FnOnce() -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let place = Place::take(&self.0).ok_or(Fault::Hung)?;
        let (answer, wait) = mpsc::sync_channel(1);
        thread::Builder::new()
            .name("keychain".into())
            .spawn(move || {
                let _place = place;
                // Nobody may be waiting any longer.
                let _ = answer.send(job());
            })
            .map_err(|error| Fault::Failed(say!("vault-no-thread", error = error.to_string())))?;
        match wait.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(outcome) => outcome,
            Err(RecvTimeoutError::Timeout) => Err(Fault::Hung),
            Err(RecvTimeoutError::Disconnected) => Err(Fault::Failed(say!("vault-library-gave-up"))),
        }
    }
}

/// One of the [`MOST`] places, taken for as long as a thread lives.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(count: &Arc<AtomicUsize>) -> Option<Self> {
        count
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |now| (now < MOST).then_some(now + 1))
            .ok()
            .map(|_| Self(Arc::clone(count)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::Sender;
    use std::time::Duration;

    const SHORT: Duration = Duration::from_millis(50);
    const AMPLE: Duration = Duration::from_secs(20);

    fn quick(threads: &Threads) -> Result<u8, Fault> {
        threads.run(Instant::now() + AMPLE, || Ok(1))
    }

    /// A call that goes on until the returned sender is dropped.
    fn hang(threads: &Threads) -> (Result<(), Fault>, Sender<()>) {
        let (release, held) = mpsc::channel();
        let outcome = threads.run(Instant::now() + SHORT, move || {
            let _ = held.recv();
            Ok(())
        });
        (outcome, release)
    }

    #[test]
    fn a_call_that_hangs_ends_in_time_and_holds_up_no_other() {
        let threads = Threads::default();
        let (outcome, _release) = hang(&threads);
        assert_eq!(outcome, Err(Fault::Hung));
        assert_eq!(quick(&threads), Ok(1));
        assert_eq!(threads.run(Instant::now() + AMPLE, || Err::<(), _>(Fault::Locked)), Err(Fault::Locked));
    }

    #[test]
    fn too_many_stuck_threads_are_not_joined_by_more() {
        let threads = Threads::default();
        let mut stuck: Vec<_> = (0..MOST).map(|_| hang(&threads)).collect();
        let before = Instant::now();
        assert_eq!(quick(&threads), Err(Fault::Hung));
        assert!(before.elapsed() < SHORT, "it is refused at once");
        stuck.pop();
        let end = Instant::now() + AMPLE;
        while quick(&threads).is_err() {
            assert!(Instant::now() < end, "a thread that came back makes room");
            thread::yield_now();
        }
    }

    #[test]
    fn a_library_that_panics_is_a_failure() {
        let threads = Threads::default();
        let outcome = threads.run(Instant::now() + AMPLE, || -> Result<(), Fault> { panic!("on purpose") });
        assert!(matches!(outcome, Err(Fault::Failed(_))));
        assert_eq!(quick(&threads), Ok(1));
    }
}
