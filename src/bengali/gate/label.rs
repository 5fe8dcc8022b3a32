//! The visarga that is typed for a colon: `নামঃ রহিম`, `বয়স ঃ ৩৫`.

use super::is_bengali_letter;

const VISARGA: char = '\u{0983}';

/// Longest word that is looked at, in characters.
const REACH: usize = 25;

/// Whether a ঃ after `written` is a colon: the word in front is a label, neither an abbreviation nor one that ends in a
/// visarga of its own.
///
/// Labels are not listed, because any word can be one; what keeps its ঃ is.
pub(super) fn is_label(written: &str) -> bool {
    let tail: Vec<char> = written
        .chars()
        .rev()
        .take(REACH)
        .take_while(|c| is_bengali_letter(*c))
        .collect();
    let word: String = tail.iter().rev().collect();
    let long = tail.len() > 2 && tail.len() < REACH;
    // অতঃ, পুনঃ, স্বতঃ, বস্তুতঃ, ক্রমশঃ ... carry a visarga of their own.
    long && !word.contains(VISARGA) && !word.ends_with(['ত', 'শ']) && !keeps_visarga(&word)
}

/// Whether a word is written with ঃ as the mark of its abbreviation, or has one at its end.
pub(super) fn keeps_visarga(word: &str) -> bool {
    KEPT.binary_search(&word).is_ok()
}

/// Sorted by code point: abbreviated names, titles, offices, units and months, and Sanskrit words that end in a visarga.
/// Shorter words count where a space stands in front of the ঃ; without one they never are labels.
const KEPT: [&str; 120] = [
    "অক্টো",
    "অতি",
    "অধ্য",
    "অধ্যা",
    "অধ্যাপ",
    "অন্ত",
    "অন্তর",
    "অব",
    "অ্যাড",
    "অ্যাডভো",
    "আ",
    "আন্ত",
    "আবি",
    "আলহা",
    "আশী",
    "ইঞ্জি",
    "ইতস্তত",
    "উ",
    "এডভো",
    "কনস",
    "কর্ণে",
    "কর্নে",
    "কলে",
    "কি",
    "কো",
    "কোং",
    "ক্যা",
    "ক্রমি",
    "খ্রি",
    "খ্রিষ্টা",
    "খ্রিস্টা",
    "গভর্ন",
    "গ্রা",
    "গ্রু",
    "ঘ",
    "চক্ষু",
    "চতু",
    "ছি",
    "জনা",
    "জানু",
    "জে",
    "জেনা",
    "জ্যোতি",
    "ড",
    "ডা",
    "ডিসে",
    "তাং",
    "তেজ",
    "থু",
    "দু",
    "দ্বি",
    "দ্র",
    "নভে",
    "নমো",
    "নি",
    "পয়",
    "পুন",
    "পৃ",
    "প্রকা",
    "প্রকৌ",
    "প্রথ",
    "প্রফে",
    "প্রা",
    "প্রাত",
    "প্রাদু",
    "ফেব্রু",
    "ফ্লা",
    "বক্ষ",
    "বয়",
    "বহি",
    "বহির",
    "বাং",
    "বাহ",
    "বি",
    "বিশে",
    "বৃহ",
    "ব্যারি",
    "ব্রি",
    "মরহু",
    "মহা",
    "মাও",
    "মাওলা",
    "মি",
    "মিসে",
    "মু",
    "মুহা",
    "মে",
    "মেজ",
    "মো",
    "মোছা",
    "মোবা",
    "মোসা",
    "মোহা",
    "মোহাম্ম",
    "মৌ",
    "যথাক্র",
    "রহ",
    "রা",
    "রেজি",
    "লি",
    "লে",
    "শির",
    "শ্রেয়",
    "সং",
    "সংক",
    "সংস্ক",
    "সদ্য",
    "সম্পা",
    "সহকা",
    "সা",
    "সে",
    "সেকে",
    "সেপ্টে",
    "স্কো",
    "স্কোয়া",
    "স্ব",
    "স্রোত",
    "হা",
    "হাফে",
    "হি",
];

#[cfg(test)]
mod tests {
    use super::KEPT;

    #[test]
    fn the_list_is_sorted() {
        assert!(KEPT.is_sorted());
    }
}
