//! What the commands work with: the wallet of the person who runs this process, and the desktop around it.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bridgekeeper_core::error::{Code, Error, ErrorView, Result};
use bridgekeeper_core::machine::{Machine, Platform};
use bridgekeeper_core::secret::Secret;
use bridgekeeper_core::store::{IncidentId, RotationId};
use bridgekeeper_core::vault::{self, FileVault, Keychain, KeychainOptions, Vault, VaultKind};
use bridgekeeper_core::view::{ScanRequest, ScanView};
use bridgekeeper_core::wallet::{Wallet, Watch};
use tokio::sync::Notify;

use crate::demo::Demo;
use crate::desktop::{Desktop, Job, Noun};
use crate::vaults::Vaults;

/// All that the page shows.
const EVERYTHING: &[Noun] = &[Noun::Status, Noun::Keys, Noun::Tools];

/// The wallet, or why it cannot be opened: a window that says so is better than none.
pub struct Shell {
    wallet: std::result::Result<Arc<Wallet>, ErrorView>,
    /// The wallet's vaults, where they are those of a person.
    vaults: Option<Arc<Vaults>>,
    /// The demo, while it is shown in the wallet's place.
    demo: Mutex<Option<Demo>>,
    /// The bridge that was looked at last, before anybody is signed in there.
    looked_at: Mutex<Option<String>>,
    desktop: Arc<dyn Desktop>,
    stops: Mutex<HashMap<Job, Arc<Notify>>>,
}

impl Shell {
    /// The shell around a wallet.
    pub fn new(wallet: Result<Wallet>, desktop: impl Desktop + 'static) -> Self {
        Self {
            wallet: wallet.map(Arc::new).map_err(ErrorView::from),
            vaults: None,
            demo: Mutex::default(),
            looked_at: Mutex::default(),
            desktop: Arc::new(desktop),
            stops: Mutex::default(),
        }
    }

    /// The shell around a wallet whose vault can be opened with a passphrase, and changed.
    pub fn with_vaults(wallet: Result<Wallet>, vaults: Arc<Vaults>, desktop: impl Desktop + 'static) -> Self {
        Self { vaults: Some(vaults), ..Self::new(wallet, desktop) }
    }

    /// The shell around the wallet of the person who runs this process.
    pub fn here(desktop: impl Desktop + 'static) -> Self {
        let opened = machine().and_then(|machine| Ok((vaults(&machine)?, machine)));
        match opened {
            Ok((vaults, machine)) => Self::with_vaults(wallet(machine, vaults.clone()), vaults, desktop),
            Err(error) => Self::new(Err(error), desktop),
        }
    }

    /// The wallet that is shown: the user's own, or the demo's.
    ///
    /// # Errors
    /// Why it cannot be opened.
    pub fn wallet(&self) -> std::result::Result<Arc<Wallet>, ErrorView> {
        match &*self.demo() {
            Some(demo) => Ok(demo.wallet().clone()),
            None => self.own_wallet(),
        }
    }

    /// The user's own wallet, whatever is shown.
    ///
    /// # Errors
    /// Why it cannot be opened.
    pub fn own_wallet(&self) -> std::result::Result<Arc<Wallet>, ErrorView> {
        self.wallet.clone()
    }

    /// Whether the demo is shown.
    pub(crate) fn in_demo(&self) -> bool {
        self.demo().is_some()
    }

    /// Shows the demo from now on.
    pub(crate) async fn start_demo(&self) -> std::result::Result<(), ErrorView> {
        let command = self.own_wallet()?.machine().command.clone();
        let demo = Demo::start(&command).await?;
        *self.demo() = Some(demo);
        self.tell_all();
        Ok(())
    }

    /// Ends the demo.
    pub(crate) fn leave_demo(&self) {
        // Taken out first: it is not dropped while somebody waits for the lock.
        let demo = self.demo().take();
        drop(demo);
        self.tell_all();
    }

    /// Remembers which bridge was looked at, so that its page can be opened by that name.
    pub(crate) fn look_at(&self, url: &str) {
        *self.looked_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(url.to_owned());
    }

