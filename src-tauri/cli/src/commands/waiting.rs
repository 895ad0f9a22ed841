//! Waiting for whoever has a tool's settings open, and would write over a change.

use std::time::Duration;

use bridgekeeper_core::error::{Code, Result};
use bridgekeeper_core::wallet::Wallet;

use crate::Common;
use crate::report::of;
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
    if error.code() != Code::FileRefused || (wallet.machine().processes)().is_none() {
        return if waiting.wait { Err(error) } else { Ok(()) };
    }
    let question = say!("waiting-until-closed", why = error.message());
    let agreed = waiting.wait || (shell::can_ask(common) && !common.yes && shell::agreed(common, &question)?);
    if !agreed {
        // The difference is shown all the same; only nothing is written.
        return Ok(());
    }
    shell::tell(common, &of(error.message(), &say!("waiting-now")));
    while wallet.check_free(tool).is_err() {
        std::thread::sleep(INTERVAL);
    }
    Ok(())
}
