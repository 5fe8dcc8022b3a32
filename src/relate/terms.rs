//! The words that say what a story is about: stems with weights, in about one kilobyte a story.
//!
//! A term is a 27-bit hash of a stem (of the search key, so that spellings and endings fall together) packed with a
//! 5-bit weight: no shared dictionary has to be kept, and the result depends on the text alone. Stop words and bare
//! numbers below 1000 are left out. Knows nothing of other stories; how telling a term is says [`super::weights`].

use super::sketch::Sketch;
pub use super::term::Term;
use super::term::mix;
use crate::bengali::lexicon::{Lexicon, UNNUMBERED};
use crate::bengali::{fold, stem, stop, word};

/// Bits of a packed term that hold its weight.
const WEIGHT_BITS: u32 = 5;
/// Distinct terms kept of one story: the most frequent, then the earliest in the text.
pub const MAX_TERMS: usize = 320;
/// Words of one story that are looked at; the rest of a longer text says little new.
const MAX_WORDS: usize = 20_000;
/// How often a word of the headline and of a tag counts, beside its occurrences in the text.
const TITLE_TIMES: u32 = 4;
const TAG_TIMES: u32 = 6;

/// A memory of words already looked up, shared by all threads: folding and stemming a word costs more than remembering it.
/// It never changes a result.
#[derive(Debug)]
pub struct Vocabulary {
    lexicon: Lexicon,
}

impl Default for Vocabulary {
    fn default() -> Self {
        Vocabulary::new()
    }
}

impl Vocabulary {
    /// An empty memory.
    pub fn new() -> Self {
        Vocabulary {
            lexicon: Lexicon::new(look_up),
        }
    }

    /// The term of a word; `None` for stop words and small numbers.
    ///
    /// ```
    /// use khobor::relate::terms::Vocabulary;
    /// let words = Vocabulary::new();
    /// assert_eq!(words.term("মন্ত্রীদেরকেও"), words.term("মন্ত্রীরা"));
    /// assert_ne!(words.term("মন্ত্রী"), words.term("যন্ত্রী"));
    /// assert_eq!(words.term("এবং"), None);
    /// ```
    pub fn term(&self, word: &str) -> Option<Term> {
        let mut found = Vec::with_capacity(1);
        self.lexicon.number(std::iter::once(word), &mut found);
        found.first().map(|(_, term)| *term).filter(|term| *term != 0)
    }

    /// The words that have been looked up, by number.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }
}

/// The term of a word, or 0 for a word that says nothing.
fn look_up(word: &str) -> Term {
    let folded = fold::fold(word);
    if stop::is_stop_word(&folded) || is_small_number(&folded) {
        return 0;
    }
    let stemmed = stem::stem(&folded);
    if stemmed.is_empty() || stop::is_stop_word(&stemmed) {
        return 0;
    }
    term_of(&stemmed)
}

/// Numbers of up to three digits are counts and days, not subjects; years and route numbers stay.
fn is_small_number(folded: &str) -> bool {
    folded.len() <= 3 && folded.bytes().all(|b| b.is_ascii_digit())
}

fn term_of(stem: &str) -> Term {
    let bits = (hash(stem) >> (64 - (32 - WEIGHT_BITS))) as u32;
    bits.max(1)
}

/// FNV-1a with a final mix: the same on every machine and in every version, because terms are cached on disk.
fn hash(text: &str) -> u64 {
    let folded = text.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3)
    });
    mix(folded)
}

/// A story's terms, sorted, each with a weight of 1 to 31 (four times the square root of how often it occurs), and the
/// sketch by which near-duplicates are reported. At most [`MAX_TERMS`] terms: about 1 KB.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TermVector {
    packed: Box<[u32]>,
    /// The sketch of the text.
    pub sketch: Sketch,
}

impl TermVector {
    /// The terms in ascending order, with their weights.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Term, u32)> + '_ {
        self.packed.iter().map(|&p| unpack(p))
    }

    /// How many terms there are.
    pub fn len(&self) -> usize {
        self.packed.len()
    }

    /// Whether the text says nothing.
    pub fn is_empty(&self) -> bool {
        self.packed.is_empty()
    }

    /// The terms packed as they are in memory; [`unpack`] splits them.
    pub(super) fn packed(&self) -> &[u32] {
        &self.packed
    }
}

/// Term and weight of a packed term.
#[inline]
pub(super) fn unpack(packed: u32) -> (Term, u32) {
    (packed >> WEIGHT_BITS, packed & ((1 << WEIGHT_BITS) - 1))
}

/// The terms of a story, at hand or only fetched when they are asked for.
pub trait Vector: std::fmt::Debug + Sync {
    /// The terms.
    fn vector(&self) -> &TermVector;
}

impl Vector for TermVector {
    fn vector(&self) -> &TermVector {
        self
    }
}

