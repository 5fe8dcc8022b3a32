//! Addresses from titles: romanised ([`latin`], safe to share), native ([`native`], Bengali as it is), and ids of
//! headings ([`heading_id`]).
//!
//! Rules: `spec/bengali.md` section 4 and `spec/reliability.md` U3, U4. Every result is a usable path component on every
//! file system: never empty, never longer than 150 bytes, no leading or trailing dot or hyphen, none of the names that
//! Windows reserves. A title that leaves nothing (only punctuation) gets `n-` and a hash of its key, so that the same
//! title always has the same address. Collisions are the caller's to settle (বাড়ি and বারি are both `bari`).

use super::gate::{HASANTA, ZWJ, ZWNJ, canonical, clean, is_bengali, is_bengali_letter, key};
use super::romanise;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// Most characters of a [`latin`] slug.
const LATIN_MAX: usize = 60;
/// Most words and bytes of a [`native`] slug.
const NATIVE_WORDS: usize = 20;
const NATIVE_BYTES: usize = 150;
/// Bytes of `-` and the hash that mark a cut slug.
const MARK_BYTES: usize = 9;

/// The romanised slug of a title: lower-case ASCII letters, digits and single hyphens, at most 60 characters, cut between
/// words where that is possible. Bengali digits become ASCII; Latin letters lose their accents; an apostrophe inside a
/// word (বিএনপি’র) is no break.
///
/// A title without a Bengali or Latin letter or digit gives `n-` and eight hexadecimal digits (FNV-1a of its key).
///
/// ```
/// use khobor::bengali::slug::latin;
/// assert_eq!(latin("২০২৬ সালের বাজেট"), "2026-saler-bajet");
/// assert_eq!(latin("ঢাকা: কী হবে?"), "dhaka-ki-hobe");
/// assert_eq!(latin("ব্র্যাক ও ড. আলীসহ এলএনজি"), "brak-o-dr-alisoho-lng");
/// assert!(latin("…?!").starts_with("n-"));
/// ```
pub fn latin(title: &str) -> String {
    let title = clean(title);
    let mut slug = String::with_capacity(LATIN_MAX + 1);
    for word in words(&title, true) {
        let spelt = latin_word(word);
        if spelt.is_empty() {
            continue;
        }
        if slug.is_empty() {
            slug.extend(spelt.chars().take(LATIN_MAX));
        } else if slug.len() + 1 + spelt.len() <= LATIN_MAX {
            slug.push('-');
            slug.push_str(&spelt);
        } else {
            break;
        }
    }
    settle(slug, &title)
}

/// The native slug of a title: its letters, marks and digits as they are (canonical form; joiners beside a hasanta stay;
/// ASCII capitals in lower case), everything else one hyphen. At most 20 words and 150 bytes; a longer one is cut between
/// words, or between grapheme clusters of a giant word, and ends in a hash of the whole key, so that two long titles with one
/// beginning differ.
///
/// ```
/// use khobor::bengali::slug::native;
/// assert_eq!(native("‘পুতিন’ ও ট্রাম্প"), "পুতিন-ও-ট্রাম্প");
/// assert_eq!(native("র\u{200D}\u{09CD}যাব: ১০ জন"), "র\u{200D}\u{09CD}যাব-১০-জন");
/// assert_eq!(native("CON"), "n-con");
/// ```
pub fn native(title: &str) -> String {
    let title = canonical(title);
    let mut words = words(&title, false);
    let mut slug = String::new();
    let mut cut = false;
    for word in words.by_ref().take(NATIVE_WORDS) {
        let gap = usize::from(!slug.is_empty());
        if slug.len() + gap + word.len() > NATIVE_BYTES {
            cut = true;
            break;
        }
        if gap == 1 {
            slug.push('-');
        }
        slug.extend(word.chars().map(|c| c.to_ascii_lowercase()));
    }
    if cut || words.next().is_some() {
        slug = marked(slug, &title);
    }
    settle(slug, &title)
}

