//! One publication: outputs are written into the staging folder or kept, then all go live at once or none does.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;

use super::collision::check_tree;
use super::disk::{Disk, Kind};
use super::error::{Operation, PublishError, caused_by};
use super::exchange;
use super::journal;
use super::layout::Layout;
use super::live::remember;
use super::manifest::{Entry, Fingerprint, Manifest, align};
use super::name::{MANIFEST, check_name};
use super::next::{Next, SHARDS, Source, staged_file};
use super::publisher::Publisher;
use super::report::{Change, ChangeKind, Report, Weaker};
use super::stamps::Stamp;
use super::standby::{self, Standby};
use super::survey::{State, parent_of};
use super::tree_update::make_folders;
use crate::digest::{Digest, digest};

type Result<T> = std::result::Result<T, PublishError>;

/// So many bytes are worth a flush before the end.
const FLUSH_AHEAD: u64 = 64 << 20;

/// What became of an output handed to [`Transaction::write`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It was not there before.
    New,
    /// It was there with other content.
    Changed,
    /// It was there with this content: nothing is written.
    Same,
    /// A file of this content was there that khobor did not know: it is khobor's from now on.
    Adopted,
    /// It was there, but others changed or removed it.
    Repaired,
}

#[derive(Debug)]
struct Fresh {
    path: Box<str>,
    size: u64,
    digest: Digest,
    fingerprint: Fingerprint,
    source: Source,
}

/// A publication under way. May be used from many threads. Dropped without [`commit`](Transaction::commit) it leaves
/// the site as it was.
#[derive(Debug)]
pub struct Transaction {
    publisher: Publisher,
    claimed: Vec<AtomicBool>,
    fresh: Vec<Mutex<Vec<Fresh>>>,
    staged: AtomicU32,
    stage_ready: Mutex<bool>,
    stage_needed: bool,
    /// A first publication: there is no tree yet, and what is staged can stand in its place in the new one at once.
    first: bool,
    committed: bool,
    ahead: Ahead,
}

/// Staged files are flushed while others are still being made, so that little is left to wait for at the end.
#[derive(Debug, Default)]
struct Ahead {
    /// Bytes staged since the last flush began.
    waiting: AtomicU64,
    flush: Mutex<Option<JoinHandle<Result<()>>>>,
}

impl Ahead {
    /// Begins a flush when enough waits for it and none is going on.
    fn staged(&self, bytes: usize, disk: &Disk, stage: &Path) -> Result<()> {
        if self.waiting.fetch_add(bytes as u64, Ordering::Relaxed) < FLUSH_AHEAD {
            return Ok(());
        }
        let mut flush = self.flush.lock().unwrap_or_else(PoisonError::into_inner);
        if flush.as_ref().is_some_and(|flush| !flush.is_finished()) {
            return Ok(());
        }
        self.waiting.store(0, Ordering::Relaxed);
        let (disk, stage) = (disk.clone(), stage.to_path_buf());
        let begun = std::thread::Builder::new().spawn(move || disk.flush_system(&stage));
        match begun {
            Ok(next) => flush.replace(next).map_or(Ok(()), joined),
            // Without a thread nothing is flushed ahead: all of it is at the end.
            Err(_) => Ok(()),
        }
    }

    /// Waits for a flush that is going on. What failed is reported only once by the system, so it must not be lost.
    fn finish(&self) -> Result<()> {
        let flush = self.flush.lock().unwrap_or_else(PoisonError::into_inner).take();
        flush.map_or(Ok(()), joined)
    }
}

