//! What a file says beside its pixels and sounds: where it was taken, with what, by whom. All of it is left out but the
//! colour profile, the orientation, and who made the picture, whom to credit and who owns it.

mod exif;
mod film;
mod gif;
mod iptc;
mod isobmff;
mod jpeg;
mod png;
mod rights;
mod webp;

use super::sniff::PictureFormat;
use std::borrow::Cow;

pub use rights::Rights;

pub(super) use film::strip as strip_film;

/// Whether a picture keeps the names of those who made it and own it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    Kept,
    Gone,
}

impl Names {
    fn of(self, rights: Rights) -> Rights {
        match self {
            Names::Kept => rights,
            Names::Gone => Rights::default(),
        }
    }
}

/// A photograph without any name in it, with its profile and orientation; `None` for a format that has no such names here, and
/// for what cannot be read.
pub(super) fn strip_names(bytes: &[u8], format: PictureFormat) -> Option<Vec<u8>> {
    match format {
        PictureFormat::Jpeg => jpeg::strip(bytes, Names::Gone),
        PictureFormat::Png => png::strip(bytes, Names::Gone),
        PictureFormat::Webp => webp::strip(bytes, Names::Gone),
        PictureFormat::Gif | PictureFormat::Avif | PictureFormat::Svg => None,
    }
}

/// A picture without what its camera and its editors wrote into it; `None` when it cannot be read as what it is.
pub(super) fn strip(bytes: &[u8], format: PictureFormat) -> Option<Cow<'_, [u8]>> {
    match format {
        PictureFormat::Jpeg => jpeg::strip(bytes, Names::Kept).map(Cow::Owned),
        PictureFormat::Png => png::strip(bytes, Names::Kept).map(Cow::Owned),
        PictureFormat::Webp => webp::strip(bytes, Names::Kept).map(Cow::Owned),
        PictureFormat::Gif => gif::strip(bytes).map(Cow::Owned),
        PictureFormat::Avif => isobmff::strip_picture(bytes).map(Cow::Owned),
        PictureFormat::Svg => None,
    }
}

/// Who made a picture and who owns it, as it says itself.
pub(super) fn rights(bytes: &[u8], format: PictureFormat) -> Rights {
    match format {
        PictureFormat::Jpeg => jpeg::rights(bytes),
        PictureFormat::Png => png::rights(bytes),
        PictureFormat::Webp => webp::rights(bytes),
        PictureFormat::Avif => isobmff::rights(bytes),
        PictureFormat::Gif | PictureFormat::Svg => Rights::default(),
    }
}

/// How a picture must be turned to be seen upright: 1 to 8, as in EXIF; 1 is as it is.
pub(super) fn orientation(bytes: &[u8], format: PictureFormat) -> u8 {
    let found = match format {
        PictureFormat::Jpeg => jpeg::orientation(bytes),
        PictureFormat::Png => png::orientation(bytes),
        _ => None,
    };
    found.unwrap_or(1)
}

#[cfg(test)]
mod tests;
