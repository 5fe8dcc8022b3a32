//! Which outputs a site has, in a fixed order.

use super::id::{FeedKind, FeedOf, Fragment, PageId, SITEMAP_SIZE, feed_at};
use super::world::World;
use crate::portal::{Article, ArticleId, Paging, SectionId, TermId, archive, lite_address};

/// Files of fixed name.
const FIXED: [&str; 11] = [
    "robots.txt",
    "ads.txt",
    "manifest.webmanifest",
    "opensearch.xml",
    "_headers",
    "_redirects",
    ".well-known/security.txt",
    ".nojekyll",
    super::former::SCRIPT,
    super::analytics::SCRIPT,
    super::counting::SCRIPT,
];

/// All outputs, in a fixed order.
pub fn plan(world: &World<'_>) -> Vec<PageId> {
    let mut ids = vec![
        PageId::Front,
        PageId::Latest,
        PageId::Popular,
        PageId::Search,
        PageId::Lost,
    ];
    ids.extend(Fragment::ALL.map(PageId::Fragment));
    ids.extend((0..world.portal.articles.len() as ArticleId).map(PageId::Article));
    lite(world, &mut ids);
    sections(world, &mut ids);
    terms(world, &mut ids);
    dates(world, &mut ids);
    ids.extend((0..world.portal.pages.len() as u32).map(PageId::Plain));
    ids.extend((0..world.portal.notices.len() as u32).map(PageId::Notice));
    let former = world.portal.redirects.iter();
    ids.extend(former.map(|(from, to)| match feed_at(world, to) {
        Some((of, kind)) => PageId::FeedAt(from.clone(), of, kind),
        None => PageId::Redirect(from.clone(), to.clone()),
    }));
    ids.extend(super::former::shards(world).into_iter().map(PageId::Former));
    if world.portal.corrections_page {
        let pages = paging(world, world.portal.corrections.len(), None).pages();
        ids.extend((0..=pages as u32).map(PageId::Corrections));
        ids.extend(FeedKind::ALL.map(|k| PageId::Feed(FeedOf::Corrections, k)));
    }
    ids.extend(FeedKind::ALL.map(|k| PageId::Feed(FeedOf::Portal, k)));
    ids.extend([PageId::SitemapIndex, PageId::NewsSitemap]);
    let pages = super::sitemap::page_count(world).div_ceil(SITEMAP_SIZE).max(1);
    ids.extend((1..=pages as u32).map(PageId::SitemapPages));
    // A file of the site's own in static/ wins over the one that khobor would write.
    let own = |f: &str| world.portal.files.contains_key(&format!("/{f}"));
    ids.extend(
        FIXED
            .iter()
            .filter(|f| super::fixed::wanted(world, f) && !own(f))
            .map(|f| PageId::Fixed(f)),
    );
    ids
}

/// Light pages of the stories that have one.
fn lite(world: &World<'_>, ids: &mut Vec<PageId>) {
    if world.site.lite_from.is_none() {
        return;
    }
    ids.push(PageId::LiteFront);
    let has = |article: &Article| lite_address(world.site, &article.url, article.date).is_some();
    let stories = world.portal.articles.iter().zip(0..);
    ids.extend(
        stories
            .filter(|(article, _)| has(article))
            .map(|(_, id)| PageId::Lite(id)),
    );
}

/// How a list falls into pages.
pub(super) fn paging(world: &World<'_>, total: usize, size: Option<u32>) -> Paging {
    Paging {
        total,
        size: size.map_or(world.site.paginate_by, |s| (s as usize).clamp(1, 500)),
    }
}

fn sections(world: &World<'_>, ids: &mut Vec<PageId>) {
    for (s, section) in world.portal.sections.all.iter().enumerate() {
        let s = s as SectionId;
        if section.path.is_empty() {
            continue;
        }
        let pages = paging(world, section.stories.len(), section.source.paginate_by).pages();
        ids.extend((0..=pages as u32).map(|p| PageId::Section(s, p)));
        ids.extend(FeedKind::ALL.map(|k| PageId::Feed(FeedOf::Section(s), k)));
    }
}

fn terms(world: &World<'_>, ids: &mut Vec<PageId>) {
    let portal = world.portal;
    for (t, term) in portal.tags.all.iter().enumerate() {
        let pages = paging(world, term.stories.len(), None).pages();
        ids.extend((0..=pages as u32).map(|p| PageId::Tag(t as TermId, p)));
    }
    for (t, term) in portal.authors.all.iter().enumerate() {
        let pages = paging(world, term.stories.len(), None).pages();
        ids.extend((0..=pages as u32).map(|p| PageId::Author(t as TermId, p)));
    }
    ids.extend((0..portal.series.all.len() as TermId).map(PageId::Series));
    ids.extend([PageId::Tags, PageId::Authors]);
}

fn dates(world: &World<'_>, ids: &mut Vec<PageId>) {
    let archive = &world.portal.archive;
    ids.push(PageId::Archive(None, None, None));
    ids.extend(
        archive
            .years()
            .into_iter()
            .map(|y| PageId::Archive(Some(y), None, None)),
    );
    for (y, m, _) in archive.months() {
        ids.push(PageId::Archive(Some(y), Some(m), None));
        ids.push(PageId::SitemapMonth(y, m));
    }
    let day = |d: &archive::Day| PageId::Archive(Some(d.date.year()), Some(d.date.month()), Some(d.date.day()));
    ids.extend(archive.days.iter().map(day));
}
