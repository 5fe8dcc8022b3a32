//! Brings one tree (the standby tree, or an empty folder) to the next site's state, from the live tree by hard links and
//! from the staging folder by renames. Only what differs is touched.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::disk::{Disk, Kind, Root};
use super::error::{PublishError, caused_by};
use super::manifest::{Entry, align};
use super::next::{Next, Source, staged_file};
use super::stamps::{Foreign, Stamp, find, same};
use super::standby::Standby;
use super::survey::{below, parent_of};

type Result<T> = std::result::Result<T, PublishError>;

/// Up to this many files and folders are flushed one by one, more by one flush of the file system.
const FLUSH_ONE_BY_ONE: usize = 24;
/// Of so many it is known what was touched.
const REMEMBERED: usize = 2048;

/// What was touched.
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// Not flushed yet.
    paths: Mutex<BTreeSet<PathBuf>>,
    /// More is not flushed than is known here.
    unknown: bool,
    /// All of it, flushed or not, up to [`REMEMBERED`].
    all: Mutex<BTreeSet<PathBuf>>,
}

impl Touched {
    /// For a tree of which it is not known that it was ever flushed.
    pub(super) fn everything(unknown: bool) -> Touched {
        Touched {
            unknown,
            ..Touched::default()
        }
    }

    pub(super) fn add(&self, path: &Path) {
        for (list, most) in [(&self.paths, FLUSH_ONE_BY_ONE), (&self.all, REMEMBERED)] {
            let mut list = list.lock().unwrap_or_else(PoisonError::into_inner);
            if list.len() <= most && !list.contains(path) {
                list.insert(path.to_path_buf());
            }
        }
    }

    /// The folders of the layout of the tree at `root` that were touched, ascending; `None` when there were too many.
    pub(super) fn folders(&self, root: &Path, next: &Next) -> Option<Vec<usize>> {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let number = |path: &PathBuf| {
            next.layout
                .find(&next.manifest, path.strip_prefix(root).ok()?.to_str()?)
        };
        let mut folders: Vec<usize> = all.iter().filter_map(number).collect();
        folders.sort_unstable();
        (all.len() <= REMEMBERED).then_some(folders)
    }

    /// Makes everything durable that lies below `root`.
    pub(super) fn flush(&self, disk: &Disk, root: &Path) -> Result<()> {
        let touched = std::mem::take(&mut *self.paths.lock().unwrap_or_else(PoisonError::into_inner));
        if self.unknown || touched.len() > FLUSH_ONE_BY_ONE {
            return disk.flush_system(root);
        }
        for path in &touched {
            // A folder may have gone after it was touched; then its parent was touched too.
            if disk.look(path)?.is_some() {
                disk.flush(path)?;
            }
        }
        Ok(())
    }
}

/// The work of bringing `to` forward.
#[derive(Debug)]
pub(super) struct TreeUpdate<'a> {
    pub(super) disk: &'a Disk,
    pub(super) from: &'a Path,
    pub(super) to: &'a Path,
    pub(super) stage: &'a Path,
    pub(super) next: &'a Next,
    pub(super) touched: &'a Touched,
}

/// What is known of the target, by row of the next site.
#[derive(Debug)]
pub(super) struct Standing<'a> {
    standby: &'a Standby,
    /// The rows of the standby tree's manifest.
    rows: Vec<Option<usize>>,
    /// The stamps of the live tree's files, where they are sure.
    live: &'a [Option<Stamp>],
    /// The file system's clock before the work.
    now: i64,
}

impl<'a> Standing<'a> {
    pub(super) fn new(next: &Next, standby: &'a Standby, live: &'a [Option<Stamp>], now: i64) -> Standing<'a> {
        let rows = align(&next.manifest, &standby.manifest);
        Standing {
            standby,
            rows,
            live,
            now,
        }
    }
}

