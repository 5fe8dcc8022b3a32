//! The related list of every story: curated first, then its series, then what its words say.
//!
//! Lists look backward: a story looks for older ones. It enters the list of an older story only when that story is among
//! its own nearest ([`Options::nearest`]), so that one new story touches few lists. Scores are whole numbers and every
//! order is total (score, then the newer story), so that the lists are the same on any number of threads.
//!
//! A score is the cosine of two stories' weighted stems in parts of a million, plus up to a fifth for tags in common, 3 %
//! more within a section, and at most 20 % less for years between them. Near-duplicates never stand in a list together,
//! nor in each other's, and at most two stories of one author do (an editor's choice and a series are exempt).

use super::candidates::{Field, Index, Sums, measure, strongest};
use super::known::Known;
use super::memory::{Ground as Standing, Memory};
pub use super::neighbour::{Ground, Neighbour, Why};
pub use super::options::{Net, Options};
use super::terms::{Term, TermVector, Vector, Vocabulary, quarter_log2};
use super::weights::{LEAST_STORIES, Query, Sieve, Strong, Weights, cosine, weigh};
use crate::bengali::word;
use rayon::prelude::*;
use series::Series;
use std::collections::BTreeMap;

/// Score of a story that the editor chose; below stand series, below them texts.
pub const CURATED: u32 = 3_000_000;
/// Score of a neighbour in a series.
pub const SERIES: u32 = 2_000_000;
/// Most that tags in common add, in parts of a million.
const TAG_BONUS: u64 = 200_000;
/// Days between two stories at which half of the decay is reached.
const DECAY_DAYS: u64 = 365;
/// Stories of one author in a list.
const PER_AUTHOR: usize = 2;

/// A published story as the lists see it. Its number is its place when all are ordered oldest first.
#[derive(Debug, Clone, Copy)]
pub struct RelatedDoc<'a> {
    /// Publication, in seconds since 1970.
    pub date: i64,
    /// Its section's number.
    pub section: u32,
    /// Its authors' numbers; empty without a byline.
    pub authors: &'a [u32],
    /// Its tags' numbers.
    pub tags: &'a [u32],
    /// Its series' number.
    pub series: Option<u32>,
    /// Stories that its editor chose, in order; unknown and own numbers are passed over.
    pub curated: &'a [u32],
    /// Its words.
    pub terms: &'a dyn Vector,
}

impl<'a> RelatedDoc<'a> {
    fn vector(&self) -> &'a TermVector {
        self.terms.vector()
    }
}

