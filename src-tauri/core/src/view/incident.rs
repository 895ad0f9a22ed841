//! What is seen of a leak: which key a text holds, how dead it is, what came in its place.

use serde::{Deserialize, Serialize};

use super::CheckView;
use crate::incident::{KillState, Trouble};
use crate::key::{KeyId, KeyStatus};
use crate::store::{IncidentId, KillId};

/// What a pasted text holds, before anything is done about it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct LeakView {
    /// Keys of yours that stand in it.
    pub keys: Vec<LeakedKeyView>,
    /// What looks like a key of a bridge and is none of yours. Name one to `try_leaked`; forgotten when the
    /// window closes.
    pub strangers: Vec<StrangerView>,
    /// What there is to say: that nothing in the text looks like a key, that a list could not be read.
    pub notes: Vec<String>,
}

/// A key of yours that leaked.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct LeakedKeyView {
    /// The bridge's number for it.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub id: KeyId,
    /// Its name.
    pub name: String,
    /// `sk-····9fKd`.
    pub masked: String,
    /// The bridge, by its label.
    pub bridge: String,
    /// The bridge's address; `start_kill` wants it beside the id.
    pub url: String,
    /// What the bridge last said of it; `null` where it was never listed.
    pub status: Option<KeyStatus>,
    /// Names of the profiles on this machine that use it.
    pub used_by: Vec<String>,
    /// Why the wallet cannot disable it; `null` where it can.
    pub why_not: Option<String>,
}

/// Something that looks like a key and is none that the wallet knows.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct StrangerView {
    /// Names it to `try_leaked`.
    pub id: String,
    /// `sk-····9fKd`.
    pub masked: String,
}

/// What is to be killed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct KillRequest {
    /// The keys, the leaked ones first.
    pub keys: Vec<KeyAt>,
    /// Makes a key like each of them and puts it where it was used. For several keys at once, only for those
    /// that something on this machine uses.
    pub replace: bool,
}

/// A key and its bridge.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct KeyAt {
    /// The bridge's number for it.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub id: KeyId,
    /// The bridge's address; `null` for the one in use.
    #[serde(default)]
    pub url: Option<String>,
}

/// A leak, and what was done about it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct IncidentView {
    /// The wallet's number for it.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub id: IncidentId,
    /// When it was decided.
    pub at: String,
    /// Some key of it is not proven dead, and it is still tried. A banner stands until this is false.
    pub is_open: bool,
    /// Somebody gave it up before that.
    pub is_closed: bool,
    /// How it stands as a whole: `confirmed dead` or `1 of 3 keys NOT proven dead`.
    pub words: String,
    /// The keys, in the order they were given.
    pub keys: Vec<KilledKeyView>,
    /// Where they were found in clear on this machine.
    pub findings: Vec<IncidentFindingView>,
}

/// A key that is killed, and how dead it is.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct KilledKeyView {
    /// The wallet's number for this kill: what `delete_killed` takes.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub id: KillId,
    /// The bridge's number for the key.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub key: KeyId,
    /// Its name.
    pub name: String,
    /// `sk-····9fKd`.
    pub masked: String,
    /// A keyed hash of it, which says nothing to anybody else; `null` where its secret was never at hand.
    pub fingerprint: Option<String>,
    /// The bridge, by its label; its host where it is no longer connected.
    pub bridge: String,
    /// The bridge's address, which is also its web page.
    pub url: String,
    /// How far it is. Only `dead` is dead.
    pub state: KillState,
    /// What stands in the way.
    pub trouble: Option<Trouble>,
    /// The state as a sentence, exactly as honest as it is.
    pub words: String,
    /// What somebody can do about it, where there is something.
    pub next: Option<String>,
    /// When it came to this state.
    pub since: String,
    /// When it was proven dead.
    pub dead_at: Option<String>,
    /// Seconds from the decision to the proof; so far, while there is none.
    pub seconds: f64,
    /// It still works, as far as is known: the banner says so.
    pub is_alive: bool,
    /// Deleting it is worth a try: `delete_killed`.
    pub can_delete: bool,
    /// What happened, in order.
    pub steps: Vec<IncidentStepView>,
    /// What came in its place; `null` where nothing does.
    pub replaced: Option<ReplacedView>,
}

/// What kind of thing happened.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::Display, strum::EnumString,
)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum StepKind {
    /// It was decided, and written down.
    Decided,
    /// Another start of the program goes on with it.
    Resumed,
    /// The bridge took the change.
    Accepted,
    /// The key was rejected.
    Rejected,
    /// The key was rejected past the time of the bridge's cache: it is dead.
    Dead,
    /// The key still works, or the bridge still lists it as enabled.
    Alive,
    /// There was no clear answer.
    Unclear,
    /// The bridge deleted the key.
    Deleted,
    /// A key like it was made.
    Made,
    /// A tool or profile uses the new key.
    Swapped,
    /// The new key could not be made or put in place.
    NotSwapped,
    /// Somebody gave it up.
    Closed,
}

/// Something that happened to a key.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct IncidentStepView {
    /// When.
    pub at: String,
    /// Seconds since the decision.
    pub offset_s: f64,
    /// What kind of thing.
    pub kind: StepKind,
    /// What happened.
    pub text: String,
    /// How often in a row.
    pub times: u32,
}

/// The key that comes in a killed one's place.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ReplacedView {
    /// Its name.
    pub name: String,
    /// The bridge's number for it, once it is made and its secret is in the vault.
    #[cfg_attr(feature = "bindings", specta(type = Option<f64>))]
    pub key: Option<KeyId>,
    /// Everything that used the old key uses this one.
    pub is_done: bool,
    /// Why it does not come about, for now or at all.
    pub trouble: Option<String>,
    /// What uses it now.
    pub swaps: Vec<SwapView>,
}

/// A profile that went over to another key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SwapView {
    /// The profile.
    pub profile: String,
    /// The tool's word.
    pub tool: String,
    /// The tool's name.
    pub tool_name: String,
    /// Whether it uses the new key now.
    pub is_done: bool,
    /// What was done, or why it was not.
    pub text: String,
    /// The new key has to be pasted into the tool by hand: the text says how to get it.
    #[serde(default)]
    pub is_by_hand: bool,
    /// What has to be restarted, and why; `null` where nothing has.
    pub restart: Option<String>,
    /// What a real request with the new key found.
    pub check: Option<CheckView>,
}

/// A place where a killed key stands in clear.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct IncidentFindingView {
    /// The wallet's number for it.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub id: i64,
    /// The key's fingerprint.
    pub fingerprint: String,
    /// What kind of place.
    pub kind: String,
    /// Where, as `~/…`.
    pub path: String,
    /// The line, counted from 1, where there are lines.
    pub line: Option<u32>,
    /// What became of it.
    pub state: String,
}

/// What a bridge made of a stranger.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct LeakTryView {
    /// Whether the bridge in use takes it; `null` where there is no telling.
    pub works: Option<bool>,
    /// The same as a sentence, with the next step.
    pub text: String,
}
