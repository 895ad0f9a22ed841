//! What was used and what it cost.

use serde::{Deserialize, Serialize};

use crate::bridge::Display;
use crate::key::{KeyId, Quota};

/// What use is summed up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::Display, strum::EnumString)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum UsageBy {
    /// The tool that made the calls. Keys that are no tool's stand by their own name.
    Tool,
    /// The key, together with those it replaced.
    Key,
    /// The model that answered.
    Model,
    /// The day.
    Day,
}

/// Which days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum UsageRange {
    /// So many, up to and with today.
    Last {
        /// How many.
        days: u32,
    },
    /// From one date to another, both with it: `2026-11-24`.
    Between {
        /// The first.
        from: String,
        /// The last.
        to: String,
    },
}

/// What calls used and what they cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct UsageSumView {
    /// How many.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub calls: i64,
    /// Tokens in. 0 for days of which only the bridge's statistics tell, which know `tokens` alone.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub prompt_tokens: i64,
    /// Tokens out; as above.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub completion_tokens: i64,
    /// Tokens in that came from the provider's cache, where the bridge tells.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub cache_tokens: i64,
    /// Tokens in and out.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub tokens: i64,
    /// Cost, quota units.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub quota: Quota,
    /// The same in US dollars.
    pub usd: f64,
}

/// What was used in some days, summed up.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct UsageView {
    /// By what.
    pub by: UsageBy,
    /// The lines, dearest first; days by date.
    pub usage: Vec<UsageLineView>,
    /// All of them together.
    pub total: UsageSumView,
    /// What is known of the figures.
    pub basis: UsageBasisView,
}

/// A line of a sum.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct UsageLineView {
    /// Its name: of a tool, a key, a model; or a date.
    pub name: String,
    /// The tool's word, for a tool.
    pub tool: Option<String>,
    /// The bridge's number, for a key: the newest of those that replaced each other.
    #[cfg_attr(feature = "bindings", specta(type = Option<f64>))]
    pub key: Option<KeyId>,
    /// What it used.
    #[serde(flatten)]
    pub sum: UsageSumView,
    /// Its part of the total cost, 0 to 1.
    pub share: f64,
}

/// What is known of figures of use: which days they are of, and whether they are whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct UsageBasisView {
    /// The first day: `2026-11-24`.
    pub from: String,
    /// The last day.
    pub to: String,
    /// The time zone that days are counted in: `Europe/Berlin`.
    pub zone: String,
    /// The bridge's label.
    pub bridge: String,
    /// How it shows money.
    pub display: Display,
    /// Its quota units per US dollar.
    pub per_usd: f64,
    /// Up to when its log was read; `null` if never.
    pub as_of: Option<String>,
    /// Whether all use up to then is in the figures.
    pub complete: bool,
    /// Why not, or what else there is to say.
    pub note: Option<String>,
}

/// What was used, by day, tool, key and model, for whoever sums it up by any of them.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct UsageTableView {
    /// The days, oldest first: `2026-11-24`.
    pub days: Vec<String>,
    /// Whether all use of each day, up to when the log was read, is in the cells.
    pub whole: Vec<bool>,
    /// The tools that cells speak of.
    pub tools: Vec<UsageToolView>,
    /// The keys that cells speak of.
    pub keys: Vec<UsageKeyView>,
    /// The models that cells speak of.
    pub models: Vec<String>,
    /// What was used.
    pub cells: Vec<UsageCellView>,
    /// What is known of the figures.
    pub basis: UsageBasisView,
}

/// A tool that cost something. Several at once where they share a key: which of them made a call, nobody knows.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct UsageToolView {
    /// The tool's word; several joined by `+`.
    pub id: String,
    /// Its name: `Claude Code`; several: `Claude Code + Codex`.
    pub name: String,
}

/// A key that cost something, together with those it replaced.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct UsageKeyView {
    /// The bridge's number for the newest of them; `null` where the bridge does not tell.
    #[cfg_attr(feature = "bindings", specta(type = Option<f64>))]
    pub id: Option<KeyId>,
    /// Its name; empty where the bridge does not tell.
    pub name: String,
    /// How many keys they are.
    pub keys: u32,
}

/// What one key used of one model on one day for one tool. Numbers name entries of the lists beside it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct UsageCellView {
    /// The day.
    pub day: u32,
    /// The tool; `null` for a key that was never a tool's.
    pub tool: Option<u32>,
    /// The key.
    pub key: u32,
    /// The model.
    pub model: u32,
    /// What it used.
    #[serde(flatten)]
    pub sum: UsageSumView,
}

/// A tool's budget for a calendar month, and how far it is spent.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BudgetView {
    /// The tool's word.
    pub tool: String,
    /// Its name.
    pub name: String,
    /// What it may cost in a month, US dollars.
    pub usd: f64,
    /// What it has cost this month, US dollars. Calls over a key that several tools share count for each.
    pub spent_usd: f64,
    /// How far that is.
    pub state: BudgetState,
    /// So many days until it is spent at the present pace; `null` without a pace, 0 if it is spent.
    pub days_left: Option<f64>,
    /// The first day of the next month, when it begins anew.
    pub renews: String,
}

/// How far a budget is spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, strum::Display)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum BudgetState {
    /// There is room.
    Fine,
    /// Four fifths are spent.
    Near,
    /// All of it is spent.
    Spent,
}
