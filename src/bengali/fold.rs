//! The search key: one spelling for all the spellings a reader may type.
//!
//! [`fold`] looser than the text gate's `key`: it never leaves the reader with a text to show, only with something to
//! compare. Steps, in the order of `spec/bengali.md` section 4:
//!
//! 1. NFC (precomposed nukta letters, split ো/ৌ, অ+া);
//! 2. digits to ASCII, group commas between digits dropped (২০,২৬৫ → `20265`);
//! 3. joiners, invisible characters, ঁ and ঃ dropped, ASCII letters to lower case;
//! 4. ঈ ী → ই ি, ঊ ূ → উ ু, ঋ ৃ → রি ্রি, ণ → ন, শ ষ → স, য → জ (never in য়), ঙ and ঙ্ → ং, ৎ → ত্, ৰ → র, ৱ → ব;
//! 5. a consonant doubled after reph is single (ধর্ম্ম → ধর্ম, মূর্চ্ছা → মুর্ছা);
//! 6. a hasanta at the end of a word is dropped, so that বিদ্যুৎ and বিদ্যুতের share বিদ্যুত.
//!
//! Vowel signs are never dropped: পুতিন is not পতন. [`fold_loose`] is the lowest tier: word-final ো after a consonant
//! is dropped (ভালো = ভাল) and ড় ঢ় become র. It is for ranking last, not for equality.
//!
//! Knows nothing of indexes or queries. The functions that take a buffer replace its content and allocate only when it grows.

use super::gate;

pub(super) const HASANTA: char = '\u{09CD}';
pub(super) const NUKTA: char = '\u{09BC}';
pub(super) const ANUSVARA: char = '\u{0982}';

/// The search key of a word or a text; see the module's steps. Idempotent; empty for empty input.
///
/// ```
/// use khobor::bengali::fold::fold;
/// assert_eq!(fold("সূর্য্য"), fold("সূর্য"));
/// assert_eq!(fold("বৃটেন"), fold("ব্রিটেন"));
/// assert_eq!(fold("১২,৩৪,৫৬৭"), "1234567");
/// assert_ne!(fold("পুতিন"), fold("পতন"));
/// ```
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// [`fold`] into a buffer: `out` is replaced by the key. No allocation when `out` is large enough (a key can be up to
/// three times as long as its text: ৃ becomes ্রি).
pub fn fold_into(text: &str, out: &mut String) {
    out.clear();
    if is_plain(text) {
        return fold_chars(text.chars(), out);
    }
    fold_chars(gate::nfc(text).chars(), out);
    // What was taken out may have stood between a letter and its mark, which are one letter then.
    while !is_plain(out) {
        let joined = gate::nfc(out).into_owned();
        if joined == *out {
            return;
        }
        out.clear();
        fold_chars(joined.chars(), out);
    }
}

/// The lowest tier of the key: [`fold`], then word-final ো after a consonant dropped and ড় ঢ় as র.
///
/// ```
/// use khobor::bengali::fold::fold_loose;
/// assert_eq!(fold_loose("কোনো"), fold_loose("কোন"));
/// assert_eq!(fold_loose("বাড়ি"), fold_loose("বারি"));
/// ```
pub fn fold_loose(text: &str) -> String {
    let folded = fold(text);
    let mut out = String::with_capacity(folded.len());
    for ch in folded.chars() {
        if ch == NUKTA && out.ends_with(['ড', 'ঢ']) {
            out.pop();
            out.push('র');
        } else {
            if !is_word_char(ch) {
                drop_final_o(&mut out);
            }
            out.push(ch);
        }
    }
    drop_final_o(&mut out);
    out
}

/// A folded word without its word-final ো, where a consonant stands before it: ভালো → ভাল. The word itself otherwise.
///
/// ```
/// use khobor::bengali::fold::without_final_o;
/// assert_eq!(without_final_o("ভালো"), "ভাল");
/// assert_eq!(without_final_o("হলুদ"), "হলুদ");
/// ```
pub fn without_final_o(word: &str) -> &str {
    match word.strip_suffix('ো') {
        Some(rest) if rest.ends_with(is_consonant_end) => rest,
        _ => word,
    }
}

fn drop_final_o(out: &mut String) {
    let keep = out.rfind(|c| !is_word_char(c)).map_or(0, |i| {
        i + out.get(i..).and_then(|s| s.chars().next()).map_or(0, char::len_utf8)
    });
    if let Some(word) = out.get(keep..) {
        let kept = keep + without_final_o(word).len();
        out.truncate(kept);
    }
}

