//! Dictionary order, as the CLDR's `bn` collation has it (after the Bangla Academy's dictionary), by a small own table.
//!
//! ং ঃ ঁ are letters before ক; ৎ goes with ত, and ড় ঢ় য় with ড ঢ য, after them where words are else equal; joiners do not
//! count. Marks come
//! first, then digits, Bengali, the other scripts of India, Latin, the rest (CLDR reorders so for `bn`); between equal
//! letters case decides, then code points. Source: `bengali.md`
//! section 4, checked against `collation.tsv` and ICU's order of 11,000 words.

use super::gate::{HASANTA, ZWJ, ZWNJ, nfc};
use std::cmp::Ordering;

/// The Bengali letters in dictionary order; a letter's place is its weight.
const ORDER: &str = "অআইঈউঊঋৠঌৡএঐওঔ\u{0982}\u{0983}\u{0981}কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরৰলৱশষসহ\u{09BD}\u{09BE}\u{09BF}\u{09C0}\u{09C1}\u{09C2}\u{09C3}\u{09C4}\u{09E2}\u{09E3}\u{09C7}\u{09C8}\u{09CB}\u{09CC}\u{09CD}\u{09D7}";

/// Marks and symbols in the root collation's order; those not here follow by code point.
const PUNCTUATION: &str = "_-–—,;:!?.…।॥'‘’\"“”«»()[]{}§@*/\\&#%•`^°৺©®+±÷×<=>|~$£৲৳৻€₹";

const BLOCK: usize = 128;
const WEIGHTS: [u8; BLOCK] = weights();

const fn weights() -> [u8; BLOCK] {
    let bytes = ORDER.as_bytes();
    let mut table = [0_u8; BLOCK];
    let (mut at, mut weight) = (0, 1);
    while at + 2 < bytes.len() {
        let place = ((bytes[at + 1] & 1) as usize) << 6 | (bytes[at + 2] & 0x3F) as usize;
        table[place] = weight;
        weight += 1;
        at += 3;
    }
    table
}

/// Compares two texts as a Bengali dictionary orders them. Total: equal only when both are the same text in NFC.
///
/// ```
/// use khobor::bengali::collate::compare;
/// use std::cmp::Ordering::{Equal, Less};
/// assert_eq!(compare("সংগীত", "সকাল"), Less);
/// assert_eq!(compare("বড়", "বডক"), Less);
/// assert_eq!(compare("২ নম্বর", "অজগর"), Less);
/// assert_eq!(compare("অজগর", "ABC"), Less);
/// assert_eq!(compare("সম\u{09DF}", "সময়"), Equal);
/// ```
pub fn compare(a: &str, b: &str) -> Ordering {
    sort_key(a).cmp(&sort_key(b))
}

/// Bytes that compare as the texts do under [`compare`]; for sorting many texts, one key each.
///
/// ```
/// use khobor::bengali::collate::sort_key;
/// let mut places = ["যশোর", "ফেনী", "ঢাকা"];
/// places.sort_by_cached_key(|place| sort_key(place));
/// assert_eq!(places, ["ঢাকা", "ফেনী", "যশোর"]);
/// ```
pub fn sort_key(text: &str) -> Vec<u8> {
    let text = nfc(text);
    let mut key = Vec::with_capacity(text.len() * 2 + 8);
    let mut ties = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let nukta = letters.next_if_eq(&'\u{09BC}').is_some();
        push_primary(&mut key, letter);
        ties.push(if nukta { 5 } else { tie(letter) });
    }
    // Lower levels speak only when the higher ones are equal: 0 is below every weight.
    key.push(0);
    key.extend(ties.into_iter().filter(|tie| *tie > 0));
    key.push(0);
    key.extend(text.bytes());
    key
}

/// Weights of one letter: a group byte (1 space, 2 marks, 3 digits, 4 Bengali, 5 Indian scripts, 6 Latin, 7 others), then its place.
fn push_primary(key: &mut Vec<u8>, letter: char) {
    match letter {
        ZWJ | ZWNJ | '\u{09BC}' => {}
        'ৎ' => push_bengali(key, &['ত', HASANTA]),
        '০'..='৯' => key.extend([3, digit_weight(letter, '০')]),
        '0'..='9' => key.extend([3, digit_weight(letter, '0')]),
        '\u{0980}'..='\u{09E3}' | 'ৰ' | 'ৱ' => push_bengali(key, &[letter]),
        _ if letter.is_whitespace() => key.push(1),
        _ if letter.is_alphabetic() => push_other_letter(key, letter),
        _ => match PUNCTUATION.chars().position(|mark| mark == letter) {
            Some(place) => key.extend([2, 0, u8::try_from(place).unwrap_or(u8::MAX)]),
            None => push_code(key, 2, letter),
        },
    }
}

