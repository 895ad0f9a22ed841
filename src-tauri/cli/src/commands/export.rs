//! `export` and `import`: everything but secrets, as one text.

use std::path::PathBuf;

use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::view::{RestoreFate, RestoreKind, RestoreView};
use serde_json::Value;

use crate::Common;
use crate::report::{Report, plain, table};
use crate::shell;

#[derive(clap::Args)]
pub struct ImportArguments {
    /// The file that `export` wrote
    file: PathBuf,
    /// Show what would be added and stop
    #[arg(long)]
    dry_run: bool,
}

pub fn export(common: &Common) -> Result<Report> {
    let text = shell::wallet(common)?.export()?;
    let value: Value = serde_json::from_str(&text)
        .map_err(|error| Error::new(Code::Io, "the export cannot be written").because(error))?;
    Ok(Report::new(&value, text.trim_end().to_owned()))
}

pub fn import(arguments: ImportArguments, common: &Common) -> Result<Report> {
    let ImportArguments { file, dry_run } = arguments;
    let text = std::fs::read_to_string(&file).map_err(|error| {
        Error::new(Code::Invalid, format!("{} cannot be read", file.display())).because(error)
    })?;
    let wallet = shell::wallet(common)?;
    let view = wallet.read_export(&text)?;
    let added = view.items.iter().filter(|item| item.fate == RestoreFate::New).count();
    if dry_run || added == 0 {
        return Ok(report(&view, "Nothing was added."));
    }
    shell::tell(common, &listing(&view));
    if !shell::agreed(common, &format!("Add {added} of them?"))? {
        return Ok(report(&view, "Nothing was added."));
    }
    let view = wallet.restore(&text)?;
    Ok(report(&view, &format!("Added {added}. Connect to each bridge anew: its access token was not along.")))
}

fn report(view: &RestoreView, end: &str) -> Report {
    Report::new(view, format!("{}\n{end}", listing(view)))
}

fn listing(view: &RestoreView) -> String {
    let rows = view.items.iter().map(|item| {
        let kind = match item.kind {
            RestoreKind::Bridge => "bridge",
            RestoreKind::Profile => "profile",
            RestoreKind::Folder => "folder",
            RestoreKind::Budget => "budget",
        };
        let fate = match item.fate {
            RestoreFate::New => "new",
            RestoreFate::Same => "here already",
            RestoreFate::Kept => "another one here, which stays",
            RestoreFate::Unknown => "not known here",
        };
        [kind.to_owned(), plain(&item.name), plain(&item.detail), fate.to_owned()]
    });
    table(["", "Name", "What", "Becomes"], rows)
}
