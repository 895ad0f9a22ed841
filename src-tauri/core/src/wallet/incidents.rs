//! Incidents as they are seen.

use std::collections::HashMap;

use super::Wallet;
use crate::error::{Code, Error, Result};
use crate::incident::{KillState, Trouble};
use crate::secret;
use crate::store::{FindingRow, Fresh, Incident, IncidentId, IncidentStep, Kill, KillId};
use crate::view::{
    IncidentFindingView, IncidentStepView, IncidentView, KilledKeyView, ReplacedView, StepKind,
};
use crate::words::say;

impl Wallet {
    /// Every incident, newest first.
    ///
    /// # Errors
    /// [`Code::Store`](crate::error::Code::Store).
    pub fn incidents(&self) -> Result<Vec<IncidentView>> {
        self.store.incidents()?.into_iter().map(|incident| self.incident_view(incident)).collect()
    }

    /// One incident.
    ///
    /// # Errors
    /// [`Code::NotFound`](crate::error::Code::NotFound).
    pub fn incident(&self, id: IncidentId) -> Result<IncidentView> {
        self.incident_view(self.known_incident(id)?)
    }

    /// The web page of a killed key's bridge.
    ///
    /// # Errors
    /// [`Code::NotFound`](crate::error::Code::NotFound).
    pub fn page_of_kill(&self, id: KillId) -> Result<String> {
        let mut all = self.incidents()?.into_iter().flat_map(|incident| incident.keys);
        all.find(|kill| kill.id == id).map(|kill| kill.url).ok_or_else(|| {
            Error::new(Code::NotFound, say!("incidents-no-kill", id = id.0.to_string()))
                .hint(say!("incidents-no-kill", "hint"))
        })
    }

    /// The open kills, oldest first, as sentences: which key, how it stands. Rotated keys are not among them while
    /// all goes well.
    pub(super) fn open_incidents(&self) -> Result<Vec<String>> {
        let mut lines = vec![];
        for kill in self.store.open_kills()? {
            if self.known_incident(kill.incident)?.is_rotation && kill.known.trouble.is_none() {
                continue;
            }
            let words = kill.state.words(kill.known.trouble, &self.host_of(&kill.key.origin));
            lines.push(say!("incidents-open", name = &kill.key.name, state = words));
        }
        Ok(lines)
    }

    /// What to call a bridge: its label, or its host where it is no longer connected.
    fn host_of(&self, origin: &str) -> String {
        let row = self.bridge_at(origin).ok().flatten();
        let host = || origin.split_once("://").map_or(origin, |(_, host)| host).to_owned();
        row.map_or_else(host, |row| row.label)
    }

    fn incident_view(&self, incident: Incident) -> Result<IncidentView> {
        let mut steps: HashMap<Option<KillId>, Vec<IncidentStep>> = HashMap::new();
        for step in self.store.steps(incident.id)? {
            steps.entry(step.kill).or_default().push(step);
        }
        // Many keys are of few bridges.
        let mut hosts: HashMap<String, String> = HashMap::new();
        let mut keys = vec![];
        for kill in self.store.kills(incident.id)? {
            let steps = steps.remove(&Some(kill.id)).unwrap_or_default();
            let origin = kill.key.origin.clone();
            let host = hosts.entry(origin).or_insert_with_key(|origin| self.host_of(origin)).clone();
            keys.push(self.killed_view(&incident, kill, host, steps));
        }
        let findings = self.store.findings_of(incident.id)?;
        let alive = keys.iter().filter(|key| key.state != KillState::Dead).count();
        Ok(IncidentView {
            id: incident.id,
            at: incident.at.to_string(),
            is_open: alive > 0 && !incident.is_closed,
            is_closed: incident.is_closed,
            words: words(alive, keys.len(), incident.is_closed),
            keys,
            findings: findings.into_iter().map(|finding| self.finding_view(finding)).collect(),
        })
    }

