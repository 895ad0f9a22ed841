//! The wallet in the desktop's tray: which profile each tool uses, and what has to be quick. Its menu is drawn
//! from what is known; opening it asks nobody.

mod host;
mod menu;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use bridgekeeper_core::wallet::Switch;
use tauri::image::Image;
use tauri::menu::{CheckMenuItem, IsMenuItem, Menu, MenuItem, PredefinedMenuItem, Submenu};
use tauri::tray::{TrayIcon, TrayIconBuilder};
use tauri::{AppHandle, Manager, Theme, Wry, include_image};

use crate::desktop::{Desktop, Noun, TrayState, Window};
use crate::errand::{Errand, Screen};
use crate::preferences::Preferences;
use crate::shell::Shell;
use crate::window;
use menu::{Act, Item};

const ID: &str = "bridgekeeper";

/// For panels of the light and of the dark theme.
const LIGHT: Image<'_> = include_image!("../icons/tray-light.png");
const DARK: Image<'_> = include_image!("../icons/tray-dark.png");

/// What is known of the tray by whoever is not in it.
struct Tray {
    /// The desktop has a place for it.
    host: AtomicBool,
    /// The wallet is to be seen there.
    stands: AtomicBool,
    signs: Sender<Sign>,
}

/// Why it is looked at again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// Something may have changed.
    Look,
    /// What is shown is not what was drawn: a click has ticked an entry.
    Redraw,
}

/// Watches for a place in the tray, and stands there while there is one and the user wants it.
pub fn start(app: &AppHandle) {
    let (signs, seen) = channel();
    app.manage(Tray { host: AtomicBool::new(false), stands: AtomicBool::new(false), signs });
    let theirs = app.clone();
    // One thread, so that two changes never draw over each other. Without it there is no tray.
    let drawing = std::thread::Builder::new().name("tray".into()).spawn(move || draw(&theirs, &seen));
    if drawing.is_ok() {
        let theirs = app.clone();
        host::watch(move |is_there| {
            theirs.state::<Tray>().host.store(is_there, Ordering::Release);
            look(&theirs);
        });
    }
}

/// Has it look whether what it shows is still so.
pub fn look(app: &AppHandle) {
    sign(app, Sign::Look);
}

fn sign(app: &AppHandle, sign: Sign) {
    if let Some(tray) = app.try_state::<Tray>() {
        // Nobody listens at the very end.
        let _ = tray.signs.send(sign);
    }
}

/// Whether the wallet is to be seen in the tray, and so goes on without a window.
pub fn stands(app: &AppHandle) -> bool {
    app.try_state::<Tray>().is_some_and(|tray| tray.stands.load(Ordering::Acquire))
}

/// The same, with the reason.
pub fn state(app: &AppHandle) -> TrayState {
    let host = app.try_state::<Tray>().is_some_and(|tray| tray.host.load(Ordering::Acquire));
    match (host, Preferences::of(app).wants_tray()) {
        (false, _) => TrayState::Absent,
        (true, false) => TrayState::Off,
        (true, true) => TrayState::Shown,
    }
}

/// What stands in the tray.
struct Shown {
    icon: TrayIcon,
    items: Vec<Item>,
    dark: bool,
    visible: bool,
}

fn draw(app: &AppHandle, signs: &Receiver<Sign>) {
    let mut shown = None;
    while let Ok(first) = signs.recv() {
        let redraw =
            signs.try_iter().fold(first == Sign::Redraw, |redraw, sign| redraw || sign == Sign::Redraw);
        let wanted = state(app) == TrayState::Shown;
        // What the desktop refuses to show is not there, and the window says so.
        let stands = settle(app, &mut shown, wanted, redraw).is_ok() && wanted;
        if app.state::<Tray>().stands.swap(stands, Ordering::AcqRel) != stands {
            Window(app.clone()).changed(Noun::Desktop);
        }
    }
}

