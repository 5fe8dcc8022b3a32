//! What a query asks for: its words, the stems each may mean, and its phrases.

use super::analyse::pair;
use super::layout::hash;
use super::vocabulary::form;
use crate::bengali::fold::without_final_o;
use crate::bengali::search::readings;
use crate::bengali::stem::stem;
use crate::bengali::stop::is_stop_word;
use crate::bengali::word::words;

/// More words than these are not looked up.
const MAX_WORDS: usize = 8;

/// A query.
#[derive(Debug, Default)]
pub(super) struct Ask {
    pub(super) words: Vec<Word>,
    /// Of each phrase, the pairs of neighbouring words.
    pub(super) phrases: Vec<Vec<u32>>,
}

/// A word of a query.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    /// As typed.
    pub(super) typed: String,
    /// As compared.
    pub(super) form: String,
    /// A function word: it adds a little, and no story must have it.
    pub(super) stop: bool,
    /// In a phrase: every story must have it.
    pub(super) must: bool,
}

/// A stem that a word may mean.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    pub(super) stem: String,
    /// The form that ranks higher.
    pub(super) form: String,
    /// No other form counts.
    pub(super) strict: bool,
    /// In 64ths.
    pub(super) weight: u32,
}

/// Takes a query apart. Text between quotation marks (any of “ ” " „ «) is a phrase; an open one ends with the query.
pub(super) fn parse(query: &str) -> Ask {
    let mut ask = Ask::default();
    for (at, part) in query.split(['"', '“', '”', '„', '«', '»']).enumerate() {
        let quoted = at % 2 == 1;
        let spellings: Vec<&str> = words(part).filter(|w| !form(w).is_empty()).collect();
        let must = quoted && spellings.len() > 1;
        if must {
            let hashes: Vec<u32> = spellings.iter().map(|w| hash(&form(w))).collect();
            let pairs = hashes.iter().zip(hashes.iter().skip(1));
            ask.phrases.push(pairs.map(|(a, b)| pair(*a, *b)).collect());
        }
        spellings.into_iter().for_each(|typed| ask.add(typed, must));
    }
    if ask.words.iter().all(|word| word.stop) {
        ask.words.iter_mut().for_each(|word| word.stop = false);
    }
    ask
}

impl Ask {
    fn add(&mut self, typed: &str, must: bool) {
        let form = form(typed);
        if let Some(known) = self.words.iter_mut().find(|w| w.form == form) {
            known.must |= must;
        } else if self.words.len() < MAX_WORDS {
            self.words.push(Word {
                typed: typed.to_owned(),
                stop: is_stop_word(&form),
                form,
                must,
            });
        }
    }
}

impl Word {
    /// Is it in Latin letters, so that it may stand for a Bengali word?
    pub(super) fn is_latin(&self) -> bool {
        self.typed.is_ascii() && self.typed.bytes().any(|b| b.is_ascii_alphabetic())
    }

    /// What it means as it is written.
    pub(super) fn literal(&self) -> Vec<Reading> {
        let mut all = Vec::new();
        spelled(&mut all, &self.form, 64);
        all
    }

    /// What it may mean in Latin letters: names and abbreviations always; the Avro reading when no word of the index
    /// sounds like it (`heard`).
    pub(super) fn transliterated(&self, heard: bool) -> Vec<Reading> {
        let mut all = Vec::new();
        let typist = if heard { 2 } else { 0 };
        let long = heard && self.typed.len() > 4;
        for (at, reading) in readings(&self.typed).iter().enumerate().skip(typist) {
            if !(long && at == 2 && self.has_letters()) {
                spelled(&mut all, &form(reading), 60);
            }
        }
        all
    }

    /// Is the third of its readings the one letter by letter?
    fn has_letters(&self) -> bool {
        (2..=6).contains(&self.typed.len()) && self.typed.bytes().all(|b| b.is_ascii_alphabetic())
    }
}

/// A form as the stem it belongs to, and its neighbours by a word-final ো.
fn spelled(all: &mut Vec<Reading>, form: &str, weight: u32) {
    add(all, form, false, weight);
    let short = without_final_o(form);
    if short != form {
        add(all, short, true, weight / 2);
    }
    let long = format!("{form}ো");
    if without_final_o(&long) == form {
        add(all, &long, true, weight / 2);
    }
}

fn add(all: &mut Vec<Reading>, form: &str, strict: bool, weight: u32) {
    let stem = stem(form);
    if !stem.is_empty() && !all.iter().any(|r| r.stem == stem) {
        all.push(Reading {
            stem,
            form: form.to_owned(),
            strict,
            weight,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_phrases() {
        let ask = parse("“ঢাকার মেয়র” এবং ঢাকার নদী");
        let forms: Vec<_> = ask.words.iter().map(|w| (w.form.as_str(), w.stop, w.must)).collect();
        assert_eq!(
            forms,
            [
                ("ঢাকার", false, true),
                ("মেয়র", false, true),
                ("এবং", true, false),
                ("নদি", false, false)
            ]
        );
        assert_eq!(ask.phrases.len(), 1);
        assert!(!parse("এবং").words[0].stop);
        assert!(parse("\"।\" “").words.is_empty());
    }

    #[test]
    fn readings_of_a_word() {
        let word = &parse("ভালো").words[0];
        let stems: Vec<_> = word.literal().into_iter().map(|r| (r.stem, r.strict)).collect();
        assert_eq!(stems, [("ভালো".to_owned(), false), ("ভাল".to_owned(), true)]);
        let bnp = &parse("bnp").words[0];
        assert!(bnp.is_latin() && bnp.transliterated(true).iter().any(|r| r.stem == "বিএনপি"));
    }
}
