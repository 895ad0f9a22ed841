//! Several tools pointed at a bridge in one go.

use serde::{Deserialize, Serialize};

use super::{Mode, PlanView};
use crate::error::ErrorView;

/// Which tools are to be pointed at the bridge in use, and what the keys are like that are made for them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ConfigureAllRequest {
    /// The tools, in the order they are configured; none for all that are found on this machine.
    #[serde(default)]
    pub tools: Vec<ToolChoice>,
    /// The group new keys bill to; empty means the account's own.
    #[serde(default)]
    pub group: String,
    /// The quota of each new key in US dollars; `null` shares the account's balance.
    #[serde(default)]
    pub quota_usd: Option<f64>,
}

/// A tool, and how it gets its key.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ToolChoice {
    /// The tool's word.
    pub tool: String,
    /// `null` for what it has now, else its best.
    #[serde(default)]
    pub mode: Option<Mode>,
}

/// What configuring several tools would change. Each plan is applied by itself, so one that fails leaves the
/// others as they are.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PlansView {
    /// A plan for each tool that would change.
    pub plans: Vec<PlanView>,
    /// The tools that say it already, by their words.
    pub unchanged: Vec<String>,
    /// The tools that cannot be configured as things are.
    pub refused: Vec<RefusedView>,
}

/// A tool that cannot be configured, and why.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RefusedView {
    /// The tool's word.
    pub tool: String,
    /// Its name.
    pub name: String,
    /// Why.
    pub error: ErrorView,
}
