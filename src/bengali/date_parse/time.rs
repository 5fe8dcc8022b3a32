//! The time of day inside a date line: 15:05, ০৩:০৫ পিএম, বিকেল ৩টা ৫ মিনিট, রাত পৌনে ৮টা, দুপুর আড়াইটা.

use jiff::civil::Time;

use super::super::number::words::{is_one_of, number_word, same_spelling};
use super::DateParseError;
use super::token::Tokens;

/// A part of the day, as far as it decides the hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Night,
    Midnight,
    Dawn,
    Morning,
    /// বেলা: from morning to afternoon.
    Day,
    Noon,
    Afternoon,
    Evening,
    /// এএম
    Am,
    /// পিএম
    Pm,
}

const PARTS: [(Part, &[&str]); 8] = [
    (Part::Night, &["রাত", "রাতে", "রাত্রি"]),
    (Part::Midnight, &["মধ্যরাত", "মধ্যরাতে"]),
    (Part::Dawn, &["ভোর", "ভোরে", "ভোররাত"]),
    (Part::Morning, &["সকাল", "সকালে"]),
    (Part::Day, &["বেলা"]),
    (Part::Noon, &["দুপুর", "দুপুরে"]),
    (Part::Afternoon, &["বিকেল", "বিকাল", "বিকেলে", "বিকালে"]),
    (Part::Evening, &["সন্ধ্যা", "সন্ধ্যায়", "সন্ধা"]),
];

/// Hours in words: টা and its forms.
const HOUR_WORDS: [&str; 8] = ["টা", "টায়", "টার", "টো", "টে", "ঘটিকা", "ঘটিকায়", "ঘটিকার"];
const MINUTE_WORDS: [&str; 5] = ["মিনিট", "মিনিটে", "মিনিটের", "মি", "মিন"];

/// A time as found: the hour, seconds since it began (negative for পৌনে), and where it stands.
struct Found {
    hour: u32,
    offset: i32,
    first: usize,
    last: usize,
    /// Whether the hour may be of the 24-hour clock without any part of the day.
    clock: bool,
}

/// Takes the first time of day out of the tokens.
pub(super) fn take(tokens: &mut Tokens<'_>) -> Result<Option<Time>, DateParseError> {
    for at in 0..tokens.len() {
        if let Some(found) = clock(tokens, at)?.or_else(|| words(tokens, at)) {
            return resolve(tokens, found).map(Some);
        }
    }
    Ok(None)
}

/// 15:05, 15:05:30, and with part or half of the day also ১০.৩০ and ৩ পিএম.
fn clock(tokens: &Tokens<'_>, at: usize) -> Result<Option<Found>, DateParseError> {
    let Some((hour, 1..=2)) = tokens.number(at) else {
        return Ok(None);
    };
    let (minute, second) = (tokens.number(at + 2), tokens.number(at + 4));
    let diagnostics =
        || part_before(tokens, at).is_some() || half_after(tokens, at + 2).is_some() || unit_after(tokens, at + 2);
    let last = match (tokens.mark(at + 1), minute) {
        (Some(':'), Some(_)) if tokens.mark(at + 3) == Some(':') && second.is_some() => at + 4,
        (Some(':'), Some(_)) => at + 2,
        (Some('.'), Some((_, 2))) if diagnostics() => at + 2,
        _ if half_after(tokens, at).is_some() => at,
        _ => return Ok(None),
    };
    let bad = || DateParseError::BadTime(tokens.written(at, last));
    let below_sixty = |number: Option<(u32, usize)>| match number {
        Some((value @ 0..=59, 2)) => i32::try_from(value).map_err(|_| bad()),
        _ => Err(bad()),
    };
    let minutes = if last > at { below_sixty(minute)? } else { 0 };
    let seconds = if last > at + 2 { below_sixty(second)? } else { 0 };
    // ১০:৩০ মিনিট, ১০.৩০টায়: the word adds nothing.
    let clock = last > at;
    let last = if clock && unit_after(tokens, last) {
        last + 1
    } else {
        last
    };
    Ok(Some(Found {
        hour,
        offset: minutes * 60 + seconds,
        first: at,
        last,
        clock,
    }))
}

