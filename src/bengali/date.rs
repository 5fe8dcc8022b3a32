//! Dates and times as a Bengali newspaper prints them: Gregorian dates, day parts, relative time, the masthead line.
//!
//! The caller has already moved an instant into the site's zone (tzdb, not a fixed offset: Bangladesh ran an hour ahead in
//! the second half of 2009); here is only civil time. Sources: CLDR `bn` month names; house rules for order, commas, day
//! parts and আগে; রোববার as Bangladesh's press writes it. Knows no clock and no articles.

use std::fmt;

use jiff::civil::{Date, DateTime, Time, Weekday};

use super::Edition;
use super::calendar::{BanglaDate, CalendarError, HijriDate, bangla, hijri};
use super::number::{count, digits, integer};

/// The Gregorian months, জানুয়ারি first.
pub const MONTHS: [&str; 12] = [
    "জানুয়ারি",
    "ফেব্রুয়ারি",
    "মার্চ",
    "এপ্রিল",
    "মে",
    "জুন",
    "জুলাই",
    "আগস্ট",
    "সেপ্টেম্বর",
    "অক্টোবর",
    "নভেম্বর",
    "ডিসেম্বর",
];

/// The name of a Gregorian month 1–12; none otherwise.
///
/// ```
/// assert_eq!(khobor::bengali::date::month_name(11), Some("নভেম্বর"));
/// ```
pub fn month_name(month: u8) -> Option<&'static str> {
    MONTHS.get(usize::from(month).checked_sub(1)?).copied()
}

/// The name of a weekday; Sunday is রোববার in Bangladesh, রবিবার in West Bengal.
///
/// ```
/// use jiff::civil::Weekday;
/// use khobor::bengali::{Edition, date::weekday_name};
/// assert_eq!(weekday_name(Weekday::Sunday, Edition::Bd), "রোববার");
/// assert_eq!(weekday_name(Weekday::Sunday, Edition::Wb), "রবিবার");
/// ```
pub fn weekday_name(weekday: Weekday, edition: Edition) -> &'static str {
    match (weekday, edition) {
        (Weekday::Sunday, Edition::Bd) => "রোববার",
        (Weekday::Sunday, Edition::Wb) => "রবিবার",
        (Weekday::Monday, _) => "সোমবার",
        (Weekday::Tuesday, _) => "মঙ্গলবার",
        (Weekday::Wednesday, _) => "বুধবার",
        (Weekday::Thursday, _) => "বৃহস্পতিবার",
        (Weekday::Friday, _) => "শুক্রবার",
        (Weekday::Saturday, _) => "শনিবার",
    }
}

/// The part of the day of an hour 0–23: রাত 20–04, ভোর 04–06, সকাল 06–12, দুপুর 12–15, বিকেল 15–18, সন্ধ্যা 18–20.
///
/// House rule; CLDR differs only at 15 o'clock (দুপুর). Hours beyond 23 count as night.
///
/// ```
/// assert_eq!(khobor::bengali::date::day_part(15), "বিকেল");
/// ```
pub fn day_part(hour: u8) -> &'static str {
    match hour {
        4..=5 => "ভোর",
        6..=11 => "সকাল",
        12..=14 => "দুপুর",
        15..=17 => "বিকেল",
        18..=19 => "সন্ধ্যা",
        _ => "রাত",
    }
}

/// A way of printing a date or time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum DateStyle {
    /// ২২ নভেম্বর ২০২৬
    #[default]
    DateNews,
    /// রোববার, ২২ নভেম্বর ২০২৬
    DateWeekday,
    /// ২২ নভেম্বর ২০২৬, ১৫:০৫
    DatetimeNews,
    /// বিকেল ৩টা ৫ মিনিট
    TimeWords,
    /// ১৫:০৫
    Time24,
    /// নভেম্বর ২০২৬
    MonthYear,
    /// ২২/১১/২৬
    DateShort,
    /// ২২ নভেম্বর, ২০২৬ (as CLDR, not as the press)
    CldrLong,
}

