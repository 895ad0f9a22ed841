//! Every key operation on the command line, over a bridge of each dialect: what is asked for happens on the
//! bridge, what is said is true, and a secret is only where it was asked for.

use bridgekeeper_bridge::{Dialect, Fault, FaultKind, Options, Running, Server, UserSeed};
use bridgekeeper_tests::keyring::KeyringSession;
use bridgekeeper_tests::{Said, Sandbox};
use serde_json::{Value, json};

struct Desk {
    sandbox: Sandbox,
    bridge: Running,
}

/// A signed-in wallet in a home of its own.
fn desk(session: &KeyringSession, options: Options) -> Desk {
    let desk = Desk { sandbox: Sandbox::new(session.env()), bridge: Server::start(options).unwrap() };
    let user = desk.bridge.user_id.to_string();
    let connect = ["connect", "--url", &desk.bridge.url, "--user-id", &user, "--token-stdin"];
    desk.sandbox.bridgekeeper_fed(&connect, &desk.bridge.access_token).ok();
    desk
}

impl Desk {
    fn says(&self, arguments: &[&str]) -> Said {
        self.sandbox.bridgekeeper(arguments)
    }

    fn json(&self, arguments: &[&str]) -> Value {
        self.says(&[arguments, &["--json"]].concat()).ok().json()
    }

    /// Asserts P1 and that nothing said so far holds a secret: no file below the home has one.
    fn no_file_has_a_secret(&self) {
        for key in self.bridge.keys() {
            let files = self.sandbox.files_with(&key.secret);
            assert!(files.is_empty(), "P1: {files:?} hold the secret of {}", key.name);
        }
        assert!(self.sandbox.files_with(&self.bridge.access_token).is_empty(), "P1");
    }
}

fn names(list: &Value) -> Vec<&str> {
    list["keys"].as_array().unwrap().iter().map(|key| key["name"].as_str().unwrap()).collect()
}

