//! The punctuation repairs of running text, in one pass over text whose encoding is already right.

use super::protect::{Misses, protected_len};
use super::skip;
use super::{canonical, is_bengali, is_bengali_letter, is_digit, is_vowel_sign};
use crate::bengali::block::Block;
use memchr::memchr;
use std::borrow::Cow;

const VISARGA: char = '\u{0983}';
/// The currency numerator four looks like a danda and is typed for one.
const FALSE_DANDA: char = '\u{09F7}';

/// [`canonical`], then the punctuation repairs of running text.
///
/// `|`, U+09F7 and U+09E4 used as danda become ।; ।। becomes ॥; the space before । ॥ , ? ! ; : goes; ঃ between digits and
/// after a word before a number becomes a colon (abbreviations as মোঃ and true visargas stay); a vowel sign typed twice
/// stands once; straight quotes become “ ” ‘ ’ and the apostrophe ’. Code spans, tags, link targets, web and e-mail
/// addresses, and lines of Markdown tables stay as written. Rule: `bengali.md` section 1. Idempotent, linear in time.
///
/// ```
/// use khobor::bengali::gate::clean;
/// assert_eq!(clean("তিনি বলেন , \"খেলা শেষ|\""), "তিনি বলেন, “খেলা শেষ।”");
/// assert_eq!(clean("বেলা ১১ঃ২০, মোঃ সেলিম"), "বেলা ১১:২০, মোঃ সেলিম");
/// assert_eq!(clean("দেখুন https://example.org/?q='ক'|খ"), "দেখুন https://example.org/?q='ক'|খ");
/// ```
pub fn clean(text: &str) -> Cow<'_, str> {
    let mut found = canonical(text);
    // A repair can set up another (a quote now beside a mark); hostile text needs three rounds, prose one.
    for _ in 0..4 {
        let Some(next) = Pass::new(&found).run() else { break };
        found = Cow::Owned(match canonical(&next) {
            Cow::Borrowed(_) => next,
            Cow::Owned(mended) => mended,
        });
    }
    found
}

/// What a pass has written: a beginning of its text while nothing was repaired, a text of its own from then on.
struct Out<'a> {
    text: &'a str,
    /// How much of `text` is written, while `own` is none.
    same: usize,
    own: Option<String>,
}

impl Out<'_> {
    fn as_str(&self) -> &str {
        match &self.own {
            Some(own) => own,
            None => self.text.get(..self.same).unwrap_or_default(),
        }
    }

    /// Adds a stretch of the text that begins at `from`.
    fn keep(&mut self, from: usize, to: usize) {
        match &mut self.own {
            None if self.same == from => self.same = to,
            _ => self.push_str(self.text.get(from..to).unwrap_or_default()),
        }
    }

    fn push_str(&mut self, more: &str) {
        if let Some(own) = &mut self.own {
            return own.push_str(more);
        }
        let rest = self.text.get(self.same..).unwrap_or_default();
        if rest.starts_with(more) {
            self.same += more.len();
        } else {
            let mut own = String::with_capacity(self.text.len() + 16);
            own.push_str(self.as_str());
            own.push_str(more);
            self.own = Some(own);
        }
    }

    fn push(&mut self, letter: char) {
        self.push_str(letter.encode_utf8(&mut [0; 4]));
    }

    fn truncate(&mut self, len: usize) {
        match &mut self.own {
            Some(own) => own.truncate(len),
            None => self.same = self.same.min(len),
        }
    }

    fn len(&self) -> usize {
        self.as_str().len()
    }

    fn last(&self) -> Option<char> {
        self.as_str().chars().next_back()
    }
}

/// The state of one pass.
struct Pass<'a> {
    text: &'a str,
    out: Out<'a>,
    misses: Misses,
    /// A double quote is open in this paragraph.
    double_open: bool,
    /// A single quote is open in this paragraph.
    single_open: bool,
    /// Bars of this line are a table's, not dandas.
    table: bool,
    /// The text holds a table's rule, so bars anywhere in it may be a table's.
    has_table: bool,
    /// End of the last protected stretch in `out`; repairs never reach back over it.
    wall: usize,
}

impl<'a> Pass<'a> {
    fn new(text: &'a str) -> Self {
        let has_table = memchr(b'|', text.as_bytes()).is_some() && text.lines().any(is_table_rule);
        let table = text.trim_start().starts_with('|');
        let out = Out {
            text,
            same: 0,
            own: None,
        };
        Self {
            text,
            out,
            misses: Misses::default(),
            double_open: false,
            single_open: false,
            table,
            has_table,
            wall: 0,
        }
    }

