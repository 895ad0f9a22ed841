//! Kills: a leaked key is disabled and proven dead. Nothing is waited for before that: no list, no new key, no
//! scan. What is decided is on the disk before the bridge is asked, and is carried on by whatever copy of the
//! wallet runs next, for ever, until it is proven or a person gives it up.
//!
//! Each key has a [`Proof`] that says what to do; here it is done. All that the kills of one bridge share (who
//! asks it, other keys to compare with, the secrets) is a [`Desk`].

mod desk;
mod replace;

pub(super) use replace::{like, next_name};

use std::collections::{HashMap, HashSet};
use std::pin::Pin;
use std::sync::PoisonError;
use std::time::Duration;

use futures::StreamExt;
use futures::future::{Fuse, FusedFuture, FutureExt, join, join_all};
use futures::stream::FuturesUnordered;

use super::Wallet;
use crate::error::{Code, Error, Result};
use crate::fs::Claim;
use crate::incident::{Control, KillState, Listed, Next, Proof, Setback, Tried, Trouble};
use crate::key::KeyId;
use crate::store::{BridgeRow, Doomed, Incident, IncidentId, IncidentStep, Kill, KillId, KnownKill};
use crate::view::{IncidentView, KeyAt, KillRequest, StepKind};
use crate::words::say;
use desk::{Answer, Desk};

/// Whoever watches an incident: is told its state after each step.
pub type KillWatch<'a> = &'a (dyn Fn(IncidentView) + Send + Sync);

/// More keys than that share the bridge's limit, and each waits for its turn.
const CROWD: usize = 10;

/// How often it is looked whether another copy of the wallet has begun a kill, or left one.
const ROUND: Duration = Duration::from_secs(3);

/// How often a kill that another copy of the wallet carries out is looked at.
const GLANCE: Duration = Duration::from_millis(250);

/// What the copies of a command share about kills under way in this process.
#[derive(Default)]
pub(super) struct UnderWay {
    /// Who waits is woken when something may have changed: a sign-in, a delete, a new kill.
    changed: tokio::sync::Notify,
    /// Keys that were deleted on request.
    deleted: std::sync::Mutex<HashSet<KillId>>,
}

impl Wallet {
    /// Writes down that keys are to be killed. From then on they are, whatever happens to this process; the
    /// bridge is told by [`Wallet::drive_kill`], which should follow at once. A key that is being killed already
    /// is not killed twice: where that is so for all of them, theirs is the incident.
    ///
    /// # Errors
    /// [`Code::Invalid`] without a key; [`Code::NotSignedIn`] for a pasted one, which only its own account can
    /// disable, and before the first connect; [`Code::Store`].
    pub fn begin_kill(&self, request: &KillRequest) -> Result<IncidentId> {
        let open = self.store.open_kills()?;
        let mut keys: Vec<Doomed> = vec![];
        let mut joined = None;
        for key in &request.keys {
            let key = self.doomed(key)?;
            match open.iter().find(|kill| kill.key.origin == key.origin && kill.key.id == key.id) {
                Some(kill) => joined = Some(kill.incident),
                None if keys.contains(&key) => {}
                None => keys.push(key),
            }
        }
        if let Some(incident) = joined.filter(|_| keys.is_empty()) {
            return Ok(incident);
        }
        if keys.is_empty() {
            return Err(Error::new(Code::Invalid, say!("kill-no-key")).hint(say!("kill-no-key", "hint")));
        }
        let id = self.store.begin_incident(self.machine.now(), &keys, request.replace, false)?;
        let what = match &keys[..] {
            [key] => say!("kill-decided", name = &key.name),
            keys => say!("kill-decided-many", count = keys.len()),
        };
        self.store.note(self.machine.now(), &what)?;
        Ok(id)
    }

    /// Writes down that a rotated key is to be proven dead.
    pub(super) fn begin_rotated(&self, row: &BridgeRow, id: KeyId) -> Result<IncidentId> {
        let key = self.doomed(&KeyAt { id, url: Some(row.origin.clone()) })?;
        self.store.begin_incident(self.machine.now(), &[key], false, true)
    }

