//! What cc-switch keeps (farion1231/cc-switch 3.x): a provider's settings as JSON, in the table `providers` of
//! `~/.cc-switch/cc-switch.db`; before 3.8 in `config.json`, first with all apps' providers, at the very first with
//! Claude Code's alone.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Look, Spot, Within, key_of, text_of};
use crate::error::Result;
use crate::machine::Machine;
use crate::row::{self, CellAddress};
use crate::secret::Secret;
use crate::tools::{Format, OwnKey, SettingsFile};
use crate::view::AdoptSource;

const TABLE: &str = "providers";
const COLUMN: &str = "settings_config";

/// Where a provider's settings have a key, and the address beside it.
const KEYS: &[(&[&str], &[&str])] = &[
    (&["env", "ANTHROPIC_AUTH_TOKEN"], &["env", "ANTHROPIC_BASE_URL"]),
    (&["env", "ANTHROPIC_API_KEY"], &["env", "ANTHROPIC_BASE_URL"]),
    (&["env", "GEMINI_API_KEY"], &["env", "GOOGLE_GEMINI_BASE_URL"]),
    (&["auth", "OPENAI_API_KEY"], &["config"]),
    (&["options", "apiKey"], &["options", "baseURL"]),
    (&["apiKey"], &["baseUrl"]),
    (&["api_key"], &["base_url"]),
];

/// Looks at all of it.
pub fn look(machine: &Machine, look: &mut Look) {
    let folder = machine.home.join(".cc-switch");
    for (file, found) in
        [("cc-switch.db", in_database as fn(&Path) -> Result<Vec<Spot>>), ("config.json", in_config)]
    {
        let path = folder.join(file);
        match found(&path) {
            Ok(spots) => look.spots.extend(spots),
            Err(error) => look.leave(path, error),
        }
    }
}

fn in_database(database: &Path) -> Result<Vec<Spot>> {
    let rows = row::texts(database, TABLE, &["app_type", "name", COLUMN])?;
    let mut spots = vec![];
    for (row, columns) in rows {
        let [app, name, settings] = &columns[..] else { continue };
        let Ok(value) = serde_json::from_str(settings) else { continue };
        for found in keys_in(&value) {
            let address =
                CellAddress { database: database.into(), table: TABLE.into(), row, column: COLUMN.into() };
            let field = found.path.clone();
            spots.extend(found.spot(database, app, name, |_| Within::Cell(address, field)));
        }
    }
    Ok(spots)
}

fn in_config(config: &Path) -> Result<Vec<Spot>> {
    let Some(text) = text_of(config)? else { return Ok(vec![]) };
    Format::Json.open(&text)?;
    let Ok(value) = serde_json::from_str::<Value>(&text) else { return Ok(vec![]) };
    let mut spots = vec![];
    let apps = value.as_object().into_iter().flatten();
    let apps = apps.map(|(app, value)| (app.as_str(), vec![app.as_str()], value));
    for (app, way, value) in apps.chain([("claude", vec![], &value)]) {
        for (id, provider) in value.get("providers").and_then(Value::as_object).into_iter().flatten() {
            let name = provider.get("name").and_then(Value::as_str).unwrap_or(id);
            let Some(settings) = provider.get("settingsConfig") else { continue };
            for found in keys_in(settings) {
                let way = [&way[..], &["providers", id, "settingsConfig"]].concat();
                let path = way.into_iter().map(str::to_owned).chain(found.path.iter().cloned()).collect();
                let file = SettingsFile { path: config.into(), format: Format::Json };
                spots.extend(
                    found.spot(config, app, name, |text| {
                        Within::Field(OwnKey { file, path, text, base: None })
                    }),
                );
            }
        }
    }
    Ok(spots)
}

/// A key in a provider's settings.
struct Found {
    path: Vec<String>,
    text: String,
    base: Option<String>,
}

impl Found {
    fn spot(self, path: &Path, app: &str, name: &str, within: impl FnOnce(Secret) -> Within) -> Option<Spot> {
        let place = format!("{app}: {name}, {}", self.path.join("."));
        let text = Secret::new(self.text);
        Some(Spot {
            source: AdoptSource::CcSwitch,
            path: PathBuf::from(path),
            place,
            key: key_of(&text)?,
            base: self.base,
            tool: tool_of(app),
            name: Some(name.to_owned()),
            by_hand: None,
            within: within(text),
        })
    }
}

/// cc-switch's words for tools, in ours.
pub fn tool_of(app: &str) -> Option<&'static str> {
    match app {
        "claude" => Some("claude-code"),
        "codex" => Some("codex"),
        "gemini" => Some("gemini-cli"),
        "opencode" => Some("opencode"),
        _ => None,
    }
}

fn keys_in(settings: &Value) -> Vec<Found> {
    let at = |path: &[&str]| path.iter().try_fold(settings, |value, name| value.get(name))?.as_str();
    let found = |(key, base): &(&[&str], &[&str])| {
        let base = at(base).and_then(|text| match base {
            ["config"] => base_in_toml(text),
            _ => Some(text.to_owned()),
        });
        let path = key.iter().map(ToString::to_string).collect();
        Some(Found { path, text: at(key)?.to_owned(), base: base.filter(|base| !base.is_empty()) })
    };
    KEYS.iter().filter_map(found).collect()
}

/// The address in a configuration of Codex.
fn base_in_toml(text: &str) -> Option<String> {
    let config = text.parse::<toml_edit::DocumentMut>().ok()?;
    let providers = config.get("model_providers")?.as_table_like()?;
    let base = |provider: &toml_edit::Item| Some(provider.get("base_url")?.as_str()?.to_owned());
    let named = config.get("model_provider").and_then(|name| providers.get(name.as_str()?));
    named.and_then(base).or_else(|| providers.iter().find_map(|(_, provider)| base(provider)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_apps_settings_have_their_key_and_address() {
        let config = "model_provider = \"b\"\n[model_providers.a]\nbase_url = \"https://a.example/v1\"\n\
                      [model_providers.b]\nbase_url = \"https://b.example/v1\"\n";
        for (settings, key, base) in [
            (json!({"env": {"ANTHROPIC_AUTH_TOKEN": "k", "ANTHROPIC_BASE_URL": "u"}}), "k", Some("u")),
            (json!({"env": {"ANTHROPIC_API_KEY": "k"}}), "k", None),
            (json!({"env": {"GEMINI_API_KEY": "k", "GOOGLE_GEMINI_BASE_URL": ""}}), "k", None),
            (json!({"auth": {"OPENAI_API_KEY": "k"}, "config": config}), "k", Some("https://b.example/v1")),
            (json!({"auth": {"OPENAI_API_KEY": "k"}, "config": "= broken"}), "k", None),
            (json!({"npm": "x", "options": {"apiKey": "k", "baseURL": "u"}}), "k", Some("u")),
        ] {
            let found = keys_in(&settings);
            assert_eq!(found.len(), 1, "{settings}");
            assert_eq!((&*found[0].text, found[0].base.as_deref()), (key, base), "{settings}");
        }
        assert!(keys_in(&json!({"env": {"ANTHROPIC_AUTH_TOKEN": 7}, "auth": null})).is_empty());
    }
}
