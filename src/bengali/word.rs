//! Words: what a reader counts and a search looks for.
//!
//! UAX #29 words (`unicode_words`: বি.এন.পি, ২৩,৪৫৬.৭ and বিএনপি’র are one), hyphens split, and a suffix joined to a number
//! (১০’র). ASCII and Bengali go through a table of their own; a stretch with anything else goes to
//! `unicode-segmentation`. Rule: `bengali.md` section 4. (ICU4X loses words that end in a vowel sign: icu4x#8321.)

use super::block::{self, Block, Flags, Window};
use super::gate::is_digit;
use unicode_segmentation::UnicodeSegmentation;

/// Reading speed when a site sets none, in words a minute. A house rule: no measurement for Bengali adults is known.
pub const DEFAULT_WORDS_PER_MINUTE: u16 = 180;

/// What UAX #29 takes a character for, as far as it matters here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    /// Vowel signs, hasanta, joiners: part of what stands before.
    Mark,
    Underscore,
    /// `:` joins letters.
    MidLetter,
    /// `,` `;` join digits.
    MidNumber,
    /// `.` ‘ join both.
    MidBoth,
    /// ’ and ' join both, and a Bengali suffix to a number.
    Apostrophe,
    Space,
    /// Ends a word and is none.
    Break,
    /// Outside the tables: ask `unicode-segmentation`.
    Unknown,
}

const ASCII: [Class; 128] = ascii_classes();
const BENGALI: [Class; 128] = bengali_classes();

const fn ascii_classes() -> [Class; 128] {
    let mut table = [Class::Break; 128];
    let mut at = 0;
    while at < 128 {
        table[at] = match at as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'_' => Class::Underscore,
            b':' => Class::MidLetter,
            b',' | b';' => Class::MidNumber,
            b'.' => Class::MidBoth,
            b'\'' => Class::Apostrophe,
            b' ' | b'\n' | b'\r' | b'\t' => Class::Space,
            _ => Class::Break,
        };
        at += 1;
    }
    table
}

const fn bengali_classes() -> [Class; 128] {
    let mut table = [Class::Unknown; 128];
    let mut at = 0;
    while at < 128 {
        table[at] = match at as u8 {
            0x00 | 0x05..=0x0C | 0x0F | 0x10 | 0x13..=0x28 | 0x2A..=0x30 | 0x32 | 0x36..=0x39 | 0x3D => Class::Letter,
            0x4E | 0x5C | 0x5D | 0x5F..=0x61 | 0x70 | 0x71 | 0x7C => Class::Letter,
            0x01..=0x03 | 0x3C | 0x3E..=0x44 | 0x47 | 0x48 | 0x4B..=0x4D | 0x57 | 0x62 | 0x63 | 0x7E => Class::Mark,
            0x66..=0x6F => Class::Digit,
            0x72 | 0x73 => Class::Break,
            _ => Class::Unknown,
        };
        at += 1;
    }
    table
}

/// Class and length in bytes of the character at `at`; `None` at the end.
#[inline]
fn class_at(bytes: &[u8], at: usize) -> Option<(Class, usize)> {
    let lead = *bytes.get(at)?;
    if lead < 0x80 {
        return Some((ASCII.get(usize::from(lead)).copied().unwrap_or(Class::Break), 1));
    }
    let (middle, last) = (*bytes.get(at + 1)?, bytes.get(at + 2).copied().unwrap_or_default());
    let class = match (lead, middle, last) {
        (0xE0, 0xA6 | 0xA7, _) => {
            let place = usize::from(middle & 1) << 6 | usize::from(last & 0x3F);
            BENGALI.get(place).copied().unwrap_or(Class::Unknown)
        }
        (0xE0, 0xA5, 0xA4 | 0xA5) | (0xE2, 0x80, 0x93 | 0x94 | 0x9C | 0x9D | 0xA6) => Class::Break,
        (0xE2, 0x80, 0x8C | 0x8D) => Class::Mark,
        (0xE2, 0x80, 0x98) => Class::MidBoth,
        (0xE2, 0x80, 0x99) => Class::Apostrophe,
        _ => Class::Unknown,
    };
    Some((class, 3))
}

