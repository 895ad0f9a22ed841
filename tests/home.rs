//! A person's home with a tool's files in it and the real wallet at work there: what the laws act on.
//!
//! Only the vault is not real: it forgets. No bridge is asked, as keys and models are known beforehand.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, LazyLock};

use bridgekeeper_core::error::Result;
use bridgekeeper_core::fs::resolve;
use bridgekeeper_core::key::KeyId;
use bridgekeeper_core::machine::{Machine, Platform};
use bridgekeeper_core::secret::Secret;
use bridgekeeper_core::store::{KnownBridge, Profile, Store};
use bridgekeeper_core::tools::{self, Models, Tool};
use bridgekeeper_core::vault::{MemoryVault, Slot, Vault};
use bridgekeeper_core::view::{Mode, PlanView, ToolView};
use bridgekeeper_core::wallet::Wallet;
use serde_json::value::{RawValue, Value};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Part of every secret in the tests, the wallet's and the user's, and of nothing else.
pub const CANARY: &str = "canary";

/// The bridge.
const ORIGIN: &str = "https://bridge.example";

/// The keys there are on it, by number.
pub const KEYS: [(KeyId, &str); 2] = [
    (KeyId(1), "sk-canaryFirst0123456789abcdefghijklmnopqrstuvwxyz0123"),
    (KeyId(2), "sk-canaryOther0123456789abcdefghijklmnopqrstuvwxyz4567"),
];

/// The models there are on it.
const MODELS: [&str; 4] = ["claude-opus-5-5", "claude-sonnet-5", "claude-haiku-4-5", "gpt-5.5"];

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
        let folder = Arc::new(TempDir::with_prefix("bridgekeeper-laws-").expect("a temporary folder"));
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

    /// A home with a tool's files as somebody left them.
    pub fn of(state: &State) -> Self {
        let home = Self::empty(state.case.tool, Platform::Linux);
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
        let wallet = Wallet::open(self.machine.clone(), self.vault.clone(), None).expect("a second wallet");
        let Self { folder, vault, machine, .. } = self;
        Self {
            folder: folder.clone(),
            vault: vault.clone(),
            tool: self.tool,
            machine: machine.clone(),
            wallet,
        }
    }

    /// The tool's files.
    pub fn files(&self) -> Vec<PathBuf> {
        self.tool.files(&self.machine)
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
                models: Models {
                    main: model.map(Into::into),
                    ..self.tool.pick_models(&MODELS.map(Into::into))
                },
            })),
            Deed::Undo => wait(self.wallet.propose_undo(tool)),
            Deed::Disconnect => wait(self.wallet.propose_disconnect(tool)),
            Deed::Repair => self.wallet.propose_repair(tool),
        }
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

    /// Everything below the home folder as it stands.
    pub fn snapshot(&self) -> Snapshot {
        snapshot(&self.machine.home)
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
        clock: Arc::new(jiff::Timestamp::now),
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

// ── what stands in a home ──────────────────────────────────────────────────────────────────────────────────

/// What stands in a home, by path below it.
pub type Snapshot = BTreeMap<PathBuf, Thing>;

/// See [`Snapshot`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Thing {
    /// A folder.
    Folder {
        /// Its permission bits.
        mode: Bits,
    },
    /// A file.
    File {
        /// Its permission bits.
        mode: Bits,
        /// Its bytes, those that are not printable ASCII escaped.
        text: String,
    },
    /// A symlink and where it points.
    Link(PathBuf),
    /// A pipe or the like.
    Other,
}

/// Permission bits, shown in octal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Bits(pub u32);

impl fmt::Debug for Bits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04o}", self.0)
    }
}

/// The permission bits of what a path leads to.
///
/// # Panics
/// If there is nothing.
pub fn bits(path: &Path) -> Bits {
    Bits(fs::metadata(path).expect("something there").mode() & 0o7777)
}

/// What stands in a folder.
///
/// # Panics
/// If it cannot be read.
pub fn snapshot(folder: &Path) -> Snapshot {
    let mut snapshot = Snapshot::new();
    look(folder, folder, &mut snapshot);
    snapshot
}

