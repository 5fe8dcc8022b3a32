//! What every page has in its head: title, description, card, feeds, breadcrumb.

use super::id::{FeedKind, FeedOf, PageId, address};
use super::structured;
use super::types::{FeedView, LinkView, PageView};
use super::world::World;
use crate::bengali::excerpt::excerpt;
use crate::portal::SectionId;

/// Longest description in clusters: what search results show.
const DESCRIPTION: usize = 155;

/// The parts of a page's head that differ by kind.
pub(super) struct Head<'a> {
    /// `front`, `article`, ...
    pub(super) kind: &'static str,
    /// Its address.
    pub(super) address: &'a str,
    /// Its own title, without the portal's name.
    pub(super) title: &'a str,
    /// Description; the portal's when empty.
    pub(super) description: &'a str,
    /// The crumbs between the front page and this page.
    pub(super) above: Vec<LinkView>,
}

impl World<'_> {
    /// What a page of the portal's own is, for search engines: the word `about_KEY` of the theme.
    pub(super) fn about(&self, key: &str) -> String {
        self.t(&format!("about_{key}")).replace("{site}", &self.site.title)
    }
}

/// A description, cut where search results would cut it.
fn described(text: &str) -> String {
    // There are never more clusters than characters, which are quickly counted.
    if text.chars().count() <= DESCRIPTION {
        text.trim().to_owned()
    } else {
        excerpt(text, DESCRIPTION).into_owned()
    }
}

impl World<'_> {
    /// The page's head with its breadcrumb, and structured data for the breadcrumb only.
    pub(super) fn head(&self, head: Head<'_>) -> PageView {
        let site = self.site;
        let mut breadcrumb = vec![LinkView::new(self.t("home"), site.home.clone())];
        breadcrumb.extend(head.above);
        if head.kind != "front" {
            breadcrumb.push(LinkView::new(head.title, String::new()));
        }
        let title = if head.kind == "front" {
            if site.tagline.is_empty() {
                site.title.clone()
            } else {
                format!("{} | {}", site.title, site.tagline)
            }
        } else {
            format!("{} | {}", head.title, site.title)
        };
        let description = if head.description.is_empty() {
            &site.description
        } else {
            head.description
        };
        let canonical = self.absolute(head.address);
        let mut page = PageView {
            kind: head.kind.to_owned(),
            url: self.href(head.address),
            canonical,
            title,
            description: match self.traces {
                Some(_) => description.to_owned(),
                None => described(description),
            },
            robots: "max-image-preview:large".to_owned(),
            language: site.language.clone(),
            og_type: "website".to_owned(),
            image: match head.kind {
                // A story has a card of its own, or wants none.
                "article" => self.share_image(),
                _ => self.page_image(head.address),
            },
            feeds: vec![self.feed(FeedOf::Portal)],
            breadcrumb,
            ..PageView::default()
        };
        // These kinds say more than their breadcrumb, and say it themselves.
        let own = matches!(head.kind, "front" | "article" | "author");
        if self.traces.is_none() && !own {
            page.json_ld = structured::graph(vec![structured::breadcrumb(self, &page)]);
        }
        page
    }

    /// The crumbs of a section and those that it is inside of; the last is left to the page itself when `whole` is false.
    pub(super) fn crumbs(&self, section: SectionId, whole: bool) -> Vec<LinkView> {
        let mut chain = self.portal.sections.lineage(section);
        if !whole {
            chain.pop();
        }
        let link = |id: &SectionId| {
            let section = &self.portal.sections.all[*id as usize];
            LinkView::new(section.source.title.clone(), self.href(&section.url))
        };
        chain.iter().map(link).collect()
    }

    /// The RSS feed of the portal, of a section or of the corrections.
    pub(super) fn feed(&self, of: FeedOf) -> FeedView {
        let own = match of {
            FeedOf::Portal => None,
            FeedOf::Section(id) => Some(self.portal.sections.all[id as usize].source.title.as_str()),
            FeedOf::Corrections => Some(self.t("corrections")),
        };
        let title = &self.site.title;
        FeedView {
            title: own.map_or_else(|| title.clone(), |own| format!("{title}: {own}")),
            url: self.href(&address(self, &PageId::Feed(of, FeedKind::Rss))),
            mime: "application/rss+xml".to_owned(),
        }
    }

    /// What networks show of a page that is no story: the picture of the whole site, else the card of the page, else that of the
    /// nearest page above it.
    pub(super) fn page_image(&self, address: &str) -> Option<super::types::PictureView> {
        let card = || {
            let path = address.trim_end_matches('/');
            let ends = path.rmatch_indices('/').map(|(at, _)| at);
            let above = ends.filter_map(|at| path.get(..=at));
            let mut nearest = std::iter::once(address).chain(above);
            nearest.find_map(|address| self.page_card(address))
        };
        self.share_image().or_else(card)
    }

    pub(super) fn share_image(&self) -> Option<super::types::PictureView> {
        let path = self.site.file.site.share_image.as_deref()?;
        let info = self
            .portal
            .files
            .get(path)
            .and_then(|f| self.portal.pictures.get(f))
            .copied()?;
        let src = self.absolute(path);
        let alt = self.site.title.clone();
        Some(super::types::PictureView {
            src,
            width: info.width,
            height: info.height,
            alt,
            ..Default::default()
        })
    }
}
