//! A picture in the sizes and parts that are made of it, as pixels. The source is decoded once for all of them, and its pixels, of
//! which there are many, are gone before anything is encoded.

use super::crop::{Crop, CropWish, base_size, cut};
use super::decode::{Decoded, decode};
use super::picture::{PictureInfo, orientation};
use super::pixels::Pixels;
use super::recipe::Recipe;
use super::sniff::PictureFormat;
use std::collections::{BTreeMap, BTreeSet};
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
        let (whole, sizes) = ((info.width, info.height), recipe.sizes(info.width, info.height));
        let largest = *sizes.last()?;
        let wanted = wishes.iter().map(|wish| base_size(wish, whole)).chain([largest]);
        let mut upright;
        (upright, *spare) = Unscaled::new(decoded, orientation(bytes)).in_sizes(wanted);
        let crops = cut_all(&upright, whole, wishes);
        Some(ScaledPicture {
            rungs: rungs(upright.remove(&largest)?, &sizes)?,
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
        let whole = (info.width, info.height);
        let wanted = wishes.iter().map(|wish| base_size(wish, whole));
        let upright;
        (upright, *spare) = Unscaled::new(decoded, orientation(bytes)).in_sizes(wanted);
        Some(cut_all(&upright, whole, wishes))
    };
    let crops = catch_unwind(AssertUnwindSafe(crops)).ok().flatten();
    crops.unwrap_or_else(|| vec![None; wishes.len()])
}

/// A picture in several sizes.
type InSizes = BTreeMap<(u32, u32), Pixels>;

/// Crops are cut from few pixels: from the photograph in the size that the wish needs, which most wishes share.
fn cut_all(upright: &InSizes, whole: (u32, u32), wishes: &[CropWish]) -> Vec<Option<Crop>> {
    let cut = |wish: &CropWish| cut(upright.get(&base_size(wish, whole))?, wish, whole);
    wishes.iter().map(cut).collect()
}

/// The pixels of each size, smallest first; each is scaled from the next larger one, never from the source twice.
fn rungs(largest: Pixels, sizes: &[(u32, u32)]) -> Option<Vec<Pixels>> {
    let mut rungs = vec![largest];
    for (width, height) in sizes.iter().rev().skip(1) {
        let next = rungs.last()?.scaled(*width, *height)?;
        rungs.push(next);
    }
    rungs.reverse();
    Some(rungs)
}

/// A decoded picture in its own size, lying as its file has it.
pub(super) struct Unscaled {
    pixels: Pixels,
    /// Nothing shines through, so that it may be halved.
    opaque: bool,
    /// Colours are weighted by their alpha.
    weighted: bool,
    profile: Option<Vec<u8>>,
    turn: u8,
}

impl Unscaled {
    /// Of a picture that must be turned so.
    pub(super) fn new(decoded: Decoded, turn: u8) -> Self {
        let large = u64::from(decoded.pixels.width) * u64::from(decoded.pixels.height) > LARGE;
        let mut whole = Unscaled {
            weighted: large && !decoded.opaque && decoded.pixels.is_transparent(),
            pixels: decoded.pixels,
            opaque: decoded.opaque,
            profile: decoded.profile,
            turn,
        };
        if whole.weighted {
            whole.pixels.weigh();
        }
        whole
    }

    /// The picture in these sizes, as shown; one that cannot be made is left out. And its memory, for the next picture. Filters
    /// take time by the pixels that they read, so it is halved in its own memory before a size is made that half of it suffices
    /// for: what a size is scaled from depends on that size alone.
    pub(super) fn in_sizes(mut self, sizes: impl Iterator<Item = (u32, u32)>) -> (InSizes, Vec<u8>) {
        let mut wanted: BTreeSet<(u32, u32)> = sizes.collect();
        let mut made = InSizes::new();
        while !wanted.is_empty() {
            let half = (self.pixels.width / 2, self.pixels.height / 2);
            let waits = |size: &(u32, u32)| self.opaque && suffices(half, self.lying(*size));
            let now: BTreeSet<_>;
            (wanted, now) = wanted.into_iter().partition(waits);
            let upright = |size: (u32, u32)| Some((size, self.upright(size)?));
            made.extend(now.into_iter().filter_map(upright));
            if !wanted.is_empty() {
                self.pixels.halve();
            }
        }
        (made, self.pixels.rgba)
    }

    /// A size as shown, as the file has it.
    fn lying(&self, (width, height): (u32, u32)) -> (u32, u32) {
        if self.turn >= 5 {
            (height, width)
        } else {
            (width, height)
        }
    }

    /// Scaled to a size as shown, then turned and brought to sRGB, which costs less on fewer pixels.
    fn upright(&self, size: (u32, u32)) -> Option<Pixels> {
        let (w, h) = self.lying(size);
        let scaled = match self.weighted {
            true => self.pixels.weighted_scaled(w, h)?,
            false => self.pixels.scaled(w, h)?,
        };
        Some(scaled.turned(self.turn).into_srgb(self.profile.as_deref()))
    }
}

/// Whether a level is a quarter larger than what is scaled from it: then the filter, and not the halving, decides what it looks like.
fn suffices(level: (u32, u32), size: (u32, u32)) -> bool {
    let larger = |level: u32, size: u32| u64::from(level) * 4 >= u64::from(size) * 5;
    larger(level.0, size.0) && larger(level.1, size.1)
}
