//! `configure --all`: point every tool that is found at the bridge. All differences first, then tool by tool.

use bridgekeeper_core::error::{Error, ErrorView, Result};
use bridgekeeper_core::view::{ConfigureAllRequest, PlanView, PlansView, ToolView};
use bridgekeeper_core::wallet::Wallet;
use serde_json::{Value, json};

use crate::Common;
use crate::report::{NOT_PROVEN, Report, diff, hint, joined, of, plain};
use crate::shell::{self, block_on};

/// How it went for one tool.
struct Outcome {
    json: Value,
    text: String,
    exit: u8,
}

pub fn run(request: ConfigureAllRequest, dry_run: bool, common: &Common) -> Result<Report> {
    let wallet = shell::wallet(common)?;
    block_on(async {
        let plans = wallet.propose_all(request).await?;
        let shown = show(&plans);
        if dry_run || plans.plans.is_empty() {
            return Ok(Report::new(&plans, shown + &say!("nothing-written")));
        }
        shell::tell(common, &shown);
        if !shell::agreed(common, &say!("configure-all-apply", count = plans.plans.len()))? {
            return Ok(Report::new(&plans, say!("nothing-written")));
        }
        let mut outcomes = vec![];
        for plan in &plans.plans {
            outcomes.push(carry_out(&wallet, plan).await);
        }
        let text: Vec<_> = outcomes.iter().map(|outcome| outcome.text.clone()).collect();
        let results: Vec<_> = outcomes.iter().map(|outcome| &outcome.json).collect();
        let document = json!({
            "plans": plans.plans, "unchanged": plans.unchanged, "refused": plans.refused, "results": results
        });
        // What could not be written counts for more than what could not be proven.
        let exit = outcomes.iter().map(|outcome| outcome.exit).filter(|exit| *exit != 0);
        let exit = exit.clone().find(|exit| *exit != NOT_PROVEN).or(exit.clone().next()).unwrap_or(0);
        Ok(Report::new(&document, text.join("\n")).exit(exit))
    })
}

/// Applies one plan and asks the bridge the way the tool does. What fails says nothing of the other tools.
async fn carry_out(wallet: &Wallet, plan: &PlanView) -> Outcome {
    let failed = |error: Error, json: Value, lead: String| Outcome {
        text: of(&lead, &plain(error.message())) + &next_step(&error),
        exit: crate::exit_code(error.code()),
        json: merged(json, json!({ "error": ErrorView::from(&error) })),
    };
    let tool: ToolView = match wallet.apply(&plan.id).await {
        Ok(tool) => tool,
        Err(error) => {
            let json = json!({ "tool": plan.tool, "applied": false });
            return failed(error, json, of(&plan.tool, &say!("configure-all-not")));
        }
    };
    let key = tool.key.as_ref().map(|key| format!("{} {}", key.name, key.masked)).unwrap_or_default();
    let lead = say!("configure-all-done", tool = &tool.name, state = &tool.state_text, key = key);
    let checked = format!("{lead}\n  {}", say!("live-check"));
    match wallet.check_tool(&tool.id).await {
        Ok(check) => Outcome {
            text: of(&checked, &check.text),
            exit: if check.ok { 0 } else { NOT_PROVEN },
            json: json!({ "tool": tool.id, "applied": true, "state": tool.state, "check": check }),
        },
        Err(error) => {
            let json = json!({ "tool": tool.id, "applied": true, "state": tool.state });
            failed(error, json, checked)
        }
    }
}

fn merged(mut json: Value, more: Value) -> Value {
    if let (Some(members), Value::Object(more)) = (json.as_object_mut(), more) {
        members.extend(more);
    }
    json
}

fn next_step(error: &Error) -> String {
    error.next_step().map(|step| format!("\n  {}", hint(&plain(step)))).unwrap_or_default()
}

/// Every difference, and what does not change.
fn show(plans: &PlansView) -> String {
    let mut text: String = plans.plans.iter().map(|plan| diff(plan) + "\n").collect();
    if !plans.unchanged.is_empty() {
        text += &format!("{}\n", say!("configure-all-in-step", tools = joined(&plans.unchanged)));
    }
    for refused in &plans.refused {
        let (tool, why) = (&refused.name, plain(&refused.error.message));
        text += &format!("{}\n", say!("configure-all-left-out", tool = tool, why = why));
    }
    text
}
