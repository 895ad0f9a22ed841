//! Git histories: packs and loose objects of a repository, reachable or not.

use std::collections::HashSet;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::ZlibDecoder;

use super::known::Fingerprint;
use super::look::{End, Looker};
use super::open;
use super::pack::{InObject, Pack};

/// Packs that were looked through before. A pack never changes, so once is enough for the same keys.
pub trait Packs: Sync {
    /// What was found in a pack when these keys were looked for; `None` if that was not done.
    fn seen(&self, pack: &[u8], keys: Fingerprint) -> Option<Vec<InObject>>;

    /// Remembers what was found.
    fn note_seen(&self, pack: &[u8], keys: Fingerprint, found: &[InObject]);
}

/// Where a repository says whose objects it borrows (gitrepository-layout(5)).
const ALTERNATES: &str = "info/alternates";

/// A repository: what holds its objects.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Repository {
    /// Its folder of objects.
    pub objects: PathBuf,
}

/// What came of a look through a repository.
#[derive(Debug, Default)]
pub struct History {
    /// Keys.
    pub found: Vec<InObject>,
    /// What was not looked at: where, and why.
    pub left_out: Vec<(PathBuf, Left)>,
}

/// Why a part of a history was not looked at.

#[derive(Debug)]
pub enum Left {
    /// The system says no.
    Failed(io::Error),
    /// It took too long.
    TimeUp,
    /// So many objects are too large or damaged.
    Objects(usize),
}

impl Repository {
    /// The repository that a folder of objects belongs to, if it is one.
    pub fn of_objects(folder: &Path) -> Option<Self> {
        let around = folder.parent()?;
        let is_one = folder.file_name()? == "objects" && around.join("HEAD").is_file();
        is_one.then(|| Self { objects: folder.to_owned() })
    }

    /// The repository that a `.git` file leads to: a worktree's or a submodule's.
    pub fn of_link(file: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(file).ok()?;
        let own = file.parent()?.join(text.strip_prefix("gitdir:")?.trim());
        let common =
            std::fs::read_to_string(own.join("commondir")).map(|to| own.join(to.trim())).unwrap_or(own);
        Self::of_objects(&common.join("objects").canonicalize().ok()?)
    }

    /// The folder it is the history of.
    pub fn folder(&self) -> &Path {
        let around = self.objects.parent().unwrap_or(&self.objects);
        around.parent().filter(|_| around.ends_with(".git")).unwrap_or(around)
    }

    /// Whether some of its objects stand in another one's folder.
    pub fn borrows(&self) -> bool {
        self.objects.join(ALTERNATES).is_file()
    }

    /// Looks through all of it, and what it borrows from others; `looker` makes one for each thread.
    pub fn look<'k>(
        &self,
        keys: Fingerprint,
        packs: &dyn Packs,
        looker: &(dyn Fn() -> Looker<'k> + Sync),
        done: &mut HashSet<PathBuf>,
    ) -> History {
        let mut history = History::default();
        let mut folders = vec![self.objects.clone()];
        while let Some(folder) = folders.pop() {
            // Several may borrow from the same.
            if !done.insert(folder.canonicalize().unwrap_or_else(|_| folder.clone())) {
                continue;
            }
            if let Ok(text) = std::fs::read_to_string(folder.join(ALTERNATES)) {
                folders
                    .extend(text.lines().filter(|line| !line.starts_with('#')).map(|line| folder.join(line)));
            }
            history.look_in(&folder, keys, packs, looker);
        }
        history.found.sort_by(|a, b| (&a.object, a.line, a.key).cmp(&(&b.object, b.line, b.key)));
        history.found.dedup();
        history
    }
}

