//! Whole lines of a text, put in and taken out so that the one undoes the other to the byte.

use std::ops::Range;

/// The line end a text uses.
pub fn end_of(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Where the line of that place starts.
pub fn start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |at| at + 1)
}

/// Where the line after that of that place starts.
pub fn next(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// Puts lines in at the start of a line. A text without a final line end stays without.
pub fn insert(text: &mut String, at: usize, lines: &str) {
    let end = end_of(text);
    let unended = at == text.len() && at > 0 && !text.ends_with('\n');
    let added = if unended { format!("{end}{lines}") } else { format!("{lines}{end}") };
    text.insert_str(at, &added);
}

/// Takes out the lines that a range lies in.
pub fn remove(text: &mut String, range: Range<usize>) {
    let (mut first, last) = (start(text, range.start), next(text, range.end));
    if last == text.len() && !text.ends_with('\n') {
        first = before_line_end(text, first);
    }
    text.replace_range(first..last, "");
}

/// Where the line end before that place starts; the same place if there is none.
pub fn before_line_end(text: &str, at: usize) -> usize {
    let before = &text[..at];
    before.strip_suffix("\r\n").or_else(|| before.strip_suffix('\n')).unwrap_or(before).len()
}
