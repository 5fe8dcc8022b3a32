//! What relating knows of a story: the words by which it is found, its nearest older stories, its list.

use super::neighbour::Neighbour;
use super::terms::Term;
use super::weights::Strong;
use serde::{Deserialize, Serialize};

/// Bits that hold a term's share in a story.
pub(super) const SHARE_BITS: u32 = 5;

/// A story's words by which it is found: term and share in the story, as [`packed`].
pub(super) type Words = Vec<u32>;

/// Term and share of one of a story's [`Words`].
pub(super) fn packed(strong: &Strong, length: u32) -> u32 {
    let share = u64::from(strong.times * strong.idf) * 16 * 64 / u64::from(length.max(1));
    strong.term << SHARE_BITS | share.clamp(1, 31) as u32
}

/// The term of one of a story's [`Words`].
pub(super) fn term_of(word: u32) -> Term {
    word >> SHARE_BITS
}

/// What is known of a story.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// The hash of all that the story says.
    pub(super) sign: u64,
    pub(super) length: u32,
    pub(super) words: Words,
    /// Its nearest older stories.
    pub(super) backward: Vec<Neighbour>,
    /// Its related stories, best first.
    pub list: Vec<Neighbour>,
}

impl Known {
    /// The terms by which the story is found.
    pub(super) fn terms(&self) -> impl Iterator<Item = Term> {
        self.words.iter().map(|word| term_of(*word))
    }
}
