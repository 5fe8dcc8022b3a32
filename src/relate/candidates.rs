//! Older stories worth a closer look, found by strong words: an inverted index of the strongest terms of every story.
//!
//! Lists of a term are cut to its newest stories before the one that asks, so that a word or tag that all stories share
//! costs little and the whole stays linear. Only older stories are looked at, and what a story is found by depends on those
//! before it alone, so that a new story changes nothing for them.

use super::known::{Known, SHARE_BITS, Words, packed, term_of};
use super::options::Net;
use super::terms::{Term, TermVector};
use super::weights::{Shared, Sieve, Strong, Weights, weigh};
use rayon::prelude::*;

/// Parts of the index of words, made side by side.
const SHARDS: u32 = 32;
/// Bits of a term's number.
const TERM_BITS: u32 = 27;

/// Stories by slot (a dense number, as tags have), oldest first: rows of a table laid end to end.
#[derive(Debug, Default)]
pub(super) struct Index {
    starts: Vec<u32>,
    postings: Vec<u32>,
}

impl Index {
    /// Rows of `(slot, posting)`; those of one slot must come in ascending order.
    pub(super) fn new(slots: usize, rows: &[Vec<(u32, u32)>]) -> Self {
        let mut starts = vec![0u32; slots + 1];
        for (slot, _) in rows.iter().flatten() {
            if let Some(n) = starts.get_mut(*slot as usize + 1) {
                *n += 1;
            }
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut next = starts.clone();
        let mut postings = vec![0u32; total as usize];
        for (slot, posting) in rows.iter().flatten() {
            if let Some(at) = next.get_mut(*slot as usize) {
                if let Some(free) = postings.get_mut(*at as usize) {
                    *free = *posting;
                }
                *at += 1;
            }
        }
        Index { starts, postings }
    }

    /// The newest `most` postings of a slot below `limit`, ascending.
    pub(super) fn newest(&self, slot: u32, limit: u32, most: usize) -> &[u32] {
        let slot = slot as usize;
        let (Some(&from), Some(&to)) = (self.starts.get(slot), self.starts.get(slot + 1)) else {
            return &[];
        };
        let row = self.postings.get(from as usize..to as usize).unwrap_or_default();
        let end = row.partition_point(|p| *p < limit);
        row.get(end.saturating_sub(most)..end).unwrap_or_default()
    }
}

/// Stories by word. A posting is story and share in one number, so that its order is that of stories.
#[derive(Debug, Default)]
pub(super) struct Postings {
    shards: Vec<Shard>,
}

/// The words of one range of terms.
#[derive(Debug, Default)]
struct Shard {
    postings: Vec<u32>,
    /// Open addressing by the low bits of the term: where its postings begin and end. An empty row is free.
    rows: Vec<(Term, u32, u32)>,
}

impl Shard {
    /// `all`: term and posting in one number.
    fn new(mut all: Vec<u64>) -> Self {
        all.sort_unstable();
        let term = |p: u64| (p >> (64 - TERM_BITS)) as Term;
        let terms = all.chunk_by(|a, b| term(*a) == term(*b)).count();
        let mut shard = Shard {
            postings: all.iter().map(|p| *p as u32).collect(),
            rows: vec![(0, 0, 0); (terms * 2).next_power_of_two()],
        };
        let mut start = 0;
        for row in all.chunk_by(|a, b| term(*a) == term(*b)) {
            let end = start + row.len() as u32;
            let own = row.first().map_or(0, |p| term(*p));
            let place = shard.place(own);
            if let Some(free) = shard.rows.get_mut(place) {
                *free = (own, start, end);
            }
            start = end;
        }
        shard
    }

    /// Where the term's row stands, or the free place where it would.
    fn place(&self, term: Term) -> usize {
        let mask = self.rows.len().wrapping_sub(1);
        let mut place = term as usize & mask;
        while let Some((held, start, end)) = self.rows.get(place) {
            if *held == term || start == end {
                break;
            }
            place = (place + 1) & mask;
        }
        place
    }

    fn row(&self, term: Term) -> &[u32] {
        match self.rows.get(self.place(term)) {
            Some((held, start, end)) if *held == term => {
                self.postings.get(*start as usize..*end as usize).unwrap_or_default()
            }
            _ => &[],
        }
    }
}

impl Postings {
    fn new(stories: &[Known], only: Option<&Sieve>) -> Self {
        let wanted = |term: Term| only.is_none_or(|sieve| sieve.may_hold(term));
        let piece = stories.len().div_ceil(32).max(1);
        let pieces: Vec<Vec<Vec<u64>>> = stories
            .par_chunks(piece)
            .enumerate()
            .map(|(at, stories)| {
                let mut shards = vec![Vec::new(); SHARDS as usize];
                for (number, known) in stories.iter().enumerate() {
                    let story = (at * piece + number) as u64;
                    for word in known.words.iter().filter(|w| wanted(term_of(**w))) {
                        let (term, share) = (term_of(*word), word & 31);
                        if let Some(shard) = shards.get_mut(shard_of(term)) {
                            shard.push(u64::from(term) << (64 - TERM_BITS) | story << SHARE_BITS | u64::from(share));
                        }
                    }
                }
                shards
            })
            .collect();
        let gather = |shard: usize| Shard::new(pieces.iter().filter_map(|p| p.get(shard)).flatten().copied().collect());
        Postings {
            shards: (0..SHARDS as usize).into_par_iter().map(gather).collect(),
        }
    }

