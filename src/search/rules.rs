//! The language rules that the browser's script needs, printed from the tables that Rust uses: nothing is written twice.
//!
//! A file of JSON, packed. The script holds only the procedure; letters, endings, headwords and names come from here.

use super::code::{self, SIGNS};
use super::layout::hash;
use crate::bengali::search::{avro_tables, name_tables, sound_table};
use crate::bengali::{fold, stem, stop};
use serde::Serialize;

#[derive(Serialize)]
struct Rules {
    /// Control bytes of the text code, and their signs.
    signs: Vec<(u8, char)>,
    /// Characters whose search key is another, and that key.
    fold: Vec<(String, String)>,
    /// Joined consonants of which the second alone stays after a reph: the double, and a stop with its aspirate.
    doubles: String,
    /// Endings: text, condition, clusters left.
    endings: Vec<(&'static str, &'static str, usize)>,
    /// Headwords as search keys: each as shared characters with the one before, then the rest.
    heads: String,
    stops: Vec<&'static str>,
    avro: String,
    vowels: String,
    sounds: String,
    letters: String,
    names: String,
}

/// The rules file, packed.
pub(super) fn write() -> Vec<u8> {
    code::pack_hard(json().as_bytes())
}

fn json() -> String {
    let (consonants, vowels) = avro_tables();
    let (names, letters) = name_tables();
    let two = |pairs: &[(&str, &str)]| {
        pairs
            .iter()
            .map(|(a, b)| format!("{a} {b}"))
            .collect::<Vec<_>>()
            .join(",")
    };
    let rules = Rules {
        signs: SIGNS.to_vec(),
        fold: fold_pairs(),
        doubles: doubles(),
        endings: stem::endings(),
        heads: heads(),
        stops: stop::words().to_vec(),
        avro: two(consonants),
        vowels: vowels
            .iter()
            .map(|(key, letter, sign)| format!("{key} {letter} {sign}"))
            .collect::<Vec<_>>()
            .join(","),
        sounds: two(sound_table()),
        letters: letters.join(" "),
        names: names
            .iter()
            .map(|(name, words)| format!("{name} {}", words.join(" ")))
            .collect::<Vec<_>>()
            .join(","),
    };
    serde_json::to_string(&rules).unwrap_or_default()
}

/// Bengali characters that [`fold::fold`] changes wherever they stand; those whose key depends on neighbours are the
/// script's to handle.
fn fold_pairs() -> Vec<(String, String)> {
    let letters = ('\u{0980}'..='\u{09FF}').map(|c| c.to_string());
    letters
        .filter(|c| !matches!(c.as_str(), "\u{09BC}" | "\u{09CD}" | "\u{09D7}" | "ৎ" | "ৃ"))
        .map(|c| (fold::fold(&c), c))
        .filter(|(key, c)| key != c)
        .map(|(key, c)| (c, key))
        .collect()
}

fn doubles() -> String {
    let letters: Vec<char> = ('ক'..='হ')
        .filter(|c| fold::fold(&c.to_string()) == c.to_string())
        .collect();
    let mut found = Vec::new();
    for first in &letters {
        for second in &letters {
            if fold::fold(&format!("র্{first}্{second}")) == format!("র্{second}") {
                found.push(format!("{first}{second}"));
            }
        }
    }
    found.join(" ")
}

fn heads() -> String {
    let mut keys: Vec<String> = stem::headwords().iter().map(|word| fold::fold(word)).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut out = String::new();
    let mut before: Vec<char> = Vec::new();
    for key in keys {
        let word: Vec<char> = key.chars().collect();
        let shared = before.iter().zip(&word).take_while(|(a, b)| a == b).count().min(35);
        out.extend(char::from_digit(shared as u32, 36));
        out.extend(word.iter().skip(shared));
        before = word;
    }
    out
}

/// A print of the rules, for the store.
pub(super) fn print() -> u64 {
    u64::from(hash(&json()))
}
