//! The account's own settings at a bridge, of which one matters here: whether the addresses of its calls are
//! logged (`record_ip_log`, new-api from 0.8; `dto/user_settings.go`).

use reqwest::Method;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::Bridge;
use super::http::{Kind, Request};
use super::task::Task;
use super::wire::loose;
use crate::error::{Code, Error, Result};
use crate::secret::Secret;
use crate::words::say;

const RECORD: &str = "record_ip_log";

/// What the bridge asks for with every change, and its web page's own choice where nothing was chosen
/// (`web/src/components/settings/PersonalSetting.jsx`).
fn usual() -> [(&'static str, Value); 3] {
    [
        ("notify_type", json!("email")),
        ("quota_warning_threshold", json!(500_000)),
        ("accept_unset_model_ratio_model", json!(false)),
    ]
}

/// Settings that are secrets. Newer bridges mask them, and keep what they have where they are left out.
const SECRETS: [&str; 2] = ["webhook_secret", "gotify_token"];

impl Bridge {
    /// Whether the bridge logs the addresses of the account's calls; `None` where it does not say.
    ///
    /// # Errors
    /// Those of [`Bridge::me`].
    pub async fn logs_addresses(&self) -> Result<Option<bool>> {
        Ok(self.settings().await?.get(RECORD).and_then(Value::as_bool))
    }

    /// Has the bridge log the addresses of the account's calls from now on, or not (`PUT /api/user/setting`).
    /// A change replaces the settings as a whole, so they are read first and sent back with it.
    ///
    /// # Errors
    /// [`Code::BridgeRefused`] on bridges without that setting; [`Code::NotProven`] if the bridge took the change
    /// and does not show it; those of [`Bridge::me`].
    pub async fn log_addresses(&self, wanted: bool) -> Result<()> {
        let host = self.origin().host();
        let mut settings = self.settings().await?;
        for (name, usual) in usual() {
            let held = settings.entry(name).or_insert_with(|| usual.clone());
            // Never set is as good as nothing, and refused.
            if held.is_null() || *held == json!("") || *held == json!(0) {
                *held = usual;
            }
        }
        settings.insert(RECORD.into(), json!(wanted));
        settings.retain(|name, held| {
            !(SECRETS.contains(&name.as_str()) && held.as_str().is_some_and(|text| text.contains('*')))
        });
        let private: Vec<_> = SECRETS
            .iter()
            .filter_map(|name| settings.get(*name)?.as_str())
            .map(|text| Secret::new(text.to_owned()))
            .collect();
        let mut request =
            Request::new(Method::PUT, "/api/user/setting", Task::ChangeSettings).body(&settings);
        for secret in &private {
            request = request.private(secret);
        }
        match self.act(request).await {
            Ok(()) => {}
            Err(failure) if failure.kind == Kind::NoRoute => {
                return Err(Error::new(Code::BridgeRefused, say!("settings-no-addresses", host = host))
                    .hint(say!("settings-no-addresses", "hint"))
                    .because(failure.error));
            }
            Err(failure) => return Err(failure.into()),
        }
        match self.logs_addresses().await? {
            Some(now) if now == wanted => Ok(()),
            None if !wanted => Ok(()),
            _ => Err(Error::new(Code::NotProven, say!("settings-not-shown", host = host))
                .hint(say!("settings-not-shown", "hint"))),
        }
    }

    /// The settings: JSON in a string.
    async fn settings(&self) -> Result<Map<String, Value>> {
        #[derive(Deserialize)]
        struct Own {
            #[serde(default, deserialize_with = "loose::text")]
            setting: Option<String>,
        }
        let own: Own = self.call(Request::get("/api/user/self", Task::ShowSettings)).await?;
        Ok(own.setting.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }
}
