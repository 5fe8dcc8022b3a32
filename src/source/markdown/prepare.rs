//! Text rewritten so that CommonMark's rules, made for Latin letters, read Bengali as it is meant; and the way back to
//! places in the source.

use super::super::file_name::digit;
use super::fence::Fence;
use super::pasted;
use crate::bengali::gate;
use memchr::memchr3;
use std::borrow::Cow;
use std::ops::Range;

/// The object replacement character: counts as punctuation to CommonMark, so that emphasis may end in front of it.
pub(crate) const BESIDE: char = '\u{FFFC}';

/// [`BESIDE`] as a text.
pub(crate) const BESIDE_TEXT: &str = "\u{FFFC}";

/// Whether a text can hold [`BESIDE`] or the mark of a node: a look at its bytes, as nearly no text does.
pub(crate) fn may_hold_marks(text: &str) -> bool {
    text.bytes().fold(false, |found, b| found | (b == 0x1A) | (b == 0xEF))
}

/// A rewritten text.
pub(crate) struct Rewritten<'a> {
    /// The new text.
    pub(crate) text: Cow<'a, str>,
    /// Where each change ends in the new text, and what to add to a later place to get to the source's.
    edits: Vec<(usize, isize)>,
    /// Where lines of the source begin that would open too many quotations or lists; they are read as text.
    pub(crate) dividers: Vec<usize>,
}

impl<'a> Rewritten<'a> {
    /// A text as it is.
    pub(crate) fn same(text: &'a str) -> Self {
        Rewritten {
            text: Cow::Borrowed(text),
            edits: Vec::new(),
            dividers: Vec::new(),
        }
    }

    /// The place in the source of a place in the new text.
    pub(crate) fn source(&self, at: usize) -> usize {
        let before = self.edits.partition_point(|(end, _)| *end <= at);
        let shift = before
            .checked_sub(1)
            .and_then(|index| self.edits.get(index))
            .map_or(0, |(_, shift)| *shift);
        at.saturating_add_signed(shift)
    }

    /// Whether anything was changed inside a range of the new text.
    pub(crate) fn is_edited(&self, at: &Range<usize>) -> bool {
        let first = self.edits.partition_point(|(end, _)| *end <= at.start);
        self.edits.get(first).is_some_and(|(end, _)| *end <= at.end)
    }

    /// Whether anything was changed at all.
    pub(crate) fn is_new(&self) -> bool {
        !self.edits.is_empty()
    }
}

/// Makes a rewritten text from left to right.
pub(crate) struct Rewriter<'a> {
    source: &'a str,
    out: String,
    edits: Vec<(usize, isize)>,
    at: usize,
}

impl<'a> Rewriter<'a> {
    /// Begins at the start of a source.
    pub(crate) fn new(source: &'a str) -> Self {
        Rewriter {
            source,
            out: String::new(),
            edits: Vec::new(),
            at: 0,
        }
    }

    /// Puts `new` where the source has `at`; ranges come in order.
    pub(crate) fn replace(&mut self, at: Range<usize>, new: &str) {
        if at.start < self.at {
            return;
        }
        self.out
            .push_str(self.source.get(self.at..at.start).unwrap_or_default());
        self.out.push_str(new);
        self.at = at.end;
        self.edits
            .push((self.out.len(), at.end as isize - self.out.len() as isize));
    }

    /// The new text.
    pub(crate) fn finish(mut self) -> Rewritten<'a> {
        if self.edits.is_empty() {
            return Rewritten::same(self.source);
        }
        self.out.push_str(self.source.get(self.at..).unwrap_or_default());
        Rewritten {
            text: Cow::Owned(self.out),
            edits: self.edits,
            dividers: Vec::new(),
        }
    }
}

