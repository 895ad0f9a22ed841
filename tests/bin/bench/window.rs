//! The window: from its start to the first picture one can use, what it costs in memory and time, how large it is.
//! On a screen that nobody looks at, with nothing else of WebKit running: shared pages count once per user.

use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant};

use bridgekeeper_bridge::{Fault, FaultKind};
use bridgekeeper_tests::keyring::until;
use bridgekeeper_tests::panel::Panel;
use bridgekeeper_tests::processes::{self, Process};
use serde_json::json;

use crate::desk::Desk;
use crate::{median, release};

const STARTS: usize = 10;

/// Long enough for what comes after the first picture: caches, timers, processes that end.
const SETTLED: Duration = Duration::from_secs(8);

/// How long nobody touches it.
const IDLE: Duration = Duration::from_secs(60);

/// The part of the screen where the list of keys is: left, top, width, height.
const ROWS: [u16; 4] = [260, 140, 300, 240];

/// A desk with keys, and its panel.
fn furnished() -> (Desk, Panel) {
    let desk = Desk::new();
    desk.connect();
    let _ = desk.sandbox.bridgekeeper(&["keys", "list"]).ok();
    desk.prefer(&json!({ "view": "keys", "knows_tray": true }));
    let panel = Panel::new(&desk.session.address());
    (desk, panel)
}

/// From exec to the rows of what was known last, while the bridge says nothing.
pub fn start() {
    let (desk, panel) = &furnished();
    let slow = FaultKind::Delay { ms: 3_600_000, after_apply: false };
    desk.bridge.fault(Fault::on("GET", "/api/", slow));
    let mut app = Running::start(desk);
    // The very first start reads all of WebKit from the disk.
    until("rows are to be seen", || {
        let colours: std::collections::BTreeSet<_> =
            desk.screen.part(ROWS).chunks(4).map(<[u8]>::to_vec).collect();
        colours.len() > 20
    });
    std::thread::sleep(SETTLED);
    let rows = desk.screen.part(ROWS);
    app.quit(panel);
    let mut times = vec![];
    for _ in 0..STARTS {
        let before = Instant::now();
        let mut app = Running::start(desk);
        while desk.screen.part(ROWS) != rows {
            assert!(before.elapsed() < Duration::from_secs(30), "the rows are drawn");
            std::thread::sleep(Duration::from_millis(2));
        }
        times.push(before.elapsed().as_secs_f64());
        app.quit(panel);
    }
    desk.bridge.clear_faults();
    let worst = times.iter().copied().fold(0.0, f64::max);
    say("window: start to the first rows", median(times), "s", 0.6);
    println!("window: the slowest of {STARTS} starts {worst:.2} s");
}

/// What it costs while it is open, and then in the tray.
pub fn open() {
    let (desk, panel) = &furnished();
    let mut app = Running::start(desk);
    until("the window", || desk.screen.shows("Bridgekeeper"));
    std::thread::sleep(SETTLED);
    say("window: memory while open (PSS)", app.memory(), "MiB", 200.0);
    say("window: idle CPU while open", app.idle(), "%", 0.1);
    desk.screen.close_window("Bridgekeeper").expect("a window");
    until("no window", || !desk.screen.shows("Bridgekeeper"));
    std::thread::sleep(SETTLED);
    say("tray: memory after the window was closed (PSS)", app.memory(), "MiB", 40.0);
    say("tray: idle CPU", app.idle(), "%", 0.1);
    let before = Instant::now();
    panel.click("Open Bridgekeeper");
    until("the window", || desk.screen.shows("Bridgekeeper"));
    println!("tray: the window is back after {:.2} s", before.elapsed().as_secs_f64());
    std::thread::sleep(SETTLED);
    app.quit(panel);
}

