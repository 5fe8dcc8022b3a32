//! Where a mark lacks the space that ends it: a sentence that begins glued to the danda before it (`মস্কো।রাশিয়ার`).

use super::{HASANTA, is_bengali_letter, is_digit, is_vowel_sign};

/// Whether a space is missing between `written`, the prose so far, and `next`, what follows it.
///
/// A danda wants one before a letter, a number, an opening quote or bracket; not between two digits (`১।২`), and not
/// before the number of a reference (`।[১]`). A comma, `?`, `!` and `;` want one between Bengali words only, because
/// Latin text has its own customs. A closing quote wants one when a mark stands inside of it (`যাব।”তিনি`).
pub(super) fn is_missing(written: &str, next: &str) -> bool {
    let mut before = written.chars().rev();
    let (Some(mark), Some(letter)) = (before.next(), next.chars().next()) else {
        return false;
    };
    match mark {
        '।' | '॥' => {
            let inside = before.find(|c| !matches!(c, '।' | '॥'));
            // ॥৭॥ numbers a verse.
            let number = is_digit(letter) && (mark == '॥' || inside.is_some_and(is_digit));
            begins_sentence(letter, next) && !number
        }
        ',' | '?' | '!' | ';' => {
            let inside = before.next();
            let word = inside.is_none_or(|c| is_bengali_letter(c) || matches!(c, '”' | '’' | ')' | '*'));
            let number = inside.is_some_and(|c| ('০'..='৯').contains(&c));
            let next_word = is_word_start(letter) && is_bengali_letter(letter);
            let next_other = inside.is_some() && (('০'..='৯').contains(&letter) || matches!(letter, '“' | '‘'));
            ((word || number) && next_word || word && next_other) && !in_path(written)
        }
        '”' | '’' => {
            before.next().is_some_and(|c| matches!(c, '।' | '॥' | '?' | '!' | ',')) && is_word_start(letter)
        }
        _ => false,
    }
}

/// Whether a letter can be the first of a word: no vowel sign, no hasanta, no sign of the nose or breath.
pub(super) fn is_word_start(letter: char) -> bool {
    let sign = is_vowel_sign(letter) || matches!(letter, HASANTA | '\u{0981}'..='\u{0983}' | '\u{09BC}');
    (is_bengali_letter(letter) && !sign) || (letter.is_alphabetic() && !super::is_bengali(letter))
}

fn begins_sentence(letter: char, next: &str) -> bool {
    match letter {
        '“' | '‘' | '(' => true,
        '[' => !next.chars().nth(1).is_some_and(|c| is_digit(c) || c == '^'),
        _ => is_digit(letter) || is_word_start(letter),
    }
}

/// Whether the word being written is a path of this site (`/tag/ক,খ/`): only its last sixty characters are looked at.
fn in_path(written: &str) -> bool {
    let word = written.chars().rev().take(60).take_while(|c| !c.is_whitespace());
    word.last() == Some('/')
}

#[cfg(test)]
mod tests {
    use super::is_missing;

    #[test]
    fn a_danda_wants_its_space() {
        for (written, next) in [
            ("মস্কো।", "রাশিয়া"),
            ("শেষ॥", "শুরু"),
            ("শেষ।", "“না”"),
            ("শেষ।", "(ছবি)"),
            ("১৯৭১।", "পরে"),
            ("গেছে।", "১২ জন"),
            ("গেছে।", "BBC"),
            ("যাব।”", "তিনি"),
            ("যাব?’", "তিনি"),
            ("বলেন,", "আলোচনা"),
            ("কেন?", "জানি না"),
            ("মার্চ,", "২০২৬"),
            ("২০২৬,", "ঢাকা"),
        ] {
            assert!(is_missing(written, next), "{written}{next}");
        }
    }

    #[test]
    fn numbers_marks_and_paths_stay() {
        for (written, next) in [
            ("১।", "২"),
            ("১২,", "৩৪৫"),
            ("শেষ।", "”"),
            ("শেষ।", ")"),
            ("শেষ।", "[১]"),
            ("শেষ।", "\u{09BE}"),
            ("a,", "b"),
            ("বিএনপি’", "র"),
            ("/tag/নদী,", "চর"),
            ("“না”", "এর"),
            ("", "ক"),
        ] {
            assert!(!is_missing(written, next), "{written}{next}");
        }
    }
}
