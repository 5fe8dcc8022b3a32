//! A page of either generator as a story: what both say with the same keys.

use super::front::Front;
use super::text::Converted;
use crate::import::story::{ImportedStory, StoryKind};
use jiff::Zoned;

/// How much later a change must be to count, in seconds.
const CHANGE: i64 = 3600;
/// Words of a headline that is made from the text.
const HEADLINE_WORDS: usize = 8;
/// Where themes look for the lead picture.
const IMAGES: [&str; 12] = [
    "featured_image",
    "featuredImage",
    "featureimage",
    "featured-image",
    "image",
    "image.path",
    "cover.image",
    "cover",
    "header.image",
    "header.teaser",
    "thumbnail",
    "img",
];

/// What only the generator knows of a page.
pub(super) struct PageFacts {
    pub(super) key: String,
    pub(super) kind: StoryKind,
    /// The headline when the page has none and no words.
    pub(super) name: String,
    pub(super) date: Zoned,
    pub(super) draft: bool,
    pub(super) authors: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) aliases: Vec<String>,
    pub(super) image: Option<String>,
}

/// The lead picture that front matter names.
pub(super) fn image(front: &Front) -> Option<String> {
    front.any(&IMAGES).or_else(|| front.list("images").into_iter().next())
}

/// The story.
pub(super) fn story(front: &Front, made: Converted, facts: PageFacts) -> ImportedStory {
    let first_words = || {
        made.words
            .split_whitespace()
            .take(HEADLINE_WORDS)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let title = front.text("title").unwrap_or_else(first_words);
    let zone = facts.date.time_zone().clone();
    let date = facts.date.timestamp();
    let changed = front
        .date("lastmod", &zone)
        .or_else(|| front.date("last_modified_at", &zone));
    let mut tags: Vec<String> = Vec::new();
    for tag in facts.tags {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    ImportedStory {
        key: facts.key,
        kind: facts.kind,
        title: if title.is_empty() { facts.name } else { title },
        date: Some(date),
        updated: changed.filter(|at| at.as_second() - date.as_second() >= CHANGE),
        zone: Some(zone),
        authors: facts.authors.into_iter().filter(|a| !a.contains('@')).collect(),
        series: front.list("series").into_iter().next(),
        summary: front.any(&["description", "summary", "excerpt"]),
        subtitle: front.text("subtitle"),
        draft: facts.draft,
        featured: front.is("featured") == Some(true),
        aliases: facts.aliases,
        image_alt: front.any(&["cover.alt", "image.alt", "image_alt"]).unwrap_or_default(),
        image_caption: front
            .any(&["cover.caption", "image.caption", "image_caption"])
            .unwrap_or_default(),
        image: facts.image,
        tags,
        words: made.words.split_whitespace().count(),
        body: made.body,
        ..ImportedStory::default()
    }
}
