//! What was used, summed up: plain arithmetic, without a bridge, a database or a clock.
//!
//! It is kept in *slots*: a quarter of an hour of one key with one model. Every time zone is a whole number of
//! quarters away from UTC, so the days of any zone, also those of 23 and 25 hours, are whole numbers of slots,
//! and what was kept in one zone can be counted in another.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::AddAssign;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::Serialize;

use crate::bridge::LogEntry;
use crate::key::{KeyId, Quota};

/// How long a slot is, in seconds.
pub const SLOT: i64 = 900;

/// Calls, what they used and what they cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Sum {
    /// How many.
    pub calls: i64,
    /// Tokens in. 0 for days of which only the bridge's statistics tell.
    pub prompt: i64,
    /// Tokens out. 0 for days of which only the bridge's statistics tell.
    pub completion: i64,
    /// Tokens in that came from the provider's cache, where the bridge tells.
    pub cache: i64,
    /// Tokens in and out.
    pub tokens: i64,
    /// Cost, in quota units.
    pub quota: Quota,
}

impl AddAssign for Sum {
    fn add_assign(&mut self, more: Self) {
        // A bridge may say anything; a sum that stands still is better than a crash.
        let add = |sum: &mut i64, more: i64| *sum = sum.saturating_add(more);
        add(&mut self.calls, more.calls);
        add(&mut self.prompt, more.prompt);
        add(&mut self.completion, more.completion);
        add(&mut self.cache, more.cache);
        add(&mut self.tokens, more.tokens);
        add(&mut self.quota.0, more.quota.0);
    }
}

impl std::iter::Sum for Sum {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |mut sum, more| {
            sum += more;
            sum
        })
    }
}

/// What one key used of one model in a quarter of an hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// When it began, in seconds since 1970. For a day of which only statistics tell, the middle of the day.
    pub at: i64,
    /// The key; `None` where the bridge does not tell.
    pub key: Option<KeyId>,
    /// Its name at that time.
    pub name: String,
    /// The model.
    pub model: String,
    /// What it used.
    pub sum: Sum,
}

/// Log entries as slots, by time.
pub fn slots<'a>(entries: impl IntoIterator<Item = &'a LogEntry>) -> Vec<Slot> {
    let mut sums = BTreeMap::<_, Sum>::new();
    for entry in entries {
        let second = entry.at.as_second();
        let key = (second - second.rem_euclid(SLOT), entry.key_id, &*entry.key_name, &*entry.model);
        *sums.entry(key).or_default() += Sum {
            calls: 1,
            prompt: entry.prompt_tokens,
            completion: entry.completion_tokens,
            cache: entry.cache_tokens.unwrap_or(0),
            tokens: entry.prompt_tokens.saturating_add(entry.completion_tokens),
            quota: entry.quota,
        };
    }
    let slot = |((at, key, name, model), sum): ((i64, Option<KeyId>, &str, &str), Sum)| Slot {
        at,
        key,
        name: name.to_owned(),
        model: model.to_owned(),
        sum,
    };
    sums.into_iter().map(slot).collect()
}

/// A piece of time, in seconds since 1970: from, and up to but without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Its first second.
    pub from: i64,
    /// The first second after it.
    pub to: i64,
}

impl Span {
    /// Whether nothing lies in it.
    pub fn is_empty(self) -> bool {
        self.from >= self.to
    }

    /// What it shares with another.
    #[must_use]
    pub fn within(self, other: Self) -> Self {
        Self { from: self.from.max(other.from), to: self.to.min(other.to) }
    }
}

/// The parts of a span that are not covered, oldest first. `covered` is by time and does not overlap.
pub fn gaps(wanted: Span, covered: &[Span]) -> Vec<Span> {
    let mut gaps = vec![];
    let mut from = wanted.from;
    for known in covered.iter().map(|known| known.within(wanted)).filter(|known| !known.is_empty()) {
        gaps.push(Span { from, to: known.from });
        from = known.to;
    }
    gaps.push(Span { from, to: wanted.to });
    gaps.retain(|gap| !gap.is_empty());
    gaps
}

/// What is covered once `more` is: by time, without overlaps and seams.
pub fn cover(covered: &[Span], more: Span) -> Vec<Span> {
    let mut all: Vec<_> = covered.iter().copied().chain([more]).filter(|span| !span.is_empty()).collect();
    all.sort();
    let mut merged: Vec<Span> = vec![];
    for span in all {
        match merged.last_mut().filter(|last| span.from <= last.to) {
            Some(last) => last.to = last.to.max(span.to),
            None => merged.push(span),
        }
    }
    merged
}

