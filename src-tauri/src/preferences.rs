//! What the window remembers about itself: never anything about keys, and nothing whose loss would hurt.
//!
//! The page reaches it through two commands of ours. The store plugin's own would let it write a file of its
//! choice, as they take any path (`tauri-plugin-store` 2.5 `src/store.rs`, `resolve_store_path`).

use std::sync::Arc;

use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::words::Language;
use serde::{Deserialize, Serialize};
use tauri::window::Color;
use tauri::{AppHandle, Runtime, Theme};
use tauri_plugin_store::{Store, StoreExt};

const FILE: &str = "preferences.json";

/// Seconds that a copied secret may have, and has where nothing was chosen.
pub const CLIPBOARD_SECONDS: (std::ops::RangeInclusive<u32>, u32) = (5..=300, 30);

/// What is not set was never chosen, or cannot be read any more.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(default)]
pub struct Preferences {
    /// Light or dark.
    pub theme: Option<ThemeChoice>,
    /// The language of window and tray.
    pub language: Option<LanguageChoice>,
    /// The view that was up last.
    pub view: Option<String>,
    /// Whether the wallet stands in the tray, and stays there when its window is closed. It does unless it was
    /// turned off.
    pub tray: Option<bool>,
    /// Whether the user was told that closing the window leaves the wallet in the tray.
    pub knows_tray: Option<bool>,
    /// Whether it is started at login, in the tray. Kept by the desktop, not by us.
    pub start_at_login: Option<bool>,
    /// Seconds until a copied secret is cleared.
    pub clipboard_seconds: Option<u32>,
    /// The keys that open the window at Leak from anywhere, such as `Ctrl+Alt+K`; none if it is empty.
    pub shortcut: Option<String>,
}

/// Light, dark, or what the desktop says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ThemeChoice {
    /// As the desktop.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// A language, or what the desktop says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum LanguageChoice {
    /// As the desktop; English where there are no texts in its language.
    System,
    /// English.
    En,
    /// Simplified Chinese.
    Zh,
}

impl Preferences {
    /// Those of this window.
    pub fn of<R: Runtime>(app: &AppHandle<R>) -> Self {
        let Ok(store) = store(app) else { return Self::default() };
        Self {
            theme: read(&store, "theme"),
            view: read(&store, "view"),
            language: read(&store, "language"),
            tray: read(&store, "tray"),
            knows_tray: read(&store, "knows_tray"),
            start_at_login: None,
            clipboard_seconds: read(&store, "clipboard_seconds"),
            shortcut: read(&store, "shortcut"),
        }
    }

    /// Remembers what is set; the rest stays as it is.
    ///
    /// # Errors
    /// [`Code::Io`].
    pub fn save<R: Runtime>(self, app: &AppHandle<R>) -> Result<()> {
        let store = store(app)?;
        let chosen = serde_json::to_value(Self { start_at_login: None, ..self }).map_err(failed)?;
        let chosen = chosen.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
        chosen.for_each(|(name, value)| store.set(name, value.clone()));
        store.save().map_err(failed)
    }

    /// Whether all of it can be.
    ///
    /// # Errors
    /// [`Code::Invalid`].
    pub fn check(&self) -> Result<()> {
        let (able, _) = &CLIPBOARD_SECONDS;
        match self.clipboard_seconds {
            Some(seconds) if !able.contains(&seconds) => {
                let hint = say!("clipboard-seconds", "hint", least = *able.start(), most = *able.end());
                Err(Error::new(Code::Invalid, say!("clipboard-seconds", seconds = seconds)).hint(hint))
            }
            _ => Ok(()),
        }
    }

    /// The language to write in.
    pub(crate) fn words(&self) -> Language {
        match self.language {
            Some(LanguageChoice::En) => Language::En,
            Some(LanguageChoice::Zh) => Language::Zh,
            Some(LanguageChoice::System) | None => Language::first_of(sys_locale::get_locales()),
        }
    }

    /// How long a copied secret stays.
    pub(crate) fn copied_for(&self) -> u32 {
        let (able, usual) = &CLIPBOARD_SECONDS;
        self.clipboard_seconds.filter(|seconds| able.contains(seconds)).unwrap_or(*usual)
    }

    /// Whether the wallet is to stand in the tray.
    pub(crate) fn wants_tray(&self) -> bool {
        self.tray.unwrap_or(true)
    }

    /// The theme to ask the desktop for, which also draws the window's frame; `None` leaves it the choice.
    pub(crate) fn theme(&self) -> Option<Theme> {
        match self.theme {
            Some(ThemeChoice::Light) => Some(Theme::Light),
            Some(ThemeChoice::Dark) => Some(Theme::Dark),
            Some(ThemeChoice::System) | None => None,
        }
    }

    /// What the page runs before it draws anything, so that it begins in the chosen theme.
    pub(crate) fn script(&self) -> &'static str {
        match self.theme {
            Some(ThemeChoice::Light) => "document.documentElement.dataset.theme = 'light'",
            Some(ThemeChoice::Dark) => "document.documentElement.dataset.theme = 'dark'",
            Some(ThemeChoice::System) | None => "",
        }
    }
}

/// Where the window was, and how large, in logical pixels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Place {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    pub maximized: bool,
}

impl Place {
    const NAME: &str = "place";

    /// The one that was remembered.
    pub fn of<R: Runtime>(app: &AppHandle<R>) -> Option<Self> {
        read(&*store(app).ok()?, Self::NAME)
    }

    /// Remembers it.
    ///
    /// # Errors
    /// [`Code::Io`].
    pub fn save<R: Runtime>(self, app: &AppHandle<R>) -> Result<()> {
        let store = store(app)?;
        store.set(Self::NAME, serde_json::to_value(self).map_err(failed)?);
        store.save().map_err(failed)
    }
}

/// The colour of a window before the page has drawn itself: the page's own.
pub(crate) fn background(theme: Theme) -> Color {
    match theme {
        Theme::Dark => Color(0x16, 0x16, 0x15, 255),
        _ => Color(0xf6, 0xf5, 0xf2, 255),
    }
}

fn store<R: Runtime>(app: &AppHandle<R>) -> Result<Arc<Store<R>>> {
    app.store(FILE).map_err(failed)
}

fn read<R: Runtime, T: serde::de::DeserializeOwned>(store: &Store<R>, name: &str) -> Option<T> {
    serde_json::from_value(store.get(name)?).ok()
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(Code::Io, say!("preferences-lost")).because(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_has_the_pages_colours() {
        let css = include_str!("../../ui/src/app.css");
        let [light, dark] = [Theme::Light, Theme::Dark].map(|theme| {
            let Color(red, green, blue, _) = background(theme);
            format!("#{red:02x}{green:02x}{blue:02x}")
        });
        assert!(css.contains(&format!("--bg: light-dark({light}, {dark});")), "{light} {dark}");
    }
}
