//! `--help`, and what is said of a call that makes no sense, in Chinese. The English of both is clap's, which has the
//! texts that stand beside the arguments; the Chinese stands in `src-tauri/words/zh/help.ftl`: a message for each
//! command by its path, an attribute of it for each argument.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::num::ParseIntError;

use bridgekeeper_core::words::{self, HELP, Language};
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorFormatter, ErrorKind};
use clap::{Arg, Command, CommandFactory, FromArgMatches, Parser};

use crate::Arguments;

/// What `--help` itself says, whatever the command: headings and the like.
const FRAME: &str = "frame";
/// What is said of a call that makes no sense.
const ERROR: &str = "error";
/// The command line as a whole, and what every command takes.
const ROOT: &str = "bridgekeeper";

/// What this program was called with. Ends it where that was a call for help, or makes no sense.
pub fn arguments() -> Arguments {
    Arguments::try_parse().unwrap_or_else(|error| match words::spoken() {
        Language::En => error.exit(),
        // Only whoever is shown the texts waits until they are read.
        Language::Zh => {
            let matches = in_chinese(Arguments::command()).try_get_matches();
            let read = matches.and_then(|matches| Arguments::from_arg_matches(&matches));
            read.unwrap_or_else(|error| error.apply::<Chinese>().exit())
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

/// What clap says of a call that makes no sense.
struct Chinese;

impl ErrorFormatter for Chinese {
    fn format_error(error: &clap::error::Error<Self>) -> StyledStr {
        use ContextKind as C;
        let context = |kind: C| error.get(kind).map(|value| shown(value, "、"));
        let what = match error.kind() {
            ErrorKind::UnknownArgument => "unknown-argument",
            ErrorKind::InvalidSubcommand => "unknown-command",
            ErrorKind::MissingSubcommand => "missing-command",
            ErrorKind::MissingRequiredArgument => "missing-argument",
            ErrorKind::ArgumentConflict => "conflict",
            ErrorKind::InvalidValue if context(C::InvalidValue).is_some_and(|value| value.is_empty()) => {
                "missing-value"
            }
            ErrorKind::InvalidValue | ErrorKind::ValueValidation => "bad-value",
            ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => "missing-value",
            ErrorKind::TooManyValues => "too-many-values",
            // Texts of clap's own that this formatter is not asked for, and what is no text at all.
            _ => "unreadable",
        };
        let (arg, other) = (context(C::InvalidArg), context(C::PriorArg));
        let value = context(C::InvalidValue).or_else(|| context(C::InvalidSubcommand));
        let blanks = HashMap::from([
            ("arg", arg.unwrap_or_default()),
            ("other", other.unwrap_or_default()),
            ("value", value.unwrap_or_default()),
        ]);
        let mut text = HELP.get_attr_args(ERROR, what, blanks);
        if let Some(values) = context(C::ValidValue).filter(|values| !values.is_empty()) {
            text += &HELP.get_attr_args(FRAME, "possible", HashMap::from([("values", values)]));
        }
        if let Some(why) = std::error::Error::source(error) {
            let why = match why.is::<ParseIntError>() {
                true => HELP.get_attr(ERROR, "no-number"),
                false => why.to_string(),
            };
            text += &HELP.get_attr_args(ERROR, "because", HashMap::from([("why", why)]));
        }
        let near = [C::SuggestedArg, C::SuggestedSubcommand, C::SuggestedValue]
            .into_iter()
            .find_map(|kind| Some(shown(error.get(kind)?, "”、“")));
        if let Some(near) = near.filter(|near| !near.is_empty()) {
            text += "\n\n";
            text += &HELP.get_attr_args(ERROR, "near", HashMap::from([("near", near)]));
        }
        if let Some(usage) = context(C::Usage) {
            text += "\n\n";
            text += &HELP.get_attr(FRAME, "usage");
            text += usage.trim_end().trim_start_matches("Usage: ");
        }
        let mut styled = StyledStr::new();
        // A text takes whatever is written into it.
        let _ = write!(styled, "{text}\n\n{}\n", HELP.get_attr(ERROR, "more"));
        styled
    }
}

/// What clap knows of an error, as it is shown.
fn shown(value: &ContextValue, between: &str) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(between),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => {
            texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(between)
        }
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
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
        let wrong =
            ["unknown-argument", "unknown-command", "missing-command", "missing-argument", "missing-value"];
        let more = [
            "conflict",
            "bad-value",
            "too-many-values",
            "unreadable",
            "because",
            "no-number",
            "near",
            "more",
        ];
        wanted.extend(wrong.into_iter().chain(more).map(|part| format!("{ERROR}.{part}")));
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

    #[test]
    fn a_call_that_makes_no_sense_is_told_so_in_chinese() {
        let said = |words: &[&str]| {
            let words = ["bridgekeeper"].iter().chain(words);
            let matches = in_chinese(Arguments::command()).try_get_matches_from(words);
            let error = matches.and_then(|matches| Arguments::from_arg_matches(&matches)).err();
            error.expect("it makes none").apply::<Chinese>().to_string()
        };
        for (words, there) in [
            (
                &["keyz"][..],
                "错误：没有“keyz”这个命令\n\n提示：有一个相近的：“keys”、“key”\n\n用法：bridgekeeper ",
            ),
            (
                &["keys", "list", "--staus", "on"],
                "错误：不认识参数“--staus”\n\n提示：有一个相近的：“--status”",
            ),
            (
                &["usage", "--by", "moon"],
                "错误：“moon”不能用作“--by <tool|key|model|day>” [可选值：tool、key、model、day]",
            ),
            (&["usage", "--days"], "错误：“--days <DAYS>”需要一个值"),
            (&["usage", "--days", "many"], "错误：“many”不能用作“--days <DAYS>”：应为整数\n"),
            (&["keys", "create"], "错误：缺少必需的参数：<NAME>"),
        ] {
            let text = said(words);
            assert!(text.contains(there), "{there} in {text}");
            assert!(text.ends_with("\n\n更多信息请用 --help\n") && !text.contains("Usage"), "{text}");
        }
    }
}
