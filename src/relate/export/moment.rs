//! When a row's views were: hours since 1970, from the many ways in which exports write days and moments.

use crate::bengali::date_parse::{self, CalendarHint};
use crate::bengali::number::ascii_digits;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Hours since 1970, the end not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hours {
    /// The first.
    pub from: u32,
    /// The one after the last.
    pub to: u32,
}

impl Hours {
    fn of_moment(at: Timestamp) -> Option<Self> {
        let from = u32::try_from(at.as_second().div_euclid(3600)).ok()?;
        Some(Hours { from, to: from + 1 })
    }

    /// The hours of days, both included.
    pub fn of_days(first: Date, last: Date, zone: &TimeZone) -> Option<Self> {
        let start = |day: Date| Hours::of_moment(day.to_zoned(zone.clone()).ok()?.timestamp());
        let from = start(first)?.from;
        let to = start(last.tomorrow().ok()?)?.from;
        (from < to && (1990..=2200).contains(&first.year())).then_some(Hours { from, to })
    }

    /// Whether they are at least a day's.
    pub fn is_days(self) -> bool {
        self.to - self.from > 20
    }
}

/// When something was read, and the second of it where that is known.
pub(super) type When = (Hours, Option<i64>);

/// Reads a cell: `2024-02-16`, `20240216`, `2024021609`, RFC 3339, `2024-02-16 09:30:00` (in `zone`), seconds or thousandths
/// since 1970, `2024-02`, two days with `,`, `..` or `/` between, or a date as Bengali newspapers write it. `hour` is the
/// cell of the hour beside a day.
pub(super) fn read(text: &str, hour: Option<&str>, zone: &TimeZone) -> Option<When> {
    let text = ascii_digits(text.trim());
    if text.len() > 64 {
        return None;
    }
    if let Some((first, last)) = days(&text) {
        let hours = Hours::of_days(first, last, zone)?;
        return match hour.filter(|h| !h.is_empty() && first == last) {
            Some(hour) => {
                let hour: i8 = ascii_digits(hour).parse().ok().filter(|h| (0..24).contains(h))?;
                exact(first.at(hour, 0, 0, 0).to_zoned(zone.clone()).ok()?.timestamp(), false)
            }
            None => Some((hours, None)),
        };
    }
    if let Some(number) = digits(&text) {
        return of_number(&text, number, zone);
    }
    let stamped = text.strip_suffix(" UTC").map(|t| format!("{t}Z"));
    if let Ok(at) = stamped.as_deref().unwrap_or(&text).parse::<Timestamp>() {
        return exact(at, true);
    }
    if let Ok(at) = text.parse::<DateTime>() {
        return exact(at.to_zoned(zone.clone()).ok()?.timestamp(), true);
    }
    let parsed = date_parse::parse(&text, CalendarHint::Gregorian).ok()?;
    match parsed.time {
        Some(time) => exact(
            parsed.date.to_datetime(time).to_zoned(zone.clone()).ok()?.timestamp(),
            true,
        ),
        None => Some((Hours::of_days(parsed.date, parsed.date, zone)?, None)),
    }
}

fn exact(at: Timestamp, second: bool) -> Option<When> {
    Some((Hours::of_moment(at)?, second.then_some(at.as_second())))
}

fn digits(text: &str) -> Option<i64> {
    let all = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    all.then(|| text.parse().ok()).flatten()
}

/// `20240216`, `2024-02-16`, `2024-02`, or two days.
pub(super) fn days(text: &str) -> Option<(Date, Date)> {
    let parts = text
        .split_once(',')
        .or_else(|| text.split_once(".."))
        .or_else(|| text.split_once('/'));
    if let Some((first, last)) = parts {
        return Some((day(first.trim())?, day(last.trim())?)).filter(|(a, b)| a <= b);
    }
    if text.len() == 7 {
        let first: Date = format!("{text}-01").parse().ok()?;
        return Some((first, first.last_of_month()));
    }
    day(text).map(|day| (day, day))
}

