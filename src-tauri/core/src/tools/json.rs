//! JSON settings files, edited by span: comments, order, indentation, line ends, BOM and every number the
//! owner wrote stay as they are. Never reserialises.

use jsonc_parser::cst::{
    CstInputValue, CstLeafNode, CstNode, CstObject, CstObjectProp, CstRootNode, TrailingCommaMode,
};
use jsonc_parser::{ParseOptions, errors::ParseError};

use crate::error::{Code, Error, Result};

const BOM: &str = "\u{feff}";

/// A JSON file whose top level is an object, open for edits.
///
/// A name that stands twice in an object means its last occurrence, as `JSON.parse` has it (run with
/// Claude Code 2.1.330).
pub struct Document {
    bom: &'static str,
    root: CstRootNode,
    object: CstObject,
}

impl Document {
    /// Opens a text; an empty or missing one is an empty object.
    ///
    /// # Errors
    /// [`Code::FileUnparsable`] with line and column: also for comments and trailing commas, which the tools
    /// that own such files do not read, and for a top level that is no object.
    pub fn open(text: &str) -> Result<Self> {
        let (bom, body) = match text.strip_prefix(BOM) {
            Some(body) => (BOM, body),
            None => ("", text),
        };
        if !body.trim().is_empty() {
            strict(body)?;
        }
        let root = parse(body).map_err(|error| {
            unparsable(error.line_display(), error.column_display(), "not JSON")
                .because(error.kind().to_string())
        })?;
        match root.value() {
            None => Ok(Self { bom, object: root.object_value_or_set(), root }),
            Some(_) => match root.object_value() {
                Some(object) => Ok(Self { bom, root, object }),
                None => Err(unparsable(1, 1, "the top level is not an object")
                    .hint("a settings file is an object in braces; mend it by hand, or move it away")),
            },
        }
    }

    /// The raw text of a value, or `None` where it is absent.
    pub fn get(&self, path: &[&str]) -> Option<String> {
        Some(self.find(path)?.value()?.to_string())
    }

    /// Sets a value, given as raw JSON; objects on the way are made where they are missing.
    ///
    /// # Errors
    /// [`Code::FileUnparsable`] if something that is no object stands in the way.
    pub fn set(&self, path: &[&str], raw: &str) -> Result<()> {
        let Some((name, parents)) = path.split_last() else { return Ok(()) };
        let mut object = self.object.clone();
        for parent in parents {
            object = match property(&object, parent) {
                None => object.append(parent, CstInputValue::Object(vec![])).object_value_or_set(),
                Some(found) => found.object_value().ok_or_else(|| {
                    Error::new(Code::FileUnparsable, format!("\"{parent}\" is not an object"))
                        .hint("mend it by hand, or remove it")
                })?,
            };
        }
        // The library writes a "number" as it is given, so this puts back any value letter for letter.
        let value = CstInputValue::Number(raw.to_owned());
        match property(&object, name) {
            Some(found) => found.set_value(value),
            None => {
                object.append(name, value);
            }
        }
        Ok(())
    }

    /// Removes a value; what is absent stays absent.
    pub fn remove(&self, path: &[&str]) {
        // All of them: with only the last gone, an earlier one of the same name would come to life.
        while let Some(found) = self.find(path) {
            found.remove();
        }
    }

    /// Whether the object at that path is there and holds nothing.
    pub fn is_empty(&self, path: &[&str]) -> bool {
        self.object_at(path).is_some_and(|object| object.properties().is_empty())
    }

    /// The text, as it is to be written.
    pub fn text(&self) -> String {
        format!("{}{}", self.bom, self.root)
    }

    fn object_at(&self, path: &[&str]) -> Option<CstObject> {
        match path {
            [] => Some(self.object.clone()),
            _ => self.find(path)?.object_value(),
        }
    }

    fn find(&self, path: &[&str]) -> Option<CstObjectProp> {
        let (name, parents) = path.split_last()?;
        property(&self.object_at(parents)?, name)
    }
}

/// Takes comments and trailing commas out, so that the tool reads the file again; `None` where that is not
/// what ails it.
pub fn repaired(text: &str) -> Option<String> {
    let body = text.strip_prefix(BOM).unwrap_or(text);
    let root = parse(body).ok()?;
    root.set_trailing_commas(TrailingCommaMode::Never);
    remove_comments(&root.children());
    let mended = root.to_string();
    let bom = &text[..text.len() - body.len()];
    (mended != body && strict(&mended).is_ok()).then(|| format!("{bom}{mended}"))
}

