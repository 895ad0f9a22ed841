//! `--help` in Chinese. Its English stands beside the arguments, where clap reads it; the Chinese in
//! `src-tauri/words/zh/help.ftl`: a message for each command by its path, an attribute of it for each argument.

use std::collections::HashMap;

use bridgekeeper_core::words::{self, HELP, Language};
use clap::{Arg, Command, CommandFactory, FromArgMatches, Parser};

use crate::Arguments;

/// What `--help` itself says, whatever the command: headings and the like.
const FRAME: &str = "frame";
/// The command line as a whole, and what every command takes.
const ROOT: &str = "bridgekeeper";

/// What this program was called with. Ends it where that was a call for help, or makes no sense.
pub fn arguments() -> Arguments {
    Arguments::try_parse().unwrap_or_else(|error| match words::spoken() {
        Language::En => error.exit(),
        // Only whoever is shown the texts waits until they are read.
        Language::Zh => {
            let matches = in_chinese(Arguments::command()).get_matches();
            Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
        }
    })
}

/// A command line with its texts in Chinese, what clap adds to it included.
fn in_chinese(mut command: Command) -> Command {
    command.build();
    reworded(command, ROOT, "")
}

/// A command and all below it. `path`: what the messages of those below begin with.
fn reworded(command: Command, message: &str, path: &str) -> Command {
    if command.is_hide_set() {
        return command;
    }
    let template = template(&command);
    command
        .about(HELP.get(message))
        .long_about(None::<&str>)
        .help_template(template)
        .mut_args(|arg| if arg.is_hide_set() { arg } else { explained(arg, message) })
        .mut_subcommands(|below| {
            let name = below.get_name().to_owned();
            match name.as_str() {
                // It has the same commands below it once more.
                "help" => reworded(below, "help", path),
                _ => {
                    let path = path_of(&name, path);
                    reworded(below, &path, &path)
                }
            }
        })
}

/// The message of a command below another.
fn path_of(name: &str, above: &str) -> String {
    if above.is_empty() { name.to_owned() } else { format!("{above}-{name}") }
}

/// The message and its attribute that explain an argument.
fn place<'a>(arg: &Arg, message: &'a str) -> (&'a str, String) {
    let id = arg.get_id().as_str();
    let is_everywhere = arg.is_global_set() || matches!(id, "help" | "version");
    (if is_everywhere { ROOT } else { message }, id.replace('_', "-"))
}

fn explained(arg: Arg, message: &str) -> Arg {
    let (message, attribute) = place(&arg, message);
    let mut text = HELP.get_attr(message, &attribute);
    // What clap adds to it in English.
    if arg.get_action().takes_values() {
        let possible: Vec<_> =
            arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
        let default: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        for (what, values) in [("possible", possible.join("、")), ("default", default.join(" "))] {
            if !values.is_empty() {
                text += &HELP.get_attr_args(FRAME, what, HashMap::from([("values", values)]));
            }
        }
    }
    arg.help(text).long_help(None::<&str>).hide_possible_values(true).hide_default_value(true)
}

/// How clap lays help out, with the headings in Chinese.
fn template(command: &Command) -> String {
    let (usage, header) = (command.get_styles().get_usage(), command.get_styles().get_header());
    let parts = [
        ("commands", "subcommands", command.get_subcommands().any(|below| !below.is_hide_set())),
        ("arguments", "positionals", command.get_positionals().any(|arg| !arg.is_hide_set())),
        ("options", "options", command.get_arguments().any(|arg| !arg.is_positional() && !arg.is_hide_set())),
    ];
    let mut template = format!("{{about}}\n\n{usage}{}{usage:#}{{usage}}", HELP.get_attr(FRAME, "usage"));
    for (heading, tag, _) in parts.iter().filter(|(.., is_there)| *is_there) {
        let heading = HELP.get_attr(FRAME, heading);
        template += &format!("\n\n{header}{heading}{header:#}\n{{{tag}}}");
    }
    template
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The names of the texts that a command and those below it are shown with.
    fn shown(command: &Command, message: &str, path: &str, names: &mut BTreeSet<String>) {
        names.insert(message.to_owned());
        for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
            let (message, attribute) = place(arg, message);
            names.insert(format!("{message}.{attribute}"));
        }
        for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
            match below.get_name() {
                "help" => drop(names.insert("help".to_owned())),
                name => {
                    let path = path_of(name, path);
                    shown(below, &path, &path, names);
                }
            }
        }
    }

    #[test]
    fn every_command_and_argument_has_a_text_and_no_text_is_left_over() {
        let mut command = Arguments::command();
        command.build();
        let mut wanted = BTreeSet::new();
        shown(&command, ROOT, "", &mut wanted);
        for part in ["usage", "commands", "arguments", "options", "possible", "default"] {
            wanted.insert(format!("{FRAME}.{part}"));
        }
        let language = HELP.current_languages().remove(0);
        let there = HELP.with_message_iter(&language, |messages| {
            let mut names = BTreeSet::new();
            for message in messages {
                let name = message.id.name;
                names.extend(message.value.is_some().then(|| name.to_owned()));
                names.extend(message.attributes.iter().map(|part| format!("{name}.{}", part.id.name)));
            }
            names
        });
        let missing: Vec<_> = wanted.difference(&there).collect();
        let left: Vec<_> = there.difference(&wanted).collect();
        assert!(missing.is_empty() && left.is_empty(), "missing: {missing:?}, left over: {left:?}");
    }

    #[test]
    fn help_is_chinese_throughout() {
        let mut help = in_chinese(Arguments::command());
        let text = help.render_long_help().to_string();
        for there in ["用法：bridgekeeper ", "\n命令：\n", "\n选项：\n"] {
            assert!(text.contains(there), "{there} in {text}");
        }
        let mut usage = help.find_subcommand("usage").cloned().expect("a command of ours");
        let text = usage.render_long_help().to_string();
        for there in ["[可选值：tool、key、model、day]", "[默认值：30]"] {
            assert!(text.contains(there), "{there} in {text}");
        }
        assert!(!text.contains("[default") && !text.contains("Usage"), "{text}");
    }
}
