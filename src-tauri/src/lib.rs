//! The window of Bridgekeeper. It knows the desktop and nothing of keys: what it does is the core's, and each
//! command is glue around one of the core's use cases.
//!
//! In reading order: [`commands`] (all that the page may ask for), [`shell`] (what they work with: the wallet
//! as this process finds it), [`desktop`] (what only a running window can do for them), [`window`] and [`tray`]
//! (the two faces of the wallet), [`errand`] (what one wants of the other, or a link of both), [`clipboard`],
//! [`preferences`], [`vaults`] (the one in use, and the other), [`demo`] (a wallet to try things with), [`shortcut`],
//! [`login`], `webkit` (what the page's engine has to be told, and when what it leaves is handed back), `memory` (how),
//! [`watch`] (sees when somebody else changes a tool's files).
//!
//! The page is not trusted with more than it shows. It gets no secret but on an explicit reveal, has no file,
//! shell, HTTP, clipboard or opener permission, loads nothing from elsewhere and cannot be led elsewhere.

/// A text of `src-tauri/words/*/window.ftl` by its name, its blanks filled: `say!("no-such-key", name = "work")`.
/// What belongs to a text is an attribute of it: `say!("no-such-key", "hint")`. A [`String`].
macro_rules! say {
    ($name:literal $(, $attribute:literal)? $(, $blank:ident = $value:expr)* $(,)?) => {
        i18n_embed_fl::fl!(bridgekeeper_core::words::WINDOW.now(), $name $(, $attribute)? $(, $blank = { $value })*)
    };
}

pub mod clipboard;
pub mod commands;
pub mod demo;
pub mod desktop;
pub mod errand;
#[cfg(debug_assertions)]
mod haste;
pub mod login;
#[cfg(target_os = "linux")]
mod memory;
pub mod preferences;
pub mod shell;
pub mod shortcut;
pub mod tray;
pub mod vaults;
pub mod watch;
#[cfg(target_os = "linux")]
pub mod webkit;
pub mod window;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use bridgekeeper_core::words;
use tauri::{AppHandle, Manager, RunEvent, Runtime, WindowEvent};

use clipboard::Clipboard;
use desktop::Window;
use errand::{Errand, Errands, Screen};
use preferences::Preferences;
use shell::Shell;

/// At login the panel, and the tray in it, may come up after us.
const PANEL_COMES_UP: Duration = Duration::from_secs(20);

/// Opens the window, or only the tray's part of it, as this start's arguments say; returns when the wallet ends.
///
/// # Errors
/// If there is no desktop to open it on.
pub fn run(arguments: &[String]) -> tauri::Result<()> {
    #[cfg(debug_assertions)]
    end_on_panic();
    let hidden = is_hidden(arguments);
    let screen = Screen::of_arguments(arguments.iter().map(String::as_str));
    let app = tauri::Builder::default()
        // First, so that a second start ends before it does anything.
        .plugin(tauri_plugin_single_instance::init(|app, arguments, _folder| started_again(app, &arguments)))
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_store::Builder::new().build())
        .plugin(login::plugin())
        .invoke_handler(commands::for_the_page().invoke_handler())
        .setup(move |app| {
            let handle = app.handle();
            words::speak(Preferences::of(handle).words());
            app.manage(Arc::new(Clipboard::new(handle.clone())));
            app.manage(Errands::default());
            app.manage(window::Asked::default());
            if let Some(screen) = screen {
                app.state::<Errands>().leave(Errand::Show { screen });
            }
            match hidden {
                true => open_without_tray(handle.clone()),
                false => window::build(handle)?,
            }
            // While the page's own processes start: it can ask for nothing before this has returned.
            app.manage(Shell::here(Window(handle.clone())));
            tray::start(handle);
            listen_for_the_shortcut(handle.clone());
            recover(handle.clone());
            app.state::<Shell>().carry_on();
            watch::start(handle.clone());
            #[cfg(target_os = "linux")]
            webkit::tidy(handle);
            Ok(())
        })
        .on_window_event(|window, event| match event {
            WindowEvent::CloseRequested { api, .. } => window::closing(window, api),
            #[cfg(target_os = "linux")]
            WindowEvent::Destroyed => webkit::tidy(window.app_handle()),
            WindowEvent::ThemeChanged(_) => tray::look(window.app_handle()),
            _ => {}
        })
        .build(context())?;
    app.run(|app, event| match event {
        // The last window is closed, and the tray keeps the wallet.
        RunEvent::ExitRequested { api, code: None, .. } if tray::stands(app) => api.prevent_exit(),
        RunEvent::ExitRequested { api, .. } => {
            let clipboard = app.state::<Arc<Clipboard<AppHandle>>>().inner().clone();
            if clipboard.holds() {
                api.prevent_exit();
                clear_and_exit(app.clone(), clipboard);
            }
        }
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            if let Some(screen) = urls.iter().find_map(|url| Screen::of_link(url.as_str())) {
                window::open(app, Some(Errand::Show { screen }));
            }
        }
        _ => {}
    });
    Ok(())
}

/// A panic on any thread ends a release, so it ends what is tested, too: else a task would die there unseen.
#[cfg(debug_assertions)]
fn end_on_panic() {
    let say = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        say(panic);
        std::process::abort();
    }));
}

/// Configuration, capabilities and the page itself, as they were when this was built.
fn context<R: Runtime>() -> tauri::Context<R> {
    tauri::generate_context!()
}

fn is_hidden(arguments: &[String]) -> bool {
    arguments.iter().any(|argument| argument == login::HIDDEN)
}

/// A second start raises the window. Its arguments come from any program of this user: a link of ours opens a
/// screen, and nothing else is looked at.
fn started_again(app: &AppHandle, arguments: &[String]) {
    let screen = Screen::of_arguments(arguments.iter().map(String::as_str));
    if screen.is_some() || !is_hidden(arguments) {
        window::open(app, screen.map(|screen| Errand::Show { screen }));
    }
}

/// A start in the tray where none comes up: the window is the only way to the wallet.
fn open_without_tray(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(PANEL_COMES_UP).await;
        if !tray::stands(&app) {
            window::open(&app, None);
        }
    });
}

/// Beside the start, which it would hold up. Keys that another program has taken meanwhile are told in the
/// settings, when they are set anew.
fn listen_for_the_shortcut(app: AppHandle) {
    tauri::async_runtime::spawn_blocking(move || {
        let keys = Preferences::of(&app).shortcut.unwrap_or_default();
        let _ = shortcut::take(&app, &keys);
    });
}

/// Finishes what a crash cut short, while the window opens: an original may have to come out of the vault.
fn recover(app: AppHandle) {
    tauri::async_runtime::spawn_blocking(move || app.state::<Shell>().recover());
}

/// Clears the clipboard beside the event loop, which has to go on: the text may be asked of this very window.
fn clear_and_exit(app: AppHandle, clipboard: Arc<Clipboard<AppHandle>>) {
    tauri::async_runtime::spawn_blocking(move || {
        clipboard.clear();
        app.exit(0);
    });
}
