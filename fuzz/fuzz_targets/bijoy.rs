//! Bijoy: any bytes convert, the result is canonical.
#![no_main]

use khobor::bengali::{bijoy, gate};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = bijoy::from_bytes(bytes);
    assert_eq!(gate::canonical(&text), text);
    bijoy::looks_like(&text);
});
