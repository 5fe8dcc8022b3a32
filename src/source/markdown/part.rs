//! HTML from the parser's events: paragraphs and headings in [`blocks`], what stands in them in [`inside`], [`tables`] and [`footnotes`].

mod blocks;
mod footnotes;
mod html;
mod inside;
mod tables;

use super::super::types::{Node, Shortcode};
use super::calls::{self, Call};
use super::inline::{self, Piece};
use super::notes_plan;
use super::prepare::{BESIDE, Rewritten, may_hold_marks};
use super::{DEEPEST, DEEPEST_CALL, Maker, NODE, extensions, push_attribute, push_text, raw, split};
use crate::bengali::gate;
use crate::diag::Diagnostic;
use crate::diag::codes::source as codes;
use crate::source::lead::Standing;
use footnotes::Footnotes;
use html::HtmlBlock;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use tables::Table;

/// Reads a range of the ground text, `level` shortcodes deep.
pub(crate) fn read(maker: &mut Maker, at: Range<usize>, level: usize) -> Vec<Node> {
    let ground = maker.ground;
    let text = ground.text.get(at.clone()).unwrap_or_default();
    let taken = calls::take(maker, text, at.start);
    let prepared = taken.rewritten;
    let calls = taken.calls.into_iter().map(Some).collect();
    let mut part = Part::new(
        maker,
        Source {
            ground: text,
            start: at.start,
            prepared: &prepared,
        },
        calls,
        level,
    );
    part.number_notes(notes_plan::plan(&prepared.text, extensions()));
    for (event, at) in Parser::new_ext(&prepared.text, extensions()).into_offset_iter() {
        part.event(event, at);
        if part.maker.left == 0 {
            break;
        }
    }
    part.finish()
}

/// The text of a part, as written and as prepared.
#[derive(Clone, Copy)]
struct Source<'s> {
    ground: &'s str,
    start: usize,
    prepared: &'s Rewritten<'s>,
}

struct Picture {
    src: String,
    title: String,
    alt: String,
    at: Range<usize>,
}

struct Part<'m, 'k, 's> {
    maker: &'m mut Maker<'k>,
    source: Source<'s>,
    calls: Vec<Option<Call>>,
    level: usize,
    out: String,
    nodes: Vec<Option<Node>>,
    /// Which call became which node.
    callers: BTreeMap<usize, usize>,
    pieces: Vec<Piece>,
    raw: bool,
    /// Open blocks that hold blocks, and those of them that count as nesting.
    containers: usize,
    nesting: usize,
    spans: usize,
    open_html: raw::Nesting,
    code: Option<String>,
    picture: Option<Picture>,
    links: Vec<bool>,
    /// Inside of `<https://…>`, whose text is an address.
    autolink: bool,
    notes: Footnotes,
    table: Table,
    heading_id: Option<String>,
    /// What a summary takes what is being written for.
    standing: Standing,
    /// The HTML block that is being read.
    html_block: Option<HtmlBlock>,
}

impl<'m, 'k, 's> Part<'m, 'k, 's> {
    fn new(maker: &'m mut Maker<'k>, source: Source<'s>, calls: Vec<Option<Call>>, level: usize) -> Self {
        let out = String::with_capacity(source.ground.len() + source.ground.len() / 8 + 64);
        Part {
            maker,
            source,
            calls,
            level,
            out,
            nodes: Vec::new(),
            callers: BTreeMap::new(),
            pieces: Vec::new(),
            raw: false,
            containers: 0,
            nesting: 0,
            spans: 0,
            open_html: raw::Nesting::default(),
            code: None,
            picture: None,
            links: Vec::new(),
            autolink: false,
            notes: Footnotes::default(),
            table: Table::default(),
            heading_id: None,
            standing: Standing::Aside,
            html_block: None,
        }
    }

