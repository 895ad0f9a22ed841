//! A proposed change as a value: files before, files after. Everything the wallet does to a file is first a
//! plan; preview, dry run, apply, undo and drift all read the same value.

use std::path::PathBuf;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use similar::algorithms::{Capture, Compact, Replace, myers};
use similar::{ChangeTag, DiffOp, DiffableStr, group_diff_ops};
use zeroize::Zeroizing;

use crate::fs::Access;
use crate::machine::Machine;
use crate::medium::Medium;
use crate::secret::{self, Secret};
use crate::view::{ChangeKind, ChangeView, LineKind, LineView};

/// A file's bytes. They may hold somebody's key, so they are wiped and cannot be shown but masked.
pub type Contents = Zeroizing<Vec<u8>>;

/// One file, before and after. `None` means no file.
pub struct FileChange {
    /// Where it stands.
    pub path: PathBuf,
    /// What it stands in there.
    pub medium: Medium,
    /// What must stand there for the plan to hold.
    pub before: Option<Contents>,
    /// What shall stand there.
    pub after: Option<Contents>,
    /// Who may read it afterwards.
    pub access: Access,
    /// Where the file goes: the outermost folder that goes with it, if nothing else is in there.
    pub folder: Option<PathBuf>,
}

impl FileChange {
    /// Whether anything would change.
    pub fn is_empty(&self) -> bool {
        self.before == self.after
    }
}

/// Files that change together: all or none.
#[derive(Default)]
pub struct Plan {
    /// In the order they are written.
    pub changes: Vec<FileChange>,
}

impl Plan {
    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        self.changes.iter().all(FileChange::is_empty)
    }

    /// The difference as people read it, with these secrets and whatever looks like one masked.
    pub fn preview(&self, machine: &Machine, secrets: &[&Secret]) -> Vec<ChangeView> {
        self.changes
            .iter()
            .filter(|change| !change.is_empty())
            .map(|change| ChangeView {
                path: machine.show(&change.path),
                kind: match (&change.before, &change.after) {
                    (None, _) => ChangeKind::Create,
                    (_, None) => ChangeKind::Remove,
                    _ => ChangeKind::Edit,
                },
                lines: lines(change, secrets),
            })
            .collect()
    }
}

/// Unchanged lines shown around a change.
const CONTEXT: usize = 3;

fn lines(change: &FileChange, secrets: &[&Secret]) -> Vec<LineView> {
    let text = |side: &Option<Contents>| match side {
        Some(bytes) => Zeroizing::new(String::from_utf8_lossy(bytes).into_owned()),
        None => Zeroizing::default(),
    };
    let (before, after) = (text(&change.before), text(&change.after));
    let (before, after) = (before.tokenize_lines(), after.tokenize_lines());
    let mut lines = vec![];
    for (index, group) in group_diff_ops(compare(&before, &after), CONTEXT).iter().enumerate() {
        if index > 0 {
            lines.push(LineView { kind: LineKind::Gap, text: String::new() });
        }
        for change in group.iter().flat_map(|op| op.iter_changes(&before, &after)) {
            let kind = match change.tag() {
                ChangeTag::Equal => LineKind::Same,
                ChangeTag::Insert => LineKind::Add,
                ChangeTag::Delete => LineKind::Remove,
            };
            let line = change.value().trim_end_matches(['\r', '\n']);
            lines.push(LineView { kind, text: mask_line(line, secrets) });
        }
    }
    lines
}

/// What happened to which lines. By one method of five: choosing while it runs would bring all of them into the program.
fn compare(before: &[&str], after: &[&str]) -> Vec<DiffOp> {
    let mut ops = Compact::new(Replace::new(Capture::new()), before, after);
    match myers::diff(&mut ops, before, 0..before.len(), after, 0..after.len()) {
        Ok(()) => ops.into_inner().into_inner().into_ops(),
        Err(never) => match never {},
    }
}

/// Hides secrets in a line: those given, every `sk-…` word, and every single-word value whose name says that
/// it is one. The user's other keys stand in the same files, and a diff ends up in screenshots.
pub(crate) fn mask_line(line: &str, secrets: &[&Secret]) -> String {
    let mut line = line.to_owned();
    for secret in secrets {
        // EXPOSE: to find and hide it; only its mask goes on.
        line = line.replace(secret.expose(), &secret.masked());
    }
    LOOKS_SECRET
        .replace_all(&line, |found: &Captures<'_>| {
            let part = |name| found.name(name).map_or("", |part| part.as_str());
            let lead = [part("name"), part("scheme"), part("user")].concat();
            let word = [part("key"), part("value"), part("token"), part("password")].concat();
            format!("{lead}{}{}", secret::masked(&word), part("at"))
        })
        .into_owned()
}

