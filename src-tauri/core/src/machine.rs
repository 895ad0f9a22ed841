//! What the core may know of the machine it runs on. The shell passes it in; the core looks nothing up
//! itself, so a test can be macOS or Windows on Linux, at any hour, in any home.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::error::{Code, Error, Result};
use crate::tools::{self, Processes};
use crate::vault::{self, Passwords};
use crate::words::say;

/// The operating systems the wallet knows paths for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Platform {
    /// Linux and other free desktops.
    Linux,
    /// macOS.
    MacOs,
    /// Windows.
    Windows,
}

impl Platform {
    /// The one this program was built for.
    pub const HERE: Self = if cfg!(target_os = "macos") {
        Self::MacOs
    } else if cfg!(windows) {
        Self::Windows
    } else {
        Self::Linux
    };
}

/// Tells the time. Seconds of difference matter to expiry, milliseconds to a kill; nothing else does.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Home, environment, platform and clock of the person the wallet works for.
#[derive(Clone)]
pub struct Machine {
    /// The home folder; tools' files are looked for below it.
    pub home: PathBuf,
    /// Where the wallet keeps its own state (database, lock, file vault).
    pub data_dir: PathBuf,
    /// The operating system.
    pub platform: Platform,
    /// Environment variables as the user's shell has them. Values may be secrets: never shown.
    pub env: BTreeMap<String, String>,
    /// What the machine is called; part of the names of keys made for it.
    pub host: String,
    /// Absolute path of the `bridgekeeper` command that tools call for their key.
    pub command: PathBuf,
    /// The folder a command was called in, where that means something: folders may have their own profiles.
    pub folder: Option<PathBuf>,
    /// The clock.
    pub clock: Clock,
    /// The time zone by which the person counts days.
    pub zone: TimeZone,
    /// The programs that run now.
    pub processes: Processes,
    /// The passwords under which other programs seal what they keep.
    pub passwords: Passwords,
}

impl Machine {
    /// The machine as a shell finds it: home and data folder are worked out from the environment. Its days are
    /// UTC's until the shell sets [`Machine::zone`].
    ///
    /// # Errors
    /// [`Code::Invalid`] if the environment names no home folder.
    pub fn new(
        platform: Platform,
        env: BTreeMap<String, String>,
        host: String,
        command: PathBuf,
        clock: Clock,
    ) -> Result<Self> {
        let name = if platform == Platform::Windows { "USERPROFILE" } else { "HOME" };
        let home = env.get(name).map(PathBuf::from).filter(|home| home.is_absolute()).ok_or_else(|| {
            Error::new(Code::Invalid, say!("machine-no-home", name = name)).hint(say!(
                "machine-no-home",
                "hint",
                name = name
            ))
        })?;
        let data_dir = Self::default_data_dir(platform, &home, &env);
        let processes = tools::processes(platform);
        Ok(Self {
            home,
            data_dir,
            platform,
            env,
            host,
            command,
            folder: None,
            clock,
            zone: TimeZone::UTC,
            processes,
            passwords: vault::passwords(),
        })
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// A variable that is set and not empty.
    pub fn var(&self, name: &str) -> Option<&str> {
        self.env.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// A path as people write it: `~/…` for what lies below the home folder.
    pub fn show(&self, path: &Path) -> String {
        match path.strip_prefix(&self.home) {
            Ok(rest) if rest.as_os_str().is_empty() => "~".into(),
            Ok(rest) => format!("~/{}", rest.display()),
            Err(_) => path.display().to_string(),
        }
    }

    /// The path that [`Machine::show`] wrote so, on this machine or another one.
    pub fn unshow(&self, shown: &str) -> PathBuf {
        match shown.strip_prefix('~') {
            Some("") => self.home.clone(),
            Some(rest) if rest.starts_with('/') => self.home.join(&rest[1..]),
            _ => PathBuf::from(shown),
        }
    }

    /// The wallet's own folder where nothing else was asked for, by platform custom
    /// (XDG base directory specification; Apple and Microsoft folder guides).
    fn default_data_dir(platform: Platform, home: &Path, env: &BTreeMap<String, String>) -> PathBuf {
        const NAME: &str = "bridgekeeper";
        let var = |name: &str| env.get(name).map(PathBuf::from).filter(|path| path.is_absolute());
        if let Some(chosen) = var("BRIDGEKEEPER_DATA_DIR") {
            return chosen;
        }
        match platform {
            Platform::Linux => var("XDG_DATA_HOME").unwrap_or_else(|| home.join(".local/share")).join(NAME),
            Platform::MacOs => home.join("Library/Application Support").join(NAME),
            Platform::Windows => var("LOCALAPPDATA").unwrap_or_else(|| home.join("AppData/Local")).join(NAME),
        }
    }

    /// The folder a command was called in and those around it, inner ones first.
    pub fn folders_around(&self) -> impl Iterator<Item = &Path> {
        self.folder.iter().flat_map(|folder| folder.ancestors())
    }

    /// The folder of the git repository a command was called in.
    pub fn repository(&self) -> Option<&Path> {
        self.folders_around().find(|folder| folder.join(".git").exists())
    }

    /// The first program of that name on `PATH` that can be run.
    pub fn find_program(&self, name: &str) -> Option<PathBuf> {
        let names: Vec<String> = match self.platform {
            Platform::Windows => ["exe", "cmd"].map(|end| format!("{name}.{end}")).into(),
            _ => vec![name.into()],
        };
        std::env::split_paths(self.var("PATH")?)
            .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
            .find(|path| path.is_absolute() && is_program(path))
    }
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_folder_follows_each_platform_and_can_be_moved() {
        let home = Path::new("/h");
        let env = |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect();
        let dir = |platform, env| Machine::default_data_dir(platform, home, &env);
        assert_eq!(dir(Platform::Linux, env(&[])), Path::new("/h/.local/share/bridgekeeper"));
        assert_eq!(dir(Platform::Linux, env(&[("XDG_DATA_HOME", "/x")])), Path::new("/x/bridgekeeper"));
        assert_eq!(
            dir(Platform::Linux, env(&[("XDG_DATA_HOME", "relative")])),
            Path::new("/h/.local/share/bridgekeeper")
        );
        assert_eq!(dir(Platform::MacOs, env(&[])), Path::new("/h/Library/Application Support/bridgekeeper"));
        assert_eq!(dir(Platform::Windows, env(&[])), Path::new("/h/AppData/Local/bridgekeeper"));
        assert_eq!(dir(Platform::MacOs, env(&[("BRIDGEKEEPER_DATA_DIR", "/d")])), Path::new("/d"));
    }
}
