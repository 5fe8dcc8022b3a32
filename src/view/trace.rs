//! Fingerprints: the hash of everything that a file is made from. A view is made with *traces* in place of its expensive
//! parts (the hash of a teaser for the teaser, the hash of a source for a body), and what was made is hashed. So a
//! fingerprint can forget nothing that a view shows, and costs a small part of the view. Stories' pages, which are most of a
//! site, and pages of lists take a still shorter way: `story_trace`, `list_trace`.

use super::body::{BodyPart, Owner};
use super::id::PageId;
use super::list_trace;
use super::story_trace;
use super::traces::{Fingerprint, Heads, Surroundings, Traces, UNKNOWN, hash, short, text};
use super::world::World;
use super::{View, view};
use crate::digest::digest_of;
use crate::portal::{Article, LeadPicture, TermId};
use crate::source::Mark;
use rayon::prelude::*;

impl Traces {
    /// Traces of all teasers, in parallel.
    pub fn new(world: &World<'_>) -> Self {
        let portal = world.portal;
        let none = Traces::default();
        let traced = World {
            traces: Some(&none),
            ..*world
        };
        let authors = (0..portal.authors.all.len() as TermId).into_par_iter();
        let bylines: Vec<Fingerprint> = authors.map(|id| hash(&traced.byline(id))).collect();
        let mut traces = Traces {
            teasers: portal
                .articles
                .par_iter()
                .map(|article| teaser(world, article, &bylines))
                .collect(),
            ..Traces::default()
        };
        let traced = World {
            traces: Some(&traces),
            ..*world
        };
        let (surroundings, heads) = (Surroundings::new(&traced), Heads::new(&traced));
        (traces.surroundings, traces.heads) = (surroundings, heads);
        traces
    }
}

/// The trace of a teaser: the hash of all that [`World::whole_teaser`] shows, without making one.
fn teaser(world: &World<'_>, article: &Article, bylines: &[Fingerprint]) -> Fingerprint {
    let section = world.portal.section(article);
    let texts = [&article.url, &article.title, &article.kicker, &article.summary];
    let places = [&section.source.title, &section.url, &section.path];
    let mut bytes = Vec::with_capacity(1024);
    for text in texts.into_iter().map(|t| &**t).chain(places.into_iter().map(|t| &**t)) {
        bytes.extend_from_slice(&(text.len() as u32).to_le_bytes());
        bytes.extend_from_slice(text.as_bytes());
    }
    bytes.extend_from_slice(&article.date.as_nanosecond().to_le_bytes());
    bytes.extend_from_slice(&[u8::from(article.breaking != Mark::No), article.form as u8]);
    bytes.extend_from_slice(
        &article
            .image
            .as_ref()
            .map_or([0; 16], |image| world.picture_trace(image)),
    );
    for author in &article.authors {
        bytes.extend_from_slice(&bylines.get(*author as usize).copied().unwrap_or_default());
    }
    short(&bytes)
}

/// The fingerprint of a file: `common` is the hash of what all files share (templates, strings, site view, version).
/// `world` must carry traces.
pub fn fingerprint(world: &World<'_>, id: &PageId, common: &[u8]) -> Fingerprint {
    if let (PageId::Article(story), Some(traces)) = (id, world.traces) {
        return story_trace::fingerprint(world, traces, *story, common);
    }
    if let (PageId::Lite(story), Some(traces)) = (id, world.traces) {
        // A light page shows nothing that the full one does not.
        let full = story_trace::fingerprint(world, traces, *story, common);
        return hash(&("lite", full));
    }
    let list = world
        .traces
        .and_then(|traces| list_trace::fingerprint(world, traces, id, common));
    if let Some(list) = list {
        return list;
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update(common);
    if matches!(id, PageId::Front | PageId::Lost) {
        hasher.update(super::former::element(world).as_bytes());
    }
    let bytes = match view(world, id) {
        View::Page(document) => postcard::to_stdvec(&document),
        View::Fragment(fragment, name, value) => postcard::to_stdvec(&(fragment.name(), name, value.to_string())),
        View::Feed(kind, feed) => {
            let bodies: Vec<&Vec<BodyPart>> = feed.entries.iter().map(|e| &e.body).collect();
            postcard::to_stdvec(&(kind.file(), &feed, bodies))
        }
        View::Sitemap(template, entries) => postcard::to_stdvec(&(template, entries)),
        View::Redirect(to) => postcard::to_stdvec(&("redirect", to)),
        View::Text(text) => postcard::to_stdvec(&("text", text)),
    };
    let Ok(bytes) = bytes else { return UNKNOWN };
    hasher.update(&bytes);
    digest_of(&hasher)
}

impl World<'_> {
    /// The hash of all that pages show of a picture: what the story says of it, and what was made of it.
    pub(super) fn picture_trace(&self, picture: &LeadPicture) -> Fingerprint {
        hash(&(picture, self.rendition(&picture.src)))
    }

    /// In place of a story's body while fingerprinting: the hash of its source, and what it shows of other files.
    pub(super) fn body_trace(&self, article: &Article, owner: Owner<'_>) -> Vec<BodyPart> {
        let mut parts = vec![BodyPart::Html(text(&article.source_hash))];
        let Some(sees) = &article.sees else { return parts };
        let mut shown = String::new();
        for link in &sees.links {
            shown.push_str(&self.reference(link, owner));
            shown.push('\n');
        }
        for picture in &sees.pictures {
            let view = self.body_picture(&picture.src, owner);
            shown.push_str(&format!(
                "{} {} {} {:?}\n",
                view.src, view.width, view.height, view.sources
            ));
        }
        for name in &sees.related {
            let story = self.portal.named(name).flatten();
            shown.push_str(&story.map_or_else(String::new, |id| self.teaser(id).url));
            shown.push('\n');
        }
        parts.push(BodyPart::Html(shown));
        parts
    }
}
