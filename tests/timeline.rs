//! Was it used? What is said of a key's calls is what the bridge's log can carry, and never more.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use bridgekeeper_bridge::{Dialect, Fault, FaultKind, Key, LogEntry, LogKind, Options, Running, Server};
use bridgekeeper_core::error::Code;
use bridgekeeper_core::key::KeyId;
use bridgekeeper_core::machine::{Machine, Platform};
use bridgekeeper_core::secret::Secret;
use bridgekeeper_core::store::Store;
use bridgekeeper_core::vault::MemoryVault;
use bridgekeeper_core::view::{EditKeyRequest, KeyAt, TimelineView, VerdictKind};
use bridgekeeper_core::wallet::{ConnectRequest, SignIn, Wallet, unwatched};
use jiff::Timestamp;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// Noon of 2026-11-20, UTC: "now" of these tests.
const NOW: i64 = 1_795_176_000;

const HOME: &str = "203.0.113.7";
const OFFICE: &str = "198.51.100.24";
const THIEF: &str = "192.0.2.66";

struct Desk {
    bridge: Running,
    wallet: Wallet,
    folder: tempfile::TempDir,
}

/// A wallet that is signed in at a bridge with keys 1 and 2.
async fn desk(dialect: Dialect) -> Desk {
    desk_with(dialect, 0).await
}

