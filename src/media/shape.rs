//! A typeface that can be written with: letters to glyphs (harfrust, of which 0.14 and later are right for Bengali), glyphs to
//! outlines. Nothing else names these crates, because their ways of calling change often.

use harfrust::{Buffer, Direction, Font, Script, ShapeOptions, ShapePlan, ShaperFont};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
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
            run.glyphs.push(Glyph {
                id: info.glyph_id,
                x: run.advance + position.x_offset,
                y: position.y_offset,
            });
            run.advance += position.x_advance;
        }
        run
    }

    /// Adds the outlines of a run to a path, its baseline beginning at a point.
    pub(super) fn outline(&self, run: &Run, (x, y): (f32, f32), size: f32, path: &mut PathBuilder) {
        let Ok(font) = FontRef::new(&self.bytes) else { return };
        let (outlines, scale) = (font.outline_glyphs(), size / self.units());
        for glyph in &run.glyphs {
            let Some(outline) = outlines.get(GlyphId::new(glyph.id)) else {
                continue;
            };
            let mut pen = Pen {
                path,
                x: x + glyph.x as f32 * scale,
                y: y - glyph.y as f32 * scale,
            };
            let settings = DrawSettings::unhinted(Size::new(size), LocationRef::default());
            let _ = outline.draw(settings, &mut pen);
        }
    }
}

/// Whether a text would lose something that is read without it.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() || c.is_numeric()
}

/// Writes outlines into a path, upside down: pictures count from the top.
struct Pen<'a> {
    path: &'a mut PathBuilder,
    x: f32,
    y: f32,
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.x + x, self.y - y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.x + x, self.y - y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.path.quad_to(self.x + cx, self.y - cy, self.x + x, self.y - y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let (left, top) = (self.x, self.y);
        self.path
            .cubic_to(left + ax, top - ay, left + bx, top - by, left + x, top - y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
