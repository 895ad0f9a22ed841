//! The account's log, entry by entry and summed up.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::dialect::page;
use super::http::{Kind, Request, clean};
use super::task::Task;
use super::wire::{Object, Page, Shape, loose, whole};
use super::{Bridge, ListProgress};
use crate::error::{Code, Error, Result};
use crate::key::{KeyId, Quota};
use crate::words::say;

/// Which entries of a log are meant. What is not set, filters nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LogQuery {
    /// The earliest second.
    pub from: Option<Timestamp>,
    /// The latest second.
    pub to: Option<Timestamp>,
    /// What they tell of.
    pub kind: Option<LogKind>,
    /// The name the key had at that time.
    pub key_name: Option<String>,
    /// The model that answered.
    pub model: Option<String>,
    /// The group that was billed.
    pub group: Option<String>,
    /// One request. Bridges before 0.11 know no such filter and give all.
    pub request_id: Option<String>,
    /// The key, whatever its name was. Bridges have no such filter, so all entries are read and sorted here.
    pub key: Option<KeyId>,
    /// Only that many, the newest.
    pub most: Option<usize>,
}

impl LogQuery {
    fn fits(&self, entry: &LogEntry) -> bool {
        self.key.is_none_or(|key| entry.key_id == Some(key))
    }

    fn write<'a>(&self, mut request: Request<'a>) -> Request<'a> {
        let second = |at: Option<Timestamp>| at.map_or(0, Timestamp::as_second);
        request = request
            .query("type", self.kind.unwrap_or(LogKind::Unknown) as i64)
            .query("start_timestamp", second(self.from))
            .query("end_timestamp", second(self.to));
        for (name, value) in [
            ("token_name", &self.key_name),
            ("model_name", &self.model),
            ("group", &self.group),
            ("request_id", &self.request_id),
        ] {
            if let Some(value) = value {
                request = request.query(name, value);
            }
        }
        request
    }
}

/// What an entry tells of (`new-api model/log.go`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum LogKind {
    /// Something else.
    Unknown = 0,
    /// Quota was added.
    TopUp = 1,
    /// Quota was used.
    Consume = 2,
    /// An admin did something.
    Manage = 3,
    /// The bridge did something.
    System = 4,
    /// A request failed.
    Error = 5,
    /// Quota was given back.
    Refund = 6,
    /// Somebody signed in.
    SignIn = 7,
}

impl LogKind {
    pub(super) fn of(number: i64) -> Self {
        use LogKind::{Consume, Error, Manage, Refund, SignIn, System, TopUp, Unknown};
        let all = [TopUp, Consume, Manage, System, Error, Refund, SignIn];
        all.into_iter().find(|kind| *kind as i64 == number).unwrap_or(Unknown)
    }
}

/// One entry of a log. Texts are cut after 200 characters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogEntry {
    /// When.
    pub at: Timestamp,
    /// What it tells of.
    pub kind: LogKind,
    /// The key used; `None` where there is none or the bridge does not tell.
    pub key_id: Option<KeyId>,
    /// Its name at that time.
    pub key_name: String,
    /// The model that answered.
    pub model: String,
    /// The group that was billed.
    pub group: String,
    /// What it cost, in quota units.
    pub quota: Quota,
    /// Tokens in.
    pub prompt_tokens: i64,
    /// Tokens out.
    pub completion_tokens: i64,
    /// Tokens in that came from the provider's cache, where the bridge tells.
    pub cache_tokens: Option<i64>,
    /// How long it took, in seconds.
    pub seconds: i64,
    /// Milliseconds to the first token, where the bridge tells.
    pub first_token_ms: Option<i64>,
    /// Whether the answer was streamed.
    pub streamed: bool,
    /// Where the request came from; empty where the bridge does not tell.
    pub ip: String,
    /// The bridge's name for the request; empty where it has none.
    pub request_id: String,
    /// The bridge's words, on one line, without secrets.
    pub content: String,
    /// The model's multiplier at that time, where the bridge tells.
    pub model_ratio: Option<f64>,
    /// How many times that a token out cost.
    pub completion_ratio: Option<f64>,
    /// The group's multiplier at that time.
    pub group_ratio: Option<f64>,
}

impl LogEntry {
    /// What tells two entries apart: their number on the bridge is only their place in the list. A request
    /// that failed first and then worked has several entries.
    fn mark(&self) -> Mark {
        let tokens = [self.prompt_tokens, self.completion_tokens, self.quota.0];
        (self.request_id.clone(), self.kind, self.at, self.key_id, tokens)
    }
}

type Mark = (String, LogKind, Timestamp, Option<KeyId>, [i64; 3]);

