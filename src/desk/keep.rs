//! Opening a file for writing, and keeping what was written.

use super::form::TextForm;
use super::merge::{Piece, merge, merged_text};
use crate::diag::codes::source as codes;
use crate::diag::{Diagnostic, Place, Severity};
use crate::replace::{create_new, replace};
use crate::source::size::size_text;
use crate::source::walk::{Sight, kind_of, sight};
use crate::source::{FileKind, ReadOptions, decode, parse_article, parse_author, parse_page, parse_section};
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

/// A text to be kept.
#[derive(Debug, Clone, Copy)]
pub struct Keep<'a> {
    /// The site's folder.
    pub root: &'a Path,
    /// The file, relative to the site: `content/desh/2026-11-30-nodi/index.md`.
    pub path: &'a str,
    /// The text that [`open`] gave when the writing began.
    pub base: &'a str,
    /// The text now.
    pub text: &'a str,
    /// How a build reads the site.
    pub options: &'a ReadOptions,
}

/// What was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The text of the file now: the base of what is written next.
    pub text: String,
    /// Whether somebody else's changes were put together with these.
    pub merged: bool,
}

/// Why a text was not kept. The file is as it was.
#[derive(Debug)]
pub enum KeepFault {
    /// No source that people write: a path that leads elsewhere, a setting, a template.
    NoSource,
    /// The file is not there any more: moved or deleted.
    Gone,
    /// Somebody else has changed the same places meanwhile. With the file's text, the base of the next try.
    Conflict(Vec<Piece>, String),
    /// A build could not read it.
    Faulty(Vec<Diagnostic>),
    /// The system's reason, such as a full disk.
    System(io::Error),
}

impl From<io::Error> for KeepFault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound => KeepFault::Gone,
            _ => KeepFault::System(error),
        }
    }
}

/// The text of a source file, with line feeds, to be written on. Errors: as [`keep`].
pub fn open(root: &Path, path: &str, options: &ReadOptions) -> Result<String, KeepFault> {
    let (place, _) = place(root, path)?;
    text_of(path, &read(path, &place, options)?)
}

/// Keeps a text: puts it together with what the file holds by now, reads it as a build would, and replaces the file in one step, in
/// the form that it had. A text that nobody changed writes nothing.
///
/// # Errors
/// [`KeepFault`]; the file is as it was.
pub fn keep(work: Keep<'_>) -> Result<Kept, KeepFault> {
    let (place, kind) = place(work.root, work.path)?;
    let bytes = read(work.path, &place, work.options)?;
    let theirs = text_of(work.path, &bytes)?;
    let merged = theirs != work.base && theirs != work.text;
    let text = if merged {
        let pieces = merge(work.base, work.text, &theirs);
        merged_text(&pieces).ok_or_else(|| KeepFault::Conflict(pieces, theirs.clone()))?
    } else {
        work.text.to_owned()
    };
    let faults = faults(kind, work.path, &text, work.options);
    if !faults.is_empty() {
        return Err(KeepFault::Faulty(faults));
    }
    let new = TextForm::of(&bytes).bytes(&text);
    is_short(work.path, new.len(), work.options)?;
    if new != bytes {
        replace(&place, &new)?;
    }
    Ok(Kept { text, merged })
}

/// Writes a file again that was taken away meanwhile.
///
/// # Errors
/// [`KeepFault`]; `System` when it is there after all.
pub fn restore(root: &Path, path: &str, (text, options): (&str, &ReadOptions)) -> Result<(), KeepFault> {
    let kind = source_kind(path)?;
    let faults = faults(kind, path, text, options);
    if !faults.is_empty() {
        return Err(KeepFault::Faulty(faults));
    }
    is_short(path, text.len(), options)?;
    // What still stands of its folders must be folders of this site.
    let mut above = Path::new(path).ancestors().skip(1).filter_map(Path::to_str);
    let standing = above.find(|folder| root.join(folder).symlink_metadata().is_ok());
    let folder = walked(root, standing.unwrap_or_default())?;
    let rest = Path::new(path).strip_prefix(standing.unwrap_or_default());
    let rest = rest.map_err(|_| KeepFault::NoSource)?;
    create_new(&folder.join(rest), text.as_bytes())?;
    Ok(())
}

