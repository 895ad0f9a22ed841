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
use crate::errand::{Errand, Errands};
use crate::preferences::Preferences;
use crate::{login, shortcut, tray, window};
use bridgekeeper_core::words::{self, Language};

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
    /// What the desktop can do: a tray came or went.
    Desktop,
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
    /// The log of one key is read from the bridge.
    ReadTimeline,
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

/// What this desktop can do for the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct DesktopView {
    /// Whether it shows the wallet in its tray.
    pub tray: TrayState,
    /// Whether it takes keys for a program that is not in front. Wayland does not.
    pub shortcuts: bool,
    /// The language that window and tray are in.
    pub language: Language,
}

/// Whether the wallet is in the desktop's tray.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum TrayState {
    /// It is, and stays there when the window is closed.
    Shown,
    /// The user turned it off: closing the window ends the wallet.
    Off,
    /// This desktop has no tray: closing the window ends the wallet.
    Absent,
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

    /// What it can do.
    fn view(&self) -> DesktopView;

    /// What the window was opened for, once.
    fn take_errand(&self) -> Option<Errand>;

    /// Takes away what of ours is on the clipboard.
    fn clear_clipboard(&self);

    /// Closes the window: the wallet stays in the tray, or ends.
    fn close(&self, stay: bool);
}

/// The desktop that the real window stands on.
pub struct Window(pub AppHandle);

impl Desktop for Window {
    fn changed(&self, noun: Noun) {
        // A page that is gone has nothing to read again.
        let _ = self.0.emit(CHANGED, noun);
        tray::look(&self.0);
    }

    fn progress(&self, job: Job, progress: ProgressView) {
        let _ = self.0.emit(PROGRESS, JobProgress { job, progress });
    }

    fn scan(&self, event: ScanEvent) {
        let _ = self.0.emit(SCAN, event);
    }

    fn copy(&self, secret: Secret) -> Result<u32> {
        let seconds = Preferences::of(&self.0).copied_for();
        self.0.state::<Arc<Clipboard<AppHandle>>>().copy(secret, seconds)?;
        Ok(seconds)
    }

    fn open(&self, url: &str) -> Result<()> {
        tauri_plugin_opener::open_url(url, None::<&str>).map_err(|error| {
            Error::new(Code::Io, say!("desktop-no-browser"))
                .hint(say!("desktop-no-browser", "hint", url = url))
                .because(error)
        })
    }

    fn downloads(&self) -> Result<PathBuf> {
        let paths = self.0.path();
        paths
            .download_dir()
            .or_else(|_| paths.home_dir())
            .map_err(|error| Error::new(Code::Io, say!("desktop-no-folder")).because(error))
    }

    fn unlock(&self) -> Result<()> {
        Keychain::open(KeychainOptions::interactive()).unlock()
    }

    fn preferences(&self) -> Preferences {
        Preferences { start_at_login: login::starts(&self.0), ..Preferences::of(&self.0) }
    }

    fn save_preferences(&self, preferences: Preferences) -> Result<()> {
        preferences.check()?;
        // What the desktop may refuse comes first, so that nothing is remembered that is not so.
        if let Some(keys) = &preferences.shortcut {
            shortcut::take(&self.0, keys)?;
        }
        if let Some(start) = preferences.start_at_login {
            login::start(&self.0, start)?;
        }
        preferences.save(&self.0)?;
        let preferences = self.preferences();
        let before = words::spoken();
        words::speak(preferences.words());
        if words::spoken() != before {
            // What the page shows of the core's words is read again, as far as that asks no bridge for a long list.
            let said = [Noun::Status, Noun::Tools, Noun::Usage, Noun::Incidents];
            said.into_iter().for_each(|noun| self.changed(noun));
        }
        self.0.set_theme(preferences.theme());
        tray::look(&self.0);
        Ok(())
    }

    fn view(&self) -> DesktopView {
        DesktopView {
            tray: tray::state(&self.0),
            shortcuts: shortcut::possible(),
            language: Preferences::of(&self.0).words(),
        }
    }

    fn take_errand(&self) -> Option<Errand> {
        self.0.state::<Errands>().take()
    }

    fn clear_clipboard(&self) {
        self.0.state::<Arc<Clipboard<AppHandle>>>().clear();
    }

    fn close(&self, stay: bool) {
        window::close(&self.0, stay);
    }
}
