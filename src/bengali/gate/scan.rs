//! The scanner behind `canonical`: clean bytes are passed over, easy faults mended in place, hard words settled slowly.
//!
//! A "word" here is what stands between spaces, tabs and line ends: no rule of the gate reaches across those, so a word
//! with a hard fault is settled alone and the rest of the text never pays for it.

use super::{HASANTA, ZWJ, ZWNJ, is_bengali, is_bengali_letter};
use crate::bengali::block::{self, Block, Flags, Window};
use std::borrow::Cow;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// What the Bengali letter at this place of the block may need; see [`classes`].
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Plain,
    Nukta,
    AaSign,
    AuMark,
    Precomposed(&'static str),
    Hard,
}

const CLASSES: [Class; 128] = classes();

const fn classes() -> [Class; 128] {
    let mut table = [Class::Plain; 128];
    table[0x3C] = Class::Nukta;
    table[0x3E] = Class::AaSign;
    table[0x57] = Class::AuMark;
    table[0x5C] = Class::Precomposed("\u{09A1}\u{09BC}");
    table[0x5D] = Class::Precomposed("\u{09A2}\u{09BC}");
    table[0x5F] = Class::Precomposed("\u{09AF}\u{09BC}");
    // The sandhi mark has combining class 230: order among marks is for the slow path.
    table[0x7E] = Class::Hard;
    table
}

/// What was found at `at`, the first byte that needs work.
enum Fault {
    /// `back` bytes before `at` and `len` from it are to be replaced by the text: mendable in place.
    Replace {
        at: usize,
        back: usize,
        len: usize,
        with: &'static str,
    },
    /// The word around `at` has to be settled.
    Hard { at: usize },
}

pub(super) fn canonical(text: &str) -> Cow<'_, str> {
    let mut block = Block::new();
    match next_fault(text, 0, &mut block) {
        None => Cow::Borrowed(text),
        Some(fault) => Cow::Owned(mend(text, fault, &mut block)),
    }
}

fn mend(text: &str, first: Fault, block: &mut Block) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16 + 8);
    let mut copied = 0;
    let mut fault = Some(first);
    while let Some(found) = fault {
        copied = match found {
            Fault::Replace { at, back, len, with } => {
                out.push_str(text.get(copied..at - back).unwrap_or_default());
                out.push_str(with);
                at + len
            }
            Fault::Hard { at } => settle_word(text, at, copied, &mut out),
        };
        fault = next_fault(text, copied, block);
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    out
}

/// Settles the whole word around `at`, drops what was already written of it, and returns where the word ends.
fn settle_word(text: &str, at: usize, copied: usize, out: &mut String) -> usize {
    let bytes = text.as_bytes();
    let start = bytes
        .get(..at)
        .unwrap_or_default()
        .iter()
        .rposition(|b| is_edge(*b))
        .map_or(0, |edge| edge + 1);
    let rest = bytes.get(at..).unwrap_or_default();
    let end = rest
        .iter()
        .position(|b| is_edge(*b))
        .map_or(bytes.len(), |edge| at + edge);
    if copied <= start {
        out.push_str(text.get(copied..start).unwrap_or_default());
    } else {
        let written = out
            .as_bytes()
            .iter()
            .rposition(|b| is_edge(*b))
            .map_or(0, |edge| edge + 1);
        out.truncate(written);
    }
    out.push_str(&settle(text.get(start..end).unwrap_or_default()));
    end
}

fn is_edge(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r')
}

/// The first fault at or after `from`. `block` is the text's.
fn next_fault(text: &str, from: usize, block: &mut Block) -> Option<Fault> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at = block.next(bytes, at, suspects);
        let lead = *bytes.get(at)?;
        let fault = match lead {
            ..0x80 if is_plain_ascii(lead) => None,
            ..0x80 => Some(ascii_fault(bytes, at)),
            0xE0 if matches!(bytes.get(at + 1), Some(0xA6 | 0xA7)) => bengali_fault(bytes, at),
            _ if other_len(text, at).is_none() => Some(Fault::Hard { at }),
            _ => None,
        };
        if fault.is_some() {
            return fault;
        }
        at += 1;
    }
}

