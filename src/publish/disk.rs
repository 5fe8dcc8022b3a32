//! The only place of this room that calls the system. Every call names its operation and path, and a test can make any
//! of them fail.

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, DirEntryExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::fs::{AtFlags, CWD, FileType, RenameFlags, Stat, linkat, renameat_with, statat};

use super::error::{Operation, PublishError};
use crate::digest::{Digest, digest_of};

type Result<T> = std::result::Result<T, PublishError>;
type Fault = dyn Fn(Operation, &Path) -> Option<io::Error> + Send + Sync;

/// Rights of every published file, whatever the umask.
const FILE_MODE: u32 = 0o644;
/// Rights of every published folder.
const FOLDER_MODE: u32 = 0o755;

/// For tests: asked before every call to the system; an error it returns is what the caller sees, and the call is not
/// made.
#[derive(Clone)]
pub struct Faults(Arc<Fault>);

impl Faults {
    /// Wraps a function of the operation and its path.
    pub fn new(fault: impl Fn(Operation, &Path) -> Option<io::Error> + Send + Sync + 'static) -> Self {
        Faults(Arc::new(fault))
    }
}

impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Faults")
    }
}

/// What a name in a folder stands for. Links are never followed, so a symbolic link is `Other`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    Other,
}

impl Kind {
    fn of(kind: fs::FileType) -> Kind {
        if kind.is_file() {
            Kind::File
        } else if kind.is_dir() {
            Kind::Folder
        } else {
            Kind::Other
        }
    }
}

/// What is known of a name without reading it. `mtime` in nanoseconds since 1970.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub(super) kind: Kind,
    pub(super) device: u64,
    pub(super) inode: u64,
    pub(super) mode: u32,
    pub(super) size: u64,
    pub(super) mtime: i64,
}

/// A name in a folder.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) name: OsString,
    pub(super) kind: Kind,
    pub(super) inode: u64,
}

/// A folder held open, so that looking below it does not walk its own path each time.
#[derive(Debug)]
pub(super) struct Root<'a> {
    path: &'a Path,
    handle: Option<File>,
}

/// The system as this room sees it.
#[derive(Clone, Debug, Default)]
pub(super) struct Disk {
    faults: Option<Faults>,
    /// Set when the umask takes rights away, so that each new file and folder must be given them.
    set_rights: Arc<AtomicBool>,
}

fn absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

impl Disk {
    pub(super) fn new(faults: Option<Faults>) -> Disk {
        Disk {
            faults,
            set_rights: Arc::default(),
        }
    }

    fn call<T>(&self, operation: Operation, path: &Path, work: impl FnOnce() -> io::Result<T>) -> Result<T> {
        let refused = self.faults.as_ref().and_then(|faults| (faults.0)(operation, path));
        match refused {
            Some(cause) => Err(cause),
            None => work(),
        }
        .map_err(|cause| PublishError::Disk {
            operation,
            path: path.to_path_buf(),
            cause,
        })
    }

    /// Looks at a name; `None` when there is nothing.
    pub(super) fn look(&self, path: &Path) -> Result<Option<Look>> {
        self.call(Operation::Look, path, || match fs::symlink_metadata(path) {
            Ok(found) => Ok(Some(look_of(&found))),
            Err(error) if absent(&error) => Ok(None),
            Err(error) => Err(error),
        })
    }

