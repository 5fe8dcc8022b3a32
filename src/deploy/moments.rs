//! When the site changes by itself: stories come and go, breaking lines and the news sitemap move with the clock, and the
//! masthead's date turns at midnight. Knows times only; `cli` takes them from the portal.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::collections::BTreeMap;

/// A story as the clock sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// Its source file.
    pub source: String,
    /// Its address: the order among stories of one moment.
    pub url: String,
    /// When it is published.
    pub date: Timestamp,
    /// When it is taken down.
    pub expires: Option<Timestamp>,
    /// Breaking news until this moment.
    pub breaking_until: Option<Timestamp>,
    /// Featured until this moment.
    pub featured_until: Option<Timestamp>,
    /// Withdrawn: a notice stands in its place, and no list names it.
    pub retracted: bool,
}

/// Why a site changes at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// A scheduled story is published.
    Publish,
    /// A story is taken down.
    Expire,
    /// A comment with a date to come appears.
    Comment,
    /// A story leaves the breaking line.
    Breaking,
    /// A story is no longer featured.
    Featured,
    /// A story leaves the news sitemap after 48 hours.
    News,
    /// A view leaves a window of the most popular stories, or the list grows stale.
    Popular,
    /// A story leaves its place on the front page (`data/front.toml`).
    Front,
    /// An advertisement begins or ends.
    Ad,
    /// The date in the masthead.
    Midnight,
}

impl Why {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Why::Publish => "publish",
            Why::Expire => "expire",
            Why::Comment => "comment",
            Why::Breaking => "breaking",
            Why::Featured => "featured",
            Why::News => "news_sitemap",
            Why::Popular => "popular",
            Why::Front => "front",
            Why::Ad => "ad",
            Why::Midnight => "midnight",
        }
    }

    /// In words: English and Bengali.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Why::Publish => ("is published", "প্রকাশিত হবে"),
            Why::Expire => ("is taken down", "সরিয়ে নেওয়া হবে"),
            Why::Comment => ("comment appears", "মন্তব্য দেখা যাবে"),
            Why::Breaking => ("leaves the breaking line", "ব্রেকিং থেকে বাদ যাবে"),
            Why::Featured => ("no longer leads", "আর প্রধান খবর থাকবে না"),
            Why::News => ("leaves the news sitemap", "নিউজ সাইটম্যাপ থেকে বাদ যাবে"),
            Why::Popular => ("most popular changes", "সর্বাধিক পঠিত বদলাবে"),
            Why::Front => ("leaves its place on the front page", "প্রচ্ছদের বেছে দেওয়া জায়গা থেকে সরবে"),
            Why::Ad => ("advertisement begins or ends", "বিজ্ঞাপন শুরু বা শেষ হবে"),
            Why::Midnight => ("the date in the masthead", "মাস্টহেডের তারিখ বদলাবে"),
        }
    }
}

/// A moment at which the site changes, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// When.
    pub at: Timestamp,
    /// Why, each with the file or name it is about.
    pub why: Vec<(Why, String)>,
}

/// What moves with the clock.
#[derive(Debug, Clone, Default)]
pub struct Clockwork {
    /// All stories that are or will be published.
    pub stories: Vec<Story>,
    /// Other moments that are known to change the site.
    pub others: Vec<(Timestamp, Why, String)>,
}

/// Stories in the breaking line; hours in the news sitemap, and its entries; how far back the breaking line looks.
const BREAKING: usize = 3;
const NEWS: (i64, usize) = (48, 1_000);
const BREAKING_LOOK: usize = 500;

