//! Sentences, excerpts, cuts and order: in bounds, nothing lost, never inside a cluster.
#![no_main]

use khobor::bengali::{cluster, collate, excerpt, sentence};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &str)| {
    let (limit, text) = (usize::from(input.0), input.1);
    let mut last = 0;
    for span in sentence::spans(text) {
        assert!(span.start >= last && text.get(span.clone()).is_some_and(|found| !found.is_empty()));
        last = span.end;
    }
    let visible: String = text.split_whitespace().collect();
    let said: String = sentence::sentences(text).flat_map(str::split_whitespace).collect();
    assert_eq!(said, visible);
    let cut = excerpt::excerpt(text, limit);
    assert!(cluster::count(cut.trim_end_matches('…')) <= limit.max(cluster::count(text.trim_end_matches('…'))));
    cluster::truncate(text, limit);
    let (a, b) = text.split_at_checked(text.len() / 2).unwrap_or((text, ""));
    assert_eq!(collate::compare(a, b), collate::compare(b, a).reverse());
});
