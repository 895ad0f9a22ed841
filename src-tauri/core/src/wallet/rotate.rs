//! Rotate: a key gives way to a new one like it, without a gap. See [`crate::rotate`] for the steps.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::SignedDuration;

use super::kill::{like, next_name};
use super::{Wallet, count};
use crate::bridge::Door;
use crate::error::{Code, Error, Result};
use crate::fs::Claim;
use crate::incident::KillState;
use crate::key::{Key, KeyId, KeyStatus};
use crate::rotate::{self, RotationStep};
use crate::secret;
use crate::store::{BridgeRow, IncidentId, KnownRotation, Profile, Rotation, RotationId};
use crate::vault::Slot;
use crate::view::{KeyRefView, OldKeyView, RotateRequest, RotationView};
use crate::words::say;

/// Whoever watches a rotation: is told its state after each step.
pub type RotationWatch<'a> = &'a (dyn Fn(RotationView) + Send + Sync);

/// How often it is looked whether a key that was asked for is there.
const NEXT_LOOK: Duration = Duration::from_secs(10);

/// The longest that is waited for: twice the time after which a lost request is surely lost.
const LONGEST_DOUBT: Duration = Duration::from_secs(180);

impl Wallet {
    /// Writes down that a key is to give way to a new one like it. [`Wallet::drive_rotation`] does it. A key that
    /// is being rotated already is not rotated twice: that rotation is given.
    ///
    /// # Errors
    /// [`Code::NotFound`]; [`Code::NotSignedIn`] for a pasted key; [`Code::Invalid`] for one that could not be
    /// used anyway, or that is being killed.
    pub fn begin_rotation(&self, request: &RotateRequest) -> Result<RotationView> {
        let row = self.bridge_row()?;
        self.must_be_listed(&row, request.key)?;
        let old = self.known_key(&row, request.key)?;
        if let Some(open) = self.open_rotation_of(&row, request.key)? {
            return self.rotation_view(open);
        }
        like(&old, self.machine.now())?;
        if old.stored_status != KeyStatus::Enabled {
            return Err(Error::new(Code::Invalid, say!("rotation-key-disabled", name = &old.name))
                .hint(say!("rotation-key-disabled", "hint")));
        }
        let dies = self.store.open_kills()?;
        if dies.iter().any(|kill| kill.key.origin == row.origin && kill.key.id == old.id) {
            return Err(Error::new(Code::Invalid, say!("rotation-key-dies", name = &old.name))
                .hint(say!("rotation-key-dies", "hint")));
        }
        let known = KnownRotation {
            old_name: old.name.clone(),
            grace_s: request.grace_s,
            deletes: request.deletes,
            ..KnownRotation::default()
        };
        let id = self.store.begin_rotation(self.machine.now(), &row.origin, old.id, &known)?;
        self.store.note(self.machine.now(), &say!("rotation-begun", name = &old.name))?;
        self.rotation(id)
    }

    /// Carries a rotation on from where it is, to its end. Stopped or killed anywhere, it can be called again.
    ///
    /// # Errors
    /// [`Code::Busy`] while another copy of the wallet is at it; those of bridge and vault: it stays at that step
    /// then, the old key stays good, and nothing is lost. [`Code::NotProven`] if the new key does not work.
    pub async fn drive_rotation(&self, id: RotationId, watch: RotationWatch<'_>) -> Result<RotationView> {
        let Some(_claim) = Claim::take(&self.machine.data_dir, &format!("rotation-{}", id.0))? else {
            return Err(Error::new(Code::Busy, say!("rotation-busy")).hint(say!("rotation-busy", "hint")));
        };
        loop {
            let mut rotation = self.known_rotation(id)?;
            if rotation.step == RotationStep::Done || rotation.is_given_up {
                return self.rotation_view(rotation);
            }
            watch(self.rotation_view(rotation.clone())?);
            match self.take_step(&mut rotation, watch).await {
                Ok(()) => {
                    rotation.known.trouble = None;
                    let next = rotation.step.next(rotation.known.deletes);
                    self.store.move_rotation(id, next, &rotation.known)?;
                    if next == RotationStep::Done {
                        let known = &rotation.known;
                        let what = say!("rotation-done", old = &known.old_name, new = &known.name);
                        self.store.note(self.machine.now(), &what)?;
                    }
                }
                Err(error) => {
                    rotation.known.trouble = Some(error.to_string());
                    self.store.move_rotation(id, rotation.step, &rotation.known)?;
                    watch(self.rotation_view(rotation)?);
                    return Err(error);
                }
            }
        }
    }

