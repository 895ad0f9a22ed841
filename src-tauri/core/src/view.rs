//! What the window and `--json` see: plain values without secrets. Suffix `View` = out, `Request` = in.
//! Field names stand as they are in `--json`; times are RFC 3339; money is US dollars beside raw quota units.

mod adopt;
mod configure_all;
mod doctor;
mod drift;
mod export;
mod home;
mod incident;
mod rotation;
mod scan;
mod steps;
mod timeline;
mod usage;

use serde::{Deserialize, Serialize};

use crate::bridge::{Display, Door};
use crate::error::ErrorView;
use crate::key::{Group, KeyId, KeyStatus, Quota};

pub use adopt::*;
pub use configure_all::*;
pub use doctor::*;
pub use drift::*;
pub use export::*;
pub use home::*;
pub use incident::*;
pub use rotation::*;
pub use scan::*;
pub use steps::*;
pub use timeline::*;
pub use usage::*;

/// Everything that is true at a glance: `bridgekeeper status`, and the window's frame.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct StatusView {
    /// The bridge in use; `None` before the first connect.
    pub bridge: Option<BridgeView>,
    /// Every bridge the wallet knows.
    pub bridges: Vec<BridgeView>,
    /// Where secrets rest and whether it is open.
    pub vault: VaultView,
    /// Tools found on this machine, with their state.
    pub tools: Vec<ToolView>,
    /// What was interrupted and is not settled yet: keys to make and files half written.
    pub unfinished: u32,
    /// Keys out of these that an interrupted create has still to make.
    pub unmade: u32,
    /// What needs the user, most pressing first.
    pub attention: Vec<AttentionView>,
    /// What cannot wait, each as a sentence: keys that are to be dead and are not proven so. A banner stands while
    /// there are any.
    pub open_kills: Vec<String>,
    /// Keys of the bridge in use that are due for a rotation.
    pub old_keys: u32,
}

/// A bridge and who is signed in there.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BridgeView {
    /// What `--bridge` takes: the host unless the user named it otherwise.
    pub label: String,
    /// `https://host`, without a path.
    pub url: String,
    /// What the bridge calls itself.
    pub name: String,
    /// Its dialect, `a` to `d`, once found.
    pub dialect: Option<String>,
    /// The account's number there.
    #[cfg_attr(feature = "bindings", specta(type = Option<f64>))]
    pub user_id: Option<i64>,
    /// The account's name.
    pub username: String,
    /// The account's own group.
    pub group: String,
    /// What is left in the account's wallet, US dollars.
    pub balance_usd: f64,
    /// The same in quota units.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub balance_quota: Quota,
    /// What the account has spent so far, US dollars.
    pub used_usd: f64,
    /// The same in quota units.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub used_quota: Quota,
    /// When these figures were read from the bridge.
    pub as_of: String,
    /// Whether the bridge answered when this was last asked.
    pub reachable: bool,
    /// How it shows money to its users.
    pub display: Display,
    /// Nobody is signed in: only pasted keys are known, and what a key alone may do can be done.
    pub key_only: bool,
}

/// A bridge before the sign-in.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SiteView {
    /// `https://host`, without a path.
    pub url: String,
    /// What the bridge calls itself; may be empty.
    pub name: String,
    /// Its version as it claims.
    pub version: Option<String>,
    /// Why a password cannot be used here; `null` where it can.
    pub no_password: Option<String>,
    /// The wallet knows it already, under this label.
    pub label: Option<String>,
}

/// Where secrets rest.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct VaultView {
    /// `keychain` or `file`.
    pub kind: String,
    /// `open`, `locked`, `absent`, `hung` or `failed`.
    pub state: String,
    /// The state as a sentence.
    pub message: String,
    /// What to do where it is not open.
    pub hint: Option<String>,
}

/// A list of keys, and whether it is all of them.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct KeyListView {
    /// The keys, newest first.
    pub keys: Vec<KeyView>,
    /// False where the bridge cut the list short; then `note` says why.
    pub complete: bool,
    /// When the bridge gave this list.
    pub as_of: String,
    /// True where the bridge could not be reached and this is what was known before.
    pub offline: bool,
    /// What there is to say about it.
    pub note: Option<String>,
}