/// The words of a text, in order, as slices of it. Punctuation, symbols and spaces are not words; numbers are.
///
/// Text should be canonical; other text is split the same way, without panic. Linear in time; only words beside letters
/// that are neither Bengali nor ASCII cost an allocation.
///
/// ```
/// use khobor::bengali::word::words;
/// let found: Vec<_> = words("এনসিপি’র ২,৫০০ কর্মী-সমর্থক (ঢাকা) এসেছেন।").collect();
/// assert_eq!(found, ["এনসিপি’র", "২,৫০০", "কর্মী", "সমর্থক", "ঢাকা", "এসেছেন"]);
/// ```
pub fn words(text: &str) -> Words<'_> {
    Words {
        text,
        at: 0,
        block: Block::new(),
        slow: Vec::new().into_iter(),
    }
}

/// How many words a text has.
///
/// ```
/// assert_eq!(khobor::bengali::word::count("নদী শুকায়, চর জাগে।"), 4);
/// ```
pub fn count(text: &str) -> usize {
    words(text).count()
}

/// Minutes a text of so many words takes to read, rounded up, at least 1.
///
/// `wpm` is the site's words a minute; 0 stands for [`DEFAULT_WORDS_PER_MINUTE`].
///
/// ```
/// use khobor::bengali::word::reading_minutes;
/// assert_eq!(reading_minutes(181, 180), 2);
/// assert_eq!(reading_minutes(0, 180), 1);
/// ```
pub fn reading_minutes(words: usize, wpm: u16) -> u32 {
    let speed = usize::from(if wpm == 0 { DEFAULT_WORDS_PER_MINUTE } else { wpm });
    u32::try_from(words.div_ceil(speed)).unwrap_or(u32::MAX).max(1)
}

/// The iterator behind [`words`].
#[derive(Debug, Clone)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
    block: Block,
    /// Words of a stretch that was handed to `unicode-segmentation`.
    slow: std::vec::IntoIter<&'a str>,
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        if let Some(word) = self.slow.next() {
            return Some(word);
        }
        let bytes = self.text.as_bytes();
        let mut before = self.at;
        loop {
            let (class, len) = class_at(bytes, self.at)?;
            match class {
                Class::Letter | Class::Digit | Class::Underscore => {
                    let start = self.at;
                    if let Some(end) = self.plain_end(start) {
                        self.at = end;
                        return self.text.get(start..end);
                    }
                    match chain_end(bytes, start, class, len) {
                        Some((end, true)) => {
                            self.at = end;
                            return self.text.get(start..end);
                        }
                        Some((end, false)) => self.at = end,
                        None => {
                            if let Some(word) = self.go_slow(start) {
                                return Some(word);
                            }
                        }
                    }
                    before = self.at;
                }
                Class::Mark | Class::Unknown => {
                    if let Some(word) = self.go_slow(before) {
                        return Some(word);
                    }
                    before = self.at;
                }
                Class::Space => {
                    self.at += len;
                    before = self.at;
                }
                _ => {
                    before = self.at;
                    self.at += len;
                }
            }
        }
    }
}

impl<'a> Words<'a> {
    /// The end of the word that begins with the letter or digit at `start`, when all of it is Bengali and nothing that might
    /// go on with it follows: as most words are.
    #[inline]
    fn plain_end(&mut self, start: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let end = self.block.next(bytes, start, ends);
        let over = matches!(class_at(bytes, end), None | Some((Class::Space | Class::Break, _)));
        (end > start && over).then_some(end)
    }

    /// Hands everything from `start` to the next space over; returns its first word.
    fn go_slow(&mut self, start: usize) -> Option<&'a str> {
        let rest = self.text.get(start..).unwrap_or_default();
        let stretch = rest.split([' ', '\n', '\r', '\t']).next().unwrap_or_default();
        self.at = start + stretch.len();
        self.slow = slow_words(stretch).into_iter();
        self.slow.next()
    }
}

/// First bytes of all characters but Bengali letters, signs and digits; and of a few of those.
fn ends(window: &Window) -> Flags {
    let mut flags = [0; block::LEN];
    for i in 0..block::LEN {
        let (d, e, f) = (window[i + 3], window[i + 4], window[i + 5]);
        let gap = (f == 0x80) | (f == 0x84) | (f == 0xA9) | (f == 0xB1) | (f | 1 == 0xBB);
        let gap = gap | (f == 0x8D) | (f == 0x8E) | (f == 0x91) | (f == 0x92) | (0xB3..=0xB5).contains(&f);
        let signs = (f <= 0x84) | (0x87..=0x88).contains(&f) | (0x8B..=0x8E).contains(&f);
        let signs = signs | (0xA6..=0xB1).contains(&f);
        let member = (d == 0xE0) & (((e == 0xA6) & !gap) | ((e == 0xA7) & signs));
        flags[i] = u8::from((d < 0x80) | ((d >= 0xC0) & !member));
    }
    flags
}

