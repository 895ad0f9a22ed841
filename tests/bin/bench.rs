//! `make bench`: how long commands take, against a peer in the same run. Prints ratios of medians; a machine
//! is noisy, so rounds are interleaved and nothing here is a test.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use bridgekeeper_bridge::{Options, Server};
use bridgekeeper_core::key::KeyId;
use bridgekeeper_core::vault::Slot;
use bridgekeeper_tests::keyring::KeyringSession;
use bridgekeeper_tests::{Sandbox, program};

const ROUNDS: usize = 200;

fn main() {
    key_helper();
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

    let release = program("bridgekeeper").with_file_name("").join("../release/bridgekeeper");
    assert!(release.is_file(), "build it first: cargo build --release -p bridgekeeper-cli");
    let entry = Slot::key(&*bridge.url, KeyId(bridge.keys()[0].id)).to_string();
    let mut ours = sandbox.command(&release);
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
