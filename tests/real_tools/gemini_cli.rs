//! Gemini CLI.

use std::path::PathBuf;

use bridgekeeper_tests::Said;

use crate::{Desk, header, print_version};

/// What the user had. Gemini CLI reads it as it is.
const SETTINGS: &str = "{\n  // mine\n  \"general\": {\"enableAutoUpdate\": false}\n}\n";

const VARIABLES: &str = "# mine\nexport DEBUG_PORT='1'\nGEMINI_MODEL=\"gemini-2.5-pro\" # once";

const FILES: [(&str, &str); 2] = [(".gemini/settings.json", SETTINGS), (".gemini/.env", VARIABLES)];

const ASK: [&str; 2] = ["-p", "say hi"];

/// Without a person at hand it works in trusted folders only. Google's own key must not reach the bridge.
const SHELL: [(&str, &str); 2] =
    [("GEMINI_CLI_TRUST_WORKSPACE", "true"), ("GOOGLE_API_KEY", "stale-key-of-the-shell")];

fn assert_answered(desk: &Desk, said: &Said, key: &str) {
    assert!(said.out.contains("Your key works"), "{}{}", said.out, said.err);
    for request in desk.posts() {
        assert_eq!(request.path, "/v1beta/models/gemini-3-pro:streamGenerateContent");
        assert_eq!(header(&request, "x-goog-api-key"), Some(key));
    }
}

fn assert_as_before(desk: &Desk) {
    for (path, text) in FILES {
        assert_eq!(desk.text(path), text);
    }
}

#[test]
fn run_hands_gemini_cli_the_key_in_a_variable() {
    print_version("gemini");
    let desk = Desk::new("gemini-cli", &FILES);
    let key = desk.configure("env");
    // A stale key of the shell gives way.
    let said = desk.runs_by_wallet("gemini", &ASK, &[SHELL[0], SHELL[1], ("GEMINI_API_KEY", "stale")]).ok();
    assert_answered(&desk, &said, &key);
    // Without `run` it would win, and the doctor says so.
    desk.sandbox.bridgekeeper(&["doctor", "gemini-cli"]).ok();
    let said = desk.doctor(&[("GEMINI_API_KEY", "stale")]).exits(8);
    assert!(said.out.contains("GEMINI_API_KEY is set in this shell and wins"), "{}", said.out);
    assert!(desk.leaks(&key).is_empty(), "P1: {:?}", desk.leaks(&key));
    desk.sandbox.bridgekeeper(&["undo", "gemini-cli"]).ok();
    assert_as_before(&desk);
}

#[test]
fn gemini_cli_keeps_the_key_itself_where_the_user_wants_that() {
    let desk = Desk::new("gemini-cli", &FILES);
    let key = desk.configure("stored");
    let said = desk.runs("gemini", &ASK, &SHELL).ok();
    assert_answered(&desk, &said, &key);
    assert_eq!(desk.leaks(&key), [desk.sandbox.path(".gemini/.env")], "P1");
    desk.sandbox.bridgekeeper(&["disconnect", "gemini-cli"]).ok();
    assert_as_before(&desk);
    assert_eq!(desk.leaks(&key), Vec::<PathBuf>::new(), "P1: disconnect leaves the key in no file");
}
