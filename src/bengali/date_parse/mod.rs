//! Dates as Bengali newspapers write them, for legacy text and imports: `প্রকাশ: ২২ শে নভেম্বর, ২০২৬, বিকেল ৩টা ৫ মিনিট`.
//!
//! Accepted: both digit scripts; any normal form; old and new month spellings; day suffixes and words (২২শে, পহেলা);
//! month first; `২০২৬ সালের ২২ নভেম্বর`; `dd/mm/yyyy` and `yyyy-mm-dd` with `/ - . ,`; weekdays (not checked: papers err);
//! eras (খ্রিস্টাব্দ, ইং, বঙ্গাব্দ, হিজরি …); a label or dateline before, a city after a comma; times as 15:05, with এএম/পিএম, or in
//! words with the part of the day. A year always has four digits. Of several calendars the Gregorian wins; a Bangla or
//! Hijri date alone needs the hint. Anything left over is an error, so that prose is not taken for a date. House rule;
//! linear in the length of the text.

mod time;
mod token;
mod words;

use std::fmt;

use jiff::civil::{Date, Time};
use unicode_normalization::UnicodeNormalization;

use super::Edition;
use super::calendar::{CalendarError, from_bangla, from_hijri};
use super::number::digits;
use token::{Kind, Tokens};
use words::Calendar;

/// Which calendar a date without a Gregorian part is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CalendarHint {
    /// Only Gregorian dates are expected; others are errors.
    #[default]
    Gregorian,
    /// Bangla dates are Bangladesh's.
    BanglaBd,
    /// Bangla dates are West Bengal's.
    BanglaWb,
    /// Hijri dates as announced in Bangladesh.
    HijriBd,
}

impl CalendarHint {
    /// The hint of the name `gregorian`, `bangla-bd`, `bangla-wb`, `hijri-bd`.
    ///
    /// ```
    /// use khobor::bengali::date_parse::CalendarHint;
    /// assert_eq!(CalendarHint::from_name("bangla-wb"), Some(CalendarHint::BanglaWb));
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "gregorian" => Some(Self::Gregorian),
            "bangla-bd" => Some(Self::BanglaBd),
            "bangla-wb" => Some(Self::BanglaWb),
            "hijri-bd" => Some(Self::HijriBd),
            _ => None,
        }
    }
}

/// A Gregorian date, with the time of day when the text had one. Prints as ISO: `2026-11-22`, `2026-11-22T15:05`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ParsedDate {
    /// The day.
    pub date: Date,
    /// The time of day, civil (no zone).
    pub time: Option<Time>,
}

impl fmt::Display for ParsedDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        let Some(time) = self.time else { return Ok(()) };
        write!(f, "T{:02}:{:02}", time.hour(), time.minute())?;
        if time.second() == 0 {
            Ok(())
        } else {
            write!(f, ":{:02}", time.second())
        }
    }
}

/// Why a text is not a date; names the offending word.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateParseError {
    /// Nothing but white space.
    #[error("no date: the text is empty")]
    Empty,
    /// More words than any date line has.
    #[error("no date: the text is too long for one")]
    TooLong,
    /// Neither a month's name nor a date in figures.
    #[error("no date: neither a month's name nor a date in figures (২২/১১/২০২৬)")]
    NoDate,
    /// A month without a day.
    #[error("no day of the month beside “{0}”")]
    NoDay(String),
    /// A month without a year of four digits.
    #[error("no year of four digits beside “{0}”")]
    NoYear(String),
    /// A date in figures whose year has not four digits.
    #[error("“{0}” has no year of four digits, so its order is unclear")]
    ShortYear(String),
    /// A Gregorian date that does not exist.
    #[error("there is no {0}")]
    NoSuchDate(String),
    /// A Bangla or Hijri date that does not exist.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// A year in which no newspaper can have been dated.
    #[error("year {0} is outside 1600–2400")]
    YearOutOfRange(u32),
    /// A Bangla or Hijri date where the caller expects another calendar.
    #[error("“{0}” is of another calendar: say which (bangla-bd, bangla-wb, hijri-bd)")]
    OtherCalendar(String),
    /// Two Gregorian dates that differ.
    #[error("two dates: {0} and {1}")]
    TwoDates(Date, Date),
    /// An hour, minute or second that does not exist, or not in that part of the day.
    #[error("there is no time “{0}”")]
    BadTime(String),
    /// An hour up to twelve without part of the day, এএম or পিএম.
    #[error("“{0}” does not say which half of the day is meant")]
    HalfUnknown(String),
    /// A word, number or sign that belongs to no date.
    #[error("“{0}” does not belong to a date")]
    Unexpected(String),
}