/// A key without its secret.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct KeyView {
    /// The bridge's number for it.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub id: KeyId,
    /// Its name.
    pub name: String,
    /// Whether it can be used now.
    pub status: KeyStatus,
    /// `sk-····9fKd`.
    pub masked: String,
    /// The group it bills to; empty means the account's own.
    pub group: String,
    /// The group's price multiplier.
    pub group_ratio: Option<f64>,
    /// Shares the account's balance.
    pub unlimited: bool,
    /// What is left of its own quota, quota units.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub remain_quota: Quota,
    /// The same in US dollars; `null` for a key that shares the balance.
    pub remain_usd: Option<f64>,
    /// What it has spent, quota units.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub used_quota: Quota,
    /// The same in US dollars.
    pub used_usd: f64,
    /// When it was made.
    pub created: String,
    /// When it was last used.
    pub last_used: Option<String>,
    /// When it stops working.
    pub expires: Option<String>,
    /// Where it may be used from; empty means anywhere.
    pub allow_ips: Vec<String>,
    /// Models it may reach; `null` means any.
    pub models: Option<Vec<String>>,
    /// Pasted on this machine: the account does not list it, so only what a key alone may do can be done.
    pub pasted: bool,
    /// Whether its secret is in the vault of this machine.
    pub in_vault: bool,
    /// Names of the profiles on this machine that use it.
    pub used_by: Vec<String>,
    /// It works and is so old that it is due for a rotation.
    pub is_old: bool,
}

/// A key that is to be made.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct NewKeyRequest {
    /// Its name.
    pub name: String,
    /// The group it bills to; empty means the account's own.
    #[serde(default)]
    pub group: String,
    /// `never`, `1h`, `1d`, `30d` or a point in time as RFC 3339.
    #[serde(default)]
    pub expires: Option<String>,
    /// Its own quota in US dollars; `null` shares the account's balance.
    #[serde(default)]
    pub quota_usd: Option<f64>,
    /// Addresses and networks it may be used from; empty means any.
    #[serde(default)]
    pub allow_ips: Vec<String>,
    /// Models it may reach; empty means any.
    #[serde(default)]
    pub models: Vec<String>,
}

/// What is to change about a key; what is `null` stays.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct EditKeyRequest {
    /// A new name. Logs go by name, so this splits the key's history on the bridge.
    #[serde(default)]
    pub name: Option<String>,
    /// Another group; empty means the account's own.
    #[serde(default)]
    pub group: Option<String>,
    /// `never`, `1h`, `1d`, `30d` or a point in time as RFC 3339.
    #[serde(default)]
    pub expires: Option<String>,
    /// So much left, US dollars.
    #[serde(default)]
    pub quota_usd: Option<f64>,
    /// Share the account's balance instead.
    #[serde(default)]
    pub unlimited: bool,
    /// Addresses and networks it may be used from; empty means any.
    #[serde(default)]
    pub allow_ips: Option<Vec<String>>,
    /// Models it may reach; empty means any.
    #[serde(default)]
    pub models: Option<Vec<String>>,
}

/// What came of a change to several keys.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BatchView {
    /// The keys that are changed, as the bridge has them now.
    pub keys: Vec<KeyView>,
    /// The keys that are gone.
    #[cfg_attr(feature = "bindings", specta(type = Vec<f64>))]
    pub deleted: Vec<KeyId>,
    /// The keys that are not changed, and why.
    pub failed: Vec<FailedView>,
}

/// A key that a change to several did not change.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FailedView {
    /// The bridge's number for it.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub id: KeyId,
    /// Its name.
    pub name: String,
    /// Why.
    pub error: ErrorView,
}

/// How far a long piece of work is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ProgressView {
    /// Done so far.
    pub done: u32,
    /// Of so many, where that is known.
    pub of: Option<u32>,
    /// The bridge wants us to wait so many seconds.
    pub waiting_s: Option<u32>,
}

/// Whether a key gets in from this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// The bridge answered the key.
    In,
    /// The bridge keeps this machine out.
    LockedOut,
    /// The bridge refuses the key itself, from anywhere.
    Refused,
    /// There is no telling: the bridge gave no clear answer.
    Unknown,
}

