//! Taxonomies: tags, authors, series. Names that differ only in encoding, case, punctuation or blanks are one term, known by
//! the last part of its address ([`slug::term`]), so that no two terms can meet in one address.

use super::article::{ArticleId, TermId};
use crate::bengali::{gate, slug};
use rustc_hash::{FxHashMap, FxHashSet};

/// A tag, an author or a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Its name, as its oldest story writes it.
    pub name: Box<str>,
    /// Its address.
    pub url: Box<str>,
    /// The first file, by path, that writes it.
    pub source: Box<str>,
    /// Its stories, oldest first.
    pub stories: Vec<ArticleId>,
    /// The ways in which it is written, in order of source files; none where there is only one.
    pub spellings: Vec<Spelling>,
}

/// A way to write a term's name.
#[derive(Debug, Clone, PartialEq)]
pub struct Spelling {
    /// The name.
    pub name: Box<str>,
    /// The first file, by path, that writes it so.
    pub source: Box<str>,
}

/// A name as readers see it.
fn shown(name: &str) -> Box<str> {
    gate::canonical(name).trim().into()
}

/// What a term is known by; `None` for a name that is empty.
fn key_of(name: &str) -> Option<String> {
    (!gate::key(name).is_empty()).then(|| slug::term(name))
}

/// What becomes of a story's terms of one kind. The terms that a file is the first to mention have numbers that follow each
/// other, in the order in which it mentions them: they are its block.
#[derive(Debug, Clone, Default)]
pub(super) struct TermPlan {
    /// Where the block begins, and how many terms it has now.
    start: usize,
    had: usize,
    /// The block as it will be: a term's number now, or a new term with its key.
    block: Vec<Result<TermId, (String, Term)>>,
    /// The story's terms as it will write them: a number now, or a place in the block.
    own: Vec<Result<TermId, usize>>,
    /// Terms of which the story was none until now.
    gained: Vec<TermId>,
    /// Terms of others that the story has no longer.
    lost: Vec<TermId>,
}

