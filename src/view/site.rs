//! What every page shares.

use super::fixed::csp;
use super::types::*;
use super::world::World;
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
            .map(|a| LinkView {
                title: a.title.clone(),
                url: a.url.clone(),
            })
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
    let sections = &world.portal.sections;
    match &world.site.file.menu.main {
        Some(paths) => paths
            .iter()
            .filter_map(|p| sections.find(p))
            .map(|id| item(world, id))
            .collect(),
        None => {
            let shown = |id: &SectionId| {
                let section = &sections.all[*id as usize];
                !section.source.hidden && !section.path.is_empty()
            };
            sections
                .roots()
                .into_iter()
                .filter(shown)
                .take(LONGEST_MENU)
                .map(|id| item(world, id))
                .collect()
        }
    }
}

fn item(world: &World<'_>, id: SectionId) -> MenuItem {
    let section = &world.portal.sections.all[id as usize];
    let shown = section
        .children
        .iter()
        .filter(|c| !world.portal.sections.all[**c as usize].source.hidden);
    MenuItem {
        title: section.source.title.clone(),
        url: world.href(&section.url),
        path: section.path.clone(),
        children: shown.map(|c| item(world, *c)).collect(),
    }
}

fn pages(world: &World<'_>) -> Vec<LinkView> {
    let link = |p: &crate::portal::PlainPage| LinkView {
        title: p.source.title.clone(),
        url: world.href(&p.url),
    };
    match &world.site.file.menu.footer {
        Some(names) => {
            let find = |n: &String| {
                world
                    .portal
                    .pages
                    .iter()
                    .find(|p| p.url.trim_matches('/') == n.trim_matches('/'))
            };
            names.iter().filter_map(find).map(link).collect()
        }
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
