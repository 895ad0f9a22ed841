//! What the bridge itself knows of a kill.

use bridgekeeper_bridge::{Recorded, Running};
use bridgekeeper_core::incident::KillState;
use bridgekeeper_core::key::KeyId;
use bridgekeeper_core::view::{IncidentView, KilledKeyView};

/// The requests that show a key at the door.
pub fn probes(bridge: &Running, secret: &str) -> Vec<Recorded> {
    let shows = format!("Bearer sk-{secret}");
    let mut requests = bridge.requests();
    requests.retain(|request| {
        request.path == "/v1/models" && request.headers.get("authorization") == Some(&shows)
    });
    requests
}

/// The requests that disable keys.
pub fn puts(bridge: &Running) -> Vec<Recorded> {
    let mut requests = bridge.requests();
    requests.retain(|request| request.method == "PUT" && request.path == "/api/token/");
    requests
}

/// P5 by the bridge's own books: whoever is called dead was rejected, listed as off, and was never let in after
/// that; and the bridge has it off. Nothing that is not called dead was dropped.
pub fn check(bridge: &Running, view: &IncidentView) {
    for key in &view.keys {
        check_key(bridge, key);
    }
    let open = view.keys.iter().any(|key| key.state != KillState::Dead);
    assert_eq!(view.is_open, open && !view.is_closed, "nothing is dropped");
}

fn check_key(bridge: &Running, key: &KilledKeyView) {
    assert_eq!(key.state == KillState::Dead, key.dead_at.is_some());
    if key.state == KillState::Dead {
        check_dead(bridge, key.key, &format!("{}: {}", key.name, key.words));
    }
}

/// A key that is called dead is so, and it was proven.
pub fn check_dead(bridge: &Running, id: KeyId, what: &str) {
    let truth = bridge.state();
    // Also one that is deleted, as the family only marks it.
    let held = truth.keys.iter().find(|held| held.id == id.0).unwrap();
    assert!(held.status == 2 || !held.is_there(), "{what}: called dead and on");
    let probes = probes(bridge, &held.secret);
    let lived = probes.iter().filter(|probe| probe.status == Some(200)).map(|probe| probe.number).max();
    let after = |number: u64| lived.is_none_or(|lived| number > lived);
    let rejected = probes.iter().filter(|probe| probe.status == Some(401) && after(probe.number)).count();
    assert!(rejected > 0, "{what}: called dead and never rejected after its last sign of life");
    let one = format!("/api/token/{id}");
    let listed = bridge.requests().into_iter().filter(|request| {
        let is_list = request.path == one || request.path == "/api/token/";
        request.method == "GET" && is_list && request.status == Some(200) && after(request.number)
    });
    assert!(listed.count() > 0, "{what}: called dead and never looked up after its last sign of life");
}

/// The secret of a key.
pub fn secret(bridge: &Running, id: KeyId) -> String {
    bridge.state().key(id.0).unwrap().secret.clone()
}
