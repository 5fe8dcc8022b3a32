//! The words of all stories, each looked at once: its key, its stem, how it sounds in Latin letters.
//!
//! A **word** is a spelling as it stands in a text. A **term** is what the index is filed under: a stem; a sound (`~` and the
//! key of a Latin query, for words that sound so); a section (`@` and its path); an author (`=` and the name's key).
//! Numbers given here depend on the order of arrival: nothing written may show them.

mod file;

use super::layout::hash;
use crate::bengali::gate::is_bengali_letter;
use crate::bengali::search::{latin_key, latin_pattern};
use crate::bengali::stem::stem;
use crate::bengali::{fold, stop};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHasher};
use serde::{Deserialize, Serialize};
use std::hash::Hasher;

/// A word's or term's number.
pub(super) type Id = u32;

/// Where a text is in an arena.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Span {
    start: u32,
    len: u16,
}

/// A spelling.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Sound {
    word: Id,
    /// The sound that it is filed under.
    term: Id,
    pattern: Span,
}

/// See the module. Grows only; what was learnt keeps its number.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    arena: String,
    words: Vec<Word>,
    terms: Vec<Span>,
    /// By term: how many words or sounds are filed under it.
    filed: Vec<u32>,
    sounds: Vec<Sound>,
    /// By hash of the spelling: number and spelling, so that a look-up goes to two places in memory, not three.
    word_ids: FxHashMap<u64, (Id, Span)>,
    term_ids: FxHashMap<u64, Id>,
    /// Terms in order of their texts, as far as they are sorted.
    order: Vec<Id>,
}

/// What is to be known of a spelling: found without the vocabulary, so that threads can look up words side by side.
pub(super) struct LookedUp {
    term: String,
    hash: u32,
    stop: bool,
    /// Term and pattern of each sound.
    sounds: Vec<(String, String)>,
}

/// The words and sounds of every term.
pub(super) struct Members {
    starts: Vec<u32>,
    list: Vec<Id>,
}

/// How far a vocabulary goes: what was there at a moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Extent {
    arena: u32,
    pub(super) words: u32,
    terms: u32,
    sounds: u32,
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

/// Looks a spelling up; `None` for what is no word. `patterns` remembers how stems sound: many words share one.
pub(super) fn look_up(spelling: &str, patterns: &mut FxHashMap<String, String>) -> Option<LookedUp> {
    let form = form(spelling);
    if form.is_empty() {
        return None;
    }
    let mut sounds = Vec::new();
    if spelling.chars().any(is_bengali_letter) {
        let whole = latin_pattern(spelling);
        let short = stem(spelling);
        let other = (short != spelling).then(|| sound_of(&short, patterns));
        let other = other.filter(|pattern| *pattern != whole);
        add_sound(&mut sounds, spelling, whole);
        if let Some(pattern) = other {
            add_sound(&mut sounds, &short, pattern);
        }
    }
    Some(LookedUp {
        term: filed(&stem(&form)),
        hash: hash(&form),
        stop: stop::is_stop_word(&form),
        sounds,
    })
}

fn sound_of(stem: &str, known: &mut FxHashMap<String, String>) -> String {
    if let Some(pattern) = known.get(stem) {
        return pattern.clone();
    }
    let pattern = latin_pattern(stem);
    known.insert(stem.to_owned(), pattern.clone());
    pattern
}

fn add_sound(sounds: &mut Vec<(String, String)>, spelling: &str, pattern: String) {
    let key = sound_key(spelling, &pattern);
    if !key.is_empty() {
        sounds.push((format!("~{key}"), pattern));
    }
}

impl Vocabulary {
    /// The number of a word, if it is known.
    pub(super) fn find(&self, spelling: &str) -> Option<Id> {
        let mut slot = key_of(spelling);
        while let Some(&(id, span)) = self.word_ids.get(&slot) {
            if self.read(span) == spelling {
                return Some(id);
            }
            slot = slot.wrapping_add(1);
        }
        None
    }

    /// The number of a term, if it is known.
    pub(super) fn find_term(&self, text: &str) -> Option<Id> {
        let mut slot = key_of(text);
        while let Some(&id) = self.term_ids.get(&slot) {
            if self.text(id) == text {
                return Some(id);
            }
            slot = slot.wrapping_add(1);
        }
        None
    }

