//! The subcommands: one file each, one line in [`Command`], one line in [`run`].

mod accept;
mod adopt;
mod bridges;
mod configure;
mod configure_all;
mod connect;
mod demo;
mod doctor;
mod export;
mod guard;
mod incidents;
mod key;
mod keys;
mod kill;
mod listings;
mod pages;
mod profile;
mod rotate;
mod run;
mod scan;
mod settings;
mod status;
mod takeback;
mod usage;
mod vault;
mod waiting;

use bridgekeeper_core::error::Result;
use clap::Subcommand;

use crate::Common;
use crate::clipboard;
use crate::report::Report;

/// What the command line can do.
#[derive(Subcommand)]
pub enum Command {
    /// Connect to a bridge
    Connect(connect::Arguments),
    /// Bridges, account, vault, tools, drift
    Status,
    /// Several bridges: list, use, rename, forget
    Bridges(bridges::Arguments),
    /// Keys on the bridge
    #[command(subcommand)]
    Keys(keys::Command),
    /// A key leaked: disable it now, prove it dead, put a new one in its place
    Kill(kill::Arguments),
    /// Leaks and what was done about them
    Incidents(incidents::Arguments),
    /// Let a key give way to a new one like it, without a gap
    Rotate(rotate::Arguments),
    /// Groups and their multipliers
    Groups,
    /// Models the account can reach
    Models(listings::ModelsArguments),
    /// Every tool: found, profile, mode, in step or drifted
    Tools,
    /// Point a tool at the bridge, with its own key; shows the difference first
    Configure(configure::Arguments),
    /// Put back the bytes of before the last change
    Undo(takeback::Arguments),
    /// Take out only what is Bridgekeeper's
    Disconnect(takeback::Arguments),
    /// Take what others changed in a tool's settings as meant; shows what it means first
    Accept(accept::Arguments),
    /// Take over keys that stand in clear in tools' files, cc-switch and shell start-up files
    Adopt(adopt::Arguments),
    /// What is wrong with the tools, and the next step
    Doctor(doctor::Arguments),
    /// Several keys per tool: list, use, rename, delete, folder
    #[command(subcommand)]
    Profile(profile::Command),
    /// Print a profile's key: what a tool's key helper calls
    Key(key::Arguments),
    /// Run a program with a profile's environment
    Run(run::Arguments),
    /// Find copies of your keys that stand in clear
    Scan(scan::Arguments),
    /// Let no key of yours into a commit or a push
    #[command(subcommand)]
    Guard(guard::Command),
    /// Where secrets rest
    #[command(subcommand)]
    Vault(vault::Command),
    /// What tools, keys and models cost
    Usage(usage::Arguments),
    /// What a tool may cost in a month
    Budget(usage::BudgetArguments),
    /// What the wallet did
    Activity,
    /// What the wallet goes by, whichever bridge and tool it is
    Settings(settings::Arguments),
    /// Everything but secrets as one text: bridges, profiles, folders, budgets
    Export,
    /// Take such a text in; shows first what it would add
    Import(export::ImportArguments),
    /// A bridge on this machine with a sample account, and a sandbox home
    Demo(demo::Arguments),
    /// Writes the manual pages and shell completions into a folder
    #[command(hide = true)]
    Pages(pages::Arguments),
    /// Stays behind and carries on kills until they are proven
    #[command(hide = true)]
    CarryOnKills,
    /// Stays behind a copy and clears the clipboard
    #[command(hide = true)]
    HoldClipboard,
}

/// Runs a command.
pub fn run(command: Command, common: &Common) -> Result<Report> {
    match command {
        Command::Connect(arguments) => connect::run(arguments, common),
        Command::Status => status::run(common),
        Command::Bridges(arguments) => bridges::run(arguments, common),
        Command::Keys(command) => keys::run(command, common),
        Command::Kill(arguments) => kill::run(arguments, common),
        Command::Incidents(arguments) => incidents::run(arguments, common),
        Command::Rotate(arguments) => rotate::run(arguments, common),
        Command::Groups => listings::groups(common),
        Command::Models(arguments) => listings::models(arguments, common),
        Command::Tools => listings::tools(common),
        Command::Configure(arguments) => configure::run(arguments, common),
        Command::Undo(arguments) => takeback::undo(arguments, common),
        Command::Disconnect(arguments) => takeback::disconnect(arguments, common),
        Command::Accept(arguments) => accept::run(arguments, common),
        Command::Adopt(arguments) => adopt::run(arguments, common),
        Command::Doctor(arguments) => doctor::run(arguments, common),
        Command::Profile(command) => profile::run(command, common),
        Command::Key(arguments) => key::run(arguments),
        Command::Run(arguments) => run::run(arguments),
        Command::Scan(arguments) => scan::run(arguments, common),
        Command::Guard(command) => guard::run(command, common),
        Command::Vault(command) => vault::run(command, common),
        Command::Usage(arguments) => usage::run(arguments, common),
        Command::Budget(arguments) => usage::budget(arguments, common),
        Command::Activity => listings::activity(common),
        Command::Settings(arguments) => settings::run(&arguments, common),
        Command::Export => export::export(common),
        Command::Import(arguments) => export::import(arguments, common),
        Command::Demo(arguments) => demo::run(arguments, common),
        Command::Pages(arguments) => pages::run(&arguments),
        Command::CarryOnKills => kill::carry_on(common),
        Command::HoldClipboard => {
            clipboard::hold();
            Ok(Report::silent())
        }
    }
}