impl TermPlan {
    /// The addresses of new terms.
    pub(super) fn urls(&self) -> impl Iterator<Item = &str> {
        self.block.iter().filter_map(|t| t.as_ref().err()).map(|(_, t)| &*t.url)
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

    /// The number of the term with this name, which `source` writes; a new one when it is not known. Empty names are no terms.
    /// Files must come in order of their paths.
    pub fn intern(&mut self, name: &str, source: &str) -> Option<TermId> {
        if let Some(id) = self.as_written.get(name) {
            return Some(*id);
        }
        let id = self.intern_new(name, source)?;
        self.as_written.insert(name.into(), id);
        Some(id)
    }

    fn intern_new(&mut self, name: &str, source: &str) -> Option<TermId> {
        let key = key_of(name)?;
        if let Some(id) = self.by_key.get(&key) {
            self.all[*id as usize].spelt(shown(name), source);
            return Some(*id);
        }
        let id = self.all.len() as TermId;
        self.all.push(self.named(&key, name, source));
        self.by_key.insert(key, id);
        Some(id)
    }

    /// The terms that are written in more than one way.
    pub(super) fn with_spellings(&self) -> FxHashSet<TermId> {
        let several = self.all.iter().zip(0..).filter(|(term, _)| !term.spellings.is_empty());
        several.map(|(_, id)| id).collect()
    }

    /// Shows a term by this name.
    pub(super) fn show(&mut self, id: TermId, name: &str) {
        self.all[id as usize].name = shown(name);
    }

    /// Plans a story's terms again: `names` as it writes them now, `had` its terms until now. `source` tells a story's file.
    /// `None` when a term's first mention, of which its name and number come, would move to another file.
    pub(super) fn plan<'s>(
        &self,
        names: &[String],
        had: &[TermId],
        (path, source): (&str, &dyn Fn(ArticleId) -> &'s str),
    ) -> Option<TermPlan> {
        let earlier = |term: &Term| term.stories.iter().any(|id| source(*id) < path);
        let term = |id: TermId| self.all.get(id as usize);
        let is_first = |id: TermId| term(id).is_some_and(|t| !earlier(t));
        if had.iter().any(|id| term(*id).is_none_or(|t| !t.spellings.is_empty())) {
            return None;
        }
        let mut plan = TermPlan::default();
        for name in names {
            let Some(key) = key_of(name) else { continue };
            let new = |t: &Result<TermId, (String, Term)>| t.as_ref().is_err_and(|(k, _)| *k == key);
            let own = match self.by_key.get(&key).copied() {
                // Another way to write a name may change which one is shown.
                Some(id) if *shown(name) != *term(id)?.name || !term(id)?.spellings.is_empty() => return None,
                Some(id) if plan.own.contains(&Ok(id)) || plan.block.contains(&Ok(id)) => continue,
                Some(id) if had.contains(&id) && is_first(id) => {
                    plan.block.push(Ok(id));
                    Err(plan.block.len() - 1)
                }
                Some(id) if had.contains(&id) => Ok(id),
                Some(id) if !is_first(id) => {
                    plan.gained.push(id);
                    Ok(id)
                }
                Some(_) => return None,
                None if plan.block.iter().any(new) => return None,
                None => {
                    let new = self.named(&key, name, path);
                    plan.block.push(Err((key, new)));
                    Err(plan.block.len() - 1)
                }
            };
            plan.own.push(own);
        }
        let dropped = |id: &&TermId| !plan.own.contains(&Ok(**id)) && !plan.block.contains(&Ok(**id));
        let (mine, lost): (Vec<TermId>, Vec<TermId>) = had.iter().filter(dropped).partition(|id| is_first(**id));
        if mine.iter().any(|id| term(*id).is_none_or(|t| t.stories.len() > 1)) {
            return None;
        }
        plan.lost = lost;
        plan.had = had.iter().filter(|id| is_first(**id)).count();
        plan.start = self.all.partition_point(earlier);
        Some(plan)
    }

    /// The addresses of terms that go with a plan: nobody else has them.
    pub(super) fn leaving<'p>(&'p self, plan: &'p TermPlan) -> impl Iterator<Item = &'p Term> {
        let block = self.all.iter().zip(0..).skip(plan.start).take(plan.had);
        block
            .filter(|(_, id)| !plan.block.contains(&Ok(*id)))
            .map(|(term, _)| term)
    }

    /// Carries a plan out for the story `id`; its terms, and the new number of every term that was there, if it still is.
    pub(super) fn place(&mut self, plan: TermPlan, id: ArticleId) -> (Vec<TermId>, Vec<Option<TermId>>) {
        let (end, grown) = (plan.start + plan.had, plan.block.len());
        let moved = |old: TermId| match old as usize {
            n if n < plan.start => Some(old),
            n if n >= end => Some((n - plan.had + grown) as TermId),
            _ => plan
                .block
                .iter()
                .position(|t| *t == Ok(old))
                .map(|at| (plan.start + at) as TermId),
        };
        let map: Vec<Option<TermId>> = (0..self.all.len() as TermId).map(moved).collect();
        let number = |own: &Result<TermId, usize>| match own {
            Ok(old) => moved(*old),
            Err(at) => Some((plan.start + at) as TermId),
        };
        let own: Vec<TermId> = plan.own.iter().filter_map(number).collect();
        for term in &plan.gained {
            let stories = &mut self.all[*term as usize].stories;
            stories.insert(stories.partition_point(|n| *n < id), id);
        }
        for term in &plan.lost {
            self.all[*term as usize].stories.retain(|n| *n != id);
        }
        let changed =
            map.len() != self.all.len() - plan.had + grown || map.iter().zip(0..).any(|(n, old)| *n != Some(old));
        if changed {
            self.by_key.retain(|_, t| moved(*t).map(|n| *t = n).is_some());
            self.as_written.retain(|_, t| moved(*t).map(|n| *t = n).is_some());
            self.rebuild(plan, id);
        }
        (own, map)
    }

    fn rebuild(&mut self, plan: TermPlan, id: ArticleId) {
        let old: Vec<Term> = self.all.drain(plan.start..plan.start + plan.had).collect();
        let block: Vec<Term> = (plan.block.into_iter().zip(plan.start..))
            .filter_map(|(term, at)| match term {
                Ok(had) => old.get(had as usize - plan.start).cloned(),
                Err((key, mut term)) => {
                    term.stories.push(id);
                    self.by_key.insert(key, at as TermId);
                    Some(term)
                }
            })
            .collect();
        self.all.splice(plan.start..plan.start, block);
    }

    /// A term with this name, without stories.
    fn named(&self, key: &str, name: &str, source: &str) -> Term {
        Term {
            name: shown(name),
            url: format!("{}{key}/", self.prefix).into_boxed_str(),
            source: source.into(),
            stories: Vec::new(),
            spellings: Vec::new(),
        }
    }

    /// Gives a term another last part of its address.
    pub fn set_slug(&mut self, id: TermId, slug: &str) {
        self.all[id as usize].url = format!("{}{}/", self.prefix, slug).into_boxed_str();
    }

    /// The term with this name.
    pub fn find(&self, name: &str) -> Option<TermId> {
        self.as_written
            .get(name)
            .or_else(|| self.by_key.get(&key_of(name)?))
            .copied()
    }
}

impl Term {
    /// Notes that `source` writes the term so.
    fn spelt(&mut self, name: Box<str>, source: &str) {
        if self.spellings.iter().any(|s| s.name == name) || self.spellings.is_empty() && self.name == name {
            return;
        }
        if self.spellings.is_empty() {
            let (name, source) = (self.name.clone(), self.source.clone());
            self.spellings.push(Spelling { name, source });
        }
        let source = source.into();
        self.spellings.push(Spelling { name, source });
    }
}
