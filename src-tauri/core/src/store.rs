//! The only module that opens `wallet.db`: bridges, what is known of their keys, profiles, the journal of
//! changes, unfinished creates, activity. Shared by window and command line. No secret in it; what may hold
//! one is sealed before it comes here.

mod export;
mod findings;
mod incidents;
mod known;
mod reads;
mod rotations;
mod usage;
mod vault;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

pub use reads::{ScanRead, UseRead};
pub use rotations::{KnownRotation, Rotation, RotationId};

pub use incidents::{
    Doomed, FindingRow, Fresh, Incident, IncidentId, Kill, KillId, KnownKill, Step as IncidentStep,
};

use crate::bridge::{Display, Door};
use crate::error::{Code, Error, Result};
use crate::fs;
use crate::key::{Group, Key, KeyId, NewKey, Quota, Rate};
use crate::medium::Medium;
use crate::tools::{Expected, Models, Tool};
use crate::view::{CheckView, Mode};
use crate::words::say;

/// One step per schema version; `user_version` counts those done. Never edit one that has shipped.
const MIGRATIONS: &[&str] = &["
    CREATE TABLE bridge (
        id INTEGER PRIMARY KEY, label TEXT NOT NULL UNIQUE, origin TEXT NOT NULL UNIQUE,
        active INTEGER NOT NULL DEFAULT 0, known TEXT NOT NULL) STRICT;
    CREATE TABLE key (
        bridge INTEGER NOT NULL REFERENCES bridge ON DELETE CASCADE, id INTEGER NOT NULL, known TEXT NOT NULL,
        PRIMARY KEY (bridge, id)) STRICT, WITHOUT ROWID;
    CREATE TABLE creation (
        id INTEGER PRIMARY KEY, bridge INTEGER NOT NULL REFERENCES bridge ON DELETE CASCADE,
        wanted TEXT NOT NULL, batch INTEGER NOT NULL, after_id INTEGER, key_id INTEGER, at TEXT NOT NULL) STRICT;
    CREATE TABLE profile (
        name TEXT PRIMARY KEY, tool TEXT NOT NULL, known TEXT NOT NULL, last_check TEXT) STRICT;
    CREATE TABLE applied (
        id INTEGER PRIMARY KEY, tool TEXT NOT NULL, what TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL,
        binding TEXT, originals BLOB, profile_before TEXT) STRICT;
    CREATE TABLE applied_file (
        applied INTEGER NOT NULL REFERENCES applied ON DELETE CASCADE, n INTEGER NOT NULL, path TEXT NOT NULL,
        before_hash TEXT, after_hash TEXT, bits INTEGER, bits_after INTEGER, folder TEXT, before_sealed BLOB,
        PRIMARY KEY (applied, n)) STRICT;
    CREATE TABLE vaulted (origin TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (origin, id)) STRICT, WITHOUT ROWID;
    CREATE TABLE activity (id INTEGER PRIMARY KEY, at TEXT NOT NULL, what TEXT NOT NULL) STRICT;
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
", "
    CREATE TABLE alias (old TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE folder (
        path TEXT NOT NULL, tool TEXT NOT NULL, profile TEXT NOT NULL,
        PRIMARY KEY (path, tool)) STRICT, WITHOUT ROWID;
", "
    ALTER TABLE applied_file ADD COLUMN medium TEXT NOT NULL DEFAULT 'file';
", "
    CREATE TABLE usage_account (
        id INTEGER PRIMARY KEY, origin TEXT NOT NULL, user INTEGER NOT NULL, as_of TEXT,
        UNIQUE (origin, user)) STRICT;
    CREATE TABLE usage_slot (
        account INTEGER NOT NULL REFERENCES usage_account ON DELETE CASCADE, at INTEGER NOT NULL,
        key INTEGER NOT NULL, name TEXT NOT NULL, model TEXT NOT NULL, calls INTEGER NOT NULL,
        prompt INTEGER NOT NULL, completion INTEGER NOT NULL, cache INTEGER NOT NULL, tokens INTEGER NOT NULL,
        quota INTEGER NOT NULL, PRIMARY KEY (account, at, key, name, model)) STRICT, WITHOUT ROWID;
    CREATE TABLE usage_covered (
        account INTEGER NOT NULL REFERENCES usage_account ON DELETE CASCADE, start INTEGER NOT NULL,
        stop INTEGER NOT NULL, PRIMARY KEY (account, start)) STRICT, WITHOUT ROWID;
    CREATE TABLE lineage (
        origin TEXT NOT NULL, old INTEGER NOT NULL, new INTEGER NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (origin, old)) STRICT, WITHOUT ROWID;
    CREATE TABLE former_name (
        origin TEXT NOT NULL, name TEXT NOT NULL, key INTEGER NOT NULL,
        PRIMARY KEY (origin, name)) STRICT, WITHOUT ROWID;
    CREATE TABLE budget (tool TEXT PRIMARY KEY, usd REAL NOT NULL) STRICT, WITHOUT ROWID;
", "
    CREATE TABLE known_key (
        core BLOB PRIMARY KEY, sum INTEGER NOT NULL, length INTEGER NOT NULL, before INTEGER NOT NULL,
        after INTEGER NOT NULL, whole BLOB NOT NULL, origin TEXT NOT NULL, key_id INTEGER NOT NULL,
        name TEXT NOT NULL, masked TEXT NOT NULL, gone INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
", "
    CREATE TABLE incident (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, replaces INTEGER NOT NULL,
        is_closed INTEGER NOT NULL DEFAULT 0, is_rotation INTEGER NOT NULL DEFAULT 0) STRICT;
    CREATE TABLE kill (
        id INTEGER PRIMARY KEY, incident INTEGER NOT NULL REFERENCES incident ON DELETE CASCADE,
        origin TEXT NOT NULL, key INTEGER NOT NULL, name TEXT NOT NULL, tail TEXT, fingerprint TEXT,
        state TEXT NOT NULL, known TEXT NOT NULL, fresh TEXT) STRICT;
    CREATE INDEX kill_by_incident ON kill (incident);
    CREATE TABLE incident_step (
        id INTEGER PRIMARY KEY, incident INTEGER NOT NULL REFERENCES incident ON DELETE CASCADE, kill INTEGER,
        at TEXT NOT NULL, offset_ms INTEGER NOT NULL, kind TEXT NOT NULL, what TEXT NOT NULL,
        times INTEGER NOT NULL DEFAULT 1) STRICT;
    CREATE INDEX step_by_incident ON incident_step (incident);
    CREATE TABLE finding (
        id INTEGER PRIMARY KEY, incident INTEGER REFERENCES incident ON DELETE SET NULL,
        fingerprint TEXT NOT NULL, kind TEXT NOT NULL, path TEXT NOT NULL, line INTEGER,
        state TEXT NOT NULL, at TEXT NOT NULL, known TEXT NOT NULL DEFAULT '{}') STRICT;
    CREATE INDEX finding_by_incident ON finding (incident);
    CREATE TABLE rotation (
        id INTEGER PRIMARY KEY, origin TEXT NOT NULL, old INTEGER NOT NULL, at TEXT NOT NULL,
        step TEXT NOT NULL, is_given_up INTEGER NOT NULL DEFAULT 0, known TEXT NOT NULL) STRICT;
", "
    CREATE TABLE scanned_pack (
        pack BLOB PRIMARY KEY, keys BLOB NOT NULL, found TEXT NOT NULL) STRICT, WITHOUT ROWID;
", "
    CREATE TABLE use_read (
        origin TEXT NOT NULL, key INTEGER NOT NULL, known TEXT NOT NULL,
        PRIMARY KEY (origin, key)) STRICT, WITHOUT ROWID;
    CREATE TABLE scan_read (
        incident INTEGER PRIMARY KEY REFERENCES incident ON DELETE CASCADE, paths INTEGER NOT NULL,
        known TEXT NOT NULL) STRICT;
"];

pub use usage::AccountId;

/// The wallet's database.
pub struct Store {
    connection: Mutex<Connection>,
}

/// The database's number for a bridge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BridgeId(pub i64);

/// A bridge and its account, as last seen.
#[derive(Debug, Clone)]
pub struct BridgeRow {
    /// The database's number.
    pub id: BridgeId,
    /// What `--bridge` takes.
    pub label: String,
    /// `https://host`.
    pub origin: String,
    /// The one in use.
    pub active: bool,
    /// What is known of it.
    pub known: KnownBridge,
}

/// What is known of a bridge.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct KnownBridge {
    /// What it calls itself.
    pub name: String,
    /// Its dialect's letter, once found.
    pub dialect: Option<String>,
    /// The account's number there.
    pub user_id: Option<i64>,
    /// The account's name.
    pub username: String,
    /// The account's own group.
    pub group: String,
    /// Quota units per dollar.
    pub rate: Option<Rate>,
    /// What is left.
    pub balance: Quota,
    /// What was spent.
    pub used: Quota,
    /// When that was read.
    pub as_of: Timestamp,
    /// Whether it answered when last asked.
    pub reachable: bool,
    /// How it shows money.
    #[serde(default)]
    pub display: Option<Display>,
    /// It keeps the hourly use that statistics come from.
    #[serde(default)]
    pub keeps_usage: bool,
    /// Nobody is signed in there: only pasted keys are known.
    #[serde(default)]
    pub key_only: bool,
    /// Groups, as last read.
    pub groups: Vec<Group>,
    /// When the groups were read.
    #[serde(default)]
    pub groups_as_of: Option<Timestamp>,
    /// Models by group, as last read, and when; all of the account's under the empty name.
    #[serde(default)]
    pub models: BTreeMap<String, (Timestamp, Vec<String>)>,
    /// When the list of keys was read, and whether it was whole.
    pub keys_as_of: Option<(Timestamp, bool)>,
}

impl KnownBridge {
    /// Quota units per dollar, as far as known.
    pub fn rate(&self) -> Rate {
        self.rate.unwrap_or(Rate::USUAL)
    }

    /// How it shows money, as far as known.
    pub fn display(&self) -> Display {
        self.display.clone().unwrap_or_default()
    }
}

/// A named binding of one tool to one key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Its name; the default one is named after its tool.
    pub name: String,
    /// The tool's word.
    pub tool: String,
    /// The bridge of its key, by origin: a vault entry is found by it even if the database is made anew.
    pub origin: String,
    /// Its key.
    pub key: KeyId,
    /// The key's name when it was bound.
    pub key_name: String,
    /// How the tool gets it.
    pub mode: Mode,
    /// Models written to the tool.
    pub models: Models,
    /// Where the tool sends its requests, if not to that bridge: its user changed it and meant it.
    #[serde(default)]
    pub address: Option<String>,
    /// The way in that the tool uses, where that is not its usual one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub door: Option<Door>,
    /// For how many seconds a tool that asks for its key keeps the answer, where that is not [`HELPER_KEEPS`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helper_seconds: Option<u32>,
}

/// How long a tool that asks for its key keeps the answer, unless told otherwise: Claude Code's own default.
pub const HELPER_KEEPS: Duration = Duration::from_secs(300);

impl Profile {
    /// Where the tool sends its requests, and with them the key.
    pub fn target(&self) -> &str {
        self.address.as_deref().unwrap_or(&self.origin)
    }

    /// How long its tool goes on with a key that it was handed; zero where it asks nobody.
    pub fn keeps(&self) -> Duration {
        match self.mode {
            Mode::Helper => {
                self.helper_seconds.map_or(HELPER_KEEPS, |seconds| Duration::from_secs(seconds.into()))
            }
            Mode::Env | Mode::Stored => Duration::ZERO,
        }
    }

    /// The way in that its tool uses.
    pub fn door(&self, tool: &dyn Tool) -> Door {
        self.door.unwrap_or_else(|| tool.door())
    }
}

/// A key that is to be made and is not known to be in the vault yet.
#[derive(Debug, Clone)]
pub struct Creation {
    /// The database's number.
    pub id: i64,
    /// What was asked for.
    pub wanted: NewKey,
    /// One of several of one create.
    pub batch: bool,
    /// The newest key at the bridge when it was asked for; `None` until then.
    pub after: Option<KeyId>,
    /// The key, once found.
    pub key: Option<KeyId>,
    /// When it was noted.
    pub at: Timestamp,
}

/// What kind of change an applied plan was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::Display, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum What {
    /// The tool was pointed at a bridge.
    Configure,
    /// What was ours was taken out.
    Disconnect,
    /// The file was made readable for its tool.
    Repair,
    /// What others changed in the tool's files is what they should say from then on.
    Accept,
    /// Copies of keys were written over.
    Cleanup,
    /// A key was taken out where its user had it.
    Adopt,
}