/// List numbers in Bengali digits (`১.`, `২)`) become ASCII ones, and quotations opened by backticks (`` `ক' ``) get real
/// quotation marks, outside of code blocks; control characters that the writer uses as
/// marks become spaces. `title`: a heading that is left out.
pub(crate) fn lists(source: &str, title: Option<Range<usize>>) -> Rewritten<'_> {
    let mut rewriter = Rewriter::new(source);
    let mut fence = Fence::default();
    let mut start = 0;
    let mut dividers = Vec::new();
    let pasted = pasted::edits(source);
    let marked = memchr3(0x01, 0x02, 0x1A, source.as_bytes()).is_some();
    for line in source.split_inclusive('\n') {
        if title
            .as_ref()
            .is_some_and(|title| title.start < start + line.len() && start < title.end)
        {
            // The title is the headline, and no part of the text.
            rewriter.replace(title.clone().unwrap_or_default(), "\n");
            start += line.len();
            continue;
        }
        let inside = line.trim_start_matches([' ', '\t', '>']);
        let edits = pasted.get(&start);
        let is_row = edits.is_some_and(|edits| edits.len() > 1);
        for (at, new) in edits.into_iter().flatten() {
            rewriter.replace(at.clone(), new);
        }
        if !fence.holds(inside) && edits.is_none() {
            if let Some(at) = divider(line) {
                dividers.push(start + at);
                rewriter.replace(start + at..start + at, "\\");
            }
            let begins = start + number_start(line);
            if let Some(digits) = list_number(source.get(begins..start + line.len()).unwrap_or_default()) {
                let ascii: String = source
                    .get(begins..begins + digits)
                    .unwrap_or_default()
                    .chars()
                    .filter_map(digit)
                    .collect();
                rewriter.replace(begins..begins + digits, &ascii);
            }
        }
        if !fence.is_open() && !is_row && !line.starts_with('\t') && !line.starts_with("    ") {
            backtick_quotes(&mut rewriter, source, start..start + line.len());
        }
        if marked {
            for (at, mark) in line
                .char_indices()
                .filter(|(_, c)| matches!(c, '\u{1}' | '\u{2}' | '\u{1A}'))
            {
                rewriter.replace(start + at..start + at + mark.len_utf8(), " ");
            }
        }
        start += line.len();
    }
    Rewritten {
        dividers,
        ..rewriter.finish()
    }
}

/// Rewrites the quotations of a line that begin with backticks and end with `'`: CommonMark would read code from the
/// first backtick to the next quotation's.
fn backtick_quotes(rewriter: &mut Rewriter<'_>, source: &str, line: Range<usize>) {
    let mut at = line.start;
    while let Some(tick) = source.get(at..line.end).and_then(|rest| rest.find('`')) {
        let open = at + tick;
        let rest = source.get(open..line.end).unwrap_or_default();
        let escaped = source.get(..open).is_some_and(|head| head.ends_with('\\'));
        match gate::backtick_quote(rest).filter(|_| !escaped) {
            Some((marks, close)) => {
                let signs = if marks == 2 { ["“", "”"] } else { ["‘", "’"] };
                rewriter.replace(open..open + marks, signs[0]);
                rewriter.replace(open + close..open + close + marks, signs[1]);
                at = open + close + marks;
            }
            None => at = open + after_code(rest),
        }
    }
}

/// The bytes of a code span at the start of `rest`, or of its backticks where none closes them on this line.
fn after_code(rest: &str) -> usize {
    let inner = rest.trim_start_matches('`');
    let ticks = rest.len() - inner.len();
    let mut at = ticks;
    // Longer runs are no spans that anyone writes; each length is searched for in vain once a line at most.
    if ticks > 8 {
        return ticks;
    }
    while let Some(found) = rest.get(at..).and_then(|tail| tail.find('`')) {
        let tail = rest.get(at + found..).unwrap_or_default();
        let run = tail.len() - tail.trim_start_matches('`').len();
        at += found + run;
        if run == ticks {
            return at;
        }
    }
    ticks
}

/// Where a line's marks of quotations and lists begin, when they are more than may be nested: nobody means them as such.
fn divider(line: &str) -> Option<usize> {
    let start = line.len() - line.trim_start_matches([' ', '\t']).len();
    let (mut marks, mut quotations) = (0, 0);
    let mut rest = line.get(start..)?;
    loop {
        rest = rest.trim_start_matches([' ', '\t']);
        if let Some(after) = rest.strip_prefix('>') {
            (marks, quotations, rest) = (marks + 1, quotations + 1, after);
        } else if let Some(after) = rest
            .strip_prefix(['-', '*', '+'])
            .filter(|after| after.starts_with([' ', '\t']))
        {
            (marks, rest) = (marks + 1, after);
        } else {
            break;
        }
    }
    // Dashes or stars alone are a thematic break.
    let rule = quotations == 0 && rest.trim_start_matches(['-', '*']).trim().is_empty() && !line.contains('+');
    (marks > super::DEEPEST && !rule).then_some(start)
}

