#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| khobor_fuzz::import_html(bytes));