/// A story's words, read once for all that need them.
#[derive(Debug)]
pub struct Reading {
    /// What it is about.
    pub terms: TermVector,
    /// The words of its running text, in order, by their numbers in the vocabulary's lexicon.
    pub words: Vec<u32>,
    /// Whether all of them have numbers.
    pub whole: bool,
}

/// The terms of a story. `text` is the running text without markup, `tags` as written. Linear in the text.
///
/// ```
/// use khobor::relate::terms::{Vocabulary, terms};
/// let found = terms(&Vocabulary::new(), "নদীর পানি", &["বন্যা"], "নদীতে পানি বাড়ছে। পানি নামছে না।");
/// assert_eq!(found.len(), 5); // নদী, পানি, বন্যা, বাড়ছে, নামছে
/// ```
pub fn terms<T: AsRef<str>>(known: &Vocabulary, title: &str, tags: &[T], text: &str) -> TermVector {
    read(known, title, tags, text).terms
}

/// As [`terms`], with the words themselves.
pub fn read<T: AsRef<str>>(known: &Vocabulary, title: &str, tags: &[T], text: &str) -> Reading {
    let mut found: Vec<(u32, Term)> = Vec::with_capacity(text.len() / 12 + 64);
    let mut seen: Vec<u64> = Vec::with_capacity(text.len() / 16 + 64);
    let mut bigrams = Sketch::builder();
    known.lexicon.number(word::words(text), &mut found);
    for (_, term) in found.iter().take(MAX_WORDS).filter(|(_, term)| *term != 0) {
        bigrams.add(*term);
        push(&mut seen, *term, 1);
    }
    let words: Vec<u32> = found.iter().map(|(number, _)| *number).collect();
    let tags = tags.iter().take(50).flat_map(|tag| word::words(tag.as_ref()).take(20));
    found.clear();
    known.lexicon.number(word::words(title).take(200), &mut found);
    let title = found.len();
    known.lexicon.number(tags, &mut found);
    let (title, tags) = found.split_at(title);
    for (words, times) in [(title, TITLE_TIMES), (tags, TAG_TIMES)] {
        let telling = words.iter().filter(|(_, term)| *term != 0);
        telling.for_each(|(_, term)| push(&mut seen, *term, times));
    }
    Reading {
        terms: TermVector {
            packed: pack(&seen),
            sketch: bigrams.finish(),
        },
        whole: !words.contains(&UNNUMBERED),
        words,
    }
}

/// An occurrence: term, place in the text, how often it counts.
fn push(seen: &mut Vec<u64>, term: Term, times: u32) {
    let place = (seen.len() as u64).min((1 << 24) - 1);
    seen.push(u64::from(term) << 32 | place << 8 | u64::from(times));
}

/// Counts occurrences and keeps the terms that matter most, sorted.
fn pack(seen: &[u64]) -> Box<[u32]> {
    let mut counted = count(seen);
    if counted.len() > MAX_TERMS {
        counted.select_nth_unstable_by_key(MAX_TERMS, |(times, place, term)| {
            (std::cmp::Reverse(level(*times)), *place, *term)
        });
        counted.truncate(MAX_TERMS);
    }
    let mut packed: Vec<u32> = counted
        .iter()
        .map(|(times, _, term)| term << WEIGHT_BITS | level(*times))
        .collect();
    packed.sort_unstable();
    packed.into_boxed_slice()
}

/// Every term once: how often it counts, its first place. Terms are hashes, so their low bits spread.
fn count(seen: &[u64]) -> Vec<(u32, u32, Term)> {
    let mut counted: Vec<(u32, u32, Term)> = Vec::with_capacity(seen.len());
    // Places in `counted`, plus one; 0 is free.
    let mut table = vec![0u32; (seen.len() * 2).next_power_of_two()];
    let mask = table.len() - 1;
    for occurrence in seen {
        let (term, times) = ((occurrence >> 32) as Term, (occurrence & 0xFF) as u32);
        let mut at = term as usize & mask;
        loop {
            let known = table.get(at).and_then(|n| counted.get_mut(n.checked_sub(1)? as usize));
            match known {
                Some(known) if known.2 == term => known.0 += times,
                Some(_) => {
                    at = (at + 1) & mask;
                    continue;
                }
                None => {
                    counted.push((times, ((occurrence >> 8) & 0xFF_FFFF) as u32, term));
                    if let Some(free) = table.get_mut(at) {
                        *free = counted.len() as u32;
                    }
                }
            }
            break;
        }
    }
    counted
}

/// `4 * sqrt(times)`, rounded, at most 31. The root finds the other part of a text a little better than `1 + log2`, which makes
/// too much of the second occurrence (`benches/related.rs`).
fn level(times: u32) -> u32 {
    let doubled = (64 * u64::from(times.max(1))).isqrt();
    (doubled.div_ceil(2) as u32).min((1 << WEIGHT_BITS) - 1)
}

