//! A scan: hot places first, each file once, two threads, news as they come.

use std::collections::{BTreeMap, HashSet};
use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use ignore::{DirEntry, WalkBuilder, WalkState};

use super::git::{Left, Packs, Repository};
use super::known::{Fingerprint, Form, Known};
use super::look::{End, Head, Looker, Placed};
use super::open::{self, Identity, Opened};
use super::{places, sqlite};
use crate::machine::Machine;
use crate::row;
use crate::view::{FindingKind, LeftReason, ScanStage};

/// Few, so that a person can go on working meanwhile.
const THREADS: usize = 2;

/// How long one file may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long one pack may take.
const PACK_PATIENCE: Duration = Duration::from_secs(300);

/// Copies that are listed of one file; the rest is counted.
const MOST: usize = 100;

/// Files and folders that are named for each reason; the rest is counted.
const NAMED: usize = 50;

/// How often the folder is told.
const BEAT: Duration = Duration::from_millis(100);

/// What to look through.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// Only these.
    pub paths: Vec<PathBuf>,
    /// All of home too.
    pub home: bool,
    /// Histories too.
    pub git: bool,
    /// The contents of `.gz` files too.
    pub gz: bool,
}

/// One place where a known key stands in clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The key's fingerprint, in full.
    pub key: Fingerprint,
    /// What kind of place it is.
    pub kind: FindingKind,
    /// The file; the repository's folder for an object.
    pub path: PathBuf,
    /// Where in it.
    pub place: Place,
    /// How the key stands there.
    pub form: Form,
    /// The file as it was when it was read.
    pub state: Option<FileState>,
}

/// Where in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A line of text, from 1.
    Line(u32),
    /// A byte of what is no text.
    Byte(u64),
    /// A line, or byte, of what is packed in it.
    Inside(u64),
    /// A cell of a database.
    Cell {
        /// The table.
        table: String,
        /// The row's number; none where the table has none.
        row: Option<i64>,
        /// The column.
        column: String,
    },
    /// Copies in a database that are in no row: in an index, or where a row was.
    Copies(usize),
    /// An object of a history.
    Object {
        /// Its name in hex.
        object: String,
        /// `blob`, `commit` or `tag`.
        kind: String,
        /// The line in it.
        line: u32,
    },
}

/// What tells whether a file is still as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileState {
    identity: Option<Identity>,
    length: u64,
    modified: Option<SystemTime>,
}

impl FileState {
    /// Of a file as it is now.
    pub fn of(meta: &Metadata) -> Self {
        Self { identity: open::identity(meta), length: meta.len(), modified: meta.modified().ok() }
    }
}

/// What was not looked at, by reason.
pub type LeftOut = BTreeMap<LeftReason, (usize, Vec<PathBuf>)>;

/// What a scan came to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Places where a key stands in clear.
    pub findings: Vec<Finding>,
    /// What was not looked at.
    pub left_out: LeftOut,
    /// Files read.
    pub files: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Whether it was stopped.
    pub stopped: bool,
}

/// What is told while it goes on.
#[derive(Debug)]
pub enum News<'a> {
    /// It is in a folder.
    At {
        /// Where it is.
        stage: ScanStage,
        /// Files so far.
        files: u64,
        /// Bytes so far.
        bytes: u64,
        /// The folder.
        folder: &'a Path,
    },
    /// A key was found.
    Found(&'a Finding),
}

/// A scan.
pub struct Scan<'a> {
    /// Whose home it is.
    pub machine: &'a Machine,
    /// The keys.
    pub known: &'a Known,
    /// Files that the wallet's tools read.
    pub live: HashSet<PathBuf>,
    /// Packs of before.
    pub packs: &'a dyn Packs,
    /// Who is told.
    pub watch: &'a (dyn Fn(News<'_>) + Sync),
    /// Whether to stop.
    pub stop: &'a AtomicBool,
}

