//! Making what is missing: within a memory and, if asked for, within a time.

use super::{PictureContext, Shown, recipe, shown, stem};
use crate::config::Site;
use crate::diag::{Diagnostic, Place, codes::media as codes, codes::source};
use crate::digest::digest;
use crate::engine::cards::{self, CardContext};
use crate::engine::gather::picture_fault;
use crate::engine::timing::Deadline;
use crate::engine::{Progress, Stage};
use crate::media::{self, PictureInfo, Rendition, Renditions, SetKey};
use crate::media::{PictureSet, PictureStore};
use crate::portal::Portal;
use crate::source::{Root, SourceFile};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::{Condvar, Mutex, PoisonError};

/// So many pixels are decoded at a time, over all threads; a larger picture goes alone.
const PIXELS_AT_ONCE: u64 = 64_000_000;

/// Lets through as many pictures as the memory takes.
#[derive(Default)]
pub(in crate::engine) struct Gate {
    inside: Mutex<u64>,
    left: Condvar,
}

impl Gate {
    /// Runs `work` when there is room for so many pixels.
    pub(in crate::engine) fn with<T>(&self, pixels: u64, work: impl FnOnce() -> T) -> T {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        while *inside > 0 && *inside + pixels > PIXELS_AT_ONCE {
            inside = self.left.wait(inside).unwrap_or_else(PoisonError::into_inner);
        }
        *inside += pixels;
        drop(inside);
        let value = work();
        *self.inside.lock().unwrap_or_else(PoisonError::into_inner) -= pixels;
        self.left.notify_all();
        value
    }
}

/// Makes every shown picture that is not in the store, the newest stories' first when there is a budget.
pub(in crate::engine) fn make_all(
    context: &PictureContext<'_>,
    progress: &dyn Progress,
) -> (Renditions, Vec<Diagnostic>) {
    let site = context.ground.site;
    let shown = shown(context.portal, site, context.hashes);
    let store = PictureStore::open(context.store.clone());
    let mut first = BTreeMap::new();
    for (at, picture) in shown.iter().enumerate() {
        first.entry(picture.key).or_insert(at);
    }
    let (ready, missing): (Vec<_>, Vec<_>) = first
        .par_iter()
        .map(|(key, at)| (*key, *at, store.get(key)))
        .collect::<Vec<_>>()
        .into_iter()
        .partition(|(_, _, set)| set.is_some());
    let mut sets: BTreeMap<SetKey, PictureSet> = ready
        .into_iter()
        .filter_map(|(key, _, set)| Some((key, set?)))
        .collect();
    let mut missing: Vec<&Shown<'_>> = missing.iter().filter_map(|(_, at, _)| shown.get(*at)).collect();
    newest_first(context.portal, &mut missing);
    progress.stage(Stage::Pictures, missing.len());
    let (made, mut diagnostics) = make_missing(context, &store, (&missing, progress));
    sets.extend(made);
    let waiting = missing
        .iter()
        .filter(|picture| !sets.contains_key(&picture.key))
        .count();
    if waiting > 0 && diagnostics.is_empty() {
        diagnostics.push(Diagnostic::new(&codes::PICTURES_WAIT).arg("count", waiting));
    }
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
    let cards = CardContext {
        portal: context.portal,
        ground: context.ground,
        hashes: context.hashes,
    };
    let (keys, faults) = cards::make(cards, (&store, &Gate::default()), &mut renditions);
    named.extend(keys);
    diagnostics.extend(faults);
    store.finish(&named);
    (renditions, diagnostics)
}

/// What came of pictures: sets by key.
type Sets = Vec<(SetKey, PictureSet)>;

fn make_missing(
    context: &PictureContext<'_>,
    store: &PictureStore,
    (missing, progress): (&[&Shown<'_>], &dyn Progress),
) -> (Sets, Vec<Diagnostic>) {
    let deadline = Deadline::after(context.ground.site.pictures.budget);
    let gate = Gate::default();
    let files: FxHashMap<&str, &SourceFile> = context.ground.tree.files.iter().map(|f| (f.path.as_str(), f)).collect();
    let make = |picture: &&Shown<'_>| {
        if deadline.has_come() {
            return None;
        }
        let file = files.get(picture.source)?;
        let made = make_one(
            (context.ground.root, context.ground.site),
            (picture, file),
            (store, &gate),
        );
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

/// Makes one picture and keeps it.
pub(in crate::engine) fn make_one(
    (root, site): (&Root, &Site),
    (picture, file): (&Shown<'_>, &SourceFile),
    (store, gate): (&PictureStore, &Gate),
) -> Result<PictureSet, Box<Diagnostic>> {
    let recipe = recipe(site);
    let PictureInfo { width, height, .. } = picture.info;
    let pixels = u64::from(width) * u64::from(height);
    if pixels > recipe.max_pixels {
        return Err(Box::new(picture_fault(
            picture.source,
            &media::Fault::TooLarge(width, height),
        )));
    }
    gate.with(pixels, || {
        let bytes = root.read(file, u64::MAX).map_err(Box::new)?;
        if recipe.key(&digest(&bytes)) != picture.key {
            let changed = Diagnostic::new(&source::CHANGED_WHILE_READ);
            return Err(Box::new(changed.at(Place::file(picture.source))));
        }
        let made = media::make(&bytes, &picture.info, &recipe);
        store
            .put(&picture.key, &made)
            .map_err(|error| Box::new(Diagnostic::new(&codes::PICTURE_STORE).cause(&error)))?;
        Ok(made.set)
    })
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
