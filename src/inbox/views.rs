//! Views of stories, counted as they come: a visitor once a story and day, robots not at all. A visitor is a hash of network
//! address and browser under a salt that is drawn anew every day (UTC) and is written nowhere; neither is the hash. What
//! goes to the disk is a story, an hour and a number.

use super::rates::network;
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxBuildHasher;

/// Views that are counted in a day. The two memories of a day then take 60 MB.
const MOST_A_DAY: usize = 1_800_000;
/// Views of a story that count in a day from one network address. Behind the address of a mobile operator are many readers;
/// behind that of a cheat is one with many names of browsers.
const FROM_ONE_ADDRESS: u8 = 50;
/// Stories and hours that may wait to be written.
const MOST_WAITING: usize = 50_000;

/// Views of a story in an hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HourViews {
    /// The story: its address without slashes around it.
    pub story: String,
    /// The hour since 1970, UTC.
    pub hour: u32,
    /// Views in it.
    pub views: u32,
}

/// Who opened a story.
#[derive(Debug, Clone, Copy)]
pub(super) struct Visit<'a> {
    pub(super) from: IpAddr,
    pub(super) agent: &'a [u8],
    pub(super) story: &'a str,
    pub(super) at: Timestamp,
}

/// What became of a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    /// It counts.
    New,
    /// The visitor has read the story today, or too many have from that address.
    Again,
    /// The day's memory or the list of what waits is full.
    Full,
}

/// The views that are not on the disk yet, and who was here today.
pub(super) struct ViewCounter(Mutex<Today>);

#[derive(Default)]
struct Today {
    /// Days since 1970, UTC.
    day: i64,
    salt: [u8; 32],
    visits: HashSet<u64, FxBuildHasher>,
    /// Views of a story from an address.
    addresses: HashMap<u64, u8, FxBuildHasher>,
    waiting: BTreeMap<(u32, String), u32>,
}

impl ViewCounter {
    /// A counter with nothing counted.
    ///
    /// # Errors
    /// When the system gives no chance for the salt.
    pub(super) fn new() -> io::Result<ViewCounter> {
        let mut today = Today::default();
        getrandom::fill(&mut today.salt).map_err(io::Error::other)?;
        Ok(ViewCounter(Mutex::new(today)))
    }

    /// Counts a view, if it is one.
    pub(super) fn count(&self, visit: &Visit<'_>) -> Counted {
        let mut today = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match today.begin(visit.at.as_second().div_euclid(86_400)) {
            true => today.count(visit),
            false => Counted::Full,
        }
    }

    /// Everything that waits to be written.
    pub(super) fn take(&self) -> Vec<HourViews> {
        let mut today = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut today.waiting)
            .into_iter()
            .map(|((hour, story), views)| HourViews { story, hour, views })
            .collect()
    }

    /// Takes back what could not be written.
    pub(super) fn put_back(&self, views: Vec<HourViews>) {
        let mut today = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for row in views {
            today.add(row.hour, row.story, row.views);
        }
    }
}

impl Today {
    /// Forgets visitors when a day begins; false when there is no new salt for them.
    fn begin(&mut self, day: i64) -> bool {
        if day == self.day {
            return true;
        }
        let mut salt = [0; 32];
        if getrandom::fill(&mut salt).is_err() {
            return false;
        }
        (self.day, self.salt) = (day, salt);
        (self.visits, self.addresses) = Default::default();
        true
    }

    fn count(&mut self, visit: &Visit<'_>) -> Counted {
        let network = network(visit.from);
        let address = self.hash(&[&network, visit.story.as_bytes()]);
        let visitor = self.hash(&[&network, visit.story.as_bytes(), visit.agent]);
        let Ok(hour) = u32::try_from(visit.at.as_second().div_euclid(3600)) else {
            return Counted::Full;
        };
        let before = self.addresses.get(&address).copied().unwrap_or_default();
        if self.visits.contains(&visitor) || before >= FROM_ONE_ADDRESS {
            return Counted::Again;
        }
        if self.visits.len() >= MOST_A_DAY || !self.add(hour, visit.story.to_owned(), 1) {
            return Counted::Full;
        }
        self.visits.insert(visitor);
        self.addresses.insert(address, before + 1);
        Counted::New
    }

