//! Keys: list, make, look at, turn on and off, delete, reveal.

use std::sync::Arc;
use std::time::Duration;

use jiff::{Span, Timestamp};

use super::Wallet;
use super::connect::is_offline;
use crate::bridge::Bridge;
use crate::error::{Code, Error, Result};
use crate::key::{Key, KeyId, NewKey};
use crate::secret::{self, Secret};
use crate::store::{BridgeRow, Creation};
use crate::vault::Slot;
use crate::view::{GroupsView, KeyListView, KeyView, ModelsView, NewKeyRequest};

impl Wallet {
    /// The keys of the bridge in use: as it lists them now, or as last seen where it cannot be reached.
    ///
    /// # Errors
    /// [`Code::NotSignedIn`], [`Code::BridgeNonsense`], the vault's.
    pub async fn keys(&self) -> Result<KeyListView> {
        let row = self.bridge_row()?;
        let client = self.client(&row).await?;
        self.finish_creations(&row, &client).await?;
        let list = match client.keys().await {
            Err(error) if is_offline(&error) && row.known.keys_as_of.is_some() => {
                let mut view = self.cached_keys()?;
                view.offline = true;
                view.note = Some(error.to_string());
                return Ok(view);
            }
            other => other?,
        };
        self.store.save_keys(row.id, &list.keys)?;
        let mut known = row.known.clone();
        known.keys_as_of = Some((self.machine.now(), list.complete));
        self.store.update_bridge(row.id, &known)?;
        let mut view = self.cached_keys()?;
        view.note = list.because.map(|error| error.to_string());
        Ok(view)
    }

