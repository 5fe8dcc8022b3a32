//! The search index: built from the published stories, only as far as they changed.

use super::{Loaded, Request, cache};
use crate::bengali::lexicon::Lexicon;
use crate::diag::{Diagnostic, codes};
use crate::digest::{Digest, digest, digest_of};
use crate::portal::Article;
use crate::publish::store::{Prune, Store};
use crate::publish::{PublishError, Transaction};
use crate::search::{self, IndexFile, Memory, Name, SearchDoc, Stories};
use jiff::civil::date;
use rustc_hash::FxHasher;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::{Mutex, PoisonError};

/// Where the index stands in the output.
const FOLDER: &str = "search/index";
/// Where its memory is in the cache: apart, because it is read and written in other measures than all else.
const STORE: &str = "search";
/// Under this name the memory tells which index it belongs to.
const MADE: Name = *b"made this index\0";

/// What the next build may be given; lasting only when the output is live.
pub(super) struct Kept {
    store: Store,
    /// The identity of the index that goes live with it.
    made: Digest,
}

/// The memory of the last build, when the index in the output is the one that it made and none of it was touched.
struct IndexStore {
    store: Store,
    trusted: bool,
}

impl Memory for IndexStore {
    fn recall(&self, name: Name) -> Option<Vec<u8>> {
        self.trusted.then(|| self.store.get(name)).flatten()
    }

    fn keep(&self, name: Name, piece: &[u8]) {
        // What cannot be kept is rebuilt next time.
        let _ = self.store.put(name, piece);
    }
}

struct IndexContext<'a> {
    loaded: &'a Loaded,
    /// A hash of the settings that texts depend on beside their sources.
    reading: u64,
}

impl<'a> IndexContext<'a> {
    fn new(loaded: &'a Loaded) -> Self {
        let mut hasher = FxHasher::default();
        super::reading(&loaded.site).hash(&mut hasher);
        Self {
            loaded,
            reading: hasher.finish(),
        }
    }

    fn day(&self, article: &Article) -> i32 {
        let day = self.loaded.site.zone.to_datetime(article.date).date();
        date(1970, 1, 1).until(day).map_or(0, |span| span.get_days())
    }

    fn names(&self, ids: &[u32], terms: &crate::portal::Terms) -> Vec<String> {
        ids.iter()
            .filter_map(|id| terms.all.get(*id as usize))
            .map(|t| t.name.to_string())
            .collect()
    }

    /// The story in full but for its text.
    fn frame(&self, story: usize) -> Option<SearchDoc> {
        let (portal, site) = (&self.loaded.portal, &self.loaded.site);
        let article = portal.articles.get(story)?;
        Some(SearchDoc {
            id: article.url.to_string(),
            url: crate::portal::url::href(&site.home, &article.url),
            title: article.title.to_string(),
            section: portal.section(article).path.clone(),
            authors: self.names(&article.authors, &portal.authors),
            tags: self.names(&article.tags, &portal.tags),
            day: self.day(article),
            excerpt: article.summary.to_string(),
            text: String::new(),
            words: None,
        })
    }
}

impl Stories for IndexContext<'_> {
    fn len(&self) -> usize {
        self.loaded.portal.articles.len()
    }

    /// All that [`IndexContext::frame`] borrows, and the source that the text is made from.
    fn stamp(&self, story: usize) -> u64 {
        let (portal, site) = (&self.loaded.portal, &self.loaded.site);
        let Some(article) = portal.articles.get(story) else {
            return 0;
        };
        let mut hasher = FxHasher::default();
        (self.reading, &site.home, &article.url, &article.title).hash(&mut hasher);
        (&portal.section(article).path, self.day(article)).hash(&mut hasher);
        (&article.summary, &article.source_hash).hash(&mut hasher);
        for (ids, terms) in [(&article.authors, &portal.authors), (&article.tags, &portal.tags)] {
            ids.len().hash(&mut hasher);
            let names = ids.iter().filter_map(|id| terms.all.get(*id as usize));
            names.for_each(|term| term.name.hash(&mut hasher));
        }
        hasher.finish()
    }

    fn story(&self, story: usize) -> SearchDoc {
        let (Some(frame), Some(article)) = (self.frame(story), self.loaded.portal.articles.get(story)) else {
            return SearchDoc::default();
        };
        let words = self.loaded.words(article);
        let text = if words.is_none() || frame.excerpt.is_empty() {
            self.loaded.text(article)
        } else {
            String::new()
        };
        SearchDoc { text, words, ..frame }
    }

    fn lexicon(&self) -> Option<&Lexicon> {
        Some(self.loaded.bodies.vocabulary().lexicon())
    }
}

