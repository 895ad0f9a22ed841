//! What needs the user, most pressing first.

use std::collections::HashMap;
use std::fmt::Display;

use jiff::Timestamp;

use super::Wallet;
use crate::error::Result;
use crate::key::{Key, KeyStatus};
use crate::store::BridgeRow;
use crate::view::{
    AdviceLevel, AttentionKind, AttentionView, BudgetState, BudgetView, ToolState, ToolView, VaultView,
};
use crate::words::say;

/// Days before its expiry from which on a key is spoken of.
const SOON: i64 = 7;

/// The part of its quota below which a key is spoken of.
const LITTLE: f64 = 0.1;

/// Days that a balance should last.
const LASTS: f64 = 3.0;

/// Age in days from which on a tool's key had better be replaced.
const OLD: i64 = 90;

const DAY: i64 = 86_400;

impl Wallet {
    /// What needs the user, as far as the wallet knows without asking a bridge.
    pub(super) fn attention(
        &self,
        row: Option<&BridgeRow>,
        vault: &VaultView,
        tools: &[ToolView],
        budgets: &[BudgetView],
        days_left: Option<f64>,
    ) -> Result<Vec<AttentionView>> {
        let mut all = vec![];
        all.extend(self.open_incidents()?.into_iter().map(|text| AttentionView {
            text,
            next: "bridgekeeper incidents list".into(),
            ..problem(AttentionKind::UnfinishedKill)
        }));
        if vault.state != "open" {
            all.push(AttentionView {
                text: vault.message.clone(),
                what: Some(vault.message.clone()),
                next: vault.hint.clone().unwrap_or_else(|| say!("attention-next-unlock")),
                ..problem(AttentionKind::Vault)
            });
        }
        all.extend(tools.iter().flat_map(of_tool));
        all.extend(budgets.iter().filter_map(of_budget));
        if let Some(row) = row.filter(|row| !row.known.key_only) {
            all.extend(of_balance(row, days_left));
            all.extend(self.of_keys(row)?);
        }
        all.extend(self.of_unfinished(row)?);
        all.sort_by_key(|item| (item.level == AdviceLevel::Note, item.kind as u8));
        Ok(all)
    }

    /// Keys that end soon, have little left or are old: one by one those that tools use, the others counted.
    fn of_keys(&self, row: &BridgeRow) -> Result<Vec<AttentionView>> {
        let now = self.machine.now();
        let profiles = self.store.profiles()?.into_iter().map(|(profile, _)| profile);
        let used: HashMap<_, _> = profiles
            .filter(|profile| profile.origin == row.origin)
            .map(|profile| (profile.key, profile.tool))
            .collect();
        let keys = self.store.keys(row.id)?;
        let working = || keys.iter().filter(|key| key.status(now) == KeyStatus::Enabled);
        let mut all = vec![];
        for kind in [AttentionKind::KeyExpires, AttentionKind::KeyQuota] {
            let mut others = vec![];
            for key in working() {
                let Some(item) = of_key(kind, key, now) else { continue };
                match used.get(&key.id) {
                    Some(tool) => all.push(AttentionView { tool: Some(tool.clone()), ..item }),
                    None => others.push(item),
                }
            }
            match others.len() {
                0 => {}
                1 => all.append(&mut others),
                many => {
                    let (text, next) = match kind {
                        AttentionKind::KeyExpires => {
                            (say!("attention-keys-expire", count = many), extend(&"ID"))
                        }
                        _ => (say!("attention-keys-quota", count = many), add_quota(&"ID")),
                    };
                    all.push(AttentionView { text, next, count: Some(super::count(many)), ..note(kind) });
                }
            }
        }
        for key in working() {
            let age = (now.as_second() - key.created.as_second()) / DAY;
            let Some(tool) = used.get(&key.id).filter(|_| age >= OLD) else { continue };
            all.push(AttentionView {
                text: say!("attention-key-old", name = &*key.name, days = age),
                next: format!("bridgekeeper rotate {}", key.id),
                tool: Some(tool.clone()),
                days: u32::try_from(age).ok(),
                ..about(AttentionKind::KeyOld, key)
            });
        }
        Ok(all)
    }

    fn of_unfinished(&self, row: Option<&BridgeRow>) -> Result<Vec<AttentionView>> {
        let creations = row.map_or(Ok(vec![]), |row| self.store.creations(row.id))?.len();
        let changes = self.store.unfinished_changes()?.len();
        let what = [
            (creations, say!("attention-unmade", count = creations), say!("attention-unmade", "next")),
            (changes, say!("attention-interrupted", count = changes), say!("attention-interrupted", "next")),
        ];
        let items = what.into_iter().filter(|(many, ..)| *many > 0).map(|(many, text, next)| AttentionView {
            text,
            next,
            count: Some(super::count(many)),
            ..note(AttentionKind::Unfinished)
        });
        Ok(items.collect())
    }
}

