//! Where known keys stand in clear. Exact keys only, by keyed hash, so it works while the vault is locked and
//! finds what no pattern would: `sk-` is optional at a bridge, so a key may be 48 bare characters.
//!
//! In reading order: [`bridgekeeper_runs`] (where a key could stand at all), [`known`] (whether one does), [`look`]
//! (through a file or stream), [`open`] (of whoever it may be), [`sqlite`] and [`pack`] (what does not stand in one piece),
//! [`git`], [`places`] (where to look first), [`walk`] (through all of it).
//!
//! It reads and never writes. What was not looked at is counted, with the reason.

mod git;
mod known;
mod look;
mod open;
mod pack;
mod places;
mod sqlite;
mod walk;

pub use git::Packs;
pub use known::{Find, Fingerprint, Form, HashKey, Known, KnownKey, KnownStatus, Print};
pub use look::lines;
pub use open::{Identity, identity};
pub use pack::InObject;
pub use walk::{FileState, Finding, LeftOut, News, Order, Outcome, Place, Scan};
