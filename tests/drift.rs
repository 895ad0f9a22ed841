//! Drift as people meet it on the command line: what changed field by field, applied again or accepted, with what
//! that means said plainly; and what the real Claude Code rewrites by itself, which is no alarm.

use bridgekeeper_bridge::{Options, Running, Server};
use bridgekeeper_tests::keyring::KeyringSession;
use bridgekeeper_tests::{Said, Sandbox, real_tool};

const OF_BEFORE: &str = "{\n  \"theme\": \"dark\",\n  \"env\": {\n    \"MINE\": \"1\",\n    \"ANTHROPIC_BASE_URL\": \"https://of-before.example\"\n  }\n}\n";

struct Desk {
    sandbox: Sandbox,
    bridge: Running,
    _session: KeyringSession,
}

fn desk() -> Desk {
    let session = KeyringSession::unlocked();
    let desk = Desk {
        sandbox: Sandbox::new(session.env()),
        bridge: Server::start(Options::default()).unwrap(),
        _session: session,
    };
    let user = desk.bridge.user_id.to_string();
    let connect = ["connect", "--url", &desk.bridge.url, "--user-id", &user, "--token-stdin"];
    desk.sandbox.bridgekeeper_fed(&connect, &desk.bridge.access_token).ok();
    desk.sandbox.write(".claude/settings.json", OF_BEFORE);
    desk.says(&["configure", "claude-code", "--create", "--yes"]).ok();
    desk
}

impl Desk {
    fn says(&self, arguments: &[&str]) -> Said {
        self.sandbox.bridgekeeper(arguments)
    }

    fn settings(&self) -> String {
        std::fs::read_to_string(self.sandbox.path(".claude/settings.json")).unwrap()
    }

    fn change(&self, from: &str, to: &str) {
        let before = self.settings();
        assert!(before.contains(from), "{before}");
        self.sandbox.write(".claude/settings.json", &before.replace(from, to));
    }

    fn state(&self) -> String {
        let tools = self.says(&["tools", "--json"]).ok().json();
        tools["tools"][0]["state"].as_str().unwrap().to_owned()
    }
}

#[test]
fn an_address_elsewhere_is_accepted_only_with_a_plain_word_of_where_the_key_goes() {
    let desk = desk();
    let key = desk.bridge.keys()[0].sk();
    let elsewhere = Server::start(Options::default()).unwrap();
    let url = desk.bridge.url.clone();
    desk.change(&url, &elsewhere.url);

    let told = desk.says(&["doctor", "claude-code"]).exits(8).out;
    assert!(told.contains(&format!("- {url}")) && told.contains(&format!("+ {}", elsewhere.url)), "{told}");
    assert!(told.contains("bridgekeeper accept claude-code"), "{told}");
    let shown = desk.says(&["accept", "claude-code", "--dry-run"]).ok().out;
    assert!(shown.contains("warning: ") && shown.contains("sends the key"), "{shown}");
    assert_eq!(desk.state(), "drifted", "a dry run changes nothing");
    desk.says(&["accept", "claude-code"]).exits(2);

    let drifted = desk.settings();
    let accepted = desk.says(&["accept", "claude-code", "--yes", "--json"]).ok().json();
    assert_eq!(accepted["tool"]["state"], "in_step", "{accepted}");
    assert_eq!(desk.settings(), drifted, "accepting writes no file");
    assert!(desk.says(&["doctor", "claude-code"]).ok().out.contains("that was accepted"));
    // The profile leads there now, with the key of its own bridge.
    assert_eq!(desk.says(&["key", "claude-code"]).ok().out.trim(), key);
    let run = desk.says(&["run", "claude-code", "--", "printenv", "ANTHROPIC_BASE_URL"]).ok();
    assert_eq!(run.out.trim(), elsewhere.url);
    desk.says(&["accept", "claude-code", "--yes"]).exits(2);

    desk.says(&["undo", "claude-code"]).ok();
    assert_eq!(desk.state(), "drifted");
    desk.says(&["accept", "claude-code", "--yes"]).ok();
    // Configuring leads back to the bridge, and disconnect to what its user had.
    desk.says(&["configure", "claude-code", "--yes"]).ok();
    assert!(desk.settings().contains(&url));
    desk.change(&url, &elsewhere.url);
    desk.says(&["accept", "claude-code", "--yes"]).ok();
    desk.says(&["disconnect", "claude-code"]).ok();
    assert_eq!(desk.settings(), OF_BEFORE);
}

