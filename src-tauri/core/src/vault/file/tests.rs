use super::*;
use crate::key::KeyId;
use tempfile::TempDir;

const CANARY: &str = "sk-canary-\"quoted\\0123456789";
/// Little enough to wait for.
const QUICK: u8 = 2;

struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join(FileVault::NAME)
    }

    fn bytes(&self) -> Vec<u8> {
        std::fs::read(self.path()).unwrap()
    }

    fn fill(&self, bytes: &[u8]) {
        fs::write_private(&self.path(), bytes).unwrap();
    }

    /// The vault as another process would open it.
    fn vault(&self, passphrase: &str) -> Result<FileVault> {
        let vault = FileVault::with_work_factor(self.path(), QUICK);
        vault.unlock(&secret(passphrase)).map(|()| vault)
    }
}

fn secret(text: &str) -> Secret {
    Secret::new(text.into())
}

fn slot() -> Slot {
    Slot::key("https://a.b", KeyId(7))
}

fn code<T>(outcome: Result<T>) -> Option<Code> {
    outcome.err().map(|error| error.code())
}

fn holds(vault: &FileVault, slot: &Slot) -> Option<String> {
    vault.get(slot).ok().map(|secret| secret.expose().to_owned())
}

#[test]
fn a_secret_is_kept_changed_and_forgotten() {
    let place = Place::new();
    let vault = place.vault("pass").unwrap();
    assert!(!vault.exists().unwrap(), "unlocking makes no file");
    assert_eq!(code(vault.get(&slot())), Some(Code::VaultEmpty));
    vault.delete(&slot()).unwrap();
    assert!(!vault.exists().unwrap(), "forgetting nothing makes no file");
    vault.put(&slot(), &secret(CANARY)).unwrap();
    vault.put(&Slot::UndoIdentity, &secret("other")).unwrap();
    assert_eq!(holds(&place.vault("pass").unwrap(), &slot()).as_deref(), Some(CANARY));
    vault.put(&slot(), &secret("changed")).unwrap();
    assert_eq!(holds(&vault, &slot()).as_deref(), Some("changed"));
    vault.delete(&slot()).unwrap();
    let later = place.vault("pass").unwrap();
    assert_eq!(code(later.get(&slot())), Some(Code::VaultEmpty));
    assert_eq!(holds(&later, &Slot::UndoIdentity).as_deref(), Some("other"));
}

#[test]
fn locked_is_never_empty() {
    let place = Place::new();
    let vault = FileVault::with_work_factor(place.path(), QUICK);
    let all_locked = |vault: &FileVault| {
        let codes = [
            code(vault.get(&slot())),
            code(vault.put(&slot(), &secret("x"))),
            code(vault.delete(&slot())),
            code(vault.check()),
        ];
        assert_eq!(codes, [Some(Code::VaultLocked); 4]);
    };
    all_locked(&vault);
    vault.unlock(&secret("pass")).unwrap();
    vault.put(&slot(), &secret(CANARY)).unwrap();
    vault.lock().unwrap();
    all_locked(&vault);
    assert_eq!(code(vault.unlock(&secret(""))), Some(Code::Invalid));
    all_locked(&vault);
}

#[test]
fn a_wrong_passphrase_opens_nothing_and_changes_nothing() {
    let place = Place::new();
    let vault = place.vault("pass").unwrap();
    vault.put(&slot(), &secret(CANARY)).unwrap();
    let before = place.bytes();
    assert_eq!(code(place.vault("other")), Some(Code::VaultLocked));
    assert_eq!(code(vault.unlock(&secret("other"))), Some(Code::VaultLocked));
    assert_eq!(holds(&vault, &slot()).as_deref(), Some(CANARY), "a wrong try locks nobody out");
    assert_eq!(place.bytes(), before);
}

#[test]
fn a_file_that_is_not_understood_is_never_written_over() {
    let place = Place::new();
    place.vault("pass").unwrap().put(&slot(), &secret(CANARY)).unwrap();
    let good = place.bytes();
    let mut flipped = good.clone();
    *flipped.last_mut().unwrap() ^= 1;
    let cut = |length| good[..length].to_vec();
    let others_json = sealed_by_age(b"[1, 2]", "pass", QUICK);
    let to_a_key = age::encrypt(&age::x25519::Identity::generate().to_public(), b"{}").unwrap();
    let broken = [
        vec![],
        cut(good.len() - 1),
        cut(good.len() / 2),
        cut(10),
        flipped,
        others_json,
        to_a_key,
        b"{}".to_vec(),
    ];
    for bytes in broken {
        place.fill(&bytes);
        assert_eq!(code(place.vault("pass")), Some(Code::VaultFailed), "{} bytes", bytes.len());
        assert_eq!(place.bytes(), bytes);
        // The same while it is already open.
        place.fill(&good);
        let vault = place.vault("pass").unwrap();
        place.fill(&bytes);
        let codes = [
            code(vault.get(&slot())),
            code(vault.put(&slot(), &secret("x"))),
            code(vault.delete(&slot())),
            code(vault.check()),
        ];
        assert_eq!(codes, [Some(Code::VaultFailed); 4], "{} bytes", bytes.len());
        assert_eq!(place.bytes(), bytes);
    }
}

