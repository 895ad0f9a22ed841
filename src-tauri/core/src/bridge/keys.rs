//! Keys: list, get, create, reveal, enable, disable, edit, delete (`new-api controller/token.go`).
//!
//! Nothing here is idempotent on the bridge's side and nothing carries a version, so every write is sent once
//! and then looked at: what the bridge lists afterwards is what counts.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::StreamExt;
use jiff::Timestamp;
use reqwest::Method;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::Bridge;
use super::http::{Failure, Kind, Patience, Request};
use super::task::Task;
use super::wire::{Entries, Page, Shape, WireKey, loose};
use crate::error::{Code, Error, Result};
use crate::key::{Key, KeyEdit, KeyId, KeyStatus, NewKey, Quota, QuotaEdit, is_address_or_network};
use crate::secret::Secret;
use crate::words::say;

/// The keys of an account.
#[derive(Debug)]
pub struct KeyList {
    /// What was read, newest first, each key once.
    pub keys: Vec<Key>,
    /// Whether that is all of them. On dialect A, which counts no total, a key deleted elsewhere during the
    /// reading may hide one.
    pub complete: bool,
    /// How many the bridge says there are.
    pub total: Option<u64>,
    /// Why it is not complete, where a request failed.
    pub because: Option<Error>,
}

/// How far the reading of a long list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListProgress {
    /// Keys or log entries read so far.
    pub read: usize,
    /// How many the bridge says there are.
    pub of: Option<u64>,
    /// How long the reading now waits, so that the bridge does not turn anybody away.
    pub waiting: Option<Duration>,
}

/// A key that was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Created {
    /// It, as the bridge lists it.
    pub key: Key,
    /// What was asked for and is not there, in words ("models", "allow-list" …): older dialects ignore fields
    /// they do not know, and the key may do more than was meant.
    pub ignored: Vec<String>,
}

/// How the one request that makes a key ended. [`Bridge::settle`] finds out the rest.
#[derive(Debug)]
pub enum Posted {
    /// The bridge said yes. It tells neither id nor key.
    Made,
    /// It never got to the bridge's key desk: no connection, not signed in, rate limited, unusable words.
    NotSent(Error),
    /// The bridge said no.
    SaidNo(Error),
    /// Broken off, a server error, an answer that makes no sense: it may have happened.
    Unclear(Error),
    /// No answer in time: it may have happened or happen yet.
    Late(Error),
}

/// The most pages of one list: 200,000 keys, on one-api with its ten per page 20,000. new-api allows 1,000 keys
/// per user unless told otherwise (`max_user_tokens`).
const MOST_PAGES: u64 = 2_000;

/// Pages under way at a time.
const PAGES_AT_ONCE: usize = 3;

/// How often a list that shifts is read anew.
const PASSES: usize = 3;

/// Ids in one batch request (`new-api controller/token.go`: at most 100 for a reveal).
const BATCH: usize = 100;

impl Bridge {
    /// All keys of the account. [`Bridge::keys_with`] tells how far it is.
    ///
    /// # Errors
    /// [`Code::NotSignedIn`], [`Code::BridgeUnreachable`], [`Code::BridgeNonsense`], [`Code::RateLimited`] if
    /// not even the first page can be read. What fails later stands in [`KeyList::because`].
    pub async fn keys(&self) -> Result<KeyList> {
        self.keys_with(&|_| {}).await
    }

    /// All keys of the account. A long list is read slowly, so that it stays within the bridge's limit and
    /// leaves some of it to others: some 50 seconds for 10,000 keys, 20 minutes where a page holds only ten.
    /// `watch` is told after each page and before each wait.
    ///
    /// # Errors
    /// As [`Bridge::keys`].
    pub async fn keys_with(&self, watch: &(dyn Fn(ListProgress) + Send + Sync)) -> Result<KeyList> {
        let mut list = self.read_keys(watch).await?;
        for _ in 1..PASSES {
            // A failed request will fail again; a long list is read twice at most, for the bridge's sake.
            if list.complete || list.because.is_some() || list.keys.len() > 2_000 {
                break;
            }
            list = self.read_keys(watch).await?;
        }
        Ok(list)
    }