    /// The repaired text; `None` when there was nothing to repair.
    fn run(mut self) -> Option<String> {
        let (mut at, mut block) = (0, Block::new());
        loop {
            let stop = skip::plain_end(self.text.as_bytes(), at, &mut block);
            self.out.keep(at, stop);
            at = stop;
            let Some(rest) = self.text.get(at..).filter(|rest| !rest.is_empty()) else {
                break;
            };
            let before = self.text.get(..at).and_then(|head| head.chars().next_back());
            let kept = protected_len(rest, before, &mut self.misses);
            if kept > 0 {
                self.out.keep(at, at + kept);
                self.wall = self.out.len();
                at += kept;
            } else {
                at += self.step(rest);
            }
        }
        match self.out.own {
            None if self.out.same == self.text.len() => None,
            None => self.text.get(..self.out.same).map(str::to_owned),
            Some(own) => (own != self.text).then_some(own),
        }
    }

    /// Handles what stands at the start of `rest`, returns how many bytes were used.
    fn step(&mut self, rest: &str) -> usize {
        let mut letters = rest.chars();
        let Some(letter) = letters.next() else {
            return rest.len();
        };
        let after = letters.as_str();
        match letter {
            '\n' => self.line_end(after),
            '|' => return self.bar(rest),
            '।' | '\u{09E4}' => self.danda('।'),
            '॥' | '\u{09E5}' => self.danda('॥'),
            FALSE_DANDA if !self.is_numerator(after) => self.danda('।'),
            ',' | '?' | '!' | ';' | ':' => self.mark(letter, after),
            VISARGA => self.visarga(after),
            '"' => self.double_quote(after),
            '\'' if after.starts_with('\'') => {
                // Two single marks are a double one on a keyboard without it.
                self.double_quote(after.get(1..).unwrap_or_default());
                return 2;
            }
            '\'' => self.single_quote(after),
            '“' => self.put_open_double(),
            '”' => self.put_close_double(),
            '‘' => self.put_open_single(),
            '’' => self.put_close_single(after),
            _ if is_vowel_sign(letter) && self.last() == Some(letter) => {}
            _ => self.out.push(letter),
        }
        letter.len_utf8()
    }

    fn last(&self) -> Option<char> {
        self.out.last()
    }

    fn line_end(&mut self, after: &str) {
        if after.trim_start_matches([' ', '\t']).starts_with('\n') {
            self.double_open = false;
            self.single_open = false;
        }
        self.misses.new_line();
        self.table = after.trim_start_matches([' ', '\t']).starts_with('|');
        self.out.push('\n');
    }

    /// Removes the spaces at the end of `out`, unless they begin the line or follow a list or heading mark.
    fn drop_spaces(&mut self) {
        let kept = self.out.as_str().trim_end_matches([' ', '\u{A0}', '\t']);
        let bare = kept.is_empty() || kept.ends_with(['\n', '-', '*', '>', '#', '+', '|', '(', '[', '=']);
        let len = kept.len();
        if !bare && len >= self.wall {
            self.out.truncate(len);
        }
    }

    fn danda(&mut self, danda: char) {
        self.drop_spaces();
        if self.out.len() > self.wall && self.out.as_str().ends_with(['।', '॥']) {
            self.out.truncate(self.out.len() - danda.len_utf8());
            self.out.push('॥');
        } else {
            self.out.push(danda);
        }
    }

    /// Real use of U+09F7: a fraction of old money, written with digits or its fellow numerators.
    fn is_numerator(&self, after: &str) -> bool {
        let fellow = |letter: char| matches!(letter, '\u{09F4}'..='\u{09F9}');
        self.last().is_some_and(fellow) || after.starts_with(|c: char| is_digit(c) || fellow(c))
    }

    fn mark(&mut self, mark: char, after: &str) {
        let next = after.chars().next();
        let kept = match mark {
            // :হাসি: and :) are pictures.
            ':' => next.is_some_and(|c| !c.is_whitespace() && !matches!(c, '"' | '\'' | '“' | '‘')),
            '!' => next == Some('['),
            ';' => next == Some(')'),
            _ => false,
        };
        if !kept {
            self.drop_spaces();
        }
        self.out.push(mark);
    }

