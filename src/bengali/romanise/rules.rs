//! The rules of the inherent vowel, and the spelling of a word from its units.

use super::units::{Unit, Vowel, units, vowel_sign};

/// A word's units and where its endings begin.
struct Word<'a> {
    units: &'a [Unit],
    /// The last unit of the stem, when endings follow it: it is judged as if it ended the word.
    boundary: Option<usize>,
    /// The first ending is a vowel sign (খবর + ের): it is written on the stem's last unit but is no part of it.
    sign: bool,
}

/// Spells a word. `stem`: where its endings begin, in bytes (the word's length when it has none).
pub(super) fn spell(units: &[Unit], text: &str, stem: usize) -> String {
    let endings = text.get(stem..).and_then(|r| r.chars().next());
    let boundary = endings.and_then(|_| units.iter().rposition(|u| u.start < stem));
    let verb = boundary.is_some_and(|b| is_verb(units, b, text.get(stem..).unwrap_or("")));
    let word = Word {
        units,
        boundary,
        sign: !verb && endings.and_then(vowel_sign).is_some(),
    };
    let mut out = String::with_capacity(text.len() / 2);
    let mut vowel_before = false;
    let mut doubled = false;
    for (i, unit) in units.iter().enumerate() {
        if doubled {
            out.extend(unit.onset.chars().next());
        }
        out.push_str(&unit.onset);
        let vowel = match unit.vowel {
            Vowel::Written(latin) => latin,
            Vowel::Silent => "",
            Vowel::Inherent if word.keeps_vowel(i, vowel_before) => "o",
            Vowel::Inherent => "",
        };
        out.push_str(vowel);
        if unit.tail == Some('ং') {
            out.push_str("ng");
        }
        doubled = unit.tail == Some('ঃ');
        vowel_before = !vowel.is_empty() && unit.tail.is_none();
    }
    out
}

impl Word<'_> {
    /// Is the inherent vowel of unit `i` spoken? `vowel_before`: the unit before it ended in a vowel.
    fn keeps_vowel(&self, i: usize, vowel_before: bool) -> bool {
        let Some(unit) = self.units.get(i) else { return false };
        let o_follows = self
            .units
            .get(i + 1)
            .is_some_and(|n| n.onset.is_empty() && n.vowel == Vowel::Written("o"));
        if self.boundary.is_some_and(|b| i > b) {
            // Endings have one bare consonant, the last (র, ের, দের), and সমূহ.
            return unit.last == 'হ';
        }
        if i == 0 || unit.tail.is_some() {
            // হওয়া hoya: one o, not two.
            return !o_follows;
        }
        let Some(next) = self.units.get(i + 1).filter(|_| self.boundary != Some(i)) else {
            return final_vowel(self.units, i);
        };
        if next.onset.is_empty() {
            return !o_follows;
        }
        let explicit = matches!(next.vowel, Vowel::Written(_)) && !(self.sign && self.boundary == Some(i + 1));
        !vowel_before || unit.conjunct || next.conjunct || !explicit || self.learned(i, next)
    }

    /// Sanskrit prefixes and endings before which the vowel stays: উপ- অপ- অব-, -না -তা -নো, -ইক, -ঈয়.
    fn learned(&self, i: usize, next: &Unit) -> bool {
        let unit = |k: usize| self.units.get(k).map(|u| u.last);
        let prefix = i == 1
            && self
                .units
                .first()
                .is_some_and(|u| u.onset.is_empty() && matches!(u.vowel, Vowel::Written("u" | "o")));
        if prefix && matches!(unit(1), Some('প' | 'ব')) {
            return true;
        }
        match (next.last, next.vowel) {
            ('ন' | 'ণ' | 'ত', Vowel::Written("a")) => i + 2 == self.units.len() || self.boundary == Some(i + 1),
            ('ন', Vowel::Written("o")) => true,
            (_, Vowel::Written("i")) => match unit(i + 2) {
                Some('ক' | 'ত') => self.boundary.map_or(i + 3 == self.units.len(), |b| b == i + 2),
                Some('\u{09DF}') => true,
                _ => false,
            },
            _ => false,
        }
    }
}

/// Is what the stemmer took for a locative the end of a verb: -ছে -বে (করছে, থাকবে), and -তে -লে after two units
/// (বলতে, করলে; nouns such as ভারতে are exceptions)?
fn is_verb(units: &[Unit], boundary: usize, ending: &str) -> bool {
    matches!(ending, "ে" | "েই" | "েও")
        && units.get(boundary).is_some_and(|u| match u.last {
            'ছ' | 'ব' => boundary >= 2 && !u.conjunct,
            'ত' | 'ল' => boundary == 2 && !u.conjunct,
            _ => false,
        })
}

/// Spells an ending, which may begin with a vowel sign.
pub(super) fn spell_ending(ending: &str) -> String {
    let Some(first) = ending.chars().next() else {
        return String::new();
    };
    match vowel_sign(first) {
        Some(latin) => {
            let rest = ending.strip_prefix(first).unwrap_or("");
            format!("{latin}{}", spell_tail(rest))
        }
        None => spell_tail(ending),
    }
}

/// Letters of an ending: its one bare consonant is always the last (র, ের, দের).
fn spell_tail(rest: &str) -> String {
    let mut out = String::new();
    for unit in units(rest) {
        out.push_str(&unit.onset);
        if let Vowel::Written(latin) = unit.vowel {
            out.push_str(latin);
        }
    }
    if rest.ends_with('হ') {
        out.push('o');
    }
    out
}

/// Is the inherent vowel at the end of a word or stem spoken?
fn final_vowel(units: &[Unit], i: usize) -> bool {
    let Some(unit) = units.get(i) else { return false };
    let Some(before) = i.checked_sub(1).and_then(|p| units.get(p)) else {
        return true;
    };
    if unit.conjunct || matches!(unit.last, 'হ' | '\u{09DD}') || before.tail.is_some() {
        return true;
    }
    match (before.vowel, unit.last) {
        (Vowel::Written("ri"), _) => true,
        (Vowel::Written("i" | "e"), '\u{09DF}') => true,
        (Vowel::Written("i"), 'ত') => i >= 2,
        (Vowel::Written("i"), 'ল') => before.last == 'ছ',
        _ => false,
    }
}
