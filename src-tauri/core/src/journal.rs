//! Carries plans out, takes them back, and finishes what a crash cut short.
//!
//! Order of an apply: lock; note what stands there (sealed) and what will, durably; write each file; note
//! that it is done. Whatever dies in between, [`recover`] finds the note and brings the files to all new or
//! all old.

use std::path::Path;

use crate::error::{Code, Error, Result};
use crate::fs::{self, Access, Lock};
use crate::machine::Machine;
use crate::medium::{Medium, says_the_same};
use crate::plan::{Contents, FileChange, Plan};
use crate::seal;
use crate::secret::Secret;
use crate::store::{Applied, AppliedFile, Binding, State, Store, What};
use crate::tools;
use crate::words::say;

/// A plan with all that the journal must know of it.
pub struct Change {
    /// The tool's word.
    pub tool: String,
    /// What kind.
    pub what: What,
    /// The files.
    pub plan: Plan,
    /// For a configure: what it binds.
    pub binding: Option<Binding>,
    /// For a configure: what the user had in our fields, to be sealed.
    pub originals: Contents,
}

/// Carries a change out: all files or none. `recipient` seals what stood there.
///
/// # Errors
/// [`Code::FileChanged`], [`Code::FileRefused`], [`Code::Busy`], [`Code::Store`], [`Code::Io`]: every file is
/// as it was.
pub fn apply(store: &Store, machine: &Machine, recipient: &str, change: Change) -> Result<()> {
    let _lock = Lock::take(&machine.data_dir)?;
    let files: Vec<_> =
        change.plan.changes.iter().filter(|file| !file.is_empty() || gets_other_bits(file)).collect();
    still_so(&files)?;
    let profile_before = match &change.binding {
        Some(binding) => store.profile(&binding.profile.name)?,
        None => None,
    };
    let mut applied = Applied {
        id: 0,
        tool: change.tool,
        what: change.what,
        state: State::Begun,
        at: machine.now(),
        binding: change.binding,
        originals: seal::seal(recipient, &change.originals)?,
        profile_before,
        files: files.iter().map(|file| noted(recipient, file)).collect::<Result<_>>()?,
    };
    applied.id = store.begin_change(&applied)?;
    let folders = applied.files.iter().map(|file| file.folder.as_deref());
    let back: Vec<_> =
        files.iter().zip(folders).map(|(file, folder)| Write::back(machine, file, folder)).collect();
    let done = carry_out(machine, &files).and_then(|()| store.move_change(&applied, State::Done));
    or_back(done, &back, || store.move_change(&applied, State::Undone))
}

/// Whether only a file's permissions change: a key came and went in between.
fn gets_other_bits(file: &FileChange) -> bool {
    match (file.access, file.medium.access(&file.path)) {
        (Access::Bits(bits), Some(now)) => file.after.is_some() && bits != now,
        _ => false,
    }
}

fn noted(recipient: &str, file: &FileChange) -> Result<AppliedFile> {
    let hash = |side: &Option<Contents>| side.as_ref().map(|bytes| file.medium.hash(bytes));
    Ok(AppliedFile {
        path: file.path.clone(),
        medium: file.medium,
        before_hash: hash(&file.before),
        after_hash: hash(&file.after),
        bits: file.medium.access(&file.path),
        bits_after: file.medium.access_after(&file.path, file.access),
        folder: file.medium.missing_folder(&file.path)?,
        before_sealed: file.before.as_ref().map(|bytes| seal::seal(recipient, bytes)).transpose()?,
    })
}

/// Notes that a tool's files should say from now on what they say: no file is touched. `bound` is what the tool
/// was bound to when that was shown; what its user had before stays what disconnect gives back.
///
/// # Errors
/// [`Code::FileChanged`] if tool or files are not as shown; [`Code::FileUnparsable`], [`Code::Busy`],
/// [`Code::Store`].
pub fn accept(store: &Store, machine: &Machine, bound: &Applied, binding: Binding) -> Result<()> {
    let _lock = Lock::take(&machine.data_dir)?;
    let is_bound = store.bound(&bound.tool)?.map(|now| now.id) == Some(bound.id);
    if !is_bound || !tools::drift(&binding.expected)?.is_empty() {
        return Err(Error::new(Code::FileChanged, say!("journal-not-as-shown"))
            .hint(say!("journal-not-as-shown", "hint")));
    }
    let mut change = Applied {
        id: 0,
        tool: bound.tool.clone(),
        what: What::Accept,
        state: State::Begun,
        at: machine.now(),
        originals: bound.originals.clone(),
        profile_before: store.profile(&binding.profile.name)?,
        binding: Some(binding),
        files: vec![],
    };
    change.id = store.begin_change(&change)?;
    store.move_change(&change, State::Done)
}

/// Whether the last change of a tool can be undone: every file still holds what was written.
pub fn can_undo(change: &Applied) -> bool {
    untouched(&change.files)
}

fn untouched(files: &[AppliedFile]) -> bool {
    files
        .iter()
        .all(|file| hash_of(file).is_ok_and(|now| says_the_same(now.as_deref(), file.after_hash.as_deref())))
}

