//! opencode.

use std::path::PathBuf;

use bridgekeeper_tests::Said;

use crate::{Desk, header, print_version};

/// What the user had. opencode reads it as it is.
const SETTINGS: &str = "{\n  // mine\n  \"share\": \"disabled\",\n  \"autoupdate\": false,\n}\n";

const FILE: &str = ".config/opencode/opencode.json";

const KEYS: &str = ".local/share/opencode/auth.json";

const ASK: [&str; 2] = ["run", "say hi"];

/// What must not reach the bridge, and what keeps it from asking others.
const SHELL: [(&str, &str); 3] = [
    ("OPENAI_API_KEY", "sk-stale-key-of-the-shell"),
    ("OPENAI_BASE_URL", "http://127.0.0.1:9/v1"),
    ("OPENCODE_DISABLE_MODELS_FETCH", "1"),
];

fn assert_answered(desk: &Desk, said: &Said, key: &str) {
    assert!(said.out.contains("Your key works"), "{}{}", said.out, said.err);
    for request in desk.posts() {
        assert_eq!(request.path, "/v1/chat/completions");
        assert_eq!(header(&request, "authorization"), Some(&*format!("Bearer {key}")));
    }
}

#[test]
fn run_hands_opencode_the_key_in_a_variable() {
    print_version("opencode");
    let desk = Desk::new("opencode", &[(FILE, SETTINGS)]);
    let key = desk.configure("env");
    let said = desk.runs_by_wallet("opencode", &ASK, &SHELL).ok();
    assert_answered(&desk, &said, &key);
    assert!(desk.leaks(&key).is_empty(), "P1: {:?}", desk.leaks(&key));
    desk.sandbox.bridgekeeper(&["undo", "opencode"]).ok();
    assert_eq!(desk.text(FILE), SETTINGS);
}

#[test]
fn opencode_keeps_the_key_among_its_own_where_the_user_wants_that() {
    let others = r#"{"other": {"type": "api", "key": "x"}}"#;
    let desk = Desk::new("opencode", &[(FILE, SETTINGS), (KEYS, others)]);
    let key = desk.configure("stored");
    let said = desk.runs("opencode", &ASK, &SHELL).ok();
    assert_answered(&desk, &said, &key);
    assert_eq!(desk.leaks(&key), [desk.sandbox.path(KEYS)], "P1");
    desk.sandbox.bridgekeeper(&["disconnect", "opencode"]).ok();
    assert_eq!((desk.text(FILE), desk.text(KEYS)), (SETTINGS.to_owned(), others.to_owned()));
    assert_eq!(desk.leaks(&key), Vec::<PathBuf>::new(), "P1: disconnect leaves the key in no file");
}
