//! `scan`: where copies of the keys stand in clear.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use bridgekeeper_core::error::Result;
use bridgekeeper_core::scan::KnownStatus;
use bridgekeeper_core::view::{FindingView, ScanEvent, ScanProgressView, ScanRequest, ScanView};
use bridgekeeper_core::wallet::{CLEANUP, ScanWatch, Wallet};
use serde_json::json;

use crate::Common;
use crate::report::{FINDINGS, Report, diff, plain, style};
use crate::shell::{self, block_on};

#[derive(clap::Args)]
pub struct Arguments {
    /// Only these files and folders; without any: settings, histories, transcripts, recent projects
    paths: Vec<String>,
    /// Everything below the home folder too
    #[arg(long, conflicts_with = "paths")]
    home: bool,
    /// Git histories too, also what no branch leads to any more
    #[arg(long)]
    git: bool,
    /// The contents of .gz files too
    #[arg(long)]
    gz: bool,
    /// Then write over what was found, file by file, each shown first; undo brings it back
    #[arg(long)]
    clean: bool,
    /// With --clean: show what would change and stop
    #[arg(long, requires = "clean")]
    dry_run: bool,
    /// Take the last cleanup of a file back
    #[arg(long, conflicts_with_all = ["paths", "home", "git", "gz", "clean"])]
    undo: bool,
}

pub fn run(arguments: Arguments, common: &Common) -> Result<Report> {
    let Arguments { paths, home, git, gz, clean, dry_run, undo } = arguments;
    let wallet = shell::wallet(common)?;
    if undo {
        return take_back(&wallet, common);
    }
    let request = ScanRequest { paths, home, git, gz };
    let view = block_on(wallet.scan(request, watch(common), Arc::new(AtomicBool::new(false))))?;
    if clean && !view.findings.is_empty() {
        return clean_up(&wallet, &view, dry_run, common);
    }
    let report = Report::new(&view, text(&view));
    Ok(if view.findings.is_empty() { report } else { report.exit(FINDINGS) })
}

/// Writes over what was found, one file after the other. What is left makes the exit code.
fn clean_up(wallet: &Wallet, scan: &ScanView, dry_run: bool, common: &Common) -> Result<Report> {
    let ids: Vec<_> = scan.findings.iter().map(|finding| finding.id.clone()).collect();
    let plans = block_on(wallet.propose_cleanup(&ids))?;
    let mut text = text(scan) + "\n";
    let mut cleaned = vec![];
    let mut is_left = !plans.by_hand.is_empty() || !plans.refused.is_empty();
    for plan in &plans.plans {
        if dry_run {
            is_left = true;
            text += &diff(plan);
            continue;
        }
        shell::tell(common, &diff(plan));
        if !shell::agreed(common, "Write over?")? {
            is_left = true;
            continue;
        }
        // A tool is pointed at its key anew; everything else is a cleanup.
        let done = if plan.tool == CLEANUP {
            block_on(wallet.apply_cleanup(&plan.id))?
        } else {
            let tool = block_on(wallet.apply(&plan.id))?;
            text += &format!("{}: {}\n", tool.name, tool.state_text);
            continue;
        };
        is_left |= !done.left.is_empty();
        text += &format!("{}\n", done.text);
        for finding in &done.left {
            text += &format!("Still there: {}", described(finding));
        }
        cleaned.push(done);
    }
    for refused in &plans.refused {
        let path = refused.findings.first().map(|finding| plain(&finding.path)).unwrap_or_default();
        let hint = refused.error.hint.as_ref().map(|hint| format!("\n  next: {}", plain(hint)));
        text += &format!("Left: {path}: {}{}\n", plain(&refused.error.message), hint.unwrap_or_default());
    }
    for finding in &plans.by_hand {
        text += &format!("By hand: {}", described(finding));
    }
    if dry_run {
        text += "Nothing was written.\n";
    } else if !cleaned.is_empty() {
        text += "Undo, a file at a time: bridgekeeper scan --undo\n";
    }
    let document = json!({
        "findings": scan.findings, "not_looked_at": scan.not_looked_at, "plans": plans.plans, "cleaned": cleaned,
        "refused": plans.refused, "by_hand": plans.by_hand,
    });
    let report = Report::new(&document, text);
    Ok(if is_left { report.exit(FINDINGS) } else { report })
}

