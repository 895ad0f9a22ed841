//! How Electron's `safeStorage` seals a text, which is how Chromium seals cookies and passwords
//! (chromium `components/os_crypt/sync/os_crypt_{linux,mac,win}`; electron `electron_api_safe_storage.cc`).
//!
//! What is sealed starts with its scheme's version:
//! - Linux `v11`: AES-128-CBC under PBKDF2-HMAC-SHA1 of a password in the keychain, one round; `v10`: of a password
//!   that everybody knows, where there is no keychain.
//! - macOS `v10`: the same with 1,003 rounds and the password `<program> Safe Storage` of the keychain.
//! - Windows `v10`: AES-256-GCM under a key in `Local State`, which only its owner's account opens (DPAPI).
//!
//! The CBC forms have no nonce: one text has one sealed form. They have no seal either: a wrong key shows only by
//! its padding and by a text that makes no sense.

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use rand::TryRngCore;
use rand::rngs::OsRng;
use serde::{Deserialize, Serialize};
use sha1::Sha1;
use zeroize::Zeroizing;

use crate::error::{Code, Error, Result};
use crate::plan::Contents;
use crate::secret::Secret;
use crate::words::say;

const SALT: &[u8] = b"saltysalt";
const IV: [u8; 16] = [b' '; 16];

/// What Linux takes for a password where there is no keychain.
const KNOWN_PASSWORD: &str = "peanuts";

const LINUX_ROUNDS: u32 = 1;
const MACOS_ROUNDS: u32 = 1003;

/// Bytes of a version.
const VERSION: usize = 3;
/// Bytes of an AES block.
const BLOCK: usize = 16;
/// Bytes of a nonce on Windows.
const NONCE: usize = 12;

/// A key that seals and opens, and the version it stands under.
pub struct Key {
    version: &'static [u8; VERSION],
    cipher: Cipher,
    is_known: bool,
}

enum Cipher {
    Cbc(Zeroizing<[u8; 16]>),
    Gcm(Zeroizing<[u8; 32]>),
}

impl Key {
    /// Linux without a keychain: everybody has this key.
    pub fn known() -> Self {
        let cipher = Cipher::Cbc(derived(KNOWN_PASSWORD, LINUX_ROUNDS));
        Self { version: b"v10", cipher, is_known: true }
    }

    /// Linux with a password out of the keychain.
    pub fn linux(password: &Secret) -> Self {
        // EXPOSE: the key is derived from it.
        let cipher = Cipher::Cbc(derived(password.expose(), LINUX_ROUNDS));
        Self { version: b"v11", cipher, is_known: false }
    }

    /// macOS with a password out of the keychain.
    pub fn macos(password: &Secret) -> Self {
        // EXPOSE: the key is derived from it.
        let cipher = Cipher::Cbc(derived(password.expose(), MACOS_ROUNDS));
        Self { version: b"v10", cipher, is_known: false }
    }

    /// Windows with the key that DPAPI gave, see [`windows_key`].
    pub fn windows(key: Zeroizing<[u8; 32]>) -> Self {
        Self { version: b"v10", cipher: Cipher::Gcm(key), is_known: false }
    }

    /// Whether everybody has it: what it seals is as good as in clear.
    pub fn is_known(&self) -> bool {
        self.is_known
    }

    /// Bytes, sealed.
    ///
    /// # Errors
    /// [`Code::Io`] if the system has no randomness.
    pub fn seal(&self, plain: &[u8]) -> Result<Vec<u8>> {
        let sealed = match &self.cipher {
            Cipher::Cbc(key) => cbc::Encryptor::<aes::Aes128>::new((&**key).into(), &IV.into())
                .encrypt_padded_vec::<Pkcs7>(plain),
            Cipher::Gcm(key) => {
                let mut nonce = [0; NONCE];
                OsRng.try_fill_bytes(&mut nonce).map_err(|error| {
                    Error::new(Code::Io, say!("tools-safe-storage-no-randomness"))
                        .hint(say!("tools-safe-storage-no-randomness", "hint"))
                        .because(error)
                })?;
                let sealed =
                    Aes256Gcm::new((&**key).into()).encrypt(&Nonce::from(nonce), plain).map_err(|_| {
                        Error::new(Code::Invalid, say!("tools-safe-storage-too-long"))
                            .hint(say!("tools-safe-storage-too-long", "hint"))
                    })?;
                [&nonce[..], &sealed].concat()
            }
        };
        Ok([self.version, &sealed[..]].concat())
    }