/// The part of an address that a tag, an author or a series is known by: as [`native`], of the name's [`key`], so that it
/// depends on nothing but the words of the name. Punctuation, dashes, blanks, case and joiners do not count; a `+` after a
/// Latin letter reads `-plus`, a `#` there `-sharp`, so that C, C++ and C# stay three.
///
/// Two names with one such part are one name. Rule: `reliability.md` U1, U2.
///
/// ```
/// use khobor::bengali::slug::term;
/// assert_eq!(term("কোভিড-১৯"), term("কোভিড ১৯"));
/// assert_eq!(term("ড. ইউনূস,"), "ড-ইউনূস");
/// assert_eq!((term("C").as_str(), term("C++").as_str(), term("C#").as_str()), ("c", "c-plus-plus", "c-sharp"));
/// assert_eq!(term("#মিটু"), "মিটু");
/// ```
pub fn term(name: &str) -> String {
    let spelt = signs_spelt(&key(name));
    let folded = words(&spelt, false).collect::<Vec<_>>().join(" ");
    native(if folded.is_empty() { name } else { &folded })
}

/// `c++` as `c plus plus`: signs that belong to the Latin word before them, as words.
fn signs_spelt(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut latin = false;
    for ch in name.chars() {
        match ch {
            '+' if latin => out.push_str(" plus "),
            '#' if latin => out.push_str(" sharp "),
            _ => {
                latin = !is_bengali(ch) && ch.is_alphabetic();
                out.push(ch);
            }
        }
    }
    out
}

/// The id of a heading: as [`native`], so vowel signs and hasanta stay and spaces become hyphens. Ids are made unique in
/// their page by the caller.
///
/// ```
/// use khobor::bengali::slug::heading_id;
/// assert_eq!(heading_id("র\u{200D}\u{09CD}যাবের সঙ্গে ‘যুদ্ধ’"), "র\u{200D}\u{09CD}যাবের-সঙ্গে-যুদ্ধ");
/// ```
pub fn heading_id(heading: &str) -> String {
    native(heading)
}

/// The words of a canonical title: runs of letters, marks, digits and joiners beside a hasanta.
/// `apostrophes`: keep one between two letters.
fn words(title: &str, apostrophes: bool) -> impl Iterator<Item = &str> {
    let mut before = ' ';
    let mut chars = title.char_indices().peekable();
    let mut start = 0;
    std::iter::from_fn(move || {
        while let Some((at, ch)) = chars.next() {
            let after = chars.peek().map_or(' ', |(_, c)| *c);
            let inside =
                belongs(ch, before, after) || apostrophes && is_apostrophe(ch) && is_letter(before) && is_letter(after);
            before = ch;
            if !inside {
                let word = title.get(start..at);
                start = at + ch.len_utf8();
                if let Some(word) = word.filter(|w| !w.is_empty()) {
                    return Some(word);
                }
            }
        }
        let last = title.get(start..);
        start = title.len();
        last.filter(|w| !w.is_empty())
    })
}

fn belongs(ch: char, before: char, after: char) -> bool {
    match ch {
        ZWJ | ZWNJ => before == HASANTA || after == HASANTA,
        _ if is_bengali(ch) => is_bengali_letter(ch) || ('০'..='৯').contains(&ch),
        _ => is_letter(ch) || ch.is_numeric(),
    }
}

fn is_letter(ch: char) -> bool {
    if is_bengali(ch) {
        is_bengali_letter(ch)
    } else {
        ch.is_alphabetic() || is_combining_mark(ch)
    }
}

fn is_apostrophe(ch: char) -> bool {
    matches!(ch, '\u{2019}' | '\'' | '\u{02BC}')
}

