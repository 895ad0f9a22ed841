//! Cline, command line and editor extension: both read `~/.cline/data`, or where `CLINE_DATA_DIR` or `CLINE_DIR`
//! say, and prefer different files there. All of them say the same here.
//!
//! Proven by running the command line 3.0.65 on Linux:
//! - It reads `settings/providers.json` only. Its provider is `openai-compatible`, whose `baseUrl` ends in `/v1`;
//!   requests go to `/v1/chat/completions`. That of the provider `anthropic` ends in `/v1` too.
//! - It writes that file anew on every run, with another `updatedAt` and without what it does not know; and where
//!   it cannot make sense of it (a comment, a BOM, a time that does not end in `Z`, no `version`) it forgets all
//!   of it and puts its own provider there.
//! - `OPENAI_API_KEY` counts where the file has no `apiKey`, `OPENAI_BASE_URL`, `CLINE_PROVIDER` and `CLINE_MODEL`
//!   never do. `CLINE_PROVIDER_SETTINGS_PATH` and `CLINE_SANDBOX` have it read another file.
//! - Every run leaves a daemon behind that has that run's environment. Where the file has no key, later runs use
//!   the one that the daemon started with, whatever their own environment says; not so with
//!   `CLINE_SESSION_BACKEND_MODE=local`.
//!
//! Read in the source of the extension 4.1.13, not run: which provider it uses stands in `globalState.json`, where
//! the first is called `openai`, and the key in `secrets.json`. An open editor has both in memory and writes them
//! whole. Before version 4 it kept keys in the editor's own database.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use zeroize::Zeroizing;

use crate::bridge::Door;
use crate::error::{Code, Error, Result};
use crate::fs;
use crate::machine::{Machine, Platform};
use crate::tools::json::repair_hint;
use crate::tools::{
    Connection, Credential, Field, Format, Found, Heed, Models, Process, SettingsFile, Step, Tool, Wanted,
    newest, running,
};
use crate::view::{AdviceLevel, AdviceView, Mode, StepState};
use crate::words::say;

/// What the extension's folders are called, before their version.
const EXTENSION: &str = "saoudrizwan.claude-dev-";

/// The first extension that reads these files.
const FIRST_WITH_FILES: [u32; 3] = [4, 0, 0];

/// The file that the command line reads, in the data folder.
const PROVIDERS: &str = "settings/providers.json";

/// See the module.
pub struct Cline;

/// Where each way into a bridge has its fields.
struct Place {
    door: Door,
    /// The name in `providers.json`.
    provider: &'static str,
    /// The name in `globalState.json`.
    state: &'static str,
    base: &'static str,
    models: [&'static str; 2],
    /// The name in `secrets.json`.
    secret: &'static str,
    variable: &'static str,
}

const PLACES: [Place; 2] = [
    Place {
        door: Door::OpenAi,
        provider: "openai-compatible",
        state: "openai",
        base: "openAiBaseUrl",
        models: ["planModeOpenAiModelId", "actModeOpenAiModelId"],
        secret: "openAiApiKey",
        variable: "OPENAI_API_KEY",
    },
    Place {
        door: Door::Anthropic,
        provider: "anthropic",
        state: "anthropic",
        base: "anthropicBaseUrl",
        models: ["planModeApiModelId", "actModeApiModelId"],
        secret: "apiKey",
        variable: "ANTHROPIC_API_KEY",
    },
];

impl Place {
    fn of(door: Door) -> &'static Self {
        PLACES.iter().find(|place| place.door == door).unwrap_or(&PLACES[0])
    }
}

