//! Publishing in place, where folders cannot be exchanged: a journal is sealed and flushed, then files are renamed into
//! their places one by one. An interrupted publication is finished from its journal by the next publisher.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::collision::refuse_collisions;
use super::disk::{Disk, Kind};
use super::error::{PublishError, caused_by};
use super::layout::Layout;
use super::live::{Live, remember};
use super::manifest::{Manifest, align};
use super::name::{MANIFEST, flaw, wave};
use super::next::{Next, Source, staged_file};
use super::place::Place;
use super::publisher::Publisher;
use super::stamps::{Foreign, Stamp, Stamps, beside, seal, unseal};
use super::survey::{State, below, parent_of};

type Result<T> = std::result::Result<T, PublishError>;

const MAGIC: &[u8; 8] = b"KHOBORJ1";
/// The next manifest's name in the working folder.
const NEXT: &str = "manifest.next";

/// What is to be done, in this order; each step may be done twice.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Journal {
    /// Files that stand where a folder must be, or in a folder where a file must be.
    clear: Vec<String>,
    /// From a place in the working folder to a name in the output.
    moves: Vec<(String, String)>,
    removes: Vec<String>,
    /// Of the next manifest, which is moved last.
    mark: [u8; 32],
}

/// Publishes in place. `stage_needed` is set while a sealed journal speaks of the staging folder.
pub(super) fn publish(publisher: &Publisher, next: &Next, file: &[u8], stage_needed: &mut bool) -> Result<()> {
    let Publisher { place, disk, live, .. } = publisher;
    let foreign = live.foreign_with_edited(disk, &place.out, &live.stamps.foreign)?;
    refuse_collisions(next, &foreign, live, &place.out)?;
    let journal = plan(disk, place, live, next, Manifest::mark(file))?;
    disk.remove(&place.work.join(NEXT))?;
    disk.create(&place.work.join(NEXT), file)?;
    disk.flush_system(&place.work)?;
    let Ok(body) = postcard::to_stdvec(&journal) else {
        return Ok(());
    };
    *stage_needed = true;
    if let Err(error) = disk.replace_durably(&place.journal(), &seal(MAGIC, &body)) {
        *stage_needed = disk.remove(&place.journal()).is_err();
        return Err(error);
    }
    journal.run(disk, place)?;
    *stage_needed = false;
    disk.remove_tree(&place.standby())?;
    let root = disk.look(&place.out)?.map_or(0, |look| look.inode);
    remember(
        disk,
        &place.stamps(root),
        &stamps_after(live, next, &foreign),
        journal.mark,
    )
}

/// Finishes what a sealed journal says; whether there was one.
pub(super) fn recover(disk: &Disk, place: &Place) -> Result<bool> {
    let Some(file) = disk.read(&place.journal())? else {
        return Ok(false);
    };
    let journal = unseal(MAGIC, &file).and_then(|body| postcard::from_bytes::<Journal>(body).ok());
    match journal {
        Some(journal) if journal.is_sound(disk, place)? => journal.run(disk, place).map(|()| true),
        _ => disk.remove(&place.journal()).map(|_| false),
    }
}

fn plan(disk: &Disk, place: &Place, live: &Live, next: &Next, mark: [u8; 32]) -> Result<Journal> {
    let mut journal = Journal {
        mark,
        ..Journal::default()
    };
    for (entry, source) in next.manifest.iter().zip(&next.sources) {
        let Source::Stage(number) = *source else { continue };
        let staged = staged_file(&place.stage(), number);
        // An exchange that turned out to be impossible may have moved it on.
        let moved = disk.look(&staged)?.is_none();
        let from = if moved {
            place.standby().join(entry.path)
        } else {
            staged
        };
        let from = from
            .strip_prefix(&place.work)
            .unwrap_or(&from)
            .to_string_lossy()
            .into_owned();
        journal.moves.push((from, entry.path.to_owned()));
    }
    journal
        .moves
        .sort_by(|a, b| (wave(&a.1), &a.1).cmp(&(wave(&b.1), &b.1)));
    let layout = Layout::of(&next.manifest);
    let stays = align(&live.manifest, &next.manifest);
    for (row, _) in stays.iter().enumerate().filter(|(_, stays)| stays.is_none()) {
        if live.state(row) != State::Intact {
            continue;
        }
        let path = live.manifest.path(row);
        let blocks = layout.find(&next.manifest, path).is_some() || lies_below_file(&next.manifest, path);
        let list = if blocks {
            &mut journal.clear
        } else {
            &mut journal.removes
        };
        list.push(path.to_owned());
    }
    Ok(journal)
}

