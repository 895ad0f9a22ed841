//! The real window in WebKitGTK, driven as a person would: clicks and keys on the left, the bridge's books, the
//! user's files and the keychain on the right. Leaves a picture of every screen under `target/screens/`.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

#[path = "window/desk.rs"]
mod desk;
#[path = "window/frame.rs"]
mod frame;
#[path = "window/leak.rs"]
mod leak;
#[path = "window/tools.rs"]
mod tools;

use std::path::PathBuf;

use bridgekeeper_bridge::{Dialect, Fault, FaultKind, KeyStatus, Limits, Options, Server};
use bridgekeeper_tests::program;
use desk::{Desk, Page, SETTINGS, at, until};
use serde_json::{Value, json};

#[test]
fn the_main_job() {
    let desk = Desk::new();
    at(&desk, async |page| {
        sign_in(&desk, &page).await;
        let secret = make_a_key(&desk, &page).await;
        let of_tool = configure_and_undo(&desk, &page).await;
        delete_the_key(&desk, &page).await;
        for secret in [&secret, &of_tool, &desk.bridge.access_token] {
            assert_eq!(desk.sandbox.files_with(secret), Vec::<PathBuf>::new(), "P1");
            assert!(!page.everything().await.contains(secret.as_str()), "P8");
        }
        assert_eq!(page.refused().await, [] as [String; 0], "the page keeps to its own policy");
        until("the clipboard is cleared", async || desk.clipboard("UTF8_STRING").is_empty().then_some(()))
            .await;
    });
}

async fn sign_in(desk: &Desk, page: &Page<'_>) {
    page.see("connect").await;
    page.pictures("connect").await;
    page.fill("connect-url", &desk.bridge.url).await;
    page.fill("connect-user-id", &desk.bridge.user_id.to_string()).await;
    page.fill("connect-token", "notTheTokenOfAnybody0123456789").await;
    page.click("connect-submit").await;
    page.see("failure-message").await;
    page.see("failure-hint").await;
    page.pictures("connect-refused").await;

    page.fill("connect-token", &desk.bridge.access_token).await;
    page.click("connect-submit").await;
    page.see("first-tools").await;
    page.see("all-form").await;
    page.pictures("first-tools").await;
    page.click("all-cancel").await;
    page.see("view-home").await;
    page.says("balance", "$").await;
    page.pictures("home").await;

    page.click("nav-keys").await;
    page.see("key-table").await;
    page.pictures("keys").await;
    for screen in ["activity", "settings", "leak"] {
        page.click(&format!("nav-{screen}")).await;
        page.see(&format!("view-{screen}")).await;
        page.pictures(screen).await;
    }
    page.click("nav-keys").await;
    page.see("key-table").await;
}

/// Makes a key, looks at it, hides it, copies it, turns it off and on; gives its secret.
async fn make_a_key(desk: &Desk, page: &Page<'_>) -> String {
    let before = desk.bridge.keys().len();
    page.click("new-key").await;
    page.fill("new-key-name", "build-server").await;
    page.pictures("new-key").await;
    page.click("new-key-submit").await;
    page.choose_key("build-server").await;
    let keys = desk.bridge.keys();
    assert_eq!(keys.len(), before + 1);
    let made = keys.iter().find(|key| key.name == "build-server").unwrap();
    let secret = format!("sk-{}", made.secret);
    assert!(!page.everything().await.contains(&secret), "P8: before a reveal");
    page.pictures("key").await;

    page.click("key-reveal").await;
    page.says("key-secret", &secret).await;
    page.pictures("key-revealed").await;
    page.click("key-hide").await;
    page.says("key-secret", "····").await;
    assert!(!page.everything().await.contains(&secret), "P8: hidden again");

    page.click("key-copy").await;
    until("the key is on the clipboard", async || (desk.clipboard("UTF8_STRING") == secret).then_some(()))
        .await;
    assert_eq!(desk.clipboard("x-kde-passwordManagerHint"), "secret");

    page.click("key-disable").await;
    page.see("key-enable").await;
    assert_eq!(desk.bridge.key(made.id).unwrap().status, KeyStatus::Disabled.code());
    page.click("key-enable").await;
    page.see("key-disable").await;
    secret
}

