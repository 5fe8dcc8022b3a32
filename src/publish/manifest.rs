//! The manifest: which files of the output khobor wrote, with what content, made from what. It holds nothing of the
//! moment or the machine, so equal sites have equal manifests.
//!
//! File: magic, schema, crate version (for people), count, length, blake3 of the body, body. The body has one row a
//! file in byte order of names: bytes shared with the name before, rest of the name, size (variable-length integers),
//! digest, fingerprint. Anything odd and the manifest counts as lost: files are then adopted by content.

use super::name::flaw;
use crate::digest::Digest;
use std::hash::Hasher;
use std::sync::OnceLock;

/// What a file was made from, as its maker computes it. This room only compares it.
pub type Fingerprint = [u8; 16];

/// Two outputs with one mark are the same: the hash of a manifest's bytes.
pub type Mark = [u8; 32];

const MAGIC: &[u8; 8] = b"KHOBORM\n";
const SCHEMA: u32 = 1;
const VERSION_BYTES: usize = 16;
const HEADER: usize = 8 + 4 + VERSION_BYTES + 8 + 8 + 32;

/// One owned file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Its name in the output, parts between `/`.
    pub path: &'a str,
    /// Its size in bytes.
    pub size: u64,
    /// What it holds.
    pub digest: Digest,
    /// What it was made from.
    pub fingerprint: Fingerprint,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    start: u64,
    length: u32,
    size: u64,
    digest: Digest,
    fingerprint: Fingerprint,
}

/// All owned files in byte order of their names, about 64 bytes and the name each.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    names: String,
    rows: Vec<Row>,
    /// Rows by the hash of their names; made when a name is first asked for.
    index: OnceLock<Vec<u32>>,
}

/// No row.
const FREE: u32 = u32::MAX;

impl Manifest {
    /// How many files are owned.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no file is owned.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Appends a row; names must come in ascending byte order.
    pub(super) fn push(&mut self, entry: Entry<'_>) {
        self.index.take();
        let start = self.names.len() as u64;
        self.names.push_str(entry.path);
        let length = u32::try_from(entry.path.len()).unwrap_or(u32::MAX);
        let Entry {
            size,
            digest,
            fingerprint,
            ..
        } = entry;
        self.rows.push(Row {
            start,
            length,
            size,
            digest,
            fingerprint,
        });
    }

    /// The name of a row; empty when there is no such row.
    pub(super) fn path(&self, row: usize) -> &str {
        self.rows.get(row).map_or("", |row| self.name_of(row))
    }

    fn name_of(&self, row: &Row) -> &str {
        let start = row.start as usize;
        self.names.get(start..start + row.length as usize).unwrap_or("")
    }

