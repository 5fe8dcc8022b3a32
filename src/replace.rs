//! Writing a file whole or not at all.

use std::fs::{self, File};
use std::io::Write;
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
