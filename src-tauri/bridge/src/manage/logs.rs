//! Usage logs and statistics of the signed-in user (new-api controller/log.go, controller/usedata.go).

use std::collections::BTreeMap;

use axum::{Extension, Router, extract::State, response::Response, routing::get};
use serde_json::{Value, json};

use super::{SignedIn, page::Page};
use crate::{
    Dialect, LogEntry, LogKind, State as Truth,
    bridge::{Bridge, Shared},
    front::Caller,
    reply::{self, Failure},
    route::{At, Guards, Params, number, text},
    say::Say,
};

/// Most entries a list counts.
const MAX_TOTAL: usize = 10_000;
/// Longest span of a statistic, in seconds.
const MAX_SPAN_S: i64 = 2_592_000;
const HOUR_S: i64 = 3600;

pub(super) fn routes(bridge: &Shared) -> Router<Shared> {
    let guard = Guards(bridge);
    Router::new()
        .at("/api/log/self", guard.user(get(list)))
        .at("/api/log/self/stat", guard.user(get(stat)))
        .at("/api/log/self/search", guard.user(get(search)))
        .at("/api/data/self", guard.user(get(by_hour)))
        .at_if(bridge.dialect.usage_flow(), "/api/data/flow/self", guard.user(get(by_key)))
}

/// `GET /api/log/self`
async fn list(
    State(bridge): State<Shared>,
    Extension(user): Extension<SignedIn>,
    params: Params,
) -> Response {
    let (dialect, page) = (bridge.dialect, Page::from_one(&params));
    let username = bridge.look(|state| state.user(user.id).map(|user| user.username.clone()));
    let username = username.unwrap_or_default();
    reply::ok(bridge.look(|state| {
        let filter = Filter::read(dialect, state, user.id, &params);
        let found: Vec<_> = state.logs.iter().rev().filter(|entry| filter.fits(entry)).collect();
        let total = found.len().min(MAX_TOTAL);
        let items = page.cut(found.into_iter()).into_iter().enumerate();
        // The id is where the entry stands in this list, not a row id.
        let wire = |(at, entry): (usize, &LogEntry)| wire(state, entry, page.start() + at + 1, &username);
        page.wire(total, items.map(wire).collect())
    }))
}

/// An entry as its owner sees it. Newer servers show no channel. `other` is JSON in a string.
pub(super) fn wire(state: &Truth, entry: &LogEntry, display_id: usize, username: &str) -> Value {
    let model = state.models.iter().find(|model| model.name == entry.model);
    let other = json!({
        "model_ratio": model.map_or(0.0, |model| model.ratio),
        "group_ratio": state.group(&entry.group).map_or(1.0, |group| group.ratio),
        "completion_ratio": model.map_or(0.0, |model| model.completion_ratio),
        "cache_tokens": entry.cache_tokens,
        "frt": 200,
    });
    json!({
        "id": display_id,
        "user_id": entry.user_id,
        "created_at": entry.created_at,
        "type": entry.kind.code(),
        "content": entry.content,
        "username": username,
        "token_name": entry.key_name,
        "model_name": entry.model,
        "quota": entry.quota,
        "prompt_tokens": entry.prompt_tokens,
        "completion_tokens": entry.completion_tokens,
        "use_time": entry.use_time,
        "is_stream": entry.is_stream,
        "channel": 0,
        "channel_name": "",
        "token_id": entry.key_id,
        "group": entry.group,
        "ip": entry.ip,
        "request_id": entry.request_id,
        "upstream_request_id": "",
        "other": other.to_string(),
    })
}

/// Which entries are asked for.
struct Filter<'a> {
    swept_until: i64,
    user_id: i64,
    kind: i64,
    from: i64,
    to: i64,
    key_name: &'a str,
    model: &'a str,
    group: &'a str,
    request_id: &'a str,
}

impl<'a> Filter<'a> {
    fn read(dialect: Dialect, state: &Truth, user_id: i64, params: &'a Params) -> Self {
        Self {
            swept_until: state.swept_until,
            user_id,
            kind: number(params, "type"),
            from: number(params, "start_timestamp"),
            to: number(params, "end_timestamp"),
            key_name: text(params, "token_name"),
            model: text(params, "model_name"),
            group: text(params, "group"),
            request_id: if dialect.logs_request_id() { text(params, "request_id") } else { "" },
        }
    }

