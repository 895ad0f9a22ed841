//! The demo: a bridge on this machine with a sample account, and a wallet with a home of its own. Nothing of the
//! user's is read or written: the home is a folder that goes away, and secrets rest in a file there.
//!
//! The bridge is the command line's (`bridgekeeper demo`), so that the window carries no server. It ends when its
//! stdin does, and so with this process, however that ends.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::machine::{Machine, Platform};
use bridgekeeper_core::seal;
use bridgekeeper_core::secret::Secret;
use bridgekeeper_core::vault::FileVault;
use bridgekeeper_core::wallet::{ConnectRequest, SignIn, Wallet};
use serde::Deserialize;

/// The vault file needs no strength: it goes away with the demo, and its passphrase is nobody's.
const LITTLE_WORK: u8 = 4;

/// A wallet to try things with.
pub struct Demo {
    wallet: Arc<Wallet>,
    /// Set until the demo ends.
    bridge: Option<Child>,
}

/// What the command line says of the bridge that it started.
#[derive(Deserialize)]
struct Started {
    url: String,
    user_id: i64,
    access_token: Secret,
    home: PathBuf,
}

impl Demo {
    /// Starts the bridge and connects a new wallet to it. `command` is the command line.
    ///
    /// # Errors
    /// [`Code::Io`] if it cannot be started; those of the sign-in.
    pub async fn start(command: &Path) -> Result<Self> {
        let path = command.to_owned();
        let started = tokio::task::spawn_blocking(move || start_bridge(&path)).await;
        let (bridge, started) = match started {
            Ok(started) => started?,
            Err(panic) => std::panic::resume_unwind(panic.into_panic()),
        };
        // From here on the bridge ends with the demo.
        let demo = Self { wallet: Arc::new(wallet(&started.home, command)?), bridge: Some(bridge) };
        let account = SignIn::Token { user_id: Some(started.user_id), access_token: started.access_token };
        let request = ConnectRequest { url: started.url, sign_in: account, insist: true };
        demo.wallet.connect(request).await?;
        Ok(demo)
    }

    /// Its wallet.
    pub fn wallet(&self) -> &Arc<Wallet> {
        &self.wallet
    }
}

impl Drop for Demo {
    /// Lets the bridge end and take its folder away.
    fn drop(&mut self) {
        if let Some(mut bridge) = self.bridge.take() {
            drop(bridge.stdin.take());
            // Beside, because whoever leaves the demo does not wait for that.
            std::thread::spawn(move || bridge.wait());
        }
    }
}

fn start_bridge(command: &Path) -> Result<(Child, Started)> {
    let failed = |why: String| Error::new(Code::Io, say!("demo-failed", why = why));
    let mut bridge = Command::new(command)
        .args(["demo", "--json", "--until-stdin-ends"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| {
            failed(say!("demo-no-command")).hint(say!("demo-no-command", "hint")).because(error)
        })?;
    let mut line = String::new();
    if let Some(said) = bridge.stdout.take() {
        BufReader::new(said)
            .read_line(&mut line)
            .map_err(|error| failed(say!("demo-silent")).because(error))?;
    }
    let started = serde_json::from_str(&line).map_err(|error| failed(say!("demo-nowhere")).because(error))?;
    Ok((bridge, started))
}

/// A wallet in a home of its own, with a vault that is open.
fn wallet(home: &Path, command: &Path) -> Result<Wallet> {
    let env = |name: &str, path: PathBuf| (name.to_owned(), path.to_string_lossy().into_owned());
    let env = BTreeMap::from([
        env(if cfg!(windows) { "USERPROFILE" } else { "HOME" }, home.to_owned()),
        env("BRIDGEKEEPER_DATA_DIR", home.join(".bridgekeeper")),
    ]);
    let clock = Arc::new(jiff::Timestamp::now);
    let machine = Machine::new(Platform::HERE, env, "demo".into(), command.to_owned(), clock)?;
    let vault = FileVault::with_work_factor(machine.data_dir.join(FileVault::NAME), LITTLE_WORK);
    let (passphrase, _) = seal::new_identity();
    vault.unlock(&passphrase)?;
    Wallet::open(machine, Arc::new(vault), None)
}
