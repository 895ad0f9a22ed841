//! The real tools from npm, each configured by the wallet and run once: the bridge must see the request with our
//! key on the right path, and the tool must print the answer. Claude Code has its own, `main_job.rs`.

#[path = "real_tools/cline.rs"]
mod cline;
#[path = "real_tools/codex.rs"]
mod codex;
#[path = "real_tools/gemini_cli.rs"]
mod gemini_cli;
#[path = "real_tools/opencode.rs"]
mod opencode;

use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;

use bridgekeeper_bridge::{Options, Recorded, Running, Server};
use bridgekeeper_tests::keyring::KeyringSession;
use bridgekeeper_tests::{Said, Sandbox, real_tool};

/// A signed-in wallet in a sandbox home under a private keychain, and a tool to configure.
struct Desk {
    sandbox: Sandbox,
    bridge: Running,
    tool: &'static str,
    _session: KeyringSession,
}

impl Desk {
    /// `files` are what the user of the tool has, by path below the home folder.
    fn new(tool: &'static str, files: &[(&str, &str)]) -> Self {
        let session = KeyringSession::unlocked();
        let bridge = Server::start(Options::default()).unwrap();
        let sandbox = Sandbox::new(session.env());
        for (path, text) in files {
            sandbox.write(path, text);
        }
        let user = bridge.user_id.to_string();
        let arguments = ["connect", "--url", &bridge.url, "--user-id", &user, "--token-stdin"];
        sandbox.bridgekeeper_fed(&arguments, &bridge.access_token).ok();
        Self { sandbox, bridge, tool, _session: session }
    }

    /// Points the tool at the bridge with a new key, which the live check tries; gives the key.
    fn configure(&self, mode: &str) -> String {
        let arguments = ["configure", self.tool, "--create", "--mode", mode, "--yes", "--json"];
        let configured = self.sandbox.bridgekeeper(&arguments).ok().json();
        assert_eq!(configured["check"]["ok"], true, "{configured}");
        let keys = self.bridge.keys();
        assert_eq!(keys.len(), 1, "exactly one key was made");
        format!("sk-{}", keys[0].secret)
    }

    /// Runs a program of the tool's in a shell that carries other credentials, and may reach nothing but this
    /// machine.
    fn runs(&self, program: &str, arguments: &[&str], shell: &[(&str, &str)]) -> Said {
        let mut command = self.sandbox.command(real_tool(program));
        command.args(arguments).envs(loopback_only()).envs(shell.iter().copied());
        Said::from(command.stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap())
    }

    /// The same by way of `bridgekeeper run`.
    fn runs_by_wallet(&self, program: &str, arguments: &[&str], shell: &[(&str, &str)]) -> Said {
        let mut command = self.sandbox.command(bridgekeeper_tests::program("bridgekeeper"));
        command.args(["run", self.tool, "--"]).arg(real_tool(program)).args(arguments);
        command.envs(loopback_only()).envs(shell.iter().copied());
        Said::from(command.stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap())
    }

    /// What the doctor says of the tool in such a shell.
    fn doctor(&self, shell: &[(&str, &str)]) -> Said {
        let mut command = self.sandbox.command(bridgekeeper_tests::program("bridgekeeper"));
        command.args(["doctor", self.tool]).envs(shell.iter().copied());
        Said::from(command.output().unwrap())
    }

    /// What the tool itself posted; the wallet's live check names itself otherwise.
    fn posts(&self) -> Vec<Recorded> {
        let ours = |request: &Recorded| {
            header(request, "user-agent").is_some_and(|agent| agent.starts_with("bridgekeeper/"))
        };
        let mut requests = self.bridge.requests();
        requests
            .retain(|request| request.method == "POST" && request.path.starts_with("/v1") && !ours(request));
        assert!(!requests.is_empty(), "the tool asked nothing");
        requests
    }

    /// What stands in a file below the home folder.
    fn text(&self, path: &str) -> String {
        std::fs::read_to_string(self.sandbox.path(path)).unwrap()
    }

    /// The files below the home folder that hold the key, and those with the account's token.
    fn leaks(&self, key: &str) -> Vec<PathBuf> {
        let mut leaks = self.sandbox.files_with(key);
        leaks.extend(self.sandbox.files_with(&self.bridge.access_token));
        leaks
    }
}

/// A proxy that is not there, for everything that is not on this machine: tools look for updates and models.
fn loopback_only() -> [(&'static str, &'static str); 3] {
    [("HTTPS_PROXY", "http://127.0.0.1:9"), ("HTTP_PROXY", "http://127.0.0.1:9"), ("NO_PROXY", "127.0.0.1")]
}

/// Says which version it is that is tried, also where nothing fails.
fn print_version(program: &str) {
    let said =
        Said::from(Sandbox::new([]).command(real_tool(program)).arg("--version").output().unwrap()).ok();
    // Past the capture of what a test prints.
    std::io::stderr().write_all(format!("{program} {}\n", said.out.trim()).as_bytes()).unwrap();
}

fn header<'a>(request: &'a Recorded, name: &str) -> Option<&'a str> {
    request.headers.get(name).map(String::as_str)
}
