//! What holds where a tool's settings are fields of a row in another program's database: only they change, they
//! come back, and nothing is written under the feet of whoever has it open.

#![cfg(unix)]

use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bridgekeeper_core::error::{Code, Error};
use bridgekeeper_core::key::{Key, KeyId, KeyStatus, Quota};
use bridgekeeper_core::machine::{Machine, Platform};
use bridgekeeper_core::medium::Medium;
use bridgekeeper_core::secret::Secret;
use bridgekeeper_core::store::{KnownBridge, Profile, State};
use bridgekeeper_core::tools::{self, Models, Process, Processes, safe_storage};
use bridgekeeper_core::vault::Passwords;
use bridgekeeper_core::view::{AdviceLevel, Mode, StepState, ToolState};
use bridgekeeper_tests::files_with;
use bridgekeeper_tests::home::{CANARY, Deed, Home, KEYS, Tried, chmod};
use bridgekeeper_tests::scene::{ONE_FILE, Stage};
use jiff::Timestamp;
use rusqlite::Connection;
use serde_json::{Value, json};
use tempfile::TempDir;

const ROW: &str =
    "src.vs.platform.reactivestorage.browser.reactiveStorageServiceImpl.persistentStorage.applicationUser";

/// A row as somebody left it: odd spacing, a number that a parser would round, and models of their own.
const TYPICAL: &str = r#"{"membershipType":"pro", "big":1.10,"aiSettings":{"openAIModel":null,"userAddedModels":["theirs"],"modelOverrideEnabled":["theirs","gpt-x"],"modelOverrideDisabled":[],"composerModel":"auto"},"availableDefaultModels2":[{"name":"gpt-5.5"},{"name":"auto"}],"openAIBaseUrl":null,"useOpenAIKey":false,"tail":[1,2]}"#;