/// What it costs where it was started in the tray, as at login.
pub fn tray() {
    let (desk, panel) = &furnished();
    let mut app = Running::spawn(desk, &["--hidden"]);
    until("it stands in the tray", || panel.line("Quit").is_some());
    std::thread::sleep(SETTLED);
    say("tray: memory after a start without a window (PSS)", app.memory(), "MiB", 40.0);
    say("tray: idle CPU after a start without a window", app.idle(), "%", 0.1);
    app.quit(panel);
}

/// How large the programs and the package are.
pub fn sizes() {
    let size = |path: &Path| std::fs::metadata(path).map(|file| file.len() as f64 / 1e6).ok();
    for name in ["bridgekeeper-app", "bridgekeeper"] {
        say(&format!("size: {name}"), size(&release(name)).expect("it is built"), "MB", 9.0);
    }
    let packages = release("bundle").join("deb");
    let package = std::fs::read_dir(packages).ok().and_then(|mut files| {
        files.find_map(|file| {
            Some(file.ok()?.path()).filter(|path| path.extension().is_some_and(|end| end == "deb"))
        })
    });
    match package.and_then(|path: PathBuf| size(&path)) {
        Some(size) => say("size: .deb", size, "MB", 6.0),
        None => println!("size: no .deb yet: make package"),
    }
}

/// A wallet with all of its processes.
struct Running(Child);

impl Running {
    fn start(desk: &Desk) -> Self {
        Self::spawn(desk, &[])
    }

    fn spawn(desk: &Desk, arguments: &[&str]) -> Self {
        Self(desk.command(release("bridgekeeper-app")).args(arguments).spawn().expect("it starts"))
    }

    fn quit(&mut self, panel: &Panel) {
        until("it stands in the tray", || panel.line("Quit").is_some());
        panel.click("Quit");
        self.0.wait().expect("it ends");
    }

    /// It and all that it started.
    fn family(&self) -> Vec<Process> {
        let (mut family, mut others): (Vec<_>, Vec<_>) =
            processes::all().into_iter().partition(|process| process.pid == self.0.id());
        let mut known = 0;
        while known < family.len() {
            let parent = family[known].pid;
            let (children, rest) = others.into_iter().partition(|process| process.parent == parent);
            family.extend::<Vec<_>>(children);
            others = rest;
            known += 1;
        }
        family
    }

    /// What they take together in MiB, with what they share with others in proportion.
    fn memory(&self) -> f64 {
        let pss = |process: &Process| {
            let rollup = std::fs::read_to_string(format!("/proc/{}/smaps_rollup", process.pid));
            let pss = rollup.iter().flat_map(|text| text.lines()).find_map(|line| line.strip_prefix("Pss:"));
            let kib: f64 = pss.unwrap_or("0").trim().trim_end_matches(" kB").parse().expect("a number");
            kib / 1024.0
        };
        sum(self.family(), pss)
    }

    /// The share of one core that they take together while nobody touches them, in per cent.
    fn idle(&self) -> f64 {
        let before = self.family();
        std::thread::sleep(IDLE);
        let share = |before: &Process| {
            let ticks = processes::read(before.pid).map_or(0, |now| now.ticks.saturating_sub(before.ticks));
            ticks as f64 / IDLE.as_secs_f64()
        };
        sum(before, share)
    }
}

/// The sum of a figure over processes, after printing what each of them has of it.
fn sum(processes: Vec<Process>, figure: impl Fn(&Process) -> f64) -> f64 {
    let parts: Vec<_> = processes.iter().map(|process| (&process.name, figure(process))).collect();
    let list: Vec<_> = parts.iter().map(|(name, figure)| format!("{name} {figure:.2}")).collect();
    println!("        {}", list.join(", "));
    parts.iter().map(|(_, figure)| figure).sum()
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn say(what: &str, figure: f64, unit: &str, aim: f64) {
    let verdict = if figure <= aim { "" } else { "  MISSED" };
    println!("{what}: {figure:.2} {unit}, aim at most {aim} {unit}{verdict}");
}
