//! The guard of a repository: its hooks let nothing through that holds a known key. Only an exact key stops
//! anything, told by the hash index: no vault is opened and nobody is asked. Whatever else goes wrong stops nothing.

use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};

use crate::error::{Code, Error, Result};
use crate::fs::{self, Access};
use crate::machine::{Machine, Platform};
use crate::scan::{Known, KnownKey};
use crate::store::Store;
use crate::words::say;

/// The hooks it lives in.
pub const HOOKS: [&str; 2] = ["pre-commit", "pre-push"];

/// How a hook that was there before is called since.
const KEPT: &str = ".before-bridgekeeper";

/// Tells its hook from any other.
const MARK: &str = "# Bridgekeeper's guard.";

/// A key in what would be let through.
#[derive(Debug, Clone)]
pub struct Caught {
    /// Where; empty for what has no name.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// The key.
    pub key: KnownKey,
}

/// The keys that the guard knows; `None` before the wallet knows any. Makes nothing.
///
/// # Errors
/// [`Code::Store`].
pub fn known(machine: &Machine) -> Result<Option<Known>> {
    if !machine.data_dir.join("wallet.db").exists() {
        return Ok(None);
    }
    let known = Store::open(&machine.data_dir)?.known(machine.now())?;
    Ok(Some(known).filter(|known| !known.keys().is_empty()))
}

/// Looks through the lines that a difference adds, as `git diff --unified=0` writes it.
///
/// # Errors
/// The stream's.
pub fn look_at_diff(known: &Known, diff: &mut dyn BufRead) -> io::Result<Vec<Caught>> {
    let mut caught = vec![];
    let (mut path, mut line, mut left) = (String::new(), 0, 0);
    let mut bytes = vec![];
    loop {
        bytes.clear();
        if diff.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(caught);
        }
        // Within a hunk a line may look like anything.
        if left > 0 {
            match bytes.first() {
                Some(b'+') => {
                    let found = known.find(&bytes[1..]);
                    caught.extend(found.map(|find| Caught {
                        path: path.clone(),
                        line,
                        key: find.key.clone(),
                    }));
                    (line, left) = (line + 1, left - 1);
                    continue;
                }
                // What it takes away, and "\ No newline at end of file".
                Some(b'-' | b'\\') => continue,
                _ => left = 0,
            }
        }
        let text = String::from_utf8_lossy(&bytes);
        let text = text.trim_end_matches(['\r', '\n']);
        if let Some(name) = text.strip_prefix("+++ ") {
            path = plain_path(name);
        } else if let Some((start, count)) = text.strip_prefix("@@ ").and_then(added) {
            (line, left) = (start, count);
        }
    }
}

/// The first line and number of lines that a hunk adds: `-1,2 +3,4 @@`.
fn added(hunk: &str) -> Option<(u32, u32)> {
    let added = hunk.split(' ').find_map(|part| part.strip_prefix('+'))?;
    match added.split_once(',') {
        Some((start, count)) => Some((start.parse().ok()?, count.parse().ok()?)),
        None => Some((added.parse().ok()?, 1)),
    }
}

/// A path as a difference names it, without its prefix and quotes.
fn plain_path(name: &str) -> String {
    let name = name.strip_suffix('\t').unwrap_or(name);
    let name = name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name);
    name.strip_prefix("b/").unwrap_or(name).to_owned()
}

/// Looks through objects, as `git cat-file --batch='%(objecttype) %(objectsize) %(rest)'` writes them. Trees are
/// passed over.
///
/// # Errors
/// The stream's; [`io::ErrorKind::InvalidData`] for what is not that.
pub fn look_at_objects(known: &Known, objects: &mut dyn BufRead) -> io::Result<Vec<Caught>> {
    let mut caught = vec![];
    let mut head = String::new();
    loop {
        head.clear();
        if objects.read_line(&mut head)? == 0 {
            return Ok(caught);
        }
        let mut words = head.trim_end_matches('\n').splitn(3, ' ');
        let (kind, size, path) = (words.next(), words.next(), words.next().unwrap_or_default());
        let Some(size) = size.and_then(|size| size.parse().ok()) else {
            // An object that is not here: "… missing".
            continue;
        };
        let mut object = objects.take(size);
        if kind == Some("tree") {
            io::copy(&mut object, &mut io::sink())?;
        } else {
            let name = if path.is_empty() { kind.unwrap_or_default() } else { path };
            caught.extend(look_at_stream(known, &mut object, name)?);
        }
        objects.read_exact(&mut [0])?;
    }
}