    fn doomed(&self, key: &KeyAt) -> Result<Doomed> {
        let row = match &key.url {
            Some(url) => self.bridge_at(url)?,
            None => Some(self.bridge_row()?),
        };
        let Some(row) = row else {
            let url = key.url.as_deref().unwrap_or_default();
            return Err(Error::new(Code::NotSignedIn, say!("kill-signed-out", url = url))
                .hint(say!("kill-signed-out", "disable")));
        };
        self.must_be_listed(&row, key.id)?;
        let known = self.store.key(row.id, key.id)?;
        Ok(Doomed {
            fingerprint: self.fingerprint(&row.origin, key.id)?,
            name: known.as_ref().map_or_else(|| key.id.to_string(), |key| key.name.clone()),
            tail: known.and_then(|key| key.tail),
            origin: row.origin,
            id: key.id,
        })
    }

    /// The fingerprint of a key that can be found.
    fn fingerprint(&self, origin: &str, id: KeyId) -> Result<Option<String>> {
        let known = self.known_keys()?;
        let key = known.keys().iter().find(|key| key.origin == origin && key.id == id);
        Ok(key.map(|key| key.print.core.to_string()))
    }

    /// Carries the kills of an incident out, for as long as it is waited for: returns when all of them are
    /// proven (or given up) and what comes in their place is in place. Dropping it stops nothing for good: the
    /// next one goes on. Where another copy of the wallet is at it, that one is watched, and relieved when it
    /// ends.
    ///
    /// # Errors
    /// [`Code::NotFound`]; [`Code::Store`]. A bridge that cannot be reached is no error: it is tried for ever.
    pub async fn drive_kill(&self, id: IncidentId, watch: KillWatch<'_>) -> Result<IncidentView> {
        let mut told = None;
        loop {
            if let Some(_claim) = Claim::take(&self.machine.data_dir, &format!("kill-{id}"))? {
                return self.carry_out_kills(id, watch).await;
            }
            let view = self.incident(id)?;
            let now = serde_json::to_string(&view.keys).ok();
            if now != told {
                told = now;
                watch(view.clone());
            }
            if !view.is_open {
                return Ok(view);
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Carries on every kill that is not proven, and every one that comes, for as long as it is waited for: what
    /// a window does from its start to its end.
    ///
    /// # Errors
    /// [`Code::Store`].
    pub async fn carry_on_kills(&self, watch: KillWatch<'_>) -> Result<()> {
        let mut running = FuturesUnordered::new();
        let mut ids = HashSet::new();
        loop {
            for id in self.unfinished_incidents()? {
                if ids.insert(id) {
                    let driven = self.drive_kill(id, watch);
                    running.push(async move { (id, driven.await) });
                }
            }
            tokio::select! {
                Some((id, driven)) = running.next() => {
                    ids.remove(&id);
                    if driven.is_err() {
                        tokio::time::sleep(ROUND).await;
                    }
                }
                () = tokio::time::sleep(ROUND) => {}
            }
        }
    }

    /// Carries on every kill that there is, until all are proven.
    ///
    /// # Errors
    /// [`Code::Store`].
    pub async fn resume_kills(&self, watch: KillWatch<'_>) -> Result<Vec<IncidentView>> {
        let ids = self.unfinished_incidents()?;
        join_all(ids.into_iter().map(|id| self.drive_kill(id, watch))).await.into_iter().collect()
    }

    /// Incidents with something left to do, oldest first.
    ///
    /// # Errors
    /// [`Code::Store`].
    pub fn unfinished_incidents(&self) -> Result<Vec<IncidentId>> {
        let mut ids: Vec<_> = self.store.open_kills()?.into_iter().map(|kill| kill.incident).collect();
        ids.dedup();
        Ok(ids)
    }

    /// Wakes whoever waits: somebody signed in, unlocked the vault, wants it now.
    pub fn nudge_kills(&self) {
        self.kills.changed.notify_waiters();
    }

    /// Deletes a key that disabling did not kill, and goes on proving it dead. It cannot be undone.
    ///
    /// # Errors
    /// [`Code::NotFound`]; those of the bridge.
    pub async fn delete_killed(&self, id: KillId) -> Result<IncidentView> {
        let kill = self.store.kill(id)?.ok_or_else(no_such_kill)?;
        let row = self.bridge_at(&kill.key.origin)?.ok_or_else(|| {
            Error::new(Code::NotSignedIn, say!("kill-signed-out", url = &kill.key.origin))
                .hint(say!("kill-signed-out", "delete"))
        })?;
        match self.client(&row).await?.delete(kill.key.id).await {
            Ok(()) => {}
            // Gone is gone.
            Err(error) if error.code() == Code::NotFound => {}
            Err(error) => return Err(error),
        }
        self.store.note(self.machine.now(), &say!("kill-deleted", name = &kill.key.name))?;
        self.kills.deleted.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
        self.nudge_kills();
        self.incident(kill.incident)
    }

    /// Gives an incident up that cannot be proven: its bridge is gone for good, for one. Nothing is tried any
    /// more, and it is never called dead.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub fn close_incident(&self, id: IncidentId) -> Result<IncidentView> {
        let incident = self.known_incident(id)?;
        let open: Vec<_> =
            self.store.kills(id)?.into_iter().filter(|kill| kill.state != KillState::Dead).collect();
        self.store.close_incident(id, true)?;
        let passed = self.machine.now().duration_since(incident.at).as_millis();
        for kill in &open {
            let step = IncidentStep {
                kill: Some(kill.id),
                at: self.machine.now(),
                offset_ms: i64::try_from(passed).unwrap_or(i64::MAX).max(0),
                kind: StepKind::Closed,
                text: say!("kill-step-closed"),
                times: 1,
            };
            self.store.add_step(id, &step)?;
        }
        let what = match &open[..] {
            [] => None,
            [kill] => Some(say!("kill-given-up", name = &kill.key.name)),
            open => Some(say!("kill-given-up-many", count = open.len())),
        };
        if let Some(what) = what {
            self.store.note(self.machine.now(), &what)?;
        }
        self.nudge_kills();
        self.incident(id)
    }

    async fn carry_out_kills(&self, id: IncidentId, watch: KillWatch<'_>) -> Result<IncidentView> {
        let incident = self.known_incident(id)?;
        if incident.is_closed {
            return self.incident(id);
        }
        let mut kills = self.store.kills(id)?;
        let many = kills.len() > 1;
        // Those that are used most matter most.
        let used = |kill: &Kill| {
            let row = self.bridge_at(&kill.key.origin).ok().flatten()?;
            self.store.key(row.id, kill.key.id).ok().flatten().map(|key| key.used)
        };
        kills.sort_by_cached_key(|kill| std::cmp::Reverse(used(kill)));
        let mut desks: HashMap<String, Desk<'_>> = HashMap::new();
        for kill in &kills {
            let desk =
                desks.entry(kill.key.origin.clone()).or_insert_with(|| Desk::new(self, &kill.key.origin));
            desk.expect(kill);
        }
        let teller = Teller::new(self, &incident, watch)?;
        let proofs = kills.iter().filter_map(|kill| {
            let desk = desks.get(&kill.key.origin)?;
            Some(self.prove(desk, kill, &teller))
        });
        let fresh = kills.iter().filter_map(|kill| {
            let desk = desks.get(&kill.key.origin).filter(|_| incident.replaces)?;
            Some(self.replace_killed(desk, kill, many, &teller))
        });
        let (proven, replaced) = join(join_all(proofs), join_all(fresh)).await;
        proven.into_iter().chain(replaced).collect::<Result<()>>()?;
        self.incident(id)
    }

    /// Kills one key. Returns when that is proven, or given up.
    async fn prove(&self, desk: &Desk<'_>, kill: &Kill, teller: &Teller<'_>) -> Result<()> {
        let timer = &*self.timer;
        let mut proof = match kill.state {
            KillState::Dead => return Ok(()),
            KillState::Wanted => Proof::wanted(timer.now()),
            state => {
                teller.tell(kill, StepKind::Resumed, say!("kill-step-resumed"))?;
                Proof::resumed(state, kill.known.trouble, kill.known.takes, timer.now())
            }
        };
        let mut entry = Entry::of(kill);
        // What makes ready to try the key goes on beside everything else; nothing is held up by it.
        let mut ready = std::pin::pin!(Fuse::terminated());
        loop {
            match proof.next(timer.now()) {
                Next::Done => return Ok(()),
                Next::Wait(until) => {
                    let woken = self.kills.changed.notified();
                    let pause = timer.pause(until.saturating_sub(timer.now()));
                    let waited = async {
                        tokio::select! {
                            () = pause => false,
                            () = woken => true,
                        }
                    };
                    if beside(waited, ready.as_mut()).await {
                        proof.nudge(timer.now());
                    }
                    if self.known_incident(kill.incident)?.is_closed {
                        return Ok(());
                    }
                    if self.was_deleted(kill.id) {
                        proof.deleted(timer.now());
                        teller.tell(kill, StepKind::Deleted, say!("kill-step-deleted"))?;
                    }
                }
                Next::Disable => {
                    proof.told();
                    entry.write(&proof, kill, teller)?;
                    // Meanwhile the secret is fetched and another key is shown at the door, so that the key can
                    // be tried and judged right after.
                    if ready.is_terminated() {
                        ready.set(desk.prepare().fuse());
                    }
                    let answer = beside(desk.disable(kill.key.id), ready.as_mut()).await;
                    let (kind, text) = match answer.heard.what {
                        Ok(()) => (StepKind::Accepted, say!("kill-step-accepted")),
                        Err(_) => (StepKind::Unclear, answer.text),
                    };
                    teller.tell(kill, kind, text)?;
                    proof.answered(answer.heard, chance());
                }
                Next::Check { list } => {
                    // The key first: it gets the connection that is open already.
                    let check = join(desk.attempt(kill), async {
                        if list { Some(desk.list(kill.key.id).await) } else { None }
                    });
                    let (tried, listed) = beside(check, ready.as_mut()).await;
                    let was_rejected = proof.state() == KillState::RejectedOnce;
                    proof.checked(
                        listed.as_ref().map(|answer| answer.heard),
                        tried.as_ref().map(|answer| answer.heard),
                        chance(),
                    );
                    let is_dead = proof.state() == KillState::Dead;
                    for (kind, text) in said(listed, tried, was_rejected, is_dead) {
                        teller.tell(kill, kind, text)?;
                    }
                    if proof.trouble() == Some(Trouble::NoSuchKey) && desk.has_no_secret(kill.key.id) {
                        entry.write(&proof, kill, teller)?;
                        // It is not there and there is nothing to try: nothing is left to be done.
                        self.close_incident(kill.incident)?;
                        return Ok(());
                    }
                }
            }
            entry.write(&proof, kill, teller)?;
        }
    }

    fn was_deleted(&self, id: KillId) -> bool {
        self.kills.deleted.lock().unwrap_or_else(PoisonError::into_inner).remove(&id)
    }

    pub(super) fn known_incident(&self, id: IncidentId) -> Result<Incident> {
        self.store.incident(id)?.ok_or_else(|| {
            Error::new(Code::NotFound, say!("kill-no-incident", id = id.to_string()))
                .hint(say!("kill-no-incident", "hint"))
        })
    }
}

/// What is kept of a kill between its steps.
struct Entry {
    seen: (KillState, Option<Trouble>),
    since: jiff::Timestamp,
    dead_at: Option<jiff::Timestamp>,
}

impl Entry {
    fn of(kill: &Kill) -> Self {
        Self { seen: (kill.state, kill.known.trouble), since: kill.known.since, dead_at: kill.known.dead_at }
    }

    /// Notes how far it is, and tells whoever watches.
    fn write(&mut self, proof: &Proof, kill: &Kill, teller: &Teller<'_>) -> Result<()> {
        let now = teller.wallet.machine.now();
        let seen = (proof.state(), proof.trouble());
        if seen != self.seen {
            (self.seen, self.since) = (seen, now);
        }
        if proof.state() == KillState::Dead && self.dead_at.is_none() {
            self.dead_at = Some(now);
        }
        let known = KnownKill {
            trouble: proof.trouble(),
            takes: proof.takes(),
            since: self.since,
            dead_at: self.dead_at,
            can_delete: proof.is_delete_worth_trying(),
        };
        let store = &teller.wallet.store;
        match proof.state() {
            KillState::Dead => {
                let what = say!("kill-proven", name = &kill.key.name);
                store.end_kill(kill.id, &known, now, &what)?;
            }
            state => store.move_kill(kill.id, state, &known)?,
        }
        teller.show(kill)
    }
}

/// Writes down what happens in an incident, with when, and tells whoever watches.
struct Teller<'a> {
    wallet: &'a Wallet,
    watch: KillWatch<'a>,
    /// The incident as it was last shown.
    view: std::sync::Mutex<IncidentView>,
    /// How long after the decision this process began.
    before: Duration,
    began: Duration,
}

impl<'a> Teller<'a> {
    fn new(wallet: &'a Wallet, incident: &Incident, watch: KillWatch<'a>) -> Result<Self> {
        // No clock is trusted further than to say roughly how long ago another process was at it.
        let passed = wallet.machine.now().duration_since(incident.at).as_millis();
        let last = wallet.store.steps(incident.id)?.iter().map(|step| step.offset_ms).max().unwrap_or(0);
        let before = i64::try_from(passed).unwrap_or(0).max(last).max(0);
        Ok(Self {
            wallet,
            watch,
            view: std::sync::Mutex::new(wallet.incident(incident.id)?),
            before: Duration::from_millis(before.unsigned_abs()),
            began: wallet.timer.now(),
        })
    }

