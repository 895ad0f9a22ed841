//! Incidents: kills with what became of them, step by step, and what was found afterwards. No secret and no
//! part of one: a key is its bridge, its number and its fingerprint.
//!
//! What was decided and what was proven is on the disk before anybody is told. Steps in between may be lost to a
//! power cut (not to a crash of the program): a kill that goes on from an earlier step proves everything anew.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use super::{BridgeId, Store, in_transaction, json, optional_json, parsed, text};
use crate::error::Result;
use crate::incident::{KillState, Trouble};
use crate::key::{Key, KeyId};
use crate::store::broken;
use crate::view::{StepKind, SwapView};
use crate::words::say;

/// The database's number for an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(transparent)]
pub struct IncidentId(pub i64);

impl std::fmt::Display for IncidentId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// The database's number for the kill of one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(transparent)]
pub struct KillId(pub i64);

/// A leak, and what is done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// The database's number.
    pub id: IncidentId,
    /// When it was decided.
    pub at: Timestamp,
    /// Whether the keys are replaced by new ones like them.
    pub replaces: bool,
    /// Somebody gave it up: nothing is done any more.
    pub is_closed: bool,
    /// Nothing leaked: it proves that a rotated key is dead.
    pub is_rotation: bool,
}

/// The kill of one key.
#[derive(Debug, Clone, PartialEq)]
pub struct Kill {
    /// The database's number.
    pub id: KillId,
    /// Its incident.
    pub incident: IncidentId,
    /// What is to be killed.
    pub key: Doomed,
    /// How far it is.
    pub state: KillState,
    /// What is known beside that.
    pub known: KnownKill,
    /// What comes in its place; `None` before the first step towards it.
    pub fresh: Option<Fresh>,
}

/// A key that is to be killed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doomed {
    /// Its bridge, by origin: an incident outlives a sign-out.
    pub origin: String,
    /// The bridge's number for it.
    pub id: KeyId,
    /// Its name.
    pub name: String,
    /// Its last four characters, where known.
    pub tail: Option<String>,
    /// A keyed hash of its secret, where that was at hand.
    pub fingerprint: Option<String>,
}

/// What is known of a kill besides its state.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownKill {
    /// What stands in the way.
    #[serde(default)]
    pub trouble: Option<Trouble>,
    /// How often the bridge took the change.
    #[serde(default)]
    pub takes: u32,
    /// When it came to this state.
    #[serde(default)]
    pub since: Timestamp,
    /// When it was proven.
    #[serde(default)]
    pub dead_at: Option<Timestamp>,
    /// Deleting it is worth a try.
    #[serde(default)]
    pub can_delete: bool,
}

/// The key that comes in a killed one's place.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Fresh {
    /// Its name, chosen before it is asked for.
    pub name: String,
    /// The bridge's number for it, once it is made and its secret kept.
    #[serde(default)]
    pub id: Option<KeyId>,
    /// Nothing is left to do.
    #[serde(default)]
    pub is_done: bool,
    /// Why it does not come about, for now or at all.
    #[serde(default)]
    pub trouble: Option<String>,
    /// What uses it now.
    #[serde(default)]
    pub swaps: Vec<SwapView>,
}

/// Something that happened in an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The kill it belongs to; `None` for the incident as a whole.
    pub kill: Option<KillId>,
    /// When it first happened.
    pub at: Timestamp,
    /// Milliseconds since the decision.
    pub offset_ms: i64,
    /// What kind of thing.
    pub kind: StepKind,
    /// What happened.
    pub text: String,
    /// How often it happened in a row.
    pub times: u32,
}

/// A place where a known key stands in clear. Filled by the scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingRow {
    /// The database's number.
    pub id: i64,
    /// The incident it was looked for in.
    pub incident: Option<IncidentId>,
    /// The key's fingerprint.
    pub fingerprint: String,
    /// What kind of place.
    pub kind: String,
    /// Where.
    pub path: String,
    /// The line, counted from 1, where there are lines.
    pub line: Option<u32>,
    /// What became of it.
    pub state: String,
    /// When it was found.
    pub at: Timestamp,
}

