//! The key agreement of a Secret Service session, so that whoever watches the bus sees no secret:
//! `dh-ietf1024-sha256-aes128-cbc-pkcs7` of the Secret Service API 0.2, chapter "Transfer of Secrets".
//!
//! Done here and not by the secret-service crate, whose two exponentiations with 1,024-bit exponents take
//! 2.6 ms of every read; Montgomery's way with a 256-bit exponent takes 0.3 ms. The exponent is ephemeral
//! and serves one session; the group is worth some 80 bits, for which an exponent of 160 would do.

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeDecrypt, KeyIvInit};
use hkdf::Hkdf;
use num_bigint::BigUint;
use rand::TryRngCore;
use rand::rngs::OsRng;
use sha2::Sha256;
use zeroize::Zeroizing;

/// How the service calls this agreement.
pub(super) const ALGORITHM: &str = "dh-ietf1024-sha256-aes128-cbc-pkcs7";

/// Bytes of the group's prime.
const GROUP: usize = 128;

/// The prime of the Second Oakley Group (RFC 2409, section 6.2); its generator is 2.
const PRIME: [u8; GROUP] = [
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xC9, 0x0F, 0xDA, 0xA2, 0x21, 0x68, 0xC2, 0x34, //
    0xC4, 0xC6, 0x62, 0x8B, 0x80, 0xDC, 0x1C, 0xD1, 0x29, 0x02, 0x4E, 0x08, 0x8A, 0x67, 0xCC, 0x74, //
    0x02, 0x0B, 0xBE, 0xA6, 0x3B, 0x13, 0x9B, 0x22, 0x51, 0x4A, 0x08, 0x79, 0x8E, 0x34, 0x04, 0xDD, //
    0xEF, 0x95, 0x19, 0xB3, 0xCD, 0x3A, 0x43, 0x1B, 0x30, 0x2B, 0x0A, 0x6D, 0xF2, 0x5F, 0x14, 0x37, //
    0x4F, 0xE1, 0x35, 0x6D, 0x6D, 0x51, 0xC2, 0x45, 0xE4, 0x85, 0xB5, 0x76, 0x62, 0x5E, 0x7E, 0xC6, //
    0xF4, 0x4C, 0x42, 0xE9, 0xA6, 0x37, 0xED, 0x6B, 0x0B, 0xFF, 0x5C, 0xB6, 0xF4, 0x06, 0xB7, 0xED, //
    0xEE, 0x38, 0x6B, 0xFB, 0x5A, 0x89, 0x9F, 0xA5, 0xAE, 0x9F, 0x24, 0x11, 0x7C, 0x4B, 0x1F, 0xE6, //
    0x49, 0x28, 0x66, 0x51, 0xEC, 0xE6, 0x53, 0x81, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
];

/// Our half of the agreement.
pub(super) struct Offer {
    exponent: BigUint,
    public: Vec<u8>,
}

impl Offer {
    /// A fresh one; `None` if the system has no randomness to give.
    pub(super) fn new() -> Option<Self> {
        let mut random = Zeroizing::new([0; 32]);
        OsRng.try_fill_bytes(&mut *random).ok()?;
        let exponent = BigUint::from_bytes_be(&*random);
        let public = BigUint::from(2_u8).modpow(&exponent, &prime()).to_bytes_be();
        Some(Self { exponent, public })
    }

    /// What the service gets to see.
    pub(super) fn public(&self) -> &[u8] {
        &self.public
    }

    /// The key that both sides now share; `None` for a half that no honest service sends: 0, 1, the prime
    /// less 1, or more, which would make the key a known one.
    pub(super) fn agree(&self, theirs: &[u8]) -> Option<SessionKey> {
        let (theirs, prime) = (BigUint::from_bytes_be(theirs), prime());
        if theirs <= BigUint::from(1_u8) || theirs >= &prime - 1_u8 {
            return None;
        }
        let shared = Zeroizing::new(theirs.modpow(&self.exponent, &prime).to_bytes_be());
        let mut padded = Zeroizing::new([0; GROUP]);
        padded[GROUP - shared.len()..].copy_from_slice(&shared);
        let mut key = Zeroizing::new([0; 16]);
        Hkdf::<Sha256>::new(None, &*padded).expand(&[], &mut *key).ok()?;
        Some(SessionKey(key))
    }
}

fn prime() -> BigUint {
    BigUint::from_bytes_be(&PRIME)
}

/// Opens what the service seals in this session.
pub(super) struct SessionKey(Zeroizing<[u8; 16]>);

impl SessionKey {
    /// The secret; `None` if it was not sealed with this key.
    pub(super) fn open(&self, iv: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let cipher = cbc::Decryptor::<aes::Aes128>::new_from_slices(&*self.0, iv).ok()?;
        cipher.decrypt_padded_vec::<Pkcs7>(sealed).ok().map(Zeroizing::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aes::cipher::BlockModeEncrypt;

    #[test]
    fn two_sides_agree_on_one_key_and_no_third_has_it() {
        let (we, they, other) = (Offer::new().unwrap(), Offer::new().unwrap(), Offer::new().unwrap());
        let ours = we.agree(they.public()).unwrap();
        let iv = [7; 16];
        let sealed = cbc::Encryptor::<aes::Aes128>::new_from_slices(&*ours.0, &iv)
            .unwrap()
            .encrypt_padded_vec::<Pkcs7>(b"sk-canary");
        assert_eq!(*they.agree(we.public()).unwrap().open(&iv, &sealed).unwrap(), b"sk-canary");
        let third = other.agree(they.public()).unwrap();
        assert!(third.open(&iv, &sealed).is_none_or(|plain| *plain != b"sk-canary"));
        assert!(ours.open(&iv[1..], &sealed).is_none());
        assert!(ours.open(&iv, &sealed[1..]).is_none());
    }

    #[test]
    fn a_half_that_gives_the_key_away_is_refused() {
        let offer = Offer::new().unwrap();
        let known = [BigUint::ZERO, BigUint::from(1_u8), prime() - 1_u8, prime(), prime() + 1_u8];
        for half in known {
            assert!(offer.agree(&half.to_bytes_be()).is_none(), "{half}");
        }
        assert!(offer.agree(&[]).is_none());
    }
}
