//! Hashes of keys that were in the vault once, to find their copies by. Kept when a key is deleted or killed:
//! that is when its copies matter.

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use super::{BridgeId, KnownBridge, Store, json, optional_json, text};
use crate::error::{Code, Error, Result};
use crate::key::{Key, KeyId, KeyStatus};
use crate::scan::{Fingerprint, HashKey, InObject, Known, KnownKey, KnownStatus, Packs, Print};
use crate::words::say;

/// The machine's hash key among the wallet's own values, in hex.
const HASH_KEY: &str = "scan-hash-key";

impl Store {
    /// The machine's own hash key; made at first use.
    pub fn hash_key(&self) -> Result<HashKey> {
        let fresh: String = rand::random::<[u8; 32]>().iter().map(|byte| format!("{byte:02x}")).collect();
        // Whoever comes first makes it, for all copies of the wallet.
        self.write(|tx| {
            tx.execute("INSERT OR IGNORE INTO meta (name, value) VALUES (?1, ?2)", [HASH_KEY, &fresh])
        })?;
        let hex = self.meta(HASH_KEY)?.unwrap_or_default();
        let byte = |n: usize| hex.get(2 * n..2 * n + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        let bytes: Option<Vec<u8>> = (0..32).map(byte).collect();
        bytes.and_then(|bytes| bytes.try_into().ok()).map(HashKey::new).ok_or_else(|| {
            Error::new(Code::Store, say!("store-no-hash-key")).hint(say!("store-broken", "hint"))
        })
    }

    /// Remembers a key by its hash. A key that was pasted first and is listed since goes by its listed number.
    pub fn note_known(&self, origin: &str, id: KeyId, masked: &str, print: &Print) -> Result<()> {
        self.write(|tx| {
            tx.execute(
                "INSERT INTO known_key (core, sum, length, before, after, whole, origin, key_id, name, masked)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, coalesce((
                     SELECT json_extract(key.known, '$.name') FROM key JOIN bridge ON bridge.id = key.bridge
                     WHERE bridge.origin = ?7 AND key.id = ?8), ''), ?9)
                 ON CONFLICT (core) DO UPDATE SET
                     origin = excluded.origin, key_id = excluded.key_id, name = excluded.name, gone = 0
                     WHERE excluded.key_id > 0 OR key_id < 0",
                params![
                    print.core.0,
                    print.sum,
                    print.length,
                    print.before,
                    print.after,
                    print.whole.0,
                    origin,
                    id.0,
                    masked,
                ],
            )
        })
    }

    /// The keys that can be found, with what is known of them at that time.
    pub fn known(&self, now: Timestamp) -> Result<Known> {
        let keys = self.rows(
            "SELECT core, sum, length, before, after, whole, known_key.origin, key_id, name, masked, gone,
                 bridge.label, bridge.known, key.known, EXISTS (
                     SELECT 1 FROM kill WHERE kill.origin = known_key.origin AND kill.key = key_id
                         AND kill.state = 'dead')
             FROM known_key LEFT JOIN bridge ON bridge.origin = known_key.origin
             LEFT JOIN key ON key.bridge = bridge.id AND key.id = key_id
             ORDER BY known_key.origin, key_id",
            [],
            |row| known_key(row, now),
        )?;
        Ok(Known::new(self.hash_key()?, keys))
    }

    /// Keys in the vault that cannot be found yet: they were filed before there was an index.
    pub fn unknown(&self) -> Result<Vec<(String, KeyId)>> {
        self.rows(
            "SELECT origin, id FROM vaulted WHERE NOT EXISTS (
                 SELECT 1 FROM known_key WHERE known_key.origin = vaulted.origin AND key_id = id)",
            [],
            |row| Ok((row.get(0)?, KeyId(row.get(1)?))),
        )
    }
}

/// A pack that cannot be remembered is only looked through again.
impl Packs for Store {
    fn seen(&self, pack: &[u8], keys: Fingerprint) -> Option<Vec<InObject>> {
        let sql = "SELECT found FROM scanned_pack WHERE pack = ?1 AND keys = ?2";
        self.rows(sql, params![pack, keys.0], |row| json(row, 0)).ok()?.pop()
    }

    fn note_seen(&self, pack: &[u8], keys: Fingerprint, found: &[InObject]) {
        let _ = self.write(|tx| {
            tx.execute(
                "INSERT OR REPLACE INTO scanned_pack (pack, keys, found) VALUES (?1, ?2, ?3)",
                params![pack, keys.0, text(&found)],
            )
        });
    }
}

fn known_key(row: &Row<'_>, now: Timestamp) -> rusqlite::Result<KnownKey> {
    let (gone, label): (bool, Option<String>) = (row.get(10)?, row.get(11)?);
    let (bridge, key): (Option<KnownBridge>, Option<Key>) =
        (optional_json(row, 12)?, optional_json(row, 13)?);
    let id = KeyId(row.get(7)?);
    let is_proven_dead: bool = row.get(14)?;
    let list_is_whole = bridge.and_then(|bridge| bridge.keys_as_of).is_some_and(|(_, whole)| whole);
    let status = match &key {
        Some(key) if key.status(now) == KeyStatus::Enabled => KnownStatus::Live,
        Some(_) if is_proven_dead => KnownStatus::Dead,
        Some(_) => KnownStatus::Off,
        None if gone || is_proven_dead || (list_is_whole && !id.is_pasted()) => KnownStatus::Dead,
        None => KnownStatus::Unknown,
    };
    let origin: String = row.get(6)?;
    Ok(KnownKey {
        print: Print {
            core: Fingerprint(row.get(0)?),
            sum: row.get(1)?,
            length: row.get(2)?,
            before: row.get(3)?,
            after: row.get(4)?,
            whole: Fingerprint(row.get(5)?),
        },
        label: label.unwrap_or_else(|| origin.clone()),
        origin,
        id,
        name: key.map_or_else(|| row.get(8), |key| Ok(key.name))?,
        masked: row.get(9)?,
        status,
    })
}