fn look(top: &Path, folder: &Path, snapshot: &mut Snapshot) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let meta = fs::symlink_metadata(&path).expect("something there");
        let thing = if meta.is_symlink() {
            Thing::Link(fs::read_link(&path).expect("a link"))
        } else if meta.is_dir() {
            look(top, &path, snapshot);
            Thing::Folder { mode: bits(&path) }
        } else if !meta.is_file() {
            Thing::Other
        } else {
            let text = fs::read(&path).expect("a file").escape_ascii().to_string();
            Thing::File { mode: bits(&path), text }
        };
        snapshot.insert(path.strip_prefix(top).expect("below the home").into(), thing);
    }
}

// ── states to find a tool in ───────────────────────────────────────────────────────────────────────────────

/// A tool's files as somebody left them: a folder `tests/tools/<tool>/<case>`. `before` in it holds the files
/// by name, `after-<mode>` what configuring makes of them. Where it is to be refused, `refused` holds what is
/// said, and `repaired` what a repair makes of them.
#[derive(Clone)]
pub struct Case {
    /// The tool.
    pub tool: &'static dyn Tool,
    /// Its folder.
    pub folder: PathBuf,
}

impl Case {
    /// Every case of every tool.
    ///
    /// # Panics
    /// If a tool has none.
    pub fn all() -> Vec<Self> {
        let cases_of = |tool: &'static dyn Tool| {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tools").join(tool.id());
            let mut folders: Vec<_> =
                fs::read_dir(&folder).expect("cases").map(|entry| entry.expect("a case").path()).collect();
            folders.sort();
            assert!(folders.len() >= 12, "{} has too few cases", tool.name());
            folders.into_iter().map(move |folder| Self { tool, folder })
        };
        tools::ALL.iter().flat_map(|tool| cases_of(*tool)).collect()
    }

    /// Whether it is the one that stands for somebody's real file.
    pub fn is_typical(&self) -> bool {
        self.folder.ends_with("typical")
    }

    /// Whether the wallet is to refuse it.
    pub fn is_refused(&self) -> bool {
        self.folder.join("refused").exists()
    }

    /// Whether the wallet is to offer a repair.
    pub fn is_repairable(&self) -> bool {
        self.folder.join("repaired").exists()
    }

    /// The files of one side (`before`, `after-helper` …), at their places on that machine.
    pub fn files(&self, side: &str, machine: &Machine) -> Vec<(PathBuf, Vec<u8>)> {
        let file = |path: PathBuf| Some((fs::read(self.of(side, &path)).ok()?, path));
        self.tool.files(machine).into_iter().filter_map(file).map(|(bytes, path)| (path, bytes)).collect()
    }

    /// Compares the tool's files in a home with one side.
    ///
    /// # Panics
    /// If they differ, unless asked to bless them.
    pub fn check_files(&self, side: &str, home: &Home) {
        for file in home.files() {
            let name = file.file_name().expect("a name");
            self.check(Path::new(side).join(name), fs::read(&file).ok());
        }
    }

    /// Compares bytes with a file of the case.
    ///
    /// # Panics
    /// If they differ, unless asked to bless them.
    pub fn check(&self, name: impl AsRef<Path>, found: Option<Vec<u8>>) {
        let path = self.folder.join(name);
        if std::env::var_os("BRIDGEKEEPER_BLESS").is_some() {
            match &found {
                Some(found) => write(&path, found),
                None => fs::remove_file(&path).unwrap_or_default(),
            }
        }
        let shown = |bytes: &Vec<u8>| bytes.escape_ascii().to_string();
        let wanted = fs::read(&path).ok();
        assert_eq!(found.as_ref().map(shown), wanted.as_ref().map(shown), "{}", path.display());
    }

    fn of(&self, side: &str, file: &Path) -> PathBuf {
        self.folder.join(side).join(file.file_name().expect("a name"))
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.folder.file_name().unwrap_or_default();
        write!(f, "{}/{}", self.tool.id(), name.display())
    }
}

