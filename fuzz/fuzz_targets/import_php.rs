//! Serialised PHP values: no object, no allocation by a number that is claimed, no deep recursion.
#![no_main]

use khobor::import::wordpress::php;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    php::value(text, "td_subtitle");
});
