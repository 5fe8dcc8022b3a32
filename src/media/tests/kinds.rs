//! Kinds of pictures that a newsroom gets: four inks, untransformed colours, several scans, all eight orientations, what moves.

use super::jpeg::Jpeg;
use super::{as_format, made, pixels};
use crate::media::{Fault, PictureFormat, Recipe, inspect, make, probe};

const WIDTH: usize = 96;
const HEIGHT: usize = 64;
/// Top left, top right, bottom left, bottom right.
const QUARTERS: [[u8; 3]; 4] = [[220, 40, 30], [30, 180, 60], [40, 60, 210], [240, 230, 200]];

/// The components of a picture of four quarters; `of` makes the samples of a colour.
fn planes<const N: usize>(of: impl Fn([u8; 3]) -> [u8; N]) -> Vec<Vec<u8>> {
    let quarter = |at: usize| usize::from(at % WIDTH >= WIDTH / 2) + 2 * usize::from(at / WIDTH >= HEIGHT / 2);
    let component = |n: usize| (0..WIDTH * HEIGHT).map(|at| of(QUARTERS[quarter(at)])[n]).collect();
    (0..N).map(component).collect()
}

fn inks([r, g, b]: [u8; 3]) -> [u8; 4] {
    // Adobe writes inks upside down; without black they are then the colours themselves.
    [r, g, b, 255]
}

/// Luma and the two differences of colour (ITU T.871).
fn transformed([r, g, b]: [u8; 3]) -> [u8; 3] {
    let [r, g, b] = [r, g, b].map(f64::from);
    let y = 0.299 * r + 0.587 * g + 0.114 * b;
    [y, (b - y) * 0.564 + 128.0, (r - y) * 0.713 + 128.0].map(|v| v.round().clamp(0.0, 255.0) as u8)
}

/// The largest file that was made of a picture, decoded; its four quarters in the middle.
fn quarters(bytes: &[u8]) -> [[u8; 3]; 4] {
    let (_, made) = made(bytes);
    let largest = image::load_from_memory(made.files.last().unwrap()).unwrap().into_rgb8();
    let (w, h) = largest.dimensions();
    [(1, 1), (3, 1), (1, 3), (3, 3)].map(|(x, y)| largest.get_pixel(w * x / 4, h * y / 4).0)
}

fn assert_near(found: [[u8; 3]; 4], wanted: [[u8; 3]; 4], what: &str) {
    let far = found
        .iter()
        .flatten()
        .zip(wanted.iter().flatten())
        .any(|(a, b)| a.abs_diff(*b) > 24);
    assert!(!far, "{what}: {found:?} for {wanted:?}");
}

fn written(planes: &[Vec<u8>], adobe: Option<u8>, apart: bool) -> Vec<u8> {
    let jpeg = Jpeg {
        width: WIDTH,
        height: HEIGHT,
        planes,
        adobe,
        apart,
    };
    jpeg.bytes()
}

#[test]
fn odd_kinds_of_jpeg_have_their_colours() {
    let kinds = [
        ("plain", written(&planes(transformed), None, false)),
        ("one scan a component", written(&planes(transformed), None, true)),
        ("RGB, by Adobe's marker", written(&planes(|rgb| rgb), Some(0), false)),
        ("RGB in three scans", written(&planes(|rgb| rgb), Some(0), true)),
    ];
    for (what, bytes) in kinds {
        assert_near(quarters(&bytes), QUARTERS, what);
    }
}

#[test]
fn four_inks_are_reported_and_have_about_their_colours() {
    let ycck = |rgb: [u8; 3]| {
        // The inks are transformed as if they were colours, upside down.
        let [y, cb, cr] = transformed(rgb.map(|v| 255 - v));
        [y, cb, cr, 255]
    };
    for (what, bytes) in [
        ("CMYK", written(&planes(inks), Some(0), false)),
        ("CMYK in four scans", written(&planes(inks), Some(0), true)),
        ("YCCK", written(&planes(ycck), Some(2), false)),
    ] {
        let (_, made) = made(&bytes);
        assert!(made.set.inks, "{what}");
        assert_near(quarters(&bytes), QUARTERS, what);
    }
}

#[test]
fn a_progressive_jpeg_and_one_that_ends_early_are_told_apart() {
    let pixels = pixels(400, 300);
    let encoder = mozjpeg_rs::Encoder::new(mozjpeg_rs::Preset::ProgressiveBalanced);
    let bytes = encoder.encode_rgb(pixels.as_raw(), 400, 300).unwrap();
    assert_eq!(made(&bytes).1.set.damaged, None);
    let cut = &bytes[..bytes.len() * 2 / 3];
    let (_, made) = made(cut);
    assert!(made.set.damaged.is_some() || made.set.opaque, "{:?}", made.set);
}

