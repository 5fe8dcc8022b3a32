//! What was made of pictures, on the disk: `.khobor/pictures/<2 hex>/<32 hex>-<width>.<ending>`, and beside them
//! `<32 hex>.set`, which says what there is and is written last. So a set that is there is whole, a making that was cut off
//! is only not there, and two builds may fill one store at once. `index` holds all sets again, so that a run reads one file.

use super::make::MadePicture;
use super::recipe::{PictureFile, PictureSet, SetKey, hex, picture_file};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A set that so many builds did not name goes.
const KEPT_BUILDS: u32 = 20;
const MAGIC: &[u8; 8] = b"KHOBORP2";

/// A set as the index knows it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Indexed {
    set: PictureSet,
    /// Builds since one named it.
    unnamed: u32,
}

/// The store of pictures of a site.
#[derive(Debug)]
pub struct PictureStore {
    folder: PathBuf,
    known: Mutex<BTreeMap<SetKey, Indexed>>,
    fresh: Mutex<BTreeSet<SetKey>>,
}

impl PictureStore {
    /// The store in a folder, which need not exist. An index that cannot be read is made anew from the sets.
    pub fn open(folder: PathBuf) -> Self {
        let known = read_index(&folder.join("index")).unwrap_or_default();
        PictureStore {
            folder,
            known: Mutex::new(known),
            fresh: Mutex::default(),
        }
    }

    /// What was made under this name, if it was.
    pub fn get(&self, key: &SetKey) -> Option<PictureSet> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(indexed) = known.get(key) {
            return Some(indexed.set.clone());
        }
        let set: PictureSet = postcard::from_bytes(&fs::read(self.place(key)).ok()?).ok()?;
        known.insert(
            *key,
            Indexed {
                set: set.clone(),
                unnamed: 0,
            },
        );
        drop(known);
        self.fresh.lock().unwrap_or_else(PoisonError::into_inner).insert(*key);
        Some(set)
    }

    /// Keeps what was made.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn put(&self, key: &SetKey, made: &MadePicture) -> io::Result<()> {
        let folder = self.place(key);
        fs::create_dir_all(folder.parent().unwrap_or(&self.folder))?;
        for (file, bytes) in made.set.files.iter().zip(&made.files) {
            self.write(&self.path(key, file), bytes)?;
        }
        let set = postcard::to_stdvec(&made.set).unwrap_or_default();
        self.write(&self.place(key), &set)?;
        let set = made.set.clone();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(*key, Indexed { set, unnamed: 0 });
        drop(known);
        self.fresh.lock().unwrap_or_else(PoisonError::into_inner).insert(*key);
        Ok(())
    }

    /// Forgets a set, because a file of it is gone.
    pub fn forget(&self, key: &SetKey) {
        let _ = fs::remove_file(self.place(key));
        self.known.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    /// Where a file lies.
    pub fn path(&self, key: &SetKey, file: &PictureFile) -> PathBuf {
        self.folder.join(picture_file(key, file))
    }

    /// Where a set is told of.
    fn place(&self, key: &SetKey) -> PathBuf {
        let hex = hex(key);
        self.folder
            .join(hex.get(..2).unwrap_or("00"))
            .join(format!("{hex}.set"))
    }

    /// Written beside and renamed: whoever sees the name sees all of it.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(path.parent().unwrap_or(&self.folder))?;
        file.write_all(bytes)?;
        file.persist(path).map(drop).map_err(|error| error.error)
    }

    /// The end of a build that named these sets: the index is written if anything is new, and what twenty builds did not
    /// name goes.
    pub fn finish(&self, named: &BTreeSet<SetKey>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = self.fresh.lock().unwrap_or_else(PoisonError::into_inner);
        let all_named = known.len() == named.len() && known.keys().eq(named.iter());
        if fresh.is_empty() && all_named && known.values().all(|k| k.unnamed == 0) {
            return;
        }
        let mut gone = Vec::new();
        for (key, indexed) in known.iter_mut() {
            indexed.unnamed = if named.contains(key) { 0 } else { indexed.unnamed + 1 };
            if indexed.unnamed > KEPT_BUILDS {
                gone.push(*key);
            }
        }
        for key in gone {
            if let Some(indexed) = known.remove(&key) {
                self.remove(&key, &indexed.set);
            }
        }
        let mut bytes = MAGIC.to_vec();
        bytes.extend(postcard::to_stdvec(&*known).unwrap_or_default());
        let _ = fs::create_dir_all(&self.folder).and_then(|()| self.write(&self.folder.join("index"), &bytes));
    }

    fn remove(&self, key: &SetKey, set: &PictureSet) {
        let _ = fs::remove_file(self.place(key));
        for file in &set.files {
            let _ = fs::remove_file(self.path(key, file));
        }
    }
}

fn read_index(path: &Path) -> Option<BTreeMap<SetKey, Indexed>> {
    let bytes = fs::read(path).ok()?;
    postcard::from_bytes(bytes.strip_prefix(MAGIC)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::PictureFormat;

    fn made(bytes: &[u8]) -> MadePicture {
        let file = PictureFile {
            format: PictureFormat::Webp,
            width: 320,
            height: 200,
            bytes: bytes.len() as u64,
        };
        let set = PictureSet {
            files: vec![file],
            ..PictureSet::default()
        };
        MadePicture {
            set,
            files: vec![bytes.to_vec()],
        }
    }

    #[test]
    fn a_set_is_there_when_all_of_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let store = PictureStore::open(folder.path().join("pictures"));
        assert_eq!(store.get(&[7; 16]), None);
        store.put(&[7; 16], &made("ছবি".as_bytes())).unwrap();
        // Another run finds it without the index too: the build that made it may have been killed.
        let again = PictureStore::open(folder.path().join("pictures"));
        let set = again.get(&[7; 16]).unwrap();
        assert_eq!(fs::read(again.path(&[7; 16], &set.files[0])).unwrap(), "ছবি".as_bytes());
    }

    #[test]
    fn what_twenty_builds_did_not_name_goes() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("pictures");
        let store = PictureStore::open(place.clone());
        store.put(&[1; 16], &made(b"a")).unwrap();
        store.put(&[2; 16], &made(b"b")).unwrap();
        let named = BTreeSet::from([[1; 16]]);
        for _ in 0..KEPT_BUILDS {
            PictureStore::open(place.clone()).finish(&named);
            store.finish(&named);
        }
        store.finish(&named);
        let store = PictureStore::open(place);
        assert!(store.get(&[1; 16]).is_some());
        assert_eq!(store.get(&[2; 16]), None);
    }
}
