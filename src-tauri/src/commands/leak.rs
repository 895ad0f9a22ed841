//! Beside a kill: the page on which its key can be turned off by hand, and whether somebody used it.

use bridgekeeper_core::report::ReportFormat;
use bridgekeeper_core::store::{IncidentId, KillId};
use bridgekeeper_core::view::{KeyAt, TimelineView};
use tauri::State;

use super::Answer;
use crate::desktop::Job;
use crate::shell::Shell;

/// Opens the web page of a killed key's bridge in the user's browser.
#[tauri::command]
#[specta::specta]
pub async fn open_kill_page(shell: State<'_, Shell>, kill: KillId) -> Answer<()> {
    let url = shell.wallet()?.page_of_kill(kill)?;
    Ok(shell.desktop().open(&url)?)
}

/// The calls with a key since a time, by address, from the bridge's log.
#[tauri::command]
#[specta::specta]
pub async fn timeline(shell: State<'_, Shell>, key: KeyAt, since: Option<String>) -> Answer<TimelineView> {
    let wallet = shell.wallet()?;
    Ok(shell.job(Job::ReadTimeline, |watch| wallet.timeline(&key, since.as_deref(), watch)).await?)
}

/// Has the bridge in use log the addresses of calls from now on, or not.
#[tauri::command]
#[specta::specta]
pub async fn log_addresses(shell: State<'_, Shell>, wanted: bool) -> Answer<()> {
    Ok(shell.wallet()?.log_addresses(wanted).await?)
}

/// The report of an incident, as it stands now. No secret is in it.
#[tauri::command]
#[specta::specta]
pub async fn incident_report(
    shell: State<'_, Shell>,
    id: IncidentId,
    format: ReportFormat,
) -> Answer<String> {
    Ok(shell.wallet()?.incident_report(id, format)?)
}

/// Writes it into a new file; gives its path.
#[tauri::command]
#[specta::specta]
pub async fn save_incident_report(
    shell: State<'_, Shell>,
    id: IncidentId,
    format: ReportFormat,
) -> Answer<String> {
    Ok(shell.wallet()?.save_incident_report(id, format, &shell.desktop().downloads()?)?)
}
