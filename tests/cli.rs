//! The command line as users and scripts rely on it: exit codes, `--json`, hints, the key helper's failures.

use std::time::{Duration, Instant};

use bridgekeeper_bridge::{Fault, FaultKind, Options, Running, Server};
use bridgekeeper_tests::keyring::KeyringSession;
use bridgekeeper_tests::{Said, Sandbox};

fn connect(sandbox: &Sandbox, bridge: &Running, token: &str) -> Said {
    let user = bridge.user_id.to_string();
    sandbox.bridgekeeper_fed(&["connect", "--url", &bridge.url, "--user-id", &user, "--token-stdin"], token)
}

/// The helper's promise (P7), whatever the keychain does.
fn helper_fails(sandbox: &Sandbox, exit: i32, says: &str) {
    let start = Instant::now();
    let said = sandbox.bridgekeeper(&["key", "claude-code"]);
    let took = start.elapsed();
    assert_eq!(said.out, "", "stdout is the key or empty");
    assert_eq!(said.exit, exit, "{}", said.err);
    assert!(said.err.starts_with("error: ") && said.err.contains("hint: "), "{}", said.err);
    assert!(said.err.to_lowercase().contains(says), "not \"{says}\": {}", said.err);
    assert!(took < Duration::from_secs(3), "took {took:?}");
}

#[test]
fn the_helper_tells_locked_hung_absent_and_empty_apart() {
    let mut session = KeyringSession::unlocked();
    let bridge = Server::start(Options::default()).unwrap();
    let sandbox = Sandbox::new(session.env());
    helper_fails(&sandbox, 1, "no profile");

    connect(&sandbox, &bridge, &bridge.access_token).ok();
    sandbox.bridgekeeper(&["configure", "claude-code", "--create", "--yes"]).ok();
    let key = format!("sk-{}\n", bridge.keys()[0].secret);
    assert_eq!(sandbox.bridgekeeper(&["key", "claude-code"]).ok().out, key);

    session.lock();
    helper_fails(&sandbox, 4, "locked");
    session.kill_keyring();
    session.start_keyring();
    assert_eq!(sandbox.bridgekeeper(&["key", "claude-code"]).ok().out, key, "the key survives the daemon");

    session.stop();
    helper_fails(&sandbox, 4, "answer");
    session.go_on();
    assert_eq!(sandbox.bridgekeeper(&["key", "claude-code"]).ok().out, key);

    let id = bridge.keys()[0].id.to_string();
    sandbox.bridgekeeper(&["keys", "delete", &id, "--yes"]).ok();
    helper_fails(&sandbox, 1, "no key");

    session.kill_keyring();
    helper_fails(&sandbox, 4, "secret service");
}

#[test]
fn exit_codes_say_what_kind_of_failure_it_was() {
    let session = KeyringSession::unlocked();
    let bridge = Server::start(Options::default()).unwrap();
    let sandbox = Sandbox::new(session.env());
    sandbox.bridgekeeper(&["no-such-command"]).exits(2);
    sandbox.bridgekeeper(&["keys", "list"]).exits(3);
    connect(&sandbox, &bridge, "").exits(2);
    assert!(connect(&sandbox, &bridge, "wrong-token").exits(3).err.contains("hint: "));
    connect(&sandbox, &bridge, &bridge.access_token).ok();
    sandbox.bridgekeeper(&["keys", "show", "999"]).exits(1);
    sandbox.bridgekeeper(&["keys", "create", ""]).exits(2);
    sandbox.bridgekeeper(&["keys", "create", "x", "--group", "no-such-group"]).exits(2);
    sandbox.bridgekeeper(&["configure", "no-such-tool", "--yes"]).exits(1);
    sandbox.bridgekeeper(&["configure", "claude-code"]).exits(2);

    sandbox.write(".claude/settings.json", "{ \"env\": ");
    let refused = sandbox.bridgekeeper(&["configure", "claude-code", "--create", "--yes"]).exits(6);
    assert!(refused.err.contains("settings.json") && refused.err.contains("line 1"), "{}", refused.err);
    let afar = sandbox.bridgekeeper(&["configure", "cursor", "--create", "--yes"]).exits(2);
    assert!(afar.err.contains("Cursor's own servers") && afar.err.contains("public https"), "{}", afar.err);
    assert!(bridge.keys().is_empty(), "no key is made for a file that cannot be written");

    let html = |path: &str| Fault {
        path: path.into(),
        method: None,
        query: None,
        holds: None,
        times: 0,
        skip: 0,
        kind: FaultKind::Html { status: 200, after_apply: false },
    };
    bridge.fault(html("/api/*"));
    sandbox.bridgekeeper(&["keys", "create", "x"]).exits(5);
    bridge.clear_faults();
    drop(bridge);
    sandbox.bridgekeeper(&["keys", "create", "x"]).exits(5);
}

