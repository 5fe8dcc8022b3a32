//! JPEG: its segments up to the end of its picture. What stands behind (a second picture, a film, a note) is no part of it.

use super::Names;
use super::rights::Rights;
use super::{exif, iptc};

const EXIF: &[u8] = b"Exif\0\0";
const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const PROFILE: &[u8] = b"ICC_PROFILE\0";

/// A segment, and the packed pixels that follow it.
struct Segment<'a> {
    marker: u8,
    contents: &'a [u8],
    pixels: &'a [u8],
}

/// The segments of the first picture; `None` when it has no pixels.
fn segments(bytes: &[u8]) -> Option<Vec<Segment<'_>>> {
    let mut found = Vec::new();
    let mut at = 2;
    loop {
        at += memchr::memchr(0xFF, bytes.get(at..)?)?;
        while bytes.get(at) == Some(&0xFF) {
            at += 1;
        }
        let marker = *bytes.get(at)?;
        at += 1;
        match marker {
            0xD9 => break,
            // Without a length.
            0 | 1 | 0xD0..=0xD8 => continue,
            _ => {}
        }
        let length = bytes
            .get(at..at + 2)
            .map(|two| usize::from(two[0]) << 8 | usize::from(two[1]))?;
        let contents = bytes.get(at + 2..at.checked_add(length.max(2))?)?;
        at += length.max(2);
        let end = if marker == 0xDA { end_of_pixels(bytes, at) } else { at };
        let pixels = bytes.get(at..end)?;
        at = end;
        found.push(Segment {
            marker,
            contents,
            pixels,
        });
        // A picture that is cut off is shown as far as it goes.
        if marker == 0xDA && at >= bytes.len() {
            break;
        }
    }
    found.iter().any(|segment| segment.marker == 0xDA).then_some(found)
}

/// Where packed pixels end: at a marker that is no restart and no stuffed byte.
fn end_of_pixels(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr(0xFF, rest)) {
        at += found;
        match bytes.get(at + 1) {
            Some(0 | 0xD0..=0xD7) => at += 2,
            Some(0xFF) => at += 1,
            Some(_) => return at,
            None => break,
        }
    }
    bytes.len()
}

fn block<'a>(segments: &[Segment<'a>], marker: u8, head: &[u8]) -> Option<&'a [u8]> {
    segments
        .iter()
        .filter(|segment| segment.marker == marker)
        .find_map(|segment| segment.contents.strip_prefix(head))
}

pub(super) fn orientation(bytes: &[u8]) -> Option<u8> {
    exif::orientation(block(&segments(bytes)?, 0xE1, EXIF)?)
}

pub(super) fn rights(bytes: &[u8]) -> Rights {
    segments(bytes).map(|segments| rights_of(&segments)).unwrap_or_default()
}

fn rights_of(segments: &[Segment<'_>]) -> Rights {
    let mut rights = block(segments, 0xE1, XMP).map(Rights::of_xmp).unwrap_or_default();
    rights.fill_from(
        block(segments, 0xED, iptc::PHOTOSHOP)
            .map(iptc::rights)
            .unwrap_or_default(),
    );
    rights.fill_from(block(segments, 0xE1, EXIF).map(exif::rights).unwrap_or_default());
    rights
}

/// The picture with its profile, orientation and rights. Segments of the picture itself stay; of the others JFIF (without its
/// small picture) and Adobe's, which say how colours are meant.
pub(super) fn strip(bytes: &[u8], names: Names) -> Option<Vec<u8>> {
    let segments = segments(bytes)?;
    let rights = names.of(rights_of(&segments));
    let turned = block(&segments, 0xE1, EXIF).and_then(exif::orientation).unwrap_or(1);
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(&[0xFF, 0xD8]);
    if let Some(jfif) = block(&segments, 0xE0, b"JFIF\0").and_then(|jfif| jfif.get(..7)) {
        put(&mut out, 0xE0, &[b"JFIF\0", jfif, &[0, 0]].concat());
    }
    if let Some(exif) = exif::bare(turned, &rights) {
        put(&mut out, 0xE1, &[EXIF, &exif].concat());
    }
    if !rights.is_empty() {
        put(&mut out, 0xE1, &[XMP, &rights.xmp()].concat());
    }
    if let Some(iptc) = iptc::bare(&rights) {
        put(&mut out, 0xED, &iptc);
    }
    for Segment {
        marker,
        contents,
        pixels,
    } in &segments
    {
        let stays = match marker {
            0xE2 => contents.starts_with(PROFILE),
            0xEE => contents.starts_with(b"Adobe") && contents.len() <= 16,
            0xE0..=0xEF | 0xFE => false,
            _ => true,
        };
        if stays {
            put(&mut out, *marker, contents);
            out.extend_from_slice(pixels);
        }
    }
    out.extend_from_slice(&[0xFF, 0xD9]);
    Some(out)
}

/// Writes a segment; one that would be too long is left out.
fn put(out: &mut Vec<u8>, marker: u8, contents: &[u8]) {
    if let Ok(length) = u16::try_from(contents.len() + 2) {
        out.extend_from_slice(&[0xFF, marker]);
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(contents);
    }
}
