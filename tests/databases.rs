//! Another program's database as it may really be: 100,000 rows of whatever, a log beside it, gigabytes, somebody else
//! at work in it, a disk that is full, a kill at any moment. Never a corrupt database, never a lost row.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "what a test cannot go on without, fails it")]

use std::fs;
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use bridgekeeper_core::error::{Code, Error};
use bridgekeeper_core::machine::Platform;
use bridgekeeper_core::medium::Medium;
use bridgekeeper_core::tools;
use bridgekeeper_core::view::{Mode, ToolState};
use bridgekeeper_tests::home::{Deed, Home, Tried, again_with_mounts, is_again, machine};
use bridgekeeper_tests::scene::{ONE_FILE, Stage};
use rusqlite::Connection;
use tempfile::TempDir;

const ROW: &str =
    "src.vs.platform.reactivestorage.browser.reactiveStorageServiceImpl.persistentStorage.applicationUser";

const OLD: &str = "{\n  \"openAIBaseUrl\": \"https://old.example/v1\"\n}";
const NEW: &str = "{\n  \"openAIBaseUrl\": \"https://bridge.example/v1\",\n  \"useOpenAIKey\": true\n}";

const JOURNALS: [&str; 2] = ["wal", "delete"];

/// The rest of the table: many rows, and what a writer could trip over.
const HOSTILE: &str = r#"
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO ItemTable SELECT 'memento/' || i, '{"n":' || i || ',"text":"' || hex(randomblob(i % 64)) || '"}' FROM n;
    INSERT INTO ItemTable VALUES
        ('', 'no name'), ('none', NULL), ('number', 7), ('real', 1.5), ('empty', ''), ('bytes', x'00ff00'),
        ('no text', CAST(x'fffe7b' AS TEXT)), ('nul', 'a' || char(0) || 'b'), ('nul' || char(0) || 'name', 'x'),
        ('%', 'like'), ('''; DROP TABLE ItemTable; --', 'x'), (x'ff00', 'a name of bytes'), (NULL, 'no name at all'),
        ('huge', zeroblob(2000000));
"#;

/// Names that look like the row's and are others.
const ALIKE: &[&str] =
    &["?1 || ' '", "' ' || ?1", "upper(?1)", "?1 || char(0)", "CAST(?1 AS BLOB)", "?1 || '2'"];

/// Such a database, made once.
static MADE: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = TempDir::with_prefix("bridgekeeper-databases-").unwrap();
    for journal in JOURNALS {
        let mut connection = Connection::open(folder.path().join(journal)).unwrap();
        connection.pragma_update(None, "journal_mode", journal).unwrap();
        let tx = connection.transaction().unwrap();
        tx.execute_batch(
            "CREATE TABLE ItemTable (key TEXT UNIQUE ON CONFLICT REPLACE, value BLOB);
             CREATE TABLE cursorDiskKV (key TEXT UNIQUE ON CONFLICT REPLACE, value BLOB);
             INSERT INTO cursorDiskKV VALUES ('composerData:1', '{\"chat\":1}');",
        )
        .unwrap();
        tx.execute_batch(HOSTILE).unwrap();
        for name in ALIKE {
            tx.execute(&format!("INSERT INTO ItemTable VALUES ({name}, '{{}}')"), [ROW]).unwrap();
        }
        let row = r#"{"openAIBaseUrl":"https://old.example/v1","theirs":1}"#;
        tx.execute("INSERT INTO ItemTable VALUES (?1, ?2)", [ROW, row]).unwrap();
        tx.commit().unwrap();
    }
    folder
});

/// What a database says but for the row, byte for byte. Too much to be shown.
#[derive(PartialEq, Eq)]
struct Rest(Vec<u8>);

/// Puts such a database there; what it says but for the row.
fn lay(journal: &str, at: &Path) -> Rest {
    for end in ["", "-wal", "-shm", "-journal"] {
        let _ = fs::remove_file(PathBuf::from(format!("{}{end}", at.display())));
    }
    fs::create_dir_all(at.parent().unwrap()).unwrap();
    fs::copy(MADE.path().join(journal), at).unwrap();
    rest(at)
}

/// All that a sound database says but for the row.
fn rest(database: &Path) -> Rest {
    let connection = Connection::open(database).unwrap();
    let verdict: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok");
    let mut said = vec![];
    for table in ["ItemTable", "cursorDiskKV"] {
        let sql = format!(
            "SELECT typeof(key), CAST(key AS BLOB), typeof(value), CAST(value AS BLOB) FROM {table}
             WHERE key IS NOT ?1 ORDER BY rowid"
        );
        let mut statement = connection.prepare(&sql).unwrap();
        let mut rows = statement.query([ROW]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..4 {
                let bytes = row.get_ref(column).unwrap().as_bytes_or_null().unwrap();
                said.extend_from_slice(&bytes.map_or(u64::MAX, |bytes| bytes.len() as u64).to_le_bytes());
                said.extend_from_slice(bytes.unwrap_or_default());
            }
        }
    }
    Rest(said)
}

fn reads(database: &Path) -> Vec<u8> {
    Medium::CursorState.read(database).unwrap().unwrap()
}

fn stage() -> (TempDir, Stage) {
    let folder = TempDir::with_prefix("bridgekeeper-databases-").unwrap();
    let stage = Stage::set(&ONE_FILE, folder.path());
    (folder, stage)
}

fn writer(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bridgekeeper-test-writer"));
    command.arg(folder).arg(ONE_FILE.name);
    command
}

/// Written, verified and taken back among 100,000 rows of whatever: not one of them changes.
#[test]
fn no_other_row_changes() {
    for journal in JOURNALS {
        let home = Home::empty(tools::by_id("cursor").unwrap(), Platform::Linux);
        let database = home.files().remove(0);
        let before = lay(journal, &database);
        for back in [Deed::Undo, Deed::Disconnect] {
            assert_eq!(home.does(Deed::configure(Mode::Stored)).unwrap().state, ToolState::InStep);
            assert!(rest(&database) == before);
            assert!(reads(&database).escape_ascii().to_string().contains("https://bridge.example/v1"));
            home.does(back).unwrap();
            assert!(rest(&database) == before && reads(&database) == OLD.as_bytes());
        }
    }
}

/// A process with the database in its hands, until it is let go.
struct Holder(Child, Option<ChildStdin>);

impl Holder {
    fn take(folder: &Path, how: &str) -> Self {
        let mut child =
            writer(folder).args(["hold", how]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line, "held\n");
        let stdin = child.stdin.take();
        Self(child, stdin)
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        drop(self.1.take());
        let _ = self.0.wait();
    }
}

/// Whoever writes in another process is not waited for and loses nothing; whoever only reads is no hindrance where
/// there is a log, and is not written under where there is none.
#[test]
fn another_process_has_it() {
    for journal in JOURNALS {
        let (folder, stage) = stage();
        let before = lay(journal, &stage.database());
        for (how, is_in_the_way) in
            [("IMMEDIATE", true), ("EXCLUSIVE", true), ("DEFERRED", journal == "delete")]
        {
            let _tried = Tried(format!("{journal}, {how}"));
            let holder = Holder::take(folder.path(), how);
            let outcome = stage.write_row(OLD, NEW);
            match is_in_the_way {
                true => assert_eq!(outcome.unwrap_err().code(), Code::FileRefused),
                false => outcome.unwrap(),
            }
            assert_eq!(stage.store().unwrap().unfinished_changes().unwrap().len(), 0);
            drop(holder);
            let says = if is_in_the_way { OLD } else { NEW };
            assert!(rest(&stage.database()) == before && reads(&stage.database()) == says.as_bytes());
            if !is_in_the_way {
                stage.undo().unwrap();
            }
        }
        stage.write_row(OLD, NEW).unwrap();
        stage.undo().unwrap();
        assert!(rest(&stage.database()) == before && reads(&stage.database()) == OLD.as_bytes());
    }
}

/// Killed again and again at whatever moment, also while it mends what the last kill left: old or new each time.
#[test]
fn killed_in_a_loop() {
    const KILLS: u32 = 8;
    for journal in JOURNALS {
        let (folder, stage) = stage();
        let before = lay(journal, &stage.database());
        let begin = Instant::now();
        assert!(writer(folder.path()).args(["row", OLD, NEW]).status().unwrap().success());
        let whole = begin.elapsed();
        stage.undo().unwrap();
        let mut says = OLD;
        for nth in 0..KILLS {
            let _tried = Tried(format!("{journal}: killed after {nth}/{KILLS} of {whole:?}"));
            let other = if says == OLD { NEW } else { OLD };
            let mut child =
                writer(folder.path()).args(["row", says, other]).stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep(whole * nth / KILLS);
            child.kill().unwrap();
            child.wait().unwrap();
            let mut mending = writer(folder.path()).arg("recover").stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep(whole * (nth % 3) / KILLS);
            mending.kill().unwrap();
            mending.wait().unwrap();
            stage.recover().unwrap();
            assert_eq!(stage.store().unwrap().unfinished_changes().unwrap().len(), 0);
            assert!(rest(&stage.database()) == before);
            let now = reads(&stage.database());
            assert!(now == says.as_bytes() || now == other.as_bytes(), "{}", now.escape_ascii());
            says = if now == NEW.as_bytes() { NEW } else { OLD };
        }
    }
}

/// A change that makes the row a megabyte longer, so that the database must grow.
fn grown() -> String {
    format!("{{\n  \"openAIBaseUrl\": \"https://bridge.example/{}\"\n}}", "v".repeat(1 << 20))
}

/// Wherever the room ends, in the database or in what stands beside it, everything is as it was.
#[test]
fn a_database_that_may_not_grow_is_as_it_was() {
    for journal in JOURNALS {
        let (folder, stage) = stage();
        let before = lay(journal, &stage.database());
        let size = fs::metadata(stage.database()).unwrap().len();
        let (after, wanted) = (folder.path().join("after"), grown());
        fs::write(&after, &wanted).unwrap();
        // In blocks of 1,024 bytes: what may be written of any file.
        for blocks in [0, 4, 64, 512, size / 1024, size / 1024 + 256] {
            let _tried = Tried(format!("{journal}: no more than {blocks} KiB of {size} bytes"));
            let mut limited = Command::new("bash");
            limited.args(["-c", "trap '' XFSZ; ulimit -f $0; exec \"$@\"", &blocks.to_string()]);
            limited.arg(env!("CARGO_BIN_EXE_bridgekeeper-test-writer"));
            let said = limited
                .arg(folder.path())
                .args([ONE_FILE.name, "replace", OLD])
                .arg(&after)
                .output()
                .unwrap();
            let error = String::from_utf8_lossy(&said.stderr);
            // A log beside it has room for the change where the database itself has not.
            let fits = journal == "wal" && blocks > 1024;
            assert_eq!(said.status.success(), fits, "{error}");
            assert!(fits || error.contains("nothing was changed"), "{error}");
            let says = if fits { &wanted } else { OLD };
            assert!(rest(&stage.database()) == before);
            assert!(reads(&stage.database()) == says.as_bytes());
            lay(journal, &stage.database());
        }
    }
}

/// The same on a disk of our own that is full.
#[test]
fn a_full_disk_loses_nothing() {
    if !is_again() {
        return again_with_mounts("a_full_disk_loses_nothing");
    }
    let folder = TempDir::with_prefix("bridgekeeper-databases-").unwrap();
    let at = folder.path().join("disk");
    fs::create_dir(&at).unwrap();
    for journal in JOURNALS {
        let size = fs::metadata(MADE.path().join(journal)).unwrap().len();
        let before = rest(&MADE.path().join(journal));
        for room in [0_u64, 4096, 65_536, 600_000, 1_200_000] {
            let _tried = Tried(format!("{journal}: {room} bytes left"));
            let options = format!("size={}", (size + room).next_multiple_of(4096) + 4096);
            let mounted =
                Command::new("mount").args(["-t", "tmpfs", "-o", &options, "none"]).arg(&at).status();
            assert!(mounted.unwrap().success());
            let database = at.join("state.vscdb");
            fs::copy(MADE.path().join(journal), &database).unwrap();
            let machine = machine(folder.path(), Platform::Linux);
            let access = bridgekeeper_core::fs::Access::Keep;
            let wanted = grown();
            let (old, new) = (Some(OLD.as_bytes()), Some(wanted.as_bytes()));
            let done = Medium::CursorState.replace(&machine, &database, old, new, access);
            let fits = room > 1 << 20;
            assert_eq!(done.as_ref().err().map(Error::code), (!fits).then_some(Code::Io), "{done:?}");
            let says = if fits { &wanted } else { OLD };
            // Where there is room to look.
            let aside = folder.path().join("state.vscdb");
            for end in ["", "-wal"] {
                let _ = fs::copy(format!("{}{end}", database.display()), format!("{}{end}", aside.display()));
            }
            assert!(reads(&aside) == says.as_bytes());
            assert!(rest(&aside) == before);
            assert!(Command::new("umount").arg(&at).status().unwrap().success());
        }
    }
}

/// Gigabytes are neither read nor written nor copied: of four of them, no more than a little.
#[test]
fn gigabytes_are_left_alone() {
    const SIZE: u64 = 4 << 30;
    const LITTLE: u64 = 64 << 20;
    for journal in JOURNALS {
        let (folder, stage) = stage();
        lay(journal, &stage.database());
        let page: u64 = 4096;
        // Pages of zeros that belong to nothing, as far as the table of settings is concerned.
        let mut file = fs::File::options().write(true).open(stage.database()).unwrap();
        file.set_len(SIZE).unwrap();
        file.seek(SeekFrom::Start(28)).unwrap();
        file.write_all(&u32::try_from(SIZE / page).unwrap().to_be_bytes()).unwrap();
        drop(file);
        let machine = machine(folder.path(), Platform::Linux);
        let access = bridgekeeper_core::fs::Access::Keep;
        let (before, began) = (moved(), Instant::now());
        for (old, new) in [(OLD, NEW), (NEW, OLD)] {
            let (old, new) = (Some(old.as_bytes()), Some(new.as_bytes()));
            Medium::CursorState.replace(&machine, &stage.database(), old, new, access).unwrap();
        }
        assert_eq!(reads(&stage.database()), OLD.as_bytes());
        let moved = moved() - before;
        assert!(moved < LITTLE * 4, "{moved} bytes were read or written");
        assert!(began.elapsed() < Duration::from_secs(60));
        let meta = fs::metadata(stage.database()).unwrap();
        assert!(meta.len() >= SIZE && meta.blocks() * 512 < LITTLE, "{} blocks", meta.blocks());
    }
}

/// Bytes that this thread has read and written so far.
fn moved() -> u64 {
    let io = fs::read_to_string("/proc/thread-self/io").unwrap();
    let bytes = |name: &str| -> u64 {
        io.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim().parse().unwrap()
    };
    bytes("rchar:") + bytes("wchar:")
}
