//! Whether the desktop has a tray: on Linux the Status Notifier watcher on the session bus, which comes with the
//! panel and may come after us; elsewhere always.

/// Calls `tell` on the main thread whenever that is known anew.
#[cfg(target_os = "linux")]
pub fn watch(tell: impl Fn(bool) + Send + Sync + Clone + 'static) {
    use gtk::gio::{self, BusNameWatcherFlags, BusType, Cancellable};

    const WATCHER: &str = "org.kde.StatusNotifierWatcher";
    if !has_library() {
        return;
    }
    gio::bus_get(BusType::Session, None::<&Cancellable>, move |bus| {
        // Without a session bus there is no tray.
        let Ok(bus) = bus else { return };
        let gone = tell.clone();
        // Not `bus_watch_name`: it panics where there is no bus (gio 0.18 `dbus.rs`, `vanished_closure`).
        gio::bus_watch_name_on_connection(
            &bus,
            WATCHER,
            BusNameWatcherFlags::NONE,
            move |_, _, _| tell(true),
            move |_, _| gone(false),
        );
    });
}

/// The library behind the icon is loaded when it is needed, and the program ends where it is missing
/// (libappindicator-sys 0.9 `lib.rs`).
#[cfg(target_os = "linux")]
fn has_library() -> bool {
    const NAMES: [&[u8]; 2] = [b"libayatana-appindicator3.so.1", b"libappindicator3.so.1"];
    match std::fs::read("/etc/ld.so.cache") {
        Ok(cache) => NAMES.iter().any(|name| cache.windows(name.len()).any(|part| part == *name)),
        // A system without that list finds its libraries in another way, by what this program was built with.
        Err(_) => true,
    }
}

/// Calls `tell`, once.
#[cfg(not(target_os = "linux"))]
pub fn watch(tell: impl Fn(bool)) {
    tell(true);
}
