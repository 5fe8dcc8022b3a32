//! Where front matter ends and the body begins.

use super::data::{self, Entry};
use super::notes::{File, Notes};
use super::{toml, yaml};
use crate::diag::codes::source as codes;
use crate::diag::{Diagnostic, parser_reason};
use std::ops::Range;

/// Front matter may be this large.
const LARGEST: usize = 64 * 1024;

/// A file's front matter and where its body begins.
pub(crate) struct Split {
    /// The keys in the order written.
    pub(crate) entries: Vec<Entry>,
    /// The byte that the body begins at.
    pub(crate) body: usize,
    /// A fault of syntax was reported: a key that is missing may only have been unreadable.
    pub(crate) broken: bool,
}

/// Splits a file into front matter and body, and reads the front matter. A file without any is all body.
pub(crate) fn split(file: &File, notes: &mut Notes) -> Split {
    let Some((mark, opening)) = opening(file.text) else {
        return Split {
            entries: Vec::new(),
            body: 0,
            broken: false,
        };
    };
    let Some((inside, body)) = closing(file.text, mark, opening.end) else {
        notes.report(
            file,
            opening.start..opening.start + 3,
            Diagnostic::new(&codes::UNCLOSED_FRONT_MATTER).arg("mark", mark),
        );
        return Split {
            entries: Vec::new(),
            body: file.text.len(),
            broken: true,
        };
    };
    if inside.len() > LARGEST {
        notes.report(
            file,
            opening.start..opening.start + 3,
            Diagnostic::new(&codes::LARGE_FRONT_MATTER).arg("limit", "64 KiB"),
        );
        return Split {
            entries: Vec::new(),
            body,
            broken: true,
        };
    }
    let text = file.slice(&inside);
    let (entries, faults) = match mark {
        "+++" => toml::from_toml(text, inside.start),
        _ => yaml::from_yaml(text, inside.start),
    };
    let broken = !faults.is_empty();
    tell_faults(file, faults, notes);
    Split { entries, body, broken }
}

/// The mark of a file's front matter, and where what stands inside of it lies.
pub(crate) fn inside(text: &str) -> Option<(&'static str, Range<usize>)> {
    let (mark, opening) = opening(text)?;
    let (inside, _) = closing(text, mark, opening.end)?;
    Some((mark, inside))
}

/// Whether a file's front matter is YAML.
pub(crate) fn is_yaml(text: &str) -> bool {
    opening(text).is_some_and(|(mark, _)| mark == "---")
}

/// Tells the faults of syntax of front matter or of a data file.
pub(crate) fn tell_faults(file: &File, faults: Vec<data::Fault>, notes: &mut Notes) {
    for fault in faults {
        let diagnostics = match fault.twice {
            Some(key) => Diagnostic::new(&codes::DUPLICATE_KEY).arg("key", key),
            None if is_yaml(file.text) => {
                Diagnostic::new(&codes::BAD_YAML).arg_in("reason", parser_reason(&fault.reason), fault.reason)
            }
            None => {
                Diagnostic::new(&codes::BAD_FRONT_MATTER).arg_in("reason", parser_reason(&fault.reason), fault.reason)
            }
        };
        notes.report(file, fault.at, diagnostics);
    }
}

/// The mark of the first line that is not blank, and that line's range.
fn opening(text: &str) -> Option<(&'static str, Range<usize>)> {
    let start = text.len() - text.trim_start().len();
    let start = text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(start..)?.lines().next()?;
    let mark = match line.trim_end() {
        "+++" => "+++",
        "---" => "---",
        _ => return None,
    };
    Some((mark, start..(start + line.len() + 1).min(text.len())))
}

/// The range between the marks, and where the text after them begins.
fn closing(text: &str, mark: &str, from: usize) -> Option<(Range<usize>, usize)> {
    let mut at = from;
    for line in text.get(from..)?.split_inclusive('\n') {
        let bare = line.trim_end();
        if bare == mark || (mark == "---" && bare == "...") {
            return Some((from..at, at + line.len()));
        }
        at += line.len();
    }
    None
}
