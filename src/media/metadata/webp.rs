//! WebP: the chunks of its RIFF file.

use super::Names;
use super::exif;
use super::rights::Rights;

/// Bits of the extended header: there is EXIF, there is XMP.
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;

fn chunks(bytes: &[u8]) -> Option<Vec<([u8; 4], &[u8])>> {
    let size: [u8; 4] = bytes.get(4..8)?.try_into().ok()?;
    let end = (u32::from_le_bytes(size) as usize).checked_add(8)?.min(bytes.len());
    let mut rest = bytes.get(12..end)?;
    let mut found = Vec::new();
    while rest.len() >= 8 {
        let kind: [u8; 4] = rest.get(..4)?.try_into().ok()?;
        let size: [u8; 4] = rest.get(4..8)?.try_into().ok()?;
        let size = u32::from_le_bytes(size) as usize;
        found.push((kind, rest.get(8..size.checked_add(8)?)?));
        rest = rest.get(8 + size + size % 2..).unwrap_or_default();
    }
    found
        .iter()
        .any(|(kind, _)| matches!(kind, b"VP8 " | b"VP8L" | b"ANMF"))
        .then_some(found)
}

pub(super) fn rights(bytes: &[u8]) -> Rights {
    chunks(bytes).map(|chunks| rights_of(&chunks)).unwrap_or_default()
}

fn rights_of(chunks: &[([u8; 4], &[u8])]) -> Rights {
    let find = |wanted: &[u8; 4]| chunks.iter().find(|(kind, _)| kind == wanted).map(|(_, data)| *data);
    let mut rights = find(b"XMP ").map(Rights::of_xmp).unwrap_or_default();
    let exif = find(b"EXIF").map(|exif| exif.strip_prefix(b"Exif\0\0").unwrap_or(exif));
    rights.fill_from(exif.map(exif::rights).unwrap_or_default());
    rights
}

/// The chunks that pixels, colours and motion need, and the rights.
pub(super) fn strip(bytes: &[u8], names: Names) -> Option<Vec<u8>> {
    let chunks = chunks(bytes)?;
    let rights = names.of(rights_of(&chunks));
    let mut body = b"WEBP".to_vec();
    let mut extended = false;
    for (kind, data) in &chunks {
        match kind {
            b"VP8X" => {
                let mut head = data.to_vec();
                let flags = head.first_mut()?;
                *flags &= !(HAS_EXIF | HAS_XMP);
                *flags |= if rights.is_empty() { 0 } else { HAS_XMP };
                put(&mut body, *b"VP8X", &head);
                extended = true;
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"ANMF" | b"ICCP" => put(&mut body, *kind, data),
            _ => {}
        }
    }
    if extended && !rights.is_empty() {
        put(&mut body, *b"XMP ", &rights.xmp());
    }
    let mut out = b"RIFF".to_vec();
    out.extend_from_slice(&u32::try_from(body.len()).ok()?.to_le_bytes());
    out.extend_from_slice(&body);
    Some(out)
}

fn put(out: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    out.extend_from_slice(&kind);
    out.extend_from_slice(&(data.len() as u32).to_le_bytes());
    out.extend_from_slice(data);
    out.extend(std::iter::repeat_n(0, data.len() % 2));
}
