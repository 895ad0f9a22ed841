//! `demo`: a bridge on this machine with a sample account, and a sandbox home to try the wallet in.

use std::io::Read;
use std::path::Path;

use bridgekeeper_bridge::{Dialect, Options, Server};
use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::fs::{self, Access};
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
    /// End with whoever holds the other end of stdin
    #[arg(long, hide = true)]
    until_stdin_ends: bool,
}

/// Settings as a user of the tools may have them, so that there is something to configure.
const SAMPLES: [(&str, &str); 3] = [
    (".claude/settings.json", "{\n  \"theme\": \"dark\",\n  \"env\": {\n    \"MINE\": \"1\"\n  }\n}\n"),
    (".codex/config.toml", "# my own\nmodel_reasoning_effort = \"high\"\n"),
    (".config/opencode/opencode.json", "{\n  \"theme\": \"opencode\"\n}\n"),
];

pub fn run(arguments: Arguments, common: &Common) -> Result<Report> {
    let failed = |what: String, error: std::io::Error| Error::new(Code::Io, what).because(error);
    let options =
        Options { port: arguments.port, dialect: arguments.dialect, sample: true, ..Options::default() };
    let bridge = Server::start(options).map_err(|error| failed(say!("demo-no-bridge"), error))?;
    let home = tempfile::Builder::new()
        .prefix("bridgekeeper-demo-")
        .tempdir()
        .map_err(|error| failed(say!("demo-no-home"), error))?;
    furnish(home.path())?;
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
            "{listens}

  export HOME={path} BRIDGEKEEPER_DATA_DIR={path}/.bridgekeeper
  echo {token} | bridgekeeper connect --url {url} --user-id {user} --token-stdin
  bridgekeeper keys list
  bridgekeeper configure claude-code --create

{ends}",
            listens = say!("demo-listens", url = &bridge.url),
            ends = say!("demo-ends"),
            url = bridge.url,
            token = bridge.access_token,
            user = bridge.user_id,
        );
    }
    shell::block_on(async {
        let interrupted = tokio::signal::ctrl_c();
        match arguments.until_stdin_ends {
            false => interrupted.await.map_err(|error| failed(say!("demo-no-interrupt"), error)),
            true => tokio::select! {
                done = interrupted => done.map_err(|error| failed(say!("demo-no-interrupt"), error)),
                () = stdin_ends() => Ok(()),
            },
        }
    })?;
    Ok(Report::silent())
}

fn furnish(home: &Path) -> Result<()> {
    SAMPLES
        .iter()
        .try_for_each(|(path, text)| fs::replace(&home.join(path), None, Some(text.as_bytes()), Access::Keep))
}

/// Waits for the end of stdin, on a thread of its own: a read cannot be called off.
async fn stdin_ends() {
    let (tell, ended) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        // Whatever comes or fails, the other end is gone then.
        let _ = std::io::stdin().lock().read_to_end(&mut vec![]);
        let _ = tell.send(());
    });
    let _ = ended.await;
}
