//! Tools that can be pointed at a bridge: one file each, one line in [`ALL`].
//!
//! A tool says *where* its settings stand and *what* they should say, as [`Field`]s. How a file is edited,
//! what changed since, what the user had before and how to give it back is the same for all and stands here.

mod claude_code;
mod cline;
mod codex;
mod cursor;
mod cursor_key;
mod dotenv;
mod drift;
mod fields;
mod format;
mod found;
mod gemini_cli;
mod json;
pub(crate) mod lines;
mod newest;
mod opencode;
mod own;
mod running;
pub mod safe_storage;
mod toml;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::bridge::{Door, Origin};
use crate::error::{Code, Error, Result};
use crate::fs::Access;
use crate::machine::Machine;
use crate::plan::{Contents, FileChange, Plan};
use crate::secret::Secret;
use crate::view::{AdviceView, Mode, StepState};
use crate::words::say;

pub use cline::{is_free as cline_is_free, says as cline_says};
pub use cursor::{KEY_ROWS as CURSOR_KEY_ROWS, ROW as CURSOR_ROW, is_closed as cursor_is_closed};
pub use drift::{Drift, Role, accepted, drift};
pub use format::{Document, Format};
pub use found::Found;
pub use own::{OwnKey, own_keys};
pub use running::{Process, Processes, nobody_holds, nobody_writes, processes, running};

/// Every tool the wallet knows, in the order it shows them.
pub const ALL: &[&dyn Tool] = &[
    &claude_code::ClaudeCode,
    &cursor::Cursor,
    &cline::Cline,
    &codex::Codex,
    &opencode::OpenCode,
    &gemini_cli::GeminiCli,
];

/// The tool of that word.
///
/// # Errors
/// [`Code::NotFound`], naming those there are.
pub fn by_id(id: &str) -> Result<&'static dyn Tool> {
    ALL.iter().copied().find(|tool| tool.id() == id).ok_or_else(|| {
        let known: Vec<_> = ALL.iter().map(|tool| tool.id()).collect();
        Error::new(Code::NotFound, say!("tools-no-such", name = id)).hint(say!(
            "tools-no-such",
            "hint",
            tools = known.join(", ")
        ))
    })
}

/// What a contributor writes to add a tool. All of it is facts about the tool; none of it touches a file.
pub trait Tool: Sync {
    /// Its word on the command line, and the name of its default profile: `claude-code`.
    fn id(&self) -> &'static str;
    /// Its name: `Claude Code`.
    fn name(&self) -> &'static str;
    /// Two letters for its mark: `Cc`.
    fn mark(&self) -> &'static str;
    /// Ways it can get its key, best first.
    fn modes(&self) -> &'static [Mode];
    /// What a mode means for the key, as a sentence.
    fn mode_text(&self, mode: Mode) -> String;
    /// When a change takes hold, as a sentence.
    fn takes_hold(&self) -> String;
    /// Whether one that runs asks for its key again, so that it need not be started anew for another one.
    fn asks_while_it_runs(&self) -> bool {
        false
    }
    /// The way into a bridge that it uses, for live checks.
    fn door(&self) -> Door;
    /// The ways in that it uses instead where its user asks for one.
    fn other_doors(&self) -> &'static [Door] {
        &[]
    }
    /// Where it is on this machine.
    fn find(&self, machine: &Machine) -> Found;
    /// The files its settings stand in; [`Field::file`] counts them.
    fn files(&self, machine: &Machine) -> Vec<SettingsFile>;
    /// Every field it takes to point the tool at a bridge, in the order a new file would have them. The same
    /// fields for every connection: one that is not wanted this time is [`Wanted::Users`] or [`Wanted::Absent`].
    fn fields(&self, machine: &Machine, connection: &Connection) -> Vec<Field>;
    /// The variables that point the tool at a bridge for one run, without any file.
    fn environment(&self, connection: &Connection) -> Vec<(&'static str, Wanted)>;
    /// Variables of the user's shell that name an address, a key or a model for it, and what it makes of them
    /// while it is configured.
    fn variables(&self) -> &'static [(&'static str, Heed)];
    /// Files that go before its own, there or not, as seen from the folder where the wallet was called.
    fn higher(&self, _machine: &Machine) -> Vec<Higher> {
        vec![]
    }
    /// The program that it asks for its key, as far as its settings say.
    fn helper_program(&self, _expected: &[Expected]) -> Option<PathBuf> {
        None
    }
    /// The oldest version that was tried with the wallet.
    fn oldest_tried(&self) -> Option<[u32; 3]> {
        None
    }
    /// Out of the bridge's models those the tool should name, where it asks for some by role.
    fn pick_models(&self, available: &[String]) -> Models;
    /// What is wrong on this machine besides the fields, and the next step for each.
    fn advice(&self, machine: &Machine, mode: Option<Mode>) -> Vec<AdviceView>;
    /// Whether its maker's servers make the calls, and not this machine: its bridge must then be public.
    fn is_remote(&self) -> bool {
        false
    }
    /// Fields besides [`Tool::fields`] in which its user may have put a key.
    fn other_keys(&self, _machine: &Machine) -> Vec<(SettingsFile, &'static [&'static str])> {
        vec![]
    }
    /// Names it gives to models of its own: a bridge's model of such a name may not be reached by it.
    fn own_models(&self, _machine: &Machine) -> Vec<String> {
        vec![]
    }
    /// What is left to its user's hands, in order, what to know before, and how far each step is now.
    fn by_hand(&self, _machine: &Machine, _connection: &Connection) -> Vec<Step> {
        vec![]
    }
}

