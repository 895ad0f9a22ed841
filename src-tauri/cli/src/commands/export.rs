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
        .map_err(|error| Error::new(Code::Io, say!("export-unwritten")).because(error))?;
    Ok(Report::new(&value, text.trim_end().to_owned()))
}

pub fn import(arguments: ImportArguments, common: &Common) -> Result<Report> {
    let ImportArguments { file, dry_run } = arguments;
    let text = std::fs::read_to_string(&file).map_err(|error| {
        Error::new(Code::Invalid, say!("import-unread", path = file.display().to_string())).because(error)
    })?;
    let wallet = shell::wallet(common)?;
    let view = wallet.read_export(&text)?;
    let added = view.items.iter().filter(|item| item.fate == RestoreFate::New).count();
    if dry_run || added == 0 {
        return Ok(report(&view, &say!("import-nothing")));
    }
    shell::tell(common, &listing(&view));
    if !shell::agreed(common, &say!("import-question", count = added))? {
        return Ok(report(&view, &say!("import-nothing")));
    }
    let view = wallet.restore(&text)?;
    Ok(report(&view, &say!("import-done", count = added)))
}

fn report(view: &RestoreView, end: &str) -> Report {
    Report::new(view, format!("{}\n{end}", listing(view)))
}

fn listing(view: &RestoreView) -> String {
    let rows = view.items.iter().map(|item| {
        let kind = match item.kind {
            RestoreKind::Bridge => say!("import-bridge"),
            RestoreKind::Profile => say!("import-profile"),
            RestoreKind::Folder => say!("import-folder"),
            RestoreKind::Budget => say!("import-budget"),
        };
        let fate = match item.fate {
            RestoreFate::New => say!("import-new"),
            RestoreFate::Same => say!("import-same"),
            RestoreFate::Kept => say!("import-kept"),
            RestoreFate::Unknown => say!("import-unknown"),
        };
        [kind, plain(&item.name), plain(&item.detail), fate]
    });
    table([String::new(), say!("column-name"), say!("column-what"), say!("column-becomes")], rows)
}
