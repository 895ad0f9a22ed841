//! The statistics that bridges keep of an account: cheaper to ask for than the log, and never cut short.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Bridge;
use super::http::{Kind, Request};
use super::task::Task;
use super::wire::{loose, whole};
use crate::error::{Code, Error, Result};
use crate::key::{KeyId, Quota};
use crate::words::say;

/// What a model used in an hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageHour {
    /// When the hour began.
    pub at: Timestamp,
    /// The model.
    pub model: String,
    /// Requests.
    pub requests: i64,
    /// Tokens in and out.
    pub tokens: i64,
    /// Cost, in quota units.
    pub quota: Quota,
}

/// What a key used, by group and model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyShare {
    /// The key.
    pub key_id: KeyId,
    /// Its name at that time.
    pub key_name: String,
    /// The group that was billed.
    pub group: String,
    /// The model.
    pub model: String,
    /// Requests.
    pub requests: i64,
    /// Tokens in and out.
    pub tokens: i64,
    /// Cost, in quota units.
    pub quota: Quota,
}

/// A row of `/api/data/self`.
#[derive(Deserialize)]
struct WireHour {
    #[serde(deserialize_with = "whole")]
    created_at: i64,
    #[serde(default, deserialize_with = "loose::text")]
    model_name: Option<String>,
    #[serde(flatten)]
    sum: WireSum,
}

/// A row of `/api/data/flow/self`.
#[derive(Deserialize)]
struct WireFlow {
    #[serde(deserialize_with = "whole")]
    token_id: i64,
    #[serde(default, deserialize_with = "loose::text")]
    token_name: Option<String>,
    #[serde(default, deserialize_with = "loose::text")]
    use_group: Option<String>,
    #[serde(default, deserialize_with = "loose::text")]
    model_name: Option<String>,
    #[serde(flatten)]
    sum: WireSum,
}

#[derive(Deserialize)]
struct WireSum {
    #[serde(default, deserialize_with = "loose::int")]
    count: Option<i64>,
    #[serde(default, deserialize_with = "loose::int")]
    token_used: Option<i64>,
    #[serde(deserialize_with = "whole")]
    quota: i64,
}

/// Requests, tokens, quota.
type Sum = [i64; 3];

fn add(sum: &mut Sum, more: &WireSum) {
    let more = [more.count.unwrap_or(0), more.token_used.unwrap_or(0), more.quota];
    sum.iter_mut().zip(more).for_each(|(sum, more)| *sum = sum.saturating_add(more));
}

/// The longest time a statistic may span, in seconds (`new-api controller/usedata.go`).
const SPAN: i64 = 2_592_000;

/// The most statistics asked for at a time: some two years.
const MOST_SPANS: i64 = 25;

const HOUR: i64 = 3600;

impl Bridge {
    /// What was used, by hour and model, oldest first (`GET /api/data/self`). Bridges write it down every few
    /// minutes, and only where [`Site::keeps_usage`](super::Site::keeps_usage). One request per thirty days.
    ///
    /// # Errors
    /// [`Code::Invalid`] for more than some two years; those of [`Bridge::logs`].
    pub async fn usage_by_hour(&self, from: Timestamp, to: Timestamp) -> Result<Vec<UsageHour>> {
        let mut all = BTreeMap::<_, Sum>::new();
        for span in spans(from, to)? {
            let rows: Vec<WireHour> = self.statistic("/api/data/self", span).await?;
            for row in rows {
                let at = Timestamp::from_second(row.created_at).unwrap_or(Timestamp::UNIX_EPOCH);
                add(all.entry((at, row.model_name.unwrap_or_default())).or_default(), &row.sum);
            }
        }
        let hour = |((at, model), [requests, tokens, quota]): (_, Sum)| UsageHour {
            at,
            model,
            requests,
            tokens,
            quota: Quota(quota),
        };
        Ok(all.into_iter().map(hour).collect())
    }

    /// What was used, by key, group and model (`GET /api/data/flow/self`, new-api from 2026-06-20). As
    /// [`Bridge::usage_by_hour`] otherwise.
    ///
    /// # Errors
    /// [`Code::BridgeRefused`] on bridges that do not keep it; those of [`Bridge::usage_by_hour`].
    pub async fn usage_by_key(&self, from: Timestamp, to: Timestamp) -> Result<Vec<KeyShare>> {
        let mut all = BTreeMap::<_, Sum>::new();
        for span in spans(from, to)? {
            let rows: Vec<WireFlow> = self.statistic("/api/data/flow/self", span).await?;
            for row in rows {
                let [name, group, model] =
                    [row.token_name, row.use_group, row.model_name].map(Option::unwrap_or_default);
                add(all.entry((KeyId(row.token_id), name, group, model)).or_default(), &row.sum);
            }
        }
        let share = |((key_id, key_name, group, model), [requests, tokens, quota]): (_, Sum)| KeyShare {
            key_id,
            key_name,
            group,
            model,
            requests,
            tokens,
            quota: Quota(quota),
        };
        Ok(all.into_iter().map(share).collect())
    }

    async fn statistic<T: for<'de> Deserialize<'de>>(
        &self,
        path: &'static str,
        (from, to): (i64, i64),
    ) -> Result<Vec<T>> {
        let request = Request::get(path, Task::ShowStatistics)
            .query("start_timestamp", from)
            .query("end_timestamp", to);
        match self.call::<Option<Vec<T>>>(request).await {
            Ok(rows) => Ok(rows.unwrap_or_default()),
            Err(failure) if failure.kind == Kind::NoRoute => {
                let host = self.origin().host();
                Err(Error::new(Code::BridgeRefused, say!("statistics-not-kept", host = host))
                    .hint(say!("statistics-not-kept", "hint"))
                    .because(failure.error))
            }
            Err(failure) => Err(failure.into()),
        }
    }
}

/// The time in pieces that bridges take, from full hour to full hour: rows stand at the beginning of theirs.
fn spans(from: Timestamp, to: Timestamp) -> Result<Vec<(i64, i64)>> {
    let (from, to) = (from.as_second().max(0), to.as_second());
    let from = from - from % HOUR;
    if to - from > MOST_SPANS * SPAN {
        return Err(
            Error::new(Code::Invalid, say!("statistics-too-long")).hint(say!("statistics-too-long", "hint"))
        );
    }
    let starts = (from..=to).step_by(SPAN as usize);
    Ok(starts.map(|start| (start, (start + SPAN - 1).min(to))).collect())
}