    /// Holds a folder open for [`Disk::look_below`]; one that is not there has nothing below it.
    pub(super) fn hold<'a>(&self, path: &'a Path) -> Result<Root<'a>> {
        let handle = self.call(Operation::Look, path, || match File::open(path) {
            Ok(handle) => Ok(Some(handle)),
            Err(error) if absent(&error) => Ok(None),
            Err(error) => Err(error),
        })?;
        Ok(Root { path, handle })
    }

    /// As [`Disk::look`], for a name below a folder held open; the folder itself has the empty name.
    pub(super) fn look_below(&self, root: &Root<'_>, name: &str) -> Result<Option<Look>> {
        let Some(handle) = root
            .handle
            .as_ref()
            .filter(|_| self.faults.is_none() && !name.is_empty())
        else {
            return self.look(&if name.is_empty() {
                root.path.to_path_buf()
            } else {
                root.path.join(name)
            });
        };
        match statat(handle, name, AtFlags::SYMLINK_NOFOLLOW).map_err(io::Error::from) {
            Ok(found) => Ok(Some(look_of_stat(&found))),
            Err(error) if absent(&error) => Ok(None),
            Err(cause) => Err(PublishError::Disk {
                operation: Operation::Look,
                path: root.path.join(name),
                cause,
            }),
        }
    }

    /// Lists a folder in the order of names; `None` when it is not there.
    pub(super) fn list(&self, path: &Path) -> Result<Option<Vec<Listed>>> {
        self.call(Operation::List, path, || {
            let entries = match fs::read_dir(path) {
                Ok(entries) => entries,
                Err(error) if absent(&error) => return Ok(None),
                Err(error) => return Err(error),
            };
            let mut listed = Vec::new();
            for entry in entries {
                let entry = entry?;
                let kind = Kind::of(entry.file_type()?);
                listed.push(Listed {
                    name: entry.file_name(),
                    kind,
                    inode: entry.ino(),
                });
            }
            listed.sort_unstable_by(|a, b| a.name.cmp(&b.name));
            Ok(Some(listed))
        })
    }

    /// Reads a whole file; `None` when it is not there.
    pub(super) fn read(&self, path: &Path) -> Result<Option<Vec<u8>>> {
        self.call(Operation::Read, path, || match fs::read(path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if absent(&error) => Ok(None),
            Err(error) => Err(error),
        })
    }

    /// The digest of a file's bytes, read in pieces.
    pub(super) fn digest(&self, path: &Path) -> Result<Digest> {
        self.call(Operation::Read, path, || {
            let mut file = File::open(path)?;
            let mut hasher = blake3::Hasher::new();
            let mut piece = vec![0; 64 * 1024];
            loop {
                let read = match file.read(&mut piece) {
                    Ok(0) => return Ok(digest_of(&hasher)),
                    Ok(read) => read,
                    Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                    Err(error) => return Err(error),
                };
                hasher.update(piece.get(..read).unwrap_or_default());
            }
        })
    }

    fn create_new(&self, path: &Path) -> Result<File> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(FILE_MODE);
        self.call(Operation::Create, path, || options.open(path))
    }

    /// Creates a file that must not exist yet and writes it.
    pub(super) fn create(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        let mut file = self.create_new(path)?;
        self.call(Operation::Write, path, || file.write_all(bytes))?;
        if self.set_rights.load(Ordering::Relaxed) {
            self.rights(path, FILE_MODE)?;
        }
        Ok(())
    }

    /// Creates a file that must not exist yet from another; the file system may share their blocks. What it holds now.
    pub(super) fn create_copy(&self, from: &Path, path: &Path) -> Result<(u64, Digest)> {
        let mut source = self.call(Operation::Read, from, || File::open(from))?;
        let mut file = self.create_new(path)?;
        let size = self.call(Operation::Write, path, || io::copy(&mut source, &mut file))?;
        if self.set_rights.load(Ordering::Relaxed) {
            self.rights(path, FILE_MODE)?;
        }
        Ok((size, self.digest(path)?))
    }

    /// Writes a file beside its place and renames it there: it is the old or the new one at every instant, but a power
    /// cut may leave it empty. For records that a checksum guards.
    pub(super) fn replace(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        let beside = self.beside(path, bytes)?;
        self.rename(&beside, path)
    }

    /// As [`Disk::replace`], and durable when it returns.
    pub(super) fn replace_durably(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        let beside = self.beside(path, bytes)?;
        self.flush(&beside)?;
        self.rename(&beside, path)?;
        self.flush(path.parent().unwrap_or(path))
    }

    fn beside(&self, path: &Path, bytes: &[u8]) -> Result<PathBuf> {
        let beside = path.with_extension("part");
        self.remove(&beside)?;
        self.create(&beside, bytes)?;
        Ok(beside)
    }

    /// The time that the file system itself would give a file now. Learns from that file whether the umask takes rights
    /// away.
    pub(super) fn file_system_time(&self, path: &Path) -> Result<i64> {
        self.remove(path)?;
        self.create(path, b".")?;
        let Some(look) = self.look(path)? else {
            return Ok(i64::MIN);
        };
        if look.mode & 0o777 != FILE_MODE {
            self.set_rights.store(true, Ordering::Relaxed);
        }
        Ok(look.mtime)
    }

    /// Gives a file or folder its rights; file systems without rights are let be.
    pub(super) fn rights(&self, path: &Path, mode: u32) -> Result<()> {
        self.call(Operation::Rights, path, || {
            match fs::set_permissions(path, Permissions::from_mode(mode)) {
                Err(error) if matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::Unsupported) => Ok(()),
                other => other,
            }
        })
    }

    /// Makes a folder; `false` when something has the name already.
    pub(super) fn make_folder(&self, path: &Path) -> Result<bool> {
        let made = self.call(Operation::MakeFolder, path, || {
            match DirBuilder::new().mode(FOLDER_MODE).create(path) {
                Ok(()) => Ok(true),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
                Err(error) => Err(error),
            }
        })?;
        if made && self.set_rights.load(Ordering::Relaxed) {
            self.rights(path, FOLDER_MODE)?;
        }
        Ok(made)
    }

    /// Makes a folder and everything above it.
    pub(super) fn make_folders(&self, path: &Path) -> Result<()> {
        self.call(Operation::MakeFolder, path, || {
            DirBuilder::new().mode(FOLDER_MODE).recursive(true).create(path)
        })
    }

    /// Gives a file (or a symbolic link itself) a second name.
    pub(super) fn link(&self, from: &Path, to: &Path) -> Result<()> {
        self.call(Operation::Link, to, || {
            Ok(linkat(CWD, from, CWD, to, AtFlags::empty())?)
        })
    }

    /// Renames; a file in the new place is replaced.
    pub(super) fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        self.call(Operation::Rename, to, || fs::rename(from, to))
    }

    /// Exchanges two names in one instant.
    pub(super) fn exchange(&self, one: &Path, other: &Path) -> Result<()> {
        self.call(Operation::Exchange, other, || {
            Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
        })
    }

    /// Removes a file; `false` when it was not there.
    pub(super) fn remove(&self, path: &Path) -> Result<bool> {
        self.call(Operation::Remove, path, || match fs::remove_file(path) {
            Ok(()) => Ok(true),
            Err(error) if absent(&error) => Ok(false),
            Err(error) => Err(error),
        })
    }

    /// Removes a folder when it is empty; `false` when it is not, or is not there.
    pub(super) fn remove_folder(&self, path: &Path) -> Result<bool> {
        self.call(Operation::RemoveFolder, path, || match fs::remove_dir(path) {
            Ok(()) => Ok(true),
            Err(error) if absent(&error) => Ok(false),
            Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => Ok(false),
            Err(error) => Err(error),
        })
    }

    /// Removes a folder with all that is in it; links are removed, never followed.
    pub(super) fn remove_tree(&self, path: &Path) -> Result<()> {
        self.call(Operation::RemoveFolder, path, || match fs::remove_dir_all(path) {
            Err(error) if absent(&error) => Ok(()),
            other => other,
        })
    }

    /// Flushes one file or folder to the disk. File systems that cannot flush folders are let be.
    pub(super) fn flush(&self, path: &Path) -> Result<()> {
        self.call(Operation::Flush, path, || match File::open(path)?.sync_all() {
            Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
            other => other,
        })
    }

    /// Flushes the whole file system that holds `path`, in one call.
    pub(super) fn flush_system(&self, path: &Path) -> Result<()> {
        self.call(Operation::Flush, path, || {
            let folder = File::open(path)?;
            #[cfg(target_os = "linux")]
            rustix::fs::syncfs(&folder)?;
            #[cfg(not(target_os = "linux"))]
            {
                rustix::fs::sync();
                folder.sync_all()?;
            }
            Ok(())
        })
    }
}

#[allow(clippy::unnecessary_cast, reason = "the types differ by system")]
fn look_of_stat(found: &Stat) -> Look {
    let kind = match FileType::from_raw_mode(found.st_mode) {
        FileType::RegularFile => Kind::File,
        FileType::Directory => Kind::Folder,
        _ => Kind::Other,
    };
    Look {
        kind,
        device: found.st_dev as u64,
        inode: found.st_ino as u64,
        mode: found.st_mode as u32 & 0o7777,
        size: found.st_size as u64,
        mtime: (found.st_mtime as i64)
            .saturating_mul(1_000_000_000)
            .saturating_add(found.st_mtime_nsec as i64),
    }
}

fn look_of(found: &fs::Metadata) -> Look {
    Look {
        kind: Kind::of(found.file_type()),
        device: found.dev(),
        inode: found.ino(),
        mode: found.mode() & 0o7777,
        size: found.size(),
        mtime: found
            .mtime()
            .saturating_mul(1_000_000_000)
            .saturating_add(found.mtime_nsec()),
    }
}
