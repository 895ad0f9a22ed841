//! Every operation, in every dialect.

use std::collections::HashSet;

use bridgekeeper_bridge::{self as server, Dialect as Speaks, Running};
use bridgekeeper_core::bridge::{Bridge, Created, Dialect, DisplayKind, LogQuery, Origin};
use bridgekeeper_core::error::Code;
use bridgekeeper_core::key::{Key, KeyEdit, KeyId, KeyStatus, NewKey, Quota, QuotaEdit};
use jiff::Timestamp;

use super::{TOKEN, account, client, code, count, options, start, start_with};

fn at(second: i64) -> Option<Timestamp> {
    Some(Timestamp::from_second(second).unwrap())
}

/// A key with every field set.
fn full(bridge: &Running, dialect: Speaks) -> NewKey {
    NewKey {
        name: "full".into(),
        group: bridge.state().groups.first().unwrap().name.clone(),
        expires: at(bridge.now() + 3600),
        quota: Some(Quota(1_250_000)),
        // Networks are understood from 0.10 on; the bridge keeps what it is given all the same.
        allow_ips: vec!["127.0.0.1".into(), if dialect < Speaks::C { "::1" } else { "10.0.0.0/8" }.into()],
        models: Some(bridge.state().models.iter().take(2).map(|model| model.name.clone()).collect()),
    }
}

async fn make(client: &Bridge, name: &str) -> Key {
    client.create(&NewKey::named(name)).await.unwrap().key
}

#[tokio::test]
async fn each_dialect_is_found() {
    let wanted = [Dialect::A, Dialect::B, Dialect::C, Dialect::D];
    for (speaks, wanted) in Speaks::ALL.into_iter().zip(wanted) {
        let bridge = start_with(server::Options { dialect: speaks, bulk_keys: 1, ..Default::default() });
        assert_eq!(client(&bridge).dialect().await.unwrap(), Some(wanted));
    }
}

#[tokio::test]
async fn without_a_key_b_and_c_look_alike() {
    for (speaks, wanted) in Speaks::ALL.into_iter().zip([Some(Dialect::A), None, None, Some(Dialect::D)]) {
        let bridge = start(speaks);
        let client = client(&bridge);
        assert_eq!(client.dialect().await.unwrap(), wanted, "{speaks:?}");
        let made = make(&client, "first").await;
        client.reveal(made.id).await.unwrap();
        assert!(client.known_dialect().is_some(), "{speaks:?}: the first key decides");
    }
}

#[tokio::test]
async fn site_and_account_are_read() {
    for speaks in Speaks::ALL {
        let site = server::Site {
            quota_per_unit: 250_000.0,
            display: server::QuotaDisplay::Custom { symbol: "Ȼ".into(), rate: 3.5 },
            turnstile: true,
            ..Default::default()
        };
        let bridge = start_with(server::Options { dialect: speaks, site, ..Default::default() });
        let client = client(&bridge);
        let site = client.site().await.unwrap();
        assert_eq!((site.name.as_str(), site.rate.0, site.turnstile), ("Sample Bridge", 250_000.0, true));
        assert_eq!(site.version.as_deref(), Some(speaks.version()));
        if speaks == Speaks::A {
            assert_eq!(site.display.kind, DisplayKind::Usd, "A knows dollars and raw units only");
        } else {
            assert_eq!(site.display.kind, DisplayKind::Custom);
            assert_eq!((site.display.symbol.as_str(), site.display.per_usd), ("Ȼ", 3.5));
        }
        let me = client.me().await.unwrap();
        let user = bridge.user().unwrap();
        assert_eq!((me.user_id, &me.username, &me.group), (user.id, &user.username, &user.group));
        assert_eq!((me.balance, me.used), (Quota(user.quota), Quota(user.used_quota)));
        let to_status = bridge.requests().into_iter().find(|request| request.path == "/api/status").unwrap();
        assert!(!format!("{:?}", to_status.headers).contains(TOKEN), "no credential where none is needed");
    }
}

#[tokio::test]
async fn groups_and_models_are_listed() {
    for speaks in Speaks::ALL {
        let bridge = start(speaks);
        let client = client(&bridge);
        let groups = client.groups().await.unwrap();
        let usable = groups.iter().filter(|group| group.ratio.is_some()).count();
        assert!(usable > 1, "{speaks:?}: {groups:?}");
        let auto = groups.iter().find(|group| group.name == "auto");
        assert_eq!(auto.is_some(), speaks > Speaks::A);
        assert!(auto.is_none_or(|auto| auto.ratio.is_none()), "its multiplier is a word");
        let all = client.models(None).await.unwrap();
        assert!(all.len() > 1, "{speaks:?}");
        let of_group = client.models(Some(&groups[0].name)).await.unwrap();
        assert!(!of_group.is_empty() && of_group.iter().all(|model| all.contains(model)));
    }
}