impl Tool for Cline {
    fn id(&self) -> &'static str {
        "cline"
    }

    fn name(&self) -> &'static str {
        "Cline"
    }

    fn mark(&self) -> &'static str {
        "Cl"
    }

    fn modes(&self) -> &'static [Mode] {
        &[Mode::Stored, Mode::Env]
    }

    fn mode_text(&self, mode: Mode) -> String {
        match mode {
            Mode::Helper => say!("tools-cline-helper"),
            Mode::Env => say!("tools-cline-env"),
            Mode::Stored => say!("tools-cline-stored"),
        }
    }

    fn takes_hold(&self) -> String {
        say!("tools-cline-takes-hold")
    }

    fn door(&self) -> Door {
        Door::OpenAi
    }

    fn other_doors(&self) -> &'static [Door] {
        &[Door::Anthropic]
    }

    fn find(&self, machine: &Machine) -> Found {
        let found = Found::look(machine, "cline", &[], "cline");
        let extensions = extensions(machine);
        let newest = || extensions.iter().map(|(_, version)| version).max_by_key(|version| numbers(version));
        let version = found.version.clone().or_else(|| newest().cloned());
        let has_files = home_dir(machine).is_dir() || !extensions.is_empty();
        Found { has_files, version, ..found }
    }

    fn files(&self, machine: &Machine) -> Vec<SettingsFile> {
        let folder = data_dir(machine);
        let file = |name, format| SettingsFile { path: folder.join(name), format };
        vec![
            file(PROVIDERS, Format::ClineProviders),
            file("globalState.json", Format::ClineState),
            file("secrets.json", Format::ClineState),
        ]
    }

    fn fields(&self, machine: &Machine, connection: &Connection) -> Vec<Field> {
        let top = |file, name, wanted| Field { file, path: vec![name], wanted };
        let chosen = Place::of(connection.door);
        let providers = data_dir(machine).join(PROVIDERS);
        let mut fields = vec![
            top(0, "version", Wanted::Frame(Some(json!(1)), vec!["providers"])),
            top(0, "lastUsedProvider", Wanted::Text(chosen.provider.into())),
            // Cline puts an empty `modes` there; with this it is known whether that was there before.
            Field { file: 0, path: vec!["modes", "voiceInput"], wanted: Wanted::Users },
            top(1, "planModeApiProvider", Wanted::Text(chosen.state.into())),
            top(1, "actModeApiProvider", Wanted::Text(chosen.state.into())),
            top(1, "welcomeViewCompleted", Wanted::Value(Value::Bool(true))),
        ];
        for place in &PLACES {
            let is_chosen = place.door == chosen.door;
            let wanted = |wanted| if is_chosen { wanted } else { Wanted::Users };
            let base = || wanted(Wanted::Text(connection.origin.openai_base()));
            let model = || wanted(model(connection));
            let key = || {
                wanted(match &connection.credential {
                    Credential::Stored(key) => Wanted::Secret(key.clone()),
                    Credential::Helper(_) | Credential::Env => Wanted::Absent,
                })
            };
            let whole = || vec!["providers", place.provider, "settings"];
            let frame = |value| wanted(Wanted::Frame(value, whole()));
            let there = says_at(&providers, &["providers", place.provider]);
            let without_source = there.is_some_and(|entry| entry.get("tokenSource").is_none());
            let setting = |name, wanted| Field { file: 0, path: [whole(), vec![name]].concat(), wanted };
            let entry =
                |name, wanted| Field { file: 0, path: vec!["providers", place.provider, name], wanted };
            fields.extend([
                setting("provider", frame(Some(place.provider.into()))),
                setting("apiKey", key()),
                setting("model", model()),
                setting("baseUrl", base()),
                entry("updatedAt", frame(Some(format!("{:.3}", machine.now()).into()))),
                entry("tokenSource", frame((!without_source).then(|| "manual".into()))),
                top(1, place.base, base()),
                top(1, place.models[0], model()),
                top(1, place.models[1], model()),
                top(2, place.secret, key()),
            ]);
        }
        fields
    }

    fn environment(&self, connection: &Connection) -> Vec<(&'static str, Wanted)> {
        match &connection.credential {
            Credential::Stored(key) => vec![
                (Place::of(connection.door).variable, Wanted::Secret(key.clone())),
                // No daemon then, which would keep the key, and use an older one for this run.
                ("CLINE_SESSION_BACKEND_MODE", Wanted::Text("local".into())),
            ],
            Credential::Helper(_) | Credential::Env => vec![],
        }
    }

    fn variables(&self) -> &'static [(&'static str, Heed)] {
        &[
            ("CLINE_PROVIDER_SETTINGS_PATH", Heed::Wins),
            ("CLINE_SANDBOX", Heed::Wins),
            ("OPENAI_API_KEY", Heed::Ignored),
            ("ANTHROPIC_API_KEY", Heed::Ignored),
        ]
    }

    fn oldest_tried(&self) -> Option<[u32; 3]> {
        Some([3, 0, 65])
    }

    fn pick_models(&self, available: &[String]) -> Models {
        let claude = |class| newest::claude(available, class);
        let large = claude("opus").or_else(|| newest::gpt(available)).or_else(|| newest::gemini(available));
        Models { large: large.or_else(|| available.first().cloned()), ..Models::default() }
    }

    fn advice(&self, machine: &Machine, mode: Option<Mode>) -> Vec<AdviceView> {
        let Some(mode) = mode else { return vec![] };
        let mut advice = vec![];
        let mut add = |level, text, next| advice.push(AdviceView { level, text, next });
        for (editor, version) in extensions(machine) {
            if numbers(&version) < FIRST_WITH_FILES.into() {
                add(
                    AdviceLevel::Problem,
                    say!("tools-cline-too-old", version = version, editor = editor.name()),
                    say!("tools-cline-too-old", "next"),
                );
            }
        }
        if mode == Mode::Env && !extensions(machine).is_empty() {
            add(
                AdviceLevel::Note,
                say!("tools-cline-env-extension"),
                say!("tools-cline-env-extension", "next"),
            );
        }
        let files = self.files(machine);
        for place in &PLACES {
            let key = |file: usize, path: &[&str]| says_at(&files[file].path, path);
            let (cli, editor) = (
                key(0, &["providers", place.provider, "settings", "apiKey"]),
                key(2, &[place.secret]).filter(|key| key.as_str() != Some("")),
            );
            let base = key(0, &["providers", place.provider, "settings", "baseUrl"]);
            if base.is_some() && editor.is_some() && cli != editor {
                add(
                    AdviceLevel::Problem,
                    say!("tools-cline-two-keys", name = place.secret),
                    say!("tools-cline-two-keys", "next"),
                );
            }
        }
        if let Some(hub) = hub(machine) {
            add(AdviceLevel::Note, say!("tools-cline-hub", pid = hub), say!("tools-cline-hub", "next"));
        }
        for (process, editor) in busy_editors(machine) {
            add(
                AdviceLevel::Note,
                say!("tools-cline-running", editor = editor.name(), pid = process.pid),
                say!("tools-cline-running", "next"),
            );
        }
        for name in ["CLINE_DATA_DIR", "CLINE_DIR"] {
            if machine.var(name).is_some() {
                add(
                    AdviceLevel::Note,
                    say!("tools-cline-folder", variable = name, folder = machine.show(&data_dir(machine))),
                    say!("tools-cline-folder", "next"),
                );
            }
        }
        advice
    }

    fn by_hand(&self, machine: &Machine, _connection: &Connection) -> Vec<Step> {
        let step = |text, state| Step { text, enter: None, state };
        let mut steps = vec![];
        if let Err(error) = is_free(machine) {
            let text = say!("tools-cline-quit-first", what = error.message());
            steps.push(step(text, StepState::Missing));
        }
        if (machine.processes)().is_none() && !extensions(machine).is_empty() {
            steps.push(step(say!("tools-cline-quit-untold"), StepState::Untold));
        }
        if hub(machine).is_some() {
            steps.push(step(say!("tools-cline-stop-hub"), StepState::Untold));
        }
        steps
    }
}

