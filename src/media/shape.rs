//! A typeface that can be written with: letters to glyphs (harfrust, of which 0.14 and later are right for Bengali), glyphs to
//! outlines. Nothing else names these crates, because their ways of calling change often.

use harfrust::{Buffer, Direction, Font, Script, ShapeOptions, ShapePlan, ShaperFont};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::DrawSettings;
use skrifa::outline::pen::PathElement;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use std::io::Read;
use tiny_skia::PathBuilder;

/// Noto Serif Bengali 700 with the Latin letters that headlines have; `fonts/README.md` of the theme says how it is cut.
const BUILT_IN: &[u8] = include_bytes!("card/face.ttf.deflate");

/// A glyph and where it stands, in units of the typeface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Glyph {
    pub(super) id: u32,
    pub(super) x: i32,
    pub(super) y: i32,
}

/// A text, shaped.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) glyphs: Vec<Glyph>,
    /// How wide it is, in units of the typeface.
    pub(super) advance: i32,
    /// Where each cluster begins: in the bytes of the text, and in units of the typeface.
    clusters: Vec<(u32, i32)>,
}

/// A typeface.
pub struct Face {
    bytes: Vec<u8>,
    font: Font,
    bengali: ShapePlan,
    latin: ShapePlan,
}

impl Face {
    /// The typeface that the program brings.
    pub fn built_in() -> Option<Face> {
        let mut bytes = Vec::new();
        flate2::read::DeflateDecoder::new(BUILT_IN)
            .read_to_end(&mut bytes)
            .ok()?;
        Face::new(bytes)
    }

    /// A typeface from the bytes of a TTF or OTF file; `None` when it is none.
    pub fn new(bytes: Vec<u8>) -> Option<Face> {
        let font = Font::new(bytes.clone(), 0)?;
        FontRef::new(&bytes).ok()?;
        let plan = |script| ShapePlan::new(&font, Direction::LeftToRight, Some(script), None, &[]);
        Some(Face {
            bengali: plan(Script::BENGALI),
            latin: plan(Script::LATIN),
            font,
            bytes,
        })
    }

    /// Units of the typeface an em.
    pub(super) fn units(&self) -> f32 {
        f32::from(self.font.units_per_em().max(1))
    }

    /// The letters of a text for which it has no glyph.
    pub fn missing(&self, text: &str) -> String {
        let charmap = self.font.charmap();
        let mut missing: Vec<char> = text
            .chars()
            .filter(|c| is_letter(*c) && charmap.map_unicode(*c).is_none())
            .collect();
        missing.sort_unstable();
        missing.dedup();
        missing.into_iter().collect()
    }

    /// A text as it can be written: without controls, emoji and other marks for which there is no glyph.
    pub(super) fn writable(&self, text: &str) -> String {
        let charmap = self.font.charmap();
        let joiner = |c: char| matches!(c, '\u{200C}' | '\u{200D}');
        text.chars()
            .filter(|c| joiner(*c) || c.is_whitespace() || charmap.map_unicode(*c).is_some())
            .collect()
    }

    /// Shapes a text in which no line is broken.
    pub(super) fn shape(&self, text: &str) -> Run {
        let bengali = text.chars().any(|c| ('\u{980}'..='\u{9FF}').contains(&c));
        let (plan, script) = match bengali {
            true => (&self.bengali, Script::BENGALI),
            false => (&self.latin, Script::LATIN),
        };
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(Some(script));
        let shaper = ShaperFont::new(&self.font);
        let mut run = Run::default();
        if harfrust::shape(&shaper, &mut buffer, ShapeOptions::new().plan(Some(plan))).is_err() {
            return run;
        }
        for (info, position) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
            if run.clusters.last().is_none_or(|(at, _)| *at != info.cluster) {
                run.clusters.push((info.cluster, run.advance));
            }
            run.glyphs.push(Glyph {
                id: info.glyph_id,
                x: run.advance + position.x_offset,
                y: position.y_offset,
            });
            run.advance += position.x_advance;
        }
        run
    }

    /// A word in parts that are not wider than `width`, in units of the typeface, broken between clusters. A cluster that is wider
    /// stands alone.
    pub(super) fn parts(&self, word: &str, width: f32) -> Vec<String> {
        let run = self.shape(word);
        let ends = run
            .clusters
            .iter()
            .skip(1)
            .copied()
            .chain([(word.len() as u32, run.advance)]);
        let (mut parts, mut from) = (Vec::new(), (0, 0));
        for (cluster, end) in run.clusters.iter().zip(ends) {
            if (end.1 - from.1) as f32 > width && cluster.0 > from.0 {
                parts.extend(word.get(from.0 as usize..cluster.0 as usize));
                from = *cluster;
            }
        }
        parts.extend(word.get(from.0 as usize..));
        parts.into_iter().map(str::to_owned).collect()
    }

    /// Adds the outlines of a run to a path, its baseline beginning at a point.
    pub(super) fn outline(&self, run: &Run, (x, y): (f32, f32), size: f32, path: &mut PathBuilder) {
        let Ok(font) = FontRef::new(&self.bytes) else { return };
        let (outlines, scale) = (font.outline_glyphs(), size / self.units());
        for glyph in &run.glyphs {
            let Some(outline) = outlines.get(GlyphId::new(glyph.id)) else {
                continue;
            };
            let settings = DrawSettings::unhinted(Size::new(size), LocationRef::default());
            let mut elements: Vec<PathElement> = Vec::new();
            if outline.draw(settings, &mut elements).is_ok() {
                let place = (x + glyph.x as f32 * scale, y - glyph.y as f32 * scale);
                add(&elements, place, path);
            }
        }
    }
}