/// How far a change is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::Display, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum State {
    /// Files may be old or new.
    Begun,
    /// Files are new.
    Done,
    /// Files are on their way back.
    Undoing,
    /// Files are old again.
    Undone,
}

/// A change, as the journal holds it.
pub struct Applied {
    /// The database's number.
    pub id: i64,
    /// The tool's word.
    pub tool: String,
    /// What kind.
    pub what: What,
    /// How far.
    pub state: State,
    /// When.
    pub at: Timestamp,
    /// For a configure or an accept: what it bound.
    pub binding: Option<Binding>,
    /// For a configure or an accept: what the user had in our fields, sealed.
    pub originals: Vec<u8>,
    /// The profile of that name before; undo puts it back.
    pub profile_before: Option<Profile>,
    /// The files, in the order they are written.
    pub files: Vec<AppliedFile>,
}

/// What a configure bound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    /// The profile as it stands since.
    pub profile: Profile,
    /// What the tool's files should say since.
    pub expected: Vec<Expected>,
}

/// A file of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedFile {
    /// Where it stands.
    pub path: PathBuf,
    /// What it stands in there.
    pub medium: Medium,
    /// [`Medium::hash`] of what stood there; `None` for no file.
    pub before_hash: Option<String>,
    /// [`Medium::hash`] of what was written; `None` for no file.
    pub after_hash: Option<String>,
    /// Its permission bits before.
    pub bits: Option<u32>,
    /// Its permission bits once it was written.
    pub bits_after: Option<u32>,
    /// The outermost folder that was made for it.
    pub folder: Option<PathBuf>,
    /// What stood there, sealed.
    pub before_sealed: Option<Vec<u8>>,
}

