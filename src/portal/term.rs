//! Taxonomies: tags, authors, series. Names that differ only in encoding or case are one term.

use super::article::{ArticleId, TermId};
use crate::bengali::{gate, slug};
use rustc_hash::FxHashMap;

/// A tag, an author or a series.
#[derive(Debug, Clone)]
pub struct Term {
    /// Its name, as first written (in order of source files).
    pub name: Box<str>,
    /// Its address.
    pub url: Box<str>,
    /// Its stories, oldest first.
    pub stories: Vec<ArticleId>,
}

/// All terms of one kind, in the order in which they were first named.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    /// By number.
    pub all: Vec<Term>,
    prefix: &'static str,
    by_key: FxHashMap<String, TermId>,
    /// Names as written that were looked up before: most stories share their tags.
    as_written: FxHashMap<Box<str>, TermId>,
}

impl Terms {
    /// No terms yet; their addresses begin with `prefix`, `/tag/`.
    pub fn new(prefix: &'static str) -> Self {
        Terms { all: Vec::new(), prefix, by_key: FxHashMap::default(), as_written: FxHashMap::default() }
    }

    /// The number of the term with this name; a new one when it is not known. Empty names are no terms.
    pub fn intern(&mut self, name: &str) -> Option<TermId> {
        if let Some(id) = self.as_written.get(name) {
            return Some(*id);
        }
        let id = self.intern_new(name)?;
        self.as_written.insert(name.into(), id);
        Some(id)
    }

    fn intern_new(&mut self, name: &str) -> Option<TermId> {
        let key = gate::key(name);
        if key.is_empty() {
            return None;
        }
        if let Some(id) = self.by_key.get(&key) {
            return Some(*id);
        }
        let id = self.all.len() as TermId;
        let url = format!("{}{}/", self.prefix, slug::native(name)).into_boxed_str();
        self.all.push(Term { name: gate::canonical(name).trim().into(), url, stories: Vec::new() });
        self.by_key.insert(key, id);
        Some(id)
    }

    /// Gives a term another last part of its address.
    pub fn set_slug(&mut self, id: TermId, slug: &str) {
        self.all[id as usize].url = format!("{}{}/", self.prefix, slug).into_boxed_str();
    }

    /// The term with this name.
    pub fn find(&self, name: &str) -> Option<TermId> {
        self.as_written.get(name).or_else(|| self.by_key.get(&gate::key(name))).copied()
    }
}
