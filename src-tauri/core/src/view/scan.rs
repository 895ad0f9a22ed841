//! What a scan looked for, found, and did not look at.

use serde::{Deserialize, Serialize};

use crate::error::ErrorView;
use crate::key::KeyId;
use crate::scan::{Form, KnownStatus};
use crate::view::PlanView;

/// Where to look for copies of keys. Without anything: settings, histories, transcripts and recent projects.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ScanRequest {
    /// Only these files and folders, and all that is in them.
    #[serde(default)]
    pub paths: Vec<String>,
    /// Everything below the home folder too.
    #[serde(default)]
    pub home: bool,
    /// Git histories too, commits that nothing leads to included.
    #[serde(default)]
    pub git: bool,
    /// The contents of `.gz` files too.
    #[serde(default)]
    pub gz: bool,
}

/// What kind of place a key was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::Display)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum FindingKind {
    /// A file that a tool the wallet knows reads its key from.
    LiveConfig,
    /// Settings of another tool.
    ToolConfig,
    /// An environment file, or what a shell reads when it starts.
    EnvFile,
    /// What was typed into a shell or console.
    ShellHistory,
    /// A conversation with a coding agent, or what an editor keeps.
    Transcript,
    /// A log.
    Log,
    /// A database.
    Database,
    /// An object in the history of a repository.
    GitObject,
    /// Anything else.
    Other,
}

/// What can be done about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::Display)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Remedy {
    /// The tool is pointed at its key anew.
    Reapply,
    /// The key is written over in the text.
    Redact,
    /// The key is written over in the database, while its program is closed.
    Sql,
    /// Nothing by itself: what to do is said.
    ByHand,
}

/// A key that copies are looked for, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct KnownKeyView {
    /// The bridge's number for it.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub id: KeyId,
    /// Its name, as last seen; may be empty.
    pub name: String,
    /// `sk-····9fKd`.
    pub masked: String,
    /// Eight digits that tell it from the others on this machine.
    pub fingerprint: String,
    /// Its bridge's label, or address where it is not connected.
    pub label: String,
    /// Its bridge's address.
    pub url: String,
    /// Whether it works.
    pub status: KnownStatus,
}

/// One place where a known key stands in clear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FindingView {
    /// Names it to `plan_cleanup`; the same for the same place in every scan.
    pub id: String,
    /// What kind of place it is.
    pub kind: FindingKind,
    /// The file, as `~/…`; the repository for a git object.
    pub path: String,
    /// The line, where it is text.
    pub line: Option<u32>,
    /// The place where there is more to say than the line: a row and column, an object, a byte.
    pub place: Option<String>,
    /// How the key stands there.
    pub form: Form,
    /// The key.
    pub key: KnownKeyView,
    /// What can be done about it.
    pub remedy: Remedy,
    /// What to do, as a sentence.
    pub next: String,
}

/// Why something was not looked at.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, strum::Display,
)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum LeftReason {
    /// It may not be read.
    Denied,
    /// Reading it took too long; the rest of it was left.
    TimeCap,
    /// It is compressed.
    Compressed,
    /// It is on another file system.
    OtherFilesystem,
    /// It is a pipe, a socket, a device or the system's own.
    SpecialFile,
    /// It is a link; what it leads to is looked at where it stands.
    Link,
    /// Its path is too long.
    TooDeep,
    /// A history that was not asked for.
    GitHistory,
    /// Objects of a history that are too large or damaged.
    GitObjects,
    /// Folders of what others made, such as `node_modules`.
    Dependencies,
    /// Not asked for.
    NotAsked,
    /// It holds more copies than are listed.
    MoreCopies,
    /// The system failed to read it.
    Failed,
    /// The scan was stopped before.
    Stopped,
}

/// What was not looked at, for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct LeftView {
    /// Why.
    pub reason: LeftReason,
    /// The same as a sentence.
    pub text: String,
    /// How many there are.
    pub count: u32,
    /// The first of them, as `~/…`; all of them unless `count` says more.
    pub paths: Vec<String>,
}

/// What a scan came to.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ScanView {
    /// Places where a key stands in clear.
    pub findings: Vec<FindingView>,
    /// What was not looked at, and why.
    pub not_looked_at: Vec<LeftView>,
    /// Whether it came to its end, with every key that the vault holds.
    pub complete: bool,
    /// Why some keys were not looked for.
    pub note: Option<String>,
    /// How many keys were looked for.
    pub keys: u32,
    /// Files read.
    pub files: u32,
    /// Bytes read.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub bytes: u64,
    /// How long it took, milliseconds.
    pub took_ms: u32,
}

/// What can be done about copies that were found.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CleanupView {
    /// One plan for each file. That of a tool goes to `apply_plan`, every other to `apply_cleanup`.
    pub plans: Vec<PlanView>,
    /// What is left to its owner's hands; each says what to do.
    pub by_hand: Vec<FindingView>,
    /// What cannot be done now, and why.
    pub refused: Vec<UncleanedView>,
}

/// Copies that cannot be written over now.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct UncleanedView {
    /// The copies, all in one file.
    pub findings: Vec<FindingView>,
    /// Why.
    pub error: ErrorView,
}

/// What came of a cleanup, proven by another look.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CleanedView {
    /// The file, as `~/…`.
    pub path: String,
    /// What was done, as a sentence.
    pub text: String,
    /// Copies that were written over.
    pub cleaned: u32,
    /// Copies of these keys that are still found there.
    pub left: Vec<FindingView>,
}

/// Where a scan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, strum::Display)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ScanStage {
    /// Settings, environment, histories.
    Settings,
    /// Conversations of coding agents, and what editors keep.
    Transcripts,
    /// Projects in which something changed of late.
    Projects,
    /// The home folder.
    Home,
    /// What was asked for.
    Paths,
    /// Git histories.
    Git,
}

/// How far a scan is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ScanProgressView {
    /// Where it is.
    pub stage: ScanStage,
    /// Files so far.
    pub files: u32,
    /// Bytes so far.
    #[cfg_attr(feature = "bindings", specta(type = f64))]
    pub bytes: u64,
    /// The folder it is in, as `~/…`.
    pub folder: String,
}

/// News of a scan that is under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case", tag = "kind", content = "value")]
pub enum ScanEvent {
    /// It goes on.
    Progress(ScanProgressView),
    /// A key was found.
    Found(FindingView),
}
