//! Whatever dies when, a file is old or new (promise P2): `kill -9` before every single step that a write
//! takes, full disks, and two writers at once.

#![cfg(unix)]
#![expect(clippy::print_stderr, reason = "says how much was tried, and what could not be")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::fs::Lock;
use bridgekeeper_core::journal;
use bridgekeeper_core::store::{self, Store};
use bridgekeeper_core::view::ToolState;
use bridgekeeper_tests::home::{
    Case, Deed, Home, KEYS, PLAIN, Snapshot, State, Tried, again_with_mounts, is_again,
};
use bridgekeeper_tests::scene::{CLINE, ONE_FILE, SCENES, SEVERAL_FILES, Scene, Stage};
use tempfile::TempDir;

/// System calls that change a disk, or could.
const STEPS: &str = "openat,mkdir,mkdirat,write,pwrite64,fsync,fdatasync,ftruncate,rename,renameat,renameat2,\
                     unlink,unlinkat,rmdir,chmod,fchmod,fchown,fallocate";

const SIGKILL: i32 = 9;

// ── kill -9 ────────────────────────────────────────────────────────────────────────────────────────────────

/// Where to kill a process.
enum Kill {
    /// Before it makes that system call for the so-many-th time.
    Before { call: String, nth: usize },
    /// After that time: where nobody may trace it.
    After(Duration),
}

/// A process that does something to a scene, again and again from the same start, and never gets far.
struct Victim {
    scene: &'static Scene,
    deed: &'static str,
    folder: TempDir,
    start: PathBuf,
}

impl Victim {
    /// `prepare` brings the scene to where the process starts.
    fn new(scene: &'static Scene, deed: &'static str, prepare: impl Fn(&Stage)) -> Self {
        let folder = TempDir::with_prefix("bridgekeeper-crash-").expect("a temporary folder");
        let victim = Self { scene, deed, start: folder.path().join("start"), folder };
        prepare(&Stage::set(scene, &victim.stage_folder()));
        copy(&victim.stage_folder(), &victim.start);
        victim
    }

    /// What it left behind is where the next process starts.
    fn goes_on_with(mut self, deed: &'static str) -> Self {
        self.deed = deed;
        fs::remove_dir_all(&self.start).expect("it is there");
        copy(&self.stage_folder(), &self.start);
        self
    }

    fn stage_folder(&self) -> PathBuf {
        self.folder.path().join("stage")
    }

    /// The stage as the process finds it.
    fn stage(&self) -> Stage {
        fs::remove_dir_all(self.stage_folder()).expect("it is there");
        copy(&self.start, &self.stage_folder());
        Stage::open(self.scene, &self.stage_folder())
    }

    fn command(&self, starter: &[&str], deed: &str) -> Command {
        let writer = env!("CARGO_BIN_EXE_bridgekeeper-test-writer");
        let words: Vec<_> = starter.iter().copied().chain([writer]).collect();
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).arg(self.stage_folder()).args([self.scene.name, deed]);
        command
    }

    /// Every place to kill it at: before each of its calls, if it may be traced.
    fn kills(&self) -> Vec<Kill> {
        let stage = self.stage();
        let trace = self.folder.path().join("trace");
        let strace =
            ["strace", "-f", "-qq", "-e", &format!("trace={STEPS}"), "-o", trace.to_str().expect("UTF-8")];
        let start = Instant::now();
        match self.command(&strace, self.deed).status() {
            Ok(status) if status.success() => {
                let trace = fs::read_to_string(trace).expect("a trace");
                let (before, after) = trace
                    .split_once(stage.machine.home.join("begin").to_str().expect("UTF-8"))
                    .expect("it begins");
                let mut made = BTreeMap::<_, usize>::new();
                let mut count = |line: &str| {
                    // `1234 openat(AT_FDCWD, …`, as `1234` is the process.
                    let call = line.split_once(' ')?.1.trim_start().split_once('(')?.0.to_owned();
                    let nth = made.entry(call.clone()).or_default();
                    *nth += 1;
                    Some(Kill::Before { call, nth: *nth })
                };
                before.lines().for_each(|line| drop(count(line)));
                after.lines().skip(1).filter_map(count).collect()
            }
            other => {
                eprintln!(
                    "cannot trace ({other:?}): killing at 150 points in time instead of before each call"
                );
                self.stage();
                assert!(self.command(&[], self.deed).status().expect("it starts").success());
                let took = start.elapsed();
                (0..150).map(|n| Kill::After(took * n / 150)).collect()
            }
        }
    }

    /// Starts it and kills it there; gives how it ended.
    fn killed(&self, kill: &Kill) -> ExitStatus {
        match kill {
            Kill::Before { call, nth } => {
                let trace = format!("trace={call}");
                let inject = format!("inject={call}:signal=KILL:when={nth}");
                let strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject];
                self.command(&strace, self.deed).status().expect("it starts")
            }
            Kill::After(time) => {
                let mut child = self.command(&[], self.deed).spawn().expect("it starts");
                // The moment is what is tried here, not something waited for.
                thread::sleep(*time);
                child.kill().expect("it can be killed");
                child.wait().expect("it ends")
            }
        }
    }
}

fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-a").args([from, to]).status().expect("it starts").success());
}

/// All old or all new, after a fresh process has recovered; the database whole, no litter, and the next change
/// works. Gives how many kills it survived.
fn survives(victim: &Victim, old: &Snapshot, new: &Snapshot) -> usize {
    let kills = victim.kills();
    for (n, kill) in kills.iter().enumerate() {
        let stage = victim.stage();
        let ended = victim.killed(kill);
        let _tried = Tried(match kill {
            Kill::Before { call, nth } => format!("{} killed before {call} {nth}", victim.deed),
            Kill::After(time) => format!("{} killed after {time:?}", victim.deed),
        });
        match kill {
            Kill::Before { .. } => assert_eq!(ended.signal(), Some(SIGKILL), "kill {n}"),
            Kill::After(_) => assert!(ended.success() || ended.signal() == Some(SIGKILL), "{ended}"),
        }
        for (path, thing) in unlittered(stage.snapshot()) {
            let known = [old.get(&path), new.get(&path)];
            assert!(known.contains(&Some(&thing)), "torn: {}", path.display());
        }

        assert!(victim.command(&[], "recover").status().expect("it starts").success());
        let now = stage.snapshot();
        assert!(now == *old || now == *new, "half of each, or litter: {:?}", now.keys());
        assert_sound(&stage);
        assert_eq!(stage.store().unwrap().last_change("scene").unwrap().is_some(), *new == now);

        if now == *old {
            stage.apply().unwrap();
            assert_eq!(stage.snapshot(), *new);
        }
        stage.undo().unwrap();
        assert_eq!(stage.snapshot(), *old);
    }
    kills.len()
}

fn unlittered(snapshot: Snapshot) -> Snapshot {
    snapshot.into_iter().filter(|(path, _)| !is_litter(path)).collect()
}

fn is_litter(path: &Path) -> bool {
    path.to_str().is_some_and(|path| path.contains(".bridgekeeper-"))
}

fn assert_sound(stage: &Stage) {
    let database = rusqlite::Connection::open(stage.machine.data_dir.join("wallet.db")).unwrap();
    let verdict: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok");
    assert_eq!(stage.store().unwrap().unfinished_changes().unwrap().len(), 0);
}

/// What the scene looks like before and after.
fn before_and_after(scene: &'static Scene) -> (Snapshot, Snapshot) {
    let folder = TempDir::new().unwrap();
    let stage = Stage::set(scene, folder.path());
    let before = stage.snapshot();
    stage.apply().unwrap();
    (before, stage.snapshot())
}

fn survives_apply_and_undo(scene: &'static Scene) {
    let (old, new) = before_and_after(scene);
    assert_ne!(old, new);
    let applies = survives(&Victim::new(scene, "apply", |_| {}), &old, &new);
    let undoes = survives(&Victim::new(scene, "undo", |stage| stage.apply().unwrap()), &old, &new);
    eprintln!("{}: survived {applies} kills of apply and {undoes} of undo", scene.name);
    assert!(applies + undoes >= 100);
}

/// A kill before any step of an apply or an undo leaves one file old or new, never torn.
#[test]
fn one_file_survives_a_kill_at_every_step() {
    survives_apply_and_undo(&ONE_FILE);
}

/// And several files all old or all new.
#[test]
fn several_files_survive_a_kill_at_every_step() {
    survives_apply_and_undo(&SEVERAL_FILES);
}

/// So do the files of a tool that spells them its own way.
#[test]
fn clines_files_survive_a_kill_at_every_step() {
    survives_apply_and_undo(&CLINE);
}

/// Even a recovery may be killed at every step; the next one finishes it.
#[test]
fn a_recovery_survives_a_kill_at_every_step() {
    let (old, new) = before_and_after(&SEVERAL_FILES);
    let apply = Victim::new(&SEVERAL_FILES, "apply", |_| {});
    let half_done = apply.kills().into_iter().find(|kill| {
        let stage = apply.stage();
        apply.killed(kill);
        let now = stage.snapshot();
        let changed = SEVERAL_FILES.files.iter().map(|file| Path::new(file.path));
        changed.filter(|path| now.get(*path) != old.get(*path)).count() == 2
    });
    assert!(half_done.is_some());
    let recovery = apply.goes_on_with("recover");

    // Without the vault it changes nothing and leaves it to the next.
    let stage = recovery.stage();
    let half = stage.snapshot();
    let locked = || Err(Error::new(Code::VaultLocked, "the vault is locked"));
    let refused = journal::recover(&stage.store().unwrap(), &stage.machine, locked).unwrap_err();
    assert_eq!(refused.code(), Code::VaultLocked);
    assert_eq!(unlittered(stage.snapshot()), unlittered(half));
    assert_eq!(stage.store().unwrap().unfinished_changes().unwrap().len(), 1);

    let kills = survives(&recovery, &old, &new);
    eprintln!("several files: survived {kills} kills of a recovery");
}