/// Is the text certainly in NFC by its bytes alone? `false` only means that it has to be normalised to know.
pub(super) fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut i = 0;
    while let Some(&b) = bytes.get(i) {
        if b < 0x80 {
            i += 1;
            continue;
        }
        let (b1, b2) = (
            bytes.get(i + 1).copied().unwrap_or(0),
            bytes.get(i + 2).copied().unwrap_or(0),
        );
        let fine = match (b, b1) {
            (0xE0, 0xA6) => {
                !(b2 == 0xBC && ends_at(bytes, i, [0xE0, 0xA7, 0x8D]))
                    && !(b2 == 0xBE && (ends_at(bytes, i, [0xE0, 0xA7, 0x87]) || ends_at(bytes, i, [0xE0, 0xA6, 0x85])))
            }
            (0xE0, 0xA7) => !matches!(b2, 0x97 | 0x9C | 0x9D | 0x9F),
            (0xE0, 0xA5) => matches!(b2, 0xA4 | 0xA5),
            (0xE2, 0x80) => matches!(b2, 0x8B..=0xAE),
            _ => false,
        };
        if !fine {
            return false;
        }
        i += 3;
    }
    true
}

fn ends_at(bytes: &[u8], end: usize, want: [u8; 3]) -> bool {
    end >= 3 && bytes.get(end - 3..end) == Some(&want[..])
}

fn fold_chars(chars: impl Iterator<Item = char>, out: &mut String) {
    let mut ja_from_ya = false;
    for ch in chars {
        if !is_word_char(ch) && !is_dropped(ch) {
            end_word(out);
        }
        fold_char(ch, out, &mut ja_from_ya);
    }
    end_word(out);
}

/// Writes the key of one character. `ja_from_ya`: the last letter written is a জ that was typed য, so that a nukta
/// after it makes য়.
fn fold_char(ch: char, out: &mut String, ja_from_ya: &mut bool) {
    if is_dropped(ch) {
        return;
    }
    let was_ya = std::mem::take(ja_from_ya);
    match ch {
        '0'..='9' | '০'..='৯' => {
            out.push(ascii_digit(ch));
            join_group(out);
        }
        'A'..='Z' => out.push(ch.to_ascii_lowercase()),
        'ঈ' => out.push('ই'),
        'ী' => out.push('ি'),
        'ঊ' => out.push('উ'),
        'ূ' => out.push('ু'),
        'ঋ' => push_ri(out),
        'ৃ' => {
            push_hasanta(out);
            push_ri(out);
        }
        'ণ' => push_consonant('ন', out),
        'শ' | 'ষ' => push_consonant('স', out),
        'য' => {
            push_consonant('জ', out);
            *ja_from_ya = true;
        }
        'ঙ' => out.push(ANUSVARA),
        'ৎ' => {
            push_consonant('ত', out);
            push_hasanta(out);
        }
        'ৰ' => push_consonant('র', out),
        'ৱ' => push_consonant('ব', out),
        NUKTA => push_nukta(was_ya, out),
        HASANTA => push_hasanta(out),
        'া' => push_aa(out),
        'ৗ' => push_au(out),
        'ক'..='হ' => push_consonant(ch, out),
        '\u{80}'.. if !is_word_char(ch) => out.extend(ch.to_lowercase()),
        _ => out.push(ch),
    }
}

/// `1,2` at the end of the key → `12`.
fn join_group(out: &mut String) {
    let bytes = out.as_bytes();
    let n = bytes.len();
    let grouped = n >= 3 && bytes.get(n - 2) == Some(&b',') && bytes.get(n - 3).is_some_and(u8::is_ascii_digit);
    if grouped && let Some(digit) = out.pop() {
        out.pop();
        out.push(digit);
    }
}

/// Writes a consonant, or not, where it doubles the one after a reph (র্ম্ম, র্চ্ছ).
fn push_consonant(ch: char, out: &mut String) {
    let mut back = out.chars().rev();
    if back.next() == Some(HASANTA)
        && let Some(before) = back.next()
        && (before == ch || unaspirated(ch) == Some(before))
        && back.next() == Some(HASANTA)
        && back.next() == Some('র')
    {
        out.pop();
        if before == ch {
            return;
        }
        out.pop();
    }
    out.push(ch);
}

fn push_ri(out: &mut String) {
    push_consonant('র', out);
    out.push('ি');
}

fn unaspirated(ch: char) -> Option<char> {
    Some(match ch {
        'খ' => 'ক',
        'ঘ' => 'গ',
        'ছ' => 'চ',
        'ঝ' => 'জ',
        'ঠ' => 'ট',
        'ঢ' => 'ড',
        'থ' => 'ত',
        'ধ' => 'দ',
        'ফ' => 'প',
        'ভ' => 'ব',
        _ => return None,
    })
}

/// Writes a hasanta: never two, none after ং, which has no vowel to lose (ব্যাঙ্ক = ব্যাংক), and none after what is not
/// Bengali, where normalisation would move it.
fn push_hasanta(out: &mut String) {
    if out.ends_with(is_word_char) && !out.ends_with([HASANTA, ANUSVARA]) {
        out.push(HASANTA);
    }
}

/// ড় ঢ় য় keep their dot; on any other letter it marks a foreign sound (জ় as z) and is dropped.
fn push_nukta(was_ya: bool, out: &mut String) {
    if was_ya {
        out.pop();
        out.push('য');
        out.push(NUKTA);
    } else if out.ends_with(['ড', 'ঢ']) {
        out.push(NUKTA);
    }
}

