//! Bengali in Latin letters, scheme `khobor-latn` (`spec/bengali.md` section 4): what a Bengali reader would type.
//!
//! [`word`] romanises one word: endings are taken off ([`super::stem`]), the stem is looked up among the exceptions, and
//! failing that spelt by rule; the endings follow. The rules turn on the inherent vowel, which Bengali does not write:
//! kept in a word's first cluster (খবর *kho*-), dropped at its end unless a conjunct, হ or the like carries it (বিশ্ব
//! *bishwo*), kept inside except between V C _ C V (সরকার *sorkar*).
//!
//! Exceptions stand in two data files, see `data/README.md`: our own, and one derived from Google's lexicon (CC BY 4.0).
//! Knows nothing of slugs and queries.

mod initials;
mod lexicon;
mod rules;
mod units;

use super::gate::canonical;
use super::stem::stem_cuts;
pub(super) use initials::{LETTER_NAMES, is_letter_name};
use std::borrow::Cow;
use units::units;

pub(super) use units::{Unit, Vowel};

/// A Bengali word in Latin letters: lower-case ASCII letters and digits. Anything that is neither Bengali nor ASCII
/// letter or digit is dropped; Latin letters come out in lower case. Empty for an empty word.
///
/// ```
/// use khobor::bengali::romanise::word;
/// assert_eq!(word("সরকার"), "sorkar");
/// assert_eq!(word("নির্বাচনের"), "nirbachoner");
/// assert_eq!(word("প্রধানমন্ত্রী"), "prodhanmontri");
/// assert_eq!(word("২০২৬"), "2026");
/// assert_eq!(word("এলএনজির"), "lngr");
/// ```
pub fn word(text: &str) -> String {
    spelt(&plain(text), None)
}

/// Words that end in ঃ, beside adverbs in -তঃ.
const VISARGA: [&str; 5] = ["ক্রমশ", "প্রায়শ", "পুন", "অন্ত", "বহুশ"];

/// The spelling of a plain word, whose units may be known already.
fn spelt(plain: &str, known: Option<&[Unit]>) -> String {
    if let Some(found) = lexicon::lookup(plain) {
        return found.to_owned();
    }
    // “With” and “all”: words of their own in all but writing.
    for (second, latin) in [("সহ", "soho"), ("সমূহ", "somuho"), ("সমুহ", "somuho")] {
        let head = plain.strip_suffix(second).filter(|head| !head.ends_with('ঃ'));
        if let Some(head) = head.filter(|head| units(head).len() > 1) {
            return spelt(head, None) + latin;
        }
    }
    let mut stem = plain.len();
    // রা is no ending there: ঘুণেধরা, জলভরা.
    let whole = ["ধরা", "ভরা", "পরা"].iter().any(|part| {
        let head = plain.strip_suffix(part);
        head.is_some_and(|head| units(head).len() > 1)
    });
    for cut in stem_cuts(plain).take_while(|_| !whole) {
        let (head, ending) = plain.split_at_checked(cut).unwrap_or((plain, ""));
        if ending == "ত" {
            break;
        }
        if let Some(found) = lexicon::lookup(head) {
            return join(found, head, ending);
        }
        stem = cut;
    }
    if let Some(found) = initialism(plain) {
        return found;
    }
    match known {
        Some(known) => rules::spell(known, plain, stem),
        None => rules::spell(&units(plain), plain, stem),
    }
}

/// Whether a word spells the names of Latin letters: বিবিসি, আইএমএফ.
pub(super) fn is_initialism(word: &str) -> bool {
    let plain = plain(word);
    lexicon::lookup(&plain).is_none() && initials::letters(&plain).is_some()
}

/// The spelling of an initialism with its ending, if it has one: বিএনপিকে bnpke.
fn initialism(plain: &str) -> Option<String> {
    // কে is the name of k too; at a word's end it is the ending.
    let k = ["কে", "কেই", "কেও"].iter().any(|ending| plain.ends_with(ending));
    let whole = initials::letters(plain).filter(|_| !k);
    let with_ending = || {
        let (head, ending) = stem_cuts(plain).find_map(|cut| {
            let (head, ending) = plain.split_at_checked(cut)?;
            Some((initials::letters(head)?, ending))
        })?;
        Some(head + &rules::spell_ending(ending))
    };
    whole.or_else(with_ending).or_else(|| initials::letters(plain))
}

