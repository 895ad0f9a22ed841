//! The states to find a tool in. Cases are data, below `tests/tools`; shapes are ways for any file to stand in the
//! file system.

use std::fmt;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use bridgekeeper_core::machine::{Machine, Platform};
use bridgekeeper_core::tools::{self, SettingsFile, Tool};

use super::{Home, write};

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
        tools_with_files().flat_map(cases_of).collect()
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

    /// The files of one side (`before`, `after-helper` …), at their places on that machine. One whose name the
    /// tool does not have yet stands beside its first.
    pub fn files(&self, side: &str, machine: &Machine) -> Vec<(PathBuf, Vec<u8>)> {
        let places: Vec<_> = self.tool.files(machine).into_iter().map(|file| file.path).collect();
        let Ok(entries) = fs::read_dir(self.folder.join(side)) else { return vec![] };
        let file = |entry: fs::DirEntry| {
            let name = entry.file_name();
            let place = places.iter().find(|place| place.file_name() == Some(&*name));
            let bytes = fs::read(entry.path()).expect("a file");
            (place.cloned().unwrap_or_else(|| places[0].with_file_name(name)), bytes)
        };
        entries.map(|entry| file(entry.expect("an entry"))).collect()
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
}

/// The tools whose settings stand in files of their own. What stands in another program's database is no bytes
/// to compare: `rows.rs` has the laws for that.
pub fn tools_with_files() -> impl Iterator<Item = &'static dyn Tool> {
    let machine = super::machine(Path::new("/nowhere"), Platform::Linux);
    let is_file = |file: SettingsFile| file.format.medium().is_file();
    tools::ALL.iter().copied().filter(move |tool| tool.files(&machine).into_iter().all(is_file))
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
            let nowhere = Path::new("nowhere/yet").join(path.file_name().expect("a name"));
            symlink(nowhere, path).expect("a link");
        },
    },
    Shape {
        name: "in a symlinked folder",
        arrange: |path| {
            let folder = path.parent().expect("a folder");
            // Another of the tool's files may have been here before.
            if !folder.is_symlink() {
                let real = folder.with_extension("real");
                fs::rename(folder, &real).expect("it is there");
                symlink(&real, folder).expect("a link");
            }
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
