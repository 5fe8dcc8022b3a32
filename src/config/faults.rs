//! Faults of values in `khobor.toml`, with their places.

use crate::diag::codes::config as codes;
use crate::diag::{Diagnostic, Place, did_you_mean};

/// Collects faults of values while a [`Site`] is being resolved.
pub(super) struct Faults<'a> {
    text: &'a str,
    /// Which of several tables of one name is being looked at, from 0.
    pub(super) nth: usize,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> Faults<'a> {
    pub(super) fn new(text: &'a str) -> Faults<'a> {
        let diagnostics = Vec::new();
        Faults {
            text,
            nth: 0,
            diagnostics,
        }
    }

    pub(super) fn bad(&mut self, key: &str, value: &str, reason: (&'static str, &'static str), help: &str) {
        let diagnostic = Diagnostic::new(&codes::BAD_VALUE)
            .arg("key", key)
            .arg("value", format!("“{value}”"))
            .arg("reason", format!("{} / {}", reason.0, reason.1))
            .arg("help", help);
        self.diagnostics.push(match self.place(key) {
            Some(at) => diagnostic.at(Place::in_text("khobor.toml", self.text, at)),
            None => diagnostic.at(Place::file("khobor.toml")),
        });
    }

    /// Where `table.key` is written: the key's line below the table's header, else the header. Good enough for files as
    /// people write them; a key of an inline table is reported at its table.
    fn place(&self, key: &str) -> Option<std::ops::Range<usize>> {
        let header = |table: &str| {
            let found = [format!("[{table}]"), format!("[[{table}]]")]
                .into_iter()
                .find_map(|h| {
                    self.text
                        .match_indices(&h)
                        .nth(self.nth)
                        .or_else(|| self.text.match_indices(&h).next())
                });
            let found = found.map(|(at, _)| at);
            found.map(|at| at + self.text[at..].bytes().take_while(|b| *b == b'[').count())
        };
        if let Some(at) = header(key) {
            return Some(at..at + key.len());
        }
        let (table, name) = key.rsplit_once('.')?;
        let from = header(table).unwrap_or(0);
        let mut at = from;
        for line in self.text[from..].split_inclusive('\n') {
            let rest = line.strip_prefix(name).map(str::trim_start);
            if rest.is_some_and(|r| r.starts_with('=')) {
                return Some(at..at + name.len());
            }
            at += line.len();
        }
        header(table).map(|at| at..at + table.len())
    }

    pub(super) fn one_of<'v>(&mut self, key: &str, value: Option<&'v str>, known: &[&'v str]) -> &'v str {
        let Some(value) = value else { return known[0] };
        if known.contains(&value) {
            return value;
        }
        let near = did_you_mean(value, known.iter().copied());
        let help = near.map_or_else(|| known.join(", "), |n| format!("`{n}`?"));
        self.bad(key, value, ("not one of the known words", "জানা শব্দগুলোর একটি নয়"), &help);
        known[0]
    }
}
