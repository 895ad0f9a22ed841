//! Users as rows (new-api model/user.go).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Somebody who can sign in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct User {
    /// Row id.
    pub id: i64,
    /// Name to sign in with.
    pub username: String,
    /// Password in clear: this is a test server.
    pub password: String,
    /// Name shown.
    pub display_name: String,
    /// E-mail address, also good to sign in with.
    pub email: String,
    /// Own group; keys without a group use it.
    pub group: String,
    /// Banned users neither sign in nor relay.
    pub banned: bool,
    /// Wallet left, in quota units.
    pub quota: i64,
    /// Quota used by all keys ever.
    pub used_quota: i64,
    /// Requests relayed.
    pub request_count: i64,
    /// The one system access token.
    pub access_token: Option<String>,
    /// The right two-factor code, if sign-in asks for one.
    pub otp: Option<String>,
    /// Wrong two-factor codes in a row.
    pub otp_failures: u32,
    /// Until when two-factor sign-in is locked, in Unix seconds.
    pub otp_locked_until: i64,
    /// The user's own settings; on the wire JSON in a string (dto/user_settings.go).
    #[serde(default)]
    pub setting: Map<String, Value>,
}

impl User {
    /// Length of a system access token.
    pub(crate) const ACCESS_TOKEN_LEN: usize = 32;

    /// Role on the wire: 1 is a plain user. The bridge has no administrators.
    pub(crate) const ROLE: i64 = 1;

    /// Whether the addresses of calls are logged.
    #[must_use]
    pub fn logs_addresses(&self) -> bool {
        self.setting.get("record_ip_log") == Some(&Value::Bool(true))
    }

    /// Status on the wire.
    pub(crate) fn status(&self) -> i64 {
        if self.banned { 2 } else { 1 }
    }
}
