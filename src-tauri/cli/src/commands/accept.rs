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
        return Ok(Report::new(&json!({ "drift": drift }), shown + "Nothing was changed."));
    }
    shell::tell(common, &shown);
    if !drift.fields.is_empty() && !shell::agreed(common, "Accept?")? {
        return Ok(Report::new(&json!({ "drift": drift, "accepted": false }), "Nothing was changed."));
    }
    let tool = wallet.accept_drift(&arguments.tool, &drift.seen)?;
    let text = format!("{}: {}\nUndo: bridgekeeper undo {}", tool.name, tool.state_text, tool.id);
    Ok(Report::new(&json!({ "drift": drift, "accepted": true, "tool": tool }), text))
}

/// Field by field: what was applied, and what stands there.
pub fn describe(drift: &DriftView) -> String {
    let mut text = String::new();
    for field in &drift.fields {
        let kind = match field.kind {
            FieldKind::Address => " (address)",
            FieldKind::Model => " (model)",
            FieldKind::Credential => " (credential)",
            FieldKind::Other => "",
        };
        let said = |value: &Option<String>| value.as_ref().map_or("(nothing)".into(), |value| plain(value));
        text += &format!("  {}{kind} in {}\n", plain(&field.name), plain(&field.file));
        text += &(style(&format!("    - {}", said(&field.applied)), "31") + "   applied\n");
        text += &(style(&format!("    + {}", said(&field.now)), "32") + "   stands there now\n");
    }
    if let Some(at) = &drift.changed_at {
        text += &format!(
            "  applied {}, last written {}\n",
            when(Some(&drift.applied_at), ""),
            when(Some(at), "")
        );
    }
    text
}

fn meanings(drift: &DriftView) -> String {
    let mut text = String::new();
    for meaning in &drift.meanings {
        let lead = if meaning.is_danger { style("warning: ", "31") } else { String::new() };
        text += &format!("{lead}{}\n", plain(&meaning.text));
    }
    text + "Nothing is written. Disconnect still gives back what you had before Bridgekeeper came.\n"
}
