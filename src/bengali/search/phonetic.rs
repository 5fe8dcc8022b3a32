//! Phonetic codes: what is left of Latin spelling when readers' habits are taken out.
//!
//! One letter a sound: `K G J T D F V` are kh gh jh th dh ph bh, `c` is ch and chh, `s` all three sibilants. In patterns `+` is
//! an inherent vowel that is spoken (o or a must be typed), `*` one that may be.

use crate::bengali::romanise::{self, Unit, Vowel};

/// The index key of a term (Bengali) or query (Latin letters): the codes without a, o and inherent vowels, doubles single.
/// A word of such vowels alone keeps one `a`. Equal for a query and every term that it matches by sound, doubled letters
/// across a dropped vowel included. Empty when there is no letter or digit.
///
/// ```
/// use khobor::bengali::search::latin_key;
/// assert_eq!(latin_key("পুতিন"), "putin");
/// assert_eq!(latin_key("nirbachan"), latin_key("নির্বাচন"));
/// assert_eq!(latin_key("Khobor"), "Kbr");
/// ```
pub fn latin_key(word: &str) -> String {
    let codes = if word.is_ascii() {
        codes(&word.to_ascii_lowercase())
    } else {
        latin_pattern(word)
    };
    let mut key = String::with_capacity(codes.len());
    for ch in codes.chars().filter(|c| !matches!(c, 'a' | 'o' | '+' | '*')) {
        if !key.ends_with(ch) || ch.is_ascii_digit() {
            key.push(ch);
        }
    }
    if key.is_empty() && !codes.is_empty() {
        key.push('a');
    }
    key
}

/// The pattern of a Bengali term: its codes, inherent vowels as `+` and `*`.
///
/// ```
/// use khobor::bengali::search::latin_pattern;
/// assert_eq!(latin_pattern("খবর"), "K+b*r");
/// assert_eq!(latin_pattern("ঢাকা"), "Daka");
/// ```
pub fn latin_pattern(term: &str) -> String {
    let (units, open_end) = romanise::word_units(term);
    let mut spelt = String::with_capacity(term.len());
    let mut doubled = false;
    for (i, unit) in units.iter().enumerate() {
        if doubled {
            spelt.extend(unit.onset.chars().next());
        }
        spelt.push_str(&unit.onset);
        spelt.push_str(vowel(unit, i, i + 1 == units.len() && !open_end));
        if unit.tail == Some('ং') {
            spelt.push_str("ng");
        }
        doubled = unit.tail == Some('ঃ');
    }
    codes(&spelt)
}

/// The vowel of a unit with its inherent vowels marked. `closed`: the word ends here without a vowel.
fn vowel(unit: &Unit, i: usize, closed: bool) -> &'static str {
    match unit.vowel {
        Vowel::Written("oi") => "+i",
        Vowel::Written("ou") => "+u",
        // অ is the inherent vowel as a letter; ও has the same Latin letter and is reported apart by `last`.
        Vowel::Written("o") if unit.last == 'অ' => "+",
        Vowel::Written(latin) => latin,
        Vowel::Silent => "",
        Vowel::Inherent if i == 0 => "+",
        Vowel::Inherent if closed => "",
        Vowel::Inherent => "*",
    }
}

/// Does a query in Latin letters fit a term's pattern? Linear in both.
///
/// ```
/// use khobor::bengali::search::{latin_pattern, pattern_matches};
/// let sorkar = latin_pattern("সরকার");
/// assert!(pattern_matches(&sorkar, "sorkar") && pattern_matches(&sorkar, "Sarkar"));
/// assert!(!pattern_matches(&sorkar, "sarkari"));
/// ```
pub fn pattern_matches(pattern: &str, query: &str) -> bool {
    let typed = codes(&query.to_ascii_lowercase());
    let mut typed = typed.bytes().peekable();
    if typed.peek().is_none() {
        return false;
    }
    for code in pattern.bytes() {
        let fits = match code {
            b'*' | b'+' => typed.next_if(|c| matches!(c, b'a' | b'o')).is_some() || code == b'*',
            _ => typed.next_if_eq(&code).is_some(),
        };
        if !fits {
            return false;
        }
    }
    typed.next().is_none()
}

/// Lower-case Latin spelling (with `+` and `*` for inherent vowels) as codes. Other characters are dropped.
fn codes(spelt: &str) -> String {
    let mut out = String::with_capacity(spelt.len());
    let mut rest = spelt.as_bytes();
    while let Some(first) = rest.first() {
        let (code, used) = next_code((*first, rest), out.as_bytes());
        code.bytes().for_each(|code| push_code(code, &mut out));
        rest = rest.get(used..).unwrap_or(&[]);
    }
    out
}

