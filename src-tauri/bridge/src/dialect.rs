//! The four dialects of the family, and every place where they differ.
//!
//! A difference has one method here and is asked for by name; no other module compares dialects.

use serde::{Deserialize, Serialize};

/// Which generation of the family the bridge speaks like.
///
/// Each stands for one version that was read: A for new-api 0.6.3 (and what it shares with one-api and
/// Veloera), B for v0.9.20-patch.2, C for the last release with cookie sessions (v1.0.0-rc.21), D for
/// the newest with signed sessions (after v1.0.0-rc.22).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, clap::ValueEnum,
)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// Bare arrays, pages from 0, full keys.
    A,
    /// Page objects from 1, full keys.
    B,
    /// Masked keys and reveal, cookie sessions.
    C,
    /// Masked keys, signed sessions, auth errors with a `code`.
    #[default]
    D,
}

impl Dialect {
    /// All four, oldest first.
    pub const ALL: [Self; 4] = [Self::A, Self::B, Self::C, Self::D];

    /// The version `/api/status` tells.
    #[must_use]
    pub const fn version(self) -> &'static str {
        match self {
            Self::A => "v0.6.3",
            Self::B => "v0.9.20-patch.2",
            Self::C => "v1.0.0-rc.21",
            Self::D => "v1.0.0-rc.24",
        }
    }

    /// `X-New-Api-Version` on every answer (since 0.10.8).
    pub(crate) fn tells_version_in_header(self) -> bool {
        self >= Self::C
    }

    /// Messages follow `Accept-Language`; older servers speak Chinese only.
    pub(crate) fn translates(self) -> bool {
        self >= Self::C
    }

    // Signing in (middleware/auth.go, controller/user.go).

    /// The `New-Api-User` header must name the user; D ignores it.
    pub(crate) fn needs_user_header(self) -> bool {
        self <= Self::C
    }

    /// Sign-in failures are HTTP 401 or 403 with a `code`; before, some were HTTP 200.
    pub(crate) fn auth_errors_have_codes(self) -> bool {
        self == Self::D
    }

    /// A password sign-in gives a signed access token and a refresh cookie instead of a session cookie.
    pub(crate) fn signed_sessions(self) -> bool {
        self == Self::D
    }

    /// `Auth-Version` on answers to signed-in calls.
    pub(crate) fn tells_auth_version(self) -> bool {
        self >= Self::C
    }

    /// Two-factor codes at password sign-in (since 0.8.8.3).
    pub(crate) fn two_factor(self) -> bool {
        self >= Self::B
    }

    /// Password sign-in answers with the whole user row, most fields zero (B), instead of six fields.
    pub(crate) fn login_shows_whole_user(self) -> bool {
        self == Self::B
    }

    /// `/api/user/self` gives the raw row, access token included.
    pub(crate) fn self_is_raw_row(self) -> bool {
        self == Self::A
    }

    /// `GET /api/user/token` counts in the critical bucket (since 2026-08-07).
    pub(crate) fn limits_access_token(self) -> bool {
        self == Self::D
    }

    // Keys (controller/token.go, model/token.go).

    /// Key lists are bare arrays with pages from 0; later `{items,total,page,page_size}` from 1.
    pub(crate) fn lists_arrays(self) -> bool {
        self == Self::A
    }

    /// Search gives a page object, matches exactly unless there is a `%`, and has its own rate limit.
    pub(crate) fn searches_pages(self) -> bool {
        self >= Self::C
    }

    /// Keys come masked, and `POST /api/token/{id}/key` and `…/batch/keys` reveal them.
    pub(crate) fn masks_keys(self) -> bool {
        self >= Self::C
    }

    /// `POST /api/token/batch` deletes many (since 0.8.6.2).
    pub(crate) fn batch_deletes(self) -> bool {
        self >= Self::B
    }

    /// `GET /api/token/auto-groups` and the field `auto_groups` (since 2026-08-01).
    pub(crate) fn auto_groups(self) -> bool {
        self == Self::D
    }

    /// The field `cross_group_retry` (since 0.10).
    pub(crate) fn cross_group_retry(self) -> bool {
        self >= Self::C
    }

    /// Longest key name, in bytes.
    pub(crate) fn name_limit(self) -> usize {
        if self >= Self::C { 50 } else { 30 }
    }

    /// Largest quota a key can be given, where it is checked.
    pub(crate) fn max_quota(self) -> Option<i64> {
        match self {
            Self::A | Self::B => None,
            Self::C => Some(500_000_000_000_000),
            Self::D => Some(2_147_483_647),
        }
    }

    /// There is a limit on keys per user (since 2026-02).
    pub(crate) fn limits_key_count(self) -> bool {
        self >= Self::C
    }

    /// IP lists take CIDR ranges; before, exact addresses only.
    pub(crate) fn cidr_ranges(self) -> bool {
        self >= Self::C
    }

    // Account and usage.

    /// The pseudo-group `auto`, with a word where others have a number.
    pub(crate) fn auto_group(self) -> bool {
        self >= Self::B
    }

    /// `/api/status` has `quota_display_type`, `usd_exchange_rate` and `passkey_login`.
    pub(crate) fn tells_currency(self) -> bool {
        self >= Self::B
    }

    /// `/api/status` has `password_login_enabled`.
    pub(crate) fn tells_password_login(self) -> bool {
        self >= Self::C
    }

    /// `GET /api/usage/token/` (since 0.9).
    pub(crate) fn key_usage(self) -> bool {
        self >= Self::B
    }

    /// Read-only calls by key check the key like the relay (B); later any known key but a disabled one.
    pub(crate) fn key_reads_are_strict(self) -> bool {
        self == Self::B
    }

    /// `GET /api/log/token` takes the key in `?key=`; later as Bearer and in the critical bucket.
    pub(crate) fn key_logs_by_query(self) -> bool {
        self <= Self::B
    }

    /// Users may have the addresses of their calls logged (`record_ip_log`, since 0.8).
    pub(crate) fn logs_addresses(self) -> bool {
        self >= Self::B
    }

    /// A change of the user's settings leaves alone what its form does not have.
    pub(crate) fn keeps_other_settings(self) -> bool {
        self == Self::D
    }

    /// `GET /api/data/flow/self` (since 2026-06-20).
    pub(crate) fn usage_flow(self) -> bool {
        self >= Self::C
    }

    /// Logs can be filtered by `request_id`.
    pub(crate) fn logs_request_id(self) -> bool {
        self >= Self::C
    }

    // Limits and relay.

    /// Calls to `/api` allowed in 180 s (doubled on 2026-06-10).
    pub(crate) fn global_limit(self) -> u32 {
        if self >= Self::C { 360 } else { 180 }
    }

    /// A 429 says in `Retry-After` when to come back.
    pub(crate) fn tells_retry_after(self) -> bool {
        self == Self::D
    }

    /// A rejected key is told only that it is invalid; before, the reason stood in the message.
    pub(crate) fn hides_reason(self) -> bool {
        self >= Self::C
    }

    /// Relay errors have a `code` (since 0.9).
    pub(crate) fn relay_errors_have_codes(self) -> bool {
        self >= Self::B
    }

    /// An IP refusal has the code `access_denied`.
    pub(crate) fn names_ip_refusal(self) -> bool {
        self >= Self::C
    }

    /// `x-api-key` signs in on `/v1/models` too, not only on `/v1/messages`.
    pub(crate) fn api_key_header_on_models(self) -> bool {
        self >= Self::C
    }

    /// `/v1/models` answers in the Anthropic shape to Anthropic headers (since 0.9).
    pub(crate) fn anthropic_models(self) -> bool {
        self >= Self::B
    }

    /// `/v1/models` checks the key's IP list.
    pub(crate) fn models_check_ip(self) -> bool {
        self >= Self::B
    }
}