/// What a live check of a key from this machine found.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ReachView {
    /// Whether it gets in.
    pub state: Reach,
    /// The same as a sentence, with what the bridge answered.
    pub text: String,
    /// What to know besides.
    pub notes: Vec<String>,
    /// When.
    pub at: String,
}

/// A form in which a key is put to use by hand.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::EnumIter,
)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum UseForm {
    /// A request with cURL, as OpenAI's API wants it.
    CurlOpenai,
    /// A request with cURL, as Anthropic's API wants it.
    CurlAnthropic,
    /// Variables for bash, zsh and sh.
    Sh,
    /// Variables for fish.
    Fish,
    /// Variables for PowerShell.
    Powershell,
    /// new-api's own connection info.
    Connection,
}

/// A key put to use, with the key masked.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct UseView {
    /// The form.
    pub form: UseForm,
    /// Its name: `cURL, OpenAI`.
    pub title: String,
    /// The text, with the key masked.
    pub text: String,
}

/// A key somebody else's text carries, to agree to before anything is kept.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ImportView {
    /// Names it to `accept_import`; forgotten when the window closes.
    pub id: String,
    /// What the text is: `connection info` or `a cc-switch link`.
    pub source: String,
    /// The bridge it is for: `https://host`.
    pub url: String,
    /// The wallet's label for that bridge; `null` for one that it does not know.
    pub label: Option<String>,
    /// What the text calls it.
    pub name: String,
    /// The key, masked.
    pub masked: String,
    /// The tool it is meant for, where the text says so.
    pub tool: Option<String>,
    /// What to know before agreeing.
    pub notes: Vec<String>,
}

/// What a group costs.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PricesView {
    /// The group.
    pub group: String,
    /// Its multiplier, which is in the prices below.
    pub ratio: Option<f64>,
    /// The models it reaches, by name.
    pub models: Vec<PriceView>,
    /// Why there are no prices.
    pub note: Option<String>,
}

/// What a model costs, the group's multiplier included.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PriceView {
    /// Its name.
    pub model: String,
    /// US dollars per million tokens sent to it.
    pub input_usd: Option<f64>,
    /// US dollars per million tokens it answers with.
    pub output_usd: Option<f64>,
    /// US dollars per call, for models that are billed so.
    pub call_usd: Option<f64>,
}

/// Groups of the account.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct GroupsView {
    /// The groups its keys may bill to.
    pub groups: Vec<Group>,
    /// When the bridge gave them.
    pub as_of: String,
    /// True where the bridge could not be reached and this is what was known before.
    pub offline: bool,
}

/// Models of the account or of one group.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ModelsView {
    /// Their names as the bridge writes them.
    pub models: Vec<String>,
    /// When the bridge gave them.
    pub as_of: String,
    /// True where the bridge could not be reached and this is what was known before.
    pub offline: bool,
}

/// How a tool stands to what the wallet wants it to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, strum::Display)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ToolState {
    /// Neither its program nor its files are on this machine.
    NotFound,
    /// Here, and not pointed at a bridge by the wallet.
    NotConfigured,
    /// Its file says what the wallet applied.
    InStep,
    /// Its file no longer says what the wallet applied.
    Drifted,
    /// Its file is fine, but something else wins over it.
    Shadowed,
    /// Its file cannot be read or understood.
    Unreadable,
}

/// How a tool gets its key.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::Display, strum::EnumString,
)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Mode {
    /// The tool asks our command; the key stays in the vault.
    Helper,
    /// The tool reads a variable that `run` sets; the key stays in the vault.
    Env,
    /// The tool can only keep the key in its own file.
    Stored,
}

/// A tool's card.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ToolView {
    /// Its word on the command line: `claude-code`.
    pub id: String,
    /// Its name: `Claude Code`.
    pub name: String,
    /// Two letters for its mark: `Cc`.
    pub mark: String,
    /// Whether its program or its files are on this machine.
    pub found: bool,
    /// Its version, where it can be told without running it.
    pub version: Option<String>,
    /// Its program.
    pub program: Option<String>,
    /// The files the wallet reads and writes, as `~/…`.
    pub files: Vec<String>,
    /// How it stands.
    pub state: ToolState,
    /// The same as a sentence: `Drifted: base URL changed`.
    pub state_text: String,
    /// The active profile.
    pub profile: Option<String>,
    /// Every profile of it, by name.
    pub profiles: Vec<String>,
    /// How it gets its key.
    pub mode: Option<Mode>,
    /// What that means for the key, as a sentence.
    pub mode_text: Option<String>,
    /// Modes it can be configured in, best first.
    pub modes: Vec<Mode>,
    /// The key the active profile uses.
    pub key: Option<KeyRefView>,
    /// The model written to it, where one was chosen.
    pub model: Option<String>,
    /// Whether the last change can be undone byte for byte.
    pub can_undo: bool,
    /// The last live check.
    pub last_check: Option<CheckView>,
    /// What is wrong, and the next step for each.
    pub advice: Vec<AdviceView>,
}

