//! What somebody else changed in a tool's settings, and several tools configured in one go.

use bridgekeeper_core::error::ErrorView;
use bridgekeeper_core::view::{ConfigureAllRequest, DriftView, PlanView, PlansView, ToolView};
use tauri::State;

use super::Answer;
use crate::desktop::Noun;
use crate::shell::Shell;

/// What a tool's settings say instead of what was applied, field by field.
#[tauri::command]
#[specta::specta]
pub async fn tool_drift(shell: State<'_, Shell>, tool: String) -> Answer<DriftView> {
    Ok(shell.wallet()?.drift(&tool)?)
}

/// What applying again what somebody changed would change.
#[tauri::command]
#[specta::specta]
pub async fn plan_reapply(shell: State<'_, Shell>, tool: String) -> Answer<PlanView> {
    Ok(shell.wallet()?.propose_reapply(&tool).await?)
}

/// Makes what stands in a tool's settings what is expected there, as it was shown.
#[tauri::command]
#[specta::specta]
pub async fn accept_drift(shell: State<'_, Shell>, tool: String, seen: String) -> Answer<ToolView> {
    let wallet = shell.wallet()?;
    Ok(shell.change(&[Noun::Tools], async { wallet.accept_drift(&tool, &seen) }).await?)
}

/// What pointing several tools at the bridge in use would change: a plan for each.
#[tauri::command]
#[specta::specta]
pub async fn plan_all(shell: State<'_, Shell>, request: ConfigureAllRequest) -> Answer<PlansView> {
    Ok(shell.wallet()?.propose_all(request).await?)
}

/// What stands in the way of a plan now: a program that would write over it.
#[tauri::command]
#[specta::specta]
pub async fn what_blocks(shell: State<'_, Shell>, id: String) -> Answer<Option<ErrorView>> {
    Ok(shell.wallet()?.what_blocks(&id)?)
}