#[test]
fn a_model_that_was_changed_is_the_profiles_from_then_on() {
    let desk = desk();
    let (lead, rest) = desk.settings().split_once("\"ANTHROPIC_DEFAULT_OPUS_MODEL\": \"").map(own).unwrap();
    let (_, rest) = rest.split_once('"').map(own).unwrap();
    let text = format!("{lead}\"ANTHROPIC_DEFAULT_OPUS_MODEL\": \"claude-of-mine\"{rest}");
    desk.sandbox.write(".claude/settings.json", &text);
    let shown = desk.says(&["accept", "claude-code", "--yes"]).ok();
    assert!(shown.err.contains("names claude-of-mine") && !shown.err.contains("warning"), "{}", shown.err);
    // Applying the profile again writes what was accepted.
    desk.change("claude-of-mine", "another");
    assert_eq!(desk.state(), "drifted");
    desk.says(&["profile", "use", "claude-code"]).ok();
    assert_eq!((desk.settings(), desk.state()), (text, "in_step".to_owned()));
}

fn own((lead, rest): (&str, &str)) -> (String, String) {
    (lead.to_owned(), rest.to_owned())
}

#[test]
fn a_credential_that_is_gone_or_somebody_elses_is_named_as_what_it_is() {
    let desk = desk();
    let helper = desk.settings().lines().find(|line| line.contains("apiKeyHelper")).unwrap().to_owned();
    let shown = |desk: &Desk| desk.says(&["accept", "claude-code", "--dry-run"]).ok().out;
    desk.change(&helper, "  \"kept\": true");
    assert!(shown(&desk).contains("warning: Claude Code no longer gets its key"), "{}", shown(&desk));

    let theirs = "sk-theirs0123456789abcdefghijklmnopqrstuvwxyz";
    desk.change("\"ANTHROPIC_AUTH_TOKEN\": \"\"", &format!("\"ANTHROPIC_AUTH_TOKEN\": \"{theirs}\""));
    let said = shown(&desk);
    assert!(said.contains("not this wallet's") && !said.contains(theirs), "{said}");
    desk.says(&["accept", "claude-code", "--yes"]).ok();
    let database = std::fs::read_dir(desk.sandbox.path(".local/share/bridgekeeper")).unwrap();
    for file in database.map(|file| file.unwrap().path()).filter(|file| file.is_file()) {
        let bytes = std::fs::read(&file).unwrap();
        assert!(!bytes.windows(theirs.len()).any(|part| part == theirs.as_bytes()), "P1: {}", file.display());
    }
    // It is still noticed when that one changes.
    desk.change(theirs, "sk-another0123456789abcdefghijklmnopqrstuvwxyz");
    assert_eq!(desk.state(), "drifted");
}

/// What a shell sets is no drift, and a tool that heeds it does not do what its files say.
#[test]
fn a_variable_that_wins_over_a_tools_files_shadows_it() {
    let desk = desk();
    desk.says(&["configure", "gemini-cli", "--create", "--yes"]).ok();
    let card = |variables: &[(&str, &str)]| {
        let mut command = desk.sandbox.command(bridgekeeper_tests::program("bridgekeeper"));
        command.args(["tools", "--json"]).envs(variables.iter().copied());
        let tools = Said::from(command.output().unwrap()).ok().json();
        let cards = tools["tools"].as_array().unwrap().clone();
        cards.into_iter().find(|card| card["id"] == "gemini-cli").unwrap()
    };
    let shadowed = card(&[("GEMINI_MODEL", "another")]);
    assert_eq!(shadowed["state"], "shadowed", "{shadowed}");
    assert!(shadowed["state_text"].as_str().unwrap().contains("GEMINI_MODEL"), "{shadowed}");
    assert_eq!(card(&[("GOOGLE_API_KEY", "another")])["state"], "in_step", "one that it ignores");
    assert_eq!(card(&[])["state"], "in_step");
}

/// Claude Code writes its own settings anew when it is used and when a setting is changed in it.
#[test]
fn what_claude_code_rewrites_by_itself_is_no_drift() {
    let desk = desk();
    let claude = |arguments: &[&str]| {
        let mut command = desk.sandbox.command(real_tool("claude"));
        command.args(arguments).env("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
        Said::from(command.output().unwrap())
    };
    assert!(claude(&["-p", "say hi"]).ok().out.contains("Your key works"));
    let before = desk.settings();
    desk.sandbox.write("market/.claude-plugin/marketplace.json", MARKET);
    let market = desk.sandbox.path("market");
    claude(&["plugin", "marketplace", "add", market.to_str().unwrap()]).ok();
    assert_ne!(desk.settings(), before, "it wrote its settings");
    assert_eq!(desk.state(), "in_step");
    desk.says(&["doctor", "claude-code"]).ok();
}

const MARKET: &str = r#"{"name":"market-of-mine","owner":{"name":"Mei"},"plugins":[]}"#;
