//! The operating system's keychain as a [`Vault`].

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::fault::Fault;
use super::native::{self, Native};
use super::threads::Threads;
use super::{Slot, Vault, VaultKind, storable};
use crate::error::{Code, Error, Result};
use crate::secret::Secret;
use crate::words::say;

/// How the wallet is known to the keychain.
const SERVICE: &str = "dev.bridgekeeper.desktop";

/// A write waits for the keychain's disk, which a read does not.
const WRITE: Duration = Duration::from_secs(10);

/// How to talk to the keychain.
#[derive(Debug, Clone)]
pub struct KeychainOptions {
    /// The name all entries stand under. Only tests and a second, separate wallet use another one.
    pub service: String,
    /// How long an answer that needs nobody's hands may take.
    pub answer_within: Duration,
    /// How long the user may take to unlock the keychain when asked to; `None` never asks. The window
    /// asks; what runs unattended, such as the key helper, must not.
    pub unlock_within: Option<Duration>,
}

impl Default for KeychainOptions {
    /// For what runs unattended: never a prompt, and two seconds, so that a process ends within three.
    fn default() -> Self {
        Self { service: SERVICE.into(), answer_within: Duration::from_secs(2), unlock_within: None }
    }
}

impl KeychainOptions {
    /// For where somebody sits in front of it: a locked keychain may ask to be unlocked. macOS asks in the
    /// middle of a call, so there every answer may need hands.
    pub fn interactive() -> Self {
        let usual = Self::default();
        let minute = Duration::from_secs(60);
        let answer_within = if cfg!(target_os = "macos") { minute } else { usual.answer_within };
        Self { answer_within, unlock_within: Some(minute), ..usual }
    }
}

/// The keychain of the operating system, with a deadline around every call.
pub struct Keychain {
    options: KeychainOptions,
    native: Mutex<Native>,
    threads: Threads,
    /// Held while the user is asked, so that two calls do not ask twice.
    asking: Mutex<()>,
}

/// Looks up the passwords under which programs of these names seal what they keep (Chromium's and Electron's
/// `os_crypt`). Blocks for two seconds at most and never prompts.
///
/// # Errors
/// As [`Vault::get`]; none where there is no such password.
pub type Passwords = Arc<dyn Fn(&[&str]) -> Result<Vec<Secret>> + Send + Sync>;

/// How the keychain of this platform is asked for them. Only the Secret Service is: macOS would prompt its user for a
/// password of another program, and Windows keeps none.
pub fn passwords() -> Passwords {
    Arc::new(|programs| {
        let until = Instant::now() + KeychainOptions::default().answer_within;
        native::passwords(programs, until).map_err(Fault::into_error)
    })
}

type Outcome<T> = std::result::Result<T, Fault>;

impl Keychain {
    /// Opens nothing yet, unless nobody may be asked: then it connects at once, so that a keychain that
    /// needs some milliseconds spends them while the caller, such as the key helper, does other things.
    /// That no keychain can be reached shows when it is asked.
    pub fn open(options: KeychainOptions) -> Self {
        let mut native = Native::new(&options);
        if options.unlock_within.is_none() {
            native.warm_up(Instant::now() + options.answer_within);
        }
        Self { options, native: Mutex::new(native), threads: Threads::default(), asking: Mutex::new(()) }
    }

    /// Asks the user to unlock the keychain, if it is locked and the options allow a prompt.
    ///
    /// # Errors
    /// [`Code::VaultLocked`] if it stays locked.
    pub fn unlock(&self) -> Result<()> {
        self.unlocking(|| self.reading(Native::check)).map_err(Fault::into_error)
    }

    /// Runs a step, and once more after the user unlocked the keychain or set one up.
    fn unlocking<T>(&self, step: impl Fn() -> Outcome<T>) -> Outcome<T> {
        match (step(), self.options.unlock_within) {
            (Err(Fault::Locked | Fault::Unset), Some(within)) => {
                let _alone = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
                self.threads.run(Instant::now() + within, native::unlock)?;
                step()
            }
            (outcome, _) => outcome,
        }
    }

    /// Runs a step that only reads, and once more on a fresh connection if the first was lost.
    fn reading<T>(&self, step: impl Fn(&mut Native, Instant) -> Outcome<T>) -> Outcome<T> {
        let until = Instant::now() + self.options.answer_within;
        let mut native = self.native();
        match step(&mut native, until) {
            Err(Fault::Lost(_)) => step(&mut native, until),
            outcome => outcome,
        }
    }

    /// Runs a step that may write: after a look that leaves no doubt that the keychain is open, and on a
    /// thread, as the library it calls knows no deadline.
    fn writing(
        &self,
        slot: &Slot,
        step: impl FnOnce(&str, &str) -> Outcome<()> + Clone + Send + 'static,
    ) -> Outcome<()> {
        let name = slot.to_string();
        self.unlocking(|| {
            self.reading(|native, until| native.look(&name, until))?;
            let (service, name, step) = (self.options.service.clone(), name.clone(), step.clone());
            self.threads.run(Instant::now() + WRITE, move || step(&service, &name))
        })
    }

    fn native(&self) -> MutexGuard<'_, Native> {
        self.native.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Vault for Keychain {
    fn kind(&self) -> VaultKind {
        VaultKind::Keychain
    }

    fn get(&self, slot: &Slot) -> Result<Secret> {
        let name = slot.to_string();
        self.unlocking(|| self.reading(|native, until| native.read(&name, until))).map_err(Fault::into_error)
    }

    fn put(&self, slot: &Slot, secret: &Secret) -> Result<()> {
        storable(secret)?;
        // EXPOSE: to hand a copy to the thread that writes it.
        let copy = Arc::new(Secret::new(secret.expose().to_owned()));
        self.writing(slot, move |service, name| native::write(service, name, &copy))
            .map_err(Fault::into_error)?;
        let stored = self.get(slot)?;
        // EXPOSE: to compare what was stored with what was to be stored.
        if stored.expose() == secret.expose() {
            return Ok(());
        }
        Err(Error::new(Code::VaultFailed, say!("vault-other-secret"))
            .hint(say!("vault-other-secret", "hint")))
    }

    fn delete(&self, slot: &Slot) -> Result<()> {
        match self.writing(slot, native::remove) {
            Err(Fault::Empty) => Ok(()),
            done => done.map_err(Fault::into_error),
        }
    }

    fn check(&self) -> Result<()> {
        self.reading(Native::check).map_err(Fault::into_error)
    }

    fn lock(&self) -> Result<()> {
        self.reading(Native::lock).map_err(Fault::into_error)
    }
}