/// Something the wallet did.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ActivityView {
    /// When, RFC 3339.
    pub at: String,
    /// What, as a sentence.
    pub what: String,
}

impl Store {
    /// Opens the database of a data folder; makes it, private to its owner, where there is none.
    ///
    /// # Errors
    /// [`Code::Store`] if it is broken or was written by a newer version.
    pub fn open(data_dir: &Path) -> Result<Self> {
        let path = data_dir.join("wallet.db");
        fs::touch_private(&path)?;
        let mut connection = Connection::open(&path).map_err(broken)?;
        connection.busy_timeout(PATIENCE).map_err(broken)?;
        prepare(&mut connection)?;
        Ok(Self { connection: Mutex::new(connection) })
    }

    /// Bridges, the active one first, then by label.
    pub fn bridges(&self) -> Result<Vec<BridgeRow>> {
        self.rows(
            "SELECT id, label, origin, active, known FROM bridge ORDER BY active DESC, label",
            [],
            |row| {
                Ok(BridgeRow {
                    id: BridgeId(row.get(0)?),
                    label: row.get(1)?,
                    origin: row.get(2)?,
                    active: row.get(3)?,
                    known: json(row, 4)?,
                })
            },
        )
    }

    /// Saves a bridge by its origin and makes it the active one.
    pub fn save_bridge(&self, label: &str, origin: &str, known: &KnownBridge) -> Result<()> {
        self.write(|tx| {
            tx.execute("UPDATE bridge SET active = 0", [])?;
            tx.execute(
                "INSERT INTO bridge (label, origin, active, known) VALUES (?1, ?2, 1, ?3)
                 ON CONFLICT (origin) DO UPDATE SET active = 1, known = ?3",
                params![label, origin, text(known)],
            )
        })
    }

