//! `settings`: what the wallet goes by, whichever bridge and tool it is.

use bridgekeeper_core::error::Result;
use serde_json::json;

use crate::Common;
use crate::report::Report;
use crate::shell;

#[derive(clap::Args)]
pub struct Arguments {
    /// For how many seconds a tool that asks for its key goes on with it, from its next `configure` on
    #[arg(long, value_name = "SECONDS")]
    helper_seconds: Option<u32>,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<Report> {
    let wallet = shell::wallet(common)?;
    let text = match arguments.helper_seconds {
        Some(seconds) => {
            wallet.set_helper_seconds(seconds)?;
            say!("settings-helper-set", seconds = seconds)
        }
        None => say!("settings-helper", seconds = wallet.helper_seconds()?),
    };
    Ok(Report::new(&json!({ "helper_seconds": wallet.helper_seconds()? }), text))
}
