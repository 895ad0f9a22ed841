//! Sees when somebody else changes a tool's files, and has the page read the tools again where that made a
//! difference. It only looks: nothing is ever written because of what it sees.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use bridgekeeper_core::wallet::Wallet;
use jiff::civil::Date;
use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecursiveMode, Watcher};
use tauri::{AppHandle, Manager};

use crate::desktop::{Desktop, Noun, Window};
use crate::shell::Shell;

/// A program that rewrites its files does so in several steps; the last one counts.
const QUIET: Duration = Duration::from_millis(200);

/// How often it is looked without a sign: a network drive gives none, and signs can be lost.
const AT_LEAST: Duration = Duration::from_secs(30);

/// Watches for as long as the program runs, on a thread of its own.
pub fn start(app: AppHandle) {
    // Without the thread the page still reads the tools when it is opened and when it is asked to.
    let _ = std::thread::Builder::new().name("watch".into()).spawn(move || {
        let shell = app.state::<Shell>();
        let Ok(wallet) = shell.own_wallet() else { return };
        watch(&wallet, || Window(app.clone()).changed(Noun::Tools));
    });
}

fn watch(wallet: &Wallet, tell: impl Fn()) {
    let mut before = state(wallet);
    loop {
        let watched = folders(wallet);
        let (signs, watcher) = listen(&watched);
        loop {
            let _ = signs.recv_timeout(AT_LEAST);
            while signs.recv_timeout(QUIET).is_ok() {}
            let now = state(wallet);
            if now != before {
                before = now;
                tell();
            }
            // A folder that has come, or gone, is another one to watch.
            if folders(wallet) != watched {
                break;
            }
            if watcher.is_none() {
                std::thread::sleep(AT_LEAST);
            }
        }
    }
}

/// What page and tray show of the tools that a file can change, and the day, at whose end what was spent today
/// is no longer so.
fn state(wallet: &Wallet) -> Option<(Date, Vec<(String, String)>)> {
    let tools = wallet.tools().ok()?;
    let said = tools.into_iter().map(|tool| (tool.id, format!("{} {:?}", tool.state_text, tool.advice)));
    let machine = wallet.machine();
    Some((machine.zone.to_datetime(machine.now()).date(), said.collect()))
}

/// The folders of the tools' files; for one that is not there, the nearest that is.
fn folders(wallet: &Wallet) -> BTreeSet<PathBuf> {
    let nearest =
        |file: &PathBuf| file.ancestors().skip(1).find(|folder| folder.is_dir()).map(Path::to_owned);
    wallet.tool_files().iter().filter_map(nearest).collect()
}

/// Signs of change in these folders. No watcher where the system gives none: then it is looked now and then.
fn listen(folders: &BTreeSet<PathBuf>) -> (Receiver<EventKind>, Option<notify::RecommendedWatcher>) {
    let (tell, signs) = channel();
    let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // What could not be understood may have been a change.
        let kind = event.map_or(EventKind::Any, |event| event.kind);
        if is_change(kind) {
            let _ = tell.send(kind);
        }
    });
    let watcher = watcher.ok().and_then(|mut watcher| {
        for folder in folders {
            watcher.watch(folder, RecursiveMode::NonRecursive).ok()?;
        }
        Some(watcher)
    });
    (signs, watcher)
}

/// Whether something may be different now. That somebody reads a file is told too, and the one who does is
/// mostly [`state`]: it would look for ever.
fn is_change(kind: EventKind) -> bool {
    !kind.is_access() || kind == EventKind::Access(AccessKind::Close(AccessMode::Write))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_only_looks_is_not_seen() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("settings.json");
        std::fs::write(&file, "{}").unwrap();
        let (signs, watcher) = listen(&BTreeSet::from([home.path().to_owned()]));
        assert!(watcher.is_some());
        std::fs::read(&file).unwrap();
        std::fs::write(home.path().join("another"), "").unwrap();
        // They come in order.
        assert!(matches!(signs.recv().unwrap(), EventKind::Create(_)), "not the reading before it");
        std::fs::write(&file, "{ }").unwrap();
        assert!(signs.iter().any(|kind| kind.is_modify()), "a change is");
    }
}
