//! TOML settings files, edited by span: `toml_edit` finds the places, and what is not ours stays as it is to
//! the byte. (Its own writer would change line ends, drop a BOM, and reorder dotted keys.)

use std::ops::Range;

use serde_json::Value as Json;
use toml_edit::{Array, InlineTable, Item, Key, Table, TableLike, TomlError, Value};
use zeroize::Zeroizing;

use super::{format, lines};
use crate::error::{Code, Error, Result};
use crate::words::say;

const BOM: &str = "\u{feff}";

/// A TOML file open for edits.
pub struct Document {
    bom: &'static str,
    body: String,
}

/// Where a value and its name stand.
struct Entry {
    key: Range<usize>,
    value: Range<usize>,
}

impl Document {
    /// Opens a text.
    ///
    /// # Errors
    /// [`Code::FileUnparsable`] with line and column.
    pub fn open(text: &str) -> Result<Self> {
        let (bom, body) = match text.strip_prefix(BOM) {
            Some(body) => (BOM, body),
            None => ("", text),
        };
        parse(body).map_err(|error| unparsable(body, &error))?;
        Ok(Self { bom, body: body.to_owned() })
    }

    /// Looks at the tables as they stand.
    fn look<T>(&self, look: impl FnOnce(&Table) -> Option<T>) -> Option<T> {
        look(parse(&self.body).ok()?.as_table())
    }

    /// Where the value at that path stands, if it is one.
    fn value(&self, path: &[&str]) -> Option<Range<usize>> {
        self.look(|root| match item(root, path)? {
            Item::Value(value) => value.span(),
            _ => None,
        })
    }

    /// Adds a value where there is none; leaves what it makes of it to be looked at.
    fn add(&mut self, parents: &[&str], name: &str, raw: &str) {
        let assignment = format!("{} = {raw}", key(name));
        let inline = self.look(|root| {
            let table = item(root, parents)?.as_inline_table().filter(|table| !table.is_dotted())?;
            Some((table.span()?, entries(table).last().map(|entry| entry.value.end)))
        });
        match inline {
            Some((_, Some(last))) => return self.body.insert_str(last, &format!(", {assignment}")),
            Some((span, None)) => return self.body.replace_range(span, &format!("{{ {assignment} }}")),
            None => {}
        }
        match self.line_for(parents) {
            Some((at, lead)) => lines::insert(&mut self.body, at, &format!("{lead}{assignment}")),
            None => {
                // A blank line between it and what is before it.
                let end = if self.body.is_empty() { "" } else { lines::end_of(&self.body) };
                let header = parents.iter().map(|name| key(name)).collect::<Vec<_>>().join(".");
                let at = self.body.len();
                lines::insert(&mut self.body, at, &format!("{end}[{header}]"));
                let at = self.body.len();
                lines::insert(&mut self.body, at, &assignment);
            }
        }
    }

    /// Where a table's next line goes, and how it starts; `None` if the table has no place yet.
    fn line_for(&self, path: &[&str]) -> Option<(usize, String)> {
        let text = &self.body;
        self.look(|root| {
            let table = match path {
                [] => root,
                path => item(root, path)?.as_table()?,
            };
            let own = table.iter().filter(|(_, item)| item.is_value());
            let own =
                own.filter_map(|(name, item)| entry(table, name, item)).max_by_key(|entry| entry.key.start);
            let last = match table.is_dotted() {
                true => own,
                false => entries(table).pop(),
            };
            if let Some(last) = last {
                let line = &text[lines::start(text, last.key.start)..last.key.start];
                let lead = if table.is_dotted() { line } else { blank_start(line) };
                return Some((lines::next(text, last.value.end), lead.to_owned()));
            }
            if path.is_empty() {
                return Some((before_tables(text, root), String::new()));
            }
            let header = table.span().filter(|_| !table.is_implicit())?;
            let line = &text[lines::start(text, header.start)..header.start];
            Some((lines::next(text, header.end), line.to_owned()))
        })
    }
}

impl format::Document for Document {
    fn get(&self, path: &[&str]) -> Option<String> {
        match self.value(path) {
            Some(span) => Some(self.body[span].to_owned()),
            None => self.look(|root| item(root, path).map(|_| "{}".to_owned())),
        }
    }

    fn set(&mut self, path: &[&str], raw: &str) -> Result<()> {
        let Some((name, parents)) = path.split_last() else { return Ok(()) };
        let before = self.body.clone();
        match self.value(path) {
            Some(there) => self.body.replace_range(there, raw),
            None => self.add(parents, name, raw),
        }
        if self.value(path).is_some_and(|span| self.body[span] == *raw) {
            return Ok(());
        }
        self.body = before;
        Err(Error::new(Code::FileUnparsable, say!("tools-toml-in-the-way", name = path.join("."))).hint(
            match parents {
                [] => say!("tools-toml-in-the-way", "hint"),
                [first, ..] => {
                    say!("tools-toml-in-the-way", "tables", first = *first, table = parents.join("."))
                }
            },
        ))
    }

