//! A desk with the real window on it: a screen, a keychain, a home and a bridge of its own, and somebody who
//! clicks. Shared by the tests of window and tray, neither of which uses all of it. Everything is on loopback, and gone when it is dropped.

#![allow(dead_code, reason = "each test program uses its part")]

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use bridgekeeper_bridge::{Options, Running, Server};
use bridgekeeper_tests::keyring::KeyringSession;
use bridgekeeper_tests::screen::{Group, Screen};
use bridgekeeper_tests::{Sandbox, program};
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

/// How long anything here may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where the window keeps its preferences.
const PREFERENCES: &str = ".local/share/dev.bridgekeeper.desktop/preferences.json";

/// What the user had in Claude Code's settings.
pub const SETTINGS: &str = "{\n  \"theme\": \"dark\",\n  \"env\": {\n    \"MINE\": \"1\",\n    \"ANTHROPIC_AUTH_TOKEN\": \"sk-ant-of-before-0123456789abcdefXYZW\"\n  },\n  \"cleanupPeriodDays\": 30\n}";

/// A screen, a keychain, a home and a bridge.
pub struct Desk {
    /// The home.
    pub sandbox: Sandbox,
    /// The bridge, with a sample account.
    pub bridge: Running,
    /// The screen, exactly as large as the window.
    pub screen: Screen,
    /// The keychain.
    pub session: KeyringSession,
}

impl Desk {
    /// One on which nothing was done yet.
    pub fn new() -> Self {
        Self::with(Options { sample: true, ..Options::default() })
    }

    /// One with another bridge.
    pub fn with(options: Options) -> Self {
        let session = KeyringSession::unlocked();
        let sandbox = Sandbox::new(session.env());
        sandbox.write(".claude/settings.json", SETTINGS);
        let bridge = Server::start(options).unwrap();
        let desk = Self { sandbox, bridge, screen: Screen::new(1000, 680), session };
        // Where most of the work is.
        desk.prefer(&json!({ "view": "keys" }));
        desk
    }

    /// Signs in on the command line.
    pub fn connect(&self) {
        let user = self.bridge.user_id.to_string();
        let arguments = ["connect", "--url", &self.bridge.url, "--user-id", &user, "--token-stdin"];
        let _ = self.sandbox.bridgekeeper_fed(&arguments, &self.bridge.access_token).ok();
    }

    /// What the window remembers about itself when it is opened.
    pub fn prefer(&self, preferences: &Value) {
        self.sandbox.write(PREFERENCES, &preferences.to_string());
    }

    /// The file with what the window remembers about itself.
    pub fn preferences(&self) -> PathBuf {
        self.sandbox.path(PREFERENCES)
    }

    /// Claude Code's settings as they are now.
    pub fn settings(&self) -> String {
        std::fs::read_to_string(self.sandbox.path(".claude/settings.json")).unwrap()
    }

    /// How a tool stands, as the command line has it.
    pub fn state_of(&self, tool: &str) -> String {
        let tools = self.sandbox.bridgekeeper(&["tools", "--json"]).ok().json();
        let cards = tools["tools"].as_array().unwrap().clone();
        let card = cards.into_iter().find(|card| card["id"] == tool).unwrap();
        card["state"].as_str().unwrap().to_owned()
    }

    /// A program of the person who sits here, in front of the screen.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = self.sandbox.command(program);
        command.envs(self.screen.env()).env("LANG", "en_US.UTF-8").env("NO_AT_BRIDGE", "1");
        // What the window sets for itself where there is no GPU; so that pictures are the same everywhere.
        command.env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// The text on the clipboard, in one of its forms.
    pub fn clipboard(&self, form: &str) -> String {
        let said =
            self.screen.command("xclip").args(["-selection", "clipboard", "-out", "-target", form]).output();
        String::from_utf8(said.unwrap().stdout).unwrap()
    }

