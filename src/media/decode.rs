//! Pictures to pixels. Each format is read by the crate that reads it right: what one does not know is left to another.

use super::kind::{self, JpegKind};
use super::pixels::Pixels;
use super::sniff::PictureFormat;
use image::ImageDecoder;
use std::io::Cursor;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// Most bytes that a decoder may ask for, beside the pixels.
const SPARE: u64 = 64 << 20;

/// A picture, decoded; not turned yet, and in the colours of its own profile.
#[derive(Debug, Default)]
pub(super) struct Decoded {
    pub(super) pixels: Pixels,
    /// Nothing shines through, known without looking at each pixel.
    pub(super) opaque: bool,
    /// Its ICC profile, when there is one.
    pub(super) profile: Option<Vec<u8>>,
    /// How much of it is there, in percent, when it ends too early.
    pub(super) damaged: Option<u8>,
    /// It has four inks.
    pub(super) inks: bool,
}

/// The pixels of a picture. `None` when it cannot be read here. `spare` is memory for them, if it is large enough.
pub(super) fn decode(bytes: &[u8], format: PictureFormat, max_pixels: u64, spare: Vec<u8>) -> Option<Decoded> {
    match format {
        PictureFormat::Jpeg => jpeg(bytes, max_pixels, spare),
        PictureFormat::Png => by_image(
            image::codecs::png::PngDecoder::new(Cursor::new(bytes)).ok()?,
            max_pixels,
        ),
        PictureFormat::Webp => by_image(
            image::codecs::webp::WebPDecoder::new(Cursor::new(bytes)).ok()?,
            max_pixels,
        ),
        PictureFormat::Gif => by_image(
            image::codecs::gif::GifDecoder::new(Cursor::new(bytes)).ok()?,
            max_pixels,
        ),
        PictureFormat::Avif | PictureFormat::Svg => None,
    }
}

fn by_image(mut decoder: impl ImageDecoder, max_pixels: u64) -> Option<Decoded> {
    let mut limits = image::Limits::no_limits();
    limits.max_alloc = Some(max_pixels.saturating_mul(8).saturating_add(SPARE));
    decoder.set_limits(limits).ok()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > max_pixels {
        return None;
    }
    let profile = decoder.icc_profile().ok().flatten();
    let rgba = image::DynamicImage::from_decoder(decoder).ok()?.into_rgba8().into_raw();
    Some(Decoded {
        pixels: Pixels::new(width, height, rgba)?,
        profile,
        ..Decoded::default()
    })
}

fn jpeg(bytes: &[u8], max_pixels: u64, spare: Vec<u8>) -> Option<Decoded> {
    let kind = kind::jpeg(bytes);
    // Wrong or refused in zune-jpeg 0.5.15: four inks, several scans in a sequential frame, RGB without a transform.
    let odd =
        kind.components == 4 || (kind.sequential && kind.scans > 1) || (kind.components == 3 && kind.adobe == Some(0));
    match odd {
        true => odd_jpeg(bytes, kind, max_pixels),
        false => strict_jpeg(bytes, true, max_pixels, spare).or_else(|| damaged_jpeg(bytes, max_pixels)),
    }
}

fn strict_jpeg(bytes: &[u8], strict: bool, max_pixels: u64, mut rgba: Vec<u8>) -> Option<Decoded> {
    let options = DecoderOptions::default()
        .jpeg_set_out_colorspace(ColorSpace::RGBA)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .set_strict_mode(strict);
    let mut decoder = zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().ok()?;
    let info = decoder.info()?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    if u64::from(width) * u64::from(height) > max_pixels {
        return None;
    }
    // Nothing of another picture may be left in it.
    rgba.clear();
    rgba.resize(decoder.output_buffer_size()?, 0);
    decoder.decode_into(&mut rgba).ok()?;
    Some(Decoded {
        opaque: true,
        pixels: Pixels::new(width, height, rgba)?,
        profile: decoder.icc_profile(),
        ..Decoded::default()
    })
}

/// A JPEG that ends too early: what is there of it.
fn damaged_jpeg(bytes: &[u8], max_pixels: u64) -> Option<Decoded> {
    let mut decoded = strict_jpeg(bytes, false, max_pixels, Vec::new())?;
    decoded.damaged = Some(decoded.pixels.filled());
    Some(decoded)
}

fn odd_jpeg(bytes: &[u8], kind: JpegKind, max_pixels: u64) -> Option<Decoded> {
    let mut decoder = jpeg_decoder::Decoder::new(Cursor::new(bytes));
    decoder.set_max_decoding_buffer_size(usize::try_from(max_pixels.saturating_mul(4)).ok()?);
    // As browsers read it: JFIF has one transform, else Adobe's marker decides. The crate asks for the components' numbers first.
    if kind.components == 3 && !kind.jfif && kind.adobe == Some(0) {
        decoder.set_color_transform(jpeg_decoder::ColorTransform::RGB);
    }
    let data = decoder.decode().ok()?;
    let info = decoder.info()?;
    let rgba = match info.pixel_format {
        jpeg_decoder::PixelFormat::CMYK32 => without_inks(&data),
        jpeg_decoder::PixelFormat::RGB24 => widened(&data),
        jpeg_decoder::PixelFormat::L8 => data.iter().flat_map(|grey| [*grey, *grey, *grey, 255]).collect(),
        jpeg_decoder::PixelFormat::L16 => return None,
    };
    let inks = kind.components == 4;
    Some(Decoded {
        pixels: Pixels::new(u32::from(info.width), u32::from(info.height), rgba)?,
        // A profile of four inks says nothing about three colours.
        profile: decoder.icc_profile().filter(|_| !inks),
        inks,
        opaque: true,
        damaged: None,
    })
}

fn widened(rgb: &[u8]) -> Vec<u8> {
    let pixels = rgb.chunks_exact(3);
    pixels.flat_map(|p| [p[0], p[1], p[2], 255]).collect()
}

/// Cyan, magenta, yellow and black (0 is no ink) to red, green and blue, without a profile.
fn without_inks(cmyk: &[u8]) -> Vec<u8> {
    let light = |ink: u8, black: u8| (u16::from(255 - ink) * u16::from(255 - black) / 255) as u8;
    let pixels = cmyk.chunks_exact(4);
    pixels
        .flat_map(|p| [light(p[0], p[3]), light(p[1], p[3]), light(p[2], p[3]), 255])
        .collect()
}