/// Something a person does in the tool itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What to do, as a sentence.
    pub text: String,
    /// What to enter.
    pub enter: Option<Enter>,
    /// How far it is.
    pub state: StepState,
}

/// What a person enters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Enter {
    /// This text.
    Text(String),
    /// The profile's key, copied on request and never shown.
    Key,
}

/// The variable that `run` sets for tools that read their key from one of any name.
pub const KEY_VARIABLE: &str = "BRIDGEKEEPER_KEY";

/// What a tool makes of a variable in the shell while it is configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heed {
    /// Nothing: its files win.
    Ignored,
    /// It wins over its files.
    Wins,
    /// While it is on, the tool goes to another service, whatever its files say.
    Elsewhere,
}

/// A file that goes before one of a tool's own, with fields of the same names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Higher {
    /// The file.
    pub file: SettingsFile,
    /// Which of the tool's own files it goes before.
    pub over: usize,
    /// It is read instead of that one, and not with it.
    pub instead: bool,
    /// The only outermost names that count in it; none for all.
    pub only: &'static [&'static str],
    /// Who writes it.
    pub whose: Whose,
}

/// Who writes a file that goes before a tool's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Whoever manages the machine.
    Organisation,
    /// Whoever is at work in a project's folder, or wrote the project.
    Project,
    /// The tool's user, in another place.
    Person,
}

impl Higher {
    /// A file all of whose fields go before those of the tool's first.
    pub fn over_first(path: PathBuf, format: Format, whose: Whose) -> Self {
        Self { file: SettingsFile { path, format }, over: 0, instead: false, only: &[], whose }
    }
}

/// A file that a tool's settings stand in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsFile {
    /// Where it stands.
    pub path: PathBuf,
    /// How it is written.
    pub format: Format,
}

/// What a tool is pointed at.
pub struct Connection {
    /// The bridge.
    pub origin: Origin,
    /// The profile it stands for.
    pub profile: String,
    /// How the tool gets the key.
    pub credential: Credential,
    /// The way in that the tool uses: its own, or one of its others.
    pub door: Door,
    /// Models by the bridge's names.
    pub models: Models,
}

/// How a tool gets its key.
pub enum Credential {
    /// It asks our command, and keeps the answer for so long.
    Helper(Duration),
    /// It reads a variable that `run` sets.
    Env,
    /// It keeps this in its own file.
    Stored(Arc<Secret>),
}

impl Credential {
    /// The word for it.
    pub fn mode(&self) -> Mode {
        match self {
            Self::Helper(_) => Mode::Helper,
            Self::Env => Mode::Env,
            Self::Stored(_) => Mode::Stored,
        }
    }
}

/// Models by role. What is `None` is left to the tool.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Models {
    /// The one the user chose.
    pub main: Option<String>,
    /// For hard work.
    pub large: Option<String>,
    /// For everyday work.
    pub medium: Option<String>,
    /// For small errands.
    pub small: Option<String>,
}

/// A place in a tool's settings and what should stand there.
pub struct Field {
    /// Which of the tool's files.
    pub file: usize,
    /// The names on the way to it.
    pub path: Vec<&'static str>,
    /// What should stand there.
    pub wanted: Wanted,
}

