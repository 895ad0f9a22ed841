//! The Leak screen: from a pasted line to a dead key, tools that go on, and copies that are gone.

use bridgekeeper_bridge::{Fault, FaultKind, Key, KeyStatus};

use super::desk::{Desk, Page, at, until};

/// Claude Code has a key of the bridge, and copies of it lie about.
fn desk() -> (Desk, Key) {
    let desk = Desk::new();
    desk.connect();
    let _ = desk.sandbox.bridgekeeper(&["configure", "claude-code", "--create", "--yes"]).ok();
    let key = desk.bridge.keys().into_iter().find(|key| key.name.starts_with("claude-code-")).unwrap();
    let secret = key.sk();
    desk.sandbox.write(".bash_history", &format!("ls\nexport ANTHROPIC_API_KEY={secret}\nmake\n"));
    desk.sandbox.write("work/app/.env", &format!("MODE=dev\nAPI_KEY={secret}\n"));
    (desk, key)
}

/// What stands in a log or a chat.
fn line(desk: &Desk, key: &Key) -> String {
    format!("curl {}/v1/messages -H \"x-api-key: {}\" -d @body.json", desk.bridge.url, key.sk())
}

/// Waits until a kill is in that state.
async fn until_state(page: &Page<'_>, state: &str) {
    until(&format!("the kill is {state}"), async || {
        page.see("kill").await.attr("data-state").await.ok()?.filter(|now| now == state)
    })
    .await;
}

#[test]
fn a_leaked_key_is_disabled_proven_dead_replaced_and_its_copies_are_found() {
    let (desk, key) = desk();
    let secret = key.sk();
    at(&desk, async |page| {
        page.click("nav-leak").await;
        page.see("leak-form").await;
        page.fill("leak-text", &line(&desk, &key)).await;
        page.says("leak-kill", &key.name).await;
        page.pictures("leak-named").await;
        assert_eq!(desk.bridge.key(key.id).unwrap().status, KeyStatus::Enabled.code(), "nothing is done yet");

        page.click("leak-kill").await;
        page.see("leak-banner").await;
        until_state(&page, "rejected_once").await;
        page.says("kill-words", "Rejected, rechecking").await;
        page.pictures("leak-proving").await;
        assert_eq!(desk.bridge.key(key.id).unwrap().status, KeyStatus::Disabled.code());
        until_state(&page, "dead").await;
        page.says("kill-words", "Confirmed dead").await;
        page.gone("leak-banner").await;

        // Claude Code goes on with a key like it.
        let swapped = page.see("swap-claude-code").await;
        assert_eq!(swapped.attr("data-done").await.unwrap().as_deref(), Some("true"));
        let now = desk.sandbox.bridgekeeper(&["key", "claude-code"]).ok().out;
        assert!(now.starts_with("sk-") && now.trim() != secret, "another key");

        page.see("copies-sum").await;
        let path = "~/.bash_history";
        let found = format!("[data-testid='finding'][data-path='{path}']");
        until("the shell's history is among the findings", async || {
            page.run(&format!("return document.querySelector(\"{found}\") !== null"))
                .await
                .as_bool()
                .filter(|is| *is)
        })
        .await;
        page.pictures("leak-dead").await;
        page.run(&format!("document.querySelector(\"{found} [data-testid='finding-act']\").click()")).await;
        page.see("cleanup").await;
        page.says("diff", "ANTHROPIC_API_KEY").await;
        page.pictures("leak-redact").await;
        let history = || std::fs::read_to_string(desk.sandbox.path(".bash_history")).unwrap();
        assert!(history().contains(&secret), "a plan writes nothing");
        page.click("cleanup-apply").await;
        page.see("cleanup-result").await;
        assert!(
            !history().contains(&secret) && history().starts_with("ls\n") && history().ends_with("make\n")
        );
        page.pictures("leak-redacted").await;
        assert!(!page.everything().await.contains(&key.secret), "P8: what was pasted is forgotten");
        assert_eq!(page.refused().await, [] as [String; 0], "the page keeps to its own policy");
    });
}

/// A bridge that does not do it keeps the banner up, on every screen and over a restart, until it is proven.
#[test]
fn a_kill_that_does_not_get_through_is_never_forgotten_and_never_called_dead() {
    let (desk, key) = desk();
    desk.bridge.fault(Fault::on("PUT", "/api/token/*", FaultKind::DropBefore).times(0));
    at(&desk, async |page| {
        page.click("nav-leak").await;
        page.fill("leak-text", &line(&desk, &key)).await;
        page.says("leak-kill", &key.name).await;
        page.click("leak-kill").await;
        until_state(&page, "failed").await;
        page.says("leak-banner-words", "still trying").await;
        page.pictures("leak-unreachable").await;
        page.click("nav-keys").await;
        page.see("leak-banner").await;
        page.pictures("leak-banner").await;
    });
    at(&desk, async |page| {
        // Another start goes on with it.
        page.see("leak-banner").await;
        assert_eq!(desk.bridge.key(key.id).unwrap().status, KeyStatus::Enabled.code());
        desk.bridge.clear_faults();
        page.click("leak-banner-show").await;
        until_state(&page, "dead").await;
        page.gone("leak-banner").await;
    });
    assert_eq!(desk.bridge.key(key.id).unwrap().status, KeyStatus::Disabled.code());
}

/// The whole of it without a mouse.
#[test]
fn it_takes_no_mouse() {
    let (desk, key) = desk();
    at(&desk, async |page| {
        page.see("key-table").await;
        page.click("nav-leak").await;
        let field = page.see("leak-text").await;
        field.send_keys(&line(&desk, &key)).await.unwrap();
        page.says("leak-kill", &key.name).await;
        // From the field the next stop is the button, and Enter presses it.
        page.press(&["\u{e004}"]).await;
        assert_eq!(page.focused().await, "leak-kill");
        page.press(&["\u{e007}"]).await;
        until_state(&page, "dead").await;
        assert_eq!(page.run("return document.activeElement !== document.body").await, true);
    });
}