/// Days in a row, as a person in a time zone counts them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days {
    /// The dates, oldest first.
    pub dates: Vec<Date>,
    /// When each begins, and when the last one ends.
    edges: Vec<i64>,
}

impl Days {
    /// From one date to another, both in it. None if they are the wrong way round.
    pub fn between(first: Date, last: Date, zone: &TimeZone) -> Self {
        let dates: Vec<_> = first.series(1.day()).take_while(|date| *date <= last).collect();
        let after = dates.last().and_then(|last| last.tomorrow().ok());
        let edges = dates.iter().copied().chain(after).map(|date| start(date, zone)).collect();
        Self { dates, edges }
    }

    /// So many days up to and with a date.
    pub fn up_to(last: Date, count: u32, zone: &TimeZone) -> Self {
        let back = i64::from(count.max(1)) - 1;
        Self::between(last.saturating_sub(back.days()), last, zone)
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.dates.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.dates.is_empty()
    }

    /// From the first second of the first to the last of the last.
    pub fn span(&self) -> Span {
        match (self.edges.first(), self.edges.last()) {
            (Some(from), Some(to)) => Span { from: *from, to: *to },
            _ => Span { from: 0, to: 0 },
        }
    }

    /// One of them.
    pub fn day(&self, index: usize) -> Span {
        Span { from: self.edges[index], to: self.edges[index + 1] }
    }

    /// The day in which a second lies.
    pub fn of(&self, second: i64) -> Option<usize> {
        let after = self.edges.partition_point(|edge| *edge <= second);
        (after > 0 && after < self.edges.len()).then(|| after - 1)
    }
}

/// The first second of a date. Where clocks go forward at midnight, the day begins at one.
fn start(date: Date, zone: &TimeZone) -> i64 {
    date.to_zoned(zone.clone()).map_or(0, |start| start.timestamp().as_second())
}

/// The date in a time zone.
pub fn date(at: Timestamp, zone: &TimeZone) -> Date {
    zone.to_datetime(at).date()
}

/// Which key came after which.
#[derive(Debug, Clone, Default)]
pub struct Lineage {
    next: HashMap<KeyId, KeyId>,
}

impl Lineage {
    /// From pairs of a key and its successor.
    pub fn new(pairs: impl IntoIterator<Item = (KeyId, KeyId)>) -> Self {
        Self { next: pairs.into_iter().collect() }
    }

    /// The key that a key's work has come to: itself, if nothing replaced it.
    pub fn head(&self, key: KeyId) -> KeyId {
        let (mut key, mut seen) = (key, HashSet::from([key]));
        while let Some(next) = self.next.get(&key).filter(|next| seen.insert(**next)) {
            key = *next;
        }
        key
    }

    /// All keys that share a key's work: it, those before it and those after it.
    pub fn family(&self, key: KeyId) -> BTreeSet<KeyId> {
        let head = self.head(key);
        let all = self.next.keys().copied().filter(|known| self.head(*known) == head);
        all.chain([key, head]).collect()
    }
}

/// A tool's profile had a key for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The tool's word.
    pub tool: String,
    /// The profile.
    pub profile: String,
    /// The key.
    pub key: KeyId,
    /// Since when.
    pub from: i64,
    /// Until when; `None` if it still has.
    pub until: Option<i64>,
}

/// Which tool a key worked for, and when.
#[derive(Debug, Clone, Default)]
pub struct Owners {
    bounds: HashMap<KeyId, Vec<Bound>>,
    lineage: Lineage,
}

impl Owners {
    /// From the history of what profiles had.
    pub fn new(bounds: Vec<Bound>, lineage: Lineage) -> Self {
        let mut by_key = HashMap::<_, Vec<_>>::new();
        for bound in bounds {
            by_key.entry(bound.key).or_default().push(bound);
        }
        Self { bounds: by_key, lineage }
    }

    /// The tools a key worked for at a time, by name. Several if several had it; none if none ever did. A key
    /// that was nobody's at that time is taken for the one's who had it last, else for the one's who had it
    /// first: it was somebody's before the wallet knew. One that never was anybody's goes with the keys it
    /// replaced or that replaced it.
    pub fn of(&self, key: KeyId, at: i64) -> BTreeSet<&str> {
        let own = self.bounds.get(&key).map(Vec::as_slice).unwrap_or_default();
        if !own.is_empty() || self.bounds.is_empty() {
            return at_time(own.iter(), at);
        }
        let family = self.lineage.family(key);
        at_time(family.iter().filter_map(|key| self.bounds.get(key)).flatten(), at)
    }
}

