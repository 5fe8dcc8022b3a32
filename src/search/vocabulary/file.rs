//! The vocabulary on the disk: stretches, each what came since the last was written.

use super::{Extent, Id, Sound, Span, Vocabulary, Word, free_slot, key_of, merged};
use serde::{Deserialize, Serialize};

/// A stretch of a vocabulary as it is kept.
#[derive(Serialize)]
struct Stretch<'a> {
    arena: &'a str,
    words: &'a [Word],
    terms: &'a [Span],
    sounds: &'a [Sound],
    order: Vec<Id>,
}

/// As [`Stretch`], read.
#[derive(Deserialize)]
struct Recalled {
    arena: String,
    words: Vec<Word>,
    terms: Vec<Span>,
    sounds: Vec<Sound>,
    order: Vec<Id>,
}

impl Vocabulary {
    /// What came since it went so far, as bytes. Its terms must be sorted.
    pub(in crate::search) fn write(&self, since: Extent) -> Vec<u8> {
        let stretch = Stretch {
            arena: self.arena.get(since.arena as usize..).unwrap_or_default(),
            words: self.words.get(since.words as usize..).unwrap_or_default(),
            terms: self.terms.get(since.terms as usize..).unwrap_or_default(),
            sounds: self.sounds.get(since.sounds as usize..).unwrap_or_default(),
            order: self.order.iter().copied().filter(|id| *id >= since.terms).collect(),
        };
        postcard::to_stdvec(&stretch).unwrap_or_default()
    }

    /// Puts what was written behind what is there; `None` when it is odd.
    pub(in crate::search) fn read_more(&mut self, bytes: &[u8]) -> Option<()> {
        let more: Recalled = postcard::from_bytes(bytes).ok()?;
        let before = self.extent();
        if self.arena.is_empty() {
            self.arena = more.arena;
        } else {
            self.arena.push_str(&more.arena);
        }
        self.words.extend_from_slice(&more.words);
        self.terms.extend_from_slice(&more.terms);
        self.sounds.extend_from_slice(&more.sounds);
        self.check(before, &more.order)?;
        self.order = if self.order.is_empty() {
            more.order
        } else {
            merged(self, &self.order, &more.order)
        };
        self.reindex(before)
    }

    /// Whether all numbers of what came last lead somewhere.
    fn check(&self, before: Extent, order: &[Id]) -> Option<()> {
        let (words, terms) = (self.words.len() as Id, self.terms.len() as Id);
        let holds = |span: &Span| {
            let start = span.start as usize;
            self.arena.get(start..start + usize::from(span.len)).is_some()
        };
        let words_hold = self.words.iter().skip(before.words as usize);
        let words_hold = words_hold.into_iter().all(|w| holds(&w.spelling) && w.term < terms);
        let mut sounds = self.sounds.iter().skip(before.sounds as usize);
        let sounds_hold = sounds.all(|s| holds(&s.pattern) && s.word < words && s.term < terms);
        let terms_hold = self.terms.iter().skip(before.terms as usize).all(holds);
        let mut seen = vec![false; (terms - before.terms) as usize];
        for id in order {
            let slot = id.checked_sub(before.terms).and_then(|at| seen.get_mut(at as usize))?;
            *slot = true;
        }
        (words_hold && sounds_hold && terms_hold && !seen.contains(&false) && order.len() == seen.len()).then_some(())
    }

    /// Makes the look-up tables of what came last.
    fn reindex(&mut self, before: Extent) -> Option<()> {
        self.filed.resize(self.terms.len(), 0);
        self.word_ids.reserve(self.words.len() - before.words as usize);
        self.term_ids.reserve(self.terms.len() - before.terms as usize);
        for id in before.words..self.words.len() as Id {
            let word = *self.words.get(id as usize)?;
            let slot = free_slot(&self.word_ids, key_of(self.read(word.spelling)));
            self.word_ids.insert(slot, (id, word.spelling));
            if self.file(word.term) != word.place {
                return None;
            }
        }
        for id in before.terms..self.terms.len() as Id {
            let slot = free_slot(&self.term_ids, key_of(self.text(id)));
            self.term_ids.insert(slot, id);
        }
        for at in before.sounds as usize..self.sounds.len() {
            let term = self.sounds.get(at)?.term;
            self.file(term);
        }
        Some(())
    }
}
