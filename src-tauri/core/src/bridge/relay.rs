//! The side of a bridge that tools use: requests made with a key instead of the account. Here is found out
//! whether a key works, by doing what a tool would do.

use std::time::Duration;

use reqwest::Method;
use reqwest::header::AUTHORIZATION;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::Bridge;
use super::http::{Answer, bearer, credential, name};
use super::wire::RelayError;
use crate::error::Result;
use crate::secret::Secret;

/// By which API a tool talks to the bridge.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::Display, strum::EnumString,
)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Door {
    /// `/v1/chat/completions`, key as `Authorization: Bearer`.
    OpenAi,
    /// `/v1/responses`, key as `Authorization: Bearer`.
    Responses,
    /// `/v1/messages`, key as `x-api-key` and as `Authorization: Bearer`, as Claude Code sends it.
    Anthropic,
    /// `/v1beta/models/…:generateContent`, key as `x-goog-api-key` and as `Authorization: Bearer`. Bridges list
    /// their models in another form to who shows the former, so it is left out there.
    Gemini,
}

/// What a bridge made of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::Display)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Verdict {
    /// It works.
    Accepted,
    /// 401 in the relay's own form: unknown, disabled, expired or exhausted; which one it does not say.
    Rejected,
    /// 403 in the relay's own form: the key is alive and may not do this from here, with this model or with
    /// what is left in the wallet.
    Forbidden,
    /// Anything else: the bridge or something before it is in trouble. Says nothing about the key.
    Unknown,
}

/// The outcome of a request made with a key.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tried {
    /// The HTTP status.
    pub status: u16,
    /// What it means for the key.
    pub verdict: Verdict,
    /// The models the key may use, where they were asked for.
    pub models: Option<Vec<String>>,
    /// From sending to the end of the answer.
    pub took: Duration,
    /// The bridge's code for what is wrong (`access_denied`, `model_not_found` …), where it gives one.
    pub code: Option<String>,
    /// The bridge's words for what is wrong: one line, without secrets.
    pub message: Option<String>,
}

/// Largest relay answer that is read, in bytes; a bridge with thousands of models stays below.
const LARGEST: usize = 4 << 20;

/// Tokens a probe may answer with. Some models refuse fewer (`max_output_tokens` of the newer OpenAI ones).
const TOKENS: u32 = 16;

impl Bridge {
    /// Shows the key at the door and asks what it may use (`GET /v1/models`). Costs nothing and meets no
    /// limit but the general one; every dialect checks the key here (`new-api router/relay-router.go`).
    /// Sent once, so that the moment of the verdict is known.
    ///
    /// # Errors
    /// [`Code::BridgeUnreachable`](crate::error::Code::BridgeUnreachable) if there was no answer.
    pub async fn try_key(&self, key: &Secret, door: Door) -> Result<Tried> {
        #[derive(Deserialize)]
        struct Models {
            data: Vec<Model>,
        }
        #[derive(Deserialize)]
        struct Model {
            id: String,
        }
        let (answer, took) = self.relay(key, door, Method::GET, "/v1/models", None).await?;
        let models = answer.status.is_success().then(|| answer.json::<Models>()).flatten();
        let models = models.map(|models| models.data.into_iter().map(|model| model.id).collect());
        Ok(Tried { models, ..self.judge::<Models>(key, &answer, took) })
    }

    /// A real request over the path that a tool uses, as small as can be. It is billed and sent once.
    ///
    /// # Errors
    /// As [`Bridge::try_key`].
    pub async fn ask(&self, key: &Secret, door: Door, model: &str) -> Result<Tried> {
        #[derive(Deserialize)]
        #[allow(dead_code, reason = "only its shape is looked at")]
        #[serde(untagged)]
        enum Reply {
            OpenAi { choices: Vec<serde::de::IgnoredAny> },
            Anthropic { content: Vec<serde::de::IgnoredAny> },
            Responses { output: Vec<serde::de::IgnoredAny> },
            Gemini { candidates: Vec<serde::de::IgnoredAny> },
        }
        const QUESTION: &str = "Reply with the word ok.";
        let messages = json!([{"role": "user", "content": QUESTION}]);
        let chat = json!({"model": model, "max_tokens": TOKENS, "messages": messages});
        let (path, body) = match door {
            Door::OpenAi => ("/v1/chat/completions".to_owned(), chat),
            Door::Anthropic => ("/v1/messages".to_owned(), chat),
            Door::Responses => {
                let body = json!({"model": model, "max_output_tokens": TOKENS, "input": messages});
                ("/v1/responses".to_owned(), body)
            }
            Door::Gemini => {
                let contents = json!([{"role": "user", "parts": [{"text": QUESTION}]}]);
                let body = json!({"contents": contents, "generationConfig": {"maxOutputTokens": TOKENS}});
                (format!("/v1beta/models/{model}:generateContent"), body)
            }
        };
        let (answer, took) = self.relay(key, door, Method::POST, &path, Some(body)).await?;
        Ok(self.judge::<Reply>(key, &answer, took))
    }

    async fn relay(
        &self,
        key: &Secret,
        door: Door,
        method: Method,
        path: &str,
        body: Option<serde_json::Value>,
    ) -> Result<(Answer, Duration)> {
        let mut request = self.http().relay(method, path).header(AUTHORIZATION, bearer(key)?);
        if door == Door::Anthropic {
            // EXPOSE: goes into the request's header.
            let word = Zeroizing::new(key.expose().to_owned());
            request = request
                .header(name("x-api-key"), credential(&word)?)
                .header(name("anthropic-version"), "2023-06-01");
        }
        if door == Door::Gemini && body.is_some() {
            // EXPOSE: goes into the request's header.
            let word = Zeroizing::new(key.expose().to_owned());
            request = request.header(name("x-goog-api-key"), credential(&word)?);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let start = Instant::now();
        let answer = self.http().fetch(request, LARGEST).await.map_err(|met| met.failure)?;
        Ok((answer, start.elapsed()))
    }

    /// Status and form decide, never the wording. A page of a CDN proves nothing, whatever its status.
    fn judge<Good: serde::de::DeserializeOwned>(
        &self,
        key: &Secret,
        answer: &Answer,
        took: Duration,
    ) -> Tried {
        let error = answer.json::<RelayError>().map(|relay| relay.error);
        let verdict = match (answer.status.as_u16(), &error) {
            (200..=299, None) if answer.json::<Good>().is_some() => Verdict::Accepted,
            (401, Some(_)) => Verdict::Rejected,
            (403, Some(_)) => Verdict::Forbidden,
            _ => Verdict::Unknown,
        };
        let shown = |text: Option<String>| {
            text.map(|text| self.http().clean(&text, &[key])).filter(|text| !text.is_empty())
        };
        let (message, code) = error.map(|error| (error.message, error.code)).unwrap_or_default();
        Tried {
            status: answer.status.as_u16(),
            verdict,
            models: None,
            took,
            code: shown(code),
            message: shown(message),
        }
    }
}