fn push_aa(out: &mut String) {
    match out.chars().next_back() {
        Some('ে') => swap_last(out, 'ো'),
        Some('অ') => swap_last(out, 'আ'),
        _ => out.push('া'),
    }
}

fn push_au(out: &mut String) {
    match out.chars().next_back() {
        Some('ে') => swap_last(out, 'ৌ'),
        _ => out.push('ৗ'),
    }
}

fn swap_last(out: &mut String, ch: char) {
    out.pop();
    out.push(ch);
}

fn end_word(out: &mut String) {
    while out.ends_with(HASANTA) {
        out.pop();
    }
}

/// ০-৯ as 0-9; any other character as it is.
pub(super) fn ascii_digit(ch: char) -> char {
    match ch {
        '০'..='৯' => char::from(b'0' + u8::try_from(u32::from(ch) - 0x09E6).unwrap_or(0)),
        _ => ch,
    }
}

/// A Bengali letter, sign or mark (not a digit, not a danda).
pub(super) fn is_word_char(ch: char) -> bool {
    matches!(
        ch,
        '\u{0980}'..='\u{09E3}' | '\u{09F0}' | '\u{09F1}' | '\u{09FC}' | '\u{09FE}'
    )
}

/// A letter that carries an inherent vowel unless something follows it.
pub(super) fn is_consonant(ch: char) -> bool {
    matches!(ch, 'ক'..='হ' | 'ৎ' | 'ৰ' | 'ৱ')
}

fn is_consonant_end(ch: char) -> bool {
    is_consonant(ch) || ch == NUKTA
}

/// Characters that leave no trace in the key: joiners, invisible and bidi controls, ঁ, ঃ.
fn is_dropped(ch: char) -> bool {
    matches!(
        ch,
        '\u{0981}' | '\u{0983}' | '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_mark_stood_behind_is_joined_at_once() {
        for text in [
            "u\u{202e}\u{301}",
            "ক\u{9c7}\u{981}\u{9be}",
            "e\u{200d}\u{301}\u{200c}\u{323}",
        ] {
            let folded = fold(text);
            assert_eq!(fold(&folded), folded, "{text:?}");
        }
    }

    #[test]
    fn a_sign_after_a_foreign_mark_folds_once() {
        for text in ["\u{745}ৃ", "ৃক", "\u{301}্ক", "aৃ\u{745}্"] {
            let once = fold(text);
            assert_eq!(fold(&once), once, "{text:?}");
        }
    }

    #[test]
    fn spelling_variants_share_a_key() {
        let same = [
            ("পূতিন", "পুতিন"),
            ("কোরবানী", "কোরবানি"),
            ("বাঙলা", "বাংলা"),
            ("ব্যাঙ্ক", "ব্যাংক"),
            ("সঙ্গীত", "সংগীত"),
            ("যাদুঘর", "জাদুঘর"),
            ("চাদ", "চাঁদ"),
            ("খৃষ্টান", "খ্রিস্টান"),
            ("ধর্ম্ম", "ধর্ম"),
            ("অর্দ্ধ", "অর্ধ"),
            ("উত্সব", "উৎসব"),
            ("র্যাব", "র\u{200D}\u{09CD}যাব"),
            ("বা\u{09DC}ি", "বা\u{09A1}\u{09BC}ি"),
            ("ক\u{09C7}\u{09BE}ন", "কোন"),
            ("দুঃখ", "দুখ"),
            ("জ়েলেনস্কি", "জেলেনস্কি"),
            ("২০২৬", "2026"),
            ("বিদ্যুৎ", "বিদ্যুত"),
            ("COVID", "covid"),
        ];
        for (a, b) in same {
            assert_eq!(fold(a), fold(b), "{a} {b}");
        }
    }

    #[test]
    fn different_words_keep_different_keys() {
        for (a, b) in [
            ("পুতিন", "পতন"),
            ("বাড়ি", "বারি"),
            ("কল", "কাল"),
            ("ঢাকা", "ঢাক"),
            ("সময়", "সমজ"),
        ] {
            assert_ne!(fold(a), fold(b), "{a} {b}");
        }
    }

    #[test]
    fn text_keeps_its_spaces_and_commas() {
        assert_eq!(fold("ঢাকা, ৩ মে"), "ঢাকা, 3 মে");
        assert_eq!(fold("৩,৪"), "34");
        assert_eq!(fold("৩, ৪"), "3, 4");
        assert_eq!(fold(""), "");
    }

    #[test]
    fn fold_is_idempotent() {
        let odd = [
            "ক্্ষ্",
            "ে\u{0981}া",
            "য\u{0981}\u{09BC}",
            "ৃৃ",
            "ঙ্্গ",
            "১,,২,৩",
            "র্ম্ম্ম",
            "অ\u{200D}া",
            "র্ৃর্রি",
            "ৰ্রৃ",
            "ৎ্য",
            "ে\u{0983}\u{09D7}",
            "র্চ্ছ্ছ",
        ];
        for word in odd {
            let once = fold(word);
            assert_eq!(fold(&once), once, "{}", word.escape_unicode());
        }
    }
}
