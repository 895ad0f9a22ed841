//! What comes in a killed key's place: a key like it, made while the old one is proven dead and never in its
//! way, and put wherever the old one was used on this machine.

use std::time::Duration;

use super::super::Wallet;
use super::Teller;
use super::desk::Desk;
use crate::error::{Code, Error, Result};
use crate::key::{Key, KeyId, KeyStatus, NewKey};
use crate::store::{BridgeRow, Fresh, Kill};
use crate::view::StepKind;
use crate::words::say;

/// How often it is tried. A kill is tried for ever; what comes in its place can be made by hand too.
const TRIES: u32 = 8;

/// The first pause; it doubles.
const PAUSE: Duration = Duration::from_secs(1);

impl Wallet {
    /// Makes a key like the killed one and puts it where that was used. What goes wrong is told and noted, and
    /// stops nothing.
    pub(super) async fn replace_killed(
        &self,
        desk: &Desk<'_>,
        kill: &Kill,
        many: bool,
        teller: &Teller<'_>,
    ) -> Result<()> {
        let mut fresh = kill.fresh.clone().unwrap_or_default();
        if fresh.is_done {
            return Ok(());
        }
        if many && fresh.name.is_empty() && self.users_of(&kill.key.origin, kill.key.id)?.is_empty() {
            return Ok(());
        }
        for tried in 0..TRIES {
            let error = match self.try_to_replace(desk, kill, &mut fresh, teller).await {
                Ok(()) => return Ok(()),
                Err(error) => error,
            };
            if error.code() == Code::Store {
                return Err(error);
            }
            fresh.trouble = Some(error.to_string());
            self.store.save_fresh(kill.id, &fresh)?;
            let said = say!("replace-not-yet", why = error.to_string());
            teller.tell(kill, StepKind::NotSwapped, said)?;
            teller.show(kill)?;
            if !may_pass(&error) || self.known_incident(kill.incident)?.is_closed {
                break;
            }
            let pause = PAUSE.saturating_mul(1 << tried).max(error.wait_for().unwrap_or_default());
            self.timer.pause(pause.min(Duration::from_secs(200))).await;
        }
        Ok(())
    }

    async fn try_to_replace(
        &self,
        desk: &Desk<'_>,
        kill: &Kill,
        fresh: &mut Fresh,
        teller: &Teller<'_>,
    ) -> Result<()> {
        let row = desk.row()?;
        let id = match fresh.id {
            Some(id) => id,
            None => {
                let id = self.make_like(&row, kill, fresh).await?;
                (fresh.id, fresh.trouble) = (Some(id), None);
                self.store.save_fresh(kill.id, fresh)?;
                teller.tell(kill, StepKind::Made, say!("replace-made", name = &fresh.name))?;
                teller.show(kill)?;
                id
            }
        };
        desk.vouches(id);
        self.store.note_successor(&row.origin, kill.key.id, id, self.machine.now())?;
        let new = (id, fresh.name.clone());
        for profile in self.users_of(&row.origin, kill.key.id)? {
            let swap = self.swap(&row, profile, &new).await?;
            let (kind, text) = match swap.is_done {
                true => (StepKind::Swapped, say!("replace-swapped", tool = &swap.tool_name)),
                false => (
                    StepKind::NotSwapped,
                    say!("replace-not-swapped", tool = &swap.tool_name, why = &swap.text),
                ),
            };
            fresh.swaps.retain(|other| other.profile != swap.profile);
            fresh.swaps.push(swap);
            self.store.save_fresh(kill.id, fresh)?;
            teller.tell(kill, kind, text)?;
            teller.show(kill)?;
        }
        fresh.is_done = fresh.swaps.iter().all(|swap| swap.is_done);
        self.store.save_fresh(kill.id, fresh)?;
        let what = say!("replace-done", new = &fresh.name, old = &kill.key.name);
        self.store.note(self.machine.now(), &what)?;
        teller.show(kill)
    }