/// Each style with its full name and its short one.
const STYLES: [(DateStyle, &str, &str); 8] = [
    (DateStyle::DateNews, "date_news", "news"),
    (DateStyle::DateWeekday, "date_weekday", "weekday"),
    (DateStyle::DatetimeNews, "datetime_news", "datetime"),
    (DateStyle::TimeWords, "time_words", "words"),
    (DateStyle::Time24, "time_24", "time"),
    (DateStyle::MonthYear, "month_year", "month"),
    (DateStyle::DateShort, "date_short", "short"),
    (DateStyle::CldrLong, "cldr_long", "cldr"),
];

impl DateStyle {
    /// All styles, in the order of the documentation.
    pub const ALL: [Self; 8] = [
        Self::DateNews,
        Self::DateWeekday,
        Self::DatetimeNews,
        Self::TimeWords,
        Self::Time24,
        Self::MonthYear,
        Self::DateShort,
        Self::CldrLong,
    ];

    /// The style of a full name (`date_weekday`) or a short one (`weekday`); `-` counts as `_`.
    ///
    /// ```
    /// use khobor::bengali::date::DateStyle;
    /// assert_eq!(DateStyle::from_name("weekday"), Some(DateStyle::DateWeekday));
    /// assert_eq!(DateStyle::from_name("date-weekday"), Some(DateStyle::DateWeekday));
    /// assert_eq!(DateStyle::from_name("?"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.replace('-', "_");
        STYLES
            .iter()
            .find(|(_, full, short)| name == *full || name == *short)
            .map(|&(style, _, _)| style)
    }

    /// The full name.
    pub fn name(self) -> &'static str {
        STYLES
            .iter()
            .find(|(style, _, _)| *style == self)
            .map_or("", |&(_, full, _)| full)
    }
}

/// Prints a civil date and time in a style, for an edition (which decides the name of Sunday).
///
/// ```
/// use khobor::bengali::{Edition, date::{DateStyle, format}};
/// let moment = jiff::civil::date(2026, 11, 22).at(15, 5, 0, 0);
/// assert_eq!(format(moment, DateStyle::DateWeekday, Edition::Bd), "রোববার, ২২ নভেম্বর ২০২৬");
/// assert_eq!(format(moment, DateStyle::TimeWords, Edition::Bd), "বিকেল ৩টা ৫ মিনিট");
/// ```
pub fn format(moment: DateTime, style: DateStyle, edition: Edition) -> String {
    let date = moment.date();
    let year = || integer(i64::from(date.year()));
    match style {
        DateStyle::DateNews => gregorian(date),
        DateStyle::DateWeekday => format!("{}, {}", weekday_name(date.weekday(), edition), gregorian(date)),
        DateStyle::DatetimeNews => format!("{}, {}", gregorian(date), clock(moment.time())),
        DateStyle::TimeWords => time_words(moment.time()),
        DateStyle::Time24 => clock(moment.time()),
        DateStyle::MonthYear => format!("{} {}", month_of(date), year()),
        DateStyle::DateShort => {
            let short = format!("{}/{}/{:02}", date.day(), date.month(), date.year().rem_euclid(100));
            digits(&short).into_owned()
        }
        DateStyle::CldrLong => format!("{} {}, {}", integer(i64::from(date.day())), month_of(date), year()),
    }
}

/// The house form: ২২ নভেম্বর ২০২৬.
fn gregorian(date: Date) -> String {
    format!(
        "{} {} {}",
        integer(i64::from(date.day())),
        month_of(date),
        integer(i64::from(date.year()))
    )
}

fn month_of(date: Date) -> &'static str {
    u8::try_from(date.month()).ok().and_then(month_name).unwrap_or_default()
}

fn clock(time: Time) -> String {
    digits(&format!("{:02}:{:02}", time.hour(), time.minute())).into_owned()
}

