//! What was made of each picture, by source file: what pages name and a build publishes.

use super::recipe::{PictureFile, PictureSet, SetKey, file_address};
use rustc_hash::FxHashMap;

/// A picture in several sizes.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Rendition {
    /// The name of the set.
    pub key: SetKey,
    /// What people read in its addresses.
    pub stem: String,
    /// The files.
    pub set: PictureSet,
}

impl Rendition {
    /// The address of one of its files, without the portal's own path.
    pub fn address(&self, file: &PictureFile) -> String {
        file_address(&self.key, &self.stem, file)
    }
}

/// Pictures in several sizes, by source file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renditions(FxHashMap<String, Rendition>);

impl Renditions {
    /// Notes what was made of a source.
    pub fn insert(&mut self, source: String, rendition: Rendition) {
        self.0.insert(source, rendition);
    }

    /// What was made of a source.
    pub fn get(&self, source: &str) -> Option<&Rendition> {
        self.0.get(source)
    }

    /// All, in the order of sources.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Rendition)> {
        let mut all: Vec<_> = self.0.iter().collect();
        all.sort_unstable_by_key(|(source, _)| *source);
        all.into_iter()
    }
}