/// Rows there may be; `None` for a database in which there is none yet.
const ROWS: &[Option<&str>] = &[
    Some(TYPICAL),
    None,
    Some(r#"{"a":1}"#),
    Some(r#"{"aiSettings":{}}"#),
    Some(r#"{"aiSettings":{"other":[1.0]}}"#),
    Some(r#"{ "openAIBaseUrl" : "" , "useOpenAIKey" : true }"#),
    Some(r#"{"aiSettings":{"userAddedModels":[]},"openAIBaseUrl":""}"#),
    Some(r#"{"aiSettings":{"userAddedModels":["claude-opus-5-5"]},"useOpenAIKey":true}"#),
    Some(
        "{\n\t\"x\": \"naïve ☃\",\n\t\"openAIBaseUrl\": \"https://mei:canary-password@proxy.example/v1\"\n}",
    ),
];

const JOURNALS: [&str; 2] = ["wal", "delete"];

// ── a home with Cursor in it ───────────────────────────────────────────────────────────────────────────────

fn home(row: Option<&str>, journal: &str) -> Home {
    home_on(Platform::Linux, row, journal)
}

fn home_on(platform: Platform, row: Option<&str>, journal: &str) -> Home {
    let home = Home::empty(tools::by_id("cursor").unwrap(), platform);
    let path = database(&home);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let connection = Connection::open(&path).unwrap();
    connection.pragma_update(None, "journal_mode", journal).unwrap();
    connection
        .execute_batch(
            "CREATE TABLE ItemTable (key TEXT UNIQUE ON CONFLICT REPLACE, value BLOB);
             CREATE TABLE cursorDiskKV (key TEXT UNIQUE ON CONFLICT REPLACE, value BLOB);
             INSERT INTO ItemTable VALUES ('cursorAuth/accessToken', 'canary-of-theirs'), ('theme', x'00ff');
             INSERT INTO cursorDiskKV VALUES ('composerData:1', '{\"chat\":1}');",
        )
        .unwrap();
    if let Some(row) = row {
        connection.execute("INSERT INTO ItemTable VALUES (?1, ?2)", [ROW, row]).unwrap();
    }
    home
}

fn database(home: &Home) -> PathBuf {
    home.files().remove(0)
}

fn sql(home: &Home, statement: &str) {
    Connection::open(database(home)).unwrap().execute_batch(statement).unwrap();
}

/// All that the database says, byte for byte.
fn dump(home: &Home) -> Vec<(String, String, Vec<u8>)> {
    let connection = Connection::open(database(home)).unwrap();
    let mut statement = connection
        .prepare(
            "SELECT key, typeof(value), CAST(value AS BLOB) FROM ItemTable
             UNION ALL SELECT key, typeof(value), CAST(value AS BLOB) FROM cursorDiskKV ORDER BY 1",
        )
        .unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    rows.collect::<rusqlite::Result<_>>().unwrap()
}

fn row(home: &Home) -> Option<String> {
    let row = dump(home).into_iter().find(|(key, ..)| key == ROW)?;
    Some(String::from_utf8(row.2).unwrap())
}

fn value(home: &Home) -> Value {
    serde_json::from_str(&row(home).unwrap()).unwrap()
}

fn set_row(home: &Home, row: &str) {
    let connection = Connection::open(database(home)).unwrap();
    connection.execute("UPDATE ItemTable SET value = ?2 WHERE key = ?1", [ROW, row]).unwrap();
}

/// Cursor rewrites its row, with something of its own changed.
fn cursor_rewrites(home: &Home, change: impl Fn(&mut Value)) {
    let mut value = value(home);
    change(&mut value);
    set_row(home, &value.to_string());
}

fn names_beside(path: &Path) -> Vec<String> {
    let entries = fs::read_dir(path.parent().unwrap()).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn runs(pid: u32) -> Processes {
    Arc::new(move || {
        Some(vec![
            Process { pid: 7, name: "cursor-agent".into() },
            Process { pid, name: "Cursor-3.15.19-x86_64.AppImage".into() },
        ])
    })
}

fn everywhere(law: impl Fn(&Home)) {
    for row in ROWS {
        for journal in JOURNALS {
            let _tried = Tried(format!("{row:?}, {journal}"));
            law(&home(*row, journal));
        }
    }
}

const CONFIGURE: Deed = Deed::Configure { mode: Mode::Stored, key: KEYS[0].0, model: None };
const OTHER: Deed = Deed::Configure { mode: Mode::Stored, key: KEYS[1].0, model: Some("gpt-5.4") };

const OURS: [&str; 3] = ["claude-opus-5-5", "claude-sonnet-5", "claude-haiku-4-5"];

fn assert_refused<T>(outcome: Result<T, Error>, code: Code) -> Error {
    let error = outcome.err().expect("a refusal");
    assert_eq!(error.code(), code, "{error}");
    assert!(error.next_step().is_some(), "no hint: {error}");
    error
}

/// Refused, with nothing changed and nothing left behind.
fn assert_untouched(home: &Home, code: Code) -> Error {
    let (before, beside) = (fs::read(database(home)).unwrap(), names_beside(&database(home)));
    let error = assert_refused(home.does(CONFIGURE), code);
    assert_eq!(fs::read(database(home)).unwrap(), before);
    assert_eq!(names_beside(&database(home)), beside);
    assert_eq!(home.card().profile, None);
    assert_eq!(home.store().unfinished_changes().unwrap().len(), 0);
    error
}

// ── apply ──────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_plan_does_nothing_until_it_is_applied_and_everything_then() {
    everywhere(|home| {
        let before = dump(home);
        let plan = home.propose(CONFIGURE).unwrap();
        assert!(!plan.changes.is_empty());
        assert_eq!(dump(home), before);
        let card = home.apply(&plan).unwrap();
        assert_eq!((card.state, card.can_undo), (ToolState::InStep, true));
        assert!(home.propose(CONFIGURE).unwrap().changes.is_empty());
        let value = value(home);
        assert_eq!(value["openAIBaseUrl"], "https://bridge.example/v1");
        assert_eq!(value["useOpenAIKey"], true);
        for list in ["userAddedModels", "modelOverrideEnabled"] {
            let names: Vec<String> = serde_json::from_value(value["aiSettings"][list].clone()).unwrap();
            for ours in OURS {
                assert_eq!(names.iter().filter(|name| *name == ours).count(), 1, "{names:?}");
            }
        }
    });
}

/// Spacing, order and numbers that are not ours stay as they are to the byte, and so does every other row.
#[test]
fn only_our_fields_change() {
    let home = home(Some(TYPICAL), "wal");
    let before = dump(&home);
    home.does(CONFIGURE).unwrap();
    let models = r#""claude-opus-5-5","claude-sonnet-5","claude-haiku-4-5"]"#;
    let wanted = TYPICAL
        .replace(r#""theirs"],"#, &format!(r#""theirs",{models},"#))
        .replace(r#""gpt-x"],"#, &format!(r#""gpt-x",{models},"#))
        .replace(r#""openAIBaseUrl":null"#, r#""openAIBaseUrl":"https://bridge.example/v1""#)
        .replace(r#""useOpenAIKey":false"#, r#""useOpenAIKey":true"#);
    assert_eq!(row(&home).unwrap(), wanted);
    let others = |dump: Vec<(String, String, Vec<u8>)>| -> Vec<_> {
        dump.into_iter().filter(|(key, ..)| key != ROW).collect()
    };
    assert_eq!(others(dump(&home)), others(before));
    assert_eq!(names_beside(&database(&home)), ["state.vscdb"], "a log was left behind");
}

/// A value that was kept as bytes stays bytes.
#[test]
fn a_row_keeps_its_kind() {
    let home = home(Some(TYPICAL), "delete");
    sql(&home, &format!("UPDATE ItemTable SET value = CAST(value AS BLOB) WHERE key = '{ROW}'"));
    let before = dump(&home);
    home.does(CONFIGURE).unwrap();
    let kind = dump(&home).into_iter().find(|(key, ..)| key == ROW).unwrap().1;
    assert_eq!(kind, "blob");
    home.does(Deed::Undo).unwrap();
    assert_eq!(dump(&home), before);
}

/// Gigabytes of chats are neither read nor written nor copied: here they are rubbish, and nobody notices.
#[test]
fn the_rest_of_the_database_is_not_even_read() {
    let home = home(Some(TYPICAL), "delete");
    let path = database(&home);
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
             INSERT INTO cursorDiskKV SELECT 'bubble:' || i, randomblob(20000) FROM n",
        )
        .unwrap();
    let size: u64 =
        connection.query_row("PRAGMA page_size", [], |row| row.get::<_, u32>(0).map(u64::from)).unwrap();
    let mut statement = connection
        .prepare(
            "SELECT pageno FROM dbstat WHERE name IN ('cursorDiskKV', 'sqlite_autoindex_cursorDiskKV_1')",
        )
        .unwrap();
    let pages: Vec<u64> = statement
        .query_map([], |row| row.get::<_, u32>(0).map(u64::from))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    drop(statement);
    drop(connection);
    assert!(pages.len() > 900);
    let mut file = fs::File::options().write(true).open(&path).unwrap();
    for page in &pages {
        file.seek(SeekFrom::Start((page - 1) * size)).unwrap();
        file.write_all(&vec![0xA5; size as usize]).unwrap();
    }
    drop(file);
    let vast = fs::metadata(&path).unwrap().len();
    for deed in [CONFIGURE, OTHER, Deed::Undo, Deed::Disconnect, Deed::Undo] {
        home.does(deed).unwrap();
    }
    assert_eq!(fs::metadata(&path).unwrap().len(), vast);
    let bytes = fs::read(&path).unwrap();
    for page in pages {
        let start = ((page - 1) * size) as usize;
        assert!(bytes[start..start + size as usize].iter().all(|byte| *byte == 0xA5));
    }
    let kept: u64 =
        files_with(&home.machine.data_dir, b"\0").iter().map(|file| fs::metadata(file).unwrap().len()).sum();
    assert!(kept < 2_000_000, "the wallet keeps {kept} bytes");
}

/// What Cursor wrote and did not fold into its database yet counts; looking leaves no trace.
#[test]
fn a_log_beside_the_database_counts() {
    let home = home(Some(TYPICAL), "wal");
    let path = database(&home);
    let beside = names_beside(&path);
    home.card();
    home.propose(CONFIGURE).unwrap();
    assert_eq!(names_beside(&path), beside, "a look left something behind");

    let open = Connection::open(&path).unwrap();
    open.execute(
        "UPDATE ItemTable SET value = ?2 WHERE key = ?1",
        [ROW, r#"{"openAIBaseUrl":"https://in.the.log/v1"}"#],
    )
    .unwrap();
    assert!(names_beside(&path).contains(&"state.vscdb-wal".to_owned()));
    let plan = home.propose(CONFIGURE).unwrap();
    assert!(format!("{plan:?}").contains("https://in.the.log/v1"));
    // As a crash of Cursor leaves it.
    for end in ["", "-wal"] {
        let name = format!("state.vscdb{end}");
        fs::copy(path.with_file_name(&name), path.with_file_name(format!("kept{end}"))).unwrap();
    }
    drop(open);
    for end in ["", "-wal"] {
        let name = format!("state.vscdb{end}");
        fs::rename(path.with_file_name(format!("kept{end}")), path.with_file_name(&name)).unwrap();
    }
    home.does(CONFIGURE).unwrap();
    home.does(Deed::Undo).unwrap();
    assert_eq!(row(&home).unwrap(), r#"{"openAIBaseUrl":"https://in.the.log/v1"}"#);
}

// ── the key, sealed as Cursor seals ────────────────────────────────────────────────────────────────────────

const KEY_ROW: &str = "secret://cursorAuth/openAIKey";
const OLD_KEY_ROW: &str = "cursorAuth/openAIKey";

/// What Cursor's keychain entry holds in these tests.
const PASSWORD: &str = "bGV0LW1lLWluLTEyMzQ1Ng==";

/// A key that Cursor may seal with: where, and whether its password is in the keychain.
type Sealing = (Platform, fn() -> safe_storage::Key);

const SEALINGS: [Sealing; 3] = [
    (Platform::Linux, || safe_storage::Key::linux(&Secret::new(PASSWORD.into()))),
    (Platform::Linux, safe_storage::Key::known),
    (Platform::MacOs, || safe_storage::Key::macos(&Secret::new(PASSWORD.into()))),
];

fn passwords(found: fn() -> Result<Vec<Secret>, Error>) -> Passwords {
    Arc::new(move |programs| {
        assert!(programs.contains(&"Cursor") && programs.contains(&"cursor"));
        found()
    })
}

/// A home in which Cursor has sealed this text, and whose keychain has its password.
fn sealing_home((platform, key): Sealing, text: &str) -> Home {
    let home = home_on(platform, Some(TYPICAL), "wal");
    put_row(
        &home,
        "secret://cursorAuth/accessToken",
        &safe_storage::to_row(&key().seal(text.as_bytes()).unwrap()),
    );
    let passwords = passwords(|| Ok(vec![Secret::new("another".into()), Secret::new(PASSWORD.into())]));
    home.on(Machine { passwords, ..home.machine.clone() })
}

const LONG: &str = "canary-token-of-cursor-that-is-longer-than-a-block";

fn put_row(home: &Home, key: &str, value: &str) {
    let connection = Connection::open(database(home)).unwrap();
    connection.execute("INSERT INTO ItemTable VALUES (?1, ?2)", [key, value]).unwrap();
}

fn row_of(home: &Home, key: &str) -> Option<Vec<u8>> {
    dump(home).into_iter().find(|(found, ..)| found == key).map(|(.., value)| value)
}

fn opened(home: &Home, key: &safe_storage::Key) -> Option<Vec<u8>> {
    let row = row_of(home, KEY_ROW)?;
    Some(key.open(&safe_storage::of_row(&row)?)?.to_vec())
}

/// In every form: the row opens with Cursor's own key to exactly the wallet's; it stands nowhere else and nowhere in
/// clear; undo and disconnect give back every byte.
#[test]
fn the_key_is_sealed_as_cursor_seals_its_own() {
    for sealing in SEALINGS {
        let (home, key) = (sealing_home(sealing, LONG), sealing.1());
        put_row(&home, OLD_KEY_ROW, "sk-canary-of-old-0123456789");
        let before = dump(&home);
        for deed in [Deed::Undo, Deed::Disconnect] {
            let plan = home.propose(CONFIGURE).unwrap();
            assert!(
                plan.steps.iter().all(|step| step.key.is_none() && step.enter.is_none()),
                "{:#?}",
                plan.steps
            );
            let told = plan.steps.iter().any(|step| step.text.contains("everybody knows"));
            assert_eq!(told, key.is_known(), "{:#?}", plan.steps);
            assert_eq!(plan.changes.len(), 2);
            let shown = format!("{plan:?}");
            assert!(
                shown.contains("state.vscdb#openAIKey")
                    && !shown.contains("Buffer")
                    && !shown.contains("eyJ")
            );
            home.apply(&plan).unwrap();
            assert_eq!(opened(&home, &key).unwrap(), KEYS[0].1.as_bytes());
            assert_eq!(row_of(&home, OLD_KEY_ROW), None, "the key of old is left in clear");
            assert!(home.propose(CONFIGURE).unwrap().changes.is_empty());
            assert_eq!((home.card().state, home.card().can_undo), (ToolState::InStep, true));
            for secret in [KEYS[0].1, CANARY] {
                assert_eq!(files_with(&home.machine.data_dir, secret.as_bytes()), Vec::<PathBuf>::new());
            }
            assert_eq!(files_with(&home.machine.home, KEYS[0].1.as_bytes()), Vec::<PathBuf>::new());
            let row = row_of(&home, KEY_ROW).unwrap();
            assert_eq!(files_with(&home.machine.data_dir, &row), Vec::<PathBuf>::new());
            let spelled = bridgekeeper_core::row::spelled(&row);
            assert_eq!(files_with(&home.machine.data_dir, spelled.as_bytes()), Vec::<PathBuf>::new());

            home.does(OTHER).unwrap();
            assert_eq!(opened(&home, &key).unwrap(), KEYS[1].1.as_bytes());
            home.does(Deed::Undo).unwrap();
            assert_eq!(opened(&home, &key).unwrap(), KEYS[0].1.as_bytes());
            home.does(deed).unwrap();
            assert_eq!(dump(&home), before, "{deed:?}");
        }
    }
}

/// Cursor clears its key at times: drift, and applying again mends it.
#[test]
fn a_key_that_cursor_cleared_is_drift() {
    let (home, key) = (sealing_home(SEALINGS[0], LONG), SEALINGS[0].1());
    home.does(CONFIGURE).unwrap();
    sql(
        &home,
        &format!(r#"UPDATE ItemTable SET value = '{{"type":"Buffer","data":[]}}' WHERE key = '{KEY_ROW}'"#),
    );
    let card = home.card();
    assert_eq!(card.state, ToolState::Drifted);
    assert!(card.state_text.contains("openAIKey"), "{}", card.state_text);
    home.does(CONFIGURE).unwrap();
    assert_eq!(opened(&home, &key).unwrap(), KEYS[0].1.as_bytes());
}

/// A key that stands there already, in whatever spelling, is left as it is.
#[test]
fn a_key_that_was_pasted_is_left_to_the_byte() {
    let (home, key) = (sealing_home(SEALINGS[0], LONG), SEALINGS[0].1());
    let sealed = key.seal(KEYS[0].1.as_bytes()).unwrap();
    put_row(&home, KEY_ROW, &format!(r#"{{ "data": {sealed:?}, "type": "Buffer" }}"#));
    let before = row_of(&home, KEY_ROW);
    home.does(CONFIGURE).unwrap();
    assert_eq!(row_of(&home, KEY_ROW), before);
    assert_eq!(home.card().state, ToolState::InStep);
    home.does(Deed::Disconnect).unwrap();
    assert_eq!(row_of(&home, KEY_ROW), before);
}

/// Where nothing of Cursor's was opened, its key is not touched, and the steps say why and to paste it.
#[test]
fn what_is_not_proven_is_not_written() {
    let (v11, _known, mac) = (SEALINGS[0], SEALINGS[1], SEALINGS[2]);
    let none: fn() -> Result<Vec<Secret>, Error> = || Ok(vec![]);
    let wrong: fn() -> Result<Vec<Secret>, Error> = || Ok(vec![Secret::new("another".into())]);
    let locked: fn() -> Result<Vec<Secret>, Error> =
        || Err(Error::new(Code::VaultLocked, "the keychain is locked").hint("unlock it"));
    for (sealing, text, found, why) in [
        (v11, LONG, none, "does not open"),
        (v11, LONG, wrong, "does not open"),
        (mac, LONG, wrong, "does not open"),
        (v11, LONG, locked, "the keychain is locked"),
        (v11, "short", (|| Ok(vec![Secret::new(PASSWORD.into())])) as fn() -> _, "does not open"),
        (v11, "", none, "does not open"),
    ] {
        let home = sealing_home(sealing, text);
        let home = home.on(Machine { passwords: passwords(found), ..home.machine.clone() });
        stays_assisted(&home, why);
    }
    let fresh = home(Some(TYPICAL), "wal");
    stays_assisted(&fresh, "sealed nothing here yet");
    // A version of the scheme that is not known, and rows that are no buffers.
    put_row(&fresh, "secret://new", &safe_storage::to_row(b"v12-0123456789012345678901234567890123456789"));
    put_row(&fresh, "secret://strange", "not a buffer");
    stays_assisted(&fresh, "does not open");
    // What only looks alike does not count.
    let near = home(Some(TYPICAL), "wal");
    put_row(&near, "secrets://x", &safe_storage::to_row(&SEALINGS[1].1().seal(LONG.as_bytes()).unwrap()));
    stays_assisted(&near, "sealed nothing here yet");
    let windows = home_on(Platform::Windows, Some(TYPICAL), "wal");
    put_row(&windows, "secret://x", &safe_storage::to_row(b"v10-0123456789012345678901234567890123456789"));
    stays_assisted(&windows, "on Windows");
}

fn stays_assisted(home: &Home, why: &str) {
    let key_rows = |home: &Home| (row_of(home, KEY_ROW), row_of(home, OLD_KEY_ROW));
    let before = key_rows(home);
    let plan = home.propose(CONFIGURE).unwrap();
    assert_eq!(plan.changes.len(), 1, "{plan:#?}");
    assert!(plan.steps.iter().any(|step| step.text.contains(why)), "{why}: {:#?}", plan.steps);
    assert!(plan.steps.iter().any(|step| step.key.is_some()));
    home.apply(&plan).unwrap();
    assert_eq!(key_rows(home), before);
    assert_eq!(value(home)["useOpenAIKey"], true);
    home.does(Deed::Undo).unwrap();
}

/// While Cursor runs its user pastes the key, and the steps tell the right one from another.
#[test]
fn a_pasted_key_is_told_from_another() {
    let closed = sealing_home(SEALINGS[0], LONG);
    let (home, key) = (closed.with_processes(runs(4711)), SEALINGS[0].1());
    let plan = home.propose(CONFIGURE).unwrap();
    let paste = || {
        let steps = home.look_at_steps(&plan).unwrap().steps;
        steps.into_iter().find(|step| step.key.is_some()).unwrap().state
    };
    assert_eq!(paste(), StepState::Missing);
    put_row(&home, KEY_ROW, &safe_storage::to_row(&key.seal(KEYS[1].1.as_bytes()).unwrap()));
    assert_eq!(paste(), StepState::Different);
    put_row(&home, KEY_ROW, &safe_storage::to_row(&key.seal(KEYS[0].1.as_bytes()).unwrap()));
    assert_eq!(paste(), StepState::Done);
    // Sealed in a way that cannot be opened: something was pasted.
    put_row(&home, KEY_ROW, &safe_storage::to_row(b"v12-0123456789012345678901234567890123456789"));
    assert_eq!(paste(), StepState::Different);
    assert_refused(home.apply(&plan), Code::FileRefused);
}

/// A crash between the settings and the key is settled as one change: both or neither.
#[test]
fn settings_and_key_change_together() {
    let (home, key) = (sealing_home(SEALINGS[0], LONG), SEALINGS[0].1());
    let before = dump(&home);
    home.does(CONFIGURE).unwrap();
    let store = home.store();
    let mut change = store.last_change("cursor").unwrap().unwrap();
    assert_eq!(change.files.len(), 2);
    store.move_change(&change, State::Begun).unwrap();
    change.state = State::Begun;
    // As if it had been killed before the key was written.
    sql(&home, &format!("DELETE FROM ItemTable WHERE key = '{KEY_ROW}'"));
    home.wallet.recover().unwrap();
    assert_eq!(store.unfinished_changes().unwrap().len(), 0);
    assert_eq!(dump(&home), before);
    assert_eq!(opened(&home, &key), None);
}

// ── the key, and what is left to do ────────────────────────────────────────────────────────────────────────

/// The steps say every value, and the key by its name only; it is nowhere but in the vault.
#[test]
fn the_steps_say_what_to_enter_and_never_the_key() {
    everywhere(|home| {
        let mut deeds = vec![CONFIGURE, OTHER, Deed::Undo, Deed::Disconnect, Deed::Undo];
        let plan = home.propose(CONFIGURE).unwrap();
        let entered: Vec<_> = plan.steps.iter().filter_map(|step| step.enter.as_deref()).collect();
        assert_eq!(entered, ["https://bridge.example/v1", OURS[0], OURS[1], OURS[2]]);
        let keys: Vec<_> = plan.steps.iter().filter_map(|step| step.key.as_deref()).collect();
        assert_eq!(keys, [format!("laptop-{}", KEYS[0].0)]);
        for deed in deeds.drain(..) {
            let plan = home.propose(deed).unwrap();
            assert!(!format!("{plan:?}").contains(CANARY), "{plan:#?}");
            home.apply(&plan).unwrap();
            for (_, key) in KEYS {
                assert_eq!(files_with(&home.machine.home, key.as_bytes()), Vec::<PathBuf>::new());
            }
            for secret in [CANARY, "AGE-SECRET-KEY"] {
                let kept = files_with(&home.machine.data_dir, secret.as_bytes());
                assert_eq!(kept, Vec::<PathBuf>::new(), "{deed:?}");
            }
        }
    });
}

/// Whoever entered everything by hand while Cursor runs has it noted; nothing is written, and drift is told.
#[test]
fn what_was_entered_by_hand_is_taken_as_it_is() {
    let closed = home(Some(TYPICAL), "wal");
    let home = closed.with_processes(runs(4711));
    let plan = home.propose(CONFIGURE).unwrap();
    assert!(plan.steps[0].text.contains("4711"), "{:?}", plan.steps);
    cursor_rewrites(&home, |row| {
        row["openAIBaseUrl"] = "https://bridge.example/v1".into();
        row["useOpenAIKey"] = true.into();
        for list in ["userAddedModels", "modelOverrideEnabled"] {
            row["aiSettings"][list] = json!(OURS);
        }
    });
    let by_hand = dump(&home);
    let plan = home.propose(CONFIGURE).unwrap();
    assert!(plan.changes.is_empty(), "{plan:#?}");
    assert_eq!(home.apply(&plan).unwrap().state, ToolState::InStep);
    assert_eq!(dump(&home), by_hand);
    // It turns its switch off by itself at times.
    cursor_rewrites(&home, |row| row["useOpenAIKey"] = false.into());
    let card = home.card();
    assert_eq!(card.state, ToolState::Drifted);
    assert!(card.state_text.contains("useOpenAIKey"), "{}", card.state_text);
    cursor_rewrites(&home, |row| row["useOpenAIKey"] = true.into());
    home.does(Deed::Disconnect).unwrap();
    assert_eq!(dump(&home), by_hand, "what its user entered is its user's");
}

/// While somebody enters it all in Cursor, each look says how far they are; it changes nothing, and at the end
/// there is nothing to write.
#[test]
fn steps_are_followed_while_they_are_done() {
    use StepState::{Different, Done, Missing, Untold};
    for journal in JOURNALS {
        let home = home(Some(TYPICAL), journal).with_processes(runs(4711));
        let plan = home.propose(CONFIGURE).unwrap();
        let cursor = Connection::open(database(&home)).unwrap();
        let look = |state: &[StepState]| {
            let (before, beside) = (dump(&home), names_beside(&database(&home)));
            let view = home.look_at_steps(&plan).unwrap();
            let states: Vec<_> = view.steps.iter().map(|step| step.state).collect();
            // It runs, its own models go there too, the key is to be pasted, where the settings are.
            assert_eq!(states[..4], [Untold; 4]);
            assert_eq!(states[4..], *state, "{:#?}", view.steps);
            assert_eq!(view.done, state.iter().all(|state| *state == Done));
            assert_eq!((dump(&home), names_beside(&database(&home))), (before, beside));
        };
        let enter = |change: &dyn Fn(&mut Value)| {
            let mut value = value(&home);
            change(&mut value);
            let row = value.to_string();
            cursor.execute("UPDATE ItemTable SET value = ?2 WHERE key = ?1", [ROW, &row]).unwrap();
        };
        look(&[Missing; 6]);
        let key = "INSERT INTO ItemTable VALUES ('secret://cursorAuth/openAIKey', ?1)";
        cursor.execute(key, [r#"{"type":"Buffer","data":[118,49,48,1,2,3]}"#]).unwrap();
        look(&[Done, Missing, Missing, Missing, Missing, Missing]);
        enter(&|row| row["openAIBaseUrl"] = "https://bridge.example".into());
        enter(&|row| row["aiSettings"]["userAddedModels"] = json!(OURS));
        enter(&|row| row["aiSettings"]["modelOverrideEnabled"] = json!(OURS[..1]));
        look(&[Done, Missing, Different, Done, Different, Different]);
        enter(&|row| row["aiSettings"]["modelOverrideEnabled"] = json!(OURS));
        enter(&|row| row["openAIBaseUrl"] = "https://bridge.example/v1/".into());
        enter(&|row| row["useOpenAIKey"] = true.into());
        look(&[Done; 6]);
        enter(&|row| row["openAIBaseUrl"] = "https://bridge.example/v1".into());
        drop(cursor);
        assert!(home.propose(CONFIGURE).unwrap().changes.is_empty());
        home.wallet.discard(&plan.id);
        assert_refused(home.look_at_steps(&plan), Code::NotFound);
    }
}

/// What a doctor says: no key yet, a key of old in clear, models that Cursor has itself, an address list.
#[test]
fn the_doctor_reads_the_database() {
    let home = home(Some(TYPICAL), "wal");
    home.does(CONFIGURE).unwrap();
    let says = |home: &Home, what: &str| -> Vec<AdviceLevel> {
        let told = home.card().advice.into_iter().filter(|advice| advice.text.contains(what));
        told.map(|advice| advice.level).collect()
    };
    let key = |value: &str| {
        sql(&home, &format!("INSERT INTO ItemTable VALUES ('secret://cursorAuth/openAIKey', '{value}')"));
    };
    assert_eq!(says(&home, "no OpenAI key"), [AdviceLevel::Problem]);
    key(r#"{"type":"Buffer","data":[]}"#);
    assert_eq!(says(&home, "no OpenAI key"), [AdviceLevel::Problem]);
    key(r#"{"type":"Buffer","data":[118,49,48,1,2,3]}"#);
    assert_eq!(says(&home, "no OpenAI key"), []);

    assert_eq!(says(&home, "in clear"), []);
    sql(&home, "INSERT INTO ItemTable VALUES ('cursorAuth/openAIKey', 'sk-canary-of-old')");
    assert_eq!(says(&home, "in clear"), [AdviceLevel::Note]);
    assert!(!format!("{:?}", home.card()).contains(CANARY));

    assert_eq!(says(&home, "gpt-5.5"), []);
    let same = Deed::Configure { mode: Mode::Stored, key: KEYS[0].0, model: Some("gpt-5.5") };
    let plan = home.propose(same).unwrap();
    assert!(plan.steps.iter().any(|step| step.text.contains("Cursor also has")), "{:?}", plan.steps);
    home.apply(&plan).unwrap();
    assert_eq!(says(&home, "gpt-5.5"), [AdviceLevel::Note]);

    assert_eq!(says(&home, "running"), []);
    assert_eq!(says(&home.with_processes(runs(4711)), "4711"), [AdviceLevel::Note]);

    assert_eq!(says(&home, "some addresses"), []);
    let store = home.store();
    let bridge = store.bridges().unwrap()[0].id;
    store.save_key(bridge, &key_for(KEYS[0].0, &["203.0.113.7"])).unwrap();
    assert_eq!(says(&home, "some addresses"), [AdviceLevel::Problem]);
}

fn key_for(id: KeyId, allow_ips: &[&str]) -> Key {
    Key {
        id,
        name: "laptop".into(),
        stored_status: KeyStatus::Enabled,
        tail: None,
        group: String::new(),
        unlimited: true,
        remain: Quota(0),
        used: Quota(0),
        created: Timestamp::UNIX_EPOCH,
        last_used: None,
        expires: None,
        allow_ips: allow_ips.iter().map(ToString::to_string).collect(),
        models: None,
    }
}

// ── undo and disconnect ────────────────────────────────────────────────────────────────────────────────────

#[test]
fn undo_and_disconnect_give_everything_back() {
    everywhere(|home| {
        let before = dump(home);
        for deed in [Deed::Undo, Deed::Disconnect] {
            home.does(CONFIGURE).unwrap();
            home.does(deed).unwrap();
            assert_eq!(dump(home), before, "{deed:?}");
        }
        home.does(CONFIGURE).unwrap();
        let first = dump(home);
        home.does(OTHER).unwrap();
        assert!(!row(home).unwrap().contains("gpt-5.4\",\"gpt-5.4"));
        home.does(Deed::Undo).unwrap();
        assert_eq!(dump(home), first);
        home.does(OTHER).unwrap();
        home.does(Deed::Disconnect).unwrap();
        assert_eq!(dump(home), before);
    });
}

/// What Cursor writes into its row beside our fields neither stops an undo nor is lost by it.
#[test]
fn what_cursor_writes_beside_stays() {
    everywhere(|home| {
        let ours = || home.store().last_change("cursor").unwrap().is_some();
        for deed in [Deed::Undo, Deed::Disconnect] {
            home.does(CONFIGURE).unwrap();
            cursor_rewrites(home, |row| {
                row["lastSeen"] = 42.into();
                row["aiSettings"]["composerModel"] = "auto".into();
            });
            assert_eq!((home.card().state, home.card().can_undo), (ToolState::InStep, true));
            home.does(deed).unwrap();
            let value = value(home);
            assert_eq!(
                (&value["lastSeen"], &value["aiSettings"]["composerModel"]),
                (&42.into(), &"auto".into())
            );
            assert_ne!(value["openAIBaseUrl"], "https://bridge.example/v1");
            assert!(!row(home).unwrap().contains("claude-sonnet-5"));
        }
        assert!(ours());
    });
}

/// A model that its user added since stops the undo; disconnect takes out what is ours and leaves theirs.
#[test]
fn disconnect_takes_out_only_what_we_added() {
    everywhere(|home| {
        let had: Vec<String> = row(home)
            .and_then(|row| serde_json::from_str::<Value>(&row).ok())
            .and_then(|row| serde_json::from_value(row["aiSettings"]["userAddedModels"].clone()).ok())
            .unwrap_or_default();
        home.does(CONFIGURE).unwrap();
        cursor_rewrites(home, |row| {
            row["aiSettings"]["userAddedModels"].as_array_mut().unwrap().insert(0, "added-since".into());
        });
        assert_eq!(home.card().state, ToolState::InStep);
        assert!(!home.card().can_undo);
        let error = assert_refused(home.propose(Deed::Undo), Code::FileChanged);
        assert!(error.next_step().unwrap().contains("disconnect"));
        home.does(Deed::Disconnect).unwrap();
        let wanted: Vec<_> = ["added-since".to_owned()].into_iter().chain(had).collect();
        assert_eq!(value(home)["aiSettings"]["userAddedModels"], json!(wanted));
        assert_ne!(value(home)["openAIBaseUrl"], "https://bridge.example/v1");
    });
}

/// Another choice of models takes out the names of the last one, but for the user's own.
#[test]
fn models_that_are_no_longer_chosen_go() {
    let home = home(Some(TYPICAL), "wal");
    let choose = |model| Deed::Configure { mode: Mode::Stored, key: KEYS[0].0, model: Some(model) };
    home.does(choose("gpt-5.4")).unwrap();
    assert_eq!(value(&home)["aiSettings"]["userAddedModels"][1], "gpt-5.4");
    home.does(choose("gpt-5.5")).unwrap();
    let names = value(&home)["aiSettings"]["userAddedModels"].to_string();
    assert!(!names.contains("gpt-5.4") && names.contains("gpt-5.5") && names.contains("theirs"), "{names}");
    assert_eq!(home.card().state, ToolState::InStep);
    cursor_rewrites(&home, |row| {
        row["aiSettings"]["userAddedModels"].as_array_mut().unwrap().retain(|name| name != "gpt-5.5");
    });
    let card = home.card();
    assert_eq!(card.state, ToolState::Drifted);
    assert!(card.state_text.contains("gpt-5.5"), "{}", card.state_text);
}

// ── refusals ───────────────────────────────────────────────────────────────────────────────────────────────

/// A running Cursor would write over the change: refused, with its number and the way out, up to the last moment.
#[test]
fn nothing_is_written_while_cursor_runs() {
    for journal in JOURNALS {
        let home = home(Some(TYPICAL), journal);
        let error = assert_untouched(&home.with_processes(runs(4711)), Code::FileRefused);
        assert!(error.message().contains("4711") && error.next_step().unwrap().contains("quit"), "{error}");
        // Where it cannot be told, as on other systems.
        assert_untouched(&home.with_processes(Arc::new(|| None)), Code::FileRefused);
        // It is started right before the change would count: asked before a key is made, before the write, and now.
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = asked.clone();
        let starts = home.with_processes(Arc::new(move || match counted.fetch_add(1, Ordering::Relaxed) {
            0 | 1 => Some(vec![]),
            _ => runs(4712)(),
        }));
        let plan = starts.propose(CONFIGURE).unwrap();
        asked.store(0, Ordering::Relaxed);
        let before = dump(&home);
        let error = assert_refused(starts.apply(&plan), Code::FileRefused);
        assert!(error.message().contains("4712"), "{error}");
        assert_eq!(dump(&home), before);
        assert_eq!(home.card().profile, None);
        // It runs while something is to be taken back.
        home.does(CONFIGURE).unwrap();
        let before = dump(&home);
        for deed in [Deed::Undo, Deed::Disconnect] {
            assert_refused(home.with_processes(runs(4711)).does(deed), Code::FileRefused);
        }
        assert_eq!((dump(&home), home.card().state), (before, ToolState::InStep));
    }
}

/// Whoever holds the database is not waited for.
#[test]
fn a_locked_database_is_refused() {
    for journal in JOURNALS {
        let home = home(Some(TYPICAL), journal);
        let before = dump(&home);
        let other = Connection::open(database(&home)).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let error = assert_refused(home.does(CONFIGURE), Code::FileRefused);
        assert!(error.message().contains("in use"), "{error}");
        other.execute_batch("ROLLBACK").unwrap();
        drop(other);
        assert_eq!(dump(&home), before);
        assert_eq!(home.store().unfinished_changes().unwrap().len(), 0);
        home.does(CONFIGURE).unwrap();
    }
}

#[test]
fn what_cannot_be_understood_is_refused_and_untouched() {
    for broken in [
        "not JSON",
        "[]",
        r#"{"aiSettings":null}"#,
        r#"{"aiSettings":{"userAddedModels":"one"}}"#,
        r#"{"aiSettings":{"userAddedModels":[{"name":"x"}]}}"#,
    ] {
        let _tried = Tried(broken.into());
        let home = home(Some(broken), "delete");
        assert_untouched(&home, Code::FileUnparsable);
    }
    let no_text = home(Some("{}"), "delete");
    sql(&no_text, &format!("UPDATE ItemTable SET value = 7 WHERE key = '{ROW}'"));
    assert_untouched(&no_text, Code::FileUnparsable);
    let no_table = home(None, "delete");
    sql(&no_table, "ALTER TABLE ItemTable RENAME TO Items");
    assert_untouched(&no_table, Code::FileUnparsable);
    let no_database = home(None, "delete");
    fs::write(database(&no_database), [0xA5; 9000]).unwrap();
    assert_untouched(&no_database, Code::FileUnparsable);
    assert_eq!(no_database.card().state, ToolState::Unreadable);
}

/// A table of settings whose index does not fit is damaged, even where the row itself can be read.
#[test]
fn a_damaged_table_is_refused() {
    let home = home(Some(TYPICAL), "delete");
    sql(
        &home,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
         INSERT INTO ItemTable SELECT 'other' || i, 'x' FROM n;
         PRAGMA writable_schema = ON;
         DELETE FROM sqlite_schema WHERE name = 'nothing';",
    );
    let path = database(&home);
    let connection = Connection::open(&path).unwrap();
    let size: u64 =
        connection.query_row("PRAGMA page_size", [], |row| row.get::<_, u32>(0).map(u64::from)).unwrap();
    let page: u64 = connection
        .query_row(
            "SELECT pageno FROM dbstat WHERE name = 'ItemTable' AND pagetype = 'leaf' ORDER BY pageno DESC LIMIT 1",
            [],
            |row| row.get::<_, u32>(0).map(u64::from),
        )
        .unwrap();
    drop(connection);
    let mut file = fs::File::options().write(true).open(&path).unwrap();
    file.seek(SeekFrom::Start((page - 1) * size)).unwrap();
    file.write_all(&vec![0; size as usize]).unwrap();
    drop(file);
    assert_untouched(&home, Code::FileUnparsable);
}

#[test]
fn a_database_that_is_not_there_or_may_not_be_written_is_refused() {
    let fresh = Home::empty(tools::by_id("cursor").unwrap(), Platform::Linux);
    assert_eq!(fresh.card().state, ToolState::NotFound);
    let error = assert_refused(fresh.propose(CONFIGURE), Code::FileRefused);
    assert!(error.next_step().unwrap().contains("start"), "{error}");
    assert!(fresh.snapshot().is_empty());

    let linked = home(Some(TYPICAL), "delete");
    fs::hard_link(database(&linked), linked.machine.home.join("other")).unwrap();
    assert_untouched(&linked, Code::FileRefused);
    let protected = home(Some(TYPICAL), "delete");
    chmod(&database(&protected), 0o444);
    assert_untouched(&protected, Code::FileRefused);
    chmod(&database(&protected), 0o640);
    protected.does(CONFIGURE).unwrap();
    protected.does(Deed::Undo).unwrap();
}

/// A plan holds for the fields it was made from.
#[test]
fn a_stale_plan_is_refused() {
    let home = home(Some(TYPICAL), "wal");
    for deed in [CONFIGURE, Deed::Undo, Deed::Disconnect] {
        if deed != CONFIGURE {
            home.does(CONFIGURE).unwrap();
        }
        let plan = home.propose(deed).unwrap();
        cursor_rewrites(&home, |row| row["openAIBaseUrl"] = "https://someone.else/v1".into());
        let now = dump(&home);
        assert_refused(home.apply(&plan), Code::FileChanged);
        assert_eq!(dump(&home), now, "{deed:?}");
    }
}

/// Cursor's servers cannot come to a bridge at home.
#[test]
fn a_bridge_that_cursor_cannot_reach_is_refused() {
    let home = home(Some(TYPICAL), "wal");
    for origin in
        ["http://127.0.0.1:3000", "https://192.168.1.4", "http://bridge.example", "https://box.local"]
    {
        home.store().save_bridge(origin, origin, &KnownBridge::default()).unwrap();
        let profile = Profile {
            name: "cursor".into(),
            tool: "cursor".into(),
            origin: origin.into(),
            key: KEYS[0].0,
            key_name: "laptop".into(),
            mode: Mode::Stored,
            models: Models::default(),
            address: None,
            door: None,
            helper_seconds: None,
        };
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let error = assert_refused(runtime.block_on(home.wallet.propose_profile(profile)), Code::Invalid);
        assert!(error.message().contains("Cursor's own servers"), "{error}");
    }
}

// ── a change that was cut short ────────────────────────────────────────────────────────────────────────────

/// `kill -9` before every single call that writes leaves the fields old or new, the database sound, and the
/// wallet knows which.
#[test]
fn a_kill_at_every_step_leaves_old_or_new() {
    const OLD: &str = "{\n  \"openAIBaseUrl\": \"https://old.example/v1\"\n}";
    const NEW: &str = "{\n  \"openAIBaseUrl\": \"https://bridge.example/v1\",\n  \"useOpenAIKey\": true\n}";
    const STEPS: [&str; 6] = ["write", "pwrite64", "fsync", "fdatasync", "ftruncate", "unlink"];
    let set = |folder: &Path, journal: &str| {
        let stage = Stage::set(&ONE_FILE, folder);
        let connection = Connection::open(stage.database()).unwrap();
        connection.pragma_update(None, "journal_mode", journal).unwrap();
        connection
            .execute_batch("CREATE TABLE ItemTable (key TEXT UNIQUE ON CONFLICT REPLACE, value BLOB)")
            .unwrap();
        let row = r#"{"openAIBaseUrl":"https://old.example/v1","theirs":1}"#;
        connection.execute("INSERT INTO ItemTable VALUES (?1, ?2)", [ROW, row]).unwrap();
        stage
    };
    for journal in JOURNALS {
        let run = |folder: &Path, strace: &[&str]| {
            let mut command = Command::new("strace");
            command.args(["-f", "-qq"]).args(strace).arg(env!("CARGO_BIN_EXE_bridgekeeper-test-writer"));
            command.arg(folder).args([ONE_FILE.name, "row", OLD, NEW]).status().expect("strace starts")
        };
        let folder = TempDir::new().unwrap();
        set(folder.path(), journal);
        let trace = folder.path().join("trace");
        let steps = format!("trace={}", STEPS.join(","));
        assert!(run(folder.path(), &["-e", &steps, "-o", trace.to_str().unwrap()]).success());
        let trace = fs::read_to_string(trace).unwrap();
        let made = |call: &str| trace.lines().filter(|line| line.contains(&format!(" {call}("))).count();
        let (mut old, mut new) = (0, 0);
        for (call, nth) in STEPS.iter().flat_map(|call| (1..=made(call)).map(move |nth| (call, nth))) {
            let _tried = Tried(format!("{journal}: killed before {call} {nth}"));
            let folder = TempDir::new().unwrap();
            let stage = set(folder.path(), journal);
            let inject = format!("inject={call}:signal=KILL:when={nth}");
            let ended =
                run(folder.path(), &["-o", "/dev/null", "-e", &format!("trace={call}"), "-e", &inject]);
            assert_eq!(ended.signal(), Some(9));
            stage.recover().unwrap();
            let store = stage.store().unwrap();
            assert_eq!(store.unfinished_changes().unwrap().len(), 0);
            let says = Medium::CursorState.read(&stage.database()).unwrap().unwrap();
            let is_new = says == NEW.as_bytes();
            assert!(is_new || says == OLD.as_bytes(), "{}", says.escape_ascii());
            assert_eq!(store.last_change("scene").unwrap().is_some(), is_new);
            let connection = Connection::open(stage.database()).unwrap();
            let verdict: String =
                connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
            assert_eq!(verdict, "ok");
            *if is_new { &mut new } else { &mut old } += 1;
        }
        assert!(old > 5 && new > 0, "{old} old, {new} new");
    }
}

/// Cut short between the database's commit and the journal's word, or before both: the fields say which, and
/// nothing needs to be written, so it does not matter whether Cursor runs by then.
#[test]
fn a_change_that_was_cut_short_is_settled() {
    for committed in [true, false] {
        let home = home(Some(TYPICAL), "delete");
        let (before, old) = (dump(&home), fs::read(database(&home)).unwrap());
        home.does(CONFIGURE).unwrap();
        let store = home.store();
        let mut change = store.last_change("cursor").unwrap().unwrap();
        store.move_change(&change, State::Begun).unwrap();
        change.state = State::Begun;
        if !committed {
            fs::write(database(&home), old).unwrap();
        }
        let running = home.with_processes(runs(4711));
        let said = running.wallet.recover().unwrap();
        assert_eq!(said.len(), 1);
        assert_eq!(store.unfinished_changes().unwrap().len(), 0);
        assert_eq!(store.last_change("cursor").unwrap().is_some(), committed, "{said:?}");
        if committed {
            home.does(Deed::Undo).unwrap();
        }
        assert_eq!(dump(&home), before);
    }
}
