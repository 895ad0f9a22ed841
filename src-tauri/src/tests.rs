//! The commands without a window, under the capabilities that the real window has.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use bridgekeeper_bridge::{Options, Running, Server};
use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::machine::{Machine, Platform};
use bridgekeeper_core::secret::Secret;
use bridgekeeper_core::vault::MemoryVault;
use bridgekeeper_core::view::{ProgressView, ScanEvent};
use bridgekeeper_core::wallet::Wallet;
use serde_json::{Value, json};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{App, WebviewWindow, WebviewWindowBuilder};
use tauri_specta::{BuilderConfiguration, LanguageExt};
use tempfile::TempDir;

use super::*;
use crate::desktop::{Desktop, DesktopView, Job, Noun, TrayState};
use crate::errand::{Errand, Screen};
use crate::preferences::Preferences;
use crate::window::is_ours;
use bridgekeeper_core::words::Language;

/// A desktop that remembers what was asked of it.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<String>>>);

impl Paper {
    fn write(&self, line: String) {
        self.0.lock().unwrap().push(line);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Desktop for Paper {
    fn changed(&self, noun: Noun) {
        self.write(format!("changed {noun:?}"));
    }

    fn progress(&self, job: Job, progress: ProgressView) {
        self.write(format!("{job:?} {} of {:?}", progress.done, progress.of));
    }

    fn scan(&self, event: ScanEvent) {
        match event {
            ScanEvent::Found(finding) => self.write(format!("found {}", finding.path)),
            ScanEvent::Progress(_) => {}
        }
    }

    fn copy(&self, secret: Secret) -> Result<u32> {
        // EXPOSE: a test's clipboard.
        self.write(format!("copied {}", secret.expose()));
        Ok(30)
    }

    fn open(&self, url: &str) -> Result<()> {
        self.write(format!("opened {url}"));
        Ok(())
    }

    fn downloads(&self) -> Result<PathBuf> {
        Err(Error::new(Code::Io, "nothing is saved here"))
    }

    fn unlock(&self) -> Result<()> {
        Err(Error::new(Code::VaultLocked, "nobody unlocked it"))
    }

    fn preferences(&self) -> Preferences {
        Preferences::default()
    }

    fn save_preferences(&self, preferences: Preferences) -> Result<()> {
        self.write(format!("saved {preferences:?}"));
        Ok(())
    }

    fn view(&self) -> DesktopView {
        DesktopView { tray: TrayState::Absent, shortcuts: true, language: Language::En }
    }

    fn take_errand(&self) -> Option<Errand> {
        Some(Errand::Show { screen: Screen::Leak })
    }

    fn clear_clipboard(&self) {
        self.write("cleared the clipboard".into());
    }

    fn close(&self, stay: bool) {
        self.write(format!("closed, stays: {stay}"));
    }
}

struct Page {
    window: WebviewWindow<MockRuntime>,
    paper: Paper,
    _app: App<MockRuntime>,
    home: TempDir,
}

impl Page {
    fn new(wallet: impl FnOnce(&Path) -> Result<Wallet>) -> Self {
        let home = TempDir::new().unwrap();
        let paper = Paper::default();
        let commands = commands::for_the_page();
        let app = mock_builder()
            .plugin(tauri_plugin_store::Builder::new().build())
            .invoke_handler(commands.invoke_handler())
            .manage(Shell::new(wallet(home.path()), paper.clone()))
            .build(context())
            .unwrap();
        let config = app.config().app.windows.first().unwrap();
        let window = WebviewWindowBuilder::from_config(app.handle(), config).unwrap().build().unwrap();
        Self { window, paper, _app: app, home }
    }

    fn call(&self, command: &str, arguments: Value) -> std::result::Result<Value, Value> {
        self.call_from("tauri://localhost", command, arguments)
    }

    fn call_from(&self, url: &str, command: &str, arguments: Value) -> std::result::Result<Value, Value> {
        let request = InvokeRequest {
            cmd: command.into(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: url.parse().unwrap(),
            body: InvokeBody::Json(arguments),
            headers: tauri::http::HeaderMap::default(),
            invoke_key: INVOKE_KEY.into(),
        };
        get_ipc_response(&self.window, request).map(|answer| answer.deserialize().unwrap())
    }

    /// Whether the page may call it at all, with whatever outcome.
    fn may_call(&self, command: &str) -> bool {
        match self.call(command, json!({})) {
            Err(Value::String(said)) => !said.contains("not allowed"),
            _ => true,
        }
    }
}

fn wallet(home: &Path) -> Result<Wallet> {
    let env = [("HOME".to_owned(), home.to_str().unwrap().to_owned())].into();
    let now = Arc::new(jiff::Timestamp::now);
    let machine = Machine::new(Platform::Linux, env, "desk".into(), home.join("bridgekeeper"), now)?;
    Wallet::open(machine, Arc::new(MemoryVault::default()), None)
}

fn sign_in(page: &Page, bridge: &Running) -> std::result::Result<Value, Value> {
    let (url, id, token) = (&bridge.url, bridge.user_id, &bridge.access_token);
    page.call("connect", json!({ "request": { "url": url, "sign_in": { "kind": "token", "user_id": id, "access_token": token } } }))
}

/// The names of all commands, out of what TypeScript is told.
fn names() -> Vec<String> {
    struct Names<'a>(&'a mut Vec<String>);
    impl LanguageExt for Names<'_> {
        type Error = std::io::Error;
        fn export(self, known: &BuilderConfiguration, _: &Path) -> std::io::Result<()> {
            self.0.extend(known.commands.iter().map(|command| command.name().to_owned()));
            Ok(())
        }
    }
    let mut names = vec![];
    commands::for_the_page::<MockRuntime>().export(Names(&mut names), "").unwrap();
    names
}

#[test]
fn the_page_may_call_every_command() {
    let page = Page::new(wallet);
    let names = names();
    assert!(names.len() > 20);
    for name in &names {
        assert!(page.may_call(name), "{name} is missing in build.rs or capabilities/main.json");
    }
}

#[test]
fn the_page_may_do_nothing_else() {
    let capability: Value = serde_json::from_str(include_str!("../capabilities/main.json")).unwrap();
    let mut granted: Vec<_> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap().to_owned())
        .collect();
    let mut wanted: Vec<_> = names().iter().map(|name| format!("allow-{}", name.replace('_', "-"))).collect();
    wanted.extend(["core:event:allow-listen", "core:event:allow-unlisten"].map(str::to_owned));
    granted.sort();
    wanted.sort();
    assert_eq!(granted, wanted);
    assert_eq!(capability.get("remote"), None);

