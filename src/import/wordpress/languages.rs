//! Texts in which a plugin (qTranslate and its kin) keeps several languages: `[:bn]নদী[:en]River[:]`,
//! `<!--:bn-->নদী<!--:--><!--:en-->River<!--:-->`, `{:bn}নদী{:}`.

use std::borrow::Cow;

/// What a mark of a language begins and ends with.
const MARKS: [(&str, &str); 3] = [("[:", "]"), ("<!--:", "-->"), ("{:", "}")];

/// The text in one language: Bengali where there is some, else the first. What stands outside of all languages stays.
///
/// ```
/// use khobor::import::wordpress::languages::one;
/// assert_eq!(one("[:en]River[:bn]নদী[:] ১"), "নদী ১");
/// assert_eq!(one("<!--:en-->River<!--:--><!--:fr-->Fleuve<!--:-->"), "River");
/// assert_eq!(one("[::] তালিকা [:ab"), "[::] তালিকা [:ab");
/// ```
pub fn one(text: &str) -> Cow<'_, str> {
    let Some(marks) = MARKS.iter().find(|(open, _)| text.contains(open)) else {
        return Cow::Borrowed(text);
    };
    let parts = parts(text, *marks);
    let mut languages = parts
        .iter()
        .filter_map(|(language, _)| *language)
        .filter(|l| !l.is_empty());
    let Some(first) = languages.next() else {
        return Cow::Borrowed(text);
    };
    let chosen = if first == "bn" || languages.any(|l| l == "bn") {
        "bn"
    } else {
        first
    };
    let kept = parts
        .iter()
        .filter(|(language, _)| language.is_none_or(|l| l == chosen || l.is_empty()));
    Cow::Owned(kept.map(|(_, text)| *text).collect())
}

/// Stretches of a text with their languages: none before the first mark, an empty one after a closing mark.
fn parts<'t>(text: &'t str, (open, close): (&str, &str)) -> Vec<(Option<&'t str>, &'t str)> {
    let (mut found, mut language, mut from, mut at) = (Vec::new(), None, 0, 0);
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(open)).map(|i| at + i) {
        let inside = start + open.len();
        at = inside;
        let name = text
            .get(inside..)
            .and_then(|rest| rest.split_once(close))
            .map(|(name, _)| name);
        let Some(name) = name.filter(|name| is_language(name)) else {
            continue;
        };
        found.push((language, text.get(from..start).unwrap_or_default()));
        at = inside + name.len() + close.len();
        (language, from) = (Some(name), at);
    }
    found.push((language, text.get(from..).unwrap_or_default()));
    found
}

/// `bn`, or nothing at the end of a language.
fn is_language(name: &str) -> bool {
    name.is_empty() || name.len() == 2 && name.bytes().all(|b| b.is_ascii_lowercase())
}