/// A segment with an EXIF orientation, behind the start of a JPEG.
fn turned(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let exif = [
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".as_slice(),
        &[orientation, 0, 0, 0, 0, 0, 0],
    ]
    .concat();
    let length = (exif.len() as u16 + 2).to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE1], &length, &exif, &jpeg[2..]].concat()
}

#[test]
fn all_eight_orientations_come_out_upright() {
    let plain = written(&planes(transformed), None, false);
    // Which quarter of the file stands at the top left, top right, bottom left, bottom right.
    let wanted = [
        [0, 1, 2, 3],
        [1, 0, 3, 2],
        [3, 2, 1, 0],
        [2, 3, 0, 1],
        [0, 2, 1, 3],
        [2, 0, 3, 1],
        [3, 1, 2, 0],
        [1, 3, 0, 2],
    ];
    for (orientation, places) in (1u8..).zip(wanted) {
        let bytes = turned(&plain, orientation);
        let (info, made) = made(&bytes);
        let upright = if orientation >= 5 { (64, 96) } else { (96, 64) };
        assert_eq!((info.width, info.height), upright, "{orientation}");
        let file = made.set.fallback().unwrap();
        assert_eq!((file.width, file.height), upright, "{orientation}");
        assert_near(
            quarters(&bytes),
            places.map(|n| QUARTERS[n]),
            &format!("orientation {orientation}"),
        );
        assert_eq!(
            crate::media::orientation(made.files.last().unwrap()),
            1,
            "nothing is turned twice"
        );
    }
}

#[test]
fn the_bytes_decide_and_not_the_name() {
    let png = as_format(&image::DynamicImage::ImageRgb8(pixels(64, 48)), image::ImageFormat::Png);
    assert_eq!(
        inspect("ছবি.jpg", &png).unwrap().map(|info| info.format),
        Some(PictureFormat::Png)
    );
    assert_eq!(inspect("ছবি.jpg", "শুধু লেখা".as_bytes()), Err(Fault::Unreadable));
    assert_eq!(inspect("ছবি.png", b""), Err(Fault::Unreadable));
}

#[test]
fn a_palette_keeps_its_colours_and_a_picture_without_size_is_refused() {
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, 64, 64);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Four);
    encoder.set_palette(vec![200, 30, 40, 10, 90, 200]);
    let row: Vec<u8> = [[0x00; 16], [0x11; 16]].concat();
    encoder
        .write_header()
        .unwrap()
        .write_image_data(&row.repeat(64))
        .unwrap();
    let (_, made) = made(&png);
    let shown = image::load_from_memory(made.files.last().unwrap()).unwrap().into_rgb8();
    assert_eq!(
        (shown.get_pixel(4, 4).0, shown.get_pixel(60, 60).0),
        ([200, 30, 40], [10, 90, 200])
    );
    let size = png.windows(4).position(|w| w == b"IHDR").unwrap() + 4;
    let mut none = png.clone();
    none[size..size + 8].fill(0);
    assert!(probe(&none).is_err());
    let mut huge = png;
    huge[size..size + 8].copy_from_slice(&[0, 0, 0x2E, 0xE1, 0, 0, 0, 1]);
    assert_eq!(probe(&huge), Err(Fault::TooLarge(12_001, 1)));
}

#[test]
fn what_moves_is_known_by_its_frames() {
    let frame = image::Frame::new(image::DynamicImage::ImageRgb8(pixels(32, 32)).into_rgba8());
    let gif = |frames: usize| {
        let mut out = Vec::new();
        let mut encoder = image::codecs::gif::GifEncoder::new(&mut out);
        encoder.encode_frames(vec![frame.clone(); frames]).unwrap();
        drop(encoder);
        out
    };
    assert!(!probe(&gif(1)).unwrap().moving && probe(&gif(3)).unwrap().moving);
    let mut apng = Vec::new();
    let mut encoder = png::Encoder::new(&mut apng, 8, 8);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_animated(2, 0).unwrap();
    let mut writer = encoder.write_header().unwrap();
    for shade in [0u8, 200] {
        writer.write_image_data(&[shade; 192]).unwrap();
    }
    writer.finish().unwrap();
    assert!(probe(&apng).unwrap().moving);
}