/// First bytes of characters that may need something: every one that does, and few others.
fn suspects(window: &Window) -> Flags {
    let mut flags = [0; block::LEN];
    for i in 0..block::LEN {
        let (p2, p1) = (window[i + 1], window[i + 2]);
        let (d, e, f) = (window[i + 3], window[i + 4], window[i + 5]);
        let control = ((d < 0x20) & (d != b'\n') & (d != b'\t')) | (d == 0x7F);
        let foreign = (0xC0..0xE0).contains(&d) | (d == 0xE1) | (d >= 0xE3);
        let known = (e | 1 == 0xA7) | ((e == 0xA5) & (f | 1 == 0xA5));
        let sign = (e == 0x80) & (0x90..=0xA7).contains(&f);
        let hard = (e == 0xA7) & ((f | 1 == 0x9D) | (f == 0x9F) | (f == 0xBE));
        let after_e = (p2 == 0xA7) & (p1 == 0x87);
        let joins = (e == 0xA6) & (f == 0xBE) & (after_e | ((p2 == 0xA6) & (p1 == 0x85)));
        let joins = joins | ((e == 0xA7) & (f == 0x97) & after_e);
        let moved = (e == 0xA6) & (f == 0xBC) & (p2 == 0xA7) & (p1 == 0x8D);
        let odd = ((d == 0xE0) & (!known | hard | joins | moved)) | ((d == 0xE2) & !sign);
        flags[i] = u8::from(control | foreign | odd);
    }
    flags
}

fn is_plain_ascii(byte: u8) -> bool {
    (byte >= 0x20 && byte != 0x7F) || byte == b'\n' || byte == b'\t'
}

fn ascii_fault(bytes: &[u8], at: usize) -> Fault {
    match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'\r'), Some(b'\n')) => Fault::Replace {
            at,
            back: 0,
            len: 2,
            with: "\n",
        },
        (Some(b'\r'), _) => Fault::Replace {
            at,
            back: 0,
            len: 1,
            with: "\n",
        },
        _ => Fault::Hard { at },
    }
}

#[inline]
fn bengali_fault(bytes: &[u8], at: usize) -> Option<Fault> {
    let (middle, last) = (*bytes.get(at + 1)?, *bytes.get(at + 2)?);
    let place = usize::from(middle & 1) << 6 | usize::from(last & 0x3F);
    let class = *CLASSES.get(place)?;
    if class == Class::Plain {
        return None;
    }
    context_fault(bytes, at, class)
}

fn context_fault(bytes: &[u8], at: usize, class: Class) -> Option<Fault> {
    let before = at
        .checked_sub(3)
        .and_then(|start| bytes.get(start..at))
        .unwrap_or_default();
    let replace = |back, with| {
        let len = 3;
        Some(Fault::Replace { at, back, len, with })
    };
    let join = |with| replace(3, with);
    match class {
        Class::Precomposed(with) => replace(0, with),
        Class::AaSign if before == "ে".as_bytes() => join("ো"),
        Class::AaSign if before == "অ".as_bytes() => join("আ"),
        Class::AuMark if before == "ে".as_bytes() => join("ৌ"),
        Class::Nukta if before == "্".as_bytes() => Some(Fault::Hard { at }),
        Class::Hard => Some(Fault::Hard { at }),
        _ => None,
    }
}

/// Length of a character outside ASCII and Bengali that needs nothing; `None` sends its word to the slow path.
fn other_len(text: &str, at: usize) -> Option<usize> {
    let letter = text.get(at..)?.chars().next()?;
    match letter {
        ZWJ | ZWNJ => plain_joiner(text.as_bytes(), at, letter).then_some(3),
        '\u{0964}' | '\u{0965}' | '\u{2010}'..='\u{2027}' | '\u{00A1}'..='\u{00AC}' => Some(letter.len_utf8()),
        _ if replaced(letter) != Some(letter) => None,
        _ if is_nfc_quick(std::iter::once(letter)) == IsNormalized::Yes && canonical_combining_class(letter) == 0 => {
            Some(letter.len_utf8())
        }
        _ => None,
    }
}

/// The two meaningful joiners of today's spelling: hasanta + joiner + letter, and letter + ZWJ + hasanta.
fn plain_joiner(bytes: &[u8], at: usize, joiner: char) -> bool {
    let before = at
        .checked_sub(3)
        .and_then(|start| bytes.get(start..at))
        .unwrap_or_default();
    let ta = at
        .checked_sub(6)
        .and_then(|start| bytes.get(start..at - 3))
        .unwrap_or_default();
    let after = bytes.get(at + 3..at + 6).unwrap_or_default();
    let bengali = |letter: &[u8]| matches!(letter, [0xE0, 0xA6, _] | [0xE0, 0xA7, ..0xA4]);
    if before == "্".as_bytes() {
        return bengali(after) && !(joiner == ZWJ && ta == "ত".as_bytes());
    }
    joiner == ZWJ && bengali(before) && after == "্".as_bytes()
}

