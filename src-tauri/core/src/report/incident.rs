//! What the report of an incident says: exactly as much as is known. It never says that a key was not misused, and
//! never calls one dead that was not proven so.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::document::{Block, Document, Facts, Table, Text, Tone, text};
use crate::incident::KillState;
use crate::store::{KillId, ScanRead, UseRead};
use crate::view::{
    IncidentFindingView, IncidentStepView, IncidentView, KilledKeyView, StepKind, SwapView, VerdictKind,
};
use crate::words::{Language, say, spoken};

/// All that a report of an incident is made from.
#[derive(Debug, Clone)]
pub struct IncidentFacts {
    /// The incident.
    pub incident: IncidentView,
    /// The masks of the keys that came in the killed ones' place, where known.
    pub new_keys: HashMap<KillId, String>,
    /// What has to be started anew.
    pub restarts: Vec<Restart>,
    /// What was last read of each key's use.
    pub uses: HashMap<KillId, UseRead>,
    /// The last scan that looked for copies of these keys.
    pub scan: Option<ScanRead>,
    /// When the report is made.
    pub at: Timestamp,
    /// The time zone it is told in.
    pub zone: TimeZone,
    /// The machine's name.
    pub host: String,
    /// The program's version.
    pub version: String,
}

/// Something that still has the old key until it is started anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restart {
    /// What.
    pub what: String,
    /// Why.
    pub why: String,
}

impl IncidentFacts {
    /// The report.
    pub fn document(&self) -> Document {
        let left = self.left_to_do();
        let mut blocks = vec![Block::Heading(say!("report-what-happened"))];
        blocks.extend(self.what_happened(left.len()));
        blocks.push(Block::Heading(say!("report-proof")));
        for kill in self.kills() {
            blocks.extend(self.proof(kill));
        }
        blocks.push(Block::Paragraph(text!("report-clock")));
        blocks.push(Block::Heading(say!("report-in-place")));
        for kill in self.kills() {
            blocks.extend(self.replaced(kill));
        }
        blocks.extend(self.restarts());
        blocks.push(Block::Heading(say!("report-copies")));
        blocks.extend(self.copies());
        blocks.push(Block::Heading(say!("report-used")));
        for kill in self.kills() {
            blocks.extend(self.used(kill));
        }
        blocks.push(Block::Heading(say!("report-left")));
        blocks.push(match left.is_empty() {
            true => Block::Paragraph(text!("report-left-none")),
            false => Block::Todo(left),
        });
        let host = Text::default().name(&self.host);
        Document {
            title: say!("report-title", id = self.incident.id.to_string()),
            tone: if self.is_proven() { Tone::Good } else { Tone::Bad },
            state: capital(&self.incident.words),
            blocks,
            foot: text!("report-foot", version = &*self.version, host = host, at = self.time(self.at)),
        }
    }

    fn kills(&self) -> &[KilledKeyView] {
        &self.incident.keys
    }

    fn is_proven(&self) -> bool {
        self.kills().iter().all(|kill| kill.state == KillState::Dead)
    }

    fn is_one(&self) -> bool {
        self.kills().len() == 1
    }

    /// In a paragraph, for somebody who reads no more than that.
    fn what_happened(&self, left: usize) -> Vec<Block> {
        let decided = self.told(&self.incident.at);
        let said = match self.kills() {
            [kill] => {
                let bridge = Text::default().name(&kill.bridge);
                text!("report-leaked", key = named(kill), bridge = bridge, at = decided)
                    .sentence(self.standing(kill))
            }
            kills => text!("report-leaked-many", count = kills.len(), at = decided)
                .sentence(text!("report-state-many", state = capital(&self.incident.words))),
        };
        let said = said
            .sentence(self.replaced_in_short())
            .sentence(self.copies_in_short())
            .sentence(self.used_in_short())
            .sentence(text!("report-left-count", count = left));
        let mut blocks = vec![Block::Paragraph(said)];
        if !self.is_one() {
            let row = |kill: &KilledKeyView| {
                vec![
                    Text::default().name(&kill.name),
                    mask(kill),
                    Text::default().name(&kill.bridge),
                    self.state(kill),
                ]
            };
            blocks.push(Block::Table(Table {
                caption: say!("report-keys"),
                head: vec![
                    say!("report-keys", "key"),
                    say!("report-keys", "end"),
                    say!("report-keys", "bridge"),
                    say!("report-keys", "state"),
                ],
                narrow: &[],
                rows: self.kills().iter().map(row).collect(),
            }));
        }
        blocks
    }

