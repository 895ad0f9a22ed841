//! Copies of keys that were found are written over: each file is first a plan to look at, can be undone, and is
//! looked through again when it is done. Nothing is deleted.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, MutexGuard, PoisonError};

use zeroize::Zeroizing;

use super::scan::Found;
use super::{Wallet, count};
use crate::error::{Code, Error, ErrorView, Result};
use crate::fs::{self, Access};
use crate::journal::{self, Change};
use crate::medium::Medium;
use crate::plan::{self, Contents, FileChange, Plan};
use crate::row::{self, CellAddress};
use crate::scan::{FileState, Find, Fingerprint, Form, Known, KnownStatus, Order, Place};
use crate::store::{Applied, What};
use crate::tools;
use crate::vault::Slot;
use crate::view::{
    ChangeKind, ChangeView, CleanedView, CleanupView, FindingKind, FindingView, LineKind, LineView, PlanView,
    Remedy, UncleanedView,
};
use crate::words::say;

/// What changes to copies of keys are filed under, beside those to tools.
pub const CLEANUP: &str = "cleanup";

/// The longest file that is changed: its bytes of before are kept.
const LONGEST: u64 = 64 << 20;

/// What a person was shown and may now agree to.
pub(super) struct Cleanup {
    /// The file or database.
    path: PathBuf,
    plan: Plan,
    /// The database is written anew, without what was deleted in it.
    rebuilds: bool,
    /// The copies.
    ids: Vec<String>,
    keys: HashSet<Fingerprint>,
    undoes: Option<Applied>,
}

impl Wallet {
    /// Works out how to write over copies that the last scan found, and shows it: one plan for each file, to be agreed
    /// to by itself. What a tool reads its key from is pointed at its key anew instead.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a finding that the last scan did not have. What cannot be planned is part of the answer.
    pub async fn propose_cleanup(&self, ids: &[String]) -> Result<CleanupView> {
        let known = self.known_keys()?;
        let mut files: BTreeMap<(PathBuf, u8), Vec<Found>> = BTreeMap::new();
        for found in self.found(ids)? {
            files.entry((found.finding.path.clone(), found.view.remedy as u8)).or_default().push(found);
        }
        let mut view = CleanupView { plans: vec![], by_hand: vec![], refused: vec![] };
        for ((path, _), found) in files {
            let views = || found.iter().map(|found| found.view.clone()).collect::<Vec<_>>();
            let plan = match found[0].view.remedy {
                Remedy::ByHand => {
                    view.by_hand.extend(views());
                    continue;
                }
                Remedy::Reapply => self.propose_key_anew(&path, &found, &known).await,
                Remedy::Redact => self.propose_redaction(&path, &found, &known),
                Remedy::Sql => self.propose_sql(&path, &found, &known),
            };
            match plan {
                Ok(plan) => view.plans.push(plan),
                Err(error) => {
                    view.refused.push(UncleanedView { findings: views(), error: ErrorView::from(error) });
                }
            }
        }
        Ok(view)
    }

    fn cleanups(&self) -> MutexGuard<'_, HashMap<String, Cleanup>> {
        self.cleanups.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn found(&self, ids: &[String]) -> Result<Vec<Found>> {
        let last = self.last_scan();
        let find = |id: &String| last.iter().find(|found| found.view.id == *id).cloned();
        ids.iter().map(find).collect::<Option<_>>().ok_or_else(|| {
            Error::new(Code::NotFound, say!("cleanup-not-found")).hint(say!("cleanup-not-found", "hint"))
        })
    }

