//! `profile`: several per tool, one that it is pointed at, and folders with one of their own.

use std::path::PathBuf;

use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::wallet::Wallet;
use clap::Subcommand;
use serde_json::json;

use super::takeback::carry_out;
use crate::Common;
use crate::report::{Report, joined, plain, table};
use crate::shell::{self, block_on};

/// `bridgekeeper configure TOOL --profile NAME` makes one.
#[derive(Subcommand)]
pub enum Command {
    /// Every profile
    List,
    /// Point a profile's tool at it
    Use {
        /// Its name
        name: String,
        /// Show the difference and stop
        #[arg(long)]
        dry_run: bool,
    },
    /// Give one another name; files that say the old one go on working
    Rename {
        /// Its name
        name: String,
        /// The new one
        new: String,
    },
    /// Forget one; its key stays on the bridge and in the vault
    Delete {
        /// Its name
        name: String,
    },
    /// Use a profile in a folder and below, whatever its tool is pointed at
    Folder {
        /// The folder
        path: PathBuf,
        /// The profile's name
        #[arg(required_unless_present = "clear")]
        name: Option<String>,
        /// Take the folder's own profiles away
        #[arg(long, conflicts_with = "name")]
        clear: bool,
    },
}

pub fn run(command: Command, common: &Common) -> Result<Report> {
    let wallet = shell::wallet(common)?;
    match command {
        Command::List => list(&wallet),
        Command::Use { name, dry_run } => {
            let plan = block_on(wallet.propose_use(&name))?;
            carry_out(&wallet, plan, dry_run, common)
        }
        Command::Rename { name, new } => {
            wallet.rename_profile(&name, &new)?;
            list(&wallet)
        }
        Command::Delete { name } => {
            wallet.delete_profile(&name)?;
            list(&wallet)
        }
        Command::Folder { path, name, clear: _ } => {
            let path = std::path::absolute(&path)
                .map_err(|error| Error::new(Code::Invalid, say!("profile-no-folder")).because(error))?;
            match name {
                Some(name) => wallet.set_folder(&path, &name)?,
                None => wallet.clear_folder(&path)?,
            }
            list(&wallet)
        }
    }
}

fn list(wallet: &Wallet) -> Result<Report> {
    let profiles = wallet.profiles()?;
    let rows = profiles.iter().map(|profile| {
        [
            if profile.active { "*".into() } else { String::new() },
            profile.name.clone(),
            profile.tool.clone(),
            profile.mode.to_string(),
            format!("{} {}", plain(&profile.key.name), profile.key.masked),
            profile.key.url.clone(),
            joined(&profile.folders),
        ]
    });
    let text = match profiles.is_empty() {
        true => say!("profile-none"),
        false => table(
            [
                String::new(),
                say!("column-profile"),
                say!("column-tool"),
                say!("column-mode"),
                say!("column-key"),
                say!("column-bridge"),
                say!("column-folders"),
            ],
            rows,
        ),
    };
    Ok(Report::new(&json!({ "profiles": profiles }), text))
}
