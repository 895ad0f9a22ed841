//! What was used: kept up with the bridge, for longer than the bridge keeps it, and summed up by tool, key, model
//! and day.
//!
//! Bridges tell it in two ways. Their log has every call, with tokens in and out, a hundred a page. Their
//! statistics have sums: by hour and model for thirty days at a time, and on newer ones (dialects C and D) by key
//! and model for any time, both without tokens in and out. So the log is read, from where the last reading ended;
//! statistics, one request for thirty days, check that it is whole, give the days that are too busy to read call
//! by call, and fill in what the bridge has swept from its log.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::connect::is_offline;
use super::{Wallet, Watch, count};
use crate::bridge::{Bridge, ListProgress, LogKind, LogQuery};
use crate::error::{Code, Error, Result};
use crate::fs;
use crate::key::{KeyId, Quota, Rate};
use crate::store::{AccountId, BridgeRow};
use crate::tools;
use crate::usage::{self, Days, Lineage, Owners, SLOT, Slot, Span, Sum, gaps, slots};
use crate::view::{
    ProgressView, UsageBasisView, UsageBy, UsageCellView, UsageKeyView, UsageLineView, UsageRange,
    UsageSumView, UsageTableView, UsageToolView, UsageView,
};
use crate::words::say;

/// Younger than this, in seconds, an entry of the log may still be on its way, or its bridge's clock be behind.
const SETTLE: i64 = 3600;

/// Entries read at a time, and kept before the next are asked for: a stop loses no more than that.
const CHUNK: usize = 1_000;

/// Entries from which on a gap is read by statistics where it can be: sixty pages are read without a pause.
const BUSY: i64 = 6_000;

/// Entries of a day from which on one request for its statistics is better than its pages.
const BUSY_DAY: i64 = 300;

/// The longest time that is read and shown, in days: as far back as statistics may be asked for.
const LONGEST: u32 = 730;

const DAY: i64 = 86_400;

impl Wallet {
    /// Reads what was used in some days, as far as it is not known yet. What is read is kept at once, so that
    /// whoever stops it loses little.
    ///
    /// # Errors
    /// [`Code::NotSignedIn`] without an account; [`Code::Invalid`] for a range that is none; those of the
    /// bridge, where it ended early.
    pub async fn sync_usage(&self, range: &UsageRange, watch: Watch) -> Result<()> {
        let days = self.days(range)?;
        let row = self.bridge_row()?;
        let Some(account) = self.account_of(&row)? else {
            return Err(Error::new(Code::NotSignedIn, say!("usage-nobody", bridge = &*row.label))
                .hint(say!("usage-nobody", "hint")));
        };
        let client = self.client(&row).await?;
        let now = self.machine.now();
        let reading = Reading {
            wallet: self,
            client,
            account,
            now: now.as_second(),
            keeps_statistics: row.known.keeps_usage,
            no_sums_by_key: AtomicBool::new(false),
            read: AtomicUsize::new(0),
            watch,
        };
        let wanted = Span { to: days.span().to.min(reading.now + 1), ..days.span() };
        for gap in gaps(wanted, &self.store.usage_covered(account)?).into_iter().rev() {
            reading.fill(gap).await?;
        }
        match wanted.to > reading.now {
            true => self.store.set_usage_as_of(account, now),
            false => Ok(()),
        }
    }

