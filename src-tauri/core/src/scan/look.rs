//! Looks through whatever can be read from its start to its end, a piece at a time: the memory it takes does
//! not depend on the length.

use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::known::{Form, Known, KnownKey};
use super::open::{self, Opened};

/// So much is read at once. Files are not mapped: that was slower by half, and a log that is cut short meanwhile would
/// end the program.
const CHUNK: usize = 256 << 10;

/// Fills a buffer with what stands at an offset or behind a hole that begins there, and says where that is and how
/// much.
type Next<'a> = &'a mut dyn FnMut(u64, &mut [u8]) -> io::Result<(u64, usize)>;

/// A key at its place in something that was read.
#[derive(Debug, Clone)]
pub struct Placed<'k> {
    /// Which.
    pub key: &'k KnownKey,
    /// Where, in bytes from the start.
    pub range: Range<u64>,
    /// How it stands there.
    pub form: Form,
}

/// How a look through something ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// At its end.
    Whole,
    /// It took too long.
    TimeUp,
    /// The user stopped it.
    Stopped,
}

/// The first bytes of something, which often say what it is.
pub type Head = [u8; 16];

/// Looks through things, one after the other.
pub struct Looker<'k> {
    known: &'k Known,
    stop: &'k AtomicBool,
    /// Bytes so far, of all that look.
    read: &'k AtomicU64,
    /// How long one thing may take.
    patience: Duration,
    buffer: Vec<u8>,
    until: Instant,
}

impl<'k> Looker<'k> {
    /// One that has a buffer of its own, and counts into `read`.
    pub fn new(known: &'k Known, stop: &'k AtomicBool, read: &'k AtomicU64, patience: Duration) -> Self {
        let buffer = vec![0; CHUNK + known.reach()];
        Self { known, stop, read, patience, buffer, until: Instant::now() }
    }

    /// The keys it looks for.
    pub fn known(&self) -> &'k Known {
        self.known
    }

    /// Begins with another thing: it has its own time.
    pub fn begin(&mut self) {
        self.until = Instant::now() + self.patience;
    }

    /// Whether to go on with it.
    pub fn end(&self) -> Option<End> {
        match () {
            () if self.stop.load(Ordering::Relaxed) => Some(End::Stopped),
            () if Instant::now() > self.until => Some(End::TimeUp),
            () => None,
        }
    }

    /// Looks through a file as far as it goes now, also while somebody writes to it.
    ///
    /// # Errors
    /// What the system says.
    pub fn file(&mut self, opened: &Opened, each: &mut dyn FnMut(Placed<'k>)) -> io::Result<(End, Head)> {
        let Opened { file, meta } = opened;
        let length = meta.len();
        let mut reader: &File = file;
        if open::has_holes(meta) {
            return self.through(each, &mut |offset, buffer| {
                let Some(next) = open::next_data(file, offset)? else { return Ok((offset, 0)) };
                io::Seek::seek(&mut reader, io::SeekFrom::Start(next))?;
                reader.read(buffer).map(|read| (next, read))
            });
        }
        self.through(each, &mut |offset, buffer| {
            // A second read only to be told that there is no more costs as much as the first.
            if offset > 0 && offset == length && offset < CHUNK as u64 {
                return Ok((offset, 0));
            }
            reader.read(buffer).map(|read| (offset, read))
        })
    }

    /// Looks through a stream.
    ///
    /// # Errors
    /// The stream's.
    pub fn stream(
        &mut self,
        stream: &mut dyn Read,
        each: &mut dyn FnMut(Placed<'k>),
    ) -> io::Result<(End, Head)> {
        self.through(each, &mut |offset, buffer| stream.read(buffer).map(|read| (offset, read)))
    }

    /// Looks through bytes that are there.
    pub fn bytes(&mut self, bytes: &[u8], each: &mut dyn FnMut(Placed<'k>)) {
        self.read.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        self.known.look(bytes, 0, &mut |find| {
            let range = find.range.start as u64..find.range.end as u64;
            each(Placed { key: find.key, range, form: find.form });
        });
    }

    fn through(&mut self, each: &mut dyn FnMut(Placed<'k>), next: Next<'_>) -> io::Result<(End, Head)> {
        let reach = self.known.reach();
        let (mut offset, mut carried, mut head) = (0, 0, Head::default());
        loop {
            if let Some(end) = self.end() {
                return Ok((end, head));
            }
            let (at, read) = match next(offset, &mut self.buffer[carried..carried + CHUNK]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if read == 0 {
                return Ok((End::Whole, head));
            }
            self.read.fetch_add(read as u64, Ordering::Relaxed);
            if at > offset {
                // Behind a hole nothing goes on.
                self.buffer.copy_within(carried..carried + read, 0);
                carried = 0;
            }
            if offset == 0 && at == 0 {
                let length = read.min(head.len());
                head[..length].copy_from_slice(&self.buffer[..length]);
            }
            let (start, length) = (at - carried as u64, carried + read);
            self.known.look(&self.buffer[..length], carried, &mut |find| {
                let range = start + find.range.start as u64..start + find.range.end as u64;
                each(Placed { key: find.key, range, form: find.form });
            });
            offset = at + read as u64;
            let keep = length.min(reach);
            self.buffer.copy_within(length - keep..length, 0);
            carried = keep;
        }
    }
}

/// The lines, from 1, that these places of a stream stand on, which come in order.
///
/// # Errors
/// The stream's.
pub fn lines(stream: &mut dyn Read, places: &[u64]) -> io::Result<Vec<u32>> {
    let mut buffer = vec![0; CHUNK];
    let (mut offset, mut line, mut lines) = (0_u64, 1_u32, Vec::with_capacity(places.len()));
    while lines.len() < places.len() {
        let read = stream.read(&mut buffer)?;
        let part = &buffer[..read];
        let mut counted = 0;
        while let Some(place) = places.get(lines.len()) {
            let until = usize::try_from(place - offset).unwrap_or(usize::MAX).min(read);
            line += breaks(&part[counted..until]);
            counted = until;
            // It may have been cut short since.
            if until < read || read == 0 {
                lines.push(line);
            } else {
                break;
            }
        }
        offset += read as u64;
    }
    Ok(lines)
}

fn breaks(bytes: &[u8]) -> u32 {
    bytes.iter().map(|byte| u32::from(*byte == b'\n')).sum()
}
