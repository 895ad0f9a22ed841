//! Git packs: every object that is not a tree, each unpacked once, along the tree of deltas. Sees what `git log`
//! does not: amended, stashed and unreachable objects (`git-scm.com/docs/pack-format`).
//!
//! Written here and not taken from `gix-pack` 0.77: that holds every object and the whole chain above it in
//! memory at once. Here a piece of a chain that grows too large is let go and made anew when it is needed.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use flate2::{Decompress, FlushDecompress, Status};

use super::known::Form;
use super::known::{Fingerprint, KnownKey};
use super::look::{End, Looker};
use super::open;

/// A key in an object of a repository.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct InObject {
    /// The key's fingerprint, in full.
    pub key: Fingerprint,
    /// The object's name, in hex.
    pub object: String,
    /// `blob`, `commit` or `tag`.
    pub kind: String,
    /// The line in it, from 1.
    pub line: u32,
    /// How the key stands there.
    pub form: Form,
}

/// What came of a look through a pack.
#[derive(Debug, Default)]
pub struct Seen {
    /// Keys.
    pub found: Vec<InObject>,
    /// Objects that are too large to be unpacked, or damaged.
    pub left_out: usize,
}

/// Larger objects than that are only looked through where nothing is built on them.
const LARGEST: u64 = 16 << 20;

/// Objects of that length are looked through by one thread at a time.
const HEAVY: u64 = 2 << 20;

/// So much of a chain is held at once by each thread.
const HELD: usize = 6 << 20;

/// A buffer of that length is not kept for the next object.
const SPARE: usize = 1 << 20;

/// Threads that unpack.
const THREADS: usize = 2;

/// A pack and its index.
pub struct Pack {
    file: File,
    index: File,
    /// Bytes of an object's name.
    name_length: usize,
    objects: u32,
    /// Where objects begin, in order; then where the last one ends.
    offsets: Vec<u64>,
    /// What the pack says of itself.
    checksum: Vec<u8>,
}

/// How an object is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    Whole(Kind),
    OnOffset(u64),
    OnName,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Commit,
    Tree,
    Blob,
    Tag,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Commit => "commit",
            Self::Tree => "tree",
            Self::Blob => "blob",
            Self::Tag => "tag",
        }
    }
}

/// An object's head.
struct Header {
    packing: Packing,
    /// Its length, or that of its delta, unpacked.
    size: u64,
    /// Its own length.
    length: usize,
}

/// Where an index has its names.
const NAMES: u64 = 8 + 256 * 4;

/// Marks an offset that stands in the table of long ones.
const FAR: u32 = 0x8000_0000;

impl Pack {
    /// Opens a pack by its index.
    ///
    /// # Errors
    /// What the system says; [`io::ErrorKind::InvalidData`] for what is no pack with an index of version 2.
    pub fn open(index: &Path) -> io::Result<Self> {
        let opened = |path: &Path| {
            let found = open::regular(path)?.ok_or_else(|| invalid("not a regular file"))?;
            Ok::<_, io::Error>((found.meta.len(), found.file))
        };
        let (length, index_file) = opened(index)?;
        let (pack_length, file) = opened(&index.with_extension("pack"))?;
        let mut head = [0; NAMES as usize];
        read_at(&index_file, 0, &mut head)?;
        if head[..8] != [0xFF, b't', b'O', b'c', 0, 0, 0, 2] {
            return Err(invalid("an index of another version"));
        }
        let objects = be32(&head[head.len() - 4..]);
        for name_length in [20, 32] {
            let n = u64::from(objects);
            let small = NAMES + n * (name_length as u64 + 4);
            let Some(large) = length.checked_sub(small + n * 4 + 2 * name_length as u64) else { continue };
            let (mut checksum, mut own) = (vec![0; name_length], vec![0; name_length]);
            read_at(&index_file, length - 2 * name_length as u64, &mut checksum)?;
            read_at(&file, pack_length.saturating_sub(name_length as u64), &mut own)?;
            if checksum != own || large % 8 != 0 {
                continue;
            }
            let (mut short, mut long) = (vec![0; objects as usize * 4], vec![0; large as usize]);
            read_at(&index_file, small, &mut short)?;
            read_at(&index_file, small + n * 4, &mut long)?;
            let long = long.as_chunks::<8>().0;
            let offset = |word: &[u8; 4]| match u32::from_be_bytes(*word) {
                far if far & FAR != 0 => {
                    long.get((far & !FAR) as usize).map(|word| u64::from_be_bytes(*word))
                }
                near => Some(near.into()),
            };
            let offsets: Option<Vec<u64>> = short.as_chunks::<4>().0.iter().map(offset).collect();
            let mut offsets = offsets.ok_or_else(|| invalid("a broken index"))?;
            offsets.push(pack_length - name_length as u64);
            offsets.sort_unstable();
            return Ok(Self { file, index: index_file, name_length, objects, offsets, checksum });
        }
        Err(invalid("pack and index do not belong together"))
    }

