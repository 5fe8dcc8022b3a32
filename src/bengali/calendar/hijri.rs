//! The Hijri date as announced in Bangladesh.
//!
//! The national moon-sighting committee announces each month. Where its announcement is known (the table below, facts from
//! the press), that day counts; elsewhere the month is taken to begin one day after the Umm al-Qura month, which was so in
//! 29 of 34 announced months of 2010–2026 (two days in the other five), and the date says that it was computed.

use std::fmt;

use jiff::civil::Date;

use super::super::number::integer;
use super::umm_al_qura::{FIRST_YEAR, FIRST_YEAR_START, LONG_MONTHS};
use super::{CalendarError, HIJRI_MONTHS, MonthSpan, date_of, day_number, name_of};

/// A Hijri date of Bangladesh. Prints `১১ জমাদিউস সানি ১৪৪৮`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct HijriDate {
    /// Hijri year.
    pub year: i16,
    /// Month, 1 (মহররম) to 12 (জিলহজ).
    pub month: u8,
    /// Day, 1 to 30.
    pub day: u8,
    /// Whether the month's first day is from an announcement; otherwise the date is computed and may be off by a day.
    pub announced: bool,
}

impl HijriDate {
    /// The month's name as Bangladesh's press writes it.
    ///
    /// ```
    /// # use khobor::bengali::calendar::hijri;
    /// assert_eq!(hijri(jiff::civil::date(2026, 2, 19)).map(|date| date.month_name()), Ok("রমজান"));
    /// ```
    pub fn month_name(&self) -> &'static str {
        name_of(&HIJRI_MONTHS, self.month)
    }
}

impl fmt::Display for HijriDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, year) = (integer(i64::from(self.day)), integer(i64::from(self.year)));
        write!(f, "{day} {} {year}", self.month_name())
    }
}

/// The first day of a Hijri month as the committee announced it: what a site adds to the table built in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Announcement {
    year: i16,
    month: u8,
    first: Date,
}

impl Announcement {
    /// An announcement that can be true: Bangladesh begins a month with Umm al-Qura or up to three days later.
    ///
    /// # Errors
    /// [`CalendarError`] when the year (1300–1600) or month is unknown, or the day is too far from the Umm al-Qura month.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use khobor::bengali::calendar::Announcement;
    /// assert!(Announcement::new(1448, 6, date(2026, 11, 13)).is_ok());
    /// assert!(Announcement::new(1448, 6, date(2026, 12, 13)).is_err());
    /// ```
    pub fn new(year: i16, month: u8, first: Date) -> Result<Self, CalendarError> {
        if !(1..=12).contains(&month) {
            return Err(CalendarError::NoSuchMonth(month));
        }
        let table = umm_al_qura(year, month).ok_or(CalendarError::YearOutOfRange(year))?;
        if !(0..=3).contains(&(day_number(first) - table)) {
            return Err(CalendarError::ImplausibleStart {
                month: name_of(&HIJRI_MONTHS, month),
                year,
                first,
            });
        }
        Ok(Self { year, month, first })
    }
}

/// The Hijri date of a Gregorian one, as Bangladesh counts (the day of the civil date, not from sunset).
///
/// # Errors
/// [`CalendarError::GregorianOutOfRange`] outside the Hijri years 1300–1600 (November 1882 to 2174).
///
/// ```
/// use jiff::civil::date;
/// use khobor::bengali::calendar::hijri;
/// let hijri_date = hijri(date(2024, 5, 12))?;
/// assert_eq!((hijri_date.to_string().as_str(), hijri_date.announced), ("৩ জিলকদ ১৪৪৫", true));
/// assert!(!hijri(date(2026, 11, 22))?.announced);
/// # Ok::<(), khobor::bengali::calendar::CalendarError>(())
/// ```
pub fn hijri(date: Date) -> Result<HijriDate, CalendarError> {
    hijri_with(date, &[])
}

/// [`hijri`] with a site's own announcements, which go before the table built in.
///
/// # Errors
/// As [`hijri`].
///
/// ```
/// use jiff::civil::date;
/// use khobor::bengali::calendar::{Announcement, hijri_with};
/// let late = Announcement::new(1448, 6, date(2026, 11, 13))?;
/// let hijri_date = hijri_with(date(2026, 11, 22), &[late])?;
/// assert_eq!((hijri_date.to_string().as_str(), hijri_date.announced), ("১০ জমাদিউস সানি ১৪৪৮", true));
/// # Ok::<(), khobor::bengali::calendar::CalendarError>(())
/// ```
pub fn hijri_with(date: Date, own: &[Announcement]) -> Result<HijriDate, CalendarError> {
    let beyond = CalendarError::GregorianOutOfRange(date);
    let day = day_number(date);
    // A month never begins before the table's: the year is the table's or the one before.
    let after = YEAR_STARTS.partition_point(|&start| start <= day);
    let year = FIRST_YEAR + i16::try_from(after).map_err(|_| beyond.clone())? - 1;
    for year in [year, year - 1] {
        let inside = month_start(year, 1, own).is_some_and(|first| first <= day);
        if inside && let Some(found) = within_year(year, day, own) {
            return Ok(found);
        }
    }
    Err(beyond)
}

