//! What arrived at the bridge, secrets included.

use std::{
    collections::{BTreeMap, VecDeque},
    fs::{File, OpenOptions},
    io::{self, Write},
    path::Path,
    sync::Mutex,
};

use axum::http::{HeaderMap, request::Parts};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::bridge::lock;

/// A request as it arrived, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// Counts up from 1.
    pub number: u64,
    /// When, by the machine's clock.
    pub at: Timestamp,
    /// `GET`, `POST` …
    pub method: String,
    /// Path without the query.
    pub path: String,
    /// Query without `?`, empty if there is none.
    pub query: String,
    /// Headers by lower-case name; several of one name are joined by `, `.
    pub headers: BTreeMap<String, String>,
    /// Body, with U+FFFD where it is not UTF-8.
    pub body: String,
    /// Status of the answer; absent while there is none and after a dropped connection.
    pub status: Option<u16>,
    /// Kind of the fault it met.
    pub fault: Option<String>,
}

/// Keeps the last requests in memory and writes all of them to the log file.
#[derive(Debug)]
pub(crate) struct Recorder {
    kept: Mutex<Kept>,
    log: Option<Mutex<File>>,
}

#[derive(Debug, Default)]
struct Kept {
    count: u64,
    requests: VecDeque<Recorded>,
}

impl Recorder {
    /// Requests kept in memory.
    const KEEP: usize = 10_000;

    /// Opens the log file, to append.
    pub(crate) fn open(log: Option<&Path>) -> io::Result<Self> {
        let open = |path| OpenOptions::new().create(true).append(true).open(path);
        Ok(Self { kept: Mutex::default(), log: log.map(open).transpose()?.map(Mutex::new) })
    }

    /// Notes a request that arrived.
    pub(crate) fn arrived(&self, parts: &Parts, body: &[u8]) -> Recorded {
        let mut kept = lock(&self.kept);
        kept.count += 1;
        if kept.requests.len() == Self::KEEP {
            kept.requests.pop_front();
        }
        let request = Recorded {
            number: kept.count,
            at: Timestamp::now(),
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: plain(&parts.headers),
            body: String::from_utf8_lossy(body).into_owned(),
            status: None,
            fault: None,
        };
        kept.requests.push_back(request.clone());
        request
    }

    /// Notes what became of a request, and writes it to the log file.
    pub(crate) fn answered(&self, request: &Recorded) -> io::Result<()> {
        let mut kept = lock(&self.kept);
        if let Some(held) = kept.requests.iter_mut().rev().find(|held| held.number == request.number) {
            held.clone_from(request);
        }
        let Some(log) = &self.log else { return Ok(()) };
        let mut line = serde_json::to_vec(request)?;
        line.push(b'\n');
        lock(log).write_all(&line)
    }

    /// The kept requests, oldest first.
    pub(crate) fn requests(&self) -> Vec<Recorded> {
        lock(&self.kept).requests.iter().cloned().collect()
    }

    /// Forgets the kept requests; the log file stays.
    pub(crate) fn clear(&self) {
        lock(&self.kept).requests.clear();
    }
}

fn plain(headers: &HeaderMap) -> BTreeMap<String, String> {
    let mut plain = BTreeMap::<String, String>::new();
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        plain
            .entry(name.to_string())
            .and_modify(|joined| {
                joined.push_str(", ");
                joined.push_str(&value);
            })
            .or_insert_with(|| value.into_owned());
    }
    plain
}