impl Scan<'_> {
    /// Looks through what was ordered.
    pub fn run(&self, order: &Order) -> Outcome {
        // A link to a settings file leads to what a tool reads.
        let linked = self.live.iter().filter_map(|path| path.canonicalize().ok());
        let walk = Walk {
            scan: self,
            live: self.live.iter().cloned().chain(linked).collect(),
            gz: order.gz,
            begun: Instant::now(),
            told: AtomicU64::new(0),
            files: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            done: Mutex::default(),
        };
        if order.paths.is_empty() {
            walk.through(ScanStage::Settings, places::settings(self.machine, &self.live), false);
            walk.through(ScanStage::Transcripts, places::transcripts(self.machine), false);
            walk.through(ScanStage::Projects, places::projects(self.machine), false);
            match order.home {
                true => walk.through(ScanStage::Home, vec![self.machine.home.clone()], true),
                false => walk.leave(LeftReason::NotAsked, &self.machine.home),
            }
        } else {
            walk.through(ScanStage::Paths, order.paths.clone(), true);
        }
        walk.histories(order.git);
        walk.end()
    }
}

struct Walk<'s> {
    scan: &'s Scan<'s>,
    live: HashSet<PathBuf>,
    gz: bool,
    begun: Instant,
    /// Milliseconds from the start to when the folder was last told.
    told: AtomicU64,
    files: AtomicU64,
    bytes: AtomicU64,
    done: Mutex<Done>,
}

/// What is done so far.
#[derive(Default)]
struct Done {
    findings: Vec<Finding>,
    left_out: LeftOut,
    seen: HashSet<Identity>,
    repositories: Vec<Repository>,
}