fn digit_weight(digit: char, zero: char) -> u8 {
    u8::try_from(u32::from(digit).saturating_sub(u32::from(zero))).unwrap_or_default() + 1
}

fn push_bengali(key: &mut Vec<u8>, letters: &[char]) {
    for letter in letters {
        let place = u32::from(*letter) as usize % BLOCK;
        let weight = WEIGHTS.get(place).copied().unwrap_or_default();
        key.extend([4, weight]);
    }
}

/// Latin letters by their base letter, case and accents aside; other scripts by code point.
fn push_other_letter(key: &mut Vec<u8>, letter: char) {
    let mut base = letter;
    unicode_normalization::char::decompose_canonical(letter, |part| {
        if part.is_ascii_alphabetic() {
            base = part;
        }
    });
    if base < '\u{0250}' {
        base.to_lowercase().for_each(|lower| push_code(key, 6, lower));
    } else {
        let indian = ('\u{0900}'..='\u{0D7F}').contains(&base);
        push_code(key, if indian { 5 } else { 7 }, base);
    }
}

/// A group byte and the code point, most significant byte first and never 0.
fn push_code(key: &mut Vec<u8>, group: u8, letter: char) {
    let [_, high, middle, low] = u32::from(letter).to_be_bytes();
    key.extend([group, high + 1, middle.saturating_add(1).max(1), low]);
}

/// What tells two letters of one weight apart: accent, then case (small before capital); 0 for most.
fn tie(letter: char) -> u8 {
    match letter {
        ZWJ | ZWNJ => 0,
        'ৎ' => 3,
        _ if letter.is_uppercase() => 2,
        _ if letter.is_ascii() || super::gate::is_bengali(letter) => 1,
        _ => 4,
    }
}

/// The letter of the index a word stands under: its first letter, without marks; ড় under ড, ঢ় under ঢ, য় under য, ক্ষ under
/// ক, Latin capitals, `০-৯` for digits. `None` when the text has no letter and no digit.
///
/// ```
/// use khobor::bengali::collate::initial;
/// assert_eq!(initial("ক্ষুধা").as_deref(), Some("ক"));
/// assert_eq!(initial("‘য়ুরোপ’").as_deref(), Some("য"));
/// assert_eq!(initial("bbc").as_deref(), Some("B"));
/// assert_eq!(initial("৭ মার্চ").as_deref(), Some("০-৯"));
/// assert_eq!(initial("!?"), None);
/// ```
pub fn initial(text: &str) -> Option<String> {
    let text = nfc(text);
    let letter = text
        .chars()
        .find(|c| c.is_alphabetic() || c.is_numeric() || *c == 'ৎ')?;
    Some(match letter {
        'ৎ' => "ত".to_owned(),
        'ৰ' => "র".to_owned(),
        'ৱ' => "ব".to_owned(),
        _ if letter.is_numeric() => "০-৯".to_owned(),
        _ if super::gate::is_bengali(letter) => letter.to_string(),
        _ => {
            let mut base = letter;
            unicode_normalization::char::decompose_canonical(letter, |part| {
                if part.is_alphabetic() && base == letter {
                    base = part;
                }
            });
            base.to_uppercase().collect()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{ORDER, WEIGHTS, compare, initial};
    use std::cmp::Ordering::Less;

    fn ordered(words: &[&str]) {
        for pair in words.windows(2) {
            assert_eq!(compare(pair[0], pair[1]), Less, "{pair:?}");
        }
    }

    #[test]
    fn every_letter_has_a_weight_of_its_own() {
        assert_eq!(WEIGHTS.iter().filter(|w| **w > 0).count(), ORDER.chars().count());
    }

    #[test]
    fn signs_and_special_letters() {
        ordered(&["ত", "তা", "ৎ", "ত্ত", "থ"]);
        ordered(&["অংশ", "অঃ", "অঁ", "অক"]);
        ordered(&["আড়ত", "আড্ডা", "আঢাকা"]);
        ordered(&["বড", "বড\u{09BC}", "বঢ", "বণ"]);
        ordered(&["মা", "মা ও", "মাং", "মাঁ", "মাক"]);
    }

    #[test]
    fn scripts_digits_and_case() {
        ordered(&["", " ", "!", "১", "২", "অ", "हिंदी", "apple", "Apple", "zoo"]);
        ordered(&["1", "১", "2"]);
        ordered(&["eat", "éat", "fat"]);
    }

    #[test]
    fn initials() {
        assert_eq!(initial("ঢ\u{09BC}").as_deref(), Some("ঢ"));
        assert_eq!(initial("École").as_deref(), Some("E"));
        assert_eq!(initial("—"), None);
    }
}
