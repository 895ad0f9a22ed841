//! Copies of keys on a machine: every one is found, in whatever form, nothing else is, and none is shown.

#![cfg(unix)]

#[path = "scan/planted.rs"]
mod planted;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bridgekeeper_bridge::{Options, Server};
use bridgekeeper_core::error::Code;
use bridgekeeper_core::machine::Platform;
use bridgekeeper_core::scan::KnownStatus;
use bridgekeeper_core::tools;
use bridgekeeper_core::view::{FindingKind, LeftReason, ScanEvent, ScanRequest, ScanView};
use bridgekeeper_core::wallet::ScanWatch;
use bridgekeeper_tests::Sandbox;
use bridgekeeper_tests::home::{Home, KEYS, again, chmod, is_root, write};
use bridgekeeper_tests::keyring::KeyringSession;
use planted::{Planted, git, near_misses, plant};
use rustix::fs::{CWD, FileType, Mode, mknodat};

/// As many keys as a person may have of one bridge.
const NUMBER: usize = 10;

#[test]
fn forty_copies_of_ten_keys_are_all_found_and_none_is_shown() {
    let mut session = KeyringSession::unlocked();
    let bridge = Server::start(Options::default()).unwrap();
    let sandbox = Sandbox::new(session.env());
    let user = bridge.user_id.to_string();
    let connect = ["connect", "--url", &bridge.url, "--user-id", &user, "--token-stdin"];
    sandbox.bridgekeeper_fed(&connect, &bridge.access_token).ok();
    sandbox.bridgekeeper(&["keys", "create", "leaky", "--count", &NUMBER.to_string()]).ok();
    let keys: Vec<(i64, String)> = bridge.keys().iter().map(|key| (key.id, key.secret.clone())).collect();
    assert_eq!(keys.len(), NUMBER);
    // From here on nothing but hashes is at hand.
    session.lock();

    let secrets: Vec<&str> = keys.iter().map(|(_, secret)| secret.as_str()).collect();
    let planted = plant(sandbox.home(), &secrets);
    near_misses(sandbox.home(), &secrets);
    traps(&sandbox);
    assert!(planted.len() >= 40, "{}", planted.len());
    let uses: BTreeMap<usize, usize> = planted.iter().fold(BTreeMap::new(), |mut uses, copy| {
        *uses.entry(copy.key).or_default() += 1;
        uses
    });
    assert_eq!(uses.len(), NUMBER);

    let said = sandbox.bridgekeeper(&["scan", "--home", "--git", "--gz", "--json"]).exits(8);
    let scan = said.json();
    let place = |id: &serde_json::Value, path: &serde_json::Value, line: &serde_json::Value| {
        // Which name of a hard link comes first is all the same.
        let path = path.as_str().unwrap().replace("linked/second", "linked/first");
        (path, id.as_i64().unwrap(), line.as_u64())
    };
    let mut found: Vec<_> = scan["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| place(&finding["key"]["id"], &finding["path"], &finding["line"]))
        .collect();
    let mut wanted: Vec<_> = planted
        .iter()
        .map(|Planted { key, path, line, .. }| (format!("~/{path}"), keys[*key].0, *line))
        .collect();
    found.sort();
    wanted.sort();
    let missed: Vec<_> = wanted.iter().filter(|copy| !found.contains(copy)).collect();
    let invented: Vec<_> = found.iter().filter(|copy| !wanted.contains(copy)).collect();
    assert!(missed.is_empty() && invented.is_empty(), "missed {missed:#?}\ninvented {invented:#?}");
    assert_eq!(found, wanted);
    assert_eq!(scan["complete"], true);
    assert_eq!(scan["keys"], NUMBER);

    for copy in &planted {
        let is_it = |finding: &&serde_json::Value| {
            place(&finding["key"]["id"], &finding["path"], &finding["line"]).0 == format!("~/{}", copy.path)
                && finding["key"]["id"] == keys[copy.key].0
                && finding["line"].as_u64() == copy.line
        };
        let finding = scan["findings"].as_array().unwrap().iter().find(is_it).unwrap();
        assert_eq!(finding["kind"], copy.kind, "{}", copy.path);
        assert_eq!(finding["key"]["status"], "live", "{}", copy.path);
        assert_eq!(finding["key"]["url"], bridge.url);
    }
    let for_people = sandbox.bridgekeeper(&["scan", "--home", "--git", "--gz"]).exits(8);
    for text in [&said.out, &said.err, &for_people.out, &for_people.err] {
        for secret in &secrets {
            assert!(!text.contains(&secret[..44]) && !text.contains(&secret[4..]), "a key is shown");
        }
    }
    let left = |reason: &str| {
        let all = scan["not_looked_at"].as_array().unwrap();
        all.iter().find(|left| left["reason"] == reason).map_or(0, |left| left["count"].as_u64().unwrap())
    };
    assert_eq!((left("link"), left("special_file")), (3, 2), "{}", scan["not_looked_at"]);
    assert_eq!(left("failed") + left("time_cap") + left("stopped"), 0, "{}", scan["not_looked_at"]);

    // Off and gone keys are told from live ones, also while the vault is locked.
    let (off, gone) = (keys[0].0, keys[1].0);
    session.kill_keyring();
    session.start_keyring();
    sandbox.bridgekeeper(&["keys", "disable", &off.to_string()]).ok();
    sandbox.bridgekeeper(&["keys", "delete", &gone.to_string(), "--yes"]).ok();
    session.lock();
    let scan = sandbox.bridgekeeper(&["scan", "--home", "--json"]).exits(8).json();
    for finding in scan["findings"].as_array().unwrap() {
        let id = finding["key"]["id"].as_i64().unwrap();
        let wanted = if id == off {
            "off"
        } else if id == gone {
            "dead"
        } else {
            "live"
        };
        assert_eq!(finding["key"]["status"], wanted, "{finding}");
    }
    let clean = Sandbox::new(session.env());
    assert!(clean.bridgekeeper(&["scan", "--home"]).ok().out.contains("No copy"));
}

/// What must not hang, loop or end a scan.
fn traps(sandbox: &Sandbox) {
    let folder = sandbox.path("traps");
    fs::create_dir(&folder).unwrap();
    mknodat(CWD, folder.join("pipe"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    drop(UnixListener::bind(folder.join("socket")).unwrap());
    symlink(&folder, folder.join("loop")).unwrap();
    symlink("../traps/itself", folder.join("itself")).unwrap();
    symlink("/", folder.join("everything")).unwrap();
    let deep = (0..60).map(|_| "d".repeat(60)).collect::<Vec<_>>().join("/");
    fs::create_dir_all(folder.join(deep)).unwrap();
}

/// A scan of these folders by a wallet that knows [`KEYS`].
fn scan_of(home: &Home, request: ScanRequest) -> ScanView {
    scan_watched(home, request, Arc::new(|_| {}), Arc::default())
}

fn scan_watched(home: &Home, request: ScanRequest, watch: ScanWatch, stop: Arc<AtomicBool>) -> ScanView {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(home.wallet.scan(request, watch, stop)).unwrap()
}

/// A home whose keys are in the vault.
fn home() -> Home {
    let home = Home::empty(tools::by_id("claude-code").unwrap(), Platform::Linux);
    let store = home.store();
    for (id, _) in KEYS {
        store.note_vaulted(bridgekeeper_tests::home::ORIGIN, id).unwrap();
    }
    home
}

fn of(paths: &[&str]) -> ScanRequest {
    ScanRequest { paths: paths.iter().map(ToString::to_string).collect(), ..ScanRequest::default() }
}

#[test]
fn keys_that_were_vaulted_before_there_was_an_index_are_learnt() {
    let home = home();
    write(&home.machine.home.join("notes.txt"), format!("\n\nkey: {}\n", KEYS[0].1).as_bytes());
    let scan = scan_of(&home, of(&["notes.txt"]));
    assert_eq!((scan.keys, scan.complete, scan.findings.len()), (2, true, 1));
    let finding = &scan.findings[0];
    assert_eq!((finding.line, finding.key.id, finding.kind), (Some(3), KEYS[0].0, FindingKind::Other));
    assert_eq!(finding.key.status, KnownStatus::Unknown, "no list of the bridge has it");
}

/// Stopped from outside while it reads: it ends with what it has and says what it had no time for.
#[test]
fn a_scan_is_stopped_where_it_is() {
    let home = home();
    for n in 0..50 {
        write(&home.machine.home.join(format!("many/{n}/file")), format!("{}\n", KEYS[0].1).as_bytes());
    }
    let stop = Arc::new(AtomicBool::new(false));
    let stops = stop.clone();
    let watch = Arc::new(move |event| {
        if matches!(event, ScanEvent::Found(_)) {
            stops.store(true, Ordering::Relaxed);
        }
    });
    let scan = scan_watched(&home, of(&["many"]), watch, stop);
    assert!(!scan.complete);
    assert!((1..50).contains(&scan.findings.len()), "{}", scan.findings.len());
}

/// Nobody waits for it any more: the window was closed.
#[test]
fn a_scan_that_nobody_waits_for_stops() {
    let home = home();
    write(&home.machine.home.join("file"), KEYS[0].1.as_bytes());
    let stop: Arc<AtomicBool> = Arc::default();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let scan = home.wallet.scan(of(&["file"]), Arc::new(|_| {}), stop.clone());
        tokio::select! {
            biased;
            _ = scan => panic!("it had no time"),
            () = std::future::ready(()) => {}
        }
    });
    assert!(stop.load(Ordering::Relaxed));
}

/// Logs grow and are cut short while they are read: the scan ends, and what stood there all the time is found.
#[test]
fn a_file_may_grow_and_shrink_while_it_is_read() {
    let home = home();
    let path = home.machine.home.join("app.log");
    let line = format!("{}\n", KEYS[0].1);
    let filler = vec![b'.'; 1 << 20];
    write(&path, line.as_bytes());
    let stop = Arc::new(AtomicBool::new(false));
    let (writes, stops) = (path.clone(), stop.clone());
    let writer = std::thread::spawn(move || {
        let mut file = fs::File::options().append(true).open(writes).unwrap();
        while !stops.load(Ordering::Relaxed) {
            file.write_all(&filler).unwrap();
            if file.metadata().unwrap().len() > 16 << 20 {
                file.set_len(100).unwrap();
            }
        }
    });
    for _ in 0..20 {
        let scan = scan_of(&home, of(&["app.log"]));
        assert_eq!(scan.findings.len(), 1);
        assert_eq!(scan.findings[0].line, Some(1));
    }
    stop.store(true, Ordering::Relaxed);
    writer.join().unwrap();
}

/// Neither access nor change leaves a trace: times stay, and nothing is left beside a database.
#[test]
fn a_scan_leaves_no_trace() {
    use std::os::unix::fs::MetadataExt;
    let home = home();
    write(&home.machine.home.join("notes/a.txt"), format!("{}\n", KEYS[0].1).as_bytes());
    let database = home.machine.home.join("notes/b.sqlite");
    let connection = rusqlite::Connection::open(&database).unwrap();
    connection.pragma_update(None, "journal_mode", "wal").unwrap();
    connection.execute_batch("CREATE TABLE t (v TEXT)").unwrap();
    connection.execute("INSERT INTO t VALUES (?1)", [KEYS[0].1]).unwrap();
    connection.close().unwrap();
    let trace = || {
        let mut entries: Vec<_> = fs::read_dir(home.machine.home.join("notes"))
            .unwrap()
            .map(|entry| {
                let entry = entry.unwrap();
                let (name, meta) = (entry.file_name(), entry.metadata().unwrap());
                // SQLite itself is asked for the names of rows, and only where a key was found.
                let read = if name == "b.sqlite" { 0 } else { meta.atime_nsec() };
                (name, read, meta.mtime_nsec(), meta.ctime_nsec(), meta.ino())
            })
            .collect();
        entries.sort();
        entries
    };
    let before = trace();
    let scan = scan_of(&home, of(&["notes"]));
    assert_eq!(scan.findings.len(), 2);
    assert_eq!(scan.findings[1].place.as_deref(), Some("table t, row 1, column v"));
    assert_eq!(trace(), before);
}

#[test]
fn what_may_not_be_read_is_said() {
    if is_root() {
        let as_nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"];
        return again(&as_nobody, "what_may_not_be_read_is_said");
    }
    let home = home();
    for path in ["closed/inner/file", "open/closed.txt", "open/file"] {
        write(&home.machine.home.join(path), KEYS[0].1.as_bytes());
    }
    chmod(&home.machine.home.join("closed/inner"), 0);
    chmod(&home.machine.home.join("open/closed.txt"), 0);
    let scan = scan_of(&home, of(&["closed", "open"]));
    chmod(&home.machine.home.join("closed/inner"), 0o700);
    assert_eq!(scan.findings.len(), 1);
    let denied = scan.not_looked_at.iter().find(|left| left.reason == LeftReason::Denied).unwrap();
    assert_eq!(
        (denied.count, &*denied.paths),
        (2, &["~/closed/inner".to_owned(), "~/open/closed.txt".into()][..])
    );
}

/// A pack is looked through once for the same keys, and again for others.
#[test]
fn finished_packs_are_remembered() {
    let home = home();
    let repository = home.machine.home.join("repository");
    fs::create_dir(&repository).unwrap();
    git(&repository, &["init", "-q"]);
    write(&repository.join("config"), KEYS[0].1.as_bytes());
    git(&repository, &["add", "."]);
    git(&repository, &["commit", "-qm", "first"]);
    git(&repository, &["gc", "-q"]);
    let request = || ScanRequest { git: true, ..of(&["repository/.git"]) };
    let first = scan_of(&home, request());
    assert_eq!(first.findings.len(), 1);
    let place = first.findings[0].place.clone().unwrap();
    assert!(place.starts_with("blob "), "{place}");
    let pack = fs::read_dir(repository.join(".git/objects/pack")).unwrap().map(|entry| entry.unwrap().path());
    let pack = pack.into_iter().find(|path| path.extension().unwrap() == "pack").unwrap();
    // Broken where nobody looks any more: between its head and what it says of itself.
    let mut bytes = fs::read(&pack).unwrap();
    let end = bytes.len() - 20;
    bytes[12..end].fill(0);
    chmod(&pack, 0o600);
    fs::write(&pack, bytes).unwrap();
    let again = scan_of(&home, request());
    assert_eq!(again.findings, first.findings);
    assert!(again.bytes < first.bytes);
    let unlisted = scan_of(&home, of(&["repository"]));
    let history = unlisted.not_looked_at.iter().find(|left| left.reason == LeftReason::GitHistory).unwrap();
    assert_eq!((history.count, history.paths[0].as_str()), (1, "~/repository"));
}

/// Packs as git makes them in every way, with chains that are too long to be held, and objects that are too large.
#[test]
fn histories_of_every_make_are_looked_through() {
    let home = home();
    let repository = |name: &str, how: &[&str]| {
        let folder = home.machine.home.join(name);
        fs::create_dir(&folder).unwrap();
        git(&folder, &[&["init", "-q"][..], how].concat());
        folder
    };
    let versions = |folder: &Path, number: usize, length: usize| {
        for version in 0..number {
            let mut text: Vec<String> = (0..length).map(|n| format!("line {n} {:x}", n * 7_919)).collect();
            text[version * 3] = format!("changed {version}");
            if version == number / 2 {
                text[1] = KEYS[0].1.to_owned();
            }
            fs::write(folder.join("file"), text.join("\n")).unwrap();
            git(folder, &["add", "-A"]);
            git(folder, &["commit", "-qm", "step"]);
        }
    };
    let names = repository("names", &[]);
    versions(&names, 12, 2000);
    git(&names, &["-c", "repack.useDeltaBaseOffset=false", "repack", "-qadf"]);
    let long = repository("long", &[]);
    versions(&long, 24, 40_000);
    git(&long, &["repack", "-qadf", "--depth=50"]);
    let sha256 = repository("sha256", &["--object-format=sha256"]);
    versions(&sha256, 6, 200);
    git(&sha256, &["gc", "-q"]);
    let large = repository("large", &[]);
    versions(&large, 3, 1_300_000);
    git(&large, &["gc", "-q"]);
    // One that borrows all of it.
    git(&home.machine.home, &["clone", "-q", "--shared", "long", "borrower"]);
    let scan =
        scan_of(&home, ScanRequest { git: true, ..of(&["names", "long", "sha256", "large", "borrower"]) });
    let mut found: Vec<_> = scan.findings.iter().map(|finding| (&*finding.path, finding.line)).collect();
    // Of the largest versions only the one that others are built on is unpacked, a piece at a time.
    found.retain(|(path, _)| *path != "~/large");
    found.sort_unstable();
    assert_eq!(found, [("~/long", Some(2)), ("~/names", Some(2)), ("~/sha256", Some(2))]);
    let left = |reason| scan.not_looked_at.iter().find(|left| left.reason == reason);
    assert!(left(LeftReason::GitObjects).is_some_and(|left| left.count > 0), "{:?}", scan.not_looked_at);
    assert!(left(LeftReason::Failed).is_none(), "{:?}", scan.not_looked_at);
}

#[test]
fn only_what_was_asked_for_is_looked_at() {
    let home = home();
    let plain = |path: &str| write(&home.machine.home.join(path), format!("{}\n", KEYS[0].1).as_bytes());
    for path in [
        ".bashrc",
        ".claude/projects/p/1.jsonl",
        "work/app/package.json",
        "work/app/.env",
        "work/app/node_modules/x/index.js",
        "photos/1.txt",
    ] {
        plain(path);
    }
    let paths =
        |scan: &ScanView| scan.findings.iter().map(|finding| finding.path.clone()).collect::<Vec<_>>();
    let hot = scan_of(&home, ScanRequest::default());
    let wanted = ["~/.bashrc", "~/.claude/projects/p/1.jsonl", "~/work/app/.env", "~/work/app/package.json"];
    assert_eq!(paths(&hot), wanted);
    let left = |reason| hot.not_looked_at.iter().find(|left| left.reason == reason).unwrap();
    assert_eq!(left(LeftReason::Dependencies).paths, ["~/work/app/node_modules"]);
    assert_eq!(left(LeftReason::NotAsked).paths, ["~"]);
    let all = scan_of(&home, ScanRequest { home: true, ..ScanRequest::default() });
    assert_eq!(paths(&all).len(), 6);
    let one = scan_of(&home, of(&["~/photos"]));
    assert_eq!(paths(&one), ["~/photos/1.txt"]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let none = runtime.block_on(home.wallet.scan(of(&["nowhere"]), Arc::new(|_| {}), Arc::default()));
    assert_eq!(none.unwrap_err().code(), Code::Invalid);
}