/// Spellings of sounds and their codes, in the order of trial.
const SOUNDS: &[(&str, &str)] = &[
    ("kshm", "K"),
    ("ksh", "K"),
    ("cch", "c"),
    ("chh", "c"),
    ("ngk", "nk"),
    ("ngg", "ng"),
    ("ck", "k"),
    ("ch", "c"),
    ("sh", "s"),
    ("kh", "K"),
    ("gh", "G"),
    ("jh", "J"),
    ("th", "T"),
    ("dh", "D"),
    ("ph", "F"),
    ("bh", "V"),
    ("ee", "i"),
    ("oo", "u"),
    ("ou", "ou"),
    ("f", "F"),
    ("v", "V"),
    ("z", "j"),
    ("q", "k"),
    ("x", "ks"),
];

/// By first letter: which of [`SOUNDS`] begin with it, a bit each.
const BY_FIRST: [u32; 128] = by_first();

const fn by_first() -> [u32; 128] {
    let mut table = [0; 128];
    let mut at = 0;
    while at < SOUNDS.len() {
        table[SOUNDS[at].0.as_bytes()[0] as usize] |= 1 << at;
        at += 1;
    }
    table
}

/// The table of sounds: for readers in other languages.
pub fn sound_table() -> &'static [(&'static str, &'static str)] {
    SOUNDS
}

/// The code of the next sound, and the bytes it took. `before`: the codes so far.
fn next_code((first, rest): (u8, &[u8]), before: &[u8]) -> (&'static str, usize) {
    let mut like = BY_FIRST.get(usize::from(first)).copied().unwrap_or(0);
    while let Some((spelling, code)) = SOUNDS.get(like.trailing_zeros() as usize) {
        if rest.starts_with(spelling.as_bytes()) {
            return (code, spelling.len());
        }
        like &= like - 1;
    }
    let next = rest.get(1).copied().unwrap_or(0);
    let code = match first {
        b'c' if matches!(next, b'e' | b'i' | b'y') => "s",
        b'c' => "k",
        b'w' => glide_w(before, next),
        b'y' => glide_y(before, next),
        _ => single(first),
    };
    (code, 1)
}

/// w after a consonant is silent (বিশ্ব); before a vowel it is ওয়; else it is a u.
fn glide_w(before: &[u8], next: u8) -> &'static str {
    match before.last() {
        Some(c) if !is_vowel(*c) => "",
        _ if is_vowel(next) => "oy",
        _ => "u",
    }
}

/// y: j at the start (yunus, যু), silent after a consonant before a vowel (হত্যা) and after i (রাশিয়া), i at a word's end.
fn glide_y(before: &[u8], next: u8) -> &'static str {
    match before.last() {
        None => "j",
        Some(b'i') if is_vowel(next) => "",
        Some(c) if is_vowel(*c) => "y",
        Some(_) if is_vowel(next) => "",
        Some(_) => "i",
    }
}

fn is_vowel(c: u8) -> bool {
    matches!(c, b'a' | b'e' | b'i' | b'o' | b'u' | b'+' | b'*')
}

fn single(byte: u8) -> &'static str {
    const LETTERS: &str = "abdeghijklmnoprstu0123456789+*";
    const PLACES: [u8; 128] = places(LETTERS);
    PLACES
        .get(usize::from(byte))
        .map(|place| usize::from(*place))
        .and_then(|at| LETTERS.get(at..=at))
        .unwrap_or("")
}

/// By byte: its place in a text of ASCII letters; its length for those that are not there.
const fn places(letters: &str) -> [u8; 128] {
    let letters = letters.as_bytes();
    let mut table = [letters.len() as u8; 128];
    let mut at = 0;
    while at < letters.len() {
        table[letters[at] as usize] = at as u8;
        at += 1;
    }
    table
}

/// Writes a code: a double is single, and a stop before its aspirate is part of it (জুদ্ধ).
fn push_code(code: u8, out: &mut String) {
    let stop = match code {
        b'K' => b'k',
        b'G' => b'g',
        b'J' => b'j',
        b'T' => b't',
        b'D' => b'd',
        b'F' => b'p',
        b'V' => b'b',
        _ => 0,
    };
    match out.as_bytes().last() {
        Some(last) if *last == code && !code.is_ascii_digit() => return,
        Some(last) if *last == stop => drop(out.pop()),
        _ => {}
    }
    out.push(char::from(code));
}
