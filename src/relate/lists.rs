//! The lists that pages show, joined with the portal: story numbers instead of addresses.

use super::comments;
use super::memory::Memory;
use super::most_popular::{Popular, most_popular, unknown};
use super::popular::PopularRecords;
use super::related::{Neighbour, Options, RelatedDoc, related_since};
use super::terms::Vector;
use crate::config::Site;
use crate::diag::Diagnostic;
use crate::portal::{Article, ArticleId, Portal};
use jiff::Timestamp;
use jiff::civil::date;
use rayon::prelude::*;

/// Clusters of a recent comment's excerpt.
const EXCERPT: usize = 70;

/// Related, most popular and recent comments.
#[derive(Debug, Default)]
pub struct Lists {
    related: Vec<Vec<Neighbour>>,
    /// Most popular.
    pub popular: Popular,
    /// Newest comments first.
    pub recent: Vec<Recent>,
}

/// A recent comment.
#[derive(Debug, Clone)]
pub struct Recent {
    /// Its story.
    pub story: ArticleId,
    /// Its id among the story's comments.
    pub comment: String,
    /// The reader's name.
    pub name: String,
    /// When.
    pub date: Timestamp,
    /// A few words of it.
    pub excerpt: String,
}

impl Lists {
    /// Related stories of a story, best first, with their scores.
    pub fn related(&self, id: ArticleId) -> &[Neighbour] {
        self.related.get(id as usize).map_or(&[], Vec::as_slice)
    }

    /// Sets the related stories, by story number.
    pub fn set_related(&mut self, related: Vec<Vec<Neighbour>>) {
        self.related = related;
    }

    /// Takes the related stories of an earlier arrangement over, until they are computed again. `number` gives a story of
    /// then its number now, if it is still there.
    pub fn carry_related(&mut self, earlier: &Lists, stories: usize, number: impl Fn(ArticleId) -> Option<ArticleId>) {
        self.related = vec![Vec::new(); stories];
        for (old, near) in earlier.related.iter().enumerate() {
            let Some(place) = number(old as ArticleId).and_then(|new| self.related.get_mut(new as usize)) else {
                continue;
            };
            *place = near
                .iter()
                .filter_map(|n| {
                    Some(Neighbour {
                        id: number(n.id)?,
                        ..*n
                    })
                })
                .collect();
        }
    }
}

/// Relates all stories of a portal. `words` are those of its stories, in their order; `earlier` is what the last run found,
/// of which what still holds is kept.
pub fn relate<V: Vector>(
    (portal, site): (&Portal, &Site),
    words: &[V],
    now: Timestamp,
    earlier: Option<Memory>,
) -> Memory {
    let docs: Vec<RelatedDoc<'_>> = portal
        .articles
        .iter()
        .zip(words)
        .map(|(a, words)| doc(a, words))
        .collect();
    let signs: Vec<u64> = portal.articles.par_iter().map(|a| sign(portal, a)).collect();
    related_since(&docs, &signs, &related_options(site, site.related, now), earlier)
}

/// A hash of all that a story says to its relations, by names and not by numbers, which others can move.
fn sign(portal: &Portal, article: &Article) -> u64 {
    let mut bytes = Vec::with_capacity(512);
    let mut say = |text: &str| {
        bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
        bytes.extend_from_slice(text.as_bytes());
    };
    say(&portal.section(article).path);
    let named = [(&portal.authors, &article.authors), (&portal.tags, &article.tags)];
    for (terms, ids) in named {
        say(&ids.len().to_string());
        let names = ids.iter().filter_map(|id| terms.all.get(*id as usize));
        names.for_each(|term| say(&term.url));
    }
    let series = article.series.and_then(|id| portal.series.all.get(id as usize));
    say(series.map_or("", |term| &term.url));
    let curated = article
        .related
        .iter()
        .filter_map(|id| portal.articles.get(*id as usize));
    curated.for_each(|other| say(&other.url));
    bytes.extend_from_slice(&article.date.as_second().to_le_bytes());
    bytes.extend_from_slice(&article.source_hash);
    let mut sign = [0; 8];
    sign.copy_from_slice(&blake3::hash(&bytes).as_bytes()[..8]);
    u64::from_le_bytes(sign)
}

/// The lists that take no time: all but the related stories.
pub fn immediate_lists(
    portal: &Portal,
    site: &Site,
    views: Option<&PopularRecords>,
    now: Timestamp,
) -> (Lists, Vec<Diagnostic>) {
    let popular = most_popular(portal, site, (views, now), &|_| true);
    let diagnostics = views.map(|v| unknown(portal, v)).unwrap_or_default();
    (
        Lists {
            related: Vec::new(),
            popular,
            recent: recent(portal, site),
        },
        diagnostics,
    )
}

/// The options of related lists at a moment.
pub fn related_options(site: &Site, limit: usize, now: Timestamp) -> Options {
    let year = site.zone.to_datetime(now).year();
    let start = date(year, 1, 1)
        .to_zoned(site.zone.clone())
        .map_or(0, |z| z.timestamp().as_second());
    Options::new(limit, start)
}

fn doc<'a>(article: &'a Article, terms: &'a dyn Vector) -> RelatedDoc<'a> {
    RelatedDoc {
        date: article.date.as_second(),
        section: article.section,
        authors: &article.authors,
        tags: &article.tags,
        series: article.series,
        curated: &article.related,
        terms,
    }
}

fn recent(portal: &Portal, site: &Site) -> Vec<Recent> {
    let all = portal
        .comments
        .iter()
        .flat_map(|(story, list)| list.iter().map(|c| (*story, c)));
    let newest = comments::recent(all, site.recent_comments, site.comments_per_reader, EXCERPT);
    let own = |r: comments::Recent<'_>| Recent {
        story: r.story,
        comment: r.comment.to_owned(),
        name: comments::safe_name(r.name),
        date: r.date,
        excerpt: r.excerpt,
    };
    newest.into_iter().map(own).collect()
}