fn joined(flush: JoinHandle<Result<()>>) -> Result<()> {
    flush.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

impl Transaction {
    pub(super) fn new(publisher: Publisher) -> Transaction {
        let claimed = (0..publisher.live.manifest.len())
            .map(|_| AtomicBool::new(false))
            .collect();
        let fresh = (0..SHARDS).map(|_| Mutex::default()).collect();
        let (staged, stage_ready) = (AtomicU32::new(0), Mutex::new(false));
        let first = !publisher.live.exists && !publisher.in_place;
        Transaction {
            publisher,
            claimed,
            fresh,
            staged,
            stage_ready,
            stage_needed: false,
            first,
            committed: false,
            ahead: Ahead::default(),
        }
    }

    /// As [`Publisher::intact`].
    pub fn intact(&self) -> bool {
        self.publisher.intact()
    }

    /// As [`Publisher::previous`].
    pub fn previous(&self, path: &str) -> Option<Entry<'_>> {
        self.publisher.previous(path)
    }

    /// What is published in a folder and below it, in byte order of names. Whether it stands there as khobor wrote it is
    /// [`previous`](Transaction::previous)'s to say.
    pub fn previous_below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = Entry<'a>> {
        self.publisher.live.manifest.below(folder)
    }

    /// The names of owned files that were neither kept nor handed over so far: when all is handed over, those that leave.
    pub fn leaving(&self) -> impl Iterator<Item = &str> {
        let left = (0..self.claimed.len()).zip(&self.claimed);
        let left = left.filter(|(_, claimed)| !claimed.load(Ordering::Relaxed));
        left.map(|(row, _)| self.publisher.live.manifest.path(row))
    }

    /// The output folder, absolute and without links.
    pub fn folder(&self) -> &Path {
        self.publisher.folder()
    }

    /// Hands over an output. The bytes go to the disk at once and are not kept in memory.
    ///
    /// # Errors
    /// A name that is not allowed or handed over twice, a foreign file of other content in its place, a failed call to
    /// the system. The site stays as it was.
    pub fn write(&self, path: &str, fingerprint: Fingerprint, bytes: &[u8]) -> Result<Written> {
        check_name(path)?;
        let (size, digest) = (bytes.len() as u64, digest(bytes));
        let row = self.publisher.live.manifest.find(path);
        let (written, source) = match row {
            Some(row) => (self.compare(row, size, digest)?, None),
            None => self.meet_foreign(path, size, digest)?,
        };
        let source = match (written, source) {
            (Written::Same, _) => Source::Live,
            (_, Some(source)) => source,
            (_, None) => self.stage(path, bytes)?,
        };
        self.take(Fresh {
            path: path.into(),
            size,
            digest,
            fingerprint,
            source,
        });
        Ok(written)
    }

    /// Hands over an output that is in a file. It is copied by the system and never held in memory.
    ///
    /// # Errors
    /// As [`Transaction::write`].
    pub fn write_file(&self, path: &str, fingerprint: Fingerprint, from: &Path) -> Result<Written> {
        check_name(path)?;
        let disk = &self.publisher.disk;
        let Some(look) = disk.look(from)? else {
            let cause = std::io::Error::from(ErrorKind::NotFound);
            let (operation, path) = (Operation::Read, from.to_path_buf());
            return Err(PublishError::Disk { operation, path, cause });
        };
        let (size, digest) = (look.size, disk.digest(from)?);
        let row = self.publisher.live.manifest.find(path);
        let (written, source) = match row {
            Some(row) => (self.compare(row, size, digest)?, None),
            None => self.meet_foreign(path, size, digest)?,
        };
        let (source, size, digest) = match (written, source) {
            (Written::Same, _) => (Source::Live, size, digest),
            (_, Some(source)) => (source, size, digest),
            (_, None) => self.stage_file(path, from)?,
        };
        self.take(Fresh {
            path: path.into(),
            size,
            digest,
            fingerprint,
            source,
        });
        Ok(written)
    }

    fn stage_file(&self, path: &str, from: &Path) -> Result<(Source, u64, Digest)> {
        self.prepare_stage()?;
        let number = self.staged.fetch_add(1, Ordering::Relaxed);
        let (disk, place) = (&self.publisher.disk, &self.publisher.place);
        let copy = |to: &Path| disk.create_copy(from, to);
        let (size, digest) = match self.first {
            true => self.create_in_place(path, copy)?,
            false => copy(&staged_file(&place.stage(), number))?,
        };
        self.ahead.staged(size as usize, disk, &place.work)?;
        Ok((Source::Stage(number), size, digest))
    }

    /// Keeps an owned file that is made from the same as before. `false`, and nothing is done, when it is not, or does not
    /// stand there as khobor wrote it.
    ///
    /// # Errors
    /// When the same name was handed over before.
    pub fn keep_same(&self, path: &str, fingerprint: Fingerprint) -> Result<bool> {
        let live = &self.publisher.live;
        let row = live.manifest.find(path).filter(|row| live.state(*row) == State::Intact);
        let same = |row: &usize| {
            live.manifest
                .entry(*row)
                .is_some_and(|entry| entry.fingerprint == fingerprint)
        };
        match row.filter(same) {
            Some(row) => self.claim(row).map(|()| true),
            None => Ok(false),
        }
    }

    /// Keeps an owned file as it is, made from `fingerprint`. `false`, and nothing is done, when it does not stand
    /// there as khobor wrote it: then it must be written.
    ///
    /// # Errors
    /// When the same name was handed over before.
    pub fn keep(&self, path: &str, fingerprint: Fingerprint) -> Result<bool> {
        let live = &self.publisher.live;
        let Some(row) = live.manifest.find(path).filter(|row| live.state(*row) == State::Intact) else {
            return Ok(false);
        };
        self.claim(row)?;
        let Some(entry) = live.manifest.entry(row) else {
            return Ok(false);
        };
        if entry.fingerprint != fingerprint {
            let Entry { size, digest, .. } = entry;
            self.take(Fresh {
                path: path.into(),
                size,
                digest,
                fingerprint,
                source: Source::Live,
            });
        }
        Ok(true)
    }

    fn claim(&self, row: usize) -> Result<()> {
        let taken = self
            .claimed
            .get(row)
            .is_some_and(|claimed| claimed.swap(true, Ordering::Relaxed));
        if taken {
            let path = self.publisher.place.out.join(self.publisher.live.manifest.path(row));
            return Err(PublishError::Twice { path });
        }
        Ok(())
    }

    fn compare(&self, row: usize, size: u64, digest: Digest) -> Result<Written> {
        self.claim(row)?;
        let live = &self.publisher.live;
        let same = live
            .manifest
            .entry(row)
            .is_some_and(|entry| entry.size == size && entry.digest == digest);
        Ok(match (live.state(row), same) {
            (State::Intact, true) => Written::Same,
            (State::Intact, false) => Written::Changed,
            _ => Written::Repaired,
        })
    }

    /// A name that khobor does not own: free, taken by the same content, or taken by other content.
    fn meet_foreign(&self, path: &str, size: u64, digest: Digest) -> Result<(Written, Option<Source>)> {
        let (disk, live) = (&self.publisher.disk, &self.publisher.live);
        let full = self.publisher.place.out.join(path);
        let found = if live.exists { disk.look(&full)? } else { None };
        match found {
            None => Ok((Written::New, None)),
            // A folder may be going: what is left in it is seen when all is known.
            Some(look) if look.kind == Kind::Folder => Ok((Written::New, None)),
            Some(look) if look.kind == Kind::File && look.size == size && disk.digest(&full)? == digest => {
                Ok((Written::Adopted, Some(Source::Live)))
            }
            Some(_) => Err(PublishError::Foreign { path: full }),
        }
    }

    fn stage(&self, path: &str, bytes: &[u8]) -> Result<Source> {
        self.prepare_stage()?;
        let number = self.staged.fetch_add(1, Ordering::Relaxed);
        let (disk, place) = (&self.publisher.disk, &self.publisher.place);
        match self.first {
            true => self.create_in_place(path, |to| disk.create(to, bytes))?,
            false => disk.create(&staged_file(&place.stage(), number), bytes)?,
        }
        self.ahead.staged(bytes.len(), disk, &place.work)?;
        Ok(Source::Stage(number))
    }

    /// Creates an output in the new tree. What has its name already is another output, or another's folder.
    fn create_in_place<T>(&self, path: &str, create: impl Fn(&Path) -> Result<T>) -> Result<T> {
        let (disk, tree) = (&self.publisher.disk, self.publisher.place.standby());
        let (full, folder) = (tree.join(path), parent_of(path.as_bytes()));
        let make = || make_folders(disk, &tree, folder, &|_| {});
        // Most pages have a folder of their own.
        if path.ends_with("/index.html") {
            make()?;
        }
        let created = match create(&full) {
            Err(error) if caused_by(&error, ErrorKind::NotFound) => {
                make()?;
                create(&full)
            }
            other => other,
        };
        created.map_err(|error| {
            let taken = [ErrorKind::AlreadyExists, ErrorKind::NotADirectory];
            match taken.into_iter().any(|kind| caused_by(&error, kind)) {
                true => PublishError::Twice {
                    path: self.publisher.place.out.join(path),
                },
                false => error,
            }
        })
    }

    fn prepare_stage(&self) -> Result<()> {
        let mut ready = self.stage_ready.lock().unwrap_or_else(PoisonError::into_inner);
        if *ready {
            return Ok(());
        }
        let Publisher { disk, place, .. } = &self.publisher;
        let stage = place.stage();
        if self.first {
            standby::take(disk, place, &Standby::default())?;
        } else {
            disk.remove_tree(&stage)?;
            disk.make_folder(&stage)?;
            for shard in 0..SHARDS {
                disk.make_folder(&stage.join(format!("{shard:02}")))?;
            }
        }
        *ready = true;
        Ok(())
    }

    fn take(&self, fresh: Fresh) {
        let shard = usize::from(fresh.digest.first().copied().unwrap_or(0)) % self.fresh.len().max(1);
        if let Some(list) = self.fresh.get(shard) {
            list.lock().unwrap_or_else(PoisonError::into_inner).push(fresh);
        }
    }

    /// Makes the site what was written and kept, durably, and removes owned files that are no longer part of it.
    ///
    /// # Errors
    /// A collision or a failed call to the system. Where folders can be exchanged the output is then exactly the old
    /// site (or, when only the last flush failed, exactly the new one); see [`Report::weaker_promise`] for elsewhere.
    pub fn commit(mut self) -> Result<Report> {
        self.ahead.finish()?;
        let fresh = self.collect()?;
        let next = self.merge(fresh);
        let mut report = self.report(&next);
        let file = next.manifest.encode();
        report.mark = Manifest::mark(&file);
        let live = &self.publisher.live;
        if live.exists && live.known && report.changes.is_empty() {
            if next.manifest.iter().ne(live.manifest.iter()) {
                self.publish_manifest(&file)?;
            }
            return Ok(report);
        }
        check_tree(&next, &self.publisher.place.out)?;
        report.weaker_promise = self.publish(&next, &file)?;
        self.committed = true;
        Ok(report)
    }

    /// All that was handed over, by name; a name twice is an error.
    fn collect(&mut self) -> Result<Vec<Fresh>> {
        let lists = self
            .fresh
            .iter_mut()
            .map(|list| std::mem::take(list.get_mut().unwrap_or_else(PoisonError::into_inner)));
        let mut fresh: Vec<Fresh> = lists.flatten().collect();
        fresh.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        let twice = fresh.windows(2).find_map(|pair| match pair {
            [one, other] if one.path == other.path => Some(&one.path),
            _ => None,
        });
        match twice {
            Some(path) => Err(PublishError::Twice {
                path: self.publisher.place.out.join(&**path),
            }),
            None => Ok(fresh),
        }
    }

    /// Joins what was kept with what was handed over, in order of names.
    fn merge(&self, fresh: Vec<Fresh>) -> Next {
        let old = &self.publisher.live.manifest;
        let mut next = Next::default();
        let is_kept = |row: &usize| {
            self.claimed
                .get(*row)
                .is_some_and(|claimed| claimed.load(Ordering::Relaxed))
        };
        let mut kept = (0..old.len())
            .filter(is_kept)
            .filter_map(|row| old.entry(row))
            .peekable();
        let mut push = |entry: Entry<'_>, source| {
            next.manifest.push(entry);
            next.sources.push(source);
        };
        for new in fresh {
            while let Some(entry) = kept.next_if(|entry| *entry.path < *new.path) {
                push(entry, Source::Live);
            }
            kept.next_if(|entry| *entry.path == *new.path);
            let Fresh {
                size,
                digest,
                fingerprint,
                source,
                ..
            } = new;
            push(
                Entry {
                    path: &new.path,
                    size,
                    digest,
                    fingerprint,
                },
                source,
            );
        }
        kept.for_each(|entry| push(entry, Source::Live));
        next.layout = Layout::of(&next.manifest);
        next.staged_in_place = self.first && *self.stage_ready.lock().unwrap_or_else(PoisonError::into_inner);
        next
    }

    fn report(&self, next: &Next) -> Report {
        let live = &self.publisher.live;
        let mut report = Report::default();
        let rows = align(&next.manifest, &live.manifest);
        for ((entry, source), row) in next.manifest.iter().zip(&next.sources).zip(rows) {
            let kind = match (source, row.map(|row| live.state(row))) {
                (Source::Live, Some(_)) => {
                    report.unchanged += 1;
                    continue;
                }
                (Source::Live, None) => ChangeKind::Adopted,
                (Source::Stage(_), None) => ChangeKind::Added,
                (Source::Stage(_), Some(State::Intact)) => ChangeKind::Changed,
                (Source::Stage(_), Some(_)) => ChangeKind::Repaired,
            };
            if kind != ChangeKind::Adopted {
                report.written += 1;
                report.bytes += entry.size;
            }
            report.changes.push(Change {
                path: entry.path.into(),
                kind,
            });
        }
        for (row, claimed) in self.claimed.iter().enumerate() {
            if !claimed.load(Ordering::Relaxed) {
                report.leave(live.manifest.path(row), live.state(row));
            }
        }
        report
    }

    /// Only what pages were made from is new: one file is replaced.
    fn publish_manifest(&self, file: &[u8]) -> Result<()> {
        let Publisher { place, disk, live, .. } = &self.publisher;
        let beside = place.work.join("manifest.part");
        disk.remove(&beside)?;
        disk.create(&beside, file)?;
        disk.flush(&beside)?;
        let root = disk.look(&place.out)?.map_or(0, |look| look.inode);
        let mut stamps = live.stamps.clone();
        disk.rename(&beside, &place.out.join(MANIFEST))?;
        disk.flush(&place.out)?;
        if let Some(root) = stamps.folders.first_mut() {
            *root = Stamp::UNSURE;
        }
        remember(disk, &place.stamps(root), &stamps, Manifest::mark(file))
    }

    fn publish(&mut self, next: &Next, file: &[u8]) -> Result<Option<Weaker>> {
        let stuck = self.publisher.live.stuck.clone();
        let weaker = match (self.publisher.in_place, stuck) {
            (true, _) if self.publisher.place.inside => Weaker::Mounted,
            (true, _) => Weaker::Asked,
            (false, Some(path)) => Weaker::Unlinkable(path),
            (false, None) => {
                let standby = self.publisher.standby.take();
                match exchange::publish(&self.publisher, standby, next, file)? {
                    None => return Ok(None),
                    Some(weaker) => weaker,
                }
            }
        };
        let sealed = journal::publish(&self.publisher, next, file, &mut self.stage_needed);
        sealed.map(|()| Some(weaker))
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        drop(self.ahead.finish());
        let ready = *self.stage_ready.get_mut().unwrap_or_else(PoisonError::into_inner);
        let Publisher { disk, place, .. } = &self.publisher;
        // What stays behind is removed by the next publisher.
        match (ready && !self.stage_needed, self.first) {
            (false, _) => {}
            (true, false) => drop(disk.remove_tree(&place.stage())),
            (true, true) if self.committed => {}
            (true, true) => drop(disk.remove_tree(&place.standby())),
        }
    }
}
