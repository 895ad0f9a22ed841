//! The running bridge: everything the handlers share.

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{
    Dialect, Options, Site, State, clock::Clock, fault::FaultBook, limits::Limiter, record::Recorder, seed,
    session::Sessions, stale::StaleCache, store::StateFile,
};

/// What every handler gets.
pub(crate) type Shared = Arc<Bridge>;

/// The running bridge. Each part has its own lock, never held across an `await`.
pub(crate) struct Bridge {
    pub(crate) dialect: Dialect,
    pub(crate) site: Site,
    pub(crate) max_keys: usize,
    pub(crate) clock: Clock,
    pub(crate) started: i64,
    pub(crate) limiter: Limiter,
    pub(crate) recorder: Recorder,
    state: Mutex<State>,
    file: Option<StateFile>,
    /// Why a file could not be written. From then on every request says so.
    broken: Mutex<Option<String>>,
    sessions: Mutex<Sessions>,
    faults: Mutex<FaultBook>,
    stale: Mutex<StaleCache>,
}

impl Bridge {
    /// Loads or seeds the state.
    pub(crate) fn open(options: &Options) -> io::Result<Self> {
        let clock = Clock::default();
        let file = options.state_file.as_deref().map(StateFile::at);
        let kept = file.as_ref().map(StateFile::load).transpose()?.flatten();
        let state = kept.unwrap_or_else(|| seed::state(options, clock.now()));
        if let Some(file) = &file {
            file.save(&state)?;
        }
        Ok(Self {
            dialect: options.dialect,
            site: options.site.clone(),
            max_keys: options.max_keys,
            started: clock.now(),
            clock,
            limiter: Limiter::new(options.limits, options.dialect),
            recorder: Recorder::open(options.log_file.as_deref())?,
            state: Mutex::new(state),
            file,
            broken: Mutex::default(),
            sessions: Mutex::default(),
            faults: Mutex::default(),
            stale: Mutex::default(),
        })
    }

    /// Now, in Unix seconds.
    pub(crate) fn now(&self) -> i64 {
        self.clock.now()
    }

    /// Looks at the state.
    pub(crate) fn look<R>(&self, look: impl FnOnce(&State) -> R) -> R {
        look(&lock(&self.state))
    }

    /// Changes the state, and writes it down before anyone sees the result.
    pub(crate) fn change<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        let mut state = lock(&self.state);
        let result = change(&mut state);
        if let Some(Err(error)) = self.file.as_ref().map(|file| file.save(&state)) {
            self.is_broken(format!("state file: {error}"));
        }
        result
    }

    /// Notes that the bridge can no longer keep its promises; the first reason stays.
    pub(crate) fn is_broken(&self, reason: String) {
        lock(&self.broken).get_or_insert(reason);
    }

    /// Why the bridge can no longer keep its promises, if so.
    pub(crate) fn broken(&self) -> Option<String> {
        lock(&self.broken).clone()
    }

    /// Sign-ins.
    pub(crate) fn sessions(&self) -> MutexGuard<'_, Sessions> {
        lock(&self.sessions)
    }

    /// Faults to come.
    pub(crate) fn faults(&self) -> MutexGuard<'_, FaultBook> {
        lock(&self.faults)
    }

    /// Keys the relay remembers as they were.
    pub(crate) fn stale(&self) -> MutexGuard<'_, StaleCache> {
        lock(&self.stale)
    }
}

/// Locks, also after a panic elsewhere: every change here is complete or not made.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
