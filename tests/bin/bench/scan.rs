//! The scan against reading alone and against ripgrep, on a tree of several GB; git histories against `git log -p`;
//! the guard against git alone.

use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use bridgekeeper_core::key::KeyId;
use bridgekeeper_core::secret::Secret;
use bridgekeeper_core::store::Store;
use bridgekeeper_tests::Sandbox;

use crate::measure::{in_turn, median, run};
use crate::release;

/// Times each is run, in turn.
const ROUNDS: usize = 5;

/// A wallet that knows so many keys, and the keys as a file of patterns, bare as they may stand.
struct Wallet {
    sandbox: Sandbox,
    patterns: PathBuf,
}

impl Wallet {
    fn knowing(number: usize) -> Self {
        let sandbox = Sandbox::new([]);
        let store = Store::open(&sandbox.path(".local/share/bridgekeeper")).expect("a database");
        let hasher = store.hash_key().expect("a hash key");
        let mut random = Random(number as u64);
        let mut patterns = String::new();
        for n in 0..number {
            let key: String = (0..48).map(|_| char::from(SIGNS[random.below(SIGNS.len())])).collect();
            let secret = Secret::new(format!("sk-{key}"));
            let print = hasher.print(&secret).expect("it is long enough");
            store
                .note_known("https://bridge.example", KeyId(n as i64), &secret.masked(), &print)
                .expect("room");
            writeln!(patterns, "{key}").expect("room");
        }
        let patterns = sandbox.write("patterns", &patterns);
        Self { sandbox, patterns }
    }

    fn scan(&self, folder: &Path, more: &[&str]) -> Command {
        let mut command = self.sandbox.command(release("bridgekeeper"));
        command.args(["scan", "--json"]).args(more).arg(folder);
        command
    }

    fn ripgrep(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.args(["-uuu", "-F", "-f"]).arg(&self.patterns).arg(folder);
        command
    }
}

const SIGNS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// The same numbers in every run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// Every ripgrep there is: Debian's, and the newer one that Codex brings along.
fn ripgreps() -> Vec<(String, PathBuf)> {
    let codex = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("real/node_modules/@openai/codex-linux-x64/vendor/x86_64-unknown-linux-musl/codex-path/rg");
    let version = |program: &Path| {
        let said = Command::new(program).arg("--version").output().ok()?;
        let text = String::from_utf8_lossy(&said.stdout).into_owned();
        Some(text.lines().next()?.to_owned())
    };
    let all = [PathBuf::from("rg"), codex].into_iter();
    all.filter_map(|program| Some((version(&program)?, program))).collect()
}

/// Trees of several GB: the system's libraries, and all of its programs with the many small files around them.
const TREES: [&str; 2] = ["/usr/lib", "/usr"];

pub fn tree() {
    TREES.iter().for_each(|tree| through(tree));
}

fn through(tree: &str) {
    let folder = Path::new(tree);
    let floor = read_floor();
    let (none, ten, thousand) = (Wallet::knowing(0), Wallet::knowing(10), Wallet::knowing(1000));
    let ripgreps = ripgreps();
    // Once, so that all of them find the same in memory.
    let warm = ten.scan(folder, &[]).output().expect("it starts");
    let said: serde_json::Value = serde_json::from_slice(&warm.stdout).expect("JSON");
    let (files, bytes) = (said["files"].as_u64().unwrap_or(0), said["bytes"].as_f64().unwrap_or(0.0));
    println!("scan: {tree}, {files} files, {:.2} GB, medians of {ROUNDS} rounds in turn", bytes / 1e9);
    let mut reading = Command::new(&floor);
    reading.arg(folder);
    let mut commands =
        vec![reading, none.scan(folder, &[]), ten.scan(folder, &[]), thousand.scan(folder, &[])];
    let mut names = vec![
        "only reading".to_owned(),
        "scan, 0 keys".into(),
        "scan, 10 keys".into(),
        "scan, 1000 keys".into(),
    ];
    for (version, program) in &ripgreps {
        for (wallet, keys) in [(&ten, 10), (&thousand, 1000)] {
            commands.push(wallet.ripgrep(program, folder));
            names.push(format!("{version}, {keys} keys"));
        }
    }
    let spent = in_turn(ROUNDS, &mut commands);
    for (name, spent) in names.iter().zip(&spent) {
        println!("  {name}: {:.2} s of CPU, {:.2} s, {:.0} MiB", spent.cpu, spent.wall, spent.peak);
    }
    let ratio = |ours: usize, theirs: usize| spent[ours].cpu / spent[theirs].cpu;
    println!("scan: CPU against only reading: {:.2}, aim at most 1.20", ratio(3, 0));
    for (n, (version, _)) in ripgreps.iter().enumerate() {
        let at = 4 + 2 * n;
        println!(
            "scan: CPU against {version}: {:.2} with 10 keys, aim at most 0.35; {:.2} with 1000, aim at most 0.12",
            ratio(2, at),
            ratio(3, at + 1)
        );
    }
    println!("scan: at most {:.0} MiB, aim under 64", spent[3].peak);
    if ripgreps.is_empty() {
        println!("scan: no ripgrep here: apt-get install ripgrep");
    }
}