    /// A tool's own file: its settings say again what they should, with the key that its profile has now.
    async fn propose_key_anew(&self, path: &Path, found: &[Found], known: &Known) -> Result<PlanView> {
        let is_it = |file: &Path| file == path || file.canonicalize().is_ok_and(|file| file == path);
        let reads = |tool: &&&dyn tools::Tool| {
            tool.files(&self.machine).iter().any(|file| is_it(&file.path))
                && self.store.bound(tool.id()).is_ok_and(|bound| bound.is_some())
        };
        let Some(tool) = tools::ALL.iter().find(reads) else {
            return self.propose_redaction(path, found, known);
        };
        let plan = self.propose_reapply(tool.id()).await?;
        if !plan.changes.is_empty() {
            return Ok(plan);
        }
        self.discard(&plan.id);
        let bound = self.store.bound(tool.id())?.and_then(|change| change.binding);
        let uses = bound.is_some_and(|binding| {
            let profile = binding.profile;
            found.iter().any(|found| found.view.key.id == profile.key && found.view.key.url == profile.origin)
        });
        if !uses {
            return self.propose_redaction(path, found, known);
        }
        let key = found[0].view.key.id.to_string();
        Err(Error::new(Code::Invalid, say!("cleanup-in-use", tool = tool.name())).hint(say!(
            "cleanup-in-use",
            "hint",
            key = key
        )))
    }

    fn propose_redaction(&self, path: &Path, found: &[Found], known: &Known) -> Result<PlanView> {
        let meta = path.metadata().ok();
        let is_same = |found: &Found| {
            found.finding.state.is_some_and(|then| meta.as_ref().map(FileState::of) == Some(then))
        };
        if !found.iter().all(is_same) {
            return Err(changed(path));
        }
        if meta.is_some_and(|meta| meta.len() > LONGEST) {
            let message = say!("cleanup-too-long", path = path.display().to_string());
            return Err(Error::new(Code::FileRefused, message).hint(say!("cleanup-too-long", "hint")));
        }
        tools::nobody_writes(path)?;
        let before = fs::read(path)?.map(Contents::new).ok_or_else(|| changed(path))?;
        let keys = keys_of(found);
        let marker = Marker::of(found[0].finding.kind, path);
        let after = redacted(known, &before, &keys, marker);
        if after == before {
            return Err(changed(path));
        }
        let shown = shown(known, &before, &after);
        let change = FileChange {
            path: path.to_owned(),
            medium: self.medium_of(path),
            before: Some(before),
            after: Some(after),
            access: Access::Keep,
            folder: None,
        };
        change.medium.check_free(&self.machine)?;
        let view = ChangeView { path: self.machine.show(path), kind: ChangeKind::Edit, lines: shown };
        let mut notes = vec![say!("cleanup-only-the-key")];
        notes.extend(self.live_note(found));
        let cleanup = Cleanup {
            path: path.to_owned(),
            plan: Plan { changes: vec![change] },
            rebuilds: false,
            ids: found.iter().map(|found| found.view.id.clone()).collect(),
            keys,
            undoes: None,
        };
        Ok(self.show_cleanup(title(&self.machine.show(path), found.len()), vec![view], notes, cleanup))
    }

    /// Written over as it was found, a copy of a key that works says nothing of what else has it.
    fn live_note(&self, found: &[Found]) -> Option<String> {
        let live = found.iter().find(|found| found.view.key.status == KnownStatus::Live)?;
        let key = &live.view.key;
        Some(say!("cleanup-live", key = &key.masked, id = key.id.to_string()))
    }

    fn medium_of(&self, path: &Path) -> Medium {
        let files = tools::ALL.iter().flat_map(|tool| tool.files(&self.machine));
        let mut same =
            files.filter(|file| file.path == path || file.path.canonicalize().is_ok_and(|it| it == path));
        same.next().map_or(Medium::File, |file| file.format.medium()).filtered()
    }

