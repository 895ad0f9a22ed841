//! The language of what is written outside of the page: the tray. The page goes by the same rule
//! (`ui/src/lib/locale.svelte.ts`, `languageOf`).

use serde::Serialize;

use crate::preferences::LanguageChoice;

/// A language that there are texts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    En,
    /// Simplified Chinese.
    Zh,
}

impl Language {
    /// The chosen one; where nothing was chosen, that of the person who runs this process.
    pub fn of(choice: Option<LanguageChoice>) -> Self {
        match choice {
            Some(LanguageChoice::En) => Self::En,
            Some(LanguageChoice::Zh) => Self::Zh,
            Some(LanguageChoice::System) | None => Self::first_of(sys_locale::get_locales()),
        }
    }

    /// The first that there are texts in, of tags such as `zh-CN`; English where there is none.
    fn first_of(tags: impl IntoIterator<Item = String>) -> Self {
        let known = |tag: String| match tag.split('-').next() {
            Some("en") => Some(Self::En),
            Some("zh") => Some(Self::Zh),
            _ => None,
        };
        tags.into_iter().find_map(known).unwrap_or(Self::En)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_there_are_texts_in() {
        let first = |tags: &[&str]| Language::first_of(tags.iter().map(ToString::to_string));
        assert_eq!(first(&["zh-CN"]), Language::Zh);
        assert_eq!(first(&["zh"]), Language::Zh);
        assert_eq!(first(&["de-DE", "zh-Hans-CN", "en-US"]), Language::Zh);
        assert_eq!(first(&["en-GB", "zh-CN"]), Language::En);
        assert_eq!(first(&["zhx", "C", ""]), Language::En);
        assert_eq!(first(&[]), Language::En);
        assert_eq!(Language::of(Some(LanguageChoice::Zh)), Language::Zh);
    }
}
