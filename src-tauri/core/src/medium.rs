//! What the bytes of a change stand in: a file of their own, one that a program writes anew whenever it runs, fields of
//! a row in another program's database, or any value in one.
//! Whoever plans, writes and takes back goes through here and need not know which.

use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::fs::{self, Access};
use crate::machine::Machine;
use crate::row::{CellAddress, Part};
use crate::tools;

/// Whether two hashes are those of bytes that say the same.
pub fn says_the_same(one: Option<&str>, other: Option<&str>) -> bool {
    let says = |hash: &str| hash.rsplit(' ').next().map(str::to_owned);
    one.map(says) == other.map(says)
}

/// What the name of a database is followed by where its rows with Cursor's key are meant.
const KEY: &str = "#openAIKey";

/// See the module.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, strum::Display, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Medium {
    /// A file of their own.
    #[default]
    File,
    /// Fields in Cursor's database of settings.
    CursorState,
    /// The rows with Cursor's key in the same database. It stands under a path of its own, see [`Medium::cursor_key`],
    /// so that what its owner does to the key and to other settings can be told apart.
    CursorKey,
    /// A file that Cline writes anew whenever it runs, and that editors with its extension keep in memory.
    ClineFile,
    /// A value in a database; the path is its address.
    Cell,
}

impl Medium {
    /// The bytes; `None` where there is no such file.
    ///
    /// # Errors
    /// [`Code::FileRefused`], [`Code::FileUnparsable`].
    pub fn read(self, path: &Path) -> Result<Option<Vec<u8>>> {
        match (self, self.part()) {
            (Self::Cell, _) => CellAddress::of_path(path)?.read(),
            (_, None) => fs::read(path),
            (_, Some(part)) => part.read(&self.database(path)),
        }
    }

    /// Makes sure that the bytes are still those.
    ///
    /// # Errors
    /// [`Code::FileChanged`] if not; those of [`Medium::read`].
    pub fn unchanged(self, path: &Path, before: Option<&[u8]>) -> Result<()> {
        if self.read(path)?.as_deref() == before {
            return Ok(());
        }
        Err(fs::changed(path))
    }

    /// Puts `after` where `before` stands: old or new, never torn.
    ///
    /// # Errors
    /// As [`fs::replace`]; [`Code::FileRefused`] also while the program runs that the database belongs to.
    pub fn replace(
        self,
        machine: &Machine,
        path: &Path,
        before: Option<&[u8]>,
        after: Option<&[u8]>,
        who: Access,
    ) -> Result<()> {
        match (self, self.part()) {
            (Self::Cell, _) => {
                let cell = CellAddress::of_path(path)?;
                cell.replace(before, after, || tools::nobody_holds(&cell.database))
            }
            (_, None) => {
                self.check_free(machine)?;
                fs::replace(path, before, after, who)
            }
            (_, Some(part)) => {
                part.replace(&self.database(path), before, after, &|| self.check_free(machine))
            }
        }
    }

    /// Makes sure that nobody has it open who would write over a change.
    ///
    /// # Errors
    /// [`Code::FileRefused`] while the program runs that the database belongs to.
    pub fn check_free(self, machine: &Machine) -> Result<()> {
        match self {
            // Who has a database open is asked when it is written.
            Self::File | Self::Cell => Ok(()),
            Self::CursorState | Self::CursorKey => tools::cursor_is_closed(machine),
            Self::ClineFile => tools::cline_is_free(machine),
        }
    }

    /// By what bytes are known again: their SHA-256; where a program spells them anew whenever it runs, also that
    /// of what they say.
    pub fn hash(self, bytes: &[u8]) -> String {
        let exact = tools::hash(bytes);
        let says = if self == Self::ClineFile { tools::cline_says(bytes) } else { None };
        match says {
            Some(says) => format!("{exact} {}", tools::hash(&says)),
            None => exact,
        }
    }

    /// Whether it is a file of its own.
    pub fn is_file(self) -> bool {
        matches!(self, Self::File | Self::ClineFile)
    }

    /// The permission bits that a write may change; `None` where it changes none.
    pub fn access(self, path: &Path) -> Option<u32> {
        fs::access(path).filter(|_| self.is_file())
    }

    /// The permission bits after a write that may change them.
    pub fn access_after(self, path: &Path, who: Access) -> Option<u32> {
        fs::access_after(path, who).filter(|_| self.is_file())
    }

    /// The outermost folder that a write would have to make first.
    ///
    /// # Errors
    /// As [`fs::missing_folder`].
    pub fn missing_folder(self, path: &Path) -> Result<Option<PathBuf>> {
        match self.is_file() {
            true => fs::missing_folder(path),
            false => Ok(None),
        }
    }

    /// The path under which the rows with the key in a database of Cursor's stand.
    pub fn cursor_key(database: &Path) -> PathBuf {
        let mut name = database.as_os_str().to_owned();
        name.push(KEY);
        name.into()
    }

    fn database(self, path: &Path) -> PathBuf {
        match path.to_str().and_then(|path| path.strip_suffix(KEY)) {
            Some(database) if self == Self::CursorKey => database.into(),
            _ => path.to_owned(),
        }
    }

    fn part(self) -> Option<&'static dyn Part> {
        match self {
            Self::File | Self::ClineFile | Self::Cell => None,
            Self::CursorState => Some(&tools::CURSOR_ROW),
            Self::CursorKey => Some(&tools::CURSOR_KEY_ROWS),
        }
    }
}
