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
use bridgekeeper_core::wallet::ScanWatch;

use crate::Common;
use crate::report::{FINDINGS, Report, plain, style};
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
}

pub fn run(arguments: Arguments, common: &Common) -> Result<Report> {
    let Arguments { paths, home, git, gz } = arguments;
    let wallet = shell::wallet(common)?;
    let request = ScanRequest { paths, home, git, gz };
    let view = block_on(wallet.scan(request, watch(common), Arc::new(AtomicBool::new(false))))?;
    let report = Report::new(&view, text(&view));
    Ok(if view.findings.is_empty() { report } else { report.exit(FINDINGS) })
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
        finding.kind,
        plain(&finding.next)
    )
}
