//! Cursor: a row of JSON in `state.vscdb`, a SQLite database that Cursor holds in memory while it runs.
//!
//! Not run here; as others found it with 3.15 and before (stacklok/toolhive#6293 and public tools of 2026):
//! - The address stands in `openAIBaseUrl` (with `/v1`), its switch in `useOpenAIKey`; a model that its user
//!   added stands in `aiSettings.userAddedModels` and, to be offered, in `aiSettings.modelOverrideEnabled`.
//! - `settings.json` is not read for any of this, and no variable or argument is.
//! - A running Cursor writes over whatever was changed meanwhile; the switch turns itself off at times.
//! - The key stands in a row of its own, sealed by Electron ([`safe_storage`](super::safe_storage)). It is written
//!   too where one of Cursor's own sealed rows was opened on this machine; else its user pastes it. That Cursor takes
//!   a row that was written so was not seen; that Chromium, which has the same code, does is tested on Linux.
//! - Cursor's servers make the calls, with the key: never to a private address. Tab never uses it, and Agent
//!   mode not on every plan. The address counts for every model that goes to OpenAI, Cursor's own too.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use super::cursor_key::{OLD_ROW as OLD_KEY, ROW as KEY, Seal};
use crate::bridge::Door;
use crate::error::{Code, Error, Result};
use crate::machine::{Machine, Platform};
use crate::medium::Medium;
use crate::row::{self, Row, Rows};
use crate::secret::Secret;
use crate::tools::{
    Connection, Credential, Enter, Field, Format, Found, Heed, Models, SettingsFile, Step, Tool, Wanted,
    newest, running,
};
use crate::view::{AdviceLevel, AdviceView, Mode, StepState};
use crate::words::say;

/// The row, and what is ours in it.
pub const ROW: Row = Row {
    key: "src.vs.platform.reactivestorage.browser.reactiveStorageServiceImpl.persistentStorage.applicationUser",
    fields: &[ADDRESS, SWITCH, ADDED, OFFERED],
};

/// Those of its fields that are lists of names.
pub const LISTS: &[&[&str]] = &[ADDED, OFFERED];

const ADDRESS: &[&str] = &["openAIBaseUrl"];
const SWITCH: &[&str] = &["useOpenAIKey"];
const ADDED: &[&str] = &["aiSettings", "userAddedModels"];
const OFFERED: &[&str] = &["aiSettings", "modelOverrideEnabled"];

/// The rows with the key.
pub const KEY_ROWS: Rows = Rows { keys: &[KEY, OLD_KEY] };

/// What the sealed row says of no key.
const NO_KEY: &str = r#"{"type":"Buffer","data":[]}"#;

/// See the module.
pub struct Cursor;

