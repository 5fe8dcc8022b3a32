//! A story as the index sees it: its terms with their weights, and the pairs of neighbouring words that phrases need.
//!
//! In two steps, so that threads work side by side on one vocabulary that only grows between them: a [`Draft`] splits the
//! texts of some stories and notes the words that nobody knows yet; when they are learnt, it is finished.

use super::SearchDoc;
use super::code::put_number;
use super::vocabulary::{Id, Vocabulary, Word, form};
use crate::bengali::lexicon::{LONGEST, Lexicon, Open};
use crate::bengali::word::words;
use rustc_hash::FxHashMap;

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

/// One word in one place of a story, ordered by term: the term, the word's place among the term's, the field.
type Seen = u64;

const BODY: u8 = 1;
/// The place of a term that is no word's.
const NO_PLACE: u32 = (1 << 28) - 1;
/// No word.
const NO_WORD: u32 = u32::MAX;
/// What is not known yet has this bit and its number among the new.
const NEW: u32 = 1 << 31;
/// Not met yet.
const UNSEEN: u32 = u32::MAX - 1;

/// By number in the lexicon: the word's number in the vocabulary. Kept between drafts.
#[derive(Debug, Default)]
pub(super) struct Numbers(Vec<u32>);

impl Numbers {
    fn get(&self, number: u32) -> Option<u32> {
        self.0.get(number as usize).copied().filter(|id| *id != UNSEEN)
    }
}

/// Stories whose texts are split into words, known and new.
pub(super) struct Draft {
    stories: Vec<Split>,
    /// Words that are not in [`Numbers`] yet: number in the lexicon, in the vocabulary or among the new.
    seen: Vec<(u32, u32)>,
    pub(super) new_words: Vec<Box<str>>,
    pub(super) new_terms: Vec<Box<str>>,
}

/// A story's words by their numbers: known, new ([`NEW`]) or [`NO_WORD`].
#[derive(Default)]
struct Split {
    words: Vec<u32>,
    /// Where each field's words end.
    fields: Vec<(u8, usize)>,
    facets: Vec<u32>,
}

/// Finds words' numbers for a draft.
struct Finder<'a> {
    known: &'a Vocabulary,
    numbers: &'a Numbers,
    lexicon: Option<&'a Open<'a>>,
    /// What was met for the first time: by number in the lexicon, and by spelling where there is none.
    by_number: FxHashMap<u32, u32>,
    by_spelling: FxHashMap<&'a str, u32>,
    new_words: Vec<Box<str>>,
}

impl<'a> Finder<'a> {
    /// The number of a word of the lexicon.
    #[inline]
    fn numbered(&mut self, number: u32) -> u32 {
        self.numbers.get(number).unwrap_or_else(|| self.first(number))
    }

    fn first(&mut self, number: u32) -> u32 {
        if let Some(id) = self.by_number.get(&number) {
            return *id;
        }
        let id = find(
            self.lexicon.map_or("", |open| open.spelling(number)),
            self.known,
            &mut self.new_words,
        );
        self.by_number.insert(number, id);
        id
    }

    /// The number of a word by its spelling.
    fn spelt(&mut self, word: &'a str) -> u32 {
        if let Some(number) = self.lexicon.and_then(|open| open.find(word)) {
            return self.numbered(number);
        }
        if let Some(id) = self.by_spelling.get(word) {
            return *id;
        }
        let id = find(word, self.known, &mut self.new_words);
        self.by_spelling.insert(word, id);
        id
    }

    fn split(&mut self, doc: &'a SearchDoc) -> Split {
        let mut split = Split {
            words: Vec::with_capacity(doc.words.as_ref().map_or(doc.text.len() / 16, Vec::len) + 32),
            ..Split::default()
        };
        let tags = doc.tags.iter().map(|tag| (tag, TAG));
        for (text, field) in [(&doc.title, TITLE)].into_iter().chain(tags) {
            split.words.extend(words(text).map(|word| self.spelt(word)));
            split.fields.push((field, split.words.len()));
        }
        match &doc.words {
            Some(numbers) => split.words.extend(numbers.iter().map(|number| self.numbered(*number))),
            None => split.words.extend(words(&doc.text).map(|word| self.spelt(word))),
        }
        split.fields.push((BODY, split.words.len()));
        split
    }
}

impl Draft {
    /// Splits stories. Linear in their texts. `lexicon` has the numbers of their words, where they come with numbers.
    pub(super) fn new(docs: &[SearchDoc], lexicon: Option<&Lexicon>, known: (&Vocabulary, &Numbers)) -> Self {
        let open = lexicon.map(Lexicon::open);
        let (known, numbers) = known;
        let mut finder = Finder {
            known,
            numbers,
            lexicon: open.as_ref(),
            by_number: FxHashMap::default(),
            by_spelling: FxHashMap::default(),
            new_words: Vec::new(),
        };
        let mut new_terms = Vec::new();
        let mut stories = Vec::with_capacity(docs.len());
        for doc in docs {
            let mut split = finder.split(doc);
            for facet in facets(doc) {
                let id = known.find_term(&facet).unwrap_or_else(|| {
                    new_terms.push(facet.into_boxed_str());
                    NEW | (new_terms.len() - 1) as u32
                });
                split.facets.push(id);
            }
            stories.push(split);
        }
        let mut seen: Vec<(u32, u32)> = finder.by_number.into_iter().collect();
        seen.sort_unstable();
        Self {
            stories,
            seen,
            new_words: finder.new_words,
            new_terms,
        }
    }

