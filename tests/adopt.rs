//! Keys that other programs were left with in clear: found wherever they stand, into the vault first, then out of the
//! files, and back again to the byte.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "what a test cannot go on without, fails it")]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bridgekeeper_bridge::{Options, Running, Server};
use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::machine::{Machine, Platform};
use bridgekeeper_core::secret::Secret;
use bridgekeeper_core::tools;
use bridgekeeper_core::vault::{MemoryVault, Slot, Vault, VaultKind};
use bridgekeeper_core::view::{AdoptRequest, AdoptableView, Mode};
use bridgekeeper_core::wallet::Wallet;
use bridgekeeper_tests::home::{CANARY, Deed, Home, KEYS, ORIGIN, machine, snapshot, write};
use bridgekeeper_tests::keyring::KeyringSession;
use bridgekeeper_tests::{Sandbox, files_with};
use rusqlite::Connection;
use serde_json::{Value, json};
use tempfile::TempDir;

struct Desk {
    session: KeyringSession,
    sandbox: Sandbox,
    bridge: Running,
}

/// A signed-in wallet beside a bridge with some keys.
fn desk() -> Desk {
    let session = KeyringSession::unlocked();
    let bridge = Server::start(Options { bulk_keys: 12, ..Options::default() }).unwrap();
    let sandbox = Sandbox::new(session.env());
    let user = bridge.user_id.to_string();
    let connect = ["connect", "--url", &bridge.url, "--user-id", &user, "--token-stdin"];
    sandbox.bridgekeeper_fed(&connect, &bridge.access_token).ok();
    Desk { session, sandbox, bridge }
}

impl Desk {
    fn key(&self, n: usize) -> String {
        self.bridge.keys()[n].sk()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        self.sandbox.bridgekeeper(&[arguments, &["--json"]].concat()).ok().json()
    }

    fn list(&self) -> Vec<Value> {
        self.json(&["adopt", "--dry-run"])["adoptable"].as_array().unwrap().clone()
    }

    fn take(&self) -> Value {
        self.json(&["adopt", "--yes"])
    }
}

/// Texts with keys in them, and what is left of each: `<key>` is its key, `<url>` the bridge.
const SOURCES: &[(&str, &str, &str)] = &[
    (
        ".claude/settings.json",
        "{\r\n\t\"env\": { \"ANTHROPIC_AUTH_TOKEN\": \"<key>\", \"ANTHROPIC_BASE_URL\": \"<url>\" },\r\n\t\"theirs\": 1.10\r\n}",
        "{\r\n\t\"env\": { \"ANTHROPIC_BASE_URL\": \"<url>\" },\r\n\t\"theirs\": 1.10\r\n}",
    ),
    (
        ".codex/config.toml",
        "# mine\nmodel_provider = \"work\"\n\n[model_providers.work] # so\nbase_url = \"<url>/v1\"\nexperimental_bearer_token = \"<key>\" # why\nname = \"w\"\n",
        "# mine\nmodel_provider = \"work\"\n\n[model_providers.work] # so\nbase_url = \"<url>/v1\"\nname = \"w\"\n",
    ),
    (".codex/auth.json", "{\"OPENAI_API_KEY\":\"<key>\",\"tokens\":null}", "{\"tokens\":null}"),
    (
        ".config/opencode/opencode.json",
        "{\n  // mine\n  \"provider\": {\n    \"work\": { \"options\": { \"baseURL\": \"<url>/v1\", \"apiKey\": \"<key>\" } },\n    \"other\": { \"options\": { \"apiKey\": \"{env:OTHER_KEY_0123456789}\" } },\n  },\n}\n",
        "{\n  // mine\n  \"provider\": {\n    \"work\": { \"options\": { \"baseURL\": \"<url>/v1\" } },\n    \"other\": { \"options\": { \"apiKey\": \"{env:OTHER_KEY_0123456789}\" } },\n  },\n}\n",
    ),
    (
        ".gemini/.env",
        "# mine\nexport GEMINI_API_KEY='<key>'\nGOOGLE_GEMINI_BASE_URL=<url>\n",
        "# mine\nGOOGLE_GEMINI_BASE_URL=<url>\n",
    ),
    (
        ".bashrc",
        "# first\nexport ANTHROPIC_BASE_URL=<url>\nexport ANTHROPIC_API_KEY='<key>' # work\nalias ll='ls -l'",
        "# first\nexport ANTHROPIC_BASE_URL=<url>\n# work\nalias ll='ls -l'",
    ),
    (
        ".config/fish/config.fish",
        "set -gx OPENAI_BASE_URL <url>/v1\r\nset -gx OPENAI_API_KEY <key>\r\nset -x PATH ~/bin $PATH\r\n",
        "set -gx OPENAI_BASE_URL <url>/v1\r\nset -x PATH ~/bin $PATH\r\n",
    ),
    (
        ".config/powershell/profile.ps1",
        "$env:OPENAI_BASE_URL = '<url>/v1'\n$env:OPENAI_API_KEY = \"<key>\"\n",
        "$env:OPENAI_BASE_URL = '<url>/v1'\n",
    ),
    (
        ".cc-switch/config.json",
        "{\"version\":2,\"claude\":{\"providers\":{\"a1\":{\"id\":\"a1\",\"name\":\"Work\",\"settingsConfig\":{\"env\":{\"ANTHROPIC_BASE_URL\":\"<url>\",\"ANTHROPIC_AUTH_TOKEN\":\"<key>\"}}}},\"current\":\"a1\"}}",
        "{\"version\":2,\"claude\":{\"providers\":{\"a1\":{\"id\":\"a1\",\"name\":\"Work\",\"settingsConfig\":{\"env\":{\"ANTHROPIC_BASE_URL\":\"<url>\"}}}},\"current\":\"a1\"}}",
    ),
];

