//! Pictures for the preview: each is made when a tab first asks for one of its sizes, and kept as a build keeps it.

use super::Loaded;
#[cfg(feature = "pictures")]
use super::pictures::{DecodedPicture, Gate, Shown, decode_one};
#[cfg(feature = "pictures")]
use crate::media::{PictureFile, PictureSet, PictureStore, Rendition, SetKey};
use std::path::PathBuf;
#[cfg(feature = "pictures")]
use std::{
    collections::BTreeSet,
    sync::{Arc, Condvar, Mutex, PoisonError},
};

/// Makes pictures one by one: first the file that a tab asks for, then, behind it, the others.
pub(super) struct PictureMaker {
    #[cfg(feature = "pictures")]
    store: Arc<PictureStore>,
    #[cfg(feature = "pictures")]
    gate: Gate,
    #[cfg(feature = "pictures")]
    turns: Arc<Turns>,
}

impl PictureMaker {
    /// Keeps what it makes in a folder.
    pub(super) fn new(folder: PathBuf) -> Self {
        #[cfg(not(feature = "pictures"))]
        drop(folder);
        PictureMaker {
            #[cfg(feature = "pictures")]
            store: Arc::new(PictureStore::open(folder)),
            #[cfg(feature = "pictures")]
            gate: Gate::default(),
            #[cfg(feature = "pictures")]
            turns: Arc::default(),
        }
    }

    /// The bytes and media type of what an address names.
    #[cfg(not(feature = "pictures"))]
    pub(super) fn get(&self, _: &Loaded, _: &str) -> Option<(&'static str, Vec<u8>)> {
        None
    }

    /// The bytes and media type of what an address names. A page may name a size that did not come to be (a chart whose source is
    /// lighter): then what comes nearest.
    #[cfg(feature = "pictures")]
    pub(super) fn get(&self, loaded: &Loaded, address: &str) -> Option<(&'static str, Vec<u8>)> {
        let (source, rendition, wanted) = named(loaded, address)?;
        let turn = Turns::take(&self.turns, rendition.key);
        let set = match self.store.get(&rendition.key) {
            Some(set) => set,
            None => {
                let decoded = self.decoded(loaded, source, rendition)?;
                if let Some(file) = decoded.file(&wanted) {
                    let store = Arc::clone(&self.store);
                    std::thread::spawn(move || {
                        // What cannot be kept is made again when it is asked for again.
                        let _ = decoded.keep(&store);
                        drop(turn);
                    });
                    return Some((wanted.mime(), file));
                }
                decoded.keep(&self.store).ok()?
            }
        };
        let file = nearest(&set, wanted)?;
        let bytes = std::fs::read(self.store.path(&rendition.key, file)).ok();
        if bytes.is_none() {
            self.store.forget(&rendition.key);
        }
        Some((file.mime(), bytes?))
    }

    #[cfg(feature = "pictures")]
    fn decoded(&self, loaded: &Loaded, source: &str, rendition: &Rendition) -> Option<DecodedPicture> {
        let files = &loaded.tree.files;
        let at = files.binary_search_by(|f| f.path.as_str().cmp(source)).ok()?;
        let shown = Shown {
            source,
            info: *loaded.portal.pictures.get(source)?,
            key: rendition.key,
        };
        let site = (&loaded.root, &loaded.site);
        let decoded = decode_one(site, (&shown, files.get(at)?), &self.gate, &[]);
        decoded.ok().map(|(decoded, _)| decoded)
    }
}

/// Tabs ask for several sizes of one picture at once: it is decoded once, and who comes later waits.
#[cfg(feature = "pictures")]
#[derive(Default)]
struct Turns {
    taken: Mutex<BTreeSet<SetKey>>,
    left: Condvar,
}

/// The making of a picture; others of the same may begin when it is dropped.
#[cfg(feature = "pictures")]
struct Turn(Arc<Turns>, SetKey);

#[cfg(feature = "pictures")]
impl Turns {
    fn take(turns: &Arc<Turns>, key: SetKey) -> Turn {
        let mut taken = turns.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while !taken.insert(key) {
            taken = turns.left.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        Turn(Arc::clone(turns), key)
    }
}

#[cfg(feature = "pictures")]
impl Drop for Turn {
    fn drop(&mut self) {
        let Turn(turns, key) = self;
        turns.taken.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
        turns.left.notify_all();
    }
}

/// The picture whose file an address names: its source, what is made of it, the file.
#[cfg(feature = "pictures")]
fn named<'a>(loaded: &'a Loaded, address: &str) -> Option<(&'a str, &'a Rendition, PictureFile)> {
    loaded.renditions.iter().find_map(|(source, rendition)| {
        let files = rendition.set.files.iter();
        let file = files.copied().find(|file| rendition.address(file) == address)?;
        Some((source.as_str(), rendition, file))
    })
}

#[cfg(feature = "pictures")]
fn nearest(set: &PictureSet, wanted: PictureFile) -> Option<&PictureFile> {
    let far = |file: &&PictureFile| (file.format != wanted.format, file.width.abs_diff(wanted.width));
    set.files.iter().min_by_key(far)
}
