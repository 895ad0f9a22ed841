//! `undo` and `disconnect`: the bytes of before, or only what is ours out.

use bridgekeeper_core::error::Result;
use bridgekeeper_core::view::PlanView;
use bridgekeeper_core::wallet::Wallet;
use serde_json::json;

use super::waiting::{Waiting, wait};
use crate::Common;
use crate::report::{Report, diff, of};
use crate::shell::{self, block_on};

#[derive(clap::Args)]
pub struct Arguments {
    /// The tool: claude-code
    tool: String,
    /// Show the difference and stop
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    waiting: Waiting,
}

pub fn undo(arguments: Arguments, common: &Common) -> Result<Report> {
    let wallet = shell::wallet(common)?;
    if !arguments.dry_run {
        wait(&wallet, &arguments.tool, &arguments.waiting, common)?;
    }
    let plan = block_on(wallet.propose_undo(&arguments.tool))?;
    carry_out(&wallet, plan, arguments.dry_run, common)
}

pub fn disconnect(arguments: Arguments, common: &Common) -> Result<Report> {
    let wallet = shell::wallet(common)?;
    if !arguments.dry_run {
        wait(&wallet, &arguments.tool, &arguments.waiting, common)?;
    }
    let plan = block_on(wallet.propose_disconnect(&arguments.tool))?;
    carry_out(&wallet, plan, arguments.dry_run, common)
}

/// Shows a plan and, unless that is all, applies it. The user asked for exactly this and can undo it, so
/// nobody is asked again.
pub fn carry_out(wallet: &Wallet, plan: PlanView, dry_run: bool, common: &Common) -> Result<Report> {
    if dry_run {
        return Ok(Report::new(&json!({ "plan": plan }), diff(&plan) + &say!("nothing-written")));
    }
    shell::tell(common, &diff(&plan));
    let tool = block_on(wallet.apply(&plan.id))?;
    let text = of(&tool.name, &tool.state_text);
    Ok(Report::new(&json!({ "plan": plan, "applied": true, "tool": tool }), text))
}
