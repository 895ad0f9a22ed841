//! What only an import writes.

use rusqlite::params;

use super::{Profile, Store, text};
use crate::error::Result;

impl Store {
    /// Adds a profile that no tool is pointed at yet; one of that name stays as it is.
    pub fn add_profile(&self, profile: &Profile) -> Result<()> {
        self.write(|tx| {
            tx.execute(
                "INSERT OR IGNORE INTO profile (name, tool, known) VALUES (?1, ?2, ?3)",
                params![profile.name, profile.tool, text(profile)],
            )
        })
    }
}
