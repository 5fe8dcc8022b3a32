//! Calendars of the Bengali press: the Bangla calendars of Bangladesh and of West Bengal, and the Hijri date as
//! announced in Bangladesh. Pure arithmetic on civil dates; knows no zones, no clock, no articles.
//!
//! | calendar | rule | source |
//! |---|---|---|
//! | Bangladesh | lengths of the 2019 revision from 1426 BS, of the 1987 revision before | Bangla Academy committees |
//! | West Bengal | Surya Siddhanta solar longitude, Bengal midnight rule | Sewell & Dikshit 1896; Reingold & Dershowitz |
//! | Hijri | announced month starts, else Umm al-Qura minus one day, and marked so | Islamic Foundation's committee |

mod bangladesh;
mod hijri;
mod umm_al_qura;
mod west_bengal;
mod west_bengal_table;

use std::fmt;

use jiff::SignedDuration;
use jiff::civil::Date;

pub use hijri::{Announcement, HijriDate, from_hijri, hijri, hijri_with};

use super::Edition;
use super::number::integer;

/// The months of the Bangla year, বৈশাখ first.
pub const BANGLA_MONTHS: [&str; 12] = [
    "বৈশাখ",
    "জ্যৈষ্ঠ",
    "আষাঢ়",
    "শ্রাবণ",
    "ভাদ্র",
    "আশ্বিন",
    "কার্তিক",
    "অগ্রহায়ণ",
    "পৌষ",
    "মাঘ",
    "ফাল্গুন",
    "চৈত্র",
];

/// The months of the Hijri year as Bangladesh's press writes them, মহররম first.
pub const HIJRI_MONTHS: [&str; 12] = [
    "মহররম",
    "সফর",
    "রবিউল আউয়াল",
    "রবিউস সানি",
    "জমাদিউল আউয়াল",
    "জমাদিউস সানি",
    "রজব",
    "শাবান",
    "রমজান",
    "শাওয়াল",
    "জিলকদ",
    "জিলহজ",
];

/// The six seasons, two months each, গ্রীষ্ম (বৈশাখ, জ্যৈষ্ঠ) first.
pub const SEASONS: [&str; 6] = ["গ্রীষ্ম", "বর্ষা", "শরৎ", "হেমন্ত", "শীত", "বসন্ত"];

/// Why a date has no counterpart in a calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// A Gregorian date outside the years for which the calendar can be reported.
    #[error("{0} is outside the years that this calendar knows")]
    GregorianOutOfRange(Date),
    /// A year outside those for which the calendar can be reported.
    #[error("year {0} is outside the years that this calendar knows")]
    YearOutOfRange(i16),
    /// A month other than 1–12.
    #[error("there is no month {0}: months are 1 to 12")]
    NoSuchMonth(u8),
    /// A first day that no committee can have announced for the month.
    #[error("{month} {year} cannot begin on {first}: that is not within three days after the Umm al-Qura month")]
    ImplausibleStart {
        /// The month's name.
        month: &'static str,
        /// The Hijri year.
        year: i16,
        /// The day given.
        first: Date,
    },
    /// A day that this month of this year does not have.
    #[error("there is no day {day}: {month} of {year} has {length} days")]
    NoSuchDay {
        /// The day asked for.
        day: u8,
        /// The month's name.
        month: &'static str,
        /// The year.
        year: i16,
        /// How many days the month has in that year.
        length: u8,
    },
}

/// A date of the Bangla calendar; which one (Bangladesh or West Bengal) the caller knows. Prints `৭ অগ্রহায়ণ ১৪৩৩`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct BanglaDate {
    /// Year of the Bangla era (বঙ্গাব্দ).
    pub year: i16,
    /// Month, 1 (বৈশাখ) to 12 (চৈত্র).
    pub month: u8,
    /// Day, 1 to 32.
    pub day: u8,
}

