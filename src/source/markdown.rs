//! Markdown to a body: HTML segments, pictures and shortcode calls.
//!
//! In order: [`prepare`] lets Bengali list numbers and emphasis before a suffix through CommonMark's rules and takes the
//! shortcodes ([`calls`]) out; [`part`] writes HTML from the parser's events ([`inline`] within a block); [`raw`]
//! sanitises what HTML an author wrote. Inside of the text being made, U+001A stands around the numbers of nodes and
//! U+0001, U+0002 around addresses that the site must resolve; none of the three can come from a source.

mod calls;
mod destinations;
mod fence;
mod inline;
mod notes_plan;
mod part;
mod pasted;
mod prepare;
mod raw;
mod split;
mod unclosed;

pub(crate) use split::is_inline;

use super::address::{Address, kind};
use super::caption::plain_caption;
use super::embed;
use super::focus::Focus;
use super::lead::Lead;
use super::notes::{File, Notes};
use super::types::{ArgValue, Body, BodyPicture, Heading, Node, Shortcode};
use crate::bengali::{gate, number, slug};
use crate::diag::Diagnostic;
use crate::diag::codes::{media, source as codes};
use memchr::memchr;
use prepare::Rewritten;
use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Begins and ends the number of a node, or `p` where a top-level paragraph ends.
pub(crate) const NODE: char = '\u{1A}';
/// Begins an address to resolve.
pub(crate) const OPEN: char = '\u{1}';
/// Ends it.
pub(crate) const CLOSE: char = '\u{2}';
/// Quotations and lists, tags, emphasis may be nested this deep.
const DEEPEST: usize = 64;
/// Shortcodes may be nested this deep.
const DEEPEST_CALL: usize = 8;

/// What is read beyond CommonMark. Named one by one: some flags switch others off.
pub(crate) fn extensions() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
}

/// Which part of a file is read.
pub(crate) struct Ground {
    /// Where the body begins.
    from: usize,
    /// A heading in it that is the title.
    title: Option<Range<usize>>,
}

impl Ground {
    /// A body that begins at byte `from` of its file, without the heading at `title`.
    pub(crate) fn new(from: usize, title: Option<Range<usize>>) -> Self {
        Ground { from, title }
    }
}

/// The first heading of the first level in the body that begins at byte `from`: its text and its bytes in the file.
pub(crate) fn first_heading(file: &File, from: usize) -> Option<(String, Range<usize>)> {
    let source = file.text.get(from..)?;
    let mut found: Option<(String, Range<usize>)> = None;
    for (event, at) in Parser::new_ext(source, extensions()).into_offset_iter() {
        match (event, &mut found) {
            (
                Event::Start(Tag::Heading {
                    level: HeadingLevel::H1,
                    ..
                }),
                None,
            ) => {
                found = Some((String::new(), from + at.start..from + at.end));
            }
            (Event::End(TagEnd::Heading(_)), Some(_)) => break,
            (Event::Text(text) | Event::Code(text), Some((title, _))) => title.push_str(&text),
            _ => {}
        }
    }
    let (title, at) = found?;
    let title = gate::clean(title.trim()).into_owned();
    (!title.is_empty()).then_some((title, at))
}

/// Reads a body. `bengali`: numbers that khobor adds are in Bengali digits.
pub(crate) fn read(file: &File, body: Ground, bengali: bool, notes: &mut Notes) -> Body {
    let from = body.from;
    let source = file.text.get(from..).unwrap_or_default();
    let title = body.title.map(|at| at.start - from..at.end - from);
    let ground = prepare::lists(source, title);
    let mut maker = Maker {
        file: *file,
        from,
        ground: &ground,
        notes,
        bengali,
        body: Body::default(),
        ids: BTreeMap::new(),
        left: source.len().saturating_mul(20).saturating_add(1 << 20),
        footnotes: 0,
        tables: 0,
        raw: false,
        shift: u8::from(has_first_level(&ground.text)),
        line_ends: Vec::new(),
        lead: Lead::default(),
        deep_lines: BTreeSet::new(),
    };
    maker.report_dividers();
    let nodes = part::read(&mut maker, 0..ground.text.len(), 0);
    maker.finish(nodes)
}

