//! Exported views put into stored ones. An export knows days, sometimes hours, sometimes only a span or a sum; stored are
//! hours. Of what both know the greater count stays, so that importing a file twice, or a longer one later, counts nothing
//! twice.

use super::Hours;
use crate::relate::popular::PopularRecords;
use jiff::Timestamp;

/// Views of a story in a span of hours; without one, of all time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpanViews {
    /// The story.
    pub story: String,
    /// When.
    pub hours: Option<Hours>,
    /// How many.
    pub views: u64,
}

/// What was read from exports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exported {
    /// Views, by story and span; no story has a span twice.
    pub spans: Vec<SpanViews>,
    /// The newest view.
    pub newest: Option<Timestamp>,
}

impl PopularRecords {
    /// Puts exported views in. A day's views are spread evenly over its hours up to the newest view.
    ///
    /// ```
    /// use khobor::relate::export::{Exported, Hours, SpanViews};
    /// use khobor::relate::popular::PopularRecords;
    /// let day = Hours { from: 480_000, to: 480_024 };
    /// let of = |views| Exported {
    ///     spans: vec![SpanViews { story: "/ক/".to_owned(), hours: Some(day), views }],
    ///     newest: jiff::Timestamp::from_second(480_010 * 3600).ok(),
    /// };
    /// let mut stored = PopularRecords::default();
    /// stored.merge_export(&of(5));
    /// stored.merge_export(&of(12));
    /// stored.merge_export(&of(12));
    /// assert_eq!(stored.total("/ক/"), 12);
    /// ```
    pub fn merge_export(&mut self, new: &Exported) {
        self.newest = self.newest.max(new.newest);
        let ground = Ground {
            first: self.first_hour(),
            now: self
                .newest
                .map_or(u32::MAX, |t| u32::try_from(t.as_second() / 3600).unwrap_or_default()),
            known: self.days.clone(),
        };
        let (sums, spans): (Vec<_>, Vec<_>) = new.spans.iter().partition(|s| s.hours.is_none());
        for span in spans {
            let Some(hours) = span.hours.filter(|h| h.from < h.to) else {
                continue;
            };
            self.merge_span(&span.story, hours, (span.views, &ground));
            let (first, last) = days(hours);
            self.cover_range(first, last);
        }
        for sum in sums {
            let of = self.stories.entry(sum.story.clone()).or_default();
            of.older += sum.views.saturating_sub(of.total());
        }
        self.fold();
    }

    fn merge_span(&mut self, story: &str, hours: Hours, (views, ground): (u64, &Ground)) {
        let of = self.stories.entry(story.to_owned()).or_default();
        let kept = Hours {
            from: hours.from.max(ground.first).min(hours.to),
            to: hours.to,
        };
        let gone = part(views, kept.from - hours.from, hours.to - hours.from);
        if kept.from < kept.to {
            let have: u64 = of.hours.range(kept.from..kept.to).map(|(_, v)| u64::from(*v)).sum();
            let until = kept.to.min(ground.now.saturating_add(1)).max(kept.from + 1);
            spread((views - gone).saturating_sub(have), kept.from..until, |hour, more| {
                let count = of.hours.entry(hour).or_default();
                *count = count.saturating_add(more);
            });
        }
        // Of hours that are no longer kept only those count that were never read.
        let before = Hours { to: kept.from, ..hours };
        let (new, all) = ground.unread(before);
        of.older += part(gone, new, all);
    }
}

/// What was stored before.
struct Ground {
    /// The first hour that is kept.
    first: u32,
    /// The hour of the newest view.
    now: u32,
    /// Days whose views are in.
    known: Vec<(u32, u32)>,
}

impl Ground {
    /// How many days of a span were never read, and how many it has.
    fn unread(&self, hours: Hours) -> (u32, u32) {
        if hours.from >= hours.to {
            return (0, 0);
        }
        let (first, last) = days(hours);
        let known: u32 = self
            .known
            .iter()
            .map(|(a, b)| ((*b).min(last) + 1).saturating_sub((*a).max(first)))
            .sum();
        let all = last + 1 - first;
        (all - known.min(all), all)
    }
}

/// The first and last day (UTC) of a span, each known by its noon: a day of the site's zone is one of them.
fn days(hours: Hours) -> (u32, u32) {
    match hours.is_days() {
        true => (
            (hours.from + 12) / 24,
            ((hours.to - 12) / 24).max((hours.from + 12) / 24),
        ),
        false => (hours.from / 24, (hours.to - 1) / 24),
    }
}

