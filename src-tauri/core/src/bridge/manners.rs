//! How much is asked of a bridge, and when: never so much that it locks its user out.
//!
//! Bridges count requests per address, not per program: what the wallet spends, the web page lacks. They keep
//! two counts (`new-api middleware/rate-limit.go`, `common/init.go`): one for everything below `/api` (180 in 3
//! minutes, 360 from 2026-06-10), and a narrow one (20 in 20 minutes) that sign-in shares with reveal and with
//! what a key may ask about itself. Here stands the policy; where it is remembered is a [`Ledger`]'s affair,
//! because commands are short-lived and share their bridge.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures::future::BoxFuture;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::Origin;
use crate::words::say;

/// One of a bridge's counts.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::Display, strum::EnumString,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Bucket {
    /// Everything below `/api`.
    Normal,
    /// Sign-in, its second step, reveal, a key's own usage and log, a new access token. Which of them a bridge
    /// counts here differs by dialect; all are treated as if.
    Critical,
}

impl Bucket {
    /// How long a bridge remembers a request, in milliseconds.
    const fn window(self) -> i64 {
        match self {
            Self::Normal => 180_000,
            Self::Critical => 1_200_000,
        }
    }

    /// How many the wallet allows itself in that time: less than the strictest dialect does, so that the
    /// user's web page still works.
    const fn most(self) -> usize {
        match self {
            Self::Normal => 150,
            Self::Critical => 16,
        }
    }

    /// How long a bridge that does not say may want us to stay away at most: its whole window.
    pub(super) const fn usual_wait(self) -> Duration {
        Duration::from_millis(self.window().unsigned_abs())
    }
}

/// Requests that a long list may make before it slows down.
const FREE: usize = 60;

/// Milliseconds between the requests of a list after that: the window spread evenly.
const STEP: i64 = Bucket::Normal.window() / Bucket::Normal.most() as i64;

/// The longest time a bucket stays shut, whatever the bridge says, in milliseconds.
const LONGEST_SHUT: i64 = 3_600_000;

/// How a request takes its turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Goes also where the bridge asked us to wait: turning off a leaked key is worth the try, and so is what
    /// has waited already.
    Pressing,
    /// One of many that are as pressing: goes as long as the bridge's limit is not met. All of them at once would
    /// only shut the bridge for each other.
    OneOfCrowd,
    /// Goes unless the bridge asked us to wait.
    Usual,
    /// One of many: leaves room for others.
    Patient,
}

/// Whether a request may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// Yes, and it is counted.
    Now,
    /// In that time, by our own budget.
    Later(Duration),
    /// In that time, because the bridge said so.
    Shut(Duration),
}

/// What is remembered of one bucket of one bridge. Its serialized form holds nothing but points in time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// When requests went out, oldest first, in milliseconds since 1970.
    #[serde(default)]
    sent: Vec<i64>,
    /// Until when the bridge asked us to stay away.
    #[serde(default)]
    shut_until: Option<i64>,
}

impl Tally {
    /// Counts a request if it may go.
    pub(super) fn turn(&mut self, bucket: Bucket, manner: Manner, now: Timestamp) -> Turn {
        let now = now.as_millisecond();
        // A clock that was set back must not shut anything for ever.
        self.sent.retain(|at| (now - bucket.window() + 1..=now).contains(at));
        self.shut_until = self.shut_until.filter(|end| (now + 1..=now + LONGEST_SHUT).contains(end));
        let until = |end: i64| Duration::from_millis((end - now).max(0).unsigned_abs());
        if let Some(end) = self.shut_until
            && manner != Manner::Pressing
        {
            return Turn::Shut(until(end));
        }
        let counted = bucket == Bucket::Critical || matches!(manner, Manner::Patient | Manner::OneOfCrowd);
        if counted && self.sent.len() >= bucket.most() {
            let oldest = self.sent.first().copied().unwrap_or(now);
            return Turn::Later(until(oldest + bucket.window()));
        }
        if manner == Manner::Patient
            && self.sent.len() >= FREE
            && let Some(next) = self.sent.last().map(|last| last + STEP).filter(|next| *next > now)
        {
            return Turn::Later(until(next));
        }
        if self.sent.len() >= bucket.most() {
            self.sent.remove(0);
        }
        self.sent.push(now);
        Turn::Now
    }