    /// Does what the journal says is next. Everything that must not be done twice is written down within.
    async fn take_step(&self, rotation: &mut Rotation, watch: RotationWatch<'_>) -> Result<()> {
        let row = self.bridge_at(&rotation.origin)?.ok_or_else(|| {
            Error::new(Code::NotSignedIn, say!("rotation-signed-out", url = &rotation.origin))
                .hint(say!("rotation-signed-out", "hint"))
        })?;
        match rotation.step {
            RotationStep::Make => {
                let id = self.make_surely(&row, rotation, watch).await?;
                rotation.known.new = Some(id);
                self.store.note_successor(&row.origin, rotation.old, id, self.machine.now())
            }
            RotationStep::Check => self.must_work(&row, rotation).await,
            RotationStep::Swap => self.swap_all(&row, rotation, watch).await,
            RotationStep::Wait => self.wait_out(rotation, watch).await,
            RotationStep::Disable => {
                // Whoever was pointed at the old key since gets the new one too.
                let late = !self.users_of(&row.origin, rotation.old)?.is_empty();
                self.must_work(&row, rotation).await?;
                if late {
                    self.swap_all(&row, rotation, watch).await?;
                    rotation.known.good_until = None;
                    self.wait_out(rotation, watch).await?;
                }
                rotation.known.proof = Some(self.begin_proof(&row, rotation)?);
                Ok(())
            }
            RotationStep::Prove => self.prove_rotated(rotation, watch).await,
            RotationStep::Delete => self.delete_rotated(&row, rotation).await,
            RotationStep::Done => Ok(()),
        }
    }

    /// Makes the new key. A request for it that was cut off before may still arrive at the bridge; until that can
    /// be told, it waits rather than make two.
    async fn make_surely(
        &self,
        row: &BridgeRow,
        rotation: &mut Rotation,
        watch: RotationWatch<'_>,
    ) -> Result<KeyId> {
        let begun = self.timer.now();
        loop {
            let error = match self.make_successor(row, rotation).await {
                Err(error) if error.code() == Code::CreateUnknown => error,
                done => return done,
            };
            let is_long = self.timer.now().saturating_sub(begun) > LONGEST_DOUBT;
            if is_long || self.known_rotation(rotation.id)?.is_given_up {
                return Err(error);
            }
            rotation.known.trouble = Some(error.to_string());
            self.store.move_rotation(rotation.id, rotation.step, &rotation.known)?;
            watch(self.rotation_view(rotation.clone())?);
            self.timer.pause(NEXT_LOOK).await;
        }
    }

    async fn make_successor(&self, row: &BridgeRow, rotation: &mut Rotation) -> Result<KeyId> {
        if !rotation.known.name.is_empty()
            && let Some(id) = self.made_before(row, &rotation.known.name).await?
        {
            return Ok(id);
        }
        let old = self.client(row).await?.key(rotation.old).await?;
        let mut wanted = like(&old, self.machine.now())?;
        for _ in 0..5 {
            if rotation.known.name.is_empty() {
                let taken = self.store.keys(row.id)?;
                let is_taken = |name: &str| taken.iter().any(|key| key.name == name);
                rotation.known.name = next_name(&old.name, is_taken);
            }
            // On the disk before it is asked for, so that it is found whatever happens.
            self.store.move_rotation(rotation.id, rotation.step, &rotation.known)?;
            wanted.name.clone_from(&rotation.known.name);
            match self.make_key(row, wanted.clone()).await {
                Ok(key) => return Ok(key.id),
                Err(error) if error.code() == Code::Invalid => {
                    self.keys_of(row).await?;
                    rotation.known.name.clear();
                }
                Err(error) => return Err(error),
            }
        }
        Err(Error::new(Code::Invalid, say!("rotation-no-free-name")))
    }

    fn successor(rotation: &Rotation) -> Result<(KeyId, String)> {
        let id = rotation.known.new.ok_or_else(|| {
            Error::new(Code::Store, say!("rotation-no-new-key")).hint(say!("rotation-no-new-key", "hint"))
        })?;
        Ok((id, rotation.known.name.clone()))
    }

    /// Makes sure that the new key works, before anything depends on it.
    async fn must_work(&self, row: &BridgeRow, rotation: &Rotation) -> Result<()> {
        let (id, name) = Self::successor(rotation)?;
        let check = self.check_key(row, id, Door::OpenAi).await?;
        if check.ok {
            return Ok(());
        }
        Err(Error::new(Code::NotProven, say!("rotation-new-key-fails", name = name, why = check.text))
            .hint(say!("rotation-new-key-fails", "hint")))
    }