impl<'s> Walk<'s> {
    fn done(&self) -> MutexGuard<'_, Done> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn looker(&'s self, patience: Duration) -> Looker<'s> {
        Looker::new(self.scan.known, self.scan.stop, &self.bytes, patience)
    }

    fn is_stopped(&self) -> bool {
        self.scan.stop.load(Ordering::Relaxed)
    }

    fn end(self) -> Outcome {
        let stopped = self.is_stopped();
        let (files, bytes) = (self.files.into_inner(), self.bytes.into_inner());
        let done = self.done.into_inner().unwrap_or_else(PoisonError::into_inner);
        Outcome { findings: done.findings, left_out: done.left_out, files, bytes, stopped }
    }

    fn leave(&self, reason: LeftReason, path: &Path) {
        self.leave_many(reason, path, 1);
    }

    fn leave_many(&self, reason: LeftReason, path: &Path, count: usize) {
        let mut done = self.done();
        let (counted, named) = done.left_out.entry(reason).or_default();
        *counted += count;
        if named.len() < NAMED {
            named.push(path.to_owned());
        }
    }

    fn fail(&self, path: &Path, error: &io::Error) {
        let reason = match error.kind() {
            // Gone since it was listed: there is nothing to look at.
            io::ErrorKind::NotFound => return,
            io::ErrorKind::PermissionDenied => LeftReason::Denied,
            io::ErrorKind::InvalidFilename => LeftReason::TooDeep,
            _ => LeftReason::Failed,
        };
        self.leave(reason, path);
    }

    /// Goes through files and folders. What is named is looked at even where a link leads to it; links within are
    /// not followed. Not `thorough`, folders of what others made are left out.
    fn through(&'s self, stage: ScanStage, named: Vec<PathBuf>, thorough: bool) {
        let mut roots: Vec<PathBuf> = vec![];
        for path in named {
            match path.canonicalize() {
                Ok(path) if is_systems_own(&path) => self.leave(LeftReason::SpecialFile, &path),
                Ok(path) => roots.push(path),
                // Most of the places that are looked at first are not there.
                Err(error) if stage == ScanStage::Paths || !is_absent(&error) => self.fail(&path, &error),
                Err(_) => {}
            }
        }
        roots.sort();
        // What stands within another is reached by that.
        roots.dedup_by(|inner, outer| inner.starts_with(&*outer));
        let Some((first, rest)) = roots.split_first() else { return };
        let devices: HashSet<u64> = roots.iter().filter_map(|root| device(&root.metadata().ok()?)).collect();
        let mut builder = WalkBuilder::new(first);
        for root in rest {
            builder.add(root);
        }
        builder.standard_filters(false).follow_links(false).threads(THREADS);
        let devices = &devices;
        builder.build_parallel().run(|| {
            let mut looker = self.looker(PATIENCE);
            Box::new(move |entry| {
                if self.is_stopped() {
                    return WalkState::Quit;
                }
                match entry {
                    Ok(entry) => self.entry(stage, &entry, thorough, devices, &mut looker),
                    Err(error) => {
                        self.fail_walking(error);
                        WalkState::Continue
                    }
                }
            })
        });
    }

    fn fail_walking(&self, error: ignore::Error) {
        let path = path_of(&error).unwrap_or_default();
        match error.into_io_error() {
            Some(error) => self.fail(&path, &error),
            None => self.leave(LeftReason::Failed, &path),
        }
    }

    fn entry(
        &self,
        stage: ScanStage,
        entry: &DirEntry,
        thorough: bool,
        devices: &HashSet<u64>,
        looker: &mut Looker<'_>,
    ) -> WalkState {
        let path = entry.path();
        let Some(kind) = entry.file_type() else { return WalkState::Continue };
        if kind.is_file() {
            self.file(stage, path, looker);
        } else if kind.is_dir() {
            return self.folder(entry, thorough, devices);
        } else if kind.is_symlink() {
            self.leave(LeftReason::Link, path);
        } else {
            self.leave(LeftReason::SpecialFile, path);
        }
        WalkState::Continue
    }

    fn folder(&self, entry: &DirEntry, thorough: bool, devices: &HashSet<u64>) -> WalkState {
        let path = entry.path();
        if is_systems_own(path) {
            self.leave(LeftReason::SpecialFile, path);
            return WalkState::Skip;
        }
        if let Some(repository) = Repository::of_objects(path) {
            self.done().repositories.push(repository);
            return WalkState::Skip;
        }
        let is_theirs = |name: &std::ffi::OsStr| places::DEPENDENCIES.iter().any(|known| name == *known);
        if !thorough && entry.depth() > 0 && is_theirs(entry.file_name()) {
            self.leave(LeftReason::Dependencies, path);
            return WalkState::Skip;
        }
        let elsewhere =
            entry.metadata().ok().and_then(|meta| device(&meta)).is_some_and(|it| !devices.contains(&it));
        if elsewhere {
            self.leave(LeftReason::OtherFilesystem, path);
            return WalkState::Skip;
        }
        WalkState::Continue
    }

    fn file(&self, stage: ScanStage, path: &Path, looker: &mut Looker<'_>) {
        let opened = match open::regular(path) {
            Ok(Some(opened)) => opened,
            Ok(None) => return self.leave(LeftReason::SpecialFile, path),
            Err(error) => return self.fail(path, &error),
        };
        if !self.is_new(stage, &opened.meta) {
            return;
        }
        if path.file_name().is_some_and(|name| name == ".git")
            && let Some(repository) = Repository::of_link(path)
        {
            self.done().repositories.push(repository);
        }
        self.tell(stage, path.parent().unwrap_or(path));
        self.files.fetch_add(1, Ordering::Relaxed);
        looker.begin();
        if let Err(error) = self.look(path, &opened, looker) {
            self.fail(path, &error);
        }
    }

    /// Whether a file was not read before, under this name or another. Of all the files of a large tree only those
    /// that have other names need be remembered.
    fn is_new(&self, stage: ScanStage, meta: &Metadata) -> bool {
        let Some(identity) = open::identity(meta) else { return true };
        let mut done = self.done();
        match stage {
            ScanStage::Home | ScanStage::Paths if !open::has_other_names(meta) => {
                !done.seen.contains(&identity)
            }
            _ => done.seen.insert(identity),
        }
    }

    fn look(&self, path: &Path, opened: &Opened, looker: &mut Looker<'_>) -> io::Result<()> {
        let mut places = Places::default();
        let (end, head) = looker.file(opened, &mut |placed| places.add(placed))?;
        self.note_end(end, path);
        if head == *sqlite::MAGIC {
            sqlite::seams(&opened.file, path, looker, &mut |placed| places.add(placed))?;
            self.found_in_database(path, opened, places, looker);
            return Ok(());
        }
        self.found_in_file(path, opened, &head, places);
        match compression(&head) {
            Some(Compression::Gzip) if self.gz => self.look_inside(path, opened, looker),
            Some(_) => self.leave(LeftReason::Compressed, path),
            None => {}
        }
        Ok(())
    }

    fn note_end(&self, end: End, path: &Path) {
        match end {
            End::Whole => {}
            End::TimeUp => self.leave(LeftReason::TimeCap, path),
            End::Stopped => self.leave(LeftReason::Stopped, path),
        }
    }

    fn look_inside(&self, path: &Path, opened: &Opened, looker: &mut Looker<'_>) {
        let mut file = &opened.file;
        let mut places = Places::default();
        let looked = io::Seek::seek(&mut file, io::SeekFrom::Start(0)).and_then(|_| {
            let mut stream = flate2::read::MultiGzDecoder::new(file);
            looker.stream(&mut stream, &mut |placed| places.add(placed))
        });
        let kind = places::kind(self.scan.machine, &self.live, path);
        for placed in &places.placed {
            let place = Place::Inside(placed.range.start);
            self.found(self.finding(placed, kind, path, place, &opened.meta));
        }
        match looked {
            Ok((end, _)) => self.note_end(end, path),
            Err(error) => self.fail(path, &error),
        }
    }

    fn finding(
        &self,
        placed: &Placed<'_>,
        kind: FindingKind,
        path: &Path,
        place: Place,
        meta: &Metadata,
    ) -> Finding {
        Finding {
            key: placed.key.print.core,
            kind,
            path: path.to_owned(),
            place,
            form: placed.form,
            state: Some(FileState::of(meta)),
        }
    }

    fn found_in_file(&self, path: &Path, opened: &Opened, head: &Head, mut places: Places<'_>) {
        if places.placed.is_empty() {
            return;
        }
        places.placed.sort_by_key(|placed| placed.range.start);
        let kind = places::kind(self.scan.machine, &self.live, path);
        let is_wide = |form| matches!(form, Form::Utf16Le | Form::Utf16Be);
        let is_text = !head.contains(&0) || places.placed.iter().all(|placed| is_wide(placed.form));
        let offsets: Vec<u64> = places.placed.iter().map(|placed| placed.range.start).collect();
        let mut file = &opened.file;
        let lines = match is_text && kind != FindingKind::Database {
            true => io::Seek::seek(&mut file, io::SeekFrom::Start(0))
                .and_then(|_| super::look::lines(&mut file, &offsets))
                .unwrap_or_default(),
            false => vec![],
        };
        for (n, placed) in places.placed.iter().enumerate() {
            let place = lines.get(n).map_or(Place::Byte(placed.range.start), |line| Place::Line(*line));
            self.found(self.finding(placed, kind, path, place, &opened.meta));
        }
        if places.more > 0 {
            self.leave_many(LeftReason::MoreCopies, path, places.more);
        }
    }

    /// Names the rows; what is in none of them is counted.
    fn found_in_database(&self, path: &Path, opened: &Opened, places: Places<'_>, looker: &Looker<'_>) {
        if places.placed.is_empty() {
            return;
        }
        let mut cells: Vec<Finding> = vec![];
        // A database that SQLite cannot read has its bytes all the same.
        let _ = row::cells(path, &mut |cell, bytes| {
            for find in self.scan.known.find(bytes) {
                let place = Place::Cell {
                    table: cell.table.to_owned(),
                    row: cell.row,
                    column: cell.column.to_owned(),
                };
                let placed = Placed { key: find.key, range: 0..0, form: find.form };
                cells.push(self.finding(&placed, FindingKind::Database, path, place, &opened.meta));
            }
            looker.end().is_none()
        });
        let mut left: BTreeMap<Fingerprint, (usize, Form, u64)> = BTreeMap::new();
        for placed in &places.placed {
            let one = left.entry(placed.key.print.core).or_insert((0, placed.form, placed.range.start));
            one.0 += 1;
        }
        for (key, (copies, form, _)) in left {
            let named = cells.iter().filter(|cell| cell.key == key).count();
            if copies > named {
                cells.push(Finding {
                    key,
                    kind: FindingKind::Database,
                    path: path.to_owned(),
                    place: Place::Copies(copies - named),
                    form,
                    state: Some(FileState::of(&opened.meta)),
                });
            }
        }
        cells.into_iter().for_each(|cell| self.found(cell));
        if places.more > 0 {
            self.leave_many(LeftReason::MoreCopies, path, places.more);
        }
    }

    fn found(&self, finding: Finding) {
        (self.scan.watch)(News::Found(&finding));
        self.done().findings.push(finding);
    }

    /// Tells the folder, now and then.
    fn tell(&self, stage: ScanStage, folder: &Path) {
        let now = self.begun.elapsed().as_millis() as u64;
        let told = self.told.load(Ordering::Relaxed);
        let is_due = told == 0 || now >= told + BEAT.as_millis() as u64;
        if is_due
            && self.told.compare_exchange(told, now.max(1), Ordering::Relaxed, Ordering::Relaxed).is_ok()
        {
            let (files, bytes) = (self.files.load(Ordering::Relaxed), self.bytes.load(Ordering::Relaxed));
            (self.scan.watch)(News::At { stage, files, bytes, folder });
        }
    }

    /// Looks through the histories that were come upon, or says that they were not.
    fn histories(&'s self, wanted: bool) {
        let mut repositories = std::mem::take(&mut self.done().repositories);
        // What is borrowed belongs to its lender, who comes first.
        repositories.sort_by_cached_key(|one| (one.borrows(), one.objects.clone()));
        repositories.dedup();
        let keys = self.scan.known.fingerprint();
        let mut done = HashSet::new();
        for repository in repositories {
            if self.is_stopped() || !wanted {
                let reason = if wanted { LeftReason::Stopped } else { LeftReason::GitHistory };
                self.leave(reason, repository.folder());
                continue;
            }
            self.tell(ScanStage::Git, repository.folder());
            let looker = || self.looker(PACK_PATIENCE);
            let history = repository.look(keys, self.scan.packs, &looker, &mut done);
            for found in history.found {
                self.found(Finding {
                    key: found.key,
                    kind: FindingKind::GitObject,
                    path: repository.folder().to_owned(),
                    place: Place::Object { object: found.object, kind: found.kind, line: found.line },
                    form: found.form,
                    state: None,
                });
            }
            for (path, left) in history.left_out {
                match left {
                    Left::Failed(error) => self.fail(&path, &error),
                    Left::TimeUp => self.leave(LeftReason::TimeCap, &path),
                    Left::Objects(count) => self.leave_many(LeftReason::GitObjects, &path, count),
                }
            }
        }
    }
}