/// All moments after `from`, up to and with `until`, at which the site changes, in order.
///
/// ```
/// use khobor::deploy::moments::{Clockwork, Story, Why, moments};
/// let (from, until) = ("2026-11-22T10:00:00Z".parse()?, "2026-11-22T20:00:00Z".parse()?);
/// let date = "2026-11-22T12:00:00Z".parse()?;
/// let story = Story { source: "content/খেলা/a.md".into(), url: "/a/".into(), date, expires: None, breaking_until: None, featured_until: None, retracted: false };
/// let dhaka = jiff::tz::TimeZone::get("Asia/Dhaka")?;
/// let due = moments(&Clockwork { stories: vec![story], others: Vec::new() }, &dhaka, from, until);
/// assert_eq!(due.iter().map(|m| m.why[0].0).collect::<Vec<_>>(), [Why::Publish, Why::Midnight]);
/// assert_eq!(due[1].at.to_string(), "2026-11-22T18:00:00Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn moments(clockwork: &Clockwork, zone: &TimeZone, from: Timestamp, until: Timestamp) -> Vec<Moment> {
    let mut found: BTreeMap<Timestamp, Vec<(Why, String)>> = BTreeMap::new();
    let mut note = |at: Timestamp, why: Why, about: &str| {
        if at > from && at <= until {
            found.entry(at).or_default().push((why, about.to_owned()));
        }
    };
    for story in clockwork.stories.iter().filter(|s| s.ever_stands()) {
        note(story.date, Why::Publish, &story.source);
        story
            .expires
            .iter()
            .for_each(|at| note(*at, Why::Expire, &story.source));
    }
    let line = Line::new(&clockwork.stories);
    for (why, story, at) in line.leaving(from, until) {
        note(at, why, &story.source);
    }
    midnights(zone, from, until)
        .into_iter()
        .for_each(|at| note(at, Why::Midnight, ""));
    clockwork
        .others
        .iter()
        .for_each(|(at, why, about)| note(*at, *why, about));
    found
        .into_iter()
        .map(|(at, mut why)| {
            why.sort();
            why.dedup();
            Moment { at, why }
        })
        .collect()
}

impl Story {
    /// A story that expires before it is published is never seen.
    fn ever_stands(&self) -> bool {
        self.expires.is_none_or(|expires| expires > self.date)
    }

    /// Whether it is published at a moment.
    pub fn stands(&self, at: Timestamp) -> bool {
        self.date <= at && self.expires.is_none_or(|expires| expires > at)
    }
}

/// Every local midnight: where a zone skips midnight, the first moment of the day.
fn midnights(zone: &TimeZone, from: Timestamp, until: Timestamp) -> Vec<Timestamp> {
    let mut found = Vec::new();
    let mut day = zone.to_datetime(from).date();
    while let Ok(next) = day.checked_add(1.day()) {
        day = next;
        let Ok(start) = day.to_zoned(zone.clone()).map(|z| z.timestamp()) else {
            break;
        };
        if start > until {
            break;
        }
        found.push(start);
    }
    found
}

/// The stories that lists name, by date and address.
struct Line<'a>(Vec<&'a Story>);

