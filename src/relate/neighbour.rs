//! A story in a list of related stories, and why it stands there.

use serde::{Deserialize, Serialize};

/// A story in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbour {
    /// Its number.
    pub id: u32,
    /// The greater, the nearer; see the module. Up to [`super::related::CURATED`].
    pub score: u32,
    /// What the score is made of.
    pub why: Why,
}

/// Why a story stands in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Why {
    /// The ground.
    pub ground: Ground,
    /// Cosine of the words, in parts of a million.
    pub cosine: u32,
    /// Added for tags in common, in parts of a million.
    pub tags: u32,
    /// Whether both stand in one section.
    pub section: bool,
    /// Taken off for the time between them, in thousandths.
    pub decay: u16,
}

/// The ground on which a story is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ground {
    /// The editor chose it.
    Curated,
    /// Another part of the series.
    Series,
    /// Words and tags.
    #[default]
    Text,
}
