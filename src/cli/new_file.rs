//! A new file for an editor: written whole or not at all, never over an existing one.

use super::output::Terminal;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Writes a new file, whole or not at all. Fails when it is there already.
pub(super) fn create(terminal: &Terminal, path: &Path, text: &str) -> Result<PathBuf, String> {
    write_whole(path, text).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => terminal.both(
            format!("{} আগে থেকেই আছে; কিছু লেখা হয়নি", path.display()),
            format!("{} is there already; nothing was written", path.display()),
        ),
        _ => terminal.fault_of(path, &error),
    })?;
    terminal.written(path);
    Ok(path.to_owned())
}

/// Writes a new file, whole or not at all, and never over another. Folders that were made for a file that cannot be written go
/// again.
///
/// # Errors
/// `AlreadyExists` when it is there; else what the system says.
pub(super) fn write_whole(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    let missing = folder
        .ancestors()
        .take_while(|f| !f.as_os_str().is_empty() && !f.exists())
        .last();
    let stored = store(folder, path, text);
    if stored.is_err()
        && let Some(made) = missing
    {
        let _ = fs::remove_dir_all(made);
    }
    stored
}

fn store(folder: &Path, path: &Path, text: &str) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    if path.symlink_metadata().is_ok() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    let mut file = tempfile::Builder::new().prefix(".khobor-").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    readable(file.as_file())?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(())
}

/// Gives a temporary file the rights of any new file.
#[cfg(unix)]
fn readable(file: &fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &fs::File) -> std::io::Result<()> {
    Ok(())
}
