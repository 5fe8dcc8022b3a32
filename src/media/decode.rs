//! Pictures to pixels. Each format is read by the crate that reads it right: what one does not know is left to another.

use super::kind::{self, JpegKind};
use super::pixels::Pixels;
use super::sniff::PictureFormat;
use image::ImageDecoder;
use std::io::Cursor;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// Most bytes that a PNG's own texts and tables may take, beside the pixels.
const SPARE: usize = 64 << 20;

/// Most bytes that a picture may take while it is decoded: five and a half a pixel of the largest that is allowed. Four of them are
/// the pixels.
fn memory(max_pixels: u64) -> u64 {
    max_pixels.saturating_mul(11) / 2
}

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
        PictureFormat::Png => png(bytes, max_pixels),
        PictureFormat::Webp => webp(bytes, max_pixels),
        PictureFormat::Gif => by_image(
            image::codecs::gif::GifDecoder::new(Cursor::new(bytes)).ok()?,
            max_pixels,
        ),
        PictureFormat::Avif | PictureFormat::Svg => None,
    }
}

fn webp(bytes: &[u8], max_pixels: u64) -> Option<Decoded> {
    let decoder = image::codecs::webp::WebPDecoder::new(Cursor::new(bytes)).ok()?;
    // Half bytes a pixel beside the four: the samples of VP8, and its alpha as a picture of its own; a second copy of lossless pixels.
    let beside = match (kind::is_lossless_webp(bytes), decoder.color_type().has_alpha()) {
        (true, true) => 0,
        (true, false) => 8,
        (false, true) => 13,
        (false, false) => 3,
    };
    let (width, height) = decoder.dimensions();
    let needed = u64::from(width) * u64::from(height) * (8 + beside) / 2;
    (needed <= memory(max_pixels)).then(|| by_image(decoder, max_pixels))?
}

fn by_image(mut decoder: impl ImageDecoder, max_pixels: u64) -> Option<Decoded> {
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > max_pixels {
        return None;
    }
    let mut limits = image::Limits::no_limits();
    limits.max_alloc = Some(memory(max_pixels) - pixels * 4);
    decoder.set_limits(limits).ok()?;
    let profile = decoder.icc_profile().ok().flatten();
    let channels = match decoder.color_type() {
        image::ColorType::L8 => 1,
        image::ColorType::Rgb8 => 3,
        image::ColorType::Rgba8 => 4,
        _ => return None,
    };
    let mut samples = room(width, height)?;
    let read = usize::try_from(decoder.total_bytes()).ok()?;
    decoder.read_image(samples.get_mut(..read)?).ok()?;
    Some(Decoded {
        pixels: Pixels::new(width, height, widened(samples, channels)?)?,
        profile,
        ..Decoded::default()
    })
}

/// Read in 8 bits a channel, whatever it has: 16 bits of 50 megapixels would take 400 MB.
fn png(bytes: &[u8], max_pixels: u64) -> Option<Decoded> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_limits(png::Limits { bytes: SPARE });
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let mut reader = decoder.read_info().ok()?;
    let (width, height) = reader.info().size();
    if u64::from(width) * u64::from(height) > max_pixels {
        return None;
    }
    let mut samples = room(width, height)?;
    let read = reader.output_buffer_size()?;
    reader.next_frame(samples.get_mut(..read)?).ok()?;
    let channels = reader.output_color_type().0.samples();
    Some(Decoded {
        pixels: Pixels::new(width, height, widened(samples, channels)?)?,
        profile: reader.info().icc_profile.as_ref().map(|profile| profile.to_vec()),
        ..Decoded::default()
    })
}

/// Room for so many pixels.
fn room(width: u32, height: u32) -> Option<Vec<u8>> {
    let pixels = (width as usize).checked_mul(height as usize)?;
    Some(vec![0; pixels.checked_mul(4)?])
}

