//! `configure`: point a tool at the bridge. The difference first, then the files, then a live check.

use bridgekeeper_core::bridge::Door;
use bridgekeeper_core::error::Result;
use bridgekeeper_core::view::{ConfigureRequest, KeyChoice, Mode};
use serde_json::json;

use crate::Common;
use crate::report::{NOT_PROVEN, Report, diff};
use crate::shell::{self, block_on};

#[derive(clap::Args)]
pub struct Arguments {
    /// The tool: claude-code
    tool: String,
    /// Use this key, by id or name
    #[arg(long, value_name = "ID|NAME", conflicts_with = "create", allow_negative_numbers = true)]
    key: Option<String>,
    /// Make a new key for it
    #[arg(long)]
    create: bool,
    /// The profile; without it the tool's default one
    #[arg(long)]
    profile: Option<String>,
    /// helper (the tool asks for its key) or stored (the key stands in the tool's file)
    #[arg(long)]
    mode: Option<Mode>,
    /// The model to use
    #[arg(long)]
    model: Option<String>,
    /// Ask over this API instead of the tool's usual one: `anthropic` for Cline
    #[arg(long)]
    api: Option<Door>,
    /// Show the difference and stop
    #[arg(long)]
    dry_run: bool,
}

pub fn run(arguments: Arguments, common: &Common) -> Result<Report> {
    let wallet = shell::wallet(common)?;
    block_on(async {
        let key = match &arguments.key {
            Some(word) => KeyChoice::Existing { id: wallet.key_named(word).await? },
            None if arguments.create => KeyChoice::Create,
            None => KeyChoice::Keep,
        };
        let request = ConfigureRequest {
            tool: arguments.tool.clone(),
            profile: arguments.profile,
            key,
            mode: arguments.mode,
            model: arguments.model,
            api: arguments.api,
        };
        let plan = wallet.propose_configure(request).await?;
        if arguments.dry_run {
            return Ok(Report::new(&json!({ "plan": plan }), diff(&plan) + "Nothing was written."));
        }
        shell::tell(common, &diff(&plan));
        if !shell::agreed(common, "Apply?")? {
            return Ok(Report::new(&json!({ "plan": plan, "applied": false }), "Nothing was written."));
        }
        wallet.apply(&plan.id).await?;
        let check = wallet.check_tool(&arguments.tool).await?;
        let tool = wallet.tool_named(&arguments.tool)?;
        let key = tool.key.as_ref().map(|key| format!("{} {}", key.name, key.masked)).unwrap_or_default();
        let text = format!(
            "{}: {} with key {key}\nLive check: {}\nUndo: bridgekeeper undo {}",
            tool.name, tool.state_text, check.text, tool.id
        );
        let report =
            Report::new(&json!({ "plan": plan, "applied": true, "tool": tool, "check": check }), text);
        Ok(if check.ok { report } else { report.exit(NOT_PROVEN) })
    })
}