/// Looks through a text, a piece at a time.
///
/// # Errors
/// The stream's.
pub fn look_at_stream(known: &Known, stream: &mut dyn Read, path: &str) -> io::Result<Vec<Caught>> {
    const PIECE: usize = 64 << 10;
    let mut caught = vec![];
    let mut piece = vec![0; PIECE + known.reach()];
    let (mut carried, mut line) = (0, 1);
    loop {
        let read = stream.read(&mut piece[carried..carried + PIECE])?;
        if read == 0 {
            return Ok(caught);
        }
        let text = &piece[..carried + read];
        let breaks = |bytes: &[u8]| bytes.iter().map(|byte| u32::from(*byte == b'\n')).sum::<u32>();
        known.look(text, carried, &mut |find| {
            let line = line + breaks(&text[..find.range.start]);
            caught.push(Caught { path: path.to_owned(), line, key: find.key.clone() });
        });
        let kept = text.len().min(known.reach());
        line += breaks(&text[..text.len() - kept]);
        let end = text.len();
        piece.copy_within(end - kept..end, 0);
        carried = kept;
    }
}

/// What became of a hook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hook {
    /// It is there now.
    Installed,
    /// It is there now, and the one that was there before runs after it.
    Chained,
    /// It was there already, and is up to date now.
    Renewed,
}

/// Puts the guard's hooks into a folder of hooks. A hook that is there already is kept and runs after it, with its
/// arguments and input.
///
/// # Errors
/// [`Code::FileRefused`], [`Code::Io`].
pub fn install(machine: &Machine, folder: &Path) -> Result<[Hook; 2]> {
    let install = |name: &str| -> Result<Hook> {
        let (path, kept) = places(folder, name);
        let script = script(machine, name)?.into_bytes();
        let before = own(&path)?;
        if before.is_some() {
            fs::replace(&path, before.as_deref(), Some(&script), Access::Bits(0o755))?;
            return Ok(Hook::Renewed);
        }
        let is_there = path.symlink_metadata().is_ok();
        if is_there && kept.symlink_metadata().is_ok() {
            let (path, kept) = (path.display().to_string(), kept.display().to_string());
            return Err(Error::new(Code::FileRefused, say!("guard-both-foreign", path = path, kept = kept))
                .hint(say!("guard-both-foreign", "hint")));
        }
        if is_there {
            fs::move_aside(&path, &kept)?;
        }
        fs::replace(&path, None, Some(&script), Access::Bits(0o755))?;
        Ok(if kept.symlink_metadata().is_ok() { Hook::Chained } else { Hook::Installed })
    };
    Ok([install(HOOKS[0])?, install(HOOKS[1])?])
}

/// Takes the guard's hooks out and puts back what was there before; says how many there were.
///
/// # Errors
/// [`Code::FileRefused`], [`Code::Io`].
pub fn remove(folder: &Path) -> Result<usize> {
    let mut removed = 0;
    for name in HOOKS {
        let (path, kept) = places(folder, name);
        let Some(before) = own(&path)? else { continue };
        match kept.symlink_metadata() {
            Ok(_) => fs::move_aside(&kept, &path)?,
            Err(_) => fs::replace(&path, Some(&before), None, Access::Keep)?,
        }
        removed += 1;
    }
    Ok(removed)
}

/// Whether a folder of hooks has the guard's.
pub fn is_installed(folder: &Path) -> bool {
    HOOKS.iter().all(|name| own(&places(folder, name).0).is_ok_and(|own| own.is_some()))
}

fn places(folder: &Path, name: &str) -> (PathBuf, PathBuf) {
    (folder.join(name), folder.join(format!("{name}{KEPT}")))
}

