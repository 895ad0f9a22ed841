//! What is said to people: every language has every text with the same blanks, no text is left over, and no
//! sentence stands in the code.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Each catalogue, and the sources that speak by it.
const CRATES: [(&str, &str); 3] = [("core", "core/src"), ("cli", "cli/src"), ("window", "src")];

/// Words that stand in the code rightly: not for people, or in no language.
const NO_WORDS: &str = include_str!("words/not-words.txt");

fn ours(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri").join(path)
}

/// A text or what belongs to it, by name (`no-such-key`, `no-such-key.hint`), and the blanks in it.
type Texts = BTreeMap<String, BTreeSet<String>>;

fn texts(language: &str, name: &str) -> Texts {
    let path = ours(&format!("words/{language}/{name}.ftl"));
    let text = fs::read_to_string(&path).unwrap();
    let resource = parser::parse(text).unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", path.display()));
    let mut texts = Texts::new();
    for entry in resource.body {
        let Entry::Message(message) = entry else { continue };
        let name = message.id.name;
        let patterns = message.value.map(|value| (name.clone(), value)).into_iter().chain(
            message.attributes.into_iter().map(|part| (format!("{name}.{}", part.id.name), part.value)),
        );
        for (name, pattern) in patterns {
            let mut blanks = BTreeSet::new();
            blanks_of(&pattern, &mut blanks);
            assert!(texts.insert(name.clone(), blanks).is_none(), "{language}: {name} stands twice");
        }
    }
    texts
}

fn blanks_of(pattern: &Pattern<String>, blanks: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(inline) => blanks_of_inline(inline, blanks),
            Expression::Select { selector, variants } => {
                blanks_of_inline(selector, blanks);
                variants.iter().for_each(|variant| blanks_of(&variant.value, blanks));
            }
        }
    }
}

fn blanks_of_inline(inline: &InlineExpression<String>, blanks: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => drop(blanks.insert(id.name.clone())),
        InlineExpression::Placeable { expression } => match &**expression {
            Expression::Inline(inline) => blanks_of_inline(inline, blanks),
            Expression::Select { .. } => panic!("a choice within a blank"),
        },
        _ => {}
    }
}

/// The sources below a folder, without their tests.
fn sources(folder: &Path, found: &mut Vec<(PathBuf, TokenStream)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text.parse().unwrap()));
        }
    }
}

/// Calls whose words no user is meant to read.
const NOT_FOR_PEOPLE: [&str; 5] = ["expect", "panic", "unreachable", "assert", "debug_assert"];

/// The strings of a source, each with its line; those of attributes, tests and panics are not for people.
fn strings(tokens: TokenStream, found: &mut Vec<(usize, String)>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let said = |at: usize| tokens.get(at).map(ToString::to_string).unwrap_or_default();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                at += if said(at + 1) == "!" { 2 } else { 1 };
                if said(at).replace(' ', "") == "[cfg(test)]" {
                    // What only tests have ends with its block.
                    at += tokens[at..].iter().take_while(|token| !is_end(token)).count();
                }
            }
            TokenTree::Ident(name) if NOT_FOR_PEOPLE.iter().any(|call| name == call) => {
                // What it is called with, past the `!` of a macro.
                at += if said(at + 1) == "!" { 2 } else { 1 };
            }
            TokenTree::Group(group) => strings(group.stream(), found),
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                if text.starts_with(['"', 'r']) {
                    found.push((literal.span().start().line, text));
                }
            }
            _ => {}
        }
        at += 1;
    }
}

fn is_end(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        token => token.to_string() == ";",
    }
}

/// Whether a string is made of words: two of them beside each other.
fn is_sentence(text: &str) -> bool {
    let is_word = |word: &str| word.len() > 1 && word.chars().all(|sign| sign.is_ascii_lowercase());
    let words: Vec<_> =
        text.trim_matches('"').split(' ').map(|word| word.trim_end_matches([',', '.', ':', ';'])).collect();
    words.windows(2).any(|pair| is_word(pair[0]) && (is_word(pair[1]) || pair[1].starts_with('{')))
}

#[test]
fn every_language_has_every_text_with_the_same_blanks() {
    for (name, _) in CRATES {
        let (english, chinese) = (texts("en", name), texts("zh", name));
        for (text, blanks) in &english {
            assert_eq!(chinese.get(text), Some(blanks), "{name}: {text} in Chinese");
        }
        let left: Vec<_> = chinese.keys().filter(|text| !english.contains_key(*text)).collect();
        assert!(left.is_empty(), "{name}: only in Chinese: {left:?}");
    }
}

#[test]
fn no_text_is_left_over() {
    for (name, folder) in CRATES {
        let (mut files, mut all) = (vec![], vec![]);
        sources(&ours(folder), &mut files);
        files.into_iter().for_each(|(_, tokens)| strings(tokens, &mut all));
        let named: BTreeSet<_> = all.into_iter().map(|(_, text)| text.trim_matches('"').to_owned()).collect();
        let left: Vec<_> = texts("en", name)
            .into_keys()
            .filter(|text| !named.contains(text.split('.').next().unwrap()))
            .collect();
        assert!(left.is_empty(), "{name}: nothing says {left:?}");
    }
}

#[test]
fn no_sentence_stands_in_the_code() {
    let allowed: Vec<_> =
        NO_WORDS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let mut wrong = vec![];
    for (_, folder) in CRATES {
        let mut files = vec![];
        sources(&ours(folder), &mut files);
        for (path, tokens) in files {
            let mut found = vec![];
            strings(tokens, &mut found);
            found.retain(|(_, text)| is_sentence(text) && !allowed.iter().any(|words| text.contains(words)));
            wrong.extend(found.into_iter().map(|(line, text)| {
                format!("{}:{line}: {text}", path.strip_prefix(ours("")).unwrap().display())
            }));
        }
    }
    assert!(wrong.is_empty(), "{} sentences stand in the code:\n{}", wrong.len(), wrong.join("\n"));
}
