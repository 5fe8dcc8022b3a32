//! Who wrote a page and when, in the forms that portals print: `প্রকাশ: ০৬:৩৪ পিএম, ১২ আগস্ট ২০২৪`, `By নিউজ ডেস্ক - August 12, 2024`.

use super::furniture;
use crate::bengali::date_parse::{self, CalendarHint, ParsedDate};
use crate::bengali::{Edition, cluster, gate};

/// What a line of credits says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Credits {
    pub(super) date: Option<ParsedDate>,
    pub(super) updated: Option<ParsedDate>,
    pub(super) byline: Option<String>,
    pub(super) place: Option<String>,
}

/// Labels of the day of publication.
const PUBLISHED: [&str; 16] = [
    "প্রকাশের সময়",
    "প্রকাশিত হয়েছে",
    "প্রকাশিত",
    "প্রকাশকাল",
    "প্রকাশ",
    "আপলোড সময়",
    "পোস্ট করা হয়েছে",
    "পোস্ট হয়েছে",
    "তারিখ",
    "published on",
    "published",
    "posted on",
    "posted",
    "publish",
    "date",
    "first published",
];
/// Labels of the last change.
const UPDATED: [&str; 11] = [
    "সর্বশেষ আপডেট",
    "শেষ আপডেট",
    "আপডেট টাইম",
    "আপডেট সময়",
    "আপডেট",
    "হালনাগাদ",
    "সংশোধিত",
    "last updated",
    "last update",
    "updated",
    "update",
];
/// Labels of a byline.
const BY: [&str; 12] = [
    "by ",
    "দ্বারা ",
    "লেখক:",
    "লেখক :",
    "লেখক,",
    "author,",
    "author:",
    "প্রতিবেদক:",
    "প্রতিবেদন:",
    "লিখেছেন ",
    "written by ",
    "reporter:",
];
/// How the line of a byline ends that has no label.
const REPORTERS: [&str; 26] = [
    "প্রতিবেদক",
    "প্রতিনিধি",
    "সংবাদদাতা",
    "ডেস্ক",
    "প্রতিবেদন",
    "রিপোর্ট",
    "রিপোর্টার",
    "করেসপনডেন্ট",
    "করেসপন্ডেন্ট",
    "সম্পাদক",
    "অনলাইন",
    "ডটকম",
    "ডট কম",
    "নিউজ",
    "এজেন্সি",
    "বাসস",
    "ইউএনবি",
    "ব্যুরো",
    "ফটোগ্রাফার",
    "আলোকচিত্রী",
    "প্রতিবেদকগণ",
    "desk",
    "correspondent",
    "reporter",
    "online",
    "agency",
];

/// Reads a line; nothing when it is none of credits. `sure`: by its place the line can only be a name.
pub(super) fn read(line: &str, sure: bool, edition: Edition) -> Option<Credits> {
    if cluster::count(line) > 100 || line.ends_with(['।', '?', '!']) {
        return None;
    }
    let labelled = BY.iter().any(|label| {
        let head = line.get(..label.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(label))
    });
    if let Some(found) = dated(line, edition).filter(|_| !labelled) {
        return Some(found);
    }
    for (at, mark) in line
        .char_indices()
        .rev()
        .filter(|(_, c)| matches!(c, '|' | '–' | '—' | '-' | ','))
    {
        let (name, rest) = (line.get(..at)?, line.get(at + mark.len_utf8()..)?);
        let name_has_digits = name.chars().any(gate::is_digit);
        if let Some(mut found) = dated(rest.trim(), edition).filter(|_| !name_has_digits) {
            let (byline, place) = byline(name, true)?;
            (found.byline, found.place) = (Some(byline), place);
            return Some(found);
        }
    }
    let (byline, place) = byline(line, sure)?;
    Some(Credits {
        byline: Some(byline),
        place,
        ..Credits::default()
    })
}

/// A line that is a date with or without its label.
fn dated(line: &str, edition: Edition) -> Option<Credits> {
    let lower = line.trim().to_ascii_lowercase();
    let rest_of = |labels: &[&str]| {
        labels.iter().find_map(|label| {
            let rest = lower.strip_prefix(*label)?;
            Some(rest.trim_start_matches([' ', ':', 'ঃ', '：', '-', '–', '|']).to_owned())
        })
    };
    if let Some(rest) = rest_of(&UPDATED) {
        return Some(Credits {
            updated: Some(date(&rest, edition)?),
            ..Credits::default()
        });
    }
    let rest = rest_of(&PUBLISHED).unwrap_or(lower);
    Some(Credits {
        date: Some(date(&rest, edition)?),
        ..Credits::default()
    })
}

/// A date, with or without a time, in any order of the two.
pub(super) fn date(text: &str, edition: Edition) -> Option<ParsedDate> {
    if !text.chars().any(gate::is_digit) {
        return None;
    }
    let hint = match edition {
        Edition::Bd => CalendarHint::BanglaBd,
        Edition::Wb => CalendarHint::BanglaWb,
    };
    date_parse::parse(&gate::canonical(text.trim()).replace(": ", ":"), hint).ok()
}