/// Compiles the program that only reads.
fn read_floor() -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("bin/bench/read_floor.rs");
    let program = release("bridgekeeper").with_file_name("bridgekeeper-read-floor");
    let done = Command::new("rustc")
        .args(["--edition=2024", "-O", "-o"])
        .arg(&program)
        .arg(source)
        .status()
        .expect("rustc starts");
    assert!(done.success());
    program
}

/// A history of thousands of commits; `BRIDGEKEEPER_BENCH_REPOSITORY` names another.
pub fn history() {
    let wallet = Wallet::knowing(10);
    let repository = match std::env::var_os("BRIDGEKEEPER_BENCH_REPOSITORY") {
        Some(folder) => PathBuf::from(folder),
        None => long_history(wallet.sandbox.home()),
    };
    let Some((version, program)) = ripgreps().into_iter().next_back() else {
        return println!("history: no ripgrep here: apt-get install ripgrep");
    };
    let size = |end: &str| -> f64 {
        let packs = fs::read_dir(repository.join("objects/pack")).into_iter().flatten().flatten();
        let of_kind = packs.filter(|entry| entry.path().extension().is_some_and(|it| it == end));
        of_kind.filter_map(|entry| entry.metadata().ok()).map(|meta| meta.len() as f64).sum()
    };
    let script = format!(
        "git -C '{}' log -p --all | '{}' -a -F -f '{}'",
        repository.display(),
        program.display(),
        wallet.patterns.display()
    );
    let mut peer = wallet.sandbox.command("sh");
    peer.args(["-c", &script]).env("GIT_CONFIG_COUNT", "1");
    peer.env("GIT_CONFIG_KEY_0", "safe.directory").env("GIT_CONFIG_VALUE_0", "*");
    let mut ours = vec![];
    let mut theirs = vec![];
    for _ in 0..ROUNDS {
        // Packs that were looked through are remembered: each time by a wallet that was not there before.
        let fresh = Wallet::knowing(10);
        ours.push(run(&mut fresh.scan(&repository, &["--git"])));
        theirs.push(run(&mut peer));
    }
    let (ours, theirs) = (median(&ours), median(&theirs));
    println!("history: packs of {:.0} MB, medians of {ROUNDS}, {version}", size("pack") / 1e6);
    println!(
        "  scan --git: {:.2} s of CPU, {:.2} s, {:.0} MiB; git log -p --all | rg: {:.2} s of CPU, {:.2} s",
        ours.cpu, ours.wall, ours.peak, theirs.cpu, theirs.wall
    );
    println!(
        "history: faster by {:.1} in time, {:.1} in CPU, aim at least 2.5",
        theirs.wall / ours.wall,
        theirs.cpu / ours.cpu
    );
}

