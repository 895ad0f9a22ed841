//! `doctor`: what is wrong with the tools, and the next step for each.

use bridgekeeper_core::error::Result;
use bridgekeeper_core::view::{AdviceLevel, ToolState, ToolView};
use serde_json::json;

use super::{accept, takeback};
use crate::Common;
use crate::report::{FINDINGS, Report};
use crate::shell::{self, block_on};

#[derive(clap::Args)]
pub struct Arguments {
    /// Only this tool
    tool: Option<String>,
    /// Mend what can be mended safely: settings that their tool cannot read
    #[arg(long, requires = "tool")]
    fix: bool,
    /// With --fix: show the difference and stop
    #[arg(long, requires = "fix")]
    dry_run: bool,
}

pub fn run(arguments: Arguments, common: &Common) -> Result<Report> {
    let wallet = shell::wallet(common)?;
    if let Some(tool) = arguments.tool.as_ref().filter(|_| arguments.fix) {
        let plan = wallet.propose_repair(tool)?;
        return takeback::carry_out(&wallet, plan, arguments.dry_run, common);
    }
    let tools = match &arguments.tool {
        Some(tool) => vec![wallet.tool_named(tool)?],
        None => wallet.tools()?.into_iter().filter(|tool| tool.found).collect(),
    };
    let vault = block_on(async { Ok(wallet.vault_view().await) })?;
    let ill = vault.state != "open" || tools.iter().any(is_ill);
    let mut text = format!("Vault ({}): {}\n", vault.kind, vault.message);
    if let Some(hint) = &vault.hint {
        text += &format!("  next: {hint}\n");
    }
    let mut drifts = vec![];
    for tool in &tools {
        text += &format!("{}: {}\n", tool.name, tool.state_text);
        if tool.state == ToolState::Drifted {
            let drift = wallet.drift(&tool.id)?;
            text += &accept::describe(&drift);
            drifts.push(drift);
        }
        text += &next_steps(tool);
    }
    let report = Report::new(&json!({ "vault": vault, "tools": tools, "drift": drifts }), text);
    Ok(if ill { report.exit(FINDINGS) } else { report })
}

fn is_ill(tool: &ToolView) -> bool {
    matches!(tool.state, ToolState::Drifted | ToolState::Shadowed | ToolState::Unreadable)
        || tool.advice.iter().any(|advice| advice.level == AdviceLevel::Problem)
}

fn next_steps(tool: &ToolView) -> String {
    let mut text = String::new();
    let next = match tool.state {
        ToolState::Drifted => {
            let profile = tool.profile.as_ref().unwrap_or(&tool.id);
            Some(format!(
                "bridgekeeper profile use {profile} (apply it again), bridgekeeper accept {0} (what stands there is \
                 meant), or bridgekeeper disconnect {0}",
                tool.id
            ))
        }
        ToolState::Unreadable => {
            Some(format!("mend the file, or look at: bridgekeeper doctor {} --fix --dry-run", tool.id))
        }
        _ => None,
    };
    if let Some(next) = next {
        text += &format!("  next: {next}\n");
    }
    for advice in &tool.advice {
        let level = if advice.level == AdviceLevel::Problem { "problem" } else { "note" };
        text += &format!("  {level}: {}\n    next: {}\n", advice.text, advice.next);
    }
    text
}
