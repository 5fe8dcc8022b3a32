//! Where in a file: line, column in grapheme clusters, the quoted line.

use serde::Serialize;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// A place in a source file. Lines and columns count from 1; a column counts what a reader sees (grapheme clusters).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file, relative to the site's root, with `/`.
    pub path: String,
    /// The line, from 1; 0 when the whole file is meant.
    pub line: u32,
    /// The column, from 1, in grapheme clusters; 0 when the whole line is meant.
    pub column: u32,
    /// The line itself, cut at 200 clusters; of a longer one what stands around the fault, behind a `…`.
    pub quoted: String,
    /// The words at fault inside the line, when they are known.
    pub word: String,
}

impl Place {
    /// The file as a whole.
    pub fn file(path: impl Into<String>) -> Self {
        Place {
            path: path.into(),
            line: 0,
            column: 0,
            quoted: String::new(),
            word: String::new(),
        }
    }

    /// The word `word` of a file that is not at hand; its line is looked up when it is reported.
    pub fn word(path: &str, word: &str) -> Self {
        let word = word.to_owned();
        Place {
            word,
            ..Place::file(path)
        }
    }

    /// The byte range `at` of `text`, which is the content of the file `path`. Out-of-range values are clamped.
    ///
    /// ```
    /// let p = khobor::diag::Place::in_text("a.txt", "ক\nশিরোনাম: খ\n", "ক\nশিরোনাম: ".len().."ক\nশিরোনাম: খ".len());
    /// assert_eq!((p.line, p.column, p.word.as_str()), (2, 7, "খ"));
    /// ```
    pub fn in_text(path: impl Into<String>, text: &str, at: Range<usize>) -> Self {
        let start = floor_boundary(text, at.start);
        let end = floor_boundary(text, at.end.max(start));
        let line_start = text[..start].rfind('\n').map_or(0, |i| i + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |i| start + i);
        let line = text[..start].bytes().filter(|b| *b == b'\n').count() as u32 + 1;
        let column = text[line_start..start].graphemes(true).count() as u32 + 1;
        let quoted = window(text[line_start..line_end].trim_end(), column);
        let word = text[start..end.min(line_end)].trim_end().to_owned();
        Place {
            path: path.into(),
            line,
            column,
            quoted,
            word,
        }
    }

    /// The whole line `line` (from 1) of `text`.
    pub fn line(path: impl Into<String>, text: &str, line: u32) -> Self {
        let quoted = text.lines().nth(line.saturating_sub(1) as usize).unwrap_or_default();
        let quoted = quoted.graphemes(true).take(200).collect();
        Place {
            path: path.into(),
            line,
            column: 0,
            quoted,
            word: String::new(),
        }
    }
}

/// Clusters of a line that are quoted.
const QUOTED: usize = 200;
/// Clusters shown before a fault that stands far behind in its line.
const BEFORE: usize = 60;

/// The part of a line that is quoted: its beginning, or for a fault far behind what stands around it.
fn window(line: &str, column: u32) -> String {
    let before = (column as usize).saturating_sub(1 + BEFORE);
    if before + BEFORE < QUOTED - BEFORE {
        return line.graphemes(true).take(QUOTED).collect();
    }
    let around = line.graphemes(true).skip(before).take(QUOTED);
    std::iter::once("…").chain(around).collect()
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
