//! The keychain of the platform this is built for. Each offers the same: a `Native` that reads and keeps
//! its deadline, and the functions `write`, `remove` and `unlock`, which may block as long as they like and
//! are run by [`super::threads`].

#[cfg(target_os = "linux")]
mod bus;
#[cfg(target_os = "linux")]
mod faults;
#[cfg(target_os = "linux")]
mod secret_service;
#[cfg(target_os = "linux")]
mod session;
#[cfg(target_os = "linux")]
pub(super) use secret_service::{Native, passwords, remove, unlock, write};

#[cfg(any(target_os = "macos", target_os = "windows"))]
mod os_store;
#[cfg(any(target_os = "macos", target_os = "windows"))]
pub(super) use os_store::{Native, passwords, remove, unlock, write};

use super::fault::Fault;
use super::is_storable;
use crate::secret::Secret;
use crate::words::say;

/// What the keychain gave, if it can be one of ours. The error says nothing of the content.
fn ours(bytes: zeroize::Zeroizing<Vec<u8>>) -> Result<Secret, Fault> {
    match std::str::from_utf8(&bytes) {
        Ok(text) if is_storable(&bytes) => Ok(Secret::new(text.to_owned())),
        _ => Err(Fault::Failed(say!("vault-foreign"))),
    }
}

/// A failure of the keyring crates, read by kind. Their `BadEncoding` and `BadDataFormat` carry the secret
/// itself and `Ambiguous` its neighbours (keyring-core 1.0.1 `error.rs`), so no text of theirs is taken.
/// `platform` reads what the operating system said.
fn decode(
    error: keyring::Error,
    platform: impl FnOnce(Box<dyn std::error::Error + Send + Sync>) -> Fault,
) -> Fault {
    use keyring::Error;
    let words = match error {
        Error::NoEntry => return Fault::Empty,
        Error::PlatformFailure(cause) | Error::NoStorageAccess(cause) => return platform(cause),
        Error::Ambiguous(_) => many(),
        Error::BadEncoding(_) | Error::BadDataFormat(..) => say!("vault-not-readable"),
        Error::TooLong(..) | Error::Invalid(..) => say!("vault-wrong-form"),
        _ => say!("vault-not-supported"),
    };
    Fault::Failed(words)
}

/// Somebody else can plant an entry of the same name; which one is ours cannot be told.
fn many() -> String {
    say!("vault-many")
}

#[cfg(test)]
mod tests {
    use super::*;
    use keyring::Error;

    const CANARY: &str = "sk-canary0123456789";

    #[test]
    fn no_failure_of_the_keyring_crates_can_leak_what_it_carries() {
        let bytes = || CANARY.as_bytes().to_vec();
        let carriers = [
            Error::BadEncoding(bytes()),
            Error::BadDataFormat(bytes(), CANARY.into()),
            Error::BadStoreFormat(CANARY.into()),
            Error::Invalid(CANARY.into(), CANARY.into()),
            Error::TooLong(CANARY.into(), 1),
            Error::NotSupportedByStore(CANARY.into()),
        ];
        for carrier in carriers {
            let fault = decode(carrier, |_| Fault::Hung);
            assert!(matches!(fault, Fault::Failed(_)), "{fault:?}");
            let error = fault.into_error();
            assert!(!format!("{error} {error:?} {:?}", error.causes()).contains(CANARY));
        }
        assert_eq!(decode(Error::NoEntry, |_| Fault::Hung), Fault::Empty);
        assert_eq!(decode(Error::NoStorageAccess(CANARY.into()), |_| Fault::Locked), Fault::Locked);
    }

    #[test]
    fn what_is_not_ours_is_refused_without_being_quoted() {
        for foreign in [&b""[..], b"\xff\xfe", "naïve".as_bytes(), b"two\nlines", &[b'x'; 1201]] {
            assert!(matches!(ours(foreign.to_vec().into()).err(), Some(Fault::Failed(_))));
        }
        assert!(ours(CANARY.as_bytes().to_vec().into()).is_ok_and(|secret| secret.expose() == CANARY));
    }
}
