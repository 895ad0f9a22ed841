//! The main job on the real things: the real Claude Code from npm, a key that the wallet made, a real
//! keychain, HTTP in between. And what becomes of it when the bridge misbehaves.

use std::process::Stdio;

use bridgekeeper_bridge::{Fault, FaultKind, Options, Recorded, Running, Server};
use bridgekeeper_tests::keyring::KeyringSession;
use bridgekeeper_tests::{Said, Sandbox, files_with, real_tool};
use serde_json::json;

/// What the user had. Claude Code reads it as it is.
const SETTINGS: &str =
    "{\n  \"theme\": \"dark\",\n  \"env\": {\"MINE\": \"1\"},\n  \"cleanupPeriodDays\": 30\n}";

struct Desk {
    sandbox: Sandbox,
    bridge: Running,
    _session: KeyringSession,
}

/// A signed-in wallet in a sandbox home under a private keychain.
fn desk() -> Desk {
    let session = KeyringSession::unlocked();
    let bridge = Server::start(Options::default()).unwrap();
    let sandbox = Sandbox::new(session.env());
    sandbox.write(".claude/settings.json", SETTINGS);
    let desk = Desk { sandbox, bridge, _session: session };
    desk.connect(&desk.bridge.access_token).ok();
    desk
}

impl Desk {
    fn connect(&self, token: &str) -> Said {
        let user = self.bridge.user_id.to_string();
        let arguments = ["connect", "--url", &self.bridge.url, "--user-id", &user, "--token-stdin"];
        self.sandbox.bridgekeeper_fed(&arguments, token)
    }

    /// The secret of the only key, as tools send it.
    fn only_key(&self) -> String {
        let keys = self.bridge.keys();
        assert_eq!(keys.len(), 1, "exactly one key was made");
        format!("sk-{}", keys[0].secret)
    }

    fn settings(&self) -> String {
        std::fs::read_to_string(self.sandbox.path(".claude/settings.json")).unwrap()
    }

    /// `claude -p "say hi"` in a shell that carries other credentials.
    fn claude(&self) -> Said {
        let mut command = self.sandbox.command(real_tool("claude"));
        command
            .args(["-p", "say hi"])
            .env("ANTHROPIC_API_KEY", "sk-stale-key-of-the-shell")
            .env("ANTHROPIC_AUTH_TOKEN", "sk-stale-token-of-the-shell")
            .env("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        Said::from(command.output().unwrap())
    }

    /// What Claude Code itself posted; the wallet's live check names itself otherwise.
    fn messages(&self) -> Vec<Recorded> {
        let ours = |request: &Recorded| {
            request.headers.get("user-agent").is_some_and(|agent| agent.starts_with("bridgekeeper/"))
        };
        let mut requests = self.bridge.requests();
        requests
            .retain(|request| request.method == "POST" && request.path == "/v1/messages" && !ours(request));
        requests
    }
}

fn header<'a>(request: &'a Recorded, name: &str) -> Option<&'a str> {
    request.headers.get(name).map(String::as_str)
}

#[test]
fn claude_code_asks_the_wallet_for_its_key_and_no_file_holds_it() {
    let desk = desk();
    let configured =
        desk.sandbox.bridgekeeper(&["configure", "claude-code", "--create", "--yes", "--json"]).ok().json();
    assert_eq!(configured["check"]["ok"], true, "{configured}");
    let key = desk.only_key();

    let said = desk.claude().ok();
    assert!(said.out.contains("Your key works"), "{}", said.out);
    let messages = desk.messages();
    assert!(!messages.is_empty());
    for request in &messages {
        assert_eq!(header(request, "authorization"), Some(&*format!("Bearer {key}")));
        assert_eq!(header(request, "x-api-key"), Some(&*key));
    }

    assert_eq!(
        desk.sandbox.files_with(&key),
        Vec::<std::path::PathBuf>::new(),
        "P1: the key stands in a file"
    );
    assert_eq!(desk.sandbox.files_with(&desk.bridge.access_token), Vec::<std::path::PathBuf>::new(), "P1");

    let undone = desk.sandbox.bridgekeeper(&["undo", "claude-code", "--json"]).ok();
    assert_eq!(undone.json()["applied"], true);
    assert_eq!(desk.settings(), SETTINGS);
}

#[test]
fn claude_code_keeps_the_key_itself_where_the_user_wants_that() {
    let desk = desk();
    desk.sandbox.bridgekeeper(&["configure", "claude-code", "--create", "--mode", "stored", "--yes"]).ok();
    let key = desk.only_key();

    let said = desk.claude().ok();
    assert!(said.out.contains("Your key works"), "{}", said.out);
    let messages = desk.messages();
    assert!(!messages.is_empty());
    for request in &messages {
        assert_eq!(header(request, "authorization"), Some(&*format!("Bearer {key}")));
        // Claude Code sends a token in one header only; what counts is that no other key goes out beside it.
        assert!(header(request, "x-api-key").is_none_or(|other| other == key));
    }
    assert_eq!(desk.sandbox.files_with(&key), [desk.sandbox.path(".claude/settings.json")], "P1");

    desk.sandbox.bridgekeeper(&["undo", "claude-code"]).ok();
    assert_eq!(desk.settings(), SETTINGS);
    assert!(desk.sandbox.files_with(&key).is_empty(), "P1: undo leaves the key in no file");
}

