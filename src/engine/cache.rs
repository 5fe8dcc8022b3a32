//! What is remembered between runs, in `.khobor/`: the parsed form of every source file by its stat. Safe to delete;
//! anything odd is ignored with one line. Taken for a moment at the beginning and at the end of a run, so that a preview
//! and a build can work side by side.

use super::gather::Piece;
use crate::media::PictureInfo;
use crate::portal::StoryFile;
use crate::publish::store::{Key, Prune, Store};
use crate::relate::terms::TermVector;
use crate::source::{SourceFile, Tree};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// Changes when what is stored changes its form.
pub(super) const SCHEMA: u32 = 3;
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
#[derive(Debug, Deserialize)]
struct Remembered {
    path: String,
    stat: Stat,
    known: Known,
}

/// As [`Remembered`], borrowed.
#[derive(Serialize)]
struct Remember<'a> {
    path: &'a str,
    stat: Stat,
    known: KnownRef<'a>,
}

/// What is remembered of a file.
#[derive(Debug, Deserialize)]
pub(super) enum Known {
    /// A story without faults; its body is read again when it is needed.
    Story(Box<StoryFile>, TermVector),
    /// A picture or another file, and its content hash.
    File(Option<PictureInfo>, [u8; 16]),
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// Recalled: it is in the cache as it is.
    Recalled,
    /// Read anew: to be remembered.
    Fresh,
    /// Not to be remembered: of another kind, or with something to tell each time.
    Not,
}

/// As [`Known`], borrowed.
#[derive(Serialize)]
enum KnownRef<'a> {
    Story(&'a StoryFile, &'a TermVector),
    File(Option<PictureInfo>, [u8; 16]),
}

/// The cache of a site.
pub(super) struct Cache {
    folder: PathBuf,
    salt: [u8; 16],
    /// One line about a cache that was ignored.
    pub(super) ignored: Option<&'static str>,
    /// A file changed at or after this moment (of the file system's clock) may change again unseen: it is not trusted.
    pub(super) racy: i64,
    /// Whether anything was recalled. Without memory nothing of the output is trusted either: `khobor clean` makes the
    /// next build render every file.
    pub(super) recalled: bool,
}

impl Cache {
    /// The cache in `folder`; `options` are the settings that reading depends on.
    pub(super) fn new(folder: PathBuf, options: &[u8]) -> Self {
        let mut salt = [0; 16];
        salt.copy_from_slice(&blake3::hash(options).as_bytes()[..16]);
        Cache {
            folder,
            salt,
            ignored: None,
            racy: i64::MAX,
            recalled: false,
        }
    }

    /// What is remembered of each file of the tree, if it is still as it was. Linear; blobs are read in parallel.
    pub(super) fn recall(&mut self, tree: &Tree) -> Vec<Option<Known>> {
        self.racy = probe(&self.folder).unwrap_or(i64::MIN);
        let store = Store::open(&self.folder, SCHEMA);
        self.ignored = store.ignored().map(|i| i.line());
        let mut known: Vec<Option<Known>> = Vec::with_capacity(tree.files.len());
        known.resize_with(tree.files.len(), || None);
        if store.is_empty() {
            return known;
        }
        let blobs: Vec<Vec<Remembered>> = (0..SHARDS)
            .into_par_iter()
            .map(|shard| {
                store
                    .get(self.key(shard))
                    .and_then(|blob| postcard::from_bytes(&blob).ok())
                    .unwrap_or_default()
            })
            .collect();
        for remembered in blobs.into_iter().flatten() {
            let found = tree.files.binary_search_by(|f| f.path.as_str().cmp(&remembered.path));
            if let Some((at, file)) = found.ok().and_then(|at| Some((at, tree.files.get(at)?)))
                && Stat::of(file) == remembered.stat
            {
                known[at] = Some(remembered.known);
                self.recalled = true;
            }
        }
        known
    }

    /// Remembers what was read. Only blobs with a changed file are written. `kept[i]` says what became of file `i`.
    /// A cache that cannot be written is no fault: the next run only reads more.
    pub(super) fn remember(&self, tree: &Tree, pieces: &[Piece], kept: &[Kept]) {
        let mut shards: Vec<Vec<usize>> = vec![Vec::new(); SHARDS];
        let mut dirty = vec![false; SHARDS];
        for (at, file) in tree.files.iter().enumerate() {
            let kept = kept.get(at).copied().unwrap_or(Kept::Not);
            if kept != Kept::Not {
                let shard = shard(&file.path);
                shards[shard].push(at);
                dirty[shard] |= kept == Kept::Fresh;
            }
        }
        if !dirty.iter().any(|d| *d) {
            return;
        }
        let store = Store::open(&self.folder, SCHEMA);
        (0..SHARDS)
            .into_par_iter()
            .filter(|shard| dirty[*shard])
            .for_each(|shard| {
                let remember = |at: &usize| self.entry(tree.files.get(*at)?, pieces.get(*at)?);
                let entries: Vec<Remember<'_>> = shards[shard].iter().filter_map(remember).collect();
                if let Ok(blob) = postcard::to_stdvec(&entries) {
                    let _ = store.put(self.key(shard), &blob);
                }
            });
        let _ = store.commit(Prune::Nothing);
    }

    fn entry<'a>(&self, file: &'a SourceFile, piece: &'a Piece) -> Option<Remember<'a>> {
        let known = match piece {
            Piece::Story(story, terms) => KnownRef::Story(story, terms),
            Piece::Asset(_, info, hash) | Piece::Static(_, info, hash) => KnownRef::File(*info, *hash),
            _ => return None,
        };
        (file.ctime_ns < self.racy).then(|| Remember {
            path: &file.path,
            stat: Stat::of(file),
            known,
        })
    }

    fn key(&self, shard: usize) -> Key {
        let mut key = self.salt;
        for (byte, part) in key.iter_mut().zip((shard as u64).to_le_bytes()) {
            *byte ^= part;
        }
        key
    }
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
