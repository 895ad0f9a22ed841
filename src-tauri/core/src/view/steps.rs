//! What a person does in a tool itself, and how far they are.

use serde::Serialize;

/// Something a person does in the tool itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct StepView {
    /// What to do, as a sentence.
    pub text: String,
    /// The text to enter.
    pub enter: Option<String>,
    /// The key to enter, by its name: it is copied on request and never shown.
    pub key: Option<String>,
    /// Whether it is done, as far as the tool's own files tell.
    pub state: StepState,
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Nothing tells.
    Untold,
    /// Nothing stands there yet.
    Missing,
    /// Something else stands there.
    Different,
    /// It stands there.
    Done,
}

/// The steps of a plan as they are now. A step may have come or gone since the plan was shown: these replace
/// the plan's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct StepsView {
    /// The steps, in order.
    pub steps: Vec<StepView>,
    /// Whether all that can be told is done: the plan can then be applied without a write.
    pub done: bool,
}
