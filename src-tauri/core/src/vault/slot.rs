//! The name a secret is filed under.

use std::fmt;

use crate::key::KeyId;

/// What a secret is filed under. Its text form is what the vault sees, so it must never change:
/// `account/<bridge>`, `key/<bridge>/<id>`, `undo-identity`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Slot {
    /// The system access token of the account at a bridge.
    Account {
        /// How the wallet names the bridge; any text.
        bridge: String,
    },
    /// The secret of one key.
    Key {
        /// How the wallet names the bridge; any text.
        bridge: String,
        /// The bridge's number for the key.
        id: KeyId,
    },
    /// The age identity that what undo must give back is sealed to.
    UndoIdentity,
}

impl Slot {
    /// Where the account's access token rests.
    pub fn account(bridge: impl Into<String>) -> Self {
        Self::Account { bridge: bridge.into() }
    }

    /// Where a key's secret rests.
    pub fn key(bridge: impl Into<String>, id: KeyId) -> Self {
        Self::Key { bridge: bridge.into(), id }
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account { bridge } => write!(f, "account/{}", Word(bridge)),
            Self::Key { bridge, id } => write!(f, "key/{}/{id}", Word(bridge)),
            Self::UndoIdentity => f.write_str("undo-identity"),
        }
    }
}

/// Any text as a word of ASCII letters, digits, `-`, `_` and `%XX`, different texts as different words.
/// No dot: the Windows store joins user and service with one, so dots could make two names collide
/// (windows-native-keyring-store 1.1.0 `cred.rs`). No slash: it separates.
struct Word<'a>(&'a str);

impl fmt::Display for Word<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0.bytes() {
            match byte {
                b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'_' => write!(f, "{}", byte as char)?,
                other => write!(f, "%{other:02X}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_text_forms_are_fixed() {
        assert_eq!(Slot::account("main").to_string(), "account/main");
        assert_eq!(Slot::account("https://a.b:3000").to_string(), "account/https%3A%2F%2Fa%2Eb%3A3000");
        assert_eq!(Slot::key("main", KeyId(42)).to_string(), "key/main/42");
        assert_eq!(Slot::UndoIdentity.to_string(), "undo-identity");
    }

    proptest! {
        #[test]
        fn different_slots_have_different_plain_names(a in ".*", b in ".*", i in any::<i64>(), j in any::<i64>()) {
            let slots = [
                Slot::account(a.clone()), Slot::account(b.clone()), Slot::UndoIdentity,
                Slot::key(a.clone(), KeyId(i)), Slot::key(b, KeyId(i)), Slot::key(a, KeyId(j)),
            ];
            for left in &slots {
                let name = left.to_string();
                prop_assert!(name.is_ascii() && !name.contains('.') && !name.contains(' '));
                for right in &slots {
                    prop_assert_eq!(left == right, name == right.to_string());
                }
            }
        }
    }
}
