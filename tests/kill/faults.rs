//! A bridge that misbehaves while a key is killed.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bridgekeeper_bridge::{Fault, FaultKind, Key, Options, Running, Server};
use bridgekeeper_core::error::Code;
use bridgekeeper_core::incident::{CACHE_TIME, KillState, Trouble};
use bridgekeeper_core::key::KeyId;
use bridgekeeper_core::vault::{Slot, Vault};
use bridgekeeper_core::view::IncidentView;
use serde_json::json;

use super::books;
use super::person::{Person, Seen, bridge, bridge_with, key, request, sign_in, silent, until_seen};

/// The relay's own form of a no.
fn relay_error(message: &str) -> serde_json::Value {
    json!({"error": {"message": message, "type": "new_api_error", "code": ""}})
}

fn status(status: u16) -> FaultKind {
    FaultKind::Status { status, body: None, after_apply: false }
}

/// Requests that disable a key meet the fault so many times.
fn on_disable(kind: FaultKind, times: u32) -> Fault {
    Fault::on("PUT", "/api/token/", kind).times(times)
}

/// Kills a key of a bridge with these faults to the end.
async fn killed(faults: Vec<Fault>) -> (IncidentView, Seen, Arc<Running>, Person, KeyId) {
    let (bridge, person) = (bridge(), Person::new());
    let wallet = person.connected(&bridge).await;
    key(&wallet, &bridge, "other").await;
    let id = key(&wallet, &bridge, "leaked").await;
    bridge.clear_requests();
    faults.into_iter().for_each(|fault| bridge.fault(fault));
    let incident = wallet.begin_kill(&request(&[id], false)).unwrap();
    let seen = Seen::default();
    let view = wallet.drive_kill(incident, &seen.watch()).await.unwrap();
    drop(wallet);
    (view, seen, bridge, person, id)
}

#[tokio::test]
async fn a_kill_without_trouble_is_proven_past_the_caches_time() {
    let (view, seen, bridge, person, id) = killed(vec![]).await;
    books::check(&bridge, &view);
    use KillState::{Accepted, Dead, RejectedOnce, Sent};
    assert_eq!(seen.states(), [Sent, Accepted, RejectedOnce, Dead]);
    assert!(person.time.passed() >= CACHE_TIME && person.time.passed() < CACHE_TIME + Duration::from_secs(2));
    let key = &view.keys[0];
    let told: Vec<_> = key.steps.iter().map(|step| &*step.text).collect();
    let story = [
        "decision recorded",
        "bridge accepted: disabled",
        "key rejected (401), another key answers (200)",
        "rejected again",
        "rejected past the bridge's cache time",
    ];
    assert_eq!(told, story);
    assert!(key.seconds >= 65.0 && key.steps.is_sorted_by_key(|step| (step.offset_s * 1000.0) as i64));
    assert_eq!(books::puts(&bridge).len(), 1);
    assert_eq!(books::probes(&bridge, &books::secret(&bridge, id)).len(), 6);
    assert!(key.fingerprint.is_some() && view.words == "confirmed dead");
}

