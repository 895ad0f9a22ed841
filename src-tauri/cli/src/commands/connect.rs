//! `connect`: sign in at a bridge with the account's access token.

use bridgekeeper_core::error::Result;
use bridgekeeper_core::wallet::{ConnectRequest, SignIn};

use super::status;
use crate::Common;
use crate::report::Report;
use crate::shell;

/// Who signs in where. The token never goes into an argument.
#[derive(clap::Args)]
pub struct Arguments {
    /// The bridge's address
    #[arg(long, default_value = "https://bridge.pulseneko.com")]
    url: String,
    /// Your user id on the bridge; newer bridges do without
    #[arg(long, value_name = "N")]
    user_id: Option<i64>,
    /// Read the system access token from stdin instead of asking
    #[arg(long)]
    token_stdin: bool,
    /// Allow plain http to another machine
    #[arg(long)]
    plain_http: bool,
}

pub fn run(arguments: Arguments, common: &Common) -> Result<Report> {
    let wallet = shell::wallet(common)?;
    let access_token = shell::secret("system access token", arguments.token_stdin, "--token-stdin")?;
    let request = ConnectRequest {
        url: arguments.url,
        sign_in: SignIn::Token { user_id: arguments.user_id, access_token },
        insist: arguments.plain_http,
    };
    let status = shell::block_on(wallet.connect(request))?;
    Ok(Report::new(&status, status::text(&status)))
}
