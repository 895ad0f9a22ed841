//! Keys that other programs were left with in clear.

use bridgekeeper_core::view::{AdoptRequest, AdoptableListView, AdoptedView, PlanView};
use tauri::State;

use super::Answer;
use crate::desktop::Noun;
use crate::shell::Shell;

/// The keys that can be taken over, and where they stand. Nobody is asked.
#[tauri::command]
#[specta::specta]
pub async fn list_adoptable(shell: State<'_, Shell>) -> Answer<AdoptableListView> {
    Ok(shell.wallet()?.adoptable().await?)
}

/// What taking a key over would change.
#[tauri::command]
#[specta::specta]
pub async fn plan_adopt(shell: State<'_, Shell>, request: AdoptRequest) -> Answer<PlanView> {
    Ok(shell.wallet()?.propose_adopt(request).await?)
}

/// What putting the key that was taken over last back would change.
#[tauri::command]
#[specta::specta]
pub async fn plan_adopt_undo(shell: State<'_, Shell>) -> Answer<PlanView> {
    Ok(shell.wallet()?.propose_adopt_undo().await?)
}

/// Into the vault, read back, out of the files; or back again.
#[tauri::command]
#[specta::specta]
pub async fn apply_adopt(shell: State<'_, Shell>, id: String) -> Answer<AdoptedView> {
    let nouns = [Noun::Keys, Noun::Tools, Noun::Status];
    Ok(shell.change(&nouns, shell.wallet()?.apply_adopt(&id)).await?)
}

/// Forgets such a plan.
#[tauri::command]
#[specta::specta]
pub async fn discard_adopt(shell: State<'_, Shell>, id: String) -> Answer<()> {
    shell.wallet()?.discard_adopt(&id);
    Ok(())
}
