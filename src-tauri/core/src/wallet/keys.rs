//! Keys: list, make, look at, turn on and off, delete, reveal.

use std::sync::Arc;

use jiff::Timestamp;

use super::connect::is_offline;
use super::rotate::age_in_days;
use super::{Wallet, Watch, count, unwatched};
use crate::bridge::{KeyList, ListProgress};
use crate::error::{Code, Error, Result};
use crate::key::{Key, KeyId, KeyStatus};
use crate::rotate::DUE_AFTER_DAYS;
use crate::secret::{self, Secret};
use crate::store::BridgeRow;
use crate::vault::Slot;
use crate::view::{EditKeyRequest, GroupsView, KeyListView, KeyView, ModelsView, ProgressView};
use crate::words::say;

impl Wallet {
    /// The keys of the bridge in use: as it lists them now, or as last seen where it cannot be reached.
    ///
    /// # Errors
    /// [`Code::NotSignedIn`], [`Code::BridgeNonsense`], the vault's.
    pub async fn keys(&self) -> Result<KeyListView> {
        self.keys_watched(unwatched()).await
    }

    /// [`Wallet::keys`] with somebody who watches: a long list is read no faster than the bridge allows.
    ///
    /// # Errors
    /// Those of [`Wallet::keys`].
    pub async fn keys_watched(&self, watch: Watch) -> Result<KeyListView> {
        let row = self.bridge_row()?;
        if row.known.key_only {
            return self.cached_keys();
        }
        let client = self.client(&row).await?;
        self.settle_creations(&row, &client).await?;
        let told = |progress: ListProgress| {
            watch(ProgressView {
                done: count(progress.read),
                of: progress.of.map(|of| u32::try_from(of).unwrap_or(u32::MAX)),
                waiting_s: progress.waiting.map(|wait| count(wait.as_secs_f64().ceil() as usize)),
            });
        };
        let list = match client.keys_with(&told).await {
            Err(error) if is_offline(&error) && row.known.keys_as_of.is_some() => {
                let mut view = self.cached_keys()?;
                view.offline = true;
                view.note = Some(error.to_string());
                return Ok(view);
            }
            other => other?,
        };
        self.save_list(&row, &list)?;
        let mut view = self.cached_keys()?;
        view.note = list.because.map(|error| error.to_string());
        Ok(view)
    }

    /// Reads and remembers the keys of a bridge.
    pub(super) async fn keys_of(&self, row: &BridgeRow) -> Result<KeyList> {
        let list = self.client(row).await?.keys().await?;
        self.save_list(row, &list)?;
        Ok(list)
    }

    fn save_list(&self, row: &BridgeRow, list: &KeyList) -> Result<()> {
        self.store.save_keys(row.id, &list.keys)?;
        let mut known = row.known.clone();
        known.keys_as_of = Some((self.machine.now(), list.complete));
        self.store.update_bridge(row.id, &known)
    }

    /// The keys as last seen, at once.
    ///
    /// # Errors
    /// [`Code::NotSignedIn`] before the first connect.
    pub fn cached_keys(&self) -> Result<KeyListView> {
        let row = self.bridge_row()?;
        let (as_of, complete) = match row.known.key_only {
            true => (self.machine.now(), true),
            false => row.known.keys_as_of.unwrap_or((Timestamp::UNIX_EPOCH, false)),
        };
        let keys = self.store.keys(row.id)?;
        Ok(KeyListView {
            keys: self.key_views(&row, &keys)?,
            complete,
            as_of: as_of.to_string(),
            offline: false,
            note: None,
        })
    }

    /// One key, as the bridge has it now.
    ///
    /// # Errors
    /// [`Code::NotFound`] and those of the bridge.
    pub async fn key(&self, id: KeyId) -> Result<KeyView> {
        let row = self.bridge_row()?;
        let key = match id.is_pasted() {
            true => self.pasted_key(&row, id).await?,
            false => self.client(&row).await?.key(id).await?,
        };
        self.seen(&row, &key)
    }

    /// What a pasted key says of itself. Asked one at a time, on request: it counts against the bridge's
    /// strictest limit.
    async fn pasted_key(&self, row: &BridgeRow, id: KeyId) -> Result<Key> {
        let known = self.known_key(row, id)?;
        let secret = self.secret_of(row, id).await?;
        match self.client(row).await?.key_usage(&secret).await {
            Ok(usage) => Ok(Key {
                unlimited: usage.unlimited,
                remain: usage.available,
                used: usage.used,
                expires: usage.expires,
                models: usage.models,
                stored_status: KeyStatus::Enabled,
                ..known
            }),
            // What it was last known to be still helps; whether it works, `check_reach` tells.
            Err(error) if matches!(error.code(), Code::BridgeRefused) || is_offline(&error) => Ok(known),
            Err(error) => Err(error),
        }
    }