/// What should stand in a field.
pub enum Wanted {
    /// This text.
    Text(String),
    /// This value, where a text will not do.
    Value(Value),
    /// This secret.
    Secret(Arc<Secret>),
    /// Each of these names, in a list among the user's own.
    Listed(Vec<String>),
    /// This, if anything, unless something stands there already: the tool asks for it, or puts it there itself,
    /// as long as anything else stands in the object at that path, be it around the field or beside it.
    Frame(Option<Value>, Vec<&'static str>),
    /// Nothing.
    Absent,
    /// Whatever the user had there.
    Users,
}

/// What stands for a name that is in a list.
static LISTED: Wanted = Wanted::Value(Value::Bool(true));

impl Field {
    /// The places it comes down to: one for each name of a list.
    fn places(&self) -> Vec<(Vec<&str>, &Wanted)> {
        match &self.wanted {
            Wanted::Listed(names) => names
                .iter()
                .map(|name| (self.path.iter().copied().chain([name.as_str()]).collect(), &LISTED))
                .collect(),
            wanted => vec![(self.path.clone(), wanted)],
        }
    }
}

/// What a field is expected to say after an apply, without the secret: what drift is measured against. Kept
/// in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// The file.
    pub file: PathBuf,
    /// How it is written.
    #[serde(default)]
    pub format: Format,
    /// The names on the way to it.
    pub path: Vec<String>,
    /// What should stand there.
    pub value: ExpectedValue,
}

/// See [`Expected`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpectedValue {
    /// This raw text, as the file's format spells it.
    Raw(String),
    /// Something with this SHA-256: a key has 285 bits, so its plain hash gives nothing away.
    Hash(String),
    /// Nothing.
    Absent,
    /// Anything: the field is the user's.
    Users,
    /// Anything: the tool asks for it as long as anything else stands in the object at that path.
    Frame(Vec<String>),
}

/// What the user had in our fields before the first apply. It may hold somebody's key, so it is only ever
/// kept sealed.
#[derive(Default)]
pub struct Originals(Vec<Original>);

/// What stood in a field, or how an object around it was: what it is to be when nothing is left in it.
struct Original {
    file: PathBuf,
    path: Vec<String>,
    raw: Option<Secret>,
}

#[derive(Serialize, Deserialize)]
struct OriginalText<T> {
    file: PathBuf,
    path: Vec<String>,
    raw: Option<T>,
}

impl Originals {
    /// As bytes, to be sealed at once.
    pub fn to_bytes(&self) -> Contents {
        let texts: Vec<_> = self
            .0
            .iter()
            .map(|original| OriginalText {
                file: original.file.clone(),
                path: original.path.clone(),
                // EXPOSE: straight into wiped bytes that the caller seals.
                raw: original.raw.as_ref().map(Secret::expose),
            })
            .collect();
        let mut bytes = Contents::default();
        serde_json::to_writer(&mut *bytes, &texts).expect("plain strings serialise");
        bytes
    }

    /// Back from [`Originals::to_bytes`].
    ///
    /// # Errors
    /// [`Code::Store`] if the bytes are not what was sealed.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let texts: Vec<OriginalText<Secret>> = serde_json::from_slice(bytes)
            .map_err(|_| Error::new(Code::Store, say!("tools-record-unreadable")))?;
        Ok(Self(
            texts
                .into_iter()
                .map(|text| Original { file: text.file, path: text.path, raw: text.raw })
                .collect(),
        ))
    }

    /// What is left to assume when nobody can tell any more: that there was nothing in our fields, and no object
    /// that only they stand in. A file itself stays.
    pub fn unknown(expected: &[Expected]) -> Self {
        let mut all = Self::default();
        for field in expected.iter().filter(|field| field.value != ExpectedValue::Users) {
            for path in (1..=field.path.len()).map(|depth| &field.path[..depth]) {
                if all.find(&field.file, &names(path)).is_none() {
                    all.0.push(Original { file: field.file.clone(), path: path.to_vec(), raw: None });
                }
            }
        }
        all
    }

    fn find(&self, file: &Path, path: &[&str]) -> Option<&Original> {
        self.0.iter().find(|original| original.file == file && original.path == path)
    }

    /// Remembers what stands in a field now if it is the user's, and how the objects around it (the file itself
    /// first) were before us: one that was not there goes again when it is left empty, and one that was empty
    /// gets its own spelling of that back.
    fn note(&mut self, file: &OpenFile, path: &[&str], users: bool) {
        for depth in 0..path.len() {
            let around = &path[..depth];
            if self.find(&file.path, around).is_none() {
                let there = match around {
                    [] => file.before.as_ref().map(|_| file.document.text()),
                    _ => file.document.get(around),
                };
                let empty = file.document.is_empty(around);
                let nothing = if around.is_empty() { file.format.empty() } else { "{}" };
                self.push(file, around, there.map(|raw| if empty { raw } else { nothing.into() }));
            }
        }
        if users {
            self.0.retain(|original| !(original.file == file.path && original.path == path));
            self.push(file, path, file.document.get(path));
        }
    }

    fn push(&mut self, file: &OpenFile, path: &[&str], raw: Option<String>) {
        let path = path.iter().map(ToString::to_string).collect();
        self.0.push(Original { file: file.path.clone(), path, raw: raw.map(Secret::new) });
    }
}

