//! What a command gives back: a JSON document, the same for people, and an exit code.

use std::io::IsTerminal;

use bridgekeeper_core::bridge::Display;
use bridgekeeper_core::key::Quota;
pub use bridgekeeper_core::report::plain;
use bridgekeeper_core::scan::KnownStatus;
use bridgekeeper_core::view::{ChangeKind, LineKind, PlanView, StepState};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde::Serialize;

/// Exit code of a check that could not be confirmed.
pub const NOT_PROVEN: u8 = 7;
/// Exit code of findings and drift.
pub const FINDINGS: u8 = 8;

/// The outcome of a command that did not fail.
pub struct Report {
    /// For `--json`: one document, or nothing to say.
    pub json: String,
    /// For people.
    pub text: String,
    /// 0, or [`NOT_PROVEN`], or [`FINDINGS`].
    pub exit: u8,
}

impl Report {
    /// A value, and the same in words.
    pub fn new(value: &impl Serialize, text: impl Into<String>) -> Self {
        let json = serde_json::to_string(value).expect("views serialise");
        Self { json, text: text.into(), exit: 0 }
    }

    /// Of a command that said what it had to say itself.
    pub fn silent() -> Self {
        Self { json: String::new(), text: String::new(), exit: 0 }
    }

    /// The same with another exit code.
    pub fn exit(self, exit: u8) -> Self {
        Self { exit, ..self }
    }
}

/// A table without lines: head, then rows.
pub fn table<const N: usize>(head: [String; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    figures(head, &[], rows)
}

/// [`table`], with the columns of these numbers written flush right, as figures are.
pub fn figures<const N: usize>(
    head: [String; N],
    right: &[usize],
    rows: impl IntoIterator<Item = [String; N]>,
) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(head);
    for row in rows {
        table.add_row(row.map(|cell| plain(&cell)));
    }
    for number in right {
        if let Some(column) = table.column_mut(*number) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// What to do about what was said before.
pub fn hint(text: &str) -> String {
    say!("hint", hint = text)
}

/// What to do next about something in a list.
pub fn next(step: &str) -> String {
    say!("next", step = step)
}

/// Something, and what there is to say of it.
pub fn of(name: &str, text: &str) -> String {
    say!("of", name = name, text = text)
}

/// Several in a row.
pub fn joined(items: &[impl std::borrow::Borrow<str>]) -> String {
    items.join(&*say!("list-comma"))
}

/// A key's status as a scan and the guard tell it.
pub fn known(status: KnownStatus) -> String {
    say!("known", status = status.to_string())
}

/// A plan as a masked diff.
pub fn diff(plan: &PlanView) -> String {
    let mut text = format!("{}\n", style(&plan.title, "1"));
    if plan.changes.is_empty() {
        text += &format!("  {}\n", say!("plan-no-changes"));
    }
    for change in &plan.changes {
        let path = &change.path;
        let head = match change.kind {
            ChangeKind::Create => say!("plan-new-file", path = path),
            ChangeKind::Edit => say!("plan-changed", path = path),
            ChangeKind::Remove => say!("plan-removed", path = path),
        };
        text += &format!("\n{head}\n");
        for line in &change.lines {
            text += &match line.kind {
                LineKind::Same => format!("  {}\n", line.text),
                LineKind::Add => style(&format!("+ {}", line.text), "32") + "\n",
                LineKind::Remove => style(&format!("- {}", line.text), "31") + "\n",
                LineKind::Gap => "  …\n".into(),
            };
        }
    }
    text += "\n";
    for note in &plan.notes {
        text += &format!("{note}\n");
    }
    if !plan.steps.is_empty() {
        text += &format!("\n{}\n", say!("plan-left-to-do"));
    }
    for (n, step) in (1..).zip(&plan.steps) {
        let state = match step.state {
            StepState::Untold | StepState::Missing => String::new(),
            StepState::Different => format!("  [{}]", say!("plan-step-different")),
            StepState::Done => format!("  [{}]", say!("plan-step-done")),
        };
        let what = plain(&step.text);
        let what = match (&step.enter, &step.key) {
            (Some(enter), _) => of(&what, &plain(enter)),
            (None, Some(key)) => say!("plan-step-with-key", step = what, key = plain(key)),
            (None, None) => what,
        };
        text += &format!("  {n}. {what}{state}\n");
    }
    text
}

/// Text in an ANSI style, on a terminal that wants colour. Style only ever adds to words.
pub fn style(text: &str, code: &str) -> String {
    let wanted =
        std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    if wanted { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
}

/// An amount as the bridge shows money to its users.
pub fn money(display: &Display, usd: f64, quota: Quota) -> String {
    plain(&display.money(usd, quota))
}

/// A point in time (RFC 3339) as people read it, in their own time zone.
pub fn when(at: &str) -> String {
    match at.parse::<jiff::Timestamp>() {
        Ok(at) => at.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string(),
        Err(_) => at.into(),
    }
}

/// A point in time to the second.
pub fn when_exactly(at: &str) -> String {
    match at.parse::<jiff::Timestamp>() {
        Ok(at) => at.to_zoned(jiff::tz::TimeZone::system()).strftime("%H:%M:%S").to_string(),
        Err(_) => at.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bridgekeeper_core::bridge::DisplayKind;
    use bridgekeeper_core::view::StepView;

    #[test]
    fn money_is_shown_as_the_bridge_shows_it() {
        let yuan = Display { kind: DisplayKind::Cny, symbol: "¥".into(), per_usd: 7.3 };
        let tokens = Display { kind: DisplayKind::Tokens, symbol: String::new(), per_usd: 1.0 };
        assert_eq!(money(&Display::default(), -2.5, Quota(-1_250_000)), "-$2.50");
        assert_eq!(money(&yuan, 2.0, Quota(1_000_000)), "¥14.60");
        assert_eq!(money(&tokens, 2.0, Quota(1_000_000)), "1000000");
    }

    #[test]
    fn steps_say_what_to_enter_and_how_to_copy_the_key() {
        let step = |text: &str, enter: Option<&str>, key: Option<&str>, state| StepView {
            text: text.into(),
            enter: enter.map(Into::into),
            key: key.map(Into::into),
            state,
        };
        let plan = PlanView {
            id: String::new(),
            tool: "cursor".into(),
            title: "Point Cursor at bridge.example".into(),
            changes: vec![],
            notes: vec![],
            steps: vec![
                step("Open its settings", None, None, StepState::Untold),
                step("Paste the key", None, Some("cursor-laptop"), StepState::Done),
                step("Enter the address", Some("https://bridge.example/v1"), None, StepState::Different),
            ],
        };
        let shown = diff(&plan);
        let steps = "Left to do:\n  1. Open its settings\n  2. Paste the key (to copy it: bridgekeeper keys copy \
                     cursor-laptop)  [done]\n  3. Enter the address: https://bridge.example/v1  [is different now]\n";
        assert!(shown.ends_with(steps), "{shown}");
    }

    #[test]
    fn a_foreign_name_cannot_move_the_cursor() {
        let name = "evil\u{1b}[2J\r\nname\u{202e}";
        let shown = table(["Name".to_owned()], [[name.to_owned()]]);
        assert!(shown.lines().count() == 2 && !shown.contains(['\u{1b}', '\r', '\u{202e}']), "{shown:?}");
    }
}
