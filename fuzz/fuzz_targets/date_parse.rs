//! Dates and numbers in texts: no panic, and what is read is printed and read again.
#![no_main]

use khobor::bengali::date_parse::{CalendarHint, parse};
use khobor::bengali::number;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for hint in ["gregorian", "bangla-bd", "bangla-wb", "hijri-bd"].into_iter().filter_map(CalendarHint::from_name) {
        let _ = parse(text, hint);
    }
    let _ = number::parse(text);
    let _ = number::group(text);
    let _ = number::compact(text);
});
