//! Fields out of a database's row, open for edits. Some of them are lists of names in which ours stand among
//! the user's own: such a list looks like an object here, with a `true` for every name in it.

use serde_json::{Map, Value};

use super::{format, json};
use crate::error::{Code, Error, Result};
use crate::words::say;

/// See the module.
pub struct Document {
    lists: &'static [&'static [&'static str]],
    /// `None` where there is no database.
    value: Option<Value>,
}

impl Document {
    /// Opens an excerpt of a row; `lists` are the fields that are lists of names.
    ///
    /// # Errors
    /// [`Code::FileUnparsable`] for what is no JSON object, and for a list that is none or holds more than names.
    pub fn open(text: &str, lists: &'static [&'static [&'static str]]) -> Result<Self> {
        let value = match text.trim() {
            "" => None,
            text => Some(
                serde_json::from_str(text)
                    .map_err(|error| unparsable(say!("tools-fields-not-json")).because(error))?,
            ),
        };
        let document = Self { lists, value };
        if document.value.as_ref().is_some_and(|value| !value.is_object()) {
            return Err(unparsable(say!("tools-fields-no-object")));
        }
        let is_list =
            |value: &Value| value.as_array().is_some_and(|names| names.iter().all(Value::is_string));
        match lists.iter().find(|list| document.at(list).is_some_and(|value| !is_list(value))) {
            Some(list) => Err(unparsable(say!("tools-fields-no-list", name = list.join(".")))),
            None => Ok(document),
        }
    }

    fn at(&self, path: &[&str]) -> Option<&Value> {
        path.iter().try_fold(self.value.as_ref()?, |value, name| value.get(name))
    }

    fn is_list(&self, path: &[&str]) -> bool {
        self.lists.contains(&path)
    }

    /// What stands around a field, made where it is missing.
    fn around(&mut self, path: &[&str]) -> Result<&mut Value> {
        let lists = self.lists;
        let mut value = self.value.get_or_insert_with(|| Value::Object(Map::new()));
        for depth in 1..=path.len() {
            let nothing = || {
                if lists.contains(&&path[..depth]) { Value::Array(vec![]) } else { Value::Object(Map::new()) }
            };
            value = value
                .as_object_mut()
                .ok_or_else(|| no_object(&path[..depth - 1]))?
                .entry(path[depth - 1])
                .or_insert_with(nothing);
        }
        Ok(value)
    }
}

impl format::Document for Document {
    fn get(&self, path: &[&str]) -> Option<String> {
        if let Some((name, list)) = path.split_last().filter(|(_, around)| self.is_list(around)) {
            let names = self.at(list)?.as_array()?;
            return names.iter().any(|known| known == name).then(|| "true".into());
        }
        self.at(path).map(|value| json::spell(value).to_string())
    }

    fn set(&mut self, path: &[&str], raw: &str) -> Result<()> {
        let wanted: Value = serde_json::from_str(raw)
            .map_err(|error| unparsable(say!("tools-fields-value-not-json")).because(error))?;
        let is_list = self.is_list(path);
        let Some((name, around)) = path.split_last() else {
            return Err(unparsable(say!("tools-fields-no-field")));
        };
        match self.around(around)? {
            Value::Array(names) if !names.iter().any(|known| known == name) => names.push((*name).into()),
            Value::Array(_) => {}
            Value::Object(members) => {
                let wanted = if is_list && !wanted.is_array() { Value::Array(vec![]) } else { wanted };
                members.insert((*name).to_owned(), wanted);
            }
            _ => return Err(no_object(around)),
        }
        Ok(())
    }

    fn remove(&mut self, path: &[&str]) {
        let Some((name, around)) = path.split_last() else { return };
        let Some(value) = &mut self.value else { return };
        match around.iter().try_fold(value, |value, name| value.get_mut(name)) {
            Some(Value::Array(names)) => names.retain(|known| known != name),
            Some(Value::Object(members)) => drop(members.remove(*name)),
            _ => {}
        }
    }

    fn names(&self, path: &[&str]) -> Vec<String> {
        let members = self.at(path).and_then(Value::as_object);
        members.map(|members| members.keys().cloned().collect()).unwrap_or_default()
    }

    fn is_empty(&self, path: &[&str]) -> bool {
        match self.at(path) {
            Some(Value::Object(members)) => members.is_empty(),
            Some(Value::Array(names)) => self.is_list(path) && names.is_empty(),
            Some(_) => false,
            None => path.is_empty(),
        }
    }

    fn text(&self) -> String {
        let Some(mut value) = self.value.clone() else { return String::new() };
        // As an excerpt is.
        value.sort_all_objects();
        format!("{value:#}")
    }
}

fn no_object(path: &[&str]) -> Error {
    unparsable(say!("tools-fields-part-no-object", name = path.join(".")))
}

fn unparsable(why: String) -> Error {
    Error::new(Code::FileUnparsable, why).hint(say!("tools-fields-by-hand"))
}

#[cfg(test)]
mod tests {
    use super::format::Document as _;
    use super::*;

    const LISTS: &[&[&str]] = &[&["ai", "names"]];

    #[test]
    fn names_come_and_go_among_the_users_own() {
        let mut document = Document::open(r#"{"ai":{"names":["theirs"]}}"#, LISTS).unwrap();
        document.set(&["ai", "names", "ours"], "true").unwrap();
        document.set(&["ai", "names", "ours"], "true").unwrap();
        assert_eq!(document.get(&["ai", "names"]).unwrap(), r#"["theirs","ours"]"#);
        assert_eq!(document.get(&["ai", "names", "ours"]).as_deref(), Some("true"));
        document.remove(&["ai", "names", "ours"]);
        assert_eq!(document.get(&["ai", "names", "ours"]), None);
        assert_eq!(document.get(&["ai", "names"]).unwrap(), r#"["theirs"]"#);
        document.remove(&["ai", "names", "theirs"]);
        assert!(document.is_empty(&["ai", "names"]));
        document.set(&["ai", "names"], "{}").unwrap();
        assert_eq!(document.get(&["ai", "names"]).unwrap(), "[]");
    }

    #[test]
    fn what_is_missing_is_made_and_what_is_strange_is_refused() {
        let mut document = Document::open("", LISTS).unwrap();
        assert_eq!(document.text(), "");
        document.set(&["ai", "names", "ours"], "true").unwrap();
        assert_eq!(document.get(&["ai"]).unwrap(), r#"{"names":["ours"]}"#);
        for strange in ["[]", "7", r#"{"ai":{"names":"x"}}"#, r#"{"ai":{"names":[1]}}"#, "{"] {
            let refused = Document::open(strange, LISTS).err().map(|error| error.code());
            assert_eq!(refused, Some(Code::FileUnparsable), "{strange}");
        }
        let mut odd = Document::open(r#"{"ai":null}"#, LISTS).unwrap();
        assert_eq!(odd.set(&["ai", "names", "x"], "true").unwrap_err().code(), Code::FileUnparsable);
    }
}