#[tokio::test]
async fn a_new_key_has_every_field_asked_for() {
    for speaks in Speaks::ALL {
        let bridge = start(speaks);
        let client = client(&bridge);
        let new = full(&bridge, speaks);
        let Created { key, ignored } = client.create(&new).await.unwrap();
        assert_eq!(ignored, Vec::<&str>::new(), "{speaks:?}");
        assert_eq!((&key.name, &key.group, key.expires), (&new.name, &new.group, new.expires));
        assert_eq!((key.unlimited, key.remain), (false, Quota(1_250_000)));
        assert_eq!((&key.allow_ips, &key.models), (&new.allow_ips, &new.models));
        assert_eq!((key.stored_status, key.used, key.last_used), (KeyStatus::Enabled, Quota(0), None));
        assert!((key.created.as_second() - bridge.now()).abs() < 5);
        let truth = bridge.key(key.id.0).unwrap();
        assert_eq!(key.tail.as_deref(), truth.secret.get(44..));
        assert_eq!(client.key(key.id).await.unwrap(), key);

        let plain = client.create(&NewKey::named("plain")).await.unwrap().key;
        let truth = bridge.key(plain.id.0).unwrap();
        assert_eq!(
            (truth.expired_time, truth.unlimited_quota, truth.model_limits_enabled),
            (-1, true, false)
        );
        assert_eq!((plain.expires, plain.unlimited, plain.models), (None, true, None));

        let shut = NewKey { models: Some(vec![]), ..NewKey::named("shut") };
        assert_eq!(client.create(&shut).await.unwrap().key.models, Some(vec![]), "no model allowed");
        assert_eq!(count(&bridge, "POST", "/api/token/"), 3);
    }
}

#[tokio::test]
async fn names_may_repeat_and_the_new_key_is_found() {
    for speaks in Speaks::ALL {
        let bridge = start(speaks);
        let client = client(&bridge);
        let first = make(&client, "same").await;
        let second = make(&client, "same").await;
        assert!(second.id > first.id);
        assert_eq!(client.find_created("same", first.id).await.unwrap().map(|key| key.id), Some(second.id));
        assert_eq!(client.find_created("same", second.id).await.unwrap(), None);
        assert_eq!(client.find_created("other", KeyId(0)).await.unwrap(), None);
        let both = client.find_created("same", KeyId(0)).await.unwrap_err();
        assert_eq!(both.code(), Code::CreateUnknown);
        assert!(both.message().contains(&format!("{}, {}", second.id, first.id)), "{both}");
    }
}

#[tokio::test]
async fn a_long_list_comes_whole() {
    for speaks in Speaks::ALL {
        for many in [0, 1, 99, 100, 101, 250] {
            let bridge =
                start_with(server::Options { dialect: speaks, bulk_keys: many, ..Default::default() });
            let list = client(&bridge).keys().await.unwrap();
            assert!(list.complete, "{speaks:?} {many}: {:?}", list.because);
            let ids: HashSet<_> = list.keys.iter().map(|key| key.id).collect();
            assert_eq!((list.keys.len(), ids.len()), (many, many), "{speaks:?}");
            assert!(list.keys.is_sorted_by(|a, b| a.id > b.id));
            assert_eq!(list.total, (speaks > Speaks::A).then_some(many as u64));
        }
    }
}

#[tokio::test]
async fn a_list_cut_short_says_so() {
    for speaks in [Speaks::A, Speaks::D] {
        let limits =
            server::Limits { global: Some(server::Rate { calls: 2, per_s: 180 }), ..server::Limits::off() };
        let bridge =
            start_with(server::Options { dialect: speaks, bulk_keys: 350, limits, ..Default::default() });
        let list = client(&bridge).keys().await.unwrap();
        assert!(!list.complete);
        // D is read by several at a time, and any of them may meet the limit first.
        let least = if speaks == Speaks::A { 200 } else { 100 };
        assert!((least..=200).contains(&list.keys.len()), "what was read is kept: {}", list.keys.len());
        assert_eq!(list.because.map(|error| error.code()), Some(Code::RateLimited));
    }
}