    /// What was used in some days, as far as it was read, summed up. Asks no bridge.
    ///
    /// # Errors
    /// [`Code::NotSignedIn`] before the first connect; [`Code::Invalid`] for a range that is none.
    pub fn usage(&self, range: &UsageRange, by: UsageBy) -> Result<UsageView> {
        let table = self.table(range)?;
        let mut lines = BTreeMap::<_, (UsageLineView, Sum)>::new();
        if by == UsageBy::Day {
            for (n, day) in (0..).zip(&table.days.dates) {
                lines.insert((n, false), (line(day.to_string()), Sum::default()));
            }
        }
        for (cell, sum) in &table.cells {
            let of_key = || {
                let key = &table.keys[cell.key as usize];
                UsageLineView { key: key.id, ..line(key_name(key)) }
            };
            let (place, new) = match (by, cell.tool) {
                (UsageBy::Day, _) => ((cell.day, false), line(String::new())),
                (UsageBy::Model, _) => ((cell.model, false), line(table.models[cell.model as usize].clone())),
                (UsageBy::Key, _) => ((cell.key, false), of_key()),
                (UsageBy::Tool, None) => ((cell.key, true), of_key()),
                (UsageBy::Tool, Some(tool)) => {
                    let UsageToolView { id, name } = table.tools[tool as usize].clone();
                    ((tool, false), UsageLineView { tool: Some(id), ..line(name) })
                }
            };
            lines.entry(place).or_insert_with(|| (new, Sum::default())).1 += *sum;
        }
        let total: Sum = table.cells.values().copied().sum();
        let all = if total.quota.0 == 0 { 1.0 } else { total.quota.0 as f64 };
        let mut usage: Vec<_> = lines
            .into_values()
            .map(|(line, sum)| UsageLineView {
                sum: sum_view(sum, table.rate),
                share: sum.quota.0 as f64 / all,
                ..line
            })
            .collect();
        if by != UsageBy::Day {
            usage.sort_by(|a, b| {
                (b.sum.quota, b.sum.calls, &a.name).cmp(&(a.sum.quota, a.sum.calls, &b.name))
            });
        }
        Ok(UsageView { by, usage, total: sum_view(total, table.rate), basis: table.basis })
    }

    /// What was used in some days, as far as it was read, for whoever sums it up. Asks no bridge.
    ///
    /// # Errors
    /// As [`Wallet::usage`].
    pub fn usage_table(&self, range: &UsageRange) -> Result<UsageTableView> {
        let table = self.table(range)?;
        let cells = table.cells.into_iter().map(|(cell, sum)| UsageCellView {
            day: cell.day,
            tool: cell.tool,
            key: cell.key,
            model: cell.model,
            sum: sum_view(sum, table.rate),
        });
        Ok(UsageTableView {
            whole: self.whole_days(&table.days)?,
            days: table.days.dates.iter().map(Date::to_string).collect(),
            cells: cells.collect(),
            tools: table.tools,
            keys: table.keys,
            models: table.models,
            basis: table.basis,
        })
    }

    /// The same as text with comma-separated values, one line per day, tool, key and model that cost something.
    ///
    /// # Errors
    /// As [`Wallet::usage`].
    pub fn usage_csv(&self, range: &UsageRange) -> Result<String> {
        let table = self.table(range)?;
        let head = ["day", "tool", "key", "key_id", "model"];
        let rows = table.cells.iter().map(|(cell, sum)| {
            let key = &table.keys[cell.key as usize];
            let names = [
                table.days.dates[cell.day as usize].to_string(),
                cell.tool.map(|tool| table.tools[tool as usize].id.clone()).unwrap_or_default(),
                key.name.clone(),
                key.id.map(|id| id.to_string()).unwrap_or_default(),
                table.models[cell.model as usize].clone(),
            ];
            (names, sum_view(*sum, table.rate))
        });
        Ok(csv(head, rows))
    }

    /// Saves that text in a folder, beside what is there; gives where.
    ///
    /// # Errors
    /// As [`Wallet::usage`]; [`Code::FileRefused`], [`Code::Io`].
    pub fn export_usage_csv(&self, range: &UsageRange, folder: &Path) -> Result<String> {
        let days = self.days(range)?.dates;
        let date = |date: Option<&Date>| date.map(Date::to_string).unwrap_or_default();
        let name = format!("bridgekeeper-usage-{}-{}", date(days.first()), date(days.last()));
        let path = fs::save_new(folder, &name, "csv", self.usage_csv(range)?.as_bytes())?;
        Ok(self.machine.show(&path))
    }

