//! A vault for where there is no keychain: one file, sealed with a passphrase. The user chooses it; nothing
//! falls back to it.
//!
//! The format is age's (<https://age-encryption.org/v1>) around a JSON object from slot to secret, so
//! `age -d vault.age` gives everything back without this program.

use std::collections::BTreeMap;
use std::io::Read;
use std::iter;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use age::DecryptError;
use age::scrypt::{Identity, Recipient};
use age::secrecy::SecretString;
use zeroize::Zeroizing;

use super::{Slot, Vault, VaultKind, is_storable, storable};
use crate::error::{Code, Error, Result};
use crate::fs::{self, Access};
use crate::secret::Secret;
use crate::words::say;

/// scrypt's cost as a power of two: 0.6 s and 128 MiB on a small machine. Fixed, or a file from a fast
/// machine would not open on a slow one (age tunes itself to the machine: 2.2 s and 512 MiB were seen).
const WORK_FACTOR: u8 = 17;

/// The most that is spent on a file somebody else may have written: what age's own tools ask for.
const MOST_WORK: u8 = 18;

type Secrets = BTreeMap<String, Secret>;

/// Secrets in a file sealed with a passphrase. It starts locked.
///
/// While it is unlocked it keeps the passphrase and what it last read in memory: to open the file again
/// for every secret would take half a second each.
pub struct FileVault {
    path: PathBuf,
    work_factor: u8,
    open: Mutex<Option<Open>>,
}

struct Open {
    passphrase: SecretString,
    /// The file as it was last read, to see whether another process wrote it since; `None` where it was not.
    sealed: Option<Vec<u8>>,
    secrets: Secrets,
}

impl FileVault {
    /// How the file is called in the wallet's data folder.
    pub const NAME: &str = "vault.age";

    /// The vault in that file, which need not exist yet; the first secret makes it.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self::with_work_factor(path, WORK_FACTOR)
    }

    /// As [`FileVault::new`], sealed with more or less work than usual. For tests, which cannot wait.
    pub fn with_work_factor(path: impl Into<PathBuf>, work_factor: u8) -> Self {
        Self { path: path.into(), work_factor, open: Mutex::new(None) }
    }

    /// Whether the file is there: if not, the passphrase to unlock it with will be a new one, to be asked
    /// for twice.
    ///
    /// # Errors
    /// [`Code::VaultFailed`] if that cannot be told.
    pub fn exists(&self) -> Result<bool> {
        self.read().map(|sealed| sealed.is_some())
    }

    /// Opens the file with its passphrase, until [`Vault::lock`]. Where there is no file, the
    /// passphrase will be that of the file to come.
    ///
    /// # Errors
    /// [`Code::VaultLocked`] for a wrong passphrase; the vault stays as it was. [`Code::VaultFailed`] for a
    /// file that cannot be read. [`Code::Invalid`] for an empty passphrase.
    pub fn unlock(&self, passphrase: &Secret) -> Result<()> {
        // EXPOSE: from our secret type into age's, which wipes itself too.
        let passphrase = passphrase.expose();
        if passphrase.is_empty() {
            return Err(Error::new(Code::Invalid, say!("vault-file-no-passphrase"))
                .hint(say!("vault-file-no-passphrase", "hint")));
        }
        let mut opening =
            Open { passphrase: passphrase.to_owned().into(), sealed: None, secrets: Secrets::new() };
        self.refresh(&mut opening)?;
        *self.inner() = Some(opening);
        Ok(())
    }

    /// Runs `work` on the secrets as the file holds them now.
    fn with_secrets<T>(&self, work: impl FnOnce(&mut Open) -> Result<T>) -> Result<T> {
        let mut inner = self.inner();
        let Some(open) = &mut *inner else {
            return Err(Error::new(Code::VaultLocked, say!("vault-file-locked"))
                .hint(say!("vault-file-locked", "hint")));
        };
        self.refresh(open)?;
        work(open)
    }

    /// Reads the file again if it is not the one that was read before.
    fn refresh(&self, open: &mut Open) -> Result<()> {
        let sealed = self.read()?;
        if sealed != open.sealed {
            open.secrets = match &sealed {
                Some(sealed) => {
                    unseal(sealed, &open.passphrase).map_err(|refusal| refusal.into_error(&self.path))?
                }
                None => Secrets::new(),
            };
            open.sealed = sealed;
        }
        Ok(())
    }

    /// Changes the secrets and writes the whole file: old or new, never torn, and only in place of the one
    /// that was read. Processes that write at the same time take turns by the lock of the data folder.
    fn rewrite(&self, change: impl FnOnce(&mut Secrets)) -> Result<()> {
        self.with_secrets(|open| {
            // What is taken out here comes back when it is written; until then the file is read again.
            let (before, mut secrets) = (open.sealed.take(), std::mem::take(&mut open.secrets));
            change(&mut secrets);
            let after = seal(&secrets, &open.passphrase, self.work_factor)
                .ok_or_else(|| Error::new(Code::VaultFailed, say!("vault-file-not-sealed")))?;
            fs::replace(&self.path, before.as_deref(), Some(&after), Access::OwnerOnly)
                .map_err(|error| unusable(say!("vault-file-not-written", path = self.shown()), error))?;
            (open.sealed, open.secrets) = (Some(after), secrets);
            Ok(())
        })
    }

    fn read(&self) -> Result<Option<Vec<u8>>> {
        fs::read(&self.path)
            .map_err(|error| unusable(say!("vault-file-not-read", path = self.shown()), error))
    }

    fn shown(&self) -> String {
        self.path.display().to_string()
    }

    fn inner(&self) -> MutexGuard<'_, Option<Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn unusable(what: String, error: Error) -> Error {
    let hint = error.next_step().map_or_else(|| say!("vault-file-look"), str::to_owned);
    Error::new(Code::VaultFailed, what).hint(hint).because(error)
}