#[tokio::test]
async fn whatever_the_answer_to_the_first_requests_it_is_told_again_and_proven() {
    let cases: Vec<(FaultKind, u32, &str)> = vec![
        (status(500), 4, "Could not reach"),
        (status(503), 3, "Could not reach"),
        (FaultKind::DropBefore, 3, "Could not reach"),
        (FaultKind::DropAfterApply, 2, "Could not reach"),
        (FaultKind::RateLimit { retry_after: Some(20) }, 2, "wants us to wait"),
        (FaultKind::Status { status: 429, body: None, after_apply: false }, 2, "wants us to wait"),
        (
            FaultKind::SuccessFalse { message: "no".into(), after_apply: false },
            2,
            "still lists this key as enabled",
        ),
        (FaultKind::Html { status: 200, after_apply: false }, 2, "not its API"),
        (FaultKind::Html { status: 200, after_apply: true }, 2, "not its API"),
        (FaultKind::Html { status: 503, after_apply: false }, 2, "Could not reach"),
        (FaultKind::Garbage { bytes: 99 }, 2, "not its API"),
        // What a bridge does with a status that comes without `status_only`: it says yes and changes nothing.
        (FaultKind::Ignored, 2, "still lists this key as enabled"),
    ];
    for (kind, times, said) in cases {
        let what = format!("{kind:?}");
        let (view, seen, bridge, person, _) = killed(vec![on_disable(kind.clone(), times)]).await;
        books::check(&bridge, &view);
        assert_eq!(view.keys[0].state, KillState::Dead, "{what}");
        assert!(seen.said(said), "{what}: {:?}", seen.words());
        assert!(books::puts(&bridge).len() > times as usize, "{what}: told again");
        if let FaultKind::RateLimit { retry_after: Some(seconds) } = kind {
            let least = Duration::from_secs(u64::from(seconds * times)) + CACHE_TIME;
            assert!(person.time.passed() >= least, "{what}: it waited as told");
        }
    }
}

/// The bridge did it and never answered: ten seconds of a real clock.
#[tokio::test]
async fn a_kill_that_the_bridge_carried_out_without_an_answer_is_told_again() {
    let (view, seen, bridge, ..) =
        killed(vec![on_disable(FaultKind::Delay { ms: 60_000, after_apply: true }, 1)]).await;
    books::check(&bridge, &view);
    assert_eq!((view.keys[0].state, books::puts(&bridge).len()), (KillState::Dead, 2));
    assert!(seen.said("Could not reach"), "{:?}", seen.words());
}

#[tokio::test]
async fn what_the_bridge_took_is_told_while_nobody_answers_at_its_door() {
    let (bridge, person) = (bridge(), Person::new());
    let wallet = person.connected(&bridge).await;
    key(&wallet, &bridge, "other").await;
    let id = key(&wallet, &bridge, "leaked").await;
    bridge
        .fault(Fault::on("GET", "/v1/models", FaultKind::Delay { ms: 60_000, after_apply: false }).times(0));
    let incident = wallet.begin_kill(&request(&[id], false)).unwrap();
    let taken = until_seen(&wallet, incident, |view| view.keys[0].state == KillState::Accepted);
    // Half of what an unanswered request is waited for.
    let view =
        tokio::time::timeout(Duration::from_secs(5), taken).await.expect("it waits for no other answer");
    assert!(view.keys[0].words.contains("says disabled") && view.is_open, "{}", view.keys[0].words);
    assert_eq!(bridge.key(id.0).unwrap().status, 2);
}

#[tokio::test]
async fn answers_about_the_key_that_prove_nothing_are_asked_for_again() {
    let relay = |kind: FaultKind| Fault::on("GET", "/v1/models", kind).times(4);
    let look = |kind: FaultKind| Fault::on("GET", "/api/token/*", kind).times(3);
    let cases: Vec<(Vec<Fault>, &str)> = vec![
        (vec![relay(status(500))], "Could not reach"),
        (vec![relay(status(429))], ""),
        (vec![relay(FaultKind::DropBefore)], ""),
        (vec![relay(FaultKind::Html { status: 200, after_apply: false })], ""),
        (vec![relay(FaultKind::Html { status: 401, after_apply: false })], ""),
        (vec![relay(FaultKind::Html { status: 403, after_apply: false })], ""),
        (vec![look(status(500))], ""),
        (vec![look(FaultKind::Html { status: 200, after_apply: false })], ""),
        (vec![look(FaultKind::SuccessFalse { message: "no".into(), after_apply: false })], ""),
        (vec![look(FaultKind::DropBefore), relay(status(502))], ""),
    ];
    for (faults, said) in cases {
        let what = format!("{faults:?}");
        let (view, seen, bridge, ..) = killed(faults).await;
        books::check(&bridge, &view);
        assert_eq!(view.keys[0].state, KillState::Dead, "{what}");
        assert!(seen.said(said), "{what}: {:?}", seen.words());
        assert!(bridge.faults().is_empty(), "{what}: every fault was met");
    }
}