impl Tool for Cursor {
    fn id(&self) -> &'static str {
        "cursor"
    }

    fn name(&self) -> &'static str {
        "Cursor"
    }

    fn mark(&self) -> &'static str {
        "Cu"
    }

    fn modes(&self) -> &'static [Mode] {
        &[Mode::Stored]
    }

    fn mode_text(&self, mode: Mode) -> String {
        match mode {
            Mode::Helper => say!("tools-cursor-helper"),
            Mode::Env => say!("tools-cursor-env"),
            Mode::Stored => say!("tools-cursor-stored"),
        }
    }

    fn takes_hold(&self) -> String {
        say!("tools-cursor-takes-hold")
    }

    fn door(&self) -> Door {
        Door::OpenAi
    }

    fn find(&self, machine: &Machine) -> Found {
        let places = match machine.platform {
            Platform::Linux => vec!["/usr/share/cursor/cursor".into(), "/opt/Cursor/cursor".into()],
            Platform::MacOs => vec!["/Applications/Cursor.app/Contents/MacOS/Cursor".into()],
            Platform::Windows => vec![machine.home.join("AppData/Local/Programs/cursor/Cursor.exe")],
        };
        let found = Found::look(machine, "cursor", &places, "Cursor");
        Found { has_files: config_dir(machine).is_dir(), ..found }
    }

    fn files(&self, machine: &Machine) -> Vec<SettingsFile> {
        let database = database(machine);
        vec![
            SettingsFile { path: database.clone(), format: Format::CursorState },
            SettingsFile { path: Medium::cursor_key(&database), format: Format::CursorKey },
        ]
    }

    fn fields(&self, machine: &Machine, connection: &Connection) -> Vec<Field> {
        let field = |path: &[&'static str], wanted| Field { file: 0, path: path.to_vec(), wanted };
        let row = |key, wanted| Field { file: 1, path: vec![key], wanted };
        let (sealed, old) = match sealed(&database(machine), machine, connection) {
            Some(sealed) => (Wanted::Secret(Arc::new(sealed)), Wanted::Absent),
            None => (Wanted::Users, Wanted::Users),
        };
        vec![
            field(ADDRESS, Wanted::Text(connection.origin.openai_base())),
            field(SWITCH, Wanted::Value(Value::Bool(true))),
            field(ADDED, Wanted::Listed(named(&connection.models))),
            field(OFFERED, Wanted::Listed(named(&connection.models))),
            row(KEY, sealed),
            row(OLD_KEY, old),
        ]
    }

    fn environment(&self, _connection: &Connection) -> Vec<(&'static str, Wanted)> {
        vec![]
    }

    fn variables(&self) -> &'static [(&'static str, Heed)] {
        &[]
    }

    fn pick_models(&self, available: &[String]) -> Models {
        let claude = |class| newest::claude(available, class);
        let large = claude("opus").or_else(|| newest::gpt(available)).or_else(|| newest::gemini(available));
        Models {
            main: None,
            large: large.or_else(|| available.first().cloned()),
            medium: claude("sonnet"),
            small: claude("haiku"),
        }
    }

    fn advice(&self, machine: &Machine, mode: Option<Mode>) -> Vec<AdviceView> {
        if mode.is_none() {
            return vec![];
        }
        let database = database(machine);
        let mut advice = vec![];
        let mut add = |level, text, next| advice.push(AdviceView { level, text, next });
        // A database that cannot be read is said elsewhere.
        let holds = |key, more_than| row::length(&database, key).is_ok_and(|length| length > more_than);
        if !holds(KEY, NO_KEY.len() as i64) {
            add(AdviceLevel::Problem, say!("tools-cursor-no-key"), say!("tools-cursor-no-key", "next"));
        }
        if holds(OLD_KEY, 0) {
            add(AdviceLevel::Note, say!("tools-cursor-old-key"), say!("tools-cursor-old-key", "next"));
        }
        for name in says(&database).map(|row| added_like_its_own(&row)).unwrap_or_default() {
            add(
                AdviceLevel::Note,
                say!("tools-cursor-own-model", name = name),
                say!("tools-cursor-own-model", "next"),
            );
        }
        if let Err(error) = is_closed(machine) {
            add(AdviceLevel::Note, error.message().to_owned(), say!("tools-cursor-running", "next"));
        }
        advice
    }

    fn is_remote(&self) -> bool {
        true
    }

    fn own_models(&self, machine: &Machine) -> Vec<String> {
        says(&database(machine)).map(|row| own_models(&row)).unwrap_or_default()
    }

    fn by_hand(&self, machine: &Machine, connection: &Connection) -> Vec<Step> {
        let database = database(machine);
        let row = says(&database);
        let told = |state: &dyn Fn(&Value) -> StepState| row.as_ref().map_or(StepState::Untold, state);
        let step = |text| Step { text, enter: None, state: StepState::Untold };
        let seal = Seal::proven(machine, &database);
        let closed = is_closed(machine);
        let mut steps = vec![];
        if let Err(error) = &closed {
            steps.push(step(say!("tools-cursor-quit-first", what = error.message())));
        }
        let own = row.as_ref().map(own_models).unwrap_or_default();
        let openai: Vec<_> = own.iter().filter(|name| goes_to_openai(name)).map(String::as_str).collect();
        if !openai.is_empty() {
            steps.push(step(say!("tools-cursor-openai-models", models = openai.join(", "))));
        }
        match (&seal, closed) {
            (Ok(seal), closed) => {
                steps.push(step(seal_text(seal)));
                if closed.is_ok() {
                    return steps;
                }
            }
            (Err(why), _) => steps.push(step(say!("tools-cursor-paste", why = why))),
        }
        steps.push(step(say!("tools-cursor-step-open")));
        steps.push(Step {
            text: say!("tools-cursor-step-paste"),
            enter: Some(Enter::Key),
            state: pasted(&database, seal.ok().as_ref(), connection),
        });
        steps.push(Step {
            text: say!("tools-cursor-step-switch"),
            enter: None,
            state: told(&|row| match at(row, SWITCH) {
                Some(Value::Bool(true)) => StepState::Done,
                _ => StepState::Missing,
            }),
        });
        let base = connection.origin.openai_base();
        steps.push(Step {
            text: say!("tools-cursor-step-address"),
            state: told(&|row| match at(row, ADDRESS).and_then(Value::as_str) {
                Some(says) if says.trim_end_matches('/') == base => StepState::Done,
                None | Some("") => StepState::Missing,
                Some(_) => StepState::Different,
            }),
            enter: Some(Enter::Text(base.clone())),
        });
        for model in named(&connection.models) {
            let text = match own.contains(&model) {
                true => say!("tools-cursor-step-model", "own"),
                false => say!("tools-cursor-step-model"),
            };
            let state = told(&|row| match (lists(row, ADDED, &model), lists(row, OFFERED, &model)) {
                (true, true) => StepState::Done,
                (true, false) => StepState::Different,
                (false, _) => StepState::Missing,
            });
            steps.push(Step { text, enter: Some(Enter::Text(model)), state });
        }
        steps
    }
}

