//! The only module that writes files. Everything else asks it, so that every write is old or new and never
//! torn, keeps what the owner chose (mode, owner, symlink), and says the path when it fails.
//!
//! The order of a write, after jj's `persist_temp_file`: temporary file beside the target, 0600 before the
//! first byte; mode and owner copied; written; synced; target compared once more; renamed; folder synced.

#![expect(clippy::disallowed_methods, reason = "this is the module the others are sent to")]

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::error::{Code, Error, Result};
use crate::words::say;

/// How our temporary files are named. Whoever holds the lock may sweep them.
const TEMP_PREFIX: &str = ".bridgekeeper-";
const TEMP_SUFFIX: &str = ".tmp";

/// How long to wait for another copy of the wallet.
const LOCK_PATIENCE: Duration = Duration::from_secs(5);

/// The bytes of a file, or `None` where there is none.
///
/// # Errors
/// [`Code::FileRefused`] where there is something else (a folder, a pipe) or it may not be read.
pub fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(resolve(path).err().unwrap_or_else(|| failed("read", path, error))),
        Ok(meta) if !meta.is_file() => {
            let path = path.display().to_string();
            return Err(Error::new(Code::FileRefused, say!("fs-no-file", path = path))
                .hint(say!("fs-no-file", "hint")));
        }
        Ok(_) => {}
    }
    fs::read(path).map(Some).map_err(|error| failed("read", path, error))
}

/// Who may read a file that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Whoever could before; a new file is its owner's alone.
    Keep,
    /// Its owner alone: a key stands in it.
    OwnerOnly,
    /// These permission bits, as [`access`] once read them.
    Bits(u32),
}

/// The permission bits of a file, or `None` where there is none or the platform has none.
pub fn access(path: &Path) -> Option<u32> {
    #[cfg(unix)]
    return fs::metadata(path).ok().map(|meta| std::os::unix::fs::MetadataExt::mode(&meta) & 0o7777);
    #[cfg(not(unix))]
    return path.metadata().ok().and(None);
}

/// The permission bits a file will have after a [`replace`]; `None` where the platform has none.
pub fn access_after(path: &Path, who: Access) -> Option<u32> {
    match (who, access(path)) {
        _ if cfg!(not(unix)) => None,
        (Access::Bits(bits), _) | (Access::Keep, Some(bits)) => Some(bits),
        (Access::OwnerOnly, Some(bits)) => Some(bits & 0o7700),
        (_, None) => Some(0o600),
    }
}

/// The outermost folder that a [`replace`] would have to make first.
///
/// # Errors
/// [`Code::FileRefused`] for a symlink that leads back to itself.
pub fn missing_folder(path: &Path) -> Result<Option<PathBuf>> {
    let folder = folder_of(&resolve(path)?)?;
    Ok(folder.ancestors().take_while(|folder| !folder.exists()).last().map(Path::to_owned))
}

/// Removes the folder a file stood in and those around it, out to `outermost`, as far as they are empty.
///
/// # Errors
/// [`Code::FileRefused`] for a symlink that leads back to itself.
pub fn remove_empty_folders(path: &Path, outermost: &Path) -> Result<()> {
    let folder = folder_of(&resolve(path)?)?;
    for folder in folder.ancestors().take_while(|folder| folder.starts_with(outermost)) {
        match fs::remove_dir(folder) {
            Ok(()) => sync_folder(&folder_of(folder)?)?,
            // A crash may have come before all of them were made.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(_) => break,
        }
    }
    Ok(())
}

/// Puts `after` where `before` stands: old or new, never torn. `None` means no file.
///
/// Symlinks are followed and stay, and so does the owner.
///
/// # Errors
/// [`Code::FileChanged`] if the file no longer holds `before`; [`Code::FileRefused`] if it is a hard link, is
/// write-protected, or belongs to somebody else, or its folder cannot be written; [`Code::Io`] for a full disk
/// and the like. In every case the file is as it was.
pub fn replace(path: &Path, before: Option<&[u8]>, after: Option<&[u8]>, who: Access) -> Result<()> {
    let target = resolve(path)?;
    let folder = folder_of(&target)?;
    unchanged(&target, before)?;
    match after {
        Some(bytes) => {
            if before.is_some() {
                may_replace(&target)?;
            }
            create_folder(&folder)?;
            let temp = write_beside(&target, &folder, bytes, who)?;
            unchanged(&target, before)?;
            temp.persist(&target).map_err(|error| failed("write", &target, error.error))?;
        }
        None if before.is_some() => {
            may_replace(&target)?;
            fs::remove_file(&target).map_err(|error| failed("remove", &target, error))?;
        }
        None => return Ok(()),
    }
    sync_folder(&folder)?;
    match read(&target)?.as_deref() == after {
        true => Ok(()),
        false => Err(written_over(path)),
    }
}

