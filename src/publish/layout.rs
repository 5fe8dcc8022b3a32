//! The folders that a manifest's files are in.

use std::cmp::Ordering;

use super::manifest::Manifest;

/// One folder: the first `length` bytes of the name of row `row`.
#[derive(Clone, Copy, Debug)]
struct Folder {
    row: usize,
    length: usize,
    parent: usize,
}

/// Every folder once, each after its parent; number 0 is the output itself. Also the folder of every file.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    folders: Vec<Folder>,
    of_row: Vec<u32>,
}

impl Layout {
    /// One pass over the sorted names: names below one folder stand together.
    pub(super) fn of(manifest: &Manifest) -> Layout {
        let mut layout = Layout {
            folders: vec![Folder {
                row: 0,
                length: 0,
                parent: 0,
            }],
            of_row: Vec::new(),
        };
        layout.of_row.reserve_exact(manifest.len());
        let mut open: Vec<usize> = vec![0];
        for row in 0..manifest.len() {
            let name = manifest.path(row);
            while let Some(&top) = open.last() {
                if top == 0 || is_below(name, layout.path(manifest, top)) {
                    break;
                }
                open.pop();
            }
            let mut here = open.last().copied().unwrap_or(0);
            let known = layout.folders.get(here).map_or(0, |folder| folder.length);
            for (at, _) in name.match_indices('/').filter(|(at, _)| *at > known) {
                layout.folders.push(Folder {
                    row,
                    length: at,
                    parent: here,
                });
                here = layout.folders.len() - 1;
                open.push(here);
            }
            layout.of_row.push(u32::try_from(here).unwrap_or(u32::MAX));
        }
        layout
    }

    pub(super) fn len(&self) -> usize {
        self.folders.len()
    }

    /// The folder's name; empty for the output itself.
    pub(super) fn path<'a>(&self, manifest: &'a Manifest, folder: usize) -> &'a str {
        let Some(found) = self.folders.get(folder) else {
            return "";
        };
        manifest.path(found.row).get(..found.length).unwrap_or("")
    }

    pub(super) fn parent(&self, folder: usize) -> usize {
        self.folders.get(folder).map_or(0, |found| found.parent)
    }

    /// The folder that a file is in.
    pub(super) fn folder_of(&self, row: usize) -> usize {
        self.of_row.get(row).map_or(0, |folder| *folder as usize)
    }

    /// For every folder the one of the same name in another layout. One pass over both.
    pub(super) fn align(&self, manifest: &Manifest, (other, its): (&Layout, &Manifest)) -> Vec<Option<usize>> {
        let mut at = 0;
        let mut numbers = Vec::with_capacity(self.len());
        for folder in 0..self.len() {
            let path = self.path(manifest, folder);
            while at < other.len() && compare_folders(other.path(its, at), path) == Ordering::Less {
                at += 1;
            }
            numbers.push((at < other.len() && other.path(its, at) == path).then_some(at));
        }
        numbers
    }

    /// The number of a folder by its name.
    pub(super) fn find(&self, manifest: &Manifest, path: &str) -> Option<usize> {
        let order = |folder: &Folder| {
            let name = manifest.path(folder.row).get(..folder.length).unwrap_or("");
            compare_folders(name, path)
        };
        self.folders.binary_search_by(order).ok()
    }
}

fn is_below(name: &str, folder: &str) -> bool {
    name.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// The order in which sorted file names bring up their folders: that of the names with a `/` behind them.
fn compare_folders(one: &str, other: &str) -> Ordering {
    match (one.is_empty(), other.is_empty()) {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => one.bytes().chain([b'/']).cmp(other.bytes().chain([b'/'])),
    }
}

#[cfg(test)]
mod tests {
    use super::super::manifest::Entry;
    use super::*;

    #[test]
    fn every_folder_is_found_once() {
        let mut names = [
            "index.html",
            "a/x",
            "a-b/x",
            "a/b/c/x",
            "a/b.html",
            "a/c/x",
            "খেলা/ক/index.html",
        ];
        names.sort_unstable();
        let mut manifest = Manifest::default();
        for path in names {
            manifest.push(Entry {
                path,
                size: 0,
                digest: [0; 16],
                fingerprint: [0; 16],
            });
        }
        let layout = Layout::of(&manifest);
        let folders: Vec<&str> = (0..layout.len()).map(|folder| layout.path(&manifest, folder)).collect();
        assert_eq!(folders, ["", "a-b", "a", "a/b", "a/b/c", "a/c", "খেলা", "খেলা/ক"]);
        for (number, folder) in folders.iter().enumerate() {
            assert_eq!(layout.find(&manifest, folder), Some(number), "{folder}");
        }
        assert_eq!(layout.find(&manifest, "b"), None);
        let mut fewer = Manifest::default();
        ["a-b/x", "a/b/c/x", "খেলা/ক/index.html", "index.html"]
            .map(|path| manifest.entry(manifest.find(path).unwrap()).unwrap())
            .into_iter()
            .for_each(|entry| fewer.push(entry));
        let aligned = layout.align(&manifest, (&Layout::of(&fewer), &fewer));
        let same = [Some(0), Some(1), Some(2), Some(3), Some(4), None, Some(5), Some(6)];
        assert_eq!(aligned, same);
        for row in 0..manifest.len() {
            let name = manifest.path(row);
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            assert_eq!(layout.path(&manifest, layout.folder_of(row)), folder);
        }
        assert_eq!(layout.path(&manifest, layout.parent(4)), "a/b");
    }
}
