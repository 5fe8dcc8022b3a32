//! HTML to Markdown: what is written is read back without a fault.
#![no_main]

use khobor::import::html::{HtmlOptions, LibraryPicture, References, proof, read};
use libfuzzer_sys::fuzz_target;

struct Nowhere;

impl References for Nowhere {
    fn link(&self, href: &str) -> Option<String> {
        Some(href.to_owned())
    }

    fn picture(&self, src: &str, _: Option<u64>) -> LibraryPicture {
        LibraryPicture { src: src.to_owned(), alt: String::new() }
    }

    fn story(&self, _: &str) -> Option<String> {
        None
    }
}

fuzz_target!(|input: (bool, &str)| {
    let (blocks, _) = read(input.1, HtmlOptions { line_feeds: input.0 }, &Nowhere);
    proof::proven(&blocks);
});
