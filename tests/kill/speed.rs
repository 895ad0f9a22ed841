//! From the click to the first rejection: the request that disables, and the one that tries.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bridgekeeper_bridge::{Fault, FaultKind};
use bridgekeeper_core::incident::KillState;
use bridgekeeper_core::timer::RealTimer;
use bridgekeeper_core::wallet::Wallet;

use super::books;
use super::person::{Person, bridge, key, request, until_seen};

const ROUND_TRIP: Duration = Duration::from_millis(100);

#[tokio::test]
async fn the_first_rejection_comes_within_two_and_a_half_round_trips() {
    let mut best = Duration::MAX;
    // The fastest of a few: this machine may be busy with other things.
    for _ in 0..5 {
        let (bridge, person) = (bridge(), Person::new());
        let wallet = person.connected(&bridge).await;
        key(&wallet, &bridge, "other").await;
        let id = key(&wallet, &bridge, "leaked").await;
        let wallet: Wallet = wallet.timed(Arc::<RealTimer>::default());
        // The text that was pasted, which opens the connection.
        let secret = books::secret(&bridge, id);
        let leak = wallet.read_leak(secret.as_bytes()).await.unwrap();
        assert_eq!(leak.keys.len(), 1);
        bridge.clear_requests();
        let delay = FaultKind::Delay { ms: ROUND_TRIP.as_millis() as u64, after_apply: false };
        bridge.fault(Fault::on_any(delay).times(0));
        let click = Instant::now();
        let incident = wallet.begin_kill(&request(&[id], false)).unwrap();
        let took = Mutex::new(None);
        let rejected = |view: &bridgekeeper_core::view::IncidentView| {
            let is = view.keys[0].state == KillState::RejectedOnce;
            if is {
                took.lock().unwrap().get_or_insert(click.elapsed());
            }
            is
        };
        until_seen(&wallet, incident, rejected).await;
        best = best.min(took.into_inner().unwrap().unwrap());

        // Nothing goes before the request that disables, and nothing stands between it and the one that tries.
        let requests = bridge.requests();
        let put = requests.iter().position(|request| request.method == "PUT").unwrap();
        let before = requests[..put]
            .iter()
            .filter(|request| request.path != "/v1/models" && request.path != "/api/status");
        assert_eq!(before.count(), 0, "{:?}", requests.iter().map(|r| &r.path).collect::<Vec<_>>());
        let probe = books::probes(&bridge, &secret).remove(0);
        let gap = probe.at.duration_since(requests[put].at).unsigned_abs();
        assert!(gap < ROUND_TRIP * 2, "{gap:?}");
    }
    assert!(best <= ROUND_TRIP * 5 / 2, "{best:?}");
}
