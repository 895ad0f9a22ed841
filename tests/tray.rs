//! The real wallet in a tray: a panel that reads and clicks its menu on the left, the user's files, the bridge's
//! books, the screen and the keychain on the right.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

#[path = "window/desk.rs"]
mod desk;

use bridgekeeper_tests::keyring::until;
use bridgekeeper_tests::panel::{Line, Panel};
use bridgekeeper_tests::program;
use bridgekeeper_tests::screen::Group;
use desk::{Desk, at};
use serde_json::{Value, json};

const TITLE: &str = "Bridgekeeper";

/// Claude Code with two profiles, `private` in use.
fn two_profiles() -> Desk {
    let desk = Desk::new();
    desk.connect();
    for profile in ["work", "private"] {
        let configure = ["configure", "claude-code", "--profile", profile, "--create", "--yes"];
        let _ = desk.sandbox.bridgekeeper(&configure).ok();
    }
    desk
}

/// The wallet as it is started at login.
fn hidden(desk: &Desk) -> Group {
    Group::start(desk.command(program("bridgekeeper-app")).arg("--hidden"))
}

fn labels(lines: &[Line]) -> Vec<&str> {
    lines.iter().map(|line| &*line.label).collect()
}

/// The profile that Claude Code's file says.
fn active(desk: &Desk) -> Option<String> {
    let list = desk.sandbox.bridgekeeper(&["profile", "list", "--json"]).ok().json();
    let active =
        list["profiles"].as_array().unwrap().iter().find(|profile| profile["active"] == true).cloned();
    active.and_then(|profile| Some(profile["name"].as_str()?.to_owned()))
}

#[test]
fn one_click_takes_a_tool_to_another_profile() {
    let desk = two_profiles();
    let panel = Panel::new(&desk.session.address());
    let _wallet = hidden(&desk);
    until("the wallet stands in the tray", || panel.line("Claude Code: private").is_some());
    assert!(panel.icon().is_some_and(|picture| picture.is_file()));
    assert_eq!(
        labels(&panel.menu()),
        ["Open Bridgekeeper", "", "Claude Code: private", "", "Lock", "Kill a key…", "", "Quit"]
    );
    let profiles = panel.line("Claude Code: private").unwrap().lines;
    let ticked: Vec<_> =
        profiles.iter().map(|line| (line.label.split(' ').next().unwrap(), line.ticked)).collect();
    assert_eq!(ticked, [("private", true), ("work", false)]);

    let asked = desk.bridge.requests().len();
    let work = profiles[1].label.clone();
    panel.click(&work);
    until("Claude Code goes over", || panel.line("Claude Code: work").is_some());
    assert_eq!(active(&desk).as_deref(), Some("work"));
    assert!(panel.line(&work).unwrap().ticked);
    assert_eq!(desk.bridge.requests().len(), asked, "neither the menu nor a switch asks the bridge");
    assert!(!desk.screen.shows(TITLE), "nothing to look at");
}

#[test]
fn what_a_tool_has_cost_today_stands_beside_it() {
    let desk = two_profiles();
    // More than a live check costs.
    desk.bridge.edit(|state| state.logs.iter_mut().for_each(|log| log.quota = 60_000));
    let _ = desk.sandbox.bridgekeeper(&["usage"]).ok();
    let asked = desk.bridge.requests().len();
    let panel = Panel::new(&desk.session.address());
    let _wallet = hidden(&desk);
    let costs =
        |line: &Line| line.label.starts_with("Claude Code: private · $") && line.label.contains(" today by ");
    until("the cost is told", || panel.menu().iter().any(costs));
    assert_eq!(desk.bridge.requests().len(), asked, "out of what was read before");
}

#[test]
fn what_somebody_has_to_look_at_is_shown_in_the_window() {
    let desk = two_profiles();
    let panel = Panel::new(&desk.session.address());
    at(&desk, async |page| {
        page.see("key-table").await;
        until("the wallet stands in the tray", || panel.line("Claude Code: private").is_some());
        let path = desk.sandbox.path(".claude/settings.json");
        let drifted = desk.settings().replace(&desk.bridge.url, "https://other.example");
        std::fs::write(&path, &drifted).unwrap();
        until("the tray says so", || panel.line("Claude Code: changed by another program").is_some());
        let work = panel.line("Claude Code: changed by another program").unwrap().lines[1].label.clone();
        panel.click(&work);
        page.says("diff", "https://other.example").await;
        assert_eq!(desk.settings(), drifted, "nothing is written before a yes");
        page.pictures("from-the-tray").await;
        page.click("plan-apply").await;
        until("the tray says what is so", || panel.line("Claude Code: work").is_some());
    });
}

