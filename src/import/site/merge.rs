//! Which holds: the file as it was written, the file as an editor left it, or the new text.

use super::folder::SiteFolder;
use super::state::{Record, hash};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is new.
    Written,
    /// The old system changed it, no editor did.
    Rewritten,
    /// Nothing changed.
    Same,
    /// An editor changed it and the old system did too: the new text lies apart.
    Conflict,
    /// An editor deleted it.
    StaysDeleted,
}

/// A file to be brought.
#[derive(Debug, Clone, Copy)]
pub struct Incoming<'a> {
    /// Where it is to lie.
    pub path: &'a str,
    /// Its text.
    pub text: &'a str,
    /// The hash of what the old system gave for it.
    pub source: &'a str,
    /// It is written again although the old system gave the same.
    pub again: bool,
}

/// Where the new text of a conflict lies.
pub fn conflict_path(path: &str) -> String {
    format!(".khobor-import/conflicts/{path}")
}

/// Writes a file, or leaves it. `before` is what is known of it; `moved` is where an editor has put it. The hash is what a
/// record has to say of the file. Errors: the system's.
pub fn bring(
    folder: &SiteFolder,
    incoming: Incoming<'_>,
    before: Option<&Record>,
    moved: Option<&str>,
) -> io::Result<(Outcome, String, String)> {
    let new = hash(incoming.text);
    let Some(before) = before else {
        return first(folder, incoming, new);
    };
    let old_path = moved.unwrap_or(&before.path);
    let unchanged = before.source == incoming.source && !incoming.again;
    let Some(there) = folder.read(old_path)? else {
        return Ok((Outcome::StaysDeleted, before.path.clone(), before.file.clone()));
    };
    if unchanged {
        return Ok((Outcome::Same, old_path.to_owned(), before.file.clone()));
    }
    let now = hash(&there);
    if now == new && old_path == incoming.path {
        return Ok((Outcome::Same, old_path.to_owned(), new));
    }
    if now != before.file {
        let apart = conflict_path(old_path);
        if folder.read(&apart)?.as_deref() != Some(incoming.text) {
            folder.write(&apart, incoming.text)?;
        }
        return Ok((Outcome::Conflict, old_path.to_owned(), before.file.clone()));
    }
    let path = if moved.is_some() { old_path } else { incoming.path };
    folder.write(path, incoming.text)?;
    if path != old_path {
        folder.remove(old_path)?;
    }
    Ok((Outcome::Rewritten, path.to_owned(), new))
}

/// A file that no record knows. One that lies there already is an editor's, unless it is what would be written.
fn first(folder: &SiteFolder, incoming: Incoming<'_>, new: String) -> io::Result<(Outcome, String, String)> {
    match folder.read(incoming.path)? {
        Some(there) if there == incoming.text => Ok((Outcome::Same, incoming.path.to_owned(), new)),
        Some(_) => {
            folder.write(&conflict_path(incoming.path), incoming.text)?;
            Ok((Outcome::Conflict, incoming.path.to_owned(), String::new()))
        }
        None => {
            folder.write(incoming.path, incoming.text)?;
            Ok((Outcome::Written, incoming.path.to_owned(), new))
        }
    }
}

/// Where files of a site lie now, by the number that they have in the old system: for files that an editor moved.
pub fn by_origin(root: &Path, system: &str) -> BTreeMap<String, String> {
    let content = root.join("content");
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&content)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
    {
        if !entry.file_type().is_file() || entry.path().extension().is_none_or(|e| e != "md") {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(entry.path()) else {
            continue;
        };
        let front = text.split("+++").nth(1).unwrap_or_default();
        let table = front.parse::<toml::Table>().ok();
        let origin = table.as_ref().and_then(|t| t.get("extra")?.get(system)?.get("id"));
        let id = origin.map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
        if let (Some(id), Ok(path)) = (id, entry.path().strip_prefix(root)) {
            found.insert(id, path.to_string_lossy().replace('\\', "/"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Incoming, Outcome, Record, bring, hash};
    use crate::import::site::folder::SiteFolder;

    #[test]
    fn editors_work_is_never_overwritten() {
        let root = tempfile::tempdir().unwrap();
        let folder = SiteFolder::open(root.path(), false).unwrap();
        let incoming = |text, source| Incoming {
            path: "content/ক.md",
            text,
            source,
            again: false,
        };
        let (outcome, path, file) = bring(&folder, incoming("এক", "s1"), None, None).unwrap();
        assert_eq!((outcome, path.as_str()), (Outcome::Written, "content/ক.md"));
        let record = Record {
            source: "s1".into(),
            file,
            path,
            ..Record::default()
        };
        let of = |text, source| bring(&folder, incoming(text, source), Some(&record), None).unwrap().0;
        assert_eq!(of("এক", "s1"), Outcome::Same);
        assert_eq!(of("দুই", "s2"), Outcome::Rewritten);
        folder.write("content/ক.md", "সম্পাদকের").unwrap();
        assert_eq!(of("তিন", "s3"), Outcome::Conflict);
        assert_eq!(folder.read("content/ক.md").unwrap().as_deref(), Some("সম্পাদকের"));
        assert_eq!(
            folder.read(".khobor-import/conflicts/content/ক.md").unwrap().as_deref(),
            Some("তিন")
        );
        folder.remove("content/ক.md").unwrap();
        assert_eq!(of("তিন", "s3"), Outcome::StaysDeleted);
        assert_ne!(hash("ক"), hash("খ"));
    }
}
