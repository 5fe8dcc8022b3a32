//! What the first bytes of a picture say about how it must be read: frames, inks, scans, animation.

/// What a JPEG's markers say.
#[cfg(feature = "pictures")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct JpegKind {
    /// Colour components of the frame.
    pub(super) components: u8,
    /// Pixels of the frame.
    pub(super) pixels: u64,
    /// Samples of all components: three a pixel, or half as many when the colours have half the width and height.
    pub(super) samples: u64,
    /// Whether the frame is a baseline or extended sequential one.
    pub(super) sequential: bool,
    /// Scans.
    pub(super) scans: u32,
    /// The colour transform that Adobe's marker names.
    pub(super) adobe: Option<u8>,
    /// Whether it begins as JFIF, which has one transform only.
    pub(super) jfif: bool,
}

#[cfg(feature = "pictures")]
impl JpegKind {
    /// Reads a frame header: precision, height, width, number of components, and number, sampling factors and table of each.
    fn read_frame(&mut self, segment: &[u8]) {
        let number = |at: usize| u64::from(segment.get(at).copied().unwrap_or(0));
        self.components = number(5) as u8;
        self.pixels = (number(1) << 8 | number(2)) * (number(3) << 8 | number(4));
        let factors = segment.get(6..).unwrap_or_default().chunks_exact(3);
        let factors = factors.map(|component| (u64::from(component[1] >> 4), u64::from(component[1] & 15)));
        let factors = factors.take(usize::from(self.components));
        let (across, down) = factors.clone().fold((1, 1), |(a, d), (h, v)| (h.max(a), v.max(d)));
        self.samples = factors.map(|(h, v)| h * v).sum::<u64>() * self.pixels / (across * down);
    }
}

/// Reads the markers of a JPEG, up to the end of the file.
#[cfg(feature = "pictures")]
pub(super) fn jpeg(bytes: &[u8]) -> JpegKind {
    let mut kind = JpegKind::default();
    let mut at = 2;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr(0xFF, rest)) {
        at += found + 1;
        let Some(&marker) = bytes.get(at) else { break };
        at += usize::from(marker != 0xFF);
        // Stuffed bytes, restart marks and fill bytes have no length.
        if matches!(marker, 0 | 1 | 0xD0..=0xD8 | 0xFF) {
            continue;
        }
        if marker == 0xD9 {
            break;
        }
        let Some(length) = bytes
            .get(at..at + 2)
            .map(|b| usize::from(b[0]) << 8 | usize::from(b[1]))
        else {
            break;
        };
        let segment = bytes.get(at + 2..at + length.max(2)).unwrap_or_default();
        match marker {
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                kind.read_frame(segment);
                kind.sequential = matches!(marker, 0xC0 | 0xC1);
            }
            0xDA => kind.scans += 1,
            0xE0 if segment.starts_with(b"JFIF") => kind.jfif = true,
            0xEE if segment.starts_with(b"Adobe") => kind.adobe = segment.get(11).copied(),
            _ => {}
        }
        at += length.max(2);
    }
    kind
}

/// Whether the pixels of a WebP are stored without loss: its first chunk of pixels says so.
#[cfg(feature = "pictures")]
pub(super) fn is_lossless_webp(bytes: &[u8]) -> bool {
    let mut at = 12;
    while let Some([kind @ .., a, b, c, d]) = bytes.get(at..at + 8) {
        if kind.starts_with(b"VP8") && kind != b"VP8X" {
            return kind == b"VP8L";
        }
        let size = u32::from_le_bytes([*a, *b, *c, *d]) as usize;
        at = at.saturating_add(8 + size + size % 2);
    }
    false
}

/// Whether a picture moves: an animated GIF, WebP or PNG.
pub fn is_moving(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"GIF8") {
        return gif_frames(bytes) > 1;
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..16) == Some(b"WEBPVP8X") {
        return bytes.get(20).is_some_and(|flags| flags & 0x02 != 0);
    }
    // The animation chunk of a PNG stands before its first pixels.
    bytes.starts_with(b"\x89PNG") && {
        let head = &bytes[..bytes.len().min(64 << 10)];
        let pixels = memchr::memmem::find(head, b"IDAT").unwrap_or(head.len());
        memchr::memmem::find(&head[..pixels], b"acTL").is_some()
    }
}

/// Frames of a GIF, counted up to two.
fn gif_frames(bytes: &[u8]) -> u32 {
    let table = |flags: u8| match flags & 0x80 {
        0 => 0,
        _ => 3usize << ((flags & 7) + 1),
    };
    let mut at = 13 + bytes.get(10).copied().map_or(0, table);
    let mut frames = 0;
    while frames < 2 {
        match bytes.get(at) {
            Some(0x21) => at += 2,
            Some(0x2C) => {
                frames += 1;
                at += 11 + bytes.get(at + 9).copied().map_or(0, table);
            }
            _ => break,
        }
        while let Some(length) = bytes.get(at).copied() {
            at += 1 + usize::from(length);
            if length == 0 {
                break;
            }
        }
    }
    frames
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gif_with_two_frames_moves_and_one_with_one_does_not() {
        let mut gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff".to_vec();
        let frame = b"\x21\xf9\x04\0\0\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
        gif.extend_from_slice(frame);
        let mut moving = gif.clone();
        gif.push(0x3b);
        assert!(!is_moving(&gif));
        moving.extend_from_slice(frame);
        moving.push(0x3b);
        assert!(is_moving(&moving));
        // A file that ends anywhere is no trouble.
        for end in 0..moving.len() {
            let _ = is_moving(&moving[..end]);
        }
    }

    #[cfg(feature = "pictures")]
    #[test]
    fn markers_of_a_jpeg_are_read_through_its_scans() {
        let mut jpeg = vec![0xFF, 0xD8, 0xFF, 0xC0, 0, 20, 8, 0, 2, 0, 4, 4];
        jpeg.extend_from_slice(&[1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 4, 0x22, 0]);
        for _ in 0..2 {
            jpeg.extend_from_slice(&[0xFF, 0xDA, 0, 4, 1, 1, 0x55, 0xFF, 0x00, 0x12]);
        }
        jpeg.extend_from_slice(&[0xFF, 0xD9]);
        let kind = super::jpeg(&jpeg);
        assert_eq!(
            (kind.components, kind.scans, kind.sequential, kind.adobe),
            (4, 2, true, None)
        );
        // Two components whole, two with a quarter of the samples.
        assert_eq!((kind.pixels, kind.samples), (8, 20));
        for end in 0..jpeg.len() {
            let _ = super::jpeg(&jpeg[..end]);
        }
    }
}
