//! Codex (OpenAI): `config.toml` in `~/.codex`, or where `CODEX_HOME` says.
//!
//! Proven by running 0.169.0 on Linux:
//! - `base_url` ends in `/v1`; requests go to `/v1/responses`, and `/v1/models` is asked for at the start.
//!   `wire_api = "chat"` is refused.
//! - `auth.command` is executed without a shell; what it prints goes out as `Authorization`. It is asked once
//!   per run, every `refresh_interval_ms`, and again after a 401.
//! - `auth` beside `env_key`, or a table `auth` without `command`, and it does not start.
//! - A provider of one's own gets neither `OPENAI_API_KEY`, `OPENAI_BASE_URL` and `CODEX_API_KEY` from the shell
//!   nor the login in `auth.json`.
//! - Its default model changes with its version, and a bridge need not have it: one is always named.
//! - A project's `.codex/config.toml` may name another model, but no other provider.
//! - A BOM and CRLF are fine.
//!
//! And by running older ones: 0.118.0 is the first to know `auth.command`; 0.117.0 sends no key at all.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::json;

use crate::bridge::Door;
use crate::machine::{Machine, Platform};
use crate::tools::newest;
use crate::tools::{
    Connection, Credential, Expected, ExpectedValue, Field, Format, Found, Heed, Higher, KEY_VARIABLE,
    Models, SettingsFile, Tool, Wanted, Whose,
};
use crate::view::{AdviceLevel, AdviceView, Mode};
use crate::words::say;

/// How long Codex waits for our command, milliseconds; it answers or gives up in less.
const HELPER_TIMEOUT_MS: u32 = 5_000;

/// The first version that asks a command for its key.
const FIRST_WITH_HELPER: [u32; 3] = [0, 118, 0];

/// See the module.
pub struct Codex;

impl Tool for Codex {
    fn id(&self) -> &'static str {
        "codex"
    }

    fn name(&self) -> &'static str {
        "Codex"
    }

    fn mark(&self) -> &'static str {
        "Cx"
    }

    fn modes(&self) -> &'static [Mode] {
        &[Mode::Helper, Mode::Env]
    }

    fn mode_text(&self, mode: Mode) -> String {
        match mode {
            Mode::Helper => say!("tools-codex-helper"),
            Mode::Env => say!("tools-codex-env"),
            Mode::Stored => say!("tools-codex-stored"),
        }
    }

    fn takes_hold(&self) -> String {
        say!("tools-codex-takes-hold")
    }

    fn door(&self) -> Door {
        Door::Responses
    }

    fn find(&self, machine: &Machine) -> Found {
        let places = [machine.home.join(".local/bin/codex"), machine.home.join(".local/bin/codex.exe")];
        let found = Found::look(machine, "codex", &places, "@openai/codex");
        Found { has_files: config_dir(machine).is_dir(), ..found }
    }

    fn files(&self, machine: &Machine) -> Vec<SettingsFile> {
        vec![SettingsFile { path: config_dir(machine).join("config.toml"), format: Format::Toml }]
    }

    fn fields(&self, machine: &Machine, connection: &Connection) -> Vec<Field> {
        let text = |text: &str| Wanted::Text(text.into());
        let models = &connection.models;
        let model = models.main.as_deref().or(models.large.as_deref()).map_or(Wanted::Users, text);
        let helper = |wanted| match &connection.credential {
            Credential::Helper(_) => wanted,
            Credential::Env | Credential::Stored(_) => Wanted::Absent,
        };
        let (variable, token, keeps) = match &connection.credential {
            Credential::Helper(keeps) => (Wanted::Absent, Wanted::Absent, *keeps),
            Credential::Env => (text(KEY_VARIABLE), Wanted::Absent, Duration::ZERO),
            Credential::Stored(key) => (Wanted::Absent, Wanted::Secret(key.clone()), Duration::ZERO),
        };
        let top = |name, wanted| Field { file: 0, path: vec![name], wanted };
        let ours =
            |name, wanted| Field { file: 0, path: vec!["model_providers", "bridgekeeper", name], wanted };
        let auth = |name, wanted| Field {
            file: 0,
            path: vec!["model_providers", "bridgekeeper", "auth", name],
            wanted: helper(wanted),
        };
        vec![
            top("model_provider", text("bridgekeeper")),
            top("model", model),
            ours("name", text("Bridgekeeper")),
            ours("base_url", Wanted::Text(connection.origin.openai_base())),
            ours("wire_api", text("responses")),
            ours("env_key", variable),
            ours("experimental_bearer_token", token),
            ours("requires_openai_auth", Wanted::Absent),
            auth("command", Wanted::Text(machine.command.display().to_string())),
            auth("args", Wanted::Value(json!(["key", connection.profile]))),
            // The user's own, if any: a table `auth` with only this in it would stop Codex.
            auth("cwd", Wanted::Absent),
            auth("timeout_ms", Wanted::Value(json!(HELPER_TIMEOUT_MS))),
            // Its own default is the same; written out so that a rotation can rely on it.
            auth("refresh_interval_ms", Wanted::Value(json!(keeps.as_secs() * 1000))),
        ]
    }

    fn other_keys(&self, machine: &Machine) -> Vec<(SettingsFile, &'static [&'static str])> {
        let auth = SettingsFile { path: config_dir(machine).join("auth.json"), format: Format::Json };
        vec![(auth, &["OPENAI_API_KEY"])]
    }

    fn environment(&self, connection: &Connection) -> Vec<(&'static str, Wanted)> {
        match &connection.credential {
            Credential::Stored(key) => vec![(KEY_VARIABLE, Wanted::Secret(key.clone()))],
            Credential::Helper(_) | Credential::Env => vec![],
        }
    }

    fn variables(&self) -> &'static [(&'static str, Heed)] {
        &[
            ("OPENAI_API_KEY", Heed::Ignored),
            ("OPENAI_BASE_URL", Heed::Ignored),
            ("CODEX_API_KEY", Heed::Ignored),
        ]
    }

    fn higher(&self, machine: &Machine) -> Vec<Higher> {
        let managed = managed_config(machine.platform);
        let managed = managed.map(|path| Higher::over_first(path, Format::Toml, Whose::Organisation));
        let root = machine.repository();
        let folders =
            machine.folders_around().take_while(|folder| root.is_none_or(|root| folder.starts_with(root)));
        let folders = folders.take(if root.is_some() { usize::MAX } else { 1 });
        let projects = folders.map(|folder| {
            let path = folder.join(".codex/config.toml");
            // It may name another model, but no other provider.
            Higher { only: &["model"], ..Higher::over_first(path, Format::Toml, Whose::Project) }
        });
        managed.into_iter().chain(projects).collect()
    }

    fn helper_program(&self, expected: &[Expected]) -> Option<PathBuf> {
        let command =
            expected.iter().find(|field| field.path.ends_with(&["auth".into(), "command".into()]))?;
        let ExpectedValue::Raw(raw) = &command.value else { return None };
        command.format.value(raw)?.as_str().map(PathBuf::from)
    }

    fn oldest_tried(&self) -> Option<[u32; 3]> {
        Some([0, 117, 0])
    }

    fn pick_models(&self, available: &[String]) -> Models {
        Models { large: newest::gpt(available), ..Models::default() }
    }

    fn advice(&self, machine: &Machine, mode: Option<Mode>) -> Vec<AdviceView> {
        let mut advice = vec![];
        let mut add = |level, text, next| advice.push(AdviceView { level, text, next });
        let found = self.find(machine);
        if mode != Some(Mode::Env) && found.is_older_than(FIRST_WITH_HELPER) {
            let version = found.version.unwrap_or_default();
            add(
                AdviceLevel::Problem,
                say!("tools-codex-too-old", version = version),
                say!("tools-codex-too-old", "next"),
            );
        }
        if machine.var("CODEX_HOME").is_some() {
            add(
                AdviceLevel::Note,
                say!("tools-codex-folder", folder = machine.show(&config_dir(machine))),
                say!("tools-codex-folder", "next"),
            );
        }
        advice
    }
}