    /// How dead a key is, in sentences.
    fn standing(&self, kill: &KilledKeyView) -> Text {
        if let (KillState::Dead, Some(at)) = (kill.state, &kill.dead_at) {
            let after = seconds(kill.seconds);
            return text!("report-dead", state = &*kill.words, at = self.told(at), after = after);
        }
        if self.incident.is_closed {
            return match step(kill, StepKind::Closed) {
                Some(step) => text!("report-given-up-at", at = self.told(&step.at)),
                None => text!("report-given-up"),
            };
        }
        text!("report-not-proven", state = goes_on(&kill.words))
    }

    /// The same in a cell.
    fn state(&self, kill: &KilledKeyView) -> Text {
        match (kill.state, &kill.dead_at) {
            (KillState::Dead, Some(at)) => {
                text!("report-state-dead", state = &*kill.words, at = self.told(at))
            }
            _ if self.incident.is_closed => text!("report-state-given-up"),
            _ => text!("report-state-not-proven", state = &*kill.words),
        }
    }

    /// Each step with its time, and what they prove.
    fn proof(&self, kill: &KilledKeyView) -> Vec<Block> {
        let mut blocks = vec![];
        if !self.is_one() {
            blocks.push(Block::Subheading(named(kill)));
        }
        let tone = if kill.state == KillState::Dead { Tone::Good } else { Tone::Bad };
        let mut said = self.standing(kill);
        if kill.state == KillState::Dead {
            said = said.sentence(text!("report-streams"));
        } else if let Some(next) = kill.next.as_deref().filter(|_| !self.incident.is_closed) {
            said = said.sentence(text!("report-next", next = next));
        }
        blocks.push(Block::Notice(tone, said));
        blocks.push(Block::Facts(self.proof_facts(kill)));
        let row = |step: &IncidentStepView| {
            let kind = kind(step.kind);
            vec![
                Text::of(self.told(&step.at)),
                Text::of(format!("+{}", seconds(step.offset_s))),
                if step.kind == StepKind::Alive { Text::default().strong(kind) } else { Text::of(kind) },
                match step.times {
                    0 | 1 => Text::of(&*step.text),
                    times => text!("report-times", what = &*step.text, count = times),
                },
            ]
        };
        blocks.push(Block::Table(Table {
            caption: say!("report-steps"),
            head: vec![
                say!("report-steps", "time"),
                say!("report-steps", "after"),
                String::new(),
                say!("report-steps", "what"),
            ],
            narrow: &[0, 1, 2],
            rows: kill.steps.iter().map(row).collect(),
        }));
        blocks
    }

