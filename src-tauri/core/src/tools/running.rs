//! Programs that run now: some keep their settings in memory and write over whatever was changed meanwhile.

use std::path::Path;
use std::sync::Arc;

use crate::error::{Code, Error, Result};
use crate::machine::{Machine, Platform};
use crate::words::say;

/// A program that runs now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// The system's number for it.
    pub pid: u32,
    /// Its program's file name.
    pub name: String,
}

/// Lists the owner's programs that run now; `None` where that cannot be told.
pub type Processes = Arc<dyn Fn() -> Option<Vec<Process>> + Send + Sync>;

/// The programs that run now whose file name is that one; `None` where that cannot be told.
pub fn running(machine: &Machine, is_it: impl Fn(&str) -> bool) -> Option<Vec<Process>> {
    Some((machine.processes)()?.into_iter().filter(|process| is_it(&process.name)).collect())
}

/// How a machine of that kind lists them.
pub fn processes(platform: Platform) -> Processes {
    match platform {
        Platform::Linux => Arc::new(in_proc),
        Platform::MacOs | Platform::Windows => Arc::new(|| None),
    }
}

/// Those of this process's own user, as `/proc` has them.
#[cfg(unix)]
fn in_proc() -> Option<Vec<Process>> {
    use std::os::unix::fs::MetadataExt;
    let own = std::fs::metadata("/proc/self").ok()?.uid();
    let process = |entry: std::fs::DirEntry| {
        let pid = entry.file_name().to_str()?.parse().ok()?;
        if entry.metadata().ok()?.uid() != own {
            return None;
        }
        // Empty for what has ended and was not collected yet.
        let line = std::fs::read(entry.path().join("cmdline")).ok()?;
        let first = line.split(|byte| *byte == 0).next().filter(|first| !first.is_empty())?;
        // Electron writes all its arguments into the first.
        let program = String::from_utf8_lossy(first).into_owned();
        let program = program.split(" --").next().unwrap_or_default();
        let name = program.rsplit('/').next().unwrap_or_default().to_owned();
        Some(Process { pid, name })
    };
    Some(std::fs::read_dir("/proc").ok()?.flatten().filter_map(process).collect())
}

#[cfg(not(unix))]
fn in_proc() -> Option<Vec<Process>> {
    None
}

/// Makes sure that no other program has a file open.
///
/// # Errors
/// [`Code::FileRefused`], naming the program; also where it cannot be told.
pub fn nobody_holds(path: &Path) -> Result<()> {
    match holders(path, |_| true) {
        Some(holders) => refuse(path, &holders),
        None => Err(Error::new(
            Code::FileRefused,
            say!("tools-running-untold", path = path.display().to_string()),
        )
        .hint(say!("tools-running-untold", "hint"))),
    }
}

/// Makes sure that no other program has a file open to write to it, as far as that can be told: what it writes would
/// be lost.
///
/// # Errors
/// [`Code::FileRefused`], naming the program.
pub fn nobody_writes(path: &Path) -> Result<()> {
    const ACCESS: u32 = 0o3;
    let holders = holders(path, |flags| flags & ACCESS != 0);
    refuse(path, &holders.unwrap_or_default())
}

fn refuse(path: &Path, holders: &[Process]) -> Result<()> {
    if holders.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = holders.iter().map(|process| format!("{} ({})", process.name, process.pid)).collect();
    let (path, programs) = (path.display().to_string(), names.join(", "));
    Err(Error::new(Code::FileRefused, say!("tools-running-open", path = path, programs = programs))
        .hint(say!("tools-running-open", "hint")))
}

/// The programs of this user, but this one, that have a file open in one of these ways; `None` where that cannot be
/// told.
#[cfg(target_os = "linux")]
fn holders(path: &Path, is_it: impl Fn(u32) -> bool) -> Option<Vec<Process>> {
    let path = path.canonicalize().ok()?;
    let own = std::process::id();
    let holds = |process: &Process| {
        let folder = Path::new("/proc").join(process.pid.to_string());
        let open = std::fs::read_dir(folder.join("fd")).into_iter().flatten().flatten();
        open.filter(|entry| std::fs::read_link(entry.path()).is_ok_and(|to| to == path)).any(|entry| {
            let info = std::fs::read_to_string(folder.join("fdinfo").join(entry.file_name()));
            let flags = info.ok().and_then(|info| {
                let flags = info.lines().find_map(|line| line.strip_prefix("flags:"))?;
                u32::from_str_radix(flags.trim(), 8).ok()
            });
            is_it(flags.unwrap_or(u32::MAX))
        })
    };
    let others = in_proc()?.into_iter().filter(|process| process.pid != own);
    Some(others.filter(holds).collect())
}

#[cfg(not(target_os = "linux"))]
fn holders(_path: &Path, _is_it: impl Fn(u32) -> bool) -> Option<Vec<Process>> {
    None
}

#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_very_program_runs() {
        let own = std::process::id();
        assert!(in_proc().unwrap().iter().any(|process| process.pid == own && !process.name.contains('/')));
        assert_eq!(processes(Platform::Windows)(), None);
    }
}
