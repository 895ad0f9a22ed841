//! Incidents to report on: one that is over, one that is not, one that was given up, and one of words that want to
//! be markup.

use std::collections::HashMap;

use bridgekeeper_core::incident::{KillState, Trouble};
use bridgekeeper_core::key::KeyId;
use bridgekeeper_core::report::{IncidentFacts, Restart};
use bridgekeeper_core::store::{IncidentId, KillId, ScanRead, UseRead};
use bridgekeeper_core::view::{
    AddressView, CheckView, IncidentFindingView, IncidentStepView, IncidentView, KilledKeyView, ReplacedView,
    StepKind, SwapView, VerdictKind,
};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

const HOST: &str = "bridge.example";

/// Noon in the zone of these reports: when the kill was decided.
fn decided() -> Timestamp {
    "2026-11-27T11:00:00Z".parse().unwrap()
}

fn after(seconds: f64) -> String {
    (decided() + SignedDuration::from_secs_f64(seconds)).to_string()
}

/// Every case under its name.
pub fn all() -> [(&'static str, IncidentFacts); 4] {
    [("confirmed", confirmed()), ("open", open()), ("given-up", given_up()), ("hostile", hostile())]
}

/// One key, proven dead, replaced in two tools; three copies of which one is left.
pub fn confirmed() -> IncidentFacts {
    let mut kill = killed(1, "claude-code-laptop", "9fKd");
    kill.state = KillState::Dead;
    kill.words = KillState::Dead.words(None, HOST);
    kill.dead_at = Some(after(68.42));
    kill.seconds = 68.42;
    kill.is_alive = false;
    kill.steps = steps(&[
        (0.0, StepKind::Decided, "decision recorded", 1),
        (0.12, StepKind::Accepted, "bridge accepted: disabled", 1),
        (0.24, StepKind::Alive, "the key still works", 3),
        (2.9, StepKind::Made, "made key \"claude-code-laptop-2\" like it", 1),
        (3.3, StepKind::Swapped, "Claude Code uses the new key", 1),
        (3.42, StepKind::Rejected, "key rejected (401), another key answers (200)", 1),
        (3.9, StepKind::Swapped, "Codex uses the new key", 1),
        (4.0, StepKind::Rejected, "rejected again", 3),
        (68.42, StepKind::Dead, "rejected past the bridge's cache time", 1),
    ]);
    kill.replaced = Some(ReplacedView {
        name: "claude-code-laptop-2".into(),
        key: Some(KeyId(12)),
        is_done: true,
        trouble: None,
        swaps: vec![
            swap(
                ("claude-code", "Claude Code"),
                "the wallet hands it the new key",
                "Takes effect at the next message. After undo or disconnect, restart Claude Code.",
            ),
            swap(
                ("codex", "Codex"),
                "the new key stands in its file",
                "Takes effect when Codex is started next.",
            ),
        ],
    });
    let mut facts = facts(vec![kill], "confirmed dead");
    facts.incident.findings = vec![
        finding("env_file", "~/code/api/.env", Some(3), "cleaned"),
        finding("shell_history", "~/.zsh_history", Some(1482), "gone"),
        finding("git_object", "~/code/api", Some(3), "found"),
    ];
    facts.new_keys.insert(KillId(1), "sk-····Wq2z".into());
    facts.restarts.push(Restart {
        what: "Codex".into(),
        why: "It reads its key when it starts. Takes effect when Codex is started next.".into(),
    });
    facts.scan = Some(scan());
    facts.uses.insert(KillId(1), used());
    facts
}

/// Two keys; one still works, and there is nobody to tell what it was used for.
pub fn open() -> IncidentFacts {
    let mut facts = confirmed();
    facts.uses.clear();
    let mut kill = killed(2, "ci", "b7Qe");
    kill.state = KillState::Failed;
    kill.trouble = Some(Trouble::StillWorks);
    kill.words = kill.state.words(kill.trouble, HOST);
    kill.next = Trouble::StillWorks.next_step();
    kill.can_delete = true;
    kill.seconds = 240.0;
    kill.steps = steps(&[
        (0.0, StepKind::Decided, "decision recorded", 1),
        (0.2, StepKind::Unclear, "bridge.example cannot be reached", 4),
        (7.5, StepKind::Accepted, "bridge accepted: disabled", 1),
        (7.7, StepKind::Rejected, "key rejected (401), another key answers (200)", 1),
        (8.0, StepKind::Alive, "the key still works", 31),
    ]);
    kill.replaced = Some(ReplacedView {
        name: "ci-2".into(),
        key: None,
        is_done: false,
        trouble: Some("bridge.example wants us to wait".into()),
        swaps: vec![],
    });
    facts.incident.keys.push(kill);
    facts.incident.is_open = true;
    facts.incident.words = "1 of 2 keys NOT proven dead".into();
    let unknown = UseRead {
        verdict: VerdictKind::CannotTell,
        words: "cannot tell: no addresses logged".into(),
        strange_calls: 0,
        unlogged_calls: 41,
        addresses: vec![],
        notes: vec![],
        can_log: true,
        ..used()
    };
    facts.uses.insert(KillId(2), unknown);
    facts
}

/// A bridge that is gone: nothing was proven, nothing was made, nothing was looked for.
pub fn given_up() -> IncidentFacts {
    let mut kill = killed(1, "old-laptop", "c3Rt");
    kill.state = KillState::Failed;
    kill.trouble = Some(Trouble::Unreachable);
    kill.words = "Given up: old-laptop was never proven dead".into();
    kill.is_alive = false;
    kill.seconds = 3600.0;
    kill.steps = steps(&[
        (0.0, StepKind::Decided, "decision recorded", 1),
        (0.3, StepKind::Unclear, "bridge.example cannot be reached", 120),
        (3600.0, StepKind::Closed, "given up without proof", 1),
    ]);
    let mut facts = facts(vec![kill], "NOT proven dead, given up");
    facts.incident.is_closed = true;
    facts
}

/// The first one again, in words of somebody who knows how reports are made.
pub fn hostile() -> IncidentFacts {
    const NASTY: &str =
        "<script>alert(1)</script>|`x``y`\n# INJECTED\r\n- [x] \u{202e}dlrow\u{2066} *b* \u{1b}[2J";
    let mut facts = confirmed();
    let kill = &mut facts.incident.keys[0];
    kill.name = NASTY.into();
    kill.bridge = "<img src=x onerror=\"alert(1)\">\u{200b}".into();
    kill.words = format!("Confirmed dead: disabled and rejected by {}", kill.bridge);
    kill.steps.insert(
        2,
        IncidentStepView {
            at: after(0.2),
            offset_s: 0.2,
            kind: StepKind::Unclear,
            text: format!(
                "the bridge said: {NASTY} ![x](https://evil.example) www.evil.example <b>& a@b.example"
            ),
            times: 1,
        },
    );
    let new = kill.replaced.as_mut().unwrap();
    new.name = "`".into();
    new.swaps[0].profile = "a|b\\|c\\".into();
    new.swaps[0].text = "| --- | \u{feff}".into();
    new.swaps[1].tool_name = "   ".into();
    new.swaps[1].is_done = false;
    facts.incident.findings[0].path = "~/</code><script>alert(2)</script>/`|\u{202e}txt.exe".into();
    facts.incident.findings[1].path = "~/مفاتيح/ключ/鍵.env".into();
    facts.incident.findings[2].state = "<b>odd</b>".into();
    facts.incident.findings[2].kind = "javascript:alert(1)".into();
    let read = facts.uses.values_mut().next().unwrap();
    read.models[0].0 = "gpt|<script>\u{7}".into();
    read.addresses[0].address = "203.0.113.9\n|<b>".into();
    read.notes.push("# <script>alert(3)</script>".into());
    facts.scan.as_mut().unwrap().left[0].0 = "a|b\n| c".into();
    facts.host = "</footer><script>alert(4)</script>".into();
    facts.restarts[0].what = "\u{202e}xedoC".into();
    facts
}

fn facts(keys: Vec<KilledKeyView>, words: &str) -> IncidentFacts {
    IncidentFacts {
        incident: IncidentView {
            id: IncidentId(7),
            at: decided().to_string(),
            is_open: false,
            is_closed: false,
            words: words.into(),
            keys,
            findings: vec![],
        },
        new_keys: HashMap::new(),
        restarts: vec![],
        uses: HashMap::new(),
        scan: None,
        at: "2026-11-27T12:30:00Z".parse().unwrap(),
        zone: TimeZone::fixed(Offset::from_hours(1).unwrap()),
        host: "laptop".into(),
        version: "0.0.0".into(),
    }
}

fn killed(id: i64, name: &str, tail: &str) -> KilledKeyView {
    KilledKeyView {
        id: KillId(id),
        key: KeyId(id),
        name: name.into(),
        masked: format!("sk-····{tail}"),
        fingerprint: Some("a1b2c3d4".into()),
        bridge: HOST.into(),
        url: format!("https://{HOST}"),
        state: KillState::Wanted,
        trouble: None,
        words: String::new(),
        next: None,
        since: after(0.0),
        dead_at: None,
        seconds: 0.0,
        is_alive: true,
        can_delete: false,
        steps: vec![],
        replaced: None,
    }
}

fn steps(steps: &[(f64, StepKind, &str, u32)]) -> Vec<IncidentStepView> {
    let step = |&(offset_s, kind, text, times): &(f64, StepKind, &str, u32)| IncidentStepView {
        at: after(offset_s),
        offset_s,
        kind,
        text: text.into(),
        times,
    };
    steps.iter().map(step).collect()
}

fn swap((tool, name): (&str, &str), text: &str, restart: &str) -> SwapView {
    SwapView {
        profile: tool.into(),
        tool: tool.into(),
        tool_name: name.into(),
        is_done: true,
        text: text.into(),
        is_by_hand: false,
        restart: Some(restart.into()),
        check: Some(CheckView { at: after(3.3), ok: true, took_ms: 388, text: "Answered in 388 ms".into() }),
    }
}

fn finding(kind: &str, path: &str, line: Option<u32>, state: &str) -> IncidentFindingView {
    IncidentFindingView {
        id: 1,
        fingerprint: "a1b2c3d4".into(),
        kind: kind.into(),
        path: path.into(),
        line,
        state: state.into(),
    }
}

fn scan() -> ScanRead {
    ScanRead {
        at: "2026-11-27T11:01:20Z".parse().unwrap(),
        paths: 0,
        home: false,
        git: true,
        complete: true,
        note: None,
        files: 18_204,
        left: vec![("compressed; .gz is opened on request (--gz)".into(), 14), ("may not be read".into(), 2)],
    }
}

fn used() -> UseRead {
    let address = |address: &str, is_yours, calls| AddressView {
        address: address.into(),
        is_yours,
        calls,
        usd: 1.0,
        first: after(-70_000.0),
        last: after(-400.0),
    };
    UseRead {
        since: after(-86_400.0),
        until: after(90.0),
        verdict: VerdictKind::Counted,
        words: "calls from addresses you have not used: 3".into(),
        calls: 41,
        strange_calls: 3,
        unlogged_calls: 0,
        failed: 2,
        cost: "$4.81".into(),
        strange_cost: "$1.07".into(),
        models: vec![("claude-opus-5-5".into(), 30), ("gpt-5.5".into(), 11)],
        addresses: vec![address("192.0.2.66", false, 3), address("203.0.113.7", true, 38)],
        notes: vec![
            "An address of yours is no proof of yourself: whoever shares your network calls from it, too."
                .into(),
        ],
        can_log: false,
    }
}
