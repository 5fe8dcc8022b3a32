//! Writing below one folder and nowhere else: no link is followed, a file is whole or not there.

use crate::diag::Reason;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// A folder that an import may write to.
#[derive(Debug)]
pub struct SiteFolder {
    root: PathBuf,
    /// Nothing is written; what would be is counted.
    dry: bool,
    written: AtomicU64,
}

impl SiteFolder {
    /// Opens a folder; it is made when it is not there. `dry`: nothing is written. Errors: the system's.
    pub fn open(root: &Path, dry: bool) -> io::Result<Self> {
        if !dry {
            fs::create_dir_all(root)?;
        }
        let root = root
            .canonicalize()
            .or_else(|e| if dry { Ok(root.to_path_buf()) } else { Err(e) })?;
        Ok(SiteFolder {
            root,
            dry,
            written: AtomicU64::new(0),
        })
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// How many files were written (or would have been).
    pub fn written(&self) -> u64 {
        self.written.load(Ordering::Relaxed)
    }

    /// The place of a path below the folder. Errors: one that leads out, or through a link.
    fn place(&self, path: &str) -> io::Result<PathBuf> {
        let mut at = self.root.clone();
        for part in path.split('/') {
            if matches!(part, "" | "." | "..") || part.contains(['\0', '\\']) {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidInput,
                    Reason::new(
                        format!("{path}: not a path below the site"),
                        format!("{path}: সাইটের ফোল্ডারের বাইরে"),
                    ),
                ));
            }
            at.push(part);
            if fs::symlink_metadata(&at).is_ok_and(|m| m.file_type().is_symlink()) {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidInput,
                    Reason::new(
                        format!("{path}: leads through a link"),
                        format!("{path}: মাঝে একটি লিংক আছে"),
                    ),
                ));
            }
        }
        Ok(at)
    }

    /// Whether something is at a path.
    pub fn has(&self, path: &str) -> bool {
        self.place(path).is_ok_and(|p| p.exists())
    }

    /// A file's text; `None` when it is not there. Errors: the system's.
    pub fn read(&self, path: &str) -> io::Result<Option<String>> {
        match fs::read(self.place(path)?) {
            Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// Writes a file whole. Errors: the system's, and a path that leads out.
    pub fn write(&self, path: &str, text: &str) -> io::Result<()> {
        self.write_from(path, &mut text.as_bytes())
    }

    /// As [`SiteFolder::write`], from a stream.
    pub fn write_from(&self, path: &str, from: &mut dyn Read) -> io::Result<()> {
        let place = self.place(path)?;
        self.written.fetch_add(1, Ordering::Relaxed);
        if self.dry {
            return Ok(());
        }
        let folder = place.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder)?;
        let mut part = tempfile::Builder::new().prefix(".part-").tempfile_in(folder)?;
        io::copy(from, &mut part)?;
        let file = part.persist(&place).map_err(|e| e.error)?;
        open_to_all(&file)
    }

    /// Adds lines to a file. Errors: the system's.
    pub fn append(&self, path: &str, lines: &str) -> io::Result<()> {
        let place = self.place(path)?;
        if self.dry || lines.is_empty() {
            return Ok(());
        }
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder)?;
        }
        OpenOptions::new()
            .create(true)
            .append(true)
            .open(place)?
            .write_all(lines.as_bytes())
    }

    /// Takes a file away. Errors: the system's; one that is not there is none.
    pub fn remove(&self, path: &str) -> io::Result<()> {
        let place = self.place(path)?;
        if self.dry {
            return Ok(());
        }
        match fs::remove_file(place) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
            _ => Ok(()),
        }
    }

    /// Moves a file. Errors: the system's.
    pub fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let (old, new) = (self.place(from)?, self.place(to)?);
        self.written.fetch_add(1, Ordering::Relaxed);
        if self.dry {
            return Ok(());
        }
        if let Some(folder) = new.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::rename(old, new)
    }
}

/// Temporary files are for their owner only; sources are for all.
#[cfg(unix)]
fn open_to_all(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_all(_: &File) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::SiteFolder;

    #[test]
    fn nothing_is_written_outside() {
        let outside = tempfile::tempdir().unwrap();
        let root = tempfile::tempdir().unwrap();
        let folder = SiteFolder::open(root.path(), false).unwrap();
        std::os::unix::fs::symlink(outside.path(), root.path().join("link")).unwrap();
        for bad in ["../a", "/etc/a", "a/../b", "link/a", "a\\b"] {
            assert!(folder.write(bad, "x").is_err(), "{bad}");
        }
        folder.write("content/ক/খ.md", "লেখা").unwrap();
        assert_eq!(folder.read("content/ক/খ.md").unwrap().as_deref(), Some("লেখা"));
        assert!(std::fs::read_dir(outside.path()).unwrap().next().is_none() && folder.written() == 1);
    }
}