/// The related list of every story, best first; `docs` oldest first. Near-linear in stories; parallel.
///
/// ```
/// use khobor::relate::related::{Options, RelatedDoc, related};
/// use khobor::relate::terms::{Vocabulary, terms};
/// let words = Vocabulary::new();
/// let of = |text: &str| terms::<&str>(&words, "", &[], text);
/// let texts = [of("হালদা নদীতে মা মাছ ডিম ছেড়েছে"), of("শেয়ারবাজারে সূচক কমেছে"), of("হালদায় মাছের ডিম সংগ্রহ শেষ")];
/// let doc = |i: usize| RelatedDoc { date: i as i64, section: 0, authors: &[], tags: &[], series: None, curated: &[], terms: &texts[i] };
/// let lists = related(&[doc(0), doc(1), doc(2)], &Options::new(6, 0));
/// assert_eq!(lists[2][0].id, 0);
/// assert_eq!(lists[0][0].id, 2);
/// ```
pub fn related(docs: &[RelatedDoc<'_>], options: &Options) -> Vec<Vec<Neighbour>> {
    let memory = related_since(docs, &vec![0; docs.len()], options, None);
    memory.stories.into_iter().map(|known| known.list).collect()
}

/// As [`related`], with what an earlier run found: only stories from the first that differs on are compared again, and only
/// lists that they touch are made again. `signs[i]` is a hash of all that `docs[i]` says, by content and not by number; an
/// earlier run's signs and this one's must be made alike. The lists are the same with and without `earlier`.
pub fn related_since(docs: &[RelatedDoc<'_>], signs: &[u64], options: &Options, earlier: Option<Memory>) -> Memory {
    let base = docs.partition_point(|d| d.date < options.year_start);
    let earlier = earlier.filter(|memory| memory.ground.holds(options, base));
    let same = earlier.as_ref().map_or(0, |memory| memory.agrees(signs));
    let earlier = earlier.filter(|_| base >= LEAST_STORIES && same >= base);
    let from = if earlier.is_some() { same } else { 0 };
    // Stories that may have had, or may get, a later one in their lists.
    let mut touched = vec![false; docs.len()];
    let latest = vectors(docs.get(from..).unwrap_or_default());
    let (mut stories, weights, firsts) = match earlier {
        None => {
            let (weights, firsts) = Weights::new(&latest, base);
            (Vec::new(), weights, firsts)
        }
        Some(mut memory) => {
            touch(&mut touched, memory.stories.iter().skip(from));
            memory.firsts.renew(from, &latest);
            let weights = memory.ground.weights(&latest, &memory.firsts);
            (memory.stories, weights, memory.firsts)
        }
    };
    stories.truncate(from);
    stories.extend(measure(&latest, from, &weights, options.net));
    let only = (from > 0).then(|| Sieve::of(stories.iter().skip(from).flat_map(Known::terms)));
    let ground = Comparison::of(docs, options, weights, Field::new(&stories, only.as_ref()));
    let found: Vec<Vec<Neighbour>> = (from as u32..docs.len() as u32)
        .into_par_iter()
        .map_init(|| Space::new(docs.len()), |space, story| ground.backward(story, space))
        .collect();
    for ((known, backward), sign) in stories.iter_mut().skip(from).zip(found).zip(signs.iter().skip(from)) {
        (known.backward, known.sign) = (backward, *sign);
    }
    touch(&mut touched, stories.iter().skip(from));
    for ((story, doc), touched) in docs.iter().enumerate().zip(&mut touched) {
        *touched |= story >= from || doc.curated.iter().any(|id| *id as usize >= from);
    }
    relist(&ground, &mut stories, &touched);
    Memory {
        ground: Standing::new(options, base, ground.weights),
        stories,
        firsts,
        changed: touched,
    }
}

fn vectors<'a>(docs: &[RelatedDoc<'a>]) -> Vec<&'a TermVector> {
    docs.par_iter().map(RelatedDoc::vector).collect()
}

/// Marks the stories that these list as their nearest.
fn touch<'k>(touched: &mut [bool], stories: impl Iterator<Item = &'k Known>) {
    for near in stories.flat_map(|known| &known.backward) {
        if let Some(touched) = touched.get_mut(near.id as usize) {
            *touched = true;
        }
    }
}

/// Makes the lists of the touched stories: from their own nearest, and from those that are near to them.
fn relist(ground: &Comparison<'_>, stories: &mut [Known], touched: &[bool]) {
    let is_touched = |id: u32| touched.get(id as usize).copied().unwrap_or(false);
    let mut pools: BTreeMap<u32, Vec<Neighbour>> = BTreeMap::new();
    for (story, known) in stories.iter().enumerate() {
        let story = story as u32;
        if is_touched(story) {
            pools.entry(story).or_default().extend_from_slice(&known.backward);
        }
        for near in known.backward.iter().filter(|near| is_touched(near.id)) {
            pools.entry(near.id).or_default().push(Neighbour { id: story, ..*near });
        }
    }
    let lists: Vec<(u32, Vec<Neighbour>)> = pools
        .into_par_iter()
        .map(|(story, pool)| (story, ground.list(story, pool)))
        .collect();
    for (story, list) in lists {
        if let Some(known) = stories.get_mut(story as usize) {
            known.list = list;
        }
    }
}

