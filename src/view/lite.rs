//! Light pages: what a story says, without anything that costs a reader bytes. A picture is a link to its smallest file.

use super::article::tags;
use super::body::{BodyPart, Owner, call};
use super::head::Head;
use super::types::*;
use super::world::World;
use super::{Content, Document};
use crate::portal::{Article, ArticleId, LITE, LeadPicture, lite_address};
use crate::source::{ArgValue, Node, Shortcode};
use serde_json::json;

/// Headlines on the light front.
const HEADLINES: usize = 40;
/// Related stories of a light page.
const RELATED: usize = 5;

/// The light page of a story. Its canonical address is that of the story.
pub(super) fn page(world: &World<'_>, id: ArticleId) -> Document {
    let article = world.article(id);
    let section = world.portal.section(article);
    let mut page = world.head(Head {
        kind: "lite",
        address: &article.url,
        title: &article.title,
        description: &article.summary,
        above: Vec::new(),
    });
    page.image = None;
    page.active.clone_from(&section.path);
    if let Some(language) = &article.language {
        page.language = language.to_string();
    }
    let owner = Owner {
        source: &article.source,
        url: &article.url,
        absolute: false,
    };
    let body = world.bodies.body(article);
    let lite = LiteView {
        full: world.href(&article.url),
        front: world.href(LITE),
        title: article.title.to_string(),
        lang: world.foreign(article),
        kicker: article.kicker.to_string(),
        subtitle: article.subtitle.to_string(),
        dateline: article.dateline.to_string(),
        section: LinkView::new(&section.source.title, world.href(&section.url)),
        authors: article.authors.iter().map(|a| world.byline(*a).name).collect(),
        date: world.date(article.date),
        updated: world.updated(article),
        image: article.image.as_deref().map(|lead| world.lite_picture(lead)),
        body_html: String::new(),
        corrections: super::article::corrections(world, article),
        tags: tags(world, &article.tags),
        related: world.lite_related(id),
    };
    Document {
        body: Some(world.lite_parts(&body.nodes, owner)),
        ..Document::new(
            "lite.html",
            page,
            Content::Lite { lite: Box::new(lite) },
            world.no_ads(),
        )
    }
}

/// The newest headlines, each with its light page where it has one.
pub(super) fn front(world: &World<'_>) -> Document {
    let mut page = world.head(Head {
        kind: "lite-front",
        address: LITE,
        title: world.t("latest"),
        description: "",
        above: Vec::new(),
    });
    page.canonical = world.absolute("/");
    page.image = None;
    let lite = LiteFrontView {
        full: world.site.home.clone(),
        stories: world.latest(HEADLINES).map(|id| world.lite_headline(id)).collect(),
    };
    Document::new("lite-front.html", page, Content::LiteFront { lite }, world.no_ads())
}

