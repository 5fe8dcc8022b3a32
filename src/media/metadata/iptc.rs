//! IPTC-IIM in Photoshop's segment of a JPEG: by-line (2:80), credit (2:110), copyright notice (2:116).

use super::rights::{Rights, add};

pub(super) const PHOTOSHOP: &[u8] = b"Photoshop 3.0\0";
const BY_LINE: u8 = 80;
const CREDIT: u8 = 110;
const COPYRIGHT: u8 = 116;

/// The records of the segment `contents` (after its head).
pub(super) fn rights(contents: &[u8]) -> Rights {
    let mut rights = Rights::default();
    let mut at = 0;
    while let Some((id, data, next)) = resource(contents, at) {
        if id == 0x0404 {
            read(data, &mut rights);
        }
        at = next;
    }
    rights
}

/// A resource of Photoshop's: its id, its bytes, where the next begins.
fn resource(contents: &[u8], at: usize) -> Option<(u16, &[u8], usize)> {
    let head = contents.get(at..at.checked_add(7)?)?;
    if !head.starts_with(b"8BIM") {
        return None;
    }
    let id = u16::from_be_bytes([head[4], head[5]]);
    let name = (usize::from(head[6]) + 2) & !1;
    let size_at = at + 6 + name;
    let size: [u8; 4] = contents.get(size_at..size_at + 4)?.try_into().ok()?;
    let (from, size) = (size_at + 4, u32::from_be_bytes(size) as usize);
    Some((id, contents.get(from..from.checked_add(size)?)?, from + size + size % 2))
}

fn read(mut data: &[u8], rights: &mut Rights) {
    while let [0x1C, record, kind, high, low, rest @ ..] = data {
        let length = usize::from(*high) << 8 | usize::from(*low);
        let Some(text) = rest.get(..length) else { return };
        let text = String::from_utf8_lossy(text);
        match (record, *kind) {
            (2, BY_LINE) => add(&mut rights.creator, &text),
            (2, CREDIT) => add(&mut rights.credit, &text),
            (2, COPYRIGHT) => add(&mut rights.copyright, &text),
            _ => {}
        }
        data = rest.get(length..).unwrap_or_default();
    }
}

/// The contents of a segment that says these rights and nothing else; `None` when it would say nothing.
pub(super) fn bare(rights: &Rights) -> Option<Vec<u8>> {
    // 1:90, "what follows is UTF-8".
    let mut data = vec![0x1C, 1, 90, 0, 3, 0x1B, b'%', b'G'];
    let start = data.len();
    for (kind, text) in [
        (BY_LINE, &rights.creator),
        (CREDIT, &rights.credit),
        (COPYRIGHT, &rights.copyright),
    ] {
        if !text.is_empty() {
            data.extend_from_slice(&[0x1C, 2, kind]);
            data.extend_from_slice(&(text.len().min(0x7FFF) as u16).to_be_bytes());
            data.extend_from_slice(text.as_bytes());
        }
    }
    if data.len() == start {
        return None;
    }
    let mut out = PHOTOSHOP.to_vec();
    out.extend_from_slice(b"8BIM\x04\x04\0\0");
    out.extend_from_slice(&(data.len() as u32).to_be_bytes());
    out.extend_from_slice(&data);
    out.extend(std::iter::repeat_n(0, data.len() % 2));
    Some(out)
}