    /// The sums of [`Wallet::usage`] as text with comma-separated values.
    ///
    /// # Errors
    /// As [`Wallet::usage`].
    pub fn usage_csv_by(&self, range: &UsageRange, by: UsageBy) -> Result<String> {
        let lines = self.usage(range, by)?.usage;
        Ok(csv([&*by.to_string()], lines.into_iter().map(|line| ([line.name], line.sum))))
    }

    fn table(&self, range: &UsageRange) -> Result<Table> {
        let days = self.days(range)?;
        let row = self.bridge_row()?;
        let slots = match self.account_of(&row)? {
            Some(account) => self.store.usage_slots(account, days.span())?,
            None => vec![],
        };
        let who = self.who(&row, &slots)?;
        let mut table = Table {
            basis: self.basis(&row, &days)?,
            rate: row.known.rate(),
            days,
            tools: vec![],
            keys: vec![],
            models: vec![],
            cells: BTreeMap::new(),
        };
        let mut places = Places::default();
        for slot in &slots {
            let Some(day) = table.days.of(slot.at) else { continue };
            let of = who.of(slot);
            let owners = who.tools(slot);
            let tool = (!owners.is_empty()).then(|| {
                let id = owners.iter().copied().collect::<Vec<_>>().join("+");
                places.tool(id, |id| {
                    let names: Vec<_> = owners.iter().map(|tool| tool_name(tool)).collect();
                    table.tools.push(UsageToolView { id: id.to_owned(), name: names.join(" + ") });
                })
            });
            let key = places.key(of, |of| table.keys.push(who.view(of)));
            let model = places.model(&slot.model, |model| table.models.push(model.to_owned()));
            let cell = Cell { day: count(day), tool, key, model };
            *table.cells.entry(cell).or_default() += slot.sum;
        }
        Ok(table)
    }

    /// What is known of the figures of some days.
    fn basis(&self, row: &BridgeRow, days: &Days) -> Result<UsageBasisView> {
        let (as_of, complete) = match self.account_of(row)? {
            Some(account) => {
                let as_of = self.store.usage_as_of(account)?;
                (as_of, self.is_whole(account, days.span(), as_of)?)
            }
            None => (None, false),
        };
        let note = match (row.known.key_only, as_of) {
            (true, _) => Some(say!("usage-key-only")),
            (false, None) => Some(say!("usage-unread")),
            _ if complete => None,
            _ => Some(say!("usage-part-read")),
        };
        let date = |date: Option<&Date>| date.map(Date::to_string).unwrap_or_default();
        Ok(UsageBasisView {
            from: date(days.dates.first()),
            to: date(days.dates.last()),
            zone: self.machine.zone.iana_name().unwrap_or("UTC").to_owned(),
            bridge: row.label.clone(),
            display: row.known.display(),
            per_usd: row.known.rate().0,
            as_of: as_of.map(|at| at.to_string()),
            complete,
            note,
        })
    }

    /// Whether all use of each day, as far as the log was read, is known.
    fn whole_days(&self, days: &Days) -> Result<Vec<bool>> {
        let Some(account) = self.account_of(&self.bridge_row()?)? else { return Ok(vec![false; days.len()]) };
        let (as_of, covered) = (self.store.usage_as_of(account)?, self.store.usage_covered(account)?);
        let Some(as_of) = as_of else { return Ok(vec![false; days.len()]) };
        let whole = |day: usize| {
            let day = days.day(day);
            gaps(Span { to: day.to.min(settled(as_of.as_second())), ..day }, &covered).is_empty()
        };
        Ok((0..days.len()).map(whole).collect())
    }

    /// Whether all use in a time, as far as the log was read, is known.
    pub(super) fn is_whole(&self, account: AccountId, time: Span, as_of: Option<Timestamp>) -> Result<bool> {
        let Some(as_of) = as_of else { return Ok(false) };
        let time = Span { to: time.to.min(settled(as_of.as_second())), ..time };
        Ok(gaps(time, &self.store.usage_covered(account)?).is_empty())
    }