fn remove_comments(nodes: &[CstNode]) {
    for node in nodes {
        match node {
            CstNode::Leaf(CstLeafNode::Comment(comment)) => comment.clone().remove(),
            node => remove_comments(&node.children()),
        }
    }
}

fn parse(body: &str) -> std::result::Result<CstRootNode, ParseError> {
    let strict_but_for_what_can_be_repaired = ParseOptions {
        allow_comments: true,
        allow_trailing_commas: true,
        allow_loose_object_property_names: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    CstRootNode::parse(body, &strict_but_for_what_can_be_repaired)
}

fn strict(body: &str) -> Result<()> {
    let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(body) else { return Ok(()) };
    let what = match parse(body) {
        Ok(_) => "a comment or trailing comma, which the tool does not accept: it ignores the whole file",
        Err(_) => "not JSON",
    };
    Err(unparsable(error.line(), error.column(), what))
}

fn unparsable(line: usize, column: usize, what: &str) -> Error {
    Error::new(Code::FileUnparsable, format!("line {line}, column {column}: {what}"))
        .hint("mend the file by hand; it was not touched")
}

/// The last property of that name.
fn property(object: &CstObject, name: &str) -> Option<CstObjectProp> {
    object.properties().into_iter().rev().find(|property| property.decoded_name().as_deref() == Some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(text: &str, edit: impl Fn(&Document)) -> String {
        let document = Document::open(text).unwrap();
        edit(&document);
        document.text()
    }

    #[test]
    fn what_is_added_and_removed_again_leaves_every_byte() {
        for text in [
            "{}",
            "{\n  \"a\": 1\n}\n",
            "{\n  \"a\": 1\n}",
            "{\r\n\t\"n\": 1.10,\r\n\t\"big\": 12345678901234567890123\r\n}\r\n",
            "\u{feff}{\n    \"a\": [1, 2,  3],\n\n    \"env\": {\n        \"MINE\": \"1\"\n    }\n}\n",
            "{\n  \"a\": 1e400,\n  \"a\": \"\\u00e9\\/\"\n}\n",
        ] {
            let there = edited(text, |d| d.set(&["x", "y"], "\"1\"").unwrap());
            assert_ne!(there, text);
            let back = edited(&there, |d| {
                d.remove(&["x", "y"]);
                d.remove(&["x"]);
            });
            assert_eq!(back, text);
        }
    }

    #[test]
    fn the_last_of_a_duplicated_name_counts() {
        let text = "{\n  \"env\": {\n    \"A\": \"1\"\n  },\n  \"env\": {\n    \"A\": \"2\"\n  }\n}\n";
        assert_eq!(Document::open(text).unwrap().get(&["env", "A"]).as_deref(), Some("\"2\""));
        let set = edited(text, |d| d.set(&["env", "A"], "\"3\"").unwrap());
        assert_eq!(set, text.replace("\"2\"", "\"3\""));
    }

    #[test]
    fn what_the_tool_would_not_read_is_refused_with_its_place() {
        let text = "{\n  \"a\": 1, // why\n}\n";
        let error = Document::open(text).err().unwrap();
        assert_eq!(error.code(), Code::FileUnparsable);
        assert!(error.message().starts_with("line 2, column 11"), "{}", error.message());
        assert_eq!(repaired(text).as_deref(), Some("{\n  \"a\": 1\n}\n"));
    }

    #[test]
    fn what_is_not_json_is_refused_and_not_repaired() {
        for text in ["[1]", "{", "{\"a\":1} x", "'a'", "{'a':1}", "{a:1}", "nul", "{\"a\":01}", "\"text\""] {
            assert_eq!(Document::open(text).err().map(|e| e.code()), Some(Code::FileUnparsable), "{text}");
        }
        for text in ["{", "{'a':1}", "{\"a\":1}"] {
            assert_eq!(repaired(text), None, "{text}");
        }
    }

    #[test]
    fn something_else_in_the_way_is_not_overwritten() {
        let document = Document::open("{\"env\": [1]}").unwrap();
        assert_eq!(document.set(&["env", "A"], "1").unwrap_err().code(), Code::FileUnparsable);
        assert_eq!(document.text(), "{\"env\": [1]}");
    }

    #[test]
    fn an_empty_file_becomes_an_object() {
        assert_eq!(edited("", |d| d.set(&["a"], "1").unwrap()), "{\n  \"a\": 1\n}\n");
    }
}
