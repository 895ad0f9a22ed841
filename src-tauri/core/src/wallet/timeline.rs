//! Was it used? What the bridge's log says of a key around the time at which it may have leaked. It never says
//! that a key was not used by somebody else: a log without addresses cannot know, and somebody may share one.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::connect::is_offline;
use super::{Wallet, Watch, count};
use crate::bridge::{Bridge, ListProgress, LogEntry, LogKind, LogQuery};
use crate::error::{Code, Error, Result};
use crate::key::{KeyId, Quota, Rate};
use crate::store::BridgeRow;
use crate::usage::Lineage;
use crate::view::{AddressView, BucketView, KeyAt, ModelUseView, ProgressView, TimelineView, VerdictKind};
use crate::words::say;

/// Where somebody does not say since when: a week.
const USUAL: SignedDuration = SignedDuration::from_hours(7 * 24);

/// How far back addresses are learned from.
const LEARN: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The most entries that are read to learn the user's own addresses, before that time and after it.
const LEARN_MOST: usize = 3_000;

/// The most entries of the key itself.
const MOST: usize = 50_000;

/// Lengths of buckets, in seconds; the shortest that gives no more than [`BUCKETS`] is taken.
const LENGTHS: [i64; 8] = [60, 300, 900, 3_600, 10_800, 21_600, 86_400, 604_800];
const BUCKETS: i64 = 96;

impl Wallet {
    /// The calls with a key since a time, by address, from the bridge's log.
    ///
    /// `since` is a point in time (RFC 3339), a date, or so long ago (`90m`, `36h`, `7d`); a week ago if it is
    /// not given.
    ///
    /// # Errors
    /// [`Code::Invalid`] for a time that is none; [`Code::NotSignedIn`]; those of the bridge.
    pub async fn timeline(&self, key: &KeyAt, since: Option<&str>, watch: Watch) -> Result<TimelineView> {
        let row = match &key.url {
            None => self.bridge_row()?,
            Some(url) => self.bridge_at(url)?.ok_or_else(|| {
                Error::new(Code::NotFound, say!("timeline-not-connected", url = url))
                    .hint(format!("bridgekeeper connect --url {url}"))
            })?,
        };
        if row.known.key_only {
            return Err(Error::new(Code::NotSignedIn, say!("timeline-signed-out", bridge = &row.label))
                .hint(say!("timeline-signed-out", "hint")));
        }
        let now = self.machine.now();
        let since = match since {
            Some(text) => self.moment(text)?,
            None => now - USUAL,
        };
        if since > now {
            return Err(Error::new(Code::Invalid, say!("timeline-to-come")));
        }
        let log = self.read_around(&row, key.id, since, now, watch).await?;
        let view = told(&row, key.id, since, now, log);
        self.keep_use(&row.origin, &view)?;
        Ok(view)
    }

    /// Whether the bridge in use logs the addresses of calls; `None` where it does not say.
    ///
    /// # Errors
    /// Those of the bridge.
    pub async fn logs_addresses(&self) -> Result<Option<bool>> {
        let row = self.bridge_row()?;
        self.client(&row).await?.logs_addresses().await
    }

    /// Has the bridge in use log the addresses of calls from now on, or not. Only on request: it keeps where its
    /// user is.
    ///
    /// # Errors
    /// Those of [`Bridge::log_addresses`].
    pub async fn log_addresses(&self, wanted: bool) -> Result<()> {
        let row = self.bridge_row()?;
        self.client(&row).await?.log_addresses(wanted).await?;
        let what = match wanted {
            true => say!("timeline-logs", bridge = &row.label),
            false => say!("timeline-logs-no-longer", bridge = &row.label),
        };
        self.store.note(self.machine.now(), &what)
    }

