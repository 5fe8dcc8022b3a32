//! How telling a word is: inverse document frequency, from the stories of earlier calendar years.
//!
//! Weights do not move while the year lasts, so that one new story cannot reorder the archive; they are quantised to
//! quarters of a power of two, so that a late addition to an earlier year moves few of them. Below 500 such stories the
//! whole site is counted.

use super::firsts::Firsts;
use super::terms::{MAX_TERMS, Term, TermVector, quarter_log2, unpack};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Fewer stories of earlier years than this, and the whole site gives the weights.
pub(super) const LEAST_STORIES: usize = 500;
/// Parts in which terms are counted, side by side.
const SHARDS: u32 = 32;
/// The first story of a term that one story alone has: none is older.
const NEVER: u32 = u32::MAX >> 8;

/// The weights of the terms that stories share, each with the first story that has it.
#[derive(Debug, Default)]
pub struct Weights {
    /// Open addressing by the low bits of the term: term (0: free) and its first story with its weight in the low byte.
    table: Vec<(Term, u32)>,
    /// The weight of a term that at most one counted story has.
    rarest: u32,
    /// All stories are counted.
    whole: bool,
    /// Weights of all terms that two or more counted stories have, ascending: what a later run needs.
    pub(super) counted: Vec<(Term, u8)>,
}

/// Who has a term, as one of its stories sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shared {
    /// Older stories; where the whole site gives the weights, any other.
    Known,
    /// No older one; later ones may take it up.
    Coined,
    /// No other.
    Alone,
}

impl Weights {
    /// Weights for a site of these stories, oldest first, of which the first `earlier` are of earlier years; and the table
    /// by which a later run can go on.
    pub(super) fn new(vectors: &[&TermVector], earlier: usize) -> (Self, Firsts) {
        let base = if earlier < LEAST_STORIES {
            vectors.len()
        } else {
            earlier.min(vectors.len())
        };
        let found: Vec<Vec<Counted>> = (0..SHARDS).into_par_iter().map(|s| count(vectors, base, s)).collect();
        let stories = quarter_log2(base as u64 + 1);
        let idf = |times: u32| stories.saturating_sub(quarter_log2(u64::from(times))).min(255);
        let shared = || found.iter().flatten().filter(|counted| counted.all > 1);
        let mut weights = Weights::sized(shared().count());
        weights.rarest = stories.clamp(1, 255);
        weights.whole = earlier < LEAST_STORIES;
        for counted in shared() {
            weights.insert(counted.term, idf(counted.times), counted.first);
            if counted.times > 1 {
                weights.counted.push((counted.term, idf(counted.times) as u8));
            }
        }
        // Where the whole site gives the weights no run goes on where another ended.
        let firsts = found.iter().flatten().filter(|_| !weights.whole);
        let firsts = Firsts::of(firsts.map(|counted| (counted.term, counted.first)));
        (weights, firsts)
    }

    /// Weights for the terms of the latest stories only, when the weights of an earlier run still hold.
    pub(super) fn of_latest(
        latest: &[&TermVector],
        firsts: &Firsts,
        (counted, rarest): (Vec<(Term, u8)>, u32),
    ) -> Self {
        let mut terms: Vec<Term> = latest.iter().flat_map(|vector| vector.iter()).map(|(t, _)| t).collect();
        terms.sort_unstable();
        terms.dedup();
        let mut weights = Weights::sized(terms.len());
        weights.rarest = rarest;
        for term in terms {
            let known = counted.binary_search_by_key(&term, |(t, _)| *t).ok();
            let idf = known
                .and_then(|at| counted.get(at))
                .map_or(rarest, |(_, idf)| u32::from(*idf));
            weights.insert(term, idf, firsts.get(term).unwrap_or(NEVER));
        }
        Weights { counted, ..weights }
    }

    fn sized(terms: usize) -> Self {
        Weights {
            table: vec![(0, 0); (terms * 2).next_power_of_two().max(2)],
            ..Weights::default()
        }
    }