#[test]
fn every_operation_in_every_dialect() {
    let session = KeyringSession::unlocked();
    for dialect in Dialect::ALL {
        let desk = desk(&session, Options { dialect, ..Options::default() });
        let (group, model) = {
            let state = desk.bridge.state();
            (state.groups[1].name.clone(), state.models[0].name.clone())
        };

        // Made with every field.
        let made = desk.json(&[
            "keys",
            "create",
            "full",
            "--group",
            &group,
            "--expires",
            "30d",
            "--quota",
            "2.5",
            "--allow-ip",
            "127.0.0.1",
            "--model",
            &model,
        ]);
        assert_eq!((&made["name"], &made["group"]), (&json!("full"), &json!(group)), "{dialect:?}");
        assert_eq!((&made["remain_usd"], &made["unlimited"]), (&json!(2.5), &json!(false)));
        assert_eq!((&made["allow_ips"], &made["models"]), (&json!(["127.0.0.1"]), &json!([model])));
        assert_eq!(made["reach"]["state"], "in", "a list is tried at once: {made}");
        assert_eq!((&made["in_vault"], &made["pasted"]), (&json!(true), &json!(false)));
        let id = made["id"].to_string();

        // Three more, alike; then looked for in every way.
        let bulk = desk.json(&["keys", "create", "bulk", "--count", "3"]);
        assert_eq!(names(&bulk).len(), 3);
        assert!(names(&bulk).iter().all(|name| name.starts_with("bulk-") && name.len() == 9), "{bulk}");
        assert_eq!(names(&desk.json(&["keys", "list"])).len(), 4);
        assert_eq!(names(&desk.json(&["keys", "list", "--search", "FUL"])), ["full"]);
        assert_eq!(names(&desk.json(&["keys", "list", "--group", &group])), ["full"]);
        assert_eq!(names(&desk.json(&["keys", "list", "--status", "disabled"])), [""; 0]);

        // Edited field by field; what is not named stays.
        let edited = desk.json(&["keys", "edit", &id, "--name", "renamed", "--quota", "unlimited"]);
        assert_eq!((&edited["name"], &edited["unlimited"]), (&json!("renamed"), &json!(true)));
        assert_eq!((&edited["group"], &edited["models"]), (&made["group"], &made["models"]));
        assert_eq!((&edited["expires"], &edited["allow_ips"]), (&made["expires"], &made["allow_ips"]));
        let edited = desk.json(&["keys", "edit", "renamed", "--expires", "never", "--any-ip", "--any-model"]);
        assert_eq!((&edited["expires"], &edited["models"]), (&Value::Null, &Value::Null));
        assert_eq!(edited["allow_ips"], json!([]));
        let shown = desk.json(&["keys", "show", "renamed"]);
        assert_eq!(shown, edited);

        // Off and on again, several at once; one that is not there spoils nothing.
        let ids: Vec<String> =
            bulk["keys"].as_array().unwrap().iter().map(|key| key["id"].to_string()).collect();
        let off = desk.says(&["keys", "disable", &ids[0], "999", &ids[1], "--json"]).exits(1).json();
        assert_eq!(names(&off).len(), 2, "{off}");
        assert_eq!(
            (&off["failed"][0]["id"], &off["failed"][0]["error"]["code"]),
            (&json!(999), &json!("not_found"))
        );
        assert_eq!(names(&desk.json(&["keys", "list", "--status", "disabled"])).len(), 2);
        desk.says(&["keys", "enable", &ids[0], &ids[1]]).ok();
        assert!(desk.bridge.keys().iter().all(|key| key.status == 1));

        // Put to use: masked unless asked for.
        let secret = desk.bridge.key(made["id"].as_i64().unwrap()).unwrap().sk();
        for form in ["curl-openai", "curl-anthropic", "sh", "fish", "powershell", "connection"] {
            let masked = desk.says(&["keys", "use", &id, "--as", form]).ok().out;
            assert!(masked.contains(&desk.bridge.url) && !masked.contains(&secret[3..]), "{masked}");
            let used = desk.says(&["keys", "use", &id, "--as", form, "--reveal"]).ok().out;
            assert!(used.contains(&secret), "{used}");
        }
        assert_eq!(desk.says(&["keys", "reveal", &id]).ok().out.trim(), secret);
        for arguments in [&["keys", "list"][..], &["keys", "show", &id], &["status"], &["activity"]] {
            for json in [&[][..], &["--json"]] {
                let said = desk.says(&[arguments, json].concat()).ok();
                assert!(
                    !said.out.contains(&secret[3..]) && !said.err.contains(&secret[3..]),
                    "{arguments:?}"
                );
            }
        }

        // Deleted, several at once.
        let gone = desk.json(&["keys", "delete", &ids[0], &ids[1], &ids[2], "--yes"]);
        assert_eq!(gone["deleted"].as_array().unwrap().len(), 3, "{gone}");
        assert_eq!(names(&desk.json(&["keys", "list"])), ["renamed"]);
        assert_eq!(desk.bridge.keys().len(), 1);
        desk.no_file_has_a_secret();
    }
}

/// What cURL and the shells make of the texts is what a bridge takes.
#[test]
fn a_copied_request_and_copied_variables_work() {
    let session = KeyringSession::unlocked();
    let desk = desk(&session, Options::default());
    let id = desk.json(&["keys", "create", "by-hand"])["id"].to_string();
    desk.says(&["models"]).ok();
    let shell = |script: &str| {
        let mut sh = desk.sandbox.command("sh");
        Said::from(sh.args(["-c", script]).output().unwrap()).ok().out
    };
    for (form, path, reply) in
        [("curl-openai", "/v1/chat/completions", "choices"), ("curl-anthropic", "/v1/messages", "content")]
    {
        desk.bridge.clear_requests();
        let script = desk.says(&["keys", "use", &id, "--as", form, "--reveal"]).ok().out;
        let said: Value = serde_json::from_str(&shell(&script)).unwrap();
        assert!(said[reply].is_array(), "{said}");
        assert!(desk.bridge.requests().iter().any(|request| request.path == path));
    }
    let variables = desk.says(&["keys", "use", &id, "--as", "sh", "--reveal"]).ok().out;
    let script =
        format!("{variables}\ncurl -s -H \"Authorization: Bearer $OPENAI_API_KEY\" $OPENAI_BASE_URL/models");
    let said: Value = serde_json::from_str(&shell(&script)).unwrap();
    assert!(said["data"].as_array().is_some_and(|models| !models.is_empty()), "{said}");
}

