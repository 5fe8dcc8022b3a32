//! Publishing by exchanging two folders: the standby tree is brought to the next site's state, flushed, and exchanged with the
//! output in one instant.

use std::io::ErrorKind;
use std::path::Path;

use super::collision::refuse_collisions;
use super::disk::Look;
use super::error::{Operation, PublishError};
use super::live::{Live, remember};
use super::manifest::{Manifest, align};
use super::name::MANIFEST;
use super::next::{Next, Source};
use super::place::Place;
use super::publisher::Publisher;
use super::report::Weaker;
use super::stamps::{Foreign, Stamp, Stamps, beside};
use super::standby::{self, Standby};
use super::survey::{FolderSurvey, State, Tree, look_at_folders};
use super::tree_update::{Standing, Touched, TreeUpdate};

type Result<T> = std::result::Result<T, PublishError>;

/// From this many changed files on the standby tree is brought forward at once, not by the next publication.
const CATCH_UP: usize = 256;

/// Publishes, with the standby tree if it was looked at. Gives the reason when this file system cannot: then nothing of the output
/// was changed.
pub(super) fn publish(
    publisher: &Publisher,
    standby: Option<Standby>,
    next: &Next,
    file: &[u8],
) -> Result<Option<Weaker>> {
    let Publisher { place, disk, live, .. } = publisher;
    let foreign = live.foreign_with_edited(disk, &place.out, &live.stamps.foreign)?;
    refuse_collisions(next, &foreign, live, &place.out)?;
    let exchange = Exchange { publisher, next, file };
    let standby = standby.map_or_else(|| standby::find(disk, place), Ok)?;
    let taken = match next.staged_in_place {
        true => Ok(()),
        false => standby::take(disk, place, &standby),
    };
    let done = taken.and_then(|()| exchange.run(standby, foreign));
    match done {
        Ok(()) => Ok(None),
        Err(error) if is_unsupported(&error) => Ok(Some(Weaker::FileSystem)),
        Err(error) => {
            // The standby tree is not trusted now; what cannot be removed is removed by the next publication.
            drop(disk.remove_tree(&place.standby()));
            Err(error)
        }
    }
}

fn is_unsupported(error: &PublishError) -> bool {
    let PublishError::Disk {
        operation: Operation::Link | Operation::Exchange,
        cause,
        ..
    } = error
    else {
        return false;
    };
    matches!(
        cause.kind(),
        ErrorKind::CrossesDevices
            | ErrorKind::PermissionDenied
            | ErrorKind::Unsupported
            | ErrorKind::InvalidInput
            | ErrorKind::TooManyLinks
            | ErrorKind::ResourceBusy
    )
}

struct Exchange<'a> {
    publisher: &'a Publisher,
    next: &'a Next,
    file: &'a [u8],
}