/// Reads a date as written in a newspaper, with an optional time.
///
/// # Errors
/// [`DateParseError`]: see its variants; each names what is wrong.
///
/// ```
/// use khobor::bengali::date_parse::{CalendarHint, parse};
/// let read = |text| parse(text, CalendarHint::Gregorian).map(|date| date.to_string());
/// assert_eq!(read("প্রকাশ: ২২শে নভেম্বর, ২০২৬, বিকেল ৩টা ৫ মিনিট").as_deref(), Ok("2026-11-22T15:05"));
/// assert_eq!(read("৩১ এপ্রিল ২০২৬").map_err(|error| error.to_string()), Err("there is no ৩১ এপ্রিল ২০২৬".to_string()));
/// assert_eq!(parse("১লা বৈশাখ, ১৪৩৩ বঙ্গাব্দ", CalendarHint::BanglaBd)?.to_string(), "2026-04-14");
/// # Ok::<(), khobor::bengali::date_parse::DateParseError>(())
/// ```
pub fn parse(text: &str, hint: CalendarHint) -> Result<ParsedDate, DateParseError> {
    let text: String = text.nfc().collect();
    let mut tokens = Tokens::read(&text);
    if tokens.is_empty() {
        return Err(DateParseError::Empty);
    }
    if tokens.len() > LONGEST {
        return Err(DateParseError::TooLong);
    }
    drop_update(&mut tokens);
    let time = time::take(&mut tokens)?;
    let mut found = figures(&mut tokens, hint)?;
    found.extend(named(&mut tokens));
    if found.is_empty() {
        return Err(DateParseError::NoDate);
    }
    let date = choose(&found, hint)?;
    nothing_left(&tokens)?;
    Ok(ParsedDate { date, time })
}

/// More words and signs than this are not a date line.
const LONGEST: usize = 200;

/// A date as found in the text, not yet checked.
struct Found {
    calendar: Calendar,
    day: Option<u32>,
    month: u32,
    year: Option<u32>,
    /// The month as written, or the whole date in figures.
    written: String,
}

/// `প্রকাশ: … আপডেট: …`: the second date is not the article's.
fn drop_update(tokens: &mut Tokens<'_>) {
    let number_before = tokens.position(|token| matches!(token.kind, Kind::Number { .. }));
    let update = tokens.position(|token| words::is_update(token.text));
    if let (Some(number), Some(update)) = (number_before, update)
        && number < update
    {
        tokens.truncate(update);
    }
}

/// Takes the dates in figures: three numbers with the same sign between them, the year first or last.
fn figures(tokens: &mut Tokens<'_>, hint: CalendarHint) -> Result<Vec<Found>, DateParseError> {
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let Some([first, second, third]) = three_numbers(tokens, at) else {
            continue;
        };
        let written = tokens.written(at, at + 4);
        let (year, day) = match (first.1, third.1) {
            (4, 1..=2) => (first.0, third.0),
            (1..=2, 4) => (third.0, first.0),
            _ => return Err(DateParseError::ShortYear(written)),
        };
        tokens.use_up(at, at + 4);
        let era = (1..=3).find_map(|ahead| words::era(tokens.word(at + 4 + ahead)?));
        let calendar = era.unwrap_or(if year >= FIRST_YEAR {
            Calendar::Gregorian
        } else {
            words::of_hint(hint)
        });
        found.push(Found {
            calendar,
            day: Some(day),
            month: second.0,
            year: Some(year),
            written,
        });
    }
    Ok(found)
}

/// Value and count of digits of three numbers from a place on, when the same separator stands between them.
fn three_numbers(tokens: &Tokens<'_>, at: usize) -> Option<[(u32, usize); 3]> {
    let numbers = [tokens.number(at)?, tokens.number(at + 2)?, tokens.number(at + 4)?];
    let (left, right) = (tokens.mark(at + 1)?, tokens.mark(at + 3)?);
    (left == right && matches!(left, '/' | '-' | '.' | ',' | '–' | '—')).then_some(numbers)
}

/// Takes the dates with the name of a month: the Gregorian ones first, for সফর, রজব and মাঘ are also words of labels and
/// must not take another month's day.
fn named(tokens: &mut Tokens<'_>) -> Vec<Found> {
    let places: Vec<_> = (0..tokens.len())
        .filter_map(|at| Some((at, words::month_at(tokens, at)?)))
        .collect();
    let mut found = Vec::new();
    for wanted in [Calendar::Gregorian, Calendar::Bangla, Calendar::Hijri] {
        for &(at, (calendar, month, count)) in &places {
            if calendar == wanted {
                found.extend(named_at(tokens, (at, at + count - 1), calendar, month));
            }
        }
    }
    found
}

/// The date around one month's name; a Bangla or Hijri name without day and year is only a word.
fn named_at(tokens: &mut Tokens<'_>, place: (usize, usize), calendar: Calendar, month: u32) -> Option<Found> {
    let (first, last) = place;
    let written = tokens.written(first, last);
    let (day, year) = day_and_year(tokens, first, last);
    if calendar != Calendar::Gregorian && day.is_none() && year.is_none() {
        return None;
    }
    tokens.use_up(first, last);
    Some(Found {
        calendar,
        day,
        month,
        year,
        written,
    })
}

