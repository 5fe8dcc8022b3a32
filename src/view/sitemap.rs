//! Sitemaps (sitemaps.org): an index, one part a month for stories, parts for everything else; and the news sitemap.

use super::id::{PageId, SITEMAP_SIZE, address};
use super::world::World;
use crate::portal::Term;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

/// Entries of a news sitemap at most.
const NEWS_SIZE: usize = 1_000;

/// An entry of a sitemap.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SitemapEntry {
    /// Absolute address.
    pub url: String,
    /// W3C datetime of the last change; may be empty.
    pub updated: String,
    /// For the news sitemap: publication date; else empty.
    pub published: String,
    /// For the news sitemap: headline; else empty.
    pub title: String,
}

/// The stories of a month. Neither a new story elsewhere nor the passing of time changes it.
pub(super) fn month(world: &World<'_>, year: i16, month: i8) -> Vec<SitemapEntry> {
    let days = world.portal.archive.span(year, Some(month));
    days.iter()
        .flat_map(|d| d.first..d.end)
        .map(|id| {
            let article = world.article(id);
            let url = world.absolute(&article.url);
            SitemapEntry {
                url,
                updated: world.iso(article.changed()),
                ..SitemapEntry::default()
            }
        })
        .collect()
}

/// The index. A month's part carries the date of its newest change.
pub(super) fn index(world: &World<'_>) -> Vec<SitemapEntry> {
    let months = world.portal.archive.months();
    let parts = page_count(world).div_ceil(SITEMAP_SIZE).max(1);
    let pages = (1..=parts as u32).map(|n| entry(world, &PageId::SitemapPages(n)));
    let months = months.iter().map(|(y, m, _)| {
        let days = world.portal.archive.span(*y, Some(*m));
        let newest = days
            .iter()
            .flat_map(|d| d.first..d.end)
            .map(|id| world.article(id).changed())
            .max();
        let updated = newest.map(|n| world.iso(n)).unwrap_or_default();
        SitemapEntry {
            updated,
            ..entry(world, &PageId::SitemapMonth(*y, *m))
        }
    });
    pages.chain(months).collect()
}

fn entry(world: &World<'_>, id: &PageId) -> SitemapEntry {
    SitemapEntry {
        url: world.absolute(&address(world, id)),
        ..SitemapEntry::default()
    }
}

/// Everything but stories: fronts of sections, tags, authors, series, archive, pages.
fn pages<'w>(world: &World<'w>) -> impl Iterator<Item = PageId> + use<'w> {
    let portal = world.portal;
    let sections = (0..portal.sections.all.len() as u32).filter(|s| !portal.sections.all[*s as usize].path.is_empty());
    [
        PageId::Front,
        PageId::Latest,
        PageId::Popular,
        PageId::Archive(None, None, None),
        PageId::Tags,
        PageId::Authors,
    ]
    .into_iter()
    .chain((portal.corrections_page && !portal.corrections.is_empty()).then_some(PageId::Corrections(0)))
    .chain(sections.map(|s| PageId::Section(s, 0)))
    .chain((0..portal.pages.len() as u32).map(PageId::Plain))
    .chain((0..portal.series.all.len() as u32).map(PageId::Series))
    .chain((0..portal.authors.all.len() as u32).map(|a| PageId::Author(a, 0)))
    .chain(
        (0..)
            .zip(&portal.tags.all)
            .filter(|(_, tag)| !is_thin(tag))
            .map(|(t, _)| PageId::Tag(t, 0)),
    )
}

/// Tags with fewer stories say nothing that the stories do not say themselves: search engines leave them out.
const THIN: usize = 3;

/// Whether a tag's page is left out of search engines and sitemaps.
pub(super) fn is_thin(tag: &Term) -> bool {
    tag.stories.len() < THIN
}

/// How many pages beside stories there are.
pub(super) fn page_count(world: &World<'_>) -> usize {
    pages(world).count()
}

/// Part `n` (from 1) of everything but stories.
pub(super) fn page_part(world: &World<'_>, n: u32) -> Vec<SitemapEntry> {
    pages(world)
        .skip((n as usize - 1) * SITEMAP_SIZE)
        .take(SITEMAP_SIZE)
        .map(|id| entry(world, &id))
        .collect()
}

/// Stories of the last two days, newest first, at most 1,000 (Google News).
pub(super) fn news(world: &World<'_>) -> Vec<SitemapEntry> {
    let since = world
        .now
        .checked_sub(SignedDuration::from_hours(48))
        .unwrap_or(Timestamp::MIN);
    let newest = world
        .latest(usize::MAX)
        .take_while(|id| world.article(*id).date > since)
        .take(NEWS_SIZE);
    newest
        .map(|id| {
            let article = world.article(id);
            SitemapEntry {
                url: world.absolute(&article.url),
                updated: String::new(),
                published: world.iso(article.date),
                title: article.title.to_string(),
            }
        })
        .collect()
}
