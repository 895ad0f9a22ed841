//! `accept`: what somebody else changed in a tool's settings is what they should say from now on.

use bridgekeeper_core::error::Result;
use bridgekeeper_core::view::{DriftView, FieldKind};
use serde_json::json;

use crate::Common;
use crate::report::{Report, plain, style, when};
use crate::shell;

#[derive(clap::Args)]
pub struct Arguments {
    /// The tool: claude-code
    tool: String,
    /// Show what it means and stop
    #[arg(long)]
    dry_run: bool,
}

pub fn run(arguments: Arguments, common: &Common) -> Result<Report> {
    let wallet = shell::wallet(common)?;
    let drift = wallet.drift(&arguments.tool)?;
    let shown = describe(&drift) + &meanings(&drift);
    if arguments.dry_run {
        return Ok(Report::new(&json!({ "drift": drift }), shown + &say!("nothing-changed")));
    }
    shell::tell(common, &shown);
    if !drift.fields.is_empty() && !shell::agreed(common, &say!("accept-question"))? {
        return Ok(Report::new(&json!({ "drift": drift, "accepted": false }), say!("nothing-changed")));
    }
    let tool = wallet.accept_drift(&arguments.tool, &drift.seen)?;
    let text = say!("accept-done", tool = &tool.name, state = &tool.state_text, id = &tool.id);
    Ok(Report::new(&json!({ "drift": drift, "accepted": true, "tool": tool }), text))
}

/// Field by field: what was applied, and what stands there.
pub fn describe(drift: &DriftView) -> String {
    let mut text = String::new();
    for field in &drift.fields {
        let (name, file) = (plain(&field.name), plain(&field.file));
        let place = match field.kind {
            FieldKind::Address => say!("drift-address", name = name, file = file),
            FieldKind::Model => say!("drift-model", name = name, file = file),
            FieldKind::Credential => say!("drift-credential", name = name, file = file),
            FieldKind::Other => say!("drift-field", name = name, file = file),
        };
        let said = |value: &Option<String>| {
            value.as_ref().map_or_else(|| say!("drift-nothing"), |value| plain(value))
        };
        let applied = style(&format!("- {}", said(&field.applied)), "31");
        let now = style(&format!("+ {}", said(&field.now)), "32");
        text += &format!("  {place}\n    {applied}   {}\n", say!("drift-applied"));
        text += &format!("    {now}   {}\n", say!("drift-now"));
    }
    if let Some(at) = &drift.changed_at {
        let times = say!("drift-times", applied = when(&drift.applied_at), written = when(at));
        text += &format!("  {times}\n");
    }
    text
}

fn meanings(drift: &DriftView) -> String {
    let mut text = String::new();
    for meaning in &drift.meanings {
        let lead = if meaning.is_danger { style(&say!("drift-warning"), "31") } else { String::new() };
        text += &format!("{lead}{}\n", plain(&meaning.text));
    }
    text + &say!("drift-nothing-written") + "\n"
}
