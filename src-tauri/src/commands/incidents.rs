//! Leaks: which key it was, kill it, see how dead it is. And rotations, which end in the same proof.
//!
//! A kill goes on whatever the page does: it can be watched, and there is nothing to stop it with. Every step is
//! told by the event noun `incidents`; the page then reads the incident again.

use bridgekeeper_core::secret::Secret;
use bridgekeeper_core::store::{IncidentId, KillId, RotationId};
use bridgekeeper_core::view::{
    IncidentView, KillRequest, LeakTryView, LeakView, OldKeyView, RotateRequest, RotationView,
};
use tauri::State;

use super::Answer;
use crate::desktop::Noun;
use crate::shell::Shell;

/// Which of your keys a pasted text holds, whatever stands around them. Nothing is done yet, but that a connection
/// to their bridges is opened, so that a kill that follows is fast.
#[tauri::command]
#[specta::specta]
pub async fn read_leak(shell: State<'_, Shell>, text: String) -> Answer<LeakView> {
    let text = Secret::new(text);
    // EXPOSE: looked through for keys, which are told by their names.
    Ok(shell.wallet()?.read_leak(text.expose().as_bytes()).await?)
}

/// Shows a key that is none of yours at the door of the bridge in use.
#[tauri::command]
#[specta::specta]
pub async fn try_leaked(shell: State<'_, Shell>, id: String) -> Answer<LeakTryView> {
    Ok(shell.wallet()?.try_leaked(&id).await?)
}

/// Kills keys, now. Answers as soon as that is written down; from then on it goes on by itself until it is proven,
/// also after a restart.
#[tauri::command]
#[specta::specta]
pub async fn start_kill(shell: State<'_, Shell>, request: KillRequest) -> Answer<IncidentView> {
    let wallet = shell.wallet()?;
    let id = wallet.begin_kill(&request)?;
    shell.carry_out_kill(id);
    Ok(wallet.incident(id)?)
}

/// Every incident, newest first.
#[tauri::command]
#[specta::specta]
pub async fn incidents(shell: State<'_, Shell>) -> Answer<Vec<IncidentView>> {
    Ok(shell.wallet()?.incidents()?)
}

/// One incident, as it stands now.
#[tauri::command]
#[specta::specta]
pub async fn incident(shell: State<'_, Shell>, id: IncidentId) -> Answer<IncidentView> {
    Ok(shell.wallet()?.incident(id)?)
}

/// Deletes a key that disabling did not kill; whether it is dead is still being proven. It cannot be undone.
#[tauri::command]
#[specta::specta]
pub async fn delete_killed(shell: State<'_, Shell>, kill: KillId) -> Answer<IncidentView> {
    Ok(shell.change(&[Noun::Incidents, Noun::Keys], shell.wallet()?.delete_killed(kill)).await?)
}

/// Gives an incident up that cannot be proven: nothing is tried any more, and it is never called dead.
#[tauri::command]
#[specta::specta]
pub async fn close_incident(shell: State<'_, Shell>, id: IncidentId) -> Answer<IncidentView> {
    let wallet = shell.wallet()?;
    Ok(shell.change(&[Noun::Incidents], async { wallet.close_incident(id) }).await?)
}

/// Begins to rotate a key: one like it is made and put wherever it is used, then the old one is disabled. Goes on
/// by itself; told by the noun `incidents`.
#[tauri::command]
#[specta::specta]
pub async fn rotate_key(shell: State<'_, Shell>, request: RotateRequest) -> Answer<RotationView> {
    let view = shell.wallet()?.begin_rotation(&request)?;
    shell.carry_out_rotation(view.id);
    Ok(view)
}

/// Goes on with a rotation that was stopped by trouble.
#[tauri::command]
#[specta::specta]
pub async fn resume_rotation(shell: State<'_, Shell>, id: RotationId) -> Answer<RotationView> {
    let view = shell.wallet()?.rotation(id)?;
    shell.carry_out_rotation(id);
    Ok(view)
}

/// Gives a rotation up where it is: both keys stay as they are.
#[tauri::command]
#[specta::specta]
pub async fn give_rotation_up(shell: State<'_, Shell>, id: RotationId) -> Answer<RotationView> {
    let wallet = shell.wallet()?;
    Ok(shell.change(&[Noun::Incidents], async { wallet.give_rotation_up(id) }).await?)
}

/// Every rotation, newest first.
#[tauri::command]
#[specta::specta]
pub async fn rotations(shell: State<'_, Shell>) -> Answer<Vec<RotationView>> {
    Ok(shell.wallet()?.rotations()?)
}

/// Keys of the bridge in use that work and are so many days old, oldest first.
#[tauri::command]
#[specta::specta]
pub async fn old_keys(shell: State<'_, Shell>, days: u32) -> Answer<Vec<OldKeyView>> {
    Ok(shell.wallet()?.old_keys(days)?)
}