    /// A key as last seen.
    pub(super) fn known_key(&self, row: &BridgeRow, id: KeyId) -> Result<Key> {
        self.store.key(row.id, id)?.ok_or_else(|| {
            Error::new(Code::NotFound, say!("wallet-keys-no-key", id = id.to_string(), bridge = &*row.label))
                .hint(say!("wallet-keys-no-key", "hint"))
        })
    }

    /// A key's name for a message.
    pub(super) fn name_of(&self, row: &BridgeRow, id: KeyId) -> Result<String> {
        Ok(self
            .store
            .key(row.id, id)?
            .map_or_else(|| id.to_string(), |key| say!("wallet-keys-called", name = &*key.name)))
    }

    /// A pasted key belongs to an account that the wallet does not know.
    pub(super) fn must_be_listed(&self, row: &BridgeRow, id: KeyId) -> Result<()> {
        if !id.is_pasted() {
            return Ok(());
        }
        Err(Error::new(
            Code::NotSignedIn,
            say!("wallet-keys-pasted", name = self.name_of(row, id)?, bridge = &*row.label),
        )
        .hint(say!("wallet-keys-pasted", "hint")))
    }

    /// The key that a person means by an id or a name.
    ///
    /// # Errors
    /// [`Code::NotFound`]; [`Code::Invalid`] if several have that name.
    pub async fn key_named(&self, word: &str) -> Result<KeyId> {
        if let Ok(id) = word.parse() {
            return Ok(KeyId(id));
        }
        let list = self.keys().await?;
        let ids: Vec<_> = list.keys.iter().filter(|key| key.name == word).map(|key| key.id).collect();
        match ids[..] {
            [id] => Ok(id),
            [] => Err(Error::new(Code::NotFound, say!("wallet-keys-none-named", name = word))
                .hint(say!("wallet-keys-none-named", "hint"))),
            _ => {
                let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
                Err(Error::new(Code::Invalid, say!("wallet-keys-several-named", name = word)).hint(say!(
                    "wallet-keys-several-named",
                    "hint",
                    ids = ids.join(", ")
                )))
            }
        }
    }

    /// Turns a key on or off; gives what the bridge then says.
    ///
    /// # Errors
    /// Those of the bridge; a key that is expired or used up cannot be turned on.
    pub async fn set_key_enabled(&self, id: KeyId, enabled: bool) -> Result<KeyView> {
        let row = self.bridge_row()?;
        self.must_be_listed(&row, id)?;
        let key = self.client(&row).await?.set_enabled(id, enabled).await?;
        let said = match enabled {
            true => say!("wallet-keys-enabled", name = &*key.name, bridge = &*row.label),
            false => say!("wallet-keys-disabled", name = &*key.name, bridge = &*row.label),
        };
        self.store.note(self.machine.now(), &said)?;
        self.seen(&row, &key)
    }

    /// Changes a key; what is `None` stays. What it spends meanwhile stays spent.
    ///
    /// # Errors
    /// [`Code::Invalid`] before anything is sent; [`Code::NotProven`] if the bridge did not take a field; those
    /// of the bridge.
    pub async fn edit_key(&self, id: KeyId, request: EditKeyRequest) -> Result<KeyView> {
        let row = self.bridge_row()?;
        self.must_be_listed(&row, id)?;
        let edit = self.edit_of(&row, request)?;
        let before = self.store.key(row.id, id)?;
        let key = self.client(&row).await?.edit(id, &edit).await?;
        if let Some(before) = before.filter(|before| before.name != key.name) {
            self.store.note_former_name(&row.origin, &before.name, id)?;
        }
        self.store.note(
            self.machine.now(),
            &say!("wallet-keys-changed", name = &*key.name, bridge = &*row.label),
        )?;
        self.seen(&row, &key)
    }

    /// The secret of a key, for an explicit reveal or copy: from the vault, or where it is not there, from
    /// the bridge, which is then remembered.
    ///
    /// # Errors
    /// Those of vault and bridge. A locked vault is an error, not a reason to ask the bridge.
    pub async fn reveal_key(&self, id: KeyId) -> Result<Secret> {
        let row = self.bridge_row()?;
        self.secret_of(&row, id).await
    }

