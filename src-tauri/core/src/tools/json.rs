//! JSON settings files, edited by span: what is not ours stays as it is to the byte, and what is added takes
//! the style of its neighbours. Never reserialises.
//!
//! Where a tool reads comments and trailing commas, places are looked up in a *mask* of the text: of the same
//! length, with blanks for those.

use std::ops::Range;

use jsonc_parser::ParseOptions;
use jsonc_parser::cst::{CstLeafNode, CstNode, CstRootNode, TrailingCommaMode};
use jsonc_parser::errors::ParseError;
use serde::de::IgnoredAny;
use serde_json::Value;
use zeroize::Zeroizing;

use super::{format, lines};
use crate::error::{Code, Error, Result};
use crate::words::say;

const BOM: &str = "\u{feff}";

/// What may stand between words. Nothing else is blank: a no-break space is not JSON.
const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];

/// The indentation of a file that has none to go by.
const INDENT: &str = "  ";

/// The next step where the wallet can mend a file.
pub fn repair_hint() -> String {
    say!("tools-json-repair")
}

/// What a tool reads beyond JSON to the letter.
#[derive(Clone, Copy)]
pub enum Reads {
    /// Nothing: it ignores the whole file.
    Json,
    /// Nothing, and no BOM either.
    JsonWithoutBom,
    /// Comments, but no BOM.
    Comments,
    /// Comments and trailing commas.
    CommentsAndCommas,
}

impl Reads {
    fn a_bom(self) -> bool {
        matches!(self, Self::Json | Self::CommentsAndCommas)
    }

    fn comments(self) -> bool {
        matches!(self, Self::Comments | Self::CommentsAndCommas)
    }
}

/// A JSON file whose top level is an object, open for edits.
///
/// A name that stands twice in an object means its last occurrence, as `JSON.parse` has it (run with
/// Claude Code 2.1.330).
pub struct Document {
    bom: &'static str,
    body: String,
    reads: Reads,
    /// The body without what is not JSON to the letter.
    mask: String,
}

/// Where an object stands in the text, braces included, and where its members do.
struct Object {
    span: Range<usize>,
    members: Vec<Member>,
}

struct Member {
    name: Range<usize>,
    value: Range<usize>,
}

impl Document {
    /// Opens a text; a blank one is an empty object.
    ///
    /// # Errors
    /// [`Code::FileUnparsable`] with line and column: also for comments and trailing commas that the file's tool
    /// does not read, and for a top level that is no object.
    pub fn open(text: &str, reads: Reads) -> Result<Self> {
        let (bom, body) = match text.strip_prefix(BOM) {
            Some(body) => (BOM, body),
            None => ("", text),
        };
        if bom == BOM && !reads.a_bom() {
            return Err(unparsable(1, 1, say!("tools-json-bom")).hint(repair_hint()));
        }
        let document = Self { bom, body: body.to_owned(), reads, mask: mask(body, reads) };
        if !document.is_blank() {
            strict(&document)?;
            if !document.mask.trim_start_matches(BLANK).starts_with('{') {
                return Err(
                    unparsable(1, 1, say!("tools-json-top-level")).hint(say!("tools-json-top-level", "hint"))
                );
            }
        }
        Ok(document)
    }

    /// The raw text of a value, or `None` where it is absent.
    fn value(&self, path: &[&str]) -> Option<&str> {
        Some(&self.body[self.find(path)?])
    }

    fn replace(&mut self, range: Range<usize>, text: &str) {
        self.body.replace_range(range, text);
        self.mask = mask(&self.body, self.reads);
    }

    /// Whether a comment or trailing comma stands there.
    fn is_masked(&self, range: &Range<usize>) -> bool {
        self.body[range.clone()] != self.mask[range.clone()]
    }

