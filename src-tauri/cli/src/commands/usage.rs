//! `usage` and `budget`: what was used, what it cost, and what it may cost.

use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::view::{
    BudgetState, BudgetView, UsageBasisView, UsageBy, UsageLineView, UsageRange, UsageSumView, UsageView,
};
use bridgekeeper_core::wallet::Wallet;
use serde_json::json;

use crate::Common;
use crate::report::{Report, figures, money, plain, table, when};
use crate::shell::{self, block_on};

/// What is read of a bridge's log is kept, so that the history grows longer than the bridge's own.
#[derive(clap::Args)]
pub struct Arguments {
    /// Sum up by this; keys that no tool uses stand by their own name
    #[arg(long, value_name = "tool|key|model|day", value_parser = ["tool", "key", "model", "day"])]
    by: Option<String>,
    /// So many days, up to and with today
    #[arg(long, default_value_t = 30, conflicts_with_all = ["from", "to"])]
    days: u32,
    /// From this date on, such as 2026-11-01
    #[arg(long, value_name = "DATE", requires = "to")]
    from: Option<String>,
    /// Up to and with this date
    #[arg(long, value_name = "DATE", requires = "from")]
    to: Option<String>,
    /// Comma-separated values: by day, tool, key and model unless --by says otherwise
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// Show what was read before and do not ask the bridge
    #[arg(long)]
    cached: bool,
}

pub fn run(arguments: Arguments, common: &Common) -> Result<Report> {
    let wallet = shell::wallet(common)?;
    let range = match (arguments.from, arguments.to) {
        (Some(from), Some(to)) => UsageRange::Between { from, to },
        _ => UsageRange::Last { days: arguments.days },
    };
    let cut_short = if arguments.cached { None } else { sync(&wallet, &range, common)? };
    let by = arguments.by.as_deref().and_then(|word| word.parse().ok());
    if arguments.csv {
        if let Some(said) = &cut_short {
            shell::tell(common, said);
        }
        let text = match by {
            None => wallet.usage_csv(&range)?,
            Some(by) => wallet.usage_csv_by(&range, by)?,
        };
        return Ok(Report::new(&json!(null), text));
    }
    let mut view = wallet.usage(&range, by.unwrap_or(UsageBy::Tool))?;
    view.basis.note = cut_short.or(view.basis.note);
    Ok(Report::new(&view, text(&view)))
}

/// Brings the figures up to date. Says what cut it short where what was read before still helps.
fn sync(wallet: &Wallet, range: &UsageRange, common: &Common) -> Result<Option<String>> {
    match block_on(wallet.sync_usage(range, shell::watch(common, |count| say!("log-entries", count = count))))
    {
        Ok(()) => Ok(None),
        Err(error) if matches!(error.code(), Code::Invalid | Code::NotSignedIn | Code::Store) => Err(error),
        Err(error) => Ok(Some(say!("usage-not-up-to-date", why = error.to_string()))),
    }
}

fn text(view: &UsageView) -> String {
    let basis = &view.basis;
    let mut text = say!(
        "usage-basis",
        from = &basis.from,
        to = &basis.to,
        zone = &basis.zone,
        bridge = plain(&basis.bridge),
    );
    text.push('\n');
    if let Some(note) = &basis.note {
        let note = plain(note);
        let note = match &basis.as_of {
            Some(at) => say!("usage-read-up-to", note = note, when = when(at)),
            None => note,
        };
        text += &format!("{note}\n");
    }
    text.push('\n');
    if view.total.calls == 0 {
        return text + &say!("usage-nothing");
    }
    let most = view.usage.iter().map(|line| line.sum.quota).max();
    let most = most.map_or(1, |quota| quota.0.max(1)) as f64;
    let head = match view.by {
        UsageBy::Tool => say!("column-tool"),
        UsageBy::Key => say!("column-key"),
        UsageBy::Model => say!("column-model"),
        UsageBy::Day => say!("column-day"),
    };
    let part = |line: &UsageLineView| {
        let bar = bar(line.sum.quota.0 as f64 / most);
        let share = match line.share * 100.0 {
            part if part > 0.0 && part < 0.5 => "< 1 %".into(),
            part => format!("{part:.0} %"),
        };
        row(line.name.clone(), &line.sum, share, bar, basis)
    };
    let mut rows: Vec<_> = view.usage.iter().map(part).collect();
    rows.push(row(say!("usage-total"), &view.total, String::new(), String::new(), basis));
    text + &figures(
        [
            head,
            say!("column-cost"),
            say!("column-share"),
            String::new(),
            say!("column-calls"),
            say!("column-in"),
            say!("column-out"),
            say!("column-cached"),
            say!("column-tokens"),
        ],
        &[1, 2, 4, 5, 6, 7, 8],
        rows,
    )
}

