//! What a keychain can answer besides success, and the words the user reads.

use crate::error::{Code, Error};
use crate::words::say;

/// A keychain's failure. All but the last say that nothing was written. None of them carries a secret: foreign
/// errors are read by kind, and their text is taken only where no secret can stand in it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    not(target_os = "linux"),
    expect(dead_code, reason = "only the Secret Service can be lost or unset")
)]
pub(super) enum Fault {
    /// Closed.
    Locked,
    /// There, but its owner never set it up: there is no collection for new secrets.
    Unset,
    /// No service to talk to. The text says what was tried.
    Absent(String),
    /// No answer in time.
    Hung,
    /// Open, and nothing under that name.
    Empty,
    /// The connection or its session is gone; nothing was written, and a fresh one may work.
    Lost(String),
    /// Anything else.
    Failed(String),
}

impl Fault {
    /// The error for the user.
    pub(super) fn into_error(self) -> Error {
        match self {
            // gnome-keyring-daemon 42.1 ignores `--unlock`, with and without `--replace`, while another one runs.
            Self::Locked => Error::new(Code::VaultLocked, say!("vault-locked"))
                .hint(here(say!("vault-locked", "hint-linux"), say!("vault-locked", "hint"))),
            Self::Unset => {
                Error::new(Code::VaultFailed, say!("vault-unset")).hint(say!("vault-unset", "hint"))
            }
            Self::Absent(why) => Error::new(Code::VaultAbsent, say!("vault-absent"))
                .because(why)
                .hint(here(say!("vault-absent", "hint-linux"), say!("vault-absent", "hint"))),
            Self::Hung => Error::new(Code::VaultHung, say!("vault-hung"))
                .hint(here(say!("vault-hung", "hint-linux"), say!("vault-hung", "hint"))),
            Self::Empty => {
                Error::new(Code::VaultEmpty, say!("vault-empty")).hint(say!("vault-empty", "hint"))
            }
            Self::Lost(why) => Error::new(Code::VaultFailed, say!("vault-lost"))
                .because(why)
                .hint(say!("vault-lost", "hint")),
            Self::Failed(why) => Error::new(Code::VaultFailed, say!("vault-failed", why = why))
                .hint(say!("vault-failed", "hint")),
        }
    }
}

/// The step that is right on this platform.
fn here(on_linux: String, elsewhere: String) -> String {
    if cfg!(target_os = "linux") { on_linux } else { elsewhere }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_has_its_code_and_a_next_step() {
        let codes = [
            (Fault::Locked, Code::VaultLocked),
            (Fault::Unset, Code::VaultFailed),
            (Fault::Absent("x".into()), Code::VaultAbsent),
            (Fault::Hung, Code::VaultHung),
            (Fault::Empty, Code::VaultEmpty),
            (Fault::Lost("x".into()), Code::VaultFailed),
            (Fault::Failed("x".into()), Code::VaultFailed),
        ];
        for (fault, code) in codes {
            let error = fault.into_error();
            assert_eq!(error.code(), code);
            assert!(error.next_step().is_some_and(|step| !step.is_empty()));
        }
    }
}
