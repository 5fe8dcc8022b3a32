//! Sentences of Bengali prose, with the Latin bits it quotes.
//!
//! UAX #29 breaks after every ড. and inside এ. কে. এম.; here a full stop ends a sentence only when what stands before it is
//! no abbreviation, initial or list number. । ॥ ? ! end one always, with the quotes and brackets that close after
//! them; a line end always does. Rule: `bengali.md` section 4.

use super::gate::{is_bengali, is_digit};
use super::number::words::number_word;
use super::romanise::is_letter_name;
use std::ops::Range;
use unicode_segmentation::GraphemeCursor;

/// The sentences of a text, in order, trimmed; none is empty. Linear in time.
///
/// ```
/// use khobor::bengali::sentence::sentences;
/// let found: Vec<_> = sentences("ড. শহীদুল্লাহ লিখতেন। “কবে?” কেউ জানে না…").collect();
/// assert_eq!(found, ["ড. শহীদুল্লাহ লিখতেন।", "“কবে?”", "কেউ জানে না…"]);
/// ```
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    spans(text).filter_map(|span| text.get(span))
}

/// Where each of [`sentences`] stands in the text, as byte ranges.
///
/// ```
/// use khobor::bengali::sentence::spans;
/// assert_eq!(spans(" যাই। আসি।").count(), 2);
/// assert_eq!(spans(" যাই।").next().map(|span| span.start), Some(1));
/// ```
pub fn spans(text: &str) -> Spans<'_> {
    Spans { text, at: 0 }
}

/// The iterator behind [`spans`].
#[derive(Debug, Clone)]
pub struct Spans<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Spans<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let rest = self.text.get(self.at..)?;
        let start = self.at + (rest.len() - rest.trim_start().len());
        let first = self.end_of(start)?;
        let mut end = first;
        let quoted = self.text.get(start..end).is_some_and(is_quotation);
        if quoted && self.text.get(end..).is_some_and(is_attribution) {
            end = self.end_of(end).unwrap_or(end);
        }
        self.at = end;
        let kept = self.text.get(start..end).unwrap_or_default().trim_end().len();
        Some(start..start + kept)
    }
}

impl Spans<'_> {
    /// The end of the sentence that begins at `start`; `None` when nothing is left.
    fn end_of(&self, start: usize) -> Option<usize> {
        let rest = self.text.get(start..).filter(|rest| !rest.is_empty())?;
        let mut at = 0;
        while let Some(stop) = candidate(rest.as_bytes(), at) {
            let Some(tail) = rest.get(stop..) else { break };
            if tail.starts_with('\n') && !rest.get(..stop).is_some_and(|head| head.trim().is_empty()) {
                return Some(start + stop);
            }
            let (run, closed) = terminator_len(tail);
            let (head, after) = (
                rest.get(..stop).unwrap_or_default(),
                rest.get(stop + closed..).unwrap_or_default(),
            );
            if run > 0
                && is_cluster_edge(rest, stop + closed)
                && ends_sentence(head, tail.get(..run).unwrap_or_default(), after, closed > run)
            {
                return Some(start + stop + closed);
            }
            at = stop + closed.max(tail.chars().next().map_or(1, char::len_utf8));
        }
        Some(start + rest.len())
    }
}

/// Whether a cut at `at` divides no cluster: a stray sign may sit on the terminator.
fn is_cluster_edge(text: &str, at: usize) -> bool {
    let plain = |c: char| c.is_ascii() || c.is_whitespace() || ('\u{0985}'..='\u{09B9}').contains(&c);
    match text.get(at..).and_then(|after| after.chars().next()) {
        Some(next) if !plain(next) => GraphemeCursor::new(at, text.len(), true)
            .is_boundary(text, 0)
            .unwrap_or(true),
        _ => true,
    }
}

/// Where the next line end or [terminator](is_terminator) stands, from `at` on.
fn candidate(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let found = rest.iter().enumerate().position(|(place, byte)| match byte {
        b'\n' | b'?' | b'!' | b'.' => true,
        0xE0 => matches!(rest.get(place + 1..place + 3), Some([0xA5, 0xA4 | 0xA5] | [0xA7, 0xB7])),
        0xE2 => matches!(rest.get(place + 1..place + 3), Some([0x80, 0xA6 | 0xBD])),
        _ => false,
    });
    found.map(|place| at + place)
}

