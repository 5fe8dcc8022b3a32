//! Share cards: a headline on the paper's ground or over a photograph, and clean crops of photographs. Pure: texts, colours and
//! pixels in, one file out.

use super::crop::Crop;
use super::encode;
use super::lines::{Words, break_lines};
use super::made::MadePicture;
use super::pixels::Pixels;
use super::shape::{Face, Run};
use super::sniff::PictureFormat;
use tiny_skia::{Color, FillRule, Paint, PathBuilder, Pixmap, Rect, Transform};

/// Changes whenever the same text and colours make another picture.
pub const CARD: u32 = 3;
/// Lines are so much higher than their letters: room for ঊর্ধ্ব above and স্ত্রূ below.
const LEADING: f32 = 1.42;
/// The edge that stays free.
const SAFE: f32 = 60.0;
/// What it costs to break a line inside of a word, which is done only in words that are wider than a line.
const PARTED: f32 = 0.5;

/// What a card is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
pub enum CardShape {
    /// 1200 by 630: links.
    Wide,
    /// 1080 by 1080.
    Square,
    /// 1080 by 1350.
    Tall,
}

impl CardShape {
    /// Width and height in pixels.
    pub fn size(self) -> (u32, u32) {
        match self {
            CardShape::Wide => (1200, 630),
            CardShape::Square => (1080, 1080),
            CardShape::Tall => (1080, 1350),
        }
    }

    /// How much larger than on a wide card letters are.
    fn scale(self) -> f32 {
        if self == CardShape::Wide { 1.0 } else { 1.15 }
    }
}

/// What is written on a card.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct CardText {
    /// The headline, its words in order.
    pub words: Vec<String>,
    /// The cost of a line break before each word but the first.
    pub costs: Vec<f32>,
    /// The kicker or the section.
    pub kicker: String,
    /// The paper's name.
    pub nameplate: String,
    /// The line at the foot: the date, the host's name.
    pub foot: String,
}

/// The colours of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct CardLook {
    /// Behind the text.
    pub ground: [u8; 3],
    /// The headline.
    pub ink: [u8; 3],
    /// The paper's own colour.
    pub accent: [u8; 3],
}

/// A card with a headline, over a photograph if there is one; as JPEG or PNG, whichever is lighter if nobody asks for one. `None`
/// when the headline cannot be set.
pub fn draw_card(
    face: &Face,
    (text, look): (&CardText, &CardLook),
    shape: CardShape,
    photo: Option<&Crop>,
    format: Option<PictureFormat>,
) -> Option<MadePicture> {
    let (width, height) = shape.size();
    let mut canvas = Canvas {
        face,
        map: Pixmap::new(width, height)?,
        scale: shape.scale(),
        width: width as f32,
        height: height as f32,
    };
    match photo {
        Some(photo) => over_photo(&mut canvas, (text, look), (shape, photo))?,
        None => on_ground(&mut canvas, (text, look), shape)?,
    }
    let pixels = Pixels::new(width, height, canvas.map.take())?;
    let own = if photo.is_some() {
        PictureFormat::Jpeg
    } else {
        PictureFormat::Png
    };
    match format.unwrap_or(own) {
        PictureFormat::Jpeg => MadePicture::light_jpeg(&pixels),
        format => {
            let bytes = if photo.is_some() {
                encode::png(&pixels)?
            } else {
                encode::indexed_png(&pixels)?
            };
            Some(MadePicture::one(format, &pixels, bytes))
        }
    }
}

fn on_ground(canvas: &mut Canvas<'_>, (text, look): (&CardText, &CardLook), shape: CardShape) -> Option<()> {
    let (width, height, s) = (canvas.width, canvas.height, canvas.scale);
    let right = width - SAFE;
    canvas.map.fill(colour(look.ground));
    canvas.fill((0.0, 0.0, width, 14.0), look.accent);
    let plate = canvas.write(&text.nameplate, (SAFE, 92.0 * s), (46.0 * s, right - SAFE), look.accent);
    let kicker = canvas.run(&text.kicker);
    let size = canvas.size_within(&kicker, 28.0 * s, right - SAFE - plate - 40.0);
    // Letters that nobody can read are left out.
    if size >= 18.0 {
        let kicker_width = canvas.length(&kicker, size);
        canvas.write_run(&kicker, (right - kicker_width, 92.0 * s), size, look.ink);
    }
    canvas.fill((SAFE, 120.0 * s, width - 2.0 * SAFE, 2.0), look.ink);
    canvas.fill((SAFE, height - 90.0 * s, width - 2.0 * SAFE, 2.0), look.ink);
    canvas.write(
        &text.foot,
        (SAFE, height - 38.0 * s),
        (28.0 * s, right - SAFE),
        look.ink,
    );
    let most = match shape {
        CardShape::Wide => 4,
        CardShape::Square => 5,
        CardShape::Tall => 6,
    };
    let sizes = [100.0, 92.0, 84.0, 78.0, 72.0, 66.0, 60.0, 54.0, 48.0, 44.0, 40.0];
    let (top, bottom) = (122.0 * s, height - 90.0 * s);
    let set = canvas.set(text, (&sizes, most), bottom - top)?;
    let block = set.lines.len() as f32 * set.size * LEADING;
    let first = top + (bottom - top - block) / 2.0 + set.size * 1.05;
    canvas.write_lines(&set, first, look.ink);
    Some(())
}

