//! `guard`: a hook that lets no known key into a commit or a push.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command as Program, Stdio};

use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::guard::{self, Caught, Hook};
use bridgekeeper_core::machine::Machine;
use bridgekeeper_core::scan::{Known, KnownStatus};
use clap::Subcommand;
use serde_json::{Value, json};

use crate::Common;
use crate::report::{FINDINGS, Report, hint, known, of, plain};
use crate::shell;

#[derive(Subcommand)]
pub enum Command {
    /// Check every commit and push of this repository for your keys; a hook that is there goes on running
    Install {
        /// A folder of the repository; without it the current one
        folder: Option<PathBuf>,
    },
    /// Take the guard out and put back what was there before
    Remove {
        /// A folder of the repository; without it the current one
        folder: Option<PathBuf>,
    },
    /// Check what is staged, or what comes on stdin, for your keys
    Check {
        /// Check what comes on stdin, as it is: for CI
        #[arg(long)]
        stdin: bool,
    },
    /// What the guard's hooks call
    #[command(hide = true)]
    Hook {
        name: String,
        #[arg(last = true)]
        arguments: Vec<String>,
    },
}

pub fn run(command: Command, common: &Common) -> Result<Report> {
    let machine = shell::machine()?;
    match command {
        Command::Install { folder } => install(&machine, folder),
        Command::Remove { folder } => {
            let hooks = hooks(&machine, folder)?;
            let text = match guard::remove(&hooks)? {
                0 => say!("guard-none", folder = machine.show(&hooks)),
                _ => say!("guard-removed", folder = machine.show(&hooks)),
            };
            Ok(Report::new(&json!({ "installed": false, "hooks": hooks }), text))
        }
        Command::Check { stdin: true } => {
            let look = |known: &Known| guard::look_at_stream(known, &mut std::io::stdin().lock(), "stdin");
            check(&machine, common, Moment::Check, look)
        }
        Command::Check { stdin: false } => check(&machine, common, Moment::Check, staged),
        Command::Hook { name, arguments } if name == "pre-push" => {
            check(&machine, common, Moment::Push, |known| pushed(known, arguments.first()))
        }
        Command::Hook { .. } => check(&machine, common, Moment::Commit, staged),
    }
}

/// What is about to happen.
#[derive(Clone, Copy)]
enum Moment {
    Commit,
    Push,
    Check,
}

impl Moment {
    /// What is said of a key in it.
    fn caught(self) -> String {
        match self {
            Self::Commit => say!("guard-in-commit"),
            Self::Push => say!("guard-in-push"),
            Self::Check => say!("guard-in-it"),
        }
    }

    fn way_round(self) -> Option<String> {
        match self {
            Self::Commit => Some(say!("guard-in-commit", "hint")),
            Self::Push => Some(say!("guard-in-push", "hint")),
            Self::Check => None,
        }
    }
}

/// Lets through whatever cannot be checked, and says so.
fn check(
    machine: &Machine,
    common: &Common,
    moment: Moment,
    look: impl FnOnce(&Known) -> std::io::Result<Vec<Caught>>,
) -> Result<Report> {
    let unchecked = |why: String| {
        shell::tell(common, &format!("bridgekeeper: {}", say!("guard-unchecked", why = &why)));
        Ok(Report::new(&json!({ "findings": [], "checked": false, "note": why }), ""))
    };
    let known = match guard::known(machine) {
        Ok(Some(known)) => known,
        Ok(None) => return unchecked(say!("guard-knows-none")),
        Err(error) => return unchecked(error.message().into()),
    };
    match look(&known) {
        Err(error) => unchecked(error.to_string()),
        Ok(caught) if caught.is_empty() => {
            let text = if matches!(moment, Moment::Check) { say!("guard-clean") } else { String::new() };
            Ok(Report::new(&json!({ "findings": [], "checked": true }), text))
        }
        Ok(caught) => {
            let text = told(&caught, moment);
            // Git shows what a hook says on stderr; a script reads the document.
            if matches!(moment, Moment::Check) {
                return Ok(Report::new(&document(&caught), text).exit(FINDINGS));
            }
            eprint!("{text}");
            Ok(Report::silent().exit(FINDINGS))
        }
    }
}

fn document(caught: &[Caught]) -> Value {
    let finding = |caught: &Caught| {
        let Caught { path, line, key } = caught;
        json!({
            "path": path, "line": line,
            "key": {
                "id": key.id, "name": key.name, "masked": key.masked, "label": key.label, "url": key.origin,
                "fingerprint": key.print.core.to_string(), "status": key.status,
            },
        })
    };
    json!({ "findings": caught.iter().map(finding).collect::<Vec<_>>(), "checked": true })
}

fn told(caught: &[Caught], moment: Moment) -> String {
    let mut text = format!("bridgekeeper: {}\n", moment.caught());
    for Caught { path, line, key } in caught {
        let whose = say!(
            "guard-key",
            key = &key.masked,
            name = plain(&key.name),
            bridge = plain(&key.label),
            status = known(key.status),
        );
        text += &format!("  {}:{line}  {whose}\n", plain(path));
    }
    let mut hints = vec![say!("guard-take-out")];
    let mut alive: Vec<_> = caught.iter().filter(|caught| caught.key.status != KnownStatus::Dead).collect();
    alive.dedup_by_key(|caught| caught.key.id);
    for Caught { key, .. } in alive {
        hints.push(say!("guard-kill", id = key.id.to_string()));
    }
    hints.extend(moment.way_round());
    text + &hints.iter().map(|said| hint(said) + "\n").collect::<String>()
}

