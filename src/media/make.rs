//! One picture to all its files. Pure: the bytes of a source and a recipe in, files out.

use super::encode;
use super::made::MadePicture;
use super::metadata::Rights;
use super::picture::{PictureInfo, clean, orientation, rights};
use super::pixels::Pixels;
use super::recipe::{PictureFile, Recipe};
use super::scale::{ScaledPicture, scale};
use super::sniff::PictureFormat;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Qualities that are tried when a file comes out heavier than its source.
const LOWER: [u8; 2] = [65, 55];

/// Makes all files of a picture. One that cannot be decoded, or makes a decoder panic, is left as it is.
pub fn make(bytes: &[u8], info: &PictureInfo, recipe: &Recipe) -> MadePicture {
    match scale(bytes, info, (recipe, &[]), &mut Vec::new()) {
        Some(scaled) => encode_sizes(&scaled, bytes, info, recipe),
        None => MadePicture::as_it_is(),
    }
}

/// Makes the files of a picture whose sizes are there as pixels.
pub fn encode_sizes(scaled: &ScaledPicture, bytes: &[u8], info: &PictureInfo, recipe: &Recipe) -> MadePicture {
    let made = catch_unwind(AssertUnwindSafe(|| made(scaled, bytes, info, recipe)));
    made.ok().flatten().unwrap_or_else(MadePicture::as_it_is)
}

/// One file of those in all widths; `source` is the number of its bytes. `None` for the others.
pub fn encode_size(
    scaled: &ScaledPicture,
    (source, info): (usize, &PictureInfo),
    recipe: &Recipe,
    wanted: &PictureFile,
) -> Option<Vec<u8>> {
    let encoding = Encoding::new(scaled, source, info, recipe);
    let format = recipe.formats().find(|format| *format == wanted.format)?;
    let rung = scaled.rungs.iter().find(|rung| rung.width == wanted.width)?;
    let file = catch_unwind(AssertUnwindSafe(|| encoding.in_format(rung, format)));
    file.ok().flatten()
}

fn made(scaled: &ScaledPicture, bytes: &[u8], info: &PictureInfo, recipe: &Recipe) -> Option<MadePicture> {
    let ScaledPicture { rungs, drawn, .. } = scaled;
    let (largest, smaller) = rungs.split_last()?;
    let source = clean(bytes, info.format).ok()?;
    let encoding = Encoding::new(scaled, source.len(), info, recipe);
    let mut made = MadePicture::default();
    let all = |format| {
        let files = rungs.iter().map(|rung| Some((rung, encoding.in_format(rung, format)?)));
        Some((format, files.collect::<Option<Vec<_>>>()?))
    };
    let formats = recipe.formats().map(all).collect::<Option<Vec<_>>>()?;
    for (format, files) in lighter_first(formats) {
        for (rung, file) in files {
            made.push((format, rung.width, rung.height), file);
        }
    }
    let keeps_alpha = *drawn || largest.is_transparent();
    for rung in smaller.iter().filter(|_| recipe.formats().next().is_none()) {
        let (format, file) = encoding.fallback(rung, keeps_alpha, None)?;
        made.push((format, rung.width, rung.height), file);
    }
    let (format, file) = encoding.fallback(largest, keeps_alpha, marker(&rights(bytes)))?;
    let lighter = source.len() <= file.len() && info.format == format && !scaled.inks;
    if lighter && orientation(bytes) == 1 && info.width <= 2 * largest.width {
        made.push((format, info.width, info.height), source.into_owned());
    } else {
        made.push((format, largest.width, largest.height), file);
    }
    (made.set.damaged, made.set.inks) = (scaled.damaged, scaled.inks);
    Some(made)
}

/// Files of all widths in one format.
type InFormat<'a> = (PictureFormat, Vec<(&'a Pixels, Vec<u8>)>);

/// Browsers take the first format that they know: one that is not lighter than the next helps nobody.
fn lighter_first(mut formats: Vec<InFormat<'_>>) -> Vec<InFormat<'_>> {
    let bytes = |(_, files): &InFormat<'_>| files.iter().map(|(_, file)| file.len()).sum::<usize>();
    if let [first, second] = &formats[..]
        && bytes(first) >= bytes(second)
    {
        formats.remove(0);
    }
    formats
}

/// The rights of a picture as the contents of a JPEG's marker APP1; `None` when it names none.
fn marker(rights: &Rights) -> Option<Vec<u8>> {
    let packet = [b"http://ns.adobe.com/xap/1.0/\0", rights.xmp().as_slice()].concat();
    (!rights.is_empty()).then_some(packet)
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

impl<'a> Encoding<'a> {
    /// For a source of so many bytes: nothing is heavier than a source of the same size.
    fn new(scaled: &ScaledPicture, source: usize, info: &PictureInfo, recipe: &'a Recipe) -> Self {
        Encoding {
            recipe,
            drawn: scaled.drawn,
            limit: source,
            own: info.width,
        }
    }

    fn in_format(&self, pixels: &Pixels, format: PictureFormat) -> Option<Vec<u8>> {
        match format {
            PictureFormat::Avif => encode::avif(pixels, self.recipe.quality, self.recipe.effort),
            _ => self.webp(pixels),
        }
    }

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
