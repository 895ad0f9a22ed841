//! Cline, its command line.

use std::net::TcpListener;

use bridgekeeper_tests::Said;

use crate::{Desk, header, print_version};

/// What the user had. Cline makes sense of it as it is.
const PROVIDERS: &str = r#"{
    "version": 1,
    "lastUsedProvider": "openrouter",
    "providers": {
        "openrouter": {
            "settings": {"provider": "openrouter", "apiKey": "their-own", "model": "qwen/qwen4-coder"},
            "updatedAt": "2026-10-02T08:15:00.000Z"
        }
    }
}"#;

const STATE: &str = r#"{"actModeApiProvider":"openrouter","mode":"act","telemetrySetting":"disabled"}"#;

const FILE: &str = ".cline/data/settings/providers.json";

const FILES: [(&str, &str); 3] = [
    (FILE, PROVIDERS),
    (".cline/data/globalState.json", STATE),
    (".cline/data/secrets.json", r#"{"openRouterApiKey": "their-own"}"#),
];

const ASK: [&str; 1] = ["say hi"];

/// What must not reach the bridge.
const SHELL: [(&str, &str); 3] = [
    ("OPENAI_API_KEY", "sk-stale-key-of-the-shell"),
    ("ANTHROPIC_API_KEY", "sk-stale-key-of-the-shell"),
    ("OPENAI_BASE_URL", "http://127.0.0.1:9/v1"),
];

fn assert_answered(desk: &Desk, said: &Said, key: &str) {
    assert!(said.out.contains("Your key works"), "{}{}", said.out, said.err);
    for request in desk.posts() {
        assert_eq!(request.path, "/v1/chat/completions");
        assert_eq!(header(&request, "authorization"), Some(&*format!("Bearer {key}")));
    }
}

fn assert_as_before(desk: &Desk) {
    for (path, text) in FILES {
        assert_eq!(desk.text(path), text, "{path}");
    }
}

fn assert_in_step(desk: &Desk) {
    let tools = desk.sandbox.bridgekeeper(&["tools", "--json"]).ok().json();
    let cline = tools["tools"].as_array().unwrap().iter().find(|tool| tool["id"] == "cline").unwrap();
    assert_eq!(cline["state"], "in_step", "{cline}");
}

/// Cline's daemon, which every run leaves behind: on a port of its own, and stopped with the test.
struct Daemon<'a> {
    desk: &'a Desk,
    port: String,
}

impl<'a> Daemon<'a> {
    fn of(desk: &'a Desk) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Self { desk, port: port.to_string() }
    }

    /// Runs Cline, which talks to that daemon.
    fn cline(&self, arguments: &[&str]) -> Said {
        let port = [("CLINE_HUB_PORT", &*self.port)];
        self.desk.runs("cline", arguments, &[&SHELL[..], &port].concat())
    }
}

impl Drop for Daemon<'_> {
    fn drop(&mut self) {
        self.cline(&["hub", "stop"]);
    }
}

#[test]
fn cline_keeps_the_key_in_its_own_files_and_its_rewriting_is_no_drift() {
    print_version("cline");
    let desk = Desk::new("cline", &FILES);
    let key = desk.configure("stored");
    let daemon = Daemon::of(&desk);
    let applied = desk.text(FILE);
    for _ in 0..2 {
        let said = daemon.cline(&ASK).ok();
        assert_answered(&desk, &said, &key);
        assert_ne!(desk.text(FILE), applied, "Cline writes its file anew");
        assert_in_step(&desk);
    }
    let mut leaks = desk.leaks(&key);
    leaks.sort();
    assert_eq!(leaks, [desk.sandbox.path(".cline/data/secrets.json"), desk.sandbox.path(FILE)], "P1");
    let said = desk.doctor(&SHELL).ok();
    assert!(said.out.contains("Cline's daemon runs (process"), "{}", said.out);
    assert!(said.out.contains("OPENAI_API_KEY is set in this shell; Cline ignores it"), "{}", said.out);
    desk.sandbox.bridgekeeper(&["undo", "cline"]).ok();
    assert_as_before(&desk);
    assert!(desk.leaks(&key).is_empty(), "P1: undo leaves the key in no file");
}

#[test]
fn run_hands_cline_the_key_and_neither_a_file_nor_a_daemon_has_it() {
    let desk = Desk::new("cline", &FILES);
    let key = desk.configure("env");
    for _ in 0..2 {
        let said = desk.runs_by_wallet("cline", &ASK, &SHELL).ok();
        assert_answered(&desk, &said, &key);
        assert_in_step(&desk);
    }
    assert!(!desk.sandbox.path(".cline/data/locks/hub/production.json").exists(), "a daemon has the key");
    assert!(desk.leaks(&key).is_empty(), "P1: {:?}", desk.leaks(&key));
    // Without `run` it would send the key of the shell, and the doctor says so.
    let said = desk.doctor(&SHELL[..1]).ok();
    assert!(said.out.contains("without `bridgekeeper run` Cline sends it to the bridge"), "{}", said.out);
    desk.sandbox.bridgekeeper(&["disconnect", "cline"]).ok();
    assert_as_before(&desk);
}

#[test]
fn cline_asks_over_anthropics_api_where_its_user_wants_that() {
    let desk = Desk::new("cline", &FILES);
    let arguments = [
        "configure",
        "cline",
        "--create",
        "--api",
        "anthropic",
        "--model",
        "claude-sonnet-5",
        "--yes",
        "--json",
    ];
    let configured = desk.sandbox.bridgekeeper(&arguments).ok().json();
    assert_eq!(configured["check"]["ok"], true, "{configured}");
    let key = format!("sk-{}", desk.bridge.keys()[0].secret);
    let said = Daemon::of(&desk).cline(&ASK).ok();
    assert!(said.out.contains("Your key works"), "{}{}", said.out, said.err);
    for request in desk.posts() {
        assert_eq!(request.path, "/v1/messages");
        assert_eq!(header(&request, "x-api-key"), Some(&*key));
    }
    assert_in_step(&desk);
    // It stays that way until its user says otherwise.
    desk.sandbox.bridgekeeper(&["configure", "cline", "--yes"]).ok();
    let said = Daemon::of(&desk).cline(&ASK).ok();
    assert!(said.out.contains("Your key works"), "{}{}", said.out, said.err);
    assert_eq!(desk.posts().pop().unwrap().path, "/v1/messages");
    // And back.
    desk.sandbox.bridgekeeper(&["configure", "cline", "--api", "openai", "--yes"]).ok();
    let said = Daemon::of(&desk).cline(&ASK).ok();
    assert!(said.out.contains("Your key works"), "{}{}", said.out, said.err);
    let last = desk.posts().pop().unwrap();
    assert_eq!(last.path, "/v1/chat/completions");
    desk.sandbox.bridgekeeper(&["disconnect", "cline"]).ok();
    assert_as_before(&desk);
    assert!(desk.leaks(&key).is_empty(), "P1: {:?}", desk.leaks(&key));
}