/// A way for a file to stand in the file system.
pub struct Shape {
    /// Its name.
    pub name: &'static str,
    /// Makes a plain file stand that way.
    pub arrange: fn(&Path),
}

/// As editors and tools leave it.
pub const PLAIN: Shape = Shape { name: "plain", arrange: |path| chmod(path, 0o644) };

/// The ways in which the wallet writes a file.
pub const SHAPES: &[Shape] = &[
    Shape { name: "private", arrange: |path| chmod(path, 0o600) },
    Shape { name: "for the group", arrange: |path| chmod(path, 0o640) },
    Shape { name: "for everybody, executable", arrange: |path| chmod(path, 0o777) },
    Shape {
        name: "a relative symlink",
        arrange: |path| {
            move_away(path);
            symlink(Path::new("dotfiles").join(path.file_name().expect("a name")), path).expect("a link");
        },
    },
    Shape { name: "an absolute symlink", arrange: |path| symlink(move_away(path), path).expect("a link") },
    Shape {
        name: "a symlink to a symlink",
        arrange: |path| {
            let next = path.with_extension("link");
            symlink(move_away(path), &next).expect("a link");
            symlink(next.file_name().expect("a name"), path).expect("a link");
        },
    },
    Shape {
        name: "a dangling symlink",
        arrange: |path| {
            let file = move_away(path);
            symlink(&file, path).expect("a link");
            fs::remove_file(&file).expect("it is there");
        },
    },
    Shape {
        name: "a dangling symlink to no folder",
        arrange: |path| {
            fs::remove_file(path).expect("it is there");
            symlink("nowhere/yet/file", path).expect("a link");
        },
    },
    Shape {
        name: "in a symlinked folder",
        arrange: |path| {
            let folder = path.parent().expect("a folder");
            let real = folder.with_extension("real");
            fs::rename(folder, &real).expect("it is there");
            symlink(&real, folder).expect("a link");
        },
    },
    Shape {
        name: "gone, its folder there",
        arrange: |path| {
            fs::remove_file(path).expect("it is there");
            chmod(path.parent().expect("a folder"), 0o755);
        },
    },
];

/// Moves a file into a folder `dotfiles` beside it; gives its new place.
fn move_away(path: &Path) -> PathBuf {
    let folder = path.with_file_name("dotfiles");
    fs::create_dir_all(&folder).expect("a folder");
    let place = folder.join(path.file_name().expect("a name"));
    fs::rename(path, &place).expect("it is there");
    place
}

/// Sets permission bits.
///
/// # Panics
/// If there is nothing.
pub fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("something there");
}

/// A state to find a tool in: its files' bytes, and how they stand in the file system.
pub struct State {
    /// The bytes.
    pub case: Case,
    /// How they stand.
    pub shape: &'static Shape,
}

impl State {
    /// Every state in which the wallet configures a tool: every case that is not refused, and each tool's
    /// case `typical` in every shape.
    pub fn all() -> Vec<Self> {
        let sound = || Case::all().into_iter().filter(|case| !case.is_refused());
        let plain = sound().map(|case| Self { case, shape: &PLAIN });
        let typical = |shape| {
            sound().filter(|case| case.folder.ends_with("typical")).map(move |case| Self { case, shape })
        };
        plain.chain(SHAPES.iter().flat_map(typical)).collect()
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.case, self.shape.name)
    }
}

// ── what stands in a file ──────────────────────────────────────────────────────────────────────────────────

/// Where another program adds something.
#[derive(Debug, Clone, Copy)]
pub enum Place {
    /// Before everything else.
    First,
    /// After everything else.
    Last,
}

/// A file's bytes after another program added something of its own; no bytes for no file.
///
/// # Panics
/// For a kind of file nobody taught it.
pub fn edited(path: &Path, before: &[u8], place: Place) -> Vec<u8> {
    match path.extension().and_then(|end| end.to_str()) {
        Some("json") => {
            let text = str::from_utf8(before).expect("UTF-8");
            let text = if text.contains('{') { text } else { "{}" };
            let (head, rest) = text.split_once('{').expect("an object");
            let (inner, tail) = rest.rsplit_once('}').expect("an object");
            let added = r#""added by another program": [1,  2.50]"#;
            let comma = if inner.trim().is_empty() { "" } else { "," };
            match place {
                Place::First => format!("{head}{{ {added}{comma}{inner}}}{tail}"),
                Place::Last => format!("{head}{{{inner}{comma} {added}}}{tail}"),
            }
            .into_bytes()
        }
        end => panic!("teach the laws how another program edits a file that ends in {end:?}"),
    }
}