/// What the last apply left behind.
#[derive(Default)]
pub struct Earlier {
    /// What it expected.
    pub expected: Vec<Expected>,
    /// What the user had before the wallet first came.
    pub originals: Originals,
    /// That cannot be told any more; the originals are what is assumed then.
    pub is_lost: bool,
}

/// A connect, worked out: what to write, what to expect afterwards, and what the user had before.
pub struct Connected {
    /// The change.
    pub plan: Plan,
    /// What drift will be measured against.
    pub expected: Vec<Expected>,
    /// What disconnect will give back.
    pub originals: Originals,
}

/// Works out how to point a tool at a bridge. `earlier` is what the last apply expected and what the user had
/// before the wallet first came; `None` if the tool is not configured now.
///
/// # Errors
/// [`Code::FileUnparsable`] or [`Code::FileRefused`], naming the file; nothing is written in any case.
pub fn connect(
    tool: &dyn Tool,
    machine: &Machine,
    connection: &Connection,
    earlier: Option<Earlier>,
) -> Result<Connected> {
    let mut files = Files::open(tool.files(machine))?;
    let fields = tool.fields(machine, connection);
    let Earlier { expected: before, mut originals, is_lost: _ } = earlier.unwrap_or_default();
    // Files it has moved away from since (a variable says another folder, a file of higher rank came to be).
    let here = |path: &Path| files.0.iter().any(|file| file.path == *path);
    let left: Vec<_> = before.iter().filter(|field| !here(&field.file)).cloned().collect();
    let left = disconnect(&left, &originals)?.changes;
    originals.0.retain(|original| here(&original.file));
    files.0.iter().try_for_each(OpenFile::check_it_can_be_made)?;
    let places: Vec<_> = fields
        .iter()
        .flat_map(|field| field.places().into_iter().map(|(path, wanted)| (field.file, path, wanted)))
        .collect();
    // Fields that are no longer ours, and names that are listed no longer.
    let is_wanted = |n: usize, last: &Expected| {
        places
            .iter()
            .any(|(file, path, wanted)| *file == n && last.path == *path && !matches!(wanted, Wanted::Users))
    };
    for (n, file) in files.0.iter_mut().enumerate() {
        let here = before.iter().filter(|last| {
            last.file == file.path && last.value != ExpectedValue::Users && !is_wanted(n, last)
        });
        file.give_back(&here.collect::<Vec<_>>(), &originals)?;
    }
    let mut expected: Vec<Expected> = vec![];
    for (n, path, wanted) in &places {
        let file = &mut files.0[*n];
        let path = path.as_slice();
        let was_users = !before
            .iter()
            .any(|last| last.file == file.path && last.path == path && last.value != ExpectedValue::Users);
        originals.note(file, path, was_users);
        let value = match wanted {
            Wanted::Text(text) => file.say(path, &text.as_str().into())?,
            Wanted::Value(value) => file.say(path, value)?,
            Wanted::Secret(secret) => {
                // EXPOSE: `stored` mode: the tool can only keep the key in its own file.
                let raw = file.format.spell(&secret.expose().into());
                file.set(path, &raw)?;
                ExpectedValue::Hash(hash(raw.as_bytes()))
            }
            Wanted::Absent => {
                file.take_out(path);
                ExpectedValue::Absent
            }
            Wanted::Frame(value, holds) => {
                if let (None, Some(value)) = (file.document.get(path), value) {
                    file.say(path, value)?;
                }
                ExpectedValue::Frame(holds.iter().map(ToString::to_string).collect())
            }
            // A list came down to its names before.
            Wanted::Users | Wanted::Listed(_) => ExpectedValue::Users,
        };
        expected.push(Expected {
            file: file.path.clone(),
            format: file.format,
            path: path.iter().map(ToString::to_string).collect(),
            value,
        });
    }
    let holds_key =
        |n| fields.iter().any(|field| field.file == n && matches!(field.wanted, Wanted::Secret(_)));
    let access = |n| if holds_key(n) { Access::OwnerOnly } else { Access::Keep };
    let changes = files.0.into_iter().enumerate().map(|(n, file)| file.change(access(n)));
    let changes = changes.chain(left).collect();
    Ok(Connected { plan: Plan { changes }, expected, originals })
}

