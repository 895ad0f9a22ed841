//! The vault on a real gnome-keyring: what it keeps, and every way in which a keychain can be unwell.

#![expect(clippy::unwrap_used, reason = "what a test cannot go on without, fails it")]

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::time::{Duration, Instant};

use bridgekeeper_tests::keyring::{KeyringSession, until};

const CANARY: &str = "sk-canary-5d0c1f6a9b3e4a7788f2c6d1e0b9a4f3";
/// What the key helper has in all, process start included.
const HELPER: Duration = Duration::from_secs(3);

/// A process with the keychain open.
struct Probe {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

struct Answer {
    code: String,
    secret: Option<String>,
    said: String,
    took: Duration,
}

impl Probe {
    /// As what runs unattended.
    fn start(session: &KeyringSession) -> Self {
        Self::with(session, &[])
    }

    /// As where somebody sits in front of it.
    fn attended(session: &KeyringSession) -> Self {
        Self::with(session, &["--attended"])
    }

    fn with(session: &KeyringSession, arguments: &[&str]) -> Self {
        let mut command = session.command(env!("CARGO_BIN_EXE_vault_probe"));
        command.args(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let stdin = child.stdin.take().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        Self { child, stdin, stdout }
    }

    fn ask(&mut self, line: &str) -> Answer {
        let begin = Instant::now();
        writeln!(self.stdin, "{line}").unwrap();
        let mut answer = String::new();
        self.stdout.read_line(&mut answer).unwrap();
        let took = begin.elapsed();
        let json: serde_json::Value = serde_json::from_str(&answer).unwrap();
        let text = |name: &str| json[name].as_str().map(ToOwned::to_owned);
        let answer = Answer {
            code: text("code").unwrap(),
            secret: text("secret"),
            said: text("said").unwrap_or_default(),
            took,
        };
        assert!(!answer.said.contains(CANARY), "an error speaks of the secret: {}", answer.said);
        answer
    }

    fn threads(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/task", self.child.id())).unwrap().count()
    }

    fn code(&mut self, line: &str) -> String {
        self.ask(line).code
    }

    fn secret(&mut self, line: &str) -> Option<String> {
        self.ask(line).secret
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A fresh process, one question: how the key helper meets the keychain. In time, whatever happens.
fn once(session: &KeyringSession, line: &str) -> Answer {
    let begin = Instant::now();
    let answer = Probe::start(session).ask(line);
    assert!(begin.elapsed() < HELPER, "{line}: {:?}", begin.elapsed());
    answer
}

fn codes(session: &KeyringSession) -> [String; 4] {
    ["get main", &format!("put main {CANARY}"), "delete main", "check"].map(|line| once(session, line).code)
}

#[test]
fn a_secret_is_kept_changed_and_forgotten() {
    let session = KeyringSession::unlocked();
    let mut probe = Probe::start(&session);
    assert_eq!(probe.code("check"), "ok");
    assert_eq!(probe.code("get main"), "vault_empty");
    assert_eq!(probe.code(&format!("put main {CANARY}")), "ok");
    assert_eq!(probe.secret("get main").as_deref(), Some(CANARY));
    assert_eq!(probe.code("put main another secret"), "ok");
    assert_eq!(probe.secret("get main").as_deref(), Some("another secret"));
    assert_eq!(probe.code("get other"), "vault_empty");
    assert_eq!(probe.code("delete main"), "ok");
    assert_eq!(probe.code("get main"), "vault_empty");
    assert_eq!(probe.code("delete main"), "ok");
}

#[test]
fn a_secret_survives_its_process_and_the_keyring() {
    let mut session = KeyringSession::unlocked();
    assert_eq!(once(&session, &format!("put https://a.b:3000 {CANARY}")).code, "ok");
    assert_eq!(once(&session, "get https://a.b:3000").secret.as_deref(), Some(CANARY));
    session.kill_keyring();
    session.start_keyring();
    assert_eq!(once(&session, "get https://a.b:3000").secret.as_deref(), Some(CANARY));
}

#[test]
fn the_bus_sees_no_secret() {
    let session = KeyringSession::unlocked();
    let listener = session.listen();
    assert_eq!(once(&session, &format!("put main {CANARY}")).code, "ok");
    assert_eq!(once(&session, "get main").secret.as_deref(), Some(CANARY));
    assert!(listener.heard("GetSecret"), "the listener hears what is said");
    assert!(!listener.heard(CANARY));
}

#[test]
fn a_locked_keyring_is_locked_and_nobody_is_asked() {
    let session = KeyringSession::unlocked();
    assert_eq!(once(&session, &format!("put main {CANARY}")).code, "ok");
    session.lock();
    let listener = session.listen();
    assert_eq!(codes(&session), ["vault_locked"; 4]);
    assert_eq!(once(&session, "get nothing-there").code, "vault_locked");
    assert!(listener.heard("SearchItems"), "the listener hears what is said");
    assert!(!listener.heard("Unlock"), "it asks to unlock");
    assert!(!listener.heard("Prompt"), "it shows a prompt");
}

#[test]
fn it_is_closed_when_its_owner_says_so() {
    let session = KeyringSession::unlocked();
    let mut probe = Probe::start(&session);
    assert_eq!(probe.code(&format!("put main {CANARY}")), "ok");
    assert_eq!(probe.code("lock"), "ok");
    assert_eq!(session.is_locked(), Some(true));
    assert_eq!(probe.code("get main"), "vault_locked");
    assert_eq!(probe.code("lock"), "ok", "it is closed already");
    assert_eq!(once(&KeyringSession::absent(), "lock").code, "vault_absent");
    assert_eq!(once(&KeyringSession::mute(), "lock").code, "vault_hung");
}

#[test]
fn where_somebody_sits_a_locked_keyring_asks_to_be_unlocked() {
    let session = KeyringSession::unlocked();
    session.lock();
    let listener = session.listen();
    let mut probe = Probe::attended(&session);
    assert_eq!(probe.code("check"), "vault_locked");
    assert!(!listener.heard("Prompt"), "a look at the state must not ask");
    // There is no display, so the keyring itself takes the prompt back.
    assert_eq!(probe.code("get main"), "vault_locked");
    assert!(listener.heard("Unlock") && listener.heard("Prompt"));
    assert_eq!(probe.code(&format!("put main {CANARY}")), "vault_locked");
}

#[test]
fn a_keyring_that_the_bus_has_to_start_is_locked_not_empty() {
    let session = KeyringSession::activated();
    let listener = session.listen();
    assert_eq!(once(&session, "get main").code, "vault_locked");
    assert!(!listener.heard("Prompt"), "it shows a prompt");
}

#[test]
fn a_keyring_that_was_never_set_up_is_neither_empty_nor_open() {
    let session = KeyringSession::unset();
    assert_eq!(codes(&session), ["vault_failed"; 4]);
    assert!(once(&session, "get main").said.contains("never set up"));
    let listener = session.listen();
    assert_eq!(Probe::attended(&session).code("get main"), "vault_locked");
    assert!(listener.heard("CreateCollection"), "where somebody sits it asks for a password");
}

#[test]
fn without_a_keyring_there_is_none() {
    assert_eq!(codes(&KeyringSession::absent()), ["vault_absent"; 4]);
}

#[test]
fn without_a_bus_there_is_none() {
    let session = KeyringSession::absent();
    let mut command = session.command(env!("CARGO_BIN_EXE_vault_probe"));
    command.env_remove("DBUS_SESSION_BUS_ADDRESS").env("XDG_RUNTIME_DIR", "/nonexistent");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"get main\n").unwrap();
    let out = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    assert!(out.contains("\"vault_absent\""), "{out}");
}

#[test]
fn a_stopped_keyring_hangs_and_wakes_up() {
    let session = KeyringSession::unlocked();
    let mut probe = Probe::start(&session);
    assert_eq!(probe.code(&format!("put main {CANARY}")), "ok");
    session.stop();
    assert_eq!(codes(&session), ["vault_hung"; 4]);
    let mut slowest = Duration::ZERO;
    for _ in 0..6 {
        let answer = probe.ask("get main");
        assert_eq!(answer.code, "vault_hung");
        slowest = slowest.max(answer.took);
    }
    assert!(slowest < HELPER, "{slowest:?}");
    let crowd = probe.ask("crowd main");
    assert_eq!(crowd.code, "vault_hung");
    assert!(crowd.took < HELPER, "they wait one after the other: {:?}", crowd.took);
    session.go_on();
    assert_eq!(probe.secret("get main").as_deref(), Some(CANARY));
    assert_eq!(probe.code("crowd main"), "ok");
}

#[test]
fn a_bus_that_never_answers_hangs_and_leaves_nothing_behind() {
    let session = KeyringSession::mute();
    assert_eq!(codes(&session), ["vault_hung"; 4]);
    let mut probe = Probe::start(&session);
    for _ in 0..6 {
        let answer = probe.ask("get main");
        assert_eq!(answer.code, "vault_hung");
        assert!(answer.took < HELPER, "{:?}", answer.took);
    }
    until("the threads that waited have ended", || probe.threads() <= 2);
}

#[test]
fn the_same_process_recovers_when_the_keyring_comes_back() {
    let mut session = KeyringSession::unlocked();
    let mut probe = Probe::start(&session);
    assert_eq!(probe.code(&format!("put main {CANARY}")), "ok");
    session.kill_keyring();
    assert_eq!(probe.code("get main"), "vault_absent");
    session.start_keyring();
    assert_eq!(probe.secret("get main").as_deref(), Some(CANARY));
    session.kill_keyring();
    session.start_keyring();
    assert_eq!(probe.code("put main another"), "ok");
    assert_eq!(probe.secret("get main").as_deref(), Some("another"));
    session.lock();
    assert_eq!(probe.code("get main"), "vault_locked");
}

#[test]
fn the_longest_secret_fits_and_what_does_not_fit_is_refused() {
    let session = KeyringSession::unlocked();
    let mut probe = Probe::start(&session);
    let longest = "x".repeat(1200);
    assert_eq!(probe.code(&format!("put main {longest}")), "ok");
    assert_eq!(probe.secret("get main"), Some(longest.clone()));
    for bad in [format!("{longest}x"), "naïve".into(), "tab\tbed".into(), String::new()] {
        assert_eq!(probe.code(&format!("put main {bad}")), "invalid");
    }
    assert_eq!(probe.secret("get main"), Some(longest), "a refusal changes nothing");
}

#[test]
fn an_entry_planted_beside_ours_is_not_taken_for_it() {
    let session = KeyringSession::unlocked();
    assert_eq!(once(&session, &format!("put main {CANARY}")).code, "ok");
    plant(&session, &["planted", "yes"], "another program's");
    let answer = once(&session, "get main");
    assert_eq!((answer.code.as_str(), answer.secret), ("vault_failed", None));
    assert!(answer.said.contains("more than one"), "{}", answer.said);
    assert_eq!(codes(&session), ["vault_failed", "vault_failed", "vault_failed", "ok"]);
}

#[test]
fn what_cannot_be_ours_is_not_handed_on() {
    let session = KeyringSession::unlocked();
    plant(&session, &[], &format!("{CANARY}\nsecond line"));
    let answer = once(&session, "get main");
    assert_eq!((answer.code.as_str(), answer.secret), ("vault_failed", None));
}

/// Another program files something under the name of ours, with more attributes of its own.
fn plant(session: &KeyringSession, more: &[&str], secret: &str) {
    let mut command = session.command("secret-tool");
    command.args(["store", "--label=x", "service", "dev.bridgekeeper.desktop", "username", "account/main"]);
    command.args(more);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(secret.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
}
