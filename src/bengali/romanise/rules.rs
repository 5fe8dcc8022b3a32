//! The rules of the inherent vowel, and the spelling of a word from its units.

use super::units::{Unit, Vowel, units, vowel_sign};

/// A word's units and where its endings begin.
struct Word<'a> {
    text: &'a str,
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
        text,
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
        push_onset(&mut out, &unit.onset, vowel_before);
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

/// Writes a unit's consonants: of ক্ষ the doubling is heard after a vowel only (রক্ষা rokkha, সাতক্ষীরা satkhira).
fn push_onset(out: &mut String, onset: &str, vowel_before: bool) {
    let single = onset
        .strip_prefix('k')
        .filter(|rest| rest.starts_with("kh") && !vowel_before);
    out.push_str(single.unwrap_or(onset));
}

/// Second parts of compounds whose first vowel stays as it is in the word alone: আত্মকথা, ঘুণেধরা, লেখাপড়া.
const SECOND_PARTS: [&str; 28] = [
    "কথা",
    "সভা",
    "দশা",
    "ছবি",
    "কবি",
    "নদী",
    "মণি",
    "জয়ী",
    "ময়ী",
    "কলা",
    "কণা",
    "রণে",
    "ধ্বনি",
    "শশী",
    "ধরা",
    "ভরা",
    "গড়া",
    "মরা",
    "পরা",
    "পড়া",
    "করা",
    "তলা",
    "তথা",
    "তমা",
    "মতি",
    "খরচ",
    "মহল",
    "নগর",
];

/// Second parts before which the first part ends as it does alone: রূপকথা, ফুলকপি, চেকপয়েন্ট, ডাকঘর.
const OWN_PARTS: [&str; 24] = [
    "কথা",
    "ছবি",
    "কবি",
    "কলা",
    "কণা",
    "কপি",
    "ধরা",
    "ভরা",
    "গড়া",
    "পরা",
    "পড়া",
    "তলা",
    "খরচ",
    "মহল",
    "নগর",
    "পয়েন্ট",
    "ঘর",
    "পথ",
    "প্রধান",
    "প্রান্ত",
    "গঞ্জ",
    "কম্বল",
    "ম্যান",
    "বল",
];

/// Loan words that native ones follow in compounds, and that end in a bare consonant.
const FIRST_PARTS: [&str; 10] = ["ফোন", "ব্লগ", "ফেসবুক", "ক্লাব", "রেল", "টিম", "হেড", "গ্যাস", "বুথ", "মেইল"];

/// Prefixes behind which a word begins anew: its first vowel stays.
const PREFIXES: [&str; 11] = ["উপ", "মহা", "সহ", "প্রতি", "পরি", "অতি", "অধি", "অভি", "অনু", "আত্ম", "বহু"];

