//! What in a text looks like a key of a bridge. Only for keys that the wallet cannot find by their hash: those
//! it does not know yet, and those that are somebody else's.

use std::sync::Arc;

use zeroize::Zeroizing;

use crate::secret::Secret;

/// Letters and digits of a new-api key (`common/utils.go` GenerateKey).
const USUAL: usize = 48;

/// The fewest that are taken for a key behind `sk-`: one-api's have 32, forks' up to 59.
const SHORTEST: usize = 30;

/// The most.
const LONGEST: usize = 128;

/// Each thing that looks like a key, once, in order: `sk-` and 30 or more letters and digits, or 48 bare ones. Text
/// of two bytes a character, addresses and JSON are understood.
pub(super) fn keys_in(text: &[u8]) -> Vec<Arc<Secret>> {
    let mut found: Vec<Arc<Secret>> = vec![];
    for form in forms(text) {
        for word in words(&form) {
            let Ok(secret) = Secret::api_key(word) else { continue };
            // EXPOSE: compared, so that each is told once.
            if found.iter().all(|known| known.expose() != secret.expose()) {
                found.push(Arc::new(secret));
            }
        }
    }
    found
}

/// The text, as it is or as what it was made of. One reading of several: a text of two bytes a character makes
/// no sense as it is.
fn forms(text: &[u8]) -> Vec<Zeroizing<String>> {
    let plain = if text.contains(&0) {
        // Either order: what is no character in one is none that a key has in the other.
        let narrow: Vec<u8> = text.iter().copied().filter(|byte| *byte != 0).collect();
        Zeroizing::new(String::from_utf8_lossy(&Zeroizing::new(narrow)).into_owned())
    } else {
        Zeroizing::new(String::from_utf8_lossy(text).into_owned())
    };
    let unescaped = unescaped(&plain);
    vec![unescaped, plain]
}

/// Percent signs and backslashes undone: `%2D` and `\u002d` are `-`, `\n` ends a word.
fn unescaped(text: &str) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::with_capacity(text.len()));
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let tail = &rest[first.len_utf8()..];
        let hex = |digits: Option<&str>| digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let (sign, taken) = match first {
            '%' => (hex(tail.get(..2)).and_then(char::from_u32), 2),
            '\\' if tail.starts_with('u') => (hex(tail.get(1..5)).and_then(char::from_u32), 5),
            '\\' => (tail.chars().next().map(|_| ' '), tail.chars().next().map_or(0, char::len_utf8)),
            _ => (None, 0),
        };
        match sign {
            Some(sign) => {
                out.push(sign);
                rest = &tail[taken..];
            }
            None => {
                out.push(first);
                rest = tail;
            }
        }
    }
    out
}

/// Words that look like a key, with `sk-` where it is there.
fn words(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let mut found = vec![];
    let mut start = 0;
    while start < bytes.len() {
        let length = bytes[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let end = start + length;
        let is_marked = text[..start].ends_with("sk-");
        if is_marked && (SHORTEST..=LONGEST).contains(&length) {
            found.push(&text[start - 3..end]);
        } else if length == USUAL && is_mixed(&bytes[start..end]) {
            found.push(&text[start..end]);
        }
        start = end + 1;
        while !text.is_char_boundary(start.min(text.len())) {
            start += 1;
        }
    }
    found
}

/// Whether there are small letters, capitals and digits: of 48 at random there are, of a hash in hex not.
fn is_mixed(word: &[u8]) -> bool {
    [u8::is_ascii_lowercase, u8::is_ascii_uppercase, u8::is_ascii_digit]
        .iter()
        .all(|kind| word.iter().any(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "canaryABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdef";

    fn found(text: &[u8]) -> Vec<String> {
        keys_in(text).iter().map(|secret| secret.expose().to_owned()).collect()
    }

    #[test]
    fn a_key_is_seen_in_every_form() {
        let all = [format!("sk-{KEY}")];
        for text in [
            format!("curl -H 'Authorization: Bearer sk-{KEY}' https://bridge.example"),
            KEY.to_owned(),
            format!("\"{KEY}\""),
            format!("https://bridge.example/v1beta/models?key={KEY}&alt=sse"),
            format!("url=https%3A%2F%2Fbridge.example%2F%3Fkey%3D{KEY}%26alt"),
            format!("sk-{KEY}-channel"),
            format!(r#"{{"text":"export KEY=\nsk-{KEY}\n"}}"#),
            format!(r#"{{\"key\":\"sk-{KEY}\"}}"#),
            format!(r"\n{KEY}\n"),
            format!(r"sk\u002d{KEY}"),
            format!("sk%2D{KEY}"),
            format!("sk-{KEY} and again {KEY}"),
            format!("näh sk-{KEY} ünd"),
        ] {
            assert_eq!(found(text.as_bytes()), all, "{text}");
            for wide in [u16::to_le_bytes, u16::to_be_bytes] {
                let bytes: Vec<u8> = text.encode_utf16().flat_map(wide).collect();
                assert_eq!(found(&bytes), all, "{text}");
            }
        }
        let hex = "0123456789abcdef0123456789abcdef";
        assert_eq!(found(format!("sk-{hex}").as_bytes()), [format!("sk-{hex}")], "one-api's");
    }

    #[test]
    fn what_is_no_key_is_left_alone() {
        for text in [
            "",
            "sk-",
            "sk-short",
            "task-list",
            "0123456789abcdef0123456789abcdef0123456789abcdef",
            &KEY[1..],
            &format!("{KEY}0"),
            "sk-····9fKd",
            "%",
            "%zz",
            "\\",
            "\\u00",
            "\u{fffd}\u{1F600}%F0",
        ] {
            assert_eq!(found(text.as_bytes()), Vec::<String>::new(), "{text}");
        }
        assert!(found(&[0, 0xff, 0xfe, 0]).is_empty());
    }
}
