//! What comes in a killed key's place.

use bridgekeeper_bridge::{Fault, FaultKind, Key};
use bridgekeeper_core::incident::KillState;
use bridgekeeper_core::key::KeyId;
use bridgekeeper_core::view::{ConfigureRequest, KeyChoice, Mode};
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
