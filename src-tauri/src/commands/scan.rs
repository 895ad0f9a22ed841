//! Copies of keys on this machine.

use bridgekeeper_core::view::{CleanedView, CleanupView, PlanView, ScanRequest, ScanView};
use tauri::State;

use super::Answer;
use crate::desktop::Noun;
use crate::shell::Shell;

/// Looks for copies of keys; what it finds is told as it comes, by the event `scan`. Stopped, it answers with what
/// it has.
#[tauri::command]
#[specta::specta]
pub async fn start_scan(shell: State<'_, Shell>, request: ScanRequest) -> Answer<ScanView> {
    shell.scan(request).await
}

/// What writing over copies of the last scan would change: a plan for each file.
#[tauri::command]
#[specta::specta]
pub async fn plan_cleanup(shell: State<'_, Shell>, ids: Vec<String>) -> Answer<CleanupView> {
    Ok(shell.wallet()?.propose_cleanup(&ids).await?)
}

/// What taking the last cleanup back would change.
#[tauri::command]
#[specta::specta]
pub async fn plan_cleanup_undo(shell: State<'_, Shell>) -> Answer<PlanView> {
    Ok(shell.wallet()?.propose_cleanup_undo().await?)
}

/// Carries a cleanup out, or back, as it was shown, and looks through the file again.
#[tauri::command]
#[specta::specta]
pub async fn apply_cleanup(shell: State<'_, Shell>, id: String) -> Answer<CleanedView> {
    Ok(shell.change(&[Noun::Status], shell.wallet()?.apply_cleanup(&id)).await?)
}