fn install(machine: &Machine, folder: Option<PathBuf>) -> Result<Report> {
    let hooks = hooks(machine, folder.clone())?;
    let done = guard::install(machine, &hooks)?;
    let mut text = say!("guard-installed-in", folder = machine.show(&hooks)) + "\n";
    for (name, hook) in guard::HOOKS.iter().zip(done) {
        let how = match hook {
            Hook::Installed => say!("guard-installed"),
            Hook::Chained => say!("guard-chained"),
            Hook::Renewed => say!("guard-renewed"),
        };
        text += &format!("  {}\n", of(name, &how));
    }
    let mut notes = vec![];
    if git(machine, folder.as_ref(), &["config", "core.hooksPath"])?.is_some() {
        notes.push(say!("guard-hooks-path"));
    }
    if guard::known(machine)?.is_none() {
        notes.push(say!("guard-lets-through"));
    }
    for note in &notes {
        text += &format!("{note}\n");
    }
    Ok(Report::new(&json!({ "installed": true, "hooks": hooks, "notes": notes }), text))
}

/// The folder that git runs the hooks of a repository from: its own, its main worktree's, or `core.hooksPath`.
fn hooks(machine: &Machine, folder: Option<PathBuf>) -> Result<PathBuf> {
    let said = git(machine, folder.as_ref(), &["rev-parse", "--git-path", "hooks"])?.ok_or_else(|| {
        Error::new(Code::Invalid, say!("guard-no-repository")).hint(say!("guard-no-repository", "hint"))
    })?;
    let from = machine.folder.clone().unwrap_or_else(|| machine.home.clone());
    let from = folder.map_or(from.clone(), |folder| from.join(folder));
    let path = match said.strip_prefix("~/") {
        Some(rest) => machine.home.join(rest),
        None => from.join(said),
    };
    // The folder need not be there yet.
    Ok(path.canonicalize().unwrap_or(path))
}

/// What git says; `None` if it says no.
fn git(machine: &Machine, folder: Option<&PathBuf>, arguments: &[&str]) -> Result<Option<String>> {
    let mut program = program(arguments);
    if let Some(folder) = folder.or(machine.folder.as_ref()) {
        program.current_dir(folder);
    }
    let said = program.stderr(Stdio::null()).output().map_err(|error| {
        let absent = Error::new(Code::NotFound, say!("guard-no-git")).hint(say!("guard-no-git", "hint"));
        absent.because(error)
    })?;
    let text = String::from_utf8_lossy(&said.stdout).trim_end_matches(['\r', '\n']).to_owned();
    Ok(Some(text).filter(|_| said.status.success()))
}

fn program(arguments: &[&str]) -> Program {
    let mut program = Program::new("git");
    program.args(arguments).stdin(Stdio::null());
    program
}

/// The lines that would be committed.
fn staged(known: &Known) -> std::io::Result<Vec<Caught>> {
    let mut git = program(&[
        "-c",
        "core.quotePath=false",
        "diff",
        "--cached",
        "--unified=0",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        "--text",
        "--src-prefix=a/",
        "--dst-prefix=b/",
    ])
    .stdout(Stdio::piped())
    .spawn()?;
    let caught = guard::look_at_diff(known, &mut output(&mut git)?)?;
    ended(git)?;
    Ok(caught)
}

/// The objects that would be pushed and that the other side does not have. Git gives a line for each branch on
/// stdin: `<local ref> <local object> <remote ref> <remote object>`.
fn pushed(known: &Known, remote: Option<&String>) -> std::io::Result<Vec<Caught>> {
    let mut wanted = vec![];
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let words: Vec<_> = line.split(' ').collect();
        let [_, local, _, theirs] = words[..] else { continue };
        let is_none = |object: &str| object.bytes().all(|byte| byte == b'0');
        if !is_none(local) {
            wanted.push(local.to_owned());
        }
        let is_here = |object: &str| program(&["cat-file", "-e", object]).stderr(Stdio::null()).status();
        if !is_none(theirs) && is_here(theirs)?.success() {
            wanted.push(format!("^{theirs}"));
        }
    }
    if wanted.is_empty() {
        return Ok(vec![]);
    }
    let mut list = program(&["rev-list", "--objects", "--stdin"]);
    if let Some(remote) = remote {
        list.args(["--not", &format!("--remotes={remote}")]);
    }
    let mut list = list.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut objects = program(&["cat-file", "--buffer", "--batch=%(objecttype) %(objectsize) %(rest)"])
        .stdin(list.stdout.take().map_or_else(Stdio::null, Stdio::from))
        .stdout(Stdio::piped())
        .spawn()?;
    if let Some(mut stdin) = list.stdin.take() {
        stdin.write_all((wanted.join("\n") + "\n").as_bytes())?;
    }
    let caught = guard::look_at_objects(known, &mut output(&mut objects)?)?;
    ended(list)?;
    ended(objects)?;
    Ok(caught)
}

fn output(git: &mut Child) -> std::io::Result<BufReader<impl Read + use<>>> {
    let out = git.stdout.take().ok_or(std::io::ErrorKind::BrokenPipe)?;
    Ok(BufReader::with_capacity(64 << 10, out))
}

/// Makes sure that git had nothing to complain of: then not all was seen.
fn ended(mut git: Child) -> std::io::Result<()> {
    match git.wait()?.success() {
        true => Ok(()),
        false => Err(std::io::Error::other(say!("guard-git-failed"))),
    }
}