/// cc-switch's database, with one provider.
fn cc_switch(path: &Path, settings: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let connection = Connection::open(path).unwrap();
    connection
        .execute_batch(
            "CREATE TABLE providers (
                id TEXT NOT NULL, app_type TEXT NOT NULL, name TEXT NOT NULL, settings_config TEXT NOT NULL,
                website_url TEXT, meta TEXT NOT NULL DEFAULT '{}', is_current BOOLEAN NOT NULL DEFAULT 0,
                PRIMARY KEY (id, app_type));
             INSERT INTO providers (id, app_type, name, settings_config) VALUES ('x', 'claude', 'Official', '{}')",
        )
        .unwrap();
    let insert =
        "INSERT INTO providers (id, app_type, name, settings_config) VALUES ('b2', 'codex', '工作', ?1)";
    connection.execute(insert, [settings]).unwrap();
}

fn settings_of(path: &Path) -> String {
    let sql = "SELECT settings_config FROM providers WHERE id = 'b2'";
    Connection::open(path).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
}

/// Every kind of place: listed with its bridge and place, taken over under the account's own entry, out of every file
/// with nothing else changed, and back to the byte.
#[test]
fn every_place_is_emptied_and_can_be_filled_again() {
    let desk = desk();
    let url = desk.bridge.url.clone();
    let filled = |text: &str, key: &str| text.replace("<key>", key).replace("<url>", &url);
    let mut before = BTreeMap::new();
    for (n, (path, text, _)) in SOURCES.iter().enumerate() {
        let text = filled(text, &desk.key(n));
        let file = desk.sandbox.write(path, &text);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        before.insert(*path, text);
    }
    let database = desk.sandbox.path(".cc-switch/cc-switch.db");
    let toml = format!("model_provider = \"c\"\n[model_providers.c]\nbase_url = \"{url}/v1\"\n");
    let settings =
        json!({ "auth": { "OPENAI_API_KEY": desk.key(SOURCES.len()) }, "config": toml }).to_string();
    cc_switch(&database, &settings);

    let listed = desk.list();
    assert_eq!(listed.len(), SOURCES.len() + 1, "{listed:#?}");
    for key in &listed {
        assert_eq!((&key["url"], &key["label"].is_string()), (&json!(url), &true), "{key:#}");
        assert!(key["masked"].as_str().unwrap().starts_with("sk-····"));
    }
    let place = |path: &str| {
        let has = |key: &&Value| key["places"][0]["path"] == format!("~/{path}");
        listed.iter().find(has).unwrap_or_else(|| panic!("{path}: {listed:#?}"))["places"][0].clone()
    };
    assert_eq!(place(".claude/settings.json")["place"], "env.ANTHROPIC_AUTH_TOKEN");
    assert_eq!(place(".codex/config.toml")["place"], "model_providers.work.experimental_bearer_token");
    assert_eq!(place(".bashrc")["place"], "line 3: ANTHROPIC_API_KEY");
    assert_eq!(place(".cc-switch/cc-switch.db")["place"], "codex: 工作, auth.OPENAI_API_KEY");
    assert_eq!(place(".cc-switch/cc-switch.db")["source"], "cc_switch");
    assert_eq!(snapshot(desk.sandbox.home()).len(), snapshot(desk.sandbox.home()).len());

    let taken = desk.sandbox.bridgekeeper(&["adopt", "--yes", "--json"]).ok();
    let adopted = taken.json()["adopted"].as_array().unwrap().clone();
    assert_eq!(adopted.len(), SOURCES.len() + 1, "{}", taken.out);
    for n in 0..=SOURCES.len() {
        let key = desk.key(n);
        assert!(!taken.out.contains(&key[3..]) && !taken.err.contains(&key[3..]));
        assert_eq!(desk.sandbox.files_with(&key[3..]), Vec::<PathBuf>::new(), "P1");
        let id = desk.bridge.keys()[n].id;
        assert!(adopted.iter().any(|done| done["key"]["id"] == id), "{id}: {adopted:#?}");
        assert_eq!(desk.sandbox.bridgekeeper(&["keys", "reveal", &id.to_string()]).ok().out.trim(), key);
    }
    for (path, _, after) in SOURCES {
        let file = desk.sandbox.path(path);
        assert_eq!(fs::read_to_string(&file).unwrap(), filled(after, ""), "{path}");
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o640, "{path}");
    }
    assert_eq!(settings_of(&database), json!({ "config": toml }).to_string());
    assert_eq!(desk.list(), Vec::<Value>::new());

    for _ in 0..=SOURCES.len() {
        desk.json(&["adopt", "--undo"]);
    }
    desk.sandbox.bridgekeeper(&["adopt", "--undo"]).exits(1);
    for (path, text) in &before {
        let file = desk.sandbox.path(path);
        assert_eq!(fs::read_to_string(&file).unwrap(), *text, "{path}");
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o640, "{path}");
    }
    assert_eq!(settings_of(&database), settings);
    assert_eq!(desk.list().len(), SOURCES.len() + 1);
}