/// Signs that may end a sentence; U+09F7 is typed for the danda.
fn is_terminator(letter: char) -> bool {
    matches!(letter, '।' | '॥' | '?' | '!' | '…' | '.' | '\u{09F7}' | '‽')
}

/// Lengths of the run of terminators at the start, and of the run with the quotes and brackets closing after it.
fn terminator_len(tail: &str) -> (usize, usize) {
    let after = tail.trim_start_matches(is_terminator);
    let run = tail.len() - after.len();
    let mut closed = run;
    for letter in after.chars() {
        let straight = matches!(letter, '"' | '\'');
        let ends = || {
            tail.get(closed + 1..)
                .is_none_or(|rest| !rest.starts_with(|c: char| !c.is_whitespace() && c != '।'))
        };
        if matches!(letter, '”' | '’' | ')' | ']' | '}' | '»') || (straight && ends()) {
            closed += letter.len_utf8();
        } else {
            break;
        }
    }
    (run, closed)
}

/// Whether a run of terminators between `head` and `after` ends the sentence.
fn ends_sentence(head: &str, run: &str, after: &str, closed: bool) -> bool {
    let next = after.trim_start_matches([' ', '\t', '\u{A0}']);
    if next.is_empty() || next.starts_with('\n') {
        return true;
    }
    let spaced = next.len() < after.len();
    let danda = run.contains(['।', '॥', '\u{09F7}']);
    if next.starts_with([',', ';', ':', ')', ']']) || (!danda && next.starts_with(['-', '–', '—'])) {
        return false;
    }
    if danda {
        return true;
    }
    let word = next.split(|c: char| c.is_whitespace() || is_terminator(c)).next();
    if closed && word.is_some_and(|word| AFTER_QUOTATION.contains(&word)) {
        return false;
    }
    if run.contains(['?', '!', '‽']) {
        // (?) is a remark, ?a=1 an address.
        return !head.ends_with('(') && (spaced || !next.starts_with(|c: char| c.is_ascii_graphic()));
    }
    if !spaced && !closed || next.starts_with(char::is_lowercase) {
        return false;
    }
    if run.trim_matches(['.', '…']).is_empty() && run != "." {
        // Dots that leave something out stand apart, or in brackets: (ইন্নালিল্লাহি ... রাজিউন).
        return !head.ends_with(char::is_whitespace) && head.rfind('(') <= head.rfind(')');
    }
    run != "." || !is_abbreviated(head, next)
}

/// Words that go on after a quotation which ends in ? or !: ‘গরু এসে গেছে?’ শিরোনামে.
const AFTER_QUOTATION: [&str; 26] = [
    "শিরোনামে",
    "শিরোনামের",
    "শীর্ষক",
    "নামে",
    "নামের",
    "নামক",
    "এমন",
    "প্রশ্ন",
    "প্রশ্নে",
    "প্রশ্নের",
    "প্রশ্নটি",
    "স্লোগান",
    "স্লোগানে",
    "স্লোগানের",
    "বলে",
    "বলতে",
    "কথাটি",
    "লেখা",
    "লেখাটি",
    "উক্তি",
    "ধ্বনি",
    "চিৎকার",
    "মর্মে",
    "ধরনের",
    "গানটি",
    "কবিতাটি",
];

/// Whether a single full stop after `head` belongs to an abbreviation, an initial or a list number.
fn is_abbreviated(head: &str, next: &str) -> bool {
    let tail = head
        .char_indices()
        .rev()
        .take(MAX_ABBREVIATION)
        .take_while(|(_, c)| !is_token_edge(*c));
    let start = tail.last().map_or(head.len(), |(at, _)| at);
    let (before, token) = head.split_at_checked(start).unwrap_or_default();
    if token.is_empty() {
        return false;
    }
    if token.chars().all(is_digit) {
        return opens_item(before) || next.starts_with(is_digit);
    }
    if opens_item(before) && counts_items(token) {
        return true;
    }
    if token.bytes().all(|b| matches!(b, b'i' | b'v' | b'x')) {
        // i. ii. iii.
        return true;
    }
    let initial = token.chars().filter(|c| !super::gate::is_vowel_sign(*c)).count() == 1
        && token.starts_with(|c: char| is_bengali(c) || c.is_ascii_uppercase());
    // এ. কে. এম.
    let letter = is_letter_name(token) || matches!(token, "এ্যা" | "অ্যা");
    initial || letter || ABBREVIATIONS.contains(&token) || LATIN.contains(&token)
}