/// The error for a file that no longer holds what was just written.
pub(crate) fn written_over(path: &Path) -> Error {
    Error::new(Code::FileChanged, say!("fs-written-over", path = path.display().to_string()))
        .hint(say!("fs-written-over", "hint"))
}

/// Gives whatever stands at a path another name in the same folder, a symlink as it is. What stands there is
/// replaced.
///
/// # Errors
/// [`Code::FileRefused`] or [`Code::Io`]: nothing was changed.
pub fn move_aside(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).map_err(|error| failed("move", from, error))?;
    sync_folder(&folder_of(to)?)
}

/// Writes one of the wallet's own files, readable by its owner only.
///
/// # Errors
/// As [`replace`], without the comparison.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = folder_of(path)?;
    create_folder(&folder)?;
    let temp = write_beside(path, &folder, bytes, Access::OwnerOnly)?;
    temp.persist(path).map_err(|error| failed("write", path, error.error))?;
    sync_folder(&folder)
}

/// Saves something for the user under the first name that is free: `usage.csv`, else `usage (2).csv` and on. It is
/// readable by its owner only.
///
/// # Errors
/// [`Code::FileRefused`] or [`Code::Io`].
pub fn save_new(folder: &Path, name: &str, extension: &str, bytes: &[u8]) -> Result<PathBuf> {
    create_folder(folder)?;
    let names = std::iter::once(name.to_owned()).chain((2..1000).map(|n| format!("{name} ({n})")));
    for name in names {
        let path = folder.join(format!("{name}.{extension}"));
        let mut options = File::options();
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.write(true).create_new(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(failed("create", &path, error)),
            Ok(mut file) => {
                file.write_all(bytes).map_err(|error| failed("write", &path, error))?;
                return Ok(path);
            }
        }
    }
    let folder = folder.display().to_string();
    Err(Error::new(Code::FileRefused, say!("fs-too-many", folder = folder, name = name))
        .hint(say!("fs-too-many", "hint")))
}

/// Makes sure a file is there and readable by its owner only; SQLite gives `-wal` and `-shm` the same mode.
///
/// # Errors
/// [`Code::FileRefused`] or [`Code::Io`].
pub fn touch_private(path: &Path) -> Result<()> {
    create_folder(&folder_of(path)?)?;
    let mut options = File::options();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(|error| failed("create", path, error))
}

/// Removes temporary files that a killed writer left in a folder. Only whoever holds the lock may call it.
///
/// # Errors
/// [`Code::Io`] if the folder cannot be read; a folder that is not there is fine.
pub fn sweep(folder: &Path) -> Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other.map_err(|error| failed("read", folder, error))?,
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let ours =
            name.to_str().is_some_and(|name| name.starts_with(TEMP_PREFIX) && name.ends_with(TEMP_SUFFIX));
        if ours {
            fs::remove_file(entry.path()).map_err(|error| failed("remove", &entry.path(), error))?;
        }
    }
    Ok(())
}

/// Keeps other copies of the wallet from writing; let go when dropped, also by a crash.
pub struct Lock(#[expect(dead_code, reason = "held, never read")] File);

impl Lock {
    /// Takes the lock of a data folder, waiting a few seconds for another copy.
    ///
    /// # Errors
    /// [`Code::Busy`] if the other copy does not let go in time.
    pub fn take(data_dir: &Path) -> Result<Self> {
        let path = data_dir.join("lock");
        touch_private(&path)?;
        let file = File::options().write(true).open(&path).map_err(|error| failed("open", &path, error))?;
        let start = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(fs::TryLockError::WouldBlock) if start.elapsed() < LOCK_PATIENCE => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                Err(fs::TryLockError::WouldBlock) => {
                    return Err(Error::new(Code::Busy, say!("fs-locked")).hint(say!("fs-locked", "hint")));
                }
                Err(fs::TryLockError::Error(error)) => return Err(failed("lock", &path, error)),
            }
        }
    }
}

