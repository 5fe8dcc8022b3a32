//! The archive by date, in the site's zone.

use super::article::{Article, ArticleId};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The days that have stories, in order, with the range of story numbers of each: numbers follow dates, so a day is a range.
#[derive(Debug, Clone, Default)]
pub struct Archive {
    /// Ascending.
    pub days: Vec<Day>,
}

/// A day with stories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub date: Date,
    /// Its first story.
    pub first: ArticleId,
    /// One past its last story.
    pub end: ArticleId,
}

impl Archive {
    /// Cuts the stories (ordered by date) into days.
    pub fn new(articles: &[Article], zone: &TimeZone) -> Self {
        let mut days: Vec<Day> = Vec::new();
        for (id, article) in articles.iter().enumerate() {
            let date = zone.to_datetime(article.date).date();
            let id = id as ArticleId;
            match days.last_mut() {
                Some(day) if day.date == date => day.end = id + 1,
                _ => days.push(Day {
                    date,
                    first: id,
                    end: id + 1,
                }),
            }
        }
        Archive { days }
    }

    /// Adds the story `id` of the day `date`; later stories move up by one number.
    pub(super) fn add(&mut self, date: Date, id: ArticleId) {
        let at = self.days.partition_point(|d| d.date < date);
        match self.days.get_mut(at).filter(|d| d.date == date) {
            Some(day) => day.end += 1,
            None => self.days.insert(
                at,
                Day {
                    date,
                    first: id,
                    end: id + 1,
                },
            ),
        }
        for later in &mut self.days[at + 1..] {
            later.first += 1;
            later.end += 1;
        }
    }

    /// The days of a year, or of a month of it.
    pub fn span(&self, year: i16, month: Option<i8>) -> &[Day] {
        let low = self.days.partition_point(|d| before(d.date, year, month.unwrap_or(1)));
        let high = match month {
            Some(m) => self
                .days
                .partition_point(|d| (d.date.year(), d.date.month()) <= (year, m)),
            None => self.days.partition_point(|d| d.date.year() <= year),
        };
        &self.days[low..high.max(low)]
    }

    /// Months that have stories, ascending, with their number of stories.
    pub fn months(&self) -> Vec<(i16, i8, u32)> {
        let mut months: Vec<(i16, i8, u32)> = Vec::new();
        for day in &self.days {
            let (year, month, count) = (day.date.year(), day.date.month(), day.end - day.first);
            match months.last_mut() {
                Some(last) if (last.0, last.1) == (year, month) => last.2 += count,
                _ => months.push((year, month, count)),
            }
        }
        months
    }

    /// Years that have stories, ascending.
    pub fn years(&self) -> Vec<i16> {
        let mut years: Vec<i16> = self.days.iter().map(|d| d.date.year()).collect();
        years.dedup();
        years
    }
}

fn before(date: Date, year: i16, month: i8) -> bool {
    (date.year(), date.month()) < (year, month)
}

/// The address of a day, month or year: `/archive/2026/11/22/`.
pub fn address(year: i16, month: Option<i8>, day: Option<i8>) -> String {
    match (month, day) {
        (Some(m), Some(d)) => format!("/archive/{year:04}/{m:02}/{d:02}/"),
        (Some(m), None) => format!("/archive/{year:04}/{m:02}/"),
        _ => format!("/archive/{year:04}/"),
    }
}
