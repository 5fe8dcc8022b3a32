//! The stemmer `khobor-stem-1`: Bengali nouns without their case, number, classifier and particles.
//!
//! A suffix is taken off when the character before it satisfies the suffix's condition and enough of the word is left;
//! this is repeated until nothing changes, so that মন্ত্রীদেরকেও, মন্ত্রীরা and মন্ত্রীর all end at মন্ত্রী. The rules are those of
//! `spec/bengali.md` section 4 with three changes, each for a class of common headline words the plain rules get wrong:
//!
//! - A list of headwords ([`protected`]) whose own end looks like a suffix: they are never cut (ঠাকুরগাঁও, উপায়, কারখানা,
//!   pronouns), and a cut that leaves one is preferred to a longer one (বৈঠকে → বৈঠক, not বৈঠ + কে; সংসদের → সংসদ, not
//!   সংস + দের).
//! - Locative য় is taken off after া and ো only, so that জাতীয় is not জাতি.
//! - গণ and বৃন্দ (শিক্ষকগণ) are plurals too; an apostrophe or hyphen before a suffix goes with it (বিএনপি’র).
//!
//! Composite suffixes of the spec (টিকে, গুলোকে) need no rules of their own: they fall in two steps. Bare া ি ী and
//! লা তা বা নি are never taken off: ঢাকা is not ঢাক. The stem is a string to compare, not always a word (ছেলের and ছেলে
//! share ছেলে; বাজা may stand for বাজার).
//!
//! Works on spelling as written and on the search key alike: suffixes and headwords are listed in both. Knows nothing
//! of indexes.

mod protected;

use super::fold::{HASANTA, NUKTA, is_consonant, is_plain};
use super::{gate, wordset};
use protected::PROTECTED;
use std::borrow::Cow;

/// Places in the table of headwords.
const SLOTS: usize = 8192;
/// Longest word that is looked at, in bytes; longer runs of letters are no words and stay whole (keeps the time linear).
const MAX_BYTES: usize = 240;

/// The stem of one word.
///
/// ```
/// use khobor::bengali::stem::stem;
/// assert_eq!(stem("মন্ত্রীদেরকেও"), "মন্ত্রী");
/// assert_eq!(stem("বৈঠকে"), "বৈঠক");
/// assert_eq!(stem("ঢাকায়"), "ঢাকা");
/// assert_eq!(stem(""), "");
/// ```
pub fn stem(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    stem_into(word, &mut out);
    out
}

/// [`stem`] into a buffer: `out` is replaced by the stem of `word` (NFC, without joiners). Allocates only when `out` is
/// too small. Idempotent.
pub fn stem_into(word: &str, out: &mut String) {
    out.clear();
    push_without_joiners(word, out);
    if !is_plain(out)
        && let Cow::Owned(composed) = gate::nfc(out)
    {
        *out = composed;
    }
    loop {
        let softened = soften_end(out);
        let len = stem_len(out);
        if len == out.len() && !softened {
            return;
        }
        out.truncate(len);
    }
}

/// Do two words share a stem, that is, are they forms of one noun?
///
/// ```
/// use khobor::bengali::stem::same_stem;
/// assert!(same_stem("শিক্ষার্থীরাই", "শিক্ষার্থীদের"));
/// assert!(!same_stem("চাল", "চালক"));
/// ```
pub fn same_stem(a: &str, b: &str) -> bool {
    stem(a) == stem(b)
}

/// The endings of the stemmer, for readers in other languages: text, the condition on the character before it (`any`,
/// `consonant`, `vowel`, `vowel-not-ei`, `aa-or-o`, `sign`), and the clusters that must be left. In the order of trial.
///
/// ```
/// assert!(khobor::bengali::stem::endings().contains(&("কে", "any", 2)));
/// ```
pub fn endings() -> Vec<(&'static str, &'static str, usize)> {
    let ends = ["র", "ে", "া", "ি", "ো", "ু", "হ", "\u{09BC}", "ও", "ই", "ত"];
    let all = ends.iter().flat_map(|end| suffixes(end));
    all.map(|suffix| (suffix.text, suffix.after.name(), suffix.keep))
        .collect()
}

/// The headwords that are never cut, as written and as search keys, sorted.
///
/// ```
/// assert!(khobor::bengali::stem::headwords().contains(&"কারখানা"));
/// ```
pub fn headwords() -> &'static [&'static str] {
    PROTECTED
}

