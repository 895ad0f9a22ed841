//! What a key alone may ask about itself, without an account.

use jiff::Timestamp;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::Bridge;
use super::http::{Kind, Request};
use super::logs::{LogEntry, LogList, WireLog};
use super::task::Task;
use super::wire::{Body, Entries, Object, loose, whole};
use crate::error::{Code, Error, Result};
use crate::key::Quota;
use crate::secret::Secret;
use crate::words::say;

/// What a key says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeyUsage {
    /// Its name.
    pub name: String,
    /// What it was given so far: left and used together.
    pub granted: Quota,
    /// What it has used.
    pub used: Quota,
    /// What is left of its own quota; means nothing for an unlimited key and may be negative.
    pub available: Quota,
    /// Shares the account's balance instead of having a quota of its own.
    pub unlimited: bool,
    /// Models it may reach; `None` means any, an empty list none.
    pub models: Option<Vec<String>>,
    /// When it stops working; `None` for never.
    pub expires: Option<Timestamp>,
}

#[derive(Deserialize)]
struct WireUsage {
    #[serde(default, deserialize_with = "loose::text")]
    name: Option<String>,
    #[serde(deserialize_with = "whole")]
    total_granted: i64,
    #[serde(deserialize_with = "whole")]
    total_used: i64,
    #[serde(deserialize_with = "whole")]
    total_available: i64,
    #[serde(default, deserialize_with = "loose::flag")]
    unlimited_quota: Option<bool>,
    #[serde(default)]
    model_limits: Option<Entries<IgnoredAny>>,
    #[serde(default, deserialize_with = "loose::flag")]
    model_limits_enabled: Option<bool>,
    #[serde(default, deserialize_with = "loose::int")]
    expires_at: Option<i64>,
}

impl From<WireUsage> for KeyUsage {
    fn from(wire: WireUsage) -> Self {
        let models = wire.model_limits.map(|models| models.0.into_iter().map(|(name, _)| name).collect());
        Self {
            name: wire.name.unwrap_or_default(),
            granted: Quota(wire.total_granted),
            used: Quota(wire.total_used),
            available: Quota(wire.total_available),
            unlimited: wire.unlimited_quota.unwrap_or(false),
            models: wire.model_limits_enabled.unwrap_or(false).then(|| models.unwrap_or_default()),
            // 0 is never here, unlike in the key itself (`new-api controller/token.go` GetTokenUsage).
            expires: wire.expires_at.filter(|end| *end > 0).and_then(|end| Timestamp::from_second(end).ok()),
        }
    }
}

impl Bridge {
    /// What the key has used and may use (`GET /api/usage/token/`, new-api from 0.9). Counts against the
    /// bridge's strictest limit, so prefer what the account's list says.
    ///
    /// # Errors
    /// [`Code::BridgeRefused`] for a key that is not accepted, and on bridges that do not tell (dialect A: what
    /// they say under `/v1/dashboard/billing` may be the account's money instead of the key's);
    /// [`Code::RateLimited`], [`Code::BridgeUnreachable`], [`Code::BridgeNonsense`].
    pub async fn key_usage(&self, key: &Secret) -> Result<KeyUsage> {
        /// Says `code:true` where all others say `success:true`.
        #[derive(Deserialize)]
        struct Verdict {
            #[serde(default, deserialize_with = "loose::flag")]
            code: Option<bool>,
            #[serde(default, deserialize_with = "loose::flag")]
            success: Option<bool>,
            #[serde(default, deserialize_with = "loose::text")]
            message: Option<String>,
        }
        const TASK: Task = Task::SayKeyUsage;
        let request = Request::get("/api/usage/token/", TASK).critical().by_key(key)?;
        let answer = match self.http().answer(&request).await {
            Err(failure) if failure.kind == Kind::NoRoute => {
                let host = self.origin().host();
                return Err(Error::new(Code::BridgeRefused, say!("by-key-no-usage", host = host))
                    .hint(say!("by-key-no-usage", "hint"))
                    .because(failure.error));
            }
            other => other?,
        };
        let verdict = answer.json::<Verdict>().ok_or_else(|| self.not_the_api(TASK))?;
        if verdict.code != Some(true) && verdict.success != Some(true) {
            if verdict.code.is_none() && verdict.success.is_none() {
                return Err(self.not_the_api(TASK));
            }
            let message = verdict.message.as_deref();
            return Err(self.http().no(&request, Kind::Refused, Code::BridgeRefused, message).into());
        }
        let body = answer.json::<Body<Object<WireUsage>>>().ok_or_else(|| self.not_the_api(TASK))?;
        Ok(body.data.0.into())
    }

    /// The models the key may use (`GET /v1/models`). Costs nothing and meets no limit.
    ///
    /// # Errors
    /// [`Code::BridgeRefused`] for a key that is not accepted; [`Code::BridgeUnreachable`],
    /// [`Code::BridgeNonsense`].
    pub async fn key_models(&self, key: &Secret) -> Result<Vec<String>> {
        #[derive(Deserialize)]
        struct Model {
            id: String,
        }
        const TASK: Task = Task::ListKeyModels;
        let request = Request::get("/v1/models", TASK).by_key(key)?;
        let answer = self.http().answer(&request).await?;
        let body = answer.json::<Body<Option<Vec<Model>>>>().ok_or_else(|| self.not_the_api(TASK))?;
        Ok(body.data.unwrap_or_default().into_iter().map(|model| model.id).collect())
    }

    /// The newest entries of the key's own log, at most 1,000 (`GET /api/log/token`). Counts against the
    /// bridge's strictest limit.
    ///
    /// Bridges from 0.10.9 take the key as a header. Where that is refused in the way of older ones, it is sent
    /// as they want it, in the address: only there, because addresses end up in the logs of proxies.
    ///
    /// # Errors
    /// As [`Bridge::key_usage`].
    pub async fn key_log(&self, key: &Secret) -> Result<LogList> {
        const MOST: usize = 1000;
        const TASK: Task = Task::ShowKeyLog;
        let request = || Request::get("/api/log/token", TASK).critical().by_key(key);
        let by_header = self.http().call::<Option<Vec<WireLog>>>(&request()?).await;
        let entries = match by_header {
            Err(failure) if failure.kind == Kind::Refused && !self.is_newer() => {
                // EXPOSE: goes into the request's query, the only form that dialects A and B take.
                let in_query = request()?.query("key", key.expose());
                self.http().call(&in_query).await
            }
            Err(failure) if failure.kind == Kind::NoRoute => {
                let host = self.origin().host();
                return Err(Error::new(Code::BridgeRefused, say!("by-key-no-log", host = host))
                    .hint(say!("by-key-no-log", "hint"))
                    .because(failure.error));
            }
            other => other,
        };
        let entries: Vec<_> = entries?.unwrap_or_default();
        let complete = entries.len() < MOST;
        Ok(LogList {
            entries: entries.into_iter().take(MOST).map(LogEntry::from).collect(),
            complete,
            total: None,
            because: (!complete).then(|| {
                Error::new(Code::BridgeRefused, say!("by-key-cut-short", most = MOST))
                    .hint(say!("by-key-cut-short", "hint"))
            }),
        })
    }

    /// Whether the bridge has shown itself to be of dialect C or D.
    fn is_newer(&self) -> bool {
        let seen = self.seen();
        seen.masked == Some(true) || seen.coded == Some(true)
    }
}
