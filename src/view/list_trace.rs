//! The fingerprint of a page of a list (tags, authors, the numbered pages of sections), put together from the hashes of what it
//! shows, as `story_trace` does for stories: a large site has tens of thousands of them. What [`super::term`] shows of other
//! things must be among the hashes here; `tests/incremental.rs` holds the two together.

use super::id::{FeedOf, PageId};
use super::plan::paging;
use super::term::author_view;
use super::traces::{Fingerprint, Heads, Traces, hash, short};
use super::world::World;
use crate::portal::{ArticleId, Paging, SectionId, TermId};
use rayon::prelude::*;

impl Heads {
    /// Hashes everything once. `world` carries traces.
    pub(super) fn new(world: &World<'_>) -> Self {
        let portal = world.portal;
        let section = |id: SectionId| {
            let section = &portal.sections.all[id as usize];
            let source = &section.source;
            let names = (
                &section.path,
                &source.title,
                &section.url,
                &source.description,
                &source.template,
            );
            let child = |id: &SectionId| {
                let child = &portal.sections.all[*id as usize];
                (&child.source.title, &child.url)
            };
            let children: Vec<_> = section.children.iter().map(child).collect();
            let (crumbs, feed) = (world.crumbs(id, true), world.feed(FeedOf::Section(id)));
            let image = world.page_image(&section.url);
            hash(&(names, children, crumbs, feed, world.ads(&section.path), image))
        };
        let author = |id: TermId| {
            let image = world.page_image(&portal.authors.all[id as usize].url);
            hash(&(author_view(world, id), image))
        };
        let all = |count: usize| (0..count as u32).into_par_iter();
        let everywhere = |kind: &str| hash(&(world.answers(kind), world.ads("")));
        Heads {
            sections: all(portal.sections.all.len()).map(section).collect(),
            authors: all(portal.authors.all.len()).map(author).collect(),
            section: everywhere("section"),
            author: everywhere("author"),
            tag: everywhere("tag"),
        }
    }
}

/// The fingerprint of a page of a list; `None` for pages of other kinds. `world` carries `traces`.
pub(super) fn fingerprint(world: &World<'_>, traces: &Traces, id: &PageId, common: &[u8]) -> Option<Fingerprint> {
    let (portal, heads) = (world.portal, &traces.heads);
    let known = |list: &[Fingerprint], id: u32| list.get(id as usize).copied().unwrap_or_default();
    let (everywhere, head, stories, page, size) = match *id {
        PageId::Tag(id, page) => {
            let term = &portal.tags.all[id as usize];
            let head = hash(&(&term.name, &term.url, world.page_image(&term.url)));
            (heads.tag, head, &term.stories, page, None)
        }
        PageId::Author(id, page) => {
            let stories = &portal.authors.all[id as usize].stories;
            (heads.author, known(&heads.authors, id), stories, page, None)
        }
        // The front shows more.
        PageId::Section(id, page) if page > 0 => {
            let section = &portal.sections.all[id as usize];
            let size = section.source.paginate_by;
            (heads.section, known(&heads.sections, id), &section.stories, page, size)
        }
        _ => return None,
    };
    let mut bytes = Vec::with_capacity(1024);
    for part in [common, &everywhere, &head] {
        bytes.extend_from_slice(part);
    }
    listing(traces, paging(world, stories.len(), size), (stories, page), &mut bytes);
    Some(short(&bytes))
}

/// What a page shows of the list itself. A numbered page does not show how many come after the next two.
fn listing(traces: &Traces, paging: Paging, (stories, page): (&[ArticleId], u32), bytes: &mut Vec<u8>) {
    let pages = paging.pages() as u32;
    let (pages, total) = match page {
        0 => (pages, stories.len()),
        page => (pages.min(page + 3), 0),
    };
    for number in [page, pages, total as u32] {
        bytes.extend_from_slice(&number.to_le_bytes());
    }
    for story in paging.stories(stories, page as usize) {
        bytes.extend_from_slice(&traces.of(story));
    }
}
