//! opencode: `opencode.jsonc` or `opencode.json` in `~/.config/opencode`, and its own place for keys,
//! `auth.json` in `~/.local/share/opencode`. The XDG variables move both, on every platform.
//!
//! Proven by running 1.18.33 on Linux:
//! - `options.baseURL` ends in `/v1`; requests go to `/v1/chat/completions`, and for titles to `small_model`.
//! - The key is `options.apiKey`, which may be `{env:NAME}`, or else what `auth.json` has for the provider.
//! - Comments, trailing commas, a BOM and CRLF are fine in its settings. Of two files `opencode.jsonc` wins.
//! - It adds `$schema` to its settings by itself where that is missing.
//! - A project's `opencode.json` and `.opencode/opencode.json` win over the user's, the address of a provider
//!   included, and so do those of the folders around, out to the root of its git repository if it is in one; so does `~/.opencode/opencode.json`, and what the variables `OPENCODE_CONFIG…` name.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::bridge::Door;
use crate::fs;
use crate::machine::Machine;
use crate::tools::newest;
use crate::tools::{
    Connection, Credential, Field, Format, Found, Heed, Higher, KEY_VARIABLE, Models, SettingsFile, Tool,
    Wanted, Whose,
};
use crate::view::{AdviceLevel, AdviceView, Mode};
use crate::words::say;

/// Our name among its providers.
const PROVIDER: &str = "bridgekeeper";

/// The adapter for it, which comes with opencode.
const ADAPTER: &str = "@ai-sdk/openai-compatible";

/// What opencode says its settings are.
const SCHEMA: &str = "https://opencode.ai/config.json";

/// See the module.
pub struct OpenCode;

