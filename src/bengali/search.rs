//! Does a query word find a document word?
//!
//! [`matches`] is the whole rule, the one that the browser's script repeats: equal search keys ([`super::fold`]), equal
//! stems of the keys ([`super::stem`]), equal but for a word-final ো; and for a query in Latin letters, its Avro reading,
//! its English spelling from a list (trump, sylhet), its letters by name (bnp), or its phonetic key.
//!
//! **The phonetic key**, for an index: [`latin_key`] is what a term is filed under and a query looked up by, consonants and
//! the vowels i u e only, in one-letter codes; [`latin_pattern`] is stored with the term, and [`pattern_matches`] decides.
//! The pattern is needed because Bengali does not write its inherent vowel: readers type o or a for it, or nothing
//! (`sorkar`, `sarkar`, `sorokar`), while a written া is only ever a and ো only o. Codes: [`phonetic`].
//!
//! Rule: `spec/bengali.md` section 4. Examples: `vectors/search.tsv`. Knows nothing of documents and ranking.

mod avro;
mod names;
mod phonetic;

pub use avro::{AvroTables, avro_tables, parse as avro};
pub use names::name_tables;
pub use phonetic::{latin_key, latin_pattern, pattern_matches, sound_table};

use super::fold::{fold, without_final_o};
use super::stem::stem;

/// Words that a word in Latin letters may stand for, most literal first: as an Avro typist means it, letter by letter
/// (bnp), by its English spelling. The sound of the word ([`latin_key`]) is a reading of its own.
///
/// ```
/// use khobor::bengali::search::readings;
/// assert!(readings("bnp").contains(&"বিএনপি".to_owned()));
/// assert!(readings("trump").contains(&"ট্রাম্প".to_owned()));
/// ```
pub fn readings(query: &str) -> Vec<String> {
    let lower = query.to_ascii_lowercase();
    let mut all = vec![avro::parse(query), avro::parse(&lower), names::letters(&lower)];
    all.extend(names::english(&lower).iter().map(|name| (*name).to_owned()));
    all.retain(|reading| !reading.is_empty());
    all
}

/// Does a query word find a term of a document? Both as typed or printed, in any normal form.
///
/// ```
/// use khobor::bengali::search::matches;
/// assert!(matches("পুতিন", "পুতিনকে"));
/// assert!(matches("কোরবানী", "কোরবানি"));
/// assert!(matches("putin", "পুতিনের") && matches("nirbachan", "নির্বাচন"));
/// assert!(matches("২০২৬", "2026"));
/// assert!(!matches("পুতিন", "পতন") && !matches("নেতা", "নেট"));
/// ```
pub fn matches(query: &str, term: &str) -> bool {
    let (folded, wanted) = (fold(query.trim()), fold(term.trim()));
    if folded.is_empty() || wanted.is_empty() {
        return folded == wanted;
    }
    if same_word(&folded, &wanted) {
        return true;
    }
    let latin = query.bytes().any(|b| b.is_ascii_alphabetic()) && query.is_ascii();
    latin && latin_matches(query.trim(), term.trim(), &wanted)
}

/// Two keys of one word: equal, or equal by stem, a word-final ো aside.
fn same_word(a: &str, b: &str) -> bool {
    a == b || without_final_o(a) == without_final_o(b) || stem(a) == stem(b)
}

