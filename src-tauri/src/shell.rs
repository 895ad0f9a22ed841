//! What the commands work with: the wallet of the person who runs this process, and the desktop around it.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use bridgekeeper_core::error::{Code, Error, ErrorView, Result};
use bridgekeeper_core::machine::{Machine, Platform};
use bridgekeeper_core::vault::{self, Keychain, KeychainOptions, Vault, VaultKind};
use bridgekeeper_core::wallet::{Wallet, Watch};
use tokio::sync::Notify;

use crate::desktop::{Desktop, Job, Noun};

/// The wallet, or why it cannot be opened: a window that says so is better than none.
pub struct Shell {
    wallet: std::result::Result<Wallet, ErrorView>,
    desktop: Arc<dyn Desktop>,
    stops: Mutex<HashMap<Job, Arc<Notify>>>,
}

impl Shell {
    /// The shell around a wallet.
    pub fn new(wallet: Result<Wallet>, desktop: impl Desktop + 'static) -> Self {
        Self { wallet: wallet.map_err(ErrorView::from), desktop: Arc::new(desktop), stops: Mutex::default() }
    }

    /// The shell around the wallet of the person who runs this process.
    pub fn here(desktop: impl Desktop + 'static) -> Self {
        Self::new(wallet(), desktop)
    }

    /// The wallet.
    ///
    /// # Errors
    /// Why it cannot be opened.
    pub fn wallet(&self) -> std::result::Result<&Wallet, ErrorView> {
        self.wallet.as_ref().map_err(Clone::clone)
    }

    /// The desktop.
    pub fn desktop(&self) -> &dyn Desktop {
        &*self.desktop
    }

    /// Waits for a change and tells the page what to read again, also where it failed: it may have failed
    /// halfway.
    pub(crate) async fn change<T>(
        &self,
        nouns: &[Noun],
        change: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        let done = change.await;
        nouns.iter().for_each(|noun| self.desktop.changed(*noun));
        done
    }

    /// Does work that the page may watch and stop. Stopping drops it where it waits; whatever must not be torn
    /// there is noted in the journal before it is done.
    pub(crate) async fn job<T, Work: Future<Output = Result<T>>>(
        &self,
        job: Job,
        work: impl FnOnce(Watch) -> Work,
    ) -> Result<T> {
        let stop = self.stops(job);
        let desktop = self.desktop.clone();
        let watch: Watch = Arc::new(move |progress| desktop.progress(job, progress));
        tokio::select! {
            done = work(watch) => done,
            () = stop.notified() => {
                Err(Error::new(Code::Stopped, "stopped halfway").hint("what was done by then stays done"))
            }
        }
    }

    /// Stops a job, if it is under way.
    pub(crate) fn stop(&self, job: Job) {
        self.stops(job).notify_waiters();
    }

    fn stops(&self, job: Job) -> Arc<Notify> {
        let mut stops = self.stops.lock().unwrap_or_else(PoisonError::into_inner);
        stops.entry(job).or_default().clone()
    }

    /// Asks the user to unlock the vault, on a thread that can wait for them.
    pub(crate) async fn unlock(&self) -> Result<()> {
        let desktop = self.desktop.clone();
        match tokio::task::spawn_blocking(move || desktop.unlock()).await {
            Ok(unlocked) => unlocked,
            Err(panic) => std::panic::resume_unwind(panic.into_panic()),
        }
    }

    /// Forgets every secret, on the clipboard too, and closes the vault.
    pub(crate) async fn lock(&self) -> std::result::Result<(), ErrorView> {
        self.desktop.clear_clipboard();
        let wallet = self.wallet()?;
        Ok(self.change(&[Noun::Status, Noun::Keys, Noun::Tools], wallet.lock()).await?)
    }

    /// Finishes what a crash cut short in somebody's files. What cannot be finished now stays noted and is
    /// part of the status.
    pub fn recover(&self) {
        let finished = self.wallet().map(Wallet::recover);
        if matches!(finished, Ok(Ok(said)) if !said.is_empty()) {
            self.desktop.changed(Noun::Tools);
        }
    }
}

fn wallet() -> Result<Wallet> {
    let machine = machine()?;
    let vault = vault(&machine)?;
    Wallet::open(machine, vault, None)
}

/// The machine as this process finds it.
fn machine() -> Result<Machine> {
    let env: BTreeMap<String, String> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let host = gethostname::gethostname().to_string_lossy().into_owned();
    let program = std::env::current_exe()
        .map_err(|error| Error::new(Code::Io, "cannot tell where this program is").because(error))?;
    // Both are installed side by side; a tool calls the one that links no webview.
    let command = program.with_file_name(format!("bridgekeeper{}", std::env::consts::EXE_SUFFIX));
    let machine = Machine::new(Platform::HERE, env, host, command, Arc::new(jiff::Timestamp::now))?;
    Ok(Machine { zone: jiff::tz::TimeZone::system(), ..machine })
}

/// The vault the user chose, or the one that this run was told to use. It never asks to be unlocked by itself:
/// a prompt comes only after a click, by [`Desktop::unlock`].
fn vault(machine: &Machine) -> Result<Arc<dyn Vault>> {
    let kind = match machine.var("BRIDGEKEEPER_VAULT") {
        None => vault::chosen(&machine.data_dir)?,
        Some(word) => word.parse().map_err(|_| {
            Error::new(Code::Invalid, format!("BRIDGEKEEPER_VAULT is \"{word}\""))
                .hint("set it to keychain or file")
        })?,
    };
    match kind {
        VaultKind::Keychain => Ok(Arc::new(Keychain::open(KeychainOptions::default()))),
        VaultKind::File => Err(Error::new(Code::VaultAbsent, "the window cannot open the passphrase vault")
            .hint("use the command line, or move your secrets: bridgekeeper vault use keychain")),
    }
}