impl Tool for OpenCode {
    fn id(&self) -> &'static str {
        "opencode"
    }

    fn name(&self) -> &'static str {
        "opencode"
    }

    fn mark(&self) -> &'static str {
        "Oc"
    }

    fn modes(&self) -> &'static [Mode] {
        &[Mode::Env, Mode::Stored]
    }

    fn mode_text(&self, mode: Mode) -> String {
        match mode {
            Mode::Helper => say!("tools-opencode-helper"),
            Mode::Env => say!("tools-opencode-env"),
            Mode::Stored => say!("tools-opencode-stored"),
        }
    }

    fn takes_hold(&self) -> String {
        say!("tools-opencode-takes-hold")
    }

    fn door(&self) -> Door {
        Door::OpenAi
    }

    fn find(&self, machine: &Machine) -> Found {
        let places =
            [machine.home.join(".opencode/bin/opencode"), machine.home.join(".opencode/bin/opencode.exe")];
        let found = Found::look(machine, "opencode", &places, "opencode-ai");
        Found { has_files: config_dir(machine).is_dir(), ..found }
    }

    fn files(&self, machine: &Machine) -> Vec<SettingsFile> {
        let folder = config_dir(machine);
        let commented = folder.join("opencode.jsonc");
        let settings = if commented.exists() { commented } else { folder.join("opencode.json") };
        let keys = folder_of(machine, "XDG_DATA_HOME", ".local/share").join("auth.json");
        vec![
            SettingsFile { path: settings, format: Format::Jsonc },
            SettingsFile { path: keys, format: Format::Json },
        ]
    }

    fn fields(&self, _machine: &Machine, connection: &Connection) -> Vec<Field> {
        let text = |text: &str| Wanted::Text(text.into());
        let Models { main, large, medium, small } = &connection.models;
        let model = main.as_ref().or(large.as_ref());
        let named = |model: Option<&String>| match model {
            Some(model) => Wanted::Text(format!("{PROVIDER}/{model}")),
            None => Wanted::Users,
        };
        let offered: Map<_, _> = [main, large, medium, small]
            .into_iter()
            .flatten()
            .map(|model| (model.clone(), json!({})))
            .collect();
        let offered = if offered.is_empty() { Wanted::Users } else { Wanted::Value(Value::Object(offered)) };
        let (kind, variable, key) = match &connection.credential {
            Credential::Stored(key) => (text("api"), Wanted::Absent, Wanted::Secret(key.clone())),
            Credential::Env => {
                (Wanted::Absent, Wanted::Text(format!("{{env:{KEY_VARIABLE}}}")), Wanted::Absent)
            }
            Credential::Helper(_) => (Wanted::Absent, Wanted::Absent, Wanted::Absent),
        };
        let top = |name, wanted| Field { file: 0, path: vec![name], wanted };
        let ours = |name, wanted| Field { file: 0, path: vec!["provider", PROVIDER, name], wanted };
        let option =
            |name, wanted| Field { file: 0, path: vec!["provider", PROVIDER, "options", name], wanted };
        let auth = |name, wanted| Field { file: 1, path: vec![PROVIDER, name], wanted };
        vec![
            // Written by opencode otherwise, and then there would be something to undo that is not ours.
            top("$schema", text(SCHEMA)),
            top("model", named(model)),
            // Without one opencode may ask a service of its own for titles.
            top("small_model", named(small.as_ref().or(model))),
            ours("npm", text(ADAPTER)),
            ours("name", text("Bridgekeeper")),
            option("baseURL", Wanted::Text(connection.origin.openai_base())),
            option("apiKey", variable),
            ours("models", offered),
            auth("type", kind),
            auth("key", key),
        ]
    }

    fn environment(&self, connection: &Connection) -> Vec<(&'static str, Wanted)> {
        match &connection.credential {
            Credential::Stored(key) => vec![(KEY_VARIABLE, Wanted::Secret(key.clone()))],
            Credential::Helper(_) | Credential::Env => vec![],
        }
    }

    fn variables(&self) -> &'static [(&'static str, Heed)] {
        &[
            ("OPENCODE_CONFIG", Heed::Wins),
            ("OPENCODE_CONFIG_CONTENT", Heed::Wins),
            ("OPENCODE_CONFIG_DIR", Heed::Wins),
            ("OPENCODE_AUTH_CONTENT", Heed::Wins),
        ]
    }

    fn higher(&self, machine: &Machine) -> Vec<Higher> {
        let root = machine.repository();
        let folders =
            machine.folders_around().take_while(|folder| root.is_none_or(|root| folder.starts_with(root)));
        let of_project = folders.flat_map(|folder| [folder.to_owned(), folder.join(".opencode")]);
        let of_project = of_project.map(|folder| (folder, Whose::Project));
        let of_person = [(machine.home.join(".opencode"), Whose::Person)];
        let both = |(folder, whose): (PathBuf, Whose)| {
            ["opencode.json", "opencode.jsonc"]
                .map(|name| Higher::over_first(folder.join(name), Format::Jsonc, whose))
        };
        // The home folder may be one around the project's.
        let seen = of_person.into_iter().chain(of_project).flat_map(both);
        let mut higher: Vec<Higher> = vec![];
        for one in seen {
            if !higher.iter().any(|known| known.file.path == one.file.path) {
                higher.push(one);
            }
        }
        higher
    }

    fn oldest_tried(&self) -> Option<[u32; 3]> {
        Some([1, 18, 33])
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
        let mut advice = vec![];
        if mode.is_none() {
            return advice;
        }
        let settings = self.files(machine).remove(0).path;
        if is_switched_off(&settings) {
            advice.push(AdviceView {
                level: AdviceLevel::Problem,
                text: say!("tools-opencode-off", path = machine.show(&settings), provider = PROVIDER),
                next: say!("tools-opencode-off", "next"),
            });
        }
        advice
    }
}

fn config_dir(machine: &Machine) -> PathBuf {
    folder_of(machine, "XDG_CONFIG_HOME", ".config")
}

fn folder_of(machine: &Machine, variable: &str, otherwise: &str) -> PathBuf {
    machine.var(variable).map_or_else(|| machine.home.join(otherwise), PathBuf::from).join("opencode")
}

/// What a file says at that path, if there is such a file and it can be read.
fn says(file: &Path, path: &[&str]) -> Option<String> {
    let text = String::from_utf8(fs::read(file).ok()??).ok()?;
    Format::Jsonc.open(&text).ok()?.get(path)
}

fn is_switched_off(file: &Path) -> bool {
    let names_us = |raw: String| raw.contains(&format!("\"{PROVIDER}\""));
    let left_out = says(file, &["enabled_providers"]).is_some_and(|raw| !names_us(raw));
    left_out || says(file, &["disabled_providers"]).is_some_and(names_us)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_are_picked_from_whatever_there_is() {
        let pick =
            |names: &[&str]| OpenCode.pick_models(&names.iter().map(ToString::to_string).collect::<Vec<_>>());
        let models = pick(&["gpt-5.5", "claude-opus-5-5", "claude-haiku-4-5"]);
        assert_eq!(models.large.as_deref(), Some("claude-opus-5-5"));
        assert_eq!(models.small.as_deref(), Some("claude-haiku-4-5"));
        assert_eq!(pick(&["deepseek-v4"]).large.as_deref(), Some("deepseek-v4"));
        assert_eq!(pick(&[]), Models::default());
    }
}