/// The ranges of a file's running text, from byte `from` on: no code, addresses, shortcode tags or raw HTML.
pub(crate) fn running_text(text: &str, from: usize) -> Vec<Range<usize>> {
    let source = text.get(from..).unwrap_or_default();
    let ground = prepare::lists(source, None);
    let mut ranges = Vec::new();
    let (mut code, mut autolink) = (false, false);
    for (event, at) in Parser::new_ext(&ground.text, extensions()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => code = true,
            Event::End(TagEnd::CodeBlock) => code = false,
            Event::Start(Tag::Link {
                link_type: LinkType::Autolink | LinkType::Email,
                ..
            }) => autolink = true,
            Event::End(TagEnd::Link) => autolink = false,
            Event::Text(_) if !code && !autolink => {
                let at = from + ground.source(at.start)..from + ground.source(at.end);
                match ranges.last_mut() {
                    // The parser cuts text at signs that might have meant something.
                    Some(Range { end, .. }) if *end == at.start => *end = at.end,
                    _ => ranges.push(at),
                }
            }
            _ => {}
        }
    }
    without_names(text, ranges)
}

/// Without the names of files with spaces, which the parser alone takes for text.
fn without_names(text: &str, ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut left = Vec::with_capacity(ranges.len());
    for range in ranges {
        let mut start = range.start;
        let inside = text.get(range.clone()).unwrap_or_default();
        for (at, _) in inside.match_indices("](") {
            let (edits, end) = destinations::edits(text, range.start + at);
            if !edits.is_empty() && end <= range.end && range.start + at >= start {
                left.push(start..range.start + at);
                start = end;
            }
        }
        left.push(start..range.end);
    }
    left
}

/// Whether a body has headings of the first level. (A `# ` in a code block also counts: it only makes headings smaller.)
fn has_first_level(text: &str) -> bool {
    let any = memchr(b'#', text.as_bytes()).is_some();
    any && text.split('\n').any(|line| {
        line.trim_start_matches(' ')
            .strip_prefix('#')
            .is_some_and(|rest| rest.starts_with([' ', '\t']))
    })
}

/// Appends text as HTML.
pub(crate) fn push_text(out: &mut String, text: &str) {
    let _ = pulldown_cmark_escape::escape_html_body_text(&mut *out, text);
}

/// Appends text as a quoted attribute's value.
pub(crate) fn push_attribute(out: &mut String, text: &str) {
    let _ = pulldown_cmark_escape::escape_html(&mut *out, text);
}

/// Appends a link whose text is its address.
pub(crate) fn push_link(out: &mut String, shown: &str, href: &str) {
    let href = gate::canonical(href);
    out.push_str(&link_tag(kind(&href), &href, ""));
    push_text(out, &gate::canonical(shown));
    out.push_str("</a>");
}

fn link_tag(kind: Address, url: &str, title: &str) -> String {
    let mut tag = String::from("<a href=\"");
    match kind {
        Address::Inside => {
            tag.push(OPEN);
            push_attribute(&mut tag, url);
            tag.push(CLOSE);
        }
        Address::Fragment => push_attribute(&mut tag, url),
        _ => {
            let _ = pulldown_cmark_escape::escape_href(&mut tag, url);
        }
    }
    tag.push('"');
    if !title.is_empty() {
        tag.push_str(" title=\"");
        push_attribute(&mut tag, title);
        tag.push('"');
    }
    tag.push_str(if kind == Address::Web {
        " rel=\"noopener\">"
    } else {
        ">"
    });
    tag
}

