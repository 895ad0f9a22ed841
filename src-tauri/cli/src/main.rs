//! The command line of Bridgekeeper, and the key helper that tools call. It links no webview, so that a tool
//! waits milliseconds for its key.
//!
//! One subcommand, one file in [`commands`]. A command gives a [`report::Report`]; only this crate prints.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line prints")]

/// A text of `src-tauri/words/*/cli.ftl` by its name, its blanks filled: `say!("no-such-key", name = "work")`.
/// What belongs to a text is an attribute of it: `say!("no-such-key", "hint")`. A [`String`].
macro_rules! say {
    ($name:literal $(, $attribute:literal)? $(, $blank:ident = $value:expr)* $(,)?) => {
        i18n_embed_fl::fl!(bridgekeeper_core::words::CLI.now(), $name $(, $attribute)? $(, $blank = { $value })*)
    };
}

mod clipboard;
mod commands;
mod help;
mod report;
mod shell;

use std::process::ExitCode;

use bridgekeeper_core::error::{Code, Error, ErrorView};
use bridgekeeper_core::words::{self, Language};
use clap::Parser;

use report::{Report, hint, plain};

/// A key wallet for LLM bridges: one key per tool, kept in the OS keychain.
#[derive(Parser)]
#[command(name = "bridgekeeper", version, max_term_width = 100)]
struct Arguments {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: commands::Command,
}

/// What every command takes.
#[derive(clap::Args, Clone)]
pub struct Common {
    /// One JSON document on stdout, nothing else
    #[arg(long, global = true)]
    json: bool,
    /// Use this bridge instead of the active one
    #[arg(long, global = true, value_name = "LABEL")]
    bridge: Option<String>,
    /// Do not ask
    #[arg(long, short, global = true)]
    yes: bool,
    /// Say nothing but errors
    #[arg(long, short, global = true)]
    quiet: bool,
}

fn main() -> ExitCode {
    words::speak(Language::first_of(sys_locale::get_locales()));
    let Arguments { common, command } = help::arguments();
    let json = common.json;
    match commands::run(command, &common) {
        Ok(report) => show(&report, &common),
        Err(error) => {
            if json {
                println!("{}", serde_json::json!({ "error": ErrorView::from(&error) }));
            }
            complain(&error);
            ExitCode::from(exit_code(error.code()))
        }
    }
}

fn show(report: &Report, common: &Common) -> ExitCode {
    match common.json {
        true if report.json.is_empty() => {}
        true => println!("{}", report.json),
        false if common.quiet || report.text.is_empty() => {}
        false => println!("{}", report.text.trim_end()),
    }
    ExitCode::from(report.exit)
}

/// An error on stderr: what happened, and what to do next.
fn complain(error: &Error) {
    eprintln!("{}", say!("error", message = plain(error.message())));
    for cause in error.causes() {
        eprintln!("  {}", say!("error-because", cause = plain(&cause)));
    }
    if let Some(step) = error.next_step() {
        eprintln!("{}", hint(&plain(step)));
    }
}

/// The exit code of an error; part of the command line's promise.
fn exit_code(code: Code) -> u8 {
    match code {
        Code::Invalid => 2,
        Code::NotSignedIn | Code::SecondFactor => 3,
        Code::VaultLocked | Code::VaultAbsent | Code::VaultHung | Code::VaultFailed => 4,
        Code::BridgeUnreachable | Code::BridgeNonsense | Code::RateLimited => 5,
        Code::FileChanged | Code::FileUnparsable | Code::FileRefused => 6,
        Code::NotProven | Code::CreateUnknown => 7,
        Code::NotFound
        | Code::VaultEmpty
        | Code::BridgeRefused
        | Code::Busy
        | Code::Stopped
        | Code::Store
        | Code::Io => 1,
    }
}
