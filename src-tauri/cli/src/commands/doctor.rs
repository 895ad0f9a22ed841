//! `doctor`: what is wrong with the tools, and the next step for each.

use bridgekeeper_core::error::{ErrorView, Result};
use bridgekeeper_core::view::{AdviceLevel, DoctorView, ToolState, ToolView};
use bridgekeeper_core::wallet::Wallet;
use serde_json::json;

use super::accept;
use crate::Common;
use crate::report::{FINDINGS, Report, diff, next, of};
use crate::shell::{self, block_on};

#[derive(clap::Args)]
pub struct Arguments {
    /// Only this tool
    tool: Option<String>,
    /// Mend what can be mended safely: settings that their tool cannot read, fields that no longer say what was
    /// applied, the program that is asked for the key
    #[arg(long)]
    fix: bool,
    /// With --fix: show the difference and stop
    #[arg(long, requires = "fix")]
    dry_run: bool,
}

pub fn run(arguments: Arguments, common: &Common) -> Result<Report> {
    let wallet = shell::wallet(common)?;
    if arguments.fix {
        return match &arguments.tool {
            Some(tool) => fix(&wallet, std::slice::from_ref(tool), arguments.dry_run, common),
            None => {
                let found = wallet.tools()?.into_iter().filter(|tool| tool.found);
                fix(&wallet, &found.map(|tool| tool.id).collect::<Vec<_>>(), arguments.dry_run, common)
            }
        };
    }
    let DoctorView { vault, tools, drift } = block_on(wallet.doctor(arguments.tool.as_deref()))?;
    let ill = vault.state != "open" || tools.iter().any(is_ill);
    let mut text = format!("{}\n", say!("doctor-vault", kind = &vault.kind, state = &vault.message));
    if let Some(hint) = &vault.hint {
        text += &format!("  {}\n", next(hint));
    }
    for tool in &tools {
        text += &format!("{}\n", of(&tool.name, &tool.state_text));
        if let Some(drift) = drift.iter().find(|drift| drift.tool == tool.id) {
            text += &accept::describe(drift);
        }
        text += &next_steps(tool);
    }
    let report = Report::new(&json!({ "vault": vault, "tools": tools, "drift": drift }), text);
    Ok(if ill { report.exit(FINDINGS) } else { report })
}

/// How often one tool is looked at again: a repair shows what else is wrong.
const MOST_FIXES: usize = 3;

/// Shows what can be mended and, unless that is all, mends it. The user asked for exactly this and can undo it. What
/// cannot be done for one of several tools does not keep the others from it.
fn fix(wallet: &Wallet, tools: &[String], dry_run: bool, common: &Common) -> Result<Report> {
    let (mut text, mut fixed, mut failed) = (String::new(), vec![], vec![]);
    for id in tools {
        let done = fix_one(wallet, id, dry_run, common, &mut text, &mut fixed);
        match done {
            Err(error) if tools.len() == 1 => return Err(error),
            Err(error) => {
                text += &format!("{}\n", of(id, error.message()));
                failed.push(json!({ "tool": id, "error": ErrorView::from(&error) }));
            }
            Ok(()) => {}
        }
    }
    if fixed.is_empty() && failed.is_empty() {
        text += &say!("doctor-nothing");
    }
    let report = Report::new(&json!({ "fixed": fixed, "failed": failed }), text);
    Ok(if failed.is_empty() { report } else { report.exit(FINDINGS) })
}

fn fix_one(
    wallet: &Wallet,
    id: &str,
    dry_run: bool,
    common: &Common,
    text: &mut String,
    fixed: &mut Vec<serde_json::Value>,
) -> Result<()> {
    for _ in 0..MOST_FIXES {
        let Some(plan) = block_on(wallet.propose_fix(id))? else { break };
        if dry_run {
            *text += &format!("{}{}\n", diff(&plan), say!("nothing-written"));
            fixed.push(json!({ "plan": plan, "applied": false }));
            break;
        }
        shell::tell(common, &diff(&plan));
        let tool = block_on(wallet.apply(&plan.id))?;
        *text += &format!("{}\n", of(&tool.name, &tool.state_text));
        fixed.push(json!({ "plan": plan, "applied": true, "tool": tool }));
    }
    Ok(())
}

fn is_ill(tool: &ToolView) -> bool {
    matches!(tool.state, ToolState::Drifted | ToolState::Shadowed | ToolState::Unreadable)
        || tool.advice.iter().any(|advice| advice.level == AdviceLevel::Problem)
}

fn next_steps(tool: &ToolView) -> String {
    let mut text = String::new();
    let step = match tool.state {
        ToolState::Drifted => {
            let profile = tool.profile.as_ref().unwrap_or(&tool.id);
            Some(say!("doctor-drifted", tool = &tool.id, profile = profile))
        }
        ToolState::Unreadable => Some(say!("doctor-unreadable", tool = &tool.id)),
        _ => None,
    };
    if let Some(step) = step {
        text += &format!("  {}\n", next(&step));
    }
    for advice in &tool.advice {
        let said = match advice.level {
            AdviceLevel::Problem => say!("doctor-problem", what = &advice.text),
            AdviceLevel::Note => say!("doctor-note", what = &advice.text),
        };
        text += &format!("  {said}\n    {}\n", next(&advice.next));
    }
    text
}