/// The name in a byline, and the place behind it: `নিজস্ব সংবাদদাতা, কুমিল্লা`.
pub(super) fn byline(line: &str, sure: bool) -> Option<(String, Option<String>)> {
    let line = line.trim();
    let label = BY.iter().find_map(|label| {
        let head = line
            .get(..label.len())
            .filter(|head| head.to_ascii_lowercase() == *label)?;
        line.get(head.len()..)
    });
    let text = trim(label.unwrap_or(line));
    let text = twice(text).unwrap_or(text);
    let (name, place) = match text.split_once([',', '|', '•']) {
        Some((name, place)) if is_reporter(name) && !is_reporter(place) && cluster::count(place) <= 24 => (
            trim(name),
            Some(trim(place).to_owned()).filter(|place| !place.is_empty()),
        ),
        _ => (text, None),
    };
    let known = label.is_some() || sure || is_reporter(name);
    let sound = !name.is_empty() && cluster::count(name) <= 60 && !name.contains(['।', '?', '!', ':']);
    (known && sound && !furniture::is_placeholder(name)).then(|| (name.to_owned(), place))
}

pub(super) fn is_reporter(name: &str) -> bool {
    let name = trim(name).to_ascii_lowercase();
    let short = name.split_whitespace().count() <= 6;
    short && REPORTERS.iter().any(|end| name.ends_with(end))
}

/// A short line of one to four words that could be a person's name or a place.
pub(super) fn is_short_name(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let plain = !line.contains(['।', '?', '!', ':', '“', '‘', '"', ',', '-', '…']) && !line.chars().any(gate::is_digit);
    (1..=4).contains(&words) && cluster::count(line) <= 28 && plain
}

/// A name that is printed twice in one line.
fn twice(text: &str) -> Option<&str> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let half = words.len() / 2;
    let same = words.len() > 1 && words.len().is_multiple_of(2) && words.get(..half) == words.get(half..);
    same.then(|| text.get(..text.len() / 2).unwrap_or(text).trim_end())
}

fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '-' | '–' | '—' | '|' | '•' | '·' | '/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_many_portals() {
        for (line, found) in [
            ("প্রকাশিত: ০৬:৩৪ পিএম, ১২ আগস্ট ২০২৪", "2024-08-12T18:34"),
            ("প্রকাশ : ১২ আগস্ট ২০২৪, ১৮:৩৪", "2024-08-12T18:34"),
            ("১২ আগস্ট, ২০২৪ ১৮:৩৪", "2024-08-12T18:34"),
            ("আপলোড সময় : ১২-০৮-২০২৪ ০২:০৭:৩০ অপরাহ্ন", "2024-08-12T14:07:30"),
            ("Published : 12 Aug 2024, 06:34 PM", "2024-08-12T18:34"),
            ("প্রকাশ: ০১ জানুয়ারি ২০২৪, ১৫: ১২", "2024-01-01T15:12"),
            ("প্রকাশ: ১২ আগস্ট ২০২৪, ১২:০০ এএম", "2024-08-12T00:00"),
            ("August 12, 2024", "2024-08-12"),
            ("আগস্ট ১২, ২০২৪", "2024-08-12"),
            ("তারিখ: সোমবার, ১২ আগস্ট, ২০২৪", "2024-08-12"),
        ] {
            let date = read(line, false, Edition::Bd)
                .and_then(|c| c.date)
                .map(|d| d.to_string());
            assert_eq!(date.as_deref(), Some(found), "{line}");
        }
        let updated = read("আপডেট: ০৬:৩৪:১১ অপরাহ্ন, সোমবার, ১২ আগস্ট ২০২৪", false, Edition::Bd)
            .unwrap()
            .updated;
        assert_eq!(updated.map(|d| d.to_string()).as_deref(), Some("2024-08-12T18:34:11"));
        let shown = read("শেষ আপডেট: ১২ অগস্ট ২০২৪ ১৮:৩৪", false, Edition::Wb)
            .unwrap()
            .updated;
        assert_eq!(shown.map(|d| d.to_string()).as_deref(), Some("2024-08-12T18:34"));
        assert_eq!(read("৩ ঘন্টা আগে", false, Edition::Bd), None);
    }

    #[test]
    fn bylines_of_many_portals() {
        for (line, name, place) in [
            ("By নিউজ ডেস্ক", "নিউজ ডেস্ক", None),
            ("জ্যেষ্ঠ প্রতিবেদক জ্যেষ্ঠ প্রতিবেদক", "জ্যেষ্ঠ প্রতিবেদক", None),
            ("নিজস্ব সংবাদদাতা, কুমিল্লা", "নিজস্ব সংবাদদাতা", Some("কুমিল্লা")),
            ("Author,রহিম উদ্দিন", "রহিম উদ্দিন", None),
            ("দ্বারা নিজস্ব প্রতিবেদক - আগস্ট ১২, ২০২৪", "নিজস্ব প্রতিবেদক", None),
        ] {
            let found = read(line, false, Edition::Bd).unwrap();
            assert_eq!(
                (found.byline.as_deref(), found.place.as_deref()),
                (Some(name), place),
                "{line}"
            );
        }
        for line in ["পদ্মায় একটি নৌকা ডুবে গেছে।", "নদীতে নৌকাডুবি, নিখোঁজ নেই", "রিপোর্টারের নাম"]
        {
            assert_eq!(read(line, false, Edition::Bd), None, "{line}");
        }
    }
}