    /// A row as it is.
    pub(super) fn entry(&self, row: usize) -> Option<Entry<'_>> {
        let found = self.rows.get(row)?;
        let Row {
            size,
            digest,
            fingerprint,
            ..
        } = *found;
        Some(Entry {
            path: self.name_of(found),
            size,
            digest,
            fingerprint,
        })
    }

    /// All files in byte order of their names.
    pub fn iter(&self) -> impl Iterator<Item = Entry<'_>> {
        (0..self.len()).filter_map(|row| self.entry(row))
    }

    /// The row of a name.
    pub(super) fn find(&self, path: &str) -> Option<usize> {
        let index = self.index.get_or_init(|| self.indexed());
        let mut slot = first_slot(path, index.len());
        loop {
            match index.get(slot) {
                None | Some(&FREE) => return None,
                Some(row) if self.path(*row as usize) == path => return Some(*row as usize),
                Some(_) => slot = (slot + 1) % index.len(),
            }
        }
    }

    /// Open addressing, at most half full.
    fn indexed(&self) -> Vec<u32> {
        let mut index = vec![FREE; (self.rows.len() * 2).next_power_of_two()];
        for row in 0..self.rows.len() {
            let mut slot = first_slot(self.path(row), index.len());
            while index.get(slot).is_some_and(|taken| *taken != FREE) {
                slot = (slot + 1) % index.len();
            }
            if let Some(free) = index.get_mut(slot) {
                *free = row as u32;
            }
        }
        index
    }

    /// Whether there is a file of this name. For a few questions: [`Manifest::find`] makes an index first.
    pub fn has(&self, path: &str) -> bool {
        self.rows.binary_search_by(|row| self.name_of(row).cmp(path)).is_ok()
    }

    /// Whether a file is in the folder `path` (empty: the output itself) or below.
    pub(super) fn has_below(&self, path: &str) -> bool {
        if path.is_empty() {
            return true;
        }
        let after = self
            .rows
            .partition_point(|row| self.name_of(row).bytes().lt(path.bytes().chain([b'/'])));
        let below = self.path(after).strip_prefix(path);
        below.is_some_and(|rest| rest.starts_with('/'))
    }

    /// The files in the folder `path` and below, in byte order of their names.
    pub(super) fn below<'a>(&'a self, path: &'a str) -> impl Iterator<Item = Entry<'a>> {
        let inside = move |name: &str| name.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        let first = self
            .rows
            .partition_point(|row| self.name_of(row).bytes().lt(path.bytes().chain([b'/'])));
        (first..self.len())
            .filter_map(|row| self.entry(row))
            .take_while(move |entry| inside(entry.path))
    }

    /// The file's bytes, ready to be written.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut body = Vec::with_capacity(self.rows.len() * 56);
        let mut before = "";
        for row in &self.rows {
            let name = self.name_of(row);
            let shared = before.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
            put_number(&mut body, shared as u64);
            put_number(&mut body, (name.len() - shared) as u64);
            body.extend_from_slice(name.as_bytes().get(shared..).unwrap_or_default());
            put_number(&mut body, row.size);
            body.extend_from_slice(&row.digest);
            body.extend_from_slice(&row.fingerprint);
            before = name;
        }
        let mut version = [b' '; VERSION_BYTES];
        version
            .iter_mut()
            .zip(env!("CARGO_PKG_VERSION").bytes())
            .for_each(|(to, from)| *to = from);
        let mut file = Vec::with_capacity(HEADER + body.len());
        file.extend_from_slice(MAGIC);
        file.extend_from_slice(&SCHEMA.to_le_bytes());
        file.extend_from_slice(&version);
        file.extend_from_slice(&(self.rows.len() as u64).to_le_bytes());
        file.extend_from_slice(&(body.len() as u64).to_le_bytes());
        file.extend_from_slice(blake3::hash(&body).as_bytes());
        file.extend_from_slice(&body);
        file
    }

    /// Reads a manifest's bytes; `None` when anything is odd.
    pub(super) fn decode(file: &[u8]) -> Option<Manifest> {
        let mut header = Bytes(file);
        let known = header.take(8)? == MAGIC && header.take(4)? == SCHEMA.to_le_bytes();
        header.take(VERSION_BYTES)?;
        let count = u64::from_le_bytes(header.take(8)?.try_into().ok()?);
        let length = u64::from_le_bytes(header.take(8)?.try_into().ok()?);
        let sum = header.take(32)?;
        let Bytes(body) = header;
        let whole = body.len() as u64 == length && blake3::hash(body).as_bytes() == sum;
        if !known || !whole || count > length {
            return None;
        }
        read_rows(body, count)
    }

    /// A short mark of the whole content, to tell whether another record speaks of this manifest.
    pub(super) fn mark(file: &[u8]) -> Mark {
        *blake3::hash(file).as_bytes()
    }
}

/// What is published in an output folder, by its manifest alone: nothing is locked and no file is looked at.
pub fn published(out: &std::path::Path) -> Option<Manifest> {
    Manifest::decode(&std::fs::read(out.join(super::name::MANIFEST)).ok()?)
}

