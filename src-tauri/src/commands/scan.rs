//! Copies of keys on this machine.

use bridgekeeper_core::view::{ScanRequest, ScanView};
use tauri::State;

use super::Answer;
use crate::shell::Shell;

/// Looks for copies of keys; what it finds is told as it comes, by the event `scan`. Stopped, it answers with what
/// it has.
#[tauri::command]
#[specta::specta]
pub async fn start_scan(shell: State<'_, Shell>, request: ScanRequest) -> Answer<ScanView> {
    shell.scan(request).await
}
