//! Lists of stories in views.

use super::page::Teaser;
use crate::portal::ArticleId;
use serde::{Serialize, Serializer};
use std::collections::BTreeSet;

/// Lists that a theme may have printed a story at a time (`[printed]` in its theme.toml).
pub const PRINTED: [&str; 3] = ["archive.stories", "listing.stories", "story.related"];

/// The stories of a list. Where the theme has them printed a story at a time, only their numbers: the same story stands
/// in a dozen lists, and its teaser is made once.
#[derive(Debug, Clone)]
pub enum Stories {
    /// Their teasers.
    Teasers(Vec<Teaser>),
    /// Their numbers.
    Numbers(Vec<ArticleId>),
}

impl Default for Stories {
    fn default() -> Self {
        Stories::Teasers(Vec::new())
    }
}

impl Serialize for Stories {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Stories::Teasers(teasers) => teasers.serialize(serializer),
            Stories::Numbers(numbers) => numbers.serialize(serializer),
        }
    }
}

impl Stories {
    /// The last story first.
    pub(in crate::view) fn reverse(&mut self) {
        match self {
            Stories::Teasers(teasers) => teasers.reverse(),
            Stories::Numbers(numbers) => numbers.reverse(),
        }
    }
}

/// Names of lists, of [`PRINTED`].
pub type PrintedLists = BTreeSet<&'static str>;