#[tokio::test]
async fn a_stale_cache_is_told_about_and_outlived() {
    let stale = FaultKind::StaleCache { seconds: 60, fresh_first: 0 };
    let (view, seen, bridge, person, id) = killed(vec![on_disable(stale, 1)]).await;
    books::check(&bridge, &view);
    assert!(seen.said("says disabled, but the key still works"), "{:?}", seen.words());
    assert_eq!(view.keys[0].state, KillState::Dead);
    assert!(person.time.passed() > Duration::from_secs(15) + CACHE_TIME, "from its last sign of life");
    assert_eq!(books::puts(&bridge).len(), 2, "told a second time");
    let probes = books::probes(&bridge, &books::secret(&bridge, id));
    assert!(probes.iter().filter(|probe| probe.status == Some(200)).count() > 3);
}

#[tokio::test]
async fn a_key_that_comes_back_to_life_starts_the_proof_anew() {
    for fresh_first in [1, 2, 4] {
        let stale = FaultKind::StaleCache { seconds: 60, fresh_first };
        let (view, seen, bridge, person, id) = killed(vec![on_disable(stale, 1)]).await;
        books::check(&bridge, &view);
        use KillState::{Accepted, Dead, Failed, RejectedOnce, Sent};
        assert_eq!(seen.states()[..4], [Sent, Accepted, RejectedOnce, Failed], "after {fresh_first}");
        assert_eq!(seen.states().last(), Some(&Dead));
        assert!(person.time.passed() > Duration::from_secs(15) + CACHE_TIME);
        let probes = books::probes(&bridge, &books::secret(&bridge, id));
        assert_eq!(probes[0].status, Some(401));
        assert!(probes.iter().any(|probe| probe.status == Some(200)), "after {fresh_first}");
    }
}

#[tokio::test]
async fn a_key_that_is_kept_out_by_its_address_is_not_dead() {
    let (bridge, person) = (bridge(), Person::new());
    let wallet = person.connected(&bridge).await;
    key(&wallet, &bridge, "other").await;
    let allow_ips = Some("203.0.113.9".to_owned());
    bridge.add_key(Key { name: "leaked".into(), allow_ips, ..Key::default() });
    let id = KeyId(2);
    wallet.keys().await.unwrap();
    bridge.fault(on_disable(FaultKind::StaleCache { seconds: 60, fresh_first: 0 }, 1));
    let incident = wallet.begin_kill(&request(&[id], false)).unwrap();
    let seen = Seen::default();
    let view = wallet.drive_kill(incident, &seen.watch()).await.unwrap();
    books::check(&bridge, &view);
    let probes = books::probes(&bridge, &books::secret(&bridge, id));
    assert_eq!(probes[0].status, Some(403));
    assert!(seen.said("keeps this machine out (403)"), "{:?}", seen.words());
    let barred = probes.iter().rfind(|probe| probe.status == Some(403)).unwrap().number;
    let rejected = probes.iter().filter(|probe| probe.status == Some(401) && probe.number > barred);
    assert!(rejected.count() >= 2 && view.keys[0].state == KillState::Dead);
}

#[tokio::test]
async fn a_proxy_that_rejects_everything_proves_nothing() {
    let no = FaultKind::Status { status: 401, body: Some(relay_error("go away")), after_apply: false };
    let (bridge, person) = (bridge(), Person::new());
    let wallet = person.connected(&bridge).await;
    key(&wallet, &bridge, "other").await;
    let id = key(&wallet, &bridge, "leaked").await;
    bridge.fault(Fault::on("GET", "/v1/*", no).times(0));
    let incident = wallet.begin_kill(&request(&[id], false)).unwrap();
    let hours = |view: &IncidentView| view.keys[0].seconds > 7200.0;
    let view = until_seen(&wallet, incident, hours).await;
    books::check(&bridge, &view);
    assert_eq!(view.keys[0].trouble, Some(Trouble::AllRejected), "{}", view.keys[0].words);
    assert!(view.is_open && view.keys[0].next.is_some());
    bridge.clear_faults();
    let view = wallet.drive_kill(incident, &silent).await.unwrap();
    books::check(&bridge, &view);
    assert_eq!(view.keys[0].state, KillState::Dead);
}

