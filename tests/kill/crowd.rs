//! A hundred keys at once: within the bridge's limits, and one that does not die holds up none of the others.

use bridgekeeper_bridge::{Dialect, Fault, FaultKind, Limits, Options, Running};
use bridgekeeper_core::incident::KillState;
use bridgekeeper_core::key::KeyId;
use bridgekeeper_core::view::IncidentView;

use super::books;
use super::person::{Person, bridge_with, request, silent, until_seen};

const MANY: i64 = 100;

fn crowd(dialect: Dialect) -> std::sync::Arc<Running> {
    let limits = Limits::standard(dialect);
    // One more vouches for the way.
    bridge_with(Options { dialect, limits, bulk_keys: MANY as usize + 1, ..Options::default() })
}

fn all() -> Vec<KeyId> {
    (1..=MANY).map(KeyId).collect()
}

#[tokio::test]
async fn a_hundred_keys_die_within_the_bridges_limits() {
    for dialect in Dialect::ALL {
        let bridge = crowd(dialect);
        let person = Person::new();
        let wallet = person.connected(&bridge).await;
        wallet.keys().await.unwrap();
        wallet.reveal_key(KeyId(MANY + 1)).await.unwrap();
        // The bridge's minute stands still: all that follows falls into one of its windows.
        person.time.leaves();
        bridge.clear_limits();
        bridge.clear_requests();
        let incident = wallet.begin_kill(&request(&all(), false)).unwrap();
        let view = wallet.drive_kill(incident, &silent).await.unwrap();
        books::check(&bridge, &view);
        assert_eq!(view.words, "all 100 keys confirmed dead", "{dialect:?}");
        let requests = bridge.requests();
        let limited = requests.iter().filter(|request| request.status == Some(429)).count();
        let counted = requests.iter().filter(|request| request.path.starts_with("/api/")).count();
        assert_eq!(limited, 0, "{dialect:?}: {counted} requests");
        assert!(counted <= 180, "{dialect:?}: {counted} requests in one window");
        assert_eq!(books::puts(&bridge).len(), MANY as usize);
    }
}

#[tokio::test]
async fn of_a_hundred_keys_one_that_does_not_die_holds_up_none() {
    let bridge = crowd(Dialect::D);
    let person = Person::new();
    let wallet = person.connected(&bridge).await;
    wallet.keys().await.unwrap();
    wallet.reveal_key(KeyId(MANY + 1)).await.unwrap();
    let status = FaultKind::Status { status: 500, body: None, after_apply: false };
    bridge.fault(Fault::on("PUT", "/api/token/", status).times(0).holding("\"id\":57,"));
    let incident = wallet.begin_kill(&request(&all(), false)).unwrap();
    let rest = |view: &IncidentView| {
        view.keys.iter().filter(|key| key.state == KillState::Dead).count() == MANY as usize - 1
    };
    let view = until_seen(&wallet, incident, rest).await;
    books::check(&bridge, &view);
    assert!(view.is_open && view.words == "1 of 100 keys NOT proven dead", "{}", view.words);
    let failing = view.keys.iter().find(|key| key.key == KeyId(57)).unwrap();
    assert!(failing.is_alive && failing.words.starts_with("Could not reach"), "{}", failing.words);
    assert_eq!(wallet.status().await.unwrap().open_kills.len(), 1);
    bridge.clear_faults();
    let view = wallet.drive_kill(incident, &silent).await.unwrap();
    books::check(&bridge, &view);
    assert_eq!(view.words, "all 100 keys confirmed dead");
}
