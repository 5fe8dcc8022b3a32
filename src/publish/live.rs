//! The output as it stands: its manifest, its stamps, what others changed.

use std::path::{Path, PathBuf};

use super::disk::Disk;
use super::error::PublishError;
use super::layout::Layout;
use super::manifest::{Manifest, Mark};
use super::name::MANIFEST;
use super::place::Place;
use super::stamps::{Foreign, Stamp, Stamps};
use super::survey::{State, Tree, below};

type Result<T> = std::result::Result<T, PublishError>;

/// Something worth one line to the editor that is no error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The manifest was lost or odd: files that equal what is published are taken over, others are not touched.
    ManifestLost,
    /// An interrupted publication was finished first.
    Recovered,
    /// A file of khobor's was changed by others; it will be rewritten if it is still part of the site.
    Edited(String),
    /// A file of khobor's was removed by others; it will be rewritten if it is still part of the site.
    Missing(String),
}

/// The output as it stands.
#[derive(Debug, Default)]
pub(super) struct Live {
    /// The output folder is there.
    pub(super) exists: bool,
    /// There was a manifest and it was right.
    pub(super) known: bool,
    pub(super) mark: Mark,
    pub(super) manifest: Manifest,
    pub(super) layout: Layout,
    pub(super) stamps: Stamps,
    pub(super) states: Vec<State>,
    pub(super) stuck: Option<PathBuf>,
}

impl Live {
    pub(super) fn state(&self, row: usize) -> State {
        self.states.get(row).copied().unwrap_or(State::Missing)
    }

    /// The files of others that must live on: those found, and owned files that others changed, where they still are.
    pub(super) fn foreign_with_edited(&self, disk: &Disk, root: &Path, found: &[Foreign]) -> Result<Vec<Foreign>> {
        let mut all = found.to_vec();
        for row in (0..self.states.len()).filter(|row| self.state(*row) == State::Edited) {
            let path = self.manifest.path(row).as_bytes();
            if let Some(look) = disk.look(&below(root, path))? {
                all.push(Foreign::new(path.to_vec(), look.kind, look.inode, look.mode));
            }
        }
        all.sort_unstable();
        all.dedup_by(|a, b| a.path == b.path);
        Ok(all)
    }
}

/// Reads the manifest and looks at the tree; remembers the look when something had to be read to be sure.
pub(super) fn look_at_live(disk: &Disk, place: &Place, notes: &mut Vec<Note>) -> Result<Live> {
    let now = disk.file_system_time(&place.clock())?;
    let root = disk.look(&place.out)?;
    forget_stamps(disk, place, root.map(|root| root.inode))?;
    let Some(root) = root else {
        return Ok(Live::default());
    };
    let file = disk.read(&place.out.join(MANIFEST))?;
    let decoded = file.as_deref().and_then(Manifest::decode);
    let known = decoded.is_some();
    if file.is_some() && !known {
        notes.push(Note::ManifestLost);
    }
    let mark = Manifest::mark(file.as_deref().unwrap_or_default());
    let manifest = decoded.unwrap_or_default();
    let stamps_file = place.stamps(root.inode);
    let remembered = disk
        .read(&stamps_file)?
        .and_then(|file| Stamps::decode(&file, mark))
        .unwrap_or_default();
    let layout = Layout::of(&manifest);
    let tree = Tree {
        disk,
        root: &place.out,
        manifest: &manifest,
        layout: &layout,
        known: &remembered,
        now,
    };
    let folders = tree.folders()?;
    let files = tree.files(&folders.real)?;
    let (file_stamps, states): (Vec<Stamp>, Vec<State>) = files.into_iter().unzip();
    let stamps = Stamps {
        folders: folders.stamps,
        files: file_stamps,
        foreign: folders.foreign,
    };
    let news = stamps.folders != remembered.folders || stamps.files != remembered.files;
    if known && news {
        remember(disk, &stamps_file, &stamps, mark)?;
    }
    note_changes(&manifest, &states, notes);
    let stuck = folders.stuck;
    Ok(Live {
        exists: true,
        known,
        mark,
        manifest,
        layout,
        stamps,
        states,
        stuck,
    })
}

/// Removes the stamps of trees that are not live.
fn forget_stamps(disk: &Disk, place: &Place, live: Option<u64>) -> Result<()> {
    let current = live.map(|root| place.stamps(root));
    for item in disk.list(&place.work)?.unwrap_or_default() {
        let path = place.work.join(&item.name);
        let stamps = item.name.to_string_lossy().starts_with("stamps-");
        if stamps && Some(&path) != current.as_ref() {
            disk.remove(&path)?;
        }
    }
    Ok(())
}

/// Writes a stamps file.
pub(super) fn remember(disk: &Disk, path: &Path, stamps: &Stamps, mark: [u8; 32]) -> Result<()> {
    match stamps.encode(mark) {
        Some(bytes) => disk.replace(path, &bytes),
        None => Ok(()),
    }
}

fn note_changes(manifest: &Manifest, states: &[State], notes: &mut Vec<Note>) {
    for (row, state) in states.iter().enumerate() {
        match state {
            State::Intact => {}
            State::Edited => notes.push(Note::Edited(manifest.path(row).to_owned())),
            State::Missing => notes.push(Note::Missing(manifest.path(row).to_owned())),
        }
    }
}