    fn proof_facts(&self, kill: &KilledKeyView) -> Facts {
        let moment = |at: &str, after: f64| say!("report-moment", at = self.told(at), after = seconds(after));
        let at = |step: &IncidentStepView| moment(&step.at, step.offset_s);
        let alive = kill.steps.iter().rposition(|step| step.kind == StepKind::Alive);
        let after = &kill.steps[alive.map_or(0, |n| n + 1)..];
        let taken =
            kill.steps.iter().find(|step| matches!(step.kind, StepKind::Accepted | StepKind::Deleted));
        let rejected = after.iter().find(|step| matches!(step.kind, StepKind::Rejected | StepKind::Dead));
        let lived = match alive.map(|n| &kill.steps[n]) {
            None => Text::of(say!("report-fact-lived", "none")),
            Some(step) if step.times > 1 => text!("report-lived-often", at = at(step), count = step.times),
            Some(step) => Text::of(at(step)),
        };
        let proof = match (kill.state, &kill.dead_at, rejected) {
            (KillState::Dead, Some(dead), _) => text!("report-proven", at = moment(dead, kill.seconds)),
            (_, _, Some(_)) => text!("report-one-rejection"),
            (_, _, None) => text!("report-no-rejection"),
        };
        let bridge = Text::default().name(&kill.bridge);
        vec![
            (say!("report-fact-key"), text!("report-key-of", key = named(kill), bridge = bridge)),
            (say!("report-fact-decided"), Text::of(self.told(&self.incident.at))),
            (
                say!("report-fact-taken"),
                Text::of(taken.map_or_else(|| say!("report-fact-taken", "none"), at)),
            ),
            (say!("report-fact-lived"), lived),
            (
                say!("report-fact-rejected"),
                Text::of(rejected.map_or_else(|| say!("report-fact-rejected", "none"), at)),
            ),
            (say!("report-fact-proof"), proof),
        ]
    }

    fn replaced_in_short(&self) -> Text {
        let mut made = self.kills().iter().filter_map(|kill| Some((kill, kill.replaced.as_ref()?)));
        let swaps: Vec<_> = self.swaps().collect();
        let (done, all) = (swaps.iter().filter(|swap| swap.is_done).count(), swaps.len());
        let profiles = || say!("report-profiles", count = all);
        let Some(first) = made.next() else { return text!("report-no-new-key") };
        if self.is_one() {
            let (kill, new) = first;
            if new.key.is_none() {
                return text!("report-new-key-failed");
            }
            let key = self.new_key(kill, &new.name);
            return match all {
                0 => text!("report-new-key-unused", key = key),
                _ if done == all => text!("report-new-key", key = key, profiles = profiles()),
                _ => text!("report-new-key-partly", key = key, done = done, profiles = profiles()),
            };
        }
        let count = std::iter::once(first).chain(made).filter(|(_, new)| new.key.is_some()).count();
        let keys = say!("report-new-keys-count", count = count);
        match all {
            0 => text!("report-new-keys-unused", keys = keys),
            _ if done == all => text!("report-new-keys", keys = keys, profiles = profiles()),
            _ => text!("report-new-keys-partly", keys = keys, done = done, profiles = profiles()),
        }
    }

    fn new_key(&self, kill: &KilledKeyView, name: &str) -> Text {
        let name = Text::default().name(name);
        match self.new_keys.get(&kill.id) {
            Some(mask) => text!("report-key", name = name, mask = Text::default().code(mask)),
            None => name,
        }
    }

    fn swaps(&self) -> impl Iterator<Item = &SwapView> {
        self.kills().iter().filter_map(|kill| kill.replaced.as_ref()).flat_map(|new| &new.swaps)
    }

    fn replaced(&self, kill: &KilledKeyView) -> Vec<Block> {
        let mut blocks = vec![];
        let Some(new) = &kill.replaced else {
            return vec![Block::Paragraph(text!("report-not-replaced", key = named(kill)))];
        };
        let name = || Text::default().name(&new.name);
        blocks.push(match (new.key, new.trouble.as_deref()) {
            (Some(_), None) => {
                let new = self.new_key(kill, &new.name);
                Block::Paragraph(text!("report-replaced", key = named(kill), new = new))
            }
            (_, Some(trouble)) => Block::Notice(
                Tone::Bad,
                text!("report-not-in-place", key = named(kill), new = name(), trouble = trouble),
            ),
            (None, None) => {
                Block::Notice(Tone::Bad, text!("report-not-made", key = named(kill), new = name()))
            }
        });
        if new.swaps.is_empty() {
            if new.key.is_some() {
                blocks.push(Block::Paragraph(text!("report-no-user")));
            }
            return blocks;
        }
        let row = |swap: &SwapView| {
            let done = match swap.is_done {
                true => Text::of(capital(&swap.text)),
                false => text!("report-not-done", why = &*swap.text),
            };
            let check = match &swap.check {
                Some(check) if check.ok => text!("report-works", what = goes_on(&check.text)),
                Some(check) => text!("report-works-not", what = &*check.text),
                None => text!("report-not-tried"),
            };
            vec![
                Text::default().name(&swap.tool_name),
                Text::default().name(&swap.profile),
                done,
                check,
                Text::of(swap.restart.clone().unwrap_or_else(|| say!("report-not-in-use"))),
            ]
        };
        blocks.push(Block::Table(Table {
            caption: say!("report-users"),
            head: vec![
                say!("report-users", "tool"),
                say!("report-users", "profile"),
                say!("report-users", "done"),
                say!("report-users", "request"),
                say!("report-users", "when"),
            ],
            narrow: &[],
            rows: new.swaps.iter().map(row).collect(),
        }));
        blocks
    }

