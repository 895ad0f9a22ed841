//! What the window remembers about itself: never anything about keys, and nothing whose loss would hurt.
//!
//! The page reaches it through two commands of ours. The store plugin's own would let it write a file of its
//! choice, as they take any path (`tauri-plugin-store` 2.5 `src/store.rs`, `resolve_store_path`).

use std::sync::Arc;

use bridgekeeper_core::error::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use tauri::window::Color;
use tauri::{AppHandle, Runtime, Theme};
use tauri_plugin_store::{Store, StoreExt};

const FILE: &str = "preferences.json";

/// What is not set was never chosen, or cannot be read any more.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(default)]
pub struct Preferences {
    /// Light or dark.
    pub theme: Option<ThemeChoice>,
    /// The language of the texts.
    pub language: Option<LanguageChoice>,
    /// The view that was up last.
    pub view: Option<String>,
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
        Self { theme: read(&store, "theme"), language: read(&store, "language"), view: read(&store, "view") }
    }

    /// Remembers what is set; the rest stays as it is.
    ///
    /// # Errors
    /// [`Code::Io`].
    pub fn save<R: Runtime>(self, app: &AppHandle<R>) -> Result<()> {
        let store = store(app)?;
        let chosen = serde_json::to_value(self).map_err(failed)?;
        let chosen = chosen.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
        chosen.for_each(|(name, value)| store.set(name, value.clone()));
        store.save().map_err(failed)
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
    Error::new(Code::Io, "the window's preferences cannot be kept").because(error)
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
