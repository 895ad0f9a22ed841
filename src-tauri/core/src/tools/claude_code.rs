//! Claude Code (Anthropic): `settings.json` in `~/.claude`, or where `CLAUDE_CONFIG_DIR` says.
//!
//! Proven by running 2.1.330 and 2.1.197 on Linux:
//! - The base URL stands without `/v1`; with it requests go to `/v1/v1/messages`.
//! - `apiKeyHelper` is run by `/bin/sh -c`; what it prints goes out as `Authorization` *and* `x-api-key`. A
//!   path with a space must be quoted inside the string.
//! - A variable from the shell reaches the wire unless `settings.json` sets it to `""`; bridges prefer
//!   `x-api-key`, so a stale `ANTHROPIC_API_KEY` would win. Hence the empty strings.
//! - A base URL without a credential sends the user's claude.ai login to the bridge. Hence base and
//!   credential always in one write.
//! - A comment or trailing comma makes it ignore the whole file.
//! - A changed value is used at the next message; a removed variable stays until a restart.
//! - A project's `.claude/settings.json` goes before it in that very folder only, `.claude/settings.local.json` also
//!   below the root of its git repository; so do `managed-settings.json` and what is in `managed-settings.d`. What
//!   they say of the address alone sends the user's key there.
//! - `CLAUDE_CODE_USE_BEDROCK` and its like have it go past the address; `CLAUDE_CODE_OAUTH_TOKEN` is not used.
//! - Its plugin commands write the file anew, in another order and with other spacing.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::bridge::Door;
use crate::fs;
use crate::machine::{Machine, Platform};
use crate::tools::{
    Connection, Credential, Expected, ExpectedValue, Field, Format, Found, Heed, Higher, Models,
    SettingsFile, Tool, Wanted, Whose, newest,
};
use crate::view::{AdviceLevel, AdviceView, Mode};
use crate::words::say;

/// Variables that have it go to a cloud's own service, whatever its address says.
const ELSEWHERE: [&str; 3] = ["CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX", "CLAUDE_CODE_USE_FOUNDRY"];

/// See the module.
pub struct ClaudeCode;

