//! Which key leaked: a pasted text is looked through for keys, whatever stands around them. The text may be
//! anything, so it is kept no longer than that takes and never quoted.

mod strangers;

use std::sync::Arc;

use super::Wallet;
use crate::bridge::Verdict;
use crate::error::{Code, Error, Result};
use crate::key::{Key, KeyId};
use crate::secret::Secret;
use crate::store::BridgeRow;
use crate::view::{KeyAt, LeakTryView, LeakView, LeakedKeyView, StrangerView};
use crate::words::say;

/// The longest text that is looked at, in bytes: a log, not a disk.
pub const LONGEST_LEAK: usize = 4 << 20;

/// Things that look like keys and are looked into; a text with more of them is no leak of one.
const MOST: usize = 20;

/// Keys of an account that end like a stranger and are compared with it: each costs a reveal.
const ALIKE: usize = 3;

impl Wallet {
    /// Looks for keys in a text. Keys that the wallet can find are found at once, also while the vault is
    /// locked; for the rest the lists of the bridges are asked, which tell the last characters of each key.
    ///
    /// # Errors
    /// [`Code::Invalid`] for a text that is too long; [`Code::Store`]. A list that cannot be read is told in the
    /// notes.
    pub async fn read_leak(&self, text: &[u8]) -> Result<LeakView> {
        if text.len() > LONGEST_LEAK {
            return Err(Error::new(Code::Invalid, say!("leak-too-long")).hint(say!("leak-too-long", "hint")));
        }
        let mut view = LeakView { keys: vec![], strangers: vec![], notes: vec![] };
        let known = self.known_keys()?;
        let mut found: Vec<(String, KeyId)> = vec![];
        for find in known.find(text) {
            let key = (find.key.origin.clone(), find.key.id);
            if !found.contains(&key) {
                found.push(key);
            }
        }
        let mut strangers = strangers::keys_in(text);
        strangers.retain(|secret| known.key_of(secret).is_none());
        if strangers.len() > MOST {
            view.notes.push(say!("leak-only-first", most = MOST, count = strangers.len()));
            strangers.truncate(MOST);
        }
        for secret in strangers {
            match self.whose(&secret, &mut view.notes).await? {
                Some(key) if found.contains(&key) => {}
                Some(key) => found.push(key),
                None => view.strangers.push(self.note_stranger(secret)),
            }
        }
        for (origin, id) in found {
            view.keys.push(self.leaked_view(&origin, id, &known)?);
        }
        if view.keys.is_empty() {
            view.notes.push(match view.strangers.is_empty() {
                true => say!("leak-nothing"),
                false => say!("leak-none-of-yours"),
            });
        }
        self.warm_up(&view.keys);
        Ok(view)
    }

