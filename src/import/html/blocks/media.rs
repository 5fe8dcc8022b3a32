//! Films, sound, frames, posts of others.

use super::super::HtmlOptions;
use super::super::embeds::{self, Embed};
use super::super::model::{self, Block, Inline};
use super::super::tree::{NodeId, Tree};
use super::Reader;

impl Reader<'_> {
    /// Puts in what an address alone on a line shows; false when it shows nothing.
    pub(super) fn show(&mut self, address: &str, blocks: &mut Vec<Block>) -> bool {
        if let Some(story) = self.references.story(address) {
            blocks.push(related(story));
            return true;
        }
        let embed = embeds::of_line(address);
        let shown = embed.is_some();
        if let Some(embed) = embed {
            self.push_embed(embed, "", blocks);
        }
        shown
    }

    /// Puts in an embed, after the words of the post where the old site kept them.
    fn push_embed(&mut self, embed: Embed, title: &str, blocks: &mut Vec<Block>) {
        if let Embed::Card(address) = &embed
            && let Some(html) = self.references.post(address)
        {
            let (words, _) = super::read(&Tree::parse(&html), HtmlOptions::default(), self.references);
            blocks.extend(words);
        }
        let block = self.call(embed, title);
        blocks.push(block);
    }

    /// A call of the component that shows an embed.
    fn call(&mut self, embed: Embed, title: &str) -> Block {
        self.found.embeds.push(embed.kind());
        let (name, key, value) = match embed {
            Embed::Youtube(id) => ("youtube", "id", id),
            Embed::Facebook(url) => ("facebook", "url", url),
            Embed::Card(url) => ("embed", "url", url),
            Embed::Video(src) => self.played("video", &src),
            Embed::Audio(src) => self.played("audio", &src),
        };
        let mut args = vec![(key, value)];
        if !title.is_empty() {
            args.push((
                if matches!(name, "video" | "audio") {
                    "caption"
                } else {
                    "title"
                },
                title.to_owned(),
            ));
        }
        Block::Call { name, args, body: None }
    }

    /// An own file plays here; another site's is a card, because the page would ask that site for it.
    fn played(&mut self, name: &'static str, src: &str) -> (&'static str, &'static str, String) {
        let file = self.file(src);
        match file.contains("://") {
            true => ("embed", "url", file),
            false => (name, "src", file),
        }
    }

    /// The address of a film, sound or other file as the text now has it.
    fn file(&mut self, src: &str) -> String {
        let found = self.references.picture(src, None).src;
        if found.starts_with('/') {
            self.found.files.push(found.clone());
        }
        found
    }

    /// A film, sound or frame with its caption.
    pub(super) fn captioned_media(&mut self, id: NodeId, caption: &str, blocks: &mut Vec<Block>) {
        let tree = self.tree;
        let name = tree.name(id);
        if name == "k-embed" {
            return self.own_with(id, caption, blocks);
        }
        let address = self.address_of(id);
        let title = model::one_line(tree.attribute(id, "title"));
        let title = if caption.is_empty() && name == "iframe" {
            title
        } else {
            caption.to_owned()
        };
        let embed = match name {
            "video" => Some(Embed::Video(address)).filter(|e| *e != Embed::Video(String::new())),
            "audio" => Some(Embed::Audio(address)).filter(|e| *e != Embed::Audio(String::new())),
            _ => embeds::of_frame(&address),
        };
        let Some(embed) = embed else { return };
        let mut block = self.call(embed, &title);
        // A film that is another site's, or that is missing, is a card, which has none of these.
        if let Block::Call {
            name: "video", args, ..
        } = &mut block
        {
            self.film_args(id, args);
        }
        blocks.push(block);
    }

    /// Poster, captions file and size of a film.
    fn film_args(&mut self, id: NodeId, args: &mut Vec<(&'static str, String)>) {
        let tree = self.tree;
        let poster = tree.attribute(id, "poster");
        if !poster.is_empty() {
            let poster = self.references.picture(poster, None).src;
            if poster.starts_with('/') {
                self.found.pictures.push(poster.clone());
                args.push(("poster", poster));
            }
        }
        let track = tree.find_name(id, "track").map(|t| tree.attribute(t, "src").to_owned());
        if let Some(track) = track.filter(|t| t.ends_with(".vtt")) {
            let track = self.file(&track);
            args.push(("captions_file", track));
        }
    }

    pub(super) fn media(&mut self, id: NodeId, blocks: &mut Vec<Block>) {
        if self.tree.has_class(id, "wp-block-file__embed") {
            return;
        }
        self.captioned_media(id, "", blocks);
    }

    /// The address that an element shows: its own, its source's, its parameter's.
    fn address_of(&self, id: NodeId) -> String {
        let tree = self.tree;
        let own = ["src", "data-src", "data-lazy-src", "data"]
            .iter()
            .map(|k| tree.attribute(id, k));
        let blank = |a: &&str| !a.is_empty() && !a.starts_with("about:");
        if let Some(found) = own.into_iter().find(blank) {
            return found.to_owned();
        }
        let inner = |t: &Tree, n: NodeId| {
            matches!(t.name(n), "source" | "embed") && !t.attribute(n, "src").is_empty()
                || t.name(n) == "param" && matches!(t.attribute(n, "name"), "movie" | "src" | "url")
        };
        let found = tree.find(id, &inner);
        let address = found.map(|n| match tree.name(n) {
            "param" => tree.attribute(n, "value"),
            _ => tree.attribute(n, "src"),
        });
        address.unwrap_or_default().to_owned()
    }

    /// An embed block whose address stands in it as text.
    pub(super) fn embed_block(&mut self, id: NodeId, blocks: &mut Vec<Block>) {
        let tree = self.tree;
        let caption = self.caption_of(id);
        let text = tree.text(id);
        let address = text
            .split_whitespace()
            .find(|w| w.starts_with("http://") || w.starts_with("https://"));
        if let Some(story) = address.and_then(|a| self.references.story(a)) {
            return blocks.push(related(story));
        }
        match address.and_then(embeds::of_frame) {
            Some(embed) => {
                self.push_embed(embed, &caption, blocks);
            }
            None if !caption.is_empty() => blocks.push(Block::Paragraph(vec![Inline::Text(caption)])),
            None => {}
        }
    }

    /// Elements that the importer put in for blocks and shortcodes: `k-embed url`, `k-youtube id`, `k-story href`, `k-file`.
    pub(super) fn own(&mut self, id: NodeId, blocks: &mut Vec<Block>) {
        self.own_with(id, "", blocks);
    }

    fn own_with(&mut self, id: NodeId, caption: &str, blocks: &mut Vec<Block>) {
        let tree = self.tree;
        let address = tree.attribute(id, "url").to_owned();
        let own_caption = model::one_line(tree.attribute(id, "caption"));
        let caption = Some(caption).filter(|c| !c.is_empty()).unwrap_or(&own_caption);
        match tree.name(id) {
            "k-youtube" => {
                let film = ["id", "data-videoid"].map(|key| tree.attribute(id, key));
                let film = film.into_iter().find(|film| !film.is_empty()).unwrap_or_default();
                let address = format!("https://youtu.be/{film}");
                if let Some(film) = embeds::youtube(&address) {
                    let block = self.call(Embed::Youtube(film), caption);
                    blocks.push(block);
                }
            }
            "k-file" => self.file_link(&address, caption, blocks),
            _ => {
                if let Some(story) = self.references.story(&address) {
                    return blocks.push(related(story));
                }
                if let Some(embed) = embeds::of_frame(&address) {
                    self.push_embed(embed, caption, blocks);
                }
            }
        }
    }

    fn file_link(&mut self, address: &str, title: &str, blocks: &mut Vec<Block>) {
        let href = self.file(address);
        let name = href.rsplit('/').next().unwrap_or_default().to_owned();
        let words = if title.is_empty() { name } else { title.to_owned() };
        if !href.is_empty() {
            blocks.push(Block::Paragraph(vec![Inline::Link {
                href,
                inner: vec![Inline::Text(words)],
            }]));
        }
    }

    /// A chart that a script of its makers draws: a card that leads to it. False for anything else.
    pub(super) fn chart(&mut self, id: NodeId, blocks: &mut Vec<Block>) -> bool {
        let of = |class: &str, key: &str, host: &str| {
            let named = self.tree.has_class(id, class);
            let path = Some(self.tree.attribute(id, key)).filter(|path| named && !path.is_empty())?;
            Some(format!("{host}/{}", path.trim_start_matches('/')))
        };
        let address = of("flourish-embed", "data-src", "https://public.flourish.studio")
            .or_else(|| of("infogram-embed", "data-id", "https://infogram.com"));
        let embed = address.as_deref().and_then(embeds::of_frame);
        let shown = embed.is_some();
        if let Some(embed) = embed {
            self.push_embed(embed, "", blocks);
        }
        shown
    }

    /// Facebook's own markup for a post or film.
    pub(super) fn is_post(&self, id: NodeId) -> bool {
        ["fb-post", "fb-video"].iter().any(|c| self.tree.has_class(id, c))
            && !self.tree.attribute(id, "data-href").is_empty()
    }

    pub(super) fn post_of_facebook(&mut self, id: NodeId, blocks: &mut Vec<Block>) {
        let address = self.tree.attribute(id, "data-href").to_owned();
        if let Some(embed) = embeds::of_frame(&address) {
            self.push_embed(embed, "", blocks);
        }
        let quote = self.tree.find_name(id, "blockquote");
        let text = quote.map(|q| model::one_line(&self.tree.text(q))).unwrap_or_default();
        if !text.is_empty() {
            blocks.push(Block::Quote(vec![Block::Paragraph(vec![Inline::Text(text)])]));
        }
    }
}

fn related(path: String) -> Block {
    Block::Call {
        name: "related",
        args: vec![("path", path)],
        body: None,
    }
}
