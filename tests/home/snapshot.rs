//! What stands in a home, in a form that can be compared and read.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

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
