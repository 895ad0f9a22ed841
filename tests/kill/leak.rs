//! Which key leaked, by a text that somebody pasted.

use std::sync::Arc;

use bridgekeeper_bridge::{Dialect, Key, Options, UserSeed};
use bridgekeeper_core::error::Code;
use bridgekeeper_core::key::KeyId;

use super::books;
use super::person::{Person, bridge, bridge_with, key};

fn texts(secret: &str) -> Vec<Vec<u8>> {
    let texts = [
        format!("export ANTHROPIC_AUTH_TOKEN=sk-{secret}\n"),
        secret.to_owned(),
        format!("https://bridge.example/v1beta/models?key={secret}&alt=sse"),
        format!("next=%2F%3Fkey%3Dsk-{secret}%26x"),
        format!("sk-{secret}-channel"),
        format!(r#"{{"line":"KEY=\nsk-{secret}\n"}}"#),
        format!(r"\n{secret}\n"),
    ];
    let wide = |text: &String, unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect();
    let mut all: Vec<Vec<u8>> = texts.iter().map(|text| text.clone().into_bytes()).collect();
    all.extend(texts.iter().map(|text| wide(text, u16::to_le_bytes)));
    all.extend(texts.iter().map(|text| wide(text, u16::to_be_bytes)));
    all
}

#[tokio::test]
async fn a_key_of_yours_is_known_in_every_form_with_the_vault_locked() {
    let (bridge, person) = (bridge(), Person::new());
    let wallet = person.connected(&bridge).await;
    key(&wallet, &bridge, "other").await;
    let id = key(&wallet, &bridge, "leaked").await;
    let secret = books::secret(&bridge, id);
    person.vault.refuse(Some(Code::VaultLocked));
    for text in texts(&secret) {
        let leak = wallet.read_leak(&text).await.unwrap();
        let shown = String::from_utf8_lossy(&text).into_owned();
        assert_eq!(leak.keys.iter().map(|key| key.id).collect::<Vec<_>>(), [id], "{shown}: {:?}", leak.notes);
        assert!(leak.strangers.is_empty() && leak.keys[0].why_not.is_none(), "{shown}");
        let said = serde_json::to_string(&leak).unwrap();
        assert!(!said.contains(&secret), "{said}");
    }
}

#[tokio::test]
async fn a_key_that_the_wallet_never_had_is_found_by_its_end_and_compared() {
    for dialect in Dialect::ALL {
        let bridge = bridge_with(Options { dialect, ..Options::default() });
        let person = Person::new();
        let wallet = person.connected(&bridge).await;
        // Two that end alike; which one it is only the bridge can tell.
        let end = "WXYZ";
        let secret = |start: &str| format!("{start}{}{end}", "aB3".repeat(14));
        for start in ["q1", "q2"] {
            bridge.add_key(Key { name: start.into(), secret: secret(start), ..Key::default() });
        }
        bridge.clear_requests();
        for text in texts(&secret("q2")) {
            let leak = wallet.read_leak(&text).await.unwrap();
            let ids: Vec<_> = leak.keys.iter().map(|key| key.id).collect();
            assert_eq!(ids, [KeyId(2)], "{dialect:?}: {:?}", leak.notes);
        }
        let reveals = bridge.requests().iter().filter(|request| request.path.ends_with("/key")).count();
        assert!(reveals <= 2, "{dialect:?}: looked at {reveals} times, then known");
    }
}

#[tokio::test]
async fn a_key_that_is_none_of_yours_is_said_to_be_so_and_can_be_tried() {
    let users = vec![UserSeed::default(), UserSeed { username: "other".into(), ..UserSeed::default() }];
    let bridge = bridge_with(Options { users, ..Options::default() });
    let person = Person::new();
    let wallet = person.connected(&bridge).await;
    let theirs = bridge.add_key(Key { name: "theirs".into(), ..Key::default() });
    let other = bridge.state().users[1].id;
    bridge.edit(|state| state.key_mut(theirs.id).unwrap().user_id = other);
    let leak = wallet.read_leak(format!("KEY=sk-{}", theirs.secret).as_bytes()).await.unwrap();
    assert!(leak.keys.is_empty() && leak.strangers.len() == 1);
    assert!(leak.notes.iter().any(|note| note.contains("none of yours")), "{:?}", leak.notes);
    let tried = wallet.try_leaked(&leak.strangers[0].id).await.unwrap();
    assert_eq!(tried.works, Some(true), "{}", tried.text);
    bridge.edit(|state| state.key_mut(theirs.id).unwrap().status = 2);
    assert_eq!(wallet.try_leaked(&leak.strangers[0].id).await.unwrap().works, Some(false));
    assert_eq!(wallet.try_leaked("elsewhere").await.map(drop).unwrap_err().code(), Code::NotFound);
    let nothing = wallet.read_leak(b"no key in here: sk-short").await.unwrap();
    assert!(nothing.strangers.is_empty() && nothing.notes[0].contains("Nothing in this text"));
    let _: Arc<_> = bridge;
}
