//! What a file is by its first bytes, never by its name.

use serde::{Deserialize, Serialize};

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

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileType {
    /// A picture that browsers show; drawings are known elsewhere.
    Picture(PictureFormat),
    /// A picture that browsers do not show, or not all of them.
    NotShown(&'static str),
    /// Film or sound of the MPEG-4 and QuickTime family.
    Film,
    /// Anything else.
    Other,
}

/// Looks at the first bytes of a file.
pub(super) fn sniff(bytes: &[u8]) -> FileType {
    use FileType::{NotShown, Other, Picture};
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    match () {
        () if starts(b"\xFF\xD8\xFF") => Picture(PictureFormat::Jpeg),
        () if starts(b"\x89PNG\r\n\x1a\n") => Picture(PictureFormat::Png),
        () if starts(b"GIF87a") || starts(b"GIF89a") => Picture(PictureFormat::Gif),
        () if starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") => Picture(PictureFormat::Webp),
        () if starts(b"II*\0") || starts(b"MM\0*") || starts(b"II+\0") || starts(b"MM\0+") => NotShown("TIFF"),
        () if starts(b"IIU\0") || starts(b"IIRO") || starts(b"IIRS") || starts(b"FUJIFILMCCD-RAW") => {
            NotShown("raw camera")
        }
        () if starts(b"\xFF\x0A") || starts(b"\0\0\0\x0CJXL \r\n\x87\n") => NotShown("JPEG XL"),
        () if starts(b"\xFF\x4F\xFF\x51") || starts(b"\0\0\0\x0CjP  \r\n\x87\n") => NotShown("JPEG 2000"),
        () if is_bmp(bytes) => NotShown("BMP"),
        () => match bytes.get(4..8) {
            Some(b"ftyp") => brands(bytes),
            // QuickTime of old begins without saying what it is.
            Some(b"moov" | b"mdat" | b"wide" | b"free" | b"skip" | b"pnot") => FileType::Film,
            _ => Other,
        },
    }
}

/// A bitmap says how long its own header is; a text that begins with "BM" does not.
fn is_bmp(bytes: &[u8]) -> bool {
    let header = bytes.get(14..18).and_then(|four| <[u8; 4]>::try_from(four).ok());
    let known = header.is_some_and(|four| matches!(u32::from_le_bytes(four), 12 | 16 | 40 | 52 | 56 | 64 | 108 | 124));
    bytes.starts_with(b"BM") && known
}

/// What the brands of an ISO file make it.
fn brands(bytes: &[u8]) -> FileType {
    let length = bytes.get(..4).and_then(|four| <[u8; 4]>::try_from(four).ok());
    let end = length.map_or(0, u32::from_be_bytes).clamp(12, 512) as usize;
    let box_end = end.min(bytes.len());
    let major = bytes.get(8..12).unwrap_or_default();
    let others = bytes.get(16..box_end).unwrap_or_default().chunks_exact(4);
    let all: Vec<&[u8]> = std::iter::once(major).chain(others).collect();
    let has = |brand: &[u8]| all.contains(&brand);
    match major {
        b"avif" | b"avis" => FileType::Picture(PictureFormat::Avif),
        b"mif1" | b"msf1" | b"miaf" if has(b"avif") || has(b"avis") => FileType::Picture(PictureFormat::Avif),
        b"heic" | b"heix" | b"hevc" | b"hevx" | b"heim" | b"heis" | b"hevm" | b"hevs" | b"mif1" | b"msf1" | b"miaf" => {
            FileType::NotShown("HEIC")
        }
        b"crx " => FileType::NotShown("raw camera"),
        b"jxl " => FileType::NotShown("JPEG XL"),
        b"jp2 " | b"jpx " => FileType::NotShown("JPEG 2000"),
        _ => FileType::Film,
    }
}

/// Whether a name says "picture", whatever its bytes are.
pub(super) fn is_named_picture(path: &str) -> bool {
    const ENDINGS: [&str; 20] = [
        "jpg", "jpeg", "jpe", "jfif", "pjpeg", "pjp", "png", "apng", "webp", "gif", "avif", "avifs", "svg", "svgz",
        "heic", "heif", "tif", "tiff", "bmp", "jxl",
    ];
    let name = path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}
