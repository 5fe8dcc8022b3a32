//! The archive by date, the newest and the most popular stories, search, plain pages, 404, notices.

use super::body::{Inserts, Owner};
use super::head::Head;
use super::types::*;
use super::world::World;
use super::{Content, Document};
use crate::bengali::date::{DateStyle, format, weekday_name};
use crate::bengali::{cluster, number};
use crate::portal::{ArticleId, archive};
use jiff::civil::{Date, Weekday};

/// Headlines on the page of a month.
const MONTH_STORIES: usize = 30;

/// A page of the archive: everything, a year, a month or a day.
pub(super) fn archive_page(world: &World<'_>, year: Option<i16>, month: Option<i8>, day: Option<i8>) -> Document {
    let (view, address) = match (year, month, day) {
        (Some(y), Some(m), Some(d)) => (day_view(world, y, m, d), archive::address(y, month, day)),
        (Some(y), Some(m), None) => (month_view(world, y, m), archive::address(y, month, None)),
        (Some(y), ..) => (year_view(world, y), archive::address(y, None, None)),
        _ => (all_view(world), "/archive/".to_owned()),
    };
    let above = above(world, year, month, day);
    let own = if view.span == "all" {
        world.t("archive")
    } else {
        &view.title
    };
    let described = if view.span == "all" {
        world.about("archive")
    } else {
        world.t("archive_description").replace("{name}", &view.title)
    };
    let mut head = world.head(Head {
        kind: "archive",
        address: &address,
        title: own,
        description: &described,
        above,
    });
    head.prev = view.previous.as_ref().map(|l| l.url.clone()).unwrap_or_default();
    head.next = view.next.as_ref().map(|l| l.url.clone()).unwrap_or_default();
    Document::new("archive.html", head, Content::Archive { archive: view }, world.ads(""))
}

fn above(world: &World<'_>, year: Option<i16>, month: Option<i8>, day: Option<i8>) -> Vec<LinkView> {
    let mut above = Vec::new();
    let Some(y) = year else { return above };
    above.push(LinkView::new(world.t("archive"), world.href("/archive/")));
    if month.is_some() {
        above.push(LinkView::new(
            number::integer(i64::from(y)),
            world.href(&archive::address(y, None, None)),
        ));
    }
    if let (Some(m), Some(_)) = (month, day) {
        above.push(LinkView::new(
            month_name(world, y, m),
            world.href(&archive::address(y, month, None)),
        ));
    }
    above
}

fn month_name(world: &World<'_>, year: i16, month: i8) -> String {
    let first = Date::new(year, month, 1).unwrap_or(Date::ZERO);
    format(first.at(0, 0, 0, 0), DateStyle::MonthYear, world.site.edition)
}

fn day_name(world: &World<'_>, date: Date) -> String {
    format(date.at(0, 0, 0, 0), DateStyle::DateNews, world.site.edition)
}

fn count(stories: u32) -> String {
    number::count(u64::from(stories))
}

fn all_view(world: &World<'_>) -> ArchiveView {
    let mut groups: Vec<ArchiveGroup> = Vec::new();
    for (y, m, stories) in world.portal.archive.months().into_iter().rev() {
        let title = number::integer(i64::from(y));
        if groups.last().is_none_or(|g| g.title != title) {
            groups.push(ArchiveGroup {
                title,
                url: world.href(&archive::address(y, None, None)),
                entries: Vec::new(),
            });
        }
        if let Some(group) = groups.last_mut() {
            group.entries.push(month_entry(world, y, m, stories));
        }
    }
    ArchiveView {
        span: "all".to_owned(),
        title: world.t("archive").to_owned(),
        groups,
        ..ArchiveView::default()
    }
}

fn month_entry(world: &World<'_>, y: i16, m: i8, stories: u32) -> IndexEntry {
    IndexEntry {
        title: month_name(world, y, m),
        url: world.href(&archive::address(y, Some(m), None)),
        count: count(stories),
    }
}

fn year_view(world: &World<'_>, y: i16) -> ArchiveView {
    let months = world.portal.archive.months();
    let entries = months
        .iter()
        .rev()
        .filter(|m| m.0 == y)
        .map(|m| month_entry(world, m.0, m.1, m.2))
        .collect();
    let title = number::integer(i64::from(y));
    let years = world.portal.archive.years();
    let link = |y: &i16| {
        LinkView::new(
            number::integer(i64::from(*y)),
            world.href(&archive::address(*y, None, None)),
        )
    };
    ArchiveView {
        span: "year".to_owned(),
        groups: vec![ArchiveGroup {
            title: title.clone(),
            url: String::new(),
            entries,
        }],
        title,
        previous: years.iter().rev().find(|o| **o < y).map(link),
        next: years.iter().find(|o| **o > y).map(link),
        ..ArchiveView::default()
    }
}