/// The folder of a story's file.
pub(super) fn story_folder(root: &Path, path: &str) -> Result<PathBuf, KeepFault> {
    let (place, kind) = place(root, path)?;
    match (kind, place.parent()) {
        (FileKind::Article(_), Some(folder)) if place.is_file() => Ok(folder.to_owned()),
        _ => Err(KeepFault::NoSource),
    }
}

/// The errors that a build would report of a story's text.
pub fn story_faults(path: &str, text: &str, options: &ReadOptions) -> Vec<Diagnostic> {
    source_kind(path).map_or_else(|_| Vec::new(), |kind| faults(kind, path, text, options))
}

/// The errors that a build would report of a text.
fn faults(kind: FileKind, path: &str, text: &str, options: &ReadOptions) -> Vec<Diagnostic> {
    if let Err(diagnostic) = decode(path, text.as_bytes()) {
        return vec![diagnostic];
    }
    let diagnostics = match kind {
        FileKind::Article(form) => parse_article(path, text, form, options).1,
        FileKind::Author => parse_author(path, text, options).1,
        FileKind::Section => parse_section(path, text, options).1,
        _ => parse_page(path, text, options).1,
    };
    let errors = |diagnostic: &Diagnostic| diagnostic.severity() == Severity::Error;
    diagnostics.into_iter().filter(errors).collect()
}

/// What a path says that a file is, when people write such files.
fn source_kind(path: &str) -> Result<FileKind, KeepFault> {
    let plain = |part: Component<'_>| matches!(part, Component::Normal(name) if name.to_str().is_some_and(|n| !n.contains(char::is_control)));
    let written = kind_of(path).filter(|kind| {
        matches!(
            kind,
            FileKind::Article(_) | FileKind::Section | FileKind::Author | FileKind::Page
        )
    });
    written
        .filter(|_| Path::new(path).components().all(plain))
        .ok_or(KeepFault::NoSource)
}

/// Where a source file lies and what it is. Only what people write is taken, below the site's folder and behind no link.
fn place(root: &Path, path: &str) -> Result<(PathBuf, FileKind), KeepFault> {
    let kind = source_kind(path)?;
    Ok((walked(root, path)?, kind))
}

/// A path of the site on the disk: nothing of it is hidden, or a link.
pub(super) fn walked(root: &Path, path: &str) -> Result<PathBuf, KeepFault> {
    let mut place = root.canonicalize()?;
    let mut so_far = String::new();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        place.push(part);
        so_far = if so_far.is_empty() {
            part.to_owned()
        } else {
            format!("{so_far}/{part}")
        };
        if sight(&so_far) != Sight::Seen || fs::symlink_metadata(&place)?.is_symlink() {
            return Err(KeepFault::NoSource);
        }
    }
    Ok(place)
}