#[tokio::test]
async fn without_another_key_that_is_said_and_one_more_rejection_is_asked_for() {
    let (bridge, person) = (bridge(), Person::new());
    let wallet = person.connected(&bridge).await;
    let id = key(&wallet, &bridge, "leaked").await;
    let incident = wallet.begin_kill(&request(&[id], false)).unwrap();
    let view = wallet.drive_kill(incident, &silent).await.unwrap();
    books::check(&bridge, &view);
    let said = |text: &str| view.keys[0].steps.iter().any(|step| step.text.contains(text));
    assert!(said("no other key to compare with"));
    assert!(person.time.passed() > CACHE_TIME + Duration::from_secs(15));
}

#[tokio::test]
async fn who_is_signed_out_is_asked_to_sign_in_and_the_kill_stays_wanted() {
    let (bridge, person) = (bridge(), Person::new());
    let wallet = person.connected(&bridge).await;
    key(&wallet, &bridge, "other").await;
    let id = key(&wallet, &bridge, "leaked").await;
    let good = bridge.access_token.clone();
    bridge.edit(|state| state.users[0].access_token = Some("another-token-of-thirty-two-chars".into()));
    let incident = wallet.begin_kill(&request(&[id], false)).unwrap();
    let hours = |view: &IncidentView| view.keys[0].seconds > 3600.0;
    let view = until_seen(&wallet, incident, hours).await;
    let leaked = &view.keys[0];
    assert_eq!((leaked.state, leaked.trouble), (KillState::Wanted, Some(Trouble::SignedOut)));
    assert!(leaked.is_alive && leaked.next.as_ref().unwrap().contains("sign in"));
    assert!(
        !wallet.status().await.unwrap_or_else(|_| panic!("status works signed out")).open_kills.is_empty()
    );
    bridge.edit(|state| state.users[0].access_token = Some(good));
    wallet.connect(sign_in(&bridge)).await.unwrap();
    let view = wallet.drive_kill(incident, &silent).await.unwrap();
    books::check(&bridge, &view);
    assert_eq!(view.keys[0].state, KillState::Dead);
    assert!(wallet.status().await.unwrap().open_kills.is_empty());
}

#[tokio::test]
async fn a_vault_that_is_locked_holds_up_nothing_but_the_proof() {
    let (bridge, person) = (bridge(), Person::new());
    let wallet = person.connected(&bridge).await;
    key(&wallet, &bridge, "other").await;
    let id = key(&wallet, &bridge, "leaked").await;
    // The window is signed in; only the vault is closed, and the bridge reveals nothing now.
    person.vault.refuse(Some(Code::VaultLocked));
    bridge.fault(Fault::on("POST", "/api/token/*", status(500)).times(0));
    let incident = wallet.begin_kill(&request(&[id], false)).unwrap();
    let hours = |view: &IncidentView| view.keys[0].seconds > 3600.0;
    let view = until_seen(&wallet, incident, hours).await;
    let leaked = &view.keys[0];
    assert_eq!((leaked.state, leaked.trouble), (KillState::Accepted, Some(Trouble::NoSecret)));
    assert!(leaked.words.contains("cannot be tried") && view.is_open, "{}", leaked.words);
    assert_eq!(bridge.key(id.0).unwrap().status, 2, "disabled all the same");
    person.vault.refuse(None);
    let view = wallet.drive_kill(incident, &silent).await.unwrap();
    books::check(&bridge, &view);
    assert_eq!(view.keys[0].state, KillState::Dead);
}

