//! AVIF: boxes within boxes (ISO 14496-12). Places in the file are named from its beginning, so nothing may move: EXIF and XMP
//! are overwritten where they lie, and their items named as nothing that is known.

use super::exif;
use super::rights::Rights;
use std::ops::Range;

/// Items and boxes that are looked at; a file with more is odd.
const MOST: usize = 4096;

/// The boxes in a stretch of a file: kind and the stretch inside. `None` when a length leads out.
pub(super) fn boxes(bytes: &[u8], within: Range<usize>) -> Option<Vec<([u8; 4], Range<usize>)>> {
    let mut found = Vec::new();
    let mut at = within.start;
    while within.end.saturating_sub(at) >= 8 && found.len() < MOST {
        let kind: [u8; 4] = bytes.get(at + 4..at + 8)?.try_into().ok()?;
        let (head, size) = match number(bytes, at, 4)? {
            0 => (8, within.end - at),
            1 => (16, usize::try_from(number(bytes, at + 8, 8)?).ok()?),
            size => (8, size as usize),
        };
        let end = at.checked_add(size).filter(|end| size >= head && *end <= within.end)?;
        found.push((kind, at + head..end));
        at = end;
    }
    Some(found)
}

pub(super) fn number(bytes: &[u8], at: usize, size: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(size)?)?;
    Some(bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
}

/// An item that is no pixels.
struct Item {
    id: u64,
    /// Where its kind is named.
    kind_at: usize,
    kind: [u8; 4],
    parts: Vec<Range<usize>>,
}

fn inside(bytes: &[u8], within: Range<usize>, kind: &[u8; 4]) -> Option<Range<usize>> {
    boxes(bytes, within)?
        .into_iter()
        .find(|(found, _)| found == kind)
        .map(|(_, range)| range)
}

/// The EXIF and XMP items, and where their bytes lie.
fn items(bytes: &[u8]) -> Option<Vec<Item>> {
    let meta = inside(bytes, 0..bytes.len(), b"meta")?;
    let meta = meta.start.checked_add(4).filter(|start| *start <= meta.end)?..meta.end;
    let Some(infos) = inside(bytes, meta.clone(), b"iinf") else {
        return Some(Vec::new());
    };
    let version = number(bytes, infos.start, 1)?;
    let first = infos.start + if version == 0 { 6 } else { 8 };
    let mut items = Vec::new();
    for (kind, range) in boxes(bytes, first..infos.end)? {
        let version = number(bytes, range.start, 1)?;
        if &kind == b"infe" && version >= 2 {
            let id_size = if version == 2 { 2 } else { 4 };
            let kind_at = range.start + 4 + id_size + 2;
            items.push(Item {
                id: number(bytes, range.start + 4, id_size)?,
                kind_at,
                kind: bytes.get(kind_at..kind_at + 4)?.try_into().ok()?,
                parts: Vec::new(),
            });
        }
    }
    items.retain(|item| matches!(&item.kind, b"Exif" | b"mime" | b"uri "));
    if !items.is_empty() {
        locate(bytes, &meta, &mut items)?;
    }
    Some(items)
}

/// Reads where items lie (`iloc`).
fn locate(bytes: &[u8], meta: &Range<usize>, items: &mut [Item]) -> Option<()> {
    let iloc = inside(bytes, meta.clone(), b"iloc")?;
    let data = inside(bytes, meta.clone(), b"idat");
    let version = number(bytes, iloc.start, 1)?;
    let sizes = number(bytes, iloc.start + 4, 2)? as usize;
    let (offset, length, base) = (sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15);
    let index = if version == 0 { 0 } else { sizes & 15 };
    let wide = if version < 2 { 2 } else { 4 };
    let mut at = iloc.start + 6;
    let mut take = |size: usize| {
        let value = number(bytes, at, size);
        at += size;
        value
    };
    for _ in 0..take(wide)?.min(MOST as u64) {
        let id = take(wide)?;
        let method = if version == 0 { 0 } else { take(2)? & 15 };
        take(2)?;
        let start = take(base)?;
        for _ in 0..take(2)?.min(MOST as u64) {
            take(index)?;
            let (from, size) = (take(offset)?, take(length)?);
            let Some(item) = items.iter_mut().find(|item| item.id == id) else {
                continue;
            };
            let origin = match method {
                0 => 0,
                1 => data.as_ref()?.start as u64,
                _ => return None,
            };
            let from = usize::try_from(origin.checked_add(start)?.checked_add(from)?).ok()?;
            let size = if size == 0 {
                bytes.len().checked_sub(from)?
            } else {
                usize::try_from(size).ok()?
            };
            let end = from.checked_add(size).filter(|end| *end <= bytes.len())?;
            item.parts.push(from..end);
        }
    }
    Some(())
}

