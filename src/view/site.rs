//! What every page shares.

use super::fixed::csp;
use super::types::*;
use super::world::World;
use crate::config::{MenuEntry, MenuTarget};
use crate::portal::{LITE, SectionId};

/// The site's own view: the same for every page of a build.
pub fn site(world: &World<'_>) -> SiteView {
    let s = world.site;
    SiteView {
        title: s.nameplate.clone(),
        name: s.title.clone(),
        tagline: s.tagline.clone(),
        description: s.description.clone(),
        base_url: s.base_url.clone(),
        home: s.home.clone(),
        language: s.language.clone(),
        locale: s.language.replace('-', "_"),
        edition: if s.edition == crate::bengali::Edition::Bd {
            "bd"
        } else {
            "wb"
        }
        .to_owned(),
        menu: menu(world),
        pages: pages(world),
        urls: places(world),
        publisher: publisher(world),
        social: s
            .file
            .social
            .accounts
            .iter()
            .map(|a| LinkView::new(a.title.clone(), a.url.clone()))
            .collect(),
        assets: world.assets.clone(),
        sidebars: s.sidebars.name().to_owned(),
        share: s.share.clone(),
        csp: csp(world, true),
        theme_color: s.theme_color.clone(),
        extra: serde_json::to_value(&s.file.extra)
            .ok()
            .and_then(|v| v.as_object().cloned())
            .unwrap_or_default(),
    }
}

/// Top sections in a menu that nobody has put together: every page prints it, so that thousands would cost their square.
const LONGEST_MENU: usize = 60;

/// The menu as configured, or the first top sections that are not hidden.
fn menu(world: &World<'_>) -> Vec<MenuItem> {
    if let Some(entries) = &world.site.menu {
        return entries.iter().filter_map(|e| entry(world, e)).collect();
    }
    let sections = &world.portal.sections;
    let shown = |id: &SectionId| {
        let section = &sections.all[*id as usize];
        !section.source.hidden && !section.path.is_empty()
    };
    let roots = sections.roots().into_iter().filter(shown);
    roots.take(LONGEST_MENU).map(|id| section(world, id)).collect()
}

/// An item as configured. None when what it names is not there, and for a group of which nothing is there.
fn entry(world: &World<'_>, written: &MenuEntry) -> Option<MenuItem> {
    let mut item = match &written.target {
        None => MenuItem::default(),
        Some(MenuTarget::Section(path)) => section(world, world.portal.sections.find(path)?),
        Some(MenuTarget::Page(name)) => {
            let page = world.portal.page(name)?;
            plain(&page.source.title, world.href(&page.url))
        }
        Some(MenuTarget::Tag(name)) => {
            let term = &world.portal.tags.all[world.portal.tags.find(name)? as usize];
            plain(&term.name, world.href(&term.url))
        }
        Some(MenuTarget::Address(url)) if url.starts_with('/') => plain("", world.href(url)),
        Some(MenuTarget::Address(url)) => plain("", url.clone()),
    };
    if let Some(title) = &written.title {
        item.title.clone_from(title);
    }
    if !written.items.is_empty() {
        item.children = written.items.iter().filter_map(|i| entry(world, i)).collect();
    }
    (!item.url.is_empty() || !item.children.is_empty()).then_some(item)
}

fn plain(title: &str, url: String) -> MenuItem {
    MenuItem {
        title: title.to_owned(),
        url,
        ..MenuItem::default()
    }
}

/// A section with those inside that are not hidden.
fn section(world: &World<'_>, id: SectionId) -> MenuItem {
    let found = &world.portal.sections.all[id as usize];
    let shown = found.children.iter();
    let shown = shown.filter(|c| !world.portal.sections.all[**c as usize].source.hidden);
    MenuItem {
        path: found.path.clone(),
        children: shown.map(|c| section(world, *c)).collect(),
        ..plain(&found.source.title, world.href(&found.url))
    }
}

fn pages(world: &World<'_>) -> Vec<LinkView> {
    let link = |p: &crate::portal::PlainPage| LinkView::new(p.source.title.clone(), world.href(&p.url));
    match &world.site.file.menu.footer {
        Some(names) => names.iter().filter_map(|n| world.portal.page(n)).map(link).collect(),
        None => world.portal.pages.iter().map(link).collect(),
    }
}

fn places(world: &World<'_>) -> PlacesView {
    let at = |path: &str| world.href(path);
    PlacesView {
        search: at("/search/"),
        latest: at("/latest/"),
        popular: at("/popular/"),
        archive: at("/archive/"),
        tags: at("/tag/"),
        authors: at("/author/"),
        corrections: match world.portal.corrections_page {
            true => at(crate::portal::CORRECTIONS),
            false => String::new(),
        },
        rss: at("/rss.xml"),
        atom: at("/atom.xml"),
        json_feed: at("/feed.json"),
        manifest: at("/manifest.webmanifest"),
        opensearch: at("/opensearch.xml"),
        lite: world.site.lite_from.map_or_else(String::new, |_| at(LITE)),
    }
}

fn publisher(world: &World<'_>) -> PublisherView {
    let p = &world.site.publisher;
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    PublisherView {
        name: text(&p.name),
        publisher: text(&p.publisher),
        editor: text(&p.editor),
        address: text(&p.address),
        phone: text(&p.phone),
        email: text(&p.email),
    }
}
