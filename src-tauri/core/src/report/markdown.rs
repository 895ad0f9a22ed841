//! A report as Markdown, as GitHub, GitLab and most others read it.

use super::document::{Block, Document, Run, Table, Text};
use crate::words::say;

/// Where a text stands, which decides what has to be kept from being markup.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Line,
    Cell,
}

/// Writes a report.
pub(super) fn write(document: &Document) -> String {
    let mut out = format!("# {}\n\n", escaped(&document.title));
    out += &format!("**{}**\n", escaped(&document.state));
    for block in &document.blocks {
        out.push('\n');
        out += &match block {
            Block::Heading(words) => format!("## {words}\n"),
            Block::Subheading(text) => format!("### {}\n", line(text)),
            Block::Paragraph(text) => format!("{}\n", begin(line(text))),
            Block::Notice(_, text) => format!("> {}\n", begin(line(text))),
            Block::Facts(facts) => {
                facts.iter().map(|(name, text)| format!("- **{}** {}\n", label(name), line(text))).collect()
            }
            Block::Table(rows) => table(rows),
            Block::Todo(items) => items.iter().map(|text| format!("- [ ] {}\n", line(text))).collect(),
        };
    }
    out + &format!("\n---\n\n{}\n", begin(line(&document.foot)))
}

fn table(table: &Table) -> String {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let head = row(table.head.clone());
    let rule = row(table.head.iter().map(|_| "---".to_owned()).collect());
    let rows = table.rows.iter().map(|cells| row(cells.iter().map(cell).collect()));
    format!("{}\n\n{head}{rule}{}", label(&table.caption), rows.collect::<String>())
}

/// What comes before what it names.
fn label(name: &str) -> String {
    say!("report-label", name = name)
}

fn line(text: &Text) -> String {
    text.0.iter().map(|run| written(run, Place::Line)).collect()
}

fn cell(text: &Text) -> String {
    text.0.iter().map(|run| written(run, Place::Cell)).collect()
}

fn written(run: &Run, place: Place) -> String {
    match run {
        Run::Plain(words) => escaped(words),
        Run::Strong(words) => format!("**{}**", escaped(words)),
        Run::Name(name) | Run::Code(name) => code(name, place),
    }
}

/// Letter for letter, between more backticks than there are in it. A bar ends a cell even there, but for GitHub's
/// own escape (GFM specification, tables).
fn code(text: &str, place: Place) -> String {
    if text.trim().is_empty() {
        return say!("report-no-name");
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    let text = if place == Place::Cell { text.replace('|', "\\|") } else { text.to_owned() };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Plain words: nothing in them is markup, and nothing becomes a link by itself.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words.chars().peekable();
    while let Some(c) = rest.next() {
        let is_markup = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '&' | '~' | '@');
        let is_address = c == ':' && rest.peek() == Some(&'/')
            || c == '.'
                && out.as_bytes().last_chunk().is_some_and(|end: &[u8; 3]| end.eq_ignore_ascii_case(b"www"));
        if is_markup || is_address {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A paragraph that does not begin a list, a heading or a rule.
fn begin(line: String) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    match line[digits..].chars().next() {
        Some('#' | '-' | '+' | '=') if digits == 0 => format!("\\{line}"),
        Some('.' | ')') if digits > 0 => format!("{}\\{}", &line[..digits], &line[digits..]),
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_no_markup() {
        for (words, shown) in [
            ("plain words, 3 of 4 (65 %)", "plain words, 3 of 4 (65 %)"),
            ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"),
            ("*a* _b_ ~c~ `d`", "\\*a\\* \\_b\\_ \\~c\\~ \\`d\\`"),
            ("![x](https://evil.example)", "!\\[x\\](https\\://evil.example)"),
            ("www.evil.example WWW.evil.example", "www\\.evil.example WWW\\.evil.example"),
            ("密钥（+0.12 秒）。.env", "密钥（+0.12 秒）。.env"),
            ("a|b &amp; c\\", "a\\|b \\&amp; c\\\\"),
        ] {
            assert_eq!(escaped(words), shown);
        }
        for (words, shown) in
            [("# x", "\\# x"), ("- x", "\\- x"), ("12. x", "12\\. x"), ("3 copies", "3 copies"), ("", "")]
        {
            assert_eq!(begin(words.to_owned()), shown);
        }
    }

    #[test]
    fn names_stand_letter_for_letter() {
        for (name, shown) in [
            ("laptop", "`laptop`"),
            ("a`b", "``a`b``"),
            ("```", "```` ``` ````"),
            ("<b>&|", "`<b>&|`"),
            ("  ", "(no name)"),
        ] {
            assert_eq!(code(name, Place::Line), shown);
        }
        assert_eq!(code("a|b\\|c", Place::Cell), "`a\\|b\\\\|c`");
    }
}