/// Places in one file.
#[derive(Default)]
struct Places<'k> {
    placed: Vec<Placed<'k>>,
    more: usize,
}

impl<'k> Places<'k> {
    fn add(&mut self, placed: Placed<'k>) {
        match self.placed.len() < MOST {
            true => self.placed.push(placed),
            false => self.more += 1,
        }
    }
}

/// How something is packed.
enum Compression {
    Gzip,
    Other,
}

/// By its first bytes.
fn compression(head: &Head) -> Option<Compression> {
    const OTHERS: &[&[u8]] = &[
        b"PK\x03\x04",
        b"\xFD7zXZ\x00",
        b"BZh",
        b"\x28\xB5\x2F\xFD",
        b"7z\xBC\xAF\x27\x1C",
        b"\x04\x22\x4D\x18",
        b"Rar!\x1A\x07",
    ];
    match () {
        () if head.starts_with(b"\x1F\x8B") => Some(Compression::Gzip),
        () if OTHERS.iter().any(|magic| head.starts_with(magic)) => Some(Compression::Other),
        () => None,
    }
}

fn path_of(error: &ignore::Error) -> Option<PathBuf> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path.clone()),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        ignore::Error::Partial(errors) => errors.first().and_then(path_of),
        _ => None,
    }
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Folders of a kernel, whose files are no files.
fn is_systems_own(path: &Path) -> bool {
    cfg!(target_os = "linux") && ["/proc", "/sys", "/dev"].iter().any(|own| path.starts_with(own))
}

fn device(meta: &Metadata) -> Option<u64> {
    open::identity(meta).map(|identity| identity.device)
}
