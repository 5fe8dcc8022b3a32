//! When the portal would change by itself, and why: everything in the views that depends on the run's moment.

use super::Loaded;
use crate::portal::Due;
use crate::relate;
use jiff::{SignedDuration, Timestamp, ToSpan};

/// Why the portal changes at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A scheduled story is published.
    Publish,
    /// A story is taken down.
    Expire,
    /// A headline leaves the breaking line after 24 hours.
    Breaking,
    /// A story leaves the news sitemap after two days.
    NewsSitemap,
    /// The date line, and advertisements that begin or end: midnight in the site's zone.
    Midnight,
    /// Views count less with every hour.
    Popular,
    /// A comment with a date to come.
    Comment,
}

/// A moment at which the portal changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: Reason,
    /// The story's source, if one is the reason.
    pub source: String,
}

/// The moments after the run's at which the portal changes without an edit, ordered: for every story to come or to go its
/// own, and of each other kind the next.
pub fn due(loaded: &Loaded) -> Vec<Moment> {
    let now = loaded.now;
    let mut moments: Vec<Moment> = Vec::new();
    for (at, why, source) in loaded.portal.due.iter().filter(|d| d.0 > now) {
        let reason = if *why == Due::Publish { Reason::Publish } else { Reason::Expire };
        moments.push(Moment { at: *at, reason, source: source.clone() });
    }
    moments.extend(leaving(loaded, 24, Reason::Breaking, |a| a.breaking));
    moments.extend(leaving(loaded, 48, Reason::NewsSitemap, |_| true));
    let plain = |at: Timestamp, reason: Reason| Moment { at, reason, source: String::new() };
    let midnight = now.to_zoned(loaded.site.zone.clone()).tomorrow().and_then(|t| t.start_of_day());
    moments.extend(midnight.ok().map(|m| plain(m.timestamp(), Reason::Midnight)));
    if loaded.lists.popular.measured {
        moments.extend(relate::next_hour(now).map(|at| plain(at, Reason::Popular)));
    }
    moments.extend(loaded.portal.next_comment.map(|at| plain(at, Reason::Comment)));
    moments.sort();
    moments
}

/// The next moment at which a story that is `hours` old leaves a list.
fn leaving(loaded: &Loaded, hours: i64, reason: Reason, listed: impl Fn(&crate::portal::Article) -> bool) -> Option<Moment> {
    let span = SignedDuration::from_hours(hours);
    let recent = loaded.portal.articles.iter().rev().take_while(|a| a.date.checked_add(span).is_ok_and(|end| end > loaded.now));
    let first = recent.filter(|a| listed(a)).last()?;
    Some(Moment { at: first.date.checked_add(span).ok()?, reason, source: first.source.to_string() })
}

/// The first moment at which the output of this run is no longer right.
pub fn valid_until(loaded: &Loaded) -> Timestamp {
    let far = || loaded.now.checked_add(24.hours()).unwrap_or(loaded.now);
    due(loaded).first().map_or_else(far, |m| m.at)
}
