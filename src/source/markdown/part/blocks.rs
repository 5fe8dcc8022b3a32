//! Paragraphs and headings, and the shortcodes in them that are blocks themselves: a figure cannot stand inside of a
//! paragraph, a heading or a mark of text, so it is moved out of it.

use super::super::inline::Piece;
use super::super::unclosed;
use super::super::{DEEPEST, NODE, push_attribute};
use super::Part;
use crate::diag::Diagnostic;
use crate::diag::codes::source as codes;
use crate::source::embed;
use crate::source::lead::Standing;
use crate::source::types::Node;
use pulldown_cmark::HeadingLevel;

/// khobor's own shortcodes that are blocks. A site's own may be a part of a line.
const BLOCKS: [&str; 10] = [
    "figure",
    "gallery",
    "youtube",
    "facebook",
    "pullquote",
    "factbox",
    "related",
    "video",
    "audio",
    "embed",
];
/// Those of them that a link may enclose, because they hold no link of their own.
const LINKED: [&str; 2] = ["figure", "pullquote"];

/// A part of a block's text.
enum Segment {
    /// What stays in the block.
    Text(Vec<Piece>),
    /// A call that is a block, and the link around it.
    Block(usize, Option<String>),
}

impl Part<'_, '_, '_> {
    pub(super) fn paragraph(&mut self) {
        let pieces = std::mem::take(&mut self.pieces);
        if pieces.is_empty() || self.embeds(&pieces) {
            return;
        }
        let is_node = |piece: &Piece| matches!(piece, Piece::Picture(_) | Piece::Call(_));
        let blank = |piece: &Piece| matches!(piece, Piece::Text(text) if text.trim().is_empty());
        if pieces.iter().any(is_node) && pieces.iter().all(|piece| is_node(piece) || blank(piece)) {
            return pieces.into_iter().filter(is_node).for_each(|piece| self.alone(&piece));
        }
        for segment in self.segments(pieces) {
            match segment {
                Segment::Text(pieces) => self.text_paragraph(pieces),
                Segment::Block(call, link) => self.block_call(call, link),
            }
        }
    }

    fn text_paragraph(&mut self, pieces: Vec<Piece>) {
        let standing = if is_label(&pieces) {
            Standing::Aside
        } else {
            self.standing_of_text()
        };
        self.out.push_str("<p>");
        self.write_as(standing, pieces);
        self.out.push_str("</p>\n");
        self.maker.end_block();
        if self.containers == 0 && self.level == 0 {
            self.out.extend([NODE, 'p', NODE]);
        }
    }

    /// What a summary takes a paragraph or list item here for.
    fn standing_of_text(&self) -> Standing {
        let aside = self.level > 0 || self.table.open || self.notes.is_open() || self.open_html.is_aside();
        match self.containers {
            _ if aside => Standing::Aside,
            0 => Standing::Running,
            _ => Standing::Other,
        }
    }

    fn write_as(&mut self, standing: Standing, pieces: Vec<Piece>) {
        let outer = std::mem::replace(&mut self.standing, standing);
        self.write(pieces);
        self.standing = outer;
        self.maker.lead.end(standing);
    }

    /// A picture or call that is a paragraph of its own.
    fn alone(&mut self, piece: &Piece) {
        match *piece {
            Piece::Picture(index) => {
                if let Some(Some(Node::Picture { alone, .. })) = self.nodes.get_mut(index) {
                    *alone = true;
                }
                self.mark(index);
            }
            Piece::Call(call) => self.call(call, false),
            _ => {}
        }
    }

    /// A paragraph of nothing but addresses of films and posts, one a line, becomes what their shortcodes print.
    fn embeds(&mut self, pieces: &[Piece]) -> bool {
        let [Piece::Text(text)] = pieces else { return false };
        let Some(found) = embed::of_lines(text) else {
            return false;
        };
        found
            .into_iter()
            .for_each(|call| self.push_node(embed::shortcode(call)));
        true
    }

    pub(super) fn heading(&mut self, level: HeadingLevel) {
        let pieces = std::mem::take(&mut self.pieces);
        let mut inside = Vec::new();
        let mut after = Vec::new();
        for segment in self.segments(pieces) {
            match segment {
                Segment::Text(pieces) => inside.extend(pieces),
                Segment::Block(call, link) => after.push((call, link)),
            }
        }
        if !inside.is_empty() {
            self.write_heading(level, inside);
        }
        after.into_iter().for_each(|(call, link)| self.block_call(call, link));
    }

    fn write_heading(&mut self, level: HeadingLevel, pieces: Vec<Piece>) {
        let level = (level as u8 + self.maker.shift).clamp(2, 6);
        let outer = std::mem::take(&mut self.out);
        let text_start = self.maker.body.text.len();
        let code = pieces.iter().filter_map(|piece| match piece {
            Piece::Code(code) => Some(code.as_str()),
            _ => None,
        });
        let code: String = code.collect();
        self.write(pieces);
        let inner = std::mem::replace(&mut self.out, outer);
        let said = self.maker.body.text.get(text_start..).unwrap_or_default().trim();
        let text = if said.is_empty() { code } else { said.to_owned() };
        let wanted = self.heading_id.take();
        let id = self.maker.heading(level, wanted.as_deref(), &text);
        self.out.push_str(&format!("<h{level} id=\""));
        push_attribute(&mut self.out, &id);
        self.out.push_str(&format!("\">{inner}</h{level}>\n"));
        self.maker.end_block();
    }

    /// Writes what was gathered outside of a paragraph: tight list items, cells, raw blocks.
    pub(super) fn flush(&mut self) {
        if self.pieces.is_empty() {
            return;
        }
        let pieces = std::mem::take(&mut self.pieces);
        for segment in self.segments(pieces) {
            match segment {
                Segment::Text(pieces) if self.containers > 0 => self.write_as(self.standing_of_text(), pieces),
                Segment::Text(pieces) => self.write(pieces),
                Segment::Block(call, link) => self.block_call(call, link),
            }
        }
        self.maker.end_block();
    }

    fn block_call(&mut self, call: usize, link: Option<String>) {
        let close = link.map(|tag| {
            self.out.push_str(&tag);
            "</a>"
        });
        self.call(call, false);
        self.out.push_str(close.unwrap_or_default());
    }

    fn is_block(&self, piece: &Piece) -> bool {
        let Piece::Call(call) = piece else { return false };
        let call = self.calls.get(*call).and_then(Option::as_ref);
        call.is_some_and(|call| BLOCKS.contains(&call.name.as_str()))
    }

    /// Cuts a block's text at the calls that are blocks. Marks that are open there are closed before and opened again.
    fn segments(&mut self, pieces: Vec<Piece>) -> Vec<Segment> {
        let pieces = if self.raw {
            unclosed::without_unclosed_pieces(pieces)
        } else {
            pieces
        };
        if !pieces.iter().any(|piece| self.is_block(piece)) {
            return vec![Segment::Text(pieces)];
        }
        let mut segments = Vec::new();
        let mut open: Vec<String> = Vec::new();
        let mut current = Vec::new();
        for piece in pieces {
            if let Piece::Call(call) = piece
                && self.is_block(&piece)
            {
                current.extend(open.iter().rev().map(|tag| Piece::Markup(closing(tag))));
                push_text(&mut segments, std::mem::take(&mut current));
                let link = open.iter().find(|tag| tag.starts_with("<a ")).cloned();
                segments.push(Segment::Block(call, self.around(call, link)));
                current.extend(open.iter().cloned().map(Piece::Markup));
                continue;
            }
            if let Piece::Markup(tag) = &piece {
                track(&mut open, tag);
            }
            current.push(piece);
        }
        push_text(&mut segments, current);
        segments
    }

    /// The link that goes around a call. One that holds links itself cannot be in a link: that is reported.
    fn around(&mut self, index: usize, link: Option<String>) -> Option<String> {
        let call = self.calls.get(index).and_then(Option::as_ref)?;
        let (at, name) = (call.at.clone(), call.name.clone());
        let link = link?;
        if LINKED.contains(&name.as_str()) {
            return Some(link);
        }
        let start = self.source.start;
        let diagnostic = Diagnostic::new(&codes::SHORTCODE_IN_LINK).arg("name", name);
        self.maker.report(&(start + at.start..start + at.end), diagnostic);
        None
    }
}

