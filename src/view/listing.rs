//! Listings with their pagers, for sections, tags and authors alike.

use super::id::{self, PageId};
use super::types::{LinkView, ListingView, PagerItem, PagerView};
use super::world::World;
use crate::bengali::number;
use crate::portal::{ArticleId, Paging};

/// A listing page of the list `stories` (oldest first); `id` makes the id of another page of it.
pub(super) fn listing(
    world: &World<'_>,
    stories: &[ArticleId],
    paging: Paging,
    page: u32,
    id: impl Fn(u32) -> PageId,
) -> ListingView {
    let href = |page: u32| world.href(&id::address(world, &id(page)));
    let shown: Vec<ArticleId> = paging.stories(stories, page as usize);
    let span = span(world, &shown);
    ListingView {
        stories: world.stories("listing.stories", shown),
        stories_html: String::new(),
        pager: pager(paging, page, &href).map(|pager| PagerView { span, ..pager }),
        front: page == 0,
        months: Vec::new(),
        total: if page == 0 {
            number::count(stories.len() as u64)
        } else {
            String::new()
        },
    }
}

/// The days of the stories of a page, the oldest first.
fn span(world: &World<'_>, shown: &[ArticleId]) -> String {
    let days = shown.iter().map(|id| world.article(*id).date);
    match (days.clone().min(), days.max()) {
        (Some(first), Some(last)) => {
            let (first, last) = (world.date(first).day, world.date(last).day);
            if first == last {
                first
            } else {
                format!("{first} – {last}")
            }
        }
        _ => String::new(),
    }
}

/// Page 1 is the oldest. The front (0) stands after the newest numbered page.
pub(super) fn pager(paging: Paging, page: u32, href: &dyn Fn(u32) -> String) -> Option<PagerView> {
    let pages = paging.pages() as u32;
    if pages == 0 {
        return None;
    }
    let newer = match page {
        0 => String::new(),
        p if p == pages => href(0),
        p => href(p + 1),
    };
    let older = match page {
        0 => href(pages),
        1 => String::new(),
        p => href(p - 1),
    };
    let middle = if page == 0 { pages + 1 } else { page };
    let window = (middle.saturating_sub(2).max(1)..=(middle + 2).min(pages)).rev();
    let window = window.map(|p| PagerItem {
        label: number::integer(i64::from(p)),
        url: href(p),
        current: p == page,
    });
    Some(PagerView {
        newest: if page == 0 { String::new() } else { href(0) },
        newer,
        older,
        oldest: if page == 1 { String::new() } else { href(1) },
        window: window.collect(),
        span: String::new(),
    })
}

/// Months to jump to in the archive, newest first, at most the last 24 that have stories in the list.
pub(super) fn months(world: &World<'_>, stories: &[ArticleId]) -> Vec<LinkView> {
    use crate::bengali::date::{DateStyle, format};
    let mut months: Vec<LinkView> = Vec::new();
    let mut last = None;
    for story in stories.iter().rev() {
        let day = world.site.zone.to_datetime(world.article(*story).date);
        if last == Some((day.year(), day.month())) {
            continue;
        }
        last = Some((day.year(), day.month()));
        let url = world.href(&crate::portal::archive::address(day.year(), Some(day.month()), None));
        months.push(LinkView::new(
            format(day, DateStyle::MonthYear, world.site.edition),
            url,
        ));
        if months.len() == 24 {
            break;
        }
    }
    months
}
