//! The index of keys that scan, guard and kill find copies by.

use super::Wallet;
use crate::error::{Code, Error, Result};
use crate::key::KeyId;
use crate::scan::Known;
use crate::secret::Secret;
use crate::vault::Slot;
use crate::words::say;

/// Why some keys cannot be found.
pub struct Unfound {
    /// How many.
    pub keys: usize,
    /// Why.
    pub why: Error,
}

impl Wallet {
    /// The keys that can be found in a text. Works while the vault is locked.
    ///
    /// # Errors
    /// [`Code::Store`].
    pub fn known_keys(&self) -> Result<Known> {
        self.store.known(self.machine.now())
    }

    /// Makes keys that were vaulted before there was an index findable; says which still are not. Asks the vault
    /// only if there are any, and never has it prompt.
    ///
    /// # Errors
    /// [`Code::Store`].
    pub async fn learn_keys(&self) -> Result<Option<Unfound>> {
        let mut unknown = self.store.unknown()?;
        if unknown.is_empty() {
            return Ok(None);
        }
        if let Err(why) = self.with_vault(|vault| vault.check()).await {
            return Ok(Some(Unfound { keys: unknown.len(), why }));
        }
        let mut why = None;
        let mut keys = 0;
        while let Some((origin, id)) = unknown.pop() {
            let learnt = match self.get_secret(Slot::key(&*origin, id)).await {
                Ok(secret) => self.learn_key(&origin, id, &secret)?,
                Err(error) => {
                    why = Some(error);
                    false
                }
            };
            keys += usize::from(!learnt);
        }
        let too_short = || Error::new(Code::Invalid, say!("wallet-known-too-short"));
        Ok((keys > 0).then(|| Unfound { keys, why: why.unwrap_or_else(too_short) }))
    }

    /// Makes a key findable; says whether it can be.
    pub(super) fn learn_key(&self, origin: &str, id: KeyId, secret: &Secret) -> Result<bool> {
        match self.store.hash_key()?.print(secret) {
            Some(print) => self.store.note_known(origin, id, &secret.masked(), &print).map(|()| true),
            None => Ok(false),
        }
    }
}