    /// The newest `most` postings of a term in stories before `limit`, ascending.
    pub(super) fn newest(&self, term: Term, limit: u32, most: usize) -> &[u32] {
        let row = self.shards.get(shard_of(term)).map_or(&[][..], |shard| shard.row(term));
        let end = row.partition_point(|p| p >> SHARE_BITS < limit);
        row.get(end.saturating_sub(most)..end).unwrap_or_default()
    }
}

fn shard_of(term: Term) -> usize {
    (term >> (TERM_BITS - SHARDS.ilog2())) as usize
}

/// Everything by which a story is compared: the index, and each story's length.
#[derive(Debug, Default)]
pub(super) struct Field {
    pub(super) postings: Postings,
    pub(super) lengths: Vec<u32>,
}

impl Field {
    /// Indexes stories, oldest first; only by the terms of `only` (and a few others) when it is given.
    pub(super) fn new(stories: &[Known], only: Option<&Sieve>) -> Self {
        Field {
            postings: Postings::new(stories, only),
            lengths: stories.iter().map(|known| known.length).collect(),
        }
    }
}

/// The length and the words of the latest stories, of which the first has the number `from`.
pub(super) fn measure(latest: &[&TermVector], from: usize, weights: &Weights, net: Net) -> Vec<Known> {
    let one = |space: &mut Vec<Strong>, (number, vector): (usize, &&TermVector)| {
        let length = weigh(weights, ((from + number) as u32, vector), space);
        Known {
            length,
            words: words(space, length, net),
            ..Known::default()
        }
    };
    latest.par_iter().enumerate().map_init(Vec::new, one).collect()
}

/// The words by which a story is found. Reorders `terms`.
fn words(terms: &mut Vec<Strong>, length: u32, net: Net) -> Words {
    let mut coined: Vec<Strong> = terms.iter().filter(|s| s.shared == Shared::Coined).copied().collect();
    most_telling(&mut coined, net.coined);
    let known = strongest(terms, net.strong);
    known.iter().chain(&coined).map(|s| packed(s, length)).collect()
}

/// The `most` strongest terms that older stories have, in no particular but a fixed order. Reorders `terms`.
pub(super) fn strongest(terms: &mut Vec<Strong>, most: usize) -> &[Strong] {
    terms.retain(|s| s.shared == Shared::Known);
    most_telling(terms, most);
    terms
}

fn most_telling(terms: &mut Vec<Strong>, most: usize) {
    terms.retain(|s| s.idf > 0);
    if terms.len() > most {
        terms.select_nth_unstable_by_key(most, |s| (std::cmp::Reverse(s.times * s.idf), s.term));
        terms.truncate(most);
    }
}

/// Space for sums over candidates, one a thread.
#[derive(Debug, Default)]
pub(super) struct Sums {
    by_story: Vec<u32>,
    touched: Vec<u32>,
    best: Vec<(u32, u32)>,
}

impl Sums {
    pub(super) fn new(stories: usize) -> Self {
        Sums {
            by_story: vec![0; stories],
            ..Sums::default()
        }
    }

    /// The stories older than `story` that share most with it by the terms asked, best first by an estimate.
    pub(super) fn gather(&mut self, field: &Field, story: u32, asked: &[Strong], net: Net) -> &[(u32, u32)] {
        for strong in asked {
            let weight = strong.times * strong.idf;
            for posting in field.postings.newest(strong.term, story, net.postings) {
                self.add(posting >> SHARE_BITS, weight * (posting & 31));
            }
        }
        self.pick(net.compared)
    }

    /// Adds the weight to the sum of every story of a row.
    pub(super) fn add_all(&mut self, postings: &[u32], weight: u32) {
        for posting in postings {
            self.add(*posting, weight);
        }
    }

    /// Adds to the sum of a story.
    #[inline]
    fn add(&mut self, story: u32, weight: u32) {
        if let Some(sum) = self.by_story.get_mut(story as usize) {
            if *sum == 0 {
                self.touched.push(story);
            }
            *sum = sum.saturating_add(weight);
        }
    }

    fn pick(&mut self, most: usize) -> &[(u32, u32)] {
        self.best.clear();
        for &story in &self.touched {
            let sum = self
                .by_story
                .get_mut(story as usize)
                .map(std::mem::take)
                .unwrap_or_default();
            self.best.push((sum, story));
        }
        self.touched.clear();
        if self.best.len() > most {
            self.best
                .select_nth_unstable_by_key(most, |(sum, story)| std::cmp::Reverse((*sum, *story)));
            self.best.truncate(most);
        }
        self.best
            .sort_unstable_by_key(|(sum, story)| std::cmp::Reverse((*sum, *story)));
        &self.best
    }
}