fn take_back(wallet: &Wallet, common: &Common) -> Result<Report> {
    let plan = block_on(wallet.propose_cleanup_undo())?;
    shell::tell(common, &diff(&plan));
    if !shell::agreed(common, "Take it back?")? {
        return Ok(Report::new(&json!({ "plan": plan, "applied": false }), "Nothing was written."));
    }
    let done = block_on(wallet.apply_cleanup(&plan.id))?;
    Ok(Report::new(&json!({ "plan": plan, "applied": true }), done.text))
}

/// Tells the folder on one line that is written over, where somebody looks; else now and then.
fn watch(common: &Common) -> ScanWatch {
    let is_quiet = common.quiet || common.json;
    let common = common.clone();
    let told = Mutex::new(Instant::now());
    Arc::new(move |event| {
        let ScanEvent::Progress(progress) = event else { return };
        let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
        match std::io::stderr().is_terminal() {
            _ if is_quiet => {}
            true => eprint!("\r\x1b[K{}\r", line(&progress)),
            false if told.elapsed() > Duration::from_secs(5) => {
                *told = Instant::now();
                shell::tell(&common, &line(&progress));
            }
            false => {}
        }
    })
}

fn line(progress: &ScanProgressView) -> String {
    let folder: String = plain(&progress.folder).chars().take(50).collect();
    format!("{}: {} files, {} in {folder}", progress.stage, progress.files, size(progress.bytes))
}

fn size(bytes: u64) -> String {
    match bytes {
        0..=999_999 => format!("{} KB", bytes / 1000),
        1_000_000..=999_999_999 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

fn text(view: &ScanView) -> String {
    let mut text = String::new();
    if std::io::stderr().is_terminal() {
        text += "\x1b[K";
    }
    for finding in &view.findings {
        text += &described(finding);
    }
    let found = match view.findings.len() {
        0 => "No copy of a key was found".to_owned(),
        1 => "1 copy of a key was found".to_owned(),
        number => format!("{number} copies of keys were found"),
    };
    text += &format!(
        "{found}: {} keys looked for in {} files, {}, in {:.1} s.\n",
        view.keys,
        view.files,
        size(view.bytes),
        f64::from(view.took_ms) / 1000.0
    );
    if let Some(note) = &view.note {
        text += &format!("{note}\n");
    }
    if !view.not_looked_at.is_empty() {
        text += "\nNot looked at:\n";
    }
    for left in &view.not_looked_at {
        let shown: Vec<_> = left.paths.iter().take(3).map(|path| plain(path)).collect();
        let more = if left.count as usize > shown.len() { ", …" } else { "" };
        text += &format!("  {} ({}): {}{more}\n", left.text, left.count, shown.join(", "));
    }
    text
}

fn described(finding: &FindingView) -> String {
    let line = finding.line.map(|line| format!(":{line}")).unwrap_or_default();
    let place = finding.place.as_ref().map(|place| format!(", {place}")).unwrap_or_default();
    let key = &finding.key;
    let status = match key.status {
        KnownStatus::Live => style("LIVE", "1;31"),
        KnownStatus::Off => "OFF".into(),
        KnownStatus::Dead => "DEAD".into(),
        KnownStatus::Unknown => "UNKNOWN".into(),
    };
    format!(
        "{}{line}{}\n  {status} {} {} {} ({}, {})\n  next: {}\n",
        plain(&finding.path),
        plain(&place),
        key.masked,
        key.fingerprint,
        plain(&key.name),
        plain(&key.label),
        finding.kind.to_string().replace('_', " "),
        plain(&finding.next)
    )
}