    /// One or two bars at the end of a clause are a danda; anything else stays.
    fn bar(&mut self, rest: &str) -> usize {
        let bars = rest.bytes().take_while(|b| *b == b'|').count();
        let after = rest.get(bars..).unwrap_or_default();
        let line_ends = after.is_empty() || after.starts_with('\n');
        let ends =
            line_ends || after.starts_with(|c: char| c.is_whitespace() || is_closing(c) || matches!(c, '"' | '\''));
        let diagnostics = self.out.as_str().trim_end_matches(' ');
        let spaced = diagnostics.len() < self.out.len();
        let follows = diagnostics.ends_with(|c: char| is_bengali(c) || matches!(c, '’' | '”' | ')'));
        if bars > 2 || !ends || !follows || (spaced && !line_ends) || self.table || self.has_table {
            self.table |= spaced;
            self.out.push_str(rest.get(..bars).unwrap_or_default());
        } else {
            self.danda(if bars == 2 { '॥' } else { '।' });
        }
        bars
    }

    fn visarga(&mut self, after: &str) {
        let spaces = after.len() - after.trim_start_matches(' ').len();
        let number = after.trim_start_matches(' ').starts_with(is_digit);
        let between = spaces == 0 && self.last().is_some_and(is_digit);
        let colon = number && (between || self.ends_in_labelling_word());
        self.out.push(if colon { ':' } else { VISARGA });
    }

    /// Whether the word in front of a ঃ is one that a colon may follow: not an abbreviation, no true visarga.
    fn ends_in_labelling_word(&self) -> bool {
        let tail: Vec<char> = self
            .out
            .as_str()
            .chars()
            .rev()
            .take(25)
            .take_while(|c| is_bengali_letter(*c))
            .collect();
        let word: String = tail.iter().rev().collect();
        let long = tail.len() > 2 && tail.len() < 25;
        // অতঃ, পুনঃ, স্বতঃ, বস্তুতঃ, ক্রমশঃ ... carry a visarga of their own.
        long && !word.contains(VISARGA) && !word.ends_with(['ত', 'শ']) && !ABBREVIATIONS.contains(&word.as_str())
    }

    fn double_quote(&mut self, after: &str) {
        let ends = ends_phrase(after);
        match self.last() {
            None => self.put_open_double(),
            Some(last) if last.is_whitespace() || is_opening(last) => match (ends, self.double_open) {
                (false, _) => self.put_open_double(),
                (true, true) => self.put_close_double(),
                (true, false) => self.out.push('"'),
            },
            Some(_) if self.double_open => self.put_close_double(),
            Some(last) if is_digit(last) => self.out.push('"'),
            Some(last) if !ends && is_introducing(last) => self.put_open_double(),
            Some(_) => self.put_close_double(),
        }
    }

    fn single_quote(&mut self, after: &str) {
        let next = after.chars().next();
        match self.last() {
            Some(last) if last.is_whitespace() || is_opening(last) => self.leading_single(after),
            None => self.leading_single(after),
            Some(last) if is_digit(last) && next.is_some_and(is_digit) => self.out.push('\''),
            Some(last) if is_digit(last) && !self.single_open && !next.is_some_and(is_word_letter) => {
                self.out.push('\'')
            }
            Some(last) if is_introducing(last) && !ends_phrase(after) && !self.single_open => self.put_open_single(),
            Some(_) => self.put_close_single(after),
        }
    }

    /// A `'` with nothing in front: an opening quote, or the apostrophe of a shortened year ('৭১).
    fn leading_single(&mut self, after: &str) {
        let digits = after.chars().take_while(|c| is_digit(*c)).count();
        if ends_phrase(after) {
            self.out.push('\'');
        } else if digits == 2 && after.chars().nth(2).is_none_or(|c| c != '\'') {
            self.out.push('’');
        } else {
            self.put_open_single();
        }
    }

    fn put_open_double(&mut self) {
        self.double_open = true;
        self.out.push('“');
    }

    fn put_close_double(&mut self) {
        self.double_open = false;
        self.out.push('”');
    }

    fn put_open_single(&mut self) {
        self.single_open = true;
        self.out.push('‘');
    }

    fn put_close_single(&mut self, after: &str) {
        let apostrophe = self.last().is_none_or(|c| c.is_whitespace() || is_opening(c))
            || (self.last().is_some_and(is_word_letter) && after.starts_with(is_word_letter));
        self.single_open &= apostrophe;
        self.out.push('’');
    }
}

