//! A person's home with a tool's files in it and the real wallet at work there: what the laws act on.
//!
//! Only the vault is not real: it forgets. No bridge is asked, as keys and models are known beforehand.

mod snapshot;
mod state;
mod text;
mod trial;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use bridgekeeper_core::error::Result;
use bridgekeeper_core::fs::resolve;
use bridgekeeper_core::key::KeyId;
use bridgekeeper_core::machine::{Machine, Platform};
use bridgekeeper_core::secret::Secret;
use bridgekeeper_core::store::{KnownBridge, Profile, Store};
use bridgekeeper_core::tools::{Models, Processes, Tool};
use bridgekeeper_core::vault::{MemoryVault, Slot, Vault};
use bridgekeeper_core::view::{Mode, PlanView, StepsView, ToolView};
use bridgekeeper_core::wallet::Wallet;
use jiff::Timestamp;
use tempfile::TempDir;

use crate::folder_in_memory;
use tokio::runtime::Runtime;

pub use snapshot::{Bits, Snapshot, Thing, bits, snapshot};
pub use state::{Case, PLAIN, SHAPES, Shape, State, chmod, tools_with_files};
pub use text::{Meaning, Place, edited, meaning, rewritten};
pub use trial::{Tried, again, again_with_mounts, is_again, is_root};

/// Part of every secret in the tests, the wallet's and the user's, and of nothing else.
pub const CANARY: &str = "canary";

/// The bridge.
pub const ORIGIN: &str = "https://bridge.example";

/// The keys there are on it, by number.
pub const KEYS: [(KeyId, &str); 2] = [
    (KeyId(1), "sk-canaryFirst0123456789abcdefghijklmnopqrstuvwxyz0123"),
    (KeyId(2), "sk-canaryOther0123456789abcdefghijklmnopqrstuvwxyz4567"),
];

/// The models there are on it.
const MODELS: [&str; 6] =
    ["claude-opus-5-5", "claude-sonnet-5", "claude-haiku-4-5", "gpt-5.4", "gpt-5.5", "gemini-3-pro"];

/// The hour of all tests.
const NOW: Timestamp = Timestamp::constant(1_795_435_200, 0);

/// What a person has the wallet do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Point the tool at the bridge.
    Configure {
        /// How the tool gets the key.
        mode: Mode,
        /// Which key.
        key: KeyId,
        /// The model to name.
        model: Option<&'static str>,
    },
    /// Take the last change back.
    Undo,
    /// Take out what is the wallet's.
    Disconnect,
    /// Make the file readable for its tool.
    Repair,
    /// Apply again what somebody changed since.
    Reapply,
}

impl Deed {
    /// Configure with the first key and no model of choice.
    pub fn configure(mode: Mode) -> Self {
        Self::Configure { mode, key: KEYS[0].0, model: None }
    }
}

/// A home, its tool, and a copy of the wallet.
pub struct Home {
    folder: Arc<TempDir>,
    vault: Arc<MemoryVault>,
    /// The tool it is about.
    pub tool: &'static dyn Tool,
    /// The machine as the wallet sees it.
    pub machine: Machine,
    /// The wallet.
    pub wallet: Wallet,
}

impl Home {
    /// An empty home on that platform, connected to the bridge.
    ///
    /// # Panics
    /// If there is no room for it.
    pub fn empty(tool: &'static dyn Tool, platform: Platform) -> Self {
        Self::within(TempDir::with_prefix("bridgekeeper-home-").expect("a temporary folder"), tool, platform)
    }

    fn within(folder: TempDir, tool: &'static dyn Tool, platform: Platform) -> Self {
        let folder = Arc::new(folder);
        let machine = machine(folder.path(), platform);
        fs::create_dir(&machine.home).expect("a home");
        let vault = Arc::new(MemoryVault::new());
        for (id, key) in KEYS {
            vault.put(&Slot::key(ORIGIN, id), &Secret::new(key.into())).expect("room");
        }
        let store = Store::open(&machine.data_dir).expect("a database");
        store.save_bridge("bridge.example", ORIGIN, &KnownBridge::default()).expect("a bridge");
        let wallet = Wallet::open(machine.clone(), vault.clone(), None).expect("a wallet");
        Self { folder, vault, tool, machine, wallet }
    }

    /// A home with a tool's files as somebody left them. It lies in memory, where a scan looks at nothing.
    pub fn of(state: &State) -> Self {
        let home = Self::within(folder_in_memory("bridgekeeper-laws-"), state.case.tool, Platform::Linux);
        for (path, bytes) in state.case.files("before", &home.machine) {
            write(&path, &bytes);
            (state.shape.arrange)(&path);
        }
        home
    }

    /// Another copy of the wallet in the same home: the window beside the command line.
    ///
    /// # Panics
    /// If the database cannot be shared.
    #[must_use]
    pub fn another_wallet(&self) -> Self {
        self.with_processes(self.machine.processes.clone())
    }

    /// Another copy of the wallet in the same home, where these programs run.
    ///
    /// # Panics
    /// If the database cannot be shared.
    #[must_use]
    pub fn with_processes(&self, processes: Processes) -> Self {
        self.on(Machine { processes, ..self.machine.clone() })
    }

