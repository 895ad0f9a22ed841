//! `bridges`: several at a time, one in use.

use bridgekeeper_core::error::Result;
use clap::Subcommand;
use serde_json::json;

use crate::Common;
use crate::report::{Report, money, table, when};
use crate::shell::{self, block_on};

/// Without a word: the list.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// The bridges the wallet knows
    List,
    /// Make one the one in use
    Use {
        /// Its label
        label: String,
    },
    /// Give one another label
    Rename {
        /// Its label
        label: String,
        /// The new one
        new: String,
    },
    /// Forget one and its access token; keys stay on the bridge, and tools go on working
    Forget {
        /// Its label
        label: String,
    },
}

pub fn run(arguments: Arguments, common: &Common) -> Result<Report> {
    let wallet = shell::wallet(common)?;
    let status = match arguments.command {
        None | Some(Command::List) => block_on(wallet.status())?,
        Some(Command::Use { label }) => block_on(wallet.use_bridge(&label))?,
        Some(Command::Rename { label, new }) => block_on(wallet.rename_bridge(&label, &new))?,
        Some(Command::Forget { label }) => {
            if !shell::agreed(common, &say!("bridges-forget", label = &label))? {
                return Ok(Report::silent());
            }
            block_on(wallet.sign_out(&label))?
        }
    };
    let rows = status.bridges.iter().map(|bridge| {
        let in_use = status.bridge.as_ref().is_some_and(|active| active.url == bridge.url);
        let who = if bridge.key_only { say!("bridges-keys-only") } else { bridge.username.clone() };
        [
            if in_use { "*".into() } else { String::new() },
            bridge.label.clone(),
            bridge.url.clone(),
            who,
            money(&bridge.display, bridge.balance_usd, bridge.balance_quota),
            when(&bridge.as_of),
        ]
    });
    let text = match status.bridges.is_empty() {
        true => say!("bridges-none"),
        false => table(
            [
                String::new(),
                say!("column-label"),
                say!("column-address"),
                say!("column-account"),
                say!("column-balance"),
                say!("column-as-of"),
            ],
            rows,
        ),
    };
    Ok(Report::new(&json!({ "bridges": status.bridges }), text))
}
