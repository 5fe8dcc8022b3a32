//! The search index: built from the published stories, only as far as they changed.

use super::gather::short_hash;
use super::{Loaded, Request, cache};
use crate::diag::{Diagnostic, codes};
use crate::publish::store::{Key, Prune, Store};
use crate::publish::{Digest, PublishError, Transaction, digest};
use crate::search::{self, IndexFile, SearchDoc, Stories};
use crate::view::Bodies;
use jiff::civil::date;
use std::hash::{Hash, Hasher};

/// Where the index stands in the output.
const FOLDER: &str = "search/index/";
/// The file by which an index is known: it changes with every change of the stories.
const MANIFEST: &str = "search/index/manifest.bin";
/// Pieces in which the kept state is stored.
const PIECE: usize = 32 << 20;

/// What the next build may be given; stored only when the output is live.
pub(super) struct Kept {
    state: Vec<u8>,
    /// Digest of the index's manifest, which goes live with it.
    made: Digest,
}

struct Desk<'a>(&'a Loaded);

impl Desk<'_> {
    fn names(&self, ids: &[u32], terms: &crate::portal::Terms) -> Vec<String> {
        ids.iter().filter_map(|id| terms.all.get(*id as usize)).map(|t| t.name.to_string()).collect()
    }

    /// The story in full but for its text.
    fn frame(&self, story: usize) -> Option<SearchDoc> {
        let (portal, site) = (&self.0.portal, &self.0.site);
        let article = portal.articles.get(story)?;
        let day = site.zone.to_datetime(article.date).date();
        let days = date(1970, 1, 1).until(day).map_or(0, |span| span.get_days());
        Some(SearchDoc {
            id: article.url.to_string(),
            url: crate::portal::url::href(&site.home, &article.url),
            title: article.title.to_string(),
            section: portal.section(article).path.clone(),
            authors: self.names(&article.authors, &portal.authors),
            tags: self.names(&article.tags, &portal.tags),
            day: days,
            excerpt: article.summary.to_string(),
            text: String::new(),
        })
    }
}

impl Stories for Desk<'_> {
    fn len(&self) -> usize {
        self.0.portal.articles.len()
    }

    fn stamp(&self, story: usize) -> u64 {
        let mut hasher = rustc_hash::FxHasher::default();
        self.frame(story).map(|f| f.stamp()).hash(&mut hasher);
        self.0.portal.articles.get(story).map(|a| a.source_hash).hash(&mut hasher);
        hasher.finish()
    }

    fn story(&self, story: usize) -> SearchDoc {
        let (Some(frame), Some(article)) = (self.frame(story), self.0.portal.articles.get(story)) else { return SearchDoc::default() };
        SearchDoc { text: self.0.body(article).text, ..frame }
    }
}

/// Builds the index when the site has search.
pub(super) fn stage_if_wanted(request: &Request, loaded: &Loaded, transaction: &Transaction) -> (Option<Kept>, Vec<Diagnostic>) {
    if !loaded.site.search {
        return (None, Vec::new());
    }
    let (kept, told) = stage(request, loaded, transaction);
    (Some(kept), told)
}

/// Builds the index and stages its files.
fn stage(request: &Request, loaded: &Loaded, transaction: &Transaction) -> (Kept, Vec<Diagnostic>) {
    let old = recall(request, transaction);
    let sections = loaded.portal.sections.all.iter().filter(|s| !s.path.is_empty());
    let sections: Vec<(String, String)> = sections.map(|s| (s.path.clone(), s.source.title.clone())).collect();
    let mut told = Vec::new();
    let mut made = transaction.previous(MANIFEST).map(|e| e.digest).unwrap_or_default();
    let mut put = |file: IndexFile| {
        if let ("manifest.bin", Some(bytes)) = (file.path.as_str(), &file.bytes) {
            made = digest(bytes);
        }
        told.extend(put(transaction, &file).err());
    };
    let state = search::build(&Desk(loaded), &sections, old.as_deref(), &mut put);
    (Kept { state, made }, told)
}

fn put(transaction: &Transaction, file: &IndexFile) -> Result<(), Diagnostic> {
    let name = format!("{FOLDER}{}", file.path);
    let failed = |e: PublishError| Diagnostic::new(&codes::publish::FAILED).arg("reason", e);
    match &file.bytes {
        Some(bytes) => {
            let made_from = short_hash(bytes);
            let same = transaction.previous(&name).is_some_and(|e| e.fingerprint == made_from);
            if same && transaction.keep(&name, made_from).map_err(failed)? {
                return Ok(());
            }
            transaction.write(&name, made_from, bytes).map(drop).map_err(failed)
        }
        None => {
            let before = transaction.previous(&name).map(|e| e.fingerprint).unwrap_or_default();
            match transaction.keep(&name, before).map_err(failed)? {
                true => Ok(()),
                false => Err(Diagnostic::new(&codes::publish::FAILED).arg("reason", format!("{name}: not as it was written; build again"))),
            }
        }
    }
}

/// The state that the last build kept, when the index in the output is the one that it made and none of it was touched.
fn recall(request: &Request, transaction: &Transaction) -> Option<Vec<u8>> {
    let made = transaction.previous(MANIFEST)?.digest;
    let store = Store::open(&request.cache(), cache::SCHEMA);
    let head = store.get(key(0))?;
    let (pieces, rest) = head.split_first_chunk::<4>()?;
    if *rest != made || !transaction.intact() {
        return None;
    }
    let mut state = Vec::new();
    for piece in 1..=u32::from_le_bytes(*pieces) {
        state.extend(store.get(key(piece))?);
    }
    Some(state)
}

/// Keeps the state for the next build, now that its output is live.
pub(super) fn remember(request: &Request, kept: &Kept) {
    let store = Store::open(&request.cache(), cache::SCHEMA);
    let pieces = kept.state.chunks(PIECE);
    let mut head = (pieces.len() as u32).to_le_bytes().to_vec();
    head.extend_from_slice(&kept.made);
    for (n, piece) in pieces.enumerate() {
        let _ = store.put(key(n as u32 + 1), piece);
    }
    let _ = store.put(key(0), &head);
    let _ = store.commit(Prune::Nothing);
}

fn key(piece: u32) -> Key {
    let mut key = *b"khobor search\0\0\0";
    key[13] = piece as u8;
    key[14] = (piece >> 8) as u8;
    key
}
