//! Parts of photographs in given proportions, around the place that must be seen.

use super::made::MadePicture;
use super::pixels::Pixels;

/// Each side of what the photograph covers in the size that crops are cut from.
const COVERED: f64 = 1200.0;

/// A crop that is asked for: its size in pixels, and the place that must be seen, in percent from left and top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub struct CropWish {
    /// Pixels; made smaller in proportion where the photograph is smaller.
    pub size: (u32, u32),
    /// From left and top.
    pub focus: (u8, u8),
    /// Whether exactly this size is needed, even if the photograph must be enlarged for it.
    pub exact: bool,
}

/// A part of a photograph, as pixels.
#[derive(Debug, Clone)]
pub struct Crop(Pixels);

impl Crop {
    pub(super) fn pixels(&self) -> &Pixels {
        &self.0
    }

    /// As a JPEG without anything beside the pixels.
    pub fn jpeg(&self) -> Option<MadePicture> {
        MadePicture::light_jpeg(&self.0)
    }
}

/// The size that a wish comes to for a picture of this size.
pub fn crop_size(wish: &CropWish, (width, height): (u32, u32)) -> (u32, u32) {
    let (w, h) = (f64::from(wish.size.0), f64::from(wish.size.1));
    let scale = (f64::from(width) / w).min(f64::from(height) / h).min(1.0);
    match wish.exact {
        true => wish.size,
        false => (((w * scale) as u32).max(1), ((h * scale) as u32).max(1)),
    }
}

/// The size of the photograph that a crop is cut from: covering what most crops need, or larger where this one needs more. It
/// depends on nothing else, so that a crop has the same pixels whatever is cut with it.
pub(super) fn base_size(wish: &CropWish, whole: (u32, u32)) -> (u32, u32) {
    let (w, h) = (f64::from(whole.0), f64::from(whole.1));
    let (width, height) = crop_size(wish, whole);
    let needed = (f64::from(width) / w).max(f64::from(height) / h);
    let scale = (COVERED / w).max(COVERED / h).min(1.0).max(needed);
    let side = |side: f64| ((side * scale).ceil() as u32).max(1);
    (side(w), side(h))
}

/// Cuts a crop out of a photograph in its base size; `whole` is the size of the source.
pub(super) fn cut(base: &Pixels, wish: &CropWish, whole: (u32, u32)) -> Option<Crop> {
    let (width, height) = crop_size(wish, whole);
    let (bw, bh) = (u64::from(base.width), u64::from(base.height));
    let (w, h) = (u64::from(width), u64::from(height));
    // The largest part of these proportions.
    let part = if bw * h > bh * w {
        ((bh * w / h).max(1), bh)
    } else {
        (bw, (bw * h / w).max(1))
    };
    let place = |free: u64, percent: u8| (free * u64::from(percent.min(100)) / 100) as u32;
    let left = place(bw - part.0.min(bw), wish.focus.0);
    let top = place(bh - part.1.min(bh), wish.focus.1);
    let rect = (left, top, part.0 as u32, part.1 as u32);
    Some(Crop(base.part_scaled(rect, width, height)?.without_alpha()))
}
