//! What the settings show beside the preferences, and the demo.

use std::path::Path;

use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::view::StatusView;
use serde::Serialize;
use tauri::{State, Url};

use super::Answer;
use crate::shell::Shell;

/// What the wallet knows of itself.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct SettingsView {
    /// This program's version.
    pub version: String,
    /// Where the wallet keeps its own state, as `~/…`.
    pub data_folder: String,
    /// Whether there is a vault file, so that its passphrase is known already.
    pub vault_file: bool,
    /// For how many seconds a tool that asks for its key goes on with it, from its next configuration on.
    pub helper_seconds: u32,
    /// What is shown is the demo.
    pub demo: bool,
}

/// What the wallet knows of itself.
#[tauri::command]
#[specta::specta]
pub async fn settings(shell: State<'_, Shell>) -> Answer<SettingsView> {
    let wallet = shell.wallet()?;
    let machine = wallet.machine();
    Ok(SettingsView {
        version: env!("CARGO_PKG_VERSION").into(),
        data_folder: machine.show(&machine.data_dir),
        vault_file: shell.has_vault_file()?,
        helper_seconds: wallet.helper_seconds()?,
        demo: shell.in_demo(),
    })
}

/// Sets for how many seconds a tool that asks for its key goes on with it.
#[tauri::command]
#[specta::specta]
pub async fn set_helper_seconds(shell: State<'_, Shell>, seconds: u32) -> Answer<()> {
    Ok(shell.wallet()?.set_helper_seconds(seconds)?)
}

/// Opens the demo in place of the user's own wallet.
#[tauri::command]
#[specta::specta]
pub async fn start_demo(shell: State<'_, Shell>) -> Answer<StatusView> {
    shell.start_demo().await?;
    Ok(shell.wallet()?.status().await?)
}

/// Ends the demo; nothing of it is left.
#[tauri::command]
#[specta::specta]
pub async fn leave_demo(shell: State<'_, Shell>) -> Answer<StatusView> {
    shell.leave_demo();
    Ok(shell.wallet()?.status().await?)
}

/// A folder's address, for the desktop's own program for folders.
pub(super) fn folder_url(folder: &Path) -> Result<String> {
    let url = Url::from_directory_path(folder);
    url.map(String::from).map_err(|()| Error::new(Code::Io, say!("settings-no-address")))
}