/// What all parts of one body share.
struct Maker<'a> {
    file: File<'a>,
    /// Where the body begins in the file.
    from: usize,
    ground: &'a Rewritten<'a>,
    notes: &'a mut Notes,
    bengali: bool,
    body: Body,
    /// Heading ids in use, and the next number for each.
    ids: BTreeMap<String, u32>,
    /// Bytes that may still be written.
    left: usize,
    footnotes: u64,
    tables: u64,
    /// Raw HTML occurred.
    raw: bool,
    /// 1 when the body uses `#`, which is the headline's level on the page: then every heading goes one down.
    shift: u8,
    /// Where the file's lines end; empty until a line is asked for.
    line_ends: Vec<usize>,
    /// What a summary is made of.
    lead: Lead,
    /// Lines of which it was reported that they are nested too deep.
    deep_lines: BTreeSet<u32>,
}

impl Maker<'_> {
    /// A range of the ground text as a range of the file.
    fn in_file(&self, at: &Range<usize>) -> Range<usize> {
        let start = self.from + self.ground.source(at.start);
        start..(self.from + self.ground.source(at.end)).max(start)
    }

    /// The line, from 1, of a range of the ground text.
    fn line(&mut self, at: &Range<usize>) -> u32 {
        let at = self.in_file(at).start;
        if self.line_ends.is_empty() {
            self.line_ends
                .extend(self.file.text.match_indices('\n').map(|(at, _)| at));
        }
        u32::try_from(self.line_ends.partition_point(|end| *end < at))
            .unwrap_or(u32::MAX)
            .saturating_add(1)
    }

    /// Reports the lines that are read as text because they open too many quotations or lists.
    fn report_dividers(&mut self) {
        for at in &self.ground.dividers {
            let at = self.from + at..self.from + at + 1;
            self.notes.report(
                &self.file,
                at,
                Diagnostic::new(&codes::DEEP_AS_TEXT).arg("limit", DEEPEST),
            );
        }
    }

    fn report(&mut self, at: &Range<usize>, diagnostic: Diagnostic) {
        let at = self.in_file(at);
        self.notes.report(&self.file, at, diagnostic);
    }

    /// A number that khobor prints.
    fn number(&self, n: u64) -> String {
        if self.bengali { number::count(n) } else { n.to_string() }
    }

    /// Takes from what may still be written; false when nothing is left.
    fn spend(&mut self, bytes: usize) -> bool {
        let enough = bytes <= self.left;
        self.left = self.left.saturating_sub(bytes);
        if !enough {
            let end = self.file.text.len();
            self.notes
                .report(&self.file, end..end, Diagnostic::new(&codes::TOO_LONG));
        }
        enough
    }

    /// Adds to the running text. Lines of the source are none of the text: only a break that was asked for is one.
    fn say(&mut self, text: &str, after_break: bool) {
        let (first, rest) = text.split_at(usize::from(after_break && text.starts_with('\n')));
        self.body.text.push_str(first);
        for (at, line) in rest.split('\n').enumerate() {
            if at > 0 {
                self.body.text.push(' ');
            }
            self.body.text.push_str(line);
        }
    }

    fn end_block(&mut self) {
        let text = &mut self.body.text;
        text.truncate(text.trim_end_matches([' ', '\n']).len());
        if !text.is_empty() {
            text.push('\n');
        }
    }

    /// A heading's id, unique in the body.
    fn heading(&mut self, level: u8, wanted: Option<&str>, text: &str) -> String {
        let wanted = wanted
            .map(|id| id.split_whitespace().collect::<Vec<_>>().join("-"))
            .filter(|id| !id.is_empty());
        // A theme's own ids are ASCII: a heading in Latin letters stays out of their way.
        let made = || match slug::heading_id(text) {
            id if id.is_empty() => "h-section".to_owned(),
            id if id.is_ascii() => format!("h-{id}"),
            id => id,
        };
        let base = wanted.unwrap_or_else(made);
        let mut id = base.clone();
        let mut next = self.ids.get(&base).copied().unwrap_or(1);
        while self.ids.contains_key(&id) {
            next += 1;
            id = format!("{base}-{next}");
        }
        self.ids.insert(id.clone(), 1);
        self.ids.insert(base, next);
        self.body.headings.push(Heading {
            level,
            id: id.clone(),
            text: text.to_owned(),
        });
        id
    }

    /// Notes a picture that the body names.
    fn picture(&mut self, src: &str, has_alt: bool, line: u32) {
        self.body.pictures.push(BodyPicture {
            src: src.to_owned(),
            has_alt,
            line,
        });
    }

    /// Notes what a shortcode's arguments say; what its arguments cannot be is reported.
    fn arguments(&mut self, call: &mut Shortcode, at: &Range<usize>) {
        if let Err(value) = embed::normalise(call) {
            let diagnostic = Diagnostic::new(&codes::BAD_EMBED)
                .arg("name", &call.name)
                .arg("value", value);
            self.report(at, diagnostic);
        }
        let text = |key: &str| call.args.iter().find(|(k, _)| k == key).map(|(_, v)| v);
        let has_alt = ["alt", "alts"].iter().any(|key| match text(key) {
            Some(ArgValue::Text(alt)) => !alt.is_empty(),
            Some(ArgValue::List(alts)) => !alts.is_empty(),
            _ => false,
        });
        for (key, value) in &call.args {
            match (key.as_str(), value) {
                ("src", ArgValue::Text(src)) if is_pictorial(&call.name) => {
                    self.named_picture(src, has_alt, (call.line, at));
                }
                ("images", ArgValue::List(images)) if is_pictorial(&call.name) => {
                    let place = (call.line, at);
                    images.iter().for_each(|src| self.named_picture(src, has_alt, place));
                }
                ("focus" | "focuses", value) if is_pictorial(&call.name) => self.focus(value, at),
                (key, ArgValue::Text(text)) if calls::is_running(key) => {
                    self.end_block();
                    self.body.text.push_str(&plain_caption(text));
                    self.end_block();
                }
                _ => {}
            }
        }
    }

    /// A focus that cannot be read is reported.
    fn focus(&mut self, value: &ArgValue, at: &Range<usize>) {
        let written = match value {
            ArgValue::Text(text) => std::slice::from_ref(text),
            ArgValue::List(items) => items.as_slice(),
            _ => &[],
        };
        for value in written.iter().filter(|w| !w.is_empty() && Focus::parse(w).is_none()) {
            self.report(at, Diagnostic::new(&media::BAD_FOCUS).arg("value", value));
        }
    }

    /// A picture that a shortcode names.
    fn named_picture(&mut self, src: &str, has_alt: bool, (line, at): (u32, &Range<usize>)) {
        if kind(src) == Address::Web {
            self.report(at, Diagnostic::new(&codes::FOREIGN_PICTURE).arg("picture", src));
        } else {
            self.picture(src, has_alt, line);
        }
    }

    fn finish(mut self, nodes: Vec<Node>) -> Body {
        self.body.nodes = nodes;
        if self.raw {
            self.body.text = split::text_of(&self.body.nodes);
        }
        self.body.lead = match self.lead.is_empty() && self.raw {
            true => split::lead_of(&self.body.nodes),
            false => std::mem::take(&mut self.lead).finish(),
        };
        self.body.text.truncate(self.body.text.trim_end().len());
        let (links, raw_pictures) = split::addresses(&self.body.nodes);
        self.body.links = links;
        let pictures = raw_pictures
            .into_iter()
            .map(|(src, has_alt)| BodyPicture { src, has_alt, line: 0 });
        self.body.pictures.extend(pictures);
        self.body
    }
}

fn is_pictorial(name: &str) -> bool {
    matches!(name, "figure" | "gallery")
}

#[cfg(test)]
mod tests;
