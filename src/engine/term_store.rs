//! Where the terms of remembered stories lie, apart from all else that is remembered of them: most runs need few.

use crate::publish::store::{Key, Store};
use crate::relate::terms::TermVector;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Where the terms of a remembered story lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TermSpot {
    shard: u16,
    offset: u32,
    length: u32,
    sum: [u8; 8],
}

impl TermSpot {
    pub(super) fn new(shard: usize, offset: usize, bytes: &[u8]) -> Self {
        TermSpot {
            shard: shard as u16,
            offset: offset as u32,
            length: bytes.len() as u32,
            sum: sum(bytes),
        }
    }

    pub(super) fn range(&self) -> Range<usize> {
        self.offset as usize..(self.offset as usize).saturating_add(self.length as usize)
    }

    pub(super) fn fits(&self, bytes: &[u8]) -> bool {
        self.sum == sum(bytes)
    }
}

fn sum(bytes: &[u8]) -> [u8; 8] {
    let mut sum = [0; 8];
    sum.copy_from_slice(&blake3::hash(bytes).as_bytes()[..8]);
    sum
}

/// Where the terms of remembered stories can be read, long after the cache was.
#[derive(Debug)]
pub(super) struct TermStore {
    pub(super) store: Store,
    pub(super) salt: [u8; 16],
}

impl TermStore {
    /// The terms of a story; `None` when they are damaged.
    pub(super) fn read(&self, spot: &TermSpot) -> Option<TermVector> {
        let key = key(self.salt, usize::from(spot.shard), Blob::Terms);
        let bytes = self
            .store
            .part(key, spot.offset..spot.offset.checked_add(spot.length)?)?;
        TermVector::from_bytes(&bytes).filter(|_| spot.fits(&bytes))
    }
}

/// The two blobs of a shard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Blob {
    /// Everything but the terms.
    Files,
    /// The terms of its stories, one after another: most runs need few of them.
    Terms,
}

/// The key of a blob of a shard, under the salt of the read options.
pub(super) fn key(salt: [u8; 16], shard: usize, blob: Blob) -> Key {
    let number = (shard as u64) << 1 | u64::from(blob == Blob::Terms);
    let mut key = salt;
    for (byte, part) in key.iter_mut().zip(number.to_le_bytes()) {
        *byte ^= part;
    }
    key
}
