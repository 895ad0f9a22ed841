//! What scans found of the keys of an incident, and what became of it. No secret in it: a key is its fingerprint.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::{Store, json, text};
use crate::error::Result;
use crate::view::FindingView;

/// What is known of a finding besides its columns.
#[derive(Serialize, Deserialize)]
struct Known {
    /// What a scan calls it.
    id: String,
    place: Option<String>,
}

impl Store {
    /// Notes with every incident that is not given up what a scan found of its keys. A `whole` scan that no longer
    /// finds a copy proves that it is gone.
    pub fn note_findings(&self, at: Timestamp, findings: &[FindingView], whole: bool) -> Result<()> {
        self.write(|tx| {
            let mut kills = tx.prepare(
                "SELECT incident, origin, key FROM kill
                 WHERE incident IN (SELECT id FROM incident WHERE is_closed = 0)",
            )?;
            let mut incidents: HashMap<i64, HashSet<(String, i64)>> = HashMap::new();
            let mut rows = kills.query([])?;
            while let Some(row) = rows.next()? {
                incidents.entry(row.get(0)?).or_default().insert((row.get(1)?, row.get(2)?));
            }
            for (incident, keys) in incidents {
                let is_its =
                    |finding: &&FindingView| keys.contains(&(finding.key.url.clone(), finding.key.id.0));
                note_in(tx, incident, at, findings.iter().filter(is_its), whole)?;
            }
            Ok(0)
        })
    }

    /// Notes that copies were written over, but those that are still found.
    pub fn note_cleaned(&self, ids: &[String], left: &[FindingView]) -> Result<()> {
        let gone = ids.iter().filter(|id| left.iter().all(|finding| finding.id != **id));
        self.write(|tx| {
            for id in gone {
                tx.execute(
                    "UPDATE finding SET state = 'cleaned' WHERE json_extract(known, '$.id') = ?1",
                    [id],
                )?;
            }
            Ok(0)
        })
    }
}

fn note_in<'f>(
    tx: &Connection,
    incident: i64,
    at: Timestamp,
    findings: impl Iterator<Item = &'f FindingView>,
    whole: bool,
) -> rusqlite::Result<()> {
    let mut statement = tx.prepare("SELECT id, known FROM finding WHERE incident = ?1")?;
    let rows = statement.query_map([incident], |row| Ok((row.get(0)?, json::<Known>(row, 1)?.id)))?;
    let mut noted = rows.collect::<rusqlite::Result<Vec<(i64, String)>>>()?;
    for finding in findings {
        let known = Known { id: finding.id.clone(), place: finding.place.clone() };
        match noted.iter().position(|(_, id)| *id == finding.id) {
            Some(n) => {
                tx.execute("UPDATE finding SET state = 'found' WHERE id = ?1", [noted.swap_remove(n).0])?
            }
            None => tx.execute(
                "INSERT INTO finding (incident, fingerprint, kind, path, line, state, at, known)
                 VALUES (?1, ?2, ?3, ?4, ?5, 'found', ?6, ?7)",
                params![
                    incident,
                    finding.key.fingerprint,
                    finding.kind.to_string(),
                    finding.path,
                    finding.line,
                    at.to_string(),
                    text(&known),
                ],
            )?,
        };
    }
    if whole {
        for (id, _) in noted {
            tx.execute("UPDATE finding SET state = 'gone' WHERE id = ?1 AND state = 'found'", [id])?;
        }
    }
    Ok(())
}