#[test]
fn run_starts_claude_code_with_the_profiles_key_and_no_file_at_all() {
    let desk = desk();
    desk.sandbox.bridgekeeper(&["configure", "claude-code", "--create", "--yes"]).ok();
    let key = desk.only_key();
    desk.sandbox.bridgekeeper(&["disconnect", "claude-code"]).ok();
    assert_eq!(desk.settings(), SETTINGS);
    let claude = real_tool("claude");
    let said = desk
        .sandbox
        .bridgekeeper(&["run", "claude-code", "--", claude.to_str().unwrap(), "-p", "say hi"])
        .ok();
    assert!(said.out.contains("Your key works"), "{}", said.out);
    for request in desk.messages() {
        assert_eq!(header(&request, "authorization"), Some(&*format!("Bearer {key}")));
    }
}

#[test]
fn a_create_is_never_lost_and_never_doubled() {
    let spoiled = |kind| Fault {
        path: "/api/token/".into(),
        method: Some("POST".into()),
        query: None,
        holds: None,
        times: 1,
        skip: 0,
        kind,
    };
    let faults = [
        (spoiled(FaultKind::Status { status: 500, body: None, after_apply: false }), 0),
        (spoiled(FaultKind::Status { status: 500, body: None, after_apply: true }), 1),
        (spoiled(FaultKind::Html { status: 200, after_apply: false }), 0),
        (spoiled(FaultKind::Html { status: 200, after_apply: true }), 1),
        (spoiled(FaultKind::DropBefore), 0),
        (spoiled(FaultKind::DropAfterApply), 1),
        (
            spoiled(FaultKind::Status {
                status: 200,
                body: Some(json!({"success": false, "message": "no"})),
                after_apply: false,
            }),
            0,
        ),
        (spoiled(FaultKind::Status { status: 429, body: None, after_apply: false }), 0),
    ];
    let desk = desk();
    let mut there = 0;
    for (n, (fault, made)) in faults.into_iter().enumerate() {
        let what = format!("{:?}", fault.kind);
        desk.bridge.fault(fault);
        let name = format!("key-{n}");
        let said = desk.sandbox.bridgekeeper(&["keys", "create", &name]);
        there += made;
        assert_eq!(desk.bridge.keys().len(), there, "{what}: {}{}", said.out, said.err);
        assert_eq!(said.exit == 0, made == 1, "{what}: {}{}", said.out, said.err);
        assert!(made == 1 || said.err.contains("hint: "), "{what}: {}", said.err);
        if made == 0 {
            desk.sandbox.bridgekeeper(&["keys", "create", &name]).ok();
            there += 1;
            assert_eq!(desk.bridge.keys().len(), there, "{what}");
        }
    }
    let list = desk.sandbox.bridgekeeper(&["keys", "list", "--json"]).ok().json();
    let keys = list["keys"].as_array().unwrap();
    assert_eq!(keys.len(), there);
    assert!(keys.iter().all(|key| key["in_vault"] == true), "every key's secret is in the vault: {list}");
}

#[test]
fn a_key_whose_secret_could_not_be_fetched_is_fetched_later() {
    let desk = desk();
    let reveal = Fault {
        path: "/api/token/*".into(),
        method: Some("POST".into()),
        query: None,
        holds: None,
        times: 1,
        skip: 1,
        kind: FaultKind::Status { status: 429, body: None, after_apply: false },
    };
    desk.bridge.fault(reveal);
    let said = desk.sandbox.bridgekeeper(&["keys", "create", "laptop"]);
    assert_eq!(said.exit, 5, "{}{}", said.out, said.err);
    assert_eq!(desk.bridge.keys().len(), 1);
    let list = desk.sandbox.bridgekeeper(&["keys", "list", "--json"]).ok().json();
    assert_eq!(list["keys"][0]["in_vault"], true, "{list}");
    let key = desk.only_key();
    assert_eq!(desk.sandbox.bridgekeeper(&["keys", "reveal", "laptop"]).ok().out.trim(), key);
}

#[test]
fn no_secret_stands_in_what_the_wallet_says_or_keeps() {
    let desk = desk();
    desk.sandbox.bridgekeeper(&["configure", "claude-code", "--create", "--mode", "stored", "--yes"]).ok();
    let key = desk.only_key();
    let bare = key.trim_start_matches("sk-");
    let commands: &[&[&str]] = &[
        &["status"],
        &["keys", "list"],
        &["keys", "show", "1"],
        &["groups"],
        &["models"],
        &["tools"],
        &["activity"],
        &["doctor"],
        &["undo", "claude-code", "--dry-run"],
        &["disconnect", "claude-code", "--dry-run"],
        &["configure", "claude-code", "--mode", "stored", "--dry-run"],
        &["configure", "claude-code", "--dry-run"],
    ];
    for command in commands {
        for json in [false, true] {
            let mut arguments = command.to_vec();
            arguments.extend(json.then_some("--json"));
            let said = desk.sandbox.bridgekeeper(&arguments);
            for text in [&said.out, &said.err] {
                assert!(
                    !text.contains(bare) && !text.contains(&desk.bridge.access_token),
                    "{arguments:?}: {text}"
                );
            }
        }
    }
    let data = desk.sandbox.path(".local/share/bridgekeeper");
    assert!(data.join("wallet.db").is_file());
    assert!(files_with(&data, bare.as_bytes()).is_empty());
}
