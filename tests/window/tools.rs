//! The Tools screen: what somebody else changed is accepted or applied again, and every tool in one go.

use super::desk::{Desk, at};

/// Codex's settings as its user left them.
const CODEX: &str = "# mine\nmodel = \"gpt-5.5\"\n";

#[test]
fn what_somebody_else_changed_is_accepted_or_applied_again() {
    let desk = Desk::new();
    desk.connect();
    let _ = desk.sandbox.bridgekeeper(&["configure", "claude-code", "--create", "--yes"]).ok();
    let ours = desk.settings();
    let drifted = ours.replace(&desk.bridge.url, "https://other.example");
    desk.sandbox.write(".claude/settings.json", &drifted);
    at(&desk, async |page| {
        page.click("nav-tools").await;
        page.click("tool-review-claude-code").await;
        let fields = page.says("drift-fields", "https://other.example").await;
        assert!(fields.contains(&desk.bridge.url), "{fields}");
        page.says("drift-meanings", "sends the key").await;
        page.pictures("drift").await;
        // It takes a yes, as the key would go elsewhere.
        page.click("drift-accept").await;
        page.says("drift-panel", "Agree to this").await;
        assert_eq!(desk.state_of("claude-code"), "drifted");
        page.click("drift-agree").await;
        page.click("drift-accept").await;
        page.says("tool-state-claude-code", "In step").await;
        assert_eq!(desk.settings(), drifted, "no file is touched");

        page.click("tool-undo-claude-code").await;
        page.see("plan-nothing-written").await;
        page.click("plan-apply").await;
        page.says("tool-state-claude-code", "Drifted").await;
        page.click("tool-review-claude-code").await;
        page.click("drift-reapply").await;
        page.says("diff", "other.example").await;
        page.click("plan-apply").await;
        page.see("change-result").await;
        page.click("plan-done").await;
        page.says("tool-state-claude-code", "In step").await;
        assert_eq!(desk.settings(), ours);
    });
}

#[test]
fn every_tool_that_is_found_is_configured_in_one_go() {
    let desk = Desk::new();
    desk.connect();
    desk.sandbox.write(".codex/config.toml", CODEX);
    let before = desk.bridge.keys().len();
    at(&desk, async |page| {
        page.click("nav-tools").await;
        page.click("tools-configure-all").await;
        page.see("all-form").await;
        page.fill("all-quota", "2").await;
        page.pictures("configure-all").await;
        page.click("all-show").await;
        page.see("all-plan-codex").await;
        page.see("all-plan-claude-code").await;
        page.pictures("configure-all-differences").await;
        assert_eq!(std::fs::read_to_string(desk.sandbox.path(".codex/config.toml")).unwrap(), CODEX);
        page.click("all-apply").await;
        page.see("all-done").await;
        page.says("all-sum", "2 of 2").await;
        page.pictures("configure-all-done").await;
        page.click("all-done").await;
        page.says("tool-state-codex", "In step").await;
        page.says("tool-state-claude-code", "In step").await;
        assert_eq!(page.refused().await, [] as [String; 0]);
    });
    let made: Vec<_> = desk.bridge.keys().into_iter().filter(|key| !key.unlimited_quota).collect();
    let limited = made.iter().filter(|key| key.remain_quota + key.used_quota == 1_000_000).count();
    assert_eq!((limited, desk.bridge.keys().len()), (2, before + 2), "one key each, with its quota");
    let _ = desk.sandbox.bridgekeeper(&["undo", "codex"]).ok();
    assert_eq!(std::fs::read_to_string(desk.sandbox.path(".codex/config.toml")).unwrap(), CODEX);
}
