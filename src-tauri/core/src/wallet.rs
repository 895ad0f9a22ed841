//! The use cases. Window and command line call these and nothing else.
//!
//! A [`Wallet`] owns the database, the vault and one client per bridge. Database and file work takes
//! milliseconds and is done in place; the vault may take seconds (a keychain asks its owner), so async code
//! calls it on a thread of its own. No lock is held across an `.await`, but for the one that keeps two copies
//! of the wallet from making two identities.

mod adopt;
mod attention;
mod batch;
mod budget;
mod cleanup;
mod configure;
mod configure_all;
mod connect;
mod create;
mod doctor;
mod drift;
mod export;
mod helper;
mod home;
mod import;
mod incidents;
mod keys;
mod kill;
mod known;
mod leak;
mod ledger;
mod prices;
mod profiles;
mod reach;
mod report;
mod rotate;
mod scan;
mod status;
mod steps;
mod swap;
mod switch;
mod timeline;
mod tools;
mod usage;
mod uses;
mod vault;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::bridge::{Account, Bridge, Origin};
use crate::error::{Code, Error, Result};
use crate::fs::Lock;
use crate::journal;
use crate::key::KeyId;
use crate::machine::Machine;
use crate::seal;
use crate::secret::Secret;
use crate::store::{ActivityView, BridgeRow, Profile, Store};
use crate::timer::{RealTimer, Timer};
use crate::vault::{Slot, Vault};
use crate::view::ProgressView;
use crate::words::say;

use adopt::{Adoption, Offer};
pub use cleanup::CLEANUP;
use cleanup::Cleanup;
use configure::Proposal;
pub use connect::{ConnectRequest, SignIn};
pub use home::CostsToday;
use import::Import;
pub use kill::KillWatch;
pub use known::Unfound;
pub use leak::LONGEST_LEAK;
pub use rotate::RotationWatch;
use scan::Found;
pub use scan::ScanWatch;
pub use switch::Switch;
pub use tools::Environment;

/// Whoever watches long work.
pub type Watch = Arc<dyn Fn(ProgressView) + Send + Sync>;

/// Nobody watches.
pub fn unwatched() -> Watch {
    Arc::new(|_| {})
}

/// Where the database keeps the public half of the identity that undo texts are sealed to.
const UNDO_RECIPIENT: &str = "undo-recipient";

/// The wallet of one person on one machine.
pub struct Wallet {
    machine: Machine,
    store: Arc<Store>,
    vault: Arc<dyn Vault>,
    label: Option<String>,
    clients: Mutex<HashMap<String, Bridge>>,
    proposals: Mutex<HashMap<String, Proposal>>,
    imports: Mutex<HashMap<String, Import>>,
    offers: Mutex<HashMap<String, Offer>>,
    adoptions: Mutex<HashMap<String, Adoption>>,
    last_scan: Mutex<Vec<Found>>,
    cleanups: Mutex<HashMap<String, Cleanup>>,
    /// What leaked texts held that is none of its owner's keys.
    strangers: Mutex<HashMap<String, Arc<Secret>>>,
    kills: kill::UnderWay,
    /// Keys are made by one at a time: nothing at a bridge tells who asked for which.
    making: tokio::sync::Mutex<()>,
    timer: Arc<dyn Timer>,
}

impl Wallet {
    /// Opens the wallet of a machine. `label` names the bridge to use instead of the active one.
    ///
    /// # Errors
    /// [`Code::Store`] if the database cannot be used.
    pub fn open(machine: Machine, vault: Arc<dyn Vault>, label: Option<String>) -> Result<Self> {
        let store = Arc::new(Store::open(&machine.data_dir)?);
        Ok(Self {
            machine,
            store,
            vault,
            label,
            clients: Mutex::default(),
            proposals: Mutex::default(),
            imports: Mutex::default(),
            offers: Mutex::default(),
            adoptions: Mutex::default(),
            last_scan: Mutex::default(),
            cleanups: Mutex::default(),
            strangers: Mutex::default(),
            kills: kill::UnderWay::default(),
            making: tokio::sync::Mutex::default(),
            timer: Arc::<RealTimer>::default(),
        })
    }

