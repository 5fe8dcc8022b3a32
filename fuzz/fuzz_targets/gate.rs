//! The text gate: idempotent, and one key for all encodings of one text.
#![no_main]

use khobor::bengali::gate::{canonical, clean, key, nfc};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let canon = canonical(text).into_owned();
    assert_eq!(canonical(&canon), canon);
    assert_eq!(nfc(&canon), canon);
    let cleaned = clean(text).into_owned();
    assert_eq!(canonical(&cleaned), cleaned);
    assert_eq!(clean(&cleaned), cleaned);
    let name = key(text);
    assert_eq!(key(&name), name);
    assert_eq!(key(&canon), name);
});