    /// Nothing may go for that long.
    pub(super) fn shut(&mut self, wait: Duration, now: Timestamp) {
        let wait = i64::try_from(wait.as_millis()).unwrap_or(LONGEST_SHUT).min(LONGEST_SHUT);
        self.shut_until = self.shut_until.max(Some(now.as_millisecond() + wait));
    }
}

/// Remembers what was asked of bridges, and says what time it is. One for all programs of a user on a machine
/// is best: bridges count them together.
pub trait Ledger: Send + Sync {
    /// The time.
    fn now(&self) -> Timestamp;

    /// Lets `change` have the tally of a bridge's bucket, an empty one if there is none, and keeps what it
    /// becomes. Nobody else may change it meanwhile. A ledger that fails calls `change` with an empty tally
    /// all the same: the bridge has limits of its own.
    fn change(&self, origin: &Origin, bucket: Bucket, change: &mut dyn FnMut(&mut Tally));

    /// Lets that much time pass.
    fn pause(&self, time: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}

/// A ledger that lasts as long as the process.
pub struct MemoryLedger {
    start: Instant,
    tallies: Mutex<HashMap<(Origin, Bucket), Tally>>,
}

impl Default for MemoryLedger {
    fn default() -> Self {
        Self { start: Instant::now(), tallies: Mutex::default() }
    }
}

impl Ledger for MemoryLedger {
    /// Time since the ledger was made, counted from 1970: nobody outside sees it.
    fn now(&self) -> Timestamp {
        let passed = i64::try_from(self.start.elapsed().as_millis()).unwrap_or(i64::MAX);
        Timestamp::from_millisecond(passed).unwrap_or(Timestamp::MAX)
    }