    /// Whose keys they are, and what they are called.
    pub(super) fn who(&self, row: &BridgeRow, slots: &[Slot]) -> Result<Who> {
        let lineage = Lineage::new(self.store.successors(&row.origin)?);
        let owners = Owners::new(usage::bounds(self.store.profile_events(&row.origin)?), lineage.clone());
        // What the log says of a key that the bridge no longer lists; what the list says goes before it.
        let mut names: HashMap<_, _> =
            slots.iter().filter_map(|slot| Some((slot.key?, slot.name.clone()))).collect();
        let mut ids: HashMap<_, _> = self.store.former_names(&row.origin)?.into_iter().collect();
        for key in self.store.keys(row.id)?.into_iter().filter(|key| !key.id.is_pasted()) {
            ids.insert(key.name.clone(), key.id);
            names.insert(key.id, key.name);
        }
        Ok(Who { lineage, owners, names, ids })
    }

    /// The account whose use is kept, if somebody is signed in.
    pub(super) fn account_of(&self, row: &BridgeRow) -> Result<Option<AccountId>> {
        match row.known.user_id.filter(|_| !row.known.key_only) {
            Some(user) => self.store.usage_account(&row.origin, user).map(Some),
            None => Ok(None),
        }
    }

    /// The days that are meant.
    fn days(&self, range: &UsageRange) -> Result<Days> {
        let zone = &self.machine.zone;
        let out_of_range = || {
            Error::new(Code::Invalid, say!("usage-no-range")).hint(say!(
                "usage-no-range",
                "hint",
                most = LONGEST
            ))
        };
        let days = match range {
            UsageRange::Last { days } if (1..=LONGEST).contains(days) => {
                Days::up_to(usage::date(self.machine.now(), zone), *days, zone)
            }
            UsageRange::Last { .. } => return Err(out_of_range()),
            UsageRange::Between { from, to } => {
                let date = |text: &str| text.parse::<Date>().map_err(|_| out_of_range());
                let (from, to) = (date(from)?, date(to)?);
                let most = to.saturating_sub(i64::from(LONGEST - 1).days());
                Days::between(if from < most { return Err(out_of_range()) } else { from }, to, zone)
            }
        };
        if days.is_empty() { Err(out_of_range()) } else { Ok(days) }
    }
}

/// Up to when a log that was read at that time is known for good.
fn settled(now: i64) -> i64 {
    let young = now - SETTLE;
    young - young.rem_euclid(SLOT)
}

/// Cells and the lists they speak of.
struct Table {
    days: Days,
    tools: Vec<UsageToolView>,
    keys: Vec<UsageKeyView>,
    models: Vec<String>,
    cells: BTreeMap<Cell, Sum>,
    rate: Rate,
    basis: UsageBasisView,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Cell {
    day: u32,
    tool: Option<u32>,
    key: u32,
    model: u32,
}

/// Where in the lists of a [`Table`] what stands.
#[derive(Default)]
struct Places {
    tools: HashMap<String, u32>,
    keys: HashMap<Of, u32>,
    models: HashMap<String, u32>,
}

impl Places {
    fn tool(&mut self, id: String, add: impl FnOnce(&str)) -> u32 {
        place(&mut self.tools, id, |id| add(id))
    }

    fn key(&mut self, of: Of, add: impl FnOnce(&Of)) -> u32 {
        place(&mut self.keys, of, add)
    }

    fn model(&mut self, name: &str, add: impl FnOnce(&str)) -> u32 {
        place(&mut self.models, name.to_owned(), |name| add(name))
    }
}

fn place<K: Clone + Eq + std::hash::Hash>(
    places: &mut HashMap<K, u32>,
    what: K,
    add: impl FnOnce(&K),
) -> u32 {
    let next = count(places.len());
    *places.entry(what).or_insert_with_key(|what| {
        add(what);
        next
    })
}

/// Whose a slot is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Of {
    /// A key's, with those it replaced: the newest.
    Key(KeyId),
    /// A key's of which only the name is known; empty where the bridge does not tell.
    Name(String),
}