    /// Saves a new bridge; it is the active one only where there is no other.
    pub fn add_bridge(&self, label: &str, origin: &str, known: &KnownBridge) -> Result<()> {
        self.write(|tx| {
            tx.execute(
                "INSERT INTO bridge (label, origin, active, known)
                 VALUES (?1, ?2, NOT EXISTS (SELECT 1 FROM bridge WHERE active), ?3)",
                params![label, origin, text(known)],
            )
        })
    }

    /// Gives a bridge another label.
    pub fn rename_bridge(&self, id: BridgeId, label: &str) -> Result<()> {
        self.write(|tx| tx.execute("UPDATE bridge SET label = ?2 WHERE id = ?1", params![id.0, label]))
    }

    /// Saves what is known of a bridge.
    pub fn update_bridge(&self, id: BridgeId, known: &KnownBridge) -> Result<()> {
        self.write(|tx| tx.execute("UPDATE bridge SET known = ?2 WHERE id = ?1", params![id.0, text(known)]))
    }

    /// Makes a bridge the active one.
    pub fn use_bridge(&self, id: BridgeId) -> Result<()> {
        self.write(|tx| tx.execute("UPDATE bridge SET active = (id = ?1)", [id.0]))
    }

    /// Forgets a bridge and what was known of its keys.
    pub fn remove_bridge(&self, id: BridgeId) -> Result<()> {
        self.write(|tx| {
            known::remember_names(tx, id)?;
            tx.execute("DELETE FROM bridge WHERE id = ?1", [id.0])
        })
    }

    /// The keys of a bridge as last seen, newest first.
    pub fn keys(&self, bridge: BridgeId) -> Result<Vec<Key>> {
        self.rows("SELECT known FROM key WHERE bridge = ?1 ORDER BY id DESC", [bridge.0], |row| json(row, 0))
    }

    /// One key of a bridge as last seen.
    pub fn key(&self, bridge: BridgeId, id: KeyId) -> Result<Option<Key>> {
        let sql = "SELECT known FROM key WHERE bridge = ?1 AND id = ?2";
        Ok(self.rows(sql, [bridge.0, id.0], |row| json(row, 0))?.pop())
    }

    /// Replaces what is known of the keys that a bridge lists. Pasted ones stay.
    pub fn save_keys(&self, bridge: BridgeId, keys: &[Key]) -> Result<()> {
        self.write(|tx| {
            known::remember_names(tx, bridge)?;
            tx.execute("DELETE FROM key WHERE bridge = ?1 AND id > 0", [bridge.0])?;
            let mut insert =
                tx.prepare("INSERT OR REPLACE INTO key (bridge, id, known) VALUES (?1, ?2, ?3)")?;
            for key in keys {
                insert.execute(params![bridge.0, key.id.0, text(key)])?;
            }
            Ok(0)
        })
    }

    /// Saves one key.
    pub fn save_key(&self, bridge: BridgeId, key: &Key) -> Result<()> {
        self.write(|tx| {
            tx.execute(
                "INSERT OR REPLACE INTO key (bridge, id, known) VALUES (?1, ?2, ?3)",
                params![bridge.0, key.id.0, text(key)],
            )
        })
    }

    /// Forgets one key, which is gone from the bridge unless it was a pasted one.
    pub fn remove_key(&self, bridge: BridgeId, id: KeyId) -> Result<()> {
        self.write(|tx| {
            known::remember_names(tx, bridge)?;
            if !id.is_pasted() {
                known::note_gone(tx, bridge, id)?;
            }
            tx.execute("DELETE FROM key WHERE bridge = ?1 AND id = ?2", [bridge.0, id.0])
        })
    }

    /// Notes that a key's secret is in the vault; keychains cannot be listed.
    pub fn note_vaulted(&self, origin: &str, id: KeyId) -> Result<()> {
        self.write(|tx| {
            tx.execute("INSERT OR IGNORE INTO vaulted (origin, id) VALUES (?1, ?2)", params![origin, id.0])
        })
    }

    /// Notes that a key's secret is no longer in the vault.
    pub fn forget_vaulted(&self, origin: &str, id: KeyId) -> Result<()> {
        self.write(|tx| {
            tx.execute("DELETE FROM vaulted WHERE origin = ?1 AND id = ?2", params![origin, id.0])
        })
    }