/// A named binding of a tool to a key.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ProfileView {
    /// Its name.
    pub name: String,
    /// The tool's word.
    pub tool: String,
    /// Whether the tool is pointed at it now.
    pub active: bool,
    /// How the tool gets the key.
    pub mode: Mode,
    /// The key.
    pub key: KeyRefView,
    /// The model written to the tool, where one was chosen.
    pub model: Option<String>,
    /// Folders in which it goes before the active one, as `~/…`.
    pub folders: Vec<String>,
    /// The last live check.
    pub last_check: Option<CheckView>,
}

/// A key as a tool's card names it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct KeyRefView {
    /// The bridge's number for it.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub id: KeyId,
    /// Its name.
    pub name: String,
    /// `sk-····9fKd`.
    pub masked: String,
    /// The bridge's address.
    pub url: String,
}

/// What a live check found: a real request with the key over the path the tool uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CheckView {
    /// When.
    pub at: String,
    /// Whether the bridge answered as it should.
    pub ok: bool,
    /// How long it took, milliseconds.
    pub took_ms: u32,
    /// What it found, as a sentence.
    pub text: String,
}

/// Something a doctor would say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AdviceView {
    /// `problem` (the tool will not work as wanted) or `note`.
    pub level: AdviceLevel,
    /// What is so.
    pub text: String,
    /// What to do.
    pub next: String,
}

/// How much an advice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum AdviceLevel {
    /// The tool will not work as wanted.
    Problem,
    /// Good to know.
    Note,
}

/// Which key a tool is to use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum KeyChoice {
    /// What the profile has, else a new one.
    Keep,
    /// A new one, made when the plan is applied.
    Create,
    /// This one.
    Existing {
        /// The bridge's number for it.
        #[cfg_attr(feature = "bindings", specta(type = f64))]
        id: KeyId,
    },
}

/// What a tool is to be pointed at.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ConfigureRequest {
    /// The tool's word.
    pub tool: String,
    /// The profile; `null` for the tool's default one.
    pub profile: Option<String>,
    /// Which key.
    pub key: KeyChoice,
    /// How it gets the key; `null` for the tool's best.
    pub mode: Option<Mode>,
    /// The model to write; `null` leaves the choice to the tool and the bridge.
    pub model: Option<String>,
    /// The API to ask over, for tools that know several; `null` for the tool's usual one.
    #[serde(default)]
    pub api: Option<Door>,
}

/// What a change would do, with every secret masked. Nothing is written yet.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PlanView {
    /// Names the plan to `apply_plan`; forgotten when the window closes.
    pub id: String,
    /// The tool's word.
    pub tool: String,
    /// What it is, as a heading: `Point Claude Code at bridge.example`.
    pub title: String,
    /// The files, in the order they are written.
    pub changes: Vec<ChangeView>,
    /// What to know before and after: a new key is made, a restart is needed.
    pub notes: Vec<String>,
    /// What is left to do in the tool itself, in order.
    pub steps: Vec<StepView>,
}

/// What happens to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It is not there yet.
    Create,
    /// Its text changes.
    Edit,
    /// It goes.
    Remove,
}

/// One file of a plan.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ChangeView {
    /// As `~/…`.
    pub path: String,
    /// What happens to it.
    pub kind: ChangeKind,
    /// The difference, line by line.
    pub lines: Vec<LineView>,
}

/// What a line of a difference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Stays.
    Same,
    /// Comes.
    Add,
    /// Goes.
    Remove,
    /// Lines left out here.
    Gap,
}

/// A line of a difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct LineView {
    /// What it is.
    pub kind: LineKind,
    /// Its text, secrets masked, without the line end.
    pub text: String,
}
