//! Everything but secrets, taken along to another machine.

use bridgekeeper_bridge::{Options, Server};
use bridgekeeper_tests::Sandbox;
use bridgekeeper_tests::keyring::KeyringSession;
use serde_json::{Value, json};

fn fates(view: &Value) -> Vec<(String, String)> {
    let word = |item: &Value, name: &str| item[name].as_str().unwrap().to_owned();
    let items = view["items"].as_array().unwrap().iter();
    items.map(|item| (format!("{} {}", word(item, "kind"), word(item, "name")), word(item, "fate"))).collect()
}

#[test]
fn what_is_not_secret_goes_along_and_what_is_there_stays() {
    let session = KeyringSession::unlocked();
    let bridge = Server::start(Options::default()).unwrap();
    let old = Sandbox::new(session.env());
    let user = bridge.user_id.to_string();
    let connect = ["connect", "--url", &bridge.url, "--user-id", &user, "--token-stdin"];
    old.bridgekeeper_fed(&connect, &bridge.access_token).ok();
    for profile in ["work", "private"] {
        let configure = ["configure", "claude-code", "--profile", profile, "--create", "--yes"];
        old.bridgekeeper(&configure).ok();
    }
    std::fs::create_dir_all(old.path("project")).unwrap();
    let project = old.path("project").display().to_string();
    old.bridgekeeper(&["profile", "folder", &project, "private"]).ok();

    let text = old.bridgekeeper(&["export"]).ok().out;
    for key in bridge.keys() {
        assert!(!text.contains(&key.secret), "no key is in it");
    }
    assert!(!text.contains(&bridge.access_token), "no access token is in it");
    assert!(!text.contains(&old.home().display().to_string()), "no path of this machine: {text}");

    // Another machine: its own keychain, its own home, nothing known.
    let session = KeyringSession::unlocked();
    let new = Sandbox::new(session.env());
    std::fs::create_dir_all(new.path("project")).unwrap();
    new.write("export.json", &text);
    let file = new.path("export.json").display().to_string();
    let label = bridge.url.strip_prefix("http://").unwrap();
    let all_new = [
        (format!("bridge {label}"), "new".to_owned()),
        ("profile private".into(), "new".into()),
        ("profile work".into(), "new".into()),
        ("folder ~/project".into(), "new".into()),
    ];
    let shown = new.bridgekeeper(&["import", &file, "--dry-run", "--json"]).ok().json();
    assert_eq!(fates(&shown), all_new);
    assert_eq!(
        new.bridgekeeper(&["profile", "list", "--json"]).ok().json()["profiles"],
        json!([]),
        "only looked"
    );
    let done = new.bridgekeeper(&["import", &file, "--yes", "--json"]).ok().json();
    assert_eq!(fates(&done), all_new);
    let again = new.bridgekeeper(&["import", &file, "--yes", "--json"]).ok().json();
    assert!(fates(&again).iter().all(|(_, fate)| fate == "same"), "{again}");

    // Nobody is signed in by it; once somebody is, a profile is taken up with its key of before.
    assert_eq!(new.bridgekeeper(&["keys", "list"]).exit, 3);
    new.bridgekeeper_fed(&connect, &bridge.access_token).ok();
    let keys = bridge.keys().len();
    new.bridgekeeper(&["profile", "use", "work", "--yes"]).ok();
    assert_eq!(bridge.keys().len(), keys, "no new key is made");
    let secret = new.bridgekeeper(&["key", "work"]).ok().out;
    assert!(bridge.keys().iter().any(|key| key.sk() == secret.trim()));

    // What is no export is refused, and so is one of a later version.
    new.write("export.json", "{}");
    assert_eq!(new.bridgekeeper(&["import", &file]).exit, 2);
    new.write("export.json", &text.replace("\"version\": 1", "\"version\": 2"));
    let refused = new.bridgekeeper(&["import", &file]);
    assert_eq!(refused.exit, 2);
    assert!(refused.err.contains("update Bridgekeeper"), "{}", refused.err);
}