fn read(path: &str, place: &Path, options: &ReadOptions) -> Result<Vec<u8>, KeepFault> {
    let file = fs::File::open(place)?;
    if !file.metadata()?.is_file() {
        return Err(KeepFault::NoSource);
    }
    let mut bytes = Vec::new();
    file.take(options.max_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    is_short(path, bytes.len(), options)?;
    Ok(bytes)
}

/// What a build refuses for its length is neither opened nor written: a part of it would be kept as the whole.
fn is_short(path: &str, length: usize, options: &ReadOptions) -> Result<(), KeepFault> {
    if length as u64 <= options.max_bytes {
        return Ok(());
    }
    let diagnostic = Diagnostic::new(&codes::TOO_LARGE).arg("size", size_text(length as u64));
    let diagnostic = diagnostic.arg("limit", size_text(options.max_bytes));
    Err(KeepFault::Faulty(vec![diagnostic.at(Place::file(path))]))
}

fn text_of(path: &str, bytes: &[u8]) -> Result<String, KeepFault> {
    decode(path, bytes).map_err(|diagnostic| KeepFault::Faulty(vec![diagnostic]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bengali::Edition;

    const STORY: &str = "+++\ntitle = \"নদী\"\ndate = 2026-11-01\n+++\n\nএক।\n\nদুই।\n";
    const PATH: &str = "content/desh/nodi.md";

    fn options() -> ReadOptions {
        ReadOptions {
            zone: jiff::tz::TimeZone::UTC,
            edition: Edition::Bd,
            unsafe_html: false,
            max_bytes: 1 << 20,
        }
    }

    fn site(bytes: &[u8]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("content/desh")).unwrap();
        fs::write(folder.path().join(PATH), bytes).unwrap();
        folder
    }

    fn kept(site: &tempfile::TempDir, base: &str, text: &str) -> Result<Kept, KeepFault> {
        keep(Keep {
            root: site.path(),
            path: PATH,
            base,
            text,
            options: &options(),
        })
    }

    fn on_disk(site: &tempfile::TempDir) -> String {
        fs::read_to_string(site.path().join(PATH)).unwrap()
    }

    #[test]
    fn what_is_kept_is_on_the_disk_in_the_files_own_form() {
        let site = site(STORY.replace('\n', "\r\n").as_bytes());
        let base = open(site.path(), PATH, &options()).unwrap();
        assert_eq!(base, STORY);
        let text = STORY.replace("দুই", "দুই কথা");
        assert_eq!(
            kept(&site, &base, &text).unwrap(),
            Kept {
                text: text.clone(),
                merged: false
            }
        );
        assert_eq!(on_disk(&site), text.replace('\n', "\r\n"));
    }

    #[test]
    fn changes_of_another_are_put_together_or_shown() {
        let site = site(STORY.as_bytes());
        fs::write(site.path().join(PATH), STORY.replace("এক", "এক কথা")).unwrap();
        let Kept { text, merged } = kept(&site, STORY, &STORY.replace("দুই", "দুই কথা")).unwrap();
        assert!(merged && text.contains("এক কথা") && text.contains("দুই কথা"));
        assert_eq!(on_disk(&site), text);
        let before = on_disk(&site);
        match kept(&site, STORY, &STORY.replace("দুই", "দুই, আমার")) {
            Err(KeepFault::Conflict(pieces, theirs)) => {
                assert_eq!(theirs, before);
                assert!(
                    pieces
                        .iter()
                        .any(|p| matches!(p, Piece::Conflict { mine, .. } if mine.contains("আমার")))
                );
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(on_disk(&site), before, "nothing is written over the other's text");
    }

    #[test]
    fn what_a_build_cannot_read_is_never_written() {
        let site = site(STORY.as_bytes());
        let wrong = STORY.replace("date =", "dtae =");
        match kept(&site, STORY, &wrong) {
            Err(KeepFault::Faulty(faults)) => assert_eq!(faults[0].place.as_ref().unwrap().line, 3),
            other => panic!("{other:?}"),
        }
        assert_eq!(on_disk(&site), STORY);
    }

    #[test]
    fn what_a_build_cannot_open_again_is_never_written() {
        let site = site(STORY.as_bytes());
        for wrong in [format!("{STORY}ক\0খ\n"), format!("{STORY}{}\n", "ক".repeat(400_000))] {
            assert!(matches!(kept(&site, STORY, &wrong), Err(KeepFault::Faulty(_))));
            assert_eq!(on_disk(&site), STORY);
        }
        // A file that is too long is not opened in part: the rest of it would be lost when it is kept.
        fs::write(site.path().join(PATH), format!("{STORY}{}\n", "ক".repeat(400_000))).unwrap();
        assert!(matches!(open(site.path(), PATH, &options()), Err(KeepFault::Faulty(_))));
    }

    #[test]
    fn files_that_are_gone_and_paths_that_lead_elsewhere() {
        let site = site(STORY.as_bytes());
        fs::write(site.path().join("khobor.toml"), "").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("/etc", site.path().join("content/etc")).unwrap();
        for path in [
            "khobor.toml",
            "content/../khobor.toml",
            "/etc/passwd",
            "content/etc/passwd.md",
            "templates/a.html",
            "content/.git/a.md",
            "content/desh/\u{0}.md",
            "",
            "content",
            "content/desh",
        ] {
            let fault = open(site.path(), path, &options());
            assert!(
                matches!(fault, Err(KeepFault::NoSource | KeepFault::Gone)),
                "{path}: {fault:?}"
            );
        }
        fs::remove_file(site.path().join(PATH)).unwrap();
        assert!(matches!(kept(&site, STORY, STORY), Err(KeepFault::Gone)));
    }
}