/// Whose keys they are, and what they are called.
pub(super) struct Who {
    lineage: Lineage,
    owners: Owners,
    names: HashMap<KeyId, String>,
    ids: HashMap<String, KeyId>,
}

impl Who {
    /// Whose a slot is.
    fn of(&self, slot: &Slot) -> Of {
        match self.key(slot) {
            Some(key) => Of::Key(self.lineage.head(key)),
            None => Of::Name(slot.name.clone()),
        }
    }

    fn key(&self, slot: &Slot) -> Option<KeyId> {
        slot.key.or_else(|| self.ids.get(&slot.name).copied())
    }

    /// The tools that a slot's calls were for.
    pub(super) fn tools(&self, slot: &Slot) -> BTreeSet<&str> {
        self.key(slot).map(|key| self.owners.of(key, slot.at)).unwrap_or_default()
    }

    fn view(&self, of: &Of) -> UsageKeyView {
        match of {
            Of::Name(name) => UsageKeyView { id: None, name: name.clone(), keys: 1 },
            Of::Key(head) => {
                let family = self.lineage.family(*head);
                // A fresh one that nobody listed yet is called as those before it.
                let mut named = family.iter().rev().filter_map(|key| self.names.get(key));
                let name = self.names.get(head).or_else(|| named.next());
                let name = name.cloned().unwrap_or_else(|| head.to_string());
                UsageKeyView { id: Some(*head), name, keys: count(family.len()) }
            }
        }
    }
}

fn line(name: String) -> UsageLineView {
    UsageLineView { name, tool: None, key: None, sum: UsageSumView::default(), share: 0.0 }
}

fn key_name(key: &UsageKeyView) -> String {
    if key.name.is_empty() { say!("usage-unknown-key") } else { key.name.clone() }
}

fn tool_name(id: &str) -> &str {
    tools::by_id(id).map_or(id, |tool| tool.name())
}

fn sum_view(sum: Sum, rate: Rate) -> UsageSumView {
    UsageSumView {
        calls: sum.calls,
        prompt_tokens: sum.prompt,
        completion_tokens: sum.completion,
        cache_tokens: sum.cache,
        tokens: sum.tokens,
        quota: sum.quota,
        usd: rate.usd(sum.quota),
    }
}

/// Names and sums as comma-separated values.
fn csv<const N: usize>(head: [&str; N], rows: impl Iterator<Item = ([String; N], UsageSumView)>) -> String {
    const SUMS: [&str; 7] =
        ["calls", "prompt_tokens", "completion_tokens", "cache_tokens", "tokens", "quota", "usd"];
    let mut text = head.into_iter().chain(SUMS).collect::<Vec<_>>().join(",") + "\r\n";
    for (names, sum) in rows {
        let numbers =
            [sum.calls, sum.prompt_tokens, sum.completion_tokens, sum.cache_tokens, sum.tokens, sum.quota.0];
        let numbers = numbers.iter().map(ToString::to_string).chain([format!("{:.6}", sum.usd)]);
        text +=
            &(names.iter().map(|name| quoted(name)).chain(numbers).collect::<Vec<_>>().join(",") + "\r\n");
    }
    text
}

/// A value that a spreadsheet takes for text, whatever it begins with (RFC 4180; OWASP "CSV injection").
fn quoted(text: &str) -> String {
    let inert = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    match inert.is_empty() && !text.contains([',', '"', '\n', '\r']) {
        true => text.to_owned(),
        false => format!("\"{inert}{}\"", text.replace('"', "\"\"")),
    }
}

/// The reading of what was used at a bridge.
struct Reading<'a> {
    wallet: &'a Wallet,
    client: Bridge,
    account: AccountId,
    now: i64,
    keeps_statistics: bool,
    /// The bridge was asked for sums by key and has none.
    no_sums_by_key: AtomicBool,
    read: AtomicUsize,
    watch: Watch,
}