/// The row with the key, where it can be written from here.
fn sealed(database: &Path, machine: &Machine, connection: &Connection) -> Option<Secret> {
    match &connection.credential {
        Credential::Stored(secret) => Seal::proven(machine, database).ok()?.row(database, secret),
        Credential::Helper(_) | Credential::Env => None,
    }
}

/// Makes sure that Cursor does not run: it would write over what is changed.
///
/// # Errors
/// [`Code::FileRefused`], naming the process, or where it cannot be told.
pub fn is_closed(machine: &Machine) -> Result<()> {
    let refused = |text: String, hint: String| Err(Error::new(Code::FileRefused, text).hint(hint));
    match running(machine, is_cursor).as_deref() {
        Some([]) => Ok(()),
        Some([first, ..]) => {
            refused(say!("tools-cursor-running", pid = first.pid), say!("tools-cursor-running", "hint"))
        }
        None => refused(say!("tools-cursor-untold"), say!("tools-cursor-untold", "hint")),
    }
}

/// Whether a program of that name is the editor. `cursor-agent` is another program, with files of its own.
fn is_cursor(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "cursor" || (name.starts_with("cursor-") && name.ends_with(".appimage"))
}

fn config_dir(machine: &Machine) -> PathBuf {
    let var = |name| machine.var(name).map(PathBuf::from);
    match machine.platform {
        Platform::Linux => var("XDG_CONFIG_HOME").unwrap_or_else(|| machine.home.join(".config")),
        Platform::MacOs => machine.home.join("Library/Application Support"),
        Platform::Windows => var("APPDATA").unwrap_or_else(|| machine.home.join("AppData/Roaming")),
    }
    .join("Cursor")
}

fn database(machine: &Machine) -> PathBuf {
    config_dir(machine).join("User/globalStorage/state.vscdb")
}

fn seal_text(seal: &Seal) -> String {
    match seal.is_known() {
        true => say!("tools-cursor-sealed", "known", rows = seal.proven_by),
        false => say!("tools-cursor-sealed", rows = seal.proven_by),
    }
}

/// Whether the key was pasted; which one, where it can be told.
fn pasted(database: &Path, seal: Option<&Seal>, connection: &Connection) -> StepState {
    let row = match row::text(database, KEY) {
        Ok(Some(row)) if row.len() > NO_KEY.len() => row,
        Ok(_) => return StepState::Missing,
        Err(_) => return StepState::Untold,
    };
    match (seal, &connection.credential) {
        // What stands for a key that is not known is no key.
        // EXPOSE: looked at, never kept.
        (Some(seal), Credential::Stored(key)) if Secret::api_key(key.expose()).is_ok() => {
            if seal.says(&row, key) { StepState::Done } else { StepState::Different }
        }
        _ => StepState::Done,
    }
}

/// The models of a connection, each once.
fn named(models: &Models) -> Vec<String> {
    let mut named: Vec<String> = vec![];
    for model in [&models.main, &models.large, &models.medium, &models.small].into_iter().flatten() {
        if !named.contains(model) {
            named.push(model.clone());
        }
    }
    named
}

/// The names of Cursor's own models, as far as its row tells.
fn own_models(row: &Value) -> Vec<String> {
    let name = |model: &Value| Some(model.get("name")?.as_str()?.to_owned());
    let own = row.get("availableDefaultModels2").and_then(Value::as_array);
    own.map(|own| own.iter().filter_map(name).collect()).unwrap_or_default()
}

/// Whether Cursor would ask OpenAI for a model of its own of that name.
fn goes_to_openai(name: &str) -> bool {
    let version = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    name.starts_with("gpt-") || name.strip_prefix('o').is_some_and(version)
}

fn added_like_its_own(row: &Value) -> Vec<String> {
    own_models(row).into_iter().filter(|name| lists(row, ADDED, name)).collect()
}

/// Whether a list in the row has that name.
fn lists(row: &Value, list: &[&str], name: &str) -> bool {
    at(row, list).and_then(Value::as_array).is_some_and(|names| names.iter().any(|known| known == name))
}

fn at<'a>(row: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter().try_fold(row, |value, name| value.get(name))
}

/// What the row says: nothing in it where there is no such row, `None` where it cannot be told.
fn says(database: &Path) -> Option<Value> {
    match row::text(database, ROW.key) {
        Ok(Some(text)) => serde_json::from_str(&text).ok(),
        Ok(None) => Some(Value::Null),
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_editor_is_told_from_other_programs() {
        for editor in ["cursor", "Cursor", "Cursor-3.15.19-x86_64.AppImage"] {
            assert!(is_cursor(editor), "{editor}");
        }
        for other in ["cursor-agent", "xcursorgen", "code", "precursor"] {
            assert!(!is_cursor(other), "{other}");
        }
    }

    #[test]
    fn models_of_openai_are_told_by_name() {
        for (name, is_openai) in [("gpt-5.5", true), ("o4-mini", true), ("opus", false), ("auto", false)] {
            assert_eq!(goes_to_openai(name), is_openai, "{name}");
        }
    }
}
