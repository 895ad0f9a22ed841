//! Where keys are likely to stand, and what kind of place a file is. Facts about other programs; nothing here
//! touches a file but to see whether a folder is a project that somebody works on.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::machine::{Machine, Platform};
use crate::view::FindingKind;

/// Where people keep keys for themselves.
const ENVIRONMENT: &[&str] = &[
    ".env",
    ".env.local",
    ".envrc",
    ".pam_environment",
    ".config/environment.d",
    ".netrc",
    ".authinfo",
    ".npmrc",
    ".pypirc",
    ".git-credentials",
    ".config/git/credentials",
    ".gitconfig",
    ".config/git/config",
    ".docker/config.json",
    // What a shell reads when it starts.
    ".profile",
    ".bash_profile",
    ".bash_login",
    ".bash_aliases",
    ".bashrc",
    ".zshenv",
    ".zprofile",
    ".zshrc",
    ".zlogin",
    ".oh-my-zsh/custom",
    ".config/fish",
    ".config/nushell",
    ".xprofile",
    ".xsessionrc",
    ".tmux.conf",
    "Documents/PowerShell",
    "Documents/WindowsPowerShell",
    ".config/powershell",
];

/// Where shells and consoles keep what was typed.
const HISTORIES: &[&str] = &[
    ".bash_history",
    ".bash_sessions",
    ".zsh_history",
    ".zsh_sessions",
    ".zhistory",
    ".history",
    ".sh_history",
    ".local/share/fish/fish_history",
    ".config/nushell/history.txt",
    ".config/nushell/history.sqlite3",
    ".local/share/atuin",
    ".local/share/mcfly",
    ".local/share/powershell/PSReadLine",
    "AppData/Roaming/Microsoft/Windows/PowerShell/PSReadLine",
    ".python_history",
    ".node_repl_history",
    ".psql_history",
    ".mysql_history",
    ".sqlite_history",
    ".rediscli_history",
    ".lesshst",
    ".viminfo",
    ".local/state/nvim/shada",
    ".local/share/nvim/shada",
];

/// Settings of tools that speak to a bridge, besides those that the wallet writes.
const SETTINGS: &[&str] = &[
    ".claude/settings.json",
    ".claude/settings.local.json",
    ".claude.json",
    ".codex/config.toml",
    ".codex/auth.json",
    ".gemini/settings.json",
    ".gemini/.env",
    ".config/opencode",
    ".local/share/opencode/auth.json",
    ".aider.conf.yml",
    ".continue",
    ".config/zed/settings.json",
    ".config/crush",
    ".cc-switch",
    ".config/io.datasette.llm",
    ".config/goose",
    ".factory",
    ".qwen",
    ".vscode/settings.json",
    ".cursor/mcp.json",
];

/// Where coding agents keep their conversations: all that a tool put out stands there word by word.
const TRANSCRIPTS: &[&str] = &[
    ".claude",
    ".config/claude",
    ".codex",
    ".cline",
    ".gemini",
    ".local/share/opencode",
    ".local/share/crush",
    ".local/share/goose",
    ".aider.chat.history.md",
    ".aider.input.history",
    ".cursor",
    ".qwen",
];

/// Editors that stand on VS Code, by the names of their folders.
const EDITORS: &[&str] = &["Code", "Code - Insiders", "Cursor", "VSCodium", "Windsurf", "Trae", "Kiro"];

/// What of an editor's folder is looked at.
const EDITOR_PARTS: &[&str] =
    &["User/settings.json", "User/globalStorage", "User/workspaceStorage", "User/History", "logs"];

/// Variables that move a tool's folder.
const MOVED: &[&str] = &[
    "CLAUDE_CONFIG_DIR",
    "CODEX_HOME",
    "CLINE_DIR",
    "CLINE_DATA_DIR",
    "OPENCODE_CONFIG_DIR",
    "GEMINI_CLI_HOME",
];

/// Folders of what others made: large, made anew at will, and looked at only when all is asked for.
pub const DEPENDENCIES: &[&str] = &[
    "node_modules",
    "target",
    ".venv",
    "venv",
    "site-packages",
    "__pycache__",
    ".tox",
    ".gradle",
    "Pods",
    ".next",
    ".nuxt",
    ".cache",
    "vendor",
    ".pnpm-store",
    ".yarn",
];

/// A project is recent if something in it changed since.
const RECENT: Duration = Duration::from_hours(24 * 90);

/// How deep below home a project is looked for.
const DEEPEST: usize = 4;

/// Settings, environment and histories.
pub fn settings(machine: &Machine, live: &HashSet<PathBuf>) -> Vec<PathBuf> {
    let home = [SETTINGS, ENVIRONMENT, HISTORIES].into_iter().flatten().map(|name| machine.home.join(name));
    let history = machine.var("HISTFILE").map(PathBuf::from);
    let live = live.iter().flat_map(|path| ["", "-wal", ".backup"].map(|end| with_end(path, end)));
    live.chain(history).chain(home).collect()
}

/// Conversations of coding agents, and what editors keep.
pub fn transcripts(machine: &Machine) -> Vec<PathBuf> {
    let home = TRANSCRIPTS.iter().map(|name| machine.home.join(name));
    let moved = MOVED.iter().filter_map(|name| machine.var(name)).map(PathBuf::from);
    let editors = EDITORS.iter().map(|name| config_dir(machine).join(name));
    let parts = editors.flat_map(|editor| EDITOR_PARTS.iter().map(move |part| editor.join(part)));
    // A server's half of an editor that works from afar.
    let remote = [".vscode-server/data", ".cursor-server/data"].map(|name| machine.home.join(name));
    home.chain(moved).chain(parts).chain(remote).filter(|path| path.is_absolute()).collect()
}

