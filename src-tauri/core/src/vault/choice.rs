//! Which vault the user chose. It stands in the wallet's data folder, not in the database, as it is needed
//! before anything else; and it changes only when the user says so.

use std::path::Path;

use super::VaultKind;
use crate::error::{Code, Error, Result};
use crate::fs;
use crate::words::say;

const NAME: &str = "vault";

/// The chosen vault; the keychain where nothing was chosen.
///
/// # Errors
/// [`Code::VaultFailed`] if what stands there is no choice: guessing could read "empty" for "elsewhere".
pub fn chosen(data_dir: &Path) -> Result<VaultKind> {
    let path = data_dir.join(NAME);
    let Some(bytes) = fs::read(&path)? else { return Ok(VaultKind::Keychain) };
    String::from_utf8_lossy(&bytes).trim().parse().map_err(|_| {
        Error::new(Code::VaultFailed, say!("vault-no-choice", path = path.display().to_string()))
            .hint(say!("vault-no-choice", "hint"))
    })
}

/// Notes the user's choice.
///
/// # Errors
/// Those of [`fs::write_private`].
pub fn choose(data_dir: &Path, kind: VaultKind) -> Result<()> {
    fs::write_private(&data_dir.join(NAME), format!("{kind}\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_remembered_and_a_broken_one_is_no_default() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(chosen(dir.path()).unwrap(), VaultKind::Keychain);
        choose(dir.path(), VaultKind::File).unwrap();
        assert_eq!(chosen(dir.path()).unwrap(), VaultKind::File);
        fs::write_private(&dir.path().join(NAME), b"fiel").unwrap();
        assert_eq!(chosen(dir.path()).unwrap_err().code(), Code::VaultFailed);
    }
}
