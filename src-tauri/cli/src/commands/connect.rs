//! `connect`: sign in at a bridge, with an access token, a password or one key alone.

use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::secret::Secret;
use bridgekeeper_core::wallet::{ConnectRequest, SignIn};

use super::status;
use crate::Common;
use crate::report::Report;
use crate::shell;

/// Who signs in where. No secret goes into an argument, but for a two-factor code, which works once.
#[derive(clap::Args)]
pub struct Arguments {
    /// The bridge's address
    #[arg(long, default_value = "https://bridge.pulseneko.com")]
    url: String,
    /// Your user id on the bridge; newer bridges do without
    #[arg(long, value_name = "N", conflicts_with_all = ["login", "key_stdin"])]
    user_id: Option<i64>,
    /// Read the system access token from stdin instead of asking
    #[arg(long, conflicts_with_all = ["login", "key_stdin"])]
    token_stdin: bool,
    /// Sign in with this user name and a password, which is turned into a new system access token
    #[arg(long, value_name = "USER", conflicts_with = "key_stdin")]
    login: Option<String>,
    /// Read the password from stdin instead of asking
    #[arg(long, requires = "login")]
    password_stdin: bool,
    /// The two-factor code
    #[arg(long, value_name = "CODE", requires = "login")]
    otp: Option<String>,
    /// Without an account: read one API key from stdin, for what a key alone can do
    #[arg(long)]
    key_stdin: bool,
    /// What to call that key
    #[arg(long, requires = "key_stdin", default_value = "pasted key")]
    key_name: String,
    /// Allow plain http to another machine
    #[arg(long)]
    plain_http: bool,
    /// Have the bridge in use make a new system access token in place of the present one
    #[arg(long, conflicts_with_all = ["login", "key_stdin", "token_stdin", "user_id", "plain_http"])]
    renew_token: bool,
}

pub fn run(arguments: Arguments, common: &Common) -> Result<Report> {
    let wallet = shell::wallet(common)?;
    if arguments.renew_token {
        agree(common)?;
        let status = shell::block_on(wallet.renew_token())?;
        return Ok(Report::new(&status, status::text(&status)));
    }
    let mut code = arguments.otp;
    let password = match &arguments.login {
        Some(_) => {
            let password =
                shell::secret(&say!("connect-password"), arguments.password_stdin, "--password-stdin")?;
            agree(common)?;
            Some(password)
        }
        None => None,
    };
    loop {
        let sign_in = match (&arguments.login, &password) {
            (Some(username), Some(password)) => SignIn::Password {
                username: username.clone(),
                // EXPOSE: into a new Secret; a second try may need it once more.
                password: Secret::new(password.expose().to_owned()),
                otp: code.clone().map(Secret::new),
                replaces: true,
            },
            _ if arguments.key_stdin => {
                let key = shell::secret(&say!("connect-api-key"), true, "--key-stdin")?;
                SignIn::Key { key, name: arguments.key_name.clone() }
            }
            _ => SignIn::Token {
                user_id: arguments.user_id,
                access_token: shell::secret(
                    &say!("connect-access-token"),
                    arguments.token_stdin,
                    "--token-stdin",
                )?,
            },
        };
        let request = ConnectRequest { url: arguments.url.clone(), sign_in, insist: arguments.plain_http };
        match shell::block_on(wallet.connect(request)) {
            Err(error) if error.code() == Code::SecondFactor && code.is_none() && shell::can_ask(common) => {
                code = Some(shell::line(&say!("connect-code"))?);
            }
            Err(error) if error.code() == Code::SecondFactor => {
                return Err(error.hint(say!("connect-code", "hint")));
            }
            done => {
                let status = done?;
                return Ok(Report::new(&status, status::text(&status)));
            }
        }
    }
}

/// Asks before the account's present access token is lost.
fn agree(common: &Common) -> Result<()> {
    match shell::agreed(common, &say!("connect-replaces"))? {
        true => Ok(()),
        false => Err(Error::new(Code::Stopped, say!("connect-unchanged"))),
    }
}