fn jpeg(bytes: &[u8], max_pixels: u64, spare: Vec<u8>) -> Option<Decoded> {
    let kind = kind::jpeg(bytes);
    // Wrong or refused in zune-jpeg 0.5.15: four inks, several scans in a sequential frame, RGB without a transform.
    let odd =
        kind.components == 4 || (kind.sequential && kind.scans > 1) || (kind.components == 3 && kind.adobe == Some(0));
    // All coefficients of a progressive picture, two bytes each, wait until its last scan.
    let coefficients = if kind.sequential { 0 } else { 2 * kind.samples };
    if odd || coefficients + 4 * kind.pixels > memory(max_pixels) {
        return thrifty_jpeg(bytes, kind, coefficients, max_pixels);
    }
    strict_jpeg(bytes, true, max_pixels, spare).or_else(|| damaged_jpeg(bytes, max_pixels))
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

/// A JPEG by the decoder that knows all kinds of them, and that can decode a picture that would take too much memory at half its
/// width and height: of so many pixels no size that is made needs more.
fn thrifty_jpeg(bytes: &[u8], kind: JpegKind, coefficients: u64, max_pixels: u64) -> Option<Decoded> {
    let mut decoder = jpeg_decoder::Decoder::new(Cursor::new(bytes));
    decoder.set_max_decoding_buffer_size(usize::try_from(max_pixels.saturating_mul(4)).ok()?);
    let pixels = kind.samples + 4 * kind.pixels;
    if kind.pixels > max_pixels || coefficients + pixels / 4 > memory(max_pixels) {
        return None;
    }
    if coefficients + pixels > memory(max_pixels) {
        decoder.read_info().ok()?;
        let info = decoder.info()?;
        decoder.scale(info.width.div_ceil(2), info.height.div_ceil(2)).ok()?;
    }
    // As browsers read it: JFIF has one transform, else Adobe's marker decides. The crate asks for the components' numbers first.
    if kind.components == 3 && !kind.jfif && kind.adobe == Some(0) {
        decoder.set_color_transform(jpeg_decoder::ColorTransform::RGB);
    }
    let mut data = decoder.decode().ok()?;
    let info = decoder.info()?;
    data.resize(usize::from(info.width) * usize::from(info.height) * 4, 0);
    let rgba = match info.pixel_format {
        jpeg_decoder::PixelFormat::CMYK32 => without_inks(data),
        jpeg_decoder::PixelFormat::RGB24 => widened(data, 3)?,
        jpeg_decoder::PixelFormat::L8 => widened(data, 1)?,
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

/// Samples of one (grey), two (grey and alpha), three or four channels to red, green, blue and alpha, in the same memory: from the
/// last pixel to the first, so that none is written over before it is read. The memory has room for four a pixel.
fn widened(mut samples: Vec<u8>, channels: usize) -> Option<Vec<u8>> {
    if channels == 4 {
        return Some(samples);
    }
    for pixel in (0..samples.len() / 4).rev() {
        let from = samples.get(pixel * channels..(pixel + 1) * channels)?;
        let rgba = match *from {
            [grey] => [grey, grey, grey, 255],
            [grey, alpha] => [grey, grey, grey, alpha],
            [red, green, blue] => [red, green, blue, 255],
            _ => return None,
        };
        samples.get_mut(pixel * 4..pixel * 4 + 4)?.copy_from_slice(&rgba);
    }
    Some(samples)
}

/// Cyan, magenta, yellow and black (0 is no ink) to red, green and blue, without a profile.
fn without_inks(mut cmyk: Vec<u8>) -> Vec<u8> {
    let light = |ink: u8, black: u8| (u16::from(255 - ink) * u16::from(255 - black) / 255) as u8;
    for p in cmyk.chunks_exact_mut(4) {
        p.copy_from_slice(&[light(p[0], p[3]), light(p[1], p[3]), light(p[2], p[3]), 255]);
    }
    cmyk
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_widened_in_their_own_memory() {
        let wide = |samples: &[u8], channels: usize| {
            let mut room = samples.to_vec();
            room.resize(samples.len() / channels * 4, 0);
            widened(room, channels).unwrap()
        };
        assert_eq!(wide(&[1, 2, 3], 1), [1, 1, 1, 255, 2, 2, 2, 255, 3, 3, 3, 255]);
        assert_eq!(wide(&[1, 9, 2, 8], 2), [1, 1, 1, 9, 2, 2, 2, 8]);
        assert_eq!(wide(&[1, 2, 3, 4, 5, 6], 3), [1, 2, 3, 255, 4, 5, 6, 255]);
        assert_eq!(wide(&[1, 2, 3, 4], 4), [1, 2, 3, 4]);
    }
}
