//! Assignments in the start-up files of shells. Only those are taken out that stand on a line of their own; whatever
//! else is on the line, before and after it, stays: comments, order, line ends.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Look, Spot, Within, key_of, text_of};
use crate::machine::{Machine, Platform};
use crate::secret::Secret;
use crate::tools::lines;
use crate::view::AdoptSource;
use crate::words::say;

/// Variables that hold a key, the address that goes with each, and the tool that reads them.
const KEYS: &[(&str, &[&str], Option<&str>)] = &[
    ("ANTHROPIC_API_KEY", &["ANTHROPIC_BASE_URL"], Some("claude-code")),
    ("ANTHROPIC_AUTH_TOKEN", &["ANTHROPIC_BASE_URL"], Some("claude-code")),
    ("OPENAI_API_KEY", &["OPENAI_BASE_URL", "OPENAI_API_BASE"], None),
    ("GEMINI_API_KEY", &["GOOGLE_GEMINI_BASE_URL"], Some("gemini-cli")),
    ("GOOGLE_API_KEY", &["GOOGLE_GEMINI_BASE_URL"], Some("gemini-cli")),
];

/// The language of a start-up file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// sh, bash, zsh.
    Posix,
    /// fish.
    Fish,
    /// PowerShell.
    PowerShell,
}

/// Looks at the start-up files there are.
pub fn look(machine: &Machine, look: &mut Look) {
    for (path, shell) in files(machine) {
        match text_of(&path) {
            Ok(Some(text)) => spots(&path, shell, &text, look),
            Ok(None) => {}
            Err(error) => look.leave(path, error),
        }
    }
}

fn files(machine: &Machine) -> Vec<(PathBuf, Syntax)> {
    let home = &machine.home;
    let dir = |name: &str, other: PathBuf| machine.var(name).map_or(other, PathBuf::from);
    let config = dir("XDG_CONFIG_HOME", home.join(".config"));
    const BASH: [&str; 4] = [".profile", ".bash_profile", ".bash_login", ".bashrc"];
    const ZSH: [&str; 4] = [".zshenv", ".zprofile", ".zshrc", ".zlogin"];
    let zsh = dir("ZDOTDIR", home.clone());
    let mut files: Vec<_> = BASH.iter().map(|name| (home.join(name), Syntax::Posix)).collect();
    files.extend(ZSH.iter().map(|name| (zsh.join(name), Syntax::Posix)));
    files.push((config.join("fish/config.fish"), Syntax::Fish));
    const PROFILES: [&str; 2] = ["Microsoft.PowerShell_profile.ps1", "profile.ps1"];
    let folders = match machine.platform {
        Platform::Windows => {
            ["PowerShell", "WindowsPowerShell"].map(|name| home.join("Documents").join(name)).to_vec()
        }
        Platform::Linux | Platform::MacOs => vec![config.join("powershell")],
    };
    files.extend(
        folders.iter().flat_map(|folder| PROFILES.map(|name| (folder.join(name), Syntax::PowerShell))),
    );
    files
}

fn spots(path: &std::path::Path, shell: Syntax, text: &str, look: &mut Look) {
    let assignments = shell.assignments(text);
    for found in &assignments {
        let Some((name, bases, tool)) = KEYS.iter().find(|(name, ..)| *name == found.name) else { continue };
        let Some(key) = key_of(&Secret::new(found.value.clone())) else { continue };
        // The last one wins, as in the shell.
        let base = assignments.iter().rev().find(|other| bases.contains(&other.name.as_str()));
        look.spots.push(Spot {
            source: AdoptSource::Shell,
            path: path.to_owned(),
            place: say!("adopt-shell-place", line = found.line, name = *name),
            key,
            base: base.map(|base| base.value.clone()),
            tool: *tool,
            name: None,
            by_hand: (!found.is_alone).then(|| say!("adopt-shell-by-hand", line = found.line)),
            within: Within::Shell(shell),
        });
    }
}

/// A variable that is given a plain value, on a line of its own.
struct Assignment {
    name: String,
    value: String,
    line: usize,
    statement: Range<usize>,
    comment: Option<usize>,
    /// Neither goes the line on from the one before nor into the next.
    is_alone: bool,
}

