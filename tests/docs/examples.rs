//! Commands that the pages show: each is understood, and what the README says of the Bengali functions is what they print.

use clap::Parser;
use khobor::cli::Cli;
use std::process::Command;

/// Lines of a page's code blocks.
pub(crate) fn code(page: &str) -> Vec<&str> {
    let mut fenced = false;
    let mut lines = Vec::new();
    for line in page.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if fenced || line.starts_with("    ") {
            lines.push(line.trim());
        }
    }
    lines
}

/// The command lines of the program among them.
pub(crate) fn commands(page: &str) -> Vec<String> {
    let own = |line: &str| {
        let line = line
            .trim_start_matches("$ ")
            .trim_start_matches("cargo run --release -- ");
        let line = line.rsplit_once("| ").map_or(line, |(_, last)| last);
        let named = line.starts_with("khobor ") || line == "build";
        named.then(|| line.trim_start_matches("khobor ").to_owned())
    };
    code(page).into_iter().filter_map(own).collect()
}

/// Panics when a command is not one.
pub(crate) fn understood(page: &str, command: &str) {
    let words = std::iter::once("khobor".to_owned()).chain(words(command));
    if let Err(error) = Cli::try_parse_from(words) {
        panic!("{page}: `khobor {command}` is not understood: {error}");
    }
}

/// Words as a shell takes them, quotes taken off.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for letter in command.chars() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (None, '"' | '\'') => quote = Some(letter),
            (None, ' ') => words.push(String::new()),
            _ => words.iter_mut().last().expect("a word is open").push(letter),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Runs every `$ … | khobor …` line of a page and compares what it prints with the line below.
pub(crate) fn printed(page: &str) {
    let lines = code(page);
    let program = env!("CARGO_BIN_EXE_khobor");
    let mut run = 0;
    for pair in lines.windows(2) {
        let Some(command) = pair[0].strip_prefix("$ ").filter(|c| c.contains("| khobor ")) else {
            continue;
        };
        let command = command.replace("| khobor ", &format!("| '{program}' "));
        let out = Command::new("sh")
            .arg("-c")
            .arg(&command)
            .output()
            .expect("a shell runs");
        assert_eq!(String::from_utf8_lossy(&out.stdout).trim_end(), pair[1], "{}", pair[0]);
        run += 1;
    }
    assert!(run > 5, "the README shows the Bengali functions");
}
