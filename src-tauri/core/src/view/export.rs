//! What an export would bring back, before it does.

use serde::Serialize;

/// What taking an export in would do. Nothing is taken in yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RestoreView {
    /// The machine it is from.
    pub host: String,
    /// When it was made, RFC 3339.
    pub at: String,
    /// All that it holds, bridges first.
    pub items: Vec<RestoreItem>,
}

/// One thing of an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RestoreItem {
    /// What it is.
    pub kind: RestoreKind,
    /// What it goes by.
    pub name: String,
    /// What is known of it: an address, a tool and a key, an amount.
    pub detail: String,
    /// What becomes of it.
    pub fate: RestoreFate,
}

/// What an export holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, strum::Display)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum RestoreKind {
    /// A bridge and who was signed in there; its access token is not in the export.
    Bridge,
    /// A profile; its key is found on the bridge again.
    Profile,
    /// A folder with a profile of its own.
    Folder,
    /// A tool's budget.
    Budget,
}

/// What becomes of a thing of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, strum::Display)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum RestoreFate {
    /// It is added.
    New,
    /// It is here already, just so.
    Same,
    /// There is another one of that name here, which stays.
    Kept,
    /// It has no place here: its tool or its folder is not known.
    Unknown,
}
