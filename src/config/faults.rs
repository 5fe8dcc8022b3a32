//! Faults of values in `khobor.toml`, with their places.

use crate::diag::codes::config as codes;
use crate::diag::{Diagnostic, Place, did_you_mean};
use std::ops::Range;

/// Why a value cannot be used, in English and Bengali, and what to write instead.
type Reason<'r> = ((&'static str, &'static str), &'r str);

/// Collects faults of values while a [`Site`] is being resolved.
pub(super) struct Faults<'a> {
    text: &'a str,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> Faults<'a> {
    pub(super) fn new(text: &'a str) -> Faults<'a> {
        let diagnostics = Vec::new();
        Faults { text, diagnostics }
    }

    pub(super) fn bad(&mut self, key: &str, value: &str, reason: (&'static str, &'static str), help: &str) {
        let at = self.place(key);
        self.report(at, key, value, (reason, help));
    }

    /// Reports `value` of the table whose header, or whose braces, are at `table`.
    pub(super) fn bad_in(&mut self, table: Range<usize>, key: &str, value: &str, reason: Reason<'_>) {
        let at = self.inside(table, value);
        self.report(Some(at), key, value, reason);
    }

    /// Where `value` is written in the table at `table`; the table's own place when it is not found.
    fn inside(&self, table: Range<usize>, value: &str) -> Range<usize> {
        let rest = self.text.get(table.start..).unwrap_or_default();
        // A table with a header ends where the next begins.
        let body = rest.find("\n[").map_or(rest, |end| &rest[..end]);
        match body.find(&format!("\"{value}\"")) {
            Some(at) if !value.is_empty() => table.start + at + 1..table.start + at + 1 + value.len(),
            _ => table,
        }
    }

    fn report(&mut self, at: Option<Range<usize>>, key: &str, value: &str, (reason, help): Reason<'_>) {
        let diagnostic = Diagnostic::new(&codes::BAD_VALUE)
            .arg("key", key)
            .arg("value", format!("“{value}”"))
            .arg_in("reason", reason.1, reason.0)
            .arg("help", help);
        self.diagnostics.push(match at {
            Some(at) => diagnostic.at(Place::in_text("khobor.toml", self.text, at)),
            None => diagnostic.at(Place::file("khobor.toml")),
        });
    }

    /// The line, from 1, of the byte `at`; 0 when there is no such byte.
    pub(super) fn line_at(&self, at: usize) -> u32 {
        let before = self.text.get(..at);
        before.map_or(0, |text| text.bytes().filter(|b| *b == b'\n').count() as u32 + 1)
    }

    /// The line of `table.key`; 0 when it is not found.
    pub(super) fn line(&self, key: &str) -> u32 {
        self.place(key).map_or(0, |at| self.line_at(at.start))
    }

    /// Where `table.key` is written: the key's line below the table's header, else the header. Good enough for files as
    /// people write them; a key of an inline table is reported at its table.
    fn place(&self, key: &str) -> Option<Range<usize>> {
        let header = |table: &str| {
            let found = [format!("[{table}]"), format!("[[{table}]]")]
                .into_iter()
                .find_map(|h| self.text.find(&h));
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
        let at = self.place(key);
        self.unknown(at, key, value, known);
        known[0]
    }

    /// Reports `value` of the table at `table`, which is none of `known`.
    pub(super) fn none_of(&mut self, table: Range<usize>, key: &str, value: &str, known: &[&str]) {
        let at = self.inside(table, value);
        self.unknown(Some(at), key, value, known);
    }

    fn unknown(&mut self, at: Option<Range<usize>>, key: &str, value: &str, known: &[&str]) {
        let near = did_you_mean(value, known.iter().copied());
        let help = near.map_or_else(|| known.join(", "), |n| format!("`{n}`?"));
        let reason = ("not one of the known words", "জানা শব্দগুলোর একটি নয়");
        self.report(at, key, value, (reason, &help));
    }
}
