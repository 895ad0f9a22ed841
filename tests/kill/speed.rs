//! From the click to the first rejection stand two round trips: the request that disables, and the one that tries.
//! Counted, not timed; `make bench PARTS=kill` has the milliseconds.

use std::time::Duration;

use bridgekeeper_bridge::{Fault, FaultKind, Recorded};
use bridgekeeper_core::incident::KillState;

use super::books;
use super::person::{Person, bridge, key, request, until_seen};

/// How long the bridge takes for each answer: what was asked for within that time of each other was not waited for.
const ROUND_TRIP: Duration = Duration::from_secs(1);

fn is_beside(one: &Recorded, other: &Recorded) -> bool {
    one.at.duration_since(other.at).unsigned_abs() < ROUND_TRIP
}

#[tokio::test]
async fn two_round_trips_stand_between_the_click_and_the_first_rejection() {
    let (bridge, person) = (bridge(), Person::new());
    let wallet = person.connected(&bridge).await;
    key(&wallet, &bridge, "other").await;
    let id = key(&wallet, &bridge, "leaked").await;
    // The text that was pasted, which opens the connection.
    let secret = books::secret(&bridge, id);
    let leak = wallet.read_leak(secret.as_bytes()).await.unwrap();
    assert_eq!(leak.keys.len(), 1);
    bridge.clear_requests();
    let delay = FaultKind::Delay { ms: ROUND_TRIP.as_millis() as u64, after_apply: false };
    bridge.fault(Fault::on_any(delay).times(0));
    let incident = wallet.begin_kill(&request(&[id], false)).unwrap();
    until_seen(&wallet, incident, |view| view.keys[0].state == KillState::RejectedOnce).await;

    let requests = bridge.requests();
    let paths: Vec<_> = requests.iter().map(|request| (&request.method, &request.path, request.at)).collect();
    let put = &books::puts(&bridge)[0];
    let before = requests.iter().filter(|request| request.number < put.number);
    assert!(
        before.clone().all(|one| is_beside(one, put)),
        "nothing is waited for before the kill: {paths:?}"
    );
    let probe = &books::probes(&bridge, &secret)[0];
    assert_eq!(probe.status, Some(401));
    assert!(!is_beside(put, probe), "it is tried when it is disabled");
    let between = requests.iter().filter(|one| one.number < probe.number && !is_beside(one, put));
    assert!(
        between.clone().all(|one| is_beside(one, probe)),
        "nothing is waited for between the kill and the try: {paths:?}"
    );
    let gap = probe.at.duration_since(put.at).unsigned_abs();
    assert!(gap < ROUND_TRIP * 2, "{gap:?}: {paths:?}");
}