    fn insert(&mut self, term: Term, idf: u32, first: u32) {
        let place = self.place(term);
        if let Some(free) = self.table.get_mut(place) {
            *free = (term, first.min(NEVER) << 8 | idf);
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

    /// The term's weight, and who beside this story has it. Nothing of it depends on later stories, unless all are counted.
    #[inline]
    pub(super) fn of(&self, term: Term, story: u32) -> (u32, Shared) {
        let (idf, first) = match self.table.get(self.place(term)) {
            Some(&(held, packed)) if held == term && held != 0 => (packed & 0xFF, packed >> 8),
            _ => (self.rarest, NEVER),
        };
        let shared = match (self.whole, first) {
            (true, NEVER) => Shared::Alone,
            (true, _) => Shared::Known,
            (false, first) if first < story => Shared::Known,
            (false, _) => Shared::Coined,
        };
        (idf, shared)
    }

    /// The weight of a term that at most one counted story has.
    pub(super) fn rarest(&self) -> u32 {
        self.rarest
    }
}

/// Who has a term.
struct Counted {
    term: Term,
    /// Counted stories.
    times: u32,
    /// All stories.
    all: u32,
    /// The first of them.
    first: u32,
}

/// The terms of one shard, ascending.
fn count(vectors: &[&TermVector], base: usize, shard: u32) -> Vec<Counted> {
    let bits = Term::BITS - 5 - SHARDS.ilog2();
    let (from, to) = (shard << bits, (shard + 1) << bits);
    // Counted stories, all stories, the first of them, by term.
    let mut times: FxHashMap<Term, (u32, u32, u32)> = FxHashMap::default();
    for (number, vector) in vectors.iter().enumerate() {
        let packed = vector.packed();
        let start = packed.partition_point(|p| unpack(*p).0 < from);
        for &p in packed.get(start..).unwrap_or_default() {
            let (term, _) = unpack(p);
            if term >= to {
                break;
            }
            let entry = times.entry(term).or_insert((0, 0, number as u32));
            entry.0 += u32::from(number < base);
            entry.1 += 1;
        }
    }
    let counted = |(term, (times, all, first))| Counted {
        term,
        times,
        all,
        first,
    };
    let mut found: Vec<Counted> = times.into_iter().map(counted).collect();
    found.sort_unstable_by_key(|counted| counted.term);
    found
}

/// A set of terms that may take a few others for its own: 8 KB that stay in the nearest cache.
pub(super) struct Sieve(Vec<u64>);

impl Sieve {
    pub(super) fn of(terms: impl Iterator<Item = Term>) -> Self {
        let mut bits = vec![0u64; 1024];
        for term in terms {
            if let Some(word) = bits.get_mut((term >> 6) as usize & 1023) {
                *word |= 1 << (term & 63);
            }
        }
        Sieve(bits)
    }

    #[inline]
    pub(super) fn may_hold(&self, term: Term) -> bool {
        self.0
            .get((term >> 6) as usize & 1023)
            .is_some_and(|word| word >> (term & 63) & 1 == 1)
    }
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
        // First those that may be shared, without a jump that could be guessed wrong.
        let mut shared = [0; MAX_TERMS];
        let mut count = 0;
        for packed in other.packed() {
            let (word, mask) = bit(unpack(*packed).0);
            if let Some(next) = shared.get_mut(count) {
                *next = *packed;
            }
            count += usize::from(self.present[word & 63] & mask != 0);
        }
        let product = |packed: &u32| {
            let (term, times) = unpack(*packed);
            u64::from(self.weight(term) * times)
        };
        shared.iter().take(count).map(product).sum()
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
    /// Who else has it.
    pub(super) shared: Shared,
}

/// The terms of a story with their weights, in the order of terms, and the story's length: 16 times the square root of
/// its product with itself.
pub(super) fn weigh(weights: &Weights, (story, vector): (u32, &TermVector), into: &mut Vec<Strong>) -> u32 {
    into.clear();
    let mut square = 0u64;
    for (term, times) in vector.iter() {
        let (idf, shared) = weights.of(term, story);
        square += u64::from(times * idf).pow(2);
        into.push(Strong {
            term,
            times,
            idf,
            shared,
        });
    }
    (square << 8).isqrt().min(u64::from(u32::MAX)) as u32
}

/// Cosine in parts of a million, from an inner product and two lengths.
pub(super) fn cosine(dot: u64, a: u32, b: u32) -> u32 {
    let lengths = (u64::from(a) * u64::from(b)).max(1);
    let cosine = u128::from(dot) * 256_000_000 / u128::from(lengths);
    cosine.min(1_000_000) as u32
}
