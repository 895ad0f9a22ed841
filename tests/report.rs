//! The report of an incident: whole reports as they are written, names that want to be markup, and that nothing is
//! said that is not known.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

#[path = "report/cases.rs"]
mod cases;

use std::fs;
use std::path::Path;

use bridgekeeper_bridge::{Options, Server};
use bridgekeeper_core::report::ReportFormat;
use bridgekeeper_tests::Sandbox;
use bridgekeeper_tests::keyring::KeyringSession;

const FORMATS: [ReportFormat; 2] = [ReportFormat::Markdown, ReportFormat::Html];

fn markdown(facts: &bridgekeeper_core::report::IncidentFacts) -> String {
    ReportFormat::Markdown.write(&facts.document())
}

/// What is written of each case, letter for letter. `BRIDGEKEEPER_BLESS=1` writes it anew.
#[test]
fn goldens() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("report");
    for (name, facts) in cases::all() {
        for format in FORMATS {
            let path = folder.join(format!("{name}.{}", format.extension()));
            let written = format.write(&facts.document());
            if std::env::var_os("BRIDGEKEEPER_BLESS").is_some() {
                fs::write(&path, &written).unwrap();
            }
            assert_eq!(written, fs::read_to_string(&path).unwrap_or_default(), "{}", path.display());
        }
    }
}

#[test]
fn dead_is_said_only_of_what_is_proven_and_never_that_nothing_happened() {
    for (name, facts) in cases::all() {
        for format in FORMATS {
            let text = format.write(&facts.document());
            let is_dead = ["confirmed", "hostile"].contains(&name);
            assert_eq!(text.contains("Confirmed dead"), is_dead || name == "open", "{name}");
            assert_eq!(text.contains("NOT proven dead"), !is_dead, "{name}");
            for claim in ["not exploited", "not misused", "no misuse", "was not used", "is safe"] {
                assert!(!text.contains(claim), "{name}: {claim}");
            }
        }
    }
    let open = markdown(&cases::open());
    assert!(open.contains("whoever has the key must be expected to be able to use it"), "{open}");
    // The one that is dead is said so, the other one not.
    assert_eq!(open.matches("**Confirmed dead").count(), 1);
    let given_up = markdown(&cases::given_up());
    assert!(
        given_up.contains("Given up at 2026-11-27 13:00:00 +01:00: it was never proven dead."),
        "{given_up}"
    );
    assert!(given_up.contains("Nothing is tried any more"));
}

#[test]
fn what_was_not_looked_at_is_said() {
    let report = markdown(&cases::given_up());
    assert!(report.contains("No scan of this machine is noted"), "{report}");
    assert!(report.contains("Not looked up: the bridge's log was not read for this key."));
    assert!(report.contains("- [ ] Look for copies on this machine: `bridgekeeper scan`"));
    // A log that was read while the key still worked does not tell what came after.
    let mut facts = cases::confirmed();
    facts.uses.values_mut().next().unwrap().until = "2026-11-27T10:59:00Z".into();
    assert!(markdown(&facts).contains("there may have been calls since"));
    assert!(!markdown(&cases::confirmed()).contains("there may have been calls since"));
}

/// All that a page is made of.
const TAGS: [&str; 32] = [
    "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "main", "header", "h1", "p", "section",
    "h2", "h3", "dl", "div", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "ul", "li",
    "span", "strong", "bdi", "code", "footer",
];

#[test]
fn somebody_elses_words_stay_words() {
    let facts = cases::hostile();
    let html = ReportFormat::Html.write(&facts.document());
    // Whatever is a tag is one of ours, and none of ours loads or leads anywhere.
    let tags: Vec<&str> = html.split('<').skip(1).map(|tag| tag.split('>').next().unwrap()).collect();
    for tag in &tags {
        let name = tag.trim_start_matches('/').split(' ').next().unwrap();
        assert!(TAGS.contains(&name), "<{tag}>");
        for attribute in [" href", " src", " on", "url("] {
            assert!(!tag.contains(attribute), "<{tag}>");
        }
    }
    assert!(tags.len() > 100 && !html.contains("@import"));
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));

    let markdown = markdown(&facts);
    for written in [&html, &markdown] {
        for hidden in ['\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}', '\u{1b}', '\r', '\u{7}'] {
            assert!(!written.contains(hidden), "{:?}", hidden);
        }
    }
    let mut rows = 0;
    let mut width = None;
    for line in markdown.lines() {
        assert!(!line.starts_with("# INJECTED") && !line.starts_with("- [x]"), "{line}");
        if line.starts_with('|') {
            // Bars that begin a cell: those that nobody escaped.
            let bars = line.replace("\\|", "").matches('|').count();
            assert_eq!(*width.get_or_insert(bars), bars, "{line}");
            rows += 1;
        } else {
            width = None;
        }
    }
    assert!(rows > 10);
    // Outside of code, and but for what is escaped, nothing of theirs is markup.
    let bare: String = markdown.lines().map(bare).collect();
    for mark in ["<", "](", "https://", "www.", "a@b", "*b*", "`"] {
        assert!(!bare.contains(mark), "{mark}: {bare}");
    }
}