/// Whether a word for hours or minutes stands directly after a place.
fn unit_after(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens
        .word(at + 1)
        .is_some_and(|word| is_one_of(word, &MINUTE_WORDS) || is_one_of(word, &HOUR_WORDS))
}

/// ৩টা ৫ মিনিট, সাড়ে তিনটা, পৌনে ৮টা, দেড়টা.
fn words(tokens: &Tokens<'_>, at: usize) -> Option<Found> {
    let fraction = tokens.word(at).and_then(fraction);
    let start = if fraction.is_some() { at + 1 } else { at };
    let (hour, half, last) = hour_in_words(tokens, start)?;
    let mut offset = half + fraction.unwrap_or(0);
    let mut end = last;
    // ৩টা বেজে ৫ মিনিট
    let next = if tokens.word(last + 1) == Some("বেজে") {
        last + 2
    } else {
        last + 1
    };
    if offset == 0
        && let Some((minutes @ 0..=59, 1..=2)) = tokens.number(next)
        && tokens.word(next + 1).is_some_and(|word| is_one_of(word, &MINUTE_WORDS))
    {
        offset = i32::try_from(minutes).ok()? * 60;
        end = next + 1;
    }
    Some(Found {
        hour,
        offset,
        first: at,
        last: end,
        clock: false,
    })
}

/// Seconds that সাড়ে, সোয়া, পৌনে add to the hour.
fn fraction(word: &str) -> Option<i32> {
    let known = [("সাড়ে", 30), ("সোয়া", 15), ("সওয়া", 15), ("পৌনে", -15)];
    known
        .iter()
        .find(|(spelling, _)| same_spelling(word, spelling))
        .map(|(_, minutes)| minutes * 60)
}

/// The hour, the seconds that its word adds (দেড়টা, আড়াইটা), and its last token.
fn hour_in_words(tokens: &Tokens<'_>, at: usize) -> Option<(u32, i32, usize)> {
    if let Some((hour, 1..=2)) = tokens.number(at) {
        return is_one_of(tokens.word(at + 1)?, &HOUR_WORDS).then_some((hour, 0, at + 1));
    }
    let word = tokens.word(at)?;
    if let Some(stem) = HOUR_WORDS.iter().find_map(|ending| word.strip_suffix(ending))
        && let Some((hour, half)) = hour_word(stem)
    {
        return Some((hour, half, at));
    }
    let (hour, half) = hour_word(word)?;
    is_one_of(tokens.word(at + 1)?, &HOUR_WORDS).then_some((hour, half, at + 1))
}

fn hour_word(word: &str) -> Option<(u32, i32)> {
    if same_spelling(word, "দেড়") {
        Some((1, 30 * 60))
    } else if same_spelling(word, "আড়াই") {
        Some((2, 30 * 60))
    } else {
        number_word(word).map(|hour| (u32::from(hour), 0))
    }
}

/// The part of the day directly before a place, over a comma.
fn part_before(tokens: &Tokens<'_>, at: usize) -> Option<(Part, usize)> {
    let mut before = at.checked_sub(1)?;
    if tokens.mark(before) == Some(',') {
        before = before.checked_sub(1)?;
    }
    let word = tokens.word(before)?;
    PARTS
        .iter()
        .find(|(_, spellings)| is_one_of(word, spellings))
        .map(|&(part, _)| (part, before))
}

/// The part of the day directly after a place.
fn part_after(tokens: &Tokens<'_>, at: usize) -> Option<(Part, usize)> {
    let word = tokens.word(at + 1)?;
    PARTS
        .iter()
        .find(|(_, spellings)| is_one_of(word, spellings))
        .map(|&(part, _)| (part, at + 1))
}