fn of_tool(tool: &ToolView) -> Vec<AttentionView> {
    let item = |kind, text: &str, next: String| AttentionView {
        text: say!("attention-tool", tool = &*tool.name, text = text),
        what: Some(text.to_owned()),
        next,
        tool: Some(tool.id.clone()),
        name: Some(tool.name.clone()),
        ..problem(kind)
    };
    let mut all = vec![];
    match tool.state {
        ToolState::Drifted => {
            all.push(item(
                AttentionKind::Drift,
                &tool.state_text,
                format!("bridgekeeper doctor {}", tool.id),
            ));
        }
        ToolState::Unreadable => {
            all.push(item(
                AttentionKind::Unreadable,
                &tool.state_text,
                format!("bridgekeeper doctor {}", tool.id),
            ));
        }
        // What wins over a tool's settings is advice, which follows.
        ToolState::Shadowed | ToolState::NotFound | ToolState::NotConfigured | ToolState::InStep => {}
    }
    let problems = tool.advice.iter().filter(|advice| advice.level == AdviceLevel::Problem);
    let problems = problems.filter(|_| tool.profile.is_some());
    all.extend(problems.map(|advice| item(AttentionKind::Tool, &advice.text, advice.next.clone())));
    all
}

fn of_budget(budget: &BudgetView) -> Option<AttentionView> {
    let (name, spent, of) = (&*budget.name, budget.spent_usd, budget.usd);
    let dollars = |usd: f64| format!("{usd:.2}");
    let (level, text) = match budget.state {
        BudgetState::Fine => return None,
        BudgetState::Near => (
            AdviceLevel::Note,
            match budget.days_left.map(spelled) {
                Some(time) => {
                    say!(
                        "attention-budget-pace",
                        tool = name,
                        spent = dollars(spent),
                        of = dollars(of),
                        time = time
                    )
                }
                None => say!("attention-budget-near", tool = name, spent = dollars(spent), of = dollars(of)),
            },
        ),
        BudgetState::Spent => (
            AdviceLevel::Problem,
            say!("attention-budget-spent", tool = name, spent = dollars(spent), of = dollars(of)),
        ),
    };
    Some(AttentionView {
        level,
        text,
        next: say!("attention-next-budget", tool = &*budget.tool),
        tool: Some(budget.tool.clone()),
        name: Some(budget.name.clone()),
        percent: Some((spent / of * 100.0) as u32),
        days: budget.days_left.map(|days| days as u32),
        ..note(AttentionKind::Budget)
    })
}

fn of_balance(row: &BridgeRow, days_left: Option<f64>) -> Option<AttentionView> {
    let item = AttentionView { next: say!("attention-next-balance"), ..problem(AttentionKind::Balance) };
    if row.known.balance.0 <= 0 {
        return Some(AttentionView {
            text: say!("attention-balance-spent", bridge = &*row.label),
            days: Some(0),
            ..item
        });
    }
    let days = days_left.filter(|days| *days < LASTS)?;
    Some(AttentionView {
        text: say!("attention-balance-lasts", bridge = &*row.label, time = spelled(days)),
        days: Some(days as u32),
        level: AdviceLevel::Note,
        ..item
    })
}

fn of_key(kind: AttentionKind, key: &Key, now: Timestamp) -> Option<AttentionView> {
    let item = about(kind, key);
    if kind == AttentionKind::KeyQuota {
        let (left, all) = (key.remain.0 as f64, (key.remain.0.saturating_add(key.used.0)) as f64);
        let percent = left / all * 100.0;
        return (!key.unlimited && left < all * LITTLE).then(|| AttentionView {
            text: say!("attention-key-quota", name = &*key.name, percent = format!("{percent:.0}")),
            next: add_quota(&key.id),
            percent: Some(percent as u32),
            ..item
        });
    }
    let left = key.expires?.as_second() - now.as_second();
    (left < SOON * DAY).then(|| AttentionView {
        text: say!("attention-key-expires", name = &*key.name, time = spelled(left as f64 / DAY as f64)),
        next: extend(&key.id),
        days: u32::try_from(left / DAY).ok(),
        ..item
    })
}

fn extend(id: &dyn Display) -> String {
    format!("bridgekeeper keys edit {id} --expires 30d")
}

fn add_quota(id: &dyn Display) -> String {
    format!("bridgekeeper keys edit {id} --quota USD")
}

/// Days, as people say it.
pub(super) fn spelled(days: f64) -> String {
    match days {
        days if days < 1.0 => say!("attention-time-under-a-day"),
        days if days < 1.5 => say!("attention-time-a-day"),
        days if days < 1000.0 => say!("attention-time-days", days = days.round_ties_even()),
        _ => say!("attention-time-years"),
    }
}

fn about(kind: AttentionKind, key: &Key) -> AttentionView {
    AttentionView { key: Some(key.id), name: Some(key.name.clone()), ..note(kind) }
}

fn problem(kind: AttentionKind) -> AttentionView {
    AttentionView { level: AdviceLevel::Problem, ..note(kind) }
}

fn note(kind: AttentionKind) -> AttentionView {
    AttentionView {
        kind,
        level: AdviceLevel::Note,
        text: String::new(),
        what: None,
        next: String::new(),
        tool: None,
        key: None,
        name: None,
        days: None,
        percent: None,
        count: None,
    }
}
