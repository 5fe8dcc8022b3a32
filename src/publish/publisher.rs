//! Opening an output folder: lock, recovery after a crash, manifest, and a look at what stands there.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::disk::{Disk, Faults};
use super::error::PublishError;
use super::journal;
use super::layout::Layout;
use super::lock::Lock;
use super::manifest::{Entry, Manifest, Mark};
use super::name::MANIFEST;
use super::place::{Forbidden, Place, settle};
use super::stamps::{Foreign, Stamp, Stamps};
use super::standby::{self, Standby};
use super::survey::{State, Tree, below};
use super::transaction::Transaction;

type Result<T> = std::result::Result<T, PublishError>;

/// How to publish. `PublishOptions::default()` is right for a site of no special kind.
#[derive(Debug)]
pub struct PublishOptions {
    /// Folders that the output may neither be nor hold (the portal's root).
    pub sources: Vec<PathBuf>,
    /// Folders that the output may neither be, nor hold, nor lie in (`content`, `static`, `templates`, `themes`).
    pub inputs: Vec<PathBuf>,
    /// A home folder to protect beside that of the environment.
    pub home: Option<PathBuf>,
    /// How long to wait for another publisher before giving up.
    pub wait: Duration,
    /// Called once with the lock file when another publisher must be waited for.
    pub on_wait: Option<fn(&Path)>,
    /// Change the output folder's files in place, behind a journal, even where folders can be exchanged: for outputs
    /// that are mounted elsewhere (containers) or served by a process that stands inside them.
    pub in_place: bool,
    /// Keep a standby tree of the output, so that the next change costs only what it changes.
    pub standby: bool,
    /// A site of at least so many files gets its standby tree with its first publication, because making it would take the next
    /// one long.
    pub standby_from: usize,
    /// For tests: calls to the system that shall fail.
    pub faults: Option<Faults>,
}

impl Default for PublishOptions {
    fn default() -> Self {
        PublishOptions {
            sources: Vec::new(),
            inputs: Vec::new(),
            home: None,
            wait: Duration::from_secs(60),
            on_wait: None,
            in_place: false,
            standby: true,
            standby_from: 50_000,
            faults: None,
        }
    }
}

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

/// An output folder, locked for this process.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// use khobor::publish::{PublishOptions, Publisher, Written};
/// let out = folder.path().join("public");
/// let publisher = Publisher::open(&out, &PublishOptions::default())?;
/// let made_from = [7; 16];
/// assert!(publisher.previous("খেলা/index.html").is_none());
/// let site = publisher.begin();
/// assert_eq!(site.write("খেলা/index.html", made_from, "আজকের খেলা".as_bytes())?, Written::New);
/// let report = site.commit()?;
/// assert_eq!((report.written, report.deleted), (1, 0));
///
/// let publisher = Publisher::open(&out, &PublishOptions::default())?;
/// assert_eq!(publisher.previous("খেলা/index.html").map(|entry| entry.fingerprint), Some(made_from));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Publisher {
    pub(super) place: Place,
    pub(super) disk: Disk,
    _lock: Lock,
    pub(super) live: Live,
    notes: Vec<Note>,
    pub(super) in_place: bool,
    pub(super) keeps_standby: bool,
    pub(super) standby_from: usize,
    /// The standby tree, when it was looked at.
    pub(super) standby: Option<Standby>,
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
}

impl Publisher {
    /// Opens an output folder, which need not exist yet: refuses dangerous ones, takes the lock (waits for another
    /// publisher), finishes or forgets what a crash interrupted, and looks at what stands there. Linear in the number
    /// of owned files and their folders, without reading them unless they were changed.
    ///
    /// # Errors
    /// A dangerous folder, a lock held too long, or a call to the system that failed.
    pub fn open(out: &Path, options: &PublishOptions) -> Result<Publisher> {
        let disk = Disk::new(options.faults.clone());
        let forbidden = Forbidden {
            sources: &options.sources,
            inputs: &options.inputs,
            home: options.home.as_deref(),
        };
        let place = settle(&disk, out, &forbidden)?;
        let lock_file = place.lock();
        let lock = Lock::take(&lock_file, options.wait, || {
            if let Some(waiting) = options.on_wait {
                waiting(&lock_file);
            }
        })?;
        let mut notes = Vec::new();
        if journal::recover(&disk, &place)? {
            notes.push(Note::Recovered);
        }
        disk.remove_tree(&place.stage())?;
        let live = look_at_live(&disk, &place, &mut notes)?;
        let (in_place, keeps_standby) = (options.in_place || place.inside, options.standby);
        Ok(Publisher {
            place,
            disk,
            _lock: lock,
            live,
            notes,
            in_place,
            keeps_standby,
            standby_from: options.standby_from,
            standby: None,
        })
    }

    /// Looks at the standby tree now, beside other work, and not only when it is needed. Linear in the number of folders.
    ///
    /// # Errors
    /// A call to the system that failed.
    pub fn prepare(&mut self) -> Result<()> {
        if self.live.known && !self.in_place {
            self.standby = Some(standby::find(&self.disk, &self.place)?);
        }
        Ok(())
    }

    /// What is published under a name, when it stands there as khobor wrote it. Equal fingerprint: no need to make it
    /// again.
    pub fn previous(&self, path: &str) -> Option<Entry<'_>> {
        let row = self.live.manifest.find(path)?;
        self.live
            .manifest
            .entry(row)
            .filter(|_| self.live.state(row) == State::Intact)
    }

    /// Whether every file that khobor published stands there as it wrote it. If not, a build must not end early.
    pub fn intact(&self) -> bool {
        self.live.known && self.live.states.iter().all(|state| *state == State::Intact)
    }

    /// The mark of the output as it stands.
    pub fn mark(&self) -> Mark {
        self.live.mark
    }

    /// The files that khobor owns in the output, in byte order of names.
    pub fn manifest(&self) -> &Manifest {
        &self.live.manifest
    }

    /// What is worth a line before building.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The output folder, absolute and without links.
    pub fn folder(&self) -> &Path {
        &self.place.out
    }

    /// Starts a publication. Everything that shall be in the site must be written or kept; the rest goes.
    pub fn begin(self) -> Transaction {
        Transaction::new(self)
    }
}

/// Reads the manifest and looks at the tree; remembers the look when something had to be read to be sure.
fn look_at_live(disk: &Disk, place: &Place, notes: &mut Vec<Note>) -> Result<Live> {
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

impl Live {
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
