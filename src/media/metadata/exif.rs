//! The little of EXIF that matters here: orientation, artist, copyright.

use super::rights::{Rights, add};

const ORIENTATION: u16 = 0x0112;
const ARTIST: u16 = 0x013B;
const COPYRIGHT: u16 = 0x8298;

/// A TIFF block, as EXIF is.
struct Tiff<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl<'a> Tiff<'a> {
    fn new(bytes: &'a [u8]) -> Option<Self> {
        let little = match bytes.get(..2)? {
            b"II" => true,
            b"MM" => false,
            _ => return None,
        };
        Some(Tiff { bytes, little })
    }

    fn number(&self, at: usize, size: usize) -> Option<usize> {
        let bytes = self.bytes.get(at..at.checked_add(size)?)?;
        let add = |sum: usize, byte: &u8| sum << 8 | usize::from(*byte);
        Some(match self.little {
            true => bytes.iter().rev().fold(0, add),
            false => bytes.iter().fold(0, add),
        })
    }

    /// The place of a tag's entry in the first directory.
    fn entry(&self, tag: u16) -> Option<usize> {
        let table = self.number(4, 4)?;
        let entries = self.number(table, 2)?.min(512);
        (0..entries)
            .map(|i| table.saturating_add(2 + i * 12))
            .find(|at| self.number(*at, 2) == Some(usize::from(tag)))
    }

    fn text(&self, tag: u16) -> Option<String> {
        let at = self.entry(tag)?;
        let length = self.number(at + 4, 4)?.min(4096);
        let from = if length <= 4 { at + 8 } else { self.number(at + 8, 4)? };
        let bytes = self.bytes.get(from..from.checked_add(length)?)?;
        // Copyright may hold the photographer's and the editor's notice with a zero between.
        Some(String::from_utf8_lossy(bytes).trim_matches('\0').replace('\0', ", "))
    }
}

/// The orientation, 1 to 8.
pub(super) fn orientation(exif: &[u8]) -> Option<u8> {
    let tiff = Tiff::new(exif)?;
    let value = tiff.number(tiff.entry(ORIENTATION)? + 8, 2)?;
    u8::try_from(value).ok().filter(|o| (1..=8).contains(o))
}

/// Artist and copyright.
pub(super) fn rights(exif: &[u8]) -> Rights {
    let mut rights = Rights::default();
    if let Some(tiff) = Tiff::new(exif) {
        add(&mut rights.creator, &tiff.text(ARTIST).unwrap_or_default());
        add(&mut rights.copyright, &tiff.text(COPYRIGHT).unwrap_or_default());
    }
    rights
}

/// An EXIF block of an orientation, artist and copyright, and nothing else; `None` when there is nothing to say.
pub(super) fn bare(orientation: u8, rights: &Rights) -> Option<Vec<u8>> {
    let texts = [(ARTIST, &rights.creator), (COPYRIGHT, &rights.copyright)];
    let texts: Vec<(u16, Vec<u8>)> = texts
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(tag, text)| (tag, [text.as_bytes(), &[0]].concat()))
        .collect();
    let turned = orientation != 1;
    if !turned && texts.is_empty() {
        return None;
    }
    let entries = texts.len() + usize::from(turned);
    let mut out = b"MM\0*\0\0\0\x08".to_vec();
    out.extend_from_slice(&(entries as u16).to_be_bytes());
    if turned {
        out.extend_from_slice(&[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    }
    let mut place = 8 + 2 + entries * 12 + 4;
    let mut heap = Vec::new();
    for (tag, text) in &texts {
        out.extend_from_slice(&tag.to_be_bytes());
        out.extend_from_slice(&[0, 2]);
        out.extend_from_slice(&(text.len() as u32).to_be_bytes());
        if text.len() <= 4 {
            let mut inline = [0; 4];
            inline.iter_mut().zip(text).for_each(|(to, from)| *to = *from);
            out.extend_from_slice(&inline);
        } else {
            out.extend_from_slice(&(place as u32).to_be_bytes());
            // The places of values are even.
            heap.extend_from_slice(text);
            heap.extend(std::iter::repeat_n(0, text.len() % 2));
            place += text.len() + text.len() % 2;
        }
    }
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(&heap);
    Some(out)
}