    /// Puts a member after the last one of an object, and after the comment that belongs to that.
    fn append(&mut self, object: &Object, last: &Member, name: &str, raw: &str) {
        let gap = self.gap_before(object, object.members.len() - 1);
        let lead = match last_line_of(&self.mask[gap.clone()]) {
            lead if !lead.contains('\n') && self.is_masked(&gap) => " ",
            lead => lead,
        };
        let colon = last.name.end..last.value.start;
        let colon = match &self.mask[colon.clone()] {
            text if text.contains('\n') || self.is_masked(&colon) => ": ",
            text => text,
        };
        let comma = trailing_comma(&self.body, self.reads, last.value.end);
        let after = comma.map_or(last.value.end, |comma| comma + 1);
        // On the same line there is no telling a comment's end from ours.
        let at = if lead.contains('\n') { self.comments_end(after) } else { after };
        let end = if comma.is_some() { "," } else { "" };
        let member = format!("{lead}{name}{colon}{raw}{end}");
        match comma {
            Some(_) => self.replace(at..at, &member),
            None => {
                let between = self.body[after..at].to_owned();
                self.replace(after..at, &format!(",{between}{member}"));
            }
        }
    }

    /// Where the comments end that start on the line of that place, behind it. One that goes on in the next
    /// line is left for that.
    fn comments_end(&self, place: usize) -> usize {
        let comments = comments(&self.body, self.reads);
        let mut end = place;
        while let Some(comment) = comments.iter().find(|comment| {
            comment.start >= end && self.body[end..comment.start].trim_matches([' ', '\t']).is_empty()
        }) {
            if self.body[comment.clone()].contains('\n') {
                break;
            }
            end = comment.end;
        }
        end
    }

    /// What goes with a member: its comma and the blanks before it, but no comment.
    fn extent(&self, object: &Object, n: usize) -> Vec<Range<usize>> {
        let member = &object.members[n];
        let last = n + 1 == object.members.len();
        let plain = match n {
            0 if last => object.span.start + 1..object.span.end - 1,
            // With the comma after it; the gap before the next one stays.
            0 => object.span.start + 1..self.gap_before(object, 1).start,
            // With the comma and the gap before it.
            n => object.members[n - 1].value.end..member.value.end,
        };
        if !self.is_masked(&plain) {
            return vec![plain];
        }
        let mut own = self.body[..member.name.start].trim_end_matches(BLANK).len()..member.value.end;
        let comma_after = match last {
            true => trailing_comma(&self.body, self.reads, member.value.end),
            false => Some(skip_blank(&self.mask, member.value.end)),
        };
        let comma = match (comma_after, n) {
            (Some(comma), _) if !self.is_masked(&(own.end..comma)) => {
                own.end = comma + 1;
                None
            }
            (Some(comma), _) => Some(comma),
            (None, 0) => None,
            (None, n) => Some(skip_blank(&self.mask, object.members[n - 1].value.end)),
        };
        // What follows on the line must not end up in a comment before it.
        let comments = comments(&self.body, self.reads);
        let before = comments.iter().find(|comment| comment.start < own.start && own.start <= comment.end);
        if let Some(before) = before.filter(|comment| self.body[(*comment).clone()].starts_with("//")) {
            let rest = &self.body[own.end..lines::next(&self.body, own.end)];
            own.start = if rest.trim_matches(BLANK).is_empty() { before.end } else { member.name.start };
        }
        let mut gone = vec![own];
        gone.extend(comma.map(|comma| comma..comma + 1));
        gone.sort_by_key(|range| range.start);
        gone
    }

    /// Puts the first member into an object: on lines of their own, unless the whole file stands on one.
    fn fill(&mut self, object: &Object, name: &str, raw: &str) {
        let inside = &self.body[object.span.start + 1..object.span.end - 1];
        if !inside.trim_matches(BLANK).is_empty() {
            let at = object.span.start + 1 + inside.trim_end_matches(BLANK).len();
            let (end, step) = (lines::end_of(&self.body), self.indent());
            let outer = self.line_start(object.span.start);
            return self.replace(at..at, &format!("{end}{outer}{step}{name}: {raw}"));
        }
        let root = self.object(&[]);
        let one_line = !self.body.trim_matches(BLANK).contains('\n')
            && root.is_some_and(|root| root.span != object.span);
        let member = if one_line {
            format!("{{{name}:{raw}}}")
        } else {
            let end = lines::end_of(&self.body);
            let outer = self.line_start(object.span.start);
            format!("{{{end}{outer}{}{name}: {raw}{end}{outer}}}", self.indent())
        };
        self.replace(object.span.clone(), &member);
    }

