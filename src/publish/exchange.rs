//! Publishing by exchanging two folders: the twin is brought to the next site's state, flushed, and exchanged with the
//! output in one instant.

use std::io::ErrorKind;
use std::path::Path;

use super::carry::{Carry, Standing, Touched, align, find};
use super::disk::Disk;
use super::error::{Operation, PublishError};
use super::layout::Layout;
use super::manifest::Manifest;
use super::name::MANIFEST;
use super::place::Place;
use super::publisher::{Live, Publisher, remember};
use super::report::Weaker;
use super::stamps::{Foreign, Stamp, Stamps, beside};
use super::survey::{FolderSurvey, State, Tree, parent_of};
use super::transaction::{Next, Source};
use super::twin::{self, Twin};

type Result<T> = std::result::Result<T, PublishError>;

/// From this many changed files on the twin is brought forward at once, not by the next publication.
const CATCH_UP: usize = 256;

/// Publishes. Gives the reason when this file system cannot: then nothing of the output was changed.
pub(super) fn publish(publisher: &Publisher, next: &Next, file: &[u8]) -> Result<Option<Weaker>> {
    let Publisher { place, disk, live, .. } = publisher;
    let foreign = live.foreign_with_edited(disk, &place.out, &live.stamps.foreign)?;
    refuse_collisions(next, &foreign, live, &place.out)?;
    let exchange = Exchange { publisher, next, file };
    let done = twin::take(disk, place).and_then(|twin| exchange.run(twin, foreign));
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
        let inodes = live_inodes(
            self.next,
            &self.publisher.live.manifest,
            &self.publisher.live.stamps.files,
        );
        let mut stamps = fill(&carry, place, &twin, &inodes, &foreign)?;
        self.finish_root(&to, &touched)?;
        touched.flush(disk, &to)?;
        let (late, foreign) = self.catch_late(&carry, foreign)?;
        stamps.foreign = beside(&self.next.manifest, &foreign);
        let mark = Manifest::mark(self.file);
        stamps.folders = look_at_folders(disk, place, &to, &self.next.manifest)?;
        let root = disk.look(&to)?.map_or(0, |look| look.inode);
        remember(disk, &place.stamps(root), &stamps, mark)?;
        self.swap(&to)?;
        self.settle_old(&late, foreign, &stamps)
    }

    /// The manifest, and the rights that the output folder has.
    fn finish_root(&self, to: &Path, touched: &Touched) -> Result<()> {
        let Publisher { place, disk, .. } = self.publisher;
        let manifest = to.join(MANIFEST);
        disk.remove(&manifest)?;
        disk.create(&manifest, self.file)?;
        touched.add(manifest);
        touched.add(to.to_path_buf());
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
        let mut twin = Twin::default();
        if live.exists {
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
            twin.foreign = beside(&live.manifest, &after);
            twin.suspects = suspects(live, &survey.changed);
            let root = disk.look(&old)?.map_or(0, |look| look.inode);
            disk.remove(&place.stamps(root))?;
        }
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
        twin.manifest = if live.known {
            live.manifest.clone()
        } else {
            Manifest::default()
        };
        if !standby {
            return disk.remove_tree(&place.twin());
        }
        if live.known && changed <= CATCH_UP {
            return twin::record(disk, place, Manifest::mark(&old), Twin { durable: true, ..twin });
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
        let manifest = self.next.manifest.clone();
        let next = Next {
            sources: vec![Source::Live; manifest.len()],
            manifest,
        };
        let touched = Touched::default();
        let carry = Carry {
            disk,
            from: &place.out,
            to: &to,
            stage: &stage,
            next: &next,
            touched: &touched,
        };
        let inodes = live_inodes(&next, &next.manifest, &stamps.files);
        fill(&carry, place, twin, &inodes, &stamps.foreign)?;
        self.finish_root(&to, &touched)?;
        let twin = Twin {
            foreign: stamps.foreign.clone(),
            ..Twin::default()
        };
        twin::record(disk, place, Manifest::mark(self.file), twin)
    }
}

/// Brings the carry's target to the next state; the stamps of its files.
fn fill(carry: &Carry<'_>, place: &Place, twin: &Twin, inodes: &[Option<u64>], foreign: &[Foreign]) -> Result<Stamps> {
    let now = carry.disk.file_system_time(&place.clock())?;
    carry.remove_gone(twin)?;
    carry.drop_foreign(&twin.foreign, foreign, true)?;
    let files = carry.place(&Standing::new(carry.next, twin, inodes, now))?;
    carry.link_foreign(&twin.foreign, foreign)?;
    Ok(Stamps {
        folders: Vec::new(),
        files,
        foreign: Vec::new(),
    })
}

fn look_at_folders(disk: &Disk, place: &Place, root: &Path, manifest: &Manifest) -> Result<Vec<Stamp>> {
    let layout = Layout::of(manifest);
    let now = disk.file_system_time(&place.clock())?;
    let tree = Tree {
        disk,
        root,
        manifest,
        layout: &layout,
        known: &Stamps::default(),
        now,
    };
    let looks = tree.look_at_folders()?;
    Ok(looks
        .iter()
        .map(|look| look.as_ref().map_or(Stamp::UNSURE, |look| Stamp::of(look, now)))
        .collect())
}

/// The inodes of the live tree's files, by row of the next site, where a stamp vouches for them.
fn live_inodes(next: &Next, live: &Manifest, stamps: &[Stamp]) -> Vec<Option<u64>> {
    let sure = |row: usize| {
        stamps
            .get(row)
            .filter(|stamp| **stamp != Stamp::UNSURE)
            .map(|stamp| stamp.inode)
    };
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
