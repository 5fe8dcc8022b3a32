//! Texts that stand in place of files: what somebody is writing, before it is kept.

use super::walk::{SourceFile, Tree};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Texts by the path of the file that they stand over. All clones share them. A path without a file has no effect.
///
/// ```
/// use khobor::source::Overlay;
/// let overlay = Overlay::default();
/// overlay.put("content/desh/nodi.md", "নদীর খবর".as_bytes());
/// assert_eq!(overlay.get("content/desh/nodi.md").as_deref(), Some("নদীর খবর".as_bytes()));
/// overlay.remove("content/desh/nodi.md");
/// assert!(overlay.get("content/desh/nodi.md").is_none());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Overlay {
    texts: Arc<RwLock<Texts>>,
}

#[derive(Debug, Default)]
struct Texts {
    /// Each text with its number; none is used twice.
    by_path: BTreeMap<String, (i64, Arc<[u8]>)>,
    last: i64,
}

impl Overlay {
    /// Puts a text over a file, in place of an earlier one.
    pub fn put(&self, path: &str, bytes: &[u8]) {
        let mut texts = self.write();
        texts.last += 1;
        let entry = (texts.last, bytes.into());
        texts.by_path.insert(path.to_owned(), entry);
    }

    /// Takes a text away: the file itself counts again.
    pub fn remove(&self, path: &str) {
        self.write().by_path.remove(path);
    }

    /// The text that stands over a file.
    pub fn get(&self, path: &str) -> Option<Arc<[u8]>> {
        self.read().by_path.get(path).map(|(_, bytes)| Arc::clone(bytes))
    }

    /// Gives a file the size of the text over it, and stamps that no file has and no other text: it counts as changed.
    pub(crate) fn stamp(&self, file: &mut SourceFile) {
        if let Some((number, bytes)) = self.read().by_path.get(&file.path) {
            file.size = bytes.len() as u64;
            file.ctime_ns = i64::MIN + number;
        }
    }

    /// The same for every file of a tree.
    pub(crate) fn stamp_all(&self, tree: &mut Tree) {
        for path in self.read().by_path.keys() {
            if let Ok(at) = tree.files.binary_search_by(|file| file.path.cmp(path))
                && let Some(file) = tree.files.get_mut(at)
            {
                self.stamp(file);
            }
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, Texts> {
        self.texts.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Texts> {
        self.texts.write().unwrap_or_else(PoisonError::into_inner)
    }
}