/// The same for somebody for whom so many seconds pass between any two looks at the clock, so that nobody has to
/// wait for a turn at the bridge.
async fn desk_with(dialect: Dialect, step: i64) -> Desk {
    let bridge = Server::start(Options { dialect, ..Options::default() }).unwrap();
    let user_id = bridge.user_id;
    bridge.edit(|state| {
        for name in ["leaked", "other"] {
            state.add_key(Key { user_id, name: name.into(), created_time: NOW - 90 * DAY, ..Key::default() });
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let env = BTreeMap::from([("HOME".to_owned(), folder.path().display().to_string())]);
    let now = AtomicI64::new(NOW);
    let clock = Arc::new(move || Timestamp::from_second(now.fetch_add(step, Ordering::SeqCst)).unwrap());
    let machine =
        Machine::new(Platform::Linux, env, "test".into(), Path::new("/bridgekeeper").into(), clock).unwrap();
    let wallet = Wallet::open(machine, Arc::new(MemoryVault::new()), None).unwrap();
    let request = ConnectRequest {
        url: bridge.url.clone(),
        sign_in: SignIn::Token {
            user_id: Some(bridge.user_id),
            access_token: Secret::new(bridge.access_token.clone()),
        },
        insist: false,
    };
    wallet.connect(request).await.unwrap();
    wallet.keys().await.unwrap();
    Desk { bridge, wallet, folder }
}

impl Desk {
    fn logs(&self, entries: impl IntoIterator<Item = LogEntry>) {
        let user_id = self.bridge.user_id;
        self.bridge.edit(|state| {
            state.logs.extend(entries.into_iter().map(|entry| LogEntry { user_id, ..entry }));
            state.logs.sort_by_key(|entry| entry.created_at);
        });
    }

    async fn timeline(&self, since: &str) -> TimelineView {
        let key = KeyAt { id: KeyId(1), url: None };
        self.wallet.timeline(&key, Some(since), unwatched()).await.unwrap()
    }
}

fn call(ago: i64, key_id: i64, key_name: &str, ip: &str, quota: i64) -> LogEntry {
    LogEntry {
        kind: LogKind::Consume,
        user_id: 0,
        created_at: NOW - ago,
        content: String::new(),
        key_id,
        key_name: key_name.into(),
        model: if quota % 2 == 0 { "claude-opus-5-5" } else { "gpt-5.5" }.into(),
        group: "cc".into(),
        quota,
        prompt_tokens: 30,
        completion_tokens: 12,
        cache_tokens: 0,
        use_time: 3,
        is_stream: true,
        ip: ip.into(),
        request_id: format!("{ago}-{key_id}-{quota}"),
    }
}

#[tokio::test]
async fn calls_from_addresses_you_have_not_used_are_counted() {
    for dialect in Dialect::ALL {
        let desk = desk(dialect).await;
        desk.logs([
            call(9 * DAY, 2, "other", OFFICE, 100),
            call(30 * HOUR, 1, "leaked", HOME, 200),
            call(20 * HOUR, 1, "leaked", HOME, 1_000),
            call(19 * HOUR, 1, "leaked", THIEF, 40_001),
            call(18 * HOUR, 1, "leaked", THIEF, 60_000),
            call(17 * HOUR, 1, "leaked", OFFICE, 2_000),
            call(2 * HOUR, 2, "other", "198.51.100.99", 500),
            call(HOUR, 1, "leaked", "198.51.100.99", 500),
        ]);
        let view = desk.timeline("24h").await;
        assert_eq!(view.words, "calls from addresses you have not used: 2", "{dialect:?}");
        assert_eq!((view.verdict, view.calls, view.strange_calls), (VerdictKind::Counted, 5, 2));
        assert_eq!((view.quota.0, view.unlogged_calls, view.tokens), (103_501, 0, 5 * 42));
        assert!((view.strange_usd - 100_001.0 / 500_000.0).abs() < 1e-9);
        let addresses: Vec<_> =
            view.addresses.iter().map(|at| (&*at.address, at.is_yours, at.calls)).collect();
        let wanted = [(THIEF, false, 2), (OFFICE, true, 1), ("198.51.100.99", true, 1), (HOME, true, 1)];
        assert_eq!(addresses.len(), 4);
        assert_eq!(addresses[0], wanted[0], "{dialect:?}");
        assert!(wanted.iter().all(|at| addresses.contains(at)), "{addresses:?}");
        assert_eq!(view.addresses[0].first, Timestamp::from_second(NOW - 19 * HOUR).unwrap().to_string());
        assert_eq!((&*view.models[0].model, view.models[0].strange_calls), ("claude-opus-5-5", 1));
        // The plot has every call, also those before, and no gap.
        assert_eq!(view.buckets.iter().map(|bucket| bucket.calls).sum::<u32>(), 6);
        assert_eq!(view.buckets.iter().map(|bucket| bucket.strange_calls).sum::<u32>(), 2);
        let starts: Vec<_> =
            view.buckets.iter().map(|bucket| bucket.at.parse::<Timestamp>().unwrap().as_second()).collect();
        assert!(starts.windows(2).all(|pair| pair[1] - pair[0] == i64::from(view.bucket_s)));
        assert!((20..=100).contains(&starts.len()), "{}", starts.len());
        assert!(view.complete && !view.words.contains("not exploited"));
    }
}

#[tokio::test]
async fn without_addresses_there_is_no_telling_and_they_can_be_turned_on() {
    for dialect in Dialect::ALL {
        let desk = desk(dialect).await;
        desk.logs([call(9 * DAY, 2, "other", "", 100), call(3 * HOUR, 1, "leaked", "", 7)]);
        let view = desk.timeline("2d").await;
        assert_eq!(view.words, "cannot tell: no addresses logged", "{dialect:?}");
        assert_eq!((view.verdict, view.calls, view.unlogged_calls), (VerdictKind::CannotTell, 1, 1));
        assert!(view.can_log && view.addresses.is_empty());

        // One address among none: what is known is said, and that it is not all.
        desk.logs([call(2 * HOUR, 1, "leaked", HOME, 9)]);
        let view = desk.timeline("2d").await;
        assert_eq!((&*view.words, view.calls), ("calls from addresses you have not used: 1", 2));
        assert!(view.notes.iter().any(|note| note == "1 of 2 calls have no address in the log."), "{view:?}");
        assert!(view.notes.iter().any(|note| note.contains("no address of yours")), "{view:?}");
        // The same address with another key: it is the user's, and the rest is still unknown.
        desk.logs([call(HOUR, 2, "other", HOME, 9)]);
        assert_eq!(desk.timeline("2d").await.words, "cannot tell: no addresses logged");

        // Turned on by request alone.
        let setting = |name: &str| desk.bridge.state().users[0].setting.get(name).cloned();
        assert_eq!(setting("record_ip_log"), None, "{dialect:?}: nobody asked");
        desk.bridge.edit(|state| {
            let setting = &mut state.users[0].setting;
            setting.insert("notify_type".into(), "webhook".into());
            setting.insert("webhook_url".into(), "https://hook.example/x".into());
            setting.insert("webhook_secret".into(), "canaryHook".into());
            setting.insert("quota_warning_threshold".into(), 1234.into());
        });
        let turned_on = desk.wallet.log_addresses(true).await;
        assert_eq!(setting("webhook_secret"), Some("canaryHook".into()), "{dialect:?}: nothing is lost");
        assert_eq!(setting("notify_type"), Some("webhook".into()));
        if dialect == Dialect::A {
            let error = turned_on.unwrap_err();
            assert_eq!(error.code(), Code::NotProven);
            assert!(error.next_step().unwrap().contains("too old"), "{error:?}");
            continue;
        }
        turned_on.unwrap();
        assert_eq!(setting("record_ip_log"), Some(true.into()));
        assert_eq!(desk.wallet.logs_addresses().await.unwrap(), Some(true));
        assert!(!desk.timeline("2d").await.can_log);
        desk.wallet.log_addresses(false).await.unwrap();
        assert_eq!(setting("record_ip_log"), Some(false.into()));
    }
}

#[tokio::test]
async fn a_setting_that_the_bridge_masks_is_never_sent_back() {
    let desk = desk(Dialect::D).await;
    desk.bridge.edit(|state| {
        let setting = &mut state.users[0].setting;
        setting.insert("webhook_secret".into(), "****".into());
        setting.insert("quota_warning_threshold".into(), 0.into());
    });
    desk.wallet.log_addresses(true).await.unwrap();
    let sent = desk.bridge.requests();
    let put =
        sent.iter().find(|request| request.method == "PUT" && request.path == "/api/user/setting").unwrap();
    let body = format!("{:?}", put.body);
    assert!(!body.contains("webhook_secret") && body.contains("record_ip_log"), "{body}");
}

#[tokio::test]
async fn a_key_is_looked_for_under_every_name_and_with_those_that_replaced_it() {
    for dialect in Dialect::ALL {
        let desk = desk(dialect).await;
        let name = Some("renamed".to_owned());
        let edit = EditKeyRequest { name, ..EditKeyRequest::default() };
        desk.wallet.edit_key(KeyId(1), edit).await.unwrap();
        let store = Store::open(&desk.folder.path().join(".local/share/bridgekeeper")).unwrap();
        let now = Timestamp::from_second(NOW).unwrap();
        store.note_successor(&desk.bridge.url, KeyId(1), KeyId(2), now).unwrap();
        desk.logs([
            call(5 * HOUR, 1, "leaked", THIEF, 1),
            call(4 * HOUR, 1, "renamed", THIEF, 1),
            call(3 * HOUR, 2, "other", THIEF, 1),
            // Another key had that name, too.
            call(2 * HOUR, 77, "leaked", OFFICE, 1),
        ]);
        let view = desk.timeline("1d").await;
        assert_eq!((view.calls, view.strange_calls), (3, 3), "{dialect:?}");
        assert_eq!(view.name, "renamed");
        assert!(view.notes[0].contains("2 keys that replaced each other"), "{:?}", view.notes);
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_said() {
    let desk = desk_with(Dialect::D, 2).await;
    desk.logs((0..3_200).map(|n| call(2 * DAY + n, 2, "other", HOME, n)));
    desk.logs([call(HOUR, 1, "leaked", THIEF, 1)]);
    let view = desk.timeline("1d").await;
    assert_eq!(view.words, "calls from addresses you have not used: 1");
    assert!(!view.complete && view.notes.iter().any(|note| note.contains("may be yours")), "{view:?}");
}

#[tokio::test]
async fn times_keys_and_bridges_that_are_none_are_refused() {
    let desk = desk(Dialect::D).await;
    desk.logs([call(HOUR, 1, "leaked", THIEF, 1)]);
    let key = KeyAt { id: KeyId(1), url: None };
    for (since, code) in [("soon", Code::Invalid), ("2030-01-01", Code::Invalid), ("-3d", Code::Invalid)] {
        let said = desk.wallet.timeline(&key, Some(since), unwatched()).await.unwrap_err();
        assert_eq!(said.code(), code, "{since}");
    }
    for since in ["2026-11-19", "2026-11-19T00:00:00Z", "36h", "2160m"] {
        assert_eq!(desk.timeline(since).await.since, "2026-11-19T00:00:00Z", "{since}");
    }
    let stranger = KeyAt { id: KeyId(99), url: None };
    let said = desk.wallet.timeline(&stranger, None, unwatched()).await.unwrap_err();
    assert_eq!(said.code(), Code::NotFound);
    let elsewhere = KeyAt { id: KeyId(1), url: Some("https://elsewhere.example".into()) };
    let said = desk.wallet.timeline(&elsewhere, None, unwatched()).await.unwrap_err();
    assert_eq!(said.code(), Code::NotFound);
    let broken = FaultKind::Status { status: 502, body: None, after_apply: false };
    desk.bridge.fault(Fault::on("GET", "/api/log/self", broken).times(0));
    let said = desk.wallet.timeline(&key, None, unwatched()).await.unwrap_err();
    assert_eq!(said.code(), Code::BridgeUnreachable);
}
