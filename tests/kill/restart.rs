//! The command line is killed with signal 9 after each state that the journal knows. The next start goes on from
//! there, proves everything anew, and nothing of the key stands anywhere.

use bridgekeeper_bridge::{Fault, FaultKind};
use bridgekeeper_core::incident::KillState;
use bridgekeeper_core::store::IncidentId;
use bridgekeeper_tests::keyring::until;

use super::books;
use super::desk::Desk;
use super::person::{Person, bridge, key, request, silent, until_seen};

fn held() -> FaultKind {
    FaultKind::Delay { ms: 60_000, after_apply: false }
}

#[test]
fn a_kill_that_was_killed_itself_goes_on_from_every_state() {
    let desk = Desk::new();
    let _alone = desk.stays_behind();
    desk.run(&["keys", "create", "other"]).ok();
    let status = FaultKind::Status { status: 500, body: None, after_apply: false };
    let put = |kind| Fault::on("PUT", "/api/token/", kind).times(0);
    let cases = [
        (KillState::Wanted, Some(put(FaultKind::Unauthorized))),
        (KillState::Sent, Some(put(held()))),
        (KillState::Accepted, Some(Fault::on("GET", "/v1/models", held()).times(0))),
        (KillState::RejectedOnce, None),
        (KillState::Failed, Some(put(status))),
    ];
    for (n, (state, fault)) in cases.into_iter().enumerate() {
        let name = format!("leaked-{n}");
        let made = desk.run(&["keys", "create", &name, "--json"]).ok().json();
        let id = made["id"].as_i64().unwrap();
        let secret = books::secret(&desk.bridge, bridgekeeper_core::key::KeyId(id));
        desk.bridge.clear_requests();
        if let Some(fault) = fault {
            desk.bridge.fault(fault);
        }
        let store = desk.store();
        desk.kill_when(&["kill", &name, "--no-replace"], &format!("it is {state}"), || {
            let told = !books::puts(&desk.bridge).is_empty();
            told && store.open_kills().unwrap().iter().any(|kill| kill.key.id.0 == id && kill.state == state)
        });
        desk.bridge.clear_faults();
        let open = desk.store().open_kills().unwrap();
        assert_eq!((open.len(), open[0].state), (1, state), "it is in the journal");
        let said = desk.run(&["incidents", "--json"]).ok();
        assert!(!said.out.contains(&secret) && !said.err.contains(&secret));

        desk.carry_on();
        let shown = desk.run(&["incidents", "show", &open[0].incident.to_string(), "--json"]).ok().json();
        assert_eq!(shown["keys"][0]["state"], "dead", "{state}: {shown}");
        books::check_dead(&desk.bridge, bridgekeeper_core::key::KeyId(id), &format!("killed when {state}"));
        let rejected =
            books::probes(&desk.bridge, &secret).iter().filter(|probe| probe.status == Some(401)).count();
        assert!(rejected >= 5, "{state}: proven anew, {rejected}");
        assert_eq!(desk.leaks(&secret), Vec::<std::path::PathBuf>::new(), "{state}");
        assert_eq!(desk.leaks(&secret[..20]), Vec::<std::path::PathBuf>::new(), "{state}");
    }
}

#[test]
fn what_is_not_proven_in_time_goes_on_behind_and_is_told_about() {
    let desk = Desk::new();
    desk.run(&["keys", "create", "leaked"]).ok();
    let status = FaultKind::Status { status: 500, body: None, after_apply: false };
    desk.bridge.fault(Fault::on("PUT", "/api/token/", status).times(0));
    let said = desk.run(&["kill", "leaked", "--no-replace", "--wait", "2s"]).exits(7);
    assert!(
        said.out.contains("The kill goes on") && said.err.contains("decision recorded"),
        "{}{}",
        said.out,
        said.err
    );
    let status = desk.run(&["status", "--json"]).exits(7).json();
    assert!(status["open_kills"][0].as_str().unwrap().contains("Could not reach"), "{status}");
    let before = books::puts(&desk.bridge).len();
    until("the copy that stayed behind tries it again", || books::puts(&desk.bridge).len() > before);
    desk.bridge.clear_faults();
    until("it disables the key", || desk.bridge.keys()[0].status == 2);
    // It ends with its home.
}

