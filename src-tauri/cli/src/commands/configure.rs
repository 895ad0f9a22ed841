//! `configure`: point a tool at the bridge. The difference first, then the files, then a live check.

use bridgekeeper_core::bridge::Door;
use bridgekeeper_core::error::Result;
use bridgekeeper_core::view::{ConfigureAllRequest, ConfigureRequest, KeyChoice, Mode};
use serde_json::json;

use super::configure_all;
use super::waiting::{Waiting, wait};
use crate::Common;
use crate::report::{NOT_PROVEN, Report, diff};
use crate::shell::{self, block_on};

#[derive(clap::Args)]
pub struct Arguments {
    /// The tool: claude-code
    #[arg(required_unless_present = "all")]
    tool: Option<String>,
    /// Every tool that is found on this machine, each with a key of its own
    #[arg(long, conflicts_with_all = ["tool", "key", "create", "profile", "mode", "model"])]
    all: bool,
    /// With --all: the group that new keys bill to
    #[arg(long, requires = "all")]
    group: Option<String>,
    /// With --all: the quota of each new key, US dollars; without it they share the balance
    #[arg(long, value_name = "USD", requires = "all")]
    quota: Option<f64>,
    /// Use this key, by id or name
    #[arg(long, value_name = "ID|NAME", conflicts_with = "create", allow_negative_numbers = true)]
    key: Option<String>,
    /// Make a new key for it
    #[arg(long)]
    create: bool,
    /// The profile; without it the tool's default one
    #[arg(long)]
    profile: Option<String>,
    /// helper (the tool asks for its key), env (`run` hands it a variable) or stored (the key stands in the tool's file)
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
    #[command(flatten)]
    waiting: Waiting,
}

pub fn run(arguments: Arguments, common: &Common) -> Result<Report> {
    let Some(tool) = arguments.tool else {
        let request = ConfigureAllRequest {
            tools: vec![],
            group: arguments.group.unwrap_or_default(),
            quota_usd: arguments.quota,
        };
        return configure_all::run(request, arguments.dry_run, common);
    };
    let wallet = shell::wallet(common)?;
    if !arguments.dry_run {
        wait(&wallet, &tool, &arguments.waiting, common)?;
    }
    block_on(async {
        let key = match &arguments.key {
            Some(word) => KeyChoice::Existing { id: wallet.key_named(word).await? },
            None if arguments.create => KeyChoice::Create,
            None => KeyChoice::Keep,
        };
        let request = ConfigureRequest {
            tool: tool.clone(),
            profile: arguments.profile,
            key,
            mode: arguments.mode,
            model: arguments.model,
            api: arguments.api,
        };
        let plan = wallet.propose_configure(request).await?;
        if arguments.dry_run {
            return Ok(Report::new(&json!({ "plan": plan }), diff(&plan) + &say!("nothing-written")));
        }
        shell::tell(common, &diff(&plan));
        if !shell::agreed(common, &say!("configure-apply"))? {
            return Ok(Report::new(&json!({ "plan": plan, "applied": false }), say!("nothing-written")));
        }
        wallet.apply(&plan.id).await?;
        let check = wallet.check_tool(&tool).await?;
        let tool = wallet.tool_named(&tool)?;
        let key = tool.key.as_ref().map(|key| format!("{} {}", key.name, key.masked)).unwrap_or_default();
        let text = say!(
            "configure-done",
            tool = &tool.name,
            state = &tool.state_text,
            key = key,
            check = &check.text,
            id = &tool.id,
        );
        let report =
            Report::new(&json!({ "plan": plan, "applied": true, "tool": tool, "check": check }), text);
        Ok(if check.ok { report } else { report.exit(NOT_PROVEN) })
    })
}
