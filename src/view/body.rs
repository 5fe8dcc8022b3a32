//! Bodies for printing: references resolved, pictures measured, shortcodes' data looked up, boxes and ads put between
//! paragraphs. Prints nothing itself.

mod media;

use super::types::{AdView, PictureView, Teaser};
use super::world::World;
use crate::portal::{ArticleId, LeadPicture, url};
use crate::source::{ArgValue, Focus, Node, Shortcode};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// A part of a body, ready for its component.
#[derive(Debug, Clone, Serialize)]
pub enum BodyPart {
    /// Safe markup.
    Html(String),
    /// A call of the theme's component.
    Call {
        /// The component.
        name: String,
        /// Its arguments.
        args: Map<String, Value>,
        /// What it encloses.
        body: Option<Vec<BodyPart>>,
        /// Line of a shortcode in its file; 0 for the engine's own.
        line: u32,
    },
}

/// Whose body it is, and for which reader.
#[derive(Clone, Copy)]
pub struct Owner<'a> {
    /// Its source file.
    pub source: &'a str,
    /// Its address.
    pub url: &'a str,
    /// Absolute addresses, for feeds.
    pub absolute: bool,
}

/// What goes between the paragraphs of a long story.
#[derive(Default)]
pub struct Inserts {
    /// After the third paragraph.
    pub related: Vec<Teaser>,
    /// Further down.
    pub ad: Option<AdView>,
    /// The ad of the header after the first paragraph, where phones show it.
    pub header: Option<AdView>,
}

impl<'w> World<'w> {
    /// The parts of a body.
    pub fn body_parts(&self, nodes: &[Node], owner: Owner<'_>, inserts: Inserts) -> Vec<BodyPart> {
        let paragraphs = nodes.iter().filter(|n| ends_paragraph(n)).count();
        let (box_after, ad_after) = places(paragraphs, !inserts.related.is_empty(), inserts.header.is_some());
        let Inserts {
            related,
            mut ad,
            mut header,
        } = inserts;
        let mut parts = Vec::with_capacity(nodes.len() + 2);
        let mut seen = 0;
        for node in nodes {
            self.push_node(node, owner, &mut parts);
            if !ends_paragraph(node) {
                continue;
            }
            seen += 1;
            if let Some(ad) = header.take() {
                parts.push(call("header_ad", json!({ "ad": ad })));
            }
            if seen == box_after && !related.is_empty() {
                parts.push(call("related_box", json!({ "stories": related })));
            }
            if seen == ad_after
                && let Some(ad) = ad.take()
            {
                parts.push(call("in_text_ad", json!({ "ad": ad })));
            }
        }
        if let Some(ad) = header {
            parts.push(call("header_ad", json!({ "ad": ad })));
        }
        parts
    }

    fn push_node(&self, node: &Node, owner: Owner<'_>, parts: &mut Vec<BodyPart>) {
        match node {
            Node::Html { html, .. } => {
                let html = self.resolve_references(html, owner);
                match parts.last_mut() {
                    Some(BodyPart::Html(before)) => before.push_str(&html),
                    _ => parts.push(BodyPart::Html(html)),
                }
            }
            Node::Picture { src, alt, title, alone } => {
                let p = PictureView {
                    alt: alt.clone(),
                    caption: title.clone(),
                    ..self.body_picture(src, owner)
                };
                let args = json!({ "image": p, "alone": alone });
                parts.push(call("picture", args));
            }
            Node::Shortcode(shortcode) => parts.extend(self.shortcode(shortcode, owner)),
        }
    }

    /// Replaces the addresses between U+0001 and U+0002 by real ones.
    pub(super) fn resolve_references(&self, html: &str, owner: Owner<'_>) -> String {
        let mut out = String::with_capacity(html.len() + 16);
        let mut rest = html;
        while let Some(start) = rest.find('\u{1}') {
            let Some(len) = rest[start..].find('\u{2}') else { break };
            out.push_str(&rest[..start]);
            let written = rest[start + 1..start + len].replace("&amp;", "&");
            let address = self.reference(&written, owner);
            out.push_str(
                &address
                    .replace('&', "&amp;")
                    .replace('"', "&quot;")
                    .replace('<', "&lt;"),
            );
            rest = &rest[start + len + 1..];
        }
        out.push_str(rest);
        out
    }

    /// A link of a body as the page needs it: stories named by file lead to their address, the rest gets the prefix.
    pub(super) fn reference(&self, written: &str, owner: Owner<'_>) -> String {
        if written.starts_with('#') {
            return written.to_owned();
        }
        let (path, tail) = written.split_at(written.find(['#', '?']).unwrap_or(written.len()));
        let path = match self.portal.linked(owner.source, path) {
            Some(Some(id)) => self.article(id).url.to_string(),
            None if let Some(page) = self.portal.linked_page(owner.source, path) => page.to_owned(),
            _ if path.starts_with('/') => url::decode(path).unwrap_or_else(|| path.to_owned()),
            _ => match self.portal.published(owner.source, owner.url, path) {
                Some(address) => address,
                None => {
                    let name = url::decode(path).unwrap_or_else(|| path.to_owned());
                    format!("{}{name}", url::beside(owner.url))
                }
            },
        };
        let address = if owner.absolute {
            self.absolute(&path)
        } else {
            self.href(&path)
        };
        address + tail
    }

    /// The picture that a body names; without a size when it is not known.
    pub(super) fn body_picture(&self, src: &str, owner: Owner<'_>) -> PictureView {
        let path = self
            .portal
            .published(owner.source, owner.url, src)
            .unwrap_or_else(|| src.to_owned());
        let info = self
            .portal
            .files
            .get(&path)
            .and_then(|f| self.portal.pictures.get(f))
            .copied()
            .unwrap_or_default();
        let found = LeadPicture {
            src: path,
            width: info.width,
            height: info.height,
            ..LeadPicture::default()
        };
        match owner.absolute {
            true => self.plain_picture(&found),
            false => self.picture(&found),
        }
    }