impl Store {
    /// Notes what was decided: durable before it returns.
    pub fn begin_incident(
        &self,
        at: Timestamp,
        keys: &[Doomed],
        replaces: bool,
        is_rotation: bool,
    ) -> Result<IncidentId> {
        let known = text(&KnownKill { since: at, ..KnownKill::default() });
        let said = say!("store-decided");
        self.transact(|tx| {
            tx.execute(
                "INSERT INTO incident (at, replaces, is_rotation) VALUES (?1, ?2, ?3)",
                params![at.to_string(), replaces, is_rotation],
            )?;
            let incident = tx.last_insert_rowid();
            let mut insert = tx.prepare(
                "INSERT INTO kill (incident, origin, key, name, tail, fingerprint, state, known)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?;
            let mut decided = tx.prepare(
                "INSERT INTO incident_step (incident, kill, at, offset_ms, kind, what)
                 VALUES (?1, ?2, ?3, 0, ?4, ?5)",
            )?;
            for key in keys {
                insert.execute(params![
                    incident,
                    key.origin,
                    key.id.0,
                    key.name,
                    key.tail,
                    key.fingerprint,
                    KillState::Wanted.to_string(),
                    known,
                ])?;
                decided.execute(params![
                    incident,
                    tx.last_insert_rowid(),
                    at.to_string(),
                    StepKind::Decided.to_string(),
                    said,
                ])?;
            }
            Ok(IncidentId(incident))
        })
    }

    /// Incidents, newest first. What proves a rotated key dead is none.
    pub fn incidents(&self) -> Result<Vec<Incident>> {
        self.rows(&format!("{INCIDENT} WHERE is_rotation = 0 ORDER BY id DESC"), [], incident_row)
    }

    /// One incident.
    pub fn incident(&self, id: IncidentId) -> Result<Option<Incident>> {
        Ok(self.rows(&format!("{INCIDENT} WHERE id = ?1"), [id.0], incident_row)?.pop())
    }

    /// Gives an incident up, or takes that back.
    pub fn close_incident(&self, id: IncidentId, is_closed: bool) -> Result<()> {
        self.write(|tx| {
            tx.execute("UPDATE incident SET is_closed = ?2 WHERE id = ?1", params![id.0, is_closed])
        })
    }

    /// The kills of an incident, in the order they were asked for.
    pub fn kills(&self, incident: IncidentId) -> Result<Vec<Kill>> {
        self.rows(&format!("{KILL} WHERE incident = ?1 ORDER BY id"), [incident.0], kill_row)
    }

    /// One kill.
    pub fn kill(&self, id: KillId) -> Result<Option<Kill>> {
        Ok(self.rows(&format!("{KILL} WHERE id = ?1"), [id.0], kill_row)?.pop())
    }

    /// Kills that are not proven and not given up, oldest first.
    pub fn open_kills(&self) -> Result<Vec<Kill>> {
        let sql = format!(
            "{KILL} WHERE state <> 'dead' AND incident IN (SELECT id FROM incident WHERE is_closed = 0) ORDER BY id"
        );
        self.rows(&sql, [], kill_row)
    }

    /// Notes how far a kill is. What is proven is durable before this returns.
    pub fn move_kill(&self, id: KillId, state: KillState, known: &KnownKill) -> Result<()> {
        let change = |tx: &rusqlite::Connection| {
            tx.execute(
                "UPDATE kill SET state = ?2, known = ?3 WHERE id = ?1",
                params![id.0, state.to_string(), text(known)],
            )
        };
        if state == KillState::Dead { self.write(change) } else { self.write_lightly(change) }
    }

    /// Notes that a kill is proven, with the sentence for the activity: both or neither, and durable before this
    /// returns.
    pub fn end_kill(&self, id: KillId, known: &KnownKill, at: Timestamp, what: &str) -> Result<()> {
        self.write(|tx| {
            tx.execute("INSERT INTO activity (at, what) VALUES (?1, ?2)", [&at.to_string(), what])?;
            let dead = KillState::Dead.to_string();
            tx.execute(
                "UPDATE kill SET state = ?2, known = ?3 WHERE id = ?1",
                params![id.0, dead, text(known)],
            )
        })
    }

    /// Notes what the bridge lists of a key that is being killed. It is asked again and again, so only what is news
    /// is written, and nobody waits for the disk.
    pub fn note_listed(&self, bridge: BridgeId, key: &Key) -> Result<()> {
        if self.key(bridge, key.id)?.as_ref() == Some(key) {
            return Ok(());
        }
        self.write_lightly(|tx| {
            tx.execute(
                "INSERT OR REPLACE INTO key (bridge, id, known) VALUES (?1, ?2, ?3)",
                params![bridge.0, key.id.0, text(key)],
            )
        })
    }

    /// Notes a key's fingerprint, once its secret is at hand.
    pub fn mark_kill(&self, id: KillId, fingerprint: &str) -> Result<()> {
        self.write_lightly(|tx| {
            tx.execute("UPDATE kill SET fingerprint = ?2 WHERE id = ?1", params![id.0, fingerprint])
        })
    }

    /// Notes what comes in a killed key's place. Durable before it returns.
    pub fn save_fresh(&self, id: KillId, fresh: &Fresh) -> Result<()> {
        self.write(|tx| tx.execute("UPDATE kill SET fresh = ?2 WHERE id = ?1", params![id.0, text(fresh)]))
    }

    /// Notes that something happened. The same thing again right after it is counted, so that a kill that is
    /// tried for weeks has a story of a few lines.
    pub fn add_step(&self, incident: IncidentId, step: &Step) -> Result<()> {
        self.write_lightly(|tx| {
            let sql = "SELECT id, kind, what FROM incident_step WHERE incident = ?1 AND kill IS ?2
                ORDER BY id DESC LIMIT 1";
            let kill = step.kill.map(|kill| kill.0);
            let last = tx
                .query_row(sql, params![incident.0, kill], |row| {
                    Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
                })
                .optional()?;
            match last {
                Some((id, kind, what)) if kind == step.kind.to_string() && what == step.text => {
                    tx.execute("UPDATE incident_step SET times = times + 1 WHERE id = ?1", [id])
                }
                _ => tx.execute(
                    "INSERT INTO incident_step (incident, kill, at, offset_ms, kind, what) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    params![
                        incident.0,
                        kill,
                        step.at.to_string(),
                        step.offset_ms,
                        step.kind.to_string(),
                        step.text
                    ],
                ),
            }
        })
    }

