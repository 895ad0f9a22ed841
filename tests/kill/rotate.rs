//! A rotation leaves no gap: killed at every step, the profile always has a key that works, and no key that works
//! is unknown. The real Claude Code works before, during and after.

use std::process::Stdio;

use bridgekeeper_bridge::{Fault, FaultKind, Key};
use bridgekeeper_core::error::Code;
use bridgekeeper_core::incident::CACHE_TIME;
use bridgekeeper_core::key::KeyId;
use bridgekeeper_core::rotate::RotationStep;
use bridgekeeper_core::store::HELPER_KEEPS;
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
        assert_eq!(person.time.passed() - begun > HELPER_KEEPS, mode == Mode::Helper, "the helper's time");
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

#[tokio::test(flavor = "multi_thread")]
async fn what_is_pointed_at_the_old_key_meanwhile_gets_the_new_one_too() {
    let (bridge, person) = (bridge(), Person::new());
    let wallet = person.connected(&bridge).await;
    let old = key(&wallet, &bridge, "laptop").await;
    let rotation =
        wallet.begin_rotation(&RotateRequest { key: old, grace_s: Some(9), deletes: true }).unwrap();
    let begun = person.time.passed();
    let late = |view: bridgekeeper_core::view::RotationView| {
        if view.step == RotationStep::Wait && view.good_until.is_some() {
            // Before the grace begins to pass: a test's time does not wait for anybody else.
            let configured = configure(&wallet, old, Mode::Helper);
            tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(configured));
        }
    };
    let view = wallet.drive_rotation(rotation.id, &late).await.unwrap();
    assert!(view.is_done && view.swaps.len() == 1, "{view:?}");
    assert!(person.time.passed() - begun > HELPER_KEEPS, "its helper may still hand out the old one");
    assert_eq!(wallet.tool_named("claude-code").unwrap().key.unwrap().id, view.new.unwrap().id);
    assert!(bridge.key(old.0).is_none(), "deleted, as asked for");
}

#[tokio::test]
async fn a_new_key_that_may_still_be_on_its_way_is_waited_for_and_not_made_twice() {
    for after_apply in [false, true] {
        let (bridge, person) = (bridge(), Person::new());
        let wallet = person.connected(&bridge).await;
        let old = key(&wallet, &bridge, "laptop").await;
        bridge.clear_requests();
        bridge.fault(Fault::on("POST", "/api/token/", FaultKind::Delay { ms: 60_000, after_apply }));
        let request = RotateRequest { key: old, grace_s: None, deletes: false };
        let rotation = wallet.begin_rotation(&request).unwrap();
        let asked = async {
            while !bridge.requests().iter().any(|request| request.method == "POST") {
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
        };
        // The process is gone while the bridge is at it.
        tokio::select! {
            ended = wallet.drive_rotation(rotation.id, &|_| {}) => panic!("it ended first: {ended:?}"),
            () = asked => {}
        }
        drop(wallet);
        let wallet = person.wallet();
        let begun = person.time.passed();
        let waits = std::sync::Mutex::new(0);
        let watch = |view: bridgekeeper_core::view::RotationView| {
            if view.trouble.is_some_and(|trouble| trouble.contains("not known yet")) {
                *waits.lock().unwrap() += 1;
            }
        };
        let view = wallet.drive_rotation(rotation.id, &watch).await.unwrap();
        assert!(view.is_done && view.trouble.is_none(), "{view:?}");
        assert_eq!(bridge.keys().len(), 2, "one new key and no other");
        assert_eq!(*waits.lock().unwrap() > 0, !after_apply, "who waits is told why");
        let doubt = std::time::Duration::from_secs(90);
        assert_eq!(person.time.passed() - begun > doubt + CACHE_TIME, !after_apply);
    }
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

/// The profile of a tool always has a key that works, and every key that works is known to the wallet.
fn holds(desk: &Desk, what: &str) {
    let store = desk.store();
    let (profile, _) = store.profiles().unwrap().remove(0);
    let held = desk.bridge.key(profile.key.0).unwrap_or_else(|| panic!("{what}: its key is gone"));
    assert_eq!(held.status, 1, "{what}: the profile's key does not work");
    assert!(store.vaulted(&profile.origin).unwrap().contains(&profile.key), "{what}: nobody has its secret");
    let row = store.bridges().unwrap().remove(0);
    let known: Vec<_> = store.keys(row.id).unwrap().into_iter().map(|key| key.name).collect();
    let noted: Vec<_> = store.creations(row.id).unwrap().into_iter().map(|new| new.wanted.name).collect();
    for key in desk.bridge.keys().iter().filter(|key| key.status == 1) {
        assert!(known.contains(&key.name) || noted.contains(&key.name), "{what}: {} is unknown", key.name);
    }
}

#[test]
fn killed_at_every_step_a_rotation_leaves_no_gap_and_no_unknown_key() {
    let desk = Desk::new();
    let _alone = desk.stays_behind();
    desk.run(&["configure", "opencode", "--create", "--mode", "env", "--yes"]).ok();
    let old = KeyId(desk.bridge.keys()[0].id);
    let name = desk.bridge.keys()[0].name.clone();
    let held = |after_apply| FaultKind::Delay { ms: 60_000, after_apply };
    let asked = |method: &str, path: &str| {
        let requests = desk.bridge.requests();
        requests.iter().filter(|request| request.method == method && request.path.starts_with(path)).count()
    };
    // Each is held at the next request that matters, killed there, and begun again.
    let points: Vec<(&str, Fault, &str, &str)> = vec![
        ("before the new key is made", Fault::on("POST", "/api/token/", held(false)), "POST", "/api/token/"),
        ("when it is made", Fault::on("POST", "/api/token/", held(true)), "POST", "/api/token/"),
        (
            "before its secret is here",
            Fault::on("POST", "/api/token/*", held(false)),
            "POST",
            "/api/token/batch",
        ),
        ("while it is tried", Fault::on("GET", "/v1/models", held(false)), "GET", "/v1/models"),
        ("when it was put in place", Fault::on("POST", "/v1/*", held(false)), "POST", "/v1/"),
        (
            "before the old one is disabled",
            Fault::on("PUT", "/api/token/", held(false)),
            "PUT",
            "/api/token/",
        ),
        ("when it was disabled", Fault::on("PUT", "/api/token/", held(true)), "PUT", "/api/token/"),
    ];
    for (n, (what, fault, method, path)) in points.into_iter().enumerate() {
        desk.bridge.clear_requests();
        desk.bridge.fault(fault);
        let first = ["rotate", "opencode", "--grace", "0s"];
        let words: &[&str] = if n == 0 { &first } else { &["rotate", "--resume"] };
        desk.kill_when(words, what, || asked(method, path) > 0);
        holds(&desk, what);
        desk.bridge.clear_faults();
        // By then a request that went down with its sender would have arrived.
        desk.let_pass(jiff::SignedDuration::from_secs(91));
    }
    desk.carry_on();
    holds(&desk, "in the end");
    let keys = desk.bridge.keys();
    assert_eq!(
        keys.len(),
        2,
        "exactly one new key: {:?}",
        keys.iter().map(|key| &key.name).collect::<Vec<_>>()
    );
    assert_eq!(desk.bridge.key(old.0).unwrap().status, 2);
    let list = desk.run(&["rotate", "--list", "--json"]).ok().json();
    assert_eq!(
        (&list["rotations"][0]["is_done"], &list["rotations"][0]["old"]["name"]),
        (&true.into(), &name.into())
    );
    for key in keys {
        assert_eq!(desk.leaks(&key.secret), Vec::<std::path::PathBuf>::new());
    }
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
