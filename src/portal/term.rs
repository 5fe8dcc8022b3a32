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

/// What becomes of a term of a story that is changed.
#[derive(Debug, Clone)]
pub(super) enum TermChange {
    /// The story keeps it.
    Kept(TermId),
    /// The story is added to its stories.
    Gained(TermId),
    /// The story is taken out of its stories.
    Lost(TermId),
    /// A new term, with its number and key.
    New { at: TermId, key: String, term: Term },
}

impl TermChange {
    fn new(prefix: &str, name: &str, key: String) -> Self {
        let term = Term {
            name: gate::canonical(name).trim().into(),
            url: format!("{prefix}{}/", slug::native(name)).into_boxed_str(),
            stories: Vec::new(),
        };
        TermChange::New { at: 0, key, term }
    }

    /// The address of a new term.
    pub(super) fn url(&self) -> Option<&str> {
        match self {
            TermChange::New { term, .. } => Some(&term.url),
            _ => None,
        }
    }

    fn number(&self) -> Option<TermId> {
        match self {
            TermChange::New { at, .. } => Some(*at),
            _ => None,
        }
    }

    fn place(&mut self) -> Option<&mut TermId> {
        match self {
            TermChange::New { at, .. } => Some(at),
            _ => None,
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (TermChange::New { key: a, .. }, TermChange::New { key: b, .. }) => a == b,
            (TermChange::Kept(a), TermChange::Kept(b)) | (TermChange::Gained(a), TermChange::Gained(b)) => a == b,
            _ => false,
        }
    }
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
        Terms {
            all: Vec::new(),
            prefix,
            by_key: FxHashMap::default(),
            as_written: FxHashMap::default(),
        }
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
        self.all.push(Term {
            name: gate::canonical(name).trim().into(),
            url,
            stories: Vec::new(),
        });
        self.by_key.insert(key, id);
        Some(id)
    }

    /// Plans a story's terms anew: `names` as it writes them now, `had` its terms until now. `source` tells a story's file.
    /// `None` when a term's first mention, of which its name and number come, would be another.
    pub(super) fn plan<'s>(
        &self,
        names: &[String],
        had: &[TermId],
        (path, source): (&str, &dyn Fn(ArticleId) -> &'s str),
    ) -> Option<Vec<TermChange>> {
        let earlier = |term: &Term| term.stories.iter().any(|id| source(*id) < path);
        let known = |id: &TermId| self.all.get(*id as usize);
        let first = had.iter().filter_map(known).any(|term| !earlier(term));
        let mut changes: Vec<TermChange> = Vec::new();
        for name in names {
            let key = gate::key(name);
            let change = match self.by_key.get(&key) {
                _ if key.is_empty() => continue,
                Some(id) if had.contains(id) => TermChange::Kept(*id),
                Some(id) if known(id).is_some_and(earlier) => TermChange::Gained(*id),
                Some(_) => return None,
                None => TermChange::new(self.prefix, name, key),
            };
            if !changes.iter().any(|c| c.is_same(&change)) {
                changes.push(change);
            }
        }
        let kept: Vec<TermChange> = had.iter().copied().map(TermChange::Kept).collect();
        let unchanged = changes.len() == kept.len() && changes.iter().zip(&kept).all(|(a, b)| a.is_same(b));
        let written = |id: &TermId| {
            let as_named = |term: &Term| names.iter().any(|n| gate::canonical(n).trim() == &*term.name);
            known(id).is_some_and(|term| earlier(term) || as_named(term))
        };
        if first && !(unchanged && had.iter().all(written)) {
            return None;
        }
        let lost = had
            .iter()
            .filter(|id| !changes.iter().any(|c| c.is_same(&TermChange::Kept(**id))));
        let lost: Vec<TermChange> = lost.copied().map(TermChange::Lost).collect();
        changes.extend(lost);
        let at = || self.all.partition_point(|term| earlier(term));
        let new = changes.iter_mut().filter_map(TermChange::place);
        new.zip(at()..).for_each(|(place, at)| *place = at as TermId);
        Some(changes)
    }

    /// Makes planned changes for the story `id`; its terms, and the new number of every term that was there.
    pub(super) fn place(&mut self, changes: Vec<TermChange>, id: ArticleId) -> (Vec<TermId>, Vec<TermId>) {
        let new: Vec<TermId> = changes.iter().filter_map(TermChange::number).collect();
        let moved = |old: TermId| match new.first() {
            Some(at) if old >= *at => old + new.len() as TermId,
            _ => old,
        };
        let map: Vec<TermId> = (0..self.all.len() as TermId).map(moved).collect();
        let mut own = Vec::new();
        for change in &changes {
            match change {
                TermChange::Kept(term) => own.push(moved(*term)),
                TermChange::Gained(term) => {
                    let stories = &mut self.all[*term as usize].stories;
                    stories.insert(stories.partition_point(|n| *n < id), id);
                    own.push(moved(*term));
                }
                TermChange::Lost(term) => self.all[*term as usize].stories.retain(|n| *n != id),
                TermChange::New { at, .. } => own.push(*at),
            }
        }
        if !new.is_empty() {
            self.by_key.values_mut().for_each(|t| *t = moved(*t));
            self.as_written.values_mut().for_each(|t| *t = moved(*t));
        }
        for change in changes {
            if let TermChange::New { at, key, mut term } = change {
                term.stories.push(id);
                self.by_key.insert(key, at);
                self.all.insert(at as usize, term);
            }
        }
        (own, map)
    }

    /// Gives a term another last part of its address.
    pub fn set_slug(&mut self, id: TermId, slug: &str) {
        self.all[id as usize].url = format!("{}{}/", self.prefix, slug).into_boxed_str();
    }

    /// The term with this name.
    pub fn find(&self, name: &str) -> Option<TermId> {
        self.as_written
            .get(name)
            .or_else(|| self.by_key.get(&gate::key(name)))
            .copied()
    }
}
