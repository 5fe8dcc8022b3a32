//! The Bangla calendar of Bangladesh: fixed month lengths, the year always begins on 14 April.
//!
//! Revision of 2019 (in force from 16 October 2019, the 31st of আশ্বিন 1426): six months of 31 days, then 30, with ফাল্গুন
//! 29, or 30 when the Gregorian year in which it falls is a leap year. Revision of 1987: five months of 31 days, then 30,
//! with ফাল্গুন 31 in such years. Up to 15 October 2019 both give the same dates of 1426, so the year is the border.

use super::{MonthSpan, fourteenth_of_april};

/// The first year counted wholly by the revision of 2019.
const FIRST_YEAR_OF_2019_RULE: i16 = 1426;

const FALGUN: u8 = 11;

/// A month (1–12) of a Bangla year.
pub(super) fn month_span(year: i16, month: u8) -> MonthSpan {
    let before: i32 = (1..month).map(|earlier| i32::from(length(year, earlier))).sum();
    MonthSpan {
        start: fourteenth_of_april(year + 593) + before,
        length: length(year, month),
    }
}

fn length(year: i16, month: u8) -> u8 {
    let revised = year >= FIRST_YEAR_OF_2019_RULE;
    let leap = u8::from(jiff::civil::Date::new(year + 594, 2, 29).is_ok());
    match month {
        1..=5 => 31,
        6 if revised => 31,
        FALGUN if revised => 29 + leap,
        FALGUN => 30 + leap,
        _ => 30,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::{Edition, bangla};

    #[test]
    fn the_committees_fixed_points_hold_in_every_year() {
        let points = [
            (2, 21, "৮ ফাল্গুন"),
            (3, 26, "১২ চৈত্র"),
            (5, 8, "২৫ বৈশাখ"),
            (5, 25, "১১ জ্যৈষ্ঠ"),
            (12, 16, "১ পৌষ"),
        ];
        for year in 2020..2060 {
            for (month, day, expected) in points {
                let diagnostics = bangla(date(year, month, day), Edition::Bd).unwrap().to_string();
                assert!(diagnostics.starts_with(expected), "{year}-{month}-{day}: {diagnostics}");
            }
        }
    }

    #[test]
    fn the_rules_meet_without_a_gap() {
        let rows = [
            (date(2012, 2, 21), "৯ ফাল্গুন ১৪১৮"),
            (date(2012, 3, 13), "৩০ ফাল্গুন ১৪১৮"),
            (date(2012, 3, 14), "৩১ ফাল্গুন ১৪১৮"),
            (date(1987, 12, 16), "২ পৌষ ১৩৯৪"),
            (date(2019, 10, 15), "৩০ আশ্বিন ১৪২৬"),
            (date(2019, 10, 16), "৩১ আশ্বিন ১৪২৬"),
            (date(2019, 10, 17), "১ কার্তিক ১৪২৬"),
            (date(2020, 3, 13), "২৯ ফাল্গুন ১৪২৬"),
            (date(2020, 3, 14), "৩০ ফাল্গুন ১৪২৬"),
            (date(2100, 3, 14), "২৯ ফাল্গুন ১৫০৬"),
        ];
        for (gregorian, expected) in rows {
            assert_eq!(
                bangla(gregorian, Edition::Bd).unwrap().to_string(),
                expected,
                "{gregorian}"
            );
        }
    }
}