impl Syntax {
    fn rules(self) -> Vec<&'static Regex> {
        match self {
            Self::Posix => vec![&*POSIX],
            Self::Fish => vec![&*FISH, &*POSIX],
            Self::PowerShell => vec![&*POWERSHELL],
        }
    }

    fn assignments(self, text: &str) -> Vec<Assignment> {
        let inside = self.documents(text);
        let of = |found: Captures<'_>| {
            let statement = found.name("statement")?.range();
            let value = found.name("value")?.as_str();
            let quoted = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote);
            Some(Assignment {
                name: found.name("name")?.as_str().to_owned(),
                value: quoted('\'').or_else(|| quoted('"')).unwrap_or(value).to_owned(),
                line: text[..statement.start].matches('\n').count() + 1,
                comment: found.name("comment").map(|comment| comment.start()),
                is_alone: !self.goes_on(text, statement.start),
                statement,
            })
        };
        let all = self.rules().into_iter().flat_map(|rule| rule.captures_iter(text)).filter_map(of);
        let mut all: Vec<_> =
            all.filter(|found| !inside.iter().any(|range| range.contains(&found.statement.start))).collect();
        all.sort_by_key(|found| found.statement.start);
        all
    }

    /// Whether the line before that of a place goes on into it.
    fn goes_on(self, text: &str, place: usize) -> bool {
        let start = lines::start(text, place);
        let before = text[..lines::before_line_end(text, start)].trim_end_matches('\r');
        start > 0 && before.ends_with(if self == Self::PowerShell { '`' } else { '\\' })
    }

    /// Where texts stand that a command reads (`<<EOF`): no line in there is the shell's.
    fn documents(self, text: &str) -> Vec<Range<usize>> {
        let mut found = vec![];
        let mut at = 0;
        while let Some(start) = HERE.captures_at(text, at).filter(|_| self == Self::Posix) {
            let (whole, word) = (start.get(0).map_or(0..0, |it| it.range()), &start["word"]);
            let first = lines::next(text, whole.end);
            let mut end = first;
            while end < text.len() && text[end..lines::next(text, end)].trim() != word {
                end = lines::next(text, end);
            }
            found.push(first..end);
            at = end.max(whole.end);
        }
        found
    }

    /// The text without the assignments of a key.
    pub fn without(self, text: &str, key: &Secret) -> String {
        let mut text = text.to_owned();
        let is_it = |found: &Assignment| {
            found.is_alone
                && KEYS.iter().any(|(name, ..)| *name == found.name)
                // EXPOSE: compared, never shown.
                && key_of(&Secret::new(found.value.clone())).is_some_and(|it| it.expose() == key.expose())
        };
        while let Some(found) = self.assignments(&text).into_iter().find(is_it) {
            let Assignment { statement, comment, .. } = found;
            match comment {
                _ if self.is_all_of_a_block(&text, &statement) => text.replace_range(statement, ":"),
                Some(comment) => text.replace_range(statement.start..comment, ""),
                None => lines::remove(&mut text, statement),
            }
        }
        text
    }

    /// Whether nothing else stands in the block around a statement: sh takes no empty one.
    fn is_all_of_a_block(self, text: &str, statement: &Range<usize>) -> bool {
        let counts = |line: &&str| !line.is_empty() && !line.starts_with('#');
        let before = text[..lines::start(text, statement.start)].lines().rev().map(str::trim).find(counts);
        let after = text[lines::next(text, statement.end)..].lines().map(str::trim).find(counts);
        let word = |line: &str, n: fn(&str) -> Option<&str>| n(line).map(str::to_owned);
        let opens = before.and_then(|line| word(line, |line| line.split_whitespace().next_back()));
        let closes = after.and_then(|line| word(line, |line| line.split([' ', ';', '\t']).next()));
        let opens = opens
            .is_some_and(|word| ["then", "do", "else", "{", "("].contains(&&*word) || word.ends_with("()"));
        let closes = closes.is_some_and(|word| ["fi", "done", "else", "elif", "}", ")"].contains(&&*word));
        self == Self::Posix && opens && closes
    }
}

/// `export NAME=value`, with what may stand around it on its line.
static POSIX: LazyLock<Regex> = LazyLock::new(|| {
    let lead = r"(?:(?:export|declare[ \t]+-x|typeset[ \t]+-x)[ \t]+)?";
    let value = r#"'[^'\r\n]*'|"[^"$`\\\r\n]*"|[A-Za-z0-9_./:+=@%,-]+"#;
    rule(&format!(r"{lead}(?<name>[A-Za-z_]\w*)=(?<value>{value})[ \t]*;?"))
});

/// `set -gx NAME value`.
static FISH: LazyLock<Regex> = LazyLock::new(|| {
    let value = r#"'[^'\\\r\n]*'|"[^"$\\\r\n]*"|[A-Za-z0-9_./:+=@%,-]+"#;
    rule(&format!(r"set[ \t]+(?:--?[A-Za-z]+[ \t]+)*(?<name>[A-Za-z_]\w*)[ \t]+(?<value>{value})[ \t]*;?"))
});

/// `$env:NAME = 'value'`.
static POWERSHELL: LazyLock<Regex> = LazyLock::new(|| {
    let value = r#"'[^'\r\n]*'|"[^"$`\r\n]*""#;
    rule(&format!(r"(?i:\$env:)(?<name>[A-Za-z_]\w*)[ \t]*=[ \t]*(?<value>{value})[ \t]*;?"))
});