    /// Another program's text on the clipboard, for as long as it runs.
    pub fn put_on_clipboard(&self, text: &str) -> Group {
        let file = self.sandbox.write("clipboard", text);
        let mut holder = self.screen.command("xclip");
        holder.args(["-selection", "clipboard", "-quiet", "-in"]).arg(file).stdout(Stdio::null());
        Group::start(&mut holder)
    }

    /// Closes the window and waits for its end.
    pub async fn close(&self, page: &Page<'_>) {
        self.screen.close_window("Bridgekeeper").unwrap();
        until("the window is gone", async || page.client.title().await.is_err().then_some(())).await;
    }

    /// Opens the window.
    pub async fn open(&self) -> Page<'_> {
        self.open_program(&program("bridgekeeper-app")).await
    }

    /// Opens the window of another build.
    pub async fn open_program(&self, program: &Path) -> Page<'_> {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut driver = self.command("WebKitWebDriver");
        driver.arg(format!("--port={port}")).arg("--host=127.0.0.1");
        // Inherited by the window; without it the driver waits for ever.
        driver.env("TAURI_WEBVIEW_AUTOMATION", "true");
        // A key counts as dead after a minute; a window that was built for tests hurries.
        driver.env("BRIDGEKEEPER_TEST_HASTE", "20");
        let driver = Group::start(&mut driver);
        until("the driver listens", async || tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok())
            .await;
        let wanted = json!({ "webkitgtk:browserOptions": { "binary": program, "args": [] } });
        let Value::Object(wanted) = wanted else { unreachable!() };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let connecting = builder.capabilities(wanted);
        let client = connecting.connect(&format!("http://127.0.0.1:{port}")).await.expect("the window opens");
        let page = Page { client, desk: self, _driver: driver };
        page.run(
            "window.refused = [];
             addEventListener('securitypolicyviolation', (event) => window.refused.push(event.effectiveDirective))",
        )
        .await;
        page
    }
}

/// Runs one person's work at a desk. The keychain's own calls block, so it is set up outside of the runtime.
pub fn at(desk: &Desk, work: impl AsyncFnOnce(Page<'_>)) {
    at_program(desk, &program("bridgekeeper-app"), work);
}

/// The same with the window of another build.
pub fn at_program(desk: &Desk, program: &Path, work: impl AsyncFnOnce(Page<'_>)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let page = desk.open_program(program).await;
        work(page).await;
    });
}

/// Where this run leaves its pictures.
fn pictures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screens")
}

/// The window's page.
pub struct Page<'a> {
    /// The driver's end of it.
    pub client: Client,
    desk: &'a Desk,
    _driver: Group,
}

