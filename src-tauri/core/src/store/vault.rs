//! What is forgotten where a vault is left behind.

use super::Store;
use crate::error::Result;

impl Store {
    /// Forgets which keys' secrets are in the vault.
    pub fn forget_all_vaulted(&self) -> Result<()> {
        self.write(|tx| tx.execute("DELETE FROM vaulted", []))
    }

    /// Forgets a value of the wallet's own.
    pub fn remove_meta(&self, name: &str) -> Result<()> {
        self.write(|tx| tx.execute("DELETE FROM meta WHERE name = ?1", [name]))
    }
}
