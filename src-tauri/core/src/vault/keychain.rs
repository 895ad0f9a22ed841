//! The operating system's keychain as a [`Vault`].

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::fault::Fault;
use super::native::Native;
use super::worker::Worker;
use super::{Slot, Vault, VaultKind, storable};
use crate::error::{Code, Error, Result};
use crate::secret::Secret;

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
    worker: Worker<Native>,
    /// Waits for the user, so that a prompt on the screen holds up no other call.
    prompter: Worker<Native>,
    /// Held while the user is asked, so that two calls do not ask twice.
    asking: Mutex<()>,
}

impl Keychain {
    /// Starts to connect and returns at once: open it first, then do other work, then ask for a secret.
    /// That no keychain can be reached shows when it is asked.
    pub fn open(options: KeychainOptions) -> Self {
        let (working, prompting) = (options.clone(), options.clone());
        let worker = Worker::new(move || {
            let mut native = Native::new(&working);
            native.warm_up();
            native
        });
        worker.start();
        let prompter = Worker::new(move || Native::new(&prompting));
        Self { options, worker, prompter, asking: Mutex::new(()) }
    }

    /// Asks the user to unlock the keychain, if it is locked and the options allow a prompt.
    ///
    /// # Errors
    /// [`Code::VaultLocked`] if it stays locked.
    pub fn unlock(&self) -> Result<()> {
        self.call(self.options.answer_within, Native::check).map_err(Fault::into_error)
    }

    /// Runs a job, and once more after the user unlocked the keychain: [`Fault::Locked`] says that nothing
    /// was written.
    fn call<T: Send + 'static>(&self, within: Duration, job: impl Job<T>) -> Outcome<T> {
        match (self.retrying(within, job.clone()), self.options.unlock_within) {
            (Err(Fault::Locked), Some(unlock_within)) => {
                self.ask_user(unlock_within)?;
                self.retrying(within, job)
            }
            (outcome, _) => outcome,
        }
    }

    /// Runs a job, and once more on a fresh connection if the first was lost: [`Fault::Lost`] says that
    /// nothing was written.
    fn retrying<T: Send + 'static>(&self, within: Duration, job: impl Job<T>) -> Outcome<T> {
        let until = Instant::now() + within;
        match self.worker.ask(until, job.clone()) {
            Err(Fault::Lost(_)) => self.worker.ask(until, job),
            outcome => outcome,
        }
    }

    fn ask_user(&self, within: Duration) -> Outcome<()> {
        let _alone = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        self.prompter.ask(Instant::now() + within, Native::unlock)
    }
}

type Outcome<T> = std::result::Result<T, Fault>;

/// What can be run on the connection, more than once.
trait Job<T>: Fn(&mut Native) -> Outcome<T> + Clone + Send + 'static {}
impl<T, F: Fn(&mut Native) -> Outcome<T> + Clone + Send + 'static> Job<T> for F {}

impl Vault for Keychain {
    fn kind(&self) -> VaultKind {
        VaultKind::Keychain
    }

    fn get(&self, slot: &Slot) -> Result<Secret> {
        let name = slot.to_string();
        self.call(self.options.answer_within, move |native| native.read(&name)).map_err(Fault::into_error)
    }

    fn put(&self, slot: &Slot, secret: &Secret) -> Result<()> {
        storable(secret)?;
        // A keychain that is locked or silent shows here, within the shorter time.
        self.call(self.options.answer_within, Native::check).map_err(Fault::into_error)?;
        let name = slot.to_string();
        // EXPOSE: to hand a copy to the thread that writes it.
        let copy = Arc::new(Secret::new(secret.expose().to_owned()));
        self.call(WRITE, move |native| native.write(&name, &copy)).map_err(Fault::into_error)?;
        let stored = self.get(slot)?;
        // EXPOSE: to compare what was stored with what was to be stored.
        if stored.expose() == secret.expose() {
            return Ok(());
        }
        Err(Error::new(Code::VaultFailed, "the keychain gave back another secret than was stored")
            .hint("try again; nothing may rely on it until it reads back right"))
    }

    fn delete(&self, slot: &Slot) -> Result<()> {
        self.call(self.options.answer_within, Native::check).map_err(Fault::into_error)?;
        let name = slot.to_string();
        self.call(WRITE, move |native| native.remove(&name)).map_err(Fault::into_error)
    }

    fn check(&self) -> Result<()> {
        self.retrying(self.options.answer_within, Native::check).map_err(Fault::into_error)
    }
}