impl Page<'_> {
    /// The element with that test id, once it is to be seen.
    pub async fn see(&self, id: &str) -> Element {
        until(&format!("{id} is to be seen"), async || {
            let element = self.client.find(Locator::Css(&css(id))).await.ok()?;
            element.is_displayed().await.ok()?.then_some(element)
        })
        .await
    }

    /// Waits until no element has that test id.
    pub async fn gone(&self, id: &str) {
        until(&format!("{id} is gone"), async || {
            self.client.find_all(Locator::Css(&css(id))).await.ok()?.is_empty().then_some(())
        })
        .await;
    }

    /// Clicks on an element once it is there and takes clicks.
    pub async fn click(&self, id: &str) {
        until(&format!("{id} takes a click"), async || {
            let element = self.client.find(Locator::Css(&css(id))).await.ok()?;
            let ready = element.is_displayed().await.ok()? && element.is_enabled().await.ok()?;
            if ready { element.click().await.ok() } else { None }
        })
        .await;
    }

    /// Clicks on what closes the page: it may be gone before the driver can say that it has clicked.
    pub async fn click_away(&self, id: &str) {
        let _ = self.see(id).await.click().await;
    }

    /// Puts a text into a field in place of what is there.
    pub async fn fill(&self, id: &str, text: &str) {
        let field = self.see(id).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
        assert_eq!(field.prop("value").await.unwrap().as_deref(), Some(text), "{id} holds what was typed");
    }

    /// Waits until an element's text says something; gives the whole text.
    pub async fn says(&self, id: &str, what: &str) -> String {
        until(&format!("{id} says \"{what}\""), async || {
            let text = self.client.find(Locator::Css(&css(id))).await.ok()?.text().await.ok()?;
            text.contains(what).then_some(text)
        })
        .await
    }

    /// A key in the table, once it is there.
    pub async fn see_key(&self, name: &str) -> Element {
        let cell = format!("[data-testid='key-row'][data-name='{name}'] [data-testid='key-name']");
        until(&format!("key {name} is in the table"), async || {
            self.client.find(Locator::Css(&cell)).await.ok()
        })
        .await
    }

    /// Clicks on a key in the table.
    pub async fn choose_key(&self, name: &str) {
        until(&format!("key {name} takes a click"), async || self.see_key(name).await.click().await.ok())
            .await;
        self.says("details-name", name).await;
    }

    /// Presses keys where the focus is.
    pub async fn press(&self, keys: &[&str]) {
        let focused = self.client.active_element().await.unwrap();
        for key in keys {
            focused.send_keys(key).await.unwrap();
        }
    }

    /// The test id of what has the focus.
    pub async fn focused(&self) -> String {
        let id = self.run("return document.activeElement?.dataset.testid ?? ''").await;
        id.as_str().unwrap_or_default().to_owned()
    }

    /// Runs a script in the page.
    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, vec![]).await.unwrap()
    }

    /// Runs a script in the page and waits for its promise; what it throws comes as `{"thrown": …}`.
    pub async fn run_async(&self, promise: &str) -> Value {
        let script = format!(
            "const [done] = arguments; ({promise}).then(done, (cause) => done({{ thrown: String(cause?.message ?? cause) }}))"
        );
        self.client.execute_async(&script, vec![]).await.unwrap()
    }

    /// What the page's policy has refused since the window was opened: by which of its rules.
    pub async fn refused(&self) -> Vec<String> {
        serde_json::from_value(self.run("return window.refused").await).unwrap()
    }

    /// All that the page holds, to be searched.
    pub async fn everything(&self) -> String {
        let fields =
            "[...document.querySelectorAll('input, textarea')].map((field) => field.value).join('\\n')";
        let fields = self.run(&format!("return {fields}")).await;
        self.client.source().await.unwrap() + fields.as_str().unwrap()
    }

    /// Leaves a picture of the window in each theme, without the news of what was done before.
    pub async fn pictures(&self, name: &str) {
        self.run(
            "document.querySelectorAll(\"[data-testid='toast-dismiss']\").forEach((close) => close.click())",
        )
        .await;
        self.gone("toast").await;
        let before = self.run("return document.documentElement.dataset.theme ?? ''").await;
        for theme in ["light", "dark"] {
            self.show_theme(theme).await;
            self.desk.screen.keep_picture(&pictures().join(format!("{name}-{theme}.png")));
        }
        self.show_theme(before.as_str().unwrap()).await;
    }

    async fn show_theme(&self, theme: &str) {
        let set = match theme {
            "" => "delete document.documentElement.dataset.theme".to_owned(),
            theme => format!("document.documentElement.dataset.theme = '{theme}'"),
        };
        self.run(&set).await;
        // Two frames later it has been drawn.
        self.run_async("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
            .await;
    }
}

impl Drop for Page<'_> {
    /// Leaves a picture of what a test that failed was looking at.
    fn drop(&mut self) {
        if std::thread::panicking() {
            let name = std::thread::current().name().unwrap_or("test").replace("::", "-");
            let path = pictures().join(format!("failed-{name}.png"));
            let _ = std::fs::create_dir_all(pictures())
                .and_then(|()| std::fs::write(path, self.desk.screen.picture()));
        }
    }
}

fn css(id: &str) -> String {
    format!("[data-testid='{id}']")
}

/// Asks until there is an answer.
///
/// # Panics
/// If there is none in time.
pub async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(Instant::now() < end, "still waiting: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
