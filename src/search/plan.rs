//! Which term shards a set of stories has, and which of them differ from those of the last build.

use super::layout::{self, Weighed};
use super::segment::{NONE, Packed};
use super::state::Runs;
use super::vocabulary::{Id, Members, Vocabulary, is_sound};
use std::collections::BTreeMap;

/// With more changed stories every shard that may hold one is rewritten.
const FEW: usize = 256;

/// Where everything goes.
pub(super) struct Plan {
    pub(super) stories: u32,
    /// The key that each base shard begins with.
    pub(super) keys: Vec<String>,
    /// Each base shard's closing number.
    pub(super) closings: Vec<u32>,
    /// By term: its place in the order of texts.
    pub(super) rank: Vec<u32>,
    /// By base shard: the places of its terms end here.
    ends: Vec<u32>,
    /// By word: the first story it stands in.
    pub(super) first: Vec<u32>,
}

/// What the last build stood on.
pub(super) struct Before<'a> {
    pub(super) keys: &'a [String],
    pub(super) runs: &'a Runs<'a>,
}

/// How the stories differ from those of the last build.
pub(super) struct Change {
    /// The first that differs.
    pub(super) from: u32,
    /// Those that have another in their place, when they are few.
    places: Option<Vec<u32>>,
}

impl Change {
    /// Compares two lists of stamps.
    pub(super) fn new(old: impl Iterator<Item = u64>, new: &[u64]) -> Self {
        let mut places: Vec<u32> = Vec::new();
        let mut old_len = 0;
        for (at, stamp) in (0..).zip(old) {
            old_len = at + 1;
            if new.get(at as usize).is_some_and(|now| *now != stamp) {
                places.push(at);
            }
        }
        let end = old_len.min(new.len() as u32);
        Self {
            from: places.first().copied().unwrap_or(end),
            places: (places.len() <= FEW).then_some(places),
        }
    }

    /// Whether the stories are those of the last build.
    pub(super) fn is_none(&self, stories: u32, before: u32) -> bool {
        stories == before && self.from == stories
    }
}

/// By word: the first story that it stands in.
pub(super) fn first_stories(runs: &Runs<'_>, words: usize) -> Vec<u32> {
    let mut first = vec![NONE; words];
    for (base, run) in runs.all() {
        run.firsts(|word, story| {
            if let Some(slot) = first.get_mut(word as usize).filter(|slot| **slot == NONE) {
                *slot = base + story;
            }
        });
    }
    first
}

impl Plan {
    /// Plans the shards of all stories. The vocabulary's terms are sorted. `keys` are those of the last build, when they
    /// still hold.
    pub(super) fn new(words: &Vocabulary, members: &Members, runs: &Runs<'_>, keys: Option<Vec<String>>) -> Self {
        let stories = runs.len();
        let first = first_stories(runs, words.len().0);
        let decided = layout::decided(stories);
        let keys = keys.unwrap_or_else(|| {
            let early = early(runs, words.len().1, decided);
            layout::cut(&weigh((words, members), &early, &first, decided))
        });
        let order = words.order();
        let mut rank = vec![0; order.len()];
        for (at, id) in (0..).zip(order) {
            if let Some(slot) = rank.get_mut(*id as usize) {
                *slot = at;
            }
        }
        let place = |key: &String| order.partition_point(|id| words.text(*id) < key.as_str()) as u32;
        let ends = keys.iter().skip(1).map(place).chain([order.len() as u32]).collect();
        Self {
            stories,
            closings: keys.iter().map(|key| layout::closing(key, stories)).collect(),
            keys,
            rank,
            ends,
            first,
        }
    }

    /// The base shard of a term.
    pub(super) fn shard_of(&self, term: Id) -> usize {
        let rank = self.rank.get(term as usize).copied().unwrap_or(0);
        self.ends.partition_point(|end| *end <= rank)
    }

    /// The places in the order of terms that a base shard holds.
    pub(super) fn range(&self, shard: usize) -> std::ops::Range<u32> {
        let start = shard
            .checked_sub(1)
            .and_then(|s| self.ends.get(s))
            .copied()
            .unwrap_or(0);
        start..self.ends.get(shard).copied().unwrap_or(start)
    }

    /// The closing number of a term's base shard.
    pub(super) fn closing_of(&self, term: Id) -> u32 {
        self.closings.get(self.shard_of(term)).copied().unwrap_or(0)
    }

