//! Starting and stopping, and what a test in the same process holds.

use std::{
    io,
    net::{Ipv4Addr, TcpListener},
    sync::Arc,
    thread::{self, JoinHandle},
};

use axum::{Router, extract::DefaultBodyLimit, middleware::from_fn_with_state};
use tokio::{runtime, sync::oneshot};

use crate::{
    Dialect, Fault, Key, Options, Recorded, State, User,
    bridge::{Bridge, Shared},
    control, front,
    line::{CutListener, Peer},
    manage, relay, reply, seed,
};

/// Starts bridges.
pub struct Server;

impl Server {
    /// Starts a bridge on 127.0.0.1. It runs on a thread and a runtime of its own, so it answers also
    /// while its caller blocks, and it listens already when this returns.
    ///
    /// # Errors
    /// If the port is taken, or the state or log file cannot be read or written.
    pub fn start(options: Options) -> io::Result<Running> {
        let bridge = Arc::new(Bridge::open(&options)?);
        let first = bridge.look(|state| state.users.first().cloned());
        let user = first.ok_or_else(|| io::Error::other("a bridge needs a user"))?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))?;
        listener.set_nonblocking(true)?;
        let url = format!("http://{}", listener.local_addr()?);
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let listener = {
            let _entered = runtime.enter();
            CutListener(tokio::net::TcpListener::from_std(listener)?)
        };
        let service = router(&bridge).into_make_service_with_connect_info::<Peer>();
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = thread::Builder::new().name("bridge".to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    served = axum::serve(listener, service) => served,
                    _ = stopped => Ok(()),
                }
            })
        })?;
        Ok(Running {
            url,
            user_id: user.id,
            access_token: user.access_token.unwrap_or_default(),
            username: user.username,
            password: user.password,
            bridge,
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

fn router(bridge: &Shared) -> Router {
    Router::new()
        .merge(control::routes())
        .merge(manage::routes(bridge))
        .merge(relay::routes())
        .fallback(reply::unknown)
        .method_not_allowed_fallback(reply::unknown)
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(bridge.clone(), front::front))
        .with_state(bridge.clone())
}

/// A running bridge. Dropping it stops it at once: open connections close, the port is free.
pub struct Running {
    /// `http://127.0.0.1:PORT`
    pub url: String,
    /// The first user's id.
    pub user_id: i64,
    /// The first user's system access token, as it was at the start.
    pub access_token: String,
    /// The first user's name.
    pub username: String,
    /// The first user's password.
    pub password: String,
    bridge: Shared,
    /// Stops the server by being dropped.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl Running {
    /// Lets the bridge misbehave.
    pub fn fault(&self, fault: Fault) {
        self.bridge.faults().add(fault);
    }

    /// Forgets all faults, and the stale copies they left.
    pub fn clear_faults(&self) {
        self.bridge.clear_faults();
    }

    /// How the bridge speaks.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.bridge.dialect
    }

    /// Faults not yet used up.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        self.bridge.faults().left().to_vec()
    }

    /// The bridge's time, in Unix seconds.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.bridge.now()
    }

    /// Moves the bridge's clock: keys expire, limits and stale copies end.
    pub fn advance(&self, seconds: i64) -> i64 {
        self.bridge.clock.advance(seconds)
    }

    /// Stops the bridge's clock for good: from now on only [`Running::advance`] moves it, so a test of a
    /// time limit does not depend on how fast it runs.
    pub fn freeze(&self) {
        self.bridge.clock.freeze();
    }

    /// What arrived, oldest first; at most the last 10,000.
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        self.bridge.recorder.requests()
    }

    /// Forgets what arrived.
    pub fn clear_requests(&self) {
        self.bridge.recorder.clear();
    }

    /// Starts every rate limit anew.
    pub fn clear_limits(&self) {
        self.bridge.limiter.clear();
    }

    /// The truth, as it is now.
    #[must_use]
    pub fn state(&self) -> State {
        self.bridge.look(State::clone)
    }

    /// Bends the truth: bans a user, retires a group, spends behind the client's back.
    pub fn edit<R>(&self, edit: impl FnOnce(&mut State) -> R) -> R {
        self.bridge.change(edit)
    }

    /// The first user's keys that are not deleted, oldest first.
    #[must_use]
    pub fn keys(&self) -> Vec<Key> {
        let mut keys: Vec<_> = self.bridge.look(|state| state.keys_of(self.user_id).cloned().collect());
        keys.reverse();
        keys
    }

    /// The first user's key with this id.
    #[must_use]
    pub fn key(&self, id: i64) -> Option<Key> {
        self.bridge.look(|state| state.key_of(self.user_id, id).cloned())
    }

    /// The first user, as of now.
    #[must_use]
    pub fn user(&self) -> Option<User> {
        self.bridge.look(|state| state.user(self.user_id).cloned())
    }

    /// Gives the first user a key, with the next id and, if `secret` is empty, a fresh secret.
    pub fn add_key(&self, key: Key) -> Key {
        let now = self.bridge.now();
        self.bridge.change(|state| {
            let key = Key { user_id: self.user_id, created_time: now, accessed_time: now, ..key };
            let id = state.add_key(key.clone());
            state.key(id).cloned().unwrap_or(key)
        })
    }

    /// Gives the first user so many plain keys, named `bulk-00001` and on.
    pub fn add_bulk_keys(&self, count: usize) {
        let now = self.bridge.now();
        self.bridge.change(|state| seed::bulk(state, count, now));
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // It ends at once; how it ended is nobody's concern any more.
            let _ = thread.join();
        }
    }
}
