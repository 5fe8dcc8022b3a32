//! Parts of photographs in given proportions, around the place that must be seen.

use super::decode::decode;
use super::make::{MadePicture, light_jpeg, upright_pixels};
use super::picture::{PictureInfo, orientation};
use super::pixels::Pixels;
use std::panic::{AssertUnwindSafe, catch_unwind};

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
        light_jpeg(&self.0)
    }
}

/// Crops of one picture, which is decoded once. A picture that cannot be decoded has none.
pub fn crops(bytes: &[u8], info: &PictureInfo, wishes: &[CropWish], max_pixels: u64) -> Vec<Option<Crop>> {
    let made = catch_unwind(AssertUnwindSafe(|| made(bytes, info, wishes, max_pixels)));
    made.ok().flatten().unwrap_or_else(|| vec![None; wishes.len()])
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

fn made(bytes: &[u8], info: &PictureInfo, wishes: &[CropWish], max_pixels: u64) -> Option<Vec<Option<Crop>>> {
    let decoded = decode(bytes, info.format, max_pixels)?;
    let (w, h) = (f64::from(info.width), f64::from(info.height));
    // As large as the largest crop needs, so that the rest is done on few pixels.
    let needed = wishes.iter().map(|wish| {
        let (cw, ch) = crop_size(wish, (info.width, info.height));
        (f64::from(cw) / w).max(f64::from(ch) / h)
    });
    let scale = needed.fold(0.0, f64::max);
    let size = |scale: f64| (((w * scale).ceil() as u32).max(1), ((h * scale).ceil() as u32).max(1));
    let base = upright_pixels(decoded, orientation(bytes), size(scale))?;
    Some(
        wishes
            .iter()
            .map(|wish| cut(&base, wish, (info.width, info.height)))
            .collect(),
    )
}

fn cut(base: &Pixels, wish: &CropWish, whole: (u32, u32)) -> Option<Crop> {
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
