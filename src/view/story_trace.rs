//! The fingerprint of a story's page, put together from the hashes of what the page shows: the story itself, and the sections,
//! names, stories and comments that it touches. Each of these is hashed once a run and not once a page, so that a hundred
//! thousand pages cost little to pass over. What [`super::article`] shows of another thing must be among the hashes here;
//! `tests/incremental.rs` holds the two together.

use super::article::{neighbours, section_more};
use super::body::Owner;
use super::id::FeedOf;
use super::traces::{Fingerprint, Surroundings, Traces, hash, short};
use super::world::World;
use crate::portal::{Article, ArticleId, SectionId, TermId};
use rayon::prelude::*;

impl Surroundings {
    /// Hashes everything once. `world` carries traces.
    pub(super) fn new(world: &World<'_>) -> Self {
        let portal = world.portal;
        let section = |id: SectionId| {
            let section = &portal.sections.all[id as usize];
            let (crumbs, feed) = (world.crumbs(id, true), world.feed(FeedOf::Section(id)));
            let names = (&section.path, &section.source.title, &section.url);
            hash(&(names, crumbs, feed, world.ads(&section.path)))
        };
        let author = |id: TermId| hash(&(world.byline(id), super::article::author_boxes(world, &[id])));
        let tag = |id: TermId| hash(&super::article::tags(world, &[id]));
        let all = |count: usize| (0..count as u32).into_par_iter();
        Surroundings {
            sections: all(portal.sections.all.len()).map(section).collect(),
            authors: all(portal.authors.all.len()).map(author).collect(),
            tags: all(portal.tags.all.len()).map(tag).collect(),
            everywhere: hash(&(world.answers("article"), world.share_image())),
        }
    }
}

/// The fingerprint of a story's page. `world` carries `traces`.
pub(super) fn fingerprint(world: &World<'_>, traces: &Traces, id: ArticleId, common: &[u8]) -> Fingerprint {
    let article = world.article(id);
    let near = &traces.surroundings;
    let mut bytes = Vec::with_capacity(1024);
    let mut say = |part: &[u8]| bytes.extend_from_slice(part);
    say(common);
    own(world, article, &mut say);
    let known = |list: &[Fingerprint], id: u32| list.get(id as usize).copied().unwrap_or_default();
    say(&known(&near.sections, article.section));
    say(&near.everywhere);
    for (list, ids) in [(&near.authors, &article.authors), (&near.tags, &article.tags)] {
        say(&(ids.len() as u32).to_le_bytes());
        ids.iter().for_each(|id| say(&known(list, *id)));
    }
    let mut story = |id: Option<ArticleId>| say(&id.map_or([0; 16], |id| traces.of(id)));
    let section = world.portal.section(article);
    let (before, after) = neighbours(id, &section.stories);
    story(before);
    story(after);
    world.lists.related(id).iter().for_each(|near| story(Some(near.id)));
    // Told apart from the related ones, which they follow, by an empty one.
    story(None);
    section_more(world, id).into_iter().for_each(|more| story(Some(more)));
    if article.series.is_some() {
        say(&hash(&super::article::series(world, id, article)));
    }
    say(&hash(&super::comments::comments(world, id, article)));
    if article.sees.is_some() {
        let owner = Owner {
            source: &article.source,
            url: &article.url,
            absolute: false,
        };
        say(&hash(&world.body_trace(article, owner)));
    }
    short(&bytes)
}

/// All that the story itself says. Every field is named, so that a new one cannot be forgotten.
fn own(world: &World<'_>, article: &Article, say: &mut impl FnMut(&[u8])) {
    let Article {
        url,
        date,
        updated,
        image,
        comments,
        source_hash,
        // Nothing but the source says these, and its hash stands for all of it.
        title: _,
        kicker: _,
        subtitle: _,
        summary: _,
        dateline: _,
        draft: _,
        ads: _,
        form: _,
        words: _,
        corrections: _,
        card: _,
        card_title: _,
        template: _,
        language: _,
        guid: _,
        extra: _,
        // What sections, names and stories these numbers mean is hashed apart.
        section: _,
        authors: _,
        tags: _,
        series: _,
        related: _,
        // Where these lead is for other pages.
        source: _,
        featured: _,
        breaking: _,
        weight: _,
        // Where the body lies changes from run to run; what it shows of others is hashed apart.
        body: _,
        sees: _,
    } = article;
    let card = world.card(article).is_some();
    say(source_hash);
    // The history of the sources may say it, beside the source.
    for at in [Some(*date), *updated] {
        say(&at.map_or([0xFF; 16], |at| at.as_nanosecond().to_le_bytes()));
    }
    say(&[u8::from(*comments), u8::from(card), u8::from(image.is_some())]);
    image.iter().for_each(|image| say(&world.picture_trace(image)));
    say(&hash(&(world.card_picture(article), world.ratios(article))));
    say(&(url.len() as u32).to_le_bytes());
    say(url.as_bytes());
}
