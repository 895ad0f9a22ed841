//! A report as one HTML page: no script, nothing from elsewhere, light, made to be printed.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use super::document::{Block, Document, Facts, Run, Table, Text, Tone};
use crate::words::{Language, say, spoken};

/// How it looks, on a screen and on paper.
const LOOK: &str = include_str!("print.css");

/// Writes a report.
pub(super) fn write(document: &Document) -> String {
    let look = BASE64_STANDARD.encode(Sha256::digest(LOOK));
    // Nothing but its own look is let in, also where it is shown inside something else.
    let policy =
        format!("default-src 'none'; style-src 'sha256-{look}'; base-uri 'none'; form-action 'none'");
    let language = match spoken() {
        Language::En => "en",
        Language::Zh => "zh-CN",
    };
    let page = html! {
        (DOCTYPE)
        html lang=(language) dir="ltr" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width";
                meta name="color-scheme" content="light";
                meta name="referrer" content="no-referrer";
                title { (document.title) }
                style { (PreEscaped(LOOK)) }
            }
            body {
                main {
                    header {
                        h1 { (document.title) }
                        p.state data-tone=(tone(document.tone)) { (document.state) }
                    }
                    @for part in parts(&document.blocks) { (part) }
                    footer { p { (text(&document.foot)) } }
                }
            }
        }
    };
    page.into_string() + "\n"
}

/// A section for each heading, so that readers can go from one to the next.
fn parts(blocks: &[Block]) -> Vec<Markup> {
    let is_heading = |block: &Block| matches!(block, Block::Heading(_));
    let starts = blocks.iter().enumerate().filter(|(_, block)| is_heading(block)).map(|(n, _)| n);
    let mut edges: Vec<usize> = std::iter::once(0).chain(starts).chain([blocks.len()]).collect();
    edges.dedup();
    let section =
        |edges: &[usize]| html! { section { @for part in &blocks[edges[0]..edges[1]] { (block(part)) } } };
    edges.windows(2).map(section).collect()
}

fn block(block: &Block) -> Markup {
    match block {
        Block::Heading(words) => html! { h2 { (words) } },
        Block::Subheading(words) => html! { h3 { (text(words)) } },
        Block::Paragraph(words) => html! { p { (text(words)) } },
        Block::Notice(how, words) => html! { p.notice data-tone=(tone(*how)) { (text(words)) } },
        Block::Facts(all) => facts(all),
        Block::Table(rows) => table(rows),
        Block::Todo(items) => html! { ul.todo { @for item in items { li { span { (text(item)) } } } } },
    }
}

fn facts(facts: &Facts) -> Markup {
    html! { dl { @for (name, words) in facts { div { dt { (name) } dd { (text(words)) } } } } }
}

fn table(table: &Table) -> Markup {
    let narrow = |n: usize| table.narrow.contains(&n).then_some("narrow");
    html! {
        table {
            caption { (table.caption) }
            thead { tr { @for name in &table.head { th scope="col" { (name) } } } }
            tbody {
                @for row in &table.rows {
                    tr { @for (n, cell) in row.iter().enumerate() { td class=[narrow(n)] { (text(cell)) } } }
                }
            }
        }
    }
}

fn text(text: &Text) -> Markup {
    html! { @for run in &text.0 { (written(run)) } }
}

fn written(run: &Run) -> Markup {
    match run {
        Run::Plain(words) => html! { (words) },
        Run::Strong(words) => html! { strong { (words) } },
        Run::Name(name) if name.trim().is_empty() => html! { (say!("report-no-name")) },
        // Whatever script a name is in, the words around it keep their places.
        Run::Name(name) => html! { bdi class=[short(name)] { (name) } },
        Run::Code(code) => html! { code class=[short(code)] dir="ltr" { (code) } },
    }
}

/// What is short enough to stand on one line wherever it stands.
fn short(words: &str) -> Option<&'static str> {
    (words.chars().count() <= 20).then_some("narrow")
}

fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "good",
        Tone::Bad => "bad",
        Tone::Plain => "plain",
    }
}
