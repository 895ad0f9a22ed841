//! What holds for Cline beyond the laws: it writes its files anew whenever it runs, an open editor keeps them in
//! memory, and it knows two ways into a bridge.

#![cfg(unix)]

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::Arc;

use bridgekeeper_bridge::{Options, Server};
use bridgekeeper_core::bridge::Door;
use bridgekeeper_core::error::{Code, Result};
use bridgekeeper_core::machine::{Machine, Platform};
use bridgekeeper_core::store::Profile;
use bridgekeeper_core::tools::{self, Process, Processes};
use bridgekeeper_core::view::{AdviceLevel, AdviceView, Mode, StepState, ToolState, ToolView};
use bridgekeeper_tests::home::{Case, Deed, Home, KEYS, ORIGIN, PLAIN, State, Tried, write};
use bridgekeeper_tests::keyring::KeyringSession;
use bridgekeeper_tests::{Sandbox, program};
use serde_json::{Value, json};

const STORED: Deed = Deed::Configure { mode: Mode::Stored, key: KEYS[0].0, model: None };
const ENV: Deed = Deed::Configure { mode: Mode::Env, key: KEYS[0].0, model: None };

fn cases() -> Vec<State> {
    let sound = Case::all().into_iter().filter(|case| case.tool.id() == "cline" && !case.is_refused());
    sound.map(|case| State { case, shape: &PLAIN }).collect()
}

fn typical() -> Home {
    Home::of(&cases().into_iter().find(|state| state.case.is_typical()).unwrap())
}

fn fresh() -> Home {
    Home::empty(tools::by_id("cline").unwrap(), Platform::Linux)
}

fn says(home: &Home, file: usize) -> Value {
    serde_json::from_slice(&fs::read(&home.files()[file]).unwrap()).unwrap()
}

/// As the command line 3.0.65 leaves its file behind: what it knows, spelled its own way, with another time.
fn cline_runs(home: &Home, change: impl Fn(&mut Value)) {
    let mut value = says(home, 0);
    change(&mut value);
    for entry in value["providers"].as_object_mut().unwrap().values_mut() {
        entry["updatedAt"] = "2026-12-24T18:00:00.321Z".into();
        let source = entry.get("tokenSource").cloned().unwrap_or_else(|| "manual".into());
        entry["tokenSource"] = source;
    }
    let known = ["version", "lastUsedProvider", "modes", "providers"];
    let member = |name: &str| Some((name.to_owned(), value.get(name)?.clone()));
    let mut kept: serde_json::Map<_, _> = known.into_iter().filter_map(member).collect();
    kept.entry("modes").or_insert_with(|| json!({}));
    write(&home.files()[0], format!("{:#}\n", Value::Object(kept)).as_bytes());
}

// ── Cline runs ─────────────────────────────────────────────────────────────────────────────────────────────

/// Its rewriting is no drift, and does not stand in the way of undo and disconnect.
#[test]
fn a_run_of_cline_changes_nothing_that_counts() {
    for deed in [STORED, ENV] {
        for take_back in [Deed::Undo, Deed::Disconnect] {
            for home in [typical(), fresh()] {
                let before = home.snapshot();
                home.does(deed).unwrap();
                cline_runs(&home, |_| {});
                let card = home.card();
                assert_eq!((card.state, card.can_undo), (ToolState::InStep, true));
                assert!(home.propose(deed).unwrap().changes.is_empty());
                // Another key, another run, and both are taken back at once.
                home.does(Deed::Configure { mode: Mode::Stored, key: KEYS[1].0, model: None }).unwrap();
                cline_runs(&home, |_| {});
                home.does(take_back).unwrap();
                if take_back == Deed::Undo {
                    home.does(take_back).unwrap();
                }
                assert_eq!(home.snapshot(), before, "{deed:?}, {take_back:?}");
            }
        }
    }
}