fn month_view(world: &World<'_>, y: i16, m: i8) -> ArchiveView {
    let days = world.portal.archive.span(y, Some(m));
    let entry = |d: &archive::Day| IndexEntry {
        title: day_name(world, d.date),
        url: world.href(&archive::address(y, Some(m), Some(d.date.day()))),
        count: count(d.end - d.first),
    };
    let newest = days
        .iter()
        .rev()
        .flat_map(|d| (d.first..d.end).rev())
        .take(MONTH_STORIES);
    let title = month_name(world, y, m);
    let months = world.portal.archive.months();
    let link = |o: &(i16, i8, u32)| {
        LinkView::new(
            month_name(world, o.0, o.1),
            world.href(&archive::address(o.0, Some(o.1), None)),
        )
    };
    ArchiveView {
        span: "month".to_owned(),
        groups: vec![ArchiveGroup {
            title: title.clone(),
            url: String::new(),
            entries: days.iter().rev().map(entry).collect(),
        }],
        title,
        calendar: calendar(world, y, m, days),
        weekdays: weekdays(world),
        stories: world.stories("archive.stories", newest),
        previous: months.iter().rev().find(|o| (o.0, o.1) < (y, m)).map(link),
        next: months.iter().find(|o| (o.0, o.1) > (y, m)).map(link),
        ..ArchiveView::default()
    }
}

/// The days of a month as cells of a calendar whose weeks begin on Sunday.
fn calendar(world: &World<'_>, y: i16, m: i8, days: &[archive::Day]) -> Vec<IndexEntry> {
    let first = Date::new(y, m, 1).unwrap_or(Date::ZERO);
    let before = first.weekday().to_sunday_zero_offset().max(0) as usize;
    let mut cells = vec![IndexEntry::default(); before];
    cells.extend((1..=first.days_in_month()).map(|d| {
        let stories = days.iter().find(|day| day.date.day() == d);
        IndexEntry {
            title: number::integer(i64::from(d)),
            url: stories.map_or_else(String::new, |_| world.href(&archive::address(y, Some(m), Some(d)))),
            count: stories.map_or_else(String::new, |day| count(day.end - day.first)),
        }
    }));
    cells
}

/// Names of the days of the week from Sunday, short enough for a column: রোব, সোম, …, বৃহ.
fn weekdays(world: &World<'_>) -> Vec<String> {
    if !world.site.language.starts_with("bn") {
        return ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
            .map(str::to_owned)
            .into();
    }
    let name = |n: i8| {
        let weekday = Weekday::from_sunday_zero_offset(n).unwrap_or(Weekday::Sunday);
        let name = weekday_name(weekday, world.site.edition).trim_end_matches("বার");
        let shown = if cluster::count(name) > 3 { 2 } else { 3 };
        cluster::clusters(name).take(shown).collect()
    };
    (0..7).map(name).collect()
}

fn day_view(world: &World<'_>, y: i16, m: i8, d: i8) -> ArchiveView {
    let days = &world.portal.archive.days;
    let date = Date::new(y, m, d).unwrap_or(Date::ZERO);
    let at = days.partition_point(|o| o.date < date);
    let stories: Vec<ArticleId> = days
        .get(at)
        .filter(|o| o.date == date)
        .map_or(Vec::new(), |o| (o.first..o.end).collect());
    let link = |o: &archive::Day| {
        LinkView::new(
            day_name(world, o.date),
            world.href(&archive::address(
                o.date.year(),
                Some(o.date.month()),
                Some(o.date.day()),
            )),
        )
    };
    ArchiveView {
        span: "day".to_owned(),
        title: format(date.at(0, 0, 0, 0), DateStyle::DateWeekday, world.site.edition),
        stories: world.stories("archive.stories", stories),
        previous: at.checked_sub(1).and_then(|i| days.get(i)).map(link),
        next: days.get(at + 1).map(link),
        ..ArchiveView::default()
    }
}