/// `views * part / all`, rounded down.
fn part(views: u64, part: u32, all: u32) -> u64 {
    (u128::from(views) * u128::from(part) / u128::from(all.max(1))) as u64
}

/// Spreads views over hours: every hour as many, the rest at equal distances from the end.
fn spread(views: u64, hours: std::ops::Range<u32>, mut each: impl FnMut(u32, u32)) {
    let many = u64::from(hours.end - hours.start);
    let (every, rest) = (views / many, views % many);
    for (n, hour) in hours.rev().enumerate() {
        let n = n as u64;
        let more = every + u64::from((n * rest) % many < rest);
        if more > 0 {
            each(hour, u32::try_from(more).unwrap_or(u32::MAX));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Hours = Hours {
        from: 480_006,
        to: 480_030,
    };

    fn exported(story: &str, hours: Option<Hours>, views: u64) -> Exported {
        Exported {
            spans: vec![SpanViews {
                story: story.to_owned(),
                hours,
                views,
            }],
            newest: hours.and_then(|h| Timestamp::from_second(i64::from(h.to) * 3600 - 1).ok()),
        }
    }

    #[test]
    fn spreading_loses_nothing() {
        for views in [0, 1, 2, 7, 23, 24, 25, 1_000, 999_999_999] {
            let (mut sum, mut most, mut least) = (0, 0, u32::MAX);
            spread(views, 100..124, |hour, more| {
                assert!((100..124).contains(&hour));
                sum += u64::from(more);
                (most, least) = (most.max(more), least.min(more));
            });
            assert_eq!(sum, views);
            assert!(most <= least.saturating_add(1) || views < 24);
        }
    }

    #[test]
    fn the_greater_count_of_a_day_stays() {
        let mut stored = PopularRecords::default();
        for (views, total) in [(10, 10), (10, 10), (37, 37), (9, 37), (38, 38)] {
            stored.merge_export(&exported("/ক/", Some(DAY), views));
            assert_eq!(stored.total("/ক/"), total);
        }
        let next = Hours {
            from: DAY.to,
            to: DAY.to + 24,
        };
        stored.merge_export(&exported("/ক/", Some(next), 5));
        assert_eq!(stored.total("/ক/"), 43);
        let both = Hours {
            from: DAY.from,
            to: next.to,
        };
        stored.merge_export(&exported("/ক/", Some(both), 50));
        assert_eq!(stored.total("/ক/"), 50);
        stored.merge_export(&exported("/ক/", None, 70));
        stored.merge_export(&exported("/ক/", None, 60));
        assert_eq!((stored.total("/ক/"), stored.stories["/ক/"].older), (70, 20));
    }

    #[test]
    fn days_that_are_no_longer_kept_count_once() {
        let day = |n: u32| Hours {
            from: DAY.from + 24 * n,
            to: DAY.to + 24 * n,
        };
        let all = |days: std::ops::Range<u32>| Exported {
            spans: days
                .clone()
                .map(|n| SpanViews {
                    story: "/ক/".to_owned(),
                    hours: Some(day(n)),
                    views: 3,
                })
                .collect(),
            newest: Timestamp::from_second(i64::from(day(days.end - 1).to) * 3600 - 1).ok(),
        };
        let mut stored = PopularRecords::default();
        stored.merge_export(&all(0..90));
        assert_eq!(stored.total("/ক/"), 270);
        stored.merge_export(&all(0..90));
        stored.merge_export(&all(10..95));
        assert_eq!(stored.total("/ক/"), 285);
        let quarter = Hours {
            from: day(0).from,
            to: day(94).to,
        };
        stored.merge_export(&exported(
            "/খ/",
            Some(Hours {
                from: day(0).from - 24 * 90,
                to: day(0).from,
            }),
            900,
        ));
        assert_eq!(stored.total("/খ/"), 900);
        stored.merge_export(&exported("/খ/", Some(quarter), 95));
        assert!(stored.total("/খ/") > 920, "the hours still kept count");
    }

    #[test]
    fn a_day_that_is_not_over_lies_in_its_past() {
        let mut stored = PopularRecords::default();
        let now = Timestamp::from_second(i64::from(DAY.from + 5) * 3600).ok();
        let mut part = exported("/ক/", Some(DAY), 12);
        part.newest = now;
        stored.merge_export(&part);
        assert!(stored.stories["/ক/"].hours.keys().all(|h| *h <= DAY.from + 5));
        stored.merge_export(&exported("/ক/", Some(DAY), 30));
        assert_eq!(stored.total("/ক/"), 30);
    }
}
