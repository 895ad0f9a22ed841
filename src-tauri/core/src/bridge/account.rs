//! The bridge itself and whose account it is: `/api/status`, `/api/user/self`, groups and models.

use serde::{Deserialize, Serialize};

use super::http::{Kind, Request, clean};
use super::task::Task;
use super::wire::{Entries, WireGroup, loose};
use super::{Bridge, refused_account};
use crate::error::{Code, Error, Result};
use crate::key::{Group, Quota, Rate};
use crate::words::say;

/// What a bridge says about itself without a sign-in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Site {
    /// Its name; may be empty.
    pub name: String,
    /// Its version as it claims; forks and home builds claim anything.
    pub version: Option<String>,
    /// Quota units per US dollar.
    pub rate: Rate,
    /// How it shows money to its users.
    pub display: Display,
    /// Signing in with a password needs a Turnstile captcha, which no program can pass.
    pub turnstile: bool,
    /// Signing in with a password is allowed at all.
    pub password_login: bool,
    /// It has a daily check-in.
    pub check_in: bool,
    /// Quotas and usage lag some seconds behind (`enable_batch_update`).
    pub quota_lags: bool,
    /// It keeps the hourly usage that statistics come from (`enable_data_export`).
    pub keeps_usage: bool,
}

/// How a bridge shows money.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Display {
    /// In what.
    pub kind: DisplayKind,
    /// The sign before the number; empty for raw units.
    pub symbol: String,
    /// How many of it one US dollar is; 1 for US dollars and for raw units.
    pub per_usd: f64,
}

impl Display {
    /// An amount in words: of US dollars, and as many quota units.
    pub fn money(&self, usd: f64, quota: Quota) -> String {
        if self.kind == DisplayKind::Tokens {
            return quota.0.to_string();
        }
        let sign = if usd < 0.0 { "-" } else { "" };
        format!("{sign}{}{:.2}", self.symbol, usd.abs() * self.per_usd)
    }
}

impl Default for Display {
    fn default() -> Self {
        Self { kind: DisplayKind::Usd, symbol: "$".into(), per_usd: 1.0 }
    }
}

/// In what a bridge shows money (`new-api setting/operation_setting/general_setting.go`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::Display)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum DisplayKind {
    /// US dollars.
    Usd,
    /// Chinese yuan.
    Cny,
    /// Raw quota units.
    Tokens,
    /// A currency of the bridge's own.
    Custom,
}

/// The signed-in account.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Me {
    /// The bridge's number for it. May differ from what was typed: some dialects go by the token alone.
    pub user_id: i64,
    /// The name it signs in with.
    pub username: String,
    /// The name it shows; may be empty.
    pub display_name: String,
    /// The group it bills to unless a key says otherwise.
    pub group: String,
    /// What is left in the wallet, in quota units; may be negative.
    pub balance: Quota,
    /// What was spent so far, in quota units.
    pub used: Quota,
    /// Requests made so far.
    pub requests: i64,
}

#[derive(Deserialize)]
struct WireSite {
    system_name: String,
    #[serde(deserialize_with = "loose::float")]
    quota_per_unit: Option<f64>,
    #[serde(default, deserialize_with = "loose::text")]
    version: Option<String>,
    #[serde(default, deserialize_with = "loose::flag")]
    display_in_currency: Option<bool>,
    #[serde(default, deserialize_with = "loose::text")]
    quota_display_type: Option<String>,
    #[serde(default, deserialize_with = "loose::text")]
    custom_currency_symbol: Option<String>,
    #[serde(default, deserialize_with = "loose::float")]
    custom_currency_exchange_rate: Option<f64>,
    #[serde(default, deserialize_with = "loose::float")]
    usd_exchange_rate: Option<f64>,
    #[serde(default, deserialize_with = "loose::flag")]
    turnstile_check: Option<bool>,
    #[serde(default, deserialize_with = "loose::flag")]
    password_login_enabled: Option<bool>,
    #[serde(default, deserialize_with = "loose::flag")]
    checkin_enabled: Option<bool>,
    #[serde(default, deserialize_with = "loose::flag")]
    enable_batch_update: Option<bool>,
    #[serde(default, deserialize_with = "loose::flag")]
    enable_data_export: Option<bool>,
}

impl WireSite {
    fn display(&self) -> Display {
        let rate = |rate: Option<f64>| rate.filter(|rate| *rate > 0.0);
        // Before 0.9 there is only `display_in_currency`: dollars or raw units.
        let word = self.quota_display_type.as_deref().unwrap_or_default().to_ascii_uppercase();
        let (kind, symbol, per_usd) = match word.as_str() {
            "TOKENS" => (DisplayKind::Tokens, "", None),
            "CNY" => match rate(self.usd_exchange_rate) {
                Some(rate) => (DisplayKind::Cny, "¥", Some(rate)),
                // Without its rate an amount in yuan would be wrong.
                None => (DisplayKind::Usd, "$", None),
            },
            "CUSTOM" => match rate(self.custom_currency_exchange_rate) {
                Some(rate) => {
                    (DisplayKind::Custom, self.custom_currency_symbol.as_deref().unwrap_or("¤"), Some(rate))
                }
                None => (DisplayKind::Usd, "$", None),
            },
            "" if self.display_in_currency == Some(false) => (DisplayKind::Tokens, "", None),
            _ => (DisplayKind::Usd, "$", None),
        };
        let symbol = clean(symbol, &[]).chars().take(8).collect();
        Display { kind, symbol, per_usd: per_usd.unwrap_or(1.0) }
    }
}

