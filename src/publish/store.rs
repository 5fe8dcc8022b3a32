//! A store of values by key that may always be lost: what the engine remembers between builds.
//!
//! Keys are 16 bytes and must depend on everything that the value depends on (content, options, engine version), so
//! that a store of another site, or an older one, can never answer wrongly. Values are bytes, at most [`LONGEST`].
//!
//! On the disk: `pack-N` holds the values one after another and only ever grows; `index` (renamed into place, checksum,
//! schema, crate version) says where each lies. Each value has its own checksum. Whatever is odd counts as not there. A
//! reader has opened one pack with one index and keeps both, whatever others commit meanwhile; the lock is held only
//! while committing, so that a preview that runs all day and a build beside it both work. New values wait in a nameless
//! file, not in memory. Nothing is flushed: after a power cut the checksums find out.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::disk::Disk;
use super::error::{Operation, PublishError};
use super::lock::Lock;
use super::stamps::{seal, unseal};

type Result<T> = std::result::Result<T, PublishError>;

/// The name of a value.
pub type Key = [u8; 16];

/// The longest value in bytes; longer ones are not kept.
pub const LONGEST: usize = 64 << 20;

const MAGIC: &[u8; 8] = b"KHOBORC1";
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Below this size a pack is not worth rewriting.
const SMALL_PACK: u64 = 1 << 20;
const WAIT: Duration = Duration::from_secs(10);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Spot {
    offset: u64,
    length: u32,
    sum: [u8; 8],
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Index {
    version: String,
    schema: u32,
    /// The number of the pack.
    pack: u64,
    /// How much of the pack is in use; what follows was never committed.
    length: u64,
    /// Sorted by key.
    spots: Vec<(Key, Spot)>,
}

/// Why a store was found empty though there was something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ignored {
    /// Damaged or cut.
    Damaged,
    /// Of another version of khobor, or another schema.
    Foreign,
}

impl Ignored {
    /// One line about it.
    pub fn line(self) -> &'static str {
        match self {
            Ignored::Damaged => "the cache was damaged and is made anew",
            Ignored::Foreign => "the cache is of another version and is made anew",
        }
    }
}

/// Which values outlive a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prune {
    /// All.
    Nothing,
    /// Those asked for or put since the store was opened; right after a run that looked at the whole site.
    Unused,
}

/// A store, open for reading and for putting values that a [`commit`](Store::commit) makes lasting.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// use khobor::publish::store::{Prune, Store};
/// let store = Store::open(&folder.path().join(".khobor"), 1);
/// store.put([1; 16], "খবরের পাতা".as_bytes())?;
/// assert_eq!(store.get([1; 16]).as_deref(), Some("খবরের পাতা".as_bytes()));
/// store.commit(Prune::Nothing)?;
/// let store = Store::open(&folder.path().join(".khobor"), 1);
/// assert_eq!(store.get([1; 16]).as_deref(), Some("খবরের পাতা".as_bytes()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    schema: u32,
    disk: Disk,
    index: Index,
    pack: Option<File>,
    used: Vec<AtomicBool>,
    ignored: Option<Ignored>,
    fresh: Mutex<Fresh>,
}

/// Values put and not committed.
#[derive(Debug, Default)]
struct Fresh {
    file: Option<File>,
    length: u64,
    spots: BTreeMap<Key, Spot>,
}

impl Store {
    /// Opens the store in a folder, which need not exist. Never fails: what is odd is left out, see
    /// [`ignored`](Store::ignored). Costs one read of the index.
    pub fn open(folder: &Path, schema: u32) -> Store {
        let disk = Disk::default();
        let mut loaded = load(&disk, folder, schema);
        // A commit between the reading of the index and the opening of its pack may have replaced both.
        if matches!(loaded, Err(Ignored::Damaged)) {
            loaded = load(&disk, folder, schema);
        }
        let ignored = loaded.as_ref().err().copied();
        let (index, pack) = loaded.unwrap_or_default();
        let used = index.spots.iter().map(|_| AtomicBool::new(false)).collect();
        Store {
            folder: folder.to_path_buf(),
            schema,
            disk,
            index,
            pack,
            used,
            ignored,
            fresh: Mutex::default(),
        }
    }

    /// Why what was there was not used, if so.
    pub fn ignored(&self) -> Option<Ignored> {
        self.ignored
    }

    /// How many values can be asked for, not counting those put since.
    pub fn len(&self) -> usize {
        self.index.spots.len()
    }

    /// Whether nothing can be asked for.
    pub fn is_empty(&self) -> bool {
        self.index.spots.is_empty()
    }

    /// The value of a key; `None` when there is none or it is damaged. May be called from many threads.
    pub fn get(&self, key: Key) -> Option<Vec<u8>> {
        let fresh = self.fresh.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(spot) = fresh.spots.get(&key) {
            return read_spot(fresh.file.as_ref()?, key, *spot);
        }
        drop(fresh);
        let row = self.row(key)?;
        let (_, spot) = self.index.spots.get(row)?;
        let value = read_spot(self.pack.as_ref()?, key, *spot)?;
        self.mark(row);
        Some(value)
    }

