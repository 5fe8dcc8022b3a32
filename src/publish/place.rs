//! Where a site is published: which folders are refused, and where the working folder beside the output lies.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use super::disk::{Disk, Kind};
use super::error::{Danger, Operation, PublishError};
use super::name::WORKING_FOLDER;

type Result<T> = std::result::Result<T, PublishError>;

/// Folders of the system: none of them is an output, and nothing inside the first list either.
const SYSTEM_TREES: &[&str] = &[
    "/proc", "/sys", "/boot", "/etc", "/bin", "/sbin", "/lib", "/lib64", "/dev",
];
const SYSTEM_FOLDERS: &[&str] = &[
    "/home",
    "/root",
    "/usr",
    "/usr/bin",
    "/usr/lib",
    "/usr/share",
    "/usr/local",
    "/usr/sbin",
    "/var",
    "/var/lib",
    "/var/log",
    "/opt",
    "/srv",
    "/run",
    "/tmp",
    "/var/tmp",
    "/mnt",
    "/media",
    "/Users",
    "/Library",
    "/System",
    "/Applications",
    "/private",
    "/Volumes",
    "/dev/shm",
];
/// Inside `/dev` only its memory file system holds files.
const MEMORY_FILES: &str = "/dev/shm";
/// Folders of a person's home that are never an output themselves.
const HOME_FOLDERS: &[&str] = &[
    "Desktop",
    "Documents",
    "Downloads",
    "Pictures",
    "Music",
    "Videos",
    ".ssh",
    ".config",
    ".local",
    ".cache",
];
const RECORDS: &[&str] = &[".git", ".hg", ".svn", ".jj"];

/// The folders of one output.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The output folder, absolute, without links.
    pub(super) out: PathBuf,
    /// The working folder: lock, staging, standby tree, journal, stamps.
    pub(super) work: PathBuf,
    /// The working folder lies inside the output, so that folders cannot be exchanged.
    pub(super) inside: bool,
}

impl Place {
    pub(super) fn stage(&self) -> PathBuf {
        self.work.join("stage")
    }

    pub(super) fn standby(&self) -> PathBuf {
        self.work.join("standby")
    }

    /// The standby tree of a first publication, until that is live.
    pub(super) fn second_tree(&self) -> PathBuf {
        self.work.join("second")
    }

    pub(super) fn twin_record(&self) -> PathBuf {
        self.work.join("standby-record")
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.work.join("journal")
    }

    pub(super) fn clock(&self) -> PathBuf {
        self.work.join("clock")
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.work.join("lock")
    }

    /// Stamps belong to one tree, known by the inode of its root, which an exchange does not change.
    pub(super) fn stamps(&self, root: u64) -> PathBuf {
        self.work.join(format!("stamps-{root:x}"))
    }
}

/// What must not be published over.
#[derive(Clone, Debug, Default)]
pub(super) struct Forbidden<'a> {
    pub(super) sources: &'a [PathBuf],
    pub(super) inputs: &'a [PathBuf],
    pub(super) home: Option<&'a Path>,
}

/// Resolves the output folder, refuses a dangerous one, and finds a place for the working folder. Makes the working
/// folder, and nothing before the checks are through.
pub(super) fn settle(disk: &Disk, out: &Path, forbidden: &Forbidden<'_>) -> Result<Place> {
    let refuse = |path: &Path, danger| {
        Err(PublishError::Refused {
            path: path.to_path_buf(),
            danger,
        })
    };
    if out.as_os_str().is_empty() {
        return refuse(out, Danger::Empty);
    }
    let resolved = resolve(out)?;
    if let Some(danger) = danger(disk, &resolved, forbidden)? {
        return refuse(&resolved, danger);
    }
    make_work(disk, resolved)
}

/// Follows links as far as the path exists; the rest is taken as written.
fn resolve(path: &Path) -> Result<PathBuf> {
    let fail = |cause| PublishError::Disk {
        operation: Operation::Look,
        path: path.to_path_buf(),
        cause,
    };
    let absolute = std::path::absolute(path).map_err(fail)?;
    let mut missing: Vec<&OsStr> = Vec::new();
    let mut there = absolute.as_path();
    loop {
        match there.canonicalize() {
            Ok(mut real) => {
                real.extend(missing.iter().rev());
                return Ok(real);
            }
            // A link that leads nowhere, or a step up from a folder that is not there, has no honest meaning.
            Err(cause) if there.is_symlink() => return Err(fail(cause)),
            Err(cause) => match (there.file_name(), there.parent(), there.components().next_back()) {
                (Some(name), Some(parent), Some(Component::Normal(_))) => {
                    missing.push(name);
                    there = parent;
                }
                _ => return Err(fail(cause)),
            },
        }
    }
}