/// A time of day in words; the hour counts from twelve, minutes are left out on the hour.
///
/// ```
/// use jiff::civil::time;
/// use khobor::bengali::date::time_words;
/// assert_eq!(time_words(time(0, 30, 0, 0)), "রাত ১২টা ৩০ মিনিট");
/// assert_eq!(time_words(time(9, 0, 0, 0)), "সকাল ৯টা");
/// ```
pub fn time_words(time: Time) -> String {
    let hour = u8::try_from(time.hour()).unwrap_or_default();
    let twelve = integer(i64::from((hour + 11) % 12 + 1));
    let whole = format!("{} {twelve}টা", day_part(hour));
    match time.minute() {
        0 => whole,
        minute => format!("{whole} {} মিনিট", integer(i64::from(minute))),
    }
}

/// A unit of relative time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RelativeUnit {
    /// সেকেন্ড
    Second,
    /// মিনিট
    Minute,
    /// ঘণ্টা
    Hour,
    /// দিন
    Day,
    /// সপ্তাহ
    Week,
    /// মাস
    Month,
    /// ত্রৈমাসিক, three months
    Quarter,
    /// বছর
    Year,
}

/// Each unit with its English and its Bengali name.
const UNITS: [(RelativeUnit, &str, &str); 8] = [
    (RelativeUnit::Second, "second", "সেকেন্ড"),
    (RelativeUnit::Minute, "minute", "মিনিট"),
    (RelativeUnit::Hour, "hour", "ঘণ্টা"),
    (RelativeUnit::Day, "day", "দিন"),
    (RelativeUnit::Week, "week", "সপ্তাহ"),
    (RelativeUnit::Month, "month", "মাস"),
    (RelativeUnit::Quarter, "quarter", "ত্রৈমাসিক"),
    (RelativeUnit::Year, "year", "বছর"),
];

impl RelativeUnit {
    /// The unit of an English name (singular or plural) or a Bengali one.
    ///
    /// ```
    /// use khobor::bengali::date::RelativeUnit;
    /// assert_eq!(RelativeUnit::from_name("days"), Some(RelativeUnit::Day));
    /// assert_eq!(RelativeUnit::from_name("ঘণ্টা"), Some(RelativeUnit::Hour));
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        let singular = name.strip_suffix('s').unwrap_or(name);
        UNITS
            .iter()
            .find(|(_, english, own)| singular == *english || name == *own)
            .map(|&(unit, _, _)| unit)
    }

    fn word(self) -> &'static str {
        UNITS
            .iter()
            .find(|(unit, _, _)| *unit == self)
            .map_or("", |&(_, _, own)| own)
    }

    /// So many units ago (`৫ মিনিট আগে`), or, below zero, ahead (`৫ মিনিট পরে`).
    ///
    /// ```
    /// use khobor::bengali::date::RelativeUnit;
    /// assert_eq!(RelativeUnit::Year.ago(2), "২ বছর আগে");
    /// assert_eq!(RelativeUnit::Day.ago(-3), "৩ দিন পরে");
    /// ```
    pub fn ago(self, n: i64) -> String {
        let when = if n < 0 { "পরে" } else { "আগে" };
        format!("{} {} {when}", count(n.unsigned_abs()), self.word())
    }
}

/// A unit that has no name in [`RelativeUnit`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a unit of time: second, minute, hour, day, week, month, quarter, year, or elapsed_seconds")]
pub struct UnknownUnit(pub String);

