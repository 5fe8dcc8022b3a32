//! Relating with a memory: what the last run found is read from `.khobor/`, and what is new is put there, in pieces, so that
//! one new story rewrites few of them.

use super::Request;
use super::cache::SCHEMA;
use super::gather::{self, Gathered, terms_again};
use crate::digest::digest;
use crate::portal::{Article, Portal};
use crate::publish::store::{Key, Prune, Store};
use crate::relate::firsts::Firsts;
use crate::relate::known::Known;
use crate::relate::memory::{Ground, Memory};
use crate::relate::terms::{TermVector, Vector};
use crate::relate::{self, related::Neighbour};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::OnceLock;

/// Stories a piece holds.
const PIECE: usize = 1024;

/// What holds the pieces together: each by its hash, so that pieces of two runs are never mixed.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Head {
    ground: Ground,
    stories: Vec<[u8; 16]>,
    firsts: Vec<[u8; 16]>,
}

/// Where terms come from.
struct TermLoader<'a> {
    gathered: &'a Gathered,
    ground: &'a gather::Ground<'a>,
    /// The terms of a story that is none of those gathered.
    nothing: TermVector,
}

/// The terms of one story, read only when they are needed.
struct LazyTerms<'a> {
    loader: &'a TermLoader<'a>,
    source: &'a str,
    found: OnceLock<&'a TermVector>,
}

impl TermLoader<'_> {
    fn lend<'a>(&'a self, article: &'a Article) -> LazyTerms<'a> {
        LazyTerms {
            loader: self,
            source: &article.source,
            found: OnceLock::new(),
        }
    }

    fn fetch(&self, source: &str) -> &TermVector {
        let stories = &self.gathered.sources.stories;
        let place = stories.binary_search_by(|s| s.path.as_str().cmp(source));
        let again = || terms_again(self.ground, source);
        let terms = place.ok().and_then(|at| self.gathered.terms.get(at, again));
        terms.unwrap_or(&self.nothing)
    }
}

impl fmt::Debug for LazyTerms<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LazyTerms").field(&self.source).finish()
    }
}

impl Vector for LazyTerms<'_> {
    fn vector(&self) -> &TermVector {
        self.found.get_or_init(|| self.loader.fetch(self.source))
    }
}

/// The related stories of all, by story number.
pub(super) fn relate(
    portal: &Portal,
    (gathered, ground): (&Gathered, &gather::Ground<'_>),
    request: &Request,
    (before, earlier): Remembered,
) -> Vec<Vec<Neighbour>> {
    let loader = TermLoader {
        gathered,
        ground,
        nothing: TermVector::default(),
    };
    let words: Vec<LazyTerms<'_>> = portal.articles.iter().map(|article| loader.lend(article)).collect();
    let worth = portal.articles.len() >= request.related_memory_from;
    let memory = relate::relate((portal, ground.site), &words, request.now, earlier);
    if worth {
        remember(request, &memory, &before);
    }
    memory.into_lists()
}

/// What the last run found, whole or not at all, and how the cache keeps it.
pub(super) type Remembered = (Head, Option<Memory>);

/// What the last run found of a site that has about so many stories now.
pub(super) fn recall(request: &Request, stories: usize) -> Remembered {
    if stories < request.related_memory_from {
        return Default::default();
    }
    let store = Store::open(&request.cache(), SCHEMA);
    let Some(head) = store
        .get(key(0))
        .and_then(|head| postcard::from_bytes::<Head>(&head).ok())
    else {
        return Default::default();
    };
    let read = |number: usize, hash: &[u8; 16]| store.get(key(number)).filter(|bytes| digest(bytes) == *hash);
    let stories = head.stories.par_iter().enumerate().map(|(number, hash)| {
        let bytes = read(STORIES + number, hash)?;
        postcard::from_bytes::<Vec<Known>>(&bytes).ok()
    });
    let stories: Option<Vec<Vec<Known>>> = stories.collect();
    let firsts = head.firsts.par_iter().enumerate();
    let firsts: Option<Vec<Vec<u8>>> = firsts.map(|(number, hash)| read(FIRSTS + number, hash)).collect();
    let memory = stories.zip(firsts.and_then(|parts| Firsts::read(&parts)));
    let memory = memory.map(|(stories, firsts)| Memory {
        ground: head.ground.clone(),
        stories: stories.into_iter().flatten().collect(),
        firsts,
        changed: Vec::new(),
    });
    // Pieces of a memory that cannot be read whole are all written again.
    let head = memory.is_some().then_some(head);
    (head.unwrap_or_default(), memory)
}

/// Keeps what was found; only pieces that differ from `before` are written. What cannot be written is found again.
fn remember(request: &Request, memory: &Memory, before: &Head) {
    let store = Store::open(&request.cache(), SCHEMA);
    let put = |number: usize, bytes: &[u8], before: Option<&[u8; 16]>| {
        let hash = digest(bytes);
        if before != Some(&hash) {
            store.put(key(number), bytes).ok()?;
        }
        Some(hash)
    };
    let stories = |(number, stories): (usize, &[Known])| {
        let (from, old) = (number * PIECE, before.stories.get(number));
        if let Some(hash) = old.filter(|_| memory.holds(from..from + PIECE)) {
            return Some(*hash);
        }
        put(STORIES + number, &postcard::to_stdvec(stories).ok()?, old)
    };
    let firsts = |(number, part): (usize, Option<Vec<u8>>)| match (part, before.firsts.get(number)) {
        (Some(bytes), old) => put(FIRSTS + number, &bytes, old),
        (None, old) => old.copied(),
    };
    let pieces = memory.stories.par_chunks(PIECE).enumerate().map(stories).collect();
    let parts = memory.firsts.parts().enumerate().map(firsts).collect();
    let (Some(stories), Some(firsts)): (Option<Vec<_>>, Option<Vec<_>>) = (pieces, parts) else {
        return;
    };
    if stories == before.stories && firsts == before.firsts {
        return;
    }
    let head = postcard::to_stdvec(&(&memory.ground, stories, firsts)).unwrap_or_default();
    if store.put(key(0), &head).is_ok() {
        let _ = store.commit(Prune::Nothing);
    }
}

/// Where the pieces of stories and of the table of first stories begin; the head is number 0.
const STORIES: usize = 1;
const FIRSTS: usize = 1 << 23;

fn key(piece: usize) -> Key {
    let mut key = *b"khobor relate\0\0\0";
    key[13..].copy_from_slice(&(piece as u32).to_le_bytes()[..3]);
    key
}
