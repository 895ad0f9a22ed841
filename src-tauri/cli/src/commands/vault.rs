//! `vault`: where secrets rest, and how to rest them elsewhere.

use std::sync::Arc;

use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::vault::{Keychain, KeychainOptions, VaultKind};
use bridgekeeper_core::wallet::Wallet;
use clap::Subcommand;
use serde_json::json;

use crate::Common;
use crate::report::{Report, hint};
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
            let step = view.hint.as_ref().map(|step| format!("\n{}", hint(step))).unwrap_or_default();
            let text = say!("vault-state", kind = &view.kind, state = &view.message);
            Ok(Report::new(&view, text + &step))
        }
        Command::Use { kind, empty } => {
            let now = shell::chosen(&machine)?;
            if now == kind {
                return Err(Error::new(Code::Invalid, say!("vault-in-use", kind = kind.to_string())));
            }
            let to = shell::vault_of(&machine, kind, true)?;
            to.check()?;
            if empty {
                let question = say!("vault-leave", kind = now.to_string());
                if !shell::agreed(common, &question)? {
                    return Ok(Report::new(&json!({ "vault": now }), say!("nothing-changed")));
                }
                Wallet::open(machine.clone(), shell::vault(&machine, false)?, None)?.leave_vault(kind)?;
                return Ok(Report::new(
                    &json!({ "vault": kind, "moved": 0 }),
                    say!("vault-empty", kind = kind.to_string()),
                ));
            }
            let from = shell::vault(&machine, true)?;
            let moved = block_on(Wallet::open(machine, from, None)?.move_vault(to))?;
            let text = say!("vault-moved", count = moved, kind = kind.to_string());
            Ok(Report::new(&json!({ "vault": kind, "moved": moved }), text))
        }
        Command::Lock => {
            if shell::chosen(&machine)? == VaultKind::File {
                return Err(Error::new(Code::Invalid, say!("vault-file-lock")));
            }
            let wallet = Wallet::open(machine, Arc::new(Keychain::open(KeychainOptions::default())), None)?;
            block_on(wallet.lock())?;
            Ok(Report::new(&json!({ "vault": "keychain", "state": "locked" }), say!("vault-locked")))
        }
        Command::Unlock => {
            if shell::chosen(&machine)? == VaultKind::File {
                return Err(Error::new(Code::Invalid, say!("vault-file-unlock"))
                    .hint(say!("vault-file-unlock", "hint")));
            }
            Keychain::open(KeychainOptions::interactive()).unlock()?;
            Ok(Report::new(&json!({ "vault": "keychain", "state": "open" }), say!("vault-open")))
        }
    }
}
