//! The bridge to try and test against, as a program.

use std::{io::Write, path::PathBuf};

use bridgekeeper_bridge::{Dialect, Limits, Options, Server, UserSeed};
use clap::Parser;
use serde_json::json;

/// A bridge to try and test against, on 127.0.0.1. Prints one line of JSON with its address and the
/// credentials of its user, then serves until it is interrupted.
#[derive(Debug, Parser)]
#[command(version)]
struct Args {
    /// Port to listen on; 0 picks a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Which generation of bridges to speak like.
    #[arg(long, value_enum, default_value_t = Dialect::D)]
    dialect: Dialect,
    /// Keep the state in this file.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Write one line of JSON per request to this file, secrets included.
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// Start with a few keys and a month of use.
    #[arg(long)]
    sample: bool,
    /// Start with this many plain keys.
    #[arg(long, value_name = "N", default_value_t = 0)]
    keys: usize,
    /// Ask for this two-factor code at password sign-in.
    #[arg(long, value_name = "CODE")]
    otp: Option<String>,
    /// Do not limit rates.
    #[arg(long)]
    no_limits: bool,
}

impl Args {
    fn options(self) -> Options {
        Options {
            port: self.port,
            dialect: self.dialect,
            state_file: self.state,
            log_file: self.log,
            users: vec![UserSeed { otp: self.otp, ..UserSeed::default() }],
            sample: self.sample,
            bulk_keys: self.keys,
            limits: if self.no_limits { Limits::off() } else { Limits::standard(self.dialect) },
            ..Options::default()
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let running = Server::start(Args::parse().options())?;
    // Before the line is printed: whoever reads it may interrupt at once.
    let interrupted = interruption()?;
    let line = json!({
        "url": running.url,
        "user_id": running.user_id,
        "access_token": running.access_token,
        "username": running.username,
        "password": running.password,
    });
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "{line}")?;
    stdout.flush()?;
    drop(stdout);
    interrupted.await;
    Ok(())
}

/// Listens for SIGINT and SIGTERM from now on; the future ends at the first.
#[cfg(unix)]
fn interruption() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Listens for Ctrl-C from now on.
#[cfg(windows)]
fn interruption() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}
