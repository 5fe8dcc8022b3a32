//! How telling a word is: inverse document frequency, from the stories of earlier calendar years.
//!
//! Weights do not move while the year lasts, so that one new story cannot reorder the archive; they are quantised to
//! quarters of a power of two, so that a late addition to an earlier year moves few of them. Below 500 such stories the
//! whole site is counted.

use super::terms::{Term, TermVector, quarter_log2, unpack};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Fewer stories of earlier years than this, and the whole site gives the weights.
const LEAST_STORIES: usize = 500;
/// Parts in which terms are counted, side by side.
const SHARDS: u32 = 32;
/// The slot of a term that only one story has: it matches nothing.
pub(super) const NO_SLOT: u32 = u32::MAX;

/// The weights of all terms that at least two stories share, each with its slot (a dense number).
#[derive(Debug, Default)]
pub struct Weights {
    /// Open addressing by the low bits of the term: term (0: free) and its slot with its weight in the low byte.
    table: Vec<(Term, u32)>,
    slots: u32,
    /// The weight of a term that no counted story has.
    rarest: u32,
}

impl Weights {
    /// Weights for a site of these stories, oldest first, of which the first `earlier` are of earlier years.
    pub fn new(vectors: &[&TermVector], earlier: usize) -> Self {
        let base = if earlier < LEAST_STORIES {
            vectors.len()
        } else {
            earlier.min(vectors.len())
        };
        let counted: Vec<Vec<(Term, u32)>> = (0..SHARDS).into_par_iter().map(|s| count(vectors, base, s)).collect();
        let stories = quarter_log2(base as u64 + 1);
        let shared: usize = counted.iter().map(Vec::len).sum();
        let size = (shared * 2).next_power_of_two().max(2);
        let mut weights = Weights {
            table: vec![(0, 0); size],
            slots: 0,
            rarest: stories.clamp(1, 255),
        };
        for (term, times) in counted.into_iter().flatten() {
            let idf = stories.saturating_sub(quarter_log2(u64::from(times))).min(255);
            weights.insert(term, idf);
        }
        weights
    }

    fn insert(&mut self, term: Term, idf: u32) {
        let place = self.place(term);
        if let Some(free) = self.table.get_mut(place) {
            *free = (term, self.slots << 8 | idf);
            self.slots += 1;
        }
    }

    /// Where the term stands, or the free place where it would.
    fn place(&self, term: Term) -> usize {
        let mask = self.table.len().wrapping_sub(1);
        let mut place = term as usize & mask;
        while let Some(&(held, _)) = self.table.get(place) {
            if held == term || held == 0 {
                break;
            }
            place = (place + 1) & mask;
        }
        place
    }

    /// The term's slot ([`NO_SLOT`] when one story alone has it) and its weight.
    #[inline]
    pub(super) fn of(&self, term: Term) -> (u32, u32) {
        match self.table.get(self.place(term)) {
            Some(&(held, packed)) if held == term && held != 0 => (packed >> 8, packed & 0xFF),
            _ => (NO_SLOT, self.rarest),
        }
    }

    /// How many slots there are.
    pub(super) fn slots(&self) -> usize {
        self.slots as usize
    }
}

/// The terms of one shard that two or more stories have, ascending, each with the number of counted stories that have it.
fn count(vectors: &[&TermVector], base: usize, shard: u32) -> Vec<(Term, u32)> {
    let bits = Term::BITS - 5 - SHARDS.ilog2();
    let (from, to) = (shard << bits, (shard + 1) << bits);
    // The number of counted stories, and of all stories above them, by term.
    let mut times: FxHashMap<Term, (u32, u32)> = FxHashMap::default();
    for (number, vector) in vectors.iter().enumerate() {
        let packed = vector.packed();
        let start = packed.partition_point(|p| unpack(*p).0 < from);
        for &p in packed.get(start..).unwrap_or_default() {
            let (term, _) = unpack(p);
            if term >= to {
                break;
            }
            let entry = times.entry(term).or_default();
            entry.0 += u32::from(number < base);
            entry.1 += 1;
        }
    }
    let mut shared: Vec<(Term, u32)> = times
        .into_iter()
        .filter(|(_, n)| n.1 > 1)
        .map(|(t, n)| (t, n.0))
        .collect();
    shared.sort_unstable();
    shared
}

/// A story made ready to be compared: its terms with the product of weight and squared idf, and its length.
#[derive(Debug)]
pub(super) struct Query {
    /// Term, its weight times its squared idf.
    table: Vec<(Term, u32)>,
    mask: usize,
    /// A bit for the low twelve bits of every term: most of another story's terms end here.
    present: [u64; 64],
}

impl Default for Query {
    fn default() -> Self {
        Query {
            table: vec![(0, 0); 1024],
            mask: 1023,
            present: [0; 64],
        }
    }
}

/// Word and bit of a term in [`Query::present`].
#[inline]
fn bit(term: Term) -> (usize, u64) {
    ((term >> 6) as usize & 63, 1 << (term & 63))
}

impl Query {
    /// Makes a story the one to compare with. Holds up to [`super::terms::MAX_TERMS`] terms.
    pub(super) fn set(&mut self, terms: &[Strong]) {
        self.table.fill((0, 0));
        self.present.fill(0);
        for strong in terms {
            let (word, mask) = bit(strong.term);
            if let Some(word) = self.present.get_mut(word) {
                *word |= mask;
            }
            let mut place = strong.term as usize & self.mask;
            while self.table.get(place).is_some_and(|(held, _)| *held != 0) {
                place = (place + 1) & self.mask;
            }
            if let Some(free) = self.table.get_mut(place) {
                *free = (strong.term, strong.times * strong.idf * strong.idf);
            }
        }
    }

    /// The inner product with another story.
    pub(super) fn dot(&self, other: &TermVector) -> u64 {
        let mut sum = 0u64;
        for &packed in other.packed() {
            let (term, times) = unpack(packed);
            let (word, mask) = bit(term);
            if self.present.get(word).is_some_and(|w| w & mask != 0) {
                sum += u64::from(self.weight(term) * times);
            }
        }
        sum
    }

    /// The weight of a term; 0 for those that the story has not.
    fn weight(&self, term: Term) -> u32 {
        let mut place = term as usize & self.mask;
        while let Some(&(held, weight)) = self.table.get(place) {
            if held == term {
                return weight;
            }
            if held == 0 {
                break;
            }
            place = (place + 1) & self.mask;
        }
        0
    }
}

/// A term of a story with all that is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Strong {
    pub(super) term: Term,
    /// The story's weight of it, 1 to 31.
    pub(super) times: u32,
    /// How telling it is, 0 to 255 (in practice below 80).
    pub(super) idf: u32,
    pub(super) slot: u32,
}

/// The terms of a story with their weights, in the order of terms, and the story's length: 16 times the square root of
/// its product with itself.
pub(super) fn weigh(weights: &Weights, vector: &TermVector, into: &mut Vec<Strong>) -> u32 {
    into.clear();
    let mut square = 0u64;
    for (term, times) in vector.iter() {
        let (slot, idf) = weights.of(term);
        square += u64::from(times * idf).pow(2);
        into.push(Strong { term, times, idf, slot });
    }
    (square << 8).isqrt().min(u64::from(u32::MAX)) as u32
}

/// Cosine in parts of a million, from an inner product and two lengths.
pub(super) fn cosine(dot: u64, a: u32, b: u32) -> u32 {
    let lengths = (u64::from(a) * u64::from(b)).max(1);
    let cosine = u128::from(dot) * 256_000_000 / u128::from(lengths);
    cosine.min(1_000_000) as u32
}
