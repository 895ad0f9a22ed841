//! Where secrets rest: opened, and moved.

use bridgekeeper_core::secret::Secret;
use bridgekeeper_core::vault::VaultKind;
use bridgekeeper_core::view::StatusView;
use tauri::State;

use super::Answer;
use crate::shell::Shell;

/// Opens the vault file with its passphrase. Where there is no file yet, that is the passphrase of the file to come.
#[tauri::command]
#[specta::specta]
pub async fn unlock_file(shell: State<'_, Shell>, passphrase: String) -> Answer<StatusView> {
    shell.unlock_file(Secret::new(passphrase)).await?;
    Ok(shell.wallet()?.status().await?)
}

/// Moves all secrets to another vault, or leaves them behind in one that cannot be opened any more, and uses it
/// from now on. A file is opened with its passphrase first.
#[tauri::command]
#[specta::specta]
pub async fn use_vault(
    shell: State<'_, Shell>,
    kind: VaultKind,
    passphrase: Option<String>,
    bring: bool,
) -> Answer<StatusView> {
    shell.use_vault(kind, passphrase.map(Secret::new), bring).await?;
    Ok(shell.wallet()?.status().await?)
}