/// A piece of work that one copy of the wallet has taken on. It is free again when its holder lets go or dies.
pub struct Claim {
    path: PathBuf,
    #[expect(dead_code, reason = "held, never read")]
    file: File,
}

impl Claim {
    /// Takes the work of that name, a plain word; `None` where another one is at it.
    ///
    /// # Errors
    /// [`Code::Io`] if the data folder cannot be written.
    pub fn take(data_dir: &Path, name: &str) -> Result<Option<Self>> {
        let path = data_dir.join(format!("{name}.claim"));
        loop {
            touch_private(&path)?;
            let file = match File::options().write(true).open(&path) {
                // Its holder let go just now.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                opened => opened.map_err(|error| failed("open", &path, error))?,
            };
            match file.try_lock() {
                Ok(()) if is_removed(&file) => {}
                Ok(()) => return Ok(Some(Self { path, file })),
                Err(fs::TryLockError::WouldBlock) => return Ok(None),
                Err(fs::TryLockError::Error(error)) => return Err(failed("lock", &path, error)),
            }
        }
    }
}

/// Whether a file is no longer there under any name: what is locked then holds nobody off.
fn is_removed(file: &File) -> bool {
    #[cfg(unix)]
    return file.metadata().is_ok_and(|meta| std::os::unix::fs::MetadataExt::nlink(&meta) == 0);
    #[cfg(not(unix))]
    {
        let _ = file;
        false
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        // One that stays behind is empty and free. Elsewhere it always does: there is no telling that it was removed.
        #[cfg(unix)]
        let _ = fs::remove_file(&self.path);
    }
}

/// Where a path really leads: symlinks followed, also to a file that is not there yet.
///
/// # Errors
/// [`Code::FileRefused`] for a loop.
pub fn resolve(path: &Path) -> Result<PathBuf> {
    let mut current = path.to_owned();
    for _ in 0..40 {
        match fs::read_link(&current) {
            Ok(next) => current = folder_of(&current)?.join(next),
            Err(_) => return Ok(current),
        }
    }
    let path = path.display().to_string();
    Err(Error::new(Code::FileRefused, say!("fs-loop", path = path)).hint(say!("fs-loop", "hint")))
}

fn folder_of(path: &Path) -> Result<PathBuf> {
    path.parent()
        .filter(|folder| folder.is_absolute())
        .map(Path::to_owned)
        .ok_or_else(|| Error::new(Code::Invalid, say!("fs-not-absolute", path = path.display().to_string())))
}

/// Makes sure that a file still holds those bytes.
///
/// # Errors
/// [`Code::FileChanged`] if not; those of [`read`].
pub fn unchanged(path: &Path, before: Option<&[u8]>) -> Result<()> {
    if read(path)?.as_deref() == before {
        return Ok(());
    }
    Err(changed(path))
}

/// The error for a file that holds something else than was read.
pub(crate) fn changed(path: &Path) -> Error {
    Error::new(Code::FileChanged, say!("fs-changed", path = path.display().to_string()))
        .hint(say!("fs-changed", "hint"))
}

/// Refuses what a rename would harm: the other name of a hard link, a file somebody else owns, a file its
/// owner made read-only.
#[cfg(unix)]
pub(crate) fn may_replace(path: &Path) -> Result<()> {
    use std::os::unix::fs::MetadataExt;
    let meta = fs::metadata(path).map_err(|error| failed("read", path, error))?;
    let folder = fs::metadata(folder_of(path)?).map_err(|error| failed("read", path, error))?;
    let path = path.display().to_string();
    let (why, hint) = if meta.nlink() > 1 {
        (say!("fs-hard-link", path = path), say!("fs-hard-link", "hint"))
    } else if meta.mode() & 0o200 == 0 {
        (say!("fs-protected", path = path), say!("fs-protected", "hint"))
    } else if meta.uid() != folder.uid() {
        (say!("fs-other-owner", path = path), say!("fs-other-owner", "hint"))
    } else {
        return Ok(());
    };
    Err(Error::new(Code::FileRefused, why).hint(hint))
}