    fn restarts(&self) -> Vec<Block> {
        if self.restarts.is_empty() {
            return vec![];
        }
        let row = |restart: &Restart| vec![Text::default().name(&restart.what), Text::of(&*restart.why)];
        vec![Block::Table(Table {
            caption: say!("report-restarts"),
            head: vec![say!("report-restarts", "what"), say!("report-restarts", "why")],
            narrow: &[],
            rows: self.restarts.iter().map(row).collect(),
        })]
    }

    fn copies_in_short(&self) -> Text {
        let (all, keys) = (self.incident.findings.len(), self.kills().len());
        let found = || say!("report-copies-found", count = all, keys = keys);
        match (self.scan.is_some(), all, self.copies_left().len()) {
            (false, 0, _) => text!("report-copies-unsought", keys = keys),
            (true, 0, _) => text!("report-copies-none", keys = keys),
            (_, _, 0) => text!("report-copies-gone", found = found()),
            (_, _, left) => text!("report-copies-left", found = found(), count = left),
        }
    }

    fn copies_left(&self) -> Vec<&IncidentFindingView> {
        self.incident
            .findings
            .iter()
            .filter(|finding| !matches!(&*finding.state, "cleaned" | "gone"))
            .collect()
    }

    fn copies(&self) -> Vec<Block> {
        let mut blocks = vec![];
        match &self.scan {
            None => blocks.push(Block::Notice(Tone::Bad, text!("report-no-scan"))),
            Some(scan) => blocks.extend(self.scan(scan)),
        }
        let findings = &self.incident.findings;
        if findings.is_empty() {
            if self.scan.is_some() {
                blocks.push(Block::Paragraph(text!("report-no-copy")));
            }
            return blocks;
        }
        let key = |print: &str| {
            let kill = self.kills().iter().find(|kill| kill.fingerprint.as_deref() == Some(print));
            kill.map_or_else(|| Text::of("–"), |kill| Text::default().name(&kill.name))
        };
        let row = |finding: &IncidentFindingView| {
            let place = match finding.line {
                Some(line) => format!("{}:{line}", finding.path),
                None => finding.path.clone(),
            };
            let mut cells =
                vec![Text::default().code(&place), Text::of(place_kind(&finding.kind)), fate(finding)];
            if !self.is_one() {
                cells.insert(0, key(&finding.fingerprint));
            }
            cells
        };
        let mut head = vec![
            say!("report-places", "where"),
            say!("report-places", "what"),
            say!("report-places", "state"),
        ];
        if !self.is_one() {
            head.insert(0, say!("report-places", "key"));
        }
        let rows = findings.iter().map(row).collect();
        blocks.push(Block::Table(Table {
            caption: say!("report-places"),
            head,
            narrow: if self.is_one() { &[1] } else { &[2] },
            rows,
        }));
        blocks
    }