fn real(path: &Path) -> PathBuf {
    resolve(path).unwrap_or_else(|_| path.to_path_buf())
}

fn danger(disk: &Disk, out: &Path, forbidden: &Forbidden<'_>) -> Result<Option<Danger>> {
    if is_system(out) {
        return Ok(Some(Danger::System));
    }
    let environment = std::env::home_dir();
    let homes = [forbidden.home, environment.as_deref()];
    if homes.into_iter().flatten().any(|home| is_home(out, &real(home))) {
        return Ok(Some(Danger::Home));
    }
    if forbidden
        .sources
        .iter()
        .chain(forbidden.inputs)
        .any(|source| real(source).starts_with(out))
    {
        return Ok(Some(Danger::Source));
    }
    if forbidden.inputs.iter().any(|input| out.starts_with(real(input))) {
        return Ok(Some(Danger::InsideInput));
    }
    if out
        .components()
        .any(|part| RECORDS.iter().any(|name| part.as_os_str() == *name))
    {
        return Ok(Some(Danger::Repository));
    }
    inside_danger(disk, out)
}

fn inside_danger(disk: &Disk, out: &Path) -> Result<Option<Danger>> {
    match disk.look(out)? {
        None => return Ok(None),
        Some(look) if look.kind != Kind::Folder => return Ok(Some(Danger::NotFolder)),
        Some(_) => {}
    }
    for name in RECORDS {
        if disk.look(&out.join(name))?.is_some() {
            return Ok(Some(Danger::Repository));
        }
    }
    let portal = disk.look(&out.join("khobor.toml"))?;
    Ok(portal.map(|_| Danger::Portal))
}

fn is_system(out: &Path) -> bool {
    let inside = |tree: &&str| out.starts_with(tree) && !(out.starts_with(MEMORY_FILES) && *tree == "/dev");
    out.parent().is_none()
        || SYSTEM_FOLDERS.iter().any(|folder| out == Path::new(folder))
        || SYSTEM_TREES.iter().any(inside)
}

fn is_home(out: &Path, home: &Path) -> bool {
    // A home of `/` (some services) must not forbid everything.
    home.parent().is_some() && (home.starts_with(out) || HOME_FOLDERS.iter().any(|name| out == home.join(name)))
}

/// The working folder is the output's sibling, on the same file system; where that cannot be, it lies inside.
fn make_work(disk: &Disk, out: PathBuf) -> Result<Place> {
    let parent = out.parent().unwrap_or(&out).to_path_buf();
    let name = out.file_name().unwrap_or_default().to_string_lossy().into_owned();
    disk.make_folders(&parent)?;
    let beside = parent.join(format!(".{name}.khobor"));
    let device = |path: &Path| Ok(disk.look(path)?.map(|look| look.device));
    let (here, there) = (device(&out)?, device(&parent)?);
    let mounted = here.is_some() && here != there;
    if !mounted {
        match disk.make_folder(&beside) {
            Ok(_) => {
                return Ok(ready(
                    disk,
                    Place {
                        out,
                        work: beside,
                        inside: false,
                    },
                ));
            }
            Err(error) if here.is_none() || !denied(&error) => return Err(error),
            Err(_) => {}
        }
    }
    let work = out.join(WORKING_FOLDER);
    disk.make_folder(&work)?;
    Ok(ready(
        disk,
        Place {
            out,
            work,
            inside: true,
        },
    ))
}

/// Keeps the working folder out of version control; only a courtesy, so a failure is let be.
fn ready(disk: &Disk, place: Place) -> Place {
    let ignore = place.work.join(".gitignore");
    if matches!(disk.look(&ignore), Ok(None)) {
        drop(disk.create(&ignore, b"*\n"));
    }
    place
}

fn denied(error: &PublishError) -> bool {
    use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    error
        .cause()
        .is_some_and(|cause| matches!(cause.kind(), PermissionDenied | ReadOnlyFilesystem))
}
