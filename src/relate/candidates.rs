//! Older stories worth a closer look, found by strong words: an inverted index of the strongest terms of every story.
//!
//! Lists of a term are cut to its newest stories before the one that asks, so that a word or tag that all stories share
//! costs little and the whole stays linear. Only older stories are looked at, so that a new story changes nothing for
//! those before it.

use super::terms::TermVector;
use super::weights::{NO_SLOT, Strong, Weights, weigh};
use rayon::prelude::*;

/// How wide the net is cast. Tuned on the measuring corpus (`benches/related.rs`).
#[derive(Debug, Clone, Copy)]
pub struct Net {
    /// Terms of a story by which it can be found.
    pub strong: usize,
    /// Terms of a story by which it looks for others.
    pub asked: usize,
    /// Stories looked at for one term, the newest.
    pub postings: usize,
    /// Candidates compared exactly, at most ...
    pub compared: usize,
    /// ... and until so many in a row, by order of their estimates, are none of the nearest.
    pub patience: usize,
}

impl Default for Net {
    fn default() -> Self {
        Net {
            strong: 28,
            asked: 28,
            postings: 64,
            compared: 64,
            patience: 12,
        }
    }
}

/// Stories by slot, oldest first: rows of a table laid end to end.
#[derive(Debug, Default)]
pub(super) struct Index {
    starts: Vec<u32>,
    /// Number of the story; in the low five bits the term's share in it.
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

/// Everything by which a story is compared: the index, and each story's length.
#[derive(Debug, Default)]
pub(super) struct Field {
    pub(super) index: Index,
    pub(super) lengths: Vec<u32>,
}

impl Field {
    /// Indexes the stories.
    pub(super) fn new(vectors: &[&TermVector], weights: &Weights, net: Net) -> Self {
        let weighed: Vec<(u32, Vec<(u32, u32)>)> = vectors
            .par_iter()
            .enumerate()
            .map_init(Vec::new, |space, (number, vector)| {
                let length = weigh(weights, vector, space);
                (
                    length,
                    strongest(space, net.strong)
                        .iter()
                        .map(|s| (s.slot, posting(number, *s, length)))
                        .collect(),
                )
            })
            .collect();
        let (lengths, rows): (Vec<u32>, Vec<Vec<(u32, u32)>>) = weighed.into_iter().unzip();
        Field {
            index: Index::new(weights.slots(), &rows),
            lengths,
        }
    }
}

/// A story's number with the share that a term has in its length, in 64ths.
fn posting(number: usize, strong: Strong, length: u32) -> u32 {
    let share = u64::from(strong.times * strong.idf) * 16 * 64 / u64::from(length.max(1));
    (number as u32) << 5 | share.clamp(1, 31) as u32
}

/// The `most` strongest terms that other stories share, in no particular but a fixed order. Reorders `terms`.
pub(super) fn strongest(terms: &mut Vec<Strong>, most: usize) -> &[Strong] {
    terms.retain(|s| s.slot != NO_SLOT && s.idf > 0);
    if terms.len() > most {
        terms.select_nth_unstable_by_key(most, |s| (std::cmp::Reverse(s.times * s.idf), s.term));
        terms.truncate(most);
    }
    terms
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
            for posting in field.index.newest(strong.slot, story << 5, net.postings) {
                self.add(posting >> 5, weight * (posting & 31));
            }
        }
        self.pick(net.compared)
    }

    /// Adds the weight to the sum of every story of a row.
    pub(super) fn add_all(&mut self, postings: &[u32], weight: u32) {
        for posting in postings {
            self.add(posting >> 5, weight);
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
