//! What comes in a killed key's place.

use std::time::Duration;

use bridgekeeper_bridge::{Fault, FaultKind, Key};
use bridgekeeper_core::incident::KillState;
use bridgekeeper_core::key::KeyId;
use bridgekeeper_core::view::{ConfigureRequest, IncidentView, KeyChoice, Mode};
use bridgekeeper_core::wallet::Wallet;

use super::books;
use super::person::{Person, bridge, key, request, silent};

/// Points Claude Code at a key.
pub async fn configure(wallet: &Wallet, id: KeyId, mode: Mode) {
    let request = ConfigureRequest {
        tool: "claude-code".into(),
        profile: None,
        key: KeyChoice::Existing { id },
        mode: Some(mode),
        api: None,
        model: None,
    };
    let plan = wallet.propose_configure(request).await.unwrap();
    wallet.apply(&plan.id).await.unwrap();
}

fn settings(person: &Person) -> String {
    std::fs::read_to_string(person.home.path().join(".claude/settings.json")).unwrap()
}

#[tokio::test]
async fn a_key_like_it_comes_in_its_place_wherever_it_was_used() {
    for mode in [Mode::Helper, Mode::Stored] {
        let (bridge, person) = (bridge(), Person::new());
        let wallet = person.connected(&bridge).await;
        let leaked = bridge.add_key(Key {
            name: "leaked".into(),
            remain_quota: 7_000_000,
            unlimited_quota: false,
            group: "default".into(),
            expired_time: 4_102_444_800,
            model_limits_enabled: true,
            model_limits: "claude-sonnet-5,claude-haiku-4-5".into(),
            allow_ips: Some("127.0.0.1\n10.0.0.0/8".into()),
            ..Key::default()
        });
        let id = KeyId(leaked.id);
        wallet.keys().await.unwrap();
        configure(&wallet, id, mode).await;
        let incident = wallet.begin_kill(&request(&[id], true)).unwrap();
        // No time passes until the new key is in place: what waits for the proof would wait for ever.
        person.time.stops();
        let watch = |view: IncidentView| {
            if view.keys[0].replaced.as_ref().is_some_and(|fresh| fresh.is_done) {
                person.time.goes_on();
            }
        };
        let driven = tokio::time::timeout(Duration::from_secs(30), wallet.drive_kill(incident, &watch)).await;
        let view = driven.expect("the new key waits for no proof").unwrap();
        books::check(&bridge, &view);
        let killed = &view.keys[0];
        let fresh = killed.replaced.as_ref().unwrap();
        assert!(fresh.is_done && fresh.trouble.is_none(), "{fresh:?}");
        let new = bridge.key(fresh.key.unwrap().0).unwrap();
        assert_eq!(new.name, "leaked-2");
        let alike = |key: &Key| {
            (
                key.group.clone(),
                key.expired_time,
                key.model_limits.clone(),
                key.allow_ips.clone(),
                key.unlimited_quota,
            )
        };
        assert_eq!(alike(&new), alike(&bridge.key(id.0).unwrap()));
        assert!(new.remain_quota <= 7_000_000 && new.remain_quota > 6_900_000, "what was left");
        let [swap] = &*fresh.swaps else { panic!("{fresh:?}") };
        assert!(swap.is_done && swap.tool == "claude-code", "{swap:?}");
        assert!(swap.restart.is_some() && swap.check.as_ref().unwrap().ok, "{swap:?}");
        let tool = wallet.tool_named("claude-code").unwrap();
        assert_eq!(tool.key.unwrap().id, fresh.key.unwrap());
        assert_eq!(tool.state_text, "In step");
        assert_eq!(wallet.profile_secret("claude-code").unwrap().masked()[..3], *"sk-");
        assert_eq!(settings(&person).contains(&new.secret), mode == Mode::Stored);
        assert!(!settings(&person).contains(&leaked.secret));
        let first = |kind| killed.steps.iter().position(|step| step.kind == kind);
        use bridgekeeper_core::view::StepKind::{Accepted, Dead, Swapped};
        assert!(first(Accepted) < first(Swapped) && first(Swapped) < first(Dead), "beside the proof");
    }
}

