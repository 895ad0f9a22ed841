//! Reports for people who were not there: a document as a value, written as Markdown or as one HTML page that
//! prints well. What it says is said once, so both say the same.
//!
//! No secret comes into one. Names, paths and answers are somebody else's words: they stand where text stands,
//! and cannot become markup, a link, or text that runs the other way.

mod document;
mod html;
mod incident;
mod markdown;

use serde::{Deserialize, Serialize};

pub use document::{Block, Document, Facts, Run, Table, Text, Tone, plain};
pub use incident::{IncidentFacts, Restart};

/// How a report is written.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::Display, strum::EnumString,
)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ReportFormat {
    /// Text for a ticket or a chat.
    Markdown,
    /// One page without anything from elsewhere, to be printed or saved as PDF.
    Html,
}

impl ReportFormat {
    /// How the names of such files end.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
        }
    }

    /// The format of a file by the end of its name.
    pub fn of(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" => Some(Self::Html),
            _ => None,
        }
    }

    /// The document, written so.
    pub fn write(self, document: &Document) -> String {
        match self {
            Self::Markdown => markdown::write(document),
            Self::Html => html::write(document),
        }
    }
}
