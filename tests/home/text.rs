//! What other programs do to a tool's files, and what a file says: per kind of file, told by its ending. A tool
//! with a new kind of file adds it here.

use std::collections::BTreeMap;
use std::path::Path;

use jsonc_parser::ParseOptions;
use jsonc_parser::cst::{CstLeafNode, CstNode, CstRootNode, TrailingCommaMode};
use serde_json::value::RawValue;
use toml_edit::{DocumentMut, Item, Value};

/// Where another program adds something.
#[derive(Debug, Clone, Copy)]
pub enum Place {
    /// Before everything else.
    First,
    /// After everything else.
    Last,
}

/// A file's bytes after another program added something of its own; no bytes for no file.
///
/// # Panics
/// For a kind of file nobody taught it.
pub fn edited(path: &Path, before: &[u8], place: Place) -> Vec<u8> {
    match kind(path) {
        "json" | "jsonc" => {
            let text = str::from_utf8(before).expect("UTF-8");
            let text = if text.contains('{') { text } else { "{}" };
            let (head, rest) = text.split_once('{').expect("an object");
            let (inner, tail) = rest.rsplit_once('}').expect("an object");
            let added = r#""added by another program": [1,  2.50]"#;
            let comma = if meaning(path, text.as_bytes()).is_empty() { "" } else { "," };
            match place {
                Place::First => format!("{head}{{ {added}{comma}{inner}}}{tail}"),
                Place::Last => format!("{head}{{{inner}{comma} {added}}}{tail}"),
            }
            .into_bytes()
        }
        "toml" => {
            let text = str::from_utf8(before).expect("UTF-8");
            let (bom, body) = text.split_at(if text.starts_with('\u{feff}') { 3 } else { 0 });
            // Names stand once in TOML, however often the program comes.
            let nth = text.matches("added by another program").count();
            match place {
                Place::First => format!("{bom}\"added by another program, {nth}\" = [1,  2.50]\n{body}"),
                Place::Last => format!("{text}\n[\"added by another program, {nth}\"]\nx = 2.50\n"),
            }
            .into_bytes()
        }
        "env" => match place {
            Place::First => {
                let text = str::from_utf8(before).expect("UTF-8");
                let (bom, body) = text.split_at(if text.starts_with('\u{feff}') { 3 } else { 0 });
                format!("{bom}export ADDED_BY_ANOTHER_PROGRAM = \"1 2\" # so\n{body}").into_bytes()
            }
            Place::Last => [before, b"\nADDED_BY_ANOTHER_PROGRAM=1\n"].concat(),
        },
        end => panic!("teach the laws how another program edits a file that ends in {end:?}"),
    }
}

/// A file's bytes after its tool read it and wrote it anew from memory, spelling some things its own way; with
/// the field at that path changed to that text, if one is given.
///
/// # Panics
/// For a kind of file nobody taught it.
pub fn rewritten(path: &Path, bytes: &[u8], field: Option<(&[String], &str)>) -> Vec<u8> {
    match kind(path) {
        "json" | "jsonc" => {
            let text = str::from_utf8(bytes).expect("UTF-8");
            let mut json: serde_json::Value = serde_json::from_str(&uncommented(text)).expect("JSON");
            if let Some((names, text)) = field {
                *names.iter().fold(&mut json, |inner, name| &mut inner[name]) = text.into();
            }
            json.to_string().replace('/', r"\/").into_bytes()
        }
        "toml" => {
            let text = str::from_utf8(bytes).expect("UTF-8").trim_start_matches('\u{feff}');
            let mut toml: DocumentMut = text.parse().expect("TOML");
            if let Some((names, text)) = field {
                *names.iter().fold(toml.as_item_mut(), |inner, name| &mut inner[name]) = text.into();
            }
            // There are no slashes outside of strings.
            toml.to_string().replace('/', r"\u002F").into_bytes()
        }
        "env" => {
            let mut names = assignments(str::from_utf8(bytes).expect("UTF-8"));
            if let Some((path, text)) = field {
                names.insert(path[0].clone(), text.into());
            }
            let line = |(name, text)| format!("export {name}=\"{text}\"\n");
            names.into_iter().map(line).collect::<String>().into_bytes()
        }
        end => panic!("teach the laws how a tool rewrites a file that ends in {end:?}"),
    }
}

