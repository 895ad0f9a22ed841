//! Home: what did it cost, what is left, what needs me.

use std::collections::BTreeMap;

use super::Wallet;
use super::status::bridge_view;
use crate::error::Result;
use crate::key::{Quota, Rate};
use crate::store::BridgeRow;
use crate::tools;
use crate::usage::{self, Days, Slot, Span, Sum};
use crate::view::{HomeToolView, HomeView, SpendView, ToolState};

/// What the account spent in thirty days and the thirty before them.
struct Spent {
    today: SpendView,
    days7: SpendView,
    days30: SpendView,
    by_day: Vec<Quota>,
    days_left: Option<f64>,
    as_of: Option<String>,
    complete: bool,
}

/// What tools have cost today, for whoever has one line for each.
pub struct CostsToday {
    /// When that was read: `14:05`.
    pub read: String,
    /// A tool's word and the amount as the bridge in use shows money, of those whose amount is more than nothing as it is written.
    pub costs: BTreeMap<String, String>,
}

impl Wallet {
    /// What tools have cost today; nothing where that was not read today. Asks no bridge.
    ///
    /// # Errors
    /// [`Code::Store`](crate::error::Code::Store).
    pub fn costs_today(&self) -> Result<Option<CostsToday>> {
        let Ok(row) = self.bridge_row() else { return Ok(None) };
        let Some(account) = self.account_of(&row)? else { return Ok(None) };
        let today = self.last(1).span();
        let read = self.store.usage_as_of(account)?.filter(|read| read.as_second() >= today.from);
        let Some(read) = read else { return Ok(None) };
        let (costs, display) = (self.costs(&[today])?, row.known.display());
        let nothing = display.money(0.0, Quota(0));
        let costs = tools::ALL.iter().map(|tool| (tool.id().to_owned(), costs.of(tool.id(), 0)));
        Ok(Some(CostsToday {
            read: self.machine.zone.to_datetime(read).strftime("%H:%M").to_string(),
            costs: costs
                .map(|(tool, cost)| (tool, display.money(cost.usd, cost.quota)))
                .filter(|(_, cost)| *cost != nothing)
                .collect(),
        }))
    }

    /// Everything Home shows. Asks no bridge, so it is there at once; [`Wallet::status`] and
    /// [`Wallet::sync_usage`] bring the figures up to date.
    ///
    /// # Errors
    /// [`Code::Store`](crate::error::Code::Store). Whatever else is wrong is part of the answer.
    pub async fn home(&self) -> Result<HomeView> {
        let vault = self.vault_view().await;
        let row = self.bridge_row().ok();
        let spent = self.spent(row.as_ref())?;
        let tools = self.tools()?;
        let budgets = self.budgets()?;
        let attention = self.attention(row.as_ref(), &vault, &tools, &budgets, spent.days_left)?;
        let costs = self.costs(&[1, 7, 30].map(|days| self.last(days).span()))?;
        let tools = tools.into_iter().filter(|tool| tool.state != ToolState::NotFound);
        let tools = tools.map(|tool| HomeToolView {
            today_usd: costs.of(&tool.id, 0).usd,
            days7_usd: costs.of(&tool.id, 1).usd,
            days30_usd: costs.of(&tool.id, 2).usd,
            days30_quota: costs.of(&tool.id, 2).quota,
            budget: budgets.iter().find(|budget| budget.tool == tool.id).cloned(),
            id: tool.id,
            name: tool.name,
            mark: tool.mark,
            state: tool.state,
            state_text: tool.state_text,
            profile: tool.profile,
            mode: tool.mode,
            key: tool.key,
        });
        Ok(HomeView {
            bridge: row.as_ref().map(bridge_view),
            vault,
            today: spent.today,
            days7: spent.days7,
            days30: spent.days30,
            by_day: spent.by_day,
            days_left: spent.days_left,
            usage_as_of: spent.as_of,
            usage_complete: spent.complete,
            tools: tools.collect(),
            attention,
        })
    }

    /// So many days that the balance of a bridge lasts at the present pace.
    pub(super) fn days_left(&self, row: &BridgeRow) -> Result<Option<f64>> {
        Ok(self.spent(Some(row))?.days_left)
    }

    fn spent(&self, row: Option<&BridgeRow>) -> Result<Spent> {
        let days = self.last(60);
        let account = row.map(|row| self.account_of(row)).transpose()?.flatten();
        let slots = account.map(|account| self.store.usage_slots(account, days.span())).transpose()?;
        let (slots, rate) = (slots.unwrap_or_default(), row.map_or(Rate::USUAL, |row| row.known.rate()));
        let as_of = account.map(|account| self.store.usage_as_of(account)).transpose()?.flatten();
        let complete = account.map(|account| self.is_whole(account, days.span(), as_of)).transpose()?;
        let so_far = self.machine.now().as_second() - days.day(59).from;
        let yesterday = days.day(58);
        let until_now = Span { to: (yesterday.from + so_far).min(yesterday.to), ..yesterday };
        let run = |from: usize, to: usize| Span { from: days.day(from).from, to: days.day(to).to };
        let spend = |time, before| spend(rate, sum(&slots, time), sum(&slots, before));
        let by_day: Vec<_> = (30..60).map(|day| sum(&slots, days.day(day)).quota).collect();
        let pace = usage::pace(&by_day.iter().map(|quota| quota.0 as f64).collect::<Vec<_>>());
        let balance = row.map_or(0, |row| row.known.balance.0);
        Ok(Spent {
            today: spend(days.day(59), until_now),
            days7: spend(run(53, 59), run(46, 52)),
            days30: spend(run(30, 59), run(0, 29)),
            by_day,
            days_left: pace.map(|pace| balance.max(0) as f64 / pace),
            as_of: as_of.map(|at| at.to_string()),
            complete: complete.unwrap_or(false),
        })
    }

    /// So many days, up to and with today.
    fn last(&self, count: u32) -> Days {
        let zone = &self.machine.zone;
        Days::up_to(usage::date(self.machine.now(), zone), count, zone)
    }
}

fn sum(slots: &[Slot], time: Span) -> Sum {
    let start = slots.partition_point(|slot| slot.at < time.from);
    slots[start..].iter().take_while(|slot| slot.at < time.to).map(|slot| slot.sum).sum()
}

fn spend(rate: Rate, sum: Sum, before: Sum) -> SpendView {
    SpendView {
        usd: rate.usd(sum.quota),
        quota: sum.quota,
        calls: sum.calls,
        before_usd: rate.usd(before.quota),
        before_quota: before.quota,
    }
}