/// A key that stands in several places goes out of all of them at once, also twice in one file, also behind a symlink,
/// which stays.
#[test]
fn one_key_in_many_places_is_one_change() {
    let desk = desk();
    let (key, url) = (desk.key(0), &desk.bridge.url);
    let twice = format!(
        "export OPENAI_BASE_URL={url}\nexport OPENAI_API_KEY={key}\n\nif true; then\n  OPENAI_API_KEY='{key}'\nfi\n"
    );
    desk.sandbox.write("dotfiles/zshrc", &twice);
    symlink("dotfiles/zshrc", desk.sandbox.path(".zshrc")).unwrap();
    let claude = json!({ "env": { "ANTHROPIC_API_KEY": key, "ANTHROPIC_AUTH_TOKEN": key } }).to_string();
    desk.sandbox.write(".claude/settings.json", &claude);
    let before = snapshot(desk.sandbox.home());

    let listed = desk.list();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0]["places"].as_array().unwrap().len(), 4, "{listed:#?}");
    assert_eq!(listed[0]["tools"], json!(["claude-code"]));
    let taken = desk.take();
    assert_eq!(taken["adopted"][0]["tools"], json!(["claude-code"]));
    let left = format!("export OPENAI_BASE_URL={url}\n\nif true; then\n  :\nfi\n");
    assert_eq!(fs::read_to_string(desk.sandbox.path("dotfiles/zshrc")).unwrap(), left);
    assert_eq!(fs::read_link(desk.sandbox.path(".zshrc")).unwrap(), Path::new("dotfiles/zshrc"));
    assert_eq!(fs::read_to_string(desk.sandbox.path(".claude/settings.json")).unwrap(), "{}");
    assert_eq!(desk.sandbox.files_with(&key[3..]), Vec::<PathBuf>::new());
    desk.json(&["adopt", "--undo"]);
    let home = |path: &PathBuf| !path.starts_with(".local");
    let kept = |snapshot: bridgekeeper_tests::home::Snapshot| -> Vec<_> {
        snapshot.into_iter().filter(|(path, _)| home(path)).collect()
    };
    assert_eq!(kept(snapshot(desk.sandbox.home())), kept(before));
}