#[cfg(not(unix))]
pub(crate) fn may_replace(path: &Path) -> Result<()> {
    let meta = fs::metadata(path).map_err(|error| failed("read", path, error))?;
    if meta.permissions().readonly() {
        let path = path.display().to_string();
        return Err(Error::new(Code::FileRefused, say!("fs-protected", path = path))
            .hint(say!("fs-protected", "attribute-hint")));
    }
    Ok(())
}

fn write_beside(target: &Path, folder: &Path, bytes: &[u8], who: Access) -> Result<tempfile::TempPath> {
    let wrap = |error| failed("write", target, error);
    let mut temp =
        tempfile::Builder::new().prefix(TEMP_PREFIX).suffix(TEMP_SUFFIX).tempfile_in(folder).map_err(wrap)?;
    give_access(target, temp.as_file(), who).map_err(wrap)?;
    temp.write_all(bytes).map_err(wrap)?;
    temp.as_file().sync_all().map_err(wrap)?;
    Ok(temp.into_temp_path())
}

#[cfg(unix)]
fn give_access(target: &Path, file: &File, who: Access) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let fresh = file.metadata()?;
    let there = fs::metadata(target).ok();
    if let Some(meta) = there.filter(|meta| (meta.uid(), meta.gid()) != (fresh.uid(), fresh.gid())) {
        fchown(file, Some(meta.uid()), Some(meta.gid()))?;
    }
    match access_after(target, who) {
        Some(bits) => file.set_permissions(fs::Permissions::from_mode(bits)),
        None => Ok(()),
    }
}

#[cfg(not(unix))]
fn give_access(_target: &Path, _file: &File, _who: Access) -> io::Result<()> {
    Ok(())
}

fn create_folder(folder: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| failed("create", folder, error))
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| failed("sync", folder, error))
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> Result<()> {
    Ok(())
}