    /// The blanks that the line of that place starts with.
    fn line_start(&self, at: usize) -> &str {
        let line = &self.body[lines::start(&self.body, at)..at];
        &line[..line.len() - line.trim_start_matches(BLANK).len()]
    }

    /// One step of indentation: that of the first member, if it stands on a line of its own.
    fn indent(&self) -> String {
        let root = self.object(&[]).filter(|root| !root.members.is_empty());
        let gap = root.map(|root| &self.mask[self.gap_before(&root, 0)]).unwrap_or_default();
        match gap.rsplit_once('\n') {
            Some((_, indent)) if !indent.is_empty() => indent.to_owned(),
            _ => INDENT.to_owned(),
        }
    }

    fn is_blank(&self) -> bool {
        self.mask.trim_matches(BLANK).is_empty()
    }

    /// What stands between a member and the comma or brace before it.
    fn gap_before(&self, object: &Object, n: usize) -> Range<usize> {
        let start = match n {
            0 => object.span.start + 1,
            n => skip_blank(&self.mask, object.members[n - 1].value.end) + 1,
        };
        start..object.members[n].name.start
    }

    fn find(&self, path: &[&str]) -> Option<Range<usize>> {
        let Some((name, parents)) = path.split_last() else {
            let start = skip_blank(&self.mask, 0);
            return (start < self.mask.len()).then(|| start..value_end(&self.mask, start));
        };
        let object = self.object(parents)?;
        let n = self.last_named(&object, name)?;
        Some(object.members[n].value.clone())
    }

    fn object(&self, path: &[&str]) -> Option<Object> {
        let span = self.find(path)?;
        self.mask[span.clone()].starts_with('{').then(|| read_object(&self.mask, span))
    }

    fn last_named(&self, object: &Object, name: &str) -> Option<usize> {
        let is = |member: &Member| {
            serde_json::from_str::<String>(&self.body[member.name.clone()]).is_ok_and(|found| found == name)
        };
        object.members.iter().rposition(is)
    }
}

impl format::Document for Document {
    fn get(&self, path: &[&str]) -> Option<String> {
        self.value(path).map(ToOwned::to_owned)
    }

    fn set(&mut self, path: &[&str], raw: &str) -> Result<()> {
        let Some((name, parents)) = path.split_last() else { return Ok(()) };
        if let Some(there) = self.find(path) {
            self.replace(there, raw);
            return Ok(());
        }
        if self.is_blank() {
            let end = lines::end_of(&self.body);
            let comments = if self.body.trim_matches(BLANK).is_empty() { "" } else { self.body.as_str() };
            let gap = if comments.is_empty() || comments.ends_with('\n') { "" } else { end };
            let text = format!("{comments}{gap}{{}}{end}");
            self.replace(0..self.body.len(), &text);
        }
        if self.find(parents).is_none() {
            self.set(parents, "{}")?;
        }
        let object = self.object(parents).ok_or_else(|| {
            let name = parents.last().copied().unwrap_or_default();
            Error::new(Code::FileUnparsable, say!("tools-json-no-object", name = name))
                .hint(say!("tools-json-no-object", "hint"))
        })?;
        let name = Value::from(*name).to_string();
        match &object.members[..] {
            [] => self.fill(&object, &name, raw),
            [.., last] => self.append(&object, last, &name, raw),
        }
        Ok(())
    }

