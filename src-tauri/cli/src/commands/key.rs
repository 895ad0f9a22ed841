//! `key`: what a tool's key helper calls. Its stdout is the key or empty, it ends within three seconds, and
//! it never asks anybody anything.

use std::time::Duration;

use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::wallet::Wallet;

use crate::report::Report;
use crate::{complain, exit_code, shell};

/// When to give up, whatever hangs. Claude Code itself would wait for ten minutes.
const DEADLINE: Duration = Duration::from_millis(2900);

#[derive(clap::Args)]
pub struct Arguments {
    /// The profile: claude-code
    profile: String,
}

pub fn run(arguments: Arguments) -> Result<Report> {
    keep_to_ourselves();
    std::thread::spawn(|| {
        std::thread::sleep(DEADLINE);
        let error = Error::new(Code::VaultHung, say!("key-vault-hung")).hint(say!("key-vault-hung", "hint"));
        complain(&error);
        std::process::exit(exit_code(error.code()).into());
    });
    let machine = shell::machine()?;
    let vault = shell::vault(&machine, false)?;
    let secret = Wallet::open(machine, vault, None)?.profile_secret(&arguments.profile)?;
    // EXPOSE: printing it is what this command is for. `--json` changes nothing: tools read one word.
    println!("{}", secret.expose());
    drop(secret);
    // The tool waits for the end of this process, not for connections to be taken down in order.
    std::process::exit(0)
}

/// Keeps the key out of core dumps and away from debuggers of the same user.
fn keep_to_ourselves() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
        // A kernel that refuses either still lets the tool have its key.
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    }
}
