//! What is around the single jobs: the first steps, usage, the other language, and all of it without a mouse.

use serde_json::json;

use super::desk::{Desk, Page, at, until};

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const SPACE: &str = " ";
const CONTROL: &str = "\u{e009}";

/// From nothing to a tool that answers: the bridge, one difference, applied, checked.
#[test]
fn the_first_steps_end_with_a_tool_that_answers() {
    let desk = Desk::new();
    at(&desk, async |page| {
        page.see("connect").await;
        page.fill("connect-url", &desk.bridge.url).await;
        page.fill("connect-user-id", &desk.bridge.user_id.to_string()).await;
        page.fill("connect-token", &desk.bridge.access_token).await;
        page.click("connect-submit").await;
        page.see("all-form").await;
        page.click("all-show").await;
        page.see("all-plan-claude-code").await;
        page.pictures("first-difference").await;
        assert!(!desk.settings().contains(&desk.bridge.url), "nothing is written yet");
        page.click("all-apply").await;
        page.says("all-sum", "1 of 1").await;
        page.see("all-done").await;
        page.pictures("first-done").await;
        assert!(desk.settings().contains(&desk.bridge.url));
        page.click("all-done").await;
        page.see("view-home").await;
        page.click("nav-tools").await;
        page.says("tool-state-claude-code", "In step").await;
        assert_eq!(page.refused().await, [] as [String; 0]);
    });
    assert!(desk.bridge.requests().iter().any(|it| it.path == "/v1/messages"), "a live check was made");
}

/// The log is read, drawn and told; another range and another view of it; a budget is kept by the wallet.
#[test]
fn what_each_tool_costs_is_drawn_and_told() {
    let desk = Desk::new();
    desk.connect();
    let _ = desk.sandbox.bridgekeeper(&["configure", "claude-code", "--create", "--yes"]).ok();
    at(&desk, async |page| {
        page.click("nav-usage").await;
        page.says("usage-cost", "$").await;
        page.see("usage-row").await;
        let drawn = "const canvas = document.querySelector('.u-wrap canvas');
            return canvas !== null && new Uint32Array(canvas.getContext('2d')
                .getImageData(0, 0, canvas.width, canvas.height).data.buffer).some((pixel) => pixel !== 0)";
        until("the bars are drawn", async || page.run(drawn).await.as_bool().filter(|is| *is)).await;
        page.gone("usage-progress").await;
        page.pictures("usage").await;
        pick(&page, "usage-by-day").await;
        page.pictures("usage-by-day").await;
        pick(&page, "usage-range-90").await;
        pick(&page, "usage-by-tool").await;
        // Rows change places as long as the log is read.
        page.gone("usage-progress").await;
        page.says("usage-total", "$").await;
        pick(&page, "budget-set-claude-code").await;
        page.fill("budget-amount", "40").await;
        page.click("budget-submit").await;
        page.says("budget-claude-code", "$40").await;
        assert_eq!(page.refused().await, [] as [String; 0]);
    });
    let budgets = desk.sandbox.bridgekeeper(&["budget", "--json"]).ok().out;
    assert!(budgets.contains("claude-code") && budgets.contains("40"), "{budgets}");
}

/// All of the window speaks the other language at once, and still does after another start.
#[test]
fn the_other_language_is_spoken_everywhere_and_remembered() {
    let desk = Desk::new();
    desk.connect();
    at(&desk, async |page| {
        page.click("nav-settings").await;
        page.see("settings").await;
        pick(&page, "settings-language-zh").await;
        page.says("nav-usage", "用量").await;
        assert_eq!(page.run("return document.documentElement.lang").await, "zh-CN");
        page.pictures("settings-chinese").await;
        // What the core says, it says in that language too.
        let shorter = "const choice = document.querySelector(\"[data-testid='settings-helper']\");
            choice.value = choice.options[0].value;
            choice.dispatchEvent(new Event('change', { bubbles: true }))";
        page.run(shorter).await;
        page.says("toast", "重新配置").await;
        page.click("nav-activity").await;
        page.says("view-activity", "保留密钥 60 秒").await;
        for (screen, word) in [("keys", "密钥"), ("tools", "工具"), ("leak", "泄露"), ("home", "首页")]
        {
            page.click(&format!("nav-{screen}")).await;
            page.see(&format!("view-{screen}")).await;
            page.says(&format!("nav-{screen}"), word).await;
        }
        page.pictures("home-chinese").await;
    });
    at(&desk, async |page| {
        page.says("nav-home", "首页").await;
    });
}

