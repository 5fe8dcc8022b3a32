//! How lists of related stories are made.

use serde::{Deserialize, Serialize};

/// How wide the net is cast. Tuned on the measuring corpus (`benches/related.rs`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Net {
    /// Terms of a story by which it can be found, of those that older stories have ...
    pub strong: usize,
    /// ... and of those that it is the first to have: those after it may take them up.
    pub coined: usize,
    /// Terms of a story by which it looks for others.
    pub asked: usize,
    /// Stories looked at for one term, the newest.
    pub postings: usize,
    /// Candidates compared exactly, at most ...
    pub compared: usize,
    /// ... and until so many in a row, by order of their estimates, are none of the nearest.
    pub patience: usize,
    /// Least score of a story that is near by its text and tags, in parts of a million. Below it are mostly homonyms
    /// and chance: of lists read by editors, pairs from 0.10 on made sense, below 0.08 none did.
    pub least: u32,
}

impl Default for Net {
    fn default() -> Self {
        Net {
            strong: 28,
            coined: 8,
            asked: 28,
            postings: 64,
            compared: 64,
            patience: 12,
            least: 90_000,
        }
    }
}

/// How lists are made.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Stories in a list.
    pub limit: usize,
    /// Older stories that a story is near to: only they may list it. At least `limit`.
    pub nearest: usize,
    /// The first second of the run's calendar year in the site's zone: words are weighed by the stories before it.
    pub year_start: i64,
    /// How wide the net is cast.
    pub net: Net,
}

impl Options {
    /// Lists of `limit` stories in the year that began at `year_start` (seconds since 1970).
    pub fn new(limit: usize, year_start: i64) -> Self {
        Options {
            limit,
            nearest: limit.max(8),
            year_start,
            net: Net::default(),
        }
    }
}