    let page = Page::new(wallet);
    for command in [
        "plugin:fs|read_text_file",
        "plugin:fs|write_text_file",
        "plugin:shell|execute",
        "plugin:shell|open",
        "plugin:http|fetch",
        "plugin:clipboard-manager|read_text",
        "plugin:clipboard-manager|write_text",
        "plugin:opener|open_url",
        "plugin:opener|open_path",
        "plugin:store|load",
        "plugin:store|set",
        "plugin:event|emit",
        "plugin:webview|create_webview_window",
        "plugin:webview|internal_toggle_devtools",
        "plugin:window|create",
        "plugin:path|resolve_directory",
        "plugin:resources|close",
        "no_such_command",
    ] {
        assert!(!page.may_call(command), "{command}");
    }
}

#[test]
fn a_page_from_elsewhere_may_call_nothing() {
    let page = Page::new(wallet);
    for url in ["https://bridge.example/", "http://127.0.0.1:1420/", "tauri://elsewhere/"] {
        let refused = page.call_from(url, "status", json!({})).unwrap_err();
        assert!(refused.as_str().is_some_and(|said| said.contains("not allowed")), "{url}: {refused}");
        assert!(!is_ours(&url.parse().unwrap()), "{url}");
    }
    assert!(is_ours(&"tauri://localhost/index.html#keys".parse().unwrap()));
}