/// The main job with the keyboard alone: sign in, make a key, point a tool at the bridge, take it back.
#[test]
fn the_main_job_needs_no_mouse() {
    let desk = Desk::new();
    desk.prefer(&json!({}));
    at(&desk, async |page| {
        page.see("connect").await;
        write(&page, "connect-url", &desk.bridge.url).await;
        write(&page, "connect-user-id", &desk.bridge.user_id.to_string()).await;
        write(&page, "connect-token", &desk.bridge.access_token).await;
        page.press(&[ENTER]).await;
        page.see("all-form").await;
        go_to(&page, "all-cancel").await;
        page.press(&[ENTER]).await;
        page.see("view-home").await;

        // A word into the palette leads anywhere.
        chord(&page, "k").await;
        page.see("palette-field").await;
        page.press(&["tools", ENTER]).await;
        page.see("view-tools").await;
        go_to(&page, "tool-configure-claude-code").await;
        page.press(&[ENTER]).await;
        page.see("configure-form").await;
        go_to(&page, "configure-show").await;
        page.press(&[ENTER]).await;
        page.see("plan-nothing-written").await;
        go_to(&page, "plan-apply").await;
        page.press(&[SPACE]).await;
        page.see("change-result").await;
        go_to(&page, "plan-done").await;
        page.press(&[ENTER]).await;
        page.says("tool-state-claude-code", "In step").await;
        page.pictures("no-mouse").await;
        assert!(desk.settings().contains(&desk.bridge.url));

        go_to(&page, "tool-undo-claude-code").await;
        page.press(&[ENTER]).await;
        page.see("plan-nothing-written").await;
        go_to(&page, "plan-apply").await;
        page.press(&[ENTER]).await;
        page.see("tool-configure-claude-code").await;
        assert_eq!(page.focused().await, "tool-configure-claude-code", "the focus is not lost");
        assert_eq!(desk.settings(), super::SETTINGS);
    });
}

/// Chooses one of several that are side by side.
async fn pick(page: &Page<'_>, id: &str) {
    let click = format!(
        "const one = document.querySelector(\"[data-testid='{id}']\"); one?.click(); return one !== null"
    );
    until(&format!("{id} is there"), async || page.run(&click).await.as_bool().filter(|is| *is)).await;
}

/// Goes on from stop to stop until something has the focus, which must be seen to have it.
async fn go_to(page: &Page<'_>, id: &str) {
    page.see(id).await;
    for _ in 0..80 {
        if page.focused().await == id {
            let ring = "return getComputedStyle(document.activeElement).outlineStyle";
            assert_ne!(page.run(ring).await, "none", "the focus on {id} is to be seen");
            return;
        }
        page.press(&[TAB]).await;
    }
    panic!("no way to {id} by Tab; the focus is on {:?}", page.focused().await);
}

/// Goes to a field and puts a text in place of what is there.
async fn write(page: &Page<'_>, id: &str, text: &str) {
    go_to(page, id).await;
    chord(page, "a").await;
    page.press(&[text]).await;
    let field = page.see(id).await;
    assert_eq!(field.prop("value").await.unwrap().as_deref(), Some(text), "{id} holds what was typed");
}

/// Presses a key together with Ctrl.
async fn chord(page: &Page<'_>, key: &str) {
    page.press(&[&format!("{CONTROL}{key}")]).await;
}