#[derive(Deserialize)]
struct WireMe {
    #[serde(deserialize_with = "loose::int")]
    id: Option<i64>,
    username: String,
    #[serde(default, deserialize_with = "loose::text")]
    display_name: Option<String>,
    #[serde(default, deserialize_with = "loose::text")]
    group: Option<String>,
    #[serde(deserialize_with = "loose::int")]
    quota: Option<i64>,
    #[serde(default, deserialize_with = "loose::int")]
    used_quota: Option<i64>,
    #[serde(default, deserialize_with = "loose::int")]
    request_count: Option<i64>,
}

impl Bridge {
    /// What the bridge says about itself; needs no account. The way to find out whether an address is a
    /// bridge's at all (`GET /api/status`).
    ///
    /// # Errors
    /// [`Code::BridgeUnreachable`], [`Code::BridgeNonsense`], [`Code::RateLimited`].
    pub async fn site(&self) -> Result<Site> {
        const TASK: Task = Task::DescribeItself;
        let wire: WireSite = self.http().call(&Request::get("/api/status", TASK).unsigned()).await?;
        let rate = wire.quota_per_unit.filter(|rate| *rate > 0.0).ok_or_else(|| self.not_the_api(TASK))?;
        Ok(Site {
            display: wire.display(),
            name: clean(&wire.system_name, &[]),
            version: wire.version.map(|text| clean(&text, &[])).filter(|text| !text.is_empty()),
            rate: Rate(rate),
            turnstile: wire.turnstile_check.unwrap_or(false),
            // The field came in 2026; before that a password always does.
            password_login: wire.password_login_enabled.unwrap_or(true),
            check_in: wire.checkin_enabled.unwrap_or(false),
            quota_lags: wire.enable_batch_update.unwrap_or(false),
            keeps_usage: wire.enable_data_export.unwrap_or(false),
        })
    }

    /// The signed-in account (`GET /api/user/self`). Any `success:false` here means "not signed in", whatever
    /// the status: that is how dialects A to C refuse a wrong token.
    ///
    /// # Errors
    /// [`Code::NotSignedIn`], [`Code::BridgeUnreachable`], [`Code::BridgeNonsense`], [`Code::RateLimited`].
    pub async fn me(&self) -> Result<Me> {
        const TASK: Task = Task::DescribeAccount;
        let wire: WireMe = match self.http().call(&Request::get("/api/user/self", TASK)).await {
            Err(failure) if failure.kind == Kind::Refused => {
                return Err(refused_account(self.origin().host()).because(failure.error));
            }
            other => other?,
        };
        let (Some(user_id), Some(balance)) = (wire.id.filter(|id| *id > 0), wire.quota) else {
            return Err(self.not_the_api(TASK));
        };
        Ok(Me {
            user_id,
            username: wire.username,
            display_name: wire.display_name.unwrap_or_default(),
            group: wire.group.unwrap_or_default(),
            balance: Quota(balance),
            used: Quota(wire.used_quota.unwrap_or(0)),
            requests: wire.request_count.unwrap_or(0),
        })
    }

    /// The groups the account may use, in the bridge's order (`GET /api/user/self/groups`). Empty on bridges
    /// that know no groups (one-api).
    ///
    /// # Errors
    /// [`Code::NotSignedIn`], [`Code::BridgeUnreachable`], [`Code::BridgeNonsense`], [`Code::RateLimited`].
    pub async fn groups(&self) -> Result<Vec<Group>> {
        let request = Request::get("/api/user/self/groups", Task::ListGroups);
        match self.call::<Entries<WireGroup>>(request).await {
            Ok(entries) => Ok(entries.groups()),
            Err(failure) if failure.kind == Kind::NoRoute => Ok(vec![]),
            Err(failure) => Err(failure.into()),
        }
    }

    /// The models the account, or one of its groups, may use (`GET /api/user/models`). Bridges before
    /// v1.0 know no `group` and give all of them.
    ///
    /// # Errors
    /// [`Code::NotSignedIn`], [`Code::BridgeUnreachable`], [`Code::BridgeNonsense`], [`Code::RateLimited`],
    /// [`Code::BridgeRefused`].
    pub async fn models(&self, group: Option<&str>) -> Result<Vec<String>> {
        const TASK: Task = Task::ListModels;
        let mut request = Request::get("/api/user/models", TASK);
        if let Some(group) = group {
            request = request.query("group", group);
        }
        let models = match self.call::<Option<Vec<String>>>(request).await {
            // one-api's name for it.
            Err(failure) if failure.kind == Kind::NoRoute => {
                self.call::<Option<Vec<String>>>(Request::get("/api/user/available_models", TASK)).await
            }
            other => other,
        };
        Ok(models?.unwrap_or_default())
    }

    /// Learns whether a refused sign-in carries a `code`, by asking without one.
    pub(super) async fn look_at_refusal(&self) -> Result<()> {
        let request = Request::get("/api/user/self", Task::RefuseStranger).unsigned();
        let coded = self.http().refusal_is_coded(&request).await?;
        self.learn(|seen| seen.coded = Some(coded));
        Ok(())
    }

    /// The answer was JSON of the right form that cannot be true.
    pub(super) fn not_the_api(&self, task: Task) -> Error {
        let (host, task) = (self.origin().host(), task.words());
        let message = say!("http-other-json", host = host, status = "", task = task);
        Error::new(Code::BridgeNonsense, message).hint(say!("http-other-json", "hint"))
    }
}