/// The ways a query in Latin letters can mean a Bengali term. `wanted` is the term's key.
fn latin_matches(query: &str, term: &str, wanted: &str) -> bool {
    let lower = query.to_ascii_lowercase();
    let readings = [avro::parse(query), avro::parse(&lower), names::letters(&lower)];
    readings.iter().any(|r| !r.is_empty() && same_word(&fold(r), wanted))
        || names::english(&lower).iter().any(|name| same_word(&fold(name), wanted))
        || pattern_matches(&latin_pattern(term), query)
        || pattern_matches(&latin_pattern(&stem(term)), query)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_and_endings_find_the_word() {
        let found = [
            ("মন্ত্রীদের", "মন্ত্রীরাই"),
            ("সরকারী", "সরকারি"),
            ("ব্যাঙ্ক", "ব্যাংকের"),
            ("২০২৬", "2026"),
            ("১২০০০", "১২,০০০"),
            ("কোন", "কোনো"),
            ("ভালো", "ভাল"),
            ("র্যাব", "র\u{200D}\u{09CD}যাবের"),
            ("উদ্যাপন", "উদ্\u{200C}যাপন"),
            ("ভবিষ্যৎ", "ভবিষ্যতে"),
            ("বিএনপি", "বিএনপি’র"),
        ];
        for (query, term) in found {
            assert!(matches(query, term), "{query} {term}");
            assert!(matches(term, query), "{term} {query}");
        }
    }

    #[test]
    fn latin_queries_find_bengali_words() {
        let found = [
            ("putin", "পুতিন"),
            ("putin", "পুতিনকে"),
            ("putiner", "পুতিন"),
            ("Putin", "পুতিন"),
            ("dhaka", "ঢাকায়"),
            ("Dhaka", "ঢাকা"),
            ("hasina", "হাসিনার"),
            ("nirbachon", "নির্বাচনে"),
            ("nirbachan", "নির্বাচন"),
            ("sorkar", "সরকার"),
            ("shorkar", "সরকার"),
            ("sarkar", "সরকারের"),
            ("cricket", "ক্রিকেট"),
            ("padma", "পদ্মা"),
            ("chattogram", "চট্টগ্রাম"),
            ("chittagong", "চট্টগ্রামে"),
            ("sylhet", "সিলেট"),
            ("trump", "ট্রাম্প"),
            ("bnp", "বিএনপি"),
            ("modi", "মোদির"),
            ("zelensky", "জেলেনস্কি"),
            ("rashtrapati", "রাষ্ট্রপতি"),
            ("prodhanmontri", "প্রধানমন্ত্রী"),
            ("juddho", "যুদ্ধ"),
            ("judho", "যুদ্ধ"),
            ("swasthya", "স্বাস্থ্য"),
            ("shastho", "স্বাস্থ্য"),
            ("bangla", "বাংলা"),
            ("bank", "ব্যাংক"),
            ("rashia", "রাশিয়া"),
            ("awami", "আওয়ামী"),
            ("boi", "বই"),
            ("boro", "বড়"),
            ("korbani", "কোরবানি"),
            ("bidyut", "বিদ্যুৎ"),
            ("Tramp", "ট্রাম্প"),
            ("ilish", "ইলিশ"),
            ("ovijog", "অভিযোগ"),
            ("gaza", "গাজা"),
            ("khulna", "খুলনা"),
        ];
        for (query, term) in found {
            assert!(
                matches(query, term),
                "{query} {term}: {} {}",
                latin_pattern(term),
                latin_key(query)
            );
        }
    }

    #[test]
    fn other_words_stay_unfound() {
        let apart = [
            ("putin", "পতন"),
            ("dhaka", "ঢাক"),
            ("kal", "কোল"),
            ("kol", "কাল"),
            ("kola", "কল"),
            ("mama", "মামলা"),
            ("nari", "নরে"),
            ("neta", "নেট"),
            ("khan", "খানা"),
            ("পুতিন", "পতন"),
            ("রাজ", "রাজশাহী"),
            ("", "ঢাকা"),
            ("a", ""),
            ("bonna", "বনানী"),
        ];
        for (query, term) in apart {
            assert!(!matches(query, term), "{query} {term}: {}", latin_pattern(term));
        }
    }

    #[test]
    fn a_term_is_filed_where_its_queries_look() {
        for (query, term) in [
            ("putin", "পুতিন"),
            ("nirbachan", "নির্বাচন"),
            ("sarkar", "সরকার"),
            ("judho", "যুদ্ধ"),
        ] {
            assert_eq!(latin_key(query), latin_key(term), "{query} {term}");
        }
    }
}