#[test]
fn a_key_is_made_shown_once_copied_turned_off_and_deleted() {
    let bridge = Server::start(Options::default()).unwrap();
    let page = Page::new(wallet);
    let status = sign_in(&page, &bridge).unwrap();
    assert_eq!(status["bridge"]["url"], bridge.url);
    assert_eq!(page.paper.take(), ["changed Status"]);

    let key = page.call("create_key", json!({ "request": { "name": "desk" } })).unwrap();
    assert_eq!(page.paper.take(), ["changed Keys"]);
    let id = &key["id"];
    let secret = format!("sk-{}", bridge.keys()[0].secret);
    let list = page.call("list_keys", json!({})).unwrap();
    assert_eq!(list["keys"][0]["name"], "desk");
    assert!(!list.to_string().contains(&secret), "P8");
    assert_eq!(page.paper.take(), ["ListKeys 1 of Some(1)"], "looking changes nothing");

    assert_eq!(page.call("reveal_key", json!({ "id": id })).unwrap(), secret);
    assert_eq!(page.call("copy_key", json!({ "id": id })).unwrap(), 30);
    assert_eq!(page.paper.take(), [format!("copied {secret}")]);

    let off = page.call("set_keys_enabled", json!({ "ids": [id], "enabled": false })).unwrap();
    assert_eq!(off["keys"][0]["status"], "disabled");
    assert_eq!(&page.call("delete_keys", json!({ "ids": [id] })).unwrap()["deleted"][0], id);
    let batch = ["ChangeKeys 1 of Some(1)", "changed Keys", "changed Tools"];
    assert_eq!(page.paper.take(), [batch, batch].concat());
    assert!(bridge.keys().is_empty());
}

#[test]
fn a_copy_of_a_key_is_found_and_told_as_it_comes() {
    let bridge = Server::start(Options::default()).unwrap();
    let page = Page::new(wallet);
    sign_in(&page, &bridge).unwrap();
    page.call("create_key", json!({ "request": { "name": "desk" } })).unwrap();
    page.paper.take();
    let secret = &bridge.keys()[0].secret;
    std::fs::write(page.home.path().join(".bashrc"), format!("export KEY={secret}\n")).unwrap();
    let scan = page.call("start_scan", json!({ "request": {} })).unwrap();
    assert_eq!(page.paper.take(), ["found ~/.bashrc"]);
    assert_eq!((&scan["complete"], &scan["findings"][0]["line"]), (&json!(true), &json!(1)), "{scan}");
    assert!(!scan.to_string().contains(&secret[4..]), "P8");
}

#[test]
fn an_error_arrives_with_code_sentence_and_next_step() {
    let bridge = Server::start(Options::default()).unwrap();
    let page = Page::new(wallet);
    let sign_in = json!({ "kind": "token", "user_id": bridge.user_id, "access_token": "wrong" });
    let request = json!({ "url": bridge.url, "sign_in": sign_in });
    let error = page.call("connect", json!({ "request": request })).unwrap_err();
    assert_eq!(error["code"], "not_signed_in", "{error}");
    assert!(error["message"].is_string() && error["hint"].is_string(), "{error}");
    assert_eq!(page.paper.take(), ["changed Status"], "it may have failed halfway");

    let locked = page.call("unlock_vault", json!({})).unwrap_err();
    assert_eq!(locked["code"], "vault_locked");
}

#[test]
fn a_wallet_that_cannot_be_opened_is_said_in_the_window() {
    let page = Page::new(|_| Err(Error::new(Code::Store, "it is broken").hint("mend it")));
    for (command, arguments) in
        [("status", json!({})), ("list_tools", json!({})), ("reveal_key", json!({ "id": 1 }))]
    {
        let error = page.call(command, arguments).unwrap_err();
        assert_eq!((&error["code"], &error["hint"]), (&json!("store"), &json!("mend it")), "{command}");
    }
    page.call("save_preferences", json!({ "preferences": { "theme": "dark" } })).unwrap();
    assert!(page.paper.take()[0].contains("Dark"));
}

#[test]
fn links_are_named_and_never_addressed() {
    let bridge = Server::start(Options::default()).unwrap();
    let page = Page::new(wallet);
    sign_in(&page, &bridge).unwrap();
    page.paper.take();
    page.call("open_link", json!({ "name": "bridge_console" })).unwrap();
    assert_eq!(page.paper.take(), [format!("opened {}", bridge.url)]);
    page.call("open_link", json!({ "name": "https://elsewhere.example" })).unwrap_err();
    assert_eq!(page.paper.take(), [] as [String; 0]);
}
