//! Hears of changed files. Folders are watched, not files, because editors save by renaming. Where the system gives no more
//! watches, the site is looked through every second instead (`reliability.md` F6, F13).

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RenameMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

/// The folders of a site that hold sources.
const FOLDERS: [&str; 5] = ["content", "data", "static", "templates", "themes"];
/// A file that was closed or renamed is whole: only its companions are waited for.
const BRIEF: Duration = Duration::from_millis(8);
/// A file that is being written must be quiet for this long.
const QUIET: Duration = Duration::from_millis(28);
/// After many files at once, the rest is waited for.
const CALM: Duration = Duration::from_millis(400);
/// A file that is gone may come back: some editors move the old one away before they write the new one.
const GRACE: Duration = Duration::from_millis(120);
/// A storm is waited out for this long at first, then twice as long each time.
const STORM: Duration = Duration::from_secs(1);
/// And never longer than this.
const LONGEST_STORM: Duration = Duration::from_secs(16);
/// More changed files than this are not named one by one.
const NAMED: usize = 200;

/// What the watcher heard.
#[derive(Debug)]
pub(super) enum Change {
    /// These files; whether they are whole now, and whether they have just come.
    Files(Vec<PathBuf>, bool, bool),
    /// Something, somewhere: folders came, or events were lost.
    Unknown,
    /// The system gives no more watches.
    Exhausted(String),
}

/// Changes that belong together.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// The files, when they are known one by one.
    pub(super) files: BTreeSet<PathBuf>,
    /// The whole site must be looked through.
    pub(super) all: bool,
    /// Many files have changed at once.
    pub(super) storm: bool,
    /// Files that have come with this batch: editors' copies, mostly, which go again.
    pub(super) born: BTreeSet<PathBuf>,
    /// Why the site must be polled from now on.
    pub(super) exhausted: Option<String>,
}

impl Batch {
    /// Whether a file is not there any more.
    fn gone(&self) -> bool {
        self.files.difference(&self.born).any(|f| f.symlink_metadata().is_err())
    }

    fn add(&mut self, change: Change) -> bool {
        match change {
            Change::Files(files, whole, born) => {
                if born && !self.all {
                    self.born
                        .extend(files.iter().filter(|f| !self.files.contains(*f)).cloned());
                }
                if !self.all {
                    self.files.extend(files);
                }
                if self.files.len() > NAMED {
                    (self.all, self.storm) = (true, true);
                    self.files.clear();
                }
                whole
            }
            Change::Unknown => {
                self.all = true;
                false
            }
            Change::Exhausted(why) => {
                (self.all, self.exhausted) = (true, Some(why));
                false
            }
        }
    }
}

/// Watches a site's folders; none when the system cannot.
pub(super) struct Watch {
    watcher: Option<RecommendedWatcher>,
    root: PathBuf,
    watched: BTreeSet<&'static str>,
}

impl Watch {
    /// Begins to watch the site at `root`. When that fails, it says why, and the site must be polled.
    pub(super) fn begin(root: &Path, changes: Sender<Change>) -> (Self, Option<String>) {
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let mut watch = Watch {
            watcher: None,
            root: root.clone(),
            watched: BTreeSet::new(),
        };
        let made = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if let Some(change) = heard(&root, event) {
                let _ = changes.send(change);
            }
        });
        match made {
            Ok(watcher) => watch.watcher = Some(watcher),
            Err(error) => return (watch, Some(error.to_string())),
        }
        let fault = watch.start();
        (watch, fault)
    }

    fn start(&mut self) -> Option<String> {
        let root = self.root.clone();
        let watched = self
            .watcher
            .as_mut()
            .map(|w| w.watch(&root, RecursiveMode::NonRecursive));
        let fault = match watched {
            Some(Err(error)) => Some(error.to_string()),
            _ => self.renew(),
        };
        if fault.is_some() {
            self.stop();
        }
        fault
    }

    /// Watches folders that have come since.
    pub(super) fn renew(&mut self) -> Option<String> {
        let watcher = self.watcher.as_mut()?;
        for folder in FOLDERS {
            let path = self.root.join(folder);
            if !path.is_dir() {
                self.watched.remove(folder);
            } else if self.watched.insert(folder)
                && let Err(error) = watcher.watch(&path, RecursiveMode::Recursive)
            {
                return Some(error.to_string());
            }
        }
        None
    }

    /// Stops watching; the site is polled from now on.
    pub(super) fn stop(&mut self) {
        self.watcher = None;
    }

    /// Whether the system reports changes.
    pub(super) fn hears(&self) -> bool {
        self.watcher.is_some()
    }
}

