//! The number words 0–99 with the spellings in use, and the tolerant comparison of spellings that the readers of
//! numbers and dates share.

/// Whether two spellings are the same word for a reader of numbers and dates.
///
/// Both must be NFC. Ignored: nukta, চন্দ্রবিন্দু, joiners, apostrophes; long and short ই/উ, the two ন, the three স, and
/// জ/য count as one. Far looser than the search key, so only for closed lists such as month names.
pub(in crate::bengali) fn same_spelling(a: &str, b: &str) -> bool {
    folded(a).eq(folded(b))
}

/// Whether the word is one of those, by [`same_spelling`].
pub(in crate::bengali) fn is_one_of(word: &str, list: &[&str]) -> bool {
    list.iter().any(|entry| same_spelling(word, entry))
}

fn folded(word: &str) -> impl Iterator<Item = char> + '_ {
    word.chars().filter_map(|c| match c {
        '়' | 'ঁ' | '\u{200C}' | '\u{200D}' | '\'' | '‘' | '’' | '`' => None,
        'ঈ' => Some('ই'),
        'ী' => Some('ি'),
        'ঊ' => Some('উ'),
        'ূ' => Some('ু'),
        'ণ' => Some('ন'),
        'শ' | 'ষ' => Some('স'),
        'য' => Some('জ'),
        other => Some(other.to_ascii_lowercase()),
    })
}

/// The value 0–99 of a number word.
pub(in crate::bengali) fn number_word(word: &str) -> Option<u8> {
    let found = WORDS
        .iter()
        .position(|word_of| same_spelling(word, word_of))
        .and_then(|at| u8::try_from(at).ok());
    found.or_else(|| {
        VARIANTS
            .iter()
            .find(|(spelling, _)| same_spelling(word, spelling))
            .map(|&(_, value)| value)
    })
}

/// The standard spellings; the index is the value.
const WORDS: [&str; 100] = [
    "শূন্য",
    "এক",
    "দুই",
    "তিন",
    "চার",
    "পাঁচ",
    "ছয়",
    "সাত",
    "আট",
    "নয়",
    "দশ",
    "এগারো",
    "বারো",
    "তেরো",
    "চৌদ্দ",
    "পনেরো",
    "ষোলো",
    "সতেরো",
    "আঠারো",
    "উনিশ",
    "বিশ",
    "একুশ",
    "বাইশ",
    "তেইশ",
    "চব্বিশ",
    "পঁচিশ",
    "ছাব্বিশ",
    "সাতাশ",
    "আটাশ",
    "উনত্রিশ",
    "ত্রিশ",
    "একত্রিশ",
    "বত্রিশ",
    "তেত্রিশ",
    "চৌত্রিশ",
    "পঁয়ত্রিশ",
    "ছত্রিশ",
    "সাঁইত্রিশ",
    "আটত্রিশ",
    "উনচল্লিশ",
    "চল্লিশ",
    "একচল্লিশ",
    "বিয়াল্লিশ",
    "তেতাল্লিশ",
    "চুয়াল্লিশ",
    "পঁয়তাল্লিশ",
    "ছেচল্লিশ",
    "সাতচল্লিশ",
    "আটচল্লিশ",
    "উনপঞ্চাশ",
    "পঞ্চাশ",
    "একান্ন",
    "বায়ান্ন",
    "তিপ্পান্ন",
    "চুয়ান্ন",
    "পঞ্চান্ন",
    "ছাপ্পান্ন",
    "সাতান্ন",
    "আটান্ন",
    "উনষাট",
    "ষাট",
    "একষট্টি",
    "বাষট্টি",
    "তেষট্টি",
    "চৌষট্টি",
    "পঁয়ষট্টি",
    "ছেষট্টি",
    "সাতষট্টি",
    "আটষট্টি",
    "উনসত্তর",
    "সত্তর",
    "একাত্তর",
    "বাহাত্তর",
    "তিয়াত্তর",
    "চুয়াত্তর",
    "পঁচাত্তর",
    "ছিয়াত্তর",
    "সাতাত্তর",
    "আটাত্তর",
    "উনআশি",
    "আশি",
    "একাশি",
    "বিরাশি",
    "তিরাশি",
    "চুরাশি",
    "পঁচাশি",
    "ছিয়াশি",
    "সাতাশি",
    "আটাশি",
    "উননব্বই",
    "নব্বই",
    "একানব্বই",
    "বিরানব্বই",
    "তিরানব্বই",
    "চুরানব্বই",
    "পঁচানব্বই",
    "ছিয়ানব্বই",
    "সাতানব্বই",
    "আটানব্বই",
    "নিরানব্বই",
];

/// Other spellings in use.
const VARIANTS: [(&str, u8); 20] = [
    ("শুন্য", 0),
    ("দু", 2),
    ("ছ", 6),
    ("এগার", 11),
    ("বার", 12),
    ("তের", 13),
    ("চোদ্দ", 14),
    ("চোদ্দো", 14),
    ("পনের", 15),
    ("ষোল", 16),
    ("সতের", 17),
    ("আঠার", 18),
    ("কুড়ি", 20),
    ("আঠাশ", 28),
    ("তিরিশ", 30),
    ("বাহান্ন", 52),
    ("তেপ্পান্ন", 53),
    ("ঊনাশি", 79),
    ("অষ্টাশি", 88),
    ("অষ্টআশি", 88),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet() {
        assert!(same_spelling("জানুয়ারী", "জানুয়ারি"));
        assert!(same_spelling("শা‘বান", "শাবান"));
        assert!(!same_spelling("জুন", "জুলাই"));
        assert_eq!(number_word("পাচ"), Some(5));
        assert_eq!(number_word("নিরানব্বই"), Some(99));
        assert_eq!(number_word("ঊনত্রিশ"), Some(29));
        assert_eq!(number_word("লাখ"), None);
    }

    #[test]
    fn every_word_has_one_value() {
        for (value, word) in WORDS.iter().enumerate() {
            assert_eq!(number_word(word).map(usize::from), Some(value), "{word}");
        }
    }
}