/// What a character becomes whatever stands beside it; `None` when it goes.
fn replaced(letter: char) -> Option<char> {
    match letter {
        '\t' | '\n' => Some(letter),
        '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => None,
        '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' => None,
        '\u{2060}' | '\u{2066}'..='\u{2069}' => None,
        _ => Some(letter),
    }
}

/// The slow and complete rule for one word.
fn settle(word: &str) -> String {
    let mut text = replace_controls(word);
    for _ in 0..4 {
        let next = join_pass(text.nfc());
        if next == text {
            return text;
        }
        text = next;
    }
    // Only hostile heaps of marks come here: without joiners nothing is left to change.
    let bare = text.chars().filter(|letter| !matches!(*letter, ZWJ | ZWNJ));
    join_pass(bare.nfc())
}

/// The word without what no word holds. An invisible space or byte order mark that holds a conjunct apart was typed for a
/// joiner, and stands as one: between র and ্য (র‍্যাব), and after a hasanta that shows (বাগ্‌যুদ্ধ).
fn replace_controls(word: &str) -> String {
    let mut text = String::with_capacity(word.len());
    let mut rest = word.chars();
    while let Some(letter) = rest.next() {
        let invisible = matches!(letter, '\u{FEFF}' | '\u{200B}' | '\u{2060}');
        let ra_ya = invisible && text.ends_with('র') && rest.as_str().starts_with("্য");
        let shown = invisible && text.ends_with(HASANTA) && rest.as_str().starts_with(is_bengali_letter);
        if ra_ya || shown {
            text.push(ZWNJ);
        } else {
            text.extend(replaced(letter));
        }
    }
    text
}

fn join_pass(text: impl Iterator<Item = char>) -> String {
    let letters: Vec<char> = text.collect();
    let mut out = String::with_capacity(letters.len() * 3);
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        if matches!(letter, ZWJ | ZWNJ) {
            let rest = letters.get(at..).unwrap_or_default();
            let run = rest.iter().take_while(|c| matches!(**c, ZWJ | ZWNJ)).count();
            push_joiner(&mut out, letter, rest.get(run..).unwrap_or_default());
            at += run;
        } else {
            push_letter(&mut out, letter);
            at += 1;
        }
    }
    out
}

fn push_letter(out: &mut String, letter: char) {
    let joined = match (out.chars().next_back(), letter) {
        (Some('অ'), '\u{09BE}') => 'আ',
        (Some('\u{09C7}'), '\u{09BE}') => '\u{09CB}',
        (Some('\u{09C7}'), '\u{09D7}') => '\u{09CC}',
        _ => return out.push(letter),
    };
    out.pop();
    out.push(joined);
}

fn push_joiner(out: &mut String, joiner: char, after: &[char]) {
    // ক্ত্ keeps its conjunct: only a ত of its own was a khanda ta.
    if joiner == ZWJ && out.ends_with("ত্") && !out.ends_with("্ত্") {
        out.truncate(out.len() - "ত্".len());
        return out.push('ৎ');
    }
    let (Some(before), Some(&next)) = (out.chars().next_back(), after.first()) else {
        return;
    };
    if is_bengali_letter(before) && is_bengali_letter(next) {
        if before == 'র' && next == HASANTA && after.get(1) == Some(&'য') {
            out.push(ZWJ);
        } else if before == HASANTA || next == HASANTA {
            out.push(joiner);
        }
    } else if is_other_script(before) && is_other_script(next) {
        out.push(joiner);
    }
}

/// Letters, marks and pictures outside ASCII, Bengali and general punctuation: joiners between them are theirs.
fn is_other_script(letter: char) -> bool {
    letter >= '\u{0300}'
        && !is_bengali(letter)
        && !('\u{2000}'..='\u{206F}').contains(&letter)
        && !letter.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::{canonical, settle};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_fast_path_agrees_with_the_slow_one(text in "[কতরযাঅে়্ো।a1\u{09DC}\u{09DF}\u{09D7}\u{09FE}\u{200C}\u{200D}\u{0301}\u{0338}\u{AD}\u{FEFF}\u{200B}\u{202E}\u{0B}é😀م]{0,12}") {
            let found = canonical(&text);
            prop_assert_eq!(found.as_ref(), settle(&text));
            prop_assert_eq!(canonical(&found), found.as_ref());
        }

        #[test]
        fn canonical_twice_is_canonical_once(text in "\\PC{0,40}") {
            let found = canonical(&text).into_owned();
            prop_assert_eq!(canonical(&found), found.as_str());
        }
    }
}