/// Keeps the names that the keys of a bridge have now, for the time when they are no longer listed.
pub(super) fn remember_names(tx: &Connection, bridge: BridgeId) -> rusqlite::Result<usize> {
    tx.execute(
        "UPDATE known_key SET name = json_extract(key.known, '$.name') FROM bridge, key
         WHERE bridge.id = ?1 AND known_key.origin = bridge.origin
             AND key.bridge = bridge.id AND key.id = known_key.key_id",
        [bridge.0],
    )
}

/// Notes that a key is gone from its bridge.
pub(super) fn note_gone(tx: &Connection, bridge: BridgeId, id: KeyId) -> rusqlite::Result<usize> {
    tx.execute(
        "UPDATE known_key SET gone = 1 WHERE key_id = ?2 AND origin = (SELECT origin FROM bridge WHERE id = ?1)",
        [bridge.0, id.0],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::Quota;
    use crate::secret::Secret;

    const ORIGIN: &str = "https://bridge.example";
    const KEY: &str = "sk-canaryABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop";

    fn key(id: i64, name: &str) -> Key {
        Key {
            id: KeyId(id),
            name: name.into(),
            stored_status: KeyStatus::Enabled,
            tail: None,
            group: String::new(),
            unlimited: true,
            remain: Quota(0),
            used: Quota(0),
            created: Timestamp::UNIX_EPOCH,
            last_used: None,
            expires: None,
            allow_ips: vec![],
            models: None,
        }
    }

    fn keep(store: &Store, id: i64, secret: &str) {
        let secret = Secret::new(secret.into());
        let print = store.hash_key().unwrap().print(&secret).unwrap();
        store.note_known(ORIGIN, KeyId(id), &secret.masked(), &print).unwrap();
    }

    #[test]
    fn a_key_is_known_for_good_and_how_it_is_follows_its_life() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let whole = KnownBridge { keys_as_of: Some((Timestamp::UNIX_EPOCH, true)), ..KnownBridge::default() };
        store.save_bridge("example", ORIGIN, &whole).unwrap();
        let bridge = store.bridges().unwrap()[0].id;
        let seen = || {
            let known = store.known(Timestamp::UNIX_EPOCH).unwrap();
            let text = format!("export KEY={KEY}");
            let find = known.find(text.as_bytes()).next().unwrap();
            (find.key.label.clone(), find.key.id.0, find.key.name.clone(), find.key.status)
        };
        keep(&store, 7, KEY);
        store.save_key(bridge, &key(7, "laptop")).unwrap();
        assert_eq!(seen(), ("example".into(), 7, "laptop".into(), KnownStatus::Live));
        store.save_key(bridge, &Key { stored_status: KeyStatus::Disabled, ..key(7, "desk") }).unwrap();
        assert_eq!(seen(), ("example".into(), 7, "desk".into(), KnownStatus::Off));
        store.save_keys(bridge, &[key(8, "other")]).unwrap();
        assert_eq!(seen(), ("example".into(), 7, "desk".into(), KnownStatus::Dead));
        store.update_bridge(bridge, &KnownBridge::default()).unwrap();
        assert_eq!(seen().3, KnownStatus::Unknown, "a list that is not whole proves nothing");
        store.save_keys(bridge, &[key(7, "desk")]).unwrap();
        store.remove_key(bridge, KeyId(7)).unwrap();
        assert_eq!(seen().3, KnownStatus::Dead);
        store.remove_bridge(bridge).unwrap();
        assert_eq!(seen(), (ORIGIN.into(), 7, "desk".into(), KnownStatus::Dead));
        let file = std::fs::read(dir.path().join("wallet.db-wal")).unwrap();
        assert!(!file.windows(12).any(|part| part == &KEY.as_bytes()[20..32]), "no part of a key is in it");
    }

    #[test]
    fn a_pasted_key_goes_by_its_number_once_it_is_listed() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let id = || store.known(Timestamp::UNIX_EPOCH).unwrap().keys()[0].id.0;
        keep(&store, -1, KEY);
        assert_eq!(id(), -1);
        keep(&store, 7, KEY);
        assert_eq!(id(), 7);
        keep(&store, -2, KEY);
        assert_eq!(id(), 7);
    }

    #[test]
    fn what_was_filed_before_there_was_an_index_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.note_vaulted(ORIGIN, KeyId(7)).unwrap();
        store.note_vaulted(ORIGIN, KeyId(8)).unwrap();
        keep(&store, 7, KEY);
        assert_eq!(store.unknown().unwrap(), [(ORIGIN.to_owned(), KeyId(8))]);
    }
}