    fn tell(&self, kill: &Kill, kind: StepKind, text: String) -> Result<()> {
        let passed = self.before + self.wallet.timer.now().saturating_sub(self.began);
        let step = IncidentStep {
            kill: Some(kill.id),
            at: self.wallet.machine.now(),
            offset_ms: i64::try_from(passed.as_millis()).unwrap_or(i64::MAX),
            kind,
            text,
            times: 1,
        };
        self.wallet.store.add_step(kill.incident, &step)
    }

    fn show(&self, kill: &Kill) -> Result<()> {
        let shown = {
            let mut view = self.view.lock().unwrap_or_else(PoisonError::into_inner);
            self.wallet.refresh_incident(&mut view, kill.id)?;
            view.clone()
        };
        (self.watch)(shown);
        Ok(())
    }
}

/// What a check showed, for the story of the kill.
fn said(
    listed: Option<Answer<Listed>>,
    tried: Option<Answer<Tried>>,
    was_rejected: bool,
    is_dead: bool,
) -> Vec<(StepKind, String)> {
    let mut told = vec![];
    match listed.map(|answer| (answer.heard.what, answer.text)) {
        Some((Listed::On, _)) => told.push((StepKind::Alive, say!("kill-step-still-enabled"))),
        Some((Listed::Unknown(_), text)) => told.push((StepKind::Unclear, text)),
        Some((Listed::Disabled | Listed::Gone, _)) | None => {}
    }
    told.extend(tried.map(|answer| match answer.heard.what {
        Tried::Works => (StepKind::Alive, say!("kill-step-still-works")),
        Tried::Barred => (StepKind::Alive, say!("kill-step-barred")),
        Tried::Rejected(Control::KeptOut) => (StepKind::Unclear, say!("kill-step-all-rejected")),
        Tried::Rejected(_) if is_dead => (StepKind::Dead, say!("kill-step-dead")),
        Tried::Rejected(_) if was_rejected => (StepKind::Rejected, say!("kill-step-rejected-again")),
        Tried::Rejected(Control::GotIn) => (StepKind::Rejected, say!("kill-step-rejected")),
        Tried::Rejected(Control::None) => (StepKind::Rejected, say!("kill-step-rejected-alone")),
        Tried::Unknown(_) => (StepKind::Unclear, answer.text),
    }));
    told
}

/// An error as a kill sees it.
fn setback(error: &Error) -> Setback {
    let trouble = match error.code() {
        Code::NotSignedIn | Code::SecondFactor => Trouble::SignedOut,
        Code::VaultLocked | Code::VaultAbsent | Code::VaultHung | Code::VaultFailed | Code::VaultEmpty => {
            Trouble::VaultClosed
        }
        Code::RateLimited => Trouble::SlowDown,
        Code::BridgeNonsense => Trouble::Nonsense,
        Code::BridgeRefused | Code::NotFound | Code::NotProven => Trouble::Refused,
        _ => Trouble::Unreachable,
    };
    Setback { trouble, wait: error.wait_for() }
}

/// Does work, and something else beside it for as long as that takes.
async fn beside<T>(work: impl Future<Output = T>, mut other: Pin<&mut Fuse<impl Future<Output = ()>>>) -> T {
    let mut work = std::pin::pin!(work);
    loop {
        tokio::select! {
            biased;
            done = &mut work => return done,
            () = &mut other => {}
        }
    }
}

fn chance() -> f64 {
    rand::random()
}

fn no_such_kill() -> Error {
    Error::new(Code::NotFound, say!("kill-no-such")).hint(say!("kill-no-such", "hint"))
}
