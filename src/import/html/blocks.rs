//! The tree to blocks.

mod figures;
mod lists;
mod media;
mod parts;
mod tables;

use super::model::{Block, Inline};
use super::tree::{Kind, NodeId, Tree};
use super::{Found, HtmlOptions, References, bijoy, inline};
use crate::portal::url;
use std::collections::BTreeSet;

/// Elements that are left out with all they hold.
const DROPPED: [&str; 20] = [
    "script",
    "style",
    "form",
    "input",
    "svg",
    "noscript",
    "template",
    "head",
    "title",
    "xml",
    "select",
    "textarea",
    "link",
    "meta",
    "base",
    "canvas",
    "map",
    "frameset",
    "annotation",
    "annotation-xml",
];
/// Elements that are blocks.
const BLOCKS: [&str; 52] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "iframe",
    "object",
    "embed",
    "video",
    "audio",
    "listing",
    "xmp",
];

/// Where a text is being read.
#[derive(Clone, Copy)]
struct Place {
    /// Line feeds count.
    feeds: bool,
}

/// A footnote of the block editor: its id and text.
type Note = (String, Vec<Inline>);

struct Reader<'a> {
    tree: &'a Tree,
    references: &'a dyn References,
    found: Found,
    /// Whether a node is a block or holds one.
    holds_block: Vec<bool>,
    /// Ids that links of this text lead to.
    linked: BTreeSet<String>,
    /// Ids that this text has where links can lead.
    ids: BTreeSet<String>,
    notes: Vec<Note>,
    /// Ids of notes that the text has: a number without one leads nowhere, and stays text.
    noted: BTreeSet<String>,
    /// Ids of notes in order of first use.
    used: Vec<String>,
}

/// Reads a tree.
pub(super) fn read(tree: &Tree, options: HtmlOptions, references: &dyn References) -> (Vec<Block>, Found) {
    let mut converted = None;
    let mut found = Found::default();
    if tree.any(&|t, id| t.name(id) == "font" || t.attribute(id, "style").contains("font-family")) {
        let mut copy = tree.clone();
        found.bijoy = bijoy::convert(&mut copy);
        converted = Some(copy);
    }
    let tree = converted.as_ref().unwrap_or(tree);
    let mut reader = Reader {
        tree,
        references,
        found,
        holds_block: Vec::new(),
        linked: BTreeSet::new(),
        ids: BTreeSet::new(),
        notes: Vec::new(),
        noted: BTreeSet::new(),
        used: Vec::new(),
    };
    reader.survey();
    let place = Place {
        feeds: options.line_feeds,
    };
    let mut blocks = reader.flow(tree.root(), place);
    blocks.extend(reader.footnotes());
    (blocks, reader.found)
}

