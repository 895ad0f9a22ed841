//! The guard of a repository: a known key gets into no commit and no push, everything else does, and hooks that were
//! there go on running. There is no keychain and no bridge in these tests: the guard needs neither.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use bridgekeeper_core::key::KeyId;
use bridgekeeper_core::secret::Secret;
use bridgekeeper_core::store::Store;
use bridgekeeper_tests::{Said, Sandbox};

const KEY: &str = "canaryABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop";

/// A repository in a home whose wallet knows one key.
struct Desk {
    sandbox: Sandbox,
    repository: PathBuf,
}

impl Desk {
    fn new() -> Self {
        let desk = Self::without_wallet();
        let store = Store::open(&desk.sandbox.path(".local/share/bridgekeeper")).unwrap();
        let secret = Secret::new(format!("sk-{KEY}"));
        let print = store.hash_key().unwrap().print(&secret).unwrap();
        store.note_known("https://bridge.example", KeyId(42), &secret.masked(), &print).unwrap();
        desk
    }

    fn without_wallet() -> Self {
        let sandbox = Sandbox::new([]);
        sandbox.write(
            ".gitconfig",
            "[user]\n name = Mei\n email = mei@example.com\n[init]\n defaultBranch = main\n",
        );
        let repository = sandbox.path("work/app");
        fs::create_dir_all(&repository).unwrap();
        let desk = Self { sandbox, repository };
        desk.git(&["init", "-q"]).ok();
        desk
    }

    fn git(&self, arguments: &[&str]) -> Said {
        self.git_in(&self.repository, arguments)
    }

    fn git_in(&self, folder: &Path, arguments: &[&str]) -> Said {
        Said::from(self.sandbox.command("git").current_dir(folder).args(arguments).output().unwrap())
    }

    fn guard(&self, arguments: &[&str]) -> Said {
        self.guard_in(&self.repository, arguments)
    }

    fn guard_in(&self, folder: &Path, arguments: &[&str]) -> Said {
        let program = bridgekeeper_tests::program("bridgekeeper");
        let mut command = self.sandbox.command(program);
        Said::from(command.current_dir(folder).arg("guard").args(arguments).output().unwrap())
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.repository.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Stages all there is and commits it.
    fn commit(&self, more: &[&str]) -> Said {
        self.git(&["add", "-A"]).ok();
        self.git(&[&["commit", "-qm", "a step"][..], more].concat())
    }

    /// A hook that writes down how it is called.
    fn hook(&self, path: &Path, name: &str) -> PathBuf {
        fs::create_dir_all(path).unwrap();
        let path = path.join(name);
        let log = self.sandbox.path(&format!("{name}.log"));
        let text = format!("#!/bin/sh\n(echo \"$*\"; cat) >> '{}'\n", log.display());
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o750)).unwrap();
        path
    }

    fn log(&self, name: &str) -> String {
        fs::read_to_string(self.sandbox.path(&format!("{name}.log"))).unwrap_or_default()
    }

    fn remote(&self) -> String {
        let remote = self.sandbox.path("remote.git");
        self.git_in(self.sandbox.home(), &["init", "-q", "--bare", "remote.git"]).ok();
        self.git(&["remote", "add", "origin", remote.to_str().unwrap()]).ok();
        remote.to_str().unwrap().to_owned()
    }
}

#[test]
fn a_key_gets_into_no_commit_and_the_message_says_what_to_do() {
    let desk = Desk::new();
    desk.guard(&["install"]).ok();
    desk.write("clean.txt", "nothing to see\n");
    desk.commit(&[]).ok();
    desk.write("src/with space é.ts", format!("a\nb\nconst key = 'sk-{KEY}';\n"));
    let said = desk.commit(&[]).exits(1);
    for part in [
        "src/with space é.ts:3",
        "sk-····mnop",
        "bridgekeeper kill 42",
        "git commit --no-verify",
        "take it out",
    ] {
        assert!(said.err.contains(part), "no {part:?}: {}", said.err);
    }
    assert!(!said.err.contains(&KEY[8..]), "{}", said.err);
    assert_eq!(desk.git(&["log", "--oneline"]).ok().out.lines().count(), 1);
    // Knowingly.
    desk.commit(&["--no-verify"]).ok();
    // Taking it out, or changing another line, adds no key.
    desk.write("src/with space é.ts", "a\nb\nconst key = process.env.KEY;\n");
    desk.commit(&[]).ok();
}

