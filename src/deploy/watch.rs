//! Waiting for the next moment or for a change of the sources, by looking at names, sizes and times now and then: that
//! works on every file system and share, and needs no service of the system.

use jiff::Timestamp;
use std::path::Path;
use std::time::Duration;

/// How often the sources are looked at.
const PERIOD: Duration = Duration::from_secs(2);

/// A digest of the sources' names, sizes and times.
pub type Sight = [u8; 32];

/// Why the waiting ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Woken {
    /// The moment has come.
    Due,
    /// The sources changed, and have been at rest since.
    Changed,
}

/// Looks at a site's sources. Linear in their number; nothing is read.
pub fn look(root: &Path) -> Sight {
    let mut hasher = blake3::Hasher::new();
    for part in ["khobor.toml", "content", "data", "static", "templates", "themes"] {
        let walk = walkdir::WalkDir::new(root.join(part)).sort_by_file_name().into_iter();
        for entry in walk.filter_map(Result::ok) {
            let Ok(about) = entry.metadata() else { continue };
            let time = about
                .modified()
                .ok()
                .and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok())
                .unwrap_or_default();
            hasher.update(entry.path().as_os_str().as_encoded_bytes()).update(&[0]);
            hasher
                .update(&about.len().to_le_bytes())
                .update(&time.as_nanos().to_le_bytes());
        }
    }
    *hasher.finalize().as_bytes()
}

/// What waiting needs of the world: the clock, a pause, a look at the sources.
pub struct World<'a> {
    /// The clock.
    pub now: &'a dyn Fn() -> Timestamp,
    /// A pause.
    pub pause: &'a dyn Fn(Duration),
    /// A look at the sources.
    pub look: &'a dyn Fn() -> Sight,
}

/// Waits until `due` or until the sources differ from `seen` and have not changed between two looks (an editor who saves
/// ten files is deployed once).
///
/// ```
/// use khobor::deploy::watch::{World, Woken, wait};
/// let world = World { now: &jiff::Timestamp::now, pause: &|_| {}, look: &|| [1; 32] };
/// assert_eq!(wait(&world, [0; 32], None), Woken::Changed);
/// assert_eq!(wait(&world, [1; 32], Some(jiff::Timestamp::UNIX_EPOCH)), Woken::Due);
/// ```
pub fn wait(world: &World<'_>, seen: Sight, due: Option<Timestamp>) -> Woken {
    let mut last = seen;
    loop {
        let now = (world.now)();
        if due.is_some_and(|due| due <= now) {
            return Woken::Due;
        }
        let sight = (world.look)();
        if sight != seen && sight == last {
            return Woken::Changed;
        }
        last = sight;
        let left = due.and_then(|due| u64::try_from(due.as_millisecond() - now.as_millisecond()).ok());
        (world.pause)(left.map_or(PERIOD, |ms| PERIOD.min(Duration::from_millis(ms + 1))));
    }
}
