//! A deadline around calls that have none.
//!
//! No keychain library survives every hang: a stopped daemon, a bus that accepts and never answers, a
//! prompt nobody sees. A blocked call cannot be cancelled either. So each connection lives on a plain
//! thread of its own; whoever waits too long leaves the thread behind and the next call gets a fresh one.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

use super::fault::Fault;

/// Threads there may be at one time, the working one and the stuck ones. More would only pile up.
const MOST: usize = 4;

type Job<S> = Box<dyn FnOnce(&mut S) + Send>;
type Jobs<S> = Arc<Sender<Job<S>>>;

/// Makes the connections `S` and runs jobs on them, one at a time, in order.
pub(super) struct Worker<S> {
    make: Arc<dyn Fn() -> S + Send + Sync>,
    current: Mutex<Option<Jobs<S>>>,
    alive: Arc<AtomicUsize>,
}

impl<S: 'static> Worker<S> {
    /// No connection yet; the first call makes one. `make` runs on the new thread and may block.
    pub(super) fn new(make: impl Fn() -> S + Send + Sync + 'static) -> Self {
        Self { make: Arc::new(make), current: Mutex::new(None), alive: Arc::default() }
    }

    /// Makes the connection now, beside whatever the caller does next. What fails here is reported when
    /// it is needed.
    pub(super) fn start(&self) {
        let _ = self.jobs();
    }

    /// Runs `job` on the connection and waits for its answer until `until`. A job whose time is over
    /// before its turn comes never runs.
    ///
    /// # Errors
    /// [`Fault::Hung`] when the time is over, or when too many threads are stuck already. After that, and
    /// after [`Fault::Lost`], the next call gets a fresh connection.
    pub(super) fn ask<T: Send + 'static>(
        &self,
        until: Instant,
        job: impl FnOnce(&mut S) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let (answer, wait) = mpsc::sync_channel(1);
        let jobs = self.jobs()?;
        let queued = jobs.send(Box::new(move |connection| {
            if Instant::now() < until {
                // Nobody may wait any longer: then the answer is dropped, and a secret in it wiped.
                let _ = answer.send(job(connection));
            }
        }));
        let outcome = match queued {
            Err(_) => Err(RecvTimeoutError::Disconnected),
            Ok(()) => wait.recv_timeout(until.saturating_duration_since(Instant::now())),
        };
        match outcome {
            Ok(Err(fault @ (Fault::Lost(_) | Fault::Hung))) => {
                self.leave(&jobs);
                Err(fault)
            }
            Ok(done) => done,
            Err(RecvTimeoutError::Timeout) => {
                self.leave(&jobs);
                Err(Fault::Hung)
            }
            Err(RecvTimeoutError::Disconnected) => {
                self.leave(&jobs);
                Err(Fault::Lost("the keychain's thread ended".into()))
            }
        }
    }

    /// The way to the working thread; starts one if there is none.
    fn jobs(&self) -> Result<Jobs<S>, Fault> {
        let mut current = self.current();
        match &*current {
            Some(jobs) => Ok(jobs.clone()),
            None => Ok(current.insert(self.spawn()?).clone()),
        }
    }

    /// Lets go of that thread, unless somebody else did already. It ends by itself once its call returns,
    /// if it ever does.
    fn leave(&self, jobs: &Jobs<S>) {
        let mut current = self.current();
        if current.as_ref().is_some_and(|now| Arc::ptr_eq(now, jobs)) {
            *current = None;
        }
    }

    fn spawn(&self) -> Result<Jobs<S>, Fault> {
        let (jobs, todo) = mpsc::channel::<Job<S>>();
        let make = Arc::clone(&self.make);
        let alive = Alive::one_more(&self.alive).ok_or(Fault::Hung)?;
        thread::Builder::new()
            .name("keychain".into())
            .spawn(move || {
                let _alive = alive;
                let mut connection = make();
                for job in todo {
                    job(&mut connection);
                }
            })
            .map_err(|error| Fault::Failed(format!("no thread could be started ({error})")))?;
        Ok(Arc::new(jobs))
    }

    fn current(&self) -> MutexGuard<'_, Option<Jobs<S>>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts one thread for as long as it lives.
struct Alive(Arc<AtomicUsize>);