/// A file's bytes after its tool read it and wrote it anew from memory, spelling some things its own way; with
/// the field at that path changed to that text, if one is given.
///
/// # Panics
/// For a kind of file nobody taught it.
pub fn rewritten(path: &Path, bytes: &[u8], field: Option<(&[String], &str)>) -> Vec<u8> {
    match path.extension().and_then(|end| end.to_str()) {
        Some("json") => {
            let mut json: Value = serde_json::from_slice(bytes).expect("JSON");
            if let Some((names, text)) = field {
                *names.iter().fold(&mut json, |inner, name| &mut inner[name]) = text.into();
            }
            json.to_string().replace('/', r"\/").into_bytes()
        }
        end => panic!("teach the laws how a tool rewrites a file that ends in {end:?}"),
    }
}

/// What a file says to its reader, whatever its order and spacing.
///
/// # Panics
/// If it is broken, or of a kind nobody taught it.
pub fn meaning(path: &Path, bytes: &[u8]) -> Meaning {
    match path.extension().and_then(|end| end.to_str()) {
        Some("json") => {
            let text = std::str::from_utf8(bytes).expect("UTF-8").trim_start_matches('\u{feff}').trim();
            Meaning::of_json(serde_json::from_str(if text.is_empty() { "{}" } else { text }).expect("JSON"))
        }
        end => panic!("teach the laws to read a file that ends in {end:?}"),
    }
}

/// See [`meaning`]. Of twins the last counts; numbers are what was spelled.
#[derive(Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A string, unescaped.
    Text(String),
    /// A number or a word.
    Word(String),
    /// A list.
    List(Vec<Self>),
    /// Names and what they stand for.
    Object(BTreeMap<String, Self>),
}

impl Meaning {
    /// What stands at that path.
    pub fn at(&self, path: &[String]) -> Option<&Self> {
        path.iter().try_fold(self, |inner, name| match inner {
            Self::Object(members) => members.get(name),
            _ => None,
        })
    }

    /// Whether it is an object with nothing in it.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Object(members) if members.is_empty())
    }

    fn of_json(raw: &RawValue) -> Self {
        let text = raw.get();
        let names = || serde_json::from_str::<BTreeMap<String, &RawValue>>(text).expect("an object");
        let items = || serde_json::from_str::<Vec<&RawValue>>(text).expect("a list");
        match text.as_bytes()[0] {
            b'{' => Self::Object(names().into_iter().map(|(name, raw)| (name, Self::of_json(raw))).collect()),
            b'[' => Self::List(items().into_iter().map(Self::of_json).collect()),
            b'"' => Self::Text(serde_json::from_str(text).expect("a string")),
            _ => Self::Word(text.into()),
        }
    }
}

// ── running a test again ───────────────────────────────────────────────────────────────────────────────────

const AGAIN: &str = "BRIDGEKEEPER_TEST_AGAIN";

/// Whether this is a test's second run, see [`again`].
pub fn is_again() -> bool {
    std::env::var_os(AGAIN).is_some()
}

/// Whether this process may write anywhere.
pub fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|meta| meta.uid() == 0)
}

/// Runs one test of this program again, started by another: as another user, or with disks of its own.
///
/// # Panics
/// If it fails there.
pub fn again(starter: &[&str], test: &str) {
    let this = std::env::current_exe().expect("this program has a path");
    let mut command = Command::new(starter[0]);
    command.args(&starter[1..]).arg(this).args(["--exact", test, "--nocapture"]).env(AGAIN, "1");
    let said = command.output().expect("it starts");
    let (out, err) = (String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
    assert!(said.status.success() && out.contains("1 passed"), "{out}{err}");
}
