//! Pictures as they come from cameras, desks and enemies: none stops a build, none takes long.

mod jpeg;
mod kinds;

use super::{PictureFormat, PictureInfo, Recipe, make, probe};
use image::codecs::jpeg::JpegEncoder;
use std::time::{Duration, Instant};

/// A picture with soft and hard parts, always the same.
fn pixels(width: u32, height: u32) -> image::RgbImage {
    image::RgbImage::from_fn(width, height, |x, y| {
        let stripe = u8::from((x / 13 + y / 7) % 3 == 0) * 90;
        image::Rgb([(x * 255 / width) as u8, (y * 255 / height) as u8, 60 + stripe])
    })
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, 88)
        .encode_image(&pixels(width, height))
        .unwrap();
    out
}

fn as_format(image: &image::DynamicImage, format: image::ImageFormat) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    image.write_to(&mut out, format).unwrap();
    out.into_inner()
}

fn made(bytes: &[u8]) -> (PictureInfo, super::MadePicture) {
    let info = probe(bytes).unwrap();
    (info, make(bytes, &info, &Recipe::default()))
}

#[cfg(feature = "avif")]
#[test]
fn avif_stands_before_webp_where_it_is_lighter() {
    let avif = Recipe {
        avif: true,
        ..Recipe::default()
    };
    let photo = jpeg(1000, 750);
    let made = make(&photo, &probe(&photo).unwrap(), &avif);
    let formats: Vec<_> = made.set.choices().map(|files| files[0].format).collect();
    assert_eq!(formats, [PictureFormat::Avif, PictureFormat::Webp]);
    let bytes = |format| {
        made.set
            .files
            .iter()
            .filter(|f| f.format == format)
            .map(|f| f.bytes)
            .sum::<u64>()
    };
    assert!(bytes(PictureFormat::Avif) < bytes(PictureFormat::Webp));
    for (file, bytes) in made.set.files.iter().zip(&made.files) {
        assert_eq!(probe(bytes).unwrap().format, file.format);
    }
}

#[test]
fn a_photograph_becomes_webp_in_all_widths_and_one_jpeg() {
    let photo = jpeg(2000, 1500);
    let (_, made) = made(&photo);
    let shapes: Vec<_> = made.set.files.iter().map(|f| (f.format, f.width, f.height)).collect();
    let webp = PictureFormat::Webp;
    let wanted = [
        (webp, 320, 240),
        (webp, 560, 420),
        (webp, 800, 600),
        (webp, 1200, 900),
        (PictureFormat::Jpeg, 1200, 900),
    ];
    assert_eq!(shapes, wanted);
    for (file, bytes) in made.set.files.iter().zip(&made.files) {
        let info = probe(bytes).unwrap();
        assert_eq!(
            (info.format, info.width, info.height),
            (file.format, file.width, file.height)
        );
        assert!(bytes.len() < photo.len(), "never heavier than the source");
    }
    // Twice the same bytes.
    let info = probe(&photo).unwrap();
    assert_eq!(make(&photo, &info, &Recipe::default()).files, made.files);
}

#[test]
fn a_crop_is_the_same_whatever_is_made_with_it() {
    let photo = jpeg(2100, 1575);
    let info = probe(&photo).unwrap();
    let wish = |width, height| super::CropWish {
        size: (width, height),
        focus: (50, 25),
        exact: false,
    };
    let wishes = [wish(1200, 630), wish(400, 400)];
    let bytes = |crop: &Option<super::Crop>| crop.as_ref().unwrap().jpeg().unwrap().files;
    let alone = super::crops(&photo, &info, (50_000_000, &wishes), &mut Vec::new());
    for widths in [vec![160, 240], vec![320, 800, 1200], vec![320, 2000]] {
        let recipe = Recipe {
            widths,
            ..Recipe::default()
        };
        let scaled = super::scale(&photo, &info, (&recipe, &wishes), &mut Vec::new()).unwrap();
        for (together, alone) in scaled.crops.iter().zip(&alone) {
            assert!(bytes(together) == bytes(alone), "{:?}", recipe.widths);
        }
    }
}

#[test]
fn a_small_picture_is_never_enlarged() {
    let (_, made) = made(&jpeg(700, 400));
    let widths: Vec<u32> = made.set.files.iter().map(|f| f.width).collect();
    assert_eq!(widths, [320, 560, 700, 700]);
}