/// The bytes of a hook, if it is the guard's own.
fn own(path: &Path) -> Result<Option<Vec<u8>>> {
    match path.symlink_metadata() {
        Ok(meta) if meta.is_file() => {}
        _ => return Ok(None),
    }
    let bytes = fs::read(path)?;
    Ok(bytes.filter(|bytes| bytes.windows(MARK.len()).any(|part| part == MARK.as_bytes())))
}

/// A hook as git runs it, by `sh` on every platform. Without the command it lets everything through and says so.
fn script(machine: &Machine, name: &str) -> Result<String> {
    let command =
        machine.command.to_str().filter(|command| !command.contains(['\n', '\r'])).ok_or_else(|| {
            Error::new(Code::Invalid, say!("guard-odd-path")).hint(say!("guard-odd-path", "hint"))
        })?;
    let command =
        if machine.platform == Platform::Windows { command.replace('\\', "/") } else { command.into() };
    let command = command.replace('\'', r"'\''");
    Ok(format!(
        r#"#!/bin/sh
{MARK} It stops what holds one of your keys, and nothing else.
# To take it out: bridgekeeper guard remove
kept="$0{KEPT}"
command='{command}'
input=
[ {name} = pre-commit ] || input=$(cat)
give() {{ [ -z "$input" ] || printf '%s\n' "$input"; }}
[ -x "$command" ] || command=$(command -v bridgekeeper)
if [ -n "$command" ]; then
  give | "$command" guard hook {name} -- "$@" || exit $?
else
  echo "bridgekeeper: not found, so nothing was checked for keys" >&2
fi
[ -x "$kept" ] || exit 0
if [ {name} = pre-commit ]; then exec "$kept" "$@"; fi
give | "$kept" "$@"
"#
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::KeyId;
    use crate::scan::{HashKey, KnownStatus};
    use crate::secret::Secret;

    const KEY: &str = "canaryABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop";

    fn keys() -> Known {
        let hasher = HashKey::new([7; 32]);
        let key = KnownKey {
            print: hasher.print(&Secret::new(KEY.into())).unwrap(),
            origin: "https://bridge.example".into(),
            label: "bridge.example".into(),
            id: KeyId(7),
            name: "laptop".into(),
            masked: "sk-····mnop".into(),
            status: KnownStatus::Live,
        };
        Known::new(hasher, vec![key])
    }

    fn caught(found: Vec<Caught>) -> Vec<(String, u32)> {
        found.into_iter().map(|caught| (caught.path, caught.line)).collect()
    }

    #[test]
    fn added_lines_are_looked_at_and_no_others() {
        let diff = format!(
            "diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@ fn\n-old sk-{KEY}\n-x\n+new\n+sk-{KEY}\n\
             @@ -9 +9 @@\n-{KEY}\n+{KEY}\n\\ No newline at end of file\n\
             diff --git a/b b/b\n--- a/b\n+++ b/b\n@@ -3,0 +4,2 @@\n+++ b/c {KEY}\n+@@ -1 +1 @@\n"
        );
        let found = look_at_diff(&keys(), &mut diff.as_bytes()).unwrap();
        assert_eq!(caught(found), [("a.txt".into(), 2), ("a.txt".into(), 9), ("b".into(), 4)]);
    }

    #[test]
    fn objects_are_looked_at_with_their_names() {
        let text = format!("line\n{KEY}\n");
        let objects = format!(
            "blob {} a b.txt\n{text}\ntree 3 \nabc\ncommit {} \n{text}\nblob 0 empty\n\n",
            text.len(),
            text.len()
        );
        let found = look_at_objects(&keys(), &mut objects.as_bytes()).unwrap();
        assert_eq!(caught(found), [("a b.txt".into(), 2), ("commit".into(), 2)]);
    }

    #[test]
    fn a_long_text_has_its_lines_counted() {
        let text = format!("{}{KEY}\n{}sk-{KEY}", ".\n".repeat(40_000), ".\n".repeat(40_000));
        let found = look_at_stream(&keys(), &mut text.as_bytes(), "long").unwrap();
        assert_eq!(caught(found), [("long".into(), 40_001), ("long".into(), 80_002)]);
    }
}
