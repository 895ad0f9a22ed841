//! The client of a bridge: every request the wallet makes to one, in the words of the domain.
//!
//! It owns HTTP ([`http`]), the wire forms ([`wire`]), the dialects ([`dialect`]) and the manners ([`manners`]). It
//! stores nothing, shows nothing and keeps no clock: what it asked for and when is a [`Ledger`]'s to remember. What
//! it knows of new-api is cited where it is used; the four dialects are new-api's own history and its forks (see
//! [`Dialect`]).
//!
//! - A write is sent once. Where its answer is unclear, the bridge is asked what became of it.
//! - A list is complete or says that it is not.
//! - No limit of the bridge is met: others of the user's programs have to live with what is left.
//! - No error carries a secret: what a bridge says is shown only through [`http::clean`].

mod account;
mod by_key;
mod dialect;
mod http;
mod keys;
mod kill;
mod login;
mod logs;
mod manners;
mod origin;
mod prices;
mod relay;
mod settings;
mod statistics;
mod task;
mod wire;

use std::sync::{Arc, Mutex, PoisonError};

pub use account::{Display, DisplayKind, Me, Site};
pub use by_key::KeyUsage;
pub use dialect::Dialect;
pub use http::Options;
pub use keys::{Created, KeyList, ListProgress, Posted};
pub use login::Login;
pub use logs::{LogEntry, LogKind, LogList, LogQuery, LogSum};
pub use manners::{Bucket, Ledger, MemoryLedger, Tally};
pub use origin::Origin;
pub use prices::{ModelPrice, Price, Prices};
pub use relay::{Door, Tried, Verdict};
pub use statistics::{KeyShare, UsageHour};

use crate::error::{Code, Result};
use crate::secret::Secret;
use crate::words::say;
use dialect::Seen;
use http::{Failure, Http, Kind, Request, not_signed_in};
use serde::de::DeserializeOwned;

/// Who is signed in at a bridge.
#[derive(Clone)]
pub struct Account {
    /// The number beside the user's name on the bridge. Dialects A to C refuse every request without it
    /// (`new-api middleware/auth.go`); one-api, Veloera and dialect D do without.
    pub user_id: Option<i64>,
    /// The system access token.
    pub token: Arc<Secret>,
}

/// A bridge to talk to. Clones share one connection pool and what was learned about the dialect.
#[derive(Clone)]
pub struct Bridge(Arc<Inner>);

struct Inner {
    http: Http,
    seen: Mutex<Seen>,
}

impl Bridge {
    /// A client with the usual limits. Nothing is sent yet.
    ///
    /// # Errors
    /// [`Code::Invalid`] for a token that fits in no header, [`Code::Io`] on a machine without root
    /// certificates.
    pub fn new(origin: Origin, account: Option<Account>) -> Result<Self> {
        Self::with_options(origin, account, Options::default())
    }

    /// [`Bridge::new`] with limits of one's own.
    ///
    /// # Errors
    /// As [`Bridge::new`].
    pub fn with_options(origin: Origin, account: Option<Account>, options: Options) -> Result<Self> {
        let http = Http::new(origin, account, options)?;
        Ok(Self(Arc::new(Inner { http, seen: Mutex::default() })))
    }

    /// Where the bridge lives.
    pub fn origin(&self) -> &Origin {
        &self.0.http.origin
    }

    /// The dialect as far as what came by has shown it; [`Bridge::dialect`] asks.
    pub fn known_dialect(&self) -> Option<Dialect> {
        self.seen().dialect()
    }

    /// Finds the dialect: one page of keys, and one look at how a missing sign-in is refused. `None` if the
    /// account has no key that would tell B from C.
    ///
    /// # Errors
    /// Those of [`Bridge::keys`].
    pub async fn dialect(&self) -> Result<Option<Dialect>> {
        if self.seen().list.is_none() {
            self.newest_id().await?;
        }
        if self.seen().coded.is_none() {
            self.look_at_refusal().await?;
        }
        Ok(self.known_dialect())
    }

    fn seen(&self) -> Seen {
        *self.0.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn learn(&self, what: impl FnOnce(&mut Seen)) {
        what(&mut self.0.seen.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn http(&self) -> &Http {
        &self.0.http
    }

    /// A call that needs the account and gives `data`.
    async fn call<T: DeserializeOwned>(&self, request: Request<'_>) -> Result<T, Failure> {
        match self.http().call(&request).await {
            Err(failure) => Err(self.explain(failure).await),
            done => done,
        }
    }

    /// A call that needs the account and does something.
    async fn act(&self, request: Request<'_>) -> Result<(), Failure> {
        match self.http().act(&request).await {
            Err(failure) => Err(self.explain(failure).await),
            done => done,
        }
    }

    /// Dialects A to C say "wrong token" as status 200 with `success:false`, like every other no; only the
    /// wording differs, and wording is not to be relied on. So after a no it is asked whether the account
    /// itself is still welcome.
    async fn explain(&self, failure: Failure) -> Failure {
        if failure.kind != Kind::Refused || self.seen().coded == Some(true) {
            return failure;
        }
        match self.me().await {
            Err(error) if error.code() == Code::NotSignedIn => Failure { kind: Kind::Denied, error },
            _ => failure,
        }
    }
}

/// What an account's own number must be, for a message.
fn refused_account(host: &str) -> crate::error::Error {
    not_signed_in(say!("http-account-refused", host = host, said = ""))
}
