//! Where known keys stand in clear. Exact keys only, by keyed hash, so it works while the vault is locked and
//! finds what no pattern would: `sk-` is optional at a bridge, so a key may be 48 bare characters.
//!
//! In reading order: [`runs`] (where a key could stand at all), [`known`] (whether one does).

mod known;
mod runs;

pub use known::{Find, Fingerprint, Form, HashKey, Known, KnownKey, KnownStatus, Print};
