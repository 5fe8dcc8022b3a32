//! Prints diagnostics for people. Carets are drawn only where they cannot drift: under ASCII. Elsewhere the words at
//! fault are quoted, because no two terminals agree on the width of a Bengali cluster.

use super::{Diagnostic, Lang, Place, Severity};
use crate::bengali::number;
use std::borrow::Cow;
use std::fmt::Write;
use unicode_segmentation::UnicodeSegmentation;

/// How diagnostics are printed.
#[derive(Debug, Clone, Copy)]
pub struct Printer {
    /// The language of the texts.
    pub lang: Lang,
    /// Whether to use ANSI colours.
    pub colour: bool,
}

impl Printer {
    /// One diagnostic as text, several lines, each ended by a line feed. Control characters of the input are escaped.
    pub fn format(&self, diagnostic: &Diagnostic) -> String {
        let mut out = String::new();
        let (name, colour) = self.severity(diagnostic.severity());
        let (bold, reset) = if self.colour { (colour, "\u{1b}[0m") } else { ("", "") };
        let _ = writeln!(
            out,
            "{bold}{name} {}{reset}: {}",
            diagnostic.code.id,
            printable(&diagnostic.message(self.lang))
        );
        if let Some(place) = &diagnostic.place {
            out.push_str(&self.place(place));
        }
        let help = diagnostic.help(self.lang);
        if !help.is_empty() {
            let label = if self.lang == Lang::Bn {
                "করণীয়"
            } else {
                "help"
            };
            let _ = writeln!(out, "  = {label}: {}", printable(&help));
        }
        out
    }

    fn severity(&self, severity: Severity) -> (&'static str, &'static str) {
        match (severity, self.lang) {
            (Severity::Error, Lang::Bn) => ("ভুল", "\u{1b}[1;31m"),
            (Severity::Error, Lang::En) => ("error", "\u{1b}[1;31m"),
            (Severity::Warning, Lang::Bn) => ("সতর্কতা", "\u{1b}[1;33m"),
            (Severity::Warning, Lang::En) => ("warning", "\u{1b}[1;33m"),
            (Severity::Note, Lang::Bn) => ("জ্ঞাতব্য", "\u{1b}[1;36m"),
            (Severity::Note, Lang::En) => ("note", "\u{1b}[1;36m"),
        }
    }

    fn place(&self, place: &Place) -> String {
        let mut out = format!("  --> {}", printable(&place.path));
        if place.line > 0 {
            let _ = write!(out, ":{}", place.line);
        }
        if place.column > 0 {
            let _ = write!(out, ":{}", place.column);
        }
        out.push('\n');
        if place.quoted.trim().is_empty() {
            return out;
        }
        let margin = place.line.to_string();
        let _ = writeln!(out, "{margin:>4} | {}", printable(&place.quoted));
        let _ = match self.marker(place) {
            Some(marker) => writeln!(out, "     | {marker}"),
            None => Ok(()),
        };
        out
    }

    /// A caret line under an ASCII line, or the quoted word under a Bengali one.
    fn marker(&self, place: &Place) -> Option<String> {
        if place.column == 0 || place.word.is_empty() {
            return None;
        }
        if place.quoted.is_ascii() {
            let carets = "^".repeat(place.word.len().min(place.quoted.len()).max(1));
            return Some(format!("{}{carets}", " ".repeat(place.column as usize - 1)));
        }
        let word = printable(&beginning(&place.word, WORD));
        Some(match self.lang {
            Lang::Bn => format!("এখানে: “{word}” (কলাম {})", number::integer(i64::from(place.column))),
            Lang::En => format!("here: “{word}” (column {})", place.column),
        })
    }
}

/// Clusters of the words at fault that are shown.
const WORD: usize = 100;

/// The first `most` clusters of a text, with an ellipsis where there are more.
pub(super) fn beginning(text: &str, most: usize) -> Cow<'_, str> {
    match text.grapheme_indices(true).nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}

/// Joins names as a sentence does: `ক, খ ও গ`, `a, b and c`.
///
/// ```
/// use khobor::diag::{Lang, list};
/// assert_eq!(list(Lang::Bn, &["ক", "খ", "গ"]), "ক, খ ও গ");
/// assert_eq!(list(Lang::En, &["a"]), "a");
/// ```
pub fn list<S: AsRef<str>>(lang: Lang, names: &[S]) -> String {
    let and = if lang == Lang::Bn { " ও " } else { " and " };
    match names {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{}{and}{}", most.join(", "), last.as_ref())
        }
    }
}

/// Control characters (ANSI escapes of a hostile file name, bidi controls) become visible, so that a terminal stays safe.
///
/// ```
/// assert_eq!(khobor::diag::printable("খবর\u{1b}[2J"), "খবর\\u{1b}[2J");
/// ```
pub fn printable(text: &str) -> String {
    let odd = |c: char| (c.is_control() && c != '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.contains(odd) {
        return text.to_owned();
    }
    text.chars()
        .map(|c| {
            if odd(c) {
                c.escape_unicode().to_string()
            } else {
                c.to_string()
            }
        })
        .collect()
}