fn lies_below_file(manifest: &Manifest, path: &str) -> bool {
    path.match_indices('/')
        .any(|(at, _)| path.get(..at).is_some_and(|above| manifest.find(above).is_some()))
}

impl Journal {
    /// A journal whose manifest is neither waiting nor in place was not sealed by us in this state.
    fn is_sound(&self, disk: &Disk, place: &Place) -> Result<bool> {
        let names = self
            .moves
            .iter()
            .map(|(_, to)| to)
            .chain(&self.clear)
            .chain(&self.removes);
        if names.into_iter().any(|name| flaw(name).is_some()) {
            return Ok(false);
        }
        for file in [place.work.join(NEXT), place.out.join(MANIFEST)] {
            if disk.read(&file)?.is_some_and(|file| Manifest::mark(&file) == self.mark) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn run(&self, disk: &Disk, place: &Place) -> Result<()> {
        disk.make_folder(&place.out)?;
        remove_all(disk, &place.out, &self.clear)?;
        let mut ready = String::new();
        for (from, to) in &self.moves {
            let folder = to.rsplit_once('/').map_or("", |(folder, _)| folder);
            if folder != ready {
                real_folders(disk, &place.out, folder)?;
                folder.clone_into(&mut ready);
            }
            bring(disk, &place.work.join(from), &place.out.join(to))?;
        }
        remove_all(disk, &place.out, &self.removes)?;
        bring(disk, &place.work.join(NEXT), &place.out.join(MANIFEST))?;
        disk.flush_system(&place.out)?;
        disk.remove(&place.journal())?;
        disk.flush(&place.work)
    }
}

/// Moves a file; it may have been moved before.
fn bring(disk: &Disk, from: &Path, to: &Path) -> Result<()> {
    if disk.look(from)?.is_none() {
        return Ok(());
    }
    match disk.rename(from, to) {
        Err(error) if caused_by(&error, ErrorKind::CrossesDevices) => {
            let bytes = disk.read(from)?.unwrap_or_default();
            disk.replace_durably(to, &bytes)?;
            disk.remove(from).map(|_| ())
        }
        other => other,
    }
}

/// Makes folders, none of which may be a link that leads elsewhere.
fn real_folders(disk: &Disk, out: &Path, folder: &str) -> Result<()> {
    let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
    for part in ends.filter_map(|end| folder.get(..end)).filter(|part| !part.is_empty()) {
        let path = out.join(part);
        match disk.look(&path)? {
            Some(look) if look.kind == Kind::Folder => {}
            Some(_) => return Err(PublishError::Foreign { path }),
            None => drop(disk.make_folder(&path)?),
        }
    }
    Ok(())
}

/// Removes files and the folders that this leaves empty.
fn remove_all(disk: &Disk, out: &Path, paths: &[String]) -> Result<()> {
    let mut emptied: BTreeSet<&[u8]> = BTreeSet::new();
    for path in paths {
        // A folder of that name is the next site's, made by an earlier run.
        if disk
            .look(&out.join(path))?
            .is_some_and(|look| look.kind != Kind::Folder)
        {
            disk.remove(&out.join(path))?;
        }
        emptied.insert(parent_of(path.as_bytes()));
    }
    while let Some(folder) = emptied.pop_last() {
        if !folder.is_empty() && disk.remove_folder(&below(out, folder))? {
            emptied.insert(parent_of(folder));
        }
    }
    Ok(())
}

/// What was not touched looks as before; the rest is looked at by the next publisher.
fn stamps_after(live: &Live, next: &Next, foreign: &[Foreign]) -> Stamps {
    let layout = Layout::of(&next.manifest);
    let file = |(row, source): (Option<usize>, &Source)| match (row, source) {
        (Some(row), Source::Live) => live.stamps.files.get(row).copied().unwrap_or(Stamp::UNSURE),
        _ => Stamp::UNSURE,
    };
    let files = align(&next.manifest, &live.manifest)
        .into_iter()
        .zip(&next.sources)
        .map(file)
        .collect();
    let folder = |number: usize| {
        let old = live.layout.find(&live.manifest, layout.path(&next.manifest, number));
        old.and_then(|old| live.stamps.folders.get(old))
            .copied()
            .unwrap_or(Stamp::UNSURE)
    };
    let folders = (0..layout.len()).map(folder).collect();
    Stamps {
        folders,
        files,
        foreign: beside(&next.manifest, foreign),
    }
}
