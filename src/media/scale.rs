//! A picture in the sizes and parts that are made of it, as pixels. The source is decoded once for all of them, and its pixels, of
//! which there are many, are gone before anything is encoded.

use super::crop::{Crop, CropWish, base_size, cut};
use super::decode::{Decoded, decode};
use super::picture::{PictureInfo, orientation};
use super::pixels::Pixels;
use super::recipe::Recipe;
use super::sniff::PictureFormat;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Pixels from which on a copy of a picture costs more memory than there is for one.
const LARGE: u64 = 16_000_000;

/// A picture in its sizes.
#[derive(Debug)]
pub struct ScaledPicture {
    /// Smallest first; at least one.
    pub(super) rungs: Vec<Pixels>,
    /// The source has few colours.
    pub(super) drawn: bool,
    /// How much of the source is there, in percent, when it ends too early.
    pub(super) damaged: Option<u8>,
    /// The source has four inks.
    pub(super) inks: bool,
    /// What was wished for, in that order.
    pub crops: Vec<Option<Crop>>,
}

/// The sizes of a picture and the crops that are wished for. `None` for one that cannot be decoded, or makes a decoder panic.
/// `spare` is memory for the pixels of the source, kept from one picture to the next: to get and give back 50 MB takes a tenth of
/// the time of a picture.
pub fn scale(
    bytes: &[u8],
    info: &PictureInfo,
    (recipe, wishes): (&Recipe, &[CropWish]),
    spare: &mut Vec<u8>,
) -> Option<ScaledPicture> {
    let scaled = || {
        let decoded = decode(bytes, info.format, recipe.max_pixels, std::mem::take(spare))?;
        let (damaged, inks) = (decoded.damaged, decoded.inks);
        let drawn = info.format == PictureFormat::Png && decoded.pixels.has_few_colours();
        let sizes = recipe.sizes(info.width, info.height);
        let levels = Levels::new(decoded, orientation(bytes), &sizes[sizes.len().saturating_sub(1)..]);
        let rungs = rungs(&levels, &sizes)?;
        let crops = cut_all(&levels, info, wishes);
        *spare = levels.into_memory();
        Some(ScaledPicture {
            rungs,
            drawn,
            damaged,
            inks,
            crops,
        })
    };
    catch_unwind(AssertUnwindSafe(scaled)).ok().flatten()
}

/// Crops of a picture whose sizes are made already. One that cannot be decoded has none.
pub fn crops(
    bytes: &[u8],
    info: &PictureInfo,
    (max_pixels, wishes): (u64, &[CropWish]),
    spare: &mut Vec<u8>,
) -> Vec<Option<Crop>> {
    let crops = || {
        let decoded = decode(bytes, info.format, max_pixels, std::mem::take(spare))?;
        let sizes: Vec<_> = wishes
            .iter()
            .map(|wish| base_size(wish, (info.width, info.height)))
            .collect();
        let levels = Levels::new(decoded, orientation(bytes), &sizes);
        let crops = cut_all(&levels, info, wishes);
        *spare = levels.into_memory();
        Some(crops)
    };
    let crops = catch_unwind(AssertUnwindSafe(crops)).ok().flatten();
    crops.unwrap_or_else(|| vec![None; wishes.len()])
}

/// Crops are cut from few pixels: from the photograph in the size that the wish needs, which most wishes share.
fn cut_all(levels: &Levels, info: &PictureInfo, wishes: &[CropWish]) -> Vec<Option<Crop>> {
    let whole = (info.width, info.height);
    let mut base: Option<((u32, u32), Pixels)> = None;
    let cut = |wish: &CropWish| {
        let size = base_size(wish, whole);
        if base.as_ref().is_none_or(|(known, _)| *known != size) {
            base = Some((size, levels.upright(size)?));
        }
        cut(&base.as_ref()?.1, wish, whole)
    };
    wishes.iter().map(cut).collect()
}

/// The pixels of each size, smallest first; each is scaled from the next larger one, never from the source twice.
fn rungs(levels: &Levels, sizes: &[(u32, u32)]) -> Option<Vec<Pixels>> {
    let (largest, smaller) = sizes.split_last()?;
    let mut rungs = vec![levels.upright(*largest)?];
    for (width, height) in smaller.iter().rev() {
        let next = rungs.last()?.scaled(*width, *height)?;
        rungs.push(next);
    }
    rungs.reverse();
    Some(rungs)
}

/// A decoded picture, and the same at half its size, at a quarter, as far as it helps: filters take time by the pixels that they
/// read.
pub(super) struct Levels {
    levels: Vec<Pixels>,
    /// Colours are weighted by their alpha.
    weighted: bool,
    profile: Option<Vec<u8>>,
    turn: u8,
}

impl Levels {
    /// Of a picture that must be turned so, for sizes as shown.
    pub(super) fn new(decoded: Decoded, turn: u8, sizes: &[(u32, u32)]) -> Self {
        let large = u64::from(decoded.pixels.width) * u64::from(decoded.pixels.height) > LARGE;
        let weighted = large && !decoded.opaque && decoded.pixels.is_transparent();
        let mut levels = Levels {
            levels: match weighted {
                true => decoded.pixels.weighted().into_iter().collect(),
                false => vec![decoded.pixels],
            },
            weighted,
            profile: decoded.profile,
            turn,
        };
        while let Some(last) = levels.levels.last()
            && decoded.opaque
            && sizes
                .iter()
                .any(|size| suffices((last.width / 2, last.height / 2), levels.lying(*size)))
        {
            let half = last.halved();
            levels.levels.push(half);
        }
        levels
    }

    /// A size as shown, as the file has it.
    fn lying(&self, (width, height): (u32, u32)) -> (u32, u32) {
        if self.turn >= 5 {
            (height, width)
        } else {
            (width, height)
        }
    }

    /// Scaled to a size as shown, then turned and brought to sRGB, which costs less on fewer pixels. Which level it is scaled from
    /// depends on the size alone.
    pub(super) fn upright(&self, size: (u32, u32)) -> Option<Pixels> {
        let (w, h) = self.lying(size);
        let enough = |level: &&Pixels| suffices((level.width, level.height), (w, h));
        let level = self.levels.iter().rfind(enough).or(self.levels.first())?;
        let scaled = match self.weighted {
            true => level.weighted_scaled(w, h)?,
            false => level.scaled(w, h)?,
        };
        Some(scaled.turned(self.turn).into_srgb(self.profile.as_deref()))
    }

    /// The memory of the whole picture, for the next one.
    fn into_memory(self) -> Vec<u8> {
        self.levels
            .into_iter()
            .next()
            .map(|whole| whole.rgba)
            .unwrap_or_default()
    }
}

/// Whether a level is a quarter larger than what is scaled from it: then the filter, and not the halving, decides what it looks like.
fn suffices(level: (u32, u32), size: (u32, u32)) -> bool {
    let larger = |level: u32, size: u32| u64::from(level) * 4 >= u64::from(size) * 5;
    larger(level.0, size.0) && larger(level.1, size.1)
}