/// Works out how to take out what is ours and give back what the user had, whatever else changed since.
///
/// # Errors
/// As [`connect`].
pub fn disconnect(expected: &[Expected], originals: &Originals) -> Result<Plan> {
    let mut files: Vec<SettingsFile> = vec![];
    for field in expected {
        if !files.iter().any(|file| file.path == field.file) {
            files.push(SettingsFile { path: field.file.clone(), format: field.format });
        }
    }
    let mut changes = vec![];
    for mut file in Files::open(files)?.0 {
        let here: Vec<_> = expected.iter().filter(|field| field.file == file.path).collect();
        file.give_back(&here, originals)?;
        changes.push(file.change(Access::Keep));
    }
    Ok(Plan { changes })
}

/// The names of our fields that no longer say what was applied, as `env.ANTHROPIC_BASE_URL`.
///
/// # Errors
/// [`Code::FileUnparsable`] or [`Code::FileRefused`].
pub fn drifted(expected: &[Expected]) -> Result<Vec<String>> {
    Ok(drift(expected)?.into_iter().map(|drift| drift.name()).collect())
}

/// Whether the wallet and the tool itself can make sense of the tool's files.
///
/// # Errors
/// [`Code::FileUnparsable`] or [`Code::FileRefused`], naming the place.
pub fn readable(tool: &dyn Tool, machine: &Machine) -> Result<()> {
    Files::open(tool.files(machine)).map(drop)
}

/// Works out how to make a file readable for its tool again: comments and trailing commas go.
///
/// # Errors
/// [`Code::FileUnparsable`] if something else ails it, or nothing does.
pub fn repair(tool: &dyn Tool, machine: &Machine) -> Result<Plan> {
    for SettingsFile { path, format } in tool.files(machine) {
        let before = format.medium().read(&path)?;
        let text = before.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok());
        let mended = text.and_then(|text| format.repaired(text));
        if let Some(text) = mended {
            let after = Some(Contents::new(text.into_bytes()));
            let before = before.map(Contents::new);
            let change = FileChange {
                path,
                medium: format.medium(),
                before,
                after,
                access: Access::Keep,
                folder: None,
            };
            return Ok(Plan { changes: vec![change] });
        }
    }
    Err(Error::new(Code::FileUnparsable, say!("tools-nothing-to-repair", tool = tool.name()))
        .hint(say!("tools-nothing-to-repair", "hint")))
}

fn names(path: &[String]) -> Vec<&str> {
    path.iter().map(String::as_str).collect()
}

/// SHA-256 in hex.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The files of a tool, open for edits.
struct Files(Vec<OpenFile>);

struct OpenFile {
    path: PathBuf,
    format: Format,
    before: Option<Contents>,
    document: Box<dyn Document>,
    /// It was not there before us, and nothing is left in it.
    gone: bool,
}

impl Files {
    fn open(files: Vec<SettingsFile>) -> Result<Self> {
        files.into_iter().map(OpenFile::open).collect::<Result<_>>().map(Self)
    }
}

impl OpenFile {
    fn open(SettingsFile { path, format }: SettingsFile) -> Result<Self> {
        let before = format.medium().read(&path)?.map(Contents::new);
        let text = std::str::from_utf8(before.as_deref().map_or(&[], Vec::as_slice)).map_err(|error| {
            Error::new(Code::FileUnparsable, say!("tools-not-utf8", path = path.display().to_string()))
                .hint(say!("tools-not-utf8", "hint"))
                .because(error)
        })?;
        let checked = format.open(text).and_then(|document| format.check(text).map(|()| document));
        let document = checked.map_err(|error| in_file(&path, &error))?;
        Ok(Self { path, format, before, document, gone: false })
    }

    fn check_it_can_be_made(&self) -> Result<()> {
        if self.before.is_some() || self.format.medium().is_file() {
            return Ok(());
        }
        Err(Error::new(
            Code::FileRefused,
            say!("tools-not-there-yet", path = self.path.display().to_string()),
        )
        .hint(say!("tools-not-there-yet", "hint")))
    }

