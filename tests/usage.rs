//! What was used, against the bridge's own books: in every dialect, over time zones, rotations and swept logs;
//! and never faster than the bridge allows.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use bridgekeeper_bridge::{
    Dialect, Fault, FaultKind, Key, Limits, LogEntry, LogKind, Options, Running, Server,
};
use bridgekeeper_core::bridge::{Account, Bridge, LogQuery, Origin};
use bridgekeeper_core::error::Code;
use bridgekeeper_core::key::KeyId;
use bridgekeeper_core::machine::{Machine, Platform};
use bridgekeeper_core::secret::Secret;
use bridgekeeper_core::store::Store;
use bridgekeeper_core::vault::MemoryVault;
use bridgekeeper_core::view::{
    AttentionKind, BudgetState, ConfigureRequest, EditKeyRequest, KeyChoice, UsageBy, UsageRange, UsageView,
};
use bridgekeeper_core::wallet::{ConnectRequest, SignIn, Wallet, unwatched};
use jiff::Timestamp;
use jiff::tz::TimeZone;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// The first second of 2026-11-20, UTC: "now" of these tests is noon of that day.
const TODAY: i64 = 1_795_132_800;

/// A person at a machine whose clock stands still, or takes a step at each look.
struct Person {
    home: tempfile::TempDir,
    vault: Arc<MemoryVault>,
    now: Arc<AtomicI64>,
    step: i64,
    zone: TimeZone,
}

impl Person {
    fn new() -> Self {
        Self {
            home: tempfile::tempdir().unwrap(),
            vault: Arc::new(MemoryVault::new()),
            now: Arc::new(AtomicI64::new((TODAY + 12 * HOUR) * 1000)),
            step: 0,
            zone: TimeZone::UTC,
        }
    }

    /// For whom two seconds pass between any two looks at the clock: so nobody has to wait for a turn.
    fn in_no_hurry() -> Self {
        Self { step: 2000, ..Self::new() }
    }

    fn living_in(zone: &str) -> Self {
        Self { zone: TimeZone::get(zone).unwrap(), ..Self::new() }
    }

    fn machine(&self) -> Machine {
        let (now, step) = (self.now.clone(), self.step);
        let clock =
            Arc::new(move || Timestamp::from_millisecond(now.fetch_add(step, Ordering::SeqCst)).unwrap());
        let env = BTreeMap::from([("HOME".to_owned(), self.home.path().display().to_string())]);
        let command = Path::new("/bridgekeeper").into();
        let machine = Machine::new(Platform::Linux, env, "test".into(), command, clock).unwrap();
        Machine { zone: self.zone.clone(), ..machine }
    }

    fn wallet(&self) -> Wallet {
        Wallet::open(self.machine(), self.vault.clone(), None).unwrap()
    }

    async fn connected(&self, bridge: &Running) -> Wallet {
        let wallet = self.wallet();
        let request = ConnectRequest {
            url: bridge.url.clone(),
            sign_in: SignIn::Token {
                user_id: Some(bridge.user_id),
                access_token: Secret::new(bridge.access_token.clone()),
            },
            insist: false,
        };
        wallet.connect(request).await.unwrap();
        wallet
    }

