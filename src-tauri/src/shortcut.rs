//! The keys that open the window at Leak from anywhere. Off by default, so the plugin behind it, which looks for
//! keys twenty times a second on X11 (global-hotkey 0.8 `x11/mod.rs`), is not even started before.

use bridgekeeper_core::error::{Code, Error, Result};
use tauri::{AppHandle, Manager};
use tauri_plugin_global_shortcut::{GlobalShortcut, GlobalShortcutExt, Shortcut, ShortcutState};

use crate::errand::{Errand, Screen};
use crate::window;

/// Whether this desktop hands keys to a program that is not in front.
pub fn possible() -> bool {
    !cfg!(target_os = "linux") || std::env::var_os("WAYLAND_DISPLAY").is_none()
}

/// Listens for these keys from now on, and for no others; for none if it is empty.
///
/// # Errors
/// [`Code::Invalid`] for keys that cannot be; [`Code::Busy`] if another program has them. What was before stays
/// in the first case.
pub fn take(app: &AppHandle, keys: &str) -> Result<()> {
    let wanted = match keys {
        "" => None,
        keys => Some(parse(keys)?),
    };
    if app.try_state::<GlobalShortcut<tauri::Wry>>().is_none() {
        if wanted.is_none() {
            return Ok(());
        }
        add_plugin(app)?;
    }
    app.global_shortcut().unregister_all().map_err(refused)?;
    let Some(wanted) = wanted else { return Ok(()) };
    let taken = app.global_shortcut().on_shortcut(wanted, |app, _, event| {
        if event.state == ShortcutState::Pressed {
            window::open(app, Some(Errand::Show { screen: Screen::Leak }));
        }
    });
    taken.map_err(refused)
}

/// On the main thread: macOS listens for keys nowhere else.
fn add_plugin(app: &AppHandle) -> Result<()> {
    let theirs = app.clone();
    let (tell, told) = std::sync::mpsc::channel();
    let add = move || {
        let _ = tell.send(theirs.plugin(tauri_plugin_global_shortcut::Builder::new().build()));
    };
    app.run_on_main_thread(add).map_err(refused)?;
    told.recv().map_err(refused)?.map_err(refused)
}

/// A plain key alone would be taken away from whatever is typed into.
fn parse(keys: &str) -> Result<Shortcut> {
    let cannot_be =
        || Error::new(Code::Invalid, say!("shortcut-odd", keys = keys)).hint(say!("shortcut-odd", "hint"));
    let wanted: Shortcut = keys.parse().map_err(|_| cannot_be())?;
    let with = tauri_plugin_global_shortcut::Modifiers::SHIFT;
    match wanted.mods.difference(with).is_empty() {
        true => Err(cannot_be()),
        false => Ok(wanted),
    }
}

fn refused(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(Code::Busy, say!("shortcut-refused")).hint(say!("shortcut-refused", "hint")).because(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shortcut_has_a_key_and_more_than_shift() {
        for good in ["Ctrl+Alt+K", "Super+Shift+F9", "Alt+Space"] {
            parse(good).unwrap();
        }
        for bad in ["K", "Shift+K", "F9", "Ctrl+", "Ctrl+Alt", "Ctrl+K+L", "Nonsense+K"] {
            assert_eq!(parse(bad).unwrap_err().code(), Code::Invalid, "{bad}");
        }
    }
}
