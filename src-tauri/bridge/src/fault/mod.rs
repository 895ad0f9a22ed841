//! Faults: how the bridge misbehaves when a test asks for it.

mod play;

use axum::http::{HeaderValue, header::AUTHORIZATION, request::Parts};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use play::play;

/// One way to misbehave, and which requests it is for.
///
/// A request meets at most one fault: the first in the order they were set that is for it and not yet
/// used up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    /// Path without query; a final `*` stands for any rest. Absent is any path.
    #[serde(default = "any_path")]
    pub path: String,
    /// Method; absent is any.
    #[serde(default)]
    pub method: Option<String>,
    /// Something the query must contain, as `status_only=true`.
    #[serde(default)]
    pub query: Option<String>,
    /// Something that its body or its `Authorization` must contain: a key's number or secret.
    #[serde(default)]
    pub holds: Option<String>,
    /// How many requests meet it; 0 is all until the faults are cleared.
    #[serde(default = "once")]
    pub times: u32,
    /// How many requests it lets pass first.
    #[serde(default)]
    pub skip: u32,
    /// What happens.
    #[serde(flatten)]
    pub kind: FaultKind,
}

fn any_path() -> String {
    "*".to_owned()
}

fn once() -> u32 {
    1
}

/// What happens to a request. `after_apply` says that it is carried out first and only its answer is
/// spoiled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FaultKind {
    /// Another status, with an empty body or the given one (text as it is, anything else as JSON).
    Status {
        /// HTTP status.
        status: u16,
        /// Body.
        #[serde(default)]
        body: Option<Value>,
        /// Carried out first.
        #[serde(default)]
        after_apply: bool,
    },
    /// Waits. Before carrying the request out, or between that and the answer.
    Delay {
        /// Milliseconds.
        ms: u64,
        /// Carried out first.
        #[serde(default)]
        after_apply: bool,
    },
    /// Closes the connection without doing anything.
    DropBefore,
    /// Carries the request out, then closes the connection without an answer.
    DropAfterApply,
    /// A web page, as from a captive portal, a sign-in proxy or a CDN.
    Html {
        /// HTTP status.
        #[serde(default = "ok_status")]
        status: u16,
        /// Carried out first.
        #[serde(default)]
        after_apply: bool,
    },
    /// HTTP 200 with `success:false`.
    SuccessFalse {
        /// The message.
        #[serde(default = "some_message")]
        message: String,
        /// Carried out first.
        #[serde(default)]
        after_apply: bool,
    },
    /// Says `success:true` and does nothing.
    Ignored,
    /// 429 with an empty body; `Retry-After` where the dialect has it, or as given.
    RateLimit {
        /// Seconds.
        #[serde(default)]
        retry_after: Option<u32>,
    },
    /// The dialect's answer to a wrong access token.
    Unauthorized,
    /// The real answer, cut off. Half of it by default.
    Truncate {
        /// How much of the body still arrives.
        #[serde(default)]
        bytes: Option<usize>,
    },
    /// The real answer, in small pieces.
    SlowBody {
        /// Bytes per piece.
        chunk: usize,
        /// Milliseconds between pieces.
        ms: u64,
    },
    /// Carries the request out, but the relay goes on with the keys as they were.
    StaleCache {
        /// For how long, by the bridge's clock.
        seconds: u32,
        /// How many relay requests with such a key see the truth before the old copy comes back.
        #[serde(default)]
        fresh_first: u32,
    },
    /// The real answer with a value of another type.
    WrongType {
        /// Which value (RFC 6901).
        #[serde(default = "data")]
        pointer: String,
    },
    /// The real answer without a field.
    Missing {
        /// Which field (RFC 6901).
        pointer: String,
    },
    /// The real answer with another value.
    Replace {
        /// Which value (RFC 6901).
        pointer: String,
        /// The value.
        value: Value,
    },
    /// The real answer under another content type.
    ContentType {
        /// The content type.
        value: String,
    },
    /// A redirect.
    Redirect {
        /// Where to.
        location: String,
        /// HTTP status.
        #[serde(default = "found_status")]
        status: u16,
    },
    /// A JSON string of this size, never held in memory.
    Huge {
        /// Bytes.
        bytes: u64,
    },
    /// JSON arrays in arrays.
    Nested {
        /// How deep.
        depth: usize,
    },
    /// Bytes that are neither JSON nor UTF-8.
    Garbage {
        /// How many.
        bytes: usize,
    },
}

