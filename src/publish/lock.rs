//! One publisher at a time: a lock that the kernel frees when its holder dies.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};

use super::error::{Operation, PublishError};

/// How long to sleep between two tries.
const PAUSE: Duration = Duration::from_millis(20);

/// Held until dropped.
#[derive(Debug)]
pub(super) struct Lock(#[allow(dead_code, reason = "holding it open is holding the lock")] File);

impl Lock {
    /// Takes the lock, calling `waiting` once when another holds it, and giving up after `longest`.
    pub(super) fn take(path: &Path, longest: Duration, mut waiting: impl FnMut()) -> Result<Lock, PublishError> {
        let mut waited = Duration::ZERO;
        loop {
            match attempt(path) {
                Ok(Some(file)) => return Ok(Lock(file)),
                Ok(None) if waited >= longest => {
                    return Err(PublishError::Locked {
                        path: path.to_path_buf(),
                    });
                }
                Ok(None) => {}
                Err(cause) => {
                    return Err(PublishError::Disk {
                        operation: Operation::Lock,
                        path: path.to_path_buf(),
                        cause,
                    });
                }
            }
            if waited.is_zero() {
                waiting();
            }
            std::thread::sleep(PAUSE);
            waited += PAUSE;
        }
    }
}

/// One try; `None` while another holds it, also when the file was removed and rebuilt under our hands.
fn attempt(path: &Path) -> io::Result<Option<File>> {
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(path)?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive).map_err(io::Error::from) {
        Ok(()) => {}
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => return Ok(None),
        Err(error) => return Err(error),
    }
    let same = std::fs::symlink_metadata(path).is_ok_and(|named| {
        file.metadata()
            .is_ok_and(|held| held.ino() == named.ino() && held.dev() == named.dev())
    });
    Ok(same.then_some(file))
}