    /// What the pack says of itself: another pack has another.
    pub fn checksum(&self) -> &[u8] {
        &self.checksum
    }

    /// Looks through all of it; `looker` makes one for each thread. Gives `None` if it was stopped or took too long.
    ///
    /// # Errors
    /// What the system says.
    pub fn look<'k>(&self, looker: &(dyn Fn() -> Looker<'k> + Sync)) -> io::Result<(Seen, End)> {
        let tree = self.tree()?;
        let next = AtomicUsize::new(0);
        let heavy = Mutex::new(());
        let work = || {
            let mut worker = Worker {
                pack: self,
                tree: &tree,
                heavy: &heavy,
                looker: looker(),
                inflater: Decompress::new(true),
                packed: vec![],
                delta: vec![],
                spare: vec![],
                seen: Seen::default(),
            };
            worker.looker.begin();
            loop {
                if let Some(end) = worker.looker.end() {
                    return Ok((worker.seen, end));
                }
                let Some((root, kind)) = tree.roots.get(next.fetch_add(1, Ordering::Relaxed)) else {
                    return Ok((worker.seen, End::Whole));
                };
                worker.family(*root, *kind)?;
            }
        };
        std::thread::scope(|scope| {
            let others: Vec<_> = (1..THREADS).map(|_| scope.spawn(work)).collect();
            let mut done: io::Result<(Seen, End)> = work();
            for other in others {
                let more: io::Result<_> =
                    other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                done = done.and_then(|(mut seen, end)| {
                    let (more, other_end) = more?;
                    seen.found.extend(more.found);
                    seen.left_out += more.left_out;
                    Ok((seen, if end == End::Whole { other_end } else { end }))
                });
            }
            done.map(|(seen, end)| (Seen { left_out: seen.left_out + tree.broken, ..seen }, end))
        })
    }

    /// Which object is built on which.
    fn tree(&self) -> io::Result<Tree> {
        let count = self.offsets.len() - 1;
        let mut bases = vec![NO_BASE; count];
        let mut roots = vec![];
        let mut broken = 0;
        for (n, slot) in bases.iter_mut().enumerate() {
            let base = match self.header(n).map(|header| header.packing) {
                Ok(Packing::Whole(Kind::Tree)) => continue,
                Ok(Packing::Whole(kind)) => {
                    roots.push((n as u32, kind));
                    continue;
                }
                Ok(Packing::OnOffset(offset)) => self.offsets[..count].binary_search(&offset).ok(),
                Ok(Packing::OnName) => self.base_by_name(n)?,
                Err(error) if error.kind() == io::ErrorKind::InvalidData => None,
                Err(error) => return Err(error),
            };
            match base {
                Some(base) => *slot = base as u32,
                None => broken += 1,
            }
        }
        // Children stand together, behind those of earlier objects.
        let mut starts = vec![0_u32; count + 1];
        for base in bases.iter().filter(|base| **base != NO_BASE) {
            starts[*base as usize + 1] += 1;
        }
        for n in 0..count {
            starts[n + 1] += starts[n];
        }
        let mut children = vec![0; starts[count] as usize];
        let mut filled = starts.clone();
        for (n, base) in bases.iter().enumerate().filter(|(_, base)| **base != NO_BASE) {
            let place = &mut filled[*base as usize];
            children[*place as usize] = n as u32;
            *place += 1;
        }
        Ok(Tree { roots, starts, children, broken })
    }

    fn header(&self, n: usize) -> io::Result<Header> {
        let (start, end) = (self.offsets[n], self.offsets[n + 1]);
        let mut bytes = [0; 32];
        let length = usize::try_from(end - start).unwrap_or(usize::MAX).min(bytes.len());
        read_at(&self.file, start, &mut bytes[..length])?;
        Header::parse(&bytes[..length], start).ok_or_else(|| invalid("a broken object"))
    }

    fn base_by_name(&self, n: usize) -> io::Result<Option<usize>> {
        let header = self.header(n)?;
        let mut name = vec![0; self.name_length];
        read_at(&self.file, self.offsets[n] + header.length as u64, &mut name)?;
        // The index has names in order.
        let (mut from, mut to) = (0, self.objects);
        while from < to {
            let middle = from + (to - from) / 2;
            match self.name(middle)?.cmp(&name) {
                std::cmp::Ordering::Equal => {
                    return Ok(self.offsets.binary_search(&self.offset_of(middle)?).ok());
                }
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Greater => to = middle,
            }
        }
        Ok(None)
    }

    /// The name of the object at a place in the index.
    fn name(&self, place: u32) -> io::Result<Vec<u8>> {
        let mut name = vec![0; self.name_length];
        read_at(&self.index, NAMES + u64::from(place) * self.name_length as u64, &mut name)?;
        Ok(name)
    }

    fn offset_of(&self, place: u32) -> io::Result<u64> {
        let small = NAMES + u64::from(self.objects) * (self.name_length as u64 + 4);
        let mut word = [0; 4];
        read_at(&self.index, small + u64::from(place) * 4, &mut word)?;
        let near = u32::from_be_bytes(word);
        if near & FAR == 0 {
            return Ok(near.into());
        }
        let mut word = [0; 8];
        let far = small + u64::from(self.objects) * 4 + u64::from(near & !FAR) * 8;
        read_at(&self.index, far, &mut word)?;
        Ok(u64::from_be_bytes(word))
    }

    /// The name of an object, in hex. Only those that hold a key are asked for.
    fn name_of(&self, n: u32) -> io::Result<String> {
        let wanted = self.offsets[n as usize];
        let small = NAMES + u64::from(self.objects) * (self.name_length as u64 + 4);
        let mut short = vec![0; self.objects as usize * 4];
        read_at(&self.index, small, &mut short)?;
        for (place, word) in (0..).zip(short.as_chunks::<4>().0) {
            let near = u32::from_be_bytes(*word);
            let is_it = match near & FAR {
                0 => u64::from(near) == wanted,
                _ => self.offset_of(place)? == wanted,
            };
            if is_it {
                return Ok(hex(&self.name(place)?));
            }
        }
        Err(invalid("an object without a name"))
    }
}

