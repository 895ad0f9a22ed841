//! What a keychain can answer besides success, and the words the user reads.

use crate::error::{Code, Error};

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
            Self::Locked => Error::new(Code::VaultLocked, "the keychain is locked").hint(UNLOCK),
            Self::Unset => Error::new(Code::VaultFailed, "the keychain was never set up").hint(SET_UP),
            Self::Absent(why) => {
                Error::new(Code::VaultAbsent, "there is no keychain to talk to").because(why).hint(PROVIDE)
            }
            Self::Hung => {
                Error::new(Code::VaultHung, "the keychain did not answer in time").hint(RESTART)
            }
            Self::Empty => Error::new(Code::VaultEmpty, "the keychain is open and holds nothing under this name")
                .hint("if it should be there, sign in again or pick the key again so that it is stored anew"),
            Self::Lost(why) => {
                Error::new(Code::VaultFailed, "the connection to the keychain broke").because(why).hint("try again")
            }
            Self::Failed(why) => Error::new(Code::VaultFailed, format!("the keychain failed: {why}")).hint(
                "try again; if it stays so, look at the entry `dev.bridgekeeper.desktop` in your keychain's own program",
            ),
        }
    }
}

// gnome-keyring-daemon 42.1 ignores `--unlock`, with and without `--replace`, while another one runs.
#[cfg(target_os = "linux")]
const UNLOCK: &str = "unlock your login keyring: log in on the desktop or open its password manager; without a \
     desktop, end `gnome-keyring-daemon` and start it with `gnome-keyring-daemon --unlock`";
#[cfg(not(target_os = "linux"))]
const UNLOCK: &str = "unlock your keychain and allow Bridgekeeper to use it, then try again";

const SET_UP: &str = "open Bridgekeeper's window and let it ask for a password, or set one in your desktop's password \
     manager";

#[cfg(target_os = "linux")]
const PROVIDE: &str = "start a Secret Service in this session (gnome-keyring, KWallet or KeePassXC), or choose the \
     passphrase vault: `bridgekeeper vault use file`";
#[cfg(not(target_os = "linux"))]
const PROVIDE: &str = "choose the passphrase vault: `bridgekeeper vault use file`";

#[cfg(target_os = "linux")]
const RESTART: &str = "look for an open password prompt; else log out and in, or end the keyring's process \
     (`gnome-keyring-daemon`, `kwalletd`)";
#[cfg(not(target_os = "linux"))]
const RESTART: &str = "look for an open password prompt, then try again";

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