/// A line without what stands between backticks, and without what is escaped.
fn bare(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            '`' => {
                let fence = &rest[..rest.len() - rest.trim_start_matches('`').len()];
                let end = rest[fence.len()..].find(fence).expect("code ends on its line");
                end + 2 * fence.len()
            }
            c => {
                out.push(c);
                c.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    out
}

#[test]
fn the_command_line_writes_one_that_holds_no_secret_and_replaces_nothing() {
    let session = KeyringSession::unlocked();
    let bridge = Server::start(Options::default()).unwrap();
    let sandbox = Sandbox::new(session.env());
    let user = bridge.user_id.to_string();
    let connect = ["connect", "--url", &bridge.url, "--user-id", &user, "--token-stdin"];
    sandbox.bridgekeeper_fed(&connect, &bridge.access_token).ok();
    sandbox.bridgekeeper(&["configure", "claude-code", "--create", "--yes"]).ok();
    let key = bridge.keys().into_iter().find(|key| key.name.starts_with("claude-code")).unwrap();
    // The name of another key is made of the secret of this one.
    let secret = key.sk();
    sandbox.write(".bash_history", &format!("export KEY={secret}\n"));
    sandbox.bridgekeeper(&["kill", &key.name, "--wait", "1s", "--yes"]).exits(7);
    sandbox.bridgekeeper(&["scan"]).exits(8);

    let report = |words: &[&str]| sandbox.bridgekeeper(&[&["incidents", "report", "1"], words].concat());
    let said = report(&[]).ok();
    assert!(said.out.starts_with("# API key incident 1\n"), "{}", said.out);
    assert!(said.out.contains("NOT proven dead") && said.out.contains(&key.name), "{}", said.out);
    assert!(said.out.contains("`~/.bash_history:1` | shell history | **still there**"), "{}", said.out);
    assert!(said.out.contains("Not looked up"), "{}", said.out);
    let with_use = report(&["--used-since", "1d"]).ok();
    assert!(with_use.err.contains("cannot tell: no addresses logged"), "{}", with_use.err);
    assert!(with_use.out.contains("Cannot tell: no addresses logged."), "{}", with_use.out);
    assert!(with_use.out.contains("there may have been calls since"), "{}", with_use.out);
    let json = report(&["--format", "html", "--json"]).ok().json();
    assert_eq!(json["format"], "html");
    assert!(json["report"].as_str().unwrap().starts_with("<!DOCTYPE html>"));

    let written = report(&["--out", "leak.html"]).ok();
    assert_eq!(written.out.trim(), "Wrote ~/leak.html.");
    let path = sandbox.path("leak.html");
    let page = fs::read_to_string(&path).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>"));
    #[cfg(unix)]
    assert_eq!(
        std::os::unix::fs::PermissionsExt::mode(&path.metadata().unwrap().permissions()) & 0o777,
        0o600
    );
    fs::write(&path, "mine").unwrap();
    let refused = report(&["--out", "leak.html"]).exits(6);
    assert!(refused.err.contains("--force"), "{}", refused.err);
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    report(&["--out", "leak.html", "--force"]).ok();
    assert!(fs::read_to_string(&path).unwrap().starts_with("<!DOCTYPE html>"));
    report(&["--out", "leak.md"]).ok();
    for text in [&said.out, &with_use.out, &page] {
        assert!(!text.contains(&secret) && !text.contains(&key.secret));
    }
    assert_eq!(sandbox.files_with(&key.secret), [sandbox.path(".bash_history")]);

    assert_eq!(sandbox.bridgekeeper(&["incidents", "report", "99"]).exit, 1);
}

#[test]
fn a_key_that_stands_in_a_name_is_not_repeated() {
    let session = KeyringSession::unlocked();
    let bridge = Server::start(Options::default()).unwrap();
    let sandbox = Sandbox::new(session.env());
    let user = bridge.user_id.to_string();
    let connect = ["connect", "--url", &bridge.url, "--user-id", &user, "--token-stdin"];
    sandbox.bridgekeeper_fed(&connect, &bridge.access_token).ok();
    sandbox.bridgekeeper(&["keys", "create", "leaked"]).ok();
    let key = bridge.keys().into_iter().find(|key| key.name == "leaked").unwrap();
    sandbox.write(&format!("{}/notes.txt", key.sk()), &key.sk());
    sandbox.bridgekeeper(&["kill", "leaked", "--wait", "1s", "--yes"]).exits(7);
    let named = sandbox.path(&key.sk()).display().to_string();
    sandbox.bridgekeeper(&["scan", &named]).exits(8);
    for format in ["md", "html"] {
        let said = sandbox.bridgekeeper(&["incidents", "report", "1", "--format", format]).ok();
        assert!(said.out.contains("/notes.txt"), "{}", said.out);
        assert!(!said.out.contains(&key.secret), "{}", said.out);
    }
}