/// What its user does in Cline meanwhile is kept, and undo does not go over it.
#[test]
fn what_is_done_in_cline_meanwhile_stays() {
    let groq = json!({"settings": {"provider": "groq", "apiKey": "canary-groq-0123456789"}});
    for (home, is_fresh) in [(typical(), false), (fresh(), true)] {
        let before = (!is_fresh).then(|| says(&home, 0));
        home.does(STORED).unwrap();
        cline_runs(&home, |value| value["providers"]["groq"] = groq.clone());
        let card = home.card();
        assert_eq!((card.state, card.can_undo), (ToolState::InStep, false));
        assert_eq!(home.propose(Deed::Undo).unwrap_err().code(), Code::FileChanged);
        home.does(Deed::Disconnect).unwrap();
        let left = says(&home, 0);
        assert_eq!(left["providers"]["groq"]["settings"], groq["settings"]);
        assert!(left["providers"].get("openai-compatible").is_none(), "{left}");
        // Without it Cline would forget all of them.
        assert_eq!(left["version"], 1);
        let last_used = before.as_ref().map_or(&Value::Null, |before| &before["lastUsedProvider"]);
        assert_eq!(left.get("lastUsedProvider").unwrap_or(&Value::Null), last_used);
        assert_eq!(home.card().state, ToolState::NotConfigured);
    }
    // So does a setting in the entry that is the wallet's.
    let home = fresh();
    home.does(STORED).unwrap();
    cline_runs(&home, |value| {
        value["providers"]["openai-compatible"]["settings"]["timeout"] = 60_000.into();
    });
    assert_eq!(home.card().state, ToolState::InStep);
    home.does(Deed::Disconnect).unwrap();
    assert_eq!(
        says(&home, 0)["providers"]["openai-compatible"]["settings"],
        json!({"provider": "openai-compatible", "timeout": 60_000})
    );
    home.does(STORED).map(drop).expect("and Cline can read it");
}

/// A change that only the clock made is no change: a plan of the next day is still empty.
#[test]
fn a_plan_of_another_day_is_empty_too() {
    let home = typical();
    home.does(STORED).unwrap();
    let clock: bridgekeeper_core::machine::Clock = Arc::new(|| "2027-01-01T00:00:00Z".parse().unwrap());
    let later = home.on(Machine { clock, ..home.machine.clone() });
    assert!(later.propose(STORED).unwrap().changes.is_empty());
}

// ── an open editor ─────────────────────────────────────────────────────────────────────────────────────────

/// Editors with the extension: what their process is called, and where the extension stands.
const EDITORS: [(&str, &str, &str); 7] = [
    ("VS Code", "code", ".vscode/extensions/saoudrizwan.claude-dev-4.1.13"),
    ("VS Code", "Code.exe", ".vscode/extensions/saoudrizwan.claude-dev-4.1.13-win32-x64"),
    ("VS Code Insiders", "code-insiders", ".vscode-insiders/extensions/saoudrizwan.claude-dev-4.1.13"),
    ("VSCodium", "codium", ".vscode-oss/extensions/saoudrizwan.claude-dev-4.1.13"),
    ("Cursor", "Cursor-3.15.19-x86_64.AppImage", ".cursor/extensions/saoudrizwan.claude-dev-4.1.13"),
    ("Windsurf", "windsurf", ".windsurf/extensions/saoudrizwan.claude-dev-4.1.13"),
    ("a JetBrains editor", "pycharm", ".local/share/JetBrains/PyCharm2026.2/Cline"),
];

fn runs(name: &'static str) -> Processes {
    Arc::new(move || {
        Some(vec![Process { pid: 7, name: "bash".into() }, Process { pid: 42, name: name.into() }])
    })
}

#[test]
fn an_open_editor_with_the_extension_is_named_and_nothing_is_written() {
    for (editor, program, extension) in EDITORS {
        let _tried = Tried(program.into());
        let home = typical();
        let open = home.with_processes(runs(program));
        // An editor without the extension is no matter.
        open.does(STORED).unwrap();
        open.does(Deed::Undo).unwrap();

        fs::create_dir_all(home.machine.home.join(extension)).unwrap();
        let untouched = |deed| {
            let before = home.snapshot();
            let plan = open.propose(deed).unwrap();
            let error = open.apply(&plan).unwrap_err();
            assert_eq!(error.code(), Code::FileRefused);
            assert!(error.message().contains(&format!("{editor} is running")), "{error}");
            assert!(error.message().contains("process 42") && error.next_step().is_some(), "{error}");
            assert_eq!(home.snapshot(), before);
            assert_eq!(home.store().unfinished_changes().unwrap().len(), 0);
            plan
        };
        let plan = untouched(STORED);
        assert!(plan.steps[0].text.contains(&format!("{editor} is running")), "{:?}", plan.steps);
        assert_eq!(plan.steps[0].state, StepState::Missing);
        // Any program that is not it is no matter.
        home.with_processes(runs("codex")).does(STORED).unwrap();
        untouched(Deed::Undo);
        untouched(Deed::Disconnect);
        assert!(notes(&open.card()).any(|note| note.text.contains("process 42")), "{:?}", open.card().advice);
        assert_eq!(open.card().state, ToolState::InStep);
        home.does(Deed::Disconnect).unwrap();
    }
}

