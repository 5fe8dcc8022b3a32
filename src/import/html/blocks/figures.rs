//! Pictures: alone, with captions, in galleries.

use super::super::model::{self, Block, Figure, Inline};
use super::super::tree::{NodeId, Tree};
use super::{Place, Reader};
use crate::source::plain_caption;

/// Pictures up to this many pixels stand within a line.
const SMALL: u32 = 40;

impl Reader<'_> {
    pub(super) fn figure(&mut self, id: NodeId, place: Place, blocks: &mut Vec<Block>) {
        let tree = self.tree;
        if tree.has_class(id, "wp-block-pullquote") {
            return self.pull_quote(id, place, blocks);
        }
        if tree.find_name(id, "table").is_some() {
            let is_caption = |c: &NodeId| tree.name(*c) == "figcaption";
            let (captions, rest): (Vec<NodeId>, Vec<NodeId>) = tree.children(id).iter().partition(|c| is_caption(c));
            blocks.extend(self.flow_of(&rest, place));
            captions.iter().for_each(|c| self.caption_below(*c, place, blocks));
            return;
        }
        if self.is_gallery(id) {
            return self.gallery(id, blocks);
        }
        let medium =
            |t: &Tree, n: NodeId| matches!(t.name(n), "video" | "audio" | "iframe" | "object" | "embed" | "k-embed");
        if let Some(medium) = tree.find(id, &medium) {
            let caption = self.caption_of(id);
            return self.captioned_media(medium, &caption, blocks);
        }
        let embed = tree.attribute(id, "class").contains("wp-block-embed");
        let pictures = tree.find_all(id, &|t, n| t.name(n) == "img");
        match pictures.as_slice() {
            _ if embed => self.embed_block(id, blocks),
            [picture] => {
                let caption = self.linked_caption_of(id);
                let around = self.words_around(id);
                self.captioned(*picture, &caption, blocks);
                blocks.extend(around);
            }
            _ if self.has_pictures_only(id) => self.gallery(id, blocks),
            _ => blocks.extend(self.flow(id, place)),
        }
    }

    /// What stands in a figure beside its picture and caption: no word goes.
    fn words_around(&mut self, id: NodeId) -> Vec<Block> {
        let rest: Vec<NodeId> = self
            .tree
            .children(id)
            .iter()
            .copied()
            .filter(|c| !is_own_caption(self.tree, *c) && !self.tree.text(*c).trim().is_empty())
            .collect();
        let blocks = self.flow_of(&rest, Place { feeds: false });
        blocks.into_iter().filter(|b| !matches!(b, Block::Figure(_))).collect()
    }

    /// A picture with a caption of its own.
    fn captioned(&mut self, picture: NodeId, caption: &str, blocks: &mut Vec<Block>) {
        let mut run = Vec::new();
        self.image(picture, &mut run);
        for part in run {
            match part {
                Inline::Picture(mut figure) => {
                    if !caption.is_empty() {
                        figure.caption = model::one_line(caption);
                    }
                    blocks.push(Block::Figure(figure));
                }
                other => {
                    blocks.push(Block::Paragraph(vec![other]));
                    if !caption.is_empty() {
                        let words = plain_caption(caption).into_owned();
                        blocks.push(Block::Paragraph(vec![Inline::Text(words)]));
                    }
                }
            }
        }
    }

    /// The picture behind a cover block, unless the block shows it by itself.
    pub(super) fn cover(&mut self, id: NodeId, blocks: &mut Vec<Block>) {
        let tree = self.tree;
        let shown = |t: &Tree, n: NodeId| t.attribute(n, "class").contains("wp-block-cover__image-background");
        if tree.any(&shown) {
            return;
        }
        let mut run = Vec::new();
        self.image(id, &mut run);
        blocks.extend(run.into_iter().filter_map(|part| match part {
            Inline::Picture(figure) => Some(Block::Figure(figure)),
            _ => None,
        }));
    }

    /// The caption of a figure, its own and not one of a figure inside, as text.
    pub(super) fn caption_of(&mut self, id: NodeId) -> String {
        plain_caption(&self.linked_caption_of(id)).into_owned()
    }

    /// The same with its links.
    fn linked_caption_of(&mut self, id: NodeId) -> String {
        let tree = self.tree;
        let inner = |t: &Tree, n: NodeId| is_own_caption(t, n) || matches!(t.name(n), "figure" | "li");
        let all = tree.find_all(id, &inner).into_iter();
        let own = all.filter(|n| is_own_caption(tree, *n));
        let texts: Vec<String> = own.map(|n| self.caption_text(n)).filter(|t| !t.is_empty()).collect();
        texts.join(" ")
    }

    fn caption_text(&mut self, id: NodeId) -> String {
        let place = Place { feeds: false };
        let blocks = self.flow(id, place);
        let texts = blocks.iter().map(|b| match b {
            Block::Paragraph(run) | Block::Heading { text: run, .. } => model::captioned(run),
            _ => String::new(),
        });
        model::one_line(&texts.collect::<Vec<_>>().join(" "))
    }

    fn pull_quote(&mut self, id: NodeId, place: Place, blocks: &mut Vec<Block>) {
        let tree = self.tree;
        let cite = tree.find_name(id, "cite");
        let by = cite.map(|c| model::one_line(&tree.text(c))).unwrap_or_default();
        let from = tree.find_name(id, "blockquote").unwrap_or(id);
        let children: Vec<NodeId> = tree
            .children(from)
            .iter()
            .copied()
            .filter(|c| Some(*c) != cite)
            .collect();
        let inner = self.flow_of(&children, place);
        let text = match inner.as_slice() {
            [Block::Paragraph(run)] => Some(model::one_line(&model::plain(run))),
            _ => None,
        };
        match text {
            Some(text) => {
                let by = Some(("by", by)).filter(|(_, by)| !by.is_empty());
                let args = std::iter::once(("text", text)).chain(by).collect();
                blocks.push(Block::Call {
                    name: "pullquote",
                    args,
                    body: None,
                });
            }
            None => {
                let mut inner = inner;
                if !by.is_empty() {
                    inner.push(Block::Paragraph(vec![Inline::Text(format!("— {by}"))]));
                }
                blocks.push(Block::Quote(inner));
            }
        }
    }

    /// Whether an element shows several pictures side by side.
    pub(super) fn is_gallery(&self, id: NodeId) -> bool {
        let tree = self.tree;
        let classes = tree.attribute(id, "class");
        let mut classes = classes.split_ascii_whitespace().peekable();
        if classes.peek().is_none() || tree.find_name(id, "img").is_none() {
            return false;
        }
        let known = |c: &str| {
            matches!(
                c,
                "gallery" | "wp-block-gallery" | "tiled-gallery" | "blocks-gallery-grid" | "kg-gallery-card"
            ) || c.starts_with("galleryid-")
                || c == "wp-block-jetpack-tiled-gallery"
        };
        let alike = |c: &str| {
            ["gallery", "slideshow", "slider", "carousel", "swiper"]
                .iter()
                .any(|word| c.contains(word))
        };
        let named: Vec<&str> = classes.filter(|c| alike(c)).collect();
        named.iter().any(|c| known(c)) || !named.is_empty() && self.has_pictures_only(id)
    }

    /// Whether an element holds several pictures, and no words but those of captions.
    fn has_pictures_only(&self, id: NodeId) -> bool {
        let tree = self.tree;
        let captions = tree.find_all(id, &is_caption);
        let said: usize = captions.iter().map(|c| letters(&tree.text(*c))).sum();
        let apart = |t: &Tree, n: NodeId| matches!(t.name(n), "iframe" | "video" | "audio" | "table" | "k-embed");
        let pictures = tree.find_all(id, &|t, n| t.name(n) == "img");
        pictures.len() > 1 && letters(&tree.text(id)) == said && tree.find(id, &apart).is_none()
    }

    pub(super) fn gallery(&mut self, id: NodeId, blocks: &mut Vec<Block>) {
        let tree = self.tree;
        let mut pictures = Vec::new();
        let one = |t: &Tree, n: NodeId| match t.name(n) {
            "img" => true,
            "figure" | "li" | "dl" => t.find_all(n, &|t, n| t.name(n) == "img").len() == 1,
            _ => false,
        };
        for item in tree.find_all(id, &one) {
            let Some(picture) = Some(item)
                .filter(|i| tree.name(*i) == "img")
                .or_else(|| tree.find_name(item, "img"))
            else {
                continue;
            };
            let caption = match tree.name(item) {
                "img" => String::new(),
                _ => self.item_caption(item),
            };
            let mut made = Vec::new();
            self.captioned(picture, &caption, &mut made);
            for block in made {
                match block {
                    Block::Figure(figure) => pictures.push(figure),
                    other => blocks.push(other),
                }
            }
        }
        let caption = self.gallery_caption(id);
        match pictures.len() {
            0 => {}
            1 => {
                let mut figure = pictures.remove(0);
                if figure.caption.is_empty() {
                    figure.caption = caption;
                }
                blocks.push(Block::Figure(figure));
            }
            _ => blocks.push(Block::Gallery { pictures, caption }),
        }
    }

    /// The caption of one picture of a gallery, in any of the forms that WordPress wrote.
    fn item_caption(&mut self, item: NodeId) -> String {
        let found = self.tree.find(item, &is_caption);
        found.map(|n| self.caption_text(n)).unwrap_or_default()
    }

    /// What a gallery says of all its pictures.
    fn gallery_caption(&mut self, id: NodeId) -> String {
        let tree = self.tree;
        let all = |t: &Tree, n: NodeId| t.name(n) == "figcaption" && t.has_class(n, "blocks-gallery-caption");
        let own = tree
            .children(id)
            .iter()
            .copied()
            .find(|c| tree.name(*c) == "figcaption");
        let found = tree.find(id, &all).or(own);
        found.map(|n| self.caption_text(n)).unwrap_or_default()
    }

    /// A picture of running text; what cannot be shown leaves its words.
    pub(super) fn image(&mut self, id: NodeId, run: &mut Vec<Inline>) {
        let tree = self.tree;
        let alt = model::one_line(tree.attribute(id, "alt"));
        let classes = tree.attribute(id, "class");
        if classes
            .split_ascii_whitespace()
            .any(|c| matches!(c, "emoji" | "wp-smiley"))
        {
            return run.push(Inline::Text(alt));
        }
        let src = source(tree, id);
        let web = src.starts_with("http") || src.starts_with("//");
        let number = classes
            .split_ascii_whitespace()
            .find_map(|c| c.strip_prefix("wp-image-"));
        let number = number.or_else(|| Some(tree.attribute(id, "data-id")).filter(|n| !n.is_empty()));
        let number = number.and_then(|n| n.parse().ok());
        if src.is_empty() && number.is_none() || src.starts_with("data:") || src.contains(':') && !web {
            return;
        }
        let found = self.references.picture(&src, number);
        if found.src.is_empty() {
            return;
        }
        if found.src.starts_with("http") {
            // Another site's picture is not shown: the page would ask that site for it. The link stays.
            let words = if alt.is_empty() {
                super::super::embeds::host(&found.src).unwrap_or_default()
            } else {
                alt
            };
            self.found.pictures.push(found.src.clone());
            return run.push(Inline::Link {
                href: found.src,
                inner: vec![Inline::Text(words)],
            });
        }
        let small = |key: &str| tree.attribute(id, key).parse::<u32>().is_ok_and(|n| n <= SMALL);
        if small("width") && small("height") {
            return run.push(Inline::Text(alt));
        }
        let alt = if alt.is_empty() { found.alt } else { alt };
        self.found.without_alt += usize::from(alt.is_empty());
        self.found.pictures.push(found.src.clone());
        let caption = model::one_line(tree.attribute(id, "data-caption"));
        run.push(Inline::Picture(Figure {
            src: found.src,
            alt,
            caption,
            credit: String::new(),
        }));
    }
}

/// The caption of a figure, of today's markup and of yesterday's.
fn is_own_caption(tree: &Tree, id: NodeId) -> bool {
    tree.name(id) == "figcaption" || tree.has_class(id, "wp-caption-text")
}

/// The caption of one picture, in any of the forms that WordPress and its galleries write.
fn is_caption(tree: &Tree, id: NodeId) -> bool {
    is_own_caption(tree, id) || tree.name(id) == "dd" || tree.has_class(id, "gallery-caption")
}

/// How many letters and digits a text has.
fn letters(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// A picture's address; scripts that load late keep it elsewhere.
fn source(tree: &Tree, id: NodeId) -> String {
    let src = tree.attribute(id, "src");
    let late = ["data-src", "data-lazy-src", "data-original", "data-orig-file"];
    let placeholder = src.is_empty() || src.starts_with("data:");
    let found = late.iter().map(|key| tree.attribute(id, key)).find(|v| !v.is_empty());
    match found {
        Some(late) if placeholder => late.to_owned(),
        _ => src.to_owned(),
    }
}
