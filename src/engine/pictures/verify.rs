//! `khobor build --verify --pictures`: some of the kept pictures are made once more, and compared.

use super::{Shown, recipe, shown};
use crate::diag::{Diagnostic, Place, codes::media as codes};
use crate::digest::digest;
use crate::engine::{Loaded, Progress, Request, load};
use crate::media::{self, MadePicture, PictureStore};
use rayon::prelude::*;
use std::fs;

/// So many pictures are made once more.
const TRIED: usize = 10;

/// Makes ten pictures of the store anew, others at each moment, and compares every file of theirs.
pub fn verify_pictures(request: &Request, progress: &dyn Progress) -> Vec<Diagnostic> {
    let plain = Request {
        pictures: false,
        ..request.clone()
    };
    let Some(loaded) = load(&plain, progress).value else {
        return Vec::new();
    };
    let store = PictureStore::open(request.picture_store());
    let salt = request.now.as_nanosecond().to_le_bytes();
    let mut kept = shown(&loaded.portal, &loaded.site, &loaded.hashes);
    kept.retain(|picture| store.get(&picture.key).is_some());
    kept.sort_by_cached_key(|picture| digest(&[&picture.key[..], &salt].concat()));
    kept.dedup_by_key(|picture| picture.key);
    kept.truncate(TRIED);
    let differs = |picture: &&Shown<'_>| !is_as_kept(&loaded, &store, picture);
    let fault = |picture: &Shown<'_>| {
        Diagnostic::new(&codes::OTHER_PICTURE)
            .arg("picture", picture.source)
            .at(Place::file(picture.source))
    };
    kept.par_iter().filter(differs).map(fault).collect()
}

fn is_as_kept(loaded: &Loaded, store: &PictureStore, picture: &Shown<'_>) -> bool {
    let files = &loaded.tree.files;
    let place = files.binary_search_by(|f| f.path.as_str().cmp(picture.source));
    let bytes = place
        .ok()
        .and_then(|at| loaded.root.read(files.get(at)?, u64::MAX).ok());
    let Some(bytes) = bytes else { return false };
    let MadePicture { set, files } = media::make(&bytes, &picture.info, &recipe(&loaded.site));
    let same = |(file, made): (&media::PictureFile, &Vec<u8>)| {
        fs::read(store.path(&picture.key, file)).is_ok_and(|kept| kept == *made)
    };
    store.get(&picture.key).as_ref() == Some(&set) && set.files.iter().zip(&files).all(same)
}
