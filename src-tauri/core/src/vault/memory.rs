//! A vault that forgets everything at exit. Tests only: it is compiled for this crate's own tests and for
//! packages that ask for the feature `memory-vault`; no binary does, and no setting reaches it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Slot, Vault, VaultKind, storable};
use crate::error::{Code, Error, Result};
use crate::secret::Secret;

/// Secrets in memory, and failures on demand.
#[derive(Default)]
pub struct MemoryVault {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    secrets: BTreeMap<String, Secret>,
    refusal: Option<Code>,
}

impl MemoryVault {
    /// An open vault with nothing in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on every call fails with that code; `None` makes it work again, with what it held.
    pub fn refuse(&self, code: Option<Code>) {
        self.inner().refusal = code;
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self) -> Result<MutexGuard<'_, Inner>> {
        let inner = self.inner();
        match inner.refusal {
            Some(code) => Err(Error::new(code, "the test's vault refuses").hint("end the refusal")),
            None => Ok(inner),
        }
    }
}

impl Vault for MemoryVault {
    fn kind(&self) -> VaultKind {
        VaultKind::Keychain
    }

    fn get(&self, slot: &Slot) -> Result<Secret> {
        match self.open()?.secrets.get(&slot.to_string()) {
            // EXPOSE: to hand out a copy, as a real vault does.
            Some(secret) => Ok(Secret::new(secret.expose().to_owned())),
            None => Err(Error::new(Code::VaultEmpty, "the vault is open and holds nothing under this name")),
        }
    }

    fn put(&self, slot: &Slot, secret: &Secret) -> Result<()> {
        storable(secret)?;
        // EXPOSE: to keep a copy, as a real vault does.
        let copy = Secret::new(secret.expose().to_owned());
        self.open()?.secrets.insert(slot.to_string(), copy);
        Ok(())
    }

    fn delete(&self, slot: &Slot) -> Result<()> {
        self.open()?.secrets.remove(&slot.to_string());
        Ok(())
    }

    fn check(&self) -> Result<()> {
        self.open().map(drop)
    }

    fn lock(&self) -> Result<()> {
        self.refuse(Some(Code::VaultLocked));
        Ok(())
    }
}