/// Makes sure that no editor with the extension runs: it would write over what is changed. Where that cannot be
/// told nobody is kept from it, and the drift would show.
///
/// # Errors
/// [`Code::FileRefused`], naming the process.
pub fn is_free(machine: &Machine) -> Result<()> {
    match busy_editors(machine).first() {
        None => Ok(()),
        Some((process, editor)) => Err(Error::new(
            Code::FileRefused,
            say!("tools-cline-not-free", editor = editor.name(), pid = process.pid),
        )
        .hint(say!("tools-cline-not-free", "hint"))),
    }
}

/// An editor that the extension is made for.
struct Editor {
    /// `None` for one of JetBrains, of which there are several.
    name: Option<&'static str>,
    /// What its program may be called.
    programs: &'static [&'static str],
    /// Where its extensions stand below the home folder, one folder each.
    extensions: &'static str,
}

const EDITORS: [Editor; 5] = [
    Editor { name: Some("VS Code"), programs: &["code"], extensions: ".vscode/extensions" },
    Editor {
        name: Some("VS Code Insiders"),
        programs: &["code-insiders", "code - insiders"],
        extensions: ".vscode-insiders/extensions",
    },
    Editor {
        name: Some("VSCodium"),
        programs: &["codium", "vscodium"],
        extensions: ".vscode-oss/extensions",
    },
    Editor { name: Some("Cursor"), programs: &["cursor"], extensions: ".cursor/extensions" },
    Editor { name: Some("Windsurf"), programs: &["windsurf"], extensions: ".windsurf/extensions" },
];

const JETBRAINS: Editor = Editor {
    name: None,
    programs: &[
        "idea",
        "pycharm",
        "webstorm",
        "phpstorm",
        "goland",
        "clion",
        "rider",
        "rubymine",
        "rustrover",
        "datagrip",
        "studio",
    ],
    extensions: "",
};

impl Editor {
    fn name(&self) -> String {
        self.name.map_or_else(|| say!("tools-cline-jetbrains"), ToOwned::to_owned)
    }

