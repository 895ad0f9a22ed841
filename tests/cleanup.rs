//! Copies of keys that were found are written over: only they, provably, and back again on request.

#![cfg(unix)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use bridgekeeper_core::error::{Code, Result};
use bridgekeeper_core::key::KeyId;
use bridgekeeper_core::machine::Platform;
use bridgekeeper_core::secret::Secret;
use bridgekeeper_core::store::Store;
use bridgekeeper_core::tools;
use bridgekeeper_core::view::{CleanedView, CleanupView, Mode, PlanView, Remedy, ScanRequest, ScanView};
use bridgekeeper_core::wallet::CLEANUP;
use bridgekeeper_tests::home::{Bits, Deed, Home, KEYS, ORIGIN, bits, chmod, write};
use bridgekeeper_tests::{Sandbox, files_with};
use rusqlite::Connection;

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(work)
}

fn home() -> Home {
    let home = Home::empty(tools::by_id("claude-code").unwrap(), Platform::Linux);
    for (id, _) in KEYS {
        home.store().note_vaulted(ORIGIN, id).unwrap();
    }
    home
}

fn scan(home: &Home) -> ScanView {
    let request = ScanRequest { home: true, ..ScanRequest::default() };
    wait(home.wallet.scan(request, Arc::new(|_| {}), Arc::default())).unwrap()
}

fn plans(home: &Home, scan: &ScanView) -> CleanupView {
    let ids: Vec<_> = scan.findings.iter().map(|finding| finding.id.clone()).collect();
    let view = wait(home.wallet.propose_cleanup(&ids)).unwrap();
    let shown = format!("{:?}{:?}{:?}", view.plans, view.by_hand, view.refused);
    for (_, key) in KEYS {
        assert!(!shown.contains(&key[8..]), "a plan shows a key: {shown}");
    }
    view
}

fn apply(home: &Home, plan: &PlanView) -> Result<CleanedView> {
    wait(home.wallet.apply_cleanup(&plan.id))
}

fn path(home: &Home, below: &str) -> PathBuf {
    home.machine.home.join(below)
}

/// Every kind of text, with what it becomes: `{}` is what the key is written over with.
#[test]
fn text_is_written_over_and_nothing_else_and_comes_back() {
    let home = home();
    let key = KEYS[0].1;
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let texts: Vec<(&str, Vec<u8>, u32)> = vec![
        (".env", format!("A=1\r\nKEY={key}\r\n# end").into_bytes(), 0o600),
        (".bashrc", format!("export KEY={}\n", &key[3..]).into_bytes(), 0o644),
        (".bash_history", format!("curl -H 'x-api-key: {key}' {key}\n\n").into_bytes(), 0o600),
        (".claude/projects/p/a.jsonl", format!("{{\"a\":\"{key}\\n{key}\"}}\n{{}}\n").into_bytes(), 0o640),
        ("app/logs/x.log", format!("\u{feff}GET /?key=%22{key}%22\n\u{e9}\n").into_bytes(), 0o644),
        ("notes/wide.txt", wide(&format!("\u{feff}note: {key}\r\nné\r\n")), 0o644),
        ("notes/other.txt", [b"\xFF\xFE latin \xE9 ", key.as_bytes(), b"\n"].concat(), 0o644),
    ];
    for (name, bytes, mode) in &texts {
        write(&path(&home, name), bytes);
        chmod(&path(&home, name), *mode);
    }
    let found = scan(&home);
    assert_eq!(found.findings.len(), 9);
    let fingerprint = found.findings[0].key.fingerprint.clone();
    let view = plans(&home, &found);
    assert_eq!((view.plans.len(), view.by_hand.len(), view.refused.len()), (texts.len(), 0, 0));
    let modes: Vec<Bits> = texts.iter().map(|(name, ..)| bits(&path(&home, name))).collect();
    for plan in &view.plans {
        assert_eq!(plan.tool, CLEANUP);
        let done = apply(&home, plan).unwrap();
        assert!(done.left.is_empty() && done.cleaned > 0, "{done:?}");
    }
    for (n, (name, before, _)) in texts.iter().enumerate() {
        let after = fs::read(path(&home, name)).unwrap();
        assert_eq!(bits(&path(&home, name)), modes[n], "{name}");
        let marker = match *name {
            ".env" | ".bashrc" => format!("revoked-key-{fingerprint}"),
            ".claude/projects/p/a.jsonl" | "app/logs/x.log" => {
                assert_eq!(after.len(), before.len(), "{name}");
                format!("{:.<1$}]", format!("[revoked key {fingerprint}"), key.len() - 1)
            }
            _ => format!("[revoked key {fingerprint}]"),
        };
        // The key in the place of each marker gives the file of before.
        let (marker, key) = match *name {
            "notes/wide.txt" => (wide(&marker), wide(key)),
            ".bashrc" => (marker.into_bytes(), key[3..].into()),
            _ => (marker.into_bytes(), key.into()),
        };
        assert_eq!(replaced(&after, &marker, &key), *before, "{name}");
    }
    assert!(scan(&home).findings.is_empty(), "another look proves it");
    for (_, key) in KEYS {
        assert!(files_with(&home.machine.data_dir, &key.as_bytes()[3..]).is_empty(), "P1");
    }
    // Back, the last one first.
    for _ in &texts {
        let plan = wait(home.wallet.propose_cleanup_undo()).unwrap();
        assert!(!format!("{plan:?}").contains(&key[8..]));
        apply(&home, &plan).unwrap();
    }
    for (n, (name, before, _)) in texts.iter().enumerate() {
        assert_eq!(fs::read(path(&home, name)).unwrap(), *before, "{name}");
        assert_eq!(bits(&path(&home, name)), modes[n], "{name}");
    }
    assert_eq!(wait(home.wallet.propose_cleanup_undo()).unwrap_err().code(), Code::NotFound);
}

