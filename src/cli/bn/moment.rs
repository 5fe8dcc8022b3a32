//! Dates, times and instants as `khobor bn` takes them.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// A day: `2026-11-22`, Bengali digits allowed.
pub(super) fn day(text: &str) -> Result<Date, String> {
    let ascii = crate::bengali::number::ascii_digits(text.trim());
    ascii.parse().map_err(|_| format!("not a day as 2026-11-22: {text}"))
}

/// An instant with its offset, said in the zone; or a civil date and time, or a day (its midnight), taken as they are.
pub(super) fn civil(text: &str, zone: &TimeZone) -> Result<DateTime, String> {
    let ascii = crate::bengali::number::ascii_digits(text.trim());
    if let Ok(instant) = ascii.parse::<Timestamp>() {
        return Ok(instant.to_zoned(zone.clone()).datetime());
    }
    if let Ok(zoned) = ascii.parse::<Zoned>() {
        return Ok(zoned.with_time_zone(zone.clone()).datetime());
    }
    ascii
        .parse::<DateTime>()
        .map_err(|_| format!("not an instant as 2026-11-22T09:05:00Z: {text}"))
}

/// The time of day of `15:05`, or of anything [`civil`] takes.
pub(super) fn time(text: &str, zone: &TimeZone) -> Result<Time, String> {
    let ascii = crate::bengali::number::ascii_digits(text.trim());
    ascii.parse::<Time>().or_else(|_| civil(text, zone).map(DateTime::time))
}
