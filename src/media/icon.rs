//! A site's icon in the files that browsers and telephones ask for.

use super::decode::decode;
use super::encode::png;
use super::picture::{PictureInfo, orientation};
use super::pixels::Pixels;
use super::scale::Unscaled;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The smallest side of a picture that becomes a site's icons: that of the largest of them.
pub const ICON: u32 = 512;
/// Sizes inside of `favicon.ico`.
const SMALL: [u32; 3] = [16, 32, 48];
/// Pixels a side that are decoded at most.
const LARGEST: u64 = 4096 * 4096;
/// The part of a maskable icon, in percent, that no mask cuts off (W3C, Web Application Manifest: a circle of 80 %).
const SAFE: u32 = 80;

/// The files of a site's icon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IconFiles {
    /// `favicon.ico` with 16, 32 and 48 pixels.
    pub favicon: Vec<u8>,
    /// A PNG of 180 pixels without transparency, for touch screens.
    pub touch: Vec<u8>,
    /// PNG files of 192 and 512 pixels for the web manifest, of which a mask may cut the edges.
    pub maskable: [(u32, Vec<u8>); 2],
}

/// Makes the files of a square picture of at least [`ICON`] pixels. `None` when it cannot be read.
pub fn icon_files(bytes: &[u8], info: &PictureInfo) -> Option<IconFiles> {
    catch_unwind(AssertUnwindSafe(|| made(bytes, info))).ok().flatten()
}

fn made(bytes: &[u8], info: &PictureInfo) -> Option<IconFiles> {
    let decoded = decode(bytes, info.format, LARGEST, Vec::new())?;
    let whole = Unscaled::new(decoded, orientation(bytes));
    let whole = whole.in_sizes([(ICON, ICON)].into_iter()).0.into_values().next()?;
    let ground = ground(&whole);
    let small = SMALL.map(|side| Some((side, png(&whole.scaled(side, side)?)?)));
    let small: Option<Vec<(u32, Vec<u8>)>> = small.into_iter().collect();
    let padded = padded(&whole, ground)?;
    let maskable = |side: u32| Some((side, png(&padded.scaled(side, side)?)?));
    Some(IconFiles {
        favicon: ico(&small?),
        touch: png(&over(&whole.scaled(180, 180)?, ground))?,
        maskable: [maskable(192)?, maskable(ICON)?],
    })
}

/// The colour that an icon lies on where it must not be transparent: that of its own corner, else white.
fn ground(icon: &Pixels) -> [u8; 3] {
    match icon.rgba.first_chunk() {
        Some([red, green, blue, 255]) => [*red, *green, *blue],
        _ => [255; 3],
    }
}

/// The icon on its ground.
fn over(icon: &Pixels, ground: [u8; 3]) -> Pixels {
    let mut out = icon.clone();
    for pixel in out.rgba.chunks_exact_mut(4) {
        let alpha = u16::from(pixel[3]);
        for (channel, under) in pixel.iter_mut().zip(ground) {
            *channel = ((u16::from(*channel) * alpha + u16::from(under) * (255 - alpha)) / 255) as u8;
        }
        pixel[3] = 255;
    }
    out
}

/// The icon, smaller, in the middle of its ground.
fn padded(icon: &Pixels, ground: [u8; 3]) -> Option<Pixels> {
    let side = ICON * SAFE / 100;
    let inner = over(&icon.scaled(side, side)?, ground);
    let [red, green, blue] = ground;
    let mut rgba = [red, green, blue, 255].repeat((ICON * ICON) as usize);
    let (margin, row) = ((ICON - side) / 2, side as usize * 4);
    for (n, line) in inner.rgba.chunks_exact(row).enumerate() {
        let at = ((margin as usize + n) * ICON as usize + margin as usize) * 4;
        rgba.get_mut(at..at + row)?.copy_from_slice(line);
    }
    Pixels::new(ICON, ICON, rgba)
}

/// PNG files in the container that `favicon.ico` is: a head of 6 bytes, 16 bytes a picture, the pictures.
fn ico(pictures: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let mut out = vec![0, 0, 1, 0];
    out.extend((pictures.len() as u16).to_le_bytes());
    let mut at = 6 + 16 * pictures.len() as u32;
    for (side, png) in pictures {
        // Width, height, colours of a palette, reserved; planes, bits a pixel.
        out.extend([*side as u8, *side as u8, 0, 0, 1, 0, 32, 0]);
        out.extend((png.len() as u32).to_le_bytes());
        out.extend(at.to_le_bytes());
        at += png.len() as u32;
    }
    out.extend(pictures.iter().flat_map(|(_, png)| png));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::probe;

    /// A red square with a transparent edge of 64 pixels, or without one.
    fn square(edge: u32) -> Vec<u8> {
        let inside = |n: u32| (edge..ICON - edge).contains(&n);
        let pixel = |n: u32| match inside(n % ICON) && inside(n / ICON) {
            true => [200, 10, 20, 255],
            false => [0; 4],
        };
        let rgba = (0..ICON * ICON).flat_map(pixel).collect();
        png(&Pixels::new(ICON, ICON, rgba).unwrap()).unwrap()
    }

    fn pixels(bytes: &[u8]) -> Pixels {
        decode(bytes, crate::media::PictureFormat::Png, LARGEST, Vec::new())
            .unwrap()
            .pixels
    }

    fn at(pixels: &Pixels, x: u32, y: u32) -> [u8; 4] {
        *pixels.rgba[((y * pixels.width + x) * 4) as usize..]
            .first_chunk()
            .unwrap()
    }

    #[test]
    fn icons_have_their_sizes_and_grounds() {
        let bytes = square(64);
        let files = icon_files(&bytes, &probe(&bytes).unwrap()).unwrap();
        let touch = pixels(&files.touch);
        assert_eq!(
            (touch.width, at(&touch, 2, 2), at(&touch, 90, 90)),
            (180, [255; 4], [200, 10, 20, 255])
        );
        let sides: Vec<u32> = files
            .maskable
            .iter()
            .map(|(side, png)| (pixels(png).width == *side) as u32 * side)
            .collect();
        assert_eq!(sides, [192, 512]);
    }

    #[test]
    fn an_icon_without_transparent_edges_fills_a_mask_with_its_own_colour() {
        let bytes = square(0);
        let files = icon_files(&bytes, &probe(&bytes).unwrap()).unwrap();
        assert_eq!(at(&pixels(&files.maskable[1].1), 1, 1), [200, 10, 20, 255]);
    }

    #[test]
    fn the_container_says_where_its_pictures_are() {
        let bytes = square(64);
        let ico = icon_files(&bytes, &probe(&bytes).unwrap()).unwrap().favicon;
        assert_eq!(&ico[..6], [0, 0, 1, 0, 3, 0]);
        for (n, side) in SMALL.into_iter().enumerate() {
            let entry = &ico[6 + n * 16..22 + n * 16];
            let number = |from: usize| u32::from_le_bytes(*entry[from..].first_chunk().unwrap()) as usize;
            let inner = pixels(&ico[number(12)..number(12) + number(8)]);
            assert_eq!((u32::from(entry[0]), inner.width, inner.height), (side, side, side));
        }
    }
}