/// Where the search for a name in an index begins.
fn first_slot(path: &str, slots: usize) -> usize {
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(path.as_bytes());
    hasher.finish() as usize & slots.saturating_sub(1)
}

fn read_rows(body: &[u8], count: u64) -> Option<Manifest> {
    let mut bytes = Bytes(body);
    let mut manifest = Manifest::default();
    manifest.rows.reserve_exact(usize::try_from(count).ok()?);
    let mut name: Vec<u8> = Vec::new();
    for _ in 0..count {
        let shared = usize::try_from(bytes.number()?).ok()?;
        let rest = usize::try_from(bytes.number()?).ok()?;
        let rest = bytes.take(rest)?;
        // Ascending order: what follows the shared bytes must be greater than it was.
        let ascending = manifest.is_empty() || name.get(shared..)? < rest;
        if shared > name.len() || !ascending {
            return None;
        }
        name.truncate(shared);
        name.extend_from_slice(rest);
        let path = std::str::from_utf8(&name).ok()?;
        if flaw(path).is_some() {
            return None;
        }
        let size = bytes.number()?;
        let digest = bytes.take(16)?.try_into().ok()?;
        let fingerprint = bytes.take(16)?.try_into().ok()?;
        manifest.push(Entry {
            path,
            size,
            digest,
            fingerprint,
        });
    }
    bytes.0.is_empty().then_some(manifest)
}

fn put_number(to: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        to.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

/// A reader over bytes that never goes past their end.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(head)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = *self.take(1)?.first()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }
}

/// For every row of `one` the row of the same name in `other`. One pass over both.
pub(super) fn align(one: &Manifest, other: &Manifest) -> Vec<Option<usize>> {
    let mut at = 0;
    let mut rows = Vec::with_capacity(one.len());
    for entry in one.iter() {
        while at < other.len() && other.path(at) < entry.path {
            at += 1;
        }
        rows.push((other.path(at) == entry.path).then_some(at));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::digest;

    fn sample(count: u32) -> Manifest {
        let mut names: Vec<String> = (0..count).map(|n| format!("খেলা/{n}/index.html")).collect();
        names.push("index.html".into());
        names.sort_unstable();
        let mut manifest = Manifest::default();
        for (n, path) in names.iter().enumerate() {
            manifest.push(Entry {
                path,
                size: n as u64 * 99,
                digest: digest(path.as_bytes()),
                fingerprint: [3; 16],
            });
        }
        manifest
    }

    #[test]
    fn what_is_written_is_read_again() {
        let manifest = sample(300);
        let read = Manifest::decode(&manifest.encode()).unwrap();
        assert!(manifest.iter().eq(read.iter()));
        assert_eq!(
            read.entry(read.find("খেলা/7/index.html").unwrap()).unwrap().path,
            "খেলা/7/index.html"
        );
        assert!(read.has_below("খেলা") && read.has_below("খেলা/7") && read.has_below(""));
        assert!(!read.has_below("খেলা/7/index.html") && !read.has_below("খেল") && !read.has_below("index.html"));
    }

    #[test]
    fn every_flip_and_cut_is_noticed() {
        let file = sample(20).encode();
        for at in 0..file.len() {
            // The version is for people only.
            if (12..12 + VERSION_BYTES).contains(&at) {
                continue;
            }
            let mut odd = file.clone();
            odd[at] ^= 0x10;
            assert!(Manifest::decode(&odd).is_none(), "flip at {at}");
            assert!(Manifest::decode(&file[..at]).is_none(), "cut at {at}");
        }
        assert!(Manifest::decode(&[file, vec![0]].concat()).is_none());
    }

    #[test]
    fn a_forged_manifest_cannot_name_files_outside() {
        let mut manifest = Manifest::default();
        manifest.push(Entry {
            path: "../খবর",
            size: 0,
            digest: [0; 16],
            fingerprint: [0; 16],
        });
        assert!(Manifest::decode(&manifest.encode()).is_none());
    }
}