    /// A part of a value, and not the whole of it: what is read is not checked, the caller must know its part by its own sum.
    /// `None` when the value ends before it.
    pub fn part(&self, key: Key, range: std::ops::Range<u32>) -> Option<Vec<u8>> {
        let row = self.row(key)?;
        let (_, spot) = self.index.spots.get(row)?;
        let length = range
            .end
            .checked_sub(range.start)
            .filter(|_| range.end <= spot.length)?;
        let mut part = vec![0; length as usize];
        let from = spot.offset + u64::from(range.start);
        self.pack.as_ref()?.read_exact_at(&mut part, from).ok()?;
        self.mark(row);
        Some(part)
    }

    /// Whether there is a value, without reading it; counts as use.
    pub fn has(&self, key: Key) -> bool {
        if let Some(row) = self.row(key) {
            self.mark(row);
            return true;
        }
        self.fresh
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .spots
            .contains_key(&key)
    }

    /// Puts a value. It can be asked for at once; others see it after [`commit`](Store::commit). A value longer than
    /// [`LONGEST`] is not kept.
    ///
    /// # Errors
    /// When it cannot be written; the store is as before.
    pub fn put(&self, key: Key, value: &[u8]) -> Result<()> {
        let Some(length) = u32::try_from(value.len()).ok().filter(|_| value.len() <= LONGEST) else {
            return Ok(());
        };
        let sum = sum(key, value);
        let mut fresh = self.fresh.lock().unwrap_or_else(PoisonError::into_inner);
        let file = match fresh.file.take() {
            Some(file) => file,
            None => self.nameless()?,
        };
        let offset = fresh.length;
        let written = file.write_all_at(value, offset);
        fresh.file = Some(file);
        written.map_err(|cause| self.failed(Operation::Write, cause))?;
        fresh.length += u64::from(length);
        fresh.spots.insert(key, Spot { offset, length, sum });
        Ok(())
    }

    /// Makes what was put lasting, in one instant, beside what others committed meanwhile.
    ///
    /// # Errors
    /// When another process commits for longer than ten seconds, or the disk refuses. The store is as before.
    pub fn commit(self, prune: Prune) -> Result<()> {
        let fresh = self.fresh.lock().unwrap_or_else(PoisonError::into_inner);
        let nothing_new = fresh.spots.is_empty();
        if nothing_new && (prune == Prune::Nothing || self.used.iter().all(|used| used.load(Ordering::Relaxed))) {
            return Ok(());
        }
        self.disk.make_folders(&self.folder)?;
        let _lock = Lock::take(&self.folder.join("lock"), WAIT, || ())?;
        let (mut index, pack) = load(&self.disk, &self.folder, self.schema).unwrap_or_default();
        if prune == Prune::Unused {
            // What others committed meanwhile is not ours to judge.
            index
                .spots
                .retain(|(key, _)| self.row(*key).is_none_or(|row| self.is_used(row)));
        }
        let live: u64 = index.spots.iter().map(|(_, spot)| u64::from(spot.length)).sum();
        let wasteful = index.length > SMALL_PACK && live < index.length / 2;
        let (mut index, pack) = match pack {
            Some(pack) if !wasteful => (index, pack),
            old => self.new_pack(index, old.as_ref())?,
        };
        self.append(&fresh, &mut index, &pack)?;
        index.version = VERSION.to_owned();
        index.schema = self.schema;
        let Ok(body) = postcard::to_stdvec(&index) else {
            return Ok(());
        };
        self.disk.replace(&self.folder.join("index"), &seal(MAGIC, &body))?;
        self.remove_old_packs(index.pack)
    }

    fn row(&self, key: Key) -> Option<usize> {
        self.index.spots.binary_search_by(|(found, _)| found.cmp(&key)).ok()
    }

    fn is_used(&self, row: usize) -> bool {
        self.used.get(row).is_some_and(|used| used.load(Ordering::Relaxed))
    }

    fn mark(&self, row: usize) {
        if let Some(used) = self.used.get(row) {
            used.store(true, Ordering::Relaxed);
        }
    }

    fn failed(&self, operation: Operation, cause: io::Error) -> PublishError {
        PublishError::Disk {
            operation,
            path: self.folder.clone(),
            cause,
        }
    }

    /// A file without a name: it goes with the process, however that ends.
    fn nameless(&self) -> Result<File> {
        self.disk.make_folders(&self.folder)?;
        let name = self.folder.join(format!(
            "spool-{}-{:x}",
            std::process::id(),
            std::ptr::from_ref(self).addr()
        ));
        self.disk.remove(&name)?;
        let file = OpenOptions::new().read(true).write(true).create_new(true).open(&name);
        let file = file.map_err(|cause| self.failed(Operation::Create, cause))?;
        self.disk.remove(&name)?;
        Ok(file)
    }