/// What an event means for the site, if anything. Reading a file is no change.
fn heard(root: &Path, event: notify::Result<Event>) -> Option<Change> {
    let event = match event {
        Ok(event) => event,
        Err(error) => {
            return Some(match error.kind {
                notify::ErrorKind::MaxFilesWatch => Change::Exhausted(error.to_string()),
                _ => Change::Unknown,
            });
        }
    };
    if event.need_rescan() {
        return Some(Change::Unknown);
    }
    let whole = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => return None,
        EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)) | EventKind::Remove(_) => true,
        EventKind::Create(CreateKind::Folder) => return own(root, &event.paths).next().map(|_| Change::Unknown),
        _ => false,
    };
    let born = matches!(
        event.kind,
        EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(RenameMode::To))
    );
    let files: Vec<PathBuf> = own(root, &event.paths).cloned().collect();
    if files.iter().any(|f| f.is_dir()) {
        return Some(Change::Unknown);
    }
    (!files.is_empty()).then_some(Change::Files(files, whole, born))
}

/// The paths that belong to the site's sources.
fn own<'p>(root: &'p Path, paths: &'p [PathBuf]) -> impl Iterator<Item = &'p PathBuf> {
    paths.iter().filter(move |path| {
        let Ok(inside) = path.strip_prefix(root) else {
            return false;
        };
        let mut parts = inside.components().map(|c| c.as_os_str());
        let first = parts.next().and_then(|p| p.to_str()).unwrap_or_default();
        first == "khobor.toml" || FOLDERS.contains(&first)
    })
}

/// Waits for a change and for what comes with it, at most `longest` for the first; an empty batch when nothing came.
#[allow(
    clippy::disallowed_methods,
    reason = "measures quiet, and nothing that is measured reaches a page"
)]
pub(super) fn wait(changes: &Receiver<Change>, longest: Duration, storms: &mut u32) -> Batch {
    let mut batch = Batch::default();
    let mut whole = match changes.recv_timeout(longest) {
        Ok(change) => batch.add(change),
        Err(RecvTimeoutError::Timeout) => return batch,
        Err(RecvTimeoutError::Disconnected) => {
            std::thread::sleep(longest);
            return batch;
        }
    };
    let began = Instant::now();
    let patience = (STORM * 2u32.saturating_pow((*storms).min(8))).min(LONGEST_STORM);
    loop {
        let quiet = match (batch.storm, whole) {
            (true, _) => CALM,
            _ if batch.gone() => GRACE,
            (false, true) => BRIEF,
            (false, false) => QUIET,
        };
        let Ok(change) = changes.recv_timeout(quiet) else { break };
        whole = batch.add(change);
        if began.elapsed() > patience {
            *storms += 1;
            return batch;
        }
    }
    *storms = 0;
    batch
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn reading_is_no_change_and_other_folders_are_no_matter() {
        let root = Path::new("/site");
        let event = |kind, path: &str| heard(root, Ok(Event::new(kind).add_path(path.into())));
        assert!(
            event(
                EventKind::Access(AccessKind::Open(AccessMode::Any)),
                "/site/content/a.md"
            )
            .is_none()
        );
        assert!(event(EventKind::Any, "/site/public/index.html").is_none());
        let written = EventKind::Access(AccessKind::Close(AccessMode::Write));
        assert!(matches!(
            event(written, "/site/content/খবর/a.md"),
            Some(Change::Files(_, true, _))
        ));
        assert!(matches!(
            event(EventKind::Any, "/site/khobor.toml"),
            Some(Change::Files(_, false, _))
        ));
        let folder = EventKind::Create(CreateKind::Folder);
        assert!(matches!(event(folder, "/site/content/new"), Some(Change::Unknown)));
    }

    #[test]
    fn a_storm_is_one_batch() {
        let (sender, changes) = channel();
        for n in 0..50_000 {
            let _ = sender.send(Change::Files(
                vec![PathBuf::from(format!("/s/content/{n}.md"))],
                true,
                false,
            ));
        }
        let mut storms = 0;
        let batch = wait(&changes, Duration::from_secs(1), &mut storms);
        assert!(batch.all && batch.files.is_empty());
        assert!(!wait(&changes, Duration::from_millis(1), &mut storms).all);
    }
}