    /// What was sealed; `None` if it was not sealed with this key. Under the CBC forms a wrong key may give bytes
    /// that make no sense, see [`Key::is_proven_by`].
    pub fn open(&self, sealed: &[u8]) -> Option<Contents> {
        let sealed = sealed.strip_prefix(self.version)?;
        let plain = match &self.cipher {
            Cipher::Cbc(key) => cbc::Decryptor::<aes::Aes128>::new((&**key).into(), &IV.into())
                .decrypt_padded_vec::<Pkcs7>(sealed)
                .ok()?,
            Cipher::Gcm(key) => {
                let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
                Aes256Gcm::new((&**key).into()).decrypt(&Nonce::from(*nonce), sealed).ok()?
            }
        };
        Some(Contents::new(plain))
    }

    /// Whether what somebody else sealed shows that it was sealed with this key: it opens to plain text of more than
    /// a block. A wrong key would have to hit valid padding and 16 random bytes that are plain text.
    pub fn is_proven_by(&self, sealed: &[u8]) -> bool {
        let is_plain = |text: &str| !text.is_empty() && !text.contains(char::is_control);
        let is_long = sealed.len() > VERSION + BLOCK;
        is_long && self.open(sealed).is_some_and(|bytes| std::str::from_utf8(&bytes).is_ok_and(is_plain))
    }
}

fn derived(password: &str, rounds: u32) -> Zeroizing<[u8; 16]> {
    let mut key = Zeroizing::new([0; 16]);
    pbkdf2::pbkdf2_hmac::<Sha1>(password.as_bytes(), SALT, rounds, &mut *key);
    key
}

/// The key of Windows as `Local State` has it, for DPAPI to open.
///
/// # Errors
/// [`Code::FileUnparsable`] if it is not there, or bound to the program itself (`APPB`): nobody else may open that.
pub fn windows_key(local_state: &str) -> Result<Vec<u8>> {
    #[derive(Deserialize)]
    struct LocalState {
        os_crypt: OsCrypt,
    }
    #[derive(Deserialize)]
    struct OsCrypt {
        encrypted_key: String,
    }
    let refused = || {
        Error::new(Code::FileUnparsable, say!("tools-safe-storage-no-key"))
            .hint(say!("tools-safe-storage-no-key", "hint"))
    };
    let state: LocalState = serde_json::from_str(local_state).map_err(|_| refused())?;
    let key = BASE64_STANDARD.decode(state.os_crypt.encrypted_key).map_err(|_| refused())?;
    key.strip_prefix(b"DPAPI").map(<[u8]>::to_vec).ok_or_else(refused)
}

