//! `make demo`: the main job in front of your eyes. A bridge on this machine, a private keychain, a sandbox
//! home: no account is needed and none of your files is touched.
//!
//! With a display it opens the window, connected. Without one it runs the same job on the command line, prints
//! each step with its result, and leaves a picture of the window under `target/demo/`.

#![expect(clippy::print_stdout, reason = "a demo prints")]

use std::path::PathBuf;
use std::process::{ExitCode, Stdio};

use bridgekeeper_bridge::{Options, Running, Server};
use bridgekeeper_tests::keyring::{KeyringSession, until};
use bridgekeeper_tests::screen::{Group, Screen};
use bridgekeeper_tests::{Said, Sandbox, program};

fn main() -> ExitCode {
    let session = KeyringSession::unlocked();
    let bridge = Server::start(Options { sample: true, ..Options::default() }).expect("a free port");
    let sandbox = Sandbox::new(session.env());
    sandbox.write(
        ".claude/settings.json",
        "{\n  \"theme\": \"dark\",\n  \"env\": {\n    \"MINE\": \"1\"\n  }\n}\n",
    );
    println!("A bridge with a sample account listens on {}.", bridge.url);
    println!("Everything happens in {}, which goes away afterwards.\n", sandbox.home().display());

    let user = bridge.user_id.to_string();
    let connect = ["connect", "--url", &bridge.url, "--user-id", &user, "--token-stdin"];
    let connected = sandbox.bridgekeeper_fed(&connect, &bridge.access_token);
    if connected.exit != 0 {
        println!("{}{}", connected.out, connected.err);
        return ExitCode::FAILURE;
    }
    match display() {
        Some(display) => in_the_window(&sandbox, &display),
        None => on_the_command_line(&sandbox, &bridge, &connected),
    }
}

/// Variables of the display that programs of the sandbox may draw on.
fn display() -> Option<Vec<(&'static str, String)>> {
    let var = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let mut found = vec![];
    if let Some(socket) = var("WAYLAND_DISPLAY") {
        // The sandbox has a runtime folder of its own, so the socket is named by its whole path.
        let folder = var("XDG_RUNTIME_DIR").map(PathBuf::from).unwrap_or_default();
        found.push(("WAYLAND_DISPLAY", folder.join(socket).display().to_string()));
    }
    found.extend(var("DISPLAY").map(|value| ("DISPLAY", value)));
    found.extend(var("XAUTHORITY").map(|value| ("XAUTHORITY", value)));
    (found.iter().any(|(name, _)| name.ends_with("DISPLAY"))).then_some(found)
}

fn in_the_window(sandbox: &Sandbox, display: &[(&str, String)]) -> ExitCode {
    println!("The window opens, connected. Make a key, configure Claude Code, look at the difference, undo.");
    println!("Close it to end the demo.");
    let mut window = sandbox.command(program("bridgekeeper-app"));
    match window.envs(display.iter().map(|(name, value)| (name, value))).status() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        ended => {
            println!("error: the window ended early: {ended:?}");
            ExitCode::FAILURE
        }
    }
}

fn on_the_command_line(sandbox: &Sandbox, bridge: &Running, connected: &Said) -> ExitCode {
    println!("No display, so this is the command line.\n");
    step("bridgekeeper connect", connected);
    let mut good = true;
    let run = |arguments: &[&str]| {
        let said = sandbox.bridgekeeper(arguments);
        step(&format!("bridgekeeper {}", arguments.join(" ")), &said)
    };
    good &= run(&["keys", "create", "laptop", "--quota", "5", "--expires", "30d"]);
    good &= run(&["configure", "claude-code", "--create", "--yes"]);
    good &= run(&["keys", "list"]);
    good &= run(&["doctor", "claude-code"]);
    if let Some(claude) = claude() {
        let said = Said::from(sandbox.command(claude).args(["-p", "say hi"]).output().expect("it was found"));
        good &= step("claude -p \"say hi\"", &said);
    }
    good &= run(&["keys", "disable", "laptop"]);
    good &= run(&["undo", "claude-code"]);
    good &= run(&["activity"]);
    let used = bridge.requests().iter().filter(|request| request.path == "/v1/messages").count();
    println!("The bridge saw {used} messages with the wallet's key.");
    picture(sandbox);
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A picture of the window, connected, as somebody with a display would see it.
fn picture(sandbox: &Sandbox) {
    let path = std::env::current_dir().expect("a folder").join("target/demo/window.png");
    let screen = Screen::new(1000, 680);
    let mut window = sandbox.command(program("bridgekeeper-app"));
    // Without a GPU the other renderer is slow.
    window.envs(screen.env()).env("WEBKIT_DISABLE_DMABUF_RENDERER", "1").stderr(Stdio::null());
    let _window = Group::start(&mut window);
    let mut last = vec![];
    until("the window has drawn itself and stands still", || {
        let now = screen.picture();
        // An empty window compresses to next to nothing.
        let still = now == last && now.len() > 10_000;
        last = now;
        still
    });
    std::fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
    std::fs::write(&path, last).expect("a picture");
    println!("A picture of the window: {}", path.display());
}

/// Prints a step with what it said; tells whether it ended well.
fn step(what: &str, said: &Said) -> bool {
    println!("$ {what}");
    for line in said.err.lines().chain(said.out.lines()) {
        println!("  {line}");
    }
    let good = said.exit == 0;
    println!("  {}\n", if good { "done".into() } else { format!("FAILED with exit code {}", said.exit) });
    good
}

/// Claude Code, if the tests' set-up or the user has installed it.
fn claude() -> Option<PathBuf> {
    let ours = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("real/node_modules/.bin/claude");
    if ours.is_file() {
        return Some(ours);
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join("claude")).find(|program| program.is_file())
}
