//! `vault`: where secrets rest, and how to rest them elsewhere.

use std::sync::Arc;

use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::vault::{Keychain, KeychainOptions, VaultKind};
use bridgekeeper_core::wallet::Wallet;
use clap::Subcommand;
use serde_json::json;

use crate::Common;
use crate::report::Report;
use crate::shell::{self, block_on};

#[derive(Subcommand)]
pub enum Command {
    /// Which vault, and whether it is open
    Status,
    /// Move all secrets to the keychain or to a file sealed with a passphrase
    Use {
        /// keychain or file
        kind: VaultKind,
        /// Bring no secrets along: for a vault that cannot be opened any more
        #[arg(long)]
        empty: bool,
    },
    /// Have the keychain ask for its password now
    Unlock,
    /// Close the keychain: no tool gets a key before it is unlocked
    Lock,
}

pub fn run(command: Command, common: &Common) -> Result<Report> {
    let machine = shell::machine()?;
    match command {
        Command::Status => {
            let from = shell::vault(&machine, false)?;
            let wallet = Wallet::open(machine, from, None)?;
            let view = block_on(async { Ok(wallet.vault_view().await) })?;
            let hint = view.hint.as_ref().map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
            Ok(Report::new(&view, format!("{}: {}{hint}", view.kind, view.message)))
        }
        Command::Use { kind, empty } => {
            let now = shell::chosen(&machine)?;
            if now == kind {
                return Err(Error::new(Code::Invalid, format!("the {kind} vault is in use already")));
            }
            let to = shell::vault_of(&machine, kind, true)?;
            to.check()?;
            if empty {
                let question =
                    format!("Leave all secrets behind in the {now} vault? You will have to connect again.");
                if !shell::agreed(common, &question)? {
                    return Ok(Report::new(&json!({ "vault": now }), "Nothing was changed."));
                }
                Wallet::open(machine.clone(), shell::vault(&machine, false)?, None)?.leave_vault(kind)?;
                return Ok(Report::new(
                    &json!({ "vault": kind, "moved": 0 }),
                    format!("The {kind} vault is in use, empty."),
                ));
            }
            let from = shell::vault(&machine, true)?;
            let moved = block_on(Wallet::open(machine, from, None)?.move_vault(to))?;
            let text = format!("Moved {moved} secrets to the {kind} vault, which is in use from now on.");
            Ok(Report::new(&json!({ "vault": kind, "moved": moved }), text))
        }
        Command::Lock => {
            if shell::chosen(&machine)? == VaultKind::File {
                return Err(Error::new(Code::Invalid, "the passphrase vault closes after each command"));
            }
            let wallet = Wallet::open(machine, Arc::new(Keychain::open(KeychainOptions::default())), None)?;
            block_on(wallet.lock())?;
            Ok(Report::new(&json!({ "vault": "keychain", "state": "locked" }), "The keychain is locked."))
        }
        Command::Unlock => {
            if shell::chosen(&machine)? == VaultKind::File {
                return Err(Error::new(Code::Invalid, "the passphrase vault is opened by each command anew")
                    .hint("for unattended runs give the passphrase by BRIDGEKEEPER_PASSPHRASE_FD"));
            }
            Keychain::open(KeychainOptions::interactive()).unlock()?;
            Ok(Report::new(&json!({ "vault": "keychain", "state": "open" }), "The keychain is open."))
        }
    }
}
