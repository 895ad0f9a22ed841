//! `run`: a program with a profile's environment, for tools that read their key from a variable. The key is
//! in that program's environment and nowhere else.

use std::ffi::OsString;
use std::process::Command;

use bridgekeeper_core::error::{Code, Error, Result};
use bridgekeeper_core::wallet::Wallet;

use crate::report::Report;
use crate::shell;

#[derive(clap::Args)]
pub struct Arguments {
    /// The profile: claude-code
    profile: String,
    /// The program and its arguments
    #[arg(last = true, required = true, value_name = "CMD")]
    command: Vec<OsString>,
}

pub fn run(arguments: Arguments) -> Result<Report> {
    let machine = shell::machine()?;
    let vault = shell::vault(&machine, true)?;
    let environment = Wallet::open(machine, vault, None)?.environment(&arguments.profile)?;
    let (program, rest) = arguments.command.split_first().expect("clap asks for one");
    let mut command = Command::new(program);
    command.args(rest);
    for (name, value) in &environment {
        // EXPOSE: the variable that the program reads its key from.
        command.env(name, value.expose());
    }
    let failed = |error: std::io::Error| {
        Error::new(Code::NotFound, say!("run-failed", program = program.to_string_lossy()))
            .hint(say!("run-failed", "hint"))
            .because(error)
    };
    #[cfg(unix)]
    return Err(failed(std::os::unix::process::CommandExt::exec(&mut command)));
    #[cfg(not(unix))]
    {
        let status = command.status().map_err(failed)?;
        let exit = status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1);
        Ok(Report::silent().exit(exit))
    }
}