/// One file that cannot be written takes the others back with it, permissions and folders too, in either
/// direction.
#[test]
fn one_refused_file_takes_all_back() {
    for (refused, sheet) in SEVERAL_FILES.files.iter().enumerate() {
        let _tried = Tried(format!("{} cannot be written", sheet.path));
        let folder = TempDir::new().unwrap();
        let stage = Stage::set(&SEVERAL_FILES, folder.path());
        let path = stage.machine.home.join(sheet.path);
        let refuses = |deed: fn(&Stage) -> Result<()>| {
            let other = folder.path().join(format!("other-name-{refused}"));
            // A file with two names is not replaced.
            let Ok(real) = path.canonicalize() else { return };
            fs::hard_link(real, &other).unwrap();
            let before = stage.snapshot();
            let last = stage.store().unwrap().last_change("scene").unwrap().map(|change| change.id);
            assert_eq!(deed(&stage).unwrap_err().code(), Code::FileRefused);
            assert_eq!(stage.snapshot(), before);
            assert_eq!(stage.store().unwrap().last_change("scene").unwrap().map(|change| change.id), last);
            assert_sound(&stage);
            fs::remove_file(other).unwrap();
        };
        let before = stage.snapshot();
        refuses(Stage::apply);
        stage.apply().unwrap();
        refuses(Stage::undo);
        stage.undo().unwrap();
        assert_eq!(stage.snapshot(), before);
    }
}

// ── full disks ─────────────────────────────────────────────────────────────────────────────────────────────

/// However little room is left, and on whichever disk: a change either happens, or is refused with words that
/// help and everything is as it was. Tried on small disks of our own, which takes a namespace to mount in.
#[test]
fn a_full_disk_changes_nothing() {
    if !is_again() {
        return again_with_mounts("a_full_disk_changes_nothing");
    }
    for scene in SCENES {
        let (old, new) = before_and_after(scene);
        for full in ["home", "data"] {
            let mut refused = 0;
            for room in (0..).step_by(16) {
                let _tried = Tried(format!("{}: {room} KiB left on the disk of {full}", scene.name));
                let folder = TempDir::new().unwrap();
                let disk = Disk::mount(folder.path().join(full));
                let stage = Stage::set(scene, folder.path());
                let ballast = disk.fill_but_for(room);
                let done = stage.apply();
                fs::remove_file(ballast).unwrap();
                let now = stage.snapshot();
                let Err(error) = done else {
                    assert_eq!(now, new);
                    break;
                };
                refused += 1;
                assert!(matches!(error.code(), Code::Io | Code::Store), "{error:?}");
                assert!(error.next_step().is_some_and(|hint| hint.contains("full")), "{error:?}");
                assert_eq!(now, old);
                stage.recover().unwrap();
                assert_sound(&stage);
                stage.apply().unwrap();
                assert_eq!(stage.snapshot(), new);
            }
            assert!(refused > 0, "the disk was never full");
        }
    }
}

/// A limit on the size of files is met in the same way; this needs no disk of its own.
#[test]
fn a_file_that_may_not_grow_is_as_it_was() {
    let folder = TempDir::new().unwrap();
    let (old, _) = before_and_after(&ONE_FILE);
    let stage = Stage::set(&ONE_FILE, folder.path());
    let writer = env!("CARGO_BIN_EXE_bridgekeeper-test-writer");
    let limited = ["--fsize=1000000", "env", "--ignore-signal=XFSZ", writer];
    let said =
        Command::new("prlimit").args(limited).arg(folder.path()).args([ONE_FILE.name, "grow"]).output();
    let said = said.expect("it starts");
    let error = String::from_utf8_lossy(&said.stderr);
    assert!(said.status.code() == Some(1) && error.contains("cannot write"), "{error}");
    assert_eq!(stage.snapshot(), old);
}

// ── two writers ────────────────────────────────────────────────────────────────────────────────────────────

