//! `groups`, `models`, `tools`, `activity`: lists to read.

use bridgekeeper_core::error::Result;
use bridgekeeper_core::view::ToolView;
use serde_json::json;

use crate::Common;
use crate::report::{Report, plain, table, when};
use crate::shell;

#[derive(clap::Args)]
pub struct ModelsArguments {
    /// Only those of this group
    #[arg(long)]
    group: Option<String>,
    /// With their prices, the group's multiplier included
    #[arg(long)]
    prices: bool,
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
    Ok(Report::new(
        &view,
        table([say!("column-group"), say!("column-multiplier"), say!("column-description")], rows),
    ))
}

pub fn models(arguments: ModelsArguments, common: &Common) -> Result<Report> {
    if arguments.prices {
        return prices(arguments.group.as_deref().unwrap_or_default(), common);
    }
    let view = shell::block_on(shell::wallet(common)?.models(arguments.group.as_deref()))?;
    Ok(Report::new(&view, view.models.join("\n")))
}

/// In US dollars, as models are priced everywhere.
fn prices(group: &str, common: &Common) -> Result<Report> {
    let view = shell::block_on(shell::wallet(common)?.prices(group))?;
    let usd = |amount: Option<f64>| amount.map_or("–".into(), |amount| format!("${amount:.3}"));
    let rows = view
        .models
        .iter()
        .map(|price| [price.model.clone(), usd(price.input_usd), usd(price.output_usd), usd(price.call_usd)]);
    let ratio = view.ratio.map(|ratio| format!(" × {ratio}")).unwrap_or_default();
    let note = view.note.as_ref().map(|note| format!("{note}\n")).unwrap_or_default();
    let list = match view.models.is_empty() {
        true => String::new(),
        false => table(
            [
                say!("column-model"),
                say!("column-price-in"),
                say!("column-price-out"),
                say!("column-price-call"),
            ],
            rows,
        ),
    };
    Ok(Report::new(
        &view,
        format!("{}{ratio}\n{note}{list}", say!("prices-group", group = plain(&view.group))),
    ))
}

pub fn tools(common: &Common) -> Result<Report> {
    let tools = shell::wallet(common)?.tools()?;
    Ok(Report::new(&json!({ "tools": tools }), tool_table(&tools)))
}

pub fn activity(common: &Common) -> Result<Report> {
    let activity = shell::wallet(common)?.activity()?;
    let rows = activity.iter().map(|done| [when(&done.at), done.what.clone()]);
    let text = table([say!("column-when"), say!("column-what")], rows);
    Ok(Report::new(&json!({ "activity": activity }), text))
}

/// Tools, one a row.
pub fn tool_table(tools: &[ToolView]) -> String {
    let rows = tools.iter().map(|tool| {
        let version = tool.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
        [
            format!("{}{version}", tool.id),
            tool.state_text.clone(),
            tool.profile.clone().unwrap_or_default(),
            tool.mode.map(|mode| mode.to_string()).unwrap_or_default(),
            tool.key.as_ref().map(|key| format!("{} {}", key.name, key.masked)).unwrap_or_default(),
        ]
    });
    let head = [
        say!("column-tool"),
        say!("column-state"),
        say!("column-profile"),
        say!("column-mode"),
        say!("column-key"),
    ];
    table(head, rows)
}