impl Exchange<'_> {
    fn run(&self, standby: Standby, foreign: Vec<Foreign>) -> Result<()> {
        let Publisher { place, disk, .. } = self.publisher;
        let touched = Touched::everything(!standby.durable);
        let (stage, to) = (place.stage(), place.standby());
        let tree_update = TreeUpdate {
            disk,
            from: &place.out,
            to: &to,
            stage: &stage,
            next: self.next,
            touched: &touched,
        };
        let live = &self.publisher.live;
        let sure = sure_stamps(self.next, &live.manifest, &live.stamps.files);
        let mut stamps = fill(&tree_update, place, &standby, &sure, &foreign)?;
        self.finish_root(&to, &touched)?;
        // Without a second tree the next publication takes longer, no more.
        let second = self.second_tree(&to, &stamps).unwrap_or_default();
        touched.flush(disk, &to)?;
        let (late, foreign) = self.catch_late(&tree_update, foreign)?;
        stamps.foreign = beside(&self.next.manifest, &foreign);
        let mark = Manifest::mark(self.file);
        stamps.folders = folder_stamps(&tree_update, place, &standby)?;
        let root = disk.look(&to)?.map_or(0, |look| look.inode);
        remember(disk, &place.stamps(root), &stamps, mark)?;
        self.swap(&to)?;
        match second {
            Some(standby) => self.keep_second(standby),
            None if self.publisher.live.exists => self.settle_old(&late, foreign, &stamps),
            None => Ok(()),
        }
    }

    /// A first publication of a large site makes its standby tree before it is flushed: one flush does for both trees. A small one
    /// leaves it to the next: it may be the last, as where a service builds each time again.
    fn second_tree(&self, first: &Path, stamps: &Stamps) -> Result<Option<Standby>> {
        let Publisher {
            place,
            disk,
            live,
            keeps_standby,
            ..
        } = self.publisher;
        if live.exists || !keeps_standby || self.next.manifest.len() < self.publisher.standby_from {
            return Ok(None);
        }
        let (stage, to) = (place.stage(), place.second_tree());
        disk.remove_tree(&to)?;
        disk.make_folder(&to)?;
        let (next, touched) = (self.next.all_live(), Touched::default());
        let tree_update = TreeUpdate {
            disk,
            from: first,
            to: &to,
            stage: &stage,
            next: &next,
            touched: &touched,
        };
        self.copy(&tree_update, &Standby::default(), stamps).map(Some)
    }

    fn keep_second(&self, standby: Standby) -> Result<()> {
        let Publisher { place, disk, .. } = self.publisher;
        match disk.rename(&place.second_tree(), &place.standby()) {
            Ok(()) => standby::record(disk, place, Manifest::mark(self.file), standby.flushed()),
            Err(_) => disk.remove_tree(&place.second_tree()),
        }
    }

    /// Brings the carry's target, the standby tree in its place, to the state of a tree with these stamps.
    fn copy(&self, tree_update: &TreeUpdate<'_>, standby: &Standby, stamps: &Stamps) -> Result<Standby> {
        let place = &self.publisher.place;
        let sure = sure_stamps(tree_update.next, &tree_update.next.manifest, &stamps.files);
        fill(tree_update, place, standby, &sure, &stamps.foreign)?;
        self.finish_root(tree_update.to, tree_update.touched)?;
        let folders = folder_stamps(tree_update, place, standby)?;
        Ok(Standby::of(folders, stamps.foreign.clone()))
    }

    /// The manifest, and the rights that the output folder has.
    fn finish_root(&self, to: &Path, touched: &Touched) -> Result<()> {
        let Publisher { place, disk, .. } = self.publisher;
        let manifest = to.join(MANIFEST);
        disk.remove(&manifest)?;
        disk.create(&manifest, self.file)?;
        touched.add(&manifest);
        touched.add(to);
        let (out, standby) = (disk.look(&place.out)?, disk.look(to)?);
        match (out, standby) {
            (Some(out), Some(standby)) if out.mode != standby.mode => disk.rights(to, out.mode),
            _ => Ok(()),
        }
    }

    /// What others did in the output since it was opened (rendering takes its time) is carried over as well.
    fn catch_late(&self, tree_update: &TreeUpdate<'_>, before: Vec<Foreign>) -> Result<(FolderSurvey, Vec<Foreign>)> {
        let Publisher { place, disk, live, .. } = self.publisher;
        if !live.exists {
            return Ok((FolderSurvey::default(), before));
        }
        let survey = self.survey_old(&place.out, &live.stamps)?;
        let after = live.foreign_with_edited(disk, &place.out, &survey.foreign)?;
        if after != before {
            refuse_collisions(self.next, &after, live, &place.out)?;
            tree_update.drop_foreign(&before, &after, false)?;
            tree_update.link_foreign(&before, &after)?;
            tree_update.touched.flush(disk, tree_update.to)?;
        }
        Ok((survey, after))
    }

    fn survey_old(&self, root: &Path, known: &Stamps) -> Result<FolderSurvey> {
        let Publisher { place, disk, live, .. } = self.publisher;
        let now = disk.file_system_time(&place.clock())?;
        Tree {
            disk,
            root,
            manifest: &live.manifest,
            layout: &live.layout,
            known,
            now,
        }
        .folders()
    }

    fn swap(&self, to: &Path) -> Result<()> {
        let Publisher { place, disk, live, .. } = self.publisher;
        if live.exists {
            disk.exchange(to, &place.out)?
        } else {
            disk.rename(to, &place.out)?
        }
        disk.flush(place.out.parent().unwrap_or(&place.out))?;
        disk.flush(&place.work)
    }

    /// After the exchange: what others did in the very last moment is carried over, and the old tree becomes the standby tree.
    fn settle_old(&self, late: &FolderSurvey, foreign: Vec<Foreign>, stamps: &Stamps) -> Result<()> {
        let Publisher { place, disk, live, .. } = self.publisher;
        let old = place.standby();
        let known = Stamps {
            folders: late.stamps.clone(),
            files: Vec::new(),
            foreign: late.foreign.clone(),
        };
        let survey = self.survey_old(&old, &known)?;
        let after = live.foreign_with_edited(disk, &old, &survey.foreign)?;
        if after != foreign {
            let touched = Touched::default();
            let (from, to, stage) = (&*old, &*place.out, &*place.stage());
            let tree_update = TreeUpdate {
                disk,
                from,
                to,
                stage,
                next: self.next,
                touched: &touched,
            };
            tree_update.drop_foreign(&foreign, &after, false)?;
            tree_update.link_foreign(&foreign, &after)?;
            touched.flush(disk, to)?;
        }
        // An owned file that others changed counts as the manifest's, and as suspect.
        let mut standby = Standby::of(survey.stamps, beside(&live.manifest, &after));
        standby.suspects = suspects(live, &survey.changed);
        let root = disk.look(&old)?.map_or(0, |look| look.inode);
        disk.remove(&place.stamps(root))?;
        self.keep_standby(standby, stamps)
    }

    fn keep_standby(&self, mut standby: Standby, stamps: &Stamps) -> Result<()> {
        let Publisher {
            place,
            disk,
            live,
            keeps_standby,
            ..
        } = self.publisher;
        let changed = self
            .next
            .sources
            .iter()
            .filter(|source| **source != Source::Live)
            .count();
        let old = disk.read(&place.standby().join(MANIFEST))?.unwrap_or_default();
        if !keeps_standby {
            return disk.remove_tree(&place.standby());
        }
        if live.known && changed <= CATCH_UP {
            return standby::record(disk, place, Manifest::mark(&old), standby.flushed());
        }
        if live.known {
            (standby.manifest, standby.layout) = (live.manifest.clone(), live.layout.clone());
        }
        // The site is published and durable: a standby tree that cannot be made costs the next publication time, no more.
        if self.catch_up(&standby, stamps).is_err() {
            drop(disk.remove_tree(&place.standby()));
        }
        Ok(())
    }

    /// Brings the standby tree to the state of the live site.
    fn catch_up(&self, standby: &Standby, stamps: &Stamps) -> Result<()> {
        let Publisher { place, disk, live, .. } = self.publisher;
        let (stage, to) = (place.stage(), place.standby());
        if !live.known {
            disk.remove_tree(&to)?;
            disk.make_folder(&to)?;
        }
        let known = Standby::default();
        let standby = if live.known { standby } else { &known };
        let next = self.next.all_live();
        let touched = Touched::default();
        let tree_update = TreeUpdate {
            disk,
            from: &place.out,
            to: &to,
            stage: &stage,
            next: &next,
            touched: &touched,
        };
        let standby = self.copy(&tree_update, standby, stamps)?;
        standby::record(disk, place, Manifest::mark(self.file), standby)
    }
}