    async fn read_around(
        &self,
        row: &BridgeRow,
        key: KeyId,
        since: Timestamp,
        now: Timestamp,
        watch: Watch,
    ) -> Result<Log> {
        let reader = Reader { client: self.client(row).await?, watch, read: AtomicUsize::new(0) };
        let family = Lineage::new(self.store.successors(&row.origin)?).family(key);
        let (names, name) = self.names_of(row, key, &family)?;
        // Some time before, for comparison.
        let from = since - now.duration_since(since).max(SignedDuration::from_hours(1)).min(USUAL);
        let mut own = vec![];
        let mut complete = true;
        for name in &names {
            let query = LogQuery { key_name: Some(name.clone()), from: Some(from), ..LogQuery::default() };
            let (entries, whole) = reader.all(query).await?;
            own.extend(entries);
            complete &= whole;
        }
        own.retain(|entry| entry.key_id.is_none_or(|id| family.contains(&id)));
        own.sort_by_key(|entry| entry.at);

        // The user's own addresses: whatever called before that time, and other keys since.
        let before = LogQuery {
            from: Some(since - LEARN),
            to: Some(since - SignedDuration::from_secs(1)),
            most: Some(LEARN_MOST),
            ..LogQuery::default()
        };
        let after = LogQuery { from: Some(since), most: Some(LEARN_MOST), ..LogQuery::default() };
        let is_own = |entry: &LogEntry| match entry.key_id {
            Some(id) => family.contains(&id),
            None => names.contains(&entry.key_name),
        };
        let (earlier, all_before) = reader.some(before).await?;
        let (later, all_after) = reader.some(after).await?;
        let mut yours: HashSet<String> = earlier.into_iter().map(|entry| entry.ip).collect();
        yours.extend(later.into_iter().filter(|entry| !is_own(entry)).map(|entry| entry.ip));
        yours.extend(own.iter().filter(|entry| entry.at < since).map(|entry| entry.ip.clone()));
        yours.remove("");
        // It is an offer for the next time; without an answer there is none.
        let logs = match reader.client.logs_addresses().await {
            Err(error) if is_offline(&error) => return Err(error),
            other => other.ok().flatten(),
        };
        let learned_all = all_before && all_after;
        Ok(Log { own, yours, from, name, keys: family.len(), complete, learned_all, logs })
    }

    /// The names under which a key and its kin stand in the log, and the one that it has now.
    fn names_of(
        &self,
        row: &BridgeRow,
        key: KeyId,
        family: &BTreeSet<KeyId>,
    ) -> Result<(BTreeSet<String>, String)> {
        let mut names: BTreeSet<_> = self.store.former_names(&row.origin)?.into_iter().collect();
        names.retain(|(_, id)| family.contains(id));
        let mut names: BTreeSet<_> = names.into_iter().map(|(name, _)| name).collect();
        if let Some(account) = self.account_of(row)? {
            names.extend(self.store.usage_names(account, family)?);
        }
        let mut own = None;
        for id in family {
            let Some(known) = self.store.key(row.id, *id)? else { continue };
            if *id == key {
                own = Some(known.name.clone());
            }
            names.insert(known.name);
        }
        let own = own.or_else(|| names.first().cloned()).ok_or_else(|| {
            let said = say!("timeline-unknown-key", key = key.to_string(), bridge = &row.label);
            Error::new(Code::NotFound, said).hint(say!("timeline-unknown-key", "hint"))
        })?;
        Ok((names, own))
    }

    /// A point in time, a date, or so long ago.
    fn moment(&self, text: &str) -> Result<Timestamp> {
        let text = text.trim();
        if let Ok(at) = text.parse() {
            return Ok(at);
        }
        let zone = self.machine.zone.clone();
        if let Some(at) = text.parse::<Date>().ok().and_then(|date| date.to_zoned(zone).ok()) {
            return Ok(at.timestamp());
        }
        let seconds = match text.chars().last() {
            Some('m') => 60,
            Some('h') => 3_600,
            Some('d') => 86_400,
            _ => 0,
        };
        let number: Option<i64> = text.get(..text.len().saturating_sub(1)).and_then(|n| n.parse().ok());
        match number.filter(|n| seconds > 0 && (0..1_000_000).contains(n)) {
            Some(n) => Ok(self.machine.now() - SignedDuration::from_secs(n * seconds)),
            None => Err(Error::new(Code::Invalid, say!("timeline-no-time", text = text))
                .hint(say!("timeline-no-time", "hint"))),
        }
    }
}