/// So many of a named unit ago, always in figures; `elapsed_seconds` chooses the unit as [`relative`] does.
///
/// Source: CLDR `bn`, with আগে throughout (CLDR mixes in পূর্বে). Below zero: ahead, with পরে.
///
/// # Errors
/// [`UnknownUnit`] when the name is none of a unit.
///
/// ```
/// use khobor::bengali::date::relative_unit;
/// assert_eq!(relative_unit("hour", 23)?, "২৩ ঘণ্টা আগে");
/// assert_eq!(relative_unit("elapsed_seconds", 20)?, "এইমাত্র");
/// # Ok::<(), khobor::bengali::date::UnknownUnit>(())
/// ```
pub fn relative_unit(unit: &str, n: i64) -> Result<String, UnknownUnit> {
    if unit == "elapsed_seconds" {
        return Ok(relative(n));
    }
    RelativeUnit::from_name(unit)
        .map(|unit| unit.ago(n))
        .ok_or_else(|| UnknownUnit(unit.to_string()))
}

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// How long ago, from elapsed seconds: এইমাত্র under a minute, then whole minutes, hours, days up to 30, months of 30 days,
/// years of 365. Below zero: ahead, with পরে.
///
/// House rule. Weeks are not used: ৯ দিন আগে is what the press writes.
///
/// ```
/// use khobor::bengali::date::relative;
/// assert_eq!(relative(59), "এইমাত্র");
/// assert_eq!(relative(299), "৪ মিনিট আগে");
/// assert_eq!(relative(-7200), "২ ঘণ্টা পরে");
/// ```
pub fn relative(seconds: i64) -> String {
    let length = seconds.unsigned_abs();
    let (unit, size) = match length {
        0..MINUTE => return "এইমাত্র".to_string(),
        MINUTE..HOUR => (RelativeUnit::Minute, MINUTE),
        HOUR..DAY => (RelativeUnit::Hour, HOUR),
        _ if length < 31 * DAY => (RelativeUnit::Day, DAY),
        _ if length < 365 * DAY => (RelativeUnit::Month, 30 * DAY),
        _ => (RelativeUnit::Year, 365 * DAY),
    };
    let whole = i64::try_from(length / size).unwrap_or(i64::MAX);
    unit.ago(if seconds < 0 { -whole } else { whole })
}

/// The parts of a masthead line. Prints them in order, joined by commas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masthead {
    /// The place as given, without white space around it; may be empty.
    pub place: String,
    /// The weekday's name.
    pub weekday: &'static str,
    /// The Gregorian date in the house form.
    pub gregorian: String,
    /// The Bangla date of the edition's calendar.
    pub bangla: BanglaDate,
    /// The Hijri date; Bangladesh's papers only. `announced` tells whether it is certain.
    pub hijri: Option<HijriDate>,
}

impl fmt::Display for Masthead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.place.is_empty() {
            write!(f, "{}, ", self.place)?;
        }
        write!(f, "{}, {}, {}", self.weekday, self.gregorian, self.bangla)?;
        self.hijri.map_or(Ok(()), |hijri| write!(f, ", {hijri}"))
    }
}

/// The parts of the masthead for a day. West Bengal's papers print no Hijri date; nor is there one before 1882 and after
/// 2174.
///
/// # Errors
/// [`CalendarError`] when the Bangla calendar cannot tell the date (before 1584, after 2500).
///
/// ```
/// use khobor::bengali::{Edition, date::masthead_parts};
/// let parts = masthead_parts(jiff::civil::date(2026, 11, 22), Edition::Bd, "ঢাকা")?;
/// assert_eq!(parts.bangla.to_string(), "৭ অগ্রহায়ণ ১৪৩৩");
/// assert_eq!(parts.hijri.map(|hijri| hijri.announced), Some(false));
/// # Ok::<(), khobor::bengali::calendar::CalendarError>(())
/// ```
pub fn masthead_parts(date: Date, edition: Edition, place: &str) -> Result<Masthead, CalendarError> {
    Ok(Masthead {
        place: place.trim().to_string(),
        weekday: weekday_name(date.weekday(), edition),
        gregorian: gregorian(date),
        bangla: bangla(date, edition)?,
        hijri: if edition == Edition::Bd { hijri(date).ok() } else { None },
    })
}