/// A Node.js buffer as `JSON.stringify` writes it: how VS Code keeps what it sealed.
#[derive(Serialize, Deserialize)]
struct Buffer {
    #[serde(rename = "type")]
    kind: Kind,
    data: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
enum Kind {
    Buffer,
}

/// Sealed bytes as the text of a row.
pub fn to_row(sealed: &[u8]) -> String {
    let buffer = Buffer { kind: Kind::Buffer, data: sealed.to_vec() };
    serde_json::to_string(&buffer).expect("numbers serialise")
}

/// The sealed bytes in the text of a row; `None` for any other text.
pub fn of_row(row: &[u8]) -> Option<Vec<u8>> {
    serde_json::from_slice(row).ok().map(|Buffer { data, .. }| data)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret {
        Secret::new(text.into())
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn bytes(hex: &str) -> Vec<u8> {
        let digits = hex.as_bytes().chunks_exact(2).map(|pair| std::str::from_utf8(pair).unwrap());
        digits.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
    }

    const TEXT: &str = "sk-0123456789abcdefghijklmnopqrstuvwxyz";
    const PASSWORD: &str = "W3kq9hY2mS0pXl5cVb8nTg==";

    /// Every form, with what OpenSSL (`enc -aes-128-cbc`; Node.js' `aes-256-gcm` with the nonce 00…0b) makes of the
    /// same text.
    fn forms() -> [(Key, &'static str); 4] {
        let windows = Zeroizing::new(std::array::from_fn(|n| n as u8));
        [
            (
                Key::known(),
                "763130b5751d6e82d969ed3ece9d11da86ba4316a2ff8dcb99d3b537ad9b648c45bdecdc82a8d47fb27c4ffe99ad1e37d3\
                 4e8d",
            ),
            (
                Key::linux(&secret(PASSWORD)),
                "7631314ed375ee2ca333e9c82128449f39ac86dd0e17b9a1587a3fdb60e0653982b7fd21cbc16e2df1ea5b3878163b2518\
                 8c86",
            ),
            (
                Key::macos(&secret(PASSWORD)),
                "7631308be4469f4fef1f49e242a6820af8d8a62f2893833c88005e0ce5342a7952a8c5e96e8a99bacb35b9424e04dd5c49\
                 5b6a",
            ),
            (
                Key::windows(windows),
                "763130000102030405060708090a0b3469fb2bf4d7f12fb877a0b388881a0ee7b3e15398123517540a8bea6d1872c17565\
                 d88bd7b868f999edc4b41b29c536485e77cdcbfad3",
            ),
        ]
    }

    /// Those that Chromium's own sources name.
    #[test]
    fn keys_are_derived_as_chromium_does() {
        assert_eq!(hex(&*derived("peanuts", 1)), "fd621fe5a2b402539dfa147ca9272778");
        assert_eq!(hex(&*derived("", 1)), "d0d0ec9c7d77d43ac54187fa4818d17f");
        assert_eq!(hex(&*derived("mock_password", 1003)), "af0f762aaf6d7d11581b7aa8ce7218de");
    }

    #[test]
    fn what_another_implementation_sealed_is_opened() {
        for (key, sealed) in forms() {
            let sealed = bytes(sealed);
            assert_eq!(*key.open(&sealed).unwrap(), TEXT.as_bytes());
            assert!(key.is_proven_by(&sealed));
        }
    }

    #[test]
    fn what_is_sealed_is_what_another_implementation_seals() {
        for (key, sealed) in forms() {
            let ours = key.seal(TEXT.as_bytes()).unwrap();
            match key.cipher {
                Cipher::Cbc(_) => assert_eq!(hex(&ours), sealed),
                // With a nonce of its own each time.
                Cipher::Gcm(_) => assert_ne!(ours, key.seal(TEXT.as_bytes()).unwrap()),
            }
            assert_eq!(*key.open(&ours).unwrap(), TEXT.as_bytes());
            assert_eq!(ours.len(), sealed.len() / 2);
            assert!(!ours.windows(4).any(|part| TEXT.as_bytes().windows(4).any(|clear| clear == part)));
        }
    }

    #[test]
    fn no_key_opens_or_is_proven_by_what_another_sealed() {
        let forms = forms();
        for (one, (key, _)) in forms.iter().enumerate() {
            for (_, sealed) in
                forms.iter().enumerate().filter(|(other, _)| *other != one).map(|(_, form)| form)
            {
                assert!(!key.is_proven_by(&bytes(sealed)));
                assert!(key.open(&bytes(sealed)).is_none_or(|text| *text != TEXT.as_bytes()));
            }
        }
    }

    /// Neither a cut text, nor an empty or unknown one, nor one so short that a wrong key could hit it.
    #[test]
    fn what_is_too_little_proves_nothing() {
        for (key, sealed) in forms() {
            let sealed = bytes(sealed);
            for strange in
                [&b""[..], b"v10", b"v11", b"v12", b"v20", &sealed[..sealed.len() - 1], &sealed[3..]]
            {
                assert!(key.open(strange).is_none());
                assert!(!key.is_proven_by(strange));
            }
            let short = key.seal(b"ok").unwrap();
            assert_eq!(*key.open(&short).unwrap(), b"ok");
            assert_eq!(key.is_proven_by(&short), matches!(key.cipher, Cipher::Gcm(_)));
            let odd = key.seal(b"\x01\x02 longer than two blocks of sixteen").unwrap();
            assert!(!key.is_proven_by(&odd));
        }
    }

    #[test]
    fn the_key_of_windows_is_found_and_one_that_is_bound_to_the_program_is_not() {
        let state = |key: &str| {
            format!(r#"{{"browser":{{}},"os_crypt":{{"audit_enabled":true,"encrypted_key":"{key}"}}}}"#)
        };
        assert_eq!(windows_key(&state("RFBBUEkBAgM=")).unwrap(), [1, 2, 3]);
        for refused in [state("QVBQQgECAw=="), state("!"), "{}".into(), "not JSON".into()] {
            assert_eq!(windows_key(&refused).unwrap_err().code(), Code::FileUnparsable, "{refused}");
        }
    }

    #[test]
    fn a_row_is_a_buffer() {
        let row = r#"{"type":"Buffer","data":[118,49,48,0,255]}"#;
        assert_eq!(of_row(row.as_bytes()).unwrap(), b"v10\0\xff");
        assert_eq!(to_row(b"v10\0\xff"), row);
        assert_eq!(to_row(b""), r#"{"type":"Buffer","data":[]}"#);
        for strange in
            ["", "{}", "[118]", r#"{"type":"Other","data":[1]}"#, r#"{"type":"Buffer","data":[256]}"#]
        {
            assert_eq!(of_row(strange.as_bytes()), None, "{strange}");
        }
    }
}