    fn change(&self, origin: &Origin, bucket: Bucket, change: &mut dyn FnMut(&mut Tally)) {
        let mut tallies = self.tallies.lock().unwrap_or_else(PoisonError::into_inner);
        change(tallies.entry((origin.clone(), bucket)).or_default());
    }
}

/// A time to wait, as people say it: seconds up to two minutes, then minutes, rounded up.
pub(super) fn spell(wait: Duration) -> String {
    let seconds = u64::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u64::MAX);
    match seconds {
        ..120 => say!("manners-seconds", seconds = seconds),
        _ => say!("manners-minutes", minutes = seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millisecond: i64) -> Timestamp {
        Timestamp::from_millisecond(millisecond).unwrap()
    }

    #[test]
    fn sixteen_critical_requests_go_in_any_twenty_minutes() {
        let mut tally = Tally::default();
        for second in 0..16 {
            assert_eq!(tally.turn(Bucket::Critical, Manner::Usual, at(second * 1000)), Turn::Now);
        }
        let later = tally.turn(Bucket::Critical, Manner::Usual, at(16_000));
        assert_eq!(later, Turn::Later(Duration::from_secs(1184)), "until the first is forgotten");
        assert_eq!(tally.turn(Bucket::Critical, Manner::Usual, at(1_200_000)), Turn::Now);
        assert!(matches!(tally.turn(Bucket::Critical, Manner::Usual, at(1_200_001)), Turn::Later(_)));
    }

    #[test]
    fn a_long_list_starts_at_once_and_then_leaves_room() {
        let (mut tally, mut now, mut sent) = (Tally::default(), 1_000_000, vec![]);
        while sent.len() < 1000 {
            match tally.turn(Bucket::Normal, Manner::Patient, at(now)) {
                Turn::Now => sent.push(now),
                Turn::Later(wait) => now += i64::try_from(wait.as_millis()).unwrap(),
                Turn::Shut(_) => panic!("nobody shut it"),
            }
        }
        assert_eq!(sent[59], 1_000_000, "the first go without a pause");
        assert!(sent.windows(150 + 1).all(|some| some[150] - some[0] >= 180_000));
        assert!(now - 1_000_000 < 21 * 60_000, "and the rest as fast as that allows");
    }

    #[test]
    fn a_crowd_goes_as_fast_as_the_limit_allows_and_no_faster() {
        let mut tally = Tally::default();
        for _ in 0..150 {
            assert_eq!(tally.turn(Bucket::Normal, Manner::OneOfCrowd, at(0)), Turn::Now);
        }
        let later = Turn::Later(Duration::from_secs(180));
        assert_eq!(tally.turn(Bucket::Normal, Manner::OneOfCrowd, at(0)), later);
        assert_eq!(tally.turn(Bucket::Normal, Manner::Pressing, at(0)), Turn::Now);
        tally.shut(Duration::from_secs(60), at(180_000));
        let shut = Turn::Shut(Duration::from_secs(60));
        assert_eq!(tally.turn(Bucket::Normal, Manner::OneOfCrowd, at(180_000)), shut);
    }

    #[test]
    fn a_single_request_is_counted_and_not_held_back() {
        let mut tally = Tally::default();
        for _ in 0..500 {
            assert_eq!(tally.turn(Bucket::Normal, Manner::Usual, at(0)), Turn::Now);
        }
        assert_eq!(tally.sent.len(), 150, "no more is kept than is needed");
        let later = tally.turn(Bucket::Normal, Manner::Patient, at(0));
        assert_eq!(later, Turn::Later(Duration::from_secs(180)));
    }

    #[test]
    fn what_is_shut_stays_shut_for_all_but_the_pressing() {
        let mut tally = Tally::default();
        tally.shut(Duration::from_secs(60), at(0));
        tally.shut(Duration::from_secs(30), at(0));
        let minute = Turn::Shut(Duration::from_secs(60));
        assert_eq!(tally.turn(Bucket::Normal, Manner::Usual, at(0)), minute, "the longer one holds");
        assert_eq!(tally.turn(Bucket::Normal, Manner::Patient, at(0)), minute);
        assert_eq!(tally.turn(Bucket::Normal, Manner::Pressing, at(0)), Turn::Now);
        assert_eq!(tally.turn(Bucket::Normal, Manner::Usual, at(60_000)), Turn::Now);
    }

    #[test]
    fn no_bridge_and_no_clock_shuts_us_out_for_long() {
        let mut tally = Tally::default();
        tally.shut(Duration::MAX, at(0));
        assert_eq!(tally.turn(Bucket::Normal, Manner::Usual, at(3_600_000)), Turn::Now);
        let mut tally = Tally::default();
        for _ in 0..16 {
            tally.turn(Bucket::Critical, Manner::Usual, at(1 << 40));
        }
        tally.shut(Duration::from_secs(60), at(1 << 40));
        assert_eq!(tally.turn(Bucket::Critical, Manner::Usual, at(0)), Turn::Now, "the clock was set back");
    }

    #[test]
    fn a_tally_is_written_down_and_read_back() {
        let mut tally = Tally::default();
        tally.turn(Bucket::Normal, Manner::Usual, at(7));
        tally.shut(Duration::from_secs(1), at(7));
        let text = serde_json::to_string(&tally).unwrap();
        assert_eq!(text, r#"{"sent":[7],"shut_until":1007}"#);
        assert_eq!(serde_json::from_str::<Tally>(&text).unwrap(), tally);
        assert_eq!(serde_json::from_str::<Tally>("{}").unwrap(), Tally::default());
    }

    #[test]
    fn waits_are_spelled_for_people() {
        for (wait, said) in
            [(0, "0 s"), (400, "1 s"), (119_000, "119 s"), (120_000, "2 min"), (1_200_000, "20 min")]
        {
            assert_eq!(spell(Duration::from_millis(wait)), said);
        }
    }
}