    /// The page of the bridge that was looked at last.
    pub(crate) fn looked_at(&self) -> Result<String> {
        let url = self.looked_at.lock().unwrap_or_else(PoisonError::into_inner).clone();
        url.ok_or_else(|| {
            Error::new(Code::NotFound, say!("shell-no-bridge")).hint(say!("shell-no-bridge", "hint"))
        })
    }

    fn demo(&self) -> MutexGuard<'_, Option<Demo>> {
        self.demo.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell_all(&self) {
        EVERYTHING.iter().for_each(|noun| self.desktop.changed(*noun));
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
                Err(Error::new(Code::Stopped, say!("shell-stopped")).hint(say!("shell-stopped", "hint")))
            }
        }
    }

    /// Looks for copies of keys, which the page may watch. Stopped, it gives what it has.
    ///
    /// # Errors
    /// The wallet's.
    pub(crate) async fn scan(&self, request: ScanRequest) -> std::result::Result<ScanView, ErrorView> {
        let wallet = self.wallet()?;
        let (stop, is_stopped) = (self.stops(Job::Scan), Arc::new(AtomicBool::new(false)));
        let desktop = self.desktop.clone();
        let watch = Arc::new(move |event| desktop.scan(event));
        let mut scan = std::pin::pin!(wallet.scan(request, watch, is_stopped.clone()));
        tokio::select! {
            done = &mut scan => Ok(done?),
            () = stop.notified() => {
                is_stopped.store(true, Ordering::Relaxed);
                Ok(scan.await?)
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

    /// Carries a kill out beside whatever else there is to do. Nothing that the page does stops it.
    pub(crate) fn carry_out_kill(&self, id: IncidentId) {
        let Ok(wallet) = self.wallet() else { return };
        let desktop = self.desktop.clone();
        tauri::async_runtime::spawn(async move {
            let tell = |_| desktop.changed(Noun::Incidents);
            // What goes wrong is in the journal, and the next start goes on.
            let _ = wallet.drive_kill(id, &tell).await;
            [Noun::Incidents, Noun::Keys, Noun::Tools].into_iter().for_each(|noun| desktop.changed(noun));
        });
    }

    /// The same for a rotation.
    pub(crate) fn carry_out_rotation(&self, id: RotationId) {
        let Ok(wallet) = self.wallet() else { return };
        let desktop = self.desktop.clone();
        tauri::async_runtime::spawn(async move {
            let tell = |_| desktop.changed(Noun::Incidents);
            let _ = wallet.drive_rotation(id, &tell).await;
            [Noun::Incidents, Noun::Keys, Noun::Tools].into_iter().for_each(|noun| desktop.changed(noun));
        });
    }

    /// Goes on with every kill and rotation that an earlier start left, and with the kills that others begin, for
    /// as long as the window is open.
    pub fn carry_on(&self) {
        let Ok(wallet) = self.own_wallet() else { return };
        for rotation in wallet.open_rotations().unwrap_or_default() {
            self.carry_out_rotation(rotation.id);
        }
        let desktop = self.desktop.clone();
        tauri::async_runtime::spawn(async move {
            let tell = |_| desktop.changed(Noun::Incidents);
            let _ = wallet.carry_on_kills(&tell).await;
        });
    }

    /// Asks the user to unlock the vault, on a thread that can wait for them.
    pub(crate) async fn unlock(&self) -> Result<()> {
        let desktop = self.desktop.clone();
        blocking(move || desktop.unlock()).await
    }

    /// Whether there is a vault file, whose passphrase is known then.
    pub(crate) fn has_vault_file(&self) -> Result<bool> {
        self.vaults.as_ref().map_or(Ok(false), |vaults| vaults.file().exists())
    }

    /// Opens the vault file, or chooses the passphrase of the one to come.
    pub(crate) async fn unlock_file(&self, passphrase: Secret) -> Result<()> {
        let file = self.vaults()?.file().clone();
        self.change(EVERYTHING, blocking(move || file.unlock(&passphrase))).await
    }

    /// Moves all secrets to another vault, or leaves them behind, and uses it from now on.
    pub(crate) async fn use_vault(
        &self,
        kind: VaultKind,
        passphrase: Option<Secret>,
        bring: bool,
    ) -> std::result::Result<(), ErrorView> {
        let vaults = self.vaults()?;
        let wallet = self.own_wallet()?;
        Ok(self.change(EVERYTHING, move_to(&vaults, &wallet, kind, passphrase, bring)).await?)
    }

    fn vaults(&self) -> Result<Arc<Vaults>> {
        let own = self.vaults.clone().filter(|_| !self.in_demo());
        own.ok_or_else(|| {
            Error::new(Code::Invalid, say!("shell-demo-vault")).hint(say!("shell-demo-vault", "hint"))
        })
    }

    /// Forgets every secret, on the clipboard too, and closes the vault.
    pub(crate) async fn lock(&self) -> std::result::Result<(), ErrorView> {
        self.desktop.clear_clipboard();
        let wallet = self.own_wallet()?;
        Ok(self.change(EVERYTHING, wallet.lock()).await?)
    }

    /// Finishes what a crash cut short in somebody's files. What cannot be finished now stays noted and is
    /// part of the status.
    pub fn recover(&self) {
        let finished = self.own_wallet().map(|wallet| wallet.recover());
        if matches!(finished, Ok(Ok(said)) if !said.is_empty()) {
            self.desktop.changed(Noun::Tools);
        }
    }
}

fn wallet(machine: Machine, vaults: Arc<Vaults>) -> Result<Wallet> {
    let wallet = Wallet::open(machine, vaults, None)?;
    #[cfg(debug_assertions)]
    let wallet = match crate::haste::timer() {
        Some(timer) => wallet.timed(timer),
        None => wallet,
    };
    Ok(wallet)
}

async fn move_to(
    vaults: &Vaults,
    wallet: &Wallet,
    kind: VaultKind,
    passphrase: Option<Secret>,
    bring: bool,
) -> Result<()> {
    if vaults.kind() == kind {
        return Err(Error::new(Code::Invalid, say!("shell-vault-in-use", kind = kind.to_string())));
    }
    if let Some(passphrase) = passphrase {
        let file = vaults.file().clone();
        blocking(move || file.unlock(&passphrase)).await?;
    }
    let to = vaults.of(kind);
    let asked = to.clone();
    blocking(move || asked.check()).await?;
    match bring {
        true => wallet.move_vault(to).await.map(drop)?,
        false => wallet.leave_vault(kind)?,
    }
    vaults.turn_to(kind);
    Ok(())
}

/// Runs what may wait for a person, or for a processor, on a thread that can.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(panic) => std::panic::resume_unwind(panic.into_panic()),
    }
}

