//! Keys that are misspelt or called otherwise in another program, read as what they are meant to be: each is reported, and what
//! hangs on its value is reported in the same run.

use super::data::Entry;
use super::foreign::{self, Foreign};
use super::notes::{File, Notes};
use crate::diag::codes::source as codes;
use crate::diag::{Diagnostic, did_you_mean};

/// Reports keys that are meant to be one of `keys` and gives them that name. One whose right name is there already stays as it is.
pub(crate) fn rename(file: &File, notes: &mut Notes, entries: &mut [Entry], keys: &[&str]) {
    if entries.iter().all(|entry| keys.contains(&entry.key.as_str())) {
        return;
    }
    for at in 0..entries.len() {
        let entry = &entries[at];
        let Some(right) = right_key(&entry.key, keys) else {
            continue;
        };
        if entries.iter().any(|other| other.key == right) {
            continue;
        }
        let fault = Diagnostic::new(&codes::UNKNOWN_KEY).arg("suggestion", format!("→ `{right}`"));
        notes.report(file, entry.at.clone(), fault.arg("key", &entry.key));
        right.clone_into(&mut entries[at].key);
    }
}

/// What a key is meant to be, where that is plain.
fn right_key<'k>(written: &str, keys: &[&'k str]) -> Option<&'k str> {
    if keys.contains(&written) {
        return None;
    }
    match foreign::key(written) {
        Some(Foreign::Named(names)) => {
            let mut own = keys.iter().filter(|key| names.contains(key));
            own.next().filter(|_| own.next().is_none()).copied()
        }
        Some(_) => None,
        None => did_you_mean(written, keys.iter().copied()),
    }
}
