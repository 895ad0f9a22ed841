//! Rotations: which key gives way to which, and what is done about it next.

use jiff::Timestamp;
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

use super::{Binding, IncidentId, Profile, Store, json, optional_json, parsed, save_profile, text};
use crate::error::Result;
use crate::key::KeyId;
use crate::rotate::RotationStep;
use crate::view::{Mode, SwapView};

/// The database's number for a rotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(transparent)]
pub struct RotationId(pub i64);

/// A key that gives way to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Rotation {
    /// The database's number.
    pub id: RotationId,
    /// The bridge of both keys, by origin.
    pub origin: String,
    /// The old key.
    pub old: KeyId,
    /// When it was begun.
    pub at: Timestamp,
    /// What is done next.
    pub step: RotationStep,
    /// Somebody gave it up.
    pub is_given_up: bool,
    /// What is known beside that.
    pub known: KnownRotation,
}

/// What is known of a rotation besides its step.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct KnownRotation {
    /// The old key's name when it was begun.
    pub old_name: String,
    /// The new key's name, chosen before it is asked for; empty until then.
    #[serde(default)]
    pub name: String,
    /// The new key, once it is made and its secret kept.
    #[serde(default)]
    pub new: Option<KeyId>,
    /// Seconds that the old key is to stay good, where somebody said so.
    #[serde(default)]
    pub grace_s: Option<u32>,
    /// The old key is deleted in the end.
    #[serde(default)]
    pub deletes: bool,
    /// What uses the new key.
    #[serde(default)]
    pub swaps: Vec<SwapView>,
    /// Until when the old key stays good.
    #[serde(default)]
    pub good_until: Option<Timestamp>,
    /// The proof that the old key is dead.
    #[serde(default)]
    pub proof: Option<IncidentId>,
    /// What stopped it.
    #[serde(default)]
    pub trouble: Option<String>,
}

impl Store {
    /// Notes that a key is to give way to another. Durable before it returns.
    pub fn begin_rotation(
        &self,
        at: Timestamp,
        origin: &str,
        old: KeyId,
        known: &KnownRotation,
    ) -> Result<RotationId> {
        self.transact(|tx| {
            tx.execute(
                "INSERT INTO rotation (origin, old, at, step, known) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![origin, old.0, at.to_string(), RotationStep::Make.to_string(), text(known)],
            )?;
            Ok(RotationId(tx.last_insert_rowid()))
        })
    }

    /// Notes what is done next, before it is done. Durable before it returns.
    pub fn move_rotation(&self, id: RotationId, step: RotationStep, known: &KnownRotation) -> Result<()> {
        self.write(|tx| {
            tx.execute(
                "UPDATE rotation SET step = ?2, known = ?3 WHERE id = ?1",
                params![id.0, step.to_string(), text(known)],
            )
        })
    }

    /// Gives a rotation up.
    pub fn give_rotation_up(&self, id: RotationId) -> Result<()> {
        self.write(|tx| tx.execute("UPDATE rotation SET is_given_up = 1 WHERE id = ?1", [id.0]))
    }

    /// Has a profile use another key; also in what an undo would put back, so that no undo leads to a key that is
    /// gone. Where the key stands in a tool's file, an undo gives the file's own bytes back, and the profile with
    /// them.
    pub fn rebind(&self, profile: &Profile, old: KeyId) -> Result<()> {
        let is_same = |other: &Profile| {
            other.origin == profile.origin && other.key == old && other.mode != Mode::Stored
        };
        let renewed =
            |other: Profile| Profile { key: profile.key, key_name: profile.key_name.clone(), ..other };
        self.write(|tx| {
            save_profile(tx, profile)?;
            let mut select = tx.prepare("SELECT id, binding, profile_before FROM applied WHERE tool = ?1")?;
            let rows = select.query_map([&profile.tool], |row| {
                let binding: Option<Binding> = optional_json(row, 1)?;
                let before: Option<Profile> = optional_json(row, 2)?;
                Ok((row.get::<_, i64>(0)?, binding, before))
            })?;
            for row in rows.collect::<rusqlite::Result<Vec<_>>>()? {
                let (id, binding, before) = row;
                if let Some(binding) = binding.filter(|binding| is_same(&binding.profile)) {
                    let binding = Binding { profile: renewed(binding.profile), ..binding };
                    tx.execute("UPDATE applied SET binding = ?2 WHERE id = ?1", params![id, text(&binding)])?;
                }
                if let Some(before) = before.filter(is_same) {
                    let before = text(&renewed(before));
                    tx.execute("UPDATE applied SET profile_before = ?2 WHERE id = ?1", params![id, before])?;
                }
            }
            Ok(0)
        })
    }

    /// Rotations, newest first.
    pub fn rotations(&self) -> Result<Vec<Rotation>> {
        self.rows(&format!("{ROTATION} ORDER BY id DESC"), [], rotation_row)
    }

    /// One rotation.
    pub fn rotation(&self, id: RotationId) -> Result<Option<Rotation>> {
        Ok(self.rows(&format!("{ROTATION} WHERE id = ?1"), [id.0], rotation_row)?.pop())
    }

    /// Rotations that are under way, oldest first.
    pub fn open_rotations(&self) -> Result<Vec<Rotation>> {
        let sql = format!("{ROTATION} WHERE step <> 'done' AND is_given_up = 0 ORDER BY id");
        self.rows(&sql, [], rotation_row)
    }
}

const ROTATION: &str = "SELECT id, origin, old, at, step, is_given_up, known FROM rotation";

fn rotation_row(row: &Row<'_>) -> rusqlite::Result<Rotation> {
    Ok(Rotation {
        id: RotationId(row.get(0)?),
        origin: row.get(1)?,
        old: KeyId(row.get(2)?),
        at: parsed(row, 3)?,
        step: parsed(row, 4)?,
        is_given_up: row.get(5)?,
        known: json(row, 6)?,
    })
}
