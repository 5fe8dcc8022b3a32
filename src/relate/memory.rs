//! What relating keeps between runs: for every story what it is found by, its nearest older ones, its list. A story is
//! compared with older ones only, so all of it holds up to the first story that differs.

use super::firsts::Firsts;
use super::known::Known;
use super::neighbour::Neighbour;
use super::options::{Net, Options};
use super::terms::{Term, TermVector};
use super::weights::Weights;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What a run found, by story, oldest first.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    /// What all of it stands on.
    pub ground: Ground,
    /// The stories.
    pub stories: Vec<Known>,
    /// Who was the first to have a term.
    pub firsts: Firsts,
    /// Whether a story is known otherwise than an earlier run knew it, by story; empty when it was only read.
    pub changed: Vec<bool>,
}

/// What comparisons depend on beside the stories themselves: the rules, and the weights of words.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Ground {
    limit: u32,
    nearest: u32,
    net: Net,
    /// Stories of earlier years.
    earlier: u32,
    /// The weight of a word that at most one of them has.
    rarest: u32,
    /// The weights of the words that two or more of them have, ascending.
    counted: Vec<(Term, u8)>,
}

impl Ground {
    pub(super) fn new(options: &Options, earlier: usize, weights: Weights) -> Self {
        Ground {
            limit: options.limit as u32,
            nearest: options.nearest as u32,
            net: options.net,
            earlier: earlier as u32,
            rarest: weights.rarest(),
            counted: weights.counted,
        }
    }

    /// Whether what was found under these rules holds under the options, with so many stories of earlier years.
    pub(super) fn holds(&self, options: &Options, earlier: usize) -> bool {
        let rules = (self.limit as usize, self.nearest as usize, self.net);
        rules == (options.limit, options.nearest, options.net) && self.earlier as usize == earlier
    }

    /// The weights of the terms of the latest stories.
    pub(super) fn weights(self, latest: &[&TermVector], firsts: &Firsts) -> Weights {
        Weights::of_latest(latest, firsts, (self.counted, self.rarest))
    }
}

impl Memory {
    /// The related stories by story number.
    pub fn into_lists(self) -> Vec<Vec<Neighbour>> {
        self.stories.into_iter().map(|known| known.list).collect()
    }

    /// Whether stories (by number) are all there and known as an earlier run knew them.
    pub fn holds(&self, stories: Range<usize>) -> bool {
        self.changed
            .get(stories)
            .is_some_and(|changed| !changed.contains(&true))
    }

    /// How many stories from the oldest on are as they were.
    pub(super) fn agrees(&self, signs: &[u64]) -> usize {
        let pairs = self.stories.iter().zip(signs);
        pairs.take_while(|(known, sign)| known.sign == **sign).count()
    }
}
