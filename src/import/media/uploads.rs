//! The uploads of an old site: folders, zips and tars. Archives are read, never unpacked: every name is checked, links and
//! devices are refused, sizes are bounded, and only files that a story names are copied.

use super::names::{Catalogue, inside_uploads};
use super::zip_fault;
use crate::diag::{Diagnostic, Place, codes::import as codes};
use flate2::read::MultiGzDecoder;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

/// Entries that an archive may have.
const MOST_ENTRIES: usize = 500_000;
/// Bytes that all files of an archive may have together.
const LARGEST_TOTAL: u64 = 20 << 30;
/// Bytes that one file may have.
pub const LARGEST_FILE: u64 = 2 << 30;
/// How much a file larger than a MiB may have been packed.
const MOST_PACKED: u64 = 200;

/// Where a file lies.
#[derive(Debug, Clone)]
enum Where {
    Disk(PathBuf),
    Zip(usize, usize),
    Tar(usize),
}

/// The uploads that were given.
#[derive(Debug, Default)]
pub struct Uploads {
    archives: Vec<PathBuf>,
    files: BTreeMap<String, Where>,
    /// What there is, by name.
    pub catalogue: Catalogue,
}

/// What copying does with a file: its name below the uploads folder, and its bytes.
pub type Sink<'a> = &'a mut dyn FnMut(&str, &mut dyn Read) -> io::Result<()>;

impl Uploads {
    /// Looks through folders and archives. What is refused is reported.
    pub fn open(paths: &[PathBuf]) -> (Uploads, Vec<Diagnostic>) {
        let mut uploads = Uploads::default();
        let mut diagnostics = Vec::new();
        for path in paths {
            if let Err(fault) = uploads.add(path, &mut diagnostics) {
                diagnostics.push(unreadable(path, &fault));
            }
        }
        (uploads, diagnostics)
    }

    fn add(&mut self, path: &Path, diagnostics: &mut Vec<Diagnostic>) -> io::Result<()> {
        if path.is_dir() {
            return self.folder(path, diagnostics);
        }
        let mut head = [0u8; 4];
        let length = File::open(path)?.read(&mut head)?;
        self.archives.push(path.to_path_buf());
        match head.get(..length).unwrap_or_default() {
            [b'P', b'K', ..] => self.zip(path, diagnostics),
            _ => self.tar(path, diagnostics),
        }
    }

    fn take(&mut self, inside: String, length: u64, place: Where) {
        let name = crate::bengali::gate::nfc(&inside).into_owned();
        self.catalogue.add(&name, length);
        self.files.entry(name).or_insert(place);
    }

    fn folder(&mut self, root: &Path, diagnostics: &mut Vec<Diagnostic>) -> io::Result<()> {
        let root = root.canonicalize()?;
        // The folder may be the uploads folder itself, or one above it.
        let base = ["wp-content/uploads", "uploads"]
            .iter()
            .map(|s| root.join(s))
            .find(|p| p.is_dir())
            .unwrap_or(root.clone());
        for entry in walkdir::WalkDir::new(&base)
            .sort_by_file_name()
            .into_iter()
            .filter_map(Result::ok)
        {
            let Ok(inside) = entry.path().strip_prefix(&base) else {
                continue;
            };
            let Some(name) = inside.to_str().map(|n| n.replace('\\', "/")) else {
                diagnostics.push(refused(
                    &inside.to_string_lossy(),
                    "its name is no UTF-8",
                    "নামটি UTF-8 নয়",
                ));
                continue;
            };
            if entry.path_is_symlink() {
                diagnostics.push(refused(&name, "it is a link", "এটি একটি লিংক"));
            } else if entry.file_type().is_file() {
                let length = entry.metadata().map_or(0, |m| m.len());
                self.take(name, length, Where::Disk(entry.path().to_path_buf()));
            }
        }
        Ok(())
    }

    fn zip(&mut self, path: &Path, diagnostics: &mut Vec<Diagnostic>) -> io::Result<()> {
        let mut archive = zip::ZipArchive::new(BufReader::new(File::open(path)?)).map_err(zip_fault)?;
        let number = self.archives.len() - 1;
        let mut total = 0u64;
        for index in 0..archive.len().min(MOST_ENTRIES) {
            let entry = archive.by_index_raw(index).map_err(zip_fault)?;
            if entry.is_dir() {
                continue;
            }
            // Hosts' archives have UTF-8 names without saying so.
            let name = match std::str::from_utf8(entry.name_raw()) {
                Ok(name) => name.to_owned(),
                Err(_) => entry.name().map_err(zip_fault)?.into_owned(),
            };
            let (size, packed) = (entry.size(), entry.compressed_size().max(1));
            let link = entry.is_symlink()
                || entry
                    .unix_mode()
                    .is_some_and(|mode| !matches!(mode & 0o170_000, 0 | 0o100_000));
            total = total.saturating_add(size);
            match why_not(&name, link, size, packed, total) {
                Some((en, bn)) => diagnostics.push(refused(&name, en, bn)),
                None => {
                    if let Some(inside) = inside_uploads(&name) {
                        self.take(inside, size, Where::Zip(number, index));
                    }
                }
            }
        }
        Ok(())
    }