impl Reading<'_> {
    /// Reads a time of which nothing is known yet, newest first.
    async fn fill(&self, gap: Span) -> Result<()> {
        let counted = self.counted(gap).await?;
        let busy = counted.iter().map(|day| day.sum.calls).sum::<i64>() >= BUSY;
        let mut to = gap.to;
        let mut done = vec![];
        for day in counted.iter().rev().filter(|day| busy && day.sum.calls >= BUSY_DAY) {
            if let Some(slots) = self.by_key(day).await? {
                self.read_log(Span { from: day.time.to, to }).await?;
                self.keep(day.time, &slots)?;
                done.push(day.time);
                to = day.time.from;
            }
        }
        self.read_log(Span { to, ..gap }).await?;
        for day in counted.iter().filter(|day| !done.contains(&day.time)) {
            self.complete(day).await?;
        }
        Ok(())
    }

    /// What the bridge's statistics say of the days of a gap: of those that are whole, past, and begin and end
    /// with a full hour, as statistics do. None where they are not worth a request, or not kept.
    async fn counted(&self, gap: Span) -> Result<Vec<Counted>> {
        if !self.keeps_statistics || gap.to - gap.from <= DAY {
            return Ok(vec![]);
        }
        let zone = &self.wallet.machine.zone;
        let date = |second| usage::date(at(second), zone);
        let days = Days::between(date(gap.from), date(gap.to - 1), zone);
        let whole = |day: &Span| {
            day.from >= gap.from
                && day.to <= gap.to.min(settled(self.now))
                && day.from % 3600 == 0
                && day.to % 3600 == 0
        };
        let days: Vec<_> = (0..days.len()).map(|day| days.day(day)).filter(whole).collect();
        let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(vec![]) };
        let hours = match self.client.usage_by_hour(at(first.from), at(last.to - 1)).await {
            Ok(hours) => hours,
            // The log says all of it, too.
            Err(error) if !is_offline(&error) && error.code() != Code::NotSignedIn => return Ok(vec![]),
            Err(error) => return Err(error),
        };
        let mut counted: Vec<_> = days
            .iter()
            .map(|time| Counted { time: *time, sum: Sum::default(), models: BTreeMap::new() })
            .collect();
        for hour in hours {
            let second = hour.at.as_second();
            let place = counted.partition_point(|day| day.time.to <= second);
            let Some(day) = counted.get_mut(place).filter(|day| day.time.from <= second) else { continue };
            let sum = Sum { calls: hour.requests, tokens: hour.tokens, quota: hour.quota, ..Sum::default() };
            day.sum += sum;
            *day.models.entry(hour.model).or_default() += sum;
        }
        Ok(counted)
    }

    /// A day out of the bridge's statistics by key, if they know as much of it as those by hour.
    async fn by_key(&self, day: &Counted) -> Result<Option<Vec<Slot>>> {
        if self.no_sums_by_key.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let shares = match self.client.usage_by_key(at(day.time.from), at(day.time.to - 1)).await {
            Ok(shares) => shares,
            Err(error) if error.code() == Code::BridgeRefused => {
                self.no_sums_by_key.store(true, Ordering::Relaxed);
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        let slots: Vec<_> = shares
            .into_iter()
            .map(|share| Slot {
                at: middle(day.time),
                key: Some(share.key_id).filter(|key| key.0 > 0),
                name: share.key_name,
                model: share.model,
                sum: Sum {
                    calls: share.requests,
                    tokens: share.tokens,
                    quota: share.quota,
                    ..Sum::default()
                },
            })
            .collect();
        let sum: Sum = slots.iter().map(|slot| slot.sum).sum();
        Ok((!lacks(sum, day.sum)).then_some(slots))
    }

    /// Reads the log of a time, newest first, and keeps each part of it.
    async fn read_log(&self, mut time: Span) -> Result<()> {
        let mut most = CHUNK;
        while !time.is_empty() {
            let newest = time.to > self.now;
            let query = LogQuery {
                kind: Some(LogKind::Consume),
                from: Some(at(time.from)),
                // The bridge's clock may be ahead.
                to: (!newest).then(|| at(time.to - 1)),
                most: Some(most),
                ..LogQuery::default()
            };
            let before = self.read.load(Ordering::Relaxed);
            let list = self.client.logs_with(&query, &|progress| self.tell(before, progress)).await?;
            let from = match list.complete {
                true => time.from,
                // What is read is whole from the first slot on that begins after the oldest entry.
                false => list.entries.last().map_or(time.to, |oldest| slot_after(oldest.at.as_second())),
            };
            if from >= time.to {
                if most == CHUNK {
                    most = 10_000;
                    continue;
                }
                return Err(list
                    .because
                    .unwrap_or_else(|| Error::new(Code::BridgeNonsense, say!("usage-log-ends"))));
            }
            let entries = list.entries.iter().filter(|entry| entry.at.as_second() >= from);
            let slots = slots(entries);
            let read = slots.iter().map(|slot| slot.sum.calls).sum::<i64>();
            self.read.store(before + usize::try_from(read).unwrap_or(0), Ordering::Relaxed);
            // Entries of a clock that is ahead, too, are read anew next time.
            let to = if newest { i64::MAX } else { time.to };
            self.keep(Span { from, to }, &slots)?;
            (time.to, most) = (from, CHUNK);
        }
        Ok(())
    }

    /// Fills in what the statistics know of a day and the log does not: bridges sweep their logs.
    async fn complete(&self, day: &Counted) -> Result<()> {
        let mut slots = self.wallet.store.usage_slots(self.account, day.time)?;
        if !lacks(slots.iter().map(|slot| slot.sum).sum(), day.sum) {
            return Ok(());
        }
        if let Some(slots) = self.by_key(day).await? {
            return self.keep(day.time, &slots);
        }
        for (model, counted) in &day.models {
            let logged: Sum = slots.iter().filter(|slot| slot.model == *model).map(|slot| slot.sum).sum();
            let rest = Sum {
                calls: counted.calls - logged.calls,
                tokens: counted.tokens - logged.tokens,
                quota: Quota(counted.quota.0 - logged.quota.0),
                ..Sum::default()
            };
            if rest.calls > 0 {
                let (name, model) = (String::new(), model.clone());
                slots.push(Slot { at: middle(day.time), key: None, name, model, sum: rest });
            }
        }
        self.keep(day.time, &slots)
    }

    fn keep(&self, time: Span, slots: &[Slot]) -> Result<()> {
        let settled = Span { to: time.to.min(settled(self.now)), ..time };
        self.wallet.store.save_usage(self.account, time, slots, settled)
    }

    fn tell(&self, before: usize, progress: ListProgress) {
        (self.watch)(ProgressView {
            done: count(before + progress.read),
            // Bridges do not count further.
            of: progress.of.filter(|of| *of < 10_000).map(|of| count(before).saturating_add(of as u32)),
            waiting_s: progress.waiting.map(|wait| count(wait.as_secs_f64().ceil() as usize)),
        });
    }
}

/// What the bridge's statistics say of a day.
struct Counted {
    time: Span,
    sum: Sum,
    models: BTreeMap<String, Sum>,
}

/// Whether a sum is short of what statistics counted. They put a call that ends at midnight into the other day.
fn lacks(sum: Sum, counted: Sum) -> bool {
    counted.calls - sum.calls > 2 + sum.calls / 50
}

/// The slot in the middle of a day: whoever moves to another time zone still finds it on that day.
fn middle(day: Span) -> i64 {
    let middle = day.from + (day.to - day.from) / 2;
    middle - middle.rem_euclid(SLOT)
}

/// When the first slot begins after that second's.
fn slot_after(second: i64) -> i64 {
    second - second.rem_euclid(SLOT) + SLOT
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH)
}
