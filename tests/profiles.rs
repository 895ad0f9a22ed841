//! Profiles on the command line and through the real Claude Code: several per tool, one it is pointed at, and
//! folders with one of their own.

use std::path::Path;
use std::process::Stdio;

use bridgekeeper_bridge::{Options, Running, Server};
use bridgekeeper_tests::keyring::KeyringSession;
use bridgekeeper_tests::{Said, Sandbox, real_tool};
use serde_json::Value;

struct Desk {
    sandbox: Sandbox,
    bridge: Running,
    _session: KeyringSession,
}

/// Claude Code with two profiles, the second of which it is pointed at.
fn desk() -> Desk {
    let session = KeyringSession::unlocked();
    let desk = Desk {
        sandbox: Sandbox::new(session.env()),
        bridge: Server::start(Options::default()).unwrap(),
        _session: session,
    };
    connect(&desk.sandbox, &desk.bridge);
    for profile in ["work", "private"] {
        desk.says(&["configure", "claude-code", "--profile", profile, "--create", "--yes"]).ok();
    }
    desk
}

fn connect(sandbox: &Sandbox, bridge: &Running) {
    let user = bridge.user_id.to_string();
    let connect = ["connect", "--url", &bridge.url, "--user-id", &user, "--token-stdin"];
    sandbox.bridgekeeper_fed(&connect, &bridge.access_token).ok();
}

impl Desk {
    fn says(&self, arguments: &[&str]) -> Said {
        self.sandbox.bridgekeeper(arguments)
    }

    fn profiles(&self) -> Vec<Value> {
        let view = self.says(&["profile", "list", "--json"]).ok().json();
        view["profiles"].as_array().unwrap().clone()
    }

    fn active(&self) -> Vec<String> {
        let active = self.profiles().into_iter().filter(|profile| profile["active"] == true);
        active.map(|profile| profile["name"].as_str().unwrap().to_owned()).collect()
    }

    /// The secret of a profile's key, by the bridge's books.
    fn secret(&self, profile: &str) -> String {
        let keys = self.bridge.keys();
        keys.iter().find(|key| key.name.starts_with(profile)).unwrap().sk()
    }

    /// What the helper prints when it is called in that folder, as a tool calls it.
    fn key_in(&self, folder: &Path, profile: &str) -> Said {
        let mut command = self.sandbox.command(bridgekeeper_tests::program("bridgekeeper"));
        Said::from(command.args(["key", profile]).current_dir(folder).output().unwrap())
    }

    /// The key with which the real Claude Code asks the bridge when it runs in that folder.
    fn claude_in(&self, folder: &Path) -> String {
        self.bridge.clear_requests();
        let mut command = self.sandbox.command(real_tool("claude"));
        command.args(["-p", "say hi"]).env("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
        command.current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::piped());
        assert!(Said::from(command.output().unwrap()).ok().out.contains("Your key works"));
        let asked = self.bridge.requests();
        let message = asked.iter().rfind(|request| request.path == "/v1/messages").unwrap();
        message.headers["x-api-key"].clone()
    }
}

#[test]
fn a_tool_has_several_profiles_and_is_pointed_at_one() {
    let desk = desk();
    assert_eq!(desk.profiles().len(), 2);
    assert_eq!(desk.active(), ["private"]);
    let settings = desk.sandbox.path(".claude/settings.json");
    let before = std::fs::read(&settings).unwrap();
    let shown = desk.says(&["profile", "use", "work", "--dry-run"]).ok().out;
    assert!(shown.contains("work") && std::fs::read(&settings).unwrap() == before, "{shown}");
    desk.says(&["profile", "use", "work"]).ok();
    assert_eq!(desk.active(), ["work"]);
    assert_eq!(desk.claude_in(desk.sandbox.home()), desk.secret("work"));
    desk.says(&["undo", "claude-code"]).ok();
    assert_eq!((desk.active(), std::fs::read(&settings).unwrap()), (vec!["private".to_owned()], before));
    desk.says(&["profile", "use", "nobody"]).exits(1);
    // A name is one profile's, of one tool.
    desk.says(&["configure", "codex", "--profile", "work", "--create", "--yes"]).exits(2);
    desk.says(&["configure", "claude-code", "--profile", "codex", "--create", "--yes"]).exits(2);
}

#[test]
fn a_renamed_profile_goes_on_under_its_old_name_in_files() {
    let desk = desk();
    desk.says(&["profile", "rename", "private", "client-a"]).ok();
    assert_eq!(desk.active(), ["client-a"]);
    assert_eq!(desk.key_in(desk.sandbox.home(), "private").ok().out.trim(), desk.secret("private"));
    assert_eq!(desk.claude_in(desk.sandbox.home()), desk.secret("private"));
    let tools = desk.says(&["tools", "--json"]).ok().json();
    assert_eq!(
        (&tools["tools"][0]["state"], &tools["tools"][0]["profile"]),
        (&"in_step".into(), &"client-a".into())
    );
    desk.says(&["profile", "rename", "client-a", "work"]).exits(2);
    desk.says(&["profile", "rename", "work", "private"]).exits(2);
    desk.says(&["profile", "rename", "client-a", "no plain word"]).exits(2);

    desk.says(&["profile", "use", "work"]).ok();
    desk.says(&["undo", "claude-code"]).ok();
    assert_eq!(desk.active(), ["client-a"], "undo finds it under its new name");
    desk.says(&["profile", "delete", "client-a"]).exits(1);
    desk.says(&["disconnect", "claude-code"]).ok();
    desk.says(&["profile", "delete", "client-a"]).ok();
    assert_eq!(desk.profiles().len(), 1);
    assert_eq!(desk.key_in(desk.sandbox.home(), "private").exits(1).out, "");
    assert_eq!(desk.bridge.keys().len(), 2, "keys stay on the bridge");
}