/// One word of a title in lower-case ASCII letters and digits; empty when it has none (other scripts).
fn latin_word(word: &str) -> String {
    let plain: String = word.chars().filter(|c| !is_apostrophe(*c)).collect();
    if plain.is_ascii() {
        return plain.to_ascii_lowercase();
    }
    if matches!(plain.as_str(), "ড" | "ডঃ" | "ডা" | "ডাঃ") {
        // ড. and ডা., whose dot is no part of the word.
        return "dr".to_owned();
    }
    // Bengali runs are words of their own, so that a Latin name keeps its letters: ICCর is icc + r.
    let mut out = String::new();
    let mut run = String::new();
    for ch in plain.chars() {
        if is_bengali(ch) || matches!(ch, ZWJ | ZWNJ) {
            run.push(ch);
            continue;
        }
        out.push_str(&romanise::word(&std::mem::take(&mut run)));
        let letters = std::iter::once(ch).nfd().filter(char::is_ascii_alphanumeric);
        out.extend(letters.map(|c| c.to_ascii_lowercase()));
    }
    out.push_str(&romanise::word(&run));
    out
}

/// A slug that had to be cut, with the hash of the whole title. An empty one takes what fits of the first word.
fn marked(mut slug: String, title: &str) -> String {
    let room = NATIVE_BYTES - MARK_BYTES;
    if slug.is_empty() {
        for cluster in words(title, false).next().unwrap_or("").graphemes(true) {
            if slug.len() + cluster.len() > room {
                break;
            }
            slug.extend(cluster.chars().map(|c| c.to_ascii_lowercase()));
        }
    }
    // The hash counts as a word, so that a slug made of this one is the same.
    if let Some((at, _)) = slug.match_indices('-').nth(NATIVE_WORDS - 2) {
        slug.truncate(at);
    }
    while slug.len() > room {
        match slug.rfind('-') {
            Some(at) => slug.truncate(at),
            None => slug = whole_clusters(&slug, room).to_owned(),
        }
    }
    let hash = format!("{:08x}", hash(title));
    if slug.is_empty() {
        format!("n-{hash}")
    } else {
        format!("{slug}-{hash}")
    }
}

/// As many whole clusters from the start as fit into so many bytes.
fn whole_clusters(text: &str, bytes: usize) -> &str {
    let end = text
        .grapheme_indices(true)
        .map(|(at, c)| at + c.len())
        .take_while(|end| *end <= bytes)
        .last();
    end.and_then(|end| text.get(..end)).unwrap_or("")
}

/// Gives an empty slug a name, and a reserved one a harmless one.
fn settle(slug: String, title: &str) -> String {
    if slug.is_empty() {
        format!("n-{:08x}", hash(title))
    } else if is_reserved(&slug) {
        format!("n-{slug}")
    } else {
        slug
    }
}

/// Names that Windows keeps for devices, in lower case.
fn is_reserved(slug: &str) -> bool {
    let numbered = |name: &str| name.len() == 1 && name.starts_with(|c: char| c.is_ascii_digit());
    matches!(slug, "con" | "prn" | "aux" | "nul" | "conin" | "conout")
        || slug
            .strip_prefix("com")
            .or_else(|| slug.strip_prefix("lpt"))
            .is_some_and(numbered)
}