/// `floor(4 * log2(value))` in whole numbers; 0 for 0 and 1.
pub(super) fn quarter_log2(value: u64) -> u32 {
    let value = u128::from(value.min(u64::from(u32::MAX)));
    (value * value * value * value).max(1).ilog2()
}

impl TermVector {
    /// The bytes by which the cache keeps it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let sketch = self.sketch.bytes();
        let mut bytes = Vec::with_capacity(3 + sketch.len() + self.packed.len() * 4);
        bytes.extend_from_slice(&self.sketch.shingles().to_le_bytes());
        bytes.push(sketch.len() as u8);
        bytes.extend_from_slice(sketch);
        self.packed
            .iter()
            .for_each(|p| bytes.extend_from_slice(&p.to_le_bytes()));
        bytes
    }

    /// Reads them again; `None` when they are odd.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (shingles, rest) = bytes.split_first_chunk::<2>()?;
        let (&len, rest) = rest.split_first()?;
        let (sketch, rest) = rest.split_at_checked(usize::from(len))?;
        let (words, odd) = rest.as_chunks::<4>();
        let packed: Box<[u32]> = words.iter().map(|w| u32::from_le_bytes(*w)).collect();
        let ordered = packed
            .windows(2)
            .all(|w| matches!(w, [a, b] if unpack(*a).0 < unpack(*b).0));
        let sketch = Sketch::from_parts(sketch, u16::from_le_bytes(*shingles))?;
        (odd.is_empty() && ordered && packed.len() <= MAX_TERMS).then_some(TermVector { packed, sketch })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> TermVector {
        terms::<&str>(&Vocabulary::new(), "", &[], text)
    }

    #[test]
    fn spelling_endings_and_stop_words_do_not_matter() {
        let forms = |t: &str| of(t).iter().map(|(t, _)| t).collect::<Vec<_>>();
        assert_eq!(forms("সরকারের এবং নির্বাচনকে"), forms("নির্বাচনে সরকার"));
        assert_eq!(forms("\u{09AF}\u{09BC}"), forms("\u{09DF}"));
        assert!(of("এবং ও কিন্তু এই ১২ 7").is_empty());
        assert_eq!(of("১৯৭১").len(), 1);
        assert_eq!(forms("১৯৭১"), forms("1971"));
    }

    #[test]
    fn headline_and_tags_weigh_more() {
        let weight = |v: &TermVector| v.iter().map(|(_, w)| w).max();
        let known = Vocabulary::new();
        let text = of("নদী");
        let title = terms::<&str>(&known, "নদী", &[], "নদী");
        let tag = terms(&known, "নদী", &["নদী"], "নদী");
        assert_eq!(
            (weight(&text), weight(&title), weight(&tag)),
            (Some(4), Some(9), Some(13))
        );
    }

    #[test]
    fn weights_are_roots() {
        let levels: Vec<u32> = [0, 1, 2, 3, 4, 9, 16, 25, 60, 61, u32::MAX].map(level).to_vec();
        assert_eq!(levels, [4, 4, 6, 7, 8, 12, 16, 20, 31, 31, 31]);
    }

    #[test]
    fn bounded_on_any_text() {
        let long: String = (1000..9000).map(|n| format!("{n} ")).collect();
        assert_eq!(of(&long).len(), MAX_TERMS);
        assert!(of(&"\u{1F600}\u{0301}়্ ".repeat(5000)).len() <= MAX_TERMS);
        assert!(of(&"ক".repeat(300_000)).len() <= 1);
        assert!(of("").is_empty());
    }

    #[test]
    fn survives_the_cache() {
        let vector = terms(
            &Vocabulary::new(),
            "মেট্রোরেল",
            &["ঢাকা"],
            "মেট্রোরেলের নতুন স্টেশন চালু হলো আগারগাঁওয়ে",
        );
        let bytes = vector.to_bytes();
        assert_eq!(TermVector::from_bytes(&bytes).as_ref(), Some(&vector));
        for cut in 0..bytes.len() {
            assert_ne!(TermVector::from_bytes(&bytes[..cut]).as_ref(), Some(&vector));
        }
    }

    #[test]
    fn remembering_changes_nothing() {
        let warm = Vocabulary::new();
        let text = "শিক্ষার্থীরা সড়কে নেমেছে, শিক্ষার্থীদের দাবি নিরাপদ সড়ক";
        let first = terms::<&str>(&warm, text, &[], text);
        assert_eq!(terms::<&str>(&warm, text, &[], text), first);
        assert_eq!(terms::<&str>(&Vocabulary::new(), text, &[], text), first);
    }
}
