//! Raw HTML of an author: gathered a block at a time, so that what is never closed ends with its block or is reported.

use super::super::inline::Piece;
use super::super::prepare::BESIDE;
use super::super::{DEEPEST, NODE, raw, unclosed};
use super::Part;
use crate::bengali::{cluster, gate};
use crate::diag::Diagnostic;
use crate::diag::codes::source as codes;
use std::ops::Range;

/// Clusters shown of a text that would be lost.
const SHOWN: usize = 60;

/// An HTML block as it is read, line by line.
#[derive(Default)]
pub(super) struct HtmlBlock {
    text: String,
    /// Where each line begins here and in the part.
    lines: Vec<(usize, usize)>,
}

impl HtmlBlock {
    fn push(&mut self, html: &str, at: usize) {
        self.lines.push((self.text.len(), at));
        self.text.push_str(html);
    }

    /// The place in the part of a place in the block.
    fn place(&self, at: usize) -> Range<usize> {
        let line = self.lines.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        let (start, in_part) = self.lines.get(line).copied().unwrap_or_default();
        let at = in_part + at.saturating_sub(start);
        at..at + 1
    }

    /// The place of a tag, as far as it stands on one line.
    fn tag_place(&self, at: usize) -> Range<usize> {
        let place = self.place(at);
        let rest = self.text.get(at..).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default();
        let length = line.find('>').map_or(line.len(), |end| end + 1);
        place.start..place.start + length.max(1)
    }
}

impl Part<'_, '_, '_> {
    pub(super) fn open_html_block(&mut self) {
        self.flush();
        self.html_block = Some(HtmlBlock::default());
    }

    pub(super) fn html_line(&mut self, html: &str, at: Range<usize>) {
        self.html_block.get_or_insert_default().push(html, at.start);
    }

    pub(super) fn inline_html(&mut self, html: &str, at: &Range<usize>) {
        let free = self.maker.file.options.unsafe_html;
        if self.picture.is_some() || (!free && html.starts_with("<!--")) {
            return;
        }
        let mut block = HtmlBlock::default();
        block.push(html, at.start);
        if !self.reads(&block) {
            return;
        }
        let html = gate::canonical(&self.restore(html)).into_owned();
        let html = if free {
            html
        } else {
            unclosed::without_marks(&html).into_owned()
        };
        self.piece(Piece::Markup(html));
    }

    pub(super) fn end_html_block(&mut self) {
        let Some(block) = self.html_block.take() else { return };
        if let Some((at, what)) = unclosed::fault(&block.text) {
            return self.report_unclosed(&block.place(at), &what);
        }
        let free = self.maker.file.options.unsafe_html;
        if !free && unclosed::is_comment(&block.text) || !self.reads(&block) {
            return self.flush();
        }
        let kept = unclosed::without_unclosed(&block.text);
        let html = if free {
            block.text.as_str().into()
        } else {
            unclosed::without_marks(&kept)
        };
        for (index, part) in html.split(NODE).enumerate() {
            match part.parse::<usize>() {
                Ok(call) if index % 2 == 1 => self.piece(Piece::Call(call)),
                _ if index % 2 == 1 => {}
                _ => self.piece(Piece::Markup(gate::canonical(&part.replace(BESIDE, "")).into_owned())),
            }
        }
        self.flush();
    }

    /// Reports what raw HTML will lose; false when it is nested too deep to be read at all.
    fn reads(&mut self, block: &HtmlBlock) -> bool {
        self.raw = true;
        self.maker.raw = true;
        if self.maker.file.options.unsafe_html {
            return true;
        }
        let html = unclosed::without_comments(&block.text);
        for (offset, what) in raw::refused(&html) {
            self.report(
                &block.tag_place(offset),
                Diagnostic::new(&codes::HTML_DROPPED).arg("what", what),
            );
        }
        for (offset, picture) in raw::foreign_pictures(&html) {
            let diagnostic = Diagnostic::new(&codes::FOREIGN_PICTURE).arg("picture", picture);
            self.report(&block.place(offset), diagnostic);
        }
        let start = block.place(0);
        let sound = self.open_html.read(&html, start.start, DEEPEST);
        if !sound {
            self.too_deep(&start);
        }
        sound
    }

    /// Reports elements that hide what they enclose and are never closed: readers would not see the rest of the story.
    pub(super) fn report_hiding(&mut self) {
        for (name, at) in self.open_html.left_open(&["details", "audio"]) {
            self.report_unclosed(&(at..at + 1), &format!("<{name}>"));
        }
    }

    fn report_unclosed(&mut self, at: &Range<usize>, what: &str) {
        let rest = self.source.prepared.text.get(at.start..).unwrap_or_default();
        let after = rest.get(what.len()..).unwrap_or_default();
        let after = after
            .split_once('>')
            .filter(|(tag, _)| !tag.contains('\n'))
            .map_or(after, |(_, text)| text);
        let diagnostic = Diagnostic::new(&codes::UNCLOSED_HTML)
            .arg("what", what)
            .arg("lost", lost(after));
        self.report(at, diagnostic);
    }
}

/// The beginning of a text that readers would not see, on one line.
pub(super) fn lost(text: &str) -> String {
    let begin: String = text.chars().take(20 * SHOWN).collect();
    let words: Vec<_> = begin
        .split(|c: char| c == NODE || c.is_whitespace())
        .filter(|w| !w.is_empty())
        .collect();
    cluster::truncate(&words.join(" "), SHOWN).into_owned()
}