    /// What happened in an incident, in order.
    pub fn steps(&self, incident: IncidentId) -> Result<Vec<Step>> {
        self.rows(&format!("{STEP} WHERE incident = ?1 ORDER BY id"), [incident.0], step_row)
    }

    /// What happened to one key of an incident, in order.
    pub fn steps_of(&self, incident: IncidentId, kill: KillId) -> Result<Vec<Step>> {
        let sql = format!("{STEP} WHERE incident = ?1 AND kill = ?2 ORDER BY id");
        self.rows(&sql, [incident.0, kill.0], step_row)
    }

    /// What was found in an incident.
    pub fn findings_of(&self, incident: IncidentId) -> Result<Vec<FindingRow>> {
        let sql = "SELECT id, incident, fingerprint, kind, path, line, state, at FROM finding
            WHERE incident = ?1 ORDER BY id";
        self.rows(sql, [incident.0], |row| {
            Ok(FindingRow {
                id: row.get(0)?,
                incident: row.get::<_, Option<i64>>(1)?.map(IncidentId),
                fingerprint: row.get(2)?,
                kind: row.get(3)?,
                path: row.get(4)?,
                line: row.get(5)?,
                state: row.get(6)?,
                at: parsed(row, 7)?,
            })
        })
    }

    /// A change that does not wait for the disk: a power cut may take it back, the end of this program not.
    fn write_lightly(
        &self,
        change: impl FnOnce(&rusqlite::Connection) -> rusqlite::Result<usize>,
    ) -> Result<()> {
        let mut connection = self.guard();
        connection.pragma_update(None, "synchronous", "NORMAL").map_err(broken)?;
        let done = in_transaction(&mut connection, change);
        connection.pragma_update(None, "synchronous", "FULL").map_err(broken)?;
        done.map(drop)
    }
}

