//! One picture to all its files. Pure: the bytes of a source and a recipe in, files out.

use super::decode::{Decoded, decode};
use super::encode;
use super::metadata::Rights;
use super::picture::{PictureInfo, clean, orientation, rights};
use super::pixels::Pixels;
use super::recipe::{PictureFile, PictureSet, Recipe};
use super::sniff::PictureFormat;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Qualities that are tried when a file comes out heavier than its source.
const LOWER: [u8; 2] = [65, 55];

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
    fn as_it_is() -> Self {
        let set = PictureSet {
            opaque: true,
            ..PictureSet::default()
        };
        MadePicture { set, files: Vec::new() }
    }

    /// A set of one file.
    pub(super) fn one(format: PictureFormat, pixels: &Pixels, bytes: Vec<u8>) -> Self {
        let mut made = MadePicture::default();
        made.push((format, pixels), bytes);
        made
    }

    fn push(&mut self, (format, pixels): (PictureFormat, &Pixels), bytes: Vec<u8>) {
        self.set.files.push(PictureFile {
            format,
            width: pixels.width,
            height: pixels.height,
            bytes: bytes.len() as u64,
        });
        self.files.push(bytes);
    }
}

/// Makes all files of a picture. One that cannot be decoded, or makes a decoder panic, is left as it is.
pub fn make(bytes: &[u8], info: &PictureInfo, recipe: &Recipe) -> MadePicture {
    let made = catch_unwind(AssertUnwindSafe(|| made(bytes, info, recipe)));
    made.ok().flatten().unwrap_or_else(MadePicture::as_it_is)
}

fn made(bytes: &[u8], info: &PictureInfo, recipe: &Recipe) -> Option<MadePicture> {
    let decoded = decode(bytes, info.format, recipe.max_pixels)?;
    let (damaged, inks) = (decoded.damaged, decoded.inks);
    let drawn = info.format == PictureFormat::Png && decoded.pixels.has_few_colours();
    let rungs = rungs(bytes, info, decoded, recipe)?;
    let largest = rungs.last()?;
    let source = clean(bytes, info.format).ok()?;
    let encoding = Encoding {
        recipe,
        drawn,
        // Nothing is heavier than a source of the same size.
        limit: source.len(),
        own: info.width,
    };
    let mut made = MadePicture::default();
    if recipe.webp {
        for rung in &rungs {
            made.push((PictureFormat::Webp, rung), encoding.webp(rung)?);
        }
    }
    let keeps_alpha = drawn || largest.is_transparent();
    let smaller = if recipe.webp { &[] } else { &rungs[..rungs.len() - 1] };
    for rung in smaller {
        let (format, bytes) = encoding.fallback(rung, keeps_alpha, None)?;
        made.push((format, rung), bytes);
    }
    let (format, largest_bytes) = encoding.fallback(largest, keeps_alpha, marker(&rights(bytes)))?;
    let lighter = source.len() <= largest_bytes.len() && info.format == format && !inks;
    if lighter && orientation(bytes) == 1 && info.width <= 2 * largest.width {
        made.set.files.push(PictureFile {
            format,
            width: info.width,
            height: info.height,
            bytes: source.len() as u64,
        });
        made.files.push(source.into_owned());
    } else {
        made.push((format, largest), largest_bytes);
    }
    (made.set.damaged, made.set.inks) = (damaged, inks);
    Some(made)
}

/// The rights of a picture as the contents of a JPEG's marker APP1; `None` when it names none.
fn marker(rights: &Rights) -> Option<Vec<u8>> {
    let packet = [b"http://ns.adobe.com/xap/1.0/\0", rights.xmp().as_slice()].concat();
    (!rights.is_empty()).then_some(packet)
}

/// The pixels of each size, smallest first; each is scaled from the next larger one, never from the source twice.
fn rungs(bytes: &[u8], info: &PictureInfo, decoded: Decoded, recipe: &Recipe) -> Option<Vec<Pixels>> {
    let turn = orientation(bytes);
    let sizes = recipe.sizes(info.width, info.height);
    let mut sizes = sizes.into_iter().rev();
    let (width, height) = sizes.next()?;
    let mut rungs = vec![upright_pixels(decoded, turn, (width, height))?];
    for (width, height) in sizes {
        let next = rungs.last()?.scaled(width, height)?;
        rungs.push(next);
    }
    rungs.reverse();
    Some(rungs)
}

/// Scaled to the size as shown, then turned and brought to sRGB, which costs less on fewer pixels.
pub(super) fn upright_pixels(decoded: Decoded, turn: u8, (width, height): (u32, u32)) -> Option<Pixels> {
    let (w, h) = if turn >= 5 { (height, width) } else { (width, height) };
    let Decoded { pixels, profile, .. } = decoded;
    let scaled = match (pixels.width, pixels.height) == (w, h) {
        true => pixels,
        false => pixels.scaled(w, h)?,
    };
    Some(scaled.turned(turn).into_srgb(profile.as_deref()))
}

/// A picture as a JPEG that messengers take.
pub(super) fn light_jpeg(pixels: &Pixels) -> Option<MadePicture> {
    let mut bytes = Vec::new();
    for quality in [84, 78, 70, 60] {
        bytes = encode::plain_jpeg(pixels, quality)?;
        if bytes.len() <= HEAVIEST {
            break;
        }
    }
    Some(MadePicture::one(PictureFormat::Jpeg, pixels, bytes))
}

/// How the pixels of a picture become files.
struct Encoding<'a> {
    recipe: &'a Recipe,
    /// The source has few colours.
    drawn: bool,
    /// Bytes of the source.
    limit: usize,
    /// Its width.
    own: u32,
}

impl Encoding<'_> {
    fn webp(&self, pixels: &Pixels) -> Option<Vec<u8>> {
        let Recipe { quality, effort, .. } = *self.recipe;
        let mut best = encode::webp(pixels, quality, effort, false)?;
        let lower = LOWER.into_iter().filter(|q| *q < quality);
        for quality in lower {
            if pixels.width < self.own || best.len() <= self.limit {
                break;
            }
            best = encode::webp(pixels, quality, effort, false)?;
        }
        if self.drawn
            && let Some(exact) = encode::webp(pixels, 75, effort, true)
            && exact.len() <= best.len()
        {
            best = exact;
        }
        Some(best)
    }

    fn fallback(&self, pixels: &Pixels, keeps_alpha: bool, xmp: Option<Vec<u8>>) -> Option<(PictureFormat, Vec<u8>)> {
        Some(if keeps_alpha {
            (PictureFormat::Png, encode::png(pixels)?)
        } else {
            (PictureFormat::Jpeg, encode::jpeg(pixels, self.recipe.quality, xmp)?)
        })
    }
}
