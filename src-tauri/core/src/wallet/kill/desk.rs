//! What the kills of one bridge share: who asks it, what it lists, other keys to compare with, the secrets.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex as Turn, OnceCell, Semaphore, oneshot};

use super::super::{Wallet, known_origin};
use super::{CROWD, setback};
use crate::bridge::{Bridge, Verdict};
use crate::error::{Code, Error, Result};
use crate::incident::{Control, Heard, Listed, Moment, Setback, Tried, Trouble};
use crate::key::{Key, KeyId, KeyStatus};
use crate::secret::Secret;
use crate::store::{BridgeRow, Kill};
use crate::vault::Slot;
use crate::words::say;

/// Keys told to die at a time.
const AT_ONCE: usize = 6;

/// Keys on a page of a bridge's list.
const PAGE: usize = 100;

/// So long another key that got in vouches for the way.
const VOUCHED: Duration = Duration::from_secs(2);

/// Other keys that are tried before it is said that none gets in.
const WITNESSES: usize = 3;

/// What a bridge answered, with its own words where they say more.
pub(super) struct Answer<T> {
    /// The answer.
    pub(super) heard: Heard<T>,
    /// In words; empty where there is nothing to add.
    pub(super) text: String,
}

/// One bridge, while keys of it are killed.
pub(super) struct Desk<'a> {
    wallet: &'a Wallet,
    origin: String,
    /// Keys that are to die; none of them vouches for another.
    doomed: Vec<KeyId>,
    gate: Semaphore,
    /// Whether the first look for secrets is over.
    looked: OnceCell<()>,
    secrets: Mutex<HashMap<KeyId, Arc<Secret>>>,
    /// Those of them that came from the bridge and are not in the vault yet.
    unkept: Mutex<HashSet<KeyId>>,
    /// Keys whose secrets are in no vault and no more at the bridge.
    lost: Mutex<Vec<KeyId>>,
    /// The last key that vouched, and when.
    witness: Turn<Option<(KeyId, Moment)>>,
    /// A key that was made meanwhile: it is surely good.
    fresh: Mutex<Option<KeyId>>,
    waiting: Mutex<Vec<(KeyId, oneshot::Sender<Answer<Listed>>)>>,
    asking: Turn<()>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(wallet: &'a Wallet, origin: &str) -> Self {
        Self {
            wallet,
            origin: origin.to_owned(),
            doomed: vec![],
            gate: Semaphore::new(AT_ONCE),
            looked: OnceCell::new(),
            secrets: Mutex::default(),
            unkept: Mutex::default(),
            lost: Mutex::default(),
            witness: Turn::default(),
            fresh: Mutex::default(),
            waiting: Mutex::default(),
            asking: Turn::default(),
        }
    }

    /// A key that is to die here.
    pub(super) fn expect(&mut self, kill: &Kill) {
        self.doomed.push(kill.key.id);
    }

    /// A key that was just made vouches for the way from now on.
    pub(super) fn vouches(&self, id: KeyId) {
        *lock(&self.fresh) = Some(id);
    }

    /// The bridge's row, while somebody is signed in there.
    pub(super) fn row(&self) -> Result<BridgeRow> {
        let row = self.wallet.bridge_at(&self.origin)?.filter(|row| !row.known.key_only);
        row.ok_or_else(|| Error::new(Code::NotSignedIn, say!("desk-signed-out", url = &self.origin)))
    }

    async fn client(&self) -> Result<Bridge> {
        self.wallet.client(&self.row()?).await
    }

    /// A client for what needs no account.
    async fn relay(&self) -> Result<Bridge> {
        match self.client().await {
            Ok(client) => Ok(client),
            Err(_) => self.wallet.client_of(known_origin(&self.origin)?, None),
        }
    }

    /// Tells the bridge to disable a key.
    pub(super) async fn disable(&self, id: KeyId) -> Answer<Result<(), Setback>> {
        let _turn = self.gate.acquire().await;
        let asked = self.wallet.timer.now();
        let done = async { self.client().await?.disable(id, self.doomed.len() > CROWD).await }.await;
        let text = done.as_ref().err().map(ToString::to_string).unwrap_or_default();
        let what = done.map_err(|error| self.setback(&error));
        Answer { heard: self.heard(what, asked), text }
    }

    /// What the bridge lists of a key. Where several kills ask at once, one look at the list answers for all.
    pub(super) async fn list(&self, id: KeyId) -> Answer<Listed> {
        let (tell, told) = oneshot::channel();
        lock(&self.waiting).push((id, tell));
        let mut told = std::pin::pin!(told);
        tokio::select! {
            biased;
            Ok(answer) = &mut told => return answer,
            _turn = self.asking.lock() => {
                let waiting = std::mem::take(&mut *lock(&self.waiting));
                // Whoever had the turn before may have answered for this one.
                if !waiting.is_empty() {
                    self.ask_for(waiting).await;
                }
            }
        }
        told.await.unwrap_or_else(|_| {
            let asked = self.wallet.timer.now();
            let unknown = Listed::Unknown(Setback::of(Trouble::Unreachable));
            Answer { heard: self.heard(unknown, asked), text: String::new() }
        })
    }

    async fn ask_for(&self, waiting: Vec<(KeyId, oneshot::Sender<Answer<Listed>>)>) {
        let asked = self.wallet.timer.now();
        let client = self.client().await;
        let all = self.row().and_then(|row| self.wallet.store.keys(row.id)).map_or(0, |keys| keys.len());
        let list = match &client {
            // Few are asked for one by one, many by pages, whatever is less.
            Ok(client) if waiting.len() > all.div_ceil(PAGE).max(1) => Some(client.keys().await),
            _ => None,
        };
        let looks = waiting.into_iter().map(|(id, tell)| {
            let (client, list) = (&client, &list);
            async move {
                let seen = match (client, list) {
                    (Ok(_), Some(Ok(list))) => match list.keys.iter().find(|key| key.id == id) {
                        Some(key) => Ok(Some(key.clone())),
                        None if list.complete => Ok(None),
                        None => Err(Error::new(Code::BridgeUnreachable, say!("desk-list-not-whole"))),
                    },
                    (Ok(_), Some(Err(error))) => Err(again(error)),
                    (Ok(client), None) => client.look(id).await,
                    (Err(error), _) => Err(again(error)),
                };
                let _ = tell.send(self.seen(seen, asked));
            }
        });
        futures::future::join_all(looks).await;
    }

    fn seen(&self, seen: Result<Option<Key>>, asked: Moment) -> Answer<Listed> {
        let text = seen.as_ref().err().map(ToString::to_string).unwrap_or_default();
        let what = match seen {
            Ok(Some(key)) => {
                let is_off = key.stored_status == KeyStatus::Disabled;
                if let Ok(row) = self.row() {
                    // What the page shows; the proof goes by what was heard.
                    let _ = self.wallet.store.note_listed(row.id, &key);
                }
                if is_off { Listed::Disabled } else { Listed::On }
            }
            Ok(None) => Listed::Gone,
            Err(error) => Listed::Unknown(self.setback(&error)),
        };
        Answer { heard: self.heard(what, asked), text }
    }

    /// Shows the key at the bridge's door, and another one beside it; `None` without its secret.
    pub(super) async fn attempt(&self, kill: &Kill) -> Option<Answer<Tried>> {
        let secret = self.secret(kill).await?;
        let asked = self.wallet.timer.now();
        let ((verdict, text), vouched) = tokio::join!(self.try_key(&secret), self.vouched());
        let what = match verdict {
            Ok(Verdict::Accepted) => Tried::Works,
            Ok(Verdict::Forbidden) => Tried::Barred,
            Ok(Verdict::Rejected) => Tried::Rejected(vouched),
            Ok(Verdict::Unknown) => Tried::Unknown(Setback::of(Trouble::Nonsense)),
            Err(setback) => Tried::Unknown(setback),
        };
        let answer = Answer { heard: self.heard(what, asked), text };
        // Only now: no key is tried later because a vault is slow. One that is closed only means that the next
        // start has to ask again.
        if lock(&self.unkept).remove(&kill.key.id) {
            let _ = self.wallet.keep_key(&self.origin, kill.key.id, secret).await;
        }
        Some(answer)
    }

    async fn try_key(&self, secret: &Secret) -> (Result<Verdict, Setback>, String) {
        let tried = async { self.relay().await?.probe(secret).await }.await;
        match tried {
            Err(error) => (Err(self.setback(&error)), error.to_string()),
            Ok(tried) => {
                let host = self.origin.split_once("://").map_or(&*self.origin, |(_, host)| host);
                let text = say!("desk-answered", host = host, status = tried.status);
                match (tried.verdict, tried.status) {
                    (Verdict::Unknown, 429) => (Err(Setback::of(Trouble::SlowDown)), text),
                    (Verdict::Unknown, 500..) => (Err(Setback::of(Trouble::Unreachable)), text),
                    (verdict, _) => (Ok(verdict), text),
                }
            }
        }
    }

    /// A secret out of the vault, asked for once.
    async fn kept(&self, id: KeyId) -> Option<Arc<Secret>> {
        if let Some(secret) = lock(&self.secrets).get(&id) {
            return Some(secret.clone());
        }
        let secret = Arc::new(self.wallet.get_secret(Slot::key(&*self.origin, id)).await.ok()?);
        lock(&self.secrets).insert(id, secret.clone());
        Some(secret)
    }

    /// Whether another key gets in by the same way, at about this time.
    async fn vouched(&self) -> Control {
        let mut last = self.witness.lock().await;
        let now = self.wallet.timer.now();
        if last.is_some_and(|(_, at)| now.saturating_sub(at) < VOUCHED) {
            return Control::GotIn;
        }
        let before = last.take().map(|(id, _)| id);
        let mut met = Control::None;
        for id in self.witnesses(before).unwrap_or_default().into_iter().take(WITNESSES) {
            let Some(secret) = self.kept(id).await else { continue };
            let asked = self.wallet.timer.now();
            if let (Ok(Verdict::Accepted), _) = self.try_key(&secret).await {
                *last = Some((id, asked));
                return Control::GotIn;
            }
            met = Control::KeptOut;
        }
        met
    }

    /// Other keys that should get in, the likeliest first.
    fn witnesses(&self, before: Option<KeyId>) -> Result<Vec<KeyId>> {
        let Some(row) = self.wallet.bridge_at(&self.origin)? else { return Ok(vec![]) };
        let (vaulted, now) = (self.wallet.store.vaulted(&self.origin)?, self.wallet.machine.now());
        let open = self.wallet.store.open_kills()?;
        let mut keys = self.wallet.store.keys(row.id)?;
        keys.retain(|key| {
            let dies = open.iter().any(|kill| kill.key.origin == self.origin && kill.key.id == key.id);
            key.status(now) == KeyStatus::Enabled
                && vaulted.contains(&key.id)
                && !dies
                && !self.doomed.contains(&key.id)
        });
        keys.sort_by_key(|key| (!key.allow_ips.is_empty(), std::cmp::Reverse(key.last_used)));
        let sure = lock(&self.fresh).into_iter().chain(before);
        let mut ids: Vec<KeyId> = sure.chain(keys.into_iter().map(|key| key.id)).collect();
        let mut seen = HashSet::new();
        ids.retain(|id| seen.insert(*id));
        Ok(ids)
    }

    /// Gets the secrets of all keys that are to die, and shows another key at the door.
    pub(super) async fn prepare(&self) {
        tokio::join!(self.look(), self.vouched());
    }

    /// Gets the secrets out of the vault, else from the bridge in few requests. Done once; whoever comes meanwhile
    /// waits.
    async fn look(&self) {
        self.looked.get_or_init(|| self.fetch(&self.doomed)).await;
    }

    async fn fetch(&self, ids: &[KeyId]) {
        let mut missing = vec![];
        for &id in ids {
            match self.wallet.get_secret(Slot::key(&*self.origin, id)).await {
                Ok(secret) => drop(lock(&self.secrets).insert(id, Arc::new(secret))),
                Err(error) => missing.push((id, error.code())),
            }
        }
        if missing.is_empty() {
            return;
        }
        let Ok(client) = self.client().await else { return };
        let asked: Vec<KeyId> = missing.iter().map(|(id, _)| *id).collect();
        let Ok(revealed) = client.reveal_many(&asked).await else { return };
        for (id, code) in &missing {
            let gone = revealed.iter().all(|(known, _)| known != id);
            if gone && *code == Code::VaultEmpty && !lock(&self.lost).contains(id) {
                lock(&self.lost).push(*id);
            }
        }
        for (id, secret) in revealed {
            lock(&self.secrets).insert(id, Arc::new(secret));
            lock(&self.unkept).insert(id);
        }
    }

    async fn secret(&self, kill: &Kill) -> Option<Arc<Secret>> {
        self.look().await;
        let id = kill.key.id;
        let here = || lock(&self.secrets).get(&id).cloned();
        if here().is_none() {
            self.fetch(&[id]).await;
        }
        let secret = here()?;
        if kill.key.fingerprint.is_none()
            && let Ok(Some(print)) = self.wallet.store.hash_key().map(|key| key.print(&secret))
        {
            let _ = self.wallet.store.mark_kill(kill.id, &print.core.to_string());
        }
        Some(secret)
    }

    /// Whether the secret of a key is nowhere: not in the open vault, and not at the bridge.
    pub(super) fn has_no_secret(&self, id: KeyId) -> bool {
        lock(&self.lost).contains(&id)
    }

    fn heard<T>(&self, what: T, asked: Moment) -> Heard<T> {
        Heard { what, asked, came: self.wallet.timer.now() }
    }

    /// An error as a kill sees it. Who is signed out may sign in again elsewhere: the access token is then
    /// another one in the vault.
    fn setback(&self, error: &Error) -> Setback {
        let setback = setback(error);
        if setback.trouble == Trouble::SignedOut {
            self.wallet.clients().remove(&self.origin);
        }
        setback
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The same error for another one who asked.
fn again(error: &Error) -> Error {
    let same = Error::new(error.code(), error.message());
    match error.wait_for() {
        Some(wait) => same.wait(wait),
        None => same,
    }
}