#[test]
fn settings_that_claude_code_cannot_read_are_refused_and_can_be_mended() {
    let session = KeyringSession::unlocked();
    let bridge = Server::start(Options::default()).unwrap();
    let sandbox = Sandbox::new(session.env());
    connect(&sandbox, &bridge, &bridge.access_token).ok();
    let text = "{\n  // mine\n  \"theme\": \"dark\",\n}\n";
    let path = sandbox.write(".claude/settings.json", text);
    let refused = sandbox.bridgekeeper(&["configure", "claude-code", "--create", "--yes"]).exits(6);
    assert!(refused.err.contains("line 2"), "{}", refused.err);
    assert_eq!(sandbox.bridgekeeper(&["doctor", "claude-code"]).exits(8).out.matches("--fix").count(), 1);
    let shown = sandbox.bridgekeeper(&["doctor", "claude-code", "--fix", "--dry-run"]).ok().out;
    assert!(shown.contains("-   // mine"), "{shown}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "a dry run writes nothing");
    sandbox.bridgekeeper(&["doctor", "claude-code", "--fix"]).ok();
    sandbox.bridgekeeper(&["configure", "claude-code", "--create", "--yes"]).ok();
    sandbox.bridgekeeper(&["undo", "claude-code"]).ok();
    sandbox.bridgekeeper(&["undo", "claude-code"]).ok();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "undone twice, comments and all");
}

#[test]
fn drift_is_named_and_the_doctor_says_what_to_do() {
    let session = KeyringSession::unlocked();
    let bridge = Server::start(Options::default()).unwrap();
    let sandbox = Sandbox::new(session.env());
    connect(&sandbox, &bridge, &bridge.access_token).ok();
    sandbox.bridgekeeper(&["configure", "claude-code", "--create", "--yes"]).ok();
    sandbox.bridgekeeper(&["doctor", "claude-code"]).ok();
    let path = sandbox.path(".claude/settings.json");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace(&bridge.url, "https://other.example")).unwrap();
    let tools = sandbox.bridgekeeper(&["tools", "--json"]).ok().json();
    assert_eq!(tools["tools"][0]["state"], "drifted");
    let said = sandbox.bridgekeeper(&["doctor", "claude-code"]).exits(8).out;
    assert!(said.contains("env.ANTHROPIC_BASE_URL") && said.contains("next: "), "{said}");
    sandbox.bridgekeeper(&["undo", "claude-code"]).exits(6);
    sandbox.bridgekeeper(&["disconnect", "claude-code"]).ok();
    assert!(!path.exists(), "the wallet made the file, and nothing else is in it");
}