    fn is(&self, program: &str) -> bool {
        let name = program.to_ascii_lowercase();
        let name = name.strip_suffix(".exe").unwrap_or(&name);
        let name = name.strip_suffix("64").unwrap_or(name);
        let bundled = |known: &str| name.starts_with(&format!("{known}-")) && name.ends_with(".appimage");
        self.programs.iter().any(|known| name == *known || bundled(known))
    }
}

/// Editors that have the extension, with its newest version there.
fn extensions(machine: &Machine) -> Vec<(&'static Editor, String)> {
    let in_editor = |editor: &'static Editor| {
        let names = names_in(&machine.home.join(editor.extensions));
        // `…-4.1.13-linux-x64` where a build is for one platform.
        let version = |name: &String| Some(name.strip_prefix(EXTENSION)?.split('-').next()?.to_owned());
        Some((editor, names.iter().filter_map(version).max_by_key(|version| numbers(version))?))
    };
    EDITORS.iter().filter_map(in_editor).collect()
}

/// Whether a JetBrains editor has the plugin. Each version of each keeps its own folder of plugins.
fn in_jetbrains(machine: &Machine) -> bool {
    let var =
        |name, otherwise: &str| machine.var(name).map_or_else(|| machine.home.join(otherwise), PathBuf::from);
    let (folder, plugins) = match machine.platform {
        Platform::Linux => (var("XDG_DATA_HOME", ".local/share"), ""),
        Platform::MacOs => (machine.home.join("Library/Application Support"), "plugins"),
        Platform::Windows => (var("APPDATA", "AppData/Roaming"), "plugins"),
    };
    let folder = folder.join("JetBrains");
    let plugin = |product: &String| names_in(&folder.join(product).join(plugins));
    names_in(&folder).iter().flat_map(plugin).any(|name| name.to_ascii_lowercase().contains("cline"))
}

/// Editors that run and have the extension.
fn busy_editors(machine: &Machine) -> Vec<(Process, &'static Editor)> {
    let with_extension = extensions(machine).into_iter().map(|(editor, _)| editor);
    let with_plugin = in_jetbrains(machine).then_some(&JETBRAINS);
    let busy = |editor: &'static Editor| {
        let running = running(machine, |program| editor.is(program)).unwrap_or_default();
        running.into_iter().map(move |process| (process, editor))
    };
    with_extension.chain(with_plugin).flat_map(busy).collect()
}

/// The process of Cline's daemon, if it runs.
fn hub(machine: &Machine) -> Option<u32> {
    let noted = says_at(&data_dir(machine).join("locks/hub/production.json"), &["pid"])?;
    let pid = u32::try_from(noted.as_u64()?).ok()?;
    (machine.processes)()?.iter().any(|process| process.pid == pid).then_some(pid)
}

fn home_dir(machine: &Machine) -> PathBuf {
    machine.var("CLINE_DIR").map_or_else(|| machine.home.join(".cline"), PathBuf::from)
}

fn data_dir(machine: &Machine) -> PathBuf {
    machine.var("CLINE_DATA_DIR").map_or_else(|| home_dir(machine).join("data"), PathBuf::from)
}

fn model(connection: &Connection) -> Wanted {
    let Models { main, large, .. } = &connection.models;
    main.as_ref().or(large.as_ref()).map_or(Wanted::Users, |model| Wanted::Text(model.clone()))
}

fn numbers(version: &str) -> Vec<u32> {
    version.split('.').map_while(|part| part.parse().ok()).collect()
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
}

/// What a file says at that path, if there is such a file and it can be read.
fn says_at(file: &Path, path: &[&str]) -> Option<Value> {
    let value: Value = serde_json::from_slice(&fs::read(file).ok()??).ok()?;
    path.iter().try_fold(&value, |value, name| value.get(name)).cloned()
}

// ── what Cline asks of its file of providers ───────────────────────────────────────────────────────────────

/// Makes sure that Cline makes sense of its providers: else it forgets all of them at its next run.
///
/// # Errors
/// [`Code::FileUnparsable`], naming the field.
pub fn check_providers(text: &str) -> Result<()> {
    let Some(fault) = fault(text) else { return Ok(()) };
    let hint = match mended_providers(text) {
        Some(_) => repair_hint(),
        None => say!("tools-cline-fault", "hint"),
    };
    Err(Error::new(Code::FileUnparsable, say!("tools-cline-fault", fault = fault)).hint(hint))
}