/// The date of a day in that year; none when the day lies beyond its end.
fn within_year(year: i16, day: i32, own: &[Announcement]) -> Option<HijriDate> {
    let starts = (1..=12)
        .rev()
        .filter_map(|month| Some((month, month_start(year, month, own)?)));
    let (month, _) = starts.into_iter().find(|&(_, start)| start <= day)?;
    let span = month_span(year, month, own)?;
    let day = u8::try_from(day - span.start + 1).ok()?;
    (day <= span.length).then(|| HijriDate {
        year,
        month,
        day,
        announced: announced(year, month, own).is_some(),
    })
}

/// The Gregorian date of a Hijri one, as Bangladesh counts.
///
/// # Errors
/// [`CalendarError`] when the year is outside 1300–1600, or the month or day does not exist in that year.
///
/// ```
/// use jiff::civil::date;
/// use khobor::bengali::calendar::from_hijri;
/// assert_eq!(from_hijri(1447, 9, 1)?, date(2026, 2, 19));
/// # Ok::<(), khobor::bengali::calendar::CalendarError>(())
/// ```
pub fn from_hijri(year: i16, month: u8, day: u8) -> Result<Date, CalendarError> {
    if !(1..=12).contains(&month) {
        return Err(CalendarError::NoSuchMonth(month));
    }
    let span = month_span(year, month, &[]).ok_or(CalendarError::YearOutOfRange(year))?;
    if day == 0 || day > span.length {
        return Err(CalendarError::NoSuchDay {
            day,
            month: name_of(&HIJRI_MONTHS, month),
            year,
            length: span.length,
        });
    }
    date_of(span.start + i32::from(day) - 1).ok_or(CalendarError::YearOutOfRange(year))
}

/// A month (1–12) as Bangladesh counts it; it lasts until the next one begins.
fn month_span(year: i16, month: u8, own: &[Announcement]) -> Option<MonthSpan> {
    let start = month_start(year, month, own)?;
    let (next_year, next_month) = next_of(year, month);
    // Nothing follows the table's last month: it lasts as long as there.
    let next = month_start(next_year, next_month, own).unwrap_or(start + 29 + i32::from(is_long(year, month)));
    Some(MonthSpan {
        start,
        length: u8::try_from(next - start).ok()?,
    })
}

/// The first day: announced, or a day after the Umm al-Qura month but so that an announced neighbour keeps 29 or 30 days.
fn month_start(year: i16, month: u8, own: &[Announcement]) -> Option<i32> {
    let computed = umm_al_qura(year, month)? + 1;
    if let Some(first) = announced(year, month, own) {
        return Some(first);
    }
    let (previous_year, previous_month) = if month == 1 { (year - 1, 12) } else { (year, month - 1) };
    if let Some(before) = announced(previous_year, previous_month, own) {
        return Some(computed.clamp(before + 29, before + 30));
    }
    let (next_year, next_month) = next_of(year, month);
    Some(announced(next_year, next_month, own).map_or(computed, |after| computed.clamp(after - 30, after - 29)))
}

fn next_of(year: i16, month: u8) -> (i16, u8) {
    if month == 12 { (year + 1, 1) } else { (year, month + 1) }
}

/// The first day of the Umm al-Qura month; none outside the table.
fn umm_al_qura(year: i16, month: u8) -> Option<i32> {
    let at = usize::try_from(year.checked_sub(FIRST_YEAR)?).ok()?;
    let before = u32::from(month.checked_sub(1)?);
    let long = *LONG_MONTHS.get(at)? & ((1 << before) - 1);
    Some(YEAR_STARTS.get(at)? + i32::try_from(29 * before + long.count_ones()).ok()?)
}

fn is_long(year: i16, month: u8) -> bool {
    let mask = usize::try_from(year - FIRST_YEAR)
        .ok()
        .and_then(|at| LONG_MONTHS.get(at));
    mask.is_some_and(|mask| mask >> (month - 1) & 1 == 1)
}

/// First days of the Umm al-Qura years, in days since 1 January 1970.
const YEAR_STARTS: [i32; LONG_MONTHS.len()] = year_starts();

const fn year_starts() -> [i32; LONG_MONTHS.len()] {
    let mut starts = [FIRST_YEAR_START; LONG_MONTHS.len()];
    let mut at = 1;
    while at < starts.len() {
        starts[at] = starts[at - 1] + 12 * 29 + LONG_MONTHS[at - 1].count_ones() as i32;
        at += 1;
    }
    starts
}