#[test]
fn only_an_exact_key_stops_anything() {
    let desk = Desk::new();
    desk.guard(&["install"]).ok();
    let near = [KEY[1..].to_owned(), KEY.to_lowercase(), KEY.replace('M', "0"), format!("sk-{}", &KEY[..47])];
    desk.write("near.txt", near.join("\n"));
    desk.commit(&[]).ok();
    let wide: Vec<u8> = KEY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (path, bytes) in [
        ("bare.txt", KEY.as_bytes().to_vec()),
        ("binary", [b"\0\x01\x02", KEY.as_bytes(), b"\0"].concat()),
        ("wide.txt", wide),
        ("url.txt", format!("?key=%22{KEY}%22").into_bytes()),
    ] {
        desk.write(path, bytes);
        desk.commit(&[]).exits(1);
        fs::remove_file(desk.repository.join(path)).unwrap();
    }
    desk.write("after.txt", "x");
    desk.commit(&[]).ok();
}

#[test]
fn hooks_that_were_there_run_with_their_arguments_and_input_and_come_back() {
    let desk = Desk::new();
    let hooks = desk.repository.join(".git/hooks");
    let push = desk.hook(&hooks, "pre-push");
    // One of them is a link to somewhere else.
    let shared = desk.hook(&desk.sandbox.path("shared"), "pre-commit");
    symlink(&shared, hooks.join("pre-commit")).unwrap();
    let (before, text) = (fs::read(&push).unwrap(), fs::read(&shared).unwrap());
    desk.guard(&["install"]).ok();
    let again = desk.guard(&["install"]).ok();
    assert!(again.out.contains("already"), "{}", again.out);

    let remote = desk.remote();
    desk.write("a.txt", "a\n");
    desk.commit(&[]).ok();
    assert_eq!(desk.log("pre-commit"), "\n");
    desk.git(&["push", "-q", "origin", "main"]).ok();
    let head = desk.git(&["rev-parse", "HEAD"]).ok().out.trim().to_owned();
    let none = "0".repeat(40);
    assert_eq!(
        desk.log("pre-push"),
        format!("origin {remote}\nrefs/heads/main {head} refs/heads/main {none}\n")
    );
    // A hook that says no is still heard.
    fs::write(&shared, "#!/bin/sh\nexit 3\n").unwrap();
    desk.write("b.txt", "b\n");
    desk.commit(&[]).exits(1);
    fs::write(&shared, &text).unwrap();

    assert!(desk.guard(&["remove"]).ok().out.contains("back"));
    assert_eq!(fs::read_link(hooks.join("pre-commit")).unwrap(), shared);
    assert_eq!(fs::read(&push).unwrap(), before);
    assert_eq!(push.metadata().unwrap().permissions().mode() & 0o777, 0o750);
    assert_eq!(fs::read(&shared).unwrap(), text);
    let ours: Vec<_> = fs::read_dir(&hooks)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("bridgekeeper"))
        .collect();
    assert!(ours.is_empty(), "{ours:?}");
    assert!(desk.guard(&["remove"]).ok().out.contains("no guard"));
}

#[test]
fn a_key_gets_into_no_push() {
    let desk = Desk::new();
    desk.remote();
    desk.write("a.txt", "a\n");
    desk.commit(&[]).ok();
    desk.git(&["push", "-q", "origin", "main"]).ok();
    desk.guard(&["install"]).ok();
    // In a commit in between, and in a message.
    desk.write("config/prod.env", format!("KEY={KEY}\n"));
    desk.commit(&["--no-verify"]).ok();
    fs::remove_file(desk.repository.join("config/prod.env")).unwrap();
    desk.commit(&[]).ok();
    let said = desk.git(&["push", "-q", "origin", "main"]).exits(1);
    assert!(
        said.err.contains("config/prod.env:1") && said.err.contains("git push --no-verify"),
        "{}",
        said.err
    );
    desk.git(&["push", "-q", "--no-verify", "origin", "main"]).ok();
    // What the other side has already stops nothing.
    desk.write("b.txt", "b\n");
    desk.commit(&[]).ok();
    desk.git(&["push", "-q", "origin", "main"]).ok();
    desk.git(&["commit", "-q", "--allow-empty", "-m", &format!("it was {KEY}")]).ok();
    let said = desk.git(&["push", "-q", "origin", "main"]).exits(1);
    assert!(said.err.contains("commit:"), "{}", said.err);
    desk.git(&["push", "-q", "--no-verify", "origin", "main"]).ok();
    // Taking a branch away pushes nothing.
    desk.git(&["push", "-q", "origin", "main:other"]).ok();
    desk.git(&["push", "-q", "origin", ":other"]).ok();
}

