//! An output folder, locked, and how to publish to it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::disk::{Disk, Faults};
use super::error::PublishError;
use super::live::{Live, Note};
use super::lock::Lock;
use super::manifest::{Entry, Manifest, Mark};
use super::place::Place;
use super::standby::{self, Standby};
use super::survey::State;

type Result<T> = std::result::Result<T, PublishError>;

/// How to publish. `PublishOptions::default()` is right for a site of no special kind.
#[derive(Debug)]
pub struct PublishOptions {
    /// Folders that the output may neither be nor hold (the portal's root).
    pub sources: Vec<PathBuf>,
    /// Folders that the output may neither be, nor hold, nor be in (`content`, `static`, `templates`, `themes`).
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
    pub(super) _lock: Lock,
    pub(super) live: Live,
    pub(super) notes: Vec<Note>,
    pub(super) in_place: bool,
    pub(super) keeps_standby: bool,
    pub(super) standby_from: usize,
    /// The standby tree, when it was looked at.
    pub(super) standby: Option<Standby>,
}

impl Publisher {
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
}
