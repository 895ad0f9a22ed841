//! The macOS keychain and the Windows Credential Manager, as the `keyring` family's stores see them.
//!
//! Neither can look before it asks: on macOS a read by a program the entry does not know brings up a
//! prompt. Where prompts are not allowed they are switched off for the whole process.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::time::Instant;

#[cfg(target_os = "macos")]
use apple_native_keyring_store::keychain::Store;
#[cfg(target_os = "macos")]
use security_framework::os::macos::keychain::{KeychainUserInteractionLock, SecKeychain};
#[cfg(target_os = "windows")]
use windows_native_keyring_store::Store;

use keyring_core::api::CredentialStoreApi;
use zeroize::Zeroizing;

use super::{Fault, decode, ours};
use crate::secret::Secret;
use crate::vault::KeychainOptions;
use crate::vault::threads::Threads;
use crate::words::say;

/// Windows keeps a credential on this machine only if it is told so; without it, it roams.
#[cfg(target_os = "windows")]
const MODIFIERS: [(&str, &str); 1] = [("persistence", "Local")];
#[cfg(target_os = "macos")]
const MODIFIERS: [(&str, &str); 0] = [];

/// A name nothing is ever stored under: whether it can be looked for is whether the keychain is open.
const NOTHING: &str = "check";

/// The store; it has no connection to lose.
pub(in crate::vault) struct Native {
    service: String,
    threads: Threads,
    #[cfg(target_os = "macos")]
    _no_prompts: Option<KeychainUserInteractionLock>,
}

impl Native {
    /// What goes wrong here shows at the first call.
    pub(in crate::vault) fn new(options: &KeychainOptions) -> Self {
        Self {
            service: options.service.clone(),
            threads: Threads::default(),
            #[cfg(target_os = "macos")]
            _no_prompts: match options.unlock_within {
                None => SecKeychain::disable_user_interaction().ok(),
                Some(_) => None,
            },
        }
    }

    /// There is nothing to prepare.
    pub(in crate::vault) fn warm_up(&mut self, _until: Instant) {}

    /// The secret under that name.
    pub(in crate::vault) fn read(&mut self, name: &str, until: Instant) -> Result<Secret, Fault> {
        let (service, name) = (self.service.clone(), name.to_owned());
        self.threads
            .run(until, move || ours(Zeroizing::new(entry(&service, &name)?.get_secret().map_err(fault)?)))
    }

    /// Neither system can tell without reading; the write itself does.
    pub(in crate::vault) fn look(&mut self, _name: &str, _until: Instant) -> Result<(), Fault> {
        Ok(())
    }

    /// Whether the keychain is open.
    pub(in crate::vault) fn check(&mut self, until: Instant) -> Result<(), Fault> {
        match self.read(NOTHING, until) {
            Ok(_) | Err(Fault::Empty) => Ok(()),
            Err(fault) => Err(fault),
        }
    }

    /// Neither library offers it.
    pub(in crate::vault) fn lock(&mut self, _until: Instant) -> Result<(), Fault> {
        Err(Fault::Failed(say!("vault-closed-by-screen")))
    }
}

/// None: see [`crate::vault::passwords`].
pub(in crate::vault) fn passwords(_programs: &[&str], _until: Instant) -> Result<Vec<Secret>, Fault> {
    Ok(vec![])
}

/// Files the secret under that name, as bytes: as a password Windows would hold half as many.
pub(in crate::vault) fn write(service: &str, name: &str, secret: &Secret) -> Result<(), Fault> {
    // EXPOSE: the keychain is where it shall rest.
    entry(service, name)?.set_secret(secret.expose().as_bytes()).map_err(fault)
}

/// Forgets what is under that name.
pub(in crate::vault) fn remove(service: &str, name: &str) -> Result<(), Fault> {
    entry(service, name)?.delete_credential().map_err(fault)
}

/// The system asks by itself, as part of the call that needs it.
pub(in crate::vault) fn unlock() -> Result<(), Fault> {
    Err(Fault::Locked)
}

fn entry(service: &str, name: &str) -> Result<keyring::Entry, Fault> {
    let store = Store::new().map_err(fault)?;
    let inner = store.build(service, name, Some(&HashMap::from(MODIFIERS))).map_err(fault)?;
    Ok(keyring::Entry { inner })
}

fn fault(error: keyring::Error) -> Fault {
    decode(error, cause)
}

/// `errSec…` of Security.framework's `SecBase.h`.
#[cfg(target_os = "macos")]
fn cause(cause: Box<dyn StdError + Send + Sync>) -> Fault {
    match cause.downcast_ref::<security_framework::base::Error>().map(|error| error.code()) {
        // interaction not allowed, cancelled by the user, wrong password, write permission
        Some(-25308 | -128 | -25293 | -61) => Fault::Locked,
        // not available, no such keychain, no default keychain
        Some(code @ (-25291 | -25294 | -25307)) => Fault::Absent(format!("OSStatus {code}")),
        Some(code) => Fault::Failed(format!("OSStatus {code}")),
        None => Fault::Failed(say!("vault-no-reason")),
    }
}

/// The credential set belongs to the logon session: without one (a service account) there is none.
#[cfg(target_os = "windows")]
fn cause(cause: Box<dyn StdError + Send + Sync>) -> Fault {
    Fault::Absent(say!("vault-manager-refused", why = cause.to_string()))
}
