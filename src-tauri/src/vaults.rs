//! The vaults that a person can choose from, one of which is in use. A wallet keeps this in place of one of them,
//! so that the choice can change, and a file can be opened, while the window is open.

use std::sync::{Arc, PoisonError, RwLock};

use bridgekeeper_core::error::Result;
use bridgekeeper_core::secret::Secret;
use bridgekeeper_core::vault::{FileVault, Keychain, Slot, Vault, VaultKind};

/// Keychain and file, and which of them is in use.
pub struct Vaults {
    keychain: Arc<Keychain>,
    file: Arc<FileVault>,
    in_use: RwLock<VaultKind>,
}

impl Vaults {
    /// Both, and the one that was chosen. The file starts locked.
    pub fn new(keychain: Keychain, file: FileVault, in_use: VaultKind) -> Self {
        Self { keychain: Arc::new(keychain), file: Arc::new(file), in_use: RwLock::new(in_use) }
    }

    /// The file.
    pub fn file(&self) -> &Arc<FileVault> {
        &self.file
    }

    /// The one of that kind, whether it is in use or not.
    pub fn of(&self, kind: VaultKind) -> Arc<dyn Vault> {
        match kind {
            VaultKind::Keychain => self.keychain.clone(),
            VaultKind::File => self.file.clone(),
        }
    }

    /// Uses another one from now on.
    pub fn turn_to(&self, kind: VaultKind) {
        *self.in_use.write().unwrap_or_else(PoisonError::into_inner) = kind;
    }

    fn now(&self) -> Arc<dyn Vault> {
        self.of(self.kind())
    }
}

impl Vault for Vaults {
    fn kind(&self) -> VaultKind {
        *self.in_use.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, slot: &Slot) -> Result<Secret> {
        self.now().get(slot)
    }

    fn put(&self, slot: &Slot, secret: &Secret) -> Result<()> {
        self.now().put(slot, secret)
    }

    fn delete(&self, slot: &Slot) -> Result<()> {
        self.now().delete(slot)
    }

    fn check(&self) -> Result<()> {
        self.now().check()
    }

    fn lock(&self) -> Result<()> {
        self.now().lock()
    }
}
