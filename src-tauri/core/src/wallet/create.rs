//! Make keys. Nothing at a bridge is idempotent and a create tells neither id nor key, so every key is noted
//! before it is asked for, asked for once, looked for by its name, and only crossed off when its secret is in
//! the vault. A crash or a lost answer anywhere in between loses nothing and doubles nothing.

use std::sync::Arc;
use std::time::Duration;

use jiff::{Span, Timestamp};

use super::connect::is_offline;
use super::{Wallet, Watch, count, unwatched};
use crate::bridge::Bridge;
use crate::error::{Code, Error, Result};
use crate::key::{KeyEdit, KeyId, NewKey, Quota, QuotaEdit};
use crate::store::{BridgeRow, Creation};
use crate::view::{EditKeyRequest, KeyView, NewKeyRequest, ProgressView};
use crate::words::say;

/// The most keys of one create; new-api allows 1,000 per user (`max_user_tokens`).
pub const MOST: usize = 500;

/// Younger than this a lost create may still be on its way, or another copy of the wallet at it.
const GRACE: Duration = Duration::from_secs(90);

/// The longest wait that a bridge may ask of a create that is under way: new-api's usual window.
const PATIENCE: Duration = Duration::from_secs(200);

impl Wallet {
    /// Makes a key and puts its secret into the vault.
    ///
    /// # Errors
    /// [`Code::Invalid`] for a name that is taken or does not fit; [`Code::CreateUnknown`] if it is not known
    /// whether the key exists (the wallet goes on looking); those of bridge and vault.
    pub async fn create_key(&self, request: NewKeyRequest) -> Result<KeyView> {
        let row = self.bridge_row()?;
        let wanted = self.wanted(&row, request)?;
        self.make_key(&row, wanted).await
    }