#[test]
fn a_folder_has_a_profile_of_its_own() {
    let desk = desk();
    let (client, deep) = (desk.sandbox.path("clients/a"), desk.sandbox.path("clients/a/src/deep"));
    let beside = desk.sandbox.path("clients/a-too");
    for folder in [&deep, &beside] {
        std::fs::create_dir_all(folder).unwrap();
    }
    desk.says(&["profile", "folder", client.to_str().unwrap(), "work"]).ok();
    assert_eq!(desk.key_in(&deep, "private").ok().out.trim(), desk.secret("work"));
    assert_eq!(desk.key_in(&beside, "private").ok().out.trim(), desk.secret("private"));
    assert_eq!(desk.claude_in(&deep), desk.secret("work"));
    assert_eq!(desk.claude_in(&beside), desk.secret("private"));
    let mut run = desk.sandbox.command(bridgekeeper_tests::program("bridgekeeper"));
    let run =
        run.args(["run", "private", "--", "printenv", "ANTHROPIC_AUTH_TOKEN"]).current_dir(&deep).output();
    assert_eq!(Said::from(run.unwrap()).ok().out.trim(), desk.secret("work"));

    // The nearest folder counts, and whoever names another profile means it.
    desk.says(&["profile", "folder", deep.to_str().unwrap(), "private"]).ok();
    assert_eq!(desk.key_in(&deep, "private").ok().out.trim(), desk.secret("private"));
    assert_eq!(desk.key_in(&client, "work").ok().out.trim(), desk.secret("work"));
    desk.says(&["profile", "use", "work"]).ok();
    assert_eq!(desk.key_in(&client, "private").ok().out.trim(), desk.secret("private"));

    desk.says(&["profile", "folder", deep.to_str().unwrap(), "--clear"]).ok();
    desk.says(&["profile", "folder", deep.to_str().unwrap(), "--clear"]).exits(1);
    desk.says(&["profile", "folder", "/no/such/folder", "work"]).exits(1);
}

/// A tool's address is in its file. A key of another bridge is never handed to it.
#[test]
fn a_folder_never_sends_a_key_to_another_bridge() {
    let desk = desk();
    let other = Server::start(Options::default()).unwrap();
    connect(&desk.sandbox, &other);
    desk.says(&["configure", "claude-code", "--profile", "elsewhere", "--create", "--yes"]).ok();
    desk.says(&["profile", "use", "work"]).ok();
    let folder = desk.sandbox.path("clients");
    std::fs::create_dir_all(&folder).unwrap();
    desk.says(&["profile", "folder", folder.to_str().unwrap(), "elsewhere"]).ok();
    let refused = desk.key_in(&folder, "work").exits(1);
    assert!(refused.out.is_empty() && refused.err.contains("bridgekeeper run elsewhere"), "{}", refused.err);
    let mut run = desk.sandbox.command(bridgekeeper_tests::program("bridgekeeper"));
    let run = run.args(["run", "work", "--", "printenv", "ANTHROPIC_BASE_URL"]).current_dir(&folder).output();
    assert_eq!(Said::from(run.unwrap()).ok().out.trim(), other.url, "`run` brings the address along");
}

/// For how long a tool goes on with a key that it asked for is a setting: for what is configured from then on.
#[test]
fn a_profile_keeps_the_time_it_was_configured_with() {
    let desk = desk();
    let ttl = || -> Value {
        let settings = std::fs::read_to_string(desk.sandbox.path(".claude/settings.json")).unwrap();
        let settings: Value = serde_json::from_str(&settings).unwrap();
        settings["env"]["CLAUDE_CODE_API_KEY_HELPER_TTL_MS"].clone()
    };
    assert_eq!(desk.says(&["settings", "--json"]).ok().json()["helper_seconds"], 300);
    assert_eq!(ttl(), "300000");
    desk.says(&["settings", "--helper-seconds", "60"]).ok();
    let tools = desk.says(&["tools", "--json"]).ok().json();
    let claude = tools["tools"].as_array().unwrap().iter().find(|tool| tool["id"] == "claude-code").unwrap();
    assert_eq!(claude["state"], "in_step", "what is configured stays as it is: {claude}");
    desk.says(&["configure", "claude-code", "--profile", "work", "--yes"]).ok();
    assert_eq!(ttl(), "60000");
    desk.says(&["profile", "use", "private", "--yes"]).ok();
    assert_eq!(ttl(), "300000", "the other profile has its own");
    let said = desk.says(&["settings", "--helper-seconds", "1"]);
    assert_eq!(said.exit, 2, "{}", said.err);
    assert!(said.err.contains("choose 10 to 86400"), "{}", said.err);
}
