//! `demo`: a bridge on this machine with a sample account, and a sandbox home to try the wallet in.

use bridgekeeper_bridge::{Dialect, Options, Server};
use bridgekeeper_core::error::{Code, Error, Result};
use serde_json::json;

use crate::report::Report;
use crate::{Common, shell};

#[derive(clap::Args)]
pub struct Arguments {
    /// Port on 127.0.0.1; 0 picks a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Which generation of bridges to speak like
    #[arg(long, value_enum, default_value_t = Dialect::D)]
    dialect: Dialect,
}

pub fn run(arguments: Arguments, common: &Common) -> Result<Report> {
    let failed = |what: &str, error: std::io::Error| Error::new(Code::Io, what.to_owned()).because(error);
    let options =
        Options { port: arguments.port, dialect: arguments.dialect, sample: true, ..Options::default() };
    let bridge = Server::start(options).map_err(|error| failed("cannot start the demo bridge", error))?;
    let home = tempfile::Builder::new()
        .prefix("bridgekeeper-demo-")
        .tempdir()
        .map_err(|error| failed("cannot make a sandbox home", error))?;
    let path = home.path().display().to_string();
    if common.json {
        println!(
            "{}",
            json!({
                "url": bridge.url,
                "user_id": bridge.user_id,
                "access_token": bridge.access_token,
                "username": bridge.username,
                "password": bridge.password,
                "home": path,
            })
        );
    } else {
        println!(
            "A bridge with a sample account listens on {url}.

In another terminal, with a sandbox home so that none of your files is touched:

  export HOME={path} BRIDGEKEEPER_DATA_DIR={path}/.bridgekeeper
  echo {token} | bridgekeeper connect --url {url} --user-id {user} --token-stdin
  bridgekeeper keys list
  bridgekeeper configure claude-code --create

Secrets go to your own keychain, under this address. Ctrl-C ends the demo and removes the sandbox.",
            url = bridge.url,
            token = bridge.access_token,
            user = bridge.user_id,
        );
    }
    shell::block_on(async {
        tokio::signal::ctrl_c().await.map_err(|error| failed("cannot wait for Ctrl-C", error))
    })?;
    Ok(Report::silent())
}
