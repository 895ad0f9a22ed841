//! `status`: everything at a glance.

use bridgekeeper_core::error::Result;
use bridgekeeper_core::view::{AdviceLevel, AttentionKind, StatusView};

use super::listings::tool_rows;
use crate::Common;
use crate::report::{NOT_PROVEN, Report, money, plain, style, table, when};
use crate::shell;

pub fn run(common: &Common) -> Result<Report> {
    let status = shell::block_on(shell::wallet(common)?.status())?;
    let report = Report::new(&status, text(&status));
    Ok(if status.open_kills.is_empty() { report } else { report.exit(NOT_PROVEN) })
}

/// The same for people.
pub fn text(status: &StatusView) -> String {
    let mut text = String::new();
    for line in &status.open_kills {
        text += &format!("{}\n", style(&format!("ATTENTION  {}", plain(line)), "1;31"));
    }
    text += &match &status.bridge {
        None => "No bridge is connected: bridgekeeper connect\n".to_owned(),
        Some(bridge) => {
            let group =
                if bridge.group.is_empty() { String::new() } else { format!(", group {}", bridge.group) };
            let age = match bridge.reachable {
                true => String::new(),
                false => format!("  (offline; as of {})", when(Some(&bridge.as_of), "never")),
            };
            let (name, url) = (plain(&bridge.name), &bridge.url);
            match bridge.key_only {
                true => format!("Bridge   {name} ({url})\nAccount  none: pasted keys only{age}\n"),
                false => format!(
                    "Bridge   {name} ({url})\nAccount  {}{group}\nBalance  {}, spent {}{age}\n",
                    plain(&bridge.username),
                    money(&bridge.display, bridge.balance_usd, bridge.balance_quota),
                    money(&bridge.display, bridge.used_usd, bridge.used_quota),
                ),
            }
        }
    };
    text += &format!("Vault    {}: {}\n", status.vault.kind, status.vault.message);
    if let Some(hint) = &status.vault.hint {
        text += &format!("         hint: {hint}\n");
    }
    let others: Vec<_> = status
        .bridges
        .iter()
        .filter(|bridge| status.bridge.as_ref().is_none_or(|active| active.url != bridge.url))
        .map(|bridge| plain(&bridge.label))
        .collect();
    if !others.is_empty() {
        text += &format!("Others   {} (bridgekeeper bridges)\n", others.join(", "));
    }
    if status.old_keys > 0 {
        text += &format!("Old keys {} (bridgekeeper rotate --older-than 90d)\n", status.old_keys);
    }
    if status.unfinished > 0 {
        text += &format!("Unfinished: {} (looked after at `bridgekeeper keys list`)\n", status.unfinished);
    }
    // Those stand above.
    let rest = status.attention.iter().filter(|item| item.kind != AttentionKind::UnfinishedKill);
    for item in rest {
        let mark = if item.level == AdviceLevel::Problem { "!" } else { "·" };
        text += &format!("{mark} {}\n    next: {}\n", plain(&item.text), plain(&item.next));
    }
    text + "\n" + &table(["Tool", "State", "Profile", "Mode", "Key"], tool_rows(&status.tools))
}