/// Objects by what they are built on.
struct Tree {
    /// Those built on none, without trees.
    roots: Vec<(u32, Kind)>,
    starts: Vec<u32>,
    children: Vec<u32>,
    broken: usize,
}

const NO_BASE: u32 = u32::MAX;

impl Tree {
    fn children(&self, n: u32) -> &[u32] {
        &self.children[self.starts[n as usize] as usize..self.starts[n as usize + 1] as usize]
    }
}

/// An object on the way down a chain.
struct Link {
    object: u32,
    /// Children done.
    done: usize,
    /// What it says; let go where the chain grows too large.
    text: Option<Vec<u8>>,
}

struct Worker<'p, 'k> {
    pack: &'p Pack,
    tree: &'p Tree,
    heavy: &'p Mutex<()>,
    looker: Looker<'k>,
    inflater: Decompress,
    packed: Vec<u8>,
    delta: Vec<u8>,
    spare: Vec<Vec<u8>>,
    seen: Seen,
}

impl Worker<'_, '_> {
    /// Looks through an object that is built on none, and all that are built on it.
    fn family(&mut self, root: u32, kind: Kind) -> io::Result<()> {
        let header = self.pack.header(root as usize)?;
        if header.size > LARGEST {
            self.seen.left_out += self.descendants(root);
            return self.stream(root, &header, kind);
        }
        let heavy = self.heavy;
        let _alone = (header.size > HEAVY).then(|| heavy.lock().unwrap_or_else(PoisonError::into_inner));
        let mut text = self.spare.pop().unwrap_or_default();
        if !self.unpack(root, &mut text)? {
            self.seen.left_out += 1 + self.descendants(root);
            return Ok(());
        }
        self.find(root, kind, &text)?;
        let mut chain = vec![Link { object: root, done: 0, text: Some(text) }];
        while let Some(link) = chain.last_mut() {
            let children = self.tree.children(link.object);
            let Some(&child) = children.get(link.done) else {
                if let Some(text) = chain.pop().and_then(|link| link.text) {
                    self.keep(text);
                }
                continue;
            };
            if self.looker.end().is_some() {
                return Ok(());
            }
            link.done += 1;
            let is_last = link.done == children.len();
            let base = match link.text.take() {
                Some(text) => text,
                None => self.again(&chain)?,
            };
            let mut text = self.spare.pop().unwrap_or_default();
            let mut delta = std::mem::take(&mut self.delta);
            let built = self.unpack(child, &mut delta)? && apply(&base, &delta, &mut text);
            self.delta = delta;
            if is_last {
                self.keep(base);
            } else if let Some(link) = chain.last_mut() {
                link.text = Some(base);
            }
            if !built {
                self.seen.left_out += 1 + self.descendants(child);
                self.keep(text);
                continue;
            }
            self.find(child, kind, &text)?;
            if self.tree.children(child).is_empty() {
                self.keep(text);
            } else {
                chain.push(Link { object: child, done: 0, text: Some(text) });
                let_go(&mut chain);
            }
        }
        self.packed.shrink_to(SPARE);
        self.delta.shrink_to(SPARE);
        Ok(())
    }