    pub(super) async fn secret_of(&self, row: &BridgeRow, id: KeyId) -> Result<Secret> {
        let slot = || Slot::key(&*row.origin, id);
        match self.get_secret(slot()).await {
            Err(error) if error.code() == Code::VaultEmpty && !id.is_pasted() => {
                let secret = Arc::new(self.client(row).await?.reveal(id).await?);
                self.keep_key(&row.origin, id, secret).await?;
                self.get_secret(slot()).await
            }
            found => found,
        }
    }

    /// Groups of the account, with their multipliers; as last seen where the bridge cannot be reached.
    ///
    /// # Errors
    /// Those of the bridge.
    pub async fn groups(&self) -> Result<GroupsView> {
        let row = self.bridge_row()?;
        let mut known = row.known.clone();
        let offline = match self.client(&row).await?.groups().await {
            Ok(groups) => {
                (known.groups, known.groups_as_of) = (groups, Some(self.machine.now()));
                self.store.update_bridge(row.id, &known)?;
                false
            }
            Err(error) if is_offline(&error) && known.groups_as_of.is_some() => true,
            Err(error) => return Err(error),
        };
        let as_of = known.groups_as_of.unwrap_or_else(|| self.machine.now()).to_string();
        Ok(GroupsView { groups: known.groups, as_of, offline })
    }

    /// Models of the account, or of one group where the bridge can tell; as last seen where it cannot be
    /// reached.
    ///
    /// # Errors
    /// Those of the bridge.
    pub async fn models(&self, group: Option<&str>) -> Result<ModelsView> {
        let row = self.bridge_row()?;
        let name = group.unwrap_or_default();
        match self.models_of(&row, group).await {
            Ok(models) => {
                let now = self.machine.now();
                let mut known = row.known.clone();
                known.models.insert(name.to_owned(), (now, models.clone()));
                self.store.update_bridge(row.id, &known)?;
                Ok(ModelsView { models, as_of: now.to_string(), offline: false })
            }
            Err(error) => match row.known.models.get(name).filter(|_| is_offline(&error)) {
                Some((at, models)) => {
                    Ok(ModelsView { models: models.clone(), as_of: at.to_string(), offline: true })
                }
                None => Err(error),
            },
        }
    }

    /// Without an account a pasted key says what it may use.
    async fn models_of(&self, row: &BridgeRow, group: Option<&str>) -> Result<Vec<String>> {
        let client = self.client(row).await?;
        if !row.known.key_only {
            return client.models(group).await;
        }
        let Some(key) = self.store.keys(row.id)?.into_iter().next() else { return Ok(vec![]) };
        let secret = self.secret_of(row, key.id).await?;
        client.key_models(&secret).await
    }

    /// Remembers a key as just seen.
    pub(super) fn seen(&self, row: &BridgeRow, key: &Key) -> Result<KeyView> {
        self.store.save_key(row.id, key)?;
        self.key_view(row, key)
    }

    pub(super) fn key_view(&self, row: &BridgeRow, key: &Key) -> Result<KeyView> {
        let mut views = self.key_views(row, std::slice::from_ref(key))?;
        Ok(views.remove(0))
    }

    fn key_views(&self, row: &BridgeRow, keys: &[Key]) -> Result<Vec<KeyView>> {
        let now = self.machine.now();
        let rate = row.known.rate();
        let vaulted = self.store.vaulted(&row.origin)?;
        let profiles = self.store.profiles()?;
        let view = |key: &Key| KeyView {
            id: key.id,
            name: key.name.clone(),
            status: key.status(now),
            masked: match &key.tail {
                Some(tail) => format!("sk-····{tail}"),
                None => secret::masked("sk-"),
            },
            group: key.group.clone(),
            group_ratio: {
                let name = if key.group.is_empty() { &row.known.group } else { &key.group };
                row.known.groups.iter().find(|group| group.name == *name).and_then(|group| group.ratio)
            },
            unlimited: key.unlimited,
            remain_quota: key.remain,
            remain_usd: (!key.unlimited).then(|| rate.usd(key.remain)),
            used_quota: key.used,
            used_usd: rate.usd(key.used),
            created: key.created.to_string(),
            last_used: key.last_used.map(|at| at.to_string()),
            expires: key.expires.map(|at| at.to_string()),
            allow_ips: key.allow_ips.clone(),
            models: key.models.clone(),
            pasted: key.id.is_pasted(),
            in_vault: vaulted.contains(&key.id),
            used_by: profiles
                .iter()
                .filter(|(profile, _)| profile.origin == row.origin && profile.key == key.id)
                .map(|(profile, _)| profile.name.clone())
                .collect(),
            is_old: !key.id.is_pasted()
                && key.status(now) == KeyStatus::Enabled
                && age_in_days(key, now) >= DUE_AFTER_DAYS,
        };
        Ok(keys.iter().map(view).collect())
    }
}
