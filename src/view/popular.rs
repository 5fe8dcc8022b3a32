//! The most popular stories: their page, the fragment, and the lists of sections.

use super::head::Head;
use super::types::*;
use super::world::World;
use super::{Content, Document};
use crate::bengali::date::{DateStyle, format};
use crate::portal::{ArticleId, SectionId};
use crate::relate::PopularStories;

/// The most popular stories.
pub(super) fn page(world: &World<'_>) -> Document {
    let view = portal(world, world.site.popular_limit.max(20));
    let head = world.head(Head {
        kind: "popular",
        address: "/popular/",
        title: world.t("most_popular"),
        description: &world.about("most_popular"),
        above: Vec::new(),
    });
    Document::new("popular.html", head, Content::Popular { popular: view }, world.ads(""))
}

/// Windows of popularity, each with at most `limit` stories.
pub(super) fn portal(world: &World<'_>, limit: usize) -> PopularView {
    windows(world, &world.lists.popular.windows, limit)
}

/// What is popular in a section; no windows when that is not measured.
pub(super) fn section(world: &World<'_>, section: SectionId) -> PopularView {
    let lists = world.lists.popular.sections.get(section as usize);
    lists.map_or_else(PopularView::default, |lists| windows(world, lists, usize::MAX))
}

fn windows(world: &World<'_>, lists: &[PopularStories], limit: usize) -> PopularView {
    let windows = lists.iter().map(|w| PopularWindow {
        key: w.key.to_owned(),
        stories: teasers(world, w.stories.iter().take(limit).copied()),
    });
    PopularView {
        measured: world.lists.popular.measured,
        windows: windows.collect(),
        until: world.lists.popular.newest.map(|at| world.date(at)),
    }
}

/// Stories in a list of the most popular ones: an old story comes with its month.
pub(super) fn teasers(world: &World<'_>, ids: impl Iterator<Item = ArticleId>) -> Vec<Teaser> {
    let teaser = |id: ArticleId| {
        let date = world.article(id).date;
        let mut teaser = world.teaser(id);
        if world.lists.popular.is_old(date) {
            let day = world.site.zone.to_datetime(date);
            teaser.age = format(day, DateStyle::MonthYear, world.site.edition);
        }
        teaser
    };
    ids.map(teaser).collect()
}