fn push_without_joiners(word: &str, out: &mut String) {
    if word.as_bytes().contains(&0xE2) {
        word.split(['\u{200C}', '\u{200D}']).for_each(|part| out.push_str(part));
    } else {
        out.push_str(word);
    }
}

/// ৎ and ঙ at the end of a word are ত and ং before some endings: ভবিষ্যৎ/ভবিষ্যতে, রং/রঙের. Did the end change?
fn soften_end(out: &mut String) -> bool {
    let last = out.chars().next_back();
    let soft = match last {
        Some('ৎ') => "ত",
        Some('ঙ') => "ং",
        Some(HASANTA) if out.ends_with("ত্") => "",
        _ => return false,
    };
    out.pop();
    out.push_str(soft);
    true
}

/// How many bytes of a word (NFC, no joiners) its stem is; the rest are endings.
fn stem_len(word: &str) -> usize {
    stem_cuts(word).last().unwrap_or(word.len())
}

/// The cuts on the way from a word (NFC, no joiners) to its stem: after each, so many bytes are left.
pub(super) fn stem_cuts(word: &str) -> impl Iterator<Item = usize> {
    let whole = word.len() > MAX_BYTES || suffixes(word).is_empty() || is_protected(word);
    let mut left = (!whole).then_some(word);
    std::iter::from_fn(move || {
        let (rest, go_on) = cut(left?)?;
        left = go_on.then_some(rest);
        Some(rest.len())
    })
}

/// Is the word a headword that only looks inflected? Pronouns count.
fn is_protected(word: &str) -> bool {
    static TABLE: [u16; SLOTS] = wordset::build(PROTECTED);
    wordset::contains(&TABLE, PROTECTED, word)
}

/// One round: what is left, and whether it may be cut further. `None`: nothing fits.
fn cut(word: &str) -> Option<(&str, bool)> {
    let mut longest = None;
    for suffix in suffixes(word) {
        let Some(rest) = word.strip_suffix(suffix.text).filter(|r| suffix.after.holds(r)) else {
            continue;
        };
        let rest = rest.trim_end_matches(['\u{2019}', '\'', '-']);
        if is_protected(rest) {
            return Some((rest, false));
        }
        // মাকে is the one such form of a one-cluster noun that is common and no pronoun's.
        let enough = has_clusters(rest, suffix.keep) || (rest == "মা" && suffix.text == "কে");
        if longest.is_none() && enough {
            longest = Some((rest, true));
        }
    }
    longest
}

/// An ending, the character it may follow, and the clusters it must leave.
struct Suffix {
    text: &'static str,
    after: After,
    keep: usize,
}

/// Condition on the character before a suffix.
#[derive(Clone, Copy)]
enum After {
    /// Any but hasanta.
    Any,
    /// A consonant (with the ং that the search key writes for ঙ).
    Consonant,
    /// A vowel letter or sign, ং ঃ ঁ; an apostrophe, hyphen, digit or Latin letter too.
    Vowel,
    /// As `Vowel`, not ে ি ী: ভাইয়ের, মায়ের; but মেয়ের is of মেয়ে, and আত্মীয়ের of আত্মীয়.
    VowelNotEi,
    /// া or ো, or আ ও.
    AaOrO,
    /// A vowel sign.
    Sign,
}

impl After {
    fn name(self) -> &'static str {
        match self {
            After::Any => "any",
            After::Consonant => "consonant",
            After::Vowel => "vowel",
            After::VowelNotEi => "vowel-not-ei",
            After::AaOrO => "aa-or-o",
            After::Sign => "sign",
        }
    }

    fn holds(self, rest: &str) -> bool {
        let Some(last) = rest.chars().next_back() else {
            return false;
        };
        match self {
            After::Any => last != HASANTA,
            After::Consonant => is_consonant(last) || last == NUKTA || last == 'ং',
            After::Vowel => is_vowel_end(last),
            After::VowelNotEi => !matches!(last, 'ে' | 'ি' | 'ী') && is_vowel_end(last),
            After::AaOrO => matches!(last, 'া' | 'ো' | 'আ' | 'ও'),
            After::Sign => is_vowel_sign(last),
        }
    }
}