fn contents(bytes: &[u8], item: &Item) -> Vec<u8> {
    item.parts
        .iter()
        .filter_map(|part| bytes.get(part.clone()))
        .flatten()
        .copied()
        .collect()
}

pub(super) fn rights(bytes: &[u8]) -> Rights {
    items(bytes).map(|items| rights_of(bytes, &items)).unwrap_or_default()
}

fn rights_of(bytes: &[u8], items: &[Item]) -> Rights {
    let mut rights = Rights::default();
    for item in items {
        let contents = contents(bytes, item);
        rights.fill_from(match &item.kind {
            b"mime" => Rights::of_xmp(&contents),
            // Four bytes say how far the block is.
            b"Exif" => {
                let skipped = number(&contents, 0, 4).unwrap_or(0).saturating_add(4) as usize;
                contents.get(skipped..).map(exif::rights).unwrap_or_default()
            }
            _ => Rights::default(),
        });
    }
    rights
}

/// The picture, with EXIF blanked and XMP replaced by the rights where they fit in its place. Boxes of programs (`uuid`) and
/// what lies behind the last box are blanked, too.
pub(super) fn strip_picture(bytes: &[u8]) -> Option<Vec<u8>> {
    let items = items(bytes)?;
    let rights = rights_of(bytes, &items);
    let mut packet = (!rights.is_empty()).then(|| rights.xmp());
    let mut out = bytes.to_vec();
    for item in &items {
        let fits = |packet: &Vec<u8>| item.parts.len() == 1 && item.parts[0].len() >= packet.len();
        let new = if &item.kind == b"mime" {
            packet.take_if(|packet| fits(packet))
        } else {
            None
        };
        let fill = if new.is_some() { b' ' } else { 0 };
        for part in &item.parts {
            out.get_mut(part.clone())?.fill(fill);
        }
        match new {
            Some(new) => out
                .get_mut(item.parts[0].start..)?
                .get_mut(..new.len())?
                .copy_from_slice(&new),
            None => out.get_mut(item.kind_at..item.kind_at + 4)?.copy_from_slice(b"skip"),
        }
    }
    let mut end = 0;
    for (kind, range) in boxes(bytes, 0..bytes.len())? {
        end = range.end;
        if !matches!(&kind, b"ftyp" | b"meta" | b"mdat" | b"moov") {
            blank(&mut out, &range)?;
        }
    }
    out.truncate(end);
    Some(out)
}

/// Names a box as free room and empties it.
pub(super) fn blank(out: &mut [u8], range: &Range<usize>) -> Option<()> {
    // The kind stands in the last four bytes of a short head, before the length in a long one.
    let short = range.start.checked_sub(8)?;
    let long = range.start.checked_sub(16);
    let is_long =
        long.is_some_and(|at| number(out, at, 4) == Some(1) && number(out, at + 8, 8) == Some((range.end - at) as u64));
    let kind_at = if is_long { long? + 4 } else { short + 4 };
    out.get_mut(kind_at..kind_at + 4)?.copy_from_slice(b"free");
    out.get_mut(range.clone())?.fill(0);
    Some(())
}
