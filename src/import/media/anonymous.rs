//! Photographs of an old site without any name in them: place, device, times, and who took them. A newsroom that brings its archive
//! over did not decide on each picture that its photographer's name goes public; the credit of the caption stays. The colour
//! profile and the orientation are kept.

use img_parts::jpeg::{Jpeg, markers};
use img_parts::png::Png;
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF};

/// The picture without names, or `None` for a format that is left to the build (GIF, AVIF) and for what cannot be read.
pub fn anonymous(bytes: &[u8]) -> Option<Vec<u8>> {
    let whole = Bytes::copy_from_slice(bytes);
    if bytes.starts_with(b"\xFF\xD8") {
        let mut picture = Jpeg::from_bytes(whole).ok()?;
        let turned = picture
            .exif()
            .and_then(|exif| orientation(&exif))
            .filter(|o| (2..=8).contains(o));
        for marker in [markers::APP1, markers::APP13, markers::COM] {
            picture.remove_segments_by_marker(marker);
        }
        picture.set_exif(turned.map(only_orientation));
        return Some(picture.encoder().bytes().to_vec());
    }
    if bytes.starts_with(b"\x89PNG") {
        let mut picture = Png::from_bytes(whole).ok()?;
        for kind in [*b"tEXt", *b"zTXt", *b"iTXt", *b"eXIf", *b"tIME"] {
            picture.remove_chunks_by_type(kind);
        }
        return Some(picture.encoder().bytes().to_vec());
    }
    if bytes.starts_with(b"RIFF") {
        let mut picture = WebP::from_bytes(whole).ok()?;
        picture.set_exif(None);
        picture.chunks_mut().retain(|chunk| chunk.id() != *b"XMP ");
        return Some(picture.encoder().bytes().to_vec());
    }
    None
}

/// The orientation that EXIF names.
fn orientation(exif: &[u8]) -> Option<u8> {
    let little = exif.starts_with(b"II");
    let number = |at: usize, length: usize| -> Option<usize> {
        let bytes = exif.get(at..at.checked_add(length)?)?;
        let value = |acc: usize, b: &u8| (acc << 8) | usize::from(*b);
        Some(if little {
            bytes.iter().rev().fold(0, value)
        } else {
            bytes.iter().fold(0, value)
        })
    };
    let table = number(4, 4)?;
    let count = number(table, 2)?.min(512);
    let entry = (0..count)
        .map(|i| table + 2 + 12 * i)
        .find(|at| number(*at, 2) == Some(0x0112))?;
    u8::try_from(number(entry + 8, 2)?).ok()
}

/// EXIF that says how a picture is turned and nothing else.
fn only_orientation(turned: u8) -> Bytes {
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([turned, 0, 0, 0, 0, 0, 0, 0]);
    Bytes::from(exif)
}

#[cfg(test)]
mod tests {
    use super::{anonymous, only_orientation, orientation};

    #[test]
    fn only_the_orientation_is_left() {
        assert_eq!(orientation(&only_orientation(6)), Some(6));
        assert_eq!(
            orientation(b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x03\0\0\0\0\0\0"),
            Some(3)
        );
        for broken in [&b""[..], b"II*\0\xFF\xFF\xFF\xFF", b"MM"] {
            assert_eq!(orientation(broken), None);
        }
        // A JPEG of markers alone: start, comment, scan of one byte, end.
        let jpeg = b"\xFF\xD8\xFF\xFE\0\x07gopon\xFF\xDA\0\x02\x01\xFF\xD9";
        let clean = anonymous(jpeg).unwrap();
        assert!(!clean.windows(5).any(|w| w == b"gopon") && clean.starts_with(b"\xFF\xD8"));
        assert_eq!(anonymous(b"GIF89a"), None);
    }
}
