//! What Home shows: what did it cost, what is left, what needs me.

use serde::Serialize;

use super::{AdviceLevel, BridgeView, BudgetView, KeyRefView, Mode, ToolState, VaultView};
use crate::key::{KeyId, Quota};

/// Home. Nothing is asked of a bridge for it: figures are as last read.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct HomeView {
    /// The bridge in use; `null` before the first connect.
    pub bridge: Option<BridgeView>,
    /// Where secrets rest and whether it is open.
    pub vault: VaultView,
    /// What was spent today so far.
    pub today: SpendView,
    /// What was spent in the last 7 days, today with them.
    pub days7: SpendView,
    /// What was spent in the last 30 days, today with them.
    pub days30: SpendView,
    /// The cost of each of the last 30 days in quota units, oldest first, today last.
    #[cfg_attr(feature = "bindings", specta(type = Vec<f64>))]
    pub by_day: Vec<Quota>,
    /// So many days that the balance lasts at the present pace; `null` without a pace.
    pub days_left: Option<f64>,
    /// Up to when the bridge's log was read; `null` if never.
    pub usage_as_of: Option<String>,
    /// Whether all use of the last 60 days up to then is in the figures.
    pub usage_complete: bool,
    /// The tools that are here or configured.
    pub tools: Vec<HomeToolView>,
    /// What needs the user, most pressing first.
    pub attention: Vec<AttentionView>,
}

/// What was spent in a time, beside as long a time before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SpendView {
    /// US dollars.
    pub usd: f64,
    /// Quota units.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub quota: Quota,
    /// Calls.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub calls: i64,
    /// US dollars in the time before: yesterday up to this hour, the 7 or 30 days before.
    pub before_usd: f64,
    /// The same in quota units.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub before_quota: Quota,
}

/// A tool on Home.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct HomeToolView {
    /// Its word: `claude-code`.
    pub id: String,
    /// Its name: `Claude Code`.
    pub name: String,
    /// Two letters for its mark: `Cc`.
    pub mark: String,
    /// How it stands.
    pub state: ToolState,
    /// The same as a sentence.
    pub state_text: String,
    /// The active profile.
    pub profile: Option<String>,
    /// How it gets its key.
    pub mode: Option<Mode>,
    /// The key the active profile uses.
    pub key: Option<KeyRefView>,
    /// What it has cost today, US dollars. Calls over a key that several tools share count for each.
    pub today_usd: f64,
    /// In the last 7 days, US dollars.
    pub days7_usd: f64,
    /// In the last 30 days, US dollars.
    pub days30_usd: f64,
    /// The same in quota units.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub days30_quota: Quota,
    /// Its budget, where it has one.
    pub budget: Option<BudgetView>,
}

/// What somebody should look at, most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, strum::Display)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum AttentionKind {
    /// A killed key is not proven dead.
    UnfinishedKill,
    /// The vault is not open.
    Vault,
    /// A tool's file cannot be read.
    Unreadable,
    /// A tool's file no longer says what the wallet applied.
    Drift,
    /// A tool will not work as wanted for another reason: its key was disabled, a variable wins over its files.
    Tool,
    /// The balance is used up, or lasts for few days.
    Balance,
    /// A tool's budget is nearly or all spent.
    Budget,
    /// A key expires within days.
    KeyExpires,
    /// A key has little left of its own quota.
    KeyQuota,
    /// Something was interrupted.
    Unfinished,
    /// A key that a tool uses is old.
    KeyOld,
}

/// Something that needs the user.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AttentionView {
    /// What kind.
    pub kind: AttentionKind,
    /// `problem`: something does not work or costs money; `note`: it will.
    pub level: AdviceLevel,
    /// What is so, as a sentence.
    pub text: String,
    /// The part of it that only the core can say, for whoever says the rest: how the tool stands, what its advice is,
    /// why the vault is closed.
    pub what: Option<String>,
    /// What to do, as a command or a sentence.
    pub next: String,
    /// The tool it is about.
    pub tool: Option<String>,
    /// The key it is about.
    #[cfg_attr(feature = "bindings", specta(type = Option<f64>))]
    pub key: Option<KeyId>,
    /// That key's name, or the tool's.
    pub name: Option<String>,
    /// A number of days, where the sentence has one.
    pub days: Option<u32>,
    /// A number of hundredths, where the sentence has one.
    pub percent: Option<u32>,
    /// How many things it is about, where they are several.
    pub count: Option<u32>,
}
