//! Measures pictures by their bytes, and makes of them what is published, without touching pixels.

use super::kind::is_moving;
use super::metadata::{self, Rights};
use super::sniff::{FileType, PictureFormat, is_named_picture, sniff};
use super::svg;
use crate::diag::Reason;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Largest side in pixels that is published (reliability.md I5).
const MAX_SIDE: u32 = 12_000;

/// A measured picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PictureInfo {
    /// Its format, by its bytes.
    pub format: PictureFormat,
    /// Pixels as shown (orientation applied); 0 when a drawing does not say.
    pub width: u32,
    /// Pixels as shown.
    pub height: u32,
    /// Bytes of the file.
    pub bytes: u64,
    /// Whether it moves: an animated GIF, WebP or PNG.
    pub moving: bool,
}

impl PictureInfo {
    /// Whether share cards can use it: raster, and large enough (Google wants 50,000 pixels, cards 1200 wide).
    pub fn fits_card(&self) -> bool {
        !matches!(self.format, PictureFormat::Svg | PictureFormat::Avif) && self.width >= 600 && self.height >= 300
    }

    /// Whether it is heavier or larger than readers on slow lines should pay for.
    pub fn is_large(&self) -> bool {
        let most = if self.moving { 1_000_000 } else { 500_000 };
        self.bytes > most || (self.format != PictureFormat::Svg && self.width.max(self.height) > 2_600)
    }
}

/// Why a picture cannot be published.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not a picture that browsers show, or cut off.
    #[error("not a JPEG, PNG, WebP, GIF, AVIF or SVG picture")]
    Unreadable,
    /// A picture of a format that browsers do not show.
    #[error("it is a {0} picture, which browsers do not show: export it as JPEG")]
    NotShown(&'static str),
    /// A film whose boxes cannot be read.
    #[error("it is cut off or damaged")]
    Film,
    /// A side over [`MAX_SIDE`].
    #[error("{0}x{1} pixels; at most 12,000 a side")]
    TooLarge(u32, u32),
    /// A drawing with scripts or outside references.
    #[error("{0}")]
    Active(Reason),
}

/// Measures a picture from its bytes.
///
/// # Errors
/// When it is no picture, too large, or a drawing that is not still.
pub fn probe(bytes: &[u8]) -> Result<PictureInfo, Fault> {
    if svg::is_svg(bytes) {
        let drawing = svg::clean(bytes).map_err(Fault::Active)?;
        return Ok(PictureInfo {
            format: PictureFormat::Svg,
            width: drawing.width,
            height: drawing.height,
            bytes: bytes.len() as u64,
            moving: false,
        });
    }
    let format = match sniff(bytes) {
        FileType::Picture(format) => format,
        FileType::NotShown(name) => return Err(Fault::NotShown(name)),
        FileType::Film | FileType::Other => return Err(Fault::Unreadable),
    };
    let size = imagesize::blob_size(bytes).map_err(|_| Fault::Unreadable)?;
    let side = |s: usize| u32::try_from(s).unwrap_or(u32::MAX);
    let (mut width, mut height) = (side(size.width), side(size.height));
    if width > MAX_SIDE || height > MAX_SIDE || width == 0 || height == 0 {
        return Err(Fault::TooLarge(width, height));
    }
    if metadata::orientation(bytes, format) >= 5 {
        std::mem::swap(&mut width, &mut height);
    }
    Ok(PictureInfo {
        format,
        width,
        height,
        bytes: bytes.len() as u64,
        moving: is_moving(bytes),
    })
}

/// What a file that stands beside texts is: a picture with its size, or `None` for any other file that may be published. Its
/// bytes decide; its name only says what it claims to be.
///
/// # Errors
/// A file that is, or is named, a picture and cannot be shown; a film that cannot be read.
pub fn inspect(path: &str, bytes: &[u8]) -> Result<Option<PictureInfo>, Fault> {
    let is_drawing = svg::is_svg(bytes);
    match sniff(bytes) {
        FileType::Other if !is_drawing && !is_named_picture(path) => Ok(None),
        FileType::Film if !is_named_picture(path) => match metadata::strip_film(bytes) {
            Some(_) => Ok(None),
            None => Err(Fault::Film),
        },
        _ => probe(bytes).map(Some),
    }
}