    /// The same with another sense of time, which proofs and pauses go by. For a wallet that was just opened: a
    /// bridge that was asked already is paused for by the sense of before.
    #[must_use]
    pub fn timed(self, timer: Arc<dyn Timer>) -> Self {
        Self { timer, ..self }
    }

    /// The machine it was opened for.
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// Finishes what a crash cut short in somebody's files; says what it did.
    ///
    /// # Errors
    /// The vault's, if an original must be opened to put it back. Everything stays noted for the next time.
    pub fn recover(&self) -> Result<Vec<String>> {
        journal::recover(&self.store, &self.machine, || self.vault.get(&Slot::UndoIdentity))
    }

    /// What the wallet did, newest first; of very much the last ten thousand.
    ///
    /// # Errors
    /// [`Code::Store`].
    pub fn activity(&self) -> Result<Vec<ActivityView>> {
        self.store.activity(10_000)
    }

    /// The secret of a profile's key: what a tool's helper prints. No network, no prompt.
    ///
    /// # Errors
    /// [`Code::NotFound`] if there is no such profile; the vault's errors.
    pub fn profile_secret(&self, name: &str) -> Result<Secret> {
        let (asked, profile) = (self.profile(name)?, self.profile_here(name)?);
        if asked.target() != profile.target() {
            return Err(Error::new(
                Code::NotFound,
                say!(
                    "wallet-profile-of-folder",
                    profile = &*profile.name,
                    target = profile.target().to_string()
                ),
            )
            .hint(say!(
                "wallet-profile-of-folder",
                "hint",
                tool = &*profile.tool,
                target = asked.target().to_string(),
                profile = &*profile.name
            )));
        }
        self.secret_of_profile(&profile)
    }

    fn secret_of_profile(&self, profile: &Profile) -> Result<Secret> {
        self.vault.get(&Slot::key(&*profile.origin, profile.key)).map_err(|error| match error.code() {
            Code::VaultEmpty => {
                Error::new(Code::VaultEmpty, say!("wallet-no-profile-key", profile = &*profile.name))
                    .hint(say!("wallet-no-profile-key", "hint", tool = &*profile.tool))
            }
            _ => error,
        })
    }

    fn profile(&self, name: &str) -> Result<Profile> {
        self.store.profile(name)?.ok_or_else(|| {
            Error::new(Code::NotFound, say!("wallet-no-profile", name = name))
                .hint(say!("wallet-no-profile", "hint"))
        })
    }

    /// The bridge in use.
    fn bridge_row(&self) -> Result<BridgeRow> {
        let bridges = self.store.bridges()?;
        match &self.label {
            Some(label) => {
                let known: Vec<_> = bridges.iter().map(|bridge| bridge.label.clone()).collect();
                bridges
                    .into_iter()
                    .find(|bridge| bridge.label == *label || bridge.origin == *label)
                    .ok_or_else(|| {
                        Error::new(Code::NotFound, say!("wallet-no-bridge", label = &**label)).hint(say!(
                            "wallet-no-bridge",
                            "hint",
                            known = known.join(", ")
                        ))
                    })
            }
            None => bridges.into_iter().find(|bridge| bridge.active).ok_or_else(|| {
                Error::new(Code::NotSignedIn, say!("wallet-not-connected"))
                    .hint("bridgekeeper connect --url https://bridge.example --user-id N --token-stdin")
            }),
        }
    }

    /// The bridge at an address, if it is known.
    fn bridge_at(&self, origin: &str) -> Result<Option<BridgeRow>> {
        Ok(self.store.bridges()?.into_iter().find(|row| row.origin == origin))
    }

