//! `.env` files, edited by span, as the `dotenv` of npm reads them: `NAME=value`, `export NAME='value'`,
//! `NAME: "value"`, comments, values over several lines. Whatever else stands there it passes over, and so is
//! it done here: no such file is broken.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;
use zeroize::Zeroizing;

use super::{format, lines};
use crate::error::{Code, Error, Result};
use crate::words::say;

const BOM: &str = "\u{feff}";

/// A `.env` file open for edits. A name that stands twice means its last occurrence.
pub struct Document {
    bom: &'static str,
    body: String,
}

struct Assignment {
    name: Range<usize>,
    value: Range<usize>,
}

impl Document {
    /// Opens a text.
    pub fn open(text: &str) -> Self {
        match text.strip_prefix(BOM) {
            Some(body) => Self { bom: BOM, body: body.to_owned() },
            None => Self { bom: "", body: text.to_owned() },
        }
    }

    fn assignments(&self) -> Vec<Assignment> {
        let of = |found: regex::Captures<'_>| {
            let name = found.name("name")?.range();
            let value = match found.name("value") {
                Some(value) => trimmed(&self.body, value.range()),
                None => {
                    let end = found.name("sign")?.end();
                    end..end
                }
            };
            Some(Assignment { name, value })
        };
        ASSIGNMENT.captures_iter(&self.body).filter_map(of).collect()
    }

    fn of_name(&self, path: &[&str]) -> Option<Assignment> {
        let [name] = path else { return None };
        self.assignments().into_iter().rfind(|found| self.body[found.name.clone()] == **name)
    }

    /// What all other names say.
    fn others(&self, path: &[&str]) -> Vec<(String, Zeroizing<String>)> {
        let all = self.assignments().into_iter().map(|found| {
            (self.body[found.name].to_owned(), Zeroizing::new(self.body[found.value].to_owned()))
        });
        all.filter(|(name, _)| [name.as_str()] != path).collect()
    }
}

impl format::Document for Document {
    fn get(&self, path: &[&str]) -> Option<String> {
        Some(self.body[self.of_name(path)?.value].to_owned())
    }

    fn set(&mut self, path: &[&str], raw: &str) -> Result<()> {
        let [name] = path else { return Ok(()) };
        let (before, others) = (self.body.clone(), self.others(path));
        match self.of_name(path) {
            Some(there) => self.body.replace_range(there.value, raw),
            None => {
                // With `export`, if that is how the last line has it.
                let last = self.assignments().pop();
                let lead =
                    last.map(|last| &self.body[lines::start(&self.body, last.name.start)..last.name.start]);
                let lead = lead.filter(|lead| lead.trim() == "export").unwrap_or_default();
                let line = format!("{lead}{name}={raw}");
                let at = self.body.len();
                lines::insert(&mut self.body, at, &line);
            }
        }
        if self.get(path).as_deref() == Some(raw) && self.others(path) == others {
            return Ok(());
        }
        self.body = before;
        Err(Error::new(Code::FileUnparsable, say!("tools-dotenv-open-quote", name = *name))
            .hint(say!("tools-dotenv-open-quote", "hint")))
    }

    fn remove(&mut self, path: &[&str]) {
        // All of them: with only the last gone, an earlier one would come to life.
        while let Some(found) = self.of_name(path) {
            lines::remove(&mut self.body, found.name.start..found.value.end);
        }
    }

    fn names(&self, path: &[&str]) -> Vec<String> {
        let all = self.assignments().into_iter().filter(|_| path.is_empty());
        all.map(|found| self.body[found.name].to_owned()).collect()
    }

    fn is_empty(&self, path: &[&str]) -> bool {
        path.is_empty() && self.body.trim().is_empty()
    }

    fn text(&self) -> String {
        format!("{}{}", self.bom, self.body)
    }
}

