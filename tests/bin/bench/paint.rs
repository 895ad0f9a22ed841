//! From an input to its picture in the real window: 10,000 keys, and a year of use of eight keys. The page itself
//! measures, from the event to the frame after the one in which the change stands in the document.

use bridgekeeper_bridge::{Fault, FaultKind, Options};
use bridgekeeper_core::key::{KeyId, Quota};
use bridgekeeper_core::store::Store;
use bridgekeeper_core::usage::{SLOT, Slot, Span, Sum};
use serde_json::json;

use crate::desk::{Desk, Page, at_program, until};
use crate::{median, release};

const KEYS: usize = 10_000;
const DAYS: i64 = 365;
const USED_KEYS: i64 = 8;

/// Times each input is made.
const ROUNDS: usize = 15;

/// What the page runs: does something, waits until `seen` changes, and says how long it took to be painted.
const MEASURE: &str = "
    window.toPaint = (act, seen) => new Promise((resolve) => {
        const before = seen();
        const begun = performance.now();
        act();
        const look = () => requestAnimationFrame(() =>
            seen() === before && performance.now() - begun < 5000
                ? look()
                : requestAnimationFrame(() => resolve(performance.now() - begun)));
        look();
    });
    window.one = (id) => document.querySelector(`[data-testid='${id}']`);
    window.type = (id, text) => {
        const field = window.one(id);
        field.value = text;
        field.dispatchEvent(new Event('input', { bubbles: true }));
    };";

/// Prints all of it.
pub fn run() {
    let desk = Desk::with(Options { sample: true, ..Options::default() });
    desk.connect();
    let _ = desk.sandbox.bridgekeeper(&["keys", "list"]).ok();
    many_keys(&desk);
    a_year_of_use(&desk);
    // What is known is shown; nothing that a bridge says comes in between.
    desk.bridge.fault(Fault::on("GET", "/api/", FaultKind::Delay { ms: 3_600_000, after_apply: false }));
    desk.prefer(&json!({ "view": "keys", "knows_tray": true }));
    at_program(&desk, &release("bridgekeeper-app"), async |page| {
        page.run(MEASURE).await;
        page.says("keys-foot", "10,0").await;
        let foot = "() => one('keys-foot').textContent";
        let first = "() => one('key-row')?.dataset.name";
        measure(
            &page,
            "keys: a letter in the filter",
            foot,
            &["type('key-search', 'key-07')", "type('key-search', '')"],
        )
        .await;
        measure(&page, "keys: another order", first, &["one('sort-name').click()"]).await;

        page.click("nav-usage").await;
        page.see("usage-row").await;
        pick(&page, "usage-range-365").await;
        page.see("usage-row").await;
        let calls = "() => one('usage-calls').textContent";
        let table = "() => one('usage-table')?.outerHTML";

        measure(
            &page,
            "usage: another range",
            calls,
            &["one('usage-range-7').click()", "one('usage-range-365').click()"],
        )
        .await;
        measure(
            &page,
            "usage: by key, by day",
            table,
            &["one('usage-by-key').click()", "one('usage-by-day').click()"],
        )
        .await;
        pick(&page, "usage-by-key").await;
        measure(&page, "usage: another order", table, &["one('usage-sort-calls').click()"]).await;
        measure(
            &page,
            "usage: a letter in the filter",
            table,
            &["type('usage-search', '3')", "type('usage-search', '')"],
        )
        .await;
    });
}

async fn measure(page: &Page<'_>, what: &str, seen: &str, acts: &[&str]) {
    let mut times = vec![];
    for round in 0..ROUNDS * acts.len() {
        let act = acts[round % acts.len()];
        let took = page.run_async(&format!("toPaint(() => {act}, {seen})")).await;
        times.push(took.as_f64().unwrap_or_else(|| panic!("{what}: {took}")));
    }
    let worst = times.iter().copied().fold(0.0, f64::max);
    let median = median(times);
    let verdict = if median <= 100.0 { "" } else { "  MISSED" };
    println!("paint: {what}: {median:.0} ms, at most {worst:.0} ms; aim at most 100 ms{verdict}");
}

async fn pick(page: &Page<'_>, id: &str) {
    until(id, async || {
        page.run(&format!("return one('{id}')?.click() === undefined && one('{id}') !== null"))
            .await
            .as_bool()
            .filter(|is| *is)
    })
    .await;
}

/// Has the wallet know so many keys, as if it had listed them.
fn many_keys(desk: &Desk) {
    let path = desk.sandbox.path(".local/share/bridgekeeper/wallet.db");
    let mut database = rusqlite::Connection::open(path).expect("a database");
    let tx = database.transaction().expect("a database");
    let (bridge, key, name): (i64, String, String) = tx
        .query_row("SELECT bridge, known, known ->> '$.name' FROM key LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .expect("a key");
    for id in 1..=KEYS {
        let key = key.replace(&format!("\"{name}\""), &format!("\"key-{id:05}\""));
        tx.execute(
            "INSERT INTO key (bridge, id, known) VALUES (?1, ?2, json_set(?3, '$.id', ?2))",
            (bridge, 1_000_000 + id as i64, key),
        )
        .expect("room");
    }
    tx.commit().expect("room");
}

/// Calls of eight keys with two models in eight quarters of an hour of each day.
fn a_year_of_use(desk: &Desk) {
    let store = Store::open(&desk.sandbox.path(".local/share/bridgekeeper")).expect("a database");
    let account = store.usage_account(&desk.bridge.url, desk.bridge.user_id).expect("an account");
    let now = jiff::Timestamp::now();
    let today = now.as_second() / SLOT * SLOT;
    let from = today - DAYS * 86_400;
    let mut slots = vec![];
    for n in 0..DAYS * 8 {
        for key in 1..=USED_KEYS {
            for (model, quota) in [("claude-sonnet-5", 9000), ("gpt-5.2", 4000)] {
                let sum = Sum {
                    calls: key + n % 7,
                    prompt: 900,
                    completion: 300,
                    cache: 0,
                    tokens: 1200,
                    quota: Quota(quota * key + n),
                };
                slots.push(Slot {
                    at: from + n * 10_800,
                    key: Some(KeyId(key)),
                    name: format!("tool-{key}"),
                    model: model.into(),
                    sum,
                });
            }
        }
    }
    let time = Span { from, to: today };
    store.save_usage(account, time, &slots, time).expect("room");
    store.set_usage_as_of(account, now).expect("room");
}