    fn remove(&mut self, path: &[&str]) {
        let Some((name, parents)) = path.split_last() else { return };
        // All of them: with only the last gone, an earlier one of the same name would come to life.
        while let Some(object) = self.object(parents) {
            let Some(n) = self.last_named(&object, name) else { return };
            for gone in self.extent(&object, n).into_iter().rev() {
                self.replace(gone, "");
            }
        }
    }

    fn names(&self, path: &[&str]) -> Vec<String> {
        let members = self.object(path).map(|object| object.members).unwrap_or_default();
        members
            .iter()
            .filter_map(|member| serde_json::from_str(&self.body[member.name.clone()]).ok())
            .collect()
    }

    fn is_empty(&self, path: &[&str]) -> bool {
        match self.object(path) {
            // A comment in it is its owner's.
            Some(object) => {
                let inside = object.span.start + 1..object.span.end - 1;
                object.members.is_empty() && self.body[inside].trim_matches(BLANK).is_empty()
            }
            None => path.is_empty(),
        }
    }

    fn text(&self) -> String {
        format!("{}{}", self.bom, self.body)
    }
}

/// A value as raw JSON.
pub fn spell(value: &Value) -> Zeroizing<String> {
    Zeroizing::new(value.to_string())
}

/// A raw value in our own spelling. Numbers keep theirs.
pub fn our_spelling(raw: &str) -> Zeroizing<String> {
    match serde_json::from_str(raw) {
        Ok(Value::Number(_)) | Err(_) => Zeroizing::new(raw.to_owned()),
        Ok(value) => spell(&value),
    }
}

// The places below are those of a text that `strict` let through, so no case is left for what is not JSON.

fn read_object(text: &str, span: Range<usize>) -> Object {
    let mut members = vec![];
    let mut at = skip_blank(text, span.start + 1);
    while at < span.end - 1 {
        let name = at..value_end(text, at);
        let colon = skip_blank(text, name.end);
        let value = skip_blank(text, colon + 1);
        let value = value..value_end(text, value);
        at = skip_blank(text, value.end);
        if text[at..].starts_with(',') {
            at = skip_blank(text, at + 1);
        }
        members.push(Member { name, value });
    }
    Object { span, members }
}

fn skip_blank(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start_matches(BLANK).len()
}

/// Where the value that starts there ends.
fn value_end(text: &str, start: usize) -> usize {
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    for (n, byte) in text.bytes().enumerate().skip(start) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth > 0 => depth -= 1,
            b',' | b':' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n' if depth == 0 => return n,
            _ => continue,
        }
        if depth == 0 && !quoted {
            return n + 1;
        }
    }
    text.len()
}

/// The gap without the blank lines in it, which are the owner's.
fn last_line_of(gap: &str) -> &str {
    let start = gap.rfind('\n').unwrap_or(0);
    &gap[if gap[..start].ends_with('\r') { start - 1 } else { start }..]
}

/// The text with blanks for comments and trailing commas, as far as the tool reads them.
fn mask(text: &str, reads: Reads) -> String {
    match reads {
        Reads::Json | Reads::JsonWithoutBom => text.to_owned(),
        Reads::Comments => without_comments(text),
        Reads::CommentsAndCommas => without_trailing_commas(without_comments(text)),
    }
}

fn without_comments(text: &str) -> String {
    let mut mask = text.to_owned();
    for comment in comments(text, Reads::Comments) {
        let blank = |byte| if byte == b'\n' || byte == b'\r' { char::from(byte) } else { ' ' };
        let blanks: String = text[comment.clone()].bytes().map(blank).collect();
        mask.replace_range(comment, &blanks);
    }
    mask
}

