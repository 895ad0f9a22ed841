//! Files that change together, and the small stage they stand on: what is killed, filled up and fought over in
//! `crash.rs`. Test and killed process both know the scenes, so nothing has to be handed over.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use bridgekeeper_core::error::{Code, Result};
use bridgekeeper_core::fs::Access;
use bridgekeeper_core::journal::{self, Change};
use bridgekeeper_core::machine::{Machine, Platform};
use bridgekeeper_core::medium::Medium;
use bridgekeeper_core::plan::{Contents, FileChange, Plan};
use bridgekeeper_core::seal;
use bridgekeeper_core::secret::Secret;
use bridgekeeper_core::store::{Store, What};

use crate::home::{self, Snapshot, chmod, snapshot, write};

/// Files that change together.
pub struct Scene {
    /// Its name.
    pub name: &'static str,
    /// The files, in the order they are written.
    pub files: &'static [Sheet],
}

/// A file and what becomes of it.
pub struct Sheet {
    /// Where, below the home folder.
    pub path: &'static str,
    /// What it is.
    pub medium: Medium,
    /// Its text and permission bits before; `None` for no file.
    pub before: Option<(&'static str, u32)>,
    /// Its text after; `None` for no file.
    pub after: Option<&'static str>,
    /// Who may read it afterwards.
    pub access: Access,
    /// The path is a symlink to this.
    pub link: Option<&'static str>,
}

/// No file, and none to be; what a sheet does not say is said here.
const NOTHING: Sheet =
    Sheet { path: "", medium: Medium::File, before: None, after: None, access: Access::Keep, link: None };

/// One file that is edited.
pub const ONE_FILE: Scene = Scene {
    name: "one file",
    files: &[Sheet {
        path: "tool/settings.json",
        before: Some(("old", 0o640)),
        after: Some("new"),
        ..NOTHING
    }],
};

/// Whatever can become of a file, all at once: it is made with its folders, gets a key, is written through a
/// symlink, goes.
pub const SEVERAL_FILES: Scene = Scene {
    name: "several files",
    files: &[
        Sheet { path: "made/for/it.json", after: Some("new"), ..NOTHING },
        Sheet {
            path: "tool/secrets.json",
            before: Some(("no key", 0o644)),
            after: Some("a key"),
            access: Access::OwnerOnly,
            ..NOTHING
        },
        Sheet {
            path: "tool/linked.json",
            before: Some(("old", 0o600)),
            after: Some("new"),
            link: Some("../dotfiles/linked.json"),
            ..NOTHING
        },
        Sheet { path: "tool/stale.json", before: Some(("old", 0o644)), ..NOTHING },
    ],
};

/// The three files of a real tool, by another name for the same bytes where only a time changes.
pub const CLINE: Scene = Scene {
    name: "Cline's files",
    files: &[
        Sheet {
            path: ".cline/data/settings/providers.json",
            medium: Medium::ClineFile,
            before: Some((
                r#"{"version": 1, "providers": {"a": {"updatedAt": "2026-10-02T08:15:00.000Z"}}}"#,
                0o644,
            )),
            after: Some(r#"{"version":1,"providers":{"a":{"updatedAt":"2026-11-23T12:00:00.000Z"}}}"#),
            access: Access::OwnerOnly,
            ..NOTHING
        },
        Sheet {
            path: ".cline/data/globalState.json",
            medium: Medium::ClineFile,
            before: Some((r#"{"actModeApiProvider": "openrouter"}"#, 0o644)),
            after: Some(r#"{"actModeApiProvider": "openai"}"#),
            ..NOTHING
        },
        Sheet {
            path: ".cline/data/secrets.json",
            medium: Medium::ClineFile,
            after: Some(r#"{"openAiApiKey": "a key"}"#),
            ..NOTHING
        },
    ],
};

/// All of them.
pub const SCENES: [&Scene; 3] = [&ONE_FILE, &SEVERAL_FILES, &CLINE];

/// A folder with a home and a data folder in it. Whoever opens it again finds it as it was left.
pub struct Stage {
    scene: &'static Scene,
    /// The machine.
    pub machine: Machine,
    identity: PathBuf,
}

impl Stage {
    /// Sets the scene up in a folder: every file as before.
    ///
    /// # Panics
    /// If there is no room for it.
    pub fn set(scene: &'static Scene, folder: &Path) -> Self {
        let stage = Self::open(scene, folder);
        fs::create_dir_all(&stage.machine.home).expect("a folder");
        let (identity, recipient) = seal::new_identity();
        // EXPOSE: another process must be able to recover, and the tests have no keychain.
        fs::write(&stage.identity, format!("{}\n{recipient}", identity.expose())).expect("a file");
        for sheet in scene.files {
            let path = stage.machine.home.join(sheet.path);
            if let Some(target) = sheet.link {
                fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
                symlink(target, &path).expect("a link");
            }
            if let Some((text, mode)) = sheet.before {
                write(&path, long(text).as_slice());
                chmod(&path, mode);
            }
        }
        stage.store().expect("a database");
        stage
    }

    /// A scene that was set up in a folder.
    pub fn open(scene: &'static Scene, folder: &Path) -> Self {
        Self { scene, machine: home::machine(folder, Platform::Linux), identity: folder.join("identity") }
    }

    /// Its database.
    ///
    /// # Errors
    /// The store's.
    pub fn store(&self) -> Result<Store> {
        Store::open(&self.machine.data_dir)
    }

    /// Applies the scene's change.
    ///
    /// # Errors
    /// The journal's.
    pub fn apply(&self) -> Result<()> {
        let file = |sheet: &Sheet| FileChange {
            path: self.machine.home.join(sheet.path),
            medium: sheet.medium,
            before: sheet.before.map(|(text, _)| long(text)),
            after: sheet.after.map(long),
            access: sheet.access,
            folder: None,
        };
        self.write(Plan { changes: self.scene.files.iter().map(file).collect() })
    }

    /// Applies a plan.
    ///
    /// # Errors
    /// The journal's.
    pub fn write(&self, plan: Plan) -> Result<()> {
        let change = Change {
            tool: "scene".into(),
            what: What::Repair,
            plan,
            binding: None,
            originals: Contents::default(),
        };
        journal::apply(&self.store()?, &self.machine, &self.keys().1, change)
    }

    /// Where a database stands whose row [`Stage::write_row`] changes.
    pub fn database(&self) -> PathBuf {
        self.machine.home.join("state.vscdb")
    }

    /// Applies a change to fields of a row.
    ///
    /// # Errors
    /// The journal's.
    pub fn write_row(&self, before: &str, after: &str) -> Result<()> {
        let fields = FileChange {
            path: self.database(),
            medium: Medium::CursorState,
            before: Some(Contents::new(before.into())),
            after: Some(Contents::new(after.into())),
            access: Access::Keep,
            folder: None,
        };
        self.write(Plan { changes: vec![fields] })
    }

    /// The same without a journal.
    ///
    /// # Errors
    /// The medium's.
    pub fn replace_row(&self, before: &str, after: &str) -> Result<()> {
        let (before, after) = (Some(before.as_bytes()), Some(after.as_bytes()));
        Medium::CursorState.replace(&self.machine, &self.database(), before, after, Access::Keep)
    }

    /// Has a transaction open in that database, says so, and keeps it until stdin ends.
    ///
    /// # Panics
    /// If it cannot.
    #[expect(clippy::print_stdout, reason = "it is what the other process waits for")]
    pub fn hold(&self, how: &str) {
        let connection = rusqlite::Connection::open(self.database()).expect("a database");
        connection
            .execute_batch(&format!("BEGIN {how}; SELECT count(*) FROM ItemTable;"))
            .expect("it is free");
        println!("held");
        std::io::copy(&mut std::io::stdin(), &mut std::io::sink()).expect("a pipe");
    }

    /// Applies a change that makes a file of two megabytes.
    ///
    /// # Errors
    /// The journal's.
    pub fn grow(&self) -> Result<()> {
        let file = FileChange {
            path: self.machine.home.join("vast.json"),
            medium: Medium::File,
            before: None,
            after: Some(Contents::new(vec![b' '; 2 << 20])),
            access: Access::Keep,
            folder: None,
        };
        self.write(Plan { changes: vec![file] })
    }

    /// Takes the last change back.
    ///
    /// # Errors
    /// The journal's.
    ///
    /// # Panics
    /// If there is none.
    pub fn undo(&self) -> Result<()> {
        let store = self.store()?;
        let change = store.last_change("scene")?.expect("a change");
        let plan = journal::undo_plan(&change, || Ok(self.keys().0))?;
        journal::undo(&store, &self.machine, &change, &plan)
    }

    /// Finishes what was cut short.
    ///
    /// # Errors
    /// The journal's.
    pub fn recover(&self) -> Result<Vec<String>> {
        journal::recover(&self.store()?, &self.machine, || Ok(self.keys().0))
    }

    /// Counts a line of a shared file up to that number, each time as a change of its own, beside others who
    /// count theirs.
    ///
    /// # Errors
    /// The journal's, but for those that say to try again.
    ///
    /// # Panics
    /// If the file holds something else.
    pub fn count(&self, line: &str, up_to: u32) -> Result<()> {
        let path = self.machine.home.join("counts.json");
        loop {
            let before = bridgekeeper_core::fs::read(&path)?;
            let mut counts: BTreeMap<String, u32> = before
                .as_deref()
                .map_or_else(BTreeMap::new, |text| serde_json::from_slice(text).expect("counts"));
            let count = counts.entry(line.into()).or_default();
            if *count == up_to {
                return Ok(());
            }
            *count += 1;
            let after = serde_json::to_vec(&counts).expect("numbers");
            let file = FileChange {
                path: path.clone(),
                medium: Medium::File,
                before: before.map(Contents::new),
                after: Some(Contents::new(after)),
                access: Access::Keep,
                folder: None,
            };
            match self.write(Plan { changes: vec![file] }) {
                Err(error) if !matches!(error.code(), Code::FileChanged | Code::Busy) => return Err(error),
                _ => {}
            }
        }
    }

    /// What stands in the home.
    pub fn snapshot(&self) -> Snapshot {
        snapshot(&self.machine.home)
    }

    fn keys(&self) -> (Secret, String) {
        let text = fs::read_to_string(&self.identity).expect("the stage was set");
        let (identity, recipient) = text.split_once('\n').expect("two lines");
        (Secret::new(identity.into()), recipient.into())
    }
}

/// A text long enough to be torn; what is JSON stays that.
fn long(text: &str) -> Contents {
    let line = if text.starts_with('{') { " " } else { text };
    Contents::new(format!("{text}\n{}", format!("{line}\n").repeat(1_000)).into_bytes())
}
