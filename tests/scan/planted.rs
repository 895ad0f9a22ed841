//! Copies of keys as they stand on real machines.

use std::fs;
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::process::Command;

use bridgekeeper_tests::home::write;
use flate2::Compression;
use flate2::write::GzEncoder;
use rusqlite::Connection;

/// A copy of a key.
pub struct Planted {
    /// Which key, from 0.
    pub key: usize,
    /// The file or repository, below home.
    pub path: String,
    /// The line, where there is one.
    pub line: Option<u64>,
    /// The kind of place.
    pub kind: &'static str,
}

/// A read is so long: copies are put across its borders.
const READ: usize = 256 << 10;

struct Garden<'a> {
    home: &'a Path,
    planted: Vec<Planted>,
}

impl Garden<'_> {
    /// Plants copies of keys in a file: at which line each stands, and what kind of place it is.
    fn file(
        &mut self,
        path: &str,
        kind: &'static str,
        bytes: impl AsRef<[u8]>,
        copies: &[(usize, Option<u64>)],
    ) {
        write(&self.home.join(path), bytes.as_ref());
        self.note(path, kind, copies);
    }

    fn note(&mut self, path: &str, kind: &'static str, copies: &[(usize, Option<u64>)]) {
        let copy =
            |(key, line): &(usize, Option<u64>)| Planted { key: *key, path: path.into(), line: *line, kind };
        self.planted.extend(copies.iter().map(copy));
    }
}

/// Plants copies of ten keys, bare characters each, in every form.
pub fn plant(home: &Path, keys: &[&str]) -> Vec<Planted> {
    let mut garden = Garden { home, planted: vec![] };
    in_text(&mut garden, keys);
    in_large_files(&mut garden, keys);
    in_two_bytes(&mut garden, keys);
    in_databases(&mut garden, keys);
    in_histories(&mut garden, keys);
    garden.planted
}

fn in_text(garden: &mut Garden<'_>, keys: &[&str]) {
    let key = |n: usize| keys[n];
    garden.file(".env", "env_file", format!("A=1\nOPENAI_API_KEY=sk-{}\n", key(0)), &[(0, Some(2))]);
    garden.file(".bashrc", "env_file", format!("# mine\n\nexport KEY='{}'\n", key(1)), &[(1, Some(3))]);
    garden.file(
        ".bash_history",
        "shell_history",
        format!("ls\ncurl https://b.example/v1beta/models?key={}\\&x\n", key(2)),
        &[(2, Some(2))],
    );
    garden.file(
        ".zsh_history",
        "shell_history",
        format!(": 1700000000:0;curl -H \"Authorization: Bearer sk-{}\"\n", key(3)),
        &[(3, Some(1))],
    );
    garden.file(
        ".claude/settings.json",
        "live_config",
        format!("{{\n  \"env\": {{\n    \"ANTHROPIC_AUTH_TOKEN\": \"sk-{}\"\n  }}\n}}\n", key(4)),
        &[(4, Some(3))],
    );
    garden.file(
        ".codex/auth.json",
        "tool_config",
        format!("{{\"OPENAI_API_KEY\":\"{}\"}}", key(5)),
        &[(5, Some(1))],
    );
    garden.file(
        ".claude/projects/p/session.jsonl",
        "transcript",
        format!(
            "{{}}\n{{\"text\":\"export KEY=\\\"sk-{}\\\"\\nsk-{}\\n{}\"}}\n{{\"text\":\"{{\\\\\\\"key\\\\\\\":\\\\\\\"{}\\\\\\\"}}\"}}\n",
            key(6),
            key(7),
            key(8),
            key(9)
        ),
        &[(6, Some(2)), (7, Some(2)), (8, Some(2)), (9, Some(3))],
    );
    garden.file(".claude/paste-cache/1.txt", "transcript", key(0), &[(0, Some(1))]);
    garden.file(
        "logs/access.log",
        "log",
        format!(
            "GET /v1/models?key%3D{}%26x HTTP/1.1\nGET /?u=https%3A%2F%2Fb.example%2F%22sk%2D{}%22\n\\u0022sk\\u002d{}\n",
            key(1),
            key(2),
            key(3)
        ),
        &[(1, Some(1)), (2, Some(2)), (3, Some(3))],
    );
    garden.file(
        "notes/channel.txt",
        "other",
        format!("sk-{}-17, sk-{}-a\n", key(4), key(5)),
        &[(4, Some(1)), (5, Some(1))],
    );
    garden.file(
        "notes/glued.txt",
        "other",
        format!("{}{}{}{}\n{}{}", "a".repeat(150), key(6), key(7), "b".repeat(150), key(8), "9"),
        &[(6, Some(1)), (7, Some(1)), (8, Some(2))],
    );
    garden.file("with a space/and\nmore/né", "other", format!("{}\n", key(9)), &[(9, Some(1))]);
    garden.file("binary", "other", [b"\x7FELF\0\0\0\x01", key(0).as_bytes(), b"\0\0"].concat(), &[(0, None)]);
    let packed = {
        let mut packer = GzEncoder::new(vec![], Compression::default());
        packer.write_all(format!("{}\n{}\n", "line\n".repeat(1000), key(1)).as_bytes()).unwrap();
        packer.finish().unwrap()
    };
    garden.file("backup.gz", "other", packed, &[(1, None)]);
    garden.file("linked/first", "other", format!("{}\n", key(2)), &[(2, Some(1))]);
    fs::hard_link(garden.home.join("linked/first"), garden.home.join("linked/second")).unwrap();
}

