//! The page that lists all corrections.

use super::head::Head;
use super::id::{self, FeedOf, PageId};
use super::listing;
use super::plan::paging;
use super::types::*;
use super::world::World;
use super::{Content, Document};
use crate::bengali::number;
use crate::portal::{CORRECTIONS, Corrected};
use crate::source::Correction;

/// A page of the list; 0 is its front.
pub(super) fn page(world: &World<'_>, page: u32) -> Document {
    let all = &world.portal.corrections;
    let paging = paging(world, all.len(), None);
    let shown = all.get(paging.range(page as usize)).unwrap_or_default();
    let href = |page: u32| world.href(&id::address(world, &PageId::Corrections(page)));
    let view = CorrectionsView {
        entries: shown.iter().rev().map(|c| entry(world, c)).collect(),
        pager: listing::pager(paging, page, &href),
        front: page == 0,
    };
    let name = world.t("corrections");
    let (title, above) = match page {
        0 => (name.to_owned(), Vec::new()),
        _ => (numbered(world, name, page), vec![link(name, world.href(CORRECTIONS))]),
    };
    let mut head = world.head(Head {
        kind: "corrections",
        address: &id::address(world, &PageId::Corrections(page)),
        title: &title,
        description: world.t("corrections_description"),
        above,
    });
    head.feeds.insert(0, world.feed(FeedOf::Corrections));
    if let Some(pager) = &view.pager {
        (head.prev, head.next) = (pager.newer.clone(), pager.older.clone());
    }
    if all.is_empty() {
        head.robots = "noindex, follow".to_owned();
    }
    let content = Content::Corrections { corrections: view };
    Document::new("corrections.html", head, content, world.ads(""))
}

fn numbered(world: &World<'_>, name: &str, page: u32) -> String {
    format!("{name}, {} {}", world.t("page"), number::integer(i64::from(page)))
}

fn link(title: &str, url: String) -> LinkView {
    LinkView {
        title: title.to_owned(),
        url,
        ..LinkView::default()
    }
}

/// What the story says of a correction.
pub(super) fn correction<'w>(world: &World<'w>, of: &Corrected) -> Option<&'w Correction> {
    world.article(of.story).corrections.get(of.number as usize)
}

fn entry(world: &World<'_>, of: &Corrected) -> CorrectedView {
    let section = world.portal.section(world.article(of.story));
    CorrectedView {
        date: world.date(of.date),
        text: correction(world, of).map_or_else(String::new, |c| c.text.clone()),
        story: world.link(of.story),
        section: link(&section.source.title, world.href(&section.url)),
    }
}