#[tokio::test]
async fn a_bridge_that_is_not_there_is_tried_until_it_is_back() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let folder = tempfile::tempdir().unwrap();
    let options = || Options { port, state_file: Some(folder.path().join("state")), ..Options::default() };
    let first = Arc::new(Server::start(options()).unwrap());
    let person = Person::new();
    let wallet = person.connected(&first).await;
    key(&wallet, &first, "other").await;
    let id = key(&wallet, &first, "leaked").await;
    person.time.leaves();
    drop(first);
    let incident = wallet.begin_kill(&request(&[id], false)).unwrap();
    let hours = |view: &IncidentView| view.keys[0].seconds > 7200.0;
    let view = until_seen(&wallet, incident, hours).await;
    assert_eq!((view.keys[0].state, view.is_open), (KillState::Failed, true));
    assert!(view.keys[0].words.starts_with("Could not reach"), "{}", view.keys[0].words);
    assert!(view.keys[0].steps.len() < 5, "hours of trying are a short story");
    let bridge = bridge_with(options());
    let view = wallet.drive_kill(incident, &silent).await.unwrap();
    books::check(&bridge, &view);
    assert_eq!(view.keys[0].state, KillState::Dead);
}

/// The wallet's bridge has another address from now on, in its books and in the vault.
fn moves(person: &Person, from: &str, to: &str, ids: &[KeyId]) {
    let books = rusqlite::Connection::open(person.machine().data_dir.join("wallet.db")).unwrap();
    for table in ["bridge", "kill", "vaulted"] {
        books.execute(&format!("UPDATE {table} SET origin = ?2 WHERE origin = ?1"), [from, to]).unwrap();
    }
    let account = (Slot::account(from), Slot::account(to));
    for (old, new) in ids.iter().map(|id| (Slot::key(from, *id), Slot::key(to, *id))).chain([account]) {
        let secret = person.vault.get(&old).unwrap();
        person.vault.put(&new, &secret).unwrap();
    }
}

#[tokio::test]
async fn a_name_that_leads_nowhere_is_looked_up_until_it_leads_to_the_bridge() {
    let (bridge, person) = (bridge(), Person::new());
    let wallet = person.connected(&bridge).await;
    let other = key(&wallet, &bridge, "other").await;
    let id = key(&wallet, &bridge, "leaked").await;
    let incident = wallet.begin_kill(&request(&[id], false)).unwrap();
    drop(wallet);
    // Longer than a name can be, so the lookup fails without anybody being asked.
    let nowhere = format!("http://{}.test", "a".repeat(64));
    moves(&person, &bridge.url, &nowhere, &[id, other]);
    bridge.clear_requests();
    let wallet = person.wallet();
    let view = until_seen(&wallet, incident, |view| view.keys[0].seconds > 7200.0).await;
    books::check(&bridge, &view);
    assert_eq!((view.keys[0].state, view.keys[0].trouble), (KillState::Failed, Some(Trouble::Unreachable)));
    assert!(view.is_open && view.keys[0].words.starts_with("Could not reach"), "{}", view.keys[0].words);
    assert!(bridge.requests().is_empty() && bridge.key(id.0).unwrap().status == 1);
    drop(wallet);
    moves(&person, &nowhere, &bridge.url, &[id, other]);
    let view = person.wallet().drive_kill(incident, &silent).await.unwrap();
    books::check(&bridge, &view);
    assert_eq!(view.keys[0].state, KillState::Dead);
}