/// The announced first day of a month, the site's before the table's.
fn announced(year: i16, month: u8, own: &[Announcement]) -> Option<i32> {
    if let Some(found) = own.iter().find(|found| (found.year, found.month) == (year, month)) {
        return Some(day_number(found.first));
    }
    let at = ANNOUNCED
        .binary_search_by_key(&(year, month), |&(year, month, _)| (year, month))
        .ok()?;
    ANNOUNCED.get(at).map(|&(_, _, first)| day_number(first))
}

/// Announced first days in order, from the committee's decisions and dates printed in newspapers. New ones go to the end.
#[rustfmt::skip]
const ANNOUNCED: [(i16, u8, Date); 28] = [
    (1431, 8, Date::constant(2010, 7, 14)), (1435, 3, Date::constant(2014, 1, 3)),
    (1438, 3, Date::constant(2016, 12, 2)), (1439, 4, Date::constant(2017, 12, 20)),
    (1439, 7, Date::constant(2018, 3, 20)), (1441, 11, Date::constant(2020, 6, 23)),
    (1441, 12, Date::constant(2020, 7, 23)), (1442, 8, Date::constant(2021, 3, 16)),
    (1443, 8, Date::constant(2022, 3, 5)), (1443, 10, Date::constant(2022, 5, 3)),
    (1444, 1, Date::constant(2022, 7, 31)), (1444, 2, Date::constant(2022, 8, 29)),
    (1444, 9, Date::constant(2023, 3, 24)), (1445, 1, Date::constant(2023, 7, 20)),
    (1445, 7, Date::constant(2024, 1, 14)), (1445, 8, Date::constant(2024, 2, 12)),
    (1445, 10, Date::constant(2024, 4, 11)), (1445, 11, Date::constant(2024, 5, 10)),
    (1445, 12, Date::constant(2024, 6, 8)), (1446, 3, Date::constant(2024, 9, 5)),
    (1446, 4, Date::constant(2024, 10, 5)), (1446, 6, Date::constant(2024, 12, 4)),
    (1447, 1, Date::constant(2025, 6, 27)), (1447, 3, Date::constant(2025, 8, 26)),
    (1447, 4, Date::constant(2025, 9, 24)), (1447, 7, Date::constant(2025, 12, 22)),
    (1447, 8, Date::constant(2026, 1, 21)), (1447, 9, Date::constant(2026, 2, 19)),
];

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn announcements_are_sorted_and_leave_possible_months() {
        assert!(ANNOUNCED.is_sorted_by_key(|&(year, month, _)| (year, month)));
        for year in FIRST_YEAR..=1600 {
            for month in 1..=12 {
                let span = month_span(year, month, &[]).unwrap();
                assert!((29..=30).contains(&span.length), "{year} {month}: {}", span.length);
            }
        }
    }

    #[test]
    fn every_day_goes_there_and_back() {
        for day in day_number(date(1882, 11, 13))..day_number(date(2174, 11, 1)) {
            let gregorian = date_of(day).unwrap();
            let diagnostics = hijri(gregorian).unwrap();
            assert_eq!(
                from_hijri(diagnostics.year, diagnostics.month, diagnostics.day),
                Ok(gregorian),
                "{diagnostics}"
            );
        }
    }

    #[test]
    fn the_ends_are_errors() {
        for far in [
            date(1882, 11, 12),
            date(2175, 6, 1),
            date(-9999, 1, 1),
            date(9999, 12, 31),
        ] {
            assert_eq!(hijri(far), Err(CalendarError::GregorianOutOfRange(far)));
        }
        assert_eq!(from_hijri(1299, 1, 1), Err(CalendarError::YearOutOfRange(1299)));
        assert_eq!(from_hijri(1447, 0, 1), Err(CalendarError::NoSuchMonth(0)));
        assert!(from_hijri(1447, 9, 31).is_err());
        assert!(from_hijri(i16::MIN, 1, 1).is_err());
        assert!(from_hijri(i16::MAX, 12, 1).is_err());
    }

    #[test]
    fn own_announcements_never_break_the_count() {
        for lag in 0..=3 {
            let first = date_of(umm_al_qura(1448, 6).unwrap() + lag).unwrap();
            let own = [Announcement::new(1448, 6, first).unwrap()];
            let mut before = hijri_with(date(2026, 9, 1), &own).unwrap();
            for day in day_number(date(2026, 9, 2))..day_number(date(2027, 3, 1)) {
                let diagnostics = hijri_with(date_of(day).unwrap(), &own).unwrap();
                assert!(
                    diagnostics.day == before.day + 1 || (diagnostics.day == 1 && before.day >= 28),
                    "{lag}: {before}, {diagnostics}"
                );
                before = diagnostics;
            }
        }
    }

    #[test]
    fn two_day_lags_are_known() {
        assert_eq!(hijri(date(2024, 12, 23)).unwrap().to_string(), "২০ জমাদিউস সানি ১৪৪৬");
        assert_eq!(hijri(date(2021, 3, 15)).unwrap().to_string(), "৩০ রজব ১৪৪২");
    }
}