/// 150 files of some 30 KB in 120 versions each, as a bare repository.
fn long_history(folder: &Path) -> PathBuf {
    const FILES: usize = 150;
    const VERSIONS: usize = 120;
    const LINES: usize = 600;
    let repository = folder.join("history.git");
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(arguments).current_dir(folder).env("HOME", folder);
        command
    };
    let made = git(&["init", "-q", "--bare", "history.git"]).status().expect("git starts");
    assert!(made.success());
    let mut import = git(&["-C", "history.git", "fast-import", "--quiet"])
        .stdin(Stdio::piped())
        .spawn()
        .expect("git starts");
    let mut stream = std::io::BufWriter::new(import.stdin.take().expect("a pipe"));
    let mut random = Random(7);
    let mut line = |n: usize| {
        format!(
            "line {n} of {} says {:x}{:x}",
            random.below(99),
            random.below(1 << 30),
            random.below(1 << 30)
        )
    };
    let mut files: Vec<Vec<String>> = (0..FILES).map(|_| (0..LINES).map(&mut line).collect()).collect();
    let mut random = Random(8);
    for version in 0..VERSIONS {
        for (n, lines) in files.iter_mut().enumerate() {
            for _ in 0..8 {
                let at = random.below(LINES);
                lines[at] = format!("line {at} changed in {version}: {:x}", random.below(1 << 30));
            }
            let text = lines.join("\n");
            write!(
                stream,
                "commit refs/heads/main\ncommitter M <m@example.com> {} +0000\ndata 4\nstep\nM 100644 inline dir{}/file{n}.txt\ndata {}\n{text}\n",
                1_700_000_000 + version * FILES + n,
                n % 12,
                text.len(),
            )
            .expect("it takes it");
        }
    }
    stream.flush().expect("it takes it");
    drop(stream);
    assert!(import.wait().expect("it ends").success());
    repository
}

/// A commit of 1,000 changed lines, with a hook that was there before, with and without the guard.
pub fn guard() {
    const COMMITS: usize = 40;
    let wallet = Wallet::knowing(1000);
    let sandbox = &wallet.sandbox;
    sandbox.write(".gitconfig", "[user]\n name = Mei\n email = mei@example.com\n[gc]\n auto = 0\n");
    let repository = |name: &str| {
        let folder = sandbox.path(name);
        fs::create_dir_all(&folder).expect("a folder");
        assert!(
            sandbox.command("git").args(["init", "-q"]).arg(&folder).status().expect("git starts").success()
        );
        let hook = folder.join(".git/hooks/pre-commit");
        fs::create_dir_all(hook.parent().expect("a folder")).expect("a folder");
        let log = sandbox.path(&format!("{name}.log"));
        fs::write(&hook, format!("#!/bin/sh\necho ran >> '{}'\n", log.display())).expect("a hook");
        fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).expect("a hook");
        (folder, log)
    };
    let (plain, guarded) = (repository("plain"), repository("guarded"));
    let installed =
        sandbox.command(release("bridgekeeper")).args(["guard", "install"]).current_dir(&guarded.0).output();
    assert!(installed.expect("it starts").status.success());
    let mut spent = [vec![], vec![]];
    for n in 0..COMMITS {
        for ((folder, _), spent) in [&plain, &guarded].into_iter().zip(&mut spent) {
            let text: String = (0..1000).map(|line| format!("line {line} as of {n}\n")).collect();
            fs::write(folder.join("file.txt"), text).expect("a file");
            assert!(
                sandbox
                    .command("git")
                    .args(["add", "."])
                    .current_dir(folder)
                    .status()
                    .expect("git")
                    .success()
            );
            spent.push(run(sandbox.command("git").args(["commit", "-qm", "step"]).current_dir(folder)));
        }
    }
    let ran = |log: &Path| fs::read_to_string(log).unwrap_or_default().lines().count();
    assert_eq!(
        (ran(&plain.1), ran(&guarded.1)),
        (COMMITS, COMMITS),
        "the hook that was there ran every time"
    );
    let [plain, guarded] = spent.map(|spent| median(&spent).wall * 1000.0);
    println!(
        "guard: a commit of 1,000 changed lines, 1,000 keys: {plain:.0} ms without, {guarded:.0} ms with it: {:.0} ms more, aim under 50 (medians of {COMMITS})",
        guarded - plain
    );
}