fn settle(app: &AppHandle, shown: &mut Option<Shown>, wanted: bool, redraw: bool) -> tauri::Result<()> {
    if !wanted {
        if let Some(shown) = shown.as_mut().filter(|shown| shown.visible) {
            shown.icon.set_visible(false)?;
            shown.visible = false;
        }
        return Ok(());
    }
    let items = items(app);
    let dark = is_dark(app);
    match shown {
        None => {
            let icon = TrayIconBuilder::with_id(ID)
                .icon(if dark { DARK } else { LIGHT })
                .icon_as_template(true)
                .tooltip("Bridgekeeper")
                .menu(&menu_of(app, &items)?)
                .on_menu_event(|app, event| {
                    if let Some(act) = Act::of_id(&event.id().0) {
                        run(app, act);
                    }
                })
                .build(app)?;
            *shown = Some(Shown { icon, items, dark, visible: true });
        }
        Some(shown) => {
            if redraw || shown.items != items {
                shown.icon.set_menu(Some(menu_of(app, &items)?))?;
                shown.items = items;
            }
            if shown.dark != dark {
                shown.icon.set_icon_with_as_template(Some(if dark { DARK } else { LIGHT }), true)?;
                shown.dark = dark;
            }
            if !shown.visible {
                shown.icon.set_visible(true)?;
                shown.visible = true;
            }
        }
    }
    Ok(())
}

/// What the menu is to say now.
fn items(app: &AppHandle) -> Vec<Item> {
    let shell = app.state::<Shell>();
    let known = shell.own_wallet().ok().and_then(|wallet| {
        Some((wallet.tools().ok()?, wallet.profiles().ok()?, wallet.costs_today().ok().flatten()))
    });
    let (tools, profiles, costs) = known.unwrap_or_default();
    menu::items(&tools, &profiles, costs.as_ref())
}

fn menu_of(app: &AppHandle, items: &[Item]) -> tauri::Result<Menu<Wry>> {
    let menu = Menu::new(app)?;
    for item in items {
        let item: Box<dyn IsMenuItem<Wry>> = match item {
            Item::Line => Box::new(PredefinedMenuItem::separator(app)?),
            Item::Note(text) => Box::new(MenuItem::new(app, escaped(text), false, None::<&str>)?),
            Item::Act { act, text } => {
                Box::new(MenuItem::with_id(app, act.id(), escaped(text), true, None::<&str>)?)
            }
            Item::Tool { text, profiles } => {
                let tool = Submenu::new(app, escaped(text), true)?;
                for profile in profiles {
                    let (id, text) = (Act::Use(profile.name.clone()).id(), escaped(&profile.text));
                    tool.append(&CheckMenuItem::with_id(app, id, text, true, profile.active, None::<&str>)?)?;
                }
                Box::new(tool)
            }
        };
        menu.append(&*item)?;
    }
    Ok(menu)
}

/// A menu takes `&` for the mark of a letter to press.
fn escaped(text: &str) -> String {
    text.replace('&', "&&")
}

/// Whether the panel is dark. GNOME's always is, whatever the theme.
fn is_dark(app: &AppHandle) -> bool {
    let desktop = std::env::var("XDG_CURRENT_DESKTOP").unwrap_or_default();
    if cfg!(target_os = "linux") && desktop.split(':').any(|name| name == "GNOME") {
        return true;
    }
    window::system_theme(app, || Ok(Theme::Light)).is_ok_and(|theme| theme == Theme::Dark)
}

fn run(app: &AppHandle, act: Act) {
    match act {
        Act::Open => window::open(app, None),
        Act::Kill => window::open(app, Some(Errand::Show { screen: Screen::Leak })),
        Act::Quit => app.exit(0),
        Act::Lock => {
            let app = app.clone();
            tauri::async_runtime::spawn(async move {
                // Whatever keeps the vault open is said in the window, where the vault's state stands.
                if app.state::<Shell>().lock().await.is_err() {
                    window::open(&app, Some(Errand::Show { screen: Screen::Settings }));
                }
            });
        }
        Act::Use(profile) => {
            let app = app.clone();
            tauri::async_runtime::spawn(async move { switch(&app, profile).await });
        }
    }
}

async fn switch(app: &AppHandle, profile: String) {
    let shell = app.state::<Shell>();
    let done = match shell.own_wallet() {
        Ok(wallet) => shell.change(&[Noun::Keys, Noun::Tools], wallet.switch(&profile)).await.ok(),
        Err(_) => None,
    };
    sign(app, Sign::Redraw);
    // What needs a look, and what could not be done, is seen in the window: the difference, or why there is none.
    if !matches!(done, Some(Switch::Done(_))) {
        window::open(app, Some(Errand::Use { profile }));
    }
}
