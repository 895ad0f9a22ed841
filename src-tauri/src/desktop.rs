//! What only a running window can do for a command. A trait, so that the commands can be tested without one.

use std::path::PathBuf;
use std::sync::Arc;

use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::secret::Secret;
use bridgekeeper_core::vault::{Keychain, KeychainOptions};
use bridgekeeper_core::view::{ProgressView, ScanEvent};
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Emitter, Manager};

use crate::clipboard::Clipboard;
use crate::preferences::Preferences;

/// The event that carries a [`Noun`] to the page.
const CHANGED: &str = "changed";

/// What has changed, so that whoever shows it reads it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Noun {
    /// Bridges, account, vault.
    Status,
    /// Keys on the bridge in use.
    Keys,
    /// Tools and their files.
    Tools,
    /// What was used, and budgets.
    Usage,
    /// Leaks and rotations.
    Incidents,
}

/// The event that carries a [`JobProgress`] to the page.
const PROGRESS: &str = "progress";

/// Work that takes long enough to watch and to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Job {
    /// The list of keys is read.
    ListKeys,
    /// Keys are made.
    CreateKeys,
    /// Keys are turned on or off, or deleted.
    ChangeKeys,
    /// Copies of keys are looked for.
    Scan,
    /// What was used is read from the bridge.
    SyncUsage,
}

/// The event that carries a [`ScanEvent`] to the page.
const SCAN: &str = "scan";

/// How far a job is.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct JobProgress {
    /// Which.
    pub job: Job,
    /// How far.
    pub progress: ProgressView,
}

/// The desktop, as far as commands need it.
pub trait Desktop: Send + Sync {
    /// Tells the page what has changed.
    fn changed(&self, noun: Noun);

    /// Tells the page how far a job is.
    fn progress(&self, job: Job, progress: ProgressView);

    /// Tells the page news of a scan.
    fn scan(&self, event: ScanEvent);

    /// Puts a secret on the clipboard; gives the seconds until it is cleared.
    ///
    /// # Errors
    /// [`Code::Io`] without a clipboard.
    fn copy(&self, secret: Secret) -> Result<u32>;

    /// Opens an address of ours in the user's browser.
    ///
    /// # Errors
    /// [`Code::Io`] without one.
    fn open(&self, url: &str) -> Result<()>;

    /// The folder in which people look for what they saved.
    ///
    /// # Errors
    /// [`Code::Io`] without one.
    fn downloads(&self) -> Result<PathBuf>;

    /// Asks the user to unlock the vault; returns at once where it is open.
    ///
    /// # Errors
    /// [`Code::VaultLocked`] if it stays locked, and the vault's others.
    fn unlock(&self) -> Result<()>;

    /// What the window remembers about itself.
    fn preferences(&self) -> Preferences;

    /// Remembers what is set in `preferences`; the rest stays as it is.
    ///
    /// # Errors
    /// [`Code::Io`].
    fn save_preferences(&self, preferences: Preferences) -> Result<()>;
}

/// The desktop that the real window stands on.
pub struct Window(pub AppHandle);

impl Desktop for Window {
    fn changed(&self, noun: Noun) {
        // A page that is gone has nothing to read again.
        let _ = self.0.emit(CHANGED, noun);
    }

    fn progress(&self, job: Job, progress: ProgressView) {
        let _ = self.0.emit(PROGRESS, JobProgress { job, progress });
    }

    fn scan(&self, event: ScanEvent) {
        let _ = self.0.emit(SCAN, event);
    }

    fn copy(&self, secret: Secret) -> Result<u32> {
        self.0.state::<Arc<Clipboard<AppHandle>>>().copy(secret)
    }

    fn open(&self, url: &str) -> Result<()> {
        tauri_plugin_opener::open_url(url, None::<&str>).map_err(|error| {
            Error::new(Code::Io, "no browser could be opened")
                .hint(format!("open {url} yourself"))
                .because(error)
        })
    }

    fn downloads(&self) -> Result<PathBuf> {
        let paths = self.0.path();
        paths
            .download_dir()
            .or_else(|_| paths.home_dir())
            .map_err(|error| Error::new(Code::Io, "there is no folder to save into").because(error))
    }

    fn unlock(&self) -> Result<()> {
        Keychain::open(KeychainOptions::interactive()).unlock()
    }

    fn preferences(&self) -> Preferences {
        Preferences::of(&self.0)
    }

    fn save_preferences(&self, preferences: Preferences) -> Result<()> {
        preferences.save(&self.0)?;
        self.0.set_theme(self.preferences().theme());
        Ok(())
    }
}
