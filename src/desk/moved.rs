//! Where a file is now that was moved while somebody was writing it: known by what the file system says of it, or by its text.

use super::keep::open;
use crate::source::walk::walk;
use crate::source::{FileKind, ReadOptions};
use std::fs::Metadata;
use std::path::Path;
use std::time::UNIX_EPOCH;

/// A file that is looked for.
#[derive(Clone, Copy)]
pub struct Sought<'a> {
    /// What [`file_sign`] said of it; empty when that is not known.
    pub sign: &'a str,
    /// Bytes of its text, with line feeds.
    pub length: usize,
    /// Whether a text is the one that it had.
    pub is_text: &'a dyn Fn(&str) -> bool,
}

/// What the file system knows a file by, whatever its name: device, inode, and when it was made, because inodes are used again.
/// Empty where the system does not say all three.
pub fn file_sign(root: &Path, path: &str) -> String {
    let about = root.join(path).symlink_metadata();
    about.ok().and_then(|about| sign(&about)).unwrap_or_default()
}

#[cfg(unix)]
fn sign(about: &Metadata) -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    let made = about.created().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
    Some(format!("{}:{}:{made}", about.dev(), about.ino()))
}

#[cfg(not(unix))]
fn sign(_: &Metadata) -> Option<String> {
    None
}

/// The path of the story that the file is now; `None` when it is none any more. The site is looked through.
pub fn moved_to(root: &Path, sought: Sought<'_>, options: &ReadOptions) -> Option<String> {
    let (tree, _) = walk(root, options.max_bytes);
    let stories = tree
        .files
        .iter()
        .filter(|file| matches!(file.kind, FileKind::Article(_)));
    let inode = sought.sign.split(':').nth(1).and_then(|inode| inode.parse().ok());
    let mut same = stories.clone().filter(|file| Some(file.inode) == inode);
    if let Some(file) = same.find(|file| file_sign(root, &file.path) == sought.sign) {
        return Some(file.path.clone());
    }
    // Line ends of two bytes and a byte order mark make a file longer than its text.
    let least = sought.length as u64;
    let most = least + least / 4 + 3;
    let mut alike: Vec<_> = stories.filter(|file| (least..=most).contains(&file.size)).collect();
    alike.sort_by_key(|file| (file.size, &file.path));
    let is_it = |path: &str| open(root, path, options).is_ok_and(|text| (sought.is_text)(&text));
    alike.into_iter().map(|file| file.path.clone()).find(|path| is_it(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const TEXT: &str = "+++\ntitle = \"নদী\"\ndate = 2026-11-01\n+++\nলেখা।\n";

    #[test]
    fn a_moved_file_is_found_by_its_inode_and_by_its_text() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("content/desh/a")).unwrap();
        fs::write(root.join("content/desh/a/index.md"), TEXT).unwrap();
        let sign = file_sign(root, "content/desh/a/index.md");
        let options = ReadOptions {
            zone: jiff::tz::TimeZone::UTC,
            edition: crate::bengali::Edition::Bd,
            unsafe_html: false,
            max_bytes: 1 << 20,
        };
        let found = |sign: &str| {
            let is_text = |text: &str| text == TEXT;
            let length = TEXT.len();
            moved_to(
                root,
                Sought {
                    sign,
                    length,
                    is_text: &is_text,
                },
                &options,
            )
        };
        fs::rename(root.join("content/desh"), root.join("content/khela")).unwrap();
        assert_eq!(found(&sign).as_deref(), Some("content/khela/a/index.md"));
        // Another text in the same file, and the same text in another file.
        fs::write(root.join("content/khela/a/index.md"), TEXT.replace("লেখা", "অন্য লেখা")).unwrap();
        assert_eq!(found("").as_deref(), None);
        if !sign.is_empty() {
            assert_eq!(found(&sign).as_deref(), Some("content/khela/a/index.md"));
        }
        fs::write(root.join("content/khela/b.md"), TEXT.replace('\n', "\r\n")).unwrap();
        assert_eq!(found("").as_deref(), Some("content/khela/b.md"));
        fs::remove_dir_all(root.join("content/khela")).unwrap();
        assert_eq!(found(&sign), None);
    }
}
