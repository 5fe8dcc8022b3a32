//! The command line is read: `--help`, and what is wrong with the arguments, in the language of the run.

use super::options::{Cli, Global};
use super::{exit, help_bn, lang, output};
use crate::diag::Lang;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches};
use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// Reads the arguments.
///
/// # Errors
/// The exit code, after help was printed or what is wrong was said.
pub(super) fn parse(arguments: Vec<OsString>) -> Result<Cli, u8> {
    let lang = lang::lang(&early(&arguments));
    let mut command = match lang {
        Lang::Bn => help_bn::translated(Cli::command()),
        Lang::En => Cli::command(),
    };
    let matches = command.try_get_matches_from_mut(arguments);
    let read = matches.and_then(|mut matches| Cli::from_arg_matches_mut(&mut matches));
    read.map_err(|error| said(&error, lang))
}

/// What must be known before the arguments are read, because it decides the language: `--lang` and `--root`.
fn early(arguments: &[OsString]) -> Global {
    let words: Vec<&str> = arguments.iter().filter_map(|a| a.to_str()).collect();
    let value = |name: &str| {
        let at = words.iter().position(|w| {
            w.strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
        })?;
        match words[at].split_once('=') {
            Some((_, value)) => Some(value.to_owned()),
            None => words.get(at + 1).map(|w| (*w).to_owned()),
        }
    };
    Global {
        root: PathBuf::from(value("--root").unwrap_or_else(|| ".".to_owned())),
        lang: value("--lang").filter(|l| l == "bn" || l == "en"),
        ..Global::default()
    }
}

/// Prints help or a fault. The exit code.
fn said(error: &clap::Error, lang: Lang) -> u8 {
    let fault = error.use_stderr();
    let terminal = if fault {
        std::io::stderr().is_terminal()
    } else {
        std::io::stdout().is_terminal()
    };
    let colour = terminal && std::env::var_os("NO_COLOR").is_none();
    let text = match (fault, lang) {
        (true, Lang::Bn) => output::visible(&bengali(error)),
        // What was typed is quoted in it: clap's colours are not worth what else may be in there.
        (true, Lang::En) => output::visible(&error.render().to_string()),
        (false, _) if colour => error.render().ansi().to_string(),
        (false, _) => error.render().to_string(),
    };
    let text = if lang == Lang::Bn { help_bn::words(&text) } else { text };
    if fault {
        let _ = std::io::stderr().write_all(text.as_bytes());
        return exit::USAGE;
    }
    output::print_bytes(text.as_bytes());
    output::ended(exit::OK)
}

/// What is wrong with the arguments, in Bengali.
fn bengali(error: &clap::Error) -> String {
    let usage = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => usage.to_string().replace("Usage:", "ব্যবহার:"),
        _ => String::new(),
    };
    let suggested = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ];
    let near = suggested.iter().find_map(|kind| value(error, *kind));
    let near = near.map_or_else(String::new, |near| format!("\n\n  কাছাকাছি আছে: {near}"));
    format!("ভুল: {}{near}\n\n{usage}\n\nআরও জানতে: --help\n", reason(error))
}

/// A value of an error's context; of several, all of them.
fn value(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(all) if !all.is_empty() => Some(all.join(", ")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        ContextValue::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn reason(error: &clap::Error) -> String {
    let get = |kind| value(error, kind).unwrap_or_default();
    let (argument, given) = (get(ContextKind::InvalidArg), get(ContextKind::InvalidValue));
    match error.kind() {
        ErrorKind::UnknownArgument => format!("এমন কোনো বিকল্প নেই: {argument}"),
        ErrorKind::InvalidSubcommand => format!("এমন কোনো কমান্ড নেই: {}", get(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "কোন কমান্ড, তা বলা হয়নি".to_owned()
        }
        ErrorKind::InvalidValue if given.is_empty() => format!("{argument}: মান দেওয়া হয়নি"),
        ErrorKind::InvalidValue => {
            let valid = get(ContextKind::ValidValue);
            let valid = if valid.is_empty() {
                valid
            } else {
                format!("; হতে পারে: {valid}")
            };
            format!("{argument}: “{given}” এখানে চলে না{valid}")
        }
        ErrorKind::ValueValidation => format!("{argument}: “{given}” এখানে চলে না"),
        ErrorKind::MissingRequiredArgument => format!("দেওয়া হয়নি: {argument}"),
        ErrorKind::ArgumentConflict => {
            let other = get(ContextKind::PriorArg);
            if other.is_empty() || other == argument {
                format!("{argument} একবারের বেশি দেওয়া যায় না")
            } else {
                format!("{argument} ও {other} একসঙ্গে দেওয়া যায় না")
            }
        }
        ErrorKind::TooManyValues => format!("{argument}: “{given}” বাড়তি"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("{argument}: মানের সংখ্যা ঠিক নয়"),
        ErrorKind::NoEquals => format!("{argument}: মান = দিয়ে লিখতে হবে"),
        ErrorKind::InvalidUtf8 => "নির্দেশের একটি অংশ ইউটিএফ-৮ নয়".to_owned(),
        _ => "নির্দেশটি বোঝা যায়নি".to_owned(),
    }
}
