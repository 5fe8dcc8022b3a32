//! Writing a file whole or not at all.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;

/// Replaces a file: afterwards it is the old one or the new one, never a mixture, and a power cut does not take it back. A new file
/// is readable by all, a replaced one keeps its rights. Errors: the system's; nothing has changed then.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".khobor-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path).map_or(0o644, |m| m.permissions().mode() & 0o777);
        file.as_file().set_permissions(fs::Permissions::from_mode(mode))?;
    }
    file.as_file().sync_all()?;
    file.persist(path)?;
    // The name too: what was taken from a queue is forgotten there.
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    Ok(())
}

/// Writes a new file, whole or not at all, and never over another. Folders that were made for a file that cannot be written go
/// again.
///
/// # Errors
/// `AlreadyExists` when it is there; else what the system says.
pub(crate) fn create_new(path: &Path, bytes: impl AsRef<[u8]>) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    let missing = folder
        .ancestors()
        .take_while(|f| !f.as_os_str().is_empty() && !f.exists())
        .last();
    let stored = store_new(folder, path, bytes.as_ref());
    if stored.is_err()
        && let Some(made) = missing
    {
        let _ = fs::remove_dir_all(made);
    }
    stored
}

fn store_new(folder: &Path, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    if path.symlink_metadata().is_ok() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    let mut file = tempfile::Builder::new().prefix(".khobor-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    // The rights of any new file.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.as_file().set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(())
}
