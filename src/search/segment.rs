//! A run of stories with their postings sorted by term: what a shard needs of some thousand stories lies together.
//!
//! Stories are numbered from the run's first, so that a run stays as it is when earlier stories come or go. For each term
//! (ascending) its postings: the distance from the story before, and the posting as the analysis packed it (mark, words'
//! places behind their number).

use super::code::{Reader, put_number};
use super::vocabulary::{Id, Members};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Stories of a run at most.
pub(super) const LONGEST: usize = 4096;
/// A run shorter than this is put together with the one before it when it is rebuilt.
pub(super) const SHORT: usize = 1024;
/// No story.
pub(super) const NONE: u32 = u32::MAX;

/// A story of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Known {
    pub(super) stamp: u64,
    pub(super) day: i32,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Segment {
    pub(super) stories: Vec<Known>,
    /// Ascending.
    terms: Vec<Id>,
    /// By place in `terms`: how many postings there are.
    counts: Vec<u32>,
    /// By place in `terms`: where the postings end.
    ends: Vec<u32>,
    postings: Vec<u8>,
    /// Where the postings begin among the bytes that were read.
    start: usize,
    /// For each word (ascending; coded as distances) the first story it stands in.
    words: Vec<u8>,
}

/// A run as it is kept.
#[derive(Serialize)]
struct Written<'a> {
    stories: &'a [Known],
    /// Of each term: distance, number of postings, bytes of postings.
    terms: Bytes<'a>,
    words: Bytes<'a>,
    postings: Bytes<'a>,
}

/// What is counted of a term while a run is made.
#[derive(Clone, Copy, Default)]
struct Tally {
    count: u32,
    /// Bytes in the first pass, the place to write in the second.
    at: u32,
    /// One past the last story.
    next: u32,
    /// Words of the term that no story had yet, in the second pass.
    unseen: u32,
}

impl Segment {
    /// Makes a run of stories from the postings of each, as the analysis packed them. `terms` and `words` are how many the
    /// vocabulary has.
    pub(super) fn new(
        stories: Vec<Known>,
        postings: &[Vec<u8>],
        members: &Members,
        (words, terms): (usize, usize),
    ) -> Self {
        let mut tallies = vec![Tally::default(); terms];
        for (doc, packed) in (0..).zip(postings) {
            for (term, posting) in Packed::new(packed) {
                let Some(tally) = tallies.get_mut(term as usize) else {
                    continue;
                };
                tally.count += 1;
                tally.at += number_len(doc - tally.next) + posting.len() as u32;
                tally.next = doc + 1;
            }
        }
        let mut run = Self {
            stories,
            ..Self::default()
        };
        let mut end = 0;
        for (id, tally) in (0..).zip(&mut tallies).filter(|(_, tally)| tally.count > 0) {
            let bytes = std::mem::replace(&mut tally.at, end);
            end += bytes;
            tally.next = 0;
            tally.unseen = members.of(id).len() as u32;
            run.terms.push(id);
            run.counts.push(tally.count);
            run.ends.push(end);
        }
        run.postings = vec![0; end as usize];
        let mut first = vec![NONE; words];
        let mut number = Vec::with_capacity(8);
        for (doc, packed) in (0..).zip(postings) {
            for (term, posting) in Packed::new(packed) {
                let Some(tally) = tallies.get_mut(term as usize) else {
                    continue;
                };
                number.clear();
                put_number(&mut number, u64::from(doc - tally.next));
                tally.next = doc + 1;
                tally.at = put(&mut run.postings, tally.at, &number);
                tally.at = put(&mut run.postings, tally.at, posting);
                if tally.unseen > 0 {
                    let noted = note_first(&mut first, doc, posting, |place| members.word_at(term, place));
                    tally.unseen = tally.unseen.saturating_sub(noted);
                }
            }
        }
        run.words = write_first(&first);
        run
    }

    /// How many stories there are.
    pub(super) fn len(&self) -> u32 {
        self.stories.len() as u32
    }

    /// The terms and how often each stands here.
    pub(super) fn terms(&self) -> impl Iterator<Item = (Id, u32)> {
        self.terms.iter().copied().zip(self.counts.iter().copied())
    }

