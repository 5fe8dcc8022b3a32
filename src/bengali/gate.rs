//! The text gate: one encoding for one word, wherever the text came from.
//!
//! Three strengths, each idempotent: [`canonical`] mends the encoding of any text, [`clean`] also the punctuation of
//! running text, [`key`] is what names, tags and addresses compare by. [`nfc`] is plain Unicode normalisation.
//! Rules and sources: `bengali.md` section 1, `reliability.md` U1 and U2.
//!
//! Must not know what the text is for (article, tag, comment): the caller picks the strength.

mod clean;
mod label;
mod protect;
mod scan;
mod skip;
mod spacing;

pub use clean::clean;
pub(crate) use protect::backtick_quote;

/// Whether a text lacks a space after the danda in front of it: it begins with a word, a number or an opening quote.
pub(crate) fn is_glued(text: &str) -> bool {
    spacing::is_missing("।", text)
}

use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

pub(crate) const HASANTA: char = '\u{09CD}';
pub(crate) const ZWJ: char = '\u{200D}';
pub(crate) const ZWNJ: char = '\u{200C}';

/// Unicode Normalisation Form C of a text, and nothing else: য় (U+09DF) becomes য + nukta, ে + া becomes ো.
///
/// Source: UAX #15. Text already in NFC is borrowed.
///
/// ```
/// use khobor::bengali::gate::nfc;
/// assert_eq!(nfc("সম\u{09DF}"), "সম\u{09AF}\u{09BC}");
/// assert_eq!(nfc("ন\u{09C7}\u{09D7}কা"), "নৌকা");
/// ```
pub fn nfc(text: &str) -> Cow<'_, str> {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        _ => Cow::Owned(text.nfc().collect()),
    }
}

/// The canonical encoding of a text; what it says and how it is punctuated stay.
///
/// NFC; legacy ত্ + ZWJ becomes ৎ; অ + া becomes আ; ra + ZWNJ + ya-phala takes its ZWJ; joiners stay only beside a
/// hasanta inside a word (and between letters or emoji of other scripts); byte order marks, soft hyphens, zero-width
/// spaces, bidi controls, NUL and the other controls go (but for those that hold a conjunct apart, which were typed for a
/// joiner); CRLF, CR and the Unicode line ends become LF.
/// Rule: `bengali.md` section 1. Idempotent, linear in time; clean text is borrowed.
///
/// ```
/// use khobor::bengali::gate::canonical;
/// assert_eq!(canonical("হঠাত\u{09CD}\u{200D} খবর\r\n"), "হঠাৎ খবর\n");
/// assert_eq!(canonical("\u{FEFF}বা\u{09DC}ি"), "বাড়ি");
/// assert_eq!(canonical("র\u{200C}্যাব"), "র\u{200D}্যাব");
/// assert_eq!(canonical("\u{200D}খ\u{200C}বর"), "খবর");
/// assert_eq!(canonical("বাগ্\u{200B}যুদ্ধ"), "বাগ্\u{200C}যুদ্ধ");
/// ```
pub fn canonical(text: &str) -> Cow<'_, str> {
    scan::canonical(text)
}

/// The key by which names, tags, addresses, links, comments and log lines are compared: equal keys, same thing.
///
/// [`canonical`], then: joiners dropped (they change a word's look, never which word it is), Assamese ৰ ৱ read as র ব,
/// typographic apostrophes read as straight, white space runs as one space and none at the ends, letters case-folded.
/// Vowel signs, ঁ and ং stay: পুতিন and পতন are two keys. Rule: `reliability.md` U1, U2. Idempotent. Never shown to readers.
///
/// ```
/// use khobor::bengali::gate::key;
/// assert_eq!(key("  BBC  বাংলা "), key("bbc বাংলা"));
/// assert_eq!(key("ক\u{09CD}\u{200C}ত"), key("ক্ত"));
/// assert_eq!(key("সম\u{09DF}"), key("সময়"));
/// assert_ne!(key("পুতিন"), key("পতন"));
/// ```
pub fn key(text: &str) -> String {
    let text = canonical(text);
    if is_simple(&text) {
        return simple_key(&text);
    }
    let mut found = key_pass(&text);
    // A fold can open the way for another (a joiner gone, then NFC composes); three rounds settle every known case.
    for _ in 0..3 {
        let again = key_pass(&canonical(&found));
        if again == found {
            break;
        }
        found = again;
    }
    found
}

/// Whether canonical text holds ASCII and Bengali only, and nothing of them that folds but ASCII capitals.
fn is_simple(text: &str) -> bool {
    let mut rest = text.as_bytes();
    loop {
        rest = match rest {
            [] => return true,
            [..0x80, tail @ ..] => tail,
            [0xE0, 0xA6, _, tail @ ..] | [0xE0, 0xA7, 0x80..=0xAF, tail @ ..] => tail,
            _ => return false,
        };
    }
}