    /// Notes what numbers the lexicon's words have, now that the new ones are learnt.
    pub(super) fn note(&self, numbers: &mut Numbers, new_words: &[u32]) {
        for (number, id) in &self.seen {
            let place = *number as usize;
            if numbers.0.len() <= place {
                numbers.0.resize(place + 1, UNSEEN);
            }
            if let Some(slot) = numbers.0.get_mut(place) {
                *slot = settled(*id, new_words);
            }
        }
    }

    /// The analysed stories, now that the new words and terms have numbers.
    pub(super) fn finish(&self, known: &Vocabulary, new_words: &[u32], new_terms: &[Id]) -> Vec<Analysed> {
        let mut seen: Vec<Seen> = Vec::with_capacity(512);
        let finish = |split: &Split| {
            seen.clear();
            let mut pairs = Vec::with_capacity(split.words.len());
            let (mut start, mut length) = (0, 0);
            for (field, end) in &split.fields {
                let own = split.words.get(start..*end).unwrap_or_default();
                length += if *field == BODY { own.len() as u32 } else { 0 };
                let own = own.iter().map(|id| known.get(settled(*id, new_words)));
                read_field(own, *field, (&mut seen, &mut pairs));
                start = *end;
            }
            seen.extend(
                split
                    .facets
                    .iter()
                    .map(|id| see(settled(*id, new_terms), NO_PLACE, BODY)),
            );
            seen.sort_unstable();
            Analysed {
                postings: pack(&seen, length),
                pairs,
            }
        };
        self.stories.iter().map(finish).collect()
    }
}

/// The number of a word that none of the draft's stories had before.
fn find(word: &str, known: &Vocabulary, new: &mut Vec<Box<str>>) -> u32 {
    if word.len() > LONGEST || word.is_empty() {
        return NO_WORD;
    }
    known.find(word).unwrap_or_else(|| {
        new.push(Box::from(word));
        NEW | (new.len() - 1) as u32
    })
}

fn settled(id: u32, new: &[u32]) -> u32 {
    match id {
        NO_WORD => NO_WORD,
        id if id & NEW != 0 => new.get((id & !NEW) as usize).copied().unwrap_or(NO_WORD),
        id => id,
    }
}

fn read_field<'a>(
    words: impl Iterator<Item = Option<&'a Word>>,
    field: u8,
    (seen, pairs): (&mut Vec<Seen>, &mut Vec<u32>),
) {
    let mut before = None;
    for word in words {
        let Some(word) = word else {
            before = None;
            continue;
        };
        if let Some(before) = before.replace(word.hash) {
            pairs.push(pair(before, word.hash));
        }
        if field != BODY || !word.stop {
            seen.push(see(word.term, word.place, field));
        }
    }
}

fn see(term: Id, place: u32, field: u8) -> Seen {
    u64::from(term) << 32 | u64::from(place.min(NO_PLACE)) << 4 | u64::from(field)
}

fn term_of(seen: Seen) -> Id {
    (seen >> 32) as Id
}

fn place_of(seen: Seen) -> u32 {
    (seen >> 4) as u32 & NO_PLACE
}

fn field_of(seen: Seen) -> u8 {
    (seen & 15) as u8
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

/// The hash of two neighbouring words.
pub(super) fn pair(first: u32, second: u32) -> u32 {
    super::layout::mix(first.wrapping_mul(0x9E37_79B1) ^ second)
}

fn pack(seen: &[Seen], length: u32) -> Vec<u8> {
    let mut out = Vec::with_capacity(seen.len() * 4);
    let mut before = 0;
    let mut places: Vec<u32> = Vec::with_capacity(8);
    for group in seen.chunk_by(|a, b| term_of(*a) == term_of(*b)) {
        let term = group.first().map_or(0, |s| term_of(*s));
        put_number(&mut out, u64::from(term - before));
        before = term;
        let marks = group.iter().fold(0, |all, s| all | field_of(*s) & (TITLE | TAG));
        let times = group.iter().filter(|s| field_of(**s) == BODY).count() as u32;
        out.push(marks | level(times, length));
        places.clear();
        places.extend(group.iter().map(|s| place_of(*s)).filter(|place| *place != NO_PLACE));
        places.dedup();
        put_number(&mut out, places.len() as u64);
        places.iter().for_each(|p| put_number(&mut out, u64::from(*p)));
    }
    // Thousands wait for their run.
    out.shrink_to_fit();
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