    fn scan(&self, scan: &ScanRead) -> Vec<Block> {
        let what = match (scan.paths, scan.home) {
            (0, false) => say!("report-scan-usual"),
            (0, true) => say!("report-scan-home"),
            _ => say!("report-scan-paths"),
        };
        let at = self.time(scan.at);
        let mut said = match scan.git {
            true => text!("report-scan-git", at = at, what = what, count = scan.files),
            false => text!("report-scan", at = at, what = what, count = scan.files),
        };
        if !scan.complete {
            said = said.sentence(text!("report-scan-unfinished"));
        }
        if let Some(note) = scan.note.as_deref() {
            said = said.sentence(text!("report-scan-note", note = note));
        }
        let mut blocks = vec![Block::Paragraph(said)];
        if !scan.left.is_empty() {
            let row = |(what, count): &(String, u32)| vec![Text::of(count.to_string()), Text::of(&**what)];
            blocks.push(Block::Table(Table {
                caption: say!("report-unlooked"),
                head: vec![say!("report-unlooked", "places"), say!("report-unlooked", "why")],
                narrow: &[],
                rows: scan.left.iter().map(row).collect(),
            }));
        }
        blocks
    }

    fn used_in_short(&self) -> Text {
        match self.kills() {
            [kill] => match self.uses.get(&kill.id) {
                Some(read) => {
                    text!("report-use", since = self.told(&read.since), words = &*read.words)
                }
                None => text!("report-use-unknown"),
            },
            kills => {
                let read = kills.iter().filter(|kill| self.uses.contains_key(&kill.id)).count();
                text!("report-use-many", read = read, count = kills.len())
            }
        }
    }

    fn used(&self, kill: &KilledKeyView) -> Vec<Block> {
        let mut blocks = vec![];
        if !self.is_one() {
            blocks.push(Block::Subheading(named(kill)));
        }
        let Some(read) = self.uses.get(&kill.id) else {
            let said = text!("report-unread").sentence(how_to_read(&self.incident));
            blocks.push(Block::Paragraph(said));
            return blocks;
        };
        let tone = match (read.verdict, read.strange_calls) {
            (VerdictKind::Counted, 0) => Tone::Plain,
            _ => Tone::Bad,
        };
        blocks.push(Block::Notice(tone, text!("report-verdict", words = capital(&read.words))));
        let span = text!("report-log-span", until = self.told(&read.until), since = self.told(&read.since));
        let mut facts: Facts = vec![
            (say!("report-fact-log"), span),
            (say!("report-fact-calls"), text!("report-calls", count = read.calls, cost = &*read.cost)),
        ];
        if read.verdict == VerdictKind::Counted {
            let calls = match read.strange_calls {
                0 => Text::of("0"),
                calls => text!("report-calls", count = calls, cost = &*read.strange_cost),
            };
            facts.push((say!("report-fact-strange"), calls));
        }
        facts.push((say!("report-fact-unlogged"), Text::of(read.unlogged_calls.to_string())));
        facts.push((say!("report-fact-failed"), Text::of(read.failed.to_string())));
        if !read.models.is_empty() {
            let models = read.models.iter().enumerate().fold(Text::default(), |text, (n, (model, calls))| {
                let text = if n > 0 { text.and(say!("report-comma")) } else { text };
                text.then(text!("report-model", name = Text::default().name(model), count = *calls))
            });
            facts.push((say!("report-fact-models"), models));
        }
        blocks.push(Block::Facts(facts));
        if !read.addresses.is_empty() {
            let row = |address: &crate::view::AddressView| {
                vec![
                    Text::default().code(&address.address),
                    if address.is_yours { text!("report-yours") } else { text!("report-not-yours") },
                    Text::of(address.calls.to_string()),
                    Text::of(self.told(&address.first)),
                    Text::of(self.told(&address.last)),
                ]
            };
            blocks.push(Block::Table(Table {
                caption: say!("report-addresses"),
                head: vec![
                    say!("report-addresses", "address"),
                    say!("report-addresses", "whose"),
                    say!("report-addresses", "calls"),
                    say!("report-addresses", "first"),
                    say!("report-addresses", "last"),
                ],
                narrow: &[3, 4],
                rows: read.addresses.iter().map(row).collect(),
            }));
        }
        let mut notes = read.notes.clone();
        if self.is_early(kill, read) {
            notes.push(say!("report-read-early"));
        }
        blocks.extend(notes.into_iter().map(|note| Block::Paragraph(Text::of(note))));
        blocks
    }