#[tokio::test]
async fn what_keeps_the_new_key_from_being_made_stops_no_kill() {
    let (bridge, person) = (bridge(), Person::new());
    let wallet = person.connected(&bridge).await;
    key(&wallet, &bridge, "other").await;
    let id = key(&wallet, &bridge, "leaked").await;
    let full = FaultKind::SuccessFalse { message: "you have enough keys".into(), after_apply: false };
    bridge.fault(Fault::on("POST", "/api/token/", full).times(0));
    let incident = wallet.begin_kill(&request(&[id], true)).unwrap();
    let view = wallet.drive_kill(incident, &silent).await.unwrap();
    books::check(&bridge, &view);
    let killed = &view.keys[0];
    assert_eq!(killed.state, KillState::Dead);
    let fresh = killed.replaced.as_ref().unwrap();
    assert!(!fresh.is_done && fresh.trouble.as_ref().unwrap().contains("enough keys"), "{fresh:?}");
}

#[tokio::test]
async fn no_key_like_a_useless_one_is_made() {
    let (bridge, person) = (bridge(), Person::new());
    let wallet = person.connected(&bridge).await;
    key(&wallet, &bridge, "other").await;
    let spent = Key { name: "spent".into(), unlimited_quota: false, remain_quota: 0, ..Key::default() };
    let id = KeyId(bridge.add_key(spent).id);
    wallet.keys().await.unwrap();
    let incident = wallet.begin_kill(&request(&[id], true)).unwrap();
    let view = wallet.drive_kill(incident, &silent).await.unwrap();
    books::check(&bridge, &view);
    let fresh = view.keys[0].replaced.as_ref().unwrap();
    assert!(fresh.key.is_none() && fresh.trouble.as_ref().unwrap().contains("used up"), "{fresh:?}");
    assert_eq!(bridge.keys().len(), 2);
}

#[tokio::test]
async fn of_several_keys_only_those_in_use_get_a_new_one() {
    let (bridge, person) = (bridge(), Person::new());
    let wallet = person.connected(&bridge).await;
    key(&wallet, &bridge, "other").await;
    let (used, unused) = (key(&wallet, &bridge, "used").await, key(&wallet, &bridge, "unused").await);
    configure(&wallet, used, Mode::Helper).await;
    let incident = wallet.begin_kill(&request(&[used, unused], true)).unwrap();
    let view = wallet.drive_kill(incident, &silent).await.unwrap();
    books::check(&bridge, &view);
    let fresh = |id| view.keys.iter().find(|key| key.key == id).unwrap().replaced.is_some();
    assert!(fresh(used) && !fresh(unused));
    assert_eq!(bridge.keys().len(), 4);
}

#[tokio::test]
async fn a_new_key_is_made_once_however_its_making_goes_wrong() {
    for fault in [
        FaultKind::DropAfterApply,
        FaultKind::DropBefore,
        FaultKind::Status { status: 500, body: None, after_apply: true },
        FaultKind::Html { status: 200, after_apply: true },
        FaultKind::RateLimit { retry_after: Some(3) },
    ] {
        let what = format!("{fault:?}");
        let (bridge, person) = (bridge(), Person::new());
        let wallet = person.connected(&bridge).await;
        let id = key(&wallet, &bridge, "leaked").await;
        configure(&wallet, id, Mode::Helper).await;
        bridge.fault(Fault::on("POST", "/api/token/", fault));
        let incident = wallet.begin_kill(&request(&[id], true)).unwrap();
        let view = wallet.drive_kill(incident, &silent).await.unwrap();
        books::check(&bridge, &view);
        let fresh = view.keys[0].replaced.as_ref().unwrap();
        assert!(fresh.is_done, "{what}: {fresh:?}");
        assert_eq!(bridge.keys().len(), 2, "{what}: one new key and no other");
    }
}

#[tokio::test]
async fn a_file_that_somebody_else_changed_is_left_alone() {
    let (bridge, person) = (bridge(), Person::new());
    let wallet = person.connected(&bridge).await;
    let id = key(&wallet, &bridge, "leaked").await;
    configure(&wallet, id, Mode::Stored).await;
    let theirs = settings(&person).replace(&bridge.url, "https://elsewhere.example");
    std::fs::write(person.home.path().join(".claude/settings.json"), &theirs).unwrap();
    let incident = wallet.begin_kill(&request(&[id], true)).unwrap();
    let view = wallet.drive_kill(incident, &silent).await.unwrap();
    books::check(&bridge, &view);
    let swap = &view.keys[0].replaced.as_ref().unwrap().swaps[0];
    assert!(!swap.is_done && swap.text.contains("somebody changed"), "{swap:?}");
    assert_eq!(settings(&person), theirs);
}