    /// Keeps a buffer for the next object.
    fn keep(&mut self, buffer: Vec<u8>) {
        const MOST: usize = 4;
        if buffer.capacity() <= SPARE && self.spare.len() < MOST {
            self.spare.push(buffer);
        }
    }

    /// What the last of a chain says, made anew from the nearest above it that is still held.
    fn again(&mut self, chain: &[Link]) -> io::Result<Vec<u8>> {
        let from = chain.iter().rposition(|link| link.text.is_some());
        let mut text = match from {
            Some(at) => chain[at].text.clone().unwrap_or_default(),
            None => {
                let mut text = vec![];
                self.unpack(chain[0].object, &mut text)?;
                text
            }
        };
        for link in &chain[from.unwrap_or(0) + 1..] {
            let (mut delta, mut next) = (vec![], vec![]);
            self.unpack(link.object, &mut delta)?;
            apply(&text, &delta, &mut next);
            text = next;
        }
        Ok(text)
    }

    fn descendants(&self, n: u32) -> usize {
        let mut open = vec![n];
        let mut count = 0;
        while let Some(n) = open.pop() {
            open.extend(self.tree.children(n));
            count += self.tree.children(n).len();
        }
        count
    }

    /// Unpacks an object, or its delta; `false` if it is damaged or too large.
    fn unpack(&mut self, n: u32, out: &mut Vec<u8>) -> io::Result<bool> {
        let (start, end) = (self.pack.offsets[n as usize], self.pack.offsets[n as usize + 1]);
        if end - start > LARGEST + SPARE as u64 {
            return Ok(false);
        }
        self.packed.resize((end - start) as usize, 0);
        read_at(&self.pack.file, start, &mut self.packed)?;
        let Some(header) = Header::parse(&self.packed, start).filter(|header| header.size <= LARGEST) else {
            return Ok(false);
        };
        let name = if header.packing == Packing::OnName { self.pack.name_length } else { 0 };
        let packed = self.packed.get(header.length + name..).unwrap_or_default();
        out.clear();
        // An empty one takes some room to be told from an unfinished one.
        out.reserve_exact(header.size as usize + 1);
        self.inflater.reset(true);
        let status = self.inflater.decompress_vec(packed, out, FlushDecompress::Finish);
        Ok(matches!(status, Ok(Status::StreamEnd)) && out.len() as u64 == header.size)
    }

    /// A large object, a piece at a time.
    fn stream(&mut self, n: u32, header: &Header, kind: Kind) -> io::Result<()> {
        let mut part = Part {
            file: &self.pack.file,
            at: self.pack.offsets[n as usize] + header.length as u64,
            end: self.pack.offsets[n as usize + 1],
        };
        let mut found = vec![];
        let mut stream = flate2::read::ZlibDecoder::new(&mut part);
        match self.looker.stream(&mut stream, &mut |placed| found.push((placed.key, placed.form))) {
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => self.seen.left_out += 1,
            other => drop(other?),
        }
        for (key, form) in found {
            self.note(n, kind, key, form, 0)?;
        }
        Ok(())
    }

    fn find(&mut self, n: u32, kind: Kind, text: &[u8]) -> io::Result<()> {
        let mut found = vec![];
        self.looker.bytes(text, &mut |placed| found.push(placed));
        for placed in found {
            let before = &text[..placed.range.start as usize];
            let line = 1 + before.iter().filter(|byte| **byte == b'\n').count() as u32;
            self.note(n, kind, placed.key, placed.form, line)?;
        }
        Ok(())
    }