/// The newest stories.
pub(super) fn latest(world: &World<'_>) -> Document {
    let stories = world.stories("listing.stories", world.latest(world.site.latest_page));
    let listing = ListingView {
        stories,
        stories_html: String::new(),
        pager: None,
        front: true,
        months: Vec::new(),
        total: String::new(),
    };
    let head = world.head(Head {
        kind: "latest",
        address: "/latest/",
        title: world.t("latest"),
        description: &world.about("latest"),
        above: Vec::new(),
    });
    Document::new("latest.html", head, Content::Latest { listing }, world.ads(""))
}

/// The search page.
pub(super) fn search(world: &World<'_>) -> Document {
    let mut head = world.head(Head {
        kind: "search",
        address: "/search/",
        title: world.t("search"),
        description: &world.about("search"),
        above: Vec::new(),
    });
    head.robots = "noindex, follow".to_owned();
    Document::new(
        "search.html",
        head,
        Content::Search {
            search: SearchView {
                ready: world.site.search,
                index: world.href("/search/index/"),
                sections: sections(world),
                words: search_words(world),
            },
        },
        world.ads(""),
    )
}

/// The words of the search script.
fn search_words(world: &World<'_>) -> serde_json::Map<String, serde_json::Value> {
    let own = world
        .strings
        .iter()
        .filter_map(|(key, word)| Some((key.strip_prefix("search_")?.to_owned(), word.as_str().into())));
    let mut words: serde_json::Map<String, serde_json::Value> = own.collect();
    let bengali = world.site.language.starts_with("bn");
    let english = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let months: Vec<&str> = if bengali {
        crate::bengali::date::MONTHS.to_vec()
    } else {
        english.to_vec()
    };
    words.insert("months".to_owned(), months.into());
    words.insert(
        "digits".to_owned(),
        if bengali {
            "০১২৩৪৫৬৭৮৯"
        } else {
            "0123456789"
        }
        .into(),
    );
    words
}

/// All sections, inner ones behind those that they are inside of.
fn sections(world: &World<'_>) -> Vec<SearchSection> {
    let all = world.portal.sections.all.iter().filter(|s| !s.path.is_empty());
    all.map(|s| SearchSection {
        path: s.path.clone(),
        title: s.source.title.clone(),
    })
    .collect()
}

/// A plain page.
pub(super) fn plain(world: &World<'_>, n: u32) -> Document {
    let page = &world.portal.pages[n as usize];
    let source = &page.source;
    let description = source.description.as_deref().unwrap_or_default();
    let head = world.head(Head {
        kind: "plain",
        address: &page.url,
        title: &source.title,
        description,
        above: Vec::new(),
    });
    let view = PlainView {
        title: source.title.clone(),
        body_html: String::new(),
        updated: source.updated.map(|u| world.date(u)),
        comments: super::comments::of_page(world, page),
        extra: source.extra.clone(),
    };
    let owner = Owner {
        source: &page.file,
        url: &page.url,
        absolute: false,
    };
    let parts = world.body_parts(&source.body.nodes, owner, Inserts::default());
    let template = source.template.clone().unwrap_or_else(|| "plain.html".to_owned());
    Document {
        body: Some(parts),
        ..Document::new(&template, head, Content::Plain { plain: view }, world.ads(""))
    }
}

/// 404.
pub(super) fn lost(world: &World<'_>) -> Document {
    let mut head = world.head(Head {
        kind: "lost",
        address: "/404.html",
        title: world.t("not_found"),
        description: &world.about("not_found"),
        above: Vec::new(),
    });
    head.robots = "noindex".to_owned();
    let view = LostView {
        latest: world.teasers(world.latest(6)),
    };
    Document::new("lost.html", head, Content::Lost { lost: view }, world.no_ads())
}

/// The notice in place of a retracted story: it says nothing of the story but that it was withdrawn, and why.
pub(super) fn notice(world: &World<'_>, n: u32) -> Document {
    let notice = &world.portal.notices[n as usize];
    let section = &world.portal.sections.all[notice.section as usize];
    let above = world.crumbs(notice.section, true);
    let mut head = world.head(Head {
        kind: "notice",
        address: &notice.url,
        title: world.t("retracted"),
        description: &notice.reason,
        above,
    });
    head.robots = "noindex".to_owned();
    head.active = section.path.clone();
    let section = LinkView::new(section.source.title.clone(), world.href(&section.url));
    Document::new(
        "notice.html",
        head,
        Content::Notice {
            notice: NoticeView {
                reason: notice.reason.clone(),
                section,
            },
        },
        world.no_ads(),
    )
}
