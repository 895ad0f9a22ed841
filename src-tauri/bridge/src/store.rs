//! The state file: the whole state as JSON, old or new but never half.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::State;

/// Where the state is kept.
#[derive(Debug)]
pub(crate) struct StateFile {
    path: PathBuf,
    beside: PathBuf,
}

impl StateFile {
    /// Keeps the state at `path`, writing through a neighbour of it.
    pub(crate) fn at(path: &Path) -> Self {
        let mut beside = path.as_os_str().to_owned();
        beside.push(".new");
        Self { path: path.to_owned(), beside: beside.into() }
    }

    /// The state kept there, or `None` if there is no file.
    pub(crate) fn load(&self) -> io::Result<Option<State>> {
        match fs::read(&self.path) {
            Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Replaces what is kept there.
    pub(crate) fn save(&self, state: &State) -> io::Result<()> {
        fs::write(&self.beside, serde_json::to_vec(state)?)?;
        fs::rename(&self.beside, &self.path)
    }
}