#[test]
fn what_cannot_be_checked_is_let_through_and_said() {
    let desk = Desk::without_wallet();
    let hook = desk.hook(&desk.repository.join(".git/hooks"), "pre-commit");
    let installed = desk.guard(&["install"]).ok();
    assert!(installed.out.contains("knows no key yet"), "{}", installed.out);
    desk.write("a.txt", KEY);
    let said = desk.commit(&[]).ok();
    assert!(said.err.contains("nothing was checked"), "{}", said.err);
    assert!(!desk.sandbox.path(".local/share/bridgekeeper").exists(), "looking makes nothing");
    // The program is gone.
    let script = fs::read_to_string(&hook).unwrap();
    let program = bridgekeeper_tests::program("bridgekeeper");
    fs::write(&hook, script.replace(program.to_str().unwrap(), "/nowhere/bridgekeeper")).unwrap();
    desk.write("b.txt", "b\n");
    let said = desk.commit(&[]).ok();
    assert!(said.err.contains("not found, so nothing was checked"), "{}", said.err);
    assert_eq!(desk.log("pre-commit"), "\n\n", "the hook that was there ran both times");
    // The wallet is broken.
    let desk = Desk::new();
    desk.guard(&["install"]).ok();
    desk.sandbox.write(".local/share/bridgekeeper/wallet.db", "broken");
    desk.write("a.txt", "a");
    let said = desk.commit(&[]).ok();
    assert!(said.err.contains("nothing was checked"), "{}", said.err);
}

#[test]
fn worktrees_and_folders_of_hooks_elsewhere_are_respected() {
    let desk = Desk::new();
    desk.write("a.txt", "a\n");
    desk.commit(&[]).ok();
    desk.git(&["worktree", "add", "-q", "../tree"]).ok();
    let tree = desk.sandbox.path("work/tree");
    desk.guard_in(&tree, &["install"]).ok();
    assert!(desk.repository.join(".git/hooks/pre-commit").exists(), "a worktree has its repository's hooks");
    fs::write(tree.join("key"), KEY).unwrap();
    desk.git_in(&tree, &["add", "-A"]).ok();
    desk.git_in(&tree, &["commit", "-qm", "x"]).exits(1);
    desk.guard_in(&tree, &["remove"]).ok();

    let hooks = desk.sandbox.path("my hooks");
    desk.git(&["config", "core.hooksPath", hooks.to_str().unwrap()]).ok();
    let said = desk.guard_in(&desk.repository, &["install"]).ok();
    assert!(said.out.contains("every repository"), "{}", said.out);
    assert!(hooks.join("pre-push").exists() && !desk.repository.join(".git/hooks/pre-push").exists());
    desk.write("key", KEY);
    desk.commit(&[]).exits(1);
    desk.git(&["config", "core.hooksPath", ".hooks"]).ok();
    fs::create_dir(desk.repository.join("sub")).unwrap();
    desk.guard_in(&desk.repository.join("sub"), &["install"]).ok();
    assert!(desk.repository.join(".hooks/pre-commit").exists());
    desk.guard_in(desk.sandbox.home(), &["install"]).exits(2);
}

#[test]
fn a_text_is_checked_for_ci() {
    let desk = Desk::new();
    let check = |text: &str, more: &[&str]| {
        desk.sandbox.bridgekeeper_fed(&[&["guard", "check", "--stdin"][..], more].concat(), text)
    };
    assert!(check("nothing\n", &[]).ok().out.contains("None of your keys"));
    let said = check(&format!("{}\nKEY={KEY}\n", "x\n".repeat(100_000)), &[]).exits(8);
    assert!(said.out.contains("stdin:100002") && said.out.contains("bridgekeeper kill 42"), "{}", said.out);
    let found = check(&format!("KEY={KEY}\n"), &["--json"]).exits(8).json();
    let finding = &found["findings"][0];
    assert_eq!((&finding["line"], &finding["key"]["id"]), (&1.into(), &42.into()), "{found}");
    assert_eq!(check("", &["--json"]).ok().json()["checked"], true);
    // What is staged, without a hook.
    desk.write("key", KEY);
    desk.git(&["add", "-A"]).ok();
    assert!(desk.guard(&["check"]).exits(8).out.contains("key:1"));
}
