//! One error for the whole core: a code to branch on, a sentence that says what happened, a next step,
//! and a cause for whoever looks closer.
//!
//! No message, hint or cause may carry a secret: foreign errors that could (keyring's `BadEncoding`) are
//! mapped where they are met, never wrapped.

use std::fmt;
use std::time::Duration;

/// What a caller may branch on. A code exists only while somebody consumes it: the command line turns it
/// into an exit code, the window into a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, strum::IntoStaticStr, strum::Display)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Code {
    /// The words of the request cannot be used: a bad address, name, number.
    Invalid,
    /// What was named does not exist: a key, a profile, a tool.
    NotFound,
    /// Nobody is signed in, or the bridge no longer accepts the account.
    NotSignedIn,
    /// The bridge asks for a two-factor code.
    SecondFactor,
    /// The vault is there but closed; only its owner can open it.
    VaultLocked,
    /// There is no vault to talk to: no keychain service on this machine or session.
    VaultAbsent,
    /// The vault took the call and did not answer within our deadline.
    VaultHung,
    /// The vault is open and holds nothing under that name.
    VaultEmpty,
    /// The vault answered with a failure of its own.
    VaultFailed,
    /// No connection to the bridge, or no answer in time.
    BridgeUnreachable,
    /// The bridge answered with something that is not its API: HTML, broken JSON, a missing field.
    BridgeNonsense,
    /// The bridge understood and said no (`success:false`).
    BridgeRefused,
    /// The bridge wants us to wait (429).
    RateLimited,
    /// A create was asked for and it is not known whether it happened.
    CreateUnknown,
    /// A file changed since it was read; nothing was written.
    FileChanged,
    /// A file cannot be understood, so it is not touched.
    FileUnparsable,
    /// A file or its folder cannot be written, or writing it would do harm (foreign owner, hard link).
    FileRefused,
    /// Another copy of the wallet is at work.
    Busy,
    /// A check could not be confirmed.
    NotProven,
    /// The wallet's own database is broken or comes from a newer version.
    Store,
    /// The operating system said no in some other way.
    Io,
}

/// An error as the core reports it.
pub struct Error {
    code: Code,
    message: String,
    hint: Option<String>,
    wait: Option<Duration>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The core's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error that says what the wallet was doing and what it met, in one sentence.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: None, wait: None, source: None }
    }

    /// Adds the next step, in one imperative sentence.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds how long the other side asks us to wait before the next try.
    #[must_use]
    pub fn wait(mut self, wait: Duration) -> Self {
        self.wait = Some(wait);
        self
    }

    /// Adds the cause. It must not carry a secret.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What to branch on.
    pub fn code(&self) -> Code {
        self.code
    }

    /// The sentence for the user, without the hint.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The next step, where there is one.
    pub fn next_step(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// How long to wait before the next try, where the other side said so.
    pub fn wait_for(&self) -> Option<Duration> {
        self.wait
    }

    /// The chain of causes, outermost first, for a "Details" section.
    pub fn causes(&self) -> Vec<String> {
        std::iter::successors(std::error::Error::source(self), |cause| cause.source())
            .map(ToString::to_string)
            .collect()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)?;
        for cause in self.causes() {
            write!(f, "; {cause}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn std::error::Error + 'static))
    }
}

/// An error as it crosses to the window and stands in `--json`.
#[derive(Debug, Clone, serde::Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ErrorView {
    /// What to branch on.
    pub code: Code,
    /// What happened, in one sentence.
    pub message: String,
    /// What to do next.
    pub hint: Option<String>,
    /// Causes, outermost first; free of secrets.
    pub details: Vec<String>,
}

impl From<&Error> for ErrorView {
    fn from(error: &Error) -> Self {
        Self {
            code: error.code,
            message: error.message.clone(),
            hint: error.hint.clone(),
            details: error.causes(),
        }
    }
}

impl From<Error> for ErrorView {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}