#[tokio::test]
async fn a_clock_that_jumps_proves_nothing_and_holds_up_nothing() {
    for jump in [86_400, -86_400] {
        let (bridge, person) = (bridge(), Person::new());
        let wallet = person.connected(&bridge).await;
        key(&wallet, &bridge, "other").await;
        let id = key(&wallet, &bridge, "leaked").await;
        let begun = person.time.passed();
        let incident = wallet.begin_kill(&request(&[id], false)).unwrap();
        let clock = person.clock.clone();
        let jumps = move |view: IncidentView| {
            if view.keys[0].state == KillState::RejectedOnce {
                clock.store(jump, Ordering::SeqCst);
            }
        };
        let view = wallet.drive_kill(incident, &jumps).await.unwrap();
        books::check(&bridge, &view);
        let took = person.time.passed() - begun;
        assert!((CACHE_TIME..CACHE_TIME + Duration::from_secs(3)).contains(&took), "{jump}: {took:?}");
        let offsets: Vec<_> = view.keys[0].steps.iter().map(|step| step.offset_s).collect();
        assert!(
            offsets.is_sorted() && offsets.iter().all(|offset| (0.0..70.0).contains(offset)),
            "{offsets:?}"
        );
    }
}

#[tokio::test]
async fn what_disabling_does_not_kill_is_deleted_on_request() {
    let (bridge, person) = (bridge(), Person::new());
    let wallet = person.connected(&bridge).await;
    key(&wallet, &bridge, "other").await;
    let id = key(&wallet, &bridge, "leaked").await;
    bridge.fault(on_disable(FaultKind::Ignored, 0));
    let incident = wallet.begin_kill(&request(&[id], false)).unwrap();
    let view = until_seen(&wallet, incident, |view| view.keys[0].can_delete).await;
    assert!(view.keys[0].is_alive && view.keys[0].next.as_ref().unwrap().contains("delete"));
    wallet.delete_killed(view.keys[0].id).await.unwrap();
    let view = wallet.drive_kill(incident, &silent).await.unwrap();
    books::check(&bridge, &view);
    assert_eq!(view.keys[0].state, KillState::Dead);
    assert!(bridge.key(id.0).is_none(), "it is deleted");
}

#[tokio::test]
async fn what_cannot_be_proven_can_be_given_up_and_is_never_called_dead() {
    let (bridge, person) = (bridge(), Person::new());
    let wallet = person.connected(&bridge).await;
    let id = key(&wallet, &bridge, "leaked").await;
    bridge.fault(on_disable(status(500), 0));
    let incident = wallet.begin_kill(&request(&[id], false)).unwrap();
    until_seen(&wallet, incident, |view| view.keys[0].seconds > 60.0).await;
    wallet.close_incident(incident).unwrap();
    let view = wallet.drive_kill(incident, &silent).await.unwrap();
    assert!(view.is_closed && !view.is_open && view.keys[0].dead_at.is_none());
    assert!(view.words.contains("NOT proven dead"), "{}", view.words);
    assert!(wallet.unfinished_incidents().unwrap().is_empty());
}

#[tokio::test]
async fn a_key_that_is_nowhere_ends_the_kill_and_is_not_called_dead() {
    let (bridge, person) = (bridge(), Person::new());
    let wallet = person.connected(&bridge).await;
    let incident = wallet.begin_kill(&request(&[KeyId(4711)], false)).unwrap();
    let view = wallet.drive_kill(incident, &silent).await.unwrap();
    assert!(view.is_closed && view.keys[0].dead_at.is_none(), "{}", view.keys[0].words);
    assert_eq!(view.keys[0].trouble, Some(Trouble::NoSuchKey));
    assert_eq!(books::puts(&bridge).len(), 1);
}

#[tokio::test]
async fn a_key_is_not_killed_twice() {
    let (bridge, person) = (bridge(), Person::new());
    let wallet = person.connected(&bridge).await;
    let (one, two) = (key(&wallet, &bridge, "one").await, key(&wallet, &bridge, "two").await);
    let first = wallet.begin_kill(&request(&[one], false)).unwrap();
    assert_eq!(wallet.begin_kill(&request(&[one, one], true)).unwrap(), first);
    let second = wallet.begin_kill(&request(&[one, two, two], false)).unwrap();
    assert_ne!(second, first);
    assert_eq!(wallet.incident(second).unwrap().keys.len(), 1);
    assert_eq!(wallet.begin_kill(&request(&[], false)).unwrap_err().code(), Code::Invalid);
}
