//! The reference of the command line.

use clap::{Arg, Command, CommandFactory};
use std::fmt::Write;

/// Every command with its arguments, from the definition that parses them.
pub(crate) fn page() -> String {
    let mut root = khobor::cli::Cli::command();
    root.build();
    let mut out = String::new();
    let _ = write!(out, "## Options of every command\n\n");
    arguments(&root, true, &mut out);
    for command in root.get_subcommands().filter(|c| c.get_name() != "help") {
        section(command, &mut out);
    }
    out
}

fn section(command: &Command, out: &mut String) {
    let inner: Vec<&Command> = command.get_subcommands().filter(|c| c.get_name() != "help").collect();
    if inner.is_empty() {
        let name = command.get_bin_name().unwrap_or_else(|| command.get_name());
        let usage = command.clone().render_usage().to_string();
        let usage = usage
            .trim_start_matches("Usage:")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let _ = write!(out, "## `{name}`\n\n{}\n\n```text\n{usage}\n```\n\n", about(command));
        arguments(command, false, out);
    }
    for command in inner {
        section(command, out);
    }
}

fn about(command: &Command) -> String {
    let about = command.get_long_about().or_else(|| command.get_about());
    escaped(&about.map(ToString::to_string).unwrap_or_default())
}

fn arguments(command: &Command, global: bool, out: &mut String) {
    let shown: Vec<&Arg> = command
        .get_arguments()
        .filter(|a| a.is_global_set() == global && !matches!(a.get_id().as_str(), "help" | "version"))
        .collect();
    if shown.is_empty() {
        return;
    }
    let _ = write!(out, "| argument | what it does |\n|---|---|\n");
    for argument in &shown {
        let _ = writeln!(
            out,
            "| `{}` | {} |",
            crate::cell(&name(argument)),
            crate::cell(&what(argument))
        );
    }
    out.push('\n');
    for argument in shown {
        values(argument, out);
    }
}

fn name(argument: &Arg) -> String {
    let names = argument.get_value_names().unwrap_or_default();
    let takes = argument.get_action().takes_values();
    let value = names.iter().map(|n| format!("<{n}>")).collect::<Vec<_>>().join(" ");
    let more = if argument.get_num_args().is_some_and(|n| n.max_values() > 1) {
        "..."
    } else {
        ""
    };
    match (argument.get_long(), argument.get_short()) {
        (Some(long), Some(short)) if takes => format!("-{short}, --{long} {value}"),
        (Some(long), None) if takes => format!("--{long} {value}"),
        (Some(long), Some(short)) => format!("-{short}, --{long}"),
        (Some(long), None) => format!("--{long}"),
        _ => format!("{value}{more}"),
    }
}

fn what(argument: &Arg) -> String {
    let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
    let default = argument
        .get_default_values()
        .iter()
        .map(|v| v.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(", ");
    let help = escaped(help.trim_end_matches('.'));
    if default.is_empty() || !argument.get_action().takes_values() {
        help
    } else {
        format!("{help} (default `{default}`)")
    }
}

/// The words that an argument takes, where each has its own help.
fn values(argument: &Arg, out: &mut String) {
    let values = argument.get_possible_values();
    if !values.iter().any(|v| v.get_help().is_some()) {
        return;
    }
    let _ = write!(
        out,
        "| `{}` | what it does |\n|---|---|\n",
        crate::cell(&name(argument))
    );
    for value in values {
        let help = value.get_help().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(out, "| `{}` | {} |", value.get_name(), crate::cell(&escaped(&help)));
    }
    out.push('\n');
}

/// Angle brackets outside of code would be taken for tags.
fn escaped(text: &str) -> String {
    let part = |(index, part): (usize, &str)| {
        if index % 2 == 0 {
            part.replace('<', "&lt;")
        } else {
            part.to_owned()
        }
    };
    text.split('`').enumerate().map(part).collect::<Vec<_>>().join("`")
}
