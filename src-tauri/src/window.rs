//! The one window: made, raised, closed, and put where it was. While it is closed, the process is the small part
//! of the wallet that stands in the tray: its webview is gone.

use std::sync::atomic::{AtomicBool, Ordering};

#[cfg(target_os = "linux")]
use gtk::prelude::GtkSettingsExt;
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, CloseRequestApi, Emitter, Manager, Theme, Url, WebviewWindowBuilder};

use crate::errand::{Errand, Errands};
use crate::preferences::{self, Place, Preferences};
use crate::tray;

const LABEL: &str = "main";

/// The event that tells the page to fetch an [`Errand`].
const ERRAND: &str = "errand";

/// The event that has the page ask, once, what closing the window is to mean.
const CLOSING: &str = "closing";

/// Brings the window to the front, or makes it where there is none.
pub fn open(app: &AppHandle, errand: Option<Errand>) {
    if let Some(errand) = errand {
        app.state::<Errands>().leave(errand);
    }
    let app = app.clone();
    // On Windows a window cannot be made in the middle of an event.
    tauri::async_runtime::spawn(async move {
        // Whatever fails here is up to the desktop; whoever wants the window tries again.
        let _ = match app.get_webview_window(LABEL) {
            Some(window) => {
                // A window manager may refuse to raise it; then the user clicks on it.
                let _ = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
                app.emit(ERRAND, ())
            }
            None => {
                #[cfg(target_os = "linux")]
                crate::webkit::tidy(&app);
                build(&app)
            }
        };
    });
}

/// Makes the window.
///
/// # Errors
/// If there is no desktop to open it on.
pub(crate) fn build(app: &AppHandle) -> tauri::Result<()> {
    let config = app.config().app.windows.first().ok_or(tauri::Error::WindowNotFound)?;
    let chosen = Preferences::of(app);
    let mut builder = WebviewWindowBuilder::from_config(app, config)?
        .theme(chosen.theme())
        .initialization_script(chosen.script())
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny);
    let place = Place::of(app);
    if let Some(place) = &place {
        builder = builder.inner_size(place.width, place.height).maximized(place.maximized);
    }
    builder = match place.filter(|place| is_on_screen(app, place)) {
        Some(place) => builder.position(place.x, place.y),
        None => builder.center(),
    };
    let window = builder.build()?;
    // Until the page has drawn itself, this is what is seen of the window: without it, a white flash.
    let theme = chosen.theme().map_or_else(|| system_theme(app, || window.theme()), Ok)?;
    window.set_background_color(Some(preferences::background(theme)))
}

/// The desktop's theme, as the page will take it to be. Whatever thread asks.
pub(crate) fn system_theme(
    _app: &AppHandle,
    windows: impl FnOnce() -> tauri::Result<Theme>,
) -> tauri::Result<Theme> {
    #[cfg(target_os = "linux")]
    if is_desktop_dark(_app) {
        return Ok(Theme::Dark);
    }
    windows()
}

/// GTK's settings may be read on the main thread only; anywhere else they end the program.
#[cfg(target_os = "linux")]
fn is_desktop_dark(app: &AppHandle) -> bool {
    let (tell, told) = std::sync::mpsc::channel();
    let asked = app.run_on_main_thread(move || {
        let desktop = gtk::Settings::default();
        let _ = tell.send(desktop.is_some_and(|desktop| desktop.is_gtk_application_prefer_dark_theme()));
    });
    asked.is_ok() && told.recv().unwrap_or(false)
}

/// Whether an address is the page's own, which is the only one that the window ever shows.
pub(crate) fn is_ours(url: &Url) -> bool {
    let ours = if cfg!(windows) { ("http", Some("tauri.localhost")) } else { ("tauri", Some("localhost")) };
    (url.scheme(), url.host_str()) == ours
}

/// Whether the page was asked what closing means, and has not answered yet. Whoever closes the window again has
/// seen the question or a page that does not answer.
#[derive(Default)]
pub(crate) struct Asked(AtomicBool);

/// Somebody closes the window: with a tray it goes there, and the first time that is said.
pub(crate) fn closing(window: &tauri::Window, close: &CloseRequestApi) {
    let app = window.app_handle();
    if let Some(place) = place_of(window) {
        // A place that is forgotten is not worth keeping the window open.
        let _ = place.save(app);
    }
    let is_news = tray::stands(app) && Preferences::of(app).knows_tray != Some(true);
    if is_news && !app.state::<Asked>().0.swap(true, Ordering::Relaxed) {
        close.prevent_close();
        let _ = app.emit(CLOSING, ());
    }
}

/// Closes it as the user answered: the wallet stays in the tray, from now on, or it ends, from now on.
pub fn close(app: &AppHandle, stay: bool) {
    let answer = Preferences { knows_tray: Some(true), tray: Some(stay), ..Preferences::default() };
    // At worst it is asked again.
    let _ = answer.save(app);
    match app.get_webview_window(LABEL) {
        Some(window) if stay => drop(window.destroy()),
        _ => app.exit(0),
    }
}

fn place_of(window: &tauri::Window) -> Option<Place> {
    if window.is_minimized().ok()? {
        return None;
    }
    let scale = window.scale_factor().ok()?;
    let size = window.inner_size().ok()?.to_logical::<f64>(scale);
    let at = window.outer_position().ok()?.to_logical::<f64>(scale);
    let maximized = window.is_maximized().ok()?;
    let before = Place::of(window.app_handle()).filter(|_| maximized);
    Some(match before {
        // What it goes back to when it is no longer maximized.
        Some(before) => Place { maximized, ..before },
        None => Place { x: at.x, y: at.y, width: size.width, height: size.height, maximized },
    })
}

/// Whether the middle of the title bar is on a screen that is there now.
fn is_on_screen(app: &AppHandle, place: &Place) -> bool {
    let grip = (place.x + place.width / 2.0, place.y + 16.0);
    app.available_monitors().unwrap_or_default().iter().any(|screen| {
        let scale = screen.scale_factor();
        let (at, size) = (screen.position().to_logical::<f64>(scale), screen.size().to_logical::<f64>(scale));
        (at.x..at.x + size.width).contains(&grip.0) && (at.y..at.y + size.height).contains(&grip.1)
    })
}
