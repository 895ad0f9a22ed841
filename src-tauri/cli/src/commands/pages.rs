//! `pages`, for packages: manual pages and shell completions, written from the command line itself.

use std::path::PathBuf;

use bridgekeeper_core::error::{Code, Error, Result};
use clap::CommandFactory;
use clap_complete::Shell;

use crate::report::Report;

#[derive(clap::Args)]
pub struct Arguments {
    /// The folder to write them into
    folder: PathBuf,
}

pub fn run(arguments: &Arguments) -> Result<Report> {
    let folder = &arguments.folder;
    let failed = |error| {
        let text = say!("pages-unwritten", folder = folder.display().to_string());
        Error::new(Code::Io, text).because(error)
    };
    let mut command = crate::Arguments::command();
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
        clap_complete::generate_to(shell, &mut command, "bridgekeeper", folder).map_err(failed)?;
    }
    clap_mangen::generate_to(crate::Arguments::command(), folder).map_err(failed)?;
    Ok(Report::silent())
}
