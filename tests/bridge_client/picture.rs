//! Chance plays bridge and user: whatever happens in whatever order, what the client says is what is so.

use std::collections::BTreeMap;

use bridgekeeper_bridge::{self as server, Dialect as Speaks, Fault, FaultKind, Running};
use bridgekeeper_core::error::Code;
use bridgekeeper_core::key::{Key, KeyEdit, KeyId, KeyStatus, NewKey, Quota, QuotaEdit};

use super::nonsense::Dice;
use super::{client_with, code, options, start};

/// Something that goes wrong, with or without the deed being done.
fn mishap(dice: &mut Dice) -> FaultKind {
    let after_apply = dice.roll(2) == 0;
    match dice.roll(9) {
        0 => FaultKind::Status { status: [500, 502, 503, 504, 524][dice.roll(5)], body: None, after_apply },
        1 => FaultKind::Html { status: 200, after_apply },
        // A no after the deed, with another no to cover it up, is no bridge's doing.
        2 => FaultKind::SuccessFalse { message: "no".into(), after_apply: false },
        3 => FaultKind::DropBefore,
        4 => FaultKind::DropAfterApply,
        5 => FaultKind::Truncate { bytes: Some(dice.roll(40)) },
        6 => FaultKind::RateLimit { retry_after: [None, Some(0), Some(900)][dice.roll(3)] },
        7 => FaultKind::Ignored,
        _ => FaultKind::Garbage { bytes: dice.roll(200) },
    }
}

/// The bridge's keys as the client would show them.
fn truth(bridge: &Running) -> BTreeMap<i64, server::Key> {
    bridge.keys().into_iter().map(|key| (key.id, key)).collect()
}

fn agrees(key: &Key, truth: &server::Key) {
    assert_eq!((key.id.0, &key.name), (truth.id, &truth.name));
    assert_eq!(key.stored_status == KeyStatus::Enabled, truth.status == 1);
    assert_eq!(
        (key.unlimited, key.remain, key.used),
        (truth.unlimited_quota, Quota(truth.remain_quota), Quota(truth.used_quota),)
    );
}

/// Whatever became of the one key, no other moved.
fn untouched(before: &BTreeMap<i64, server::Key>, bridge: &Running, but: i64) {
    let (mut before, mut now) = (before.clone(), truth(bridge));
    before.remove(&but);
    now.remove(&but);
    assert_eq!(before, now);
}

#[tokio::test]
async fn what_the_client_says_is_so() {
    for (speaks, seed) in Speaks::ALL.into_iter().zip(1..) {
        let mut dice = Dice(0xace0_0000 + seed);
        let bridge = start(speaks);
        let mut unknown = 0;
        for step in 0..120 {
            // Now and then a client that has learned nothing.
            let client = client_with(&bridge, options());
            for _ in 0..4 {
                bridge.clear_faults();
                for _ in 0..dice.roll(3) {
                    let method = ["GET", "POST", "PUT", "DELETE"][dice.roll(4)];
                    let skip = dice.roll(3) as u32;
                    bridge.fault(
                        Fault::on(method, "*", mishap(&mut dice)).skip(skip).times(1 + dice.roll(4) as u32),
                    );
                }
                let before = truth(&bridge);
                let some = before.keys().nth(dice.roll(before.len() + 1)).copied().unwrap_or(9999);
                bridge.clear_requests();
                match dice.roll(8) {
                    0..3 => {
                        let name = format!("n{seed}-{step}-{}", dice.roll(1_000_000_000));
                        let quota = (dice.roll(2) == 0).then(|| Quota(dice.roll(1000) as i64));
                        let made = client.create(&NewKey { quota, ..NewKey::named(&name) }).await;
                        let there: Vec<_> =
                            bridge.keys().into_iter().filter(|key| key.name == name).collect();
                        match made.map_err(|error| code::<()>(Err(error))) {
                            Ok(made) => {
                                assert_eq!(there.len(), 1);
                                agrees(&made.key, &there[0]);
                            }
                            Err(Code::CreateUnknown) => {
                                assert!(there.len() < 2);
                                unknown += 1;
                            }
                            Err(_) => assert_eq!(there, [], "a key was made and called not made"),
                        }
                        let posts =
                            bridge.requests().iter().filter(|request| request.method == "POST").count();
                        assert!(posts <= 1, "asked for more than once");
                    }
                    3 => {
                        let enabled = dice.roll(2) == 0;
                        if let Ok(key) = client.set_enabled(KeyId(some), enabled).await {
                            assert_eq!(bridge.key(some).unwrap().status, if enabled { 1 } else { 2 });
                            agrees(&key, &bridge.key(some).unwrap());
                        }
                        untouched(&before, &bridge, some);
                    }
                    4 => {
                        let quota = [QuotaEdit::Add(7), QuotaEdit::Set(Quota(50)), QuotaEdit::Unlimited]
                            [dice.roll(3)];
                        let edit = KeyEdit {
                            name: Some(format!("e{step}")),
                            quota: Some(quota),
                            ..KeyEdit::default()
                        };
                        if let Ok(key) = client.edit(KeyId(some), &edit).await {
                            let now = bridge.key(some).unwrap();
                            assert_eq!(now.name, format!("e{step}"));
                            assert_eq!(now.unlimited_quota, quota == QuotaEdit::Unlimited);
                            agrees(&key, &now);
                        }
                        untouched(&before, &bridge, some);
                    }
                    5 => {
                        if client.delete(KeyId(some)).await.is_ok() {
                            assert!(bridge.key(some).is_none());
                        }
                        untouched(&before, &bridge, some);
                    }
                    6 => {
                        if let Ok(secret) = client.reveal(KeyId(some)).await {
                            assert_eq!(secret.expose(), before[&some].sk());
                        }
                        assert_eq!(truth(&bridge), before, "looking changes nothing");
                    }
                    _ => {
                        if let Ok(list) = client.keys().await {
                            assert!(!list.complete || list.keys.len() == before.len());
                            list.keys.iter().for_each(|key| agrees(key, &before[&key.id.0]));
                        }
                        assert_eq!(truth(&bridge), before, "looking changes nothing");
                    }
                }
                if dice.roll(4) == 0 {
                    let cost = dice.roll(40) as i64;
                    bridge.edit(|state| state.charge(some, cost, 99));
                }
            }
        }
        bridge.clear_faults();
        let list = client_with(&bridge, options()).keys().await.unwrap();
        let now = truth(&bridge);
        assert!(list.complete && list.keys.len() == now.len() && now.len() > 20, "{}", now.len());
        list.keys.iter().for_each(|key| agrees(key, &now[&key.id.0]));
        assert!(unknown > 0, "the hard case came up");
    }
}
