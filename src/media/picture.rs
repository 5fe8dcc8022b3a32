//! Measures pictures by their first bytes, and strips EXIF, GPS, XMP and IPTC from photographs without touching pixels.

use super::kind::is_moving;
use super::svg;
use img_parts::{Bytes, DynImage, ImageEXIF, ImageICC};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Largest side in pixels that is published (reliability.md I5).
const MAX_SIDE: u32 = 12_000;

/// What a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum PictureFormat {
    /// JPEG.
    #[default]
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    Webp,
    /// GIF.
    Gif,
    /// AVIF.
    Avif,
    /// A drawing.
    Svg,
}

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
        self.bytes > 500_000 || (self.format != PictureFormat::Svg && self.width.max(self.height) > 2_600)
    }
}

/// Why a picture cannot be published.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not a picture that browsers show, or cut off.
    #[error("not a JPEG, PNG, WebP, GIF, AVIF or SVG picture")]
    Unreadable,
    /// A side over [`MAX_SIDE`].
    #[error("{0}x{1} pixels; at most 12,000 a side")]
    TooLarge(u32, u32),
    /// A drawing with scripts or outside references.
    #[error("{0}")]
    Active(String),
}

/// Measures a picture from its bytes.
///
/// # Errors
/// When it is no picture, too large, or a drawing that is not still.
pub fn probe(bytes: &[u8]) -> Result<PictureInfo, Fault> {
    if svg::is_svg(bytes) {
        let (width, height) = svg::check(bytes).map_err(Fault::Active)?;
        return Ok(PictureInfo {
            format: PictureFormat::Svg,
            width,
            height,
            bytes: bytes.len() as u64,
            moving: false,
        });
    }
    let format = match imagesize::image_type(bytes).map_err(|_| Fault::Unreadable)? {
        imagesize::ImageType::Jpeg => PictureFormat::Jpeg,
        imagesize::ImageType::Png => PictureFormat::Png,
        imagesize::ImageType::Webp => PictureFormat::Webp,
        imagesize::ImageType::Gif => PictureFormat::Gif,
        imagesize::ImageType::Heif(imagesize::Compression::Av1) => PictureFormat::Avif,
        _ => return Err(Fault::Unreadable),
    };
    let size = imagesize::blob_size(bytes).map_err(|_| Fault::Unreadable)?;
    let side = |s: usize| u32::try_from(s).unwrap_or(u32::MAX);
    let (mut width, mut height) = (side(size.width), side(size.height));
    if width > MAX_SIDE || height > MAX_SIDE || width == 0 || height == 0 {
        return Err(Fault::TooLarge(width, height));
    }
    if format == PictureFormat::Jpeg && orientation(bytes).is_some_and(|o| o >= 5) {
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

/// The picture without EXIF, GPS, XMP, IPTC and comments. The colour profile stays, and so does a JPEG's orientation.
///
/// # Errors
/// When a photograph's container cannot be read: what cannot be cleaned is not published.
pub fn clean(bytes: &[u8], format: PictureFormat) -> Result<Cow<'_, [u8]>, Fault> {
    match format {
        PictureFormat::Jpeg => clean_jpeg(bytes).map(Cow::Owned),
        PictureFormat::Png | PictureFormat::Webp => clean_chunks(bytes).map(Cow::Owned),
        PictureFormat::Gif | PictureFormat::Avif | PictureFormat::Svg => Ok(Cow::Borrowed(bytes)),
    }
}

fn clean_jpeg(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let turned = orientation(bytes).filter(|o| *o != 1);
    let mut jpeg = img_parts::jpeg::Jpeg::from_bytes(Bytes::copy_from_slice(bytes)).map_err(|_| Fault::Unreadable)?;
    let profile = jpeg.icc_profile();
    // APP0 (JFIF) and APP14 (Adobe: colour transform) are needed to decode; every other APPn and comments are reported things.
    jpeg.segments_mut()
        .retain(|s| !matches!(s.marker(), 0xE1..=0xED | 0xEF | 0xFE));
    jpeg.set_icc_profile(profile);
    if let Some(orientation) = turned {
        jpeg.set_exif(Some(bare_exif(orientation)));
    }
    let mut out = Vec::with_capacity(bytes.len());
    jpeg.encoder().write_to(&mut out).map_err(|_| Fault::Unreadable)?;
    Ok(out)
}

fn clean_chunks(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let parsed = DynImage::from_bytes(Bytes::copy_from_slice(bytes)).map_err(|_| Fault::Unreadable)?;
    let mut image = parsed.ok_or(Fault::Unreadable)?;
    image.set_exif(None);
    match &mut image {
        DynImage::Png(png) => png.chunks_mut().retain(|c| {
            matches!(
                &c.kind(),
                b"IHDR"
                    | b"PLTE"
                    | b"IDAT"
                    | b"IEND"
                    | b"tRNS"
                    | b"gAMA"
                    | b"cHRM"
                    | b"sRGB"
                    | b"iCCP"
                    | b"acTL"
                    | b"fcTL"
                    | b"fdAT"
                    | b"sBIT"
                    | b"pHYs"
            )
        }),
        DynImage::WebP(webp) => webp.remove_chunks_by_id(*b"XMP "),
        _ => {}
    }
    let mut out = Vec::with_capacity(bytes.len());
    image.encoder().write_to(&mut out).map_err(|_| Fault::Unreadable)?;
    Ok(out)
}

/// A TIFF block that holds the orientation and nothing else (EXIF 2.3, tag 0x0112).
fn bare_exif(orientation: u8) -> Bytes {
    let mut exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.push(orientation);
    exif.extend_from_slice(&[0, 0, 0, 0, 0, 0]);
    Bytes::from(exif)
}

/// The orientation (1 to 8) of a JPEG's EXIF block.
pub(super) fn orientation(bytes: &[u8]) -> Option<u8> {
    let jpeg = img_parts::jpeg::Jpeg::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    let exif = jpeg.exif()?;
    let little = match exif.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let b: [u8; 2] = exif.get(at..at + 2)?.try_into().ok()?;
        Some(if little {
            u16::from_le_bytes(b)
        } else {
            u16::from_be_bytes(b)
        })
    };
    let long = |at: usize| {
        let b: [u8; 4] = exif.get(at..at + 4)?.try_into().ok()?;
        Some(if little {
            u32::from_le_bytes(b)
        } else {
            u32::from_be_bytes(b)
        })
    };
    let table = long(4)? as usize;
    let entries = short(table)?.min(512);
    (0..entries as usize)
        .map(|i| table + 2 + i * 12)
        .find(|at| short(*at) == Some(0x0112))
        .and_then(|at| short(at + 8))
        .and_then(|o| u8::try_from(o).ok())
        .filter(|o| (1..=8).contains(o))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The smallest JPEG: 1x1, grey; with an EXIF block that says "rotated" and carries a GPS-like text.
    fn jpeg_with_gps() -> Vec<u8> {
        let mut exif = b"Exif\0\0".to_vec();
        exif.extend_from_slice(&bare_exif(6));
        exif.extend_from_slice(b"GPS 23.8103N 90.4125E");
        let mut out = vec![0xFF, 0xD8, 0xFF, 0xE1];
        out.extend_from_slice(&((exif.len() + 2) as u16).to_be_bytes());
        out.extend_from_slice(&exif);
        out.extend_from_slice(&[0xFF, 0xC0, 0, 11, 8, 0, 2, 0, 3, 1, 1, 0x11, 0]);
        out.extend_from_slice(&[0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0x3F, 0, 0x55, 0xFF, 0xD9]);
        out
    }

    #[test]
    fn gps_leaves_and_orientation_stays() {
        let photo = jpeg_with_gps();
        let info = probe(&photo).unwrap();
        assert_eq!((info.width, info.height), (2, 3), "turned by orientation 6");
        let clean = clean(&photo, PictureFormat::Jpeg).unwrap();
        assert!(!clean.windows(3).any(|w| w == b"GPS"));
        assert_eq!(orientation(&clean), Some(6));
        assert_eq!(probe(&clean).map(|i| (i.width, i.height)), Ok((2, 3)));
    }

    #[test]
    fn text_is_no_picture() {
        assert_eq!(probe("ছবি নয়".as_bytes()), Err(Fault::Unreadable));
    }
}