impl TreeUpdate<'_> {
    /// Removes owned files that are no longer part of the site, and folders that this leaves empty.
    pub(super) fn remove_gone(&self, standby: &Standby) -> Result<()> {
        let mut emptied: BTreeSet<&[u8]> = BTreeSet::new();
        let rows = align(&standby.manifest, &self.next.manifest);
        for (entry, _) in standby.manifest.iter().zip(rows).filter(|(_, row)| row.is_none()) {
            let path = entry.path.as_bytes();
            self.disk.remove(&below(self.to, path))?;
            emptied.insert(parent_of(path));
        }
        while let Some(folder) = emptied.pop_last() {
            self.touched.add(&below(self.to, folder));
            if !folder.is_empty() && self.disk.remove_folder(&below(self.to, folder))? {
                emptied.insert(parent_of(folder));
            }
        }
        Ok(())
    }

    /// Puts every file of the next site in its place; the stamps of the rows.
    pub(super) fn place(&self, standing: &Standing<'_>) -> Result<Vec<Stamp>> {
        if !self.next.staged_in_place {
            self.make_new_folders(standing.standby)?;
        }
        let root = self.disk.hold(self.to)?;
        let settle = |row: usize| match self.standing(&root, standing, row)? {
            Some(stamp) => Ok(stamp),
            None => self.settle(standing, row),
        };
        let rows = (0..self.next.manifest.len()).into_par_iter();
        rows.with_min_len(128).map(settle).collect()
    }

    /// Makes the folders that the standby tree does not have: level by level, those of one parent one after another, because the
    /// system does not make two names in one folder at once.
    fn make_new_folders(&self, standby: &Standby) -> Result<()> {
        let Next { manifest, layout, .. } = self.next;
        let known = layout.align(manifest, (&standby.layout, &standby.manifest));
        let mut levels: BTreeMap<usize, BTreeMap<usize, Vec<&str>>> = BTreeMap::new();
        for folder in (1..layout.len()).filter(|folder| known.get(*folder).is_none_or(Option::is_none)) {
            let path = layout.path(manifest, folder);
            let level = levels.entry(path.matches('/').count()).or_default();
            level.entry(layout.parent(folder)).or_default().push(path);
        }
        let make = |folders: Vec<&str>| {
            folders
                .iter()
                .try_for_each(|folder| self.make_folders(folder.as_bytes()))
        };
        let mut levels = levels.into_values();
        levels.try_for_each(|level| level.into_par_iter().try_for_each(|(_, folders)| make(folders)))
    }

    /// The stamp of a file that stands in its place already: it must be the very file that is live.
    fn standing(&self, root: &Root<'_>, standing: &Standing<'_>, row: usize) -> Result<Option<Stamp>> {
        let standby = standing.standby;
        let old = standing.rows.get(row).copied().flatten();
        let live = standing.live.get(row).copied().flatten();
        let source = self.next.sources.get(row);
        let (Some(entry), Some(Source::Live), Some(old), Some(live)) =
            (self.next.manifest.entry(row), source, old, live)
        else {
            return Ok(None);
        };
        let same = |found: Entry<'_>| found.digest == entry.digest && found.size == entry.size;
        if !standby.manifest.entry(old).is_some_and(same) || standby.is_suspect(entry.path) {
            return Ok(None);
        }
        // In a folder that is as it was nothing was replaced.
        if standby.is_as_it_was(standby.layout.folder_of(old)) {
            return Ok(Some(live));
        }
        let look = self.disk.look_below(root, entry.path)?;
        let same = look.filter(|look| look.inode == live.inode && look.size == entry.size);
        Ok(same.map(|look| Stamp::of(&look, standing.now)))
    }

    fn settle(&self, standing: &Standing<'_>, row: usize) -> Result<Stamp> {
        let Some(entry) = self.next.manifest.entry(row) else {
            return Ok(Stamp::UNSURE);
        };
        let source = self.next.sources.get(row).copied().unwrap_or(Source::Live);
        let to = below(self.to, entry.path.as_bytes());
        if let Some(folder) = to.parent() {
            self.touched.add(folder);
        }
        match source {
            Source::Stage(_) if self.next.staged_in_place => {}
            Source::Stage(number) => {
                let from = staged_file(self.stage, number);
                self.with_folder(entry.path.as_bytes(), || self.disk.rename(&from, &to))?;
                self.touched.add(&to);
            }
            Source::Live => {
                self.link(entry.path.as_bytes())?;
                // Another name of the same file.
                if let Some(stamp) = standing.live.get(row).copied().flatten() {
                    return Ok(stamp);
                }
            }
        }
        let look = self.disk.look(&to)?;
        let right = look.filter(|look| look.kind == Kind::File && look.size == entry.size);
        Ok(right.map_or(Stamp::UNSURE, |look| Stamp::of(&look, standing.now)))
    }

    /// Gives a file of the live tree a second name here, in place of what may stand there.
    fn link(&self, path: &[u8]) -> Result<()> {
        let (from, to) = (below(self.from, path), below(self.to, path));
        match self.with_folder(path, || self.disk.link(&from, &to)) {
            Err(error) if caused_by(&error, ErrorKind::AlreadyExists) => {
                self.disk.remove(&to)?;
                self.disk.link(&from, &to)
            }
            other => other,
        }
    }

    /// Tries; makes the folders and tries again when they are missing.
    fn with_folder(&self, path: &[u8], work: impl Fn() -> Result<()>) -> Result<()> {
        match work() {
            Err(error) if caused_by(&error, ErrorKind::NotFound) => {
                self.make_folders(parent_of(path))?;
                work()
            }
            other => other,
        }
    }

    fn make_folders(&self, folder: &[u8]) -> Result<()> {
        make_folders(self.disk, self.to, folder, &|made| {
            self.touched.add(made);
            if let Some(above) = made.parent() {
                self.touched.add(above);
            }
        })
    }

    /// Removes what others have removed or replaced since `before`. `owned` says whether names that are khobor's in the
    /// next site are removed as well (they are placed afterwards) or let be.
    pub(super) fn drop_foreign(&self, before: &[Foreign], after: &[Foreign], owned: bool) -> Result<()> {
        for old in before.iter().rev() {
            let stays = find(after, &old.path).is_some_and(|new| same(old, new));
            if stays && !self.is_owned(&old.path) || !owned && self.is_owned(&old.path) {
                continue;
            }
            let path = below(self.to, &old.path);
            if old.folder {
                self.disk.remove_folder(&path)?
            } else {
                self.disk.remove(&path)?
            };
            self.touched.add(&below(self.to, parent_of(&old.path)));
        }
        Ok(())
    }

    /// Gives everything of others a name here, where it does not have one.
    pub(super) fn link_foreign(&self, before: &[Foreign], after: &[Foreign]) -> Result<()> {
        for new in after.iter().filter(|new| !self.is_owned(&new.path)) {
            let old = find(before, &new.path).filter(|old| same(old, new));
            if new.folder {
                self.foreign_folder(new, old)?;
            } else if old.is_none() {
                self.link(&new.path)?;
                self.touched.add(&below(self.to, parent_of(&new.path)));
            }
        }
        Ok(())
    }

    fn foreign_folder(&self, new: &Foreign, old: Option<&Foreign>) -> Result<()> {
        let path = below(self.to, &new.path);
        self.make_folders(&new.path)?;
        if old.is_none_or(|old| old.mode != new.mode) {
            self.disk.rights(&path, new.mode)?;
        }
        Ok(())
    }

    fn is_owned(&self, path: &[u8]) -> bool {
        std::str::from_utf8(path).is_ok_and(|path| self.next.manifest.find(path).is_some())
    }
}

/// Makes a folder of the tree at `root`; those above it first where they are missing. Says what it `made`.
pub(super) fn make_folders(disk: &Disk, root: &Path, folder: &[u8], made: &dyn Fn(&Path)) -> Result<()> {
    if folder.is_empty() {
        return Ok(());
    }
    let path = below(root, folder);
    let new = match disk.make_folder(&path) {
        Err(error) if caused_by(&error, ErrorKind::NotFound) => {
            make_folders(disk, root, parent_of(folder), made)?;
            disk.make_folder(&path)?
        }
        other => other?,
    };
    if new {
        made(&path);
    }
    Ok(())
}

impl Standby {
    /// Whether a folder looks as it did when the standby tree came to rest.
    fn is_as_it_was(&self, folder: usize) -> bool {
        self.folders.get(folder).is_some_and(|stamp| *stamp != Stamp::UNSURE)
    }

    fn is_suspect(&self, path: &str) -> bool {
        self.suspects
            .binary_search_by(|suspect| suspect.as_str().cmp(path))
            .is_ok()
    }
}
