//! Where a tool is on this machine, and its version without running it.

use std::path::{Path, PathBuf};

use crate::fs;
use crate::machine::Machine;

/// A tool as found on this machine.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Its program, if one is on `PATH` or where its installer puts it.
    pub program: Option<PathBuf>,
    /// Its version, where a file beside the program tells.
    pub version: Option<String>,
    /// Whether it has left files in the home folder, program or not.
    pub has_files: bool,
}

impl Found {
    /// Looks for a program by name on `PATH`, then at these places; `package` is its name on npm, whose
    /// `package.json` tells the version.
    pub fn look(machine: &Machine, program: &str, places: &[PathBuf], package: &str) -> Self {
        let program =
            machine.find_program(program).or_else(|| places.iter().find(|place| place.is_file()).cloned());
        let version = program.as_deref().and_then(|program| version(program, package));
        Self { program, version, has_files: false }
    }

    /// Whether its version is known, and before that one.
    pub fn is_older_than(&self, first: [u32; 3]) -> bool {
        let numbers = |version: &str| -> Vec<u32> {
            version.split(['.', '-', '+']).map_while(|part| part.parse().ok()).take(3).collect()
        };
        self.version.as_deref().map(numbers).is_some_and(|found| !found.is_empty() && *found < first[..])
    }

    /// Whether there is anything of it.
    pub fn is_found(&self) -> bool {
        self.program.is_some() || self.has_files
    }
}

fn version(program: &Path, package: &str) -> Option<String> {
    let real = program.canonicalize().ok()?;
    real.ancestors()
        .skip(1)
        .take(6)
        .find_map(|folder| npm_version(folder, package))
        .or_else(|| in_path(&real))
}

fn npm_version(folder: &Path, package: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Package {
        name: String,
        version: String,
    }
    // A shim in `node_modules/.bin` on Windows is no link, so the package is also looked for beside it.
    [folder.join("package.json"), folder.join(package).join("package.json")].iter().find_map(|path| {
        let found: Package = serde_json::from_slice(&fs::read(path).ok()??).ok()?;
        (found.name == package || found.name.starts_with(&format!("{package}-"))).then_some(found.version)
    })
}

/// Installers that keep several versions name the folder or file after each (`…/versions/2.1.330`).
fn in_path(real: &Path) -> Option<String> {
    real.components()
        .rev()
        .take(3)
        .filter_map(|part| part.as_os_str().to_str())
        .find(|part| {
            part.split('.').count() >= 3
                && part.split('.').all(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
        })
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_numbers() {
        let older = |version: Option<&str>| {
            Found { version: version.map(Into::into), ..Found::default() }.is_older_than([0, 118, 0])
        };
        assert!(older(Some("0.117.9")) && older(Some("0.99.0-alpha.1")));
        assert!(!older(Some("0.118.0")) && !older(Some("1.2.0")) && !older(None) && !older(Some("dev")));
    }

    #[test]
    fn a_version_can_stand_in_the_path() {
        assert_eq!(in_path(Path::new("/h/.local/share/claude/versions/2.1.330")).as_deref(), Some("2.1.330"));
        assert_eq!(in_path(Path::new("/usr/bin/claude")), None);
    }
}
