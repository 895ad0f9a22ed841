//! Keys that other programs were left with in clear: in the tools' own files, in cc-switch's keeping, in the start-up
//! files of shells. Here they are found, and what a file says without one is worked out; nothing is written.

mod cc_switch;
mod shell;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::{Code, Error, Result};
use crate::fs::{self, Access};
use crate::machine::Machine;
use crate::medium::Medium;
use crate::plan::{Contents, FileChange, Plan};
use crate::row::CellAddress;
use crate::secret::{LONGEST, Secret};
use crate::tools::{self, Format, OwnKey, SettingsFile};
use crate::view::AdoptSource;
use crate::words::say;

pub use cc_switch::tool_of as cc_switch_tool;

/// A key where it stands in clear.
pub struct Spot {
    /// What kind of place it is.
    pub source: AdoptSource,
    /// The file or database.
    pub path: PathBuf,
    /// Where in there, as people say it.
    pub place: String,
    /// The key, in its one form.
    pub key: Arc<Secret>,
    /// The address beside it, as it stands.
    pub base: Option<String>,
    /// The tool that uses it from there.
    pub tool: Option<&'static str>,
    /// What it is called there.
    pub name: Option<String>,
    /// Why it is not taken out from here.
    pub by_hand: Option<String>,
    within: Within,
}

/// What it takes to take a key out.
enum Within {
    /// A field of a tool's own file.
    Field(OwnKey),
    /// A field of JSON in a value of a database.
    Cell(CellAddress, Vec<String>),
    /// An assignment.
    Shell(shell::Syntax),
}

/// What was found, and what could not be looked at.
#[derive(Default)]
pub struct Look {
    /// The keys, in the order of the places.
    pub spots: Vec<Spot>,
    /// Places that are there and cannot be understood.
    pub left: Vec<(PathBuf, Error)>,
}

impl Look {
    /// Looks at every place there is.
    pub fn at(machine: &Machine) -> Self {
        let mut look = Self::default();
        for tool in tools::ALL {
            look.at_tool(*tool, machine);
        }
        cc_switch::look(machine, &mut look);
        shell::look(machine, &mut look);
        look
    }

    fn at_tool(&mut self, tool: &'static dyn tools::Tool, machine: &Machine) {
        for found in tools::own_keys(tool, machine) {
            match found {
                Ok(own) => {
                    let Some(key) = key_of(&own.text) else { continue };
                    self.spots.push(Spot {
                        source: AdoptSource::Tool,
                        path: own.file.path.clone(),
                        place: own.path.join("."),
                        key,
                        base: own.base.clone(),
                        tool: Some(tool.id()),
                        name: None,
                        by_hand: None,
                        within: Within::Field(own),
                    });
                }
                Err((path, error)) => self.leave(path, error),
            }
        }
    }

    fn leave(&mut self, path: PathBuf, error: Error) {
        if !self.left.iter().any(|(known, _)| *known == path) {
            self.left.push((path, error));
        }
    }
}

/// A text as a key, if it can be one: one long word, and neither a variable's name nor a stand-in.
fn key_of(text: &Secret) -> Option<Arc<Secret>> {
    const SHORTEST: usize = 16;
    // EXPOSE: looked at; it goes into a Secret of its own.
    let word = text.expose().trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let of_a_variable = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let is_key = !word.chars().all(of_a_variable)
        && (SHORTEST..LONGEST).contains(&word.len())
        && word.chars().all(plain)
        && word.chars().any(|c| c.is_ascii_digit());
    is_key.then(|| Secret::api_key(word).ok().map(Arc::new)).flatten()
}

impl Spot {
    /// Whether it belongs to a model's maker and not to a bridge: those keys are not the wallet's business.
    pub fn is_official(&self) -> bool {
        const HOSTS: [&str; 3] = ["anthropic.com", "openai.com", "googleapis.com"];
        const KEYS: [&str; 4] = ["sk-ant-", "sk-proj-", "sk-svcacct-", "sk-AIza"];
        match &self.base {
            Some(base) => url::Url::parse(base).ok().is_some_and(|base| {
                let host = base.host_str().unwrap_or_default();
                HOSTS.iter().any(|known| host == *known || host.ends_with(&format!(".{known}")))
            }),
            // EXPOSE: how it starts is looked at.
            None => KEYS.iter().any(|start| self.key.expose().starts_with(start)),
        }
    }

    /// Whether it is that key.
    pub fn is(&self, key: &Secret) -> bool {
        // EXPOSE: compared, never shown.
        self.key.expose() == key.expose()
    }

    /// The field it stands in, if it is one of a tool's.
    pub fn field(&self) -> Option<(&Path, &[String], Format)> {
        match &self.within {
            Within::Field(own) => Some((&own.file.path, &own.path, own.file.format)),
            Within::Cell(..) | Within::Shell(_) => None,
        }
    }
}

/// Works out what the places say without the key, which stands in all of these. What must be done by hand is left
/// out.
///
/// # Errors
/// [`Code::FileChanged`] if it no longer stands there; [`Code::FileRefused`] and [`Code::FileUnparsable`].
pub fn without(spots: &[&Spot]) -> Result<Plan> {
    let mut plan = Plan::default();
    // Start-up files: all that stands in one goes at once.
    let mut emptied = HashSet::new();
    for spot in spots.iter().filter(|spot| spot.by_hand.is_none()) {
        let (path, medium) = match &spot.within {
            Within::Field(own) => (own.file.path.clone(), own.file.format.medium()),
            Within::Cell(address, _) => (address.to_path(), Medium::Cell),
            Within::Shell(_) => (spot.path.clone(), Medium::File),
        };
        let known = plan.changes.iter().position(|change| change.path == path);
        let n = match known {
            Some(n) => n,
            None => {
                let before = medium.read(&path)?.map(Contents::new).ok_or_else(|| gone(&path))?;
                plan.changes.push(FileChange {
                    path: path.clone(),
                    medium,
                    after: Some(before.clone()),
                    before: Some(before),
                    access: Access::Keep,
                    folder: None,
                });
                plan.changes.len() - 1
            }
        };
        let change = &mut plan.changes[n];
        let text = change.after.as_ref().and_then(|bytes| std::str::from_utf8(bytes).ok());
        let text = text.ok_or_else(|| gone(&path))?;
        let after = match &spot.within {
            Within::Field(own) => own.without(text)?,
            Within::Cell(_, field) => {
                let file = SettingsFile { path: path.clone(), format: Format::Json };
                let own = OwnKey { file, path: field.clone(), text: Secret::new(String::new()), base: None };
                own.without(text)?
            }
            Within::Shell(_) if !emptied.insert(path.clone()) => continue,
            Within::Shell(kind) => Some(kind.without(text, &spot.key)),
        };
        let after = after.filter(|after| after != text).ok_or_else(|| gone(&path))?;
        change.after = Some(Contents::new(after.into_bytes()));
    }
    Ok(plan)
}

fn gone(path: &Path) -> Error {
    Error::new(Code::FileChanged, say!("adopt-place-changed", path = path.display().to_string()))
        .hint(say!("adopt-place-changed", "hint"))
}

/// The text of a file.
fn text_of(path: &Path) -> Result<Option<String>> {
    let Some(bytes) = fs::read(path)? else { return Ok(None) };
    String::from_utf8(bytes).map(Some).map_err(|_| {
        Error::new(Code::FileUnparsable, say!("adopt-place-not-utf8", path = path.display().to_string()))
            .hint(say!("adopt-place-not-utf8", "hint"))
    })
}