/// The plan that gives the same bytes back. `identity` opens what was sealed; it is asked for only if needed.
///
/// # Errors
/// [`Code::FileChanged`] if a file no longer holds what was written; the vault's errors; [`Code::Store`].
pub fn undo_plan(change: &Applied, identity: impl Fn() -> Result<Secret>) -> Result<Plan> {
    plan_back(&change.files, &identity)
}

fn plan_back(files: &[AppliedFile], identity: &impl Fn() -> Result<Secret>) -> Result<Plan> {
    let mut changes = vec![];
    for file in files {
        let now = file.medium.read(&file.path)?;
        let hash = now.as_deref().map(|bytes| file.medium.hash(bytes));
        if !says_the_same(hash.as_deref(), file.after_hash.as_deref()) {
            let path = file.path.display().to_string();
            return Err(Error::new(Code::FileChanged, say!("journal-changed", path = path))
                .hint(say!("journal-changed", "hint")));
        }
        changes.push(FileChange {
            path: file.path.clone(),
            medium: file.medium,
            before: now.map(Contents::new),
            after: original(file, identity)?,
            access: access_back(file),
            folder: file.folder.clone(),
        });
    }
    Ok(Plan { changes })
}

fn original(file: &AppliedFile, identity: &impl Fn() -> Result<Secret>) -> Result<Option<Contents>> {
    file.before_sealed.as_ref().map(|sealed| seal::open(&identity()?, sealed)).transpose()
}

/// Who could read a file before; nobody whom its owner shut out since.
fn access_back(file: &AppliedFile) -> Access {
    match (file.bits, file.medium.access(&file.path)) {
        (Some(before), Some(now)) if Some(now) != file.bits_after => Access::Bits(before & now),
        (Some(before), _) => Access::Bits(before),
        (None, _) => Access::Keep,
    }
}

/// Several changes to a tool, one after the other, as if they were one.
pub struct Run {
    files: Vec<AppliedFile>,
    unbroken: bool,
}

impl Run {
    /// Those changes, oldest first.
    pub fn of(changes: Vec<Applied>) -> Self {
        // What was accepted is what somebody else wrote.
        let unbroken = changes.iter().all(|change| change.what != What::Accept);
        let mut run = Self { files: vec![], unbroken };
        for file in changes.into_iter().flat_map(|change| change.files) {
            match run.files.iter_mut().find(|first| first.path == file.path) {
                Some(first) => {
                    run.unbroken &= says_the_same(first.after_hash.as_deref(), file.before_hash.as_deref());
                    (first.after_hash, first.bits_after) = (file.after_hash, file.bits_after);
                }
                None => run.files.push(file),
            }
        }
        run
    }

    /// The plan that gives the bytes of before the first change back; `None` if somebody else wrote in
    /// between or since.
    ///
    /// # Errors
    /// The vault's; [`Code::Store`].
    pub fn undo_plan(&self, identity: impl Fn() -> Result<Secret>) -> Result<Option<Plan>> {
        match self.unbroken && untouched(&self.files) {
            true => plan_back(&self.files, &identity).map(Some),
            false => Ok(None),
        }
    }

    /// Makes a plan give permissions back too, and take along folders that were made for a file that goes.
    pub fn complete(&self, plan: &mut Plan) {
        for change in &mut plan.changes {
            if let Some(file) = self.files.iter().find(|file| file.path == change.path) {
                change.access = access_back(file);
                change.folder.clone_from(&file.folder);
            }
        }
    }
}

/// Carries an undo out, and gives files the permissions they had.
///
/// # Errors
/// As [`apply`]; [`Code::FileChanged`] also if another copy of the wallet was faster.
pub fn undo(store: &Store, machine: &Machine, change: &Applied, plan: &Plan) -> Result<()> {
    let _lock = Lock::take(&machine.data_dir)?;
    if store.last_change(&change.tool)?.map(|last| last.id) != Some(change.id) {
        return Err(
            Error::new(Code::FileChanged, say!("journal-overtaken")).hint(say!("journal-overtaken", "hint"))
        );
    }
    let files: Vec<_> = plan.changes.iter().collect();
    still_so(&files)?;
    store.move_change(change, State::Undoing)?;
    let back: Vec<_> = files.iter().map(|file| Write::back(machine, file, None)).collect();
    let done = carry_out(machine, &files).and_then(|()| store.move_change(change, State::Undone));
    or_back(done, &back, || store.move_change(change, State::Done))
}

/// A file to write.
struct Write<'a> {
    machine: &'a Machine,
    path: &'a Path,
    medium: Medium,
    from: Option<&'a [u8]>,
    to: Option<&'a [u8]>,
    access: Access,
    folder: Option<&'a Path>,
}

impl<'a> Write<'a> {
    fn on(machine: &'a Machine, file: &'a FileChange) -> Self {
        Self {
            machine,
            path: &file.path,
            medium: file.medium,
            from: bytes(&file.before),
            to: bytes(&file.after),
            access: file.access,
            folder: file.folder.as_deref(),
        }
    }