/// The machine as this process finds it.
fn machine() -> Result<Machine> {
    let env: BTreeMap<String, String> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let host = gethostname::gethostname().to_string_lossy().into_owned();
    let program = std::env::current_exe()
        .map_err(|error| Error::new(Code::Io, say!("shell-no-program")).because(error))?;
    // Both are installed side by side; a tool calls the one that links no webview.
    let command = program.with_file_name(format!("bridgekeeper{}", std::env::consts::EXE_SUFFIX));
    let machine = Machine::new(Platform::HERE, env, host, command, Arc::new(jiff::Timestamp::now))?;
    Ok(Machine { zone: jiff::tz::TimeZone::system(), ..machine })
}

/// The vaults, the one in use being what the user chose, or what this run was told to use. None asks to be unlocked
/// by itself: a prompt comes only after a click, by [`Desktop::unlock`].
fn vaults(machine: &Machine) -> Result<Arc<Vaults>> {
    let kind = match machine.var("BRIDGEKEEPER_VAULT") {
        None => vault::chosen(&machine.data_dir)?,
        Some(word) => word.parse().map_err(|_| {
            Error::new(Code::Invalid, say!("shell-vault-word", word = word))
                .hint(say!("shell-vault-word", "hint"))
        })?,
    };
    let file = FileVault::new(machine.data_dir.join(FileVault::NAME));
    Ok(Arc::new(Vaults::new(Keychain::open(KeychainOptions::default()), file, kind)))
}