/// Whose key it is must be known, or said.
#[test]
fn a_key_of_an_unknown_bridge_needs_its_users_word() {
    let desk = desk();
    let other = Server::start(Options { bulk_keys: 2, ..Options::default() }).unwrap();
    let (beside, alone) = (other.keys()[0].sk(), other.keys()[1].sk());
    let text = format!(
        "export ANTHROPIC_BASE_URL={}\nexport ANTHROPIC_API_KEY={beside}\nexport OPENAI_API_KEY={alone}\n",
        other.url
    );
    let profile = desk.sandbox.write(".profile", &text);
    let listed = desk.list();
    assert_eq!((&listed[0]["url"], &listed[0]["label"]), (&json!(other.url), &Value::Null));
    assert_eq!((&listed[1]["url"], &listed[1]["label"]), (&Value::Null, &Value::Null));
    let said = desk.sandbox.bridgekeeper(&["adopt", "--yes", "--json"]).exits(1).json();
    assert_eq!(said["failed"].as_array().unwrap().len(), 2, "{said:#}");
    assert_eq!(said["failed"][0]["error"]["code"], "invalid");
    assert_eq!(fs::read_to_string(&profile).unwrap(), text);

    let said = desk.json(&["adopt", "--yes", "--url", &other.url]);
    let ids: Vec<_> =
        said["adopted"].as_array().unwrap().iter().map(|done| done["key"]["id"].as_i64()).collect();
    assert_eq!(ids, [Some(-1), Some(-2)], "kept as pasted ones: {said:#}");
    assert_eq!(fs::read_to_string(&profile).unwrap(), format!("export ANTHROPIC_BASE_URL={}\n", other.url));
    let label = other.url.trim_start_matches("http://");
    let revealed = desk.sandbox.bridgekeeper(&["keys", "reveal", "--bridge", label, "--", "-1"]).ok().out;
    assert_eq!(revealed.trim(), beside);
}

/// Nothing leaves a file while the vault cannot take it, or the bridge does not.
#[test]
fn what_cannot_be_kept_stays_where_it_is() {
    let desk = desk();
    let (live, dead) = (desk.key(0), desk.key(1));
    desk.sandbox.bridgekeeper(&["keys", "disable", &desk.bridge.keys()[1].id.to_string()]).ok();
    let text = |live: &str| {
        let live = if live.is_empty() { String::new() } else { format!("export ANTHROPIC_API_KEY={live}\n") };
        format!(
            "export ANTHROPIC_BASE_URL={0}\n{live}export OPENAI_BASE_URL={0}/v1\nexport OPENAI_API_KEY={dead}\n",
            desk.bridge.url
        )
    };
    let profile = desk.sandbox.write(".profile", &text(&live));
    desk.session.lock();
    let refused = desk.sandbox.bridgekeeper(&["adopt", "--yes"]).exits(4);
    assert!(refused.err.contains("locked") && refused.err.contains("hint: "), "{}", refused.err);
    assert_eq!(fs::read_to_string(&profile).unwrap(), text(&live));
    assert_eq!(desk.list().len(), 2, "what stands in clear is found without the vault");
}

