//! The few requests that a kill is made of: single, short of patience, and never behind others.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use super::Bridge;
use super::http::{Patience, Request};
use super::relay::{Door, Tried};
use super::task::Task;
use crate::error::{Code, Error, Result};
use crate::key::{Key, KeyId};
use crate::secret::Secret;
use crate::words::say;

/// How long a kill waits for an answer before it asks again: asking twice does no harm, a key that lives on does.
const PATIENCE: Duration = Duration::from_secs(10);

impl Bridge {
    /// Tells the bridge to disable a key, and nothing else: whether it did is another question. Sent also where
    /// the bridge asked us to wait, but for one of a `crowd`: that many would only shut the bridge for all of
    /// them, so each waits for its turn within the bridge's limit.
    ///
    /// # Errors
    /// [`Code::BridgeRefused`], [`Code::NotSignedIn`], [`Code::BridgeUnreachable`], [`Code::BridgeNonsense`];
    /// [`Code::RateLimited`], with a time to wait only where the bridge gave one.
    pub async fn disable(&self, id: KeyId, crowd: bool) -> Result<()> {
        let waits: Patience<'_> = &|_| {};
        let request = Request::new(Method::PUT, "/api/token/", Task::DisableKey)
            .query("status_only", true)
            .body(&json!({"id": id, "status": 2}))
            .within(PATIENCE)
            .pressing();
        let request = if crowd { request.patient(waits) } else { request };
        Ok(self.act(request).await?)
    }

    /// The key as the bridge has it; `None` for one that is not there. Asked once.
    ///
    /// # Errors
    /// As [`Bridge::disable`], but that a no is looked into.
    pub async fn look(&self, id: KeyId) -> Result<Option<Key>> {
        match self.key_by(id, |request| request.within(PATIENCE).pressing().once()).await {
            Ok(key) => Ok(Some(key)),
            Err(error) if error.code() == Code::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// [`Bridge::try_key`] that does not wait as long as a tool would.
    ///
    /// # Errors
    /// As [`Bridge::try_key`].
    pub async fn probe(&self, key: &Secret) -> Result<Tried> {
        match tokio::time::timeout(PATIENCE, self.try_key(key, Door::OpenAi)).await {
            Ok(tried) => tried,
            Err(_) => {
                let host = self.origin().host();
                Err(Error::new(Code::BridgeUnreachable, say!("http-late", host = host)))
            }
        }
    }

    /// Opens a connection, so that what comes next need not wait for one. What comes of it is all the same.
    pub async fn warm_up(&self) {
        let request = Request::get("/api/status", Task::DescribeItself).unsigned().within(PATIENCE).once();
        let _ = self.act(request).await;
    }
}