    /// The log was read while the key may have been used.
    fn is_early(&self, kill: &KilledKeyView, read: &UseRead) -> bool {
        let dead = kill.dead_at.as_ref().and_then(|at| at.parse::<Timestamp>().ok());
        let until = read.until.parse::<Timestamp>().ok();
        dead.zip(until).is_none_or(|(dead, until)| until < dead)
    }

    /// What somebody still has to do, what matters most first.
    fn left_to_do(&self) -> Vec<Text> {
        let mut left = vec![];
        for kill in self.kills().iter().filter(|kill| kill.state != KillState::Dead) {
            left.push(self.to_kill(kill));
        }
        for kill in self.kills() {
            left.extend(self.to_replace(kill));
        }
        for restart in &self.restarts {
            let what = Text::default().name(&restart.what);
            left.push(text!("report-todo-restart", what = what, why = goes_on(&restart.why)));
        }
        for finding in self.copies_left() {
            left.push(to_clean(finding));
        }
        if self.scan.is_none() {
            left.push(text!("report-todo-scan"));
        }
        for kill in self.kills() {
            left.extend(self.to_find_out(kill));
        }
        left
    }

    fn to_kill(&self, kill: &KilledKeyView) -> Text {
        let page = Text::default().code(&kill.url);
        if self.incident.is_closed {
            return text!("report-todo-turn-off", key = named(kill), page = page);
        }
        match (kill.next.as_deref(), kill.trouble) {
            (Some(next), _) => text!("report-todo-prove", key = named(kill), next = next),
            (None, None) => text!("report-todo-prove-waiting", key = named(kill)),
            (None, Some(_)) => text!("report-todo-prove-trying", key = named(kill), page = page),
        }
    }

    fn to_replace(&self, kill: &KilledKeyView) -> Vec<Text> {
        let Some(new) = &kill.replaced else { return vec![] };
        let mut left = vec![];
        if new.key.is_none() || new.trouble.is_some() {
            left.push(match new.trouble.as_deref() {
                Some(why) => text!("report-todo-new-key-why", key = named(kill), why = why),
                None => text!("report-todo-new-key", key = named(kill)),
            });
        }
        for swap in &new.swaps {
            let (name, profile) =
                (Text::default().name(&swap.tool_name), Text::default().name(&swap.profile));
            let tool = text!("report-tool", name = name, profile = profile);
            if !swap.is_done {
                left.push(text!("report-todo-swap", tool = tool, why = &*swap.text));
            } else if swap.is_by_hand {
                left.push(text!("report-todo-by-hand", tool = tool, how = &*swap.text));
            } else if let Some(check) = swap.check.as_ref().filter(|check| !check.ok) {
                left.push(text!("report-todo-check", tool = tool, what = &*check.text));
            }
        }
        left
    }

    fn to_find_out(&self, kill: &KilledKeyView) -> Option<Text> {
        let Some(read) = self.uses.get(&kill.id) else {
            let said = text!("report-todo-find-out", key = named(kill));
            return Some(said.sentence(how_to_read(&self.incident)));
        };
        if read.strange_calls > 0 {
            return Some(text!("report-todo-look", key = named(kill), count = read.strange_calls));
        }
        if self.is_early(kill, read) {
            let said = text!("report-todo-read", key = named(kill));
            return Some(said.sentence(how_to_read(&self.incident)));
        }
        let bridge = Text::default().name(&kill.bridge);
        read.can_log.then(|| text!("report-todo-log", bridge = bridge))
    }

    fn told(&self, at: &str) -> String {
        at.parse().map_or_else(|_| at.to_owned(), |at| self.time(at))
    }