    /// Learns a word that is not known.
    pub(super) fn learn(&mut self, spelling: &str, found: &LookedUp) -> Option<Id> {
        if self.arena.len() > (u32::MAX - 4096) as usize {
            return None;
        }
        let term = self.term(&found.term);
        let place = self.file(term);
        let id = self.words.len() as Id;
        let spelling_span = self.keep(spelling);
        self.words.push(Word {
            spelling: spelling_span,
            term,
            place,
            hash: found.hash,
            stop: found.stop,
        });
        let slot = free_slot(&self.word_ids, key_of(spelling));
        self.word_ids.insert(slot, (id, spelling_span));
        for (text, pattern) in &found.sounds {
            let term = self.term(text);
            self.file(term);
            let pattern = self.keep(pattern);
            self.sounds.push(Sound {
                word: id,
                term,
                pattern,
            });
        }
        Some(id)
    }

    /// Counts a word or sound to a term; its place there.
    fn file(&mut self, term: Id) -> u32 {
        self.filed
            .get_mut(term as usize)
            .map_or(0, |count| std::mem::replace(count, *count + 1))
    }

    /// The number of a term, new or known.
    pub(super) fn term(&mut self, text: &str) -> Id {
        if let Some(id) = self.find_term(text) {
            return id;
        }
        let id = self.terms.len() as Id;
        let span = self.keep(text);
        self.terms.push(span);
        self.filed.push(0);
        let slot = free_slot(&self.term_ids, key_of(text));
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

    /// What is known of a word.
    pub(super) fn get(&self, word: Id) -> Option<&Word> {
        self.words.get(word as usize)
    }

    /// The text of a term.
    pub(super) fn text(&self, term: Id) -> &str {
        self.terms.get(term as usize).map_or("", |t| self.read(*t))
    }

    /// The form of a word.
    pub(super) fn form_of(&self, word: Id) -> String {
        form(self.spelling(word))
    }

    /// The sounds of a sound term: word, pattern, stem.
    pub(super) fn sounds<'a>(&'a self, members: &'a Members, term: Id) -> impl Iterator<Item = (Id, &'a str, &'a str)> {
        members.of(term).iter().filter_map(|id| {
            let sound = self.sounds.get(*id as usize)?;
            let stem = self.text(self.words.get(sound.word as usize)?.term);
            Some((sound.word, self.read(sound.pattern), stem))
        })
    }

    /// All sounds: word and sound term.
    pub(super) fn all_sounds(&self) -> impl Iterator<Item = (Id, Id)> {
        self.sounds.iter().map(|sound| (sound.word, sound.term))
    }

    /// How many words and terms there are.
    pub(super) fn len(&self) -> (usize, usize) {
        (self.words.len(), self.terms.len())
    }

    /// The words and sounds of all terms.
    pub(super) fn members(&self) -> Members {
        let mut starts = Vec::with_capacity(self.filed.len() + 1);
        let mut sum = 0;
        for count in &self.filed {
            starts.push(sum);
            sum += count;
        }
        starts.push(sum);
        let mut list = vec![0; sum as usize];
        let mut next = starts.clone();
        let words = self.words.iter().map(|word| word.term).zip(0..);
        let sounds = self.sounds.iter().map(|sound| sound.term).zip(0..);
        for (term, id) in words.chain(sounds) {
            let Some(at) = next.get_mut(term as usize) else {
                continue;
            };
            if let Some(slot) = list.get_mut(*at as usize) {
                *slot = id;
            }
            *at += 1;
        }
        Members { starts, list }
    }

    /// Sorts the terms that came since they were sorted last; all of them in order of their texts.
    pub(super) fn sort(&mut self) -> &[Id] {
        let new = sorted(self, self.order.len() as Id..self.terms.len() as Id);
        if !new.is_empty() {
            self.order = merged(self, &self.order, &new);
        }
        &self.order
    }

    /// All terms that are sorted, in order of their texts.
    pub(super) fn order(&self) -> &[Id] {
        &self.order
    }

    /// How far it goes now.
    pub(super) fn extent(&self) -> Extent {
        Extent {
            arena: self.arena.len() as u32,
            words: self.words.len() as u32,
            terms: self.terms.len() as u32,
            sounds: self.sounds.len() as u32,
        }
    }
}

impl Members {
    /// Words of a stem, sounds of a sound.
    pub(super) fn of(&self, term: Id) -> &[Id] {
        let range = |at: usize| Some(*self.starts.get(at)? as usize..*self.starts.get(at + 1)? as usize);
        range(term as usize).and_then(|r| self.list.get(r)).unwrap_or_default()
    }