    /// The first story that a word stands in.
    pub(super) fn first_of(&self, word: Id) -> u32 {
        self.first.get(word as usize).copied().unwrap_or(NONE)
    }

    /// Which base shards may differ from those of the last build.
    pub(super) fn differing(
        &self,
        words: &Vocabulary,
        runs: &Runs<'_>,
        before: &Before<'_>,
        change: &Change,
    ) -> Vec<bool> {
        let mut differs = Vec::with_capacity(self.keys.len());
        for (at, key) in self.keys.iter().enumerate() {
            let closing = self.closings.get(at).copied().unwrap_or(0);
            let same = before.keys.binary_search(key).is_ok_and(|old| {
                before.keys.get(old + 1) == self.keys.get(at + 1) && layout::closing(key, before.runs.len()) == closing
            });
            differs.push(!same || change.places.is_none() && change.from < closing);
        }
        if let Some(places) = change.places.as_ref().filter(|places| !places.is_empty()) {
            self.compare(runs, before.runs, places, &mut differs);
            let old = first_stories(before.runs, words.len().0);
            for (word, sound) in words.all_sounds() {
                let (old, new) = (old.get(word as usize).copied().unwrap_or(NONE), self.first_of(word));
                let shard = self.shard_of(sound);
                let closing = self.closings.get(shard).copied().unwrap_or(0);
                if old != new && (old < closing) != (new < closing) {
                    mark(&mut differs, shard);
                }
            }
        }
        differs
    }

    /// Marks the shards of all postings that some stories have more or less than the ones that were in their places.
    fn compare(&self, now: &Runs<'_>, before: &Runs<'_>, places: &[u32], differs: &mut [bool]) {
        let (new, old) = (now.postings(places), before.postings(places));
        for ((place, new), old) in places.iter().zip(&new).zip(&old) {
            let mut terms: BTreeMap<Id, &[u8]> = Packed::new(old).collect();
            let mut other: Vec<Id> = Vec::new();
            for (term, posting) in Packed::new(new) {
                if terms.remove(&term) != Some(posting) {
                    other.push(term);
                }
            }
            for term in other.into_iter().chain(terms.into_keys()) {
                let shard = self.shard_of(term);
                if self.closings.get(shard).is_some_and(|closing| place < closing) {
                    mark(differs, shard);
                }
            }
        }
    }
}

fn mark(differs: &mut [bool], shard: usize) {
    if let Some(slot) = differs.get_mut(shard) {
        *slot = true;
    }
}

/// By term: in how many of the first stories it stands.
fn early(runs: &Runs<'_>, terms: usize, decided: u32) -> Vec<u32> {
    let mut early = vec![0u32; terms];
    let mut places = Vec::new();
    for (base, run) in runs.all().iter().filter(|(base, _)| *base < decided) {
        let whole = base + run.len() <= decided;
        for (at, (term, count)) in run.terms().enumerate() {
            let Some(slot) = early.get_mut(term as usize) else {
                continue;
            };
            if whole {
                *slot += count;
                continue;
            }
            let mut postings = run.postings(at);
            while postings
                .next(&mut places)
                .is_some_and(|(story, _)| base + story < decided)
            {
                *slot += 1;
            }
        }
    }
    early
}

/// Terms of the decided stories with the bytes they are guessed to take.
fn weigh<'a>(
    (words, members): (&'a Vocabulary, &'a Members),
    early: &[u32],
    first: &[u32],
    decided: u32,
) -> Vec<Weighed<'a>> {
    let bytes = |id: Id| {
        let count = early.get(id as usize).copied().unwrap_or(0);
        if let Some(share) = decided.checked_div(count) {
            let bits = layout::log(u64::from(share) * 32).saturating_sub(160) / 32 + 7;
            return count.saturating_mul(bits) / 8 + 10;
        }
        if !is_sound(words.text(id)) {
            return 0;
        }
        let heard = |word: Id| first.get(word as usize).is_some_and(|f| *f < decided);
        words
            .sounds(members, id)
            .filter(|s| heard(s.0))
            .map(|s| 4 + (s.1.len() + s.2.len() / 3) as u32 / 2)
            .sum()
    };
    words
        .order()
        .iter()
        .map(|id| Weighed {
            term: words.text(*id),
            bytes: bytes(*id),
        })
        .filter(|weighed| weighed.bytes > 0)
        .collect()
}
