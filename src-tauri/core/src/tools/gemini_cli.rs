//! Gemini CLI (Google): how to sign in stands in `~/.gemini/settings.json`, address, key and model in
//! `~/.gemini/.env`. `GEMINI_CLI_HOME` stands in for the home folder.
//!
//! Proven by running 0.61.0 on Linux:
//! - The base URL stands without a path; requests go to `/v1beta/models/…`, key as `x-goog-api-key`.
//! - Without a model it asks for one that a bridge need not have, and it renames some: one is always named.
//! - A variable of the shell wins over `.env`, even an empty one. `GOOGLE_API_KEY` does not count.
//! - Only one `.env` is read: that of the project (`.gemini/.env`, then `.env`, then those of the folders
//!   around it), or else this one. And this one only in folders that the user trusts.
//! - Comments are fine in `settings.json`; trailing commas are not, and then it does not start.

use std::path::PathBuf;

use crate::bridge::Door;
use crate::machine::Machine;
use crate::tools::newest;
use crate::tools::{
    Connection, Credential, Field, Format, Found, Heed, Higher, Models, SettingsFile, Tool, Wanted, Whose,
};
use crate::view::{AdviceLevel, AdviceView, Mode};
use crate::words::say;

/// See the module.
pub struct GeminiCli;

impl Tool for GeminiCli {
    fn id(&self) -> &'static str {
        "gemini-cli"
    }

    fn name(&self) -> &'static str {
        "Gemini CLI"
    }

    fn mark(&self) -> &'static str {
        "Gc"
    }

    fn modes(&self) -> &'static [Mode] {
        &[Mode::Env, Mode::Stored]
    }

    fn mode_text(&self, mode: Mode) -> String {
        match mode {
            Mode::Helper => say!("tools-gemini-cli-helper"),
            Mode::Env => say!("tools-gemini-cli-env"),
            Mode::Stored => say!("tools-gemini-cli-stored"),
        }
    }

    fn takes_hold(&self) -> String {
        say!("tools-gemini-cli-takes-hold")
    }

    fn door(&self) -> Door {
        Door::Gemini
    }

    fn find(&self, machine: &Machine) -> Found {
        let found = Found::look(machine, "gemini", &[], "@google/gemini-cli");
        Found { has_files: config_dir(machine).is_dir(), ..found }
    }

    fn files(&self, machine: &Machine) -> Vec<SettingsFile> {
        let folder = config_dir(machine);
        vec![
            SettingsFile { path: folder.join("settings.json"), format: Format::JsonWithComments },
            SettingsFile { path: folder.join(".env"), format: Format::Dotenv },
        ]
    }

    fn fields(&self, _machine: &Machine, connection: &Connection) -> Vec<Field> {
        let key = match &connection.credential {
            Credential::Stored(key) => Wanted::Secret(key.clone()),
            Credential::Helper(_) | Credential::Env => Wanted::Absent,
        };
        let variable = |name, wanted| Field { file: 1, path: vec![name], wanted };
        vec![
            Field {
                file: 0,
                path: vec!["security", "auth", "selectedType"],
                wanted: Wanted::Text("gemini-api-key".into()),
            },
            variable("GEMINI_API_KEY", key),
            variable("GOOGLE_GEMINI_BASE_URL", Wanted::Text(connection.origin.to_string())),
            variable("GEMINI_MODEL", model(connection)),
        ]
    }

    fn environment(&self, connection: &Connection) -> Vec<(&'static str, Wanted)> {
        let key = match &connection.credential {
            Credential::Stored(key) => Wanted::Secret(key.clone()),
            Credential::Helper(_) | Credential::Env => Wanted::Absent,
        };
        vec![
            ("GEMINI_API_KEY", key),
            ("GOOGLE_GEMINI_BASE_URL", Wanted::Text(connection.origin.to_string())),
            ("GEMINI_MODEL", model(connection)),
        ]
    }

    fn variables(&self) -> &'static [(&'static str, Heed)] {
        &[
            ("GEMINI_API_KEY", Heed::Wins),
            ("GOOGLE_GEMINI_BASE_URL", Heed::Wins),
            ("GEMINI_MODEL", Heed::Wins),
            ("GOOGLE_API_KEY", Heed::Ignored),
        ]
    }

    fn higher(&self, machine: &Machine) -> Vec<Higher> {
        let of_folder = machine.folder.iter().map(|folder| folder.join(".gemini/settings.json"));
        let mut higher: Vec<_> = of_folder
            .map(|path| Higher::over_first(path, Format::JsonWithComments, Whose::Project))
            .collect();
        let variables =
            machine.folders_around().flat_map(|folder| [folder.join(".gemini/.env"), folder.join(".env")]);
        // Only the first of them is read; it may be the own one.
        if let Some(path) = variables.into_iter().find(|path| path.is_file()) {
            let file = SettingsFile { path, format: Format::Dotenv };
            higher.push(Higher { file, over: 1, instead: true, only: &[], whose: Whose::Project });
        }
        higher
    }

    fn oldest_tried(&self) -> Option<[u32; 3]> {
        Some([0, 61, 0])
    }

    fn pick_models(&self, available: &[String]) -> Models {
        Models { large: newest::gemini(available), ..Models::default() }
    }

    fn advice(&self, machine: &Machine, _mode: Option<Mode>) -> Vec<AdviceView> {
        let mut advice = vec![];
        if machine.var("GEMINI_CLI_HOME").is_some() {
            advice.push(AdviceView {
                level: AdviceLevel::Note,
                text: say!("tools-gemini-cli-folder", folder = machine.show(&config_dir(machine))),
                next: say!("tools-gemini-cli-folder", "next"),
            });
        }
        advice
    }
}

fn model(connection: &Connection) -> Wanted {
    let Models { main, large, .. } = &connection.models;
    main.as_ref().or(large.as_ref()).map_or(Wanted::Users, |model| Wanted::Text(model.clone()))
}

fn config_dir(machine: &Machine) -> PathBuf {
    machine.var("GEMINI_CLI_HOME").map_or_else(|| machine.home.clone(), PathBuf::from).join(".gemini")
}