fn replaced(bytes: &[u8], what: &[u8], by: &[u8]) -> Vec<u8> {
    let mut out = vec![];
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at..].starts_with(what) {
            out.extend_from_slice(by);
            at += what.len();
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    out
}

#[test]
fn a_file_that_changed_is_not_touched() {
    let home = home();
    let file = path(&home, "notes.txt");
    write(&file, format!("{}\n", KEYS[0].1).as_bytes());
    let found = scan(&home);
    let view = plans(&home, &found);
    let text = format!("{}\nmore\n", KEYS[0].1);
    fs::write(&file, &text).unwrap();
    assert_eq!(apply(&home, &view.plans[0]).unwrap_err().code(), Code::FileChanged);
    let view = plans(&home, &found);
    assert_eq!((view.plans.len(), view.refused[0].error.code), (0, Code::FileChanged));
    assert_eq!(view.refused[0].error.hint.as_deref(), Some("scan again"));
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    // Looked at again, it can be. Once it changed after that, nothing is taken back.
    let view = plans(&home, &scan(&home));
    apply(&home, &view.plans[0]).unwrap();
    fs::write(&file, "mine\n").unwrap();
    assert_eq!(wait(home.wallet.propose_cleanup_undo()).unwrap_err().code(), Code::FileChanged);
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine\n");
    let unknown = wait(home.wallet.propose_cleanup(&["0000".into()]));
    assert_eq!(unknown.unwrap_err().code(), Code::NotFound);
}

/// Another program, which has a file open until it is ended.
struct Holder(Child);

impl Holder {
    fn of(file: &Path, how: &str) -> Self {
        let script = format!("exec 3{how}\"$0\"; echo open; read -r line");
        let mut command = Command::new("sh");
        command.args(["-c", &script]).arg(file).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line, "open\n");
        Self(child)
    }

    fn end(mut self) {
        drop(self.0.stdin.take());
        self.0.wait().unwrap();
    }
}

#[test]
fn what_a_program_writes_to_waits_until_it_is_closed() {
    let home = home();
    let file = path(&home, ".claude/projects/p/a.jsonl");
    write(&file, format!("{}\n", KEYS[0].1).as_bytes());
    let found = scan(&home);
    let writer = Holder::of(&file, ">>");
    let view = plans(&home, &found);
    let refused = &view.refused[0].error;
    assert_eq!((view.plans.len(), refused.code), (0, Code::FileRefused));
    assert!(refused.message.contains(&format!("sh ({})", writer.0.id())), "{}", refused.message);
    writer.end();
    let view = plans(&home, &found);
    // It was opened after it was shown.
    let writer = Holder::of(&file, ">>");
    assert_eq!(apply(&home, &view.plans[0]).unwrap_err().code(), Code::FileRefused);
    writer.end();
    // Whoever only reads is no hindrance.
    let reader = Holder::of(&file, "<");
    let view = plans(&home, &scan(&home));
    assert!(apply(&home, &view.plans[0]).unwrap().left.is_empty());
    reader.end();
}