    /// The keys as last seen, at once.
    ///
    /// # Errors
    /// [`Code::NotSignedIn`] before the first connect.
    pub fn cached_keys(&self) -> Result<KeyListView> {
        let row = self.bridge_row()?;
        let (as_of, complete) = row.known.keys_as_of.unwrap_or((Timestamp::UNIX_EPOCH, false));
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
        let key = self.client(&row).await?.key(id).await?;
        self.seen(&row, &key)
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
            [] => Err(Error::new(Code::NotFound, format!("there is no key \"{word}\""))
                .hint("see `bridgekeeper keys list`")),
            _ => {
                let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
                Err(Error::new(Code::Invalid, format!("several keys are named \"{word}\""))
                    .hint(format!("say which by its id: {}", ids.join(", "))))
            }
        }
    }

    /// Makes a key and puts its secret into the vault. Never twice: what was asked for is noted first, and a
    /// crash or a lost answer is settled by looking for the name.
    ///
    /// # Errors
    /// [`Code::Invalid`] for a name that is taken or does not fit; [`Code::CreateUnknown`] if it is not known
    /// whether the key exists (the wallet goes on looking); those of bridge and vault.
    pub async fn create_key(&self, request: NewKeyRequest) -> Result<KeyView> {
        let row = self.bridge_row()?;
        let wanted = self.wanted(&row, request)?;
        self.make_key(&row, wanted).await
    }

    pub(super) async fn make_key(&self, row: &BridgeRow, wanted: NewKey) -> Result<KeyView> {
        // A key whose secret cannot be kept is of no use, so the vault is asked before the bridge.
        self.with_vault(|vault| vault.check()).await?;
        let client = self.client(row).await?;
        self.finish_creations(row, &client).await?;
        let list = client.keys().await?;
        if list.keys.iter().any(|key| key.name == wanted.name) {
            return Err(Error::new(
                Code::Invalid,
                format!("there is already a key named \"{}\"", wanted.name),
            )
            .hint("choose another name"));
        }
        if !list.complete {
            return Err(Error::new(
                Code::BridgeRefused,
                "the list of keys cannot be read whole, so the name may be taken",
            )
            .hint("try again in a while"));
        }
        let after = list.keys.iter().map(|key| key.id).max().unwrap_or(KeyId(0));
        let noted = self.store.begin_creation(row.id, &wanted, after, self.machine.now())?;
        let posted = client.post_key(&wanted).await;
        let made = client.settle(&wanted, after, posted).await;
        let made = match made {
            Ok(made) => made,
            Err(error) if error.code() == Code::CreateUnknown => return Err(error),
            Err(error) => {
                self.store.end_creation(noted)?;
                return Err(error);
            }
        };
        if !made.ignored.is_empty() {
            let what =
                format!("The bridge ignored for key \"{}\": {}.", wanted.name, made.ignored.join(", "));
            self.store.note(self.machine.now(), &what)?;
        }
        self.adopt(row, &client, &made.key, noted).await.map_err(|error| {
            Error::new(
                error.code(),
                format!("key \"{}\" was made, but its secret is not in the vault yet", wanted.name),
            )
            .hint("run `bridgekeeper keys list` in a while: the wallet fetches it then")
            .because(error)
        })
    }

    /// Fetches the secret of a key that was just made, keeps it, and crosses the create off.
    async fn adopt(&self, row: &BridgeRow, client: &Bridge, key: &Key, noted: i64) -> Result<KeyView> {
        let secret = Arc::new(client.reveal(key.id).await?);
        self.keep_key(&row.origin, key.id, secret).await?;
        self.store.end_creation(noted)?;
        self.store.note(self.machine.now(), &format!("Made key \"{}\" on {}.", key.name, row.label))?;
        self.seen(row, key)
    }

    /// Settles creates that a crash or a lost answer left open: what exists is adopted, what does not is
    /// crossed off.
    async fn finish_creations(&self, row: &BridgeRow, client: &Bridge) -> Result<()> {
        /// Younger than this a lost create may still be on its way, or another copy of the wallet at it.
        const GRACE: Duration = Duration::from_secs(90);
        for Creation { id, wanted, after, at, .. } in
            self.store.creations()?.into_iter().filter(|creation| creation.bridge == row.id)
        {
            match client.find_created(&wanted.name, after).await {
                Ok(Some(key)) => {
                    self.adopt(row, client, &key, id).await?;
                }
                Ok(None) if self.machine.now().duration_since(at).unsigned_abs() > GRACE => {
                    self.store.end_creation(id)?;
                    let what = format!("Key \"{}\" had been asked for and was never made.", wanted.name);
                    self.store.note(self.machine.now(), &what)?;
                }
                Ok(None) => {}
                // Offline, or several of that name: the next time, or the user, will tell.
                Err(_) => {}
            }
        }
        Ok(())
    }

    /// Turns a key on or off; gives what the bridge then says.
    ///
    /// # Errors
    /// Those of the bridge; a key that is expired or used up cannot be turned on.
    pub async fn set_key_enabled(&self, id: KeyId, enabled: bool) -> Result<KeyView> {
        let row = self.bridge_row()?;
        let key = self.client(&row).await?.set_enabled(id, enabled).await?;
        let verb = if enabled { "Enabled" } else { "Disabled" };
        self.store.note(self.machine.now(), &format!("{verb} key \"{}\" on {}.", key.name, row.label))?;
        self.seen(&row, &key)
    }

    /// Deletes a key on the bridge and in the vault. It cannot be undone.
    ///
    /// # Errors
    /// Those of the bridge: then nothing is deleted. Those of the vault: then the bridge's side is done.
    pub async fn delete_key(&self, id: KeyId) -> Result<()> {
        let row = self.bridge_row()?;
        self.client(&row).await?.delete(id).await?;
        self.store.remove_key(row.id, id)?;
        self.store.note(self.machine.now(), &format!("Deleted key {id} on {}.", row.label))?;
        let slot = Slot::key(&*row.origin, id);
        self.with_vault(move |vault| vault.delete(&slot)).await?;
        self.store.forget_vaulted(&row.origin, id)
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
            Err(error) if error.code() == Code::VaultEmpty => {
                let secret = Arc::new(self.client(row).await?.reveal(id).await?);
                self.keep_key(&row.origin, id, secret).await?;
                self.get_secret(slot()).await
            }
            found => found,
        }
    }

    /// Groups of the account, with their multipliers.
    ///
    /// # Errors
    /// Those of the bridge.
    pub async fn groups(&self) -> Result<GroupsView> {
        let row = self.bridge_row()?;
        let groups = self.client(&row).await?.groups().await?;
        let mut known = row.known.clone();
        known.groups.clone_from(&groups);
        self.store.update_bridge(row.id, &known)?;
        Ok(GroupsView { groups })
    }

    /// Models of the account, or of one group where the bridge can tell.
    ///
    /// # Errors
    /// Those of the bridge.
    pub async fn models(&self, group: Option<&str>) -> Result<ModelsView> {
        let row = self.bridge_row()?;
        Ok(ModelsView { models: self.client(&row).await?.models(group).await? })
    }

    fn wanted(&self, row: &BridgeRow, request: NewKeyRequest) -> Result<NewKey> {
        let quota = request.quota_usd.map(|usd| {
            row.known.rate().quota(usd).filter(|quota| quota.0 > 0).ok_or_else(|| {
                Error::new(Code::Invalid, format!("a quota of {usd} US dollars is out of range"))
                    .hint("give a positive amount that the bridge can count, or leave it unlimited")
            })
        });
        let group = request.group.trim().to_owned();
        if !group.is_empty() && !row.known.groups.iter().any(|known| known.name == group) {
            let known: Vec<_> = row.known.groups.iter().map(|group| group.name.as_str()).collect();
            return Err(Error::new(Code::Invalid, format!("there is no group \"{group}\""))
                .hint(format!("groups of this account: {}", known.join(", "))));
        }
        Ok(NewKey {
            name: request.name.trim().to_owned(),
            group,
            expires: request.expires.as_deref().map_or(Ok(None), |word| expiry(word, self.machine.now()))?,
            quota: quota.transpose()?,
            allow_ips: request.allow_ips,
            models: Some(request.models).filter(|models| !models.is_empty()),
        })
    }

    /// Remembers a key as just seen.
    fn seen(&self, row: &BridgeRow, key: &Key) -> Result<KeyView> {
        self.store.save_key(row.id, key)?;
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
            in_vault: vaulted.contains(&key.id),
            used_by: profiles
                .iter()
                .filter(|(profile, _)| profile.origin == row.origin && profile.key == key.id)
                .map(|(profile, _)| profile.name.clone())
                .collect(),
        };
        Ok(keys.iter().map(view).collect())
    }
}