    /// To the second, as a clock on this machine's wall shows it.
    fn time(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone.clone()).strftime("%Y-%m-%d %H:%M:%S %:z").to_string()
    }
}

fn how_to_read(incident: &IncidentView) -> Text {
    text!("report-how-to-read", id = incident.id.to_string())
}

fn named(kill: &KilledKeyView) -> Text {
    text!("report-key", name = Text::default().name(&kill.name), mask = mask(kill))
}

fn mask(kill: &KilledKeyView) -> Text {
    Text::default().code(&kill.masked)
}

fn step(kill: &KilledKeyView, kind: StepKind) -> Option<&IncidentStepView> {
    kill.steps.iter().rfind(|step| step.kind == kind)
}

fn kind(kind: StepKind) -> String {
    match kind {
        StepKind::Decided => say!("report-step-decided"),
        StepKind::Resumed => say!("report-step-resumed"),
        StepKind::Accepted => say!("report-step-accepted"),
        StepKind::Rejected => say!("report-step-rejected"),
        StepKind::Dead => say!("report-step-dead"),
        StepKind::Alive => say!("report-step-alive"),
        StepKind::Unclear => say!("report-step-unclear"),
        StepKind::Deleted => say!("report-step-deleted"),
        StepKind::Made => say!("report-step-made"),
        StepKind::Swapped => say!("report-step-swapped"),
        StepKind::NotSwapped => say!("report-step-not-swapped"),
        StepKind::Closed => say!("report-step-closed"),
    }
}

/// What became of a copy, and why one that is left is left.
fn fate(finding: &IncidentFindingView) -> Text {
    match (finding.state.as_str(), finding.kind.as_str()) {
        ("cleaned", _) => text!("report-copy-cleaned"),
        ("gone", _) => text!("report-copy-gone"),
        ("found", "git_object") => text!("report-copy-in-git"),
        ("found", "database") => text!("report-copy-in-database"),
        ("found", "live_config") => text!("report-copy-in-settings"),
        ("found", _) => text!("report-copy-found"),
        (other, _) => Text::of(other),
    }
}

fn to_clean(finding: &IncidentFindingView) -> Text {
    let place = Text::default().code(&finding.path);
    match finding.kind.as_str() {
        "git_object" => text!("report-todo-git", place = place),
        "database" => text!("report-todo-database", place = place),
        _ => text!("report-todo-clean", place = place),
    }
}

fn place_kind(kind: &str) -> String {
    match kind {
        "live_config" => say!("report-place-live-config"),
        "tool_config" => say!("report-place-tool-config"),
        "env_file" => say!("report-place-env-file"),
        "shell_history" => say!("report-place-shell-history"),
        "transcript" => say!("report-place-transcript"),
        "log" => say!("report-place-log"),
        "database" => say!("report-place-database"),
        "git_object" => say!("report-place-git-object"),
        "other" => say!("report-place-other"),
        kind => kind.replace('_', " "),
    }
}

fn seconds(seconds: f64) -> String {
    let digits = if seconds < 100.0 { format!("{seconds:.2}") } else { format!("{seconds:.0}") };
    say!("report-seconds", seconds = digits)
}

/// A sentence of its own. Chinese has no capitals; where its sentences begin with a name, that stays as it is.
fn capital(words: &str) -> String {
    let mut rest = words.chars();
    match rest.next().filter(|_| spoken() == Language::En) {
        Some(first) => first.to_uppercase().chain(rest).collect(),
        None => words.to_owned(),
    }
}

/// A sentence that another one ends with: `Could not …` loses its capital, `NOT …` does not.
fn goes_on(words: &str) -> String {
    let mut rest = words.chars();
    let first = rest.next();
    let is_word = spoken() == Language::En && rest.clone().next().is_some_and(char::is_lowercase);
    match first.filter(|_| is_word) {
        Some(first) => first.to_lowercase().chain(rest).collect(),
        None => words.to_owned(),
    }
}
