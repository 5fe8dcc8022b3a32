//! The words of all stories, each looked at once: its key, its stem, how it sounds in Latin letters.
//!
//! A **word** is a spelling as it stands in a text. A **term** is what the index is filed under: a stem; a sound (`~` and the
//! key of a Latin query, for words that sound so); a section (`@` and its path); an author (`=` and the name's key).
//! Numbers given here depend on the order of arrival: nothing written may show them.

use super::layout::hash;
use crate::bengali::gate::is_bengali_letter;
use crate::bengali::search::{latin_key, latin_pattern};
use crate::bengali::stem::stem;
use crate::bengali::{fold, stop};
use rustc_hash::{FxHashMap, FxHasher};
use serde::{Deserialize, Serialize};
use std::hash::Hasher;

/// A word longer than this, in bytes, is none (a pasted address, noise) and is not indexed.
const MAX_WORD: usize = 200;

/// A word's or term's number.
pub(super) type Id = u32;

/// Where a text lies in an arena.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Span {
    start: u32,
    len: u16,
}

/// A spelling.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Word {
    spelling: Span,
    /// The stem it is filed under.
    pub(super) term: Id,
    /// Its place among the words of the stem.
    pub(super) place: u32,
    /// [`hash`] of its form.
    pub(super) hash: u32,
    /// A function word: not worth a posting when it stands in running text.
    pub(super) stop: bool,
}

/// A sound of a word: the pattern that a Latin query must fit.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Sound {
    word: Id,
    pattern: Span,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Term {
    text: Span,
    /// Words of a stem, sounds of a sound term.
    members: Vec<Id>,
}

/// See the module.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Vocabulary {
    arena: String,
    words: Vec<Word>,
    terms: Vec<Term>,
    sounds: Vec<Sound>,
    #[serde(skip)]
    word_ids: FxHashMap<u64, Id>,
    #[serde(skip)]
    term_ids: FxHashMap<u64, Id>,
}

/// A word of a text or query as the index compares it: the search key without the signs inside (বি.এন.পি → বিএনপি); a
/// decimal point stays.
pub(super) fn form(word: &str) -> String {
    let key = fold::fold(word);
    if !key.contains(['.', '\'', '’', '‘', ':', '_']) {
        return key;
    }
    let mut out = String::with_capacity(key.len());
    for ch in key.chars() {
        match ch {
            '\'' | '’' | '‘' | ':' | '_' => {}
            '.' if !out.ends_with(|c: char| c.is_ascii_digit()) => {}
            _ => out.push(ch),
        }
    }
    out
}

/// What a stem is filed under: itself; a stem in Latin letters beside the sounds that are looked up with it.
pub(super) fn filed(stem: &str) -> String {
    if stem.is_ascii() && stem.bytes().any(|b| b.is_ascii_alphabetic()) {
        format!("~{}/{stem}", latin_key(stem))
    } else {
        stem.to_owned()
    }
}

/// Is the term a sound?
pub(super) fn is_sound(term: &str) -> bool {
    term.starts_with('~') && !term.contains('/')
}

impl Vocabulary {
    /// Makes the look-up tables of a vocabulary that was read from a store.
    pub(super) fn reindex(&mut self) {
        self.word_ids.reserve(self.words.len());
        self.term_ids.reserve(self.terms.len());
        for id in 0..self.words.len() as Id {
            let slot = free_slot(&self.word_ids, key_of(self.spelling(id)));
            self.word_ids.insert(slot, id);
        }
        for id in 0..self.terms.len() as Id {
            let slot = free_slot(&self.term_ids, key_of(self.text(id)));
            self.term_ids.insert(slot, id);
        }
    }

    /// The number of a word, new or known. `None` for what is no word.
    pub(super) fn word(&mut self, spelling: &str) -> Option<Id> {
        if spelling.len() > MAX_WORD {
            return None;
        }
        let mut slot = key_of(spelling);
        while let Some(&id) = self.word_ids.get(&slot) {
            if self.spelling(id) == spelling {
                return Some(id);
            }
            slot = slot.wrapping_add(1);
        }
        let id = self.learn(spelling)?;
        self.word_ids.insert(slot, id);
        Some(id)
    }

    fn learn(&mut self, spelling: &str) -> Option<Id> {
        let form = form(spelling);
        if form.is_empty() || self.arena.len() > (u32::MAX - 4096) as usize {
            return None;
        }
        let term = self.term(&filed(&stem(&form)));
        let id = self.words.len() as Id;
        let members = &mut self.terms.get_mut(term as usize)?.members;
        let place = members.len() as u32;
        members.push(id);
        let spelling_span = self.keep(spelling);
        self.words.push(Word {
            spelling: spelling_span,
            term,
            place,
            hash: hash(&form),
            stop: stop::is_stop_word(&form),
        });
        if spelling.chars().any(is_bengali_letter) {
            self.learn_sounds(id, spelling);
        }
        Some(id)
    }