    /// The keys of a bridge whose secrets are in the vault.
    pub fn vaulted(&self, origin: &str) -> Result<HashSet<KeyId>> {
        let ids =
            self.rows("SELECT id FROM vaulted WHERE origin = ?1", [origin], |row| row.get(0).map(KeyId));
        Ok(ids?.into_iter().collect())
    }

    /// All keys whose secrets are in the vault, with their bridges.
    pub fn all_vaulted(&self) -> Result<Vec<(String, KeyId)>> {
        self.rows("SELECT origin, id FROM vaulted", [], |row| Ok((row.get(0)?, KeyId(row.get(1)?))))
    }

    /// Notes keys that are to be made, all or none.
    pub fn plan_creations(&self, bridge: BridgeId, wanted: &[NewKey], at: Timestamp) -> Result<()> {
        self.write(|tx| {
            let mut insert =
                tx.prepare("INSERT INTO creation (bridge, wanted, batch, at) VALUES (?1, ?2, ?3, ?4)")?;
            for new in wanted {
                insert.execute(params![bridge.0, text(new), wanted.len() > 1, at.to_string()])?;
            }
            Ok(0)
        })
    }

    /// Notes that a key is about to be asked for; `after` is the newest there is.
    pub fn send_creation(&self, id: i64, after: KeyId) -> Result<()> {
        self.write(|tx| tx.execute("UPDATE creation SET after_id = ?2 WHERE id = ?1", [id, after.0]))
    }

    /// Notes that a key was asked for and surely not made.
    pub fn unsend_creation(&self, id: i64) -> Result<()> {
        self.write(|tx| tx.execute("UPDATE creation SET after_id = NULL WHERE id = ?1", [id]))
    }

    /// Notes which key came of a create.
    pub fn found_creation(&self, id: i64, key: KeyId) -> Result<()> {
        self.write(|tx| tx.execute("UPDATE creation SET key_id = ?2 WHERE id = ?1", [id, key.0]))
    }

    /// Crosses a create off.
    pub fn end_creation(&self, id: i64) -> Result<()> {
        self.write(|tx| tx.execute("DELETE FROM creation WHERE id = ?1", [id]))
    }

    /// Creates of a bridge that are not crossed off, oldest first.
    pub fn creations(&self, bridge: BridgeId) -> Result<Vec<Creation>> {
        let sql =
            "SELECT id, wanted, batch, after_id, key_id, at FROM creation WHERE bridge = ?1 ORDER BY id";
        self.rows(sql, [bridge.0], |row| {
            Ok(Creation {
                id: row.get(0)?,
                wanted: json(row, 1)?,
                batch: row.get(2)?,
                after: row.get::<_, Option<i64>>(3)?.map(KeyId),
                key: row.get::<_, Option<i64>>(4)?.map(KeyId),
                at: parsed(row, 5)?,
            })
        })
    }

    /// Profiles with their last live check, by name.
    pub fn profiles(&self) -> Result<Vec<(Profile, Option<CheckView>)>> {
        self.rows("SELECT known, last_check FROM profile ORDER BY name", [], |row| {
            Ok((json(row, 0)?, optional_json(row, 1)?))
        })
    }

    /// A profile by its name, or by one that it had: files may still say that.
    pub fn profile(&self, name: &str) -> Result<Option<Profile>> {
        let name = self.current_name(name)?;
        let found = self.rows("SELECT known FROM profile WHERE name = ?1", [name], |row| json(row, 0))?;
        Ok(found.into_iter().next())
    }

    /// The name that a profile has now, given one that it had.
    pub fn current_name(&self, name: &str) -> Result<String> {
        let now = self.rows("SELECT name FROM alias WHERE old = ?1", [name], |row| row.get(0))?.pop();
        Ok(now.unwrap_or_else(|| name.to_owned()))
    }

    /// Gives a profile another name; the old one goes on leading to it.
    pub fn rename_profile(&self, profile: &Profile, new: &str) -> Result<()> {
        let renamed = Profile { name: new.to_owned(), ..profile.clone() };
        self.write(|tx| {
            tx.execute(
                "UPDATE profile SET name = ?2, known = ?3 WHERE name = ?1",
                params![profile.name, new, text(&renamed)],
            )?;
            tx.execute("UPDATE alias SET name = ?2 WHERE name = ?1", [&*profile.name, new])?;
            tx.execute("DELETE FROM alias WHERE old = ?1", [new])?;
            tx.execute("INSERT INTO alias (old, name) VALUES (?1, ?2)", [&*profile.name, new])?;
            tx.execute("UPDATE folder SET profile = ?2 WHERE profile = ?1", [&*profile.name, new])
        })
    }

    /// Forgets a profile, with its former names and the folders that were given to it.
    pub fn remove_profile(&self, name: &str) -> Result<()> {
        self.write(|tx| {
            tx.execute("DELETE FROM folder WHERE profile = ?1", [name])?;
            tx.execute("DELETE FROM alias WHERE name = ?1", [name])?;
            tx.execute("DELETE FROM profile WHERE name = ?1", [name])
        })
    }

    /// Folders that have a profile of their own: folder, tool, profile; by folder.
    pub fn folders(&self) -> Result<Vec<(PathBuf, String, String)>> {
        self.rows("SELECT path, tool, profile FROM folder ORDER BY path, tool", [], |row| {
            Ok((PathBuf::from(row.get::<_, String>(0)?), row.get(1)?, row.get(2)?))
        })
    }

