//! What the tests share: a sandbox home, the built programs, searching for a canary. Nothing here touches the
//! real home folder, and every address is loopback.

#[cfg(unix)]
pub mod home;
#[path = "support/keyring.rs"]
pub mod keyring;
#[path = "support/panel.rs"]
pub mod panel;
#[path = "support/processes.rs"]
pub mod processes;
#[cfg(unix)]
pub mod scene;
#[path = "support/screen.rs"]
pub mod screen;

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder that no busy disk holds up, where the system has one with room: how long a disk takes is seldom part of
/// what is proven, and databases and settings are synced to it all the time.
///
/// # Panics
/// If there is no room for it anywhere.
pub fn folder_in_memory(prefix: &str) -> TempDir {
    const MEMORY: &str = "/dev/shm";
    #[cfg(unix)]
    let has_room = rustix::fs::statvfs(MEMORY).is_ok_and(|it| it.f_bavail * it.f_frsize > 2 << 30);
    #[cfg(not(unix))]
    let has_room = false;
    let made = if has_room { TempDir::with_prefix_in(prefix, MEMORY) } else { TempDir::with_prefix(prefix) };
    made.expect("a temporary folder")
}

/// A built program of this workspace.
///
/// # Panics
/// If it was not built; `cargo build --workspace` does.
pub fn program(name: &str) -> PathBuf {
    let own = std::env::current_exe().expect("this program has a path");
    let found = own.ancestors().skip(1).take(2).map(|folder| folder.join(name)).find(|path| path.is_file());
    found.unwrap_or_else(|| panic!("{name} is not built: run `cargo build --workspace` first"))
}

/// A program that `npm ci` put into `tests/real`.
///
/// # Panics
/// If it was not installed.
pub fn real_tool(name: &str) -> PathBuf {
    let modules = Path::new(env!("CARGO_MANIFEST_DIR")).join("real/node_modules");
    // opencode's build for this machine names no program of its own.
    let mut places = [modules.join(".bin"), modules.join("opencode-linux-x64/bin")].into_iter();
    let found = places.find_map(|folder| Some(folder.join(name)).filter(|path| path.is_file()));
    found.unwrap_or_else(|| panic!("{name} is not installed: run `npm ci --prefix tests/real` first"))
}

/// A home folder of its own, and the environment of somebody who lives there. Gone when dropped.
pub struct Sandbox {
    home: TempDir,
    env: Vec<(String, String)>,
}

impl Sandbox {
    /// A fresh home. `session` adds to the environment: a keychain's, for one.
    ///
    /// # Panics
    /// If there is no room for it.
    pub fn new(session: impl IntoIterator<Item = (String, String)>) -> Self {
        Self {
            home: TempDir::with_prefix("bridgekeeper-test-").expect("a temporary folder"),
            env: session.into_iter().collect(),
        }
    }

    /// The home folder.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// A path below the home folder.
    pub fn path(&self, below: &str) -> PathBuf {
        self.home.path().join(below)
    }

    /// Writes a file below the home folder, with the folders on the way.
    ///
    /// # Panics
    /// If it cannot.
    pub fn write(&self, below: &str, text: &str) -> PathBuf {
        let path = self.path(below);
        std::fs::create_dir_all(path.parent().expect("it has a parent")).expect("a folder");
        std::fs::write(&path, text).expect("a file");
        path
    }

    /// A program as the person would start it: their home, their session, nothing of this process's own
    /// environment but `PATH`.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("HOME", self.home()).current_dir(self.home());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.envs(self.env.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null());
        command
    }

    /// `bridgekeeper` with these arguments and nothing on stdin.
    pub fn bridgekeeper(&self, arguments: &[&str]) -> Said {
        self.bridgekeeper_fed(arguments, "")
    }

    /// `bridgekeeper` with these arguments and this on stdin.
    ///
    /// # Panics
    /// If it cannot be started.
    pub fn bridgekeeper_fed(&self, arguments: &[&str], stdin: &str) -> Said {
        let mut command = self.command(program("bridgekeeper"));
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("bridgekeeper starts");
        // A command that does not read stdin may be gone already.
        let _ = child.stdin.take().expect("a pipe").write_all(stdin.as_bytes());
        Said::from(child.wait_with_output().expect("bridgekeeper ends"))
    }

    /// Files below the home folder that hold these bytes anywhere.
    pub fn files_with(&self, needle: &str) -> Vec<PathBuf> {
        files_with(self.home(), needle.as_bytes())
    }
}

/// Files below a folder that hold these bytes anywhere.
///
/// # Panics
/// If something there cannot be read.
pub fn files_with(folder: &Path, needle: &[u8]) -> Vec<PathBuf> {
    let mut found = vec![];
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let kind = entry.file_type().expect("a kind");
        if kind.is_dir() {
            found.extend(files_with(&entry.path(), needle));
        } else if kind.is_file() {
            let bytes = std::fs::read(entry.path()).expect("a file");
            if memchr::memmem::find(&bytes, needle).is_some() {
                found.push(entry.path());
            }
        }
    }
    found
}

/// What a program said, and how it ended.
pub struct Said {
    /// Its exit code; -1 if a signal ended it.
    pub exit: i32,
    /// Its stdout.
    pub out: String,
    /// Its stderr.
    pub err: String,
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Self {
            exit: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl Said {
    /// Itself, if it ended well.
    ///
    /// # Panics
    /// If it did not, with what it said.
    pub fn ok(self) -> Self {
        self.exits(0)
    }

    /// Itself, if it ended with that code.
    ///
    /// # Panics
    /// If it did not, with what it said.
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.exit, code, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    /// Its stdout as JSON.
    ///
    /// # Panics
    /// If that is not one JSON document.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}