/// Whether an item of a list can begin after `before`: at the start of a sentence, or inside of one after a mark
/// (`কারণ—১. ...; ২. ...`).
fn opens_item(before: &str) -> bool {
    let before = before.trim_end();
    before.is_empty() || before.ends_with([';', ':', ',', '—', '–', '-', '('])
}

/// Whether a list counts with the word: এক. দুই. … প্রথমত.
fn counts_items(word: &str) -> bool {
    let ordinal = matches!(word, "প্রথমত" | "দ্বিতীয়ত" | "তৃতীয়ত" | "চতুর্থত");
    ordinal || number_word(word).is_some_and(|number| (1..=12).contains(&number))
}

const MAX_ABBREVIATION: usize = 16;

fn is_token_edge(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            '.' | ':' | ';' | '(' | '[' | '‘' | '“' | '"' | '\'' | '-' | '–' | '—' | ',' | '/'
        )
}

/// Abbreviations that Bengali newspapers close with a full stop.
const ABBREVIATIONS: [&str; 79] = [
    "ড",
    "ডা",
    "মো",
    "মোঃ",
    "মোহা",
    "মোহাঃ",
    "মু",
    "মোসা",
    "মোছা",
    "মি",
    "মিস",
    "মিসেস",
    "প্রফে",
    "অধ্যা",
    "ইঞ্জি",
    "অ্যাড",
    "এড",
    "অ্যাডভো",
    "এডভো",
    "ব্যারি",
    "লে",
    "মে",
    "মেজ",
    "ক্যা",
    "ক্যাপ্ট",
    "ব্রি",
    "জে",
    "জেনা",
    "কর্নে",
    "অব",
    "অবঃ",
    "সা",
    "রা",
    "আ",
    "রহ",
    "রাঃ",
    "সাঃ",
    "দ",
    "হি",
    "খ্রি",
    "খ্রিষ্ট",
    "খ্রিস্ট",
    "খ্রী",
    "বি",
    "দ্র",
    "রেজি",
    "নং",
    "পৃ",
    "সং",
    "তাং",
    "মোবা",
    "কো",
    "কোং",
    "লি",
    "প্রা",
    "আলহা",
    "উপা",
    "সহ",
    "স্ব",
    "বাং",
    "ইং",
    "আনু",
    "সম্পা",
    "অতি",
    "উপ",
    "সহকা",
    "প্রকৌ",
    "কিমি",
    "মিমি",
    "সেমি",
    "কিলো",
    "কেজি",
    "পিএলসি",
    "এলএলসি",
    "ইনক",
    "মাও",
    "অধ্য",
    "সেক্রে",
    "গভ",
];

/// Latin abbreviations that stand before a name or number.
const LATIN: [&str; 44] = [
    "Dr", "Mr", "Mrs", "Ms", "Md", "Prof", "St", "Jr", "Sr", "Lt", "Col", "Gen", "Maj", "Capt", "Sgt", "Rev", "Hon",
    "Gov", "Sen", "Rep", "No", "Vol", "Fig", "vs", "Engr", "Adv", "Brig", "Mt", "p", "pp", "Dt", "dt", "vol", "no",
    "ed", "eds", "cf", "viz", "fig", "ch", "Ltd", "Inc", "Mst", "Abp",
];

/// Whether a sentence is one quotation from its first to its last sign.
fn is_quotation(sentence: &str) -> bool {
    let sentence = sentence.trim();
    let pairs = [('‘', '’'), ('“', '”'), ('"', '"')];
    pairs
        .iter()
        .any(|(open, close)| sentence.starts_with(*open) && sentence.ends_with(*close) && sentence.len() > 6)
}

/// Whether what follows a quotation only tells who said it: ... তিনি বলেন।
fn is_attribution(after: &str) -> bool {
    let line = after.trim_start_matches(' ');
    if line.starts_with('\n') {
        return false;
    }
    // A glance ahead: no further, so that a text of nothing but quotations is still read once.
    let glance = line
        .char_indices()
        .nth(80)
        .and_then(|(at, _)| line.get(..at))
        .unwrap_or(line);
    let near: Vec<&str> = glance.split(' ').take(5).collect();
    near.iter()
        .any(|word| SAYING.contains(&word.trim_end_matches(['।', ',', '.'])))
        && near
            .iter()
            .position(|word| word.contains('।'))
            .is_some_and(|end| end < 5)
}

