//! Making what is missing: within a memory and, if asked for, within a time.

use super::{Gate, PictureContext, Shown, recipe, shown, stem};
use crate::config::Site;
use crate::diag::{Diagnostic, Place, codes::media as codes, codes::source};
use crate::digest::digest;
use crate::engine::cards::{CardContext, CardMaker, Planned, wishes};
use crate::engine::gather::picture_fault;
use crate::engine::timing::Deadline;
use crate::engine::{Progress, Stage};
use crate::media::{self, Crop, CropWish, MadePicture, PictureFile, PictureInfo, PictureSet, PictureStore, Recipe};
use crate::media::{Rendition, Renditions, ScaledPicture, SetKey};
use crate::portal::Portal;
use crate::source::{Root, SourceFile};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Makes every shown picture that is not in the store, the newest stories' first when there is a budget, and the cards.
pub(in crate::engine) fn make_all(
    context: &PictureContext<'_>,
    progress: &dyn Progress,
) -> (Renditions, Vec<Diagnostic>) {
    let shown = shown(context.portal, context.ground.site, context.hashes);
    let store = PictureStore::open(context.store.clone());
    let (gate, deadline) = (Gate::default(), Deadline::after(context.ground.site.pictures.budget));
    let cards = CardContext {
        portal: context.portal,
        ground: context.ground,
        hashes: context.hashes,
    };
    let making = Making {
        context,
        store: &store,
        gate: &gate,
        deadline,
        cards: CardMaker::new(cards, &store, &gate),
    };
    let (sets, mut diagnostics) = making.all(&shown, progress);
    let mut renditions = Renditions::default();
    let mut named: BTreeSet<SetKey> = sets.keys().copied().collect();
    for picture in &shown {
        let Some(set) = sets.get(&picture.key) else { continue };
        diagnostics.extend(remarks(picture.source, set));
        if !set.files.is_empty() {
            let rendition = Rendition {
                key: picture.key,
                stem: stem(picture.source),
                set: set.clone(),
            };
            renditions.insert(picture.source.to_owned(), rendition);
        }
    }
    let (keys, faults) = making.cards.finish(deadline, &mut renditions);
    named.extend(keys);
    diagnostics.extend(faults);
    store.finish(&named);
    (renditions, diagnostics)
}

/// What came of pictures: sets by key.
type Sets = BTreeMap<SetKey, PictureSet>;

/// The making of pictures, and of the cards that are cut from them.
struct Making<'a> {
    context: &'a PictureContext<'a>,
    store: &'a PictureStore,
    gate: &'a Gate,
    deadline: Deadline,
    cards: CardMaker<'a>,
}