    /// A new pack with what is still of use of the old one.
    fn new_pack(&self, mut index: Index, old: Option<&File>) -> Result<(Index, File)> {
        let number = self
            .packs()?
            .into_iter()
            .max()
            .map_or(1, |largest| largest.saturating_add(1));
        let path = self.folder.join(format!("pack-{number}"));
        let file = OpenOptions::new().read(true).write(true).create_new(true).open(&path);
        let file = file.map_err(|cause| self.failed(Operation::Create, cause))?;
        let (mut length, mut spots) = (0, Vec::with_capacity(index.spots.len()));
        for (key, spot) in std::mem::take(&mut index.spots) {
            let Some(value) = old.and_then(|old| read_spot(old, key, spot)) else {
                continue;
            };
            file.write_all_at(&value, length)
                .map_err(|cause| self.failed(Operation::Write, cause))?;
            spots.push((key, Spot { offset: length, ..spot }));
            length += u64::from(spot.length);
        }
        Ok((
            Index {
                pack: number,
                length,
                spots,
                ..index
            },
            file,
        ))
    }

    /// Copies the fresh values behind what is in use.
    fn append(&self, fresh: &Fresh, index: &mut Index, pack: &File) -> Result<()> {
        let Some(file) = &fresh.file else { return Ok(()) };
        let mut piece = vec![0; 1 << 18];
        let mut done = 0;
        while done < fresh.length {
            let wanted = usize::try_from(fresh.length - done)
                .unwrap_or(usize::MAX)
                .min(piece.len());
            let part = piece.get_mut(..wanted).unwrap_or_default();
            file.read_exact_at(part, done)
                .map_err(|cause| self.failed(Operation::Read, cause))?;
            let at = index.length + done;
            pack.write_all_at(part, at)
                .map_err(|cause| self.failed(Operation::Write, cause))?;
            done += wanted as u64;
        }
        let moved = fresh.spots.iter().map(|(key, spot)| {
            (
                *key,
                Spot {
                    offset: spot.offset + index.length,
                    ..*spot
                },
            )
        });
        index.spots.retain(|(key, _)| !fresh.spots.contains_key(key));
        index.spots.extend(moved);
        index.spots.sort_unstable_by_key(|(key, _)| *key);
        index.length += fresh.length;
        Ok(())
    }

    fn packs(&self) -> Result<Vec<u64>> {
        let listed = self.disk.list(&self.folder)?.unwrap_or_default();
        let number = |name: &str| name.strip_prefix("pack-").and_then(|number| number.parse().ok());
        Ok(listed
            .iter()
            .filter_map(|item| item.name.to_str().and_then(number))
            .collect())
    }

    fn remove_old_packs(&self, current: u64) -> Result<()> {
        for number in self.packs()?.into_iter().filter(|number| *number != current) {
            self.disk.remove(&self.folder.join(format!("pack-{number}")))?;
        }
        Ok(())
    }
}

/// The index and its pack; nothing when there is no store.
fn load(disk: &Disk, folder: &Path, schema: u32) -> std::result::Result<(Index, Option<File>), Ignored> {
    let Some(file) = disk.read(&folder.join("index")).map_err(|_| Ignored::Damaged)? else {
        return Ok((Index::default(), None));
    };
    let body = unseal(MAGIC, &file).ok_or(Ignored::Damaged)?;
    let (version, rest) = postcard::take_from_bytes::<String>(body).map_err(|_| Ignored::Damaged)?;
    let (found, _) = postcard::take_from_bytes::<u32>(rest).map_err(|_| Ignored::Damaged)?;
    if version != VERSION || found != schema {
        return Err(Ignored::Foreign);
    }
    let index: Index = postcard::from_bytes(body).map_err(|_| Ignored::Damaged)?;
    let path = folder.join(format!("pack-{}", index.pack));
    let pack = OpenOptions::new()
        .read(true)
        .write(true)
        .open(&path)
        .or_else(|_| File::open(&path));
    let pack = pack.map_err(|_| Ignored::Damaged)?;
    let whole = pack
        .metadata()
        .is_ok_and(|found: fs::Metadata| found.is_file() && found.len() >= index.length);
    if whole {
        Ok((index, Some(pack)))
    } else {
        Err(Ignored::Damaged)
    }
}

fn read_spot(file: &File, key: Key, spot: Spot) -> Option<Vec<u8>> {
    let length = usize::try_from(spot.length).ok().filter(|length| *length <= LONGEST)?;
    let mut value = vec![0; length];
    file.read_exact_at(&mut value, spot.offset).ok()?;
    (sum(key, &value) == spot.sum).then_some(value)
}

fn sum(key: Key, value: &[u8]) -> [u8; 8] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&key).update(value);
    let mut sum = [0; 8];
    hasher.finalize_xof().fill(&mut sum);
    sum
}
