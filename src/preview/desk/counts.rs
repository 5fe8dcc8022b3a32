//! How many findings each story of the list has. What was looked at is remembered by its digest, so that a list is looked through
//! once, and only the rows that are on the screen.

use super::DeskState;
use crate::digest::digest;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Stories that are remembered.
const MOST: usize = 5_000;

/// Findings by the path of a story, with the digest of its text.
#[derive(Debug, Default)]
pub(super) struct Counts {
    known: Mutex<BTreeMap<String, ([u8; 16], usize)>>,
}

impl DeskState {
    /// How many findings a story has, as it is being written.
    pub(super) fn finding_count(&self, path: &str) -> usize {
        let Ok(story) = self.open_story(path) else { return 0 };
        let sign = digest(story.text.as_bytes());
        let known = || self.counts.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, count)) = known().get(path).filter(|(of, _)| *of == sign) {
            return *count;
        }
        let count = self.findings(&story).len();
        let mut known = known();
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(path.to_owned(), (sign, count));
        count
    }
}
