//! Pages of sections, tags, authors and series, and the indexes of tags and authors.

use super::body::{BodyPart, Inserts, Owner};
use super::head::Head;
use super::id::{FeedOf, PageId, address};
use super::listing;
use super::plan::paging;
use super::structured;
use super::types::*;
use super::world::World;
use super::{Content, Document};
use crate::bengali::genitive::genitive;
use crate::bengali::{collate, number};
use crate::portal::{LeadPicture, Paging, SectionId, TermId, Terms};

/// A section's list.
pub(super) fn section(world: &World<'_>, id: SectionId, page: u32) -> Document {
    let section = &world.portal.sections.all[id as usize];
    let source = &section.source;
    let paging = paging(world, section.stories.len(), source.paginate_by);
    let mut list = listing::listing(world, &section.stories, paging, page, |p| PageId::Section(id, p));
    let mut parts = None;
    if page == 0 {
        list.months = listing::months(world, &section.stories);
        let owner = Owner {
            source: &section.file,
            url: &section.url,
            absolute: false,
        };
        parts = Some(world.body_parts(&source.body.nodes, owner, Inserts::default()));
    }
    let url = address(world, &PageId::Section(id, page));
    let mut head = world.head(Head {
        kind: "section",
        address: &url,
        title: &title(world, &source.title, page),
        description: source.description.as_deref().unwrap_or_default(),
        above: world.crumbs(id, page > 0),
    });
    section_head(&mut head, source.title.as_str(), page);
    head.active = section.path.clone();
    head.feeds.insert(0, world.feed(FeedOf::Section(id)));
    pager_links(&mut head, &list);
    let children = section.children.iter().map(|c| &world.portal.sections.all[*c as usize]);
    let view = SectionView {
        title: source.title.clone(),
        url: world.href(&section.url),
        path: section.path.clone(),
        description: source.description.clone().unwrap_or_default(),
        body_html: String::new(),
        children: children
            .map(|c| LinkView::new(c.source.title.clone(), world.href(&c.url)))
            .collect(),
        rss: world.href(&format!("{}rss.xml", section.url)),
        popular: match page {
            0 => super::popular::section(world, id),
            _ => PopularView::default(),
        },
    };
    let template = source.template.clone().unwrap_or_else(|| "section.html".to_owned());
    let ads = world.ads(&section.path);
    Document {
        body: parts,
        ..Document::new(
            &template,
            head,
            Content::Section {
                section: view,
                listing: list,
            },
            ads,
        )
    }
}

/// The last crumb of a numbered page is its number, that of the front the section itself.
fn section_head(head: &mut PageView, name: &str, page: u32) {
    if page == 0
        && let Some(last) = head.breadcrumb.last_mut()
    {
        last.title = name.to_owned();
    }
}

fn title(world: &World<'_>, name: &str, page: u32) -> String {
    if page == 0 {
        name.to_owned()
    } else {
        format!("{name}, {} {}", world.t("page"), number::integer(i64::from(page)))
    }
}

fn pager_links(head: &mut PageView, list: &ListingView) {
    if let Some(pager) = &list.pager {
        head.prev = pager.newer.clone();
        head.next = pager.older.clone();
    }
}

/// A tag's list.
pub(super) fn tag(world: &World<'_>, id: TermId, page: u32) -> Document {
    let term = &world.portal.tags.all[id as usize];
    let list = listing::listing(
        world,
        &term.stories,
        paging(world, term.stories.len(), None),
        page,
        |p| PageId::Tag(id, p),
    );
    let above = vec![LinkView::new(world.t("tags"), world.href("/tag/"))];
    let url = address(world, &PageId::Tag(id, page));
    let description = described(world, "tag_description", &term.name);
    let title = title(world, &term.name, page);
    let mut head = world.head(Head {
        kind: "tag",
        address: &url,
        title: &title,
        description: &description,
        above,
    });
    pager_links(&mut head, &list);
    if super::sitemap::is_thin(term) {
        head.robots = "noindex, follow".to_owned();
    }
    let view = TermView {
        title: term.name.to_string(),
        url: world.href(&term.url),
    };
    Document::new(
        "tag.html",
        head,
        Content::Term {
            term: view,
            listing: list,
        },
        world.ads(""),
    )
}

/// A series: all parts, oldest first.
pub(super) fn series(world: &World<'_>, id: TermId) -> Document {
    let term = &world.portal.series.all[id as usize];
    let all = Paging {
        total: term.stories.len(),
        size: term.stories.len().max(1),
    };
    let mut list = listing::listing(world, &term.stories, all, 0, |_| PageId::Series(id));
    list.stories.reverse();
    let description = described(world, "series_description", &term.name);
    let (address, title) = (term.url.to_string(), term.name.to_string());
    let head = Head {
        kind: "series",
        address: &address,
        title: &title,
        description: &description,
        above: Vec::new(),
    };
    let view = TermView {
        title: title.clone(),
        url: world.href(&term.url),
    };
    Document::new(
        "series.html",
        world.head(head),
        Content::Term {
            term: view,
            listing: list,
        },
        world.ads(""),
    )
}

