//! Carries plans out, takes them back, and finishes what a crash cut short.
//!
//! Order of an apply: lock; note what stands there (sealed) and what will, durably; write each file; note
//! that it is done. Whatever dies in between, [`recover`] finds the note and brings the files to all new or
//! all old.

use std::path::Path;

use crate::error::{Code, Error, Result};
use crate::fs::{self, Access, Lock};
use crate::machine::Machine;
use crate::plan::{Contents, FileChange, Plan};
use crate::seal;
use crate::secret::Secret;
use crate::store::{Applied, AppliedFile, Binding, Profile, State, Store, What};
use crate::tools;

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
    /// The profile of that name as it is now.
    pub profile_before: Option<Profile>,
}

/// Carries a change out: all files or none. `recipient` seals what stood there.
///
/// # Errors
/// [`Code::FileChanged`], [`Code::FileRefused`], [`Code::Busy`], [`Code::Io`]: every file is as it was.
pub fn apply(store: &Store, machine: &Machine, recipient: &str, change: Change) -> Result<()> {
    let _lock = Lock::take(&machine.data_dir)?;
    let changes: Vec<&FileChange> = change.plan.changes.iter().filter(|change| !change.is_empty()).collect();
    let mut applied = Applied {
        id: 0,
        tool: change.tool,
        what: change.what,
        state: State::Begun,
        at: machine.now(),
        binding: change.binding,
        originals: seal::seal(recipient, &change.originals)?,
        profile_before: change.profile_before,
        files: changes.iter().map(|change| noted(recipient, change)).collect::<Result<_>>()?,
    };
    applied.id = store.begin_change(&applied)?;
    for (n, change) in changes.iter().enumerate() {
        let who = if change.private { Access::OwnerOnly } else { Access::Keep };
        if let Err(error) = fs::replace(&change.path, bytes(&change.before), bytes(&change.after), who) {
            for (change, file) in changes[..n].iter().zip(&applied.files) {
                let who = file.bits.map_or(Access::Keep, Access::Bits);
                fs::replace(&change.path, bytes(&change.after), bytes(&change.before), who)?;
            }
            store.move_change(&applied, State::Undone)?;
            return Err(error);
        }
    }
    store.move_change(&applied, State::Done)
}

fn noted(recipient: &str, change: &FileChange) -> Result<AppliedFile> {
    let hash = |side: &Option<Contents>| side.as_ref().map(|bytes| tools::hash(bytes));
    Ok(AppliedFile {
        path: change.path.clone(),
        before_hash: hash(&change.before),
        after_hash: hash(&change.after),
        bits: fs::access(&change.path),
        before_sealed: change.before.as_ref().map(|bytes| seal::seal(recipient, bytes)).transpose()?,
    })
}

/// Whether the last change of a tool can be undone: every file still holds what was written.
pub fn can_undo(change: &Applied) -> bool {
    change.files.iter().all(|file| holds(&file.path, &file.after_hash).unwrap_or(false))
}

/// The plan that gives the same bytes back. `identity` opens what was sealed; it is asked for only if needed.
///
/// # Errors
/// [`Code::FileChanged`] if a file no longer holds what was written; the vault's errors; [`Code::Store`].
pub fn undo_plan(change: &Applied, identity: impl Fn() -> Result<Secret>) -> Result<Plan> {
    let mut changes = vec![];
    for file in &change.files {
        let now = fs::read(&file.path)?;
        if now.as_deref().map(tools::hash) != file.after_hash {
            return Err(Error::new(
                Code::FileChanged,
                format!(
                    "{} changed since it was configured, so it cannot be undone to the byte",
                    file.path.display()
                ),
            )
            .hint("use disconnect instead: it takes out only what is Bridgekeeper's"));
        }
        changes.push(FileChange {
            path: file.path.clone(),
            before: now.map(Contents::new),
            after: original(file, &identity)?,
            private: false,
        });
    }
    Ok(Plan { changes })
}

fn original(file: &AppliedFile, identity: &impl Fn() -> Result<Secret>) -> Result<Option<Contents>> {
    file.before_sealed.as_ref().map(|sealed| seal::open(&identity()?, sealed)).transpose()
}

/// Carries an undo out, and gives files the permissions they had.
///
/// # Errors
/// As [`apply`].
pub fn undo(store: &Store, machine: &Machine, change: &Applied, plan: &Plan) -> Result<()> {
    let _lock = Lock::take(&machine.data_dir)?;
    store.move_change(change, State::Undoing)?;
    for (n, (back, file)) in plan.changes.iter().zip(&change.files).enumerate() {
        let who = file.bits.map_or(Access::Keep, Access::Bits);
        if let Err(error) = fs::replace(&back.path, bytes(&back.before), bytes(&back.after), who) {
            for back in &plan.changes[..n] {
                fs::replace(&back.path, bytes(&back.after), bytes(&back.before), Access::Keep)?;
            }
            store.move_change(change, State::Done)?;
            return Err(error);
        }
    }
    store.move_change(change, State::Undone)
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
        for file in &change.files {
            if let Some(folder) = fs::resolve(&file.path)?.parent() {
                fs::sweep(folder)?;
            }
        }
        let at = |side: fn(&AppliedFile) -> &Option<String>| -> Result<bool> {
            change.files.iter().try_fold(true, |all, file| Ok(all && holds(&file.path, side(file))?))
        };
        let state = if at(|file| &file.after_hash)? {
            State::Done
        } else {
            if !at(|file| &file.before_hash)? {
                roll_back(&change, &identity)?;
            }
            State::Undone
        };
        store.move_change(&change, state)?;
        let outcome = if state == State::Done { "is in place" } else { "was taken back" };
        said.push(format!("A change to {} had been cut short; it {outcome}.", change.tool));
    }
    for what in &said {
        store.note(machine.now(), what)?;
    }
    Ok(said)
}

/// Puts back each file that holds what was written; one that somebody else changed meanwhile is theirs.
fn roll_back(change: &Applied, identity: &impl Fn() -> Result<Secret>) -> Result<()> {
    for file in &change.files {
        if holds(&file.path, &file.after_hash)? {
            let now = fs::read(&file.path)?;
            let who = file.bits.map_or(Access::Keep, Access::Bits);
            fs::replace(&file.path, now.as_deref(), bytes(&original(file, identity)?), who)?;
        }
    }
    Ok(())
}

fn holds(path: &Path, hash: &Option<String>) -> Result<bool> {
    Ok(fs::read(path)?.as_deref().map(tools::hash) == *hash)
}

fn bytes(side: &Option<Contents>) -> Option<&[u8]> {
    side.as_ref().map(|bytes| bytes.as_slice())
}
