//! Rate limits (new-api middleware/rate-limit.go).

use std::{collections::HashMap, net::IpAddr, sync::Mutex};

use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{
    Dialect,
    bridge::{Shared, lock},
    front::Caller,
    manage::SignedIn,
};

/// How many calls in how many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Calls.
    pub calls: u32,
    /// Seconds.
    pub per_s: u32,
}

/// Rate limits of the management API; `None` is no limit. The relay has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Per address, on all of `/api`.
    pub global: Option<Rate>,
    /// Per address, shared by sign-in, reveal, usage and logs by key.
    pub critical: Option<Rate>,
    /// Per user, on key search.
    pub search: Option<Rate>,
}

impl Limits {
    /// No limits, for tests about other things.
    #[must_use]
    pub const fn off() -> Self {
        Self { global: None, critical: None, search: None }
    }

    /// The limits servers of this dialect start with.
    #[must_use]
    pub fn standard(dialect: Dialect) -> Self {
        Self {
            global: Some(Rate { calls: dialect.global_limit(), per_s: 180 }),
            critical: Some(Rate { calls: 20, per_s: 1200 }),
            search: dialect.searches_pages().then_some(Rate { calls: 10, per_s: 60 }),
        }
    }
}

/// Counts calls in fixed windows.
#[derive(Debug)]
pub(crate) struct Limiter {
    limits: Limits,
    dialect: Dialect,
    windows: Mutex<HashMap<Bucket, Window>>,
}

/// Whose calls of which kind are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Bucket {
    Global(IpAddr),
    Critical(IpAddr),
    Search(i64),
}

#[derive(Clone, Copy, Debug)]
struct Window {
    since: i64,
    calls: u32,
}

impl Limiter {
    pub(crate) fn new(limits: Limits, dialect: Dialect) -> Self {
        Self { limits, dialect, windows: Mutex::default() }
    }

    /// Counts a call; the answer that refuses it, if it is one too many.
    fn count(&self, bucket: Bucket, now: i64) -> Option<Response> {
        let rate = match bucket {
            Bucket::Global(_) => self.limits.global,
            Bucket::Critical(_) => self.limits.critical,
            Bucket::Search(_) => self.limits.search,
        };
        let rate = rate?;
        let mut windows = lock(&self.windows);
        let window = windows.entry(bucket).or_insert(Window { since: now, calls: 0 });
        if now - window.since >= i64::from(rate.per_s) {
            *window = Window { since: now, calls: 0 };
        }
        if window.calls >= rate.calls {
            let wait = window.since + i64::from(rate.per_s) - now;
            return Some(refusal(self.dialect.tells_retry_after().then_some(wait)));
        }
        window.calls += 1;
        None
    }

    /// Counts a call to `/api`; the answer that refuses it, if it is one too many.
    pub(crate) fn count_global(&self, ip: IpAddr, now: i64) -> Option<Response> {
        self.count(Bucket::Global(ip), now)
    }

    /// Forgets all calls.
    pub(crate) fn clear(&self) {
        lock(&self.windows).clear();
    }
}

/// A 429: always without a body, with `Retry-After` only where it is given.
pub(crate) fn refusal(retry_after: Option<i64>) -> Response {
    let mut response = StatusCode::TOO_MANY_REQUESTS.into_response();
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Guard of calls in the critical bucket.
pub(crate) async fn critical(State(bridge): State<Shared>, request: Request, next: Next) -> Response {
    let bucket = request.extensions().get::<Caller>().map(|caller| Bucket::Critical(caller.ip));
    guard(&bridge, bucket, request, next).await
}

/// Guard of key search.
pub(crate) async fn search(State(bridge): State<Shared>, request: Request, next: Next) -> Response {
    let bucket = request.extensions().get::<SignedIn>().map(|user| Bucket::Search(user.id));
    guard(&bridge, bucket, request, next).await
}

async fn guard(bridge: &Shared, bucket: Option<Bucket>, request: Request, next: Next) -> Response {
    match bucket.and_then(|bucket| bridge.limiter.count(bucket, bridge.now())) {
        Some(refusal) => refusal,
        None => next.run(request).await,
    }
}