/// Points Claude Code at the bridge, sees it answer, and takes it back; gives the secret it was given.
async fn configure_and_undo(desk: &Desk, page: &Page<'_>) -> String {
    page.click("nav-tools").await;
    page.see("tool-claude-code").await;
    page.pictures("tools").await;
    page.click("tool-configure-claude-code").await;
    page.see("configure-form").await;
    page.pictures("configure").await;
    page.click("configure-show").await;
    let difference = page.says("diff", "apiKeyHelper").await;
    assert!(difference.contains("ANTHROPIC_BASE_URL"), "{difference}");
    assert!(!difference.contains("sk-ant-of-before"), "another's key is masked: {difference}");
    page.see("plan-nothing-written").await;
    page.pictures("difference").await;
    assert_eq!(desk.settings(), SETTINGS, "a plan writes nothing");

    let before = desk.bridge.keys();
    page.click("plan-apply").await;
    page.see("change-result").await;
    page.pictures("configured").await;
    page.click("plan-done").await;
    page.says("tool-state-claude-code", "In step").await;
    let checked = page.see("tool-last-check-claude-code").await;
    assert_eq!(checked.attr("data-ok").await.unwrap().as_deref(), Some("true"));
    page.pictures("in-step").await;
    let made: Vec<_> =
        desk.bridge.keys().into_iter().filter(|key| before.iter().all(|known| known.id != key.id)).collect();
    assert_eq!(made.len(), 1, "one key for the tool");
    let secret = format!("sk-{}", made[0].secret);
    let asked = desk.bridge.requests();
    let bearer = format!("Bearer {secret}");
    assert!(
        asked.iter().any(|request| request.headers.get("authorization") == Some(&bearer)),
        "the live check was real"
    );
    // The helper is another program: it finds the key in the same keychain.
    assert_eq!(desk.sandbox.bridgekeeper(&["key", "claude-code"]).ok().out.trim(), secret);

    page.click("tool-undo-claude-code").await;
    page.see("diff").await;
    page.pictures("undo").await;
    page.click("plan-apply").await;
    page.gone("change-panel").await;
    assert_eq!(desk.settings(), SETTINGS, "every byte is back");
    secret
}

async fn delete_the_key(desk: &Desk, page: &Page<'_>) {
    let there = || desk.bridge.keys().iter().any(|key| key.name == "build-server");
    page.click("nav-keys").await;
    page.choose_key("build-server").await;
    page.click("key-delete").await;
    page.see("delete-confirm").await;
    page.pictures("delete").await;
    page.click("delete-cancel").await;
    page.gone("delete-confirm").await;
    assert!(there(), "cancel is cancel");
    page.click("key-delete").await;
    page.click("delete-confirm").await;
    page.gone("delete-confirm").await;
    until("the key is gone at the bridge", async || (!there()).then_some(())).await;
}

