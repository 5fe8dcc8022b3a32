//! A Bengali word as orthographic units: an onset in Latin letters and what is written of its vowel.

use crate::bengali::fold::{HASANTA, NUKTA, ascii_digit, is_consonant};
use std::borrow::Cow;

/// Stands for the ya-phala of র‍্য (র + ZWJ + ya-phala) once joiners are gone; canonical text has no such character.
pub(super) const RA_YA: char = '\u{09DF}';

/// The vowel of a unit, as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Vowel {
    /// Nothing is written after the consonant.
    Inherent,
    /// A vowel sign or letter, in Latin letters.
    Written(&'static str),
    /// A hasanta, or a unit without any vowel (a digit, a Latin letter).
    Silent,
}

/// One unit: consonants joined by hasanta with their vowel, or a vowel letter, or one foreign character.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    /// Consonants in Latin letters; empty for a vowel letter.
    pub(crate) onset: Cow<'static, str>,
    /// More than one consonant.
    pub(crate) conjunct: bool,
    /// The last consonant (ড় ঢ় য় as their one-character forms U+09DC, 09DD, 09DF), or the vowel letter.
    pub(crate) last: char,
    /// The vowel as written.
    pub(crate) vowel: Vowel,
    /// ং or ঃ after the vowel.
    pub(crate) tail: Option<char>,
    /// Where the unit starts in the word, in bytes.
    pub(crate) start: usize,
    /// Where its consonants end.
    pub(crate) end: usize,
}

/// Splits a word (canonical, without joiners) into units. Characters outside the scheme are skipped.
pub(crate) fn units(word: &str) -> Vec<Unit> {
    let mut found: Vec<Unit> = Vec::with_capacity(word.len() / 4 + 1);
    let mut rest = word;
    while let Some(ch) = rest.chars().next() {
        let start = word.len() - rest.len();
        let used = if is_consonant(ch) {
            let (unit, used) = consonant_unit(rest, start, found.last(), found.len());
            found.push(unit);
            used
        } else {
            other(rest, ch, start, &mut found)
        };
        rest = rest.get(used..).unwrap_or("");
    }
    join_w(&mut found);
    found
}

/// ওয়া ওয়ে ওয়ি are one sound, w and its vowel: আওয়ামী awami, ওয়েব web.
fn join_w(found: &mut Vec<Unit>) {
    let glides: Vec<usize> = (1..found.len())
        .filter(|at| {
            let pair = found.get(at - 1).zip(found.get(*at));
            pair.is_some_and(|(o, y)| {
                let vowel = matches!(y.vowel, Vowel::Written("a" | "e" | "i" | "o"));
                o.last == 'ও' && y.last == '\u{09DF}' && !y.conjunct && vowel
            })
        })
        .collect();
    for at in glides.into_iter().rev() {
        let o = found.remove(at - 1);
        if let Some(unit) = found.get_mut(at - 1) {
            (unit.onset, unit.start) = (Cow::Borrowed("w"), o.start);
        }
    }
}

/// A letter that is no consonant: adds a unit or changes the last one. Returns the bytes used.
fn other(rest: &str, ch: char, start: usize, found: &mut Vec<Unit>) -> usize {
    if let Some(latin) = vowel_letter(ch) {
        // অ্যা and এ্যা are one vowel, a.
        let (latin, used) = match rest.strip_prefix(ch).and_then(|r| r.strip_prefix("্যা")) {
            Some(after) => ("a", rest.len() - after.len()),
            None => (latin, ch.len_utf8()),
        };
        found.push(Unit {
            last: ch,
            ..bare(Cow::Borrowed(""), Vowel::Written(latin), start)
        });
        return used;
    }
    match ch {
        'ং' | 'ঃ' => {
            if let Some(unit) = found.last_mut() {
                unit.tail = Some(ch);
            }
        }
        '০'..='৯' => found.push(bare(ascii_digit(ch).to_string().into(), Vowel::Silent, start)),
        _ if ch.is_ascii_alphanumeric() => {
            found.push(bare(ch.to_ascii_lowercase().to_string().into(), Vowel::Silent, start))
        }
        _ => {}
    }
    ch.len_utf8()
}

