//! Keys that other programs were left with in clear, on their way into the vault.

use serde::{Deserialize, Serialize};

use crate::error::ErrorView;
use crate::view::KeyView;

/// A key that can be taken over, and all places where it stands.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AdoptableView {
    /// Names it to `plan_adopt`; forgotten when the window closes.
    pub id: String,
    /// The key, masked.
    pub masked: String,
    /// What it would be called in the wallet.
    pub name: String,
    /// The address beside it, as `https://host`; `null` where there is none.
    pub url: Option<String>,
    /// The wallet's label for the bridge there; `null` where the wallet knows none, so that its user must say whose
    /// key it is.
    pub label: Option<String>,
    /// The tools that use it from there, by their words.
    pub tools: Vec<String>,
    /// Where it stands.
    pub places: Vec<AdoptablePlaceView>,
}

/// A place where a key stands in clear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AdoptablePlaceView {
    /// What kind of place it is.
    pub source: AdoptSource,
    /// The file, as `~/…`.
    pub path: String,
    /// Where in there: `env.ANTHROPIC_AUTH_TOKEN`, `line 7: OPENAI_API_KEY`.
    pub place: String,
    /// Why it must be taken out by hand; `null` where the wallet can.
    pub by_hand: Option<String>,
}

/// Kinds of places in which a key is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::Display)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum AdoptSource {
    /// A tool's own file.
    Tool,
    /// What cc-switch keeps.
    CcSwitch,
    /// A shell's start-up file.
    Shell,
}

/// The keys that can be taken over.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AdoptableListView {
    /// The keys.
    pub adoptable: Vec<AdoptableView>,
    /// What is there and could not be looked at.
    pub not_looked_at: Vec<NotLookedAtView>,
}

/// A file that could not be looked at.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct NotLookedAtView {
    /// The file, as `~/…`.
    pub path: String,
    /// Why.
    pub error: ErrorView,
}

/// Which key is to be taken over, and as what.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AdoptRequest {
    /// Which.
    pub id: String,
    /// Whose key it is, where its user says so; `null` for the bridge beside it, which the wallet must know.
    #[serde(default)]
    pub url: Option<String>,
    /// What to call it; `null` for what is proposed.
    #[serde(default)]
    pub name: Option<String>,
}

/// What became of a key that was taken over.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AdoptedView {
    /// The key as the wallet has it now; `null` where it was put back.
    pub key: Option<KeyView>,
    /// What was done, as a sentence.
    pub text: String,
    /// Tools that had it and are without a key now, by their words.
    pub tools: Vec<String>,
}