/// Reads parts of a log and says how far it is.
struct Reader {
    client: Bridge,
    watch: Watch,
    read: AtomicUsize,
}

impl Reader {
    /// All entries of a query, as far as bridges give them.
    async fn all(&self, mut query: LogQuery) -> Result<(Vec<LogEntry>, bool)> {
        let mut all: Vec<LogEntry> = vec![];
        loop {
            let list = self.client.logs_with(&query, &|progress| self.tell(progress)).await?;
            self.read.fetch_add(list.entries.len(), Ordering::Relaxed);
            let oldest = list.entries.iter().map(|entry| entry.at).min();
            match oldest.filter(|_| !list.complete) {
                // The oldest second may be cut in the middle; it comes whole with the next piece.
                Some(oldest) if query.to != Some(oldest) && all.len() < MOST => {
                    all.extend(list.entries.into_iter().filter(|entry| entry.at > oldest));
                    query.to = Some(oldest);
                }
                _ => {
                    all.extend(list.entries);
                    return Ok((all, list.complete));
                }
            }
        }
    }

    /// The newest entries of a query.
    async fn some(&self, query: LogQuery) -> Result<(Vec<LogEntry>, bool)> {
        let list = self.client.logs_with(&query, &|progress| self.tell(progress)).await?;
        self.read.fetch_add(list.entries.len(), Ordering::Relaxed);
        Ok((list.entries, list.complete))
    }

    fn tell(&self, progress: ListProgress) {
        (self.watch)(ProgressView {
            done: count(self.read.load(Ordering::Relaxed) + progress.read),
            of: None,
            waiting_s: progress.waiting.map(|wait| count(wait.as_secs_f64().ceil() as usize)),
        });
    }
}

/// What was read.
struct Log {
    /// Entries of the key and its kin, oldest first, from some time before.
    own: Vec<LogEntry>,
    /// Addresses that the user has used.
    yours: HashSet<String>,
    /// From when on.
    from: Timestamp,
    /// The key's name.
    name: String,
    /// How many keys are meant.
    keys: usize,
    /// Whether the key's own log is whole.
    complete: bool,
    /// Whether all of the account's log was read to learn addresses.
    learned_all: bool,
    /// Whether the bridge logs addresses; `None` where it does not say.
    logs: Option<bool>,
}

/// Calls and what they cost.
#[derive(Default)]
struct Sum {
    calls: u32,
    strange: u32,
    quota: i64,
}

impl Sum {
    fn add(&mut self, entry: &LogEntry, is_strange: bool) {
        self.calls += 1;
        self.strange += u32::from(is_strange);
        self.quota = self.quota.saturating_add(entry.quota.0);
    }
}