/// Builds the index when the site has search.
pub(super) fn stage_if_wanted(
    request: &Request,
    loaded: &Loaded,
    transaction: &Transaction,
) -> (Option<Kept>, Vec<Diagnostic>) {
    if !loaded.site.search {
        return (None, Vec::new());
    }
    let (kept, diagnostics) = stage(request, loaded, transaction);
    (Some(kept), diagnostics)
}

/// Builds the index and stages its files.
fn stage(request: &Request, loaded: &Loaded, transaction: &Transaction) -> (Kept, Vec<Diagnostic>) {
    let store = Store::open(&request.cache().join(STORE), cache::SCHEMA);
    let live = identity(
        transaction
            .previous_below(FOLDER)
            .map(|entry| (entry.path, entry.digest)),
    );
    let trusted = transaction.intact() && store.get(MADE).is_some_and(|known| *known == live);
    let kept = IndexStore { store, trusted };
    let sections = loaded.portal.sections.all.iter().filter(|s| !s.path.is_empty());
    let sections: Vec<(String, String)> = sections.map(|s| (s.path.clone(), s.source.title.clone())).collect();
    let diagnostics = Mutex::new(Vec::new());
    let made = Mutex::new(BTreeMap::new());
    let put = |file: IndexFile| match put(transaction, &file) {
        Ok((name, digest)) => {
            let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
            made.insert(name, digest);
        }
        Err(fault) => {
            let mut diagnostics = diagnostics.lock().unwrap_or_else(PoisonError::into_inner);
            diagnostics.push((file.path, fault));
        }
    };
    search::build(&IndexContext::new(loaded), &sections, &kept, &put);
    let mut diagnostics = diagnostics.into_inner().unwrap_or_else(PoisonError::into_inner);
    diagnostics.sort_by(|a, b| a.0.cmp(&b.0));
    let kept = Kept {
        store: kept.store,
        made: identity(
            made.into_inner()
                .unwrap_or_else(PoisonError::into_inner)
                .iter()
                .map(|(name, digest)| (name.as_str(), *digest)),
        ),
    };
    (kept, diagnostics.into_iter().map(|(_, fault)| fault).collect())
}

/// What an index is known by: the names and contents of all its files, in byte order of names. Less would not do: two
/// indexes of other words can have one `manifest.bin`.
fn identity<'a>(files: impl Iterator<Item = (&'a str, Digest)>) -> Digest {
    let mut hasher = blake3::Hasher::new();
    for (name, digest) in files {
        hasher.update(&(name.len() as u64).to_le_bytes());
        hasher.update(name.as_bytes()).update(&digest);
    }
    digest_of(&hasher)
}

/// Stages a file of the index; its name in the output and its digest.
fn put(transaction: &Transaction, file: &IndexFile) -> Result<(String, Digest), Diagnostic> {
    let name = format!("{FOLDER}/{}", file.path);
    let failed = |error: PublishError| super::publish_fault::failed(&error);
    match &file.bytes {
        Some(bytes) => {
            let made_from = digest(bytes);
            if !transaction.keep_same(&name, made_from).map_err(failed)? {
                transaction.write(&name, made_from, bytes).map_err(failed)?;
            }
            Ok((name, made_from))
        }
        None => {
            let before = transaction.previous(&name).map(|e| (e.fingerprint, e.digest));
            let (made_from, content) = before.unwrap_or_default();
            match transaction.keep(&name, made_from).map_err(failed)? {
                true => Ok((name, content)),
                false => Err(Diagnostic::new(&codes::publish::FAILED).arg_in(
                    "reason",
                    format!("{name}: যেমন লেখা হয়েছিল তেমন নেই; আবার তৈরি করুন"),
                    format!("{name}: not as it was written; build again"),
                )),
            }
        }
    }
}

/// Keeps the memory for the next build, now that its output is live.
pub(super) fn remember(kept: Kept) {
    let _ = kept.store.put(MADE, &kept.made);
    let _ = kept.store.commit(Prune::Unused);
}
