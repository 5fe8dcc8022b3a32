//! Pixels in memory, four bytes each: scaled, turned, cut, brought to sRGB.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, MulDiv, PixelType, ResizeAlg, ResizeOptions, Resizer};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
use rustc_hash::FxHashSet;

/// A rectangle of a picture: left, top, width, height.
pub(super) type Rect = (u32, u32, u32, u32);

/// Pixels as red, green, blue and alpha.
#[derive(Debug, Clone, Default)]
pub(super) struct Pixels {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) rgba: Vec<u8>,
}

impl Pixels {
    /// Pixels of this size; `None` when there are not as many.
    pub(super) fn new(width: u32, height: u32, rgba: Vec<u8>) -> Option<Self> {
        let wanted = (width as usize).checked_mul(height as usize)?.checked_mul(4)?;
        (width > 0 && height > 0 && rgba.len() == wanted).then_some(Pixels { width, height, rgba })
    }

    fn rows(&self) -> impl DoubleEndedIterator<Item = &[u8]> + ExactSizeIterator {
        self.rgba.chunks_exact(self.width.max(1) as usize * 4)
    }

    /// How many percent of the rows are filled: a decoder leaves those grey that a file ends before.
    pub(super) fn filled(&self) -> u8 {
        let empty = |row: &&[u8]| {
            let first = row.get(..4);
            first.is_some() && row.chunks_exact(4).all(|pixel| Some(pixel) == first)
        };
        let missing = self.rows().rev().take_while(empty).count() as u64;
        let height = u64::from(self.height.max(1));
        ((height - missing.min(height)) * 100 / height) as u8
    }

    /// Whether anything shines through.
    pub(super) fn is_transparent(&self) -> bool {
        self.rgba.chunks_exact(4).any(|pixel| pixel[3] != 255)
    }

    /// Whether it is drawn with few colours (charts, screenshots): at most 256.
    pub(super) fn has_few_colours(&self) -> bool {
        let mut colours = FxHashSet::default();
        let mut pixels = self.rgba.chunks_exact(4);
        pixels.all(|p| {
            colours.insert([p[0], p[1], p[2], p[3]]);
            colours.len() <= 256
        })
    }

    /// Made half as wide and half as high, in its own memory; each pixel is the mean of four. For pictures in which nothing shines
    /// through.
    pub(super) fn halve(&mut self) {
        let (width, height) = (self.width / 2, self.height / 2);
        let (from, to) = (self.width as usize * 4, width as usize * 4);
        let mut half = vec![0; to];
        for y in 0..height as usize {
            let pair = self.rgba.get(2 * y * from..(2 * y + 2) * from).unwrap_or_default();
            let (above, below) = pair.split_at(pair.len() / 2);
            let fours = above.chunks_exact(8).zip(below.chunks_exact(8));
            for (pixel, (above, below)) in half.chunks_exact_mut(4).zip(fours) {
                pixel.copy_from_slice(&mean(above, below));
            }
            if let Some(row) = self.rgba.get_mut(y * to..(y + 1) * to) {
                row.copy_from_slice(&half);
            }
        }
        self.rgba.truncate(to * height as usize);
        (self.width, self.height) = (width, height);
    }

    /// Scaled to another size (Lanczos).
    pub(super) fn scaled(&self, width: u32, height: u32) -> Option<Pixels> {
        self.part_scaled((0, 0, self.width, self.height), width, height)
    }

    /// A part of it, scaled.
    pub(super) fn part_scaled(&self, (left, top, w, h): Rect, width: u32, height: u32) -> Option<Pixels> {
        let whole = (left, top, w, h) == (0, 0, self.width, self.height);
        if whole && (width, height) == (self.width, self.height) {
            return Some(self.clone());
        }
        self.resized((left, top, w, h), (width, height), self.is_transparent())
    }

    fn resized(&self, (left, top, w, h): Rect, (width, height): (u32, u32), alpha: bool) -> Option<Pixels> {
        let from = ImageRef::new(self.width, self.height, &self.rgba, PixelType::U8x4).ok()?;
        let mut to = Image::new(width, height, PixelType::U8x4);
        let options = ResizeOptions::new()
            .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
            .crop(f64::from(left), f64::from(top), f64::from(w), f64::from(h))
            .use_alpha(alpha);
        Resizer::new().resize(&from, &mut to, &options).ok()?;
        Pixels::new(width, height, to.into_vec())
    }

