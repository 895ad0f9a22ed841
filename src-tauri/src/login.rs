//! Start at login, in the tray: an entry among the desktop's own, made and taken away by a plugin.

use bridgekeeper_core::error::{Code, Error, Result};
use tauri::AppHandle;
use tauri::plugin::TauriPlugin;
use tauri_plugin_autostart::ManagerExt;

/// The argument of a start that shows no window.
pub const HIDDEN: &str = "--hidden";

/// The plugin behind it.
pub fn plugin() -> TauriPlugin<tauri::Wry> {
    tauri_plugin_autostart::Builder::new().app_name("bridgekeeper").arg(HIDDEN).build()
}

/// Whether it is started at login; nothing if the desktop does not say.
pub fn starts(app: &AppHandle) -> Option<bool> {
    app.autolaunch().is_enabled().ok()
}

/// Has it started at login, or no longer.
///
/// # Errors
/// [`Code::Io`] if the desktop's entry cannot be written.
pub fn start(app: &AppHandle, start: bool) -> Result<()> {
    let entries = app.autolaunch();
    let done = if start { entries.enable() } else { entries.disable() };
    done.map_err(|error| Error::new(Code::Io, say!("login-refused")).because(error))
}
