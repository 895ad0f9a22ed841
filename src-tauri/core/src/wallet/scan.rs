//! Look for copies of keys on this machine.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::Instant;

use super::{Wallet, count};
use crate::error::{Code, Error, Result};
use crate::machine::Machine;
use crate::scan::{Finding, Known, LeftOut, News, Order, Outcome, Place, Scan};
use crate::store::{Profile, ScanRead};
use crate::tools;
use crate::view::{
    FindingKind, FindingView, KnownKeyView, LeftReason, LeftView, Remedy, ScanEvent, ScanProgressView,
    ScanRequest, ScanView,
};
use crate::words::say;

/// Whoever watches a scan.
pub type ScanWatch = Arc<dyn Fn(ScanEvent) + Send + Sync>;

impl Wallet {
    /// Looks for copies of every key that the vault holds or held. Works while the vault is locked. Once `stop` is
    /// true, or nobody waits for the answer any more, it ends with what it has.
    ///
    /// # Errors
    /// [`Code::Invalid`] for a path that is not there; [`Code::Store`].
    pub async fn scan(
        &self,
        request: ScanRequest,
        watch: ScanWatch,
        stop: Arc<AtomicBool>,
    ) -> Result<ScanView> {
        let begun = Instant::now();
        let _guard = StopsWithoutWaiter(stop.clone());
        let (home, git) = (request.home, request.git);
        let order = self.order(request)?;
        let paths = count(order.paths.len());
        let is_whole = order.paths.is_empty();
        let unfound = self.learn_keys().await?;
        let (sight, outcome) = self.look(order, watch, stop).await?;
        let Outcome { findings, left_out, files, bytes, stopped } = outcome;
        let mut found = sight.found(findings);
        found
            .sort_by_cached_key(|found| (found.view.path.clone(), found.view.line, found.view.place.clone()));
        let findings: Vec<_> = found.iter().map(|found| found.view.clone()).collect();
        *self.last_scan() = found;
        self.store.note_findings(self.machine.now(), &findings, is_whole && !stopped)?;
        let view = ScanView {
            findings,
            not_looked_at: left_views(&self.machine, &left_out),
            complete: !stopped && unfound.is_none(),
            note: unfound
                .map(|unfound| say!("scan-unfound", count = unfound.keys, why = unfound.why.message())),
            keys: count(sight.known.keys().len()),
            files: u32::try_from(files).unwrap_or(u32::MAX),
            bytes,
            took_ms: u32::try_from(begun.elapsed().as_millis()).unwrap_or(u32::MAX),
        };
        self.store.note_scan(&ScanRead {
            at: self.machine.now(),
            paths,
            home,
            git,
            complete: view.complete,
            note: view.note.clone(),
            files: view.files,
            left: view.not_looked_at.iter().map(|left| (left.text.clone(), left.count)).collect(),
        })?;
        Ok(view)
    }

    /// Looks through what was ordered, on a thread of its own.
    pub(super) async fn look(
        &self,
        order: Order,
        watch: ScanWatch,
        stop: Arc<AtomicBool>,
    ) -> Result<(Sight, Outcome)> {
        let sight = Sight {
            machine: self.machine.clone(),
            known: self.known_keys()?,
            profiles: self.store.profiles()?.into_iter().map(|(profile, _)| profile).collect(),
        };
        let (live, packs) = (self.live_files()?, self.store.clone());
        let work = tokio::task::spawn_blocking(move || {
            let told = |news: News<'_>| watch(sight.event(news));
            let scan = Scan {
                machine: &sight.machine,
                known: &sight.known,
                live,
                packs: &*packs,
                watch: &told,
                stop: &stop,
            };
            let outcome = scan.run(&order);
            (sight, outcome)
        });
        match work.await {
            Ok(done) => Ok(done),
            Err(panic) => std::panic::resume_unwind(panic.into_panic()),
        }
    }

    pub(super) fn last_scan(&self) -> MutexGuard<'_, Vec<Found>> {
        self.last_scan.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn order(&self, request: ScanRequest) -> Result<Order> {
        let path = |path: String| {
            let rest = path.strip_prefix("~").filter(|rest| rest.is_empty() || rest.starts_with('/'));
            let path = match rest {
                Some(rest) => self.machine.home.join(rest.trim_start_matches('/')),
                None => self.machine.folder.as_deref().unwrap_or(&self.machine.home).join(&path),
            };
            match path.symlink_metadata() {
                Ok(_) => Ok(path),
                Err(error) => {
                    let said = say!("scan-no-such-path", path = path.display().to_string());
                    Err(Error::new(Code::Invalid, said)
                        .hint(say!("scan-no-such-path", "hint"))
                        .because(error))
                }
            }
        };
        Ok(Order {
            paths: request.paths.into_iter().map(path).collect::<Result<_>>()?,
            home: request.home,
            git: request.git,
            gz: request.gz,
        })
    }

    /// The files that tools read their keys from.
    pub(super) fn live_files(&self) -> Result<HashSet<PathBuf>> {
        let mut live: HashSet<PathBuf> = HashSet::new();
        for tool in tools::ALL {
            live.extend(tool.files(&self.machine).into_iter().map(|file| file.path));
            let bound = self.store.bound(tool.id())?.and_then(|change| change.binding);
            live.extend(bound.into_iter().flat_map(|binding| binding.expected).map(|field| field.file));
        }
        Ok(live)
    }
}

/// A finding, with what is shown of it.
#[derive(Clone)]
pub(super) struct Found {
    pub view: FindingView,
    pub finding: Finding,
}

/// Stops a scan that nobody waits for any more.
struct StopsWithoutWaiter(Arc<AtomicBool>);