/// The masthead line: place, weekday, Gregorian, Bangla and (in Bangladesh) Hijri date. House rule; real papers vary.
///
/// # Errors
/// As [`masthead_parts`].
///
/// ```
/// use khobor::bengali::{Edition, date::masthead};
/// let line = masthead(jiff::civil::date(2026, 11, 22), Edition::Bd, "ঢাকা")?;
/// assert_eq!(line, "ঢাকা, রোববার, ২২ নভেম্বর ২০২৬, ৭ অগ্রহায়ণ ১৪৩৩, ১১ জমাদিউস সানি ১৪৪৮");
/// # Ok::<(), khobor::bengali::calendar::CalendarError>(())
/// ```
pub fn masthead(date: Date, edition: Edition, place: &str) -> Result<String, CalendarError> {
    Ok(masthead_parts(date, edition, place)?.to_string())
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    #[test]
    fn every_style_has_two_names() {
        for style in DateStyle::ALL {
            assert_eq!(DateStyle::from_name(style.name()), Some(style));
        }
        for (style, full, short) in STYLES {
            assert_eq!(
                (DateStyle::from_name(full), DateStyle::from_name(short)),
                (Some(style), Some(style))
            );
        }
    }

    #[test]
    fn styles_print() {
        let moment = date(2007, 1, 9).at(0, 4, 0, 0);
        let rows = [
            (DateStyle::DateNews, "৯ জানুয়ারি ২০০৭"),
            (DateStyle::DateWeekday, "মঙ্গলবার, ৯ জানুয়ারি ২০০৭"),
            (DateStyle::DatetimeNews, "৯ জানুয়ারি ২০০৭, ০০:০৪"),
            (DateStyle::TimeWords, "রাত ১২টা ৪ মিনিট"),
            (DateStyle::Time24, "০০:০৪"),
            (DateStyle::MonthYear, "জানুয়ারি ২০০৭"),
            (DateStyle::DateShort, "৯/১/০৭"),
            (DateStyle::CldrLong, "৯ জানুয়ারি, ২০০৭"),
        ];
        for (style, expected) in rows {
            assert_eq!(format(moment, style, Edition::Bd), expected);
        }
    }

    #[test]
    fn day_parts_change_on_the_hour() {
        let rows = [
            (3, "রাত ৩টা"),
            (4, "ভোর ৪টা"),
            (6, "সকাল ৬টা"),
            (12, "দুপুর ১২টা"),
            (15, "বিকেল ৩টা"),
            (18, "সন্ধ্যা ৬টা"),
            (20, "রাত ৮টা"),
        ];
        for (hour, expected) in rows {
            assert_eq!(time_words(time(hour, 0, 59, 0)), expected);
        }
    }

    #[test]
    fn relative_time_floors() {
        let day = 86_400;
        let rows = [
            (0, "এইমাত্র"),
            (-59, "এইমাত্র"),
            (60, "১ মিনিট আগে"),
            (3599, "৫৯ মিনিট আগে"),
            (day - 1, "২৩ ঘণ্টা আগে"),
            (9 * day, "৯ দিন আগে"),
            (31 * day, "১ মাস আগে"),
            (364 * day, "১২ মাস আগে"),
            (365 * day, "১ বছর আগে"),
            (-2 * day, "২ দিন পরে"),
        ];
        for (seconds, expected) in rows {
            assert_eq!(relative(seconds), expected);
        }
        assert!(relative(i64::MIN).ends_with("বছর পরে"));
        assert_eq!(relative_unit("weeks", 0).as_deref(), Ok("০ সপ্তাহ আগে"));
        assert_eq!(relative_unit("month", 1000).as_deref(), Ok("১,০০০ মাস আগে"));
        assert!(relative_unit("", 1).is_err());
    }

    #[test]
    fn mastheads_of_both_editions() {
        let day = date(2026, 4, 19);
        assert_eq!(
            masthead(day, Edition::Wb, " শিলিগুড়ি ").as_deref(),
            Ok("শিলিগুড়ি, রবিবার, ১৯ এপ্রিল ২০২৬, ৫ বৈশাখ ১৪৩৩")
        );
        let bare = masthead(day, Edition::Bd, "").unwrap_or_default();
        assert_eq!(bare, "রোববার, ১৯ এপ্রিল ২০২৬, ৬ বৈশাখ ১৪৩৩, ১ জিলকদ ১৪৪৭");
        assert!(masthead(date(1200, 1, 1), Edition::Bd, "ঢাকা").is_err());
    }
}