    /// Brings a view up to date after something happened to one of its keys. The others are as they were: with a
    /// hundred keys that is a hundredth of the work.
    pub(super) fn refresh_incident(&self, view: &mut IncidentView, id: KillId) -> Result<()> {
        let incident = self.known_incident(view.id)?;
        let at = view.keys.iter().position(|key| key.id == id);
        let (Some(at), Some(kill)) =
            (at.filter(|_| incident.is_closed == view.is_closed), self.store.kill(id)?)
        else {
            *view = self.incident_view(incident)?;
            return Ok(());
        };
        let host = std::mem::take(&mut view.keys[at].bridge);
        let steps = self.store.steps_of(incident.id, id)?;
        view.keys[at] = self.killed_view(&incident, kill, host, steps);
        let so_far = self.machine.now().duration_since(incident.at).as_secs_f64();
        for key in view.keys.iter_mut().filter(|key| key.dead_at.is_none()) {
            key.seconds = key.seconds.max(so_far);
        }
        let alive = view.keys.iter().filter(|key| key.state != KillState::Dead).count();
        view.is_open = alive > 0 && !incident.is_closed;
        view.words = words(alive, view.keys.len(), incident.is_closed);
        let findings = self.store.findings_of(incident.id)?;
        view.findings = findings.into_iter().map(|finding| self.finding_view(finding)).collect();
        Ok(())
    }

    fn killed_view(
        &self,
        incident: &Incident,
        kill: Kill,
        host: String,
        steps: Vec<IncidentStep>,
    ) -> KilledKeyView {
        let offset = |step: &IncidentStep| step.offset_ms as f64 / 1000.0;
        let proven = steps.iter().find(|step| step.kind == StepKind::Dead).map(offset);
        let so_far = self.machine.now().duration_since(incident.at).as_secs_f64();
        let last = steps.last().map_or(0.0, offset);
        let is_alive = matches!(kill.state, KillState::Wanted | KillState::Sent | KillState::Failed)
            && !incident.is_closed;
        KilledKeyView {
            id: kill.id,
            key: kill.key.id,
            masked: match &kill.key.tail {
                Some(tail) => format!("sk-····{tail}"),
                None => secret::masked("sk-"),
            },
            fingerprint: kill.key.fingerprint,
            words: match incident.is_closed && kill.state != KillState::Dead {
                true => say!("incidents-given-up", name = &kill.key.name),
                false => kill.state.words(kill.known.trouble, &host),
            },
            name: kill.key.name,
            bridge: host,
            url: kill.key.origin,
            state: kill.state,
            trouble: kill.known.trouble,
            next: kill.known.trouble.and_then(Trouble::next_step),
            since: kill.known.since.to_string(),
            dead_at: kill.known.dead_at.map(|at| at.to_string()),
            seconds: proven.unwrap_or_else(|| so_far.max(last)),
            is_alive,
            can_delete: kill.known.can_delete,
            steps: steps.into_iter().map(step_view).collect(),
            replaced: kill.fresh.map(replaced_view),
        }
    }

    fn finding_view(&self, finding: FindingRow) -> IncidentFindingView {
        IncidentFindingView {
            id: finding.id,
            fingerprint: finding.fingerprint,
            kind: finding.kind,
            path: self.machine.show(finding.path.as_ref()),
            line: finding.line,
            state: finding.state,
        }
    }
}

/// How an incident stands, in words.
fn words(alive: usize, of: usize, is_closed: bool) -> String {
    match (alive, is_closed) {
        (0, _) => say!("incidents-all-dead", of = of),
        (alive, false) => say!("incidents-alive", alive = alive, of = of),
        (alive, true) => say!("incidents-alive-given-up", alive = alive, of = of),
    }
}

fn step_view(step: IncidentStep) -> IncidentStepView {
    IncidentStepView {
        at: step.at.to_string(),
        offset_s: step.offset_ms as f64 / 1000.0,
        kind: step.kind,
        text: step.text,
        times: step.times,
    }
}

fn replaced_view(fresh: Fresh) -> ReplacedView {
    ReplacedView {
        name: fresh.name,
        key: fresh.id,
        is_done: fresh.is_done,
        trouble: fresh.trouble,
        swaps: fresh.swaps,
    }
}
