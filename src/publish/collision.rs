//! Outputs that cannot stand beside one another, or in the place of what others put there.

use std::path::Path;

use super::error::PublishError;
use super::live::Live;
use super::next::{Next, Source};
use super::stamps::{Foreign, find};
use super::survey::{State, parent_of};

type Result<T> = std::result::Result<T, PublishError>;

/// A new output in the place of something that khobor did not write is an error, before anything is touched.
pub(super) fn refuse_collisions(next: &Next, foreign: &[Foreign], live: &Live, out: &Path) -> Result<()> {
    if foreign.is_empty() {
        return Ok(());
    }
    for (entry, source) in next.manifest.iter().zip(&next.sources) {
        let path = entry.path.as_bytes();
        let repaired = || {
            live.manifest
                .find(entry.path)
                .is_some_and(|row| live.state(row) == State::Edited)
        };
        let taken = find(foreign, path).is_some_and(|found| found.folder || *source != Source::Live && !repaired());
        let mut above = parent_of(path);
        let mut blocked = false;
        while !above.is_empty() && !blocked {
            blocked = find(foreign, above).is_some_and(|found| !found.folder);
            above = parent_of(above);
        }
        if taken || blocked {
            return Err(PublishError::Foreign {
                path: out.join(entry.path),
            });
        }
    }
    Ok(())
}

/// One output's file cannot be another's folder. What stands there already is no folder and file at once.
pub(super) fn check_tree(next: &Next, out: &Path) -> Result<()> {
    let Next { manifest, layout, .. } = next;
    let new = manifest
        .iter()
        .zip(&next.sources)
        .filter(|(_, source)| **source != Source::Live);
    for (entry, _) in new {
        let above = entry.path.match_indices('/').filter_map(|(at, _)| entry.path.get(..at));
        let folder = layout.find(manifest, entry.path).map(|_| entry.path);
        if let Some(path) = folder.or_else(|| above.into_iter().find(|path| manifest.has(path))) {
            return Err(PublishError::Twice { path: out.join(path) });
        }
    }
    Ok(())
}
