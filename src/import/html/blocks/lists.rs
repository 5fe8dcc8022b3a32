//! Lists, quotations, text whose blanks count.

use super::super::model::{Block, Inline, List};
use super::super::tree::{Kind, NodeId, Tree};
use super::super::{embeds, inline, write};
use super::{Place, Reader};

impl Reader<'_> {
    pub(super) fn list(&mut self, id: NodeId, place: Place, blocks: &mut Vec<Block>) {
        let tree = self.tree;
        let ordered = tree.name(id) == "ol";
        let reversed =
            ordered && matches!(tree.kind(id), Kind::Element(_, a) if a.iter().any(|(k, _)| k == "reversed"));
        let mut items: Vec<Vec<Block>> = Vec::new();
        for child in tree.children(id) {
            match tree.name(*child) {
                "li" => items.push(self.flow(*child, place)),
                // A list inside of a list, beside its items, belongs to the item before.
                "ul" | "ol" => {
                    let mut inner = Vec::new();
                    self.list(*child, place, &mut inner);
                    match items.last_mut() {
                        Some(last) => last.extend(inner),
                        None => items.push(inner),
                    }
                }
                _ => {
                    let inner = self.flow_of(&[*child], place);
                    if !inner.is_empty() {
                        items.push(inner);
                    }
                }
            }
        }
        items.retain(|item| !item.is_empty());
        if items.is_empty() {
            return;
        }
        let first = tree.find_name(id, "li").map_or("", |li| tree.attribute(li, "value"));
        let start = [tree.attribute(id, "start"), first].iter().find_map(|n| n.parse().ok());
        let start = start.unwrap_or(1);
        if reversed {
            self.found.as_html = true;
            let given = tree.attribute(id, "start");
            let start = if given.is_empty() {
                String::new()
            } else {
                format!(" start=\"{start}\"")
            };
            let lines: Vec<String> = items
                .iter()
                .map(|i| format!("<li>{}</li>", write::html_flow(i)))
                .collect();
            return blocks.push(Block::Markup(format!(
                "<ol reversed{start}>\n{}\n</ol>",
                lines.join("\n")
            )));
        }
        blocks.push(Block::List(List { ordered, start, items }));
    }

    pub(super) fn definitions(&mut self, id: NodeId, place: Place, blocks: &mut Vec<Block>) {
        for child in self.tree.children(id) {
            let term = matches!(self.tree.name(*child), "dt" | "dd" | "div");
            let inner = match term {
                true => self.flow_of(self.tree.children(*child), place),
                false => self.flow_of(&[*child], place),
            };
            match self.tree.name(*child) {
                "dt" => blocks.extend(inner.into_iter().map(|block| match block {
                    Block::Paragraph(run) => Block::Paragraph(inline::marked_whole(Inline::Strong, run)),
                    other => other,
                })),
                _ => blocks.extend(inner),
            }
        }
    }

    pub(super) fn quote(&mut self, id: NodeId, place: Place, blocks: &mut Vec<Block>) {
        if self.tree.has_class(id, "fb-xfbml-parse-ignore") {
            return;
        }
        let (cites, rest): (Vec<NodeId>, Vec<NodeId>) = self
            .tree
            .children(id)
            .iter()
            .partition(|c| matches!(self.tree.name(**c), "cite" | "footer"));
        let mut inner = self.flow_of(&rest, place);
        for cite in cites {
            let mut run = Vec::new();
            self.inline(cite, place, &mut run);
            let mut text = inline::line(run, false);
            if !inline::is_blank(&text) {
                text.insert(0, Inline::Text("— ".to_owned()));
                inner.push(Block::Paragraph(text));
            }
        }
        if !inner.is_empty() {
            blocks.push(Block::Quote(inner));
        }
        self.quoted_post(id, blocks);
    }

    /// A quotation that a script turned into another site's post: what the post shows, unless a link of it leads there.
    fn quoted_post(&mut self, id: NodeId, blocks: &mut Vec<Block>) {
        let tree = self.tree;
        let marks = ["data-instgrm-permalink", "data-bluesky-uri", "cite"];
        let post = marks.iter().map(|mark| tree.attribute(id, mark));
        // Some leave all words to the script, and name the post in a link without any.
        let bare = tree.find(id, &|t, n| t.name(n) == "a" && t.text(n).trim().is_empty());
        let bare = bare.map(|link| tree.attribute(link, "href"));
        let Some(post) = post.chain(bare).find(|a| embeds::of_line(a).is_some()) else {
            return;
        };
        let bare = |a: &str| a.split('?').next().unwrap_or_default().trim_end_matches('/').to_owned();
        let linked = |t: &Tree, n: NodeId| {
            t.name(n) == "a" && bare(t.attribute(n, "href")) == bare(post) && !t.text(n).trim().is_empty()
        };
        if tree.find(id, &linked).is_none() {
            self.show(post, blocks);
        }
    }

    pub(super) fn preformatted(&mut self, id: NodeId, blocks: &mut Vec<Block>) {
        let tree = self.tree;
        if tree.has_class(id, "wp-block-verse") {
            let place = Place { feeds: true };
            let run = self.inside(id, place);
            return blocks.extend(inline::paragraphs(run).into_iter().map(Block::Paragraph));
        }
        let mut text = self.raw_text(id);
        text.truncate(text.trim_end().len());
        let class = |node: NodeId| {
            let classes = tree.attribute(node, "class").split_ascii_whitespace();
            classes
                .filter_map(|c| c.strip_prefix("language-"))
                .next()
                .map(str::to_owned)
        };
        let language = class(id)
            .or_else(|| tree.find_name(id, "code").and_then(class))
            .unwrap_or_default();
        let plain = language
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'+');
        let language = if plain { language } else { String::new() };
        if !text.trim().is_empty() {
            blocks.push(Block::Code { language, text });
        }
    }

    /// Text whose blanks count, line breaks as line feeds.
    fn raw_text(&self, id: NodeId) -> String {
        let mut out = String::new();
        self.push_raw(id, &mut out);
        out.trim_start_matches('\n').to_owned()
    }

    fn push_raw(&self, id: NodeId, out: &mut String) {
        match self.tree.kind(id) {
            Kind::Text(text) => out.push_str(&text.replace("\r\n", "\n").replace(['\r', '\u{FEFF}'], "")),
            Kind::Element(name, _) if name == "br" => out.push('\n'),
            _ => self.tree.children(id).iter().for_each(|c| self.push_raw(*c, out)),
        }
    }
}
