//! What the report of an incident says: exactly as much as is known. It never says that a key was not misused, and
//! never calls one dead that was not proven so.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::document::{Block, Document, Facts, Table, Text, Tone};
use crate::incident::KillState;
use crate::store::{KillId, ScanRead, UseRead};
use crate::view::{
    IncidentFindingView, IncidentStepView, IncidentView, KilledKeyView, StepKind, SwapView, VerdictKind,
};

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
        let mut blocks = vec![Block::Heading("What happened")];
        blocks.extend(self.what_happened(left.len()));
        blocks.push(Block::Heading("Timeline and proof"));
        for kill in self.kills() {
            blocks.extend(self.proof(kill));
        }
        blocks.push(Block::Paragraph(Text::of(
            "Seconds are counted by a clock that only goes forward; the time of day is this machine's own.",
        )));
        blocks.push(Block::Heading("What came in its place"));
        for kill in self.kills() {
            blocks.extend(self.replaced(kill));
        }
        blocks.extend(self.restarts());
        blocks.push(Block::Heading("Copies on this machine"));
        blocks.extend(self.copies());
        blocks.push(Block::Heading("Was it used?"));
        for kill in self.kills() {
            blocks.extend(self.used(kill));
        }
        blocks.push(Block::Heading("Left to do"));
        blocks.push(match left.is_empty() {
            true => Block::Paragraph(Text::of("Nothing that Bridgekeeper knows of.")),
            false => Block::Todo(left),
        });
        Document {
            title: format!("API key incident {}", self.incident.id),
            tone: if self.is_proven() { Tone::Good } else { Tone::Bad },
            state: capital(&self.incident.words),
            blocks,
            foot: Text::of("Made by Bridgekeeper ").and(&*self.version).and(" on ").name(&self.host).and(
                format!(", {}. No secret is in this report: keys are told by their last characters.", {
                    self.time(self.at)
                }),
            ),
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
        let mut said = match self.kills() {
            [kill] => Text::of("The API key ")
                .then(named(kill))
                .and(" of ")
                .name(&kill.bridge)
                .and(format!(" leaked, or was held to have leaked. At {decided} it was decided to disable it. "))
                .then(self.standing(kill)),
            kills => Text::of(format!(
                "{} API keys leaked, or were held to have leaked. At {decided} it was decided to disable them. ",
                kills.len()
            ))
            .strong(format!("{}.", capital(&self.incident.words))),
        };
        said = said.and(" ").then(self.replaced_in_short()).and(format!(" {}", self.copies_in_short()));
        said = said.and(" ").then(self.used_in_short());
        said = said.and(match left {
            0 => " Nothing that Bridgekeeper knows of is left to do.".to_owned(),
            1 => " Left to do: one thing, at the end.".to_owned(),
            left => format!(" Left to do: {left} things, at the end."),
        });
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
                caption: "The keys",
                head: vec!["Key", "Ends in", "Bridge", "State"],
                narrow: &[],
                rows: self.kills().iter().map(row).collect(),
            }));
        }
        blocks
    }

    /// How dead a key is, in sentences.
    fn standing(&self, kill: &KilledKeyView) -> Text {
        if let (KillState::Dead, Some(at)) = (kill.state, &kill.dead_at) {
            return Text::default()
                .strong(format!("{} at {}", kill.words, self.told(at)))
                .and(format!(", {} after the decision.", seconds(kill.seconds)));
        }
        if self.incident.is_closed {
            let at = step(kill, StepKind::Closed).map(|step| format!(" at {}", self.told(&step.at)));
            return Text::default().strong(format!("Given up{}: it was never proven dead.", at.unwrap_or_default())).and(
                " Nothing is tried any more, and whoever has the key must be expected to be able to use it.",
            );
        }
        Text::default()
            .strong(format!("NOT proven dead: {}.", goes_on(&kill.words)))
            .and(" Bridgekeeper goes on trying; until it is proven, whoever has the key must be expected to be able to use it.")
    }

    /// The same in a cell.
    fn state(&self, kill: &KilledKeyView) -> Text {
        match (kill.state, &kill.dead_at) {
            (KillState::Dead, Some(at)) => Text::of(format!("{} at {}", kill.words, self.told(at))),
            _ if self.incident.is_closed => Text::default().strong("NOT proven dead").and(", given up"),
            _ => Text::default().strong("NOT proven dead").and(format!(": {}", kill.words)),
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
            said =
                said.and(" Answers that were streaming by then may have run to their end, and are billed.");
        } else if let Some(next) = kill.next.as_ref().filter(|_| !self.incident.is_closed) {
            said = said.and(format!(" To get on: {next}."));
        }
        blocks.push(Block::Notice(tone, said));
        blocks.push(Block::Facts(self.proof_facts(kill)));
        let row = |step: &IncidentStepView| {
            let times =
                if step.times > 1 { format!(" ({} times in a row)", step.times) } else { String::new() };
            let kind = kind(step.kind);
            vec![
                Text::of(self.told(&step.at)),
                Text::of(format!("+{}", seconds(step.offset_s))),
                if step.kind == StepKind::Alive { Text::default().strong(kind) } else { Text::of(kind) },
                Text::of(format!("{}{times}", step.text)),
            ]
        };
        blocks.push(Block::Table(Table {
            caption: "Step by step",
            head: vec!["Time", "After", "", "What happened"],
            narrow: &[0, 1, 2],
            rows: kill.steps.iter().map(row).collect(),
        }));
        blocks
    }

    fn proof_facts(&self, kill: &KilledKeyView) -> Facts {
        let at = |step: &IncidentStepView| format!("{} (+{})", self.told(&step.at), seconds(step.offset_s));
        let alive = kill.steps.iter().rposition(|step| step.kind == StepKind::Alive);
        let after = &kill.steps[alive.map_or(0, |n| n + 1)..];
        let taken =
            kill.steps.iter().find(|step| matches!(step.kind, StepKind::Accepted | StepKind::Deleted));
        let rejected = after.iter().find(|step| matches!(step.kind, StepKind::Rejected | StepKind::Dead));
        let lived = match alive.map(|n| &kill.steps[n]) {
            None => "not seen".to_owned(),
            Some(step) if step.times > 1 => {
                format!("{}, the first of {} times in a row", at(step), step.times)
            }
            Some(step) => at(step),
        };
        let proof = match (kill.state, &kill.dead_at) {
            (KillState::Dead, Some(dead)) => Text::of(format!(
                "{} (+{}): rejected past the time of the bridge's cache, and read back as no longer enabled, both \
                 asked for after the last sign of life",
                self.told(dead),
                seconds(kill.seconds)
            )),
            _ => Text::default().strong("none").and(match rejected {
                Some(_) => {
                    "; one rejection is no proof: a bridge may go on with what its cache holds, or change back"
                }
                None => "; the key was not seen rejected since the last sign of life",
            }),
        };
        vec![
            ("Key", named(kill).and(" of ").name(&kill.bridge)),
            ("Decided", Text::of(self.told(&self.incident.at))),
            ("Bridge took the change", Text::of(taken.map_or("not yet, as far as is known".to_owned(), at))),
            ("Last seen working", Text::of(lived)),
            ("First rejected (401)", Text::of(rejected.map_or("not yet".to_owned(), at))),
            ("Proof", proof),
        ]
    }

    fn replaced_in_short(&self) -> Text {
        let mut made = self.kills().iter().filter_map(|kill| Some((kill, kill.replaced.as_ref()?)));
        let swaps: Vec<_> = self.swaps().collect();
        let (done, all) = (swaps.iter().filter(|swap| swap.is_done).count(), swaps.len());
        let used = match (done, all) {
            (_, 0) => "; nothing on this machine used the old one.".to_owned(),
            (done, all) if done == all => format!("; {} on this machine went over to it.", profiles(all)),
            (done, all) => format!("; {done} of {} on this machine went over to it.", profiles(all)),
        };
        match (made.next(), self.is_one()) {
            (None, _) => Text::of("No key came in its place."),
            (Some((kill, new)), true) if new.key.is_some() => {
                Text::of("In its place came the key ").then(self.new_key(kill, &new.name)).and(used)
            }
            (Some(_), true) => Text::of("A key in its place could not be made so far."),
            (Some(first), false) => {
                let keys = std::iter::once(first).chain(made).filter(|(_, new)| new.key.is_some()).count();
                let keys = if keys == 1 { "One new key".to_owned() } else { format!("{keys} new keys") };
                Text::of(format!("{keys} came in their place{used}"))
            }
        }
    }

    fn new_key(&self, kill: &KilledKeyView, name: &str) -> Text {
        let text = Text::default().name(name);
        match self.new_keys.get(&kill.id) {
            Some(mask) => text.and(" (").code(mask).and(")"),
            None => text,
        }
    }

    fn swaps(&self) -> impl Iterator<Item = &SwapView> {
        self.kills().iter().filter_map(|kill| kill.replaced.as_ref()).flat_map(|new| &new.swaps)
    }

    fn replaced(&self, kill: &KilledKeyView) -> Vec<Block> {
        let mut blocks = vec![];
        let Some(new) = &kill.replaced else {
            return vec![Block::Paragraph(
                Text::of("No key came in the place of ").then(named(kill)).and("."),
            )];
        };
        blocks.push(match (new.key, &new.trouble) {
            (Some(_), None) => Block::Paragraph(
                Text::of("In the place of ")
                    .then(named(kill))
                    .and(" came the key ")
                    .then(self.new_key(kill, &new.name))
                    .and(", made like it. Its secret is in the vault of this machine."),
            ),
            (_, trouble) => Block::Notice(
                Tone::Bad,
                Text::of("The key ")
                    .name(&new.name)
                    .and(" that is to come in the place of ")
                    .then(named(kill))
                    .and(match trouble {
                        Some(trouble) => format!(" is not in place: {trouble}."),
                        None => " is not made yet.".to_owned(),
                    }),
            ),
        });
        if new.swaps.is_empty() {
            if new.key.is_some() {
                blocks
                    .push(Block::Paragraph(Text::of("No tool or profile on this machine used the old key.")));
            }
            return blocks;
        }
        let row = |swap: &SwapView| {
            let done = match swap.is_done {
                true => Text::of(capital(&swap.text)),
                false => Text::default().strong("Not done:").and(format!(" {}", swap.text)),
            };
            let check = match &swap.check {
                Some(check) if check.ok => Text::of(format!("works: {}", goes_on(&check.text))),
                Some(check) => Text::default().strong("does not work:").and(format!(" {}", check.text)),
                None => Text::of("not tried"),
            };
            vec![
                Text::default().name(&swap.tool_name),
                Text::default().name(&swap.profile),
                done,
                check,
                Text::of(swap.restart.clone().unwrap_or_else(|| "not the profile in use".into())),
            ]
        };
        blocks.push(Block::Table(Table {
            caption: "What used the old key",
            head: vec!["Tool", "Profile", "Done", "Real request", "When it takes hold"],
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
            caption: "To be started anew where they run: until then they show the old key, which is rejected",
            head: vec!["What", "Why"],
            narrow: &[],
            rows: self.restarts.iter().map(row).collect(),
        })]
    }

    fn copies_in_short(&self) -> String {
        let all = self.incident.findings.len();
        let it = if self.is_one() { "it" } else { "them" };
        let found = || format!("{} of {it} {} found on this machine", copies(all), were(all));
        match (self.scan.is_some(), all, self.copies_left().len()) {
            (false, 0, _) => format!("Copies of {it} were not looked for."),
            (true, 0, _) => {
                format!("No copy of {it} was found on this machine in what was looked at.")
            }
            (_, _, 0) => format!("{}; none is left as far as was looked.", found()),
            (_, _, left) => format!("{}; {left} {} still there.", found(), are(left)),
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
            None => blocks.push(Block::Notice(
                Tone::Bad,
                Text::of("No scan of this machine is noted for this incident, so there may be copies that nobody looked for."),
            )),
            Some(scan) => blocks.extend(self.scan(scan)),
        }
        let findings = &self.incident.findings;
        if findings.is_empty() {
            if self.scan.is_some() {
                blocks.push(Block::Paragraph(Text::of("No copy was found in what was looked at.")));
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
        let mut head = vec!["Where", "What", "State"];
        if !self.is_one() {
            head.insert(0, "Key");
        }
        let rows = findings.iter().map(row).collect();
        blocks.push(Block::Table(Table {
            caption: "Places where a key stood in clear",
            head,
            narrow: if self.is_one() { &[1] } else { &[2] },
            rows,
        }));
        blocks
    }

    fn scan(&self, scan: &ScanRead) -> Vec<Block> {
        let what = match (scan.paths, scan.home) {
            (0, false) => {
                "settings, environment, histories, transcripts of coding agents and recent projects"
            }
            (0, true) => "the whole home folder",
            _ => "the paths that were named, and nothing else",
        };
        let git = if scan.git { ", with git histories" } else { "" };
        let mut said =
            format!("Last looked for at {}: {what}{git}; {} files.", self.time(scan.at), scan.files);
        if !scan.complete {
            said += " It did not come to its end.";
        }
        if let Some(note) = &scan.note {
            said += &format!(" {note}.");
        }
        let mut blocks = vec![Block::Paragraph(Text::of(said))];
        if !scan.left.is_empty() {
            let row = |(what, count): &(String, u32)| vec![Text::of(count.to_string()), Text::of(&**what)];
            blocks.push(Block::Table(Table {
                caption: "Not looked at",
                head: vec!["Places", "Why"],
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
                    Text::of(format!("In the bridge's log since {}: {}.", self.told(&read.since), read.words))
                }
                None => Text::of("Whether somebody else used it was not looked up."),
            },
            kills => {
                let read = kills.iter().filter(|kill| self.uses.contains_key(&kill.id)).count();
                Text::of(format!("The bridge's log was read for {read} of {} keys.", kills.len()))
            }
        }
    }

    fn used(&self, kill: &KilledKeyView) -> Vec<Block> {
        let mut blocks = vec![];
        if !self.is_one() {
            blocks.push(Block::Subheading(named(kill)));
        }
        let Some(read) = self.uses.get(&kill.id) else {
            blocks.push(Block::Paragraph(
                Text::of("Not looked up: the bridge's log was not read for this key. ")
                    .then(how_to_read(&self.incident)),
            ));
            return blocks;
        };
        let tone = match (read.verdict, read.strange_calls) {
            (VerdictKind::Counted, 0) => Tone::Plain,
            _ => Tone::Bad,
        };
        blocks.push(Block::Notice(tone, Text::default().strong(format!("{}.", capital(&read.words)))));
        let mut facts: Facts = vec![
            ("Log read", Text::of(format!("{}, from {} on", self.told(&read.until), self.told(&read.since)))),
            ("Calls", Text::of(format!("{}, {}", read.calls, read.cost))),
        ];
        if read.verdict == VerdictKind::Counted {
            let cost =
                if read.strange_calls > 0 { format!(", {}", read.strange_cost) } else { String::new() };
            facts.push((
                "From addresses you have not used",
                Text::of(format!("{}{cost}", read.strange_calls)),
            ));
        }
        facts.push(("Without an address in the log", Text::of(read.unlogged_calls.to_string())));
        facts.push(("Failed requests", Text::of(read.failed.to_string())));
        if !read.models.is_empty() {
            let models = read.models.iter().enumerate().fold(Text::default(), |text, (n, (model, calls))| {
                text.and(if n > 0 { ", " } else { "" }).name(model).and(format!(" ({calls})"))
            });
            facts.push(("Models", models));
        }
        blocks.push(Block::Facts(facts));
        if !read.addresses.is_empty() {
            let row = |address: &crate::view::AddressView| {
                vec![
                    Text::default().code(&address.address),
                    if address.is_yours {
                        Text::of("yours")
                    } else {
                        Text::default().strong("not used by you")
                    },
                    Text::of(address.calls.to_string()),
                    Text::of(self.told(&address.first)),
                    Text::of(self.told(&address.last)),
                ]
            };
            blocks.push(Block::Table(Table {
                caption: "Addresses that called",
                head: vec!["Address", "Whose", "Calls", "First", "Last"],
                narrow: &[3, 4],
                rows: read.addresses.iter().map(row).collect(),
            }));
        }
        let mut notes = read.notes.clone();
        if self.is_early(kill, read) {
            notes.push(
                "The log was read before the key was proven dead: there may have been calls since.".into(),
            );
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
            left.push(
                Text::of("Start ")
                    .name(&restart.what)
                    .and(format!(" anew where it runs: {}", goes_on(&restart.why))),
            );
        }
        for finding in self.copies_left() {
            left.push(to_clean(finding));
        }
        if self.scan.is_none() {
            left.push(Text::of("Look for copies on this machine: ").code("bridgekeeper scan"));
        }
        for kill in self.kills() {
            left.extend(self.to_find_out(kill));
        }
        left
    }

    fn to_kill(&self, kill: &KilledKeyView) -> Text {
        let page = Text::default().code(&kill.url);
        if self.incident.is_closed {
            return Text::of("Turn ")
                .then(named(kill))
                .and(" off on the bridge's web page (")
                .then(page)
                .and("), or have its administrator do it; nothing else does.");
        }
        let text = Text::of("Have ").then(named(kill)).and(" proven dead: ");
        match (&kill.next, kill.trouble) {
            (Some(next), _) => text.and(format!("{next}.")),
            (None, None) => text.and("keep Bridgekeeper running, it goes on by itself."),
            (None, Some(_)) => text
                .and("keep Bridgekeeper running, it goes on trying; if it takes long, turn the key off on the bridge's web page (")
                .then(page)
                .and(")."),
        }
    }

    fn to_replace(&self, kill: &KilledKeyView) -> Vec<Text> {
        let Some(new) = &kill.replaced else { return vec![] };
        let mut left = vec![];
        if new.key.is_none() || new.trouble.is_some() {
            let why = new.trouble.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
            left.push(Text::of("Get a key in the place of ").then(named(kill)).and(format!("{why}.")));
        }
        for swap in &new.swaps {
            let tool =
                || Text::default().name(&swap.tool_name).and(" (profile ").name(&swap.profile).and(")");
            if !swap.is_done {
                left.push(Text::of("Have ").then(tool()).and(format!(" use the new key: {}.", swap.text)));
            } else if swap.text.contains("by hand") {
                left.push(tool().and(format!(": {}", swap.text)));
            } else if let Some(check) = swap.check.as_ref().filter(|check| !check.ok) {
                left.push(Text::of("See why ").then(tool()).and(format!(" does not get in: {}", check.text)));
            }
        }
        left
    }

    fn to_find_out(&self, kill: &KilledKeyView) -> Option<Text> {
        let Some(read) = self.uses.get(&kill.id) else {
            return Some(
                Text::of("Find out whether ")
                    .then(named(kill))
                    .and(" was used. ")
                    .then(how_to_read(&self.incident)),
            );
        };
        if read.strange_calls > 0 {
            return Some(
                Text::of(format!("Look at the {} of ", calls(read.strange_calls)))
                    .then(named(kill))
                    .and(" from addresses you have not used, and at what they may have read or cost."),
            );
        }
        if self.is_early(kill, read) {
            return Some(
                Text::of("Read the log of ")
                    .then(named(kill))
                    .and(" again. ")
                    .then(how_to_read(&self.incident)),
            );
        }
        read.can_log.then(|| {
            Text::of("Have ").name(&kill.bridge).and(
                " log the addresses of calls, so that the next time there is an answer: Leak screen, \"Was it used?\".",
            )
        })
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
    Text::of("To read it: Leak screen, \"Was it used?\", or ")
        .code(&format!("bridgekeeper incidents report {} --used-since 7d", incident.id))
        .and(".")
}

fn named(kill: &KilledKeyView) -> Text {
    Text::default().name(&kill.name).and(" (").then(mask(kill)).and(")")
}

fn mask(kill: &KilledKeyView) -> Text {
    Text::default().code(&kill.masked)
}

fn step(kill: &KilledKeyView, kind: StepKind) -> Option<&IncidentStepView> {
    kill.steps.iter().rfind(|step| step.kind == kind)
}

fn kind(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Decided => "decided",
        StepKind::Resumed => "goes on",
        StepKind::Accepted => "accepted",
        StepKind::Rejected => "rejected",
        StepKind::Dead => "dead",
        StepKind::Alive => "ALIVE",
        StepKind::Unclear => "unclear",
        StepKind::Deleted => "deleted",
        StepKind::Made => "new key",
        StepKind::Swapped => "replaced",
        StepKind::NotSwapped => "not replaced",
        StepKind::Closed => "given up",
    }
}

/// What became of a copy, and why one that is left is left.
fn fate(finding: &IncidentFindingView) -> Text {
    match finding.state.as_str() {
        "cleaned" => Text::of("written over, and not found when looked again"),
        "gone" => Text::of("no longer found by a later scan"),
        "found" => Text::default().strong("still there").and(format!(": {}", why_left(&finding.kind))),
        other => Text::of(other),
    }
}

fn why_left(kind: &str) -> &'static str {
    match kind {
        "git_object" => "a history is not rewritten from here, and may have been cloned",
        "database" => "a database is written only while its program is closed, and only when somebody agrees",
        "live_config" => "a tool's own settings; it is pointed at its new key when somebody agrees",
        _ => "nothing is written over until somebody has seen and agreed to it",
    }
}

fn to_clean(finding: &IncidentFindingView) -> Text {
    let place = Text::default().code(&finding.path);
    match finding.kind.as_str() {
        "git_object" => Text::of("Decide on the git history of ")
            .then(place)
            .and(": what makes its copy worthless is that the key is dead; rewriting it is optional."),
        "database" => Text::of("Close the program that has ")
            .then(place)
            .and(", then have the copy in it written over: ")
            .code("bridgekeeper scan --clean"),
        _ => {
            Text::of("Have the copy in ").then(place).and(" written over: ").code("bridgekeeper scan --clean")
        }
    }
}

fn place_kind(kind: &str) -> String {
    match kind {
        "live_config" => "a tool's own settings".into(),
        "tool_config" => "settings".into(),
        "env_file" => "environment file".into(),
        "git_object" => "git history".into(),
        "other" => "file".into(),
        kind => kind.replace('_', " "),
    }
}

fn seconds(seconds: f64) -> String {
    if seconds < 100.0 { format!("{seconds:.2} s") } else { format!("{seconds:.0} s") }
}

fn profiles(n: usize) -> String {
    if n == 1 { "one profile".into() } else { format!("{n} profiles") }
}

fn copies(n: usize) -> String {
    if n == 1 { "One copy".into() } else { format!("{n} copies") }
}

fn calls(n: u32) -> String {
    if n == 1 { "one call".into() } else { format!("{n} calls") }
}

fn were(n: usize) -> &'static str {
    if n == 1 { "was" } else { "were" }
}

fn are(n: usize) -> &'static str {
    if n == 1 { "is" } else { "are" }
}

fn capital(words: &str) -> String {
    let mut rest = words.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// A sentence that another one ends with: `Could not …` loses its capital, `NOT …` does not.
fn goes_on(words: &str) -> String {
    let mut rest = words.chars();
    let first = rest.next();
    let is_word = rest.clone().next().is_some_and(char::is_lowercase);
    match first.filter(|_| is_word) {
        Some(first) => first.to_lowercase().chain(rest).collect(),
        None => words.to_owned(),
    }
}
