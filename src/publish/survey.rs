//! Looks at a published tree: which owned files are as khobor left them, and what lies there that others wrote.

use std::ffi::OsStr;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::disk::{Disk, Kind, Listed, Look, Root};
use super::error::PublishError;
use super::layout::Layout;
use super::manifest::{Entry, Manifest};
use super::name::is_private;
use super::stamps::{Foreign, Stamp, Stamps};

type Result<T> = std::result::Result<T, PublishError>;

/// How an owned file stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// As khobor wrote it.
    Intact,
    /// Something else is in its place.
    Edited,
    /// Nothing is in its place.
    Missing,
}

/// A tree to look at, and what is remembered of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tree<'a> {
    pub(super) disk: &'a Disk,
    pub(super) root: &'a Path,
    pub(super) manifest: &'a Manifest,
    pub(super) layout: &'a Layout,
    pub(super) known: &'a Stamps,
    /// The file system's clock before the look.
    pub(super) now: i64,
}

/// What a look at the folders brought.
#[derive(Clone, Debug, Default)]
pub(super) struct FolderSurvey {
    pub(super) stamps: Vec<Stamp>,
    /// Whether each folder is really a folder of this tree, not a link or gone.
    pub(super) real: Vec<bool>,
    /// Folders in which names came or went since the remembered look.
    pub(super) changed: Vec<usize>,
    pub(super) foreign: Vec<Foreign>,
    /// Something of others that cannot be given a second name: another file system, or a closed folder.
    pub(super) stuck: Option<PathBuf>,
}

/// Joins a name's bytes to a folder.
pub(super) fn below(root: &Path, path: &[u8]) -> PathBuf {
    if path.is_empty() {
        root.to_path_buf()
    } else {
        root.join(OsStr::from_bytes(path))
    }
}

/// Looks at the folders of a layout in the tree at `root`, in parallel; at those only that are `wanted`.
pub(super) fn look_at_folders(
    disk: &Disk,
    root: &Path,
    (manifest, layout): (&Manifest, &Layout),
    wanted: &(dyn Fn(usize) -> bool + Sync),
) -> Result<Vec<Option<Look>>> {
    let root = disk.hold(root)?;
    let look = |folder| match wanted(folder) {
        true => disk.look_below(&root, layout.path(manifest, folder)),
        false => Ok(None),
    };
    (0..layout.len()).into_par_iter().with_min_len(256).map(look).collect()
}

impl Tree<'_> {
    /// Looks at every folder; lists those that changed.
    pub(super) fn folders(&self) -> Result<FolderSurvey> {
        let looks = look_at_folders(self.disk, self.root, (self.manifest, self.layout), &|_| true)?;
        let mut survey = FolderSurvey::default();
        for (folder, look) in looks.iter().enumerate() {
            let above = folder == 0 || survey.real.get(self.layout.parent(folder)).copied().unwrap_or(false);
            let found = look.as_ref().filter(|look| above && look.kind == Kind::Folder);
            let same =
                found.is_some_and(|look| self.known.folders.get(folder).is_some_and(|known| known.matches(look)));
            survey.real.push(found.is_some());
            survey
                .stamps
                .push(found.map_or(Stamp::UNSURE, |look| Stamp::of(look, self.now)));
            if !same {
                survey.changed.push(folder);
            }
        }
        let device = looks
            .first()
            .and_then(|look| look.as_ref())
            .map_or(0, |look| look.device);
        self.find_foreign(&mut survey, device)?;
        Ok(survey)
    }

    /// What was known in unchanged folders stays; changed folders and others' folders are listed.
    fn find_foreign(&self, survey: &mut FolderSurvey, device: u64) -> Result<()> {
        let mut walk = Walk {
            tree: *self,
            device,
            foreign: Vec::new(),
            stuck: None,
        };
        for known in &self.known.foreign {
            let folder = std::str::from_utf8(parent_of(&known.path)).ok();
            let Some(folder) = folder.and_then(|folder| self.layout.find(self.manifest, folder)) else {
                continue;
            };
            if survey.changed.binary_search(&folder).is_ok() {
                continue;
            }
            if known.folder {
                walk.folder(known.path.clone())?;
            } else {
                walk.foreign.push(known.clone());
            }
        }
        for &folder in &survey.changed {
            if survey.real.get(folder).copied().unwrap_or(false) {
                walk.owned_folder(self.layout.path(self.manifest, folder))?;
            }
        }
        survey.foreign = walk.foreign;
        survey.foreign.sort_unstable();
        survey.foreign.dedup_by(|a, b| a.path == b.path);
        survey.stuck = walk.stuck;
        Ok(())
    }

    /// Looks at every owned file; reads those whose look is not the remembered one.
    pub(super) fn files(&self, real: &[bool]) -> Result<Vec<(Stamp, State)>> {
        let root = self.disk.hold(self.root)?;
        let look = |row: usize| match self.manifest.entry(row) {
            Some(entry) if real.get(self.layout.folder_of(row)).copied().unwrap_or(false) => {
                self.file(&root, row, entry)
            }
            _ => Ok((Stamp::UNSURE, State::Missing)),
        };
        (0..self.manifest.len())
            .into_par_iter()
            .with_min_len(256)
            .map(look)
            .collect()
    }

    fn file(&self, root: &Root<'_>, row: usize, entry: Entry<'_>) -> Result<(Stamp, State)> {
        let path = below(self.root, entry.path.as_bytes());
        let Some(look) = self.disk.look_below(root, entry.path)? else {
            return Ok((Stamp::UNSURE, State::Missing));
        };
        if look.kind != Kind::File || look.size != entry.size {
            return Ok((Stamp::UNSURE, State::Edited));
        }
        let known = self.known.files.get(row).is_some_and(|known| known.matches(&look));
        if known || self.disk.digest(&path)? == entry.digest {
            return Ok((Stamp::of(&look, self.now), State::Intact));
        }
        Ok((Stamp::UNSURE, State::Edited))
    }
}

