//! A type that cannot speak. It has no `Display`, `Debug`, `Serialize` or `Clone`, and wipes itself.
//!
//! A secret leaves it only through [`Secret::expose`]; every call stands beside a line `// EXPOSE: why`.

use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

use crate::error::{Code, Error, Result};
use crate::words::say;

/// A key, an access token, a passphrase, an identity: whatever must not be shown by accident.
pub struct Secret(Zeroizing<String>);

/// Longest secret the wallet stores, in bytes: what every OS keychain takes (Windows holds 2,560 bytes of
/// UTF-16, so 1,280 characters).
pub const LONGEST: usize = 1200;

impl Secret {
    /// Takes ownership of the text. The caller's other copies are the caller's to wipe.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// An API key as a bridge hands it out, brought to its one form `sk-…`.
    ///
    /// # Errors
    /// [`Code::BridgeNonsense`] for a masked value (it holds `*`), an empty one, and one that is not a
    /// single printable ASCII word: none of these may ever be stored or written to a tool
    /// (`new-api model/token.go` masks keys in lists).
    pub fn api_key(raw: &str) -> Result<Self> {
        let word = raw.trim();
        let body = word.strip_prefix("sk-").unwrap_or(word);
        let usable = !body.is_empty()
            && word.len() < LONGEST
            && body.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'*');
        if !usable {
            return Err(Error::new(Code::BridgeNonsense, say!("secret-unusable"))
                .hint(say!("secret-unusable", "hint")));
        }
        Ok(Self::new(format!("sk-{body}")))
    }

    /// The text itself. Stand a line `// EXPOSE: why` beside every call.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Safe to show: the last four characters and nothing else, e.g. `sk-····9fKd`.
    pub fn masked(&self) -> String {
        masked(&self.0)
    }
}

/// The form in which a key may be shown: `sk-····` and its last four characters; dots only when it is so
/// short that four characters would say much.
pub fn masked(key: &str) -> String {
    let body = key.strip_prefix("sk-").unwrap_or(key);
    let tail: String = body.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
    let prefix = if body.len() == key.len() { "" } else { "sk-" };
    if body.chars().count() >= 16 { format!("{prefix}····{tail}") } else { format!("{prefix}····") }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use static_assertions::assert_not_impl_any;

    assert_not_impl_any!(Secret: std::fmt::Debug, std::fmt::Display, serde::Serialize, Clone, Copy, PartialEq, AsRef<str>, std::ops::Deref);

    #[test]
    fn a_key_has_one_form() {
        for raw in ["sk-abcDEF123", "abcDEF123", " sk-abcDEF123\n"] {
            assert_eq!(Secret::api_key(raw).unwrap().expose(), "sk-abcDEF123");
        }
    }

    #[test]
    fn a_masked_or_broken_key_is_refused() {
        for raw in ["", "sk-", "sk-abcd**********wxyz", "two words", "naïve", &"x".repeat(LONGEST)] {
            assert_eq!(Secret::api_key(raw).err().map(|e| e.code()), Some(Code::BridgeNonsense), "{raw}");
        }
    }

    #[test]
    fn a_mask_shows_four_characters_at_most() {
        assert_eq!(masked("sk-0123456789abcdefWXYZ"), "sk-····WXYZ");
        assert_eq!(masked("sk-short"), "sk-····");
        assert_eq!(masked("0123456789abcdef"), "····cdef");
    }
}