/// Brings the carry's target to the next state; the stamps of its files.
fn fill(
    tree_update: &TreeUpdate<'_>,
    place: &Place,
    standby: &Standby,
    sure: &[Option<Stamp>],
    foreign: &[Foreign],
) -> Result<Stamps> {
    let now = tree_update.disk.file_system_time(&place.clock())?;
    tree_update.remove_gone(standby)?;
    tree_update.drop_foreign(&standby.foreign, foreign, true)?;
    let files = tree_update.place(&Standing::new(tree_update.next, standby, sure, now))?;
    tree_update.link_foreign(&standby.foreign, foreign)?;
    Ok(Stamps {
        folders: Vec::new(),
        files,
        foreign: Vec::new(),
    })
}

/// How the folders of the carry's target look: those that were not touched are as they were in the standby tree.
fn folder_stamps(tree_update: &TreeUpdate<'_>, place: &Place, standby: &Standby) -> Result<Vec<Stamp>> {
    let Next { manifest, layout, .. } = tree_update.next;
    let now = tree_update.disk.file_system_time(&place.clock())?;
    let touched = tree_update.touched.folders(tree_update.to, tree_update.next);
    let known: Vec<Stamp> = match &touched {
        Some(touched) => {
            let stamp = |(folder, old): (usize, Option<usize>)| {
                let known = old.and_then(|old| standby.folders.get(old)).copied();
                known.filter(|_| touched.binary_search(&folder).is_err())
            };
            let aligned = layout.align(manifest, (&standby.layout, &standby.manifest));
            let stamps = aligned.into_iter().enumerate().map(stamp);
            stamps.map(|known| known.unwrap_or(Stamp::UNSURE)).collect()
        }
        None => vec![Stamp::UNSURE; layout.len()],
    };
    let unsure = |folder: usize| known.get(folder) == Some(&Stamp::UNSURE);
    let looks = look_at_folders(tree_update.disk, tree_update.to, (manifest, layout), &unsure)?;
    let seen = |(known, look): (&Stamp, Option<Look>)| look.map_or(*known, |look| Stamp::of(&look, now));
    Ok(known.iter().zip(looks).map(seen).collect())
}

/// The stamps of the live tree's files that are sure, by row of the next site.
fn sure_stamps(next: &Next, live: &Manifest, stamps: &[Stamp]) -> Vec<Option<Stamp>> {
    let sure = |row: usize| stamps.get(row).copied().filter(|stamp| *stamp != Stamp::UNSURE);
    align(&next.manifest, live)
        .into_iter()
        .map(|row| row.and_then(sure))
        .collect()
}

/// Owned files of the old tree that may not hold what its manifest says: others changed them or their folder.
fn suspects(live: &Live, changed: &[usize]) -> Vec<String> {
    let odd =
        |row: &usize| live.state(*row) != State::Intact || changed.binary_search(&live.layout.folder_of(*row)).is_ok();
    (0..live.manifest.len())
        .filter(odd)
        .map(|row| live.manifest.path(row).to_owned())
        .collect()
}
