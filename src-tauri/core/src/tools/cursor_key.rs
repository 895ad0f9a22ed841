//! The row with Cursor's key: sealed as Cursor seals its own rows, once one of those was opened on this machine.

use std::path::Path;

use super::safe_storage::{self, Key};
use crate::machine::{Machine, Platform};
use crate::row;
use crate::secret::Secret;
use crate::words::say;

/// The row with the key, sealed.
pub const ROW: &str = "secret://cursorAuth/openAIKey";

/// Where the key stood in clear once. Others who write it in 2026 remove this; whether Cursor reads it is not known.
pub const OLD_ROW: &str = "cursorAuth/openAIKey";

/// How the keys of sealed rows start.
const SEALED: &str = "secret://";

/// So many sealed rows are looked at.
const MOST: usize = 64;

/// What Cursor calls itself before the keychain: Electron takes the name of the program, which is spelled both ways.
const NAMES: &[&str] = &["Cursor", "cursor"];

/// How this machine's Cursor seals. There is one only where a row that Cursor wrote was opened with it.
pub struct Seal {
    key: Key,
    /// So many of Cursor's rows were opened with it.
    pub proven_by: usize,
}

impl Seal {
    /// Finds it out. Asks the keychain for Cursor's password where its rows are sealed with one; never prompts.
    ///
    /// # Errors
    /// Why not, as the rest of a sentence.
    pub fn proven(machine: &Machine, database: &Path) -> Result<Self, String> {
        let rows = row::starting(database, SEALED, MOST).map_err(|error| error.message().to_owned())?;
        let rows: Vec<_> = rows.iter().filter_map(|row| safe_storage::of_row(row)).collect();
        if rows.iter().all(Vec::is_empty) {
            return Err(say!("tools-cursor-key-nothing-sealed"));
        }
        let with_password: fn(&Secret) -> Key = match machine.platform {
            Platform::Linux => Key::linux,
            Platform::MacOs => Key::macos,
            Platform::Windows => return Err(say!("tools-cursor-key-windows")),
        };
        let needs_password =
            machine.platform == Platform::MacOs || rows.iter().any(|row| row.starts_with(b"v11"));
        let passwords = match needs_password {
            true => (machine.passwords)(NAMES).map_err(|error| error.message().to_owned())?,
            false => vec![],
        };
        let known = (machine.platform == Platform::Linux).then(Key::known);
        // What everybody has comes last: Cursor seals with a password as soon as it has one.
        let keys = passwords.iter().map(with_password).chain(known);
        let proven = |key: Key| {
            let proven_by = rows.iter().filter(|row| key.is_proven_by(row)).count();
            Some(Self { key, proven_by }).filter(|seal| seal.proven_by > 0)
        };
        keys.into_iter().find_map(proven).ok_or_else(|| say!("tools-cursor-key-not-opened"))
    }

    /// Whether everybody has the key it seals with.
    pub fn is_known(&self) -> bool {
        self.key.is_known()
    }

    /// The row that says this key: the present one, if it does so already.
    pub fn row(&self, database: &Path, secret: &Secret) -> Option<Secret> {
        let now = row::text(database, ROW).ok().flatten();
        let row = match now.filter(|row| self.says(row, secret)) {
            Some(row) => row,
            // EXPOSE: sealed as Cursor does; `stored` mode.
            None => safe_storage::to_row(&self.key.seal(secret.expose().as_bytes()).ok()?),
        };
        Some(Secret::new(row::spelled(row.as_bytes())))
    }

    /// Whether a row says this key.
    pub fn says(&self, row: &str, secret: &Secret) -> bool {
        let opened = safe_storage::of_row(row.as_bytes()).and_then(|sealed| self.key.open(&sealed));
        // EXPOSE: compared, never shown.
        opened.is_some_and(|key| *key == secret.expose().as_bytes())
    }
}
