//! Words, stems and search keys: no panic, words are slices in order, stems and folds settle.
#![no_main]

use khobor::bengali::{fold, stem, word};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut last = text.as_ptr() as usize;
    for found in word::words(text) {
        let at = found.as_ptr() as usize;
        assert!(!found.is_empty() && at >= last);
        last = at + found.len();
        stem::stem(found);
        let folded = fold::fold(found);
        assert_eq!(fold::fold(&folded), folded);
    }
    fold::fold(text);
});