    /// Adds to what waits, unless there is no room.
    fn add(&mut self, hour: u32, story: String, views: u32) -> bool {
        let full = self.waiting.len() >= MOST_WAITING;
        let key = (hour, story);
        match self.waiting.get_mut(&key) {
            Some(count) => *count = count.saturating_add(views),
            None if full => return false,
            None => drop(self.waiting.insert(key, views)),
        }
        true
    }

    fn hash(&self, parts: &[&[u8]]) -> u64 {
        let mut hasher = blake3::Hasher::new_keyed(&self.salt);
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
        }
        let mut first = [0; 8];
        first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
        u64::from_le_bytes(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AGENT: &[u8] = b"Mozilla/5.0 (X11) Firefox/130.0";

    fn count(counter: &ViewCounter, from: &str, agent: &[u8], story: &str, at: &str) -> Counted {
        counter.count(&Visit {
            from: from.parse().unwrap(),
            agent,
            story,
            at: at.parse().unwrap(),
        })
    }

    #[test]
    fn a_visitor_counts_once_a_story_and_day() {
        let counter = ViewCounter::new().unwrap();
        let noon = "2026-11-22T12:10:00Z";
        let see = |from: &str, agent: &[u8], story: &str, at: &str| count(&counter, from, agent, story, at);
        assert_eq!(see("203.0.113.1", AGENT, "desh/ক", noon), Counted::New);
        assert_eq!(
            see("203.0.113.1", AGENT, "desh/ক", "2026-11-22T23:59:59Z"),
            Counted::Again
        );
        assert_eq!(see("203.0.113.1", b"Mozilla/5.0 (other)", "desh/ক", noon), Counted::New);
        assert_eq!(see("2001:db8::1", AGENT, "desh/ক", noon), Counted::New);
        assert_eq!(see("2001:db8::2", AGENT, "desh/ক", noon), Counted::Again);
        assert_eq!(see("203.0.113.1", AGENT, "desh/খ", noon), Counted::New);
        assert_eq!(
            see("203.0.113.1", AGENT, "desh/ক", "2026-11-23T00:00:01Z"),
            Counted::New
        );
        let rows: Vec<(String, u32)> = counter.take().into_iter().map(|v| (v.story, v.views)).collect();
        let expected = [("desh/ক", 3), ("desh/খ", 1), ("desh/ক", 1)].map(|(s, n)| (s.to_owned(), n));
        assert_eq!(rows, expected);
        assert!(counter.take().is_empty());
    }

    #[test]
    fn one_address_cannot_make_a_story_popular() {
        let counter = ViewCounter::new().unwrap();
        let agent = |n: u32| format!("Mozilla/5.0 (number {n})").into_bytes();
        let new = (0..500)
            .filter(|n| count(&counter, "203.0.113.1", &agent(*n), "a", "2026-11-22T12:00:00Z") == Counted::New)
            .count();
        assert_eq!(new, usize::from(FROM_ONE_ADDRESS));
        assert_eq!(
            count(&counter, "203.0.113.2", AGENT, "a", "2026-11-22T12:00:00Z"),
            Counted::New
        );
    }

    #[test]
    fn what_could_not_be_written_is_not_lost() {
        let counter = ViewCounter::new().unwrap();
        count(&counter, "203.0.113.1", AGENT, "a", "2026-11-22T12:00:00Z");
        let taken = counter.take();
        count(&counter, "203.0.113.2", AGENT, "a", "2026-11-22T12:00:00Z");
        counter.put_back(taken);
        assert_eq!(counter.take()[0].views, 2);
    }

    #[test]
    fn what_waits_is_bounded() {
        let counter = ViewCounter::new().unwrap();
        let story = |n: usize| {
            let from = IpAddr::from([10, (n >> 16) as u8, (n >> 8) as u8, n as u8]).to_string();
            count(&counter, &from, AGENT, &format!("a{n}"), "2026-11-22T12:00:00Z")
        };
        assert!((0..MOST_WAITING).all(|n| story(n) == Counted::New));
        assert_eq!(story(MOST_WAITING), Counted::Full);
        // Not remembered as counted, because it was not.
        assert_eq!(story(MOST_WAITING), Counted::Full);
        assert_eq!(counter.take().len(), MOST_WAITING);
        assert_eq!(story(MOST_WAITING), Counted::New);
    }
}
