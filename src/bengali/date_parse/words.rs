//! The words of dates: months of three calendars in all their spellings, eras, suffixes, what may stand around a date.

use super::super::calendar::BANGLA_MONTHS;
use super::super::date::MONTHS;
use super::super::number::words::{is_one_of, same_spelling};
use super::super::ordinal::day_of_word;
use super::CalendarHint;
use super::token::{Kind, Tokens};

/// The calendar of a date as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Calendar {
    Gregorian,
    Bangla,
    Hijri,
}

/// The calendar that a hint speaks of.
pub(super) fn of_hint(hint: CalendarHint) -> Calendar {
    match hint {
        CalendarHint::Gregorian => Calendar::Gregorian,
        CalendarHint::BanglaBd | CalendarHint::BanglaWb => Calendar::Bangla,
        CalendarHint::HijriBd => Calendar::Hijri,
    }
}

/// Further spellings of Gregorian months that [`same_spelling`] does not join with the standard ones.
const MONTH_VARIANTS: [&[&str]; 12] = [
    &["জানু", "জানুয়ারি", "january", "jan"],
    &["ফেব", "ফেব্রু", "ফেব্রয়ারি", "ফেব্রূয়ারি", "february", "feb"],
    &["মার্চ্চ", "march", "mar"],
    &["এপ্রি", "এপ্রিলে", "april", "apr"],
    &["may"],
    &["june", "jun"],
    &["জুলা", "july", "jul"],
    &["অগাস্ট", "অগস্ট", "আগাস্ট", "আগ", "august", "aug"],
    &[
        "সেপ্টেম্বার",
        "সেপ্টম্বর",
        "সেপ্ট",
        "সেপ্টে",
        "সেপ",
        "september",
        "sept",
        "sep",
    ],
    &["অক্টোবার", "অক্টো", "october", "oct"],
    &["নভেম্বার", "নবেম্বর", "নভে", "november", "nov"],
    &["ডিসেম্বার", "ডিসে", "december", "dec"],
];

/// Further spellings of Bangla months.
const BANGLA_VARIANTS: [&[&str]; 12] = [
    &["বোশেখ"],
    &["জৈষ্ঠ", "জ্যৈষ্ঠ্য", "জৈষ্ঠ্য"],
    &["আষাড়"],
    &["শ্রাবন"],
    &["ভাদ্দর"],
    &["আশিন"],
    &["কার্ত্তিক"],
    &["অঘ্রাণ", "অগ্রহায়ন"],
    &["পোষ"],
    &[],
    &["ফাল্গুণ", "ফাগুন", "ফালগুন"],
    &["চৈত"],
];

/// Hijri months of one word; those of two are made of [`HIJRI_FIRST`] and [`HIJRI_SECOND`].
const HIJRI: [(u32, &[&str]); 8] = [
    (1, &["মহররম", "মুহররম", "মুহাররম", "মহরম", "মোহররম"]),
    (2, &["সফর", "ছফর"]),
    (7, &["রজব"]),
    (8, &["শাবান"]),
    (9, &["রমজান", "রামাদান", "মাহে রমজান"]),
    (10, &["শাওয়াল", "শওয়াল", "শাউয়াল"]),
    (11, &["জিলকদ", "জ্বিলকদ", "জিলক্বদ", "জিলকাদ", "জ্বিলক্বদ"]),
    (12, &["জিলহজ", "জিলহজ্জ", "জ্বিলহজ", "জ্বিলহজ্জ", "জিলহজ্ব", "জিলহাজ্জ"]),
];
const HIJRI_FIRST: [(u32, &[&str]); 2] = [
    (3, &["রবিউল", "রবিউস", "রবিয়ুল"]),
    (
        5,
        &[
            "জমাদিউল",
            "জমাদিউস",
            "জুমাদাল",
            "জুমাদাস",
            "জামাদিউল",
            "জামাদিউস",
            "জুমাদিউল",
            "জুমাদিউস",
        ],
    ),
];
const HIJRI_SECOND: [(u32, &[&str]); 2] = [
    (0, &["আউয়াল", "আওয়াল", "আউওয়াল", "আউয়্যাল", "উলা"]),
    (1, &["সানি", "ছানি", "সানিয়া", "আখির", "আখের", "উখরা"]),
];

/// The calendar and number (1–12) of the month at a place, and of how many words it is made.
pub(super) fn month_at(tokens: &Tokens<'_>, at: usize) -> Option<(Calendar, u32, usize)> {
    let word = tokens.word(at)?;
    if let Some(month) = listed(word, &MONTHS, &MONTH_VARIANTS) {
        return Some((Calendar::Gregorian, month, 1));
    }
    if let Some(month) = listed(word, &BANGLA_MONTHS, &BANGLA_VARIANTS) {
        return Some((Calendar::Bangla, month, 1));
    }
    if let Some((month, _)) = HIJRI.iter().find(|(_, spellings)| is_one_of(word, spellings)) {
        return Some((Calendar::Hijri, *month, 1));
    }
    let (month, _) = HIJRI_FIRST.iter().find(|(_, spellings)| is_one_of(word, spellings))?;
    let next = tokens.word(at + 1)?;
    let (further, _) = HIJRI_SECOND.iter().find(|(_, spellings)| is_one_of(next, spellings))?;
    Some((Calendar::Hijri, month + further, 2))
}