fn database(home: &Home, name: &str) -> PathBuf {
    let file = path(home, name);
    write(&file, b"");
    let connection = Connection::open(&file).unwrap();
    connection
        .execute_batch("CREATE TABLE ItemTable (key TEXT UNIQUE, value BLOB); CREATE TABLE other (a, b)")
        .unwrap();
    let value = format!("{{\"key\":\"{}\",\"theirs\":1}}", KEYS[0].1);
    connection.execute("INSERT INTO ItemTable VALUES ('openai', ?1), ('theme', 'dark')", [&value]).unwrap();
    connection.execute("INSERT INTO other VALUES (7, ?1)", [&KEYS[1].1.as_bytes()]).unwrap();
    connection.close().unwrap();
    file
}

fn rows(file: &Path) -> Vec<String> {
    let connection = Connection::open(file).unwrap();
    let sql = "SELECT key || '=' || value FROM ItemTable UNION ALL SELECT a || '=' || hex(b) FROM other";
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<rusqlite::Result<_>>().unwrap()
}

#[test]
fn a_database_is_written_by_sql_while_its_program_is_closed() {
    let home = home();
    let file = database(&home, ".config/Cursor/User/globalStorage/state.vscdb");
    let before = rows(&file);
    let found = scan(&home);
    assert_eq!(found.findings.len(), 2);
    assert!(found.findings.iter().all(|finding| finding.remedy == Remedy::Sql), "{found:?}");
    let holder = Holder::of(&file, "<");
    let view = plans(&home, &found);
    assert_eq!((view.plans.len(), view.refused[0].error.code), (0, Code::FileRefused));
    assert!(view.refused[0].error.message.contains("sh ("), "{}", view.refused[0].error.message);
    holder.end();
    let view = plans(&home, &found);
    let [plan] = &view.plans[..] else { panic!("{view:?}") };
    assert_eq!(plan.changes.len(), 2);
    assert!(plan.changes[0].path.ends_with("state.vscdb#ItemTable/1/value"), "{}", plan.changes[0].path);
    let done = apply(&home, plan).unwrap();
    assert!(done.left.is_empty(), "{done:?}");
    let fingerprint = |n: usize| &found.findings[n].key.fingerprint;
    let after = rows(&file);
    assert!(
        after[0].starts_with(&format!("openai={{\"key\":\"revoked-key-{}\"", fingerprint(0))),
        "{}",
        after[0]
    );
    assert_eq!(after[1], before[1]);
    for (_, key) in KEYS {
        assert!(
            files_with(&home.machine.home, &key.as_bytes()[3..]).is_empty(),
            "it is gone from the file too"
        );
    }
    let plan = wait(home.wallet.propose_cleanup_undo()).unwrap();
    apply(&home, &plan).unwrap();
    assert_eq!(rows(&file), before);
}

#[test]
fn what_was_deleted_in_a_database_goes_when_it_is_written_anew() {
    let home = home();
    let file = database(&home, "app/data.db");
    let connection = Connection::open(&file).unwrap();
    connection
        .execute_batch("PRAGMA secure_delete = OFF; DELETE FROM ItemTable WHERE key = 'openai'")
        .unwrap();
    connection.close().unwrap();
    let left = rows(&file).len();
    let found = scan(&home);
    let place = found.findings.iter().find(|finding| finding.key.id == KEYS[0].0).unwrap();
    assert!(place.place.as_ref().unwrap().contains("where a row was"), "{place:?}");
    let view = plans(&home, &found);
    assert!(view.plans[0].notes.iter().any(|note| note.contains("VACUUM")), "{:?}", view.plans[0].notes);
    let done = apply(&home, &view.plans[0]).unwrap();
    assert!(done.left.is_empty(), "{done:?}");
    assert_eq!(rows(&file).len(), left);
    assert!(scan(&home).findings.is_empty());
}

#[test]
fn a_tool_is_pointed_at_its_key_anew() {
    let home = home();
    home.does(Deed::Configure { mode: Mode::Stored, key: KEYS[1].0, model: None }).unwrap();
    let settings = &home.files()[0];
    let sound = fs::read_to_string(settings).unwrap();
    // Its own key stands there as it should: that is changed by replacing the key.
    let found = scan(&home);
    let view = plans(&home, &found);
    assert_eq!((view.plans.len(), view.refused[0].error.code), (0, Code::Invalid));
    assert!(view.refused[0].error.hint.as_ref().unwrap().contains("bridgekeeper kill 2"), "{view:?}");
    // The leaked one came back.
    fs::write(settings, sound.replace(KEYS[1].1, KEYS[0].1)).unwrap();
    let found = scan(&home);
    assert_eq!((found.findings.len(), found.findings[0].remedy), (1, Remedy::Reapply));
    let view = plans(&home, &found);
    assert_eq!(view.plans[0].tool, "claude-code");
    wait(home.wallet.apply(&view.plans[0].id)).unwrap();
    assert_eq!(fs::read_to_string(settings).unwrap(), sound);
    // It stands elsewhere in there, where the wallet writes nothing.
    fs::write(settings, sound.replacen('{', &format!("{{\n  \"note\": \"{}\",", KEYS[0].1), 1)).unwrap();
    let found = scan(&home);
    let mine: Vec<_> = found
        .findings
        .iter()
        .filter(|finding| finding.key.id == KEYS[0].0)
        .map(|finding| finding.id.clone())
        .collect();
    let view = wait(home.wallet.propose_cleanup(&mine)).unwrap();
    assert_eq!(view.plans[0].tool, CLEANUP);
    apply(&home, &view.plans[0]).unwrap();
    let text = fs::read_to_string(settings).unwrap();
    assert!(text.contains("\"note\": \"revoked-key-") && text.contains(KEYS[1].1), "only that key");
}