/// All stories, ready to be compared with each other.
#[derive(Debug)]
pub struct Comparison<'a> {
    docs: &'a [RelatedDoc<'a>],
    options: Options,
    weights: Weights,
    field: Field,
    tags: Tags,
    series: Series,
}

/// A thread's space to work in.
#[derive(Debug)]
struct Space {
    sums: Sums,
    terms: Vec<Strong>,
    query: Query,
}

impl Space {
    fn new(stories: usize) -> Self {
        Space {
            sums: Sums::new(stories),
            terms: Vec::new(),
            query: Query::default(),
        }
    }
}

impl<'a> Comparison<'a> {
    /// Weighs and indexes the stories (oldest first).
    pub fn new(docs: &'a [RelatedDoc<'a>], options: &Options) -> Self {
        let vectors = vectors(docs);
        let earlier = docs.partition_point(|d| d.date < options.year_start);
        let (weights, _) = Weights::new(&vectors, earlier);
        let field = Field::new(&measure(&vectors, 0, &weights, options.net), None);
        Comparison::of(docs, options, weights, field)
    }

    fn of(docs: &'a [RelatedDoc<'a>], options: &Options, weights: Weights, field: Field) -> Self {
        let earlier = docs.partition_point(|d| d.date < options.year_start);
        Comparison {
            docs,
            options: *options,
            weights,
            field,
            tags: Tags::new(docs, earlier),
            series: Series::new(docs),
        }
    }

    /// The weights of words.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// What two stories have in common, whether or not they list each other. `None` for a number that does not exist.
    pub fn judge(&self, story: u32, other: u32) -> Option<Neighbour> {
        let (doc, near) = (self.docs.get(story as usize)?, self.docs.get(other as usize)?);
        let mut space = Space::new(0);
        weigh(&self.weights, (story, doc.vector()), &mut space.terms);
        space.query.set(&space.terms);
        let distance = self.series.distance(story, other);
        Some(self.score(story, other, space.query.dot(near.vector()), distance))
    }

    /// The words of a text that it has in common with a story, the most telling first, each with its share of the inner
    /// product in thousandths; for `--why`. `text` is the first story's headline and body.
    pub fn shared_words(&self, known: &Vocabulary, text: &str, other: u32, limit: usize) -> Vec<(String, u32)> {
        let Some(doc) = self.docs.get(other as usize) else {
            return Vec::new();
        };
        let weighed: BTreeMap<Term, u64> = doc
            .vector()
            .iter()
            .map(|(t, n)| (t, u64::from(n * self.weights.of(t, other).0.pow(2))))
            .collect();
        let mut found: BTreeMap<Term, (String, u64)> = BTreeMap::new();
        for word in word::words(text) {
            if let Some((term, weight)) = known.term(word).and_then(|t| Some((t, *weighed.get(&t)?))) {
                found.entry(term).or_insert_with(|| (word.to_owned(), weight));
            }
        }
        let all = found.values().map(|(_, w)| *w).sum::<u64>().max(1);
        let mut words: Vec<(String, u32)> = found
            .into_values()
            .map(|(word, w)| (word, (w * 1000 / all) as u32))
            .collect();
        words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        words.truncate(limit);
        words
    }

    /// The nearest older stories, by the same rules as a list.
    fn backward(&self, story: u32, space: &mut Space) -> Vec<Neighbour> {
        let Some(doc) = self.docs.get(story as usize) else {
            return Vec::new();
        };
        let Space { sums, terms, query } = space;
        weigh(&self.weights, (story, doc.vector()), terms);
        query.set(terms);
        self.tags.add_to(sums, doc, story, self.length(story));
        let asked = strongest(terms, self.options.net.asked);
        let mut found: Vec<Neighbour> = Vec::with_capacity(self.options.net.compared);
        for older in self.series.older(story, self.options.nearest) {
            let Some(other) = self.docs.get(*older as usize) else {
                continue;
            };
            found.push(self.score(
                story,
                *older,
                query.dot(other.vector()),
                self.series.distance(story, *older),
            ));
        }
        let in_series = found.len();
        let mut bar = Bar::new(self.options.nearest);
        for some in sums.gather(&self.field, story, asked, self.options.net).chunks(16) {
            if bar.missed > self.options.net.patience {
                break;
            }
            self.touch(some);
            for (_, older) in some {
                let Some(other) = self.docs.get(*older as usize) else {
                    continue;
                };
                if !found.iter().take(in_series).any(|n| n.id == *older) {
                    let near = self.score(story, *older, query.dot(other.vector()), None);
                    bar.meet(near.score);
                    found.push(near);
                }
            }
        }
        self.select(story, Vec::new(), found, self.options.nearest)
    }

    /// Asks for the candidates' terms all at once, so that the memory's answers overlap; a third of the time at 100,000
    /// stories is waiting for it.
    fn touch(&self, candidates: &[(u32, u32)]) {
        let first = |(_, id): &(u32, u32)| self.docs.get(*id as usize).and_then(|d| d.vector().packed().first());
        std::hint::black_box(candidates.iter().filter_map(first).fold(0u32, |sum, first| sum ^ first));
    }

    fn length(&self, story: u32) -> u32 {
        self.field.lengths.get(story as usize).copied().unwrap_or_default()
    }

    /// The score of a pair with this inner product; `distance` in a series makes it a neighbour there.
    fn score(&self, story: u32, other: u32, dot: u64, distance: Option<u32>) -> Neighbour {
        let (Some(a), Some(b)) = (self.docs.get(story as usize), self.docs.get(other as usize)) else {
            return Neighbour {
                id: other,
                score: 0,
                why: Why::default(),
            };
        };
        let cosine = cosine(dot, self.length(story), self.length(other));
        let tags = self.tags.bonus(a.tags, b.tags);
        let section = a.section == b.section;
        let days = a.date.abs_diff(b.date) / 86_400;
        let decay = (200 * days / (days + DECAY_DAYS)) as u16;
        let plain = u64::from(cosine) + tags;
        let plain = if section { plain + plain * 3 / 100 } else { plain };
        let score = (plain * u64::from(1000 - decay) / 1000) as u32;
        let ground = if distance.is_some() {
            Ground::Series
        } else {
            Ground::Text
        };
        let score = distance.map_or(score, |d| {
            SERIES + (500_000 / d.max(1)).saturating_add(u32::from(other > story))
        });
        Neighbour {
            id: other,
            score,
            why: Why {
                ground,
                cosine,
                tags: tags as u32,
                section,
                decay,
            },
        }
    }

    /// A story's list: the editor's choice, then the best of its pool.
    fn list(&self, story: u32, pool: Vec<Neighbour>) -> Vec<Neighbour> {
        let mut list: Vec<Neighbour> = Vec::with_capacity(self.options.limit);
        for &chosen in self
            .docs
            .get(story as usize)
            .map(|d| d.curated)
            .unwrap_or_default()
            .iter()
            .take(self.options.limit)
        {
            if chosen != story && (chosen as usize) < self.docs.len() && !list.iter().any(|n| n.id == chosen) {
                let why = Why {
                    ground: Ground::Curated,
                    ..Why::default()
                };
                list.push(Neighbour {
                    id: chosen,
                    score: CURATED - list.len() as u32,
                    why,
                });
            }
        }
        self.select(story, list, pool, self.options.limit)
    }

    /// Fills a list up to `most` from what was found: the best first, no near-duplicates, at most two of an author.
    fn select(&self, story: u32, mut list: Vec<Neighbour>, mut found: Vec<Neighbour>, most: usize) -> Vec<Neighbour> {
        found.retain(|n| n.why.ground != Ground::Text || n.score >= self.options.net.least);
        found.sort_unstable_by_key(|n| std::cmp::Reverse((n.score, n.id)));
        for near in found {
            if list.len() >= most {
                break;
            }
            if self.fits(story, &list, near) {
                list.push(near);
            }
        }
        list
    }

    fn fits(&self, story: u32, list: &[Neighbour], near: Neighbour) -> bool {
        let Some(doc) = self.docs.get(near.id as usize) else {
            return false;
        };
        let same = |id: u32| {
            self.docs
                .get(id as usize)
                .is_some_and(|d| d.vector().sketch.same_text(&doc.vector().sketch))
        };
        if list.iter().any(|n| n.id == near.id || same(n.id)) || same(story) {
            return false;
        }
        let by = |author: &u32| list.iter().filter(|n| self.authors(n.id).contains(author)).count();
        near.why.ground == Ground::Series || doc.authors.iter().all(|a| by(a) < PER_AUTHOR)
    }

    fn authors(&self, story: u32) -> &[u32] {
        self.docs.get(story as usize).map_or(&[], |d| d.authors)
    }
}