fn bare(onset: Cow<'static, str>, vowel: Vowel, start: usize) -> Unit {
    Unit {
        onset,
        conjunct: false,
        last: '\0',
        vowel,
        tail: None,
        start,
        end: start,
    }
}

/// A run of consonants joined by hasanta, with the vowel sign after it. Returns the unit and the bytes used.
///
/// `before` is the unit in front of it, `place` its number in the word.
fn consonant_unit(rest: &str, start: usize, before: Option<&Unit>, place: usize) -> (Unit, usize) {
    let mut letters: Vec<char> = Vec::with_capacity(2);
    let mut used = 0;
    let mut vowel = Vowel::Inherent;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, ch)) = chars.next() {
        if !is_consonant(ch) && ch != RA_YA {
            break;
        }
        let mut letter = ch;
        used = at + ch.len_utf8();
        if chars.next_if(|(_, c)| *c == NUKTA).is_some() {
            letter = dotted(ch);
            used += NUKTA.len_utf8();
        }
        letters.push(letter);
        if chars.next_if(|(_, c)| *c == HASANTA).is_none() {
            break;
        }
        used += HASANTA.len_utf8();
        if chars.peek().is_none_or(|(_, c)| !is_consonant(*c) && *c != RA_YA) {
            vowel = Vowel::Silent;
            break;
        }
    }
    let letters_end = used;
    if letters.last() == Some(&'ৎ') {
        vowel = Vowel::Silent;
    }
    if vowel == Vowel::Inherent
        && let Some(sign) = rest.get(used..).and_then(|r| r.chars().next())
        && let Some(latin) = vowel_sign(sign)
    {
        vowel = Vowel::Written(latin);
        used += sign.len_utf8();
    }
    let after = rest.get(used..).unwrap_or_default();
    let unit = Unit {
        onset: onset(
            &letters,
            place == 0,
            loan_ya(&letters, place == 0, (vowel, after)),
            speaks_b(before, place),
        ),
        conjunct: letters.len() > 1,
        last: letters.last().copied().unwrap_or('\0'),
        vowel,
        tail: None,
        start,
        end: start + letters_end,
    };
    (unit, used)
}

fn dotted(ch: char) -> char {
    match ch {
        'ড' => '\u{09DC}',
        'ঢ' => '\u{09DD}',
        'য' => '\u{09DF}',
        _ => ch,
    }
}

/// Whether দ্ব after `before` is db as in উদ্বোধন, তদ্বির: at the seam of a prefix. Elsewhere it is dw (দ্বিতীয়).
fn speaks_b(before: Option<&Unit>, place: usize) -> bool {
    place == 1
        && before.is_some_and(|unit| match unit.vowel {
            Vowel::Written("u") => unit.onset.is_empty(),
            Vowel::Inherent => matches!(unit.last, 'ত' | 'স'),
            _ => false,
        })
}

/// Whether ya-phala with আ is the vowel of a loan word, the a of `bank`, `gas` and `track`, and no y is heard: what stands
/// before and after it tells. Native words have it after a few letters only (ব্যাপার, ন্যায়, ত্যাগ; হত্যা, কল্যাণ).
fn loan_ya(letters: &[char], initial: bool, (vowel, after): (Vowel, &str)) -> bool {
    let begins = |starts: &[&str]| starts.iter().any(|start| after.starts_with(start));
    match (letters, vowel) {
        // ব্র্যাক, প্ল্যান, স্ট্যান্ড.
        ([.., 'র', 'য'], Vowel::Written("a")) if letters.len() > 2 => true,
        ([.., RA_YA], Vowel::Written("a")) => true,
        ([.., 'প' | 'ফ' | 'ক' | 'গ' | 'ব' | 'স', 'ল', 'য'], Vowel::Written("a")) => true,
        ([.., 'স', 'ট' | 'ক' | 'প', 'য'], Vowel::Written("a")) => true,
        ([before, 'য'], Vowel::Written("a")) if initial => match *before {
            'ক' | 'গ' | 'চ' | 'ছ' | 'ট' | 'ঠ' | 'ড' | 'ঢ' | 'থ' | 'প' | 'ফ' | 'ভ' | 'ম' | 'ল' | 'স' => {
                true
            }
            'জ' => !begins(&["মি"]),
            'হ' => !begins(&["ঁ"]),
            'ন' => begins(&["শ", "ট", "ন", "প"]),
            'ব' => begins(&["ং", "ঙ", "ট", "গ", "ল", "ন", "চ", "ড", "র", "কগ", "কট"]),
            'শ' => begins(&["ম্প"]),
            _ => false,
        },
        ([before, 'য'], Vowel::Written("a")) => match *before {
            'প' | 'ফ' => true,
            'ট' => begins(&["ক্", "ন্", "ব", "গ", "প"]),
            'ম' => begins(&["ন", "ক্স"]),
            'ন' => begins(&["শন"]) || after == "ল",
            'ক' => begins(&["ম্প"]),
            _ => begins(&["ন্ড", "ন্স"]),
        },
        _ => false,
    }
}