#[test]
fn a_key_that_its_bridge_rejects_stays_where_it_is() {
    let desk = desk();
    let (live, dead) = (desk.key(0), desk.key(1));
    desk.sandbox.bridgekeeper(&["keys", "disable", &desk.bridge.keys()[1].id.to_string()]).ok();
    let url = &desk.bridge.url;
    let profile = desk.sandbox.write(
        ".profile",
        &format!("export ANTHROPIC_BASE_URL={url}\nANTHROPIC_API_KEY={live}\nANTHROPIC_AUTH_TOKEN={dead}\n"),
    );
    let said = desk.sandbox.bridgekeeper(&["adopt", "--yes", "--json"]).exits(1).json();
    assert_eq!(said["adopted"].as_array().unwrap().len(), 1, "{said:#}");
    assert_eq!(said["failed"][0]["error"]["code"], "bridge_refused");
    let left = format!("export ANTHROPIC_BASE_URL={url}\nANTHROPIC_AUTH_TOKEN={dead}\n");
    assert_eq!(fs::read_to_string(&profile).unwrap(), left);
}

/// Neither the keys of models' makers, nor references, nor what the wallet itself wrote.
#[test]
fn what_is_not_the_wallets_business_is_left_out() {
    let desk = desk();
    desk.sandbox.write(
        ".zshrc",
        "export ANTHROPIC_API_KEY=sk-ant-api03-0123456789abcdefghij\nexport OPENAI_API_KEY=\"$(pass show openai)\"\n",
    );
    desk.sandbox.write(
        ".profile",
        "export OPENAI_BASE_URL=https://api.openai.com/v1\nexport OPENAI_API_KEY=sk-0123456789abcdefghijklmn\n",
    );
    desk.sandbox
        .write(".bashrc", "export ANTHROPIC_API_KEY=any\n# export OPENAI_API_KEY=sk-0123456789abcdefghij\n");
    desk.sandbox.bridgekeeper(&["configure", "claude-code", "--create", "--mode", "stored", "--yes"]).ok();
    let secret =
        &desk.bridge.keys().into_iter().find(|key| key.name.starts_with("claude-code")).unwrap().secret;
    assert_eq!(desk.sandbox.files_with(secret), [desk.sandbox.path(".claude/settings.json")]);
    assert_eq!(desk.list(), Vec::<Value>::new());
    let said = desk.sandbox.bridgekeeper(&["adopt"]).ok();
    assert!(said.out.contains("No key of a bridge stands in clear"), "{}", said.out);
    // Once it is the user's own again, it is offered.
    desk.sandbox.bridgekeeper(&["disconnect", "claude-code"]).ok();
    assert_eq!(desk.list(), Vec::<Value>::new());
}

/// What cannot be read is told.
#[test]
fn the_list_says_what_it_did_not_look_at() {
    let desk = desk();
    desk.sandbox.write(".claude/settings.json", "{ \"env\": ");
    desk.sandbox.write(".cc-switch/cc-switch.db", "no database, and long enough not to be an empty one");
    fs::write(desk.sandbox.path(".zshrc"), b"export OPENAI_API_KEY=\xff\xfe\n").unwrap();
    let found = desk.json(&["adopt", "--dry-run"]);
    let left: Vec<_> = found["not_looked_at"]
        .as_array()
        .unwrap()
        .iter()
        .map(|left| left["path"].as_str().unwrap())
        .collect();
    assert_eq!(left, ["~/.claude/settings.json", "~/.cc-switch/cc-switch.db", "~/.zshrc"], "{found:#}");
    let told = desk.sandbox.bridgekeeper(&["adopt", "--dry-run"]).ok().out;
    assert!(told.contains("Not looked at: ~/.zshrc"), "{told}");
}