    /// Gives a folder a profile of its own for one tool; `None` takes it away.
    pub fn set_folder(&self, path: &str, tool: &str, profile: Option<&str>) -> Result<()> {
        self.write(|tx| match profile {
            Some(profile) => tx.execute(
                "INSERT OR REPLACE INTO folder (path, tool, profile) VALUES (?1, ?2, ?3)",
                [path, tool, profile],
            ),
            None => tx.execute("DELETE FROM folder WHERE path = ?1 AND tool = ?2", [path, tool]),
        })
    }

    /// Notes what a live check found.
    pub fn save_check(&self, profile: &str, check: &CheckView) -> Result<()> {
        self.write(|tx| {
            tx.execute("UPDATE profile SET last_check = ?2 WHERE name = ?1", params![profile, text(check)])
        })
    }

    /// Notes that a change begins; gives its number. Durable before it returns.
    pub fn begin_change(&self, change: &Applied) -> Result<i64> {
        self.transact(|tx| {
            tx.execute(
                "INSERT INTO applied (tool, what, state, at, binding, originals, profile_before)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    change.tool,
                    change.what.to_string(),
                    change.state.to_string(),
                    change.at.to_string(),
                    change.binding.as_ref().map(text),
                    change.originals,
                    change.profile_before.as_ref().map(text),
                ],
            )?;
            let id = tx.last_insert_rowid();
            for (n, file) in (0_i64..).zip(&change.files) {
                tx.execute(
                    "INSERT INTO applied_file
                     (applied, n, path, before_hash, after_hash, bits, bits_after, folder, before_sealed, medium)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                    params![
                        id,
                        n,
                        file.path.to_string_lossy(),
                        file.before_hash,
                        file.after_hash,
                        file.bits,
                        file.bits_after,
                        file.folder.as_ref().map(|folder| folder.to_string_lossy()),
                        file.before_sealed,
                        file.medium.to_string(),
                    ],
                )?;
            }
            Ok(id)
        })
    }

    /// Notes how far a change is, lets go of what only an undo needs once it is undone, and in the same breath sets the profile to what holds from then on.
    pub fn move_change(&self, change: &Applied, state: State) -> Result<()> {
        self.write(|tx| {
            tx.execute("UPDATE applied SET state = ?2 WHERE id = ?1", params![change.id, state.to_string()])?;
            if state == State::Undone {
                // Nothing asks for it any more: no copy of the user's files stays.
                tx.execute("UPDATE applied SET originals = NULL WHERE id = ?1", [change.id])?;
                tx.execute("UPDATE applied_file SET before_sealed = NULL WHERE applied = ?1", [change.id])?;
            }
            let Some(binding) = &change.binding else { return Ok(0) };
            match (change.state, state, &change.profile_before) {
                (State::Begun, State::Done, _) => save_profile(tx, &binding.profile),
                (State::Done | State::Undoing, State::Undone, Some(before)) => save_profile(tx, before),
                (State::Done | State::Undoing, State::Undone, None) => {
                    tx.execute("DELETE FROM profile WHERE name = ?1", [&binding.profile.name])
                }
                // It stands as it stood.
                _ => Ok(0),
            }
        })
    }

    /// Changes that were cut short, oldest first.
    pub fn unfinished_changes(&self) -> Result<Vec<Applied>> {
        self.changes("WHERE state IN ('begun', 'undoing') ORDER BY id", "")
    }

    /// The last change to a tool that still stands.
    pub fn last_change(&self, tool: &str) -> Result<Option<Applied>> {
        Ok(self.changes("WHERE state = 'done' AND tool = ?1 ORDER BY id DESC LIMIT 1", tool)?.pop())
    }

    /// What a tool is bound to now: what its last standing configure bound or what was accepted since, unless a
    /// disconnect came after.
    pub fn bound(&self, tool: &str) -> Result<Option<Applied>> {
        let what = "WHERE state = 'done' AND what <> 'repair' AND tool = ?1 ORDER BY id DESC LIMIT 1";
        Ok(self.changes(what, tool)?.pop().filter(|change| change.what != What::Disconnect))
    }

    /// The changes to a tool that still stand since it was last not configured, oldest first.
    pub fn run(&self, tool: &str) -> Result<Vec<Applied>> {
        let what = "WHERE state = 'done' AND tool = ?1 AND id >=
            (SELECT min(id) FROM applied WHERE state = 'done' AND tool = ?1 AND what = 'configure' AND id >
            (SELECT coalesce(max(id), 0) FROM applied WHERE state = 'done' AND tool = ?1 AND what = 'disconnect'))
            ORDER BY id";
        self.changes(what, tool)
    }

    fn changes(&self, which: &str, tool: &str) -> Result<Vec<Applied>> {
        let sql = format!(
            "SELECT id, tool, what, state, at, binding, originals, profile_before FROM applied {which}"
        );
        let tools: &[&str] = if tool.is_empty() { &[] } else { &[tool] };
        let mut changes = self.rows(&sql, rusqlite::params_from_iter(tools), |row| {
            Ok(Applied {
                id: row.get(0)?,
                tool: row.get(1)?,
                what: parsed(row, 2)?,
                state: parsed(row, 3)?,
                at: parsed(row, 4)?,
                binding: optional_json(row, 5)?,
                originals: row.get::<_, Option<Vec<u8>>>(6)?.unwrap_or_default(),
                profile_before: optional_json(row, 7)?,
                files: vec![],
            })
        })?;
        for change in &mut changes {
            let profiles = change.binding.as_mut().map(|binding| &mut binding.profile).into_iter();
            for profile in profiles.chain(&mut change.profile_before) {
                profile.name = self.current_name(&profile.name)?;
            }
            let sql = "SELECT path, before_hash, after_hash, bits, bits_after, folder, before_sealed, medium
                FROM applied_file WHERE applied = ?1 ORDER BY n";
            change.files = self.rows(sql, [change.id], |row| {
                Ok(AppliedFile {
                    path: PathBuf::from(row.get::<_, String>(0)?),
                    before_hash: row.get(1)?,
                    after_hash: row.get(2)?,
                    bits: row.get(3)?,
                    bits_after: row.get(4)?,
                    folder: row.get::<_, Option<String>>(5)?.map(PathBuf::from),
                    before_sealed: row.get(6)?,
                    medium: parsed(row, 7)?,
                })
            })?;
        }
        Ok(changes)
    }

    /// Notes something the wallet did. The sentence must not carry a secret.
    pub fn note(&self, at: Timestamp, what: &str) -> Result<()> {
        self.write(|tx| {
            tx.execute("INSERT INTO activity (at, what) VALUES (?1, ?2)", [&at.to_string(), what])
        })
    }

    /// What the wallet did, newest first, at most so many.
    pub fn activity(&self, most: u32) -> Result<Vec<ActivityView>> {
        self.rows("SELECT at, what FROM activity ORDER BY id DESC LIMIT ?1", [most], |row| {
            Ok(ActivityView { at: row.get(0)?, what: row.get(1)? })
        })
    }

    /// A value of the wallet's own.
    pub fn meta(&self, name: &str) -> Result<Option<String>> {
        self.guard()
            .query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| row.get(0))
            .optional()
            .map_err(broken)
    }

    /// Sets a value of the wallet's own.
    pub fn set_meta(&self, name: &str, value: &str) -> Result<()> {
        self.write(|tx| {
            tx.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)", [name, value])
        })
    }

    /// Changes a passing value of the wallet's own; nobody else does meanwhile. It does not wait for the disk: a
    /// power cut may take it back.
    pub fn change_passing(&self, name: &str, change: impl FnOnce(Option<String>) -> String) -> Result<()> {
        let mut connection = self.guard();
        connection.pragma_update(None, "synchronous", "NORMAL").map_err(broken)?;
        let done = in_transaction(&mut connection, |tx| {
            let sql = "SELECT value FROM meta WHERE name = ?1";
            let value = tx.query_row(sql, [name], |row| row.get(0)).optional()?;
            tx.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)", [name, &change(value)])
        });
        connection.pragma_update(None, "synchronous", "FULL").map_err(broken)?;
        done.map(drop)
    }

    fn guard(&self) -> MutexGuard<'_, Connection> {
        // A panic while the lock was held cannot leave the connection half-way: SQLite rolls back.
        self.connection.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn rows<T>(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let connection = self.guard();
        let mut statement = connection.prepare_cached(sql).map_err(broken)?;
        let rows = statement.query_map(params, read).map_err(broken)?;
        rows.collect::<rusqlite::Result<_>>().map_err(broken)
    }

    fn write(&self, change: impl FnOnce(&Connection) -> rusqlite::Result<usize>) -> Result<()> {
        self.transact(change).map(drop)
    }

    fn transact<T>(&self, change: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        in_transaction(&mut self.guard(), change)
    }
}