impl Alive {
    fn one_more(count: &Arc<AtomicUsize>) -> Option<Self> {
        count
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |now| (now < MOST).then_some(now + 1))
            .ok()
            .map(|_| Self(Arc::clone(count)))
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::Receiver;
    use std::time::Duration;

    const SHORT: Duration = Duration::from_millis(50);
    const AMPLE: Duration = Duration::from_secs(20);

    fn counting() -> Worker<usize> {
        let made = AtomicUsize::new(0);
        Worker::new(move || made.fetch_add(1, Ordering::SeqCst))
    }

    /// Which connection answers, counted from 0.
    fn number(worker: &Worker<usize>) -> Result<usize, Fault> {
        worker.ask(Instant::now() + AMPLE, |connection| Ok(*connection))
    }

    /// Blocks a thread until the returned sender is dropped.
    fn hang(worker: &Worker<usize>) -> (Result<(), Fault>, Sender<()>) {
        let (release, held): (Sender<()>, Receiver<()>) = mpsc::channel();
        let outcome = worker.ask(Instant::now() + SHORT, move |_| {
            let _ = held.recv();
            Ok(())
        });
        (outcome, release)
    }

    #[test]
    fn one_connection_serves_all_calls() {
        let worker = counting();
        assert_eq!((number(&worker), number(&worker)), (Ok(0), Ok(0)));
    }

    #[test]
    fn a_hung_call_ends_in_time_and_the_next_one_gets_a_fresh_connection() {
        let worker = counting();
        let (outcome, _release) = hang(&worker);
        assert_eq!(outcome, Err(Fault::Hung));
        assert_eq!(number(&worker), Ok(1));
    }

    #[test]
    fn a_lost_connection_is_replaced_and_a_refusal_is_not() {
        let worker = counting();
        let refused = worker.ask(Instant::now() + AMPLE, |_| Err::<(), _>(Fault::Locked));
        assert_eq!((refused, number(&worker)), (Err(Fault::Locked), Ok(0)));
        let lost = worker.ask(Instant::now() + AMPLE, |_| Err::<(), _>(Fault::Lost("gone".into())));
        assert_eq!((lost, number(&worker)), (Err(Fault::Lost("gone".into())), Ok(1)));
    }

    #[test]
    fn too_many_stuck_threads_are_not_joined_by_more() {
        let worker = counting();
        let mut stuck: Vec<_> = (0..MOST).map(|_| hang(&worker)).collect();
        let before = Instant::now();
        assert_eq!(number(&worker), Err(Fault::Hung));
        assert!(before.elapsed() < SHORT, "it is refused at once");
        stuck.pop();
        let end = Instant::now() + AMPLE;
        while number(&worker).is_err() {
            assert!(Instant::now() < end, "a thread that came back makes room");
            thread::yield_now();
        }
    }

    #[test]
    fn a_job_whose_time_is_over_never_runs() {
        let worker = Arc::new(counting());
        let (release, held): (Sender<()>, Receiver<()>) = mpsc::channel();
        let (began, begin) = mpsc::channel();
        let first = {
            let worker = Arc::clone(&worker);
            thread::spawn(move || {
                worker.ask(Instant::now() + AMPLE, move |_| {
                    let _ = began.send(());
                    let _ = held.recv();
                    Ok(())
                })
            })
        };
        begin.recv().unwrap();
        let ran = Arc::new(AtomicUsize::new(0));
        let late = Arc::clone(&ran);
        let outcome = worker.ask(Instant::now() + SHORT, move |_| {
            late.fetch_add(1, Ordering::SeqCst);
            Ok(())
        });
        assert_eq!(outcome, Err(Fault::Hung));
        drop(release);
        assert_eq!(first.join().unwrap(), Ok(()));
        assert_eq!(number(&worker), Ok(1));
        assert_eq!(ran.load(Ordering::SeqCst), 0);
    }

    #[test]
    fn a_thread_that_panics_is_replaced() {
        let worker = counting();
        let outcome = worker.ask(Instant::now() + AMPLE, |_| -> Result<(), Fault> { panic!("on purpose") });
        assert!(matches!(outcome, Err(Fault::Lost(_))));
        assert_eq!(number(&worker), Ok(1));
    }
}
