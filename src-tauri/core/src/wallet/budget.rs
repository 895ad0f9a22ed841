//! What each tool costs, over all bridges, and the budget it may have for a month.

use std::collections::HashMap;

use jiff::civil::Date;

use super::Wallet;
use crate::error::{Code, Error, Result};
use crate::key::Quota;
use crate::tools;
use crate::usage::{self, Days, Span};
use crate::view::{BudgetState, BudgetView};
use crate::words::say;

/// The highest budget, in US dollars: whoever types more mistyped.
const MOST: f64 = 1_000_000.0;

/// The part of a budget from which on it is nearly spent.
const NEAR: f64 = 0.8;

/// What something cost.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cost {
    /// US dollars, each bridge's units by its own rate.
    pub usd: f64,
    /// Quota units.
    pub quota: Quota,
}

/// What tools cost in some pieces of time.
pub(super) struct Costs {
    by_tool: HashMap<String, Vec<Cost>>,
}

impl Costs {
    /// What a tool cost in the piece of that number.
    pub(super) fn of(&self, tool: &str, time: usize) -> Cost {
        self.by_tool.get(tool).and_then(|costs| costs.get(time)).copied().unwrap_or_default()
    }
}

impl Wallet {
    /// What tools cost in pieces of time, over all bridges. Calls over a key that several share count for each.
    pub(super) fn costs(&self, times: &[Span]) -> Result<Costs> {
        let from = times.iter().map(|time| time.from).min().unwrap_or(0);
        let to = times.iter().map(|time| time.to).max().unwrap_or(0);
        let mut by_tool = HashMap::<_, Vec<Cost>>::new();
        for row in self.store.bridges()? {
            let Some(account) = self.account_of(&row)? else { continue };
            let slots = self.store.usage_slots(account, Span { from, to })?;
            let (who, rate) = (self.who(&row, &slots)?, row.known.rate());
            for slot in &slots {
                for tool in who.tools(slot) {
                    let costs = match by_tool.get_mut(tool) {
                        Some(costs) => costs,
                        None => by_tool.entry(tool.to_owned()).or_insert(vec![Cost::default(); times.len()]),
                    };
                    let within =
                        times.iter().zip(costs).filter(|(time, _)| (time.from..time.to).contains(&slot.at));
                    for (_, cost) in within {
                        cost.usd += rate.usd(slot.sum.quota);
                        cost.quota.0 = cost.quota.0.saturating_add(slot.sum.quota.0);
                    }
                }
            }
        }
        Ok(Costs { by_tool })
    }

    /// Every budget and how far it is spent, by tool; as far as the bridges' logs were read.
    ///
    /// # Errors
    /// [`Code::Store`].
    pub fn budgets(&self) -> Result<Vec<BudgetView>> {
        let budgets = self.store.budgets()?;
        if budgets.is_empty() {
            return Ok(vec![]);
        }
        let (now, zone) = (self.machine.now(), &self.machine.zone);
        let today = usage::date(now, zone);
        let month = Days::between(today.first_of_month(), today.last_of_month(), zone).span();
        // Today and the week before it, by which the pace is judged.
        let week = Days::up_to(today, 8, zone);
        let times: Vec<_> = std::iter::once(month).chain((0..week.len()).map(|day| week.day(day))).collect();
        let costs = self.costs(&times)?;
        let renews = today.last_of_month().tomorrow().unwrap_or(Date::MAX).to_string();
        let view = |(tool, usd): (String, f64)| {
            let spent_usd = costs.of(&tool, 0).usd;
            let state = match spent_usd {
                spent if spent >= usd => BudgetState::Spent,
                spent if spent >= usd * NEAR => BudgetState::Near,
                _ => BudgetState::Fine,
            };
            let days: Vec<_> = (1..times.len()).map(|day| costs.of(&tool, day).usd).collect();
            let left = (usd - spent_usd).max(0.0);
            BudgetView {
                name: tools::by_id(&tool).map_or_else(|_| tool.clone(), |tool| tool.name().to_owned()),
                days_left: usage::pace(&days).map(|pace| left / pace),
                renews: renews.clone(),
                tool,
                usd,
                spent_usd,
                state,
            }
        };
        Ok(budgets.into_iter().map(view).collect())
    }

    /// Sets what a tool may cost in a calendar month, or takes the budget away. Nothing is stopped when it is
    /// spent: the user is warned.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a tool that the wallet does not know; [`Code::Invalid`] for an amount that is none.
    pub fn set_budget(&self, tool: &str, usd: Option<f64>) -> Result<Vec<BudgetView>> {
        let tool = tools::by_id(tool)?;
        if usd.is_some_and(|usd| !(usd > 0.0 && usd <= MOST)) {
            return Err(Error::new(Code::Invalid, say!("budget-none")).hint(say!("budget-none", "hint")));
        }
        self.store.set_budget(tool.id(), usd)?;
        let said = match usd {
            Some(usd) => say!("budget-set", tool = tool.name(), usd = format!("{usd:.2}")),
            None => say!("budget-removed", tool = tool.name()),
        };
        self.store.note(self.machine.now(), &said)?;
        self.budgets()
    }
}
