//! JSON as people and programs write it: any nesting, any spacing, any spelling.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// An object that may hold some of these fields.
pub fn file(fields: &[&[String]]) -> BoxedStrategy<String> {
    let mut below: BTreeMap<&str, Vec<&[String]>> = BTreeMap::new();
    for field in fields {
        if let [first, rest @ ..] = field {
            below.entry(first).or_default().push(rest);
        }
    }
    let ours = below.into_iter().map(|(name, inner)| {
        let value = if inner.iter().all(|rest| rest.is_empty()) { value() } else { file(&inner) };
        proptest::option::of((Just(string_of(name)), value))
    });
    let ours: Vec<_> = ours.collect();
    (ours, vec((string(), value()), 0..4))
        .prop_map(|(ours, theirs)| ours.into_iter().flatten().chain(theirs).collect::<Vec<_>>())
        .prop_shuffle()
        .prop_flat_map(object)
        .boxed()
}

fn value() -> BoxedStrategy<String> {
    const WORDS: [&str; 8] =
        ["true", "null", "-0", "1.10", "1E400", "12345678901234567890123", r#""\u00e9\/ \"}],""#, r#""\\""#];
    let leaf = prop_oneof![select(&WORDS[..]).prop_map(String::from), string()];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(spaced(inner.clone()), 0..3).prop_map(|items| format!("[{}]", items.join(","))),
            vec((string(), inner), 0..3).prop_flat_map(object),
        ]
    })
    .boxed()
}

fn object(members: Vec<(String, String)>) -> BoxedStrategy<String> {
    let member = |(name, value)| {
        (spaced(Just(name)), spaced(Just(value))).prop_map(|(name, value)| format!("{name}:{value}"))
    };
    let members: Vec<_> = members.into_iter().map(member).collect();
    (members, blank()).prop_map(|(members, end)| format!("{{{}{end}}}", members.join(","))).boxed()
}

fn spaced(inner: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    (blank(), inner, blank()).prop_map(|(before, inner, after)| format!("{before}{inner}{after}"))
}

fn blank() -> impl Strategy<Value = String> {
    prop_oneof![2 => Just(String::new()), 1 => "[ \t]{1,3}", 1 => "(\r?\n){1,2}[ \t]{0,4}"]
}

fn string() -> impl Strategy<Value = String> {
    ".{0,6}".prop_map(|text| string_of(&text))
}

fn string_of(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