#[test]
fn a_list_that_locks_this_machine_out_is_said_at_once_and_can_be_taken_back() {
    let session = KeyringSession::unlocked();
    for dialect in [Dialect::B, Dialect::C, Dialect::D] {
        let desk = desk(&session, Options { dialect, ..Options::default() });
        let id = desk.json(&["keys", "create", "office", "--allow-ip", "127.0.0.1"])["id"].to_string();
        let out = desk.says(&["keys", "edit", &id, "--allow-ip", "203.0.113.9", "--json"]).exits(7).json();
        assert_eq!(out["reach"]["state"], "locked_out", "{dialect:?}: {out}");
        let notes = out["reach"]["notes"].to_string();
        assert!(notes.contains("Cursor"), "{notes}");
        let said = desk.says(&["keys", "edit", &id, "--allow-ip", "203.0.113.9"]).exits(7).out;
        let back = said.lines().find_map(|line| line.strip_prefix("To take the list back: bridgekeeper "));
        assert_eq!(back, Some(&*format!("keys edit {id} --allow-ip 203.0.113.9")), "{said}");
        desk.says(&["keys", "check", &id]).exits(7);
        desk.says(&["keys", "edit", &id, "--any-ip"]).ok();
        assert_eq!(desk.json(&["keys", "check", &id])["state"], "in");
        desk.says(&["keys", "disable", &id]).ok();
        let off = desk.says(&["keys", "check", &id, "--json"]).exits(7).json();
        assert_eq!(off["state"], "refused", "{off}");
        for bad in ["10.0.0", "10.0.0.0/33", "host.example"] {
            desk.says(&["keys", "edit", &id, "--allow-ip", bad]).exits(2);
        }
    }
}

#[test]
fn a_key_alone_is_enough_for_what_a_key_can_do() {
    let session = KeyringSession::unlocked();
    let bridge = Server::start(Options::default()).unwrap();
    let own = bridge.add_key(bridgekeeper_bridge::Key { name: "web".into(), ..a_key(&bridge) });
    let desk = Desk { sandbox: Sandbox::new(session.env()), bridge };
    let connect = ["connect", "--url", &desk.bridge.url, "--key-stdin", "--key-name", "from the web"];
    desk.sandbox.bridgekeeper_fed(&connect, "sk-0000000000000000000000000000000000000000wrong").exits(1);
    assert!(desk.json(&["bridges"])["bridges"][0]["key_only"].as_bool().unwrap_or(true));
    desk.sandbox.bridgekeeper_fed(&connect, &own.sk()).ok();
    desk.sandbox.bridgekeeper_fed(&connect, &own.sk()).ok();

    let list = desk.json(&["keys", "list"]);
    assert_eq!(names(&list), ["from the web"], "pasted twice, kept once");
    assert_eq!((&list["keys"][0]["id"], &list["keys"][0]["pasted"]), (&json!(-1), &json!(true)));
    assert!(!desk.json(&["models"])["models"].as_array().unwrap().is_empty());
    assert_eq!(desk.json(&["keys", "check", "-1"])["state"], "in");
    assert_eq!(desk.says(&["keys", "reveal", "-1"]).ok().out.trim(), own.sk());
    desk.says(&["keys", "disable", "-1"]).exits(3);
    desk.says(&["keys", "edit", "-1", "--name", "x"]).exits(3);
    desk.says(&["keys", "create", "x"]).exits(3);
    desk.says(&["configure", "claude-code", "--create", "--yes"]).exits(3);
    let configured = desk.json(&["configure", "claude-code", "--key", "-1", "--yes"]);
    assert_eq!(configured["check"]["ok"], true, "{configured}");
    assert_eq!(desk.says(&["key", "claude-code"]).ok().out.trim(), own.sk());
    desk.no_file_has_a_secret();
    desk.says(&["keys", "delete", "-1", "--yes"]).ok();
    assert_eq!(names(&desk.json(&["keys", "list"])), [""; 0]);
    assert!(desk.bridge.key(own.id).unwrap().is_there(), "it is only forgotten here");
}