fn at_time<'a>(bounds: impl Iterator<Item = &'a Bound> + Clone, at: i64) -> BTreeSet<&'a str> {
    let tools = |bounds: &mut dyn Iterator<Item = &'a Bound>| bounds.map(|bound| &*bound.tool).collect();
    let holds = |bound: &&Bound| bound.from <= at && bound.until.is_none_or(|until| at < until);
    let now: BTreeSet<_> = tools(&mut bounds.clone().filter(holds));
    if !now.is_empty() {
        return now;
    }
    let last = bounds.clone().filter(|bound| bound.from <= at).max_by_key(|bound| bound.until);
    let first = || bounds.min_by_key(|bound| bound.from);
    tools(&mut last.or_else(first).into_iter())
}

/// Something that happened to a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// It was given a key.
    Bound {
        /// The profile.
        profile: String,
        /// The key; `None` for one of another bridge.
        key: Option<KeyId>,
        /// Whether that was undone since; nobody noted when.
        undone: bool,
    },
    /// Its tool was disconnected.
    Disconnected,
}

/// The history of what profiles had, out of what happened: tool, when, what; oldest first.
pub fn bounds(events: impl IntoIterator<Item = (String, i64, Event)>) -> Vec<Bound> {
    let mut bounds: Vec<Bound> = vec![];
    for (tool, at, event) in events {
        let open = bounds.iter_mut().filter(|bound| bound.tool == tool && bound.until.is_none());
        let (profile, key, until) = match event {
            Event::Disconnected => {
                open.for_each(|bound| bound.until = Some(at));
                continue;
            }
            Event::Bound { profile, key, undone: true } => (profile, key, Some(at)),
            Event::Bound { profile, key, undone: false } => {
                let mut before = open.filter(|bound| bound.profile == profile);
                match before.next() {
                    Some(bound) if Some(bound.key) == key => continue,
                    Some(bound) => bound.until = Some(at),
                    None => {}
                }
                (profile, key, None)
            }
        };
        if let Some(key) = key {
            bounds.push(Bound { tool, profile, key, from: at, until });
        }
    }
    bounds
}