/// Where comments stand. One without an end is none, for the parser to trip over.
fn comments(text: &str, reads: Reads) -> Vec<Range<usize>> {
    let mut comments = vec![];
    let (mut at, mut quoted, mut escaped) = (0, false, false);
    while let (true, Some(next)) = (reads.comments(), text[at..].chars().next()) {
        let rest = &text[at..];
        let length = match quoted {
            false if rest.starts_with("//") => rest.find(['\r', '\n']).unwrap_or(rest.len()),
            false if rest.starts_with("/*") => rest[2..].find("*/").map_or(0, |end| end + 4),
            _ => 0,
        };
        if length > 0 {
            comments.push(at..at + length);
            at += length;
            continue;
        }
        match next {
            _ if escaped => escaped = false,
            '\\' => escaped = quoted,
            '"' => quoted = !quoted,
            _ => {}
        }
        at += next.len_utf8();
    }
    comments
}

fn without_trailing_commas(mut mask: String) -> String {
    let (mut quoted, mut escaped, mut before) = (false, false, b'{');
    let mut commas = vec![];
    for (at, byte) in mask.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            b',' if !quoted && !b"{[,:".contains(&before) => {
                let next = mask[at + 1..].trim_start_matches(BLANK);
                commas.extend(next.starts_with(['}', ']']).then_some(at));
            }
            _ => {}
        }
        if !BLANK.contains(&char::from(byte)) {
            before = byte;
        }
    }
    for at in commas {
        mask.replace_range(at..=at, " ");
    }
    mask
}

/// Where the trailing comma behind the value that ends there stands.
fn trailing_comma(text: &str, reads: Reads, value_end: usize) -> Option<usize> {
    let Reads::CommentsAndCommas = reads else { return None };
    let uncommented = without_comments(text);
    let at = skip_blank(&uncommented, value_end);
    uncommented[at..].starts_with(',').then_some(at)
}

