//! What is remembered between runs, in `.khobor/`: the parsed form of every source file by its stat. Safe to delete;
//! anything odd is ignored with one line. Taken for a moment at the beginning and at the end of a run, so that a preview
//! and a build can work side by side.

use super::piece::{Piece, Words};
use super::term_store::{Blob, TermSpot, TermStore, key};
use crate::digest::digest;
use crate::media::PictureInfo;
use crate::portal::StoryFile;
use crate::publish::store::{Ignored, Prune, Store};
use crate::source::{SourceFile, Tree};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Changes when what is stored changes its form.
pub(super) const SCHEMA: u32 = 7;
/// Files are stored in this many blobs, so that one new story rewrites one of them.
const SHARDS: usize = 256;

/// What tells that a file is as it was when it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Stat {
    size: u64,
    mtime: i64,
    ctime: i64,
    inode: u64,
}

impl Stat {
    fn of(file: &SourceFile) -> Self {
        Stat {
            size: file.size,
            mtime: file.mtime_ns,
            ctime: file.ctime_ns,
            inode: file.inode,
        }
    }
}

/// A file as it was read.
#[derive(Serialize, Deserialize)]
struct Remembered<'a, K> {
    #[serde(borrow)]
    path: Cow<'a, str>,
    stat: Stat,
    known: K,
}

/// What is remembered of a file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Known {
    /// A story without faults, and where its terms lie; its body is read again when it is needed.
    Story(Arc<StoryFile>, TermSpot),
    /// A picture or another file, and its content hash.
    File(Option<PictureInfo>, [u8; 16]),
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// Recalled: it is in the cache as it is.
    Recalled,
    /// Read again: to be remembered.
    Fresh,
    /// Not to be remembered: of another kind, or with something to tell each time.
    Not,
}

/// The cache of a site.
pub(super) struct Cache {
    folder: PathBuf,
    salt: [u8; 16],
    /// One line about a cache that was ignored.
    pub(super) ignored: Option<Ignored>,
    /// A file changed at or after this moment (of the file system's clock) may change again unseen: it is not trusted.
    pub(super) racy: i64,
    /// Whether anything was recalled. Without memory nothing of the output is trusted either: `khobor clean` makes the
    /// next build render every file.
    pub(super) recalled: bool,
}

impl Cache {
    /// The cache in `folder`; `options` are the settings that reading depends on.
    pub(super) fn new(folder: PathBuf, options: &[u8]) -> Self {
        Cache {
            folder,
            salt: digest(options),
            ignored: None,
            racy: i64::MAX,
            recalled: false,
        }
    }

    /// What is remembered of each file of the tree, if it is still as it was; and where the terms of these stories can be
    /// read. Linear; blobs are read in parallel.
    pub(super) fn recall(&mut self, tree: &Tree) -> (Vec<Option<Known>>, TermStore) {
        self.racy = probe(&self.folder).unwrap_or(i64::MIN);
        let store = Store::open(&self.folder, SCHEMA);
        self.ignored = store.ignored();
        let mut known: Vec<Option<Known>> = Vec::with_capacity(tree.files.len());
        known.resize_with(tree.files.len(), || None);
        let term_store = TermStore { store, salt: self.salt };
        if term_store.store.is_empty() {
            return (known, term_store);
        }
        let blobs: Vec<Vec<(usize, Known)>> = shards(tree)
            .into_par_iter()
            .enumerate()
            .map(|(shard, files)| {
                let blob = term_store.store.get(key(self.salt, shard, Blob::Files));
                blob.and_then(|blob| as_they_were(tree, &files, &blob))
                    .unwrap_or_default()
            })
            .collect();
        for (at, remembered) in blobs.into_iter().flatten() {
            known[at] = Some(remembered);
            self.recalled = true;
        }
        (known, term_store)
    }

