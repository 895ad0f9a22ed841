//! A key put to use by hand: requests, variables and connection info, ready to paste.

use std::fmt::Write;

use serde_json::json;
use strum::IntoEnumIterator;

use super::Wallet;
use crate::error::Result;
use crate::key::{Key, KeyId};
use crate::secret::{self, Secret};
use crate::store::BridgeRow;
use crate::view::{UseForm, UseView};
use crate::words::say;

/// Where no model is known.
const NO_MODEL: &str = "MODEL";

impl Wallet {
    /// Every form of putting a key to use, with the key masked.
    ///
    /// # Errors
    /// [`Code::NotFound`](crate::error::Code::NotFound) for a key that was never listed.
    pub async fn key_uses(&self, id: KeyId) -> Result<Vec<UseView>> {
        let row = self.bridge_row()?;
        let key = self.known_key(&row, id)?;
        let masked = match &key.tail {
            Some(tail) => format!("sk-····{tail}"),
            None => secret::masked("sk-"),
        };
        let view = |form| UseView { form, title: title(form), text: text(form, &row, &key, &masked) };
        Ok(UseForm::iter().map(view).collect())
    }

    /// One form, with the key in it: for an explicit copy or print.
    ///
    /// # Errors
    /// As [`Wallet::reveal_key`].
    pub async fn key_use(&self, id: KeyId, form: UseForm) -> Result<Secret> {
        let row = self.bridge_row()?;
        let key = self.known_key(&row, id)?;
        let secret = self.secret_of(&row, id).await?;
        // EXPOSE: into a new Secret, as part of the text that was asked for.
        Ok(Secret::new(text(form, &row, &key, secret.expose())))
    }
}

fn title(form: UseForm) -> String {
    let name = match form {
        UseForm::CurlOpenai => "cURL, OpenAI",
        UseForm::CurlAnthropic => "cURL, Anthropic",
        UseForm::Sh => "bash, zsh",
        UseForm::Fish => "fish",
        UseForm::Powershell => "PowerShell",
        UseForm::Connection => return say!("uses-connection"),
    };
    name.to_owned()
}

fn text(form: UseForm, row: &BridgeRow, key: &Key, secret: &str) -> String {
    let origin = &row.origin;
    match form {
        UseForm::CurlOpenai => curl(
            &format!("{origin}/v1/chat/completions"),
            &[format!("Authorization: Bearer {secret}")],
            model(row, key, &["gpt", "o4", "deepseek", "qwen"]),
        ),
        UseForm::CurlAnthropic => curl(
            &format!("{origin}/v1/messages"),
            &[format!("x-api-key: {secret}"), "anthropic-version: 2023-06-01".to_owned()],
            model(row, key, &["claude"]),
        ),
        UseForm::Sh => variables(origin, secret, |name, value| format!("export {name}={}", quoted(value))),
        UseForm::Fish => variables(origin, secret, |name, value| format!("set -gx {name} {}", quoted(value))),
        UseForm::Powershell => {
            variables(origin, secret, |name, value| format!("$env:{name} = '{}'", value.replace('\'', "''")))
        }
        // What new-api's own page copies as "connection info" and takes when a channel is added.
        UseForm::Connection => {
            json!({"_type": "newapi_channel_conn", "key": secret, "url": origin}).to_string()
        }
    }
}

fn curl(url: &str, headers: &[String], model: &str) -> String {
    let body = json!({
        "model": model,
        "max_tokens": 64,
        "messages": [{"role": "user", "content": "Say hello."}],
    });
    let mut text = format!("curl {}", quoted(url));
    for header in headers {
        let _ = write!(text, " \\\n  -H {}", quoted(header));
    }
    let _ = write!(text, " \\\n  -H 'Content-Type: application/json' \\\n  -d {}", quoted(&body.to_string()));
    text
}

/// For programs of both families: OpenAI's take the address with `/v1`, Anthropic's without.
fn variables(origin: &str, secret: &str, line: impl Fn(&str, &str) -> String) -> String {
    [
        ("OPENAI_BASE_URL", &*format!("{origin}/v1")),
        ("OPENAI_API_KEY", secret),
        ("ANTHROPIC_BASE_URL", origin),
        ("ANTHROPIC_AUTH_TOKEN", secret),
    ]
    .map(|(name, value)| line(name, value))
    .join("\n")
}

/// A model that the key may use, of one of these families where there is one.
fn model<'a>(row: &'a BridgeRow, key: &'a Key, families: &[&str]) -> &'a str {
    let known = || row.known.models.get(&key.group).or_else(|| row.known.models.get("")).map(|(_, all)| all);
    let Some(models) = key.models.as_ref().or_else(known) else { return NO_MODEL };
    let of = |family: &&str| models.iter().find(|model| model.contains(*family));
    families.iter().find_map(of).or_else(|| models.first()).map_or(NO_MODEL, String::as_str)
}

/// A word for a POSIX shell or fish, whatever is in it.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_ends_its_quotes() {
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}
