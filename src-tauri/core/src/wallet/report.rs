//! The report of an incident.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::Wallet;
use crate::error::{Code, Error, Result};
use crate::fs::{self, Access};
use crate::key::{KeyId, Quota};
use crate::report::{IncidentFacts, ReportFormat, Restart};
use crate::scan::Known;
use crate::store::{IncidentId, UseRead};
use crate::tools;
use crate::view::{IncidentView, Mode, SwapView, TimelineView};
use crate::words::say;

impl Wallet {
    /// What happened in an incident, how dead its keys are, and what is left to do, for people who were not there.
    /// No secret is in it.
    ///
    /// # Errors
    /// [`Code::NotFound`]; [`Code::Store`].
    pub fn incident_report(&self, id: IncidentId, format: ReportFormat) -> Result<String> {
        if self.known_incident(id)?.is_rotation {
            return Err(Error::new(Code::NotFound, say!("report-of-rotation", id = id.to_string()))
                .hint(say!("report-of-rotation", "hint")));
        }
        let incident = self.incident(id)?;
        let mut uses = HashMap::new();
        let mut new_keys = HashMap::new();
        for kill in &incident.keys {
            uses.extend(self.store.use_read(&kill.url, kill.key)?.map(|read| (kill.id, read)));
            if let Some(key) = kill.replaced.as_ref().and_then(|new| new.key) {
                new_keys.extend(self.mask_of(&kill.url, key)?.map(|mask| (kill.id, mask)));
            }
        }
        let facts = IncidentFacts {
            new_keys,
            restarts: self.restarts(&incident)?,
            uses,
            scan: self.store.scan_read(id)?,
            at: self.machine.now(),
            zone: self.machine.zone.clone(),
            host: self.machine.host.clone(),
            version: env!("CARGO_PKG_VERSION").into(),
            incident,
        };
        Ok(without_keys(format.write(&facts.document()), &self.known_keys()?))
    }

    /// Writes [`Wallet::incident_report`] into a new file in a folder; gives the path as `~/…`.
    ///
    /// # Errors
    /// Those of [`Wallet::incident_report`] and of writing.
    pub fn save_incident_report(
        &self,
        id: IncidentId,
        format: ReportFormat,
        folder: &Path,
    ) -> Result<String> {
        let text = self.incident_report(id, format)?;
        let name = format!("bridgekeeper-incident-{id}");
        let path = fs::save_new(folder, &name, format.extension(), text.as_bytes())?;
        self.note_report(id, &path)
    }

    /// Writes [`Wallet::incident_report`] into a file of that name, which only `over` replaces; gives the path as
    /// `~/…`.
    ///
    /// # Errors
    /// Those of [`Wallet::incident_report`] and of writing; [`Code::FileRefused`] for a file that is there.
    pub fn write_incident_report(
        &self,
        id: IncidentId,
        format: ReportFormat,
        path: &Path,
        over: bool,
    ) -> Result<String> {
        let path: PathBuf = self.machine.folder.as_deref().unwrap_or(&self.machine.home).join(path);
        let before = fs::read(&path)?;
        if before.is_some() && !over {
            return Err(Error::new(
                Code::FileRefused,
                say!("report-is-there", path = path.display().to_string()),
            )
            .hint(say!("report-is-there", "hint")));
        }
        let text = self.incident_report(id, format)?;
        fs::replace(&path, before.as_deref(), Some(text.as_bytes()), Access::OwnerOnly)?;
        self.note_report(id, &path)
    }

    fn note_report(&self, id: IncidentId, path: &Path) -> Result<String> {
        let shown = self.machine.show(path);
        let what = say!("report-written", id = id.to_string(), path = &shown);
        self.store.note(self.machine.now(), &what)?;
        Ok(shown)
    }

    /// Keeps what was read of a key's use, for a report.
    pub(super) fn keep_use(&self, origin: &str, view: &TimelineView) -> Result<()> {
        let part = if view.usd > 0.0 { view.strange_usd / view.usd } else { 0.0 };
        let part = Quota((view.quota.0 as f64 * part).round() as i64);
        let read = UseRead {
            since: view.since.clone(),
            until: view.until.clone(),
            verdict: view.verdict,
            words: view.words.clone(),
            calls: view.calls,
            strange_calls: view.strange_calls,
            unlogged_calls: view.unlogged_calls,
            failed: view.failed,
            cost: view.display.money(view.usd, view.quota),
            strange_cost: view.display.money(view.strange_usd, part),
            models: view.models.iter().map(|model| (model.model.clone(), model.calls)).collect(),
            addresses: view.addresses.clone(),
            notes: view.notes.clone(),
            can_log: view.can_log,
        };
        self.store.note_use(origin, view.key, &read)
    }

    /// How a key is shown, where its last characters are known.
    fn mask_of(&self, origin: &str, id: KeyId) -> Result<Option<String>> {
        let Some(row) = self.bridge_at(origin)? else { return Ok(None) };
        let key = self.store.key(row.id, id)?;
        Ok(key.and_then(|key| key.tail).map(|tail| format!("sk-····{tail}")))
    }

    /// What has the old key until it is started anew.
    fn restarts(&self, incident: &IncidentView) -> Result<Vec<Restart>> {
        let swaps = incident.keys.iter().filter_map(|kill| kill.replaced.as_ref()).flat_map(|new| &new.swaps);
        let mut restarts = vec![];
        for swap in swaps.filter(|swap| swap.is_done) {
            restarts.extend(self.restart_after(swap)?);
        }
        Ok(restarts)
    }

    fn restart_after(&self, swap: &SwapView) -> Result<Option<Restart>> {
        let mode = self.store.profile(&swap.profile)?.map(|profile| profile.mode);
        let what = swap.tool_name.clone();
        if mode == Some(Mode::Env) {
            return Ok(Some(Restart { what, why: say!("report-run-gave-it") }));
        }
        let asks = tools::by_id(&swap.tool).is_ok_and(|tool| tool.asks_while_it_runs());
        let why = swap.restart.clone().filter(|_| !asks);
        Ok(why.map(|when| Restart { what, why: say!("report-reads-at-start", when = when) }))
    }
}

/// A text in which no key stands that can be found: whoever put one into a name or a path is not repeated.
fn without_keys(text: String, known: &Known) -> String {
    let mut out = vec![];
    let mut done = 0;
    for find in known.find(text.as_bytes()).filter(|find| find.range.end <= text.len()) {
        // Of two that overlap, one is enough to say that something stood there.
        if find.range.start >= done {
            out.extend_from_slice(&text.as_bytes()[done..find.range.start]);
            out.extend_from_slice(find.key.masked.as_bytes());
        }
        done = done.max(find.range.end);
    }
    out.extend_from_slice(&text.as_bytes()[done..]);
    String::from_utf8_lossy(&out).into_owned()
}
