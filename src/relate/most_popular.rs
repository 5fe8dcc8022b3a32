//! The most popular stories of the portal and of each section: stored views joined with stories.

use super::popular::{PopularRecords, Window, popular};
use crate::config::Site;
use crate::diag::{Diagnostic, Place, codes};
use crate::portal::{ArticleId, Portal};
use jiff::{Timestamp, ToSpan};
use std::collections::BTreeMap;

/// Stories in a section's list.
const SECTION_STORIES: usize = 5;
/// Fewer stories than this are no list of a section.
const SECTION_LEAST: usize = 3;
/// Hours from which on a story that is read is an old one.
const OLD_HOURS: i64 = 30 * 24;

/// Most popular stories by window.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Popular {
    /// False when there is no data, or it is stale: the one window then holds the newest stories.
    pub measured: bool,
    /// Windows that have stories, the shortest first.
    pub windows: Vec<PopularStories>,
    /// The windows of each section, by its number; only those of days, not of all time, with three stories at least.
    pub sections: Vec<Vec<PopularStories>>,
    /// The newest view, if there is data, stale or not.
    pub newest: Option<Timestamp>,
}

/// A window of popularity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PopularStories {
    /// `day`, `week`, `month`, `all` or `latest`.
    pub key: &'static str,
    /// Best first.
    pub stories: Vec<ArticleId>,
}

impl Popular {
    /// Whether a story of this date was an old one when it was last known to be read. It does not change as time passes.
    pub fn is_old(&self, date: Timestamp) -> bool {
        let old = |newest: Timestamp| newest.as_second() - date.as_second() > OLD_HOURS * 3600;
        self.measured && self.newest.is_some_and(old)
    }
}

/// The most popular stories at a moment, of those that `stands` lets through; the newest ones where nothing is measured.
pub fn most_popular(
    portal: &Portal,
    site: &Site,
    (views, now): (Option<&PopularRecords>, Timestamp),
    stands: &dyn Fn(ArticleId) -> bool,
) -> Popular {
    let newest = views.and_then(|v| v.newest);
    let most = site.popular_limit.max(20);
    if let Some(views) = views.filter(|v| !v.is_stale(now, site.popular_stale_days)) {
        let (windows, sections) = measured(portal, site, (views, now), stands);
        if !windows.is_empty() {
            return Popular {
                measured: true,
                windows,
                sections,
                newest,
            };
        }
    }
    let all = (0..portal.articles.len() as ArticleId).rev().filter(|id| stands(*id));
    Popular {
        measured: false,
        windows: vec![PopularStories {
            key: "latest",
            stories: all.take(most).collect(),
        }],
        sections: Vec::new(),
        newest,
    }
}

type Windows = Vec<PopularStories>;

fn measured(
    portal: &Portal,
    site: &Site,
    (views, now): (&PopularRecords, Timestamp),
    stands: &dyn Fn(ArticleId) -> bool,
) -> (Windows, Vec<Windows>) {
    let wanted: Vec<Window> = site.popular_windows.iter().filter_map(|w| Window::named(w)).collect();
    // Scores move with the hour, not with the second: builds of one hour give the same bytes.
    let hour = Timestamp::from_second(now.as_second().div_euclid(3600) * 3600).unwrap_or(now);
    let most = site.popular_limit.max(20);
    let mut known: BTreeMap<&str, Option<ArticleId>> = BTreeMap::new();
    let mut windows = Windows::new();
    let mut sections = vec![Windows::new(); portal.sections.all.len()];
    for list in popular(views, hour, &wanted) {
        let key = list.window.key();
        let mut joined = list.stories.into_iter().filter_map(|(path, _)| {
            *known
                .entry(path)
                .or_insert_with(|| portal.named(path).flatten().filter(|id| stands(*id)))
        });
        let best: Vec<ArticleId> = joined.by_ref().take(most).collect();
        if list.window != Window::All {
            by_section(portal, best.iter().copied().chain(joined), key, &mut sections);
        }
        if !best.is_empty() {
            windows.push(PopularStories { key, stories: best });
        }
    }
    (windows, sections)
}

/// Gives every section its best stories, those of the sections inside of it among them.
fn by_section(portal: &Portal, stories: impl Iterator<Item = ArticleId>, key: &'static str, sections: &mut [Windows]) {
    let mut best: Vec<Vec<ArticleId>> = vec![Vec::new(); sections.len()];
    for story in stories {
        let mut above = portal.articles.get(story as usize).map(|a| a.section);
        while let Some(section) = above {
            if let Some(list) = best.get_mut(section as usize).filter(|l| l.len() < SECTION_STORIES) {
                list.push(story);
            }
            above = portal.sections.all.get(section as usize).and_then(|s| s.parent);
        }
    }
    for (windows, stories) in sections.iter_mut().zip(best) {
        if stories.len() >= SECTION_LEAST {
            windows.push(PopularStories { key, stories });
        }
    }
}

/// Stories in the popularity file that the site does not know: renamed without an alias, most likely.
pub(super) fn unknown(portal: &Portal, views: &PopularRecords) -> Vec<Diagnostic> {
    let unknown = views.stories.keys().filter(|path| portal.named(path).is_none());
    let diagnostic = |path: &String| {
        let mut at = Place::file("data/popular.toml");
        at.word = path.clone();
        let diagnostic = Diagnostic::new(&codes::portal::UNKNOWN_POPULAR).arg("story", path);
        diagnostic.at(at)
    };
    unknown.take(20).map(diagnostic).collect()
}

/// The first moment of the next hour: when decayed views count again.
pub fn next_hour(now: Timestamp) -> Option<Timestamp> {
    let hour = Timestamp::from_second(now.as_second().div_euclid(3600) * 3600).ok()?;
    hour.checked_add(1.hour()).ok()
}
