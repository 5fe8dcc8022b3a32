//! The standby tree: the tree that was live before, kept so that the next change costs only what it changes. Its record
//! is removed before the standby tree is touched and written when the standby tree is at rest; without a fitting record the standby tree is not
//! trusted, and rebuilt by hard links.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::disk::{Disk, Kind, Look};
use super::error::PublishError;
use super::layout::Layout;
use super::manifest::Manifest;
use super::name::MANIFEST;
use super::place::Place;
use super::stamps::{Foreign, Stamp, seal, unseal};
use super::survey::look_at_folders;

type Result<T> = std::result::Result<T, PublishError>;

const MAGIC: &[u8; 8] = b"KHOBORT2";
/// Changes with every start of the machine.
const BOOT: &str = "/proc/sys/kernel/random/boot_id";

/// What stands in the standby tree.
#[derive(Debug, Default)]
pub(super) struct Standby {
    pub(super) manifest: Manifest,
    pub(super) foreign: Vec<Foreign>,
    /// Owned files that may not hold what the manifest says; sorted.
    pub(super) suspects: Vec<String>,
    /// It was flushed as a whole.
    pub(super) durable: bool,
    /// The folders of its manifest.
    pub(super) layout: Layout,
    /// How its folders look, where that is how they looked when it came to rest. Empty when nobody looked then.
    pub(super) folders: Vec<Stamp>,
    /// Its record stands and fits.
    trusted: bool,
}

#[derive(Debug, Serialize, Deserialize)]
struct Record {
    root: u64,
    mark: [u8; 32],
    foreign: Vec<Foreign>,
    suspects: Vec<String>,
    /// The start of the machine to which the record is bound: of a standby tree that was not flushed.
    boot: Option<Vec<u8>>,
    folders: Vec<Stamp>,
}

impl Standby {
    /// A standby tree at rest whose folders look so; only what its record needs.
    pub(super) fn of(folders: Vec<Stamp>, foreign: Vec<Foreign>) -> Standby {
        Standby {
            folders,
            foreign,
            ..Standby::default()
        }
    }

    /// The same, flushed as a whole.
    pub(super) fn flushed(self) -> Standby {
        Standby { durable: true, ..self }
    }
}

/// Looks whether there is a standby tree that can be trusted, and at its folders.
pub(super) fn find(disk: &Disk, place: &Place) -> Result<Standby> {
    let file = disk.read(&place.twin_record())?;
    let record = file.as_deref().and_then(|file| unseal(MAGIC, file));
    let record = record.and_then(|body| postcard::from_bytes::<Record>(body).ok());
    let standby = record
        .map(|record| trusted(disk, &place.standby(), record))
        .transpose()?;
    Ok(standby.flatten().unwrap_or_default())
}

/// Takes the standby tree in order to change it: from here on it is not trusted until [`record`]. Where it was not trusted it is
/// removed and an empty folder stands in its place.
pub(super) fn take(disk: &Disk, place: &Place, standby: &Standby) -> Result<()> {
    if disk.remove(&place.twin_record())? {
        disk.flush(&place.work)?;
    }
    if !standby.trusted {
        disk.remove_tree(&place.second_tree())?;
        disk.remove_tree(&place.standby())?;
        disk.make_folder(&place.standby())?;
    }
    Ok(())
}

fn trusted(disk: &Disk, standby: &Path, record: Record) -> Result<Option<Standby>> {
    let Some(root) = disk.look(standby)? else {
        return Ok(None);
    };
    let same_boot = match &record.boot {
        Some(boot) => disk.read(Path::new(BOOT))?.as_ref() == Some(boot),
        None => true,
    };
    let file = disk.read(&standby.join(MANIFEST))?.unwrap_or_default();
    if !same_boot || root.inode != record.root || Manifest::mark(&file) != record.mark {
        return Ok(None);
    }
    let durable = record.boot.is_none();
    let Record {
        foreign,
        suspects,
        folders: known,
        ..
    } = record;
    let Some(manifest) = Manifest::decode(&file) else {
        return Ok(None);
    };
    let layout = Layout::of(&manifest);
    let mut folders = Vec::new();
    if known.len() == layout.len() {
        let looks = look_at_folders(disk, standby, (&manifest, &layout), &|_| true)?;
        let as_it_was = |(known, look): (&Stamp, Option<Look>)| {
            let same = look.is_some_and(|look| look.kind == Kind::Folder && known.matches(&look));
            if same { *known } else { Stamp::UNSURE }
        };
        folders = known.iter().zip(looks).map(as_it_was).collect();
    }
    Ok(Some(Standby {
        manifest,
        foreign,
        suspects,
        durable,
        layout,
        folders,
        trusted: true,
    }))
}

/// Says that the standby tree is at rest and stands for this manifest.
pub(super) fn record(disk: &Disk, place: &Place, mark: [u8; 32], standby: Standby) -> Result<()> {
    let root = disk.look(&place.standby())?.map_or(0, |look| look.inode);
    let boot = if standby.durable {
        None
    } else {
        Some(disk.read(Path::new(BOOT))?.unwrap_or_default())
    };
    let record = Record {
        root,
        mark,
        foreign: standby.foreign,
        suspects: standby.suspects,
        boot,
        folders: standby.folders,
    };
    match postcard::to_stdvec(&record) {
        Ok(body) => disk.replace(&place.twin_record(), &seal(MAGIC, &body)),
        Err(_) => Ok(()),
    }
}