impl Tool for ClaudeCode {
    fn id(&self) -> &'static str {
        "claude-code"
    }

    fn name(&self) -> &'static str {
        "Claude Code"
    }

    fn mark(&self) -> &'static str {
        "Cc"
    }

    fn modes(&self) -> &'static [Mode] {
        &[Mode::Helper, Mode::Stored]
    }

    fn mode_text(&self, mode: Mode) -> String {
        match mode {
            Mode::Helper => say!("tools-claude-code-helper"),
            Mode::Env => say!("tools-claude-code-env"),
            Mode::Stored => say!("tools-claude-code-stored"),
        }
    }

    fn takes_hold(&self) -> String {
        say!("tools-claude-code-takes-hold")
    }

    fn asks_while_it_runs(&self) -> bool {
        true
    }

    fn door(&self) -> Door {
        Door::Anthropic
    }

    fn find(&self, machine: &Machine) -> Found {
        let places = [machine.home.join(".local/bin/claude"), machine.home.join(".local/bin/claude.exe")];
        let found = Found::look(machine, "claude", &places, "@anthropic-ai/claude-code");
        Found { has_files: config_dir(machine).is_dir(), ..found }
    }

    fn files(&self, machine: &Machine) -> Vec<SettingsFile> {
        vec![SettingsFile { path: config_dir(machine).join("settings.json"), format: Format::Json }]
    }

    fn fields(&self, machine: &Machine, connection: &Connection) -> Vec<Field> {
        let text = |text: &str| Wanted::Text(text.into());
        let model = |name: &Option<String>| name.as_deref().map_or(Wanted::Users, text);
        let (helper, token, ttl) = match &connection.credential {
            Credential::Helper(keeps) => {
                let ttl = text(&keeps.as_millis().to_string());
                (text(&helper_command(machine, &connection.profile)), text(""), ttl)
            }
            Credential::Stored(key) => (Wanted::Absent, Wanted::Secret(key.clone()), Wanted::Users),
            Credential::Env => (Wanted::Absent, Wanted::Absent, Wanted::Users),
        };
        let env = |name, wanted| Field { file: 0, path: vec!["env", name], wanted };
        let models = &connection.models;
        vec![
            Field { file: 0, path: vec!["apiKeyHelper"], wanted: helper },
            env("ANTHROPIC_BASE_URL", Wanted::Text(connection.origin.to_string())),
            env("ANTHROPIC_API_KEY", text("")),
            env("ANTHROPIC_AUTH_TOKEN", token),
            env("CLAUDE_CODE_API_KEY_HELPER_TTL_MS", ttl),
            env("ANTHROPIC_MODEL", model(&models.main)),
            env("ANTHROPIC_DEFAULT_OPUS_MODEL", model(&models.large)),
            env("ANTHROPIC_DEFAULT_SONNET_MODEL", model(&models.medium)),
            env("ANTHROPIC_DEFAULT_HAIKU_MODEL", model(&models.small)),
        ]
    }

    fn environment(&self, connection: &Connection) -> Vec<(&'static str, Wanted)> {
        let token = match &connection.credential {
            Credential::Stored(key) => Wanted::Secret(key.clone()),
            Credential::Helper(_) | Credential::Env => Wanted::Absent,
        };
        let model = |name: &Option<String>| name.clone().map_or(Wanted::Users, Wanted::Text);
        let models = &connection.models;
        vec![
            ("ANTHROPIC_BASE_URL", Wanted::Text(connection.origin.to_string())),
            ("ANTHROPIC_AUTH_TOKEN", token),
            ("ANTHROPIC_API_KEY", Wanted::Text(String::new())),
            ("ANTHROPIC_MODEL", model(&models.main)),
            ("ANTHROPIC_DEFAULT_OPUS_MODEL", model(&models.large)),
            ("ANTHROPIC_DEFAULT_SONNET_MODEL", model(&models.medium)),
            ("ANTHROPIC_DEFAULT_HAIKU_MODEL", model(&models.small)),
        ]
    }

    fn variables(&self) -> &'static [(&'static str, Heed)] {
        &[
            ("ANTHROPIC_BASE_URL", Heed::Ignored),
            ("ANTHROPIC_AUTH_TOKEN", Heed::Ignored),
            ("ANTHROPIC_API_KEY", Heed::Ignored),
            ("ANTHROPIC_MODEL", Heed::Ignored),
            ("ANTHROPIC_DEFAULT_OPUS_MODEL", Heed::Ignored),
            ("ANTHROPIC_DEFAULT_SONNET_MODEL", Heed::Ignored),
            ("ANTHROPIC_DEFAULT_HAIKU_MODEL", Heed::Ignored),
            ("CLAUDE_CODE_OAUTH_TOKEN", Heed::Ignored),
            (ELSEWHERE[0], Heed::Elsewhere),
            (ELSEWHERE[1], Heed::Elsewhere),
            (ELSEWHERE[2], Heed::Elsewhere),
        ]
    }

    fn pick_models(&self, available: &[String]) -> Models {
        Models {
            main: None,
            large: newest::claude(available, "opus"),
            medium: newest::claude(available, "sonnet"),
            small: newest::claude(available, "haiku"),
        }
    }

    fn higher(&self, machine: &Machine) -> Vec<Higher> {
        let project = |folder: &Path, name| {
            Higher::over_first(folder.join(".claude").join(name), Format::Json, Whose::Project)
        };
        let mut higher: Vec<_> = managed_settings(machine.platform)
            .into_iter()
            .map(|path| Higher::over_first(path, Format::Json, Whose::Organisation))
            .collect();
        if let Some(folder) = &machine.folder {
            higher.push(project(folder, "settings.local.json"));
            higher.push(project(folder, "settings.json"));
            let around = machine.repository().filter(|root| root != folder);
            higher.extend(around.map(|root| project(root, "settings.local.json")));
        }
        higher
    }

    fn helper_program(&self, expected: &[Expected]) -> Option<PathBuf> {
        let command = expected.iter().find(|field| field.path == ["apiKeyHelper"])?;
        let ExpectedValue::Raw(raw) = &command.value else { return None };
        let command: String = serde_json::from_str(raw).ok()?;
        let rest =
            command.strip_prefix('"').map(|rest| rest.split('"').next().unwrap_or_default().to_owned());
        let quoted = || Some(command.strip_prefix('\'')?.rsplit_once("' key ")?.0.replace(r"'\''", "'"));
        rest.or_else(quoted).map(PathBuf::from)
    }

    fn oldest_tried(&self) -> Option<[u32; 3]> {
        Some([2, 1, 197])
    }

    fn advice(&self, machine: &Machine, mode: Option<Mode>) -> Vec<AdviceView> {
        let mut advice = vec![];
        let mut add = |level, text, next| advice.push(AdviceView { level, text, next });
        let own = Own::read(machine);
        let has_login = config_dir(machine).join(".credentials.json").is_file();
        let in_shell =
            ["ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_API_KEY"].iter().any(|name| machine.var(name).is_some());
        match own.variable("ANTHROPIC_BASE_URL") {
            Some(base) if !own.has_credential() && !in_shell => add(
                AdviceLevel::Problem,
                match has_login {
                    true => say!("tools-claude-code-no-key", address = base),
                    false => say!("tools-claude-code-no-key", "no-login", address = base),
                },
                match mode {
                    Some(_) => say!("tools-claude-code-no-key", "next-configured"),
                    None => say!("tools-claude-code-no-key", "next"),
                },
            ),
            _ if mode.is_some() && has_login => add(
                AdviceLevel::Note,
                say!("tools-claude-code-login"),
                say!("tools-claude-code-login", "next"),
            ),
            _ => {}
        }
        for name in ELSEWHERE
            .iter()
            .filter(|name| mode.is_some() && own.variable(name).is_some_and(|value| value != "0"))
        {
            add(
                AdviceLevel::Problem,
                say!("tools-claude-code-elsewhere", name = *name),
                say!("tools-claude-code-elsewhere", "next"),
            );
        }
        if machine.var("CLAUDE_CONFIG_DIR").is_some() {
            add(
                AdviceLevel::Note,
                say!("tools-claude-code-folder", folder = machine.show(&config_dir(machine))),
                say!("tools-claude-code-folder", "next"),
            );
        }
        advice
    }
}

