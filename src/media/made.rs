//! What was made of a picture: files as bytes, and what there is of them.

use super::encode;
use super::pixels::Pixels;
use super::recipe::{PictureFile, PictureSet};
use super::sniff::PictureFormat;

/// Messengers drop heavier pictures.
const HEAVIEST: usize = 290_000;

/// What was made of a picture: the files of the set in its order, as bytes.
#[derive(Debug, Default)]
pub struct MadePicture {
    /// What there is.
    pub set: PictureSet,
    /// The bytes of each file.
    pub files: Vec<Vec<u8>>,
}

impl MadePicture {
    /// Nothing can be made: the source itself is published.
    pub fn as_it_is() -> Self {
        let set = PictureSet {
            opaque: true,
            ..PictureSet::default()
        };
        MadePicture { set, files: Vec::new() }
    }

    /// A set of one file.
    pub(super) fn one(format: PictureFormat, pixels: &Pixels, bytes: Vec<u8>) -> Self {
        let mut made = MadePicture::default();
        made.push((format, pixels.width, pixels.height), bytes);
        made
    }

    /// A picture as a JPEG that messengers take.
    pub(super) fn light_jpeg(pixels: &Pixels) -> Option<Self> {
        let mut bytes = Vec::new();
        for quality in [84, 78, 70, 60] {
            bytes = encode::plain_jpeg(pixels, quality)?;
            if bytes.len() <= HEAVIEST {
                break;
            }
        }
        Some(MadePicture::one(PictureFormat::Jpeg, pixels, bytes))
    }

    pub(super) fn push(&mut self, (format, width, height): (PictureFormat, u32, u32), bytes: Vec<u8>) {
        self.set.files.push(PictureFile {
            format,
            width,
            height,
            bytes: bytes.len() as u64,
        });
        self.files.push(bytes);
    }
}