/// Hides what looks like a secret in a value of that name.
pub fn mask_value(name: &str, value: &str) -> String {
    let lead = format!("{name}=");
    let line = mask_line(&format!("{lead}{value}"), &[]);
    line.strip_prefix(&lead).map_or_else(|| secret::masked(value), str::to_owned)
}

/// Whether a name says that its value is a secret, and not how to come by one.
pub fn names_a_secret(name: &str) -> bool {
    static NAMES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(key|token|secret|password|credential|authorization)$").expect("it compiles")
    });
    NAMES.is_match(name)
}

/// A word that starts like a key; a single-word value behind a name that tells, unless it is a path, also in JSON
/// within JSON; what follows the scheme of a header; the password in an address.
static LOOKS_SECRET: LazyLock<Regex> = LazyLock::new(|| {
    let key = r"\b(?<key>sk-(?:[A-Za-z0-9_-]|\\u[0-9A-Fa-f]{4}){9,})";
    let name = r#"(?<name>(?i:key|token|secret|password|credential|authorization)[\w.-]*(?:\\*["'])?\s*[:=]\s*(?:\\*["'])?)"#;
    let value = r#"(?<value>[^\s"',{}\[\]·/\\](?:[^\s"',{}\[\]·\\]|\\[^\s"']){7,})"#;
    let header = r#"(?<scheme>\b(?i:bearer|basic)\s+)(?<token>[^\s"',·]{8,})"#;
    let address = r#"(?<user>\w://[^\s"'/:@]*:)(?<password>[^\s"'/@·]+)(?<at>@)"#;
    Regex::new(&format!("{key}|{name}{value}|{header}|{address}")).expect("it compiles")
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_wherever_they_stand() {
        let known = Secret::new("hunter2-hunter2-hunter2".into());
        for (line, shown) in [
            ("  \"note\": \"hunter2-hunter2-hunter2\"", "  \"note\": \"····ter2\""),
            ("\"A\": \"sk-0123456789abcdefghij\",", "\"A\": \"sk-····ghij\","),
            (r#"{"x": "sk-01234\u00356789abcdefghij"}"#, r#"{"x": "sk-····ghij"}"#),
            ("# sk-0123456789abcdefghij or risk-taking", "# sk-····ghij or risk-taking"),
            ("    \"OTHER_API_KEY\": \"0123456789abcdefXYZW\"", "    \"OTHER_API_KEY\": \"····XYZW\""),
            (
                "{\"a\":1,\"authToken\":\"abc/defgh+ijklmnop=\",\"b\":2}",
                "{\"a\":1,\"authToken\":\"····nop=\",\"b\":2}",
            ),
            (
                r#"{"account": "{\"idToken\":\"abc\\/defgh0123456789\"}", "b": 1}"#,
                r#"{"account": "{\"idToken\":\"····6789\"}", "b": 1}"#,
            ),
            ("Authorization: Bearer abc.defgh0123456789", "Authorization: Bearer ····6789"),
            ("\"PROXY\": \"http://mei:hunter2@proxy:3128\"", "\"PROXY\": \"http://mei:····@proxy:3128\""),
            ("export OPENAI_API_KEY=0123456789abcdefXYZW", "export OPENAI_API_KEY=····XYZW"),
            (
                "  \"CLAUDE_CODE_API_KEY_HELPER_TTL_MS\": \"300000\",",
                "  \"CLAUDE_CODE_API_KEY_HELPER_TTL_MS\": \"300000\",",
            ),
            (
                "  \"apiKeyHelper\": \"'/opt/bridgekeeper' key claude-code\"",
                "  \"apiKeyHelper\": \"'/opt/bridgekeeper' key claude-code\"",
            ),
            ("  \"ANTHROPIC_API_KEY\": \"\",", "  \"ANTHROPIC_API_KEY\": \"\","),
        ] {
            assert_eq!(mask_line(line, &[&known]), shown);
        }
    }

    #[test]
    fn far_lines_are_left_out() {
        let text = |middle: &str| {
            let lines: Vec<String> =
                (0..30).map(|n| if n == 15 { middle.into() } else { n.to_string() }).collect();
            Some(Contents::new(lines.join("\n").into_bytes()))
        };
        let change = FileChange {
            path: "/f".into(),
            medium: Medium::File,
            before: text("a"),
            after: text("b"),
            access: Access::Keep,
            folder: None,
        };
        let shown: Vec<_> = lines(&change, &[]).into_iter().map(|line| line.text).collect();
        assert_eq!(shown, ["12", "13", "14", "a", "b", "16", "17", "18"]);
    }
}
