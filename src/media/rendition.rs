//! What was made of each picture, by source file: what pages name and a build publishes.

use super::recipe::{PictureFile, PictureSet, SetKey, file_address};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A picture in several sizes.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Rendition {
    /// The name of the set.
    pub key: SetKey,
    /// The picture's own name, as its addresses have it.
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

/// Pictures in several sizes, by source file; share cards of stories and other pages; proportions of lead pictures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renditions {
    pictures: FxHashMap<String, Rendition>,
    cards: FxHashMap<String, Rendition>,
    ratios: FxHashMap<String, Vec<Rendition>>,
}

impl Renditions {
    /// Notes what was made of a source.
    pub fn insert(&mut self, source: String, rendition: Rendition) {
        self.pictures.insert(source, rendition);
    }

    /// Notes the card of a story, by its source, or of another page, by its address.
    pub fn insert_card(&mut self, of: String, rendition: Rendition) {
        self.cards.insert(of, rendition);
    }

    /// Notes a part of a picture in other proportions. Two stories may show one picture.
    pub fn insert_ratio(&mut self, source: String, rendition: Rendition) {
        let ratios = self.ratios.entry(source).or_default();
        if ratios.iter().all(|known| known.key != rendition.key) {
            ratios.push(rendition);
        }
    }

    /// What was made of a source.
    pub fn get(&self, source: &str) -> Option<&Rendition> {
        self.pictures.get(source)
    }

    /// The card of a story, by its source, or of another page, by its address.
    pub fn card(&self, of: &str) -> Option<&Rendition> {
        self.cards.get(of)
    }

    /// A picture in other proportions.
    pub fn ratios(&self, source: &str) -> &[Rendition] {
        self.ratios.get(source).map_or(&[], Vec::as_slice)
    }

    /// All pictures, in the order of sources.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Rendition)> {
        let mut all: Vec<_> = self.pictures.iter().collect();
        all.sort_unstable_by_key(|(source, _)| *source);
        all.into_iter()
    }

    /// Everything that is to be published: each set once under each of its names.
    pub fn all(&self) -> BTreeMap<(SetKey, &str), &Rendition> {
        let parts = self.ratios.values().flatten();
        let all = self.pictures.values().chain(self.cards.values()).chain(parts);
        all.map(|rendition| ((rendition.key, rendition.stem.as_str()), rendition))
            .collect()
    }
}
