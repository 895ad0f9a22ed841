//! How a bridge is started.

use std::path::PathBuf;

use crate::{Dialect, Limits};

/// What to start. [`Options::default`] is dialect D on a free port with one user, no keys, limits off.
#[derive(Clone, Debug)]
pub struct Options {
    /// Port on 127.0.0.1; 0 picks a free one.
    pub port: u16,
    /// How the bridge speaks.
    pub dialect: Dialect,
    /// Where the state is kept. Loaded at start if it exists (then seeds are not used), written
    /// atomically after each change.
    pub state_file: Option<PathBuf>,
    /// Gets one JSON line per request.
    pub log_file: Option<PathBuf>,
    /// Who can sign in. The first is the one [`Running`](crate::Running) tells the credentials of.
    pub users: Vec<UserSeed>,
    /// Adds a few realistic keys and 30 days of usage for the first user.
    pub sample: bool,
    /// Adds this many plain keys for the first user, named `bulk-00001` and on.
    pub bulk_keys: usize,
    /// Rate limits.
    pub limits: Limits,
    /// Keys a user may have, where the dialect limits them (max_user_tokens).
    pub max_keys: usize,
    /// What `/api/status` says of the site.
    pub site: Site,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            dialect: Dialect::default(),
            state_file: None,
            log_file: None,
            users: vec![UserSeed::default()],
            sample: false,
            bulk_keys: 0,
            limits: Limits::off(),
            max_keys: 1000,
            site: Site::default(),
        }
    }
}

/// A user to start with.
#[derive(Clone, Debug)]
pub struct UserSeed {
    /// Name to sign in with.
    pub username: String,
    /// Password; random if absent.
    pub password: Option<String>,
    /// System access token; random if absent.
    pub access_token: Option<String>,
    /// The user's own group.
    pub group: String,
    /// Wallet, in quota units.
    pub quota: i64,
    /// Two-factor sign-in: the code that is right. There is no time-based code to compute.
    pub otp: Option<String>,
}

impl Default for UserSeed {
    fn default() -> Self {
        Self {
            username: "robin".to_owned(),
            password: None,
            access_token: None,
            group: "default".to_owned(),
            quota: 43_210_000,
            otp: None,
        }
    }
}

/// What `/api/status` says of the site.
#[derive(Clone, Debug)]
pub struct Site {
    /// Name shown to people.
    pub name: String,
    /// Quota units in one US dollar.
    pub quota_per_unit: f64,
    /// How the site shows money.
    pub display: QuotaDisplay,
    /// Yuan per dollar.
    pub usd_exchange_rate: f64,
    /// Password sign-in asks for a captcha, which no native client can solve.
    pub turnstile: bool,
    /// Password sign-in is allowed.
    pub password_login: bool,
}

impl Default for Site {
    fn default() -> Self {
        Self {
            name: "Sample Bridge".to_owned(),
            quota_per_unit: 500_000.0,
            display: QuotaDisplay::Usd,
            usd_exchange_rate: 7.3,
            turnstile: false,
            password_login: true,
        }
    }
}

/// `quota_display_type` of `/api/status`.
#[derive(Clone, Debug, PartialEq)]
pub enum QuotaDisplay {
    /// US dollars.
    Usd,
    /// Yuan, at `usd_exchange_rate`.
    Cny,
    /// Raw quota units.
    Tokens,
    /// A currency of the site's own.
    Custom {
        /// Its symbol.
        symbol: String,
        /// How many of it are one dollar.
        rate: f64,
    },
}

impl QuotaDisplay {
    /// The word on the wire.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Usd => "USD",
            Self::Cny => "CNY",
            Self::Tokens => "TOKENS",
            Self::Custom { .. } => "CUSTOM",
        }
    }
}