const INCIDENT: &str = "SELECT id, at, replaces, is_closed, is_rotation FROM incident";

const KILL: &str = "SELECT id, incident, origin, key, name, tail, fingerprint, state, known, fresh FROM kill";

const STEP: &str = "SELECT kill, at, offset_ms, kind, what, times FROM incident_step";

fn step_row(row: &Row<'_>) -> rusqlite::Result<Step> {
    Ok(Step {
        kill: row.get::<_, Option<i64>>(0)?.map(KillId),
        at: parsed(row, 1)?,
        offset_ms: row.get(2)?,
        kind: parsed(row, 3)?,
        text: row.get(4)?,
        times: row.get(5)?,
    })
}

fn incident_row(row: &Row<'_>) -> rusqlite::Result<Incident> {
    Ok(Incident {
        id: IncidentId(row.get(0)?),
        at: parsed(row, 1)?,
        replaces: row.get(2)?,
        is_closed: row.get(3)?,
        is_rotation: row.get(4)?,
    })
}

fn kill_row(row: &Row<'_>) -> rusqlite::Result<Kill> {
    Ok(Kill {
        id: KillId(row.get(0)?),
        incident: IncidentId(row.get(1)?),
        key: Doomed {
            origin: row.get(2)?,
            id: KeyId(row.get(3)?),
            name: row.get(4)?,
            tail: row.get(5)?,
            fingerprint: row.get(6)?,
        },
        state: parsed(row, 7)?,
        known: json(row, 8)?,
        fresh: optional_json(row, 9)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doomed(id: i64) -> Doomed {
        let origin = "https://bridge.example".to_owned();
        Doomed { origin, id: KeyId(id), name: format!("key-{id}"), tail: None, fingerprint: None }
    }

    #[test]
    fn a_kill_is_open_until_it_is_proven_or_given_up() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let at = Timestamp::UNIX_EPOCH;
        let incident = store.begin_incident(at, &[doomed(1), doomed(2)], true, false).unwrap();
        let kills = store.kills(incident).unwrap();
        assert_eq!((kills.len(), store.open_kills().unwrap().len()), (2, 2));
        let known = KnownKill { dead_at: Some(at), takes: 1, ..KnownKill::default() };
        store.move_kill(kills[0].id, KillState::Dead, &known).unwrap();
        let open = store.open_kills().unwrap();
        assert_eq!((open.len(), open[0].key.id, open[0].state), (1, KeyId(2), KillState::Wanted));
        assert_eq!(store.kill(kills[0].id).unwrap().unwrap().known, known);
        store.close_incident(incident, true).unwrap();
        assert!(store.open_kills().unwrap().is_empty());
        assert!(store.incident(incident).unwrap().unwrap().is_closed);
    }

    #[test]
    fn the_same_step_again_is_counted() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let incident =
            store.begin_incident(Timestamp::UNIX_EPOCH, &[doomed(1), doomed(2)], false, false).unwrap();
        let kills = store.kills(incident).unwrap();
        let step = |kill: usize, kind, text: &str| Step {
            kill: Some(kills[kill].id),
            at: Timestamp::UNIX_EPOCH,
            offset_ms: 7,
            kind,
            text: text.into(),
            times: 1,
        };
        for (kill, kind, text) in [
            (0, StepKind::Unclear, "no answer"),
            (1, StepKind::Accepted, "accepted"),
            (0, StepKind::Unclear, "no answer"),
            (0, StepKind::Unclear, "another"),
            (0, StepKind::Unclear, "no answer"),
        ] {
            store.add_step(incident, &step(kill, kind, text)).unwrap();
        }
        let steps = store.steps(incident).unwrap();
        let (decided, steps) = steps.split_at(2);
        assert!(decided.iter().all(|step| step.kind == StepKind::Decided && step.offset_ms == 0));
        let told: Vec<_> = steps.iter().map(|step| (&*step.text, step.times)).collect();
        assert_eq!(told, [("no answer", 2), ("accepted", 1), ("another", 1), ("no answer", 1)]);
    }
}