    /// The word of a stem at a place.
    pub(super) fn word_at(&self, term: Id, place: u32) -> Option<Id> {
        self.of(term).get(place as usize).copied()
    }
}

/// Terms in order of their texts.
fn sorted(words: &Vocabulary, terms: std::ops::Range<Id>) -> Vec<Id> {
    let mut keyed: Vec<(u128, Id)> = terms.map(|id| (sort_key(words.text(id)), id)).collect();
    keyed.par_sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| words.text(a.1).cmp(words.text(b.1))));
    keyed.into_iter().map(|(_, id)| id).collect()
}

/// A sorted list with the few of another in their places.
fn merged(words: &Vocabulary, many: &[Id], few: &[Id]) -> Vec<Id> {
    let mut all = Vec::with_capacity(many.len() + few.len());
    let mut rest = many;
    for id in few {
        let text = words.text(*id);
        let (before, after) = rest.split_at(rest.partition_point(|other| words.text(*other) < text));
        all.extend_from_slice(before);
        all.push(*id);
        rest = after;
    }
    all.extend_from_slice(rest);
    all
}

/// The first sixteen characters of a text as a number, by which most texts are reported apart at once. A character that cannot
/// be reported from a neighbour in one byte ends it.
fn sort_key(text: &str) -> u128 {
    let mut key = 0u128;
    for (at, ch) in text.chars().take(16).enumerate() {
        let (byte, sure) = match ch {
            '\0'..='~' => (ch as u8, true),
            '\u{7F}'..'\u{980}' => (0x7F, false),
            '\u{980}'..'\u{9FF}' => ((u32::from(ch) - 0x0980) as u8 | 0x80, true),
            _ => (0xFF, false),
        };
        key |= u128::from(byte) << (120 - at * 8);
        if !sure {
            break;
        }
    }
    key
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

fn free_slot<T>(table: &FxHashMap<u64, T>, mut slot: u64) -> u64 {
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
        let mut learn = |word| {
            words
                .learn(word, &look_up(word, &mut FxHashMap::default()).unwrap())
                .unwrap()
        };
        let (a, b) = (learn("পুতিনের"), learn("পুতিনকে"));
        assert_eq!(words.find("পুতিনের"), Some(a));
        let term = words.get(a).unwrap().term;
        assert_eq!(words.get(b).unwrap().term, term);
        assert_eq!(words.text(term), "পুতিন");
        let members = words.members();
        assert_eq!(words.form_of(members.word_at(term, 1).unwrap()), "পুতিনকে");
        let sound = words.term("~putin");
        let patterns: Vec<_> = words.sounds(&members, sound).map(|s| s.1).collect();
        assert_eq!(patterns, ["putin", "putin"]);
    }

    #[test]
    fn a_vocabulary_comes_back_in_stretches() {
        let mut words = Vocabulary::default();
        let learn = |words: &mut Vocabulary, all: &[&str]| {
            for word in all {
                words
                    .learn(word, &look_up(word, &mut FxHashMap::default()).unwrap())
                    .unwrap();
            }
            words.sort();
        };
        learn(&mut words, &["পুতিনের", "ঢাকা", "Covid"]);
        let (first, base) = (words.write(Extent::default()), words.extent());
        learn(&mut words, &["পুতিনকে", "নদী", "অমর", "é"]);
        let mut back = Vocabulary::default();
        back.read_more(&first).unwrap();
        assert_eq!(back.extent(), base);
        back.read_more(&words.write(base)).unwrap();
        assert_eq!((back.order(), back.extent()), (words.order(), words.extent()));
        assert!(back.order().is_sorted_by_key(|id| back.text(*id)));
        assert_eq!(back.find("নদী"), words.find("নদী"));
        for cut in 0..first.len() {
            assert!(Vocabulary::default().read_more(&first[..cut]).is_none());
        }
    }

    #[test]
    fn sort_keys_never_contradict_the_order() {
        let odd = [
            "",
            "\u{7F}x",
            "é",
            "éa",
            "~",
            "ক",
            "\u{9FE}",
            "\u{9FF}",
            "\u{A00}a",
            "东",
            "কখ",
            "ক\u{200D}খ",
            "a",
        ];
        for a in odd {
            for b in odd.iter().filter(|b| a < **b) {
                assert!(sort_key(a) <= sort_key(b), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn forms() {
        assert_eq!(form("বি.এন.পি’র"), "বিএনপির");
        assert_eq!(form("১২.৫"), "12.5");
        assert_eq!(form("COVID"), "covid");
    }
}