// ── at the plan ────────────────────────────────────────────────────────────────────────────────────────────

fn wait<T>(done: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(done)
}

fn home_with(path: &str, text: &str) -> Home {
    let home = Home::empty(tools::by_id("claude-code").unwrap(), Platform::Linux);
    write(&home.machine.home.join(path), text.as_bytes());
    home
}

fn offered(wallet: &Wallet) -> Vec<AdoptableView> {
    wait(wallet.adoptable()).unwrap().adoptable
}

fn request(offer: &AdoptableView) -> AdoptRequest {
    AdoptRequest { id: offer.id.clone(), ..AdoptRequest::default() }
}

const STRAY: &str = "sk-canaryStray0123456789abcdefghijklmnopqrstuvwxyz01";

fn rc(key: &str) -> String {
    format!("export ANTHROPIC_BASE_URL={ORIGIN}\nexport ANTHROPIC_API_KEY={key}\n")
}

/// A plan shows no secret, holds for what it was made from, and holds once.
#[test]
fn a_plan_is_masked_and_a_stale_one_is_refused() {
    let home = home_with(".bashrc", &rc(STRAY));
    let path = home.machine.home.join(".bashrc");
    let before = home.snapshot();
    let plan = wait(home.wallet.propose_adopt(request(&offered(&home.wallet)[0]))).unwrap();
    assert!(!format!("{plan:?}").contains(CANARY), "{plan:#?}");
    assert!(format!("{plan:?}").contains("sk-····yz01"), "{plan:#?}");
    assert!(
        plan.notes[0].contains("read back")
            && plan.notes.iter().any(|note| note.contains("Claude Code has no key"))
    );
    assert_eq!(home.snapshot(), before);

    let changed = format!("{}\n# since\n", rc(STRAY));
    fs::write(&path, &changed).unwrap();
    let error = wait(home.wallet.apply_adopt(&plan.id)).unwrap_err();
    assert_eq!(error.code(), Code::FileChanged, "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), changed);
    assert_eq!(wait(home.wallet.apply_adopt(&plan.id)).unwrap_err().code(), Code::NotFound);

    let offer = &offered(&home.wallet)[0];
    fs::write(&path, "").unwrap();
    let error = wait(home.wallet.propose_adopt(request(offer))).unwrap_err();
    assert_eq!(error.code(), Code::FileChanged, "{error}");
    let gone = AdoptRequest { id: "0".into(), ..AdoptRequest::default() };
    assert_eq!(wait(home.wallet.propose_adopt(gone)).unwrap_err().code(), Code::NotFound);
}

/// What goes on over lines is offered, and left to its user's hands.
#[test]
fn what_cannot_be_taken_out_is_said() {
    let text = format!("{}run \\\nOPENAI_API_KEY={STRAY}\n", rc(STRAY));
    let home = home_with(".bashrc", &text);
    let offer = &offered(&home.wallet)[0];
    let by_hand: Vec<_> = offer.places.iter().map(|place| place.by_hand.is_some()).collect();
    assert_eq!(by_hand, [false, true], "{offer:#?}");
    let plan = wait(home.wallet.propose_adopt(request(offer))).unwrap();
    assert!(plan.notes.iter().any(|note| note.contains("line 4")), "{plan:#?}");
    assert!(!format!("{:?}", plan.changes).contains("Remove, text: \"OPENAI"), "{plan:#?}");
}

/// Every tool's own place for a key is known: what the wallet would write in `stored` mode is found as its user's.
/// Codex has no such mode; its places stand in [`SOURCES`].
#[test]
fn every_tools_own_place_is_looked_at() {
    for tool in tools::ALL.iter().filter(|tool| tool.modes().contains(&Mode::Stored)) {
        let home = Home::empty(*tool, Platform::Linux);
        if tool.id() == "cursor" {
            let path = home.files().remove(0);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let connection = Connection::open(path).unwrap();
            connection
                .execute_batch("CREATE TABLE ItemTable (key TEXT UNIQUE ON CONFLICT REPLACE, value BLOB)")
                .unwrap();
            let rows = [
                ("cursorAuth/openAIKey", KEYS[0].1),
                ("secret://cursorAuth/openAIKey", r#"{"type":"Buffer","data":[118,49,48]}"#),
            ];
            for row in rows {
                connection.execute("INSERT INTO ItemTable VALUES (?1, ?2)", row).unwrap();
            }
        } else {
            home.does(Deed::configure(Mode::Stored)).unwrap();
        }
        // A wallet that knows nothing of it.
        let other = Machine { data_dir: home.machine.home.join("other"), ..home.machine.clone() };
        let wallet = Wallet::open(other, Arc::new(MemoryVault::new()), None).unwrap();
        let found = offered(&wallet);
        assert_eq!(found.len(), 1, "{}: {found:#?}", tool.id());
        assert_eq!(found[0].tools, [tool.id()]);
        if tool.id() != "cursor" {
            assert_eq!(found[0].url.as_deref(), Some(ORIGIN), "{}", tool.id());
        }
        // And by the wallet that wrote it, not at all.
        let ours = offered(&home.wallet).len();
        assert_eq!(ours, usize::from(tool.id() == "cursor"), "{}", tool.id());
    }
}

/// A vault that gives back something else than it was given.
struct Forgetful(MemoryVault);

impl Vault for Forgetful {
    fn kind(&self) -> VaultKind {
        self.0.kind()
    }
    fn get(&self, slot: &Slot) -> Result<Secret> {
        let found = self.0.get(slot)?;
        match slot {
            Slot::UndoIdentity => Ok(found),
            _ => Ok(Secret::new("sk-another0123456789abcdefghijklmnopq".into())),
        }
    }
    fn put(&self, slot: &Slot, secret: &Secret) -> Result<()> {
        self.0.put(slot, secret)
    }
    fn delete(&self, slot: &Slot) -> Result<()> {
        self.0.delete(slot)
    }
    fn check(&self) -> Result<()> {
        self.0.check()
    }
    fn lock(&self) -> Result<()> {
        self.0.lock()
    }
}

/// Only what was read back from the vault is taken out.
#[test]
fn nothing_is_taken_out_before_it_was_read_back() {
    let bridge = Server::start(Options { bulk_keys: 1, ..Options::default() }).unwrap();
    let folder = TempDir::with_prefix("bridgekeeper-adopt-").unwrap();
    let machine = machine(folder.path(), Platform::Linux);
    let text = rc(&bridge.keys()[0].sk()).replace(ORIGIN, &bridge.url);
    let path = machine.home.join(".bashrc");
    write(&path, text.as_bytes());
    for (vault, is_sound) in [
        (Arc::new(Forgetful(MemoryVault::new())) as Arc<dyn Vault>, false),
        (Arc::new(MemoryVault::new()), true),
    ] {
        let machine = Machine { data_dir: folder.path().join(format!("data-{is_sound}")), ..machine.clone() };
        let wallet = Wallet::open(machine, vault, None).unwrap();
        let offer = &offered(&wallet)[0];
        let asked = AdoptRequest { url: Some(bridge.url.clone()), ..request(offer) };
        let done: Result<_, Error> = wait(async {
            let plan = wallet.propose_adopt(asked).await?;
            wallet.apply_adopt(&plan.id).await
        });
        let left = fs::read_to_string(&path).unwrap();
        match is_sound {
            false => {
                assert_eq!(done.unwrap_err().code(), Code::VaultFailed);
                assert_eq!(left, text);
            }
            true => {
                done.unwrap();
                assert!(!left.contains("API_KEY"), "{left}");
            }
        }
    }
    let secret = bridge.keys()[0].secret.clone();
    assert_eq!(files_with(folder.path(), secret.as_bytes()), Vec::<PathBuf>::new());
}
