//! What every view is made from: borrowed, never changed.

use super::traces::{self, Traces};
use super::types::{BylineView, DateView, LinkView, PrintedLists, Stories, Teaser};
use crate::bengali::date::{self, DateStyle};
use crate::config::Site;
use crate::media::Renditions;
use crate::portal::{Article, ArticleId, Portal, TermId, url};
use crate::relate::Lists;
use crate::source::{Body, Mark};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Interface words of the theme, by key.
pub type Strings = BTreeMap<String, String>;

/// A list that a theme declares in its theme.toml: `[queries.NAME]`. Themes never query; views carry the answers.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Query {
    /// Its name; the table's key.
    #[serde(skip)]
    pub name: String,
    /// The newest stories of this section, by path ...
    pub section: Option<String>,
    /// ... or of this tag ...
    pub tag: Option<String>,
    /// ... or, without either, of the portal. At most this many; 6.
    pub limit: Option<usize>,
    /// Kinds of pages that carry it (`front`, `article`, ...); all when empty.
    pub pages: Vec<String>,
}

/// Where bodies are read from: they are not kept in memory.
pub trait Bodies: Sync {
    /// The body of a story; its running text may be left out. Damage of the store comes back as an empty body, and is reported by the store itself.
    fn body(&self, article: &Article) -> Body;
}

/// Settings, portal, lists and words: what views are made from.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// Settings.
    pub site: &'a Site,
    /// The arranged portal.
    pub portal: &'a Portal,
    /// Pictures in several sizes.
    pub renditions: &'a Renditions,
    /// Related, popular, recent comments.
    pub lists: &'a Lists,
    /// Interface words.
    pub strings: &'a Strings,
    /// Addresses of the theme's assets.
    pub assets: &'a super::types::AssetsView,
    /// Lists that the theme declares.
    pub queries: &'a [Query],
    /// Lists that the theme has printed a story at a time.
    pub printed: &'a PrintedLists,
    /// Bodies.
    pub bodies: &'a dyn Bodies,
    /// The run's moment.
    pub now: Timestamp,
    /// Set while views are only fingerprinted: teasers and bodies are then their traces, not themselves.
    pub traces: Option<&'a Traces>,
}

impl<'a> World<'a> {
    /// An interface word; its key where a theme lacks it, so that it is seen.
    pub fn t(&self, key: &'a str) -> &'a str {
        self.strings.get(key).map_or(key, String::as_str)
    }

    /// A path as an `href`.
    pub fn href(&self, path: &str) -> String {
        url::href(&self.site.home, path)
    }

    /// A path as an absolute address.
    pub fn absolute(&self, path: &str) -> String {
        url::absolute(&self.site.base_url, path)
    }

    /// The story with this number.
    pub fn article(&self, id: ArticleId) -> &'a Article {
        &self.portal.articles[id as usize]
    }

    /// A moment, ready to print; while fingerprinting only the moment itself.
    pub fn date(&self, at: Timestamp) -> DateView {
        if self.traces.is_some() {
            let iso = traces::moment(at);
            return DateView {
                iso,
                ..DateView::default()
            };
        }
        let offset = self.site.zone.to_offset(at);
        let text = date::format(offset.to_datetime(at), DateStyle::DatetimeNews, self.site.edition);
        let (day, time) = text.rsplit_once(", ").unwrap_or_default();
        let (day, time) = (day.to_owned(), time.to_owned());
        DateView {
            iso: at.display_with_offset(offset).to_string(),
            text,
            day,
            time,
        }
    }

    /// RFC 3339 with the site's offset; while fingerprinting only the moment itself.
    pub fn iso(&self, at: Timestamp) -> String {
        if self.traces.is_some() {
            return traces::moment(at);
        }
        let offset = self.site.zone.to_offset(at);
        at.display_with_offset(offset).to_string()
    }

    /// A link to a story.
    pub fn link(&self, id: ArticleId) -> LinkView {
        let article = self.article(id);
        LinkView {
            lang: self.foreign(article),
            ..LinkView::new(&*article.title, self.href(&article.url))
        }
    }