/// How much a day costs at the present pace: the mean of the last seven whole days, or of as
/// many as there are since the first that cost anything. `costs` is by day, today last, in any unit; where only today cost
/// anything, today is all there is to go by. `None` for nothing at all.
pub fn pace(costs: &[f64]) -> Option<f64> {
    let (today, before) = costs.split_last()?;
    let week = &before[before.len().saturating_sub(7)..];
    let since = week.iter().position(|cost| *cost > 0.0).map(|first| &week[first..]);
    let mean = match since {
        Some(days) => days.iter().sum::<f64>() / days.len() as f64,
        None => *today,
    };
    (mean > 0.0).then_some(mean)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: i64, to: i64) -> Span {
        Span { from, to }
    }

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    #[test]
    fn what_is_covered_is_not_asked_for_again() {
        let covered = [span(10, 20), span(30, 40)];
        assert_eq!(gaps(span(0, 50), &covered), [span(0, 10), span(20, 30), span(40, 50)]);
        assert_eq!(gaps(span(12, 18), &covered), []);
        assert_eq!(gaps(span(15, 35), &covered), [span(20, 30)]);
        assert_eq!(gaps(span(40, 45), &covered), [span(40, 45)]);
        assert_eq!(gaps(span(5, 5), &covered), []);
        assert_eq!(cover(&covered, span(20, 30)), [span(10, 40)], "no seam");
        assert_eq!(cover(&covered, span(0, 5)), [span(0, 5), span(10, 20), span(30, 40)]);
        assert_eq!(cover(&covered, span(0, 99)), [span(0, 99)]);
        assert_eq!(cover(&covered, span(7, 7)), covered);
    }

    #[test]
    fn days_of_23_and_25_hours_are_whole_days() {
        let berlin = zone("Europe/Berlin");
        let spring = Days::between("2026-03-28".parse().unwrap(), "2026-03-30".parse().unwrap(), &berlin);
        let hours = |days: &Days| -> Vec<i64> {
            (0..days.len()).map(|day| (days.day(day).to - days.day(day).from) / 3600).collect()
        };
        assert_eq!(hours(&spring), [24, 23, 24]);
        let autumn = Days::up_to("2026-10-26".parse().unwrap(), 3, &berlin);
        assert_eq!(hours(&autumn), [24, 25, 24]);
        // Each second of the long day is in it, and none is in two.
        let long = autumn.day(1);
        for second in [long.from, long.from + 2 * 3600, long.from + 3 * 3600, long.to - 1] {
            assert_eq!(autumn.of(second), Some(1));
        }
        assert_eq!((autumn.of(long.from - 1), autumn.of(long.to)), (Some(0), Some(2)));
        assert_eq!((autumn.of(autumn.span().from - 1), autumn.of(autumn.span().to)), (None, None));
        // Clocks go forward at midnight there: the day begins at one o'clock.
        let beirut = Days::up_to("2026-03-29".parse().unwrap(), 1, &zone("Asia/Beirut"));
        assert_eq!(hours(&beirut), [23]);
    }

    #[test]
    fn days_of_every_zone_are_whole_slots() {
        let last = "2026-12-31".parse().unwrap();
        for name in
            ["Asia/Kathmandu", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Chatham", "America/Lima"]
        {
            let days = Days::up_to(last, 365, &zone(name));
            assert!(days.edges.iter().all(|edge| edge % SLOT == 0), "{name}");
            assert_eq!((days.len(), days.edges.len()), (365, 366));
        }
    }

    #[test]
    fn a_key_goes_on_in_the_one_that_replaced_it() {
        let [a, b, c, d] = [1, 2, 3, 9].map(KeyId);
        let lineage = Lineage::new([(a, b), (b, c)]);
        assert_eq!([a, b, c, d].map(|key| lineage.head(key)), [c, c, c, d]);
        assert_eq!(lineage.family(b), BTreeSet::from([a, b, c]));
        assert_eq!(lineage.family(d), BTreeSet::from([d]));
        // A circle ends somewhere.
        let circle = Lineage::new([(a, b), (b, a)]);
        assert_eq!(circle.head(a), b);
    }

    fn given(tool: &str, at: i64, profile: &str, key: i64) -> (String, i64, Event) {
        (tool.into(), at, Event::Bound { profile: profile.into(), key: Some(KeyId(key)), undone: false })
    }

    #[test]
    fn a_key_costs_the_tool_that_had_it_then() {
        let events = [
            given("cc", 100, "cc", 1),
            given("codex", 150, "codex", 3),
            given("cc", 200, "cc", 2),
            given("codex", 250, "codex", 1),
            given("codex", 260, "codex", 1),
            given("cc", 300, "side", 1),
        ];
        let owners = Owners::new(bounds(events), Lineage::new([(KeyId(2), KeyId(7))]));
        let of = |key, at| owners.of(KeyId(key), at).into_iter().collect::<Vec<_>>();
        assert_eq!(of(1, 50), ["cc"], "before the wallet knew it");
        assert_eq!(of(1, 150), ["cc"]);
        assert_eq!(of(1, 230), ["cc"], "nobody's any more: whose it was");
        assert_eq!(of(1, 255), ["codex"]);
        assert_eq!(of(1, 400), ["cc", "codex"], "both have it");
        assert_eq!(of(3, 240), ["codex"]);
        assert_eq!(of(7, 400), ["cc"], "it replaced one of cc's");
        assert_eq!(of(8, 400), [""; 0]);
    }

    #[test]
    fn a_key_is_free_after_a_disconnect_and_an_undo() {
        let undone = Event::Bound { profile: "cc".into(), key: Some(KeyId(5)), undone: true };
        let events = [
            ("cc".to_owned(), 50, undone),
            given("cc", 100, "cc", 1),
            ("cc".to_owned(), 200, Event::Disconnected),
            given("codex", 300, "codex", 1),
        ];
        let owners = Owners::new(bounds(events), Lineage::default());
        let of = |key, at| owners.of(KeyId(key), at).into_iter().collect::<Vec<_>>();
        assert_eq!((of(1, 150), of(1, 250), of(1, 350)), (vec!["cc"], vec!["cc"], vec!["codex"]));
        assert_eq!(of(5, 60), ["cc"], "it is still known for whom it was made");
    }

    #[test]
    fn pace_is_the_mean_of_the_last_whole_days() {
        assert_eq!(pace(&[]), None);
        assert_eq!(pace(&[0.0, 0.0, 0.0]), None);
        assert_eq!(pace(&[0.0, 0.0, 12.0]), Some(12.0), "the first day of all");
        assert_eq!(pace(&[0.0, 10.0, 20.0, 1.0]), Some(15.0), "days before the first use do not count");
        let week = [1000.0, 7.0, 7.0, 0.0, 7.0, 7.0, 7.0, 0.0, 99.0];
        assert_eq!(pace(&week), Some(5.0), "a week, idle days too");
    }
}
