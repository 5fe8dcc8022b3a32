//! Pixels to files: WebP, JPEG, PNG.

use super::pixels::Pixels;
use mozjpeg_rs::{Encoder, Preset, Subsampling};

/// WebP; without loss, `quality` says how hard it tries.
pub(super) fn webp(pixels: &Pixels, quality: u8, effort: u8, lossless: bool) -> Option<Vec<u8>> {
    let mut config = webp::WebPConfig::new().ok()?;
    config.quality = f32::from(quality);
    config.method = i32::from(effort.min(6));
    config.lossless = i32::from(lossless);
    let encoder = webp::Encoder::from_rgba(&pixels.rgba, pixels.width, pixels.height);
    encoder.encode_advanced(&config).ok().map(|bytes| bytes.to_vec())
}

/// AVIF of about the same quality as WebP: its 68 is WebP's 75 by SSIMULACRA2, on photographs that it suits. One thread: pictures are made on all of them at once.
#[cfg(feature = "avif")]
pub(super) fn avif(pixels: &Pixels, quality: u8, effort: u8) -> Option<Vec<u8>> {
    let rgba: Vec<_> = pixels
        .rgba
        .chunks_exact(4)
        .map(|p| ravif::RGBA8::new(p[0], p[1], p[2], p[3]))
        .collect();
    let image = ravif::Img::new(&rgba[..], pixels.width as usize, pixels.height as usize);
    let encoder = ravif::Encoder::new()
        .with_quality(f32::from(quality) - 7.0)
        .with_speed(9 - effort.clamp(2, 6) / 2)
        .with_num_threads(Some(1));
    Some(encoder.encode_rgba(image).ok()?.avif_file)
}

/// No AVIF in this program; the configuration refuses it.
#[cfg(not(feature = "avif"))]
pub(super) fn avif(_: &Pixels, _: u8, _: u8) -> Option<Vec<u8>> {
    None
}

/// JPEG with trellis quantisation and halved colours. `xmp` is written beside the pixels. Not progressive: that takes half as much
/// time again, and photographs come out of about the same weight.
pub(super) fn jpeg(pixels: &Pixels, quality: u8, xmp: Option<Vec<u8>>) -> Option<Vec<u8>> {
    encoded_jpeg(pixels, (quality, Preset::BaselineBalanced), xmp)
}

/// JPEG that messengers read reliably: not progressive, and without anything beside the pixels.
pub(super) fn plain_jpeg(pixels: &Pixels, quality: u8) -> Option<Vec<u8>> {
    encoded_jpeg(pixels, (quality, Preset::BaselineFastest), None)
}

/// PNG of at most 256 colours: each is the first that comes with the same five bits a channel. For drawn cards.
pub(super) fn indexed_png(pixels: &Pixels) -> Option<Vec<u8>> {
    let mut place = vec![u16::MAX; 1 << 15];
    let mut palette: Vec<u8> = Vec::new();
    let mut indices = Vec::with_capacity(pixels.rgba.len() / 4);
    for p in pixels.rgba.chunks_exact(4) {
        let cell = usize::from(p[0] >> 3) << 10 | usize::from(p[1] >> 3) << 5 | usize::from(p[2] >> 3);
        if place[cell] == u16::MAX {
            // More colours than a palette holds: no card of ours has them, but a typeface of the site might.
            if palette.len() == 3 * 256 {
                return png(pixels);
            }
            place[cell] = (palette.len() / 3) as u16;
            palette.extend_from_slice(&p[..3]);
        }
        indices.push(place[cell] as u8);
    }
    let mut out = Vec::with_capacity(indices.len() / 16);
    let mut encoder = png::Encoder::new(&mut out, pixels.width, pixels.height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette);
    encoder.set_compression(png::Compression::Fast);
    encoder.write_header().ok()?.write_image_data(&indices).ok()?;
    Some(out)
}

fn encoded_jpeg(pixels: &Pixels, (quality, preset): (u8, Preset), xmp: Option<Vec<u8>>) -> Option<Vec<u8>> {
    let mut encoder = Encoder::new(preset).quality(quality).subsampling(Subsampling::S420);
    if let Some(xmp) = xmp {
        encoder = encoder.add_marker(1, xmp);
    }
    encoder.encode_rgb(&pixels.rgb(), pixels.width, pixels.height).ok()
}

/// PNG.
pub(super) fn png(pixels: &Pixels) -> Option<Vec<u8>> {
    let transparent = pixels.is_transparent();
    let rgb;
    let (colour, data) = if transparent {
        (png::ColorType::Rgba, &pixels.rgba)
    } else {
        rgb = pixels.rgb();
        (png::ColorType::Rgb, &rgb)
    };
    let mut out = Vec::with_capacity(data.len() / 3);
    let mut encoder = png::Encoder::new(&mut out, pixels.width, pixels.height);
    encoder.set_color(colour);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    encoder.write_header().ok()?.write_image_data(data).ok()?;
    Some(out)
}