impl World<'_> {
    /// Where readers of light pages find a story.
    fn lite_href(&self, article: &Article) -> String {
        let lite = lite_address(self.site, &article.url, article.date);
        self.href(lite.as_deref().unwrap_or(&article.url))
    }

    fn lite_headline(&self, id: ArticleId) -> LiteHeadline {
        let article = self.article(id);
        LiteHeadline {
            title: article.title.to_string(),
            lang: self.foreign(article),
            url: self.lite_href(article),
            section: self.portal.section(article).source.title.clone(),
            date: self.date(article.date),
        }
    }

    fn lite_related(&self, id: ArticleId) -> Vec<LinkView> {
        let link = |id: ArticleId| LinkView {
            url: self.lite_href(self.article(id)),
            ..self.link(id)
        };
        let related = self.lists.related(id).iter().take(RELATED);
        related.map(|near| link(near.id)).collect()
    }

    /// A picture as a link to its smallest file in the lightest format; to its source where there is one file only.
    fn lite_picture(&self, picture: &LeadPicture) -> LitePicture {
        let words = if picture.caption.is_empty() {
            &picture.alt
        } else {
            &picture.caption
        };
        let smallest = self.rendition(&picture.src).and_then(|rendition| {
            let files = rendition.set.files.iter();
            Some((rendition, files.min_by_key(|file| (file.width, file.bytes))?))
        });
        let source = self.portal.files.get(&picture.src);
        let bytes = source.and_then(|source| Some(self.portal.pictures.get(source)?.bytes));
        let kilobytes = |bytes: u64| u32::try_from(bytes.div_ceil(1000)).unwrap_or(u32::MAX);
        match smallest {
            Some((rendition, file)) => LitePicture {
                text: words.clone(),
                url: self.href(&rendition.address(file)),
                kilobytes: kilobytes(file.bytes),
            },
            None => LitePicture {
                text: words.clone(),
                url: self.href(&picture.src),
                kilobytes: kilobytes(bytes.unwrap_or(0)),
            },
        }
    }

    /// The parts of a body that weigh nothing: text as it is, links in place of what would be loaded.
    fn lite_parts(&self, nodes: &[Node], owner: Owner<'_>) -> Vec<BodyPart> {
        let mut parts = Vec::with_capacity(nodes.len());
        for node in nodes {
            match node {
                Node::Html { html, .. } => parts.push(BodyPart::Html(self.resolve_references(html, owner))),
                Node::Picture { src, alt, title, alone } => {
                    parts.push(self.lite_link([src, alt, title], owner, *alone));
                }
                Node::Shortcode(shortcode) => parts.extend(self.lite_shortcode(shortcode, owner)),
            }
        }
        parts
    }

    /// A picture of a body, by its file, its alternative text and its caption.
    fn lite_link(&self, [src, alt, caption]: [&str; 3], owner: Owner<'_>, alone: bool) -> BodyPart {
        let found = self.portal.published(owner.source, owner.url, src);
        let picture = self.lite_picture(&LeadPicture {
            src: found.unwrap_or_else(|| src.to_owned()),
            alt: alt.to_owned(),
            caption: caption.to_owned(),
            ..LeadPicture::default()
        });
        call("lite_picture", json!({ "picture": picture, "alone": alone }))
    }

    /// What stands for a shortcode. Related stories stand at the end of a light page.
    fn lite_shortcode(&self, shortcode: &Shortcode, owner: Owner<'_>) -> Vec<BodyPart> {
        let text = |key: &str| texts(shortcode, key).into_iter().next().unwrap_or_default();
        let link = |url: String| vec![call("lite_link", json!({ "url": url, "text": text("title") }))];
        let picture = |src: &str, alt: &str, caption: &str| self.lite_link([src, alt, caption], owner, true);
        match shortcode.name.as_str() {
            "figure" => vec![picture(&text("src"), &text("alt"), &text("caption"))],
            "gallery" => {
                let (alts, captions) = (texts(shortcode, "alts"), texts(shortcode, "captions"));
                let images = texts(shortcode, "images").into_iter().enumerate();
                let at = |list: &[String], i: usize| list.get(i).cloned().unwrap_or_default();
                images
                    .map(|(i, src)| picture(&src, &at(&alts, i), &at(&captions, i)))
                    .collect()
            }
            "youtube" => link(format!("https://www.youtube.com/watch?v={}", text("id"))),
            "facebook" | "embed" => link(text("url")),
            "video" | "audio" => link(self.reference(&text("src"), owner)),
            "related" => Vec::new(),
            _ => self.lite_component(shortcode, owner),
        }
    }

    /// A component of the theme or the site, with what it encloses as a light page has it. What it would load is left out when
    /// it is printed.
    fn lite_component(&self, shortcode: &Shortcode, owner: Owner<'_>) -> Vec<BodyPart> {
        let inner = shortcode.body.as_ref().map(|nodes| self.lite_parts(nodes, owner));
        let bare = Shortcode {
            body: None,
            ..shortcode.clone()
        };
        let printed = self.shortcode(&bare, owner).into_iter().map(|part| match part {
            BodyPart::Call { name, args, line, .. } => BodyPart::Call {
                name,
                args,
                body: inner.clone(),
                line,
            },
            part => part,
        });
        printed.collect()
    }
}

/// The texts of an argument.
fn texts(shortcode: &Shortcode, key: &str) -> Vec<String> {
    match shortcode
        .args
        .iter()
        .find(|(name, _)| name == key)
        .map(|(_, value)| value)
    {
        Some(ArgValue::Text(text)) => vec![text.clone()],
        Some(ArgValue::List(items)) => items.clone(),
        _ => Vec::new(),
    }
}