#[test]
fn closing_the_window_leaves_the_small_part_in_the_tray() {
    let desk = Desk::new();
    desk.connect();
    let panel = Panel::new(&desk.session.address());
    at(&desk, async |page| {
        page.see("key-table").await;
        until("the wallet stands in the tray", || panel.line("Quit").is_some());
        desk.screen.close_window(TITLE).unwrap();
        page.see("closing-dialog").await;
        page.pictures("closing").await;
        page.click_away("closing-stay").await;
        until("the window is gone", || !desk.screen.shows(TITLE));
        assert!(panel.shows() && panel.line("No tool is configured yet").is_some_and(|line| !line.enabled));

        panel.click("Open Bridgekeeper");
        until("the window is back", || desk.screen.shows(TITLE));
        desk.screen.close_window(TITLE).unwrap();
        until("it is not asked again", || !desk.screen.shows(TITLE));
        let again = desk.command(program("bridgekeeper-app")).status().unwrap();
        assert!(again.success(), "a second start hands over to the first");
        until("the window is back", || desk.screen.shows(TITLE));
        panel.click("Quit");
        until("the wallet is gone", || panel.menu().is_empty());
    });
}

/// By the picture: a driver would hold on to the page's processes.
#[test]
fn what_loads_pages_ends_after_the_window_and_comes_back_with_it() {
    let desk = Desk::new();
    desk.connect();
    desk.prefer(&json!({ "view": "keys", "knows_tray": true }));
    let panel = Panel::new(&desk.session.address());
    let is_drawn = || {
        let picture = desk.screen.part([260, 140, 300, 240]);
        picture.chunks(4).collect::<std::collections::BTreeSet<_>>().len() > 20
    };
    let wallet = Group::start(&mut desk.command(program("bridgekeeper-app")));
    let of_webkit = || wallet.children().iter().any(|name| name.starts_with("WebKit"));
    until("its page is drawn", is_drawn);
    until("the wallet stands in the tray", || panel.line("Quit").is_some());
    assert!(of_webkit());
    desk.screen.close_window(TITLE).unwrap();
    until("nothing of WebKit is left", || !of_webkit());
    assert!(!is_drawn() && panel.shows());
    panel.click("Open Bridgekeeper");
    until("its page is drawn again", is_drawn);
}

#[test]
fn who_wants_no_tray_ends_it_by_closing_the_window() {
    let desk = Desk::new();
    desk.connect();
    let panel = Panel::new(&desk.session.address());
    at(&desk, async |page| {
        page.see("key-table").await;
        until("the wallet stands in the tray", || panel.line("Quit").is_some());
        desk.screen.close_window(TITLE).unwrap();
        page.click_away("closing-quit").await;
        until("the wallet is gone", || panel.menu().is_empty());
    });
    let kept: Value = serde_json::from_str(&std::fs::read_to_string(desk.preferences()).unwrap()).unwrap();
    assert_eq!((&kept["tray"], &kept["knows_tray"]), (&json!(false), &json!(true)));
    at(&desk, async |page| {
        page.see("key-table").await;
        assert_eq!(page.run_async("window.__TAURI_INTERNALS__.invoke('desktop')").await["tray"], "off");
        desk.close(&page).await;
    });
}

#[test]
fn lock_closes_the_vault_and_takes_the_key_off_the_clipboard() {
    let desk = Desk::new();
    desk.connect();
    let panel = Panel::new(&desk.session.address());
    at(&desk, async |page| {
        page.choose_key("claude-laptop").await;
        page.click("key-copy").await;
        until("the key is on the clipboard", || desk.clipboard("UTF8_STRING").starts_with("sk-"));
        until("the wallet stands in the tray", || panel.line("Lock").is_some());
        panel.click("Lock");
        until("the keychain is locked", || desk.session.is_locked() == Some(true));
        until("the clipboard is empty", || desk.clipboard("UTF8_STRING").is_empty());
        page.see("vault-unlock").await;
    });
}

