//! Beside a kill: the page on which its key can be turned off by hand.

use bridgekeeper_core::store::KillId;
use tauri::State;

use super::Answer;
use crate::shell::Shell;

/// Opens the web page of a killed key's bridge in the user's browser.
#[tauri::command]
#[specta::specta]
pub async fn open_kill_page(shell: State<'_, Shell>, kill: KillId) -> Answer<()> {
    let url = shell.wallet()?.page_of_kill(kill)?;
    Ok(shell.desktop().open(&url)?)
}
