//! Most popular stories, from views stored in `data/popular.toml`.
//!
//! The file has, for every story, its views of all time and, for the last 31 days of the log, its views an hour (UTC):
//!
//! ```toml
//! newest = 2026-11-22T11:58:07Z
//! days = ["2026-10-01..2026-11-22"]
//!
//! [story."/international/putin-hamas/"]
//! total = 412
//! 2026-11-21 = "03:12 04:9 17:1"
//! ```
//!
//! A list's score is the sum of views, each halved for every half-life that has passed since; whole numbers throughout, and
//! total orders. Knows nothing of portals: stories are keys that the caller joins.

use jiff::Timestamp;
use std::collections::BTreeMap;

/// Days of the log whose hours are kept.
pub const HOUR_DAYS: u32 = 31;

/// Stored views.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PopularRecords {
    /// The newest view.
    pub newest: Option<Timestamp>,
    /// Days (since 1970, UTC) whose views are in, as ranges in ascending order, ends included.
    pub days: Vec<(u32, u32)>,
    /// Views by story.
    pub stories: BTreeMap<String, StoryViews>,
}

/// Views of a story.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoryViews {
    /// Views before the hours that are kept.
    pub older: u64,
    /// Views by hour since 1970.
    pub hours: BTreeMap<u32, u32>,
}

impl StoryViews {
    /// Views of all time.
    pub fn total(&self) -> u64 {
        self.older + self.hours.values().map(|v| u64::from(*v)).sum::<u64>()
    }
}

/// The name under which views of a story are kept: its address with a slash at its end, whatever the pattern of addresses.
///
/// ```
/// use khobor::relate::popular::name;
/// assert_eq!((name("/নদী/"), name("/archives/৫"), name("/নদী.html")), ("/নদী/".into(), "/archives/৫/".into(), "/নদী.html/".into()));
/// ```
pub fn name(address: &str) -> String {
    format!("{}/", address.trim_end_matches('/'))
}

impl PopularRecords {
    /// Views of a story of all time.
    pub fn total(&self, story: &str) -> u64 {
        self.stories.get(story).map_or(0, StoryViews::total)
    }

    /// Adds views of an hour (since 1970).
    pub fn add(&mut self, story: &str, hour: u32, views: u32) {
        if !self.stories.contains_key(story) {
            self.stories.insert(story.to_owned(), StoryViews::default());
        }
        if let Some(of) = self.stories.get_mut(story) {
            let count = of.hours.entry(hour).or_default();
            *count = count.saturating_add(views);
        }
        self.cover(hour / 24);
    }

    /// Puts new counts in, so that reading a log twice counts nothing twice: of an hour that both know, the greater count
    /// stays; of a day whose hours are gone, the old count. Then drops the hours of days that are over.
    pub fn merge(&mut self, new: PopularRecords) {
        self.newest = self.newest.max(new.newest);
        let first_day = self.first_hour() / 24;
        for (story, views) in new.stories {
            let of = self.stories.entry(story).or_default();
            of.older += views.older;
            for (hour, count) in views.hours {
                let gone = hour / 24 < first_day && self.days.iter().any(|(a, b)| (*a..=*b).contains(&(hour / 24)));
                if !gone {
                    let kept = of.hours.entry(hour).or_default();
                    *kept = (*kept).max(count);
                }
            }
        }
        for (from, to) in new.days {
            self.cover_range(from, to);
        }
        self.fold();
    }

    /// The first hour that is kept.
    pub(super) fn first_hour(&self) -> u32 {
        let newest = self.newest.map_or(0, |t| t.as_second().div_euclid(86_400));
        (u32::try_from(newest).unwrap_or_default() + 1).saturating_sub(HOUR_DAYS) * 24
    }

    pub(super) fn fold(&mut self) {
        let first = self.first_hour();
        for views in self.stories.values_mut() {
            let kept = views.hours.split_off(&first);
            views.older += std::mem::replace(&mut views.hours, kept)
                .into_values()
                .map(u64::from)
                .sum::<u64>();
        }
        self.stories.retain(|_, v| v.total() > 0);
    }

    pub(super) fn cover(&mut self, day: u32) {
        if !self.days.iter().any(|(a, b)| (*a..=*b).contains(&day)) {
            self.cover_range(day, day);
        }
    }

