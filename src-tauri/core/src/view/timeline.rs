//! Whether a key was used by somebody else: its calls around a time, by address.

use serde::{Deserialize, Serialize};

use crate::bridge::Display;
use crate::key::{KeyId, Quota};

/// The calls with a key, and with those it replaced or that replaced it, since a time.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TimelineView {
    /// The bridge's number for the key.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub key: KeyId,
    /// Its name.
    pub name: String,
    /// The bridge's label.
    pub bridge: String,
    /// From when on somebody else may have had it.
    pub since: String,
    /// Up to when the log was read.
    pub until: String,
    /// What can be said. Exactly as much as is known.
    pub verdict: VerdictKind,
    /// The same as a sentence: `calls from addresses you have not used: 3`.
    pub words: String,
    /// Calls since then.
    pub calls: u32,
    /// Calls of these from addresses that you have not used.
    pub strange_calls: u32,
    /// Calls of these without an address in the log.
    pub unlogged_calls: u32,
    /// Requests since then that failed; they cost nothing.
    pub failed: u32,
    /// What the calls cost, US dollars.
    pub usd: f64,
    /// The same in quota units.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub quota: Quota,
    /// What the calls from addresses that you have not used cost, US dollars.
    pub strange_usd: f64,
    /// Tokens in and out.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub tokens: i64,
    /// The models that answered, dearest first.
    pub models: Vec<ModelUseView>,
    /// The addresses the calls came from, those that you have not used first.
    pub addresses: Vec<AddressView>,
    /// Calls over time, with some time before for comparison; oldest first, without gaps.
    pub buckets: Vec<BucketView>,
    /// How long one of them is, in seconds.
    pub bucket_s: u32,
    /// How the bridge shows money.
    pub display: Display,
    /// Whether everything that was needed could be read.
    pub complete: bool,
    /// What there is to know besides.
    pub notes: Vec<String>,
    /// The bridge can log addresses and does not: `log_addresses` turns it on for the next time.
    pub can_log: bool,
}

/// What can be said of a key's use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::Display)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum VerdictKind {
    /// So many calls came from addresses that you have not used.
    Counted,
    /// The log has no addresses.
    CannotTell,
}

/// What a model was used for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ModelUseView {
    /// Its name.
    pub model: String,
    /// Calls.
    pub calls: u32,
    /// Of these from addresses that you have not used.
    pub strange_calls: u32,
    /// Cost, US dollars.
    pub usd: f64,
}

/// An address that calls came from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AddressView {
    /// The address.
    pub address: String,
    /// Whether you have used it: before that time, or with another key.
    pub is_yours: bool,
    /// Calls.
    pub calls: u32,
    /// Cost, US dollars.
    pub usd: f64,
    /// The first of them.
    pub first: String,
    /// The last of them.
    pub last: String,
}

/// The calls of a piece of time.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BucketView {
    /// When it begins.
    pub at: String,
    /// Calls.
    pub calls: u32,
    /// Of these from addresses that you have not used.
    pub strange_calls: u32,
    /// Cost, US dollars.
    pub usd: f64,
}
