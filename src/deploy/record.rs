//! What khobor knows of a host: which files it put there. Kept at the host, so that any machine may deploy, as a base
//! (all files) and a small list of changes since; a cut deploy leaves the list saying which files are in flight.
//!
//! Texts, compressed with gzip. Base: `khobor-deploy 1`, then `HASH SIZE PATH` a line. Changes: `khobor-deploy-changes 1
//! BASE STATE`, then `+ HASH SIZE PATH`, `- PATH` (gone) or `? PATH` (in flight: ours, content unknown).

use super::inventory::{Hash, gzip, hash};
use std::collections::BTreeMap;
use std::io::Read;

/// The folder of the record at the host.
pub const FOLDER: &str = ".khobor-deploy";
/// The base's name at the host.
pub const BASE: &str = ".khobor-deploy/manifest";
/// The changes' name at the host.
pub const CHANGES: &str = ".khobor-deploy/changes";

/// A file that khobor put on a host. The digest is absent while it is not known which content stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Bytes.
    pub size: u64,
    /// Digest of the content, when known.
    pub hash: Option<Hash>,
}

/// The files that khobor put on a host.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// By path.
    pub files: BTreeMap<String, Held>,
    base: BTreeMap<String, Held>,
    base_id: String,
}

/// Most bytes of a record once unpacked, and most lines: a record of a host is not trusted to end.
const LARGEST: u64 = 256 << 20;
const MOST: usize = 2_000_000;

impl Record {
    /// Reads what a host holds. Anything odd counts as absent; `None` when there is no record at all.
    pub fn decode(base: Option<&[u8]>, changes: Option<&[u8]>) -> Option<Record> {
        let base_text = base.and_then(unpack);
        let base_id = base_text.as_deref().map(|t| hash(t.as_bytes())).unwrap_or_default();
        let base = base_text.as_deref().and_then(read_base);
        let changes = changes.and_then(unpack);
        let changes = changes.as_deref().and_then(|text| read_changes(text, &base_id));
        if base.is_none() && changes.is_none() {
            return None;
        }
        let base = base.unwrap_or_default();
        let mut files = base.clone();
        for (path, change) in changes.unwrap_or_default() {
            match change {
                Some(held) => drop(files.insert(path, held)),
                None => drop(files.remove(&path)),
            }
        }
        Some(Record { files, base, base_id })
    }

    /// A record that is a base only.
    pub fn whole(files: BTreeMap<String, Held>) -> Record {
        Record {
            files,
            ..Record::default()
        }
    }

    /// The base, as it must be written when the changes have grown too long; `None` while they are short.
    pub fn new_base(&mut self) -> Option<Vec<u8>> {
        let changes = self.changes().count();
        if !self.base_id.is_empty() && changes <= (self.base.len() / 8).max(200) {
            return None;
        }
        let mut text = String::from("khobor-deploy 1\n");
        for (path, held) in &self.files {
            let hash = held.hash.as_deref().unwrap_or("-");
            text.push_str(&format!("{hash} {} {path}\n", held.size));
        }
        self.base = self.files.clone();
        self.base_id = hash(text.as_bytes());
        gzip(text.as_bytes()).ok()
    }

    /// The changes since the base: all is done.
    pub fn done(&self) -> Vec<u8> {
        self.list("done", &[])
    }

    /// The changes since the base, with `flying` under way.
    pub fn sending(&self, flying: &[&str]) -> Vec<u8> {
        self.list("sending", flying)
    }

    fn changes(&self) -> impl Iterator<Item = (&String, Option<&Held>)> {
        let gone = self
            .base
            .keys()
            .filter(|path| !self.files.contains_key(*path))
            .map(|path| (path, None));
        let new = self
            .files
            .iter()
            .filter(|(path, held)| self.base.get(*path) != Some(held))
            .map(|(path, held)| (path, Some(held)));
        new.chain(gone)
    }

    fn list(&self, state: &str, flying: &[&str]) -> Vec<u8> {
        let base = if self.base_id.is_empty() { "none" } else { &self.base_id };
        let mut lines: BTreeMap<&str, String> = BTreeMap::new();
        for (path, held) in self.changes() {
            let line = match held {
                Some(Held { size, hash: Some(hash) }) => format!("+ {hash} {size} {path}\n"),
                Some(_) => format!("? {path}\n"),
                None => format!("- {path}\n"),
            };
            lines.insert(path, line);
        }
        lines.extend(flying.iter().map(|path| (*path, format!("? {path}\n"))));
        let text = lines
            .values()
            .fold(format!("khobor-deploy-changes 1 {base} {state}\n"), |text, line| {
                text + line
            });
        gzip(text.as_bytes()).unwrap_or_default()
    }
}

