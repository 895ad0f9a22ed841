//! Work that is left to a person's hands.

use bridgekeeper_core::view::StepsView;
use tauri::State;

use super::Answer;
use crate::shell::Shell;

/// How far the steps of a plan are now. Reads the tool's files and changes nothing.
#[tauri::command]
#[specta::specta]
pub async fn look_at_steps(shell: State<'_, Shell>, id: String) -> Answer<StepsView> {
    Ok(shell.wallet()?.look_at_steps(&id).await?)
}
