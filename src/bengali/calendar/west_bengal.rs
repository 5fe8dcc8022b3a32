//! The Bangla calendar of West Bengal: the Surya Siddhanta's true solar longitude with the Bengal midnight rule.
//!
//! A month begins on the civil day *after* the midnight-to-midnight day (Kolkata mean time) in which the sun enters the
//! sign. So the sign in which the sun stands at the midnight that begins a day is that day's month, and no instant needs
//! to be found. Sources: Sewell & Dikshit, The Indian Calendar (1896), art. 28; the constants in the form of Reingold &
//! Dershowitz, Calendrical Calculations. Everything is integer arithmetic, so every machine gives the same dates.
//!
//! Almanacs (panjikas) may differ when the sun enters a sign within some 24 minutes of midnight.

use super::west_bengal_table::{FIRST_YEAR, FIRST_YEAR_START, MONTH_LENGTHS};
use super::{MonthSpan, fourteenth_of_april};

/// A month (1–12) of a Bangla year: from the table, or computed outside of its years.
pub(super) fn month_span(year: i16, month: u8) -> MonthSpan {
    from_table(year, month).unwrap_or_else(|| computed(year, month))
}

/// First days of the table's years, in days since 1 January 1970.
const YEAR_STARTS: [i32; MONTH_LENGTHS.len()] = year_starts();

const fn year_starts() -> [i32; MONTH_LENGTHS.len()] {
    let mut starts = [FIRST_YEAR_START; MONTH_LENGTHS.len()];
    let mut at = 1;
    while at < starts.len() {
        starts[at] = starts[at - 1] + days_before(MONTH_LENGTHS[at - 1], 12);
        at += 1;
    }
    starts
}

/// Days in the first so many months of a table entry (two bits a month: its length less 29).
const fn days_before(lengths: u32, months: u8) -> i32 {
    let mut days = 29 * months as i32;
    let mut month = 0;
    while month < months {
        days += ((lengths >> (2 * month)) & 3) as i32;
        month += 1;
    }
    days
}

fn from_table(year: i16, month: u8) -> Option<MonthSpan> {
    let at = usize::try_from(year - FIRST_YEAR).ok()?;
    let (lengths, start) = (*MONTH_LENGTHS.get(at)?, *YEAR_STARTS.get(at)?);
    let before = days_before(lengths, month.checked_sub(1)?);
    let length = u8::try_from(days_before(lengths, month) - before).ok()?;
    Some(MonthSpan {
        start: start + before,
        length,
    })
}

/// The span by the astronomical rule itself.
fn computed(year: i16, month: u8) -> MonthSpan {
    let start = month_start(year, month);
    let next = if month >= 12 {
        month_start(year + 1, 1)
    } else {
        month_start(year, month + 1)
    };
    MonthSpan {
        start,
        length: u8::try_from(next - start).unwrap_or_default(),
    }
}

/// The first day on whose beginning the sun stands in the month's sign.
fn month_start(year: i16, month: u8) -> i32 {
    // Thirteen days before 14 April the sun is still in the last sign, in every year that is reported.
    let origin = fourteenth_of_april(year + 593) - 13;
    let sign = i64::from(month) - 1;
    let ahead = (sign * SIGN - longitude(origin)).rem_euclid(CIRCLE);
    // The mean sun tells the day to within five; from six before, the true sun decides.
    let mean = ahead / 1000 * 365_259 / CIRCLE;
    let mut day = origin + i32::try_from(mean).unwrap_or_default() - 6;
    while longitude(day) / SIGN != sign {
        day += 1;
    }
    day
}

/// Angles count in steps of 10^-12 of a sine-table entry (225 arc minutes); 96 entries make the circle, 8 a sign.
const ENTRY: i64 = 1_000_000_000_000;
const CIRCLE: i64 = 96 * ENTRY;
const SIGN: i64 = 8 * ENTRY;

/// The Surya Siddhanta's sines of multiples of 225 arc minutes, for a radius of 3438 (its rounding is its own).
const SINES: [i64; 25] = [
    0, 225, 449, 671, 890, 1105, 1315, 1520, 1719, 1910, 2093, 2267, 2431, 2585, 2728, 2859, 2978, 3084, 3177, 3256,
    3321, 3372, 3409, 3431, 3438,
];
const RADIUS: i64 = 3438;

