//! The data of fingerprints: hashes that stand in views for their costly parts. How they are made is `trace`'s.

use crate::portal::ArticleId;
use jiff::Timestamp;
use serde::Serialize;

/// Sixteen bytes of a BLAKE3 hash.
pub type Fingerprint = [u8; 16];

/// The traces of a portal's stories.
#[derive(Debug, Default)]
pub struct Traces {
    pub(super) teasers: Vec<Fingerprint>,
    pub(super) surroundings: Surroundings,
    pub(super) heads: Heads,
}

impl Traces {
    /// The trace of a story's teaser.
    pub(super) fn of(&self, id: ArticleId) -> Fingerprint {
        self.teasers.get(id as usize).copied().unwrap_or_default()
    }

    pub(super) fn teaser(&self, id: ArticleId) -> String {
        text(&self.of(id))
    }
}

/// Hashes of what lists are of, and of what all pages of a kind show.
#[derive(Debug, Default)]
pub(super) struct Heads {
    pub(super) sections: Vec<Fingerprint>,
    pub(super) authors: Vec<Fingerprint>,
    pub(super) section: Fingerprint,
    pub(super) author: Fingerprint,
    pub(super) tag: Fingerprint,
}

/// Hashes of what stories' pages show beside the stories.
#[derive(Debug, Default)]
pub(super) struct Surroundings {
    /// By section: its crumbs, feed and ads.
    pub(super) sections: Vec<Fingerprint>,
    /// By author: the byline and the box.
    pub(super) authors: Vec<Fingerprint>,
    /// By tag: its link.
    pub(super) tags: Vec<Fingerprint>,
    /// The theme's lists, and the portal's picture for cards.
    pub(super) everywhere: Fingerprint,
}

/// The first sixteen bytes of the hash.
pub(super) fn short(bytes: &[u8]) -> Fingerprint {
    crate::digest::digest(bytes)
}

/// The hash of a value's serialised form.
pub(super) fn hash<T: Serialize>(value: &T) -> Fingerprint {
    postcard::to_stdvec(value).map_or(Fingerprint::default(), |bytes| short(&bytes))
}

/// In place of a printed moment. How moments are printed is a matter of the settings, which every fingerprint holds.
pub(super) fn moment(at: Timestamp) -> String {
    format!("{}.{}", at.as_second(), at.subsec_nanosecond())
}

pub(super) fn text(fingerprint: &Fingerprint) -> String {
    fingerprint.iter().map(|byte| char::from(*byte)).collect()
}

/// The fingerprint of what cannot be fingerprinted: it is always rebuilt.
pub const UNKNOWN: Fingerprint = [0; 16];