    /// Files the word under its sound and its stem's.
    fn learn_sounds(&mut self, word: Id, spelling: &str) {
        let whole = latin_pattern(spelling);
        self.add_sound(word, spelling, &whole);
        let short = stem(spelling);
        if short != spelling {
            let pattern = latin_pattern(&short);
            if pattern != whole {
                self.add_sound(word, &short, &pattern);
            }
        }
    }

    fn add_sound(&mut self, word: Id, spelling: &str, pattern: &str) {
        let key = sound_key(spelling, pattern);
        if key.is_empty() {
            return;
        }
        let term = self.term(&format!("~{key}"));
        let pattern = self.keep(pattern);
        let sound = self.sounds.len() as Id;
        self.sounds.push(Sound { word, pattern });
        if let Some(term) = self.terms.get_mut(term as usize) {
            term.members.push(sound);
        }
    }

    /// The number of a term, new or known.
    pub(super) fn term(&mut self, text: &str) -> Id {
        let mut slot = key_of(text);
        while let Some(&id) = self.term_ids.get(&slot) {
            if self.text(id) == text {
                return id;
            }
            slot = slot.wrapping_add(1);
        }
        let id = self.terms.len() as Id;
        let span = self.keep(text);
        self.terms.push(Term {
            text: span,
            members: Vec::new(),
        });
        self.term_ids.insert(slot, id);
        id
    }

    fn keep(&mut self, text: &str) -> Span {
        let span = Span {
            start: self.arena.len() as u32,
            len: text.len() as u16,
        };
        self.arena.push_str(text);
        span
    }

    fn read(&self, span: Span) -> &str {
        let start = span.start as usize;
        self.arena.get(start..start + usize::from(span.len)).unwrap_or("")
    }

    fn spelling(&self, word: Id) -> &str {
        self.words.get(word as usize).map_or("", |w| self.read(w.spelling))
    }

    /// A hash of a word's spelling.
    pub(super) fn print(&self, word: Id) -> u64 {
        key_of(self.spelling(word))
    }

    /// What is known of a word.
    pub(super) fn get(&self, word: Id) -> Option<&Word> {
        self.words.get(word as usize)
    }

    /// The text of a term.
    pub(super) fn text(&self, term: Id) -> &str {
        self.terms.get(term as usize).map_or("", |t| self.read(t.text))
    }

    /// The word of a stem at a place.
    pub(super) fn word_at(&self, term: Id, place: u32) -> Option<Id> {
        self.terms.get(term as usize)?.members.get(place as usize).copied()
    }

    /// The form of a stem's word.
    pub(super) fn form_at(&self, term: Id, place: u32) -> String {
        self.word_at(term, place)
            .map_or_else(String::new, |id| form(self.spelling(id)))
    }

    /// The sounds of a sound term: word, pattern, stem.
    pub(super) fn sounds(&self, term: Id) -> impl Iterator<Item = (Id, &str, &str)> {
        let members = self.terms.get(term as usize).map_or(&[][..], |t| &t.members);
        members.iter().filter_map(|id| {
            let sound = self.sounds.get(*id as usize)?;
            let stem = self.text(self.words.get(sound.word as usize)?.term);
            Some((sound.word, self.read(sound.pattern), stem))
        })
    }

    /// How many words and terms there are.
    pub(super) fn len(&self) -> (usize, usize) {
        (self.words.len(), self.terms.len())
    }
}

/// The index key that belongs to a pattern.
fn sound_key(spelling: &str, pattern: &str) -> String {
    if pattern.is_empty() {
        return String::new();
    }
    let mut key = String::with_capacity(pattern.len());
    for ch in pattern.chars().filter(|c| !matches!(c, 'a' | 'o' | '+' | '*')) {
        if !key.ends_with(ch) || ch.is_ascii_digit() {
            key.push(ch);
        }
    }
    if key.is_empty() {
        key.push('a');
    }
    debug_assert_eq!(key, latin_key(spelling));
    key
}

fn key_of(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

fn free_slot(table: &FxHashMap<u64, Id>, mut slot: u64) -> u64 {
    while table.contains_key(&slot) {
        slot = slot.wrapping_add(1);
    }
    slot
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_share_a_stem_and_have_sounds() {
        let mut words = Vocabulary::default();
        let a = words.word("পুতিনের").unwrap();
        let b = words.word("পুতিনকে").unwrap();
        assert_eq!(words.word("পুতিনের"), Some(a));
        let term = words.get(a).unwrap().term;
        assert_eq!(words.get(b).unwrap().term, term);
        assert_eq!(words.text(term), "পুতিন");
        assert_eq!(words.form_at(term, 1), "পুতিনকে");
        let sound = words.term("~putin");
        assert_eq!(words.sounds(sound).map(|s| s.1).collect::<Vec<_>>(), ["putin", "putin"]);
        assert_eq!(words.word(&"ক".repeat(100)), None);
    }

    #[test]
    fn forms() {
        assert_eq!(form("বি.এন.পি’র"), "বিএনপির");
        assert_eq!(form("১২.৫"), "12.5");
        assert_eq!(form("COVID"), "covid");
    }
}
