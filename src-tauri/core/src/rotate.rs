//! A rotation without a gap, as far as it can be told without a network: which steps there are, in which order,
//! and how long the old key stays good.
//!
//! Each step is in the journal before it is done, and doing it twice does no harm, so whatever dies in between,
//! the next start goes on with it. Two things always hold: every profile has a key that works, and every key
//! that works is known.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::store::HELPER_KEEPS;
use crate::words::say;

/// What a rotation does next. In the journal, so the words never change.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum RotationStep {
    /// Makes a key like the old one, whose name is chosen, and keeps its secret.
    Make,
    /// Tries the new key.
    Check,
    /// Puts the new key wherever the old one is used, and tries it there.
    Swap,
    /// Waits until nothing can be using the old key any more.
    Wait,
    /// Disables the old key, after another look at who uses it and whether the new one works.
    Disable,
    /// Proves the old key dead.
    Prove,
    /// Deletes the old key, where that was asked for.
    Delete,
    /// Nothing.
    Done,
}

impl RotationStep {
    /// The step after it.
    pub fn next(self, deletes: bool) -> Self {
        match self {
            Self::Make => Self::Check,
            Self::Check => Self::Swap,
            Self::Swap => Self::Wait,
            Self::Wait => Self::Disable,
            Self::Disable => Self::Prove,
            Self::Prove if deletes => Self::Delete,
            Self::Prove | Self::Delete | Self::Done => Self::Done,
        }
    }

    /// What it does, as a sentence in the present.
    pub fn words(self) -> String {
        match self {
            Self::Make => say!("rotate-make"),
            Self::Check => say!("rotate-check"),
            Self::Swap => say!("rotate-swap"),
            Self::Wait => say!("rotate-wait"),
            Self::Disable => say!("rotate-disable"),
            Self::Prove => say!("rotate-prove"),
            Self::Delete => say!("rotate-delete"),
            Self::Done => say!("rotate-done"),
        }
    }
}

/// How long the old key stays good after everything uses the new one: as long as was asked for, and never
/// shorter than a tool goes on with the key that it was handed. `keeps` is how long each of those that use the key
/// does, zero for one that does not ask a helper.
pub fn grace(asked: Option<Duration>, keeps: &[Duration]) -> Duration {
    let least = keeps.iter().copied().max().unwrap_or_default();
    let usual = if keeps.is_empty() { Duration::ZERO } else { HELPER_KEEPS };
    asked.unwrap_or(usual).max(least)
}

/// Days after which a key is due for a rotation, unless told otherwise.
pub const DUE_AFTER_DAYS: u32 = 90;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rotation_ends_and_deletes_only_if_asked_to() {
        for (deletes, last) in [(false, RotationStep::Prove), (true, RotationStep::Delete)] {
            let mut steps = vec![RotationStep::Make];
            while steps.last() != Some(&RotationStep::Done) {
                steps.push(steps[steps.len() - 1].next(deletes));
            }
            assert!(steps.is_sorted() && steps[steps.len() - 2] == last);
            let at = |step| steps.iter().position(|known| *known == step);
            assert!(at(RotationStep::Swap) < at(RotationStep::Disable), "never zero working keys");
        }
    }

    #[test]
    fn a_key_that_a_helper_handed_out_stays_good_as_long_as_it_is_kept() {
        let (none, minute) = (Duration::ZERO, Duration::from_secs(60));
        assert_eq!(grace(None, &[]), none);
        assert_eq!(grace(None, &[none]), HELPER_KEEPS);
        assert_eq!(grace(None, &[none, minute * 60]), minute * 60);
        assert_eq!(grace(Some(minute), &[none, none]), minute);
        assert_eq!(grace(Some(minute), &[none, HELPER_KEEPS]), HELPER_KEEPS);
        assert_eq!(grace(Some(minute * 10), &[HELPER_KEEPS]), minute * 10);
    }
}
