//! Every tool that is found, pointed at the bridge in one go: one key each, one difference to look at, and a
//! result for each.

use bridgekeeper_bridge::{Fault, FaultKind, Options, Running, Server};
use bridgekeeper_tests::keyring::KeyringSession;
use bridgekeeper_tests::{Said, Sandbox};
use serde_json::Value;

const CODEX: &str = "# mine\nmodel = \"gpt-5.5\"\n";
const GEMINI: &str = "{\n  \"theme\": \"Default\"\n}\n";

struct Desk {
    sandbox: Sandbox,
    bridge: Running,
    _session: KeyringSession,
}

/// A home in which Claude Code, Codex and Gemini CLI were used before.
fn desk() -> Desk {
    let session = KeyringSession::unlocked();
    let desk = Desk {
        sandbox: Sandbox::new(session.env()),
        bridge: Server::start(Options { sample: true, ..Options::default() }).unwrap(),
        _session: session,
    };
    let user = desk.bridge.user_id.to_string();
    let connect = ["connect", "--url", &desk.bridge.url, "--user-id", &user, "--token-stdin"];
    desk.sandbox.bridgekeeper_fed(&connect, &desk.bridge.access_token).ok();
    desk.sandbox.write(".claude/settings.json", "{}\n");
    desk.sandbox.write(".codex/config.toml", CODEX);
    desk.sandbox.write(".gemini/settings.json", GEMINI);
    desk
}

impl Desk {
    fn says(&self, arguments: &[&str]) -> Said {
        self.sandbox.bridgekeeper(arguments)
    }

    fn text(&self, path: &str) -> String {
        std::fs::read_to_string(self.sandbox.path(path)).unwrap()
    }

    fn state(&self, tool: &str) -> String {
        let tools = self.says(&["tools", "--json"]).ok().json();
        let found = tools["tools"].as_array().unwrap().iter().find(|card| card["id"] == tool).unwrap();
        found["state"].as_str().unwrap().to_owned()
    }
}

fn result<'a>(results: &'a Value, tool: &str) -> &'a Value {
    let all = results["results"].as_array().unwrap();
    all.iter().find(|result| result["tool"] == tool).unwrap_or(&Value::Null)
}

#[test]
fn every_tool_that_is_found_gets_a_key_of_its_own() {
    let desk = desk();
    let before = desk.bridge.keys().len();
    let shown = desk.says(&["configure", "--all", "--dry-run"]).ok().out;
    for part in ["settings.json", "config.toml", ".env", "claude-code-", "codex-", "gemini-cli-"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert_eq!((desk.text(".codex/config.toml"), desk.bridge.keys().len()), (CODEX.to_owned(), before));
    desk.says(&["configure", "--all"]).exits(2);

    let done = desk.says(&["configure", "--all", "--quota", "2.5", "--yes", "--json"]).ok().json();
    for tool in ["claude-code", "codex", "gemini-cli"] {
        assert_eq!(result(&done, tool)["check"]["ok"], true, "{done}");
        assert_eq!(desk.state(tool), "in_step");
    }
    let has_quota = |key: &bridgekeeper_bridge::Key| {
        !key.unlimited_quota && key.remain_quota + key.used_quota == 1_250_000
    };
    let made = desk.bridge.keys().iter().filter(|key| has_quota(key)).count();
    assert_eq!((made, desk.bridge.keys().len()), (3, before + 3), "one key each, with its quota");
    // What is in step is left alone, and nothing is made for it.
    let again = desk.says(&["configure", "--all", "--yes", "--json"]).ok().json();
    assert_eq!(again["unchanged"].as_array().unwrap().len(), 3, "{again}");
    assert_eq!(desk.bridge.keys().len(), before + 3);
    // Each can be undone by itself.
    desk.says(&["undo", "codex"]).ok();
    assert_eq!(desk.text(".codex/config.toml"), CODEX);
    assert_eq!(desk.state("claude-code"), "in_step");
}

#[test]
fn what_fails_for_one_tool_leaves_the_others_done() {
    let desk = desk();
    desk.sandbox.write(".codex/config.toml", "this is = = no TOML\n");
    let done = desk.says(&["configure", "--all", "--yes", "--json"]).ok().json();
    assert_eq!(done["refused"][0]["tool"], "codex", "{done}");
    assert_eq!(done["refused"][0]["error"]["code"], "file_unparsable");
    assert_eq!(result(&done, "claude-code")["check"]["ok"], true);
    assert_eq!(result(&done, "gemini-cli")["check"]["ok"], true);

    // A key that cannot be made fails its tool only, and says why.
    desk.says(&["disconnect", "claude-code"]).ok();
    desk.says(&["disconnect", "gemini-cli"]).ok();
    desk.says(&["profile", "delete", "claude-code"]).ok();
    desk.says(&["profile", "delete", "gemini-cli"]).ok();
    desk.bridge.fault(Fault {
        path: "/api/token/".into(),
        method: Some("POST".into()),
        query: None,
        times: 1,
        skip: 0,
        holds: None,
        kind: FaultKind::SuccessFalse { message: "no more keys for you".into(), after_apply: false },
    });
    let said = desk.says(&["configure", "--all", "--yes"]).exits(1);
    assert!(said.out.contains("no more keys for you"), "{}", said.out);
    assert_eq!(
        (desk.state("claude-code"), desk.state("gemini-cli")),
        ("not_configured".into(), "in_step".into())
    );
    // The next go finishes what is left.
    desk.sandbox.write(".codex/config.toml", CODEX);
    desk.says(&["configure", "--all", "--yes"]).ok();
    assert_eq!((desk.state("claude-code"), desk.state("codex")), ("in_step".into(), "in_step".into()));
}

#[test]
fn a_home_without_tools_says_so() {
    let session = KeyringSession::unlocked();
    let bridge = Server::start(Options::default()).unwrap();
    let sandbox = Sandbox::new(session.env());
    let user = bridge.user_id.to_string();
    let connect = ["connect", "--url", &bridge.url, "--user-id", &user, "--token-stdin"];
    sandbox.bridgekeeper_fed(&connect, &bridge.access_token).ok();
    let said = sandbox.bridgekeeper(&["configure", "--all", "--yes"]).exits(1);
    assert!(said.err.contains("no tool was found"), "{}", said.err);
    sandbox.bridgekeeper(&["configure", "--all", "claude-code", "--yes"]).exits(2);
}