/// Where the word that begins at `start` ends, and whether it has a letter or digit; `None` when the tables cannot say.
fn chain_end(bytes: &[u8], start: usize, first: Class, len: usize) -> Option<(usize, bool)> {
    let (mut at, mut kind) = (start + len, first);
    let mut real = first != Class::Underscore;
    while let Some((class, len)) = class_at(bytes, at) {
        match class {
            // A vowel sign on an underscore counts as a letter: rare enough to be asked.
            Class::Mark if !real => return None,
            Class::Mark => at += len,
            Class::Letter | Class::Digit | Class::Underscore => {
                kind = class;
                real |= class != Class::Underscore;
                at += len;
            }
            Class::MidLetter | Class::MidNumber | Class::MidBoth | Class::Apostrophe => {
                let Some((next, next_len)) = class_at(bytes, at + len) else {
                    break;
                };
                if matches!(next, Class::Mark | Class::Unknown) {
                    return None;
                }
                if !joins(kind, class, next, bytes.get(at + len)) {
                    break;
                }
                kind = next;
                at += len + next_len;
            }
            Class::Unknown => return None,
            Class::Space | Class::Break => break,
        }
    }
    Some((at, real))
}

/// Whether a sign between two characters holds them together.
fn joins(kind: Class, sign: Class, next: Class, lead: Option<&u8>) -> bool {
    match (kind, next) {
        (Class::Letter, Class::Letter) => sign != Class::MidNumber,
        (Class::Digit, Class::Digit) => sign != Class::MidLetter,
        (Class::Digit, Class::Letter) => sign == Class::Apostrophe && lead == Some(&0xE0),
        _ => false,
    }
}

/// The words of a stretch without spaces by `unicode-segmentation`, a suffix joined to its number.
fn slow_words(stretch: &str) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    let mut begin = 0;
    for (at, word) in stretch.unicode_word_indices() {
        if let Some(last) = found.last_mut().filter(|last| takes_suffix(last, begin, at, stretch)) {
            *last = stretch.get(begin..at + word.len()).unwrap_or(word);
        } else {
            begin = at;
            found.push(word);
        }
    }
    found
}

fn takes_suffix(last: &str, begin: usize, at: usize, stretch: &str) -> bool {
    let is_mark =
        |c: char| c.len_utf8() == 3 && class_at(c.encode_utf8(&mut [0; 4]).as_bytes(), 0) == Some((Class::Mark, 3));
    let number = last.trim_end_matches(is_mark).ends_with(is_digit);
    let between = stretch.get(begin + last.len()..at).unwrap_or_default();
    let suffix = stretch.get(at..).is_some_and(|rest| {
        rest.as_bytes().first() == Some(&0xE0) && class_at(rest.as_bytes(), 0) == Some((Class::Letter, 3))
    });
    number && suffix && matches!(between, "’" | "'")
}

#[cfg(test)]
mod tests {
    use super::{slow_words, words};
    use proptest::prelude::*;

    fn split(text: &str) -> Vec<&str> {
        words(text).collect()
    }

    #[test]
    fn joined_and_split() {
        assert_eq!(
            split("জা.বি.র ১২.৫% দাম, ১৯৭১’এর 5'র"),
            ["জা.বি.র", "১২.৫", "দাম", "১৯৭১’এর", "5'র"]
        );
        assert_eq!(split("লাল-সবুজ_পতাকা __ –"), ["লাল", "সবুজ_পতাকা"]);
        assert_eq!(split("ড. হক বললেন:‘যাও’।এসো"), ["ড", "হক", "বললেন", "যাও", "এসো"]);
    }

    #[test]
    fn other_scripts() {
        assert_eq!(split("Café-র দাম ৳৫০ é’ক ½"), ["Café", "র", "দাম", "৫০", "é’ক", "½"]);
        assert_eq!(split("দিল্লি दिल्ली 東京"), ["দিল্লি", "दिल्ली", "東", "京"]);
    }

    proptest! {
        #[test]
        fn the_tables_agree_with_unicode_segmentation(
            text in "[কর্িা়\u{200C}\u{200D}৫০৳a9Z_:,;.’'‘।()\\- \\n/é½م東\u{0301}৷😀\u{A0}“…]{0,20}"
        ) {
            let plain: Vec<&str> = text.split([' ', '\n', '\r', '\t']).flat_map(slow_words).collect();
            prop_assert_eq!(split(&text), plain);
        }
    }
}
