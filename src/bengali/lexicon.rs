//! The words of all texts that are read, numbered as they come, each looked at once.
//!
//! A portal has hundreds of words for each that it has never had before: what is found out about a spelling is found out
//! once, and whoever needs a text's words again takes their numbers. Numbers depend on the order of arrival: nothing that is
//! written may show them.

use rustc_hash::FxHasher;
use std::hash::Hasher;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

/// A word of more bytes than these is none (a pasted address, noise) and gets no number.
pub const LONGEST: usize = 200;
/// No word's number: too long, or one too many.
pub const UNNUMBERED: u32 = u32::MAX;
/// Words that are numbered (about 60 bytes each); the words of a larger site are looked at each time.
const MOST: usize = 1 << 20;

/// See the module. Shared by all threads that read.
///
/// ```
/// use khobor::bengali::{lexicon::Lexicon, word::words};
/// let lexicon = Lexicon::new(|word| word.len() as u32);
/// let mut found = Vec::new();
/// lexicon.number(words("নদী ও নদী"), &mut found);
/// assert_eq!(found[0], found[2]);
/// assert_eq!(found[1].1, 3);
/// assert_eq!(lexicon.open().spelling(found[0].0), "নদী");
/// ```
#[derive(Debug)]
pub struct Lexicon {
    book: RwLock<Book>,
    look_up: fn(&str) -> u32,
}

#[derive(Debug, Default)]
struct Book {
    /// All spellings, end to end.
    arena: String,
    /// By number: where the spelling ends.
    ends: Vec<u32>,
    /// Open addressing by the low bits of the hash.
    slots: Vec<Slot>,
}

/// All that a look-up needs, side by side.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    /// High bits of the hash, above the length in bytes; 0 is free.
    mark: u32,
    /// Where the spelling begins.
    start: u32,
    number: u32,
    /// What was found out about it.
    finding: u32,
}

/// A lexicon that is being read. Nothing may be numbered by the same thread meanwhile.
#[derive(Debug)]
pub struct Open<'a>(RwLockReadGuard<'a, Book>);

impl Lexicon {
    /// An empty lexicon. `look_up` finds out about a spelling what goes with its number.
    pub fn new(look_up: fn(&str) -> u32) -> Self {
        Lexicon {
            book: RwLock::default(),
            look_up,
        }
    }

    /// Adds the number of each word, with what is known of it, to `found`. New words are looked up and numbered, as long
    /// as there are numbers ([`UNNUMBERED`] otherwise).
    pub fn number<'w>(&self, words: impl Iterator<Item = &'w str>, found: &mut Vec<(u32, u32)>) {
        // First all hashes, then all look-ups: so that the memory's answers overlap.
        let words: Vec<(&str, u64)> = words.map(|word| (word, hash(word))).collect();
        let mut missed: Vec<(usize, &str, u64)> = Vec::new();
        let book = self.book.read().unwrap_or_else(PoisonError::into_inner);
        for (word, hash) in words {
            let known = book.find(word, hash);
            if known.is_none() {
                missed.push((found.len(), word, hash));
            }
            found.push(known.map_or((UNNUMBERED, 0), |slot| (slot.number, slot.finding)));
        }
        drop(book);
        if missed.is_empty() {
            return;
        }
        let findings: Vec<u32> = missed.iter().map(|(_, word, _)| (self.look_up)(word)).collect();
        let mut book = self.book.write().unwrap_or_else(PoisonError::into_inner);
        for ((at, word, hash), finding) in missed.into_iter().zip(findings) {
            if let Some(place) = found.get_mut(at) {
                *place = (book.add(word, hash, finding), finding);
            }
        }
    }

    /// Opens it for reading.
    pub fn open(&self) -> Open<'_> {
        Open(self.book.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Open<'_> {
    /// The number of a word that has one.
    pub fn find(&self, word: &str) -> Option<u32> {
        self.0.find(word, hash(word)).map(|slot| slot.number)
    }

    /// The word with a number; empty for [`UNNUMBERED`].
    pub fn spelling(&self, number: u32) -> &str {
        self.0.spelling(number)
    }

    /// How many words have numbers: 0 and up.
    pub fn len(&self) -> usize {
        self.0.ends.len()
    }

    /// Whether none has.
    pub fn is_empty(&self) -> bool {
        self.0.ends.is_empty()
    }
}

