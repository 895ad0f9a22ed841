//! What needs the user, most pressing first.

use std::collections::HashMap;

use jiff::Timestamp;

use super::Wallet;
use crate::error::Result;
use crate::key::{Key, KeyStatus};
use crate::store::BridgeRow;
use crate::view::{
    AdviceLevel, AttentionKind, AttentionView, BudgetState, BudgetView, ToolState, ToolView, VaultView,
};

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
                next: vault.hint.clone().unwrap_or_else(|| "unlock it".into()),
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
        for (kind, what, next) in [
            (AttentionKind::KeyExpires, "expire within 7 days", "bridgekeeper keys edit ID --expires 30d"),
            (
                AttentionKind::KeyQuota,
                "have less than a tenth of their quota left",
                "bridgekeeper keys edit ID --quota USD",
            ),
        ] {
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
                many => all.push(AttentionView {
                    text: format!("{many} keys {what}"),
                    next: next.to_owned(),
                    count: Some(super::count(many)),
                    ..note(kind)
                }),
            }
        }
        for key in working() {
            let age = (now.as_second() - key.created.as_second()) / DAY;
            let Some(tool) = used.get(&key.id).filter(|_| age >= OLD) else { continue };
            all.push(AttentionView {
                text: format!("key \"{}\" is {age} days old", key.name),
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
            (creations, "keys are still to be made", "bridgekeeper keys create --resume, or --forget"),
            (changes, "changes to files were interrupted", "bridgekeeper tools looks after them"),
        ];
        let items = what.into_iter().filter(|(many, ..)| *many > 0).map(|(many, what, next)| AttentionView {
            text: format!("{many} {what}"),
            next: next.into(),
            count: Some(super::count(many)),
            ..note(AttentionKind::Unfinished)
        });
        Ok(items.collect())
    }
}

fn of_tool(tool: &ToolView) -> Vec<AttentionView> {
    let item = |kind, text: &str, next: String| AttentionView {
        text: format!("{}: {text}", tool.name),
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
    let (spent, of) = (budget.spent_usd, budget.usd);
    let (level, text) = match budget.state {
        BudgetState::Fine => return None,
        BudgetState::Near => {
            let left = budget.days_left.map(|days| format!(", gone in about {} at this pace", spelled(days)));
            let left = left.unwrap_or_default();
            (AdviceLevel::Note, format!("{} has spent ${spent:.2} of ${of:.2} this month{left}", budget.name))
        }
        BudgetState::Spent => {
            (AdviceLevel::Problem, format!("{} has spent its budget: ${spent:.2} of ${of:.2}", budget.name))
        }
    };
    Some(AttentionView {
        level,
        text,
        next: format!(
            "bridgekeeper budget {} USD raises it; bridgekeeper usage shows what it went for",
            budget.tool
        ),
        tool: Some(budget.tool.clone()),
        name: Some(budget.name.clone()),
        percent: Some((spent / of * 100.0) as u32),
        days: budget.days_left.map(|days| days as u32),
        ..note(AttentionKind::Budget)
    })
}

fn of_balance(row: &BridgeRow, days_left: Option<f64>) -> Option<AttentionView> {
    let item = AttentionView {
        next: "top it up on the bridge's web page".into(),
        ..problem(AttentionKind::Balance)
    };
    if row.known.balance.0 <= 0 {
        return Some(AttentionView {
            text: format!("the balance at {} is used up", row.label),
            days: Some(0),
            ..item
        });
    }
    let days = days_left.filter(|days| *days < LASTS)?;
    Some(AttentionView {
        text: format!("the balance at {} lasts about {} at this pace", row.label, spelled(days)),
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
            text: format!("key \"{}\" has {percent:.0} % of its quota left", key.name),
            next: format!("bridgekeeper keys edit {} --quota USD", key.id),
            percent: Some(percent as u32),
            ..item
        });
    }
    let left = key.expires?.as_second() - now.as_second();
    (left < SOON * DAY).then(|| AttentionView {
        text: format!("key \"{}\" expires in {}", key.name, spelled(left as f64 / DAY as f64)),
        next: format!("bridgekeeper keys edit {} --expires 30d", key.id),
        days: u32::try_from(left / DAY).ok(),
        ..item
    })
}

/// Days, as people say it.
pub(super) fn spelled(days: f64) -> String {
    match days {
        days if days < 1.0 => "less than a day".into(),
        days if days < 1.5 => "a day".into(),
        days if days < 1000.0 => format!("{days:.0} days"),
        _ => "years".into(),
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
        next: String::new(),
        tool: None,
        key: None,
        name: None,
        days: None,
        percent: None,
        count: None,
    }
}
