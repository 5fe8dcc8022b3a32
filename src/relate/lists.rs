//! The lists that pages show, joined with the portal: story numbers instead of addresses.

use super::comments;
use super::memory::Memory;
use super::popular::{PopularRecords, Window, popular};
use super::related::{Neighbour, Options, RelatedDoc, related_since};
use super::terms::TermVector;
use crate::config::Site;
use crate::diag::{Diagnostic, Place, codes};
use crate::portal::{Article, ArticleId, Portal};
use jiff::civil::date;
use jiff::{Timestamp, ToSpan};
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

/// Most popular stories by window.
#[derive(Debug, Clone, Default)]
pub struct Popular {
    /// False when there is no data, or it is stale: the one window then holds the newest stories.
    pub measured: bool,
    /// Windows that have stories, the shortest first.
    pub windows: Vec<PopularStories>,
}

/// A window of popularity.
#[derive(Debug, Clone, Default)]
pub struct PopularStories {
    /// `day`, `week`, `month`, `all` or `latest`.
    pub key: &'static str,
    /// Best first.
    pub stories: Vec<ArticleId>,
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

    /// Takes the related stories of an earlier arrangement over, until they are computed anew. `number` gives a story of
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

/// Relates all stories of a portal. `terms` finds the words of a story by its source file; `earlier` is what the last run
/// found, of which what still holds is kept.
pub fn relate<'t>(
    (portal, site): (&Portal, &Site),
    terms: &(dyn Fn(&str) -> Option<&'t TermVector> + Sync),
    now: Timestamp,
    earlier: Option<Memory>,
) -> Memory {
    let nothing = TermVector::default();
    let docs: Vec<RelatedDoc<'_>> = portal
        .articles
        .par_iter()
        .map(|a| doc(a, terms(&a.source).unwrap_or(&nothing)))
        .collect();
    let signs: Vec<u64> = portal.articles.par_iter().map(|a| sign(portal, a)).collect();
    related_since(&docs, &signs, &related_options(site, site.related, now), earlier)
}

/// A hash of all that a story says to its relations, by names and not by numbers, which others can move.
fn sign(portal: &Portal, article: &Article) -> u64 {
    let mut hasher = blake3::Hasher::new();
    let mut say = |text: &str| {
        hasher
            .update(&(text.len() as u64).to_le_bytes())
            .update(text.as_bytes());
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
    hasher
        .update(&article.date.as_second().to_le_bytes())
        .update(&article.source_hash);
    let mut sign = [0; 8];
    sign.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    u64::from_le_bytes(sign)
}

/// The lists that take no time: all but the related stories.
pub fn swift(portal: &Portal, site: &Site, views: Option<&PopularRecords>, now: Timestamp) -> (Lists, Vec<Diagnostic>) {
    let (popular, told) = most_popular(portal, site, views, now);
    (
        Lists {
            related: Vec::new(),
            popular,
            recent: recent(portal, site),
        },
        told,
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

fn doc<'a>(article: &'a Article, terms: &'a TermVector) -> RelatedDoc<'a> {
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

fn most_popular(
    portal: &Portal,
    site: &Site,
    views: Option<&PopularRecords>,
    now: Timestamp,
) -> (Popular, Vec<Diagnostic>) {
    let fresh = views.filter(|v| !v.is_stale(now, site.popular_stale_days));
    let wanted: Vec<Window> = site.popular_windows.iter().filter_map(|w| Window::named(w)).collect();
    // Scores move with the hour, not with the second: builds of one hour give the same bytes.
    let hour = Timestamp::from_second(now.as_second().div_euclid(3600) * 3600).unwrap_or(now);
    let lists = fresh.map(|v| popular(v, hour, &wanted)).unwrap_or_default();
    let told = views.map(|v| unknown(portal, v)).unwrap_or_default();
    let most = site.popular_limit.max(20);
    let joined = |path: &str| portal.named(path).flatten();
    let windows = lists.iter().map(|l| PopularStories {
        key: l.window.key(),
        stories: l
            .stories
            .iter()
            .filter_map(|(path, _)| joined(path))
            .take(most)
            .collect(),
    });
    let windows: Vec<PopularStories> = windows.filter(|w| !w.stories.is_empty()).collect();
    if !windows.is_empty() {
        return (
            Popular {
                measured: true,
                windows,
            },
            told,
        );
    }
    let newest = (0..portal.articles.len() as ArticleId).rev().take(most).collect();
    (
        Popular {
            measured: false,
            windows: vec![PopularStories {
                key: "latest",
                stories: newest,
            }],
        },
        told,
    )
}

/// Stories in the popularity file that the site does not know: renamed without an alias, most likely.
fn unknown(portal: &Portal, views: &PopularRecords) -> Vec<Diagnostic> {
    let unknown = views.stories.keys().filter(|path| portal.named(path).is_none());
    let told = |path: &String| {
        let mut at = Place::file("data/popular.toml");
        at.word = path.clone();
        let told = Diagnostic::new(&codes::portal::UNKNOWN_POPULAR).arg("story", path);
        told.at(at)
    };
    unknown.take(20).map(told).collect()
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

/// The first moment of the next hour: when decayed views count anew.
pub fn next_hour(now: Timestamp) -> Option<Timestamp> {
    let hour = Timestamp::from_second(now.as_second().div_euclid(3600) * 3600).ok()?;
    hour.checked_add(1.hour()).ok()
}