#[test]
fn a_leaked_text_is_read_from_stdin_and_never_said() {
    let desk = Desk::new();
    let _alone = desk.stays_behind();
    desk.run(&["keys", "create", "other"]).ok();
    desk.run(&["keys", "create", "leaked"]).ok();
    let secret = desk.bridge.keys()[1].secret.clone();
    let line = format!("2026-01-01 curl https://bridge/v1/models?key={secret}\n");
    let words = ["kill", "--stdin", "--no-replace", "--wait", "2s", "--json"];
    let said = desk.sandbox.bridgekeeper_fed(&words, &line).exits(7);
    let view = said.json();
    assert_eq!(
        (view["keys"][0]["name"].as_str(), view["keys"][0]["state"].as_str()),
        (Some("leaked"), Some("rejected_once"))
    );
    assert!(!said.out.contains(&secret) && !said.err.contains(&secret));
    let stranger = format!("sk-{}", "aB3".repeat(16));
    let said = desk.sandbox.bridgekeeper_fed(&["kill", "--stdin"], &stranger).exits(1);
    assert!(said.err.contains("none of yours") && said.err.contains("--probe"), "{}", said.err);
    let said = desk.sandbox.bridgekeeper_fed(&["kill", "--stdin", "--probe"], &stranger).exits(1);
    assert!(said.out.contains("rejects it"), "{}", said.out);
    desk.carry_on();
    assert_eq!(desk.run(&["incidents", "--json"]).ok().json()["incidents"][0]["words"], "confirmed dead");
    assert_eq!(desk.leaks(&secret), Vec::<std::path::PathBuf>::new());
}

#[tokio::test]
async fn two_copies_of_the_wallet_do_not_get_in_each_others_way() {
    let (bridge, person) = (bridge(), Person::new());
    let wallet = person.connected(&bridge).await;
    key(&wallet, &bridge, "other").await;
    let id = key(&wallet, &bridge, "leaked").await;
    let incident = wallet.begin_kill(&request(&[id], false)).unwrap();
    let other = person.wallet();
    let (one, two) = tokio::join!(wallet.drive_kill(incident, &silent), other.drive_kill(incident, &silent));
    books::check(&bridge, &one.unwrap());
    assert_eq!(two.unwrap().keys[0].state, KillState::Dead);
    assert_eq!(books::puts(&bridge).len(), 1, "one of them did it, the other one watched");
}

#[tokio::test]
async fn whoever_comes_next_goes_on_with_every_kill() {
    let (bridge, person) = (bridge(), Person::new());
    let wallet = person.connected(&bridge).await;
    key(&wallet, &bridge, "other").await;
    let mut ids = vec![];
    for name in ["one", "two", "three"] {
        let id = key(&wallet, &bridge, name).await;
        let incident = wallet.begin_kill(&request(&[id], false)).unwrap();
        until_seen(&wallet, incident, |view| view.keys[0].state == KillState::RejectedOnce).await;
        ids.push(incident);
    }
    drop(wallet);
    let wallet = person.wallet();
    assert_eq!(wallet.unfinished_incidents().unwrap(), ids);
    let carried = wallet.resume_kills(&silent).await.unwrap();
    assert_eq!(carried.len(), 3);
    carried.iter().for_each(|view| books::check(&bridge, view));
    assert!(carried.iter().all(|view| !view.is_open));
    let resumed = carried[0].keys[0].steps.iter().any(|step| step.text == "goes on after a restart");
    assert!(resumed && wallet.incident(IncidentId(1)).is_ok());
}