    fn fits(&self, entry: &LogEntry) -> bool {
        let is = |wanted: &str, held: &str| wanted.is_empty() || wanted == held;
        self.user_id == entry.user_id
            && self.swept_until <= entry.created_at
            && (self.kind == 0 || self.kind == entry.kind.code())
            && (self.from == 0 || self.from <= entry.created_at)
            && (self.to == 0 || entry.created_at <= self.to)
            && is(self.key_name, &entry.key_name)
            && is(self.model, &entry.model)
            && is(self.group, &entry.group)
            && is(self.request_id, &entry.request_id)
    }
}

/// `GET /api/log/self/stat`: quota of all that fits, requests and tokens of the last minute.
async fn stat(
    State(bridge): State<Shared>,
    Extension(user): Extension<SignedIn>,
    params: Params,
) -> Response {
    let now = bridge.now();
    reply::ok(bridge.look(|state| {
        let filter =
            Filter { kind: LogKind::Consume.code(), ..Filter::read(bridge.dialect, state, user.id, &params) };
        let found: Vec<_> = state.logs.iter().filter(|entry| filter.fits(entry)).collect();
        let quota: i64 = found.iter().map(|entry| entry.quota).sum();
        let minute = Filter { from: now - 60, to: 0, ..filter };
        let recent: Vec<_> = state.logs.iter().filter(|entry| minute.fits(entry)).collect();
        let tpm: i64 = recent.iter().map(|entry| entry.tokens()).sum();
        json!({"quota": quota, "rpm": recent.len(), "tpm": tpm})
    }))
}

/// `GET /api/log/self/search` always fails.
async fn search(Extension(caller): Extension<Caller>) -> Response {
    reply::failed(Say::Retired.text(caller.lang))
}

/// Sums of entries.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    count: i64,
    quota: i64,
    tokens: i64,
}

/// Sums a user's consumption in the span asked for, in groups.
fn sums<K: Ord>(
    bridge: &Bridge,
    user: &SignedIn,
    params: &Params,
    group: impl Fn(&LogEntry) -> K,
) -> Result<BTreeMap<K, Sum>, Failure> {
    let filter = Filter {
        swept_until: 0,
        user_id: user.id,
        kind: LogKind::Consume.code(),
        from: number(params, "start_timestamp"),
        to: number(params, "end_timestamp"),
        key_name: "",
        model: "",
        group: "",
        request_id: "",
    };
    if filter.to - filter.from > MAX_SPAN_S {
        return Err(Say::SpanTooLong.into());
    }
    let mut sums = BTreeMap::<K, Sum>::new();
    bridge.look(|state| {
        for entry in state.logs.iter().filter(|entry| filter.fits(entry)) {
            let sum = sums.entry(group(entry)).or_default();
            sum.count += 1;
            sum.quota += entry.quota;
            sum.tokens += entry.tokens();
        }
    });
    Ok(sums)
}

/// `GET /api/data/self`: per hour and model; null when there is nothing.
async fn by_hour(
    State(bridge): State<Shared>,
    Extension(user): Extension<SignedIn>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Response {
    let hour = |entry: &LogEntry| (entry.created_at - entry.created_at % HOUR_S, entry.model.clone());
    let rows = sums(&bridge, &user, &params, hour).map(|sums| {
        let rows: Vec<_> = sums
            .into_iter()
            .map(|((hour, model), sum)| {
                json!({
                    "id": 0,
                    "user_id": user.id,
                    "username": "",
                    "model_name": model,
                    "created_at": hour,
                    "token_used": sum.tokens,
                    "count": sum.count,
                    "quota": sum.quota,
                })
            })
            .collect();
        Some(rows).filter(|rows| !rows.is_empty())
    });
    reply::ok_or(&caller, rows)
}

/// `GET /api/data/flow/self`: per key, group and model.
async fn by_key(
    State(bridge): State<Shared>,
    Extension(user): Extension<SignedIn>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Response {
    let flow =
        |entry: &LogEntry| (entry.key_id, entry.key_name.clone(), entry.group.clone(), entry.model.clone());
    let rows = sums(&bridge, &user, &params, flow).map(|sums| {
        sums.into_iter()
            .map(|((id, name, group, model), sum)| {
                json!({
                    "token_id": id,
                    "token_name": name,
                    "use_group": group,
                    "model_name": model,
                    "token_used": sum.tokens,
                    "count": sum.count,
                    "quota": sum.quota,
                })
            })
            .collect::<Vec<_>>()
    });
    reply::ok_or(&caller, rows)
}