#[tokio::test]
async fn secrets_are_revealed() {
    for speaks in Speaks::ALL {
        let bridge = start_with(server::Options { dialect: speaks, bulk_keys: 3, ..Default::default() });
        let client = client(&bridge);
        for truth in bridge.keys() {
            let secret = client.reveal(KeyId(truth.id)).await.unwrap();
            assert_eq!(secret.expose(), truth.sk());
        }
        assert_eq!(code(client.reveal(KeyId(999)).await), Code::NotFound, "{speaks:?}");
    }
}

#[tokio::test]
async fn many_secrets_cost_one_request_where_the_bridge_can() {
    for speaks in Speaks::ALL {
        let bridge = start_with(server::Options { dialect: speaks, bulk_keys: 5, ..Default::default() });
        let asked: Vec<_> = [4, 999, 2, 5].map(KeyId).into();
        let all = client(&bridge).reveal_many(&asked).await.unwrap();
        let ids: Vec<_> = all.iter().map(|(id, _)| id.0).collect();
        assert_eq!(ids, [4, 2, 5], "{speaks:?}: in the order asked for, without what is not there");
        for (id, secret) in &all {
            assert_eq!(secret.expose(), bridge.key(id.0).unwrap().sk());
        }
        let posts = bridge.requests().iter().filter(|request| request.method == "POST").count();
        assert_eq!(posts, usize::from(speaks >= Speaks::C));
        assert!(client(&bridge).reveal_many(&[]).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_key_is_turned_off_and_on() {
    for speaks in Speaks::ALL {
        let bridge = start(speaks);
        let client = client(&bridge);
        let key = client.create(&full(&bridge, speaks)).await.unwrap().key;
        let off = client.set_enabled(key.id, false).await.unwrap();
        assert_eq!(off, Key { stored_status: KeyStatus::Disabled, ..key.clone() }, "nothing else moved");
        assert_eq!(bridge.key(key.id.0).unwrap().status, 2);
        let on = client.set_enabled(key.id, true).await.unwrap();
        assert_eq!(on, key);
        assert_eq!(code(client.set_enabled(KeyId(999), false).await), Code::NotFound);
    }
}

#[tokio::test]
async fn a_change_that_did_not_happen_is_noticed() {
    for speaks in Speaks::ALL {
        let bridge = start(speaks);
        let client = client(&bridge);
        let key = make(&client, "k").await;
        let ignored = || server::Fault::on("PUT", "/api/token/", server::FaultKind::Ignored);
        bridge.fault(ignored());
        assert_eq!(code(client.set_enabled(key.id, false).await), Code::NotProven);
        bridge.fault(ignored());
        let edit = KeyEdit { name: Some("new".into()), ..KeyEdit::default() };
        assert_eq!(code(client.edit(key.id, &edit).await), Code::NotProven);
        bridge.fault(ignored());
        let edit = KeyEdit { quota: Some(QuotaEdit::Set(Quota(5))), ..KeyEdit::default() };
        assert_eq!(code(client.edit(key.id, &edit).await), Code::NotProven);
        bridge.fault(server::Fault::on("DELETE", "*", server::FaultKind::Ignored));
        assert_eq!(code(client.delete(key.id).await), Code::NotProven);
        bridge.fault(server::Fault::on_any(server::FaultKind::Ignored));
        assert_eq!(code(client.delete_many(&[key.id]).await), Code::NotProven);
    }
}

#[tokio::test]
async fn an_edit_changes_what_it_names_and_nothing_else() {
    for speaks in Speaks::ALL {
        let bridge = start(speaks);
        let client = client(&bridge);
        let key = client.create(&full(&bridge, speaks)).await.unwrap().key;
        bridge.edit(|state| {
            let key = state.key_mut(key.id.0).unwrap();
            key.used_quota = 77;
            key.auto_groups = Some(vec!["default".into()]);
            key.cross_group_retry = true;
        });
        let other = bridge.state().groups.get(1).unwrap().name.clone();
        let none = KeyEdit::default;
        let steps = [
            KeyEdit { name: Some("renamed".into()), ..none() },
            KeyEdit { group: Some(other.clone()), ..none() },
            KeyEdit { expires: Some(at(bridge.now() + 7200)), ..none() },
            KeyEdit { expires: Some(None), ..none() },
            KeyEdit { allow_ips: Some(vec!["192.0.2.1".into()]), ..none() },
            KeyEdit { allow_ips: Some(vec![]), ..none() },
            KeyEdit { models: Some(Some(vec!["m1".into(), "m2".into()])), ..none() },
            KeyEdit { models: Some(Some(vec![])), ..none() },
            KeyEdit { models: Some(None), ..none() },
            KeyEdit { quota: Some(QuotaEdit::Add(50)), ..none() },
            KeyEdit { quota: Some(QuotaEdit::Add(-100)), ..none() },
            KeyEdit { quota: Some(QuotaEdit::Set(Quota(9))), ..none() },
            KeyEdit { quota: Some(QuotaEdit::Unlimited), ..none() },
            KeyEdit { quota: Some(QuotaEdit::Add(123)), ..none() },
        ];
        for edit in steps {
            let before = bridge.key(key.id.0).unwrap();
            let after = client.edit(key.id, &edit).await.unwrap();
            let mut wanted = before.clone();
            if let Some(name) = &edit.name {
                wanted.name.clone_from(name);
            }
            if let Some(group) = &edit.group {
                wanted.group.clone_from(group);
            }
            if let Some(expires) = edit.expires {
                wanted.expired_time = expires.map_or(-1, Timestamp::as_second);
            }
            if let Some(ips) = &edit.allow_ips {
                wanted.allow_ips = Some(ips.join("\n"));
            }
            if let Some(models) = &edit.models {
                wanted.model_limits_enabled = models.is_some();
                wanted.model_limits = models.clone().unwrap_or_default().join(",");
            }
            match edit.quota {
                None => {}
                Some(QuotaEdit::Unlimited) => wanted.unlimited_quota = true,
                Some(QuotaEdit::Set(quota)) => {
                    (wanted.unlimited_quota, wanted.remain_quota) = (false, quota.0);
                }
                Some(QuotaEdit::Add(more)) => {
                    let left = if before.unlimited_quota { 0 } else { before.remain_quota };
                    (wanted.unlimited_quota, wanted.remain_quota) = (false, left + more);
                }
            }
            if speaks < Speaks::C || wanted.group != "auto" {
                // What a dialect does with fields it does not know is its affair.
                wanted.auto_groups = bridge.key(key.id.0).unwrap().auto_groups;
                wanted.cross_group_retry = bridge.key(key.id.0).unwrap().cross_group_retry;
            }
            assert_eq!(bridge.key(key.id.0).unwrap(), wanted, "{speaks:?} {edit:?}");
            assert_eq!(client.key(key.id).await.unwrap(), after);
        }
        assert_eq!(code(client.edit(KeyId(999), &none()).await), Code::NotFound);
    }
}

#[tokio::test]
async fn fields_we_do_not_know_survive_an_edit() {
    for speaks in [Speaks::C, Speaks::D] {
        let bridge = start(speaks);
        let client = client(&bridge);
        let key = client.create(&NewKey { group: "auto".into(), ..NewKey::named("k") }).await.unwrap().key;
        bridge.edit(|state| {
            let key = state.key_mut(key.id.0).unwrap();
            key.cross_group_retry = true;
            key.auto_groups = Some(vec!["default".into()]);
        });
        let before = bridge.key(key.id.0).unwrap();
        client.edit(key.id, &KeyEdit { name: Some("n".into()), ..KeyEdit::default() }).await.unwrap();
        assert_eq!(bridge.key(key.id.0).unwrap(), server::Key { name: "n".into(), ..before }, "{speaks:?}");
    }
}

#[tokio::test]
async fn a_null_allow_list_and_a_negative_quota_survive_a_rename() {
    for speaks in Speaks::ALL {
        let bridge = start(speaks);
        let client = client(&bridge);
        let key = bridge.add_key(server::Key {
            name: "k".into(),
            allow_ips: None,
            unlimited_quota: false,
            remain_quota: -40,
            status: 4,
            ..Default::default()
        });
        let edit = KeyEdit { name: Some("n".into()), ..KeyEdit::default() };
        let after = client.edit(KeyId(key.id), &edit).await.unwrap();
        assert_eq!((after.name.as_str(), after.allow_ips.len()), ("n", 0));
        assert_eq!(after.stored_status, KeyStatus::Exhausted, "a rename revives nothing");
        assert!(after.remain.0 <= 0);
    }
}

#[tokio::test]
async fn keys_are_deleted() {
    for speaks in Speaks::ALL {
        let bridge = start_with(server::Options { dialect: speaks, bulk_keys: 130, ..Default::default() });
        let client = client(&bridge);
        client.delete(KeyId(1)).await.unwrap();
        assert!(bridge.key(1).is_none());
        assert_eq!(code(client.delete(KeyId(1)).await), Code::NotFound, "{speaks:?}");
        let ids: Vec<_> = (2..=126).chain([999]).map(KeyId).collect();
        client.delete_many(&ids).await.unwrap();
        assert_eq!(bridge.keys().len(), 4);
        let batches = count(&bridge, "POST", "/api/token/batch");
        assert_eq!(batches, if speaks == Speaks::A { 1 } else { 2 }, "A is asked once and then no more");
        client.delete_many(&[]).await.unwrap();
    }
}

#[tokio::test]
async fn who_is_not_welcome_hears_it_everywhere() {
    for speaks in Speaks::ALL {
        let bridge = start_with(server::Options { dialect: speaks, bulk_keys: 2, ..Default::default() });
        let origin = || Origin::parse(&bridge.url, false).unwrap();
        let right = Some(bridge.user_id);
        let mut strangers = vec![account(right, "canaryWrongTokenWrongTokenWrong"), None];
        if speaks < Speaks::D {
            strangers.extend([account(None, TOKEN), account(Some(bridge.user_id + 7), TOKEN)]);
        }
        for stranger in strangers {
            let client = Bridge::with_options(origin(), stranger, options()).unwrap();
            let id = KeyId(1);
            let edit = KeyEdit { name: Some("x".into()), ..KeyEdit::default() };
            let met = [
                code(client.me().await),
                code(client.groups().await),
                code(client.models(None).await),
                code(client.keys().await),
                code(client.key(id).await),
                code(client.create(&NewKey::named("x")).await),
                code(client.reveal(id).await),
                code(client.reveal_many(&[id]).await),
                code(client.set_enabled(id, false).await),
                code(client.edit(id, &edit).await),
                code(client.delete(id).await),
                code(client.delete_many(&[id]).await),
                code(client.logs(&LogQuery::default()).await),
                code(client.log_sum(&LogQuery::default()).await),
                code(client.usage_by_hour(Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH).await),
                code(client.renew_token().await.map(drop)),
            ];
            assert_eq!(met, [Code::NotSignedIn; 16], "{speaks:?}");
        }
        assert_eq!(bridge.keys().len(), 2);
        let me = Bridge::with_options(origin(), account(None, TOKEN), options()).unwrap().me().await;
        assert_eq!(me.is_ok(), speaks == Speaks::D, "D finds the user by the token alone");
    }
}

#[tokio::test]
async fn a_bridge_that_changes_its_dialect_is_followed() {
    let old = start_with(server::Options { dialect: Speaks::A, bulk_keys: 120, ..Default::default() });
    let client = client(&old);
    assert_eq!(client.keys().await.unwrap().keys.len(), 120);
    let port = old.url.rsplit(':').next().unwrap().parse().unwrap();
    drop(old);
    for speaks in [Speaks::D, Speaks::B, Speaks::A] {
        let new = start_with(server::Options { dialect: speaks, bulk_keys: 120, port, ..Default::default() });
        assert_eq!(client.newest_id().await.unwrap(), KeyId(120));
        let list = client.keys().await.unwrap();
        assert!(list.complete && list.keys.len() == 120, "{speaks:?}");
        let secret = client.reveal(KeyId(7)).await.unwrap();
        assert_eq!(secret.expose(), new.key(7).unwrap().sk());
    }
}

#[tokio::test]
async fn a_no_about_a_key_is_not_yet_its_absence() {
    for speaks in Speaks::ALL {
        let bridge = start_with(server::Options { dialect: speaks, bulk_keys: 250, ..Default::default() });
        let client = client(&bridge);
        for id in [1, 130, 250] {
            let no =
                server::FaultKind::SuccessFalse { message: "database is locked".into(), after_apply: false };
            bridge.fault(server::Fault::on("GET", &format!("/api/token/{id}"), no.clone()));
            assert_eq!(code(client.key(KeyId(id)).await), Code::BridgeRefused, "{speaks:?} {id}");
            bridge.fault(server::Fault::on("DELETE", &format!("/api/token/{id}"), no));
            assert_eq!(code(client.delete(KeyId(id)).await), Code::BridgeRefused, "{speaks:?} {id}");
        }
        client.delete(KeyId(130)).await.unwrap();
        assert_eq!(code(client.key(KeyId(130)).await), Code::NotFound);
        assert_eq!(code(client.key(KeyId(251)).await), Code::NotFound);
    }
}