impl Book {
    fn spelling(&self, number: u32) -> &str {
        let at = number as usize;
        let start = at.checked_sub(1).map_or(Some(&0), |before| self.ends.get(before));
        let (Some(start), Some(end)) = (start, self.ends.get(at)) else {
            return "";
        };
        self.arena.get(*start as usize..*end as usize).unwrap_or_default()
    }

    #[inline]
    fn find(&self, word: &str, hash: u64) -> Option<&Slot> {
        let mask = self.slots.len().wrapping_sub(1);
        let (mut at, mark) = (hash as usize & mask, mark(word, hash));
        loop {
            let slot = self.slots.get(at)?;
            if slot.mark == mark {
                let start = slot.start as usize;
                let spelling = self.arena.as_bytes().get(start..start + word.len());
                if spelling.is_some_and(|spelling| same(spelling, word.as_bytes())) {
                    return Some(slot);
                }
            } else if slot.mark == 0 {
                return None;
            }
            at = (at + 1) & mask;
        }
    }

    /// The number of a word, new or known.
    fn add(&mut self, word: &str, hash: u64, finding: u32) -> u32 {
        if let Some(slot) = self.find(word, hash) {
            return slot.number;
        }
        if word.is_empty() || word.len() > LONGEST || self.ends.len() >= MOST {
            return UNNUMBERED;
        }
        if self.ends.len() * 4 >= self.slots.len() * 3 {
            self.grow();
        }
        let (start, number) = (self.arena.len() as u32, self.ends.len() as u32);
        self.arena.push_str(word);
        self.ends.push(self.arena.len() as u32);
        let mark = mark(word, hash);
        let slot = Slot {
            mark,
            start,
            number,
            finding,
        };
        put(&mut self.slots, slot, hash);
        number
    }

    fn grow(&mut self) {
        let mut slots = vec![Slot::default(); (self.slots.len() * 2).max(4096)];
        for slot in self.slots.iter().filter(|slot| slot.mark != 0) {
            put(&mut slots, *slot, hash(self.spelling(slot.number)));
        }
        self.slots = slots;
    }
}

/// Whether two texts of one length are equal: eight bytes at a time, without a call.
#[inline]
fn same(a: &[u8], b: &[u8]) -> bool {
    let (Some(last_a), Some(last_b)) = (a.last_chunk::<8>(), b.last_chunk::<8>()) else {
        return a.iter().eq(b);
    };
    let (heads_a, heads_b) = (a.as_chunks::<8>().0, b.as_chunks::<8>().0);
    let heads = heads_a.iter().zip(heads_b);
    heads.fold(last_a == last_b, |same, (a, b)| same & (a == b))
}

/// Puts a slot in the first free place of its hash.
fn put(slots: &mut [Slot], slot: Slot, hash: u64) {
    let mask = slots.len().wrapping_sub(1);
    let mut at = hash as usize & mask;
    while let Some(place) = slots.get_mut(at) {
        if place.mark == 0 {
            *place = slot;
            return;
        }
        at = (at + 1) & mask;
    }
}

/// High bits of the hash and the length: never 0 for a word that may have a number.
#[inline]
fn mark(word: &str, hash: u64) -> u32 {
    (hash >> 32) as u32 & !0xFF | word.len().min(0xFF) as u32
}

/// Reads eight bytes at a time; never kept.
fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_one_number_whoever_comes_first() {
        let lexicon = Lexicon::new(|word| word.len() as u32);
        let all: Vec<String> = (0..30_000).map(|n| format!("শব্দ{n}")).collect();
        std::thread::scope(|scope| {
            for from in 0..4 {
                let (lexicon, all) = (&lexicon, &all);
                scope.spawn(move || {
                    let mut found = Vec::new();
                    let own = all.iter().cycle().skip(from * 7000).take(all.len());
                    lexicon.number(own.map(String::as_str), &mut found);
                    assert!(found.iter().all(|(number, _)| *number != UNNUMBERED));
                });
            }
        });
        let open = lexicon.open();
        assert_eq!(open.len(), all.len());
        for word in &all {
            assert_eq!(open.find(word).map(|number| open.spelling(number)), Some(word.as_str()));
        }
        assert_eq!((open.find("নেই"), open.spelling(UNNUMBERED)), (None, ""));
    }

    #[test]
    fn long_words_are_looked_up_but_not_numbered() {
        let lexicon = Lexicon::new(|word| word.len() as u32);
        let long = "ক".repeat(100);
        let mut found = Vec::new();
        lexicon.number([long.as_str(), "ক"].into_iter(), &mut found);
        assert_eq!(found, [(UNNUMBERED, 300), (0, 3)]);
    }
}