#[test]
fn the_page_is_kept_in() {
    let desk = Desk::new();
    desk.connect();
    at(&desk, async |page| {
        page.see("key-table").await;
        assert_eq!(page.run("return typeof window.__TAURI__").await, "undefined");
        let ours = page.client.current_url().await.unwrap();
        let elsewhere = format!("{}/elsewhere", desk.bridge.url);

        // What the page may not do.
        for attempt in [
            format!("fetch('{elsewhere}')"),
            "new Promise((done) => done(eval('1')))".to_owned(),
            format!(
                "new Promise((_, no) => {{ const image = new Image(); image.onerror = () => no('no'); image.src = '{elsewhere}'; }})"
            ),
            invoke("plugin:fs|read_text_file", &json!({ "path": "/etc/hostname" })),
            invoke("plugin:shell|execute", &json!({ "program": "true" })),
            invoke("plugin:clipboard-manager|read_text", &json!({})),
            invoke("plugin:opener|open_url", &json!({ "url": elsewhere })),
            invoke("plugin:store|load", &json!({ "path": "/tmp/x.json" })),
        ] {
            let outcome = page.run_async(&attempt).await;
            assert!(outcome["thrown"].is_string(), "{attempt}: {outcome}");
        }
        page.run(&format!("location.href = '{elsewhere}'")).await;
        page.run(&format!("window.open('{elsewhere}')")).await;
        page.run("const link = document.createElement('script'); link.textContent = 'window.ran = true'; document.head.append(link)").await;
        assert_eq!(page.run("return window.ran ?? null").await, Value::Null, "no inline script");
        // A command of ours still works, and comes after whatever the attempts had started.
        let status = page.run_async(&invoke("status", &json!({}))).await;
        assert_eq!(status["bridge"]["url"], desk.bridge.url);
        assert_eq!(page.client.current_url().await.unwrap(), ours);
        assert!(desk.bridge.requests().iter().all(|request| request.path != "/elsewhere"), "nothing got out");
        assert_eq!(page.refused().await, ["connect-src", "script-src", "img-src", "script-src-elem"]);
    });
}

fn invoke(command: &str, arguments: &Value) -> String {
    format!("window.__TAURI_INTERNALS__.invoke('{command}', {arguments})")
}

#[test]
fn it_opens_in_the_chosen_theme_without_a_flash_and_only_once() {
    let desk = Desk::new();
    desk.connect();
    desk.prefer(&json!({ "theme": "dark", "view": "tools" }));
    let brightest = desk.screen.brightest_while(|| {
        at(&desk, async |page| {
            page.see("view-tools").await;
            let colour = page.run("return getComputedStyle(document.body).backgroundColor").await;
            assert_eq!(colour, "rgb(22, 22, 21)");
            let second = desk.command(program("bridgekeeper-app")).status().unwrap();
            assert!(second.success(), "a second start hands over to the first");
            page.see("view-tools").await;
        });
    });
    assert!(brightest < 0.25, "it flashed: {brightest}");
}

#[test]
fn a_locked_keychain_is_said_and_asked_for_only_by_a_click() {
    let desk = Desk::new();
    desk.connect();
    desk.session.lock();
    at(&desk, async |page| {
        page.see("vault-unlock").await;
        page.says("failure-message", "locked").await;
        page.gone("offline").await;
        page.pictures("locked").await;
        // There is nobody to answer a prompt here, so it stays locked, and the window says so.
        page.click("vault-unlock").await;
        page.says("toast-problem", "locked").await;
    });
}

/// 10,000 keys: what was known is there before the bridge has said a word, and what it then says comes at the
/// pace that it allows, with how far it is and a way to stop.
#[test]
fn ten_thousand_keys_are_there_at_once_and_read_anew_behind() {
    const KEYS: usize = 10_000;
    let limits = Limits::standard(Dialect::D);
    let desk = Desk::with(Options { bulk_keys: 1, limits, ..Options::default() });
    desk.connect();
    let _ = desk.sandbox.bridgekeeper(&["keys", "list"]).ok();
    desk.bridge.add_bulk_keys(KEYS - 1);
    remember_as_listed(&desk, KEYS);
    desk.bridge.fault(Fault::on(
        "GET",
        "/api/token/",
        FaultKind::Delay { ms: 3_600_000, after_apply: false },
    ));
    at(&desk, async |page| {
        page.says("keys-foot", "10,000").await;
        page.fill("key-search", "bulk-09999").await;
        page.says("keys-foot", "Showing 1 of 10,000").await;
        page.see_key("bulk-09999").await;
        page.click("keys-clear-filters").await;
        let rows = page.run("return document.querySelectorAll(\"[data-testid='key-row']\").length").await;
        assert!((5..200).contains(&rows.as_u64().unwrap()), "{rows}: only what is seen is drawn");
        page.run("document.querySelector(\"[data-testid='key-table']\").parentElement.scrollTop = 1e9").await;
        page.see_key("bulk-00001").await;
        desk.bridge.clear_faults();
    });
    at(&desk, async |page| {
        // Sixty pages go at once, then one in 1.2 s: there is time to see it and to stop it.
        page.says("keys-progress", "of 10,000").await;
        page.pictures("many-keys").await;
        page.click("keys-progress-stop").await;
        page.says("keys-foot", "Stopped").await;
        page.says("keys-foot", "10,000").await;
    });
    let turned_away = desk.bridge.requests().iter().filter(|request| request.status == Some(429)).count();
    assert_eq!(turned_away, 0, "the wallet keeps within the bridge's limits");
}