/// Words that are written with ঃ as their abbreviation mark, or keep a visarga at their end.
const ABBREVIATIONS: [&str; 18] = [
    "মো",
    "মোঃ",
    "মোহা",
    "মোসা",
    "মোছা",
    "মু",
    "ডা",
    "ডাঃ",
    "সা",
    "রা",
    "আ",
    "রহ",
    "লি",
    "প্রা",
    "ইঞ্জি",
    "নি",
    "পুন",
    "অন্ত",
];

fn is_table_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains('|') && line.contains("--") && line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' '))
}

fn is_word_letter(letter: char) -> bool {
    is_bengali_letter(letter) || letter.is_alphabetic()
}

fn is_opening(letter: char) -> bool {
    matches!(letter, '(' | '[' | '{' | '“' | '‘' | '–' | '—' | '«')
}

/// Signs after which a quotation can begin without a space.
fn is_introducing(letter: char) -> bool {
    matches!(letter, ':' | ',' | '।' | ';' | '-' | '*' | '_' | '>' | '=' | '/' | '…')
}

fn is_closing(letter: char) -> bool {
    matches!(
        letter,
        '।' | '॥' | ',' | '?' | '!' | ';' | ':' | ')' | ']' | '}' | '”' | '’' | '»' | '…' | '.'
    )
}

/// Whether nothing readable follows at once: the end, a space, or a sign that closes.
fn ends_phrase(after: &str) -> bool {
    let other_danda = |c| matches!(c, '|' | FALSE_DANDA | '\u{09E4}' | '\u{09E5}');
    after
        .chars()
        .next()
        .is_none_or(|c| c.is_whitespace() || is_closing(c) || other_danda(c))
}

#[cfg(test)]
mod tests {
    use super::clean;
    use proptest::prelude::*;

    fn check(from: &str, to: &str) {
        assert_eq!(clean(from), to);
        assert_eq!(clean(to), to, "not idempotent");
    }

    #[test]
    fn dandas_in_disguise() {
        check("কাজ শেষ\u{09F7} বাড়ি যাও|", "কাজ শেষ। বাড়ি যাও।");
        check("পর্ব শেষ।।", "পর্ব শেষ॥");
        check("পর্ব শেষ||", "পর্ব শেষ॥");
        check("সে এল । ।", "সে এল॥");
        check("খবর | খেলা", "খবর | খেলা");
        check("| নাম| বয়স|\n|---|---|\n| কণা| ৫|", "| নাম| বয়স|\n|---|---|\n| কণা| ৫|");
    }

    #[test]
    fn spaces_before_marks() {
        check("কে ? আমি ! এসো , বসো ; থামো : এখন ।", "কে? আমি! এসো, বসো; থামো: এখন।");
        check("ছবি ![গাছ](a.png) হাসি :) :খুশি:", "ছবি ![গাছ](a.png) হাসি :) :খুশি:");
    }

    #[test]
    fn visarga_and_colon() {
        check("রাত ৯ঃ১৫", "রাত ৯:১৫");
        check("মূল্যঃ ২০", "মূল্য: ২০");
        check("ডাঃ ৫", "ডাঃ ৫");
        check("স্বতঃ ৫, বিঃদ্রঃ ৫", "স্বতঃ ৫, বিঃদ্রঃ ৫");
    }

    #[test]
    fn quotes_and_apostrophes() {
        check("'হ্যাঁ', তিনি বলেন, \"না\"।", "‘হ্যাঁ’, তিনি বলেন, “না”।");
        check("'৭১-এর যুদ্ধ, এনবিআর'এর", "’৭১-এর যুদ্ধ, এনবিআর’এর");
        check("উচ্চতা 5'8\" মাত্র", "উচ্চতা 5'8\" মাত্র");
        check("(\"ক\") ''খ''", "(“ক”) “খ”");
        check(
            "<a href=\"x\">ক</a> `\"k\"` [ক](u \"t\")",
            "<a href=\"x\">ক</a> `\"k\"` [ক](u \"t\")",
        );
        check("লিখুন o'neil@example.com , আজই", "লিখুন o'neil@example.com, আজই");
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(text in "[কাািেঅৗ়্ঃ০1a।॥|'\"“”‘’ ,:?!;\\n\u{09F7}\u{09E4}\u{200C}\u{200D}\u{09DF}`<>@./\\]()-]{0,24}") {
            let once = clean(&text).into_owned();
            prop_assert_eq!(clean(&once), once.as_str());
        }
    }
}