#[test]
fn files_far_too_large_for_their_bytes_take_no_memory() {
    // A PNG of 49 megapixels in a few kilobytes: within the limit, so it is decoded, one row after another being the same.
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, 7_000, 7_000);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.set_compression(png::Compression::High);
    encoder
        .write_header()
        .unwrap()
        .write_image_data(&vec![0; 875 * 7_000])
        .unwrap();
    assert!(png.len() < 100_000);
    let info = probe(&png).unwrap();
    let few = Recipe {
        max_pixels: 40_000_000,
        ..Recipe::default()
    };
    assert!(make(&png, &info, &few).set.opaque, "refused before it is decoded");
}

#[test]
fn a_progressive_jpeg_that_would_take_too_much_memory_is_decoded_at_half_its_size_or_not_at_all() {
    let bytes = |subsampling| {
        let encoder = mozjpeg_rs::Encoder::new(mozjpeg_rs::Preset::ProgressiveBalanced).subsampling(subsampling);
        encoder.encode_rgb(pixels(1600, 1200).as_raw(), 1600, 1200).unwrap()
    };
    // Four bytes a pixel, and two for each coefficient: 7 and 10 bytes a pixel, of which 5.5 are allowed.
    let tight = Recipe {
        max_pixels: 1600 * 1200,
        ..Recipe::default()
    };
    let sizes = |bytes: &[u8]| {
        let made = make(bytes, &probe(bytes).unwrap(), &tight);
        (
            made.set.opaque,
            made.set.files.iter().map(|file| file.width).collect::<Vec<_>>(),
        )
    };
    let halved = sizes(&bytes(mozjpeg_rs::Subsampling::S420));
    assert_eq!(halved, (false, vec![320, 560, 800, 1200, 1200]));
    assert!(sizes(&bytes(mozjpeg_rs::Subsampling::S444)).0);
}

/// The colour in the middle of the largest file of a picture of one colour.
fn shown(bytes: &[u8]) -> [u8; 3] {
    let (_, made) = made(bytes);
    let picture = image::load_from_memory(made.files.last().unwrap()).unwrap().into_rgb8();
    picture.get_pixel(picture.width() / 2, picture.height() / 2).0
}

#[test]
fn colours_of_other_profiles_come_out_as_screens_show_them() {
    use image::ImageEncoder;
    // The red of sRGB, as telephones and photo programs write it: the values are of the standards.
    let of = |profile: &moxcms::ColorProfile, rgb: [u8; 3]| {
        let profile = profile.encode().unwrap();
        let pixels: Vec<u8> = rgb.repeat(64 * 48);
        let colour = image::ExtendedColorType::Rgb8;
        let (mut png, mut jpeg) = (Vec::new(), Vec::new());
        let mut encoder = image::codecs::png::PngEncoder::new(&mut png);
        encoder.set_icc_profile(profile.clone()).unwrap();
        encoder.write_image(&pixels, 64, 48, colour).unwrap();
        let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, 95);
        encoder.set_icc_profile(profile).unwrap();
        encoder.write_image(&pixels, 64, 48, colour).unwrap();
        [shown(&png), shown(&jpeg)]
    };
    let p3 = moxcms::ColorProfile::new_display_p3();
    let prophoto = moxcms::ColorProfile::new_pro_photo_rgb();
    for (profile, rgb) in [(&p3, [234, 51, 35]), (&prophoto, [179, 70, 26])] {
        for [r, g, b] in of(profile, rgb) {
            assert!(r > 245 && g < 24 && b < 24, "{rgb:?} became {r} {g} {b}");
        }
    }
    let without = as_format(
        &image::DynamicImage::ImageRgb8(image::RgbImage::from_pixel(64, 48, image::Rgb([234, 51, 35]))),
        image::ImageFormat::Png,
    );
    assert_eq!(shown(&without), [234, 51, 35], "without a profile nothing is changed");
}

#[test]
fn a_second_picture_behind_the_first_is_not_published() {
    // Telephones put a gain map or a small view there (MPF): it may show what was cut away.
    let first = written(&planes(transformed), None, false);
    let hidden = written(&planes(|rgb| rgb.map(|v| 255 - v)), None, false);
    let both = [first.clone(), hidden.clone()].concat();
    assert_near(quarters(&both), QUARTERS, "the first is shown");
    let pixels = &hidden[hidden.len() - 90..];
    let holds = |bytes: &[u8]| memchr::memmem::find(bytes, pixels).is_some();
    assert!(holds(&both) && !holds(&crate::media::publishable(&both).unwrap()));
    assert!(made(&both).1.files.iter().all(|file| !holds(file)));
}
