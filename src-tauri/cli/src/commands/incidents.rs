//! `incidents`: leaks and what was done about them.

use std::path::{Path, PathBuf};

use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::report::ReportFormat;
use bridgekeeper_core::store::IncidentId;
use bridgekeeper_core::view::{IncidentView, KeyAt, KilledKeyView};
use bridgekeeper_core::wallet::Wallet;
use clap::Subcommand;
use serde_json::json;

use super::kill::outcome;
use crate::Common;
use crate::report::{NOT_PROVEN, Report, joined, of, plain, table, when};
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
    /// Write its report: what happened, the proof, what was replaced, copies, what is left to do
    Report {
        /// Its number
        id: i64,
        /// Markdown, or one HTML page that prints well; by the name of the file unless said
        #[arg(long, value_name = "md|html", value_parser = ["md", "html"])]
        format: Option<String>,
        /// Write it into this file, readable by you only
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Write over a file that is there
        #[arg(long, requires = "out")]
        force: bool,
        /// First read from the bridge's log whether the keys were used, since a date or so long ago: 7d
        #[arg(long, value_name = "TIME")]
        used_since: Option<String>,
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
        Command::Report { id, format, out, force, used_since } => {
            let id = IncidentId(id);
            if let Some(since) = used_since {
                read_use(&wallet, id, &since, common)?;
            }
            let end = out.as_deref().and_then(Path::extension).and_then(|end| end.to_str());
            let format = format.as_deref().or(end).and_then(ReportFormat::of);
            report(&wallet, id, format.unwrap_or(ReportFormat::Markdown), out.as_deref(), force)
        }
        Command::Close { id } => {
            if !shell::agreed(common, &say!("incidents-close", id = id))? {
                return Ok(Report::new(&json!({ "closed": false }), say!("incidents-goes-on")));
            }
            wallet.close_incident(IncidentId(id)).map(|view| Report::new(&view, outcome(&view)))
        }
    }
}

fn list(wallet: &Wallet) -> Result<Report> {
    let incidents = wallet.incidents()?;
    let row = |view: &IncidentView| {
        let names: Vec<_> = view.keys.iter().map(|key| key.name.as_str()).collect();
        [view.id.to_string(), when(&view.at), joined(&names), view.words.clone()]
    };
    let text = match incidents.is_empty() {
        true => say!("incidents-none"),
        false => table(
            [say!("column-id"), say!("column-decided"), say!("column-keys"), say!("column-state")],
            incidents.iter().map(row),
        ),
    };
    Ok(Report::new(&json!({ "incidents": incidents }), text))
}

fn show(view: &IncidentView) -> Report {
    let steps = |key: &KilledKeyView| -> String {
        let line = |step: &bridgekeeper_core::view::IncidentStepView| {
            let text = plain(&step.text);
            let text = match step.times {
                times @ 2.. => say!("incidents-times", step = text, count = times),
                _ => text,
            };
            format!("{:>10.2} s  {text}\n", step.offset_s)
        };
        format!("{}\n{}", plain(&key.name), key.steps.iter().map(line).collect::<String>())
    };
    let story: String = view.keys.iter().map(steps).collect();
    let decided = say!("incidents-decided", when = when(&view.at));
    let text = format!("{decided}\n\n{story}\n{}", outcome(view));
    let report = Report::new(view, text);
    if view.is_open { report.exit(NOT_PROVEN) } else { report }
}

fn report(
    wallet: &Wallet,
    id: IncidentId,
    format: ReportFormat,
    out: Option<&Path>,
    force: bool,
) -> Result<Report> {
    let Some(out) = out else {
        let text = wallet.incident_report(id, format)?;
        let value = json!({ "format": format, "report": text });
        return Ok(Report::new(&value, text.trim_end()));
    };
    let path = wallet.write_incident_report(id, format, out, force)?;
    let text = say!("incidents-wrote", path = plain(&path));
    Ok(Report::new(&json!({ "format": format, "path": path }), text))
}

/// Reads the log of each key. What cannot be read is told, and the report says so.
fn read_use(wallet: &Wallet, id: IncidentId, since: &str, common: &Common) -> Result<()> {
    for kill in wallet.incident(id)?.keys {
        let key = KeyAt { id: kill.key, url: Some(kill.url) };
        let watch = shell::watch(common, |count| say!("log-entries", count = count));
        match block_on(wallet.timeline(&key, Some(since), watch)) {
            Err(error) if matches!(error.code(), Code::Invalid | Code::Store) => return Err(error),
            Err(error) => shell::tell(common, &of(&plain(&kill.name), error.message())),
            Ok(view) => shell::tell(common, &of(&plain(&kill.name), &view.words)),
        }
    }
    Ok(())
}

fn delete(wallet: &Wallet, word: &str, common: &Common) -> Result<Report> {
    let open = wallet.incidents()?.into_iter().flat_map(|view| view.keys);
    let mut named =
        open.filter(|key| key.dead_at.is_none() && (key.name == word || key.key.to_string() == word));
    let Some(key) = named.next() else {
        return Err(Error::new(Code::NotFound, say!("incidents-no-kill", key = word))
            .hint(say!("incidents-no-kill", "hint")));
    };
    let question = say!("incidents-delete", key = plain(&key.name), bridge = &key.bridge);
    if !shell::agreed(common, &question)? {
        return Ok(Report::new(&json!({ "deleted": false }), say!("incidents-not-deleted")));
    }
    let view = block_on(wallet.delete_killed(key.id))?;
    let text = format!("{}\n{}", say!("incidents-deleted", key = plain(&key.name)), outcome(&view));
    Ok(Report::new(&view, text))
}