fn in_large_files(garden: &mut Garden<'_>, keys: &[&str]) {
    // Across the borders of reads, at another place of the key each time.
    let mut text = vec![b'.'; 4 * READ];
    for at in (80..text.len()).step_by(80) {
        text[at - 1] = b'\n';
    }
    let mut copies = vec![];
    for (n, into) in [(3, 1), (4, 24), (5, 47)] {
        let start = (copies.len() + 1) * READ - into;
        let line = 1 + text[..start].iter().filter(|byte| **byte == b'\n').count() as u64;
        text[start..start + 48].copy_from_slice(keys[n].as_bytes());
        copies.push((n, Some(line)));
    }
    garden.file(".claude/projects/p/long.jsonl", "transcript", text, &copies);
    let path = "images/disk.img";
    write(&garden.home.join(path), b"");
    let sparse = fs::File::options().write(true).open(garden.home.join(path)).unwrap();
    sparse.set_len(3 << 30).unwrap();
    sparse.write_at(keys[6].as_bytes(), (2 << 30) + 77).unwrap();
    garden.note(path, "other", &[(6, None)]);
}

fn in_two_bytes(garden: &mut Garden<'_>, keys: &[&str]) {
    let low = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let high = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    garden.file(
        ".local/share/powershell/PSReadLine/ConsoleHost_history.txt",
        "shell_history",
        low(&format!("\u{feff}ls\n$env:KEY = 'sk-{}'\n", keys[7])),
        &[(7, Some(2))],
    );
    garden.file("notes/bare-low.txt", "other", low(&format!("{}\r\n", keys[8])), &[(8, Some(1))]);
    garden.file("notes/bare-high.txt", "other", high(&format!("\u{feff}x\n{}", keys[9])), &[(9, Some(2))]);
    garden.file(
        "notes/odd.txt",
        "other",
        [b"!", &*low(&format!("key: {}\n", keys[0]))].concat(),
        &[(0, Some(1))],
    );
    let mut long = low(&".".repeat(READ));
    long[READ - 40..READ - 40 + 96].copy_from_slice(&low(keys[1]));
    garden.file("notes/long-low.txt", "other", long, &[(1, Some(1))]);
}

fn in_databases(garden: &mut Garden<'_>, keys: &[&str]) {
    // Values over several pages, one of which breaks in the middle of the key.
    let path = ".config/Cursor/User/globalStorage/state.vscdb";
    write(&garden.home.join(path), b"");
    let connection = Connection::open(garden.home.join(path)).unwrap();
    connection
        .execute_batch("CREATE TABLE ItemTable (key TEXT UNIQUE ON CONFLICT REPLACE, value BLOB)")
        .unwrap();
    let page: u32 = connection.query_row("PRAGMA page_size", [], |row| row.get(0)).unwrap();
    let page = page as usize;
    let insert = |name: &str, value: &str| {
        connection.execute("INSERT INTO ItemTable VALUES (?1, ?2)", [name, value]).unwrap();
    };
    insert("plain", &format!("{{\"key\":\"sk-{}\"}}", keys[2]));
    for (n, lead) in [(3, page - 100), (4, 2 * page - 100), (5, 3 * page)] {
        // Wherever the seam is, it goes through one of these.
        for step in 0..3 {
            let value = ".".repeat(lead + 60 * step) + keys[n] + &".".repeat(3 * page);
            insert(&format!("long {n} {step}"), &value);
        }
    }
    connection.close().unwrap();
    garden.note(path, "database", &[(2, None)]);
    for n in [3, 4, 5] {
        garden.note(path, "database", &[(n, None), (n, None), (n, None)]);
    }

    // What only stands in the log, of somebody who still has it open.
    let path = "app/data.sqlite";
    write(&garden.home.join(path), b"");
    let connection = Connection::open(garden.home.join(path)).unwrap();
    connection
        .execute_batch("PRAGMA journal_mode = wal; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (v)")
        .unwrap();
    connection.execute("INSERT INTO t VALUES (?1)", [keys[6]]).unwrap();
    std::mem::forget(connection);
    garden.note("app/data.sqlite-wal", "database", &[(6, None)]);

    // A row that is gone, whose bytes are not.
    let path = "app/deleted.db";
    write(&garden.home.join(path), b"");
    let connection = Connection::open(garden.home.join(path)).unwrap();
    connection.execute_batch("PRAGMA secure_delete = OFF; CREATE TABLE t (v)").unwrap();
    connection.execute("INSERT INTO t VALUES (?1)", [keys[7]]).unwrap();
    connection.execute("DELETE FROM t", []).unwrap();
    connection.close().unwrap();
    garden.note(path, "database", &[(7, None)]);
}