    /// Colours weighted by their alpha in place, as filters need them. Scaling a picture that is not weighted makes such a copy first,
    /// which a large one has no room for.
    pub(super) fn weigh(&mut self) {
        let _ = self.as_image(|image| MulDiv::new().multiply_alpha_inplace(image).ok());
    }

    /// Weighted pixels, scaled, with their own colours again.
    pub(super) fn weighted_scaled(&self, width: u32, height: u32) -> Option<Pixels> {
        let mut scaled = self.resized((0, 0, self.width, self.height), (width, height), false)?;
        scaled.as_image(|image| MulDiv::new().divide_alpha_inplace(image).ok())?;
        Some(scaled)
    }

    fn as_image(&mut self, change: impl FnOnce(&mut Image<'_>) -> Option<()>) -> Option<()> {
        let mut image = Image::from_slice_u8(self.width, self.height, &mut self.rgba, PixelType::U8x4).ok()?;
        change(&mut image)
    }

    /// Turned as an EXIF orientation (1 to 8) says.
    pub(super) fn turned(self, orientation: u8) -> Pixels {
        if !(2..=8).contains(&orientation) {
            return self;
        }
        let (w, h) = (self.width as usize, self.height as usize);
        let (width, height) = if orientation >= 5 { (h, w) } else { (w, h) };
        let mut rgba = Vec::with_capacity(self.rgba.len());
        for y in 0..height {
            for x in 0..width {
                let (from_x, from_y) = match orientation {
                    2 => (w - 1 - x, y),
                    3 => (w - 1 - x, h - 1 - y),
                    4 => (x, h - 1 - y),
                    5 => (y, x),
                    6 => (y, h - 1 - x),
                    7 => (w - 1 - y, h - 1 - x),
                    _ => (w - 1 - y, x),
                };
                let at = (from_y * w + from_x) * 4;
                rgba.extend_from_slice(self.rgba.get(at..at + 4).unwrap_or(&[0; 4]));
            }
        }
        Pixels {
            width: width as u32,
            height: height as u32,
            rgba,
        }
    }

    /// Brought from the colours of `profile` to sRGB. What the profile does not explain stays.
    pub(super) fn into_srgb(mut self, profile: Option<&[u8]>) -> Pixels {
        let Some(profile) = profile.and_then(|bytes| ColorProfile::new_from_slice(bytes).ok()) else {
            return self;
        };
        if profile.color_space != DataColorSpace::Rgb {
            return self;
        }
        let srgb = ColorProfile::new_srgb();
        let options = TransformOptions::default();
        let Ok(transform) = profile.create_transform_8bit(Layout::Rgba, &srgb, Layout::Rgba, options) else {
            return self;
        };
        let mut to = vec![0; self.rgba.len()];
        if transform.transform(&self.rgba, &mut to).is_ok() {
            self.rgba = to;
        }
        self
    }

    /// On white, where anything shines through.
    pub(super) fn without_alpha(mut self) -> Pixels {
        for pixel in self.rgba.chunks_exact_mut(4).filter(|p| p[3] != 255) {
            let alpha = u16::from(pixel[3]);
            for channel in pixel.iter_mut().take(3) {
                *channel = ((u16::from(*channel) * alpha + 255 * (255 - alpha)) / 255) as u8;
            }
            pixel[3] = 255;
        }
        self
    }

    /// Red, green and blue alone.
    pub(super) fn rgb(&self) -> Vec<u8> {
        let mut rgb = vec![0; self.rgba.len() / 4 * 3];
        for (to, from) in rgb.chunks_exact_mut(3).zip(self.rgba.chunks_exact(4)) {
            to.copy_from_slice(&from[..3]);
        }
        rgb
    }
}

/// The mean of two pixels and the two below them. Two channels are added at a time, each in 16 bits of its own.
fn mean(above: &[u8], below: &[u8]) -> [u8; 4] {
    const HALF: u32 = 0x00FF_00FF;
    let pixel = |bytes: &[u8], at: usize| {
        bytes
            .get(at..)
            .and_then(|b| b.first_chunk())
            .map_or(0, |p| u32::from_le_bytes(*p))
    };
    let four = [pixel(above, 0), pixel(above, 4), pixel(below, 0), pixel(below, 4)];
    let sum = |shift: u32| {
        four.iter()
            .fold(0x0002_0002, |sum, pixel| sum + (pixel >> shift & HALF))
    };
    ((sum(0) >> 2 & HALF) | (sum(8) >> 2 & HALF) << 8).to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three by two pixels, each of its own red.
    fn numbered() -> Pixels {
        let rgba = (1..=6u8).flat_map(|n| [n, 0, 0, 255]).collect();
        Pixels::new(3, 2, rgba).unwrap()
    }

    #[test]
    fn weighted_pixels_are_scaled_as_plain_ones_are() {
        let rgba = (0..40 * 30 * 4u32).map(|n| (n * 37 % 251) as u8).collect();
        let plain = Pixels::new(40, 30, rgba).unwrap();
        let mut weighted = plain.clone();
        weighted.weigh();
        let scaled = weighted.weighted_scaled(16, 12).unwrap();
        assert_eq!(scaled.rgba, plain.scaled(16, 12).unwrap().rgba);
    }

    #[test]
    fn all_eight_orientations_turn_as_exif_says() {
        let reds = |o: u8| {
            let p = numbered().turned(o);
            (p.width, p.rgba.chunks(4).map(|p| p[0]).collect::<Vec<_>>())
        };
        assert_eq!(reds(1), (3, vec![1, 2, 3, 4, 5, 6]));
        assert_eq!(reds(2), (3, vec![3, 2, 1, 6, 5, 4]));
        assert_eq!(reds(3), (3, vec![6, 5, 4, 3, 2, 1]));
        assert_eq!(reds(4), (3, vec![4, 5, 6, 1, 2, 3]));
        assert_eq!(reds(5), (2, vec![1, 4, 2, 5, 3, 6]));
        assert_eq!(reds(6), (2, vec![4, 1, 5, 2, 6, 3]));
        assert_eq!(reds(7), (2, vec![6, 3, 5, 2, 4, 1]));
        assert_eq!(reds(8), (2, vec![3, 6, 2, 5, 1, 4]));
    }

    #[test]
    fn a_profile_of_wider_colours_is_brought_to_srgb() {
        let profile = ColorProfile::new_display_p3().encode().unwrap();
        let red = Pixels::new(1, 1, vec![200, 30, 30, 255]).unwrap();
        let red = red.into_srgb(Some(&profile)).rgba;
        assert!(
            red[0] > 205 && red[1] < 30,
            "{red:?}: the same colour has more red in sRGB"
        );
        let kept = Pixels::new(1, 1, vec![200, 30, 30, 255]).unwrap();
        assert_eq!(kept.into_srgb(Some(b"no profile")).rgba, [200, 30, 30, 255]);
    }

    #[test]
    fn a_half_is_the_mean_of_four() {
        let rgba = [10u8, 20, 30, 255].into_iter().chain([30, 20, 10, 255]);
        let below = [255u8, 0, 1, 255].into_iter().chain([255, 3, 2, 255]);
        let four = Pixels::new(2, 2, rgba.chain(below).collect()).unwrap();
        let mut half = four;
        half.halve();
        // (10+30+255+255)/4 = 137.5, (20+20+0+3)/4 = 10.75, (30+10+1+2)/4 = 10.75.
        assert_eq!(
            (half.width, half.height, &half.rgba[..]),
            (1, 1, &[138, 11, 11, 255][..])
        );
        let mut odd = numbered();
        odd.halve();
        assert_eq!((odd.width, odd.height, odd.rgba[0]), (1, 1, 3));
        let mut row = Pixels::new(3, 1, vec![7; 12]).unwrap();
        row.halve();
        assert_eq!((row.height, row.rgba.len()), (0, 0));
    }

    #[test]
    fn the_filled_part_ends_where_every_row_is_one_colour() {
        let mut pixels = numbered();
        pixels.rgba.extend([128; 12].iter().chain(&[128; 12]));
        pixels.height = 4;
        assert_eq!(pixels.filled(), 50);
    }
}
