//! What stands inside of a block: text, emphasis, code, links, pictures, raw HTML.

use super::super::inline::Piece;
use super::super::prepare::{BESIDE, may_hold_marks};
use super::super::{DEEPEST, NODE, link_tag, push_link, push_text};
use super::{Part, Picture};
use crate::bengali::gate;
use crate::diag::Diagnostic;
use crate::diag::codes::source as codes;
use crate::source::address::{Address, file_name, kind};
use crate::source::bare_address::{self, Span};
use crate::source::types::Node;
use pulldown_cmark::LinkType;
use std::ops::Range;

/// Running text with its bare addresses made links; what stands in a link already stays.
pub(super) fn linked(pieces: Vec<Piece>) -> Vec<Piece> {
    let any = |piece: &Piece| matches!(piece, Piece::Text(text) if bare_address::may_hold(text));
    if !pieces.iter().any(any) {
        return pieces;
    }
    let mut links = 0usize;
    let mut found = Vec::with_capacity(pieces.len() + 4);
    for piece in pieces {
        match piece {
            Piece::Text(text) if links == 0 => push_linked(&mut found, &text),
            Piece::Markup(tag) => {
                match tag.as_str() {
                    "</a>" | "</A>" => links = links.saturating_sub(1),
                    tag if tag.starts_with("<a ") || tag.starts_with("<A ") => links += 1,
                    _ => {}
                }
                found.push(Piece::Markup(tag));
            }
            piece => found.push(piece),
        }
    }
    found
}

fn push_linked(found: &mut Vec<Piece>, text: &str) {
    for span in bare_address::spans(text) {
        match span {
            Span::Text(text) => found.push(Piece::Text(text.to_owned())),
            Span::Address(shown, href) => {
                let mut link = String::new();
                push_link(&mut link, shown, &href);
                found.push(Piece::Fixed(link, shown.to_owned()));
            }
        }
    }
}

impl Part<'_, '_, '_> {
    pub(super) fn piece(&mut self, piece: Piece) {
        self.pieces.push(piece);
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.picture.is_some() {
            let text = gate::canonical(&self.restore(text)).replace('\n', " ");
            if let Some(picture) = &mut self.picture {
                picture.alt.push_str(&text);
            }
            return;
        }
        if self.autolink {
            let mut shown = String::new();
            let read = gate::canonical(&self.restore(text)).into_owned();
            push_text(&mut shown, &read);
            return self.piece(Piece::Fixed(shown, read));
        }
        if !may_hold_marks(text) {
            return self.plain(text.to_owned());
        }
        for (index, part) in text.split(NODE).enumerate() {
            match part.parse::<usize>() {
                Ok(call) if index % 2 == 1 && self.calls.get(call).is_some_and(Option::is_some) => {
                    self.piece(Piece::Call(call))
                }
                _ if index % 2 == 1 => {}
                _ => self.plain(part.replace(BESIDE, "")),
            }
        }
    }

    pub(super) fn plain(&mut self, text: String) {
        match self.pieces.last_mut() {
            _ if text.is_empty() => {}
            Some(Piece::Text(before)) => before.push_str(&text),
            _ => self.piece(Piece::Text(text)),
        }
    }

    pub(super) fn code_span(&mut self, code: &str) {
        let code = gate::canonical(&self.restore(code)).into_owned();
        match &mut self.picture {
            Some(picture) => picture.alt.push_str(&code),
            None => self.piece(Piece::Code(code)),
        }
    }

    pub(super) fn span(&mut self, tag: &'static str, at: &Range<usize>) {
        self.spans += 1;
        if self.spans > DEEPEST {
            self.too_deep(at);
        } else if self.picture.is_none() {
            self.piece(Piece::Markup(tag.into()));
        }
    }

    pub(super) fn end_span(&mut self, tag: &'static str) {
        if self.spans <= DEEPEST && self.picture.is_none() {
            self.piece(Piece::Markup(tag.into()));
        }
        self.spans = self.spans.saturating_sub(1);
    }

    pub(super) fn too_deep(&mut self, at: &Range<usize>) {
        let at = at.start..at.start;
        let line = self.maker.line(&self.ground_at(&at));
        if self.maker.deep_lines.insert(line) {
            self.report(&at, Diagnostic::new(&codes::DEEP_AS_TEXT).arg("limit", DEEPEST));
        }
    }

    pub(super) fn link(&mut self, link_type: LinkType, url: &str, title: &str, at: &Range<usize>) {
        let mut url = gate::canonical(self.restore(url).trim()).into_owned();
        if link_type == LinkType::Email {
            url.insert_str(0, "mailto:");
        }
        let title = gate::clean(&self.restore(title)).into_owned();
        let kind = kind(&url);
        if kind == Address::Refused {
            self.report(at, Diagnostic::new(&codes::BAD_LINK).arg("href", &url));
        }
        let open = kind != Address::Refused && self.picture.is_none();
        self.links.push(open);
        self.autolink = matches!(link_type, LinkType::Autolink | LinkType::Email) && self.picture.is_none();
        if open {
            let tag = link_tag(kind, &url, &title);
            if self.maker.spend(tag.len()) {
                self.piece(Piece::Markup(tag));
            }
        }
    }

    pub(super) fn end_link(&mut self) {
        self.autolink = false;
        if self.links.pop() == Some(true) {
            self.piece(Piece::Markup("</a>".into()));
        }
    }

    pub(super) fn image(&mut self, src: &str, title: &str, at: Range<usize>) {
        if let Some(picture) = &mut self.picture {
            // A picture inside of an alternative text gives its text only.
            picture.alt.push(' ');
            self.links.push(false);
            return;
        }
        let src = file_name(&self.restore(src));
        let title = gate::clean(&self.restore(title)).into_owned();
        self.links.push(true);
        self.picture = Some(Picture {
            src,
            title,
            alt: String::new(),
            at,
        });
    }

    pub(super) fn end_image(&mut self, _at: Range<usize>) {
        if self.links.pop() != Some(true) {
            return;
        }
        let Some(picture) = self.picture.take() else { return };
        let alt = gate::clean(picture.alt.trim()).into_owned();
        match kind(&picture.src) {
            Address::Refused => {
                self.report(&picture.at, Diagnostic::new(&codes::BAD_LINK).arg("href", &picture.src));
                return self.plain(alt);
            }
            Address::Web => {
                let diagnostic = Diagnostic::new(&codes::FOREIGN_PICTURE).arg("picture", &picture.src);
                return self.report(&picture.at, diagnostic);
            }
            _ => {}
        }
        if !self.maker.spend(picture.src.len() + picture.title.len()) {
            return;
        }
        let start = self.ground_at(&picture.at);
        let line = self.maker.line(&start);
        self.maker.picture(&picture.src, !alt.is_empty(), line);
        self.nodes.push(Some(Node::Picture {
            src: picture.src,
            alt,
            title: picture.title,
            alone: false,
        }));
        self.piece(Piece::Picture(self.nodes.len() - 1));
    }
}