impl History {
    fn look_in<'k>(
        &mut self,
        folder: &Path,
        keys: Fingerprint,
        packs: &dyn Packs,
        looker: &(dyn Fn() -> Looker<'k> + Sync),
    ) {
        let mut loose = looker();
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return self.left_out.push((folder.to_owned(), Left::Failed(error))),
        };
        for entry in entries.flatten() {
            let (name, path) = (entry.file_name(), entry.path());
            let name = name.to_string_lossy();
            let is_fan = name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
            match (&*name, is_fan) {
                ("pack", _) => self.look_in_packs(&path, keys, packs, looker),
                (_, true) => self.look_in_loose(&path, &name, &mut loose),
                _ => {}
            }
        }
    }

    fn look_in_packs<'k>(
        &mut self,
        folder: &Path,
        keys: Fingerprint,
        packs: &dyn Packs,
        looker: &(dyn Fn() -> Looker<'k> + Sync),
    ) {
        let files: Vec<PathBuf> =
            std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        for path in files.iter().filter(|path| path.extension().is_some_and(|end| end == "pack")) {
            let index = path.with_extension("idx");
            let look = || {
                let pack = Pack::open(&index)?;
                if let Some(found) = packs.seen(pack.checksum(), keys) {
                    return Ok((found, None));
                }
                let (seen, end) = pack.look(looker)?;
                let left = match (end, seen.left_out) {
                    (End::Whole, 0) => {
                        packs.note_seen(pack.checksum(), keys, &seen.found);
                        None
                    }
                    (End::Whole, objects) => Some(Left::Objects(objects)),
                    (End::TimeUp, _) => Some(Left::TimeUp),
                    // Whoever stopped it knows.
                    (End::Stopped, _) => None,
                };
                Ok((seen.found, left))
            };
            match look() {
                Ok((found, left)) => {
                    self.found.extend(found);
                    self.left_out.extend(left.map(|left| (path.clone(), left)));
                }
                // It was packed anew meanwhile.
                Err(error) if is_gone(&error) && !path.exists() => {}
                Err(error) => self.left_out.push((path.clone(), Left::Failed(error))),
            }
        }
    }

    fn look_in_loose(&mut self, folder: &Path, fan: &str, looker: &mut Looker<'_>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = format!("{fan}{}", entry.file_name().to_string_lossy());
            if !name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                continue;
            }
            match loose(&entry.path(), name, looker, &mut self.found) {
                Ok(End::Whole | End::Stopped) => {}
                Ok(End::TimeUp) => self.left_out.push((entry.path(), Left::TimeUp)),
                Err(error) if is_gone(&error) => {}
                Err(error) => self.left_out.push((entry.path(), Left::Failed(error))),
            }
        }
    }
}

fn is_gone(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
}

/// Looks through an object that stands in a file of its own.
fn loose(path: &Path, name: String, looker: &mut Looker<'_>, found: &mut Vec<InObject>) -> io::Result<End> {
    let Some(opened) = open::regular(path)? else { return Ok(End::Whole) };
    looker.begin();
    let mut stream = BufReader::new(ZlibDecoder::new(opened.file));
    let mut head = vec![];
    stream.by_ref().take(64).read_until(0, &mut head)?;
    let head = String::from_utf8_lossy(&head);
    let kind = head.split(' ').next().unwrap_or_default();
    if !matches!(kind, "blob" | "commit" | "tag") {
        return Ok(End::Whole);
    }
    let mut places = vec![];
    let (end, _) = looker.stream(&mut stream, &mut |placed| places.push(placed))?;
    if places.is_empty() {
        return Ok(end);
    }
    // Once more, for the lines.
    let mut stream = BufReader::new(ZlibDecoder::new(std::fs::File::open(path)?));
    stream.read_until(0, &mut vec![])?;
    let offsets: Vec<u64> = places.iter().map(|placed| placed.range.start).collect();
    let lines = super::look::lines(&mut stream, &offsets)?;
    found.extend(places.into_iter().zip(lines).map(|(placed, line)| InObject {
        key: placed.key.print.core,
        object: name.clone(),
        kind: kind.to_owned(),
        line,
        form: placed.form,
    }));
    Ok(end)
}
