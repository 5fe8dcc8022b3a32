//! Relating with a memory: what the last run found is read from `.khobor/`, and what is new is put there, in pieces, so that
//! one new story rewrites few of them.

use super::cache::SCHEMA;
use super::gather::{Gathered, short_hash};
use super::{Request, Site};
use crate::portal::Portal;
use crate::publish::store::{Key, Prune, Store};
use crate::relate::memory::{Ground, Known, Memory};
use crate::relate::{self, related::Neighbour};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Stories a piece holds.
const PIECE: usize = 1024;
/// Below so many stories relating is quicker than remembering.
const WORTH_REMEMBERING: usize = 2_000;

/// What holds the pieces together: each by its hash, so that pieces of two runs are never mixed.
#[derive(Default, Serialize, Deserialize)]
struct Head {
    ground: Ground,
    pieces: Vec<[u8; 16]>,
}

/// The related stories of all, by story number.
pub(super) fn relate(portal: &Portal, site: &Site, gathered: &Gathered, request: &Request) -> Vec<Vec<Neighbour>> {
    let stories = &gathered.sources.stories;
    let place = |source: &str| stories.binary_search_by(|s| s.path.as_str().cmp(source)).ok();
    let of = |source: &str| place(source).and_then(|i| gathered.terms.get(i));
    let worth = portal.articles.len() >= WORTH_REMEMBERING;
    let (pieces, earlier) = if worth { recall(request) } else { Default::default() };
    let memory = relate::relate((portal, site), &of, request.now, earlier);
    if worth {
        remember(request, &memory, &pieces);
    }
    memory.into_lists()
}

/// What the last run found, whole or not at all.
fn recall(request: &Request) -> (Vec<[u8; 16]>, Option<Memory>) {
    let store = Store::open(&request.cache(), SCHEMA);
    let Some(Head { ground, pieces }) = store.get(key(0)).and_then(|head| postcard::from_bytes(&head).ok()) else {
        return Default::default();
    };
    let read = |(number, hash): (usize, &[u8; 16])| {
        let bytes = store.get(key(number + 1)).filter(|bytes| short_hash(bytes) == *hash)?;
        postcard::from_bytes::<Vec<Known>>(&bytes).ok()
    };
    let stories: Option<Vec<Vec<Known>>> = pieces.par_iter().enumerate().map(read).collect();
    let memory = stories.map(|stories| Memory {
        ground,
        stories: stories.into_iter().flatten().collect(),
        changed: Vec::new(),
    });
    (pieces, memory)
}

/// Keeps what was found; only pieces that differ from `before` are written. What cannot be written is found again.
fn remember(request: &Request, memory: &Memory, before: &[[u8; 16]]) {
    let store = Store::open(&request.cache(), SCHEMA);
    let keep = |(number, stories): (usize, &[Known])| {
        let from = number * PIECE;
        if let Some(hash) = before.get(number).filter(|_| memory.holds(from..from + PIECE)) {
            return Some(*hash);
        }
        let bytes = postcard::to_stdvec(stories).ok()?;
        let hash = short_hash(&bytes);
        if before.get(number) != Some(&hash) {
            store.put(key(number + 1), &bytes).ok()?;
        }
        Some(hash)
    };
    let pieces: Option<Vec<[u8; 16]>> = memory.stories.par_chunks(PIECE).enumerate().map(keep).collect();
    let Some(pieces) = pieces.filter(|pieces| pieces != before) else {
        return;
    };
    let head = postcard::to_stdvec(&(&memory.ground, pieces)).unwrap_or_default();
    if store.put(key(0), &head).is_ok() {
        let _ = store.commit(Prune::Nothing);
    }
}

fn key(piece: usize) -> Key {
    let mut key = *b"khobor relate\0\0\0";
    key[13..].copy_from_slice(&(piece as u32).to_le_bytes()[..3]);
    key
}
