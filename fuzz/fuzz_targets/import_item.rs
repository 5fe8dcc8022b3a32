//! Exports of WordPress: cut, read, their blocks and shortcodes expanded.
#![no_main]

use khobor::import::wordpress::{blocks, cut, item};
use libfuzzer_sys::fuzz_target;
use std::io::Cursor;

fuzz_target!(|bytes: &[u8]| {
    let mut cutter = cut::Cutter::new(Cursor::new(bytes));
    while let Ok(Some(piece)) = cutter.next_piece() {
        if let cut::Piece::Item { bytes, .. } = piece {
            let item = item::read(&bytes, item::Depth::Whole, &[]);
            blocks::expand(&item.content, &blocks::Reusable::default());
        }
    }
});
