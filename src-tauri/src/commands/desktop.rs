//! The desktop around the window.

use tauri::State;

use super::Answer;
use crate::desktop::DesktopView;
use crate::errand::Errand;
use crate::shell::Shell;

/// What this desktop can do for the window.
#[tauri::command]
#[specta::specta]
pub async fn desktop(shell: State<'_, Shell>) -> Answer<DesktopView> {
    Ok(shell.desktop().view())
}

/// What the window was opened for, once.
#[tauri::command]
#[specta::specta]
pub async fn take_errand(shell: State<'_, Shell>) -> Answer<Option<Errand>> {
    Ok(shell.desktop().take_errand())
}

/// Closes the window: the wallet stays in the tray, or ends. It is not asked again.
#[tauri::command]
#[specta::specta]
pub async fn close_window(shell: State<'_, Shell>, stay: bool) -> Answer<()> {
    shell.desktop().close(stay);
    Ok(())
}

/// Forgets every secret, on the clipboard too, and closes the vault.
#[tauri::command]
#[specta::specta]
pub async fn lock(shell: State<'_, Shell>) -> Answer<()> {
    shell.lock().await
}