fn told(row: &BridgeRow, key: KeyId, since: Timestamp, now: Timestamp, log: Log) -> TimelineView {
    let rate = row.known.rate();
    let is_strange = |entry: &LogEntry| !entry.ip.is_empty() && !log.yours.contains(&entry.ip);
    let calls = || log.own.iter().filter(|entry| entry.kind == LogKind::Consume);
    let (mut all, mut strange_quota, mut tokens, mut unlogged) = (Sum::default(), 0_i64, 0_i64, 0);
    let mut models = BTreeMap::<&str, Sum>::new();
    let mut addresses = BTreeMap::<&str, (Sum, Timestamp, Timestamp)>::new();
    for entry in calls().filter(|entry| entry.at >= since) {
        let strange = is_strange(entry);
        all.add(entry, strange);
        models.entry(&entry.model).or_default().add(entry, strange);
        tokens = tokens.saturating_add(entry.prompt_tokens.saturating_add(entry.completion_tokens));
        strange_quota = strange_quota.saturating_add(if strange { entry.quota.0 } else { 0 });
        if entry.ip.is_empty() {
            unlogged += 1;
            continue;
        }
        let held = addresses.entry(&entry.ip).or_insert_with(|| (Sum::default(), entry.at, entry.at));
        held.0.add(entry, strange);
        held.2 = entry.at;
    }
    let failed = log.own.iter().filter(|entry| entry.kind == LogKind::Error && entry.at >= since).count();
    // Calls without an address may be anybody's, so "0" would be said of the others only.
    let cannot_tell = unlogged > 0 && all.strange == 0;
    let verdict = if cannot_tell { VerdictKind::CannotTell } else { VerdictKind::Counted };
    let words = match verdict {
        VerdictKind::CannotTell => say!("timeline-cannot-tell"),
        VerdictKind::Counted => say!("timeline-strange-calls", count = all.strange),
    };
    let mut models: Vec<_> = models
        .into_iter()
        .map(|(model, sum)| ModelUseView {
            model: model.to_owned(),
            calls: sum.calls,
            strange_calls: sum.strange,
            usd: rate.usd(Quota(sum.quota)),
        })
        .collect();
    models.sort_by(|a, b| b.usd.total_cmp(&a.usd).then_with(|| b.calls.cmp(&a.calls)));
    let mut addresses: Vec<_> = addresses
        .into_iter()
        .map(|(address, (sum, first, last))| AddressView {
            address: address.to_owned(),
            is_yours: log.yours.contains(address),
            calls: sum.calls,
            usd: rate.usd(Quota(sum.quota)),
            first: first.to_string(),
            last: last.to_string(),
        })
        .collect();
    addresses.sort_by_key(|address| (address.is_yours, std::cmp::Reverse(address.calls)));
    let (buckets, bucket_s) = buckets(&log, now, rate, is_strange);
    TimelineView {
        key,
        bridge: row.label.clone(),
        since: since.to_string(),
        until: now.to_string(),
        verdict,
        words,
        calls: all.calls,
        strange_calls: all.strange,
        unlogged_calls: unlogged,
        failed: count(failed),
        usd: rate.usd(Quota(all.quota)),
        quota: Quota(all.quota),
        strange_usd: rate.usd(Quota(strange_quota)),
        tokens,
        models,
        addresses,
        buckets,
        bucket_s,
        display: row.known.display(),
        complete: log.complete && log.learned_all,
        notes: notes(row, &log, &all, unlogged),
        can_log: log.logs == Some(false) || log.logs.is_none() && unlogged > 0,
        name: log.name,
    }
}

fn notes(row: &BridgeRow, log: &Log, all: &Sum, unlogged: u32) -> Vec<String> {
    let mut notes = vec![];
    if log.keys > 1 {
        notes.push(say!("timeline-kin", count = log.keys));
    }
    if !log.complete {
        notes.push(say!("timeline-newest-only", bridge = &row.label));
    }
    if !log.learned_all {
        notes.push(say!("timeline-learned-newest-only"));
    }
    if unlogged > 0 && unlogged < all.calls {
        notes.push(say!("timeline-unlogged", unlogged = unlogged, count = all.calls));
    }
    if log.yours.is_empty() && all.strange > 0 {
        notes.push(say!("timeline-none-of-yours"));
    }
    if all.calls > 0 {
        notes.push(say!("timeline-no-proof"));
    }
    notes
}

fn buckets(
    log: &Log,
    now: Timestamp,
    rate: Rate,
    is_strange: impl Fn(&LogEntry) -> bool,
) -> (Vec<BucketView>, u32) {
    let (from, to) = (log.from.as_second(), now.as_second());
    let length = LENGTHS.into_iter().find(|length| (to - from) / length < BUCKETS).unwrap_or(604_800);
    let start = from - from.rem_euclid(length);
    let mut sums: Vec<_> = (0..=(to - start) / length).map(|_| Sum::default()).collect();
    for entry in log.own.iter().filter(|entry| entry.kind == LogKind::Consume) {
        let place = usize::try_from((entry.at.as_second() - start) / length);
        if let Some(sum) = place.ok().and_then(|place| sums.get_mut(place)) {
            sum.add(entry, is_strange(entry));
        }
    }
    let view = |(n, sum): (i64, Sum)| BucketView {
        at: Timestamp::from_second(start + n * length).unwrap_or(Timestamp::UNIX_EPOCH).to_string(),
        calls: sum.calls,
        strange_calls: sum.strange,
        usd: rate.usd(Quota(sum.quota)),
    };
    ((0..).zip(sums).map(view).collect(), u32::try_from(length).unwrap_or(u32::MAX))
}
