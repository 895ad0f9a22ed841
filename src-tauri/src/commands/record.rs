//! What the wallet did, and what of it can be taken along.

use bridgekeeper_core::store::ActivityView;
use bridgekeeper_core::view::RestoreView;
use tauri::State;

use super::Answer;
use crate::desktop::Noun;
use crate::shell::Shell;

/// What the wallet did, newest first.
#[tauri::command]
#[specta::specta]
pub async fn activity(shell: State<'_, Shell>) -> Answer<Vec<ActivityView>> {
    Ok(shell.wallet()?.activity()?)
}

/// Writes everything but secrets into a new file; gives its path.
#[tauri::command]
#[specta::specta]
pub async fn save_export(shell: State<'_, Shell>) -> Answer<String> {
    Ok(shell.wallet()?.save_export(&shell.desktop().downloads()?)?)
}

/// What taking such a file's text in would add.
#[tauri::command]
#[specta::specta]
pub async fn read_export(shell: State<'_, Shell>, text: String) -> Answer<RestoreView> {
    Ok(shell.wallet()?.read_export(&text)?)
}

/// Adds it.
#[tauri::command]
#[specta::specta]
pub async fn restore(shell: State<'_, Shell>, text: String) -> Answer<RestoreView> {
    let wallet = shell.wallet()?;
    Ok(shell.change(&[Noun::Status, Noun::Keys, Noun::Tools], async { wallet.restore(&text) }).await?)
}