    fn remove(&mut self, path: &[&str]) {
        let Some((name, parents)) = path.split_last() else { return };
        let inline = self.look(|root| {
            let table = item(root, parents)?.as_inline_table()?;
            let entries = entries(table);
            let entry = entry(table, name, item(root, path)?)?;
            let n = entries.iter().position(|other| other.key == entry.key)?;
            Some(match (n, entries.get(n + 1)) {
                (0, Some(next)) => entry.key.start..next.key.start,
                (0, None) => entry.key.start..entry.value.end,
                (n, _) => entries[n - 1].value.end..entry.value.end,
            })
        });
        if let Some(gone) = inline {
            return self.body.replace_range(gone, "");
        }
        let line = self.look(|root| {
            let table = match parents {
                [] => root,
                parents => item(root, parents)?.as_table()?,
            };
            match table.get(name)? {
                Item::Table(table) if table.is_empty() && !table.is_implicit() => {
                    table.span().map(|span| (span, true))
                }
                found @ Item::Value(_) => {
                    let entry = entry(table, name, found)?;
                    Some((entry.key.start..entry.value.end, false))
                }
                _ => None,
            }
        });
        let Some((mut gone, is_header)) = line else { return };
        if is_header {
            // With the blank line before it.
            let start = lines::start(&self.body, gone.start);
            let above = lines::before_line_end(&self.body, start);
            if above < start && lines::start(&self.body, above) == above {
                gone.start = above;
            }
        }
        lines::remove(&mut self.body, gone);
    }

    fn names(&self, path: &[&str]) -> Vec<String> {
        let names = self.look(|root| {
            let table: &dyn TableLike = match path {
                [] => root,
                path => item(root, path)?.as_table_like()?,
            };
            Some(table.iter().map(|(name, _)| name.to_owned()).collect())
        });
        names.unwrap_or_default()
    }

    fn is_empty(&self, path: &[&str]) -> bool {
        if path.is_empty() {
            return self.body.trim().is_empty();
        }
        let empty = self.look(|root| match item(root, path)? {
            Item::Table(table) => Some(table.is_empty() && !table.is_implicit()),
            item => item.as_inline_table().map(InlineTable::is_empty),
        });
        empty == Some(true)
    }

    fn text(&self) -> String {
        format!("{}{}", self.bom, self.body)
    }
}

fn parse(body: &str) -> std::result::Result<toml_edit::Document<&str>, TomlError> {
    toml_edit::Document::parse(body)
}

fn item<'a>(root: &'a Table, path: &[&str]) -> Option<&'a Item> {
    let (first, rest) = path.split_first()?;
    rest.iter().try_fold(root.get(first)?, |item, name| item.get(name))
}

/// The entries on a table's own lines, dotted ones too, in their order.
fn entries(table: &dyn TableLike) -> Vec<Entry> {
    let of = |(name, item): (&str, &Item)| match item.as_table_like() {
        Some(inner) if inner.is_dotted() => entries(inner),
        _ => entry(table, name, item).into_iter().collect(),
    };
    let mut entries: Vec<_> = table.iter().flat_map(of).collect();
    entries.sort_by_key(|entry| entry.key.start);
    entries
}

/// The entry of that name, if it is a value.
fn entry(table: &dyn TableLike, name: &str, item: &Item) -> Option<Entry> {
    Some(Entry { key: table.key(name)?.span()?, value: item.as_value()?.span()? })
}

/// Before the first table and the comment that belongs to it; at the end if there is no table.
fn before_tables(text: &str, root: &Table) -> usize {
    let mut headers = vec![];
    collect_headers(root, &mut headers);
    let Some(first) = headers.into_iter().min() else { return text.len() };
    let mut at = lines::start(text, first);
    while at > 0 {
        let above = lines::start(text, lines::before_line_end(text, at));
        if !text[above..at].trim_start().starts_with('#') {
            break;
        }
        at = above;
    }
    at
}

fn collect_headers(table: &Table, headers: &mut Vec<usize>) {
    for (_, item) in table {
        match item {
            Item::Table(table) => {
                headers.extend(table.span().filter(|_| !table.is_implicit()).map(|span| span.start));
                collect_headers(table, headers);
            }
            Item::ArrayOfTables(tables) => {
                headers.extend(tables.iter().filter_map(Table::span).map(|span| span.start));
            }
            _ => {}
        }
    }
}

fn blank_start(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

fn key(name: &str) -> String {
    Key::new(name).display_repr().into_owned()
}

/// A value as raw TOML. It has no null; nothing the wallet writes has one.
pub fn spell(value: &Json) -> Zeroizing<String> {
    Zeroizing::new(toml(value).to_string())
}

fn toml(value: &Json) -> Value {
    match value {
        Json::Null => Value::from(""),
        Json::Bool(yes) => Value::from(*yes),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Value::from(number),
            None => Value::from(number.as_f64().unwrap_or_default()),
        },
        Json::String(text) => Value::from(text),
        Json::Array(items) => Value::from(items.iter().map(toml).collect::<Array>()),
        Json::Object(members) => {
            Value::from(members.iter().map(|(name, value)| (name, toml(value))).collect::<InlineTable>())
        }
    }
}

