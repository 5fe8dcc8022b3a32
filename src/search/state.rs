//! What a build keeps for the next one: every story's postings by the numbers of a vocabulary, and a print of every file.
//! A store that cannot be read is as good as none.

use super::code::Reader;
use super::vocabulary::{Id, Vocabulary};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Changes with the meaning of the store or of an index file.
const STORE: u32 = 1;

/// A story in the store.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Known {
    pub(super) stamp: u64,
    pub(super) day: i32,
    /// Where its postings end.
    pub(super) end: u64,
}

/// See the module.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct State {
    version: u32,
    pub(super) words: Vocabulary,
    /// The vocabulary's terms in order of their texts.
    pub(super) order: Vec<Id>,
    pub(super) docs: Vec<Known>,
    /// Keys of the base shards, for the manifest.
    #[serde(skip)]
    pub(super) keys: String,
    /// Of each file, what it was made from.
    pub(super) prints: BTreeMap<String, u64>,
    #[serde(skip)]
    pub(super) postings: Vec<u8>,
}

impl State {
    /// An empty store.
    pub(super) fn new() -> Self {
        Self {
            version: STORE,
            ..Self::default()
        }
    }

    /// Reads a store; an empty one when it is odd in any way.
    pub(super) fn read(bytes: &[u8]) -> Self {
        match Self::try_read(bytes) {
            Some(state) => state,
            None => Self::new(),
        }
    }

    fn try_read(bytes: &[u8]) -> Option<Self> {
        let (rest, len) = bytes.split_last_chunk::<8>()?;
        let len = usize::try_from(u64::from_le_bytes(*len)).ok()?;
        let (postings, head) = rest.split_at_checked(rest.len().checked_sub(len)?)?;
        let mut state: Self = postcard::from_bytes(head).ok()?;
        state.postings = postings.to_vec();
        let whole = state.docs.last().map_or(0, |d| d.end) == state.postings.len() as u64;
        if state.version != STORE || !whole || !state.docs.is_sorted_by_key(|d| d.end) {
            return None;
        }
        let terms = state.words.len().1;
        let mut seen = vec![false; terms];
        state
            .order
            .iter()
            .for_each(|id| seen.iter_mut().skip(*id as usize).take(1).for_each(|slot| *slot = true));
        if state.order.len() != terms || seen.contains(&false) {
            return None;
        }
        state.words.reindex();
        Some(state)
    }

    /// The store as bytes: the postings (the most of it, not copied), the rest, and its length.
    pub(super) fn write(mut self) -> Vec<u8> {
        let mut out = std::mem::take(&mut self.postings);
        let head = postcard::to_stdvec(&self).unwrap_or_default();
        out.reserve_exact(head.len() + 8);
        out.extend_from_slice(&head);
        out.extend_from_slice(&(head.len() as u64).to_le_bytes());
        out
    }

    /// Stories by stamp.
    pub(super) fn by_stamp(&self) -> FxHashMap<u64, usize> {
        self.docs.iter().enumerate().map(|(at, doc)| (doc.stamp, at)).collect()
    }

    /// The postings of a story.
    pub(super) fn of(&self, doc: usize) -> &[u8] {
        let start = doc.checked_sub(1).and_then(|d| self.docs.get(d)).map_or(0, |d| d.end);
        let end = self.docs.get(doc).map_or(start, |d| d.end);
        self.postings.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Calls for each posting of a range of stories: story, term, where it lies in the store, the posting.
    pub(super) fn walk(&self, docs: std::ops::Range<u32>, mut each: impl FnMut(u32, Id, u32)) {
        for doc in docs {
            let start = (doc as usize)
                .checked_sub(1)
                .and_then(|d| self.docs.get(d))
                .map_or(0, |d| d.end);
            let bytes = self.of(doc as usize);
            let mut from = Reader::new(bytes);
            let mut term: Id = 0;
            while let Some(step) = from.count() {
                term = term.wrapping_add(step);
                each(doc, term, (start as usize + bytes.len() - from.left()) as u32);
                if skip_posting(&mut from).is_none() {
                    break;
                }
            }
        }
    }

    /// The mark and the words' places of a posting.
    pub(super) fn posting(&self, at: u32, places: &mut Vec<u32>) -> u8 {
        places.clear();
        let mut from = Reader::new(self.postings.get(at as usize..).unwrap_or_default());
        let mark = from.byte().unwrap_or(0);
        for _ in 0..from.count().unwrap_or(0) {
            places.extend(from.count());
        }
        mark
    }
}

fn skip_posting(from: &mut Reader<'_>) -> Option<()> {
    from.byte()?;
    for _ in 0..from.count()? {
        from.number()?;
    }
    Some(())
}