/// The bytes before the last `/`; empty when there is none.
pub(super) fn parent_of(path: &[u8]) -> &[u8] {
    path.iter()
        .rposition(|byte| *byte == b'/')
        .and_then(|at| path.get(..at))
        .unwrap_or_default()
}

struct Walk<'a> {
    tree: Tree<'a>,
    device: u64,
    foreign: Vec<Foreign>,
    stuck: Option<PathBuf>,
}

impl Walk<'_> {
    /// Finds what others put into a folder that khobor made (or, at the root, found).
    fn owned_folder(&mut self, folder: &str) -> Result<()> {
        let listed = self.tree.disk.list(&below(self.tree.root, folder.as_bytes()))?;
        for item in listed.unwrap_or_default() {
            let path = joined(folder.as_bytes(), &item);
            if self.is_owned(&path, item.kind) {
                continue;
            }
            match item.kind {
                Kind::Folder => self.folder(path)?,
                kind => self.foreign.push(Foreign::new(path, kind, item.inode, 0)),
            }
        }
        Ok(())
    }

    fn is_owned(&self, path: &[u8], kind: Kind) -> bool {
        let Ok(path) = std::str::from_utf8(path) else {
            return false;
        };
        is_private(path)
            || match kind {
                Kind::File => self.tree.manifest.find(path).is_some(),
                Kind::Folder => self.tree.manifest.has_below(path),
                Kind::Other => false,
            }
    }

    /// Takes a folder of others with everything in it.
    fn folder(&mut self, first: Vec<u8>) -> Result<()> {
        let mut open = vec![first];
        while let Some(path) = open.pop() {
            let full = below(self.tree.root, &path);
            let Some(look) = self.tree.disk.look(&full)? else {
                continue;
            };
            if look.kind != Kind::Folder {
                self.foreign.push(Foreign::new(path, look.kind, look.inode, 0));
                continue;
            }
            self.foreign
                .push(Foreign::new(path.clone(), Kind::Folder, look.inode, look.mode));
            let listed = match self.tree.disk.list(&full) {
                Ok(listed) if look.device == self.device => listed.unwrap_or_default(),
                _ => {
                    self.stuck = Some(full);
                    continue;
                }
            };
            for item in listed {
                let path = joined(&path, &item);
                match item.kind {
                    Kind::Folder => open.push(path),
                    kind => self.foreign.push(Foreign::new(path, kind, item.inode, 0)),
                }
            }
        }
        Ok(())
    }
}

fn joined(folder: &[u8], item: &Listed) -> Vec<u8> {
    let name = item.name.clone().into_vec();
    if folder.is_empty() {
        name
    } else {
        [folder, b"/", &name].concat()
    }
}
