//! PNG: its chunks up to the end.

use super::Names;
use super::exif;
use super::rights::{Rights, add};

const HEAD: &[u8] = b"\x89PNG\r\n\x1a\n";
const XMP: &[u8] = b"XML:com.adobe.xmp\0";

/// A chunk's kind, its data, and all of it with length and checksum.
struct Chunk<'a> {
    kind: [u8; 4],
    data: &'a [u8],
    whole: &'a [u8],
}

fn chunks(bytes: &[u8]) -> Option<Vec<Chunk<'_>>> {
    let mut found = Vec::new();
    let mut rest = bytes.strip_prefix(HEAD)?;
    loop {
        let length: [u8; 4] = rest.get(..4)?.try_into().ok()?;
        let length = u32::from_be_bytes(length) as usize;
        let kind: [u8; 4] = rest.get(4..8)?.try_into().ok()?;
        let end = length.checked_add(12)?;
        let (data, whole) = (rest.get(8..end.checked_sub(4)?)?, rest.get(..end)?);
        found.push(Chunk { kind, data, whole });
        if &kind == b"IEND" {
            return Some(found);
        }
        rest = rest.get(end..)?;
    }
}

fn exif_of<'a>(chunks: &[Chunk<'a>]) -> Option<&'a [u8]> {
    chunks
        .iter()
        .find(|chunk| &chunk.kind == b"eXIf")
        .map(|chunk| chunk.data)
}

pub(super) fn orientation(bytes: &[u8]) -> Option<u8> {
    exif::orientation(exif_of(&chunks(bytes)?)?)
}

pub(super) fn rights(bytes: &[u8]) -> Rights {
    chunks(bytes).map(|chunks| rights_of(&chunks)).unwrap_or_default()
}

fn rights_of(chunks: &[Chunk<'_>]) -> Rights {
    let mut rights = Rights::default();
    for chunk in chunks {
        match &chunk.kind {
            b"iTXt" => {
                // Keyword, not packed, method, language, translated keyword, text.
                let text = chunk.data.strip_prefix(XMP).and_then(|rest| rest.strip_prefix(&[0, 0]));
                let text = text.and_then(|rest| rest.splitn(3, |byte| *byte == 0).nth(2));
                rights.fill_from(text.map(Rights::of_xmp).unwrap_or_default());
            }
            b"tEXt" => rights.fill_from(plain(chunk.data)),
            _ => {}
        }
    }
    rights.fill_from(exif_of(chunks).map(exif::rights).unwrap_or_default());
    rights
}

/// The keywords "Author" and "Copyright", in Latin-1.
fn plain(data: &[u8]) -> Rights {
    let mut rights = Rights::default();
    let mut parts = data.splitn(2, |byte| *byte == 0);
    let (keyword, text) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let text: String = text.iter().map(|byte| char::from(*byte)).collect();
    match keyword {
        b"Author" => add(&mut rights.creator, &text),
        b"Copyright" => add(&mut rights.copyright, &text),
        _ => {}
    }
    rights
}

/// The chunks that pixels, colours and motion need, the orientation and the rights.
pub(super) fn strip(bytes: &[u8], names: Names) -> Option<Vec<u8>> {
    let chunks = chunks(bytes)?;
    let rights = names.of(rights_of(&chunks));
    let turned = exif_of(&chunks).and_then(exif::orientation).unwrap_or(1);
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(HEAD);
    for chunk in &chunks {
        let stays = matches!(
            &chunk.kind,
            b"IHDR"
                | b"PLTE"
                | b"IDAT"
                | b"IEND"
                | b"tRNS"
                | b"gAMA"
                | b"cHRM"
                | b"sRGB"
                | b"iCCP"
                | b"cICP"
                | b"mDCV"
                | b"cLLI"
                | b"acTL"
                | b"fcTL"
                | b"fdAT"
                | b"sBIT"
                | b"bKGD"
                | b"pHYs"
        );
        if stays {
            out.extend_from_slice(chunk.whole);
        }
        if &chunk.kind == b"IHDR" {
            if let Some(exif) = exif::bare(turned, &rights) {
                put(&mut out, *b"eXIf", &exif);
            }
            if !rights.is_empty() {
                put(&mut out, *b"iTXt", &[XMP, &[0, 0, 0, 0], &rights.xmp()].concat());
            }
        }
    }
    Some(out)
}

fn put(out: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    let mut sum = flate2::Crc::new();
    sum.update(&kind);
    sum.update(data);
    out.extend_from_slice(&(data.len() as u32).to_be_bytes());
    out.extend_from_slice(&kind);
    out.extend_from_slice(data);
    out.extend_from_slice(&sum.sum().to_be_bytes());
}