impl BanglaDate {
    /// The month's name.
    ///
    /// ```
    /// # use khobor::bengali::calendar::BanglaDate;
    /// assert_eq!(BanglaDate { year: 1433, month: 8, day: 7 }.month_name(), "অগ্রহায়ণ");
    /// ```
    pub fn month_name(&self) -> &'static str {
        name_of(&BANGLA_MONTHS, self.month)
    }

    /// The season in which the month lies.
    ///
    /// ```
    /// # use khobor::bengali::calendar::BanglaDate;
    /// assert_eq!(BanglaDate { year: 1433, month: 8, day: 7 }.season(), "হেমন্ত");
    /// ```
    pub fn season(&self) -> &'static str {
        name_of(&SEASONS, self.month.saturating_add(1) / 2)
    }
}

impl fmt::Display for BanglaDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, year) = (integer(i64::from(self.day)), integer(i64::from(self.year)));
        write!(f, "{day} {} {year}", self.month_name())
    }
}

/// The entry of a list that counts from one; empty beyond it.
fn name_of(names: &[&'static str], number: u8) -> &'static str {
    usize::from(number)
        .checked_sub(1)
        .and_then(|at| names.get(at))
        .copied()
        .unwrap_or_default()
}

/// One month of one year: its first day, in days since 1 January 1970, and how many it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct MonthSpan {
    start: i32,
    length: u8,
}

/// Gregorian years in which Bangla dates are reported.
const GREGORIAN_YEARS: std::ops::RangeInclusive<i16> = 1584..=2500;
/// The Bangla years that lie wholly in them.
const BANGLA_YEARS: std::ops::RangeInclusive<i16> = 991..=1906;

/// The Bangla date of a Gregorian one, by the edition's calendar.
///
/// Bangladesh: the revised calendar, official since 1987, projected back for earlier dates (the calendar then in use was
/// the traditional one, which West Bengal keeps).
///
/// # Errors
/// [`CalendarError::GregorianOutOfRange`] outside the Bangla years 991–1906 (1584–2500).
///
/// ```
/// use jiff::civil::date;
/// use khobor::bengali::{Edition, calendar::bangla};
/// assert_eq!(bangla(date(2026, 11, 22), Edition::Bd)?.to_string(), "৭ অগ্রহায়ণ ১৪৩৩");
/// assert_eq!(bangla(date(2026, 11, 22), Edition::Wb)?.to_string(), "৫ অগ্রহায়ণ ১৪৩৩");
/// # Ok::<(), khobor::bengali::calendar::CalendarError>(())
/// ```
pub fn bangla(date: Date, edition: Edition) -> Result<BanglaDate, CalendarError> {
    let beyond = CalendarError::GregorianOutOfRange(date);
    if !GREGORIAN_YEARS.contains(&date.year()) {
        return Err(beyond);
    }
    let day = day_number(date);
    // The Bangla year begins in April: it is one of two.
    let later = date.year() - 593;
    for year in [later, later - 1] {
        if month_span(year, 1, edition).start <= day && BANGLA_YEARS.contains(&year) {
            return Ok(within_year(year, day, edition));
        }
    }
    Err(beyond)
}

/// The date of a day that is in that Bangla year.
fn within_year(year: i16, day: i32, edition: Edition) -> BanglaDate {
    // No month is longer than 32 days nor shorter than 29: the guess is at most one month early.
    let since = day - month_span(year, 1, edition).start;
    let mut month = u8::try_from(since / 32 + 1).unwrap_or(1);
    let mut span = month_span(year, month, edition);
    while day >= span.start + i32::from(span.length) && month < 12 {
        month += 1;
        span = month_span(year, month, edition);
    }
    BanglaDate {
        year,
        month,
        day: u8::try_from(day - span.start + 1).unwrap_or(u8::MAX),
    }
}

/// The Gregorian date of a Bangla one, by the edition's calendar.
///
/// # Errors
/// [`CalendarError`] when the year is outside 991–1906, or the month or day does not exist in that year.
///
/// ```
/// use jiff::civil::date;
/// use khobor::bengali::{Edition, calendar::from_bangla};
/// assert_eq!(from_bangla(1433, 1, 1, Edition::Bd)?, date(2026, 4, 14));
/// assert!(from_bangla(1433, 7, 31, Edition::Bd).is_err(), "কার্তিক has 30 days");
/// # Ok::<(), khobor::bengali::calendar::CalendarError>(())
/// ```
pub fn from_bangla(year: i16, month: u8, day: u8, edition: Edition) -> Result<Date, CalendarError> {
    if !BANGLA_YEARS.contains(&year) {
        return Err(CalendarError::YearOutOfRange(year));
    }
    if !(1..=12).contains(&month) {
        return Err(CalendarError::NoSuchMonth(month));
    }
    let span = month_span(year, month, edition);
    if day == 0 || day > span.length {
        return Err(CalendarError::NoSuchDay {
            day,
            month: name_of(&BANGLA_MONTHS, month),
            year,
            length: span.length,
        });
    }
    date_of(span.start + i32::from(day) - 1).ok_or(CalendarError::YearOutOfRange(year))
}

/// A month (1–12) of a Bangla year.
fn month_span(year: i16, month: u8, edition: Edition) -> MonthSpan {
    match edition {
        Edition::Bd => bangladesh::month_span(year, month),
        Edition::Wb => west_bengal::month_span(year, month),
    }
}

const EPOCH: Date = Date::constant(1970, 1, 1);

/// Days since 1 January 1970.
fn day_number(date: Date) -> i32 {
    i32::try_from(date.duration_since(EPOCH).as_hours() / 24).unwrap_or_default()
}

/// The date so many days after 1 January 1970.
fn date_of(day: i32) -> Option<Date> {
    EPOCH.checked_add(SignedDuration::from_hours(i64::from(day) * 24)).ok()
}

/// 14 April of a Gregorian year in days since 1 January 1970: the day on or near which the Bangla year begins.
fn fourteenth_of_april(gregorian_year: i16) -> i32 {
    Date::new(gregorian_year, 4, 14).map(day_number).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_date_of_two_centuries_goes_there_and_back() {
        for edition in [Edition::Bd, Edition::Wb] {
            let mut before: Option<BanglaDate> = None;
            for day in day_number(date(1900, 1, 1))..=day_number(date(2100, 12, 31)) {
                let gregorian = date_of(day).unwrap();
                let diagnostics = bangla(gregorian, edition).unwrap();
                assert_eq!(
                    from_bangla(diagnostics.year, diagnostics.month, diagnostics.day, edition),
                    Ok(gregorian),
                    "{diagnostics}"
                );
                if let Some(before) = before {
                    assert!(
                        before < diagnostics && (diagnostics.day == 1 || diagnostics.day == before.day + 1),
                        "{before} {diagnostics}"
                    );
                }
                before = Some(diagnostics);
            }
        }
    }

    #[test]
    fn the_ends_are_errors() {
        for edition in [Edition::Bd, Edition::Wb] {
            for far in [
                date(1500, 1, 1),
                date(1584, 2, 1),
                date(2501, 1, 1),
                date(-9999, 1, 1),
                date(9999, 12, 31),
            ] {
                assert_eq!(bangla(far, edition), Err(CalendarError::GregorianOutOfRange(far)));
            }
            for year in [991, 1906] {
                let day = from_bangla(year, 1, 1, edition).unwrap();
                assert_eq!(bangla(day, edition), Ok(BanglaDate { year, month: 1, day: 1 }));
            }
            assert_eq!(from_bangla(990, 1, 1, edition), Err(CalendarError::YearOutOfRange(990)));
            assert_eq!(from_bangla(1433, 13, 1, edition), Err(CalendarError::NoSuchMonth(13)));
            assert!(from_bangla(1433, 1, 0, edition).is_err());
            assert!(from_bangla(1433, 1, 33, edition).is_err());
        }
    }
}
