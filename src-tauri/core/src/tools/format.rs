//! The formats that settings files come in. A tool says which one a file of its has; here they look alike.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use zeroize::Zeroizing;

use super::json::{self, Reads};
use super::{cline, cursor, dotenv, fields, toml};
use crate::error::Result;
use crate::medium::Medium;

/// How a settings file is written, by what its tool reads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// JSON to the letter.
    #[default]
    Json,
    /// JSON with comments, without a BOM.
    JsonWithComments,
    /// JSON with comments and trailing commas.
    Jsonc,
    /// TOML.
    Toml,
    /// `NAME=value`, as the `dotenv` of npm reads it.
    Dotenv,
    /// Fields of a row in Cursor's database.
    CursorState,
    /// The rows with Cursor's key in the same database.
    CursorKey,
    /// JSON to the letter, without a BOM, as Cline keeps it.
    ClineState,
    /// The same, and what Cline asks of its file of providers.
    ClineProviders,
}

/// A settings file open for edits: what is not touched stays as it is to the byte. Values are raw text, as
/// the format spells them.
pub trait Document {
    /// The raw text of a value; of an object that has none of its own, that of an empty one. `None` where
    /// there is nothing.
    fn get(&self, path: &[&str]) -> Option<String>;
    /// Sets a value, given as raw text; objects on the way are made where they are missing.
    ///
    /// # Errors
    /// [`Code::FileUnparsable`](crate::error::Code::FileUnparsable) if something else stands in the way.
    fn set(&mut self, path: &[&str], raw: &str) -> Result<()>;
    /// Removes a value or an empty object; what is absent stays absent.
    fn remove(&mut self, path: &[&str]);
    /// The names in the object at that path. No names mean the file.
    fn names(&self, path: &[&str]) -> Vec<String>;
    /// Whether the object at that path is there and holds nothing. No names mean the file.
    fn is_empty(&self, path: &[&str]) -> bool;
    /// The text, as it is to be written.
    fn text(&self) -> String;
}

impl Format {
    /// What such settings stand in.
    pub fn medium(self) -> Medium {
        match self {
            Self::CursorState => Medium::CursorState,
            Self::CursorKey => Medium::CursorKey,
            Self::ClineState | Self::ClineProviders => Medium::ClineFile,
            Self::Json | Self::JsonWithComments | Self::Jsonc | Self::Toml | Self::Dotenv => Medium::File,
        }
    }

    /// Opens a text; a blank one is an empty file.
    ///
    /// # Errors
    /// [`Code::FileUnparsable`](crate::error::Code::FileUnparsable) with line and column.
    pub fn open(self, text: &str) -> Result<Box<dyn Document>> {
        Ok(match self {
            Self::Json => Box::new(json::Document::open(text, Reads::Json)?),
            Self::JsonWithComments => Box::new(json::Document::open(text, Reads::Comments)?),
            Self::Jsonc => Box::new(json::Document::open(text, Reads::CommentsAndCommas)?),
            Self::ClineState | Self::ClineProviders => {
                Box::new(json::Document::open(text, Reads::JsonWithoutBom)?)
            }
            Self::Toml => Box::new(toml::Document::open(text)?),
            Self::Dotenv => Box::new(dotenv::Document::open(text)),
            Self::CursorState => Box::new(fields::Document::open(text, cursor::LISTS)?),
            Self::CursorKey => Box::new(fields::Document::open(text, &[])?),
        })
    }

    /// Makes sure that the tool makes sense of a text that can be opened.
    ///
    /// # Errors
    /// [`Code::FileUnparsable`](crate::error::Code::FileUnparsable), naming the field that it trips over.
    pub fn check(self, text: &str) -> Result<()> {
        match self {
            Self::ClineProviders => cline::check_providers(text),
            _ => Ok(()),
        }
    }

    /// A value as raw text.
    pub fn spell(self, value: &Value) -> Zeroizing<String> {
        match self {
            Self::Toml => toml::spell(value),
            Self::Dotenv => dotenv::spell(value),
            _ => json::spell(value),
        }
    }

    /// A raw value in our own spelling: tools have ways of their own when they rewrite a file.
    pub fn our_spelling(self, raw: &str) -> Zeroizing<String> {
        match self {
            Self::Toml => toml::our_spelling(raw),
            Self::Dotenv => dotenv::our_spelling(raw),
            _ => json::our_spelling(raw),
        }
    }

    /// What a raw value says; `None` where it is no value.
    pub fn value(self, raw: &str) -> Option<Value> {
        match self {
            Self::Toml => toml::value(raw),
            Self::Dotenv => Some(dotenv::value(raw)),
            _ => serde_json::from_str(raw).ok(),
        }
    }

    /// A file or object with nothing in it.
    pub fn empty(self) -> &'static str {
        match self {
            Self::Toml | Self::Dotenv => "",
            _ => "{}",
        }
    }

    /// Takes out what the tool trips over, so that it reads the file again; `None` where that is not what ails
    /// it.
    pub fn repaired(self, text: &str) -> Option<String> {
        match self {
            Self::Json => json::repaired(text, Reads::Json),
            Self::JsonWithComments => json::repaired(text, Reads::Comments),
            Self::ClineState => json::repaired(text, Reads::JsonWithoutBom),
            Self::ClineProviders => {
                let plain = json::repaired(text, Reads::JsonWithoutBom);
                cline::mended_providers(plain.as_deref().unwrap_or(text)).or(plain)
            }
            Self::Jsonc | Self::Toml | Self::Dotenv | Self::CursorState | Self::CursorKey => None,
        }
    }
}