    /// Another copy of the wallet in the same home, on a machine that differs in something.
    ///
    /// # Panics
    /// If the database cannot be shared.
    #[must_use]
    pub fn on(&self, machine: Machine) -> Self {
        let wallet = Wallet::open(machine.clone(), self.vault.clone(), None).expect("a second wallet");
        Self { folder: self.folder.clone(), vault: self.vault.clone(), tool: self.tool, machine, wallet }
    }

    /// The vault.
    pub fn vault(&self) -> &MemoryVault {
        &self.vault
    }

    /// Has the vault lose a key.
    ///
    /// # Panics
    /// If it refuses.
    pub fn forget(&self, key: KeyId) {
        self.vault.delete(&Slot::key(ORIGIN, key)).expect("an open vault");
    }

    /// The tool's files.
    pub fn files(&self) -> Vec<PathBuf> {
        self.tool.files(&self.machine).into_iter().map(|file| file.path).collect()
    }

    /// Works a deed out and shows it.
    ///
    /// # Errors
    /// The wallet's.
    pub fn propose(&self, deed: Deed) -> Result<PlanView> {
        let tool = self.tool.id();
        match deed {
            Deed::Configure { mode, key, model } => wait(self.wallet.propose_profile(Profile {
                name: tool.into(),
                tool: tool.into(),
                origin: ORIGIN.into(),
                key,
                key_name: format!("laptop-{key}"),
                mode,
                address: None,
                models: Models {
                    main: model.map(Into::into),
                    ..self.tool.pick_models(&MODELS.map(Into::into))
                },
                door: None,
                helper_seconds: None,
            })),
            Deed::Undo => wait(self.wallet.propose_undo(tool)),
            Deed::Disconnect => wait(self.wallet.propose_disconnect(tool)),
            Deed::Repair => self.wallet.propose_repair(tool),
            Deed::Reapply => wait(self.wallet.propose_reapply(tool)),
        }
    }

    /// How far the steps of what was shown are.
    ///
    /// # Errors
    /// The wallet's.
    pub fn look_at_steps(&self, plan: &PlanView) -> Result<StepsView> {
        wait(self.wallet.look_at_steps(&plan.id))
    }

    /// Carries out what was shown.
    ///
    /// # Errors
    /// The wallet's.
    pub fn apply(&self, plan: &PlanView) -> Result<ToolView> {
        wait(self.wallet.apply(&plan.id))
    }

    /// Works a deed out and carries it out.
    ///
    /// # Errors
    /// The wallet's.
    pub fn does(&self, deed: Deed) -> Result<ToolView> {
        self.apply(&self.propose(deed)?)
    }

    /// The tool's card.
    ///
    /// # Panics
    /// If the database is broken.
    pub fn card(&self) -> ToolView {
        self.wallet.tool_named(self.tool.id()).expect("a card")
    }

    /// A look into the database from outside.
    ///
    /// # Panics
    /// If it cannot be opened.
    pub fn store(&self) -> Store {
        Store::open(&self.machine.data_dir).expect("the database")
    }

    /// How many copies of the user's files the wallet keeps to give back.
    pub fn copies(&self) -> i64 {
        let path = self.wallet.machine().data_dir.join("wallet.db");
        let sql = "SELECT (SELECT count(*) FROM applied_file WHERE before_sealed IS NOT NULL)
            + (SELECT count(*) FROM applied WHERE originals IS NOT NULL)";
        rusqlite::Connection::open(path).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
    }

    /// Everything below the home folder as it stands.
    pub fn snapshot(&self) -> Snapshot {
        snapshot(&self.machine.home)
    }

    /// The vault no longer has what opens the originals.
    ///
    /// # Panics
    /// If the vault is closed.
    pub fn forgets_what_opens_originals(&self) {
        self.vault.delete(&Slot::UndoIdentity).expect("it is open");
    }

    /// Another program changes something of its own in each of the tool's files; makes those that are missing.
    pub fn another_program_edits(&self, place: Place) {
        for path in self.files() {
            write(&path, &edited(&path, &fs::read(&path).unwrap_or_default(), place));
        }
    }
}

/// The machine whose home and data folders are in that folder.
pub fn machine(folder: &Path, platform: Platform) -> Machine {
    let command = match platform {
        Platform::Windows => r"C:\Program Files\Bridgekeeper\bridgekeeper.exe",
        Platform::Linux | Platform::MacOs => "/opt/bridgekeeper/bridgekeeper",
    };
    Machine {
        home: folder.join("home"),
        data_dir: folder.join("data"),
        platform,
        env: BTreeMap::new(),
        host: "laptop".into(),
        command: command.into(),
        folder: None,
        clock: Arc::new(|| NOW),
        zone: jiff::tz::TimeZone::UTC,
        processes: Arc::new(|| Some(vec![])),
        passwords: Arc::new(|_| Ok(vec![])),
    }
}

/// Writes a file through whatever symlinks lead there, with the folders on the way.
///
/// # Panics
/// If it cannot.
pub fn write(path: &Path, bytes: &[u8]) {
    let place = resolve(path).expect("no loop");
    fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
    fs::write(place, bytes).expect("a file");
}

fn wait<T>(done: impl Future<Output = T>) -> T {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));
    RUNTIME.block_on(done)
}
