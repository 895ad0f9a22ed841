//! Opens files of whoever they may be, only to read them, without a trace and without ever hanging: no link is
//! followed, no pipe waited on, no access time changed.

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;

/// A regular file, open to be read.
pub struct Opened {
    /// The file.
    pub file: File,
    /// As it was when it was opened.
    pub meta: Metadata,
}

/// Opens a file if it is a regular one; `None` for a pipe, socket, device, folder or link.
///
/// # Errors
/// What the system says.
pub fn regular(path: &Path) -> io::Result<Option<Opened>> {
    let file = match open(path) {
        // What the system calls a link it was told not to follow, and a socket.
        Err(error) if is_no_file(&error) => return Ok(None),
        other => other?,
    };
    let meta = file.metadata()?;
    Ok(meta.is_file().then_some(Opened { file, meta }))
}

#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    // Only a file's owner may read it without changing its access time.
    #[cfg(target_os = "linux")]
    match rustix::fs::open(path, flags | OFlags::NOATIME, Mode::empty()) {
        Err(rustix::io::Errno::PERM) => {}
        other => return other.map(File::from).map_err(io::Error::from),
    }
    rustix::fs::open(path, flags, Mode::empty()).map(File::from).map_err(io::Error::from)
}

#[cfg(unix)]
fn is_no_file(error: &io::Error) -> bool {
    let errno = rustix::io::Errno::from_io_error(error);
    matches!(errno, Some(rustix::io::Errno::LOOP | rustix::io::Errno::NXIO | rustix::io::Errno::OPNOTSUPP))
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    match path.symlink_metadata()?.is_file() {
        true => File::open(path),
        false => Err(io::ErrorKind::Unsupported.into()),
    }
}

#[cfg(not(unix))]
fn is_no_file(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::Unsupported
}

/// What tells a file from every other on this machine, and from itself with another name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Identity {
    /// The file system.
    pub device: u64,
    /// The file there.
    pub inode: u64,
}

/// See [`Identity`]; `None` where the platform does not tell.
pub fn identity(meta: &Metadata) -> Option<Identity> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        Some(Identity { device: meta.dev(), inode: meta.ino() })
    }
    #[cfg(not(unix))]
    {
        let _ = meta;
        None
    }
}

/// Whether a file has other names besides this one.
pub fn has_other_names(meta: &Metadata) -> bool {
    #[cfg(unix)]
    return std::os::unix::fs::MetadataExt::nlink(meta) > 1;
    #[cfg(not(unix))]
    {
        let _ = meta;
        false
    }
}

/// Whether much of a file is holes that take no room: nothing stands there.
pub fn has_holes(meta: &Metadata) -> bool {
    #[cfg(unix)]
    return std::os::unix::fs::MetadataExt::blocks(meta) * 512 < meta.len() / 2;
    #[cfg(not(unix))]
    {
        let _ = meta;
        false
    }
}

/// Where something stands in a file at or behind a place; `None` if only holes follow. Where the platform does
/// not tell, it is taken to stand right there.
///
/// # Errors
/// What the system says.
pub fn next_data(file: &File, offset: u64) -> io::Result<Option<u64>> {
    #[cfg(target_os = "linux")]
    return match rustix::fs::seek(file, rustix::fs::SeekFrom::Data(offset)) {
        Ok(next) => Ok(Some(next)),
        Err(rustix::io::Errno::NXIO) => Ok(None),
        Err(rustix::io::Errno::INVAL) => Ok(Some(offset)),
        Err(error) => Err(error.into()),
    };
    #[cfg(not(target_os = "linux"))]
    {
        let _ = file;
        Ok(Some(offset))
    }
}

/// Fills a buffer from a place; `false` where the file ends before.
///
/// # Errors
/// What the system says.
pub fn read_at(file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<bool> {
    #[cfg(unix)]
    let done = std::os::unix::fs::FileExt::read_exact_at(file, buffer, offset);
    #[cfg(windows)]
    let done = read_exact_at(file, buffer, offset);
    match done {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        other => other.map(|()| true),
    }
}

/// Windows has no such call of its own; several threads read one file.
#[cfg(windows)]
fn read_exact_at(file: &File, mut buffer: &mut [u8], mut offset: u64) -> io::Result<()> {
    while !buffer.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, buffer, offset)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => {
                buffer = &mut buffer[read..];
                offset += read as u64;
            }
        }
    }
    Ok(())
}

#[cfg(unix)]
#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "what is looked at has to stand somewhere")]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    #[test]
    fn only_regular_files_are_opened_and_nothing_is_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name);
        std::fs::write(path("file"), "text").unwrap();
        assert_eq!(regular(&path("file")).unwrap().unwrap().meta.len(), 4);
        symlink(path("file"), path("link")).unwrap();
        symlink(path("loop"), path("loop")).unwrap();
        let _socket = UnixListener::bind(path("socket")).unwrap();
        rustix::fs::mknodat(
            rustix::fs::CWD,
            path("pipe"),
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RUSR,
            0,
        )
        .unwrap();
        for name in ["link", "loop", "socket", "pipe", ""] {
            assert!(regular(&path(name)).unwrap().is_none(), "{name}");
        }
        assert!(regular(Path::new("/dev/null")).unwrap().is_none());
        assert_eq!(regular(&path("none")).err().unwrap().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn holes_are_seen() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("sparse");
        let file = File::create(&path).unwrap();
        file.set_len(3 << 30).unwrap();
        std::os::unix::fs::FileExt::write_at(&file, b"text", 2 << 30).unwrap();
        let opened = regular(&path).unwrap().unwrap();
        assert!(has_holes(&opened.meta));
        assert_eq!(next_data(&opened.file, 0).unwrap(), Some(2 << 30));
        assert_eq!(next_data(&opened.file, (2 << 30) + (1 << 20)).unwrap(), None);
    }
}