    pub(super) fn cover_range(&mut self, from: u32, to: u32) {
        self.days.push((from, to.max(from)));
        self.days.sort_unstable();
        let mut joined: Vec<(u32, u32)> = Vec::with_capacity(self.days.len());
        for (from, to) in self.days.drain(..) {
            match joined.last_mut() {
                Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        self.days = joined;
    }

    /// Whether the newest view is more than `days` before `now`, or there is none.
    pub fn is_stale(&self, now: Timestamp, days: i64) -> bool {
        self.newest
            .is_none_or(|t| now.as_second() - t.as_second() > days.saturating_mul(86_400))
    }
}

/// A span of time for which popular stories are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// 24 hours; a view counts half after 6 hours.
    Day,
    /// 7 days; half after 48 hours.
    Week,
    /// 30 days; half after 10 days.
    Month,
    /// All time; every view counts the same.
    All,
}

impl Window {
    /// Its key in views: `day week month all`.
    pub fn key(self) -> &'static str {
        match self {
            Window::Day => "day",
            Window::Week => "week",
            Window::Month => "month",
            Window::All => "all",
        }
    }

    /// By the name that `[popular] windows` uses: `24h 7d 30d all`.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "24h" | "day" => Some(Window::Day),
            "7d" | "week" => Some(Window::Week),
            "30d" | "month" => Some(Window::Month),
            "all" => Some(Window::All),
            _ => None,
        }
    }

    /// Hours that it looks back, and the half-life in hours.
    fn hours(self) -> Option<(i64, u64)> {
        match self {
            Window::Day => Some((24, 6)),
            Window::Week => Some((7 * 24, 48)),
            Window::Month => Some((30 * 24, 240)),
            Window::All => None,
        }
    }
}

/// The stories of a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WindowList<'a> {
    /// Which window.
    pub window: Window,
    /// Stories with their scores (views, decayed; times 65,536), best first; never empty.
    pub stories: Vec<(&'a str, u64)>,
}

/// The popular stories of each window at `now`: only stories with views inside of it, by score, then total, then name. A
/// window without views is left out. Views after `now` do not count.
///
/// ```
/// use khobor::relate::popular::{PopularRecords, Window, popular};
/// let now: jiff::Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
/// let hour = (now.as_second() / 3600) as u32;
/// let mut views = PopularRecords::default();
/// views.add("/গতকালের/", hour - 20, 30);
/// views.add("/আজকের/", hour - 1, 10);
/// let lists = popular(&views, now, &[Window::Day, Window::All]);
/// assert_eq!(lists[0].stories[0].0, "/আজকের/");
/// assert_eq!(lists[1].stories[0].0, "/গতকালের/");
/// ```
pub fn popular<'a>(records: &'a PopularRecords, now: Timestamp, windows: &[Window]) -> Vec<WindowList<'a>> {
    let list = |window: &Window| {
        let scores = records
            .stories
            .iter()
            .filter_map(|(path, views)| Some((path.as_str(), score(views, now, *window)?, views.total())));
        let mut scores: Vec<(&str, u64, u64)> = scores.collect();
        scores.sort_unstable_by(|a, b| (b.1, b.2).cmp(&(a.1, a.2)).then(a.0.cmp(b.0)));
        WindowList {
            window: *window,
            stories: scores.into_iter().map(|(path, score, _)| (path, score)).collect(),
        }
    };
    windows.iter().map(list).filter(|l| !l.stories.is_empty()).collect()
}

/// A story's score in a window; `None` without views in it.
fn score(views: &StoryViews, now: Timestamp, window: Window) -> Option<u64> {
    let now = now.as_second();
    let Some((hours, half_life)) = window.hours() else {
        let future: u64 = views
            .hours
            .iter()
            .filter(|(h, _)| i64::from(**h) * 3600 > now)
            .map(|(_, v)| u64::from(*v))
            .sum();
        return Some((views.total() - future) << 16).filter(|s| *s > 0);
    };
    // An hour belongs to the window when a part of it does; its views are taken for the middle of the hour.
    let from = u32::try_from((now - hours * 3600).div_euclid(3600)).unwrap_or_default();
    let to = u32::try_from(now.div_euclid(3600)).unwrap_or_default();
    let sum: u64 = views
        .hours
        .range(from..=to)
        .map(|(hour, views)| {
            let age = (now - (i64::from(*hour) * 3600 + 1800)).max(0) as u64;
            (u64::from(*views) * (halved(age, half_life * 3600) >> 8)) >> 8
        })
        .sum();
    Some(sum).filter(|s| *s > 0)
}

