//! The command line at a private keychain, to be killed with signal 9.

use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use bridgekeeper_bridge::{Options, Running, Server};
use bridgekeeper_core::fs::Claim;
use bridgekeeper_core::store::Store;
use bridgekeeper_tests::keyring::{KeyringSession, until};
use bridgekeeper_tests::{Said, Sandbox, program};

pub struct Desk {
    pub sandbox: Sandbox,
    pub bridge: Arc<Running>,
    _session: KeyringSession,
}

impl Desk {
    pub fn new() -> Self {
        let session = KeyringSession::unlocked();
        let bridge = Arc::new(Server::start(Options::default()).unwrap());
        let sandbox = Sandbox::new(session.env());
        let user = bridge.user_id.to_string();
        let connect = ["connect", "--url", &bridge.url, "--user-id", &user, "--token-stdin"];
        sandbox.bridgekeeper_fed(&connect, &bridge.access_token).ok();
        Self { sandbox, bridge, _session: session }
    }

    pub fn run(&self, words: &[&str]) -> Said {
        self.sandbox.bridgekeeper(words)
    }

    /// A command that is under way.
    pub fn start(&self, words: &[&str]) -> Child {
        let mut command: Command = self.sandbox.command(program("bridgekeeper"));
        let log = std::fs::File::options().create(true).append(true).open(self.sandbox.path("log")).unwrap();
        let both = log.try_clone().unwrap();
        command.args(words).stdout(Stdio::from(log)).stderr(Stdio::from(both)).spawn().unwrap()
    }

    /// Starts a command and kills it as soon as that is so.
    pub fn kill_when(&self, words: &[&str], what: &str, is_so: impl FnMut() -> bool) {
        let mut child = self.start(words);
        until(what, is_so);
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// No command leaves a copy behind that carries kills on, for as long as this is held: the test is that copy.
    /// What becomes of a kill is then seen, and nobody waits for a minute of a real clock.
    pub fn stays_behind(&self) -> Claim {
        let mut claim = None;
        until("no other copy is left behind", || {
            claim = Claim::take(&self.data(), "carry-on").unwrap();
            claim.is_some()
        });
        claim.unwrap()
    }

    /// So much time passes for what was asked for and never answered.
    pub fn let_pass(&self, time: jiff::SignedDuration) {
        let books = rusqlite::Connection::open(self.data().join("wallet.db")).unwrap();
        let asked: Vec<(i64, String)> = {
            let mut query = books.prepare("SELECT id, at FROM creation").unwrap();
            let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
            rows.map(Result::unwrap).collect()
        };
        for (id, at) in asked {
            let at: jiff::Timestamp = at.parse().unwrap();
            let change = "UPDATE creation SET at = ?2 WHERE id = ?1";
            books.execute(change, (id, (at - time).to_string())).unwrap();
        }
    }

    /// What was killed goes on, in another process and in no time.
    pub fn carry_on(&self) {
        let said = Said::from(self.sandbox.command(program("bridgekeeper-test-carrier")).output().unwrap());
        assert_eq!(said.exit, 0, "{}", said.err);
    }

    pub fn store(&self) -> Store {
        Store::open(&self.data()).unwrap()
    }

    fn data(&self) -> std::path::PathBuf {
        self.sandbox.path(".local/share/bridgekeeper")
    }

    /// Every file in the home that holds a secret in clear.
    pub fn leaks(&self, secret: &str) -> Vec<std::path::PathBuf> {
        self.sandbox.files_with(secret)
    }
}