fn config_dir(machine: &Machine) -> PathBuf {
    let home = &machine.home;
    let var = |name| machine.var(name).map(PathBuf::from).filter(|path| path.is_absolute());
    match machine.platform {
        Platform::Linux => var("XDG_CONFIG_HOME").unwrap_or_else(|| home.join(".config")),
        Platform::MacOs => home.join("Library/Application Support"),
        Platform::Windows => var("APPDATA").unwrap_or_else(|| home.join("AppData/Roaming")),
    }
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// Projects below home in which something changed of late.
pub fn projects(machine: &Machine) -> Vec<PathBuf> {
    let now = SystemTime::from(machine.now());
    let mut found = vec![];
    let mut open = vec![(machine.home.clone(), 0)];
    while let Some((folder, depth)) = open.pop() {
        let mut folders = vec![];
        let mut is_project = false;
        let mut newest = None;
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            is_project |= is_marker(&name);
            if is_marker(&name) || !name.starts_with('.') {
                let touched = entry.metadata().and_then(|meta| meta.modified()).ok();
                newest = newest.max(touched);
            }
            let is_plain = !name.starts_with('.') && !DEPENDENCIES.contains(&&*name) && name != "Library";
            if is_plain && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(entry.path());
            }
        }
        // Home itself is asked for by its own name.
        if is_project && depth > 0 {
            let index = folder.join(".git/index").metadata().and_then(|meta| meta.modified()).ok();
            let newest = newest.max(index);
            if newest.is_some_and(|at| now.duration_since(at).is_ok_and(|age| age < RECENT) || at > now) {
                found.push(folder);
                continue;
            }
        }
        if depth < DEEPEST {
            open.extend(folders.into_iter().map(|folder| (folder, depth + 1)));
        }
    }
    found.sort();
    found
}

/// Whether a name makes the folder it stands in a project.
fn is_marker(name: &str) -> bool {
    const MARKERS: &[&str] = &[
        ".git",
        ".envrc",
        "package.json",
        "Cargo.toml",
        "pyproject.toml",
        "requirements.txt",
        "go.mod",
        "pom.xml",
        "build.gradle",
        "Gemfile",
        "composer.json",
        "docker-compose.yml",
        "compose.yaml",
        "Makefile",
        "CLAUDE.md",
        "AGENTS.md",
        ".claude",
        ".cursor",
    ];
    MARKERS.contains(&name) || name.starts_with(".env")
}

/// What kind of place a file is, by its path alone. `live` are the files that the wallet's tools read.
pub fn kind(machine: &Machine, live: &HashSet<PathBuf>, path: &Path) -> FindingKind {
    if live.contains(path) {
        return FindingKind::LiveConfig;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let below = |places: &[&str]| places.iter().any(|place| path.starts_with(machine.home.join(place)));
    let is_editors = EDITORS.iter().any(|editor| path.starts_with(config_dir(machine).join(editor)));
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    match () {
        () if below(HISTORIES) || ends(&["_history", ".history"]) => FindingKind::ShellHistory,
        () if name.starts_with(".env") || ends(&[".env"]) => FindingKind::EnvFile,
        () if is_database(&name) => FindingKind::Database,
        () if ends(&[".log"]) || path.components().any(|part| part.as_os_str() == "logs") => FindingKind::Log,
        () if below(SETTINGS) => FindingKind::ToolConfig,
        () if below(ENVIRONMENT) => FindingKind::EnvFile,
        () if ends(&[".jsonl"]) || below(TRANSCRIPTS) || is_editors => FindingKind::Transcript,
        () => FindingKind::Other,
    }
}

/// Whether a name is a database's, or that of its log or journal.
pub fn is_database(name: &str) -> bool {
    let name =
        ["-wal", "-journal", "-shm", ".backup"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    [".db", ".sqlite", ".sqlite3", ".vscdb"].iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_go_by_place_and_name() {
        let env = [("HOME".to_owned(), "/h".to_owned())].into();
        let clock = std::sync::Arc::new(|| jiff::Timestamp::UNIX_EPOCH);
        let machine = Machine::new(Platform::Linux, env, "desk".into(), "/b".into(), clock).unwrap();
        let live = HashSet::from([PathBuf::from("/h/.claude/settings.json")]);
        for (path, wanted) in [
            ("/h/.claude/settings.json", FindingKind::LiveConfig),
            ("/h/.codex/auth.json", FindingKind::ToolConfig),
            ("/h/.claude/projects/a/b.jsonl", FindingKind::Transcript),
            ("/h/.claude/paste-cache/1.txt", FindingKind::Transcript),
            ("/h/.bash_history", FindingKind::ShellHistory),
            ("/h/.local/share/fish/fish_history", FindingKind::ShellHistory),
            ("/h/.zshrc", FindingKind::EnvFile),
            ("/h/work/a/.env.production", FindingKind::EnvFile),
            ("/h/work/a/prod.env", FindingKind::EnvFile),
            ("/h/.config/Cursor/User/globalStorage/state.vscdb", FindingKind::Database),
            ("/h/.config/Cursor/User/globalStorage/state.vscdb-wal", FindingKind::Database),
            (
                "/h/.config/Code/User/globalStorage/saoudrizwan.claude-dev/tasks/1/api.json",
                FindingKind::Transcript,
            ),
            ("/h/work/a/build.log", FindingKind::Log),
            ("/var/logs/app/1", FindingKind::Log),
            ("/h/work/a/main.rs", FindingKind::Other),
        ] {
            assert_eq!(kind(&machine, &live, Path::new(path)), wanted, "{path}");
        }
    }
}