/// The keys that open Leak, in the user's language, with nothing but the tray before.
#[test]
fn a_key_that_was_pressed_anywhere_opens_the_window() {
    let desk = Desk::new();
    desk.connect();
    desk.prefer(&json!({ "shortcut": "Ctrl+Alt+K", "language": "zh", "view": "keys" }));
    let panel = Panel::new(&desk.session.address());
    let _wallet = hidden(&desk);
    until("the wallet stands in the tray", || panel.line("退出").is_some());
    assert!(!desk.screen.shows(TITLE));
    until("the window comes", || {
        let pressed = desk.screen.command("xdotool").args(["key", "ctrl+alt+k"]).status();
        assert!(pressed.unwrap().success());
        desk.screen.shows(TITLE)
    });
}

#[test]
fn a_link_opens_a_screen_and_does_nothing_else() {
    let desk = Desk::new();
    desk.connect();
    at(&desk, async |page| {
        page.see("view-keys").await;
        let start = |link: &str| {
            assert!(
                desk.command(program("bridgekeeper-app")).arg(link).status().unwrap().success(),
                "{link}"
            );
        };
        start("bridgekeeper://keys?reveal=1");
        start("bridgekeeper://import/https://evil.example");
        start("bridgekeeper://tools");
        page.see("view-tools").await;
        assert_eq!(page.run("return document.querySelector('dialog')").await, Value::Null);
        let status = page.run_async("window.__TAURI_INTERNALS__.invoke('status')").await;
        assert_eq!(status["bridges"].as_array().unwrap().len(), 1);
    });
}

/// A text that is dropped brings nothing in before a yes.
#[test]
fn a_dropped_connection_is_shown_first() {
    let desk = Desk::new();
    desk.connect();
    at(&desk, async |page| {
        page.see("key-table").await;
        let info = json!({ "_type": "newapi_channel_conn", "key": "sk-dropped0123456789abcdef", "url": "https://other.example" });
        page.click("nav-tools").await;
        page.run(&format!(
            "const data = new DataTransfer(); data.setData('text/plain', JSON.stringify({info}));
             document.body.dispatchEvent(new DragEvent('drop', {{ dataTransfer: data, bubbles: true, cancelable: true }}))"
        ))
        .await;
        page.says("import-unknown", "other.example").await;
        assert!(!page.everything().await.contains("sk-dropped0123456789abcdef"), "P8");
        page.click("import-cancel").await;
        page.gone("import-dialog").await;
    });
    let bridges = desk.sandbox.bridgekeeper(&["bridges", "--json"]).ok().json();
    assert_eq!(bridges["bridges"].as_array().unwrap().len(), 1, "nothing was kept");
}

#[test]
fn the_window_comes_up_where_it_was_and_as_large_as_it_was() {
    let desk = Desk::new();
    desk.connect();
    desk.prefer(
        &json!({ "view": "keys", "place": { "x": 40.0, "y": 30.0, "width": 850.0, "height": 600.0, "maximized": false } }),
    );
    let size = "return [innerWidth, innerHeight]";
    at(&desk, async |page| {
        page.see("key-table").await;
        assert_eq!(page.run(size).await, json!([850, 600]));
        let place = desk.screen.place(TITLE).unwrap();
        assert_eq!(place, [40, 30, 850, 600]);
        desk.screen.put(TITLE, [10, 20, 900, 640]).unwrap();
        until("it has grown", || desk.screen.place(TITLE).ok() == Some([10, 20, 900, 640]));
        desk.close(&page).await;
    });
    at(&desk, async |page| {
        page.see("key-table").await;
        assert_eq!(desk.screen.place(TITLE).unwrap(), [10, 20, 900, 640]);
        desk.close(&page).await;
    });
    // A screen that is no longer there.
    desk.prefer(
        &json!({ "view": "keys", "place": { "x": 4000.0, "y": 30.0, "width": 850.0, "height": 600.0, "maximized": false } }),
    );
    at(&desk, async |page| {
        page.see("key-table").await;
        let [x, ..] = desk.screen.place(TITLE).unwrap();
        assert!(x < 1000, "{x}");
    });
}
