//! Which files are made of a picture: sizes, formats, names. Pure: a header and the settings in, a plan out.

use super::sniff::PictureFormat;
use serde::{Deserialize, Serialize};

/// Changes whenever what is made of the same source changes: rules here, or a crate that touches pixels.
const RECIPE: u32 = 4;
/// No rung is higher than this.
const MAX_HEIGHT: u32 = 1_600;

/// How pictures are made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recipe {
    /// Widths in pixels, ascending.
    pub widths: Vec<u32>,
    /// Quality of lossy files, 50 to 90.
    pub quality: u8,
    /// Effort of the encoders, 2 to 6.
    pub effort: u8,
    /// Whether AVIF is made.
    pub avif: bool,
    /// Whether WebP is made.
    pub webp: bool,
    /// Pictures with more pixels are refused.
    pub max_pixels: u64,
}

impl Default for Recipe {
    fn default() -> Self {
        Recipe {
            widths: vec![320, 560, 800, 1200],
            quality: 75,
            effort: 2,
            avif: false,
            webp: true,
            max_pixels: 50_000_000,
        }
    }
}

/// A source and what is made of it, as one name.
pub type SetKey = [u8; 16];

impl Recipe {
    /// The name of what this recipe makes of a source, by the hash of the source's bytes.
    pub fn key(&self, source: &[u8; 16]) -> SetKey {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&RECIPE.to_le_bytes()).update(source);
        hasher.update(&postcard::to_stdvec(self).unwrap_or_default());
        let mut key = SetKey::default();
        key.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        key
    }

    /// The sizes that are made of a picture of this size: never larger than it, its own width last where it is smaller than
    /// the widest, a width within a tenth of the next left out, none over 1,600 pixels high.
    ///
    /// ```
    /// use khobor::media::Recipe;
    /// let sizes = |w, h| Recipe::default().sizes(w, h);
    /// assert_eq!(sizes(4000, 3000), [(320, 240), (560, 420), (800, 600), (1200, 900)]);
    /// assert_eq!(sizes(850, 850), [(320, 320), (560, 560), (850, 850)]);
    /// assert_eq!(sizes(200, 100), [(200, 100)]);
    /// ```
    pub fn sizes(&self, width: u32, height: u32) -> Vec<(u32, u32)> {
        let (w, h) = (u64::from(width.max(1)), u64::from(height.max(1)));
        let tallest = (w * u64::from(MAX_HEIGHT) / h).max(1);
        let widest = u64::from(self.widths.last().copied().unwrap_or(1200));
        let most = w.min(widest).min(tallest);
        let mut sizes = vec![most];
        for width in self.widths.iter().rev().map(|w| u64::from(*w)) {
            let next = sizes.last().copied().unwrap_or(most);
            if width * 10 <= next * 9 {
                sizes.push(width);
            }
        }
        sizes.reverse();
        let size = |width: u64| (width as u32, ((width * h * 2 + w) / (2 * w)).max(1) as u32);
        sizes.into_iter().map(size).collect()
    }

    /// The formats in all widths, the better compressed first; without any it is JPEG.
    pub(super) fn formats(&self) -> impl Iterator<Item = PictureFormat> {
        let formats = [(self.avif, PictureFormat::Avif), (self.webp, PictureFormat::Webp)];
        formats.into_iter().filter_map(|(made, format)| made.then_some(format))
    }

    /// What will most likely be made of a picture that is not made yet, by its header alone.
    pub fn expected(&self, format: PictureFormat, (width, height): (u32, u32)) -> PictureSet {
        let fallback = if format == PictureFormat::Png {
            PictureFormat::Png
        } else {
            PictureFormat::Jpeg
        };
        let file = |format: PictureFormat| {
            move |(width, height): (u32, u32)| PictureFile {
                format,
                width,
                height,
                bytes: 0,
            }
        };
        let sizes = self.sizes(width, height);
        let mut files: Vec<PictureFile> = Vec::new();
        for format in self.formats() {
            files.extend(sizes.iter().copied().map(file(format)));
        }
        match files.is_empty() {
            true => files.extend(sizes.into_iter().map(file(fallback))),
            false => files.extend(sizes.last().copied().map(file(fallback))),
        }
        PictureSet {
            files,
            ..PictureSet::default()
        }
    }
}

/// A file that is made of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureFile {
    /// Its format.
    pub format: PictureFormat,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Bytes; 0 when it is not made yet.
    pub bytes: u64,
}

impl PictureFile {
    /// The ending of its name.
    pub fn ending(&self) -> &'static str {
        match self.format {
            PictureFormat::Jpeg => "jpg",
            PictureFormat::Png => "png",
            PictureFormat::Webp => "webp",
            PictureFormat::Gif => "gif",
            PictureFormat::Avif => "avif",
            PictureFormat::Svg => "svg",
        }
    }

    /// Its media type.
    pub fn mime(&self) -> &'static str {
        match self.format {
            PictureFormat::Jpeg => "image/jpeg",
            PictureFormat::Png => "image/png",
            PictureFormat::Webp => "image/webp",
            PictureFormat::Gif => "image/gif",
            PictureFormat::Avif => "image/avif",
            PictureFormat::Svg => "image/svg+xml",
        }
    }
}