    /// Remembers what was read. Only blobs with a changed file are written. `kept[i]` says what became of file `i`.
    /// A cache that cannot be written is no fault: the next run only reads more.
    pub(super) fn remember(&self, tree: &Tree, pieces: &[Piece], kept: &[Kept], term_store: &TermStore) {
        let is = |at: &usize, wanted: Kept| kept.get(*at) == Some(&wanted);
        let dirty: Vec<(usize, Vec<usize>)> = shards(tree)
            .into_iter()
            .enumerate()
            .filter(|(_, files)| files.iter().any(|at| is(at, Kept::Fresh)))
            .collect();
        if dirty.is_empty() {
            return;
        }
        let store = Store::open(&self.folder, SCHEMA);
        dirty.into_par_iter().for_each(|(shard, files)| {
            let before = term_store
                .store
                .get(key(self.salt, shard, Blob::Terms))
                .unwrap_or_default();
            let mut terms = Vec::new();
            let kept = files.iter().filter(|at| !is(at, Kept::Not));
            let entry = |at: &usize| self.entry(tree.files.get(*at)?, pieces.get(*at)?, (shard, &before, &mut terms));
            let entries: Vec<Remembered<'_, Known>> = kept.filter_map(entry).collect();
            if let Ok(blob) = postcard::to_stdvec(&entries) {
                let _ = store.put(key(self.salt, shard, Blob::Files), &blob);
                let _ = store.put(key(self.salt, shard, Blob::Terms), &terms);
            }
        });
        let _ = store.commit(Prune::Nothing);
    }

    /// What is remembered of a file; its terms, fresh or of the blob before, are put behind the others of its shard.
    fn entry<'a>(
        &self,
        file: &'a SourceFile,
        piece: &Piece,
        (shard, before, terms): (usize, &[u8], &mut Vec<u8>),
    ) -> Option<Remembered<'a, Known>> {
        if file.ctime_ns >= self.racy {
            return None;
        }
        let known = match piece {
            Piece::Story(story, words) => {
                let bytes = match words {
                    Words::Here(vector) => Cow::Owned(vector.to_bytes()),
                    Words::Kept(spot) => Cow::Borrowed(before.get(spot.range()).filter(|bytes| spot.fits(bytes))?),
                };
                let spot = TermSpot::new(shard, terms.len(), &bytes);
                terms.extend_from_slice(&bytes);
                Known::Story(Arc::clone(story), spot)
            }
            Piece::Asset(_, info, hash) | Piece::Static(_, info, hash) => Known::File(*info, *hash),
            _ => return None,
        };
        Some(Remembered {
            path: Cow::Borrowed(&file.path),
            stat: Stat::of(file),
            known,
        })
    }
}

/// The files of a blob that are as they were, by their place in the tree. `files` are those of the tree that belong to it;
/// both are in the order of paths.
fn as_they_were(tree: &Tree, files: &[usize], blob: &[u8]) -> Option<Vec<(usize, Known)>> {
    let remembered: Vec<Remembered<'_, Known>> = postcard::from_bytes(blob).ok()?;
    let mut found = Vec::with_capacity(remembered.len());
    let mut files = files
        .iter()
        .filter_map(|at| Some((*at, tree.files.get(*at)?)))
        .peekable();
    for Remembered { path, stat, known } in remembered {
        while files.next_if(|(_, file)| *file.path < *path).is_some() {}
        if let Some((at, file)) = files.next_if(|(_, file)| file.path == path)
            && Stat::of(file) == stat
        {
            found.push((at, known));
        }
    }
    Some(found)
}

/// The files of the tree by shard, in order.
fn shards(tree: &Tree) -> Vec<Vec<usize>> {
    let numbers: Vec<usize> = tree.files.par_iter().map(|file| shard(&file.path)).collect();
    let mut shards = vec![Vec::new(); SHARDS];
    for (at, shard) in numbers.into_iter().enumerate() {
        shards[shard].push(at);
    }
    shards
}

fn shard(path: &str) -> usize {
    usize::from(blake3::hash(path.as_bytes()).as_bytes()[0]) % SHARDS
}

/// The file system's clock: the change time of a file made now.
fn probe(folder: &Path) -> Option<i64> {
    std::fs::create_dir_all(folder).ok()?;
    let ignore = folder.join(".gitignore");
    if !ignore.exists() {
        std::fs::write(ignore, "*\n").ok()?;
    }
    let file = tempfile::tempfile_in(folder).ok()?;
    let meta = file.metadata().ok()?;
    Some(
        meta.ctime()
            .saturating_mul(1_000_000_000)
            .saturating_add(meta.ctime_nsec()),
    )
}