    /// Makes several keys alike, named `NAME-x7q2` and so on, as the bridge's own dialog does. Stopped or
    /// killed at any point, [`Wallet::resume_creations`] makes the rest: exactly as many as asked for.
    ///
    /// # Errors
    /// As [`Wallet::create_key`]; what is made by then stays, and the rest stays noted.
    pub async fn create_keys(
        &self,
        request: NewKeyRequest,
        number: usize,
        watch: Watch,
    ) -> Result<Vec<KeyView>> {
        let row = self.bridge_row()?;
        let wanted = self.wanted(&row, request)?;
        const SUFFIX: usize = 5;
        if !(1..=MOST).contains(&number) {
            return Err(Error::new(Code::Invalid, say!("create-too-many", count = number)).hint(say!(
                "create-too-many",
                "hint",
                most = MOST
            )));
        }
        if wanted.name.len() + SUFFIX > NewKey::LONGEST_NAME {
            return Err(Error::new(Code::Invalid, say!("create-long-name")).hint(say!(
                "create-long-name",
                "hint",
                most = NewKey::LONGEST_NAME - SUFFIX
            )));
        }
        let mut names: Vec<String> = vec![];
        while names.len() < number {
            let name = format!("{}-{}", wanted.name, nonce());
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let all: Vec<_> = names.into_iter().map(|name| NewKey { name, ..wanted.clone() }).collect();
        self.make_keys(&row, &all, &watch).await
    }

    pub(super) async fn make_key(&self, row: &BridgeRow, wanted: NewKey) -> Result<KeyView> {
        let mut made = self.make_keys(row, &[wanted], &unwatched()).await?;
        made.pop().ok_or_else(|| Error::new(Code::CreateUnknown, say!("create-not-listed")))
    }

    async fn make_keys(&self, row: &BridgeRow, wanted: &[NewKey], watch: &Watch) -> Result<Vec<KeyView>> {
        let _alone = self.making.lock().await;
        // A key whose secret cannot be kept is of no use, so the vault is asked before the bridge.
        self.with_vault(|vault| vault.check()).await?;
        let client = self.client(row).await?;
        self.settle_creations(row, &client).await?;
        let list = client.keys().await?;
        if let Some(taken) = wanted.iter().find(|new| list.keys.iter().any(|key| key.name == new.name)) {
            return Err(Error::new(Code::Invalid, say!("create-name-taken", name = &*taken.name))
                .hint(say!("create-name-taken", "hint")));
        }
        if !list.complete {
            return Err(Error::new(Code::BridgeRefused, say!("create-list-short"))
                .hint(say!("create-list-short", "hint")));
        }
        self.store.plan_creations(row.id, wanted, self.machine.now())?;
        let ours: Vec<Creation> = self
            .store
            .creations(row.id)?
            .into_iter()
            .filter(|creation| wanted.iter().any(|new| new.name == creation.wanted.name))
            .collect();
        self.carry_on(row, &client, ours, watch).await
    }

    /// Makes what is left of interrupted creates, and gives all keys that are finished by that.
    ///
    /// # Errors
    /// As [`Wallet::create_keys`].
    pub async fn resume_creations(&self, watch: Watch) -> Result<Vec<KeyView>> {
        let row = self.bridge_row()?;
        let client = self.client(&row).await?;
        self.look_for_creations(&row, &client).await?;
        let left = self.store.creations(row.id)?;
        let made = self.carry_on(&row, &client, left, &watch).await?;
        match self.store.creations(row.id)?.len() {
            0 => Ok(made),
            left => Err(Error::new(Code::CreateUnknown, say!("create-on-their-way", count = left))
                .hint(say!("create-on-their-way", "hint", seconds = GRACE.as_secs()))),
        }
    }

    /// Gives up what is left of interrupted creates; tells the names that were not made.
    ///
    /// # Errors
    /// Those of bridge and vault, as what was made meanwhile is still adopted.
    pub async fn forget_creations(&self) -> Result<Vec<String>> {
        let row = self.bridge_row()?;
        let client = self.client(&row).await?;
        self.settle_creations(&row, &client).await?;
        let left = self.store.creations(row.id)?;
        for creation in &left {
            self.store.end_creation(creation.id)?;
        }
        Ok(left.into_iter().map(|creation| creation.wanted.name).collect())
    }

    /// Makes what is planned, one after the other, then fetches all secrets at once: a reveal counts against
    /// the bridge's strictest limit.
    async fn carry_on(
        &self,
        row: &BridgeRow,
        client: &Bridge,
        creations: Vec<Creation>,
        watch: &Watch,
    ) -> Result<Vec<KeyView>> {
        let (of, alone) = (creations.len(), creations.len() == 1);
        let mut newest = client.newest_id().await?;
        for (done, creation) in creations.iter().enumerate() {
            if creation.after.is_none() {
                let waiting = |wait: Duration| {
                    let waiting_s = Some(count(wait.as_secs() as usize));
                    watch(ProgressView { done: count(done), of: Some(count(of)), waiting_s });
                };
                let made =
                    self.send(row, client, creation, newest, &waiting).await.map_err(
                        |error| match alone {
                            true => error,
                            false => part_made(&error, done, of),
                        },
                    )?;
                newest = newest.max(made);
            }
            watch(ProgressView { done: count(done + 1), of: Some(count(of)), waiting_s: None });
        }
        self.adopt(row, client, &creations).await
    }

    /// Asks for one key and finds it; gives its id.
    async fn send(
        &self,
        row: &BridgeRow,
        client: &Bridge,
        creation: &Creation,
        newest: KeyId,
        waiting: &(dyn Fn(Duration) + Send + Sync),
    ) -> Result<KeyId> {
        loop {
            self.store.send_creation(creation.id, newest)?;
            let posted = client.post_key(&creation.wanted).await;
            match client.settle(&creation.wanted, newest, posted).await {
                Ok(made) => {
                    self.store.found_creation(creation.id, made.key.id)?;
                    self.store.save_key(row.id, &made.key)?;
                    let name = &creation.wanted.name;
                    self.store.note(
                        self.machine.now(),
                        &say!("create-made", name = &**name, bridge = &*row.label),
                    )?;
                    if !made.ignored.is_empty() {
                        let what = say!("create-ignored", name = &**name, fields = made.ignored.join(", "));
                        self.store.note(self.machine.now(), &what)?;
                    }
                    return Ok(made.key.id);
                }
                Err(error) if error.code() == Code::CreateUnknown => return Err(error),
                Err(error) => {
                    // Surely not made. One of several stays planned; a single one was answered for.
                    match (creation.batch, error.wait_for().filter(|wait| *wait <= PATIENCE)) {
                        (false, _) => {
                            self.store.end_creation(creation.id)?;
                            return Err(error);
                        }
                        (true, None) => {
                            self.store.unsend_creation(creation.id)?;
                            return Err(error);
                        }
                        (true, Some(wait)) => {
                            self.store.unsend_creation(creation.id)?;
                            waiting(wait);
                            tokio::time::sleep(wait).await;
                        }
                    }
                }
            }
        }
    }

    /// Fetches the secrets of keys that were made, keeps them, and crosses the creates off.
    async fn adopt(&self, row: &BridgeRow, client: &Bridge, creations: &[Creation]) -> Result<Vec<KeyView>> {
        let noted = self.store.creations(row.id)?;
        let made: Vec<(i64, KeyId)> = noted
            .iter()
            .filter(|now| creations.iter().any(|creation| creation.id == now.id))
            .filter_map(|now| Some((now.id, now.key?)))
            .collect();
        let ids: Vec<KeyId> = made.iter().map(|(_, key)| *key).collect();
        let late = |error: Error| {
            Error::new(error.code(), say!("create-secret-late", count = ids.len()))
                .hint(say!("create-secret-late", "hint"))
                .because(error)
        };
        let mut secrets = client.reveal_many(&ids).await.map_err(late)?;
        let mut views = vec![];
        for (creation, id) in made {
            let secret = match secrets.iter().position(|(revealed, _)| *revealed == id) {
                Some(at) => secrets.swap_remove(at).1,
                None => match client.reveal(id).await {
                    Ok(secret) => secret,
                    // It was deleted meanwhile.
                    Err(error) if error.code() == Code::NotFound => {
                        self.store.end_creation(creation)?;
                        continue;
                    }
                    Err(error) => return Err(late(error)),
                },
            };
            self.keep_key(&row.origin, id, Arc::new(secret)).await.map_err(late)?;
            self.store.end_creation(creation)?;
            if let Some(key) = self.store.key(row.id, id)? {
                views.push(self.key_view(row, &key)?);
            }
        }
        Ok(views)
    }

    /// Finds out what became of creates that a crash or a lost answer left open: what exists is adopted, a
    /// single one that does not exist is crossed off, one of several is planned anew.
    pub(super) async fn settle_creations(&self, row: &BridgeRow, client: &Bridge) -> Result<()> {
        self.look_for_creations(row, client).await?;
        let open = self.store.creations(row.id)?;
        if open.iter().all(|creation| creation.key.is_none()) {
            return Ok(());
        }
        match self.adopt(row, client, &open).await {
            // They stay noted; nothing else has to wait until the bridge lets us see them.
            Err(error) if is_offline(&error) => Ok(()),
            done => done.map(drop),
        }
    }

    /// The first half of it: which of them there are.
    async fn look_for_creations(&self, row: &BridgeRow, client: &Bridge) -> Result<()> {
        let open = self.store.creations(row.id)?;
        for creation in open.iter().filter(|creation| creation.key.is_none()) {
            let old = self.machine.now().duration_since(creation.at).unsigned_abs() > GRACE;
            let found = match creation.after {
                Some(after) => client.find_created(&creation.wanted.name, after).await,
                None => Ok(None),
            };
            match found {
                Ok(Some(key)) => {
                    self.store.found_creation(creation.id, key.id)?;
                    self.store.save_key(row.id, &key)?;
                }
                Ok(None) if creation.batch && creation.after.is_some() && old => {
                    self.store.unsend_creation(creation.id)?;
                }
                Ok(None) if !creation.batch && old => {
                    self.store.end_creation(creation.id)?;
                    let what = say!("create-never-made", name = &*creation.wanted.name);
                    self.store.note(self.machine.now(), &what)?;
                }
                Ok(None) => {}
                // Offline, or several of that name: the next time, or the user, will tell.
                Err(_) => {}
            }
        }
        Ok(())
    }

    pub(super) fn wanted(&self, row: &BridgeRow, request: NewKeyRequest) -> Result<NewKey> {
        Ok(NewKey {
            name: request.name.trim().to_owned(),
            group: known_group(row, request.group)?,
            expires: request.expires.as_deref().map_or(Ok(None), |word| expiry(word, self.machine.now()))?,
            quota: request.quota_usd.map(|usd| quota(row, usd)).transpose()?,
            allow_ips: request.allow_ips,
            models: Some(request.models).filter(|models| !models.is_empty()),
        })
    }

    pub(super) fn edit_of(&self, row: &BridgeRow, request: EditKeyRequest) -> Result<KeyEdit> {
        Ok(KeyEdit {
            name: request.name.map(|name| name.trim().to_owned()),
            group: request.group.map(|group| known_group(row, group)).transpose()?,
            expires: request.expires.as_deref().map(|word| expiry(word, self.machine.now())).transpose()?,
            quota: match (request.unlimited, request.quota_usd) {
                (true, _) => Some(QuotaEdit::Unlimited),
                (false, Some(usd)) => Some(QuotaEdit::Set(quota(row, usd)?)),
                (false, None) => None,
            },
            allow_ips: request.allow_ips,
            models: request.models.map(|models| Some(models).filter(|models| !models.is_empty())),
        })
    }
}

/// US dollars as the bridge counts them.
fn quota(row: &BridgeRow, usd: f64) -> Result<Quota> {
    row.known.rate().quota(usd).filter(|quota| quota.0 > 0).ok_or_else(|| {
        Error::new(Code::Invalid, say!("create-bad-quota", usd = usd.to_string()))
            .hint(say!("create-bad-quota", "hint"))
    })
}

/// A group that the account may use; bridges take any word and fail when the key is used
/// (`new-api controller/token.go`).
fn known_group(row: &BridgeRow, group: String) -> Result<String> {
    let group = group.trim().to_owned();
    if group.is_empty() || row.known.groups.iter().any(|known| known.name == group) {
        return Ok(group);
    }
    let known: Vec<_> = row.known.groups.iter().map(|group| group.name.as_str()).collect();
    Err(Error::new(Code::Invalid, say!("create-no-group", group = group)).hint(say!(
        "create-no-group",
        "hint",
        known = known.join(", ")
    )))
}

/// Four characters that tell keys of one create apart, as the bridge's own dialog adds them.
fn nonce() -> String {
    const SIGNS: &[u8] = b"abcdefghijkmnpqrstuvwxyz23456789";
    (0..4).map(|_| char::from(SIGNS[rand::random_range(0..SIGNS.len())])).collect()
}

fn part_made(error: &Error, done: usize, of: usize) -> Error {
    let cause = error.causes();
    let told =
        Error::new(error.code(), say!("create-part-made", done = done, of = of, error = error.message()))
            .hint(say!("create-part-made", "hint"));
    if cause.is_empty() { told } else { told.because(cause.join("; ")) }
}

/// A point in time from `never`, `1h`, `1d`, `30d` … or RFC 3339; `None` is never.
///
/// # Errors
/// [`Code::Invalid`] for anything else, and for what lies in the past.
fn expiry(word: &str, now: Timestamp) -> Result<Option<Timestamp>> {
    let word = word.trim();
    let wrong = |what: String| Error::new(Code::Invalid, what).hint(say!("create-expiry-odd", "hint"));
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
        Some(hours) => now
            .checked_add(Span::new().hours(hours))
            .map_err(|_| wrong(say!("create-expiry-far", expiry = word)))?,
        None => word.parse::<Timestamp>().map_err(|_| wrong(say!("create-expiry-odd", expiry = word)))?,
    };
    if at <= now { Err(wrong(say!("create-expiry-past", expiry = word))) } else { Ok(Some(at)) }
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