    fn passes(&self, seconds: i64) {
        self.now.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    fn now(&self) -> i64 {
        self.now.load(Ordering::SeqCst) / 1000
    }

    fn store(&self) -> Store {
        Store::open(&self.machine().data_dir).unwrap()
    }
}

fn start(dialect: Dialect) -> Running {
    Server::start(Options { dialect, ..Options::default() }).unwrap()
}

/// One call.
fn call(at: i64, key_id: i64, key_name: &str, model: &str, quota: i64) -> LogEntry {
    LogEntry {
        kind: LogKind::Consume,
        user_id: 42,
        created_at: at,
        content: String::new(),
        key_id,
        key_name: key_name.into(),
        model: model.into(),
        group: "cc".into(),
        quota,
        prompt_tokens: 30,
        completion_tokens: 12,
        cache_tokens: 20,
        use_time: 3,
        is_stream: true,
        ip: "203.0.113.7".into(),
        request_id: format!("{at}-{key_id}-{quota}"),
    }
}

/// Calls of two keys, every so many seconds from so many days ago up to now.
fn past(days: i64, every: i64) -> Vec<LogEntry> {
    let start = TODAY + 12 * HOUR - days * DAY;
    (0..days * DAY / every)
        .map(|n| {
            let key = 1 + n % 2;
            let model = ["claude-opus-5-5", "gpt-5.5", "gemini-3-pro"][n as usize % 3];
            call(start + n * every, key, &format!("key-{key}"), model, 100 + n % 1000)
        })
        .collect()
}

fn with_logs(dialect: Dialect, logs: Vec<LogEntry>) -> Running {
    let bridge = start(dialect);
    let user_id = bridge.user_id;
    bridge.edit(|state| {
        for name in ["key-1", "key-2"] {
            state.add_key(Key {
                user_id,
                name: name.into(),
                created_time: TODAY - 300 * DAY,
                ..Key::default()
            });
        }
        state.logs = logs.into_iter().map(|entry| LogEntry { user_id, ..entry }).collect();
    });
    bridge
}

fn last(days: u32) -> UsageRange {
    UsageRange::Last { days }
}

async fn synced(wallet: &Wallet, days: u32, by: UsageBy) -> UsageView {
    wallet.sync_usage(&last(days), unwatched()).await.unwrap();
    let view = wallet.usage(&last(days), by).unwrap();
    assert!(view.basis.complete, "{:?}", view.basis);
    view
}

fn costs(view: &UsageView) -> BTreeMap<String, (i64, i64)> {
    view.usage.iter().map(|line| (line.name.clone(), (line.sum.calls, line.sum.quota.0))).collect()
}

/// The same out of the bridge's own rows.
fn truth(logs: &[LogEntry], name: impl Fn(&LogEntry) -> String) -> BTreeMap<String, (i64, i64)> {
    let mut sums = BTreeMap::new();
    for entry in logs {
        let sum: &mut (i64, i64) = sums.entry(name(entry)).or_default();
        *sum = (sum.0 + 1, sum.1 + entry.quota);
    }
    sums
}

/// The log is asked for that often.
fn asked(bridge: &Running, path: &str) -> usize {
    bridge.requests().iter().filter(|request| request.path == path).count()
}

#[tokio::test]
async fn sums_are_those_of_the_bridges_own_books_in_every_dialect() {
    for dialect in Dialect::ALL {
        let bridge = with_logs(dialect, past(40, HOUR));
        let wallet = Person::new().connected(&bridge).await;
        let view = synced(&wallet, 60, UsageBy::Key).await;
        let logs = bridge.state().logs;
        assert_eq!(costs(&view), truth(&logs, |entry| entry.key_name.clone()), "{dialect:?}");
        let models = wallet.usage(&last(60), UsageBy::Model).unwrap();
        assert_eq!(costs(&models), truth(&logs, |entry| entry.model.clone()), "{dialect:?}");
        let days = wallet.usage(&last(60), UsageBy::Day).unwrap();
        let day =
            |entry: &LogEntry| Timestamp::from_second(entry.created_at).unwrap().to_string()[..10].into();
        let mut used = costs(&days);
        assert_eq!(used.len(), 60, "days without use are days, too");
        used.retain(|_, (calls, _)| *calls > 0);
        assert_eq!(used, truth(&logs, day), "{dialect:?}");

        // What the bridge itself says it sums up to.
        let origin = Origin::parse(&bridge.url, false).unwrap();
        let token = Arc::new(Secret::new(bridge.access_token.clone()));
        let account = Account { user_id: Some(bridge.user_id), token };
        let sum = Bridge::new(origin, Some(account)).unwrap().log_sum(&LogQuery::default()).await.unwrap();
        assert_eq!(view.total.quota, sum.quota, "{dialect:?}");
        let calls = view.total.calls;
        assert_eq!((view.total.prompt_tokens, view.total.completion_tokens), (30 * calls, 12 * calls));
        assert_eq!((view.total.cache_tokens, view.total.tokens), (20 * calls, 42 * calls));
        assert!((view.total.usd - view.total.quota.0 as f64 / 500_000.0).abs() < 1e-9);
        assert!((view.usage.iter().map(|line| line.share).sum::<f64>() - 1.0).abs() < 1e-9);
    }
}

#[tokio::test]
async fn reading_on_is_the_same_as_reading_all_and_costs_a_page() {
    for dialect in Dialect::ALL {
        let all = past(20, HOUR / 2);
        let (before, after) = all.split_at(all.len() - 30);
        let bridge = with_logs(dialect, before.to_vec());
        let person = Person::new();
        person.passes(-15 * HOUR);
        let wallet = person.connected(&bridge).await;
        synced(&wallet, 30, UsageBy::Tool).await;
        person.passes(15 * HOUR);
        bridge.edit(|state| state.logs.extend(after.iter().cloned()));
        bridge.clear_requests();
        let step_by_step = synced(&wallet, 30, UsageBy::Key).await;
        assert_eq!(asked(&bridge, "/api/log/self"), 1, "{dialect:?}: it goes on where it ended");
        assert_eq!(asked(&bridge, "/api/data/self"), 0, "{dialect:?}");
        let at_once = synced(&Person::new().connected(&bridge).await, 30, UsageBy::Key).await;
        assert_eq!(step_by_step.usage, at_once.usage, "{dialect:?}");
        assert_eq!(step_by_step.total.calls, all.len() as i64);
        // Once more changes nothing: the last hour is read anew and not counted twice.
        assert_eq!(synced(&wallet, 30, UsageBy::Key).await.usage, at_once.usage);
    }
}

/// Twelve thousand calls in three weeks: more than a bridge counts, so the log is read in pieces; where there are
/// statistics by key, the busy days come from them, at a request each.
#[tokio::test]
async fn a_busy_account_is_whole_too() {
    for dialect in Dialect::ALL {
        let bridge = with_logs(dialect, past(21, 150));
        let wallet = Person::in_no_hurry().connected(&bridge).await;
        bridge.clear_requests();
        let view = synced(&wallet, 25, UsageBy::Key).await;
        let logs = bridge.state().logs;
        assert_eq!(logs.len(), 12_096);
        assert_eq!(costs(&view), truth(&logs, |entry| entry.key_name.clone()), "{dialect:?}");
        assert_eq!(view.total.tokens, 42 * view.total.calls);
        let (pages, by_key) = (asked(&bridge, "/api/log/self"), asked(&bridge, "/api/data/flow/self"));
        if dialect >= Dialect::C {
            assert!(by_key >= 19 && pages <= 14, "{dialect:?}: {pages} pages, {by_key} days");
        } else {
            assert!(by_key <= 1 && (121..=160).contains(&pages), "{dialect:?}: {pages} pages, {by_key} days");
        }
        let turned_away = bridge.requests().iter().filter(|request| request.status == Some(429)).count();
        assert_eq!(turned_away, 0);
    }
}

#[tokio::test]
async fn what_the_bridge_swept_from_its_log_comes_from_its_statistics() {
    for dialect in Dialect::ALL {
        let bridge = with_logs(dialect, past(20, HOUR));
        bridge.edit(|state| state.swept_until = TODAY - 9 * DAY);
        let person = Person::new();
        let wallet = person.connected(&bridge).await;
        let days = synced(&wallet, 30, UsageBy::Day).await;
        let logs = bridge.state().logs;
        let day =
            |entry: &LogEntry| Timestamp::from_second(entry.created_at).unwrap().to_string()[..10].into();
        let mut used = costs(&days);
        used.retain(|_, (calls, _)| *calls > 0);
        assert_eq!(used, truth(&logs, day), "{dialect:?}");
        let keys = costs(&wallet.usage(&last(30), UsageBy::Key).unwrap());
        let names: Vec<_> = keys.keys().map(String::as_str).collect();
        match dialect {
            Dialect::A | Dialect::B => {
                assert_eq!(names, ["(the bridge does not say which key)", "key-1", "key-2"]);
            }
            Dialect::C | Dialect::D => {
                assert_eq!(keys, truth(&logs, |entry| entry.key_name.clone()), "{dialect:?}");
            }
        }
        // It was kept before it was swept, and is kept although the bridge has nothing any more.
        person.passes(2 * HOUR);
        wallet.sync_usage(&last(30), unwatched()).await.unwrap();
        bridge.edit(|state| state.logs.clear());
        assert_eq!(synced(&wallet, 30, UsageBy::Day).await.total.calls, logs.len() as i64);
        let again = person.connected(&bridge).await;
        again.sign_out(&bridge.url["http://".len()..]).await.unwrap();
        let again = person.connected(&bridge).await;
        assert_eq!(synced(&again, 30, UsageBy::Day).await.total.calls, logs.len() as i64, "over a sign-out");
    }
}

#[tokio::test]
async fn what_was_read_before_it_was_cut_short_is_kept() {
    let bridge = with_logs(Dialect::D, past(21, 900));
    let wallet = Person::new().connected(&bridge).await;
    let broken = FaultKind::Status { status: 500, body: None, after_apply: false };
    bridge.fault(Fault::on("GET", "/api/log/self", broken).skip(13).times(0));
    let cut_short = wallet.sync_usage(&last(30), unwatched()).await.unwrap_err();
    assert_eq!(cut_short.code(), Code::BridgeUnreachable, "{cut_short:?}");
    let part = wallet.usage(&last(30), UsageBy::Day).unwrap();
    assert!(!part.basis.complete && part.basis.note.is_some());
    assert!((1000..2016).contains(&part.total.calls), "{}", part.total.calls);
    bridge.clear_faults();
    bridge.clear_requests();
    assert_eq!(synced(&wallet, 30, UsageBy::Day).await.total.calls, 2016);
    assert!(asked(&bridge, "/api/log/self") < 14, "only the rest is read");
}

#[tokio::test]
async fn the_bridges_limits_are_kept() {
    for dialect in [Dialect::A, Dialect::D] {
        let options =
            Options { dialect, sample: true, limits: Limits::standard(dialect), ..Options::default() };
        let bridge = Server::start(options).unwrap();
        let person = Person::new();
        person.now.store(bridge.now() * 1000, Ordering::SeqCst);
        let wallet = person.connected(&bridge).await;
        synced(&wallet, 80, UsageBy::Day).await;
        let requests = bridge.requests();
        assert!(requests.iter().all(|request| request.status != Some(429)), "{dialect:?}");
        assert!(requests.len() < 60, "{dialect:?}: {}", requests.len());
    }
}

#[tokio::test]
async fn days_are_those_of_the_persons_own_time_zone() {
    // Clocks go back in Berlin on 25 October at three: that day has 25 hours, from 22:00 to 23:00 UTC.
    let midnight = "2026-10-25T00:00:00+02:00".parse::<Timestamp>().unwrap().as_second();
    let at = [-1, 0, 2 * HOUR + 1800, 3 * HOUR + 1800, 25 * HOUR - 1, 25 * HOUR];
    let logs =
        at.iter().zip(1..).map(|(after, quota)| call(midnight + after, 1, "key-1", "m", quota)).collect();
    let bridge = with_logs(Dialect::D, logs);
    let wallet = Person::living_in("Europe/Berlin").connected(&bridge).await;
    let view = synced(&wallet, 40, UsageBy::Day).await;
    let mut used = costs(&view);
    used.retain(|_, (calls, _)| *calls > 0);
    let day = |date: &str, sum| (date.to_owned(), sum);
    let wanted = [day("2026-10-24", (1, 1)), day("2026-10-25", (4, 14)), day("2026-10-26", (1, 6))];
    assert_eq!(used, BTreeMap::from(wanted));
    assert_eq!(view.basis.zone, "Europe/Berlin");

    // The same calls in Kathmandu, three quarters of an hour off.
    let wallet = Person::living_in("Asia/Kathmandu").connected(&bridge).await;
    let mut used = costs(&synced(&wallet, 40, UsageBy::Day).await);
    used.retain(|_, (calls, _)| *calls > 0);
    let wanted = [day("2026-10-25", (4, 10)), day("2026-10-26", (2, 11))];
    assert_eq!(used, BTreeMap::from(wanted));
}

/// A tool's cost goes on over the keys it had; a key's history goes on in the key that replaced it.
#[tokio::test]
async fn tools_and_keys_go_on_over_rotations_and_renames() {
    for dialect in Dialect::ALL {
        let bridge = with_logs(dialect, vec![]);
        let person = Person::new();
        let wallet = person.connected(&bridge).await;
        let configure = async |key| {
            let request = ConfigureRequest {
                tool: "claude-code".into(),
                profile: None,
                key,
                mode: None,
                api: None,
                model: None,
            };
            let plan = wallet.propose_configure(request).await.unwrap();
            wallet.apply(&plan.id).await.unwrap();
        };
        configure(KeyChoice::Existing { id: KeyId(1) }).await;
        let add = |logs: &[LogEntry]| bridge.edit(|state| state.logs.extend_from_slice(logs));
        let user_id = bridge.user_id;
        let used =
            |key, name: &str, quota| LogEntry { user_id, ..call(person.now() - 60, key, name, "m", quota) };
        add(&[used(1, "key-1", 10), used(2, "key-2", 500)]);
        let name = Some("renamed".to_owned());
        wallet.edit_key(KeyId(1), EditKeyRequest { name, ..EditKeyRequest::default() }).await.unwrap();
        add(&[used(1, "renamed", 20)]);
        person.passes(HOUR);
        configure(KeyChoice::Create).await;
        let third = bridge.keys().iter().map(|key| key.id).max().unwrap();
        let third_name = bridge.key(third).unwrap().name;
        add(&[used(third, &third_name, 40)]);

        let tools = costs(&synced(&wallet, 7, UsageBy::Tool).await);
        let wanted = [("Claude Code".to_owned(), (3, 70)), ("key-2".to_owned(), (1, 500))];
        assert_eq!(tools, BTreeMap::from(wanted), "{dialect:?}");
        let keys = wallet.usage(&last(7), UsageBy::Key).unwrap();
        let wanted = [(third_name.clone(), (3, 70)), ("key-2".to_owned(), (1, 500))];
        assert_eq!(costs(&keys), BTreeMap::from(wanted), "{dialect:?}");
        assert_eq!(keys.usage[1].key, Some(KeyId(third)));
        // A rotation that the wallet notes elsewhere: the same line goes on.
        add(&[used(2, "key-2", 80)]);
        let now = Timestamp::from_second(TODAY).unwrap();
        person.store().note_successor(&bridge.url, KeyId(third), KeyId(2), now).unwrap();
        person.passes(HOUR);
        let keys = costs(&synced(&wallet, 7, UsageBy::Key).await);
        assert_eq!(keys, BTreeMap::from([("key-2".to_owned(), (5, 650))]), "{dialect:?}");
    }
}

/// Bridges that log names only: a key is found by the name it has and by the one it had.
#[tokio::test]
async fn a_log_of_names_only_is_sorted_by_name() {
    let bridge = with_logs(Dialect::A, vec![]);
    let person = Person::new();
    let wallet = person.connected(&bridge).await;
    wallet.keys().await.unwrap();
    let used =
        |name: &str, quota| LogEntry { user_id: bridge.user_id, ..call(TODAY + HOUR, 0, name, "m", quota) };
    bridge.edit(|state| state.logs = vec![used("key-1", 10), used("gone", 30)]);
    let name = Some("renamed".to_owned());
    wallet.edit_key(KeyId(1), EditKeyRequest { name, ..EditKeyRequest::default() }).await.unwrap();
    bridge.edit(|state| state.logs.push(used("renamed", 20)));
    let keys = costs(&synced(&wallet, 7, UsageBy::Key).await);
    assert_eq!(keys, BTreeMap::from([("renamed".to_owned(), (2, 30)), ("gone".to_owned(), (1, 30))]));
}

#[tokio::test]
async fn a_budget_warns_before_it_is_spent() {
    let bridge = with_logs(Dialect::D, vec![]);
    let person = Person::new();
    let wallet = person.connected(&bridge).await;
    let request = ConfigureRequest {
        tool: "claude-code".into(),
        profile: None,
        key: KeyChoice::Existing { id: KeyId(1) },
        mode: None,
        api: None,
        model: None,
    };
    let plan = wallet.propose_configure(request).await.unwrap();
    wallet.apply(&plan.id).await.unwrap();
    for wrong in [Some(0.0), Some(-3.0), Some(f64::NAN), Some(1e12)] {
        assert_eq!(wallet.set_budget("claude-code", wrong).unwrap_err().code(), Code::Invalid);
    }
    assert_eq!(wallet.set_budget("no-tool", Some(5.0)).unwrap_err().code(), Code::NotFound);
    wallet.set_budget("claude-code", Some(10.0)).unwrap();

    // 5,000,000 units are 10 dollars. What was spent in October does not count.
    let spend = |at, quota| {
        let entry = LogEntry { user_id: bridge.user_id, ..call(at, 1, "key-1", "m", quota) };
        bridge.edit(|state| state.logs.push(entry));
    };
    spend(TODAY - 25 * DAY, 9_000_000);
    spend(TODAY - 4 * DAY, 2_000_000);
    let look = async || {
        wallet.sync_usage(&last(60), unwatched()).await.unwrap();
        let budget = wallet.budgets().unwrap().remove(0);
        let status = wallet.status().await.unwrap();
        let warned = status.attention.into_iter().find(|item| item.kind == AttentionKind::Budget);
        (budget, warned.map(|item| (item.text, item.percent)))
    };
    let (budget, warned) = look().await;
    assert_eq!((budget.state, warned), (BudgetState::Fine, None));
    assert!((budget.spent_usd - 4.0).abs() < 1e-9, "{budget:?}");
    assert_eq!(budget.renews, "2026-12-01");
    // Four dollars in the four whole days since the first: six more last six days.
    assert!((budget.days_left.unwrap() - 6.0).abs() < 1e-9, "{budget:?}");

    spend(person.now(), 2_100_000);
    person.passes(HOUR);
    let (budget, warned) = look().await;
    assert_eq!(budget.state, BudgetState::Near);
    let (text, percent) = warned.unwrap();
    assert_eq!(text, "Claude Code has spent $8.20 of $10.00 this month, gone in about 2 days at this pace");
    assert_eq!(percent, Some(82));

    spend(person.now(), 1_000_000);
    person.passes(HOUR);
    let (budget, warned) = look().await;
    assert_eq!((budget.state, budget.days_left), (BudgetState::Spent, Some(0.0)));
    assert!(warned.unwrap().0.contains("has spent its budget"));
    assert!(wallet.set_budget("claude-code", None).unwrap().is_empty());
}

#[tokio::test]
async fn home_says_what_it_cost_what_is_left_and_what_needs_me() {
    let bridge = with_logs(Dialect::D, vec![]);
    let user_id = bridge.user_id;
    bridge.edit(|state| {
        let spend = |at, quota| LogEntry { user_id, ..call(at, 1, "key-1", "m", quota) };
        state.logs = vec![
            spend(TODAY - 40 * DAY, 4_000_000),
            spend(TODAY - 20 * DAY, 1_000_000),
            spend(TODAY - 9 * DAY, 250_000),
            spend(TODAY - 3 * DAY, 500_000),
            spend(TODAY - DAY + 8 * HOUR, 100_000),
            spend(TODAY - DAY + 20 * HOUR, 900_000),
            spend(TODAY + HOUR, 50_000),
        ];
        let user = state.users.first_mut().unwrap();
        user.quota = 1_000_000;
        let mut keys = state.keys.iter_mut();
        let (first, second) = (keys.next().unwrap(), keys.next().unwrap());
        (first.created_time, second.expired_time) = (TODAY - 100 * DAY, TODAY + 3 * DAY);
        (second.unlimited_quota, second.remain_quota, second.used_quota) = (false, 50, 950);
    });
    let person = Person::new();
    let wallet = person.connected(&bridge).await;
    let home = wallet.home().await.unwrap();
    assert_eq!((home.usage_as_of, home.usage_complete, home.days_left), (None, false, None));
    wallet.keys().await.unwrap();
    let request = ConfigureRequest {
        tool: "claude-code".into(),
        profile: None,
        key: KeyChoice::Existing { id: KeyId(1) },
        mode: None,
        api: None,
        model: None,
    };
    let plan = wallet.propose_configure(request).await.unwrap();
    wallet.apply(&plan.id).await.unwrap();
    wallet.sync_usage(&last(60), unwatched()).await.unwrap();

    let home = wallet.home().await.unwrap();
    let usd = |quota: f64| quota / 500_000.0;
    assert!((home.today.usd - usd(50_000.0)).abs() < 1e-9);
    assert!((home.today.before_usd - usd(100_000.0)).abs() < 1e-9, "yesterday up to this hour");
    assert_eq!((home.days7.quota.0, home.days7.before_quota.0), (1_550_000, 250_000));
    assert_eq!((home.days30.quota.0, home.days30.before_quota.0), (2_800_000, 4_000_000));
    assert_eq!((home.by_day.len(), home.by_day[29].0, home.by_day[28].0), (30, 50_000, 1_000_000));
    assert!(home.usage_complete && home.usage_as_of.is_some());
    // 1.5 million in the three whole days since the first of this week: 500,000 a day.
    assert!((home.days_left.unwrap() - 2.0).abs() < 1e-9, "{:?}", home.days_left);
    let tool = home.tools.iter().find(|tool| tool.id == "claude-code").unwrap();
    assert!(
        (tool.days30_usd - usd(2_800_000.0)).abs() < 1e-9 && (tool.today_usd - usd(50_000.0)).abs() < 1e-9
    );

    std::fs::write(person.home.path().join(".claude/settings.json"), "{}").unwrap();
    let mut home = wallet.home().await.unwrap();
    // What a doctor would say of this made-up machine is not the matter here.
    home.attention.retain(|item| item.kind != AttentionKind::Tool);
    let kinds: Vec<_> = home.attention.iter().map(|item| item.kind).collect();
    use AttentionKind::{Balance, Drift, KeyExpires, KeyOld, KeyQuota};
    assert_eq!(kinds, [Drift, Balance, KeyExpires, KeyQuota, KeyOld], "{kinds:?}");
    let texts: Vec<_> = home.attention.iter().map(|item| item.text.as_str()).collect();
    assert!(texts[1].ends_with("lasts about 2 days at this pace"), "{texts:?}");
    assert_eq!(
        texts[2..],
        [
            "key \"key-2\" expires in 2 days",
            "key \"key-2\" has 5 % of its quota left",
            "key \"key-1\" is 100 days old"
        ]
    );
    assert!(home.attention.iter().all(|item| !item.next.is_empty()));
}

#[tokio::test]
async fn the_table_the_lists_and_the_values_say_the_same() {
    let bridge = with_logs(Dialect::D, past(10, HOUR));
    let user_id = bridge.user_id;
    bridge.edit(|state| {
        state.logs.push(LogEntry { user_id, ..call(TODAY + HOUR, 9, "=cmd|' /C calc'!A0,\"x\"", "m", 7) });
    });
    let wallet = Person::new().connected(&bridge).await;
    let view = synced(&wallet, 30, UsageBy::Key).await;
    let table = wallet.usage_table(&last(30)).unwrap();
    let mut sums = BTreeMap::<_, (i64, i64)>::new();
    for cell in &table.cells {
        let sum = sums.entry(table.keys[cell.key as usize].name.clone()).or_default();
        *sum = (sum.0 + cell.sum.calls, sum.1 + cell.sum.quota.0);
        assert!((cell.day as usize) < table.days.len() && (cell.model as usize) < table.models.len());
    }
    assert_eq!(sums, costs(&view));
    assert_eq!(table.whole, [true; 30]);
    let older = wallet.usage_table(&last(40)).unwrap().whole;
    assert_eq!(older.iter().filter(|whole| !**whole).count(), 10, "what was not asked for is not known");
    let csv = wallet.usage_csv(&last(30)).unwrap();
    let lines: Vec<_> = csv.trim_end().split("\r\n").collect();
    assert_eq!(lines.len(), table.cells.len() + 1);
    assert!(lines[0].starts_with("day,tool,key,key_id,model,calls,"));
    let quota: i64 =
        lines[1..].iter().map(|line| line.rsplit(',').nth(1).unwrap().parse::<i64>().unwrap()).sum();
    assert_eq!(quota, view.total.quota.0);
    // A spreadsheet takes a name for a name.
    assert!(csv.contains("\"'=cmd|' /C calc'!A0,\"\"x\"\"\""), "{csv}");
    for bad in [
        UsageRange::Last { days: 0 },
        UsageRange::Last { days: 100_000 },
        UsageRange::Between { from: "2026-11-02".into(), to: "2026-11-01".into() },
        UsageRange::Between { from: "1900-01-01".into(), to: "2026-11-01".into() },
        UsageRange::Between { from: "soon".into(), to: "2026-11-01".into() },
    ] {
        assert_eq!(wallet.usage(&bad, UsageBy::Day).unwrap_err().code(), Code::Invalid, "{bad:?}");
        assert_eq!(wallet.sync_usage(&bad, unwatched()).await.unwrap_err().code(), Code::Invalid);
    }
}