/// Has the wallet know so many keys already, as if it had listed them: the pace that a bridge allows would make
/// that a matter of minutes.
fn remember_as_listed(desk: &Desk, count: usize) {
    let path = desk.sandbox.path(".local/share/bridgekeeper/wallet.db");
    let mut database = rusqlite::Connection::open(path).unwrap();
    let tx = database.transaction().unwrap();
    let (bridge, key): (i64, String) =
        tx.query_row("SELECT bridge, known FROM key", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    for id in 2..=count {
        let key = key
            .replace("\"id\":1,", &format!("\"id\":{id},"))
            .replace("bulk-00001", &format!("bulk-{id:05}"));
        tx.execute("INSERT INTO key (bridge, id, known) VALUES (?1, ?2, ?3)", (bridge, id as i64, key))
            .unwrap();
    }
    tx.commit().unwrap();
}

/// Several keys made, turned off and on again together; a list that locks this machine out, taken back; a key of
/// elsewhere brought in; and a request copied with the key in it.
#[test]
fn many_keys_lists_imports_and_uses() {
    let desk = Desk::new();
    desk.connect();
    let elsewhere = Server::start(Options { sample: true, ..Options::default() }).unwrap();
    at(&desk, async |page| {
        page.click("new-key").await;
        page.fill("new-key-name", "batch").await;
        page.fill("new-key-count", "3").await;
        page.says("new-key-example", "batch-").await;
        page.pictures("new-keys").await;
        page.click("new-key-submit").await;
        page.gone("new-key-dialog").await;
        let made = || desk.bridge.keys().into_iter().filter(|key| key.name.starts_with("batch-"));
        assert_eq!(made().count(), 3);

        page.fill("key-search", "batch-").await;
        page.says("keys-foot", "Showing 3").await;
        page.click("keys-check-all").await;
        page.pictures("batch").await;
        page.click("batch-disable").await;
        page.click("toast-offer").await;
        until("they are on again", async || made().all(|key| key.status == 1).then_some(())).await;
        let turned_off =
            desk.bridge.requests().iter().filter(|asked| asked.body.contains("\"status\":2")).count();
        assert_eq!(turned_off, 3);

        let name = made().next().unwrap().name;
        page.gone("batch-bar").await;
        page.choose_key(&name).await;
        page.click("key-edit").await;
        page.click("edit-key-advanced").await;
        page.fill("edit-key-addresses", "203.0.113.9").await;
        page.click("edit-key-submit").await;
        page.says("reach-verdict", "locked out").await;
        page.pictures("locked-out").await;
        page.click("reach-take-back").await;
        until("the list is gone", async || {
            made().all(|key| key.allow_ips.is_none_or(|list| list.is_empty())).then_some(())
        })
        .await;

        page.click("key-use").await;
        page.says("use-text", "curl").await;
        page.pictures("use").await;
        page.click("use-copy").await;
        let secret = made().find(|key| key.name == name).unwrap().sk();
        until("the request is on the clipboard", async || {
            desk.clipboard("UTF8_STRING").contains(&secret).then_some(())
        })
        .await;
        assert!(!page.everything().await.contains(&secret), "P8");
        page.click("use-close").await;

        let theirs = elsewhere.keys().into_iter().find(|key| key.status == 1).unwrap();
        let info = json!({ "_type": "newapi_channel_conn", "key": theirs.sk(), "url": elsewhere.url });
        page.click("import-key").await;
        page.fill("import-text", &info.to_string()).await;
        page.click("import-read").await;
        page.says("import-unknown", "127.0.0.1").await;
        page.pictures("import").await;
        assert!(elsewhere.requests().is_empty(), "nothing is asked before a yes");
        page.click("import-accept").await;
        page.gone("import-dialog").await;
        assert!(!page.everything().await.contains(&theirs.secret), "P8");
    });
    let label = elsewhere.url.trim_start_matches("http://");
    let kept = desk.sandbox.bridgekeeper(&["keys", "list", "--bridge", label, "--json"]).ok().json();
    assert_eq!((&kept["keys"][0]["pasted"], &kept["keys"][0]["in_vault"]), (&json!(true), &json!(true)));
}

/// Somebody else writes to a tool's file while the window is open: the window says so by itself, and touches
/// nothing. What the tool rewrites without changing our fields is no alarm.
#[test]
fn drift_is_seen_as_it_happens() {
    let desk = Desk::new();
    desk.connect();
    let _ = desk.sandbox.bridgekeeper(&["configure", "claude-code", "--create", "--yes"]).ok();
    let path = desk.sandbox.path(".claude/settings.json");
    let ours = desk.settings();
    at(&desk, async |page| {
        page.click("nav-tools").await;
        page.says("tool-state-claude-code", "In step").await;
        let drifted = ours.replace(&desk.bridge.url, "https://other.example");
        std::fs::write(&path, &drifted).unwrap();
        page.says("tool-state-claude-code", "Drifted").await;
        page.pictures("drifted").await;
        assert_eq!(desk.settings(), drifted, "it only looks");
        // As a program that saves a file: a new one in place of the old, with a field of its own.
        let rewritten = ours.replace("\"dark\"", "\"light\"");
        assert_ne!(rewritten, ours);
        let new = desk.sandbox.write(".claude/settings.json.tmp", &rewritten);
        std::fs::rename(new, &path).unwrap();
        page.says("tool-state-claude-code", "In step").await;
        page.click("tool-more-claude-code").await;
        page.click("tool-add-claude-code").await;
        page.fill("configure-profile", "client-a").await;
        page.click("configure-show").await;
        page.click("plan-apply").await;
        page.see("change-result").await;
        page.click("plan-done").await;
        page.click("tool-profiles-claude-code").await;
        page.click("tool-use-claude-code").await;
        page.says("diff", "client-a").await;
        page.pictures("profile").await;
        page.click("plan-apply").await;
        page.see("change-result").await;
        page.click("plan-done").await;
        page.says("tool-profiles-claude-code", "claude-code").await;
    });
    let profiles = desk.sandbox.bridgekeeper(&["profile", "list", "--json"]).ok().json();
    assert_eq!(profiles["profiles"].as_array().unwrap().len(), 2);
}

#[test]
fn closing_it_takes_the_key_off_the_clipboard_and_nothing_else() {
    let desk = Desk::new();
    desk.connect();
    at(&desk, async |page| {
        page.choose_key("claude-laptop").await;
        page.click("key-copy").await;
        until("the key is on the clipboard", async || {
            desk.clipboard("UTF8_STRING").starts_with("sk-").then_some(())
        })
        .await;
        desk.close(&page).await;
        assert_eq!(desk.clipboard("UTF8_STRING"), "");
    });
    at(&desk, async |page| {
        page.choose_key("claude-laptop").await;
        page.click("key-copy").await;
        page.see("toast").await;
        let _theirs = desk.put_on_clipboard("somebody else's");
        until("another took the clipboard", async || {
            (desk.clipboard("UTF8_STRING") == "somebody else's").then_some(())
        })
        .await;
        desk.close(&page).await;
        assert_eq!(desk.clipboard("UTF8_STRING"), "somebody else's");
    });
}