/// Where a list number could begin in a line: after indentation, quotation marks and bullets.
fn number_start(line: &str) -> usize {
    let mut rest = line;
    loop {
        let trimmed = rest.trim_start_matches([' ', '\t', '>']);
        match trimmed
            .strip_prefix(['-', '*', '+'])
            .filter(|after| after.starts_with(' '))
        {
            Some(after) => rest = after,
            None => return line.len() - trimmed.len(),
        }
    }
}

/// The bytes of a Bengali list number of at most three digits, so that a year stays text.
fn list_number(rest: &str) -> Option<usize> {
    let after = rest.trim_start_matches(|c| ('০'..='৯').contains(&c));
    let digits = rest.len() - after.len();
    let end = after.strip_prefix(['.', ')'])?;
    let spaced = end.is_empty() || end.starts_with([' ', '\t', '\n']);
    ((3..=9).contains(&digits) && spaced).then_some(digits)
}

/// The end of the run of `*` at `at`, when it stands between punctuation and a Bengali letter: CommonMark would not let
/// emphasis end there, and `**“জয়”**এর` would stay unread.
pub(crate) fn suffix_emphasis(text: &str, at: usize) -> (usize, bool) {
    let rest = text.get(at..).unwrap_or_default();
    let end = at + rest.len() - rest.trim_start_matches('*').len();
    let before = text.get(..at).and_then(|head| head.chars().next_back());
    let after = text.get(end..).and_then(|tail| tail.chars().next());
    let stuck = before.is_some_and(is_punctuation) && after.is_some_and(gate::is_bengali);
    (end, stuck)
}

fn is_punctuation(letter: char) -> bool {
    !letter.is_whitespace()
        && !letter.is_alphabetic()
        && !letter.is_numeric()
        && !gate::is_bengali(letter)
        && !matches!(letter, '\u{200C}' | '\u{200D}' | '\\' | '*')
}

#[cfg(test)]
mod tests {
    use super::{Rewriter, lists, suffix_emphasis};

    #[test]
    fn places_lead_back() {
        let source = "১. ক\n২) খ\n";
        let new = lists(source, None);
        assert_eq!(new.text, "1. ক\n2) খ\n");
        let at = new.text.find('খ').unwrap();
        assert_eq!(source.get(new.source(at)..), Some("খ\n"));
        assert!(new.is_edited(&(0..3)) && !new.is_edited(&(2..4)));
    }

    #[test]
    fn years_code_and_text_stay() {
        for text in ["২০২৪. সাল", "ক ১. খ", "```\n১. ক\n```\n", "১।\n", "১.ক"] {
            assert_eq!(lists(text, None).text, text);
        }
        assert_eq!(lists("> - ১. ক", None).text, "> - 1. ক");
    }

    #[test]
    fn backticks_that_quote() {
        for (from, to) in [
            ("`জেলে' ও `মাঝি' এলেন", "‘জেলে’ ও ‘মাঝি’ এলেন"),
            ("``নদী বাঁচাও'', `x' `কোড`", "“নদী বাঁচাও”, `x' `কোড`"),
            ("`মাঝি'\n```\n`ক'\n```\n    `ক'", "‘মাঝি’\n```\n`ক'\n```\n    `ক'"),
            ("`নাম` ও `বয়স`, `a' `খ'র`", "`নাম` ও `বয়স`, `a' `খ'র`"),
            ("``` `ক' ``` \\`ক'", "``` `ক' ``` \\`ক'"),
        ] {
            assert_eq!(lists(from, None).text, to, "{from}");
        }
    }

    #[test]
    fn runs_before_a_suffix() {
        assert_eq!(suffix_emphasis("“ক”**র", "“ক”".len()), ("“ক”**".len(), true));
        assert_eq!(suffix_emphasis("ক**র", 3), (5, false));
        let mut rewriter = Rewriter::new("ab");
        rewriter.replace(1..1, "--");
        let new = rewriter.finish();
        assert_eq!((new.text.as_ref(), new.source(3)), ("a--b", 1));
    }
}