fn day(text: &str) -> Option<Date> {
    let plausible = |d: &Date| (1990..=2200).contains(&d.year());
    let dashes = text.as_bytes();
    match text.len() {
        10 if dashes.get(4) == Some(&b'-') => text.parse().ok().filter(plausible),
        8 => digits(text).and_then(date_of_number).filter(plausible),
        _ => None,
    }
}

fn date_of_number(number: i64) -> Option<Date> {
    let year = i16::try_from(number / 10_000).ok()?;
    Date::new(year, (number / 100 % 100) as i8, (number % 100) as i8).ok()
}

/// `2024021609`, `202402160930`, or seconds or thousandths since 1970.
fn of_number(text: &str, number: i64, zone: &TimeZone) -> Option<When> {
    let (date, hour) = match text.len() {
        10 => (number / 100, number % 100),
        12 => (number / 10_000, number / 100 % 100),
        _ => (0, 0),
    };
    let date = date_of_number(date).filter(|d| (1990..=2200).contains(&d.year()) && hour < 24);
    if let Some(date) = date {
        let at = date
            .to_datetime(jiff::civil::Time::midnight())
            .checked_add(hour.hours())
            .ok()?;
        return exact(at.to_zoned(zone.clone()).ok()?.timestamp(), false);
    }
    let seconds = match text.len() {
        9 | 10 => number,
        12 | 13 => number / 1000,
        _ => return None,
    };
    exact(Timestamp::from_second(seconds).ok()?, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(text: &str) -> Option<(u32, u32)> {
        let zone = TimeZone::get("Asia/Dhaka").unwrap();
        read(text, None, &zone).map(|(h, _)| (h.from, h.to))
    }

    /// The first hour of 16 February 2024 in Dhaka.
    const DAY: u32 = 474_450;

    #[test]
    fn days_and_hours() {
        let day = Some((DAY, DAY + 24));
        ["2024-02-16", "20240216", "১৬ ফেব্রুয়ারি ২০২৪", "২০২৪-০২-১৬"]
            .iter()
            .for_each(|t| assert_eq!(hours(t), day, "{t}"));
        let hour = Some((DAY + 9, DAY + 10));
        let written = [
            "2024-02-16T09:30:00+06:00",
            "2024-02-16T03:30:00Z",
            "2024-02-16 03:30:00 UTC",
            "2024-02-16 09:30:00",
            "2024021609",
            "202402160930",
            "1708054200",
            "1708054200123",
        ];
        written.iter().for_each(|t| assert_eq!(hours(t), hour, "{t}"));
        let zone = TimeZone::get("Asia/Dhaka").unwrap();
        assert_eq!(read("2024-02-16", Some("৯"), &zone).map(|w| w.0.from), Some(DAY + 9));
        assert_eq!(read("2024-02-16", Some("24"), &zone), None);
    }

    #[test]
    fn spans() {
        ["2024-02-16,2024-02-17", "20240216..20240217", "2024-02-16/2024-02-17"]
            .iter()
            .for_each(|t| assert_eq!(hours(t), Some((DAY, DAY + 48)), "{t}"));
        assert_eq!(hours("2024-02").map(|(a, b)| b - a), Some(29 * 24));
        let india = TimeZone::get("Asia/Kolkata").unwrap();
        assert_eq!(read("2024-02-16", None, &india).map(|(h, _)| h.to - h.from), Some(24));
    }

    #[test]
    fn what_is_no_date_is_none() {
        let odd = [
            "",
            "x",
            "2024-13-01",
            "2024-02-17..2024-02-16",
            "99999999999999999999",
            "0",
            "20249999",
            "(not set)",
        ];
        odd.iter().for_each(|t| assert_eq!(hours(t), None, "{t}"));
        assert_eq!(hours(&"9".repeat(100_000)), None);
    }
}
