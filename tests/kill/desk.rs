//! The command line at a private keychain, to be killed with signal 9.

use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use bridgekeeper_bridge::{Options, Running, Server};
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

    /// What was killed goes on, in another process and in no time.
    pub fn carry_on(&self) {
        let said = Said::from(self.sandbox.command(program("bridgekeeper-test-carrier")).output().unwrap());
        assert_eq!(said.exit, 0, "{}", said.err);
    }

    pub fn store(&self) -> Store {
        Store::open(&self.sandbox.path(".local/share/bridgekeeper")).unwrap()
    }

    /// Every file in the home that holds a secret in clear.
    pub fn leaks(&self, secret: &str) -> Vec<std::path::PathBuf> {
        self.sandbox.files_with(secret)
    }
}
