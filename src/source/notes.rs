//! The faults of one file as they are found, and the file that they are found in.

use super::types::ReadOptions;
use crate::diag::codes::source as codes;
use crate::diag::{Diagnostic, Place, Severity};
use std::ops::Range;

/// Faults shown of one file; a file of noise must not cost quadratic time or flood a terminal.
const SHOWN: usize = 200;

/// The file that is being read.
#[derive(Clone, Copy)]
pub(crate) struct File<'a> {
    /// Site-relative path.
    pub(crate) path: &'a str,
    /// Its whole text, front matter included.
    pub(crate) text: &'a str,
    /// The site's reading options.
    pub(crate) options: &'a ReadOptions,
}

impl<'a> File<'a> {
    /// The place of a byte range of this file.
    pub(crate) fn place(&self, at: Range<usize>) -> Place {
        Place::in_text(self.path, self.text, at)
    }

    /// The slice of a byte range; empty when it is none.
    pub(crate) fn slice(&self, at: &Range<usize>) -> &'a str {
        self.text.get(at.clone()).unwrap_or_default()
    }
}

/// The faults found so far; the same fault at the same place is reported once.
#[derive(Default)]
pub(crate) struct Notes {
    diagnostics: Vec<Diagnostic>,
    more: usize,
    /// Whether one of those that are only counted is an error.
    more_errors: bool,
}

impl Notes {
    /// Reports a fault at a byte range of the file.
    pub(crate) fn report(&mut self, file: &File, at: Range<usize>, diagnostic: Diagnostic) {
        if self.diagnostics.len() >= SHOWN {
            self.more += 1;
            self.more_errors |= diagnostic.severity() == Severity::Error;
            return;
        }
        let diagnostic = diagnostic.at(file.place(at));
        if !self
            .diagnostics
            .iter()
            .any(|t| t.code == diagnostic.code && t.place == diagnostic.place && t.args == diagnostic.args)
        {
            self.diagnostics.push(diagnostic);
        }
    }

    /// The faults without a count of those beyond: for lint, which is no error.
    pub(crate) fn finish_quietly(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// Every fault, and how many more there are.
    pub(crate) fn finish(mut self, path: &str) -> Vec<Diagnostic> {
        if self.more > 0 {
            let code = if self.more_errors {
                &codes::MORE
            } else {
                &codes::MORE_WARNINGS
            };
            let more = Diagnostic::new(code).arg("count", self.more).at(Place::file(path));
            self.diagnostics.push(more);
        }
        self.diagnostics
    }
}