    fn propose_sql(&self, path: &Path, found: &[Found], known: &Known) -> Result<PlanView> {
        tools::nobody_holds(path)?;
        let keys = keys_of(found);
        let mut changes: Vec<FileChange> = vec![];
        let mut views = vec![];
        let rebuilds = found.iter().any(|found| matches!(found.finding.place, Place::Copies(_)));
        for found in found {
            let Place::Cell { table, row, column } = &found.finding.place else { continue };
            let Some(row) = *row else {
                let path = path.display().to_string();
                let message = say!("cleanup-no-rows", table = table, path = path);
                return Err(Error::new(Code::FileRefused, message).hint(say!("cleanup-no-rows", "hint")));
            };
            let cell =
                CellAddress { database: path.to_owned(), table: table.clone(), row, column: column.clone() };
            let address = cell.to_path();
            // Several keys in one value are one change.
            if changes.iter().any(|change| change.path == address) {
                continue;
            }
            let before = cell.read()?.map(Contents::new).ok_or_else(|| changed(path))?;
            let after = redacted(known, &before, &keys, Marker::Word);
            if after == before {
                return Err(changed(path));
            }
            views.push(ChangeView {
                path: self.machine.show(&address),
                kind: ChangeKind::Edit,
                lines: shown(known, &before, &after),
            });
            changes.push(FileChange {
                path: address,
                medium: Medium::Cell,
                before: Some(before),
                after: Some(after),
                access: Access::Keep,
                folder: None,
            });
        }
        let mut notes = vec![say!("cleanup-by-sql")];
        if rebuilds {
            notes.push(say!("cleanup-rebuilds"));
        }
        notes.extend(self.live_note(found));
        let cleanup = Cleanup {
            path: path.to_owned(),
            plan: Plan { changes },
            rebuilds,
            ids: found.iter().map(|found| found.view.id.clone()).collect(),
            keys,
            undoes: None,
        };
        Ok(self.show_cleanup(title(&self.machine.show(path), found.len()), views, notes, cleanup))
    }

    fn show_cleanup(
        &self,
        title: String,
        changes: Vec<ChangeView>,
        notes: Vec<String>,
        cleanup: Cleanup,
    ) -> PlanView {
        let id = format!("{:016x}", rand::random::<u64>());
        let view = PlanView { id: id.clone(), tool: CLEANUP.into(), title, changes, notes, steps: vec![] };
        self.cleanups().insert(id, cleanup);
        view
    }

    /// Carries a cleanup out, or back, as it was shown, and looks through the file again.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a plan that is gone; [`Code::FileChanged`] if the file is not what was shown;
    /// [`Code::FileRefused`] while a program has it open. It is then as it was.
    pub async fn apply_cleanup(&self, id: &str) -> Result<CleanedView> {
        let Some(cleanup) = self.cleanups().remove(id) else {
            return Err(Error::new(Code::NotFound, say!("cleanup-gone")).hint(say!("cleanup-gone", "hint")));
        };
        let Cleanup { path, plan, rebuilds, ids, keys, undoes } = cleanup;
        let shown = self.machine.show(&path);
        let said = match &undoes {
            Some(change) => {
                journal::undo(&self.store, &self.machine, change, &plan)?;
                say!("cleanup-took-back", path = &shown)
            }
            None => {
                self.write_over(&path, plan, rebuilds).await?;
                say!("cleanup-done", copies = ids.len(), path = &shown)
            }
        };
        self.store.note(self.machine.now(), &said)?;
        let left = self.look_again(&path, &keys).await?;
        if undoes.is_none() {
            self.store.note_cleaned(&ids, &left)?;
        }
        Ok(CleanedView { path: shown, text: said, cleaned: count(ids.len()), left })
    }

    async fn write_over(&self, path: &Path, plan: Plan, rebuilds: bool) -> Result<()> {
        // Since it was shown, a program may have opened it.
        match plan.changes.iter().all(|change| change.medium == Medium::Cell) {
            true => tools::nobody_holds(path)?,
            false => tools::nobody_writes(path)?,
        }
        if !plan.is_empty() {
            let recipient = self.recipient().await?;
            let change = Change {
                tool: CLEANUP.into(),
                what: What::Cleanup,
                plan,
                binding: None,
                originals: Contents::default(),
            };
            journal::apply(&self.store, &self.machine, &recipient, change)?;
        }
        if rebuilds {
            row::rebuild(path, || tools::nobody_holds(path))?;
        }
        Ok(())
    }