#[test]
fn every_answer_is_one_json_document() {
    let session = KeyringSession::unlocked();
    let bridge = Server::start(Options { sample: true, ..Options::default() }).unwrap();
    let sandbox = Sandbox::new(session.env());
    connect(&sandbox, &bridge, &bridge.access_token).ok();
    for (command, noun) in [
        (&["keys", "list"][..], "keys"),
        (&["groups"], "groups"),
        (&["models"], "models"),
        (&["tools"], "tools"),
        (&["activity"], "activity"),
    ] {
        let mut arguments = command.to_vec();
        arguments.push("--json");
        let document = sandbox.bridgekeeper(&arguments).ok().json();
        assert!(document[noun].as_array().is_some_and(|list| !list.is_empty()), "{noun}: {document}");
    }
    let made = sandbox
        .bridgekeeper(&["keys", "create", "laptop", "--quota", "2.5", "--expires", "30d", "--json"])
        .ok()
        .json();
    assert_eq!((&made["name"], &made["remain_usd"]), (&"laptop".into(), &2.5.into()), "{made}");
    let id = made["id"].to_string();
    assert_eq!(
        sandbox.bridgekeeper(&["keys", "disable", &id, "--json"]).ok().json()["keys"][0]["status"],
        "disabled"
    );
    assert_eq!(
        sandbox.bridgekeeper(&["keys", "enable", &id, "--json"]).ok().json()["keys"][0]["status"],
        "enabled"
    );
    let error = sandbox.bridgekeeper(&["keys", "create", "laptop", "--json"]).exits(2).json();
    assert_eq!(error["error"]["code"], "invalid");
    sandbox.bridgekeeper(&["keys", "delete", &id, "--json"]).exits(2);
    sandbox.bridgekeeper(&["keys", "delete", &id, "--yes"]).ok();
    sandbox.bridgekeeper(&["keys", "show", &id]).exits(1);
}

#[test]
fn secrets_move_between_keychain_and_passphrase_file_and_tools_go_on() {
    let session = KeyringSession::unlocked();
    let bridge = Server::start(Options::default()).unwrap();
    let sandbox = Sandbox::new(session.env());
    connect(&sandbox, &bridge, &bridge.access_token).ok();
    sandbox.bridgekeeper(&["configure", "claude-code", "--create", "--yes"]).ok();
    let key = format!("sk-{}", bridge.keys()[0].secret);
    let passphrase = sandbox.write("passphrase", "correct horse\n");
    let told = |passphrase: &std::path::Path, arguments: &[&str]| {
        let mut command = sandbox.command(bridgekeeper_tests::program("bridgekeeper"));
        command.args(arguments).env("BRIDGEKEEPER_PASSPHRASE_FD", "0");
        command.stdin(std::fs::File::open(passphrase).unwrap());
        Said::from(command.output().unwrap())
    };

    let moved = told(&passphrase, &["vault", "use", "file", "--json"]).ok().json();
    assert_eq!((&moved["vault"], &moved["moved"]), (&"file".into(), &3.into()), "{moved}");
    assert_eq!(told(&passphrase, &["key", "claude-code"]).ok().out.trim(), key);
    assert!(sandbox.files_with(&key).is_empty(), "P1");
    helper_fails(&sandbox, 4, "locked");
    let wrong = sandbox.write("wrong", "tr0ub4dor");
    assert_eq!(told(&wrong, &["key", "claude-code"]).exits(4).out, "");

    told(&passphrase, &["vault", "use", "keychain"]).ok();
    assert_eq!(sandbox.bridgekeeper(&["key", "claude-code"]).ok().out.trim(), key);
    sandbox.bridgekeeper(&["undo", "claude-code"]).ok();
}

