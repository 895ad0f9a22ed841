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
use crate::report::{FINDINGS, Report, diff, joined, known, next, of, plain, style};
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
        if !shell::agreed(common, &say!("scan-write-over"))? {
            is_left = true;
            continue;
        }
        // A tool is pointed at its key anew; everything else is a cleanup.
        let done = if plan.tool == CLEANUP {
            block_on(wallet.apply_cleanup(&plan.id))?
        } else {
            let tool = block_on(wallet.apply(&plan.id))?;
            text += &format!("{}\n", of(&tool.name, &tool.state_text));
            continue;
        };
        is_left |= !done.left.is_empty();
        text += &format!("{}\n", done.text);
        for finding in &done.left {
            text += &say!("scan-still-there", finding = described(finding));
        }
        cleaned.push(done);
    }
    for refused in &plans.refused {
        let path = refused.findings.first().map(|finding| plain(&finding.path)).unwrap_or_default();
        let step = refused.error.hint.as_ref().map(|hint| format!("\n  {}", next(&plain(hint))));
        let left = say!("scan-left", path = path, why = plain(&refused.error.message));
        text += &format!("{left}{}\n", step.unwrap_or_default());
    }
    for finding in &plans.by_hand {
        text += &say!("scan-by-hand", finding = described(finding));
    }
    if dry_run {
        text += &format!("{}\n", say!("nothing-written"));
    } else if !cleaned.is_empty() {
        text += &format!("{}\n", say!("scan-to-undo"));
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
    if !shell::agreed(common, &say!("scan-take-back"))? {
        return Ok(Report::new(&json!({ "plan": plan, "applied": false }), say!("nothing-written")));
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
    say!(
        "scan-progress",
        stage = progress.stage.to_string(),
        files = progress.files,
        size = size(progress.bytes),
        folder = folder,
    )
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
    text += &say!(
        "scan-found",
        count = view.findings.len(),
        keys = view.keys,
        files = view.files,
        size = size(view.bytes),
        seconds = format!("{:.1}", f64::from(view.took_ms) / 1000.0),
    );
    text += "\n";
    if let Some(note) = &view.note {
        text += &format!("{note}\n");
    }
    if !view.not_looked_at.is_empty() {
        text += &format!("\n{}\n", say!("scan-not-looked-at"));
    }
    for left in &view.not_looked_at {
        let shown: Vec<_> = left.paths.iter().take(3).map(|path| plain(path)).collect();
        let paths = match left.count as usize > shown.len() {
            true => say!("scan-and-more", paths = joined(&shown)),
            false => joined(&shown),
        };
        let line = say!("scan-left-out", why = &left.text, count = left.count, paths = paths);
        text += &format!("  {line}\n");
    }
    text
}

fn described(finding: &FindingView) -> String {
    let line = finding.line.map(|line| format!(":{line}")).unwrap_or_default();
    let place = finding.place.as_ref().map(|place| format!(", {place}")).unwrap_or_default();
    let key = &finding.key;
    let status = known(key.status);
    let status = if key.status == KnownStatus::Live { style(&status, "1;31") } else { status };
    format!(
        "{}{line}{}\n  {status} {} {} {} ({}, {})\n  {}\n",
        plain(&finding.path),
        plain(&place),
        key.masked,
        key.fingerprint,
        plain(&key.name),
        plain(&key.label),
        say!("scan-kind", kind = finding.kind.to_string()),
        next(&plain(&finding.next))
    )
}
