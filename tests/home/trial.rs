//! Trying things: saying what was tried when it fails, and trying a whole test again elsewhere.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::process::Command;
use std::thread;

/// Says what was tried, if it fails.
pub struct Tried(pub String);

impl Drop for Tried {
    #[expect(clippy::print_stderr, reason = "shown with the failure")]
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("tried: {}", self.0);
        }
    }
}

const AGAIN: &str = "BRIDGEKEEPER_TEST_AGAIN";

/// Whether this is a test's second run, see [`again`].
pub fn is_again() -> bool {
    std::env::var_os(AGAIN).is_some()
}

/// Whether this process may write anywhere.
pub fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|meta| meta.uid() == 0)
}

/// Runs one test of this program again, started by another: as another user, or with disks of its own.
///
/// # Panics
/// If it fails there.
pub fn again(starter: &[&str], test: &str) {
    let this = std::env::current_exe().expect("this program has a path");
    let mut command = Command::new(starter[0]);
    command.args(&starter[1..]).arg(this).args(["--exact", test, "--nocapture"]).env(AGAIN, "1");
    let said = command.output().expect("it starts");
    let (out, err) = (String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
    assert!(said.status.success() && out.contains("1 passed"), "{out}{err}");
}

/// Runs a test again where it may mount what it likes and nobody else sees it; says so where that cannot be.
#[expect(clippy::print_stderr, reason = "says what could not be tried")]
pub fn again_with_mounts(test: &str) {
    let starter = ["unshare", "--mount", "--map-root-user"];
    match Command::new(starter[0]).args(&starter[1..]).arg("true").status() {
        Ok(status) if status.success() => again(&starter, test),
        other => eprintln!("not tried: nothing can be mounted here ({other:?})"),
    }
}