/// Takes out the comments and trailing commas that the tool trips over; `None` where those are not what ails
/// the file.
pub fn repaired(text: &str, reads: Reads) -> Option<String> {
    let body = text.strip_prefix(BOM).unwrap_or(text);
    let root = parse(body).ok()?;
    root.set_trailing_commas(TrailingCommaMode::Never);
    if !reads.comments() {
        remove_comments(&root.children());
    }
    let mended = root.to_string();
    let bom = if reads.a_bom() { &text[..text.len() - body.len()] } else { "" };
    let is_json = |text: &str| serde_json::from_str::<IgnoredAny>(&mask(text, reads)).is_ok();
    let whole = format!("{bom}{mended}");
    (whole != text && is_json(&mended)).then_some(whole)
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

fn strict(document: &Document) -> Result<()> {
    let Err(error) = serde_json::from_str::<IgnoredAny>(&document.mask) else { return Ok(()) };
    // At the end of a text that ends in a line break, the column is 0.
    let (line, column) = (error.line(), error.column().max(1));
    let tripped = match document.reads {
        Reads::Json | Reads::JsonWithoutBom => say!("tools-json-comment"),
        Reads::Comments | Reads::CommentsAndCommas => say!("tools-json-comma"),
    };
    Err(match repaired(&document.body, document.reads) {
        Some(_) => unparsable(line, column, tripped).hint(repair_hint()),
        None => unparsable(line, column, say!("tools-json-not-json")),
    })
}

fn unparsable(line: usize, column: usize, what: String) -> Error {
    Error::new(Code::FileUnparsable, say!("tools-json-at", line = line, column = column, what = what))
        .hint(say!("tools-json-at", "hint"))
}

#[cfg(test)]
mod tests {
    use super::format::Document as _;
    use super::*;

    fn edited(text: &str, edit: impl Fn(&mut Document)) -> String {
        edited_as(text, Reads::Json, edit)
    }

    fn edited_as(text: &str, reads: Reads, edit: impl Fn(&mut Document)) -> String {
        let mut document = Document::open(text, reads).unwrap();
        edit(&mut document);
        document.text()
    }

    #[test]
    fn what_is_added_and_removed_again_leaves_every_byte() {
        for text in [
            "{}",
            "{\n  \"a\": 1\n}\n",
            "{\n  \"a\": 1\n}",
            "{\"a\":1}",
            "{ \"a\" : 1 }",
            "\n\n{\n\n    \"a\": 1 ,\n\n\n    \"b\": {}\n\n}\n\n",
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
        assert_eq!(Document::open(text, Reads::Json).unwrap().value(&["env", "A"]), Some("\"2\""));
        let set = edited(text, |d| d.set(&["env", "A"], "\"3\"").unwrap());
        assert_eq!(set, text.replace("\"2\"", "\"3\""));
    }

    #[test]
    fn what_the_tool_would_not_read_is_refused_with_its_place() {
        let text = "{\n  \"a\": 1, // why\n}\n";
        let error = Document::open(text, Reads::Json).err().unwrap();
        assert_eq!(error.code(), Code::FileUnparsable);
        assert!(error.message().starts_with("line 2, column 11"), "{}", error.message());
        assert_eq!(repaired(text, Reads::Json).as_deref(), Some("{\n  \"a\": 1\n}\n"));
    }

    #[test]
    fn what_is_not_json_is_refused_and_not_repaired() {
        for text in ["[1]", "{", "{\"a\":1} x", "'a'", "{'a':1}", "{a:1}", "nul", "{\"a\":01}", "\"text\""] {
            assert_eq!(
                Document::open(text, Reads::Json).err().map(|e| e.code()),
                Some(Code::FileUnparsable),
                "{text}"
            );
        }
        for text in ["{", "{'a':1}", "{\"a\":1}"] {
            assert_eq!(repaired(text, Reads::Json), None, "{text}");
        }
    }

    #[test]
    fn something_else_in_the_way_is_not_overwritten() {
        let mut document = Document::open("{\"env\": [1]}", Reads::Json).unwrap();
        assert_eq!(document.set(&["env", "A"], "1").unwrap_err().code(), Code::FileUnparsable);
        assert_eq!(document.text(), "{\"env\": [1]}");
    }

    #[test]
    fn what_is_added_takes_the_style_of_its_neighbours() {
        for (before, after) in [
            ("{}", "{\n  \"e\": {\n    \"A\": 1\n  }\n}"),
            ("{\"a\":1}", "{\"a\":1,\"e\":{\"A\":1}}"),
            ("{\"a\":1,\"e\":{}}", "{\"a\":1,\"e\":{\"A\":1}}"),
            ("{ \"e\" : { \"a\" : 1 } }", "{ \"e\" : { \"a\" : 1, \"A\" : 1 } }"),
            ("{\r\n\t\"a\":1\r\n}", "{\r\n\t\"a\":1,\r\n\t\"e\":{\r\n\t\t\"A\": 1\r\n\t}\r\n}"),
            (
                "{\n    \"a\": 1,\n\n    \"e\": {\n        \"a\": 1\n    }\n}",
                "{\n    \"a\": 1,\n\n    \"e\": {\n        \"a\": 1,\n        \"A\": 1\n    }\n}",
            ),
        ] {
            assert_eq!(edited(before, |d| d.set(&["e", "A"], "1").unwrap()), after);
        }
    }

    #[test]
    fn the_first_the_middle_and_the_last_can_be_removed() {
        let text = "{ \"a\": [1, {\"x\": \"}, \\\"\"}],\n  \"b\" : 2 ,\"c\":3 }";
        for (name, left) in [
            ("a", "{\n  \"b\" : 2 ,\"c\":3 }"),
            ("b", "{ \"a\": [1, {\"x\": \"}, \\\"\"}] ,\"c\":3 }"),
            ("c", "{ \"a\": [1, {\"x\": \"}, \\\"\"}],\n  \"b\" : 2 }"),
            ("d", text),
        ] {
            assert_eq!(edited(text, |d| d.remove(&[name])), left);
        }
    }

    #[test]
    fn a_text_is_the_same_however_it_is_escaped() {
        assert_eq!(*our_spelling(r#""\u0073k-\/""#), *spell(&"sk-/".into()));
        assert_eq!(*our_spelling("1.10"), "1.10");
    }

    #[test]
    fn an_empty_file_becomes_an_object() {
        assert_eq!(edited("", |d| d.set(&["a"], "1").unwrap()), "{\n  \"a\": 1\n}\n");
    }

    #[test]
    fn comments_and_trailing_commas_stay_where_the_tool_reads_them() {
        for (before, after) in [
            ("{ // c\n}", "{ // c\n  \"n\": 1\n}"),
            ("{ /* c */ }", "{ /* c */\n  \"n\": 1 }"),
            ("{\n  \"a\": 1, // a\n}\n", "{\n  \"a\": 1, // a\n  \"n\": 1,\n}\n"),
            ("{\n  \"a\": 1 // a\n  // end\n}\n", "{\n  \"a\": 1, // a\n  \"n\": 1\n  // end\n}\n"),
            ("{\"a\": 1 /* a */}", "{\"a\": 1,\"n\": 1 /* a */}"),
            ("{\"a\": \"//,]\", }", "{\"a\": \"//,]\",\"n\": 1, }"),
            (
                "// é\n{\n\t\"a\" /* a */: [1, 2,], /* b */ \"b\": 2,\r\n}",
                "// é\n{\n\t\"a\" /* a */: [1, 2,], /* b */ \"b\": 2, \"n\": 1,\r\n}",
            ),
            ("{\n  \"a\": 1, \"b\": 2 // c  \n}", "{\n  \"a\": 1, \"b\": 2, \"n\": 1 // c  \n}"),
            ("{\n  \"a\": 1 /* c\n d */\n}", "{\n  \"a\": 1,\n  \"n\": 1 /* c\n d */\n}"),
            ("{\r\n  \"a\": 1 // c  \r\n}", "{\r\n  \"a\": 1, // c  \r\n  \"n\": 1\r\n}"),
        ] {
            let there = edited_as(before, Reads::CommentsAndCommas, |d| d.set(&["n"], "1").unwrap());
            assert_eq!(there, after);
            assert_eq!(edited_as(&there, Reads::CommentsAndCommas, |d| d.remove(&["n"])), before);
        }
    }

    #[test]
    fn a_comment_of_what_is_removed_stays() {
        let text = "{\n  // n\n  \"n\": 1, // of n\n  /* a */ \"a\": 2\n}";
        assert_eq!(
            edited_as(text, Reads::Comments, |d| d.remove(&["n"])),
            "{\n  // n\n   // of n\n  /* a */ \"a\": 2\n}"
        );
        assert_eq!(
            edited_as(text, Reads::Comments, |d| d.remove(&["a"])),
            "{\n  // n\n  \"n\": 1 // of n\n  /* a */\n}"
        );
    }

    #[test]
    fn nothing_is_drawn_into_a_comment() {
        for (text, left) in [
            ("{ // c\n  \"n\": 1, \"b\": 2\n}", "{ // c\n  \"b\": 2\n}"),
            ("{ // c\n  \"n\": 1 }", "{ // c\n   }"),
            ("{ \"a\": 1, // c\n  \"n\": 1 }", "{ \"a\": 1 // c\n   }"),
        ] {
            let now = edited_as(text, Reads::CommentsAndCommas, |d| d.remove(&["n"]));
            assert_eq!(now.replace("\n   \"", "\n  \""), left);
            assert!(Document::open(&now, Reads::CommentsAndCommas).is_ok());
        }
    }

    #[test]
    fn what_some_tools_read_others_refuse() {
        let text = "{ // c\n  \"a\": 1,\n}";
        assert!(Document::open(text, Reads::CommentsAndCommas).is_ok());
        assert!(Document::open(text, Reads::Comments).is_err());
        assert_eq!(repaired(text, Reads::Comments).as_deref(), Some("{ // c\n  \"a\": 1\n}"));
        for text in ["{,}", "{\"a\":1,,}", "{\"a\":,}", "[,]", "{} /*", "{\"a\" 1}", "{'a':1}"] {
            assert!(Document::open(text, Reads::CommentsAndCommas).is_err(), "{text}");
        }
    }
}