fn listed(word: &str, names: &[&str; 12], variants: &[&[&str]; 12]) -> Option<u32> {
    let named = |(name, spellings): (&&str, &&[&str])| same_spelling(word, name) || is_one_of(word, spellings);
    let at = names.iter().zip(variants).position(named)?;
    u32::try_from(at + 1).ok()
}

/// The era that a word names.
pub(super) fn era(word: &str) -> Option<Calendar> {
    if is_one_of(
        word,
        &[
            "খ্রিস্টাব্দ",
            "খ্রীষ্টাব্দ",
            "খৃষ্টাব্দ",
            "খ্রি",
            "খৃ",
            "ইং",
            "ইংরেজি",
            "ইসায়ী",
            "ঈসায়ী",
            "ঈসাব্দ",
        ],
    ) {
        Some(Calendar::Gregorian)
    } else if is_one_of(word, &["বঙ্গাব্দ", "বঙ্গাব্দের", "বাংলা", "বাং"])
    {
        Some(Calendar::Bangla)
    } else if is_one_of(word, &["হিজরি", "হিজরী", "হি", "আরবি"]) {
        Some(Calendar::Hijri)
    } else {
        None
    }
}

/// The suffixes of a day, and the words between day, month and year.
const BETWEEN: [&str; 21] = [
    "ম",
    "st",
    "nd",
    "rd",
    "th",
    "লা",
    "রা",
    "ঠা",
    "ই",
    "শে",
    "এ",
    "তারিখ",
    "তারিখে",
    "সাল",
    "সালে",
    "সালের",
    "সন",
    "সনে",
    "সনের",
    "বঙ্গাব্দের",
    "খ্রিস্টাব্দের",
];

/// Other words that say nothing about the date.
const FILLERS: [&str; 19] = [
    "আজ",
    "রোজ",
    "মোতাবেক",
    "সময়",
    "সময়ে",
    "বাংলাদেশ",
    "দিকে",
    "বাজে",
    "t",
    "at",
    "on",
    "প্রকাশ",
    "প্রকাশিত",
    "প্রকাশিতঃ",
    "খ্রিষ্টাব্দে",
    "বঙ্গাব্দে",
    "বুলেটিন",
    "অনলাইন",
    "সংস্করণ",
];

const WEEKDAYS: [&str; 30] = [
    "রোববার",
    "রবিবার",
    "সোমবার",
    "মঙ্গলবার",
    "বুধবার",
    "বৃহস্পতিবার",
    "শুক্রবার",
    "শনিবার",
    "রোব",
    "রবি",
    "সোম",
    "মঙ্গল",
    "বুধ",
    "বৃহস্পতি",
    "বৃহঃ",
    "শুক্র",
    "শনি",
    "sunday",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sun",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
];

/// Whether a word may stand anywhere in and around a date.
pub(super) fn is_filler(word: &str) -> bool {
    is_weekday(word) || era(word).is_some() || is_one_of(word, &BETWEEN) || is_one_of(word, &FILLERS)
}

fn is_weekday(word: &str) -> bool {
    is_one_of(word, &WEEKDAYS)
}

/// Whether a word opens the date of the last change.
pub(super) fn is_update(word: &str) -> bool {
    is_one_of(word, &["আপডেট", "আপডেটেড", "হালনাগাদ", "updated", "সর্বশেষ"])
}

/// Signs that may be left over.
pub(super) fn is_harmless(mark: char) -> bool {
    matches!(
        mark,
        ',' | '.'
            | ':'
            | ';'
            | '-'
            | '–'
            | '—'
            | '|'
            | '/'
            | '।'
            | '('
            | ')'
            | '['
            | ']'
            | '“'
            | '”'
            | '"'
            | '•'
            | '·'
    )
}

/// How many tokens may stand between a month and its day or year.
const REACH: usize = 5;

/// The nearest number (place, value, digits) or day word before a place.
pub(super) fn before(tokens: &Tokens<'_>, place: usize) -> Option<(usize, u32, usize)> {
    nearest(tokens, (place.saturating_sub(REACH)..place).rev())
}

/// The nearest number (place, value, digits) or day word after a place.
pub(super) fn after(tokens: &Tokens<'_>, place: usize) -> Option<(usize, u32, usize)> {
    nearest(tokens, place + 1..place + 1 + REACH)
}

/// Over commas, suffixes, eras and weekdays, but not over anything else.
fn nearest(tokens: &Tokens<'_>, places: impl Iterator<Item = usize>) -> Option<(usize, u32, usize)> {
    for at in places {
        match tokens.get(at)?.kind {
            Kind::Number { value, digits } => return Some((at, value, digits)),
            Kind::Mark(',' | '.' | '-' | '–' | '/' | '(' | ')') => {}
            Kind::Mark(_) => return None,
            Kind::Word => {
                let word = tokens.word(at)?;
                if let Some(day) = day_of_word(word) {
                    return Some((at, u32::from(day), 2));
                }
                if !is_weekday(word) && era(word).is_none() && !is_one_of(word, &BETWEEN) {
                    return None;
                }
            }
        }
    }
    None
}