impl Word<'_> {
    /// Is the inherent vowel of unit `i` spoken? `vowel_before`: the unit before it ended in a vowel.
    fn keeps_vowel(&self, i: usize, vowel_before: bool) -> bool {
        let Some(unit) = self.units.get(i) else { return false };
        let o_follows = self
            .units
            .get(i + 1)
            .is_some_and(|n| n.onset.is_empty() && n.vowel == Vowel::Written("o"));
        if self.boundary.is_some_and(|b| i > b) {
            // Endings have one bare consonant, the last (র, ের, দের), but for সমূহ and গণ.
            return matches!(unit.last, 'হ' | 'গ');
        }
        if i == 0 || unit.tail.is_some() {
            // হওয়া hoya: one o, not two.
            return !o_follows;
        }
        let Some(next) = self.units.get(i + 1).filter(|_| self.boundary != Some(i)) else {
            return self.final_vowel(i);
        };
        if self.letters(unit) == "ক্স" {
            // এক্সপ্রেস, এক্সপো.
            return false;
        }
        let ends = |i: usize| self.final_vowel(i);
        if next.onset.is_empty() {
            // A vowel letter inside a word begins a part of its own: মাহমুদউল্লাহ, হোয়াটসঅ্যাপ; আত্মউন্নয়ন.
            return unit.conjunct && ends(i);
        }
        if self.is_loan_plural(i) || (i == 1 && self.text.starts_with("ইন") && unit.last == 'ন') {
            // ফ্যাক্টস; ইনসমনিয়া, ইনকাম.
            return false;
        }
        if self.begins_anew(i) {
            return true;
        }
        if i > 0 && self.is_part(i + 1, &OWN_PARTS) {
            return ends(i);
        }
        if self.is_loan_cluster(next)
            || self.ends_first_part(unit)
            || (vowel_before && next.conjunct && self.is_loan(i + 1))
        {
            return false;
        }
        let explicit = matches!(next.vowel, Vowel::Written(_)) && !(self.sign && self.boundary == Some(i + 1));
        !vowel_before || unit.conjunct || next.conjunct || !explicit || self.learned(i, next)
    }

    /// Whether a loan word that others are put behind ends with a unit: ফোন-বন্ধু, ব্লগ-পোস্ট.
    fn ends_first_part(&self, unit: &Unit) -> bool {
        self.text
            .get(..unit.end)
            .is_some_and(|head| FIRST_PARTS.contains(&head))
    }

    /// Whether the word without its endings ends as only loan words do, behind unit `i`: হেডল্যান্ড, রেমব্রান্ট.
    fn is_loan(&self, i: usize) -> bool {
        let end = self.boundary.unwrap_or(self.units.len().saturating_sub(1));
        let last = self.units.get(end).filter(|unit| unit.conjunct && i < end);
        let before = end.checked_sub(1).and_then(|before| self.units.get(before));
        last.zip(before)
            .is_some_and(|(last, before)| self.is_loan_end(last, before))
    }

    /// Whether the word without its endings ends in one of `parts`, which begins at unit `i`.
    fn is_part(&self, i: usize, parts: &[&str]) -> bool {
        let rest = self.units.get(i).and_then(|unit| self.text.get(unit.start..));
        let left = self.boundary.map_or(self.units.len(), |b| b + 1).saturating_sub(i);
        let is_rest = |part: &&str| rest.is_some_and(|rest| rest.starts_with(*part)) && units(part).len() == left;
        parts.iter().any(is_rest)
    }

    /// Whether a word begins anew with unit `i`, behind a prefix: উপ-মহাদেশ, সহ-সভাপতি; and সহ- itself: সহকারী, সহপাঠী.
    fn begins_anew(&self, i: usize) -> bool {
        let start = self.units.get(i).map_or(0, |unit| unit.start);
        let prefix = self.text.get(..start).is_some_and(|head| PREFIXES.contains(&head));
        prefix && i + 1 < self.units.len() || i == 1 && self.text.starts_with("সহ") && self.units.len() > 3
    }

    /// Whether a word's unit `i` lies behind its end, or is the -তা or -ত্ব that makes an adjective a noun (মানসিকতা).
    fn ends_adjective(&self, i: usize) -> bool {
        let noun = self.units.get(i).is_some_and(|u| match u.last {
            'ত' => u.vowel == Vowel::Written("a") && !u.conjunct,
            'ব' => self.letters(u) == "ত্ব",
            _ => false,
        });
        i >= self.units.len() || noun && i + 1 == self.units.len()
    }

    /// Whether unit `i` is a loan word's end before its plural's স: ফ্যাক্টস, স্পোর্টস, ইডিয়টস, ওয়েলস; not কলস, দিবস, মানস.
    fn is_loan_plural(&self, i: usize) -> bool {
        let (unit, next, before) = (
            self.units.get(i),
            self.units.get(i + 1),
            self.units.get(i.wrapping_sub(1)),
        );
        let last = next.is_some_and(|n| n.last == 'স' && !n.conjunct && n.vowel == Vowel::Inherent);
        let ends = i + 2 == self.units.len() || self.boundary == Some(i + 1);
        last && ends
            && unit
                .zip(before)
                .is_some_and(|(unit, before)| match (unit.conjunct, unit.last) {
                    (true, _) => self.is_loan_end(unit, before),
                    (false, 'ট') => true,
                    (false, 'ল' | 'ন' | 'ম' | 'প' | 'ক' | 'গ' | 'ড') => {
                        matches!(before.vowel, Vowel::Written("e" | "i" | "o" | "u")) && before.last != 'অ'
                    }
                    _ => false,
                })
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
        // গণ-, জন-, সম-: গণমুক্তি, জনসভা, সমকালীন; not জনাব.
        let long = ["জন", "সম"].iter().any(|first| self.text.starts_with(first)) && self.units.len() > 3;
        if i == 1 && (self.text.starts_with("গণ") || long) {
            return true;
        }
        // অসহায়, অভয়ারণ্য.
        if i == 1 && unit(0) == Some('অ') {
            return true;
        }
        let last = i + 2 == self.units.len() || self.boundary == Some(i + 1);
        if i > 1 && self.is_part(i, &SECOND_PARTS) {
            return true;
        }
        // ভারতীয়, স্বর্গীয়.
        let adjective = self
            .units
            .get(i + 2)
            .is_some_and(|u| u.last == '\u{09DF}' && !u.conjunct && u.vowel == Vowel::Inherent);
        match (next.last, next.vowel) {
            (_, Vowel::Written("i")) if adjective => true,
            // বিনয়ী, মালয়েশিয়া.
            ('\u{09DF}', _) => true,
            ('ন' | 'ণ' | 'ত', Vowel::Written("a")) => i + 2 == self.units.len() || self.boundary == Some(i + 1),
            ('ন', Vowel::Written("o")) => true,
            // -মতি -বতী -গতি: অনুমতি, মায়াবতী; but চলতি, বাড়তি.
            ('ত', Vowel::Written("i")) => {
                matches!(unit(i), Some('ম' | 'ব' | 'গ' | 'ণ' | 'ন' | 'স' | 'হ' | 'প')) && last
            }
            (_, Vowel::Written("i")) => match unit(i + 2) {
                Some('ক' | 'ত') => self.boundary.map_or(self.ends_adjective(i + 3), |b| b == i + 2),
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

impl Word<'_> {
    /// The unit's consonants as written.
    fn letters(&self, unit: &Unit) -> &str {
        self.text.get(unit.start..unit.end).unwrap_or_default()
    }

    /// Is the inherent vowel at the end of a word or stem spoken?
    fn final_vowel(&self, i: usize) -> bool {
        let Some(unit) = self.units.get(i) else { return false };
        let Some(before) = i.checked_sub(1).and_then(|p| self.units.get(p)) else {
            return true;
        };
        if unit.conjunct {
            return !self.is_loan_end(unit, before);
        }
        if unit.last == 'হ' && before.vowel == Vowel::Written("a") && before.onset.ends_with("ll") {
            // আল্লাহ, and the names that end in it.
            return false;
        }
        if unit.last == 'ক' && before.tail == Some('ং') && before.vowel != Vowel::Inherent {
            return false;
        }
        if matches!(unit.last, 'হ' | '\u{09DD}') || before.tail.is_some() {
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

    /// Whether a conjunct is one that only loan words have inside (ইনস্টাগ্রাম, হোস্টেল): স with ট, and what follows it.
    fn is_loan_cluster(&self, unit: &Unit) -> bool {
        unit.conjunct && unit.vowel != Vowel::Inherent && self.letters(unit).starts_with("স্ট")
    }

    /// Whether a word that ends in a conjunct is a loan word, whose last vowel is silent: কনসার্ট, ডোনাল্ড, ফিল্ম.
    ///
    /// Some conjuncts are never native; others are loans after a written vowel (পার্ক, but তর্ক).
    fn is_loan_end(&self, unit: &Unit, before: &Unit) -> bool {
        let written = matches!(before.vowel, Vowel::Written("a" | "i" | "e")) && before.tail.is_none();
        match self.letters(unit) {
            "র্ট" | "ন্ট" | "ল্ট" | "প্ট" | "ক্ট" | "ফ্ট" | "স্ট" | "র্ড" | "ল্ড" | "ন্ড" | "র্ল্ড" | "র্স" | "ন্স" | "প্স" | "ল্স"
            | "ম্স" | "ফ্স" | "র্ফ" | "ল্ফ" | "ল্ম" | "ন্জ" | "র্স্ট" | "ক্স" | "ন্ট্স" => {
                true
            }
            "র্ক" | "র্চ" | "র্জ" | "র্ম" | "র্প" | "র্ল" | "র্ন" | "র্ভ" | "স্ক" | "ম্প" | "ঞ্চ" | "ল্ক" | "ন্ক" => {
                written
            }
            "ঞ্জ" => written || before.last == 'গ',
            "ঙ্ক" => before.vowel == Vowel::Written("i") || before.conjunct,
            _ => false,
        }
    }
}
