//! A bridge to try and test against: the management and relay API of the new-api family, in memory.
//!
//! It speaks four [dialects](Dialect), checks keys as the real servers do, counts usage, limits rates,
//! and misbehaves on request ([`Fault`]). It listens on loopback only and keeps no secret from whoever
//! can reach it: `GET /_requests` shows everything that arrived, keys included.
//!
//! ```no_run
//! use bridgekeeper_bridge::{Dialect, Fault, FaultKind, Options, Server};
//!
//! let bridge = Server::start(Options { dialect: Dialect::B, ..Options::default() })?;
//! bridge.fault(Fault::on("POST", "/api/token/", FaultKind::DropAfterApply));
//! // … drive the client against `bridge.url` …
//! assert_eq!(bridge.keys().len(), 1, "the create was applied although its answer was lost");
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! Reading order: [`Options`] and [`Server`] (the face), `dialect` (every difference), `state` (what a
//! bridge remembers), `front` (what happens to each request), `manage` and `relay` (the two APIs),
//! `fault` and `control` (how tests steer it).

mod bridge;
mod clock;
mod control;
mod dialect;
mod fault;
mod front;
mod gojson;
mod ip;
mod limits;
mod line;
mod manage;
mod options;
mod random;
mod record;
mod relay;
mod reply;
mod route;
mod say;
mod seed;
mod server;
mod session;
mod stale;
mod state;
mod store;

pub use dialect::Dialect;
pub use fault::{Fault, FaultKind};
pub use limits::{Limits, Rate};
pub use options::{Options, QuotaDisplay, Site, UserSeed};
pub use record::Recorded;
pub use server::{Running, Server};
pub use state::{Group, Key, KeyStatus, LogEntry, LogKind, Model, State, User};
