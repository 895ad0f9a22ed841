//! Keys that a tool's user put into its files: where they stand, and what a file says without one.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;

use super::{
    Connection, Credential, Document, Field, Format, Models, OpenFile, SettingsFile, Tool, Wanted, names,
};
use crate::bridge::Origin;
use crate::error::{Error, Result};
use crate::machine::Machine;
use crate::plan;
use crate::secret::Secret;

/// A bridge that is nowhere (RFC 2606), to see where a tool's address stands.
const NOWHERE: &str = "https://own.invalid";

/// How our own provider is called, where a tool has several.
const OURS: &str = "bridgekeeper";

/// A text where a tool has its key.
pub struct OwnKey {
    /// The file.
    pub file: SettingsFile,
    /// The names on the way to it.
    pub path: Vec<String>,
    /// The text.
    pub text: Secret,
    /// The address that goes with it, as it stands.
    pub base: Option<String>,
}

impl OwnKey {
    /// What the file's text is without the field; objects that are left empty by that go too. `None` where it is
    /// not there.
    ///
    /// # Errors
    /// [`Code::FileUnparsable`](crate::error::Code::FileUnparsable).
    pub fn without(&self, text: &str) -> Result<Option<String>> {
        let mut document = self.file.format.open(text)?;
        let path = names(&self.path);
        if document.get(&path).is_none() {
            return Ok(None);
        }
        take_out(&mut *document, &path);
        Ok(Some(document.text()))
    }
}

fn take_out(document: &mut dyn Document, path: &[&str]) {
    document.remove(path);
    for depth in (1..path.len()).rev() {
        if !document.is_empty(&path[..depth]) {
            break;
        }
        document.remove(&path[..depth]);
    }
}

/// The texts where a tool has a key, told by where it would be given one; a file that cannot be read in their place.
pub fn own_keys(tool: &dyn Tool, machine: &Machine) -> Vec<std::result::Result<OwnKey, (PathBuf, Error)>> {
    let mut files = tool.files(machine);
    let fields = stored_fields(tool, machine);
    let mut keys: Vec<(usize, Vec<&str>)> = vec![];
    let mut bases: Vec<(usize, Vec<&str>)> = vec![];
    for field in &fields {
        let place = (field.file, field.path.clone());
        let by_name = field.path.last().is_some_and(|name| plan::names_a_secret(name));
        match &field.wanted {
            Wanted::Secret(_) => keys.push(place),
            Wanted::Text(text) if text.starts_with(NOWHERE) => bases.push(place),
            Wanted::Text(text) if text.is_empty() && by_name => keys.push(place),
            Wanted::Absent | Wanted::Users if by_name => keys.push(place),
            _ => {}
        }
    }
    for (file, path) in tool.other_keys(machine) {
        let n = files.iter().position(|known| known.path == file.path).unwrap_or_else(|| {
            files.push(file);
            files.len() - 1
        });
        keys.push((n, path.to_vec()));
    }
    keys.sort();
    keys.dedup();
    let mut documents = vec![];
    let mut found = vec![];
    for file in files {
        let path = file.path.clone();
        match OpenFile::open(file) {
            Ok(file) => documents.push(Some(file)),
            Err(error) => {
                found.push(Err((path, error)));
                documents.push(None);
            }
        }
    }
    let says = |place: &Place| {
        let file = documents[place.file].as_ref()?;
        let raw = file.document.get(&names(&place.path))?;
        text_of(file.format, &raw).filter(|text| !text.is_empty())
    };
    let all = |(n, path): &(usize, Vec<&str>)| -> Vec<Place> {
        let document = documents[*n].as_ref().map(|file| &*file.document);
        document.map(|document| places(*n, document, path)).unwrap_or_default()
    };
    let bases: Vec<_> = bases.iter().flat_map(all).filter_map(|place| Some((says(&place)?, place))).collect();
    for place in keys.iter().flat_map(all) {
        let Some(text) = says(&place) else { continue };
        let Some(file) = documents[place.file].as_ref() else { continue };
        found.push(Ok(OwnKey {
            file: SettingsFile { path: file.path.clone(), format: file.format },
            base: place.nearest(&bases),
            path: place.path,
            text: Secret::new(text),
        }));
    }
    found
}

/// A field of a file.
struct Place {
    file: usize,
    path: Vec<String>,
    /// The provider it belongs to, where there are several.
    provider: Option<String>,
}

impl Place {
    /// The address that has most of the way in common, unless there are several of those. One of another provider
    /// is none.
    fn nearest(&self, bases: &[(String, Self)]) -> Option<String> {
        let near = |place: &Self| {
            let common = place.path.iter().zip(&self.path).take_while(|(one, other)| one == other).count();
            (common, place.file == self.file)
        };
        let is_its = |place: &Self| match (&place.provider, &self.provider) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        };
        let its: Vec<_> = bases.iter().filter(|(_, place)| is_its(place)).collect();
        let nearest = its.iter().map(|(_, place)| near(place)).max()?;
        let mut said: Vec<_> =
            its.iter().filter(|(_, place)| near(place) == nearest).map(|(base, _)| base).collect();
        said.dedup();
        match said[..] {
            [one] => Some(one.clone()),
            _ => None,
        }
    }
}

/// All fields that a tool would be given, for every way into a bridge, if its key were stored; also of a tool whose
/// key the wallet never stores, as its user may have.
fn stored_fields(tool: &dyn Tool, machine: &Machine) -> Vec<Field> {
    let doors = tool.other_doors().iter().copied().chain([tool.door()]);
    let fields = |door| {
        let connection = Connection {
            origin: Origin::parse(NOWHERE, true).expect("an address"),
            profile: String::new(),
            credential: Credential::Stored(Arc::new(Secret::new("sk-nobody".into()))),
            door,
            models: Models::default(),
        };
        tool.fields(machine, &connection)
    };
    doors.flat_map(fields).collect()
}

/// The same field of every provider there is; the field itself where there is but one.
fn places(file: usize, document: &dyn Document, path: &[&str]) -> Vec<Place> {
    let owned = || path.iter().map(ToString::to_string).collect::<Vec<_>>();
    let Some(at) = path.iter().position(|name| *name == OURS) else {
        return vec![Place { file, path: owned(), provider: None }];
    };
    let place = |name: String| {
        let mut path = owned();
        path[at].clone_from(&name);
        Place { file, path, provider: Some(name) }
    };
    document.names(&path[..at]).into_iter().map(place).collect()
}

/// A raw value as the text it is.
fn text_of(format: Format, raw: &str) -> Option<String> {
    let text = match format.value(raw)? {
        Value::String(text) => text,
        _ => return None,
    };
    match format {
        // What is sealed is not in clear.
        Format::CursorKey => crate::row::unspelled(&text)
            .and_then(|row| String::from_utf8(row).ok())
            .filter(|text| !text.starts_with('{')),
        _ => Some(text),
    }
}
