//! A desktop's panel, as far as a program can tell: the Status Notifier watcher of a session, and somebody who
//! reads and clicks the menus of what stands in its tray. No pixels.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zbus::blocking::{Connection, connection};
use zbus::message::Header;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

/// The tray of one session. Gone when dropped.
pub struct Panel {
    bus: Connection,
    items: Items,
}

/// Who stands in it: a bus name and a path each.
type Items = Arc<Mutex<Vec<(String, String)>>>;

struct Watcher(Items);

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, service: &str, #[zbus(header)] header: Header<'_>) {
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        items(&self.0).push((sender, service.to_owned()));
    }

    fn register_status_notifier_host(&self, _service: &str) {}

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        items(&self.0).iter().map(|(name, path)| format!("{name}{path}")).collect()
    }
}

fn items(items: &Items) -> MutexGuard<'_, Vec<(String, String)>> {
    items.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A line of a menu.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    id: i32,
    /// What it says; nothing between two groups.
    pub label: String,
    /// Whether it can be clicked.
    pub enabled: bool,
    /// Whether it is ticked, if it can be.
    pub ticked: bool,
    /// What is behind it.
    pub lines: Vec<Line>,
}

type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

impl Panel {
    /// A panel on the bus at that address.
    ///
    /// # Panics
    /// If there is one already.
    pub fn new(address: &str) -> Self {
        let items = Items::default();
        let watcher = Watcher(items.clone());
        let bus = connection::Builder::address(address)
            .and_then(|bus| bus.name("org.kde.StatusNotifierWatcher"))
            .and_then(|bus| bus.serve_at("/StatusNotifierWatcher", watcher))
            .and_then(connection::Builder::build)
            .expect("a bus without a panel");
        Self { bus, items }
    }

    /// The picture that is shown, once something stands there.
    pub fn icon(&self) -> Option<PathBuf> {
        let name: String = self.property("IconName")?.try_into().ok()?;
        Some(PathBuf::from(name))
    }

    /// Whether something is to be seen.
    pub fn shows(&self) -> bool {
        self.property("Status").and_then(|status| String::try_from(status).ok()).as_deref() == Some("Active")
    }

    /// The menu; empty where nothing stands there.
    pub fn menu(&self) -> Vec<Line> {
        self.layout().map(|layout| line(layout).lines).unwrap_or_default()
    }

    /// The line that says this, wherever it is in the menu.
    pub fn line(&self, label: &str) -> Option<Line> {
        fn find(lines: Vec<Line>, label: &str) -> Option<Line> {
            lines.into_iter().find_map(|line| match line.label == label {
                true => Some(line),
                false => find(line.lines, label),
            })
        }
        find(self.menu(), label)
    }

    /// Clicks on the line that says this.
    ///
    /// # Panics
    /// If there is none.
    pub fn click(&self, label: &str) {
        let line = self.line(label).unwrap_or_else(|| panic!("no \"{label}\" in {:#?}", self.menu()));
        let event = (line.id, "clicked", Value::from(0), 0_u32);
        let (name, menu) = self.at_menu().expect("a menu");
        let click = self.bus.call_method(
            Some(name.as_str()),
            menu.as_str(),
            Some("com.canonical.dbusmenu"),
            "Event",
            &event,
        );
        // It may end before it answers.
        let _ = click;
    }

    fn layout(&self) -> Option<Layout> {
        let (name, menu) = self.at_menu()?;
        let whole = (0_i32, -1_i32, Vec::<String>::new());
        let reply = self.bus.call_method(
            Some(name.as_str()),
            menu.as_str(),
            Some("com.canonical.dbusmenu"),
            "GetLayout",
            &whole,
        );
        let (_, layout): (u32, Layout) = reply.ok()?.body().deserialize().ok()?;
        Some(layout)
    }

    fn at_menu(&self) -> Option<(String, OwnedObjectPath)> {
        let (name, _) = self.last()?;
        Some((name, self.property("Menu")?.try_into().ok()?))
    }

    fn property(&self, property: &str) -> Option<OwnedValue> {
        let (name, path) = self.last()?;
        let wanted = ("org.kde.StatusNotifierItem", property);
        let reply = self.bus.call_method(
            Some(name.as_str()),
            path.as_str(),
            Some("org.freedesktop.DBus.Properties"),
            "Get",
            &wanted,
        );
        reply.ok()?.body().deserialize().ok()
    }

    fn last(&self) -> Option<(String, String)> {
        items(&self.items).last().cloned()
    }
}

fn line((id, properties, lines): Layout) -> Line {
    let text = |name: &str| properties.get(name).and_then(|value| value.downcast_ref::<&str>().ok());
    let number = |name: &str| properties.get(name).and_then(|value| value.downcast_ref::<i32>().ok());
    let enabled = properties.get("enabled").and_then(|value| value.downcast_ref::<bool>().ok());
    Line {
        id,
        // One underscore marks a letter to press, two are one.
        label: text("label").unwrap_or_default().replace("__", "_"),
        enabled: enabled.unwrap_or(true),
        ticked: number("toggle-state") == Some(1),
        lines: lines.into_iter().filter_map(|inner| Some(line(inner.try_into().ok()?))).collect(),
    }
}