/// What Cline would trip over, as 3.0.65 checks what a person or this wallet writes there. No value is named: it
/// may be a key.
fn fault(text: &str) -> Option<String> {
    if text.trim().is_empty() {
        return None;
    }
    // What was opened and is no value now has a number that is none to JavaScript either.
    let value: Value = serde_json::from_str(text).ok()?;
    let is_object = |name: &str| value.get(name).is_none_or(Value::is_object);
    if let Some(name) = ["modes", "providers"].into_iter().find(|name| !is_object(name)) {
        return Some(say!("tools-cline-no-object", name = name));
    }
    if !value.get("lastUsedProvider").is_none_or(is_word) {
        return Some(say!("tools-cline-last-used"));
    }
    let providers =
        value.get("providers").and_then(Value::as_object).filter(|providers| !providers.is_empty());
    match (value.get("version"), providers) {
        (None, None) => return None,
        (Some(version), _) if version.as_f64() == Some(1.0) => {}
        _ => return Some(say!("tools-cline-version")),
    }
    let fault = |(name, entry): (&String, &Value)| {
        Some(say!("tools-cline-of-provider", name = name, fault = entry_fault(entry)?))
    };
    providers?.iter().find_map(fault)
}

fn entry_fault(entry: &Value) -> Option<String> {
    let has = |name: &str, is_so: fn(&Value) -> bool| entry.get(name).is_some_and(is_so);
    let may_have = |name: &str, is_so: fn(&Value) -> bool| {
        entry.get("settings").and_then(|settings| settings.get(name)).is_none_or(is_so)
    };
    let faults: [(bool, fn() -> String); 7] = [
        (has("settings", Value::is_object), || say!("tools-cline-no-object", name = "settings")),
        (has("settings", |settings| settings.get("provider").is_some_and(is_id)), || {
            say!("tools-cline-provider")
        }),
        (has("updatedAt", is_time), || say!("tools-cline-updated-at")),
        (entry.get("tokenSource").is_none_or(is_source), || say!("tools-cline-token-source")),
        (may_have("apiKey", Value::is_string), || say!("tools-cline-no-text", name = "apiKey")),
        (may_have("model", Value::is_string), || say!("tools-cline-no-text", name = "model")),
        (may_have("baseUrl", Value::is_string), || say!("tools-cline-no-text", name = "baseUrl")),
    ];
    faults.into_iter().find(|(is_so, _)| !is_so).map(|(_, fault)| fault())
}

fn is_word(value: &Value) -> bool {
    value.as_str().is_some_and(|word| !word.is_empty())
}

fn is_id(value: &Value) -> bool {
    let plain = |id: &str| id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    is_word(value) && value.as_str().is_some_and(|id| plain(id) && !id.starts_with('-'))
}

fn is_source(value: &Value) -> bool {
    ["manual", "oauth", "migration"].iter().any(|word| value == word)
}

fn is_time(value: &Value) -> bool {
    let utc = |text: &str| text.ends_with('Z') && text.contains('T') && text.parse::<Timestamp>().is_ok();
    value.as_str().is_some_and(utc)
}

/// With a `version` where none is, and with times that end in `Z`; `None` where that is not what ails the text.
pub fn mended_providers(text: &str) -> Option<String> {
    let value: Value = serde_json::from_str(text).ok()?;
    let mut document = Format::ClineProviders.open(text).ok()?;
    if value.get("version").is_none() {
        document.set(&["version"], "1").ok()?;
    }
    for (name, entry) in value.get("providers")?.as_object()? {
        let noted = entry.get("updatedAt");
        if noted.is_some_and(is_time) || !entry.is_object() {
            continue;
        }
        let noted = noted.and_then(Value::as_str).and_then(|noted| noted.parse().ok());
        // Cline sets it anew whenever it uses the provider.
        let time: Timestamp = noted.unwrap_or_default();
        document.set(&["providers", name, "updatedAt"], &format!("\"{time:.3}\"")).ok()?;
    }
    let mended = document.text();
    (mended != text && fault(&mended).is_none()).then_some(mended)
}

/// What one of Cline's files says but for what Cline changes by itself; `None` for what is no JSON.
pub fn says(bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut value: Value = serde_json::from_slice(bytes).ok()?;
    let providers = value.get_mut("providers").and_then(Value::as_object_mut);
    for entry in providers.into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut) {
        entry.remove("updatedAt");
        entry.remove("tokenSource");
    }
    if value.get("modes").is_some_and(|modes| modes == &json!({})) {
        value.as_object_mut()?.remove("modes");
    }
    value.sort_all_objects();
    Some(Zeroizing::new(value.to_string().into_bytes()))
}