/// All files that are made of a picture: by format, the better compressed first, each in ascending widths. The last is what
/// every program can show. Without files the source itself is published.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureSet {
    /// The files.
    pub files: Vec<PictureFile>,
    /// A source that ends too early: how much of it is there, in percent.
    pub damaged: Option<u8>,
    /// The source is meant for printing (four inks).
    pub inks: bool,
    /// It cannot be decoded here, though a browser may be able to.
    pub opaque: bool,
    /// A card whose headline had to be cut.
    pub shortened: bool,
}

impl PictureSet {
    /// What every program can show, in the largest size.
    pub fn fallback(&self) -> Option<&PictureFile> {
        self.files.last()
    }

    /// The files of each format that a browser may choose from; without those of which there is only the fallback.
    pub fn choices(&self) -> impl Iterator<Item = &[PictureFile]> {
        let groups = self.files.chunk_by(|a, b| a.format == b.format);
        let last = self.fallback().map(|f| f.format);
        groups.filter(move |group| group.len() > 1 || group.first().map(|f| f.format) != last)
    }
}

/// The address of a file: below `/assets/`, so that hosts cache it for ever. The content decides the folder; the name is the
/// picture's own with its size, because people and search engines know a picture by its name.
///
/// ```
/// use khobor::media::{PictureFile, PictureFormat, file_address};
/// let file = PictureFile { format: PictureFormat::Webp, width: 800, height: 600, bytes: 0 };
/// assert_eq!(file_address(&[0x1a; 16], "haat", &file), "/assets/p/1a/1a1a1a1a/haat-800x600.webp");
/// ```
pub fn file_address(key: &SetKey, stem: &str, file: &PictureFile) -> String {
    let hex = hex(key);
    let (first, second) = (hex.get(..2).unwrap_or_default(), hex.get(2..10).unwrap_or_default());
    let (width, height, ending) = (file.width, file.height, file.ending());
    format!("/assets/p/{first}/{second}/{stem}-{width}x{height}.{ending}")
}

/// Where a file is in the store of pictures, below its folder.
pub fn picture_file(key: &SetKey, file: &PictureFile) -> String {
    let hex = hex(key);
    let first = hex.get(..2).unwrap_or_default();
    format!("{first}/{hex}-{}.{}", file.width, file.ending())
}

/// A key as text.
pub(super) fn hex(key: &SetKey) -> String {
    key.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_never_larger_than_the_picture_and_never_nearly_the_same() {
        let recipe = Recipe::default();
        assert_eq!(recipe.sizes(1280, 853).last(), Some(&(1200, 800)));
        assert_eq!(recipe.sizes(600, 400), [(320, 213), (600, 400)]);
        assert_eq!(recipe.sizes(1, 1), [(1, 1)]);
        // A tall picture is as wide as 1,600 pixels of height allow.
        assert_eq!(recipe.sizes(1000, 8000), [(200, 1600)]);
        for (width, height) in [(12_000, 1), (1, 12_000), (1199, 1199), (333, 12_000)] {
            for (w, h) in recipe.sizes(width, height) {
                assert!(
                    w >= 1 && h >= 1 && w <= width && h <= height.max(1),
                    "{width}x{height}: {w}x{h}"
                );
            }
        }
    }

    #[test]
    fn another_setting_or_another_source_is_another_set() {
        let recipe = Recipe::default();
        let other = Recipe {
            quality: 60,
            ..Recipe::default()
        };
        assert_ne!(recipe.key(&[1; 16]), other.key(&[1; 16]));
        assert_ne!(recipe.key(&[1; 16]), recipe.key(&[2; 16]));
    }

    #[test]
    fn a_browser_chooses_among_webp_and_falls_back_to_one_file() {
        let set = Recipe::default().expected(PictureFormat::Jpeg, (4000, 3000));
        let choices: Vec<usize> = set.choices().map(<[PictureFile]>::len).collect();
        assert_eq!(
            (choices, set.fallback().map(|f| f.format)),
            (vec![4], Some(PictureFormat::Jpeg))
        );
        let plain = Recipe {
            webp: false,
            ..Recipe::default()
        };
        let set = plain.expected(PictureFormat::Jpeg, (4000, 3000));
        assert_eq!(set.choices().map(<[PictureFile]>::len).collect::<Vec<_>>(), [4]);
        let set = plain.expected(PictureFormat::Jpeg, (200, 100));
        assert_eq!(set.choices().count(), 0, "one file needs no choice");
    }
}