/// এএম, পিএম, AM, p.m. directly after a place, and its last token.
fn half_after(tokens: &Tokens<'_>, at: usize) -> Option<(Part, usize)> {
    let word = tokens.word(at + 1)?;
    if is_one_of(word, &["এএম", "am", "পূর্বাহ্ন"]) {
        return Some((Part::Am, at + 1));
    }
    if is_one_of(word, &["পিএম", "pm", "অপরাহ্ন"]) {
        return Some((Part::Pm, at + 1));
    }
    let half = [("এ", Part::Am), ("a", Part::Am), ("পি", Part::Pm), ("p", Part::Pm)];
    let (_, half) = half.iter().find(|(letter, _)| same_spelling(word, letter))?;
    let next = if tokens.mark(at + 2) == Some('.') {
        at + 3
    } else {
        at + 2
    };
    is_one_of(tokens.word(next)?, &["এম", "m"]).then_some((*half, next))
}

/// Finds the part of the day around a time, takes all of it, and tells the civil time.
fn resolve(tokens: &mut Tokens<'_>, found: Found) -> Result<Time, DateParseError> {
    let (before, half) = (part_before(tokens, found.first), half_after(tokens, found.last));
    let after = if before.is_none() && half.is_none() {
        part_after(tokens, found.last)
    } else {
        None
    };
    let first = before.map_or(found.first, |(_, at)| at);
    let last = half.or(after).map_or(found.last, |(_, at)| at);
    let written = tokens.written(first, last);
    tokens.use_up(first, last);
    let bad = || DateParseError::BadTime(written.clone());
    // With both (রাত ১০:৩০ পিএম) the half decides and the part must agree.
    let mut hour = match (half.or(before).or(after), found.hour) {
        (Some((part, _)), hour) => hour_in(part, hour).ok_or_else(bad)?,
        (None, 0..=23) if found.clock => found.hour,
        (None, 13..=23) => found.hour,
        (None, 0..=12) => return Err(DateParseError::HalfUnknown(written)),
        (None, _) => return Err(bad()),
    };
    if let (Some((_, _)), Some((part, _))) = (half, before)
        && hour_in(part, found.hour) != Some(hour)
    {
        return Err(bad());
    }
    // রাত পৌনে ১২টা is before midnight of the same day.
    if hour == 0 && found.offset < 0 {
        hour = 24;
    }
    let seconds = i32::try_from(hour).map_err(|_| bad())? * 3600 + found.offset;
    let part = |value: i32| i8::try_from(value).map_err(|_| bad());
    Time::new(part(seconds / 3600)?, part(seconds / 60 % 60)?, part(seconds % 60)?, 0).map_err(|_| bad())
}

/// The hour 0–23 that an hour as it is said means in a part of the day; none when it cannot be.
fn hour_in(part: Part, hour: u32) -> Option<u32> {
    match (part, hour) {
        (Part::Am | Part::Night | Part::Midnight, 12 | 0) => Some(0),
        (Part::Am, 1..=11) | (Part::Night, 1..=5) | (Part::Midnight, 1..=3) => Some(hour),
        (Part::Night, 6..=11) | (Part::Midnight, 11) => Some(hour + 12),
        (Part::Night, 18..=23) => Some(hour),
        (Part::Dawn, 2..=7) | (Part::Morning, 4..=12) | (Part::Day, 7..=12) | (Part::Noon, 11..=15) => Some(hour),
        (Part::Pm, 12..=23) | (Part::Day, 13..=17) | (Part::Afternoon, 14..=19) | (Part::Evening, 16..=21) => {
            Some(hour)
        }
        (Part::Pm, 1..=11) | (Part::Day, 1..=5) | (Part::Noon, 1..=4) => Some(hour + 12),
        (Part::Afternoon, 2..=7) | (Part::Evening, 4..=9) => Some(hour + 12),
        _ => None,
    }
}
