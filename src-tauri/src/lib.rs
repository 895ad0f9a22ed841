//! The window of Bridgekeeper. It knows the desktop and nothing of keys: what it does is the core's, and each
//! command is glue around one of the core's use cases.
//!
//! In reading order: [`commands`] (all that the page may ask for), [`shell`] (what they work with: the wallet
//! as this process finds it), [`desktop`] (what only a running window can do for them), [`clipboard`],
//! [`preferences`], [`watch`] (sees when somebody else changes a tool's files).
//!
//! The page is not trusted with more than it shows. It gets no secret but on an explicit reveal, has no file,
//! shell, HTTP, clipboard or opener permission, loads nothing from elsewhere and cannot be led elsewhere.

pub mod clipboard;
pub mod commands;
pub mod desktop;
pub mod preferences;
pub mod shell;
pub mod watch;

#[cfg(test)]
mod tests;

use std::sync::Arc;

#[cfg(target_os = "linux")]
use gtk::prelude::GtkSettingsExt;
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager, RunEvent, Runtime, Theme, Url, WebviewWindow, WebviewWindowBuilder};

use clipboard::Clipboard;
use desktop::Window;
use preferences::Preferences;
use shell::Shell;

/// Opens the window; returns when it is closed.
///
/// # Errors
/// If there is no desktop to open it on.
pub fn run() -> tauri::Result<()> {
    let app = tauri::Builder::default()
        // First, so that a second start ends before it does anything. Its arguments come from any program of
        // this user: they are not looked at.
        .plugin(tauri_plugin_single_instance::init(|app, _arguments, _folder| raise(app)))
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_store::Builder::new().build())
        .invoke_handler(commands::for_the_page().invoke_handler())
        .setup(|app| {
            let handle = app.handle();
            app.manage(Arc::new(Clipboard::new(handle.clone())));
            app.manage(Shell::here(Window(handle.clone())));
            open_window(handle)?;
            recover(handle.clone());
            app.state::<Shell>().carry_on();
            watch::start(handle.clone());
            Ok(())
        })
        .build(context())?;
    app.run(|app, event| {
        if let RunEvent::ExitRequested { api, .. } = event {
            let clipboard = app.state::<Arc<Clipboard<AppHandle>>>().inner().clone();
            if clipboard.holds() {
                api.prevent_exit();
                clear_and_exit(app.clone(), clipboard);
            }
        }
    });
    Ok(())
}

/// Configuration, capabilities and the page itself, as they were when this was built.
fn context<R: Runtime>() -> tauri::Context<R> {
    tauri::generate_context!()
}

fn open_window(app: &AppHandle) -> tauri::Result<()> {
    let config = app.config().app.windows.first().ok_or(tauri::Error::WindowNotFound)?;
    let chosen = Preferences::of(app);
    let window = WebviewWindowBuilder::from_config(app, config)?
        .theme(chosen.theme())
        .initialization_script(chosen.script())
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    // Until the page has drawn itself, this is what is seen of the window: without it, a white flash.
    let theme = chosen.theme().map_or_else(|| system_theme(&window), Ok)?;
    window.set_background_color(Some(preferences::background(theme)))
}

/// The desktop's theme, as the page will take it to be.
fn system_theme(window: &WebviewWindow) -> tauri::Result<Theme> {
    #[cfg(target_os = "linux")]
    if gtk::Settings::default().is_some_and(|desktop| desktop.is_gtk_application_prefer_dark_theme()) {
        return Ok(Theme::Dark);
    }
    window.theme()
}

/// Whether an address is the page's own, which is the only one that the window ever shows.
fn is_ours(url: &Url) -> bool {
    let ours = if cfg!(windows) { ("http", Some("tauri.localhost")) } else { ("tauri", Some("localhost")) };
    (url.scheme(), url.host_str()) == ours
}

/// Finishes what a crash cut short, while the window opens: an original may have to come out of the vault.
fn recover(app: AppHandle) {
    tauri::async_runtime::spawn_blocking(move || app.state::<Shell>().recover());
}

/// Brings the one window to the front.
fn raise(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        // A window manager may refuse; then the user clicks on it.
        let _ = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
    }
}

/// Clears the clipboard beside the event loop, which has to go on: the text may be asked of this very window.
fn clear_and_exit(app: AppHandle, clipboard: Arc<Clipboard<AppHandle>>) {
    tauri::async_runtime::spawn_blocking(move || {
        clipboard.clear();
        app.exit(0);
    });
}