impl Drop for StopsWithoutWaiter {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// What it takes to show a finding.
pub(super) struct Sight {
    machine: Machine,
    known: Known,
    profiles: Vec<Profile>,
}

impl Sight {
    fn event(&self, news: News<'_>) -> ScanEvent {
        match news {
            News::At { stage, files, bytes, folder } => ScanEvent::Progress(ScanProgressView {
                stage,
                files: u32::try_from(files).unwrap_or(u32::MAX),
                bytes,
                folder: self.machine.show(folder),
            }),
            News::Found(finding) => ScanEvent::Found(self.finding(finding)),
        }
    }

    /// Findings with what is shown of them.
    pub(super) fn found(&self, findings: Vec<Finding>) -> Vec<Found> {
        findings.into_iter().map(|finding| Found { view: self.finding(&finding), finding }).collect()
    }

    fn finding(&self, finding: &Finding) -> FindingView {
        let (line, place) = match &finding.place {
            Place::Line(line) => (Some(*line), None),
            Place::Byte(at) => (None, Some(say!("scan-at-byte", at = at.to_string()))),
            Place::Inside(at) => (None, Some(say!("scan-at-packed-byte", at = at.to_string()))),
            Place::Cell { table, row, column } => {
                let (table, column) = (&**table, &**column);
                let cell = match row.map(|row| row.to_string()) {
                    Some(row) => say!("scan-at-cell", table = table, row = row, column = column),
                    None => say!("scan-at-column", table = table, column = column),
                };
                (None, Some(cell))
            }
            Place::Copies(copies) => (None, Some(say!("scan-at-copies", count = *copies))),
            Place::Object { object, kind, line } => {
                (Some(*line), Some(format!("{kind} {}", object.get(..12).unwrap_or(object))))
            }
        };
        let (remedy, next) = self.remedy(finding);
        let id = format!("{}\0{:?}\0{:?}", finding.path.display(), finding.place, finding.key);
        FindingView {
            id: tools::hash(id.as_bytes())[..16].to_owned(),
            kind: finding.kind,
            path: self.machine.show(&finding.path),
            line,
            place,
            form: finding.form,
            key: known_key_view(&self.known, finding),
            remedy,
            next,
        }
    }

    fn remedy(&self, finding: &Finding) -> (Remedy, String) {
        match (&finding.place, finding.kind) {
            (Place::Object { .. }, _) => (Remedy::ByHand, say!("scan-next-git")),
            (Place::Cell { .. } | Place::Copies(_), _) => (Remedy::Sql, say!("scan-next-database")),
            (Place::Byte(_), FindingKind::Database) => (Remedy::ByHand, say!("scan-next-database-log")),
            (Place::Byte(_) | Place::Inside(_), _) => (Remedy::ByHand, say!("scan-next-no-text")),
            (Place::Line(_), FindingKind::LiveConfig) => match self.tool_of(&finding.path) {
                Some((name, id)) => (Remedy::Reapply, say!("scan-next-reapply", tool = name, id = id)),
                None => (Remedy::Redact, say!("scan-next-settings")),
            },
            (Place::Line(_), _) => (Remedy::Redact, say!("scan-next")),
        }
    }

    /// The tool that the wallet pointed somewhere by this file.
    fn tool_of(&self, path: &Path) -> Option<(&'static str, &'static str)> {
        let reads = |tool: &&&dyn tools::Tool| {
            let is_it = |file: &Path| file == path || file.canonicalize().is_ok_and(|file| file == path);
            tool.files(&self.machine).iter().any(|file| is_it(&file.path))
        };
        let tool = tools::ALL.iter().find(reads)?;
        self.profiles.iter().any(|profile| profile.tool == tool.id()).then(|| (tool.name(), tool.id()))
    }
}

fn known_key_view(known: &Known, finding: &Finding) -> KnownKeyView {
    let key = known.by_fingerprint(finding.key).expect("what was found is among what was looked for");
    KnownKeyView {
        id: key.id,
        name: key.name.clone(),
        masked: key.masked.clone(),
        fingerprint: finding.key.to_string(),
        label: key.label.clone(),
        url: key.origin.clone(),
        status: key.status,
    }
}

fn left_views(machine: &Machine, left_out: &LeftOut) -> Vec<LeftView> {
    left_out
        .iter()
        .map(|(reason, (counted, named))| {
            let mut paths: Vec<_> = named.iter().map(|path| machine.show(path)).collect();
            paths.sort();
            LeftView { reason: *reason, text: left_text(*reason), count: count(*counted), paths }
        })
        .collect()
}

fn left_text(reason: LeftReason) -> String {
    match reason {
        LeftReason::Denied => say!("scan-left-denied"),
        LeftReason::TimeCap => say!("scan-left-time-cap"),
        LeftReason::Compressed => say!("scan-left-compressed"),
        LeftReason::OtherFilesystem => say!("scan-left-other-filesystem"),
        LeftReason::SpecialFile => say!("scan-left-special-file"),
        LeftReason::Link => say!("scan-left-link"),
        LeftReason::TooDeep => say!("scan-left-too-deep"),
        LeftReason::GitHistory => say!("scan-left-git-history"),
        LeftReason::GitObjects => say!("scan-left-git-objects"),
        LeftReason::Dependencies => say!("scan-left-dependencies"),
        LeftReason::NotAsked => say!("scan-left-not-asked"),
        LeftReason::MoreCopies => say!("scan-left-more-copies"),
        LeftReason::Failed => say!("scan-left-failed"),
        LeftReason::Stopped => say!("scan-left-stopped"),
    }
}