    fn tar(&mut self, path: &Path, diagnostics: &mut Vec<Diagnostic>) -> io::Result<()> {
        let number = self.archives.len() - 1;
        let mut archive = tar::Archive::new(opened(path)?);
        let mut total = 0u64;
        for (count, entry) in archive.entries()?.enumerate() {
            let entry = entry?;
            if count >= MOST_ENTRIES {
                break;
            }
            let kind = entry.header().entry_type();
            if kind.is_dir() || matches!(kind, tar::EntryType::XGlobalHeader | tar::EntryType::XHeader) {
                continue;
            }
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            total = total.saturating_add(entry.size());
            match why_not(&name, !kind.is_file(), entry.size(), u64::MAX, total) {
                Some((en, bn)) => diagnostics.push(refused(&name, en, bn)),
                None => {
                    if let Some(inside) = inside_uploads(&name) {
                        self.take(inside, entry.size(), Where::Tar(number));
                    }
                }
            }
        }
        Ok(())
    }

    /// Gives the wanted files to a sink, each once. Errors: what cannot be read or written, by name; the others go on.
    pub fn copy(&self, wanted: &BTreeSet<String>, sink: Sink<'_>) -> Vec<(String, io::Error)> {
        let mut faults = Vec::new();
        let mut in_tars: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        let mut zips: BTreeMap<usize, Vec<(usize, &str)>> = BTreeMap::new();
        for name in wanted {
            match self.files.get(name) {
                Some(Where::Disk(path)) => {
                    if let Err(e) = File::open(path).and_then(|mut file| sink(name, &mut file)) {
                        faults.push((name.clone(), e));
                    }
                }
                Some(Where::Zip(archive, index)) => zips.entry(*archive).or_default().push((*index, name)),
                Some(Where::Tar(archive)) => {
                    in_tars.entry(*archive).or_default().insert(name);
                }
                None => {}
            }
        }
        for (archive, entries) in zips {
            self.copy_zip(archive, &entries, sink, &mut faults);
        }
        for (archive, names) in in_tars {
            self.copy_tar(archive, &names, sink, &mut faults);
        }
        faults
    }

    fn copy_zip(
        &self,
        archive: usize,
        entries: &[(usize, &str)],
        sink: Sink<'_>,
        faults: &mut Vec<(String, io::Error)>,
    ) {
        let Some(path) = self.archives.get(archive) else { return };
        let opened = File::open(path).and_then(|f| zip::ZipArchive::new(BufReader::new(f)).map_err(zip_fault));
        let mut opened = match opened {
            Ok(opened) => opened,
            Err(e) => return faults.push((path.display().to_string(), e)),
        };
        for (index, name) in entries {
            let done = opened.by_index(*index).map_err(zip_fault).and_then(|entry| {
                // What unpacks to more than it says is a bomb.
                let most = entry.size();
                sink(name, &mut entry.take(most))
            });
            if let Err(e) = done {
                faults.push(((*name).to_owned(), e));
            }
        }
    }

    fn copy_tar(&self, archive: usize, names: &BTreeSet<&str>, sink: Sink<'_>, faults: &mut Vec<(String, io::Error)>) {
        let Some(path) = self.archives.get(archive) else { return };
        let mut left = names.clone();
        let mut read = || -> io::Result<()> {
            let mut opened = tar::Archive::new(opened(path)?);
            for entry in opened.entries()? {
                let mut entry = entry?;
                let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
                let inside = inside_uploads(&name).map(|n| crate::bengali::gate::nfc(&n).into_owned());
                let Some(inside) =
                    inside.filter(|n| left.contains(n.as_str()) && entry.header().entry_type().is_file())
                else {
                    continue;
                };
                left.remove(inside.as_str());
                sink(&inside, &mut entry)?;
                if left.is_empty() {
                    break;
                }
            }
            Ok(())
        };
        if let Err(e) = read() {
            faults.push((path.display().to_string(), e));
        }
    }
}

/// A tar, plain or gzip.
fn opened(path: &Path) -> io::Result<Box<dyn Read>> {
    let mut file = BufReader::with_capacity(1 << 18, File::open(path)?);
    let packed = io::BufRead::fill_buf(&mut file)?.starts_with(b"\x1F\x8B");
    Ok(match packed {
        true => Box::new(MultiGzDecoder::new(file)),
        false => Box::new(file),
    })
}

/// Why an entry of an archive is refused.
fn why_not(name: &str, odd: bool, size: u64, packed: u64, total: u64) -> Option<(&'static str, &'static str)> {
    if odd {
        return Some(("it is a link, a device or a pipe", "এটি লিংক, ডিভাইস বা পাইপ"));
    }
    if inside_uploads(name).is_none() {
        return Some(("its path leads out of the folder", "পথটি ফোল্ডারের বাইরে যায়"));
    }
    if size > LARGEST_FILE || total > LARGEST_TOTAL || size > 1 << 20 && size / packed > MOST_PACKED {
        return Some(("it unpacks to more than is believable", "খুললে এটি অস্বাভাবিক বড় হয়"));
    }
    None
}

fn refused(name: &str, en: &str, bn: &str) -> Diagnostic {
    let shown: String = name.chars().filter(|c| !c.is_control()).take(200).collect();
    Diagnostic::new(&codes::UPLOAD_REFUSED)
        .arg("name", shown)
        .arg_in("reason", bn, en)
}

fn unreadable(path: &Path, fault: &io::Error) -> Diagnostic {
    let shown = path.display().to_string();
    Diagnostic::new(&codes::UNREADABLE)
        .arg("file", &shown)
        .cause(fault)
        .at(Place::file(shown))
}
