//! What the folders and files of a published tree looked like when it was published, so that the next build can tell
//! by looking, without reading, what others changed. Only a help: when it is odd or lost, files are read instead.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::disk::{Kind, Look};
use super::manifest::Manifest;

/// The look of one folder or file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    pub(super) inode: u64,
    pub(super) mtime: i64,
}

impl Stamp {
    /// Nothing ever equals it.
    pub(super) const UNSURE: Stamp = Stamp {
        inode: 0,
        mtime: i64::MIN,
    };

    /// A stamp taken when the file system's clock stood at `now`. What was changed in that same tick could be changed
    /// again without its time moving, so it is not trusted.
    pub(super) fn of(look: &Look, now: i64) -> Stamp {
        if look.mtime < now {
            Stamp {
                inode: look.inode,
                mtime: look.mtime,
            }
        } else {
            Stamp::UNSURE
        }
    }

    pub(super) fn matches(self, look: &Look) -> bool {
        self != Stamp::UNSURE && self.inode == look.inode && self.mtime == look.mtime
    }
}

/// Something in the output that khobor did not write. The name is bytes: others' names need not be Unicode.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Foreign {
    pub(super) path: Vec<u8>,
    pub(super) folder: bool,
    pub(super) inode: u64,
    pub(super) mode: u32,
}

/// The stamps of one tree, in the order of its layout's folders and its manifest's rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Stamps {
    pub(super) folders: Vec<Stamp>,
    pub(super) files: Vec<Stamp>,
    pub(super) foreign: Vec<Foreign>,
}

const MAGIC: &[u8; 8] = b"KHOBORS1";

impl Stamps {
    /// The bytes of a stamps file that speaks of the manifest with this mark.
    pub(super) fn encode(&self, mark: [u8; 32]) -> Option<Vec<u8>> {
        let mut body = Vec::with_capacity((self.folders.len() + self.files.len()) * 16 + 64);
        body.extend_from_slice(&mark);
        for list in [&self.folders, &self.files] {
            body.extend_from_slice(&(list.len() as u64).to_le_bytes());
            for stamp in list {
                body.extend_from_slice(&stamp.inode.to_le_bytes());
                body.extend_from_slice(&stamp.mtime.to_le_bytes());
            }
        }
        body.extend(postcard::to_stdvec(&self.foreign).ok()?);
        Some(seal(MAGIC, &body))
    }

    /// Reads them again; `None` when they are odd or speak of another manifest.
    pub(super) fn decode(file: &[u8], mark: [u8; 32]) -> Option<Stamps> {
        let body = unseal(MAGIC, file)?;
        let (found, body) = body.split_at_checked(32)?;
        let (folders, body) = read_list(body)?;
        let (files, body) = read_list(body)?;
        let foreign = postcard::from_bytes(body).ok()?;
        (found == mark).then_some(Stamps {
            folders,
            files,
            foreign,
        })
    }
}

fn read_list(body: &[u8]) -> Option<(Vec<Stamp>, &[u8])> {
    let (count, body) = body.split_first_chunk::<8>()?;
    let bytes = usize::try_from(u64::from_le_bytes(*count)).ok()?.checked_mul(16)?;
    let (list, body) = body.split_at_checked(bytes)?;
    let number = |bytes: &[u8]| <[u8; 8]>::try_from(bytes).unwrap_or_default();
    let stamp = |pair: &[u8]| {
        let (inode, mtime) = pair.split_at(8);
        Stamp {
            inode: u64::from_le_bytes(number(inode)),
            mtime: i64::from_le_bytes(number(mtime)),
        }
    };
    Some((list.chunks_exact(16).map(stamp).collect(), body))
}

/// Puts a magic word and a checksum before a body.
pub(super) fn seal(magic: &[u8; 8], body: &[u8]) -> Vec<u8> {
    let mut file = Vec::with_capacity(body.len() + 40);
    file.extend_from_slice(magic);
    file.extend_from_slice(blake3::hash(body).as_bytes());
    file.extend_from_slice(body);
    file
}

/// The body behind a magic word and a checksum, when both are right.
pub(super) fn unseal<'a>(magic: &[u8; 8], file: &'a [u8]) -> Option<&'a [u8]> {
    let body = file.strip_prefix(magic)?;
    let (sum, body) = body.split_at_checked(32)?;
    (blake3::hash(body).as_bytes() == sum).then_some(body)
}

impl Foreign {
    pub(super) fn new(path: Vec<u8>, kind: Kind, inode: u64, mode: u32) -> Foreign {
        Foreign {
            path,
            folder: kind == Kind::Folder,
            inode,
            mode,
        }
    }
}

/// The things of others as they stand beside the files of `manifest`: without what it owns, and with folders that are no
/// longer khobor's because only things of others are left in them.
pub(super) fn beside(manifest: &Manifest, foreign: &[Foreign]) -> Vec<Foreign> {
    let owned = |path: &[u8]| std::str::from_utf8(path).is_ok_and(|path| manifest.find(path).is_some());
    let is_folder = |path: &[u8]| std::str::from_utf8(path).is_ok_and(|path| manifest.has_below(path));
    let mut found: BTreeMap<&[u8], Foreign> = BTreeMap::new();
    for foreign in foreign.iter().filter(|foreign| !owned(&foreign.path)) {
        if !(foreign.folder && is_folder(&foreign.path)) {
            found.insert(&foreign.path, foreign.clone());
        }
        let slashes = foreign.path.iter().enumerate().filter(|(_, byte)| **byte == b'/');
        for above in slashes
            .filter_map(|(at, _)| foreign.path.get(..at))
            .filter(|above| !is_folder(above))
        {
            found
                .entry(above)
                .or_insert_with(|| Foreign::new(above.to_vec(), Kind::Folder, 0, 0));
        }
    }
    found.into_values().collect()
}

/// A thing of others by its name, in a sorted list.
pub(super) fn find<'a>(list: &'a [Foreign], path: &[u8]) -> Option<&'a Foreign> {
    list.binary_search_by(|foreign| foreign.path.as_slice().cmp(path))
        .ok()
        .and_then(|at| list.get(at))
}

pub(super) fn same(one: &Foreign, other: &Foreign) -> bool {
    one.folder == other.folder && (one.folder || one.inode == other.inode)
}