/// Whether a paragraph is all strong: a heading that is none.
fn is_label(pieces: &[Piece]) -> bool {
    let said = |piece: &Piece| !matches!(piece, Piece::Text(text) if text.trim().is_empty());
    let mut inner = pieces.iter().filter(|piece| said(piece));
    let strong = |piece: Option<&Piece>, tag: &str| matches!(piece, Some(Piece::Markup(markup)) if markup == tag);
    let ends = |piece: &&Piece| strong(Some(piece), "</strong>");
    strong(inner.next(), "<strong>") && strong(inner.next_back(), "</strong>") && !inner.any(|piece| ends(&piece))
}

fn push_text(segments: &mut Vec<Segment>, pieces: Vec<Piece>) {
    if pieces.iter().any(says_something) {
        segments.push(Segment::Text(pieces));
    }
}

/// Whether more is left of a piece than a mark around nothing.
fn says_something(piece: &Piece) -> bool {
    match piece {
        Piece::Text(text) => !text.trim().is_empty(),
        Piece::Markup(tag) => {
            let marks = ["</", "<em>", "<strong>", "<del>", "<a ", "<br>"];
            !marks.iter().any(|mark| tag.starts_with(mark))
        }
        _ => true,
    }
}

/// Notes a tag that opens or closes; at most as many as may be nested.
fn track(open: &mut Vec<String>, tag: &str) {
    let name = name_of(tag);
    if tag.starts_with("</") {
        if let Some(at) = open.iter().rposition(|other| name_of(other) == name) {
            open.remove(at);
        }
    } else if tag.ends_with('>') && !tag.ends_with("/>") && !is_void(name) && !name.is_empty() && open.len() < DEEPEST {
        open.push(tag.to_owned());
    }
}

fn name_of(tag: &str) -> &str {
    let inside = tag.trim_start_matches(['<', '/']);
    let end = inside
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(inside.len());
    inside.get(..end).unwrap_or_default()
}

fn is_void(name: &str) -> bool {
    matches!(name, "br" | "img" | "hr" | "wbr" | "input" | "col" | "source")
}

fn closing(tag: &str) -> String {
    format!("</{}>", name_of(tag))
}