/// The bytes to publish: pictures and films without what their cameras wrote, drawings written again, all else as it is.
///
/// # Errors
/// What cannot be cleaned is not published.
pub fn publishable(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Fault> {
    if svg::is_svg(bytes) {
        return clean(bytes, PictureFormat::Svg);
    }
    match sniff(bytes) {
        FileType::Picture(format) => clean(bytes, format),
        FileType::NotShown(name) => Err(Fault::NotShown(name)),
        FileType::Film => metadata::strip_film(bytes).map(Cow::Owned).ok_or(Fault::Film),
        FileType::Other => Ok(Cow::Borrowed(bytes)),
    }
}

/// The picture with its pixels, colours and orientation, and with who made it, whom to credit and who owns it (XMP; in a JPEG
/// EXIF and IPTC, too). All else that a camera or a program wrote is left out: place, device, times, names, small pictures, what
/// stands behind the picture. A drawing is written again.
///
/// # Errors
/// When its container cannot be read, or a drawing is not still.
pub fn clean(bytes: &[u8], format: PictureFormat) -> Result<Cow<'_, [u8]>, Fault> {
    if format == PictureFormat::Svg {
        let drawing = svg::clean(bytes).map_err(Fault::Active)?;
        return Ok(Cow::Owned(drawing.text.into_bytes()));
    }
    metadata::strip(bytes, format).ok_or(Fault::Unreadable)
}

/// A photograph of an old site without any name in it: place, device, times, and who took it. A newsroom that brings its archive
/// over did not decide on each picture that its photographer's name goes public; the credit of the caption stays. `None` for a
/// format that is left to the build (GIF, AVIF, drawings), and for what cannot be read.
pub fn anonymous(bytes: &[u8]) -> Option<Vec<u8>> {
    match sniff(bytes) {
        FileType::Picture(format) => metadata::strip_names(bytes, format),
        _ => None,
    }
}

/// Who made a picture, whom to credit and who owns it, as it says itself.
pub fn rights(bytes: &[u8]) -> Rights {
    match sniff(bytes) {
        FileType::Picture(format) => metadata::rights(bytes, format),
        _ => Rights::default(),
    }
}

/// How a JPEG or PNG must be turned to be seen upright, 1 to 8 as EXIF numbers it.
pub fn orientation(bytes: &[u8]) -> u8 {
    match sniff(bytes) {
        FileType::Picture(format) => metadata::orientation(bytes, format),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_no_picture() {
        assert_eq!(probe("ছবি নয়".as_bytes()), Err(Fault::Unreadable));
        assert_eq!(inspect("খবর.csv", "ছবি নয়".as_bytes()), Ok(None));
        assert_eq!(inspect("a/b.JPE", "ছবি নয়".as_bytes()), Err(Fault::Unreadable));
    }

    #[test]
    fn what_moves_may_weigh_twice_as_much_before_it_is_reported() {
        let info = |bytes, moving| PictureInfo {
            bytes,
            moving,
            width: 800,
            height: 600,
            format: PictureFormat::Gif,
        };
        assert!(info(600_000, false).is_large() && !info(600_000, true).is_large());
        assert!(info(1_000_001, true).is_large());
    }

    #[test]
    fn what_browsers_do_not_show_is_refused_whatever_its_name() {
        let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic....";
        let tiff = b"II*\0\x08\0\0\0";
        let bmp = [b"BM".as_slice(), &[0; 12], &40u32.to_le_bytes(), &[0; 36]].concat();
        let jxl = b"\xFF\x0A\0";
        for bytes in [heic.as_slice(), tiff, &bmp, jxl] {
            for name in ["a.jpg", "a.heic", "নাম", "a.bin"] {
                assert!(
                    matches!(inspect(name, bytes), Err(Fault::NotShown(_))),
                    "{name} {bytes:?}"
                );
            }
            assert!(publishable(bytes).is_err());
        }
        assert_eq!(inspect("a.txt", "BM, a text".as_bytes()), Ok(None));
    }
}