fn row(name: String, sum: &UsageSumView, share: String, bar: String, basis: &UsageBasisView) -> [String; 9] {
    // Statistics of a bridge know the tokens together only.
    let of = |tokens: i64| if tokens == 0 && sum.tokens > 0 { "–".into() } else { short(tokens) };
    [
        name,
        money(&basis.display, sum.usd, sum.quota),
        share,
        bar,
        sum.calls.to_string(),
        of(sum.prompt_tokens),
        of(sum.completion_tokens),
        of(sum.cache_tokens),
        short(sum.tokens),
    ]
}

/// A bar of twenty cells at most; the least there is shows.
fn bar(share: f64) -> String {
    const CELLS: f64 = 20.0;
    match share {
        share if share <= 0.0 => String::new(),
        share => "▇".repeat((share * CELLS).round().max(1.0) as usize),
    }
}

/// `940`, `12.5k`, `3.1M`.
fn short(number: i64) -> String {
    match number as f64 {
        many if many >= 1e9 => format!("{:.1}G", many / 1e9),
        many if many >= 1e6 => format!("{:.1}M", many / 1e6),
        many if many >= 1e3 => format!("{:.1}k", many / 1e3),
        _ => number.to_string(),
    }
}

/// A budget is for a calendar month. Nothing is stopped when it is spent: you are warned at 80 and at 100 %.
#[derive(clap::Args)]
pub struct BudgetArguments {
    /// The tool; all of them if left out
    tool: Option<String>,
    /// US dollars a month, or none
    #[arg(value_name = "USD|none")]
    usd: Option<String>,
}

pub fn budget(arguments: BudgetArguments, common: &Common) -> Result<Report> {
    let wallet = shell::wallet(common)?;
    let mut budgets = match (&arguments.tool, arguments.usd.as_deref()) {
        (Some(tool), Some(usd)) => wallet.set_budget(tool, amount(usd)?)?,
        _ => wallet.budgets()?,
    };
    if let Some(tool) = &arguments.tool {
        budgets.retain(|budget| budget.tool == *tool);
    }
    let rows = budgets.iter().map(|budget| {
        [
            budget.tool.clone(),
            format!("${:.2}", budget.usd),
            format!("${:.2}", budget.spent_usd),
            state(budget),
            budget.renews.clone(),
        ]
    });
    let text = match budgets.is_empty() {
        true => say!("budget-none"),
        false => table(
            [
                say!("column-tool"),
                say!("column-a-month"),
                say!("column-spent"),
                String::new(),
                say!("column-begins-anew"),
            ],
            rows,
        ),
    };
    Ok(Report::new(&json!({ "budgets": budgets }), text))
}

fn amount(word: &str) -> Result<Option<f64>> {
    match word.trim_start_matches('$').parse() {
        _ if word == "none" => Ok(None),
        Ok(usd) => Ok(Some(usd)),
        Err(_) => {
            let error = Error::new(Code::Invalid, say!("budget-no-amount", word = word));
            Err(error.hint(say!("budget-no-amount", "hint")))
        }
    }
}

fn state(budget: &BudgetView) -> String {
    let part = format!("{:.0} %", budget.spent_usd / budget.usd * 100.0);
    match (budget.state, budget.days_left) {
        (BudgetState::Spent, _) => say!("budget-spent", part = part),
        (_, Some(days)) => say!("budget-lasts", part = part, days = format!("{days:.0}")),
        (_, None) => part,
    }
}
