//! `status`: everything at a glance.

use bridgekeeper_core::error::Result;
use bridgekeeper_core::view::{AdviceLevel, AttentionKind, StatusView, VaultView};

use super::listings::tool_table;
use crate::Common;
use crate::report::{NOT_PROVEN, Report, hint, joined, money, next, plain, style, when};
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
        text += &format!("{}\n", style(&say!("status-attention", what = plain(line)), "1;31"));
    }
    text += &match &status.bridge {
        None => format!("{}\n", say!("bridges-none")),
        Some(bridge) => {
            let (name, url) = (plain(&bridge.name), &bridge.url);
            let username = plain(&bridge.username);
            let account = match bridge.group.is_empty() {
                true => username,
                false => say!("status-in-group", username = username, group = &bridge.group),
            };
            let account = match bridge.key_only {
                true => say!("status-bridge-keys-only", name = name, url = url),
                false => say!(
                    "status-bridge",
                    name = name,
                    url = url,
                    account = account,
                    balance = money(&bridge.display, bridge.balance_usd, bridge.balance_quota),
                    spent = money(&bridge.display, bridge.used_usd, bridge.used_quota),
                ),
            };
            let age = match bridge.reachable {
                true => String::new(),
                false => format!("  {}", say!("status-offline", when = when(&bridge.as_of))),
            };
            format!("{account}{age}\n")
        }
    };
    let VaultView { kind, message, .. } = &status.vault;
    text += &format!("{}\n", say!("status-vault", kind = kind, state = message));
    if let Some(step) = &status.vault.hint {
        text += &format!("         {}\n", hint(step));
    }
    let others: Vec<_> = status
        .bridges
        .iter()
        .filter(|bridge| status.bridge.as_ref().is_none_or(|active| active.url != bridge.url))
        .map(|bridge| plain(&bridge.label))
        .collect();
    if !others.is_empty() {
        text += &format!("{}\n", say!("status-others", labels = joined(&others)));
    }
    if status.old_keys > 0 {
        text += &format!("{}\n", say!("status-old-keys", count = status.old_keys));
    }
    if status.unfinished > 0 {
        text += &format!("{}\n", say!("status-unfinished", count = status.unfinished));
    }
    // Those stand above.
    let rest = status.attention.iter().filter(|item| item.kind != AttentionKind::UnfinishedKill);
    for item in rest {
        let mark = if item.level == AdviceLevel::Problem { "!" } else { "·" };
        text += &format!("{mark} {}\n    {}\n", plain(&item.text), next(&plain(&item.next)));
    }
    text + "\n" + &tool_table(&status.tools)
}