fn is_vowel_end(ch: char) -> bool {
    is_vowel_sign(ch)
        || matches!(ch, '\u{0981}'..='\u{0983}' | '\u{0985}'..='\u{0994}' | '\u{2019}' | '\'' | '-')
        || matches!(ch, '০'..='৯' | '0'..='9' | 'a'..='z' | 'A'..='Z')
}

fn is_vowel_sign(ch: char) -> bool {
    matches!(ch, '\u{09BE}'..='\u{09CC}')
}

/// Does the text hold at least `n` orthographic clusters (letters not joined by a hasanta, vowel letters, digits)?
fn has_clusters(text: &str, n: usize) -> bool {
    let mut seen = 0;
    let mut joined = false;
    for ch in text.chars() {
        let starts = is_consonant(ch) && !joined || matches!(ch, '\u{0985}'..='\u{0994}' | '০'..='৯') || ch.is_ascii();
        seen += usize::from(starts);
        if seen >= n {
            return true;
        }
        joined = ch == HASANTA;
    }
    false
}

const fn suffix(text: &'static str, after: After, keep: usize) -> Suffix {
    Suffix { text, after, keep }
}

/// The endings that a word with this last character may have, longest first.
fn suffixes(word: &str) -> &'static [Suffix] {
    use After::{AaOrO, Any, Consonant, Sign, Vowel, VowelNotEi};
    const R: &[Suffix] = &[
        suffix("য়েদের", VowelNotEi, 1),
        suffix("েদের", Consonant, 2),
        suffix("য়ের", VowelNotEi, 1),
        suffix("দের", Any, 2),
        suffix("ের", Consonant, 2),
        suffix("এর", Any, 2),
        suffix("র", Vowel, 2),
    ];
    const E: &[Suffix] = &[
        suffix("য়ে", Vowel, 2),
        suffix("কে", Any, 2),
        suffix("তে", Vowel, 2),
        suffix("ে", Consonant, 2),
    ];
    const AA: &[Suffix] = &[
        suffix("য়েরা", VowelNotEi, 1),
        suffix("খানা", Any, 1),
        suffix("গুলা", Any, 1),
        suffix("েরা", Consonant, 2),
        suffix("রা", Any, 2),
        suffix("টা", Any, 2),
    ];
    const I: &[Suffix] = &[suffix("খানি", Any, 1), suffix("গুলি", Any, 1), suffix("টি", Any, 2)];
    const O: &[Suffix] = &[suffix("গুলো", Any, 1), suffix("টো", Any, 2)];
    const U: &[Suffix] = &[suffix("টুকু", Any, 1)];
    const MANY: &[Suffix] = &[
        suffix("সমূহ", Any, 2),
        suffix("সমুহ", Any, 2),
        suffix("বৃন্দ", Any, 2),
        suffix("ব্রিন্দ", Any, 2),
        suffix("গণ", Any, 2),
        suffix("গন", Any, 2),
    ];
    const YA: &[Suffix] = &[suffix("য়", AaOrO, 2)];
    const OO: &[Suffix] = &[suffix("ও", Any, 2)];
    const II: &[Suffix] = &[suffix("ই", Any, 2)];
    const T: &[Suffix] = &[suffix("ত", Sign, 2)];
    match word.chars().next_back() {
        Some('র') => R,
        Some('ে') => E,
        Some('া') => AA,
        Some('ি') => I,
        Some('ো') => O,
        Some('ু') => U,
        Some('হ' | 'দ' | 'ণ' | 'ন') => MANY,
        Some(NUKTA) => YA,
        Some('ও') => OO,
        Some('ই') => II,
        Some('ত') => T,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bengali::fold::fold;

    /// A headword and its forms: all share a stem, as written and folded.
    const FORMS: &[&[&str]] = &[
        &["বৈঠক", "বৈঠকে", "বৈঠকের", "বৈঠকটি", "বৈঠকেও", "বৈঠককে"],
        &["সড়ক", "সড়কে", "সড়কের", "সড়কগুলো", "সড়কগুলোতে"],
        &[
            "শিক্ষক",
            "শিক্ষককে",
            "শিক্ষকেরা",
            "শিক্ষকদের",
            "শিক্ষকগণ",
            "শিক্ষকরাই",
            "শিক্ষকবৃন্দ",
        ],
        &["মন্ত্রী", "মন্ত্রীদেরকেও", "মন্ত্রীরাই", "মন্ত্রীটির"],
        &["ভবিষ্যৎ", "ভবিষ্যতে", "ভবিষ্যতের", "ভবিষ্যতেও"],
        &["বিদ্যুৎ", "বিদ্যুতের", "বিদ্যুতে"],
        &["আঘাত", "আঘাতে", "আঘাতের", "আঘাতটি"],
        &["মসজিদ", "মসজিদের", "মসজিদে", "মসজিদগুলোর"],
        &["ঢাকা", "ঢাকায়", "ঢাকার", "ঢাকাতেও", "ঢাকাকে", "ঢাকাই"],
        &["মেয়ে", "মেয়েদের", "মেয়েরা", "মেয়েটিকে", "মেয়েরও"],
        &["ভিডিও", "ভিডিওতে", "ভিডিওর", "ভিডিওটি", "ভিডিওগুলো"],
        &["লড়াই", "লড়াইয়ের", "লড়াইয়ে", "লড়াইটা"],
        &["সম্প্রদায়", "সম্প্রদায়ের", "সম্প্রদায়কে"],
        &["বিএনপি", "বিএনপির", "বিএনপিকে", "বিএনপি’র", "বিএনপিতে"],
        &["চেহারা", "চেহারায়", "চেহারার"],
        &["কারখানা", "কারখানায়", "কারখানার", "কারখানাগুলোতে"],
        &["স্ত্রী", "স্ত্রীর", "স্ত্রীকে"],
        &["মা", "মাকে", "মায়ের", "মায়েরা"],
    ];

    #[test]
    fn headwords_in_ya_keep_it() {
        for (word, form) in [
            ("আয়", "আয়ের"),
            ("দায়", "দায়ের"),
            ("ন্যায়", "ন্যায়ের"),
            ("আত্মীয়", "আত্মীয়ের"),
            ("আত্মীয়", "আত্মীয়েরা"),
            ("ইন্দ্রিয়", "ইন্দ্রিয়ের"),
            ("কেন্দ্রীয়", "কেন্দ্রীয়ের"),
            ("বিয়ে", "বিয়ের"),
            ("মা", "মায়ের"),
            ("ভাই", "ভাইয়ের"),
        ] {
            assert!(same_stem(word, form), "{word} {form}");
        }
        assert!(!same_stem("আয়", "আর") && !same_stem("ন্যায়", "ন্যাড়া"));
    }

    #[test]
    fn forms_of_a_noun_share_a_stem() {
        for forms in FORMS {
            for form in *forms {
                assert!(
                    same_stem(forms[0], form),
                    "{} {form}: {} {}",
                    forms[0],
                    stem(forms[0]),
                    stem(form)
                );
                let (a, b) = (fold(forms[0]), fold(form));
                assert!(same_stem(&a, &b), "folded {a} {b}: {} {}", stem(&a), stem(&b));
            }
        }
    }

    #[test]
    fn false_friends_stay_apart() {
        let apart = [
            ("চাল", "চালক"),
            ("ঢাক", "ঢাকা"),
            ("খান", "খানা"),
            ("কার", "কারখানা"),
            ("জাতি", "জাতীয়"),
            ("জামা", "জামাত"),
            ("জাম", "জামাই"),
            ("নাট", "নাটক"),
            ("আম", "আমরা"),
            ("আম", "আমার"),
            ("কাম", "কামরা"),
            ("লড়া", "লড়াই"),
            ("মাটি", "মা"),
            ("জন", "জনগণ"),
            ("আদা", "আদায়"),
            ("দর", "দরদ"),
            ("কল", "কলকাতা"),
        ];
        for (a, b) in apart {
            assert!(!same_stem(a, b), "{a} {b}: {}", stem(a));
            assert!(!same_stem(&fold(a), &fold(b)), "folded {a} {b}");
        }
    }

    #[test]
    fn list_is_sorted_and_fits_its_table() {
        assert!(PROTECTED.is_sorted());
        assert!(PROTECTED.len() * 2 < SLOTS);
        for word in PROTECTED {
            assert!(is_protected(word) && is_protected(&fold(word)), "{word}");
        }
    }

    #[test]
    fn odd_words_do_no_harm() {
        for word in ["", "র", "ের", "্ে", "ওওওওওও", "১০টি", "ABCর", "’র", "---", "\u{200D}"]
        {
            let once = stem(word);
            assert_eq!(stem(&once), once, "{word}");
        }
        let long = "ও".repeat(100_000);
        assert_eq!(stem(&long), long);
    }
}
