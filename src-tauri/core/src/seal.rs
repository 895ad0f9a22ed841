//! Seals what may hold somebody's key but must be kept: the text that undo gives back, and what the user had
//! in our fields. Sealed with age to an identity that rests in the vault, so a stolen disk shows nothing, and
//! `age -d` opens it without us.

use age::secrecy::ExposeSecret;
use age::x25519::{Identity, Recipient};

use crate::error::{Code, Error, Result};
use crate::plan::Contents;
use crate::secret::Secret;
use crate::words::say;

/// A fresh identity for the vault, and its public half, which may be stored anywhere.
pub fn new_identity() -> (Secret, String) {
    let identity = Identity::generate();
    // EXPOSE: from age's secret type into ours.
    (Secret::new(identity.to_string().expose_secret().to_owned()), identity.to_public().to_string())
}

/// Seals bytes to a public half.
///
/// # Errors
/// [`Code::Store`] if that is no public half.
pub fn seal(recipient: &str, bytes: &[u8]) -> Result<Vec<u8>> {
    let broken = |cause: String| Error::new(Code::Store, say!("seal-failed")).because(cause);
    let recipient: Recipient = recipient.parse().map_err(|cause: &str| broken(cause.into()))?;
    age::encrypt(&recipient, bytes).map_err(|cause| broken(cause.to_string()))
}

/// The public half of an identity.
///
/// # Errors
/// [`Code::VaultFailed`] if that is none.
pub fn recipient_of(identity: &Secret) -> Result<String> {
    // EXPOSE: age's own parser takes text.
    let identity: Identity = identity.expose().parse().map_err(|cause: &str| {
        Error::new(Code::VaultFailed, say!("seal-no-identity"))
            .hint(say!("seal-no-identity", "hint"))
            .because(cause)
    })?;
    Ok(identity.to_public().to_string())
}

/// Opens what was sealed.
///
/// # Errors
/// [`Code::VaultEmpty`] if the identity is another one; [`Code::Store`] if the bytes are broken.
pub fn open(identity: &Secret, sealed: &[u8]) -> Result<Contents> {
    let broken = |cause: String| Error::new(Code::Store, say!("seal-damaged")).because(cause);
    // EXPOSE: age's own parser takes text.
    let identity: Identity = identity.expose().parse().map_err(|cause: &str| broken(cause.into()))?;
    age::decrypt(&identity, sealed).map(Contents::new).map_err(|cause| match cause {
        age::DecryptError::NoMatchingKeys => Error::new(Code::VaultEmpty, say!("seal-other-identity"))
            .hint(say!("seal-other-identity", "hint")),
        cause => broken(cause.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_its_identity_only() {
        let (identity, recipient) = new_identity();
        let sealed = seal(&recipient, b"sk-canary").unwrap();
        assert!(!sealed.windows(9).any(|part| part == b"sk-canary"));
        assert_eq!(open(&identity, &sealed).unwrap().as_slice(), b"sk-canary");
        let (other, _) = new_identity();
        assert_eq!(open(&other, &sealed).unwrap_err().code(), Code::VaultEmpty);
    }
}