    /// Has a field say something that is no secret.
    fn say(&mut self, path: &[&str], value: &Value) -> Result<ExpectedValue> {
        let raw = self.format.spell(value);
        self.set(path, &raw)?;
        Ok(ExpectedValue::Raw(raw.to_string()))
    }

    fn set(&mut self, path: &[&str], raw: &str) -> Result<()> {
        self.gone = false;
        // An equal value is left as it stands, with its own spelling.
        match self.document.get(path).as_deref() == Some(raw) {
            true => Ok(()),
            false => self.document.set(path, raw).map_err(|error| in_file(&self.path, &error)),
        }
    }

    /// Takes a field out, and each object around it that is left empty by that: some tools trip over those.
    fn take_out(&mut self, path: &[&str]) {
        if self.document.get(path).is_none() {
            return;
        }
        self.document.remove(path);
        for depth in (1..path.len()).rev() {
            if !self.document.is_empty(&path[..depth]) {
                break;
            }
            self.document.remove(&path[..depth]);
        }
    }

    /// Gives back what the user had in these fields of ours, then what stood around them where nothing is left
    /// in it.
    fn give_back(&mut self, fields: &[&Expected], originals: &Originals) -> Result<()> {
        // What its owner took away stays away.
        if self.before.is_none() {
            return Ok(());
        }
        let field = |original: &Original| fields.iter().find(|field| field.path == original.path);
        let is_frame =
            |original: &Original| field(original).is_some_and(|f| matches!(f.value, ExpectedValue::Frame(_)));
        let mut here: Vec<_> = originals.0.iter().filter(|original| original.file == self.path).collect();
        // Fields before the objects around them, inner objects before outer ones, the file itself last; what holds
        // an object together after that object.
        here.sort_by_key(|original| (std::cmp::Reverse(original.path.len()), is_frame(original)));
        for original in here {
            let path = names(&original.path);
            match field(original).map(|field| &field.value) {
                Some(ExpectedValue::Users) => {}
                Some(ExpectedValue::Frame(holds)) => self.restore_frame(&path, original, &names(holds))?,
                Some(_) => self.restore(&path, original)?,
                None if fields.iter().any(|field| field.path.starts_with(&original.path)) => {
                    self.restore_empty(&path, original)?;
                }
                None => {}
            }
        }
        Ok(())
    }

    /// Takes out what the tool asked for, if it asks no longer: nothing else is left in the object that it holds.
    fn restore_frame(&mut self, path: &[&str], original: &Original, holds: &[&str]) -> Result<()> {
        if original.raw.is_some() {
            return Ok(());
        }
        let mut without = self.format.open(&self.document.text())?;
        without.remove(path);
        if without.get(holds).is_none() || without.is_empty(holds) {
            self.document.remove(path);
        }
        Ok(())
    }

    fn restore(&mut self, path: &[&str], original: &Original) -> Result<()> {
        match &original.raw {
            // EXPOSE: gives the user's own value back to the user's own file.
            Some(raw) => self.set(path, raw.expose()),
            None => {
                self.document.remove(path);
                Ok(())
            }
        }
    }

    /// Brings an object around our fields back to how it was, if nothing is left in it.
    fn restore_empty(&mut self, path: &[&str], original: &Original) -> Result<()> {
        if !self.document.is_empty(path) {
            return Ok(());
        }
        // EXPOSE: braces and blanks of the user's own.
        match (path, original.raw.as_ref().map(Secret::expose)) {
            (_, Some(raw)) if self.document.get(path).as_deref() == Some(raw) => {}
            ([], Some(text)) => self.document = self.format.open(text)?,
            ([], None) => self.gone = true,
            (_, Some(raw)) => self.set(path, raw)?,
            (_, None) => self.document.remove(path),
        }
        Ok(())
    }

    /// The change so far.
    fn change(self, access: Access) -> FileChange {
        let missing = self.before.is_none() && self.document.text().is_empty();
        let after = (!self.gone && !missing).then(|| Contents::new(self.document.text().into_bytes()));
        let medium = self.format.medium();
        FileChange { path: self.path, medium, before: self.before, after, access, folder: None }
    }
}

fn in_file(path: &Path, error: &Error) -> Error {
    let message = say!("tools-in-file", path = path.display().to_string(), what = error.message());
    let hint = error.next_step().map_or_else(|| say!("tools-in-file", "hint"), ToOwned::to_owned);
    Error::new(error.code(), message).hint(hint)
}