/// The word in canonical form without joiners; the ya-phala of র‍্য, which only a joiner tells from র্য, is marked. A ঃ at its
/// end is a colon that was typed with the wrong key (আকাশঃ), but for adverbs (প্রধানতঃ, ক্রমশঃ).
fn plain(text: &str) -> Cow<'_, str> {
    let text = match text.strip_suffix('ঃ') {
        Some(word) if !word.ends_with('ত') && !VISARGA.contains(&word) => canonical(word),
        _ => canonical(text),
    };
    // The first byte of joiners.
    if !text.as_bytes().contains(&0xE2) {
        return text;
    }
    let marked = text.replace("র\u{200D}্য", "র্\u{09DF}");
    Cow::Owned(marked.replace(['\u{200C}', '\u{200D}'], ""))
}

/// The exception of a stem and its ending: the stem's inherent vowel gives way to a vowel sign, and so does the silent e of an
/// English word (অনলাইনে online, মোবাইলের mobiler).
fn join(found: &str, head: &str, ending: &str) -> String {
    let sign_follows = ending.chars().next().is_some_and(super::gate::is_vowel_sign);
    let inherent = sign_follows && head.ends_with(units::is_consonant_end);
    let found = if inherent {
        found.strip_suffix(['o', 'e']).unwrap_or(found)
    } else {
        found
    };
    format!("{found}{}", rules::spell_ending(ending))
}

/// The units of a word, for keys that treat its unwritten vowels apart; and whether the word as spoken ends in its inherent
/// vowel (বিশ্ব, বড়): by the exceptions, else by rule.
pub(super) fn word_units(text: &str) -> (Vec<Unit>, bool) {
    let plain = plain(text);
    let units = units(&plain);
    let open = text.ends_with(units::is_consonant_end) && spelt(&plain, Some(&units)).ends_with('o');
    (units, open)
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn words_as_readers_type_them() {
        let pairs = [
            // ফ and ওয়া.
            ("ফসল", "fosol"),
            ("তুফান", "tufan"),
            ("আওয়ামী", "awami"),
            ("পাওয়া", "pawa"),
            ("ওয়াসা", "wasa"),
            // Ya-phala in loan words, and in our own.
            ("ব্যাগ", "bag"),
            ("ব্যাকরণ", "byakoron"),
            ("ব্যাপার", "byapar"),
            ("ল্যাম্প", "lamp"),
            ("ন্যাটো", "nato"),
            ("ন্যায়", "nyay"),
            ("কল্যাণ", "kolyan"),
            ("হত্যা", "hotya"),
            ("হ্যান্ডবল", "handbol"),
            ("র‍্যাব", "rab"),
            // Loans whose parts or plurals meet, and native words that only look like them.
            ("গ্রিনল্যান্ডের", "grinlander"),
            ("ফোনবুথে", "fonbuthe"),
            ("ব্লগপাড়া", "blogpara"),
            ("অলস", "olos"),
            ("প্রচন্ড", "prochond"),
            ("পয়েন্টস", "poyents"),
            ("বুটস", "buts"),
            ("কলস", "kolos"),
            ("দিবস", "dibos"),
            ("মানস", "manos"),
            // Behind a prefix a word begins anew.
            ("অসহায়", "osohay"),
            ("অভয়ারণ্য", "obhoyaronyo"),
            ("সহপাঠী", "sohopathi"),
            ("মহানবী", "mohanobi"),
            ("উপসাগরীয়", "uposagoriyo"),
            ("ভারতীয়", "bharotiyo"),
            ("বিনয়ী", "binoyi"),
            // Compounds.
            ("লেখাপড়া", "lekhapora"),
            ("ঘুণেধরা", "ghunedhora"),
            ("রূপকথা", "rupkotha"),
            ("ফুলকপি", "fulkopi"),
            ("চারতলা", "chartola"),
            ("আত্মউন্নয়ন", "atmounnoyon"),
            ("মাহমুদউল্লাহ", "mahmudullah"),
            // A colon typed as visarga.
            ("বিকাশঃ", "bikash"),
            ("প্রধানতঃ", "prodhanoto"),
            // English words with Bengali endings.
            ("অনলাইনে", "online"),
            ("মোবাইলের", "mobiler"),
            ("ফ্যাক্টস", "fakts"),
            ("ইনকাম", "inkam"),
            ("মুস্তাফিজ", "mustafiz"),
            ("মুস্তাফিজুর", "mustafizur"),
        ];
        let wrong: Vec<String> = pairs
            .iter()
            .filter(|(bengali, latin)| word(bengali) != *latin)
            .map(|(bengali, latin)| format!("{bengali}: {} for {latin}", word(bengali)))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
