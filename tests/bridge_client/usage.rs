//! Logs, statistics and prices.

use bridgekeeper_bridge::{
    self as server, Dialect as Speaks, Fault, FaultKind, LogEntry, LogKind as Wrote, Running,
};
use bridgekeeper_core::bridge::{LogKind, LogQuery, Price, UsageHour};
use bridgekeeper_core::error::Code;
use bridgekeeper_core::key::{KeyId, Quota};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::script::{Script, data, json as whole, json_with, no_route};
use super::scripted::number;
use super::{client, code, count, start, start_with};

const DAY: i64 = 24 * 3600;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// So many requests, one per minute up to now, each different.
fn past(bridge: &Running, count: i64) {
    let now = bridge.now();
    bridge.edit(|state| {
        let user_id = state.users[0].id;
        state.logs = (0..count)
            .map(|number| LogEntry {
                kind: if number % 10 == 9 { Wrote::Topup } else { Wrote::Consume },
                user_id,
                created_at: now - 60 * (count - 1 - number),
                content: format!("entry {number}"),
                key_id: 1 + number % 2,
                key_name: ["one", "two"][number as usize % 2].into(),
                model: ["m1", "m2", "m3"][number as usize % 3].into(),
                group: "cc".into(),
                quota: 100 + number,
                prompt_tokens: 10,
                completion_tokens: 20,
                cache_tokens: 0,
                use_time: 3,
                is_stream: true,
                ip: "203.0.113.7".into(),
                request_id: format!("r{number}"),
            })
            .collect();
    });
}

#[tokio::test]
async fn a_log_comes_whole_and_in_order() {
    for speaks in Speaks::ALL {
        for many in [0, 1, 100, 101, 250] {
            let bridge = start(speaks);
            past(&bridge, many);
            let log = client(&bridge).logs(&LogQuery::default()).await.unwrap();
            assert!(log.complete, "{speaks:?} {many}: {:?}", log.because);
            assert_eq!((log.entries.len() as i64, log.total), (many, Some(many as u64)));
            let truth: Vec<_> = bridge.state().logs.into_iter().rev().collect();
            for (entry, truth) in log.entries.iter().zip(&truth) {
                assert_eq!(entry.at.as_second(), truth.created_at);
                assert_eq!(entry.kind == LogKind::TopUp, truth.kind == Wrote::Topup);
                assert_eq!(entry.key_id, Some(KeyId(truth.key_id)));
                assert_eq!((&entry.key_name, &entry.model), (&truth.key_name, &truth.model));
                assert_eq!((&entry.group, &entry.ip), (&truth.group, &truth.ip));
                assert_eq!((entry.quota, entry.seconds), (Quota(truth.quota), truth.use_time));
                assert_eq!((entry.prompt_tokens, entry.completion_tokens), (10, 20));
                assert_eq!((&entry.request_id, &entry.content), (&truth.request_id, &truth.content));
                assert_eq!(
                    (entry.cache_tokens, entry.first_token_ms, entry.streamed),
                    (Some(0), Some(200), true)
                );
            }
        }
    }
}

type Fits<'a> = &'a dyn Fn(&LogEntry) -> bool;

