//! What the bytes of a change stand in: a file of their own, one that a program writes anew whenever it runs, or
//! fields of a row in another program's database.
//! Whoever plans, writes and takes back goes through here and need not know which.

use std::path::{Path, PathBuf};

use crate::error::{Code, Error, Result};
use crate::fs::{self, Access};
use crate::machine::Machine;
use crate::row::Row;
use crate::tools;

/// See the module.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, strum::Display, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Medium {
    /// A file of their own.
    #[default]
    File,
    /// Fields in Cursor's database of settings.
    CursorState,
    /// A file that Cline writes anew whenever it runs, and that editors with its extension keep in memory.
    ClineFile,
}

impl Medium {
    /// The bytes; `None` where there is no such file.
    ///
    /// # Errors
    /// [`Code::FileRefused`], [`Code::FileUnparsable`].
    pub fn read(self, path: &Path) -> Result<Option<Vec<u8>>> {
        match self.row() {
            None => fs::read(path),
            Some(row) => row.read(path),
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
        Err(Error::new(
            Code::FileChanged,
            format!("{} changed since it was read; nothing was written", path.display()),
        )
        .hint("look at the new difference, then apply again"))
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
        match self.row() {
            None => {
                self.check_free(machine)?;
                fs::replace(path, before, after, who)
            }
            Some(row) => row.replace(path, before, after, || self.check_free(machine)),
        }
    }

    /// Makes sure that nobody has it open who would write over a change.
    ///
    /// # Errors
    /// [`Code::FileRefused`] while the program runs that the database belongs to.
    pub fn check_free(self, machine: &Machine) -> Result<()> {
        match self {
            Self::File => Ok(()),
            Self::CursorState => tools::cursor_is_closed(machine),
            Self::ClineFile => tools::cline_is_free(machine),
        }
    }

    /// By what bytes are known again: their SHA-256, or that of what they say where a program spells them anew
    /// whenever it runs.
    pub fn hash(self, bytes: &[u8]) -> String {
        match self {
            Self::File | Self::CursorState => tools::hash(bytes),
            Self::ClineFile => {
                tools::cline_says(bytes).map_or_else(|| tools::hash(bytes), |says| tools::hash(&says))
            }
        }
    }

    /// Whether it is a file of its own.
    pub fn is_file(self) -> bool {
        self.row().is_none()
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
        match self.row() {
            None => fs::missing_folder(path),
            Some(_) => Ok(None),
        }
    }

    fn row(self) -> Option<&'static Row> {
        match self {
            Self::File | Self::ClineFile => None,
            Self::CursorState => Some(&tools::CURSOR_ROW),
        }
    }
}