    fn event(&mut self, event: Event, at: Range<usize>) {
        if !self.maker.spend(at.len().min(64)) {
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(tag, at),
            Event::Text(text) if self.code.is_some() => self.code_text(&text, at),
            Event::Text(text) => self.text(&text),
            Event::Code(code) => self.code_span(&code),
            Event::Html(html) => self.html_line(&html, at),
            Event::InlineHtml(html) => self.inline_html(&html, &at),
            Event::FootnoteReference(name) => self.reference(&name),
            Event::SoftBreak => self.text("\n"),
            Event::HardBreak => {
                self.piece(Piece::Markup("<br>".into()));
                self.text("\n");
            }
            Event::Rule => self.block("<hr>\n"),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag, at: Range<usize>) {
        match tag {
            Tag::Paragraph => self.flush(),
            Tag::Heading { id, .. } => {
                self.flush();
                self.heading_id = id.map(|id| gate::canonical(&self.restore(&id)).into_owned());
            }
            Tag::BlockQuote(_) => self.open("<blockquote>\n", &at),
            Tag::List(start) => self.list(start, &at),
            Tag::Item => self.open_inner("<li>"),
            Tag::CodeBlock(kind) => self.code_block(&kind),
            Tag::HtmlBlock => self.open_html_block(),
            Tag::FootnoteDefinition(name) => self.note(&name),
            Tag::Table(alignments) => self.open_table(alignments),
            Tag::TableHead => self.table_head(),
            Tag::TableRow => self.table_row(),
            Tag::TableCell => self.table_cell(),
            Tag::Emphasis => self.span("<em>", &at),
            Tag::Strong => self.span("<strong>", &at),
            Tag::Strikethrough => self.span("<del>", &at),
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => self.link(link_type, &dest_url, &title, &at),
            Tag::Image { dest_url, title, .. } => self.image(&dest_url, &title, at),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, at: Range<usize>) {
        match tag {
            TagEnd::Paragraph => self.paragraph(),
            TagEnd::Heading(level) => self.heading(level),
            TagEnd::BlockQuote(_) => self.close("</blockquote>\n"),
            TagEnd::List(true) => self.close("</ol>\n"),
            TagEnd::List(false) => self.close("</ul>\n"),
            TagEnd::Item => self.close_inner("</li>\n"),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => self.end_html_block(),
            TagEnd::FootnoteDefinition => self.end_note(),
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead => self.block("</tr></thead>\n<tbody>\n"),
            TagEnd::TableRow => self.block("</tr>\n"),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Emphasis => self.end_span("</em>"),
            TagEnd::Strong => self.end_span("</strong>"),
            TagEnd::Strikethrough => self.end_span("</del>"),
            TagEnd::Link => self.end_link(),
            TagEnd::Image => self.end_image(at),
            _ => {}
        }
    }

    /// A range of the prepared text in the ground text.
    fn ground_at(&self, at: &Range<usize>) -> Range<usize> {
        let prepared = self.source.prepared;
        self.source.start + prepared.source(at.start)..self.source.start + prepared.source(at.end)
    }

    fn report(&mut self, at: &Range<usize>, diagnostic: Diagnostic) {
        let at = self.ground_at(at);
        self.maker.report(&at, diagnostic);
    }

    /// Text in which calls are not looked for, as its author wrote it.
    fn restore<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !may_hold_marks(text) {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        for (index, part) in text.split(NODE).enumerate() {
            let call = part.parse::<usize>().ok().filter(|_| index % 2 == 1);
            match call.and_then(|n| self.calls.get(n)).and_then(Option::as_ref) {
                Some(call) => out.push_str(self.source.ground.get(call.at.clone()).unwrap_or_default()),
                None => out.extend(part.chars().filter(|c| *c != BESIDE)),
            }
        }
        Cow::Owned(out)
    }

    /// Writes what was gathered, then a tag.
    fn block(&mut self, tag: &str) {
        self.flush();
        self.out.push_str(tag);
    }

    fn open(&mut self, tag: &str, at: &Range<usize>) {
        self.flush();
        self.containers += 1;
        self.nesting += 1;
        match self.nesting > DEEPEST {
            true => self.too_deep(at),
            false => self.out.push_str(tag),
        }
    }

    fn close(&mut self, tag: &str) {
        self.flush();
        if self.nesting <= DEEPEST {
            self.out.push_str(tag);
        }
        self.nesting = self.nesting.saturating_sub(1);
        self.containers = self.containers.saturating_sub(1);
    }

    fn open_inner(&mut self, tag: &str) {
        self.flush();
        self.containers += 1;
        if self.nesting <= DEEPEST {
            self.out.push_str(tag);
        }
    }

    fn close_inner(&mut self, tag: &str) {
        self.flush();
        self.containers = self.containers.saturating_sub(1);
        if self.nesting <= DEEPEST {
            self.out.push_str(tag);
        }
    }

    fn list(&mut self, start: Option<u64>, at: &Range<usize>) {
        match start {
            None => self.open("<ul>\n", at),
            Some(1) => self.open("<ol>\n", at),
            Some(n) => self.open(&format!("<ol start=\"{n}\">\n"), at),
        }
    }

    fn code_block(&mut self, kind: &CodeBlockKind) {
        let language = match kind {
            CodeBlockKind::Fenced(info) => info
                .split([' ', ','])
                .next()
                .map(|name| self.restore(name).into_owned()),
            CodeBlockKind::Indented => None,
        };
        let mut tag = String::from("<pre><code");
        if let Some(language) = language.filter(|name| !name.is_empty()) {
            tag.push_str(" class=\"language-");
            push_attribute(&mut tag, &gate::canonical(&language));
            tag.push('"');
        }
        tag.push('>');
        self.block(&tag);
        self.code = Some(String::new());
    }

    /// Code comes from the source where preparing changed it.
    fn code_text(&mut self, text: &str, at: Range<usize>) {
        let ground = self.ground_at(&at);
        let text = if self.maker.ground.is_new() && self.maker.ground.is_edited(&ground) {
            self.maker.file.slice(&self.maker.in_file(&ground)).to_owned()
        } else {
            self.restore(text).into_owned()
        };
        if let Some(code) = &mut self.code {
            code.push_str(&text);
        }
    }

    fn end_code(&mut self) {
        let code = self.code.take().unwrap_or_default();
        push_text(&mut self.out, &gate::canonical(&code));
        self.out.push_str("</code></pre>\n");
    }

    fn mark(&mut self, index: usize) {
        self.out.push(NODE);
        self.out.push_str(&index.to_string());
        self.out.push(NODE);
    }

    fn write(&mut self, pieces: Vec<Piece>) {
        let mut broken = false;
        for piece in inline::clean(inside::linked(pieces)) {
            let after_break = std::mem::replace(&mut broken, matches!(&piece, Piece::Markup(tag) if tag == "<br>"));
            match piece {
                Piece::Text(text) => {
                    push_text(&mut self.out, &text);
                    self.maker.say(&text, after_break);
                    self.maker.lead.push(self.standing, &text);
                }
                Piece::Markup(markup) => self.out.push_str(&markup),
                Piece::Fixed(markup, read) => {
                    self.out.push_str(&markup);
                    self.maker.lead.push(self.standing, &read);
                }
                Piece::Code(code) => {
                    self.out.push_str("<code>");
                    push_text(&mut self.out, &code);
                    self.out.push_str("</code>");
                    self.maker.lead.push(self.standing, &code);
                }
                Piece::Picture(index) => self.mark(index),
                Piece::Call(call) => self.call(call, true),
            }
        }
    }

    /// Reads a call's body and writes its mark. Inside of a line, a body of one paragraph loses its tags.
    fn call(&mut self, index: usize, inline: bool) {
        let Some(call) = self.calls.get_mut(index).and_then(Option::take) else {
            return;
        };
        let start = self.source.start;
        let at = start + call.at.start..start + call.at.end;
        let mut shortcode = Shortcode {
            name: call.name,
            args: call.args,
            body: None,
            line: self.maker.line(&at),
        };
        self.maker.arguments(&mut shortcode, &at);
        if let Some(body) = call.body {
            if self.level >= DEEPEST_CALL {
                self.maker.report(
                    &(at.start..at.start),
                    Diagnostic::new(&codes::TOO_DEEP).arg("limit", DEEPEST_CALL),
                );
                return;
            }
            let nodes = read(self.maker, start + body.start..start + body.end, self.level + 1);
            shortcode.body = Some(if inline { unwrapped(nodes) } else { nodes });
        }
        self.callers.insert(self.nodes.len(), call.at.start);
        self.push_node(Node::Shortcode(shortcode));
    }

    fn push_node(&mut self, node: Node) {
        self.nodes.push(Some(node));
        self.mark(self.nodes.len() - 1);
    }

    fn finish(mut self) -> Vec<Node> {
        self.end_html_block();
        self.flush();
        self.report_hiding();
        while self.notes.is_open() {
            self.end_note();
        }
        self.write_notes();
        let clean = self.raw && !self.maker.file.options.unsafe_html;
        let written = self.out.len();
        let out = if clean {
            raw::sanitise(&self.out)
        } else {
            std::mem::take(&mut self.out)
        };
        self.maker.spend(out.len().saturating_sub(written));
        let (nodes, misplaced) = split::nodes(&out, std::mem::take(&mut self.nodes), self.raw);
        for index in misplaced {
            let at = self.callers.get(&index).copied().unwrap_or(0) + self.source.start;
            let diagnostic = Diagnostic::new(&codes::SHORTCODE_SYNTAX)
                .arg("name", "…")
                .arg("example", "<p>{{<name />}}</p>");
            self.maker.report(&(at..at), diagnostic);
        }
        nodes
    }
}

/// Without the tags of a paragraph that is all there is.
fn unwrapped(mut nodes: Vec<Node>) -> Vec<Node> {
    let paragraphs: usize = nodes
        .iter()
        .map(|n| {
            if let Node::Html { html, .. } = n {
                html.matches("<p>").count()
            } else {
                0
            }
        })
        .sum();
    if paragraphs != 1 {
        return nodes;
    }
    if let Some(Node::Html { html, .. }) = nodes.first_mut()
        && let Some(rest) = html.strip_prefix("<p>")
    {
        *html = rest.to_owned();
        if let Some(Node::Html { html, .. }) = nodes.last_mut() {
            *html = html.trim_end().strip_suffix("</p>").unwrap_or(html).to_owned();
        }
    }
    nodes
}