fn failed(verb: &str, path: &Path, error: io::Error) -> Error {
    let (code, hint) = match error.kind() {
        io::ErrorKind::PermissionDenied => (Code::FileRefused, say!("fs-failed", "no-permission")),
        io::ErrorKind::ReadOnlyFilesystem => (Code::FileRefused, say!("fs-failed", "read-only")),
        io::ErrorKind::NotADirectory => (Code::FileRefused, say!("fs-failed", "no-folder")),
        io::ErrorKind::ResourceBusy => (Code::FileRefused, say!("fs-failed", "mounted")),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => (Code::Io, say!("fs-failed", "full")),
        _ => (Code::Io, say!("fs-failed", "hint")),
    };
    let message = say!("fs-failed", verb = verb, path = path.display().to_string());
    Error::new(code, message).hint(hint).because(error)
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn work_is_taken_on_by_one_at_a_time() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let folder = folder();
        let (at_it, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    while taken.load(Ordering::SeqCst) < 100 {
                        let Some(claim) = Claim::take(folder.path(), "work").unwrap() else { continue };
                        assert_eq!(at_it.fetch_add(1, Ordering::SeqCst), 0, "nobody else is at it");
                        taken.fetch_add(1, Ordering::SeqCst);
                        // The others have a turn meanwhile.
                        (0..20).for_each(|_| std::thread::yield_now());
                        at_it.fetch_sub(1, Ordering::SeqCst);
                        drop(claim);
                    }
                });
            }
        });
        assert_eq!(names(folder.path()), [""; 0], "and nothing stays behind");
    }

    #[test]
    fn what_is_saved_for_the_user_replaces_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("Downloads");
        let save = |text: &str| save_new(&folder, "usage", "csv", text.as_bytes()).unwrap();
        let saved = [save("a"), save("b"), save("c")];
        let names = saved.each_ref().map(|path| path.file_name().unwrap().to_str().unwrap());
        assert_eq!(names, ["usage.csv", "usage (2).csv", "usage (3).csv"]);
        assert_eq!(read(&saved[0]).unwrap().unwrap(), b"a");
        assert_eq!(saved[0].metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_new_file_is_private_and_its_folder_is_made() {
        let dir = folder();
        let path = dir.path().join("a/b/c.json");
        replace(&path, None, Some(b"{}"), Access::Keep).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"{}");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(names(path.parent().unwrap()), ["c.json"]);
    }

    #[test]
    fn mode_and_symlink_stay() {
        for mode in [0o600, 0o640, 0o644] {
            let dir = folder();
            let real = dir.path().join("dotfiles/settings.json");
            fs::create_dir(real.parent().unwrap()).unwrap();
            fs::write(&real, "old").unwrap();
            fs::set_permissions(&real, fs::Permissions::from_mode(mode)).unwrap();
            let link = dir.path().join("settings.json");
            symlink("dotfiles/settings.json", &link).unwrap();
            replace(&link, Some(b"old"), Some(b"new"), Access::Keep).unwrap();
            assert_eq!(fs::read_link(&link).unwrap(), Path::new("dotfiles/settings.json"));
            assert_eq!(fs::read(&real).unwrap(), b"new");
            assert_eq!(real.metadata().unwrap().permissions().mode() & 0o777, mode);
        }
    }

    #[test]
    fn a_file_with_a_key_is_closed_to_others_and_can_be_opened_again() {
        let dir = folder();
        let path = dir.path().join("f");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let before = access(&path).unwrap();
        replace(&path, Some(b"old"), Some(b"key"), Access::OwnerOnly).unwrap();
        assert_eq!(access(&path), Some(0o600));
        replace(&path, Some(b"key"), Some(b"old"), Access::Bits(before)).unwrap();
        assert_eq!(access(&path), Some(0o644));
    }

    #[test]
    fn a_dangling_symlink_gets_its_file_and_a_loop_is_refused() {
        let dir = folder();
        let link = dir.path().join("link");
        symlink("later/file", &link).unwrap();
        replace(&link, None, Some(b"x"), Access::Keep).unwrap();
        assert_eq!(fs::read(dir.path().join("later/file")).unwrap(), b"x");
        let knot = dir.path().join("knot");
        symlink("knot", &knot).unwrap();
        assert_eq!(replace(&knot, None, Some(b"x"), Access::Keep).unwrap_err().code(), Code::FileRefused);
    }

    #[test]
    fn a_changed_file_is_left_alone() {
        let dir = folder();
        let path = dir.path().join("f");
        fs::write(&path, "theirs").unwrap();
        for (before, after) in
            [(Some(&b"ours"[..]), Some(&b"new"[..])), (None, Some(b"new")), (Some(b"ours"), None)]
        {
            assert_eq!(replace(&path, before, after, Access::Keep).unwrap_err().code(), Code::FileChanged);
        }
        assert_eq!(fs::read(&path).unwrap(), b"theirs");
        assert_eq!(names(dir.path()), ["f"]);
    }

    #[test]
    fn hard_links_and_write_protection_are_refused() {
        let dir = folder();
        let path = dir.path().join("f");
        fs::write(&path, "old").unwrap();
        fs::hard_link(&path, dir.path().join("other")).unwrap();
        assert_eq!(
            replace(&path, Some(b"old"), Some(b"new"), Access::Keep).unwrap_err().code(),
            Code::FileRefused
        );
        fs::remove_file(dir.path().join("other")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        assert_eq!(replace(&path, Some(b"old"), None, Access::Keep).unwrap_err().code(), Code::FileRefused);
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }

    #[test]
    fn a_folder_in_the_way_is_not_a_missing_file() {
        let dir = folder();
        assert_eq!(read(dir.path()).unwrap_err().code(), Code::FileRefused);
        assert_eq!(read(&dir.path().join("none")).unwrap(), None);
    }

    #[test]
    fn the_lock_keeps_others_out_until_dropped() {
        let dir = folder();
        let held = Lock::take(dir.path()).unwrap();
        let file = File::open(dir.path().join("lock")).unwrap();
        assert!(matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)));
        drop(held);
        Lock::take(dir.path()).unwrap();
    }

    #[test]
    fn a_sweep_takes_our_litter_only() {
        let dir = folder();
        for name in [".bridgekeeper-x1.tmp", ".bridgekeeper", "notes.tmp"] {
            fs::write(dir.path().join(name), "").unwrap();
        }
        sweep(dir.path()).unwrap();
        assert_eq!(names(dir.path()), [".bridgekeeper", "notes.tmp"]);
        sweep(&dir.path().join("none")).unwrap();
    }
}