fn simple_key(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_ascii_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded.make_ascii_lowercase();
    folded
}

fn key_pass(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        word.chars().for_each(|letter| push_key_letter(&mut folded, letter));
    }
    folded.nfc().collect()
}

fn push_key_letter(folded: &mut String, letter: char) {
    match letter {
        ZWJ | ZWNJ => {}
        '\u{09F0}' => folded.push('র'),
        '\u{09F1}' => folded.push('ব'),
        '\u{2018}' | '\u{2019}' | '\u{02BC}' => folded.push('\''),
        // Upper then lower is case folding without a table: ß and ẞ meet in ss, ς and σ in σ.
        _ if letter.is_ascii() => folded.push(letter.to_ascii_lowercase()),
        _ if is_bengali(letter) => folded.push(letter),
        _ => folded.extend(letter.to_uppercase().flat_map(char::to_lowercase)),
    }
}

/// Whether a character belongs to the Bengali block (U+0980 to U+09FF): letters, signs and digits; not the danda.
///
/// ```
/// use khobor::bengali::gate::is_bengali;
/// assert!(is_bengali('ক') && is_bengali('৫') && !is_bengali('।') && !is_bengali('k'));
/// ```
pub fn is_bengali(letter: char) -> bool {
    ('\u{0980}'..='\u{09FF}').contains(&letter)
}

/// Whether a character is a Bengali digit (০ to ৯) or an ASCII one.
///
/// ```
/// use khobor::bengali::gate::is_digit;
/// assert!(is_digit('৭') && is_digit('7') && !is_digit('ক'));
/// ```
pub fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit() || ('০'..='৯').contains(&letter)
}

/// Whether a character is a Bengali vowel sign (া to ৌ, and the au length mark).
///
/// ```
/// use khobor::bengali::gate::is_vowel_sign;
/// assert!(is_vowel_sign('ি') && !is_vowel_sign('ই'));
/// ```
pub fn is_vowel_sign(letter: char) -> bool {
    matches!(
        letter,
        '\u{09BE}'..='\u{09C4}' | '\u{09C7}' | '\u{09C8}' | '\u{09CB}' | '\u{09CC}' | '\u{09D7}'
    )
}

/// Whether a character is a Bengali letter or sign: the block without digits, currency signs and other symbols.
///
/// ```
/// use khobor::bengali::gate::is_bengali_letter;
/// assert!(is_bengali_letter('ক') && is_bengali_letter('্') && !is_bengali_letter('৫') && !is_bengali_letter('৳'));
/// ```
pub fn is_bengali_letter(letter: char) -> bool {
    matches!(
        letter,
        '\u{0980}'..='\u{09E3}' | '\u{09F0}' | '\u{09F1}' | '\u{09FC}' | '\u{09FE}'
    )
}

#[cfg(test)]
mod tests {
    use super::{canonical, key, key_pass};

    #[test]
    fn the_short_way_of_keys_is_the_long_one() {
        let graphic: String = ('!'..='~').collect();
        for from in 0..graphic.len() {
            let text = &graphic[from..];
            assert_eq!(key(text), key_pass(&canonical(text)));
            assert_eq!(key(&text[..1]), key_pass(&canonical(&text[..1])));
        }
    }

    #[test]
    fn clean_text_is_borrowed() {
        let text = "খবর: “র\u{200D}্যাব” উদ্\u{200C}যাপন — ১২,৩৪৫ টাকা।\n\tHello, café…";
        assert!(matches!(canonical(text), std::borrow::Cow::Borrowed(_)));
    }

    #[test]
    fn joiners_of_other_scripts_stay() {
        for text in ["👨\u{200D}👩\u{200D}👧", "می\u{200C}خواهم", "क्\u{200D}ष"] {
            assert_eq!(canonical(text), text);
        }
    }

    #[test]
    fn a_mark_freed_by_a_dropped_joiner_composes() {
        assert_eq!(canonical("ক\u{09C7}\u{200D}\u{09BE}"), "কো");
        assert_eq!(canonical("\u{0985}\u{200C}\u{09BE}ম"), "আম");
        assert_eq!(canonical("cafe\u{200D}\u{0301}"), "café");
    }

    #[test]
    fn several_repairs_in_one_word_keep_their_order() {
        assert_eq!(canonical("\u{09DC}ে\u{09BE}ত্\u{200D}\u{09DF} ক"), "ড়োৎয় ক");
    }

    #[test]
    fn the_key_of_every_character_is_its_own_key() {
        for letter in '\0'..=char::MAX {
            let once = key(&letter.to_string());
            assert_eq!(key(&once), once, "U+{:04X}", letter as u32);
        }
    }

    #[test]
    fn line_ends_and_controls() {
        assert_eq!(canonical("ক\r\nখ\rগ\u{2028}ঘ\0\u{202E}\u{AD}\u{200B}ঙ"), "ক\nখ\nগ\nঘঙ");
    }
}