fn over_photo(
    canvas: &mut Canvas<'_>,
    (text, look): (&CardText, &CardLook),
    (shape, photo): (CardShape, &Crop),
) -> Option<()> {
    let s = canvas.scale;
    let most = match shape {
        CardShape::Wide => 3,
        CardShape::Square => 5,
        CardShape::Tall => 6,
    };
    let sizes = [64.0, 60.0, 56.0, 52.0, 48.0, 44.0, 40.0, 36.0];
    let set = canvas.set(text, (&sizes, most), canvas.height * 0.6)?;
    let last = canvas.height - 74.0;
    let first = last - (set.lines.len() as f32 - 1.0) * set.size * LEADING;
    // The shade is tied to the text, not to the card: white on it is 9:1 even on a white photograph.
    let dark = first - 1.15 * set.size;
    let pixels = photo.pixels();
    let stride = pixels.width.max(1) as usize * 4;
    for (y, row) in canvas.map.data_mut().chunks_exact_mut(stride).enumerate() {
        let light = 1.0 - 0.72 * ((y as f32 - (dark - 150.0)) / 150.0).clamp(0.0, 1.0);
        let from = pixels.rgba.get(y * stride..(y + 1) * stride)?;
        for (to, from) in row.chunks_exact_mut(4).zip(from.chunks_exact(4)) {
            for (to, from) in to.iter_mut().zip(from.iter().take(3)) {
                *to = (f32::from(*from) * light) as u8;
            }
            to[3] = 255;
        }
    }
    let plate = canvas.run(&text.nameplate);
    let within = canvas.width - 2.0 * SAFE;
    let size = canvas.size_within(&plate, 40.0 * s, within);
    let plate_width = canvas.length(&plate, size);
    canvas.fill((0.0, 0.0, SAFE + plate_width + 30.0, 74.0 * s), look.accent);
    canvas.write_run(&plate, (SAFE, 52.0 * s), size, [255; 3]);
    if shape != CardShape::Wide {
        canvas.write(&text.foot, (SAFE, canvas.height - 26.0), (24.0 * s, within), [235; 3]);
    }
    canvas.write_lines(
        &set,
        first - if shape == CardShape::Wide { 0.0 } else { 10.0 },
        [255; 3],
    );
    Some(())
}

fn colour([r, g, b]: [u8; 3]) -> Color {
    Color::from_rgba8(r, g, b, 255)
}

/// A headline set in lines.
struct SetText {
    /// Each word, and the space after it in units of the typeface.
    lines: Vec<Vec<(Run, f32)>>,
    size: f32,
}

/// The words of a headline, measured in units of the typeface.
#[derive(Default)]
struct Measured {
    runs: Vec<Run>,
    widths: Vec<f32>,
    spaces: Vec<f32>,
    costs: Vec<f32>,
}

struct Canvas<'a> {
    face: &'a Face,
    map: Pixmap,
    scale: f32,
    width: f32,
    height: f32,
}

