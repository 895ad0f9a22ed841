//! What a doctor says, tool by tool: what wins over a tool's settings, what keeps it from working, and what is mended
//! on request.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use bridgekeeper_bridge::{Options, Server};
use bridgekeeper_core::error::Code;
use bridgekeeper_core::key::{Key, KeyStatus, Quota};
use bridgekeeper_core::machine::{Machine, Platform};
use bridgekeeper_core::store::KnownBridge;
use bridgekeeper_core::tools;
use bridgekeeper_core::view::{AdviceLevel, Mode, ToolState, ToolView};
use bridgekeeper_tests::Sandbox;
use bridgekeeper_tests::home::{
    Case, Deed, Home, KEYS, ORIGIN, PLAIN, State, Tried, again_with_mounts, is_again, tools_with_files, write,
};
use bridgekeeper_tests::keyring::KeyringSession;
use jiff::Timestamp;
use tokio::runtime::Runtime;

/// A home whose tool is configured in its best mode, from a case that stands for somebody's real files.
fn configured(tool: &str) -> Home {
    configured_in(tool, tools::by_id(tool).unwrap().modes()[0])
}

fn configured_in(tool: &str, mode: Mode) -> Home {
    let typical = Case::all().into_iter().find(|case| case.tool.id() == tool && case.is_typical()).unwrap();
    let home = Home::of(&State { case: typical, shape: &PLAIN });
    assert_eq!(home.does(Deed::configure(mode)).unwrap().state, ToolState::InStep);
    home
}

/// The same home as seen from a folder below it.
fn from(home: &Home, folder: &str) -> Home {
    let folder = home.machine.home.join(folder);
    fs::create_dir_all(&folder).unwrap();
    home.on(Machine { folder: Some(folder), ..home.machine.clone() })
}

/// The same home as seen from a shell with these variables.
fn in_shell(home: &Home, variables: &[(&str, &str)]) -> Home {
    let env = variables.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    home.on(Machine { env, ..home.machine.clone() })
}

/// The level of what is said with these words in it, and the next step.
fn says(card: &ToolView, what: &str) -> Option<(AdviceLevel, String)> {
    let told = card.advice.iter().find(|advice| advice.text.contains(what))?;
    assert!(!told.next.is_empty());
    Some((told.level, told.next.clone()))
}

#[track_caller]
fn assert_says(card: &ToolView, level: AdviceLevel, what: &str) -> String {
    let Some((found, next)) = says(card, what) else { panic!("not \"{what}\": {:#?}", card.advice) };
    assert_eq!(found, level, "{what}");
    next
}

#[track_caller]
fn assert_shadowed(home: &Home, by: &str) -> ToolView {
    let card = home.card();
    assert_eq!(card.state, ToolState::Shadowed, "{card:#?}");
    assert!(
        card.state_text.starts_with("Shadowed by ") && card.state_text.contains(by),
        "{}",
        card.state_text
    );
    card
}

#[track_caller]
fn assert_in_step(home: &Home) {
    assert_eq!(home.card().state, ToolState::InStep, "{:#?}", home.card());
}

// ── files that go before a tool's own ──────────────────────────────────────────────────────────────────────