/// A raw value in our own spelling.
pub fn our_spelling(raw: &str) -> Zeroizing<String> {
    value(raw).map_or_else(|| Zeroizing::new(raw.to_owned()), |value| spell(&value))
}

/// What a raw value says; `None` where it is no value.
pub fn value(raw: &str) -> Option<Json> {
    raw.parse::<Value>().ok().as_ref().map(json)
}

fn json(value: &Value) -> Json {
    match value {
        Value::String(text) => Json::from(text.value().as_str()),
        Value::Integer(number) => Json::from(*number.value()),
        Value::Float(number) => Json::from(*number.value()),
        Value::Boolean(yes) => Json::from(*yes.value()),
        Value::Datetime(time) => Json::from(time.value().to_string()),
        Value::Array(items) => items.iter().map(json).collect(),
        Value::InlineTable(table) => {
            table.iter().map(|(name, value)| (name.to_owned(), json(value))).collect()
        }
    }
}

fn unparsable(body: &str, error: &TomlError) -> Error {
    let at = error.span().map_or(0, |span| span.start.min(body.len()));
    let start = lines::start(body, at);
    let (line, column) = (body[..start].matches('\n').count() + 1, body[start..at].chars().count() + 1);
    let what = error.message().lines().next().unwrap_or_default().to_owned();
    Error::new(Code::FileUnparsable, say!("tools-toml-at", line = line, column = column, what = what))
        .hint(say!("tools-toml-at", "hint"))
}

#[cfg(test)]
mod tests {
    use super::format::Document as _;
    use super::*;

    fn edited(text: &str, edit: impl Fn(&mut Document)) -> String {
        let mut document = Document::open(text).unwrap();
        edit(&mut document);
        document.text()
    }

    #[test]
    fn what_is_added_and_removed_again_leaves_every_byte() {
        for text in [
            "",
            "\n\n",
            "# why",
            "a = 1",
            "a = 1\n",
            "a.b = [\n  1,\n]  # why\n",
            "[t]",
            "# about t\n[t]\n\n\n",
            "\u{feff}a = 1\r\n\r\n[t]\r\n  b = 2\r\n",
            "[[t]]\na = 1\n[x.z]\n",
            "[x.y]\nmine = 1\n\n[t]\n",
            "x = { y = { mine = 1 } }\n",
        ] {
            let there = edited(text, |d| {
                d.set(&["top"], "\"1\"").unwrap();
                d.set(&["x", "y", "n"], "\"1\"").unwrap();
            });
            assert_ne!(there, text);
            let back = edited(&there, |d| {
                d.remove(&["top"]);
                d.remove(&["x", "y", "n"]);
                if d.is_empty(&["x", "y"]) {
                    d.remove(&["x", "y"]);
                }
            });
            assert_eq!(back, text, "{there}");
        }
    }

    #[test]
    fn what_is_added_takes_the_style_of_its_neighbours() {
        for (before, after) in [
            ("a = 1", "a = 1\n\n[t]\nn = 2"),
            ("[t]\n  a = 1 # why\n\n[u]\n", "[t]\n  a = 1 # why\n  n = 2\n\n[u]\n"),
            ("t.a = 1\nb = 2\n", "t.a = 1\nt.n = 2\nb = 2\n"),
            ("t = {}\n", "t = { n = 2 }\n"),
            ("t = { a = 1 }\n", "t = { a = 1, n = 2 }\n"),
        ] {
            assert_eq!(edited(before, |d| d.set(&["t", "n"], "2").unwrap()), after);
        }
    }

    #[test]
    fn something_else_in_the_way_is_not_overwritten() {
        for text in ["t = 1\n", "[[t]]\n", "[t.n]\na = 1\n", "u = 1\nt.n.a = 1\n"] {
            let mut document = Document::open(text).unwrap();
            assert_eq!(document.set(&["t", "n"], "2").unwrap_err().code(), Code::FileUnparsable, "{text}");
            assert_eq!(document.text(), text);
        }
    }

    #[test]
    fn what_is_not_toml_is_refused_with_its_place() {
        let error = Document::open("a = 1\nb = é\n").err().unwrap();
        assert_eq!(error.code(), Code::FileUnparsable);
        assert!(error.message().starts_with("line 2, column 5: not TOML"), "{}", error.message());
    }

    #[test]
    fn a_value_is_the_same_however_it_is_spelled() {
        for (raw, ours) in [
            ("'a/b'", "\"a/b\""),
            ("\"a\\u002Fb\"", "\"a/b\""),
            ("\"\"\"\\\n  a\"\"\"", "\"a\""),
            ("5_000", "5000"),
            ("[ 'key', # why\n 'x' ]", "[\"key\", \"x\"]"),
            ("{ a = 0x10 }", "{ a = 16 }"),
        ] {
            assert_eq!(*our_spelling(raw), ours);
        }
    }
}