#[tokio::test]
async fn a_log_is_filtered() {
    for speaks in Speaks::ALL {
        let bridge = start(speaks);
        // What was asked in the last minute is summed up too.
        bridge.freeze();
        past(&bridge, 30);
        let (now, client) = (bridge.now(), client(&bridge));
        let logs = bridge.state().logs;
        let all = LogQuery::default;
        let cases: [(LogQuery, Fits<'_>); 7] = [
            (LogQuery { from: Some(at(now - 300)), ..all() }, &|entry| entry.created_at >= now - 300),
            (LogQuery { to: Some(at(now - 300)), ..all() }, &|entry| entry.created_at <= now - 300),
            (LogQuery { kind: Some(LogKind::TopUp), ..all() }, &|entry| entry.kind == Wrote::Topup),
            (LogQuery { key_name: Some("two".into()), ..all() }, &|entry| entry.key_name == "two"),
            (LogQuery { model: Some("m3".into()), ..all() }, &|entry| entry.model == "m3"),
            (LogQuery { group: Some("none".into()), ..all() }, &|_| false),
            (LogQuery { key: Some(KeyId(2)), ..all() }, &|entry| entry.key_id == 2),
        ];
        for (query, fits) in cases {
            let log = client.logs(&query).await.unwrap();
            let wanted: Vec<_> =
                logs.iter().rev().filter(|entry| fits(entry)).map(|entry| entry.quota).collect();
            let got: Vec<_> = log.entries.iter().map(|entry| entry.quota.0).collect();
            assert_eq!(got, wanted, "{speaks:?} {query:?}");
            assert!(log.complete);
            if query.kind.is_none() && query.key.is_none() {
                let sum = client.log_sum(&query).await.unwrap();
                let spent = |entry: &&LogEntry| entry.kind == Wrote::Consume && fits(entry);
                assert_eq!(sum.quota.0, logs.iter().filter(spent).map(|entry| entry.quota).sum::<i64>());
            }
        }
        let some = client.logs(&LogQuery { most: Some(7), ..all() }).await.unwrap();
        assert_eq!((some.entries.len(), some.complete, some.because.is_none()), (7, false, true));
        let sum = client.log_sum(&all()).await.unwrap();
        assert!((1..=2).contains(&sum.requests_per_minute) && sum.tokens_per_minute >= 30, "{sum:?}");
        if speaks >= Speaks::C {
            let query = LogQuery { request_id: Some("r3".into()), ..all() };
            assert_eq!(client.logs(&query).await.unwrap().entries.len(), 1);
        }
    }
}

#[tokio::test]
async fn a_log_longer_than_bridges_count_says_so() {
    let bridge = start(Speaks::D);
    past(&bridge, 10_050);
    // Time passes only for who waits.
    let bridge = std::sync::Arc::new(bridge);
    let time = super::time::SharedTime::of(&bridge);
    let client = super::client_with(&bridge, super::time::with(time));
    let log = client.logs(&LogQuery::default()).await.unwrap();
    assert_eq!((log.entries.len(), log.total, log.complete), (10_000, Some(10_000), false));
    let because = log.because.unwrap();
    assert!(because.message().contains("newest 10000") && because.next_step().is_some(), "{because:?}");
    let some = client.logs(&LogQuery { most: Some(50), ..LogQuery::default() }).await.unwrap();
    assert_eq!((some.entries.len(), some.complete, some.because.is_none()), (50, false, true));
}

#[tokio::test]
async fn a_log_cut_short_says_so() {
    for speaks in [Speaks::A, Speaks::D] {
        let bridge = start(speaks);
        past(&bridge, 350);
        let broken = FaultKind::Status { status: 500, body: None, after_apply: false };
        bridge.fault(Fault::on("GET", "/api/log/self", broken).skip(2));
        let log = client(&bridge).logs(&LogQuery::default()).await.unwrap();
        assert_eq!((log.complete, log.entries.len()), (false, 200));
        assert_eq!(log.because.map(|error| error.code()), Some(Code::BridgeUnreachable));
    }
}

fn entry(number: i64, request_id: &str) -> Value {
    json!({"id": 1, "created_at": number / 3, "type": 2, "quota": 5, "token_id": 1, "request_id": request_id,
           "other": "{\"model_ratio\":2.5,\"group_ratio\":\"0.8\",\"completion_ratio\":5,\"cache_tokens\":9}"})
}

#[tokio::test]
async fn entries_pushed_on_to_the_next_page_come_once_and_twins_twice() {
    for named in [false, true] {
        let id = move |number: i64| if named { format!("r{number}") } else { String::new() };
        let mut all: Vec<_> = (0..250).rev().map(|number| entry(number, &id(number))).collect();
        let script = Script::start(move |asked| {
            let page = number(asked, "p").unwrap().max(1);
            let items: Vec<_> = all.chunks(100).nth(page - 1).unwrap_or_default().to_vec();
            let answer = data(json!({"items": items, "total": all.len(), "page": page}));
            // Whole seconds pass, in which three requests each come in.
            let newest = all.len() as i64 + 50;
            (newest..newest + 3).for_each(|number| all.insert(0, entry(number, &id(number))));
            answer
        })
        .await;
        let log = script.client().logs(&LogQuery::default()).await.unwrap();
        assert!(log.complete, "{:?}", log.because);
        assert_eq!(log.entries.len(), 250, "twins that no name tells apart are two");
        let first = &log.entries[0];
        assert_eq!((first.model_ratio, first.group_ratio), (Some(2.5), Some(0.8)));
        assert_eq!((first.completion_ratio, first.cache_tokens), (Some(5.0), Some(9)));
    }
}

#[tokio::test]
async fn an_older_log_in_bare_arrays_is_read() {
    for many in [0_i64, 7, 10, 25] {
        let script = Script::start(move |asked| {
            let rows: Vec<_> =
                (0..many).rev().map(|number| json!({"created_at": number, "quota": 1, "type": 2})).collect();
            data(json!(rows.chunks(10).nth(number(asked, "p").unwrap()).unwrap_or_default()))
        })
        .await;
        let log = script.client().logs(&LogQuery::default()).await.unwrap();
        assert_eq!((log.complete, log.entries.len() as i64, log.total), (true, many, None));
    }
    // One that knows no pages is not read for ever.
    let script = Script::start(|_| data(json!([{"created_at": 1, "quota": 1}]))).await;
    let log = script.client().logs(&LogQuery::default()).await.unwrap();
    assert_eq!((log.entries.len(), script.lines().len()), (1, 2));
    let script =
        Script::start(|_| data(json!({"items": [{"created_at": 1, "quota": 1}], "total": 99}))).await;
    let log = script.client().logs(&LogQuery::default()).await.unwrap();
    assert!(!log.complete && log.because.is_some());
}

#[tokio::test]
async fn usage_is_summed_by_hour_over_any_time() {
    for speaks in Speaks::ALL {
        let bridge = start_with(server::Options { dialect: speaks, sample: true, ..Default::default() });
        let (now, client) = (bridge.now(), client(&bridge));
        for days in [1, 29, 30, 31, 100] {
            bridge.clear_requests();
            let hours = client.usage_by_hour(at(now - days * DAY), at(now)).await.unwrap();
            let windows = count(&bridge, "GET", "/api/data/self") as i64;
            assert!((days / 30..=days / 30 + 1).contains(&windows) && windows > 0, "{days}: {windows}");
            assert!(hours.is_sorted_by_key(|hour| hour.at));
            let from = now - days * DAY;
            let from = from - from % 3600;
            let logs = bridge.state().logs;
            let truth = logs.iter().filter(|entry| entry.kind == Wrote::Consume && entry.created_at >= from);
            let truth = truth.fold([0; 3], |[count, tokens, quota], entry| {
                [count + 1, tokens + entry.tokens(), quota + entry.quota]
            });
            let sum = hours.iter().fold([0; 3], |[count, tokens, quota], hour| {
                [count + hour.requests, tokens + hour.tokens, quota + hour.quota.0]
            });
            assert_eq!(sum, truth, "{speaks:?} {days}");
            assert!(days < 29 || sum[0] > 100);
        }
        assert_eq!(client.usage_by_hour(at(5), at(9)).await.unwrap(), [], "null where there is nothing");
        assert_eq!(client.usage_by_hour(at(9), at(5)).await.unwrap(), []);
        bridge.clear_requests();
        assert_eq!(code(client.usage_by_hour(at(0), at(now)).await), Code::Invalid);
        assert_eq!(bridge.requests().len(), 0);
    }
}

#[tokio::test]
async fn usage_is_summed_by_key_where_the_bridge_keeps_it() {
    for speaks in Speaks::ALL {
        let bridge = start_with(server::Options { dialect: speaks, sample: true, ..Default::default() });
        let (now, client) = (bridge.now(), client(&bridge));
        let met = client.usage_by_key(at(now - 120 * DAY), at(now)).await;
        if speaks < Speaks::C {
            let error = met.unwrap_err();
            assert!(error.message().ends_with("does not keep this statistic"), "{error}");
            assert_eq!(code::<()>(Err(error)), Code::BridgeRefused);
            continue;
        }
        let shares = met.unwrap();
        let logs = bridge.state().logs;
        assert_eq!(shares.iter().map(|share| share.requests).sum::<i64>(), logs.len() as i64);
        for share in shares {
            let of_it = logs.iter().filter(|entry| {
                entry.key_id == share.key_id.0 && entry.model == share.model && entry.group == share.group
            });
            assert_eq!(share.quota.0, of_it.clone().map(|entry| entry.quota).sum::<i64>());
            assert_eq!(share.tokens, of_it.map(LogEntry::tokens).sum::<i64>());
        }
    }
}

#[tokio::test]
async fn an_hour_split_in_two_is_put_together() {
    let row = |quota: i64| json!({"model_name": "m", "created_at": 7200, "count": 1, "quota": quota, "token_used": 3});
    let script = Script::start(move |_| data(json!([row(5), row(-2), row(1)]))).await;
    let hours = script.client().usage_by_hour(at(7300), at(9000)).await.unwrap();
    let sum = UsageHour { at: at(7200), model: "m".into(), requests: 3, tokens: 9, quota: Quota(4) };
    assert_eq!(hours, [sum]);
    assert!(script.lines()[0].contains("start_timestamp=7200"), "{:?}", script.lines());
}

#[tokio::test]
async fn prices_are_in_dollars() {
    for speaks in Speaks::ALL {
        let bridge = start(speaks);
        let prices = client(&bridge).prices().await.unwrap();
        let state = bridge.state();
        assert_eq!(prices.models.len(), state.models.len(), "{speaks:?}");
        for model in &state.models {
            // A ratio of 1 is $2 per million tokens in.
            let (input, output) = (2.0 * model.ratio, 2.0 * model.ratio * model.completion_ratio);
            assert_eq!(prices.of(&model.name, 1.0), Some(Price::Tokens { input, output }));
            let half = Price::Tokens { input: input * 0.5, output: output * 0.5 };
            assert_eq!(prices.of(&model.name, 0.5), Some(half));
            let listed = prices.models.iter().find(|price| price.model == model.name).unwrap();
            assert_eq!(listed.groups, model.groups);
        }
        assert_eq!(prices.of("no-such-model", 1.0), None);
        assert_eq!(prices.ratio("cc"), Some(0.8));
        assert_eq!(prices.ratio("internal"), None);
    }
}

#[tokio::test]
async fn closed_prices_are_unknown_prices() {
    for speaks in Speaks::ALL {
        let no = json!({"success": false, "message": "closed"});
        let closed = |status| FaultKind::Status { status, body: Some(no.clone()), after_apply: false };
        for kind in [closed(200), closed(401), closed(403)] {
            let bridge = start(speaks);
            bridge.fault(Fault::on("GET", "/api/pricing", kind.clone()));
            let error = client(&bridge).prices().await.unwrap_err();
            assert!(error.message().ends_with("does not show its prices"), "{error}");
            assert_eq!(code::<()>(Err(error)), Code::BridgeRefused, "{speaks:?} {kind:?}");
        }
        let bridge = start(speaks);
        bridge.fault(Fault::on("GET", "/api/pricing", closed(401)));
        bridge.edit(|state| state.users[0].banned = true);
        assert_eq!(code(client(&bridge).prices().await), Code::NotSignedIn, "then it is the account");
    }
    let script = Script::start(|asked| match asked.line.starts_with("GET /api/status") {
        true => data(json!({"system_name": "n", "quota_per_unit": 500_000})),
        false => no_route(),
    })
    .await;
    assert_eq!(code(script.client().prices().await), Code::BridgeRefused);
}

#[tokio::test]
async fn prices_as_forks_write_them_are_read() {
    let list = json!({"success": true, "data": [
        {"model_name": "call", "quota_type": 1, "model_price": 0.04, "model_ratio": 0, "enable_groups": null},
        {"model_name": "text", "quota_type": "0", "model_ratio": "1.25", "completion_ratio": null},
        {"model_name": "unknown", "quota_type": 0},
    ], "group_ratio": {"a": "1.5", "b": 2, "auto": "自动"}});
    let script = Script::start(move |asked| match asked.line.starts_with("GET /api/status") {
        true => data(json!({"system_name": "n", "quota_per_unit": 1_000_000})),
        false => whole(&list),
    })
    .await;
    let prices = script.client().prices().await.unwrap();
    assert_eq!(prices.of("call", 2.0), Some(Price::Call(0.08)));
    assert_eq!(prices.of("text", 1.0), Some(Price::Tokens { input: 1.25, output: 1.25 }));
    assert_eq!(prices.of("unknown", 1.0), None);
    assert_eq!(prices.groups, [("a".to_owned(), 1.5), ("b".to_owned(), 2.0)]);
    let script = Script::start(|_| json_with(200, &json!({"success": true, "data": {"m": {}}}))).await;
    assert_eq!(code(script.client().prices().await), Code::BridgeNonsense);
}
