//! Initialisms: words that spell Latin letters by their names (এলএনজি is LNG).

/// Names of the letters a to z, as Bengali papers write them.
pub(in crate::bengali) const LETTER_NAMES: [&str; 26] = [
    "এ",
    "বি",
    "সি",
    "ডি",
    "ই",
    "এফ",
    "জি",
    "এইচ",
    "আই",
    "জে",
    "কে",
    "এল",
    "এম",
    "এন",
    "ও",
    "পি",
    "কিউ",
    "আর",
    "এস",
    "টি",
    "ইউ",
    "ভি",
    "ডব্লিউ",
    "এক্স",
    "ওয়াই",
    "জেড",
];

/// Other spellings of a letter's name.
const OTHER_NAMES: [(&str, u8); 4] = [("ডাব্লিউ", b'w'), ("ডব্লু", b'w'), ("জেট", b'z'), ("এইছ", b'h')];

/// Initialisms of two letters that are certain. Two names are too few to tell: আরও, সিটি and আরবি are words.
const TWO: [&str; 47] = [
    "এআই",
    "এজি",
    "এডি",
    "এপি",
    "এসআই",
    "এসপি",
    "এসি",
    "ওসি",
    "কেজি",
    "জিএম",
    "জিডি",
    "জিপি",
    "টিভি",
    "ডিআই",
    "ডিএম",
    "ডিএস",
    "ডিজি",
    "ডিবি",
    "ডিসি",
    "পিআর",
    "পিএস",
    "পিসি",
    "বিএ",
    "বিএল",
    "ভিআর",
    "ভিপি",
    "ভিসি",
    "সিআই",
    "সিএ",
    "সিএম",
    "সিজি",
    "সিডি",
    "সিপি",
    "সিভি",
    "সিসি",
    "আইজি",
    "আইটি",
    "আইডি",
    "ইউপি",
    "আইপি",
    "ইউএস",
    "জিবি",
    "ইসি",
    "টিবি",
    "এসবি",
    "বিসি",
    "টিসি",
];

/// Letters whose names are no words or beginnings of words: one of them makes two letters an initialism.
const CERTAIN: &[u8] = b"fhmnqwxyz";

/// The letters of an initialism in lower case; none when the word is not one.
///
/// Three names or more make one, two only where they cannot be a word. A word of the language that happens to be made of
/// such syllables is listed with the exceptions, which are asked first.
pub(super) fn letters(word: &str) -> Option<String> {
    let mut found = String::new();
    let mut rest = word;
    while !rest.is_empty() {
        let (name, letter) = longest_name(rest)?;
        found.push(char::from(letter));
        rest = rest.get(name..)?;
    }
    let certain = found.bytes().any(|letter| CERTAIN.contains(&letter));
    let long = found.len() >= 3 && !matches!(word, "এইটি" | "ওইটি" | "এইটিই" | "ওইটিই" | "এটিই" | "এটিও");
    ((2..=8).contains(&found.len()) && (long || found.len() == 2 && certain || TWO.contains(&word))).then_some(found)
}

/// Whether a word is the name of a Latin letter: এ. কে. এম.
pub(in crate::bengali) fn is_letter_name(word: &str) -> bool {
    LETTER_NAMES.contains(&word) || OTHER_NAMES.iter().any(|(name, _)| *name == word)
}

/// The longest letter name that a text begins with: its bytes, and the letter.
fn longest_name(text: &str) -> Option<(usize, u8)> {
    let names = LETTER_NAMES.iter().copied().zip(b'a'..=b'z');
    names
        .chain(OTHER_NAMES)
        .filter(|(name, _)| starts_with_whole(text, name))
        .map(|(name, letter)| (name.len(), letter))
        .max()
}

/// Whether a text begins with a name that no vowel sign or hasanta changes.
fn starts_with_whole(text: &str, name: &str) -> bool {
    let sign =
        |c| super::super::gate::is_vowel_sign(c) || matches!(c, '\u{09CD}' | '\u{0981}'..='\u{0983}' | '\u{09BC}');
    text.strip_prefix(name).is_some_and(|rest| !rest.starts_with(sign))
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn initialisms_and_words() {
        for (word, expected) in [
            ("এলএনজি", "lng"),
            ("আইসিসি", "icc"),
            ("বিএনপি", "bnp"),
            ("ইউএসএআইডি", "usaid"),
            ("এফবিসিসিআই", "fbcci"),
            ("ডব্লিউএইচও", "who"),
            ("টিভি", "tv"),
            ("এমপি", "mp"),
            ("পিএইচডি", "phd"),
        ] {
            assert_eq!(letters(word).as_deref(), Some(expected), "{word}");
        }
        for word in [
            "আরও",
            "সিটি",
            "আরবি",
            "এই",
            "ওই",
            "এটি",
            "জেটি",
            "টিকে",
            "এলাকা",
            "বিবি",
            "আইন",
            "এইটি",
            "ওইটি",
            "",
        ] {
            assert_eq!(letters(word), None, "{word}");
        }
    }
}
