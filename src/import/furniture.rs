//! What stands on a portal's article page and is no part of the story: headings of boxes, form messages, share buttons,
//! advertisement labels; and, in [`sections`], the usual names of sections with their addresses.

mod lists;
mod sections;

use crate::bengali::gate;
use lists::{BOXES, FOOTER, FOOTER_ENDS, FOOTER_STARTS, PROMOTIONS, SHARE_WORDS, STRAY, STRAY_STARTS};
pub(super) use lists::{HOME, SEPARATORS};
pub(super) use sections::{usual_names, usual_slug, usual_title};

/// What a line of the page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Furniture {
    /// The heading of a box behind the story.
    Footer,
    /// The heading of a box that may stand between paragraphs.
    Box,
    /// A label, a button, a number of views.
    Stray,
}

/// Whether a line is furniture, and which.
///
/// ```
/// use khobor::import::furniture::{Furniture, of_line};
/// assert_eq!(of_line("RELATED ARTICLESMORE FROM AUTHOR"), Some(Furniture::Footer));
/// assert_eq!(of_line("- Advertisment -"), Some(Furniture::Stray));
/// assert_eq!(of_line("আরও পড়ুন:"), Some(Furniture::Box));
/// assert_eq!(of_line("৮৫০ বার পঠিত"), Some(Furniture::Stray));
/// assert_eq!(of_line("বিজ্ঞাপন নিয়ে বিতর্কের পর মামলা হয়েছে।"), None);
/// ```
pub fn of_line(line: &str) -> Option<Furniture> {
    let lower = line.to_ascii_lowercase();
    if PROMOTIONS.iter().any(|words| lower.contains(words)) {
        return Some(Furniture::Stray);
    }
    if line.len() > 240 {
        return None;
    }
    let edge = |c: char| c.is_whitespace() || c.is_ascii_punctuation() && c != '+' || "–—।…•·›»«‹“”‘’".contains(c);
    let name = lower.trim_matches(edge).replace(',', "");
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Some(Furniture::Stray);
    }
    let is = |list: &[&str]| list.iter().any(|own| **own == *name);
    let starts = |list: &[&str]| list.iter().any(|own| name.starts_with(*own));
    let ends = |list: &[&str]| list.iter().any(|own| name.ends_with(*own));
    let sentence = line.trim_end().ends_with('।');
    if is(BOXES) {
        return Some(Furniture::Box);
    }
    if !sentence && (starts(FOOTER_STARTS) || ends(FOOTER_ENDS)) || is(FOOTER) || is_run_together(&name) {
        return Some(Furniture::Footer);
    }
    let whole = lower.trim();
    if !sentence && is_labelled_box(&name, whole) {
        return Some(Furniture::Box);
    }
    let stray = is(STRAY) || is_share_bar(&name) || is_count(&name) || is_signature(whole) || is_picture_credit(whole);
    let labelled = !sentence && STRAY_STARTS.iter().any(|own| whole.starts_with(*own));
    (stray || labelled).then_some(Furniture::Stray)
}

/// The heading of a box with its contents on the same line: `আরও পড়ুন: …`, `Tags: …`, `বিষয় : বন্যা, নদী`.
fn is_labelled_box(name: &str, line: &str) -> bool {
    let label = line
        .split([':', 'ঃ', '：', '–', '|', '»'])
        .next()
        .unwrap_or_default()
        .trim();
    let label = label.trim_matches(|c: char| c.is_ascii_punctuation() || c == '•');
    label.len() < name.len() && BOXES.contains(&label)
}

/// Buttons of networks in one line, apart or run together.
fn is_share_bar(name: &str) -> bool {
    let word = |word: &str| {
        let mut rest = word;
        while let Some(first) = SHARE_WORDS
            .iter()
            .filter(|own| rest.starts_with(**own))
            .max_by_key(|own| own.len())
        {
            rest = rest.get(first.len()..).unwrap_or_default();
        }
        rest.is_empty()
    };
    let names = |word: &str| {
        SHARE_WORDS
            .iter()
            .take(30)
            .any(|own| own.len() > 3 && word.starts_with(own))
    };
    let words = || {
        name.split([' ', '|', '/', '·', '•', '+'])
            .filter(|word| !word.is_empty())
    };
    let bengali = |word: &str| word.starts_with(|c: char| gate::is_bengali(c)) && word != "করুন" && word != "অন";
    words().count() <= 16 && words().all(word) && words().any(|w| names(w) || bengali(w))
}

