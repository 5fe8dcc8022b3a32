//! Slugs and heading ids: idempotent, safe as one path component.
#![no_main]

use khobor::bengali::slug;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|title: &str| {
    for make in [slug::latin, slug::native, slug::heading_id] {
        let made = make(title);
        assert_eq!(make(&made), made);
        assert!(made.len() <= 255 && !made.contains(['/', '\\', '\0', ' ', '\n']) && !made.starts_with('.'));
    }
});