/// A point in time from `never`, `1h`, `1d`, `30d` … or RFC 3339; `None` is never.
///
/// # Errors
/// [`Code::Invalid`] for anything else, and for what lies in the past.
fn expiry(word: &str, now: Timestamp) -> Result<Option<Timestamp>> {
    let word = word.trim();
    let wrong = |what: &str| {
        Error::new(Code::Invalid, format!("expiry \"{word}\" {what}"))
            .hint("use never, 1h, 1d, 30d, or a time like 2027-01-31T00:00:00Z")
    };
    if word.is_empty() || word == "never" {
        return Ok(None);
    }
    let (number, unit) = word.split_at(word.floor_char_boundary(word.len() - 1));
    let hours = match (number.parse::<i64>(), unit) {
        (Ok(n @ 1..=100_000), "h") => Some(n),
        (Ok(n @ 1..=10_000), "d") => Some(n * 24),
        _ => None,
    };
    let at = match hours {
        Some(hours) => now.checked_add(Span::new().hours(hours)).map_err(|_| wrong("is too far away"))?,
        None => word.parse::<Timestamp>().map_err(|_| wrong("is not understood"))?,
    };
    if at <= now { Err(wrong("lies in the past")) } else { Ok(Some(at)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expiry_is_said_in_words_or_as_a_time() {
        let now: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        let at = |word| expiry(word, now).unwrap().map(|at| at.to_string());
        assert_eq!(at("never"), None);
        assert_eq!(at("1h").as_deref(), Some("2026-11-23T13:00:00Z"));
        assert_eq!(at("30d").as_deref(), Some("2026-12-23T12:00:00Z"));
        assert_eq!(at("2027-01-01T00:00:00+01:00").as_deref(), Some("2026-12-31T23:00:00Z"));
        for bad in ["0h", "-1d", "1w", "h", "tomorrow", "2020-01-01T00:00:00Z", "99999999d", "é"] {
            assert_eq!(expiry(bad, now).unwrap_err().code(), Code::Invalid, "{bad}");
        }
    }
}