    /// A shortcode with its data looked up: pictures measured, stories found. A related story that is not published
    /// leaves nothing.
    pub(super) fn shortcode(&self, shortcode: &Shortcode, owner: Owner<'_>) -> Option<BodyPart> {
        let mut args = Map::new();
        for (key, value) in &shortcode.args {
            args.insert(key.clone(), plain(value));
        }
        let text =
            |args: &Map<String, Value>, key: &str| args.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        match shortcode.name.as_str() {
            "figure" => {
                let mut picture = self.body_picture(&text(&args, "src"), owner);
                picture.focus = focus_class(&text(&args, "focus"));
                for (key, field) in [
                    ("alt", &mut picture.alt),
                    ("caption", &mut picture.caption),
                    ("credit", &mut picture.credit),
                ] {
                    *field = text(&args, key);
                    args.remove(key);
                }
                args.remove("focus");
                // Without `src` the component says what it lacks.
                args.insert("image".into(), json!(picture));
            }
            "gallery" => self.gallery(&mut args, owner),
            "related" => {
                let path = text(&args, "path");
                let id = self.portal.named(&path).flatten()?;
                args.clear();
                args.insert("story".into(), json!(self.boxed(id, owner)));
            }
            "pullquote" => {
                args.entry("by").or_insert_with(|| "".into());
            }
            "youtube" | "facebook" => {
                args.entry("title").or_insert_with(|| "".into());
            }
            "embed" => {
                let service = media::service(&text(&args, "url"));
                args.insert("service".into(), service.into());
            }
            "video" | "audio" => self.medium(&mut args, owner),
            _ => {}
        }
        let inner = Owner {
            absolute: owner.absolute,
            ..owner
        };
        let body = shortcode
            .body
            .as_ref()
            .map(|nodes| self.body_parts(nodes, inner, Inserts::default()));
        Some(BodyPart::Call {
            name: shortcode.name.clone(),
            args,
            body,
            line: shortcode.line,
        })
    }

    /// The teaser in a related box; in feeds with absolute addresses.
    fn boxed(&self, id: ArticleId, owner: Owner<'_>) -> Teaser {
        let mut teaser = self.teaser(id);
        if owner.absolute && self.traces.is_none() {
            let article = self.article(id);
            teaser.url = self.absolute(&article.url);
            teaser.image = article.image.as_ref().map(|picture| self.plain_picture(picture));
        }
        teaser
    }

    /// `images`, `alts`, `captions`, `credits` (or one `credit`) become a list of pictures.
    fn gallery(&self, args: &mut Map<String, Value>, owner: Owner<'_>) {
        let mut take = |key: &str| match args.remove(key) {
            Some(Value::Array(items)) => items
                .iter()
                .map(|v| v.as_str().unwrap_or_default().to_owned())
                .collect(),
            Some(Value::String(one)) => vec![one],
            _ => Vec::new(),
        };
        let (images, alts, captions): (Vec<String>, Vec<String>, Vec<String>) =
            (take("images"), take("alts"), take("captions"));
        let (mut credits, credit, focuses) = (take("credits"), take("credit"), take("focuses"));
        let focus = take("focus").first().cloned().unwrap_or_default();
        if credits.is_empty() {
            credits = vec![credit.first().cloned().unwrap_or_default(); images.len()];
        }
        let at = |list: &[String], i: usize| list.get(i).cloned().unwrap_or_default();
        let pictures: Vec<PictureView> = images
            .iter()
            .enumerate()
            .map(|(i, src)| {
                let picture = self.body_picture(src, owner);
                PictureView {
                    alt: at(&alts, i),
                    caption: at(&captions, i),
                    credit: at(&credits, i),
                    focus: focus_class(focuses.get(i).unwrap_or(&focus)),
                    ..picture
                }
            })
            .collect();
        args.insert("pictures".into(), json!(pictures));
        args.entry("caption").or_insert_with(|| "".into());
    }
}

/// The class of a focus as a shortcode writes it; none for one that is no place.
fn focus_class(written: &str) -> String {
    Focus::parse(written).map(Focus::class).unwrap_or_default()
}

fn ends_paragraph(node: &Node) -> bool {
    matches!(
        node,
        Node::Html {
            ends_paragraph: true,
            ..
        }
    )
}

/// After which paragraph the related box and the ad go; 0 is nowhere. A short story has neither box nor broken flow.
fn places(paragraphs: usize, related: bool, header: bool) -> (usize, usize) {
    let box_after = if related && paragraphs >= 6 { 3 } else { 0 };
    let ad_after = match (paragraphs, box_after) {
        (7.., _) => 5,
        // Two ads do not stand in a row.
        (4.., 0) => 2 + usize::from(header),
        _ => 0,
    };
    (box_after, ad_after)
}

pub(super) fn call(name: &str, args: Value) -> BodyPart {
    let Value::Object(args) = args else {
        return BodyPart::Html(String::new());
    };
    BodyPart::Call {
        name: name.to_owned(),
        args,
        body: None,
        line: 0,
    }
}

fn plain(value: &ArgValue) -> Value {
    match value {
        ArgValue::Text(text) => text.as_str().into(),
        ArgValue::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => (*number as i64).into(),
        ArgValue::Number(number) => json!(number),
        ArgValue::Bool(truth) => (*truth).into(),
        ArgValue::List(items) => items.clone().into(),
    }
}