    /// One pass over all pages. Pages shift when keys come and go meanwhile, so keys are taken once by id and
    /// counted against the total.
    async fn read_keys(&self, watch: &(dyn Fn(ListProgress) + Send + Sync)) -> Result<KeyList> {
        let read = AtomicUsize::new(0);
        let tell = |of, waiting| watch(ListProgress { read: read.load(Ordering::Relaxed), of, waiting });
        // A short list waits for nobody.
        let first = self.page(0, None).await?;
        let total = first.total;
        let patience = |wait| tell(total, Some(wait));
        let size = first.items.len();
        let (last, at_once) = match total {
            Some(total) => (total.div_ceil(size.max(1) as u64).min(MOST_PAGES), PAGES_AT_ONCE),
            None => (MOST_PAGES, 1),
        };
        let mut list = KeyList { keys: vec![], complete: true, total, because: None };
        let mut known = HashSet::new();
        let mut add = |list: &mut KeyList, page: Page<WireKey>| {
            let before = list.keys.len();
            let count = page.items.len();
            for wire in page.items {
                let key = Key::try_from(wire).map_err(|_| self.not_the_api(Task::ListKeys))?;
                if known.insert(key.id) {
                    list.keys.push(key);
                }
            }
            let new = list.keys.len() - before;
            read.store(list.keys.len(), Ordering::Relaxed);
            tell(total, None);
            list.complete &= new == count && page.total == total;
            // Nothing new: the end, or a bridge that gives the same page for ever.
            Ok::<_, Error>(new == 0 || total.is_none() && count < size)
        };
        let mut ended = add(&mut list, first)?;
        if !ended {
            let pages = futures::stream::iter(1..last).map(|number| self.page(number, Some(&patience)));
            let mut rest = pages.buffered(at_once);
            while let Some(page) = rest.next().await {
                match page {
                    Ok(page) => ended = add(&mut list, page)?,
                    Err(error) if error.code() == Code::NotSignedIn => return Err(error),
                    Err(error) => {
                        list.complete = false;
                        list.because = Some(error);
                        return Ok(list);
                    }
                }
                if ended {
                    break;
                }
            }
        }
        ended |= total.is_some();
        list.complete &= ended && total.is_none_or(|total| list.keys.len() as u64 == total);
        list.keys.sort_by_key(|key| std::cmp::Reverse(key.id));
        Ok(list)
    }

    /// A page of the list, counted from 0, in whatever shape the bridge has.
    async fn page(&self, number: u64, patience: Option<Patience<'_>>) -> Result<Page<WireKey>> {
        for _ in 0..2 {
            let before = self.seen();
            let mut request = Request::get("/api/token/", Task::ListKeys);
            for (name, value) in before.page(number) {
                request = request.query(name, value);
            }
            if let Some(patience) = patience {
                request = request.patient(patience);
            }
            let page: Page<WireKey> = self.call(request).await?;
            if page.shape == Shape::Unknown {
                return Ok(page);
            }
            let masked = page.items.iter().find_map(WireKey::is_masked);
            self.learn(|seen| {
                seen.list = Some(page.shape);
                seen.masked = masked.or(seen.masked);
            });
            // The bridge was replaced by another dialect while we ran: what we asked for meant another page.
            if before.list.is_none_or(|shape| shape == page.shape) {
                return Ok(page);
            }
        }
        Err(self.not_the_api(Task::ListKeysInOneForm))
    }

    /// One key, without its secret (`GET /api/token/:id`).
    ///
    /// # Errors
    /// [`Code::NotFound`]; those of [`Bridge::keys`].
    pub async fn key(&self, id: KeyId) -> Result<Key> {
        Ok(self.wire_key(id, false).await?.1)
    }

    /// A key as the bridge writes it, and as we read it. `pressing`: see [`Request::pressing`].
    async fn wire_key(&self, id: KeyId, pressing: bool) -> Result<(RawKey, Key)> {
        let request = Request::get(format!("/api/token/{id}"), Task::ShowKey);
        self.raw_key(id, if pressing { request.pressing() } else { request }).await
    }