    /// A name in a byline.
    pub fn byline(&self, id: TermId) -> BylineView {
        let term = &self.portal.authors.all[id as usize];
        let profile = self.portal.profiles.get(&id);
        BylineView {
            name: term.name.to_string(),
            url: self.href(&term.url),
            role: profile.and_then(|p| p.source.role.clone()).unwrap_or_default(),
            photo: profile.and_then(|p| p.photo.as_ref()).map(|p| self.picture(p)),
            desk: profile.is_some_and(|p| p.source.desk),
        }
    }

    /// The answers to the theme's declared queries, for a page of this kind. A section or tag that is not there has no stories.
    pub(super) fn answers(&self, kind: &str) -> BTreeMap<String, Vec<Teaser>> {
        let asked = self
            .queries
            .iter()
            .filter(|q| q.pages.is_empty() || q.pages.iter().any(|p| p == kind));
        let answer = |query: &Query| {
            let limit = query.limit.unwrap_or(6).min(50);
            match (&query.section, &query.tag) {
                (Some(path), _) => {
                    let found = self
                        .portal
                        .sections
                        .find(path)
                        .map(|id| &self.portal.sections.all[id as usize].stories);
                    self.teasers(found.into_iter().flat_map(|list| World::newest(list, limit)))
                }
                (None, Some(tag)) => {
                    let found = self
                        .portal
                        .tags
                        .find(tag)
                        .map(|id| &self.portal.tags.all[id as usize].stories);
                    self.teasers(found.into_iter().flat_map(|list| World::newest(list, limit)))
                }
                (None, None) => self.teasers(self.latest(limit)),
            }
        };
        asked.map(|query| (query.name.clone(), answer(query))).collect()
    }

    /// A story in a list; while fingerprinting only its trace.
    pub fn teaser(&self, id: ArticleId) -> Teaser {
        match self.traces {
            Some(traces) => Teaser {
                url: traces.teaser(id),
                ..Teaser::default()
            },
            None => self.whole_teaser(id),
        }
    }

    pub(super) fn whole_teaser(&self, id: ArticleId) -> Teaser {
        let article = self.article(id);
        let section = self.portal.section(article);
        Teaser {
            url: self.href(&article.url),
            title: article.title.to_string(),
            lang: self.foreign(article),
            kicker: article.kicker.to_string(),
            summary: article.summary.to_string(),
            section: LinkView::new(section.source.title.clone(), self.href(&section.url)),
            section_path: section.path.clone(),
            date: self.date(article.date),
            image: article.image.as_ref().map(|p| self.picture(p)),
            authors: article.authors.iter().map(|a| self.byline(*a)).collect(),
            breaking: article.breaking != Mark::No,
            form: article.form.name().to_owned(),
            age: String::new(),
        }
    }

    /// The language of a story where it is not the site's; else empty.
    pub(super) fn foreign(&self, article: &crate::portal::Article) -> String {
        let other = article.language.as_deref().filter(|l| *l != self.site.language);
        other.unwrap_or_default().to_owned()
    }

    /// Stories in a list.
    pub fn teasers(&self, ids: impl IntoIterator<Item = ArticleId>) -> Vec<Teaser> {
        ids.into_iter().map(|id| self.teaser(id)).collect()
    }

    /// Stories in the list `name` (of [`PRINTED`]). A fingerprint always holds their traces.
    pub(super) fn stories(&self, name: &str, ids: impl IntoIterator<Item = ArticleId>) -> Stories {
        if self.traces.is_none() && self.printed.contains(name) {
            Stories::Numbers(ids.into_iter().collect())
        } else {
            Stories::Teasers(self.teasers(ids))
        }
    }

    /// The newest `count` of a list that is ordered oldest first, newest first.
    pub fn newest(list: &[ArticleId], count: usize) -> impl Iterator<Item = ArticleId> + '_ {
        list.iter().rev().take(count).copied()
    }

    /// The newest `count` stories of the portal, newest first.
    pub fn latest(&self, count: usize) -> impl Iterator<Item = ArticleId> + use<> {
        let all = self.portal.articles.len() as ArticleId;
        (0..all).rev().take(count)
    }
}
