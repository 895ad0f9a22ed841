//! `make bench`: how long commands take, against a peer in the same run. Prints ratios of medians; a machine
//! is noisy, so rounds are interleaved and nothing here is a test.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]

#[path = "../window/desk.rs"]
mod desk;
#[path = "bench/kill.rs"]
mod kill;
#[path = "bench/measure.rs"]
mod measure;
#[path = "bench/paint.rs"]
mod paint;
#[path = "../kill/person.rs"]
#[allow(dead_code, clippy::unwrap_used, reason = "shared with the tests of kills")]
mod person;
#[path = "bench/scan.rs"]
mod scan;
#[path = "bench/window.rs"]
mod window;

use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use bridgekeeper_bridge::{Options, Server};
use bridgekeeper_core::key::KeyId;
use bridgekeeper_core::vault::Slot;
use bridgekeeper_tests::keyring::KeyringSession;
use bridgekeeper_tests::{Sandbox, program};

const ROUNDS: usize = 200;

/// All of it, or what is named: `make bench PARTS="key-helper window"`.
fn main() {
    let wanted: Vec<_> = std::env::args().skip(1).collect();
    let parts: [(&str, fn()); 11] = [
        ("key-helper", key_helper),
        ("long-list", long_list),
        ("kill", kill::run),
        ("size", window::sizes),
        ("start", window::start),
        ("window", window::open),
        ("tray", window::tray),
        ("paint", paint::run),
        ("guard", scan::guard),
        ("history", scan::history),
        ("tree", scan::tree),
    ];
    for (_, run) in parts.iter().filter(|(name, _)| wanted.is_empty() || wanted.iter().any(|one| one == name))
    {
        run();
    }
}

/// What the release build has made, as users have it.
fn release(name: &str) -> PathBuf {
    let path = program("bridgekeeper").with_file_name("").join("../release").join(name);
    assert!(path.exists() || name == "bundle", "build it first: make bench");
    path
}

/// 10,000 keys, as last seen: the whole list and a filtered one, against a script that filters the same list
/// out of a JSON file. Whole processes.
fn long_list() {
    const KEYS: usize = 10_000;
    const ROUNDS: usize = 20;
    let session = KeyringSession::unlocked();
    let bridge = Server::start(Options { bulk_keys: KEYS, ..Options::default() }).expect("a bridge");
    let sandbox = Sandbox::new(session.env());
    let user = bridge.user_id.to_string();
    let connect = ["connect", "--url", &bridge.url, "--user-id", &user, "--token-stdin"];
    sandbox.bridgekeeper_fed(&connect, &bridge.access_token).ok();
    let start = Instant::now();
    let list = sandbox.bridgekeeper(&["keys", "list", "--json"]).ok();
    let refresh = start.elapsed();
    assert_eq!(list.json()["keys"].as_array().map(Vec::len), Some(KEYS), "the list is whole");
    let file = sandbox.write("keys.json", &list.out);

    let ours = |more: &[&str]| {
        let mut command = sandbox.command(release("bridgekeeper"));
        command.args(["keys", "list", "--cached", "--json"]).args(more);
        command
    };
    let script = "const view = JSON.parse(require('fs').readFileSync(process.argv[1], 'utf8'));
        view.keys = view.keys.filter((key) => key.name.includes(process.argv[2]));
        console.log(JSON.stringify(view));";
    let peer = |word: &str| {
        let mut command = sandbox.command("node");
        command.args(["-e", script]).arg(&file).arg(word);
        command
    };
    let (mut all, mut some, mut peer_all, mut peer_some, mut memory) = (vec![], vec![], vec![], vec![], 0);
    for _ in 0..ROUNDS {
        let (took, peak) = read(&mut ours(&[]), KEYS);
        all.push(took);
        memory = memory.max(peak);
        some.push(read(&mut ours(&["--search", "bulk-0999"]), 10).0);
        peer_all.push(read(&mut peer(""), KEYS).0);
        peer_some.push(read(&mut peer("bulk-0999"), 10).0);
    }
    let (all, some) = (median(all), median(some));
    let (peer_all, peer_some) = (median(peer_all), median(peer_some));
    println!("{KEYS} keys: full refresh {:.1} s, paced to the bridge's limits", refresh.as_secs_f64());
    println!("{KEYS} keys: list {all:.0} ms, filter {some:.0} ms, at most {} MiB", memory >> 10);
    println!(
        "{KEYS} keys: ratio to a node script over a JSON file: list {:.2}, filter {:.2}",
        all / peer_all,
        some / peer_some
    );
}

/// Milliseconds to the end of a process that must print so many keys, and the most memory it had by the time
/// of its first word, in KiB.
fn read(command: &mut Command, keys: usize) -> (f64, usize) {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::piped()).spawn().expect("it starts");
    let mut out = child.stdout.take().expect("a pipe");
    let mut text = vec![0];
    out.read_exact(&mut text).expect("it says something");
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0);
    out.read_to_end(&mut text).expect("it goes on");
    child.wait().expect("it ends");
    let took = start.elapsed().as_secs_f64() * 1000.0;
    let view: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
    assert_eq!(view["keys"].as_array().map(Vec::len), Some(keys));
    (took, peak)
}

/// The key helper against `secret-tool lookup` of the same entry: whole processes, one keychain.
fn key_helper() {
    let session = KeyringSession::unlocked();
    let bridge = Server::start(Options::default()).expect("a bridge");
    let sandbox = Sandbox::new(session.env());
    let user = bridge.user_id.to_string();
    let connect = ["connect", "--url", &bridge.url, "--user-id", &user, "--token-stdin"];
    sandbox.bridgekeeper_fed(&connect, &bridge.access_token).ok();
    sandbox.bridgekeeper(&["configure", "claude-code", "--create", "--yes"]).ok();
    let key = format!("sk-{}", bridge.keys()[0].secret);

    let entry = Slot::key(&*bridge.url, KeyId(bridge.keys()[0].id)).to_string();
    let mut ours = sandbox.command(release("bridgekeeper"));
    ours.args(["key", "claude-code"]);
    let mut peer = sandbox.command("secret-tool");
    peer.args(["lookup", "service", "dev.bridgekeeper.desktop", "username", &entry]);

    let (mut own, mut theirs) = (vec![], vec![]);
    for _ in 0..ROUNDS {
        own.push(timed(&mut ours, &key));
        theirs.push(timed(&mut peer, &key));
    }
    let (own, theirs) = (median(own), median(theirs));
    println!(
        "key helper: bridgekeeper key {own:.1} ms, secret-tool lookup {theirs:.1} ms (medians of {ROUNDS})"
    );
    println!("key helper: ratio {:.2}, aim at most 0.60", own / theirs);
}

/// Milliseconds from start to end of a process that must print this.
fn timed(command: &mut Command, prints: &str) -> f64 {
    let start = Instant::now();
    let output = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).output().expect("it starts");
    let took: Duration = start.elapsed();
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), prints, "it prints the key");
    took.as_secs_f64() * 1000.0
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
