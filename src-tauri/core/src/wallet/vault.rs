//! The vault as a whole, when the user says so: everything moved to another one, or closed.

use std::sync::{Arc, PoisonError};

use super::{UNDO_RECIPIENT, Wallet};
use crate::error::{Code, Result};
use crate::vault::{self, Slot, Vault, VaultKind};
use crate::words::say;

impl Wallet {
    /// Chooses another vault from now on and leaves all secrets behind in the present one, which may not open any
    /// more. Whatever they were for is asked for anew.
    ///
    /// # Errors
    /// [`Code::Store`]; those of writing the choice down.
    pub fn leave_vault(&self, kind: VaultKind) -> Result<()> {
        vault::choose(&self.machine.data_dir, kind)?;
        self.clients().clear();
        self.store.forget_all_vaulted()?;
        // What was sealed stays with the identity that can open it.
        self.store.remove_meta(UNDO_RECIPIENT)?;
        self.store.note(self.machine.now(), &say!("wallet-vault-chosen-empty", kind = kind.to_string()))
    }

    /// Forgets every secret that this process holds, and closes the vault: nobody, a tool's helper included,
    /// gets a key before its owner has opened it again.
    ///
    /// # Errors
    /// The vault's. What this process held is forgotten all the same.
    pub async fn lock(&self) -> Result<()> {
        self.clients().clear();
        self.imports().clear();
        self.proposals.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.with_vault(|vault| vault.lock()).await?;
        self.store.note(self.machine.now(), &say!("wallet-vault-locked"))
    }

    /// Moves all secrets to another vault and chooses it from now on: copied, read back, and only then
    /// removed here. Gives how many were moved.
    ///
    /// # Errors
    /// Those of either vault: the choice then stays as it was, and nothing was removed.
    pub async fn move_vault(&self, to: Arc<dyn Vault>) -> Result<usize> {
        let mut slots = vec![Slot::UndoIdentity];
        for row in self.store.bridges()? {
            slots.push(Slot::account(&*row.origin));
        }
        for (origin, id) in self.store.all_vaulted()? {
            slots.push(Slot::key(origin, id));
        }
        let from = self.vault.clone();
        let (data_dir, kind) = (self.machine.data_dir.clone(), to.kind());
        let moved = tokio::task::spawn_blocking(move || {
            let mut moved = vec![];
            for slot in slots {
                match from.get(&slot) {
                    Ok(secret) => {
                        to.put(&slot, &secret)?;
                        moved.push(slot);
                    }
                    Err(error) if error.code() == Code::VaultEmpty => {}
                    Err(error) => return Err(error),
                }
            }
            vault::choose(&data_dir, to.kind())?;
            for slot in &moved {
                from.delete(slot)?;
            }
            Ok(moved.len())
        });
        let moved = match moved.await {
            Ok(moved) => moved?,
            Err(panic) => std::panic::resume_unwind(panic.into_panic()),
        };
        self.store
            .note(self.machine.now(), &say!("wallet-vault-moved", count = moved, kind = kind.to_string()))?;
        Ok(moved)
    }
}