impl Canvas<'_> {
    fn run(&self, text: &str) -> Run {
        self.face.shape(&self.face.writable(text))
    }

    fn length(&self, run: &Run, size: f32) -> f32 {
        run.advance as f32 * size / self.face.units()
    }

    fn fill(&mut self, (x, y, width, height): (f32, f32, f32, f32), rgb: [u8; 3]) {
        let mut paint = Paint::default();
        paint.set_color(colour(rgb));
        if let Some(rect) = Rect::from_xywh(x, y, width, height) {
            self.map.fill_rect(rect, &paint, Transform::identity(), None);
        }
    }

    /// The size in which a run is not wider than this; at most `size`.
    fn size_within(&self, run: &Run, size: f32, width: f32) -> f32 {
        let length = self.length(run, size);
        if length > width {
            size * width.max(0.0) / length
        } else {
            size
        }
    }

    /// Writes a line that is made smaller where it is wider than it may be; how wide it came out.
    fn write(&mut self, text: &str, at: (f32, f32), (size, width): (f32, f32), rgb: [u8; 3]) -> f32 {
        let run = self.run(text);
        let size = self.size_within(&run, size, width);
        self.write_run(&run, at, size, rgb);
        self.length(&run, size)
    }

    fn write_run(&mut self, run: &Run, at: (f32, f32), size: f32, rgb: [u8; 3]) {
        let mut path = PathBuilder::new();
        self.face.outline(run, at, size, &mut path);
        self.ink(path, rgb);
    }

    fn ink(&mut self, path: PathBuilder, rgb: [u8; 3]) {
        let mut paint = Paint::default();
        paint.set_color(colour(rgb));
        paint.anti_alias = true;
        if let Some(path) = path.finish() {
            self.map
                .fill_path(&path, &paint, FillRule::Winding, Transform::identity(), None);
        }
    }

    fn write_lines(&mut self, set: &SetText, first: f32, rgb: [u8; 3]) {
        let units = self.face.units();
        let mut path = PathBuilder::new();
        for (number, line) in set.lines.iter().enumerate() {
            let y = first + number as f32 * set.size * LEADING;
            let mut x = SAFE;
            for (run, space) in line {
                self.face.outline(run, (x, y), set.size, &mut path);
                x += (run.advance as f32 + space) * set.size / units;
            }
        }
        self.ink(path, rgb);
    }

    /// The words of a headline, shaped; one that is wider than a line of the smallest letters, in parts.
    fn words(&self, text: &CardText, smallest: f32) -> Measured {
        let width = self.units_a_line(smallest * self.scale);
        let space = self.run(" ").advance as f32;
        let mut measured = Measured::default();
        for (at, word) in text.words.iter().enumerate() {
            let parts = self.face.parts(&self.face.writable(word), width);
            for (number, part) in parts.iter().enumerate() {
                let run = self.face.shape(part);
                measured.widths.push(run.advance as f32);
                measured.runs.push(run);
                if at + number > 0 {
                    let before = text.costs.get(at.wrapping_sub(1)).copied().unwrap_or(0.0);
                    measured.spaces.push(if number == 0 { space } else { 0.0 });
                    measured.costs.push(if number == 0 { before } else { PARTED });
                }
            }
        }
        measured
    }

    /// How wide a line is with letters of a size, in units of the typeface.
    fn units_a_line(&self, size: f32) -> f32 {
        (self.width - 2.0 * SAFE) * self.face.units() / size
    }

    /// The headline in the largest size that fits.
    fn set(&self, text: &CardText, (sizes, most): (&[f32], usize), height: f32) -> Option<SetText> {
        let Measured {
            runs,
            widths,
            spaces,
            costs,
        } = self.words(text, sizes.last().copied()?);
        let measured = Words {
            widths: &widths,
            spaces: &spaces,
            costs: &costs,
        };
        let fits = |size: &f32| {
            let size = size * self.scale;
            let lines = ((height / (size * LEADING)) as usize).min(most);
            break_lines(measured, self.units_a_line(size), lines).map(|starts| (starts, size))
        };
        let found: Vec<(Vec<usize>, f32)> = sizes.iter().filter_map(fits).collect();
        // Two lines that are a little smaller read better than three.
        let two = found
            .iter()
            .find(|(starts, size)| starts.len() == 1 && *size >= 84.0 * self.scale);
        let first = found.first()?;
        let (starts, size) = if first.0.len() == 2 {
            two.unwrap_or(first)
        } else {
            first
        };
        let mut lines = Vec::with_capacity(starts.len() + 1);
        let ends = starts.iter().copied().chain([runs.len()]);
        let mut start = 0;
        for end in ends {
            let gaps = spaces.iter().skip(start).copied().chain([0.0]);
            lines.push(runs.get(start..end)?.iter().cloned().zip(gaps).collect());
            start = end;
        }
        Some(SetText { lines, size: *size })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::{CropWish, PictureInfo, crops};

    fn text(title: &str) -> CardText {
        let words: Vec<String> = title.split_whitespace().map(str::to_owned).collect();
        CardText {
            costs: vec![0.0; words.len().saturating_sub(1)],
            words,
            kicker: "আবহাওয়া".into(),
            nameplate: "নদীপথ".into(),
            foot: "২২ নভেম্বর ২০২৬ · nodipoth.example".into(),
        }
    }

    const LOOK: CardLook = CardLook {
        ground: [246, 244, 239],
        ink: [20, 20, 20],
        accent: [168, 15, 28],
    };

    #[test]
    fn a_ground_card_is_a_light_png_of_its_size_and_always_the_same() {
        let face = Face::built_in().unwrap();
        let text = text("ঊর্ধ্বমুখী চালের দাম, ক্ষুব্ধ ক্রেতা রাস্তায়");
        for shape in [CardShape::Wide, CardShape::Square, CardShape::Tall] {
            let made = draw_card(&face, (&text, &LOOK), shape, None, None).unwrap();
            let info = crate::media::probe(&made.files[0]).unwrap();
            assert_eq!((info.width, info.height), shape.size());
            assert!(made.files[0].len() < 60_000, "{}", made.files[0].len());
            assert_eq!(
                draw_card(&face, (&text, &LOOK), shape, None, None).unwrap().files,
                made.files
            );
        }
    }

    #[test]
    fn one_word_and_latin_fit_and_a_whole_paragraph_does_not() {
        let face = Face::built_in().unwrap();
        let draw = |title: &str| draw_card(&face, (&text(title), &LOOK), CardShape::Wide, None, None);
        assert!(draw("বিদায়").is_some() && draw("Breaking: GDP 5.2%").is_some() && draw("১২৩৪৫").is_some());
        assert!(draw(&"নির্বাচনকালীন ".repeat(40)).is_none());
    }

    /// The columns of a card in which its headline is, of so many from the left.
    fn columns(made: &MadePicture) -> (u32, u32) {
        let card = image::load_from_memory(&made.files[0]).unwrap().into_luma8();
        let inked = |x: &u32| (130..530).any(|y| card.get_pixel(*x, y).0[0] < 120);
        let inked: Vec<u32> = (0..card.width()).filter(inked).collect();
        (inked[0], inked[inked.len() - 1])
    }

    #[test]
    fn a_word_wider_than_a_card_is_parted_and_never_runs_out_of_it() {
        let face = Face::built_in().unwrap();
        for word in ["অন্তর্বর্তীকালীনব্যবস্থাপনাকর্তৃপক্ষ".repeat(3), "ক".repeat(90), "W".repeat(60)]
        {
            let made = draw_card(&face, (&text(&word), &LOOK), CardShape::Wide, None, None).unwrap();
            let (left, right) = columns(&made);
            assert!(left >= 50 && right <= 1150, "{left} {right}");
        }
    }

    #[test]
    fn a_long_nameplate_and_kicker_do_not_meet() {
        let face = Face::built_in().unwrap();
        let mut text = text("শিরোনাম");
        text.nameplate = "দৈনিক উত্তরবঙ্গের কণ্ঠস্বর ও সংবাদপত্র ".repeat(3);
        text.kicker = "আন্তর্জাতিক সম্পর্ক ".repeat(9);
        text.foot = "২২ নভেম্বর ২০২৬ · ".repeat(9);
        let made = draw_card(&face, (&text, &LOOK), CardShape::Wide, None, None).unwrap();
        let card = image::load_from_memory(&made.files[0]).unwrap().into_luma8();
        let free = |x: u32| (20..630).all(|y| card.get_pixel(x, y).0[0] > 200);
        assert!((0..55).chain(1145..1200).all(free));
    }

    #[test]
    fn a_card_is_of_the_format_that_is_asked_for() {
        let face = Face::built_in().unwrap();
        for format in [PictureFormat::Jpeg, PictureFormat::Png] {
            let made = draw_card(&face, (&text("শিরোনাম"), &LOOK), CardShape::Wide, None, Some(format)).unwrap();
            assert_eq!(crate::media::probe(&made.files[0]).unwrap().format, format);
        }
    }

    #[test]
    fn white_letters_stand_on_a_dark_ground_even_on_a_white_photograph() {
        let face = Face::built_in().unwrap();
        let white = Pixels::new(1600, 1000, vec![255; 1600 * 1000 * 4]).unwrap();
        let photo = encode::jpeg(&white, 90, None).unwrap();
        let info: PictureInfo = crate::media::probe(&photo).unwrap();
        let wish = CropWish {
            size: CardShape::Wide.size(),
            focus: (50, 25),
            exact: true,
        };
        let crop = crops(&photo, &info, (50_000_000, &[wish]), &mut Vec::new())
            .pop()
            .unwrap()
            .unwrap();
        let made = draw_card(
            &face,
            (&text("সাদা ছবির ওপরে শিরোনাম"), &LOOK),
            CardShape::Wide,
            Some(&crop),
            None,
        )
        .unwrap();
        let card = image::load_from_memory(&made.files[0]).unwrap().into_rgb8();
        let below = card.get_pixel(1190, 600);
        assert!(below.0.iter().all(|c| *c < 80), "{below:?}");
        let above = card.get_pixel(1190, 10);
        assert!(above.0.iter().all(|c| *c > 240), "{above:?}");
    }
}
