//! One change to many keys: a few at a time, each answered for by itself.

use futures::StreamExt;

use super::{Wallet, Watch, count};
use crate::error::{Error, ErrorView, Result};
use crate::key::KeyId;
use crate::vault::Slot;
use crate::view::{BatchView, FailedView, ProgressView};
use crate::words::say;

/// Requests under way at a time.
const AT_ONCE: usize = 3;

impl Wallet {
    /// Turns keys on or off. What fails for one says nothing of the others.
    ///
    /// # Errors
    /// [`Code::NotSignedIn`](crate::error::Code::NotSignedIn) and the vault's, before anything is changed.
    pub async fn set_keys_enabled(&self, ids: &[KeyId], enabled: bool, watch: Watch) -> Result<BatchView> {
        // Asked once, so that a locked vault is one error and not one for each key.
        self.client(&self.bridge_row()?).await?;
        let mut view = BatchView::default();
        let change = |id: KeyId| async move { (id, self.set_key_enabled(id, enabled).await) };
        let changes: Vec<_> = ids.iter().copied().map(change).collect();
        let mut changes = futures::stream::iter(changes).buffered(AT_ONCE);
        while let Some((id, changed)) = changes.next().await {
            match changed {
                Ok(key) => view.keys.push(key),
                Err(error) => view.failed.push(self.failed(id, &error)?),
            }
            let done = count(view.keys.len() + view.failed.len());
            watch(ProgressView { done, of: Some(count(ids.len())), waiting_s: None });
        }
        Ok(view)
    }

    /// Deletes keys on the bridge and in the vault. It cannot be undone.
    ///
    /// # Errors
    /// As [`Wallet::set_keys_enabled`].
    pub async fn delete_keys(&self, ids: &[KeyId], watch: Watch) -> Result<BatchView> {
        let row = self.bridge_row()?;
        let client = self.client(&row).await?;
        let mut view = BatchView::default();
        let (pasted, listed): (Vec<KeyId>, Vec<KeyId>) = ids.iter().partition(|id| id.is_pasted());
        // Few at a time, so that progress can be seen and a stop takes hold.
        for some in listed.chunks(20).chain(pasted.chunks(20)) {
            let gone = match some {
                [id, ..] if id.is_pasted() => some.to_vec(),
                _ => match client.delete_many(some).await {
                    Ok(()) => some.to_vec(),
                    Err(error) => {
                        // Some may be gone all the same; who is still listed is not.
                        let left = client.keys().await.ok().filter(|list| list.complete);
                        let is_gone = |id: &KeyId| {
                            left.as_ref().is_some_and(|list| list.keys.iter().all(|key| key.id != *id))
                        };
                        let (gone, kept): (Vec<KeyId>, Vec<KeyId>) = some.iter().partition(|id| is_gone(id));
                        for id in kept {
                            view.failed.push(self.failed(id, &error)?);
                        }
                        gone
                    }
                },
            };
            for id in gone {
                let name = self.name_of(&row, id)?;
                self.store.remove_key(row.id, id)?;
                self.store
                    .note(self.machine.now(), &say!("batch-deleted", name = &*name, bridge = &*row.label))?;
                let slot = Slot::key(&*row.origin, id);
                match self.with_vault(move |vault| vault.delete(&slot)).await {
                    Ok(()) => self.store.forget_vaulted(&row.origin, id)?,
                    Err(error) => {
                        let error = Error::new(error.code(), say!("batch-secret-left")).because(error);
                        let error = ErrorView::from(error);
                        view.failed.push(FailedView { id, name, error });
                    }
                }
                view.deleted.push(id);
            }
            let done = count(view.deleted.len() + view.failed.len());
            watch(ProgressView { done, of: Some(count(ids.len())), waiting_s: None });
        }
        Ok(view)
    }

    fn failed(&self, id: KeyId, error: &Error) -> Result<FailedView> {
        let name = self.name_of(&self.bridge_row()?, id)?;
        Ok(FailedView { id, name, error: ErrorView::from(error) })
    }
}