#[test]
fn an_incident_keeps_what_was_found_of_its_keys() {
    use bridgekeeper_core::store::Doomed;
    let home = home();
    let doomed =
        Doomed { origin: ORIGIN.into(), id: KEYS[0].0, name: "laptop".into(), tail: None, fingerprint: None };
    let store = home.store();
    let incident = store.begin_incident(home.machine.now(), &[doomed], false, false).unwrap();
    for name in ["a.txt", "b.txt"] {
        write(&path(&home, name), format!("{}\n{}\n", KEYS[0].1, KEYS[1].1).as_bytes());
    }
    let states = || {
        let rows = store.findings_of(incident).unwrap();
        rows.into_iter().map(|row| (row.path, row.line, row.state)).collect::<Vec<_>>()
    };
    let found = scan(&home);
    assert_eq!(found.findings.len(), 4);
    let state = |name: &str, state: &str| (format!("~/{name}"), Some(1), state.to_owned());
    assert_eq!(states(), [state("a.txt", "found"), state("b.txt", "found")], "only its own key");
    let view = plans(&home, &found);
    apply(&home, &view.plans[0]).unwrap();
    assert_eq!(states(), [state("a.txt", "cleaned"), state("b.txt", "found")]);
    fs::remove_file(path(&home, "b.txt")).unwrap();
    scan(&home);
    assert_eq!(states(), [state("a.txt", "cleaned"), state("b.txt", "gone")]);
}

#[test]
fn the_command_line_shows_asks_and_takes_back() {
    let sandbox = Sandbox::new([]);
    let key = KEYS[0].1;
    let store = Store::open(&sandbox.path(".local/share/bridgekeeper")).unwrap();
    let secret = Secret::new(key.into());
    let print = store.hash_key().unwrap().print(&secret).unwrap();
    store.note_known(ORIGIN, KeyId(42), &secret.masked(), &print).unwrap();
    let text = format!("A=1\nKEY={key}\n");
    let file = sandbox.write(".env", &text);
    let shown = sandbox.bridgekeeper(&["scan", "--clean", "--dry-run"]).exits(8).out;
    assert!(shown.contains("- KEY=sk-····") && shown.contains("Nothing was written"), "{shown}");
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    // Nobody to ask.
    sandbox.bridgekeeper(&["scan", "--clean"]).exits(2);
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    // Undo needs the vault, which is not there: what cannot be taken back is not done.
    let said = sandbox.bridgekeeper(&["scan", "--clean", "--yes"]).exits(4);
    assert!(!said.out.contains(&key[8..]) && !said.err.contains(&key[8..]));
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    let passphrase = sandbox.write("passphrase", "correct horse\n");
    let with_vault = |arguments: &[&str]| {
        let mut command = sandbox.command(bridgekeeper_tests::program("bridgekeeper"));
        command.args(arguments).env("BRIDGEKEEPER_PASSPHRASE_FD", "0").env("BRIDGEKEEPER_VAULT", "file");
        command.stdin(fs::File::open(&passphrase).unwrap());
        bridgekeeper_tests::Said::from(command.output().unwrap())
    };
    let cleaned = with_vault(&["scan", "--clean", "--yes", "--json"]).exits(0).json();
    assert_eq!(cleaned["cleaned"][0]["path"], "~/.env");
    assert!(fs::read_to_string(&file).unwrap().starts_with("A=1\nKEY=re"));
    sandbox.bridgekeeper(&["scan"]).ok();
    with_vault(&["scan", "--undo", "--yes"]).ok();
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    assert_eq!(sandbox.bridgekeeper(&["scan", "--json"]).exits(8).json()["findings"][0]["line"], 2);
}
