//! Opening an output folder: lock, recovery after a crash, manifest, and a look at what stands there.

use std::path::Path;

use super::disk::Disk;
use super::error::PublishError;
use super::journal;
use super::live::{Note, look_at_live};
use super::lock::Lock;
use super::place::{Forbidden, settle};
use super::publisher::{PublishOptions, Publisher};
use super::transaction::Transaction;

type Result<T> = std::result::Result<T, PublishError>;

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

    /// Starts a publication. Everything that shall be in the site must be written or kept; the rest goes.
    pub fn begin(self) -> Transaction {
        Transaction::new(self)
    }
}