/// The text of a packed record; `None` when it is odd or does not end.
pub(super) fn unpack(bytes: &[u8]) -> Option<String> {
    let mut text = String::new();
    let read = flate2::read::GzDecoder::new(bytes)
        .take(LARGEST + 1)
        .read_to_string(&mut text);
    (read.ok()? as u64 <= LARGEST && text.bytes().filter(|byte| *byte == b'\n').count() <= MOST).then_some(text)
}

/// A line's path must be one that khobor could have written: a record is what deletes go by.
fn sound(path: &str) -> bool {
    crate::publish::check_name(path).is_ok() && !path.starts_with(FOLDER)
}

fn read_base(text: &str) -> Option<BTreeMap<String, Held>> {
    let mut lines = text.lines();
    if lines.next()? != "khobor-deploy 1" {
        return None;
    }
    lines.map(held).collect()
}

fn held(line: &str) -> Option<(String, Held)> {
    let mut parts = line.splitn(3, ' ');
    let (hash, size, path) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
    let hash = Some(hash.to_owned()).filter(|h| h != "-");
    sound(path).then(|| (path.to_owned(), Held { size, hash }))
}

type Changes = Vec<(String, Option<Held>)>;

fn read_changes(text: &str, base_id: &str) -> Option<Changes> {
    let mut lines = text.lines();
    let mut header = lines.next()?.split(' ');
    if (header.next()?, header.next()?) != ("khobor-deploy-changes", "1") {
        return None;
    }
    let base = header.next()?;
    if base != base_id && !(base == "none" && base_id.is_empty()) {
        return None;
    }
    lines.map(change).collect()
}

fn change(line: &str) -> Option<(String, Option<Held>)> {
    let (sign, rest) = line.split_once(' ')?;
    match sign {
        "+" => held(rest).map(|(path, held)| (path, Some(held))),
        "?" if sound(rest) => Some((rest.to_owned(), Some(Held { size: 0, hash: None }))),
        "-" if sound(rest) => Some((rest.to_owned(), None)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(text: &str) -> Held {
        Held {
            size: text.len() as u64,
            hash: Some(hash(text.as_bytes())),
        }
    }

    #[test]
    fn a_record_that_does_not_end_is_none() {
        let line = format!("{} 1 a\n", "0".repeat(32));
        let text = format!("khobor-deploy 1\n{}", line.repeat(MOST));
        assert!(unpack(&gzip(text.as_bytes()).unwrap()).is_none());
        assert!(unpack(&gzip("khobor-deploy 1\n".as_bytes()).unwrap()).is_some());
    }

    #[test]
    fn a_record_survives_its_writing() {
        let mut record = Record::default();
        record.files.insert("খবর/index.html".into(), held("ক"));
        record.files.insert("a b.css".into(), held("খ"));
        let base = record.new_base().unwrap();
        let mut record = Record::decode(Some(&base), None).unwrap();
        record.files.remove("a b.css");
        record.files.insert("new.html".into(), held("গ"));
        assert!(record.new_base().is_none());
        let read = Record::decode(Some(&base), Some(&record.done())).unwrap();
        assert_eq!(read.files, record.files);
        let read = Record::decode(Some(&base), Some(&record.sending(&["x.html", "new.html"]))).unwrap();
        assert_eq!(read.files["x.html"].hash, None);
        assert_eq!(read.files["new.html"].hash, None);
    }

    #[test]
    fn odd_records_are_absent_and_never_name_files_of_others() {
        assert_eq!(Record::decode(None, None), None);
        assert_eq!(Record::decode(Some(b"nonsense"), None), None);
        for path in [
            "../../etc/passwd",
            "/etc/passwd",
            "a/../../b",
            ".khobor-deploy/manifest",
        ] {
            let base = gzip(format!("khobor-deploy 1\n{} 1 {path}\n", hash(b"x")).as_bytes()).unwrap();
            assert_eq!(Record::decode(Some(&base), None), None, "{path}");
        }
    }
}