    /// The client of a bridge, signed in with the access token from the vault.
    async fn client(&self, row: &BridgeRow) -> Result<Bridge> {
        if let Some(client) = self.clients().get(&row.origin) {
            return Ok(client.clone());
        }
        if row.known.key_only {
            let client = self.client_of(known_origin(&row.origin)?, None)?;
            self.clients().insert(row.origin.clone(), client.clone());
            return Ok(client);
        }
        let token =
            self.get_secret(Slot::account(&*row.origin)).await.map_err(|error| match error.code() {
                Code::VaultEmpty => {
                    Error::new(Code::NotSignedIn, say!("wallet-no-token", label = &*row.label))
                        .hint(say!("wallet-no-token", "hint"))
                }
                _ => error,
            })?;
        let account = Account { user_id: row.known.user_id, token: Arc::new(token) };
        let client = self.client_of(known_origin(&row.origin)?, Some(account))?;
        self.clients().insert(row.origin.clone(), client.clone());
        Ok(client)
    }

    /// A client that remembers with all copies of the wallet what was asked of its bridge.
    fn client_of(&self, origin: Origin, account: Option<Account>) -> Result<Bridge> {
        Bridge::with_options(origin, account, ledger::options(&self.store, &self.machine, &self.timer))
    }

    fn proposals(&self) -> MutexGuard<'_, HashMap<String, Proposal>> {
        self.proposals.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn clients(&self) -> MutexGuard<'_, HashMap<String, Bridge>> {
        self.clients.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn strangers(&self) -> MutexGuard<'_, HashMap<String, Arc<Secret>>> {
        self.strangers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn with_vault<T: Send + 'static>(&self, call: impl FnOnce(&dyn Vault) -> T + Send + 'static) -> T {
        let vault = self.vault.clone();
        on_a_thread(move || call(&*vault)).await
    }

    async fn get_secret(&self, slot: Slot) -> Result<Secret> {
        self.with_vault(move |vault| vault.get(&slot)).await
    }

    async fn put_secret(&self, slot: Slot, secret: Arc<Secret>) -> Result<()> {
        self.with_vault(move |vault| vault.put(&slot, &secret)).await
    }

    /// Puts a key's secret into the vault and remembers that it is there.
    async fn keep_key(&self, origin: &str, id: KeyId, secret: Arc<Secret>) -> Result<()> {
        self.put_secret(Slot::key(origin, id), secret.clone()).await?;
        self.store.note_vaulted(origin, id)?;
        // Its copies can be found from now on, also once it is gone.
        self.learn_key(origin, id, &secret).map(drop)
    }

    /// The public half of the identity that seals undo texts; makes the identity at first use, and anew where the vault
    /// no longer has it.
    async fn recipient(&self) -> Result<String> {
        if let Some(recipient) = self.known_recipient().await? {
            return Ok(recipient);
        }
        // Another copy may be making one: what is sealed to the identity that loses could never be opened.
        let _lock = Lock::take(&self.machine.data_dir)?;
        if let Some(recipient) = self.known_recipient().await? {
            return Ok(recipient);
        }
        let (identity, recipient) = seal::new_identity();
        self.put_secret(Slot::UndoIdentity, Arc::new(identity)).await?;
        self.store.set_meta(UNDO_RECIPIENT, &recipient)?;
        Ok(recipient)
    }

    /// The public half of the identity in the vault. A vault that is closed has not lost it.
    async fn known_recipient(&self) -> Result<Option<String>> {
        let known = self.store.meta(UNDO_RECIPIENT)?;
        if known.is_none() {
            return Ok(None);
        }
        match self.get_secret(Slot::UndoIdentity).await {
            Ok(identity) => {
                let recipient = seal::recipient_of(&identity)?;
                if known.as_ref() != Some(&recipient) {
                    self.store.set_meta(UNDO_RECIPIENT, &recipient)?;
                }
                Ok(Some(recipient))
            }
            Err(error) if error.code() == Code::VaultEmpty => Ok(None),
            Err(_) => Ok(known),
        }
    }
}

/// Does what may wait for a keychain, without keeping the caller's thread.
async fn on_a_thread<T: Send + 'static>(call: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(call).await {
        Ok(out) => out,
        Err(panic) => std::panic::resume_unwind(panic.into_panic()),
    }
}

/// A number of things, as it crosses to the window.
fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// An address that was accepted once: nobody is asked again whether plain http is meant.
fn known_origin(origin: &str) -> Result<Origin> {
    Origin::parse(origin, true)
}