/// What a file says to its reader, whatever its order and spacing.
///
/// # Panics
/// If it is broken, or of a kind nobody taught it.
pub fn meaning(path: &Path, bytes: &[u8]) -> Meaning {
    match kind(path) {
        "json" | "jsonc" => {
            let text = str::from_utf8(bytes).expect("UTF-8").trim_start_matches('\u{feff}').trim();
            let text = if text.is_empty() { "{}".into() } else { uncommented(text) };
            Meaning::of_json(serde_json::from_str(&text).expect("JSON"))
        }
        "toml" => {
            let text = str::from_utf8(bytes).expect("UTF-8").trim_start_matches('\u{feff}');
            Meaning::of_toml(text.parse::<DocumentMut>().expect("TOML").as_item())
        }
        "env" => {
            let names = assignments(str::from_utf8(bytes).expect("UTF-8"));
            Meaning::Object(names.into_iter().map(|(name, text)| (name, Meaning::Text(text))).collect())
        }
        end => panic!("teach the laws to read a file that ends in {end:?}"),
    }
}

fn kind(path: &Path) -> &str {
    let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
    name.rsplit('.').next().unwrap_or(name)
}

/// What the lines of a `.env` say; none of those in the cases spans several.
fn assignments(text: &str) -> BTreeMap<String, String> {
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let assignment = |line: &str| {
        let (name, value) = line.split_once('=')?;
        let name = name.trim().trim_start_matches("export ").trim();
        let value = value.trim();
        let quote = value.chars().next().filter(|first| "'\"`".contains(*first));
        let text = match quote {
            Some(quote) => value[1..].split(quote).next()?,
            None => value.split('#').next()?.trim(),
        };
        (!name.starts_with('#')).then(|| (name.to_owned(), text.to_owned()))
    };
    lines.filter_map(assignment).collect()
}

/// JSON without comments and trailing commas, which some tools read.
fn uncommented(text: &str) -> String {
    fn uncomment(nodes: Vec<CstNode>) {
        for node in nodes {
            match node {
                CstNode::Leaf(CstLeafNode::Comment(comment)) => comment.remove(),
                node => uncomment(node.children()),
            }
        }
    }
    let root = CstRootNode::parse(text, &ParseOptions::default()).expect("JSON");
    root.set_trailing_commas(TrailingCommaMode::Never);
    uncomment(root.children());
    root.to_string()
}

/// See [`meaning`]. Of twins the last counts; numbers are what was spelled.
#[derive(Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A string, unescaped.
    Text(String),
    /// A number or a word.
    Word(String),
    /// A list.
    List(Vec<Self>),
    /// Names and what they stand for.
    Object(BTreeMap<String, Self>),
}

impl Meaning {
    /// What stands at that path.
    pub fn at(&self, path: &[String]) -> Option<&Self> {
        path.iter().try_fold(self, |inner, name| match inner {
            Self::Object(members) => members.get(name),
            _ => None,
        })
    }

    /// Whether it is an object with nothing in it.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Object(members) if members.is_empty())
    }

    fn of_toml(item: &Item) -> Self {
        if let Some(table) = item.as_table_like() {
            let members = table.iter().map(|(name, item)| (name.to_owned(), Self::of_toml(item)));
            return Self::Object(members.collect());
        }
        match item {
            Item::ArrayOfTables(tables) => {
                Self::List(tables.iter().map(|table| Self::of_toml(&table.clone().into())).collect())
            }
            Item::Value(Value::Array(items)) => {
                Self::List(items.iter().map(|item| Self::of_toml(&item.clone().into())).collect())
            }
            Item::Value(Value::String(text)) => Self::Text(text.value().clone()),
            other => Self::Word(other.to_string().trim().to_owned()),
        }
    }

    fn of_json(raw: &RawValue) -> Self {
        let text = raw.get();
        let names = || serde_json::from_str::<BTreeMap<String, &RawValue>>(text).expect("an object");
        let items = || serde_json::from_str::<Vec<&RawValue>>(text).expect("a list");
        match text.as_bytes()[0] {
            b'{' => Self::Object(names().into_iter().map(|(name, raw)| (name, Self::of_json(raw))).collect()),
            b'[' => Self::List(items().into_iter().map(Self::of_json).collect()),
            b'"' => Self::Text(serde_json::from_str(text).expect("a string")),
            _ => Self::Word(text.into()),
        }
    }
}