/// An entry as bridges write it.
#[derive(Deserialize)]
pub(super) struct WireLog {
    #[serde(deserialize_with = "whole")]
    created_at: i64,
    #[serde(rename = "type", default, deserialize_with = "loose::int")]
    kind: Option<i64>,
    #[serde(deserialize_with = "whole")]
    quota: i64,
    #[serde(default, deserialize_with = "loose::int")]
    token_id: Option<i64>,
    #[serde(default, deserialize_with = "loose::text")]
    token_name: Option<String>,
    #[serde(default, deserialize_with = "loose::text")]
    model_name: Option<String>,
    #[serde(default, deserialize_with = "loose::text")]
    group: Option<String>,
    #[serde(default, deserialize_with = "loose::text")]
    content: Option<String>,
    #[serde(default, deserialize_with = "loose::text")]
    ip: Option<String>,
    #[serde(default, deserialize_with = "loose::text")]
    request_id: Option<String>,
    #[serde(default, deserialize_with = "loose::text")]
    other: Option<String>,
    #[serde(default, deserialize_with = "loose::int")]
    prompt_tokens: Option<i64>,
    #[serde(default, deserialize_with = "loose::int")]
    completion_tokens: Option<i64>,
    #[serde(default, deserialize_with = "loose::int")]
    use_time: Option<i64>,
    #[serde(default, deserialize_with = "loose::flag")]
    is_stream: Option<bool>,
}

/// What stands in `other`, which is JSON in a string; anything else in it reads as nothing.
#[derive(Default, Deserialize)]
struct WireOther {
    #[serde(default, deserialize_with = "loose::int")]
    cache_tokens: Option<i64>,
    #[serde(default, deserialize_with = "loose::int")]
    frt: Option<i64>,
    #[serde(default, deserialize_with = "loose::float")]
    model_ratio: Option<f64>,
    #[serde(default, deserialize_with = "loose::float")]
    completion_ratio: Option<f64>,
    #[serde(default, deserialize_with = "loose::float")]
    group_ratio: Option<f64>,
}

impl From<WireLog> for LogEntry {
    fn from(wire: WireLog) -> Self {
        let other = wire.other.and_then(|other| serde_json::from_str::<WireOther>(&other).ok());
        let other = other.unwrap_or_default();
        Self {
            at: Timestamp::from_second(wire.created_at).unwrap_or(Timestamp::UNIX_EPOCH),
            kind: LogKind::of(wire.kind.unwrap_or(0)),
            key_id: wire.token_id.filter(|id| *id > 0).map(KeyId),
            key_name: short(wire.token_name),
            model: short(wire.model_name),
            group: short(wire.group),
            quota: Quota(wire.quota),
            prompt_tokens: wire.prompt_tokens.unwrap_or(0),
            completion_tokens: wire.completion_tokens.unwrap_or(0),
            cache_tokens: other.cache_tokens,
            seconds: wire.use_time.unwrap_or(0),
            first_token_ms: other.frt,
            streamed: wire.is_stream.unwrap_or(false),
            ip: short(wire.ip),
            request_id: short(wire.request_id),
            content: clean(&wire.content.unwrap_or_default(), &[]),
            model_ratio: other.model_ratio,
            completion_ratio: other.completion_ratio,
            group_ratio: other.group_ratio,
        }
    }
}

/// What of a page was not on earlier ones: new entries push old ones on to the next page. Twins on one page are
/// two.
fn not_yet(known: &mut HashMap<Mark, usize>, page: impl Iterator<Item = LogEntry>) -> Vec<LogEntry> {
    let mut here = HashMap::new();
    page.filter(|entry| {
        let on_page: &mut usize = here.entry(entry.mark()).or_default();
        let taken = known.entry(entry.mark()).or_default();
        *on_page += 1;
        let new = *on_page > *taken;
        *taken = (*taken).max(*on_page);
        new
    })
    .collect()
}

/// Ten thousand entries of a bridge without measure must fit into memory.
fn short(text: Option<String>) -> String {
    text.unwrap_or_default().chars().take(200).collect()
}

/// Entries of a log.
#[derive(Debug)]
pub struct LogList {
    /// What was read, newest first, each entry once.
    pub entries: Vec<LogEntry>,
    /// Whether that is all that was asked for.
    pub complete: bool,
    /// How many the bridge says there are, of all keys; it counts to 10,000.
    pub total: Option<u64>,
    /// Why it is not complete, unless that was asked for.
    pub because: Option<Error>,
}

/// A log summed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogSum {
    /// What the entries cost, in quota units.
    pub quota: Quota,
    /// Requests in the last minute.
    pub requests_per_minute: i64,
    /// Tokens in the last minute.
    pub tokens_per_minute: i64,
}

/// Whoever hears how far the reading of a log is.
type LogWatch<'a> = &'a (dyn Fn(ListProgress) + Send + Sync);

