//! Avro phonetic typing: Latin letters as Bangladesh's most used keyboard reads them. Written from the published
//! layout, for queries only: no dictionary, no autocorrection.

/// Consonant keys, longest first.
const CONSONANTS: &[(&str, &str)] = &[
    ("kkh", "ক্ষ"),
    ("NGj", "ঞ্জ"),
    ("NGc", "ঞ্চ"),
    ("Ngk", "ঙ্ক"),
    ("Ngg", "ঙ্গ"),
    ("chh", "ছ"),
    ("t``", "ৎ"),
    ("kh", "খ"),
    ("gh", "ঘ"),
    ("Ng", "ঙ"),
    ("NG", "ঞ"),
    ("ng", "ং"),
    ("ch", "ছ"),
    ("jh", "ঝ"),
    ("Th", "ঠ"),
    ("Dh", "ঢ"),
    ("th", "থ"),
    ("dh", "ধ"),
    ("ph", "ফ"),
    ("bh", "ভ"),
    ("sh", "শ"),
    ("Sh", "ষ"),
    ("Rh", "ঢ়"),
    ("gg", "জ্ঞ"),
    ("k", "ক"),
    ("q", "ক"),
    ("g", "গ"),
    ("c", "চ"),
    ("j", "জ"),
    ("J", "জ"),
    ("T", "ট"),
    ("D", "ড"),
    ("N", "ণ"),
    ("t", "ত"),
    ("d", "দ"),
    ("n", "ন"),
    ("p", "প"),
    ("f", "ফ"),
    ("b", "ব"),
    ("v", "ভ"),
    ("m", "ম"),
    ("z", "য"),
    ("r", "র"),
    ("l", "ল"),
    ("S", "শ"),
    ("s", "স"),
    ("h", "হ"),
    ("R", "ড়"),
    ("x", "ক্স"),
];

/// Vowel keys, longest first: the key, the letter, the sign.
const VOWELS: &[(&str, &str, &str)] = &[
    ("rri", "ঋ", "ৃ"),
    ("OI", "ঐ", "ৈ"),
    ("OU", "ঔ", "ৌ"),
    ("oo", "উ", "ু"),
    ("ee", "ঈ", "ী"),
    ("a", "আ", "া"),
    ("i", "ই", "ি"),
    ("I", "ঈ", "ী"),
    ("u", "উ", "ু"),
    ("U", "ঊ", "ূ"),
    ("e", "এ", "ে"),
    ("E", "এ", "ে"),
    ("O", "ও", "ো"),
    ("o", "অ", ""),
];

/// A key and its letter; a vowel's key, letter and sign.
pub type AvroTables = (&'static [(&'static str, &'static str)], &'static [(&'static str, &'static str, &'static str)]);

/// The consonant and vowel keys, in the order of trial: for readers in other languages.
pub fn avro_tables() -> AvroTables {
    (CONSONANTS, VOWELS)
}

/// What stands before the next key.
#[derive(PartialEq)]
enum Before {
    Start,
    Consonant,
    Vowel,
}

/// Reads a word typed the Avro way. Case matters (`t` ত, `T` ট); keys that mean nothing are kept.
///
/// ```
/// use khobor::bengali::search::avro;
/// assert_eq!(avro("putin"), "পুতিন");
/// assert_eq!(avro("Dhaka"), "ঢাকা");
/// assert_eq!(avro("amar"), "আমার");
/// assert_eq!(avro("shikkha"), "শিক্ষা");
/// ```
pub fn parse(typed: &str) -> String {
    let mut out = String::with_capacity(typed.len() * 3);
    let mut before = Before::Start;
    let mut rest = typed;
    while let Some(ch) = rest.chars().next() {
        let used = if let Some((key, letter, sign)) = VOWELS.iter().find(|(k, ..)| rest.starts_with(k)) {
            out.push_str(vowel(key, letter, sign, &before));
            before = Before::Vowel;
            key.len()
        } else if let Some(used) = glide(rest, &mut before, &mut out) {
            used
        } else if let Some((key, letter)) = CONSONANTS.iter().find(|(k, _)| rest.starts_with(k)) {
            push_consonant(letter, &mut before, &mut out);
            key.len()
        } else {
            push_other(ch, &mut before, &mut out);
            ch.len_utf8()
        };
        rest = rest.get(used..).unwrap_or("");
    }
    out
}

fn vowel(key: &str, letter: &'static str, sign: &'static str, before: &Before) -> &'static str {
    match (before, key) {
        (Before::Consonant, _) => sign,
        (Before::Vowel, "a") => "য়া",
        (Before::Vowel, "o") => "ও",
        _ => letter,
    }
}

/// y, Y, w and rr: letters or, after a consonant, phala and reph.
fn glide(rest: &str, before: &mut Before, out: &mut String) -> Option<usize> {
    let joined = *before == Before::Consonant;
    let (text, used) = match rest.as_bytes() {
        [b'r', b'r', ..] => ("র্", 2),
        [b'y', ..] if joined => ("্য", 1),
        [b'w', ..] if joined => ("্ব", 1),
        [b'y' | b'Y', ..] => ("য়", 1),
        [b'w', ..] => ("ও", 1),
        _ => return None,
    };
    out.push_str(text);
    *before = match rest.as_bytes().first() {
        Some(b'w') if !joined => Before::Vowel,
        Some(b'r') => Before::Start,
        _ => Before::Consonant,
    };
    Some(used)
}

fn push_consonant(letter: &str, before: &mut Before, out: &mut String) {
    if letter == "ং" || letter == "ৎ" {
        out.push_str(letter);
        *before = Before::Start;
        return;
    }
    if *before == Before::Consonant {
        out.push('্');
    }
    out.push_str(letter);
    *before = Before::Consonant;
}

fn push_other(ch: char, before: &mut Before, out: &mut String) {
    match ch {
        ':' => out.push('ঃ'),
        '^' => out.push('ঁ'),
        '`' => {}
        _ => out.extend(ch.to_lowercase()),
    }
    *before = Before::Start;
}