    /// Works out how to take the last cleanup back.
    ///
    /// # Errors
    /// [`Code::NotFound`] if there is none; [`Code::FileChanged`] if the file changed since; the vault's, as the
    /// text of before is sealed.
    pub async fn propose_cleanup_undo(&self) -> Result<PlanView> {
        let Some(change) = self.store.last_change(CLEANUP)? else {
            return Err(Error::new(Code::NotFound, say!("cleanup-nothing-to-undo")));
        };
        let (change, plan) = self
            .with_vault(move |vault| {
                let plan = journal::undo_plan(&change, || vault.get(&Slot::UndoIdentity));
                plan.map(|plan| (change, plan))
            })
            .await
            .map_err(|error| match error.code() {
                Code::FileChanged => {
                    Error::new(Code::FileChanged, error.message()).hint(say!("cleanup-stays"))
                }
                _ => error,
            })?;
        let known = self.known_keys()?;
        let view = |change: &FileChange| ChangeView {
            path: self.machine.show(&change.path),
            kind: ChangeKind::Edit,
            lines: match (&change.before, &change.after) {
                (Some(before), Some(after)) => shown(&known, before, after),
                _ => vec![],
            },
        };
        let views: Vec<_> = plan.changes.iter().map(view).collect();
        let path = plan.changes.first().map(|change| change.path.clone()).unwrap_or_default();
        let path = match CellAddress::of_path(&path) {
            Ok(cell) => cell.database,
            Err(_) => path,
        };
        let title = say!("cleanup-undo", path = self.machine.show(&path));
        let notes = vec![say!("cleanup-undo", "note")];
        let keys = known.keys().iter().map(|key| key.print.core).collect();
        let cleanup = Cleanup { path, plan, rebuilds: false, ids: vec![], keys, undoes: Some(change) };
        Ok(self.show_cleanup(title, views, notes, cleanup))
    }

    /// What of some keys is still found in a file.
    async fn look_again(&self, path: &Path, keys: &HashSet<Fingerprint>) -> Result<Vec<FindingView>> {
        let paths = ["", "-wal", "-journal"].map(|end| {
            let mut name = path.as_os_str().to_owned();
            name.push(end);
            PathBuf::from(name)
        });
        let order =
            Order { paths: paths.into_iter().filter(|path| path.exists()).collect(), ..Order::default() };
        let (sight, outcome) = self.look(order, Arc::new(|_| {}), Arc::new(AtomicBool::new(false))).await?;
        let fresh: Vec<Found> = sight.found(outcome.findings);
        let left = fresh.iter().filter(|found| keys.contains(&found.finding.key));
        let left = left.map(|found| found.view.clone()).collect();
        let mut last = self.last_scan();
        last.retain(|found| found.finding.path != path);
        last.extend(fresh);
        Ok(left)
    }
}

impl Medium {
    /// A value is never a whole file.
    fn filtered(self) -> Self {
        if self.is_file() { self } else { Self::File }
    }
}

fn changed(path: &Path) -> Error {
    Error::new(Code::FileChanged, say!("cleanup-changed", path = path.display().to_string()))
        .hint(say!("cleanup-changed", "hint"))
}

fn keys_of(found: &[Found]) -> HashSet<Fingerprint> {
    found.iter().map(|found| found.finding.key).collect()
}

fn title(path: &str, copies: usize) -> String {
    say!("cleanup-title", copies = copies, path = path)
}

/// What a key is written over with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marker {
    /// `[revoked key 3f2a91c0]`.
    Plain,
    /// The same, made as long as the key was: whoever reads on from a place in the file finds it.
    SameLength,
    /// `revoked-key-3f2a91c0`: one word, for what a program reads.
    Word,
}

impl Marker {
    fn of(kind: FindingKind, path: &Path) -> Self {
        let ends = |end: &str| path.extension().is_some_and(|it| it == end);
        match kind {
            FindingKind::LiveConfig | FindingKind::ToolConfig | FindingKind::EnvFile => Self::Word,
            FindingKind::Log | FindingKind::Transcript => Self::SameLength,
            _ if ends("jsonl") || ends("log") => Self::SameLength,
            _ => Self::Plain,
        }
    }

