//! Film and sound of the MPEG-4 and QuickTime family: where they were taken and with what is blanked; nothing moves.

use super::isobmff::{blank, boxes, number};
use std::ops::Range;

/// Boxes that hold others.
const NESTS: [&[u8; 4]; 2] = [b"moov", b"trak"];
/// What listeners see of a recording, of iTunes' list: name, artist, album, year, genre, copyright, cover, number.
const KEPT: [&[u8; 4]; 10] = [
    b"\xA9nam", b"\xA9ART", b"aART", b"\xA9alb", b"\xA9day", b"\xA9gen", b"gnre", b"cprt", b"covr", b"trkn",
];
const DEEPEST: usize = 8;

/// The film without places, devices and programs; `None` when its boxes cannot be read.
pub(in crate::media) fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.to_vec();
    walk(bytes, &mut out, 0..bytes.len(), DEEPEST)?;
    Some(out)
}

fn walk(bytes: &[u8], out: &mut [u8], within: Range<usize>, depth: usize) -> Option<()> {
    for (kind, range) in boxes(bytes, within)? {
        match &kind {
            b"udta" => user_data(bytes, out, range)?,
            b"meta" | b"uuid" => blank(out, &range)?,
            nest if NESTS.contains(&nest) && depth > 0 => walk(bytes, out, range, depth - 1)?,
            _ => {}
        }
    }
    Some(())
}

/// Of user data only iTunes' list stays, and of that only what listeners see. Texts of QuickTime (place, make, model) go.
fn user_data(bytes: &[u8], out: &mut [u8], range: Range<usize>) -> Option<()> {
    let Some(items) = boxes(bytes, range.clone()) else {
        return blank(out, &range);
    };
    for (kind, item) in items {
        let list = (&kind == b"meta").then(|| itunes(bytes, item.clone())).flatten();
        match list {
            None if &kind == b"cprt" => {}
            None => blank(out, &item)?,
            Some(list) => {
                for (kind, entry) in boxes(bytes, list)? {
                    if !KEPT.contains(&&kind) {
                        blank(out, &entry)?;
                    }
                }
            }
        }
    }
    Some(())
}

/// The list of an iTunes `meta` box.
fn itunes(bytes: &[u8], meta: Range<usize>) -> Option<Range<usize>> {
    let inner = meta.start.checked_add(4).filter(|start| *start <= meta.end)?..meta.end;
    let parts = boxes(bytes, inner)?;
    let find = |wanted: &[u8; 4]| {
        parts
            .iter()
            .find(|(kind, _)| kind == wanted)
            .map(|(_, range)| range.clone())
    };
    let handler = find(b"hdlr")?;
    let is_itunes = number(bytes, handler.start + 8, 4) == Some(u64::from(u32::from_be_bytes(*b"mdir")));
    is_itunes.then(|| find(b"ilst")).flatten()
}