#[test]
fn keys_of_elsewhere_come_in_only_with_a_yes() {
    let session = KeyringSession::unlocked();
    let desk = desk(&session, Options::default());
    let elsewhere = Server::start(Options::default()).unwrap();
    let key = elsewhere.add_key(a_key(&elsewhere));
    let info = json!({"_type": "newapi_channel_conn", "key": key.sk(), "url": elsewhere.url}).to_string();
    let import = |text: &str, more: &[&str]| {
        desk.sandbox.bridgekeeper_fed(&[&["keys", "import"], more].concat(), text)
    };

    let asked = import(&info, &[]).exits(2);
    assert!(asked.err.contains("not connected to 127.0.0.1"), "an unknown host is named: {}", asked.err);
    assert!(
        !asked.err.contains(&key.secret) && elsewhere.requests().is_empty(),
        "nothing is sent, nothing said"
    );
    let kept = import(&info, &["--yes", "--json"]).ok().json();
    assert_eq!((&kept["id"], &kept["in_vault"]), (&json!(-1), &json!(true)), "{kept}");
    let bridges = desk.json(&["bridges"]);
    assert_eq!(bridges["bridges"].as_array().unwrap().len(), 2);
    assert_eq!(desk.json(&["status"])["bridge"]["url"], desk.bridge.url, "the one in use stays in use");
    let label = elsewhere.url.trim_start_matches("http://");
    assert_eq!(desk.says(&["keys", "reveal", "-1", "--bridge", label]).ok().out.trim(), key.sk());

    // A link with a key that the account lists is filed as that key.
    let mine = desk.json(&["keys", "create", "mine"])["id"].clone();
    let secret = desk.bridge.key(mine.as_i64().unwrap()).unwrap().sk();
    let endpoint = desk.bridge.url.replace(':', "%3A").replace('/', "%2F");
    let link = format!(
        "ccswitch://v1/import?resource=provider&app=claude&name=x&endpoint={endpoint}&apiKey={secret}"
    );
    assert_eq!(import(&link, &["--yes", "--json"]).ok().json()["id"], mine);
    assert_eq!(names(&desk.json(&["keys", "list"])), ["mine"]);

    for text in ["", "hello", "{}", "ccswitch://v1/import?resource=mcp", &key.sk()] {
        let said = import(text, &["--yes"]).exits(2);
        assert!(!said.err.contains(&key.secret), "{}", said.err);
    }
    let plain = info.replace(&elsewhere.url, "http://bridge.example");
    assert!(import(&plain, &["--yes"]).exits(2).err.contains("not encrypted"));
    for bridge in [&desk.bridge, &elsewhere] {
        for key in bridge.keys() {
            assert!(desk.sandbox.files_with(&key.secret).is_empty(), "P1");
        }
    }
}

#[test]
fn several_bridges_stand_side_by_side() {
    let session = KeyringSession::unlocked();
    let desk = desk(&session, Options::default());
    let work = Server::start(Options { dialect: Dialect::B, ..Options::default() }).unwrap();
    desk.says(&["keys", "create", "home-key"]).ok();
    let user = work.user_id.to_string();
    let connect = ["connect", "--url", &work.url, "--user-id", &user, "--token-stdin"];
    desk.sandbox.bridgekeeper_fed(&connect, &work.access_token).ok();
    let (home_label, work_label) =
        (desk.bridge.url.trim_start_matches("http://"), work.url.trim_start_matches("http://"));
    desk.says(&["bridges", "rename", work_label, "work"]).ok();
    desk.says(&["bridges", "rename", home_label, "work"]).exits(2);
    desk.says(&["keys", "create", "work-key"]).ok();
    assert_eq!(names(&desk.json(&["keys", "list", "--bridge", home_label])), ["home-key"]);
    assert_eq!(names(&desk.json(&["keys", "list"])), ["work-key"]);
    desk.says(&["bridges", "use", home_label]).ok();
    assert_eq!(names(&desk.json(&["keys", "list"])), ["home-key"]);
    desk.says(&["bridges", "forget", "work", "--yes"]).ok();
    desk.says(&["keys", "list", "--bridge", "work"]).exits(1);
    assert_eq!(work.keys().len(), 1, "forgetting a bridge deletes nothing there");
}