/// While another copy is at work nothing is written; whoever waited too long is told so.
#[test]
fn nobody_writes_while_another_copy_does() {
    /// What happened before, and who comes now.
    type Trial = (fn(&Stage), fn(&Stage) -> Result<()>);
    let nothing = |_: &Stage| {};
    let apply = |stage: &Stage| stage.apply().unwrap();
    let cut_short = |stage: &Stage| {
        stage.apply().unwrap();
        let store = stage.store().unwrap();
        let change = store.last_change("scene").unwrap().unwrap();
        store.move_change(&change, store::State::Undoing).unwrap();
    };
    let trials: [Trial; 3] =
        [(nothing, Stage::apply), (apply, Stage::undo), (cut_short, |stage| stage.recover().map(drop))];
    let waits = |(prepare, deed): Trial| {
        let folder = TempDir::new().unwrap();
        let stage = Stage::set(&ONE_FILE, folder.path());
        prepare(&stage);
        let before = stage.snapshot();
        let at_work = Lock::take(&stage.machine.data_dir).unwrap();
        assert_eq!(deed(&stage).unwrap_err().code(), Code::Busy);
        assert_eq!(stage.snapshot(), before);
        drop(at_work);
        deed(&stage).unwrap();
    };
    thread::scope(|scope| {
        for trial in trials {
            scope.spawn(move || waits(trial));
        }
    });
}

/// Two processes that change the same file a hundred times lose no change and never wait for ever.
#[test]
fn two_processes_lose_no_change() {
    let folder = TempDir::new().unwrap();
    let stage = Stage::set(&ONE_FILE, folder.path());
    let writer = env!("CARGO_BIN_EXE_bridgekeeper-test-writer");
    let count = |line| {
        let mut command = Command::new(writer);
        command.arg(folder.path()).args([ONE_FILE.name, "count", line, "50"]).spawn().expect("it starts")
    };
    for mut child in [count("window"), count("command line")] {
        assert!(child.wait().expect("it ends").success());
    }
    let counts = fs::read_to_string(stage.machine.home.join("counts.json")).unwrap();
    assert_eq!(counts, r#"{"command line":50,"window":50}"#);
    assert_sound(&stage);
}

/// Two wallets that configure and undo at the same time may refuse each other, but the database always knows
/// what stands in the file.
#[test]
fn two_wallets_agree_in_the_end() {
    for case in Case::all().into_iter().filter(Case::is_typical) {
        let home = Home::of(&State { case, shape: &PLAIN });
        let mode = home.tool.modes()[0];
        let before = home.snapshot();
        let work = |home: &Home, key| {
            for _ in 0..25 {
                for deed in [Deed::Configure { mode, key, model: None }, Deed::Undo] {
                    if let Err(error) = home.does(deed) {
                        let refused = [Code::FileChanged, Code::NotFound, Code::Busy];
                        assert!(refused.contains(&error.code()), "{deed:?}: {error:?}");
                    }
                }
            }
        };
        let other = home.another_wallet();
        thread::scope(|scope| {
            scope.spawn(|| work(&other, KEYS[1].0));
            work(&home, KEYS[0].0);
        });
        let card = home.card();
        match card.profile {
            Some(_) => assert_eq!(card.state, ToolState::InStep),
            None => assert_eq!(home.snapshot(), before),
        }
        while home.card().can_undo {
            home.does(Deed::Undo).unwrap();
        }
        assert_eq!(home.snapshot(), before);
    }
}

/// Copies that start on an empty data folder at the same moment all find a database.
#[test]
fn many_first_starts_at_once_all_succeed() {
    for _ in 0..10 {
        let folder = TempDir::new().unwrap();
        let together = Barrier::new(8);
        thread::scope(|scope| {
            let start = || {
                together.wait();
                Store::open(folder.path()).map(drop).expect("a database");
            };
            let starts: Vec<_> = (0..8).map(|_| scope.spawn(start)).collect();
            starts.into_iter().for_each(|start| start.join().expect("no failure"));
        });
    }
}

/// A small disk, for as long as it lives.
struct Disk(PathBuf);

impl Disk {
    fn mount(at: PathBuf) -> Self {
        fs::create_dir_all(&at).unwrap();
        let tmpfs = ["-t", "tmpfs", "-o", "size=2m,mode=700", "none"];
        assert!(Command::new("mount").args(tmpfs).arg(&at).status().unwrap().success());
        Self(at)
    }

    /// Fills it up until so many KiB are left; gives the file that does.
    fn fill_but_for(&self, room: usize) -> PathBuf {
        let path = self.0.join("ballast");
        let mut ballast = fs::File::create(&path).unwrap();
        let mut filled: u64 = 0;
        while ballast.write_all(&[0; 1024]).is_ok() {
            filled += 1024;
        }
        ballast.set_len(filled.saturating_sub(room as u64 * 1024)).unwrap();
        path
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        assert!(Command::new("umount").arg("--lazy").arg(&self.0).status().unwrap().success());
    }
}
