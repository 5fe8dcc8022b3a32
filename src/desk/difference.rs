//! What differs between two texts, line by line; a paragraph is a line in most stories.

use diffy::create_patch;

/// A line of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DifferenceLine {
    /// In both texts.
    Same(String),
    /// In the later text only.
    New(String),
    /// In the earlier text only.
    Old(String),
    /// Lines in both that are not shown.
    Gap,
}

/// The lines that differ, with three lines around each place.
///
/// ```
/// use khobor::desk::{DifferenceLine, difference};
/// let lines = difference("এক\nদুই\n", "এক\nতিন\n");
/// assert_eq!(lines[1..], [DifferenceLine::Old("দুই".to_owned()), DifferenceLine::New("তিন".to_owned())]);
/// assert!(difference("এক\n", "এক\n").is_empty());
/// ```
pub fn difference(old: &str, new: &str) -> Vec<DifferenceLine> {
    let patch = create_patch(old, new);
    let mut lines = Vec::new();
    for (at, hunk) in patch.hunks().iter().enumerate() {
        if at > 0 {
            lines.push(DifferenceLine::Gap);
        }
        lines.extend(hunk.lines().iter().map(|line| match line {
            diffy::Line::Context(text) => DifferenceLine::Same(bare(text)),
            diffy::Line::Insert(text) => DifferenceLine::New(bare(text)),
            diffy::Line::Delete(text) => DifferenceLine::Old(bare(text)),
        }));
    }
    lines
}

fn bare(line: &str) -> String {
    line.trim_end_matches('\n').to_owned()
}
