//! Programs that run now: some keep their settings in memory and write over whatever was changed meanwhile.

use std::sync::Arc;

use crate::machine::{Machine, Platform};

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