/// The Latin letters of joined consonants. `initial`: they open the word; `silent_ya`: their ya-phala is no sound of its own.
fn onset(letters: &[char], initial: bool, silent_ya: bool, db: bool) -> Cow<'static, str> {
    if let [only] = letters {
        return Cow::Borrowed(consonant(*only));
    }
    let mut out = String::new();
    let mut i = 0;
    while let Some(&ch) = letters.get(i) {
        let opens = initial && i == 0;
        let (latin, used) = match (ch, letters.get(i + 1)) {
            ('ক', Some('ষ')) => (if initial || i > 0 { "kh" } else { "kkh" }, 2),
            ('জ', Some('ঞ')) => (if opens { "gy" } else { "gg" }, 2),
            ('ঙ', Some('গ')) => ("ng", 2),
            ('য' | RA_YA, None) if silent_ya => ("", 1),
            // Reph + য (কার্য karjo) is no ya-phala; র + ZWJ + ya-phala comes as U+09DF.
            ('য', _) if i > 1 || i == 1 && letters.first() != Some(&'র') => ("y", 1),
            ('ব', _) if i > 0 => match letters.get(i - 1) {
                Some('ম' | 'র' | 'ল' | 'ব' | 'গ') => ("b", 1),
                Some('দ') if db && i == 1 => ("b", 1),
                _ => ("w", 1),
            },
            _ => (consonant(ch), 1),
        };
        out.push_str(latin);
        i += used;
    }
    Cow::Owned(out)
}

/// The table of consonants.
fn consonant(ch: char) -> &'static str {
    match ch {
        'ক' => "k",
        'খ' => "kh",
        'গ' => "g",
        'ঘ' => "gh",
        'ঙ' => "ng",
        'চ' => "ch",
        'ছ' => "chh",
        'জ' | 'য' => "j",
        'ঝ' => "jh",
        'ট' | 'ত' | 'ৎ' => "t",
        'ঠ' | 'থ' => "th",
        'ড' | 'দ' => "d",
        'ঢ' | 'ধ' => "dh",
        'ঞ' | 'ণ' | 'ন' => "n",
        'প' => "p",
        'ফ' => "f",
        'ব' | 'ৱ' => "b",
        'ভ' => "bh",
        'ম' => "m",
        'র' | 'ৰ' | '\u{09DC}' => "r",
        '\u{09DD}' => "rh",
        'ল' => "l",
        'শ' | 'ষ' => "sh",
        'স' => "s",
        'হ' => "h",
        '\u{09DF}' => "y",
        _ => "",
    }
}

fn vowel_letter(ch: char) -> Option<&'static str> {
    Some(match ch {
        'অ' | 'ও' => "o",
        'আ' => "a",
        'ই' | 'ঈ' => "i",
        'উ' | 'ঊ' => "u",
        'ঋ' => "ri",
        'এ' => "e",
        'ঐ' => "oi",
        'ঔ' => "ou",
        _ => return None,
    })
}

/// A vowel sign in Latin letters.
pub(super) fn vowel_sign(ch: char) -> Option<&'static str> {
    Some(match ch {
        'া' => "a",
        'ি' | 'ী' => "i",
        'ু' | 'ূ' => "u",
        'ৃ' => "ri",
        'ে' => "e",
        'ৈ' => "oi",
        'ো' => "o",
        'ৌ' => "ou",
        _ => return None,
    })
}

/// A consonant or its dot: an inherent vowel follows unless something else does.
pub(super) fn is_consonant_end(ch: char) -> bool {
    is_consonant(ch) && ch != 'ৎ' || ch == NUKTA
}
