//! Waiting for whoever has a tool's settings open, and would write over a change.

use std::time::Duration;

use bridgekeeper_core::error::{Code, Result};
use bridgekeeper_core::wallet::Wallet;

use crate::Common;
use crate::shell;

#[derive(clap::Args)]
pub struct Waiting {
    /// Wait until the program that has the tool's settings open is closed
    #[arg(long)]
    wait: bool,
}

/// How often it is looked whether the program is gone.
const INTERVAL: Duration = Duration::from_millis(500);

/// Waits until nobody has the tool's settings open, if that is wanted; on a terminal it is asked. Comes before the
/// difference is worked out, because many programs write their settings when they are closed.
///
/// # Errors
/// [`Code::FileRefused`] where it cannot be told what runs; [`Code::NotFound`] for no such tool.
pub fn wait(wallet: &Wallet, tool: &str, waiting: &Waiting, common: &Common) -> Result<()> {
    let Err(error) = wallet.check_free(tool) else { return Ok(()) };
    let asked = || shell::can_ask(common) && !common.yes;
    if error.code() != Code::FileRefused || (wallet.machine().processes)().is_none() {
        return if waiting.wait { Err(error) } else { Ok(()) };
    }
    let question = format!("{}. Wait until it is closed?", error.message());
    if !waiting.wait && !(asked() && shell::agreed(common, &question)?) {
        // Whoever only wants to see the difference sees it.
        return Ok(());
    }
    shell::tell(common, &format!("{}: waiting until it is closed", error.message()));
    while wallet.check_free(tool).is_err() {
        std::thread::sleep(INTERVAL);
    }
    Ok(())
}