#[test]
fn a_file_cannot_make_us_work_for_hours() {
    let place = Place::new();
    let mut hostile = sealed_by_age(b"{}", "pass", QUICK);
    let line = hostile.iter().position(|&byte| byte == b'\n').unwrap() + 1;
    let end = line + hostile[line..].iter().position(|&byte| byte == b'\n').unwrap();
    assert!(hostile[line..end].ends_with(b" 2"));
    hostile.splice(end - 1..end, *b"30");
    place.fill(&hostile);
    let before = std::time::Instant::now();
    let error = place.vault("pass").err().unwrap();
    assert_eq!(error.code(), Code::VaultFailed);
    assert!(error.message().contains("2^30"), "{error}");
    assert!(before.elapsed().as_secs() < 5);
}

#[test]
fn age_opens_our_file_and_we_open_ages() {
    let place = Place::new();
    place.vault("pass").unwrap().put(&slot(), &secret(CANARY)).unwrap();
    let sealed = place.bytes();
    assert!(sealed.starts_with(b"age-encryption.org/v1\n-> scrypt "));
    let plain = age::decrypt(&Identity::new("pass".to_owned().into()), &sealed).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&plain).unwrap();
    assert_eq!(json, serde_json::json!({ "key/https%3A%2F%2Fa%2Eb/7": CANARY }));

    place.fill(&sealed_by_age(br#"{"undo-identity":"theirs"}"#, "pass", QUICK + 1));
    assert_eq!(holds(&place.vault("pass").unwrap(), &Slot::UndoIdentity).as_deref(), Some("theirs"));
}

#[test]
fn the_usual_work_factor_is_fixed_and_within_what_is_opened() {
    let place = Place::new();
    let vault = FileVault::new(place.path());
    vault.unlock(&secret("pass")).unwrap();
    vault.put(&slot(), &secret(CANARY)).unwrap();
    let header = place.bytes();
    let line = header.split(|&byte| byte == b'\n').nth(1).unwrap();
    assert!(line.ends_with(b" 17"));
    assert_eq!(holds(&place.vault("pass").unwrap(), &slot()).as_deref(), Some(CANARY));
}

#[test]
fn two_processes_lose_nothing_of_each_other() {
    let place = Place::new();
    let (here, there) = (place.vault("pass").unwrap(), place.vault("pass").unwrap());
    here.put(&Slot::account("a"), &secret("A")).unwrap();
    there.put(&Slot::account("b"), &secret("B")).unwrap();
    assert_eq!(holds(&here, &Slot::account("b")).as_deref(), Some("B"));
    assert_eq!(holds(&there, &Slot::account("a")).as_deref(), Some("A"));
}

#[cfg(unix)]
#[test]
fn a_write_that_fails_is_not_remembered() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    let vault = place.vault("pass").unwrap();
    // A link into a folder that cannot be made: reading finds nothing, writing fails.
    symlink("/proc/nonexistent/vault.age", place.path()).unwrap();
    let error = vault.put(&slot(), &secret(CANARY)).err().unwrap();
    assert_eq!(error.code(), Code::VaultFailed);
    assert!(error.next_step().is_some());
    assert_eq!(code(vault.get(&slot())), Some(Code::VaultEmpty));
}

#[test]
fn neither_the_file_nor_an_error_holds_a_secret_in_clear() {
    let place = Place::new();
    let vault = place.vault("the passphrase").unwrap();
    vault.put(&slot(), &secret(CANARY)).unwrap();
    let bytes = place.bytes();
    for clear in [CANARY.as_bytes(), b"the passphrase", b"key/"] {
        assert!(!bytes.windows(clear.len()).any(|part| part == clear));
    }
    place.fill(&sealed_by_age(
        format!(r#"{{"undo-identity":"{}"}}"#, "sk-canary\\n2").as_bytes(),
        "p",
        QUICK,
    ));
    let foreign = place.vault("p").unwrap().get(&Slot::UndoIdentity).err().unwrap();
    assert_eq!(foreign.code(), Code::VaultFailed);
    place.fill(&sealed_by_age(br#"{"undo-identity":["sk-canary"]}"#, "p", QUICK));
    let misshapen = place.vault("p").err().unwrap();
    for error in [foreign, misshapen] {
        assert!(!format!("{error} {error:?} {:?}", error.causes()).contains("sk-canary"));
    }
}

#[cfg(unix)]
#[test]
fn the_file_is_its_owners_alone() {
    let place = Place::new();
    place.vault("pass").unwrap().put(&slot(), &secret(CANARY)).unwrap();
    assert_eq!(fs::access(&place.path()), Some(0o600));
}

fn sealed_by_age(plain: &[u8], passphrase: &str, work_factor: u8) -> Vec<u8> {
    let mut recipient = Recipient::new(passphrase.to_owned().into());
    recipient.set_work_factor(work_factor);
    age::encrypt(&recipient, plain).unwrap()
}
