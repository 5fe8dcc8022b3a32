//! Pictures for the preview: each is made when a tab first asks for one of its sizes, and kept as a build keeps it.

use super::Loaded;
#[cfg(feature = "pictures")]
use super::pictures::{Gate, Shown, make_one};
#[cfg(feature = "pictures")]
use crate::media::{PictureFile, PictureSet, PictureStore, Rendition};
use std::path::PathBuf;
#[cfg(feature = "pictures")]
use std::sync::{Mutex, PoisonError};

/// Makes pictures one by one.
pub(super) struct PictureMaker {
    #[cfg(feature = "pictures")]
    store: PictureStore,
    #[cfg(feature = "pictures")]
    gate: Gate,
    /// Tabs ask for several sizes of one picture at once: it is made once.
    #[cfg(feature = "pictures")]
    turn: Mutex<()>,
}

impl PictureMaker {
    /// Keeps what it makes in a folder.
    pub(super) fn new(folder: PathBuf) -> Self {
        #[cfg(not(feature = "pictures"))]
        drop(folder);
        PictureMaker {
            #[cfg(feature = "pictures")]
            store: PictureStore::open(folder),
            #[cfg(feature = "pictures")]
            gate: Gate::default(),
            #[cfg(feature = "pictures")]
            turn: Mutex::default(),
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
        let set = self.set(loaded, source, rendition)?;
        let file = nearest(&set, wanted)?;
        let bytes = std::fs::read(self.store.path(&rendition.key, file)).ok();
        if bytes.is_none() {
            self.store.forget(&rendition.key);
        }
        Some((file.mime(), bytes?))
    }

    #[cfg(feature = "pictures")]
    fn set(&self, loaded: &Loaded, source: &str, rendition: &Rendition) -> Option<PictureSet> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(set) = self.store.get(&rendition.key) {
            return Some(set);
        }
        let files = &loaded.tree.files;
        let at = files.binary_search_by(|f| f.path.as_str().cmp(source)).ok()?;
        let shown = Shown {
            source,
            info: *loaded.portal.pictures.get(source)?,
            key: rendition.key,
        };
        make_one(
            (&loaded.root, &loaded.site),
            (&shown, files.get(at)?),
            (&self.store, &self.gate),
        )
        .ok()
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
