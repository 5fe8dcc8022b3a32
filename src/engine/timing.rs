//! Time by stage. The only place in the engine that reads a clock, and only to measure.

use std::time::{Duration, Instant};

/// A stage of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Walking and reading sources.
    Read,
    /// Arranging the portal.
    Arrange,
    /// Related, popular, recent comments.
    Relate,
    /// Making pictures in their sizes.
    Pictures,
    /// Resolving the theme.
    Templates,
    /// Making views, rendering, staging.
    Render,
    /// The search index.
    Search,
    /// Swapping old for new.
    Publish,
}

impl Stage {
    /// As `--timings` prints it: English and Bengali.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Stage::Read => ("read", "পড়া"),
            Stage::Arrange => ("arrange", "সাজানো"),
            Stage::Relate => ("relate", "সম্পর্ক"),
            Stage::Pictures => ("pictures", "ছবি"),
            Stage::Templates => ("templates", "থিম"),
            Stage::Render => ("render", "পাতা তৈরি"),
            Stage::Search => ("search", "অনুসন্ধান"),
            Stage::Publish => ("publish", "প্রকাশ"),
        }
    }
}

impl Stage {
    /// What it does, as `--verbose` says it: English and Bengali.
    pub fn does(self) -> (&'static str, &'static str) {
        match self {
            Stage::Read => ("finds the files and reads what changed", "ফাইল খোঁজা ও যা বদলেছে তা পড়া"),
            Stage::Arrange => (
                "decides what is published, and its addresses and lists",
                "কী প্রকাশিত হবে, কোন ঠিকানায় ও কোন তালিকায়, তা ঠিক করা",
            ),
            Stage::Relate => (
                "finds related and most popular stories",
                "সম্পর্কিত ও সর্বাধিক পঠিত খবর বাছাই",
            ),
            Stage::Templates => ("reads and checks the theme", "থিম পড়া ও যাচাই"),
            Stage::Pictures => ("makes pictures in their sizes", "ছবির বিভিন্ন মাপ তৈরি"),
            Stage::Render => ("prints the pages that differ", "যেসব পাতা বদলেছে, সেগুলো তৈরি"),
            Stage::Search => ("makes the search index", "অনুসন্ধানের সূচি তৈরি"),
            Stage::Publish => (
                "writes the site and puts it in the place of the old one",
                "সাইট লেখা ও পুরোনোটির জায়গায় বসানো",
            ),
        }
    }
}

/// Time by stage, in the order in which stages first ran.
#[derive(Debug, Clone, Default)]
pub struct Timings(pub Vec<(Stage, Duration)>);

impl Timings {
    /// Runs `work` and counts its time to `stage`.
    #[allow(
        clippy::disallowed_methods,
        reason = "measures, and nothing that is measured reaches the output"
    )]
    pub fn time<T>(&mut self, stage: Stage, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let value = work();
        let spent = start.elapsed();
        match self.0.iter_mut().find(|(s, _)| *s == stage) {
            Some((_, total)) => *total += spent,
            None => self.0.push((stage, spent)),
        }
        value
    }

    /// All stages together. The search index is made beside the pages.
    pub fn total(&self) -> Duration {
        let one_by_one = self.0.iter().filter(|(stage, _)| *stage != Stage::Search);
        one_by_one.map(|(_, d)| *d).sum()
    }
}

/// When a part of a run must end.
#[cfg(feature = "pictures")]
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline(Option<Instant>);

#[cfg(feature = "pictures")]
impl Deadline {
    /// So many seconds from now; 0 is never.
    #[allow(
        clippy::disallowed_methods,
        reason = "a budget of time is asked for; without one no clock is read"
    )]
    pub(super) fn after(seconds: u64) -> Self {
        Deadline((seconds > 0).then(|| Instant::now() + Duration::from_secs(seconds)))
    }

    /// Whether it has come.
    #[allow(clippy::disallowed_methods, reason = "as above")]
    pub(super) fn has_come(self) -> bool {
        self.0.is_some_and(|at| Instant::now() >= at)
    }
}
