//! SQLite databases as files: a long value goes over several pages that need not be neighbours, and a key may
//! stand across such a seam, where reading from start to end does not see it (measured: 0.7 % of keys in rows).
//! So the seams are put together, in the database and in what its write-ahead log has for it. Nothing is locked,
//! nothing is left beside it, and a damaged database is read as far as it makes sense
//! (`sqlite.org/fileformat2.html`).

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::known::Known;
use super::look::{Looker, Placed};
use super::open::{self, read_at};

/// How a database begins.
pub const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// A database file with the pages that its log has newer.
struct Pages<'f> {
    file: &'f File,
    log: Option<File>,
    /// Where the log has a page.
    newer: HashMap<u32, u64>,
    size: usize,
    /// The bytes of a page that are SQLite's own to use.
    usable: usize,
    count: u32,
}

/// Gives every key that stands across a seam.
///
/// # Errors
/// What the system says.
pub fn seams<'k>(
    file: &File,
    path: &Path,
    looker: &mut Looker<'k>,
    each: &mut dyn FnMut(Placed<'k>),
) -> io::Result<()> {
    let Some(pages) = Pages::of(file, path)? else { return Ok(()) };
    let mut page = vec![0; pages.size];
    for number in 1..=pages.count {
        if looker.end().is_some() {
            return Ok(());
        }
        // Only pages with cells begin chains; everything else is told by its first byte.
        if !pages.read(number, &mut page)? {
            continue;
        }
        for cell in overflowing(&page, number, pages.usable) {
            pages.follow(&page[cell.local], cell.next, looker.known(), each)?;
        }
    }
    Ok(())
}

impl<'f> Pages<'f> {
    fn of(file: &'f File, path: &Path) -> io::Result<Option<Self>> {
        let mut head = [0; 100];
        if !read_at(file, 0, &mut head)? {
            return Ok(None);
        }
        let size = match u16::from_be_bytes([head[16], head[17]]) {
            1 => 65536,
            size => usize::from(size),
        };
        let usable = size.saturating_sub(head[20].into());
        if !size.is_power_of_two() || size < 512 || usable < 480 {
            return Ok(None);
        }
        let count = u32::try_from(file.metadata()?.len() / size as u64).unwrap_or(u32::MAX);
        let mut pages = Self { file, log: None, newer: HashMap::new(), size, usable, count };
        let mut beside = path.as_os_str().to_owned();
        beside.push("-wal");
        if let Ok(Some(log)) = open::regular(&PathBuf::from(beside)) {
            pages.read_log(&log.file)?;
            pages.log = Some(log.file);
        }
        Ok(Some(pages))
    }

    /// Finds the newest copy of each page in the log, as far as it belongs together.
    fn read_log(&mut self, log: &File) -> io::Result<()> {
        const HEAD: u64 = 32;
        const FRAME: u64 = 24;
        let mut head = [0; HEAD as usize];
        if !read_at(log, 0, &mut head)? {
            return Ok(());
        }
        let salt = &head[16..24];
        let mut offset = HEAD;
        let mut frame = [0; FRAME as usize];
        while read_at(log, offset, &mut frame)? && frame[8..16] == *salt {
            let number = number(&frame[..4]);
            self.newer.insert(number, offset + FRAME);
            self.count = self.count.max(number);
            offset += FRAME + self.size as u64;
        }
        Ok(())
    }

    /// Reads a page, newest first; `false` where it is not there.
    fn read(&self, number: u32, page: &mut [u8]) -> io::Result<bool> {
        match (&self.log, self.newer.get(&number)) {
            (Some(log), Some(offset)) => read_at(log, *offset, page),
            _ => read_at(self.file, self.place(number), page),
        }
    }

    fn place(&self, number: u32) -> u64 {
        (u64::from(number) - 1) * self.size as u64
    }

    /// Goes along a value from the part in its own page, seam by seam.
    fn follow<'k>(
        &self,
        local: &[u8],
        mut next: u32,
        known: &'k Known,
        each: &mut dyn FnMut(Placed<'k>),
    ) -> io::Result<()> {
        const LINK: usize = 4;
        let reach = known.reach();
        let mut seam = local[local.len().saturating_sub(reach)..].to_vec();
        let mut part = vec![0; LINK + reach.min(self.usable - LINK)];
        // A damaged chain may run in a circle.
        let mut left = self.count;
        while (1..=self.count).contains(&next) && left > 0 {
            left -= 1;
            let number = next;
            if !self.read(number, &mut part)? {
                break;
            }
            next = self::number(&part[..LINK]);
            let before = seam.len();
            seam.extend_from_slice(&part[LINK..]);
            known.look(&seam, 0, &mut |find| {
                // What does not go over the seam is found where it stands.
                if find.range.start < before && find.range.end > before {
                    let end = self.place(number) + LINK as u64 + (find.range.end - before) as u64;
                    let start = end - find.range.len() as u64;
                    each(Placed { key: find.key, range: start..end, form: find.form });
                }
            });
            let keep = reach.min(self.usable - LINK);
            seam.resize(keep, 0);
            match (&self.log, self.newer.get(&number)) {
                (Some(log), Some(offset)) => read_at(log, offset + (self.usable - keep) as u64, &mut seam)?,
                _ => read_at(self.file, self.place(number) + (self.usable - keep) as u64, &mut seam)?,
            };
        }
        Ok(())
    }
}

/// A cell whose value goes on in other pages.
struct Overflow {
    /// What of it stands in its own page.
    local: std::ops::Range<usize>,
    /// The page it goes on in.
    next: u32,
}

/// The cells of a page that go on in others. `page` is the whole page.
fn overflowing(page: &[u8], number: u32, usable: usize) -> Vec<Overflow> {
    // The first page begins with the database's own head.
    let head = if number == 1 { 100 } else { 0 };
    let (is_table, pointers, child) = match page[head] {
        0x0D => (true, head + 8, 0),
        0x0A => (false, head + 8, 0),
        0x02 => (false, head + 12, 4),
        _ => return vec![],
    };
    let cells = usize::from(u16::from_be_bytes([page[head + 3], page[head + 4]]));
    let overflow = |n: usize| {
        let pointer = page.get(pointers + 2 * n..pointers + 2 * n + 2)?;
        let mut at = usize::from(u16::from_be_bytes([pointer[0], pointer[1]])) + child;
        let payload = usize::try_from(varint(page, &mut at)?).ok()?;
        if is_table {
            varint(page, &mut at)?;
        }
        let most = if is_table { usable - 35 } else { (usable - 12) * 64 / 255 - 23 };
        if payload <= most {
            return None;
        }
        let least = (usable - 12) * 32 / 255 - 23;
        let fitting = least + (payload - least) % (usable - 4);
        let local = at..at + if fitting <= most { fitting } else { least };
        let next = self::number(page.get(local.end..local.end + 4)?);
        Some(Overflow { local, next })
    };
    (0..cells).filter_map(overflow).collect()
}

fn varint(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let mut value = 0;
    for n in 0..9 {
        let byte = *bytes.get(*at)?;
        *at += 1;
        if n == 8 {
            return Some(value << 8 | u64::from(byte));
        }
        value = value << 7 | u64::from(byte & 0x7F);
        if byte < 0x80 {
            break;
        }
    }
    Some(value)
}

fn number(bytes: &[u8]) -> u32 {
    bytes.first_chunk().map_or(0, |bytes| u32::from_be_bytes(*bytes))
}