    /// A key, asked for in a manner of one's own.
    pub(super) async fn key_by(
        &self,
        id: KeyId,
        manner: impl FnOnce(Request<'static>) -> Request<'static>,
    ) -> Result<Key> {
        let request = manner(Request::get(format!("/api/token/{id}"), Task::ShowKey));
        Ok(self.raw_key(id, request).await?.1)
    }

    async fn raw_key(&self, id: KeyId, request: Request<'_>) -> Result<(RawKey, Key)> {
        let raw: RawKey = match self.call(request).await {
            Ok(raw) => raw,
            Err(failure) => return Err(self.no_such_key(id, failure).await),
        };
        let mut wire = WireKey::deserialize(&raw.rest).map_err(|_| self.not_the_api(Task::ShowKey))?;
        wire.key = raw.key;
        if let Some(masked) = wire.is_masked() {
            self.learn(|seen| seen.masked = Some(masked));
        }
        let (key, read) = wire.read().map_err(|_| self.not_the_api(Task::ShowKey))?;
        if read.id != id {
            return Err(self.not_the_api(Task::ShowKey));
        }
        Ok((RawKey { key, rest: raw.rest }, read))
    }

    /// A no about one key. Bridges tell "not there" from other troubles by wording only, so the list is asked.
    async fn no_such_key(&self, id: KeyId, failure: Failure) -> Error {
        if failure.kind != Kind::Refused || !matches!(self.is_there(id).await, Ok(false)) {
            return failure.into();
        }
        let none = say!("keys-no-such", host = self.origin().host(), id = id.to_string());
        Error::new(Code::NotFound, none).because(failure.error)
    }

    /// Whether the bridge lists the key.
    async fn is_there(&self, id: KeyId) -> Result<bool> {
        // Beyond that the key itself is asked: an account of 10,000 keys has a hundred pages.
        const PAGES: u64 = 10;
        let mut known = HashSet::new();
        for number in 0..PAGES {
            let page = self.page(number, None).await?;
            let before = known.len();
            known.extend(page.items.iter().map(|key| key.id));
            if known.contains(&id.0) {
                return Ok(true);
            }
            if known.len() == before || past(&page, id) || page.total == Some(known.len() as u64) {
                return Ok(false);
            }
        }
        match self.act(Request::get(format!("/api/token/{id}"), Task::ShowKey)).await {
            Ok(()) => Ok(true),
            Err(failure) if failure.kind == Kind::Refused => Ok(false),
            Err(failure) => Err(failure.into()),
        }
    }

    /// The highest key id at the bridge, 0 if it has none. Whatever is made next gets a higher one.
    ///
    /// # Errors
    /// Those of [`Bridge::keys`].
    pub async fn newest_id(&self) -> Result<KeyId> {
        // Lists come newest first in every dialect (`new-api model/token.go`: `Order("id desc")`).
        let page = self.page(0, None).await?;
        Ok(KeyId(page.items.iter().map(|key| key.id).max().unwrap_or(0)))
    }

    /// Makes a key and finds it. The caller has made sure that no key has this name yet. It is asked for
    /// exactly once; where the answer is unclear, the list tells what became of it.
    ///
    /// A caller that must survive a crash in between does the three steps itself: [`Bridge::newest_id`],
    /// [`Bridge::post_key`], [`Bridge::settle`].
    ///
    /// # Errors
    /// [`Code::CreateUnknown`] if it is not known whether the key exists. With any other code none was made.
    pub async fn create(&self, new: &NewKey) -> Result<Created> {
        let after = self.newest_id().await?;
        let posted = self.post_key(new).await;
        self.settle(new, after, posted).await
    }

    /// Asks for a key, once (`POST /api/token/`).
    pub async fn post_key(&self, new: &NewKey) -> Posted {
        if let Err(error) = check(Some(&new.name), new.expires, &new.allow_ips, new.models.as_deref())
            .and_then(|()| new.quota.map_or(Ok(()), check_quota))
        {
            return Posted::NotSent(error);
        }
        let mut body = json!({
            "name": new.name,
            "remain_quota": new.quota.unwrap_or_default(),
            "unlimited_quota": new.quota.is_none(),
            "expired_time": expired_time(new.expires),
            "group": new.group,
            "cross_group_retry": false,
        });
        if let Value::Object(fields) = &mut body {
            write_models(fields, new.models.as_deref(), true);
            write_addresses(fields, &new.allow_ips, true);
        }
        match self.act(Request::post("/api/token/", Task::MakeKey).body(&body)).await {
            Ok(()) => Posted::Made,
            Err(Failure { kind, error }) => match kind {
                Kind::NotSent | Kind::Denied | Kind::Limited | Kind::NoRoute => Posted::NotSent(error),
                Kind::Refused => Posted::SaidNo(error),
                Kind::Broken | Kind::Garbage => Posted::Unclear(error),
                Kind::Late => Posted::Late(error),
            },
        }
    }

    /// Finds out what became of [`Bridge::post_key`]. `after` is [`Bridge::newest_id`] from before.
    ///
    /// # Errors
    /// As [`Bridge::create`].
    pub async fn settle(&self, new: &NewKey, after: KeyId, posted: Posted) -> Result<Created> {
        let patient = [None].into_iter().chain(self.http().options.looks.iter().copied().map(Some));
        let looks: Vec<_> = match &posted {
            Posted::NotSent(_) => vec![],
            // A clear no needs no patience. It is looked at once, for proxies that send a request twice.
            Posted::SaidNo(_) => vec![None],
            Posted::Made | Posted::Unclear(_) | Posted::Late(_) => patient.collect(),
        };
        let mut unread = None;
        for pause in looks {
            if let Some(pause) = pause {
                self.http().options.ledger.pause(pause).await;
            }
            match self.find_created(&new.name, after).await {
                Ok(Some(key)) => return Ok(Created { ignored: ignored(new, &key), key }),
                Ok(None) => unread = None,
                Err(error) if error.code() == Code::CreateUnknown => return Err(error),
                Err(error) => unread = Some(error),
            }
        }
        let unknown = |what: String| {
            Error::new(Code::CreateUnknown, what).hint(say!(
                "keys-making-unclear",
                "hint",
                name = new.name.as_str()
            ))
        };
        let host = self.origin().host();
        match (posted, unread) {
            (Posted::NotSent(error), _) | (Posted::SaidNo(error), None) => Err(error),
            (Posted::SaidNo(_), Some(unread)) if unread.code() == Code::NotSignedIn => Err(unread),
            (Posted::Unclear(error), None) => Err(error.hint(say!("keys-none-made"))),
            (Posted::SaidNo(error) | Posted::Unclear(error) | Posted::Late(error), Some(unread)) => {
                Err(unknown(say!("keys-making-unclear", error = error.message())).because(unread))
            }
            (Posted::Late(error), None) => {
                Err(unknown(say!("keys-perhaps-yet", error = error.message(), host = host)))
            }
            (Posted::Made, None) => Err(unknown(say!("keys-made-not-listed", host = host))),
            (Posted::Made, Some(unread)) => {
                Err(unknown(say!("keys-made-list-unread", host = host)).because(unread))
            }
        }
    }

    /// The key of that name that is newer than `after`, if there is one.
    ///
    /// # Errors
    /// [`Code::CreateUnknown`] if there are several, naming them; those of [`Bridge::keys`].
    pub async fn find_created(&self, name: &str, after: KeyId) -> Result<Option<Key>> {
        let mut found: Vec<Key> = vec![];
        let mut known = HashSet::new();
        for number in 0..MOST_PAGES {
            let page = self.page(number, None).await?;
            let before = known.len();
            known.extend(page.items.iter().map(|key| key.id));
            let past_it = past(&page, KeyId(after.0 + 1));
            // Nothing new: the end, or a bridge that gives the same page for ever.
            let ended = known.len() == before || page.total.is_some_and(|total| known.len() as u64 >= total);
            for wire in page.items.into_iter().filter(|key| key.id > after.0 && key.name == name) {
                let key = Key::try_from(wire).map_err(|_| self.not_the_api(Task::ListKeys))?;
                if found.iter().all(|other| other.id != key.id) {
                    found.push(key);
                }
            }
            if past_it || ended {
                break;
            }
        }
        if found.len() < 2 {
            return Ok(found.pop());
        }
        let ids: Vec<_> = found.iter().map(|key| key.id.to_string()).collect();
        let several = say!(
            "keys-several",
            host = self.origin().host(),
            count = found.len(),
            name = name,
            ids = ids.join(", ")
        );
        Err(Error::new(Code::CreateUnknown, several).hint(say!("keys-several", "hint")))
    }

    /// The secret of a key. On dialects that mask keys this counts against the bridge's strictest limit (20
    /// requests in 20 minutes for sign-in and reveal together: `new-api middleware/rate-limit.go`).
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::RateLimited`], [`Code::BridgeNonsense`] for a masked or malformed value;
    /// those of [`Bridge::keys`].
    pub async fn reveal(&self, id: KeyId) -> Result<Secret> {
        #[derive(Deserialize)]
        struct Revealed {
            key: Secret,
        }
        if self.seen().masked != Some(true)
            && let Some(secret) = self.shown_key(id).await?
        {
            return Ok(secret);
        }
        let request = Request::post(format!("/api/token/{id}/key"), Task::RevealKey).critical();
        match self.call::<Revealed>(request).await {
            // EXPOSE: brought to its one form, into a new Secret.
            Ok(revealed) => Secret::api_key(revealed.key.expose()),
            // The bridge was replaced by an older one while we ran.
            Err(failure) if failure.kind == Kind::NoRoute => {
                self.shown_key(id).await?.ok_or_else(|| failure.into())
            }
            Err(failure) => Err(self.no_such_key(id, failure).await),
        }
    }

    /// The secret where the bridge shows it with the key: dialects A and B.
    async fn shown_key(&self, id: KeyId) -> Result<Option<Secret>> {
        let (raw, _) = self.wire_key(id, false).await?;
        full(raw.key)
    }

    /// The secrets of several keys, in few requests where the bridge can (`POST /api/token/batch/keys`, a
    /// hundred per request, each one hit on the strict limit). Keys that are not there are left out, and so are
    /// those after a failure: what was revealed was paid for out of a small budget, so it is never dropped.
    ///
    /// # Errors
    /// As [`Bridge::reveal`], if not even one could be revealed.
    pub async fn reveal_many(&self, ids: &[KeyId]) -> Result<Vec<(KeyId, Secret)>> {
        #[derive(Deserialize)]
        struct Revealed {
            keys: Entries<Secret>,
        }
        if ids.is_empty() {
            return Ok(vec![]);
        }
        if self.seen().masked.is_none() {
            self.newest_id().await?;
        }
        let mut all = vec![];
        if self.seen().masked == Some(true) && self.seen().batch_reveal != Some(false) {
            for some in ids.chunks(BATCH) {
                let request = Request::post("/api/token/batch/keys", Task::RevealKeys)
                    .critical()
                    .body(&json!({"ids": some}));
                match self.call::<Revealed>(request).await {
                    Ok(revealed) => {
                        for (id, secret) in revealed.keys.0 {
                            let id = id.parse().map(KeyId).ok().filter(|id| some.contains(id));
                            let (Some(id), Some(secret)) = (id, secret) else {
                                return Err(self.not_the_api(Task::RevealKeys));
                            };
                            // EXPOSE: brought to its one form, into a new Secret.
                            all.push((id, Secret::api_key(secret.expose())?));
                        }
                    }
                    Err(failure) if failure.kind == Kind::NoRoute => {
                        self.learn(|seen| seen.batch_reveal = Some(false));
                        break;
                    }
                    Err(failure) if all.is_empty() => return Err(failure.into()),
                    Err(_) => break,
                }
            }
        }
        if self.seen().masked != Some(true) || self.seen().batch_reveal == Some(false) {
            all.clear();
            if self.seen().masked != Some(true) {
                all = self.listed_secrets(ids).await?;
            }
            let left = ids.iter().filter(|id| all.iter().all(|(known, _)| known != *id));
            for id in left.copied().collect::<Vec<_>>() {
                match self.reveal(id).await {
                    Ok(secret) => all.push((id, secret)),
                    Err(error) if error.code() == Code::NotFound => {}
                    Err(error) if all.is_empty() => return Err(error),
                    Err(_) => break,
                }
            }
        }
        all.sort_by_key(|(id, _)| ids.iter().position(|asked| asked == id));
        Ok(all)
    }

    /// The secrets of several keys where the list shows them: dialects A and B. Reads no more pages than there are
    /// keys to find, so it costs less than asking for each; what it did not find is left out.
    async fn listed_secrets(&self, ids: &[KeyId]) -> Result<Vec<(KeyId, Secret)>> {
        let mut found = vec![];
        let mut known = HashSet::new();
        for number in 0..(ids.len() as u64).saturating_sub(1).min(MOST_PAGES) {
            let page = match self.page(number, None).await {
                Ok(page) => page,
                Err(error) if found.is_empty() => return Err(error),
                Err(_) => break,
            };
            let mut is_new = false;
            for wire in page.items {
                let id = KeyId(wire.id);
                is_new |= known.insert(id);
                let is_asked = ids.contains(&id) && found.iter().all(|(known, _)| *known != id);
                if let Some(secret) = full(wire.key)?.filter(|_| is_asked) {
                    found.push((id, secret));
                }
            }
            // Nothing new: the end, or a bridge that gives the same page for ever.
            if !is_new || found.len() == ids.len() {
                break;
            }
        }
        Ok(found)
    }

    /// Turns a key on or off, and reads back that it is (`PUT /api/token/?status_only=true`: the only request
    /// that changes the status; it leaves everything else alone). Turning off is tried even where the bridge
    /// asked us to wait: the key may have leaked.
    ///
    /// # Errors
    /// [`Code::BridgeRefused`] for turning on a key that is expired or exhausted; [`Code::NotProven`] if the
    /// bridge took the request and still says otherwise; [`Code::NotFound`]; those of [`Bridge::keys`].
    pub async fn set_enabled(&self, id: KeyId, enabled: bool) -> Result<Key> {
        let (number, wanted, task) = match enabled {
            true => (1, KeyStatus::Enabled, Task::EnableKey),
            false => (2, KeyStatus::Disabled, Task::DisableKey),
        };
        let request = Request::new(Method::PUT, "/api/token/", task)
            .query("status_only", true)
            .body(&json!({"id": id, "status": number}));
        let request = if enabled { request } else { request.pressing() };
        let unclear = match self.act(request).await {
            Ok(()) => None,
            Err(Failure { kind: Kind::Late | Kind::Broken | Kind::Garbage, error }) => Some(error),
            Err(Failure { kind: Kind::Refused, error }) => {
                // The key may be gone, or the account may not say so; the key itself tells.
                self.key(id).await?;
                return Err(if enabled { error.hint(say!("keys-not-enabled")) } else { error });
            }
            Err(failure) => return Err(failure.into()),
        };
        match (self.wire_key(id, !enabled).await.map(|(_, key)| key), unclear) {
            (Ok(key), _) if key.stored_status == wanted => Ok(key),
            (_, Some(unclear)) => Err(unclear),
            (Err(error), None) => Err(error),
            (Ok(key), None) => {
                let (host, status) = (self.origin().host(), key.stored_status.to_string());
                Err(Error::new(Code::NotProven, say!("keys-still", host = host, status = status))
                    .hint(say!("keys-still", "hint")))
            }
        }
    }

    /// Changes a key. The bridge's update replaces every field, so the key is read, merged and written back
    /// whole, unknown fields included; then it is read again. What the key spent in between is taken off
    /// again, so that an edit never gives spent quota back. A key that was expired or exhausted is enabled
    /// by a second request when its expiry or quota changed.
    ///
    /// # Errors
    /// [`Code::Invalid`] before anything is sent; [`Code::NotProven`] if the bridge did not take a field;
    /// [`Code::NotFound`], [`Code::BridgeRefused`]; those of [`Bridge::keys`].
    pub async fn edit(&self, id: KeyId, edit: &KeyEdit) -> Result<Key> {
        check(
            edit.name.as_deref(),
            edit.expires.flatten(),
            edit.allow_ips.as_deref().unwrap_or_default(),
            edit.models.as_ref().and_then(Option::as_deref),
        )?;
        let (raw, before) = self.wire_key(id, false).await?;
        let wanted = merged(&before, edit)?;
        let mut fields = raw.rest;
        write(&mut fields, &before, &wanted);

        let (mut aim, mut base) = (wanted.remain, before.used);
        let mut unclear = self.put(&fields).await?;
        let mut after = self.key(id).await?;
        // Spending between our reading and our writing was overwritten: take it off again. Bounded, because a
        // busy key may always be faster.
        for _ in 0..4 {
            let spent = (after.used.0 - base.0).max(0);
            let right = (aim.0 - spent).max(0);
            let refunded = (after.remain.0 - right).min(spent);
            if unclear.is_some() || wanted.unlimited || refunded <= 0 {
                break;
            }
            (aim, base) = (Quota(after.remain.0 - refunded), after.used);
            fields.insert("remain_quota".into(), json!(aim));
            unclear = self.put(&fields).await?;
            after = self.key(id).await?;
        }

        let mut missed = differences(&wanted, &after);
        let spent = (after.used.0 - base.0).max(0);
        let right = (aim.0 - spent).max(0);
        if !wanted.unlimited && !(aim.0 - spent..=right).contains(&after.remain.0) {
            missed.push(Field::Quota);
        }
        if !missed.is_empty() {
            let host = self.origin().host();
            return Err(unclear.unwrap_or_else(|| {
                let fields =
                    missed.into_iter().map(Field::words).collect::<Vec<_>>().join(&say!("keys-between"));
                Error::new(Code::NotProven, say!("keys-not-taken", host = host, fields = fields))
                    .hint(say!("keys-not-taken", "hint"))
            }));
        }
        let revived = match before.stored_status {
            KeyStatus::Expired => edit.expires.is_some(),
            KeyStatus::Exhausted => edit.quota.is_some(),
            KeyStatus::Enabled | KeyStatus::Disabled => false,
        };
        if revived { self.set_enabled(id, true).await } else { Ok(after) }
    }

    /// Writes a whole key. What came back unclear is given back, for the caller to look at the key.
    async fn put(&self, fields: &Map<String, Value>) -> Result<Option<Error>> {
        let request = Request::new(Method::PUT, "/api/token/", Task::ChangeKey).body(&json!(fields));
        match self.act(request).await {
            Ok(()) => Ok(None),
            Err(Failure { kind: Kind::Late | Kind::Broken | Kind::Garbage, error }) => Ok(Some(error)),
            Err(failure) => Err(failure.into()),
        }
    }

    /// Deletes a key and looks that it is gone (`DELETE /api/token/:id`).
    ///
    /// # Errors
    /// [`Code::NotFound`] if it was not there; [`Code::NotProven`] if the bridge took the request and still
    /// lists the key, or does not list anything; those of [`Bridge::keys`].
    pub async fn delete(&self, id: KeyId) -> Result<()> {
        let request = Request::new(Method::DELETE, format!("/api/token/{id}"), Task::DeleteKey);
        let unclear = match self.act(request).await {
            Ok(()) => None,
            Err(Failure { kind: Kind::Late | Kind::Broken | Kind::Garbage, error }) => Some(error),
            Err(failure) => return Err(self.no_such_key(id, failure).await),
        };
        let host = self.origin().host();
        match (self.is_there(id).await, unclear) {
            (Ok(false), _) => Ok(()),
            (_, Some(unclear)) => Err(unclear),
            (Ok(true), None) => Err(still_there(say!("keys-one-still-there", host = host))),
            (Err(error), None) => Err(still_there(say!("keys-one-still-there", host = host)).because(error)),
        }
    }

    /// Deletes keys, a hundred per request where the bridge can (`POST /api/token/batch`, from 0.8.6.2), and
    /// looks that none of them is left. What was not there to begin with is no error.
    ///
    /// # Errors
    /// [`Code::NotProven`] if some are left or the list cannot be read whole; those of [`Bridge::keys`]. After
    /// any error some may be gone.
    pub async fn delete_many(&self, ids: &[KeyId]) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let mut unclear = None;
        for some in ids.chunks(BATCH) {
            let met = self.delete_some(some).await;
            match met {
                Ok(()) => {}
                Err(Failure { kind: Kind::Late | Kind::Broken | Kind::Garbage, error }) => {
                    unclear = Some(error);
                    break;
                }
                Err(failure) => return Err(failure.into()),
            }
        }
        let list = self.keys().await;
        let host = self.origin().host();
        match (list, unclear) {
            (Ok(list), _) if list.complete && !list.keys.iter().any(|key| ids.contains(&key.id)) => Ok(()),
            (_, Some(unclear)) => Err(unclear),
            (Ok(_), None) => Err(still_there(say!("keys-some-still-there", host = host))),
            (Err(error), None) => Err(still_there(say!("keys-some-still-there", host = host)).because(error)),
        }
    }

    /// One batch, or one by one where the bridge knows no batches.
    async fn delete_some(&self, ids: &[KeyId]) -> Result<(), Failure> {
        if self.seen().batch_delete != Some(false) {
            let request = Request::post("/api/token/batch", Task::DeleteKeys).body(&json!({"ids": ids}));
            match self.act(request).await {
                Err(failure) if failure.kind == Kind::NoRoute => {
                    self.learn(|seen| seen.batch_delete = Some(false));
                }
                other => return other,
            }
        }
        for id in ids {
            let request = Request::new(Method::DELETE, format!("/api/token/{id}"), Task::DeleteKey);
            match self.act(request).await {
                // Not there, most likely; the list tells in the end.
                Err(failure) if failure.kind == Kind::Refused => {}
                other => other?,
            }
        }
        Ok(())
    }
}

fn still_there(what: String) -> Error {
    Error::new(Code::NotProven, what).hint(say!("keys-still-there"))
}

/// Whether no later page can hold this key or a newer one: lists come newest first.
fn past(page: &Page<WireKey>, id: KeyId) -> bool {
    page.items.is_sorted_by(|a, b| a.id > b.id) && page.items.last().is_some_and(|key| key.id < id.0)
}

/// A key as the bridge wrote it, for writing it back whole. The secret is kept apart.
#[derive(Deserialize)]
struct RawKey {
    #[serde(default, deserialize_with = "loose::secret")]
    key: Option<Secret>,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

/// The key in its one form, unless it is masked or not shown.
fn full(shown: Option<Secret>) -> Result<Option<Secret>> {
    // EXPOSE: looks for the mask; brought to its one form, into a new Secret.
    match shown.as_ref().map(Secret::expose) {
        Some(text) if !text.is_empty() && !text.contains('*') => Secret::api_key(text).map(Some),
        _ => Ok(None),
    }
}

/// What bridges take without a check and then fail on (`new-api controller/token.go`, `model/token.go`).
fn check(
    name: Option<&str>,
    expires: Option<Timestamp>,
    allow_ips: &[String],
    models: Option<&[String]>,
) -> Result<()> {
    // 50 bytes from 0.10, 30 before; which one this is only the bridge knows.
    if name.is_some_and(|name| name.is_empty() || name.len() > 50 || name.chars().any(char::is_control)) {
        return Err(Error::new(Code::Invalid, say!("keys-no-name")).hint(say!(
            "keys-no-name",
            "hint",
            most = NewKey::LONGEST_NAME
        )));
    }
    if expires.is_some_and(|end| end.as_second() <= 0) {
        return Err(Error::new(Code::Invalid, say!("keys-expiry-too-old")));
    }
    if let Some(entry) = allow_ips.iter().find(|entry| !is_address_or_network(entry)) {
        return Err(Error::new(Code::Invalid, say!("keys-no-address", entry = entry.as_str()))
            .hint(say!("keys-no-address", "hint")));
    }
    let is_word = |model: &String| !model.is_empty() && !model.contains([',', ' ', '\n', '\r', '\t']);
    if let Some(model) = models.and_then(|models| models.iter().find(|model| !is_word(model))) {
        return Err(Error::new(Code::Invalid, say!("keys-no-model", model = model.as_str()))
            .hint(say!("keys-no-model", "hint")));
    }
    Ok(())
}

/// The newest dialect takes at most 2,147,483,647 units (`new-api common/quota_math.go`).
fn check_quota(quota: Quota) -> Result<()> {
    if (0..=i64::from(i32::MAX)).contains(&quota.0) {
        return Ok(());
    }
    Err(Error::new(Code::Invalid, say!("keys-no-quota")).hint(say!("keys-no-quota", "hint")))
}

/// -1 is never. 0 would be never on create and a dead key on update, so it is never sent.
fn expired_time(expires: Option<Timestamp>) -> i64 {
    expires.map_or(-1, Timestamp::as_second)
}

/// The key as it is to be.
fn merged(before: &Key, edit: &KeyEdit) -> Result<Key> {
    let mut key = before.clone();
    if let Some(name) = &edit.name {
        key.name.clone_from(name);
    }
    if let Some(group) = &edit.group {
        key.group.clone_from(group);
    }
    if let Some(expires) = edit.expires {
        key.expires = expires;
    }
    if let Some(allow_ips) = &edit.allow_ips {
        key.allow_ips.clone_from(allow_ips);
    }
    if let Some(models) = &edit.models {
        key.models.clone_from(models);
    }
    match edit.quota {
        None => {}
        Some(QuotaEdit::Unlimited) => key.unlimited = true,
        Some(QuotaEdit::Set(quota)) => (key.unlimited, key.remain) = (false, quota),
        Some(QuotaEdit::Add(more)) => {
            let left = if before.unlimited { 0 } else { before.remain.0 };
            (key.unlimited, key.remain) = (false, Quota(left.saturating_add(more).max(0)));
        }
    }
    if matches!(edit.quota, Some(QuotaEdit::Set(_) | QuotaEdit::Add(_))) {
        check_quota(key.remain)?;
    }
    // A limited key below 0 cannot be written back as it is: newer bridges refuse the number.
    key.remain = key.remain.max(Quota(0));
    Ok(key)
}

/// Puts what changed into the key as the bridge wrote it. The rest goes back untouched: an update that leaves
/// out a field resets it.
fn write(fields: &mut Map<String, Value>, before: &Key, wanted: &Key) {
    for ours_to_read in ["user_id", "created_time", "accessed_time", "used_quota", "DeletedAt"] {
        fields.remove(ours_to_read);
    }
    fields.insert("name".into(), json!(wanted.name));
    fields.insert("remain_quota".into(), json!(wanted.remain));
    fields.insert("unlimited_quota".into(), json!(wanted.unlimited));
    if before.group != wanted.group {
        fields.insert("group".into(), json!(wanted.group));
    }
    if before.expires != wanted.expires {
        fields.insert("expired_time".into(), json!(expired_time(wanted.expires)));
    }
    if before.allow_ips != wanted.allow_ips {
        write_addresses(fields, &wanted.allow_ips, false);
    }
    if before.models != wanted.models {
        write_models(fields, wanted.models.as_deref(), false);
    }
}

/// one-api knows models under another name and in its own way; other bridges ignore that.
fn write_models(fields: &mut Map<String, Value>, models: Option<&[String]>, fresh: bool) {
    let list = models.unwrap_or_default().join(",");
    if fields.contains_key("models") || fresh && !list.is_empty() {
        fields.insert("models".into(), json!(list));
    }
    if fields.contains_key("model_limits") || !fields.contains_key("models") || fresh {
        fields.insert("model_limits_enabled".into(), json!(models.is_some()));
        fields.insert("model_limits".into(), json!(list));
    }
}

/// As [`write_models`], for addresses.
fn write_addresses(fields: &mut Map<String, Value>, allow_ips: &[String], fresh: bool) {
    if fields.contains_key("subnet") || fresh && !allow_ips.is_empty() {
        fields.insert("subnet".into(), json!(allow_ips.join(",")));
    }
    if fields.contains_key("allow_ips") || !fields.contains_key("subnet") || fresh {
        fields.insert("allow_ips".into(), json!(allow_ips.join("\n")));
    }
}

/// What was asked for and is not there.
fn ignored(new: &NewKey, key: &Key) -> Vec<String> {
    let mut wanted = Key {
        group: new.group.clone(),
        unlimited: new.quota.is_none(),
        expires: new.expires,
        allow_ips: new.allow_ips.clone(),
        models: new.models.clone(),
        ..key.clone()
    };
    // A bridge may write the account's group into a key that names none.
    if new.group.is_empty() {
        wanted.group.clone_from(&key.group);
    }
    let mut missed = differences(&wanted, key);
    if new.quota.is_some_and(|quota| !key.unlimited && key.remain > quota) {
        missed.push(Field::Quota);
    }
    missed.into_iter().map(Field::words).collect()
}

/// What of a key can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Name,
    Group,
    Expiry,
    Quota,
    AllowList,
    Models,
}

impl Field {
    fn words(self) -> String {
        match self {
            Self::Name => say!("keys-name"),
            Self::Group => say!("keys-group"),
            Self::Expiry => say!("keys-expiry"),
            Self::Quota => say!("keys-quota"),
            Self::AllowList => say!("keys-allow-list"),
            Self::Models => say!("keys-models"),
        }
    }
}

/// The fields in which two states of a key differ; quota but for "unlimited" aside.
fn differences(wanted: &Key, key: &Key) -> Vec<Field> {
    let second = |key: &Key| key.expires.map(Timestamp::as_second);
    let set = |list: &[String]| list.iter().cloned().collect::<HashSet<_>>();
    let models = |key: &Key| key.models.as_deref().map(set);
    [
        (Field::Name, wanted.name != key.name),
        (Field::Group, wanted.group != key.group),
        (Field::Expiry, second(wanted) != second(key)),
        (Field::Quota, wanted.unlimited != key.unlimited),
        (Field::AllowList, set(&wanted.allow_ips) != set(&key.allow_ips)),
        (Field::Models, models(wanted) != models(key)),
    ]
    .into_iter()
    .filter_map(|(field, differs)| differs.then_some(field))
    .collect()
}