    /// The way back from a change that is about to be written.
    fn back(machine: &'a Machine, file: &'a FileChange, folder: Option<&'a Path>) -> Self {
        let access = file.medium.access(&file.path).map_or(Access::Keep, Access::Bits);
        Self { from: bytes(&file.after), to: bytes(&file.before), access, folder, ..Self::on(machine, file) }
    }

    fn carry_out(&self) -> Result<()> {
        self.medium.replace(self.machine, self.path, self.from, self.to, self.access)?;
        self.tidy()
    }

    fn tidy(&self) -> Result<()> {
        match (self.to, self.folder) {
            (None, Some(folder)) => fs::remove_empty_folders(self.path, folder),
            _ => Ok(()),
        }
    }
}

/// Makes sure that a plan still holds.
fn still_so(files: &[&FileChange]) -> Result<()> {
    files.iter().try_for_each(|file| file.medium.unchanged(&file.path, bytes(&file.before)))
}

fn carry_out(machine: &Machine, files: &[&FileChange]) -> Result<()> {
    let writes: Vec<_> = files.iter().map(|file| Write::on(machine, file)).collect();
    writes.iter().try_for_each(Write::carry_out)?;
    // A folder may have waited for a later file to go.
    writes.iter().try_for_each(Write::tidy)
}

/// Where something failed, puts back each file that was written, and notes it. What even that does not achieve
/// is left to [`recover`].
fn or_back(done: Result<()>, back: &[Write<'_>], note: impl FnOnce() -> Result<()>) -> Result<()> {
    let put_back = |write: &Write<'_>| match write.medium.read(write.path)?.as_deref() == write.from {
        true => write.carry_out(),
        false => write.tidy(),
    };
    done.inspect_err(|_| {
        let outcomes: Vec<_> = back.iter().rev().map(put_back).collect();
        if outcomes.iter().all(Result::is_ok) {
            let _ = note();
        }
    })
}

/// Finishes what a crash cut short; says what it did. Cheap when there is nothing.
///
/// # Errors
/// The vault's errors where several files stand half-way and their originals must be opened; the change then
/// stays noted and the next start tries again.
pub fn recover(
    store: &Store,
    machine: &Machine,
    identity: impl Fn() -> Result<Secret>,
) -> Result<Vec<String>> {
    if store.unfinished_changes()?.is_empty() {
        return Ok(vec![]);
    }
    let _lock = Lock::take(&machine.data_dir)?;
    let mut said = vec![];
    // Read again under the lock: what looked unfinished may have been another copy at work.
    for change in store.unfinished_changes()? {
        for file in change.files.iter().filter_map(|file| fs::resolve(&file.path).ok()) {
            file.parent().map_or(Ok(()), fs::sweep)?;
        }
        let all = |all, file| Ok::<_, Error>(all && is_written(file)?);
        let written = change.files.iter().try_fold(true, all)?;
        let state = match written {
            true => State::Done,
            false => {
                roll_back(machine, &change, &identity)?;
                State::Undone
            }
        };
        store.move_change(&change, state)?;
        let tool = change.tool.as_str();
        said.push(match state {
            State::Done => say!("journal-completed", tool = tool),
            _ => say!("journal-taken-back", tool = tool),
        });
    }
    for what in &said {
        store.note(machine.now(), what)?;
    }
    Ok(said)
}

/// Puts back each file that holds what was written; one that somebody else changed meanwhile is theirs.
fn roll_back(machine: &Machine, change: &Applied, identity: &impl Fn() -> Result<Secret>) -> Result<()> {
    let mut written = vec![];
    for file in &change.files {
        if is_written(file)? {
            written.push((file, file.medium.read(&file.path)?, original(file, identity)?));
        }
    }
    // Nothing is touched before every original is open.
    for (file, now, before) in &written {
        file.medium.replace(machine, &file.path, now.as_deref(), bytes(before), access_back(file))?;
    }
    for file in change.files.iter().filter(|file| file.before_hash.is_none()) {
        if let Some(folder) = &file.folder {
            fs::remove_empty_folders(&file.path, folder)?;
        }
    }
    Ok(())
}

/// Whether a file holds what was written. Where that says the same as what stood there, it is told by the bytes.
fn is_written(file: &AppliedFile) -> Result<bool> {
    let now = match hash_of(file) {
        Err(error) if error.code() == Code::FileRefused => return Ok(false),
        other => other?,
    };
    let as_before = now == file.before_hash && file.before_hash != file.after_hash;
    Ok(!as_before && says_the_same(now.as_deref(), file.after_hash.as_deref()))
}

/// The hash of what a file holds.
fn hash_of(file: &AppliedFile) -> Result<Option<String>> {
    Ok(file.medium.read(&file.path)?.as_deref().map(|bytes| file.medium.hash(bytes)))
}

fn bytes(side: &Option<Contents>) -> Option<&[u8]> {
    side.as_ref().map(|bytes| bytes.as_slice())
}
