//! `incidents`: leaks and what was done about them.

use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::store::IncidentId;
use bridgekeeper_core::view::{IncidentView, KilledKeyView};
use bridgekeeper_core::wallet::Wallet;
use clap::Subcommand;
use serde_json::json;

use super::kill::outcome;
use crate::Common;
use crate::report::{NOT_PROVEN, Report, plain, table, when};
use crate::shell::{self, block_on};

#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Every incident
    List,
    /// One incident: each key, step by step
    Show {
        /// Its number
        id: i64,
    },
    /// Delete a killed key that disabling did not kill, by its id or name
    Delete {
        /// The key's id or name
        key: String,
    },
    /// Give an incident up that cannot be proven; nothing is tried any more
    Close {
        /// Its number
        id: i64,
    },
}

pub fn run(arguments: Arguments, common: &Common) -> Result<Report> {
    let wallet = shell::wallet(common)?;
    match arguments.command.unwrap_or(Command::List) {
        Command::List => list(&wallet),
        Command::Show { id } => wallet.incident(IncidentId(id)).map(|view| show(&view)),
        Command::Delete { key } => delete(&wallet, &key, common),
        Command::Close { id } => {
            let question = format!("Give incident {id} up? Nothing is tried any more.");
            if !shell::agreed(common, &question)? {
                return Ok(Report::new(&json!({ "closed": false }), "It goes on."));
            }
            wallet.close_incident(IncidentId(id)).map(|view| Report::new(&view, outcome(&view)))
        }
    }
}

fn list(wallet: &Wallet) -> Result<Report> {
    let incidents = wallet.incidents()?;
    let names =
        |view: &IncidentView| view.keys.iter().map(|key| key.name.as_str()).collect::<Vec<_>>().join(", ");
    let text = match incidents.is_empty() {
        true => "No key leaked so far.".to_owned(),
        false => table(
            ["Id", "Decided", "Keys", "State"],
            incidents
                .iter()
                .map(|view| [view.id.to_string(), when(Some(&view.at), ""), names(view), view.words.clone()]),
        ),
    };
    Ok(Report::new(&json!({ "incidents": incidents }), text))
}

fn show(view: &IncidentView) -> Report {
    let steps = |key: &KilledKeyView| -> String {
        let line = |step: &bridgekeeper_core::view::IncidentStepView| {
            let times = if step.times > 1 { format!(" ({} times)", step.times) } else { String::new() };
            format!("{:>10.2} s  {}{times}\n", step.offset_s, plain(&step.text))
        };
        format!("{}\n{}", plain(&key.name), key.steps.iter().map(line).collect::<String>())
    };
    let story: String = view.keys.iter().map(steps).collect();
    let text = format!("Decided {}\n\n{story}\n{}", when(Some(&view.at), ""), outcome(view));
    let report = Report::new(view, text);
    if view.is_open { report.exit(NOT_PROVEN) } else { report }
}

fn delete(wallet: &Wallet, word: &str, common: &Common) -> Result<Report> {
    let open = wallet.incidents()?.into_iter().flat_map(|view| view.keys);
    let mut named =
        open.filter(|key| key.dead_at.is_none() && (key.name == word || key.key.to_string() == word));
    let Some(key) = named.next() else {
        return Err(Error::new(Code::NotFound, format!("no kill of \"{word}\" is open"))
            .hint("see `bridgekeeper incidents`"));
    };
    let question = format!("Delete key {} at {}? This cannot be undone.", plain(&key.name), key.bridge);
    if !shell::agreed(common, &question)? {
        return Ok(Report::new(&json!({ "deleted": false }), "It was not deleted."));
    }
    let view = block_on(wallet.delete_killed(key.id))?;
    let text = format!(
        "Deleted key {}. Whether it is dead is still being proven.\n{}",
        plain(&key.name),
        outcome(&view)
    );
    Ok(Report::new(&view, text))
}
