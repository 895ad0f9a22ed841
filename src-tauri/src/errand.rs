//! What somebody outside of the page wants to see in it: the tray, a key that was pressed, a link, another start.
//! The page may not be there yet, so it fetches its errand.

use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use tauri::Url;

/// What the page is to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Errand {
    /// A screen.
    Show {
        /// Which.
        screen: Screen,
    },
    /// What pointing a tool at this profile would change.
    Use {
        /// The profile's name.
        profile: String,
    },
}

/// The screens that a link can open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type, strum::EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[expect(missing_docs, reason = "they are called as in the window")]
pub enum Screen {
    Home,
    Keys,
    Tools,
    Usage,
    Leak,
    Activity,
    Settings,
}

impl Screen {
    /// The screen that a link such as `bridgekeeper://leak` names. A link comes from anybody: it opens a screen
    /// or does nothing.
    pub fn of_link(link: &str) -> Option<Self> {
        let url = Url::parse(link).ok().filter(|url| url.scheme() == "bridgekeeper")?;
        let rest = (url.path(), url.query(), url.fragment(), url.port(), url.username());
        let bare = matches!(rest, ("" | "/", None, None, None, ""));
        url.host_str().filter(|_| bare)?.parse().ok()
    }

    /// The screen that one of a start's arguments names.
    pub fn of_arguments<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        arguments.into_iter().find_map(Self::of_link)
    }
}

/// The errand that nobody has fetched yet. A newer one takes its place.
#[derive(Default)]
pub struct Errands(Mutex<Option<Errand>>);

impl Errands {
    /// Leaves one.
    pub fn leave(&self, errand: Errand) {
        *self.waiting() = Some(errand);
    }

    /// Fetches it.
    pub fn take(&self) -> Option<Errand> {
        self.waiting().take()
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, Option<Errand>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_opens_a_screen_or_does_nothing() {
        for (link, screen) in [
            ("bridgekeeper://leak", Some(Screen::Leak)),
            ("bridgekeeper://keys/", Some(Screen::Keys)),
            ("BRIDGEKEEPER://Settings", None),
            ("bridgekeeper://settings", Some(Screen::Settings)),
            ("bridgekeeper:leak", None),
            ("bridgekeeper:///leak", None),
            ("bridgekeeper://", None),
            ("bridgekeeper://import?url=https://evil.example", None),
            ("bridgekeeper://keys?reveal=1", None),
            ("bridgekeeper://keys/1/reveal", None),
            ("bridgekeeper://keys#x", None),
            ("bridgekeeper://me@keys", None),
            ("bridgekeeper://keys:80", None),
            ("ccswitch://keys", None),
            ("https://keys", None),
            ("--leak", None),
        ] {
            assert_eq!(Screen::of_link(link), screen, "{link}");
        }
        let arguments = ["/usr/bin/bridgekeeper-app", "--hidden", "bridgekeeper://tools"];
        assert_eq!(Screen::of_arguments(arguments), Some(Screen::Tools));
        assert_eq!(Screen::of_arguments(["bridgekeeper-app"]), None);
    }

    #[test]
    fn an_errand_is_fetched_once() {
        let errands = Errands::default();
        errands.leave(Errand::Show { screen: Screen::Keys });
        errands.leave(Errand::Use { profile: "work".into() });
        assert_eq!(errands.take(), Some(Errand::Use { profile: "work".into() }));
        assert_eq!(errands.take(), None);
    }
}