/// An assignment, by the rule of npm's `dotenv`.
static ASSIGNMENT: LazyLock<Regex> = LazyLock::new(|| {
    let quoted = r#"\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`"#;
    let rule = format!(
        r"(?mR)^\s*(?:export\s+)?(?<name>[A-Za-z0-9_.-]+)(?<sign>\s*=\s*?|:\s+?)(?<value>{quoted}|[^#\r\n]+)?\s*(?:#.*)?$"
    );
    Regex::new(&rule).expect("it compiles")
});

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start().len();
    start..start + part.trim().len()
}

/// A text as raw value, in quotes where it takes some. Other values as their text.
pub fn spell(value: &Value) -> Zeroizing<String> {
    let text = Zeroizing::new(value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned));
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text;
    }
    let quote = ['\'', '`', '"'].into_iter().find(|quote| !text.contains(*quote)).unwrap_or('"');
    Zeroizing::new(format!("{quote}{}{quote}", *text))
}

/// A raw value in our own spelling.
pub fn our_spelling(raw: &str) -> Zeroizing<String> {
    spell(&value(raw))
}

/// What a raw value says.
pub fn value(raw: &str) -> Value {
    let quoted = |quote| raw.strip_prefix(quote)?.strip_suffix(quote);
    let text = match ['\'', '"', '`'].into_iter().find_map(|quote| Some((quote, quoted(quote)?))) {
        Some(('"', text)) => text.replace("\\n", "\n").replace("\\r", "\r"),
        Some((_, text)) => text.to_owned(),
        None => raw.to_owned(),
    };
    Value::from(text)
}

#[cfg(test)]
mod tests {
    use super::format::Document as _;
    use super::*;

    fn edited(text: &str, edit: impl Fn(&mut Document)) -> String {
        let mut document = Document::open(text);
        edit(&mut document);
        document.text()
    }

    #[test]
    fn what_is_added_and_removed_again_leaves_every_byte() {
        for text in [
            "",
            "\n",
            "# why",
            "A=1",
            "A=1\n\n# end\n",
            "\u{feff}export A='1 # 2' # why\r\nB:  \"x\r\ny\"\r\n",
            "source ~/.secrets\nA=\n",
        ] {
            let there = edited(text, |d| d.set(&["N"], "1").unwrap());
            assert_ne!(there, text);
            assert_eq!(edited(&there, |d| d.remove(&["N"])), text);
        }
    }

    #[test]
    fn only_the_value_is_replaced() {
        for (before, after) in [
            ("N=1", "N=2"),
            ("N=", "N=2"),
            ("N=\nM=1\n", "N=2\nM=1\n"),
            ("  export  N = '1' # why\r\nM=1\r\n", "  export  N = 2 # why\r\nM=1\r\n"),
            ("N: 1 \n", "N: 2 \n"),
            ("N=\"1\n1\"#x\n", "N=2#x\n"),
            ("N=1\nN=3\n", "N=1\nN=2\n"),
            ("#N=1\n", "#N=1\nN=2\n"),
            ("export A=1\n", "export A=1\nexport N=2\n"),
        ] {
            assert_eq!(edited(before, |d| d.set(&["N"], "2").unwrap()), after, "{before:?}");
        }
    }

    #[test]
    fn a_quote_without_an_end_swallows_nothing() {
        let text = "A='1\n";
        assert_eq!(edited(text, |d| d.set(&["N"], "1").unwrap()), "A='1\nN=1\n");
        let mut document = Document::open(text);
        assert_eq!(document.set(&["N"], "'# 2'").unwrap_err().code(), Code::FileUnparsable);
        assert_eq!(document.text(), text);
    }

    #[test]
    fn a_value_is_the_same_however_it_is_quoted() {
        for (raw, ours) in [
            ("'a'", "a"),
            ("\"a\"", "a"),
            ("`a b`", "'a b'"),
            ("\"\"", "''"),
            ("", "''"),
            ("\"it's\"", "`it's`"),
        ] {
            assert_eq!(*our_spelling(raw), ours);
        }
    }
}