/// Claude Code: a project's settings in that very folder, and its local settings also below the root of its
/// repository.
#[test]
fn a_projects_settings_win_over_claude_codes_own() {
    let home = configured("claude-code");
    let file = |path: &str, text: &str| write(&home.machine.home.join(path), text.as_bytes());
    let elsewhere = r#"{"env": {"ANTHROPIC_BASE_URL": "https://elsewhere.example"}}"#;
    file("p/.claude/settings.json", elsewhere);
    let card = assert_shadowed(&from(&home, "p"), "env.ANTHROPIC_BASE_URL in ~/p/.claude/settings.json");
    let next = assert_says(&card, AdviceLevel::Problem, "the key goes where that says");
    assert!(next.contains("~/p/.claude/settings.json"), "{next}");
    for other in ["p/deeper", "q", "."] {
        assert_in_step(&from(&home, other));
    }
    assert_in_step(&home);

    file("p/.claude/settings.json", r#"{"apiKeyHelper": "cat ~/key", "theme": "dark"}"#);
    let card = assert_shadowed(&from(&home, "p"), "apiKeyHelper in ~/p/.claude/settings.json");
    assert!(says(&card, "the key goes where that says").is_none());

    // The same value, something else, and what Claude Code cannot read are no matter.
    let same = format!(r#"{{"env": {{"ANTHROPIC_BASE_URL": "{ORIGIN}", "MINE": "1"}}}}"#);
    for text in [&*same, "{}", r#"{"env": {"ANTHROPIC_BASE_URL": "https://elsewhere.example"}, // no"#] {
        file("p/.claude/settings.json", text);
        assert_in_step(&from(&home, "p"));
    }

    file("p/.claude/settings.local.json", elsewhere);
    assert_shadowed(&from(&home, "p"), "~/p/.claude/settings.local.json");
    assert_in_step(&from(&home, "p/deeper"));
    fs::create_dir_all(home.machine.home.join("p/.git")).unwrap();
    assert_shadowed(&from(&home, "p/deeper"), "~/p/.claude/settings.local.json");
}

/// Codex: a project may name another model, but no other provider.
#[test]
fn a_project_may_name_another_model_for_codex() {
    let home = configured("codex");
    let file = home.machine.home.join("p/.codex/config.toml");
    write(&file, b"model_provider = \"elsewhere\"\n");
    assert_in_step(&from(&home, "p"));
    write(&file, b"model = \"gpt-4.1\"\n");
    assert_shadowed(&from(&home, "p"), "model in ~/p/.codex/config.toml");
}

/// opencode: a project's settings, those of the folders around, and another place of its user's own.
#[test]
fn other_settings_of_opencode_win() {
    let home = configured("opencode");
    let elsewhere = br#"{ // theirs
      "provider": {"bridgekeeper": {"options": {"baseURL": "https://elsewhere.example/v1",},},},
    }"#;
    for (place, seen_from) in [
        ("p/opencode.json", "p"),
        ("p/opencode.jsonc", "p/deeper"),
        ("p/.opencode/opencode.json", "p/deeper"),
        (".opencode/opencode.json", "."),
    ] {
        let _tried = Tried(place.into());
        let path = home.machine.home.join(place);
        write(&path, elsewhere);
        let card = assert_shadowed(
            &from(&home, seen_from),
            &format!("provider.bridgekeeper.options.baseURL in ~/{place}"),
        );
        assert_says(&card, AdviceLevel::Problem, "the key goes where that says");
        fs::remove_file(&path).unwrap();
        assert_in_step(&from(&home, seen_from));
    }
    // Its user's other place counts wherever one is.
    write(&home.machine.home.join(".opencode/opencode.json"), elsewhere);
    assert_shadowed(&home, "~/.opencode/opencode.json");
}

/// Gemini CLI reads one `.env` alone.
#[test]
fn a_projects_env_is_read_instead_of_gemini_clis_own() {
    let home = configured_in("gemini-cli", Mode::Stored);
    assert_in_step(&from(&home, "p/deeper"));
    write(&home.machine.home.join("p/.env"), b"DEBUG=1\n");
    let card = assert_shadowed(&from(&home, "p/deeper"), "~/p/.env");
    assert_says(&card, AdviceLevel::Problem, "~/p/.env is read instead of ~/.gemini/.env");
    // One that says the same is no matter.
    fs::copy(home.machine.home.join(".gemini/.env"), home.machine.home.join("p/.env")).unwrap();
    assert_in_step(&from(&home, "p"));
    write(
        &home.machine.home.join("p/.gemini/settings.json"),
        br#"{"security": {"auth": {"selectedType": "oauth"}}}"#,
    );
    assert_shadowed(&from(&home, "p"), "security.auth.selectedType in ~/p/.gemini/settings.json");
}

/// What an organisation sets stands in `/etc`, so this is tried where nobody else sees it.
#[test]
fn an_organisations_settings_win() {
    if !is_again() {
        return again_with_mounts("an_organisations_settings_win");
    }
    let mount = Command::new("mount").args(["-t", "tmpfs", "none", "/etc"]).status().unwrap();
    assert!(mount.success());
    let claude = configured("claude-code");
    let codex = configured("codex");
    let elsewhere = br#"{"env": {"ANTHROPIC_BASE_URL": "https://of-the-house.example"}}"#;
    for path in
        ["/etc/claude-code/managed-settings.json", "/etc/claude-code/managed-settings.d/10-gateway.json"]
    {
        write(Path::new(path), elsewhere);
        let card = assert_shadowed(&claude, &format!("env.ANTHROPIC_BASE_URL in {path}"));
        let next = assert_says(&card, AdviceLevel::Problem, path);
        assert!(next.contains("whoever manages this machine"), "{next}");
        fs::remove_file(path).unwrap();
    }
    write(Path::new("/etc/claude-code/managed-settings.d/notes.txt"), elsewhere);
    assert_in_step(&claude);
    write(Path::new("/etc/codex/managed_config.toml"), b"model_provider = \"of-the-house\"\n");
    assert_shadowed(&codex, "model_provider in /etc/codex/managed_config.toml");
}

// ── variables ──────────────────────────────────────────────────────────────────────────────────────────────

/// Every variable a tool names: what wins makes it shadowed, what is ignored is a note, and neither shows a value.
#[test]
fn variables_of_the_shell_are_named() {
    for tool in tools_with_files() {
        let home = configured(tool.id());
        for (name, heed) in tool.variables() {
            let _tried = Tried(format!("{}: {name}", tool.name()));
            let shell = in_shell(&home, &[(name, "canary-of-the-shell")]);
            let card = shell.card();
            let level = match heed {
                tools::Heed::Ignored => AdviceLevel::Note,
                tools::Heed::Wins | tools::Heed::Elsewhere => AdviceLevel::Problem,
            };
            assert_says(&card, level, &format!("{name} is set in this shell"));
            match level {
                AdviceLevel::Note => assert_in_step(&shell),
                AdviceLevel::Problem => drop(assert_shadowed(&shell, &format!("{name} in this shell"))),
            }
            assert!(!format!("{card:?}").contains("canary-of-the-shell"));
            let empty = in_shell(&home, &[(name, "")]).card().state == ToolState::Shadowed;
            assert_eq!(empty, *heed == tools::Heed::Wins, "an empty one");
        }
    }
}

#[test]
fn a_variable_that_says_the_same_shadows_nothing() {
    let home = configured("gemini-cli");
    assert_in_step(&in_shell(&home, &[("GOOGLE_GEMINI_BASE_URL", ORIGIN)]));
    assert_shadowed(
        &in_shell(&home, &[("GOOGLE_GEMINI_BASE_URL", "https://x.example")]),
        "GOOGLE_GEMINI_BASE_URL",
    );
    let home = configured("claude-code");
    assert_in_step(&in_shell(&home, &[("CLAUDE_CODE_USE_BEDROCK", "0")]));
    assert_shadowed(&in_shell(&home, &[("CLAUDE_CODE_USE_BEDROCK", "1")]), "CLAUDE_CODE_USE_BEDROCK");
}

// ── Claude Code over its life ──────────────────────────────────────────────────────────────────────────────

fn settings(home: &Home) -> PathBuf {
    home.files().remove(0)
}

fn change(home: &Home, from: &str, to: &str) {
    let text = fs::read_to_string(settings(home)).unwrap();
    assert!(text.contains(from), "{text}");
    write(&settings(home), text.replace(from, to).as_bytes());
}

fn fix(home: &Home) -> ToolView {
    let runtime = Runtime::new().unwrap();
    let plan = runtime.block_on(home.wallet.propose_fix(home.tool.id())).unwrap().expect("something to mend");
    home.apply(&plan).unwrap()
}

fn nothing_to_fix(home: &Home) -> bool {
    let runtime = Runtime::new().unwrap();
    runtime.block_on(home.wallet.propose_fix(home.tool.id())).unwrap().is_none()
}

/// Its `/rewind` brings an old file back whole: the block of variables of before, with the address of then.
#[test]
fn settings_of_the_past_are_noticed_and_mended() {
    let home = configured("claude-code");
    let applied = fs::read(settings(&home)).unwrap();
    let path = home.machine.home.join("before.json");
    home.does(Deed::Undo).unwrap();
    fs::copy(settings(&home), &path).unwrap();
    home.does(Deed::configure(Mode::Helper)).unwrap();
    write(&settings(&home), &fs::read(&path).unwrap());
    let card = home.card();
    assert_eq!(card.state, ToolState::Drifted);
    for field in ["apiKeyHelper", "env.ANTHROPIC_BASE_URL", "env.ANTHROPIC_API_KEY"] {
        assert!(card.state_text.contains(field), "{}", card.state_text);
    }
    assert_eq!(fix(&home).state, ToolState::InStep);
    assert_eq!(fs::read(settings(&home)).unwrap(), applied);
    // Only the block of variables came back, and with it an address of then.
    change(
        &home,
        &format!("\"ANTHROPIC_BASE_URL\": \"{ORIGIN}\""),
        "\"ANTHROPIC_BASE_URL\": \"https://then.example\"",
    );
    assert_eq!(home.card().state_text, "Drifted: env.ANTHROPIC_BASE_URL changed");
    assert_eq!(fix(&home).state, ToolState::InStep);
    assert!(nothing_to_fix(&home));
}

/// Where something dropped the credential and left the address, the user's own login would go to the bridge.
#[test]
fn a_login_that_would_be_sent_to_the_bridge_is_named() {
    let home = configured("claude-code");
    write(&home.machine.home.join(".claude/.credentials.json"), b"{}");
    assert_says(&home.card(), AdviceLevel::Note, "it is not used or sent");
    change(&home, "\"apiKeyHelper\"", "\"apiKeyHelperOfBefore\"");
    let card = home.card();
    assert_eq!(card.state, ToolState::Drifted);
    let next = assert_says(&card, AdviceLevel::Problem, "it would send your claude.ai login there");
    assert!(next.contains("--fix") && next.contains("disconnect"), "{next}");
    // A credential in the shell goes before the login.
    assert!(
        says(&in_shell(&home, &[("ANTHROPIC_AUTH_TOKEN", "x")]).card(), "claude.ai login there").is_none()
    );
    assert_eq!(fix(&home).state, ToolState::InStep);
    assert!(says(&home.card(), "would send").is_none());

    // So it is where the wallet never was, and where no login can be seen (macOS keeps it in its keychain).
    let home = Home::empty(tools::by_id("claude-code").unwrap(), Platform::MacOs);
    write(&settings(&home), br#"{"env": {"ANTHROPIC_BASE_URL": "https://gateway.example"}}"#);
    assert_says(&home.card(), AdviceLevel::Problem, "a claude.ai login there, if there is one");
    write(
        &settings(&home),
        br#"{"env": {"ANTHROPIC_BASE_URL": "https://gateway.example", "ANTHROPIC_API_KEY": "x"}}"#,
    );
    assert!(says(&home.card(), "login").is_none());
}

#[test]
fn a_switch_to_another_service_in_its_own_settings_is_named() {
    let home = configured("claude-code");
    change(&home, "\"BASH_DEFAULT_TIMEOUT_MS\": \"60000\"", "\"CLAUDE_CODE_USE_VERTEX\": \"1\"");
    assert_says(&home.card(), AdviceLevel::Problem, "env.CLAUDE_CODE_USE_VERTEX in its settings");
    change(&home, "\"CLAUDE_CODE_USE_VERTEX\": \"1\"", "\"CLAUDE_CODE_USE_VERTEX\": \"0\"");
    assert!(says(&home.card(), "CLAUDE_CODE_USE_VERTEX").is_none());
}

// ── addresses, versions, the helper ────────────────────────────────────────────────────────────────────────

/// A person puts `/v1` behind an address that is to have none, or takes it away: in every tool.
#[test]
fn an_address_with_or_without_v1_is_named_and_mended() {
    for tool in tools_with_files() {
        for &mode in tool.modes() {
            let _tried = Tried(format!("{mode} mode: {}", tool.name()));
            let home = configured_in(tool.id(), mode);
            let with = format!("{ORIGIN}/v1");
            let applied: Vec<_> = home.files().iter().map(|file| fs::read_to_string(file).ok()).collect();
            let mut what = "";
            for (file, text) in home.files().iter().zip(&applied) {
                let Some(text) = text else { continue };
                let spoiled = match text.contains(&with) {
                    true => text.replace(&with, ORIGIN),
                    false => text.replace(ORIGIN, &format!("{with}/")),
                };
                if spoiled != *text {
                    what = if text.contains(&with) {
                        "does not end in /v1"
                    } else {
                        "ends in /v1, which it adds"
                    };
                }
                write(file, spoiled.as_bytes());
            }
            let card = home.card();
            assert_eq!(card.state, ToolState::Drifted);
            let next = assert_says(&card, AdviceLevel::Problem, what);
            assert_eq!(next, format!("bridgekeeper doctor {} --fix", tool.id()));
            assert_eq!(fix(&home).state, ToolState::InStep);
            let mended: Vec<_> = home.files().iter().map(|file| fs::read_to_string(file).ok()).collect();
            assert_eq!(mended, applied);
        }
    }
}

/// A tool as npm installs it, in that version.
fn installed(home: &Home, program: &str, package: &str, version: &str) -> Home {
    let folder = home.machine.home.join(format!("npm/{version}/{package}"));
    write(
        &folder.join("package.json"),
        format!(r#"{{"name": "{package}", "version": "{version}"}}"#).as_bytes(),
    );
    let path = folder.join("bin").join(program);
    write(&path, b"#!/bin/sh\n");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    in_shell(home, &[("PATH", path.parent().unwrap().to_str().unwrap())])
}

#[test]
fn a_version_that_nobody_tried_is_named() {
    for (tool, program, package, old, tried) in [
        ("claude-code", "claude", "@anthropic-ai/claude-code", "1.0.58", "2.1.330"),
        ("cline", "cline", "cline", "2.4.0", "3.0.65"),
        ("codex", "codex", "@openai/codex", "0.80.0", "0.169.0"),
        ("opencode", "opencode", "opencode-ai", "0.3.2", "1.18.33"),
        ("gemini-cli", "gemini", "@google/gemini-cli", "0.1.9", "0.61.0"),
    ] {
        let _tried = Tried(tool.into());
        let home = configured(tool);
        let card = installed(&home, program, package, old).card();
        assert_eq!(card.version.as_deref(), Some(old));
        assert_says(&card, AdviceLevel::Note, &format!("{old} is older than any that was tried"));
        let card = installed(&home, program, package, tried).card();
        assert_eq!(card.version.as_deref(), Some(tried));
        assert!(says(&card, "older than any").is_none());
    }
}

/// The program that the tool asks for its key is gone: named, and where this copy can answer, pointed at that.
#[test]
fn a_program_that_is_gone_is_named_and_another_put_in_its_place() {
    for tool in ["claude-code", "codex"] {
        for name in ["bridgekeeper", "it's a bridge keeper"] {
            let _tried = Tried(format!("{tool}, {name}"));
            let home = configured_in(tool, Mode::Helper);
            let gone = assert_says(
                &home.card(),
                AdviceLevel::Problem,
                "asks /opt/bridgekeeper/bridgekeeper for its key",
            );
            assert!(gone.contains("install Bridgekeeper again"), "{gone}");
            assert!(nothing_to_fix(&home), "nothing here could answer");

            let command = home.machine.home.join("bin").join(name);
            write(&command, b"");
            let moved = home.on(Machine { command: command.clone(), ..home.machine.clone() });
            let next = assert_says(&moved.card(), AdviceLevel::Problem, "/opt/bridgekeeper/bridgekeeper");
            assert!(next.contains("--fix") && next.contains(name), "{next}");
            assert_eq!(fix(&moved).state, ToolState::InStep);
            assert!(says(&moved.card(), "for its key").is_none());
            assert!(nothing_to_fix(&moved));
            fs::remove_file(&command).unwrap();
            assert_says(
                &moved.card(),
                AdviceLevel::Problem,
                &format!("asks {} for its key", command.display()),
            );
        }
    }
}

// ── the key and the vault ──────────────────────────────────────────────────────────────────────────────────

fn key(change: impl Fn(&mut Key)) -> Key {
    let mut key = Key {
        id: KEYS[0].0,
        name: "laptop".into(),
        stored_status: KeyStatus::Enabled,
        tail: None,
        group: String::new(),
        unlimited: true,
        remain: Quota(0),
        used: Quota(0),
        created: Timestamp::UNIX_EPOCH,
        last_used: None,
        expires: None,
        allow_ips: vec![],
        models: None,
    };
    change(&mut key);
    key
}

/// Has the bridge be known to have these keys, and these models by group.
fn known(home: &Home, keys: &[Key], groups: &[(&str, &[&str])]) {
    let store = home.store();
    let names = |models: &[&str]| models.iter().map(ToString::to_string).collect();
    let models = groups.iter().map(|(group, models)| ((*group).into(), (home.machine.now(), names(models))));
    let known = KnownBridge {
        models: models.collect(),
        keys_as_of: Some((home.machine.now(), true)),
        ..KnownBridge::default()
    };
    let row = store.bridges().unwrap().remove(0);
    store.update_bridge(row.id, &known).unwrap();
    store.save_keys(row.id, keys).unwrap();
}

#[test]
fn a_key_that_does_not_work_is_named_for_every_tool() {
    for tool in tools_with_files() {
        let home = configured(tool.id());
        let says_of = |keys: &[Key], what: &str| {
            let _tried = Tried(format!("{}: {what}", tool.name()));
            known(&home, keys, &[]);
            let next = assert_says(&home.card(), AdviceLevel::Problem, what);
            assert!(next.contains(&format!("configure {} --create", tool.id())), "{next}");
        };
        says_of(&[key(|key| key.stored_status = KeyStatus::Disabled)], "is disabled");
        says_of(&[key(|key| key.expires = Some(Timestamp::UNIX_EPOCH))], "has expired");
        says_of(&[key(|key| key.unlimited = false)], "has used up its quota");
        says_of(&[], "was deleted on the bridge");
        known(&home, &[key(|_| {})], &[]);
        assert!(says(&home.card(), "its key \"").is_none(), "{:?}", home.card().advice);
    }
}

#[test]
fn a_model_that_the_key_cannot_reach_is_named() {
    let home = configured("codex");
    home.does(Deed::Configure { mode: Mode::Helper, key: KEYS[0].0, model: Some("gpt-5.5") }).unwrap();
    let named = |keys: &[Key], groups: &[(&str, &[&str])]| {
        known(&home, keys, groups);
        says(&home.card(), "names the model gpt-5.5").map(|(level, next)| {
            assert_eq!(level, AdviceLevel::Problem);
            assert!(next.contains("--model"), "{next}");
        })
    };
    // By the key's own list, whatever its group has.
    assert!(named(&[key(|key| key.models = Some(vec!["gpt-5.4".into()]))], &[("", &["gpt-5.5"])]).is_some());
    assert!(named(&[key(|key| key.models = Some(vec!["gpt-5.5".into()]))], &[("", &["x"])]).is_none());
    // By its group.
    let in_group = || [key(|key| key.group = "cheap".into())];
    assert!(named(&in_group(), &[("cheap", &["gpt-5.4"]), ("", &["gpt-5.5"])]).is_some());
    assert!(named(&in_group(), &[("cheap", &["gpt-5.5"]), ("", &["gpt-5.4"])]).is_none());
    // What a group has is not always known.
    assert!(named(&in_group(), &[("", &["gpt-5.4"])]).is_none());
}

#[test]
fn a_vault_that_hands_nothing_out_is_named_where_a_tool_needs_it() {
    let runtime = Runtime::new().unwrap();
    let advice = |home: &Home| {
        let doctor = runtime.block_on(home.wallet.doctor(Some(home.tool.id()))).unwrap();
        (doctor.vault.state.clone(), doctor.tools.into_iter().next().unwrap())
    };
    for (tool, mode, needs) in [
        ("claude-code", Mode::Helper, true),
        ("claude-code", Mode::Stored, false),
        ("cline", Mode::Env, true),
        ("cline", Mode::Stored, false),
    ] {
        let _tried = Tried(format!("{tool}, {mode}"));
        let home = configured_in(tool, mode);
        assert!(says(&advice(&home).1, "vault").is_none());
        home.vault().refuse(Some(Code::VaultLocked));
        let (state, card) = advice(&home);
        assert_ne!(state, "open");
        assert_eq!(
            says(&card, "gets its key from the vault, which is").is_some(),
            needs,
            "{:?}",
            card.advice
        );
        home.vault().refuse(None);
        home.forget(KEYS[0].0);
        assert_eq!(says(&advice(&home).1, "the vault has no key for").is_some(), needs);
    }
}

// ── on the command line ────────────────────────────────────────────────────────────────────────────────────

#[test]
fn one_command_mends_all_that_can_be_mended() {
    let session = KeyringSession::unlocked();
    let bridge = Server::start(Options::default()).unwrap();
    let sandbox = Sandbox::new(session.env());
    let user = bridge.user_id.to_string();
    let connect = ["connect", "--url", &bridge.url, "--user-id", &user, "--token-stdin"];
    sandbox.bridgekeeper_fed(&connect, &bridge.access_token).ok();
    let files = [
        ("claude-code", ".claude/settings.json"),
        ("cline", ".cline/data/settings/providers.json"),
        ("codex", ".codex/config.toml"),
    ];
    let read = |path: &str| fs::read_to_string(sandbox.path(path)).unwrap();
    for (tool, _) in files {
        sandbox.bridgekeeper(&["configure", tool, "--create", "--yes"]).ok();
    }
    let applied = files.map(|(_, path)| read(path));
    let said = sandbox.bridgekeeper(&["doctor", "--fix"]).ok();
    assert!(said.out.contains("nothing that can be mended"), "{}", said.out);

    // A comment that Claude Code cannot read, and under it a field that is not what it was; a time that Cline cannot
    // read; and a table that Codex cannot either, which only a person can mend.
    sandbox.write(files[0].1, &applied[0].replace("\"apiKeyHelper\": \"", "// no\n  \"apiKeyHelper\": \"x"));
    sandbox.write(files[1].1, &applied[1].replace("Z\"", "+00:00\""));
    sandbox.write(files[2].1, "model = \n");
    sandbox.bridgekeeper(&["doctor"]).exits(8);
    let shown = sandbox.bridgekeeper(&["doctor", "--fix", "--dry-run", "--json"]).exits(8).json();
    assert_eq!(shown["fixed"].as_array().unwrap().len(), 2, "{shown}");
    assert_ne!(read(files[0].1), applied[0], "a dry run writes nothing");

    let fixed = sandbox.bridgekeeper(&["doctor", "--fix", "--json"]).exits(8).json();
    let done: Vec<_> =
        fixed["fixed"].as_array().unwrap().iter().map(|one| one["tool"]["id"].clone()).collect();
    assert_eq!(done, ["claude-code", "claude-code", "cline"], "{fixed}");
    assert_eq!(fixed["failed"][0]["tool"], "codex");
    assert_eq!((read(files[0].1), read(files[2].1)), (applied[0].clone(), "model = \n".to_owned()));
    let refused = sandbox.bridgekeeper(&["doctor", "codex", "--fix"]).exits(6);
    assert!(refused.err.contains("line 1"), "{}", refused.err);
    sandbox.bridgekeeper(&["doctor", "claude-code"]).ok();
    sandbox.bridgekeeper(&["doctor", "cline"]).ok();
    // And it can be taken back.
    sandbox.bridgekeeper(&["undo", "claude-code"]).ok();
    assert!(read(files[0].1).contains("\"xl") || read(files[0].1).contains("\"x'"), "{}", read(files[0].1));
}
