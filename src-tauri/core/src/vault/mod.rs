//! Where secrets rest: the keychain of the operating system or, chosen by the user, a file sealed with a
//! passphrase.
//!
//! Five answers are never mixed: the secret, *nothing there*, *locked*, *no vault*, *no answer*. A locked
//! vault that reads as empty would have its secrets written over; so every failure has a code of its own
//! and nothing here ever falls back to another vault, in either direction.
//!
//! All calls block; async code wraps them in `spawn_blocking`. What is absent: a list. Keychains cannot be
//! listed portably, so whoever stores a secret remembers the [`Slot`].

mod choice;
mod fault;
mod file;
mod keychain;
#[cfg(any(test, feature = "memory-vault"))]
mod memory;
mod native;
mod slot;
mod threads;

pub use choice::{choose, chosen};
pub use file::FileVault;
pub use keychain::{Keychain, KeychainOptions, Passwords, passwords};
#[cfg(any(test, feature = "memory-vault"))]
pub use memory::MemoryVault;
pub use slot::Slot;

use serde::Serialize;

use crate::error::{Code, Error, Result};
use crate::secret::{LONGEST, Secret};
use crate::words::say;

/// A place that keeps secrets.
///
/// # Errors
/// Every call may answer [`Code::VaultLocked`], [`Code::VaultAbsent`], [`Code::VaultHung`] or
/// [`Code::VaultFailed`], each with a next step for the user.
pub trait Vault: Send + Sync {
    /// Which vault this is.
    fn kind(&self) -> VaultKind;

    /// The secret filed under `slot`.
    ///
    /// # Errors
    /// [`Code::VaultEmpty`] only if the vault is open and holds nothing there.
    fn get(&self, slot: &Slot) -> Result<Secret>;

    /// Files the secret under `slot`, in place of what was there, and reads it back to compare.
    ///
    /// After [`Code::VaultHung`] it is not known whether the secret was stored; asking again is harmless.
    ///
    /// # Errors
    /// [`Code::Invalid`] for what not every vault can hold: only 1 to [`LONGEST`] printable ASCII
    /// characters fit Windows' 2,560 bytes, KWallet's UTF-8 and one line on a helper's stdout.
    fn put(&self, slot: &Slot, secret: &Secret) -> Result<()>;

    /// Forgets what is filed under `slot`. Nothing there is fine.
    fn delete(&self, slot: &Slot) -> Result<()>;

    /// Whether the vault could be read now. Never shows a prompt.
    fn check(&self) -> Result<()>;

    /// Closes it: from then on nobody gets a secret out of it before its owner has opened it again.
    ///
    /// # Errors
    /// [`Code::VaultFailed`] where only the system closes it.
    fn lock(&self) -> Result<()>;

    /// [`Vault::check`] as a value to show.
    fn state(&self) -> VaultState {
        VaultState::from(self.check())
    }
}

/// The vaults there are to choose from.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize, strum::EnumString, strum::Display,
)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum VaultKind {
    /// The operating system's: Secret Service, macOS keychain, Windows Credential Manager.
    Keychain,
    /// A file sealed with a passphrase.
    File,
}

/// How a vault is, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct VaultState {
    /// What to branch on.
    pub condition: Condition,
    /// What it means, in one sentence.
    pub sentence: String,
    /// What to do about it; nothing while it is open.
    pub hint: Option<String>,
}

/// The conditions a vault can be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, strum::Display)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Condition {
    /// Secrets can be read and written.
    Open,
    /// It is there; only its owner can open it.
    Locked,
    /// There is none on this machine or session.
    Absent,
    /// It is there and does not answer.
    Hung,
    /// It answers with failures.
    Failed,
}

impl From<Result<()>> for VaultState {
    fn from(check: Result<()>) -> Self {
        let error = match check {
            Ok(()) => {
                return Self { condition: Condition::Open, sentence: say!("vault-open"), hint: None };
            }
            Err(error) => error,
        };
        let condition = match error.code() {
            Code::VaultLocked => Condition::Locked,
            Code::VaultAbsent => Condition::Absent,
            Code::VaultHung => Condition::Hung,
            _ => Condition::Failed,
        };
        Self { condition, sentence: error.message().into(), hint: error.next_step().map(Into::into) }
    }
}

/// Refuses what not every vault can hold, before any vault is asked.
fn storable(secret: &Secret) -> Result<()> {
    // EXPOSE: to count and look at its characters.
    if is_storable(secret.expose().as_bytes()) {
        return Ok(());
    }
    Err(Error::new(Code::Invalid, say!("vault-not-storable")).hint(say!(
        "vault-not-storable",
        "hint",
        longest = LONGEST
    )))
}

fn is_storable(bytes: &[u8]) -> bool {
    (1..=LONGEST).contains(&bytes.len()) && bytes.iter().all(|byte| matches!(byte, b' '..=b'~'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_every_vault_can_hold_is_taken() {
        for good in ["x", "sk-abc DEF", &"x".repeat(LONGEST)] {
            assert!(storable(&Secret::new(good.into())).is_ok());
        }
        for bad in ["", "naïve", "two\nlines", "tab\t", "\u{7f}", &"x".repeat(LONGEST + 1)] {
            let error = storable(&Secret::new(bad.into())).unwrap_err();
            assert_eq!(error.code(), Code::Invalid);
            assert!(bad.is_empty() || !format!("{error:?}{error}").contains(bad));
        }
    }

    #[test]
    fn every_failure_has_a_condition_of_its_own() {
        let state = |code| VaultState::from(Err(Error::new(code, "s"))).condition;
        assert_eq!(VaultState::from(Ok(())).condition, Condition::Open);
        assert_eq!(state(Code::VaultLocked), Condition::Locked);
        assert_eq!(state(Code::VaultAbsent), Condition::Absent);
        assert_eq!(state(Code::VaultHung), Condition::Hung);
        assert_eq!(state(Code::VaultFailed), Condition::Failed);
    }
}