    /// The postings at a place in the list of terms.
    pub(super) fn postings(&self, at: usize) -> Postings<'_> {
        let start = at.checked_sub(1).and_then(|a| self.ends.get(a)).copied().unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(start);
        let all = self.postings.get(self.start..).unwrap_or_default();
        let bytes = all.get(start as usize..end as usize).unwrap_or_default();
        Postings {
            from: Reader::new(bytes),
            next: 0,
        }
    }

    /// Calls for each word with the first story it stands in.
    pub(super) fn firsts(&self, mut each: impl FnMut(Id, u32)) {
        let mut from = Reader::new(&self.words);
        let mut word: Id = 0;
        while let (Some(step), Some(first)) = (from.count(), from.count()) {
            word = word.wrapping_add(step);
            each(word, first);
        }
    }

    /// The postings of some of its stories as the analysis packed them; empty for the others.
    pub(super) fn unmake(&self, wanted: Range<u32>) -> Vec<Vec<u8>> {
        let mut stories = vec![(0, Vec::new()); self.stories.len()];
        for (at, term) in self.terms.iter().enumerate() {
            let mut postings = self.postings(at);
            while let Some((doc, posting)) = postings.next_packed() {
                if !wanted.contains(&doc) {
                    continue;
                }
                let Some((before, packed)) = stories.get_mut(doc as usize) else {
                    continue;
                };
                put_number(packed, u64::from(term - *before));
                *before = *term;
                packed.extend_from_slice(posting);
            }
        }
        stories.into_iter().map(|(_, packed)| packed).collect()
    }

    /// The run as bytes.
    pub(super) fn write(&self) -> Vec<u8> {
        let mut terms = Vec::with_capacity(self.terms.len() * 4);
        let (mut before, mut start) = (0, 0);
        for ((term, count), end) in self.terms().zip(&self.ends) {
            put_number(&mut terms, u64::from(term - before));
            put_number(&mut terms, u64::from(count));
            put_number(&mut terms, u64::from(end - start));
            (before, start) = (term, *end);
        }
        let written = Written {
            stories: &self.stories,
            terms: Bytes(&terms),
            words: Bytes(&self.words),
            postings: Bytes(self.postings.get(self.start..).unwrap_or_default()),
        };
        postcard::to_stdvec(&written).unwrap_or_default()
    }

    /// Reads what was written; `None` when it is odd or does not belong to the vocabulary.
    pub(super) fn read(bytes: Vec<u8>, (words, terms): (usize, usize)) -> Option<Self> {
        let (stories, rest) = postcard::take_from_bytes::<Vec<Known>>(&bytes).ok()?;
        let mut from = Reader::new(rest);
        let mut run = Self {
            stories,
            ..Self::default()
        };
        let mut coded = Reader::new(take(&mut from)?);
        run.words = take(&mut from)?.to_vec();
        let postings = take(&mut from)?.len();
        let (mut term, mut end) = (0u32, 0u32);
        while coded.left() > 0 {
            term = term.checked_add(coded.count()?)?;
            run.terms.push(term);
            run.counts.push(coded.count()?);
            end = end.checked_add(coded.count()?)?;
            run.ends.push(end);
        }
        let known = run.terms.last().is_none_or(|id| (*id as usize) < terms);
        let mut sound = run.terms.is_sorted_by(|a, b| a < b) && known;
        sound &= end as usize == postings && from.left() == 0;
        run.firsts(|word, first| sound &= (word as usize) < words && first < run.len());
        run.start = bytes.len() - postings;
        run.postings = bytes;
        sound.then_some(run)
    }
}

fn take<'a>(from: &mut Reader<'a>) -> Option<&'a [u8]> {
    let len = from.count()? as usize;
    from.take(len)
}

/// Bytes, written as such.
struct Bytes<'a>(&'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(self.0)
    }
}

/// A term's postings, from the first story.
pub(super) struct Postings<'a> {
    from: Reader<'a>,
    next: u32,
}

impl<'a> Postings<'a> {
    /// The next story, its mark; its words' places go to `places`.
    #[inline]
    pub(super) fn next(&mut self, places: &mut Vec<u32>) -> Option<(u32, u8)> {
        let doc = self.next.checked_add(self.from.count()?)?;
        self.next = doc.checked_add(1)?;
        let mark = self.from.byte()?;
        places.clear();
        for _ in 0..self.from.count()? {
            places.push(self.from.count()?);
        }
        Some((doc, mark))
    }

    fn next_packed(&mut self) -> Option<(u32, &'a [u8])> {
        let doc = self.next.checked_add(self.from.count()?)?;
        self.next = doc.checked_add(1)?;
        Some((doc, take_posting(&mut self.from)?))
    }
}

/// A story's postings as the analysis packed them: term and posting.
pub(super) struct Packed<'a> {
    from: Reader<'a>,
    term: Id,
}

impl<'a> Packed<'a> {
    pub(super) fn new(packed: &'a [u8]) -> Self {
        Self {
            from: Reader::new(packed),
            term: 0,
        }
    }
}

impl<'a> Iterator for Packed<'a> {
    type Item = (Id, &'a [u8]);

    #[inline]
    fn next(&mut self) -> Option<(Id, &'a [u8])> {
        self.term = self.term.wrapping_add(self.from.count()?);
        Some((self.term, take_posting(&mut self.from)?))
    }
}

/// Mark, number of places, places.
#[inline]
fn take_posting<'a>(from: &mut Reader<'a>) -> Option<&'a [u8]> {
    let mut ahead = from.clone();
    ahead.byte()?;
    for _ in 0..ahead.count()? {
        ahead.number()?;
    }
    from.take(from.left() - ahead.left())
}

fn number_len(number: u32) -> u32 {
    (number.max(1).ilog2() / 7) + 1
}

/// Writes over what is there; where it ends.
#[inline]
fn put(out: &mut [u8], at: u32, bytes: &[u8]) -> u32 {
    let end = at as usize + bytes.len();
    if let Some(place) = out.get_mut(at as usize..end) {
        place.copy_from_slice(bytes);
    }
    end as u32
}

/// Notes the words of a posting that no story had yet; how many.
fn note_first(first: &mut [u32], doc: u32, posting: &[u8], word_at: impl Fn(u32) -> Option<Id>) -> u32 {
    let mut noted = 0;
    let mut from = Reader::new(posting);
    from.byte();
    for _ in 0..from.count().unwrap_or(0) {
        let word = from.count().and_then(&word_at);
        if let Some(slot) = word
            .and_then(|id| first.get_mut(id as usize))
            .filter(|slot| **slot == NONE)
        {
            *slot = doc;
            noted += 1;
        }
    }
    noted
}

fn write_first(first: &[u32]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut before = 0;
    for (word, doc) in (0u32..).zip(first).filter(|(_, doc)| **doc != NONE) {
        put_number(&mut out, u64::from(word - before));
        put_number(&mut out, u64::from(*doc));
        before = word;
    }
    out
}