    async fn swap_all(
        &self,
        row: &BridgeRow,
        rotation: &mut Rotation,
        watch: RotationWatch<'_>,
    ) -> Result<()> {
        let new = Self::successor(rotation)?;
        for profile in self.users_of(&row.origin, rotation.old)? {
            let swap = self.swap(row, profile, &new).await?;
            let failed =
                (!swap.is_done || swap.check.as_ref().is_some_and(|check| !check.ok)).then(|| swap.clone());
            rotation.known.swaps.retain(|other| other.profile != swap.profile);
            rotation.known.swaps.push(swap);
            self.store.move_rotation(rotation.id, rotation.step, &rotation.known)?;
            watch(self.rotation_view(rotation.clone())?);
            if let Some(swap) = failed {
                let why = swap.check.filter(|_| swap.is_done).map_or(swap.text, |check| check.text);
                let said = say!("rotation-tool-fails", tool = swap.tool_name, why = why);
                return Err(Error::new(Code::NotProven, said).hint(say!("rotation-tool-fails", "hint")));
            }
        }
        Ok(())
    }

    /// Lets the grace pass. By a clock that only goes forward while this process lives; the journal's hour only
    /// shortens it for the next one.
    async fn wait_out(&self, rotation: &mut Rotation, watch: RotationWatch<'_>) -> Result<()> {
        let users = self.users_of(&rotation.origin, Self::successor(rotation)?.0)?;
        let keeps: Vec<_> = users.iter().map(Profile::keeps).collect();
        let asked = rotation.known.grace_s.map(|seconds| Duration::from_secs(seconds.into()));
        let grace = rotate::grace(asked, &keeps);
        let now = self.machine.now();
        let left = match rotation.known.good_until {
            None => grace,
            Some(until) => Duration::try_from(until.duration_since(now)).unwrap_or_default().min(grace),
        };
        rotation.known.good_until =
            SignedDuration::try_from(left).ok().and_then(|left| now.checked_add(left).ok());
        self.store.move_rotation(rotation.id, rotation.step, &rotation.known)?;
        watch(self.rotation_view(rotation.clone())?);
        self.timer.pause(left).await;
        Ok(())
    }

    /// Begins to disable the old key, by the same proof as a kill.
    fn begin_proof(&self, row: &BridgeRow, rotation: &Rotation) -> Result<IncidentId> {
        if let Some(begun) = rotation.known.proof {
            return Ok(begun);
        }
        let open = self.store.open_kills()?;
        let same = open.iter().find(|kill| kill.key.origin == row.origin && kill.key.id == rotation.old);
        match same {
            Some(kill) => Ok(kill.incident),
            None => self.begin_rotated(row, rotation.old),
        }
    }

    async fn prove_rotated(&self, rotation: &Rotation, watch: RotationWatch<'_>) -> Result<()> {
        let Some(proof) = rotation.known.proof else {
            return Err(Error::new(Code::Store, say!("rotation-no-proof")));
        };
        let last = Mutex::new(None);
        let tell = |_| {
            let Ok(view) = self.rotation(rotation.id) else { return };
            let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
            if *last != view.proof_words {
                last.clone_from(&view.proof_words);
                watch(view);
            }
        };
        let view = self.drive_kill(proof, &tell).await?;
        match view.keys.iter().all(|key| key.state == KillState::Dead) {
            true => Ok(()),
            false => Err(Error::new(Code::NotProven, say!("rotation-not-proven"))
                .hint(say!("rotation-not-proven", "hint"))),
        }
    }

    async fn delete_rotated(&self, row: &BridgeRow, rotation: &Rotation) -> Result<()> {
        match self.client(row).await?.delete(rotation.old).await {
            Err(error) if error.code() != Code::NotFound => return Err(error),
            _ => {}
        }
        self.store.remove_key(row.id, rotation.old)?;
        let slot = Slot::key(&*row.origin, rotation.old);
        self.with_vault(move |vault| vault.delete(&slot)).await?;
        self.store.forget_vaulted(&row.origin, rotation.old)
    }

