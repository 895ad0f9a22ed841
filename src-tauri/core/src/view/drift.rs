//! What somebody else changed in a tool's settings, field by field.

use serde::Serialize;

/// A tool's settings as they stand against what the wallet applied: our fields only.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DriftView {
    /// The tool's word.
    pub tool: String,
    /// The profile it was pointed at.
    pub profile: String,
    /// When the wallet applied that, or accepted what stood there.
    pub applied_at: String,
    /// When one of these files was last written, by whomever.
    pub changed_at: Option<String>,
    /// The fields that say something else; none where it is in step.
    pub fields: Vec<DriftFieldView>,
    /// What it means to accept that, one sentence each.
    pub meanings: Vec<MeaningView>,
    /// Names this state to `accept_drift`, which refuses any other.
    pub seen: String,
}

/// A field that does not say what was applied, secrets masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DriftFieldView {
    /// The file it stands in, as `~/…`.
    pub file: String,
    /// The names on the way to it, as `env.ANTHROPIC_BASE_URL`.
    pub name: String,
    /// What it is for.
    pub kind: FieldKind,
    /// What the wallet applied; `null` for nothing.
    pub applied: Option<String>,
    /// What stands there now; `null` for nothing.
    pub now: Option<String>,
}

/// What a field is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Where requests go.
    Address,
    /// Which model is asked.
    Model,
    /// How the tool gets its key.
    Credential,
    /// Something else that it takes.
    Other,
}

/// What accepting a change means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct MeaningView {
    /// The key, or somebody's login, goes where it did not go before.
    pub is_danger: bool,
    /// What it means, as a sentence.
    pub text: String,
}