impl Vault for FileVault {
    fn kind(&self) -> VaultKind {
        VaultKind::File
    }

    fn get(&self, slot: &Slot) -> Result<Secret> {
        self.with_secrets(|open| match open.secrets.get(&slot.to_string()) {
            // EXPOSE: to look at its form, and to hand out a copy.
            Some(secret) if is_storable(secret.expose().as_bytes()) => {
                Ok(Secret::new(secret.expose().to_owned()))
            }
            Some(_) => Err(Refusal::Foreign.into_error(&self.path)),
            None => {
                Err(Error::new(Code::VaultEmpty, say!("vault-file-empty"))
                    .hint(say!("vault-file-empty", "hint")))
            }
        })
    }

    fn put(&self, slot: &Slot, secret: &Secret) -> Result<()> {
        storable(secret)?;
        self.rewrite(|secrets| {
            // EXPOSE: the vault is where it shall rest.
            secrets.insert(slot.to_string(), Secret::new(secret.expose().to_owned()));
        })
    }

    fn delete(&self, slot: &Slot) -> Result<()> {
        let name = slot.to_string();
        match self.with_secrets(|open| Ok(open.secrets.contains_key(&name)))? {
            true => self.rewrite(|secrets| drop(secrets.remove(&name))),
            false => Ok(()),
        }
    }

    fn check(&self) -> Result<()> {
        self.with_secrets(|_| Ok(()))
    }

    /// Forgets the passphrase and all secrets.
    fn lock(&self) -> Result<()> {
        *self.inner() = None;
        Ok(())
    }
}

/// Why a file does not open. A file that is not understood is never written over.
enum Refusal {
    Passphrase,
    Damaged,
    Foreign,
    TooMuchWork(u8),
}

impl Refusal {
    fn into_error(self, path: &Path) -> Error {
        let path = path.display().to_string();
        let spared = say!("vault-file-spared", path = path.as_str());
        let failed = |what: String| Error::new(Code::VaultFailed, what).hint(spared);
        match self {
            Self::Passphrase => Error::new(Code::VaultLocked, say!("vault-file-wrong-passphrase"))
                .hint(say!("vault-file-wrong-passphrase", "hint")),
            Self::Damaged => failed(say!("vault-file-damaged", path = path)),
            Self::Foreign => failed(say!("vault-file-foreign", path = path)),
            Self::TooMuchWork(factor) => {
                failed(say!("vault-file-too-much-work", path = path, factor = factor, most = MOST_WORK))
            }
        }
    }
}

fn unseal(sealed: &[u8], passphrase: &SecretString) -> std::result::Result<Secrets, Refusal> {
    let mut identity = Identity::new(passphrase.clone());
    identity.set_max_work_factor(MOST_WORK);
    // The plain text is shorter than the sealed one, so it is never moved and no copy stays behind.
    let mut plain = Zeroizing::new(Vec::with_capacity(sealed.len()));
    age::Decryptor::new_buffered(sealed)
        .and_then(|file| file.decrypt(iter::once(&identity as &dyn age::Identity)))
        .and_then(|mut reader| Ok(reader.read_to_end(&mut plain)?))
        .map_err(|error| match error {
            DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => Refusal::Passphrase,
            DecryptError::ExcessiveWork { required, .. } => Refusal::TooMuchWork(required),
            DecryptError::NoMatchingKeys | DecryptError::UnknownFormat => Refusal::Foreign,
            _ => Refusal::Damaged,
        })?;
    serde_json::from_slice(&plain).map_err(|_| Refusal::Foreign)
}

/// `None` only if age or the system's randomness fails.
fn seal(secrets: &Secrets, passphrase: &SecretString, work_factor: u8) -> Option<Vec<u8>> {
    // EXPOSE: into the text that is sealed.
    let exposed: BTreeMap<&str, &str> =
        secrets.iter().map(|(name, secret)| (name.as_str(), secret.expose())).collect();
    // Room for every character escaped and all punctuation, so that no copy stays behind.
    let room = exposed.iter().map(|(name, secret)| 2 * (name.len() + secret.len()) + 6).sum::<usize>() + 2;
    let mut plain = Zeroizing::new(Vec::with_capacity(room));
    serde_json::to_writer(&mut *plain, &exposed).ok()?;
    let mut recipient = Recipient::new(passphrase.clone());
    recipient.set_work_factor(work_factor);
    age::encrypt(&recipient, &plain).ok()
}

#[cfg(test)]
mod tests;