fn config_dir(machine: &Machine) -> PathBuf {
    machine.var("CODEX_HOME").map_or_else(|| machine.home.join(".codex"), PathBuf::from)
}

/// Where an organisation puts settings that win over the user's (read in 0.169.0).
fn managed_config(platform: Platform) -> Option<PathBuf> {
    match platform {
        Platform::Linux | Platform::MacOs => Some("/etc/codex/managed_config.toml".into()),
        Platform::Windows => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs;

    #[test]
    fn the_newest_gpt_is_named() {
        let available = ["claude-opus-5-5", "gpt-5.5", "gpt-5.5-codex", "gpt-4.1"].map(Into::into);
        assert_eq!(Codex.pick_models(&available).large.as_deref(), Some("gpt-5.5"));
    }

    #[test]
    fn a_version_that_asks_nobody_for_its_key_is_named() {
        let home = tempfile::tempdir().unwrap();
        let program = home.path().join(".local/bin/codex");
        fs::write_private(&program, b"").unwrap();
        let package = br#"{"name": "@openai/codex", "version": "0.117.0"}"#;
        fs::write_private(&program.with_file_name("@openai/codex/package.json"), package).unwrap();
        let machine = Machine {
            home: home.path().into(),
            data_dir: home.path().join("data"),
            platform: Platform::Linux,
            env: std::collections::BTreeMap::new(),
            host: "mbp".into(),
            command: program,
            folder: None,
            clock: std::sync::Arc::new(|| jiff::Timestamp::UNIX_EPOCH),
            zone: jiff::tz::TimeZone::UTC,
            processes: std::sync::Arc::new(|| Some(vec![])),
            passwords: std::sync::Arc::new(|_| Ok(vec![])),
        };
        let advice = |mode| Codex.advice(&machine, Some(mode)).into_iter().map(|advice| advice.text);
        assert!(advice(Mode::Helper).any(|text| text.contains("Codex 0.117.0 is too old")));
        assert_eq!(advice(Mode::Env).count(), 0);
    }
}