impl Reader<'_> {
    /// Looks the tree over once: which nodes hold blocks, which ids are led to, which notes there are.
    fn survey(&mut self) {
        self.holds_block = vec![false; self.tree.len()];
        self.survey_node(self.tree.root());
    }

    fn survey_node(&mut self, id: NodeId) -> bool {
        let tree = self.tree;
        let name = tree.name(id);
        if name == "a"
            && let Some(target) = tree.attribute(id, "href").strip_prefix('#').filter(|t| !t.is_empty())
        {
            self.linked
                .insert(url::decode(target).unwrap_or_else(|| target.to_owned()));
        }
        let heading = matches!(name.as_bytes(), [b'h', b'1'..=b'6']);
        if !is_block(name) || heading {
            let ids = ["id", "name"].map(|key| tree.attribute(id, key).to_owned());
            self.ids.extend(ids.into_iter().filter(|id| !id.is_empty()));
        }
        if name == "k-note" && !tree.text(id).trim().is_empty() {
            self.noted.insert(tree.attribute(id, "data-id").to_owned());
        }
        let mut holds = is_block(name);
        for child in tree.children(id) {
            holds |= self.survey_node(*child);
        }
        if let Some(slot) = self.holds_block.get_mut(id) {
            *slot = holds;
        }
        holds && name != "ins" || is_block(name)
    }

    /// The blocks among the children of a node.
    fn flow(&mut self, parent: NodeId, place: Place) -> Vec<Block> {
        self.flow_of(self.tree.children(parent), place)
    }

    fn flow_of(&mut self, children: &[NodeId], place: Place) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut run = Vec::new();
        for child in children {
            if self.is_dropped(*child) {
                continue;
            }
            if self.holds_block.get(*child).copied().unwrap_or(false) {
                self.flush(&mut run, place, &mut blocks);
                self.block(*child, place, &mut blocks);
            } else {
                self.inline(*child, place, &mut run);
            }
        }
        self.flush(&mut run, place, &mut blocks);
        blocks
    }

    /// Whether an element is left out, which is noted.
    fn is_dropped(&mut self, id: NodeId) -> bool {
        let tree = self.tree;
        let name = tree.name(id);
        if self.is_ornament(id) {
            return true;
        }
        let advertisement = name == "ins" && tree.has_class(id, "adsbygoogle");
        if !advertisement && !DROPPED.contains(&name) {
            return false;
        }
        if !matches!(name, "style" | "xml" | "title" | "head" | "meta" | "link") {
            self.found.dropped.push(name.to_owned());
        }
        true
    }

    /// A sign that only eyes shall see: the plus of a toggle, the arrow of a slider.
    fn is_ornament(&self, id: NodeId) -> bool {
        let hidden = self.tree.attribute(id, "aria-hidden") == "true";
        hidden && self.tree.find_name(id, "img").is_none() && {
            let sign = |c: char| c.is_ascii_punctuation() || "×›‹→←▾▼»«".contains(c);
            let text = self.tree.text(id);
            !text.trim().is_empty() && text.trim().chars().all(sign)
        }
    }

    fn block(&mut self, id: NodeId, place: Place, blocks: &mut Vec<Block>) {
        let name = self.tree.name(id).to_owned();
        match name.as_str() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(id, &name, blocks),
            "blockquote" => self.quote(id, place, blocks),
            "div" | "section" | "ul" if self.is_gallery(id) => self.gallery(id, blocks),
            "ul" | "ol" | "menu" | "dir" => self.list(id, place, blocks),
            "dl" => self.definitions(id, place, blocks),
            "hr" => blocks.push(Block::Rule),
            "pre" | "listing" | "xmp" => self.preformatted(id, blocks),
            "table" => self.table(id, place, blocks),
            "figure" => self.figure(id, place, blocks),
            "details" => self.details(id, place, blocks),
            "iframe" | "object" | "embed" | "video" | "audio" => self.media(id, blocks),
            "k-embed" | "k-story" | "k-youtube" | "k-file" => self.own(id, blocks),
            "k-classic" => blocks.extend(self.flow(id, Place { feeds: true })),
            "k-plain" => blocks.extend(self.flow(id, Place { feeds: false })),
            "k-note" => self.note(id),
            "k-cover" => self.cover(id, blocks),
            "k-box" => self.fact_box(id, place, blocks),
            "div" if self.is_post(id) => self.post_of_facebook(id, blocks),
            "div" if self.chart(id, blocks) => {}
            "div" if self.tree.has_class(id, "wp-caption") => self.figure(id, place, blocks),
            "a" => self.block_link(id, place, blocks),
            _ => {
                let inner = self.flow(id, place);
                blocks.extend(self.marked(id, inner));
            }
        }
    }

    /// Blocks inside of an inline mark (`<b><p>…</p></b>`) get the mark each.
    fn marked(&self, id: NodeId, mut blocks: Vec<Block>) -> Vec<Block> {
        let Some(wrap) = parts::mark_of(self.tree, id) else {
            return blocks;
        };
        for block in &mut blocks {
            if let Block::Paragraph(run) = block {
                *run = inline::marked_whole(wrap, std::mem::take(run));
            }
        }
        blocks
    }

    /// A link around blocks: its text and pictures without it, unless it is all text.
    fn block_link(&mut self, id: NodeId, place: Place, blocks: &mut Vec<Block>) {
        let href = self.tree.attribute(id, "href").to_owned();
        let mut inner = self.flow(id, place);
        let target = match href.starts_with('#') {
            true => Some(href).filter(|href| self.leads(href)),
            false => self.references.link(&href),
        };
        if let Some(href) = target {
            for block in &mut inner {
                if let Block::Paragraph(run) = block {
                    let href = href.clone();
                    let text = std::mem::take(run);
                    *run = vec![Inline::Link { href, inner: text }];
                }
            }
        }
        blocks.extend(inner);
    }

    /// The paragraphs of a run that has ended.
    fn flush(&mut self, run: &mut Vec<Inline>, place: Place, blocks: &mut Vec<Block>) {
        for paragraph in inline::paragraphs(std::mem::take(run)) {
            self.paragraph(paragraph, place, blocks);
        }
    }

    /// A paragraph: its pictures become figures, addresses alone on a line what they show.
    fn paragraph(&mut self, run: Vec<Inline>, place: Place, blocks: &mut Vec<Block>) {
        let (pictures, rest) = parts::without_pictures(run);
        blocks.extend(pictures.into_iter().map(Block::Figure));
        for rest in inline::paragraphs(rest) {
            self.lines(rest, place, blocks);
        }
    }

    fn lines(&mut self, run: Vec<Inline>, place: Place, blocks: &mut Vec<Block>) {
        let alone = |line: &[Inline]| parts::address(line).is_some();
        let lines = inline::lines(run);
        let looked = place.feeds || lines.len() == 1;
        if !looked || !lines.iter().any(|l| alone(l)) {
            let run = join_lines(lines);
            return blocks.push(Block::Paragraph(run));
        }
        let mut kept: Vec<Vec<Inline>> = Vec::new();
        for line in lines {
            let address = parts::address(&line);
            let mut shown = Vec::new();
            if address.is_some_and(|address| self.show(&address, &mut shown)) {
                push_lines(&mut kept, blocks);
                blocks.append(&mut shown);
            } else {
                kept.push(line);
            }
        }
        push_lines(&mut kept, blocks);
    }

    fn heading(&mut self, id: NodeId, name: &str, blocks: &mut Vec<Block>) {
        let level = name.as_bytes().get(1).map_or(2, |b| b - b'0');
        let mut run = Vec::new();
        let place = Place { feeds: false };
        let mut apart = Vec::new();
        for child in self.tree.children(id) {
            match self.holds_block.get(*child).copied().unwrap_or(false) {
                true => apart.extend(self.flow_of(&[*child], place)),
                false => self.inline(*child, place, &mut run),
            }
        }
        let (pictures, rest) = parts::without_pictures(run);
        blocks.extend(pictures.into_iter().map(Block::Figure));
        let text = inline::line(rest, false);
        let anchor = self.tree.attribute(id, "id");
        let anchor = Some(anchor.to_owned()).filter(|a| self.linked.contains(a));
        if !inline::is_blank(&text) {
            blocks.push(Block::Heading {
                level,
                id: anchor,
                text,
            });
        }
        blocks.extend(apart);
    }

    fn details(&mut self, id: NodeId, place: Place, blocks: &mut Vec<Block>) {
        let tree = self.tree;
        let summary = tree.children(id).iter().copied().find(|c| tree.name(*c) == "summary");
        let mut title = Vec::new();
        if let Some(summary) = summary {
            let children = tree.children(summary).to_vec();
            children.iter().for_each(|c| self.inline(*c, place, &mut title));
        }
        let title = super::write::html_line(&inline::line(title, false));
        let rest: Vec<NodeId> = tree
            .children(id)
            .iter()
            .copied()
            .filter(|c| Some(*c) != summary)
            .collect();
        let inside = self.flow_of(&rest, place);
        let summary = if title.is_empty() {
            String::new()
        } else {
            format!("<summary>{title}</summary>")
        };
        blocks.push(Block::Html {
            open: format!("<details>{summary}"),
            inside,
            close: "</details>",
        });
    }

    fn fact_box(&mut self, id: NodeId, place: Place, blocks: &mut Vec<Block>) {
        let title = super::model::one_line(self.tree.attribute(id, "title"));
        let body = self.flow(id, place);
        if title.is_empty() || body.is_empty() {
            // A box without a title would get a word that its author did not write.
            return blocks.extend(body);
        }
        blocks.push(Block::Call {
            name: "factbox",
            args: vec![("title", title)],
            body: Some(body),
        });
    }

    /// A footnote's text: kept for the end.
    fn note(&mut self, id: NodeId) {
        let place = Place { feeds: false };
        let mut run = Vec::new();
        let children = self.tree.children(id).to_vec();
        children.iter().for_each(|c| self.inline(*c, place, &mut run));
        let key = self.tree.attribute(id, "data-id").to_owned();
        self.notes.push((key, inline::line(run, false)));
    }

    /// The number of a footnote, by its id.
    fn note_number(&mut self, key: &str) -> u32 {
        let at = self.used.iter().position(|k| k == key).unwrap_or_else(|| {
            self.used.push(key.to_owned());
            self.used.len() - 1
        });
        u32::try_from(at + 1).unwrap_or(u32::MAX)
    }

    /// The notes that are referred to, in order of first use.
    fn footnotes(&mut self) -> Vec<Block> {
        let used = std::mem::take(&mut self.used);
        let mut blocks = Vec::new();
        for (at, key) in used.iter().enumerate() {
            let text = self.notes.iter().find(|(k, _)| k == key).map(|(_, text)| text.clone());
            let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
            blocks.push(Block::Note(number, text.unwrap_or_default()));
        }
        blocks
    }
}

