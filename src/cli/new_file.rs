//! A new file for an editor: written whole or not at all, never over an existing one.

use super::output::Terminal;
pub(super) use crate::replace::create_new as write_whole;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Writes a new file and says so. Fails when it is there already.
pub(super) fn create(terminal: &Terminal, path: &Path, text: &str) -> Result<PathBuf, String> {
    write(terminal, path, text)?;
    terminal.written(path);
    Ok(path.to_owned())
}

/// Writes a new file, whole or not at all. Fails when it is there already.
pub(super) fn write(terminal: &Terminal, path: &Path, text: &str) -> Result<(), String> {
    write_whole(path, text).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => terminal.both(
            format!("{} আগে থেকেই আছে; কিছু লেখা হয়নি", path.display()),
            format!("{} is there already; nothing was written", path.display()),
        ),
        _ => terminal.fault_of(path, &error),
    })
}