#[test]
fn without_the_bridge_the_last_known_stands_with_its_age() {
    let session = KeyringSession::unlocked();
    let desk = desk(&session, Options::default());
    desk.says(&["keys", "create", "laptop"]).ok();
    for list in [&["keys", "list"][..], &["groups"], &["models"]] {
        assert!(desk.json(list)["offline"] == json!(false));
    }
    desk.bridge.fault(Fault::on_any(FaultKind::DropBefore).times(0));
    let list = desk.json(&["keys", "list"]);
    assert_eq!((names(&list), &list["offline"]), (vec!["laptop"], &json!(true)));
    assert!(list["as_of"].as_str().unwrap().parse::<jiff::Timestamp>().is_ok());
    for (noun, count) in [("groups", desk.bridge.state().groups.len()), ("models", 1)] {
        let view = desk.json(&[noun]);
        assert_eq!(view["offline"], json!(true), "{view}");
        assert!(view[noun].as_array().unwrap().len() >= count.min(2), "{view}");
    }
    let said = desk.says(&["keys", "list"]).ok().out;
    assert!(said.contains("cannot be reached") && said.contains("laptop"), "{said}");
    assert_eq!(desk.json(&["status"])["bridge"]["reachable"], json!(false));
}

#[test]
fn a_name_with_control_characters_cannot_write_on_the_terminal() {
    let session = KeyringSession::unlocked();
    let desk = desk(&session, Options::default());
    desk.bridge
        .add_key(bridgekeeper_bridge::Key { name: "evil\u{1b}[2J\u{202e}\nx".into(), ..a_key(&desk.bridge) });
    for arguments in [&["keys", "list"][..], &["keys", "show", "1"], &["keys", "disable", "1"]] {
        let said = desk.says(arguments).ok().out;
        assert!(said.contains("evil") && !said.contains(['\u{1b}', '\u{202e}']), "{said:?}");
    }
}

#[test]
fn a_password_is_turned_once_into_an_access_token() {
    let session = KeyringSession::unlocked();
    for dialect in Dialect::ALL {
        for otp in [None, Some("314159")] {
            // A knows no second factor.
            if dialect == Dialect::A && otp.is_some() {
                continue;
            }
            let user = UserSeed {
                password: Some("pass word".into()),
                otp: otp.map(Into::into),
                ..UserSeed::default()
            };
            let bridge = Server::start(Options { dialect, users: vec![user], ..Options::default() }).unwrap();
            let before = bridge.access_token.clone();
            let desk = Desk { sandbox: Sandbox::new(session.env()), bridge };
            let connect = ["connect", "--url", &desk.bridge.url, "--login", "robin", "--password-stdin"];
            let with = |more: &[&str], password: &str| {
                desk.sandbox.bridgekeeper_fed(&[&connect, more].concat(), password)
            };
            assert!(with(&[], "pass word").exits(2).err.contains("--yes"), "it is agreed to first");
            let wrong = with(&["--yes"], "other word").exits(3);
            assert!(!wrong.err.contains("other word"), "{}", wrong.err);
            if let Some(code) = otp {
                assert!(with(&["--yes"], "pass word").exits(3).err.contains("--otp"));
                with(&["--yes", "--otp", "000000"], "pass word").exits(3);
                with(&["--yes", "--otp", code], "pass word").ok();
            } else {
                with(&["--yes"], "pass word").ok();
            }
            let minted = desk.bridge.user().unwrap().access_token;
            assert_ne!(minted, Some(before), "{dialect:?}: the present one was replaced");
            desk.says(&["keys", "create", "after"]).ok();
            assert!(desk.sandbox.files_with("pass word").is_empty(), "P1");

            let renewed = desk.says(&["connect", "--renew-token", "--yes"]).ok();
            assert_ne!(desk.bridge.user().unwrap().access_token, minted);
            assert!(!renewed.out.contains(minted.as_deref().unwrap()));
            desk.says(&["keys", "list"]).ok();
            desk.no_file_has_a_secret();
        }
    }
}

/// A plain key that somebody made on the bridge's web page.
fn a_key(bridge: &Running) -> bridgekeeper_bridge::Key {
    bridgekeeper_bridge::Key {
        id: 0,
        user_id: bridge.user_id,
        secret: String::new(),
        status: 1,
        name: "web".into(),
        created_time: 0,
        accessed_time: 0,
        expired_time: -1,
        remain_quota: 0,
        unlimited_quota: true,
        used_quota: 0,
        model_limits_enabled: false,
        model_limits: String::new(),
        allow_ips: None,
        group: String::new(),
        cross_group_retry: false,
        auto_groups: None,
        deleted_at: None,
    }
}
