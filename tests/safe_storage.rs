//! Cursor seals its key as Chromium seals cookies, with the same code. So a real Chromium is asked: what it sealed is
//! opened here, and what is sealed here it opens, and sends.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "what a test cannot go on without, fails it")]

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex};

use bridgekeeper_core::secret::Secret;
use bridgekeeper_core::tools::hash;
use bridgekeeper_core::tools::safe_storage::Key;
use bridgekeeper_tests::keyring::KeyringSession;
use rusqlite::Connection;
use tempfile::TempDir;

const HOST: &str = "127.0.0.1";
const THEIRS: &str = "canary-that-chromium-sealed-0123456789";
const OURS: &str = "canary-that-the-wallet-sealed-9876543210-and-longer";

/// A site that gives a cookie at `/set` and writes down those it is given.
struct Site {
    address: String,
    given: Arc<Mutex<Vec<String>>>,
}

impl Site {
    fn start() -> Self {
        let listener = TcpListener::bind((HOST, 0)).unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let given = Arc::new(Mutex::new(vec![]));
        let book = given.clone();
        std::thread::spawn(move || {
            for visitor in listener.incoming().flatten() {
                let book = book.clone();
                std::thread::spawn(move || answer(&visitor, &book));
            }
        });
        Self { address, given }
    }

    fn was_given(&self, cookie: &str) -> bool {
        self.given.lock().unwrap().iter().any(|given| given.contains(cookie))
    }
}

fn answer(mut visitor: &TcpStream, book: &Mutex<Vec<String>>) -> Option<()> {
    let lines = BufReader::new(visitor).lines().map_while(Result::ok);
    let head: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
    let cookies = head.iter().filter(|line| line.to_ascii_lowercase().starts_with("cookie:"));
    book.lock().ok()?.extend(cookies.cloned());
    let set = match head.first()?.starts_with("GET /set ") {
        true => format!("Set-Cookie: probe={THEIRS}; Max-Age=86400; Path=/\r\n"),
        false => String::new(),
    };
    let page = format!(
        "HTTP/1.1 200 OK\r\n{set}Content-Type: text/html\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
    );
    visitor.write_all(page.as_bytes()).ok()
}

/// A Chromium with a profile of its own, which keeps its password there.
struct Chromium<'a> {
    session: &'a KeyringSession,
    store: &'static str,
    profile: TempDir,
}

impl<'a> Chromium<'a> {
    fn new(session: &'a KeyringSession, store: &'static str) -> Self {
        Self { session, store, profile: TempDir::with_prefix("bridgekeeper-chromium-").unwrap() }
    }

    /// Opens a page and ends.
    fn visit(&self, url: &str) {
        let mut command = self.session.command("timeout");
        command.args(["--kill-after=5", "120", "chromium", "--headless", "--no-sandbox", "--disable-gpu"]);
        command.args([
            "--no-first-run",
            "--disable-background-networking",
            "--disable-sync",
            "--no-proxy-server",
        ]);
        // Nobody else is asked for anything.
        command.arg(format!("--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE {HOST}"));
        command.arg(format!("--user-data-dir={}", self.profile.path().display()));
        command.arg(format!("--password-store={}", self.store));
        let said = command.args(["--dump-dom", url]).output().expect("chromium is installed");
        let page = String::from_utf8_lossy(&said.stdout);
        assert!(page.contains("ok"), "{page}{}", String::from_utf8_lossy(&said.stderr));
    }

    fn cookies(&self) -> Connection {
        let places =
            ["Default/Cookies", "Default/Network/Cookies"].map(|place| self.profile.path().join(place));
        let database: Vec<PathBuf> = places.into_iter().filter(|place| place.is_file()).collect();
        Connection::open(&database[0]).unwrap()
    }

    fn sealed(&self) -> Vec<u8> {
        let sql = "SELECT encrypted_value FROM cookies WHERE name = 'probe'";
        self.cookies().query_row(sql, [], |row| row.get(0)).unwrap()
    }

    fn put(&self, sealed: &[u8]) {
        let sql = "UPDATE cookies SET encrypted_value = ?1, value = '' WHERE name = 'probe'";
        assert_eq!(self.cookies().execute(sql, [sealed]).unwrap(), 1);
    }
}

/// What the wallet finds as Chromium's password in the session's keychain.
fn password(session: &KeyringSession) -> Secret {
    let mut probe = session.command(env!("CARGO_BIN_EXE_vault_probe"));
    let mut probe = probe.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    writeln!(probe.stdin.take().unwrap(), "password chromium").unwrap();
    let said = probe.wait_with_output().unwrap().stdout;
    let answer: serde_json::Value = serde_json::from_slice(&said).unwrap();
    assert_eq!(answer["code"], "ok", "{answer}");
    Secret::new(answer["secret"].as_str().expect("a password").into())
}

/// What stands before a cookie: newer versions seal the hash of its host with it.
fn lead(plain: &[u8]) -> &[u8] {
    let hex: String = plain.iter().take(32).map(|byte| format!("{byte:02x}")).collect();
    if hex == hash(HOST.as_bytes()) { &plain[..32] } else { b"" }
}

fn both_open_what_the_other_sealed(
    store: &'static str,
    version: &[u8],
    key: impl Fn(&KeyringSession) -> Key,
) {
    let (session, site) = (KeyringSession::unlocked(), Site::start());
    let chromium = Chromium::new(&session, store);
    chromium.visit(&format!("{}/set", site.address));
    let (theirs, key) = (chromium.sealed(), key(&session));
    assert!(theirs.starts_with(version), "{}", theirs.escape_ascii());

    let plain = key.open(&theirs).expect("it opens");
    let lead = lead(&plain);
    assert_eq!(&plain[lead.len()..], THEIRS.as_bytes());
    assert_eq!(key.seal(&plain).unwrap(), theirs);

    // What nobody can open is not sent; what we seal is.
    let other = Key::linux(&Secret::new("of somebody else".into()));
    let ours = [lead, OURS.as_bytes()].concat();
    let unreadable = [version, &other.seal(&ours).unwrap()[3..]].concat();
    for (sealed, is_sent) in [(unreadable, false), (key.seal(&ours).unwrap(), true)] {
        chromium.visit(&format!("{}/set", site.address));
        chromium.put(&sealed);
        chromium.visit(&site.address);
        assert_eq!(site.was_given(&format!("probe={OURS}")), is_sent);
    }
}

#[test]
fn under_a_password_of_the_keychain() {
    both_open_what_the_other_sealed("gnome-libsecret", b"v11", |session| Key::linux(&password(session)));
}

#[test]
fn under_the_password_that_everybody_knows() {
    both_open_what_the_other_sealed("basic", b"v10", |_| Key::known());
}