/// `2^32 * 2^(-age / half_life)` in whole numbers, the same on every machine.
fn halved(age: u64, half_life: u64) -> u64 {
    let (whole, rest) = (age / half_life, age % half_life);
    let mut share = rest * 65_536 / half_life;
    let (mut value, mut root) = (1u64 << 32, (1u64 << 63).isqrt());
    for _ in 0..16 {
        share <<= 1;
        if share & 65_536 != 0 {
            value = (value * root) >> 32;
        }
        root = (root << 32).isqrt();
    }
    value.checked_shr(whole as u32).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: u32 = 500_000;

    fn now() -> Timestamp {
        Timestamp::from_second(i64::from(HOUR) * 3600 + 1800).unwrap()
    }

    fn lists(records: &PopularRecords, window: Window) -> Vec<(&str, u64)> {
        popular(records, now(), &[window])
            .into_iter()
            .flat_map(|l| l.stories)
            .collect()
    }

    #[test]
    fn halves() {
        assert_eq!(halved(0, 10), 1 << 32);
        assert_eq!(halved(10, 10), 1 << 31);
        assert!((halved(5, 10) as f64 / 4_294_967_296.0 - std::f64::consts::FRAC_1_SQRT_2).abs() < 1e-6);
        assert!((halved(33, 10) as f64 / 4_294_967_296.0 - 0.101_531_55).abs() < 1e-4);
        assert_eq!(halved(u64::MAX / 131_072, 1), 0);
    }

    #[test]
    fn windows_hold_only_what_was_read_in_them() {
        let mut views = PopularRecords::default();
        views.add("আজ", HOUR - 2, 4);
        views.add("সপ্তাহ", HOUR - 50, 400);
        views.add("মাস", HOUR - 24 * 20, 9_000);
        views.add("পরে", HOUR + 3, 99);
        assert_eq!(
            lists(&views, Window::Day).iter().map(|s| s.0).collect::<Vec<_>>(),
            ["আজ"]
        );
        assert_eq!(
            lists(&views, Window::Week).iter().map(|s| s.0).collect::<Vec<_>>(),
            ["সপ্তাহ", "আজ"]
        );
        assert_eq!(
            lists(&views, Window::Month).iter().map(|s| s.0).collect::<Vec<_>>(),
            ["মাস", "সপ্তাহ", "আজ"]
        );
        assert_eq!(
            lists(&views, Window::All),
            [("মাস", 9_000 << 16), ("সপ্তাহ", 400 << 16), ("আজ", 4 << 16)]
        );
        let late: Timestamp = "2031-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(
            popular(&views, late, &[Window::Day, Window::Week, Window::All]).len(),
            1
        );
        assert!(popular(&PopularRecords::default(), late, &[Window::All]).is_empty());
    }

    #[test]
    fn ties_go_by_total_then_name() {
        let mut views = PopularRecords::default();
        ["খ", "ক", "গ"].iter().for_each(|s| views.add(s, HOUR, 5));
        views.stories.entry("গ".to_owned()).or_default().older = 1;
        assert_eq!(
            lists(&views, Window::Day).iter().map(|s| s.0).collect::<Vec<_>>(),
            ["গ", "ক", "খ"]
        );
    }

    #[test]
    fn reading_a_log_twice_counts_nothing_twice() {
        let mut log = PopularRecords {
            newest: Some(now()),
            ..PopularRecords::default()
        };
        log.add("a", HOUR, 3);
        log.add("a", HOUR - 24 * 40, 5);
        log.add("b", HOUR - 24 * 90, 7);
        let mut stored = PopularRecords::default();
        stored.merge(log.clone());
        assert_eq!((stored.total("a"), stored.total("b")), (8, 7));
        assert_eq!(stored.stories["a"].older, 5);
        let once = stored.clone();
        stored.merge(log);
        assert_eq!(stored, once);
        // The second half of a rotated day adds its own hours.
        let mut half = PopularRecords {
            newest: Some(now()),
            ..PopularRecords::default()
        };
        half.add("a", HOUR - 1, 2);
        stored.merge(half);
        assert_eq!(stored.total("a"), 10);
        // A day before the kept hours that was never read is added.
        let mut older = PopularRecords::default();
        older.add("a", HOUR - 24 * 200, 1);
        stored.merge(older);
        assert_eq!(stored.total("a"), 11);
    }

    #[test]
    fn stale() {
        let views = PopularRecords {
            newest: Some(now()),
            ..PopularRecords::default()
        };
        assert!(!views.is_stale(now(), 14));
        assert!(views.is_stale(Timestamp::from_second(now().as_second() + 15 * 86_400).unwrap(), 14));
        assert!(PopularRecords::default().is_stale(now(), 14));
    }
}