    /// Gives a rotation up where it is. Both keys stay as they are.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub fn give_rotation_up(&self, id: RotationId) -> Result<RotationView> {
        let rotation = self.known_rotation(id)?;
        self.store.give_rotation_up(id)?;
        let what = say!("rotation-gave-up", name = &rotation.known.old_name);
        self.store.note(self.machine.now(), &what)?;
        self.rotation(id)
    }

    /// Every rotation, newest first.
    ///
    /// # Errors
    /// [`Code::Store`].
    pub fn rotations(&self) -> Result<Vec<RotationView>> {
        self.store.rotations()?.into_iter().map(|rotation| self.rotation_view(rotation)).collect()
    }

    /// Rotations that are under way, oldest first.
    ///
    /// # Errors
    /// [`Code::Store`].
    pub fn open_rotations(&self) -> Result<Vec<RotationView>> {
        self.store.open_rotations()?.into_iter().map(|rotation| self.rotation_view(rotation)).collect()
    }

    /// One rotation.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub fn rotation(&self, id: RotationId) -> Result<RotationView> {
        self.rotation_view(self.known_rotation(id)?)
    }

    fn known_rotation(&self, id: RotationId) -> Result<Rotation> {
        self.store.rotation(id)?.ok_or_else(|| {
            Error::new(Code::NotFound, say!("rotation-no-such")).hint(say!("rotation-no-such", "hint"))
        })
    }

    /// The key that a person means by a profile, an id or a name.
    ///
    /// # Errors
    /// [`Code::NotFound`]; [`Code::Invalid`] for a profile of another bridge than the one in use.
    pub async fn rotation_target(&self, word: &str) -> Result<KeyId> {
        let Some(profile) = self.store.profile(word)? else { return self.key_named(word).await };
        let row = self.bridge_row()?;
        if profile.origin == row.origin {
            return Ok(profile.key);
        }
        Err(Error::new(Code::Invalid, say!("rotation-other-bridge", profile = word, url = &profile.origin))
            .hint(say!("rotation-other-bridge", "hint")))
    }

    fn open_rotation_of(&self, row: &BridgeRow, key: KeyId) -> Result<Option<Rotation>> {
        let mut open = self.store.open_rotations()?.into_iter();
        Ok(open.find(|rotation| rotation.origin == row.origin && rotation.old == key))
    }

    /// Enabled keys of the bridge in use that are so many days old, oldest first, and who uses them.
    ///
    /// # Errors
    /// [`Code::NotSignedIn`] before the first connect.
    pub fn old_keys(&self, days: u32) -> Result<Vec<OldKeyView>> {
        let row = self.bridge_row()?;
        let now = self.machine.now();
        let mut old = vec![];
        for key in self.store.keys(row.id)? {
            let age = age_in_days(&key, now);
            if key.status(now) != KeyStatus::Enabled || key.id.is_pasted() || age < days {
                continue;
            }
            let users = self.users_of(&row.origin, key.id)?;
            let used_by = users.into_iter().map(|profile| profile.name).collect();
            old.push(OldKeyView { key: ref_of(&row.origin, key.id, Some(&key), ""), days: age, used_by });
        }
        old.sort_by_key(|old| std::cmp::Reverse(old.days));
        Ok(old)
    }

    fn rotation_view(&self, rotation: Rotation) -> Result<RotationView> {
        let Rotation { id, origin, old, at, step, is_given_up, known } = rotation;
        let row = self.bridge_at(&origin)?;
        let listed = |id| row.as_ref().map_or(Ok(None), |row| self.store.key(row.id, id));
        let proof = known.proof.and_then(|id| self.incident(id).ok());
        let words = match (is_given_up, step) {
            (true, _) => say!("rotation-given-up"),
            (false, step) => step.words(),
        };
        Ok(RotationView {
            id,
            at: at.to_string(),
            old: ref_of(&origin, old, listed(old)?.as_ref(), &known.old_name),
            new: match known.new {
                Some(new) => Some(ref_of(&origin, new, listed(new)?.as_ref(), &known.name)),
                None => None,
            },
            name: known.name,
            step,
            words,
            trouble: known.trouble,
            swaps: known.swaps,
            good_until: known.good_until.map(|at| at.to_string()),
            proof: known.proof,
            proof_words: proof.and_then(|proof| proof.keys.into_iter().next()).map(|key| key.words),
            is_done: step == RotationStep::Done,
            is_given_up,
        })
    }
}

/// How many whole days ago a key was made.
pub(super) fn age_in_days(key: &Key, now: jiff::Timestamp) -> u32 {
    let hours = now.duration_since(key.created).as_hours();
    count(usize::try_from(hours / 24).unwrap_or(0))
}

fn ref_of(origin: &str, id: KeyId, key: Option<&Key>, name: &str) -> KeyRefView {
    let tail = key.and_then(|key| key.tail.as_ref());
    KeyRefView {
        id,
        name: key.map_or_else(|| name.to_owned(), |key| key.name.clone()),
        masked: tail.map_or_else(|| secret::masked("sk-"), |tail| format!("sk-····{tail}")),
        url: origin.to_owned(),
    }
}