    fn note(&mut self, n: u32, kind: Kind, key: &KnownKey, form: Form, line: u32) -> io::Result<()> {
        let object = self.pack.name_of(n)?;
        self.seen.found.push(InObject { key: key.print.core, object, kind: kind.word().into(), line, form });
        Ok(())
    }
}

/// Lets go of what stands highest in a chain, until little enough is held. The last stays.
fn let_go(chain: &mut [Link]) {
    let mut held: usize = chain.iter().filter_map(|link| link.text.as_ref()).map(Vec::len).sum();
    let Some((_, above)) = chain.split_last_mut() else { return };
    for link in above {
        if held <= HELD {
            break;
        }
        held -= link.text.take().map_or(0, |text| text.len());
    }
}

impl Header {
    /// `start` is where the object begins in its pack.
    fn parse(bytes: &[u8], start: u64) -> Option<Self> {
        let mut at = 0;
        let mut next = || {
            let byte = bytes.get(at).copied();
            at += 1;
            byte
        };
        let mut byte = next()?;
        let kind = byte >> 4 & 7;
        let mut size = u64::from(byte & 15);
        let mut shift = 4;
        while byte & 0x80 != 0 {
            byte = next()?;
            size |= u64::from(byte & 0x7F).checked_shl(shift)?;
            shift += 7;
        }
        let packing = match kind {
            1 => Packing::Whole(Kind::Commit),
            2 => Packing::Whole(Kind::Tree),
            3 => Packing::Whole(Kind::Blob),
            4 => Packing::Whole(Kind::Tag),
            6 => {
                let mut byte = next()?;
                let mut back = u64::from(byte & 0x7F);
                while byte & 0x80 != 0 {
                    byte = next()?;
                    back = back.checked_add(1)?.checked_mul(128)? | u64::from(byte & 0x7F);
                }
                Packing::OnOffset(start.checked_sub(back)?)
            }
            7 => Packing::OnName,
            _ => return None,
        };
        Some(Self { packing, size, length: at })
    }
}

/// Builds an object on another; `false` if the delta does not fit or what comes of it is too large.
fn apply(base: &[u8], delta: &[u8], out: &mut Vec<u8>) -> bool {
    build(base, delta, out).is_some()
}

fn build(base: &[u8], delta: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let mut at = 0;
    let mut size = || {
        let (mut size, mut shift) = (0_u64, 0);
        loop {
            let byte = *delta.get(at)?;
            at += 1;
            size |= u64::from(byte & 0x7F).checked_shl(shift)?;
            shift += 7;
            if byte & 0x80 == 0 {
                return Some(size);
            }
        }
    };
    let (from, to) = (size()?, size()?);
    if from != base.len() as u64 || to > LARGEST {
        return None;
    }
    out.clear();
    out.reserve_exact(to as usize);
    while let Some(&what) = delta.get(at) {
        at += 1;
        if what & 0x80 == 0 {
            let length = usize::from(what);
            // 0 is reserved.
            out.extend_from_slice(delta.get(at..at + length).filter(|part| !part.is_empty())?);
            at += length;
            continue;
        }
        let mut field = |bits: std::ops::Range<u32>| {
            let mut value = 0_usize;
            for (n, bit) in bits.enumerate() {
                if what & 1 << bit != 0 {
                    value |= usize::from(*delta.get(at)?) << (8 * n);
                    at += 1;
                }
            }
            Some(value)
        };
        let start = field(0..4)?;
        let length = match field(4..7)? {
            0 => 0x10000,
            length => length,
        };
        out.extend_from_slice(base.get(start..start + length)?);
        if out.len() as u64 > to {
            return None;
        }
    }
    (out.len() as u64 == to).then_some(())
}

/// A part of a file, as a stream.
struct Part<'f> {
    file: &'f File,
    at: u64,
    end: u64,
}

impl Read for Part<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(usize::try_from(self.end - self.at).unwrap_or(usize::MAX));
        read_at(self.file, self.at, &mut buffer[..length])?;
        self.at += length as u64;
        Ok(length)
    }
}

fn read_at(file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
    match open::read_at(file, offset, buffer)? {
        true => Ok(()),
        false => Err(invalid("it ends too early")),
    }
}

fn be32(bytes: &[u8]) -> u32 {
    bytes.first_chunk().map_or(0, |bytes| u32::from_be_bytes(*bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn invalid(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
