//! Links to a place of a page (`#…`): the page that is printed must have it.

use super::{finding, join};
use crate::diag::{Diagnostic, codes};
use crate::engine::Loaded;
use crate::portal::url;
use crate::source::{Body, Heading};
use crate::view::{self, PageId};
use pulldown_cmark_escape::escape_html;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Headings that a diagnostic lists.
const SHOWN: usize = 6;

/// A link to a place: the file that has it, as written, and the place.
struct Anchor<'a> {
    source: &'a str,
    written: Cow<'a, str>,
    place: String,
}

/// Finds links to places that their pages do not have. `print` gives the bytes of a page, as a build would write them; only
/// pages that such a link leads to are printed.
pub(super) fn anchors(loaded: &Loaded, print: &(dyn Fn(&PageId) -> Option<Vec<u8>> + Sync)) -> Vec<Diagnostic> {
    let portal = &loaded.portal;
    let bodies = portal
        .articles
        .iter()
        .filter_map(|a| Some((&*a.source, &*a.url, &a.sees.as_ref()?.links)));
    let bodies = bodies.chain(portal.pages.iter().map(|p| (&*p.file, &*p.url, &p.source.body.links)));
    let sections = portal.sections.all.iter();
    let bodies = bodies.chain(sections.map(|s| (&*s.file, &*s.url, &s.source.body.links)));
    let mut wanted: BTreeMap<String, Vec<Anchor<'_>>> = BTreeMap::new();
    for (source, base, links) in bodies {
        for written in links {
            if let Some((target, place)) = target(loaded, (source, base), written) {
                let written = Cow::Borrowed(written.as_str());
                let anchor = Anchor { source, written, place };
                wanted.entry(target).or_default().push(anchor);
            }
        }
    }
    for (url, anchor) in own(loaded) {
        wanted.entry(url).or_default().push(anchor);
    }
    if wanted.is_empty() {
        return Vec::new();
    }
    let world = loaded.world();
    let pages: FxHashMap<String, PageId> = view::plan(&world)
        .into_iter()
        .map(|id| (view::address(&world, &id), id))
        .collect();
    let missing = |(target, anchors): (String, Vec<Anchor<'_>>)| {
        let Some((id, html)) = pages.get(&target).and_then(|id| Some((id, print(id)?))) else {
            return Vec::new();
        };
        let html = String::from_utf8_lossy(&html);
        let dead = anchors.iter().filter(|anchor| !has(&html, &anchor.place));
        dead.map(|anchor| fault(loaded, id, anchor)).collect()
    };
    wanted.into_par_iter().flat_map_iter(missing).collect()
}

/// Links of pages to places of their own that their texts do not have.
fn own(loaded: &Loaded) -> Vec<(String, Anchor<'_>)> {
    let portal = &loaded.portal;
    let of = |source, url: &str, body: &Body| {
        let places = body.own_places().into_iter();
        let unknown = places.filter(|place| !body.headings.iter().any(|heading| heading.id == *place));
        let anchor = |place: String| {
            let written = Cow::Owned(format!("#{place}"));
            let place = url::decode(&place).unwrap_or(place);
            (url.to_owned(), Anchor { source, written, place })
        };
        unknown
            .filter(|place| !place.is_empty() && place != "top")
            .map(anchor)
            .collect::<Vec<_>>()
    };
    let world = loaded.world();
    let stories = portal.articles.par_iter();
    let mut found: Vec<_> = stories
        .flat_map_iter(|a| of(&*a.source, &a.url, &world.bodies.body(a)))
        .collect();
    found.extend(portal.pages.iter().flat_map(|p| of(&*p.file, &p.url, &p.source.body)));
    let sections = portal.sections.all.iter();
    found.extend(sections.flat_map(|s| of(&*s.file, &s.url, &s.source.body)));
    found
}

/// The address of the page and the place in it that a link leads to; `None` for a link without a place.
fn target(loaded: &Loaded, (source, base): (&str, &str), written: &str) -> Option<(String, String)> {
    let (path, place) = written.split_once('#')?;
    let decoded = |text: &str| url::decode(text).unwrap_or_else(|| text.to_owned());
    let (path, place) = (decoded(path.split('?').next().unwrap_or_default()), decoded(place));
    // Browsers take `#` and `#top` for the top of the page.
    if place.is_empty() || place == "top" {
        return None;
    }
    let portal = &loaded.portal;
    let address = match portal.linked(source, &path) {
        _ if path.is_empty() => base.to_owned(),
        Some(story) => portal.articles.get(story? as usize)?.url.to_string(),
        None => match portal.linked_page(source, &path) {
            Some(page) => page.to_owned(),
            None if path.starts_with('/') => path,
            None => join(base, &path),
        },
    };
    Some((address, place))
}

/// Whether a printed page has the place.
fn has(html: &str, place: &str) -> bool {
    let mut escaped = String::new();
    let _ = escape_html(&mut escaped, place);
    html.contains(&format!(" id=\"{escaped}\""))
}

fn fault(loaded: &Loaded, id: &PageId, anchor: &Anchor<'_>) -> Diagnostic {
    let portal = &loaded.portal;
    let headings: Vec<Heading> = match id {
        PageId::Article(n) => {
            let article = portal.articles.get(*n as usize);
            article.map_or(Vec::new(), |a| loaded.world().bodies.body(a).headings)
        }
        PageId::Plain(n) => portal
            .pages
            .get(*n as usize)
            .map_or(Vec::new(), |p| p.source.body.headings.clone()),
        _ => Vec::new(),
    };
    let ids: Vec<String> = headings.iter().take(SHOWN).map(|h| format!("#{}", h.id)).collect();
    let fault = finding(&codes::lint::DEAD_ANCHOR, anchor.source, &anchor.written).arg("anchor", &anchor.place);
    match ids.is_empty() {
        true => fault.arg_in("known", "একটিও নেই", "none"),
        false => fault.arg("known", ids.join(", ")),
    }
}