static HERE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"<<-?[ \t]*['"]?(?<word>[A-Za-z_]\w*)['"]?"#).expect("it compiles"));

fn rule(statement: &str) -> Regex {
    let rule = format!(r"(?mR)^[ \t]*(?<statement>{statement})(?:[ \t]+(?<comment>#.*)|[ \t]*)$");
    Regex::new(&rule).expect("it compiles")
}

#[cfg(test)]
mod tests {
    use super::*;
    use Syntax::{Fish, Posix, PowerShell};

    const KEY: &str = "sk-0123456789abcdefghij";

    fn without(shell: Syntax, text: &str) -> String {
        shell.without(&text.replace("KEY", KEY).replace("NAME", "OPENAI_API_KEY"), &Secret::new(KEY.into()))
    }

    #[test]
    fn only_the_assignment_goes() {
        for (shell, before, after) in [
            (Posix, "a\nexport NAME=KEY\nb\n", "a\nb\n"),
            (Posix, "export NAME='KEY'", ""),
            (Posix, "a\r\n  export NAME=\"KEY\"\r\nb", "a\r\nb"),
            (Posix, "NAME=KEY  # why\n", "# why\n"),
            (Posix, "\tdeclare -x NAME=KEY;\t# why\nb", "\t# why\nb"),
            (Posix, "typeset -x NAME=KEY\nNAME=KEY\nexport NAME\n", "export NAME\n"),
            (Posix, "# NAME=KEY\n", "# NAME=KEY\n"),
            (Posix, "a\nexport NAME=KEY", "a"),
            (Posix, "\u{feff}\nexport NAME=KEY\n\n\n", "\u{feff}\n\n\n"),
            (Fish, "set -gx NAME KEY\nb\n", "b\n"),
            (Fish, "set --global --export NAME 'KEY' # why\n", "# why\n"),
            (Fish, "export NAME=KEY\nset -e NAME\n", "set -e NAME\n"),
            (Fish, "if true\n  set -Ux NAME KEY\nend\n", "if true\nend\n"),
            (PowerShell, "$env:NAME = 'KEY'\r\n$x = 1\r\n", "$x = 1\r\n"),
            (PowerShell, "  $Env:NAME=\"KEY\" # why\n", "  # why\n"),
        ] {
            let wanted = after.replace("KEY", KEY).replace("NAME", "OPENAI_API_KEY");
            assert_eq!(without(shell, before), wanted, "{shell:?} {before:?}");
        }
    }

    #[test]
    fn what_is_not_plainly_an_assignment_stays() {
        for (shell, text) in [
            (Posix, "export NAME=$OTHER\n"),
            (Posix, "export NAME=\"$(pass show KEY)\"\n"),
            (Posix, "NAME=KEY claude\n"),
            (Posix, "export A=1 NAME=KEY\n"),
            (Posix, "run \\\nNAME=KEY\n"),
            (Posix, "cat <<EOF\nexport NAME=KEY\nEOF\n"),
            (Posix, "cat <<-'EOF'\n\tNAME=KEY\n\tEOF\n"),
            (Posix, "export NAME=KEYx\n"),
            (Posix, "export NAME=KEY#x\n"),
            (Posix, "export OTHER=KEY\n"),
            (Fish, "set -gx NAME KEY more\n"),
            (Fish, "set -gx PATH KEY\n"),
            (PowerShell, "$env:NAME = \"$x\"\n"),
            (PowerShell, "$env:NAME = 'KEY' + 'x'\n"),
        ] {
            let wanted = text.replace("KEY", KEY).replace("NAME", "OPENAI_API_KEY");
            assert_eq!(without(shell, text), wanted, "{shell:?}");
        }
    }

    #[test]
    fn a_block_does_not_become_empty() {
        for (before, after) in [
            ("if [ -t 0 ]; then\n  export NAME=KEY\nfi\n", "if [ -t 0 ]; then\n  :\nfi\n"),
            ("f() {\n\n  # why\n  export NAME=KEY # so\n}\n", "f() {\n\n  # why\n  : # so\n}\n"),
            ("if a; then\n  b\n  export NAME=KEY\nfi\n", "if a; then\n  b\nfi\n"),
            ("if a; then\n  export NAME=KEY\n  b\nfi\n", "if a; then\n  b\nfi\n"),
        ] {
            assert_eq!(without(Posix, before), after, "{before:?}");
        }
    }

    #[test]
    fn what_comes_after_a_document_counts_again() {
        let text = "cat <<A\nexport NAME=KEY\nA\nexport NAME=KEY\n";
        let wanted = text.replacen("export NAME=KEY\nexport", "export", 0);
        assert_eq!(
            without(Posix, &wanted),
            "cat <<A\nexport NAME=KEY\nA\n".replace("KEY", KEY).replace("NAME", "OPENAI_API_KEY")
        );
    }
}