fn config_dir(machine: &Machine) -> PathBuf {
    machine.var("CLAUDE_CONFIG_DIR").map_or_else(|| machine.home.join(".claude"), PathBuf::from)
}

/// The command as the tool's shell takes it. cmd.exe knows double quotes only, and no path there holds one.
fn helper_command(machine: &Machine, profile: &str) -> String {
    let path = machine.command.display().to_string();
    let quoted = match machine.platform {
        Platform::Windows => format!("\"{path}\""),
        _ => format!("'{}'", path.replace('\'', r"'\''")),
    };
    format!("{quoted} key {profile}")
}

/// Where an organisation puts settings that win over the user's, the strongest first (run with 2.1.330; other
/// platforms read there).
fn managed_settings(platform: Platform) -> Vec<PathBuf> {
    let folder = PathBuf::from(match platform {
        Platform::Linux => "/etc/claude-code",
        Platform::MacOs => "/Library/Application Support/ClaudeCode",
        Platform::Windows => r"C:\Program Files\ClaudeCode",
    });
    let parts = folder.join("managed-settings.d").read_dir().into_iter().flatten().flatten();
    let mut parts: Vec<_> = parts.map(|entry| entry.path()).collect();
    parts.retain(|path| path.extension().is_some_and(|end| end == "json"));
    parts.sort();
    parts.reverse();
    parts.push(folder.join("managed-settings.json"));
    parts
}

/// What Claude Code's own settings say, as far as they can be read.
struct Own(Option<Value>);

impl Own {
    fn read(machine: &Machine) -> Self {
        let bytes = fs::read(&config_dir(machine).join("settings.json"));
        let text = bytes.ok().flatten().and_then(|bytes| String::from_utf8(bytes).ok());
        Self(text.and_then(|text| serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()))
    }

    fn text(&self, path: &[&str]) -> Option<&str> {
        let value = path.iter().try_fold(self.0.as_ref()?, |value, name| value.get(name))?;
        value.as_str().filter(|text| !text.is_empty())
    }

    fn variable(&self, name: &str) -> Option<&str> {
        self.text(&["env", name])
    }

    fn has_credential(&self) -> bool {
        let token =
            ["ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_API_KEY"].iter().any(|name| self.variable(name).is_some());
        token || self.text(&["apiKeyHelper"]).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use std::sync::Arc;

    fn machine(platform: Platform, command: &str, env: &[(&str, &str)]) -> Machine {
        Machine {
            home: "/home/mei".into(),
            data_dir: "/home/mei/.local/share/bridgekeeper".into(),
            platform,
            env: env.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
            host: "mbp".into(),
            command: command.into(),
            folder: None,
            clock: Arc::new(|| Timestamp::UNIX_EPOCH),
            zone: jiff::tz::TimeZone::UTC,
            processes: Arc::new(|| Some(vec![])),
            passwords: Arc::new(|_| Ok(vec![])),
        }
    }

    #[test]
    fn the_helper_is_quoted_for_each_shell() {
        let command = |platform, path| helper_command(&machine(platform, path, &[]), "claude-code");
        assert_eq!(
            command(Platform::Linux, "/opt/my tools/bridgekeeper"),
            "'/opt/my tools/bridgekeeper' key claude-code"
        );
        assert_eq!(
            command(Platform::MacOs, "/it's/bridgekeeper"),
            r"'/it'\''s/bridgekeeper' key claude-code"
        );
        assert_eq!(
            command(Platform::Windows, r"C:\My Tools\bridgekeeper.exe"),
            r#""C:\My Tools\bridgekeeper.exe" key claude-code"#
        );
    }

    #[test]
    fn the_config_folder_can_be_moved() {
        let file = |env: &[_]| ClaudeCode.files(&machine(Platform::Linux, "/b", env)).remove(0).path;
        assert_eq!(file(&[]), Path::new("/home/mei/.claude/settings.json"));
        assert_eq!(file(&[("CLAUDE_CONFIG_DIR", "/x")]), Path::new("/x/settings.json"));
        assert_eq!(file(&[("CLAUDE_CONFIG_DIR", "")]), Path::new("/home/mei/.claude/settings.json"));
    }
}
