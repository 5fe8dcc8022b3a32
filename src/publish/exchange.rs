//! Publishing by exchanging two folders: the twin is brought to the next site's state, flushed, and exchanged with the
//! output in one instant.

use std::io::ErrorKind;
use std::path::Path;

use super::carry::{Carry, Standing, Touched, align, find};
use super::disk::Look;
use super::error::{Operation, PublishError};
use super::manifest::Manifest;
use super::name::MANIFEST;
use super::place::Place;
use super::publisher::{Live, Publisher, remember};
use super::report::Weaker;
use super::stamps::{Foreign, Stamp, Stamps, beside};
use super::survey::{FolderSurvey, State, Tree, look_at_folders, parent_of};
use super::transaction::{Next, Source};
use super::twin::{self, Twin};

type Result<T> = std::result::Result<T, PublishError>;

/// From this many changed files on the twin is brought forward at once, not by the next publication.
const CATCH_UP: usize = 256;

/// Publishes, with the twin if it was looked at. Gives the reason when this file system cannot: then nothing of the output
/// was changed.
pub(super) fn publish(publisher: &Publisher, twin: Option<Twin>, next: &Next, file: &[u8]) -> Result<Option<Weaker>> {
    let Publisher { place, disk, live, .. } = publisher;
    let foreign = live.foreign_with_edited(disk, &place.out, &live.stamps.foreign)?;
    refuse_collisions(next, &foreign, live, &place.out)?;
    let exchange = Exchange { publisher, next, file };
    let twin = twin.map_or_else(|| twin::find(disk, place), Ok)?;
    let taken = match next.staged_in_place {
        true => Ok(()),
        false => twin::take(disk, place, &twin),
    };
    let done = taken.and_then(|()| exchange.run(twin, foreign));
    match done {
        Ok(()) => Ok(None),
        Err(error) if is_unsupported(&error) => Ok(Some(Weaker::FileSystem)),
        Err(error) => {
            // The twin is not trusted now; what cannot be removed is removed by the next publication.
            drop(disk.remove_tree(&place.twin()));
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

/// A new output in the place of something that khobor did not write is an error, before anything is touched.
pub(super) fn refuse_collisions(next: &Next, foreign: &[Foreign], live: &Live, out: &Path) -> Result<()> {
    if foreign.is_empty() {
        return Ok(());
    }
    for (entry, source) in next.manifest.iter().zip(&next.sources) {
        let path = entry.path.as_bytes();
        let repaired = || {
            live.manifest
                .find(entry.path)
                .is_some_and(|row| live.state(row) == State::Edited)
        };
        let taken = find(foreign, path).is_some_and(|found| found.folder || *source != Source::Live && !repaired());
        let mut above = parent_of(path);
        let mut blocked = false;
        while !above.is_empty() && !blocked {
            blocked = find(foreign, above).is_some_and(|found| !found.folder);
            above = parent_of(above);
        }
        if taken || blocked {
            return Err(PublishError::Foreign {
                path: out.join(entry.path),
            });
        }
    }
    Ok(())
}

struct Exchange<'a> {
    publisher: &'a Publisher,
    next: &'a Next,
    file: &'a [u8],
}

impl Exchange<'_> {
    fn run(&self, twin: Twin, foreign: Vec<Foreign>) -> Result<()> {
        let Publisher { place, disk, .. } = self.publisher;
        let touched = Touched::everything(!twin.durable);
        let (stage, to) = (place.stage(), place.twin());
        let carry = Carry {
            disk,
            from: &place.out,
            to: &to,
            stage: &stage,
            next: self.next,
            touched: &touched,
        };
        let live = &self.publisher.live;
        let sure = sure_stamps(self.next, &live.manifest, &live.stamps.files);
        let mut stamps = fill(&carry, place, &twin, &sure, &foreign)?;
        self.finish_root(&to, &touched)?;
        // Without a second tree the next publication takes longer, no more.
        let second = self.second_tree(&to, &stamps).unwrap_or_default();
        touched.flush(disk, &to)?;
        let (late, foreign) = self.catch_late(&carry, foreign)?;
        stamps.foreign = beside(&self.next.manifest, &foreign);
        let mark = Manifest::mark(self.file);
        stamps.folders = folder_stamps(&carry, place, &twin)?;
        let root = disk.look(&to)?.map_or(0, |look| look.inode);
        remember(disk, &place.stamps(root), &stamps, mark)?;
        self.swap(&to)?;
        match second {
            Some(twin) => self.keep_second(twin),
            None if self.publisher.live.exists => self.settle_old(&late, foreign, &stamps),
            None => Ok(()),
        }
    }

    /// A first publication of a large site makes its twin before it is flushed: one flush does for both trees. A small one
    /// leaves it to the next: it may be the last, as where a service builds each time anew.
    fn second_tree(&self, first: &Path, stamps: &Stamps) -> Result<Option<Twin>> {
        let Publisher {
            place,
            disk,
            live,
            standby,
            ..
        } = self.publisher;
        if live.exists || !standby || self.next.manifest.len() < self.publisher.twin_at_once {
            return Ok(None);
        }
        let (stage, to) = (place.stage(), place.second_tree());
        disk.remove_tree(&to)?;
        disk.make_folder(&to)?;
        let (next, touched) = (self.next.all_live(), Touched::default());
        let carry = Carry {
            disk,
            from: first,
            to: &to,
            stage: &stage,
            next: &next,
            touched: &touched,
        };
        self.copy(&carry, &Twin::default(), stamps).map(Some)
    }

    fn keep_second(&self, twin: Twin) -> Result<()> {
        let Publisher { place, disk, .. } = self.publisher;
        match disk.rename(&place.second_tree(), &place.twin()) {
            Ok(()) => twin::record(disk, place, Manifest::mark(self.file), twin.flushed()),
            Err(_) => disk.remove_tree(&place.second_tree()),
        }
    }

    /// Brings the carry's target, a twin that stands as `twin`, to the state of a tree with these stamps.
    fn copy(&self, carry: &Carry<'_>, twin: &Twin, stamps: &Stamps) -> Result<Twin> {
        let place = &self.publisher.place;
        let sure = sure_stamps(carry.next, &carry.next.manifest, &stamps.files);
        fill(carry, place, twin, &sure, &stamps.foreign)?;
        self.finish_root(carry.to, carry.touched)?;
        let folders = folder_stamps(carry, place, twin)?;
        Ok(Twin::of(folders, stamps.foreign.clone()))
    }

    /// The manifest, and the rights that the output folder has.
    fn finish_root(&self, to: &Path, touched: &Touched) -> Result<()> {
        let Publisher { place, disk, .. } = self.publisher;
        let manifest = to.join(MANIFEST);
        disk.remove(&manifest)?;
        disk.create(&manifest, self.file)?;
        touched.add(&manifest);
        touched.add(to);
        let (out, twin) = (disk.look(&place.out)?, disk.look(to)?);
        match (out, twin) {
            (Some(out), Some(twin)) if out.mode != twin.mode => disk.rights(to, out.mode),
            _ => Ok(()),
        }
    }

    /// What others did in the output since it was opened (rendering takes its time) is carried over as well.
    fn catch_late(&self, carry: &Carry<'_>, before: Vec<Foreign>) -> Result<(FolderSurvey, Vec<Foreign>)> {
        let Publisher { place, disk, live, .. } = self.publisher;
        if !live.exists {
            return Ok((FolderSurvey::default(), before));
        }
        let survey = self.survey_old(&place.out, &live.stamps)?;
        let after = live.foreign_with_edited(disk, &place.out, &survey.foreign)?;
        if after != before {
            refuse_collisions(self.next, &after, live, &place.out)?;
            carry.drop_foreign(&before, &after, false)?;
            carry.link_foreign(&before, &after)?;
            carry.touched.flush(disk, carry.to)?;
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

    /// After the exchange: what others did in the very last moment is carried over, and the old tree becomes the twin.
    fn settle_old(&self, late: &FolderSurvey, foreign: Vec<Foreign>, stamps: &Stamps) -> Result<()> {
        let Publisher { place, disk, live, .. } = self.publisher;
        let old = place.twin();
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
            let carry = Carry {
                disk,
                from,
                to,
                stage,
                next: self.next,
                touched: &touched,
            };
            carry.drop_foreign(&foreign, &after, false)?;
            carry.link_foreign(&foreign, &after)?;
            touched.flush(disk, to)?;
        }
        // An owned file that others changed counts as the manifest's, and as suspect.
        let mut twin = Twin::of(survey.stamps, beside(&live.manifest, &after));
        twin.suspects = suspects(live, &survey.changed);
        let root = disk.look(&old)?.map_or(0, |look| look.inode);
        disk.remove(&place.stamps(root))?;
        self.keep_twin(twin, stamps)
    }

    fn keep_twin(&self, mut twin: Twin, stamps: &Stamps) -> Result<()> {
        let Publisher {
            place,
            disk,
            live,
            standby,
            ..
        } = self.publisher;
        let changed = self
            .next
            .sources
            .iter()
            .filter(|source| **source != Source::Live)
            .count();
        let old = disk.read(&place.twin().join(MANIFEST))?.unwrap_or_default();
        if !standby {
            return disk.remove_tree(&place.twin());
        }
        if live.known && changed <= CATCH_UP {
            return twin::record(disk, place, Manifest::mark(&old), twin.flushed());
        }
        if live.known {
            (twin.manifest, twin.layout) = (live.manifest.clone(), live.layout.clone());
        }
        // The site is published and durable: a twin that cannot be made costs the next publication time, no more.
        if self.catch_up(&twin, stamps).is_err() {
            drop(disk.remove_tree(&place.twin()));
        }
        Ok(())
    }

    /// Brings the twin to the state of the live site.
    fn catch_up(&self, twin: &Twin, stamps: &Stamps) -> Result<()> {
        let Publisher { place, disk, live, .. } = self.publisher;
        let (stage, to) = (place.stage(), place.twin());
        if !live.known {
            disk.remove_tree(&to)?;
            disk.make_folder(&to)?;
        }
        let known = Twin::default();
        let twin = if live.known { twin } else { &known };
        let next = self.next.all_live();
        let touched = Touched::default();
        let carry = Carry {
            disk,
            from: &place.out,
            to: &to,
            stage: &stage,
            next: &next,
            touched: &touched,
        };
        let twin = self.copy(&carry, twin, stamps)?;
        twin::record(disk, place, Manifest::mark(self.file), twin)
    }
}

/// Brings the carry's target to the next state; the stamps of its files.
fn fill(carry: &Carry<'_>, place: &Place, twin: &Twin, sure: &[Option<Stamp>], foreign: &[Foreign]) -> Result<Stamps> {
    let now = carry.disk.file_system_time(&place.clock())?;
    carry.remove_gone(twin)?;
    carry.drop_foreign(&twin.foreign, foreign, true)?;
    let files = carry.place(&Standing::new(carry.next, twin, sure, now))?;
    carry.link_foreign(&twin.foreign, foreign)?;
    Ok(Stamps {
        folders: Vec::new(),
        files,
        foreign: Vec::new(),
    })
}

/// How the folders of the carry's target look: those that were not touched are as they were in the twin.
fn folder_stamps(carry: &Carry<'_>, place: &Place, twin: &Twin) -> Result<Vec<Stamp>> {
    let Next { manifest, layout, .. } = carry.next;
    let now = carry.disk.file_system_time(&place.clock())?;
    let touched = carry.touched.folders(carry.to, carry.next);
    let known: Vec<Stamp> = match &touched {
        Some(touched) => {
            let stamp = |(folder, old): (usize, Option<usize>)| {
                let known = old.and_then(|old| twin.folders.get(old)).copied();
                known.filter(|_| touched.binary_search(&folder).is_err())
            };
            let aligned = layout.align(manifest, (&twin.layout, &twin.manifest));
            let stamps = aligned.into_iter().enumerate().map(stamp);
            stamps.map(|known| known.unwrap_or(Stamp::UNSURE)).collect()
        }
        None => vec![Stamp::UNSURE; layout.len()],
    };
    let unsure = |folder: usize| known.get(folder) == Some(&Stamp::UNSURE);
    let looks = look_at_folders(carry.disk, carry.to, (manifest, layout), &unsure)?;
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
