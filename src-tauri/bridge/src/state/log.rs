//! Usage logs as rows (new-api model/log.go).

use serde::{Deserialize, Serialize};

/// What an entry tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogKind {
    /// 1: quota added.
    Topup,
    /// 2: quota used.
    Consume,
    /// 4: the system did something.
    System,
}

impl LogKind {
    /// `type` on the wire.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Topup => 1,
            Self::Consume => 2,
            Self::System => 4,
        }
    }
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogEntry {
    /// What it tells of.
    pub kind: LogKind,
    /// Whose it is.
    pub user_id: i64,
    /// Unix seconds.
    pub created_at: i64,
    /// Text for people.
    pub content: String,
    /// Key used, 0 for none.
    pub key_id: i64,
    /// Its name at that time.
    pub key_name: String,
    /// Model that answered.
    pub model: String,
    /// Group that was charged.
    pub group: String,
    /// Cost, in quota units.
    pub quota: i64,
    /// Tokens in.
    pub prompt_tokens: i64,
    /// Tokens out.
    pub completion_tokens: i64,
    /// Tokens in that came from the provider's cache.
    #[serde(default)]
    pub cache_tokens: i64,
    /// Seconds it took.
    pub use_time: i64,
    /// Whether the answer was streamed.
    pub is_stream: bool,
    /// Where it came from.
    pub ip: String,
    /// The answer's `X-Oneapi-Request-Id`.
    pub request_id: String,
}

impl LogEntry {
    /// Tokens in and out.
    #[must_use]
    pub fn tokens(&self) -> i64 {
        self.prompt_tokens + self.completion_tokens
    }
}