    /// The key like the killed one: the one an earlier try made, or a new one.
    async fn make_like(&self, row: &BridgeRow, kill: &Kill, fresh: &mut Fresh) -> Result<KeyId> {
        if !fresh.name.is_empty()
            && let Some(id) = self.made_before(row, &fresh.name).await?
        {
            return Ok(id);
        }
        let old = match self.client(row).await?.look(kill.key.id).await {
            Ok(Some(old)) => old,
            // It is gone, or cannot be read now: what was last seen is good enough.
            _ => self.known_key(row, kill.key.id)?,
        };
        let mut wanted = like(&old, self.machine.now())?;
        for _ in 0..5 {
            if fresh.name.is_empty() {
                let taken = self.store.keys(row.id)?;
                fresh.name = next_name(&old.name, |name| taken.iter().any(|key| key.name == name));
            }
            // Its name is on the disk before it is asked for, so that it is found whatever happens.
            self.store.save_fresh(kill.id, fresh)?;
            wanted.name.clone_from(&fresh.name);
            match self.make_key(row, wanted.clone()).await {
                Ok(key) => return Ok(key.id),
                // Somebody has a key of that name that was not listed before.
                Err(error) if error.code() == Code::Invalid => {
                    self.keys_of(row).await?;
                    fresh.name.clear();
                }
                Err(error) => return Err(error),
            }
        }
        Err(Error::new(Code::Invalid, say!("replace-no-free-name")))
    }
}

/// Whether it may be over by itself.
fn may_pass(error: &Error) -> bool {
    matches!(
        error.code(),
        Code::BridgeUnreachable
            | Code::BridgeNonsense
            | Code::RateLimited
            | Code::CreateUnknown
            | Code::NotSignedIn
            | Code::VaultLocked
            | Code::VaultAbsent
            | Code::VaultHung
            | Code::VaultFailed
            | Code::Busy
            | Code::FileChanged
    )
}

/// A key like another, but for its name.
///
/// # Errors
/// [`Code::Invalid`] for one that has expired or is used up: one like it would be as useless.
pub(in crate::wallet) fn like(old: &Key, now: jiff::Timestamp) -> Result<NewKey> {
    let enabled = Key { stored_status: KeyStatus::Enabled, ..old.clone() };
    let why = match enabled.status(now) {
        KeyStatus::Expired => say!("replace-expired", name = &old.name),
        KeyStatus::Exhausted => say!("replace-exhausted", name = &old.name),
        KeyStatus::Enabled | KeyStatus::Disabled => {
            return Ok(NewKey {
                name: old.name.clone(),
                group: old.group.clone(),
                expires: old.expires,
                quota: (!old.unlimited).then_some(old.remain),
                allow_ips: old.allow_ips.clone(),
                models: old.models.clone(),
            });
        }
    };
    Err(Error::new(Code::Invalid, why).hint(say!("replace-by-hand")))
}

/// The next free name after another: `laptop`, `laptop-2`, `laptop-3`, cut so that every bridge takes it.
pub(in crate::wallet) fn next_name(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let (stem, number) = match name.rsplit_once('-') {
        Some((stem, digits)) if !stem.is_empty() && (1..=4).contains(&digits.len()) => {
            digits.parse::<u32>().map_or((name, 1), |number| (stem, number))
        }
        _ => (name, 1),
    };
    let named = |number: u32| {
        let end = format!("-{number}");
        let longest = NewKey::LONGEST_NAME - end.len();
        let cut = stem.floor_char_boundary(longest.min(stem.len()));
        format!("{}{end}", stem[..cut].trim_end_matches('-'))
    };
    let mut names = (number.saturating_add(1)..).map(named);
    names.find(|name| !is_taken(name)).unwrap_or_else(|| named(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_name_counts_on_and_fits() {
        let free = |_: &str| false;
        for (name, next) in [
            ("laptop", "laptop-2"),
            ("laptop-2", "laptop-3"),
            ("claude-code-2026", "claude-code-2027"),
            ("a-b", "a-b-2"),
            ("-7", "-7-2"),
            ("a-very-long-name-of-30-bytes-ab", "a-very-long-name-of-30-bytes-2"),
            ("ein-sehr-langer-näme-mit-ümläut", "ein-sehr-langer-näme-mit-ü-2"),
        ] {
            let made = next_name(name, free);
            assert_eq!(made, next, "{name}");
            assert!(made.len() <= NewKey::LONGEST_NAME, "{name}");
        }
        assert_eq!(next_name("laptop", |name| ["laptop-2", "laptop-3"].contains(&name)), "laptop-4");
    }
}
