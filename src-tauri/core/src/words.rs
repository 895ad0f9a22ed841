//! What is said to people, in each language. The texts stand in `src-tauri/words`, one folder per language, one file
//! per crate; whoever translates needs nothing else.
//!
//! The code names a text, [`say!`] checks the name and what it is filled with while compiling. That every
//! language has every text with the same blanks, and that no text is left over, is a test (`tests/words.rs`).

use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

use i18n_embed::LanguageLoader as _;
use i18n_embed::fluent::FluentLanguageLoader;
use serde::Serialize;

/// A language that there are texts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    En,
    /// Simplified Chinese.
    Zh,
}

impl Language {
    /// The first that there are texts in, of tags such as `zh-CN`; English where there is none.
    pub fn first_of(tags: impl IntoIterator<Item = String>) -> Self {
        let known = |tag: String| match tag.split('-').next() {
            Some("en") => Some(Self::En),
            Some("zh") => Some(Self::Zh),
            _ => None,
        };
        tags.into_iter().find_map(known).unwrap_or(Self::En)
    }

    /// The folder of its texts.
    const fn folder(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
        }
    }
}

/// Whether it is Chinese that is spoken. One for the process, as there is one person before it.
static IS_CHINESE: AtomicBool = AtomicBool::new(false);

/// From now on everything is said in this language. English until then.
pub fn speak(language: Language) {
    IS_CHINESE.store(language == Language::Zh, Ordering::Relaxed);
}

/// The language that things are said in.
pub fn spoken() -> Language {
    match IS_CHINESE.load(Ordering::Relaxed) {
        true => Language::Zh,
        false => Language::En,
    }
}

/// The texts of one crate. A language is read when the first text in it is asked for: the key helper, which has
/// nothing to say, reads none.
pub struct Words {
    en: LazyLock<FluentLanguageLoader>,
    zh: LazyLock<FluentLanguageLoader>,
}

impl Words {
    /// Those in the language that is spoken. For [`say!`].
    pub fn now(&self) -> &FluentLanguageLoader {
        match spoken() {
            Language::En => &self.en,
            Language::Zh => &self.zh,
        }
    }
}

#[derive(rust_embed::RustEmbed)]
#[folder = "../words"]
struct Texts;

fn read(name: &str, language: Language) -> FluentLanguageLoader {
    // No other language stands in: each has every text.
    let loader = FluentLanguageLoader::new(name, language.folder().parse().expect("a language tag"));
    loader.load_fallback_language(&Texts).expect("tests/words.rs reads every text");
    // Nothing here is written from right to left, and the marks would stand in paths and commands.
    loader.set_use_isolating(false);
    loader
}

/// What the core says.
pub static CORE: Words = Words {
    en: LazyLock::new(|| read("core", Language::En)),
    zh: LazyLock::new(|| read("core", Language::Zh)),
};

/// What the command line says.
pub static CLI: Words = Words {
    en: LazyLock::new(|| read("cli", Language::En)),
    zh: LazyLock::new(|| read("cli", Language::Zh)),
};

/// The help of the command line, in Chinese: its English stands beside the arguments, where clap reads it.
pub static HELP: LazyLock<FluentLanguageLoader> = LazyLock::new(|| read("help", Language::Zh));

/// What the window says outside of its page.
pub static WINDOW: Words = Words {
    en: LazyLock::new(|| read("window", Language::En)),
    zh: LazyLock::new(|| read("window", Language::Zh)),
};

/// A text of `src-tauri/words/*/core.ftl` by its name, its blanks filled: `say!("no-such-key", name = "work")`.
/// What belongs to a text, its next step above all, is an attribute of it: `say!("no-such-key", "hint")`.
/// A [`String`].
macro_rules! say {
    ($name:literal $(, $attribute:literal)? $(, $blank:ident = $value:expr)* $(,)?) => {
        i18n_embed_fl::fl!($crate::words::CORE.now(), $name $(, $attribute)? $(, $blank = { $value })*)
    };
}
pub(crate) use say;

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
    }
}
