//! Ordinals: short (১ম, ২য়, ৬ষ্ঠ, ১১তম), as words (প্রথম … একবিংশ), and the days of a month (১লা, ৫ই, ১৯শে; পহেলা, একুশে).
//!
//! Sources: CLDR `bn` plural-ordinal categories for the short form; Bangla Academy usage for the words. The contracted
//! ১১শ–২০শ is literary and never printed.

use super::Edition;
use super::number::integer;

/// An ordinal in digits. Category suffixes: ম for 1, 5, 7–10; য় for 2, 3; র্থ for 4; ষ্ঠ for 6; তম for all others.
///
/// ```
/// use khobor::bengali::ordinal::short;
/// assert_eq!([short(1), short(2), short(4), short(6), short(11)], ["১ম", "২য়", "৪র্থ", "৬ষ্ঠ", "১১তম"]);
/// ```
pub fn short(n: u64) -> String {
    let suffix = match n {
        1 | 5 | 7..=10 => "ম",
        2 | 3 => "য়",
        4 => "র্থ",
        6 => "ষ্ঠ",
        _ => "তম",
    };
    format!("{}{suffix}", super::number::digits(&n.to_string()))
}

/// The rank as a word, for parliaments, editions, anniversaries: প্রথম to একবিংশ (1–21); none beyond.
///
/// ```
/// use khobor::bengali::ordinal::rank;
/// assert_eq!(rank(12), Some("দ্বাদশ"));
/// assert_eq!(rank(22), None);
/// ```
pub fn rank(n: u64) -> Option<&'static str> {
    let at = usize::try_from(n).ok()?.checked_sub(1)?;
    RANKS.get(at).copied()
}

const RANKS: [&str; 21] = [
    "প্রথম",
    "দ্বিতীয়",
    "তৃতীয়",
    "চতুর্থ",
    "পঞ্চম",
    "ষষ্ঠ",
    "সপ্তম",
    "অষ্টম",
    "নবম",
    "দশম",
    "একাদশ",
    "দ্বাদশ",
    "ত্রয়োদশ",
    "চতুর্দশ",
    "পঞ্চদশ",
    "ষোড়শ",
    "সপ্তদশ",
    "অষ্টাদশ",
    "ঊনবিংশ",
    "বিংশ",
    "একবিংশ",
];

/// The suffix of a day of the month: লা 1, রা 2–3, ঠা 4, ই 5–18, শে 19–31.
pub(super) fn date_suffix(day: u8) -> Option<&'static str> {
    match day {
        1 => Some("লা"),
        2 | 3 => Some("রা"),
        4 => Some("ঠা"),
        5..=18 => Some("ই"),
        19..=32 => Some("শে"),
        _ => None,
    }
}

/// A day of the month with its suffix, for named days (২১শে ফেব্রুয়ারি); none outside 1–31.
///
/// ```
/// use khobor::bengali::ordinal::date_form;
/// assert_eq!(date_form(21).as_deref(), Some("২১শে"));
/// assert_eq!(date_form(32), None);
/// ```
pub fn date_form(day: u8) -> Option<String> {
    if day > 31 {
        return None;
    }
    Some(format!("{}{}", integer(i64::from(day)), date_suffix(day)?))
}

/// A day of the month as a word; the first is পহেলা in Bangladesh, পয়লা in West Bengal. None outside 1–31.
///
/// ```
/// use khobor::bengali::{Edition, ordinal::date_word};
/// assert_eq!(date_word(1, Edition::Bd), Some("পহেলা"));
/// assert_eq!(date_word(1, Edition::Wb), Some("পয়লা"));
/// assert_eq!(date_word(21, Edition::Bd), Some("একুশে"));
/// ```
pub fn date_word(day: u8, edition: Edition) -> Option<&'static str> {
    if day == 1 && edition == Edition::Wb {
        return Some("পয়লা");
    }
    DATE_WORDS.get(usize::from(day).checked_sub(1)?).copied()
}

/// The day 1–31 that a date word names, in either edition's spelling.
pub(super) fn day_of_word(word: &str) -> Option<u8> {
    use super::number::words::same_spelling;
    if ["পয়লা", "পহেলা", "পয়লা"].iter().any(|first| same_spelling(word, first)) {
        return Some(1);
    }
    let at = DATE_WORDS.iter().position(|entry| same_spelling(word, entry))?;
    u8::try_from(at + 1).ok()
}

const DATE_WORDS: [&str; 31] = [
    "পহেলা",
    "দোসরা",
    "তেসরা",
    "চৌঠা",
    "পাঁচই",
    "ছয়ই",
    "সাতই",
    "আটই",
    "নয়ই",
    "দশই",
    "এগারোই",
    "বারোই",
    "তেরোই",
    "চৌদ্দই",
    "পনেরোই",
    "ষোলোই",
    "সতেরোই",
    "আঠারোই",
    "উনিশে",
    "বিশে",
    "একুশে",
    "বাইশে",
    "তেইশে",
    "চব্বিশে",
    "পঁচিশে",
    "ছাব্বিশে",
    "সাতাশে",
    "আঠাশে",
    "উনত্রিশে",
    "ত্রিশে",
    "একত্রিশে",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms() {
        assert_eq!(
            [short(0), short(3), short(10), short(101)],
            ["০তম", "৩য়", "১০ম", "১০১তম"]
        );
        assert_eq!(short(u64::MAX), "১৮৪৪৬৭৪৪০৭৩৭০৯৫৫১৬১৫তম");
    }

    #[test]
    fn ranks_and_days_end() {
        assert_eq!((rank(0), rank(1), rank(21)), (None, Some("প্রথম"), Some("একবিংশ")));
        assert_eq!(
            (date_form(0), date_word(0, Edition::Bd), date_word(32, Edition::Wb)),
            (None, None, None)
        );
        for day in 1..=31 {
            for edition in [Edition::Bd, Edition::Wb] {
                assert_eq!(date_word(day, edition).and_then(day_of_word), Some(day));
            }
        }
    }
}