/// Several headings in one line: `RELATED ARTICLESMORE FROM AUTHOR`.
fn is_run_together(name: &str) -> bool {
    let mut rest = name;
    let mut parts = 0;
    while !rest.is_empty() && parts < 4 {
        let heading = FOOTER.iter().filter(|own| rest.starts_with(**own));
        let Some(longest) = heading.map(|own| own.len()).max() else {
            return false;
        };
        rest = rest.get(longest..).unwrap_or_default().trim_start();
        parts += 1;
    }
    rest.is_empty() && parts > 1
}

/// A number alone, or one of readers: `215`, `1.2k`, `৮৫০ বার`.
fn is_count(name: &str) -> bool {
    let rest = name.trim_start_matches(|c: char| gate::is_digit(c) || matches!(c, '.' | 'k' | ' '));
    let rest = ["হাজার ", "লাখ ", "কে "]
        .iter()
        .find_map(|unit| rest.strip_prefix(unit))
        .unwrap_or(rest);
    let counted = [
        "",
        "বার",
        "বার পঠিত",
        "বার পড়া হয়েছে",
        "বার দেখা হয়েছে",
        "বার পাঠ",
        "জন পড়েছেন",
        "পাঠক",
        "ভিউ",
        "views",
        "view",
        "মন্তব্য",
        "শেয়ার",
        "shares",
        "comments",
    ];
    let ago = [
        "মিনিট আগে",
        "ঘণ্টা আগে",
        "ঘন্টা আগে",
        "দিন আগে",
        "সপ্তাহ আগে",
        "minutes ago",
        "hours ago",
        "days ago",
    ];
    rest.len() < name.len() && counted.iter().chain(&ago).any(|word| **word == *rest)
}

/// Initials of those who worked on a story: `ওএফএ/এমজে`, `/এসএমএ/`.
fn is_signature(line: &str) -> bool {
    let parts: Vec<&str> = line.split('/').map(str::trim).filter(|part| !part.is_empty()).collect();
    let short = |part: &&str| !part.contains(' ') && part.chars().count() <= 14 && !part.chars().any(gate::is_digit);
    line.contains('/') && (1..=5).contains(&parts.len()) && line.chars().count() <= 40 && parts.iter().all(short)
}

/// Whose picture it is: `ছবি: সংগৃহীত`. Pictures are not in a page's text.
fn is_picture_credit(line: &str) -> bool {
    let labels = ["ছবি:", "ছবি :", "ছবিঃ", "photo:", "ছবি—", "ফাইল ছবি"];
    let short = line.chars().count() <= 60 && line.split_whitespace().count() <= 6;
    short && labels.iter().any(|label| line.starts_with(label))
}

/// What templates show where the reporter's name is missing.
pub(super) fn is_placeholder(name: &str) -> bool {
    let names = ["রিপোর্টারের নাম", "admin", "admin news", "administrator", "user", "author"];
    names.iter().any(|own| gate::key(own) == gate::key(name))
}

/// A place on the front page that a breadcrumb names like a section.
pub(super) fn is_pseudo_section(name: &str) -> bool {
    let names = [
        "লিড নিউজ",
        "লিড",
        "শীর্ষ খবর",
        "শীর্ষ সংবাদ",
        "প্রধান খবর",
        "প্রধান সংবাদ",
        "টপ নিউজ",
        "ব্রেকিং নিউজ",
        "সর্বশেষ",
        "সর্বশেষ খবর",
        "স্লাইডার",
        "lead news",
        "top news",
        "breaking news",
        "featured",
        "uncategorized",
        "slider",
        "latest",
    ];
    names.iter().any(|own| gate::key(own) == gate::key(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_canonical() {
        let tables = [
            FOOTER,
            FOOTER_STARTS,
            FOOTER_ENDS,
            BOXES,
            STRAY,
            STRAY_STARTS,
            PROMOTIONS,
        ];
        for own in tables.into_iter().flatten() {
            assert_eq!(gate::canonical(own), *own);
            assert_eq!(own.to_ascii_lowercase(), *own);
        }
    }
}
