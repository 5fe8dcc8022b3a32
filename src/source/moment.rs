//! Points in time as an editor writes them.

use super::file_name::digit;
use super::types::ReadOptions;
use crate::bengali::date_parse::{self, CalendarHint};
use crate::bengali::{Edition, gate};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

/// A date or date-time: RFC 3339, `2026-11-22 07:30:00 +0600`, local date-time or date, Bengali digits or words.
///
/// Without an offset it is in the site's zone; a date alone is its first moment, so that a story dated today is out at
/// once. `None` when it is none of these.
pub fn parse_moment(text: &str, options: &ReadOptions) -> Option<Timestamp> {
    parse(text, options)
}

/// [`parse_moment`], for this room.
pub(crate) fn parse(text: &str, options: &ReadOptions) -> Option<Timestamp> {
    let text = gate::canonical(text.trim());
    let ascii: String = text.chars().map(|letter| digit(letter).unwrap_or(letter)).collect();
    numeric(&ascii, options).or_else(|| bengali(&text, options))
}

fn numeric(text: &str, options: &ReadOptions) -> Option<Timestamp> {
    let text = glue_offset(text);
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment);
    }
    let day = text.get(..10)?;
    let civil = match text.get(10..).map(str::trim)? {
        "" => day.parse::<Date>().ok()?.to_datetime(jiff::civil::Time::midnight()),
        // Offsets and zones were tried above: what is left may hold a bare time only.
        time if time
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'T' | b't')) =>
        {
            text.parse::<DateTime>().ok()?
        }
        _ => return None,
    };
    civil.to_zoned(options.zone.clone()).ok().map(|zoned| zoned.timestamp())
}

/// `07:30:00 +0600` becomes `07:30:00+06:00`.
fn glue_offset(text: &str) -> String {
    let Some((head, tail)) = text.rsplit_once([' ', '+']) else {
        return text.to_owned();
    };
    let sign = if text.as_bytes().get(head.len()) == Some(&b'+') {
        "+"
    } else {
        ""
    };
    let offset = format!("{sign}{tail}");
    let head = head.trim_end();
    match offset.as_bytes() {
        [b'+' | b'-', a, b, c, d] if [a, b, c, d].iter().all(|digit| digit.is_ascii_digit()) => {
            format!("{head}{}:{}", &offset[..3], &offset[3..])
        }
        [b'+' | b'-', ..] | b"Z" => format!("{head}{offset}"),
        _ => text.to_owned(),
    }
}

/// As newspapers write it: `২২ নভেম্বর ২০২৬, বিকেল ৩টা ৫ মিনিট`, `৭ অগ্রহায়ণ ১৪৩৩`.
fn bengali(text: &str, options: &ReadOptions) -> Option<Timestamp> {
    let hint = match options.edition {
        Edition::Bd => CalendarHint::BanglaBd,
        Edition::Wb => CalendarHint::BanglaWb,
    };
    let found = date_parse::parse(text, hint).ok()?;
    let civil = found
        .date
        .to_datetime(found.time.unwrap_or(jiff::civil::Time::midnight()));
    civil.to_zoned(options.zone.clone()).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::source::ReadOptions;

    fn options() -> ReadOptions {
        let zone = jiff::tz::TimeZone::get("Asia/Dhaka").unwrap();
        ReadOptions {
            zone,
            edition: crate::bengali::Edition::Bd,
            unsafe_html: false,
            max_bytes: 1 << 22,
        }
    }

    #[test]
    fn every_notation_of_one_moment() {
        for text in [
            "2026-11-22T07:30:00+06:00",
            "2026-11-22T01:30:00Z",
            "2026-11-22 07:30:00 +0600",
            "2026-11-22 07:30:00+0600",
            "2026-11-22 07:30:00 +06:00",
            "2026-11-22 07:30",
            "2026-11-22T07:30:00",
            " ২০২৬-১১-২২ ০৭:৩০ ",
            "২২ নভেম্বর ২০২৬, সকাল ৭টা ৩০ মিনিট",
            "৭ অগ্রহায়ণ ১৪৩৩, সকাল ৭:৩০",
        ] {
            assert_eq!(
                parse(text, &options()).map(|t| t.to_string()).as_deref(),
                Some("2026-11-22T01:30:00Z"),
                "{text}"
            );
        }
        let day = parse("২০২৬-১১-২২", &options()).unwrap();
        assert_eq!(day.to_string(), "2026-11-21T18:00:00Z");
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "2026",
            "2026-13-01",
            "2026-11-22 25:00",
            "07:30:00",
            "2026-11-22 07:30 +99:99",
            "কাল",
            "2026-02-30",
        ] {
            assert_eq!(parse(text, &options()), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in "[0-9০-৯TZ:+ .ক-]{0,24}") {
            let _ = parse(&text, &options());
        }
    }
}