impl<'a> Line<'a> {
    fn new(stories: &'a [Story]) -> Line<'a> {
        let mut line: Vec<&Story> = stories.iter().filter(|s| !s.retracted && s.ever_stands()).collect();
        line.sort_by(|a, b| (a.date, &a.url).cmp(&(b.date, &b.url)));
        Line(line)
    }

    /// Stories that stand at a moment, published after `since`, newest first.
    fn newest(&self, at: Timestamp, since: Timestamp) -> impl Iterator<Item = &'a Story> + '_ {
        let end = self.0.partition_point(|s| s.date <= at);
        let start = self.0.partition_point(|s| s.date <= since);
        self.0
            .get(start.min(end)..end)
            .unwrap_or_default()
            .iter()
            .rev()
            .copied()
            .filter(move |s| s.stands(at))
    }

    /// Whether the list shows the story just before it is too old for it. Leaving a list that does not show it changes
    /// nothing.
    fn leaving(&self, from: Timestamp, until: Timestamp) -> Vec<(Why, &'a Story, Timestamp)> {
        let mut found = Vec::new();
        let age = SignedDuration::from_hours(NEWS.0);
        let after = |at: Timestamp| at.checked_sub(age).unwrap_or(Timestamp::MIN);
        let start = self.0.partition_point(|s| s.date <= after(from));
        let end = self.0.partition_point(|s| s.date <= after(until));
        let old = self.0.get(start..end).unwrap_or_default().iter();
        let old = old.filter_map(|s| Some((Why::News, *s, s.date.checked_add(age).ok()?)));
        let ended = self.0.iter().flat_map(|s| {
            let ends = [(Why::Breaking, s.breaking_until), (Why::Featured, s.featured_until)];
            ends.into_iter().filter_map(|(why, end)| Some((why, *s, end?)))
        });
        for (why, story, at) in old.chain(ended.filter(|(_, _, at)| *at > from && *at <= until)) {
            let before = at.checked_sub(SignedDuration::from_nanos(1)).unwrap_or(at);
            if story.stands(before) && self.shows(why, story, before) {
                found.push((why, story, at));
            }
        }
        found
    }

    fn shows(&self, why: Why, story: &Story, at: Timestamp) -> bool {
        let since = |hours: i64| {
            at.checked_sub(SignedDuration::from_hours(hours))
                .unwrap_or(Timestamp::MIN)
        };
        let is = |other: &Story| other.source == story.source;
        match why {
            Why::Breaking => {
                let look = self.newest(at, Timestamp::MIN).take(BREAKING_LOOK);
                let holds = |s: &&Story| s.breaking_until.is_some_and(|end| end > at);
                look.filter(holds).take(BREAKING).any(is)
            }
            Why::Featured => true,
            _ => self.newest(at, since(NEWS.0)).take(NEWS.1).any(is),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type State = (Vec<String>, Vec<String>, Vec<String>, String);

    /// What a site shows at a moment, by the rules of the views.
    fn state(stories: &[Story], zone: &TimeZone, at: Timestamp) -> State {
        let mut all: Vec<&Story> = stories.iter().filter(|s| s.stands(at)).collect();
        all.sort_by(|a, b| (b.date, &b.url).cmp(&(a.date, &a.url)));
        let names = |list: Vec<&&Story>| list.into_iter().map(|s| s.source.clone()).collect::<Vec<_>>();
        let listed: Vec<&Story> = all.iter().copied().filter(|s| !s.retracted).collect();
        let since = |h: i64| at.checked_sub(SignedDuration::from_hours(h)).unwrap();
        let breaking = listed
            .iter()
            .take(500)
            .filter(|s| s.breaking_until.is_some_and(|end| end > at))
            .take(3)
            .collect();
        let news = listed.iter().take_while(|s| s.date > since(48)).take(1000).collect();
        (
            names(all.iter().collect()),
            names(breaking),
            names(news),
            zone.to_datetime(at).date().to_string(),
        )
    }

    proptest! {
        #[test]
        fn the_site_changes_at_every_due_moment_and_never_between(
            raw in prop::collection::vec((0i64..600_000, prop::option::of(0i64..600_000), prop::option::of(0i64..300_000), any::<bool>()), 0..14),
            zone in prop::sample::select(vec!["Asia/Dhaka", "Asia/Kolkata", "America/Havana", "Africa/Cairo", "UTC"]),
        ) {
            let zone = TimeZone::get(zone).unwrap();
            // Around the change to summer time of several zones.
            let zero = 1_777_000_000i64 - 500_000;
            let at = |s: i64| Timestamp::from_second(zero + s).unwrap();
            let stories: Vec<Story> = raw.iter().enumerate().map(|(n, (date, expires, breaking, retracted))| Story {
                source: format!("{n}.md"), url: format!("/{n}/"), date: at(*date), expires: expires.map(at), breaking_until: breaking.map(|after| at(*date + after)), featured_until: None, retracted: *retracted && n % 5 == 0,
            }).collect();
            let clockwork = Clockwork { stories: stories.clone(), others: Vec::new() };
            let (from, until) = (at(200_000), at(900_000));
            let due = moments(&clockwork, &zone, from, until);
            let mut last = state(&stories, &zone, from);
            let mut before = from;
            for moment in &due {
                let just = moment.at.checked_sub(SignedDuration::from_nanos(1)).unwrap();
                let middle = Timestamp::from_second((before.as_second() + moment.at.as_second()) / 2).unwrap().max(before);
                prop_assert_eq!(&state(&stories, &zone, just), &last);
                prop_assert_eq!(&state(&stories, &zone, middle.min(just)), &last);
                let now = state(&stories, &zone, moment.at);
                prop_assert_ne!(&now, &last, "{:?}", moment);
                (last, before) = (now, moment.at);
            }
            prop_assert_eq!(&state(&stories, &zone, until), &last);
        }
    }
}
