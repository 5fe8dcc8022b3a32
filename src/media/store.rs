//! What was made of pictures, on the disk: `.khobor/pictures/<2 hex>/<32 hex>-<width>.<ending>`, and beside them
//! `<32 hex>.set`, which says what there is and is written last. So a set that is there is whole, a making that was cut off
//! is only not there, and two builds may fill one store at once. `index` holds all sets again, so that a run reads one file.

use super::made::MadePicture;
use super::recipe::{PictureFile, PictureSet, SetKey, hex, picture_file};
use crate::digest::digest;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A set that so many builds did not name goes.
const KEPT_BUILDS: u32 = 20;
const MAGIC: &[u8; 8] = b"KHOBORP3";

/// A set as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    set: PictureSet,
    /// Of each file, in order.
    digests: Vec<[u8; 16]>,
}

/// What the file system says of a file: size, the later of its modification and change in nanoseconds, inode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp(u64, i128, u64);

/// A set as the index knows it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Indexed {
    set: PictureSet,
    /// Of each file, in order, when it was last known to be whole.
    stamps: Vec<Stamp>,
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
    /// The store in a folder, which need not exist. An index that cannot be read is made again from the sets.
    pub fn open(folder: PathBuf) -> Self {
        let index = fs::read(folder.join("index")).ok();
        let known = index.and_then(|bytes| unsealed(&bytes)).unwrap_or_default();
        PictureStore {
            folder,
            known: Mutex::new(known),
            fresh: Mutex::default(),
        }
    }

    /// What was made under this name, if it was, and if all of its files are as they were written.
    pub fn get(&self, key: &SetKey) -> Option<PictureSet> {
        let known = self.known().get(key).cloned();
        if let Some(indexed) = known
            && self.stamps(key, &indexed.set).is_some_and(|now| now == indexed.stamps)
        {
            return Some(indexed.set);
        }
        let Some(set) = self.verified(key) else {
            self.forget(key);
            return None;
        };
        self.learn(key, &set);
        Some(set)
    }

    /// A set that the index does not know or that has changed since: read, and its files compared with their digests.
    fn verified(&self, key: &SetKey) -> Option<PictureSet> {
        let kept: Kept = unsealed(&fs::read(self.place(key)).ok()?)?;
        let whole = kept.set.files.iter().zip(&kept.digests).all(|(file, wanted)| {
            let bytes = fs::read(self.path(key, file));
            bytes.is_ok_and(|bytes| digest(&bytes) == *wanted)
        });
        (whole && kept.set.files.len() == kept.digests.len()).then_some(kept.set)
    }

    /// Puts a set that is whole into the index.
    fn learn(&self, key: &SetKey, set: &PictureSet) {
        let Some(stamps) = self.stamps(key, set) else { return };
        let indexed = Indexed {
            set: set.clone(),
            stamps,
            unnamed: 0,
        };
        self.known().insert(*key, indexed);
        self.fresh.lock().unwrap_or_else(PoisonError::into_inner).insert(*key);
    }

    fn stamps(&self, key: &SetKey, set: &PictureSet) -> Option<Vec<Stamp>> {
        set.files.iter().map(|file| stamp(&self.path(key, file))).collect()
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<SetKey, Indexed>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
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
        let kept = Kept {
            set: made.set.clone(),
            digests: made.files.iter().map(|bytes| digest(bytes)).collect(),
        };
        self.write(&self.place(key), &sealed(&kept))?;
        self.learn(key, &made.set);
        Ok(())
    }

    /// Forgets a set, because a file of it is gone.
    pub fn forget(&self, key: &SetKey) {
        let _ = fs::remove_file(self.place(key));
        self.known().remove(key);
    }

    /// Where a file lies.
    pub fn path(&self, key: &SetKey, file: &PictureFile) -> PathBuf {
        self.folder.join(picture_file(key, file))
    }

    /// Where a set is described.
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
        let mut known = self.known();
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
        let index = sealed(&*known);
        let _ = fs::create_dir_all(&self.folder).and_then(|()| self.write(&self.folder.join("index"), &index));
    }

    fn remove(&self, key: &SetKey, set: &PictureSet) {
        let _ = fs::remove_file(self.place(key));
        for file in &set.files {
            let _ = fs::remove_file(self.path(key, file));
        }
    }
}

/// A value's bytes behind their digest.
fn sealed<T: Serialize>(value: &T) -> Vec<u8> {
    let body = postcard::to_stdvec(value).unwrap_or_default();
    [&MAGIC[..], &digest(&body), &body].concat()
}

/// The value of sealed bytes; `None` when any of them changed.
fn unsealed<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let (seal, body) = bytes.strip_prefix(MAGIC)?.split_at_checked(16)?;
    (seal == digest(body)).then(|| postcard::from_bytes(body).ok())?
}

#[cfg(unix)]
fn stamp(path: &Path) -> Option<Stamp> {
    use std::os::unix::fs::MetadataExt;
    let meta = fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?;
    let nanoseconds = |seconds: i64, more: i64| i128::from(seconds) * 1_000_000_000 + i128::from(more);
    let (modified, changed) = (
        nanoseconds(meta.mtime(), meta.mtime_nsec()),
        nanoseconds(meta.ctime(), meta.ctime_nsec()),
    );
    Some(Stamp(meta.len(), modified.max(changed), meta.ino()))
}

#[cfg(not(unix))]
fn stamp(path: &Path) -> Option<Stamp> {
    let meta = fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?;
    let modified = meta.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(Stamp(meta.len(), modified.as_nanos() as i128, 0))
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

    /// What happens to a file of the store outside of this program.
    type Harm = fn(&Path);

    #[test]
    fn a_file_that_is_gone_or_damaged_is_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("pictures");
        let key = [7; 16];
        let harms: [(&str, Harm); 4] = [
            ("gone", |path| fs::remove_file(path).unwrap()),
            ("cut", |path| fs::write(path, "ছ").unwrap()),
            ("another of the same size", |path| fs::write(path, "ছনি").unwrap()),
            ("a folder", |path| {
                fs::remove_file(path).unwrap();
                fs::create_dir(path).unwrap();
            }),
        ];
        for (name, harm) in harms {
            for indexed in [true, false] {
                let _ = fs::remove_dir_all(&place);
                let store = PictureStore::open(place.clone());
                store.put(&key, &made("ছবি".as_bytes())).unwrap();
                if indexed {
                    store.finish(&BTreeSet::from([key]));
                }
                let set = store.get(&key).unwrap();
                harm(&store.path(&key, &set.files[0]));
                assert_eq!(
                    PictureStore::open(place.clone()).get(&key),
                    None,
                    "{name}, indexed: {indexed}"
                );
            }
        }
        // A set or an index with one other bit is none.
        let store = PictureStore::open(place.clone());
        let _ = fs::remove_dir_all(&place);
        store.put(&key, &made("ছবি".as_bytes())).unwrap();
        let path = store.place(&key);
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut odd = whole.clone();
            odd[at] ^= 1;
            fs::write(&path, odd).unwrap();
            assert_eq!(PictureStore::open(place.clone()).get(&key), None, "byte {at}");
            fs::write(&path, &whole).unwrap();
        }
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