/// Verbs of saying in the forms news prose uses.
const SAYING: [&str; 22] = [
    "বলেন",
    "বললেন",
    "বলেছেন",
    "বলেছিলেন",
    "বলছিলেন",
    "বলছেন",
    "বলল",
    "বললো",
    "বলে",
    "বলি",
    "বললাম",
    "জানান",
    "জানালেন",
    "জানিয়েছেন",
    "জানায়",
    "লেখেন",
    "লিখেছেন",
    "লিখলেন",
    "শুধান",
    "শুধালেন",
    "চেঁচালেন",
    "হাঁকলেন",
];

#[cfg(test)]
mod tests {
    use super::sentences;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(sentences(text).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn abbreviations_and_initials_go_on() {
        check(
            "মো. সেলিম ও ডা. রুবি এলেন। সভা শুরু।",
            &["মো. সেলিম ও ডা. রুবি এলেন।", "সভা শুরু।"],
        );
        check("এস. এম. সুলতান আঁকতেন।", &["এস. এম. সুলতান আঁকতেন।"]);
        check(
            "Dr. Khan এলেন। J. C. Bose গেলেন।",
            &["Dr. Khan এলেন।", "J. C. Bose গেলেন।"],
        );
        check("দাম ১২.৫০ টাকা. পরে কমে।", &["দাম ১২.৫০ টাকা.", "পরে কমে।"]);
        check("১. চাল কিনুন। ২. ডাল কিনুন।", &["১. চাল কিনুন।", "২. ডাল কিনুন।"]);
    }

    #[test]
    fn lists_ellipses_and_quotations_inside_a_sentence() {
        check(
            "(ইন্নালিল্লাহি ... রাজিউন)। বয়স ছিল ৮০।",
            &["(ইন্নালিল্লাহি ... রাজিউন)।", "বয়স ছিল ৮০।"],
        );
        check(
            "দাবি তিনটি—১. নদী খনন; ২. বাঁধ; ৩. সেতু।",
            &["দাবি তিনটি—১. নদী খনন; ২. বাঁধ; ৩. সেতু।"],
        );
        check("এক. নদী চাই। দুই. সেতু চাই।", &["এক. নদী চাই।", "দুই. সেতু চাই।"]);
        check("i. নদী ii. সেতু iii. বাঁধ।", &["i. নদী ii. সেতু iii. বাঁধ।"]);
        check("অনুবাদ:মো. সেলিম (অতি. দায়িত্ব)।", &["অনুবাদ:মো. সেলিম (অতি. দায়িত্ব)।"]);
        check("২০ কিমি. দূরে পদ্মা পিএলসি. আছে।", &["২০ কিমি. দূরে পদ্মা পিএলসি. আছে।"]);
        check("(Dhaka, 1971, pp. 12)", &["(Dhaka, 1971, pp. 12)"]);
        check(
            "‘নদী কার?’ শিরোনামে লেখা। ‘আমার!’ সে গেল।",
            &["‘নদী কার?’ শিরোনামে লেখা।", "‘আমার!’", "সে গেল।"],
        );
        check(
            "‘চলো।’—মাঝি। সে গেল... আর ফেরেনি।",
            &["‘চলো।’", "—মাঝি।", "সে গেল...", "আর ফেরেনি।"],
        );
    }

    #[test]
    fn quotes_lines_and_missing_spaces() {
        check("সে বলে, ‘চলো।’ সবাই চলে।", &["সে বলে, ‘চলো।’", "সবাই চলে।"]);
        check("‘বৃষ্টি নামবে।’ দাদু বললেন।", &["‘বৃষ্টি নামবে।’ দাদু বললেন।"]);
        check("এল।গেল।", &["এল।", "গেল।"]);
        check("শিরোনাম\n\nখবর আসছে", &["শিরোনাম", "খবর আসছে"]);
        check(
            "দেখুন example.org/?a=1 পাতায়। ঠিক (?) আছে।",
            &["দেখুন example.org/?a=1 পাতায়।", "ঠিক (?) আছে।"],
        );
        check("", &[]);
        check(" \n ", &[]);
    }
}