#[test]
fn what_shines_through_stays_and_falls_back_to_png() {
    let mut image = image::DynamicImage::ImageRgb8(pixels(900, 600)).into_rgba8();
    image.put_pixel(4, 4, image::Rgba([0, 0, 0, 0]));
    let (_, made) = made(&as_format(
        &image::DynamicImage::ImageRgba8(image),
        image::ImageFormat::Png,
    ));
    assert_eq!(made.set.fallback().map(|f| f.format), Some(PictureFormat::Png));
}

#[test]
fn sixteen_bits_and_grey_are_read() {
    let image = image::DynamicImage::ImageRgb8(pixels(640, 480));
    for image in [
        image::DynamicImage::ImageRgb16(image.to_rgb16()),
        image::DynamicImage::ImageLuma8(image.to_luma8()),
        image::DynamicImage::ImageLumaA8(image.to_luma_alpha8()),
    ] {
        let (_, made) = made(&as_format(&image, image::ImageFormat::Png));
        assert!(!made.set.files.is_empty());
    }
}

#[test]
fn a_chart_is_kept_exact_where_that_is_lighter() {
    let image = image::RgbImage::from_fn(1000, 700, |x, y| {
        image::Rgb(if (x / 100 + y / 100) % 2 == 0 {
            [255; 3]
        } else {
            [20, 60, 140]
        })
    });
    let png = as_format(&image::DynamicImage::ImageRgb8(image), image::ImageFormat::Png);
    let (_, made) = made(&png);
    assert_eq!(made.set.fallback().map(|f| f.format), Some(PictureFormat::Png));
    let largest = made
        .set
        .files
        .iter()
        .rfind(|f| f.format == PictureFormat::Webp)
        .unwrap();
    assert!(largest.bytes < 20_000, "{largest:?}");
}

#[test]
fn a_photograph_that_ends_too_early_is_told_and_published() {
    let mut photo = jpeg(1600, 1200);
    photo.truncate(photo.len() / 2);
    let (_, made) = made(&photo);
    let filled = made.set.damaged.unwrap();
    assert!((20..=80).contains(&filled) && !made.set.files.is_empty(), "{filled}");
}

/// Pictures that lie, end early, or have had bytes changed: 120 of them.
fn hostile() -> Vec<Vec<u8>> {
    let image = image::DynamicImage::ImageRgb8(pixels(160, 120));
    let whole = [
        jpeg(160, 120),
        as_format(&image, image::ImageFormat::Png),
        as_format(&image, image::ImageFormat::WebP),
        as_format(&image, image::ImageFormat::Gif),
    ];
    let mut files = Vec::new();
    for bytes in &whole {
        for part in 1..=10 {
            files.push(bytes[..bytes.len() * part / 11].to_vec());
        }
        for seed in 0..20usize {
            let mut bad = bytes.clone();
            for n in 0..=seed {
                let at = (n * 7919 + seed * 104_729) % bad.len();
                bad[at] ^= (0x5A + n) as u8;
            }
            files.push(bad);
        }
    }
    files
}

#[test]
#[allow(clippy::disallowed_methods, reason = "a test measures")]
fn hostile_pictures_stop_nothing_and_take_no_time() {
    let files = hostile();
    assert!(files.len() > 100);
    let mut read = 0;
    for (number, bytes) in files.iter().enumerate() {
        let start = Instant::now();
        if let Ok(info) = probe(bytes) {
            let made = make(bytes, &info, &Recipe::default());
            read += usize::from(!made.set.files.is_empty());
            assert_eq!(made.set.files.len(), made.files.len());
        }
        assert!(start.elapsed() < Duration::from_secs(5), "number {number}");
    }
    assert!(read > 10, "some of them can be shown: {read}");
}

#[test]
fn a_header_that_promises_too_much_is_refused_before_anything_is_decoded() {
    let mut photo = jpeg(64, 64);
    let frame = photo.windows(2).position(|w| w == [0xFF, 0xC0]).unwrap();
    photo[frame + 5..frame + 9].copy_from_slice(&[0x2E, 0xE0, 0x2E, 0xE0]);
    let info = probe(&photo).unwrap();
    assert_eq!((info.width, info.height), (12_000, 12_000));
    assert!(make(&photo, &info, &Recipe::default()).set.opaque);
}
