//! From the click that kills a key to its first rejection, in round trips of a bridge that is 100 ms away.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bridgekeeper_bridge::{Fault, FaultKind};
use bridgekeeper_core::incident::KillState;
use bridgekeeper_core::timer::RealTimer;

use super::median;
use super::person::{Person, bridge, key, request, until_seen};

const ROUND_TRIP: Duration = Duration::from_millis(100);
const ROUNDS: usize = 15;

/// Against a bare request to the same bridge, in turns.
pub fn run() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (mut kills, mut bare) = (vec![], vec![]);
    for _ in 0..ROUNDS {
        let (kill, trip) = runtime.block_on(round());
        kills.push(kill);
        bare.push(trip);
    }
    let (kill, trip) = (median(kills), median(bare));
    println!(
        "kill: first rejection after {kill:.0} ms, a bare round trip {trip:.0} ms (medians of {ROUNDS})"
    );
    println!("kill: {:.2} round trips to the first rejection, aim at most 2.50", kill / trip);
}

/// Milliseconds of a kill and of a bare round trip.
async fn round() -> (f64, f64) {
    let (bridge, person) = (bridge(), Person::new());
    let wallet = person.connected(&bridge).await;
    key(&wallet, &bridge, "other").await;
    let id = key(&wallet, &bridge, "leaked").await;
    let wallet = wallet.timed(Arc::<RealTimer>::default());
    // The text that was pasted, which opens the connection.
    let secret = bridge.key(id.0).expect("it is there").secret;
    let leak = wallet.read_leak(secret.as_bytes()).await.expect("it is read");
    assert_eq!(leak.keys.len(), 1);
    let delay = FaultKind::Delay { ms: ROUND_TRIP.as_millis() as u64, after_apply: false };
    bridge.fault(Fault::on_any(delay).times(0));
    let click = Instant::now();
    let incident = wallet.begin_kill(&request(&[id], false)).expect("it is decided");
    let took = Mutex::new(None);
    until_seen(&wallet, incident, |view| {
        let is_rejected = view.keys[0].state == KillState::RejectedOnce;
        if is_rejected {
            took.lock().expect("nobody panicked").get_or_insert(click.elapsed());
        }
        is_rejected
    })
    .await;
    let took = took.into_inner().expect("nobody panicked").expect("it was rejected");
    let address = bridge.url.strip_prefix("http://").expect("an address");
    let mut line = TcpStream::connect(address).expect("it listens");
    let start = Instant::now();
    let asked = format!("GET /api/status HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    line.write_all(asked.as_bytes()).expect("it takes it");
    let mut answer = vec![];
    line.read_to_end(&mut answer).expect("it answers");
    let trip = start.elapsed();
    (took.as_secs_f64() * 1000.0, trip.as_secs_f64() * 1000.0)
}