/// Rata Die number of 1 January 1970.
const UNIX_EPOCH: i128 = 719_163;
/// Rata Die number of the creation: 1 955 880 000 sidereal years before the Kali epoch (R.D. -1 132 959), a whole number.
const CREATION: i128 = -1_132_959 - (1_955_880_000 * 365 + 1_811 * 279_457);
/// Time counts in parts of a day; Kolkata (88.3639° E) is 31 489 of them ahead of Ujjain (75.7683° E).
const PARTS: i128 = 900_000;
const KOLKATA_AHEAD: i128 = 31_489;

/// A period of revolution in days, as a fraction.
struct Period {
    days: i128,
    revolutions: i128,
}
const SIDEREAL_YEAR: Period = Period {
    days: 365 * 1_080_000 + 279_457,
    revolutions: 1_080_000,
};
const ANOMALISTIC_YEAR: Period = Period {
    days: 1_577_917_828_000,
    revolutions: 4_319_999_613,
};

/// The true longitude of the sun at the midnight (Kolkata mean time) that begins the day, 0 to [`CIRCLE`].
fn longitude(day: i32) -> i64 {
    let since = (UNIX_EPOCH + i128::from(day) - CREATION) * PARTS - KOLKATA_AHEAD;
    let sine = sine_times_radius(mean_position(since, &ANOMALISTIC_YEAR));
    // The epicycle of 14/360 shrinks by 1/42 of itself where the sine is greatest.
    let full = i128::from(RADIUS) * i128::from(ENTRY);
    let amplitude = 14 * sine * (42 * full - sine.abs()) / (360 * 42 * full);
    // It never exceeds the first entry of the table (225), so the arc is proportional.
    let equation = i64::try_from(amplitude / 225).unwrap_or_default();
    (mean_position(since, &SIDEREAL_YEAR) - equation).rem_euclid(CIRCLE)
}

/// The mean position after so many parts of a day since the creation, when all stood at zero.
fn mean_position(since: i128, period: &Period) -> i64 {
    let round = period.days * PARTS;
    let turned = (since * period.revolutions).rem_euclid(round);
    i64::try_from(turned * i128::from(CIRCLE) / round).unwrap_or_default()
}

/// The sine by the table, linear between its entries, times 3438 times [`ENTRY`].
fn sine_times_radius(angle: i64) -> i128 {
    let (entry, within) = (angle / ENTRY, angle % ENTRY);
    let from = i128::from(table_sine(entry));
    let to = i128::from(table_sine(entry + 1));
    from * i128::from(ENTRY) + (to - from) * i128::from(within)
}

/// The table around the whole circle: mirrored in the second quarter, negative in the lower half.
fn table_sine(entry: i64) -> i64 {
    let half = entry.rem_euclid(48);
    let mirrored = usize::try_from(half.min(48 - half)).unwrap_or_default();
    let sine = SINES.get(mirrored).copied().unwrap_or_default();
    if entry.rem_euclid(96) < 48 { sine } else { -sine }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::{Edition, bangla, from_bangla};
    use super::*;

    #[test]
    fn the_table_is_what_the_rule_gives() {
        for (at, _) in MONTH_LENGTHS.iter().enumerate() {
            let year = FIRST_YEAR + i16::try_from(at).unwrap();
            for month in 1..=12 {
                assert_eq!(from_table(year, month), Some(computed(year, month)), "{year} {month}");
            }
        }
    }

    #[test]
    fn the_years_around_the_table_join_it() {
        let last = FIRST_YEAR + i16::try_from(MONTH_LENGTHS.len()).unwrap();
        for year in [FIRST_YEAR, last] {
            let (before, first) = (month_span(year - 1, 12), month_span(year, 1));
            assert_eq!(before.start + i32::from(before.length), first.start, "{year}");
        }
    }

    #[test]
    fn new_years_days_and_mastheads() {
        for (year, day) in [
            (2020, 14),
            (2021, 15),
            (2022, 15),
            (2023, 15),
            (2024, 14),
            (2025, 15),
            (2026, 15),
            (2027, 15),
        ] {
            assert_eq!(from_bangla(year - 593, 1, 1, Edition::Wb), Ok(date(year, 4, day)));
        }
        assert_eq!(
            bangla(date(2014, 10, 31), Edition::Wb).unwrap().to_string(),
            "১৩ কার্তিক ১৪২১"
        );
        assert_eq!(
            bangla(date(1971, 3, 26), Edition::Wb).unwrap().to_string(),
            "১২ চৈত্র ১৩৭৭"
        );
    }

    #[test]
    fn months_outside_the_table_have_29_to_32_days() {
        for year in [991, 1050, 1200, 1600, 1750, 1906] {
            for month in 1..=12 {
                assert!((29..=32).contains(&computed(year, month).length), "{year} {month}");
            }
        }
    }
}