#[test]
fn usage_is_a_table_a_document_and_values() {
    let session = KeyringSession::unlocked();
    let bridge = Server::start(Options { sample: true, ..Options::default() }).unwrap();
    let sandbox = Sandbox::new(session.env());
    sandbox.bridgekeeper(&["usage"]).exits(3);
    connect(&sandbox, &bridge, &bridge.access_token).ok();
    let laptop = bridge.keys().iter().find(|key| key.name == "claude-laptop").unwrap().id.to_string();
    sandbox.bridgekeeper(&["configure", "claude-code", "--key", &laptop, "--yes"]).ok();

    let shown = sandbox.bridgekeeper(&["usage", "--days", "60"]).ok().out;
    let lines: Vec<_> = shown.lines().collect();
    assert!(lines[0].contains(" to ") && lines[0].contains("127.0.0.1"), "{shown}");
    assert!(lines[2].contains("Tool") && lines[2].contains("Cost") && lines[2].contains("Cached"), "{shown}");
    assert!(
        lines[3].contains("Claude Code") && lines[3].contains('$') && lines[3].contains("▇▇▇"),
        "{shown}"
    );
    assert!(shown.contains("codex-desktop") && lines.last().unwrap().contains("Total"), "{shown}");

    // What is on the table is on the bridge's books.
    let document = sandbox.bridgekeeper(&["usage", "--days", "60", "--by", "key", "--json"]).ok().json();
    let spent = |name: &str| -> i64 {
        let logs = bridge.state().logs;
        let since = bridge.now() - 59 * 24 * 3600;
        let midnight = since - since % (24 * 3600);
        let own = logs.iter().filter(|entry| entry.key_name == name && entry.created_at >= midnight);
        own.map(|entry| entry.quota).sum()
    };
    let usage = document["usage"].as_array().unwrap();
    assert!(usage.len() >= 5 && document["basis"]["complete"] == true, "{document}");
    for line in usage {
        let name = line["name"].as_str().unwrap();
        assert_eq!(line["quota"], spent(name), "{name}");
    }
    let values = sandbox.bridgekeeper(&["usage", "--days", "60", "--csv"]).ok().out;
    assert!(values.starts_with("day,tool,key,key_id,model,calls,"), "{values}");
    assert!(values.lines().any(|line| line.contains(",claude-code,claude-laptop,1,claude-")), "{values}");
    let by_model = sandbox.bridgekeeper(&["usage", "--cached", "--by", "model", "--csv"]).ok().out;
    assert!(by_model.starts_with("model,calls,") && by_model.contains("\nclaude-opus-5-5,"), "{by_model}");
    sandbox.bridgekeeper(&["usage", "--by", "colour"]).exits(2);
    sandbox.bridgekeeper(&["usage", "--days", "0"]).exits(2);

    // A budget, and its warning in the status.
    assert!(sandbox.bridgekeeper(&["budget"]).ok().out.contains("No budget"));
    let set = sandbox.bridgekeeper(&["budget", "claude-code", "0.01", "--json"]).ok().json();
    assert_eq!(
        (&set["budgets"][0]["tool"], &set["budgets"][0]["state"]),
        (&"claude-code".into(), &"spent".into())
    );
    let status = sandbox.bridgekeeper(&["status"]).ok().out;
    assert!(status.contains("! Claude Code has spent its budget") && status.contains("next: "), "{status}");
    sandbox.bridgekeeper(&["budget", "claude-code", "lots"]).exits(2);
    sandbox.bridgekeeper(&["budget", "claude-code", "none"]).ok();
    assert!(sandbox.bridgekeeper(&["budget"]).ok().out.contains("No budget"));

    // What was read is still there without the bridge, and says that it is old.
    drop(bridge);
    let offline = sandbox.bridgekeeper(&["usage"]).ok().out;
    assert!(offline.contains("Not up to date: ") && offline.contains("Claude Code"), "{offline}");
}

#[test]
fn it_speaks_the_language_of_its_user_and_scripts_see_no_difference() {
    let speaking = |tag: &str| Sandbox::new([("LANG".to_owned(), tag.to_owned())]);
    let help = speaking("zh_CN.UTF-8").bridgekeeper(&["configure", "--help"]).ok().out;
    for there in ["用法：bridgekeeper configure", "\n参数：\n", "\n选项：\n", "显示改动后停止", "显示帮助"]
    {
        assert!(help.contains(there), "{there} in {help}");
    }
    for (tag, says, hints) in [
        ("en_GB.UTF-8", "error: \"much\" is no amount\n", "hint: give US dollars"),
        ("zh_CN.UTF-8", "错误：“much”不是金额\n", "提示：请填写美元金额"),
    ] {
        let said = speaking(tag).bridgekeeper(&["budget", "claude-code", "much", "--json"]).exits(2);
        assert!(said.err.starts_with(says) && said.err.contains(hints), "{}", said.err);
        assert_eq!(said.json()["error"]["code"], "invalid");
    }
}
