//! ASCII digits that are right in Bengali text: in formulas, versions, lists of letters, numbers of notes and list items.

use crate::bengali::gate;
use std::ops::Range;

/// Bytes of a line that are looked at on each side of a number.
const REACH: usize = 240;

/// Whether the number at `at` is no number of prose.
pub(super) fn is_no_prose(text: &str, at: &Range<usize>) -> bool {
    let (before, after) = line_around(text, at);
    let line_starts = before.trim().is_empty();
    // A line of its own, or the number of a list item.
    if line_starts && (after.trim().is_empty() || after.starts_with(['.', ')'])) {
        return true;
    }
    is_note(before, after)
        || before.contains('=')
        || after.contains('=')
        || before.ends_with(is_operator)
        || after.starts_with(is_operator)
        || is_latin_end(before)
        || is_latin_start(after)
        || has_lone_letters(before, after)
}

/// What stands on the line before and after the number, within [`REACH`].
fn line_around<'a>(text: &'a str, at: &Range<usize>) -> (&'a str, &'a str) {
    let head = text.get(..at.start).unwrap_or_default();
    let tail = text.get(at.end..).unwrap_or_default();
    let from = head.len().saturating_sub(REACH);
    let from = (from..=head.len())
        .find(|place| head.is_char_boundary(*place))
        .unwrap_or(head.len());
    let head = head.get(from..).unwrap_or_default();
    let to = (0..=tail.len().min(REACH))
        .rev()
        .find(|place| tail.is_char_boundary(*place))
        .unwrap_or(0);
    let tail = tail.get(..to).unwrap_or_default();
    (
        head.rsplit('\n').next().unwrap_or_default(),
        tail.split('\n').next().unwrap_or_default(),
    )
}

/// `[1]`, `(1)`: a reference or the number of a point.
fn is_note(before: &str, after: &str) -> bool {
    (before.ends_with('[') && after.starts_with(']')) || (before.ends_with('(') && after.starts_with(')'))
}

fn is_operator(sign: char) -> bool {
    matches!(
        sign,
        '+' | '×' | '÷' | '*' | '^' | '<' | '>' | '±' | '√' | 'π' | '∞' | '°' | '_' | '#' | '\\'
    )
}

/// The word in front is a Latin one: Python 3, iPhone 15; also before the number's own beginning (Page 4/96, A/c no. 17.208).
fn is_latin_end(before: &str) -> bool {
    let rest = before.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '/' | '-'));
    [before, rest].into_iter().any(|front| {
        let word = front.trim_end_matches([' ', ',', '.', '(', '-', '–', ':']);
        word.ends_with(|c: char| c.is_ascii_alphabetic()) && front.len() - word.len() <= 3
    }) && before.len() - rest.len() <= 12
}

/// The word behind is a Latin one: 3 GB, 64 bit; also behind the rest of the number (2,400 varieties, 21/42, WiMAX).
fn is_latin_start(after: &str) -> bool {
    let rest = after.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '/'));
    let word = rest.trim_start_matches([' ', ',', '.', ')', '-', '–']);
    word.starts_with(|c: char| c.is_ascii_alphabetic())
        && rest.len() - word.len() <= 3
        && after.len() - rest.len() <= 12
}

/// Letters that stand alone as names of things: a, b, c. Mathematics, or what reads like it.
fn has_lone_letters(before: &str, after: &str) -> bool {
    let words = |text: &str| -> usize {
        text.split_whitespace()
            .map(|word| word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && !gate::is_bengali(c)))
            .filter(|word| word.len() == 1 && word.bytes().all(|b| b.is_ascii_alphabetic()))
            .count()
    };
    words(before) + words(after) > 0
}

#[cfg(test)]
mod tests {
    use super::is_no_prose;

    fn judged(text: &str) -> bool {
        // Each run of digits is judged by itself.
        let mut at = 0;
        let mut all = true;
        while let Some(found) = text[at..].find(|c: char| c.is_ascii_digit()) {
            let start = at + found;
            let length = text[start..].find(|c: char| !c.is_ascii_digit());
            at = length.map_or(text.len(), |length| start + length);
            all &= is_no_prose(text, &(start..at));
        }
        all
    }

    #[test]
    fn formulas_versions_and_numbers_of_items() {
        for text in [
            "মান a, b কিংবা 1,2,3,…",
            "সমীকরণ eiπ = -1",
            "Python 3 চলে",
            "মেমোরি 8 GB লাগে",
            "ধাপ (1) দেখুন",
            "সূত্র[2] আছে",
            "২টি কথা\n0\nশেষ",
            "1. প্রথম ধাপ",
            "5×4 গুণ",
            "বাগানে 2,400 varieties of trees আছে",
            "প্রযুক্তি 21/42, WiMAX আর LTE",
            "এখন Page 4/96 পড়ছি",
            "হিসাব A/c no : 17.208.4466",
        ] {
            assert!(judged(text), "{text}");
        }
        for text in [
            "উপশিরোনাম 3",
            "7 জন নিহত",
            "দাম 50 টাকা",
            "2026 সালে",
            "বয়স 35, পেশা",
            "দাম 7.47 ডলার",
            "সে BBC দেখে। 7 জন এল",
        ] {
            assert!(!judged(text), "{text}");
        }
    }
}