fn in_transaction<T>(
    connection: &mut Connection,
    change: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> Result<T> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(broken)?;
    let out = change(&tx).map_err(broken)?;
    tx.commit().map_err(broken)?;
    Ok(out)
}

/// How long another copy at work is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// Write-ahead log, safety and schema. The first switch to a write-ahead log is refused at once, without the
/// usual waiting, while another copy is at it (`sqlite.org/wal.html`), so it is tried anew.
fn prepare(connection: &mut Connection) -> Result<()> {
    const SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";
    let start = Instant::now();
    loop {
        match connection.execute_batch(SETTINGS) {
            Err(error) if is_busy(&error) && start.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(5));
            }
            done => break done.map_err(broken)?,
        }
    }
    migrate(connection)
}

fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy)
}

fn migrate(connection: &mut Connection) -> Result<()> {
    let newest = MIGRATIONS.len() as u32;
    let version = |connection: &Connection| {
        connection.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0))
    };
    if version(connection).map_err(broken)? == newest {
        return Ok(());
    }
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(broken)?;
    // Read again under the write lock: another copy may have just migrated.
    let done = version(&tx).map_err(broken)?;
    if done > newest {
        return Err(Error::new(Code::Store, say!("store-newer")).hint(say!("store-newer", "hint")));
    }
    for step in &MIGRATIONS[done as usize..] {
        tx.execute_batch(step).map_err(broken)?;
    }
    tx.pragma_update(None, "user_version", newest).map_err(broken)?;
    tx.commit().map_err(broken)
}

