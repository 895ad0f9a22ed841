//! `groups`, `models`, `tools`, `activity`: lists to read.

use bridgekeeper_core::error::Result;
use bridgekeeper_core::view::ToolView;
use serde_json::json;

use crate::Common;
use crate::report::{Report, table, when};
use crate::shell;

#[derive(clap::Args)]
pub struct ModelsArguments {
    /// Only those of this group
    #[arg(long)]
    group: Option<String>,
}

pub fn groups(common: &Common) -> Result<Report> {
    let view = shell::block_on(shell::wallet(common)?.groups())?;
    let rows = view.groups.iter().map(|group| {
        [
            group.name.clone(),
            group.ratio.map_or("–".into(), |ratio| format!("× {ratio}")),
            group.description.clone(),
        ]
    });
    Ok(Report::new(&view, table(["Group", "Multiplier", "Description"], rows)))
}

pub fn models(arguments: ModelsArguments, common: &Common) -> Result<Report> {
    let view = shell::block_on(shell::wallet(common)?.models(arguments.group.as_deref()))?;
    Ok(Report::new(&view, view.models.join("\n")))
}

pub fn tools(common: &Common) -> Result<Report> {
    let tools = shell::wallet(common)?.tools()?;
    let text = table(["Tool", "State", "Profile", "Mode", "Key"], tool_rows(&tools));
    Ok(Report::new(&json!({ "tools": tools }), text))
}

pub fn activity(common: &Common) -> Result<Report> {
    let activity = shell::wallet(common)?.activity()?;
    let text =
        table(["When", "What"], activity.iter().map(|done| [when(Some(&done.at), ""), done.what.clone()]));
    Ok(Report::new(&json!({ "activity": activity }), text))
}

/// Tools as table rows.
pub fn tool_rows(tools: &[ToolView]) -> impl Iterator<Item = [String; 5]> {
    tools.iter().map(|tool| {
        let version = tool.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
        [
            format!("{}{version}", tool.id),
            tool.state_text.clone(),
            tool.profile.clone().unwrap_or_default(),
            tool.mode.map(|mode| mode.to_string()).unwrap_or_default(),
            tool.key.as_ref().map(|key| format!("{} {}", key.name, key.masked)).unwrap_or_default(),
        ]
    })
}