/// Finds day and year around a month that stands from `first` to `last`, and takes them.
fn day_and_year(tokens: &mut Tokens<'_>, first: usize, last: usize) -> (Option<u32>, Option<u32>) {
    let is_year = |&(_, _, digits): &(usize, u32, usize)| digits == 4;
    let is_day = |&(_, _, digits): &(usize, u32, usize)| digits <= 2;
    let before = words::before(tokens, first);
    let (day, year) = if let Some(day) = before.filter(is_day) {
        let after = words::after(tokens, last).filter(is_year);
        (
            Some(day),
            after.or_else(|| words::before(tokens, day.0).filter(is_year)),
        )
    } else {
        let day = words::after(tokens, last).filter(is_day);
        let after = day.and_then(|day| words::after(tokens, day.0)).filter(is_year);
        (day, after.or(before.filter(is_year)))
    };
    for (at, _, _) in [day, year].into_iter().flatten() {
        tokens.use_up(at, at);
    }
    (day.map(|(_, value, _)| value), year.map(|(_, value, _)| value))
}

/// The Gregorian date if there is one, else the one of the hint's calendar.
fn choose(found: &[Found], hint: CalendarHint) -> Result<Date, DateParseError> {
    let mut chosen: Option<Date> = None;
    for date in found.iter().filter(|date| date.calendar == Calendar::Gregorian) {
        let date = gregorian(date)?;
        if let Some(other) = chosen.filter(|&other| other != date) {
            return Err(DateParseError::TwoDates(other, date));
        }
        chosen = Some(date);
    }
    if let Some(date) = chosen {
        return Ok(date);
    }
    let wanted = words::of_hint(hint);
    let date = found
        .iter()
        .find(|date| date.calendar == wanted)
        .or(found.first())
        .ok_or(DateParseError::NoDate)?;
    let (year, month, day) = parts(date)?;
    match (date.calendar, hint) {
        (Calendar::Bangla, CalendarHint::BanglaBd) => Ok(from_bangla(year, month, day, Edition::Bd)?),
        (Calendar::Bangla, CalendarHint::BanglaWb) => Ok(from_bangla(year, month, day, Edition::Wb)?),
        (Calendar::Hijri, CalendarHint::HijriBd | CalendarHint::BanglaBd) => Ok(from_hijri(year, month, day)?),
        _ => Err(DateParseError::OtherCalendar(date.written.clone())),
    }
}

/// Gregorian years in which a newspaper can be dated.
const FIRST_YEAR: u32 = 1600;
const LAST_YEAR: u32 = 2400;

fn gregorian(found: &Found) -> Result<Date, DateParseError> {
    let (year, month, day) = parts(found)?;
    if !(FIRST_YEAR..=LAST_YEAR).contains(&u32::try_from(year).unwrap_or_default()) {
        return Err(DateParseError::YearOutOfRange(u32::try_from(year).unwrap_or_default()));
    }
    let date = i8::try_from(month).ok().zip(i8::try_from(day).ok());
    date.and_then(|(month, day)| Date::new(year, month, day).ok())
        .ok_or_else(|| no_such(found, year, day))
}

fn no_such(found: &Found, year: i16, day: u8) -> DateParseError {
    let in_figures = found
        .written
        .contains(|c: char| c.is_ascii_digit() || matches!(c, '০'..='৯'));
    let written = if in_figures {
        found.written.clone()
    } else {
        format!("{day} {} {year}", found.written)
    };
    DateParseError::NoSuchDate(digits(&written).into_owned())
}

/// Year, month and day, which must all be there.
fn parts(found: &Found) -> Result<(i16, u8, u8), DateParseError> {
    let day = found.day.ok_or_else(|| DateParseError::NoDay(found.written.clone()))?;
    let year = found
        .year
        .ok_or_else(|| DateParseError::NoYear(found.written.clone()))?;
    // At most two and four digits were read.
    let small = |value: u32| u8::try_from(value).unwrap_or(u8::MAX);
    Ok((i16::try_from(year).unwrap_or(i16::MAX), small(found.month), small(day)))
}

/// How many unknown words may stand before the date (label, byline, dateline) and after it (a city, behind a comma).
const WORDS_BEFORE: usize = 8;
const WORDS_AFTER: usize = 3;

/// Nothing but signs, the usual words, and a few others before or after may be left.
fn nothing_left(tokens: &Tokens<'_>) -> Result<(), DateParseError> {
    let (mut before, mut after, mut dated, mut comma) = (0, 0, false, false);
    for token in tokens.iter() {
        let unexpected = || DateParseError::Unexpected(token.text.to_string());
        match token.kind {
            _ if token.used => (dated, comma) = (true, false),
            Kind::Number { .. } => return Err(unexpected()),
            Kind::Mark(mark) => {
                comma = comma || matches!(mark, ',' | '|' | '।' | '(');
                if !words::is_harmless(mark) {
                    return Err(unexpected());
                }
            }
            Kind::Word if words::is_filler(token.text) => {}
            Kind::Word if !dated && before < WORDS_BEFORE => before += 1,
            Kind::Word if dated && comma && after < WORDS_AFTER => after += 1,
            Kind::Word => return Err(unexpected()),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