fn save_profile(tx: &Connection, profile: &Profile) -> rusqlite::Result<usize> {
    // A changed binding makes the last check say nothing about it.
    tx.execute(
        "INSERT INTO profile (name, tool, known) VALUES (?1, ?2, ?3)
         ON CONFLICT (name) DO UPDATE SET tool = ?2, known = ?3, last_check = NULL",
        params![profile.name, profile.tool, text(profile)],
    )
}

fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("the store's own types serialise")
}

fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    decode(column, &row.get::<_, String>(column)?)
}

fn optional_json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    row.get::<_, Option<String>>(column)?.map(|text| decode(column, &text)).transpose()
}

fn decode<T: DeserializeOwned>(column: usize, text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|error| unreadable(column, error))
}

fn parsed<T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>>(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<T> {
    row.get::<_, String>(column)?.parse().map_err(|error| unreadable(column, error))
}

fn unreadable(column: usize, error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error))
}

fn broken(error: rusqlite::Error) -> Error {
    let hint = match error.sqlite_error_code() {
        // Without room for its shared memory SQLite speaks of a failing disk.
        Some(rusqlite::ErrorCode::DiskFull | rusqlite::ErrorCode::SystemIoFailure) => {
            say!("store-broken", "full")
        }
        Some(
            rusqlite::ErrorCode::CannotOpen
            | rusqlite::ErrorCode::PermissionDenied
            | rusqlite::ErrorCode::ReadOnly,
        ) => say!("store-broken", "no-permission"),
        Some(rusqlite::ErrorCode::DatabaseBusy) => say!("store-broken", "busy"),
        _ => say!("store-broken", "hint"),
    };
    Error::new(Code::Store, say!("store-broken")).hint(hint).because(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bridge(store: &Store) -> BridgeId {
        let known = KnownBridge { username: "mei".into(), ..KnownBridge::default() };
        store.save_bridge("example", "https://bridge.example", &known).unwrap();
        store.bridges().unwrap()[0].id
    }

    #[test]
    fn it_is_private_and_comes_back_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let id = bridge(&store);
        store.plan_creations(id, &[NewKey::named("laptop")], Timestamp::UNIX_EPOCH).unwrap();
        store.send_creation(store.creations(id).unwrap()[0].id, KeyId(7)).unwrap();
        drop(store);
        let store = Store::open(dir.path()).unwrap();
        let creation = store.creations(id).unwrap().remove(0);
        assert_eq!(
            (&*creation.wanted.name, creation.after, creation.batch),
            ("laptop", Some(KeyId(7)), false)
        );
        store.end_creation(creation.id).unwrap();
        assert!(store.creations(id).unwrap().is_empty());
        #[cfg(unix)]
        assert_eq!(fs::access(&dir.path().join("wallet.db")), Some(0o600));
    }

    #[test]
    fn changes_of_an_older_version_are_to_files() {
        let dir = tempfile::tempdir().unwrap();
        let older = Connection::open(dir.path().join("wallet.db")).unwrap();
        older.execute_batch(MIGRATIONS[0]).unwrap();
        older
            .execute_batch(
                "PRAGMA user_version = 1;
                 INSERT INTO applied (id, tool, what, state, at)
                 VALUES (1, 'codex', 'repair', 'done', '2026-11-24T00:00:00Z');
                 INSERT INTO applied_file (applied, n, path) VALUES (1, 0, '/f');",
            )
            .unwrap();
        drop(older);
        let change = Store::open(dir.path()).unwrap().last_change("codex").unwrap().unwrap();
        assert_eq!(change.files[0].medium, Medium::File);
    }

    #[test]
    fn a_newer_database_is_refused_and_kept() {
        let dir = tempfile::tempdir().unwrap();
        drop(Store::open(dir.path()).unwrap());
        let newer = MIGRATIONS.len() as u32 + 1;
        Connection::open(dir.path().join("wallet.db"))
            .unwrap()
            .pragma_update(None, "user_version", newer)
            .unwrap();
        assert_eq!(Store::open(dir.path()).err().map(|e| e.code()), Some(Code::Store));
    }

    #[test]
    fn a_broken_database_is_an_error_and_kept() {
        let dir = tempfile::tempdir().unwrap();
        fs::write_private(&dir.path().join("wallet.db"), &[7; 4096]).unwrap();
        assert_eq!(Store::open(dir.path()).err().map(|e| e.code()), Some(Code::Store));
        assert_eq!(fs::read(&dir.path().join("wallet.db")).unwrap().unwrap(), [7; 4096]);
    }

    #[test]
    fn forgetting_a_bridge_forgets_its_keys_and_creates() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let id = bridge(&store);
        store.plan_creations(id, &[NewKey::named("k")], Timestamp::UNIX_EPOCH).unwrap();
        store.remove_bridge(id).unwrap();
        assert!(store.creations(id).unwrap().is_empty() && store.bridges().unwrap().is_empty());
    }
}