    /// Opens connections, so that a kill that follows need not wait for them.
    pub fn warm_up(&self, keys: &[LeakedKeyView]) {
        let mut urls: Vec<_> = keys.iter().map(|key| key.url.clone()).collect();
        urls.dedup();
        let clients = self.clients();
        let clients: Vec<_> = urls.iter().filter_map(|url| clients.get(url).cloned()).collect();
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            for client in clients {
                runtime.spawn(async move { client.warm_up().await });
            }
        }
    }

    /// The key of which a secret is, by the lists of the bridges that somebody is signed in at.
    async fn whose(&self, secret: &Arc<Secret>, notes: &mut Vec<String>) -> Result<Option<(String, KeyId)>> {
        for row in self.store.bridges()? {
            match self.key_with(&row, secret).await {
                Ok(Some(id)) => return Ok(Some((row.origin, id))),
                Ok(None) => {}
                Err(error) if error.code() == Code::Store => return Err(error),
                Err(error) => {
                    let note = say!("leak-not-compared", bridge = &row.label, why = error.to_string());
                    if !notes.contains(&note) {
                        notes.push(note);
                    }
                }
            }
        }
        Ok(None)
    }

    /// The key of a bridge that has this secret: of the few that end like it, by what was last seen, else by a
    /// new look at the list.
    async fn key_with(&self, row: &BridgeRow, secret: &Secret) -> Result<Option<KeyId>> {
        let before = self.store.keys(row.id)?;
        if let Some(id) = self.same_as(row, &before, secret).await? {
            return Ok(Some(id));
        }
        if row.known.key_only {
            return Ok(None);
        }
        let mut now = self.keys_of(row).await?.keys;
        now.retain(|key| before.iter().all(|known| known.id != key.id));
        self.same_as(row, &now, secret).await
    }

    async fn same_as(&self, row: &BridgeRow, keys: &[Key], secret: &Secret) -> Result<Option<KeyId>> {
        // EXPOSE: compared, never shown.
        let word = secret.expose();
        let alike = |key: &&Key| key.tail.as_ref().is_some_and(|tail| word.ends_with(tail.as_str()));
        for key in keys.iter().filter(alike).take(ALIKE) {
            // EXPOSE: compared, never shown.
            if self.secret_of(row, key.id).await?.expose() == word {
                return Ok(Some(key.id));
            }
        }
        Ok(None)
    }

    fn note_stranger(&self, secret: Arc<Secret>) -> StrangerView {
        let (id, masked) = (format!("{:016x}", rand::random::<u64>()), secret.masked());
        self.strangers().insert(id.clone(), secret);
        StrangerView { id, masked }
    }

    /// Shows a key that is none of yours at the door of the bridge in use: whether it works there.
    ///
    /// # Errors
    /// [`Code::NotFound`] for one that is forgotten; [`Code::NotSignedIn`] before the first connect.
    pub async fn try_leaked(&self, id: &str) -> Result<LeakTryView> {
        let secret = self.strangers().get(id).cloned().ok_or_else(|| {
            Error::new(Code::NotFound, say!("leak-forgotten")).hint(say!("leak-forgotten", "hint"))
        })?;
        let row = self.bridge_row()?;
        let label = &row.label;
        let (works, text) = match self.client(&row).await?.probe(&secret).await {
            Err(error) => (None, say!("leak-no-telling", why = error.to_string())),
            Ok(tried) => match tried.verdict {
                Verdict::Accepted | Verdict::Forbidden => (Some(true), say!("leak-works", bridge = label)),
                Verdict::Rejected => (Some(false), say!("leak-rejected", bridge = label)),
                Verdict::Unknown => {
                    (None, say!("leak-no-telling-status", bridge = label, status = tried.status))
                }
            },
        };
        Ok(LeakTryView { works, text })
    }

    /// Keys that leaked, by id or name, as they are shown before they are killed.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::Invalid`] if several have that name.
    pub async fn leaked_keys(&self, words: &[String]) -> Result<Vec<KeyAt>> {
        let row = self.bridge_row()?;
        let mut keys = vec![];
        for word in words {
            // What was last seen is enough to know a name: a list would only hold the kill up.
            let known = self.store.keys(row.id)?;
            let named: Vec<_> = known.iter().filter(|key| key.name == *word).collect();
            let id = match named[..] {
                [key] => key.id,
                _ => self.key_named(word).await?,
            };
            keys.push(KeyAt { id, url: Some(row.origin.clone()) });
        }
        Ok(keys)
    }

    fn leaked_view(&self, origin: &str, id: KeyId, known: &crate::scan::Known) -> Result<LeakedKeyView> {
        let row = self.bridge_at(origin)?;
        let key = row.as_ref().map(|row| self.store.key(row.id, id)).transpose()?.flatten();
        let found = known.keys().iter().find(|key| key.origin == origin && key.id == id);
        let label = row.as_ref().map_or_else(|| origin.to_owned(), |row| row.label.clone());
        let why_not = match &row {
            None => Some(say!("leak-signed-out", bridge = &label)),
            Some(_) if id.is_pasted() => Some(say!("leak-pasted", bridge = &label)),
            Some(row) if row.known.key_only => Some(say!("leak-key-only", bridge = &label)),
            Some(_) => None,
        };
        Ok(LeakedKeyView {
            id,
            name: match (&key, found) {
                (Some(key), _) => key.name.clone(),
                (None, Some(found)) => found.name.clone(),
                (None, None) => id.to_string(),
            },
            masked: match (key.as_ref().and_then(|key| key.tail.as_ref()), found) {
                (Some(tail), _) => format!("sk-····{tail}"),
                (None, Some(found)) => found.masked.clone(),
                (None, None) => crate::secret::masked("sk-"),
            },
            status: key.map(|key| key.status(self.machine.now())),
            used_by: self.users_of(origin, id)?.into_iter().map(|profile| profile.name).collect(),
            bridge: label,
            url: origin.to_owned(),
            why_not,
        })
    }
}
