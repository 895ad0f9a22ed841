//! `status`: everything at a glance.

use bridgekeeper_core::error::Result;
use bridgekeeper_core::view::StatusView;

use super::listings::tool_rows;
use crate::Common;
use crate::report::{Report, table, usd, when};
use crate::shell;

pub fn run(common: &Common) -> Result<Report> {
    let status = shell::block_on(shell::wallet(common)?.status())?;
    Ok(Report::new(&status, text(&status)))
}

/// The same for people.
pub fn text(status: &StatusView) -> String {
    let mut text = match &status.bridge {
        None => "No bridge is connected: bridgekeeper connect\n".to_owned(),
        Some(bridge) => {
            let group =
                if bridge.group.is_empty() { String::new() } else { format!(", group {}", bridge.group) };
            let age = match bridge.reachable {
                true => String::new(),
                false => format!("  (offline; as of {})", when(Some(&bridge.as_of), "never")),
            };
            format!(
                "Bridge   {} ({})\nAccount  {}{group}\nBalance  {}, spent {}{age}\n",
                bridge.name,
                bridge.url,
                bridge.username,
                usd(bridge.balance_usd),
                usd(bridge.used_usd)
            )
        }
    };
    text += &format!("Vault    {}: {}\n", status.vault.kind, status.vault.message);
    if let Some(hint) = &status.vault.hint {
        text += &format!("         hint: {hint}\n");
    }
    if status.unfinished > 0 {
        text += &format!("Unfinished: {} (looked after at `bridgekeeper keys list`)\n", status.unfinished);
    }
    text + "\n" + &table(["Tool", "State", "Profile", "Mode", "Key"], tool_rows(&status.tools))
}