impl Making<'_> {
    /// What there is of these pictures, and what was missing and could be made in time.
    fn all(&self, shown: &[Shown<'_>], progress: &dyn Progress) -> (Sets, Vec<Diagnostic>) {
        let mut first = BTreeMap::new();
        for (at, picture) in shown.iter().enumerate() {
            first.entry(picture.key).or_insert(at);
        }
        let found = first.par_iter().map(|(key, at)| (*key, *at, self.store.get(key)));
        let found: Vec<_> = found.collect();
        let missing = found.iter().filter(|(_, _, set)| set.is_none());
        let mut missing: Vec<&Shown<'_>> = missing.filter_map(|(_, at, _)| shown.get(*at)).collect();
        newest_first(self.context.portal, &mut missing);
        progress.stage(Stage::Pictures, missing.len());
        let (made, mut diagnostics) = self.missing(&missing, progress);
        let mut sets: Sets = found
            .into_iter()
            .filter_map(|(key, _, set)| Some((key, set?)))
            .collect();
        sets.extend(made);
        let waiting = missing.iter().filter(|picture| !sets.contains_key(&picture.key));
        let waiting = waiting.count();
        if waiting > 0 && diagnostics.is_empty() {
            diagnostics.push(Diagnostic::new(&codes::PICTURES_WAIT).arg("count", waiting));
        }
        (sets, diagnostics)
    }

    fn missing(&self, missing: &[&Shown<'_>], progress: &dyn Progress) -> (Vec<(SetKey, PictureSet)>, Vec<Diagnostic>) {
        let tree = &self.context.ground.tree;
        let files: FxHashMap<&str, &SourceFile> = tree.files.iter().map(|f| (f.path.as_str(), f)).collect();
        let cards = self.cards.missing();
        let make = |picture: &&Shown<'_>| {
            if self.deadline.has_come() {
                return None;
            }
            let cards = cards.get(&Some(picture.source)).map_or(&[][..], Vec::as_slice);
            let made = self.one(picture, files.get(picture.source)?, cards);
            progress.step();
            Some(made.map(|set| (picture.key, set)))
        };
        // One after another from a common list, so that the newest are made first whatever the threads.
        let made: Vec<_> = missing.par_iter().with_max_len(1).filter_map(make).collect();
        let (mut sets, mut diagnostics) = (Vec::new(), Vec::new());
        for outcome in made {
            match outcome {
                Ok(set) => sets.push(set),
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
        (sets, diagnostics)
    }

    /// Makes one picture, and the cards that are cut from it while its pixels are there.
    fn one(&self, picture: &Shown<'_>, file: &SourceFile, cards: &[&Planned]) -> Result<PictureSet, Box<Diagnostic>> {
        let ground = self.context.ground;
        let site = (ground.root, ground.site);
        let (decoded, crops) = decode_one(site, (picture, file), self.gate, &wishes(cards))?;
        let set = decoded.keep(self.store)?;
        if !crops.is_empty() {
            self.cards.draw(cards, &crops);
        }
        Ok(set)
    }
}

/// A picture whose source is read and, where it can be, decoded.
pub(in crate::engine) struct DecodedPicture {
    key: SetKey,
    info: PictureInfo,
    recipe: Recipe,
    source: Vec<u8>,
    scaled: Option<ScaledPicture>,
}

impl DecodedPicture {
    /// One of its files alone, for a reader who waits. `None` when it depends on the others.
    pub(in crate::engine) fn file(&self, wanted: &PictureFile) -> Option<Vec<u8>> {
        media::encode_size(
            self.scaled.as_ref()?,
            (self.source.len(), &self.info),
            &self.recipe,
            wanted,
        )
    }

    /// Makes all of its files and keeps them.
    pub(in crate::engine) fn keep(&self, store: &PictureStore) -> Result<PictureSet, Box<Diagnostic>> {
        let made = match &self.scaled {
            None => MadePicture::as_it_is(),
            Some(scaled) => media::encode_sizes(scaled, &self.source, &self.info, &self.recipe),
        };
        match store.put(&self.key, &made) {
            Ok(()) => Ok(made.set),
            Err(error) => Err(Box::new(Diagnostic::new(&codes::PICTURE_STORE).cause(&error))),
        }
    }
}

/// Reads and decodes one picture; and cuts what cards are made of.
pub(in crate::engine) fn decode_one(
    (root, site): (&Root, &Site),
    (picture, file): (&Shown<'_>, &SourceFile),
    gate: &Gate,
    wishes: &[CropWish],
) -> Result<(DecodedPicture, Vec<Option<Crop>>), Box<Diagnostic>> {
    let recipe = recipe(site);
    let PictureInfo { width, height, .. } = picture.info;
    let pixels = u64::from(width) * u64::from(height);
    if pixels > recipe.max_pixels {
        let fault = media::Fault::TooLarge(width, height);
        return Err(Box::new(picture_fault(picture.source, &fault)));
    }
    // Only what needs all pixels of the source goes through the gate.
    let (source, mut scaled) = gate.with(pixels, |memory| {
        let bytes = root.read(file, u64::MAX).map_err(Box::new)?;
        if recipe.key(&digest(&bytes)) != picture.key {
            let changed = Diagnostic::new(&source::CHANGED_WHILE_READ);
            return Err(Box::new(changed.at(Place::file(picture.source))));
        }
        let scaled = media::scale(&bytes, &picture.info, (&recipe, wishes), memory);
        Ok((bytes, scaled))
    })?;
    let crops = scaled.as_mut().map(|scaled| std::mem::take(&mut scaled.crops));
    let decoded = DecodedPicture {
        key: picture.key,
        info: picture.info,
        recipe,
        source,
        scaled,
    };
    Ok((decoded, crops.unwrap_or_default()))
}

/// The order of a budget: lead pictures of the newest stories, then all others by name.
fn newest_first(portal: &Portal, missing: &mut [&Shown<'_>]) {
    let mut age: FxHashMap<&str, usize> = FxHashMap::default();
    let leads = portal.articles.iter().rev().filter_map(|a| a.image.as_ref());
    for (place, image) in leads.enumerate() {
        if let Some(source) = portal.files.get(&image.src) {
            age.entry(source).or_insert(place);
        }
    }
    missing.sort_by_key(|picture| (age.get(picture.source).copied().unwrap_or(usize::MAX), picture.source));
}

/// What an editor should know of a picture.
fn remarks(source: &str, set: &PictureSet) -> Vec<Diagnostic> {
    let about = |code| Diagnostic::new(code).arg("picture", source).at(Place::file(source));
    let mut remarks = Vec::new();
    if let Some(percent) = set.damaged {
        remarks.push(about(&codes::DAMAGED_PICTURE).arg("percent", percent));
    }
    if set.inks {
        remarks.push(about(&codes::PRINT_PICTURE));
    }
    if set.opaque {
        remarks.push(about(&codes::OPAQUE_PICTURE));
    }
    remarks
}

/// What there is to do for the pictures of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PictureWork {
    /// Pictures that pages show in several sizes.
    pub pictures: u64,
    /// Those whose sizes are not made yet.
    pub missing: u64,
    /// The pixels of those.
    pub pixels: u64,
}

impl PictureWork {
    /// About how many seconds two cores take: 0.1 s a picture, and 5 ms a megapixel more. An estimate for the progress bar.
    pub fn seconds(&self) -> u64 {
        (self.missing * 100 + self.pixels * 5 / 1_000_000).div_ceil(1000)
    }
}

/// Counts the pictures of a site and what is missing of them.
pub(in crate::engine) fn work(
    (portal, site): (&Portal, &Site),
    hashes: &super::Hashes,
    store: std::path::PathBuf,
) -> PictureWork {
    let store = PictureStore::open(store);
    let mut seen = BTreeSet::new();
    let mut work = PictureWork::default();
    for picture in shown(portal, site, hashes) {
        if seen.insert(picture.key) {
            work.pictures += 1;
            if store.get(&picture.key).is_none() {
                work.missing += 1;
                work.pixels += u64::from(picture.info.width) * u64::from(picture.info.height);
            }
        }
    }
    work
}