/// FNV-1a, 32 bits, of a title's key: short, stable across versions and machines.
fn hash(title: &str) -> u32 {
    key(title)
        .bytes()
        .fold(0x811c_9dc5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_slug_is_its_own_slug() {
        let words: Vec<String> = ('ক'..='হ').chain('ক'..='হ').map(String::from).collect();
        for count in 18..30 {
            let made = native(&words[..count].join(" "));
            assert_eq!(native(&made), made, "{count}");
            assert!(made.split('-').count() <= NATIVE_WORDS);
        }
    }

    #[test]
    fn headlines_become_what_readers_type() {
        let rows = [
            (
                "প্রধানমন্ত্রীর সঙ্গে বৈঠকে ‘গুরুত্বপূর্ণ’ আলোচনা",
                "prodhanmontrir-songe-boithoke-gurutwopurno-alochona",
            ),
            ("বিএনপি’র সমাবেশ আজ", "bnpr-somabesh-aj"),
            ("COVID-19: নতুন ৫ রোগী", "covid-19-notun-5-rogi"),
            ("র\u{200D}\u{09CD}যাবের অভিযান", "raber-obhijan"),
            ("Café খোলা", "cafe-khola"),
            ("ঢাকায় আজ বৃষ্টি", "dhakay-aj-brishti"),
        ];
        for (title, slug) in rows {
            assert_eq!(latin(title), slug, "{title}");
        }
    }

    #[test]
    fn native_keeps_what_is_spelling() {
        assert_eq!(native("উদ্\u{200C}যাপন"), "উদ্\u{200C}যাপন");
        assert_eq!(native("সম\u{09DF}  —  এখন!"), "সময়-এখন");
        assert_eq!(native("বিএনপি’র ১২,০০০ কর্মী"), "বিএনপি-র-১২-০০০-কর্মী");
        assert_eq!(native(".git"), "git");
        assert_eq!(native("nul"), "n-nul");
        assert_eq!(heading_id("পটভূমি ও কারণ"), "পটভূমি-ও-কারণ");
    }

    #[test]
    fn names_meet_when_their_words_are_the_same() {
        let alike: [&[&str]; 8] = [
            &["কোভিড-১৯", "কোভিড ১৯", "কোভিড – ১৯", "“কোভিড-১৯”"],
            &["ড. ইউনূস", "ড ইউনূস", " ড.ইউনূস"],
            &["#মিটু", "মিটু"],
            &["ঢাকা–খুলনা", "ঢাকা-খুলনা", "ঢাকা/খুলনা", "ঢাকা#খুলনা"],
            &["Café", "CAFÉ"],
            &["উদ্\u{200C}যাপন", "উদ্যাপন"],
            &["BBC News", "bbc-news"],
            &["জয়!", "জ\u{09DF}"],
        ];
        for names in alike {
            names
                .iter()
                .for_each(|name| assert_eq!(term(name), term(names[0]), "{name}"));
        }
        let apart = ["C", "C#", "C++", "C+", "F#", "কোভিড", "কোভিড-১৯", "ক+", "!", "?"];
        let parts: std::collections::BTreeSet<String> = apart.iter().map(|name| term(name)).collect();
        assert_eq!(parts.len(), apart.len(), "{parts:?}");
        let long = "দীর্ঘ নামের ধারাবাহিক, ".repeat(20);
        assert_eq!(term(&long), term(&long.replace(", ", " – ")));
        for name in apart.iter().chain(&["CON", &long]) {
            assert_eq!(term(&term(name)), term(name), "{name}");
        }
    }

    #[test]
    fn long_titles_are_cut_between_words_and_told_apart() {
        let (a, b) = ("খবর ".repeat(30) + "এক", "খবর ".repeat(30) + "দুই");
        assert!(native(&a).len() <= NATIVE_BYTES && native(&a).starts_with("খবর-খবর"));
        assert_ne!(native(&a), native(&b));
        assert!(latin(&a).len() <= LATIN_MAX && latin(&a).ends_with("khobor"));
        let giant = native(&"ক".repeat(5_000));
        assert!(giant.len() <= NATIVE_BYTES && giant.starts_with("ককক"));
        assert!(native(&format!("ক{}", "\u{0981}".repeat(5_000))).starts_with("n-"));
        assert!(latin(&"ক".repeat(5_000)).len() <= LATIN_MAX);
    }

    #[test]
    fn slugs_are_idempotent_and_never_empty() {
        for title in [
            "",
            "?!",
            "\u{200D}",
            "ঢাকা: কী হবে?",
            "CON",
            "lpt1",
            "Ünïcode ঢাকা",
            "日本語",
            "১০%",
            "---",
        ] {
            let (one, two) = (latin(title), native(title));
            assert!(!one.is_empty() && !two.is_empty());
            assert_eq!(latin(&one), one);
            assert_eq!(native(&two), two);
        }
        assert_eq!(latin("?!"), latin("?!"));
    }
}
