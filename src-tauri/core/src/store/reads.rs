//! What was last looked up for an incident: the use of a key in its bridge's log, and a scan for its copies. A
//! report tells them after the window is closed.

use jiff::Timestamp;
use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::{IncidentId, Store, json, text};
use crate::error::Result;
use crate::key::KeyId;
use crate::view::{AddressView, VerdictKind};

/// What was read of a key's use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UseRead {
    /// From when on, RFC 3339.
    pub since: String,
    /// Up to when: when it was read.
    pub until: String,
    /// What can be said.
    pub verdict: VerdictKind,
    /// The same as a sentence.
    pub words: String,
    /// Calls.
    pub calls: u32,
    /// Of these from addresses that the user has not used.
    pub strange_calls: u32,
    /// Of these without an address.
    pub unlogged_calls: u32,
    /// Requests that failed.
    pub failed: u32,
    /// What the calls cost, as the bridge shows money.
    pub cost: String,
    /// What those from addresses that the user has not used cost.
    pub strange_cost: String,
    /// Models that answered, with calls.
    pub models: Vec<(String, u32)>,
    /// The addresses.
    pub addresses: Vec<AddressView>,
    /// What there is to know besides.
    pub notes: Vec<String>,
    /// The bridge can log addresses and does not.
    pub can_log: bool,
}

/// A scan, without what it found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScanRead {
    /// When it ended.
    pub at: Timestamp,
    /// How many paths were named; none for the usual places.
    pub paths: u32,
    /// Whether it went through all of home.
    pub home: bool,
    /// Whether it went through git histories.
    pub git: bool,
    /// Whether it came to its end, with every key.
    pub complete: bool,
    /// Why some keys were not looked for.
    pub note: Option<String>,
    /// Files that were read.
    pub files: u32,
    /// What was not looked at: why, and how many.
    pub left: Vec<(String, u32)>,
}

impl Store {
    /// Notes what was read of a key's use, in the place of what was before.
    pub fn note_use(&self, origin: &str, key: KeyId, read: &UseRead) -> Result<()> {
        self.write(|tx| {
            tx.execute(
                "INSERT OR REPLACE INTO use_read (origin, key, known) VALUES (?1, ?2, ?3)",
                params![origin, key.0, text(read)],
            )
        })
    }

    /// What was last read of a key's use.
    pub fn use_read(&self, origin: &str, key: KeyId) -> Result<Option<UseRead>> {
        let sql = "SELECT known FROM use_read WHERE origin = ?1 AND key = ?2";
        Ok(self.rows(sql, params![origin, key.0], |row| json(row, 0))?.pop())
    }

    /// Notes a scan with every incident that is not given up. One of a few paths does not take the place of one
    /// of all the usual places.
    pub fn note_scan(&self, read: &ScanRead) -> Result<()> {
        self.write(|tx| {
            tx.execute(
                "INSERT INTO scan_read (incident, paths, known)
                 SELECT id, ?1, ?2 FROM incident WHERE is_closed = 0
                 ON CONFLICT (incident) DO UPDATE SET paths = excluded.paths, known = excluded.known
                 WHERE excluded.paths = 0 OR scan_read.paths > 0",
                params![read.paths, text(read)],
            )
        })
    }

    /// The last scan that looked for copies of an incident's keys.
    pub fn scan_read(&self, incident: IncidentId) -> Result<Option<ScanRead>> {
        let sql = "SELECT known FROM scan_read WHERE incident = ?1";
        Ok(self.rows(sql, [incident.0], |row| json(row, 0))?.pop())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_of_a_few_paths_does_not_hide_one_of_all() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let at = Timestamp::UNIX_EPOCH;
        let incident = store.begin_incident(at, &[], false, false).unwrap();
        let scan = |paths, files| ScanRead {
            at,
            paths,
            home: false,
            git: false,
            complete: true,
            note: None,
            files,
            left: vec![("pipe".into(), 2)],
        };
        for (paths, files, noted) in [(2, 1, 1), (3, 2, 2), (0, 3, 3), (1, 4, 3), (0, 5, 5)] {
            store.note_scan(&scan(paths, files)).unwrap();
            assert_eq!(store.scan_read(incident).unwrap().unwrap().files, noted);
        }
        store.close_incident(incident, true).unwrap();
        store.note_scan(&scan(0, 6)).unwrap();
        assert_eq!(store.scan_read(incident).unwrap().unwrap().files, 5);
    }
}