/// Where nobody can tell what runs, its user is asked to see to it.
#[test]
fn where_it_cannot_be_told_its_user_sees_to_it() {
    let home = typical();
    fs::create_dir_all(home.machine.home.join(EDITORS[0].2)).unwrap();
    let blind = home.with_processes(Arc::new(|| None));
    let plan = blind.propose(STORED).unwrap();
    assert!(plan.steps[0].text.contains("Quit every editor"), "{:?}", plan.steps);
    assert_eq!(blind.apply(&plan).unwrap().state, ToolState::InStep);
}

/// A program that does nothing under that name, until it is let go.
struct Open(Child);

impl Open {
    fn program(sandbox: &Sandbox, name: &str) -> Self {
        let program = sandbox.path(name);
        fs::copy("/bin/sleep", &program).unwrap();
        Self(sandbox.command(program).arg("600").spawn().unwrap())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[test]
fn the_command_line_waits_for_the_editor_to_close() {
    let session = KeyringSession::unlocked();
    let bridge = Server::start(Options::default()).unwrap();
    let sandbox = Sandbox::new(session.env());
    let user = bridge.user_id.to_string();
    let arguments = ["connect", "--url", &bridge.url, "--user-id", &user, "--token-stdin"];
    sandbox.bridgekeeper_fed(&arguments, &bridge.access_token).ok();
    fs::create_dir_all(sandbox.path(EDITORS[0].2)).unwrap();

    let editor = Open::program(&sandbox, "code");
    let refused = sandbox.bridgekeeper(&["configure", "cline", "--create", "--yes"]).exits(6);
    let process = format!("VS Code is running with Cline in it (process {})", editor.0.id());
    assert!(refused.err.contains(&process) && refused.err.contains("--wait"), "{}", refused.err);
    assert_eq!(bridge.keys().len(), 0, "no key is made that nothing would use");

    let mut command = sandbox.command(program("bridgekeeper"));
    command.args(["configure", "cline", "--create", "--yes", "--wait"]);
    let mut waiting = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(waiting.stderr.take().unwrap());
    let mut first = String::new();
    said.read_line(&mut first).unwrap();
    assert!(first.contains(&process) && first.contains("waiting until it is closed"), "{first}");
    assert!(waiting.try_wait().unwrap().is_none());
    drop(editor);
    let mut rest = String::new();
    said.read_to_string(&mut rest).unwrap();
    assert!(waiting.wait().unwrap().success(), "{rest}");
    sandbox.bridgekeeper(&["undo", "cline", "--wait"]).ok();
    assert!(!sandbox.path(".cline").exists());
}

// ── two ways into a bridge ─────────────────────────────────────────────────────────────────────────────────

fn goes_by(home: &Home, door: Option<Door>, mode: Mode) -> Result<ToolView> {
    let profile = Profile {
        name: "cline".into(),
        tool: "cline".into(),
        origin: ORIGIN.into(),
        key: KEYS[0].0,
        key_name: "laptop".into(),
        mode,
        models: tools::Models { main: Some("claude-sonnet-5".into()), ..tools::Models::default() },
        address: None,
        door,
        helper_seconds: None,
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    home.apply(&runtime.block_on(home.wallet.propose_profile(profile))?)
}

/// Going over from one to the other takes out what the first needed, and leaves all that Cline can read.
#[test]
fn one_way_gives_way_to_the_other() {
    for state in cases() {
        let _tried = Tried(state.to_string());
        let home = Home::of(&state);
        let before = home.snapshot();
        let had = (home.files()[0].is_file()).then(|| fs::read(&home.files()[0]).unwrap());
        let had: Value = had.and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_else(|| json!({}));
        for (door, mode) in [
            (None, Mode::Stored),
            (Some(Door::Anthropic), Mode::Stored),
            (Some(Door::Anthropic), Mode::Env),
            (None, Mode::Env),
            (Some(Door::Anthropic), Mode::Stored),
        ] {
            assert_eq!(goes_by(&home, door, mode).unwrap().state, ToolState::InStep);
            let file = says_if_it_can(&home, 0);
            let (ours, other) = match door {
                None => ("openai-compatible", "anthropic"),
                Some(_) => ("anthropic", "openai-compatible"),
            };
            assert_eq!(file["lastUsedProvider"], ours);
            assert_eq!(file["providers"][ours]["settings"]["baseUrl"], "https://bridge.example/v1");
            assert_eq!(file["providers"][ours]["settings"]["apiKey"].is_string(), mode == Mode::Stored);
            assert_eq!(file["providers"].get(other), had["providers"].get(other), "{file}");
            let editor = says_if_it_can(&home, 1);
            assert_eq!(editor["actModeApiProvider"], if door.is_none() { "openai" } else { "anthropic" });
        }
        home.does(Deed::Disconnect).unwrap();
        assert_eq!(home.snapshot(), before);
    }
}

/// One of the cases holds a number that is none to this parser.
fn says_if_it_can(home: &Home, file: usize) -> Value {
    let text = fs::read_to_string(&home.files()[file]).unwrap();
    serde_json::from_str(&text.replace("1e400", "1e40")).unwrap()
}

#[test]
fn no_other_way_is_accepted() {
    let home = typical();
    let request = |tool: &str, api| bridgekeeper_core::view::ConfigureRequest {
        tool: tool.into(),
        profile: None,
        key: bridgekeeper_core::view::KeyChoice::Existing { id: KEYS[0].0 },
        mode: None,
        model: None,
        api: Some(api),
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for (tool, api) in [("cline", Door::Gemini), ("codex", Door::Anthropic)] {
        let refused = runtime.block_on(home.wallet.propose_configure(request(tool, api))).unwrap_err();
        assert_eq!(refused.code(), Code::Invalid);
        assert!(refused.message().contains("does not use the"), "{refused}");
    }
}

// ── what a doctor would say ────────────────────────────────────────────────────────────────────────────────

fn notes(card: &ToolView) -> impl Iterator<Item = &AdviceView> {
    card.advice.iter()
}

#[test]
fn an_extension_that_reads_other_files_is_to_be_updated() {
    let home = typical();
    home.does(STORED).unwrap();
    let extension = |version: &str| {
        let name = format!(".vscode/extensions/saoudrizwan.claude-dev-{version}");
        fs::create_dir_all(home.machine.home.join(name)).unwrap();
    };
    extension("3.57.1");
    let card = home.card();
    let old = notes(&card).find(|note| note.text.contains("Cline 3.57.1 in VS Code")).unwrap();
    assert_eq!(old.level, AdviceLevel::Problem);
    // The editor clears an old version away when it starts next.
    extension("4.1.13");
    assert!(!notes(&home.card()).any(|note| note.text.contains("3.57.1")));
    assert_eq!(home.card().version.as_deref(), Some("4.1.13"));
    home.does(ENV).unwrap();
    assert!(notes(&home.card()).any(|note| note.text.contains("the extension has no key")));
}

#[test]
fn a_stale_key_in_the_editors_file_is_named() {
    let home = typical();
    home.does(STORED).unwrap();
    assert!(!notes(&home.card()).any(|note| note.text.contains("secrets.json")));
    let mut secrets = says(&home, 2);
    secrets["openAiApiKey"] = "sk-canaryStale0123456789".into();
    write(&home.files()[2], secrets.to_string().as_bytes());
    let card = home.card();
    let stale = notes(&card).find(|note| note.text.contains("secrets.json holds another key")).unwrap();
    assert_eq!((stale.level, card.state), (AdviceLevel::Problem, ToolState::Drifted));
    assert!(!stale.text.contains("canary"), "{}", stale.text);
}

#[test]
fn a_running_daemon_is_to_be_stopped_after_a_change_of_key() {
    let home = typical();
    let noted = home.machine.home.join(".cline/data/locks/hub/production.json");
    write(&noted, br#"{"hubId": "x", "pid": 42, "port": 25463}"#);
    let with_daemon = home.with_processes(runs("cline"));
    let plan = with_daemon.propose(STORED).unwrap();
    assert!(plan.steps.iter().any(|step| step.text.contains("cline hub stop")), "{:?}", plan.steps);
    with_daemon.apply(&plan).unwrap();
    assert!(notes(&with_daemon.card()).any(|note| note.text.contains("daemon runs (process 42)")));
    // The note of one that is gone says nothing.
    assert!(!notes(&home.card()).any(|note| note.text.contains("daemon")));
}

#[test]
fn its_folder_can_be_moved() {
    let home = fresh();
    let file = |env: &[(&str, &str)]| {
        let env = env.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        home.tool.files(&Machine { env, ..home.machine.clone() }).remove(0).path
    };
    let (dir, data) = (("CLINE_DIR", "/x"), ("CLINE_DATA_DIR", "/y"));
    assert_eq!(file(&[]), home.machine.home.join(".cline/data/settings/providers.json"));
    assert_eq!(file(&[dir]), Path::new("/x/data/settings/providers.json"));
    assert_eq!(file(&[dir, data]), Path::new("/y/settings/providers.json"));
    assert_eq!(file(&[("CLINE_DATA_DIR", "")]), file(&[]));
}
