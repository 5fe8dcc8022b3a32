//! A story as the index sees it: its terms with their weights, and the pairs of neighbouring words that phrases need.

use super::SearchDoc;
use super::code::put_number;
use super::vocabulary::form;
use super::vocabulary::{Id, Vocabulary};
use crate::bengali::word::words;

/// In the headline.
pub(super) const TITLE: u8 = 4;
/// Among the tags.
pub(super) const TAG: u8 = 8;

/// A story's postings, packed: for each term (ascending) its distance, its mark, its words' places behind their number.
pub(super) struct Analysed {
    pub(super) postings: Vec<u8>,
    /// Hashes of neighbouring words, in order of the text.
    pub(super) pairs: Vec<u32>,
}

/// One word in one place of a story; ordered by term.
type Seen = (Id, u32, u8);

const BODY: u8 = 1;

/// Looks at a story once. Linear in its text but for the sorting of its words.
pub(super) fn analyse(doc: &SearchDoc, words: &mut Vocabulary) -> Analysed {
    let mut reading = Reading {
        seen: Vec::with_capacity(512),
        pairs: Vec::with_capacity(512),
        length: 0,
    };
    reading.read(&doc.title, TITLE, words);
    for tag in &doc.tags {
        reading.read(tag, TAG, words);
    }
    reading.read(&doc.text, BODY, words);
    for facet in facets(doc) {
        reading.seen.push((words.term(&facet), u32::MAX, BODY));
    }
    reading.seen.sort_unstable();
    Analysed {
        postings: pack(&reading.seen, reading.length),
        pairs: reading.pairs,
    }
}

/// The terms of a story's section, the sections above it, and its authors.
fn facets(doc: &SearchDoc) -> Vec<String> {
    let section = doc.section.trim_matches('/');
    let above = section.match_indices('/').filter_map(|(at, _)| section.get(..at));
    let mut all: Vec<String> = above
        .chain((!section.is_empty()).then_some(section))
        .map(|path| format!("@{path}"))
        .collect();
    all.extend(doc.authors.iter().map(|name| author_term(name)));
    all
}

/// The term of an author: the name's words as the index compares them.
pub(super) fn author_term(name: &str) -> String {
    let parts: Vec<String> = words(name).map(form).collect();
    format!("={}", parts.join(" "))
}

struct Reading {
    seen: Vec<Seen>,
    pairs: Vec<u32>,
    /// Words of the running text.
    length: u32,
}

impl Reading {
    fn read(&mut self, text: &str, field: u8, vocabulary: &mut Vocabulary) {
        let mut before = None;
        for spelling in words(text) {
            self.length += u32::from(field == BODY);
            let Some(word) = vocabulary.word(spelling).and_then(|id| vocabulary.get(id)) else {
                before = None;
                continue;
            };
            if let Some(before) = before.replace(word.hash) {
                self.pairs.push(pair(before, word.hash));
            }
            if field != BODY || !word.stop {
                self.seen.push((word.term, word.place, field));
            }
        }
    }
}

/// The hash of two neighbouring words.
pub(super) fn pair(first: u32, second: u32) -> u32 {
    super::layout::mix(first.wrapping_mul(0x9E37_79B1) ^ second)
}

fn pack(seen: &[Seen], length: u32) -> Vec<u8> {
    let mut out = Vec::with_capacity(seen.len() * 3);
    let mut before = 0;
    for group in seen.chunk_by(|a, b| a.0 == b.0) {
        let term = group.first().map_or(0, |s| s.0);
        put_number(&mut out, u64::from(term - before));
        before = term;
        let marks = group.iter().fold(0, |all, s| all | s.2 & (TITLE | TAG));
        let times = group.iter().filter(|s| s.2 == BODY).count() as u32;
        out.push(marks | level(times, length));
        let places = group.chunk_by(|a, b| a.1 == b.1).filter_map(|g| g.first()).map(|s| s.1);
        let places: Vec<u32> = places.filter(|p| *p != u32::MAX).collect();
        put_number(&mut out, places.len() as u64);
        places.iter().for_each(|p| put_number(&mut out, u64::from(*p)));
    }
    out
}

/// BM25's share of a term that stands so many times in a text of so many words, in four levels. k1 1.2, b 0.75; the
/// average length is taken as 300 words, so that one story cannot change another's level.
fn level(times: u32, length: u32) -> u8 {
    let (times, length) = (u64::from(times), u64::from(length));
    let share = times * 22_000 / (times * 100 + 30 + length * 3 / 10);
    match share {
        0..70 => 0,
        70..118 => 1,
        118..155 => 2,
        _ => 3,
    }
}

/// What a level is worth, in hundredths.
pub(super) const LEVELS: [u32; 4] = [50, 95, 138, 175];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_follow_bm25() {
        assert_eq!(level(0, 300), 0);
        assert_eq!(level(1, 300), 1);
        assert_eq!(level(2, 300), 2);
        assert_eq!(level(9, 300), 3);
        assert_eq!(level(1, 3000), 0);
        assert_eq!(level(1, 120), 2);
    }
}
