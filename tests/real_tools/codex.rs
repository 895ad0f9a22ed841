//! Codex.

use bridgekeeper_tests::Said;

use crate::{Desk, header, print_version};

/// What the user had. Codex reads it as it is.
const CONFIG: &str = "# mine\nmodel_reasoning_effort = \"high\"\n\n[tui]\nnotifications = false # quiet";

const FILE: &str = ".codex/config.toml";

const ASK: [&str; 3] = ["exec", "--skip-git-repo-check", "say hi"];

/// What must not reach the bridge.
const SHELL: [(&str, &str); 3] = [
    ("OPENAI_API_KEY", "sk-stale-key-of-the-shell"),
    ("CODEX_API_KEY", "sk-stale-key-of-the-shell"),
    ("OPENAI_BASE_URL", "http://127.0.0.1:9/v1"),
];

fn assert_answered(desk: &Desk, said: &Said, key: &str) {
    assert!(said.out.contains("Your key works"), "{}{}", said.out, said.err);
    for request in desk.posts() {
        assert_eq!(request.path, "/v1/responses");
        assert_eq!(header(&request, "authorization"), Some(&*format!("Bearer {key}")));
    }
}

#[test]
fn codex_asks_the_wallet_for_its_key_and_no_file_holds_it() {
    print_version("codex");
    let desk = Desk::new("codex", &[(FILE, CONFIG)]);
    let key = desk.configure("helper");
    let said = desk.runs("codex", &ASK, &SHELL).ok();
    assert_answered(&desk, &said, &key);
    let said = desk.doctor(&SHELL).ok();
    assert!(said.out.contains("OPENAI_API_KEY is set in this shell; Codex ignores it"), "{}", said.out);
    assert!(desk.leaks(&key).is_empty(), "P1: {:?}", desk.leaks(&key));
    desk.sandbox.bridgekeeper(&["undo", "codex"]).ok();
    assert_eq!(desk.text(FILE), CONFIG);
}

#[test]
fn run_hands_codex_the_key_in_a_variable() {
    let desk = Desk::new("codex", &[(FILE, CONFIG)]);
    let key = desk.configure("env");
    // Without `run` it has no key and says so.
    let without = desk.runs("codex", &ASK, &SHELL);
    assert!(without.exit != 0 && without.err.contains("BRIDGEKEEPER_KEY"), "{}{}", without.out, without.err);
    let said = desk.runs_by_wallet("codex", &ASK, &SHELL).ok();
    assert_answered(&desk, &said, &key);
    assert!(desk.leaks(&key).is_empty(), "P1: {:?}", desk.leaks(&key));
    desk.sandbox.bridgekeeper(&["disconnect", "codex"]).ok();
    assert_eq!(desk.text(FILE), CONFIG);
}
