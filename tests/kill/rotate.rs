//! A rotation leaves no gap: killed at every step, the profile always has a key that works, and no key that works
//! is unknown. The real Claude Code works before, during and after.

use std::process::Stdio;

use bridgekeeper_bridge::{Fault, FaultKind, Key};
use bridgekeeper_core::error::Code;
use bridgekeeper_core::rotate::{HELPER_TTL, RotationStep};
use bridgekeeper_core::view::{Mode, RotateRequest};
use bridgekeeper_tests::keyring::until;
use bridgekeeper_tests::{Said, real_tool};

use super::books;
use super::desk::Desk;
use super::person::{Person, bridge, key};
use super::replace::configure;

#[tokio::test]
async fn a_rotation_ends_with_the_new_key_in_use_and_the_old_one_proven_dead() {
    for mode in [Mode::Helper, Mode::Stored] {
        let (bridge, person) = (bridge(), Person::new());
        let wallet = person.connected(&bridge).await;
        let old = key(&wallet, &bridge, "laptop").await;
        configure(&wallet, old, mode).await;
        let request = RotateRequest { key: old, grace_s: Some(0), deletes: false };
        let rotation = wallet.begin_rotation(&request).unwrap();
        assert_eq!(wallet.begin_rotation(&request).unwrap().id, rotation.id, "not twice");
        let begun = person.time.passed();
        let steps = std::sync::Mutex::new(vec![]);
        let watch = |view: bridgekeeper_core::view::RotationView| steps.lock().unwrap().push(view.step);
        let view = wallet.drive_rotation(rotation.id, &watch).await.unwrap();
        let mut steps = steps.into_inner().unwrap();
        steps.dedup();
        use RotationStep::{Check, Disable, Make, Prove, Swap, Wait};
        assert_eq!(steps, [Make, Check, Swap, Wait, Disable, Prove]);
        assert!(view.is_done && view.proof_words.as_ref().unwrap().starts_with("Confirmed dead"), "{view:?}");
        let new = view.new.unwrap();
        assert_eq!((new.name.as_str(), bridge.key(new.id.0).unwrap().status), ("laptop-2", 1));
        assert_eq!(bridge.key(old.0).unwrap().status, 2);
        assert_eq!(wallet.tool_named("claude-code").unwrap().key.unwrap().id, new.id);
        assert_eq!(person.time.passed() - begun > HELPER_TTL, mode == Mode::Helper, "the helper's time");
        let proof = wallet.incident(view.proof.unwrap()).unwrap();
        books::check(&bridge, &proof);
        assert!(wallet.incidents().unwrap().is_empty(), "nothing leaked");
    }
}

#[tokio::test]
async fn a_new_key_that_does_not_work_leaves_the_old_one_alone() {
    let (bridge, person) = (bridge(), Person::new());
    let wallet = person.connected(&bridge).await;
    let old = key(&wallet, &bridge, "laptop").await;
    configure(&wallet, old, Mode::Helper).await;
    let status = FaultKind::Status { status: 503, body: None, after_apply: false };
    bridge.fault(Fault::on("GET", "/v1/models", status).times(0));
    let rotation = wallet.begin_rotation(&RotateRequest { key: old, grace_s: None, deletes: false }).unwrap();
    let error = wallet.drive_rotation(rotation.id, &|_| {}).await.unwrap_err();
    assert_eq!(error.code(), Code::NotProven);
    let view = wallet.rotation(rotation.id).unwrap();
    assert!(view.step == RotationStep::Check && view.trouble.is_some() && !view.is_done);
    assert_eq!(bridge.key(old.0).unwrap().status, 1);
    assert_eq!(wallet.tool_named("claude-code").unwrap().key.unwrap().id, old);
    bridge.clear_faults();
    assert!(wallet.drive_rotation(rotation.id, &|_| {}).await.unwrap().is_done);
}

#[tokio::test]
async fn old_keys_are_due_and_only_those_in_use_are_rotated_in_a_batch() {
    let (bridge, person) = (bridge(), Person::new());
    let wallet = person.connected(&bridge).await;
    let (used, unused) = (key(&wallet, &bridge, "used").await, key(&wallet, &bridge, "unused").await);
    let made = |days: i64| bridge.now() - days * 86_400;
    bridge.edit(|state| {
        state.key_mut(used.0).unwrap().created_time = 0;
        state.key_mut(unused.0).unwrap().created_time = 0;
    });
    bridge.add_key(Key { name: "young".into(), ..Key::default() });
    assert!(made(1) > 0);
    configure(&wallet, used, Mode::Helper).await;
    wallet.keys().await.unwrap();
    let old = wallet.old_keys(90).unwrap();
    assert_eq!(old.iter().map(|old| old.key.id).collect::<Vec<_>>().len(), 2);
    assert_eq!(old.iter().filter(|old| !old.used_by.is_empty()).count(), 1);
    assert_eq!(wallet.status().await.unwrap().old_keys, 2);
    let listed = wallet.cached_keys().unwrap().keys;
    assert_eq!(listed.iter().filter(|key| key.is_old).count(), 2);
}

fn claude(desk: &Desk) -> Said {
    let mut command = desk.sandbox.command(real_tool("claude"));
    command
        .args(["-p", "say hi"])
        .env("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    Said::from(command.output().unwrap())
}

/// The keys that Claude Code itself sent since the books were last emptied.
fn sent(desk: &Desk) -> Vec<String> {
    let ours = |agent: &String| agent.starts_with("bridgekeeper/");
    let mut keys: Vec<String> = desk
        .bridge
        .requests()
        .into_iter()
        .filter(|request| {
            request.path == "/v1/messages" && !request.headers.get("user-agent").is_some_and(ours)
        })
        .filter_map(|request| request.headers.get("authorization").cloned())
        .collect();
    keys.dedup();
    keys
}

#[test]
fn claude_code_works_before_during_and_after_a_rotation() {
    let desk = Desk::new();
    desk.run(&["configure", "claude-code", "--create", "--yes"]).ok();
    let old = desk.bridge.keys()[0].clone();
    let shows = |key: &Key| vec![format!("Bearer sk-{}", key.secret)];
    assert!(claude(&desk).ok().out.contains("Your key works"));
    assert_eq!(sent(&desk), shows(&old));

    desk.bridge.clear_requests();
    let mut rotation = desk.start(&["rotate", "claude-code"]);
    let store = desk.store();
    until("the new key is in place and the old one still good", || {
        store.open_rotations().unwrap().first().is_some_and(|rotation| rotation.known.good_until.is_some())
    });
    let new = desk.bridge.keys().into_iter().find(|key| key.id != old.id).unwrap();
    assert_eq!(desk.bridge.key(old.id).unwrap().status, 1, "whoever still has it can go on");
    assert!(claude(&desk).ok().out.contains("Your key works"));
    assert_eq!(sent(&desk), shows(&new));
    rotation.kill().unwrap();
    rotation.wait().unwrap();

    desk.carry_on();
    assert_eq!(desk.bridge.key(old.id).unwrap().status, 2);
    desk.bridge.clear_requests();
    assert!(claude(&desk).ok().out.contains("Your key works"));
    assert_eq!(sent(&desk), shows(&new));
}
