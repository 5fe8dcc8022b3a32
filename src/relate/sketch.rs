//! Near-duplicates: the same agency copy under another headline.
//!
//! A sketch keeps, for pairs of neighbouring content stems, one byte in each of 128 bins (one-permutation MinHash): two
//! sketches tell what share of pairs two texts have in common, to about 4 %, in 128 bytes a story.

use super::term::{Term, mix};

/// Bins of a sketch.
const BINS: usize = 128;
/// Share of common pairs, in percent of all pairs, from which on two texts are one: half, less the error of the estimate.
const SAME_PERCENT: u64 = 45;
/// Share of the shorter text's pairs found in the longer one, from which on it is a cut or lengthened copy.
const CONTAINED_PERCENT: u64 = 75;
/// Fewer pairs than this say nothing.
const LEAST_PAIRS: u16 = 8;

/// What is kept of a text to tell near-duplicates; empty for texts of a few words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sketch {
    bins: Box<[u8]>,
    pairs: u16,
}

impl Sketch {
    pub(super) fn builder() -> Builder {
        Builder {
            least: [u32::MAX; BINS],
            last: 0,
            pairs: 0,
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bins
    }

    pub(super) fn shingles(&self) -> u16 {
        self.pairs
    }

    pub(super) fn from_parts(bins: &[u8], pairs: u16) -> Option<Self> {
        matches!(bins.len(), 0 | BINS).then(|| Sketch {
            bins: bins.into(),
            pairs,
        })
    }

    /// Whether the two texts are one, edited a little, cut or lengthened. Texts of a few words are never.
    ///
    /// ```
    /// use khobor::relate::terms::{Vocabulary, terms};
    /// let words = Vocabulary::new();
    /// let text = "রাজধানীর কারওয়ান বাজারে পাইকারি সবজির দাম গত সপ্তাহের তুলনায় কেজিতে দশ টাকা কমেছে বলে জানিয়েছেন আড়তদারেরা";
    /// let copy = terms::<&str>(&words, "সবজির দাম কমল", &[], text);
    /// let first = terms::<&str>(&words, "বাজারদর", &[], &format!("{text}। খবর বাসস।"));
    /// assert!(copy.sketch.same_text(&first.sketch));
    /// ```
    pub fn same_text(&self, other: &Sketch) -> bool {
        if self.pairs < LEAST_PAIRS || other.pairs < LEAST_PAIRS {
            return false;
        }
        let (common, filled) = self.compare(other);
        let (a, b) = (u64::from(self.pairs), u64::from(other.pairs));
        let contained = 100 * common * (a + b) >= CONTAINED_PERCENT * (filled + common) * a.min(b);
        100 * common >= SAME_PERCENT * filled || contained
    }

    /// Bins that agree, and bins filled in either: their quotient estimates the share of common pairs.
    fn compare(&self, other: &Sketch) -> (u64, u64) {
        // Counts of up to 128 fit a byte, which lets the compiler compare many bins at once.
        let (mut common, mut filled) = (0u8, 0u8);
        for (a, b) in self.bins.iter().zip(&other.bins) {
            common += u8::from(a == b) & u8::from(*a != 0);
            filled += u8::from(a | b != 0);
        }
        (u64::from(common), u64::from(filled))
    }
}

/// Collects a text's pairs.
#[derive(Debug)]
pub(super) struct Builder {
    least: [u32; BINS],
    last: Term,
    pairs: u32,
}

impl Builder {
    /// The next content stem of the text.
    pub(super) fn add(&mut self, term: Term) {
        if self.last != 0 {
            let hash = mix(u64::from(self.last) << 32 | u64::from(term));
            if let Some(least) = self.least.get_mut(hash as usize % BINS) {
                *least = (*least).min((hash >> 32) as u32);
            }
            self.pairs += 1;
        }
        self.last = term;
    }

    pub(super) fn finish(self) -> Sketch {
        if self.pairs == 0 {
            return Sketch::default();
        }
        let byte = |least: &u32| if *least == u32::MAX { 0 } else { (least % 255) as u8 + 1 };
        Sketch {
            bins: self.least.iter().map(byte).collect(),
            pairs: self.pairs.min(u32::from(u16::MAX)) as u16,
        }
    }
}