/// An author's list.
pub(super) fn author(world: &World<'_>, id: TermId, page: u32) -> Document {
    let term = &world.portal.authors.all[id as usize];
    let list = listing::listing(
        world,
        &term.stories,
        paging(world, term.stories.len(), None),
        page,
        |p| PageId::Author(id, p),
    );
    let above = vec![LinkView::new(world.t("authors"), world.href("/author/"))];
    let url = address(world, &PageId::Author(id, page));
    let description = described(world, "author_description", &term.name);
    let title = title(world, &term.name, page);
    let mut head = world.head(Head {
        kind: "author",
        address: &url,
        title: &title,
        description: &description,
        above,
    });
    head.og_type = "profile".to_owned();
    let view = author_view(world, id);
    head.json_ld = structured::graph(vec![
        structured::profile(world, &head, &view, bio(world, id)),
        structured::breadcrumb(world, &head),
    ]);
    pager_links(&mut head, &list);
    let mut document = Document::new(
        "author.html",
        head,
        Content::Author {
            author: view,
            listing: list,
        },
        world.ads(""),
    );
    document.body = None;
    document
}

/// A description of the theme's words, with a name in them.
fn described(world: &World<'_>, key: &str, name: &str) -> String {
    let words = world.t(key).replace("{genitive}", &genitive(name));
    words.replace("{name}", name)
}

/// The text of an author's biography.
fn bio(world: &World<'_>, id: TermId) -> String {
    let profile = world.portal.profiles.get(&id);
    profile.map(|p| p.source.body.text.clone()).unwrap_or_default()
}

/// An author with their biography.
pub(super) fn author_view(world: &World<'_>, id: TermId) -> AuthorView {
    let term = &world.portal.authors.all[id as usize];
    let mut view = AuthorView {
        name: term.name.to_string(),
        url: world.href(&term.url),
        ..AuthorView::default()
    };
    if let Some(profile) = world.portal.profiles.get(&id) {
        let source = &profile.source;
        let owner = Owner {
            source: &profile.file,
            url: &term.url,
            absolute: false,
        };
        let parts = world.body_parts(&source.body.nodes, owner, Inserts::default());
        let html = |p: BodyPart| if let BodyPart::Html(html) = p { Some(html) } else { None };
        view.bio_html = parts.into_iter().filter_map(html).collect();
        view.role = source.role.clone().unwrap_or_default();
        view.email = source.email.clone().unwrap_or_default();
        view.desk = source.desk;
        view.photo = profile.photo.as_ref().map(|p: &LeadPicture| world.picture(p));
        view.links = source.links.iter().map(|l| LinkView::new(host(l), l.clone())).collect();
    }
    view
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest).trim_start_matches("www.")
}

/// The index of tags or authors: in dictionary order, grouped by initial.
pub(super) fn index(world: &World<'_>, authors: bool) -> Document {
    let (kind, template, url, terms) = if authors {
        ("authors", "authors.html", "/author/", &world.portal.authors)
    } else {
        ("tags", "tags.html", "/tag/", &world.portal.tags)
    };
    let head = Head {
        kind,
        address: url,
        title: world.t(kind),
        description: &world.about(kind),
        above: Vec::new(),
    };
    let view = IndexView {
        groups: groups(world, terms),
    };
    Document::new(
        template,
        world.head(head),
        Content::Index { index: view },
        world.ads(""),
    )
}

fn groups(world: &World<'_>, terms: &Terms) -> Vec<IndexGroup> {
    let mut sorted: Vec<_> = terms
        .all
        .iter()
        .filter(|t| !t.stories.is_empty())
        .map(|t| (collate::sort_key(&t.name), t))
        .collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.name.cmp(&b.1.name)));
    let mut groups: Vec<IndexGroup> = Vec::new();
    for (_, term) in sorted {
        let initial = collate::initial(&term.name).unwrap_or_else(|| "#".to_owned());
        let count = number::count(term.stories.len() as u64);
        let entry = IndexEntry {
            title: term.name.to_string(),
            url: world.href(&term.url),
            count,
        };
        match groups.last_mut() {
            Some(group) if group.initial == initial => group.entries.push(entry),
            _ => groups.push(IndexGroup {
                initial,
                entries: vec![entry],
            }),
        }
    }
    groups
}