fn tell(watch: Option<LogWatch<'_>>, read: usize, of: Option<u64>, waiting: Option<Duration>) {
    if let Some(watch) = watch {
        watch(ListProgress { read, of, waiting });
    }
}

/// The most entries that bridges count and give (`new-api model/log.go`: `logSearchCountLimit`).
const MOST: usize = 10_000;

impl Bridge {
    /// The account's log, newest first (`GET /api/log/self`). Read at the pace of [`Bridge::keys_with`].
    ///
    /// # Errors
    /// [`Code::NotSignedIn`], [`Code::BridgeUnreachable`], [`Code::BridgeNonsense`], [`Code::BridgeRefused`],
    /// [`Code::RateLimited`] if not even the first page can be read. What fails later stands in
    /// [`LogList::because`].
    pub async fn logs(&self, query: &LogQuery) -> Result<LogList> {
        self.read_logs(query, None).await
    }

    /// [`Bridge::logs`] as one of many such readings: waits for its turn from the first page on. `watch` hears
    /// how far it is.
    ///
    /// # Errors
    /// Those of [`Bridge::logs`].
    pub async fn logs_with(&self, query: &LogQuery, watch: LogWatch<'_>) -> Result<LogList> {
        self.read_logs(query, Some(watch)).await
    }

    async fn read_logs(&self, query: &LogQuery, watch: Option<LogWatch<'_>>) -> Result<LogList> {
        let most = query.most.unwrap_or(MOST).min(MOST);
        let mut list = LogList { entries: vec![], complete: false, total: None, because: None };
        let mut known = HashMap::new();
        let (mut shape, mut size, mut read) = (None, 0, 0);
        for number in 0..MOST as u64 {
            let mut request = Request::get("/api/log/self", Task::ShowLog);
            let (done, of) = (read, list.total);
            let patience = |wait| tell(watch, done, of, Some(wait));
            if number > 0 || watch.is_some() {
                request = request.patient(&patience);
            }
            for (name, value) in page(shape, number) {
                request = request.query(name, value);
            }
            let page: Page<WireLog> = match self.call(query.write(request)).await {
                Ok(page) => page,
                Err(failure) if number == 0 || failure.kind == Kind::Denied => return Err(failure.into()),
                Err(failure) => {
                    list.because = Some(failure.into());
                    return Ok(list);
                }
            };
            shape = Some(page.shape).filter(|shape| *shape != Shape::Unknown);
            size = size.max(page.items.len());
            read += page.items.len();
            list.total = page.total.or(list.total);
            tell(watch, read, list.total, None);
            let short = page.items.len() < size;
            let fresh = not_yet(&mut known, page.items.into_iter().map(LogEntry::from));
            // Nothing new: the end, or a bridge that gives the same page for ever.
            let ended = short || fresh.is_empty();
            list.entries.extend(fresh.into_iter().filter(|entry| query.fits(entry)));
            let all = list.total.map_or(ended, |total| read as u64 >= total);
            if all || ended || list.entries.len() >= most || read >= MOST {
                list.complete = all && list.entries.len() <= most;
                break;
            }
        }
        let enough = list.entries.len() >= most && most < MOST;
        list.entries.truncate(most);
        if !enough {
            let capped = list.total.map_or(read, |total| total as usize) >= MOST;
            list.complete &= !capped;
            list.because = (!list.complete).then(|| self.log_cut_short(capped));
        }
        Ok(list)
    }

    fn log_cut_short(&self, capped: bool) -> Error {
        let host = self.origin().host();
        match capped {
            true => Error::new(Code::BridgeRefused, say!("logs-cut-short", host = host, most = MOST))
                .hint(say!("logs-cut-short", "hint")),
            false => Error::new(Code::BridgeNonsense, say!("logs-too-few", host = host))
                .hint(say!("logs-too-few", "hint")),
        }
    }

    /// The account's log summed up by the bridge (`GET /api/log/self/stat`).
    ///
    /// # Errors
    /// Those of [`Bridge::logs`].
    pub async fn log_sum(&self, query: &LogQuery) -> Result<LogSum> {
        #[derive(Deserialize)]
        struct Sum {
            #[serde(deserialize_with = "whole")]
            quota: i64,
            #[serde(default, deserialize_with = "loose::int")]
            rpm: Option<i64>,
            #[serde(default, deserialize_with = "loose::int")]
            tpm: Option<i64>,
        }
        let request = query.write(Request::get("/api/log/self/stat", Task::SumUpLog));
        let Object(sum) = self.call::<Object<Sum>>(request).await?;
        Ok(LogSum {
            quota: Quota(sum.quota),
            requests_per_minute: sum.rpm.unwrap_or(0),
            tokens_per_minute: sum.tpm.unwrap_or(0),
        })
    }
}