fn is_block(name: &str) -> bool {
    name.starts_with("k-") || BLOCKS.contains(&name)
}

fn join_lines(lines: Vec<Vec<Inline>>) -> Vec<Inline> {
    let mut out = Vec::new();
    for (index, line) in lines.into_iter().enumerate() {
        if index > 0 {
            out.push(Inline::Break);
        }
        out.extend(line);
    }
    out
}

fn push_lines(kept: &mut Vec<Vec<Inline>>, blocks: &mut Vec<Block>) {
    let run = join_lines(std::mem::take(kept));
    blocks.extend(inline::paragraphs(run).into_iter().map(Block::Paragraph));
}

impl Reader<'_> {
    /// Text of nodes that hold no block.
    fn inline(&mut self, id: NodeId, place: Place, run: &mut Vec<Inline>) {
        match self.tree.kind(id) {
            Kind::Text(text) => inline::of_text(text, place.feeds, run),
            Kind::Element(..) if !self.is_dropped(id) => self.inline_element(id, place, run),
            _ => {}
        }
    }

    fn inside(&mut self, id: NodeId, place: Place) -> Vec<Inline> {
        let mut inner = Vec::new();
        for child in self.tree.children(id) {
            self.inline(*child, place, &mut inner);
        }
        inner
    }

    fn inline_element(&mut self, id: NodeId, place: Place, run: &mut Vec<Inline>) {
        let tree = self.tree;
        match tree.name(id) {
            "br" => run.push(Inline::Break),
            "img" => self.image(id, run),
            "a" => self.link(id, place, run),
            "code" | "tt" | "samp" => {
                let text = super::model::one_line(&tree.text(id));
                if !text.is_empty() {
                    run.push(Inline::Code(text));
                }
            }
            "sup" if self.noted.contains(tree.attribute(id, "data-fn")) => {
                let number = self.note_number(tree.attribute(id, "data-fn"));
                run.push(Inline::Note(number));
            }
            _ => {
                let anchor = tree.attribute(id, "id");
                if self.linked.contains(anchor) {
                    run.push(Inline::Anchor(anchor.to_owned()));
                }
                let inner = self.inside(id, place);
                match parts::mark_of(tree, id) {
                    Some(wrap) => run.push(wrap(inner)),
                    None => run.extend(inner),
                }
            }
        }
    }

    /// Whether there is anything on the page where a link within it leads: tabs and buttons that scripts moved lead nowhere.
    fn leads(&self, href: &str) -> bool {
        let target = href.trim_start_matches('#');
        let decoded = url::decode(target).unwrap_or_else(|| target.to_owned());
        target == "comments" || target.starts_with("comment-") || self.ids.contains(&decoded)
    }

    fn link(&mut self, id: NodeId, place: Place, run: &mut Vec<Inline>) {
        let tree = self.tree;
        let anchors = [tree.attribute(id, "name"), tree.attribute(id, "id")];
        if let Some(anchor) = anchors.iter().find(|a| self.linked.contains(**a)) {
            run.push(Inline::Anchor((*anchor).to_owned()));
        }
        if tree.has_class(id, "wp-block-file__button") {
            // The block's second link to the same file.
            return;
        }
        let inner = self.inside(id, place);
        let href = tree.attribute(id, "href");
        let target = match href {
            "" | "#" => None,
            _ if href.starts_with('#') && href.len() > 1 => Some(href.to_owned()).filter(|href| self.leads(href)),
            _ => self.references.link(href),
        };
        match target {
            // A picture that is missing is a link by itself.
            Some(_) if inner.iter().any(|p| matches!(p, Inline::Link { .. })) => run.extend(inner),
            // A picture that leads to its own file: the link says nothing.
            Some(_) if inner.iter().all(|p| matches!(p, Inline::Picture(_))) => run.extend(inner),
            Some(href) => {
                if href.starts_with('/') && href.contains("/uploads/") {
                    self.found.files.push(href.clone());
                }
                run.push(Inline::Link { href, inner });
            }
            None => run.extend(inner),
        }
    }
}