/// `git`, as somebody whose settings say nothing.
pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.current_dir(folder).args(arguments).env_clear().env("PATH", std::env::var_os("PATH").unwrap());
    command.env("HOME", folder).env("GIT_CONFIG_NOSYSTEM", "1");
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "Mei").env(format!("GIT_{who}_EMAIL"), "mei@example.com");
    }
    let said = command.output().expect("git starts");
    assert!(said.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&said.stderr));
    String::from_utf8(said.stdout).expect("text").trim().to_owned()
}

fn in_histories(garden: &mut Garden<'_>, keys: &[&str]) {
    let repository = garden.home.join("work/app");
    fs::create_dir_all(&repository).unwrap();
    let git = |arguments: &[&str]| git(&repository, arguments);
    let commit = |message: &str| {
        git(&["add", "-A"]);
        git(&["commit", "-qm", message]);
    };
    git(&["init", "-q", "-b", "main"]);
    // Long enough that later versions are kept as differences.
    let lines: Vec<String> = (0..400).map(|n| format!("line {n} of a file that changes a little")).collect();
    let version = |n: usize, line: &str| {
        let mut lines = lines.clone();
        lines[n] = line.to_owned();
        write(&repository.join("long.txt"), lines.join("\n").as_bytes());
    };
    version(0, "first");
    commit("first");
    version(7, &format!("KEY={}", keys[8]));
    commit("oops");
    version(9, "clean");
    commit("clean");
    write(&repository.join(".env"), format!("A=1\nKEY=sk-{}\n", keys[9]).as_bytes());
    commit("oops again");
    fs::remove_file(repository.join(".env")).unwrap();
    commit("removed");
    git(&["commit", "-q", "--allow-empty", "-m", &format!("say it\n\nthe key was sk-{}", keys[0])]);
    git(&["tag", "-a", "v1", "-m", &format!("tagged {}", keys[1])]);
    git(&["gc", "-q"]);
    garden.note("work/app", "git_object", &[(8, Some(8)), (9, Some(2)), (0, Some(8)), (1, Some(6))]);

    // Loose, and nothing leads there: a dropped stash, an amended commit.
    version(3, &format!("stashed {}", keys[2]));
    git(&["stash", "-q"]);
    git(&["stash", "drop", "-q"]);
    garden.note("work/app", "git_object", &[(2, Some(4))]);
    write(&repository.join("amended.txt"), keys[3].as_bytes());
    commit("amended");
    fs::remove_file(repository.join("amended.txt")).unwrap();
    git(&["add", "-A"]);
    git(&["commit", "-q", "--amend", "--allow-empty", "-m", "amended away"]);
    garden.note("work/app", "git_object", &[(3, Some(1))]);

    // What git keeps beside its objects.
    git(&["remote", "add", "origin", &format!("https://mei:{}@git.example/app", keys[4])]);
    let config = fs::read_to_string(repository.join(".git/config")).unwrap();
    let line = 1 + config.lines().position(|line| line.contains(keys[4])).unwrap() as u64;
    garden.note("work/app/.git/config", "other", &[(4, Some(line))]);
    // A worktree shares the history, which is looked through once.
    git(&["worktree", "add", "-q", "../tree", "HEAD"]);
    // The message stands in what git notes of each step, too.
    let logs = repository.join(".git/logs");
    fs::remove_dir_all(logs).unwrap();
}

/// What looks like the keys and is none of them.
pub fn near_misses(home: &Path, keys: &[&str]) {
    let mut text = String::new();
    for (n, key) in keys.iter().enumerate() {
        let mut other = key.as_bytes().to_vec();
        let at = n * 5;
        other[at] = if other[at] == b'x' { b'y' } else { b'x' };
        let other = String::from_utf8(other).expect("ASCII");
        let (low, half) = (key.to_lowercase(), &key[..47]);
        text += &format!("sk-{other}\nKEY={low}\n{half}\n{}-{}\n{}\n", &key[..20], &key[20..], &key[1..]);
    }
    write(&home.join("notes/near.txt"), text.as_bytes());
    write(&home.join(".env.example"), text.as_bytes());
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    write(&home.join("notes/near-low.txt"), &wide);
}
