//! The genitive of names: রহিমের, বড়ুয়ার, বিবিসি-র.
//!
//! What a name's last sound is decides: after a vowel comes র, after a consonant ের; after letters and signs that the
//! ending cannot join (digits, Latin letters, initialisms, a closing bracket) it follows a hyphen, -র or -এর. Rule: Bangla
//! Academy's standard (প্রমিত বাংলা বানানের নিয়ম) and the press's habit. Knows nothing of who is named.

use super::fold::is_consonant;
use super::gate::{HASANTA, ZWJ, ZWNJ, canonical, is_bengali_letter, is_vowel_sign};
use super::romanise;

const NUKTA: char = '\u{09BC}';

/// A name in the genitive: “whose”. Only its last word changes. Empty for an empty name.
///
/// ```
/// use khobor::bengali::genitive::genitive;
/// assert_eq!(genitive("আব্দুর রহিম"), "আব্দুর রহিমের");
/// assert_eq!(genitive("সুমন্ত বড়ুয়া"), "সুমন্ত বড়ুয়ার");
/// assert_eq!(genitive("বিবিসি"), "বিবিসি-র");
/// assert_eq!(genitive("ইউএনএফ"), "ইউএনএফ-এর");
/// assert_eq!(genitive("তামিম ইকবাল ২৮"), "তামিম ইকবাল ২৮-এর");
/// assert_eq!(genitive("মুম্বাই"), "মুম্বাইয়ের");
/// ```
pub fn genitive(name: &str) -> String {
    let name = canonical(name.trim()).into_owned();
    let Some(last) = name.chars().next_back() else {
        return name;
    };
    if matches!(last, '’' | '”' | '\'' | '"') {
        let inside = name.trim_end_matches(['’', '”', '\'', '"']);
        return format!("{name}{}", if ends_in_vowel(inside) { "র" } else { "-এর" });
    }
    if !is_bengali_letter(last) {
        return format!("{name}{}", after_other(&name, last));
    }
    let word = name
        .rsplit(|c: char| !is_bengali_letter(c) && c != ZWJ && c != ZWNJ)
        .next();
    let word = word.unwrap_or_default();
    if romanise::is_initialism(word) {
        return format!("{name}{}", if ends_in_vowel(word) { "-র" } else { "-এর" });
    }
    joined(&name, word, last)
}

/// The name with the ending written on its last word.
fn joined(name: &str, word: &str, last: char) -> String {
    let letters = word.chars().filter(|c| *c != NUKTA).count();
    match last {
        'ৎ' => format!("{}তের", name.trim_end_matches('ৎ')),
        'ং' | 'ই' | 'ঈ' | 'উ' | 'ঊ' | 'ৈ' | 'ৌ' | 'ঐ' | 'ঔ' => format!("{name}য়ের"),
        'া' if letters == 2 => format!("{name}য়ের"),
        'ঃ' => format!("{name}-এর"),
        HASANTA => format!("{}ের", name.trim_end_matches(HASANTA)),
        _ if ends_in_vowel(word) || SPOKEN_O.iter().any(|end| word.ends_with(end)) => format!("{name}র"),
        _ => format!("{name}ের"),
    }
}

/// Endings of words whose unwritten last vowel is spoken, and which therefore take র: সুব্রত, বড়.
const SPOKEN_O: [&str; 6] = ["ব্রত", "শাশ্বত", "বড়", "ছোট", "মেজ", "সেজ"];

fn ends_in_vowel(word: &str) -> bool {
    let word = word.trim_end_matches('ঁ');
    word.chars().next_back().is_some_and(|c| {
        is_vowel_sign(c) || (is_bengali_letter(c) && !is_consonant(c) && !matches!(c, NUKTA | HASANTA | 'ং' | 'ঃ'))
    })
}

/// The ending after a Latin letter, a digit or another sign.
fn after_other(name: &str, last: char) -> &'static str {
    let word = name
        .rsplit(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default();
    let capitals = word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase());
    let open = match last.to_ascii_lowercase() {
        // Letters whose names end in a consonant.
        'f' | 'h' | 'l' | 'm' | 'n' | 'r' | 's' | 'x' | 'z' => false,
        letter if capitals => letter.is_ascii_alphabetic(),
        letter => matches!(letter, 'a' | 'i' | 'o' | 'u' | 'y'),
    };
    if open { "-র" } else { "-এর" }
}

#[cfg(test)]
mod tests {
    use super::genitive;

    #[test]
    fn vowels_consonants_and_what_cannot_be_joined() {
        for (name, expected) in [
            ("মরিয়ম", "মরিয়মের"),
            ("গোলাম রব্বানী", "গোলাম রব্বানীর"),
            ("রুনা লায়লা", "রুনা লায়লার"),
            ("আহমেদ", "আহমেদের"),
            ("সত্যজিৎ", "সত্যজিতের"),
            ("মিতা রায়", "মিতা রায়ের"),
            ("রেডিও", "রেডিওর"),
            ("দে", "দের"),
            ("মা", "মায়ের"),
            ("বউ", "বউয়ের"),
            ("ফজলে খাঁ", "ফজলে খাঁর"),
            ("মাক্রোঁ", "মাক্রোঁর"),
            ("হংকং", "হংকংয়ের"),
            ("শাহ্\u{200C}", "শাহের"),
            ("দেবব্রত", "দেবব্রতর"),
            ("অনুপম দত্ত", "অনুপম দত্তের"),
            ("নিজস্ব প্রতিবেদক", "নিজস্ব প্রতিবেদকের"),
            ("এনসিপি", "এনসিপি-র"),
            ("আইএমএফ", "আইএমএফ-এর"),
            ("BBC", "BBC-র"),
            ("UNICEF", "UNICEF-এর"),
            ("Karim", "Karim-এর"),
            ("Maria", "Maria-র"),
            ("বুলেটিন 24", "বুলেটিন 24-এর"),
            ("নদী (ছদ্মনাম)", "নদী (ছদ্মনাম)-এর"),
            ("‘আলো’", "‘আলো’র"),
            ("‘আগুন’", "‘আগুন’-এর"),
            ("", ""),
            ("  ", ""),
        ] {
            assert_eq!(genitive(name), super::canonical(expected), "{name}");
        }
    }
}