    fn text(self, find: &Find<'_>, length: usize) -> String {
        // A key that still works was not revoked.
        let what = if find.key.status == KnownStatus::Live { "removed" } else { "revoked" };
        let fingerprint = find.key.print.core;
        match self {
            Self::Word => format!("{what}-key-{fingerprint}"),
            Self::Plain => format!("[{what} key {fingerprint}]"),
            Self::SameLength => {
                let text = format!("[{what} key {fingerprint}");
                format!("{text:.<width$}]", width = length.saturating_sub(1))
            }
        }
    }
}

/// A text with some keys written over.
fn redacted(known: &Known, text: &[u8], keys: &HashSet<Fingerprint>, marker: Marker) -> Contents {
    replaced(known, text, |find, length| {
        keys.contains(&find.key.print.core).then(|| marker.text(find, length))
    })
}

/// A text with keys replaced by what `by` says, given each and its length in characters; in two bytes a character
/// where the key stands so.
fn replaced(known: &Known, text: &[u8], by: impl Fn(&Find<'_>, usize) -> Option<String>) -> Contents {
    let mut out = Contents::new(Vec::with_capacity(text.len()));
    let mut done = 0;
    for find in known.find(text) {
        let is_wide = matches!(find.form, Form::Utf16Le | Form::Utf16Be);
        let length = if is_wide { find.range.len().div_ceil(2) } else { find.range.len() };
        let Some(instead) = by(&find, length).filter(|_| find.range.start >= done) else { continue };
        out.extend_from_slice(&text[done..find.range.start]);
        if is_wide {
            // The zeros stand between the characters, whichever comes first.
            let mut wide: Vec<u8> = instead.bytes().flat_map(|byte| [byte, 0]).collect();
            wide.pop();
            out.extend_from_slice(&wide);
        } else {
            out.extend_from_slice(instead.as_bytes());
        }
        done = find.range.end;
    }
    out.extend_from_slice(&text[done..]);
    out
}

/// Lines shown around each that changes.
const CONTEXT: usize = 2;

/// So much is shown of a line on either side of what changes in it.
const AROUND: usize = 60;

/// The difference as people read it: keys masked, long lines cut. Both texts have the same lines.
fn shown(known: &Known, before: &[u8], after: &[u8]) -> Vec<LineView> {
    let (before, after) = (lines(before), lines(after));
    let is_changed = |n: usize| before.get(n) != after.get(n);
    let changed: Vec<usize> = (0..before.len().max(after.len())).filter(|n| is_changed(*n)).collect();
    let line = |lines: &[Zeroizing<Vec<u8>>], n: usize, kind: LineKind| {
        lines.get(n).map(|line| LineView { kind, text: readable(known, line) })
    };
    let mut views = vec![];
    let mut next = 0;
    for (at, &n) in changed.iter().enumerate() {
        let start = n.saturating_sub(CONTEXT).max(next);
        if start > next && !views.is_empty() {
            views.push(LineView { kind: LineKind::Gap, text: String::new() });
        }
        views.extend((start..n).filter_map(|n| line(&before, n, LineKind::Same)));
        views.extend(line(&before, n, LineKind::Remove));
        views.extend(line(&after, n, LineKind::Add));
        let end = (n + 1 + CONTEXT).min(changed.get(at + 1).copied().unwrap_or(usize::MAX));
        views.extend((n + 1..end.min(before.len())).filter_map(|n| line(&before, n, LineKind::Same)));
        next = end;
    }
    views
}

/// The lines of a text, in one byte a character.
fn lines(text: &[u8]) -> Vec<Zeroizing<Vec<u8>>> {
    let narrow = |line: &[u8]| Zeroizing::new(line.iter().copied().filter(|byte| *byte != 0).collect());
    text.split(|byte| *byte == b'\n').map(narrow).collect()
}

/// A line with every known key, and whatever else looks like one, masked; cut around its keys and markers.
fn readable(known: &Known, line: &[u8]) -> String {
    let masked = replaced(known, line, |find, _| Some(find.key.masked.clone()));
    let text = String::from_utf8_lossy(&masked);
    let text = plan::mask_line(text.trim_end_matches('\r'), &[]);
    if text.chars().count() <= 4 * AROUND {
        return text;
    }
    let marks = ["sk-····", "····", "revoked", "removed"];
    let at = marks.iter().filter_map(|mark| text.find(mark)).min().unwrap_or(0);
    let start = text.floor_char_boundary(at.saturating_sub(AROUND));
    let end = text.ceil_char_boundary((at + 3 * AROUND).min(text.len()));
    let (before, after) = (if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
    format!("{before}{}{after}", &text[start..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::KeyId;
    use crate::scan::{HashKey, KnownKey};
    use crate::secret::Secret;

    const KEY: &str = "canaryABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop";

    fn known(status: KnownStatus) -> Known {
        let hasher = HashKey::new([7; 32]);
        let key = KnownKey {
            print: hasher.print(&Secret::new(KEY.into())).unwrap(),
            origin: "https://bridge.example".into(),
            label: "bridge.example".into(),
            id: KeyId(7),
            name: "laptop".into(),
            masked: "sk-····mnop".into(),
            status,
        };
        Known::new(hasher, vec![key])
    }

    fn redact(text: &str, status: KnownStatus, marker: Marker) -> String {
        let known = known(status);
        let keys = known.keys().iter().map(|key| key.print.core).collect();
        String::from_utf8(redacted(&known, text.as_bytes(), &keys, marker).to_vec()).unwrap()
    }

    #[test]
    fn a_key_is_written_over_and_nothing_else() {
        let fingerprint = known(KnownStatus::Dead).keys()[0].print.core;
        let text = format!("a sk-{KEY} b\n\"{KEY}\"\n");
        let plain = redact(&text, KnownStatus::Dead, Marker::Plain);
        assert_eq!(plain, format!("a [revoked key {fingerprint}] b\n\"[revoked key {fingerprint}]\"\n"));
        let word = redact(&text, KnownStatus::Live, Marker::Word);
        assert_eq!(word, format!("a removed-key-{fingerprint} b\n\"removed-key-{fingerprint}\"\n"));
        let same = redact(&text, KnownStatus::Off, Marker::SameLength);
        assert_eq!(same.len(), text.len());
        assert!(same.starts_with(&format!("a [revoked key {fingerprint}....")), "{same}");
    }

    #[test]
    fn text_of_two_bytes_a_character_stays_so() {
        let known = known(KnownStatus::Dead);
        let keys = known.keys().iter().map(|key| key.print.core).collect();
        for big in [false, true] {
            let wide = |text: &str| -> Vec<u8> {
                let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
                text.encode_utf16().flat_map(unit).collect()
            };
            let fingerprint = known.keys()[0].print.core;
            let out = redacted(&known, &wide(&format!("\u{feff}a sk-{KEY}\n")), &keys, Marker::Plain);
            assert_eq!(*out, wide(&format!("\u{feff}a [revoked key {fingerprint}]\n")));
        }
    }

    #[test]
    fn a_difference_shows_no_key_and_cuts_long_lines() {
        let known = known(KnownStatus::Dead);
        let keys = known.keys().iter().map(|key| key.print.core).collect();
        let text = format!(
            "1\n2\n3\nother sk-0123456789abcdefghij\n{}{KEY}{}\n6\n7\n8\n",
            "x ".repeat(999),
            " y".repeat(999)
        );
        let after = redacted(&known, text.as_bytes(), &keys, Marker::Plain);
        let lines = shown(&known, text.as_bytes(), &after);
        let kinds: Vec<_> = lines.iter().map(|line| line.kind).collect();
        use LineKind::{Add, Remove, Same};
        assert_eq!(kinds, [Same, Same, Remove, Add, Same, Same]);
        assert!(
            lines[2].text.contains("sk-····mnop") && lines[2].text.chars().count() < 300,
            "{}",
            lines[2].text
        );
        assert!(lines[3].text.contains("[revoked key "), "{}", lines[3].text);
        assert_eq!(lines[1].text, "other sk-····ghij");
        assert!(lines.iter().all(|line| !line.text.contains(&KEY[6..])));
    }
}