/// Whether a text would lose something that is read without it.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() || c.is_numeric()
}

/// Adds an outline to a path, upside down: pictures count from the top.
fn add(elements: &[PathElement], (left, top): (f32, f32), path: &mut PathBuilder) {
    let at = |x: f32, y: f32| (left + x, top - y);
    for element in elements {
        match *element {
            PathElement::MoveTo { x, y } => {
                let (x, y) = at(x, y);
                path.move_to(x, y);
            }
            PathElement::LineTo { x, y } => {
                let (x, y) = at(x, y);
                path.line_to(x, y);
            }
            PathElement::QuadTo { cx0, cy0, x, y } => {
                let ((a, b), (x, y)) = (at(cx0, cy0), at(x, y));
                path.quad_to(a, b, x, y);
            }
            PathElement::CurveTo {
                cx0,
                cy0,
                cx1,
                cy1,
                x,
                y,
            } => {
                let ((a, b), (c, d), (x, y)) = (at(cx0, cy0), at(cx1, cy1), at(x, y));
                path.cubic_to(a, b, c, d, x, y);
            }
            PathElement::Close => path.close(),
        }
    }
}

#[cfg(test)]
mod headline_face;

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of headlines and of the sample portal, among them every conjunct in it, and 20 whole headlines, as HarfBuzz 15 shapes
    /// them in this typeface:
    /// text, width, and each glyph with its place. Made once with uharfbuzz.
    const GOLDEN: &str = include_str!("card/golden.tsv");

    #[test]
    fn every_word_is_shaped_as_harfbuzz_shapes_it() {
        let face = Face::built_in().unwrap();
        let mut words = 0;
        for line in GOLDEN.lines() {
            let [word, advance, glyphs] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{line}");
            };
            let run = face.shape(word);
            let place = |g: &Glyph| format!("{}@{},{}", g.id, g.x, g.y);
            let shaped: Vec<String> = run.glyphs.iter().map(place).collect();
            assert_eq!(
                (shaped.join(" ").as_str(), run.advance.to_string().as_str()),
                (glyphs, advance),
                "{word}"
            );
            words += 1;
        }
        assert!(words > 250, "{words}");
    }

    #[test]
    fn letters_without_a_glyph_are_named_and_signs_are_left_out() {
        let face = Face::built_in().unwrap();
        assert_eq!(face.missing("ঢাকায় AI-চালিত ৫.২%"), "");
        assert_eq!(face.missing("ॐ শান্তি ع"), "عॐ");
        assert_eq!(face.missing("জয় 😀"), "");
        assert_eq!(face.writable("জয় 😀\u{7}"), "জয় ");
        // The joiner of র‍্যাব is written.
        assert_eq!(face.writable("র\u{200D}্যাব"), "র\u{200D}্যাব");
    }

    #[test]
    fn a_word_is_parted_between_clusters() {
        let face = Face::built_in().unwrap();
        let word = "ক্ষ্ণৌত্রিকিংস্তুর‍্যা".repeat(4);
        let whole = face.shape(&word).advance as f32;
        for share in [2.0, 3.5, 9.0, 1e9] {
            let parts = face.parts(&word, whole / share);
            assert_eq!(parts.concat(), word);
            assert!(parts.len() as f32 >= share.min(8.0), "{parts:?}");
            let together: i32 = parts.iter().map(|part| face.shape(part).advance).sum();
            // Only the kerning of the letters that are parted goes.
            let apart = (together as f32 - whole).abs() / whole;
            assert!(apart < 0.01, "each part is shaped as inside of the word: {parts:?}");
        }
        assert_eq!(face.parts("বিদায়", 1e9), ["বিদায়"]);
    }

    #[test]
    fn what_is_no_typeface_is_none() {
        assert!(Face::new("হরফ নয়".as_bytes().to_vec()).is_none());
        assert!(Face::new(Vec::new()).is_none());
    }
}