/// The best scores so far, and how many in a row were none of them.
struct Bar {
    best: Vec<u32>,
    missed: usize,
}

impl Bar {
    fn new(most: usize) -> Self {
        Bar {
            best: vec![0; most.max(1)],
            missed: 0,
        }
    }

    fn meet(&mut self, score: u32) {
        let place = self.best.partition_point(|b| *b >= score);
        self.missed += 1;
        if place < self.best.len() {
            self.best.pop();
            self.best.insert(place, score);
            self.missed = 0;
        }
    }
}

/// Tags: how telling each is, and which stories have it.
#[derive(Debug)]
struct Tags {
    idf: Vec<u32>,
    stories: Index,
}

/// Stories looked at for one tag, the newest.
const TAG_POSTINGS: usize = 64;

impl Tags {
    fn new(docs: &[RelatedDoc<'_>], earlier: usize) -> Self {
        let base = if earlier < 500 { docs.len() } else { earlier };
        let slots = docs.iter().flat_map(|d| d.tags).max().map_or(0, |t| *t as usize + 1);
        let mut times = vec![0u64; slots];
        for tag in docs.iter().take(base).flat_map(|d| d.tags) {
            if let Some(n) = times.get_mut(*tag as usize) {
                *n += 1;
            }
        }
        let all = quarter_log2(base as u64 + 1);
        let rows: Vec<Vec<(u32, u32)>> = docs
            .iter()
            .enumerate()
            .map(|(i, d)| d.tags.iter().map(|t| (*t, i as u32)).collect())
            .collect();
        let idf = times.iter().map(|n| all.saturating_sub(quarter_log2(*n))).collect();
        Tags {
            idf,
            stories: Index::new(slots, &rows),
        }
    }

    fn square(&self, tag: u32) -> u64 {
        self.idf.get(tag as usize).map_or(0, |i| u64::from(*i).pow(2))
    }

    /// What tags in common add to a score: their share of both stories' tags, telling ones counting more.
    fn bonus(&self, a: &[u32], b: &[u32]) -> u64 {
        if a.is_empty() || b.is_empty() {
            return 0;
        }
        let common: u64 = a.iter().filter(|t| b.contains(t)).map(|t| self.square(*t)).sum();
        if common == 0 {
            return 0;
        }
        let length = |tags: &[u32]| tags.iter().map(|t| self.square(*t)).sum::<u64>();
        let both = (length(a) as u128 * length(b) as u128).isqrt().max(1) as u64;
        (TAG_BONUS * common / both).min(TAG_BONUS)
    }

    /// Lets stories with the same telling tags into the net.
    fn add_to(&self, sums: &mut Sums, doc: &RelatedDoc<'_>, story: u32, length: u32) {
        let all: u64 = doc.tags.iter().map(|t| self.square(*t)).sum();
        let whole = u64::from(length) * 64 / 16 / 8;
        for &tag in doc.tags {
            let weight = whole * self.square(tag) / all.max(1);
            if weight > 0 {
                sums.add_all(
                    self.stories.newest(tag, story, TAG_POSTINGS),
                    weight.min(1 << 24) as u32,
                );
            }
        }
    }
}

mod series;
#[cfg(test)]
mod tests;
