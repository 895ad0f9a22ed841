//! What a doctor says.

use serde::Serialize;

use super::{DriftView, ToolView, VaultView};

/// What is wrong with the tools; each has its advice.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DoctorView {
    /// Where their keys rest.
    pub vault: VaultView,
    /// The tools.
    pub tools: Vec<ToolView>,
    /// What was changed in those that drifted.
    pub drift: Vec<DriftView>,
}