fn ok_status() -> u16 {
    200
}

fn found_status() -> u16 {
    302
}

fn some_message() -> String {
    "something went wrong".to_owned()
}

fn data() -> String {
    "/data".to_owned()
}

impl FaultKind {
    /// The word for it in JSON.
    pub(crate) fn name(&self) -> String {
        let wire = serde_json::to_value(self).unwrap_or_default();
        wire.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned()
    }
}

impl Fault {
    /// A fault for the next request to this path with this method.
    #[must_use]
    pub fn on(method: &str, path: &str, kind: FaultKind) -> Self {
        Self { method: Some(method.to_owned()), path: path.to_owned(), ..Self::on_any(kind) }
    }

    /// A fault for the next request of any kind.
    #[must_use]
    pub fn on_any(kind: FaultKind) -> Self {
        Self { path: any_path(), method: None, query: None, holds: None, times: 1, skip: 0, kind }
    }

    /// For as many requests; 0 is all until the faults are cleared.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self { times, ..self }
    }

    /// After letting as many requests pass.
    #[must_use]
    pub fn skip(self, skip: u32) -> Self {
        Self { skip, ..self }
    }

    /// Only for requests whose query contains this.
    #[must_use]
    pub fn query(self, part: &str) -> Self {
        Self { query: Some(part.to_owned()), ..self }
    }

    /// Only for requests whose body or `Authorization` contains this.
    #[must_use]
    pub fn holding(self, part: &str) -> Self {
        Self { holds: Some(part.to_owned()), ..self }
    }

    /// Reads a fault, refusing what a fault has no field for: a misspelt field would make a test that
    /// tests nothing.
    pub(crate) fn read(json: &[u8]) -> Result<Self, String> {
        let given: Value = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        let fault = Self::deserialize(&given).map_err(|error| error.to_string())?;
        let known = serde_json::to_value(&fault).map_err(|error| error.to_string())?;
        match given.as_object().and_then(|given| given.keys().find(|name| known.get(*name).is_none())) {
            Some(name) => Err(format!("a fault of this kind has no field `{name}`")),
            None => Ok(fault),
        }
    }

    fn is_for(&self, parts: &Parts, body: &[u8]) -> bool {
        let path = parts.uri.path();
        let path_fits = match self.path.strip_suffix('*') {
            Some(start) => path.starts_with(start),
            None => path == self.path,
        };
        let method_fits =
            self.method.as_ref().is_none_or(|method| method.eq_ignore_ascii_case(parts.method.as_str()));
        let query_fits =
            self.query.as_ref().is_none_or(|part| parts.uri.query().unwrap_or_default().contains(part));
        let holds = |part: &String| {
            let credential = parts.headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
            [body, credential.unwrap_or_default()]
                .iter()
                .any(|text| text.windows(part.len()).any(|window| window == part.as_bytes()))
        };
        path_fits && method_fits && query_fits && self.holds.as_ref().is_none_or(holds)
    }
}

/// The faults to come.
#[derive(Debug, Default)]
pub(crate) struct FaultBook(Vec<Fault>);

impl FaultBook {
    /// Adds a fault behind the others.
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// Forgets all faults.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The faults that are left, with what is left of them.
    pub(crate) fn left(&self) -> &[Fault] {
        &self.0
    }

    /// What happens to this request, if anything; uses the fault up.
    pub(crate) fn meet(&mut self, parts: &Parts, body: &[u8]) -> Option<FaultKind> {
        let at = self.0.iter().position(|fault| fault.is_for(parts, body))?;
        let fault = self.0.get_mut(at)?;
        if fault.skip > 0 {
            fault.skip -= 1;
            return None;
        }
        let kind = fault.kind.clone();
        if fault.times == 1 {
            self.0.remove(at);
        } else {
            fault.times = fault.times.saturating_sub(1);
        }
        Some(kind)
    }
}
